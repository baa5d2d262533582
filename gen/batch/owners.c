/* Places of the input and the institutions that were read there. */
#include "batch/owners.h"

#include <stdlib.h>

/* A row that a record was read from. */
struct owned_row {
    uint32_t row;
    const struct unit *unit;
};

/* A sheet, or a whole file. */
struct owned_sheet {
    struct owned_row *rows;
    size_t n_rows, capacity;
    /* Of a whole file: the institution, and whether there are others. */
    const struct unit *unit;
    bool has_others;
};

struct owners {
    struct arena *arena;
    /* By file, NUL and sheet, and by file. */
    struct dictionary *numbers;
    struct owned_sheet *sheets;
    size_t n_sheets, capacity;
    /* What was asked for last: places come in the order of sheets. */
    const struct source *source;
    size_t sheet, file;
};

static struct str sheet_key(struct arena *arena, const struct source *source) {
    return str_join(arena, (struct str[]){source->file, source->sheet}, 2, (struct str){"", 1});
}

/* The number of a sheet or file, which there is from then on. */
static size_t number_of(struct owners *owners, struct str key) {
    size_t number = owners->n_sheets;
    if (!dictionary_get(owners->numbers, key, &number)) {
        dictionary_put(owners->numbers, str_copy(owners->arena, key), number);
        struct owned_sheet sheet = {0};
        ARENA_PUSH(owners->arena, owners->sheets, owners->n_sheets, owners->capacity, sheet);
    }
    return number;
}

static void turn_to(struct owners *owners, const struct source *source) {
    if (owners->source == source) {
        return;
    }
    owners->source = source;
    owners->sheet = number_of(owners, sheet_key(owners->arena, source));
    owners->file = number_of(owners, source->file);
}

static void note_place(struct owners *owners, struct origin place, const struct unit *unit) {
    if (!place.source) {
        return;
    }
    turn_to(owners, place.source);
    struct owned_sheet *file = &owners->sheets[owners->file];
    file->has_others |= file->unit && file->unit != unit;
    file->unit = unit;
    struct owned_sheet *sheet = &owners->sheets[owners->sheet];
    const struct owned_row *last = sheet->n_rows ? &sheet->rows[sheet->n_rows - 1] : NULL;
    if (!last || last->row != place.row || last->unit != unit) {
        struct owned_row row = {place.row, unit};
        ARENA_PUSH(owners->arena, sheet->rows, sheet->n_rows, sheet->capacity, row);
    }
}

static int compare_rows(const void *left, const void *right) {
    const struct owned_row *a = left, *b = right;
    int order = (a->row > b->row) - (a->row < b->row);
    return order ? order : str_compare(a->unit->id, b->unit->id);
}

struct owners *owners_open(struct arena *arena, const struct inventory *inventory) {
    struct owners *owners = ARENA_NEW(arena, struct owners);
    owners->arena = arena;
    owners->numbers = dictionary_open(arena);
    for (size_t i = 0; i < inventory->n_units; i++) {
        const struct unit *unit = inventory->units[i];
        note_place(owners, unit->record.origin, unit);
        for (size_t k = 0; k < N_FIELDS; k++) {
            note_place(owners, record_value(&unit->record, (enum field)k)->origin, unit);
        }
        for (size_t k = 0; k < unit->n_systems; k++) {
            note_place(owners, unit->systems[k]->record.origin, unit);
        }
    }
    for (size_t i = 0; i < owners->n_sheets; i++) {
        struct owned_sheet *sheet = &owners->sheets[i];
        if (sheet->n_rows) {
            qsort(sheet->rows, sheet->n_rows, sizeof *sheet->rows, compare_rows);
        }
    }
    return owners;
}

/* Whose the row is; NULL if it is nobody's or of several. */
static const struct unit *owner_of_row(const struct owned_sheet *sheet, uint32_t row) {
    size_t low = 0, high = sheet->n_rows;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (sheet->rows[middle].row < row) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    const struct unit *unit = NULL;
    for (; low < sheet->n_rows && sheet->rows[low].row == row; low++) {
        if (unit && unit != sheet->rows[low].unit) {
            return NULL;
        }
        unit = sheet->rows[low].unit;
    }
    return unit;
}

struct str owners_find(void *context, struct origin place) {
    struct owners *owners = context;
    if (!place.source) {
        return (struct str){0};
    }
    turn_to(owners, place.source);
    const struct unit *unit = owner_of_row(&owners->sheets[owners->sheet], place.row);
    const struct owned_sheet *file = &owners->sheets[owners->file];
    if (!unit && !file->has_others) {
        unit = file->unit;
    }
    return unit ? unit->id : (struct str){0};
}
