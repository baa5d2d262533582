/* Data files written out again with one change. */
#ifndef TOOLS_BREAK_TEMPLATES_EMIT_H
#define TOOLS_BREAK_TEMPLATES_EMIT_H

#include "base/base.h"

/* A change of a tree at a node. */
struct change {
    const struct yaml *node;
    enum {
        /* A scalar or collection becomes a text. */
        CHANGE_TEXT,
        /* A scalar becomes a list, or a map, that holds it. */
        CHANGE_TO_LIST,
        CHANGE_TO_MAP,
        /* Entry `index` of a map goes, or gets another key. */
        CHANGE_REMOVE,
        CHANGE_KEY,
    } kind;
    size_t index;
    struct str text;
};

/* What was written, and the lines at which the change may be complained of: from the map it stands
 * in to the end of its own lines. */
struct emitted {
    struct str bytes;
    uint32_t first, last;
};

/* The tree in block style, a line for each scalar. */
struct emitted emit_yaml(struct arena *arena, const struct yaml *root, const struct change *change);

/* A change of a table. */
struct cut {
    /* The first record goes; a column goes; a cell gets another text; a row loses its last cell. */
    enum { CUT_HEADER, CUT_COLUMN, CUT_TEXT, CUT_SHORT } kind;
    size_t row, column;
    struct str text;
};

struct str emit_csv(struct arena *arena, const struct csv_table *table, const struct cut *cut);

#endif
