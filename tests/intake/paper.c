#include "paper.h"
#include "reported.h"

#include "read/store.h"

#include <criterion/criterion.h>
#include <stdio.h>

static void fail_out_of_memory(size_t size) {
    cr_assert_fail("out of memory: %zu", size);
}

static void print_items(const struct paper *paper) {
    for (size_t i = 0; i < diag_n(paper->diag); i++) {
        const struct diag_item *item = reported(paper->diag, i);
        struct str place = origin_text(paper->arena, item->origin);
        fprintf(stderr, "%.*s %.*s %.*s | %.*s\n", STR_ARG(place), STR_ARG(diag_name(item->id)),
                STR_ARG(item->message), STR_ARG(item->suggestion));
    }
}

struct paper paper_open(void) {
    struct paper paper = {.arena = arena_open(fail_out_of_memory)};
    paper.diag = diag_open(paper.arena);
    struct shelf *shelf = shelf_open(paper.arena, STR("templates"), STR("templates"));
    const struct regions *regions = regions_read(paper.arena, shelf, STR("2007"), paper.diag);
    paper.intake = intake_open(paper.arena, shelf, STR("2007"), regions, paper.diag);
    paper.inventory = inventory_open(paper.arena);
    print_items(&paper);
    cr_assert_not_null(paper.intake);
    return paper;
}

void paper_close(struct paper *paper) {
    arena_close(paper->arena);
}

/* ---- values -------------------------------------------------------------------------------- */

const struct value *paper_cell(struct paper *paper, enum field field, struct read_cell cell) {
    static const struct source source = {STR_INIT("x.xlsx"), STR_INIT("S")};
    struct arena *scratch = arena_open_like(paper->arena);
    cell.row = 2;
    cell.column = 3;
    const struct headers *headers = NULL;
    for (int kind = 0; kind < N_SHEET_KINDS && !headers; kind++) {
        const struct headers *sheet = paper->intake->sheets[kind];
        headers = sheet->by_field[field] != SIZE_MAX ? sheet : NULL;
    }
    const struct column_rule *rule = &headers->rules[headers->by_field[field]];
    const struct reading reading = {
        .spellings = paper->intake->spellings,
        .options = paper->intake->options,
        .arena = paper->arena,
        .scratch = scratch,
        .diag = paper->diag,
        .field = field,
        .takes_detail = rule->attachment != N_FIELDS,
        .cell = &cell,
        .origin = {.source = &source, .row = 2, .column = 3},
        .header = STR("header"),
        .yuan = 10000,
    };
    const struct value *value = value_read(&reading);
    arena_close(scratch);
    if (value) {
        cr_assert(str_equal(value->raw, cell.text));
        cr_assert(str_is(value->header, "header"));
        cr_assert_eq(value->origin.column, 3);
    }
    return value;
}

const struct value *paper_value(struct paper *paper, enum field field, const char *text) {
    return paper_cell(paper, field,
                      (struct read_cell){.kind = READ_TEXT, .text = str_from_c(text)});
}

const struct value *paper_number(struct paper *paper, enum field field, const char *text,
                                 double number) {
    return paper_cell(
        paper, field,
        (struct read_cell){.kind = READ_NUMBER, .text = str_from_c(text), .number = number});
}

/* ---- sheets -------------------------------------------------------------------------------- */

/* A sheet drawn as text: what its reader hands over. */
struct drawing {
    struct read_cell *cells;
    size_t n_cells, cells_capacity;
    struct read_merge *merges;
    size_t n_merges, merges_capacity;
};

/* Widens the merge that covers the place above (or at the left), or starts one there. */
static void merge_with(struct paper *paper, struct drawing *drawing, uint32_t row, uint32_t column,
                       bool is_above) {
    uint32_t other_row = is_above ? row - 1 : row, other_column = is_above ? column : column - 1;
    for (size_t i = 0; i < drawing->n_merges; i++) {
        struct read_merge *merge = &drawing->merges[i];
        bool is_inside = merge->first_row <= other_row && other_row <= merge->last_row &&
                         merge->first_column <= other_column && other_column <= merge->last_column;
        if (is_inside) {
            merge->last_row = row > merge->last_row ? row : merge->last_row;
            merge->last_column = column > merge->last_column ? column : merge->last_column;
            return;
        }
    }
    struct read_merge merge = {other_row, other_column, row, column};
    ARENA_PUSH(paper->arena, drawing->merges, drawing->n_merges, drawing->merges_capacity, merge);
}

static bool read_drawing(struct read_sheet *sheet, const struct tape_sink *sink, bool is_first) {
    const struct drawing *drawing = sheet->store->reader;
    for (size_t i = 0; i < drawing->n_merges && is_first; i++) {
        store_merge(sheet, drawing->merges[i]);
    }
    for (size_t i = 0; i < drawing->n_cells; i++) {
        if (!sink->take(sink->context, &drawing->cells[i], TAPE_OWN)) {
            return false;
        }
    }
    return true;
}

