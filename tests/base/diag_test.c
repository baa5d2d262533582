/* Diagnostics: the catalogue is whole, reports keep their own texts, and order does not depend on
 * the order of work. */
#include <criterion/criterion.h>
#include <string.h>

#include "ground.h"

TestSuite(diag, .init = open_ground, .fini = close_ground);

Test(diag, catalogue_is_in_order_of_severity_and_complete) {
    static const char *const texts[] = {
#define DIAG(id, severity, message, hint) message, hint,
#include "base/diag.def"
#undef DIAG
    };
    for (int i = 0; i < DIAG_COUNT; i++) {
        enum diag_id id = (enum diag_id)i;
        cr_assert(i == 0 || diag_severity(id) >= diag_severity((enum diag_id)(i - 1)),
                  "%" STR_FMT " stands in the wrong section", STR_ARG(diag_name(id)));
        cr_assert_gt(strlen(texts[2 * i]), 0);
        cr_assert_gt(strlen(texts[2 * i + 1]), 0);
    }
}

Test(diag, no_placeholder_is_left_when_everything_is_given) {
    for (int i = 0; i < DIAG_COUNT; i++) {
        struct diag_note note = {.id = (enum diag_id)i,
                                 .header = STR("H"),
                                 .value = STR("V"),
                                 .args = {STR("A"), STR("B"), STR("C"), STR("D")}};
        diag_report(diag, &note);
        const struct diag_item *item = &diag->items[diag->n_items - 1];
        cr_assert_not(str_contains(item->message, STR("{")), "%" STR_FMT, STR_ARG(item->message));
        cr_assert_not(str_contains(item->suggestion, STR("{")), "%" STR_FMT,
                      STR_ARG(item->suggestion));
        cr_assert(utf8_valid(item->message, NULL));
    }
}

Test(diag, names_are_those_of_the_catalogue) {
    cr_assert(same(diag_name(DIAG_CSV_QUOTE), "CSV_QUOTE"));
    cr_assert_eq(diag_severity(DIAG_CSV_QUOTE), SEVERITY_WARNING);
    cr_assert(same(severity_name(SEVERITY_NOTE), "note"));
    cr_assert(same(severity_name(SEVERITY_WARNING), "warning"));
    cr_assert(same(severity_name(SEVERITY_ERROR), "error"));
    cr_assert(same(severity_name(SEVERITY_FATAL), "fatal"));
}

Test(diag, reports_keep_their_own_texts) {
    char value[] = "2011-02-30";
    diag_report(diag, &(struct diag_note){.id = DIAG_DATE_IMPOSSIBLE,
                                          .origin = {&input, 3, 2, 0},
                                          .value = str_from_c(value),
                                          .clause = STR("7.1")});
    memset(value, 'x', sizeof value - 1);
    const struct diag_item *item = &diag->items[0];
    cr_assert(same(item->value, "2011-02-30"));
    cr_assert(str_contains(item->message, STR("2011-02-30")));
    cr_assert(same(item->clause, "7.1"));
    cr_assert_eq(item->origin.row, 3);
}

Test(diag, a_value_of_any_length_gives_a_message_of_bounded_length) {
    struct str value = draw_text(1000000, "x");
    diag_report(diag, &(struct diag_note){.id = DIAG_DATE_IMPOSSIBLE, .value = value});
    cr_assert_lt(diag->items[0].message.len, 1000);
}

Test(diag, an_argument_with_braces_is_not_filled_again) {
    diag_report(diag, &(struct diag_note){.id = DIAG_YAML_NUMBER, .args = {STR("{2}"), STR("b")}});
    cr_assert(str_contains(diag->items[0].message, STR("{2}")));
}

Test(diag, counts_by_severity) {
    diag_report(diag, &(struct diag_note){.id = DIAG_CSV_QUOTE});
    cr_assert_eq(diag_n_errors(diag), 0);
    diag_report(diag, &(struct diag_note){.id = DIAG_LEVEL_RANGE});
    diag_report(diag, &(struct diag_note){.id = DIAG_FILE_EMPTY});
    cr_assert_eq(diag_n_errors(diag), 2);
    cr_assert_eq(diag->n_by_severity[SEVERITY_WARNING], 1);
    cr_assert_eq(diag->n_by_severity[SEVERITY_FATAL], 1);
}

Test(diag, sorting_is_by_place_then_id) {
    static const struct source a = {STR_INIT("a"), STR_INIT("2")};
    static const struct source a1 = {STR_INIT("a"), STR_INIT("1")};
    const struct diag_note notes[] = {
        {.id = DIAG_LEVEL_RANGE, .origin = {&input, 1, 1, 0}},
        {.id = DIAG_LEVEL_RANGE, .origin = {&a, 2, 1, 0}},
        {.id = DIAG_CSV_QUOTE, .origin = {&a, 2, 1, 0}},
        {.id = DIAG_CSV_QUOTE, .origin = {&a, 1, 9, 0}},
        {.id = DIAG_CSV_QUOTE, .origin = {&a1, 50, 1, 0}},
        {.id = DIAG_CSV_QUOTE},
    };
    size_t n = sizeof notes / sizeof *notes;
    for (size_t i = 0; i < n; i++) {
        diag_report(diag, &notes[i]);
    }
    diag_sort(diag);
    for (size_t i = 0; i < n; i++) {
        const struct origin *want = &notes[n - 1 - i].origin;
        const struct origin *got = &diag->items[i].origin;
        cr_assert(want->source == got->source && want->row == got->row, "place %zu", i);
        cr_assert_eq(diag->items[i].id, notes[n - 1 - i].id);
    }
    struct diag *none = diag_open(arena);
    diag_sort(none);
    cr_assert_eq(none->n_items, 0);
}
