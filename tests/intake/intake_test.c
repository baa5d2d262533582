/* Whole files through the front door: what is recognised, refused, counted and joined. */
#include <criterion/criterion.h>

#include "paper.h"

static struct paper paper;

static void set_up(void) {
    paper = paper_open();
}

static void tear_down(void) {
    paper_close(&paper);
}

TestSuite(intake, .init = set_up, .fini = tear_down);

/* ---- refusals: the place is the file ------------------------------------------------------- */

static void check_refused(const char *name, const char *bytes, enum diag_id id, const char *kind) {
    size_t before = paper_count(&paper, id), n_errors = diag_n_errors(paper.diag);
    paper_read_bytes(&paper, name, bytes);
    cr_assert(paper.file.is_rejected, "%s", name);
    cr_assert_eq(paper_count(&paper, id), before + 1, "%s", name);
    const struct diag_item *item = paper_item(&paper, id, before);
    cr_assert(paper_is(item->origin.source->file, name));
    cr_assert_eq(item->origin.row, 0);
    cr_assert(paper_is(paper.file.kind, kind));
    cr_assert_eq(diag_n_errors(paper.diag), n_errors + 1, "%s", name);
    cr_assert_eq(paper.file.n_units + paper.file.n_systems, 0);
}

Test(intake, what_is_no_spreadsheet_is_refused_by_its_content) {
    check_refused("a.xlsx", "%PDF-1.4\n%\xE2\xE3\xCF\xD3\n", DIAG_FILE_NOT_SHEET, "pdf");
    check_refused("b.csv", "", DIAG_FILE_EMPTY, "empty");
    check_refused("c.html", "<html><body><p>请先登录</p></body></html>", DIAG_FILE_PAGE, "html");
    check_refused("d.csv", "只有一行，没有表头\n", DIAG_HEADER_MISSING, "csv");
    cr_assert_eq(paper_count(&paper, DIAG_FILE_NAMED_OTHERWISE), 0);
    cr_assert_eq(paper.inventory->n_units, 0);
}

Test(intake, a_file_named_otherwise_is_read_by_its_content) {
    paper_read_bytes(&paper, "a.xlsx", "单位名称,邮政编码\n甲医院,330006\n");
    cr_assert(!paper.file.is_rejected);
    cr_assert(paper_is(paper.file.kind, "csv"));
    cr_assert_eq(paper.file.n_units, 1);
    const struct diag_item *item = paper_item(&paper, DIAG_FILE_NAMED_OTHERWISE, 0);
    cr_assert(str_contains(item->message, STR("csv")));
    paper_read_bytes(&paper, "b.CSV", "单位名称,邮政编码\n乙医院,330006\n");
    cr_assert_eq(paper_count(&paper, DIAG_FILE_NAMED_OTHERWISE), 1);
}

/* ---- counts -------------------------------------------------------------------------------- */

Test(intake, counts_are_of_the_file_alone) {
    paper_read_bytes(&paper, "a.csv", "单位名称,邮政编码\n甲,33\n,330006\n乙,30006\n");
    cr_assert_eq(paper.file.n_units, 2);
    cr_assert_eq(diag_n_errors(paper.diag), 3);
    paper_read_bytes(&paper, "b.csv", "单位名称,邮政编码\n甲,330006\n丙,330006\n");
    /* that one of them was told before shows at the join */
    cr_assert_eq(paper.file.n_units, 2);
    cr_assert_eq(diag_n_errors(paper.diag), 3);
    cr_assert(paper_is(paper.file.encoding, "UTF-8"));
    cr_assert_eq(paper.file.n_sheets, 1);
}

/* A record's place is the line the sender sees, also behind quoted line breaks. */
Test(intake, places_in_csv_are_lines_and_records) {
    paper_read_bytes(&paper, "a.csv", "单位名称,邮政编码\n\"甲\n医院\",330006\n乙,33\n");
    const struct diag_item *item = paper_item(&paper, DIAG_DIGITS_COUNT, 0);
    cr_assert_eq(item->origin.row, 4);
    cr_assert_eq(item->origin.record, 3);
    cr_assert_eq(item->origin.column, 2);
    paper_unit(&paper, "甲医院");
}

/* ---- units --------------------------------------------------------------------------------- */

