/* Tables: the workbook's formulas cover exactly their rows and come to what stands beside them,
 * every cell can be recounted from 来源, paper says what the workbook says, and the rows of data/
 * hold what the model knows and give the same province when they are read back. */
#include <stdlib.h>
#include <string.h>

#include "make_inventory.h"

/* ---- a province to look at ------------------------------------------------------------------- */

/* Two cities, 省直, a unit without systems, every level, and facts for every column. */
static void fill_house(struct house *house) {
    static const char *const codes[] = {"360102", "360402", "360103", ""};
    for (int i = 0; i < 4; i++) {
        struct str name = str_format(house->arena, "某市第%d医院", i);
        struct unit *unit = add_unit(house, name.data);
        set_field(house, &unit->record, FIELD_UNIT_REGION_CODE, codes[i]);
        for (int level = 0; level < 6 && i < 3; level++) {
            name = str_format(house->arena, "系统%d", level);
            struct system *system = add_whole_system(house, unit, name.data, level);
            struct record *record = &system->record;
            set_field(house, record, FIELD_SYSTEM_NETWORKED, level % 2 ? "1" : "0");
            set_field(house, record, FIELD_SYSTEM_FILED, level == i + 2 ? "0" : "1");
            set_field(house, record, FIELD_SYSTEM_POLICE_FILED, i ? "2011-11-01" : "2011-12-01");
            set_field(house, record, FIELD_SYSTEM_HEALTH_FILED, level == 4 ? "2011-12-09" : "");
            set_field(house, record, FIELD_SYSTEM_LINKS, level == i ? "" : "3=本单位");
        }
    }
    struct unit *hospital = add_unit(house, "省某医院");
    set_field(house, &hospital->record, FIELD_UNIT_ADMIN_LEVEL, "2=省");
    set_field(house, &hospital->record, FIELD_UNIT_HOSPITAL_CLASS, "31=三级甲等");
    struct system *system = add_whole_system(house, hospital, "医院信息系统", 2);
    set_field(house, &system->record, FIELD_SYSTEM_CATEGORY, "1=核心业务");
    /* By its name only, and for want of a fact. */
    system = add_whole_system(house, hospital, "电子病历系统", 2);
    set_field(house, &system->record, FIELD_SYSTEM_CATEGORY, "");
    judge_house(house);
}

static const struct province *sum(struct house *house) {
    const struct province *province =
        statistics_sum(house->docs, house->arena, house->ledger, house->diag);
    cr_assert(province);
    return province;
}

static const struct workbook *build(struct house *house) {
    return statistics_build(house->docs, house->arena, sum(house));
}

static const char *const table_names[] = {"T1", "T2", "T4", "T5"};
enum { N_TABLES = 4, FIRST_ROW = 2 };

/* Data rows: up to 合计, or to the end of the rules. */
static uint32_t find_end(const struct sheet *sheet) {
    uint32_t row = FIRST_ROW;
    while (text_at(sheet, row, 0).len && !str_is(text_at(sheet, row, 0), "合计") &&
           cell_at(sheet, row, 0)->style != STYLE_NOTE) {
        row++;
    }
    return row;
}

/* ---- formulas -------------------------------------------------------------------------------- */

/* Takes a cell name off the text. */
static void read_cell(struct str *rest, uint32_t *row, uint32_t *column) {
    size_t at = 0;
    *row = *column = 0;
    while (at < rest->len && rest->data[at] >= 'A' && rest->data[at] <= 'Z') {
        *column = *column * 26 + (uint32_t)(rest->data[at++] - 'A' + 1);
    }
    while (at < rest->len && rest->data[at] >= '0' && rest->data[at] <= '9') {
        *row = *row * 10 + (uint32_t)(rest->data[at++] - '0');
    }
    cr_assert(*row > 0 && *column > 0, "no cell: %" STR_FMT, STR_ARG(*rest));
    --*row;
    --*column;
    *rest = str_slice(*rest, at, rest->len);
}

static void skip(struct str *rest, const char *text) {
    cr_assert(str_starts(*rest, str_from_c(text)), "%s wanted at %" STR_FMT, text, STR_ARG(*rest));
    *rest = str_slice(*rest, strlen(text), rest->len);
}

/* SUM(A1) or SUM(A1:B2), off the text. */
static double read_sum(const struct sheet *sheet, struct str *rest) {
    uint32_t row, column, last_row, last_column;
    double sum = 0;
    skip(rest, "SUM(");
    read_cell(rest, &row, &column);
    last_row = row;
    last_column = column;
    if (rest->len && rest->data[0] == ':') {
        skip(rest, ":");
        read_cell(rest, &last_row, &last_column);
    }
    skip(rest, ")");
    for (uint32_t i = row; i <= last_row; i++) {
        for (uint32_t j = column; j <= last_column; j++) {
            sum += number_at(sheet, i, j);
        }
    }
    return sum;
}

