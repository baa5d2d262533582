/* Rows of the tables of areas, and in which of them each row of the ledger counts. */
#include <stdlib.h>

#include "docs/statistics_inner.h"

/* Code of 省直 in the order of areas: before every city. */
#define DIRECT_CODE STR("")
/* Before the name of a city that is known by name only: behind every code. */
#define NAMED_CODE STR("~")
/* Code of units whose region is unknown: behind every city. */
#define UNKNOWN_CODE STR("\x7F")
/* Bytes of the two characters that tell a city of a province from every other. */
#define STEM_SIZE 6

/* The division of the first digits of a code; empty if it is unknown. */
static struct region find_region(const struct docs *docs, struct arena *arena, struct str code,
                                 size_t digits) {
    struct str rest = str_slice(STR("000000"), digits, 6);
    return rules_region(docs->rules, str_concat(arena, str_slice(code, 0, digits), rest));
}

/* A name that cannot mean the division of the first digits of the code. */
static bool differs(const struct docs *docs, struct arena *arena, const struct whereabouts *place,
                    struct str name, size_t digits) {
    struct region region = find_region(docs, arena, place->code, digits);
    return name.len && region.name.len &&
           !regions_may_mean(rules_regions(docs->rules), name, region.code);
}

/* Code and names of the place disagree on the division of so many digits, or the code is none: it
 * is not known where that is. Lower names are asked where no higher one is given. */
static bool is_doubtful(const struct docs *docs, struct arena *arena,
                        const struct whereabouts *place, size_t digits) {
    enum { OF_CITY = 4, OF_COUNTY = 6 };
    if (!place->code.len || !docs->rules) {
        return false;
    }
    bool has_city = place->code.len == OF_COUNTY && !str_ends(place->code, STR("0000"));
    bool is_doubtful = place->code.len != OF_COUNTY ||
                       (!find_region(docs, arena, place->code, OF_COUNTY).name.len &&
                        !(has_city && find_region(docs, arena, place->code, OF_CITY).name.len));
    const struct str names[] = {place->province, place->city, place->county};
    bool is_told = false;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        size_t size = 2 * (i + 1);
        /* Zeros name no lower division. */
        bool is_named = size == 2 || !str_is(str_slice(place->code, size - 2, size), "00");
        bool is_asked = is_named && (size <= digits || !is_told);
        is_doubtful = is_doubtful || (is_asked && differs(docs, arena, place, names[i], size));
        is_told = is_told || names[i].len > 0;
    }
    return is_doubtful;
}

/* An area known by name only. */
static struct district find_named(const struct docs *docs, struct arena *arena, struct str name) {
    return name.len ? (struct district){str_concat(arena, NAMED_CODE, name), name}
                    : (struct district){UNKNOWN_CODE,
                                        yaml_text(docs->statistics->words, "unknown_region")};
}

/* 省直; its city by code; the county itself where no city stands over it (districts of 直辖市,
 * 省直辖县); its city by name; or unknown. */
struct district statistics_city_area(const struct docs *docs, struct arena *arena,
                                     const struct whereabouts *place) {
    enum { OF_CITY = 4, OF_COUNTY = 6 };
    if (place->is_direct) {
        return (struct district){DIRECT_CODE, yaml_text(docs->statistics->words, "direct_name")};
    }
    if (is_doubtful(docs, arena, place, OF_CITY)) {
        return find_named(docs, arena, (struct str){0});
    }
    if (place->code.len == OF_COUNTY && !str_ends(place->code, STR("0000"))) {
        struct region region = find_region(docs, arena, place->code, OF_CITY);
        region = region.name.len ? region : find_region(docs, arena, place->code, OF_COUNTY);
        if (region.name.len) {
            return (struct district){region.code, region.name};
        }
    }
    return find_named(docs, arena, place->city);
}

/* A row of a city's tables: 省直; the city's own (市直), whose code is the city's; its county by
 * code or by name; or unknown. */
static struct district find_county(const struct docs *docs, struct arena *arena,
                                   const struct whereabouts *place) {
    enum { OF_COUNTY = 6 };
    const struct yaml *words = docs->statistics->words;
    if (place->is_direct) {
        return (struct district){DIRECT_CODE, yaml_text(words, "direct_name")};
    }
    if (is_doubtful(docs, arena, place, OF_COUNTY) || str_ends(place->code, STR("0000"))) {
        return find_named(docs, arena, (struct str){0});
    }
    if (place->code.len == OF_COUNTY && str_ends(place->code, STR("00"))) {
        return (struct district){place->code, yaml_text(words, "own_name")};
    }
    struct region region =
        place->code.len ? find_region(docs, arena, place->code, OF_COUNTY) : (struct region){0};
    return region.name.len ? (struct district){region.code, region.name}
                           : find_named(docs, arena, place->county);
}

