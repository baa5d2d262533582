/* 审核.csv: what was accepted is read before the papers are joined, and what became of it is kept
 * in data/. */
#include "batch/accepted.h"

#include "batch/side.h"

/* By enum intake_acceptance: the word in data/accepted.csv. */
static const char *const states[] = {[INTAKE_ACCEPTED_TAKEN] = "taken",
                                     [INTAKE_ACCEPTED_MISSING] = "missing",
                                     [INTAKE_ACCEPTED_FOREIGN] = "foreign",
                                     [INTAKE_ACCEPTED_SEVERAL] = "several"};
/* Its file was read by a run that did not know that it was accepted, and took another. */
#define NOT_TAKEN "not_taken"

/* ---- reading --------------------------------------------------------------------------------- */

static bool take_rows(const struct intake *intake, struct str name, struct str bytes,
                      struct diag *diag, void *context) {
    struct intake_accepted *rows = context;
    return intake_read_accepted(intake, name, bytes, diag, rows);
}

static bool read_file(struct engine *engine, struct intake_accepted *accepted) {
    return side_open(engine, engine->request->accepted, &engine->accepted, take_rows, accepted);
}

bool accepted_read(struct engine *engine) {
    struct intake_accepted *accepted = ARENA_NEW(engine->arena, struct intake_accepted);
    if (!engine->request->accepted.len) {
        return true;
    }
    bool is_read = read_file(engine, accepted);
    if (is_read) {
        intake_set_accepted(engine->intake, accepted);
    }
    return is_read;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static void add_row(const struct engine *engine, struct arena *scratch,
                    const struct intake_version *version, struct str unit_id, struct str state) {
    const struct intake_accepted_row *row = version->row;
    struct origin origin = row->origin;
    const struct str none = {0};
    const struct str cells[] = {
        unit_id,
        row->name,
        row->sha256,
        state,
        version->other,
        version->other.len ? str_format(scratch, "%zu", version->n_other_errors) : none,
        version->file,
        version->file.len ? str_format(scratch, "%zu", version->n_errors) : none,
        row->said_by,
        row->date,
        str_format(scratch, "%" STR_FMT "!%" STR_FMT "!%u", STR_ARG(origin.source->file),
                   STR_ARG(origin.source->sheet), (unsigned)origin.row),
    };
    ledger_add(engine->ledger, LEDGER_ACCEPTED, cells, (struct origin){0});
}

void accepted_add(const struct engine *engine) {
    size_t n;
    const struct intake_version *versions = intake_versions(engine->intake, &n);
    struct arena *scratch = arena_open_like(engine->arena);
    for (size_t i = 0; engine->ledger && i < n; i++) {
        const struct unit *unit = versions[i].unit;
        add_row(engine, scratch, &versions[i], unit ? unit->id : (struct str){0},
                str_from_c(states[versions[i].state]));
    }
    arena_close(scratch);
}

/* ---- report ---------------------------------------------------------------------------------- */

/* What the runs left, by what a row is looked up by. */
struct looking {
    struct engine *engine;
    struct arena *scratch;
    /* Accepted rows that the runs knew, by hash and name; files by hash; institutions by code, by
     * name, by the file they were taken from, and names that several have. */
    struct dictionary *known, *files, *codes, *names, *taken, *shared;
};

static struct str known_key(struct arena *arena, struct str sha256, struct str name) {
    return str_join(arena, (struct str[]){sha256, name}, 2, (struct str){"", 1});
}

/* The file of "file!sheet!row". */
static struct str file_of(struct str source) {
    size_t n_marks = 0, end = source.len;
    while (end > 0 && n_marks < 2) {
        n_marks += source.data[--end] == '!';
    }
    return n_marks == 2 ? str_slice(source, 0, end) : source;
}

static void index_ledger(struct looking *looking) {
    const struct ledger *ledger = looking->engine->ledger;
    struct arena *scratch = looking->scratch;
    for (size_t i = 0; i < ledger_n_rows(ledger, LEDGER_ACCEPTED); i++) {
        const struct ledger_row *row = ledger_row(ledger, LEDGER_ACCEPTED, i);
        dictionary_put(looking->known,
                       known_key(scratch, ledger_cell(row, LEDGER_ACCEPTED_SHA256),
                                 ledger_cell(row, LEDGER_ACCEPTED_NAME)),
                       i);
    }
    for (size_t i = 0; i < ledger_n_rows(ledger, LEDGER_FILES); i++) {
        struct str hash = ledger_cell(ledger_row(ledger, LEDGER_FILES, i), LEDGER_FILES_SHA256);
        if (hash.len) {
            dictionary_put(looking->files, hash, i);
        }
    }
    for (size_t i = 0; i < ledger_n_rows(ledger, LEDGER_UNITS); i++) {
        const struct ledger_row *row = ledger_row(ledger, LEDGER_UNITS, i);
        struct str code = organisation_code_of(ledger_cell(row, LEDGER_UNITS_CREDIT_CODE));
        if (code.len) {
            dictionary_put(looking->codes, code, i);
        }
        struct str name = inventory_key(scratch, ledger_cell(row, LEDGER_UNITS_NAME));
        if (!dictionary_put(looking->names, name, i)) {
            dictionary_put(looking->shared, name, i);
        }
        dictionary_put(looking->taken, file_of(ledger_cell(row, LEDGER_UNITS_SOURCE)), i);
    }
}

/* The institution that a row names, among those that reported; NULL if it did not, or may be one of
 * several. */
static const struct ledger_row *find_unit(const struct looking *looking,
                                          const struct intake_accepted_row *row) {
    struct str code = organisation_code_of(row->code);
    struct str name = inventory_key(looking->scratch, row->name);
    size_t at, other;
    bool is_there = code.len && dictionary_get(looking->codes, code, &at);
    if (!is_there && name.len && !dictionary_get(looking->shared, name, &other)) {
        is_there = dictionary_get(looking->names, name, &at);
    }
    return is_there ? ledger_row(looking->engine->ledger, LEDGER_UNITS, at) : NULL;
}

/* Nobody who reported is called so; false where that is not to be told. */
static bool is_nobody(const struct looking *looking, const struct intake_accepted_row *row,
                      const struct ledger_row *unit) {
    size_t at;
    struct str name = inventory_key(looking->scratch, row->name);
    return !unit && (row->name.len || row->code.len) &&
           !(name.len && dictionary_get(looking->shared, name, &at));
}

/* Reports a row that the runs did not know, by its state in data/accepted.csv; taken is good. */
static void report(const struct looking *looking, const struct intake_version *version,
                   struct str state) {
    const struct intake_accepted_row *row = version->row;
    struct arena *scratch = looking->scratch;
    struct str who = row->name.len ? row->name : row->code.len ? row->code : row->file;
    struct str instead = diag_word(
        scratch, version->other.len ? DIAG_WORD_ACCEPTED_INSTEAD : DIAG_WORD_ACCEPTED_NOTHING,
        version->other);
    struct diag_note note = {.origin = row->origin, .value = row->sha256};
    if (str_is(state, "foreign")) {
        note.id = DIAG_ACCEPTED_OTHER;
        note.args[0] = diag_word(scratch, DIAG_WORD_ACCEPTED_NO_UNIT, who);
        note.args[1] = version->file;
    } else {
        note.id = str_is(state, "missing") ? DIAG_ACCEPTED_MISSING : DIAG_ACCEPTED_LATE;
        note.args[0] = who;
        note.args[1] = instead;
        note.args[2] = version->file;
    }
    if (!str_is(state, "taken")) {
        diag_report(looking->engine->reported, &note);
    }
}

/* What became of a row that the runs did not know. */
static void judge(const struct looking *looking, const struct intake_accepted_row *row) {
    struct engine *engine = looking->engine;
    const struct ledger_row *unit = find_unit(looking, row);
    struct intake_version version = {.row = row};
    size_t at;
    struct str taken = unit ? file_of(ledger_cell(unit, LEDGER_UNITS_SOURCE)) : (struct str){0};
    bool is_there = dictionary_get(looking->files, row->sha256, &at);
    if (is_there) {
        const struct ledger_row *file = ledger_row(engine->ledger, LEDGER_FILES, at);
        version.file = ledger_cell(file, LEDGER_FILES_FILE);
        version.n_errors = (size_t)ledger_number(file, LEDGER_FILES_ERRORS);
    }
    bool is_taken = is_there && (unit ? str_equal(version.file, taken)
                                      : dictionary_get(looking->taken, version.file, &at));
    struct str state = !is_there                       ? STR("missing")
                       : is_nobody(looking, row, unit) ? STR("foreign")
                       : is_taken                      ? STR("taken")
                                                       : STR(NOT_TAKEN);
    version.other = is_taken ? (struct str){0} : taken;
    report(looking, &version, state);
    add_row(engine, looking->scratch, &version,
            unit ? ledger_cell(unit, LEDGER_UNITS_UNIT_ID) : (struct str){0}, state);
}

bool accepted_of_ledger(struct engine *engine) {
    struct intake_accepted accepted;
    if (!engine->request->accepted.len) {
        return true;
    }
    if (!read_file(engine, &accepted)) {
        return false;
    }
    struct arena *scratch = arena_open_like(engine->arena);
    struct looking looking = {.engine = engine,
                              .scratch = scratch,
                              .known = dictionary_open(scratch),
                              .files = dictionary_open(scratch),
                              .codes = dictionary_open(scratch),
                              .names = dictionary_open(scratch),
                              .taken = dictionary_open(scratch),
                              .shared = dictionary_open(scratch)};
    size_t at;
    index_ledger(&looking);
    for (size_t i = 0; i < accepted.n_rows; i++) {
        const struct intake_accepted_row *row = &accepted.rows[i];
        if (!dictionary_get(looking.known, known_key(scratch, row->sha256, row->name), &at)) {
            judge(&looking, row);
        }
    }
    arena_close(scratch);
    return ledger_settle(engine->ledger, engine->request->trouble);
}
