/* Which rows: read once from the words of a template, asked of every row. */
#include "ledger/rows.h"

/* Comparisons of one filter at most. */
#define MAX_TERMS 8

enum comparison {
    COMPARE_UNEQUAL,
    COMPARE_AT_LEAST,
    COMPARE_AT_MOST,
    COMPARE_EQUAL,
    COMPARE_ABOVE,
    COMPARE_BELOW,
    COMPARE_HAS,
    COMPARE_IN,
    COMPARE_WITHIN,
    COMPARE_GIVEN,
    COMPARE_MISSING,
};

/* One comparison. */
struct term {
    /* Holds where the comparison does not. */
    bool is_negated;
    struct ledger_operand left;
    enum comparison comparison;
    /* What it is compared with: a column, or texts. */
    bool is_column;
    struct ledger_operand right;
    struct str *texts;
    size_t n_texts;
};

struct ledger_filter {
    enum ledger_table table;
    struct term terms[MAX_TERMS];
    size_t n_terms;
};

/* Signs by enum comparison; a longer one before its part. */
static const char *const signs[] = {"!=", ">=", "<=", "=", ">", "<", " has ", " in ", " within "};

/* A filter being read. */
struct filter_reading {
    struct arena *arena;
    enum ledger_table table;
    struct ledger_fault *fault;
};

static bool refuse(const struct filter_reading *reading, struct str text, struct str expected) {
    *reading->fault = (struct ledger_fault){text, expected};
    return false;
}

/* ---- reading --------------------------------------------------------------------------------- */

bool ledger_find_operand(enum ledger_table table, struct str name, struct ledger_operand *operand) {
    static const enum ledger_table joined[] = {LEDGER_UNITS, LEDGER_SYSTEMS, LEDGER_MANAGEMENT,
                                               LEDGER_GAPS};
    struct str rest = name, prefix;
    enum ledger_column unit_id;
    *operand = (struct ledger_operand){.table = table};
    if (ledger_find_column(table, name, &operand->column)) {
        return true;
    }
    str_split(&rest, STR("."), &prefix);
    for (size_t i = 0; i < sizeof joined / sizeof joined[0]; i++) {
        bool is_asked = joined[i] != LEDGER_GAPS || table == LEDGER_CHANGES;
        if (is_asked && str_equal(prefix, ledger_table_name(joined[i]))) {
            operand->is_joined = table != joined[i];
            return ledger_find_column(table, STR("unit_id"), &unit_id) &&
                   ledger_find_column(joined[i], rest, &operand->column);
        }
    }
    return false;
}

static struct str nearest_column(const struct filter_reading *reading, struct str name) {
    struct str names[N_LEDGER_COLUMNS];
    size_t n;
    enum ledger_column first = ledger_first_column(reading->table, &n);
    for (size_t i = 0; i < n; i++) {
        names[i] = ledger_column_name((enum ledger_column)(first + i));
    }
    return str_nearest(name, names, n);
}

static enum ledger_type type_of(struct ledger_operand operand) {
    return ledger_column_info(operand.column)->type;
}

static bool is_ordered(enum ledger_type type) {
    return type == LEDGER_AS_COUNT || type == LEDGER_AS_NUMBER || type == LEDGER_AS_LEVEL ||
           type == LEDGER_AS_MONEY || type == LEDGER_AS_PERCENT || type == LEDGER_AS_DATE;
}

static bool asks_order(enum comparison comparison) {
    return comparison == COMPARE_AT_LEAST || comparison == COMPARE_AT_MOST ||
           comparison == COMPARE_ABOVE || comparison == COMPARE_BELOW;
}

static bool read_texts(const struct filter_reading *reading, struct str text, struct term *term) {
    enum ledger_type type = type_of(term->left);
    bool is_part = term->comparison == COMPARE_HAS || term->comparison == COMPARE_IN;
    struct str rest = text, part;
    size_t capacity = 0;
    while (str_split(&rest, STR("|"), &part)) {
        part = str_trim(part);
        if (!part.len || (!is_part && !ledger_value_is_good(type, part))) {
            return refuse(reading, part, ledger_value_expected(type));
        }
        ARENA_PUSH(reading->arena, term->texts, term->n_texts, capacity, part);
    }
    return term->n_texts == 1 || (term->n_texts && !asks_order(term->comparison)) ||
           refuse(reading, text, ledger_value_expected(type));
}

