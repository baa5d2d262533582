/*
 * Height lent from row to row. A value that is too high for its cell at full size makes its row
 * want more; rows with room give it, flexible ones (业务描述) first, so that the page stays as high
 * as it is. If there is not enough for all, the smallest wants are met first; a value that would
 * not even fit at its smallest size with all that can be lent will go to the 续页, and wants no
 * more than the note.
 */
#include "layout/form/form.h"

/* A row that is not flexible lends at most one part of so many of its height. */
#define KEPT 5

/* A row of the form, of whatever part. */
struct row {
    /* Height it has, and the least it can do with. */
    int32_t height, least;
    /* Takes what the page has left. */
    bool is_flexible;
};

/* A value too high for its cell. */
struct want {
    const struct form_cell *cell;
    /* Its last row. */
    size_t row;
    /* Height of the cell at full size, at its floor, and with the note. */
    int32_t full, floor, note;
    /* It will go to the 续页. */
    bool is_out;
};

/* The plan of a page. */
struct plan {
    const struct form *form;
    struct row *rows;
    size_t n_rows;
    struct want *wants;
    size_t n_wants;
};

/* First row of each part, counted through the form. */
static size_t first_row(const struct form *form, size_t part) {
    size_t n = 0;
    for (size_t p = 0; p < part; p++) {
        n += form->parts[p]->n_rows;
    }
    return n;
}

/* Part of a cell. */
static size_t find_part(const struct form *form, size_t cell) {
    size_t part = 0;
    while (part + 1 < form->n_parts && form->parts[part + 1]->first_cell <= cell) {
        part++;
    }
    return part;
}

/* Least height of a cell in which no value wants more than it has. */
static int32_t find_least(const struct form *form, const struct form_cell *cell,
                          const struct form_setting *setting) {
    bool is_hand = cell->is_agency || cell->n_boxes > 0 || cell->is_underlined;
    if (is_hand) {
        /* Written by hand, or of a fixed shape. */
        return cell->area.height;
    }
    const struct form_setting *set = setting ? setting : cell->printed;
    if (!set) {
        return 0;
    }
    int32_t line = cell->look.style.leading + 2 * form->pad_y;
    int32_t height = form_height(form, set);
    return height > line ? height : line;
}

/* Rows covered by a cell get together at least so much; what lacks goes to the highest of them. */
static void raise_rows(struct plan *plan, size_t first, size_t n, int32_t least) {
    size_t highest = first;
    int32_t sum = 0;
    for (size_t r = first; r < first + n; r++) {
        sum += plan->rows[r].least;
        highest = plan->rows[r].height > plan->rows[highest].height ? r : highest;
    }
    plan->rows[highest].least += least > sum ? least - sum : 0;
}

/* Height of the cell with its value at a size. */
static int32_t measure_at(struct arena *arena, const struct form_fill *fill, int32_t size) {
    return form_height(fill->form, form_set_text(arena, fill, size, NULL));
}

/* What the cell's value wants, if height can help it. */
static void add_want(struct arena *arena, struct plan *plan, const struct form_fill *fill,
                     const struct form_setting *setting) {
    const struct form_cell *cell = fill->cell;
    int32_t line = cell->look.style.leading + 2 * plan->form->pad_y;
    int32_t most = cell->look.most_lines > 0
                       ? cell->look.most_lines * cell->look.style.leading + 2 * plan->form->pad_y
                       : INT32_MAX;
    int32_t full = form_height(plan->form, setting);
    int32_t floor = measure_at(arena, fill, cell->look.floor);
    plan->wants[plan->n_wants++] = (struct want){
        .cell = cell,
        .full = full < most ? full : most,
        .floor = floor < most ? floor : most,
        .note = cell->printed && form_height(plan->form, cell->printed) > line
                    ? form_height(plan->form, cell->printed)
                    : line,
    };
}

/* Lays down what each row needs at least, values that want more left aside. */
static void measure_rows(struct arena *arena, struct plan *plan, struct form_fill *const *fills,
                         const struct form_setting *const *settings, bool is_spanning) {
    const struct form *form = plan->form;
    for (size_t i = 0; i < form->n_cells; i++) {
        const struct form_cell *cell = &form->cells[i];
        size_t row = first_row(form, find_part(form, i)) + cell->row;
        if ((cell->n_rows > 1) != is_spanning) {
            continue;
        }
        int32_t least;
        if (fills[i] && !form_fits(cell, settings[i], false) && !settings[i]->is_too_wide) {
            add_want(arena, plan, fills[i], settings[i]);
            plan->wants[plan->n_wants - 1].row = row;
            least = plan->wants[plan->n_wants - 1].note;
        } else if (fills[i] && settings[i]->is_too_wide) {
            least = cell->area.height;
        } else {
            least = find_least(form, cell, settings[i]);
        }
        raise_rows(plan, row, cell->n_rows, least);
    }
}

