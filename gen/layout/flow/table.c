/*
 * Flowing tables. All cells are set first, so every row has its height; then rows go to pages in
 * segments, each under the header rows:
 *
 *     caption                     caption stands once
 *     +--------+-----+-----+      header rows repeat
 *     | region | T1  | T2  |
 *     +--------+-----+-----+      a label over several rows is kept whole if it is small, and
 *     | A      |  1  |  2  |      says that it goes on if it is not
 *     |        +-----+-----+
 */
#include "layout/flow/flow.h"

/* A table no higher than this part of a page is not parted. */
#define KEPT_PART 4
/* Fewer last rows than these are no page of their own. */
#define LEAST_ROWS 3
/* Part of a page that they take at least, where it can be helped. */
#define LEAST_PART 6

/* A cell at its first row and column. */
struct set_cell {
    /* Place and extent. */
    size_t row, column, n_rows, n_columns;
    const struct table_cell *cell;
    /* What it says, and what it says on a page where it goes on; the latter only if it spans
     * rows. */
    const struct para *para, *continued;
    /* What it is a piece of; 0 until the table is placed. */
    uint32_t tag;
    /* How far a number stands from the right edge, so that points are below each other. */
    int32_t shift;
};

struct set_table {
    const struct flow_table *table;
    const struct table_style *style;
    /* Left edge of each column from the table's left, and the right edge of the last. */
    int32_t *edges;
    /* The cell that covers each place; n_rows × n_columns. */
    struct set_cell **owners;
    int32_t *heights;
    size_t n_header_rows;
    /* The caption, and what it says on a page where the table goes on. */
    const struct para *caption, *again;
    /* Height of the body of an empty page, and of what the last rows hold under themselves. */
    int32_t page_height, tail;
    /* Its number in the document, for the audit. */
    size_t number;
    /* It as a part of the document. */
    uint32_t tag;
};

static void set_edges(const struct flow *flow, struct set_table *set);
static void set_owners(const struct flow *flow, struct set_table *set);
static void set_caption(const struct flow *flow, struct set_table *set);
static void align_points(const struct flow *flow, struct set_table *set);
static void set_heights(struct set_table *set);
static int32_t add_heights(const struct set_table *set, size_t first, size_t end);

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
    if (add_heights(set, 0, set->n_header_rows) > set->page_height / 2) {
        set->n_header_rows = 0;
    }
    if (table->caption.len > 0) {
        set_caption(flow, set);
    }
    return set;
}

/* ---- measuring --------------------------------------------------------------------------------
 */

/* Share of a column in the width. */
static double find_share(const struct flow_table *table, size_t column) {
    double share = table->widths[column];
    return share > 0.001 ? share : 0.001;
}

/* Columns share the width in proportion, or by what stands in them. */
static void set_edges(const struct flow *flow, struct set_table *set) {
    size_t n = set->table->n_columns;
    double total = 0;
    set->edges = ARENA_ARRAY(flow->arena, int32_t, n + 1);
    if (!set->table->widths) {
        table_fit_columns(flow, set->table, set->style, set->edges);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        total += find_share(set->table, i);
    }
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += find_share(set->table, i);
        set->edges[i + 1] = (int32_t)(flow->body.width * (sum / total) + 0.5);
    }
}

/* What is said again on a page where it goes on. */
static struct str say_again(const struct flow *flow, const struct set_table *set, struct str text) {
    bool is_marked = set->style->continued.len > 0 && text.len > 0;
    return is_marked ? str_replace(flow->arena, set->style->continued, STR("{1}"), text) : text;
}

static void set_caption(const struct flow *flow, struct set_table *set) {
    struct str caption = set->table->caption, again = say_again(flow, set, caption);
    set->caption = flow_label(flow, caption, set->style->caption, flow->body.width);
    set->again = flow_label(flow, again, set->style->caption, flow->body.width);
}

/* What a cell says again on a page where it goes on. */
static const struct para *set_again(const struct flow *flow, const struct set_table *set,
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
        made->continued = set_again(flow, set, made);
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

static int32_t add_heights(const struct set_table *set, size_t first, size_t end) {
    int64_t sum = 0;
    for (size_t i = first; i < end; i++) {
        sum += set->heights[i];
    }
    return sum > INT32_MAX / 2 ? INT32_MAX / 2 : (int32_t)sum;
}

/* Height a paragraph takes in a cell. */
static int32_t pad_height(const struct set_table *set, const struct para *para) {
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
            int32_t lack = pad_height(set, cell->para) - add_heights(set, cell->row, last + 1);
            set->heights[last] += lack > 0 ? lack : 0;
        }
    }
}

/* Height that rows have on a page where the table goes on. */
static int32_t find_page_room(const struct set_table *set) {
    int32_t caption = set->again ? set->again->height : 0;
    return set->page_height - caption - add_heights(set, 0, set->n_header_rows);
}

