/* Gathers what index.html has links to. */
#include "batch/overview.h"

#include <stdlib.h>

#include "batch/output_inner.h"
#include "batch/previews.h"

static int compare_texts(const void *left, const void *right) {
    const struct str *a = left, *b = right;
    return str_compare(*a, *b);
}

static void sort_texts(struct str *texts, size_t n) {
    if (n) {
        qsort(texts, n, sizeof *texts, compare_texts);
    }
}

/* The papers of the ledger's institutions, each noted in `owned`. */
static struct overview_unit *list_units(const struct engine *engine, struct arena *arena,
                                        struct dictionary *owned, size_t *n) {
    const struct manifest *now = &engine->output.now;
    struct overview_unit *units = ARENA_ARRAY(arena, struct overview_unit, now->n_units);
    *n = 0;
    for (size_t i = 0; i < now->n_units; i++) {
        const struct manifest_unit *unit = &now->units[i];
        if (ledger_find_unit(engine->ledger, unit->id) == SIZE_MAX) {
            continue;
        }
        struct str *files = ARENA_ARRAY(arena, struct str, unit->n_files);
        size_t n_files = 0;
        for (size_t k = 0; k < unit->n_files; k++) {
            dictionary_put(owned, unit->files[k], i);
            if (!previews_have(unit->files[k])) {
                files[n_files++] = unit->files[k];
            }
        }
        sort_texts(files, n_files);
        units[(*n)++] = (struct overview_unit){unit->id, files, n_files};
    }
    return units;
}

/* The page while it is written. */
struct page_pieces {
    const struct overview_page *page;
    bool is_begun;
};

/* What stands before the rows of the institutions, with its charts in it. */
static void put_charts(const struct overview_page *page, struct buf *html) {
    size_t done = 0;
    for (size_t i = 0; i < page->charts->n_pages; i++) {
        buf_add(html, str_slice(page->html, done, page->places[i]));
        write_svg(html->arena, page->charts->pages[i], page->titles[i], html);
        done = page->places[i];
    }
    buf_add(html, str_slice(page->html, done, page->html.len));
}

static bool next_piece(void *context, struct buf *html) {
    struct page_pieces *pieces = context;
    const struct text_source *rest = &pieces->page->rest;
    if (pieces->is_begun) {
        return rest->next(rest->context, html);
    }
    put_charts(pieces->page, html);
    pieces->is_begun = true;
    return true;
}

/* Counts the pictures of each document. */
static bool count_previews(struct engine *engine, struct arena *arena,
                           struct overview_facts *facts) {
    const struct manifest *now = &engine->output.now;
    struct dictionary *previews = dictionary_open(arena);
    for (size_t i = 0; i < now->n_files; i++) {
        struct str path = now->files[i].path;
        for (size_t n = 1; str_ends(path, STR(".pdf")); n++) {
            if (!output_is_now(&engine->output, previews_path(arena, path, n))) {
                if (n > 1) {
                    dictionary_put(previews, path, n - 1);
                }
                break;
            }
        }
    }
    facts->previews = previews;
    return previews_weigh(&engine->output, &facts->n_previews, &facts->preview_bytes);
}

bool overview_write(struct engine *engine, struct complaint_source reported) {
    const struct manifest *now = &engine->output.now;
    struct arena *scratch = arena_open_like(engine->arena);
    struct dictionary *owned = dictionary_open(scratch);
    struct overview_facts facts = {
        .ledger = engine->ledger, .reported = reported, .is_of_year = engine->is_of_year};
    facts.units = list_units(engine, scratch, owned, &facts.n_units);
    struct str *files = ARENA_ARRAY(scratch, struct str, now->n_files);
    for (size_t i = 0; i < now->n_files; i++) {
        size_t at;
        if (!dictionary_get(owned, now->files[i].path, &at) && !previews_have(now->files[i].path)) {
            files[facts.n_files++] = now->files[i].path;
        }
    }
    sort_texts(files, facts.n_files);
    facts.files = files;
    if (engine->request->has_previews && !count_previews(engine, scratch, &facts)) {
        arena_close(scratch);
        return false;
    }
    const struct overview_page *made =
        docs_overview(engine->docs, scratch, &facts, engine->reported);
    bool done = made != NULL;
    if (made) {
        struct page_pieces pieces = {.page = made};
        const struct text_source source = {next_piece, &pieces};
        const struct product page = {.path = STR("index.html"), .pieces = &source};
        struct product_sink sink = output_sink(&engine->output);
        done = sink.take(sink.context, &page);
    }
    arena_close(scratch);
    return done;
}
