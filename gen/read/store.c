/* The first reading of a sheet, and where its cells are afterwards. */
#include "read/store.h"

#include <stdlib.h>

#define MIB ((size_t)1024 * 1024)

struct store_budget store_full_budget(void) {
    return (struct store_budget){
        .cells = 20000000, .text = 256 * MIB, .merges = 100000, .tape = 32 * MIB};
}

bool store_refuse(struct diag *diag, enum diag_id id, const struct source *source,
                  enum diag_word word, struct str about) {
    struct diag_note note = {.id = id,
                             .origin = {.source = source},
                             .args = {diag_word(diag_scratch(diag), word, about)}};
    diag_report(diag, &note);
    return false;
}

bool store_limit(struct diag *diag, const struct source *source, enum diag_word word, size_t most) {
    struct str number = str_format(diag_scratch(diag), "%zu", most);
    return store_refuse(diag, DIAG_FILE_LIMIT, source, word, number);
}

bool store_is_picture(struct str text) {
    return str_starts(text, STR("=DISPIMG(")) || str_starts(text, STR("=_xlfn.DISPIMG("));
}

struct read_sheet *store_add(struct store_file *file, struct read_book *book, struct str name) {
    if (book->n_sheets == STORE_MOST_SHEETS) {
        store_limit(file->diag, file->source, DIAG_WORD_LIMIT_SHEETS, STORE_MOST_SHEETS);
        return NULL;
    }
    struct source *source = ARENA_NEW(file->arena, struct source);
    *source = (struct source){file->source->file, str_copy(file->arena, name)};
    struct read_sheet *sheet = ARENA_NEW(file->scratch, struct read_sheet);
    sheet->source = source;
    sheet->store = ARENA_NEW(file->scratch, struct read_store);
    sheet->store->file = file;
    ARENA_PUSH(file->scratch, book->sheets, book->n_sheets, book->capacity, sheet);
    return sheet;
}

static bool play_all(struct read_sheet *sheet, const struct tape_sink *sink, bool is_first) {
    (void)is_first;
    return tape_play(sheet->store->whole, NULL, sink);
}

struct tape *store_add_tape(struct read_sheet *sheet) {
    sheet->store->read = play_all;
    sheet->store->whole = tape_open(sheet->store->file->scratch);
    return sheet->store->whole;
}

bool store_merge(struct read_sheet *sheet, struct read_merge merge) {
    struct read_store *store = sheet->store;
    if (!store->file->budget.merges) {
        return false;
    }
    store->file->budget.merges--;
    sheet->has_merges = true;
    ARENA_PUSH(store->file->scratch, store->merges, store->n_merges, store->merges_capacity, merge);
    return true;
}

void store_width(struct read_sheet *sheet, struct read_width width) {
    struct arena *arena = sheet->store->file->scratch;
    bool is_good = width.first > 0 && width.first <= width.last &&
                   width.last <= STORE_MOST_COLUMNS && width.characters > 0 &&
                   width.characters <= STORE_MOST_WIDTH;
    if (is_good && sheet->n_widths < STORE_MOST_COLUMNS) {
        ARENA_PUSH(arena, sheet->widths, sheet->n_widths, sheet->widths_capacity, width);
    }
}

/* ---- order ----------------------------------------------------------------------------------- */

/* A cell's place and its turn in the file, for sorting. */
struct turn {
    uint64_t place;
    size_t index;
};

static int compare_turns(const void *a, const void *b) {
    const struct turn *x = a, *y = b;
    if (x->place != y->place) {
        return x->place < y->place ? -1 : 1;
    }
    return x->index < y->index ? -1 : x->index > y->index;
}

/* Cells of one place say the same. */
static bool is_same(const struct read_cell *a, const struct read_cell *b) {
    return a->kind == b->kind && str_equal(a->text, b->text);
}

size_t store_sort(const struct read_sheet *sheet, struct read_cell *cells, size_t n,
                  size_t *n_reports) {
    const struct store_file *file = sheet->store->file;
    struct arena *scratch = arena_open_like(file->scratch);
    struct turn *turns = ARENA_ARRAY(scratch, struct turn, n);
    struct read_cell *old = ARENA_ARRAY(scratch, struct read_cell, n);
    for (size_t i = 0; i < n; i++) {
        turns[i] = (struct turn){(uint64_t)cells[i].row << 32 | cells[i].column, i};
        old[i] = cells[i];
    }
    qsort(turns, n, sizeof *turns, compare_turns);
    size_t kept = 0;
    bool differs = false;
    for (size_t i = 0; i < n; i++) {
        struct read_cell *cell = &old[turns[i].index];
        if (i + 1 < n && turns[i].place == turns[i + 1].place) {
            differs |= cell->is_repeated || !is_same(cell, &old[turns[i + 1].index]);
            continue;
        }
        cell->is_repeated |= differs;
        if (differs && (*n_reports)++ < STORE_MOST_REPORTS && !sheet->store->is_told) {
            store_report(sheet, DIAG_CELL_REPEATED, cell);
        }
        differs = false;
        cells[kept++] = *cell;
    }
    arena_close(scratch);
    return kept;
}

