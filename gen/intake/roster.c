/* 应报单位名单: who ought to report, and whether two names may be one institution's. */
#include "intake/desk.h"

/* Rows above the header at most, rows of all, and columns looked at. */
enum { MOST_ABOVE = 30, MOST_ROWS = 200000, MOST_COLUMNS = 64 };

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

/* A sheet being read. */
struct roster_reading {
    const struct intake *intake;
    struct arena *scratch;
    struct diag *diag;
    const struct read_sheet *sheet;
    struct intake_roster *roster;
    /* Rows that said who ought to report: by code, by name and region → index. */
    struct dictionary *seen;
    /* By part: its column from 1 and its header; 0 without a header row. */
    uint32_t columns[N_PARTS];
    struct str headers[N_PARTS];
    bool has_header;
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
        const struct yaml *list = yaml_get(tree, lists[i].key);
        struct words *part = &words->parts[lists[i].part];
        part->words = ARENA_ARRAY(arena, struct str, list->n_items);
        for (size_t k = 0; k < list->n_items; k++) {
            part->words[part->n_words++] = header_key(arena, list->items[k]->text);
        }
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

/* What a header says; N_PARTS if it is nothing of a roster. */
static enum roster_part find_part(const struct roster_reading *reading, struct str text) {
    const struct headers *units = reading->intake->units;
    const struct header_entry *entry = headers_find(units, reading->scratch, text);
    struct str key = header_key(reading->scratch, text);
    for (size_t i = 0; i < N_PARTS; i++) {
        if (words_have(&reading->intake->roster_words->parts[i], key)) {
            return (enum roster_part)i;
        }
    }
    for (size_t k = 0; entry && k < entry->n_rules; k++) {
        for (size_t i = 0; i < N_PARTS; i++) {
            bool is_unit = field_info(fields[i])->entity == ENTITY_UNIT;
            if (is_unit && units->rules[entry->rules[k]].field == fields[i]) {
                return (enum roster_part)i;
            }
        }
    }
    return N_PARTS;
}

/* The row is the header: one of its columns holds names, and another something else of them. */
static void try_header(struct roster_reading *reading, const struct read_row *row) {
    uint32_t columns[N_PARTS] = {0};
    size_t places[N_PARTS] = {0}, n = 0;
    for (size_t i = 0; i < row->n_cells && i < MOST_COLUMNS; i++) {
        enum roster_part part = find_part(reading, row->cells[i].text);
        if (part != N_PARTS && !columns[part]) {
            columns[part] = row->cells[i].column;
            places[part] = i;
            n++;
        }
    }
    if (!columns[PART_NAME] || (n < 2 && row->n_cells > 1)) {
        return;
    }
    reading->has_header = true;
    for (size_t i = 0; i < N_PARTS; i++) {
        reading->columns[i] = columns[i];
        if (columns[i]) {
            reading->headers[i] = str_copy(reading->intake->arena, row->cells[places[i]].text);
        }
    }
}

/* ---- rows ------------------------------------------------------------------------------------ */

/* A cell's text as its type asks; empty where it is not given or not readable, which is reported.
 */
static struct str read_part(const struct roster_reading *reading, const struct read_row *row,
                            enum roster_part part) {
    const struct intake *intake = reading->intake;
    const struct read_cell *cell =
        reading->columns[part] ? read_cell_at(row, reading->columns[part]) : NULL;
    if (!cell) {
        return (struct str){0};
    }
    const struct reading asked = {.spellings = intake->spellings,
                                  .options = intake->options,
                                  .arena = intake->arena,
                                  .scratch = reading->scratch,
                                  .diag = reading->diag,
                                  .field = fields[part],
                                  .cell = cell,
                                  .origin = read_origin(reading->sheet, row->number, cell->column),
                                  .header = reading->headers[part]};
    const struct value *value = value_read(&asked);
    return value_is_given(value) ? value->text : (struct str){0};
}

/* The region's code: as given, or what the names of its places mean. */
static struct str find_region(const struct roster_reading *reading, const struct read_row *row) {
    const struct regions *regions = reading->intake->regions;
    struct str code = read_part(reading, row, PART_REGION), names[N_REGION_RANKS];
    if (code.len) {
        if (!regions_find(regions, code).name.len) {
            diag_report(reading->diag,
                        &(struct diag_note){.id = DIAG_REGION_UNKNOWN,
                                            .origin = read_origin(reading->sheet, row->number,
                                                                  reading->columns[PART_REGION]),
                                            .header = reading->headers[PART_REGION],
                                            .value = code});
        }
        return code;
    }
    for (int i = 0; i < N_REGION_RANKS; i++) {
        names[i] = read_part(reading, row, (enum roster_part)(PART_PROVINCE + i));
    }
    return str_copy(reading->intake->arena, regions_code(regions, names));
}

/* The row says again who ought to report; which rows do is noted. */
static bool repeats(struct roster_reading *reading, const struct intake_roster_row *row) {
    struct arena *arena = reading->intake->arena;
    struct str name = inventory_key(arena, row->name);
    struct str keys[] = {row->credit_code,
                         str_join(arena, (struct str[]){row->region_code, name}, 2, STR("-"))};
    for (size_t i = 0; i < 2; i++) {
        size_t at;
        if (keys[i].len && dictionary_get(reading->seen, keys[i], &at)) {
            const struct intake_roster_row *first = &reading->roster->rows[at];
            diag_report(reading->diag,
                        &(struct diag_note){
                            .id = DIAG_ROSTER_REPEATED,
                            .origin = row->origin,
                            .value = row->name,
                            .args = {origin_text(reading->scratch, first->origin), first->name}});
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

static void read_row(struct roster_reading *reading, const struct read_row *row) {
    const struct intake *intake = reading->intake;
    struct intake_roster_row made = {.origin = read_origin(reading->sheet, row->number, 0)};
    made.name = read_part(reading, row, PART_NAME);
    if (words_have(&intake->spellings->total, value_key(reading->scratch, made.name))) {
        return;
    }
    made.credit_code = read_part(reading, row, PART_CODE);
    made.region_code = find_region(reading, row);
    made.unit_kind = read_part(reading, row, PART_KIND);
    made.contact_name = read_part(reading, row, PART_CONTACT);
    made.contact_phone = read_part(reading, row, PART_PHONE);
    made.opened = read_part(reading, row, PART_OPENED);
    made.closed = read_part(reading, row, PART_CLOSED);
    made.due = read_part(reading, row, PART_DUE);
    bool is_filled = made.credit_code.len || made.region_code.len || made.contact_name.len ||
                     made.contact_phone.len;
    if (!made.name.len && is_filled) {
        const struct column_rule *rule =
            &intake->units->rules[intake->units->by_field[FIELD_UNIT_NAME]];
        diag_report(reading->diag,
                    &(struct diag_note){.id = DIAG_NAME_MISSING,
                                        .origin = made.origin,
                                        .header = reading->headers[PART_NAME],
                                        .args = {rule->name, intake->units->record}});
    }
    if (made.name.len && !repeats(reading, &made)) {
        struct intake_roster *roster = reading->roster;
        ARENA_PUSH(intake->arena, roster->rows, roster->n_rows, roster->capacity, made);
    }
}

static bool take_row(void *context, const struct read_row *row) {
    struct roster_reading *reading = context;
    struct arena_mark mark = arena_mark(reading->scratch);
    if (reading->has_header) {
        read_row(reading, row);
    } else {
        try_header(reading, row);
    }
    arena_rewind(reading->scratch, mark);
    return (reading->has_header || row->number < MOST_ABOVE) && reading->roster->n_rows < MOST_ROWS;
}

bool intake_read_roster(const struct intake *intake, struct str name, struct str bytes,
                        struct diag *diag, struct intake_roster *roster) {
    struct arena *scratch = arena_open_like(intake->arena);
    struct arena *work = arena_open_like(intake->arena);
    struct dictionary *seen = dictionary_open(intake->arena);
    struct read_book book;
    const struct read_input input = {.arena = intake->arena,
                                     .scratch = scratch,
                                     .name = name,
                                     .bytes = bytes,
                                     .diag = diag,
                                     .reader = intake->reader};
    bool is_open = read_open(&input, &book);
    *roster = (struct intake_roster){0};
    for (size_t i = 0; is_open && i < book.n_sheets; i++) {
        struct roster_reading reading = {.intake = intake,
                                         .scratch = work,
                                         .diag = diag,
                                         .sheet = book.sheets[i],
                                         .roster = roster,
                                         .seen = seen};
        read_rows(book.sheets[i], take_row, &reading);
    }
    if (is_open && !roster->n_rows) {
        struct source *source = ARENA_NEW(intake->arena, struct source);
        source->file = name;
        diag_report(diag,
                    &(struct diag_note){.id = DIAG_ROSTER_EMPTY, .origin = {.source = source}});
    }
    arena_close(work);
    arena_close(scratch);
    return roster->n_rows > 0;
}
