/* Trees as bytes: each node before what is in it, numbers in as few bytes as they need. */
#include "base/yaml.h"

/* Levels of collections in a tree, as yaml_read has them, and bytes of one that is written. */
#define MAX_DEPTH 32
#define MAX_TAPE  (4U << 20)

/* ---- writing --------------------------------------------------------------------------------- */

static void add_number(struct buf *out, uint64_t number) {
    for (; number >= 0x80; number >>= 7) {
        buf_add_byte(out, (unsigned char)(0x80 | (number & 0x7F)));
    }
    buf_add_byte(out, (unsigned char)number);
}

static void add_text(struct buf *out, struct str text) {
    add_number(out, text.len);
    buf_add(out, text);
}

static void add_place(struct buf *out, struct origin origin) {
    add_number(out, origin.row);
    add_number(out, origin.column);
}

static void add_node(struct buf *out, const struct yaml *node) {
    if (out->len > MAX_TAPE) {
        return;
    }
    buf_add_byte(out, (unsigned char)node->kind);
    add_place(out, node->origin);
    if (node->kind == YAML_SCALAR) {
        add_text(out, node->text);
        return;
    }
    add_number(out, node->n_items);
    for (size_t i = 0; i < node->n_items; i++) {
        if (node->kind == YAML_MAP) {
            add_text(out, node->keys[i]);
            add_place(out, node->key_origins[i]);
        }
        add_node(out, node->items[i]);
    }
}

bool yaml_pack(const struct yaml *root, struct buf *out) {
    add_node(out, root);
    return out->len <= MAX_TAPE;
}

/* ---- reading --------------------------------------------------------------------------------- */

/* A tape being read. */
struct tape_reader {
    struct arena *arena;
    const struct source *source;
    struct str rest;
};

static bool cut_number(struct tape_reader *reader, uint64_t *number) {
    *number = 0;
    for (unsigned shift = 0; shift < 63 && reader->rest.len; shift += 7) {
        unsigned char byte = (unsigned char)*reader->rest.data;
        reader->rest = (struct str){reader->rest.data + 1, reader->rest.len - 1};
        *number |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80) {
            return true;
        }
    }
    return false;
}

static bool cut_text(struct tape_reader *reader, struct str *text) {
    uint64_t size;
    if (!cut_number(reader, &size) || size > reader->rest.len) {
        return false;
    }
    *text = (struct str){size ? reader->rest.data : NULL, size};
    reader->rest = (struct str){reader->rest.data + size, reader->rest.len - size};
    return true;
}

static bool cut_place(struct tape_reader *reader, struct origin *origin) {
    uint64_t row, column;
    if (!cut_number(reader, &row) || !cut_number(reader, &column)) {
        return false;
    }
    *origin = (struct origin){reader->source, (uint32_t)row, (uint32_t)column, 0};
    return true;
}

static bool cut_node(struct tape_reader *reader, struct yaml *node, int depth);

/* The nodes of a collection lie one behind the other. */
static bool cut_items(struct tape_reader *reader, struct yaml *node, int depth) {
    uint64_t n;
    /* each is three bytes at least */
    if (!cut_number(reader, &n) || n > reader->rest.len / 3) {
        return false;
    }
    bool is_map = node->kind == YAML_MAP;
    node->n_items = n;
    node->items = ARENA_ARRAY(reader->arena, struct yaml *, n);
    node->keys = is_map ? ARENA_ARRAY(reader->arena, struct str, n) : NULL;
    node->key_origins = is_map ? ARENA_ARRAY(reader->arena, struct origin, n) : NULL;
    struct yaml *nodes = ARENA_ARRAY(reader->arena, struct yaml, n);
    for (size_t i = 0; i < n; i++) {
        node->items[i] = &nodes[i];
        if (is_map &&
            (!cut_text(reader, &node->keys[i]) || !cut_place(reader, &node->key_origins[i]))) {
            return false;
        }
        if (!cut_node(reader, node->items[i], depth + 1)) {
            return false;
        }
    }
    return true;
}

static bool cut_node(struct tape_reader *reader, struct yaml *node, int depth) {
    uint64_t kind;
    if (depth > MAX_DEPTH + 1 || !cut_number(reader, &kind) || kind > YAML_MAP ||
        !cut_place(reader, &node->origin)) {
        return false;
    }
    node->kind = (enum yaml_kind)kind;
    return node->kind == YAML_SCALAR ? cut_text(reader, &node->text)
                                     : cut_items(reader, node, depth);
}

struct yaml *yaml_unpack(struct arena *arena, struct str bytes, const struct source *source) {
    struct tape_reader reader = {arena, source, bytes};
    struct yaml *root = ARENA_NEW(arena, struct yaml);
    return cut_node(&reader, root, 1) && reader.rest.len == 0 ? root : NULL;
}
