/* Cells into rows, whatever their order; merges found without being spread out; the same rows each
 * time, from tape, from held cells and from the reader. */
#include "read/store.h"
#include "read/trial.h"
#include "reported.h"

#include <criterion/criterion.h>

static struct trial trial;
static struct store_file file;
static struct read_sheet *sheet;

/* What the sheet's reader hands over. */
static struct read_cell *cells;
static size_t n_cells, cells_capacity, n_readings;
static struct read_merge *merges;
static size_t n_merges, merges_capacity;

static bool read_all(struct read_sheet *read, const struct tape_sink *sink, bool is_first) {
    n_readings++;
    for (size_t i = 0; i < n_merges && is_first; i++) {
        store_merge(read, merges[i]);
    }
    for (size_t i = 0; i < n_cells; i++) {
        /* the text is gone after the call */
        char text[16];
        struct read_cell cell = cells[i];
        for (size_t k = 0; k < cell.text.len && k < sizeof text; k++) {
            text[k] = cell.text.data[k];
        }
        cell.text.data = text;
        bool is_taken = sink->take(sink->context, &cell, TAPE_OWN);
        text[0] = '!';
        if (!is_taken) {
            return false;
        }
    }
    return true;
}

static void open_sheet(void) {
    static const struct source source = {STR_INIT("book.xlsx"), STR_INIT("")};
    trial = trial_open();
    cells = NULL;
    merges = NULL;
    n_cells = cells_capacity = n_readings = n_merges = merges_capacity = 0;
    file = (struct store_file){.arena = trial.arena,
                               .scratch = trial.arena,
                               .diag = trial.diag,
                               .source = &source,
                               .budget = store_full_budget()};
    sheet = store_add(&file, &trial.book, STR("Sheet1"));
    sheet->store->read = read_all;
}

static void close_sheet(void) {
    trial_close(&trial);
}

TestSuite(rows, .init = open_sheet, .fini = close_sheet);

static void add(uint32_t row, uint32_t column, const char *text) {
    struct read_cell cell = {.row = row, .column = column, .text = str_from_c(text)};
    ARENA_PUSH(trial.arena, cells, n_cells, cells_capacity, cell);
}

static void merge(uint32_t first_row, uint32_t first_column, uint32_t last_row,
                  uint32_t last_column) {
    struct read_merge range = {first_row, first_column, last_row, last_column};
    ARENA_PUSH(trial.arena, merges, n_merges, merges_capacity, range);
}

/* Surveys the sheet and reads its rows. */
static bool survey(void) {
    trial.is_read = store_survey(sheet) && trial_rows(&trial, sheet);
    return trial.is_read;
}

Test(rows, empty_sheet_has_nothing) {
    cr_assert(survey());
    cr_assert_eq(trial.n_cells, 0);
    cr_assert_null(read_merge_at(sheet, 1, 1));
}

Test(rows, item_9_cells_out_of_order_in_a_row_are_sorted_as_they_come) {
    add(1, 2, "b");
    add(1, 1, "a");
    add(2, 3, "c");
    add(2, 3, "d");
    cr_assert(survey());
    cr_assert_null(sheet->store->held);
    cr_assert_eq(trial.n_cells, 3);
    cr_assert(str_is(trial.cells[0].text, "a"));
    cr_assert(str_is(trial.cells[1].text, "b"));
    cr_assert(str_is(trial.cells[2].text, "d"));
    cr_assert_eq(trial_count(&trial, DIAG_CELL_REPEATED), 1);
}

Test(rows, item_9_rows_out_of_order_are_held_and_sorted) {
    add(3, 1, "c");
    add(1, 2, "b");
    add(1, 1, "a");
    cr_assert(survey());
    cr_assert_not_null(sheet->store->held);
    cr_assert_eq(trial.n_cells, 3);
    cr_assert(str_is(trial.cells[0].text, "a"));
    cr_assert(str_is(trial.cells[1].text, "b"));
    cr_assert(str_is(trial.cells[2].text, "c"));
    cr_assert_eq(diag_n(trial.diag), 0);
}

Test(rows, rows_out_of_order_too_many_to_hold_are_a_limit) {
    for (uint32_t i = 0; i <= STORE_MOST_HELD / 16000; i++) {
        for (uint32_t column = 1; column <= 16000; column++) {
            add(100 - i, column, "x");
        }
    }
    cr_assert_not(survey());
    cr_assert_eq(trial_count(&trial, DIAG_FILE_LIMIT), 1);
}

Test(rows, item_9_the_same_twice_in_one_place_is_once) {
    add(1, 1, "a");
    add(1, 1, "a");
    cr_assert(survey());
    cr_assert_eq(trial.n_cells, 1);
    cr_assert_not(trial.cells[0].is_repeated);
    cr_assert_eq(diag_n(trial.diag), 0);
}