/* "2012..2012-06-30": what a day begins with, and the last day. */
static bool read_days(const struct filter_reading *reading, struct str text, struct term *term) {
    size_t at = str_find(text, STR(".."), 0);
    struct str *days = ARENA_ARRAY(reading->arena, struct str, 2);
    if (type_of(term->left) != LEDGER_AS_DATE || at == SIZE_MAX) {
        return refuse(reading, text, STR("2012..2012-06-30"));
    }
    days[0] = str_trim(str_slice(text, 0, at));
    days[1] = str_trim(str_slice(text, at + 2, text.len));
    term->texts = days;
    for (size_t i = 0; i < 2; i++) {
        if (!days[i].len || !ledger_value_is_good(LEDGER_AS_DATE, days[i])) {
            return refuse(reading, days[i], ledger_value_expected(LEDGER_AS_DATE));
        }
    }
    return true;
}

static bool read_right(const struct filter_reading *reading, struct str text, struct term *term) {
    enum ledger_type type = type_of(term->left);
    if (asks_order(term->comparison) && !is_ordered(type)) {
        return refuse(reading, ledger_column_name(term->left.column), STR("= !="));
    }
    if (term->comparison == COMPARE_WITHIN) {
        return read_days(reading, text, term);
    }
    if (term->comparison < COMPARE_HAS && ledger_find_operand(reading->table, text, &term->right)) {
        term->is_column = true;
        return type_of(term->right) == type ||
               refuse(reading, text, ledger_column_name(term->left.column));
    }
    return read_texts(reading, text, term);
}

static bool read_left(const struct filter_reading *reading, struct str name, struct term *term) {
    return ledger_find_operand(reading->table, name, &term->left) ||
           refuse(reading, name, nearest_column(reading, name));
}

static bool read_term(const struct filter_reading *reading, struct str text, struct term *term) {
    static const struct str given = STR_INIT(" given"), missing = STR_INIT(" missing");
    static const struct str negation = STR_INIT("not ");
    size_t first = SIZE_MAX, size = 0;
    term->is_negated = str_starts(text, negation);
    text = term->is_negated ? str_trim(str_slice(text, negation.len, text.len)) : text;
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        size_t at = str_find(text, str_from_c(signs[i]), 0);
        if (at < first) {
            first = at;
            size = str_from_c(signs[i]).len;
            term->comparison = (enum comparison)i;
        }
    }
    if (first != SIZE_MAX) {
        return read_left(reading, str_trim(str_slice(text, 0, first)), term) &&
               read_right(reading, str_trim(str_slice(text, first + size, text.len)), term);
    }
    bool is_given = str_ends(text, given);
    if (!is_given && !str_ends(text, missing)) {
        return refuse(reading, text, STR("column=value & column given & column missing"));
    }
    term->comparison = is_given ? COMPARE_GIVEN : COMPARE_MISSING;
    size_t end = text.len - (is_given ? given.len : missing.len);
    return read_left(reading, str_trim(str_slice(text, 0, end)), term);
}

const struct ledger_filter *ledger_filter_read(struct arena *arena, enum ledger_table table,
                                               struct str text, struct ledger_fault *fault) {
    const struct filter_reading reading = {arena, table, fault};
    struct ledger_filter *filter = ARENA_NEW(arena, struct ledger_filter);
    struct str rest = text, part;
    filter->table = table;
    while (str_split(&rest, STR("&"), &part)) {
        if (filter->n_terms == MAX_TERMS) {
            refuse(&reading, part, STR("1-8"));
            return NULL;
        }
        if (!read_term(&reading, str_trim(part), &filter->terms[filter->n_terms++])) {
            return NULL;
        }
    }
    return filter;
}

/* ---- asking ---------------------------------------------------------------------------------- */

/* Rows of a table, one behind the other. */
struct row_range {
    size_t first, n;
};

/* The item of a gap sheet that a change is of; empty if it is of none. */
static struct str clause_of(const struct ledger_row *change) {
    struct str field = ledger_cell(change, LEDGER_CHANGES_FIELD);
    return str_starts(field, STR(LEDGER_OF_GAP))
               ? str_slice(field, sizeof LEDGER_OF_GAP - 1, field.len)
               : (struct str){0};
}

/* The rows that an operand of another table asks: those of the row's unit, or of its system where
 * both tables know systems, or of its item of a gap sheet. */
