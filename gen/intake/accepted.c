/* 审核.csv: papers that were accepted, by hash, and what became of them. */
#include "intake/accepted.h"

#include "intake/side.h"

/* Rows of all at most. */
enum { MOST_ROWS = 200000, HASH_SIZE = 64 };

/* What a column says. */
enum accepted_part {
    PART_HASH,
    PART_NAME,
    PART_CODE,
    PART_FILE,
    PART_SAID_BY,
    PART_DATE,
    N_PARTS,
};

/* As what its cells are read. A day is read as any date of a system is. */
static const enum field fields[N_PARTS] = {
    [PART_HASH] = FIELD_UNIT_DEPARTMENT,    [PART_NAME] = FIELD_UNIT_NAME,
    [PART_CODE] = FIELD_UNIT_CREDIT_CODE,   [PART_FILE] = FIELD_UNIT_DEPARTMENT,
    [PART_SAID_BY] = FIELD_UNIT_DEPARTMENT, [PART_DATE] = FIELD_SYSTEM_LAUNCHED,
};

struct accepted_words {
    /* By part: its headers, as header_key. */
    struct words parts[N_PARTS];
};

/* ---- reading --------------------------------------------------------------------------------- */

static const char *const keys[N_PARTS] = {"hash", "name", "code", "file", "said-by", "date"};
static const struct yaml_shape accepted_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("hash", &yaml_some_texts), YAML_NEED("name", &yaml_some_texts),
                      YAML_NEED("code", &yaml_some_texts), YAML_NEED("file", &yaml_some_texts),
                      YAML_NEED("said-by", &yaml_some_texts), YAML_NEED("date", &yaml_some_texts))};

const struct accepted_words *accepted_words_read(struct arena *arena, struct shelf *shelf,
                                                 struct str edition, struct diag *diag) {
    const struct yaml *tree = shelf_yaml(shelf, "columns/accepted", edition, &accepted_shape, diag);
    if (!tree) {
        return NULL;
    }
    struct accepted_words *words = ARENA_NEW(arena, struct accepted_words);
    for (size_t i = 0; i < N_PARTS; i++) {
        side_words(arena, yaml_get(tree, keys[i]), &words->parts[i]);
    }
    return words;
}

static size_t find_part(const struct side_table *table, struct str header) {
    const struct accepted_words *words = table->intake->accepted_words;
    struct str key = header_key(table->scratch, header);
    size_t part = 0;
    while (part < N_PARTS && !words_have(&words->parts[part], key)) {
        part++;
    }
    return part;
}

/* The digits of a SHA-256 in lower case; empty if it is none. */
static struct str read_hash(struct arena *arena, struct str text) {
    char *digits = arena_alloc(arena, 1, HASH_SIZE);
    if (text.len != HASH_SIZE) {
        return (struct str){0};
    }
    for (size_t i = 0; i < HASH_SIZE; i++) {
        char c = text.data[i];
        digits[i] = (char)(c >= 'A' && c <= 'F' ? c - 'A' + 'a' : c);
        bool is_digit = (c >= '0' && c <= '9') || (digits[i] >= 'a' && digits[i] <= 'f');
        if (!is_digit) {
            return (struct str){0};
        }
    }
    return (struct str){digits, HASH_SIZE};
}

/* A cell as it was read, else as it is written: who is named illegibly is not nobody. */
static struct str cell_or_raw(struct side_table *table, const struct read_row *row, size_t part) {
    struct str text = side_cell(table, row, part);
    const struct read_cell *cell =
        table->columns[part] ? read_cell_at(row, table->columns[part]) : NULL;
    return text.len || !cell ? text : str_copy(table->intake->arena, str_trim(cell->text));
}

static void take(struct side_table *table, const struct read_row *row) {
    struct intake_accepted *accepted = table->context;
    struct str hash = side_cell(table, row, PART_HASH);
    const struct intake_accepted_row made = {
        .name = side_cell(table, row, PART_NAME),
        .code = cell_or_raw(table, row, PART_CODE),
        .sha256 = read_hash(table->intake->arena, hash),
        .file = side_cell(table, row, PART_FILE),
        .said_by = side_cell(table, row, PART_SAID_BY),
        .date = side_cell(table, row, PART_DATE),
        .origin = read_origin(table->sheet, row->number, table->columns[PART_HASH])};
    if (!made.sha256.len && (hash.len || made.name.len || made.code.len)) {
        diag_report(table->diag, &(struct diag_note){.id = DIAG_ACCEPTED_UNUSED,
                                                     .origin = made.origin,
                                                     .header = table->headers[PART_HASH],
                                                     .value = hash.len ? hash : made.name});
    }
    if (made.sha256.len) {
        ARENA_PUSH(table->intake->arena, accepted->rows, accepted->n_rows, accepted->capacity,
                   made);
    }
}

