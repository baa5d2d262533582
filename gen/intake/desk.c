/* What tables say as it comes in: claims about units, and systems that wait for theirs. */
#include "intake/desk.h"

/* ---- units --------------------------------------------------------------------------------- */

void origin_units_note(struct origin_units *units, struct unit *unit) {
    bool is_known = units->unit == unit;
    units->n_units += units->n_units < 2 && !is_known;
    units->unit = unit;
}

struct str value_said(const struct value *value) {
    return value_is_given(value) ? value->text : value->is_bad ? value->raw : (struct str){0};
}

/* Of a code the organisation's part: 18 characters and 9 of them are one code. */
static struct str comparable(const struct value *value, enum field field) {
    struct str text = value_said(value);
    return field == FIELD_UNIT_CREDIT_CODE && text.len == 18 ? str_slice(text, 8, 17) : text;
}

bool values_agree(const struct value *a, const struct value *b, enum field field) {
    return str_equal(comparable(a, field), comparable(b, field)) && str_equal(a->detail, b->detail);
}

/* Says where a record contradicts what is known of its unit. */
static void report_conflict(struct arena *scratch, const struct record *known,
                            const struct record *record, struct diag *diag) {
    for (size_t i = 0; i < N_FIELDS; i++) {
        const struct value *old = record_value(known, (enum field)i);
        const struct value *new = record_value(record, (enum field)i);
        bool is_same = i == FIELD_UNIT_NAME || values_agree(old, new, (enum field)i);
        if (value_is_given(old) && value_is_given(new) && !is_same) {
            struct diag_note note = {.id = DIAG_UNIT_REPEATED,
                                     .origin = new->origin,
                                     .header = new->header,
                                     .value = new->raw,
                                     .args = {record_value(known, FIELD_UNIT_NAME)->text,
                                              origin_text(scratch, old->origin)}};
            diag_report(diag, &note);
            return;
        }
    }
}

void record_add(struct arena *scratch, struct record *known, const struct record *record,
                struct diag *diag) {
    for (size_t i = 0; i < N_FIELDS; i++) {
        enum field field = (enum field)i;
        const struct value *value = record_at(record, field);
        if (record_has(record, field) ? !record_has(known, field)
                                      : value && !record_at(known, field)) {
            record_set(known, field, value);
        }
    }
    report_conflict(scratch, known, record, diag);
}

/* All that a record says of who its unit is, as one text. */
static struct str identity_of(struct arena *arena, const struct record *record) {
    static const enum field fields[] = {FIELD_UNIT_NAME,        FIELD_UNIT_CREDIT_CODE,
                                        FIELD_UNIT_REGION_CODE, FIELD_UNIT_PROVINCE,
                                        FIELD_UNIT_CITY,        FIELD_UNIT_COUNTY};
    enum { N = sizeof fields / sizeof fields[0] };
    struct str parts[N];
    for (size_t i = 0; i < N; i++) {
        const struct value *value = record_value(record, fields[i]);
        parts[i] = value_is_given(value) ? inventory_key(arena, value->text) : (struct str){0};
    }
    return str_join(arena, parts, N, STR("\n"));
}

bool desk_knows_unit(const struct desk *desk, struct str name) {
    size_t at;
    return dictionary_get(desk->intake->names, inventory_key(desk->scratch, name), &at);
}

/* Counts a claim that makes a unit, unless the file has the unit already. */
static void count_unit(struct desk *desk, const struct claim *claim) {
    size_t at = desk->intake->n_claims;
    bool is_new = dictionary_put(desk->names, claim->key.name, at);
    if (!is_new && claim->is_register && dictionary_get(desk->names, claim->key.name, &at)) {
        is_new = unit_keys_differ(&desk->intake->claims[at]->key, &claim->key);
    }
    desk->n_units += claim->may_add && is_new;
}

/* A copy of its own. */
static struct record *record_keep(struct arena *arena, const struct record *record) {
    struct record *kept = ARENA_NEW(arena, struct record);
    *kept = *record;
    return kept;
}

