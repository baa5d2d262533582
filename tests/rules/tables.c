/* Rule tables that are wrong: each fault stops the opening and is told at file and line. */
#include "bench.h"
#include "reported.h"

#include "rules/inputs.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* A copy of the tables that rules reads, in a folder of its own. */
struct copy {
    struct arena *arena;
    struct diag *diag;
    char folder[32];
};

static const char *const files[] = {
    "columns/fields.csv",   "columns/options.yaml",   "rules/matrix.csv",
    "rules/levels.csv",     "rules/checks.csv",       "rules/floors.csv",
    "rules/verdicts.csv",   "rules/words.csv",        "rules/regions.csv",
    "rules/lists.csv",      "rules/clauses.2007.csv", "rules/standards.csv",
    "rules/catalogues.csv", "rules/controls.csv",     "rules/crosswalk.csv",
    "rules/priorities.csv", "rules/gap-fields.csv",   "rules/duties.csv",
    "rules/statuses.csv",   "rules/causes.csv",       "rules/routes.csv",
    "rules/texts.csv",      "rules/clauses.2020.csv", "rules/clauses.2025.csv",
};
enum { N_FILES = sizeof files / sizeof files[0] };

static void give_up(size_t size) {
    (void)size;
    abort();
}

static struct str path_of(const struct copy *copy, const char *name) {
    return str_format(copy->arena, "%s/%s", copy->folder, name);
}

static struct copy copy_open(void) {
    struct copy copy = {.arena = arena_open(give_up), .folder = "/tmp/rules-tables-XXXXXX"};
    copy.diag = diag_open(copy.arena);
    cr_assert(mkdtemp(copy.folder));
    for (size_t i = 0; i < N_FILES; i++) {
        struct source source = {str_from_c(files[i]), {0}};
        struct str bytes;
        cr_assert(file_read(copy.arena, str_format(copy.arena, "templates/%s", files[i]), 1 << 20,
                            &source, copy.diag, &bytes));
        cr_assert(file_write(path_of(&copy, files[i]), bytes, copy.diag));
    }
    return copy;
}

static void copy_close(struct copy *copy) {
    for (size_t i = 0; i < N_FILES; i++) {
        file_remove(path_of(copy, files[i]));
    }
    rmdir(str_to_c(copy->arena, path_of(copy, "rules")));
    rmdir(str_to_c(copy->arena, path_of(copy, "columns")));
    rmdir(copy->folder);
    arena_close(copy->arena);
}

/* Opens the rules of an edition. */
static const struct rules *rules_from(struct copy *copy, struct shelf *shelf, const char *edition) {
    struct str name = str_from_c(edition);
    const struct regions *regions = regions_read(copy->arena, shelf, name, copy->diag);
    return rules_open(copy->arena, shelf, name, regions, copy->diag);
}

/* Opens the rules after `from` was replaced by `to` in a file. */
static const struct rules *open_with(struct copy *copy, const char *file, const char *from,
                                     const char *to) {
    struct source source = {str_from_c(file), {0}};
    struct str bytes;
    cr_assert(file_read(copy->arena, path_of(copy, file), 1 << 20, &source, copy->diag, &bytes));
    cr_assert(str_contains(bytes, str_from_c(from)), "%s has no %s", file, from);
    struct str changed = str_replace(copy->arena, bytes, str_from_c(from), str_from_c(to));
    cr_assert(file_write(path_of(copy, file), changed, copy->diag));
    struct shelf *shelf = shelf_open(copy->arena, str_from_c(copy->folder), STR("templates"));
    return rules_from(copy, shelf, "2007");
}

/* The copy as it is opens; so each fault below is the fault meant. */
Test(rules_tables, copy_is_good) {
    struct copy copy = copy_open();
    cr_assert(open_with(&copy, "rules/words.csv", "and,", "and,"));
    cr_assert_eq(diag_n(copy.diag), 0);
    copy_close(&copy);
}

