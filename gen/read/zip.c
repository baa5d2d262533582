/* The container of workbooks by libzip, within limits (the only file that knows libzip). */
#include "read/zip.h"

#include "read/store.h"

#include <stdlib.h>
#include <zip.h>

#define MOST_ENTRIES 2000
#define MIB          ((uint64_t)1024 * 1024)
/* Inflated bytes of one part, and of all. */
#define MOST_OF_PART (512 * MIB)
#define MOST_OF_ALL  (1024 * MIB)
/* Inflated to packed, once past RATIO_FROM. */
#define MOST_RATIO 200
#define RATIO_FROM MIB
/* Bytes of a zip without entries; libzip takes no bytes at all for one too. */
#define SMALLEST 22
/* Bytes inflated at a time. */
#define PIECE 65536

/* An entry of the directory. */
struct part {
    struct str name;
    uint64_t index;
    uint64_t packed, size;
    unsigned method;
    /* It was inflated whole before: reading it again counts no more. */
    bool is_counted;
};

struct unzip {
    zip_t *zip;
    const struct source *source;
    struct part *parts;
    size_t n_parts;
    /* The part being read. */
    zip_file_t *file;
    struct part *part;
    /* Inflated of this part, and of all. */
    uint64_t n_part, n_all;
    char piece[PIECE];
};

struct str unzip_fold_name(struct arena *arena, struct str name) {
    while (name.len && (name.data[0] == '/' || name.data[0] == '\\')) {
        name = str_slice(name, 1, name.len);
    }
    char *folded = arena_alloc(arena, name.len + 1, 1);
    for (size_t i = 0; i < name.len; i++) {
        char c = name.data[i];
        folded[i] = (char)(c == '\\' ? '/' : c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    }
    return (struct str){folded, name.len};
}

static int compare_parts(const void *a, const void *b) {
    return str_compare(((const struct part *)a)->name, ((const struct part *)b)->name);
}

static void close_part(struct unzip *unzip) {
    if (unzip->file) {
        zip_fclose(unzip->file);
        unzip->file = NULL;
    }
}

static void release(void *object) {
    struct unzip *unzip = object;
    close_part(unzip);
    zip_discard(unzip->zip);
}

static zip_t *open_zip(struct str bytes) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *memory = zip_source_buffer_create(bytes.data, bytes.len, 0, &error);
    zip_t *zip = NULL;
    if (memory) {
        zip = zip_open_from_source(memory, ZIP_RDONLY | ZIP_CHECKCONS, &error);
        if (!zip) {
            zip_source_free(memory);
        }
    }
    zip_error_fini(&error);
    return zip;
}

static bool list_part(struct arena *arena, struct unzip *unzip, uint64_t index, struct diag *diag) {
    zip_stat_t stat;
    const zip_uint64_t wanted =
        ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD;
    if (zip_stat_index(unzip->zip, index, 0, &stat) != 0 || (stat.valid & wanted) != wanted) {
        return store_refuse(diag, DIAG_FILE_DAMAGED, unzip->source, DIAG_WORD_ZIP_DIRECTORY,
                            STR(""));
    }
    if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) && stat.encryption_method != ZIP_EM_NONE) {
        diag_report(diag, &(struct diag_note){.id = DIAG_FILE_ENCRYPTED,
                                              .origin = {.source = unzip->source}});
        return false;
    }
    unzip->parts[unzip->n_parts++] =
        (struct part){.name = unzip_fold_name(arena, str_from_c(stat.name)),
                      .index = index,
                      .packed = stat.comp_size,
                      .size = stat.size,
                      .method = stat.comp_method};
    return true;
}

/* Entries that share bytes need more packed bytes together than the file has. */
static bool check_parts(const struct unzip *unzip, size_t file_size, struct diag *diag) {
    uint64_t left = file_size;
    for (size_t i = 0; i < unzip->n_parts; i++) {
        const struct part *part = &unzip->parts[i];
        if (part->packed > left) {
            return store_refuse(diag, DIAG_FILE_DAMAGED, unzip->source, DIAG_WORD_ZIP_OVERLAP,
                                STR(""));
        }
        left -= part->packed;
        if (i && str_equal(part->name, unzip->parts[i - 1].name)) {
            return store_refuse(diag, DIAG_FILE_DAMAGED, unzip->source, DIAG_WORD_ZIP_TWICE,
                                part->name);
        }
    }
    return true;
}