bool intake_read_accepted(const struct intake *intake, struct str name, struct str bytes,
                          struct diag *diag, struct intake_accepted *accepted) {
    static const struct side_kind kind = {.fields = fields,
                                          .n_parts = N_PARTS,
                                          .most_rows = MOST_ROWS,
                                          .empty = DIAG_ACCEPTED_EMPTY,
                                          .may_be_alone = true,
                                          .find_part = find_part,
                                          .take = take};
    struct arena *scratch = arena_open_like(intake->arena);
    const struct read_input file = {.arena = intake->arena,
                                    .scratch = scratch,
                                    .name = name,
                                    .bytes = bytes,
                                    .diag = diag,
                                    .reader = intake->reader};
    *accepted = (struct intake_accepted){0};
    bool is_read = side_read(intake, &file, &kind, accepted, &accepted->n_rows);
    arena_close(scratch);
    return is_read;
}

/* ---- before joining -------------------------------------------------------------------------- */

void intake_set_accepted(struct intake *intake, const struct intake_accepted *accepted) {
    intake->accepted = accepted;
    intake->accepted_by_hash = dictionary_open(intake->arena);
    intake->accepted_next = ARENA_ARRAY(intake->arena, size_t, accepted->n_rows);
    for (size_t i = 0; i < accepted->n_rows; i++) {
        struct str hash = accepted->rows[i].sha256;
        size_t first;
        intake->accepted_next[i] = SIZE_MAX;
        if (!dictionary_put(intake->accepted_by_hash, hash, i) &&
            dictionary_get(intake->accepted_by_hash, hash, &first)) {
            intake->accepted_next[i] = intake->accepted_next[first];
            intake->accepted_next[first] = i;
        }
    }
}

const struct intake_version *intake_versions(const struct intake *intake, size_t *n) {
    *n = intake->n_versions;
    return intake->versions;
}

/* A row of a hash; SIZE_MAX if there is none. */
static size_t find_row(const struct intake *intake, struct str hash) {
    size_t at = SIZE_MAX;
    if (intake->accepted && hash.len) {
        dictionary_get(intake->accepted_by_hash, hash, &at);
    }
    return at;
}

bool accepted_holds(const struct intake *intake, size_t original, size_t mended) {
    return find_row(intake, intake->files[original].sha256) != SIZE_MAX &&
           find_row(intake, intake->files[mended].sha256) == SIZE_MAX;
}

/* ---- institutions ---------------------------------------------------------------------------- */

static struct str name_key(struct arena *arena, const struct unit *unit) {
    return inventory_key(arena, record_value(&unit->record, FIELD_UNIT_NAME)->text);
}

/* The row speaks of that institution: by its code where both are known, else by its name; of anyone
 * where it names nobody. */
static bool is_of(struct arena *scratch, const struct intake_accepted_row *row,
                  const struct unit *unit) {
    struct str said = organisation_code_of(row->code);
    struct str known =
        organisation_code_of(record_value(&unit->record, FIELD_UNIT_CREDIT_CODE)->text);
    if (said.len && known.len) {
        return str_equal(said, known);
    }
    return !row->name.len ? !row->code.len
                          : str_equal(inventory_key(scratch, row->name), name_key(scratch, unit));
}

void accepted_mark(const struct join *join, struct party *party) {
    const struct intake *intake = join->intake;
    for (size_t i = 0; intake->accepted && i < party->n_hands; i++) {
        struct hand *hand = &party->hands[i];
        size_t at = find_row(intake, intake->files[hand->file].sha256);
        while (at != SIZE_MAX && !is_of(join->scratch, &intake->accepted->rows[at], party->unit)) {
            at = intake->accepted_next[at];
        }
        hand->accepted = at == SIZE_MAX ? NULL : &intake->accepted->rows[at];
    }
}

/* ---- errors ---------------------------------------------------------------------------------- */

