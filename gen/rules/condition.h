/*
 * Inner header of rules: conditions in cells of rule tables, a flat conjunction of terms:
 *
 *     system.networked=1 & system.scope=10|11
 *
 *     field=a|b     the value is one of these: codes or labels of options, numbers, whole texts
 *     field!=a|b    the value is given and none of these
 *     field>=n      the number is at least n; also field<=n
 *     field^=a|b    the text begins with one of these
 *     field~a|b     the text holds one of these words; field/field~… looks into several
 *     field!~a|b    the text is given and holds none of these words
 *     field~@LIST   the text holds a name of that list of templates/rules/lists
 *     field missing, field given, field unread
 *     field before day, field after day
 *                   the date is earlier, later: `day` is YYYY-MM-DD, another field or as-of
 *
 * No nesting and no "or": a second row says that. The empty condition holds always.
 */
#ifndef RULES_CONDITION_H
#define RULES_CONDITION_H

#include "rules/lists.h"
#include "rules/rules.h"

/* What a condition says of a unit and its system. */
enum truth {
    /* It does not hold. */
    TRUTH_NO,
    /* It holds. */
    TRUTH_YES,
    /* A value that it needs is missing or unreadable. */
    TRUTH_UNTOLD,
};

/* Terms of one condition at most; each gives one piece of evidence. */
#define CONDITION_MAX_TERMS 6
/* Fields that one `~` may look into. */
#define CONDITION_MAX_FIELDS 3

/* How a term compares. */
enum condition_sign {
    COMPARE_EQUAL,
    COMPARE_UNEQUAL,
    COMPARE_AT_LEAST,
    COMPARE_AT_MOST,
    COMPARE_STARTS,
    COMPARE_HOLDS,
    COMPARE_LACKS,
    COMPARE_MISSING,
    COMPARE_GIVEN,
    COMPARE_UNREAD,
    COMPARE_BEFORE,
    COMPARE_AFTER,
};

/* One comparison. */
struct condition_term {
    /* The fields looked at; more than one only for COMPARE_HOLDS. */
    enum field fields[CONDITION_MAX_FIELDS];
    size_t n_fields;
    /* How. */
    enum condition_sign comparison;
    /* What it is compared with: codes and numbers, or words as inventory_key makes them. */
    int64_t *numbers;
    struct str *words;
    size_t n_values;
    /* For COMPARE_HOLDS: the list to look for instead of words; else NULL. */
    const struct name_list *list;
    /* For COMPARE_BEFORE and COMPARE_AFTER: the field compared with; N_FIELDS for a day. */
    enum field other;
    /* The day; all zero for the as-of date. */
    struct date day;
};

/* All its terms must hold. */
struct condition {
    struct condition_term *terms;
    size_t n_terms;
};

/* What a condition could not be read for. */
struct condition_fault {
    /* The part at fault. */
    struct str text;
    /* What may stand there instead. */
    struct str expected;
};

/* What conditions are read by. */
struct condition_tables {
    /* templates/columns/options. */
    const struct yaml *options;
    /* templates/rules/lists; may be NULL. */
    const struct name_lists *lists;
};

/* Whom a condition is asked of, and on which day. */
struct case_facts {
    const struct unit *unit;
    /* NULL for a question about the unit alone: fields of systems are missing then. */
    const struct system *system;
    /* A row of one of their sheets; NULL for none: its fields are missing then. */
    const struct record *row;
    /* What `as-of` means. */
    struct date as_of;
    /* A value that could not be read counts as missing. */
    bool is_unread_missing;
};

/* The answer. */
struct condition_outcome {
    enum truth truth;
    /* What it rests on: for TRUTH_YES all that was looked at; for TRUTH_UNTOLD what is missing. */
    struct evidence evidence[CONDITION_MAX_TERMS];
    size_t n_evidence;
    /* The word that COMPARE_HOLDS found, as inventory_key makes it; else empty. */
    struct str matched;
};

/* Reads a condition. False with `fault` set. */
bool condition_read(struct arena *arena, const struct condition_tables *tables, struct str text,
                    struct condition *condition, struct condition_fault *fault);
/* Asks it. */
struct condition_outcome condition_test(const struct condition *condition, struct arena *arena,
                                        const struct case_facts *facts);
/* Whether it holds, and nothing else. */
enum truth condition_ask(const struct condition *condition, struct arena *arena,
                         const struct case_facts *facts);
/* The value of a field of the unit or of its system. */
const struct value *case_value(const struct case_facts *facts, enum field field);

#endif
