/* Whose the systems, data and rows are whose tables came in before that could be known. */
#include <stdlib.h>

#include "intake/join.h"

/* The unit of a system whose table does not say: the only one of its file, else of its folder. */
static struct unit *only_unit(const struct intake *intake, const struct waiting *waiting) {
    const struct origin_units *file = &intake->files[waiting->file];
    if (file->n_units > 0 || waiting->folder == SIZE_MAX) {
        return file->n_units == 1 ? file->unit : NULL;
    }
    const struct origin_units *folder = &intake->folders[waiting->folder];
    return folder->n_units == 1 ? folder->unit : NULL;
}

/* Both names begin with places, and with two of them. */
static bool are_apart(const struct join *join, struct str a, struct str b) {
    const struct regions *regions = join->intake->regions;
    for (int rank = 0; rank < N_REGION_RANKS; rank++) {
        const struct region *of_a =
            regions_start(regions, (enum region_rank)rank, (struct str){0}, a);
        const struct region *of_b =
            regions_start(regions, (enum region_rank)rank, (struct str){0}, b);
        if (of_a && of_b && !str_equal(of_a->name, of_b->name)) {
            return true;
        }
    }
    return false;
}

/* What to write instead of an unknown name: the nearest known one, if it may be meant; empty if
 * none is near. Neighbours are called alike but for their place, or for a number. */
static struct str propose(struct join *join, struct str name) {
    const struct inventory *inventory = join->inventory;
    if (!join->names) {
        join->names = nearest_open(join->scratch);
        for (size_t i = 0; i < inventory->n_units; i++) {
            const struct record *record = &inventory->units[i]->record;
            arena_rest(inventory->arena, i);
            nearest_add(join->names, record_value(record, FIELD_UNIT_NAME)->text);
        }
    }
    struct str near = nearest_find(join->names, name);
    bool may_be = near.len && !are_apart(join, name, near) &&
                  intake_likeness(join->intake, inventory_key(join->scratch, name),
                                  inventory_key(join->scratch, near)) > 0;
    return may_be ? near : (struct str){0};
}

/* A table that does not say whose its records are: once, at its header. */
static void report_no_unit(const struct join *join, const struct waiting *waiting) {
    const struct headers *headers = waiting->headers;
    struct str column = headers->rules[headers->by_field[headers->owner]].name;
    diag_report(join->diag, &(struct diag_note){.id = DIAG_NAME_MISSING,
                                                .origin = waiting->unit_origin,
                                                .header = column,
                                                .args = {column, join->intake->units->record}});
}

static struct str owner_header(const struct waiting *waiting) {
    return record_value(waiting->record, waiting->headers->owner)->header;
}

/* A list of systems, or the line above it, names an institution of which no table of units speaks,
 * its own file having none, and no known name is near: it is taken as it is, and that is said. */
static struct unit *take_listed(struct join *join, const struct waiting *waiting,
                                const struct claim *known) {
    const struct headers *units = join->intake->units;
    const struct value *said = record_value(waiting->record, waiting->headers->owner);
    bool is_by_line = !value_is_given(said);
    if (is_by_line) {
        struct value *line = ARENA_NEW(join->inventory->arena, struct value);
        line->raw = line->text = waiting->unit;
        line->origin = waiting->unit_origin;
        line->header = units->rules[units->by_field[FIELD_UNIT_NAME]].name;
        said = line;
    }
    struct claim *claim = ARENA_NEW(join->intake->kept, struct claim);
    *claim = *known;
    claim->may_add = true;
    claim->record = ARENA_NEW(join->inventory->arena, struct record);
    if (known->record) {
        *claim->record = *known->record;
    }
    claim->record->origin = waiting->record->origin;
    if (!record_at(claim->record, FIELD_UNIT_NAME)) {
        record_set(claim->record, FIELD_UNIT_NAME, said);
    }
    claim->key = unit_key_read(join->inventory->arena, join->intake->regions, claim->record);
    claim_add_unit(join, claim);
    claim_note(join, claim);
    /* the first of the voices is that line */
    struct diag_note note = {.id = is_by_line ? DIAG_UNIT_TITLED : DIAG_UNIT_LISTED,
                             .origin = waiting->unit_origin,
                             .header = said->header,
                             .value = waiting->unit,
                             .args = {join->intake->spellings->voices[0], waiting->unit}};
    diag_report(join->diag, &note);
    return claim->unit;
}

/* Neither its file has a table of units nor, where its file is one of a folder's, the folder. */
static bool is_alone(const struct intake *intake, const struct waiting *waiting) {
    bool is_in_folder = waiting->folder != SIZE_MAX;
    return waiting->is_alone && !(is_in_folder && intake->folders[waiting->folder].has_register);
}

