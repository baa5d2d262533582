/* Warnings that their senders answered 确认无误 to: notes as long as the value stands. */
#include "batch/confirmations.h"

#include "batch/owners.h"

/* A larger data/confirmations.csv was not written by us. */
#define LARGEST_TABLE (64ULL * 1024 * 1024)

/* Cells of a row of data/confirmations.csv. */
enum { N_CELLS = LEDGER_CONFIRMATIONS_SOURCE - LEDGER_CONFIRMATIONS_UNIT_ID + 1 };
#define CELL(cells, column) ((cells)[LEDGER_CONFIRMATIONS_##column - LEDGER_CONFIRMATIONS_UNIT_ID])

/* A confirmation. */
struct confirmation {
    /* Its row; what it is about is empty for an answer until a problem has its key. */
    struct str cells[N_CELLS];
    /* It stands in OUT, and not among what was read. */
    bool is_kept;
    /* A warning was found that it is about, or something that it cannot be given to. */
    bool is_honoured, is_refused;
    /* The next that is honoured of its institution; SIZE_MAX: the last. */
    size_t next;
};

struct confirmations {
    struct confirmation *items;
    size_t n_items, capacity;
    /* Index by key, and that of the first honoured of an institution by its unit_id. */
    struct dictionary *by_key, *by_unit;
};

/* ---- keys ------------------------------------------------------------------------------------ */

static struct str make_key(struct arena *arena, const struct str cells[N_CELLS]) {
    const struct str parts[] = {CELL(cells, UNIT_ID), CELL(cells, RULE), CELL(cells, CELL_KEY),
                                CELL(cells, VALUE_SHA256)};
    return hash_sha256(arena, str_join(arena, parts, 4, (struct str){"", 1}));
}

/* What a problem is about: the first cells of its row. False if it belongs to no institution. */
static bool describe(const struct engine *engine, struct arena *arena, const struct diag_note *note,
                     struct str cells[N_CELLS]) {
    struct str unit = note->unit.len ? note->unit : owners_find(engine->owners, note->origin);
    const struct system *system = owners_find_system(engine->owners, note->origin);
    const struct str value[] = {note->value, note->args[0], note->args[1], note->args[2],
                                note->args[3]};
    struct str name =
        system ? record_value(&system->record, FIELD_SYSTEM_NAME)->text : (struct str){0};
    struct str column = note->header;
    enum field field;
    /* a column that is called otherwise, or moved, is the same one */
    if (owners_find_field(engine->owners, note->origin, note->header, &field)) {
        column = docs_label(engine->docs, field);
    }
    struct str key = name.len && column.len
                         ? str_join(arena, (struct str[]){name, column}, 2, STR("/"))
                         : str_concat(arena, name, column);
    /* Rows of other sheets are told apart by their numbers alone: one that moves is asked again. */
    bool has_row = note->origin.row && !owners_have_sheet(engine->owners, note->origin);
    CELL(cells, UNIT_ID) = unit;
    CELL(cells, RULE) = diag_name(note->id);
    CELL(cells, CELL_KEY) =
        has_row ? str_format(arena, "%" STR_FMT "#%u", STR_ARG(key), (unsigned)note->origin.row)
                : key;
    CELL(cells, VALUE_SHA256) = hash_sha256(arena, str_join(arena, value, 5, (struct str){"", 1}));
    return unit.len > 0;
}

struct str confirmations_key(const struct engine *engine, struct arena *arena,
                             const struct diag_item *item) {
    struct str cells[N_CELLS] = {{0}};
    const struct diag_note note = {
        .id = item->id,
        .origin = item->origin,
        .unit = item->unit,
        .header = item->header,
        .value = item->value,
        .args = {item->args[0], item->args[1], item->args[2], item->args[3]}};
    return describe(engine, arena, &note, cells) ? make_key(arena, cells) : (struct str){0};
}

/* ---- what was confirmed ---------------------------------------------------------------------- */

/* Takes a confirmation; one of the same thing that came before stands. */
static void take(const struct engine *engine, struct confirmations *confirmations, struct str key,
                 const struct confirmation *confirmation) {
    size_t at;
    if (!dictionary_get(confirmations->by_key, key, &at)) {
        dictionary_put(confirmations->by_key, str_copy(engine->arena, key), confirmations->n_items);
        ARENA_PUSH(engine->arena, confirmations->items, confirmations->n_items,
                   confirmations->capacity, *confirmation);
    }
}

