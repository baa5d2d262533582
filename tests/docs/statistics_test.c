/* The province's sums: equal to a recount that never asks the code under test, in the order of the
 * year-end report, with every rule of counting proved by cases. */
#include <stdlib.h>
#include <string.h>

#include "make_inventory.h"

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
    {"360102", "", "", "", "南昌市"},         {"360100", "", "3=地市", "2=省", "南昌市"},
    {"", "南昌市", "", "", "南昌市"},         {"", "南昌", "", "", "南昌市"},
    {"360402", "九江", "", "3=市", "九江市"}, {"360102", "", "2=省", "3=市", "省直"},
    {"360102", "", "", "2=省", "省直"},       {"", "", "1=国家", "", "省直"},
    {"360000", "", "", "", "省直"},           {"360000", "赣州市", "3=地市", "", "赣州市"},
    {"429004", "", "", "", "仙桃市"},         {"110105", "北京市", "", "", "朝阳区"},
    {"999999", "", "", "", "地区不详"},       {"", "", "", "", "地区不详"},
    {"999999", "抚顺市", "", "", "抚顺市"},
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
    return statistics_sum(house->docs, house->arena, house->findings, house->n_findings,
                          house->diag);
}

static const struct region_counts *find_row(const struct province *province, const char *name) {
    for (size_t i = 0; i < province->n_regions; i++) {
        if (str_is(province->regions[i].name, name)) {
            return &province->regions[i];
        }
    }
    cr_assert(false, "no row %s", name);
    return NULL;
}

Test(statistics, regions_stand_in_order_of_code_direct_first_unknown_last) {
    static const char *const order[] = {"省直",   "朝阳区", "南昌市", "九江市",
                                        "仙桃市", "抚顺市", "赣州市", "地区不详"};
    enum { N = sizeof order / sizeof order[0] };
    struct house *house = open_house();
    for (size_t i = N_HOMES; i-- > 0;) {
        add_at_home(house, i, &homes[i]);
    }
    const struct province *province = sum(house);
    cr_assert(province);
    cr_assert_eq(province->n_regions, N);
    for (size_t i = 0; i < N; i++) {
        cr_assert_str(province->regions[i].name, order[i]);
    }
    cr_assert_str(province->total.name, "合计");
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
        size_t at = house->findings[0]->unit == unit ? 0 : 1;
        cr_assert_str(province->regions[province->rows[at]].name, homes[i].row);
        close_house(house);
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
    struct house *house = open_house();
    add_at_home(house, 1, &alone);
    add_at_home(house, 2, &zhang_kou);
    add_at_home(house, 3, &zhang_jie);
    add_at_home(house, 4, &zhang);
    add_at_home(house, 5, &handan);
    add_at_home(house, 6, &han);
    const struct province *province = sum(house);
    cr_assert_eq(find_row(province, "南昌")->counts[COUNT_UNITS], 1);
    cr_assert_eq(find_row(province, "张家口市")->counts[COUNT_UNITS], 1);
    cr_assert_eq(find_row(province, "张家界市")->counts[COUNT_UNITS], 1);
    cr_assert_eq(find_row(province, "张家")->counts[COUNT_UNITS], 1);
    cr_assert_eq(find_row(province, "邯")->counts[COUNT_UNITS], 1);
    close_house(house);
}

/* ---- what is counted ------------------------------------------------------------------------- */

/* A row of the recount. */
struct recount {
    const char *name;
    size_t counts[N_COUNTS];
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
                             size_t counts[N_COUNTS], size_t floor[2]) {
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
    size_t floor[2] = {0}, number = 0;
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
    size_t total[N_COUNTS] = {0};
    for (size_t i = 0; i < N_HOMES && rows[i].name; i++) {
        const struct region_counts *row = find_row(province, rows[i].name);
        for (size_t j = 0; j < N_COUNTS; j++) {
            total[j] += rows[i].counts[j];
            cr_assert_eq(row->counts[j], rows[i].counts[j], "%s, count %zu: %zu, recount %zu",
                         rows[i].name, j, row->counts[j], rows[i].counts[j]);
        }
    }
    for (size_t j = 0; j < N_COUNTS; j++) {
        cr_assert_eq(province->total.counts[j], total[j]);
        cr_assert(total[j] > 0, "count %zu is not tried", j);
    }
    const struct floor_counts *networked = &province->floors[0];
    cr_assert_str(networked->rule->rule, "FL-1");
    cr_assert_eq(networked->reached, floor[0]);
    cr_assert_eq(networked->missed, floor[1]);
    cr_assert_eq(networked->due, floor[0] + floor[1]);
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
    struct house *house = open_house();
    struct unit *unit = add_unit(house, "某市中心医院");
    bool counts_in[N_COUNTS];
    for (size_t i = 0; i <= N; i++) {
        struct record *record = &add_whole_system(house, unit, "系统", 3)->record;
        if (i < N) {
            set_field(house, record, least[i], i % 2 ? "" : "?看不清");
        }
        const struct grading grading = {.system = unit->systems[i], .level_final = 3};
        statistics_place(house->docs->statistics, &grading, counts_in);
        cr_assert_eq(counts_in[COUNT_INCOMPLETE], i < N, "field %zu", i);
    }
    cr_assert_eq(house->docs->statistics->n_minimum, N);
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
    struct house *house = open_house();
    struct unit *unit = add_unit(house, "某市中心医院");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct system *system = add_whole_system(house, unit, "系统", 2);
        set_field(house, &system->record, FIELD_SYSTEM_FILED, "1");
        set_field(house, &system->record, FIELD_SYSTEM_GRADED, cases[i].graded);
        set_field(house, &system->record, FIELD_SYSTEM_LAUNCHED, cases[i].launched);
        set_field(house, &system->record, FIELD_SYSTEM_POLICE_FILED, cases[i].filed);
        struct grading grading = {.system = system, .level_final = 2};
        bool counts_in[N_COUNTS];
        statistics_place(house->docs->statistics, &grading, counts_in);
        cr_assert_eq(counts_in[COUNT_FILED_LATE], cases[i].is_late, "case %zu", i);
        /* Level 1 need not be filed at all. */
        grading.level_final = 1;
        statistics_place(house->docs->statistics, &grading, counts_in);
        cr_assert_not(counts_in[COUNT_FILED_LATE] || counts_in[COUNT_FILED]);
    }
    close_house(house);
}