struct read_sheet *paper_sheet(struct paper *paper, const char *name, const char *rows) {
    static const struct source source = {STR_INIT("x.xlsx"), STR_INIT("")};
    struct store_file *file = ARENA_NEW(paper->arena, struct store_file);
    *file = (struct store_file){.arena = paper->arena,
                                .scratch = paper->arena,
                                .diag = paper->diag,
                                .source = &source,
                                .budget = store_full_budget()};
    struct drawing *drawing = ARENA_NEW(paper->arena, struct drawing);
    struct str rest = str_from_c(rows), line, text;
    for (uint32_t row = 1; str_split(&rest, STR("\n"), &line); row++) {
        for (uint32_t column = 1; str_split(&line, STR("|"), &text); column++) {
            if (str_is(text, "^") || str_is(text, "<")) {
                merge_with(paper, drawing, row, column, str_is(text, "^"));
            } else if (text.len > 0) {
                struct read_cell cell = {.row = row, .column = column, .text = text};
                ARENA_PUSH(paper->arena, drawing->cells, drawing->n_cells, drawing->cells_capacity,
                           cell);
            }
        }
    }
    struct read_book book = {0};
    struct read_sheet *sheet = store_add(file, &book, str_from_c(name));
    sheet->store->read = read_drawing;
    sheet->store->reader = drawing;
    cr_assert(store_survey(sheet));
    return sheet;
}

void paper_hide_row(struct read_sheet *sheet, uint32_t row) {
    struct drawing *drawing = sheet->store->reader;
    for (size_t i = 0; i < drawing->n_cells; i++) {
        drawing->cells[i].is_row_hidden |= drawing->cells[i].row == row;
    }
}

void paper_read(struct paper *paper, const char *file, struct read_sheet **sheets, size_t n) {
    const struct read_book book = {.sheets = sheets, .n_sheets = n};
    for (size_t i = 0; i < n; i++) {
        struct source *source = ARENA_NEW(paper->arena, struct source);
        *source = (struct source){str_from_c(file), sheets[i]->source->sheet};
        sheets[i]->source = source;
    }
    intake_read_book(paper->intake, paper->inventory, str_from_c(file), &book, paper->diag,
                     &paper->file);
}

void paper_read_rows(struct paper *paper, const char *file, const char *rows) {
    struct read_sheet *sheet = paper_sheet(paper, "Sheet1", rows);
    paper_read(paper, file, &sheet, 1);
}

void paper_read_bytes(struct paper *paper, const char *file, const char *bytes) {
    intake_read(paper->intake, paper->inventory, str_from_c(file), str_from_c(bytes), paper->diag,
                &paper->file);
}

void paper_join(struct paper *paper) {
    intake_join(paper->intake, paper->inventory, paper->diag);
}

/* ---- looking ------------------------------------------------------------------------------- */

const struct unit *paper_unit(struct paper *paper, const char *name) {
    if (paper->intake->n_claims) {
        paper_join(paper);
    }
    const struct unit *unit = inventory_find(paper->inventory, str_from_c(name));
    if (!unit) {
        print_items(paper);
    }
    cr_assert_not_null(unit, "no unit %s", name);
    return unit;
}

const struct system *paper_system(struct paper *paper, const char *unit, const char *name) {
    const struct system *system =
        unit_find_system(paper->inventory, paper_unit(paper, unit), str_from_c(name));
    if (!system) {
        print_items(paper);
    }
    cr_assert_not_null(system, "no system %s", name);
    return system;
}

struct str paper_text(const struct record *record, enum field field) {
    const struct value *value = record_value(record, field);
    return value_is_given(value) ? value->text : (struct str){0};
}

bool paper_is(struct str text, const char *expected) {
    if (!str_is(text, expected)) {
        fprintf(stderr, "\"%.*s\" instead of \"%s\"\n", STR_ARG(text), expected);
        return false;
    }
    return true;
}

size_t paper_count(const struct paper *paper, enum diag_id id) {
    return diag_n_id(paper->diag, id);
}

const struct diag_item *paper_item(struct paper *paper, enum diag_id id, size_t n) {
    const struct diag_item *item = reported_id(paper->diag, id, n);
    if (!item) {
        print_items(paper);
        cr_assert_fail("not reported: %.*s", STR_ARG(diag_name(id)));
    }
    return item;
}

bool paper_at(struct paper *paper, const struct diag_item *item, const char *cell) {
    return paper_is(origin_cell(paper->arena, item->origin), cell);
}

bool paper_is_quiet(const struct paper *paper, enum severity severity) {
    size_t n = 0;
    for (int i = (int)severity; i <= SEVERITY_FATAL; i++) {
        n += diag_n_of(paper->diag, (enum severity)i);
    }
    if (n) {
        print_items(paper);
    }
    return n == 0;
}
