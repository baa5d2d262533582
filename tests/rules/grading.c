/* The matrix, the max rule, names and verdicts. */
#include "bench.h"
#include "reported.h"

/* GB/T 22240-2008: level by object and degree. */
static const int matrix[3][3] = {{1, 2, 2}, {2, 3, 4}, {3, 4, 5}};

/* A unit and a system to which no floor can speak: networked, category and class are answered. */
static struct system *add_plain(struct bench *bench) {
    struct system *system = bench_system(bench, "资产管理系统");
    bench_set(bench, &bench->unit->record, FIELD_UNIT_KIND, "1");
    bench_set(bench, &bench->unit->record, FIELD_UNIT_HOSPITAL_CLASS, "21");
    bench_set(bench, &bench->unit->record, FIELD_UNIT_ADMIN_LEVEL, "4");
    bench_set(bench, &system->record, FIELD_SYSTEM_NETWORKED, "0");
    bench_set(bench, &system->record, FIELD_SYSTEM_CATEGORY, "9");
    bench_set(bench, &system->record, FIELD_SYSTEM_PLATFORM_LEVEL, "9");
    return system;
}

/* Every cell of the matrix has the level of the standard, and nothing is outside it. */
Test(rules_grading, matrix_is_the_standard) {
    struct bench bench = bench_open();
    for (int object = -1; object <= 5; object++) {
        for (int degree = -1; degree <= 5; degree++) {
            bool is_inside = object >= 1 && object <= 3 && degree >= 1 && degree <= 3;
            int level = is_inside ? matrix[object - 1][degree - 1] : 0;
            cr_assert_eq(rules_matrix_level(bench.rules, object, degree), level);
        }
    }
    bench_close(&bench);
}

/* Every pair of cells gives S, A, the higher of both, and its name; declaring that is consistent,
 * one less is not, one more is above. */
Test(rules_grading, every_pair_of_cells) {
    struct bench bench = bench_open();
    struct system *system = add_plain(&bench);
    for (int cells = 0; cells < 81; cells++) {
        int s_object = cells / 27 + 1, s_degree = cells / 9 % 3 + 1;
        int a_object = cells / 3 % 3 + 1, a_degree = cells % 3 + 1;
        int s = matrix[s_object - 1][s_degree - 1], a = matrix[a_object - 1][a_degree - 1];
        int level = s > a ? s : a;
        char codes[4][2] = {{(char)('0' + s_object)},
                            {(char)('0' + s_degree)},
                            {(char)('0' + a_object)},
                            {(char)('0' + a_degree)}};
        char levels[3][2] = {{(char)('0' + level)}, {(char)('0' + s)}, {(char)('0' + a)}};
        bench_set_harm(&bench, system, codes[0], codes[1], codes[2], codes[3]);
        bench_set_levels(&bench, system, levels[0], levels[1], levels[2]);
        const struct grading *grading = bench_grade(&bench);
        cr_assert_eq(grading->s_matrix, s);
        cr_assert_eq(grading->a_matrix, a);
        cr_assert_eq(grading->level_matrix, level);
        cr_assert_eq(grading->level_final, level);
        cr_assert_eq(grading->level_duty, level);
        cr_assert_eq(grading->s_hit.object, s_object);
        cr_assert_eq(grading->a_hit.degree, a_degree);
        cr_assert_eq(grading->verdict, VERDICT_CONSISTENT);
        cr_assert_not(grading->needs_review);
        cr_assert_str(grading->sag_name,
                      str_to_c(bench.arena, str_format(bench.arena, "S%dA%dG%d", s, a, level)));
        cr_assert_eq(bench_count(&bench, DIAG_LEVEL_BELOW_MATRIX), 0);
        char less[2] = {(char)('0' + level - 1)}, more[2] = {(char)('0' + level + 1)};
        if (level > 1) {
            bench_set_levels(&bench, system, less, "", "");
            cr_assert_eq(bench_grade(&bench)->verdict, VERDICT_INACCURATE);
            cr_assert_eq(bench_count(&bench, DIAG_LEVEL_BELOW_MATRIX), 1);
        }
        if (level < 5) {
            bench_set_levels(&bench, system, more, "", "");
            cr_assert_eq(bench_grade(&bench)->verdict, VERDICT_ABOVE_MATRIX);
            cr_assert_eq(bench_count(&bench, DIAG_LEVEL_ABOVE_MATRIX), 1);
        }
    }
    bench_close(&bench);
}

