/* Rule tables: CSV files of the shelf, their columns found by name, their cells checked. */
#include "rules/table.h"

static struct origin place(const struct table *table, size_t column) {
    return (struct origin){.source = table->source,
                           .row = table->csv.records[table->row].line,
                           .column = (uint32_t)table->columns[column] + 1};
}

static bool find_columns(struct table *table, size_t n_names) {
    bool is_good = true;
    for (size_t i = 0; i < n_names; i++) {
        table->columns[i] = csv_column(&table->csv, table->names[i]);
        if (table->columns[i] == SIZE_MAX) {
            struct diag_note note = {.id = DIAG_TABLE_COLUMN,
                                     .origin = {.source = table->source, .row = 1},
                                     .args = {str_from_c(table->names[i])}};
            diag_report(table->diag, &note);
            is_good = false;
        }
    }
    return is_good;
}

bool table_open(struct table *table, struct arena *arena, struct shelf *shelf, const char *subject,
                struct str edition, struct diag *diag) {
    table->arena = arena;
    table->diag = diag;
    table->row = 0;
    size_t n_names = 0;
    while (table->names[n_names]) {
        n_names++;
    }
    table->columns = ARENA_ARRAY(arena, size_t, n_names);
    return shelf_csv(shelf, subject, edition, diag, &table->csv, &table->source) &&
           find_columns(table, n_names);
}

bool table_next(struct table *table) {
    while (table->row + 1 < table->csv.n_records) {
        const struct csv_record *record = &table->csv.records[++table->row];
        bool is_blank = true;
        for (size_t i = 0; i < record->n_fields; i++) {
            is_blank = is_blank && csv_text(record, i).len == 0;
        }
        if (!is_blank && !str_starts(csv_text(record, 0), STR("#"))) {
            return true;
        }
    }
    return false;
}

struct str table_text(const struct table *table, size_t column) {
    return csv_text(&table->csv.records[table->row], table->columns[column]);
}

bool table_number(const struct table *table, size_t column, int low, int high, int *number) {
    struct str text = table_text(table, column);
    int64_t wide = 0;
    if (!str_to_int(text, &wide) || wide < low || wide > high) {
        return table_refuse(table, column, text, str_format(table->arena, "%d-%d", low, high));
    }
    *number = (int)wide;
    return true;
}

bool table_choice(const struct table *table, size_t column, const char *const *choices,
                  size_t n_choices, size_t *choice) {
    struct str text = table_text(table, column);
    struct buf expected = {.arena = table->arena};
    for (size_t i = 0; i < n_choices; i++) {
        if (str_is(text, choices[i])) {
            *choice = i;
            return true;
        }
        buf_add_c(&expected, i ? " | " : "");
        buf_add_c(&expected, choices[i]);
    }
    return table_refuse(table, column, text, buf_str(&expected));
}

bool table_refuse(const struct table *table, size_t column, struct str value, struct str expected) {
    struct diag_note note = {.id = DIAG_TABLE_VALUE,
                             .origin = place(table, column),
                             .header = str_from_c(table->names[column]),
                             .value = table_text(table, column),
                             .args = {value, expected}};
    diag_report(table->diag, &note);
    return false;
}

bool table_lacks(const struct table *table, struct str row) {
    struct diag_note note = {
        .id = DIAG_TABLE_ROW, .origin = {.source = table->source}, .args = {row}};
    diag_report(table->diag, &note);
    return false;
}
