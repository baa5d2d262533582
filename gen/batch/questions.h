/* Inner header of batch: questions of plausibility that only all institutions together raise. */
#ifndef BATCH_QUESTIONS_H
#define BATCH_QUESTIONS_H

#include "batch/engine.h"

/* Asks the institutions of the run's settled ledger that stand apart from their class, reports what
 * is asked, and settles the ledger again. A share of a run does not know the classes: nothing is
 * asked then. */
bool questions_ask(struct engine *engine);

#endif
