/*
 * Whose word counts for an institution.
 *
 * Its own papers are those that make no other institution: a workbook, or the CSV files of a
 * folder; before them stand those with a table that says who it is. Of two such senders the newer
 * by their own evidence is taken whole; two that do not contradict each other, of which one alone
 * lists systems, are one submission in two files. What others say of a kind of records that the
 * institution itself handed in is not taken. Before all evidence stands what was accepted. Of an
 * institution without papers of its own, or of a kind that it did not hand in, what collected lists
 * say is taken: of two that list the same systems, again the newer.
 */
#include "intake/party.h"

#include "intake/accepted.h"

enum { LISTS = KIND(ENTITY_SYSTEM) | KIND(ENTITY_DATA), WHOLE = KIND(ENTITY_UNIT) | LISTS };

/* ---- reports --------------------------------------------------------------------------------- */

/* A value of a side at which something can be said of all of it: the unit's name, or the first
 * record's. */
static struct value place_of(const struct party *party, struct side side) {
    for (size_t i = 0; i < party->n_claims; i++) {
        const struct value *name = record_value(party->claims[i]->record, FIELD_UNIT_NAME);
        if (side_has_claim(party, side, party->claims[i]) && value_is_given(name)) {
            return *name;
        }
    }
    for (size_t i = 0; i < party->n_waiting; i++) {
        const struct waiting *waiting = party->waiting[i];
        if (side_has_waiting(party, side, waiting)) {
            return *record_value(waiting->record, waiting->headers->anchor);
        }
    }
    return (struct value){0};
}

static struct str file_of(struct value place) {
    return place.origin.source ? place.origin.source->file : (struct str){0};
}

/* What tells that one side is newer than the other, in words. */
static struct str reason_of(const struct join *join, const struct evidence *newer,
                            const struct evidence *older, enum evidence_kind kind) {
    static const enum diag_word words[] = {[EVIDENCE_NONE] = DIAG_WORD_BY_SAVED,
                                           [EVIDENCE_FILLED] = DIAG_WORD_BY_FILLED,
                                           [EVIDENCE_MARK] = DIAG_WORD_BY_MARK,
                                           [EVIDENCE_SAVED] = DIAG_WORD_BY_SAVED};
    struct str said = newer->saved;
    enum diag_word word = words[kind];
    if (kind == EVIDENCE_FILLED) {
        said = date_to_iso(join->scratch, newer->filled, DATE_DAY);
    } else if (kind == EVIDENCE_MARK) {
        bool is_older_marked = newer->mark.len == 0 || (newer->standing <= 0 && !newer->day);
        word = is_older_marked ? DIAG_WORD_BY_OLD_MARK : word;
        said = is_older_marked ? older->mark : newer->mark;
    }
    return diag_word(join->scratch, word, said);
}

static void report(const struct join *join, enum diag_id id, const struct party *party,
                   struct side side, const struct str args[3]) {
    struct value place = place_of(party, side);
    struct str name = record_value(&party->unit->record, FIELD_UNIT_NAME)->text;
    diag_report(join->diag, &(struct diag_note){.id = id,
                                                .origin = place.origin,
                                                .header = place.header,
                                                .value = place.raw,
                                                .unit = party->unit->id,
                                                .args = {name, args[0], args[1], args[2]}});
}

/* ---- two sides ------------------------------------------------------------------------------- */

/* How two papers stand to each other. */
enum relation {
    /* They go together. */
    GO_TOGETHER,
    /* They say the same. */
    SAY_THE_SAME,
    FIRST_IS_NEWER,
    SECOND_IS_NEWER,
    UNDECIDED,
};

static bool is_of_side(const struct hand *hand, struct side side) {
    return (side.sender == SIZE_MAX || side.sender == hand->sender) &&
           (side.file == SIZE_MAX || side.file == hand->file);
}

static struct evidence evidence_of(const struct party *party, struct side side) {
    struct evidence evidence = {.standing = 0};
    for (size_t i = 0; i < party->n_hands; i++) {
        const struct hand *hand = &party->hands[i];
        if (is_of_side(hand, side)) {
            evidence_add(&evidence, &hand->evidence);
        }
    }
    return evidence;
}

/* Papers that are two versions must have something in common, and the newer must not lack what the
 * older is about. */
static bool are_versions(const struct difference *difference, bool is_first_newer) {
    size_t n_here = difference->n_shared + difference->n_only_here;
    size_t n_there = difference->n_shared + difference->n_only_there;
    size_t n_newer = is_first_newer ? n_here : n_there, n_older = is_first_newer ? n_there : n_here;
    return n_newer + n_older == 0 || difference->n_shared > 0 || n_older == 0;
}

