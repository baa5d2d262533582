/* What must hold of every input: levels, proofs, pairs, and what judging costs. The inputs are made
 * at random from a fixed seed. */
#include "bench.h"

#include <stdlib.h>

#include "rules/duty.h"
#include "rules/inputs.h"

static const char *const editions[] = {"2007", "2020", "2025"};

/* A number below `n`, always the same row of them. */
static unsigned draw(uint64_t *state, unsigned n) {
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(*state >> 33) % n;
}

static const struct grading *grade(struct bench *bench, struct str inputs) {
    struct input_case made = input_case_open(bench->arena, STR("某市人民医院"), 1);
    struct str fault;
    cr_assert(input_case_fill(&made, bench->rules, inputs, &fault), "%" STR_FMT, STR_ARG(fault));
    bench->unit = made.unit;
    return bench_grade(bench);
}

/* Some level or none as "field=n; ". */
static void add_level(struct buf *buf, uint64_t *state, const char *field) {
    unsigned level = draw(state, 6);
    if (level) {
        buf_format(buf, "%s=%u; ", field, level);
    }
}

/* Objects of a side, each once, and as many degrees. */
struct side {
    unsigned n, objects[3], degrees[3];
};

static struct side draw_side(uint64_t *state) {
    struct side side = {.n = 1 + draw(state, 3), .objects = {1, 2, 3}};
    for (unsigned i = 2; i > 0; i--) {
        unsigned k = draw(state, i + 1), kept = side.objects[i];
        side.objects[i] = side.objects[k];
        side.objects[k] = kept;
    }
    for (unsigned i = 0; i < 3; i++) {
        side.degrees[i] = 1 + draw(state, 3);
    }
    return side;
}

static void add_side(struct buf *buf, const char *side, const struct side *own) {
    const unsigned *const lists[] = {own->objects, own->degrees};
    static const char *const names[] = {"object", "degree"};
    for (int k = 0; k < 2; k++) {
        buf_format(buf, "system.%s.%s=", side, names[k]);
        for (unsigned i = 0; i < own->n; i++) {
            buf_format(buf, i ? ",%u" : "%u", lists[k][i]);
        }
        buf_add_c(buf, "; ");
    }
}

static int higher(int a, int b) {
    return a > b ? a : b;
}

Test(rules_properties, the_level_is_not_below_a_written_part) {
    struct bench bench = bench_open();
    uint64_t state = 1;
    for (int i = 0; i < 500; i++) {
        struct buf inputs = {.arena = bench.arena};
        add_level(&inputs, &state, "system.level");
        add_level(&inputs, &state, "system.s.level");
        add_level(&inputs, &state, "system.a.level");
        const struct grading *grading = grade(&bench, buf_str(&inputs));
        int parts = higher(grading->s_declared, grading->a_declared);
        cr_assert(!grading->level_final || grading->level_final >= parts, "%" STR_FMT,
                  STR_ARG(buf_str(&inputs)));
        cr_assert_geq(grading->level_duty, grading->level_final);
    }
    bench_close(&bench);
}

Test(rules_properties, a_higher_degree_never_lowers_a_level) {
    for (size_t e = 0; e < 3; e++) {
        struct bench bench = bench_open_edition(editions[e]);
        uint64_t state = 2;
        for (int i = 0; i < 200; i++) {
            struct side s = draw_side(&state), a = draw_side(&state);
            struct buf before = {.arena = bench.arena}, after = {.arena = bench.arena};
            add_side(&before, "s", &s);
            add_side(&before, "a", &a);
            unsigned raised = draw(&state, s.n);
            s.degrees[raised] += s.degrees[raised] < 3;
            add_side(&after, "s", &s);
            add_side(&after, "a", &a);
            const struct grading lower = *grade(&bench, buf_str(&before));
            const struct grading *upper = grade(&bench, buf_str(&after));
            cr_assert(upper->s_matrix >= lower.s_matrix && upper->a_matrix == lower.a_matrix &&
                          upper->level_duty >= lower.level_duty && lower.s_matrix > 0,
                      "%s: %" STR_FMT, editions[e], STR_ARG(buf_str(&after)));
        }
        bench_close(&bench);
    }
}

