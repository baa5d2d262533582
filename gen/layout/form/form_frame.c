/*
 * The fixed part of a form: its grid gets places on the page, its lines are drawn, its printed
 * words set, once for all copies.
 *
 *      xs[0]      xs[1]            xs[3]
 *   ys[0] +---------+----------------+
 *         | label   | value, span 2  |     a cell's area reaches from line to line;
 *   ys[1] +         +-------+--------+     its inner area leaves the padding out
 *         | rows: 2 | label | value  |
 *   ys[2] +---------+-------+--------+
 */
#include <string.h>

#include "layout/form/form.h"

/* What rounding of lengths may come to. */
#define SLACK (PT / 4)

static void complain_room(struct form *form, struct diag *diag, struct origin origin,
                          struct str what, const int32_t sizes[2]) {
    diag_report(diag,
                &(struct diag_note){.id = DIAG_FORM_ROOM,
                                    .origin = origin,
                                    .args = {what, str_format(form->arena, "%.1f", sizes[0] / MM),
                                             str_format(form->arena, "%.1f", sizes[1] / MM)}});
}

/* Turns widths and weights into edges; false if the widths need more than there is. */
static bool spread_edges(const int32_t *sizes, const double *weights, unsigned n, int32_t start,
                         int32_t room, int32_t *edges) {
    int32_t fixed = 0;
    double total = 0, passed = 0;
    for (unsigned i = 0; i < n; i++) {
        fixed += sizes[i];
        total += weights[i];
    }
    int32_t rest = room - fixed, position = start;
    int32_t shared = rest > 0 ? rest : 0;
    for (unsigned i = 0; i < n; i++) {
        edges[i] = position + (total > 0 ? (int32_t)(shared * passed / total) : 0);
        passed += weights[i];
        position += sizes[i];
    }
    edges[n] = position + (total > 0 ? shared : 0);
    return rest >= -SLACK;
}

static void place_columns(struct form *form, struct form_part *part, struct diag *diag) {
    if (spread_edges(part->widths, part->column_weights, part->n_columns, form->body.x,
                     form->body.width, part->xs)) {
        return;
    }
    int32_t needed = 0;
    for (unsigned i = 0; i < part->n_columns; i++) {
        needed += part->widths[i];
    }
    complain_room(form, diag, part->origin, str_from_c("columns"),
                  (int32_t[2]){needed, form->body.width});
}

/* The cell's place, as far as the edges are known. */
static void place_cell(const struct form *form, const struct form_part *part,
                       struct form_cell *cell) {
    struct area *area = &cell->area;
    area->x = part->xs[cell->column];
    area->y = part->ys[cell->row];
    area->width = part->xs[cell->column + cell->n_columns] - area->x;
    area->height = part->ys[cell->row + cell->n_rows] - area->y;
    cell->inner =
        (struct area){area->x + cell->look.padding, area->y + form->pad_y,
                      area->width - 2 * cell->look.padding, area->height - 2 * form->pad_y};
    if (cell->is_vertical || cell->n_boxes) {
        cell->inner.x = area->x;
        cell->inner.width = area->width;
    }
}

/* Heights of rows that take theirs from the text: the highest of their one-row cells. */
static void measure_rows(struct form *form, struct form_part *part) {
    struct diag *scratch = diag_open(form->arena);
    for (size_t i = part->first_cell; i < part->first_cell + part->n_cells; i++) {
        struct form_cell *cell = &form->cells[i];
        if (part->heights[cell->row] > -1 || cell->n_rows > 1) {
            continue;
        }
        place_cell(form, part, cell);
        struct form_fill *fill = form_fill_cell(form->arena, form, cell, NULL);
        const struct form_setting *setting =
            form_set_text(form->arena, fill, cell->look.style.size, scratch);
        int32_t needed = setting->height + 2 * form->pad_y;
        if (-needed < part->heights[cell->row]) {
            part->heights[cell->row] = -needed;
        }
    }
    for (unsigned r = 0; r < part->n_rows; r++) {
        if (part->heights[r] < 0) {
            part->heights[r] = -part->heights[r];
        }
    }
}

/* Stacks the parts; rows with weights share what the page has left. */
static void place_rows(struct form *form, struct diag *diag) {
    int32_t fixed = 0;
    double total = 0;
    for (size_t p = 0; p < form->n_parts; p++) {
        fixed += form->parts[p]->space;
        for (unsigned r = 0; r < form->parts[p]->n_rows; r++) {
            fixed += form->parts[p]->heights[r];
            total += form->parts[p]->row_weights[r];
        }
    }
    int32_t rest = form->body.height - fixed, y = form->body.y;
    if (rest < -SLACK) {
        complain_room(form, diag, form->parts[0]->origin, form->name,
                      (int32_t[2]){fixed, form->body.height});
    }
    for (size_t p = 0; p < form->n_parts; p++) {
        struct form_part *part = form->parts[p];
        double weights = 0;
        int32_t heights = 0;
        for (unsigned r = 0; r < part->n_rows; r++) {
            weights += part->row_weights[r];
            heights += part->heights[r];
        }
        int32_t share = total > 0 && rest > 0 ? (int32_t)(rest * weights / total) : 0;
        y += part->space;
        spread_edges(part->heights, part->row_weights, part->n_rows, y, heights + share, part->ys);
        y = part->ys[part->n_rows];
    }
}

