/*
 * Flowing tables. All cells are set first, here, so every row has its height; then rows go to pages
 * (table_pages.c) in segments (table_draw.c), each under the header rows:
 *
 *     caption                     caption stands once
 *     +--------+-----+-----+      header rows repeat
 *     | region | T1  | T2  |
 *     +--------+-----+-----+      a label over several rows is kept whole if it is small, and
 *     | A      |  1  |  2  |      says that it goes on if it is not
 *     |        +-----+-----+
 */
#include "layout/flow/table.h"

static void set_edges(const struct flow *flow, struct set_table *set);
static void set_owners(const struct flow *flow, struct set_table *set);
static void set_caption(const struct flow *flow, struct set_table *set);
static void align_points(const struct flow *flow, struct set_table *set);
static void set_heights(struct set_table *set);

struct set_table *table_set(const struct flow *flow, const struct flow_table *table,
                            struct str style, const struct text_style **around) {
    struct set_table *set = ARENA_NEW(flow->arena, struct set_table);
    set->table = table;
    style = table->style.len > 0 ? table->style : style;
    set->style = styles_table(flow->styles, style, flow->diag);
    if (!set->style) {
        return NULL;
    }
    *around = set->style->caption;
    set->page_height = flow->body.height;
    set->n_header_rows = table->n_header_rows < table->n_rows ? table->n_header_rows : 0;
    set_edges(flow, set);
    set_owners(flow, set);
    align_points(flow, set);
    set->heights = ARENA_ARRAY(flow->arena, int32_t, table->n_rows);
    set_heights(set);
    if (table_add_heights(set, 0, set->n_header_rows) > set->page_height / 2) {
        set->n_header_rows = 0;
    }
    set_caption(flow, set);
    return set;
}

/* ---- measuring --------------------------------------------------------------------------------
 */

/* Columns share the width in proportion, or by what stands in them; numbers that fit in no such
 * columns take the small style. */
static void set_edges(const struct flow *flow, struct set_table *set) {
    set->edges = ARENA_ARRAY(flow->arena, int32_t, set->table->n_columns + 1);
    bool has_room = table_fit_columns(flow, set->table, set->style, set->edges);
    if (!has_room && set->style->small) {
        struct table_style *small = ARENA_NEW(flow->arena, struct table_style);
        *small = *set->style;
        small->number = small->small;
        set->style = small;
        table_fit_columns(flow, set->table, set->style, set->edges);
    }
}

/* What is said again on a page where it goes on. */
static struct str say_again(const struct flow *flow, const struct set_table *set, struct str text) {
    bool is_marked = set->style->continued.len > 0 && text.len > 0;
    return is_marked ? str_replace(flow->arena, set->style->continued, STR("{1}"), text) : text;
}

/* A table without a caption goes on, under its header rows, as what its heading says. */
static void set_caption(const struct flow *flow, struct set_table *set) {
    const struct text_style *look = set->style->caption;
    struct str caption = set->table->caption;
    if (caption.len > 0) {
        set->caption = flow_label(flow, caption, look, flow->body.width);
    } else if (set->n_header_rows > 0) {
        caption = flow->heading;
    }
    if (caption.len > 0) {
        struct text again = {.text = say_again(flow, set, caption), .is_quoted = true};
        struct text_style plain = *look;
        plain.left = plain.right = 0;
        set->again = flow_text(flow, &again, 1, &plain, flow->body.width);
    }
}

const struct para *table_set_again(const struct flow *flow, const struct set_table *set,
                                   const struct set_cell *cell) {
    int32_t width = set->edges[cell->column + cell->n_columns] - set->edges[cell->column];
    return flow_label(flow, say_again(flow, set, cell->cell->text.text),
                      table_style_of(set->style, cell->cell), width - 2 * set->style->pad_x);
}

/* Sets what a cell says, and what it says again on the next page. */
static void set_text(const struct flow *flow, const struct set_table *set, struct set_cell *made) {
    const struct text_style *look = table_style_of(set->style, made->cell);
    int32_t width = set->edges[made->column + made->n_columns] - set->edges[made->column];
    made->para = flow_text(flow, &made->cell->text, 1, look, width - 2 * set->style->pad_x);
    if (made->n_rows > 1) {
        made->continued = table_set_again(flow, set, made);
    }
}

/* A span within the table; a cell of the header does not reach below it. */
static size_t clip_span(unsigned span, size_t at, size_t end) {
    size_t n = span == 0 ? 1 : span;
    return n < end - at ? n : end - at;
}

