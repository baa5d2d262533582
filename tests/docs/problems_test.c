/* The list of problems: complete, worst first, with place, rule and advice, for people and for
 * machines; and what became of each file. */
#include "make_inventory.h"
#include "reported.h"

/* Hashes of the files received. */
#define DIGITS  "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcd"
#define HASH_AB DIGITS "aa"
#define HASH_CD DIGITS "bb"
#define HASH_EF DIGITS "cc"

static const struct source csv = {.file = STR_INIT("b.csv")};
static const struct source sheet_one = {.file = STR_INIT("a.xlsx"), .sheet = STR_INIT("系统")};

/* Reports an id at a place. */
static void report(struct diag *diag, enum diag_id id, const struct source *source, uint32_t row,
                   const char *value) {
    diag_report(diag,
                &(struct diag_note){.id = id,
                                    .origin = {.source = source, .row = row, .column = row ? 3 : 0},
                                    .header = STR("安全保护等级"),
                                    .value = str_from_c(value),
                                    .clause = STR("指导意见 四（一）1"),
                                    .args = {STR("甲"), STR("乙"), STR("丙"), STR("丁")}});
}

/* Makes the products of what was reported. */
static struct house *open_reported(struct diag *(*make)(struct arena *arena)) {
    static const struct file_facts files[] = {
        {.name = STR_INIT("a.xlsx"),
         .sha256 = STR_INIT(HASH_AB),
         .kind = STR_INIT("xlsx"),
         .status = STR_INIT("partial"),
         .n_sheets = 2,
         .n_units = 1,
         .n_systems = 8,
         .n_errors = 3,
         .n_warnings = 4,
         .unit = STR_INIT("甲医院"),
         .contact = STR_INIT("乙二"),
         .phone = STR_INIT("0791-1")},
        {.name = STR_INIT("b.csv"),
         .sha256 = STR_INIT(HASH_CD),
         .kind = STR_INIT("csv"),
         .encoding = STR_INIT("GB18030"),
         .status = STR_INIT("ok"),
         .n_sheets = 1,
         .n_systems = 5,
         .n_warnings = 1},
        {.name = STR_INIT("c.xlsx"),
         .sha256 = STR_INIT(HASH_EF),
         .kind = STR_INIT("pdf"),
         .status = STR_INIT("rejected"),
         .n_errors = 1},
    };
    struct house *house = open_house();
    house->reported = make(house->arena);
    struct product_sink sink = house_sink(house);
    cr_assert(docs_problems(house->docs, house->arena,
                            &(struct problem_facts){.reported = docs_complaints(house->reported),
                                                    .files = files,
                                                    .n_files = 3},
                            house->diag, &sink));
    cr_assert(docs_problem_table(house->arena, house->reported, &sink));
    cr_assert_eq(house->n_products, 2);
    return house;
}

static struct diag *report_nothing(struct arena *arena) {
    return diag_open(arena);
}

static struct diag *report_mixed(struct arena *arena) {
    struct diag *diag = diag_open(arena);
    report(diag, DIAG_TOTAL_ROW_SKIPPED, &csv, 9, "合计");
    report(diag, DIAG_VALUE_EMPTY, &sheet_one, 4, "");
    report(diag, DIAG_LEVEL_RANGE, &sheet_one, 5, "第六级");
    report(diag, DIAG_FILE_DAMAGED, &csv, 0, "");
    report(diag, DIAG_LEVEL_BELOW_FLOOR, &sheet_one, 6, "2");
    report(diag, DIAG_PHONE_NO_AREA, &csv, 2, "86250000");
    report(diag, DIAG_FILE_MISSING, NULL, 0, "");
    return diag;
}

static const struct workbook *take_list(const struct house *house) {
    const struct product *product = find_product(house, "问题清单.xlsx");
    cr_assert(product && product->workbook);
    return product->workbook;
}

Test(problems, the_list_is_complete_and_worst_first) {
    static const char *const order[] = {"FILE_MISSING",      "FILE_DAMAGED", "LEVEL_RANGE",
                                        "LEVEL_BELOW_FLOOR", "VALUE_EMPTY",  "PHONE_NO_AREA",
                                        "TOTAL_ROW_SKIPPED"};
    static const char *const severities[] = {"严重", "严重", "错误", "错误",
                                             "警告", "警告", "提示"};
    struct house *house = open_reported(report_mixed);
    const struct sheet *sheet = find_sheet(take_list(house), "问题清单");
    cr_assert_str(text_at(sheet, 0, 0), "问题清单");
    cr_assert_eq(count_rows(sheet), 2 + diag_n(house->reported));
    for (uint32_t i = 0; i < 7; i++) {
        cr_assert_str(text_at(sheet, 2 + i, 4), order[i]);
        cr_assert_str(text_at(sheet, 2 + i, 3), severities[i]);
        enum cell_style style = i < 4 ? STYLE_ERROR : i < 6 ? STYLE_WARNING : STYLE_BODY;
        cr_assert_eq(cell_at(sheet, 2 + i, 0)->style, style);
    }
    close_house(house);
}

