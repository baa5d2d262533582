/* What layout tests share: a typesetter on our fonts, and text taken back out of paragraphs. */
#ifndef TESTS_LAYOUT_SETUP_H
#define TESTS_LAYOUT_SETUP_H

#include <criterion/criterion.h>
#include <stdlib.h>

#include "layout/layout.h"
#include "layout/text/text.h"

/* Everything a test needs. */
struct bench {
    struct arena *arena;
    struct diag *diag;
    struct typesetter *typesetter;
};

static inline void bench_out_of_memory(size_t size) {
    (void)size;
    abort();
}

/* Opens the fonts of the project; tests run at its root. */
static inline struct bench bench_open(void) {
    struct bench bench;
    bench.arena = arena_open(bench_out_of_memory);
    bench.diag = diag_open(bench.arena);
    bench.typesetter = typesetter_open(
        bench.arena, shelf_open(bench.arena, STR("fonts"), STR("fonts")), bench.diag);
    cr_assert(bench.typesetter, "fonts are not in place");
    return bench;
}

/* A plain style in a role at 12 pt. */
static inline struct para_style bench_style(const struct bench *bench, const char *role) {
    struct para_style style = {.size = 12 * PT, .leading = 18 * PT, .alignment = ALIGN_LEFT};
    cr_assert(typesetter_role(bench->typesetter, str_from_c(role), &style.role));
    return style;
}

/* Sets one span of plain text. */
static inline const struct para *bench_set(const struct bench *bench, const char *text,
                                           const struct para_style *style, int32_t width) {
    struct span span = {.text = str_from_c(text), .role = UINT32_MAX};
    return para_set(bench->typesetter, bench->arena, &span, 1, style, width, bench->diag);
}

/* The text of a line's runs and paths. */
static inline struct str bench_line_text(const struct bench *bench, const struct line *line) {
    struct buf buf = {.arena = bench->arena};
    for (size_t i = 0; i < line->n_items; i++) {
        if (line->items[i].kind == ITEM_RUN) {
            buf_add(&buf, line->items[i].run.text);
        } else if (line->items[i].kind == ITEM_PATH) {
            buf_add(&buf, line->items[i].path.text);
        }
    }
    return buf_str(&buf);
}

/* The text of all lines, with '|' between them. */
static inline struct str bench_text(const struct bench *bench, const struct para *para) {
    struct buf buf = {.arena = bench->arena};
    for (size_t i = 0; i < para->n_lines; i++) {
        if (i > 0) {
            buf_add_byte(&buf, '|');
        }
        buf_add(&buf, bench_line_text(bench, &para->lines[i]));
    }
    return buf_str(&buf);
}

#define CHECK_TEXT(bench, para, expected)                                                          \
    do {                                                                                           \
        struct str made_ = bench_text((bench), (para));                                            \
        cr_assert(str_is(made_, (expected)), "%" STR_FMT, STR_ARG(made_));                         \
    } while (0)

#endif
