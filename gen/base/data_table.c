/* Our own CSV tables: files of the shelf, their columns found by name, their cells checked. */
#include "base/data_table.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/dictionary.h"

static struct origin place(const struct data_table *table, size_t column) {
    return (struct origin){.source = table->source,
                           .row = table->csv.records[table->row].line,
                           .column = (uint32_t)table->columns[column] + 1};
}

static void complain(const struct data_table *table, enum diag_id id, struct origin origin,
                     struct str first, struct str second) {
    diag_report(table->diag,
                &(struct diag_note){.id = id, .origin = origin, .args = {first, second}});
}

static struct origin header_place(const struct data_table *table, size_t column) {
    return (struct origin){.source = table->source, .row = 1, .column = (uint32_t)column + 1};
}

/* Names of the columns that were not found. */
static size_t list_absent(const struct data_table *table, size_t n_names, struct str *names) {
    size_t n = 0;
    for (size_t i = 0; i < n_names; i++) {
        if (table->columns[i] == SIZE_MAX) {
            names[n++] = str_from_c(table->names[i]);
        }
    }
    return n;
}

static struct str join_names(const struct data_table *table, size_t n_names) {
    struct str *names = ARENA_ARRAY(table->arena, struct str, n_names);
    for (size_t i = 0; i < n_names; i++) {
        names[i] = str_from_c(table->names[i]);
    }
    return str_join(table->arena, names, n_names, STR(", "));
}

/* The header's column is one of those found. */
static bool is_known(const struct data_table *table, size_t n_names, size_t column) {
    for (size_t i = 0; i < n_names; i++) {
        if (table->columns[i] == column) {
            return true;
        }
    }
    return false;
}

/* Finds the columns, and reports those that are missing and those that nobody knows, a misspelt one
 * once. */
static bool find_columns(struct data_table *table, size_t n_names) {
    for (size_t i = 0; i < n_names; i++) {
        table->columns[i] = csv_column(&table->csv, table->names[i]);
    }
    struct str *absent = ARENA_ARRAY(table->arena, struct str, n_names);
    size_t n_absent = list_absent(table, n_names, absent);
    bool is_good = n_absent == 0;
    size_t n_fields = table->csv.n_records ? table->csv.records[0].n_fields : 0;
    for (size_t i = 0; i < n_fields; i++) {
        if (is_known(table, n_names, i)) {
            continue;
        }
        struct str wrong = csv_text(&table->csv.records[0], i);
        struct str meant = str_nearest(wrong, absent, n_absent);
        complain(table, DIAG_TABLE_HEADER, header_place(table, i), wrong,
                 meant.len ? meant : join_names(table, n_names));
        is_good = false;
        for (size_t k = 0; k < n_absent && meant.len; k++) {
            absent[k] = str_equal(absent[k], meant) ? (struct str){0} : absent[k];
        }
    }
    for (size_t i = 0; i < n_absent; i++) {
        if (absent[i].len) {
            complain(table, DIAG_TABLE_COLUMN, header_place(table, 0), absent[i], (struct str){0});
        }
    }
    return is_good;
}

/* Every row has as many cells as the header, and there is one. */
static bool check_rows(struct data_table *table) {
    size_t n_rows = 0, n_columns = table->csv.records[0].n_fields;
    bool is_good = true;
    for (; data_next(table); n_rows++) {
        size_t n = table->csv.records[table->row].n_fields;
        if (n != n_columns) {
            struct origin origin = {.source = table->source,
                                    .row = table->csv.records[table->row].line};
            complain(table, DIAG_TABLE_CELLS, origin, str_format(table->arena, "%zu", n),
                     str_format(table->arena, "%zu", n_columns));
            is_good = false;
        }
    }
    table->row = 0;
    return n_rows ? is_good : data_lacks(table, str_from_c(table->names[0]));
}

/* ---- order ----------------------------------------------------------------------------------- */

/* Name of the column that says in which order rows are read. */
#define ORDER "order"

/* A record where it is read. */
struct placed {
    /* What its column of order says; 0 in a table without one. */
    int64_t order;
    /* Its cells, by which rows without an order are read. */
    struct str key;
    struct csv_record record;
};

static int compare_placed(const void *left, const void *right) {
    const struct placed *a = left, *b = right;
    int by_key = str_compare(a->key, b->key);
    return a->order != b->order ? (a->order > b->order) - (a->order < b->order)
           : by_key             ? by_key
                    : (a->record.line > b->record.line) - (a->record.line < b->record.line);
}

