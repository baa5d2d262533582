/* Units as they come in, systems as they wait, and who belongs to whom after the last file. */
#include "intake/desk.h"

#include <stdlib.h>

static void report_repeat(struct desk *desk, enum diag_id id, const struct value *name,
                          struct origin first) {
    struct diag_note note = {.id = id,
                             .origin = name->origin,
                             .header = name->header,
                             .value = name->raw,
                             .args = {name->text, origin_text(desk->scratch, first)}};
    diag_report(desk->diag, &note);
}

/* ---- units --------------------------------------------------------------------------------- */

static void note_unit(struct desk *desk, struct origin_units *units, struct unit *unit) {
    units->unit = unit;
    units->n_units++;
    ARENA_PUSH(desk->arena, units->names, units->n_names, units->names_capacity,
               record_value(&unit->record, FIELD_UNIT_NAME)->text);
}

static void add_unit(struct desk *desk, const struct record *record) {
    struct unit *unit = inventory_add(desk->inventory, record);
    note_unit(desk, &desk->intake->files[desk->file], unit);
    if (desk->folder != SIZE_MAX) {
        note_unit(desk, &desk->intake->folders[desk->folder], unit);
    }
    desk->n_units++;
}

void desk_take_unit(struct desk *desk, const struct record *record) {
    const struct value *name = record_value(record, FIELD_UNIT_NAME);
    const struct unit *first = inventory_find(desk->inventory, name->text);
    if (first) {
        report_repeat(desk, DIAG_UNIT_REPEATED, name,
                      record_value(&first->record, FIELD_UNIT_NAME)->origin);
        return;
    }
    add_unit(desk, record);
}

/* Says where a record contradicts what is known of its unit. */
static void report_conflict(struct desk *desk, const struct record *known,
                            const struct record *record) {
    for (size_t i = 0; i < N_FIELDS; i++) {
        const struct value *old = record_value(known, (enum field)i);
        const struct value *new = record_value(record, (enum field)i);
        bool is_same = i == FIELD_UNIT_NAME || str_equal(old->text, new->text);
        if (value_is_given(old) && value_is_given(new) && !is_same) {
            struct diag_note note = {.id = DIAG_UNIT_REPEATED,
                                     .origin = new->origin,
                                     .header = new->header,
                                     .value = new->raw,
                                     .args = {record_value(known, FIELD_UNIT_NAME)->text,
                                              origin_text(desk->scratch, old->origin)}};
            diag_report(desk->diag, &note);
            return;
        }
    }
}

void desk_add_to_unit(struct desk *desk, const struct record *record, bool may_add) {
    struct unit *unit =
        inventory_find(desk->inventory, record_value(record, FIELD_UNIT_NAME)->text);
    if (!unit) {
        if (may_add) {
            add_unit(desk, record);
        }
        return;
    }
    for (size_t i = 0; i < N_FIELDS; i++) {
        bool is_new = record->values[i] && !unit->record.values[i];
        unit->record.values[i] = is_new ? record->values[i] : unit->record.values[i];
        unit->record.is_tainted |= is_new && record->values[i]->is_bad;
    }
    report_conflict(desk, &unit->record, record);
    unit->id = unit_make_id(desk->arena, &unit->record);
}

/* ---- systems ------------------------------------------------------------------------------- */

void desk_take_system(struct desk *desk, const struct record *record, struct str unit,
                      struct origin unit_origin) {
    struct intake *intake = desk->intake;
    struct record *kept = ARENA_NEW(desk->arena, struct record);
    *kept = *record;
    struct waiting waiting = {.record = kept,
                              .unit = unit,
                              .unit_origin = unit_origin,
                              .file = desk->file,
                              .folder = desk->folder,
                              .sequence = intake->n_waiting};
    ARENA_PUSH(desk->arena, intake->waiting, intake->n_waiting, intake->waiting_capacity, waiting);
    desk->n_systems++;
}

/* ---- joining ------------------------------------------------------------------------------- */

static int compare_waiting(const void *left, const void *right) {
    const struct waiting *a = left, *b = right;
    const struct source *x = a->record->origin.source, *y = b->record->origin.source;
    int order = str_compare(x->file, y->file);
    return order ? order : a->sequence < b->sequence ? -1 : a->sequence > b->sequence;
}

/* The unit of a system whose table does not say: the only one of its file, else of its folder. */
static struct unit *only_unit(const struct intake *intake, const struct waiting *waiting) {
    const struct origin_units *file = &intake->files[waiting->file];
    if (file->n_units > 0 || waiting->folder == SIZE_MAX) {
        return file->n_units == 1 ? file->unit : NULL;
    }
    const struct origin_units *folder = &intake->folders[waiting->folder];
    return folder->n_units == 1 ? folder->unit : NULL;
}