/* Of several objects the highest cell counts; degrees pair one by one, or one stands for all. */
Test(rules_grading, several_objects) {
    struct bench bench = bench_open();
    struct system *system = add_plain(&bench);
    bench_set_levels(&bench, system, "2", "2", "2");
    bench_set_harm(&bench, system, "1,2", "3,1", "1,2,3", "1");
    const struct grading *grading = bench_grade(&bench);
    cr_assert_eq(grading->s_matrix, 2);
    cr_assert_eq(grading->s_hit.object, 1);
    cr_assert_eq(grading->s_hit.degree, 3);
    cr_assert_eq(grading->a_matrix, 3);
    cr_assert_eq(grading->a_hit.object, 3);
    cr_assert_eq(grading->a_hit.degree_evidence.field, FIELD_SYSTEM_A_DEGREE);
    cr_assert_eq(bench_count(&bench, DIAG_HARM_PAIRS), 0);

    bench_set_harm(&bench, system, "2,1", "1,3", "1", "2");
    cr_assert_eq(bench_grade(&bench)->s_matrix, 2);
    bench_close(&bench);
}

/* Degrees that cannot be paired give no level, a warning at their cell, and no verdict. */
Test(rules_grading, unpaired_degrees) {
    struct bench bench = bench_open();
    struct system *system = add_plain(&bench);
    bench_set_levels(&bench, system, "3", "3", "2");
    bench_set_harm(&bench, system, "1,2,3", "1,2", "1", "2");
    const struct grading *grading = bench_grade(&bench);
    cr_assert_eq(grading->s_matrix, 0);
    cr_assert_eq(grading->verdict, VERDICT_UNDECIDED);
    const struct diag_item *item = bench_find(&bench, DIAG_HARM_PAIRS);
    cr_assert_eq(item->origin.column, FIELD_SYSTEM_S_DEGREE + 1);
    cr_assert(str_contains(item->message, STR("3 项")));
    bench_close(&bench);
}

/* Neighbours that name one object are one: two degrees for it do not pair. */
Test(rules_grading, one_object_named_twice) {
    struct bench bench = bench_open();
    struct system *system = add_plain(&bench);
    bench_set_levels(&bench, system, "3", "3", "3");
    bench_set_harm(&bench, system, "2,2", "2", "1,2,2", "3,2");
    const struct grading *grading = bench_grade(&bench);
    cr_assert_eq(grading->s_matrix, 3);
    cr_assert_eq(grading->a_matrix, 3);
    bench_set_harm(&bench, system, "2,2", "1,2", "2,1,2", "1,1,2");
    grading = bench_grade(&bench);
    cr_assert_eq(grading->s_matrix, 0);
    cr_assert_eq(grading->a_matrix, 3);
    cr_assert(str_contains(bench_find(&bench, DIAG_HARM_PAIRS)->message, STR("有 1 项")));
    bench_close(&bench);
}

/* Only a total: S and A are named by their own harm and by nothing else, and it is said once. */
Test(rules_grading, only_a_total) {
    struct bench bench = bench_open();
    struct system *system = add_plain(&bench);
    bench_set_harm(&bench, system, "2", "2", "2", "1");
    bench_set_levels(&bench, system, "3", "", "");
    const struct grading *grading = bench_grade(&bench);
    cr_assert_eq(grading->level_declared, 3);
    cr_assert_eq(grading->s_declared, 0);
    cr_assert_eq(grading->s_known, 3);
    cr_assert_eq(grading->a_known, 2);
    cr_assert_str(grading->sag_name, "S3A2G3");
    cr_assert_eq(grading->verdict, VERDICT_CONSISTENT);
    const struct diag_item *item = bench_find(&bench, DIAG_LEVEL_PARTS_MISSING);
    cr_assert_eq(item->origin.row, 10);
    cr_assert_eq(item->origin.column, 0);
    cr_assert_str(item->header, "业务信息安全保护等级");
    cr_assert_eq(bench_count(&bench, DIAG_LEVEL_PARTS_MISSING), 1);
    /* A part that is neither written nor known completes nothing; nor do parts below the level. */
    bench_set_harm(&bench, system, "2", "2", "", "");
    cr_assert_str(bench_grade(&bench)->sag_name, "");
    cr_assert_eq(bench_grade(&bench)->a_known, 0);
    bench_set_harm(&bench, system, "1", "2", "1", "2");
    cr_assert_str(bench_grade(&bench)->sag_name, "");
    bench_close(&bench);
}

