/*
 * YAML files into plain trees. libfyaml gives events; the tree is built here, so that aliases share
 * their node instead of copying it and every cap is checked before memory is spent.
 */
#include "base/yaml.h"

#include <libfyaml.h>
#include <string.h>

#include "base/dictionary.h"
#include "base/utf8.h"

/* Collections inside each other, also through aliases. */
#define MAX_DEPTH 32
/* Nodes of the tree, counting a shared node at each place where it stands. */
#define MAX_NODES 1000000
/* Anchors in one file; they are looked up one by one. */
#define MAX_ANCHORS 256

/* A node that aliases may name. */
struct anchor {
    struct str name;
    struct yaml *node;
    /* Nodes in it, itself included. */
    size_t n_nodes;
    /* Levels of collections in it; 0 for a scalar. */
    int height;
};

/* A finished child waiting for its collection to end. */
struct child {
    struct yaml *node;
    struct str key;
    struct origin key_origin;
    /* The key is a bare <<. */
    bool is_merge;
};

/* The state of one reading. */
struct yaml_reader {
    struct arena *arena;
    /* For the lists below; closed at the end. */
    struct arena *scratch;
    struct fy_parser *parser;
    struct fy_diag *library_diag;
    const struct source *source;
    struct diag *diag;
    /* Children of all open collections, outermost first. */
    struct child *children;
    size_t n_children;
    size_t children_capacity;
    struct anchor *anchors;
    size_t n_anchors;
    size_t anchors_capacity;
    /* Nodes so far. */
    size_t n_nodes;
    /* Something was reported. */
    bool is_failed;
};

static struct yaml *read_stream(struct yaml_reader *reader);
static struct yaml *read_node(struct yaml_reader *reader, struct fy_event *event,
                              struct origin place, int depth, int *height);

/* ---- reading -------------------------------------------------------------------------------- */

static bool fail(struct yaml_reader *reader, enum diag_id id, struct origin origin,
                 enum diag_word word, struct str about) {
    if (!reader->is_failed) {
        struct str what = diag_word(diag_scratch(reader->diag), word, about);
        diag_report(reader->diag, &(struct diag_note){id, origin, .args = {what}});
    }
    reader->is_failed = true;
    return false;
}

static bool fail_syntax(struct yaml_reader *reader, struct origin origin, enum diag_word word,
                        struct str about) {
    return fail(reader, DIAG_YAML_SYNTAX, origin, word, about);
}

static bool fail_limit(struct yaml_reader *reader, struct origin origin, enum diag_word word,
                       size_t most) {
    struct str number = str_format(diag_scratch(reader->diag), "%zu", most);
    return fail(reader, DIAG_YAML_LIMIT, origin, word, number);
}

static struct origin line_column(const struct yaml_reader *reader, int line, int column) {
    struct origin origin = {reader->source, 0, 0, 0};
    if (line > 0 && column > 0) {
        origin.row = (uint32_t)line;
        origin.column = (uint32_t)column;
    }
    return origin;
}

/* Place of the first byte that is no text at all; the library would stop silently at a NUL. */
static bool check_bytes(struct yaml_reader *reader, struct str bytes) {
    size_t bad = bytes.len;
    const char *zero = bytes.len ? memchr(bytes.data, 0, bytes.len) : NULL;
    if (zero) {
        bad = (size_t)(zero - bytes.data);
    } else if (utf8_valid(bytes, &bad)) {
        return true;
    }
    int line = 1;
    size_t start = 0;
    for (size_t i = 0; i < bad; i++) {
        if (bytes.data[i] == '\n') {
            line++;
            start = i + 1;
        }
    }
    int column = 1 + (int)utf8_count(str_slice(bytes, start, bad));
    return fail_syntax(reader, line_column(reader, line, column),
                       zero ? DIAG_WORD_YAML_NUL : DIAG_WORD_YAML_UTF8, STR(""));
}

/* A file that begins with the mark of a document's start ends with that of its end: cut off behind
 * any line it would still be a sound one. A file without the first needs not have the second. */
static bool check_end(struct yaml_reader *reader, struct str bytes) {
    struct str text = str_trim(bytes);
    size_t start = str_starts(text, STR("\xEF\xBB\xBF")) ? 3 : 0;
    bool is_begun = str_starts(str_slice(text, start, text.len), STR("---"));
    bool is_ended = str_ends(text, STR("\n...")) || str_find(text, STR("\n...\n"), 0) != SIZE_MAX ||
                    str_find(text, STR("\n...\r\n"), 0) != SIZE_MAX;
    if (!is_begun || is_ended) {
        return true;
    }
    int line = 1;
    for (size_t i = 0; i < text.len; i++) {
        line += text.data[i] == '\n';
    }
    return fail_syntax(reader, line_column(reader, line, 1), DIAG_WORD_YAML_CUT, STR(""));
}

