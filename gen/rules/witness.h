/*
 * Inner header of rules: a search over inputs. Of every field that conditions look at there are as
 * many values as the conditions can tell apart: what they name and what they do not, empty,
 * unreadable, the days around a day. All combinations are tried by the very functions that judge,
 * so that what none of them finds is not there, and what one finds is an example.
 */
#ifndef RULES_WITNESS_H
#define RULES_WITNESS_H

#include "rules/inputs.h"

/* Fields that one search may have, and values of one of them. */
#define WITNESS_MAX_FIELDS 12
#define WITNESS_MAX_VALUES 24
/* Combinations that one search may try. */
#define WITNESS_MAX_TRIES 4000000

/* A field and its values. */
struct witness_field {
    enum field field;
    const struct value *values[WITNESS_MAX_VALUES];
    /* As inputs have them; empty for a field that was not handed in. */
    struct str words[WITNESS_MAX_VALUES];
    size_t n;
    /* The value under trial. */
    size_t at;
};

/* A search. */
struct witness {
    const struct rules *rules;
    struct arena *arena;
    struct witness_field fields[WITNESS_MAX_FIELDS];
    size_t n_fields;
    /* Days that conditions name, and those beside them. */
    struct date days[WITNESS_MAX_VALUES];
    size_t n_days;
    /* There are more fields or values than a search may have. */
    bool is_full;
    /* What is asked: a unit, its system and a row of a gap sheet, with the values under trial. */
    struct input_case own;
    struct case_facts facts;
};

/* Begins a search at a day; `has_system` is false for questions about units alone. */
void witness_open(struct witness *witness, const struct rules *rules, struct arena *arena,
                  bool has_system, struct date as_of);
/* Adds the fields of a condition and the values that it tells apart. */
void witness_add(struct witness *witness, const struct condition *condition);
/* Adds a field that is handed in, empty or filled, with something written beside it or not. */
void witness_add_field(struct witness *witness, enum field field);
/* Sets the first combination. False if they are more than can be tried. */
bool witness_first(struct witness *witness);
/* Sets the next one; false behind the last. */
bool witness_next(struct witness *witness);
/* The combination as a line of inputs. */
struct str witness_text(const struct witness *witness, struct arena *arena);

#endif
