/* Inner header of docs: how a grade came out, in words for the terminal. */
#ifndef DOCS_EXPLANATION_H
#define DOCS_EXPLANATION_H

#include "docs/room.h"

/* Its wording, from templates/prose/explanation.yaml. */
struct explanation;

/* Reads the wording; NULL after reporting what is wrong. */
struct explanation *explanation_read(const struct docs *docs, struct diag *diag);
/* Text for one system: levels declared, the matrix cell and its clause, the floors that speak with
 * category, clause, strength and the cells they rest on, the verdict. Reports PROSE_TAG. */
struct str explanation_text(const struct docs *docs, struct arena *arena,
                            const struct unit_findings *findings, const struct grading *grading,
                            struct diag *diag);

#endif
