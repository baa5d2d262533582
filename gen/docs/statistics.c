/* The province's sums. A system is put into counts in one place (place_system), so that the tables,
 * the report's text and the list of sources can never tell different stories. */
#include "docs/statistics.h"

#include <stdlib.h>

#include "docs/statistics_inner.h"

/* Code of 省直 in the order of regions: before every city. */
#define DIRECT_CODE STR("")
/* Code of units whose region is unknown: behind every city. */
#define UNKNOWN_CODE STR("~")

static bool read_fields(struct arena *arena, const struct yaml *list, enum field **fields,
                        size_t *n_fields, struct diag *diag) {
    *n_fields = 0;
    *fields = ARENA_ARRAY(arena, enum field, list ? list->n_items : 0);
    for (size_t i = 0; list && i < list->n_items; i++) {
        struct str name = list->items[i]->kind == YAML_MAP ? yaml_text(list->items[i], "field")
                                                           : list->items[i]->text;
        if (!field_find(name, &(*fields)[*n_fields])) {
            diag_report(diag, &(struct diag_note){.id = DIAG_FORM_FIELD,
                                                  .origin = list->items[i]->origin,
                                                  .args = {name, field_nearest(arena, name)}});
            return false;
        }
        ++*n_fields;
    }
    return true;
}

static bool read_codes(struct statistics *statistics, const struct yaml *list, struct arena *arena,
                       struct diag *diag) {
    statistics->direct = ARENA_ARRAY(arena, struct direct_rule, list ? list->n_items : 0);
    enum field *fields;
    if (!read_fields(arena, list, &fields, &statistics->n_direct, diag)) {
        return false;
    }
    for (size_t i = 0; i < statistics->n_direct; i++) {
        struct direct_rule *rule = &statistics->direct[i];
        const struct yaml *codes = yaml_get(list->items[i], "codes");
        rule->field = fields[i];
        for (size_t j = 0; codes && j < codes->n_items && rule->n_codes < VALUE_MAX_CODES; j++) {
            int64_t code;
            if (str_to_int(codes->items[j]->text, &code)) {
                rule->codes[rule->n_codes++] = (int)code;
            }
        }
    }
    return true;
}

struct statistics *statistics_read(const struct docs *docs, struct diag *diag) {
    struct arena *arena = docs->arena;
    struct statistics *statistics = ARENA_NEW(arena, struct statistics);
    statistics->words = shelf_yaml(docs->shelf, "docs/statistics", docs->settings.edition, diag);
    if (!statistics->words) {
        return NULL;
    }
    statistics->filing_days = yaml_int(statistics->words, "filing_days", 30, diag);
    bool is_read =
        read_codes(statistics, yaml_get(statistics->words, "province_direct"), arena, diag) &&
        read_fields(arena, yaml_get(statistics->words, "minimum"), &statistics->minimum,
                    &statistics->n_minimum, diag);
    return is_read ? statistics : NULL;
}

/* ---- regions -------------------------------------------------------------------------------- */

static bool is_direct(const struct statistics *statistics, const struct unit *unit) {
    for (size_t i = 0; i < statistics->n_direct; i++) {
        const struct direct_rule *rule = &statistics->direct[i];
        const struct value *value = record_value(&unit->record, rule->field);
        if (!value_is_given(value)) {
            continue;
        }
        for (size_t j = 0; j < rule->n_codes; j++) {
            if (value_has_code(value, rule->codes[j])) {
                return true;
            }
        }
        return false;
    }
    return false;
}

/* The row a unit belongs to: 省直, its city by code, its city by name, or unknown. */
static struct region_counts find_region(const struct docs *docs, struct arena *arena,
                                        const struct unit *unit) {
    const struct yaml *words = docs->statistics->words;
    if (is_direct(docs->statistics, unit)) {
        return (struct region_counts){.code = DIRECT_CODE, .name = yaml_text(words, "direct_name")};
    }
    struct str code = docs_text(&unit->record, FIELD_UNIT_REGION_CODE);
    struct str city = docs_text(&unit->record, FIELD_UNIT_CITY);
    if (code.len == 6) {
        struct str city_code = str_concat(arena, str_slice(code, 0, 4), STR("00"));
        struct region region = rules_region(docs->rules, city_code);
        struct str name = region.name.len ? region.name : city.len ? city : city_code;
        return (struct region_counts){.code = city_code, .name = name};
    }
    if (city.len) {
        return (struct region_counts){.code = str_concat(arena, UNKNOWN_CODE, city), .name = city};
    }
    return (struct region_counts){.code = UNKNOWN_CODE, .name = yaml_text(words, "unknown_region")};
}

