/* Headers of public lists: each is read as what it means there, or not at all
 * (inventory-columns.md, 1, 2 and 8). */
#include <criterion/criterion.h>
#include <stdio.h>

#include "paper.h"

/* The header's text is read as the field: it says so itself, beside the column of another name. */
static bool is_read_as(struct paper *paper, const struct headers *headers, struct str header,
                       enum field field) {
    const struct header_entry *entry = headers_find(headers, paper->arena, header);
    entry = entry ? entry : headers_find_near(headers, paper->arena, header);
    for (size_t i = 0; entry && i < entry->n_rules; i++) {
        if (headers->rules[entry->rules[i]].field == field) {
            return true;
        }
    }
    return false;
}

Test(headers, of_public_lists_are_known, .timeout = 60) {
    struct paper paper = paper_open();
    struct str text, line, sheet, field_name, header;
    size_t n = 0, n_bad = 0;
    cr_assert(
        file_read(paper.arena, STR("tests/field/headers.tsv"), 1 << 20, NULL, paper.diag, &text));
    while (str_split(&text, STR("\n"), &line)) {
        enum field field = N_FIELDS;
        if (line.len == 0 || line.data[0] == '#') {
            continue;
        }
        str_split(&line, STR("\t"), &sheet);
        str_split(&line, STR("\t"), &field_name);
        str_split(&line, STR("\t"), &header);
        bool is_system = str_is(sheet, "system"), is_ours = field_find(field_name, &field);
        const struct headers *headers = is_system ? paper.intake->systems : paper.intake->units;
        const struct header_entry *entry = headers_find(headers, paper.arena, header);
        bool is_clear = entry && (entry->kind == HEADER_COLUMN || entry->kind == HEADER_DOUBTFUL);
        bool is_right = is_ours ? is_read_as(&paper, headers, header, field) : !is_clear;
        n++;
        n_bad += !is_right;
        if (!is_right) {
            fprintf(stderr, "%.*s is not read as %.*s\n", STR_ARG(header), STR_ARG(field_name));
        }
    }
    cr_assert_gt(n, 170);
    cr_assert_eq(n_bad, 0);
    paper_close(&paper);
}

/* What a header of two meanings is, its cells say; one that they do not say is asked about. */
Test(headers, whose_cells_must_be_looked_at) {
    struct paper paper = paper_open();
    paper_read_rows(&paper, "u.xlsx", "单位名称|邮编\n甲医院|330006\n");
    paper_read_rows(
        &paper, "a.xlsx",
        "单位名称|系统名称|等保状态|等保测评\n甲医院|A|三级|符合\n甲医院|B|二级|符合\n");
    paper_read_rows(&paper, "b.xlsx",
                    "单位名称|系统名称|业务描述|等保状态|安全设备\n"
                    "甲医院|C|门诊|已备案|防火墙甲一台\n甲医院|D|检验|未备案|网闸乙二台\n");
    paper_join(&paper);
    const struct record *a = &paper_system(&paper, "甲医院", "A")->record;
    const struct record *c = &paper_system(&paper, "甲医院", "C")->record;
    cr_assert(paper_is(paper_text(a, FIELD_SYSTEM_LEVEL), "3"));
    cr_assert_not(record_has(a, FIELD_SYSTEM_FILED));
    cr_assert(paper_is(paper_text(a, FIELD_SYSTEM_ASSESSED_RESULT), "合格"));
    cr_assert_eq(record_value(c, FIELD_SYSTEM_FILED)->number, 1);
    cr_assert_not(record_has(c, FIELD_SYSTEM_LEVEL));
    cr_assert_not(record_has(c, FIELD_PRODUCT_SECURITY_COUNT));
    cr_assert_eq(paper_count(&paper, DIAG_COLUMN_IGNORED), 1);
    paper_close(&paper);
}

/* Only the prefixes of the sheet are dropped, one of them, once. */
Test(headers, prefixes_are_dropped_and_no_more) {
    struct paper paper = paper_open();
    const struct headers *systems = paper.intake->systems, *units = paper.intake->units;
    static const char *const known[] = {"等保定级时间", "被测评系统等级", "系统网络性质",
                                        "系统备案状态"};
    static const char *const unknown[] = {"医院定级依据表", "等保被测启用日期", "新定级时间",
                                          "系统等保启用日期"};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        struct str header = str_from_c(known[i]);
        cr_assert(headers_find(systems, paper.arena, header) ||
                      headers_find_near(systems, paper.arena, header),
                  "%s", known[i]);
    }
    for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++) {
        struct str header = str_from_c(unknown[i]);
        cr_assert_null(headers_find(systems, paper.arena, header), "%s", unknown[i]);
        cr_assert_null(headers_find_near(systems, paper.arena, header), "%s", unknown[i]);
    }
    cr_assert_null(headers_find_near(units, paper.arena, STR("系统地址")));
    cr_assert_not_null(headers_find_near(units, paper.arena, STR("网络安全联系人")));
    paper_close(&paper);
}

/* 医院级别 and 医院等次 are one grade; a 等 without its 级 is none. */
Test(headers, a_grade_in_two_columns_is_joined) {
    struct paper paper = paper_open();
    paper_read_rows(&paper, "a.xlsx",
                    "单位名称|邮编|医院级别|医院等次\n甲|330006|三级|甲等\n乙|330006|二级|乙\n");
    paper_read_rows(&paper, "b.xlsx", "单位名称|邮编|医院等次|床位\n丙|330006|甲等|20\n");
    paper_read_rows(&paper, "c.xlsx", "单位名称|邮编|等次\n丁|330006|三级甲等\n");
    paper_join(&paper);
    cr_assert(paper_is(paper_text(&paper_unit(&paper, "甲")->record, FIELD_UNIT_HOSPITAL_CLASS),
                       "三级甲等"));
    cr_assert(paper_is(paper_text(&paper_unit(&paper, "乙")->record, FIELD_UNIT_HOSPITAL_CLASS),
                       "二级乙等"));
    cr_assert(
        paper_is(paper_text(&paper_unit(&paper, "丙")->record, FIELD_UNIT_HOSPITAL_CLASS), ""));
    cr_assert(paper_is(paper_text(&paper_unit(&paper, "丁")->record, FIELD_UNIT_HOSPITAL_CLASS),
                       "三级甲等"));
    cr_assert_eq(paper_count(&paper, DIAG_COLUMN_REPEATED), 0);
    paper_close(&paper);
}