/* SUMIF(A1:A9,A12,C1:C9), off the text: of a column, where another says the same. */
static double read_sum_if(const struct sheet *sheet, struct str *rest) {
    uint32_t first, last, names, wanted, wanted_column, column, unused;
    double sum = 0;
    skip(rest, "SUMIF(");
    read_cell(rest, &first, &names);
    skip(rest, ":");
    read_cell(rest, &last, &unused);
    skip(rest, ",");
    read_cell(rest, &wanted, &wanted_column);
    skip(rest, ",");
    read_cell(rest, &unused, &column);
    skip(rest, ":");
    read_cell(rest, &unused, &unused);
    skip(rest, ")");
    for (uint32_t row = first; row <= last; row++) {
        bool is_it = str_equal(text_at(sheet, row, names), text_at(sheet, wanted, wanted_column));
        sum += is_it ? number_at(sheet, row, column) : 0;
    }
    return sum;
}

/* A1 or A1-B1, off the text. */
static double read_difference(const struct sheet *sheet, struct str *rest) {
    uint32_t row, column;
    read_cell(rest, &row, &column);
    double number = number_at(sheet, row, column);
    if (str_starts(*rest, STR("-"))) {
        skip(rest, "-");
        read_cell(rest, &row, &column);
        number -= number_at(sheet, row, column);
    }
    return number;
}

/* SUM(…), SUMIF(…), IF(X=0,"—",SUM(…)/X) or IF(X-Y=0,"—",(SUM(…)+Z/2)/(X-Y)). */
static double evaluate(const struct sheet *sheet, struct str formula) {
    if (str_starts(formula, STR("SUMIF("))) {
        return read_sum_if(sheet, &formula);
    }
    if (!str_starts(formula, STR("IF("))) {
        double sum = read_sum(sheet, &formula);
        cr_assert_eq(formula.len, 0);
        return sum;
    }
    skip(&formula, "IF(");
    double whole = read_difference(sheet, &formula);
    skip(&formula, "=0,\"—\",");
    bool is_long = str_starts(formula, STR("("));
    skip(&formula, is_long ? "(" : "");
    double part = read_sum(sheet, &formula);
    if (is_long) {
        uint32_t row, column;
        skip(&formula, "+");
        read_cell(&formula, &row, &column);
        skip(&formula, "/2)");
        part += number_at(sheet, row, column) / 2;
    }
    skip(&formula, is_long ? "/(" : "/");
    cr_assert_eq(read_difference(sheet, &formula), whole);
    skip(&formula, is_long ? "))" : ")");
    cr_assert_eq(formula.len, 0);
    return part / whole;
}

Test(tables, every_formula_comes_to_its_cached_value) {
    struct house *house = open_house();
    fill_house(house);
    const struct workbook *workbook = build(house);
    size_t n_formulas = 0;
    for (size_t i = 0; i < workbook->n_sheets; i++) {
        const struct sheet *sheet = workbook->sheets[i];
        for (size_t j = 0; j < sheet->n_cells; j++) {
            const struct cell *cell = &sheet->cells[j];
            /* 来源 shows cells of other sheets. */
            if (cell->kind != CELL_FORMULA || str_starts(cell->text, STR("'"))) {
                continue;
            }
            n_formulas++;
            cr_assert_float_eq(evaluate(sheet, cell->text), cell->number, 1e-12,
                               "%" STR_FMT " row %u: %" STR_FMT, STR_ARG(sheet->name), cell->row,
                               STR_ARG(cell->text));
        }
    }
    cr_assert_gt(n_formulas, 20);
    close_house(house);
}

Test(tables, totals_cover_exactly_the_data_rows) {
    struct house *house = open_house();
    fill_house(house);
    const struct workbook *workbook = build(house);
    size_t n_totals = 0;
    for (size_t i = 0; i < N_TABLES; i++) {
        const struct sheet *sheet = find_sheet(workbook, table_names[i]);
        uint32_t end = find_end(sheet);
        for (uint32_t column = 1; str_is(text_at(sheet, end, 0), "合计") && column < 10; column++) {
            const struct cell *cell = cell_at(sheet, end, column);
            if (!cell || cell->style != STYLE_TOTAL_COUNT || cell->kind == CELL_BLANK) {
                continue;
            }
            char letter = (char)('A' + column);
            struct str wanted =
                str_format(house->arena, "SUM(%c3:%c%u)", letter, letter, (unsigned)end);
            cr_assert(str_equal(cell->text, wanted), "%" STR_FMT, STR_ARG(cell->text));
            n_totals++;
        }
    }
    cr_assert_eq(n_totals, 3 + 8 + 6);
    close_house(house);
}

