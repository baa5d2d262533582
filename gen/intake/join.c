/*
 * Joining: after the last file it shows which institution each table spoke of. Claims come in an
 * order of their own (registers first, those with a code before those with a region before those
 * with a name alone), so that neither the order of files nor that of rows decides.
 */
#include <stdlib.h>

#include "intake/desk.h"

/* The units under one key of the index. */
struct holder {
    struct unit *first, *second;
    /* There are more than two. */
    bool has_more;
};

/* One joining. */
struct join {
    struct intake *intake;
    struct inventory *inventory;
    /* Gone after it. */
    struct arena *scratch;
    struct diag *diag;
    /* Identifier, code, name, name at a place, name in a file or folder → index of the holder. */
    struct dictionary *index;
    struct holder *holders;
    size_t n_holders, capacity;
    /* The sheet whose names without a unit were reported last. */
    const struct source *not_made;
    /* Names to propose for unknown ones; NULL before the first. */
    struct nearest *names;
};

/* ---- the index ----------------------------------------------------------------------------- */

static struct str join_key(const struct join *join, const char *kind, struct str a, struct str b) {
    return str_join(join->scratch, (struct str[]){str_from_c(kind), a, b}, 3, STR("\n"));
}

static struct str number_text(const struct join *join, size_t number) {
    return str_format(join->scratch, "%zu", number);
}

static struct holder find(const struct join *join, const char *kind, struct str a, struct str b) {
    size_t at;
    struct arena_mark mark = arena_mark(join->scratch);
    bool is_there = a.len && dictionary_get(join->index, join_key(join, kind, a, b), &at);
    arena_rewind(join->scratch, mark);
    return is_there ? join->holders[at] : (struct holder){0};
}

static void note(struct join *join, const char *kind, struct str a, struct str b,
                 struct unit *unit) {
    size_t at;
    struct str key = join_key(join, kind, a, b);
    if (!a.len) {
        return;
    }
    if (dictionary_put(join->index, key, join->n_holders)) {
        struct holder holder = {.first = unit};
        ARENA_PUSH(join->scratch, join->holders, join->n_holders, join->capacity, holder);
    } else if (dictionary_get(join->index, key, &at)) {
        struct holder *holder = &join->holders[at];
        bool is_known = holder->first == unit || holder->second == unit;
        holder->has_more |= holder->second && !is_known;
        holder->second = holder->second || is_known ? holder->second : unit;
    }
}

/* The places by which a key can be the same as another: the code as given, and what the place names
 * mean, or the names themselves where they mean nothing certain. */
static void note_places(struct join *join, const struct unit_key *key, struct unit *unit) {
    note(join, "place", key->region, key->name, unit);
    if (!str_equal(key->division, key->region)) {
        note(join, "place", key->division, key->name, unit);
    }
    note(join, "place", key->division.len ? (struct str){0} : key->places, key->name, unit);
}

/* ---- who a claim is about ------------------------------------------------------------------ */

/* Takes of a holder the units that can be the one meant: one, or two rivals. */
static bool choose(struct claim *claim, struct holder holder) {
    bool first_fits = holder.first && !unit_keys_differ(&holder.first->key, &claim->key);
    bool second_fits = holder.second && !unit_keys_differ(&holder.second->key, &claim->key);
    if (!first_fits && !second_fits) {
        return false;
    }
    if ((first_fits && second_fits) || holder.has_more) {
        claim->rivals[0] = holder.first;
        claim->rivals[1] = holder.second;
    } else {
        claim->unit = first_fits ? holder.first : holder.second;
    }
    return true;
}

/* Chooses by name and place, told in whatever way. */
static bool choose_at_place(const struct join *join, struct claim *claim) {
    const struct unit_key *key = &claim->key;
    const struct str places[3] = {key->region, key->division, key->places};
    for (size_t i = 0; i < 3; i++) {
        if (choose(claim, find(join, "place", places[i], key->name))) {
            return true;
        }
    }
    return false;
}

static bool has_place(const struct unit_key *key) {
    return key->region.len || key->places.len;
}

/* A row that itself says where its institution is can be another of the name in the same file, if
 * that says so too. */
