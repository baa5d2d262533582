/* 应报单位名单 beside who reported: by code, by name and place, then by names that are alike. */
#include "batch/roster.h"

#include "batch/history.h"
#include "batch/side.h"

/* Digits of a region code that name its city. */
enum { OF_CITY = 4 };

/* An institution that reported. */
struct reporter {
    struct str id;
    /* 组织机构代码, the name as inventory_key makes it, region code; empty if not known. */
    struct str code, name, region;
    /* The row that named it; NULL if none did. */
    const struct intake_roster_row *row;
};

/* A roster being held against them. */
struct roll {
    struct engine *engine;
    struct arena *scratch;
    struct reporter *reporters;
    size_t n_reporters;
    /* By code and by name → the first of that name; `next` the others of it. */
    struct dictionary *codes, *names;
    size_t *next;
    /* Those that nobody named, by place and name. */
    struct nearest *nearest;
    struct dictionary *near_keys;
};

/* What became of a row. */
struct finding {
    const struct reporter *reporter;
    /* It has become another institution, or was closed: since when; empty if not. */
    struct str closed;
    /* In per cent, of a name that is only alike; else 0. */
    unsigned likeness;
};

/* ---- who reported ---------------------------------------------------------------------------- */

static void index_reporters(struct roll *roll) {
    roll->codes = dictionary_open(roll->scratch);
    roll->names = dictionary_open(roll->scratch);
    roll->next = ARENA_ARRAY(roll->scratch, size_t, roll->n_reporters);
    for (size_t i = roll->n_reporters; i-- > 0;) {
        const struct reporter *reporter = &roll->reporters[i];
        roll->next[i] = SIZE_MAX;
        if (reporter->code.len) {
            dictionary_put(roll->codes, reporter->code, i);
        }
        size_t first;
        if (dictionary_get(roll->names, reporter->name, &first)) {
            roll->next[i] = roll->next[first];
            roll->next[first] = i;
        } else {
            dictionary_put(roll->names, reporter->name, i);
        }
    }
}

static void take_inventory(struct roll *roll) {
    const struct inventory *inventory = roll->engine->inventory;
    roll->reporters = ARENA_ARRAY(roll->scratch, struct reporter, inventory->n_units);
    for (size_t i = 0; i < inventory->n_units; i++) {
        const struct unit *unit = inventory->units[i];
        const struct unit_key *key = &unit->key;
        arena_rest(inventory->arena, i);
        struct str region = key->region.len ? key->region : key->division;
        roll->reporters[roll->n_reporters++] =
            (struct reporter){unit->id, key->code, key->name, region, NULL};
    }
}

static void take_ledger(struct roll *roll) {
    const struct ledger *ledger = roll->engine->ledger;
    size_t n = ledger_n_rows(ledger, LEDGER_UNITS);
    roll->reporters = ARENA_ARRAY(roll->scratch, struct reporter, n);
    for (size_t i = 0; i < n; i++) {
        const struct ledger_row *row = ledger_row(ledger, LEDGER_UNITS, i);
        roll->reporters[roll->n_reporters++] =
            (struct reporter){ledger_cell(row, LEDGER_UNITS_UNIT_ID),
                              organisation_code_of(ledger_cell(row, LEDGER_UNITS_CREDIT_CODE)),
                              inventory_key(roll->scratch, ledger_cell(row, LEDGER_UNITS_NAME)),
                              ledger_cell(row, LEDGER_UNITS_REGION_CODE), NULL};
    }
}

/* ---- finding --------------------------------------------------------------------------------- */

static bool differ(struct str a, struct str b) {
    return a.len && b.len && !str_equal(a, b);
}

static void report(const struct roll *roll, enum diag_id id, const struct intake_roster_row *row,
                   struct str first, struct str second) {
    diag_report(roll->engine->reported,
                &(struct diag_note){
                    .id = id, .origin = row->origin, .value = row->name, .args = {first, second}});
}

