/* Inner header of rules: proving the tables of an edition. */
#ifndef RULES_PROVE_H
#define RULES_PROVE_H

#include "rules/duty.h"
#include "rules/gap.h"
#include "rules/route.h"
#include "rules/witness.h"

/* Proving one edition. */
struct proof {
    const struct rules *rules;
    /* Where what is told lives; where searches work. */
    struct arena *arena, *scratch;
    struct shelf *shelf;
    struct diag *diag;
    /* How the searches judge. */
    struct judge judge;
    bool is_good;
};

/* Reports a fault of a row: rule, other row or input, input. */
void proof_tell(struct proof *proof, enum diag_id id, struct origin origin, struct str rule,
                struct str second, struct str third);
/* Runs the examples beside the tables; reports RULE_EXAMPLE, RULE_EXAMPLE_MISSING, and TABLE_* for
 * examples that cannot be read. */
void proof_examples(struct proof *proof);
/* Those of duties. */
void proof_duty_examples(struct proof *proof);

#endif