/* A total that is not the higher part: the higher part is printed, the total stays as declared. */
Test(rules_grading, total_disagrees) {
    struct bench bench = bench_open();
    struct system *system = add_plain(&bench);
    bench_set_harm(&bench, system, "2", "2", "2", "1");
    bench_set_levels(&bench, system, "2", "3", "2");
    const struct grading *grading = bench_grade(&bench);
    cr_assert_eq(grading->level_declared, 2);
    cr_assert_eq(grading->level_final, 3);
    cr_assert_eq(grading->verdict, VERDICT_INACCURATE);
    const struct diag_item *item = bench_find(&bench, DIAG_LEVEL_NOT_MAX);
    cr_assert_eq(item->origin.column, FIELD_SYSTEM_LEVEL + 1);
    cr_assert(str_contains(item->message, STR("第二级不等于")));
    cr_assert(item->clause.len > 0);

    bench_set_levels(&bench, system, "4", "3", "2");
    grading = bench_grade(&bench);
    cr_assert_eq(grading->level_final, 3);
    cr_assert_eq(grading->level_duty, 4);
    cr_assert_eq(grading->verdict, VERDICT_INACCURATE);
    /* One part above the total disagrees even if the other is missing; one below does not. */
    bench_set_levels(&bench, system, "2", "3", "");
    cr_assert_eq(bench_grade(&bench)->level_final, 3);
    cr_assert_eq(bench_count(&bench, DIAG_LEVEL_NOT_MAX), 1);
    bench_set_levels(&bench, system, "3", "2", "");
    cr_assert_eq(bench_grade(&bench)->level_final, 3);
    cr_assert_eq(bench_count(&bench, DIAG_LEVEL_NOT_MAX), 0);
    bench_close(&bench);
}

/* Both parts without a total give the total by the max rule and a warning; one part gives none. */
Test(rules_grading, parts_without_total) {
    struct bench bench = bench_open();
    struct system *system = add_plain(&bench);
    bench_set_harm(&bench, system, "2", "2", "2", "1");
    bench_set_levels(&bench, system, "", "3", "2");
    const struct grading *grading = bench_grade(&bench);
    cr_assert_eq(grading->level_declared, 0);
    cr_assert_eq(grading->level_final, 3);
    cr_assert_eq(grading->verdict, VERDICT_CONSISTENT);
    cr_assert_eq(bench_find(&bench, DIAG_VALUE_EMPTY)->origin.row, 10);

    bench_set_levels(&bench, system, "", "3", "");
    grading = bench_grade(&bench);
    cr_assert_eq(grading->level_final, 0);
    cr_assert_eq(grading->verdict, VERDICT_UNGRADED);
    bench_close(&bench);
}

/* A part below its own matrix result is inaccurate even where the total is right. */
Test(rules_grading, part_below_matrix) {
    struct bench bench = bench_open();
    struct system *system = add_plain(&bench);
    bench_set_harm(&bench, system, "2", "2", "2", "2");
    bench_set_levels(&bench, system, "3", "2", "3");
    cr_assert_eq(bench_grade(&bench)->verdict, VERDICT_INACCURATE);
    const struct diag_item *item = bench_find(&bench, DIAG_LEVEL_BELOW_MATRIX);
    cr_assert_eq(item->origin.column, FIELD_SYSTEM_S_LEVEL + 1);
    cr_assert(str_contains(item->message, STR("业务信息安全保护等级第二级低于")));
    cr_assert_eq(bench_count(&bench, DIAG_LEVEL_BELOW_MATRIX), 1);
    bench_close(&bench);
}

