/* Inner header of docs: how a grade came out, in words for the terminal. */
#ifndef DOCS_EXPLANATION_H
#define DOCS_EXPLANATION_H

#include "docs/room.h"

/* Its wording, from templates/prose/explanation.yaml. */
struct explanation;

/* Reads the wording; NULL after reporting what is wrong. */
struct explanation *explanation_read(const struct docs *docs, struct diag *diag);
/* Text for one system: the conclusion with its reason, what to do next, the levels, the cell of the
 * matrix and its clause, every floor with category, clause, strength and the cells it rests on, the
 * duties. Without a system (`grading` NULL): the unit's own duties. Reports PROSE_TAG. */
struct str explanation_text(const struct docs *docs, struct arena *arena,
                            const struct unit_findings *findings, const struct grading *grading,
                            struct diag *diag);
/* Behind all accounts: the texts of rules that are not in force at the day, and of those last
 * checked more than twelve months before it, each text once. Empty where there are none. */
struct str explanation_dates(const struct docs *docs, struct arena *arena);
/* What editions say of a system, in brief and side by side: of its duties those that not all of
 * them say alike, and once those that they do. */
struct str explanation_editions(struct arena *arena, const struct edition_side *sides,
                                size_t n_sides, struct diag *diag);

#endif
