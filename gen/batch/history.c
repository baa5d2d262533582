/* 沿革: one institution under several names, so that two years and a roster speak of the same. */
#include "batch/history.h"

#include <stdlib.h>

#include "batch/side.h"

/* Steps from name to name at most: a circle ends there. */
enum { MOST_STEPS = 32 };

struct history {
    /* By date. */
    const struct intake_history_row *rows;
    size_t n_rows;
    /* Index of the last row of a former code, and of a former name; the one before of that name. */
    struct dictionary *codes, *names;
    size_t *next;
};

bool history_is_apart(struct str a, struct str b) {
    for (size_t i = 0; i + 1 < a.len && i + 1 < b.len; i += 2) {
        struct str left = str_slice(a, i, i + 2), right = str_slice(b, i, i + 2);
        if (str_is(left, "00") || str_is(right, "00")) {
            return false;
        }
        if (!str_equal(left, right)) {
            return true;
        }
    }
    return false;
}

/* ---- reading --------------------------------------------------------------------------------- */

static int compare_rows(const void *left, const void *right) {
    const struct intake_history_row *a = left, *b = right;
    int order = str_compare(a->date, b->date);
    order = order ? order : str_compare(a->before, b->before);
    return order ? order : (a->origin.row > b->origin.row) - (a->origin.row < b->origin.row);
}

/* Name and code are those of the institution itself. */
static bool is_itself(struct arena *arena, const struct intake_history_row *row) {
    return str_equal(inventory_key(arena, row->before), inventory_key(arena, row->after)) &&
           str_equal(organisation_code_of(row->code), organisation_code_of(row->after_code));
}

/* Why a row says nothing by the day of the run; false if it does. */
static bool is_idle(const struct engine *engine, const struct intake_history_row *row,
                    enum diag_word *why) {
    struct str day = date_to_iso(engine->arena, engine->request->as_of, DATE_DAY);
    bool is_ahead = str_compare(row->date, str_slice(day, 0, row->date.len)) > 0;
    bool is_same = is_itself(engine->arena, row);
    *why = !row->before.len ? DIAG_WORD_HISTORY_NO_NAME
           : !row->date.len ? DIAG_WORD_HISTORY_NO_DATE
           : is_ahead       ? DIAG_WORD_HISTORY_AHEAD
                            : DIAG_WORD_HISTORY_SAME;
    return !row->before.len || !row->date.len || is_ahead || is_same;
}

static void index_rows(struct engine *engine, struct intake_history *read) {
    struct history *history = ARENA_NEW(engine->arena, struct history);
    size_t n = 0;
    for (size_t i = 0; i < read->n_rows; i++) {
        enum diag_word why;
        if (!is_idle(engine, &read->rows[i], &why)) {
            read->rows[n++] = read->rows[i];
        } else {
            struct diag_note note = {.id = DIAG_HISTORY_UNUSED,
                                     .origin = read->rows[i].origin,
                                     .value = read->rows[i].before,
                                     .args = {diag_word(engine->arena, why, (struct str){0})}};
            diag_report(engine->reported, &note);
        }
    }
    if (n) {
        qsort(read->rows, n, sizeof *read->rows, compare_rows);
    }
    *history = (struct history){.rows = read->rows,
                                .n_rows = n,
                                .codes = dictionary_open(engine->arena),
                                .names = dictionary_open(engine->arena),
                                .next = ARENA_ARRAY(engine->arena, size_t, n)};
    for (size_t i = n; i-- > 0;) {
        struct str code = organisation_code_of(read->rows[i].code);
        struct str name = inventory_key(engine->arena, read->rows[i].before);
        size_t last = SIZE_MAX;
        if (code.len) {
            dictionary_put(history->codes, code, i);
        }
        history->next[i] = SIZE_MAX;
        if (!dictionary_put(history->names, name, i) &&
            dictionary_get(history->names, name, &last)) {
            history->next[i] = history->next[last];
            history->next[last] = i;
        }
    }
    engine->history = history;
}

static bool take_rows(const struct intake *intake, struct str name, struct str bytes,
                      struct diag *diag, void *context) {
    struct intake_history *rows = context;
    return intake_read_history(intake, name, bytes, diag, rows);
}

static bool has_taken_name(void *context, const struct unit_key *former, struct str name);

bool history_read(struct engine *engine) {
    const struct batch_request *request = engine->request;
    struct intake_history read;
    if (!request->history.len) {
        return true;
    }
    bool is_read = side_open(engine, request->history, &engine->history_file, take_rows, &read);
    if (is_read) {
        index_rows(engine, &read);
        intake_set_renames(engine->intake, (struct intake_renames){has_taken_name, engine});
    }
    return is_read;
}

/* ---- asking ---------------------------------------------------------------------------------- */

static bool differ(struct str a, struct str b) {
    return a.len && b.len && !str_equal(a, b);
}

