/* The province's sums. A system is put into counts in one place (place_system), so that the tables,
 * the report's text and the list of sources can never tell different stories. */
#include "docs/statistics.h"

#include <stdlib.h>

#include "docs/statistics_inner.h"

/* Code of 省直 in the order of regions: before every city. */
#define DIRECT_CODE STR("")
/* Before the name of a city that is known by name only: behind every code. */
#define NAMED_CODE STR("~")
/* Code of units whose region is unknown: behind every city. */
#define UNKNOWN_CODE STR("\x7F")
/* Bytes of the two characters that tell a city of a province from every other. */
#define STEM_SIZE 6

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

static bool check_table(const struct yaml *words, const char *name, size_t n_columns,
                        struct diag *diag) {
    return docs_check_columns(yaml_get(words, name), "columns", n_columns, "sheet", diag);
}

static bool check_tables(const struct yaml *words, struct diag *diag) {
    size_t n_tables;
    const struct regional_table *tables = statistics_tables(&n_tables);
    bool is_good = check_table(words, "T4", N_FLOOR_COLUMNS, diag);
    is_good = check_table(words, "source", N_SOURCE_COLUMNS, diag) && is_good;
    for (size_t i = 0; i < n_tables; i++) {
        is_good = check_table(words, tables[i].name, tables[i].n_columns + 1, diag) && is_good;
    }
    return is_good;
}

struct statistics *statistics_read(const struct docs *docs, struct diag *diag) {
    struct arena *arena = docs->arena;
    struct statistics *statistics = ARENA_NEW(arena, struct statistics);
    statistics->words =
        shelf_yaml(docs->shelf, "docs/statistics", docs->settings.edition, &yaml_anything, diag);
    if (!statistics->words) {
        return NULL;
    }
    statistics->filing_days = yaml_int(statistics->words, "filing_days", 30, diag);
    bool is_read =
        check_tables(statistics->words, diag) &&
        read_codes(statistics, yaml_get(statistics->words, "province_direct"), arena, diag) &&
        read_fields(arena, yaml_get(statistics->words, "minimum"), &statistics->minimum,
                    &statistics->n_minimum, diag);
    return is_read ? statistics : NULL;
}

/* ---- regions -------------------------------------------------------------------------------- */

/* The first of the fields that is filled decides; without any a province's own code does. */
static bool is_direct(const struct statistics *statistics, const struct unit *unit,
                      struct str code) {
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
    return str_ends(code, STR("0000"));
}

/* The row a unit belongs to: 省直; its city by code; the county itself where no city stands over it
 * (districts of 直辖市, 省直辖县); its city by name; or unknown. */
static struct region_counts find_region(const struct docs *docs, struct arena *arena,
                                        const struct unit *unit) {
    const struct yaml *words = docs->statistics->words;
    struct str code = docs_text(&unit->record, FIELD_UNIT_REGION_CODE);
    struct str city = docs_text(&unit->record, FIELD_UNIT_CITY);
    if (is_direct(docs->statistics, unit, code)) {
        return (struct region_counts){.code = DIRECT_CODE, .name = yaml_text(words, "direct_name")};
    }
    if (code.len == 6 && !str_ends(code, STR("0000"))) {
        struct str city_code = str_concat(arena, str_slice(code, 0, 4), STR("00"));
        struct region region = rules_region(docs->rules, city_code);
        region = region.name.len ? region : rules_region(docs->rules, code);
        if (region.name.len) {
            return (struct region_counts){.code = region.code, .name = region.name};
        }
    }
    if (city.len) {
        return (struct region_counts){.code = str_concat(arena, NAMED_CODE, city), .name = city};
    }
    return (struct region_counts){.code = UNKNOWN_CODE, .name = yaml_text(words, "unknown_region")};
}

static int compare_regions(const void *left, const void *right) {
    const struct region_counts *a = left, *b = right;
    return str_compare(a->code, b->code);
}

/* Sorts regions and keeps each code once. */
static size_t sort_regions(struct region_counts *regions, size_t n) {
    size_t n_kept = 0;
    if (n) {
        qsort(regions, n, sizeof *regions, compare_regions);
    }
    for (size_t i = 0; i < n; i++) {
        if (!n_kept || !str_equal(regions[n_kept - 1].code, regions[i].code)) {
            regions[n_kept++] = regions[i];
        }
    }
    return n_kept;
}

