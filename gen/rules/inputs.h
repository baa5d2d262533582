/*
 * Inner header of rules: inputs written in a line, as examples beside the tables and
 * counterexamples in messages have them:
 *
 *     unit.kind=医院; system.graded=2011-05-31; system.filed=-
 *
 *     field=value        codes or labels of options parted by commas, behind a colon what is
 *                        written beside them; digits; dates to the day, month or year; texts
 *     field=-            its column was handed in, its cell is empty
 *     field=?            its cell could not be read
 *     first.field=value  of the first system alone; every other field of systems is of all of them
 */
#ifndef RULES_INPUTS_H
#define RULES_INPUTS_H

#include "rules/edition.h"

/* A unit made of inputs, with its systems, its experts, and a row of a gap sheet. */
struct input_case {
    struct inventory *inventory;
    struct unit *unit;
    struct record gap;
};

/* The value that a word makes of a field; NULL if it makes none. */
const struct value *input_value(struct arena *arena, const struct rules *rules, enum field field,
                                struct str word);
/* A unit of that many systems, which have nothing but names, in an inventory of its own. */
struct input_case input_case_open(struct arena *arena, struct str unit_name, size_t n_systems);
/* Puts a line of inputs into it. False with `fault` set to the part that is none. */
bool input_case_fill(struct input_case *own, const struct rules *rules, struct str inputs,
                     struct str *fault);

#endif