/* Bad cells, with the place as it is printed. */
Test(rules_tables, bad_cells) {
    static const struct {
        const char *file, *from, *to;
        enum diag_id id;
        const char *place;
    } cases[] = {
        {"rules/matrix.csv", "2,严重损害,2\nGB/T 22240-2008,1", "2,严重损害,6\nGB/T 22240-2008,1",
         DIAG_TABLE_VALUE, "templates/rules/matrix.csv:3:6"},
        {"rules/matrix.csv", "2008,1,公民、法人和其他组织的合法权益,1", "2008,4,公民,1",
         DIAG_TABLE_VALUE, "templates/rules/matrix.csv:2:2"},
        {"rules/matrix.csv", "2008,1,公民、法人和其他组织的合法权益,2",
         "2008,1,公民、法人和其他组织的合法权益,1", DIAG_TABLE_VALUE,
         "templates/rules/matrix.csv:3:4"},
        {"rules/matrix.csv", "GA/T 1389-2017,1,公民、法人和其他组织的合法权益,1",
         "GA/T 1389,1,公民,1", DIAG_TABLE_VALUE, "templates/rules/matrix.csv:11:1"},
        {"rules/standards.csv", "GB/T 22240-2008,22240-2008", "GB/T 22240-2009,22240-2008",
         DIAG_TABLE_ROW, "templates/rules/standards.csv:1:1"},
        {"rules/standards.csv", "2008-11-01,2020-10-31", "2008-11-01,2008-10-31", DIAG_TABLE_VALUE,
         "templates/rules/standards.csv:3:8"},
        {"rules/standards.csv", "2008-11-01,2020-10-31", "2008-13-01,2020-10-31", DIAG_TABLE_VALUE,
         "templates/rules/standards.csv:3:7"},
        /* A standard that is no edition's own. */
        {"rules/standards.csv", ",2017-05-08,", ",217-05-08,", DIAG_TABLE_VALUE,
         "templates/rules/standards.csv:4:7"},
        {"rules/clauses.2007.csv", "2007-06-22,2017-05-31", "2007-06-22,2017-06-01",
         DIAG_RULE_CONFLICT, "templates/rules/clauses.2007.csv:19"},
        {"rules/clauses.2007.csv", "2026-11-25,公通字[2007]43号", "2026-11-25,", DIAG_TABLE_VALUE,
         "templates/rules/clauses.2007.csv:18:6"},
        {"rules/matrix.csv", "object,", "objects,", DIAG_TABLE_HEADER,
         "templates/rules/matrix.csv:1:2"},
        {"rules/verdicts.csv", "verdict,name", "verdict", DIAG_TABLE_COLUMN,
         "templates/rules/verdicts.csv:1:1"},
        {"rules/verdicts.csv", "undecided,无法判定", "undecided", DIAG_TABLE_CELLS,
         "templates/rules/verdicts.csv:6"},
        {"rules/matrix.csv", "GB/T 22240-2008,3,国家安全,3,特别严重损害,5\n", "", DIAG_TABLE_ROW,
         "templates/rules/matrix.csv:1:1"},
        /* An edition that there is not would take its row out of every edition. */
        {"rules/checks.csv",
         "\n2007;2020,PARENT_MISSING,required,0,system.is_branch=1,system.parent.name",
         "\n2007;220,PARENT_MISSING,required,0,system.is_branch=1,system.parent.name",
         DIAG_TABLE_VALUE, "templates/rules/checks.csv:2:1"},
        {"rules/duties.csv", "OB-21,2007;2020,", "OB-21,2007;220,", DIAG_TABLE_VALUE,
         "templates/rules/duties.csv:23:2"},
        {"rules/floors.csv", "FD-1,2025,承载", "FD-1,205,承载", DIAG_TABLE_VALUE,
         "templates/rules/floors.csv:55:2"},
        {"rules/levels.csv", "4,四", "4x,四", DIAG_TABLE_VALUE, "templates/rules/levels.csv:5:1"},
        {"rules/levels.csv",
         "5,五,第五级,专控保护级,专门监督、检查,指导意见 四（一）1；管理办法 "
         "第七、八条,2007-06-22,,2026-11-"
         "25,公通字[2007]43号；卫办发〔2011〕85号\n",
         "", DIAG_TABLE_ROW, "templates/rules/levels.csv:1:1"},
        {"rules/clauses.2007.csv", "level.parts,", "level.part,", DIAG_TABLE_VALUE,
         "templates/rules/clauses.2007.csv:4:1"},
        {"rules/clauses.2007.csv", "standard,GB/T 22240-2008", "standard,", DIAG_TABLE_VALUE,
         "templates/rules/clauses.2007.csv:2:2"},
        {"rules/clauses.2007.csv",
         "total.5,备案表 表一15,2007-10-26,,2026-11-25,公信安〔2007〕861号\n", "", DIAG_TABLE_ROW,
         "templates/rules/clauses.2007.csv:1:1"},
        {"rules/verdicts.csv", "undecided,无法判定\n", "", DIAG_TABLE_ROW,
         "templates/rules/verdicts.csv:1:1"},
        {"rules/floors.csv", "yes,system.networked,hard,3", "yes,system.networked,sure,3",
         DIAG_TABLE_VALUE, "templates/rules/floors.csv:3:7"},
        {"rules/floors.csv", "hard,3,system.networked=1", "hard,3,system.network=5",
         DIAG_TABLE_VALUE, "templates/rules/floors.csv:3:9"},
        {"rules/floors.csv", "指导意见 四（一）1（1）,yes", ",yes", DIAG_TABLE_VALUE,
         "templates/rules/floors.csv:3:4"},
        {"rules/floors.csv", "hard,system.review_level", "hard,system.review_date",
         DIAG_TABLE_VALUE, "templates/rules/floors.csv:51:8"},
        {"rules/floors.csv", "hard,system.review_level,", "hard,,", DIAG_TABLE_VALUE,
         "templates/rules/floors.csv:51:8"},
        {"rules/floors.csv", "FL-5,,,,,,none,,", "FL-5,,,,,,none,3,", DIAG_TABLE_VALUE,
         "templates/rules/floors.csv:53:8"},
        /* A rule's rows stand together: their order is the meaning. */
        {"rules/floors.csv", "FL-5,,,,,,none,,", "FL-1,,,,,,none,,", DIAG_TABLE_VALUE,
         "templates/rules/floors.csv:53:1"},
        /* A rule that ends without an answer. */
        {"rules/floors.csv", "FL-5,,,,,,none,,,", "FL-5,,,,,,none,,system.level=2,", DIAG_TABLE_ROW,
         "templates/rules/floors.csv:53"},
        {"rules/floors.csv", "system.name~@W1", "system.name~@W5", DIAG_TABLE_VALUE,
         "templates/rules/floors.csv:4:9"},
        {"rules/floors.csv", "1（5）,no,", "1（5）,never,", DIAG_TABLE_VALUE,
         "templates/rules/floors.csv:51:5"},
        {"rules/floors.csv", "no,system.review_level,", "no,system.reviewlevel,", DIAG_TABLE_VALUE,
         "templates/rules/floors.csv:51:6"},
        {"rules/lists.csv", "W2a,区域", ",区域", DIAG_TABLE_VALUE, "templates/rules/lists.csv:7:1"},
        {"rules/lists.csv", "W2a,区域|人口健康|居民健康|全民健康|卫生", "W2a,", DIAG_TABLE_VALUE,
         "templates/rules/lists.csv:7:2"},
        {"rules/checks.csv", "SCOPE_COUNT_MISSING", "SCOPE_MISSING", DIAG_TABLE_VALUE,
         "templates/rules/checks.csv:4:2"},
        {"rules/checks.csv", "REVIEW_MISSING,conflict", "REVIEW_MISSING,wanted", DIAG_TABLE_VALUE,
         "templates/rules/checks.csv:7:3"},
        {"rules/checks.csv", "REVIEW_MISSING,conflict,3", "REVIEW_MISSING,conflict,-1",
         DIAG_TABLE_VALUE, "templates/rules/checks.csv:7:4"},
        {"rules/checks.csv", "system.scope=11|21,system.scope_count",
         "system.scope=11|21,system.scope_cnt", DIAG_TABLE_VALUE, "templates/rules/checks.csv:4:6"},
        {"rules/catalogues.csv", "22239-2008,5", "22239-2008,x", DIAG_TABLE_VALUE,
         "templates/rules/catalogues.csv:3:2"},
        /* A published total is told at the head of what was counted, and at its cell. */
        {"rules/catalogues.csv", ",5,5,85,", ",5,5,86,", DIAG_TABLE_ROW,
         "templates/rules/controls.csv:1:1"},
        {"rules/clauses.2007.csv", "baseline,GB/T 22239-2008", "baseline,GB/T 2260", DIAG_TABLE_ROW,
         "templates/rules/catalogues.csv:1:1"},
        {"rules/catalogues.csv", "GB/T 22239-2019,6", "GB/T 22239-2008,6", DIAG_TABLE_REPEATED,
         "templates/rules/catalogues.csv:4"},
        /* A total that the rows do not come to. */
        {"rules/catalogues.csv", "85,175,290,318", "85,175,291,318", DIAG_TABLE_ROW,
         "templates/rules/controls.csv:1:1"},
        {"rules/controls.csv", "22239-2008,物理安全,物理位置的选择,G,,6.1.1.1,",
         "22239-2008,物理安全,物理位置的选择,G,,7.1.1.1,", DIAG_TABLE_VALUE,
         "templates/rules/controls.csv:2:6"},
        /* A letter left out of a clause's items. */
        {"rules/controls.csv", ",7.1.1.1 b),8.1.1.1 b)", ",7.1.1.1 c),8.1.1.1 b)", DIAG_TABLE_VALUE,
         "templates/rules/controls.csv:3:7"},
        /* Names that the sections of clauses contradict: of the few among the many; of either. */
        {"rules/controls.csv", "22239-2008,物理安全,防静电", "22239-2008,物理安会,防静电",
         DIAG_TABLE_VALUE, "templates/rules/controls.csv:31:2"},
        {"rules/controls.csv", "22239-2008,物理安全,物理位置的选择,G,,,",
         "22239-2008,物理安全,物理位置选择,G,,,", DIAG_TABLE_VALUE,
         "templates/rules/controls.csv:2:3"},
        {"rules/texts.csv", "第十九条 第二十条", "第十九章 第二十条", DIAG_TABLE_VALUE,
         "templates/rules/texts.csv:4:4"},
        {"rules/controls.csv", "22239-2008,物理安全,物理位置的选择,G,,6.1.1.1,",
         "22239-2008,物理安全,物理位置的选择,X,,6.1.1.1,", DIAG_TABLE_VALUE,
         "templates/rules/controls.csv:2:4"},
        {"rules/controls.csv", "GB/T 22239-2008,物理安全,物理位置的选择,G,,6.1.1.1,",
         "GB/T 22239,物理安全,物理位置的选择,G,,6.1.1.1,", DIAG_TABLE_VALUE,
         "templates/rules/controls.csv:2:1"},
        {"rules/routes.csv", "police,2007;2020,sure,unit.affiliation=2",
         "polic,2007;2020,sure,unit.affiliation=2", DIAG_TABLE_VALUE,
         "templates/rules/routes.csv:3:1"},
        {"rules/routes.csv", "sure,unit.affiliation=2", "certain,unit.affiliation=2",
         DIAG_TABLE_VALUE, "templates/rules/routes.csv:3:3"},
        {"rules/routes.csv", "公安厅,,隶属于省级的单位跨地市",
         "公安厅,unit.affiliation,隶属于省级的单位跨地市", DIAG_TABLE_VALUE,
         "templates/rules/routes.csv:3:7"},
        {"rules/routes.csv", "{province}公安厅,,隶属", "{provence}公安厅,,隶属", DIAG_TABLE_VALUE,
         "templates/rules/routes.csv:3:6"},
        {"rules/routes.csv", "police,,open,,", "police,,open,unit.kind=1,", DIAG_TABLE_ROW,
         "templates/rules/routes.csv:1:1"},
        {"rules/duties.csv", "{health},卫生备案报送表", "{helth},卫生备案报送表", DIAG_TABLE_VALUE,
         "templates/rules/duties.csv:10:18"},
        /* A text, a place, and one that was not verified without a word of it. */
        {"rules/routes.csv", ",实施细则 第三条,", ",实施细测 第三条,", DIAG_TABLE_VALUE,
         "templates/rules/routes.csv:3:9"},
        {"rules/floors.csv", "指导意见 四（一）1（1）", "指导意见 四（一）1（6）", DIAG_TABLE_VALUE,
         "templates/rules/floors.csv:3:4"},
        {"rules/duties.csv", "管理办法 第十七条；实施细则 第十条,V1",
         "管理办法 第十七、十八条；实施细则 第十、十一条,V1", DIAG_TABLE_VALUE,
         "templates/rules/duties.csv:14:21"},
        {"rules/standards.csv", "GB/T 22240-2008 5.5 表2、表3,", "GB/T 22240-2008 5.5 表2、表4,",
         DIAG_TABLE_VALUE, "templates/rules/standards.csv:3:3"},
        {"rules/levels.csv",
         "1,一,第一级,自主保护级,自主保护,指导意见 四（一）1；管理办法 第七、八条",
         "1,一,第一级,自主保护级,自主保护,指导意见 四（一）1；管理办法 第七、九条",
         DIAG_TABLE_VALUE, "templates/rules/levels.csv:2:6"},
        {"rules/checks.csv", "管理办法 第二十条（待核实）", "管理办法 第二十条", DIAG_TABLE_VALUE,
         "templates/rules/checks.csv:34:8"},
        {"rules/texts.csv", "实施细则,第", "管理办法,第", DIAG_TABLE_REPEATED,
         "templates/rules/texts.csv:6"},
        {"rules/regions.csv", "110000,北京市", "11000,北京市", DIAG_TABLE_VALUE,
         "templates/rules/regions.csv:2:1"},
        {"rules/regions.csv", "110000,北京市", "110000,", DIAG_TABLE_VALUE,
         "templates/rules/regions.csv:2:2"},
        {"rules/regions.csv", "110000,北京市,province,2", "110000,北京市,province,",
         DIAG_TABLE_VALUE, "templates/rules/regions.csv:2:4"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct copy copy = copy_open();
        cr_assert_null(open_with(&copy, cases[i].file, cases[i].from, cases[i].to),
                       "case %zu was accepted", i);
        cr_assert_geq(diag_n(copy.diag), 1);
        const struct diag_item *item = reported(copy.diag, 0);
        cr_assert_eq(item->id, cases[i].id, "case %zu: %" STR_FMT, i, STR_ARG(item->message));
        cr_assert_str(origin_text(copy.arena, item->origin), cases[i].place);
        copy_close(&copy);
    }
}

/* A misspelt field is answered with the nearest right name. */
Test(rules_tables, nearest_field) {
    struct copy copy = copy_open();
    open_with(&copy, "rules/floors.csv", "unit.hospital_class=三级甲等 & system.category",
              "unit.hospital_class=三级甲等 & system.categry");
    cr_assert_str(reported(copy.diag, 0)->message, "规则表的值“system.categry”无效");
    cr_assert_str(reported(copy.diag, 0)->suggestion, "可填：system.category");
    copy_close(&copy);
}

/* All faults of all tables are told in one go. */
Test(rules_tables, every_fault_told) {
    struct copy copy = copy_open();
    open_with(&copy, "rules/matrix.csv", "特别严重损害,5\nGA/T", "特别严重损害,50\nGA/T");
    size_t n_before = diag_n(copy.diag);
    cr_assert_eq(n_before, 1);
    open_with(&copy, "rules/levels.csv", "2,二", "22,二");
    cr_assert_eq(diag_n(copy.diag), n_before + 2);
    copy_close(&copy);
}

/* An edition whose tables are not on the shelf is not made up from another one's. */
Test(rules_tables, missing_edition) {
    struct copy copy = copy_open();
    struct shelf *shelf = shelf_open(copy.arena, str_from_c(copy.folder), STR("templates"));
    cr_assert_null(rules_from(&copy, shelf, "2099"));
    cr_assert_eq(reported(copy.diag, 0)->id, DIAG_SHELF_MISSING);
    copy_close(&copy);
}

/* A further edition is files only: one cell of its matrix, one floor, one name of a list, one
 * clause are what its tables say; all else is served by what there is. */
Test(rules_tables, further_edition_is_data) {
    static const struct {
        const char *file, *from, *to;
    } changes[] = {
        {"rules/matrix", "2008,1,公民、法人和其他组织的合法权益,3,特别严重损害,2",
         "2008,1,公民、法人和其他组织的合法权益,3,特别严重损害,3"},
        {"rules/floors", "system.review_level,hard,system.review_level",
         "system.review_level,hard,4"},
        {"rules/lists", "W4,卫生部|", "W4,试用部|卫生部|"},
    };
    struct copy copy = copy_open();
    struct source source = {STR("x"), {0}};
    struct str bytes;
    for (size_t i = 0; i < 3; i++) {
        struct str old = str_format(copy.arena, "%s.csv", changes[i].file);
        struct str new = str_format(copy.arena, "%s.2099.csv", changes[i].file);
        cr_assert(file_read(copy.arena, path_of(&copy, str_to_c(copy.arena, old)), 1 << 20, &source,
                            copy.diag, &bytes));
        struct str from = str_from_c(changes[i].from);
        cr_assert(str_contains(bytes, from), "%s", changes[i].from);
        bytes = str_replace(copy.arena, bytes, from, str_from_c(changes[i].to));
        cr_assert(file_write(path_of(&copy, str_to_c(copy.arena, new)), bytes, copy.diag));
    }
    cr_assert(file_read(copy.arena, path_of(&copy, "rules/clauses.2007.csv"), 1 << 20, &source,
                        copy.diag, &bytes));
    bytes = str_replace(copy.arena, bytes, STR("表一11"), STR("表一10"));
    cr_assert(file_write(path_of(&copy, "rules/clauses.2099.csv"), bytes, copy.diag));
    struct shelf *shelf = shelf_open(copy.arena, str_from_c(copy.folder), STR("templates"));
    const struct rules *rules = rules_from(&copy, shelf, "2099");
    cr_assert(rules);
    cr_assert_eq(rules_matrix_level(rules, 1, 3), 3);
    static const char *const made[] = {"rules/matrix.2099.csv", "rules/floors.2099.csv",
                                       "rules/lists.2099.csv", "rules/clauses.2099.csv"};
    for (size_t i = 0; i < 4; i++) {
        file_remove(path_of(&copy, made[i]));
    }
    copy_close(&copy);
}

/* ---- without any C -----------------------------------------------------------------------------
 */

/* One change of one file, and what it makes of a system. */
struct change {
    /* The file; its text and what takes the place of it: both NULL for no change. */
    const char *file, *from, *to;
};

/* What is said of a system of the second level, of a hospital, at 2012-06-30. */
struct said {
    enum verdict verdict;
    /* The reason and clause of FL-1 and FL-3; whether it is below the matrix and by which clause.
     */
    struct str network_reason, core_reason, core_clause, matrix_clause;
    bool is_below_matrix;
    /* OB-06. */
    enum duty_status status;
    struct date due;
    struct str duty_clause;
};

static struct said judge_after(struct copy *copy, const struct change *change, const char *inputs) {
    const struct rules *rules =
        open_with(copy, change->file ? change->file : "rules/words.csv",
                  change->from ? change->from : "and,", change->to ? change->to : "and,");
    cr_assert(rules);
    struct input_case made = input_case_open(copy->arena, STR("某市人民医院"), 1);
    struct str fault;
    cr_assert(input_case_fill(&made, rules, str_from_c(inputs), &fault));
    struct diag *diag = diag_open(copy->arena);
    const struct unit_findings *findings =
        rules_judge(rules, copy->arena, made.unit, (struct date){2012, 6, 30}, diag);
    const struct grading *grading = &findings->gradings[0];
    struct said said = {.verdict = grading->verdict};
    for (size_t i = 0; i < grading->n_hits; i++) {
        const struct floor_hit *hit = &grading->hits[i];
        said.network_reason = str_is(hit->rule, "FL-1") ? hit->reason : said.network_reason;
        said.core_reason = str_is(hit->rule, "FL-3") ? hit->reason : said.core_reason;
        said.core_clause = str_is(hit->rule, "FL-3") ? hit->clause : said.core_clause;
    }
    for (size_t i = 0; i < diag_n(diag); i++) {
        if (reported(diag, i)->id == DIAG_LEVEL_BELOW_MATRIX) {
            said.is_below_matrix = true;
            said.matrix_clause = reported(diag, i)->clause;
        }
    }
    for (size_t i = 0; i < findings->n_duties; i++) {
        const struct duty_finding *found = &findings->duties[i];
        if (str_is(found->duty->id, "OB-06")) {
            said.status = found->status;
            said.due = found->due;
            said.duty_clause = found->duty->clause;
        }
    }
    return said;
}

/* A system about which nothing is to be said. */
#define ORDINARY                                                                                    \
    "unit.kind=医院; unit.hospital_class=三级乙等; system.name=血液联网系统; "          \
    "system.category=核心业务; system.networked=0; system.platform_level=无; system.level=2; " \
    "system.s.level=2; system.a.level=2; system.s.object=2; system.s.degree=1; "                    \
    "system.a.object=1; system.a.degree=2; system.graded=2012-05-15; system.police_filed=-"

Test(rules_tables, a_cell_of_the_matrix_alone) {
    struct copy copy = copy_open();
    struct said before = judge_after(&copy, &(struct change){0}, ORDINARY);
    cr_assert_eq(before.verdict, VERDICT_CONSISTENT);
    cr_assert_not(before.is_below_matrix);
    struct said after =
        judge_after(&copy,
                    &(struct change){"rules/matrix.csv", "2,社会秩序、公共利益,1,一般损害,2",
                                     "2,社会秩序、公共利益,1,一般损害,3"},
                    ORDINARY);
    cr_assert_eq(after.verdict, VERDICT_INACCURATE);
    cr_assert(after.is_below_matrix);
    cr_assert_str(after.matrix_clause, "GB/T 22240-2008 5.5 表2；备案表 表三01");
    after = judge_after(&copy,
                        &(struct change){"rules/standards.csv",
                                         "GB/T 22240-2008 5.5 表2；备案表 表三01",
                                         "GB/T 22240-2008 5.5；备案表 表三01"},
                        ORDINARY);
    cr_assert_str(after.matrix_clause, "GB/T 22240-2008 5.5；备案表 表三01");
    copy_close(&copy);
}

Test(rules_tables, a_name_of_a_floor_alone) {
    struct copy copy = copy_open();
    struct said before = judge_after(&copy, &(struct change){0}, ORDINARY);
    cr_assert_str(before.network_reason, "填报为不联网");
    struct said after = judge_after(
        &copy, &(struct change){"rules/lists.csv", "W1,网络直报|", "W1,血液联网|网络直报|"},
        ORDINARY);
    cr_assert_eq(after.verdict, VERDICT_UNDECIDED);
    cr_assert_str(after.network_reason, "名称属原文点名的全国联网系统");
    copy_close(&copy);
}

Test(rules_tables, a_rule_alone) {
    struct copy copy = copy_open();
    static const struct change change = {
        "rules/floors.csv", "unit.hospital_class=三级甲等 & system.category=核心业务",
        "unit.hospital_class=三级甲等|三级乙等 & system.category=核心业务"};
    struct said after = judge_after(&copy, &change, ORDINARY);
    cr_assert_eq(after.verdict, VERDICT_INACCURATE);
    cr_assert_str(after.core_reason, "三级甲等医院的核心业务系统");
    cr_assert_str(after.core_clause, "指导意见 四（一）1（3）");
    after = judge_after(
        &copy,
        &(struct change){"rules/floors.csv", "指导意见 四（一）1（3）", "指导意见 四（一）1（5）"},
        ORDINARY);
    cr_assert_str(after.core_clause, "指导意见 四（一）1（5）");
    after = judge_after(&copy,
                        &(struct change){"rules/floors.csv", ",三级甲等医院的核心业务系统,",
                                         ",三级医院的核心业务系统,"},
                        ORDINARY);
    cr_assert_str(after.core_reason, "三级医院的核心业务系统");
    copy_close(&copy);
}

Test(rules_tables, a_duty_alone) {
    struct copy copy = copy_open();
    struct said before = judge_after(&copy, &(struct change){0}, ORDINARY);
    cr_assert_eq(before.status, DUTY_OVERDUE);
    cr_assert_eq(date_compare(before.due, (struct date){2012, 6, 14}), 0);
    struct said after = judge_after(&copy,
                                    &(struct change){"rules/duties.csv",
                                                     ",D,system.graded+30d,,,system.police_filed",
                                                     ",D,system.graded+60d,,,system.police_filed"},
                                    ORDINARY);
    cr_assert_eq(after.status, DUTY_OPEN);
    cr_assert_eq(date_compare(after.due, (struct date){2012, 7, 14}), 0);
    cr_assert_str(after.duty_clause,
                  "管理办法 第十五条；实施细则 第三、四、六条；指导意见 四(一)3");
    after = judge_after(
        &copy,
        &(struct change){"rules/duties.csv", "实施细则 第三、四、六条", "实施细则 第三、四条"},
        ORDINARY);
    cr_assert_str(after.duty_clause, "管理办法 第十五条；实施细则 第三、四条；指导意见 四(一)3");
    copy_close(&copy);
}
