/* The archive itself: units by name, systems by name within their unit, in a stable order. */
#include "model/model.h"

#include <stdlib.h>

struct inventory *inventory_open(struct arena *arena) {
    struct inventory *inventory = ARENA_NEW(arena, struct inventory);
    inventory->arena = arena;
    inventory->index = dictionary_open(arena);
    return inventory;
}

struct str inventory_key(struct arena *arena, struct str name) {
    if (utf8_plain(name, 0) == name.len) {
        return str_copy(arena, name);
    }
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
    struct str key = inventory_key(inventory->arena, name);
    return dictionary_get(inventory->index, key, &at) ? inventory->units[at] : NULL;
}

bool unit_is_called(struct arena *arena, const struct unit *unit, struct str word) {
    struct str key = inventory_key(arena, word);
    const struct value *code = record_value(&unit->record, FIELD_UNIT_CREDIT_CODE);
    return key.len && (str_equal(unit->key.name, key) || str_equal(unit->id, key) ||
                       (value_is_given(code) && str_equal(code->text, key)));
}

struct unit *inventory_add(struct inventory *inventory, const struct record *record,
                           const struct unit_key *key) {
    struct unit *unit = ARENA_NEW(inventory->arena, struct unit);
    unit->record = *record;
    unit->key = key ? *key : unit_key_read(inventory->arena, NULL, record);
    unit->id = unit_key_text(inventory->arena, &unit->key);
    unit->place = inventory->n_units;
    unit->index = dictionary_open(inventory->arena);
    dictionary_put(inventory->index, unit->key.name, inventory->n_units);
    ARENA_PUSH(inventory->arena, inventory->units, inventory->n_units, inventory->capacity, unit);
    return unit;
}

/* As inventory_key, in capitals: no institution has a HIS and a his. */
static struct str system_key(struct arena *arena, struct str name) {
    struct str key = inventory_key(arena, name);
    struct buf folded = {.arena = arena};
    for (size_t i = 0; i < key.len; i++) {
        unsigned char byte = (unsigned char)key.data[i];
        buf_add_byte(&folded,
                     byte >= 'a' && byte <= 'z' ? (unsigned char)(byte - 'a' + 'A') : byte);
    }
    return buf_str(&folded);
}

struct system *unit_find_system(const struct inventory *inventory, const struct unit *unit,
                                struct str name) {
    size_t at;
    struct arena_mark mark = arena_mark(inventory->arena);
    bool is_there = dictionary_get(unit->index, system_key(inventory->arena, name), &at);
    arena_rewind(inventory->arena, mark);
    return is_there ? unit->systems[at] : NULL;
}

struct system *unit_add_system(struct inventory *inventory, struct unit *unit,
                               const struct record *record) {
    struct system *system = ARENA_NEW(inventory->arena, struct system);
    system->record = *record;
    system->unit = unit;
    struct str name = record_value(record, FIELD_SYSTEM_NAME)->text;
    dictionary_put(unit->index, system_key(inventory->arena, name), unit->n_systems);
    ARENA_PUSH(inventory->arena, unit->systems, unit->n_systems, unit->capacity, system);
    system->ordinal = unit->n_systems;
    return system;
}

struct data_category *unit_find_data(const struct inventory *inventory, const struct unit *unit,
                                     struct str name) {
    struct data_category *found = NULL;
    struct arena_mark mark = arena_mark(inventory->arena);
    struct str key = system_key(inventory->arena, name);
    for (size_t i = 0; i < unit->n_data && !found; i++) {
        struct str other = record_value(&unit->data[i]->record, FIELD_DATA_NAME)->text;
        found = str_equal(system_key(inventory->arena, other), key) ? unit->data[i] : NULL;
    }
    arena_rewind(inventory->arena, mark);
    return found;
}

struct data_category *unit_add_data(struct inventory *inventory, struct unit *unit,
                                    const struct record *record) {
    struct data_category *data = ARENA_NEW(inventory->arena, struct data_category);
    data->record = *record;
    data->unit = unit;
    ARENA_PUSH(inventory->arena, unit->data, unit->n_data, unit->data_capacity, data);
    return data;
}

void records_add(const struct inventory *inventory, struct records *records,
                 const struct record *record) {
    struct record *kept = ARENA_NEW(inventory->arena, struct record);
    *kept = *record;
    ARENA_PUSH(inventory->arena, records->records, records->n_records, records->capacity, kept);
}

static struct str region_of(const struct unit *unit) {
    const struct value *region = record_value(&unit->record, FIELD_UNIT_REGION_CODE);
    return value_is_given(region) ? region->text : (struct str){0};
}

/* What institutions are ordered by, apart from the records: of many these lie in a file, and an
 * order asks them in none. */
struct unit_order {
    struct str region, id, name;
    struct unit *unit;
};

static int compare_units(const void *left, const void *right) {
    const struct unit_order *a = left, *b = right;
    int order = str_compare(a->region, b->region);
    order = order ? order : str_compare(a->id, b->id);
    return order ? order : str_compare(a->name, b->name);
}

static void sort_units(const struct inventory *inventory) {
    struct arena *scratch = arena_open_like(inventory->arena);
    struct unit_order *orders = ARENA_ARRAY(scratch, struct unit_order, inventory->n_units);
    for (size_t i = 0; i < inventory->n_units; i++) {
        struct unit *unit = inventory->units[i];
        struct str name = record_value(&unit->record, FIELD_UNIT_NAME)->text;
        arena_rest(inventory->arena, i);
        orders[i] = (struct unit_order){str_copy(scratch, region_of(unit)),
                                        str_copy(scratch, unit->id), str_copy(scratch, name), unit};
    }
    qsort(orders, inventory->n_units, sizeof *orders, compare_units);
    for (size_t i = 0; i < inventory->n_units; i++) {
        inventory->units[i] = orders[i].unit;
    }
    arena_close(scratch);
}

void inventory_sort(struct inventory *inventory) {
    if (inventory->n_units > 1) {
        sort_units(inventory);
    }
    inventory->index = dictionary_open(inventory->arena);
    for (size_t i = 0; i < inventory->n_units; i++) {
        arena_rest(inventory->arena, i);
        dictionary_put(inventory->index, inventory->units[i]->key.name, i);
    }
}