Test(problems, a_problem_says_place_rule_reason_and_advice) {
    static const char *const headings[] = {"文件", "工作表",   "单元格",   "严重程度", "问题编号",
                                           "项目", "填写内容", "规则依据", "原因",     "建议"};
    static const char *const texts[] = {"a.xlsx",
                                        "系统",
                                        "C5",
                                        "错误",
                                        "LEVEL_RANGE",
                                        "安全保护等级",
                                        "第六级",
                                        "指导意见 四（一）1",
                                        "等级“第六级”不在第一级至第五级之内",
                                        "请填 1 至 5 的等级，如“第三级”或 S3A3G3"};
    struct house *house = open_reported(report_mixed);
    const struct sheet *sheet = find_sheet(take_list(house), "问题清单");
    for (uint32_t i = 0; i < 10; i++) {
        cr_assert_str(text_at(sheet, 1, i), headings[i]);
        cr_assert_str(text_at(sheet, 4, i), texts[i]);
    }
    /* What has no place says none. */
    cr_assert_str(text_at(sheet, 2, 0), "");
    cr_assert_str(text_at(sheet, 2, 2), "");
    close_house(house);
}

Test(problems, no_problems_are_said_so) {
    struct house *house = open_reported(report_nothing);
    const struct sheet *sheet = find_sheet(take_list(house), "问题清单");
    cr_assert_str(text_at(sheet, 2, 0), "没有发现问题");
    cr_assert_eq(count_rows(sheet), 3);
    close_house(house);
}

Test(problems, files_and_what_became_of_them) {
    struct house *house = open_reported(report_mixed);
    const struct sheet *sheet = find_sheet(take_list(house), "文件清单");
    static const double counts[] = {2, 1, 8, 3, 4};
    cr_assert_str(text_at(sheet, 0, 0), "文件清单");
    cr_assert_str(text_at(sheet, 1, 8), "读取结果");
    cr_assert_str(text_at(sheet, 2, 0), "a.xlsx");
    cr_assert_str(text_at(sheet, 2, 1), "xlsx");
    cr_assert_str(text_at(sheet, 3, 2), "GB18030");
    for (uint32_t i = 0; i < 5; i++) {
        cr_assert_eq(number_at(sheet, 2, 3 + i), counts[i]);
    }
    cr_assert_str(text_at(sheet, 2, 8), "有错误");
    cr_assert_str(text_at(sheet, 3, 8), "有警告");
    cr_assert_str(text_at(sheet, 4, 8), "未能读取");
    cr_assert_eq(count_rows(sheet), 5);
    close_house(house);
}

Test(problems, who_is_called_about_which_file_and_why) {
    struct house *house = open_reported(report_mixed);
    const struct sheet *sheet = find_sheet(take_list(house), "退回清单");
    cr_assert_str(take_list(house)->sheets[0]->name, "退回清单");
    cr_assert_str(text_at(sheet, 2, 0), "甲医院");
    cr_assert_str(text_at(sheet, 2, 1), "乙二");
    cr_assert_str(text_at(sheet, 2, 2), "0791-1");
    cr_assert_str(text_at(sheet, 2, 3), "a.xlsx");
    cr_assert_str(text_at(sheet, 2, 4), "退回修改/退回修改-a.xlsx");
    cr_assert_eq(number_at(sheet, 2, 5), 3);
    struct str reasons = text_at(sheet, 2, 7);
    cr_assert(str_contains(reasons, STR("；")), "three kinds were reported of it");
    cr_assert_str(text_at(sheet, 3, 3), "c.xlsx");
    cr_assert_str(text_at(sheet, 3, 4), "");
    cr_assert_str(text_at(sheet, 4, 3), "b.csv");
    cr_assert_str(text_at(sheet, 4, 4), "退回修改/退回修改-b.csv.xlsx");
    cr_assert_eq(count_rows(sheet), 5);
    close_house(house);
}

Test(problems, a_file_that_was_refused_says_why) {
    struct house *house = open_house();
    static const struct source source = {.file = STR_INIT("c.pdf")};
    static const struct file_facts file = {.name = STR_INIT("c.pdf"),
                                           .kind = STR_INIT("pdf"),
                                           .status = STR_INIT("rejected"),
                                           .n_errors = 1};
    struct diag *reported = diag_open(house->arena);
    struct product_sink sink = house_sink(house);
    diag_report(reported, &(struct diag_note){.id = DIAG_FILE_NOT_SHEET,
                                              .origin = {.source = &source},
                                              .args = {STR("PDF 文件"), STR("请报送电子表格")}});
    cr_assert(docs_problems(house->docs, house->arena,
                            &(struct problem_facts){.reported = docs_complaints(reported),
                                                    .files = &file,
                                                    .n_files = 1},
                            house->diag, &sink));
    cr_assert_str(text_at(find_sheet(take_list(house), "文件清单"), 2, 8),
                  "未能读取：不是电子表格：是 PDF 文件");
    close_house(house);
}

