/* The report of one city: which rows of the ledger it is made of, and who is left out. */
#include <stdlib.h>

#include "docs/statistics_inner.h"

/* Institutions that one message names. */
#define MOST_NAMED 40

/* A unit that is left out, and its row in a province's tables. */
struct outside {
    struct district area;
    size_t unit;
};

static int compare_outside(const void *left, const void *right) {
    const struct outside *a = left, *b = right;
    int order = str_compare(a->area.code, b->area.code);
    return order ? order : (a->unit > b->unit) - (a->unit < b->unit);
}

/* The code of an area says where it is. */
static bool is_coded(const struct district *area) {
    return region_is_code(area->code);
}

/* Its names alone say that the place is in the city. */
static bool is_named_in(const struct docs *docs, const struct whereabouts *place, struct str city) {
    const struct regions *regions = rules_regions(docs->rules);
    const struct region province = regions_above(regions, city, REGION_PROVINCE);
    const struct str names[N_REGION_RANKS] = {place->province, place->city, place->county};
    if (place->province.len && !regions_may_mean(regions, place->province, province.code)) {
        return false;
    }
    if (place->city.len && !str_equal(place->city, place->province)) {
        return regions_may_mean(regions, place->city, city);
    }
    struct str code = regions_code(regions, names);
    return code.len && str_starts(code, regions_stem(regions, city));
}

static bool is_inside(const struct docs *docs, struct arena *arena, const struct whereabouts *place,
                      struct str city) {
    const struct district area = statistics_city_area(docs, arena, place);
    if (is_coded(&area)) {
        return str_starts(area.code, regions_stem(rules_regions(docs->rules), city));
    }
    bool is_doubtful = place->code.len && statistics_is_unknown(&area);
    return !place->is_direct && !is_doubtful && is_named_in(docs, place, city);
}

/* Who ought to report and did not, and of whom it is not said where, stays: no rate gets better by
 * what is not known. */
static bool is_expected(const struct docs *docs, struct arena *arena,
                        const struct whereabouts *place, struct str city) {
    const struct district area = statistics_city_area(docs, arena, place);
    return statistics_is_unknown(&area) || is_inside(docs, arena, place, city);
}

/* Reports those of one area that are left out. */
static void report_area(const struct docs *docs, struct arena *arena, const struct ledger *ledger,
                        const struct outside *items, size_t n, struct diag *diag) {
    struct str names[MOST_NAMED];
    for (size_t first = 0; first < n; first += MOST_NAMED) {
        size_t n_named = n - first < MOST_NAMED ? n - first : MOST_NAMED;
        for (size_t i = 0; i < n_named; i++) {
            const struct ledger_row *unit = ledger_row(ledger, LEDGER_UNITS, items[first + i].unit);
            names[i] = ledger_cell(unit, LEDGER_UNITS_NAME);
        }
        diag_report(diag,
                    &(struct diag_note){.id = DIAG_CITY_OUTSIDE,
                                        .args = {docs->settings.province, items->area.name,
                                                 str_format(arena, "%zu", n_named),
                                                 str_join(arena, names, n_named, STR("; "))}});
    }
}

/* End of the items of the area that begins there. */
static size_t area_end(const struct outside *items, size_t first, size_t n) {
    size_t end = first;
    while (end < n && str_equal(items[end].area.code, items[first].area.code)) {
        end++;
    }
    return end;
}

static void report_outside(const struct docs *docs, struct arena *arena,
                           const struct ledger *ledger, struct outside *items, size_t n,
                           struct diag *diag) {
    if (n) {
        qsort(items, n, sizeof *items, compare_outside);
    }
    for (size_t first = 0, end; first < n; first = end) {
        end = area_end(items, first, n);
        report_area(docs, arena, ledger, items + first, end - first, diag);
    }
}