/* A name for the 续页: the label that stands before the cell in its row. */
static void name_cells(struct form *form) {
    struct str label = {0};
    for (size_t p = 0; p < form->n_parts; p++) {
        struct form_part *part = form->parts[p];
        for (size_t i = part->first_cell; i < part->first_cell + part->n_cells; i++) {
            struct form_cell *cell = &form->cells[i];
            if (cell->is_static && cell->n_pieces > 0 && cell->pieces[0].words.len > 0) {
                label = str_replace(form->arena, cell->pieces[0].words, STR("\n"), STR(""));
            }
            if (cell->name.len == 0) {
                cell->name = label;
            }
        }
    }
}

/* ---- lines ------------------------------------------------------------------------------------
 */

static void draw_rule(struct form *form, struct point from, struct point to, int32_t thickness) {
    page_add_rule(
        form->arena, form->frame,
        (struct rule){.x1 = from.x, .y1 = from.y, .x2 = to.x, .y2 = to.y, .thickness = thickness});
}

/* Index of the cell at each place of the part's grid, n_columns to a row; 0 for none. */
static size_t *map_cells(const struct form *form, const struct form_part *part) {
    size_t *map = ARENA_ARRAY(form->arena, size_t, (size_t)part->n_rows * part->n_columns);
    for (size_t i = part->first_cell; i < part->first_cell + part->n_cells; i++) {
        const struct form_cell *cell = &form->cells[i];
        for (unsigned r = cell->row; r < cell->row + cell->n_rows; r++) {
            for (unsigned c = cell->column; c < cell->column + cell->n_columns; c++) {
                map[(size_t)r * part->n_columns + c] = i + 1;
            }
        }
    }
    return map;
}

/* Draws along row edge r, where different cells meet, in as long strokes as there are. */
static void draw_row_edge(struct form *form, const struct form_part *part, const size_t *map,
                          unsigned r) {
    bool is_outer = r == 0 || r == part->n_rows;
    int32_t thickness = is_outer ? part->outer : part->inner;
    int32_t y = part->ys[r], extra = is_outer ? part->outer / 2 : 0;
    const size_t *below = map + (size_t)r * part->n_columns;
    unsigned start = 0;
    for (unsigned c = 0; c <= part->n_columns; c++) {
        bool is_drawn =
            c < part->n_columns && (is_outer || below[c] != *(below + c - part->n_columns));
        if (is_drawn) {
            continue;
        }
        if (c > start) {
            draw_rule(form, (struct point){part->xs[start] - extra, y},
                      (struct point){part->xs[c] + extra, y}, thickness);
        }
        start = c + 1;
    }
}

static void draw_column_edge(struct form *form, const struct form_part *part, const size_t *map,
                             unsigned c) {
    bool is_outer = c == 0 || c == part->n_columns;
    int32_t thickness = is_outer ? part->outer : part->inner;
    int32_t x = part->xs[c];
    unsigned start = 0;
    for (unsigned r = 0; r <= part->n_rows; r++) {
        const size_t *right = map + (size_t)r * part->n_columns + c;
        if (r < part->n_rows && (is_outer || right[0] != right[-1])) {
            continue;
        }
        if (r > start) {
            draw_rule(form, (struct point){x, part->ys[start]}, (struct point){x, part->ys[r]},
                      thickness);
        }
        start = r + 1;
    }
}

/* Lines inside a row of boxes, and around them where the grid has none. */
static void draw_boxes(struct form *form, const struct form_part *part,
                       const struct form_cell *cell) {
    const struct area *area = &cell->area;
    int32_t thickness = part->inner ? part->inner : PT / 2;
    int32_t foot = area->y + area->height;
    for (unsigned i = part->inner ? 1 : 0; i <= cell->n_boxes - (part->inner ? 1 : 0); i++) {
        int32_t x = area->x + (int32_t)((int64_t)area->width * i / cell->n_boxes);
        draw_rule(form, (struct point){x, area->y}, (struct point){x, foot}, thickness);
    }
    if (part->inner) {
        return;
    }
    int32_t right = area->x + area->width, extra = thickness / 2;
    draw_rule(form, (struct point){area->x - extra, area->y},
              (struct point){right + extra, area->y}, thickness);
    draw_rule(form, (struct point){area->x - extra, foot}, (struct point){right + extra, foot},
              thickness);
}

