/* What is odd about the columns of a table: repeated, unknown, missing, hidden. */
#include "intake/columns.h"

#include "intake/values.h"

/* The last text of a header. */
static struct str last_text(const struct header_column *column) {
    return column->n_parts ? column->parts[column->n_parts - 1] : (struct str){0};
}

/* A header as a reader finds it: its column's letters, in a form its cell, and its text. */
static struct str place_name(const struct column_books *books, struct arena *scratch,
                             const struct table *table, const struct header_column *column) {
    uint32_t row = table->is_form ? column->row : 0;
    const struct str_argument arguments[] = {
        {STR("1"), origin_cell(scratch, (struct origin){.row = row, .column = column->column})},
        {STR("2"), printed_text(scratch, last_text(column), false)}};
    const struct spellings *spellings = books->spellings;
    return str_fill(scratch, table->is_form ? spellings->place_box : spellings->place_column,
                    arguments, 2);
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

/* What is said of a header; DIAG_COUNT for nothing. */
static enum diag_id verdict_of(const struct header_column *column) {
    const struct header_entry *entry = column->entry;
    if (column->n_parts == 0) {
        return DIAG_COUNT;
    }
    if (column->is_beside) {
        return DIAG_TABLE_BESIDE;
    }
    if (column->is_scored || (entry && entry->kind == HEADER_LOOK && column->rule)) {
        return DIAG_COLUMN_TAKEN;
    }
    if (column->repeats) {
        bool is_doubtful = entry && entry->kind == HEADER_DOUBTFUL;
        if (header_second(column)) {
            return DIAG_COLUMN_TWICE;
        }
        return is_doubtful ? DIAG_COLUMN_SPARE : DIAG_COLUMN_REPEATED;
    }
    if (entry && entry->kind == HEADER_KNOWN) {
        return DIAG_COLUMN_KNOWN;
    }
    bool is_unknown = !entry || (entry->kind == HEADER_LOOK && !column->rule);
    return is_unknown ? DIAG_COLUMN_IGNORED : DIAG_COUNT;
}

/* Headers of which one thing is to be said, by their names. */
struct alike {
    size_t first;
    struct buf names;
};

/* What is said of a header together with others: known ones that are passed over for one reason,
 * unknown ones that may mean nothing of ours. False if it is said of this one alone. */
static bool is_shared(const struct header_column *column, enum diag_id id, struct str *reason) {
    *reason = id == DIAG_COLUMN_KNOWN ? column->entry->said : (struct str){0};
    if (id == DIAG_TABLE_BESIDE) {
        *reason = STR("beside");
        return true;
    }
    return id == DIAG_COLUMN_KNOWN || (id == DIAG_COLUMN_IGNORED && !column->n_likely);
}

/* Headers of which something is to be said, those of which it is the same together. */
static struct alike *group_headers(const struct column_books *books, struct arena *scratch,
                                   const struct table *table, size_t *n_groups) {
    struct alike *groups = ARENA_ARRAY(scratch, struct alike, table->n_found);
    struct dictionary *reasons = dictionary_open(scratch);
    *n_groups = 0;
    for (size_t i = 0; i < table->n_found; i++) {
        const struct header_column *column = &table->found[i];
        enum diag_id id = verdict_of(column);
        size_t at = *n_groups;
        struct str reason;
        if (id == DIAG_COUNT) {
            continue;
        }
        bool is_new = !is_shared(column, id, &reason) || !dictionary_get(reasons, reason, &at);
        if (is_new) {
            groups[(*n_groups)++] = (struct alike){i, {.arena = scratch}};
        }
        if (is_new && is_shared(column, id, &reason)) {
            dictionary_put(reasons, reason, at);
        }
        buf_add(&groups[at].names, is_new ? (struct str){0} : books->spellings->joiner);
        buf_add(&groups[at].names, place_name(books, scratch, table, column));
    }
    return groups;
}

static void report_found(const struct column_books *books, struct arena *scratch,
                         const struct table *table, struct diag *diag) {
    size_t n_groups;
    const struct alike *groups = group_headers(books, scratch, table, &n_groups);
    for (size_t i = 0; i < n_groups; i++) {
        const struct header_column *column = &table->found[groups[i].first];
        const struct header_column *other = column->repeats;
        enum diag_id id = verdict_of(column);
        struct diag_note note = {.id = id,
                                 .origin = read_origin(table->sheet, column->row, column->column),
                                 .header = last_text(column),
                                 .value = last_text(column),
                                 .args = {buf_str(&groups[i].names)}};
        if (id == DIAG_COLUMN_TAKEN) {
            note.args[1] = column->rule->name;
        } else if (other) {
            note.args[1] = other->rule->name;
            note.args[2] = place_name(books, scratch, table, other);
        } else {
            note.args[1] = id == DIAG_COLUMN_KNOWN ? column->entry->said
                                                   : likely_names(books, scratch, column);
        }
        diag_report(diag, &note);
    }
}

struct str columns_allowed(const struct spellings *spellings, const struct options *options,
                           struct arena *scratch, enum field field) {
    const struct field_info *info = field_info(field);
    const struct option_list *list = options_find(options, str_from_c(info->options));
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

static bool is_missed(const struct table *table, const struct headers *headers,
                      const struct column_rule *rule) {
    bool is_key = rule->field == headers->owner || rule->field == FIELD_UNIT_NAME;
    bool is_wanted = (rule->is_required || rule->is_expected) && !is_key;
    return is_wanted && !table_has(table, rule->field) &&
           (rule->substitute == N_FIELDS || !table_has(table, rule->substitute));
}

static void add_missed(struct table *table, const struct headers *headers) {
    for (size_t i = 0; i < headers->n_rules; i++) {
        if (is_missed(table, headers, &headers->rules[i])) {
            table->missed[table->n_missed++] = &headers->rules[i];
        }
    }
}

void columns_set_missed(const struct column_books *books, struct arena *arena,
                        struct table *table) {
    const struct headers *units = books->sheets[SHEET_UNITS];
    table->missed =
        ARENA_ARRAY(arena, const struct column_rule *, table->headers->n_rules + units->n_rules);
    if (table->headers->entity != ENTITY_UNIT) {
        add_missed(table, table->headers);
    }
    if (table->makes_units && table->role != ROLE_SUPPLEMENT) {
        add_missed(table, units);
    }
}

/* What may be written in the columns that are missing: those with the same answers together. */
static struct str allowed_in_missed(const struct column_books *books, struct arena *scratch,
                                    const struct table *table) {
    const struct spellings *spellings = books->spellings;
    struct str *allowed = ARENA_ARRAY(scratch, struct str, table->n_missed);
    struct buf told = {.arena = scratch};
    for (size_t i = 0; i < table->n_missed; i++) {
        allowed[i] = columns_allowed(spellings, books->options, scratch, table->missed[i]->field);
    }
    for (size_t i = 0; i < table->n_missed; i++) {
        struct str these = allowed[i];
        struct buf names = {.arena = scratch};
        for (size_t k = i; k < table->n_missed && these.len; k++) {
            if (str_equal(allowed[k], these)) {
                buf_add(&names, names.len ? spellings->likely_joiner : (struct str){0});
                buf_add(&names, table->missed[k]->name);
                allowed[k] = (struct str){0};
            }
        }
        const struct str_argument arguments[] = {{STR("1"), buf_str(&names)}, {STR("2"), these}};
        buf_add(&told, told.len && these.len ? spellings->unread_joiner : (struct str){0});
        buf_add(&told, these.len ? str_fill(scratch, spellings->missed_allowed, arguments, 2)
                                 : (struct str){0});
    }
    return buf_str(&told);
}

void columns_report_missing(const struct column_books *books, struct arena *scratch,
                            const struct table *table, struct diag *diag) {
    const struct spellings *spellings = books->spellings;
    struct str *names = ARENA_ARRAY(scratch, struct str, table->n_missed);
    for (size_t i = 0; i < table->n_missed; i++) {
        names[i] = table->missed[i]->name;
    }
    const struct diag_note note = {
        .id = DIAG_COLUMN_MISSING,
        .origin = read_origin(table->sheet, table->header_row, 0),
        .args = {str_join(scratch, names, table->n_missed, spellings->likely_joiner),
                 str_format(scratch, "%zu", table->n_missed),
                 allowed_in_missed(books, scratch, table),
                 table->is_form ? spellings->missed_box : spellings->hidden_column}};
    if (table->n_missed) {
        diag_report(diag, &note);
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

/* The header is the official one, but for signs and widths. */
static bool is_canonical(struct arena *scratch, const struct table_column *column) {
    return str_equal(header_key(scratch, column->header), header_key(scratch, column->rule->name));
}

/* A bare number of money under a header that does not say its unit. */
static void report_money(const struct column_books *books, struct arena *scratch,
                         const struct table *table, struct diag *diag) {
    for (size_t i = 0; i < table->n_columns; i++) {
        const struct table_column *column = &table->columns[i];
        if (column->rule->yuan && !table->yuan && !is_canonical(scratch, column) &&
            !money_named(books->spellings, scratch, column->header)) {
            struct diag_note note = {
                .id = DIAG_MONEY_UNIT,
                .origin = read_origin(table->sheet, table->header_row, column->column),
                .header = column->header,
                .args = {books->spellings->money_label}};
            diag_report(diag, &note);
        }
    }
}

void columns_report(const struct column_books *books, struct arena *scratch,
                    const struct table *table, struct diag *diag) {
    report_found(books, scratch, table, diag);
    report_hidden(books, table, diag);
    report_money(books, scratch, table, diag);
}

void columns_report_renamed(struct arena *scratch, const struct table *table, struct diag *diag) {
    for (size_t i = 0; i < table->n_columns; i++) {
        const struct table_column *column = &table->columns[i];
        if (!is_canonical(scratch, column)) {
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
