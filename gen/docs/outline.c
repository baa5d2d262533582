/* Outlines: lists of blocks from templates/prose, compiled once, proved once, set for each
 * subject. */
#include "docs/chart_numbers.h"
#include "docs/grid.h"

/* Blocks within sections within sections. */
#define DEEPEST_OUTLINE 8
/* Blocks of one document: lists within lists multiply. */
#define MOST_STEPS 100000
/* Deepest heading. */
#define DEEPEST_HEADING 9

/* What an entry of an outline is. */
enum entry_kind {
    ENTRY_HEADING,
    ENTRY_PARA,
    ENTRY_TABLE,
    ENTRY_GRID,
    ENTRY_CHART,
    ENTRY_SPACE,
    ENTRY_CONTENTS,
    ENTRY_BREAK,
    ENTRY_SECTION,
    ENTRY_INVERTED,
    N_ENTRY_KINDS
};

/* A block of the outline. */
struct entry {
    enum entry_kind kind;
    /* Words of a heading or paragraph. */
    const struct prose *prose;
    /* What contents and outline call a heading; empty for its own words. */
    struct str called;
    /* A table of words. */
    const struct grid *grid;
    /* Name of a table, chart or section. */
    struct str name;
    /* Style of a block, and where it is named. */
    struct str style;
    struct origin style_origin;
    int level;
    /* The blocks of a section. */
    const struct outline *inner;
    struct origin origin;
};

struct outline {
    struct entry *entries;
    size_t n_entries;
    /* Of the whole: how its charts are numbered, and their names. */
    struct str figure;
    struct str *charts;
    size_t n_charts, charts_capacity;
};

/* The key that tells what an entry is. */
static const char *const keys[N_ENTRY_KINDS] = {
    [ENTRY_HEADING] = "heading",   [ENTRY_PARA] = "para",   [ENTRY_TABLE] = "table",
    [ENTRY_GRID] = "grid",         [ENTRY_CHART] = "chart", [ENTRY_SPACE] = "space",
    [ENTRY_CONTENTS] = "contents", [ENTRY_BREAK] = "break", [ENTRY_SECTION] = "section",
    [ENTRY_INVERTED] = "inverted",
};

static const struct yaml_shape *const variants[] = {
    YAML_SHAPE(.kind = YAML_RECORD,
               .keys = YAML_KEYS(YAML_NEED("heading", &yaml_some_text),
                                 YAML_NEED("style", &yaml_some_text),
                                 YAML_MAY("called", &yaml_some_text),
                                 YAML_MAY("level", YAML_SHAPE(.kind = YAML_NUMBER, .low = 0,
                                                              .high = DEEPEST_HEADING)))),
    YAML_SHAPE(.kind = YAML_RECORD, .keys = YAML_KEYS(YAML_NEED("para", &yaml_some_text),
                                                      YAML_NEED("style", &yaml_some_text))),
    YAML_SHAPE(.kind = YAML_RECORD, .keys = YAML_KEYS(YAML_NEED("table", &yaml_some_text),
                                                      YAML_MAY("style", &yaml_some_text))),
    YAML_SHAPE(.kind = YAML_RECORD, .keys = YAML_KEYS(YAML_NEED("grid", &grid_shape),
                                                      YAML_MAY("style", &yaml_some_text))),
    YAML_SHAPE(.kind = YAML_RECORD, .keys = YAML_KEYS(YAML_NEED("chart", &yaml_some_text),
                                                      YAML_MAY("style", &yaml_some_text))),
    YAML_SHAPE(.kind = YAML_RECORD, .keys = YAML_KEYS(YAML_NEED("space", &yaml_some_text))),
    YAML_SHAPE(.kind = YAML_RECORD,
               .keys = YAML_KEYS(YAML_NEED("contents", YAML_SHAPE(.kind = YAML_NUMBER, .low = 1,
                                                                  .high = DEEPEST_HEADING)),
                                 YAML_NEED("style", &yaml_some_text))),
    YAML_SHAPE(.kind = YAML_RECORD, .keys = YAML_KEYS(YAML_NEED("break", &yaml_some_text),
                                                      YAML_MAY("style", &yaml_some_text))),
    YAML_SHAPE(.kind = YAML_RECORD, .keys = YAML_KEYS(YAML_NEED("section", &yaml_some_text),
                                                      YAML_NEED("blocks", &outline_shape))),
    YAML_SHAPE(.kind = YAML_RECORD, .keys = YAML_KEYS(YAML_NEED("inverted", &yaml_some_text),
                                                      YAML_NEED("blocks", &outline_shape))),
    NULL};