/* Height of the smallest part of a row that may stand alone: two lines of one too high for any
 * page. */
static int32_t find_least(const struct set_table *set, size_t row) {
    int32_t room = find_page_room(set);
    if (set->heights[row] <= room) {
        return set->heights[row];
    }
    return 2 * set->style->cell->para.leading + 2 * set->style->pad_y;
}

/* ---- drawing ----------------------------------------------------------------------------------
 */

/* Rows of the table on one page, or a slice of one row. */
struct segment {
    size_t first, end;
    /* Top on the page. */
    int32_t y;
    /* Height of a slice; 0 for whole rows. */
    int32_t slice;
    /* Lines of each column's cell that stood in the slices before; NULL for whole rows. */
    size_t *n_done;
    /* It stood on a page before: header rows. */
    bool is_again;
};

/* The paragraph that a cell shows in a segment that begins at row `first`. */
static const struct para *choose_para(const struct set_cell *cell, size_t first) {
    return cell->row < first ? cell->continued : cell->para;
}

/* The part of a cell that a segment shows. */
static struct area find_area(const struct flow *flow, const struct set_table *set,
                             const struct set_cell *cell, const struct segment *segment) {
    size_t first = cell->row > segment->first ? cell->row : segment->first;
    size_t end = cell->row + cell->n_rows;
    end = end < segment->end ? end : segment->end;
    return (struct area){
        .x = flow->body.x + set->edges[cell->column],
        .y = segment->y + add_heights(set, segment->first, first),
        .width = set->edges[cell->column + cell->n_columns] - set->edges[cell->column],
        .height = segment->slice > 0 ? segment->slice : add_heights(set, first, end),
    };
}

/* The place is where a segment first shows its cell. */
static bool is_first_place(const struct set_table *set, const struct segment *segment, size_t row,
                           size_t column) {
    const struct set_cell *cell = set->owners[row * set->table->n_columns + column];
    size_t first = cell->row > segment->first ? cell->row : segment->first;
    return cell->column == column && row == first;
}

/* Places the lines of a cell in its part of the segment: in the middle of it, or from the top of a
 * slice. A label at the left of a sliced row is said again when its own lines are used up. */
static void draw_text(struct flow *flow, const struct set_table *set, const struct set_cell *cell,
                      const struct segment *segment) {
    const struct para *para = choose_para(cell, segment->first);
    const struct text_style *look = table_style_of(set->style, cell->cell);
    struct area area = find_area(flow, set, cell, segment);
    size_t first = 0;
    size_t n = para->n_lines;
    bool is_again = para != cell->para;
    if (cell->cell->text.text.len == 0) {
        return;
    }
    if (segment->n_done) {
        first = segment->n_done[cell->column];
        size_t fit = (size_t)((area.height - 2 * set->style->pad_y) / para->leading);
        n = first + fit < para->n_lines ? fit : para->n_lines - first;
        segment->n_done[cell->column] += n;
        if (n == 0 && cell->column == 0) {
            para = set_again(flow, set, cell);
            is_again = true;
            first = 0;
            n = fit < para->n_lines ? fit : para->n_lines;
        }
    }
    int32_t free = area.height - (int32_t)n * para->leading;
    int32_t top = segment->n_done ? set->style->pad_y : free / 2;
    flow_take_tag(flow, is_again || segment->is_again ? 0 : cell->tag);
    para_place(flow->arena, para, first, n, flow->page,
               area.x + set->style->pad_x + look->left - cell->shift, area.y + top, area);
    flow_take_tag(flow, 0);
}

/* Draws a segment at its place: shades, then lines, which they may not cover, then words. */
static void draw(struct flow *flow, const struct set_table *set, const struct segment *segment) {
    size_t n_columns = set->table->n_columns;
    for (int pass = 0; pass < 3; pass++) {
        for (size_t place = segment->first * n_columns; place < segment->end * n_columns; place++) {
            const struct set_cell *cell = set->owners[place];
            if (!is_first_place(set, segment, place / n_columns, place % n_columns)) {
                continue;
            }
            struct box box = {.area = find_area(flow, set, cell, segment),
                              .thickness = pass == 1 ? set->style->line : 0,
                              .hatch = pass == 0 ? HATCH_SOLID : HATCH_NONE,
                              .fill_gray = set->style->shade};
            if (pass == 2) {
                draw_text(flow, set, cell, segment);
            } else if (pass == 1 || cell->cell->is_shaded) {
                page_add_box(flow->arena, flow->page, box);
            }
        }
    }
}

