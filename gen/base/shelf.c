/* Our own data files by subject and edition; each is read once and remembered with its digest. */
#include "base/shelf.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/cache.h"
#include "base/dictionary.h"
#include "base/digests.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/utf8.h"

/* Bytes of a data file at most. */
#define MAX_DATA (64ULL * 1024 * 1024)

/* A data file that was read. */
struct book {
    struct str name;
    struct str bytes;
    struct str sha256;
    struct source *source;
    /* Parsed on first asking; NULL before. */
    struct yaml *yaml;
    /* The shape it was last found to have. */
    const struct yaml_shape *shape;
    /* It was no good as YAML, or not of a shape that was asked. */
    bool is_refused;
};

/* An edition that was declared. */
struct served {
    struct str edition;
    const struct shelf_variant *variants;
    size_t n_variants;
};

struct shelf {
    struct arena *arena;
    struct str folder;
    struct str label;
    struct served *editions;
    size_t n_editions;
    size_t editions_capacity;
    /* Names that were asked for, 1 for one that is there: rows ask for one over and over. */
    struct dictionary *known;
    struct book **books;
    size_t n_books;
    size_t books_capacity;
    /* Everything read, fonts too. */
    struct shelf_file *files;
    size_t n_files;
    size_t files_capacity;
    /* What hashes files that are only noted. */
    struct digests *digests;
    /* By shelf_remember. */
    bool is_remembered;
    /* Where trees are kept; NULL: nowhere. */
    struct cache *cache;
};

struct shelf *shelf_open(struct arena *arena, struct str folder, struct str label) {
    struct shelf *shelf = ARENA_NEW(arena, struct shelf);
    shelf->arena = arena;
    shelf->folder = str_copy(arena, folder);
    shelf->label = str_copy(arena, label);
    shelf->known = dictionary_open(arena);
    shelf->digests = digests_open(arena, STR(""));
    return shelf;
}

void shelf_remember(struct shelf *shelf, struct digests *digests) {
    shelf->digests = digests;
    shelf->is_remembered = true;
}

void shelf_keep(struct shelf *shelf, struct cache *cache) {
    shelf->cache = cache;
}

struct str shelf_folder(const struct shelf *shelf) {
    return shelf->folder;
}

/* ---- finding --------------------------------------------------------------------------------- */

static struct str path_of(const struct shelf *shelf, struct str name) {
    return str_format(shelf->arena, "%" STR_FMT "/%" STR_FMT, STR_ARG(shelf->folder),
                      STR_ARG(name));
}

static struct source *new_source(const struct shelf *shelf, struct str name) {
    struct source *source = ARENA_NEW(shelf->arena, struct source);
    source->file =
        str_format(shelf->arena, "%" STR_FMT "/%" STR_FMT, STR_ARG(shelf->label), STR_ARG(name));
    return source;
}

/* A subject or edition cannot lead out of the folder: it may itself come from a data file. */
static bool is_safe(struct str name) {
    for (size_t i = 0; i < name.len; i++) {
        unsigned char c = (unsigned char)name.data[i];
        if (c < 0x20 || c == 0x7F || c == '\\') {
            return false;
        }
    }
    return name.len && name.data[0] != '/' && !str_contains(name, STR(".."));
}

bool shelf_has(const struct shelf *shelf, struct str name) {
    size_t is_there = 0;
    if (is_safe(name) && !dictionary_get(shelf->known, name, &is_there)) {
        is_there = access(str_to_c(shelf->arena, path_of(shelf, name)), F_OK) == 0;
        dictionary_put(shelf->known, str_copy(shelf->arena, name), is_there);
    }
    return is_there;
}

void shelf_add_edition(struct shelf *shelf, struct str edition,
                       const struct shelf_variant *variants, size_t n_variants) {
    struct served served = {edition, variants, n_variants};
    ARENA_PUSH(shelf->arena, shelf->editions, shelf->n_editions, shelf->editions_capacity, served);
}

static const struct served *find_served(const struct shelf *shelf, struct str edition) {
    for (size_t i = 0; i < shelf->n_editions; i++) {
        if (str_equal(shelf->editions[i].edition, edition)) {
            return &shelf->editions[i];
        }
    }
    return NULL;
}

struct str shelf_variant_of(const struct shelf *shelf, struct str subject, struct str edition) {
    const struct served *served = find_served(shelf, edition);
    struct str variant = edition;
    for (size_t i = 0; served && i < served->n_variants; i++) {
        const struct shelf_variant *entry = &served->variants[i];
        if (str_equal(entry->subject, subject)) {
            return entry->variant;
        }
        if (str_equal(entry->subject, str_slice(subject, 0, str_find(subject, STR("/"), 0)))) {
            variant = entry->variant;
        }
    }
    return variant;
}

