/* The grid: cells in order, places found, merges found without being spread out. */
#include "read/grid_build.h"
#include "read/trial.h"

#include <criterion/criterion.h>

static struct trial trial;
static struct grid_sheet *sheet;
static struct grid_builder *builder;
static struct grid_budget budget;

static void open_sheet(void) {
    trial = trial_open();
    budget = grid_full_budget();
    sheet = grid_add_sheet(trial.arena, &trial.grid, STR("book.xlsx"), STR("Sheet1"));
    builder = grid_build(trial.arena, sheet, &budget);
    trial.is_read = true;
}

static void close_sheet(void) {
    trial_close(&trial);
}

TestSuite(grid, .init = open_sheet, .fini = close_sheet);

static bool add(uint32_t row, uint32_t column, const char *text) {
    struct grid_cell cell = {.row = row, .column = column, .text = str_from_c(text)};
    return grid_build_cell(builder, &cell);
}

static void merge(uint32_t first_row, uint32_t first_column, uint32_t last_row,
                  uint32_t last_column) {
    struct grid_merge range = {first_row, first_column, last_row, last_column};
    ARENA_PUSH(trial.arena, sheet->merges, sheet->n_merges, sheet->merges_capacity, range);
}

Test(grid, empty_sheet_has_nothing) {
    grid_build_end(builder, trial.diag);
    cr_assert_eq(sheet->n_rows, 0);
    cr_assert_null(grid_at(sheet, 1, 1));
    cr_assert_null(grid_at(sheet, 0, 0));
    cr_assert_null(grid_merge_at(sheet, 1, 1));
}

Test(grid, cells_out_of_order_are_sorted) {
    add(3, 1, "c");
    add(1, 2, "b");
    add(1, 1, "a");
    grid_build_end(builder, trial.diag);
    cr_assert_eq(sheet->n_cells, 3);
    cr_assert(str_is(sheet->cells[0].text, "a"));
    cr_assert(str_is(sheet->cells[1].text, "b"));
    cr_assert(str_is(sheet->cells[2].text, "c"));
    cr_assert_eq(sheet->n_rows, 3);
    cr_assert_null(grid_at(sheet, 2, 1));
    cr_assert_eq(trial.diag->n_items, 0);
}

Test(grid, item_9_repeated_place_takes_the_last_and_warns) {
    add(2, 2, "first");
    add(1, 1, "a");
    add(2, 2, "second");
    add(2, 2, "third");
    grid_build_end(builder, trial.diag);
    cr_assert(trial_has(&trial, "B2", GRID_TEXT, "third"));
    cr_assert_eq(sheet->n_cells, 2);
    cr_assert_eq(trial_count(&trial, DIAG_CELL_REPEATED), 1);
    cr_assert_eq(trial.diag->items[0].origin.row, 2);
    cr_assert_eq(trial.diag->items[0].origin.column, 2);
}

Test(grid, more_cells_than_a_block) {
    for (uint32_t row = 1; row <= 20000; row++) {
        add(row, 1, "x");
        add(row, 5, "y");
    }
    grid_build_end(builder, trial.diag);
    cr_assert_eq(sheet->n_cells, 40000);
    cr_assert(trial_has(&trial, "E20000", GRID_TEXT, "y"));
    cr_assert(trial_has(&trial, "A1025", GRID_TEXT, "x"));
    cr_assert_null(grid_at(sheet, 20001, 1));
}

Test(grid, scattered_cells_get_no_row_index) {
    add(1, 1, "first");
    add(GRID_MOST_ROWS, GRID_MOST_COLUMNS, "last");
    grid_build_end(builder, trial.diag);
    cr_assert_null(sheet->row_starts);
    cr_assert(trial_has(&trial, "XFD1048576", GRID_TEXT, "last"));
    cr_assert(trial_has(&trial, "A1", GRID_TEXT, "first"));
    cr_assert_null(grid_at(sheet, 500000, 1));
}

Test(grid, item_24_merge_serves_its_area_and_is_found_from_any_place) {
    add(2, 1, "unit");
    merge(2, 1, 6, 1);
    merge(1, 3, 1, 9);
    grid_build_end(builder, trial.diag);
    for (uint32_t row = 2; row <= 6; row++) {
        cr_assert_eq(grid_merge_at(sheet, row, 1), &sheet->merges[0]);
    }
    cr_assert_null(grid_merge_at(sheet, 1, 1));
    cr_assert_null(grid_merge_at(sheet, 7, 1));
    cr_assert_null(grid_merge_at(sheet, 3, 2));
    cr_assert_eq(grid_merge_at(sheet, 1, 9), &sheet->merges[1]);
    cr_assert_null(grid_merge_at(sheet, 1, 10));
    cr_assert(trial_has(&trial, "A2", GRID_TEXT, "unit"));
}