const struct yaml_shape outline_shape = {
    .kind = YAML_ENTRIES, .entry = YAML_SHAPE(.kind = YAML_VARIANT, .variants = variants)};

static bool refuse(struct diag *diag, struct origin origin, const char *key, struct str value,
                   const char *allowed) {
    diag_report(diag, &(struct diag_note){.id = DIAG_YAML_VALUE,
                                          .origin = origin,
                                          .args = {str_from_c(key), value, str_from_c(allowed)}});
    return false;
}

/* What kind of block a node is. */
static enum entry_kind find_kind(const struct yaml *node) {
    size_t kind = 0;
    while (kind + 1 < N_ENTRY_KINDS && !yaml_get(node, keys[kind])) {
        kind++;
    }
    return (enum entry_kind)kind;
}

static struct outline *compile(struct arena *arena, const struct yaml *node, int depth,
                               struct diag *diag);

static bool compile_entry(struct arena *arena, const struct yaml *node, int depth,
                          struct entry *entry, struct diag *diag) {
    entry->kind = find_kind(node);
    const char *key = keys[entry->kind];
    entry->origin = yaml_get(node, key)->origin;
    entry->name = yaml_text(node, key);
    const struct yaml *style = yaml_get(node, entry->kind == ENTRY_SPACE ? key : "style");
    entry->style = style ? style->text : (struct str){0};
    entry->style_origin = style ? style->origin : entry->origin;
    if (entry->kind == ENTRY_HEADING || entry->kind == ENTRY_PARA) {
        entry->level = (int)yaml_int(node, "level", 1, diag);
        entry->called = yaml_text(node, "called");
        entry->prose = prose_compile(arena, entry->name, entry->origin, diag);
        return entry->prose != NULL;
    }
    if (entry->kind == ENTRY_CONTENTS) {
        entry->level = (int)yaml_int(node, key, 1, diag);
        return true;
    }
    if (entry->kind == ENTRY_GRID) {
        entry->grid = grid_compile(arena, yaml_get(node, key), diag);
        return entry->grid != NULL;
    }
    if (entry->kind == ENTRY_SECTION || entry->kind == ENTRY_INVERTED) {
        entry->inner = compile(arena, node, depth + 1, diag);
        return entry->inner != NULL;
    }
    return true;
}

static struct outline *compile(struct arena *arena, const struct yaml *node, int depth,
                               struct diag *diag) {
    const struct yaml *blocks = yaml_get(node, "blocks");
    if (depth == DEEPEST_OUTLINE) {
        refuse(diag, blocks->origin, "blocks", (struct str){0}, "heading, para");
        return NULL;
    }
    struct outline *outline = ARENA_NEW(arena, struct outline);
    outline->entries = ARENA_ARRAY(arena, struct entry, blocks->n_items);
    for (size_t i = 0; i < blocks->n_items; i++) {
        if (!compile_entry(arena, blocks->items[i], depth, &outline->entries[i], diag)) {
            return NULL;
        }
        outline->n_entries++;
    }
    return outline;
}

/* Lists the charts within an outline. */
static void list_charts(struct arena *arena, struct outline *whole, const struct outline *outline) {
    for (size_t i = 0; i < outline->n_entries; i++) {
        const struct entry *entry = &outline->entries[i];
        if (entry->kind == ENTRY_CHART) {
            ARENA_PUSH(arena, whole->charts, whole->n_charts, whole->charts_capacity, entry->name);
        }
        if (entry->inner) {
            list_charts(arena, whole, entry->inner);
        }
    }
}

const struct outline *outline_compile(struct arena *arena, const struct yaml *node,
                                      struct diag *diag) {
    struct outline *outline = compile(arena, node, 0, diag);
    if (outline) {
        outline->figure = yaml_text(node, "figure");
        list_charts(arena, outline, outline);
    }
    return outline;
}

/* ---- setting --------------------------------------------------------------------------------- */

/* What setting needs at every depth. */
struct outline_setter {
    struct arena *arena;
    const struct outline_parts *parts;
    struct block_list *list;
    struct diag *diag;
    size_t n_steps;
    struct chart_numbers *numbers;
    /* The charts are only counted; else the next one. */
    bool is_counting;
    size_t next_chart;
};

static bool complain(struct outline_setter *setter, const struct entry *entry) {
    diag_report(
        setter->diag,
        &(struct diag_note){.id = DIAG_PROSE_TAG, .origin = entry->origin, .args = {entry->name}});
    return false;
}