Test(statistics, floors_place_by_strength) {
    static const struct {
        enum floor_strength strength;
        int floor, level;
        enum floor_place place;
    } cases[] = {
        {FLOOR_HARD, 3, 3, FLOOR_PLACE_REACHED},    {FLOOR_HARD, 3, 4, FLOOR_PLACE_REACHED},
        {FLOOR_HARD, 3, 2, FLOOR_PLACE_MISSED},     {FLOOR_HARD, 3, 0, FLOOR_PLACE_MISSED},
        {FLOOR_HARD, 4, 3, FLOOR_PLACE_MISSED},     {FLOOR_WARNING, 3, 2, FLOOR_PLACE_UNKNOWN},
        {FLOOR_WARNING, 3, 3, FLOOR_PLACE_UNKNOWN}, {FLOOR_UNKNOWN, 3, 2, FLOOR_PLACE_UNKNOWN},
    };
    const struct floor_rule rule = {.rule = STR("FL-3")}, other = {.rule = STR("FL-1")};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct grading grading = {
            .level_final = cases[i].level,
            .hits = {{.rule = STR("FL-3"), .strength = cases[i].strength, .level = cases[i].floor}},
            .n_hits = 1};
        cr_assert_eq(statistics_place_floor(&grading, &rule), cases[i].place, "case %zu", i);
        cr_assert_eq(statistics_place_floor(&grading, &other), FLOOR_PLACE_NONE);
    }
}

Test(statistics, sums_that_disagree_are_fatal) {
    struct house *house = open_house();
    struct unit *unit = add_unit(house, "某市中心医院");
    add_whole_system(house, unit, "甲", 3);
    cr_assert(sum(house));
    house->findings[0]->n_by_level[3]++;
    cr_assert_null(statistics_sum(house->docs, house->arena, house->findings, 1, house->diag));
    house->findings[0]->n_by_level[3]--;
    house->findings[0]->n_filed++;
    cr_assert_null(statistics_sum(house->docs, house->arena, house->findings, 1, house->diag));
    cr_assert_eq(count_reports(house->diag, DIAG_SUMS_DISAGREE), 2);
    close_house(house);
}

/* Whole numbers of tenths, halves up, as a workbook shows the same fraction. */
Test(statistics, rates_have_one_decimal) {
    struct house *house = open_house();
    cr_assert_str(statistics_rate(house->arena, 0, 0), "");
    cr_assert_str(statistics_rate(house->arena, 0, 7), "0.0%");
    cr_assert_str(statistics_rate(house->arena, 7, 7), "100.0%");
    cr_assert_str(statistics_rate(house->arena, 1, 3), "33.3%");
    cr_assert_str(statistics_rate(house->arena, 2, 3), "66.7%");
    cr_assert_str(statistics_rate(house->arena, 1, 16), "6.3%");
    cr_assert_str(statistics_rate(house->arena, 1, 2000), "0.1%");
    close_house(house);
}

/* ---- data of the tables ---------------------------------------------------------------------- */

/* Reads the tables' data from a text; whether it was taken. */
static bool reads(struct house *house, const char *from, const char *to) {
    struct str bytes;
    const struct source *source;
    cr_assert(shelf_read(house->templates, "docs/statistics", STR(""), "yaml", house->diag, &bytes,
                         &source));
    cr_assert(str_contains(bytes, str_from_c(from)), "%s", from);
    struct str changed = str_replace(house->arena, bytes, str_from_c(from), str_from_c(to));
    char folder[] = "/tmp/dengbao-statistics-XXXXXX";
    cr_assert(mkdtemp(folder));
    struct str path = str_format(house->arena, "%s/docs/statistics.yaml", folder);
    cr_assert(file_write(path, changed, house->diag));
    struct docs docs = *house->docs;
    docs.shelf = shelf_open(house->arena, str_from_c(folder), STR("templates"));
    bool is_read = statistics_read(&docs, house->diag) != NULL;
    file_remove(path);
    file_prune(str_slice(path, 0, path.len - strlen("/statistics.yaml")), STR("/tmp"));
    return is_read;
}

Test(statistics, faulty_tables_are_refused) {
    struct house *house = open_house();
    cr_assert(reads(house, "title: 表2 信息系统定级情况", "title: 表2"));
    cr_assert_eq(house->diag->n_items, 0);
    cr_assert_not(reads(house, "地区, 系统总数, 未定级", "地区, 系统总数"));
    cr_assert_not(reads(house, "规则, 类别, ", "规则, "));
    cr_assert_not(reads(house, "sheet: 来源", "page: 来源"));
    cr_assert_eq(count_reports(house->diag, DIAG_YAML_VALUE), 3);
    cr_assert_not(reads(house, "- system.links", "- system.lynx"));
    cr_assert_eq(count_reports(house->diag, DIAG_FORM_FIELD), 1);
    close_house(house);
}
