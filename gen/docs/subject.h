/*
 * Inner header of docs: the names that prose about one unit and one of its systems may use. Fields
 * go by their names in fields.def, with ".bad" behind them for what was written but could not be
 * read; what is computed has the names listed in subject.c.
 */
#ifndef DOCS_SUBJECT_H
#define DOCS_SUBJECT_H

#include "docs/prose.h"

/* A unit, and a system with its findings (NULL when the prose is about the unit alone). */
struct subject {
    const struct docs *docs;
    struct arena *arena;
    const struct unit *unit;
    const struct grading *grading;
};

/* A scope that answers for a subject; the subject must outlive it. */
struct prose_scope subject_scope(struct subject *subject, const struct prose_scope *parent);
/* A subject that knows every name and has no data, with one floor rule that speaks: what templates
 * are proved with. */
struct subject subject_specimen(const struct docs *docs, struct arena *arena);
/* A given value as text with its cell; empty if it was not given or could not be read. */
struct text subject_text(const struct value *value);
/* What was written where it could not be read; else empty. */
struct text subject_bad_text(const struct value *value);

#endif
