/* Our structured data files: YAML read into a plain tree that remembers lines and columns. */
#ifndef BASE_YAML_H
#define BASE_YAML_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"

/* What a node is. */
enum yaml_kind {
    /* Text; also numbers and booleans, undecoded. An absent value is an empty scalar. */
    YAML_SCALAR,
    /* A list of nodes. */
    YAML_LIST,
    /* Keys with nodes, in the file's order. */
    YAML_MAP,
};

/* A node of the tree; lives in the arena it was read into. */
struct yaml {
    /* Scalar, list or map. */
    enum yaml_kind kind;
    /* Text of a scalar. */
    struct str text;
    /* Entries of a list or map. */
    size_t n_items;
    /* The entries' nodes. */
    struct yaml **items;
    /* The entries' keys; NULL unless a map. */
    struct str *keys;
    /* Where the keys stand; NULL unless a map. */
    struct origin *key_origins;
    /* File, line and column; the column counts characters. An empty value stands at its key. */
    struct origin origin;
};

/* Reads one document. Reports YAML_SYNTAX with its place, or YAML_LIMIT beyond 32 levels, 256
 * anchors or 1,000,000 nodes, and returns NULL on error. Aliases and merge keys are resolved: an
 * alias shares the node of its anchor and counts again with all that is in it. A key twice in a map
 * is an error. An empty file is an empty scalar. */
struct yaml *yaml_read(struct arena *arena, struct str bytes, const struct source *source,
                       struct diag *diag);
/* Appends a tree as bytes, for yaml_unpack of this program or a later run of it; false if there
 * would be too many, and what was appended is of no use. A node that is shared stands in each
 * place. */
bool yaml_pack(const struct yaml *root, struct buf *out);
/* The tree again; its texts are parts of `bytes`, which must last as long. NULL if bytes are no
 * such tree. */
struct yaml *yaml_unpack(struct arena *arena, struct str bytes, const struct source *source);
/* The value of a key of a map; NULL if it is not there or `node` is NULL or no map. */
const struct yaml *yaml_get(const struct yaml *node, const char *key);
/* The scalar text of a key, or the empty text. */
struct str yaml_text(const struct yaml *node, const char *key);
/* The whole number of a key, or `fallback` if absent; reports YAML_NUMBER if it is not one. */
int64_t yaml_int(const struct yaml *node, const char *key, int64_t fallback, struct diag *diag);
/* true/false/yes/no of a key, or `fallback` if absent; reports YAML_BOOL otherwise. */
bool yaml_bool(const struct yaml *node, const char *key, bool fallback, struct diag *diag);

/* ---- shapes: yaml_shape.c ---- */

/*
 * What a data file of ours must look like, stated once, as a table beside its reader. A file is
 * held against its shape when it is read, so that its reader never meets a key that is missing,
 * misspelt or of another kind. Shapes are file-scope constants; a shape may hold itself.
 */
struct yaml_shape {
    /* What the value is. */
    enum yaml_shape_kind {
        /* Whatever its reader makes of it. */
        YAML_ANYTHING,
        /* Text, not empty. */
        YAML_TEXT,
        /* A whole number from `low` to `high`. */
        YAML_NUMBER,
        /* true, false, yes or no. */
        YAML_FLAG,
        /* One of `words`. */
        YAML_WORD,
        /* A list of `entry`, from `low` to `high` of them; without `high`, at least one. */
        YAML_ENTRIES,
        /* A map from any names to `entry`, as many as of a list. */
        YAML_NAMED,
        /* A map with the keys of `keys` and no others. */
        YAML_RECORD,
        /* A map of one of `variants`: the first whose own first key is there. */
        YAML_VARIANT,
    } kind;
    /* Keys of a record, ended by one without a name. */
    const struct yaml_key *keys;
    /* Each entry of a list or of named things. */
    const struct yaml_shape *entry;
    /* Records that a variant may be, ended by NULL. */
    const struct yaml_shape *const *variants;
    /* Bounds of a number, of how many entries there are, or of what `fits` measures. */
    int64_t low, high;
    /* Words to choose from, ended by NULL. */
    const char *const *words;
    /* A further demand on a text; NULL for none. */
    bool (*fits)(const struct yaml_shape *shape, struct str text);
    /* What would fit, for the message. */
    const char *example;
    /* A text may be empty. */
    bool may_be_empty;
    /* A text may stand in place of a list, map or variant. */
    bool or_text;
    /* One entry may stand in place of a list. */
    bool or_one;
};

/* A key of a record. */
struct yaml_key {
    /* Its name; NULL ends the keys. */
    const char *name;
    /* What its value must be. */
    const struct yaml_shape *shape;
    /* It may be left out. */
    bool is_optional;
};

/* A shape, or keys, written in place; at file scope only. YAML_NEED is a key that must be there,
 * YAML_MAY one that may. */
#define YAML_SHAPE(...) (&(const struct yaml_shape){__VA_ARGS__})
#define YAML_KEYS(...)  ((const struct yaml_key[]){__VA_ARGS__, {.name = NULL}})
#define YAML_NEED(text, value)                                                                     \
    { .name = (text), .shape = (value) }
#define YAML_MAY(text, value)                                                                      \
    { .name = (text), .shape = (value), .is_optional = true }

/* Anything; text, not empty; the same or empty; a flag; a list of texts, at least one. */
extern const struct yaml_shape yaml_anything, yaml_some_text, yaml_any_text, yaml_some_flag,
    yaml_some_texts;

/* Holds a node against a shape, with all that is in it. Reports, each at its place: YAML_KEY with
 * the nearest name for a key that has none, YAML_MISSING, YAML_KIND_MAP, YAML_KIND_LIST,
 * YAML_KIND_TEXT, YAML_NUMBER, YAML_BOOL, YAML_COUNT and YAML_VALUE. False if it reported. */
bool yaml_check(const struct yaml *node, const struct yaml_shape *shape, struct diag *diag);

#endif