bool shelf_is_without(const struct shelf *shelf, const char *subject, struct str edition) {
    return str_is(shelf_variant_of(shelf, str_from_c(subject), edition), SHELF_NO_VARIANT);
}

struct str shelf_editions(const struct shelf *shelf, struct arena *arena) {
    struct str *names = ARENA_ARRAY(arena, struct str, shelf->n_editions);
    for (size_t i = 0; i < shelf->n_editions; i++) {
        names[i] = shelf->editions[i].edition;
    }
    return str_join(arena, names, shelf->n_editions, STR(" | "));
}

/* The name of the file for a subject and edition; empty when there is none. */
static struct str find_name(const struct shelf *shelf, const char *subject, struct str edition,
                            const char *suffix) {
    if (!is_safe(str_from_c(subject))) {
        return (struct str){NULL, 0};
    }
    struct str name = {NULL, 0};
    struct str variant = shelf_variant_of(shelf, str_from_c(subject), edition);
    if (is_safe(variant) && !str_contains(variant, STR("/"))) {
        name = str_format(shelf->arena, "%s.%" STR_FMT ".%s", subject, STR_ARG(variant), suffix);
        if (shelf_has(shelf, name)) {
            return name;
        }
    }
    name = str_format(shelf->arena, "%s.%s", subject, suffix);
    return shelf_has(shelf, name) ? name : (struct str){NULL, 0};
}

bool shelf_serves(const struct shelf *shelf, const char *subject, struct str edition,
                  const char *suffix) {
    return find_name(shelf, subject, edition, suffix).len > 0;
}

static void add_file(struct shelf *shelf, struct str name, struct str sha256) {
    struct shelf_file file = {name, sha256};
    ARENA_PUSH(shelf->arena, shelf->files, shelf->n_files, shelf->files_capacity, file);
}

static struct book *take(struct shelf *shelf, const char *subject, struct str edition,
                         const char *suffix, struct diag *diag) {
    struct str name = find_name(shelf, subject, edition, suffix);
    if (!name.len) {
        struct str wanted = str_format(diag_scratch(diag), "%" STR_FMT "/%s.%s",
                                       STR_ARG(shelf->label), subject, suffix);
        diag_report(diag, &(struct diag_note){.id = DIAG_SHELF_MISSING,
                                              .args = {wanted, edition.len ? edition : STR("-")}});
        return NULL;
    }
    for (size_t i = 0; i < shelf->n_books; i++) {
        if (str_equal(shelf->books[i]->name, name)) {
            return shelf->books[i];
        }
    }
    struct book *book = ARENA_NEW(shelf->arena, struct book);
    book->name = name;
    book->source = new_source(shelf, name);
    if (!file_read(shelf->arena, path_of(shelf, name), MAX_DATA, book->source, diag,
                   &book->bytes)) {
        return NULL;
    }
    book->sha256 = hash_sha256(shelf->arena, book->bytes);
    add_file(shelf, name, book->sha256);
    ARENA_PUSH(shelf->arena, shelf->books, shelf->n_books, shelf->books_capacity, book);
    return book;
}

/* ---- reading --------------------------------------------------------------------------------- */

/* The tree of a book: the one that was made of the same bytes before, or read now and kept. Where
 * yaml_read or yaml_pack makes something else of the same bytes, the key takes another number. */
static struct yaml *read_tree(struct shelf *shelf, struct book *book, struct diag *diag) {
    struct str parts[] = {STR("yaml 1"), book->sha256}, packed;
    struct str key = str_join(shelf->arena, parts, 2, STR(" "));
    struct yaml *tree = NULL;
    if (shelf->cache && cache_get(shelf->cache, key, &packed)) {
        tree = yaml_unpack(shelf->arena, packed, book->source);
    }
    if (tree) {
        return tree;
    }
    struct buf tape = {.arena = shelf->arena};
    tree = yaml_read(shelf->arena, book->bytes, book->source, diag);
    if (tree && shelf->cache && yaml_pack(tree, &tape)) {
        cache_put(shelf->cache, key, buf_str(&tape));
    }
    return tree;
}