/* A row of the ministry's tables: the province by code or by name; or unknown. */
static struct district find_province(const struct docs *docs, struct arena *arena,
                                     const struct whereabouts *place) {
    enum { OF_PROVINCE = 2 };
    if (is_doubtful(docs, arena, place, OF_PROVINCE)) {
        return find_named(docs, arena, (struct str){0});
    }
    struct region region =
        place->code.len ? find_region(docs, arena, place->code, OF_PROVINCE) : (struct region){0};
    return region.name.len ? (struct district){region.code, region.name}
                           : find_named(docs, arena, place->province);
}

static struct district find_area(const struct docs *docs, struct arena *arena,
                                 const struct whereabouts *place) {
    static const char *const levels[] = {DOCS_LEVELS};
    struct str level = docs->settings.level;
    return str_is(level, levels[1])   ? find_county(docs, arena, place)
           : str_is(level, levels[2]) ? find_province(docs, arena, place)
                                      : statistics_city_area(docs, arena, place);
}

static struct whereabouts unit_place(const struct ledger_row *unit) {
    return (struct whereabouts){
        ledger_cell(unit, LEDGER_UNITS_REGION_CODE), ledger_cell(unit, LEDGER_UNITS_PROVINCE),
        ledger_cell(unit, LEDGER_UNITS_CITY), ledger_cell(unit, LEDGER_UNITS_COUNTY),
        ledger_number(unit, LEDGER_UNITS_DIRECT) == 1};
}

/* Where a unit that ought to report is: its own place if it did. */
static struct whereabouts roster_place(const struct ledger *ledger, const struct ledger_row *row) {
    size_t unit = ledger_find_unit(ledger, ledger_cell(row, LEDGER_ROSTER_UNIT_ID));
    if (unit != SIZE_MAX) {
        return unit_place(ledger_row(ledger, LEDGER_UNITS, unit));
    }
    struct str code = ledger_cell(row, LEDGER_ROSTER_REGION_CODE);
    return (struct whereabouts){.code = code, .is_direct = str_ends(code, STR("0000"))};
}

/* Where it was: a change that nothing came after says so. */
static struct whereabouts gone_place(const struct ledger *ledger, const struct gone *gone) {
    struct whereabouts place = {.code = {0}};
    for (size_t i = gone->first; i < gone->first + gone->n; i++) {
        const struct ledger_row *row = ledger_row(ledger, LEDGER_CHANGES, i);
        struct str field = ledger_cell(row, LEDGER_CHANGES_FIELD);
        struct str before = ledger_cell(row, LEDGER_CHANGES_BEFORE);
        struct str *parts[] = {&place.code, &place.province, &place.city, &place.county};
        static const enum ledger_column columns[] = {LEDGER_UNITS_REGION_CODE,
                                                     LEDGER_UNITS_PROVINCE, LEDGER_UNITS_CITY,
                                                     LEDGER_UNITS_COUNTY};
        bool is_of_unit = !ledger_cell(row, LEDGER_CHANGES_SYSTEM_NO).len;
        for (size_t k = 0; is_of_unit && k < sizeof columns / sizeof columns[0]; k++) {
            *parts[k] = str_equal(field, ledger_column_name(columns[k])) ? before : *parts[k];
        }
        place.is_direct |= is_of_unit && str_is(before, "1") &&
                           str_equal(field, ledger_column_name(LEDGER_UNITS_DIRECT));
    }
    return place;
}

/* The institutions that changes speak of and that are not there. */
static struct gone *find_gone(struct arena *arena, const struct ledger *ledger, size_t *n) {
    size_t n_changes = ledger_n_rows(ledger, LEDGER_CHANGES), capacity = 0;
    struct gone *gone = NULL;
    struct str last = {0};
    bool is_gone = false;
    *n = 0;
    for (size_t i = 0; i < n_changes; i++) {
        struct str unit_id =
            ledger_cell(ledger_row(ledger, LEDGER_CHANGES, i), LEDGER_CHANGES_UNIT_ID);
        if (!i || !str_equal(unit_id, last)) {
            is_gone = ledger_find_unit(ledger, unit_id) == SIZE_MAX;
            if (is_gone) {
                const struct gone found = {.first = i};
                ARENA_PUSH(arena, gone, *n, capacity, found);
            }
        }
        last = unit_id;
        if (is_gone) {
            gone[*n - 1].n++;
        }
    }
    return gone;
}

bool statistics_is_unknown(const struct district *area) {
    return str_equal(area->code, UNKNOWN_CODE);
}

static int compare_areas(const void *left, const void *right) {
    const struct district *a = left, *b = right;
    return str_compare(a->code, b->code);
}

/* Sorts areas and keeps each code once. */
static size_t sort_areas(struct district *areas, size_t n) {
    size_t n_kept = 0;
    if (n) {
        qsort(areas, n, sizeof *areas, compare_areas);
    }
    for (size_t i = 0; i < n; i++) {
        if (!n_kept || !str_equal(areas[n_kept - 1].code, areas[i].code)) {
            areas[n_kept++] = areas[i];
        }
    }
    return n_kept;
}