/* A part above its own matrix result is above, and said at the part's cell. */
Test(rules_grading, part_above_matrix) {
    struct bench bench = bench_open();
    struct system *system = add_plain(&bench);
    bench_set_harm(&bench, system, "2", "1", "2", "2");
    bench_set_levels(&bench, system, "3", "3", "3");
    cr_assert_eq(bench_grade(&bench)->verdict, VERDICT_ABOVE_MATRIX);
    cr_assert_eq(bench_count(&bench, DIAG_LEVEL_ABOVE_MATRIX), 1);
    cr_assert_eq(bench_find(&bench, DIAG_LEVEL_ABOVE_MATRIX)->origin.column,
                 FIELD_SYSTEM_S_LEVEL + 1);
    bench_close(&bench);
}

/* No level: ungraded, with duties at what the matrix says; nothing is made up. */
Test(rules_grading, ungraded) {
    struct bench bench = bench_open();
    struct system *system = add_plain(&bench);
    bench_set_harm(&bench, system, "2", "2", "2", "1");
    const struct grading *grading = bench_grade(&bench);
    cr_assert_eq(grading->level_final, 0);
    cr_assert_eq(grading->level_matrix, 3);
    cr_assert_eq(grading->level_duty, 3);
    cr_assert_eq(grading->sag_name.len, 0);
    cr_assert_eq(grading->verdict, VERDICT_UNGRADED);
    cr_assert(grading->needs_review);
    /* What else is missing can wait. */
    bench_set_harm(&bench, system, "", "", "", "");
    bench_set(&bench, &system->record, FIELD_SYSTEM_NETWORKED, "");
    grading = bench_grade(&bench);
    cr_assert_gt(grading->n_hits, 0);
    cr_assert_eq(diag_n(bench.diag), 1);
    const struct diag_item *item = bench_find(&bench, DIAG_LEVEL_MISSING);
    cr_assert_eq(item->origin.row, 10);
    cr_assert_str(item->header, "信息系统安全保护等级");
    bench_close(&bench);
}

/* An unreadable level has been reported by intake: no second complaint, no verdict. */
Test(rules_grading, unreadable_level) {
    struct bench bench = bench_open();
    struct system *system = add_plain(&bench);
    bench_set_harm(&bench, system, "2", "2", "2", "1");
    bench_set_levels(&bench, system, "?", "", "");
    cr_assert_eq(bench_grade(&bench)->verdict, VERDICT_UNDECIDED);
    cr_assert_eq(bench_count(&bench, DIAG_LEVEL_MISSING), 0);
    bench_close(&bench);
}

/* A total nobody can read beside parts that can be read: the parts are printed, for review. */
Test(rules_grading, unreadable_total_beside_parts) {
    struct bench bench = bench_open();
    struct system *system = add_plain(&bench);
    bench_set_harm(&bench, system, "1", "2", "1", "2");
    bench_set_levels(&bench, system, "2", "2", "2");
    cr_assert_eq(bench_grade(&bench)->verdict, VERDICT_CONSISTENT);
    bench_set_levels(&bench, system, "?", "2", "2");
    const struct grading *grading = bench_grade(&bench);
    cr_assert_eq(grading->level_final, 2);
    cr_assert_eq(grading->verdict, VERDICT_UNDECIDED);
    cr_assert(grading->needs_review);
    bench_close(&bench);
}

/* Without objects and degrees nothing supports the level: no verdict, one warning that names all
 * that is missing at the row. */
Test(rules_grading, no_harm_given) {
    struct bench bench = bench_open();
    struct system *system = add_plain(&bench);
    bench_set_levels(&bench, system, "2", "2", "2");
    const struct grading *grading = bench_grade(&bench);
    cr_assert_eq(grading->level_matrix, 0);
    cr_assert_eq(grading->level_duty, 2);
    cr_assert_eq(grading->verdict, VERDICT_UNDECIDED);
    const struct diag_item *item = bench_find(&bench, DIAG_HARM_MISSING);
    cr_assert_eq(item->origin.row, 10);
    cr_assert_str(item->header, "业务信息受侵害客体");
    cr_assert(str_contains(item->message, STR("业务信息受侵害客体、业务信息侵害程度、系统服务")));
    cr_assert_eq(bench_count(&bench, DIAG_HARM_MISSING), 1);
    bench_close(&bench);
}

