/* What tells one institution from another: its organisation code, else its region and its name. */
#ifndef MODEL_UNIT_KEY_H
#define MODEL_UNIT_KEY_H

#include "base/base.h"

struct record;
struct regions;

/* What a record says of who the institution is; parts it does not say are empty. */
struct unit_key {
    /* 组织机构代码: 9 characters, both check characters proved. */
    struct str code;
    /* The name as inventory_key makes it. */
    struct str name;
    /* 行政区划代码, six digits, as given. */
    struct str region;
    /* Province, city and county as written, joined, as inventory_key makes them. */
    struct str places;
    /* The division that the places mean; empty if they mean none or more than one. */
    struct str division;
};

/* Letters and digits in upper case with a right check character by GB 11714 (组织机构代码). */
bool organisation_code_is_sound(struct str code);
/* The same by GB 32100 (统一社会信用代码): 18 characters, of which the 9th to 17th are a sound
 * organisation code. */
bool credit_code_is_sound(struct str code);
/* The organisation code in what was written as code: of 9 characters, or the 9th to 17th of a
 * credit code; empty unless it is sound. */
struct str organisation_code_of(struct str written);
/* Reads the key of a record; `regions` may be NULL, then places have no division. */
struct unit_key unit_key_read(struct arena *arena, const struct regions *regions,
                              const struct record *record);
/* The identifier of the tables of data/: the code, else region code or else places, '-' and the
 * name; the name alone if the record knows no place. */
struct str unit_key_text(struct arena *arena, const struct unit_key *key);
/* Sets what `key` lacks from `more`. */
void unit_key_fill(struct unit_key *key, const struct unit_key *more);
/* The two cannot be one institution: two codes, or places apart. */
bool unit_keys_differ(const struct unit_key *a, const struct unit_key *b);

#endif