Test(rules_properties, the_order_of_pairs_means_nothing) {
    struct bench bench = bench_open();
    uint64_t state = 3;
    for (int i = 0; i < 300; i++) {
        struct side s = draw_side(&state), a = draw_side(&state);
        struct buf before = {.arena = bench.arena}, after = {.arena = bench.arena};
        add_level(&before, &state, "system.level");
        buf_add(&after, buf_str(&before));
        add_side(&before, "s", &s);
        add_side(&before, "a", &a);
        struct side turned = s;
        for (unsigned k = 0; k < s.n; k++) {
            turned.objects[k] = s.objects[(k + 1) % s.n];
            turned.degrees[k] = s.degrees[(k + 1) % s.n];
        }
        add_side(&after, "s", &turned);
        add_side(&after, "a", &a);
        const struct grading one = *grade(&bench, buf_str(&before));
        const struct grading *other = grade(&bench, buf_str(&after));
        cr_assert(one.s_matrix == other->s_matrix && one.a_matrix == other->a_matrix &&
                      one.level_final == other->level_final && one.verdict == other->verdict &&
                      str_equal(one.sag_name, other->sag_name),
                  "%" STR_FMT, STR_ARG(buf_str(&after)));
    }
    bench_close(&bench);
}

/* ---- proofs ---------------------------------------------------------------------------------- */

/* How bad a status is. Late or not is a matter of when it was done, not of whether. */
static int badness(enum duty_status status) {
    static const int ranks[N_DUTY_STATUSES] = {
        [DUTY_NONE] = 0, [DUTY_DONE] = 0,    [DUTY_DONE_LATE] = 0, [DUTY_UNDER_WAY] = 1,
        [DUTY_OPEN] = 2, [DUTY_OVERDUE] = 3, [DUTY_UNTOLD] = 3};
    return ranks[status];
}

/* What affirms a field by the day judged. */
static struct str proof_of(struct bench *bench, uint64_t *state,
                           const struct duty_evidence *proof) {
    struct str name = str_from_c(field_info(proof->field)->name), word = STR("1");
    switch (field_info(proof->field)->type) {
    case FIELD_DATE:
        word = str_format(bench->arena, "2011-%02u-%02u", 1 + draw(state, 12), 1 + draw(state, 28));
        break;
    case FIELD_PERCENT:
        word = STR("10000");
        break;
    default:
        word = proof->n_codes == 3   ? STR("1,2,3")
               : proof->n_codes == 4 ? STR("1,2,3,4")
               : proof->n_codes == 5 ? STR("1,2,3,4,5")
                                     : word;
        break;
    }
    const struct str parts[] = {name, STR("="), word, STR("; ")};
    return str_join(bench->arena, parts, 4, (struct str){0});
}

/* The status of a duty of a unit or its first system that say these inputs. */
static enum duty_status stand(struct bench *bench, const struct duty_row *row, struct str inputs) {
    struct input_case made = input_case_open(bench->arena, STR("某省卫生厅"), 2);
    struct str fault;
    cr_assert(input_case_fill(&made, bench->rules, inputs, &fault), "%" STR_FMT, STR_ARG(fault));
    bench->unit = made.unit;
    const struct unit_findings *findings = bench_judge(bench);
    for (size_t i = 0; i < findings->n_duties; i++) {
        if (findings->duties[i].duty == &row->duty) {
            return findings->duties[i].status;
        }
    }
    return DUTY_NONE;
}