size_t statistics_find_row(const struct docs *docs, struct arena *arena,
                           const struct province *province, const struct unit *unit) {
    struct region_counts wanted = find_region(docs, arena, unit);
    for (size_t i = 0; i < province->n_regions; i++) {
        if (str_equal(province->regions[i].code, wanted.code)) {
            return i;
        }
    }
    return SIZE_MAX;
}

static int compare_regions(const void *left, const void *right) {
    const struct region_counts *a = left, *b = right;
    return str_compare(a->code, b->code);
}

static void collect_regions(const struct docs *docs, struct arena *arena,
                            struct unit_findings *const *findings, size_t n_findings,
                            struct province *province) {
    size_t capacity = 0;
    for (size_t i = 0; i < n_findings; i++) {
        if (statistics_find_row(docs, arena, province, findings[i]->unit) == SIZE_MAX) {
            ARENA_PUSH(arena, province->regions, province->n_regions, capacity,
                       find_region(docs, arena, findings[i]->unit));
        }
    }
    if (province->n_regions) {
        qsort(province->regions, province->n_regions, sizeof *province->regions, compare_regions);
    }
}

/* ---- what a system counts in ----------------------------------------------------------------- */

static bool is_incomplete(const struct statistics *statistics, const struct record *record) {
    for (size_t i = 0; i < statistics->n_minimum; i++) {
        if (!value_is_given(record_value(record, statistics->minimum[i]))) {
            return true;
        }
    }
    return false;
}

/* 已向公安备案: said so, or a date of filing is given. */
static bool is_filed(const struct record *record) {
    const struct value *filed = record_value(record, FIELD_SYSTEM_FILED);
    return value_is_given(filed) ? filed->number != 0
                                 : value_is_given(record_value(record, FIELD_SYSTEM_POLICE_FILED));
}

/* Filed more than `filing_days` after grading; both dates must be full. */
static bool is_filed_late(const struct statistics *statistics, const struct record *record) {
    const struct value *graded = record_value(record, FIELD_SYSTEM_GRADED);
    const struct value *filed = record_value(record, FIELD_SYSTEM_POLICE_FILED);
    return value_is_given(graded) && graded->precision == DATE_DAY && value_is_given(filed) &&
           filed->precision == DATE_DAY &&
           date_to_days(filed->date) - date_to_days(graded->date) > statistics->filing_days;
}

void statistics_place(const struct statistics *statistics, const struct grading *grading,
                      bool counts_in[N_COUNTS]) {
    const struct record *record = &grading->system->record;
    for (size_t i = 0; i < N_COUNTS; i++) {
        counts_in[i] = false;
    }
    int level = grading->level_final;
    counts_in[COUNT_SYSTEMS] = true;
    counts_in[COUNT_UNGRADED + level] = true;
    counts_in[COUNT_BELOW_FLOOR] = grading->floor && level && level < grading->floor;
    counts_in[COUNT_INCOMPLETE] = is_incomplete(statistics, record);
    if (level >= 2) {
        bool filed = is_filed(record);
        counts_in[COUNT_TO_FILE] = true;
        counts_in[COUNT_FILED] = filed;
        counts_in[COUNT_UNFILED] = !filed;
        counts_in[COUNT_FILED_LATE] = filed && is_filed_late(statistics, record);
        counts_in[COUNT_HEALTH_FILED] =
            value_is_given(record_value(record, FIELD_SYSTEM_HEALTH_FILED));
        counts_in[COUNT_NO_CERTIFICATE] =
            filed && !value_is_given(record_value(record, FIELD_SYSTEM_CERTIFICATE));
    }
}