static bool list_parts(struct arena *arena, struct unzip *unzip, struct diag *diag) {
    zip_int64_t n = zip_get_num_entries(unzip->zip, 0);
    if (n < 0 || n > MOST_ENTRIES) {
        return store_limit(diag, unzip->source, DIAG_WORD_LIMIT_PARTS, MOST_ENTRIES);
    }
    unzip->parts = ARENA_ARRAY(arena, struct part, (size_t)n);
    for (zip_int64_t i = 0; i < n; i++) {
        if (!list_part(arena, unzip, (uint64_t)i, diag)) {
            return false;
        }
    }
    qsort(unzip->parts, unzip->n_parts, sizeof *unzip->parts, compare_parts);
    return true;
}

struct unzip *unzip_open(struct arena *arena, struct str bytes, const struct source *source,
                         struct diag *diag) {
    zip_t *zip = bytes.len < SMALLEST ? NULL : open_zip(bytes);
    if (!zip) {
        store_refuse(diag, DIAG_FILE_DAMAGED, source, DIAG_WORD_ZIP_DIRECTORY, STR(""));
        return NULL;
    }
    struct unzip *unzip = ARENA_NEW(arena, struct unzip);
    unzip->zip = zip;
    unzip->source = source;
    arena_own(arena, unzip, release);
    if (!list_parts(arena, unzip, diag) || !check_parts(unzip, bytes.len, diag)) {
        return NULL;
    }
    return unzip;
}

size_t unzip_find(const struct unzip *unzip, struct str name) {
    size_t low = 0, high = unzip->n_parts;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = str_compare(unzip->parts[middle].name, name);
        if (order == 0) {
            return middle;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return SIZE_MAX;
}

size_t unzip_n_parts(const struct unzip *unzip) {
    return unzip->n_parts;
}

struct str unzip_name(const struct unzip *unzip, size_t part) {
    return unzip->parts[part].name;
}

static bool refuse_part(struct unzip *unzip, enum diag_id id, enum diag_word word,
                        struct diag *diag) {
    struct str name = unzip->part->name;
    close_part(unzip);
    return store_refuse(diag, id, unzip->source, word, name);
}

bool unzip_begin(struct unzip *unzip, size_t part, struct diag *diag) {
    close_part(unzip);
    unzip->part = &unzip->parts[part];
    unzip->n_part = 0;
    if (unzip->part->method != ZIP_CM_STORE && unzip->part->method != ZIP_CM_DEFLATE) {
        return refuse_part(unzip, DIAG_FILE_DAMAGED, DIAG_WORD_ZIP_METHOD, diag);
    }
    unzip->file = zip_fopen_index(unzip->zip, unzip->part->index, 0);
    if (!unzip->file) {
        return refuse_part(unzip, DIAG_FILE_DAMAGED, DIAG_WORD_ZIP_DATA, diag);
    }
    return true;
}

bool unzip_next(struct unzip *unzip, struct diag *diag, struct str *piece) {
    *piece = (struct str){unzip->piece, 0};
    if (!unzip->file) {
        return true;
    }
    zip_int64_t n = zip_fread(unzip->file, unzip->piece, PIECE);
    if (n < 0) {
        bool is_sum = zip_error_code_zip(zip_file_get_error(unzip->file)) == ZIP_ER_CRC;
        return refuse_part(unzip, DIAG_FILE_DAMAGED,
                           is_sum ? DIAG_WORD_ZIP_SUM : DIAG_WORD_ZIP_DATA, diag);
    }
    piece->len = (size_t)n;
    unzip->n_part += piece->len;
    unzip->n_all += unzip->part->is_counted ? 0 : piece->len;
    if (unzip->n_part > MOST_OF_PART || unzip->n_all > MOST_OF_ALL) {
        return refuse_part(unzip, DIAG_FILE_LIMIT, DIAG_WORD_LIMIT_INFLATED, diag);
    }
    if (unzip->n_part > RATIO_FROM && unzip->n_part / MOST_RATIO > unzip->part->packed) {
        return refuse_part(unzip, DIAG_FILE_LIMIT, DIAG_WORD_LIMIT_RATIO, diag);
    }
    if (n == 0) {
        if (unzip->n_part != unzip->part->size) {
            return refuse_part(unzip, DIAG_FILE_DAMAGED, DIAG_WORD_ZIP_SIZE, diag);
        }
        unzip->part->is_counted = true;
        close_part(unzip);
    }
    return true;
}
