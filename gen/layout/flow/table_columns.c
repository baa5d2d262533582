/* Widths of the columns of a flowing table: shares of the width, or from what stands in the cells;
 * numbers are whole on their lines either way, as far as there is room. */
#include <math.h>

#include "layout/flow/flow.h"

/* A column of words is not made narrower than so many characters, if it has them. */
#define LEAST_EMS 4
/* Wider than any body: to see how wide text wants to be. */
#define ENDLESS ((int32_t)1 << 28)
/* Lost to rounding at both edges of a column at most. */
#define ROUNDING 2

/* What a column wants. */
struct wish {
    /* Width of its widest cell on one line; without end where its share counts. */
    double natural;
    /* It gets at least this, if there is so much. */
    double least;
    /* Less tears a number, or a character from its column: it gets this before all others. */
    double floor;
    /* Its part in what is shared. */
    double weight;
    /* Its width, once that is settled. */
    double width;
    bool is_settled;
};

/* Columns being measured. */
struct measuring {
    const struct flow *flow;
    const struct table_style *style;
    struct wish *wishes;
    /* Widest part of the numbers of each column before the point, and from it on. */
    int32_t *wholes, *fractions;
};

const struct text_style *table_style_of(const struct table_style *style,
                                        const struct table_cell *cell) {
    if (cell->is_header) {
        return style->header;
    }
    return cell->is_number ? style->number : style->cell;
}

static int32_t measure(const struct measuring *measuring, struct str text,
                       const struct text_style *look) {
    return flow_label(measuring->flow, text, look, ENDLESS)->natural_width;
}

static void raise(double *most, double width) {
    *most = width > *most ? width : *most;
}

/* Takes a number into what its column must have: room for all with their points below each other.
 */
static int32_t add_number(const struct measuring *measuring, struct str text,
                          const struct text_style *look, size_t column) {
    size_t point = str_find(text, STR("."), 0);
    int32_t wide = measure(measuring, text, look);
    int32_t whole = point == SIZE_MAX ? wide : measure(measuring, str_slice(text, 0, point), look);
    int32_t *most = &measuring->wholes[column], *behind = &measuring->fractions[column];
    *most = whole > *most ? whole : *most;
    *behind = wide - whole > *behind ? wide - whole : *behind;
    return *most + *behind;
}

/* Takes a cell into the wish of its column. Headings may go over two lines; numbers over none. */
static void add_cell(const struct measuring *measuring, const struct table_cell *cell,
                     size_t column, bool is_by_content) {
    const struct table_style *style = measuring->style;
    const struct text_style *look = table_style_of(style, cell);
    struct wish *wish = &measuring->wishes[column];
    int32_t em = look->para.size, pad = 2 * style->pad_x + look->left + look->right;
    if (cell->is_number && !cell->is_header) {
        int32_t wide = add_number(measuring, cell->text.text, look, column) + pad + ROUNDING;
        raise(&wish->floor, wide);
        raise(&wish->least, wide);
        raise(&wish->natural, wide);
        return;
    }
    raise(&wish->floor, cell->text.text.len > 0 ? em + pad : pad);
    if (is_by_content) {
        int32_t wide = measure(measuring, cell->text.text, look);
        wide = cell->is_header ? (wide / em + 1) / 2 * em : wide;
        raise(&wish->natural, wide + pad);
        raise(&wish->least, (wide < LEAST_EMS * em ? wide : LEAST_EMS * em) + pad);
    }
}

/* Settles columns that want less than their share, or must have more; returns whether there were
 * any. */
static bool settle(struct wish *wishes, size_t n, double width) {
    double rest = width, weights = 0;
    for (size_t i = 0; i < n; i++) {
        rest -= wishes[i].is_settled ? wishes[i].width : 0;
        weights += wishes[i].is_settled ? 0 : wishes[i].weight;
    }
    bool is_any = false;
    for (size_t i = 0; i < n; i++) {
        struct wish *wish = &wishes[i];
        if (wish->is_settled) {
            continue;
        }
        double share = rest * wish->weight / weights;
        bool is_narrow = wish->natural <= share;
        wish->is_settled = is_narrow || share < wish->least;
        wish->width = is_narrow ? wish->natural : share < wish->least ? wish->least : share;
        is_any = is_any || wish->is_settled;
    }
    return is_any;
}

/* Makes edges of the widths. What is left over is shared in proportion; what is lacking is taken
 * from what columns have over their floors. False: they have not even those. */
static bool make_edges(const struct wish *wishes, size_t n, int32_t width, int32_t *edges) {
    double total = 0, floors = 0, sum = 0;
    for (size_t i = 0; i < n; i++) {
        total += wishes[i].width;
        floors += wishes[i].floor;
    }
    bool is_lacking = total > width && floors <= width;
    edges[0] = 0;
    for (size_t i = 0; i < n; i++) {
        double over = wishes[i].width - wishes[i].floor;
        sum += is_lacking ? wishes[i].floor + over * (width - floors) / (total - floors)
                          : wishes[i].width * width / total;
        edges[i + 1] = (int32_t)(sum + 0.5);
    }
    return floors <= width;
}

/* Share of a column in the width. */
static double find_share(const struct flow_table *table, size_t column) {
    double share = table->widths[column];
    return share > 0.001 ? share : 0.001;
}

bool table_fit_columns(const struct flow *flow, const struct flow_table *table,
                       const struct table_style *style, int32_t *edges) {
    size_t n = table->n_columns;
    struct measuring measuring = {.flow = flow,
                                  .style = style,
                                  .wishes = ARENA_ARRAY(flow->arena, struct wish, n),
                                  .wholes = ARENA_ARRAY(flow->arena, int32_t, n),
                                  .fractions = ARENA_ARRAY(flow->arena, int32_t, n)};
    struct wish *wishes = measuring.wishes;
    bool is_by_content = !table->widths;
    for (size_t i = 0; is_by_content && i < n; i++) {
        wishes[i].natural = wishes[i].least = wishes[i].floor = 2 * style->pad_x + PT;
    }
    for (size_t i = 0; i < table->n_rows * n; i++) {
        if (!table->cells[i].is_covered && table->cells[i].column_span < 2) {
            add_cell(&measuring, &table->cells[i], i % n, is_by_content);
        }
    }
    for (size_t i = 0; i < n; i++) {
        wishes[i].least = fmax(wishes[i].least, wishes[i].floor);
        wishes[i].natural = is_by_content ? wishes[i].natural : HUGE_VAL;
        wishes[i].weight = is_by_content ? sqrt(wishes[i].natural) : find_share(table, i);
    }
    while (settle(wishes, n, flow->body.width)) {
    }
    return make_edges(wishes, n, flow->body.width, edges);
}
