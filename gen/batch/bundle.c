/* The temporary files of an institution's papers, copied into one. */
#include "batch/bundle.h"

#include <errno.h>

#include "batch/output_inner.h"

/* A paper's bytes on their way. */
struct pouring {
    /* Where they go; NULL: they are only counted. */
    struct folder_file *to;
    struct bundle_file file;
};

static void count(void *context, struct str piece) {
    struct pouring *pouring = context;
    pouring->file.sum = bundle_sum(pouring->file.sum, piece);
    pouring->file.size += piece.len;
}

static void copy(void *context, struct str piece) {
    struct pouring *pouring = context;
    folder_put(pouring->to, piece);
}

/* Where the bytes of a paper are now. */
static struct str place_of(const struct staged *staged) {
    return staged->temporary.len ? staged->temporary : staged->file.path;
}

/* The end of the folder below units/ in a path: units/FOLDER. */
static size_t folder_end_of(struct str path) {
    size_t units = str_find(path, STR("/"), 0);
    return units == SIZE_MAX ? units : str_find(path, STR("/"), units + 1);
}

/* A piece of records, and the papers' names and sums. */
struct packing {
    struct output *output;
    struct arena *arena;
    struct bundle_file *files;
    /* What stands before each, and behind the last. */
    struct buf *heads;
    size_t n;
};

/* Reads the papers once for their sums. False if no archive can hold them; `is_read` says whether
 * all could be read. */
static bool measure(struct packing *packing, bool *is_read) {
    const struct output *output = packing->output;
    const struct papers *papers = output->papers;
    struct bundle *bundle = bundle_open(packing->arena);
    bool fits = true;
    packing->n = papers->n_files;
    packing->files = ARENA_ARRAY(packing->arena, struct bundle_file, packing->n);
    packing->heads = ARENA_ARRAY(packing->arena, struct buf, packing->n + 1);
    for (size_t i = 0; fits && *is_read && i < packing->n; i++) {
        struct str path = papers->files[i].file.path;
        size_t slash = str_find(path, STR("/"), 0);
        struct pouring pouring = {.file.name = str_slice(path, slash + 1, path.len)};
        *is_read = folder_read_pieces(output->folder, place_of(&papers->files[i]), UINT64_MAX,
                                      count, &pouring);
        packing->files[i] = pouring.file;
        packing->heads[i].arena = packing->arena;
        fits = *is_read && bundle_add(bundle, &pouring.file, &packing->heads[i]);
    }
    packing->heads[packing->n].arena = packing->arena;
    bundle_end(bundle, &packing->heads[packing->n]);
    return fits;
}

/* Writes the archive under a temporary name. */
static bool write_archive(const struct packing *packing, struct str temporary, struct str name) {
    const struct output *output = packing->output;
    struct folder_file to = folder_begin(output->folder, temporary);
    struct pouring pouring = {.to = &to};
    bool is_read = true;
    for (size_t i = 0; is_read && !to.error && i < packing->n; i++) {
        struct str place = place_of(&output->papers->files[i]);
        folder_put(&to, buf_str(&packing->heads[i]));
        is_read = folder_read_pieces(output->folder, place, UINT64_MAX, copy, &pouring);
    }
    folder_put(&to, buf_str(&packing->heads[packing->n]));
    bool done = folder_end(output->folder, &to, temporary, name, output->request->trouble);
    return done && is_read;
}

bool bundle_papers(struct output *output) {
    struct papers *papers = output->papers;
    struct str first = papers->n_files ? papers->files[0].file.path : (struct str){0};
    size_t end = folder_end_of(first);
    if (end == SIZE_MAX) {
        return true;
    }
    struct arena *scratch = arena_open_like(output->arena);
    struct packing packing = {.output = output, .arena = scratch};
    bool is_read = true, fits = measure(&packing, &is_read), done = is_read;
    struct str name = str_concat(output->arena, str_slice(first, 0, end), STR(".zip"));
    if (fits) {
        struct str temporary = output_name_temporary(output);
        done = write_archive(&packing, temporary, name);
        for (size_t i = 0; i < packing.n; i++) {
            folder_forget(output->folder, papers->files[i].temporary);
        }
        papers->n_files = 0;
        done = done && output_stage_file(output, scratch, name, temporary);
    }
    if (!is_read) {
        file_report_write(output->request->trouble, folder_join(output->folder, scratch, name),
                          EIO);
    }
    arena_close(scratch);
    return done;
}