Test(tables, nothing_over_nothing_is_a_dash) {
    struct house *house = open_house();
    add_unit(house, "某市中心医院");
    judge_house(house);
    const struct workbook *workbook = build(house);
    static const struct {
        const char *sheet;
        uint32_t row, column;
    } cells[] = {{"T2", 2, 8}, {"T2", 3, 8}, {"T5", 2, 3}, {"T5", 3, 3}, {"T4", 2, 6}};
    for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++) {
        const struct sheet *sheet = find_sheet(workbook, cells[i].sheet);
        cr_assert_str(text_at(sheet, cells[i].row, cells[i].column), "—");
    }
    close_house(house);
}

/* A province of which nothing came in still has tables. */
Test(tables, no_units_make_empty_tables) {
    struct house *house = open_house();
    judge_house(house);
    const struct workbook *workbook = build(house);
    const struct sheet *sheet = find_sheet(workbook, "T2");
    cr_assert_str(text_at(sheet, FIRST_ROW, 0), "合计");
    cr_assert_eq(number_at(sheet, FIRST_ROW, 1), 0);
    cr_assert_eq(sheet->n_charts, 0);
    const struct flow_table *table =
        statistics_table(house->docs, house->arena, sum(house), STR("T2"));
    cr_assert_eq(table->n_rows, 2);
    close_house(house);
}

/* ---- sources --------------------------------------------------------------------------------- */

/* A sheet with the rows that are made while it is read. */
static const struct sheet *hold(struct house *house, const struct sheet *sheet) {
    struct sheet *held = ARENA_NEW(house->arena, struct sheet);
    struct sheet_reader *reader = sheet_read(house->arena, sheet);
    struct sheet_row row;
    while (sheet_next(reader, &row)) {
        for (size_t i = 0; i < row.n_cells; i++) {
            struct cell cell = row.cells[i];
            cell.text = str_copy(house->arena, cell.text);
            cell.link = str_copy(house->arena, cell.link);
            ARENA_PUSH(house->arena, held->cells, held->n_cells, held->capacity, cell);
        }
    }
    return held;
}

/* Takes the sheet and the cell off a link. */
static void read_link(struct str link, const char *sheet, uint32_t *row, uint32_t *column) {
    struct str begin = str_from_c(sheet);
    size_t at = str_find(link, STR("'!"), 1);
    cr_assert(at != SIZE_MAX && str_starts(str_slice(link, 1, at), begin), "%" STR_FMT,
              STR_ARG(link));
    struct str rest = str_slice(link, at + 2, link.len);
    read_cell(&rest, row, column);
}

/* The members that begin at a row name the figure: so many and no more. */
static void check_members(const struct sheet *members, uint32_t row, uint32_t n,
                          struct str figure) {
    for (uint32_t i = 0; i < n; i++) {
        cr_assert(str_equal(text_at(members, row + i, 0), figure), "%" STR_FMT, STR_ARG(figure));
    }
    cr_assert_not(str_equal(text_at(members, row + n, 0), figure));
    cr_assert_not(str_equal(text_at(members, row - 1, 0), figure));
}

/* From a figure to what it counts, in two clicks: its row of 来源 shows its number, and leads to as
 * many members, which name the figure. */
Test(tables, figures_lead_to_their_members) {
    struct house *house = open_house();
    fill_house(house);
    const struct workbook *workbook = build(house);
    const struct sheet *sources = hold(house, find_sheet(workbook, "来源"));
    const struct sheet *members = hold(house, find_sheet(workbook, "明细"));
    size_t n_figures = 0;
    for (size_t i = 0; i < N_TABLES; i++) {
        const struct sheet *sheet = find_sheet(workbook, table_names[i]);
        for (size_t j = 0; j < sheet->n_cells; j++) {
            const struct cell *cell = &sheet->cells[j];
            uint32_t row, column, to_row, to_column;
            if (cell->row < FIRST_ROW || cell->row >= find_end(sheet) ||
                cell->style != STYLE_COUNT || cell->kind != CELL_NUMBER) {
                continue;
            }
            read_link(cell->link, "来源", &row, &column);
            if (cell->number == 0) {
                cr_assert_str(text_at(sources, row, 2), "（各行）");
                continue;
            }
            n_figures++;
            cr_assert_eq(number_at(sources, row, 3), cell->number);
            read_link(cell_at(sources, row, 3)->link, table_names[i], &to_row, &to_column);
            cr_assert(to_row == cell->row && to_column == cell->column);
            struct str name = sheet_cell_name(house->arena, cell->row, cell->column);
            read_link(cell_at(sources, row, 5)->link, "明细", &to_row, &to_column);
            check_members(members, to_row, (uint32_t)cell->number,
                          str_format(house->arena, "%s!%" STR_FMT, table_names[i], STR_ARG(name)));
        }
    }
    cr_assert_gt(n_figures, 20);
    close_house(house);
}