/* Gives the reporter to the row, unless another row has it. */
static struct finding take(const struct roll *roll, struct reporter *reporter,
                           const struct intake_roster_row *row) {
    if (reporter->row) {
        report(roll, DIAG_ROSTER_TAKEN, row, reporter->row->name, (struct str){0});
        return (struct finding){0};
    }
    reporter->row = row;
    return (struct finding){.reporter = reporter};
}

/* The one of that code, else of that name in that place; NULL for none, or if `n` are. */
static struct reporter *look_up(const struct roll *roll, const struct intake_roster_row *row,
                                size_t *n) {
    struct str code = organisation_code_of(row->credit_code);
    struct str name = inventory_key(roll->scratch, row->name);
    size_t at = SIZE_MAX, found = SIZE_MAX;
    *n = 1;
    if (code.len && dictionary_get(roll->codes, code, &at)) {
        return &roll->reporters[at];
    }
    *n = 0;
    dictionary_get(roll->names, name, &at);
    for (; at != SIZE_MAX; at = roll->next[at]) {
        const struct reporter *reporter = &roll->reporters[at];
        if (!differ(code, reporter->code) &&
            !history_is_apart(row->region_code, reporter->region)) {
            found = at;
            ++*n;
        }
    }
    return *n == 1 ? &roll->reporters[found] : NULL;
}

/* By code, else by its name in its place; `is_judged` where nothing is left to be asked. */
static struct finding find_exact(const struct roll *roll, const struct intake_roster_row *row,
                                 bool *is_judged) {
    size_t n;
    struct reporter *reporter = look_up(roll, row, &n);
    if (n > 1) {
        report(roll, DIAG_ROSTER_SEVERAL, row, str_format(roll->scratch, "%zu", n),
               (struct str){0});
    }
    *is_judged = n > 0;
    return reporter ? take(roll, reporter, row) : (struct finding){0};
}

/* By what became of it (沿革): the institution goes on under another name, or has become part of
 * one that stands on the roster itself, or of another; or it was closed. */
static struct finding find_successor(struct roll *roll, const struct intake_roster_row *row,
                                     bool *is_judged) {
    const struct intake_history_row *then =
        history_find(roll->engine->history, roll->scratch, organisation_code_of(row->credit_code),
                     inventory_key(roll->scratch, row->name), row->region_code);
    *is_judged = then != NULL;
    if (!then || !then->after.len) {
        return (struct finding){.closed = then ? then->date : (struct str){0}};
    }
    struct intake_roster_row now = *row;
    now.name = then->after;
    now.credit_code = then->after_code;
    struct reporter *reporter = look_up(roll, &now, &(size_t){0});
    if (reporter && reporter->row) {
        return (struct finding){.reporter = reporter, .closed = then->date};
    }
    if (reporter) {
        reporter->row = row;
    }
    return (struct finding){.reporter = reporter};
}

/* City and name, so that what is near lies in one place. */
static struct str near_key(struct arena *arena, struct str region, struct str name) {
    struct str city = str_slice(region, 0, region.len < OF_CITY ? region.len : OF_CITY);
    return str_join(arena, (struct str[]){city, name}, 2, STR("|"));
}

static void index_left(struct roll *roll) {
    roll->nearest = nearest_open(roll->scratch);
    roll->near_keys = dictionary_open(roll->scratch);
    for (size_t i = 0; i < roll->n_reporters; i++) {
        const struct reporter *reporter = &roll->reporters[i];
        struct str key = near_key(roll->scratch, reporter->region, reporter->name);
        if (!reporter->row && reporter->name.len && dictionary_put(roll->near_keys, key, i)) {
            nearest_add(roll->nearest, key);
        }
    }
}