const struct yaml *shelf_yaml(struct shelf *shelf, const char *subject, struct str edition,
                              const struct yaml_shape *shape, struct diag *diag) {
    struct book *book = take(shelf, subject, edition, "yaml", diag);
    if (!book || book->is_refused) {
        return NULL;
    }
    if (!book->yaml) {
        book->yaml = read_tree(shelf, book, diag);
    }
    bool is_good = book->yaml && (book->shape == shape || yaml_check(book->yaml, shape, diag));
    book->is_refused = !is_good;
    book->shape = shape;
    return is_good ? book->yaml : NULL;
}

/* The text of a book without byte order mark; it must be UTF-8. */
static bool decode(const struct book *book, struct diag *diag, struct str *text) {
    if (!utf8_valid(book->bytes, NULL)) {
        diag_report(diag, &(struct diag_note){.id = DIAG_ENCODING_UNKNOWN,
                                              .origin = {book->source, 0, 0, 0}});
        return false;
    }
    bool is_marked = str_starts(book->bytes, STR("\xEF\xBB\xBF"));
    *text = str_slice(book->bytes, is_marked ? 3 : 0, book->bytes.len);
    return true;
}

bool shelf_csv(struct shelf *shelf, const char *subject, struct str edition, struct diag *diag,
               struct csv_table *table, const struct source **source) {
    const struct book *book = take(shelf, subject, edition, "csv", diag);
    *table = (struct csv_table){NULL, 0};
    if (source) {
        *source = book ? book->source : NULL;
    }
    if (!book) {
        return false;
    }
    struct str text;
    return decode(book, diag, &text) &&
           csv_read(shelf->arena, text, ',', book->source, diag, table);
}

bool shelf_text(struct shelf *shelf, const char *subject, struct str edition, struct diag *diag,
                struct str *text, const struct source **source) {
    *text = (struct str){NULL, 0};
    *source = NULL;
    if (!shelf_serves(shelf, subject, edition, "txt")) {
        return true;
    }
    const struct book *book = take(shelf, subject, edition, "txt", diag);
    if (!book || !decode(book, diag, text)) {
        return false;
    }
    *source = book->source;
    *text = str_replace(shelf->arena, *text, STR("\r\n"), STR("\n"));
    *text = str_replace(shelf->arena, *text, STR("\r"), STR("\n"));
    if (!str_trim(*text).len) {
        diag_report(diag,
                    &(struct diag_note){.id = DIAG_FILE_EMPTY, .origin = {book->source, 0, 0, 0}});
        return false;
    }
    return true;
}

/* ---- what was used --------------------------------------------------------------------------- */

bool shelf_note_file(struct shelf *shelf, struct str name, struct diag *diag) {
    for (size_t i = 0; i < shelf->n_files; i++) {
        if (str_equal(shelf->files[i].name, name)) {
            return true;
        }
    }
    if (!file_exists(path_of(shelf, name), new_source(shelf, name), diag)) {
        return false;
    }
    add_file(shelf, str_copy(shelf->arena, name), (struct str){NULL, 0});
    return true;
}

bool shelf_wants_proof(const struct shelf *shelf, struct str name, struct str what) {
    return shelf->is_remembered && !digests_has_proved(shelf->digests, path_of(shelf, name), what);
}

void shelf_set_proved(struct shelf *shelf, struct str name, struct str what) {
    digests_set_proved(shelf->digests, path_of(shelf, name), what);
}

static int compare_files(const void *a, const void *b) {
    const struct shelf_file *left = a;
    const struct shelf_file *right = b;
    return str_compare(left->name, right->name);
}

bool shelf_hash(struct shelf *shelf, struct diag *diag) {
    bool is_good = true;
    for (size_t i = 0; i < shelf->n_files; i++) {
        struct shelf_file *file = &shelf->files[i];
        if (!file->sha256.len) {
            file->sha256 = digests_of(shelf->digests, path_of(shelf, file->name));
        }
        if (!file->sha256.len) {
            diag_report(diag,
                        &(struct diag_note){.id = DIAG_FILE_READ,
                                            .origin = {new_source(shelf, file->name), 0, 0, 0},
                                            .args = {file->name}});
            is_good = false;
        }
    }
    digests_save(shelf->digests);
    return is_good;
}

/* Examples stand beside their table, for those who hold it against them. */
static bool is_beside(const struct shelf *shelf, struct str name) {
    static const struct str suffix = STR_INIT(".examples.csv");
    if (!str_ends(name, suffix)) {
        return false;
    }
    struct str stem = str_slice(name, 0, name.len - suffix.len);
    bool is = false;
    for (size_t i = 0; !is && i < shelf->n_files; i++) {
        struct str file = shelf->files[i].name;
        is = str_starts(file, stem) && str_ends(file, STR(".csv")) && file.data[stem.len] == '.';
    }
    return is;
}

