/*
 * Joining claims: which institution each table spoke of. Claims come in an order of their own
 * (registers first, those with a code before those with a region before those with a name alone),
 * so that neither the order of files nor that of rows decides.
 */
#include <stdlib.h>

#include "intake/join.h"

/* ---- the index ----------------------------------------------------------------------------- */

static struct str join_key(const struct join *join, const char *kind, struct str a, struct str b) {
    return str_join(join->scratch, (struct str[]){str_from_c(kind), a, b}, 3, STR("\n"));
}

static struct str number_text(const struct join *join, size_t number) {
    return str_format(join->scratch, "%zu", number);
}

static struct holder *holder_at(const struct join *join, size_t at) {
    return &join->holders[at >> HOLDERS_SEGMENT][at & ((1U << HOLDERS_SEGMENT) - 1)];
}

static void add_holder(struct join *join, struct unit *unit) {
    if (join->n_holders >> HOLDERS_SEGMENT == join->n_segments) {
        struct holder *segment =
            ARENA_ARRAY(join->scratch, struct holder, (size_t)1 << HOLDERS_SEGMENT);
        ARENA_PUSH(join->scratch, join->holders, join->n_segments, join->capacity, segment);
    }
    *holder_at(join, join->n_holders++) = (struct holder){.first = unit};
}

static struct holder find(const struct join *join, const char *kind, struct str a, struct str b) {
    size_t at;
    struct arena_mark mark = arena_mark(join->scratch);
    bool is_there = a.len && dictionary_get(join->index, join_key(join, kind, a, b), &at);
    arena_rewind(join->scratch, mark);
    return is_there ? *holder_at(join, at) : (struct holder){0};
}

