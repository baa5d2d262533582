/* The province's sums: equal to a recount that never asks the code under test, in the order of the
 * year-end report, with every rule of counting proved by cases. */
#include <stdlib.h>
#include <string.h>

#include "make_inventory.h"
#include "reported.h"

/* A number below `limit` that follows from those before: the same province on every machine. */
static unsigned draw(unsigned limit) {
    static unsigned long long state = 20111129;
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    return (unsigned)(state >> 33) % limit;
}

/* ---- where a unit counts --------------------------------------------------------------------- */

/* Where a unit says it is, and the row it belongs to. */
static const struct home {
    const char *code, *city, *admin_level, *affiliation, *row;
} homes[] = {
    {"360102", "", "", "", "南昌市"},
    {"360100", "", "3=地市", "2=省", "南昌市"},
    {"", "南昌市", "", "", "南昌市"},
    {"", "南昌", "", "", "南昌市"},
    {"360402", "九江", "", "3=市", "九江市"},
    {"360102", "", "2=省", "3=市", "省直"},
    {"360102", "", "", "2=省", "省直"},
    {"", "", "1=国家", "", "省直"},
    {"360000", "", "", "", "省直"},
    {"360000", "赣州市", "3=地市", "", "赣州市"},
    {"429004", "", "", "", "仙桃市"},
    {"110105", "北京市", "", "", "朝阳区"},
    {"999999", "", "", "", "地区不详"},
    {"", "", "", "", "地区不详"},
    {"999999", "抚顺市", "", "", "地区不详"},
    {"360102", "九江市", "", "", "地区不详"},
    {"360102", "江西省南昌市", "", "", "南昌市"},
};
enum { N_HOMES = sizeof homes / sizeof homes[0] };

static struct unit *add_at_home(struct house *house, size_t number, const struct home *home) {
    struct unit *unit = add_unit(house, str_format(house->arena, "某机构%zu", number).data);
    set_field(house, &unit->record, FIELD_UNIT_REGION_CODE, home->code);
    set_field(house, &unit->record, FIELD_UNIT_CITY, home->city);
    set_field(house, &unit->record, FIELD_UNIT_ADMIN_LEVEL, home->admin_level);
    set_field(house, &unit->record, FIELD_UNIT_AFFILIATION, home->affiliation);
    return unit;
}

static const struct province *sum(struct house *house) {
    judge_house(house);
    return statistics_sum(house->docs, house->arena, house->ledger, house->diag);
}

/* The row of an area by its name; that of the total by "合计". */
static size_t find_row(const struct province *province, const char *name) {
    size_t i = 0;
    while (i < province->n_areas && !str_is(province->areas[i].name, name)) {
        i++;
    }
    cr_assert(i < province->n_areas || str_is(STR("合计"), name), "no row %s", name);
    return i;
}

/* The cell of a table. */
struct place {
    const char *table, *column;
};

static const struct figures *find_cell(const struct house *house, struct place place,
                                       uint32_t *column) {
    const struct figures *figures =
        statistics_find(house->docs->statistics, str_from_c(place.table));
    cr_assert(figures, "no table %s", place.table);
    for (*column = 0; *column < figures->n_columns; ++*column) {
        if (str_is(figures->columns[*column].name, place.column)) {
            return figures;
        }
    }
    cr_assert(false, "no column %s", place.column);
    return NULL;
}

static int64_t number_of(const struct house *house, const struct province *province,
                         struct place place, size_t row) {
    uint32_t column;
    const struct figures *figures = find_cell(house, place, &column);
    const struct sums *sums = &province->sums[figures - house->docs->statistics->tables];
    return statistics_number(figures, sums, row, column);
}

/* Whether the i-th system counts in a cell. */
static bool counts_in(const struct house *house, const struct province *province,
                      struct place place, size_t row, size_t i) {
    uint32_t column;
    const struct figures *figures = find_cell(house, place, &column);
    const struct sums *sums = &province->sums[figures - house->docs->statistics->tables];
    const struct column *shown = &figures->columns[column];
    size_t first, last;
    cr_assert(shown->kind == COLUMN_COUNT && shown->table == LEDGER_SYSTEMS);
    statistics_range(province, figures, sums, shown, i, &first, &last);
    return row >= first && row < last && statistics_counts(province, figures, sums, row, column, i);
}

Test(statistics, regions_stand_in_order_of_code_direct_first_unknown_last) {
    static const char *const order[] = {"省直",   "朝阳区", "南昌市",  "九江市",
                                        "仙桃市", "赣州市", "地区不详"};
    enum { N = sizeof order / sizeof order[0] };
    struct house *house = open_house();
    for (size_t i = N_HOMES; i-- > 0;) {
        add_at_home(house, i, &homes[i]);
    }
    const struct province *province = sum(house);
    cr_assert(province);
    cr_assert_eq(province->n_areas, N);
    for (size_t i = 0; i < N; i++) {
        cr_assert_str(province->areas[i].name, order[i]);
    }
    close_house(house);
}