/* The file is of that variant: subject.variant.suffix. */
static bool is_of_variant(struct str name, struct str variant) {
    size_t dot = str_find(name, STR("."), 0);
    struct str rest = str_slice(name, dot == SIZE_MAX ? name.len : dot + 1, name.len);
    return rest.len > variant.len && str_starts(rest, variant) && rest.data[variant.len] == '.';
}

static bool is_read(const struct shelf *shelf, struct str name) {
    bool is = false;
    for (size_t i = 0; !is && i < shelf->n_files; i++) {
        is = str_equal(shelf->files[i].name, name);
    }
    return is;
}

/* The file is for machines that run the program, which never reads it: dengbao-cluster(7). */
static bool is_of_cluster(struct str name) {
    return str_starts(name, STR("cluster/"));
}

void shelf_report_unread(struct shelf *shelf, const struct str *awaited, size_t n_awaited,
                         struct diag *diag) {
    struct file_entry *entries;
    size_t n_entries;
    if (!file_walk(shelf->arena, shelf->folder, diag, &entries, &n_entries)) {
        return;
    }
    struct str *names = ARENA_ARRAY(shelf->arena, struct str, shelf->n_files);
    for (size_t i = 0; i < shelf->n_files; i++) {
        names[i] = shelf->files[i].name;
    }
    for (size_t i = 0; i < n_entries; i++) {
        struct str name = entries[i].name;
        bool is_expected = is_read(shelf, name) || is_beside(shelf, name) || is_of_cluster(name);
        for (size_t k = 0; !is_expected && k < n_awaited; k++) {
            is_expected = is_of_variant(name, awaited[k]);
        }
        if (!is_expected) {
            struct diag_note note = {.id = DIAG_SHELF_UNREAD,
                                     .origin = {.source = new_source(shelf, name)},
                                     .args = {name, str_nearest(name, names, shelf->n_files)}};
            diag_report(diag, &note);
        }
    }
}

static bool is_of_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
}

/* Where a word stands, whole, or SIZE_MAX. */
static size_t find_word(struct str text, struct str word) {
    size_t at = str_find(text, word, 0);
    while (at != SIZE_MAX) {
        size_t end = at + word.len;
        bool is_whole = (at == 0 || !is_of_word(text.data[at - 1])) &&
                        (end == text.len || !is_of_word(text.data[end]));
        if (is_whole) {
            return at;
        }
        at = str_find(text, word, at + 1);
    }
    return at;
}

static bool is_among(const struct shelf_places *places, struct str name) {
    bool is = str_starts(name, places->folder);
    for (size_t i = 0; i < places->n_without; i++) {
        is = is && !str_contains(name, places->without[i]);
    }
    return is;
}

bool shelf_find_word(const struct shelf *shelf, const struct shelf_places *places, struct str word,
                     struct origin *place) {
    for (size_t i = 0; i < shelf->n_books; i++) {
        const struct book *book = shelf->books[i];
        size_t at = is_among(places, book->name) ? find_word(book->bytes, word) : SIZE_MAX;
        if (at != SIZE_MAX) {
            uint32_t line = 1;
            for (size_t k = 0; k < at; k++) {
                line += book->bytes.data[k] == '\n';
            }
            *place = (struct origin){.source = book->source, .row = line};
            return true;
        }
    }
    return false;
}

const struct shelf_file *shelf_files(struct shelf *shelf, size_t *n_files) {
    if (shelf->n_files) {
        qsort(shelf->files, shelf->n_files, sizeof *shelf->files, compare_files);
    }
    *n_files = shelf->n_files;
    return shelf->files;
}

struct str shelf_digest(struct shelf *shelf, struct arena *arena, const struct str *folders,
                        size_t n_folders) {
    size_t n_files;
    const struct shelf_file *files = shelf_files(shelf, &n_files);
    struct buf buf = {.arena = arena};
    for (size_t i = 0; i < n_files; i++) {
        bool is_in = false;
        for (size_t k = 0; k < n_folders; k++) {
            is_in = is_in || str_starts(files[i].name, folders[k]);
        }
        if (is_in) {
            buf_format(&buf, "%" STR_FMT " %" STR_FMT "\n", STR_ARG(files[i].name),
                       STR_ARG(files[i].sha256));
        }
    }
    return hash_sha256(arena, buf_str(&buf));
}
