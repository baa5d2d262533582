/* The archive itself: units by name, systems by name within their unit, in a stable order. */
#include "model/model.h"

#include <stdlib.h>

static void note_name(struct arena *arena, struct dictionary *index, struct str name, size_t at) {
    dictionary_put(index, inventory_key(arena, name), at);
}

/* The number noted under a name. */
static bool look_up(struct arena *arena, const struct dictionary *index, struct str name,
                    size_t *at) {
    struct arena_mark mark = arena_mark(arena);
    bool is_there = dictionary_get(index, inventory_key(arena, name), at);
    arena_rewind(arena, mark);
    return is_there;
}

struct inventory *inventory_open(struct arena *arena) {
    struct inventory *inventory = ARENA_NEW(arena, struct inventory);
    inventory->arena = arena;
    inventory->index = dictionary_open(arena);
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
    size_t at;
    return look_up(inventory->arena, inventory->index, name, &at) ? inventory->units[at] : NULL;
}

struct unit *inventory_add(struct inventory *inventory, const struct record *record) {
    struct unit *unit = ARENA_NEW(inventory->arena, struct unit);
    unit->record = *record;
    unit->id = unit_make_id(inventory->arena, record);
    unit->index = dictionary_open(inventory->arena);
    note_name(inventory->arena, inventory->index, record_value(record, FIELD_UNIT_NAME)->text,
              inventory->n_units);
    ARENA_PUSH(inventory->arena, inventory->units, inventory->n_units, inventory->capacity, unit);
    return unit;
}

struct system *unit_find_system(const struct inventory *inventory, const struct unit *unit,
                                struct str name) {
    size_t at;
    return look_up(inventory->arena, unit->index, name, &at) ? unit->systems[at] : NULL;
}

struct system *unit_add_system(struct inventory *inventory, struct unit *unit,
                               const struct record *record) {
    struct system *system = ARENA_NEW(inventory->arena, struct system);
    system->record = *record;
    system->unit = unit;
    note_name(inventory->arena, unit->index, record_value(record, FIELD_SYSTEM_NAME)->text,
              unit->n_systems);
    ARENA_PUSH(inventory->arena, unit->systems, unit->n_systems, unit->capacity, system);
    system->ordinal = unit->n_systems;
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
    inventory->index = dictionary_open(inventory->arena);
    for (size_t i = 0; i < inventory->n_units; i++) {
        struct str name = record_value(&inventory->units[i]->record, FIELD_UNIT_NAME)->text;
        note_name(inventory->arena, inventory->index, name, i);
    }
}