struct yaml *yaml_read(struct arena *arena, struct str bytes, const struct source *source,
                       struct diag *diag) {
    struct yaml_reader reader = {.arena = arena, .source = source, .diag = diag};
    if (bytes.len > INT32_MAX) {
        fail_limit(&reader, line_column(&reader, 0, 0), DIAG_WORD_YAML_BYTES, INT32_MAX);
        return NULL;
    }
    if (!check_bytes(&reader, bytes) || !check_end(&reader, bytes)) {
        return NULL;
    }
    struct fy_diag_cfg diag_config;
    fy_diag_cfg_default(&diag_config);
    diag_config.fp = NULL;
    reader.library_diag = fy_diag_create(&diag_config);
    fy_diag_set_collect_errors(reader.library_diag, true);
    struct fy_parse_cfg config = {.flags = FYPCF_QUIET | FYPCF_JSON_NONE,
                                  .diag = reader.library_diag};
    reader.parser = fy_parser_create(&config);
    struct yaml *root = NULL;
    if (!reader.library_diag || !reader.parser ||
        fy_parser_set_string(reader.parser, bytes.len ? bytes.data : "", bytes.len)) {
        fail_limit(&reader, line_column(&reader, 0, 0), DIAG_WORD_YAML_MEMORY, 0);
    } else {
        reader.scratch = arena_open_like(arena);
        root = read_stream(&reader);
        arena_close(reader.scratch);
    }
    fy_parser_destroy(reader.parser);
    fy_diag_destroy(reader.library_diag);
    return reader.is_failed ? NULL : root;
}

static void fail_with_library_message(struct yaml_reader *reader) {
    void *previous = NULL;
    const struct fy_diag_error *error = fy_diag_errors_iterate(reader->library_diag, &previous);
    if (error) {
        fail_syntax(reader, line_column(reader, error->line, error->column), DIAG_WORD_YAML_OTHER,
                    str_from_c(error->msg));
    } else {
        fail_syntax(reader, line_column(reader, 0, 0), DIAG_WORD_YAML_OTHER, STR("syntax"));
    }
}

/* The next event, to be freed by the caller; NULL at the end of the stream or after an error, which
 * is reported. */
static struct fy_event *next_event(struct yaml_reader *reader) {
    if (reader->is_failed) {
        return NULL;
    }
    struct fy_event *event = fy_parser_parse(reader->parser);
    if (fy_parser_get_stream_error(reader->parser)) {
        fail_with_library_message(reader);
        fy_parser_event_free(reader->parser, event);
        return NULL;
    }
    return event;
}

/* Place of an event; empty values have none and get the place of their key. */
static struct origin event_origin(const struct yaml_reader *reader, struct fy_event *event,
                                  struct origin fallback) {
    const struct fy_mark *mark = fy_event_start_mark(event);
    return mark ? line_column(reader, mark->line + 1, mark->column + 1) : fallback;
}

static struct yaml *read_stream(struct yaml_reader *reader) {
    struct yaml *root = NULL;
    struct fy_event *event = NULL;
    struct origin top = line_column(reader, 1, 1);
    while ((event = next_event(reader))) {
        switch (event->type) {
        case FYET_STREAM_START:
        case FYET_STREAM_END:
        case FYET_DOCUMENT_START:
        case FYET_DOCUMENT_END:
            break;
        default:
            if (root) {
                fail_syntax(reader, event_origin(reader, event, top), DIAG_WORD_YAML_SECOND,
                            STR(""));
            } else {
                int height = 0;
                root = read_node(reader, event, top, 1, &height);
            }
        }
        fy_parser_event_free(reader->parser, event);
    }
    if (!root && !reader->is_failed) {
        root = ARENA_NEW(reader->arena, struct yaml);
        root->origin = top;
    }
    return root;
}

static struct str token_text(struct arena *arena, struct fy_token *token) {
    size_t size = 0;
    const char *text = token ? fy_token_get_text(token, &size) : NULL;
    return text && size ? str_copy(arena, (struct str){text, size}) : (struct str){NULL, 0};
}

static bool count_nodes(struct yaml_reader *reader, size_t n, struct origin origin) {
    if (n > MAX_NODES - reader->n_nodes) {
        return fail_limit(reader, origin, DIAG_WORD_YAML_NODES, MAX_NODES);
    }
    reader->n_nodes += n;
    return true;
}

static struct yaml *new_node(struct yaml_reader *reader, enum yaml_kind kind,
                             struct origin origin) {
    struct yaml *node = ARENA_NEW(reader->arena, struct yaml);
    node->kind = kind;
    node->origin = origin;
    return node;
}

