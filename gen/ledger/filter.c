/* Which rows: read once from the words of a template, asked of every row. */
#include "ledger/rows.h"

/* Comparisons of one filter at most. */
#define MAX_TERMS 8

/* A column of the row, or of its unit's row. */
struct operand {
    enum ledger_column column;
    bool is_of_unit;
};

enum comparison {
    COMPARE_UNEQUAL,
    COMPARE_AT_LEAST,
    COMPARE_AT_MOST,
    COMPARE_EQUAL,
    COMPARE_ABOVE,
    COMPARE_BELOW,
    COMPARE_HAS,
    COMPARE_IN,
    COMPARE_GIVEN,
    COMPARE_MISSING,
};

/* One comparison. */
struct term {
    /* Holds where the comparison does not. */
    bool is_negated;
    struct operand left;
    enum comparison comparison;
    /* What it is compared with: a column, or texts. */
    bool is_column;
    struct operand right;
    struct str *texts;
    size_t n_texts;
};

struct ledger_filter {
    enum ledger_table table;
    struct term terms[MAX_TERMS];
    size_t n_terms;
};

/* Signs by enum comparison; a longer one before its part. */
static const char *const signs[] = {"!=", ">=", "<=", "=", ">", "<", " has ", " in "};

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

/* "units.x" asks the row of the row's unit, in a table that names units. */
static bool find_operand(enum ledger_table table, struct str name, struct operand *operand) {
    static const struct str prefix = STR_INIT("units.");
    enum ledger_column unit_id;
    *operand = (struct operand){0};
    if (!str_starts(name, prefix)) {
        return ledger_find_column(table, name, &operand->column);
    }
    operand->is_of_unit = table != LEDGER_UNITS;
    return ledger_find_column(table, STR("unit_id"), &unit_id) &&
           ledger_find_column(LEDGER_UNITS, str_slice(name, prefix.len, name.len),
                              &operand->column);
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

static enum ledger_type type_of(struct operand operand) {
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

static bool read_right(const struct filter_reading *reading, struct str text, struct term *term) {
    enum ledger_type type = type_of(term->left);
    if (asks_order(term->comparison) && !is_ordered(type)) {
        return refuse(reading, ledger_column_name(term->left.column), STR("= !="));
    }
    if (term->comparison < COMPARE_HAS && find_operand(reading->table, text, &term->right)) {
        term->is_column = true;
        return type_of(term->right) == type ||
               refuse(reading, text, ledger_column_name(term->left.column));
    }
    return read_texts(reading, text, term);
}

static bool read_left(const struct filter_reading *reading, struct str name, struct term *term) {
    return find_operand(reading->table, name, &term->left) ||
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

static struct str look_up(const struct ledger *ledger, enum ledger_table table,
                          const struct ledger_row *row, struct operand operand) {
    enum ledger_column unit_id;
    if (!operand.is_of_unit) {
        return ledger_cell(row, operand.column);
    }
    size_t unit = ledger_find_column(table, STR("unit_id"), &unit_id)
                      ? ledger_find_unit(ledger, ledger_cell(row, unit_id))
                      : SIZE_MAX;
    return unit == SIZE_MAX ? (struct str){0}
                            : ledger_cell(ledger_row(ledger, LEDGER_UNITS, unit), operand.column);
}

/* Both are known well enough to be put in order. */
static bool is_known(enum ledger_type type, struct str text) {
    return type == LEDGER_AS_DATE ? text.len == 10 : text.len > 0;
}

static bool compare(const struct term *term, struct str left, struct str right) {
    enum ledger_type type = type_of(term->left);
    bool is_ranked = is_known(type, left) && is_known(type, right);
    int order = ledger_value_compare(type, left, right);
    switch (term->comparison) {
    case COMPARE_AT_LEAST:
        return is_ranked && order >= 0;
    case COMPARE_AT_MOST:
        return is_ranked && order <= 0;
    case COMPARE_ABOVE:
        return is_ranked && order > 0;
    case COMPARE_BELOW:
        return is_ranked && order < 0;
    case COMPARE_IN:
        return str_starts(left, right);
    default:
        return str_equal(left, right);
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

static bool holds(const struct ledger *ledger, enum ledger_table table, const struct term *term,
                  const struct ledger_row *row) {
    struct str left = look_up(ledger, table, row, term->left);
    if (term->comparison == COMPARE_GIVEN || term->comparison == COMPARE_MISSING) {
        return (left.len > 0) == (term->comparison == COMPARE_GIVEN);
    }
    bool is_any = term->is_column && compare(term, left, look_up(ledger, table, row, term->right));
    for (size_t i = 0; !is_any && i < term->n_texts; i++) {
        is_any = term->comparison == COMPARE_HAS ? has_code(left, term->texts[i])
                                                 : compare(term, left, term->texts[i]);
    }
    return is_any != (term->comparison == COMPARE_UNEQUAL);
}

bool ledger_passes(const struct ledger *ledger, const struct ledger_filter *filter,
                   const struct ledger_row *row) {
    for (size_t i = 0; i < filter->n_terms; i++) {
        const struct term *term = &filter->terms[i];
        if (holds(ledger, filter->table, term, row) == term->is_negated) {
            return false;
        }
    }
    return true;
}