Test(statistics, a_unit_counts_in_the_row_of_its_home) {
    for (size_t i = 0; i < N_HOMES; i++) {
        struct house *house = open_house();
        /* The coded city that a name joins must be there. */
        add_at_home(house, 100, &homes[0]);
        struct unit *unit = add_at_home(house, i, &homes[i]);
        const struct province *province = sum(house);
        cr_assert(province);
        size_t at = ledger_find_unit(house->ledger, unit->id);
        cr_assert_str(province->areas[province->row_areas[LEDGER_UNITS][at]].name, homes[i].row);
        close_house(house);
    }
}

/* The same places by counties and by provinces. */
Test(statistics, levels_have_rows_of_their_own) {
    static const struct {
        const char *code, *province, *city, *county, *rows[3];
    } places[] = {
        {"360102", "江西省", "南昌市", "东湖区", {"南昌市", "东湖区", "江西省"}},
        {"360100", "江西省", "南昌市", "", {"南昌市", "市直", "江西省"}},
        {"360402", "江西省", "九江市", "东湖区", {"九江市", "地区不详", "江西省"}},
        {"360402", "江西省", "赣州市", "", {"地区不详", "地区不详", "江西省"}},
        {"360402", "湖南省", "", "", {"地区不详", "地区不详", "地区不详"}},
        {"360402", "", "", "东湖区", {"地区不详", "地区不详", "地区不详"}},
        {"999999", "江西省", "", "", {"地区不详", "地区不详", "地区不详"}},
    };
    static const char *const levels[] = {"province", "city", "ministry"};
    for (size_t i = 0; i < 3; i++) {
        for (size_t k = 0; k < sizeof places / sizeof places[0]; k++) {
            struct house *house = open_house();
            house->docs->settings.level = str_from_c(levels[i]);
            struct unit *unit = add_unit(house, "某机构");
            set_field(house, &unit->record, FIELD_UNIT_REGION_CODE, places[k].code);
            set_field(house, &unit->record, FIELD_UNIT_PROVINCE, places[k].province);
            set_field(house, &unit->record, FIELD_UNIT_CITY, places[k].city);
            set_field(house, &unit->record, FIELD_UNIT_COUNTY, places[k].county);
            const struct province *province = sum(house);
            cr_assert(province);
            cr_assert_eq(province->n_areas, 1);
            cr_assert(str_is(province->areas[0].name, places[k].rows[i]), "%s %zu: %" STR_FMT,
                      levels[i], k, STR_ARG(province->areas[0].name));
            close_house(house);
        }
    }
}

/* Without a coded row of that name, or with two that it could mean, a name stays by itself. */
Test(statistics, a_name_joins_no_row_by_guess) {
    static const struct home alone = {"", "南昌", "", "", ""};
    static const struct home zhang_kou = {"130700", "", "", "", ""};
    static const struct home zhang_jie = {"430800", "", "", "", ""};
    static const struct home zhang = {"", "张家", "", "", ""};
    static const struct home handan = {"130400", "", "", "", ""};
    static const struct home han = {"", "邯", "", "", ""};
    static const struct place units = {"T1", "实报单位"};
    struct house *house = open_house();
    add_at_home(house, 1, &alone);
    add_at_home(house, 2, &zhang_kou);
    add_at_home(house, 3, &zhang_jie);
    add_at_home(house, 4, &zhang);
    add_at_home(house, 5, &handan);
    add_at_home(house, 6, &han);
    const struct province *province = sum(house);
    cr_assert_eq(number_of(house, province, units, find_row(province, "南昌")), 1);
    cr_assert_eq(number_of(house, province, units, find_row(province, "张家口市")), 1);
    cr_assert_eq(number_of(house, province, units, find_row(province, "张家界市")), 1);
    cr_assert_eq(number_of(house, province, units, find_row(province, "张家")), 1);
    cr_assert_eq(number_of(house, province, units, find_row(province, "邯")), 1);
    close_house(house);
}

/* ---- what is counted ------------------------------------------------------------------------- */

/* What is recounted, and where it stands. */
enum count {
    COUNT_UNITS,
    COUNT_SYSTEMS,
    COUNT_UNGRADED,
    COUNT_LEVEL5 = COUNT_UNGRADED + 5,
    COUNT_BELOW_FLOOR,
    COUNT_INCOMPLETE,
    COUNT_TO_FILE,
    COUNT_FILED,
    COUNT_FILED_LATE,
    COUNT_UNFILED,
    COUNT_HEALTH_FILED,
    COUNT_NO_CERTIFICATE,
    N_COUNTS
};