Test(tables, members_say_who_and_where) {
    struct house *house = open_house();
    struct unit *unit = add_unit(house, "某市中心医院");
    set_field(house, &unit->record, FIELD_UNIT_REGION_CODE, "360102");
    add_whole_system(house, unit, "门户网站", 2);
    judge_house(house);
    const struct sheet *members = hold(house, find_sheet(build(house), "明细"));
    static const char *const rows[][6] = {
        {"T1!C3", "南昌市", "某市中心医院", "", "", "报送.xlsx:单位!3"},
        {"T1!E3", "南昌市", "某市中心医院", "门户网站", "2", "报送.xlsx:系统!3"},
        {"T2!E3", "南昌市", "某市中心医院", "门户网站", "2", "报送.xlsx:系统!3"}};
    for (uint32_t i = 0; i < 3; i++) {
        for (uint32_t k = 0; k < 6; k++) {
            cr_assert_str(text_at(members, FIRST_ROW + i, k), rows[i][k]);
        }
    }
    close_house(house);
}

/* Beyond what the sheet of members may hold a figure says its condition and how many it counts. */
Test(tables, too_many_members_are_told_by_their_condition) {
    struct house *house = open_house();
    fill_house(house);
    house->docs->statistics->most_members = 1;
    const struct workbook *workbook = build(house);
    const struct sheet *sources = find_sheet(workbook, "来源");
    size_t n_told = 0;
    for (uint32_t row = FIRST_ROW; row < count_rows(sources); row++) {
        struct str text = text_at(sources, row, 5);
        n_told += str_contains(text, STR("按口径筛选 data/systems.csv"));
        cr_assert(!cell_at(sources, row, 5)->link.len || str_contains(text, STR("1行")));
    }
    cr_assert_gt(n_told, 10);
    cr_assert_leq(count_rows(hold(house, find_sheet(workbook, "明细"))), FIRST_ROW + 1);
    close_house(house);
}

/* ---- on paper -------------------------------------------------------------------------------- */

/* What a cell of the workbook shows. */
static struct str print_cell(struct house *house, const struct cell *cell) {
    bool is_rate = cell->style == STYLE_PERCENT || cell->style == STYLE_TOTAL_PERCENT;
    if (cell->kind == CELL_TEXT || cell->kind == CELL_BLANK) {
        return cell->text;
    }
    return is_rate ? str_format(house->arena, "%.1f%%", cell->number * 100)
                   : str_format(house->arena, "%.0f", cell->number);
}

Test(tables, paper_says_what_the_workbook_says) {
    static const char *const names[] = {"T1", "T2", "T3", "T4", "T5", "T8", "T10"};
    enum { N_PAPERS = sizeof names / sizeof names[0] };
    struct house *house = open_house();
    fill_house(house);
    const struct workbook *workbook = build(house);
    for (size_t i = 0; i < N_PAPERS; i++) {
        const struct sheet *sheet = find_sheet(workbook, names[i]);
        const struct flow_table *table =
            statistics_table(house->docs, house->arena, sum(house), str_from_c(names[i]));
        bool has_total = str_is(text_at(sheet, find_end(sheet), 0), "合计");
        cr_assert_eq(table->n_rows, find_end(sheet) - !has_total);
        cr_assert(str_equal(table->caption, text_at(sheet, 0, 0)));
        for (size_t j = 0; j < table->n_rows * table->n_columns; j++) {
            uint32_t row = (uint32_t)(j / table->n_columns),
                     column = (uint32_t)(j % table->n_columns);
            struct str wanted = print_cell(house, cell_at(sheet, row + 1, column));
            cr_assert(str_equal(table->cells[j].text.text, wanted),
                      "%s row %u column %u: %" STR_FMT " is not %" STR_FMT, names[i], row, column,
                      STR_ARG(table->cells[j].text.text), STR_ARG(wanted));
        }
    }
    cr_assert_null(statistics_table(house->docs, house->arena, sum(house), STR("T0")));
    cr_assert_null(statistics_chart(house->docs, house->arena, sum(house), STR("")));
    close_house(house);
}

