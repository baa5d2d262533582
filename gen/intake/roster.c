/* 应报单位名单: who ought to report, and whether two names may be one institution's. */
#include "intake/side.h"

/* Rows of all at most. */
enum { MOST_ROWS = 200000 };

/* What a column says. */
enum roster_part {
    PART_NAME,
    PART_CODE,
    PART_REGION,
    PART_KIND,
    PART_CONTACT,
    PART_PHONE,
    PART_OPENED,
    PART_CLOSED,
    PART_DUE,
    PART_PROVINCE,
    PART_CITY,
    PART_COUNTY,
    N_PARTS,
};

/* As what its cells are read. A day is read as any date of a system is. */
static const enum field fields[N_PARTS] = {
    [PART_NAME] = FIELD_UNIT_NAME,
    [PART_CODE] = FIELD_UNIT_CREDIT_CODE,
    [PART_REGION] = FIELD_UNIT_REGION_CODE,
    [PART_KIND] = FIELD_UNIT_KIND,
    [PART_CONTACT] = FIELD_UNIT_CONTACT_NAME,
    [PART_PHONE] = FIELD_UNIT_CONTACT_PHONE,
    [PART_OPENED] = FIELD_SYSTEM_LAUNCHED,
    [PART_CLOSED] = FIELD_SYSTEM_LAUNCHED,
    [PART_DUE] = FIELD_SYSTEM_LAUNCHED,
    [PART_PROVINCE] = FIELD_UNIT_PROVINCE,
    [PART_CITY] = FIELD_UNIT_CITY,
    [PART_COUNTY] = FIELD_UNIT_COUNTY,
};

struct roster_words {
    /* By part: further headers, as header_key; none but for those named here. */
    struct words parts[N_PARTS];
    /* Names alike by so many per cent, and the characters in which they must agree. */
    unsigned near;
    struct str telling;
};

/* What is being read. */
struct roster_reading {
    struct intake_roster *roster;
    /* Rows that said who ought to report: by code, by name and region → index. */
    struct dictionary *seen;
};

/* ---- words ----------------------------------------------------------------------------------- */

static const struct yaml_shape percent_shape = {.kind = YAML_NUMBER, .low = 1, .high = 100};
static const struct yaml_shape roster_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("opened", &yaml_some_texts), YAML_NEED("closed", &yaml_some_texts),
                      YAML_NEED("due", &yaml_some_texts), YAML_NEED("names", &yaml_some_texts),
                      YAML_NEED("phones", &yaml_some_texts), YAML_NEED("near", &percent_shape),
                      YAML_NEED("telling", &yaml_some_text))};

const struct roster_words *roster_words_read(struct arena *arena, struct shelf *shelf,
                                             struct str edition, struct diag *diag) {
    static const struct {
        const char *key;
        enum roster_part part;
    } lists[] = {{"opened", PART_OPENED},
                 {"closed", PART_CLOSED},
                 {"due", PART_DUE},
                 {"names", PART_CONTACT},
                 {"phones", PART_PHONE}};
    const struct yaml *tree = shelf_yaml(shelf, "columns/roster", edition, &roster_shape, diag);
    if (!tree) {
        return NULL;
    }
    struct roster_words *words = ARENA_NEW(arena, struct roster_words);
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        side_words(arena, yaml_get(tree, lists[i].key), &words->parts[lists[i].part]);
    }
    words->near = (unsigned)yaml_int(tree, "near", 100, diag);
    words->telling = str_copy(arena, yaml_text(tree, "telling"));
    return words;
}

/* ---- names ----------------------------------------------------------------------------------- */

/* The telling characters of a name, in its order. */
static struct str tell(const struct roster_words *words, struct str name, char *room, size_t size) {
    size_t n = 0;
    for (size_t at = 0; at < name.len;) {
        size_t start = at;
        utf8_next(name, &at);
        struct str character = str_slice(name, start, at);
        if (!str_contains(words->telling, character) || n + character.len > size) {
            continue;
        }
        for (size_t i = 0; i < character.len; i++) {
            room[n++] = character.data[i];
        }
    }
    return (struct str){room, n};
}

unsigned intake_likeness(const struct intake *intake, struct str a, struct str b) {
    enum { ROOM = 256 };
    const struct roster_words *words = intake->roster_words;
    char left[ROOM], right[ROOM];
    bool is_told = !str_equal(tell(words, a, left, ROOM), tell(words, b, right, ROOM));
    unsigned likeness = is_told ? 0 : str_likeness(a, b);
    return likeness >= words->near ? likeness : 0;
}

/* ---- the header ------------------------------------------------------------------------------ */

static size_t find_part(const struct side_table *table, struct str header) {
    const struct headers *units = table->intake->units;
    const struct header_entry *entry = headers_find(units, table->scratch, header);
    struct str key = header_key(table->scratch, header);
    for (size_t i = 0; i < N_PARTS; i++) {
        if (words_have(&table->intake->roster_words->parts[i], key)) {
            return i;
        }
    }
    for (size_t k = 0; entry && k < entry->n_rules; k++) {
        for (size_t i = 0; i < N_PARTS; i++) {
            bool is_unit = field_info(fields[i])->entity == ENTITY_UNIT;
            if (is_unit && units->rules[entry->rules[k]].field == fields[i]) {
                return i;
            }
        }
    }
    return N_PARTS;
}