static const struct place places[N_COUNTS] = {
    [COUNT_UNITS] = {"T1", "实报单位"},
    [COUNT_SYSTEMS] = {"T2", "系统总数"},
    [COUNT_UNGRADED] = {"T2", "未定级"},
    [COUNT_UNGRADED + 1] = {"T2", "一级"},
    [COUNT_UNGRADED + 2] = {"T2", "二级"},
    [COUNT_UNGRADED + 3] = {"T2", "三级"},
    [COUNT_UNGRADED + 4] = {"T2", "四级"},
    [COUNT_LEVEL5] = {"T2", "五级"},
    [COUNT_BELOW_FLOOR] = {"T2", "低于下限数"},
    [COUNT_INCOMPLETE] = {"T1", "数据缺失系统数"},
    [COUNT_TO_FILE] = {"T5", "应备案"},
    [COUNT_FILED] = {"T5", "已向公安备案"},
    [COUNT_FILED_LATE] = {"T5", "逾期备案"},
    [COUNT_UNFILED] = {"T5", "未备案"},
    [COUNT_HEALTH_FILED] = {"T5", "已向卫生部门备案"},
    [COUNT_NO_CERTIFICATE] = {"T5", "证明编号缺失"},
};

/* A row of the recount. */
struct recount {
    const char *name;
    int64_t counts[N_COUNTS];
};

static struct recount *find_recount(struct recount rows[N_HOMES], const char *name) {
    size_t i = 0;
    while (rows[i].name && !str_is(str_from_c(name), rows[i].name)) {
        i++;
    }
    rows[i].name = name;
    return &rows[i];
}

/* Adds a system of drawn facts and counts it by those facts. */
static void add_drawn_system(struct house *house, struct unit *unit, size_t number,
                             int64_t counts[N_COUNTS], int64_t floor[2]) {
    static const enum field least[] = {FIELD_SYSTEM_BUSINESS, FIELD_SYSTEM_LINKS,
                                       FIELD_SYSTEM_GRADED};
    static const char *const filed_on[] = {"", "2011-11-19", "2011-11-20"};
    static const char *const filed_words[] = {"", "0", "1"};
    int level = (int)draw(6);
    size_t missing = draw(6), filed = draw(3), when = draw(3);
    bool is_networked = draw(3) == 0, has_number = draw(2), is_at_health = draw(2);
    struct str name = str_format(house->arena, "系统%zu", number);
    struct record *record = &add_whole_system(house, unit, name.data, level)->record;
    set_field(house, record, FIELD_SYSTEM_NETWORKED, is_networked ? "1" : "0");
    set_field(house, record, FIELD_SYSTEM_FILED, filed_words[filed]);
    set_field(house, record, FIELD_SYSTEM_POLICE_FILED, filed_on[when]);
    set_field(house, record, FIELD_SYSTEM_CERTIFICATE, has_number ? "36010043001-00001" : "");
    set_field(house, record, FIELD_SYSTEM_HEALTH_FILED, is_at_health ? "2011-12-01" : "");
    if (missing < 3) {
        set_field(house, record, least[missing], "");
    }
    bool is_filed = filed == 2 || (filed == 0 && when > 0);
    bool is_to_file = level >= 2;
    counts[COUNT_SYSTEMS]++;
    counts[COUNT_UNGRADED + level]++;
    counts[COUNT_BELOW_FLOOR] += is_networked && level >= 1 && level < 3;
    counts[COUNT_INCOMPLETE] += missing < 3 || level == 0;
    counts[COUNT_TO_FILE] += is_to_file;
    counts[COUNT_FILED] += is_to_file && is_filed;
    counts[COUNT_UNFILED] += is_to_file && !is_filed;
    /* Late by a day; not told without the day of grading. */
    counts[COUNT_FILED_LATE] += is_to_file && is_filed && when == 2 && missing != 2;
    counts[COUNT_HEALTH_FILED] += is_to_file && is_at_health;
    counts[COUNT_NO_CERTIFICATE] += is_to_file && is_filed && !has_number;
    floor[0] += is_networked && level >= 3;
    floor[1] += is_networked && level < 3;
}

