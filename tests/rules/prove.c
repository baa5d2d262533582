/* The proof of the rule tables: those we have are good in every edition; how each kind of fault is
 * told is in tests/errors/RULE_*. Inputs as examples write them. */
#include "bench.h"
#include "reported.h"

#include "rules/inputs.h"

Test(rules_prove, our_tables_are_good, .timeout = 120) {
    static const char *const editions[] = {"2007", "2020", "2025"};
    for (size_t e = 0; e < 3; e++) {
        struct bench bench = bench_open_edition(editions[e]);
        bool is_good = rules_prove(bench.rules, bench.arena, bench.shelf, bench.open_diag);
        for (size_t i = 0; i < diag_n(bench.open_diag); i++) {
            const struct diag_item *item = reported(bench.open_diag, i);
            cr_log_error("%" STR_FMT " %" STR_FMT, STR_ARG(origin_text(bench.arena, item->origin)),
                         STR_ARG(item->message));
        }
        cr_assert(is_good, "%s", editions[e]);
        bench_close(&bench);
    }
}

Test(rules_prove, inputs_are_read_exactly) {
    struct bench bench = bench_open();
    struct input_case made = input_case_open(bench.arena, STR("某院"), 2);
    struct str fault;
    cr_assert(input_case_fill(&made, bench.rules,
                              STR("first.system.filed=1; system.filed=0; unit.kind=医院; "
                                  "system.graded=2011-05; system.launched=-; system.scope=?; "
                                  "system.business_type=9:甲"),
                              &fault));
    const struct record *first = &made.unit->systems[0]->record;
    const struct record *second = &made.unit->systems[1]->record;
    cr_assert_eq(record_value(first, FIELD_SYSTEM_FILED)->number, 1);
    cr_assert_eq(record_value(second, FIELD_SYSTEM_FILED)->number, 0);
    cr_assert_eq(record_value(&made.unit->record, FIELD_UNIT_KIND)->n_codes, 1);
    cr_assert_eq(record_value(second, FIELD_SYSTEM_GRADED)->precision, DATE_MONTH);
    cr_assert(!value_is_given(record_value(first, FIELD_SYSTEM_LAUNCHED)));
    cr_assert(record_value(first, FIELD_SYSTEM_SCOPE)->is_bad);
    cr_assert_str(record_value(first, FIELD_SYSTEM_BUSINESS_TYPE)->detail, "甲");
    static const char *const wrong[] = {"system.fild=1", "system.filed", "unit.kind=医阮",
                                        "system.graded=2011-13-01", "system.level=三"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        cr_assert(!input_case_fill(&made, bench.rules, str_from_c(wrong[i]), &fault), "%s",
                  wrong[i]);
        cr_assert_str(fault, wrong[i]);
    }
    bench_close(&bench);
}
