/* Cells into rows: by rising column, no place twice, nothing under a merge. */
#include "read/store.h"

/* Cells collected before repeated places among them are dropped: more than a row has columns. */
#define MOST_COLLECTED ((size_t)2 * STORE_MOST_COLUMNS)

/* A row being put together. */
struct row_maker {
    struct read_sheet *sheet;
    bool (*take)(void *context, const struct read_row *row);
    void *context;
    /* Texts of the row, where the sheet's own do not last. */
    struct arena *texts;
    struct arena_mark mark;
    bool copies_texts;
    /* The row's cells, up to MOST_COLLECTED, and where they live. */
    struct arena *arena;
    struct read_cell *cells;
    size_t n_cells, capacity;
    bool is_sorted;
    /* Reports so far of CELL_REPEATED and CELL_UNDER_MERGE. */
    size_t n_repeated, n_covered;
    /* `take` said stop. */
    bool is_stopped;
};

static void sort_cells(struct row_maker *maker) {
    if (!maker->is_sorted) {
        maker->n_cells = store_sort(maker->sheet, maker->cells, maker->n_cells, &maker->n_repeated);
        maker->is_sorted = true;
    }
}

static void drop_covered_cells(struct row_maker *maker) {
    const struct read_sheet *sheet = maker->sheet;
    size_t kept = 0;
    for (size_t i = 0; i < maker->n_cells; i++) {
        const struct read_cell *cell = &maker->cells[i];
        const struct read_merge *merge = read_merge_at(sheet, cell->row, cell->column);
        if (!merge || (merge->first_row == cell->row && merge->first_column == cell->column)) {
            maker->cells[kept++] = *cell;
        } else if (maker->n_covered++ < STORE_MOST_REPORTS && !sheet->store->is_told) {
            store_report(sheet, DIAG_CELL_UNDER_MERGE, cell);
        }
    }
    maker->n_cells = kept;
}

static void hand_over(struct row_maker *maker) {
    sort_cells(maker);
    if (maker->sheet->store->merge_index) {
        drop_covered_cells(maker);
    }
    if (maker->n_cells) {
        struct read_row row = {
            .number = maker->cells[0].row, .cells = maker->cells, .n_cells = maker->n_cells};
        for (size_t i = 0; i < row.n_cells; i++) {
            row.is_hidden |= row.cells[i].is_row_hidden;
        }
        maker->is_stopped = !maker->take(maker->context, &row);
    }
    maker->n_cells = 0;
    if (maker->copies_texts) {
        arena_rewind(maker->texts, maker->mark);
    }
}

static bool add_cell(void *context, const struct read_cell *cell, size_t shared) {
    struct row_maker *maker = context;
    if (maker->n_cells && maker->cells[0].row != cell->row) {
        hand_over(maker);
        if (maker->is_stopped) {
            return false;
        }
    }
    if (maker->n_cells == MOST_COLLECTED) {
        sort_cells(maker);
    }
    maker->is_sorted = !maker->n_cells ||
                       (maker->is_sorted && maker->cells[maker->n_cells - 1].column < cell->column);
    ARENA_PUSH(maker->arena, maker->cells, maker->n_cells, maker->capacity, *cell);
    if (maker->copies_texts && shared == TAPE_OWN) {
        maker->cells[maker->n_cells - 1].text = str_copy(maker->texts, cell->text);
    }
    return true;
}

static bool play_held(const struct read_store *store, const struct tape_sink *sink) {
    for (size_t i = 0; i < store->n_held; i++) {
        if (!sink->take(sink->context, &store->held[i], TAPE_OWN)) {
            return false;
        }
    }
    return true;
}

/* Hands over the cells from where they are at hand. */
static bool play(struct read_sheet *sheet, const struct tape_sink *sink) {
    struct read_store *store = sheet->store;
    return store->held   ? play_held(store, sink)
           : store->tape ? tape_play(store->tape, store->shared, sink)
                         : store->read(sheet, sink, false);
}

/* At the end of the first whole reading. */
static void tell_rest(const struct row_maker *maker) {
    const struct read_sheet *sheet = maker->sheet;
    struct diag *diag = sheet->store->file->diag;
    if (!sheet->store->is_told) {
        store_report_rest(diag, DIAG_CELL_REPEATED, sheet->source, maker->n_repeated);
        store_report_rest(diag, DIAG_CELL_UNDER_MERGE, sheet->source, maker->n_covered);
    }
}

bool read_rows(struct read_sheet *sheet, bool (*take)(void *context, const struct read_row *row),
               void *context) {
    struct read_store *store = sheet->store;
    struct arena *arena = arena_open_like(store->file->scratch);
    struct row_maker maker = {.sheet = sheet,
                              .take = take,
                              .context = context,
                              .texts = arena_open_like(arena),
                              .copies_texts = !store->held && !store->tape,
                              .arena = arena,
                              .is_sorted = true};
    maker.mark = arena_mark(maker.texts);
    const struct tape_sink sink = {&maker, add_cell};
    bool is_read = play(sheet, &sink);
    if (is_read) {
        hand_over(&maker);
        tell_rest(&maker);
        store->is_told = true;
    }
    arena_close(maker.texts);
    arena_close(arena);
    return is_read || maker.is_stopped;
}

const struct read_cell *read_cell_at(const struct read_row *row, uint32_t column) {
    size_t low = 0, high = row->n_cells;
    if (column && column <= high && row->cells[column - 1].column == column) {
        return &row->cells[column - 1];
    }
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (row->cells[middle].column == column) {
            return &row->cells[middle];
        }
        if (row->cells[middle].column < column) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return NULL;
}

struct origin read_origin(const struct read_sheet *sheet, uint32_t row, uint32_t column) {
    const struct read_store *store = sheet->store;
    struct origin origin = {.source = sheet->source, .row = row, .column = column};
    if (row > 0 && row <= store->n_lines) {
        origin.row = store->lines[row - 1];
        origin.record = row;
    }
    return origin;
}