static void add_anchor(struct yaml_reader *reader, struct str name, struct anchor anchor) {
    if (reader->n_anchors == MAX_ANCHORS) {
        fail_limit(reader, anchor.node->origin, DIAG_WORD_YAML_ANCHORS, MAX_ANCHORS);
        return;
    }
    anchor.name = name;
    ARENA_PUSH(reader->scratch, reader->anchors, reader->n_anchors, reader->anchors_capacity,
               anchor);
}

/* The node an alias stands for: the newest finished anchor of that name, so no node can hold
 * itself. */
static struct yaml *read_alias(struct yaml_reader *reader, struct fy_event *event,
                               struct origin origin, int depth, int *height) {
    struct str name = token_text(reader->scratch, event->alias.anchor);
    for (size_t i = reader->n_anchors; i-- > 0;) {
        const struct anchor *anchor = &reader->anchors[i];
        if (!str_equal(anchor->name, name)) {
            continue;
        }
        if (depth - 1 + anchor->height > MAX_DEPTH) {
            fail_limit(reader, origin, DIAG_WORD_YAML_DEPTH, MAX_DEPTH);
            return NULL;
        }
        *height = anchor->height;
        return count_nodes(reader, anchor->n_nodes, origin) ? anchor->node : NULL;
    }
    fail_syntax(reader, origin, DIAG_WORD_YAML_ALIAS, name);
    return NULL;
}

static bool read_list(struct yaml_reader *reader, struct yaml *node, int depth, int *height);
static bool read_map(struct yaml_reader *reader, struct yaml *node, int depth, int *height);

/* The node that starts with `event`; `place` is where it stands if the event does not know. `depth`
 * is the level of a collection that starts here, `*height` gets the levels within. NULL on error.
 */
static struct yaml *read_node(struct yaml_reader *reader, struct fy_event *event,
                              struct origin place, int depth, int *height) {
    struct origin origin = event_origin(reader, event, place);
    if (event->type == FYET_ALIAS) {
        return read_alias(reader, event, origin, depth, height);
    }
    size_t n_before = reader->n_nodes;
    if (!count_nodes(reader, 1, origin)) {
        return NULL;
    }
    struct yaml *node = new_node(reader, YAML_SCALAR, origin);
    bool is_good = true;
    if (event->type == FYET_SCALAR) {
        node->text = token_text(reader->arena, event->scalar.value);
    } else if (depth > MAX_DEPTH) {
        is_good = fail_limit(reader, origin, DIAG_WORD_YAML_DEPTH, MAX_DEPTH);
    } else if (event->type == FYET_SEQUENCE_START) {
        is_good = read_list(reader, node, depth, height);
    } else if (event->type == FYET_MAPPING_START) {
        is_good = read_map(reader, node, depth, height);
    } else {
        is_good = fail_syntax(reader, origin, DIAG_WORD_YAML_OTHER, STR("syntax"));
    }
    struct fy_token *name = fy_event_get_anchor_token(event);
    if (is_good && name) {
        add_anchor(reader, token_text(reader->scratch, name),
                   (struct anchor){
                       .node = node, .n_nodes = reader->n_nodes - n_before, .height = *height});
    }
    return is_good ? node : NULL;
}

static void raise_height(int *height, int child_height) {
    *height = child_height + 1 > *height ? child_height + 1 : *height;
}

static bool read_list(struct yaml_reader *reader, struct yaml *node, int depth, int *height) {
    node->kind = YAML_LIST;
    *height = 1;
    size_t first = reader->n_children;
    struct fy_event *event = NULL;
    while ((event = next_event(reader)) && event->type != FYET_SEQUENCE_END) {
        int child_height = 0;
        struct child child = {0};
        child.node = read_node(reader, event, node->origin, depth + 1, &child_height);
        fy_parser_event_free(reader->parser, event);
        raise_height(height, child_height);
        ARENA_PUSH(reader->scratch, reader->children, reader->n_children, reader->children_capacity,
                   child);
    }
    fy_parser_event_free(reader->parser, event);
    if (reader->is_failed) {
        return false;
    }
    node->n_items = reader->n_children - first;
    node->items = ARENA_ARRAY(reader->arena, struct yaml *, node->n_items);
    for (size_t i = 0; i < node->n_items; i++) {
        node->items[i] = reader->children[first + i].node;
    }
    reader->n_children = first;
    return true;
}

/* ---- maps ----------------------------------------------------------------------------------- */