void accepted_open(struct join *join) {
    const struct intake *intake = join->intake;
    if (!intake->accepted) {
        return;
    }
    struct dictionary *by_name = dictionary_open(join->scratch);
    struct diag_cursor *cursor = diag_walk(join->diag, join->scratch, DIAG_BY_PLACE);
    struct diag_item item;
    size_t at;
    join->n_errors = ARENA_ARRAY(join->scratch, size_t, intake->n_files);
    for (size_t i = 0; i < intake->n_files; i++) {
        dictionary_put(by_name, intake->files[i].name, i);
    }
    while (diag_next(cursor, &item)) {
        const struct source *source = item.origin.source;
        if (item.severity >= SEVERITY_ERROR && source &&
            dictionary_get(by_name, source->file, &at)) {
            join->n_errors[at] += item.n;
        }
    }
}

struct str accepted_errors(const struct join *join, const struct intake_version *version) {
    return str_concat(
        join->scratch,
        diag_word_number(join->scratch, DIAG_WORD_ACCEPTED_OTHER_ERRORS, version->n_other_errors),
        diag_word_number(join->scratch, DIAG_WORD_ACCEPTED_OWN_ERRORS, version->n_errors));
}

/* ---- what became of them --------------------------------------------------------------------- */

void accepted_note(const struct join *join, const struct intake_version *version) {
    struct intake *intake = join->intake;
    ARENA_PUSH(intake->arena, intake->versions, intake->n_versions, intake->versions_capacity,
               *version);
}

/* What is asked of rows of which nothing was taken down. */
struct settling {
    const struct join *join;
    /* Files by hash; institutions by code and by name, and names that several have. */
    struct dictionary *files, *codes, *names, *shared;
    /* Rows, and rows with institutions, of which something was taken down. */
    bool *is_noted;
    struct dictionary *noted;
};

/* Takes down, once, what a row met in an institution. */
static bool note_pair(const struct settling *settling, const struct intake_accepted_row *row,
                      const struct unit *unit) {
    const struct join *join = settling->join;
    size_t number = (size_t)(row - join->intake->accepted->rows);
    settling->is_noted[number] = true;
    return unit &&
           dictionary_put(settling->noted,
                          str_format(join->scratch, "%zu %" STR_FMT, number, STR_ARG(unit->id)),
                          number);
}

/* The institution handed in a file that rows accept: every row that speaks of it is taken, or lets
 * several be. */
static void note_hand(const struct settling *settling, const struct party *party,
                      const struct hand *hand) {
    const struct join *join = settling->join;
    const struct intake *intake = join->intake;
    bool is_taken = !party->is_undecided && !hand->is_old;
    struct intake_version version = {.unit = party->unit,
                                     .state =
                                         is_taken ? INTAKE_ACCEPTED_TAKEN : INTAKE_ACCEPTED_SEVERAL,
                                     .file = intake->files[hand->file].name,
                                     .n_errors = join->n_errors[hand->file]};
    size_t at = find_row(intake, intake->files[hand->file].sha256);
    for (; at != SIZE_MAX; at = intake->accepted_next[at]) {
        version.row = &intake->accepted->rows[at];
        if (is_of(join->scratch, version.row, party->unit) &&
            note_pair(settling, version.row, party->unit)) {
            accepted_note(join, &version);
        }
    }
}

static void index_all(const struct settling *settling) {
    const struct join *join = settling->join;
    const struct intake *intake = join->intake;
    for (size_t i = 0; i < intake->n_files; i++) {
        if (intake->files[i].sha256.len) {
            dictionary_put(settling->files, intake->files[i].sha256, i);
        }
    }
    for (size_t i = 0; i < join->n_parties; i++) {
        const struct party *party = &join->parties[i];
        const struct record *record = &party->unit->record;
        struct str code = organisation_code_of(record_value(record, FIELD_UNIT_CREDIT_CODE)->text);
        if (code.len) {
            dictionary_put(settling->codes, code, i);
        }
        struct str name = name_key(join->scratch, party->unit);
        if (!dictionary_put(settling->names, name, i)) {
            dictionary_put(settling->shared, name, i);
        }
        for (size_t k = 0; k < party->n_hands; k++) {
            note_hand(settling, party, &party->hands[k]);
        }
    }
}