Test(statistics, sums_agree_with_a_recount) {
    struct house *house = open_house();
    struct recount rows[N_HOMES] = {{0}};
    int64_t floor[2] = {0};
    size_t number = 0;
    for (size_t i = 0; i < 6 * (size_t)N_HOMES; i++) {
        const struct home *home = &homes[i % N_HOMES];
        struct unit *unit = add_at_home(house, i, home);
        struct recount *row = find_recount(rows, home->row);
        row->counts[COUNT_UNITS]++;
        for (unsigned j = draw(9); j > 0; j--) {
            add_drawn_system(house, unit, number++, row->counts, floor);
        }
    }
    const struct province *province = sum(house);
    cr_assert(province);
    int64_t total[N_COUNTS] = {0};
    for (size_t i = 0; i < N_HOMES && rows[i].name; i++) {
        size_t row = find_row(province, rows[i].name);
        for (size_t j = 0; j < N_COUNTS; j++) {
            int64_t got = number_of(house, province, places[j], row);
            total[j] += rows[i].counts[j];
            cr_assert_eq(got, rows[i].counts[j], "%s, %s: %d, recount %d", rows[i].name,
                         places[j].column, (int)got, (int)rows[i].counts[j]);
        }
    }
    for (size_t j = 0; j < N_COUNTS; j++) {
        size_t row = find_row(province, "合计");
        cr_assert_eq(number_of(house, province, places[j], row), total[j]);
        cr_assert(total[j] > 0, "count %zu is not tried", j);
    }
    cr_assert_eq(number_of(house, province, (struct place){"T4", "已达"}, 0), floor[0]);
    cr_assert_eq(number_of(house, province, (struct place){"T4", "未达（定级不准）"}, 0), floor[1]);
    cr_assert_eq(number_of(house, province, (struct place){"T4", "应达三级系统数"}, 0),
                 floor[0] + floor[1]);
    close_house(house);
}

Test(statistics, every_datum_of_the_least_counts_as_missing) {
    static const enum field least[] = {
        FIELD_SYSTEM_NAME,    FIELD_SYSTEM_BUSINESS_TYPE, FIELD_SYSTEM_BUSINESS,
        FIELD_SYSTEM_SCOPE,   FIELD_SYSTEM_AUDIENCE,      FIELD_SYSTEM_COVERAGE,
        FIELD_SYSTEM_NETWORK, FIELD_SYSTEM_LINKS,         FIELD_SYSTEM_LAUNCHED,
        FIELD_SYSTEM_S_LEVEL, FIELD_SYSTEM_A_LEVEL,       FIELD_SYSTEM_LEVEL,
        FIELD_SYSTEM_GRADED,
    };
    enum { N = sizeof least / sizeof least[0] };
    static const struct place missing = {"T1", "数据缺失系统数"};
    struct house *house = open_house();
    struct unit *unit = add_unit(house, "某市中心医院");
    for (size_t i = 0; i <= N; i++) {
        struct record *record = &add_whole_system(house, unit, "系统", 3)->record;
        if (i < N) {
            set_field(house, record, least[i], i % 2 ? "" : "?看不清");
        }
    }
    const struct province *province = sum(house);
    for (size_t i = 0; i <= N; i++) {
        cr_assert_eq(counts_in(house, province, missing, 0, i), i < N, "field %zu", i);
    }
    cr_assert_eq(number_of(house, province, missing, 0), N);
    close_house(house);
}

Test(statistics, late_is_more_than_thirty_days_after_grading_or_launch) {
    static const struct {
        const char *graded, *launched, *filed;
        bool is_late;
    } cases[] = {
        {"2011-10-20", "2008-03-01", "2011-11-19", false},
        {"2011-10-20", "2008-03-01", "2011-11-20", true},
        {"2011-10-20", "", "2011-11-20", true},
        {"2011-10-20", "2008", "2011-11-20", true},
        {"2011-10-20", "2008-03-01", "2011-10-01", false},
        /* New: the days count from launch. */
        {"2011-01-10", "2011-10-20", "2011-11-19", false},
        {"2011-01-10", "2011-10-20", "2011-11-20", true},
        /* What is not known to the day is not called late. */
        {"2011-01-10", "2011-10", "2011-12-31", false},
        {"2011-10", "2008-03-01", "2011-12-31", false},
        {"2011-10-20", "2008-03-01", "2012", false},
        {"", "2008-03-01", "2011-12-31", false},
        {"2011-10-20", "2008-03-01", "", false},
    };
    enum { N = sizeof cases / sizeof cases[0] };
    static const struct place late = {"T5", "逾期备案"}, filed = {"T5", "已向公安备案"};
    struct house *house = open_house();
    struct unit *unit = add_unit(house, "某市中心医院");
    /* Level 1, behind them, need not be filed at all. */
    for (size_t i = 0; i < 2 * (size_t)N; i++) {
        struct system *system = add_whole_system(house, unit, "系统", i < N ? 2 : 1);
        set_field(house, &system->record, FIELD_SYSTEM_FILED, "1");
        set_field(house, &system->record, FIELD_SYSTEM_GRADED, cases[i % N].graded);
        set_field(house, &system->record, FIELD_SYSTEM_LAUNCHED, cases[i % N].launched);
        set_field(house, &system->record, FIELD_SYSTEM_POLICE_FILED, cases[i % N].filed);
    }
    const struct province *province = sum(house);
    for (size_t i = 0; i < N; i++) {
        cr_assert_eq(counts_in(house, province, late, 0, i), cases[i].is_late, "case %zu", i);
        cr_assert(counts_in(house, province, filed, 0, i));
        cr_assert_not(counts_in(house, province, late, 0, N + i));
        cr_assert_not(counts_in(house, province, filed, 0, N + i));
    }
    close_house(house);
}