static bool choose_near(const struct join *join, struct claim *claim, const char *kind,
                        size_t number) {
    struct holder holder = find(join, kind, number_text(join, number), claim->key.name);
    bool is_apart = claim->is_register && has_place(&claim->key) && holder.first &&
                    has_place(&holder.first->key);
    return !is_apart && choose(claim, holder);
}

/* Sets the unit that a claim is about, or two rivals, or neither: by code, by name in its own file,
 * by name and place; what only adds to what others say, by name in its folder and anywhere too. */
static void resolve(const struct join *join, struct claim *claim) {
    const struct unit_key *key = &claim->key;
    bool looks_in_folder = claim->folder != SIZE_MAX && !claim->is_register;
    claim->unit = find(join, "code", key->code, (struct str){0}).first;
    if (claim->unit || !key->name.len || choose_near(join, claim, "file", claim->file) ||
        (looks_in_folder && choose_near(join, claim, "folder", claim->folder)) ||
        choose_at_place(join, claim)) {
        return;
    }
    if (!claim->is_register) {
        choose(claim, find(join, "name", key->name, (struct str){0}));
    }
}

/* ---- reports ------------------------------------------------------------------------------- */

static struct origin name_origin(const struct unit *unit) {
    return record_value(&unit->record, FIELD_UNIT_NAME)->origin;
}

static void report_repeat(const struct join *join, enum diag_id id, const struct value *name,
                          struct origin first) {
    struct diag_note note = {.id = id,
                             .origin = name->origin,
                             .header = name->header,
                             .value = name->raw,
                             .args = {name->text, origin_text(join->scratch, first)}};
    diag_report(join->diag, &note);
}

static void report_rivals(const struct join *join, const struct claim *claim, struct origin origin,
                          struct str header, struct str value) {
    struct diag_note note = {
        .id = DIAG_UNIT_AMBIGUOUS,
        .origin = origin,
        .header = header,
        .value = value,
        .args = {claim->rivals[0]->id, origin_text(join->scratch, name_origin(claim->rivals[0])),
                 claim->rivals[1]->id, origin_text(join->scratch, name_origin(claim->rivals[1]))}};
    diag_report(join->diag, &note);
}

/* The code says one institution, the name another: which of them is meant must be asked. */
static bool contradicts(const struct claim *claim) {
    const struct unit_key *key = &claim->key, *known = claim->unit ? &claim->unit->key : key;
    return key->code.len && str_equal(key->code, known->code) && key->name.len && known->name.len &&
           !str_equal(key->name, known->name);
}

static void report_contradiction(const struct join *join, const struct claim *claim) {
    const struct value *name = record_value(&claim->record, FIELD_UNIT_NAME);
    const struct value *known = record_value(&claim->unit->record, FIELD_UNIT_NAME);
    diag_report(join->diag, &(struct diag_note){
                                .id = DIAG_UNIT_CODE_NAME,
                                .origin = name->origin,
                                .header = name->header,
                                .value = name->raw,
                                .args = {known->text, origin_text(join->scratch, known->origin)}});
}

/* ---- units --------------------------------------------------------------------------------- */

/* Where systems may look for the unit by name, or without one. */
static void note_claim(struct join *join, const struct claim *claim) {
    struct unit *unit = claim->unit;
    const struct unit_key *key = &claim->key;
    note(join, "code", key->code, (struct str){0}, unit);
    note(join, "name", key->name, (struct str){0}, unit);
    note_places(join, key, unit);
    note(join, "file", number_text(join, claim->file), key->name, unit);
    if (claim->folder != SIZE_MAX) {
        note(join, "folder", number_text(join, claim->folder), key->name, unit);
    }
    if (claim->may_add) {
        origin_units_note(&join->intake->files[claim->file], unit);
        if (claim->folder != SIZE_MAX) {
            origin_units_note(&join->intake->folders[claim->folder], unit);
        }
    }
}