/* Asks which is meant, at both. */
static enum relation ask(const struct join *join, const struct party *party, struct side a,
                         struct side b) {
    struct difference here = party_compare(join, party, a, b, WHOLE);
    struct difference there = party_compare(join, party, b, a, WHOLE);
    report(join, DIAG_SUBMISSION_UNDATED, party, a,
           (struct str[3]){file_of(place_of(party, b)), here.text, {0}});
    report(join, DIAG_SUBMISSION_UNDATED, party, b,
           (struct str[3]){file_of(place_of(party, a)), there.text, {0}});
    return UNDECIDED;
}

/* By which row of 审核.csv a side is accepted; NULL for none. */
static const struct intake_accepted_row *accepted_by(const struct party *party, struct side side) {
    for (size_t i = 0; i < party->n_hands; i++) {
        const struct hand *hand = &party->hands[i];
        if (is_of_side(hand, side) && hand->accepted) {
            return hand->accepted;
        }
    }
    return NULL;
}

/* Errors found while the files of a side were read. */
static size_t errors_of(const struct join *join, const struct party *party, struct side side) {
    size_t n = 0;
    for (size_t i = 0; i < party->n_hands; i++) {
        n += is_of_side(&party->hands[i], side) ? join->n_errors[party->hands[i].file] : 0;
    }
    return n;
}

/* Decides for the accepted one of two versions, and says so of the other. */
static enum relation keep_accepted(const struct join *join, const struct party *party,
                                   const struct side sides[2], bool is_first, unsigned kinds) {
    struct side kept = sides[!is_first], other = sides[is_first];
    struct difference difference = party_compare(join, party, other, kept, kinds);
    struct intake_version version = {.row = accepted_by(party, kept),
                                     .unit = party->unit,
                                     .file = file_of(place_of(party, kept)),
                                     .n_errors = errors_of(join, party, kept),
                                     .other = file_of(place_of(party, other)),
                                     .n_other_errors = errors_of(join, party, other)};
    report(join, DIAG_ACCEPTED_KEPT, party, other,
           (struct str[3]){version.file, accepted_errors(join, &version), difference.text});
    accepted_note(join, &version);
    return is_first ? FIRST_IS_NEWER : SECOND_IS_NEWER;
}

/* Decides between two versions: for the accepted one, else by their own evidence, and reports the
 * older. */
static enum relation decide(const struct join *join, const struct party *party, struct side a,
                            struct side b, unsigned kinds) {
    bool is_accepted = accepted_by(party, a) != NULL;
    if (is_accepted != (accepted_by(party, b) != NULL)) {
        return keep_accepted(join, party, (const struct side[2]){a, b}, is_accepted, kinds);
    }
    struct evidence here = evidence_of(party, a), there = evidence_of(party, b);
    enum evidence_kind kind;
    int order = evidence_compare(&here, &there, &kind);
    struct difference difference = party_compare(join, party, a, b, kinds);
    if (order == 0 || !are_versions(&difference, order > 0)) {
        return ask(join, party, a, b);
    }
    struct side newer = order > 0 ? a : b, older = order > 0 ? b : a;
    struct str reason =
        order > 0 ? reason_of(join, &here, &there, kind) : reason_of(join, &there, &here, kind);
    difference = party_compare(join, party, older, newer, kinds);
    report(join, DIAG_SUBMISSION_OLD, party, older,
           (struct str[3]){file_of(place_of(party, newer)), reason, difference.text});
    return order > 0 ? FIRST_IS_NEWER : SECOND_IS_NEWER;
}

static enum relation relate(const struct join *join, const struct party *party, struct side a,
                            struct side b, unsigned kinds) {
    struct difference difference = party_compare(join, party, a, b, kinds);
    size_t n_here = difference.n_shared + difference.n_only_here;
    size_t n_there = difference.n_shared + difference.n_only_there;
    if (difference.n == 0) {
        report(join, DIAG_SUBMISSION_SAME, party, b,
               (struct str[3]){file_of(place_of(party, a)), {0}, {0}});
        return SAY_THE_SAME;
    }
    if (!difference.is_conflict && (n_here == 0 || n_there == 0)) {
        return GO_TOGETHER;
    }
    return decide(join, party, a, b, kinds);
}

/* ---- the institution's own papers ------------------------------------------------------------ */