/* The unit that a record's table names; reports what it names and nobody is, or two are. */
static struct unit *named_unit(struct join *join, const struct waiting *waiting) {
    struct claim by_name = {.file = waiting->file, .folder = waiting->folder};
    const struct claim *claim = waiting->claim;
    if (!claim || !(claim->unit || claim->rivals[0] || claim->is_contradictory)) {
        /* a row above may have made it known by now */
        by_name.key.name = inventory_key(join->scratch, waiting->unit);
        by_name = claim ? *claim : by_name;
        claim_resolve(join, &by_name);
        claim = &by_name;
    }
    if (claim->is_contradictory) {
        return NULL;
    }
    if (claim->rivals[0]) {
        claim_report_rivals(join, claim, waiting->unit_origin, owner_header(waiting),
                            waiting->unit);
    } else if (!claim->unit && is_alone(join->intake, waiting) &&
               !propose(join, waiting->unit).len) {
        return take_listed(join, waiting, claim);
    } else if (!claim->unit) {
        struct str name = record_value(waiting->record, waiting->headers->anchor)->text;
        diag_report(join->diag, &(struct diag_note){
                                    .id = DIAG_UNIT_UNKNOWN,
                                    .origin = waiting->unit_origin,
                                    .header = owner_header(waiting),
                                    .value = waiting->unit,
                                    .args = {name, waiting->unit, propose(join, waiting->unit)}});
    }
    return claim->unit;
}

/* What waits, by its place. */
struct waiting_order {
    struct place_order place;
    size_t at;
};

static int compare_waiting(const void *left, const void *right) {
    const struct waiting_order *a = left, *b = right;
    return place_compare(&a->place, &b->place);
}

/* Puts what waits into the order of files: each chain of those that stand in each other's places
 * moves by one. */
static void sort_waiting(const struct join *join) {
    struct intake *intake = join->intake;
    struct arena *scratch = arena_open_like(join->scratch);
    size_t n = intake->n_waiting;
    struct waiting_order *orders = ARENA_ARRAY(scratch, struct waiting_order, n);
    for (size_t i = 0; i < n; i++) {
        const struct waiting *waiting = &intake->waiting[i];
        struct str file = intake->files[waiting->file].name;
        orders[i] = (struct waiting_order){{file, waiting->sequence}, i};
    }
    qsort(orders, n, sizeof *orders, compare_waiting);
    for (size_t i = 0; i < n; i++) {
        struct waiting first = intake->waiting[i];
        size_t at = i;
        for (size_t next; (next = orders[at].at) != i && next != at; at = next) {
            intake->waiting[at] = intake->waiting[next];
            orders[at].at = at;
        }
        intake->waiting[at] = first;
        orders[at].at = at;
    }
    arena_close(scratch);
}

static bool same_place(struct origin a, struct origin b) {
    return a.source == b.source && a.row == b.row && a.column == b.column;
}

/* Systems and data, whose unit is asked for; rows of other sheets follow them. */
static bool is_placed_by_unit(const struct waiting *waiting) {
    return waiting->headers->entity == ENTITY_SYSTEM || waiting->headers->entity == ENTITY_DATA;
}

void report_stray(const struct join *join, const struct waiting *waiting,
                  const struct headers *headers, const struct value *said,
                  const struct waiting **last) {
    const struct waiting *before = *last;
    bool is_same = before && before->headers == waiting->headers && before->file == waiting->file &&
                   str_equal(before->unit, waiting->unit) &&
                   str_equal(before->system ? before->system->text : (struct str){0},
                             waiting->system ? waiting->system->text : (struct str){0});
    *last = waiting;
    if (!is_same) {
        diag_report(join->diag, &(struct diag_note){.id = DIAG_ROW_STRAY,
                                                    .origin = said->origin,
                                                    .header = said->header,
                                                    .value = said->raw,
                                                    .args = {headers->record}});
    }
}

/* The unit that a row names, by name in its file or folder or anywhere. */
static struct unit *unit_of_row(struct join *join, const struct waiting *waiting) {
    struct claim by_name = {.file = waiting->file, .folder = waiting->folder};
    by_name.key.name = inventory_key(join->scratch, waiting->unit);
    claim_resolve(join, &by_name);
    return by_name.unit;
}

/* A row that names nobody that there is. */
static void report_no_row_unit(const struct join *join, const struct waiting *waiting,
                               const struct waiting **last) {
    const struct value said = {.origin = waiting->unit_origin, .raw = waiting->unit};
    report_stray(join, waiting, join->intake->units, &said, last);
}

static void place_systems(struct join *join) {
    struct intake *intake = join->intake;
    struct origin reported = {0};
    for (size_t i = 0; i < intake->n_waiting; i++) {
        struct waiting *waiting = &intake->waiting[i];
        bool is_named = waiting->claim || waiting->unit.len > 0;
        arena_rest(join->inventory->arena, i);
        if (!is_placed_by_unit(waiting)) {
            continue;
        }
        waiting->whose = is_named ? named_unit(join, waiting) : only_unit(intake, waiting);
        if (!waiting->whose && !is_named && !same_place(reported, waiting->unit_origin)) {
            reported = waiting->unit_origin;
            report_no_unit(join, waiting);
        }
    }
}

static void place_rows(struct join *join) {
    struct intake *intake = join->intake;
    const struct waiting *last = NULL;
    for (size_t i = 0; i < intake->n_waiting; i++) {
        struct waiting *waiting = &intake->waiting[i];
        arena_rest(join->inventory->arena, i);
        if (is_placed_by_unit(waiting)) {
            continue;
        }
        waiting->whose =
            waiting->unit.len > 0 ? unit_of_row(join, waiting) : only_unit(intake, waiting);
        if (!waiting->whose) {
            report_no_row_unit(join, waiting, &last);
        }
    }
}

void waiting_join(struct join *join) {
    struct intake *intake = join->intake;
    if (intake->n_waiting > 1) {
        sort_waiting(join);
    }
    place_systems(join);
    place_rows(join);
}