/* Gives the unit what the claim knows of who it is. False if that is somebody else already. */
static bool lend_key(struct join *join, struct claim *claim) {
    struct unit *unit = claim->unit;
    struct unit_key key = unit->key;
    unit_key_fill(&key, &claim->key);
    struct str id = unit_key_text(join->inventory->arena, &key);
    const struct unit *other = find(join, "id", id, (struct str){0}).first;
    if (other && other != unit) {
        return false;
    }
    unit->key = key;
    unit->id = id;
    note(join, "id", id, (struct str){0}, unit);
    return true;
}

/* How surely a key tells who it is: 0 by code, 1 by region code, 2 by place names, 3 by name. */
static int surety_of(const struct unit_key *key) {
    return key->code.len ? 0 : key->region.len ? 1 : key->places.len ? 2 : 3;
}

static void add_unit(struct join *join, struct claim *claim) {
    claim->unit = inventory_add(join->inventory, &claim->record, &claim->key);
    claim->unit->is_registered = claim->is_register;
    note(join, "id", claim->unit->id, (struct str){0}, claim->unit);
}

/* Two registers have the unit, and neither knows more of who it is. */
static bool is_repeat(const struct claim *claim) {
    return claim->is_register && claim->unit->is_registered &&
           surety_of(&claim->key) == surety_of(&claim->unit->key);
}

/* A list of names and persons says nothing of whom nobody else speaks of: once a sheet. */
static void report_not_made(struct join *join, const struct claim *claim) {
    const struct value *name = record_value(&claim->record, FIELD_UNIT_NAME);
    if (claim->is_beside || !value_is_given(name) || join->not_made == name->origin.source) {
        return;
    }
    join->not_made = name->origin.source;
    diag_report(join->diag, &(struct diag_note){.id = DIAG_UNIT_NOT_MADE,
                                                .origin = name->origin,
                                                .header = name->header,
                                                .value = name->raw});
}

static void join_claim(struct join *join, struct claim *claim) {
    struct str id = unit_key_text(join->scratch, &claim->key);
    const struct value *name = record_value(&claim->record, FIELD_UNIT_NAME);
    resolve(join, claim);
    if (!claim->unit && !claim->rivals[0]) {
        claim->unit = find(join, "id", id, (struct str){0}).first;
    }
    if (contradicts(claim)) {
        report_contradiction(join, claim);
        claim->is_contradictory = true;
        claim->unit = NULL;
        return;
    }
    if (claim->rivals[0]) {
        if (!claim->is_beside) {
            report_rivals(join, claim, name->origin, name->header, name->raw);
        }
        return;
    }
    if (!claim->unit) {
        if (!claim->may_add || !claim->key.name.len) {
            report_not_made(join, claim);
            return;
        }
        add_unit(join, claim);
    } else if (is_repeat(claim) || !lend_key(join, claim)) {
        report_repeat(join, DIAG_UNIT_REPEATED, name, name_origin(claim->unit));
    } else {
        record_add(join->scratch, &claim->unit->record, &claim->record, join->diag);
        claim->unit->is_registered |= claim->is_register;
    }
    note_claim(join, claim);
}

static int compare_places(const struct record *a, size_t a_sequence, const struct record *b,
                          size_t b_sequence) {
    int order = str_compare(a->origin.source->file, b->origin.source->file);
    return order ? order : (a_sequence > b_sequence) - (a_sequence < b_sequence);
}

static int compare_claims(const void *left, const void *right) {
    const struct claim *a = *(struct claim *const *)left, *b = *(struct claim *const *)right;
    int order = b->is_register - a->is_register;
    order = order ? order : surety_of(&a->key) - surety_of(&b->key);
    return order ? order : compare_places(&a->record, a->sequence, &b->record, b->sequence);
}

static void join_claims(struct join *join) {
    struct intake *intake = join->intake;
    struct claim **claims = ARENA_ARRAY(join->scratch, struct claim *, intake->n_claims);
    for (size_t i = 0; i < intake->n_claims; i++) {
        claims[i] = intake->claims[i];
        claims[i]->key = unit_key_read(join->inventory->arena, intake->regions, &claims[i]->record);
    }
    if (intake->n_claims > 1) {
        qsort(claims, intake->n_claims, sizeof(struct claim *), compare_claims);
    }
    for (size_t i = 0; i < intake->n_claims; i++) {
        join_claim(join, claims[i]);
    }
}