/* The day of a time such as 2012-03-01T08:15:00Z, if it is one. */
static struct str day_of(struct str saved) {
    struct date day;
    struct str text = str_slice(saved, 0, saved.len < 10 ? saved.len : 10);
    return text.len == 10 && date_from_iso(text, &day) ? text : (struct str){0};
}

/* Takes the answers with a reason, or those without. */
static void take_replies(const struct engine *engine, struct confirmations *confirmations,
                         bool has_reason) {
    size_t n;
    const struct intake_reply *replies = intake_replies(engine->intake, &n);
    for (size_t i = 0; i < n; i++) {
        const struct intake_reply *reply = &replies[i];
        struct confirmation answer = {.next = SIZE_MAX};
        CELL(answer.cells, REASON) = reply->reason;
        CELL(answer.cells, SAID_BY) = reply->said_by;
        CELL(answer.cells, DATE) = day_of(reply->saved);
        CELL(answer.cells, SOURCE) = str_format(engine->arena, "%" STR_FMT "!%u",
                                                STR_ARG(reply->file), (unsigned)reply->row);
        if ((reply->reason.len > 0) == has_reason) {
            take(engine, confirmations, reply->key, &answer);
        }
    }
}

/* Takes the rows of data/confirmations.csv in a folder. */
static void take_table(const struct engine *engine, struct confirmations *confirmations,
                       const struct folder *folder, bool is_kept) {
    struct arena *arena = engine->arena;
    struct ledger *ledger = ledger_open(arena);
    struct source *source = ARENA_NEW(arena, struct source);
    struct str bytes;
    source->file = str_format(arena, "data/%" STR_FMT ".csv",
                              STR_ARG(ledger_table_name(LEDGER_CONFIRMATIONS)));
    if (!folder || !folder_read(folder, arena, source->file, LARGEST_TABLE, &bytes) ||
        !ledger_read(ledger, LEDGER_CONFIRMATIONS, bytes, source, engine->reported)) {
        return;
    }
    for (size_t i = 0; i < ledger_n_rows(ledger, LEDGER_CONFIRMATIONS); i++) {
        const struct ledger_row *row = ledger_row(ledger, LEDGER_CONFIRMATIONS, i);
        struct confirmation kept = {.is_kept = is_kept, .next = SIZE_MAX};
        for (size_t k = 0; k < N_CELLS; k++) {
            kept.cells[k] =
                ledger_cell(row, (enum ledger_column)(LEDGER_CONFIRMATIONS_UNIT_ID + k));
        }
        take(engine, confirmations, make_key(arena, kept.cells), &kept);
    }
}

struct confirmations *confirmations_open(const struct engine *engine) {
    struct arena *arena = engine->arena;
    struct confirmations *confirmations = ARENA_NEW(arena, struct confirmations);
    confirmations->by_key = dictionary_open(arena);
    confirmations->by_unit = dictionary_open(arena);
    take_replies(engine, confirmations, true);
    take_table(engine, confirmations, engine->output.folder, true);
    if (engine->request->previous.len) {
        take_table(engine, confirmations, folder_look(arena, engine->request->previous), false);
    }
    take_replies(engine, confirmations, false);
    return confirmations;
}

/* ---- honouring ------------------------------------------------------------------------------- */

/* What is reported while it goes from sink to sink. */
struct settling {
    const struct engine *engine;
    struct diag *into;
    /* For one report. */
    struct arena *scratch;
};

static void honour(const struct engine *engine, struct confirmation *confirmation,
                   const struct str cells[N_CELLS]) {
    struct confirmations *confirmations = engine->confirmations;
    size_t at = (size_t)(confirmation - confirmations->items), first;
    if (confirmation->is_honoured) {
        return;
    }
    for (size_t i = 0; i < LEDGER_CONFIRMATIONS_REASON - LEDGER_CONFIRMATIONS_UNIT_ID; i++) {
        confirmation->cells[i] = str_copy(engine->arena, cells[i]);
    }
    struct str unit = CELL(confirmation->cells, UNIT_ID);
    confirmation->is_honoured = true;
    if (dictionary_get(confirmations->by_unit, unit, &first)) {
        confirmation->next = confirmations->items[first].next;
        confirmations->items[first].next = at;
    } else {
        dictionary_put(confirmations->by_unit, unit, at);
    }
}