/* ---- rows ------------------------------------------------------------------------------------ */

/* The region's code: as given, or what the names of its places mean. */
static struct str find_region(const struct side_table *table, const struct read_row *row) {
    const struct regions *regions = table->intake->regions;
    struct str code = side_cell(table, row, PART_REGION), names[N_REGION_RANKS];
    if (code.len) {
        if (!regions_find(regions, code).name.len) {
            diag_report(table->diag,
                        &(struct diag_note){.id = DIAG_REGION_UNKNOWN,
                                            .origin = read_origin(table->sheet, row->number,
                                                                  table->columns[PART_REGION]),
                                            .header = table->headers[PART_REGION],
                                            .value = code});
        }
        return code;
    }
    for (int i = 0; i < N_REGION_RANKS; i++) {
        names[i] = side_cell(table, row, (size_t)(PART_PROVINCE + i));
    }
    return str_copy(table->intake->arena, regions_code(regions, names));
}

/* The row says again who ought to report; which rows do is noted. */
static bool repeats(const struct side_table *table, const struct intake_roster_row *row) {
    const struct roster_reading *reading = table->context;
    struct arena *arena = table->intake->arena;
    struct str name = inventory_key(arena, row->name);
    struct str keys[] = {row->credit_code,
                         str_join(arena, (struct str[]){row->region_code, name}, 2, STR("-"))};
    for (size_t i = 0; i < 2; i++) {
        size_t at;
        if (keys[i].len && dictionary_get(reading->seen, keys[i], &at)) {
            const struct intake_roster_row *first = &reading->roster->rows[at];
            diag_report(table->diag,
                        &(struct diag_note){
                            .id = DIAG_ROSTER_REPEATED,
                            .origin = row->origin,
                            .value = row->name,
                            .args = {origin_text(table->scratch, first->origin), first->name}});
            return true;
        }
    }
    for (size_t i = 0; i < 2; i++) {
        if (keys[i].len) {
            dictionary_put(reading->seen, keys[i], reading->roster->n_rows);
        }
    }
    return false;
}

static void take(struct side_table *table, const struct read_row *row) {
    const struct intake *intake = table->intake;
    struct intake_roster_row made = {.origin = read_origin(table->sheet, row->number, 0)};
    made.name = side_cell(table, row, PART_NAME);
    if (words_have(&intake->spellings->total, value_key(table->scratch, made.name))) {
        return;
    }
    made.credit_code = side_cell(table, row, PART_CODE);
    made.region_code = find_region(table, row);
    made.unit_kind = side_cell(table, row, PART_KIND);
    made.contact_name = side_cell(table, row, PART_CONTACT);
    made.contact_phone = side_cell(table, row, PART_PHONE);
    made.opened = side_cell(table, row, PART_OPENED);
    made.closed = side_cell(table, row, PART_CLOSED);
    made.due = side_cell(table, row, PART_DUE);
    bool is_filled = made.credit_code.len || made.region_code.len || made.contact_name.len ||
                     made.contact_phone.len;
    if (!made.name.len && is_filled) {
        const struct column_rule *rule =
            &intake->units->rules[intake->units->by_field[FIELD_UNIT_NAME]];
        diag_report(table->diag, &(struct diag_note){.id = DIAG_NAME_MISSING,
                                                     .origin = made.origin,
                                                     .header = table->headers[PART_NAME],
                                                     .args = {rule->name, intake->units->record}});
    }
    if (made.name.len && !repeats(table, &made)) {
        const struct roster_reading *reading = table->context;
        struct intake_roster *roster = reading->roster;
        ARENA_PUSH(intake->arena, roster->rows, roster->n_rows, roster->capacity, made);
    }
}

bool intake_read_roster(const struct intake *intake, struct str name, struct str bytes,
                        struct diag *diag, struct intake_roster *roster) {
    static const struct side_kind kind = {.fields = fields,
                                          .n_parts = N_PARTS,
                                          .most_rows = MOST_ROWS,
                                          .empty = DIAG_ROSTER_EMPTY,
                                          .may_be_alone = true,
                                          .find_part = find_part,
                                          .take = take};
    struct arena *scratch = arena_open_like(intake->arena);
    struct roster_reading reading = {roster, dictionary_open(intake->arena)};
    const struct read_input file = {.arena = intake->arena,
                                    .scratch = scratch,
                                    .name = name,
                                    .bytes = bytes,
                                    .diag = diag,
                                    .reader = intake->reader};
    *roster = (struct intake_roster){0};
    bool is_read = side_read(intake, &file, &kind, &reading, &roster->n_rows);
    arena_close(scratch);
    return is_read;
}