/* A city known by name only is the row of the one coded city that the name can mean, if there is
 * one: a unit that left its code out does not make a second row of its city. */
static void join_named(const struct province *province, struct region_counts *region) {
    const struct region_counts *found = NULL;
    struct str stem = str_slice(region->name, 0, STEM_SIZE);
    size_t n_found = 0;
    if (!str_starts(region->code, NAMED_CODE) || stem.len < STEM_SIZE) {
        return;
    }
    for (size_t i = 0; i < province->n_regions; i++) {
        const struct region_counts *coded = &province->regions[i];
        if (str_compare(coded->code, NAMED_CODE) >= 0) {
            break;
        }
        if (coded->code.len && str_starts(coded->name, stem)) {
            found = coded;
            n_found++;
        }
    }
    if (n_found == 1) {
        *region = *found;
    }
}

/* Makes the rows, and finds each unit's. */
static void collect_regions(const struct docs *docs, struct arena *arena,
                            struct unit_findings *const *findings, size_t n_findings,
                            struct province *province) {
    struct region_counts *homes = ARENA_ARRAY(arena, struct region_counts, n_findings);
    province->regions = ARENA_ARRAY(arena, struct region_counts, n_findings);
    province->rows = ARENA_ARRAY(arena, size_t, n_findings);
    for (size_t i = 0; i < n_findings; i++) {
        province->regions[i] = homes[i] = find_region(docs, arena, findings[i]->unit);
    }
    province->n_regions = sort_regions(province->regions, n_findings);
    for (size_t i = 0; i < n_findings; i++) {
        join_named(province, &homes[i]);
    }
    for (size_t i = 0; i < n_findings; i++) {
        province->regions[i] = homes[i];
    }
    province->n_regions = sort_regions(province->regions, n_findings);
    for (size_t i = 0; i < n_findings; i++) {
        const struct region_counts *row = bsearch(&homes[i], province->regions, province->n_regions,
                                                  sizeof *row, compare_regions);
        province->rows[i] = (size_t)(row - province->regions);
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

static bool is_full_date(const struct value *value) {
    return value_is_given(value) && value->precision == DATE_DAY;
}

/* Filed more than `filing_days` after grading, or after launch where the system was graded before
 * it ran. All dates that decide must be full. */
static bool is_filed_late(const struct statistics *statistics, const struct record *record) {
    const struct value *graded = record_value(record, FIELD_SYSTEM_GRADED);
    const struct value *launched = record_value(record, FIELD_SYSTEM_LAUNCHED);
    const struct value *filed = record_value(record, FIELD_SYSTEM_POLICE_FILED);
    if (!is_full_date(graded) || !is_full_date(filed)) {
        return false;
    }
    struct date from = graded->date;
    if (value_is_given(launched) && date_compare(launched->date, from) > 0) {
        if (launched->precision != DATE_DAY) {
            return false;
        }
        from = launched->date;
    }
    return date_to_days(filed->date) - date_to_days(from) > statistics->filing_days;
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

/* Which table disagrees with itself or with what the units' own findings count; NULL for none. */
static const char *find_disagreement(const struct province *province,
                                     struct unit_findings *const *findings, size_t n_findings) {
    const size_t *total = province->total.counts;
    size_t n_by_level[6] = {0}, n_filed = 0;
    for (size_t i = 0; i < n_findings; i++) {
        n_filed += findings[i]->n_filed;
        for (size_t level = 0; level < 6; level++) {
            n_by_level[level] += findings[i]->n_by_level[level];
        }
    }
    for (size_t i = 0; i < province->n_regions; i++) {
        if (!agrees(&province->regions[i])) {
            return "T2, T5";
        }
    }
    for (size_t level = 0; level < 6; level++) {
        if (total[COUNT_UNGRADED + level] != n_by_level[level]) {
            return "T2";
        }
    }
    return total[COUNT_UNITS] != n_findings ? "T1" : total[COUNT_TO_FILE] != n_filed ? "T5" : NULL;
}

static bool check_sums(const struct province *province, struct unit_findings *const *findings,
                       size_t n_findings, struct diag *diag) {
    const char *where = find_disagreement(province, findings, n_findings);
    if (where) {
        diag_report(diag,
                    &(struct diag_note){.id = DIAG_SUMS_DISAGREE, .args = {str_from_c(where)}});
    }
    return !where;
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
        size_t row = province->rows[i];
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
    return check_sums(province, findings, n_findings, diag) ? province : NULL;
}