/* Says, once, why a confirmation is not taken. */
static void refuse(const struct settling *settling, struct confirmation *confirmation,
                   const struct diag_note *note) {
    bool is_error = diag_severity(note->id) >= SEVERITY_ERROR;
    struct arena *scratch = settling->scratch;
    struct diag_note refusal = {.id = DIAG_CONFIRMATION_REFUSED,
                                .origin = note->origin,
                                .unit = note->unit,
                                .header = note->header,
                                .value = note->value};
    refusal.args[0] = diag_word(
        scratch, is_error ? DIAG_WORD_REFUSED_ERROR : DIAG_WORD_REFUSED_BARE, (struct str){0});
    refusal.args[1] =
        diag_word(scratch, is_error ? DIAG_WORD_REFUSED_ERROR_HINT : DIAG_WORD_REFUSED_BARE_HINT,
                  (struct str){0});
    if (!confirmation->is_refused) {
        diag_report(settling->into, &refusal);
    }
    confirmation->is_refused = true;
}

/* Passes a report on; a warning that was confirmed as a note. */
static bool settle(void *context, struct diag_note *note) {
    struct settling *settling = context;
    const struct engine *engine = settling->engine;
    struct str cells[N_CELLS] = {{0}};
    size_t at;
    arena_reset(settling->scratch);
    if (diag_severity(note->id) < SEVERITY_WARNING ||
        !describe(engine, settling->scratch, note, cells) ||
        !dictionary_get(engine->confirmations->by_key, make_key(settling->scratch, cells), &at)) {
        return true;
    }
    struct confirmation *confirmation = &engine->confirmations->items[at];
    struct str reason = CELL(confirmation->cells, REASON);
    if (diag_severity(note->id) > SEVERITY_WARNING || !reason.len) {
        refuse(settling, confirmation, note);
        return true;
    }
    struct str message = diag_message(settling->scratch, note);
    honour(engine, confirmation, cells);
    *note = (struct diag_note){.id = DIAG_CONFIRMED,
                               .origin = note->origin,
                               .n = note->n,
                               .unit = CELL(confirmation->cells, UNIT_ID),
                               .header = note->header,
                               .value = note->value,
                               .clause = note->clause,
                               .args = {reason, message, CELL(confirmation->cells, RULE)}};
    return true;
}

bool confirmations_apply(const struct engine *engine, const struct diag *reported,
                         struct diag *into) {
    if (!engine->confirmations->n_items) {
        return false;
    }
    struct arena *scratch = arena_open_like(engine->arena), *bytes = arena_open_like(engine->arena);
    struct settling settling = {engine, into, scratch};
    diag_give_if(into, diag_take(reported, bytes), settle, &settling);
    arena_close(bytes);
    arena_close(scratch);
    return true;
}

bool confirmations_hold(const struct engine *engine, struct arena *arena,
                        const struct diag_note *note) {
    struct str cells[N_CELLS] = {{0}};
    size_t at;
    return engine->confirmations && diag_severity(note->id) == SEVERITY_WARNING &&
           describe(engine, arena, note, cells) &&
           dictionary_get(engine->confirmations->by_key, make_key(arena, cells), &at) &&
           CELL(engine->confirmations->items[at].cells, REASON).len > 0;
}

void confirmations_add(const struct engine *engine, struct ledger *ledger, struct str unit_id) {
    const struct confirmations *confirmations = engine->confirmations;
    size_t at;
    if (!dictionary_get(confirmations->by_unit, unit_id, &at)) {
        return;
    }
    for (; at != SIZE_MAX; at = confirmations->items[at].next) {
        ledger_add(ledger, LEDGER_CONFIRMATIONS, confirmations->items[at].cells,
                   (struct origin){0});
    }
}

void confirmations_keep(const struct engine *engine) {
    const struct confirmations *confirmations = engine->confirmations;
    if (!confirmations->n_items) {
        return;
    }
    struct dictionary *judged = dictionary_open(engine->arena);
    for (size_t i = 0; i < engine->n_units; i++) {
        arena_rest(engine->records, i);
        dictionary_put(judged, engine->units[i]->id, i);
    }
    for (size_t i = 0; i < confirmations->n_items; i++) {
        const struct confirmation *confirmation = &confirmations->items[i];
        struct str unit = CELL(confirmation->cells, UNIT_ID);
        size_t at;
        if (confirmation->is_kept && engine_has(engine, unit) &&
            !dictionary_get(judged, unit, &at)) {
            ledger_add(engine->ledger, LEDGER_CONFIRMATIONS, confirmation->cells,
                       (struct origin){0});
        }
    }
}