/* Finds the cell that covers each place, and sets it. */
static void set_owners(const struct flow *flow, struct set_table *set) {
    const struct flow_table *table = set->table;
    size_t n_columns = table->n_columns;
    set->owners = ARENA_ARRAY(flow->arena, struct set_cell *, table->n_rows * n_columns);
    for (size_t row = 0; row < table->n_rows; row++) {
        size_t end = row < set->n_header_rows ? set->n_header_rows : table->n_rows;
        for (size_t column = 0; column < n_columns; column++) {
            if (set->owners[row * n_columns + column]) {
                continue;
            }
            struct set_cell *made = ARENA_NEW(flow->arena, struct set_cell);
            made->cell = &table->cells[row * n_columns + column];
            made->row = row;
            made->column = column;
            made->n_rows = clip_span(made->cell->row_span, row, end);
            made->n_columns = clip_span(made->cell->column_span, column, n_columns);
            set_text(flow, set, made);
            for (size_t i = 0; i < made->n_rows * made->n_columns; i++) {
                size_t place =
                    (row + i / made->n_columns) * n_columns + column + i % made->n_columns;
                set->owners[place] = set->owners[place] ? set->owners[place] : made;
            }
        }
    }
}

/* Width of a number from its point on; 0 without one. */
static int32_t find_fraction(const struct flow *flow, const struct set_table *set,
                             const struct set_cell *cell) {
    struct str text = cell->cell->text.text;
    size_t point = str_find(text, STR("."), 0);
    if (point == SIZE_MAX) {
        return 0;
    }
    const struct text_style *look = table_style_of(set->style, cell->cell);
    const struct para *whole = flow_label(flow, str_slice(text, 0, point), look, flow->body.width);
    return cell->para->natural_width - whole->natural_width;
}

/* Puts the numbers of a column with their points below each other, where there is room. */
static void align_column(const struct flow *flow, struct set_table *set, size_t column) {
    size_t n_columns = set->table->n_columns;
    int32_t room = set->edges[column + 1] - set->edges[column] - 2 * set->style->pad_x;
    int32_t most = 0;
    for (int pass = 0; pass < 2; pass++) {
        for (size_t row = 0; row < set->table->n_rows && (pass == 0 || most > 0); row++) {
            struct set_cell *cell = set->owners[row * n_columns + column];
            bool is_here = cell->row == row && cell->column == column && cell->n_columns == 1;
            if (!is_here || !cell->cell->is_number || cell->para->n_lines != 1) {
                continue;
            }
            int32_t fraction = find_fraction(flow, set, cell);
            most = pass == 0 && fraction > most ? fraction : most;
            bool fits = cell->para->natural_width + most - fraction <= room;
            cell->shift = pass == 1 && fits ? most - fraction : 0;
        }
    }
}

static void align_points(const struct flow *flow, struct set_table *set) {
    for (size_t column = 0; column < set->table->n_columns; column++) {
        align_column(flow, set, column);
    }
}

int32_t table_add_heights(const struct set_table *set, size_t first, size_t end) {
    int64_t sum = 0;
    for (size_t i = first; i < end; i++) {
        sum += set->heights[i];
    }
    return sum > INT32_MAX / 2 ? INT32_MAX / 2 : (int32_t)sum;
}

int32_t table_pad_height(const struct set_table *set, const struct para *para) {
    return para->height + 2 * set->style->pad_y;
}

/* Height that a row is asked to have at least. */
static int32_t find_asked(const struct set_table *set, size_t row) {
    const unsigned *lines = set->table->lines;
    return lines && lines[row] > 0
               ? (int32_t)lines[row] * set->style->cell->para.leading + 2 * set->style->pad_y
               : 0;
}

/* Rows as high as their cells; what a cell over several rows still lacks goes to its last. */
static void set_heights(struct set_table *set) {
    size_t n_columns = set->table->n_columns;
    for (size_t row = 0; row < set->table->n_rows; row++) {
        set->heights[row] = find_asked(set, row);
    }
    for (int pass = 0; pass < 2; pass++) {
        for (size_t place = 0; place < set->table->n_rows * n_columns; place++) {
            const struct set_cell *cell = set->owners[place];
            if ((cell->n_rows > 1) != (pass == 1) ||
                place != cell->row * n_columns + cell->column) {
                continue;
            }
            size_t last = cell->row + cell->n_rows - 1;
            int32_t lack =
                table_pad_height(set, cell->para) - table_add_heights(set, cell->row, last + 1);
            set->heights[last] += lack > 0 ? lack : 0;
        }
    }
}

int32_t table_page_room(const struct set_table *set) {
    int32_t caption = set->again ? set->again->height : 0;
    return set->page_height - caption - table_add_heights(set, 0, set->n_header_rows);
}

int32_t table_least(const struct set_table *set, size_t row) {
    int32_t room = table_page_room(set);
    if (set->heights[row] <= room) {
        return set->heights[row];
    }
    return 2 * set->style->cell->para.leading + 2 * set->style->pad_y;
}