/* The institution that a row names; NULL if it is not here, or may be one of several. */
static const struct party *find_party(const struct settling *settling,
                                      const struct intake_accepted_row *row) {
    const struct join *join = settling->join;
    struct str code = organisation_code_of(row->code),
               name = inventory_key(join->scratch, row->name);
    size_t at, other;
    bool is_here = code.len && dictionary_get(settling->codes, code, &at);
    if (!is_here && name.len && !dictionary_get(settling->shared, name, &other)) {
        is_here = dictionary_get(settling->names, name, &at);
    }
    return is_here && is_of(join->scratch, row, join->parties[at].unit) ? &join->parties[at] : NULL;
}

/* The file whose word counts for an institution; NULL if none does. */
static const struct hand *find_taken(const struct party *party) {
    const struct hand *found = NULL;
    for (size_t i = 0; party && !party->is_undecided && i < party->n_hands; i++) {
        const struct hand *hand = &party->hands[i];
        found = hand->is_main || (hand->taken && !found) ? hand : found;
        if (hand->is_main) {
            break;
        }
    }
    return found;
}

/* What stands in the place of what is missing, in words. */
static struct str tell_instead(const struct join *join, const struct intake_version *version) {
    struct arena *scratch = join->scratch;
    if (!version->other.len) {
        return diag_word(scratch, DIAG_WORD_ACCEPTED_NOTHING, (struct str){0});
    }
    return str_concat(
        scratch, diag_word(scratch, DIAG_WORD_ACCEPTED_INSTEAD, version->other),
        diag_word_number(scratch, DIAG_WORD_ACCEPTED_INSTEAD_ERRORS, version->n_other_errors));
}

static void report_row(const struct join *join, const struct intake_version *version) {
    const struct intake_accepted_row *row = version->row;
    struct str who = row->name.len ? row->name : row->code;
    bool is_missing = version->state == INTAKE_ACCEPTED_MISSING;
    struct str nobody = diag_word(
        join->scratch, who.len ? DIAG_WORD_ACCEPTED_NO_UNIT : DIAG_WORD_ACCEPTED_NO_UNITS, who);
    struct diag_note note = {.id = is_missing ? DIAG_ACCEPTED_MISSING : DIAG_ACCEPTED_OTHER,
                             .origin = row->origin,
                             .unit = version->unit ? version->unit->id : (struct str){0},
                             .value = row->sha256,
                             .args = {!is_missing ? nobody
                                      : who.len   ? who
                                                  : row->file,
                                      is_missing ? tell_instead(join, version) : version->file}};
    diag_report(join->diag, &note);
}

/* Takes down a row that met no institution. */
static void settle_row(const struct settling *settling, size_t number) {
    const struct join *join = settling->join;
    const struct intake *intake = join->intake;
    const struct intake_accepted_row *row = &intake->accepted->rows[number];
    struct intake_version version = {.row = row, .state = INTAKE_ACCEPTED_MISSING};
    size_t at;
    if (dictionary_get(settling->files, row->sha256, &at)) {
        version.state = INTAKE_ACCEPTED_FOREIGN;
        version.file = intake->files[at].name;
        version.n_errors = join->n_errors[at];
    } else {
        const struct party *party = find_party(settling, row);
        const struct hand *hand = find_taken(party);
        version.unit = party ? party->unit : NULL;
        version.other = hand ? intake->files[hand->file].name : (struct str){0};
        version.n_other_errors = hand ? join->n_errors[hand->file] : 0;
    }
    report_row(join, &version);
    accepted_note(join, &version);
}

void accepted_settle(const struct join *join) {
    const struct intake *intake = join->intake;
    if (!intake->accepted) {
        return;
    }
    size_t n_rows = intake->accepted->n_rows;
    const struct settling settling = {.join = join,
                                      .files = dictionary_open(join->scratch),
                                      .codes = dictionary_open(join->scratch),
                                      .names = dictionary_open(join->scratch),
                                      .shared = dictionary_open(join->scratch),
                                      .is_noted = ARENA_ARRAY(join->scratch, bool, n_rows),
                                      .noted = dictionary_open(join->scratch)};
    for (size_t i = 0; i < intake->n_versions; i++) {
        note_pair(&settling, intake->versions[i].row, intake->versions[i].unit);
    }
    index_all(&settling);
    for (size_t i = 0; i < n_rows; i++) {
        if (!settling.is_noted[i]) {
            settle_row(&settling, i);
        }
    }
}