/* The last row of a former name in its place. */
static const struct intake_history_row *find_name(const struct history *history, struct str code,
                                                  struct str name, struct str region) {
    size_t at = SIZE_MAX;
    dictionary_get(history->names, name, &at);
    for (; at != SIZE_MAX; at = history->next[at]) {
        const struct intake_history_row *row = &history->rows[at];
        if (!differ(organisation_code_of(row->code), code) &&
            !history_is_apart(row->region, region)) {
            return row;
        }
    }
    return NULL;
}

/* The last row of a former code, else of a former name in its place. */
static const struct intake_history_row *find_row(const struct history *history, struct str code,
                                                 struct str name, struct str region) {
    size_t at;
    bool is_there = code.len && dictionary_get(history->codes, code, &at);
    return is_there ? &history->rows[at] : find_name(history, code, name, region);
}

/* The row after a row: what became of what that became; NULL if nothing did, or not later. */
static const struct intake_history_row *next_row(const struct history *history,
                                                 struct arena *scratch,
                                                 const struct intake_history_row *row,
                                                 struct str region) {
    struct str after = row->after.len ? inventory_key(scratch, row->after) : (struct str){0};
    const struct intake_history_row *next =
        after.len ? find_row(history, organisation_code_of(row->after_code), after, region) : NULL;
    return next && compare_rows(row, next) < 0 ? next : NULL;
}

const struct intake_history_row *history_find(const struct history *history, struct arena *scratch,
                                              struct str code, struct str name, struct str region) {
    const struct intake_history_row *row = history ? find_row(history, code, name, region) : NULL;
    const struct intake_history_row *next = row;
    for (size_t i = 0; next && i < MOST_STEPS; i++) {
        row = next;
        next = next_row(history, scratch, row, region);
    }
    return row;
}

/* ---- two years ------------------------------------------------------------------------------- */

/* Institutions of a ledger by code, and by name; the next of that name. */
struct known {
    const struct ledger *ledger;
    struct dictionary *codes, *names;
    size_t *next;
};

static struct known index_units(struct arena *arena, const struct ledger *ledger) {
    size_t n = ledger_n_rows(ledger, LEDGER_UNITS);
    struct known known = {ledger, dictionary_open(arena), dictionary_open(arena),
                          ARENA_ARRAY(arena, size_t, n)};
    for (size_t i = 0; i < n; i++) {
        const struct ledger_row *row = ledger_row(ledger, LEDGER_UNITS, i);
        struct str code = organisation_code_of(ledger_cell(row, LEDGER_UNITS_CREDIT_CODE));
        struct str name = inventory_key(arena, ledger_cell(row, LEDGER_UNITS_NAME));
        size_t first;
        known.next[i] = SIZE_MAX;
        if (code.len) {
            dictionary_put(known.codes, code, i);
        }
        if (!dictionary_put(known.names, name, i) && dictionary_get(known.names, name, &first)) {
            known.next[i] = known.next[first];
            known.next[first] = i;
        }
    }
    return known;
}

/* The one institution of that code, else of that name in that place; NULL if there is none or
 * several are. */
static const struct ledger_row *find_unit(const struct known *known, struct arena *arena,
                                          struct str code, struct str name, struct str region) {
    const struct ledger_row *found = NULL;
    size_t at = SIZE_MAX, n = 0;
    if (code.len && dictionary_get(known->codes, code, &at)) {
        return ledger_row(known->ledger, LEDGER_UNITS, at);
    }
    dictionary_get(known->names, inventory_key(arena, name), &at);
    for (; at != SIZE_MAX; at = known->next[at]) {
        const struct ledger_row *row = ledger_row(known->ledger, LEDGER_UNITS, at);
        struct str other = organisation_code_of(ledger_cell(row, LEDGER_UNITS_CREDIT_CODE));
        if (!differ(other, code) &&
            !history_is_apart(ledger_cell(row, LEDGER_UNITS_REGION_CODE), region)) {
            found = row;
            n++;
        }
    }
    return n == 1 ? found : NULL;
}

struct ledger_aliases history_aliases(const struct history *history, struct arena *arena,
                                      const struct ledger *previous, const struct ledger *ledger) {
    struct ledger_aliases aliases = {0};
    size_t capacity = 0;
    if (!history) {
        return aliases;
    }
    struct known known = index_units(arena, ledger);
    for (size_t i = 0; i < ledger_n_rows(previous, LEDGER_UNITS); i++) {
        const struct ledger_row *unit = ledger_row(previous, LEDGER_UNITS, i);
        struct str id = ledger_cell(unit, LEDGER_UNITS_UNIT_ID);
        struct str region = ledger_cell(unit, LEDGER_UNITS_REGION_CODE);
        const struct intake_history_row *row = history_find(
            history, arena, organisation_code_of(ledger_cell(unit, LEDGER_UNITS_CREDIT_CODE)),
            inventory_key(arena, ledger_cell(unit, LEDGER_UNITS_NAME)), region);
        const struct ledger_row *now =
            row && row->after.len ? find_unit(&known, arena, organisation_code_of(row->after_code),
                                              row->after, region)
                                  : NULL;
        if (now && ledger_find_unit(ledger, id) == SIZE_MAX) {
            const struct ledger_alias alias = {id, ledger_cell(now, LEDGER_UNITS_UNIT_ID)};
            ARENA_PUSH(arena, aliases.items, aliases.n_items, capacity, alias);
        }
    }
    return aliases;
}

