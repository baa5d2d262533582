/* Inner header of docs: what all flowing documents share: an outline, a style file, a title. */
#ifndef DOCS_FLOWING_H
#define DOCS_FLOWING_H

#include "docs/prose.h"

/* A flowing document's templates. */
struct flowing {
    /* The prose file, for words of tables. */
    const struct yaml *words;
    /* Title of the properties; subject line. */
    const struct prose *title, *subject;
    const struct outline *outline;
    const struct styles *styles;
    /* Page master of the style file. */
    struct str master;
};

/* Reads templates/prose/`subject`, whose keys `title`, `subject`, `styles`, `master` and `blocks`
 * this needs and whose other keys belong to the document. False after reporting. */
bool flowing_read(const struct docs *docs, const char *subject, struct flowing *flowing,
                  struct diag *diag);
/* Proves the templates for a scope of the document's kind: every name known, every table, chart and
 * style there. Reports PROSE_TAG and what flow_set reports. */
bool flowing_check(const struct docs *docs, const struct flowing *flowing,
                   const struct prose_scope *scope, const struct outline_parts *parts,
                   struct diag *diag);
/* Sets the document for a scope. `mark` is printed in the corner of each page if not empty. */
struct document *flowing_build(const struct docs *docs, struct arena *arena,
                               const struct flowing *flowing, const struct prose_scope *scope,
                               const struct outline_parts *parts, struct str mark,
                               struct str author, struct diag *diag);

#endif
