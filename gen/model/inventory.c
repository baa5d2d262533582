/* The archive itself: units by name, systems by name within their unit, in a stable order. */
#include "model/model.h"

#include <stdlib.h>

/* An open-addressing table from normalised name to a unit or a system. */
struct inventory_index {
    /* Where keys and slots live. */
    struct arena *arena;
    /* Keys; one without text is a free slot. */
    struct str *keys;
    /* What the keys stand for, by slot. */
    void **items;
    /* Slots in use. */
    size_t n_items;
    /* Slots, a power of two. */
    size_t capacity;
};

enum { FIRST_SLOTS = 16 };

static struct inventory_index *open_index(struct arena *arena) {
    struct inventory_index *index = ARENA_NEW(arena, struct inventory_index);
    index->arena = arena;
    index->capacity = FIRST_SLOTS;
    index->keys = ARENA_ARRAY(arena, struct str, index->capacity);
    index->items = ARENA_ARRAY(arena, void *, index->capacity);
    return index;
}

/* The slot that holds `key`, or the free one where it would go. */
static size_t find_slot(const struct inventory_index *index, struct str key) {
    size_t mask = index->capacity - 1;
    size_t slot = (size_t)str_hash(key) & mask;
    while (index->items[slot] && !str_equal(index->keys[slot], key)) {
        slot = (slot + 1) & mask;
    }
    return slot;
}

static void *look_up(const struct inventory_index *index, struct str name) {
    struct arena_mark mark = arena_mark(index->arena);
    void *item = index->items[find_slot(index, inventory_key(index->arena, name))];
    arena_rewind(index->arena, mark);
    return item;
}

static void widen(struct inventory_index *index) {
    struct inventory_index old = *index;
    index->capacity *= 2;
    index->keys = ARENA_ARRAY(index->arena, struct str, index->capacity);
    index->items = ARENA_ARRAY(index->arena, void *, index->capacity);
    for (size_t i = 0; i < old.capacity; i++) {
        if (old.items[i]) {
            size_t slot = find_slot(index, old.keys[i]);
            index->keys[slot] = old.keys[i];
            index->items[slot] = old.items[i];
        }
    }
}

/* Notes an item under its name; the first of a name stays. */
static void note_name(struct inventory_index *index, struct str name, void *item) {
    if ((index->n_items + 1) * 2 > index->capacity) {
        widen(index);
    }
    struct str key = inventory_key(index->arena, name);
    size_t slot = find_slot(index, key);
    if (!index->items[slot]) {
        index->keys[slot] = key;
        index->items[slot] = item;
        index->n_items++;
    }
}

struct inventory *inventory_open(struct arena *arena) {
    struct inventory *inventory = ARENA_NEW(arena, struct inventory);
    inventory->arena = arena;
    inventory->index = open_index(arena);
    return inventory;
}

struct str inventory_key(struct arena *arena, struct str name) {
    struct str folded = utf8_fold_width(arena, name);
    struct buf key = {.arena = arena};
    for (size_t i = 0; i < folded.len; i++) {
        unsigned char byte = (unsigned char)folded.data[i];
        if (byte > ' ' && byte != 0x7F) {
            buf_add_byte(&key, byte);
        }
    }
    return buf_str(&key);
}

struct unit *inventory_find(const struct inventory *inventory, struct str name) {
    return look_up(inventory->index, name);
}

struct unit *inventory_add(struct inventory *inventory, const struct record *record) {
    struct unit *unit = ARENA_NEW(inventory->arena, struct unit);
    unit->record = *record;
    unit->id = unit_make_id(inventory->arena, record);
    unit->index = open_index(inventory->arena);
    ARENA_PUSH(inventory->arena, inventory->units, inventory->n_units, inventory->capacity, unit);
    note_name(inventory->index, record_value(record, FIELD_UNIT_NAME)->text, unit);
    return unit;
}

struct system *unit_find_system(const struct unit *unit, struct str name) {
    return look_up(unit->index, name);
}

struct system *unit_add_system(struct inventory *inventory, struct unit *unit,
                               const struct record *record) {
    struct system *system = ARENA_NEW(inventory->arena, struct system);
    system->record = *record;
    system->unit = unit;
    ARENA_PUSH(inventory->arena, unit->systems, unit->n_systems, unit->capacity, system);
    system->ordinal = unit->n_systems;
    note_name(unit->index, record_value(record, FIELD_SYSTEM_NAME)->text, system);
    return system;
}

struct str unit_make_id(struct arena *arena, const struct record *record) {
    const struct value *code = record_value(record, FIELD_UNIT_CREDIT_CODE);
    if (value_is_given(code)) {
        return inventory_key(arena, code->text);
    }
    struct str name = inventory_key(arena, record_value(record, FIELD_UNIT_NAME)->text);
    const struct value *region = record_value(record, FIELD_UNIT_REGION_CODE);
    if (!value_is_given(region)) {
        return name;
    }
    return str_format(arena, "%" STR_FMT "-%" STR_FMT, STR_ARG(region->text), STR_ARG(name));
}

static struct str region_of(const struct unit *unit) {
    const struct value *region = record_value(&unit->record, FIELD_UNIT_REGION_CODE);
    return value_is_given(region) ? region->text : (struct str){0};
}

static int compare_units(const void *left, const void *right) {
    const struct unit *a = *(struct unit *const *)left;
    const struct unit *b = *(struct unit *const *)right;
    int order = str_compare(region_of(a), region_of(b));
    if (order == 0) {
        order = str_compare(a->id, b->id);
    }
    if (order == 0) {
        order = str_compare(record_value(&a->record, FIELD_UNIT_NAME)->text,
                            record_value(&b->record, FIELD_UNIT_NAME)->text);
    }
    return order;
}

static int compare_ids(const void *left, const void *right) {
    const struct unit *a = *(struct unit *const *)left;
    const struct unit *b = *(struct unit *const *)right;
    return str_compare(a->id, b->id);
}

/* Units that share a credit code (two names, one legal person) get their name appended, each of
 * them, so that identifiers stay distinct whatever came first. */
static void part_equal_ids(struct inventory *inventory) {
    size_t n = inventory->n_units;
    struct unit **units = ARENA_ARRAY(inventory->arena, struct unit *, n);
    for (size_t i = 0; i < n; i++) {
        units[i] = inventory->units[i];
    }
    if (n > 1) {
        qsort(units, n, sizeof(struct unit *), compare_ids);
    }
    for (size_t start = 0, end; start < n; start = end) {
        struct str id = units[start]->id;
        for (end = start + 1; end < n && str_equal(units[end]->id, id); end++) {
        }
        for (size_t i = start; end - start > 1 && i < end; i++) {
            struct str name = record_value(&units[i]->record, FIELD_UNIT_NAME)->text;
            units[i]->id = str_format(inventory->arena, "%" STR_FMT "-%" STR_FMT, STR_ARG(id),
                                      STR_ARG(inventory_key(inventory->arena, name)));
        }
    }
}

void inventory_sort(struct inventory *inventory) {
    part_equal_ids(inventory);
    if (inventory->n_units > 1) {
        qsort(inventory->units, inventory->n_units, sizeof(struct unit *), compare_units);
    }
}