/* ---- the inbox ------------------------------------------------------------------------------- */

/* Where an institution is, as far as it says. */
static struct str region_of(const struct unit_key *key) {
    return key->region.len ? key->region : key->division;
}

/* For intake: over any number of steps, in none of which the code became another. */
static bool has_taken_name(void *context, const struct unit_key *former, struct str name) {
    const struct engine *engine = context;
    const struct history *history = engine->history;
    struct arena *scratch = arena_open_like(engine->arena);
    struct str region = region_of(former);
    const struct intake_history_row *row = find_name(history, former->code, former->name, region);
    const struct intake_history_row *last = NULL;
    bool is = false;
    for (size_t i = 0; row && !is && i < MOST_STEPS; i++) {
        bool keeps = !differ(organisation_code_of(row->after_code), former->code) &&
                     (!last || compare_rows(last, row) < 0);
        struct str after = keeps ? inventory_key(scratch, row->after) : (struct str){0};
        is = after.len && str_equal(after, name);
        last = row;
        row = after.len ? find_name(history, former->code, after, region) : NULL;
    }
    arena_close(scratch);
    return is;
}

/* Institutions of an inventory as rows of a ledger, to be asked for by code and by name. */
static struct ledger *list_units(struct arena *arena, const struct inventory *inventory) {
    struct ledger *ledger = ledger_open(arena);
    for (size_t i = 0; i < inventory->n_units; i++) {
        const struct unit *unit = inventory->units[i];
        struct str cells[LEDGER_UNITS_RECEIVED - LEDGER_UNITS_UNIT_ID + 1] = {unit->id};
        arena_rest(inventory->arena, i);
        cells[LEDGER_UNITS_NAME - LEDGER_UNITS_UNIT_ID] = unit->key.name;
        cells[LEDGER_UNITS_CREDIT_CODE - LEDGER_UNITS_UNIT_ID] = unit->key.code;
        cells[LEDGER_UNITS_REGION_CODE - LEDGER_UNITS_UNIT_ID] = region_of(&unit->key);
        ledger_add(ledger, LEDGER_UNITS, cells, (struct origin){0});
    }
    return ledger;
}

/* It is called what the row calls it now: what kept its code has been renamed already. */
static bool has_become(struct arena *arena, const struct intake_history_row *row,
                       const struct unit_key *key) {
    return row->after.len && str_equal(inventory_key(arena, row->after), key->name) &&
           !differ(organisation_code_of(row->after_code), key->code);
}

/* Tells it at the unit's name. `now` is what it became, NULL if that handed nothing in. */
static void tell(struct engine *engine, struct arena *scratch, const struct unit *unit,
                 const struct intake_history_row *row, const struct ledger_row *now) {
    const struct value *name = record_value(&unit->record, FIELD_UNIT_NAME);
    enum diag_word word = row->after.len ? DIAG_WORD_HISTORY_BECAME : DIAG_WORD_HISTORY_CLOSED;
    bool is_there = name->origin.source != NULL;
    diag_report(
        engine->reported,
        &(struct diag_note){.id = now ? DIAG_HISTORY_BOTH : DIAG_HISTORY_FORMER,
                            .origin = is_there ? name->origin : unit->record.origin,
                            .header = is_there ? name->header : (struct str){0},
                            .value = is_there ? name->raw : unit->key.name,
                            .unit = unit->id,
                            .args = {row->date, diag_word(scratch, word, row->after), row->after}});
}

void history_tell(struct engine *engine) {
    const struct inventory *inventory = engine->inventory;
    if (!engine->history || !engine->history->n_rows) {
        return;
    }
    struct arena *scratch = arena_open_like(engine->arena);
    struct known known = index_units(scratch, list_units(scratch, inventory));
    for (size_t i = 0; i < inventory->n_units; i++) {
        const struct unit *unit = inventory->units[i];
        const struct unit_key *key = &unit->key;
        arena_rest(inventory->arena, i);
        const struct intake_history_row *row =
            history_find(engine->history, scratch, key->code, key->name, region_of(key));
        if (!row || has_become(scratch, row, key)) {
            continue;
        }
        const struct ledger_row *now =
            row->after.len ? find_unit(&known, scratch, organisation_code_of(row->after_code),
                                       row->after, region_of(key))
                           : NULL;
        if (!now || !str_equal(ledger_cell(now, LEDGER_UNITS_UNIT_ID), unit->id)) {
            tell(engine, scratch, unit, row, now);
        }
    }
    arena_close(scratch);
}
