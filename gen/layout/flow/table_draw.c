/* A segment of a flowing table at its place on a page: shades, lines, words. */
#include "layout/flow/table.h"

const struct para *table_choose_para(const struct set_cell *cell, size_t first) {
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
        .y = segment->y + table_add_heights(set, segment->first, first),
        .width = set->edges[cell->column + cell->n_columns] - set->edges[cell->column],
        .height = segment->slice > 0 ? segment->slice : table_add_heights(set, first, end),
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
    const struct para *para = table_choose_para(cell, segment->first);
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
            para = table_set_again(flow, set, cell);
            is_again = true;
            first = 0;
            n = fit < para->n_lines ? fit : para->n_lines;
        }
    }
    int32_t free = area.height - (int32_t)n * para->leading;
    int32_t top = segment->n_done ? set->style->pad_y : free / 2;
    size_t first_item = flow->page->n_items;
    flow_take_tag(flow, is_again || segment->is_again ? 0 : cell->tag);
    para_place(flow->arena, para, first, n, flow->page,
               area.x + set->style->pad_x + look->left - cell->shift, area.y + top, area);
    flow_take_tag(flow, 0);
    for (size_t i = first_item; i < flow->page->n_items; i++) {
        if (flow->page->items[i].kind == ITEM_RUN) {
            flow->page->items[i].run.is_number = cell->cell->is_number && !cell->cell->is_header;
        }
    }
}

void table_draw(struct flow *flow, const struct set_table *set, const struct segment *segment) {
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

void table_draw_frame(struct flow *flow, const struct set_table *set, int32_t top) {
    struct box box = {.area = {flow->body.x, top, set->edges[set->table->n_columns], flow->y - top},
                      .thickness = set->style->frame};
    if (flow->y > top && set->style->frame > 0) {
        page_add_box(flow->arena, flow->page, box);
    }
}