Test(tables, the_chart_draws_the_levels_of_T2) {
    struct house *house = open_house();
    fill_house(house);
    const struct sheet *sheet = find_sheet(build(house), "T2");
    const struct chart *chart =
        statistics_chart(house->docs, house->arena, sum(house), STR("levels"));
    cr_assert_eq(chart->n_series, 6);
    cr_assert_eq(chart->n_categories, 4);
    cr_assert_eq(sheet->n_charts, 2);
    cr_assert_eq(sheet->charts[0].n_series, 6);
    for (uint32_t i = 0; i < 6; i++) {
        const struct sheet_series *series = &sheet->charts[0].series[i];
        cr_assert(
            str_equal(chart->series[i], text_at(sheet, series->name_row, series->name_column)));
        cr_assert_eq(series->first_row, FIRST_ROW);
        cr_assert_eq(series->last_row, find_end(sheet) - 1);
        for (uint32_t row = 0; row < 4; row++) {
            cr_assert(str_equal(chart->categories[row],
                                text_at(sheet, FIRST_ROW + row, series->category_column)));
            cr_assert_eq(chart->values[row * 6 + i],
                         number_at(sheet, FIRST_ROW + row, series->value_column));
        }
    }
    close_house(house);
}

Test(tables, columns_are_those_of_the_year_end_report) {
    static const struct {
        const char *sheet, *columns;
    } tables[] = {
        {"T1", "地区,应报单位,实报单位,报送率,系统数,数据缺失系统数,名单内实报单位"},
        {"T2", "地区,系统总数,未定级,一级,二级,三级,四级,五级,三级以上占比,低于下限数"},
        {"T4", "规则,类别,应达三级系统数,已达,未达（定级不准）,无法判定,达标率"},
        {"T5", "地区,应备案,已向公安备案,备案率,逾期备案,未备案,已向卫生部门备案,证明编号缺失"},
    };
    struct house *house = open_house();
    fill_house(house);
    const struct workbook *workbook = build(house);
    for (size_t i = 0; i < N_TABLES; i++) {
        const struct sheet *sheet = find_sheet(workbook, tables[i].sheet);
        struct str rest = str_from_c(tables[i].columns), name;
        uint32_t column = 0;
        while (str_split(&rest, STR(","), &name)) {
            cr_assert(str_equal(text_at(sheet, 1, column), name));
            cr_assert_neq(sheet->widths[column++], 0);
        }
        cr_assert_eq(sheet->n_widths, column);
    }
    /* The rules of the guideline in their order. */
    static const char *const rules[] = {"FL-1", "FL-2a", "FL-2b", "FL-3", "FL-4", "FL-5"};
    const struct sheet *floors = find_sheet(workbook, "T4");
    for (uint32_t i = 0; i < 6; i++) {
        cr_assert_str(text_at(floors, FIRST_ROW + i, 0), rules[i]);
    }
    close_house(house);
}

/* What the mixed province of this file comes to in T4's row of the core systems of 三级甲等. */
Test(tables, floors_tell_missed_from_unknown) {
    struct house *house = open_house();
    fill_house(house);
    const struct sheet *sheet = find_sheet(build(house), "T4");
    static const double wanted[] = {1, 0, 1, 1, 0};
    for (uint32_t i = 0; i < 5; i++) {
        cr_assert_eq(number_at(sheet, FIRST_ROW + 3, 2 + i), wanted[i], "column %u", 2 + i);
    }
    close_house(house);
}

/* ---- data ------------------------------------------------------------------------------------ */

/* The cells of a row of a data table up to `last`, joined by bars. */
static void check_row(struct house *house, enum ledger_table table, size_t row,
                      enum ledger_column last, const char *wanted) {
    size_t n;
    enum ledger_column first = ledger_first_column(table, &n);
    struct buf buf = {.arena = house->arena};
    for (enum ledger_column i = first; i <= last; i++) {
        buf_add_c(&buf, i > first ? "|" : "");
        buf_add(&buf, ledger_cell(ledger_row(house->ledger, table, row), i));
    }
    cr_assert_str(buf_str(&buf), wanted);
}

/* A cell of a row of systems by its header. */
static struct str system_cell(struct house *house, size_t row, const char *name) {
    enum ledger_column column;
    cr_assert(ledger_find_column(LEDGER_SYSTEMS, str_from_c(name), &column), "%s", name);
    return ledger_cell(ledger_row(house->ledger, LEDGER_SYSTEMS, row), column);
}

/* Reads the key again, now that its fields are set. */
static void set_key(struct house *house, struct unit *unit) {
    unit->key = unit_key_read(house->arena, NULL, &unit->record);
    unit->id = unit_key_text(house->arena, &unit->key);
}