/* The one left whose name is most alike, in the same place. */
static struct finding find_near(struct roll *roll, const struct intake_roster_row *row) {
    struct str code = organisation_code_of(row->credit_code);
    struct str name = inventory_key(roll->scratch, row->name);
    struct str key = nearest_find(roll->nearest, near_key(roll->scratch, row->region_code, name));
    size_t at;
    if (!key.len || !dictionary_get(roll->near_keys, key, &at)) {
        return (struct finding){0};
    }
    struct reporter *reporter = &roll->reporters[at];
    unsigned likeness = intake_likeness(roll->engine->intake, name, reporter->name);
    if (!likeness || reporter->row || differ(code, reporter->code) ||
        history_is_apart(row->region_code, reporter->region)) {
        return (struct finding){0};
    }
    reporter->row = row;
    report(roll, DIAG_ROSTER_NEAR, row, reporter->name, str_format(roll->scratch, "%u", likeness));
    return (struct finding){.reporter = reporter, .likeness = likeness};
}

/* ---- rows ------------------------------------------------------------------------------------ */

static void add_row(const struct roll *roll, const struct intake_roster_row *row,
                    const struct finding *finding) {
    const struct reporter *reporter = finding->reporter;
    struct origin origin = row->origin;
    const struct str cells[] = {
        row->name,
        row->credit_code,
        row->region_code,
        row->unit_kind,
        row->contact_name,
        row->contact_phone,
        row->opened,
        row->closed.len ? row->closed : finding->closed,
        row->due,
        reporter ? reporter->id : (struct str){0},
        !reporter           ? (struct str){0}
        : finding->likeness ? STR("near")
                            : STR("exact"),
        str_format(roll->scratch, "%" STR_FMT "!%" STR_FMT "!%u", STR_ARG(origin.source->file),
                   STR_ARG(origin.source->sheet), origin.row),
        finding->likeness ? str_format(roll->scratch, "%u", finding->likeness) : (struct str){0},
    };
    ledger_add(roll->engine->ledger, LEDGER_ROSTER, cells, (struct origin){0});
}

/* First all that are certain, then those that have become others, then those that are near what is
 * left. */
static void match(struct roll *roll, const struct intake_roster *roster) {
    struct finding *findings = ARENA_ARRAY(roll->scratch, struct finding, roster->n_rows);
    bool *is_judged = ARENA_ARRAY(roll->scratch, bool, roster->n_rows);
    index_reporters(roll);
    for (size_t i = 0; i < roster->n_rows; i++) {
        findings[i] = find_exact(roll, &roster->rows[i], &is_judged[i]);
    }
    for (size_t i = 0; roll->engine->history && i < roster->n_rows; i++) {
        if (!is_judged[i]) {
            findings[i] = find_successor(roll, &roster->rows[i], &is_judged[i]);
        }
    }
    index_left(roll);
    for (size_t i = 0; i < roster->n_rows; i++) {
        if (!is_judged[i]) {
            findings[i] = find_near(roll, &roster->rows[i]);
        }
        if (roll->engine->ledger) {
            add_row(roll, &roster->rows[i], &findings[i]);
        }
    }
}

/* ---- reading --------------------------------------------------------------------------------- */

static bool take_rows(const struct intake *intake, struct str name, struct str bytes,
                      struct diag *diag, void *context) {
    struct intake_roster *rows = context;
    return intake_read_roster(intake, name, bytes, diag, rows);
}

static bool work_through(struct engine *engine, void (*take_reporters)(struct roll *roll)) {
    struct intake_roster roster;
    if (!engine->request->roster.len) {
        return true;
    }
    if (!side_open(engine, engine->request->roster, &engine->roster, take_rows, &roster)) {
        return false;
    }
    struct roll roll = {.engine = engine, .scratch = arena_open_like(engine->arena)};
    take_reporters(&roll);
    match(&roll, &roster);
    arena_close(roll.scratch);
    return true;
}

bool roster_of_inventory(struct engine *engine) {
    return work_through(engine, take_inventory);
}

bool roster_of_ledger(struct engine *engine) {
    if (!engine->request->roster.len) {
        return true;
    }
    ledger_drop(engine->ledger, LEDGER_ROSTER, NULL, NULL);
    return work_through(engine, take_ledger) &&
           ledger_settle(engine->ledger, engine->request->trouble);
}
