/*
 * Files that were sent back to be mended and came again: a workbook of ours knows the hash of the
 * file it was made of. Where both are in the inbox, the mended one takes the place of the other,
 * whoever it turns out to be about.
 */
#include "intake/accepted.h"
#include "intake/party.h"

/* Whoever two files are about, as one party whose hands they are. */
static struct party both_files(const struct join *join, size_t mended, size_t original) {
    const struct intake *intake = join->intake;
    struct party party = {.n_hands = 2};
    party.hands = ARENA_ARRAY(join->scratch, struct hand, 2);
    party.hands[0] = (struct hand){.file = mended, .sender = mended};
    party.hands[1] = (struct hand){.file = original, .sender = original};
    for (size_t i = 0; i < intake->n_claims; i++) {
        struct claim *claim = intake->claims[i];
        if (claim->file == mended || claim->file == original) {
            ARENA_PUSH(join->scratch, party.claims, party.n_claims, party.claims_capacity, claim);
        }
    }
    for (size_t i = 0; i < intake->n_waiting; i++) {
        const struct waiting *waiting = &intake->waiting[i];
        if (waiting->file == mended || waiting->file == original) {
            ARENA_PUSH(join->scratch, party.waiting, party.n_waiting, party.waiting_capacity,
                       waiting);
        }
    }
    return party;
}

/* Says what was mended. */
static void report_taken(const struct join *join, size_t mended, size_t original) {
    const struct intake *intake = join->intake;
    struct party party = both_files(join, mended, original);
    const struct side here = {SIZE_MAX, mended}, there = {SIZE_MAX, original};
    /* of a list of many institutions their own fields are not told apart */
    unsigned kinds = KIND(ENTITY_SYSTEM) | KIND(ENTITY_DATA);
    kinds |= party.n_claims <= 2 ? KIND(ENTITY_UNIT) : 0;
    struct difference difference = party_compare(join, &party, here, there, kinds);
    struct source *source = ARENA_NEW(join->inventory->arena, struct source);
    source->file = intake->files[mended].name;
    struct str unchanged = diag_word(join->scratch, DIAG_WORD_UNCHANGED, (struct str){0});
    struct diag_note note = {
        .id = DIAG_RETURN_TAKEN,
        .origin = {.source = source},
        .args = {intake->files[original].name, difference.n ? difference.text : unchanged}};
    diag_report(join->diag, &note);
}

/* Takes the place of a CSV file in its folder. */
static void take_place(const struct intake *intake, size_t mended, size_t original) {
    size_t folder = intake->files[original].folder;
    intake->files[mended].folder = folder;
    for (size_t i = 0; i < intake->n_claims; i++) {
        struct claim *claim = intake->claims[i];
        claim->folder = claim->file == mended ? folder : claim->folder;
    }
    for (size_t i = 0; i < intake->n_waiting; i++) {
        struct waiting *waiting = &intake->waiting[i];
        waiting->folder = waiting->file == mended ? folder : waiting->folder;
    }
}

/* Drops what files said that came again. */
static void drop_mended(struct intake *intake) {
    size_t n_claims = 0, n_waiting = 0;
    for (size_t i = 0; i < intake->n_claims; i++) {
        if (!intake->files[intake->claims[i]->file].is_mended) {
            intake->claims[n_claims++] = intake->claims[i];
        }
    }
    for (size_t i = 0; i < intake->n_waiting; i++) {
        if (!intake->files[intake->waiting[i].file].is_mended) {
            intake->waiting[n_waiting++] = intake->waiting[i];
        }
    }
    intake->n_claims = n_claims;
    intake->n_waiting = n_waiting;
}

void mended_join(struct join *join) {
    struct intake *intake = join->intake;
    struct dictionary *by_hash = dictionary_open(join->scratch);
    bool is_any = false;
    for (size_t i = 0; i < intake->n_files; i++) {
        if (intake->files[i].sha256.len) {
            dictionary_put(by_hash, intake->files[i].sha256, i);
        }
    }
    for (size_t i = 0, original; i < intake->n_files; i++) {
        if (!intake->files[i].mends.len ||
            !dictionary_get(by_hash, intake->files[i].mends, &original) || original == i ||
            accepted_holds(intake, original, i)) {
            continue;
        }
        report_taken(join, i, original);
        take_place(intake, i, original);
        intake->files[original].is_mended = true;
        dictionary_put(intake->set_aside, intake->files[original].name, original);
        is_any = true;
    }
    if (is_any) {
        drop_mended(intake);
    }
}