/* ---- rows made by hand ----------------------------------------------------------------------- */

/* Adds a row of a table in which only some cells are set: pairs of column and text, NULL-ended. */
static void add_row(struct ledger *ledger, enum ledger_table table, const char *const *pairs) {
    struct str cells[N_LEDGER_COLUMNS] = {{0}};
    size_t n;
    enum ledger_column first = ledger_first_column(table, &n);
    for (; *pairs; pairs += 2) {
        enum ledger_column column;
        cr_assert(ledger_find_column(table, str_from_c(pairs[0]), &column), "%s", pairs[0]);
        cells[column - first] = str_from_c(pairs[1]);
    }
    ledger_add(ledger, table, cells, (struct origin){0});
}

#define ADD_ROW(ledger, table, ...)                                                                \
    add_row((ledger), (table), (const char *const[]){__VA_ARGS__, NULL})

/* Reached or missed where the floor is hard, unknown where it is open; else not in T4 at all. */
Test(statistics, floors_place_by_what_holds_and_what_is_open) {
    static const struct {
        const char *rules, *open, *level, *review_level;
        /* Of 已达, 未达, 无法判定 in the rows of FL-3 and FL-5. */
        bool counts[2][3];
    } cases[] = {
        {"FL-3", "", "3", "", {{true, false, false}, {false}}},
        {"FL-1;FL-3", "", "4", "", {{true, false, false}, {false}}},
        {"FL-3", "", "2", "", {{false, true, false}, {false}}},
        {"FL-3", "", "", "", {{false, true, false}, {false}}},
        {"", "FL-3", "2", "", {{false, false, true}, {false}}},
        {"FL-1", "FL-2a", "2", "", {{false}, {false}}},
        {"FL-5", "", "4", "4", {{false}, {true, false, false}}},
        {"FL-3;FL-5", "", "3", "4", {{true, false, false}, {false, true, false}}},
    };
    enum { N = sizeof cases / sizeof cases[0], FL_3 = 3, FL_5 = 5 };
    static const char *const columns[] = {"已达", "未达（定级不准）", "无法判定"};
    struct house *house = open_house();
    house->ledger = ledger_open(house->arena);
    ADD_ROW(house->ledger, LEDGER_UNITS, "unit_id", "u", "systems",
            str_to_c(house->arena, str_format(house->arena, "%d", N)));
    for (size_t i = 0; i < N; i++) {
        ADD_ROW(house->ledger, LEDGER_SYSTEMS, "unit_id", "u", "system_no",
                str_to_c(house->arena, str_format(house->arena, "%zu", i + 1)), "floor_rules",
                cases[i].rules, "floor_open", cases[i].open, "level_final", cases[i].level,
                "review_level", cases[i].review_level);
    }
    cr_assert(ledger_settle(house->ledger, house->diag));
    const struct province *province =
        statistics_sum(house->docs, house->arena, house->ledger, house->diag);
    cr_assert(province);
    for (size_t i = 0; i < N; i++) {
        for (size_t k = 0; k < 3; k++) {
            const struct place place = {"T4", columns[k]};
            cr_assert_eq(counts_in(house, province, place, FL_3, i), cases[i].counts[0][k],
                         "case %zu, FL-3, %s", i, columns[k]);
            cr_assert_eq(counts_in(house, province, place, FL_5, i), cases[i].counts[1][k],
                         "case %zu, FL-5, %s", i, columns[k]);
        }
    }
    close_house(house);
}

