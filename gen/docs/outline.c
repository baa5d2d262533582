/* Outlines: lists of blocks from templates/prose, compiled once, set for each subject. */
#include "docs/prose.h"

/* Blocks within sections within sections. */
#define DEEPEST_OUTLINE 8

/* What an entry of an outline is. */
enum entry_kind {
    ENTRY_HEADING,
    ENTRY_PARA,
    ENTRY_TABLE,
    ENTRY_CHART,
    ENTRY_SPACE,
    ENTRY_BREAK,
    ENTRY_SECTION,
    ENTRY_INVERTED,
};

/* A block of the outline. */
struct entry {
    enum entry_kind kind;
    /* Words of a heading or paragraph. */
    const struct prose *prose;
    /* Name of a table, chart or section. */
    struct str name;
    /* Style of a block. */
    struct str style;
    int level;
    /* The blocks of a section. */
    const struct outline *inner;
    struct origin origin;
};

struct outline {
    struct entry *entries;
    size_t n_entries;
};

static const struct {
    const char *key;
    enum entry_kind kind;
} kinds[] = {
    {"heading", ENTRY_HEADING}, {"para", ENTRY_PARA},         {"table", ENTRY_TABLE},
    {"chart", ENTRY_CHART},     {"space", ENTRY_SPACE},       {"break", ENTRY_BREAK},
    {"section", ENTRY_SECTION}, {"inverted", ENTRY_INVERTED},
};

static const struct outline *compile(struct arena *arena, const struct yaml *blocks, int depth,
                                     struct diag *diag);

static bool compile_entry(struct arena *arena, const struct yaml *node, int depth,
                          struct entry *entry, struct diag *diag) {
    static const char *const keys[] = {"heading", "para",     "table",  "chart", "space", "break",
                                       "section", "inverted", "blocks", "level", "style", NULL};
    if (!yaml_check_keys(node, keys, diag)) {
        return false;
    }
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (yaml_get(node, kinds[i].key)) {
            entry->kind = kinds[i].kind;
            entry->name = yaml_text(node, kinds[i].key);
        }
    }
    entry->origin = node->origin;
    entry->style = yaml_text(node, "style");
    entry->level = (int)yaml_int(node, "level", 1, diag);
    if (entry->kind == ENTRY_HEADING || entry->kind == ENTRY_PARA) {
        entry->prose = prose_compile(arena, entry->name, node->origin, diag);
        return entry->prose != NULL;
    }
    if (entry->kind == ENTRY_SECTION || entry->kind == ENTRY_INVERTED) {
        entry->inner = compile(arena, yaml_get(node, "blocks"), depth + 1, diag);
        return entry->inner != NULL;
    }
    return true;
}

static const struct outline *compile(struct arena *arena, const struct yaml *blocks, int depth,
                                     struct diag *diag) {
    struct outline *outline = ARENA_NEW(arena, struct outline);
    size_t n = blocks && blocks->kind == YAML_LIST && depth < DEEPEST_OUTLINE ? blocks->n_items : 0;
    outline->entries = ARENA_ARRAY(arena, struct entry, n);
    for (size_t i = 0; i < n; i++) {
        if (!compile_entry(arena, blocks->items[i], depth, &outline->entries[i], diag)) {
            return NULL;
        }
        outline->n_entries++;
    }
    return outline;
}

const struct outline *outline_compile(struct arena *arena, const struct yaml *blocks,
                                      struct diag *diag) {
    return compile(arena, blocks, 0, diag);
}

/* ---- setting --------------------------------------------------------------------------------- */

/* What setting needs at every depth. */
struct setter {
    struct arena *arena;
    const struct outline_parts *parts;
    struct block_list *list;
    struct diag *diag;
};

static bool complain(struct setter *setter, const struct entry *entry) {
    diag_report(
        setter->diag,
        &(struct diag_note){.id = DIAG_PROSE_TAG, .origin = entry->origin, .args = {entry->name}});
    return false;
}

static bool add_block(struct setter *setter, struct block block) {
    struct block_list *list = setter->list;
    ARENA_PUSH(setter->arena, list->blocks, list->n_blocks, list->capacity, block);
    return true;
}

static bool set_words(struct setter *setter, const struct entry *entry,
                      const struct prose_scope *scope) {
    struct prose_text text = {0};
    if (!prose_set(setter->arena, entry->prose, scope, &text, setter->diag)) {
        return false;
    }
    bool is_heading = entry->kind == ENTRY_HEADING;
    return add_block(setter, (struct block){.kind = is_heading ? BLOCK_HEADING : BLOCK_PARA,
                                            .style = entry->style,
                                            .texts = text.pieces,
                                            .n_texts = text.n_pieces,
                                            .level = is_heading ? entry->level : 0});
}

static bool set_part(struct setter *setter, const struct entry *entry) {
    const struct outline_parts *parts = setter->parts;
    struct block block = {.kind = BLOCK_TABLE, .style = entry->style};
    if (entry->kind == ENTRY_TABLE && parts->table) {
        block.table = parts->table(parts->context, setter->arena, entry->name);
    }
    if (entry->kind == ENTRY_CHART && parts->chart) {
        block.kind = BLOCK_CHART;
        block.chart = parts->chart(parts->context, setter->arena, entry->name);
    }
    return block.table || block.chart ? add_block(setter, block) : complain(setter, entry);
}

static bool set_entries(struct setter *setter, const struct outline *outline,
                        const struct prose_scope *scope);

static bool set_section(struct setter *setter, const struct entry *entry,
                        const struct prose_scope *scope) {
    struct prose_value value;
    if (!prose_find(scope, entry->name, &value)) {
        return complain(setter, entry);
    }
    if (prose_is_set(&value) != (entry->kind == ENTRY_SECTION)) {
        return true;
    }
    if (!value.is_list || entry->kind == ENTRY_INVERTED) {
        return set_entries(setter, entry->inner, scope);
    }
    bool done = true;
    for (size_t i = 0; done && i < value.n_items; i++) {
        struct prose_scope inner = value.items[i];
        inner.parent = scope;
        done = set_entries(setter, entry->inner, &inner);
    }
    return done;
}

static bool set_entry(struct setter *setter, const struct entry *entry,
                      const struct prose_scope *scope) {
    switch (entry->kind) {
    case ENTRY_HEADING:
    case ENTRY_PARA:
        return set_words(setter, entry, scope);
    case ENTRY_TABLE:
    case ENTRY_CHART:
        return set_part(setter, entry);
    case ENTRY_SPACE:
        return add_block(setter, (struct block){.kind = BLOCK_SPACE, .style = entry->name});
    case ENTRY_BREAK:
        return add_block(setter, (struct block){.kind = BLOCK_BREAK});
    case ENTRY_SECTION:
    case ENTRY_INVERTED:
        break;
    }
    return set_section(setter, entry, scope);
}

static bool set_entries(struct setter *setter, const struct outline *outline,
                        const struct prose_scope *scope) {
    bool done = true;
    for (size_t i = 0; done && i < outline->n_entries; i++) {
        done = set_entry(setter, &outline->entries[i], scope);
    }
    return done;
}

bool outline_set(struct arena *arena, const struct outline *outline,
                 const struct prose_scope *scope, const struct outline_parts *parts,
                 struct block_list *list, struct diag *diag) {
    struct setter setter = {arena, parts, list, diag};
    return set_entries(&setter, outline, scope);
}
