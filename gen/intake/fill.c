/* What is taken of all that was said of institutions becomes their records. */
#include "intake/party.h"

/* ---- gathering ------------------------------------------------------------------------------- */

/* The hand of a file, there from then on. */
static struct hand *find_hand(const struct join *join, struct party *party, size_t file) {
    struct hand *hand = party_hand(party, file);
    if (hand) {
        return hand;
    }
    const struct intake *intake = join->intake;
    const struct origin_units *facts = &intake->files[file];
    bool is_text = facts->folder != SIZE_MAX;
    const struct origin_units *sender = is_text ? &intake->folders[facts->folder] : facts;
    struct hand new = {.file = file,
                       .sender = is_text ? intake->n_files + facts->folder : file,
                       .is_own = sender->n_units == 1 && sender->unit == party->unit,
                       .evidence = facts->evidence};
    ARENA_PUSH(join->scratch, party->hands, party->n_hands, party->hands_capacity, new);
    return &party->hands[party->n_hands - 1];
}

static void gather_claim(const struct join *join, struct party *party, struct claim *claim) {
    struct hand *hand = find_hand(join, party, claim->file);
    hand->is_register |= claim->is_register;
    hand->kinds |= claim->is_register ? KIND(ENTITY_UNIT) : 0;
    ARENA_PUSH(join->scratch, party->claims, party->n_claims, party->claims_capacity, claim);
}

static void gather_waiting(const struct join *join, struct party *party,
                           const struct waiting *waiting) {
    struct hand *hand = find_hand(join, party, waiting->file);
    hand->kinds |= KIND(waiting->headers->entity);
    if (waiting->filled.year) {
        evidence_note_day(&hand->evidence, waiting->filled);
    }
    ARENA_PUSH(join->scratch, party->waiting, party->n_waiting, party->waiting_capacity, waiting);
}

/* Parties stand in the order of the inventory. */
static void gather(struct join *join) {
    const struct inventory *inventory = join->inventory;
    const struct intake *intake = join->intake;
    join->n_parties = inventory->n_units;
    join->parties = ARENA_ARRAY(join->scratch, struct party, join->n_parties);
    for (size_t i = 0; i < join->n_parties; i++) {
        join->parties[i].unit = inventory->units[i];
    }
    for (size_t i = 0; i < intake->n_claims; i++) {
        const struct unit *unit = join->claims[i]->unit;
        arena_rest(join->inventory->arena, i);
        if (unit) {
            gather_claim(join, &join->parties[unit->place], join->claims[i]);
        }
    }
    for (size_t i = 0; i < intake->n_waiting; i++) {
        const struct unit *unit = intake->waiting[i].whose;
        arena_rest(join->inventory->arena, i);
        if (unit) {
            gather_waiting(join, &join->parties[unit->place], &intake->waiting[i]);
        }
    }
}

/* ---- what is not taken ----------------------------------------------------------------------- */

/* A record about an institution that handed in its own: that it says something else. */
static void report_foreign(const struct join *join, const struct party *party,
                           const struct value *place, const struct value *own,
                           struct str differences) {
    struct str name = record_value(&party->unit->record, FIELD_UNIT_NAME)->text;
    diag_report(
        join->diag,
        &(struct diag_note){.id = DIAG_FOREIGN_DIFFERS,
                            .origin = place->origin,
                            .header = place->header,
                            .value = place->raw,
                            .args = {name, origin_text(join->scratch, own->origin), differences}});
}

static void hold_against(const struct join *join, const struct party *party, size_t file,
                         const struct value *place, const struct record *said,
                         const struct record *own, enum field name) {
    struct str differences = record_differences(join->scratch, said, own);
    if (differences.len) {
        report_foreign(join, party, place, record_value(own, name), differences);
    } else {
        join->n_same[file]++;
    }
}

static void report_unlisted(const struct join *join, const struct party *party,
                            const struct value *place) {
    struct str name = record_value(&party->unit->record, FIELD_UNIT_NAME)->text;
    struct str own = origin_text(join->scratch, unit_origin(party->unit));
    diag_report(join->diag, &(struct diag_note){.id = DIAG_SYSTEM_FOREIGN,
                                                .origin = place->origin,
                                                .header = place->header,
                                                .value = place->raw,
                                                .args = {name, own}});
}