/* Names proposed for an unknown unit, remembered: a misspelt name comes with all its systems. */
struct proposals {
    struct dictionary *names;
    struct str *nearest;
    size_t n_nearest, capacity;
    /* Searches left: each looks at every unit. */
    size_t budget;
};

static struct str search_nearest(const struct intake *intake, struct arena *scratch,
                                 const struct inventory *inventory, const struct waiting *waiting) {
    const struct origin_units *file = &intake->files[waiting->file];
    if (file->n_names > 0) {
        return str_nearest(scratch, waiting->unit, file->names, file->n_names);
    }
    struct str *names = ARENA_ARRAY(scratch, struct str, inventory->n_units);
    for (size_t i = 0; i < inventory->n_units; i++) {
        names[i] = record_value(&inventory->units[i]->record, FIELD_UNIT_NAME)->text;
    }
    return str_nearest(scratch, waiting->unit, names, inventory->n_units);
}

static struct str propose(const struct intake *intake, struct arena *scratch,
                          const struct inventory *inventory, struct proposals *proposals,
                          const struct waiting *waiting) {
    size_t index;
    if (dictionary_get(proposals->names, waiting->unit, &index)) {
        return proposals->nearest[index];
    }
    struct str nearest = {0};
    if (proposals->budget > 0) {
        proposals->budget--;
        nearest = search_nearest(intake, scratch, inventory, waiting);
    }
    /* nothing near: the column's name tells what to write */
    size_t rule = intake->units->by_field[FIELD_UNIT_NAME];
    nearest = nearest.len ? nearest : intake->units->rules[rule].name;
    dictionary_put(proposals->names, waiting->unit, proposals->n_nearest);
    ARENA_PUSH(scratch, proposals->nearest, proposals->n_nearest, proposals->capacity, nearest);
    return nearest;
}

/* A table of systems that does not say whose they are: once, at its header. */
static void report_no_unit(const struct intake *intake, const struct waiting *waiting,
                           struct diag *diag) {
    const struct headers *headers = intake->systems;
    struct str column = headers->rules[headers->by_field[FIELD_SYSTEM_UNIT]].name;
    diag_report(diag, &(struct diag_note){.id = DIAG_NAME_MISSING,
                                          .origin = waiting->unit_origin,
                                          .header = column,
                                          .args = {column, intake->units->record}});
}

static bool same_place(struct origin a, struct origin b) {
    return a.source == b.source && a.row == b.row && a.column == b.column;
}

static void join_system(struct desk *desk, struct proposals *proposals,
                        const struct waiting *waiting) {
    const struct value *name = record_value(waiting->record, FIELD_SYSTEM_NAME);
    struct unit *unit = waiting->unit.len ? inventory_find(desk->inventory, waiting->unit)
                                          : only_unit(desk->intake, waiting);
    if (!unit) {
        struct str nearest =
            propose(desk->intake, desk->scratch, desk->inventory, proposals, waiting);
        const struct value *written = record_value(waiting->record, FIELD_SYSTEM_UNIT);
        struct diag_note note = {.id = DIAG_UNIT_UNKNOWN,
                                 .origin = waiting->unit_origin,
                                 .header = written->header,
                                 .value = waiting->unit,
                                 .args = {name->text, waiting->unit, nearest}};
        diag_report(desk->diag, &note);
        return;
    }
    const struct system *first = unit_find_system(desk->inventory, unit, name->text);
    if (first) {
        report_repeat(desk, DIAG_SYSTEM_REPEATED, name,
                      record_value(&first->record, FIELD_SYSTEM_NAME)->origin);
        return;
    }
    unit_add_system(desk->inventory, unit, waiting->record);
}

void intake_join(struct intake *intake, struct inventory *inventory, struct diag *diag) {
    struct arena *scratch = arena_open_like(inventory->arena);
    struct desk desk = {.intake = intake,
                        .inventory = inventory,
                        .arena = inventory->arena,
                        .scratch = scratch,
                        .diag = diag};
    struct proposals proposals = {.names = dictionary_open(scratch), .budget = 500};
    if (intake->n_waiting > 1) {
        qsort(intake->waiting, intake->n_waiting, sizeof *intake->waiting, compare_waiting);
    }
    struct origin reported = {0};
    for (size_t i = 0; i < intake->n_waiting; i++) {
        const struct waiting *waiting = &intake->waiting[i];
        if (waiting->unit.len > 0 || only_unit(intake, waiting)) {
            join_system(&desk, &proposals, waiting);
        } else if (!same_place(reported, waiting->unit_origin)) {
            reported = waiting->unit_origin;
            report_no_unit(intake, waiting, diag);
        }
    }
    intake->waiting = NULL;
    intake->files = intake->folders = NULL;
    intake->n_waiting = intake->waiting_capacity = 0;
    intake->n_files = intake->files_capacity = 0;
    intake->n_folders = intake->folders_capacity = 0;
    arena_close(scratch);
    inventory_sort(inventory);
}
