/* Codes and their check characters, and the key that a record makes of what it knows. */
#include "model/unit_key.h"

#include "model/model.h"

enum { CODE_LEN = 9, CREDIT_CODE_LEN = 18, CODE_START = 8 };

static bool all_alphanumeric(struct str code) {
    bool is_good = true;
    for (size_t i = 0; i < code.len; i++) {
        char c = code.data[i];
        is_good = is_good && ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'));
    }
    return is_good;
}

/* GB 11714: digits count as themselves, letters from 10 on. */
static unsigned letter_value(char c) {
    return (unsigned)(c <= '9' ? c - '0' : c - 'A' + 10);
}

/* 00000000 and its like are typed where no code is known: their check character fits, but they are
 * nobody's, and everybody's who types them. */
static bool is_filler(struct str code) {
    size_t i = 1;
    while (i < CODE_LEN - 1 && code.data[i] == code.data[0]) {
        i++;
    }
    return i == CODE_LEN - 1;
}

bool organisation_code_is_sound(struct str code) {
    static const unsigned weights[CODE_LEN - 1] = {3, 7, 9, 10, 5, 8, 4, 2};
    static const char checks[] = "0X987654321";
    if (code.len != CODE_LEN || !all_alphanumeric(code) || is_filler(code)) {
        return false;
    }
    unsigned sum = 0;
    for (size_t i = 0; i < CODE_LEN - 1; i++) {
        sum += letter_value(code.data[i]) * weights[i];
    }
    return code.data[CODE_LEN - 1] == checks[sum % 11];
}

bool credit_code_is_sound(struct str code) {
    static const struct str letters = STR_INIT("0123456789ABCDEFGHJKLMNPQRTUWXY");
    if (code.len != CREDIT_CODE_LEN) {
        return false;
    }
    size_t sum = 0, weight = 1, last = 0;
    for (size_t i = 0; i < CREDIT_CODE_LEN; i++) {
        size_t value = str_find(letters, str_slice(code, i, i + 1), 0);
        if (value == SIZE_MAX) {
            return false;
        }
        sum += i + 1 < CREDIT_CODE_LEN ? value * weight : 0;
        weight = weight * 3 % letters.len;
        last = value;
    }
    return (sum + last) % letters.len == 0 &&
           organisation_code_is_sound(str_slice(code, CODE_START, CODE_START + CODE_LEN));
}

struct str organisation_code_of(struct str written) {
    if (credit_code_is_sound(written)) {
        return str_slice(written, CODE_START, CODE_START + CODE_LEN);
    }
    return organisation_code_is_sound(written) ? written : (struct str){0};
}

static struct str read_code(const struct record *record) {
    const struct value *value = record_value(record, FIELD_UNIT_CREDIT_CODE);
    return organisation_code_of(value_is_given(value) ? value->text : (struct str){0});
}

/* Its texts are copies, so that keys compared with each other lie together. */
struct unit_key unit_key_read(struct arena *arena, const struct regions *regions,
                              const struct record *record) {
    static const enum field parts[3] = {FIELD_UNIT_PROVINCE, FIELD_UNIT_CITY, FIELD_UNIT_COUNTY};
    const struct value *region = record_value(record, FIELD_UNIT_REGION_CODE);
    struct str names[3] = {{0}, {0}, {0}};
    for (size_t i = 0; i < 3; i++) {
        const struct value *part = record_value(record, parts[i]);
        names[i] = value_is_given(part) ? inventory_key(arena, part->text) : (struct str){0};
    }
    return (struct unit_key){
        .code = str_copy(arena, read_code(record)),
        .name = inventory_key(arena, record_value(record, FIELD_UNIT_NAME)->text),
        .region = value_is_given(region) ? str_copy(arena, region->text) : (struct str){0},
        .places = str_join(arena, names, 3, (struct str){0}),
        .division = regions ? regions_code(regions, names) : (struct str){0},
    };
}

struct str unit_key_text(struct arena *arena, const struct unit_key *key) {
    if (key->code.len) {
        return key->code;
    }
    const struct str parts[2] = {key->region.len ? key->region : key->places, key->name};
    return parts[0].len ? str_join(arena, parts, 2, STR("-")) : key->name;
}

void unit_key_fill(struct unit_key *key, const struct unit_key *more) {
    key->code = key->code.len ? key->code : more->code;
    key->region = key->region.len ? key->region : more->region;
    key->places = key->places.len ? key->places : more->places;
    key->division = key->division.len ? key->division : more->division;
}

/* The digits of a division's code without the pairs it leaves open: "3601" of 360100. */
static struct str closed_part(struct str code) {
    while (code.len > 2 && str_ends(code, STR("00"))) {
        code.len -= 2;
    }
    return code;
}

/* One division lies in the other: a city's hospital has the city's code and a county's address. */
static bool is_within(struct str a, struct str b) {
    a = closed_part(a);
    b = closed_part(b);
    return str_starts(a, b) || str_starts(b, a);
}

static bool both_differ(struct str a, struct str b) {
    return a.len && b.len && !str_equal(a, b);
}

bool unit_keys_differ(const struct unit_key *a, const struct unit_key *b) {
    if (both_differ(a->code, b->code)) {
        return true;
    }
    /* one of two codes for one address is a slip */
    if (a->places.len && str_equal(a->places, b->places)) {
        return false;
    }
    if (a->region.len && b->region.len) {
        return !str_equal(a->region, b->region);
    }
    struct str here = a->region.len ? a->region : a->division;
    struct str there = b->region.len ? b->region : b->division;
    if (here.len && there.len) {
        return !is_within(here, there);
    }
    return both_differ(a->places, b->places);
}
