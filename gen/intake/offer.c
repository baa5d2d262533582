/* What may be handed in, for who offers a blank workbook. */
#include "intake/desk.h"

static void list_columns(struct arena *arena, const struct headers *headers, const char *name,
                         struct column_book *book) {
    struct column_facts *columns = ARENA_ARRAY(arena, struct column_facts, headers->n_rules);
    for (size_t i = 0; i < headers->n_rules; i++) {
        const struct column_rule *rule = &headers->rules[i];
        columns[i] = (struct column_facts){.field = rule->field,
                                           .name = rule->name,
                                           .is_required = rule->is_required,
                                           .is_expected = rule->is_expected,
                                           .has_lines = rule->keeps_lines,
                                           .condition = rule->condition};
    }
    *book = (struct column_book){str_from_c(name), columns, headers->n_rules};
}

const struct column_book *intake_columns(const struct intake *intake, struct arena *arena,
                                         size_t *n_books) {
    static const char *const names[N_SHEET_KINDS] = {
        [SHEET_SYSTEMS] = "system", [SHEET_UNITS] = "unit",     [SHEET_MANAGEMENT] = "management",
        [SHEET_GAPS] = "gap",       [SHEET_EXPERTS] = "expert", [SHEET_PRODUCTS] = "product",
        [SHEET_DATA] = "data"};
    struct column_book *books = ARENA_ARRAY(arena, struct column_book, N_SHEET_KINDS);
    for (size_t i = 0; i < N_SHEET_KINDS; i++) {
        list_columns(arena, intake->sheets[i], names[i], &books[i]);
    }
    *n_books = N_SHEET_KINDS;
    return books;
}