static void note(struct join *join, const char *kind, struct str a, struct str b,
                 struct unit *unit) {
    size_t at;
    struct arena_mark mark = arena_mark(join->scratch);
    if (!a.len) {
        return;
    }
    struct str key = join_key(join, kind, a, b);
    if (dictionary_get(join->index, key, &at)) {
        struct holder *holder = holder_at(join, at);
        bool is_known = holder->first == unit || holder->second == unit;
        holder->has_more |= holder->second && !is_known;
        holder->second = holder->second || is_known ? holder->second : unit;
        arena_rewind(join->scratch, mark);
    } else {
        dictionary_put(join->index, key, join->n_holders);
        add_holder(join, unit);
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

void claim_resolve(const struct join *join, struct claim *claim) {
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

struct origin unit_origin(const struct unit *unit) {
    return record_value(&unit->record, FIELD_UNIT_NAME)->origin;
}

void report_repeat(const struct join *join, enum diag_id id, const struct value *name,
                   struct origin first) {
    struct diag_note note = {.id = id,
                             .origin = name->origin,
                             .header = name->header,
                             .value = name->raw,
                             .args = {name->text, origin_text(join->scratch, first)}};
    diag_report(join->diag, &note);
}

void claim_report_rivals(const struct join *join, const struct claim *claim, struct origin origin,
                         struct str header, struct str value) {
    struct diag_note note = {
        .id = DIAG_UNIT_AMBIGUOUS,
        .origin = origin,
        .header = header,
        .value = value,
        .args = {claim->rivals[0]->id, origin_text(join->scratch, unit_origin(claim->rivals[0])),
                 claim->rivals[1]->id, origin_text(join->scratch, unit_origin(claim->rivals[1]))}};
    diag_report(join->diag, &note);
}

/* By 沿革 the institution of one key is called as that of the other now, under the same code. */
static bool has_become(const struct join *join, const struct unit_key *former,
                       const struct unit_key *key) {
    const struct intake_renames *renames = &join->intake->renames;
    return renames->has_become && str_equal(former->code, key->code) &&
           renames->has_become(renames->context, former, key->name);
}

/* The code says one institution, the name another: which of them is meant must be asked. Not where
 * 沿革 says that one name is a former one of the other. */
static bool contradicts(const struct join *join, const struct claim *claim) {
    const struct unit_key *key = &claim->key, *known = claim->unit ? &claim->unit->key : key;
    return key->code.len && str_equal(key->code, known->code) && key->name.len && known->name.len &&
           !str_equal(key->name, known->name) && !has_become(join, key, known) &&
           !has_become(join, known, key);
}

static void report_contradiction(const struct join *join, enum diag_id id,
                                 const struct claim *claim, const struct value *known) {
    const struct value *name = record_value(claim->record, FIELD_UNIT_NAME);
    diag_report(join->diag, &(struct diag_note){
                                .id = id,
                                .origin = name->origin,
                                .header = name->header,
                                .value = name->raw,
                                .args = {known->text, origin_text(join->scratch, known->origin)}});
}

/* ---- units --------------------------------------------------------------------------------- */

void claim_note(struct join *join, const struct claim *claim) {
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

void claim_add_unit(struct join *join, struct claim *claim) {
    claim->unit = inventory_add(join->inventory, claim->record, &claim->key);
    claim->unit->is_registered = claim->is_register;
    note(join, "id", claim->unit->id, (struct str){0}, claim->unit);
}

bool claim_is_repeat(const struct claim *claim, const struct unit *unit) {
    return claim->is_register && unit->is_registered &&
           surety_of(&claim->key) == surety_of(&unit->key);
}

/* A list of names and persons says nothing of whom nobody else speaks of: once a sheet. */
static void report_not_made(struct join *join, const struct claim *claim) {
    const struct value *name = record_value(claim->record, FIELD_UNIT_NAME);
    if (claim->is_beside || !value_is_given(name) || join->not_made == name->origin.source) {
        return;
    }
    join->not_made = name->origin.source;
    diag_report(join->diag, &(struct diag_note){.id = DIAG_UNIT_NOT_MADE,
                                                .origin = name->origin,
                                                .header = name->header,
                                                .value = name->raw});
}

/* The unit of the claim's own identifier. */
static struct unit *find_by_id(const struct join *join, const struct claim *claim) {
    struct arena_mark mark = arena_mark(join->scratch);
    struct str id = unit_key_text(join->scratch, &claim->key);
    struct unit *unit = find(join, "id", id, (struct str){0}).first;
    arena_rewind(join->scratch, mark);
    return unit;
}

static void join_claim(struct join *join, struct claim *claim) {
    claim_resolve(join, claim);
    if (!claim->unit && !claim->rivals[0]) {
        claim->unit = find_by_id(join, claim);
    }
    if (contradicts(join, claim)) {
        report_contradiction(join, DIAG_UNIT_CODE_NAME, claim,
                             record_value(&claim->unit->record, FIELD_UNIT_NAME));
        claim->is_contradictory = true;
        claim->unit = NULL;
        return;
    }
    if (claim->rivals[0]) {
        if (!claim->is_beside) {
            const struct value *name = record_value(claim->record, FIELD_UNIT_NAME);
            claim_report_rivals(join, claim, name->origin, name->header, name->raw);
        }
        return;
    }
    if (!claim->unit) {
        if (!claim->may_add || !claim->key.name.len) {
            report_not_made(join, claim);
            return;
        }
        claim_add_unit(join, claim);
    } else if (!claim_is_repeat(claim, claim->unit)) {
        claim->is_apart = !lend_key(join, claim);
        claim->unit->is_registered |= claim->is_register && !claim->is_apart;
    }
    claim_note(join, claim);
}

int place_compare(const struct place_order *a, const struct place_order *b) {
    int order = str_compare(a->file, b->file);
    return order ? order : (a->sequence > b->sequence) - (a->sequence < b->sequence);
}

/* What claims are ordered by. */
struct claim_order {
    int is_register, surety;
    struct place_order place;
    struct claim *claim;
};

static int compare_claims(const void *left, const void *right) {
    const struct claim_order *a = left, *b = right;
    int order = b->is_register - a->is_register;
    order = order ? order : a->surety - b->surety;
    return order ? order : place_compare(&a->place, &b->place);
}

/* ---- one code under two names --------------------------------------------------------------- */

/* Who registers a code, and the first who registers it under another name; who does under the name
 * that the others are former ones of, if there is no dispute. */
struct code_holder {
    const struct claim *first, *other, *latest;
    bool is_disputed;
};

struct code_holders {
    /* Gone when all codes are judged. */
    struct arena *arena;
    struct dictionary *index;
    struct code_holder *items;
    size_t n_items, capacity;
};

static bool registers_code(const struct claim *claim) {
    return claim->is_register && claim->key.code.len && claim->key.name.len;
}

static void note_code(const struct join *join, struct code_holders *holders,
                      const struct claim *claim) {
    size_t at;
    if (dictionary_put(holders->index, claim->key.code, holders->n_items)) {
        struct code_holder holder = {.first = claim, .latest = claim};
        ARENA_PUSH(holders->arena, holders->items, holders->n_items, holders->capacity, holder);
    } else if (dictionary_get(holders->index, claim->key.code, &at)) {
        struct code_holder *holder = &holders->items[at];
        bool is_same = str_equal(holder->first->key.name, claim->key.name);
        const struct unit_key *latest = &holder->latest->key;
        bool is_latest = str_equal(latest->name, claim->key.name);
        bool is_later = !is_latest && has_become(join, latest, &claim->key);
        bool is_former = !is_latest && has_become(join, &claim->key, latest);
        holder->other = holder->other || is_same ? holder->other : claim;
        holder->latest = is_later ? claim : holder->latest;
        /* who was renamed and renamed back has both, and it is asked which */
        holder->is_disputed |= !is_latest && is_later == is_former;
    }
}

/* The claim's code is nobody's: who registers it is asked, and its box stays empty. */
static void clear_code(const struct join *join, struct claim *claim,
                       const struct code_holder *holder) {
    const struct value *code = record_value(claim->record, FIELD_UNIT_CREDIT_CODE);
    struct value *bad = ARENA_NEW(join->inventory->arena, struct value);
    *bad = *code;
    bad->is_bad = true;
    record_set(claim->record, FIELD_UNIT_CREDIT_CODE, bad);
    claim->key.code = (struct str){0};
    if (claim->is_register && claim->key.name.len) {
        bool is_first = str_equal(claim->key.name, holder->first->key.name);
        const struct claim *other = !holder->is_disputed ? holder->latest
                                    : is_first           ? holder->other
                                                         : holder->first;
        report_contradiction(join,
                             holder->is_disputed ? DIAG_UNIT_CODE_SHARED : DIAG_UNIT_CODE_FORMER,
                             claim, record_value(other->record, FIELD_UNIT_NAME));
    }
}

/* The code is not that of who is called so. */
static bool is_cleared(const struct code_holder *holder, const struct unit_key *key) {
    return holder->other && (holder->is_disputed ||
                             (key->name.len && !str_equal(key->name, holder->latest->key.name)));
}

/* A code that two registers give to two names is copied, or one name is mistaken: neither has it;
 * where 沿革 says that one is a former name of the other, the code is the latter's. */
static void clear_disputed_codes(const struct join *join, struct claim **claims, size_t n_claims) {
    struct arena *scratch = arena_open_like(join->scratch);
    struct code_holders holders = {.arena = scratch, .index = dictionary_open(scratch)};
    for (size_t i = 0; i < n_claims; i++) {
        if (registers_code(claims[i])) {
            note_code(join, &holders, claims[i]);
        }
    }
    for (size_t i = 0; i < n_claims; i++) {
        size_t at;
        arena_rest(join->inventory->arena, i);
        const struct unit_key *key = &claims[i]->key;
        if (key->code.len && dictionary_get(holders.index, key->code, &at) &&
            is_cleared(&holders.items[at], key)) {
            clear_code(join, claims[i], &holders.items[at]);
        }
    }
    arena_close(scratch);
}

/* ---- all claims ------------------------------------------------------------------------------ */

static void sort_claims(const struct join *join, struct claim **claims, size_t n) {
    struct arena *scratch = arena_open_like(join->scratch);
    struct claim_order *orders = ARENA_ARRAY(scratch, struct claim_order, n);
    for (size_t i = 0; i < n; i++) {
        struct claim *claim = claims[i];
        struct str file = join->intake->files[claim->file].name;
        orders[i] = (struct claim_order){
            claim->is_register, surety_of(&claim->key), {file, claim->sequence}, claim};
    }
    qsort(orders, n, sizeof *orders, compare_claims);
    for (size_t i = 0; i < n; i++) {
        claims[i] = orders[i].claim;
    }
    arena_close(scratch);
}

void claims_join(struct join *join) {
    struct intake *intake = join->intake;
    struct claim **claims = ARENA_ARRAY(join->scratch, struct claim *, intake->n_claims);
    join->claims = claims;
    for (size_t i = 0; i < intake->n_claims; i++) {
        claims[i] = intake->claims[i];
        arena_rest(join->inventory->arena, i);
        claims[i]->key = unit_key_read(join->inventory->arena, intake->regions, claims[i]->record);
    }
    sort_claims(join, claims, intake->n_claims);
    clear_disputed_codes(join, claims, intake->n_claims);
    sort_claims(join, claims, intake->n_claims);
    for (size_t i = 0; i < intake->n_claims; i++) {
        arena_rest(join->inventory->arena, i);
        join_claim(join, claims[i]);
    }
}