static struct claim *add_claim(struct desk *desk, const struct record *record, struct str identity,
                               bool is_register, bool may_add) {
    struct intake *intake = desk->intake;
    struct claim *claim = ARENA_NEW(intake->kept, struct claim);
    *claim = (struct claim){.record = record_keep(desk->arena, record),
                            .key = unit_key_read(desk->arena, intake->regions, record),
                            .file = desk->file,
                            .folder = desk->folder,
                            .sequence = intake->n_claims,
                            .is_register = is_register,
                            .may_add = may_add};
    if (dictionary_put(desk->claims, identity, intake->n_claims)) {
        count_unit(desk, claim);
    }
    dictionary_put(intake->names, claim->key.name, intake->n_claims);
    ARENA_PUSH(intake->kept, intake->claims, intake->n_claims, intake->claims_capacity, claim);
    return claim;
}

void desk_take_unit(struct desk *desk, const struct record *record) {
    desk->last = add_claim(desk, record, identity_of(desk->scratch, record), true, true);
}

struct claim *desk_add_to_unit(struct desk *desk, const struct record *record, bool may_add) {
    size_t at;
    struct str identity = identity_of(desk->scratch, record);
    if (dictionary_get(desk->claims, identity, &at)) {
        struct claim *claim = desk->intake->claims[at];
        claim->may_add |= may_add;
        record_add(desk->scratch, claim->record, record, desk->diag);
        return claim;
    }
    return add_claim(desk, record, identity, false, may_add);
}

void desk_continue_unit(struct desk *desk, const struct record *record) {
    const struct value *name = record_value(record, FIELD_UNIT_NAME);
    if (desk->last &&
        str_equal(name->text, record_value(desk->last->record, FIELD_UNIT_NAME)->text)) {
        record_add(desk->scratch, desk->last->record, record, desk->diag);
    } else {
        desk_add_to_unit(desk, record, false);
    }
}

/* ---- systems ------------------------------------------------------------------------------- */

void desk_take_waiting(struct desk *desk, const struct record *record,
                       const struct waiting *whose) {
    struct intake *intake = desk->intake;
    struct waiting waiting = *whose;
    const struct value *filled = record_value(record, FIELD_SYSTEM_FILL_DATE);
    waiting.record = record_keep(desk->arena, record);
    if (value_is_given(filled) && filled->precision == DATE_DAY) {
        waiting.filled = filled->date;
    }
    waiting.file = desk->file;
    waiting.folder = desk->folder;
    waiting.sequence = intake->n_waiting;
    ARENA_PUSH(intake->kept, intake->waiting, intake->n_waiting, intake->waiting_capacity, waiting);
    desk->n_systems += waiting.headers->entity == ENTITY_SYSTEM && !waiting.says_none;
}

/* ---- files and folders --------------------------------------------------------------------- */

/* Index of the folder of that name, added if it is new. */
static size_t find_folder(struct desk *desk, struct str name) {
    struct intake *intake = desk->intake;
    size_t at = intake->n_folders;
    struct origin_units folder = {0};
    if (dictionary_put(intake->folder_names, str_copy(desk->arena, name), at)) {
        ARENA_PUSH(desk->arena, intake->folders, intake->n_folders, intake->folders_capacity,
                   folder);
    } else {
        dictionary_get(intake->folder_names, name, &at);
    }
    return at;
}

void desk_open(struct desk *desk, struct str name, bool is_text) {
    struct intake *intake = desk->intake;
    struct origin_units file = {.name = str_copy(intake->arena, name), .folder = SIZE_MAX};
    if (!intake->names) {
        intake->names = dictionary_open(desk->arena);
        intake->folder_names = dictionary_open(desk->arena);
    }
    desk->claims = dictionary_open(desk->scratch);
    desk->names = dictionary_open(desk->scratch);
    desk->folder = SIZE_MAX;
    struct str last = file_last_part(file.name);
    if (is_text) {
        desk->folder = find_folder(desk, str_slice(name, 0, name.len - last.len));
        file.folder = desk->folder;
    }
    evidence_note_name(&file.evidence, intake->spellings, desk->scratch, last, false);
    ARENA_PUSH(intake->kept, intake->files, intake->n_files, intake->files_capacity, file);
    desk->file = intake->n_files - 1;
}

void intake_forget(struct intake *intake) {
    arena_reset(intake->kept);
    intake->claims = NULL;
    intake->waiting = NULL;
    intake->files = intake->folders = NULL;
    intake->names = intake->folder_names = NULL;
    intake->n_claims = intake->claims_capacity = 0;
    intake->n_waiting = intake->waiting_capacity = 0;
    intake->n_files = intake->files_capacity = 0;
    intake->n_folders = intake->folders_capacity = 0;
}