Test(tables, data_of_units) {
    struct house *house = open_house();
    struct unit *unit = add_unit(house, "某市 中心医院");
    static const struct {
        enum field field;
        const char *text;
    } facts[] = {{FIELD_UNIT_PROVINCE, "江西省"},
                 {FIELD_UNIT_CITY, "南昌市"},
                 {FIELD_UNIT_COUNTY, "东湖区"},
                 {FIELD_UNIT_REGION_CODE, "360102"},
                 {FIELD_UNIT_KIND, "1=医院"},
                 {FIELD_UNIT_ADMIN_LEVEL, "3=地市"},
                 {FIELD_UNIT_HOSPITAL_CLASS, "31=三级甲等"},
                 {FIELD_UNIT_CONTACT_NAME, "王某"},
                 {FIELD_UNIT_CONTACT_PHONE, "0791-86250000"},
                 {FIELD_UNIT_DEPARTMENT, "信息科"}};
    for (size_t i = 0; i < sizeof facts / sizeof facts[0]; i++) {
        set_field(house, &unit->record, facts[i].field, facts[i].text);
    }
    set_key(house, unit);
    add_whole_system(house, unit, "甲", 2);
    add_whole_system(house, unit, "乙", 2);
    unit = add_unit(house, "某站");
    set_field(house, &unit->record, FIELD_UNIT_REGION_CODE, "360000");
    set_field(house, &unit->record, FIELD_UNIT_BUDGET_TRAINING, "12.5");
    set_key(house, unit);
    judge_house(house);
    check_row(house, LEDGER_UNITS, 0, LEDGER_UNITS_SYSTEMS,
              "360000-某站|某站|||||360000||||报送.xlsx!单位!4||1|||||||0");
    check_row(house, LEDGER_UNITS, 1, LEDGER_UNITS_SYSTEMS,
              "360102-某市中心医院|某市 中心医院||江西省|南昌市|东湖区|360102|医院|三级甲等|地市|"
              "报送.xlsx!单位!3||0|信息科|王某|0791-86250000||||2");
    /* Only the unit that says anything of its management has a row of it. */
    cr_assert_eq(ledger_n_rows(house->ledger, LEDGER_MANAGEMENT), 1);
    check_row(house, LEDGER_MANAGEMENT, 0, LEDGER_MANAGEMENT_BUDGET_EXECUTED,
              "360000-某站|||||||||||||12.5|");
    close_house(house);
}

Test(tables, data_of_systems) {
    struct house *house = open_house();
    struct unit *unit = add_unit(house, "某医院");
    set_field(house, &unit->record, FIELD_UNIT_HOSPITAL_CLASS, "31=三级甲等");
    struct system *system = add_whole_system(house, unit, "医院信息系统", 2);
    set_field(house, &system->record, FIELD_SYSTEM_CATEGORY, "1=核心业务");
    set_field(house, &system->record, FIELD_SYSTEM_NETWORKED, "1");
    add_whole_system(house, unit, "财务系统", 2);
    set_levels(house, add_whole_system(house, unit, "档案系统", 1), "3", "2", "2");
    set_levels(house, add_whole_system(house, unit, "物资系统", 2), "3", "3", "2");
    add_system(house, unit, "待建系统");
    set_levels(house, add_system(house, unit, "旧系统"), "2", "", "");
    judge_house(house);
    static const char *const rows[] = {
        ("某医院|1|医院信息系统|核心业务|2|2|2|2|2|2|3|FL-1;FL-3|2|3|定级不准|2007|"
         "报送.xlsx!系统!3"),
        "某医院|2|财务系统|其他|2|2|2|2|2|2|||2|2|一致|2007|报送.xlsx!系统!4",
        "某医院|3|档案系统|其他|3|2|2|1|1|1|||2|3|定级不准|2007|报送.xlsx!系统!5",
        "某医院|4|物资系统|其他|3|3|2|2|2|2|||3|3|高于矩阵|2007|报送.xlsx!系统!6",
        "某医院|5|待建系统||||||||||||未定级|2007|报送.xlsx!系统!7",
        "某医院|6|旧系统||2||||||||2|2|无法判定|2007|报送.xlsx!系统!8"};
    for (size_t i = 0; i < 6; i++) {
        check_row(house, LEDGER_SYSTEMS, i, LEDGER_SYSTEMS_SOURCE, rows[i]);
    }
    close_house(house);
}

