/*
 * Inner header of docs: wording as data. A prose template is the Mustache subset of substitute
 * {{name}}, section {{#name}}…{{/name}} and inverted section {{^name}}…{{/name}}, and {{name |
 * filter}} that says a figure as people write it (filters.h), nothing more, and nothing is escaped,
 * as the outcome is paper. Two or more underscores of a template are a ruled blank, half a
 * character wide each. An outline is a list of blocks whose words are prose; it is read from
 * templates/prose.
 */
#ifndef DOCS_PROSE_H
#define DOCS_PROSE_H

#include "docs/room.h"

struct prose_scope;

/* What a name stands for. */
struct prose_value {
    /* What is substituted; its origin travels with it. A section is set when it is not empty. */
    struct text text;
    /* A list: the section is set once for each scope. */
    bool is_list;
    const struct prose_scope *items;
    size_t n_items;
};

/* Names and their values, innermost first. */
struct prose_scope {
    /* Looks a name up; false if this scope does not know it (then its parent is asked). An empty
     * value is a known name without data. */
    bool (*value)(void *context, struct str name, struct prose_value *value);
    /* The known name nearest to a wrong one, or the empty text; NULL if nobody can tell. */
    struct str (*nearest)(void *context, struct arena *arena, struct str name);
    /* Handed to both. */
    void *context;
    /* The scope around this one; NULL for the outermost. */
    const struct prose_scope *parent;
    /* What filters say values with; NULL: the scope around knows. */
    const struct filter_words *words;
};

/* Looks a name up, innermost scope first; false if no scope knows it. */
bool prose_find(const struct prose_scope *scope, struct str name, struct prose_value *value);
/* Reports PROSE_NAME for a name that no scope knows, with the nearest one; returns false. */
bool prose_unknown(const struct prose_scope *scope, struct origin origin, struct str name,
                   struct diag *diag);
/* A section of that value is set. */
bool prose_is_set(const struct prose_value *value);

/* A compiled template. */
struct prose;

/* Text pieces being put together. */
struct prose_text {
    struct text *pieces;
    size_t n_pieces, capacity;
};

/* Compiles a template that stands at `origin`. Reports PROSE_TAG for a tag that is not closed, not
 * opened, nameless or nested deeper than 16, PROSE_NAME for an unknown filter; NULL then. */
const struct prose *prose_compile(struct arena *arena, struct str source, struct origin origin,
                                  struct diag *diag);
/* Proves that a scope knows every name, whatever its values: of a list its first item is asked.
 * Reports PROSE_NAME for each unknown name, PROSE_TAG for a list that is substituted. */
bool prose_check(const struct prose *prose, const struct prose_scope *scope, struct diag *diag);
/* Appends the text. Reports PROSE_NAME for a name that no scope knows, PROSE_TAG where sections
 * within sections come to more than a million pieces; false then. */
bool prose_set(struct arena *arena, const struct prose *prose, const struct prose_scope *scope,
               struct prose_text *text, struct diag *diag);
/* Compiles the words of a key that is there, and proves them for a scope; NULL after reporting. */
const struct prose *prose_read(struct arena *arena, const struct yaml *node, const char *key,
                               const struct prose_scope *scope, struct diag *diag);
/* Sets a text and joins it; false, and no text, after reporting as prose_set does. */
bool prose_words(struct arena *arena, const struct prose *prose, const struct prose_scope *scope,
                 struct diag *diag, struct str *words);
/* The text of all pieces in one; a blank is underscores again. */
struct str prose_join(struct arena *arena, const struct prose_text *text);

/* A compiled outline. */
struct outline;

/* Tables and charts that an outline names and code makes; NULL if there is none of that name. */
struct outline_parts {
    const struct flow_table *(*table)(void *context, struct arena *arena, struct str name);
    const struct chart *(*chart)(void *context, struct arena *arena, struct str name);
    void *context;
};

/* Blocks of a flowing document. */
struct block_list {
    struct flow_block *blocks;
    size_t n_blocks, capacity;
};

/* What the list `blocks` of a template file must look like, for the shape of the file. */
extern const struct yaml_shape outline_shape;
/* Compiles the list `blocks` of a template file:
 *     - {heading: PROSE, level: 1, style: NAME}
 *                                           level 0 is the title, which the others hang under
 *     - {para: PROSE, style: NAME}
 *     - {table: NAME, style: NAME}          - {chart: NAME, style: NAME}
 *     - {grid: {…}, style: NAME}            a table of words, see grid.h
 *     - {space: STYLE}                      - {break: yes}
 *     - {section: NAME, blocks: […]}        - {inverted: NAME, blocks: […]}
 * Beside it may stand `figure`: how charts are numbered, 图{1}, see chart_numbers.h.
 * The list is of its shape; what it says is compiled. Reports YAML_VALUE and PROSE_TAG; NULL then.
 */
const struct outline *outline_compile(struct arena *arena, const struct yaml *node,
                                      struct diag *diag);
/* Whether the style file has every style that the outline names. Reports YAML_VALUE at the name. */
bool outline_prove_styles(const struct outline *outline, const struct styles *styles,
                          struct diag *diag);
/* Proves an outline's names as prose_check does, and its tables and charts. Appends every block of
 * it, whatever its sections say, with a stroke for its words, so that its styles can be tried. */
bool outline_check(struct arena *arena, const struct outline *outline,
                   const struct prose_scope *scope, const struct outline_parts *parts,
                   struct block_list *list, struct diag *diag);
/* Sets an outline's words for one subject. A paragraph that comes out without words is left out. */
bool outline_set(struct arena *arena, const struct outline *outline,
                 const struct prose_scope *scope, const struct outline_parts *parts,
                 struct block_list *list, struct diag *diag);

#endif