/* Height that all rows have beyond their least. */
static int32_t find_room(const struct plan *plan) {
    int64_t room = 0;
    for (size_t r = 0; r < plan->n_rows; r++) {
        room += plan->rows[r].height - plan->rows[r].least;
    }
    return room > INT32_MAX / 2 ? INT32_MAX / 2 : (int32_t)room;
}

/* Height the want's rows have by now. */
static int32_t sum_least(const struct plan *plan, const struct want *want) {
    int32_t sum = 0;
    for (size_t r = want->row; r < want->row + want->cell->n_rows; r++) {
        sum += plan->rows[r].least;
    }
    return sum;
}

/* Meets the wants, smallest first, up to what `wanted` says of each, as far as the room goes. Those
 * that are not met at their floor are out. */
static void meet_wants(struct plan *plan, bool is_full) {
    for (size_t n = 0; n < plan->n_wants; n++) {
        struct want *best = NULL;
        int32_t least = INT32_MAX;
        for (size_t i = 0; i < plan->n_wants; i++) {
            struct want *want = &plan->wants[i];
            int32_t more = (is_full ? want->full : want->floor) - sum_least(plan, want);
            if (!want->is_out && more > 0 && more < least) {
                least = more;
                best = want;
            }
        }
        if (!best) {
            return;
        }
        int32_t room = find_room(plan);
        if (least <= room) {
            raise_rows(plan, best->row, best->cell->n_rows, least + sum_least(plan, best));
        } else if (is_full) {
            raise_rows(plan, best->row, best->cell->n_rows, room + sum_least(plan, best));
            return;
        } else {
            best->is_out = true;
        }
    }
}

/* Takes the height that rows got from those that have room: flexible ones first, then from all in
 * proportion. Leaves in `least` the height each row will have. */
static void take_height(struct plan *plan) {
    int64_t taken = 0;
    for (size_t r = 0; r < plan->n_rows; r++) {
        const struct row *row = &plan->rows[r];
        taken += row->least > row->height ? row->least - row->height : 0;
    }
    for (int pass = 0; pass < 2; pass++) {
        int64_t room = 0, seen = 0, given = 0;
        for (size_t r = 0; r < plan->n_rows; r++) {
            const struct row *row = &plan->rows[r];
            bool gives = row->is_flexible == (pass == 0) && row->height > row->least;
            room += gives ? row->height - row->least : 0;
        }
        int64_t due = taken < room ? taken : room;
        for (size_t r = 0; r < plan->n_rows; r++) {
            struct row *row = &plan->rows[r];
            if (row->is_flexible != (pass == 0) || row->height <= row->least) {
                continue;
            }
            seen += row->height - row->least;
            int64_t part = room > 0 ? due * seen / room - given : 0;
            given += part;
            row->least = row->height - (int32_t)part;
        }
        taken -= due;
    }
}

const struct form *form_borrow(struct arena *arena, const struct form *form,
                               struct form_fill *const *fills,
                               const struct form_setting *const *settings) {
    struct plan plan = {.form = form, .n_rows = first_row(form, form->n_parts)};
    plan.rows = ARENA_ARRAY(arena, struct row, plan.n_rows);
    plan.wants = ARENA_ARRAY(arena, struct want, form->n_cells);
    for (size_t p = 0, r = 0; p < form->n_parts; p++) {
        const struct form_part *part = form->parts[p];
        for (unsigned i = 0; i < part->n_rows; i++, r++) {
            plan.rows[r].height = part->ys[i + 1] - part->ys[i];
            plan.rows[r].is_flexible = part->row_weights[i] > 0;
        }
    }
    measure_rows(arena, &plan, fills, settings, false);
    measure_rows(arena, &plan, fills, settings, true);
    for (size_t r = 0; r < plan.n_rows; r++) {
        struct row *row = &plan.rows[r];
        int32_t kept = row->is_flexible ? 0 : row->height / KEPT * (KEPT - 1);
        row->least = row->least > 0 && row->least < kept ? kept : row->least;
        /* A row whose cells ask for nothing is a distance: it stays. */
        row->least = row->least == 0 || row->least > row->height ? row->height : row->least;
    }
    if (plan.n_wants == 0) {
        return form;
    }
    meet_wants(&plan, false);
    meet_wants(&plan, true);
    take_height(&plan);
    int32_t *heights = ARENA_ARRAY(arena, int32_t, plan.n_rows);
    for (size_t r = 0; r < plan.n_rows; r++) {
        heights[r] = plan.rows[r].least;
    }
    return form_relay(arena, form, heights);
}