/* Every appended column that the program has a source for, and each type as the reader asks. */
Test(tables, data_of_what_became_of_systems) {
    static const struct {
        enum field field;
        const char *text, *column, *cell;
    } facts[] = {
        {FIELD_SYSTEM_LAUNCHED, "2008-03", "launched", "2008-03"},
        {FIELD_SYSTEM_GRADED, "2011-10-20", "graded", "2011-10-20"},
        {FIELD_SYSTEM_REVIEWED, "1", "reviewed", "1"},
        {FIELD_SYSTEM_REVIEW_DATE, "2011", "review_date", "2011"},
        {FIELD_SYSTEM_REVIEW_LEVEL, "4", "review_level", "4"},
        {FIELD_SYSTEM_NETWORKED, "1", "networked", "1"},
        {FIELD_SYSTEM_SCOPE, "10=全国", "scope", "全国"},
        {FIELD_SYSTEM_PLATFORM_LEVEL, "2=省级", "platform_level", "省级"},
        {FIELD_SYSTEM_IS_BRANCH, "1", "is_branch", "1"},
        {FIELD_SYSTEM_PARENT_NAME, "=上级系统", "parent_name", "=上级系统"},
        {FIELD_SYSTEM_PARENT_UNIT, "卫生部", "parent_unit", "卫生部"},
        {FIELD_SYSTEM_POLICE_FILED, "2011-11-20", "police_filed", "2011-11-20"},
        {FIELD_SYSTEM_CERTIFICATE, "36010043001-00001", "certificate_ok", "1"},
        {FIELD_SYSTEM_HEALTH_FILED, "2011-12", "health_filed", "2011-12"},
        {FIELD_SYSTEM_CHANGED, "2012-01-02", "changed", "2012-01-02"},
        {FIELD_SYSTEM_CHANGE_FILED, "2012-01-03", "change_filed", "2012-01-03"},
        {FIELD_SYSTEM_GAP_ANALYSED, "2012-01-04", "gap_analysed", "2012-01-04"},
        {FIELD_SYSTEM_PLANNED, "2012-01-05", "planned", "2012-01-05"},
        {FIELD_SYSTEM_PLAN_REVIEWED, "2012-01-06", "plan_reviewed", "2012-01-06"},
        {FIELD_SYSTEM_RECTIFIED, "2012-01-07", "rectified", "2012-01-07"},
        {FIELD_SYSTEM_RECTIFIED_RATE, "33.33", "rectified_rate", "33.33"},
        {FIELD_SYSTEM_ASSESSED, "2012-01-08", "assessed", "2012-01-08"},
        {FIELD_SYSTEM_ASSESSED_RESULT, "2=基本符合", "result", "基本符合"},
        {FIELD_SYSTEM_ASSESSED_BY, "某测评中心", "assessor", "某测评中心"},
        {FIELD_SYSTEM_ASSESSED_REPORTED, "2012-01-09", "report_police", "2012-01-09"},
        {FIELD_SYSTEM_SELF_CHECKED, "2012-01-10", "self_checked", "2012-01-10"},
        {FIELD_SYSTEM_POLICE_CHECKED, "2012-01-11", "police_checked", "2012-01-11"},
        {FIELD_SYSTEM_POLICE_NOTICE, "2012-01-12", "notice", "2012-01-12"},
        {FIELD_SYSTEM_POLICE_REPORT, "2012-01-13", "notice_report", "2012-01-13"},
    };
    enum { N = sizeof facts / sizeof facts[0] };
    struct house *house = open_house();
    struct unit *unit = add_unit(house, "某医院");
    struct system *system = add_whole_system(house, unit, "甲", 3);
    for (size_t i = 0; i < N; i++) {
        set_field(house, &system->record, facts[i].field, facts[i].text);
    }
    add_whole_system(house, unit, "乙", 1);
    judge_house(house);
    for (size_t i = 0; i < N; i++) {
        struct str cell = system_cell(house, 0, facts[i].column);
        cr_assert(str_is(cell, facts[i].cell), "%s: %" STR_FMT, facts[i].column, STR_ARG(cell));
    }
    static const char *const computed[][3] = {{"standard", "GB/T 22240-2008", "GB/T 22240-2008"},
                                              {"filed", "1", ""},
                                              {"filing_due", "2011-11-19", ""},
                                              {"certificate_ok", "1", ""},
                                              {"below_floor", "1", "0"},
                                              {"exception", "0", "0"},
                                              {"incomplete", "0", "0"}};
    for (size_t i = 0; i < sizeof computed / sizeof computed[0]; i++) {
        cr_assert_str(system_cell(house, 0, computed[i][0]), computed[i][1]);
        cr_assert_str(system_cell(house, 1, computed[i][0]), computed[i][2]);
    }
    close_house(house);
}

