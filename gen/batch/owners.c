/* Places of the input and the institutions that were read there. */
#include "batch/owners.h"

#include <stdlib.h>

/* A row that a record was read from. */
struct owned_row {
    uint32_t row;
    const struct unit *unit;
    /* NULL for a row about the institution itself. */
    const struct system *system;
};

/* A sheet, or a whole file. */
struct owned_sheet {
    struct owned_row *rows;
    size_t n_rows, capacity;
    /* Of a whole file: the institution, and whether there are others. */
    const struct unit *unit;
    bool has_others;
    /* Of a sheet: its system, and whether there are others. */
    const struct system *system;
    bool has_other_systems;
};

struct owners {
    struct arena *arena;
    /* By file, NUL and sheet, and by file. */
    struct dictionary *numbers;
    struct owned_sheet *sheets;
    size_t n_sheets, capacity;
    /* What was asked for last: places come in the order of sheets. */
    struct source source;
    bool has_source;
    size_t sheet, file;
};

static struct str sheet_key(struct arena *arena, const struct source *source) {
    return str_join(arena, (struct str[]){source->file, source->sheet}, 2, (struct str){"", 1});
}

/* The number of a sheet or file, which there is from then on. */
static size_t number_of(struct owners *owners, struct str key) {
    size_t number = owners->n_sheets;
    if (!dictionary_get(owners->numbers, key, &number)) {
        dictionary_put(owners->numbers, key, number);
        struct owned_sheet sheet = {0};
        ARENA_PUSH(owners->arena, owners->sheets, owners->n_sheets, owners->capacity, sheet);
    }
    return number;
}

static void turn_to(struct owners *owners, const struct source *source) {
    if (owners->has_source && str_equal(owners->source.file, source->file) &&
        str_equal(owners->source.sheet, source->sheet)) {
        return;
    }
    struct str key = sheet_key(owners->arena, source);
    owners->source.file = str_slice(key, 0, source->file.len);
    owners->source.sheet = str_slice(key, key.len - source->sheet.len, key.len);
    owners->has_source = true;
    owners->sheet = number_of(owners, key);
    owners->file = number_of(owners, owners->source.file);
}

static void note_place(struct owners *owners, struct origin place, const struct unit *unit,
                       const struct system *system) {
    if (!place.source) {
        return;
    }
    turn_to(owners, place.source);
    struct owned_sheet *file = &owners->sheets[owners->file];
    file->has_others |= file->unit && file->unit != unit;
    file->unit = unit;
    struct owned_sheet *sheet = &owners->sheets[owners->sheet];
    sheet->has_other_systems |= sheet->system && system && sheet->system != system;
    sheet->system = system ? system : sheet->system;
    const struct owned_row *last = sheet->n_rows ? &sheet->rows[sheet->n_rows - 1] : NULL;
    if (!last || last->row != place.row || last->unit != unit || last->system != system) {
        struct owned_row row = {place.row, unit, system};
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
        arena_rest(inventory->arena, i);
        note_place(owners, unit->record.origin, unit, NULL);
        for (size_t k = 0; k < N_FIELDS; k++) {
            note_place(owners, record_value(&unit->record, (enum field)k)->origin, unit, NULL);
        }
        for (size_t k = 0; k < unit->n_systems; k++) {
            note_place(owners, unit->systems[k]->record.origin, unit, unit->systems[k]);
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

/* The first of the row's entries, or where it would stand. */
static size_t find_row(const struct owned_sheet *sheet, uint32_t row) {
    size_t low = 0, high = sheet->n_rows;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (sheet->rows[middle].row < row) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* Whose the row is; NULL if it is nobody's or of several. */
static const struct unit *owner_of_row(const struct owned_sheet *sheet, uint32_t row) {
    const struct unit *unit = NULL;
    for (size_t i = find_row(sheet, row); i < sheet->n_rows && sheet->rows[i].row == row; i++) {
        if (unit && unit != sheet->rows[i].unit) {
            return NULL;
        }
        unit = sheet->rows[i].unit;
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

const struct system *owners_find_system(struct owners *owners, struct origin place) {
    if (!place.source) {
        return NULL;
    }
    turn_to(owners, place.source);
    const struct owned_sheet *sheet = &owners->sheets[owners->sheet];
    for (size_t i = find_row(sheet, place.row); i < sheet->n_rows; i++) {
        if (sheet->rows[i].row != place.row) {
            break;
        }
        if (sheet->rows[i].system) {
            return sheet->rows[i].system;
        }
    }
    return sheet->has_other_systems ? NULL : sheet->system;
}

static bool has_field(const struct record *record, struct origin place, struct str header,
                      enum field *field) {
    for (size_t i = 0; i < N_FIELDS; i++) {
        const struct value *value = record_value(record, (enum field)i);
        const struct source *source = value->origin.source;
        if (source && value->origin.row == place.row && value->origin.column == place.column &&
            str_equal(source->sheet, place.source->sheet) &&
            str_equal(source->file, place.source->file) && str_equal(value->header, header)) {
            *field = (enum field)i;
            return true;
        }
    }
    return false;
}

bool owners_find_field(struct owners *owners, struct origin place, struct str header,
                       enum field *field) {
    const struct system *system = owners_find_system(owners, place);
    if (!place.source || !place.column || !header.len) {
        return false;
    }
    const struct unit *unit = owner_of_row(&owners->sheets[owners->sheet], place.row);
    return (system && has_field(&system->record, place, header, field)) ||
           (unit && has_field(&unit->record, place, header, field));
}

bool owners_have_sheet(struct owners *owners, struct origin place) {
    if (place.source) {
        turn_to(owners, place.source);
    }
    return place.source && owners->sheets[owners->sheet].n_rows > 0;
}