Test(intake, a_unit_twice_keeps_the_first) {
    paper_read_bytes(&paper, "a.csv", "单位名称,邮政编码\n甲医院,330006\n甲 医院,330007\n");
    paper_join(&paper);
    cr_assert_eq(paper.inventory->n_units, 1);
    cr_assert(
        paper_is(paper_text(&paper_unit(&paper, "甲医院")->record, FIELD_UNIT_POSTCODE), "330006"));
    const struct diag_item *item = paper_item(&paper, DIAG_UNIT_REPEATED, 0);
    cr_assert(paper_is(item->message, "单位“甲 医院”重复，前一处在 a.csv:2:1"));
    cr_assert(paper_is(origin_text(paper.arena, item->origin), "a.csv:3:1"));
}

Test(intake, units_get_identifiers_and_their_order) {
    paper_read_bytes(&paper, "a.csv",
                     "单位名称,行政区划代码,统一社会信用代码\n"
                     "丙,360200,\n乙,360100,\n甲,360100,12360100491006457X\n");
    paper_join(&paper);
    cr_assert(paper_is(paper.inventory->units[1]->id, "491006457"));
    cr_assert(paper_is(paper.inventory->units[0]->id, "360100-乙"));
    cr_assert(paper_is(paper.inventory->units[2]->id, "360200-丙"));
}

/* ---- joining ------------------------------------------------------------------------------- */

Test(intake, systems_find_units_that_come_later) {
    paper_read_bytes(&paper, "a.csv", "单位名称,系统名称,等级\n甲医院,HIS,3\n甲医院,LIS,2\n");
    cr_assert_eq(paper.file.n_systems, 2);
    paper_read_bytes(&paper, "b.csv", "单位名称,邮政编码\n甲医院,330006\n");
    paper_join(&paper);
    const struct unit *unit = paper_unit(&paper, "甲医院");
    cr_assert_eq(unit->n_systems, 2);
    cr_assert(paper_is(record_value(&unit->systems[1]->record, FIELD_SYSTEM_NAME)->text, "LIS"));
    cr_assert_eq(unit->systems[1]->ordinal, 2);
    /* a second batch starts with nothing waiting */
    paper_join(&paper);
    cr_assert_eq(unit->n_systems, 2);
}

Test(intake, an_unknown_unit_is_reported_with_the_nearest) {
    paper_read_bytes(&paper, "a.csv",
                     "单位名称,邮政编码\n南昌市第一医院,330006\n宜春市中医院,330007\n");
    paper_read_bytes(&paper, "b.csv", "单位名称,系统名称,等级\n南昌市第一医院院,HIS,3\n");
    paper_join(&paper);
    const struct diag_item *item = paper_item(&paper, DIAG_UNIT_UNKNOWN, 0);
    cr_assert(str_contains(item->suggestion, STR("“南昌市第一医院”")));
    cr_assert(paper_is(origin_text(paper.arena, item->origin), "b.csv:2:1"));
    cr_assert(paper_is(item->value, "南昌市第一医院院"));
    cr_assert_eq(paper_unit(&paper, "南昌市第一医院")->n_systems, 0);
}

Test(intake, a_system_twice_keeps_the_first) {
    paper_read_bytes(&paper, "a.csv", "单位名称,系统名称,等级\n甲,HIS,3\n甲,H I S,2\n乙,HIS,2\n");
    paper_read_bytes(&paper, "b.csv", "单位名称,邮政编码\n甲,330006\n乙,330006\n");
    paper_join(&paper);
    cr_assert_eq(paper_count(&paper, DIAG_SYSTEM_REPEATED), 1);
    cr_assert_eq(paper_unit(&paper, "甲")->n_systems, 1);
    cr_assert_eq(paper_unit(&paper, "乙")->n_systems, 1);
    /* in neither of two rows that differ is the level read */
    cr_assert(record_value(&paper_system(&paper, "甲", "HIS")->record, FIELD_SYSTEM_LEVEL)->is_bad);
    cr_assert_eq(paper_count(&paper, DIAG_VALUE_DISAGREES), 1);
    cr_assert(paper_is(paper_item(&paper, DIAG_VALUE_DISAGREES, 0)->value, "2"));
    cr_assert(paper_is(paper_item(&paper, DIAG_SYSTEM_REPEATED, 0)->message,
                       "系统“H I S”重复，前一处在 a.csv:2:2"));
}