static void draw_part(struct form *form, const struct form_part *part) {
    if (part->inner || part->outer) {
        const size_t *map = map_cells(form, part);
        for (unsigned r = 0; r <= part->n_rows; r++) {
            draw_row_edge(form, part, map, r);
        }
        for (unsigned c = 0; c <= part->n_columns; c++) {
            draw_column_edge(form, part, map, c);
        }
    }
    for (size_t i = part->first_cell; i < part->first_cell + part->n_cells; i++) {
        const struct form_cell *cell = &form->cells[i];
        int32_t foot = cell->area.y + cell->area.height;
        if (cell->n_boxes) {
            draw_boxes(form, part, cell);
        }
        if (cell->is_underlined) {
            draw_rule(form, (struct point){cell->area.x, foot},
                      (struct point){cell->area.x + cell->area.width, foot}, PT / 2);
        }
    }
}

/* ---- printed words ----------------------------------------------------------------------------
 */

/* Sets what is printed in a cell. */
static void set_printed(struct form *form, struct form_cell *cell, struct diag *diag) {
    cell->variants = ARENA_NEW(form->arena, struct form_variants);
    if (cell->n_pieces == 0) {
        return;
    }
    struct form_fill *fill = form_fill_cell(form->arena, form, cell, NULL);
    const struct form_setting *setting =
        form_set_text(form->arena, fill, cell->look.style.size, diag);
    if (!form_fits(cell, setting, false)) {
        bool is_wide = setting->is_too_wide;
        complain_room(form, diag, cell->origin, cell->name,
                      is_wide ? (int32_t[2]){setting->paras[0]->natural_width, cell->inner.width}
                              : (int32_t[2]){setting->height, cell->inner.height});
    }
    cell->printed = setting;
    if (!cell->is_static) {
        cell->variants->items[cell->variants->n_items++] = (struct form_variant){0, setting};
    }
}

/* Puts what is the same in all copies on the frame: lines first, then printed words. */
static void lay_frame(struct form *form) {
    form->frame = ARENA_NEW(form->arena, struct page);
    form->frame->width = form->width;
    form->frame->height = form->height;
    for (size_t p = 0; p < form->n_parts; p++) {
        draw_part(form, form->parts[p]);
    }
    form->n_lines = form->frame->n_items;
    for (size_t i = 0; i < form->n_cells; i++) {
        struct form_cell *cell = &form->cells[i];
        cell->n_before = form->frame->n_items;
        if (cell->is_static && cell->printed) {
            form->frame->tag = cell->tag;
            form_place(form->arena, cell, cell->printed, form->frame);
        }
    }
}

/* Gives every cell its place. */
static void place_cells(struct form *form) {
    for (size_t p = 0; p < form->n_parts; p++) {
        const struct form_part *part = form->parts[p];
        for (size_t i = part->first_cell; i < part->first_cell + part->n_cells; i++) {
            place_cell(form, part, &form->cells[i]);
        }
    }
}

/* Lists what every copy prints. */
static void lay_stock(struct form *form) {
    form->stock = ARENA_NEW(form->arena, struct page);
    *form->stock = *form->frame;
    form->stock->capacity = form->stock->n_items;
    for (size_t i = 0; i < form->n_cells; i++) {
        const struct form_cell *cell = &form->cells[i];
        if (!cell->is_static && cell->printed) {
            form_place(form->arena, cell, cell->printed, form->stock);
        }
    }
}

bool form_compile(struct form *form, struct diag *diag) {
    size_t n_errors = diag_n_errors(diag);
    name_cells(form);
    form_make_tags(form);
    for (size_t p = 0; p < form->n_parts; p++) {
        place_columns(form, form->parts[p], diag);
        measure_rows(form, form->parts[p]);
    }
    place_rows(form, diag);
    if (diag_n_errors(diag) != n_errors) {
        return false;
    }
    place_cells(form);
    for (size_t i = 0; i < form->n_cells; i++) {
        set_printed(form, &form->cells[i], diag);
    }
    lay_frame(form);
    lay_stock(form);
    return diag_n_errors(diag) == n_errors;
}

const struct form *form_relay(struct arena *arena, const struct form *form,
                              const int32_t *heights) {
    struct form *laid = ARENA_NEW(arena, struct form);
    *laid = *form;
    laid->arena = arena;
    laid->cells = ARENA_ARRAY(arena, struct form_cell, form->n_cells);
    memcpy(laid->cells, form->cells, form->n_cells * sizeof *form->cells);
    laid->parts = ARENA_ARRAY(arena, struct form_part *, form->n_parts);
    for (size_t p = 0; p < form->n_parts; p++) {
        struct form_part *part = ARENA_NEW(arena, struct form_part);
        *part = *form->parts[p];
        for (unsigned r = 0; r < part->n_rows; r++) {
            part->heights[r] = *heights++;
            part->row_weights[r] = 0;
        }
        laid->parts[p] = part;
    }
    place_rows(laid, diag_open(arena));
    place_cells(laid);
    lay_frame(laid);
    return laid;
}