/* Some answers that duties ask for before they apply. */
static struct str draw_facts(struct bench *bench, uint64_t *state) {
    static const char *const facts[] = {
        "system.graded=2011-04-30; ",
        "system.launched=2010-05-06; ",
        "system.launched=2012-05-06; ",
        "system.changed=2011-12-01; ",
        "system.assessed_result=合格; ",
        "system.self_check_result=不达标; ",
        "system.police_notice=2012-01-01; system.notice_due=2012-02-01; ",
        "system.has_authority=1; ",
        "system.is_branch=1; ",
        "system.grade_refused=2012-01-01; ",
        "system.networked=1; ",
    };
    struct buf inputs = {.arena = bench->arena};
    unsigned level = 1 + draw(state, 5);
    buf_format(&inputs,
               "unit.kind=卫生行政部门; unit.admin_level=%u; system.level=%u; system.s.level=%u; "
               "system.a.level=%u; ",
               1 + draw(state, 3), level, level, level);
    for (size_t i = 0; i < sizeof facts / sizeof facts[0]; i++) {
        buf_add_c(&inputs, draw(state, 2) ? facts[i] : "");
    }
    return buf_str(&inputs);
}

/* From no proof to all of them, one by one: a duty that applied still does and stands no worse. */
static size_t add_proofs(struct bench *bench, uint64_t *state, const struct duty_row *row) {
    struct str inputs = draw_facts(bench, state), none = inputs;
    for (size_t i = 0; i < row->n_evidence; i++) {
        if (row->evidence[i].field != N_FIELDS &&
            field_info(row->evidence[i].field)->entity != ENTITY_EXPERT) {
            none = str_format(bench->arena, "%" STR_FMT "%s=-; ", STR_ARG(none),
                              field_info(row->evidence[i].field)->name);
        }
    }
    enum duty_status before = stand(bench, row, none);
    size_t n_better = 0;
    struct buf proofs = {.arena = bench->arena};
    for (size_t i = 0; i < row->n_evidence; i++) {
        if (row->evidence[i].field == N_FIELDS) {
            continue;
        }
        buf_add(&proofs, proof_of(bench, state, &row->evidence[i]));
        enum duty_status after =
            stand(bench, row, str_concat(bench->arena, none, buf_str(&proofs)));
        bool is_no_worse =
            before == DUTY_NONE || (after != DUTY_NONE && badness(after) <= badness(before));
        cr_assert(is_no_worse, "%" STR_FMT ": %d, then %d: %" STR_FMT "%" STR_FMT,
                  STR_ARG(row->duty.id), before, after, STR_ARG(none), STR_ARG(buf_str(&proofs)));
        n_better += badness(after) < badness(before);
        before = after;
    }
    return n_better;
}

Test(rules_properties, proof_never_worsens, .timeout = 120) {
    for (size_t e = 0; e < 3; e++) {
        struct bench bench = bench_open_edition(editions[e]);
        uint64_t state = 4;
        size_t n_better = 0;
        for (int round = 0; round < 12; round++) {
            for (size_t i = 0; i < bench.rules->n_duties; i++) {
                struct arena_mark mark = arena_mark(bench.arena);
                n_better += add_proofs(&bench, &state, &bench.rules->duties[i]);
                arena_rewind(bench.arena, mark);
            }
        }
        cr_assert_gt(n_better, 100);
        bench_close(&bench);
    }
}

/* ---- cost ------------------------------------------------------------------------------------ */

/* Bytes that judging a unit of so many systems takes, each of which has a parent among them. */
static size_t weigh(struct bench *bench, size_t n) {
    struct input_case made = input_case_open(bench->arena, STR("某市人民医院"), n);
    struct str fault;
    cr_assert(input_case_fill(&made, bench->rules,
                              STR("system.level=2; system.is_branch=1; system.parent.name=7; "
                                  "first.system.level=3; system.scope=-; system.networked=-; "
                                  "system.graded=2011-05-31; system.police_filed=2011-05-01"),
                              &fault));
    bench->unit = made.unit;
    size_t before = arena_used(bench->arena);
    bench_judge(bench);
    return arena_used(bench->arena) - before;
}

/* A system costs as much among many as among few: what is done for each of them is not done again
 * for each other. */
Test(rules_properties, a_system_costs_the_same_among_many) {
    struct bench bench = bench_open();
    size_t few = weigh(&bench, 50) / 50, many = weigh(&bench, 1600) / 1600;
    cr_assert(many < few + few / 2, "%zu bytes each of 50, %zu of 1600", few, many);
    bench_close(&bench);
}