Test(intake, where_no_unit_is_near_none_is_proposed) {
    paper_read_bytes(&paper, "a.csv", "单位名称,邮政编码\n南昌市第一医院,330006\n");
    paper_read_bytes(&paper, "b.csv", "单位名称,系统名称,等级\n某某血站,HIS,3\n");
    paper_join(&paper);
    const struct diag_item *item = paper_item(&paper, DIAG_UNIT_UNKNOWN, 0);
    cr_assert(paper_is(item->suggestion, "请在单位表补报该单位，或改正单位名称"));
}

/* Institutions are called alike but for their place, their number or their kind: a list of one that
 * is not there yet is its own. */
Test(intake, neighbours_are_not_taken_for_each_other) {
    static const char *const names[] = {"大余县人民医院", "全南县中医院", "南昌市第二医院"};
    struct read_sheet *units =
        paper_sheet(&paper, "单位",
                    "单位名称|邮编|行政区划代码\n全南县人民医院|341800|360729\n"
                    "南昌市第一医院|330006|360100\n");
    paper_read(&paper, "a.xlsx", &units, 1);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        paper_read_rows(
            &paper, str_to_c(paper.arena, str_format(paper.arena, "%zu.xlsx", i)),
            str_to_c(paper.arena,
                     str_format(paper.arena, "单位名称|系统名称|安全保护等级\n%s|HIS|三级\n",
                                names[i])));
    }
    paper_read_rows(&paper, "x.xlsx", "单位名称|系统名称|安全保护等级\n全南县人民医阮|HIS|三级\n");
    paper_join(&paper);
    cr_assert_eq(paper.inventory->n_units, 5);
    cr_assert_eq(paper_count(&paper, DIAG_UNIT_LISTED), 3);
    cr_assert_eq(paper_count(&paper, DIAG_UNIT_UNKNOWN), 1);
    cr_assert(str_contains(paper_item(&paper, DIAG_UNIT_UNKNOWN, 0)->suggestion,
                           STR("“全南县人民医院”")));
}

/* What looks like a header costs time; what is hostile ends there, and what stood above is kept. */
Test(intake, headers_are_not_sought_for_ever, .timeout = 60) {
    struct buf rows = {.arena = paper.arena};
    buf_add_c(&rows, "单位名称|邮编\n甲医院|330006\n");
    for (int i = 0; i < 9000; i++) {
        buf_add_c(&rows, "单位名称|x|单位名称|x|单位名称|x\n");
    }
    paper_read_rows(&paper, "a.xlsx", str_to_c(paper.arena, buf_str(&rows)));
    cr_assert_eq(paper_count(&paper, DIAG_FILE_LIMIT), 1);
    paper_join(&paper);
    cr_assert_not_null(inventory_find(paper.inventory, STR("甲医院")));
}

/* A file with too many faults is read up to a row, and it is said how many are behind it. */
Test(intake, rows_that_are_left_are_counted, .timeout = 120) {
    enum { N_ROWS = 80000 };
    struct buf bytes = {.arena = paper.arena};
    buf_add_c(&bytes, "单位名称,系统名称,等级,业务信息等级,系统服务等级\n");
    for (int i = 0; i < N_ROWS; i++) {
        buf_add_c(&bytes, ",,第九级,第九级,第九级\n");
    }
    paper_read_bytes(&paper, "a.csv", str_to_c(paper.arena, buf_str(&bytes)));
    cr_assert_eq(paper_count(&paper, DIAG_FILE_LIMIT), 1);
    const struct diag_item *item = paper_item(&paper, DIAG_FILE_LIMIT, 0);
    uint32_t row = item->origin.row;
    cr_assert(row > 1 && row < N_ROWS);
    cr_assert(
        str_contains(item->message, str_format(paper.arena, "此后 %u 行未读取", N_ROWS + 1 - row)));
}

/* What a text is as a header does not depend on what was looked up before it, nor on how much. */
Test(intake, headers_are_remembered_but_not_without_end) {
    const struct headers *headers = paper.intake->units;
    for (int i = 0; i < 10000; i++) {
        struct arena_mark mark = arena_mark(paper.arena);
        bool is_known = i % 3 == 0;
        struct str text = str_format(paper.arena, is_known ? "%d、邮政编码" : "%d、列", i % 5000);
        const struct header_entry *entry = headers_find(headers, paper.arena, text);
        cr_assert_eq(entry != NULL, is_known);
        cr_assert(!entry || headers->rules[entry->rules[0]].field == FIELD_UNIT_POSTCODE);
        arena_rewind(paper.arena, mark);
    }
    cr_assert_null(headers_find(headers, paper.arena, (struct str){0}));
    cr_assert_null(headers_find(headers, paper.arena, (struct str){0}));
}

