/* The region code of a unit against the list and against its address. */
#include "rules/route.h"

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
    const struct region *province =
        value_is_given(address)
            ? regions_start(judge->rules->regions, REGION_PROVINCE, (struct str){0}, address->text)
            : NULL;
    return province && !str_equal(province->code, province_code);
}

static void complain(const struct judge *judge, enum diag_id id, enum clause clause,
                     struct str division, struct str address) {
    struct complaint complaint = {id,
                                  &judge->unit->record,
                                  FIELD_UNIT_REGION_CODE,
                                  judge_clause(judge, clause),
                                  {division, address}};
    judge_complain(judge, &complaint);
}

/* The address in the three parts of 表一 02. */
static const enum field address_fields[3] = {FIELD_UNIT_PROVINCE, FIELD_UNIT_CITY,
                                             FIELD_UNIT_COUNTY};

static struct str join_address(const struct judge *judge) {
    struct buf buf = {.arena = judge->arena};
    for (size_t i = 0; i < N_REGION_RANKS; i++) {
        buf_add(&buf, record_value(&judge->unit->record, address_fields[i])->text);
    }
    struct str parts = buf_str(&buf);
    return parts.len ? parts : record_value(&judge->unit->record, FIELD_UNIT_ADDRESS)->text;
}

/* Reports what is wrong with a code that is one; returns whether the list and the address bear it
 * out. */
static bool is_borne_out(const struct judge *judge, struct str code) {
    const struct regions *regions = judge->rules->regions;
    if (!regions_find(regions, code).code.len) {
        complain(judge, DIAG_REGION_UNKNOWN, CLAUSE_REGION, (struct str){0}, (struct str){0});
        return false;
    }
    struct str codes[3];
    split_code(judge->arena, code, codes);
    struct buf division = {.arena = judge->arena};
    bool is_other = false, is_given = false;
    for (size_t i = 0; i < N_REGION_RANKS; i++) {
        const struct value *part = record_value(&judge->unit->record, address_fields[i]);
        buf_add(&division, regions_find(regions, codes[i]).name);
        if (value_is_given(part)) {
            struct str written = inventory_key(judge->arena, part->text);
            is_other = is_other || !regions_may_mean(regions, written, codes[i]);
            is_given = true;
        }
    }
    if (is_other || (!is_given && names_other_province(judge, codes[0]))) {
        complain(judge, DIAG_REGION_ADDRESS, CLAUSE_REGION_ADDRESS, buf_str(&division),
                 join_address(judge));
        return false;
    }
    return true;
}

/* The city that the address names, in parts or in one piece; empty if it names none. */
static struct region city_of_address(const struct judge *judge) {
    const struct regions *regions = judge->rules->regions;
    const struct record *record = &judge->unit->record;
    struct str address = record_value(record, FIELD_UNIT_ADDRESS)->text;
    struct str names[N_REGION_RANKS] = {{0}};
    for (size_t i = 0; i < REGION_COUNTY; i++) {
        names[i] = inventory_key(judge->arena, record_value(record, address_fields[i])->text);
    }
    if (!names[REGION_PROVINCE].len && !names[REGION_CITY].len && address.len) {
        const struct region *province =
            regions_start(regions, REGION_PROVINCE, (struct str){0}, address);
        struct str above = province ? str_slice(province->code, 0, 2) : (struct str){0};
        struct str rest = str_slice(address, province ? province->name.len : 0, address.len);
        const struct region *city = regions_start(regions, REGION_CITY, above, rest);
        return city ? *city : (struct region){0};
    }
    return regions_city(regions, regions_code(regions, names));
}

struct str regions_seat(const struct rules *rules, struct arena *arena, const struct unit *unit) {
    const struct regions *regions = rules->regions;
    const struct judge judge = {.rules = rules, .arena = arena, .unit = unit};
    const struct value *code = record_value(&unit->record, FIELD_UNIT_REGION_CODE);
    struct str written[N_REGION_RANKS] = {{0}}, codes[N_REGION_RANKS];
    bool is_other = false, is_given = false;
    for (size_t i = 0; i < N_REGION_RANKS; i++) {
        written[i] = inventory_key(arena, record_value(&unit->record, address_fields[i])->text);
        is_given = is_given || written[i].len;
    }
    if (!value_is_given(code) || !regions_find(regions, code->text).code.len) {
        struct str own = regions_code(regions, written);
        return own.len ? own : city_of_address(&judge).code;
    }
    split_code(arena, code->text, codes);
    for (size_t i = 0; i < N_REGION_RANKS; i++) {
        is_other = is_other || (written[i].len && !regions_may_mean(regions, written[i], codes[i]));
    }
    is_other = is_other || (!is_given && names_other_province(&judge, codes[0]));
    return is_other ? (struct str){0} : code->text;
}

/* The code of the city for one that the list and the address bear out, or for none (note 八 of the
 * form of 2007). */
static struct str print_city(const struct judge *judge, struct str code) {
    const struct regions *regions = judge->rules->regions;
    struct region city = regions_city(regions, code);
    bool is_province = code.len && str_ends(code, STR("0000"));
    if (city.code.len) {
        if (!str_equal(city.code, code)) {
            complain(judge, DIAG_REGION_PRINTED, CLAUSE_REGION_CITY, city.code, city.name);
        }
        return city.code;
    }
    bool has_none = is_province ? !regions_have_cities(regions, regions_find(regions, code).name)
                                : code.len > 0;
    if (has_none) {
        complain(judge, DIAG_REGION_HIGH, CLAUSE_REGION_CITY, (struct str){0}, (struct str){0});
        return code;
    }
    city = city_of_address(judge);
    bool is_said = record_value(&judge->unit->record, FIELD_UNIT_REGION_CODE)->missed;
    if ((is_province || city.code.len) && !is_said) {
        complain(judge, DIAG_REGION_NO_CITY, CLAUSE_REGION_CITY, city.code, city.name);
    }
    return (struct str){0};
}

struct str regions_check(const struct judge *judge) {
    const struct record *record = &judge->unit->record;
    const struct value *value = record_value(record, FIELD_UNIT_REGION_CODE);
    bool is_code = value_is_given(value) && region_is_code(value->text);
    bool is_sound = is_code && is_borne_out(judge, value->text);
    bool is_empty = judge_is_empty(record, FIELD_UNIT_REGION_CODE);
    bool asks_city = judge_clause(judge, CLAUSE_REGION_CITY).len > 0;
    return asks_city && (is_sound || is_empty) ? print_city(judge, value->text) : value->text;
}
