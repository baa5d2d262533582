/* What is odd about the columns of a table: repeated, unknown, missing, hidden. */
#include "intake/columns.h"

static void report_header(const struct table *table, const struct header_column *column,
                          enum diag_id id, struct str argument, struct diag *diag) {
    struct str header = column->n_parts ? column->parts[column->n_parts - 1] : (struct str){0};
    diag_report(
        diag, &(struct diag_note){.id = id,
                                  .origin = read_origin(table->sheet, column->row, column->column),
                                  .header = header,
                                  .value = header,
                                  .args = {argument}});
}

/* The known header nearest to an unknown one; empty if none is near. */
static struct str propose(struct arena *scratch, const struct headers *headers, struct str header) {
    return str_nearest(printed_text(scratch, header, false), headers->names, headers->n_names);
}

static void report_found(struct arena *scratch, const struct table *table, struct diag *diag) {
    for (size_t i = 0; i < table->n_found; i++) {
        const struct header_column *column = &table->found[i];
        if (column->is_repeated) {
            report_header(table, column, DIAG_COLUMN_REPEATED, (struct str){0}, diag);
        } else if (column->n_parts && (!column->entry || column->entry->kind == HEADER_FOREIGN)) {
            struct str header = column->parts[column->n_parts - 1];
            report_header(table, column, DIAG_COLUMN_IGNORED,
                          propose(scratch, table->headers, header), diag);
        }
    }
}

static void report_missing(const struct table *table, const struct headers *headers,
                           struct diag *diag) {
    for (size_t i = 0; i < headers->n_rules; i++) {
        const struct column_rule *rule = &headers->rules[i];
        bool is_key = rule->field == headers->owner || rule->field == FIELD_UNIT_NAME;
        bool is_wanted = (rule->is_required || rule->is_expected) && !is_key;
        bool is_there = table_column(table, rule->field) ||
                        (rule->substitute != N_FIELDS && table_column(table, rule->substitute));
        if (is_wanted && !is_there) {
            struct diag_note note = {.id = DIAG_COLUMN_MISSING,
                                     .origin = read_origin(table->sheet, table->header_row, 0),
                                     .args = {rule->name}};
            diag_report(diag, &note);
        }
    }
}

static void report_hidden(const struct column_books *books, const struct table *table,
                          struct diag *diag) {
    const struct read_sheet *sheet = table->sheet;
    for (size_t i = 0; i < table->n_columns; i++) {
        uint32_t column = table->columns[i].column;
        for (size_t j = 0; j < sheet->n_hidden_columns; j++) {
            const struct read_columns *hidden = &sheet->hidden_columns[j];
            if (hidden->first <= column && column <= hidden->last) {
                struct diag_note note = {.id = DIAG_HIDDEN_READ,
                                         .origin = read_origin(sheet, table->header_row, column),
                                         .header = table->columns[i].header,
                                         .args = {books->spellings->hidden_column}};
                diag_report(diag, &note);
                break;
            }
        }
    }
}

/* A bare number of money under a header that does not say its unit. */
static void report_money(const struct column_books *books, struct arena *scratch,
                         const struct table *table, struct diag *diag) {
    for (size_t i = 0; i < table->n_columns; i++) {
        const struct table_column *column = &table->columns[i];
        bool is_canonical =
            str_equal(header_key(scratch, column->header), header_key(scratch, column->rule->name));
        if (column->rule->yuan && !table->yuan && !is_canonical &&
            !money_named(books->spellings, scratch, column->header)) {
            struct diag_note note = {
                .id = DIAG_VALUE_AMBIGUOUS,
                .origin = read_origin(table->sheet, table->header_row, column->column),
                .header = column->header,
                .value = column->header,
                .args = {books->spellings->money_label}};
            diag_report(diag, &note);
        }
    }
}

void columns_report(const struct column_books *books, struct arena *scratch,
                    const struct table *table, struct diag *diag) {
    report_found(scratch, table, diag);
    if (table->headers->entity == ENTITY_SYSTEM) {
        report_missing(table, books->systems, diag);
    }
    if (table->makes_units) {
        report_missing(table, books->units, diag);
    }
    report_hidden(books, table, diag);
    report_money(books, scratch, table, diag);
}

void columns_report_renamed(struct arena *scratch, const struct table *table, struct diag *diag) {
    for (size_t i = 0; i < table->n_columns; i++) {
        const struct table_column *column = &table->columns[i];
        if (!str_equal(header_key(scratch, column->header),
                       header_key(scratch, column->rule->name))) {
            struct diag_note note = {
                .id = DIAG_COLUMN_RENAMED,
                .origin = read_origin(table->sheet, table->header_row, column->column),
                .header = column->header,
                .value = column->header,
                .args = {column->rule->name}};
            diag_report(diag, &note);
        }
    }
}