Test(rows, item_9_repeated_place_is_marked_and_warns) {
    add(2, 2, "first");
    add(1, 1, "a");
    add(2, 2, "second");
    add(2, 2, "third");
    cr_assert(survey());
    cr_assert(trial_has(&trial, "B2", READ_TEXT, "third"));
    cr_assert_not(trial.cells[0].is_repeated);
    cr_assert(trial.cells[1].is_repeated);
    cr_assert_eq(trial.n_cells, 2);
    cr_assert_eq(trial_count(&trial, DIAG_CELL_REPEATED), 1);
    cr_assert_eq(reported(trial.diag, 0)->origin.row, 2);
    cr_assert_eq(reported(trial.diag, 0)->origin.column, 2);
}

/* More repeats in one row than a row has columns cost no more room. */
Test(rows, a_place_repeated_for_ever) {
    for (size_t i = 0; i < 100000; i++) {
        add(1, (uint32_t)(1 + i % 3), i == 99999 ? "last" : "x");
    }
    cr_assert(survey());
    cr_assert_eq(trial.n_cells, 3);
    cr_assert(trial_has(&trial, "A1", READ_TEXT, "last"));
}

static bool count_row(void *context, const struct read_row *row) {
    (void)row;
    return --*(int *)context > 0;
}

Test(rows, the_taker_ends_the_reading) {
    for (uint32_t row = 1; row <= 10; row++) {
        add(row, 1, "x");
    }
    int n_left = 3;
    cr_assert(store_survey(sheet));
    cr_assert(read_rows(sheet, count_row, &n_left));
    cr_assert_eq(n_left, 0);
}

/* The same rows from the tape, and from the reader when the tape got too big. */
Test(rows, tape_and_reader_agree) {
    for (uint32_t row = 1; row <= 3000; row++) {
        add(row, 1, row % 3 ? "often said" : "");
        struct read_cell number = {.row = row,
                                   .column = 2,
                                   .kind = READ_NUMBER,
                                   .text = row % 2 ? STR("12.5") : STR("1.5E-07"),
                                   .number = row % 2 ? 12.5 : 1.5e-7};
        ARENA_PUSH(trial.arena, cells, n_cells, cells_capacity, number);
        struct read_cell day = {.row = row,
                                .column = 16384,
                                .kind = READ_DATE,
                                .is_row_hidden = row % 5 == 0,
                                .text = STR("2011-06-01"),
                                .date = {2011, 6, 1}};
        ARENA_PUSH(trial.arena, cells, n_cells, cells_capacity, day);
    }
    sheet->store->tape = tape_open(trial.arena);
    cr_assert(survey());
    cr_assert_eq(n_readings, 1);
    struct read_cell *first = trial.cells;
    size_t n_first = trial.n_cells;
    trial.cells = NULL;
    trial.capacity = 0;
    tape_close(sheet->store->tape);
    sheet->store->tape = NULL;
    cr_assert(trial_rows(&trial, sheet));
    cr_assert_eq(n_readings, 2);
    cr_assert_eq(trial.n_cells, n_first);
    for (size_t i = 0; i < n_first; i++) {
        const struct read_cell *a = &first[i], *b = &trial.cells[i];
        cr_assert(a->row == b->row && a->column == b->column && a->kind == b->kind);
        cr_assert(str_equal(a->text, b->text));
        cr_assert(!(a->number < b->number) && !(a->number > b->number));
        cr_assert(a->is_row_hidden == b->is_row_hidden && a->date.day == b->date.day);
    }
}

Test(rows, a_tape_over_its_budget_is_given_up) {
    for (uint32_t row = 1; row <= 2000; row++) {
        add(row, 1, row % 2 ? "some text" : "another one");
    }
    file.budget.tape = 3000;
    sheet->store->tape = tape_open(trial.arena);
    cr_assert(survey());
    cr_assert_null(sheet->store->tape);
    cr_assert_eq(file.budget.tape, 3000);
    cr_assert_eq(n_readings, 2);
    cr_assert_eq(trial.n_cells, 2000);
    cr_assert(trial_has(&trial, "A2000", READ_TEXT, "another one"));
}

Test(rows, cells_are_found_by_column) {
    const struct read_cell some[] = {
        {.row = 1, .column = 1}, {.row = 1, .column = 5}, {.row = 1, .column = 900}};
    const struct read_row row = {.number = 1, .cells = some, .n_cells = 3};
    cr_assert_eq(read_cell_at(&row, 1), &some[0]);
    cr_assert_eq(read_cell_at(&row, 5), &some[1]);
    cr_assert_eq(read_cell_at(&row, 900), &some[2]);
    cr_assert_null(read_cell_at(&row, 2));
    cr_assert_null(read_cell_at(&row, 0));
    cr_assert_null(read_cell_at(&row, 901));
}

