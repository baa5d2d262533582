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

/* Keys that the prose file of every flowing document has. */
#define FLOWING_KEYS                                                                               \
    YAML_NEED("title", &yaml_some_text), YAML_NEED("subject", &yaml_some_text),                    \
        YAML_NEED("styles", &yaml_some_text), YAML_NEED("master", &yaml_some_text),                \
        YAML_MAY("figure", &yaml_some_text), YAML_NEED("blocks", &outline_shape)

/* Reads templates/prose/`subject`, of a shape with FLOWING_KEYS and the document's own keys. False
 * after reporting. */
bool flowing_read(const struct docs *docs, const char *subject, const struct yaml_shape *shape,
                  struct flowing *flowing, struct diag *diag);
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
