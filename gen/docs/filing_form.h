/*
 * Inner header of docs: the 备案表 of one unit. The registry calls filing_form_build; which forms
 * it has, of whom and when, is templates/docs/filing, the forms themselves are templates/forms.
 */
#ifndef DOCS_FILING_FORM_H
#define DOCS_FILING_FORM_H

#include "docs/room.h"

/* The forms of one edition, compiled; lives with the run. */
struct filing_forms;

/* Reads and checks all forms of an edition; NULL after reporting what is wrong with them. */
struct filing_forms *filing_forms_read(const struct docs *docs, struct diag *diag);
/* The 备案表 of a unit, in `arena`: its forms, those of systems for each of findings->filed,
 * numbered n/N, those of data for each category. A unit without filed systems gets those of the
 * unit, and those of data. The as-of date dates the properties and nothing on paper. NULL after
 * reporting an error that leaves no document; TEXT_OVERFLOW and GLYPH_MISSING still leave one. */
struct document *filing_form_build(const struct docs *docs, struct arena *arena,
                                   const struct unit_findings *findings, struct diag *diag);
/* Sheets that a unit files: every form but cover and notes, for each that has it; in 2007 these are
 * 1 + 2N + K. */
size_t filing_form_sheets(const struct docs *docs, struct arena *arena,
                          const struct unit_findings *findings);
/* The proof sheet of a form by its template's name ("filing-system"); NULL if there is none. */
struct document *filing_form_proof(const struct docs *docs, struct arena *arena, struct str name,
                                   struct diag *diag);
/* Names of the forms in the order of the document. */
const struct str *filing_form_names(const struct docs *docs, size_t *n_names);

#endif