enum floor_place statistics_place_floor(const struct grading *grading,
                                        const struct floor_rule *rule) {
    enum floor_place place = FLOOR_PLACE_NONE;
    for (size_t i = 0; i < grading->n_hits; i++) {
        const struct floor_hit *hit = &grading->hits[i];
        if (!str_equal(hit->rule, rule->rule)) {
            continue;
        }
        if (hit->strength == FLOOR_HARD) {
            return grading->level_final >= hit->level ? FLOOR_PLACE_REACHED : FLOOR_PLACE_MISSED;
        }
        place = FLOOR_PLACE_UNKNOWN;
    }
    return place;
}

/* ---- summing --------------------------------------------------------------------------------- */

static void add_system(const struct docs *docs, struct province *province, size_t row,
                       const struct grading *grading) {
    bool counts_in[N_COUNTS];
    statistics_place(docs->statistics, grading, counts_in);
    for (size_t i = 0; i < N_COUNTS; i++) {
        province->regions[row].counts[i] += counts_in[i];
    }
    for (size_t i = 0; i < province->n_floors; i++) {
        struct floor_counts *floor = &province->floors[i];
        enum floor_place place = statistics_place_floor(grading, floor->rule);
        floor->due += place == FLOOR_PLACE_REACHED || place == FLOOR_PLACE_MISSED;
        floor->reached += place == FLOOR_PLACE_REACHED;
        floor->missed += place == FLOOR_PLACE_MISSED;
        floor->unknown += place == FLOOR_PLACE_UNKNOWN;
    }
}

/* The sums of a row that must agree whatever was counted. */
static bool agrees(const struct region_counts *row) {
    size_t levels = 0;
    for (size_t i = COUNT_UNGRADED; i <= COUNT_LEVEL5; i++) {
        levels += row->counts[i];
    }
    size_t to_file = row->counts[COUNT_LEVEL2] + row->counts[COUNT_LEVEL3] +
                     row->counts[COUNT_LEVEL4] + row->counts[COUNT_LEVEL5];
    return levels == row->counts[COUNT_SYSTEMS] && to_file == row->counts[COUNT_TO_FILE] &&
           row->counts[COUNT_FILED] + row->counts[COUNT_UNFILED] == to_file;
}

static bool check_sums(const struct province *province, size_t n_units, struct diag *diag) {
    bool is_good = agrees(&province->total) && province->total.counts[COUNT_UNITS] == n_units;
    for (size_t i = 0; i < province->n_regions; i++) {
        is_good = is_good && agrees(&province->regions[i]);
    }
    if (!is_good) {
        diag_report(diag, &(struct diag_note){.id = DIAG_SUMS_DISAGREE, .args = {STR("T2, T5")}});
    }
    return is_good;
}

const struct province *statistics_sum(const struct docs *docs, struct arena *arena,
                                      struct unit_findings *const *findings, size_t n_findings,
                                      struct diag *diag) {
    struct province *province = ARENA_NEW(arena, struct province);
    collect_regions(docs, arena, findings, n_findings, province);
    const struct floor_rule *rules = rules_floors(docs->rules, &province->n_floors);
    province->floors = ARENA_ARRAY(arena, struct floor_counts, province->n_floors);
    for (size_t i = 0; i < province->n_floors; i++) {
        province->floors[i].rule = &rules[i];
    }
    for (size_t i = 0; i < n_findings; i++) {
        size_t row = statistics_find_row(docs, arena, province, findings[i]->unit);
        province->regions[row].counts[COUNT_UNITS]++;
        for (size_t j = 0; j < findings[i]->n_gradings; j++) {
            add_system(docs, province, row, &findings[i]->gradings[j]);
        }
    }
    province->total.name = yaml_text(docs->statistics->words, "total");
    for (size_t i = 0; i < province->n_regions; i++) {
        for (size_t j = 0; j < N_COUNTS; j++) {
            province->total.counts[j] += province->regions[i].counts[j];
        }
    }
    return check_sums(province, n_findings, diag) ? province : NULL;
}