static bool add_block(struct outline_setter *setter, struct flow_block block) {
    struct block_list *list = setter->list;
    ARENA_PUSH(setter->arena, list->blocks, list->n_blocks, list->capacity, block);
    return true;
}

/* A heading or paragraph of these texts. */
static struct flow_block make_words(const struct entry *entry, const struct text *texts,
                                    size_t n_texts) {
    bool is_heading = entry->kind == ENTRY_HEADING;
    return (struct flow_block){.kind = is_heading ? BLOCK_HEADING : BLOCK_PARA,
                               .style = entry->style,
                               .texts = texts,
                               .n_texts = n_texts,
                               .called = entry->called,
                               .level = is_heading ? entry->level : 0};
}

static bool set_words(struct outline_setter *setter, const struct entry *entry,
                      const struct prose_scope *scope) {
    struct prose_text text = {0};
    if (!prose_set(setter->arena, entry->prose, scope, &text, setter->diag)) {
        return false;
    }
    return !text.n_pieces || add_block(setter, make_words(entry, text.pieces, text.n_pieces));
}

/* The chart with the next number before its caption. */
static const struct chart *number_chart(struct outline_setter *setter, const struct chart *chart) {
    struct chart *numbered = NULL;
    if (chart) {
        numbered = ARENA_NEW(setter->arena, struct chart);
        *numbered = *chart;
        numbered->caption =
            chart_numbers_caption(setter->numbers, setter->next_chart++, chart->caption);
    }
    return numbered;
}

static bool set_part(struct outline_setter *setter, const struct entry *entry) {
    const struct outline_parts *parts = setter->parts;
    struct flow_block block = {.kind = BLOCK_TABLE, .style = entry->style};
    if (entry->kind == ENTRY_TABLE && parts->table) {
        block.table = parts->table(parts->context, setter->arena, entry->name);
    }
    if (entry->kind == ENTRY_CHART && parts->chart) {
        block.kind = BLOCK_CHART;
        block.chart =
            number_chart(setter, parts->chart(parts->context, setter->arena, entry->name));
    }
    return block.table || block.chart ? add_block(setter, block) : complain(setter, entry);
}

/* A grid whose rows are all left out is no table. */
static bool set_grid(struct outline_setter *setter, const struct entry *entry,
                     const struct prose_scope *scope) {
    struct flow_block block = {.kind = BLOCK_TABLE, .style = entry->style};
    block.table = grid_set(setter->arena, entry->grid, scope, setter->diag);
    return block.table && (!block.table->n_rows || add_block(setter, block));
}

static bool set_entries(struct outline_setter *setter, const struct outline *outline,
                        const struct prose_scope *scope);