/* A row of systems that got lost on the way is missed: its unit says how many it had. */
Test(statistics, rows_that_contradict_are_fatal) {
    struct house *house = open_house();
    struct ledger *ledger = ledger_open(house->arena);
    ADD_ROW(ledger, LEDGER_UNITS, "unit_id", "a", "name", "甲院", "region_code", "360102",
            "systems", "2");
    ADD_ROW(ledger, LEDGER_UNITS, "unit_id", "b", "name", "乙院", "region_code", "360402",
            "systems", "0");
    ADD_ROW(ledger, LEDGER_SYSTEMS, "unit_id", "a", "system_no", "1", "level_final", "3");
    cr_assert(ledger_settle(ledger, house->diag));
    cr_assert_null(statistics_sum(house->docs, house->arena, ledger, house->diag));
    /* In its area, and altogether. */
    cr_assert_eq(count_reports(house->diag, DIAG_SUMS_DISAGREE), 2);
    cr_assert(str_contains(reported(house->diag, 0)->message,
                           STR("南昌市 T1.系统数 = units.systems: 1, 2")));
    ADD_ROW(ledger, LEDGER_SYSTEMS, "unit_id", "a", "system_no", "2", "level_final", "");
    cr_assert(ledger_settle(ledger, house->diag));
    cr_assert(statistics_sum(house->docs, house->arena, ledger, house->diag));
    /* A level that no table has a column for. */
    ledger = ledger_open(house->arena);
    ADD_ROW(ledger, LEDGER_UNITS, "unit_id", "a", "systems", "1");
    ADD_ROW(ledger, LEDGER_SYSTEMS, "unit_id", "a", "system_no", "1", "level_final", "7");
    cr_assert(ledger_settle(ledger, house->diag));
    cr_assert_null(statistics_sum(house->docs, house->arena, ledger, house->diag));
    cr_assert_geq(count_reports(house->diag, DIAG_SUMS_DISAGREE), 2 + 4);
    close_house(house);
}

/* Who ought to report is known once there is a roster, and so is the rate; its rows count where
 * their unit is, or by their own code. */
Test(statistics, a_roster_fills_its_columns) {
    struct house *house = open_house();
    struct ledger *ledger = ledger_open(house->arena);
    static const struct place due = {"T1", "应报单位"}, rate = {"T1", "报送率"};
    uint32_t column;
    const struct figures *figures = find_cell(house, rate, &column);
    ADD_ROW(ledger, LEDGER_UNITS, "unit_id", "a", "region_code", "360102", "systems", "0");
    cr_assert(ledger_settle(ledger, house->diag));
    const struct province *without = statistics_sum(house->docs, house->arena, ledger, house->diag);
    cr_assert_str(statistics_print(house->docs, house->arena, without, figures, 0, column), "");
    ADD_ROW(ledger, LEDGER_ROSTER, "name", "甲院", "region_code", "360402", "unit_id", "a");
    ADD_ROW(ledger, LEDGER_ROSTER, "name", "乙院", "region_code", "360103");
    ADD_ROW(ledger, LEDGER_ROSTER, "name", "丙院", "region_code", "360430");
    cr_assert(ledger_settle(ledger, house->diag));
    const struct province *with = statistics_sum(house->docs, house->arena, ledger, house->diag);
    cr_assert_eq(number_of(house, with, due, find_row(with, "南昌市")), 2);
    cr_assert_eq(number_of(house, with, due, find_row(with, "九江市")), 1);
    cr_assert_str(statistics_print(house->docs, house->arena, with, figures,
                                   find_row(with, "南昌市"), column),
                  "50.0%");
    cr_assert_str(
        statistics_print(house->docs, house->arena, with, figures, find_row(with, "合计"), column),
        "33.3%");
    close_house(house);
}

/* Who opened after the year or closed before it is not due, and a day known by its year is one; on
 * time and late are told where both days are known. */
Test(statistics, the_roster_of_the_year_by_when_it_reported) {
    struct house *house = open_house();
    struct ledger *ledger = ledger_open(house->arena);
    static const struct {
        const char *name, *opened, *closed, *due, *unit_id;
    } rows[] = {
        {"甲", "", "", "2012-04-30", "a"},    {"乙", "", "", "2012-04-29", "b"},
        {"丙", "", "", "2012-04", "a"},       {"丁", "2012", "", "", ""},
        {"戊", "2013-01-01", "", "", ""},     {"己", "", "2011-12-31", "", ""},
        {"庚", "", "2012-01-01", "", "gone"},
    };
    static const struct {
        const char *column;
        int64_t want;
    } wants[] = {{"应报单位", 5}, {"已报送", 4}, {"按期", 1},   {"逾期", 1},
                 {"日期不详", 2}, {"零报告", 2}, {"未报送", 1}, {"按名称相近", 0}};
    ADD_ROW(ledger, LEDGER_UNITS, "unit_id", "a", "systems", "0", "received", "2012-04-30");
    ADD_ROW(ledger, LEDGER_UNITS, "unit_id", "b", "systems", "0", "received", "2012-04-30");
    ADD_ROW(ledger, LEDGER_MANAGEMENT, "unit_id", "a", "zero_report", "无信息系统");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        ADD_ROW(ledger, LEDGER_ROSTER, "name", rows[i].name, "opened", rows[i].opened, "closed",
                rows[i].closed, "due", rows[i].due, "unit_id", rows[i].unit_id);
    }
    cr_assert(ledger_settle(ledger, house->diag));
    const struct province *province =
        statistics_sum(house->docs, house->arena, ledger, house->diag);
    cr_assert_not_null(province, "the sums agree");
    for (size_t i = 0; i < sizeof wants / sizeof wants[0]; i++) {
        struct place place = {"G7", wants[i].column};
        int64_t got = number_of(house, province, place, find_row(province, "合计"));
        cr_assert_eq(got, wants[i].want, "%s: %lld", wants[i].column, (long long)got);
    }
    close_house(house);
}

