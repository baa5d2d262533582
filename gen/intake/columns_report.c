/* What is odd about the columns of a table: repeated, unknown, missing, hidden. */
#include "intake/columns.h"

#include "intake/values.h"

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

/* The columns that an unknown header may mean; empty if none is likely. */
static struct str likely_names(const struct column_books *books, struct arena *scratch,
                               const struct header_column *column) {
    struct str names[HEADER_MOST_LIKELY];
    for (size_t i = 0; i < column->n_likely; i++) {
        names[i] = column->likely[i]->name;
    }
    return str_join(scratch, names, column->n_likely, books->spellings->likely_joiner);
}

/* The last text of a header. */
static struct str last_text(const struct header_column *column) {
    return column->n_parts ? column->parts[column->n_parts - 1] : (struct str){0};
}

/* Two headers that mean the same. */
static void report_repeat(const struct table *table, const struct header_column *column,
                          enum diag_id id, struct diag *diag) {
    struct str header = last_text(column);
    diag_report(diag, &(struct diag_note){
                          .id = id,
                          .origin = read_origin(table->sheet, column->row, column->column),
                          .header = header,
                          .value = header,
                          .args = {last_text(column->repeats), column->repeats->rule->name}});
}

static void report_found(const struct column_books *books, struct arena *scratch,
                         const struct table *table, struct diag *diag) {
    for (size_t i = 0; i < table->n_found; i++) {
        const struct header_column *column = &table->found[i];
        const struct header_entry *entry = column->entry;
        bool is_doubtful = entry && entry->kind == HEADER_DOUBTFUL;
        if (column->n_parts == 0) {
            continue;
        }
        if (column->is_scored || (entry && entry->kind == HEADER_LOOK && column->rule)) {
            report_header(table, column, DIAG_COLUMN_TAKEN, column->rule->name, diag);
        } else if (column->repeats) {
            report_repeat(table, column, is_doubtful ? DIAG_COLUMN_SPARE : DIAG_COLUMN_REPEATED,
                          diag);
        } else if (entry && entry->kind == HEADER_KNOWN) {
            report_header(table, column, DIAG_COLUMN_KNOWN, entry->said, diag);
        } else if (!entry || (entry->kind == HEADER_LOOK && !column->rule)) {
            report_header(table, column, DIAG_COLUMN_IGNORED, likely_names(books, scratch, column),
                          diag);
        }
    }
}

/* What may be written in a column; empty if that is not told by its type. */
static struct str allowed_in(const struct column_books *books, struct arena *scratch,
                             enum field field) {
    const struct field_info *info = field_info(field);
    const struct spellings *spellings = books->spellings;
    const struct option_list *list = options_find(books->options, str_from_c(info->options));
    if (list) {
        return options_allowed(list, spellings, scratch);
    }
    switch (info->type) {
    case FIELD_LEVEL:
        return spellings->allow_level;
    case FIELD_BOOL:
        return spellings->allow_bool;
    case FIELD_DATE:
        return spellings->allow_date;
    case FIELD_PERCENT:
        return spellings->allow_percent;
    case FIELD_COUNT:
        return spellings->allow_count;
    case FIELD_MONEY:
        return spellings->allow_money;
    case FIELD_PHONE:
        return spellings->allow_phone;
    case FIELD_DIGITS6:
        return spellings->allow_digits6;
    default:
        return (struct str){0};
    }
}

static void report_missing(const struct column_books *books, struct arena *scratch,
                           const struct table *table, const struct headers *headers,
                           struct diag *diag) {
    for (size_t i = 0; i < headers->n_rules; i++) {
        const struct column_rule *rule = &headers->rules[i];
        bool is_key = rule->field == headers->owner || rule->field == FIELD_UNIT_NAME;
        bool is_wanted = (rule->is_required || rule->is_expected) && !is_key;
        bool is_there = table_has(table, rule->field) ||
                        (rule->substitute != N_FIELDS && table_has(table, rule->substitute));
        if (is_wanted && !is_there) {
            struct diag_note note = {.id = DIAG_COLUMN_MISSING,
                                     .origin = read_origin(table->sheet, table->header_row, 0),
                                     .args = {rule->name, allowed_in(books, scratch, rule->field)}};
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
    report_found(books, scratch, table, diag);
    if (table->headers->entity != ENTITY_UNIT) {
        report_missing(books, scratch, table, table->headers, diag);
    }
    if (table->makes_units && table->role != ROLE_SUPPLEMENT) {
        report_missing(books, scratch, table, books->sheets[SHEET_UNITS], diag);
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
