/* Counts rows of the ledger by filters of templates. */
#include "docs/row_count.h"

bool row_count_refuse(const struct yaml *node, const char *key, struct str value,
                      struct str expected, struct diag *diag) {
    diag_report(diag, &(struct diag_note){.id = DIAG_YAML_VALUE,
                                          .origin = node->origin,
                                          .args = {str_from_c(key), value, expected}});
    return false;
}

/* The table's rows are of institutions and in their order. */
static bool is_of_units(enum ledger_table table) {
    return table == LEDGER_UNITS || table == LEDGER_SYSTEMS || table == LEDGER_GAPS ||
           table == LEDGER_OBLIGATIONS || table == LEDGER_EXPERTS || table == LEDGER_MANAGEMENT;
}

struct str row_count_words(const struct docs *docs, struct str text) {
    const struct docs_settings *settings = &docs->settings;
    struct arena *arena = docs->arena;
    /* Templates are also proved for no day at all. */
    static const struct date some_day = {2000, 1, 1};
    bool has_day = date_valid(settings->as_of) && settings->year > 0;
    struct str day = date_to_iso(arena, has_day ? settings->as_of : some_day, DATE_DAY);
    int of_year = has_day ? settings->year : some_day.year;
    const struct str_argument year = {
        STR("in_year"), str_format(arena, "within %04d..%" STR_FMT, of_year, STR_ARG(day))};
    const struct str_argument days[] = {
        {STR("as_of"), day},
        {STR("year_start"), str_format(arena, "%04d-01-01", of_year)},
        {STR("year_end"), str_format(arena, "%04d-12-31", of_year)},
        {STR("next_year"), str_format(arena, "%04d", of_year + 1)}};
    return str_fill(arena, str_fill(arena, text, &year, 1), days, sizeof days / sizeof days[0]);
}

bool row_count_read(const struct docs *docs, const struct yaml *node, bool by_unit,
                    struct row_count *count, struct diag *diag) {
    struct ledger_fault fault = {0};
    struct str names[N_LEDGER_TABLES], table = yaml_text(node, "table");
    size_t n = 0;
    for (size_t i = 0; i < N_LEDGER_TABLES; i++) {
        if (!by_unit || is_of_units((enum ledger_table)i)) {
            names[n++] = ledger_table_name((enum ledger_table)i);
        }
    }
    if (!ledger_find_table(table, &count->table) || (by_unit && !is_of_units(count->table))) {
        return row_count_refuse(node, "table", table, str_join(docs->arena, names, n, STR(" | ")),
                                diag);
    }
    struct str where = row_count_words(docs, yaml_text(node, "where"));
    count->where = ledger_filter_read(docs->arena, count->table, where, &fault);
    if (!count->where) {
        return row_count_refuse(node, "where", fault.text, fault.expected, diag);
    }
    struct str other = row_count_words(docs, yaml_text(node, "or"));
    count->other = other.len ? ledger_filter_read(docs->arena, count->table, other, &fault) : NULL;
    return !other.len || count->other ||
           row_count_refuse(node, "or", fault.text, fault.expected, diag);
}

static bool passes(const struct ledger *ledger, const struct row_count *count,
                   const struct ledger_row *row) {
    return ledger_passes(ledger, count->where, row) ||
           (count->other && ledger_passes(ledger, count->other, row));
}

size_t row_count_all(const struct ledger *ledger, const struct row_count *count) {
    size_t n = 0;
    for (size_t i = 0; i < ledger_n_rows(ledger, count->table); i++) {
        n += passes(ledger, count, ledger_row(ledger, count->table, i));
    }
    return n;
}

static struct str id_at(const struct ledger *ledger, size_t unit) {
    return ledger_cell(ledger_row(ledger, LEDGER_UNITS, unit), LEDGER_UNITS_UNIT_ID);
}

/* Both tables are in order of the institutions' ids. */
void row_count_by_unit(const struct ledger *ledger, const struct row_count *count, size_t *numbers,
                       size_t step) {
    enum ledger_column key = ledger_first_column(count->table, &(size_t){0});
    size_t unit = 0, n_units = ledger_n_rows(ledger, LEDGER_UNITS);
    for (size_t i = 0; i < ledger_n_rows(ledger, count->table); i++) {
        const struct ledger_row *row = ledger_row(ledger, count->table, i);
        struct str id = ledger_cell(row, key);
        while (unit < n_units && str_compare(id_at(ledger, unit), id) < 0) {
            unit++;
        }
        if (unit < n_units && str_equal(id_at(ledger, unit), id)) {
            numbers[unit * step] += passes(ledger, count, row);
        }
    }
}