Test(grid, item_24_stale_values_under_a_merge_are_reported_and_gone) {
    add(1, 1, "top");
    add(1, 2, "stale");
    add(2, 1, "staler");
    add(3, 1, "below");
    merge(1, 1, 2, 2);
    grid_build_end(builder, trial.diag);
    cr_assert_eq(trial_count(&trial, DIAG_CELL_UNDER_MERGE), 2);
    cr_assert(str_is(trial.diag->items[0].value, "stale"));
    cr_assert_null(grid_at(sheet, 1, 2));
    cr_assert_null(grid_at(sheet, 2, 1));
    cr_assert(trial_has(&trial, "A1", GRID_TEXT, "top"));
    cr_assert(trial_has(&trial, "A3", GRID_TEXT, "below"));
}

Test(grid, item_24_merge_over_the_whole_sheet_costs_nothing) {
    add(5, 5, "stale");
    merge(1, 1, GRID_MOST_ROWS, GRID_MOST_COLUMNS);
    grid_build_end(builder, trial.diag);
    cr_assert_eq(sheet->n_cells, 0);
    cr_assert_eq(grid_merge_at(sheet, GRID_MOST_ROWS, GRID_MOST_COLUMNS), &sheet->merges[0]);
}

/* Against the plain search, for merges of every shape that do not overlap. */
Test(grid, merge_index_agrees_with_plain_search) {
    for (uint32_t band = 0; band < 40; band++) {
        uint32_t first = 1 + band * 7;
        merge(first, 1, first + band % 7, 1 + band % 3);
        merge(first, 10, first, 10 + band);
        merge(first + 1, 10, first + 6, 11);
        merge(first + 1, 12, first + 2, 40);
    }
    grid_build_end(builder, trial.diag);
    for (uint32_t row = 1; row < 300; row++) {
        for (uint32_t column = 1; column < 60; column++) {
            const struct grid_merge *plain = NULL;
            for (size_t i = 0; i < sheet->n_merges && !plain; i++) {
                const struct grid_merge *m = &sheet->merges[i];
                bool is_in = row >= m->first_row && row <= m->last_row &&
                             column >= m->first_column && column <= m->last_column;
                plain = is_in ? m : NULL;
            }
            cr_assert_eq(grid_merge_at(sheet, row, column), plain, "row %u column %u", row, column);
        }
    }
}

Test(grid, hidden_rows_are_sorted_once_each) {
    uint32_t rows[] = {7, 3, 7, 5, 3};
    for (size_t i = 0; i < 5; i++) {
        ARENA_PUSH(trial.arena, sheet->hidden_rows, sheet->n_hidden_rows, sheet->hidden_capacity,
                   rows[i]);
    }
    grid_build_end(builder, trial.diag);
    cr_assert_eq(sheet->n_hidden_rows, 3);
    cr_assert_eq(sheet->hidden_rows[0], 3);
    cr_assert_eq(sheet->hidden_rows[1], 5);
    cr_assert_eq(sheet->hidden_rows[2], 7);
}

Test(grid, budget_of_cells_and_of_text_ends) {
    budget.cells = 2;
    cr_assert(add(1, 1, "a"));
    cr_assert(add(1, 2, "b"));
    cr_assert_not(add(1, 3, "c"));
    budget.cells = 10;
    budget.text = 3;
    cr_assert(add(1, 4, "abc"));
    cr_assert_not(add(1, 5, "d"));
}

Test(grid, reports_of_one_kind_are_capped) {
    for (uint32_t row = 1; row <= GRID_MOST_REPORTS + 50; row++) {
        add(row, 2, "stale");
    }
    merge(1, 1, 2000, 2);
    grid_build_end(builder, trial.diag);
    cr_assert_eq(trial_count(&trial, DIAG_CELL_UNDER_MERGE), GRID_MOST_REPORTS);
    cr_assert_eq(sheet->n_cells, 0);
}

Test(grid, sheets_are_capped) {
    for (size_t i = 1; i < GRID_MOST_SHEETS; i++) {
        cr_assert_not_null(grid_add_sheet(trial.arena, &trial.grid, STR("f"), STR("s")));
    }
    cr_assert_null(grid_add_sheet(trial.arena, &trial.grid, STR("f"), STR("s")));
}

Test(grid, texts_are_copied_whole) {
    struct str repeated = trial_repeat(&trial, "0123456789", 500);
    struct str short_copy = grid_build_text(builder, STR("abc"));
    struct str long_copy = grid_build_text(builder, repeated);
    struct str empty = grid_build_text(builder, STR(""));
    cr_assert(str_is(short_copy, "abc"));
    cr_assert(str_equal(long_copy, repeated));
    cr_assert_eq(empty.len, 0);
    cr_assert_neq(long_copy.data, repeated.data);
}