static struct row_range find_joined(const struct ledger *ledger, const struct ledger_row *row,
                                    struct ledger_operand operand) {
    enum ledger_table table = ledger_column_table(operand.column);
    const struct ledger_rows *rows = &ledger->tables[table];
    const struct ledger_keys own = ledger->keys[operand.table], theirs = ledger->keys[table];
    bool has_no = own.system != N_LEDGER_COLUMNS && theirs.system != N_LEDGER_COLUMNS;
    struct str unit = ledger_cell(row, own.unit);
    struct str no = has_no ? ledger_cell(row, own.system) : (struct str){0};
    struct str clause = table == LEDGER_GAPS ? clause_of(row) : (struct str){0};
    bool is_one = ledger_table_info(table)->is_once && ledger_table_info(table)->n_order == 1;
    struct row_range range = {unit.len ? ledger_find_rows(ledger, table, unit) : rows->n_items, 0};
    for (size_t i = range.first; i < rows->n_items; i++) {
        const struct ledger_row *joined = rows_at(rows, i);
        if (!str_equal(ledger_cell(joined, theirs.unit), unit)) {
            break;
        }
        bool is_it =
            (!has_no || str_equal(ledger_cell(joined, theirs.system), no)) &&
            (table != LEDGER_GAPS || str_equal(ledger_cell(joined, LEDGER_GAPS_CLAUSE), clause));
        range.first = is_it && !range.n ? i : range.first;
        range.n += is_it;
        if (is_one) {
            break;
        }
    }
    return range;
}

struct str ledger_look(const struct ledger *ledger, struct ledger_operand operand,
                       const struct ledger_row *row) {
    struct str past;
    if (!operand.is_joined) {
        return ledger_cell(row, operand.column);
    }
    if (ledger_look_gone(ledger, operand, row, &past)) {
        return past;
    }
    enum ledger_table table = ledger_column_table(operand.column);
    struct row_range range = find_joined(ledger, row, operand);
    return range.n ? ledger_cell(ledger_row(ledger, table, range.first), operand.column)
                   : (struct str){0};
}

/* Both are known well enough to be put in order. */
static bool is_known(enum ledger_type type, struct str text) {
    return type == LEDGER_AS_DATE ? text.len == 10 : text.len > 0;
}

static bool compare(const struct term *term, struct str left, struct str right) {
    if (term->comparison == COMPARE_IN) {
        return str_starts(left, right);
    }
    if (!asks_order(term->comparison)) {
        return str_equal(left, right);
    }
    enum ledger_type type = type_of(term->left);
    if (!is_known(type, left) || !is_known(type, right)) {
        return false;
    }
    int order = ledger_value_compare(type, left, right);
    switch (term->comparison) {
    case COMPARE_AT_LEAST:
        return order >= 0;
    case COMPARE_AT_MOST:
        return order <= 0;
    case COMPARE_ABOVE:
        return order > 0;
    default:
        return order < 0;
    }
}

static bool has_code(struct str codes, struct str wanted) {
    struct str code;
    while (str_split(&codes, STR(";"), &code)) {
        if (str_equal(code, wanted)) {
            return true;
        }
    }
    return false;
}

/* Begins with the first, and is not known to be after the second. */
static bool is_within(const struct str *days, struct str text) {
    struct str last = str_slice(days[1], 0, text.len < days[1].len ? text.len : days[1].len);
    return str_starts(text, days[0]) && str_compare(text, last) <= 0;
}

/* Holds for the cell `left` of the row. */
static bool holds_for(const struct ledger *ledger, const struct term *term, struct str left,
                      const struct ledger_row *row) {
    if (term->comparison == COMPARE_GIVEN || term->comparison == COMPARE_MISSING) {
        return (left.len > 0) == (term->comparison == COMPARE_GIVEN);
    }
    if (term->comparison == COMPARE_WITHIN) {
        return is_within(term->texts, left);
    }
    bool is_any = term->is_column && compare(term, left, ledger_look(ledger, term->right, row));
    for (size_t i = 0; !is_any && i < term->n_texts; i++) {
        is_any = term->comparison == COMPARE_HAS ? has_code(left, term->texts[i])
                                                 : compare(term, left, term->texts[i]);
    }
    return is_any != (term->comparison == COMPARE_UNEQUAL);
}

/* Of several rows asked, any does. */
static bool holds(const struct ledger *ledger, const struct term *term,
                  const struct ledger_row *row) {
    struct str past;
    if (!term->left.is_joined) {
        return holds_for(ledger, term, ledger_cell(row, term->left.column), row);
    }
    if (ledger_look_gone(ledger, term->left, row, &past)) {
        return holds_for(ledger, term, past, row);
    }
    enum ledger_table table = ledger_column_table(term->left.column);
    struct row_range range = find_joined(ledger, row, term->left);
    bool is_any = !range.n && holds_for(ledger, term, (struct str){0}, row);
    for (size_t i = range.first; !is_any && i < range.first + range.n; i++) {
        struct str left = ledger_cell(ledger_row(ledger, table, i), term->left.column);
        is_any = holds_for(ledger, term, left, row);
    }
    return is_any;
}

bool ledger_passes(const struct ledger *ledger, const struct ledger_filter *filter,
                   const struct ledger_row *row) {
    for (size_t i = 0; i < filter->n_terms; i++) {
        const struct term *term = &filter->terms[i];
        if (holds(ledger, term, row) == term->is_negated) {
            return false;
        }
    }
    return true;
}
