/*
 * Flowing tables over pages: rows that a label joins stay together where they can, totals with
 * their group, no page holds a stub of one or two last rows, a row too high for any page is sliced.
 */
#include "layout/flow/table.h"

/* A table no higher than this part of a page is not parted. */
#define KEPT_PART 4
/* With its note, one no higher than so many of so many parts. */
#define NOTE_PARTS 5
#define NOTE_TAKEN 3
/* A page ends between labels where so many of so many parts of it are filled, else within one. */
#define FILLED_PARTS 3
#define FILLED       2
/* Rows at the foot of the page where a table begins, if they are low. */
#define FIRST_ROWS 2
/* Fewer last rows than these are no page of their own. */
#define LEAST_ROWS 3
/* Part of a page that they take at least, where it can be helped. */
#define LEAST_PART 6

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
        bool holds = table_add_heights(set, start, row) >=
                         table_pad_height(set, table_choose_para(cell, first)) &&
                     table_add_heights(set, row, end) >= table_pad_height(set, cell->continued);
        rate = !holds ? 0 : rate == 2 ? 1 : rate;
    }
    return rate;
}

/* Height of the rows from `first` on that hold what their labels say, if a page does. */
static int32_t find_holding(const struct set_table *set, size_t first) {
    int32_t label = 0;
    for (size_t column = 0; column < set->table->n_columns; column++) {
        const struct set_cell *cell = set->owners[first * set->table->n_columns + column];
        int32_t height = cell->n_rows > 1 ? table_pad_height(set, cell->para) : 0;
        label = height > label ? height : label;
    }
    int32_t used = 0;
    for (size_t row = first; row < set->table->n_rows && used < label; row++) {
        used += set->heights[row];
    }
    return used <= table_page_room(set) ? used : 0;
}

/* Height of the first rows that stand on the page where the table begins: so many that no row is
 * alone, and those that a label joins to them, if they are few; else of row `first` and of
 * those that hold what its label says. */
static int32_t find_group(const struct set_table *set, size_t first) {
    size_t end = first + 1;
    while (end < set->table->n_rows &&
           (end < first + FIRST_ROWS || rate_break(set, first, end) < 2)) {
        end++;
    }
    int32_t height = table_add_heights(set, first, end);
    if (height <= set->page_height / 2) {
        return height;
    }
    int32_t least = table_least(set, first);
    int32_t holding = find_holding(set, first);
    return least > holding ? least : holding;
}

void table_hold(struct set_table *set, int32_t tail, bool is_note) {
    set->tail = tail < set->page_height / 2 ? tail : 0;
    set->holds_note = is_note;
}

bool table_is_short(const struct set_table *set) {
    return table_add_heights(set, 0, set->table->n_rows) <= set->page_height / LEAST_PART;
}

int32_t table_needs(const struct set_table *set) {
    int32_t needs = set->caption ? set->caption->height : 0;
    size_t n = set->n_header_rows;
    int32_t whole = needs + table_add_heights(set, 0, set->table->n_rows);
    if (whole <= set->page_height / KEPT_PART ||
        (set->holds_note && whole + set->tail <= set->page_height / NOTE_PARTS * NOTE_TAKEN)) {
        return whole + set->tail;
    }
    needs += table_add_heights(set, 0, n);
    return n < set->table->n_rows ? needs + find_group(set, n) : needs;
}

/* Gives rows before `end`, of those in `room`, to the next page if too few would stand there, and
 * they are low, or if what they hold has no room under them. */
static size_t avoid_stub(const struct set_table *set, size_t first, size_t end, int32_t room) {
    size_t n_rows = set->table->n_rows;
    int32_t left = table_add_heights(set, end, n_rows);
    bool is_short = n_rows - end < LEAST_ROWS && left <= set->page_height / KEPT_PART;
    bool is_stub = end < n_rows && (is_short || left < set->page_height / LEAST_PART);
    bool is_bare = end == n_rows && set->tail > room - table_add_heights(set, first, end);
    for (size_t row = end; (is_stub || is_bare) && row >= first + LEAST_ROWS; row--) {
        bool is_enough =
            n_rows - row >= LEAST_ROWS &&
            (is_bare || set->page_height / LEAST_PART <= table_add_heights(set, row, n_rows));
        if (is_enough && rate_break(set, first, row) == 2) {
            return row;
        }
    }
    return end;
}

/* Labels that go on below `row` hold their words above it, in a segment that began at `first`. */
static bool holds_above(const struct set_table *set, size_t first, size_t row) {
    size_t n_columns = set->table->n_columns;
    for (size_t column = 0; row < set->table->n_rows && column < n_columns; column++) {
        const struct set_cell *cell = set->owners[row * n_columns + column];
        size_t start = cell->row > first ? cell->row : first;
        if (cell->row < row && table_add_heights(set, start, row) <
                                   table_pad_height(set, table_choose_para(cell, first))) {
            return false;
        }
    }
    return true;
}

/* Last rows of labels that go on from `row` grow, so that these can be said again in full. */
static void grow_rest(struct set_table *set, size_t row) {
    size_t n_columns = set->table->n_columns;
    for (size_t column = 0; row < set->table->n_rows && column < n_columns; column++) {
        const struct set_cell *cell = set->owners[row * n_columns + column];
        if (cell->row < row) {
            size_t end = cell->row + cell->n_rows;
            int32_t lack =
                table_pad_height(set, cell->continued) - table_add_heights(set, row, end);
            set->heights[end - 1] += lack > 0 ? lack : 0;
        }
    }
}

/* Last row, exclusive, of a segment from `first` in `room`; `first` if not one row fits, or if a
 * label is higher than the rows that do and a fresh page has more of them. */
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
    if (any == set->table->n_rows || free_used >= room / FILLED_PARTS * FILLED) {
        return avoid_stub(set, first, free == first ? any : free, room);
    }
    bool is_fresh = room >= table_page_room(set);
    if (within == first && !is_fresh && !holds_above(set, first, any)) {
        return first;
    }
    return avoid_stub(set, first, within > first ? within : any, room);
}

/* Height the rest of a sliced row wants. */
static int32_t measure_rest(const struct set_table *set, const struct segment *segment) {
    size_t n_columns = set->table->n_columns;
    int32_t most = 0;
    for (size_t column = 0; column < n_columns; column++) {
        const struct set_cell *cell = set->owners[segment->first * n_columns + column];
        const struct para *para = table_choose_para(cell, segment->first);
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
    table_draw(
        flow, set,
        &(struct segment){.end = set->n_header_rows, .y = flow->y, .is_again = is_continued});
    page_add_table(flow->arena, flow->page, part);
    flow->y += table_add_heights(set, 0, set->n_header_rows);
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
        table_draw(flow, set, &segment);
        flow->y += segment.slice;
        if (rest <= room) {
            return;
        }
        table_draw_frame(flow, set, *top);
        *top = turn(flow, set);
    }
}

/* Places as many rows as the page takes; returns the next row. */
static size_t place_rows(struct flow *flow, struct set_table *set, size_t row, int32_t *top) {
    int32_t page_room = table_page_room(set);
    for (;;) {
        size_t end = find_end(set, row, flow_room(flow));
        table_draw(flow, set, &(struct segment){.first = row, .end = end, .y = flow->y});
        flow->y += table_add_heights(set, row, end);
        grow_rest(set, end);
        row = end;
        bool is_sliced = row < set->table->n_rows && set->heights[row] > page_room &&
                         flow_room(flow) >= table_least(set, row);
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
        table_draw_frame(flow, set, top);
        if (row < set->table->n_rows) {
            top = turn(flow, set);
        }
    }
}