/* A record of a kind that the institution itself handed in, or of an older paper. */
static void leave_waiting(const struct join *join, const struct party *party,
                          const struct waiting *waiting) {
    const struct inventory *inventory = join->inventory;
    enum field anchor = waiting->headers->anchor;
    const struct value *name = record_value(waiting->record, anchor);
    const struct record *own = NULL;
    if (waiting->headers->entity == ENTITY_SYSTEM) {
        const struct system *system = unit_find_system(inventory, party->unit, name->text);
        own = system ? &system->record : NULL;
    } else if (waiting->headers->entity == ENTITY_DATA) {
        const struct data_category *data = unit_find_data(inventory, party->unit, name->text);
        own = data ? &data->record : NULL;
    } else {
        join->n_same[waiting->file]++;
        return;
    }
    if (own) {
        hold_against(join, party, waiting->file, name, waiting->record, own, anchor);
    } else {
        report_unlisted(join, party, name);
    }
}

/* ---- units ----------------------------------------------------------------------------------- */

/* What another's list says of a unit's management is taken where the unit says nothing of it. */
static void lend_management(const struct join *join, const struct party *party,
                            const struct claim *claim) {
    const struct headers *management = join->intake->sheets[SHEET_MANAGEMENT];
    struct record *record = &party->unit->record;
    for (size_t i = 0; i < management->n_rules; i++) {
        enum field field = management->rules[i].field;
        if (field != FIELD_UNIT_NAME && !record_at(record, field)) {
            record_set(record, field, record_at(claim->record, field));
        }
    }
}

static bool is_taken(const struct party *party, const struct claim *claim) {
    const struct hand *hand = party_hand(party, claim->file);
    if (claim->is_register) {
        return (hand->taken & KIND(ENTITY_UNIT)) != 0;
    }
    return hand->is_main || (!party->has_main && !hand->is_old);
}

static void take_claim(const struct join *join, struct unit *unit, const struct claim *claim) {
    const struct value *name = record_value(claim->record, FIELD_UNIT_NAME);
    const struct origin first = unit_origin(unit);
    bool is_first = !unit->record.origin.source;
    bool is_same_file = first.source && name->origin.source &&
                        str_equal(first.source->file, name->origin.source->file);
    if (is_first) {
        unit->record = *claim->record;
        unit->key = claim->key;
        unit->is_registered = claim->is_register;
    } else if (claim->is_apart || (is_same_file && claim_is_repeat(claim, unit))) {
        report_repeat(join, DIAG_UNIT_REPEATED, name, first);
    } else {
        record_add(join->scratch, &unit->record, claim->record, join->diag);
        unit_key_fill(&unit->key, &claim->key);
        unit->is_registered |= claim->is_register;
    }
}

static void fill_unit(const struct join *join, const struct party *party) {
    struct unit *unit = party->unit;
    if (party->n_claims == 0) {
        /* a list named it, and says no more */
        return;
    }
    unit->record = (struct record){0};
    for (size_t i = 0; i < party->n_claims; i++) {
        if (is_taken(party, party->claims[i])) {
            take_claim(join, unit, party->claims[i]);
        }
    }
    unit->id = unit_key_text(join->inventory->arena, &unit->key);
    for (size_t i = 0; i < party->n_claims; i++) {
        const struct claim *claim = party->claims[i];
        const struct hand *hand = party_hand(party, claim->file);
        if (is_taken(party, claim) || hand->is_old) {
            continue;
        }
        if (!claim->is_register) {
            lend_management(join, party, claim);
        } else if (!hand->is_main) {
            hold_against(join, party, claim->file, record_value(claim->record, FIELD_UNIT_NAME),
                         claim->record, &unit->record, FIELD_UNIT_NAME);
        }
    }
}

/* ---- systems, data and rows ------------------------------------------------------------------ */

/* A level in which two rows of a system differ counts in neither: reports VALUE_DISAGREES. */
static void refuse_levels(const struct join *join, struct record *first,
                          const struct record *second) {
    static const enum field fields[] = {FIELD_SYSTEM_LEVEL, FIELD_SYSTEM_S_LEVEL,
                                        FIELD_SYSTEM_A_LEVEL};
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        const struct value *a = record_value(first, fields[i]);
        const struct value *b = record_value(second, fields[i]);
        if (!value_is_given(a) || !value_is_given(b) || str_equal(a->text, b->text)) {
            continue;
        }
        struct value *refused = ARENA_NEW(join->inventory->arena, struct value);
        *refused =
            (struct value){.is_bad = true, .raw = a->raw, .origin = a->origin, .header = a->header};
        record_set(first, fields[i], refused);
        diag_report(join->diag, &(struct diag_note){.id = DIAG_VALUE_DISAGREES,
                                                    .origin = b->origin,
                                                    .header = b->header,
                                                    .value = b->raw,
                                                    .args = {a->raw, a->header, a->header}});
    }
}

