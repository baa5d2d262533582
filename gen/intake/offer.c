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
    const struct {
        const struct headers *headers;
        const char *name;
    } files[] = {{intake->units, "unit"}, {intake->systems, "system"}, {intake->data, "data"}};
    *n_books = sizeof files / sizeof files[0];
    struct column_book *books = ARENA_ARRAY(arena, struct column_book, *n_books);
    for (size_t i = 0; i < *n_books; i++) {
        list_columns(arena, files[i].headers, files[i].name, &books[i]);
    }
    return books;
}