/* ---- systems ------------------------------------------------------------------------------- */

/* The unit of a system whose table does not say: the only one of its file, else of its folder. */
static struct unit *only_unit(const struct intake *intake, const struct waiting *waiting) {
    const struct origin_units *file = &intake->files[waiting->file];
    if (file->n_units > 0 || waiting->folder == SIZE_MAX) {
        return file->n_units == 1 ? file->unit : NULL;
    }
    const struct origin_units *folder = &intake->folders[waiting->folder];
    return folder->n_units == 1 ? folder->unit : NULL;
}

/* What to write instead of an unknown name: the nearest known one; empty if none is near. */
static struct str propose(struct join *join, struct str name) {
    const struct inventory *inventory = join->inventory;
    if (!join->names) {
        join->names = nearest_open(join->scratch);
        for (size_t i = 0; i < inventory->n_units; i++) {
            const struct record *record = &inventory->units[i]->record;
            nearest_add(join->names, record_value(record, FIELD_UNIT_NAME)->text);
        }
    }
    return nearest_find(join->names, name);
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

/* A list of systems names an institution of which no table of units speaks, its own file having
 * none, and no known name is near: it is taken as it is, and that is said. */
static struct unit *take_listed(struct join *join, const struct waiting *waiting,
                                const struct claim *known) {
    struct str header = record_value(waiting->record, waiting->headers->owner)->header;
    struct claim *claim = ARENA_NEW(join->inventory->arena, struct claim);
    *claim = *known;
    claim->may_add = true;
    claim->record.origin = waiting->record->origin;
    if (!claim->record.values[FIELD_UNIT_NAME]) {
        claim->record.values[FIELD_UNIT_NAME] =
            record_value(waiting->record, waiting->headers->owner);
    }
    claim->key = unit_key_read(join->inventory->arena, join->intake->regions, &claim->record);
    add_unit(join, claim);
    note_claim(join, claim);
    diag_report(join->diag, &(struct diag_note){.id = DIAG_UNIT_LISTED,
                                                .origin = waiting->unit_origin,
                                                .header = header,
                                                .value = waiting->unit});
    return claim->unit;
}

/* The unit that a record's table names; reports what it names and nobody is, or two are. */
static struct unit *named_unit(struct join *join, const struct waiting *waiting) {
    struct claim by_name = {.file = waiting->file, .folder = waiting->folder};
    const struct claim *claim = waiting->claim;
    if (!claim) {
        by_name.key.name = inventory_key(join->scratch, waiting->unit);
        resolve(join, &by_name);
        claim = &by_name;
    }
    struct str header = record_value(waiting->record, waiting->headers->owner)->header;
    if (claim->is_contradictory) {
        return NULL;
    }
    if (claim->rivals[0]) {
        report_rivals(join, claim, waiting->unit_origin, header, waiting->unit);
    } else if (!claim->unit && waiting->is_alone && !propose(join, waiting->unit).len) {
        return take_listed(join, waiting, claim);
    } else if (!claim->unit) {
        struct str name = record_value(waiting->record, waiting->headers->anchor)->text;
        diag_report(join->diag, &(struct diag_note){
                                    .id = DIAG_UNIT_UNKNOWN,
                                    .origin = waiting->unit_origin,
                                    .header = header,
                                    .value = waiting->unit,
                                    .args = {name, waiting->unit, propose(join, waiting->unit)}});
    }
    return claim->unit;
}

static void join_system(struct join *join, const struct waiting *waiting, struct unit *unit) {
    const struct value *name = record_value(waiting->record, FIELD_SYSTEM_NAME);
    const struct system *first = unit_find_system(join->inventory, unit, name->text);
    if (first) {
        report_repeat(join, DIAG_SYSTEM_REPEATED, name,
                      record_value(&first->record, FIELD_SYSTEM_NAME)->origin);
        return;
    }
    unit_add_system(join->inventory, unit, waiting->record);
}

static void join_data(struct join *join, const struct waiting *waiting, struct unit *unit) {
    const struct value *name = record_value(waiting->record, FIELD_DATA_NAME);
    const struct data_category *first = unit_find_data(join->inventory, unit, name->text);
    if (first) {
        report_repeat(join, DIAG_DATA_REPEATED, name,
                      record_value(&first->record, FIELD_DATA_NAME)->origin);
        return;
    }
    unit_add_data(join->inventory, unit, waiting->record);
}

static int compare_waiting(const void *left, const void *right) {
    const struct waiting *a = left, *b = right;
    return compare_places(a->record, a->sequence, b->record, b->sequence);
}

static bool same_place(struct origin a, struct origin b) {
    return a.source == b.source && a.row == b.row && a.column == b.column;
}

/* Systems and data, whose unit is asked for; rows of other sheets follow them. */
static bool is_placed_by_unit(const struct waiting *waiting) {
    return waiting->headers->entity == ENTITY_SYSTEM || waiting->headers->entity == ENTITY_DATA;
}

static void join_waiting(struct join *join) {
    struct intake *intake = join->intake;
    if (intake->n_waiting > 1) {
        qsort(intake->waiting, intake->n_waiting, sizeof *intake->waiting, compare_waiting);
    }
    struct origin reported = {0};
    for (size_t i = 0; i < intake->n_waiting; i++) {
        const struct waiting *waiting = &intake->waiting[i];
        bool is_named = waiting->claim || waiting->unit.len > 0;
        if (!is_placed_by_unit(waiting)) {
            continue;
        }
        struct unit *unit = is_named ? named_unit(join, waiting) : only_unit(intake, waiting);
        if (unit && waiting->headers->entity == ENTITY_DATA) {
            join_data(join, waiting, unit);
        } else if (unit) {
            join_system(join, waiting, unit);
        } else if (!is_named && !same_place(reported, waiting->unit_origin)) {
            reported = waiting->unit_origin;
            report_no_unit(join, waiting);
        }
    }
}

/* ---- rows about systems and units ---------------------------------------------------------- */

/* Says once of rows that follow each other that nobody is of that name, or that they name nobody.
 */
static void report_stray(const struct join *join, const struct waiting *waiting,
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
    resolve(join, &by_name);
    return by_name.unit;
}

static struct system *system_of_row(const struct join *join, const struct unit *unit,
                                    const struct waiting *waiting) {
    bool is_named = waiting->system && value_is_given(waiting->system);
    return is_named               ? unit_find_system(join->inventory, unit, waiting->system->text)
           : unit->n_systems == 1 ? unit->systems[0]
                                  : NULL;
}

static void join_row(struct join *join, const struct waiting *waiting,
                     const struct waiting **last) {
    const struct intake *intake = join->intake;
    const struct value nameless = {.origin = waiting->unit_origin, .raw = waiting->unit};
    struct unit *unit =
        waiting->unit.len > 0 ? unit_of_row(join, waiting) : only_unit(intake, waiting);
    if (!unit) {
        report_stray(join, waiting, intake->units, &nameless, last);
        return;
    }
    if (waiting->headers->entity != ENTITY_GAP) {
        bool is_expert = waiting->headers->entity == ENTITY_EXPERT;
        records_add(join->inventory, is_expert ? &unit->experts : &unit->products, waiting->record);
        return;
    }
    struct system *system = system_of_row(join, unit, waiting);
    if (system) {
        records_add(join->inventory, &system->gaps, waiting->record);
    } else {
        report_stray(join, waiting, intake->systems, waiting->system ? waiting->system : &nameless,
                     last);
    }
}

static void join_rows(struct join *join) {
    const struct intake *intake = join->intake;
    const struct waiting *last = NULL;
    for (size_t i = 0; i < intake->n_waiting; i++) {
        if (!is_placed_by_unit(&intake->waiting[i])) {
            join_row(join, &intake->waiting[i], &last);
        }
    }
}

void intake_join(struct intake *intake, struct inventory *inventory, struct diag *diag) {
    struct join join = {.intake = intake,
                        .inventory = inventory,
                        .scratch = arena_open_like(inventory->arena),
                        .diag = diag};
    join.index = dictionary_open(join.scratch);
    join_claims(&join);
    join_waiting(&join);
    join_rows(&join);
    intake_forget(intake);
    arena_close(join.scratch);
    inventory_sort(inventory);
}