/* Half of the harm decides nothing but what it proves; the cells that would decide are named. */
Test(rules_grading, half_of_the_harm) {
    static const struct {
        const char *level, *s_object, *s_degree, *a_object, *a_degree;
        enum verdict verdict;
        enum field decides[4];
    } cases[] = {
        {"3", "2", "2", "2", "", VERDICT_UNDECIDED, {FIELD_SYSTEM_A_DEGREE}},
        {"2", "2", "2", "2", "", VERDICT_INACCURATE, {0}},
        {"4", "2", "2", "2", "", VERDICT_UNDECIDED, {FIELD_SYSTEM_A_DEGREE}},
        {"3", "2", "2", "", "", VERDICT_UNDECIDED, {FIELD_SYSTEM_A_OBJECT, FIELD_SYSTEM_A_DEGREE}},
        {"3", "2", "2", "?", "2", VERDICT_UNDECIDED, {FIELD_SYSTEM_A_OBJECT}},
        {"3",
         "2",
         "2",
         "1,2",
         "1,2,3",
         VERDICT_UNDECIDED,
         {FIELD_SYSTEM_A_OBJECT, FIELD_SYSTEM_A_DEGREE}},
        {"3",
         "",
         "",
         "",
         "2",
         VERDICT_UNDECIDED,
         {FIELD_SYSTEM_S_OBJECT, FIELD_SYSTEM_S_DEGREE, FIELD_SYSTEM_A_OBJECT}},
        {"3",
         "",
         "?",
         "",
         "",
         VERDICT_UNDECIDED,
         {FIELD_SYSTEM_S_OBJECT, FIELD_SYSTEM_S_DEGREE, FIELD_SYSTEM_A_OBJECT,
          FIELD_SYSTEM_A_DEGREE}},
    };
    struct bench bench = bench_open();
    struct system *system = add_plain(&bench);
    for (int is_floored = 0; is_floored < 2; is_floored++) {
        /* A floor that carries the level does not settle a half-known side. */
        bench_set(&bench, &system->record, FIELD_SYSTEM_NETWORKED, is_floored ? "1" : "0");
        for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
            bench_set_harm(&bench, system, cases[i].s_object, cases[i].s_degree, cases[i].a_object,
                           cases[i].a_degree);
            bench_set_levels(&bench, system, cases[i].level, "", "");
            const struct grading *grading = bench_grade(&bench);
            cr_assert_eq(grading->verdict, cases[i].verdict, "case %zu", i);
            for (size_t k = 0; k < 4; k++) {
                enum field field = k < grading->n_decides ? grading->decides[k] : 0;
                cr_assert_eq(field, cases[i].decides[k], "case %zu cell %zu", i, k);
            }
        }
    }
    bench_close(&bench);
}

/* No harm at all: a floor carries just its own level. */
Test(rules_grading, no_harm_at_a_floor) {
    struct bench bench = bench_open();
    struct system *system = add_plain(&bench);
    bench_set(&bench, &system->record, FIELD_SYSTEM_NETWORKED, "1");
    bench_set_levels(&bench, system, "3", "3", "3");
    cr_assert_eq(bench_grade(&bench)->verdict, VERDICT_CONSISTENT);
    cr_assert_eq(bench_count(&bench, DIAG_HARM_MISSING), 1);
    bench_set_levels(&bench, system, "4", "4", "4");
    const struct grading *grading = bench_grade(&bench);
    cr_assert_eq(grading->verdict, VERDICT_UNDECIDED);
    cr_assert_eq(grading->undecided, UNDECIDED_NO_HARM);
    cr_assert_eq(grading->n_decides, 4);
    bench_close(&bench);
}

