/*
 * Inner header of intake: one cell's text as a value of its field's type. What cannot be read is
 * reported with what may be filled in, and kept as it stands; nothing is made up.
 */
#ifndef INTAKE_VALUES_H
#define INTAKE_VALUES_H

#include "intake/options.h"
#include "intake/words.h"
#include "read/read.h"

/* Characters a cell may hold whose column names no other number. */
#define VALUE_LONGEST 10000

/* A cell to be read, and where to say what is wrong with it. */
struct reading {
    const struct spellings *spellings;
    const struct options *options;
    /* Where the value lives. */
    struct arena *arena;
    /* Room for work, given back after each value. */
    struct arena *scratch;
    struct diag *diag;
    /* What it is read as. */
    enum field field;
    /* Line breaks stay. */
    bool keeps_lines;
    /* Characters it may have; 0: VALUE_LONGEST. */
    size_t longest;
    /* A yes may have words of the sender's own behind it: the name of an attachment. */
    bool takes_detail;
    /* Whoever reads the record misses it when it is empty. */
    bool is_required;
    /* The cell. */
    const struct read_cell *cell;
    struct origin origin;
    /* The header as written; lives as long as the value. */
    struct str header;
    /* The day at which papers are read: a yes with a later date is a plan. All zero: not known. */
    struct date as_of;
    /* Yuan that one of a bare number of money makes. */
    int64_t yuan;
};

/* The value of a cell; NULL if the cell is empty. Where somebody wrote that there is nothing (a
 * dash, 未定级, 无) the value has no text, but its raw text and origin. A value that cannot be read
 * is reported and is_bad. */
struct value *value_read(const struct reading *reading);

/* Reports at the cell, with the value's raw text and one argument. */
void value_report(const struct reading *reading, enum diag_id id, struct str argument);
/* Marks the value bad and reports; returns false. */
bool value_refuse(const struct reading *reading, struct value *value, enum diag_id id,
                  struct str argument);
/* Marks a value bad that may be `one` or `other`, and reports VALUE_TWO_WAYS; returns false. */
bool value_refuse_either(const struct reading *reading, struct value *value, struct str one,
                         struct str other);

/* Readers by type. `key` is the value_key of the text, not empty. Each sets what its type has of
 * `value` and returns true, perhaps after a warning; or refuses. A text that says there is nothing
 * leaves value->text empty. */
bool value_read_level(const struct reading *reading, struct str key, struct value *value);
bool value_read_date(const struct reading *reading, struct str key, struct value *value);
bool value_read_count(const struct reading *reading, struct str key, struct value *value);
bool value_read_percent(const struct reading *reading, struct str key, struct value *value);
bool value_read_number(const struct reading *reading, struct str key, struct value *value);
bool value_read_money(const struct reading *reading, struct str key, struct value *value);
bool value_read_phone(const struct reading *reading, struct str key, struct value *value);
bool value_read_digits6(const struct reading *reading, struct str key, struct value *value);
bool value_read_credit_code(const struct reading *reading, struct str key, struct value *value);
bool value_read_choice(const struct reading *reading, struct str key, struct value *value);
/* A level of several that a form offers, by its mark; refuses a text without marks. */
bool value_read_marked_level(const struct reading *reading, struct value *value);

/* A level as written: the total and its parts, 0 where not given. */
struct level_parts {
    int64_t total, s, a;
};
/* Reads a level; false if the text is none. Totals out of 1 to 5 are given as they stand. */
bool level_parse(const struct spellings *spellings, struct arena *scratch, struct str text,
                 struct level_parts *parts);
/* The N of 跨N个 in a text of the service range; the text without it in `*rest`. 0 if none. */
int64_t scope_parse(const struct spellings *spellings, struct arena *scratch, struct str text,
                    struct str *rest);
/* A service range that is across places, and has a number of them. */
bool scope_is_counted(const struct spellings *spellings, const struct value *scope);

/* A decimal number: digits / 10^scale. */
struct decimal {
    int64_t digits;
    int scale;
    bool is_negative;
};
/* Reads all of a key as a number with thousands commas, a fraction and an exponent; at most 15
 * digits, none of them lost. */
bool decimal_parse(struct str key, struct decimal *decimal);
/* decimal × 10^places × factor / divisor, rounded half up; false if it does not fit.
 * `*is_exact` tells whether nothing was rounded away. */
bool decimal_scale(struct decimal decimal, int places, int64_t factor, int64_t divisor,
                   int64_t *number, bool *is_exact);
/* Number of ASCII digits at the start. */
size_t digits_start(struct str key);

#endif
