/* Our structured data files: YAML read into a plain tree that remembers lines and columns. */
#ifndef BASE_YAML_H
#define BASE_YAML_H

#include "base/arena.h"
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
/* The value of a key of a map; NULL if it is not there or `node` is NULL or no map. */
const struct yaml *yaml_get(const struct yaml *node, const char *key);
/* The scalar text of a key, or the empty text. */
struct str yaml_text(const struct yaml *node, const char *key);
/* The whole number of a key, or `fallback` if absent; reports YAML_NUMBER if it is not one. */
int64_t yaml_int(const struct yaml *node, const char *key, int64_t fallback, struct diag *diag);
/* true/false/yes/no of a key, or `fallback` if absent; reports YAML_BOOL otherwise. */
bool yaml_bool(const struct yaml *node, const char *key, bool fallback, struct diag *diag);
/* Reports YAML_KEY, with the nearest name, for each key of a map that is not among `allowed`, a
 * NULL-ended list. Returns false if it reported. */
bool yaml_check_keys(const struct yaml *node, const char *const *allowed, struct diag *diag);

#endif
