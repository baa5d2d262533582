/* Inner header of rules: what clauses may cite, templates/rules/texts.csv. */
#ifndef RULES_TEXTS_H
#define RULES_TEXTS_H

#include "rules/edition.h"

/* Reads the table; the words of the edition must be known. NULL after a report (TABLE_*). */
const struct cited_texts *texts_read(const struct edition *edition);

#endif