/* A city known by name only is the row of the one coded city that the name can mean, if there is
 * one: a unit that left its code out does not make a second row of its city. */
static void join_named(const struct province *province, struct district *area) {
    const struct district *found = NULL;
    struct str stem = str_slice(area->name, 0, STEM_SIZE);
    size_t n_found = 0;
    if (!str_starts(area->code, NAMED_CODE) || stem.len < STEM_SIZE) {
        return;
    }
    for (size_t i = 0; i < province->n_areas; i++) {
        const struct district *coded = &province->areas[i];
        if (str_compare(coded->code, NAMED_CODE) >= 0) {
            break;
        }
        if (coded->code.len && str_starts(coded->name, stem)) {
            found = coded;
            n_found++;
        }
    }
    if (n_found == 1) {
        *area = *found;
    }
}

/* Finds the areas of the rows of a further table. */
static void place_rows(struct arena *arena, struct province *province, enum ledger_table table) {
    const struct ledger *ledger = province->ledger;
    enum ledger_column unit_id;
    size_t n = ledger_n_rows(ledger, table);
    size_t *places = province->row_areas[table] = ARENA_ARRAY(arena, size_t, n);
    bool has_unit = ledger_find_column(table, STR("unit_id"), &unit_id);
    for (size_t i = 0; i < n; i++) {
        size_t unit =
            has_unit ? ledger_find_unit(ledger, ledger_cell(ledger_row(ledger, table, i), unit_id))
                     : SIZE_MAX;
        places[i] = unit == SIZE_MAX ? SIZE_MAX : province->row_areas[LEDGER_UNITS][unit];
    }
}

struct homes statistics_homes(struct arena *arena, const struct ledger *ledger) {
    struct homes homes = {.n_units = ledger_n_rows(ledger, LEDGER_UNITS),
                          .n_roster = ledger_n_rows(ledger, LEDGER_ROSTER)};
    homes.gone = find_gone(arena, ledger, &homes.n_gone);
    homes.places =
        ARENA_ARRAY(arena, struct whereabouts, homes.n_units + homes.n_roster + homes.n_gone);
    for (size_t i = 0; i < homes.n_units; i++) {
        homes.places[homes.n++] = unit_place(ledger_row(ledger, LEDGER_UNITS, i));
    }
    for (size_t i = 0; i < homes.n_roster; i++) {
        homes.places[homes.n++] = roster_place(ledger, ledger_row(ledger, LEDGER_ROSTER, i));
    }
    for (size_t i = 0; i < homes.n_gone; i++) {
        homes.places[homes.n++] = gone_place(ledger, &homes.gone[i]);
    }
    return homes;
}

/* Makes the rows of areas, and finds those of units, roster and changes. */
static void collect_areas(const struct docs *docs, struct arena *arena, struct province *province) {
    const struct ledger *ledger = province->ledger;
    const struct homes homes = statistics_homes(arena, ledger);
    struct district *items = ARENA_ARRAY(arena, struct district, homes.n);
    size_t *places = ARENA_ARRAY(arena, size_t, homes.n);
    province->areas = ARENA_ARRAY(arena, struct district, homes.n);
    for (size_t i = 0; i < homes.n; i++) {
        province->areas[i] = items[i] = find_area(docs, arena, &homes.places[i]);
    }
    province->n_areas = sort_areas(province->areas, homes.n);
    for (size_t i = 0; i < homes.n; i++) {
        join_named(province, &items[i]);
    }
    for (size_t i = 0; i < homes.n; i++) {
        province->areas[i] = items[i];
    }
    province->n_areas = sort_areas(province->areas, homes.n);
    for (size_t i = 0; i < homes.n; i++) {
        const struct district *area =
            bsearch(&items[i], province->areas, province->n_areas, sizeof *area, compare_areas);
        places[i] = (size_t)(area - province->areas);
    }
    province->row_areas[LEDGER_UNITS] = places;
    province->row_areas[LEDGER_ROSTER] = places + homes.n_units;
    place_rows(arena, province, LEDGER_CHANGES);
    for (size_t i = 0; i < homes.n_gone; i++) {
        for (size_t k = 0; k < homes.gone[i].n; k++) {
            province->row_areas[LEDGER_CHANGES][homes.gone[i].first + k] =
                places[homes.n_units + homes.n_roster + i];
        }
    }
}

void statistics_place(const struct docs *docs, struct arena *arena, struct province *province) {
    collect_areas(docs, arena, province);
    for (size_t i = 0; i < N_LEDGER_TABLES; i++) {
        if (!province->row_areas[i]) {
            place_rows(arena, province, (enum ledger_table)i);
        }
    }
}

struct str statistics_area(const struct province *province, enum ledger_table table, size_t row,
                           size_t *place) {
    *place = province->row_areas[table][row];
    return *place == SIZE_MAX ? (struct str){0} : province->areas[*place].name;
}
