/* What tests of flowing documents share: styles, blocks of plain text, and the text of pages. */
#ifndef TESTS_LAYOUT_PAGES_H
#define TESTS_LAYOUT_PAGES_H

#include "setup.h"

/* Reads a style file of the project. */
static inline const struct styles *pages_styles(const struct bench *bench, const char *subject) {
    struct shelf *shelf = shelf_open(bench->arena, STR("templates"), STR("templates"));
    const struct styles *styles =
        styles_read(bench->arena, bench->typesetter, shelf, subject, STR(""), bench->diag);
    cr_assert(styles && diag_n(bench->diag) == 0);
    return styles;
}

/* A heading or paragraph of one text. */
static inline struct flow_block pages_block(const struct bench *bench, enum block_kind kind,
                                            const char *style, struct str text) {
    struct text *texts = ARENA_NEW(bench->arena, struct text);
    texts->text = text;
    return (struct flow_block){
        .kind = kind, .style = str_from_c(style), .texts = texts, .n_texts = 1, .level = 1};
}

/* `n` copies of a text. */
static inline struct str pages_repeat(const struct bench *bench, const char *text, size_t n) {
    struct buf buf = {.arena = bench->arena};
    for (size_t i = 0; i < n; i++) {
        buf_add_c(&buf, text);
    }
    return buf_str(&buf);
}

/* Sets blocks on new pages with the master `body`. */
static inline struct document *pages_set(const struct bench *bench, const struct styles *styles,
                                         const struct flow_block *blocks, size_t n_blocks) {
    struct document *document = document_open(bench->arena, bench->typesetter);
    cr_assert(flow_set(bench->arena, styles, STR("body"), (struct flow_marks){0}, blocks, n_blocks,
                       document, bench->diag));
    cr_assert(document_audit(bench->arena, document, bench->diag));
    cr_assert_eq(diag_n(bench->diag), 0);
    return document;
}

/* The texts of the runs of a page, '|' between baselines. */
static inline struct str pages_text(const struct bench *bench, const struct page *page) {
    struct buf buf = {.arena = bench->arena};
    int32_t baseline = -1;
    for (size_t i = 0; i < page->n_items; i++) {
        if (page->items[i].kind == ITEM_RUN) {
            const struct run *run = &page->items[i].run;
            if (buf.len > 0 && run->y != baseline) {
                buf_add_byte(&buf, '|');
            }
            baseline = run->y;
            buf_add(&buf, run->text);
        }
    }
    return buf_str(&buf);
}

/* The first run with that text on a page, or NULL. */
static inline const struct run *pages_find(const struct page *page, const char *text) {
    for (size_t i = 0; i < page->n_items; i++) {
        if (page->items[i].kind == ITEM_RUN && str_is(page->items[i].run.text, text)) {
            return &page->items[i].run;
        }
    }
    return NULL;
}

/* How many runs of a page have that text. */
static inline size_t pages_count(const struct page *page, const char *text) {
    size_t n = 0;
    for (size_t i = 0; i < page->n_items; i++) {
        n += page->items[i].kind == ITEM_RUN && str_is(page->items[i].run.text, text);
    }
    return n;
}

#endif
