/* Inner header of ledger: what questions have in common, be they asked of an institution by itself
 * (ask_self.c) or beside its class (ask_class.c). */
#ifndef LEDGER_ASKING_H
#define LEDGER_ASKING_H

#include "ledger/question.h"

/* Rows of one institution. */
struct span {
    const struct ledger *ledger;
    enum ledger_table table;
    size_t first, end;
};

/* Asking. */
struct asking {
    struct arena *arena;
    /* Those of the unit now, and those of the run before; NULL without one. */
    const struct ledger *ledger, *previous;
    const struct question *question;
    /* The unit's cells, to ask in; NULL where only rows are known. */
    const struct unit_findings *findings;
    struct ledger_asked *asked;
};

/* A number, if anything says it. */
struct measured {
    bool is_known;
    int64_t number;
};

/* One question, before it is known where it is asked. */
struct case_of {
    struct str unit_id, system_no, subject;
    struct str value, reference, more;
    /* The record whose cell is asked; NULL where only its row is known. */
    const struct record *record;
    struct origin origin;
};

/* The institution's rows of a table. */
struct span asking_span(const struct ledger *ledger, enum ledger_table table, struct str unit_id);
/* What the question measures of the institution's rows: how many they are, or the sum of columns.
 */
struct measured asking_measure(const struct question *question, const struct ledger *ledger,
                               struct str unit_id);
/* A number as it is told: money in 万元. */
struct str asking_tell(struct arena *arena, const struct question *question, int64_t number);
/* What is asked about: the first column measured, else the table. */
struct str asking_subject(const struct question *question);
/* Asks: in the cell of the case's record, else at its origin. */
void asking_ask(struct asking *asking, const struct case_of *own);

#endif
