/*
 * Inner header of docs: the 备案表 of one unit. The registry calls filing_form_build; the forms
 * themselves are templates/forms.
 */
#ifndef DOCS_FILING_FORM_H
#define DOCS_FILING_FORM_H

#include "docs/docs.h"

/* The six forms of one edition, compiled; lives with the run. */
struct filing_forms;

/* Reads and checks all forms of an edition; NULL after reporting what is wrong with them. */
struct filing_forms *filing_forms_read(struct arena *arena, struct shelf *shelf,
                                       struct typesetter *typesetter, struct str edition,
                                       struct diag *diag);
/* The 备案表 of a unit, in `arena`: cover, notes, 表一, then 表二, 表三 and (level 3 and above)
 * 表四 of each system of findings->filed, numbered n/N. A unit without filed systems gets cover,
 * notes and 表一. `as_of` dates the properties and nothing on paper. NULL after reporting an error
 * that leaves no document; TEXT_OVERFLOW and GLYPH_MISSING still leave one. */
struct document *filing_form_build(struct arena *arena, const struct filing_forms *forms,
                                   const struct unit_findings *findings, struct date as_of,
                                   struct diag *diag);
/* The proof sheet of a form by its template's name ("filing-system"); NULL if there is none. */
struct document *filing_form_proof(struct arena *arena, const struct filing_forms *forms,
                                   struct str name, struct diag *diag);
/* Names of the forms in the order of the document. */
const struct str *filing_form_names(const struct filing_forms *forms, size_t *n_names);

#endif
