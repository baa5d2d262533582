/* Inner header of ledger: templates/ledger/facts, what computed columns rest on. */
#ifndef LEDGER_FACTS_H
#define LEDGER_FACTS_H

#include "ledger/rows.h"

/* Codes of a field that make a unit 省直. */
struct direct_rule {
    enum field field;
    int codes[VALUE_MAX_CODES];
    size_t n_codes;
};

struct ledger_facts {
    struct str edition;
    const struct rules *rules;
    /* The first of these fields that is filled decides on 省直. */
    struct direct_rule *direct;
    size_t n_direct;
    /* Fields without which a system lacks data. */
    enum field *minimum;
    size_t n_minimum;
    /* What stands for an item that nobody checked. */
    struct str unchecked;
    /* Days from grading to filing (管理办法第十五条). */
    int64_t filing_days;
    /* Of what changed since last year: statuses of a duty that is done, that of one overdue, and
     * the verdict of an item that is met. */
    struct str *done;
    size_t n_done;
    struct str overdue, met;
};

/* The status is one of a duty that is done. */
bool facts_is_done(const struct ledger_facts *facts, struct str status);

#endif
