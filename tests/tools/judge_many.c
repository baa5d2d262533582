/*
 * What judging costs: judge_many [N [M]] judges N systems (100,000) in units of M (20) at one day,
 * each with all duties, and prints processor time in milliseconds, and how many findings there
 * were. The systems are made beforehand, varied as senders vary; making them is not counted.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "rules/inputs.h"

static void out_of_memory(size_t size) {
    fprintf(stderr, "judge_many: out of memory (%zu)\n", size);
    exit(3);
}

/* What systems say, a few of which each has. */
static const char *const inputs[] = {
    "system.level=3; system.s.level=3; system.a.level=2; system.s.object=2; system.s.degree=2; "
    "system.a.object=2; system.a.degree=1",
    "system.level=2; system.s.object=1; system.s.degree=2; system.a.object=1,2; system.a.degree=1",
    "system.graded=2011-05-31; system.launched=2010-03-01; system.police_filed=2011-07-01",
    "system.graded=2011-05; system.launched=2012-01-05; system.filed=1; system.police_filed=-",
    "system.category=1; system.networked=0; system.scope=21; system.is_branch=0",
    "system.networked=1; system.business=传染病报告信息管理; system.platform_level=9",
    "system.rectified=2011-10-01; system.rectified_rate=8000; system.planned=2011-09-01",
    "system.assessed=2011-11-30; system.assessed_result=1; system.self_checked=2011-12-31",
    "system.changed=2012-02-29; system.reviewed=1; system.review_date=2011-05-20",
    "system.is_branch=1; system.parent.name=业务管理系统2; system.parent.unit=某市人民医院",
    "system.is_branch=1; system.parent.name=业务管理系统",
    "system.material.topology=1; system.material.review=0; system.has_authority=1; "
    "system.approved=1",
};
enum { N_INPUTS = sizeof inputs / sizeof inputs[0] };

static struct unit *make_unit(struct arena *arena, const struct rules *rules, unsigned seed,
                              size_t n_systems) {
    struct input_case made = input_case_open(arena, STR("某市人民医院"), 0);
    struct str fault;
    if (!input_case_fill(&made, rules, STR("unit.kind=医院; unit.hospital_class=31; unit.chief=1"),
                         &fault)) {
        exit(2);
    }
    for (size_t i = 0; i < n_systems; i++) {
        struct input_case one = input_case_open(arena, STR("*"), 1);
        for (unsigned k = 0; k < N_INPUTS; k++) {
            bool is_had = (seed + (unsigned)i * 7 + k * k * 3) % 5 < 2;
            if (is_had && !input_case_fill(&one, rules, str_from_c(inputs[k]), &fault)) {
                exit(2);
            }
        }
        struct value *name = ARENA_NEW(arena, struct value);
        name->raw = name->text = str_format(arena, "业务管理系统%zu", i + 1);
        struct record *record = &one.unit->systems[0]->record;
        record_set(record, FIELD_SYSTEM_NAME, name);
        record->origin.row = (uint32_t)i + 3;
        unit_add_system(made.inventory, made.unit, record);
    }
    return made.unit;
}

static size_t judge(const struct rules *rules, struct arena *arena, const struct unit *unit,
                    size_t *n_told) {
    struct diag *diag = diag_open(arena);
    const struct unit_findings *findings =
        rules_judge(rules, arena, unit, (struct date){2012, 6, 30}, diag);
    *n_told += diag_n(diag);
    return findings->n_duties;
}

int main(int argc, char **argv) {
    size_t n_systems = argc > 1 ? strtoul(argv[1], NULL, 10) : 100000;
    size_t n_each = argc > 2 ? strtoul(argv[2], NULL, 10) : 20;
    enum { N_KINDS = 8 };
    struct arena *run = arena_open(out_of_memory), *batch = arena_open(out_of_memory);
    struct diag *diag = diag_open(run);
    struct shelf *shelf = shelf_open(run, STR("templates"), STR("templates"));
    const struct rules *rules =
        rules_open(run, shelf, STR("2007"), regions_read(run, shelf, STR("2007"), diag), diag);
    if (!rules || !n_each) {
        return 2;
    }
    const struct unit *units[N_KINDS];
    for (unsigned i = 0; i < N_KINDS; i++) {
        units[i] = make_unit(run, rules, i, n_each);
    }
    size_t n_duties = 0, n_told = 0;
    clock_t start = clock();
    for (size_t n = 0; n < n_systems; n += n_each) {
        n_duties += judge(rules, batch, units[n / n_each % N_KINDS], &n_told);
        arena_reset(batch);
    }
    printf("%.0f ms, %zu systems, %zu duties, %zu messages\n",
           1000.0 * (double)(clock() - start) / CLOCKS_PER_SEC, n_systems, n_duties, n_told);
    arena_close(batch);
    arena_close(run);
    return 0;
}