static void draw_frame(struct flow *flow, const struct set_table *set, int32_t top) {
    struct box box = {.area = {flow->body.x, top, set->edges[set->table->n_columns], flow->y - top},
                      .thickness = set->style->frame};
    if (flow->y > top && set->style->frame > 0) {
        page_add_box(flow->arena, flow->page, box);
    }
}

/* ---- breaking over pages ----------------------------------------------------------------------
 */

/* How well a page may end before `row`, in a segment that began at `first`: 2 freely, 1 within a
 * label whose halves both hold their words, 0 not. */
static int rate_break(const struct set_table *set, size_t first, size_t row) {
    size_t n_columns = set->table->n_columns;
    int rate = 2;
    if (row < set->table->n_rows && set->table->cells[row * n_columns].is_kept) {
        return 0;
    }
    for (size_t column = 0; row < set->table->n_rows && column < n_columns; column++) {
        const struct set_cell *cell = set->owners[row * n_columns + column];
        if (cell->row == row) {
            continue;
        }
        size_t start = cell->row > first ? cell->row : first;
        size_t end = cell->row + cell->n_rows;
        bool holds = add_heights(set, start, row) >= pad_height(set, choose_para(cell, first)) &&
                     add_heights(set, row, end) >= pad_height(set, cell->continued);
        rate = !holds ? 0 : rate == 2 ? 1 : rate;
    }
    return rate;
}

/* Height of the rows that a label joins to row `first`, if they are few; else of that row. */
static int32_t find_group(const struct set_table *set, size_t first) {
    size_t end = first + 1;
    while (end < set->table->n_rows && rate_break(set, first, end) < 2) {
        end++;
    }
    int32_t height = add_heights(set, first, end);
    return height <= set->page_height / 2 ? height : find_least(set, first);
}

void table_hold(struct set_table *set, int32_t tail) {
    set->tail = tail < set->page_height / 2 ? tail : 0;
}

int32_t table_needs(const struct set_table *set) {
    int32_t needs = set->caption ? set->caption->height : 0;
    size_t n = set->n_header_rows;
    int32_t whole = needs + add_heights(set, 0, set->table->n_rows);
    if (whole <= set->page_height / KEPT_PART) {
        return whole + set->tail;
    }
    needs += add_heights(set, 0, n);
    return n < set->table->n_rows ? needs + find_group(set, n) : needs;
}

/* Gives rows before `end`, of those in `room`, to the next page if too few would stand there, and
 * they are low, or if what they hold has no room under them. */
static size_t avoid_stub(const struct set_table *set, size_t first, size_t end, int32_t room) {
    size_t n_rows = set->table->n_rows;
    int32_t left = add_heights(set, end, n_rows);
    bool is_short = n_rows - end < LEAST_ROWS && left <= set->page_height / KEPT_PART;
    bool is_stub = end < n_rows && (is_short || left < set->page_height / LEAST_PART);
    bool is_bare = end == n_rows && set->tail > room - add_heights(set, first, end);
    for (size_t row = end; (is_stub || is_bare) && row >= first + LEAST_ROWS; row--) {
        bool is_enough =
            n_rows - row >= LEAST_ROWS &&
            (is_bare || set->page_height / LEAST_PART <= add_heights(set, row, n_rows));
        if (is_enough && rate_break(set, first, row) == 2) {
            return row;
        }
    }
    return end;
}

/* Last row, exclusive, of a segment from `first` in `room`; `first` if not one row fits. */
static size_t find_end(const struct set_table *set, size_t first, int32_t room) {
    size_t free = first;
    size_t within = first;
    size_t any = first;
    int32_t used = 0;
    int32_t free_used = 0;
    for (size_t row = first; row < set->table->n_rows; row++) {
        if (set->heights[row] > room - used) {
            break;
        }
        used += set->heights[row];
        any = row + 1;
        int rate = rate_break(set, first, row + 1);
        within = rate > 0 ? row + 1 : within;
        free = rate == 2 ? row + 1 : free;
        free_used = rate == 2 ? used : free_used;
    }
    if (any == set->table->n_rows || free_used >= room / 2) {
        return avoid_stub(set, first, free == first ? any : free, room);
    }
    return avoid_stub(set, first, within > first ? within : any, room);
}

/* Height the rest of a sliced row wants. */
static int32_t measure_rest(const struct set_table *set, const struct segment *segment) {
    size_t n_columns = set->table->n_columns;
    int32_t most = 0;
    for (size_t column = 0; column < n_columns; column++) {
        const struct set_cell *cell = set->owners[segment->first * n_columns + column];
        const struct para *para = choose_para(cell, segment->first);
        if (cell->column == column && para->n_lines > segment->n_done[column]) {
            int32_t rest = (int32_t)(para->n_lines - segment->n_done[column]) * para->leading;
            most = rest > most ? rest : most;
        }
    }
    return most > 0 ? most + 2 * set->style->pad_y : 0;
}

