/* Pictures of pages beside the papers, for index.html. */
#include "batch/previews.h"

#include "batch/output_inner.h"

bool previews_have(struct str path) {
    return str_starts(path, STR(PREVIEWS_FOLDER));
}

struct str previews_path(struct arena *arena, struct str document, size_t page) {
    return str_format(arena, PREVIEWS_FOLDER "%" STR_FMT "/%zu.png", STR_ARG(document), page);
}

struct str previews_document(struct str path) {
    size_t start = sizeof PREVIEWS_FOLDER - 1, end = path.len;
    while (end > start && path.data[end - 1] != '/') {
        end--;
    }
    return str_slice(path, start, end > start ? end - 1 : path.len);
}

size_t previews_n_pages(const struct product *product, bool is_of_unit) {
    size_t n = product->document ? product->document->n_pages : 0;
    return is_of_unit && n > 1 ? 1 : n;
}

static void count(void *context, struct str piece) {
    *(uint64_t *)context += piece.len;
}

bool previews_weigh(struct output *output, size_t *n, uint64_t *bytes) {
    *n = 0;
    *bytes = 0;
    bool done = output_settle(output);
    for (size_t i = 0; done && i < output->now.n_files; i++) {
        struct str path = output->now.files[i].path;
        if (previews_have(path)) {
            *n += 1;
            done = folder_read_pieces(output->folder, path, UINT64_MAX, count, bytes);
        }
    }
    return done;
}
