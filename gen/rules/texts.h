/* Inner header of rules: what clauses may cite, templates/rules/texts.csv. */
#ifndef RULES_TEXTS_H
#define RULES_TEXTS_H

#include "rules/edition.h"

/* Reads the table; the words of the edition must be known. NULL after a report (TABLE_*). */
const struct cited_texts *texts_read(const struct edition *edition);
/* Adds the texts that clauses cited. */
void texts_note_used(const struct cited_texts *texts, struct dictionary *used);
/* Reports TABLE_UNUSED at each text that is not among those used; false if there is one. */
bool texts_report_unused(const struct cited_texts *texts, const struct dictionary *used,
                         struct diag *diag);

#endif