void store_report_rest(struct diag *diag, enum diag_id id, const struct source *source, size_t n) {
    if (n > STORE_MOST_REPORTS) {
        struct str dropped = str_format(diag_scratch(diag), "%zu", n - STORE_MOST_REPORTS);
        diag_report(diag, &(struct diag_note){.id = DIAG_REPORTS_DROPPED,
                                              .origin = {.source = source},
                                              .args = {diag_name(id), dropped}});
    }
}

void store_report(const struct read_sheet *sheet, enum diag_id id, const struct read_cell *cell) {
    diag_report(sheet->store->file->diag,
                &(struct diag_note){.id = id,
                                    .origin = read_origin(sheet, cell->row, cell->column),
                                    .value = cell->text});
}

/* ---- holding --------------------------------------------------------------------------------- */

static bool hold_cell(void *context, const struct read_cell *cell, size_t shared) {
    struct read_store *store = context;
    struct read_cell *held = &store->held[store->n_held++];
    *held = *cell;
    if (shared == TAPE_OWN && !store->tape) {
        held->text = str_copy(store->file->scratch, cell->text);
    }
    return true;
}

/* Rows that are out of order, sorted. */
static bool hold(struct read_sheet *sheet) {
    struct read_store *store = sheet->store;
    struct store_file *file = store->file;
    if (sheet->n_cells > STORE_MOST_HELD) {
        return store_limit(file->diag, sheet->source, DIAG_WORD_LIMIT_SCRAMBLED, STORE_MOST_HELD);
    }
    struct read_cell *cells = ARENA_ARRAY(file->scratch, struct read_cell, sheet->n_cells);
    const struct tape_sink sink = {store, hold_cell};
    store->held = cells;
    bool is_read = store->tape ? tape_play(store->tape, store->shared, &sink)
                               : store->read(sheet, &sink, false);
    size_t n_reports = 0;
    store->n_held = store_sort(sheet, cells, store->n_held, &n_reports);
    store_report_rest(file->diag, DIAG_CELL_REPEATED, sheet->source, n_reports);
    return is_read;
}

/* ---- survey ---------------------------------------------------------------------------------- */

/* A first reading. */
struct survey {
    struct read_sheet *sheet;
    /* The last row. */
    uint32_t row;
    /* Some row stood behind a later one. */
    bool is_scrambled;
};

static void note_on_tape(struct read_store *store, const struct read_cell *cell, size_t shared) {
    struct store_budget *budget = &store->file->budget;
    if (!store->tape) {
        return;
    }
    size_t size = tape_add(store->tape, cell, shared);
    store->tape_size += size;
    if (size <= budget->tape) {
        budget->tape -= size;
        return;
    }
    budget->tape += store->tape_size - size;
    tape_close(store->tape);
    store->tape = NULL;
}

static bool refuse_many(const struct read_sheet *sheet) {
    return store_limit(sheet->store->file->diag, sheet->source, DIAG_WORD_LIMIT_CELLS,
                       store_full_budget().cells);
}

static bool survey_cell(void *context, const struct read_cell *cell, size_t shared) {
    struct survey *survey = context;
    struct read_store *store = survey->sheet->store;
    struct store_budget *budget = &store->file->budget;
    if (!budget->cells || cell->text.len > budget->text) {
        return refuse_many(survey->sheet);
    }
    budget->cells--;
    budget->text -= cell->text.len;
    survey->sheet->n_cells++;
    survey->is_scrambled |= cell->row < survey->row;
    survey->row = cell->row;
    note_on_tape(store, cell, shared);
    return true;
}

bool store_survey(struct read_sheet *sheet) {
    struct survey survey = {.sheet = sheet};
    const struct tape_sink sink = {&survey, survey_cell};
    struct read_store *store = sheet->store;
    if (store->file->is_apart && !store->whole && !store->tape) {
        store->tape = tape_open(store->file->scratch);
        tape_lean(store->tape, store->kept);
    }
    if (!store->read(sheet, &sink, true)) {
        return false;
    }
    store->tape = store->whole ? store->whole : store->tape;
    if (store->file->is_apart) {
        return true;
    }
    store_index_merges(sheet);
    return !survey.is_scrambled || hold(sheet);
}

bool store_check(struct read_sheet *sheet) {
    static const struct tape_bounds bounds = {STORE_MOST_ROWS, STORE_MOST_COLUMNS};
    struct read_store *store = sheet->store;
    struct store_budget *budget = &store->file->budget;
    struct tape_count count;
    if (!tape_check(store->whole, store->shared, &bounds, &count)) {
        return false;
    }
    if (count.n_cells > budget->cells || count.n_text > budget->text) {
        return refuse_many(sheet);
    }
    budget->cells -= count.n_cells;
    budget->text -= count.n_text;
    sheet->n_cells = count.n_cells;
    store->tape = store->whole;
    store_index_merges(sheet);
    return !count.is_scrambled || hold(sheet);
}
