/* Complaints of reading by institution, for the papers that tell it what holds them back. */
#include "batch/told.h"

/* Complaints kept of one institution; the others are counted. */
enum { MOST_KEPT = 200 };

/* Those of one institution. */
struct told_unit {
    struct diag_item *items;
    size_t n_items, capacity;
    size_t n_errors, n_warnings;
};

struct told {
    struct arena *arena;
    /* By id. */
    struct dictionary *numbers;
    struct told_unit *units;
    size_t n_units, capacity;
};

static struct told_unit *find_unit(struct told *told, struct str id) {
    size_t number = told->n_units;
    if (!dictionary_get(told->numbers, id, &number)) {
        struct told_unit unit = {0};
        dictionary_put(told->numbers, str_copy(told->arena, id), number);
        ARENA_PUSH(told->arena, told->units, told->n_units, told->capacity, unit);
    }
    return &told->units[number];
}

static void keep(struct told *told, const struct diag_item *item) {
    struct told_unit *unit = find_unit(told, item->unit);
    unit->n_errors += item->severity >= SEVERITY_ERROR;
    unit->n_warnings += item->severity == SEVERITY_WARNING;
    if (unit->n_items == MOST_KEPT) {
        return;
    }
    struct diag_item copy = diag_copy(told->arena, item);
    ARENA_PUSH(told->arena, unit->items, unit->n_items, unit->capacity, copy);
}

struct told *told_gather(struct arena *arena, const struct diag *reported) {
    struct arena *scratch = arena_open_like(arena);
    struct told *told = ARENA_NEW(arena, struct told);
    told->arena = arena;
    told->numbers = dictionary_open(arena);
    struct diag_cursor *cursor = diag_walk(reported, scratch, DIAG_BY_SEVERITY);
    struct diag_item item;
    while (diag_next(cursor, &item)) {
        if (item.unit.len && item.severity >= SEVERITY_WARNING) {
            keep(told, &item);
        }
    }
    arena_close(scratch);
    return told;
}

struct unit_complaints told_of(const struct told *told, struct str unit_id) {
    size_t number;
    if (!told || !dictionary_get(told->numbers, unit_id, &number)) {
        return (struct unit_complaints){0};
    }
    const struct told_unit *unit = &told->units[number];
    return (struct unit_complaints){unit->items, unit->n_items, unit->n_errors, unit->n_warnings};
}