Test(rows, item_24_merge_serves_its_area_and_is_found_from_any_place) {
    add(2, 1, "unit");
    merge(2, 1, 6, 1);
    merge(1, 3, 1, 9);
    cr_assert(survey());
    for (uint32_t row = 2; row <= 6; row++) {
        cr_assert_eq(read_merge_at(sheet, row, 1), &sheet->store->merges[0]);
    }
    cr_assert_null(read_merge_at(sheet, 1, 1));
    cr_assert_null(read_merge_at(sheet, 7, 1));
    cr_assert_null(read_merge_at(sheet, 3, 2));
    cr_assert_eq(read_merge_at(sheet, 1, 9), &sheet->store->merges[1]);
    cr_assert_null(read_merge_at(sheet, 1, 10));
    cr_assert(trial_has(&trial, "A2", READ_TEXT, "unit"));
}

Test(rows, item_24_stale_values_under_a_merge_are_reported_once_and_gone) {
    add(1, 1, "top");
    add(1, 2, "stale");
    add(2, 1, "staler");
    add(3, 1, "below");
    merge(1, 1, 2, 2);
    cr_assert(survey());
    cr_assert(trial_rows(&trial, sheet));
    cr_assert_eq(trial_count(&trial, DIAG_CELL_UNDER_MERGE), 2);
    cr_assert(str_is(reported(trial.diag, 0)->value, "stale"));
    cr_assert(trial_is_blank(&trial, "B1"));
    cr_assert(trial_is_blank(&trial, "A2"));
    cr_assert(trial_has(&trial, "A1", READ_TEXT, "top"));
    cr_assert(trial_has(&trial, "A3", READ_TEXT, "below"));
}

Test(rows, item_24_merge_over_the_whole_sheet_costs_nothing) {
    add(5, 5, "stale");
    merge(1, 1, STORE_MOST_ROWS, STORE_MOST_COLUMNS);
    cr_assert(survey());
    cr_assert_eq(trial.n_cells, 0);
    cr_assert_eq(read_merge_at(sheet, STORE_MOST_ROWS, STORE_MOST_COLUMNS),
                 &sheet->store->merges[0]);
}

/* Against the plain search, for merges of every shape that do not overlap. */
Test(rows, merge_index_agrees_with_plain_search) {
    for (uint32_t band = 0; band < 40; band++) {
        uint32_t first = 1 + band * 7;
        merge(first, 1, first + band % 7, 1 + band % 3);
        merge(first, 10, first, 10 + band);
        merge(first + 1, 10, first + 6, 11);
        merge(first + 1, 12, first + 2, 40);
    }
    cr_assert(survey());
    for (uint32_t row = 1; row < 300; row++) {
        for (uint32_t column = 1; column < 60; column++) {
            const struct read_merge *plain = NULL;
            for (size_t i = 0; i < n_merges && !plain; i++) {
                const struct read_merge *m = &sheet->store->merges[i];
                bool is_in = row >= m->first_row && row <= m->last_row &&
                             column >= m->first_column && column <= m->last_column;
                plain = is_in ? m : NULL;
            }
            cr_assert_eq(read_merge_at(sheet, row, column), plain, "row %u column %u", row, column);
        }
    }
}

Test(rows, budget_of_cells_and_of_text_ends) {
    add(1, 1, "a");
    add(1, 2, "b");
    add(1, 3, "c");
    file.budget.cells = 2;
    cr_assert_not(survey());
    cr_assert_eq(trial_count(&trial, DIAG_FILE_LIMIT), 1);
    file.budget.cells = 10;
    file.budget.text = 2;
    cr_assert_not(survey());
    cr_assert_eq(trial_count(&trial, DIAG_FILE_LIMIT), 2);
    file.budget.text = 3;
    cr_assert(survey());
}

Test(rows, reports_of_one_kind_are_capped) {
    for (uint32_t row = 1; row <= STORE_MOST_REPORTS + 50; row++) {
        add(row, 2, "stale");
    }
    merge(1, 1, 2000, 2);
    cr_assert(survey());
    cr_assert_eq(trial_count(&trial, DIAG_CELL_UNDER_MERGE), STORE_MOST_REPORTS);
    cr_assert_eq(trial_count(&trial, DIAG_REPORTS_DROPPED), 1);
    cr_assert_eq(trial.n_cells, 0);
}

Test(rows, sheets_are_capped) {
    for (size_t i = 1; i < STORE_MOST_SHEETS; i++) {
        cr_assert_not_null(store_add(&file, &trial.book, STR("s")));
    }
    cr_assert_null(store_add(&file, &trial.book, STR("s")));
    cr_assert_eq(trial_count(&trial, DIAG_FILE_LIMIT), 1);
}
