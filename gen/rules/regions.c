/*
 * Administrative divisions, GB/T 2260, under every name they had: a code and a name are valid for
 * any time in the list, so that an old address is not a wrong one.
 */
#include "rules/judge.h"

#include <stdlib.h>

enum { COLUMN_CODE, COLUMN_NAME, COLUMN_SEEN_TO, CODE_DIGITS = 6 };

static int compare_regions(const void *left, const void *right) {
    const struct region_name *a = left, *b = right;
    int order = str_compare(a->code, b->code);
    order = order ? order : str_compare(b->seen_to, a->seen_to);
    return order ? order : str_compare(a->name, b->name);
}

static bool is_code(struct str text) {
    bool is_digits = text.len == CODE_DIGITS;
    for (size_t i = 0; is_digits && i < text.len; i++) {
        is_digits = text.data[i] >= '0' && text.data[i] <= '9';
    }
    return is_digits;
}

bool rules_regions_read(const struct edition *edition) {
    static const char *const names[] = {"code", "name", "seen_to", "level", "seen_from", NULL};
    struct rules *rules = edition->rules;
    struct data_table table = {.names = names};
    if (!data_open(&table, edition->arena, edition->shelf, "rules/regions", edition->name,
                   edition->diag)) {
        return false;
    }
    rules->regions = ARENA_ARRAY(edition->arena, struct region_name, table.csv.n_records);
    bool is_good = true;
    while (data_next(&table)) {
        struct region_name region = {data_text(&table, COLUMN_CODE), data_text(&table, COLUMN_NAME),
                                     data_text(&table, COLUMN_SEEN_TO)};
        if (!is_code(region.code)) {
            is_good = data_refuse(&table, COLUMN_CODE, region.code, STR("000000-999999"));
        } else if (region.name.len == 0) {
            is_good = data_refuse(&table, COLUMN_NAME, region.name, STR("name"));
        } else {
            rules->regions[rules->n_regions++] = region;
        }
    }
    if (rules->n_regions) {
        qsort(rules->regions, rules->n_regions, sizeof *rules->regions, compare_regions);
    }
    return is_good;
}

/* The first entry of a code, its newest name; n_regions if there is none. */
static size_t find_code(const struct rules *rules, struct str code) {
    size_t low = 0, high = rules->n_regions;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (str_compare(rules->regions[middle].code, code) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    bool is_found = low < rules->n_regions && str_equal(rules->regions[low].code, code);
    return is_found ? low : rules->n_regions;
}

struct region rules_region(const struct rules *rules, struct str code) {
    size_t at = find_code(rules, code);
    if (at == rules->n_regions) {
        return (struct region){0};
    }
    return (struct region){rules->regions[at].code, rules->regions[at].name};
}

/* Bytes of two Han characters: what tells one division of a province from the other, whether its
 * name is written in full or short (恩施州, 恩施土家族苗族自治州). */
enum { STEM_SIZE = 6 };

/* What was written may mean a division of that name. */
static bool may_mean(struct str written, struct str name) {
    return str_contains(written, name) || str_starts(written, str_slice(name, 0, STEM_SIZE)) ||
           (written.len >= STEM_SIZE && str_starts(name, written));
}

/* What was written may mean the division of a code, under any of its names; also when the code is
 * not in the list. */
static bool may_mean_code(const struct rules *rules, struct str written, struct str code) {
    size_t at = find_code(rules, code);
    if (at == rules->n_regions) {
        return true;
    }
    for (; at < rules->n_regions && str_equal(rules->regions[at].code, code); at++) {
        if (may_mean(written, rules->regions[at].name)) {
            return true;
        }
    }
    return false;
}

/* The codes of province, city and county that a code stands in; a part that it leaves open
 * ("3601" of 360100) is empty. */
static void split_code(struct arena *arena, struct str code, struct str codes[3]) {
    bool has_city = !str_is(str_slice(code, 2, 4), "00");
    bool has_county = !str_is(str_slice(code, 4, 6), "00");
    codes[0] = str_format(arena, "%.2s0000", code.data);
    codes[1] = has_city ? str_format(arena, "%.4s00", code.data) : (struct str){0};
    codes[2] = has_county ? code : (struct str){0};
}

/* The one-cell address starts with a province of another name. */
static bool names_other_province(const struct judge *judge, struct str province_code) {
    const struct value *address = record_value(&judge->unit->record, FIELD_UNIT_ADDRESS);
    const struct rules *rules = judge->rules;
    if (!value_is_given(address)) {
        return false;
    }
    for (size_t i = 0; i < rules->n_regions; i++) {
        const struct region_name *region = &rules->regions[i];
        if (str_ends(region->code, STR("0000")) && str_starts(address->text, region->name)) {
            return !str_equal(region->code, province_code);
        }
    }
    return false;
}

static void complain(const struct judge *judge, enum diag_id id, enum clause clause,
                     struct str division, struct str address) {
    struct complaint complaint = {id,
                                  &judge->unit->record,
                                  FIELD_UNIT_REGION_CODE,
                                  judge->rules->clauses[clause],
                                  {division, address}};
    judge_complain(judge, &complaint);
}

/* The address in the three parts of 表一 02. */
static const enum field address_fields[3] = {FIELD_UNIT_PROVINCE, FIELD_UNIT_CITY,
                                             FIELD_UNIT_COUNTY};

static struct str join_address(const struct judge *judge) {
    struct buf buf = {.arena = judge->arena};
    for (size_t i = 0; i < 3; i++) {
        buf_add(&buf, record_value(&judge->unit->record, address_fields[i])->text);
    }
    struct str parts = buf_str(&buf);
    return parts.len ? parts : record_value(&judge->unit->record, FIELD_UNIT_ADDRESS)->text;
}

void regions_check(const struct judge *judge) {
    const struct rules *rules = judge->rules;
    const struct value *code = record_value(&judge->unit->record, FIELD_UNIT_REGION_CODE);
    if (!value_is_given(code) || !is_code(code->text)) {
        return;
    }
    if (find_code(rules, code->text) == rules->n_regions) {
        complain(judge, DIAG_REGION_UNKNOWN, CLAUSE_REGION, (struct str){0}, (struct str){0});
        return;
    }
    struct str codes[3];
    split_code(judge->arena, code->text, codes);
    struct buf division = {.arena = judge->arena};
    bool is_other = false, is_given = false;
    for (size_t i = 0; i < 3; i++) {
        const struct value *part = record_value(&judge->unit->record, address_fields[i]);
        buf_add(&division, rules_region(rules, codes[i]).name);
        if (value_is_given(part)) {
            struct str written = inventory_key(judge->arena, part->text);
            is_other = is_other || !may_mean_code(rules, written, codes[i]);
            is_given = true;
        }
    }
    if (is_other || (!is_given && names_other_province(judge, codes[0]))) {
        complain(judge, DIAG_REGION_ADDRESS, CLAUSE_REGION_ADDRESS, buf_str(&division),
                 join_address(judge));
    }
}