/* Files whose word is not taken are set aside, with what was found wrong with them. */
static void set_aside(const struct join *join, const struct party *party, size_t sender) {
    struct intake *intake = join->intake;
    for (size_t i = 0; i < party->n_hands; i++) {
        struct hand *hand = &party->hands[i];
        if (hand->sender == sender) {
            hand->is_old = true;
            hand->is_main = false;
            if (hand->is_own) {
                dictionary_put(intake->set_aside, intake->files[hand->file].name, hand->file);
            }
        }
    }
}

static void set_main(const struct party *party, size_t sender) {
    for (size_t i = 0; i < party->n_hands; i++) {
        struct hand *hand = &party->hands[i];
        hand->is_main |= hand->sender == sender && !hand->is_old;
    }
}

/* Holds a sender's papers against the main ones so far. */
static void weigh_sender(const struct join *join, struct party *party, size_t sender) {
    const struct side side = {sender, SIZE_MAX};
    bool is_taken = true;
    for (size_t i = 0; i < party->n_hands && is_taken && !party->is_undecided; i++) {
        const struct hand *hand = &party->hands[i];
        if (!hand->is_main || hand->sender == sender) {
            continue;
        }
        const struct side main = {hand->sender, SIZE_MAX};
        enum relation relation = relate(join, party, main, side, WHOLE);
        party->is_undecided = relation == UNDECIDED;
        is_taken = relation == GO_TOGETHER || relation == SECOND_IS_NEWER;
        if (relation == SECOND_IS_NEWER) {
            set_aside(join, party, main.sender);
        } else if (!is_taken && relation != UNDECIDED) {
            set_aside(join, party, sender);
        }
    }
    if (is_taken) {
        set_main(party, sender);
    }
}

/* Finds the institution's own papers: of senders with a table that says who it is, else of any;
 * what is accepted is among them. */
static void find_main(const struct join *join, struct party *party) {
    bool has_register = false;
    for (size_t i = 0; i < party->n_hands; i++) {
        has_register |= party->hands[i].is_own && party->hands[i].is_register;
    }
    for (size_t i = 0; i < party->n_hands && !party->is_undecided; i++) {
        const struct hand *hand = &party->hands[i];
        bool is_one = hand->is_own && (hand->is_register || !has_register);
        if ((is_one || hand->accepted) && !hand->is_main && !hand->is_old) {
            weigh_sender(join, party, hand->sender);
        }
    }
    for (size_t i = 0; i < party->n_hands; i++) {
        party->has_main |= party->hands[i].is_main;
    }
}

/* ---- kinds of records ------------------------------------------------------------------------ */

/* The main ones are taken, and of others what those do not have. */
static void take_kinds(const struct party *party) {
    unsigned kinds = 0;
    for (size_t i = 0; i < party->n_hands; i++) {
        kinds |= party->hands[i].is_main ? party->hands[i].kinds : 0;
    }
    for (size_t i = 0; i < party->n_hands; i++) {
        struct hand *hand = &party->hands[i];
        hand->taken = hand->is_old ? 0 : hand->is_main ? hand->kinds : hand->kinds & ~kinds;
    }
}

/* Two files that have records of one kind: they go together if none is in both; one alone is taken
 * of two that say the same. */
static void weigh_files(const struct join *join, struct party *party, struct hand *a,
                        struct hand *b, unsigned kind) {
    const struct side here = {SIZE_MAX, a->file}, there = {SIZE_MAX, b->file};
    struct difference difference = party_compare(join, party, here, there, kind);
    bool is_same = kind == KIND(ENTITY_UNIT) && difference.n == 0;
    if (difference.n_shared == 0 && !difference.is_conflict && !is_same) {
        return;
    }
    enum relation relation = relate(join, party, here, there, kind);
    a->taken &= relation == SECOND_IS_NEWER ? ~kind : ~0U;
    b->taken &= relation == FIRST_IS_NEWER || relation == SAY_THE_SAME ? ~kind : ~0U;
    party->is_undecided |= relation == UNDECIDED;
}

static void settle_kind(const struct join *join, struct party *party, unsigned kind) {
    for (size_t i = 0; i < party->n_hands; i++) {
        for (size_t k = i + 1; k < party->n_hands && !party->is_undecided; k++) {
            if (party->hands[i].taken & party->hands[k].taken & kind) {
                weigh_files(join, party, &party->hands[i], &party->hands[k], kind);
            }
        }
    }
}

void party_settle(const struct join *join, struct party *party) {
    static const enum field_entity settled[] = {ENTITY_UNIT, ENTITY_SYSTEM, ENTITY_DATA};
    accepted_mark(join, party);
    find_main(join, party);
    take_kinds(party);
    for (size_t i = 0; i < sizeof settled / sizeof settled[0]; i++) {
        settle_kind(join, party, KIND(settled[i]));
    }
}