/* A total that is not read proves nothing; a part below its own side does. */
Test(rules_grading, unread_total_below) {
    struct bench bench = bench_open();
    struct system *system = add_plain(&bench);
    bench_set_harm(&bench, system, "2", "2", "2", "1");
    bench_set_levels(&bench, system, "?", "2", "");
    cr_assert_eq(bench_grade(&bench)->verdict, VERDICT_INACCURATE);
    bench_set_levels(&bench, system, "?", "3", "");
    cr_assert_eq(bench_grade(&bench)->verdict, VERDICT_UNDECIDED);
    bench_set_levels(&bench, system, "2", "?", "2");
    cr_assert_eq(bench_grade(&bench)->verdict, VERDICT_INACCURATE);
    bench_close(&bench);
}

/* A floor that the level reaches carries it where the harm is not given, and is reason enough for
 * a level above the matrix. */
Test(rules_grading, floor_carries_the_level) {
    struct bench bench = bench_open();
    struct system *system = add_plain(&bench);
    bench_set(&bench, &system->record, FIELD_SYSTEM_NETWORKED, "1");
    bench_set_levels(&bench, system, "3", "3", "3");
    cr_assert_eq(bench_grade(&bench)->verdict, VERDICT_CONSISTENT);
    bench_set_harm(&bench, system, "1", "2", "1", "2");
    cr_assert_eq(bench_grade(&bench)->verdict, VERDICT_CONSISTENT);
    bench_set_levels(&bench, system, "4", "4", "4");
    cr_assert_eq(bench_grade(&bench)->verdict, VERDICT_ABOVE_MATRIX);
    bench_close(&bench);
}

/* Counts by level and the systems that are filed: the second level and above, in order. */
Test(rules_grading, counts_and_filed) {
    static const char *const levels[] = {"1", "3", "", "2", "3"};
    struct bench bench = bench_open();
    for (size_t i = 0; i < 5; i++) {
        struct system *system =
            bench_system(&bench, str_to_c(bench.arena, str_format(bench.arena, "系统%zu", i)));
        bench_set_levels(&bench, system, levels[i], levels[i], levels[i]);
    }
    const struct unit_findings *findings = bench_judge(&bench);
    cr_assert_eq(findings->n_gradings, 5);
    cr_assert_eq(findings->n_by_level[0], 1);
    cr_assert_eq(findings->n_by_level[1], 1);
    cr_assert_eq(findings->n_by_level[2], 1);
    cr_assert_eq(findings->n_by_level[3], 2);
    cr_assert_eq(findings->n_filed, 3);
    cr_assert_eq(findings->filed[0], 1);
    cr_assert_eq(findings->filed[1], 3);
    cr_assert_eq(findings->filed[2], 4);
    bench_close(&bench);
}

/* Official words of verdicts and levels, and the standard cited. */
Test(rules_grading, official_words) {
    struct bench bench = bench_open();
    static const char *const verdicts[] = {"一致", "定级不准", "高于矩阵", "未定级", "无法判定"};
    for (int i = 0; i < 5; i++) {
        cr_assert_str(rules_verdict_name(bench.rules, (enum verdict)i), verdicts[i]);
    }
    cr_assert_str(rules_level(bench.rules, 3).name, "监督保护级");
    cr_assert_str(rules_level(bench.rules, 5).numeral, "五");
    cr_assert_eq(rules_level(bench.rules, 6).name.len, 0);
    add_plain(&bench);
    cr_assert_str(bench_grade(&bench)->standard, "GB/T 22240-2008");
    bench_close(&bench);
}

/* Judging twice reports the same, in the same order. */
Test(rules_grading, same_findings_twice) {
    struct bench bench = bench_open();
    bench_system(&bench, "电子病历系统");
    struct system *system = bench_system(&bench, "门诊收费系统");
    bench_set_levels(&bench, system, "2", "3", "");
    bench_judge(&bench);
    struct diag *first = bench.diag;
    bench_judge(&bench);
    cr_assert_gt(diag_n(first), 2);
    cr_assert_eq(diag_n(first), diag_n(bench.diag));
    for (size_t i = 0; i < diag_n(first); i++) {
        cr_assert_eq(reported(first, i)->id, reported(bench.diag, i)->id);
        cr_assert(str_equal(reported(first, i)->message, reported(bench.diag, i)->message));
    }
    bench_close(&bench);
}
