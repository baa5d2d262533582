/* What differs between two papers about one institution, in words. */
#include "intake/party.h"

/* Differences that are named; the rest is counted. */
enum { MOST_NAMED = 6 };

/* A list of differences being made. */
struct differ {
    const struct join *join;
    const struct party *party;
    struct difference *difference;
    struct buf buf;
};

/* ---- sides ----------------------------------------------------------------------------------- */

struct hand *party_hand(const struct party *party, size_t file) {
    struct hand *found = NULL;
    for (size_t i = 0; i < party->n_hands && !found; i++) {
        found = party->hands[i].file == file ? &party->hands[i] : NULL;
    }
    return found;
}

static bool is_of_side(const struct party *party, struct side side, size_t file) {
    return (side.file == SIZE_MAX || side.file == file) &&
           (side.sender == SIZE_MAX || party_hand(party, file)->sender == side.sender);
}

bool side_has_claim(const struct party *party, struct side side, const struct claim *claim) {
    return is_of_side(party, side, claim->file);
}

bool side_has_waiting(const struct party *party, struct side side, const struct waiting *waiting) {
    return is_of_side(party, side, waiting->file);
}

/* ---- records ----------------------------------------------------------------------------------
 */

struct str record_differences(struct arena *arena, const struct record *a, const struct record *b) {
    struct buf buf = {.arena = arena};
    size_t n = 0;
    for (size_t i = 0; i < N_FIELDS; i++) {
        const struct value *here = record_value(a, (enum field)i);
        const struct value *there = record_value(b, (enum field)i);
        if (value_said(here).len && value_said(there).len &&
            !values_agree(here, there, (enum field)i) && n++ < MOST_NAMED) {
            buf_add(&buf, diag_word(arena, DIAG_WORD_QUOTED, here->header));
        }
    }
    return buf_str(&buf);
}

/* ---- the list -------------------------------------------------------------------------------- */

static void name_difference(struct differ *differ, enum diag_word word, struct str about) {
    if (differ->difference->n++ < MOST_NAMED) {
        struct str mark =
            diag_word(differ->join->scratch, DIAG_WORD_DIFFERENCE_MARK, (struct str){0});
        buf_add(&differ->buf, differ->buf.len ? mark : (struct str){0});
        buf_add(&differ->buf, diag_word(differ->join->scratch, word, about));
    }
}

/* Spelt otherwise, or not said beside the systems of one's own sheet. */
static bool is_one_name(struct arena *scratch, const struct value *a, const struct value *b) {
    struct str here = value_said(a), there = value_said(b);
    return !here.len || !there.len ||
           str_equal(inventory_key(scratch, here), inventory_key(scratch, there));
}

/* Compares two records; `name` stands before the header. */
static void compare_records(struct differ *differ, const struct record *a, const struct record *b,
                            struct str name) {
    for (size_t i = 0; i < N_FIELDS; i++) {
        const struct value *here = record_value(a, (enum field)i);
        const struct value *there = record_value(b, (enum field)i);
        bool is_name = i == FIELD_UNIT_NAME || i == FIELD_SYSTEM_UNIT;
        if (values_agree(here, there, (enum field)i) ||
            (is_name && is_one_name(differ->join->scratch, here, there))) {
            continue;
        }
        struct str header = here->header.len ? here->header : there->header;
        struct str parts[] = {name, header};
        name_difference(differ, DIAG_WORD_DIFFERENT,
                        name.len ? str_join(differ->join->scratch, parts, 2, STR("/")) : header);
        differ->difference->is_conflict |=
            !name.len && value_said(here).len && value_said(there).len;
    }
}

/* What a side says of the unit itself, the first word first. */
static struct record unit_of_side(const struct party *party, struct side side) {
    struct record record = {0};
    for (size_t i = 0; i < party->n_claims; i++) {
        const struct claim *claim = party->claims[i];
        for (size_t k = 0; side_has_claim(party, side, claim) && k < N_FIELDS; k++) {
            if (!record_at(&record, (enum field)k)) {
                record_set(&record, (enum field)k, record_at(claim->record, (enum field)k));
            }
        }
    }
    return record;
}

struct str waiting_key(struct arena *arena, const struct waiting *waiting) {
    return value_key(arena, record_value(waiting->record, waiting->headers->anchor)->text);
}

/* Compares the systems, or the data, of two sides. */
static void compare_lists(struct differ *differ, struct side a, struct side b,
                          enum field_entity entity) {
    const struct party *party = differ->party;
    struct difference *difference = differ->difference;
    struct arena *scratch = differ->join->scratch;
    struct dictionary *there = dictionary_open(scratch), *here = dictionary_open(scratch);
    for (size_t i = 0; i < party->n_waiting; i++) {
        const struct waiting *waiting = party->waiting[i];
        if (waiting->headers->entity == entity && side_has_waiting(party, b, waiting)) {
            dictionary_put(there, waiting_key(scratch, waiting), i);
        }
    }
    for (size_t i = 0, at; i < party->n_waiting; i++) {
        const struct waiting *waiting = party->waiting[i];
        struct str key = waiting_key(scratch, waiting);
        if (waiting->headers->entity != entity || !side_has_waiting(party, a, waiting) ||
            !dictionary_put(here, key, i)) {
            continue;
        }
        struct str name = record_value(waiting->record, waiting->headers->anchor)->text;
        if (dictionary_get(there, key, &at)) {
            difference->n_shared++;
            compare_records(differ, waiting->record, party->waiting[at]->record, name);
        } else {
            difference->n_only_here++;
            name_difference(differ, DIAG_WORD_ONLY_HERE, name);
        }
    }
    for (size_t i = 0, at; i < party->n_waiting; i++) {
        const struct waiting *waiting = party->waiting[i];
        struct str key = waiting_key(scratch, waiting);
        if (waiting->headers->entity == entity && side_has_waiting(party, b, waiting) &&
            dictionary_get(there, key, &at) && at == i && !dictionary_get(here, key, &at)) {
            difference->n_only_there++;
            name_difference(differ, DIAG_WORD_ONLY_THERE,
                            record_value(waiting->record, waiting->headers->anchor)->text);
        }
    }
}

struct difference party_compare(const struct join *join, const struct party *party, struct side a,
                                struct side b, unsigned kinds) {
    struct difference difference = {0};
    struct differ differ = {.join = join, .party = party, .difference = &difference};
    differ.buf.arena = join->scratch;
    if (kinds & KIND(ENTITY_UNIT)) {
        struct record here = unit_of_side(party, a), there = unit_of_side(party, b);
        compare_records(&differ, &here, &there, (struct str){0});
    }
    if (kinds & KIND(ENTITY_SYSTEM)) {
        compare_lists(&differ, a, b, ENTITY_SYSTEM);
    }
    if (kinds & KIND(ENTITY_DATA)) {
        compare_lists(&differ, a, b, ENTITY_DATA);
    }
    if (difference.n > MOST_NAMED) {
        buf_add(&differ.buf, diag_word_number(join->scratch, DIAG_WORD_DIFFERENCES, difference.n));
    }
    difference.text = buf_str(&differ.buf);
    return difference;
}