/* The cells of the row under work, in the order of `names`. */
static struct str join_cells(const struct data_table *table, size_t n_names) {
    struct buf cells = {.arena = table->arena};
    for (size_t i = 0; i < n_names; i++) {
        buf_add(&cells, data_text(table, i));
        buf_add_c(&cells, "\t");
    }
    return buf_str(&cells);
}

/* What the row under work says of its place; no two rows say the same. */
static bool read_order(const struct data_table *table, size_t column, struct dictionary *seen,
                       int64_t *order) {
    struct str text = data_text(table, column);
    if (!str_to_int(text, order) || *order < 1 || *order > DATA_MAX_ORDER) {
        return data_refuse(table, column, text, str_format(table->arena, "1-%d", DATA_MAX_ORDER));
    }
    struct str key = str_format(table->arena, ORDER " %d", (int)*order);
    return dictionary_put(seen, key, table->row) || data_repeats(table, key);
}

/* Puts the rows in the order in which they are read: that of their column of order, else that of
 * their cells; where they stand in the file means nothing. */
static bool sort_rows(struct data_table *table, size_t n_names) {
    struct placed *rows = ARENA_ARRAY(table->arena, struct placed, table->csv.n_records);
    struct dictionary *seen = dictionary_open(table->arena);
    bool is_ordered = n_names && str_is(str_from_c(table->names[n_names - 1]), ORDER);
    size_t n = 0;
    bool is_good = true;
    while (data_next(table)) {
        struct placed *row = &rows[n++];
        row->record = table->csv.records[table->row];
        if (is_ordered) {
            is_good &= read_order(table, n_names - 1, seen, &row->order);
        } else {
            row->key = join_cells(table, n_names);
        }
    }
    table->row = 0;
    if (n) {
        qsort(rows, n, sizeof rows[0], compare_placed);
    }
    for (size_t i = 0; i < n; i++) {
        table->csv.records[i + 1] = rows[i].record;
    }
    table->csv.n_records = n + 1;
    return is_good;
}

bool data_open(struct data_table *table, struct arena *arena, struct shelf *shelf,
               const char *subject, struct str edition, struct diag *diag) {
    table->arena = arena;
    table->diag = diag;
    table->row = 0;
    size_t n_names = 0;
    while (table->names[n_names]) {
        n_names++;
    }
    table->columns = ARENA_ARRAY(arena, size_t, n_names);
    return shelf_csv(shelf, subject, edition, diag, &table->csv, &table->source) &&
           find_columns(table, n_names) && check_rows(table) && sort_rows(table, n_names);
}

bool data_next(struct data_table *table) {
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

struct str data_text(const struct data_table *table, size_t column) {
    return csv_text(&table->csv.records[table->row], table->columns[column]);
}

bool data_number(const struct data_table *table, size_t column, int low, int high, int *number) {
    struct str text = data_text(table, column);
    int64_t wide = 0;
    if (!str_to_int(text, &wide) || wide < low || wide > high) {
        return data_refuse(table, column, text, str_format(table->arena, "%d-%d", low, high));
    }
    *number = (int)wide;
    return true;
}

bool data_choice(const struct data_table *table, size_t column, const char *const *choices,
                 size_t n_choices, size_t *choice) {
    struct str text = data_text(table, column);
    struct buf expected = {.arena = table->arena};
    for (size_t i = 0; i < n_choices; i++) {
        if (str_is(text, choices[i])) {
            *choice = i;
            return true;
        }
        buf_add_c(&expected, i ? " | " : "");
        buf_add_c(&expected, choices[i]);
    }
    return data_refuse(table, column, text, buf_str(&expected));
}

bool data_refuse(const struct data_table *table, size_t column, struct str value,
                 struct str expected) {
    struct diag_note note = {.id = DIAG_TABLE_VALUE,
                             .origin = place(table, column),
                             .header = str_from_c(table->names[column]),
                             .value = data_text(table, column),
                             .args = {value, expected}};
    diag_report(table->diag, &note);
    return false;
}

bool data_repeats(const struct data_table *table, struct str key) {
    struct origin place = {table->source, table->csv.records[table->row].line, 0, 0};
    complain(table, DIAG_TABLE_REPEATED, place, key, (struct str){0});
    return false;
}

bool data_lacks(const struct data_table *table, struct str row) {
    complain(table, DIAG_TABLE_ROW, header_place(table, 0), row, (struct str){0});
    return false;
}