static bool read_key(struct yaml_reader *reader, struct fy_event *event, struct origin map_origin,
                     struct child *child) {
    child->key_origin = event_origin(reader, event, map_origin);
    if (event->type != FYET_SCALAR) {
        return fail_syntax(reader, child->key_origin, DIAG_WORD_YAML_KEY_TEXT, STR(""));
    }
    child->key = token_text(reader->arena, event->scalar.value);
    child->is_merge = str_is(child->key, "<<") && event->scalar.value &&
                      fy_token_scalar_style(event->scalar.value) == FYSS_PLAIN;
    return true;
}

static void add_entry(struct yaml *map, struct str key, struct origin key_origin,
                      struct yaml *node) {
    map->keys[map->n_items] = key;
    map->key_origins[map->n_items] = key_origin;
    map->items[map->n_items++] = node;
}

static void merge_entries(struct yaml *map, struct dictionary *set, const struct yaml *other) {
    for (size_t i = 0; i < other->n_items; i++) {
        if (dictionary_put(set, other->keys[i], map->n_items)) {
            add_entry(map, other->keys[i], other->key_origins[i], other->items[i]);
        }
    }
}

/* How many entries a merged value can bring; false if it is neither a map nor a list of maps. */
static bool count_merged(const struct yaml *value, size_t *n_entries) {
    if (value->kind == YAML_MAP) {
        *n_entries += value->n_items;
        return true;
    }
    bool is_good = value->kind == YAML_LIST;
    for (size_t i = 0; is_good && i < value->n_items; i++) {
        is_good = value->items[i]->kind == YAML_MAP;
        *n_entries += value->items[i]->n_items;
    }
    return is_good;
}

/* Own entries in the file's order; entries merged by << stand in its place, an own key wins over a
 * merged one, and an earlier merged one over a later (YAML merge key type, 2005-01-18). `set` holds
 * the own keys. */
static void fill_map(struct yaml *map, struct dictionary *set, const struct child *children,
                     size_t n_children) {
    for (size_t i = 0; i < n_children; i++) {
        const struct yaml *value = children[i].node;
        if (!children[i].is_merge) {
            add_entry(map, children[i].key, children[i].key_origin, children[i].node);
        } else if (value->kind == YAML_MAP) {
            merge_entries(map, set, value);
        } else {
            for (size_t j = 0; j < value->n_items; j++) {
                merge_entries(map, set, value->items[j]);
            }
        }
    }
}

static bool add_own_keys(struct yaml_reader *reader, struct dictionary *set,
                         const struct child *children, size_t n_children) {
    for (size_t i = 0; i < n_children; i++) {
        if (!children[i].is_merge && !dictionary_put(set, children[i].key, i)) {
            return fail_syntax(reader, children[i].key_origin, DIAG_WORD_YAML_TWICE,
                               children[i].key);
        }
    }
    return true;
}

static bool finish_map(struct yaml_reader *reader, struct yaml *map, size_t first) {
    size_t n_children = reader->n_children - first;
    /* The first map of a file that is empty comes before any child. */
    const struct child *children = n_children ? reader->children + first : NULL;
    size_t n_entries = n_children;
    for (size_t i = 0; i < n_children; i++) {
        if (children[i].is_merge && !count_merged(children[i].node, &n_entries)) {
            return fail_syntax(reader, children[i].key_origin, DIAG_WORD_YAML_MERGE, STR(""));
        }
    }
    map->keys = ARENA_ARRAY(reader->arena, struct str, n_entries);
    map->key_origins = ARENA_ARRAY(reader->arena, struct origin, n_entries);
    map->items = ARENA_ARRAY(reader->arena, struct yaml *, n_entries);

    struct arena_mark mark = arena_mark(reader->scratch);
    struct dictionary *set = dictionary_open(reader->scratch);
    bool is_good = add_own_keys(reader, set, children, n_children);
    if (is_good) {
        fill_map(map, set, children, n_children);
    }
    arena_rewind(reader->scratch, mark);
    reader->n_children = first;
    return is_good;
}

static bool read_map(struct yaml_reader *reader, struct yaml *node, int depth, int *height) {
    node->kind = YAML_MAP;
    *height = 1;
    size_t first = reader->n_children;
    struct fy_event *event = NULL;
    while ((event = next_event(reader)) && event->type != FYET_MAPPING_END) {
        struct child child = {0};
        read_key(reader, event, node->origin, &child);
        fy_parser_event_free(reader->parser, event);
        if (!(event = next_event(reader))) {
            break;
        }
        int child_height = 0;
        child.node = read_node(reader, event, child.key_origin, depth + 1, &child_height);
        fy_parser_event_free(reader->parser, event);
        raise_height(height, child_height);
        ARENA_PUSH(reader->scratch, reader->children, reader->n_children, reader->children_capacity,
                   child);
    }
    fy_parser_event_free(reader->parser, event);
    return !reader->is_failed && finish_map(reader, node, first);
}
