/* Widths of the columns of a flowing table from what stands in its cells. */
#include <math.h>

#include "layout/flow/flow.h"

/* A column is not made narrower than so many characters, if it has them. */
#define LEAST_EMS 4
/* Wider than any body: to see how wide text wants to be. */
#define ENDLESS ((int32_t)1 << 28)

/* What a column wants. */
struct wish {
    /* Width of its widest cell on one line. */
    int32_t natural;
    /* It gets at least this. */
    int32_t least;
    /* Its width, once that is settled. */
    double width;
    bool is_settled;
};

const struct text_style *table_style_of(const struct table_style *style,
                                        const struct table_cell *cell) {
    if (cell->is_header) {
        return style->header;
    }
    return cell->is_number ? style->number : style->cell;
}

/* Takes a cell into the wish of its column. Headings may go over two lines; numbers over none. */
static void add_cell(const struct flow *flow, const struct table_style *style,
                     const struct table_cell *cell, struct wish *wish) {
    const struct text_style *look = table_style_of(style, cell);
    int32_t em = look->para.size, pad = 2 * style->pad_x + look->left + look->right;
    int32_t wide = flow_label(flow, cell->text.text, look, ENDLESS)->natural_width;
    wide = cell->is_header ? (wide / em + 1) / 2 * em : wide;
    int32_t least = cell->is_number || wide < LEAST_EMS * em ? wide : LEAST_EMS * em;
    wish->natural = wide + pad > wish->natural ? wide + pad : wish->natural;
    wish->least = least + pad > wish->least ? least + pad : wish->least;
}

/* Settles columns that want less than their share, or must have more; returns whether there were
 * any. */
static bool settle(struct wish *wishes, size_t n, double width) {
    double rest = width, weights = 0;
    for (size_t i = 0; i < n; i++) {
        rest -= wishes[i].is_settled ? wishes[i].width : 0;
        weights += wishes[i].is_settled ? 0 : sqrt(wishes[i].natural);
    }
    bool is_any = false;
    for (size_t i = 0; i < n; i++) {
        struct wish *wish = &wishes[i];
        if (wish->is_settled) {
            continue;
        }
        double share = rest * sqrt(wish->natural) / weights;
        bool is_narrow = wish->natural <= share;
        wish->is_settled = is_narrow || share < wish->least;
        wish->width = is_narrow ? wish->natural : share < wish->least ? wish->least : share;
        is_any = is_any || wish->is_settled;
    }
    return is_any;
}

void table_fit_columns(const struct flow *flow, const struct flow_table *table,
                       const struct table_style *style, int32_t *edges) {
    size_t n = table->n_columns;
    struct wish *wishes = ARENA_ARRAY(flow->arena, struct wish, n);
    for (size_t i = 0; i < n; i++) {
        wishes[i].natural = wishes[i].least = 2 * style->pad_x + PT;
    }
    for (size_t i = 0; i < table->n_rows * n; i++) {
        if (!table->cells[i].is_covered && table->cells[i].column_span < 2) {
            add_cell(flow, style, &table->cells[i], &wishes[i % n]);
        }
    }
    while (settle(wishes, n, flow->body.width)) {
    }
    /* What is left over, or lacking, is shared in proportion. */
    double total = 0, sum = 0;
    for (size_t i = 0; i < n; i++) {
        total += wishes[i].width;
    }
    edges[0] = 0;
    for (size_t i = 0; i < n; i++) {
        sum += wishes[i].width;
        edges[i + 1] = (int32_t)(flow->body.width * (sum / total) + 0.5);
    }
}