/* Draws the header rows; returns their top. */
static int32_t place_header(struct flow *flow, const struct set_table *set, bool is_continued) {
    int32_t top = flow->y;
    struct table_part part = {
        .table = set->number, .is_continued = is_continued, .header_first = flow->page->n_items};
    draw(flow, set,
         &(struct segment){.end = set->n_header_rows, .y = flow->y, .is_again = is_continued});
    page_add_table(flow->arena, flow->page, part);
    flow->y += add_heights(set, 0, set->n_header_rows);
    return top;
}

/* Places a caption, if there is one. */
static void place_caption(struct flow *flow, const struct para *caption) {
    if (caption) {
        struct area bound = {flow->body.x, flow->y, flow->body.width, caption->height};
        para_place(flow->arena, caption, 0, caption->n_lines, flow->page, bound.x, bound.y, bound);
        flow->y += caption->height;
    }
}

/* Begins a page with the header rows; returns their top. */
static int32_t turn(struct flow *flow, const struct set_table *set) {
    flow_turn(flow);
    place_caption(flow, set->again);
    return place_header(flow, set, true);
}

/* Places a row too high for any page, slice by slice. `*top` is the top of the table on the page.
 */
static void place_slices(struct flow *flow, const struct set_table *set, size_t row, int32_t *top) {
    struct segment segment = {.first = row, .end = row + 1};
    segment.n_done = ARENA_ARRAY(flow->arena, size_t, set->table->n_columns);
    /* Room for a line of any style, so that each slice takes something. */
    int32_t least = set->style->cell->para.leading + set->style->number->para.leading +
                    set->style->header->para.leading + 2 * set->style->pad_y;
    for (;;) {
        int32_t rest = measure_rest(set, &segment);
        int32_t room = flow_room(flow) > least ? flow_room(flow) : least;
        segment.y = flow->y;
        segment.slice = rest < room ? rest : room;
        draw(flow, set, &segment);
        flow->y += segment.slice;
        if (rest <= room) {
            return;
        }
        draw_frame(flow, set, *top);
        *top = turn(flow, set);
    }
}

/* Places as many rows as the page takes; returns the next row. */
static size_t place_rows(struct flow *flow, const struct set_table *set, size_t row, int32_t *top) {
    int32_t page_room = find_page_room(set);
    for (;;) {
        size_t end = find_end(set, row, flow_room(flow));
        draw(flow, set, &(struct segment){.first = row, .end = end, .y = flow->y});
        flow->y += add_heights(set, row, end);
        row = end;
        bool is_sliced = row < set->table->n_rows && set->heights[row] > page_room &&
                         flow_room(flow) >= find_least(set, row);
        if (!is_sliced) {
            return row;
        }
        place_slices(flow, set, row++, top);
    }
}

/* Makes the rows and cells parts of the document. */
static void tag_cells(struct flow *flow, struct set_table *set) {
    size_t n_columns = set->table->n_columns;
    for (size_t row = 0; row < set->table->n_rows; row++) {
        uint32_t row_tag =
            document_add_tag(flow->arena, flow->document,
                             (struct document_tag){.kind = TAG_ROW, .parent = set->tag});
        for (size_t column = 0; column < n_columns; column++) {
            struct set_cell *cell = set->owners[row * n_columns + column];
            if (cell->row != row || cell->column != column) {
                continue;
            }
            bool is_label = row < set->n_header_rows || cell->cell->is_header;
            cell->tag = document_add_tag(
                flow->arena, flow->document,
                (struct document_tag){.kind = is_label ? TAG_HEADER_CELL : TAG_CELL,
                                      .parent = row_tag,
                                      .n_rows =
                                          (uint16_t)(cell->n_rows < UINT16_MAX ? cell->n_rows : 1),
                                      .n_columns = (uint16_t)cell->n_columns});
        }
    }
}

void table_place(struct flow *flow, struct set_table *set) {
    flow_add_tag(flow, (struct document_tag){.kind = TAG_TABLE});
    set->tag = flow->tag;
    flow_add_tag(flow, (struct document_tag){.kind = TAG_CAPTION});
    place_caption(flow, set->caption);
    flow_take_tag(flow, 0);
    tag_cells(flow, set);
    set->number = flow->document->n_tables++;
    int32_t top = place_header(flow, set, false);
    size_t row = set->n_header_rows;
    size_t before = SIZE_MAX;
    while (row < set->table->n_rows) {
        /* Twice at the same row: a fresh page did not help, so slices take it. */
        bool is_stuck = row == before;
        before = row;
        if (is_stuck) {
            place_slices(flow, set, row++, &top);
        }
        row = place_rows(flow, set, row, &top);
        draw_frame(flow, set, top);
        if (row < set->table->n_rows) {
            top = turn(flow, set);
        }
    }
}