/* Whole numbers of tenths, halves up, as a workbook shows the same fraction. */
Test(statistics, rates_have_one_decimal) {
    struct house *house = open_house();
    cr_assert_str(filter_percent(house->arena, 0, 0), "");
    cr_assert_str(filter_percent(house->arena, 0, 7), "0.0%");
    cr_assert_str(filter_percent(house->arena, 7, 7), "100.0%");
    cr_assert_str(filter_percent(house->arena, 1, 3), "33.3%");
    cr_assert_str(filter_percent(house->arena, 2, 3), "66.7%");
    cr_assert_str(filter_percent(house->arena, 1, 16), "6.3%");
    cr_assert_str(filter_percent(house->arena, 1, 2000), "0.1%");
    close_house(house);
}

/* ---- data of the tables ---------------------------------------------------------------------- */

/* Reads the tables' data after a change; NULL where it was refused. */
static struct statistics *read_changed(struct house *house, const char *from, const char *to) {
    struct str bytes;
    cr_assert(file_read(house->arena, STR("templates/docs/statistics.yaml"), 1 << 20, NULL,
                        house->diag, &bytes));
    cr_assert(str_contains(bytes, str_from_c(from)), "%s", from);
    struct str changed = str_replace(house->arena, bytes, str_from_c(from), str_from_c(to));
    char folder[] = "/tmp/dengbao-statistics-XXXXXX";
    cr_assert(mkdtemp(folder));
    struct str path = str_format(house->arena, "%s/docs/statistics.yaml", folder);
    cr_assert(file_write(path, changed, house->diag));
    struct docs docs = *house->docs;
    docs.shelf = shelf_open(house->arena, str_from_c(folder), STR("templates"));
    struct statistics *statistics = statistics_read(&docs, house->diag);
    file_remove(path);
    file_prune(str_slice(path, 0, path.len - strlen("/statistics.yaml")), STR("/tmp"));
    return statistics;
}

Test(statistics, faulty_tables_are_refused) {
    static const char *const faults[][2] = {
        {"rows: areas", "rows: area"},
        {"  - id: T2", "  - name: T2"},
        {"title: 表2 信息系统定级情况", "titel: 表2 信息系统定级情况"},
        {"sheet: 来源", "page: 来源"},
        {"tables:", "table:"},
        {"{name: 数字, width: 12}", "{name: 数字}"},
        {"width: 56", "width: 0"},
        {"width: 56", "width: wide"},
        {"show: category", "shows: category"},
        {"count: roster", "count: rooster"},
        {"where: incomplete=1", "where: incomplet=1"},
        {"where: level_final=5", "where: level_final=6"},
        {"where: level_final missing", "where: level_final"},
        {"count: systems, match: level_final=level}", "count: systems, match: level_final}"},
        {"count: systems, match: level_final=level}", "count: systems, match: level=level}"},
        {"{name: 五级, level: 5}", "{name: 五级, level: 6}"},
        {"{name: 五级, level: 5}", "{name: 五级}"},
        {"same: level_final=level", "same: level_final="},
        {"units: systems}", "units: files}"},
        {"systems: obligations, match", "systems: management, match"},
        {"half: 部分符合", "half: 一部分"},
        {"less: 不适用", "less: 符合率"},
        {"rows: domains", "rows: domain"},
        {"name: parent_name", "name: parent"},
        {"level: parent_level", "level: parent"},
        {"- {name: 二级医院, where: units.hospital_class in 二级}", "- {name: 二级医院}"},
        {"kind: rates, of: rows, columns: 备案率", "kind: rates, of: rows, columns: 应备案"},
        {"kind: rates, of: rows, columns: 备案率", "kind: rates, of: row, columns: 备案率"},
        {"of: roster, where: \"unit_id missing", "of: rosters, where: \"unit_id missing"},
        {"days due, contact_name, contact_phone]", "days due, contact_name]"},
        {"days due, contact_name, contact_phone]", "day due, contact_name, contact_phone]"},
        {"earliest: due\n", "earliest: dew\n"},
        {"- {of: gaps, show: [area, units.name, control_point, verdict, place source]}\n", ""},
        {"- L3.1 = T2.低于下限数", "- L3.3 = T2.低于下限数"},
        {"- T9.三级.应测评 = T2.三级", "- T9.六级.应测评 = T2.三级"},
        {"- L7 = experts", "- L7 = expert"},
        {"add: [未定级, 五级]", "add: [未定级, 六级]"},
        {"add: [未定级, 五级]", "add: [五级, 未定级]"},
        {"add: [未定级, 五级]", "add: [地区, 五级]"},
        {"of: 系统总数}", "of: 地区}"},
        {"of: 系统总数}", "off: 系统总数}"},
        {"columns: [未定级, 五级]}", "column: [未定级, 五级]}"},
        {"{rule: FL-3, level: 3,", "{rule: FL-3,"},
        {"{rule: FL-3, level: 3,", "{rule: FL-33, level: 3,"},
        {"{rule: FL-3, level: 3,", "{rule: FL-3, lebel: 3,"},
        {"field=filed & after=1, optional: true}\n    note", "field=filed & after=1}\n    note"},
        {"optional: true}", "optional: some}"},
        {"match: gaps.domain=name", "match: gaps.dominion=name"},
        {"- T1.系统数 = units.systems", "- T1.系统数 = units.system"},
        {"- T1.系统数 = units.systems", "- T1.系统数"},
        {"- T1.系统数 = units.systems", "- T9.系统数 = units.systems"},
    };
    struct house *house = open_house();
    cr_assert(read_changed(house, "title: 表2 信息系统定级情况", "title: 表2"));
    cr_assert_eq(diag_n(house->diag), 0);
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        size_t before = diag_n(house->diag);
        cr_assert_null(read_changed(house, faults[i][0], faults[i][1]), "%s is taken",
                       faults[i][1]);
        cr_assert_gt(diag_n(house->diag), before);
        const struct diag_item *item = reported(house->diag, before);
        cr_assert(item->origin.source && item->origin.row > 0, "%s: no place", faults[i][1]);
    }
    close_house(house);
}