/* Hard floors stand in floor_rules, lifted or not; what is open and above the level in floor_open.
 */
Test(tables, data_of_floors) {
    struct house *house = open_house();
    struct unit *unit = add_unit(house, "某医院");
    set_field(house, &unit->record, FIELD_UNIT_HOSPITAL_CLASS, "31=三级甲等");
    struct system *hard = add_whole_system(house, unit, "甲", 2);
    struct system *lifted = add_whole_system(house, unit, "乙", 2);
    struct system *open = add_whole_system(house, unit, "电子病历", 2);
    struct system *reached = add_whole_system(house, unit, "医院电子病历", 3);
    struct system *both[] = {hard, lifted};
    for (size_t i = 0; i < 2; i++) {
        set_field(house, &both[i]->record, FIELD_SYSTEM_CATEGORY, "1=核心业务");
    }
    set_field(house, &lifted->record, FIELD_SYSTEM_FLOOR_EXCEPTION, "独立运行");
    set_field(house, &lifted->record, FIELD_SYSTEM_REVIEWED, "1");
    set_field(house, &open->record, FIELD_SYSTEM_CATEGORY, "");
    set_field(house, &reached->record, FIELD_SYSTEM_CATEGORY, "");
    judge_house(house);
    static const char *const names[] = {"floor_rules", "floor_open", "below_floor", "exception"};
    static const char *const cells[4][4] = {{"FL-3", "", "1", "0"},
                                            {"FL-3", "", "0", "1"},
                                            {"", "FL-2a;FL-3", "0", "0"},
                                            {"", "", "0", "0"}};
    for (size_t i = 0; i < 4; i++) {
        for (size_t k = 0; k < 4; k++) {
            struct str cell = system_cell(house, i, names[k]);
            cr_assert(str_is(cell, cells[i][k]), "system %zu %s: %" STR_FMT, i, names[k],
                      STR_ARG(cell));
        }
    }
    close_house(house);
}

/* ---- there and back -------------------------------------------------------------------------- */

static const enum ledger_table kept[] = {LEDGER_UNITS,       LEDGER_SYSTEMS,    LEDGER_GAPS,
                                         LEDGER_OBLIGATIONS, LEDGER_MANAGEMENT, LEDGER_EXPERTS};
enum { N_KEPT = sizeof kept / sizeof kept[0] };

/* Reads what `from` writes into `to`. */
static void carry_over(struct house *house, const struct ledger *from, struct ledger *to) {
    static const struct source source = {.file = STR_INIT("data")};
    for (size_t i = 0; i < N_KEPT; i++) {
        if (!ledger_is_kept(from, kept[i])) {
            continue;
        }
        struct str text = ledger_write(from, house->arena, kept[i]);
        cr_assert(ledger_read(to, kept[i], text, &source, house->diag));
    }
}

static struct str dump_province(struct house *house, const struct ledger *ledger) {
    const struct province *province =
        statistics_sum(house->docs, house->arena, ledger, house->diag);
    cr_assert(province);
    return sheet_dump(house->arena, statistics_build(house->docs, house->arena, province));
}

Test(tables, the_province_of_rows_read_back_is_the_same) {
    struct house *house = open_house();
    fill_house(house);
    struct ledger *back = ledger_open(house->arena);
    carry_over(house, house->ledger, back);
    cr_assert(ledger_settle(back, house->diag));
    struct str fresh = dump_province(house, house->ledger);
    cr_assert(str_contains(fresh, STR("某市第2医院")));
    cr_assert(str_equal(fresh, dump_province(house, back)));
    cr_assert_eq(diag_n(house->diag), 0);
    close_house(house);
}

/* Three shards, the last first: their rows joined are those of one run. */
Test(tables, shards_joined_are_one_run) {
    enum { N_SHARDS = 3 };
    struct house *house = open_house();
    fill_house(house);
    struct ledger *joined = ledger_open(house->arena);
    for (size_t shard = N_SHARDS; shard-- > 0;) {
        struct ledger *part = ledger_open(house->arena);
        for (size_t i = shard; i < house->n_findings; i += N_SHARDS) {
            ledger_add_unit(part, house->facts, house->findings[i]);
        }
        cr_assert(ledger_settle(part, house->diag));
        carry_over(house, part, joined);
    }
    cr_assert(ledger_settle(joined, house->diag));
    for (size_t i = 0; i < N_KEPT; i++) {
        struct str one = ledger_write(house->ledger, house->arena, kept[i]);
        cr_assert(str_equal(one, ledger_write(joined, house->arena, kept[i])));
    }
    cr_assert(str_equal(dump_province(house, house->ledger), dump_province(house, joined)));
    close_house(house);
}