static void join_system(const struct join *join, const struct waiting *waiting, struct unit *unit) {
    const struct value *name = record_value(waiting->record, FIELD_SYSTEM_NAME);
    struct system *first = unit_find_system(join->inventory, unit, name->text);
    if (first) {
        report_repeat(join, DIAG_SYSTEM_REPEATED, name,
                      record_value(&first->record, FIELD_SYSTEM_NAME)->origin);
        refuse_levels(join, &first->record, waiting->record);
        return;
    }
    unit_add_system(join->inventory, unit, waiting->record);
}

static void join_data(const struct join *join, const struct waiting *waiting, struct unit *unit) {
    const struct value *name = record_value(waiting->record, FIELD_DATA_NAME);
    const struct data_category *first = unit_find_data(join->inventory, unit, name->text);
    if (first) {
        report_repeat(join, DIAG_DATA_REPEATED, name,
                      record_value(&first->record, FIELD_DATA_NAME)->origin);
        return;
    }
    unit_add_data(join->inventory, unit, waiting->record);
}

static struct system *system_of_row(const struct join *join, const struct unit *unit,
                                    const struct waiting *waiting) {
    bool is_named = waiting->system && value_is_given(waiting->system);
    return is_named               ? unit_find_system(join->inventory, unit, waiting->system->text)
           : unit->n_systems == 1 ? unit->systems[0]
                                  : NULL;
}

static void join_row(const struct join *join, const struct waiting *waiting, struct unit *unit,
                     const struct waiting **last) {
    const struct value nameless = {.origin = waiting->unit_origin, .raw = waiting->unit};
    if (waiting->headers->entity != ENTITY_GAP) {
        bool is_expert = waiting->headers->entity == ENTITY_EXPERT;
        records_add(join->inventory, is_expert ? &unit->experts : &unit->products, waiting->record);
        return;
    }
    struct system *system = system_of_row(join, unit, waiting);
    if (system) {
        records_add(join->inventory, &system->gaps, waiting->record);
    } else {
        report_stray(join, waiting, join->intake->systems,
                     waiting->system ? waiting->system : &nameless, last);
    }
}

static void fill_lists(const struct join *join, const struct party *party) {
    const struct waiting *last = NULL;
    for (size_t turn = 0; turn < 2; turn++) {
        for (size_t i = 0; i < party->n_waiting; i++) {
            const struct waiting *waiting = party->waiting[i];
            enum field_entity entity = waiting->headers->entity;
            bool is_row = entity != ENTITY_SYSTEM && entity != ENTITY_DATA;
            if (is_row != (turn > 0) || waiting->says_none ||
                !(party_hand(party, waiting->file)->taken & KIND(entity))) {
                continue;
            }
            if (entity == ENTITY_SYSTEM) {
                join_system(join, waiting, party->unit);
            } else if (entity == ENTITY_DATA) {
                join_data(join, waiting, party->unit);
            } else {
                join_row(join, waiting, party->unit, &last);
            }
        }
    }
    for (size_t i = 0; i < party->n_waiting; i++) {
        const struct waiting *waiting = party->waiting[i];
        const struct hand *hand = party_hand(party, waiting->file);
        if (!(hand->taken & KIND(waiting->headers->entity)) && !hand->is_old && !hand->is_main &&
            party->has_main && !waiting->says_none) {
            leave_waiting(join, party, waiting);
        }
    }
}

/* ---- all ------------------------------------------------------------------------------------- */

/* Says once a file that rows of it are the institutions' own already. */
static void report_same(const struct join *join) {
    const struct intake *intake = join->intake;
    for (size_t i = 0; i < intake->n_files; i++) {
        if (join->n_same[i] > 0) {
            struct source *source = ARENA_NEW(join->inventory->arena, struct source);
            source->file = intake->files[i].name;
            diag_report(join->diag, &(struct diag_note){.id = DIAG_FOREIGN_SAME,
                                                        .origin = {.source = source},
                                                        .args = {str_format(join->scratch, "%zu",
                                                                            join->n_same[i])}});
        }
    }
}

void parties_fill(struct join *join) {
    struct inventory *inventory = join->inventory;
    gather(join);
    join->n_same = ARENA_ARRAY(join->scratch, size_t, join->intake->n_files);
    inventory->n_units = 0;
    for (size_t i = 0; i < join->n_parties; i++) {
        struct party *party = &join->parties[i];
        arena_rest(join->inventory->arena, i);
        party_settle(join, party);
        if (!party->is_undecided) {
            inventory->units[inventory->n_units++] = party->unit;
            fill_unit(join, party);
            fill_lists(join, party);
        }
    }
    report_same(join);
}
