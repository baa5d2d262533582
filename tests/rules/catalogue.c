/* The catalogues of controls: as many requirements as are published, each level its own. */
#include "bench.h"

/* Items and control points of each level by the published tables, counted here from the rows. */
Test(catalogue, totals_are_the_published_ones) {
    static const struct {
        const char *edition, *name;
        size_t items[CONTROL_LEVELS + 1], points[CONTROL_LEVELS + 1];
    } cases[] = {
        {"2007", "GB/T 22239-2008", {0, 85, 175, 290, 318}, {0, 48, 66, 73, 77}},
        {"2020", "GB/T 22239-2019", {0, 55, 135, 211, 228}, {0, 42, 68, 71, 71}},
        {"2025", "GB/T 22239-2019", {0, 55, 135, 211, 228}, {0, 42, 68, 71, 71}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct bench bench = bench_open_edition(cases[i].edition);
        const struct catalogue *catalogue = rules_catalogue(bench.rules);
        cr_assert(str_is(catalogue->name, cases[i].name));
        for (int level = 1; level <= CONTROL_LEVELS; level++) {
            size_t n_items = 0, n_points = 0;
            const struct control_point *last = NULL;
            for (size_t k = 0; k < catalogue->n_controls; k++) {
                const struct control *control = &catalogue->controls[k];
                if (control->clauses[level].len) {
                    n_items++;
                    n_points += control->point != last;
                    last = control->point;
                }
            }
            cr_assert_eq(n_items, cases[i].items[level], "%s L%d: %zu", cases[i].name, level,
                         n_items);
            cr_assert_eq(n_points, cases[i].points[level], "%s L%d: %zu points", cases[i].name,
                         level, n_points);
        }
        bench_close(&bench);
    }
}

/* A wording strengthened at a higher level is another row, and each level cites its own chapter. */
Test(catalogue, clauses_are_of_their_level) {
    struct bench bench = bench_open();
    const struct catalogue *catalogue = rules_catalogue(bench.rules);
    const struct control *first = &catalogue->controls[0];
    cr_assert_eq(first->clauses[1].len, 0);
    cr_assert(str_is(first->clauses[2], "6.1.1.1"));
    cr_assert(str_is(first->clauses[3], "7.1.1.1 a)"));
    cr_assert(str_is(first->clauses[4], "8.1.1.1 a)"));
    cr_assert_eq(first->kind, CONTROL_G);
    bench_close(&bench);
}