Test(problems, a_list_too_long_for_a_sheet_goes_on) {
    struct house *house = open_house();
    static const struct source source = {.file = STR_INIT("names.yaml")};
    struct str bytes;
    cr_assert(file_read(house->arena, STR("templates/docs/names.yaml"), 1 << 20, NULL, house->diag,
                        &bytes));
    bytes =
        str_replace(house->arena, bytes, STR("rows_per_sheet: 1000000"), STR("rows_per_sheet: 3"));
    house->docs->names = yaml_read(house->arena, bytes, &source, house->diag);
    struct product_sink sink = house_sink(house);
    struct diag *reported = report_mixed(house->arena);
    cr_assert(docs_problems(house->docs, house->arena,
                            &(struct problem_facts){.reported = docs_complaints(reported)},
                            house->diag, &sink));
    const struct workbook *workbook = take_list(house);
    static const uint32_t rows[] = {5, 5, 3};
    static const char *const names[] = {"退回清单", "文件清单", "问题清单", "问题清单2",
                                        "问题清单3"};
    cr_assert_eq(workbook->n_sheets, 5);
    for (size_t i = 0; i < 5; i++) {
        cr_assert_str(workbook->sheets[i]->name, names[i]);
        cr_assert(i < 2 || count_rows(workbook->sheets[i]) == rows[i - 2]);
    }
    cr_assert_str(text_at(workbook->sheets[4], 2, 4), "TOTAL_ROW_SKIPPED");
    close_house(house);
}

/* ---- for machines ---------------------------------------------------------------------------- */

/* A table of data/ as the ledger reads it back. */
static struct ledger *read_back(struct house *house, enum ledger_table table) {
    static const struct source source = {.file = STR_INIT("data")};
    struct ledger *ledger = ledger_open(house->arena);
    struct str path =
        str_format(house->arena, "data/%" STR_FMT ".csv", STR_ARG(ledger_table_name(table)));
    const struct product *product = find_product(house, str_to_c(house->arena, path));
    cr_assert(product && product->text.len);
    cr_assert(ledger_read(ledger, table, product->text, &source, house->diag));
    return ledger;
}

static void check_row(const struct ledger *ledger, enum ledger_table table, size_t row,
                      const char *texts) {
    struct str rest = str_from_c(texts), text;
    size_t n, i = 0;
    enum ledger_column first = ledger_first_column(table, &n);
    for (; str_split(&rest, STR("|"), &text); i++) {
        struct str cell =
            ledger_cell(ledger_row(ledger, table, row), (enum ledger_column)(first + i));
        cr_assert(str_equal(cell, text), "row %zu column %zu: %" STR_FMT " is not %" STR_FMT, row,
                  i, STR_ARG(cell), STR_ARG(text));
    }
    cr_assert_leq(n - i, 1, "not all columns are told");
}

Test(problems, data_of_diagnostics) {
    struct house *house = open_reported(report_mixed);
    const struct ledger *ledger = read_back(house, LEDGER_DIAGNOSTICS);
    size_t n_seen[2] = {0};
    cr_assert_eq(ledger_n_rows(ledger, LEDGER_DIAGNOSTICS), diag_n(house->reported));
    for (size_t i = 0; i < ledger_n_rows(ledger, LEDGER_DIAGNOSTICS); i++) {
        const struct ledger_row *row = ledger_row(ledger, LEDGER_DIAGNOSTICS, i);
        struct str id = ledger_cell(row, LEDGER_DIAGNOSTICS_ID);
        if (str_is(id, "TOTAL_ROW_SKIPPED")) {
            n_seen[0]++;
            check_row(ledger, LEDGER_DIAGNOSTICS, i,
                      "b.csv||C9|TOTAL_ROW_SKIPPED|note|安全保护等级|合计|合计行不作为数据读取|"
                      "无需处理||指导意见 四（一）1");
        } else if (str_is(id, "LEVEL_RANGE")) {
            n_seen[1]++;
            check_row(ledger, LEDGER_DIAGNOSTICS, i,
                      "a.xlsx|系统|C5|LEVEL_RANGE|error|安全保护等级|第六级|"
                      "等级“第六级”不在第一级至第五级之内|请填 1 至 5 的等级，如“第三级”或 S3A3G3||"
                      "指导意见 四（一）1");
        }
    }
    cr_assert(n_seen[0] == 1 && n_seen[1] == 1);
    close_house(house);
}
