/* The region code of a unit against the list and against its address. */
#include "rules/judge.h"

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

void regions_check(const struct judge *judge) {
    const struct regions *regions = judge->rules->regions;
    const struct value *code = record_value(&judge->unit->record, FIELD_UNIT_REGION_CODE);
    if (!value_is_given(code) || !region_is_code(code->text)) {
        return;
    }
    if (!regions_find(regions, code->text).code.len) {
        complain(judge, DIAG_REGION_UNKNOWN, CLAUSE_REGION, (struct str){0}, (struct str){0});
        return;
    }
    struct str codes[3];
    split_code(judge->arena, code->text, codes);
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
    }
}