static bool set_section(struct outline_setter *setter, const struct entry *entry,
                        const struct prose_scope *scope) {
    struct prose_value value;
    if (!prose_find(scope, entry->name, &value)) {
        return prose_unknown(scope, entry->origin, entry->name, setter->diag);
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

static bool set_entry(struct outline_setter *setter, const struct entry *entry,
                      const struct prose_scope *scope) {
    if (setter->n_steps++ >= MOST_STEPS) {
        return complain(setter, entry);
    }
    if (setter->is_counting && !entry->inner) {
        if (entry->kind == ENTRY_CHART) {
            chart_numbers_add(setter->numbers, entry->name);
        }
        return true;
    }
    switch (entry->kind) {
    case ENTRY_HEADING:
    case ENTRY_PARA:
        return set_words(setter, entry, scope);
    case ENTRY_TABLE:
    case ENTRY_CHART:
        return set_part(setter, entry);
    case ENTRY_GRID:
        return set_grid(setter, entry, scope);
    case ENTRY_SPACE:
        return add_block(setter, (struct flow_block){.kind = BLOCK_SPACE, .style = entry->style});
    case ENTRY_CONTENTS:
        return add_block(setter, (struct flow_block){.kind = BLOCK_CONTENTS,
                                                     .style = entry->style,
                                                     .level = entry->level});
    case ENTRY_BREAK:
        return add_block(setter, (struct flow_block){.kind = BLOCK_BREAK, .style = entry->style});
    case ENTRY_SECTION:
    case ENTRY_INVERTED:
    case N_ENTRY_KINDS:
        break;
    }
    return set_section(setter, entry, scope);
}

static bool set_entries(struct outline_setter *setter, const struct outline *outline,
                        const struct prose_scope *scope) {
    bool done = true;
    for (size_t i = 0; done && i < outline->n_entries; i++) {
        done = set_entry(setter, &outline->entries[i], scope);
    }
    return done;
}

/* Numbers for the charts of an outline, none of which is set yet. */
static struct chart_numbers number_charts(struct arena *arena, const struct outline *outline) {
    return (struct chart_numbers){.arena = arena,
                                  .pattern = outline->figure,
                                  .known = outline->charts,
                                  .n_known = outline->n_charts};
}

bool outline_set(struct arena *arena, const struct outline *outline,
                 const struct prose_scope *scope, const struct outline_parts *parts,
                 struct block_list *list, struct diag *diag) {
    struct chart_numbers numbers = number_charts(arena, outline);
    struct prose_scope inner = chart_numbers_scope(&numbers, scope);
    struct outline_setter setter = {.arena = arena,
                                    .parts = parts,
                                    .list = list,
                                    .diag = diag,
                                    .numbers = &numbers,
                                    .is_counting = outline->n_charts > 0};
    if (setter.is_counting && !set_entries(&setter, outline, scope)) {
        return false;
    }
    setter.is_counting = false;
    setter.n_steps = 0;
    return set_entries(&setter, outline, &inner);
}

/* ---- proving --------------------------------------------------------------------------------- */

bool outline_prove_styles(const struct outline *outline, const struct styles *styles,
                          struct diag *diag) {
    static const enum block_kind kinds[N_ENTRY_KINDS] = {
        [ENTRY_HEADING] = BLOCK_HEADING,   [ENTRY_PARA] = BLOCK_PARA,
        [ENTRY_TABLE] = BLOCK_TABLE,       [ENTRY_GRID] = BLOCK_TABLE,
        [ENTRY_CHART] = BLOCK_CHART,       [ENTRY_SPACE] = BLOCK_SPACE,
        [ENTRY_CONTENTS] = BLOCK_CONTENTS, [ENTRY_BREAK] = BLOCK_BREAK,
        [ENTRY_SECTION] = BLOCK_BREAK,     [ENTRY_INVERTED] = BLOCK_BREAK};
    bool is_good = true;
    for (size_t i = 0; i < outline->n_entries; i++) {
        const struct entry *entry = &outline->entries[i];
        bool is_known =
            styles_prove(styles, kinds[entry->kind], entry->style, entry->style_origin, diag);
        is_good = is_known && is_good;
        if (entry->inner) {
            is_good = outline_prove_styles(entry->inner, styles, diag) && is_good;
        }
    }
    return is_good;
}

static bool check_entries(struct outline_setter *setter, const struct outline *outline,
                          const struct prose_scope *scope);

static bool check_section(struct outline_setter *setter, const struct entry *entry,
                          const struct prose_scope *scope) {
    struct prose_value value;
    if (!prose_find(scope, entry->name, &value)) {
        return prose_unknown(scope, entry->origin, entry->name, setter->diag);
    }
    struct prose_scope inner = *scope;
    if (entry->kind == ENTRY_SECTION && value.is_list && value.n_items) {
        inner = value.items[0];
        inner.parent = scope;
    }
    return check_entries(setter, entry->inner, &inner);
}

static bool check_entry(struct outline_setter *setter, const struct entry *entry,
                        const struct prose_scope *scope) {
    static const struct text stroke = {.text = STR_INIT("-")};
    if (entry->prose) {
        add_block(setter, make_words(entry, &stroke, 1));
        return prose_check(entry->prose, scope, setter->diag);
    }
    if (entry->grid && !grid_check(entry->grid, scope, setter->diag)) {
        return false;
    }
    return entry->inner ? check_section(setter, entry, scope) : set_entry(setter, entry, scope);
}

static bool check_entries(struct outline_setter *setter, const struct outline *outline,
                          const struct prose_scope *scope) {
    bool is_good = true;
    for (size_t i = 0; i < outline->n_entries; i++) {
        is_good = check_entry(setter, &outline->entries[i], scope) && is_good;
    }
    return is_good;
}

bool outline_check(struct arena *arena, const struct outline *outline,
                   const struct prose_scope *scope, const struct outline_parts *parts,
                   struct block_list *list, struct diag *diag) {
    struct chart_numbers numbers = number_charts(arena, outline);
    struct prose_scope inner = chart_numbers_scope(&numbers, scope);
    struct outline_setter setter = {
        .arena = arena, .parts = parts, .list = list, .diag = diag, .numbers = &numbers};
    return check_entries(&setter, outline, &inner);
}