/* Reports that no city is named, if institutions of several are there. */
static void report_unnamed(const struct docs *docs, struct arena *arena,
                           const struct ledger *ledger, const struct homes *homes,
                           struct diag *diag) {
    struct outside *items = ARENA_ARRAY(arena, struct outside, homes->n_units);
    struct str *cities = ARENA_ARRAY(arena, struct str, homes->n_units), largest = {0};
    size_t n = 0, n_cities = 0, most = 0;
    for (size_t i = 0; i < homes->n_units; i++) {
        const struct outside item = {statistics_city_area(docs, arena, &homes->places[i]), i};
        if (is_coded(&item.area)) {
            items[n++] = item;
        }
    }
    if (n) {
        qsort(items, n, sizeof *items, compare_outside);
    }
    for (size_t first = 0, end; first < n; first = end) {
        struct str name = items[first].area.name;
        end = area_end(items, first, n);
        largest = end - first > most ? name : largest;
        most = end - first > most ? end - first : most;
        cities[n_cities++] = str_format(arena, "%" STR_FMT " (%zu)", STR_ARG(name), end - first);
    }
    if (n_cities > 1) {
        diag_report(diag,
                    &(struct diag_note){
                        .id = DIAG_CITY_UNNAMED,
                        .args = {docs->settings.province,
                                 str_format(arena, "%zu", ledger_n_rows(ledger, LEDGER_UNITS)),
                                 str_join(arena, cities, n_cities, STR(", ")), largest}});
    }
}

/* Takes what is in the city, and collects the units that are not. */
static const struct ledger *cut_out(const struct docs *docs, struct arena *arena,
                                    const struct ledger *ledger, const struct homes *homes,
                                    struct str city, struct diag *diag) {
    bool *units = ARENA_ARRAY(arena, bool, homes->n_units);
    bool *roster = ARENA_ARRAY(arena, bool, homes->n_roster);
    bool *changes = ARENA_ARRAY(arena, bool, ledger_n_rows(ledger, LEDGER_CHANGES));
    struct outside *items = ARENA_ARRAY(arena, struct outside, homes->n_units);
    const struct whereabouts *place = homes->places;
    size_t n = 0;
    for (size_t i = 0; i < homes->n_units; i++, place++) {
        units[i] = is_inside(docs, arena, place, city);
        if (!units[i]) {
            items[n++] = (struct outside){statistics_city_area(docs, arena, place), i};
        }
    }
    for (size_t i = 0; i < homes->n_roster; i++, place++) {
        const struct ledger_row *row = ledger_row(ledger, LEDGER_ROSTER, i);
        bool is_there =
            ledger_find_unit(ledger, ledger_cell(row, LEDGER_ROSTER_UNIT_ID)) != SIZE_MAX;
        roster[i] = (is_there ? is_inside : is_expected)(docs, arena, place, city);
    }
    for (size_t i = 0; i < homes->n_gone; i++, place++) {
        bool is_its = is_inside(docs, arena, place, city);
        for (size_t k = 0; k < homes->gone[i].n; k++) {
            changes[homes->gone[i].first + k] = is_its;
        }
    }
    report_outside(docs, arena, ledger, items, n, diag);
    const struct ledger_cut cut = {units, roster, changes};
    return ledger_cut_out(ledger, arena, &cut);
}

const struct ledger *statistics_cut(const struct docs *docs, struct arena *arena,
                                    const struct ledger *ledger, struct diag *diag) {
    static const char *const levels[] = {DOCS_LEVELS};
    if (!str_is(docs->settings.level, levels[1]) || !docs->rules) {
        return ledger;
    }
    const struct region city =
        regions_city_named(rules_regions(docs->rules), docs->settings.province);
    const struct homes homes = statistics_homes(arena, ledger);
    if (!city.code.len) {
        report_unnamed(docs, arena, ledger, &homes, diag);
        return ledger;
    }
    return cut_out(docs, arena, ledger, &homes, city.code, diag);
}