/* T3 of the year-end report, whose rows share the systems out, a sum of money and units counted
 * once: a new table is data alone. */
Test(statistics, a_new_table_needs_no_code) {
    static const char table[] =
        "  - id: T0\n"
        "    sheet: T0\n"
        "    title: 表3\n"
        "    total: true\n"
        "    rows:\n"
        "      - {name: 疾控, where: units.unit_kind=疾控}\n"
        "      - {name: 基层, where: [units.unit_kind=基层, units.hospital_class in 一级]}\n"
        "      - {name: 其他, where: \"\"}\n"
        "    columns:\n"
        "      - {name: 类型, width: 10, show: name}\n"
        "      - {name: 单位, width: 10, count: units}\n"
        "      - {name: 有系统, width: 10, units: systems}\n"
        "      - {name: 系统, width: 10, count: systems}\n"
        "      - {name: 培训费, width: 10, total: management.budget_training}\n"
        "  - id: T4\n";
    static const struct {
        const char *kind, *class, *systems, *money;
    } units[] = {{"疾控", "", "2", "12.5"},
                 {"基层", "", "1", ""},
                 {"医院", "一级甲等", "0", "0.25"},
                 {"医院", "三级甲等", "3", "1"},
                 {"疾控", "一级未定等", "1", ""}};
    static const int64_t wanted[4][4] = {
        {2, 2, 3, 1250}, {2, 1, 1, 25}, {1, 1, 3, 100}, {5, 4, 7, 1375}};
    static const char *const columns[] = {"单位", "有系统", "系统", "培训费"};
    struct house *house = open_house();
    house->docs->statistics = read_changed(house, "  - id: T4\n", table);
    cr_assert(house->docs->statistics);
    struct ledger *ledger = ledger_open(house->arena);
    for (size_t i = 0; i < 5; i++) {
        char id[2] = {(char)('a' + i), 0}, no[2] = {'1', 0};
        ADD_ROW(ledger, LEDGER_UNITS, "unit_id", id, "unit_kind", units[i].kind, "hospital_class",
                units[i].class, "systems", units[i].systems);
        for (; no[0] - '0' <= units[i].systems[0] - '0'; no[0]++) {
            ADD_ROW(ledger, LEDGER_SYSTEMS, "unit_id", id, "system_no", no, "level_final", "2");
        }
        ADD_ROW(ledger, LEDGER_MANAGEMENT, "unit_id", id, "budget_training", units[i].money);
    }
    cr_assert(ledger_settle(ledger, house->diag));
    const struct province *province =
        statistics_sum(house->docs, house->arena, ledger, house->diag);
    cr_assert(province);
    for (size_t row = 0; row < 4; row++) {
        for (size_t k = 0; k < 4; k++) {
            int64_t got = number_of(house, province, (struct place){"T0", columns[k]}, row);
            cr_assert_eq(got, wanted[row][k], "row %zu %s: %d", row, columns[k], (int)got);
        }
    }
    struct str text;
    cr_assert(statistics_ask(house->docs, house->arena, province, STR("T0.培训费"), &text));
    cr_assert_str(text, "13.75");
    close_house(house);
}
