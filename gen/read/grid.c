/* Puts the cells of a sheet in order after a reader is done, and finds them again by place. */
#include "read/grid.h"

#include "read/grid_build.h"

#include <stdlib.h>

/* A stretch of rows that a merge fills, as a node of the binary tree over all rows: the root is 1,
 * the children of n are 2n and 2n + 1, row r is leaf ROW_LEAVES + r - 1. */
#define ROW_LEAVES GRID_MOST_ROWS
#define ROW_LEVELS 21

/* One merge at one node. */
struct merge_slot {
    uint32_t node;
    /* First column of the merge; slots are sorted by node, then column. */
    uint32_t column;
    uint32_t merge;
};

struct grid_merge_index {
    struct merge_slot *slots;
    size_t n_slots, capacity;
    /* Bit k: some node k levels above the leaves is in use. */
    uint32_t levels;
};

/* A cell's place and its turn in the file, for sorting. */
struct turn {
    uint64_t place;
    size_t index;
};

static uint64_t place_of(const struct grid_cell *cell) {
    return (uint64_t)cell->row << 32 | cell->column;
}

static int compare_turns(const void *a, const void *b) {
    const struct turn *x = a, *y = b;
    if (x->place != y->place) {
        return x->place < y->place ? -1 : 1;
    }
    return x->index < y->index ? -1 : x->index > y->index;
}

static bool is_in_order(const struct grid_sheet *sheet) {
    for (size_t i = 1; i < sheet->n_cells; i++) {
        if (place_of(&sheet->cells[i - 1]) >= place_of(&sheet->cells[i])) {
            return false;
        }
    }
    return true;
}

static void report_cell(const struct grid_sheet *sheet, const struct grid_cell *cell,
                        enum diag_id id, struct diag *diag) {
    diag_report(diag, &(struct diag_note){.id = id,
                                          .origin = grid_origin(sheet, cell->row, cell->column),
                                          .value = cell->text});
}

static void sort_cells(struct arena *scratch, struct grid_sheet *sheet, struct diag *diag) {
    size_t n = sheet->n_cells;
    struct turn *turns = ARENA_ARRAY(scratch, struct turn, n);
    struct grid_cell *old = ARENA_ARRAY(scratch, struct grid_cell, n);
    for (size_t i = 0; i < n; i++) {
        turns[i] = (struct turn){place_of(&sheet->cells[i]), i};
        old[i] = sheet->cells[i];
    }
    qsort(turns, n, sizeof *turns, compare_turns);
    size_t kept = 0, n_repeated = 0;
    for (size_t i = 0; i < n; i++) {
        if (i + 1 < n && turns[i].place == turns[i + 1].place) {
            continue;
        }
        sheet->cells[kept++] = old[turns[i].index];
        bool is_repeated = i > 0 && turns[i - 1].place == turns[i].place;
        if (is_repeated && n_repeated++ < GRID_MOST_REPORTS) {
            report_cell(sheet, &old[turns[i].index], DIAG_CELL_REPEATED, diag);
        }
    }
    sheet->n_cells = kept;
}

static int compare_slots(const void *a, const void *b) {
    const struct merge_slot *x = a, *y = b;
    if (x->node != y->node) {
        return x->node < y->node ? -1 : 1;
    }
    if (x->column != y->column) {
        return x->column < y->column ? -1 : 1;
    }
    return x->merge < y->merge ? -1 : x->merge > y->merge;
}

static uint32_t level_of(uint32_t node) {
    uint32_t level = 0;
    while (node < ROW_LEAVES) {
        node *= 2;
        level++;
    }
    return level;
}

/* Cuts a merge's rows into the few tree nodes that fill them exactly. */
static void place_merge(struct arena *arena, struct grid_merge_index *index,
                        const struct grid_merge *merge, uint32_t number) {
    uint32_t low = ROW_LEAVES + merge->first_row - 1;
    uint32_t high = ROW_LEAVES + merge->last_row;
    for (; low < high; low /= 2, high /= 2) {
        uint32_t nodes[2] = {low & 1 ? low++ : 0, high & 1 ? --high : 0};
        for (size_t i = 0; i < 2; i++) {
            if (nodes[i]) {
                struct merge_slot slot = {nodes[i], merge->first_column, number};
                ARENA_PUSH(arena, index->slots, index->n_slots, index->capacity, slot);
                index->levels |= 1U << level_of(nodes[i]);
            }
        }
    }
}

static void index_merges(struct arena *arena, struct grid_sheet *sheet) {
    if (!sheet->n_merges) {
        return;
    }
    struct grid_merge_index *index = ARENA_NEW(arena, struct grid_merge_index);
    for (size_t i = 0; i < sheet->n_merges; i++) {
        place_merge(arena, index, &sheet->merges[i], (uint32_t)i);
    }
    qsort(index->slots, index->n_slots, sizeof *index->slots, compare_slots);
    sheet->merge_index = index;
}