/* product.md, 2: a folder of CSV files is one institution. */
Test(intake, a_folder_of_csv_files_is_one_institution) {
    paper_read_bytes(&paper, "甲/系统.csv",
                     "系统名称,安全保护等级,投入运行日期\n医院信息系统,S3A2G3,2009-3-1\n");
    cr_assert_eq(paper.file.n_systems, 1);
    cr_assert_eq(paper.file.n_units, 0);
    paper_read_bytes(&paper, "甲/单位.csv", "单位名称,行政区划代码\n南昌市第一医院,360100\n");
    cr_assert_eq(paper.file.n_units, 1);
    cr_assert(paper_is(paper.file.kind, "csv"));
    cr_assert_eq(paper.file.sha256.len, 64);
    paper_read_bytes(&paper, "乙/单位.csv", "单位名称,行政区划代码\n南昌市第二医院,360100\n");
    paper_join(&paper);
    const struct system *system = paper_system(&paper, "南昌市第一医院", "医院信息系统");
    cr_assert_eq(record_value(&system->record, FIELD_SYSTEM_LEVEL)->number, 3);
    cr_assert(paper_is(paper_text(&system->record, FIELD_SYSTEM_LAUNCHED), "2009-03-01"));
    cr_assert_eq(paper_unit(&paper, "南昌市第二医院")->n_systems, 0);
}

Test(intake, systems_without_a_unit_column_belong_to_the_only_unit) {
    struct read_sheet *sheets[] = {paper_sheet(&paper, "1", "单位名称|邮编\n甲|330006\n")};
    paper_read(&paper, "a.xlsx", sheets, 1);
    struct read_sheet *others[] = {
        paper_sheet(&paper, "1", "填报单位：甲|\n系统名称|等级\nLIS|2\n")};
    paper_read(&paper, "b.xlsx", others, 1);
    paper_join(&paper);
    cr_assert_eq(paper_unit(&paper, "甲")->n_systems, 1);
}

Test(intake, systems_of_nobody_are_reported_once) {
    paper_read_bytes(&paper, "a.csv", "系统名称,等级\nHIS,3\nLIS,2\n");
    paper_read_bytes(&paper, "b.csv", "单位名称,邮政编码\n甲,330006\n乙,330006\n");
    paper_join(&paper);
    cr_assert_eq(paper_count(&paper, DIAG_NAME_MISSING), 1);
    const struct diag_item *item = paper_item(&paper, DIAG_NAME_MISSING, 0);
    cr_assert(paper_is(origin_text(paper.arena, item->origin), "a.csv:1"));
    cr_assert(paper_is(item->message, "这里没有填单位名称，所填内容无法归入任何单位"));
}

/* ---- templates ----------------------------------------------------------------------------- */

/* Every option list that a field names is there, and every canonical column finds its own field. */
Test(intake, templates_are_whole) {
    for (int i = 0; i < N_FIELDS; i++) {
        const struct field_info *info = field_info((enum field)i);
        const struct headers *headers = NULL;
        for (int kind = 0; kind < N_SHEET_KINDS && !headers; kind++) {
            const struct headers *sheet = paper.intake->sheets[kind];
            headers = sheet->by_field[i] != SIZE_MAX ? sheet : NULL;
        }
        cr_assert_not_null(headers, "%s", info->name);
        bool has_list = options_find(paper.intake->options, str_from_c(info->options)) != NULL;
        cr_assert_eq(has_list, info->options[0] != 0, "%s", info->name);
        size_t rule = headers->by_field[i];
        cr_assert_neq(rule, SIZE_MAX, "%s", info->name);
        const struct header_entry *entry =
            headers_find(headers, paper.arena, headers->rules[rule].name);
        bool is_own = false;
        for (size_t j = 0; entry && j < entry->n_rules; j++) {
            is_own |= entry->rules[j] == rule;
        }
        cr_assert(is_own, "%s", info->name);
    }
}