static void drop_covered_cells(struct grid_sheet *sheet, struct diag *diag) {
    if (!sheet->n_merges) {
        return;
    }
    size_t kept = 0, n_reported = 0;
    for (size_t i = 0; i < sheet->n_cells; i++) {
        const struct grid_cell *cell = &sheet->cells[i];
        const struct grid_merge *merge = grid_merge_at(sheet, cell->row, cell->column);
        if (!merge || (merge->first_row == cell->row && merge->first_column == cell->column)) {
            sheet->cells[kept++] = *cell;
        } else if (n_reported++ < GRID_MOST_REPORTS) {
            report_cell(sheet, cell, DIAG_CELL_UNDER_MERGE, diag);
        }
    }
    sheet->n_cells = kept;
}

static int compare_rows(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static void sort_hidden_rows(struct grid_sheet *sheet) {
    if (!sheet->n_hidden_rows) {
        return;
    }
    qsort(sheet->hidden_rows, sheet->n_hidden_rows, sizeof *sheet->hidden_rows, compare_rows);
    size_t kept = 1;
    for (size_t i = 1; i < sheet->n_hidden_rows; i++) {
        if (sheet->hidden_rows[i] != sheet->hidden_rows[kept - 1]) {
            sheet->hidden_rows[kept++] = sheet->hidden_rows[i];
        }
    }
    sheet->n_hidden_rows = kept;
}

/* Scattered cells get no index: a lone cell in the last row must not cost a million entries. */
static void index_rows(struct arena *arena, struct grid_sheet *sheet) {
    size_t n = sheet->n_cells;
    sheet->n_rows = n ? sheet->cells[n - 1].row : 0;
    if (sheet->n_rows > 4 * n + 1024) {
        return;
    }
    sheet->row_starts = ARENA_ARRAY(arena, size_t, (size_t)sheet->n_rows + 2);
    size_t i = 0;
    for (uint32_t row = 0; row <= sheet->n_rows + 1; row++) {
        while (i < n && sheet->cells[i].row < row) {
            i++;
        }
        sheet->row_starts[row] = i;
    }
}

void grid_finish(struct arena *arena, struct grid_sheet *sheet, struct diag *diag) {
    if (!is_in_order(sheet)) {
        struct arena *scratch = arena_open_like(arena);
        sort_cells(scratch, sheet, diag);
        arena_close(scratch);
    }
    index_merges(arena, sheet);
    drop_covered_cells(sheet, diag);
    sort_hidden_rows(sheet);
    index_rows(arena, sheet);
}

const struct grid_cell *grid_at(const struct grid_sheet *sheet, uint32_t row, uint32_t column) {
    size_t low = 0, high = sheet->n_cells;
    if (row == 0 || row > sheet->n_rows) {
        return NULL;
    }
    if (sheet->row_starts) {
        low = sheet->row_starts[row];
        high = sheet->row_starts[row + 1];
    }
    uint64_t wanted = (uint64_t)row << 32 | column;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        uint64_t place = place_of(&sheet->cells[middle]);
        if (place == wanted) {
            return &sheet->cells[middle];
        }
        if (place < wanted) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return NULL;
}

/* The last slot of a node that starts at or before a column: among merges that do not overlap, the
 * only one of that node that can cover the place. */
static const struct merge_slot *find_slot(const struct grid_merge_index *index, uint32_t node,
                                          uint32_t column) {
    size_t low = 0, high = index->n_slots;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct merge_slot *slot = &index->slots[middle];
        if (slot->node < node || (slot->node == node && slot->column <= column)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low && index->slots[low - 1].node == node ? &index->slots[low - 1] : NULL;
}

const struct grid_merge *grid_merge_at(const struct grid_sheet *sheet, uint32_t row,
                                       uint32_t column) {
    const struct grid_merge_index *index = sheet->merge_index;
    if (!index || row == 0 || row > GRID_MOST_ROWS) {
        return NULL;
    }
    uint32_t leaf = ROW_LEAVES + row - 1;
    for (uint32_t level = 0; level < ROW_LEVELS; level++) {
        if (!(index->levels & 1U << level)) {
            continue;
        }
        const struct merge_slot *slot = find_slot(index, leaf >> level, column);
        if (slot && sheet->merges[slot->merge].last_column >= column) {
            return &sheet->merges[slot->merge];
        }
    }
    return NULL;
}

struct origin grid_origin(const struct grid_sheet *sheet, uint32_t row, uint32_t column) {
    struct origin origin = {.source = sheet->source, .row = row, .column = column};
    if (sheet->lines && row > 0) {
        origin.row = sheet->lines[row - 1];
        origin.record = row;
    }
    return origin;
}
