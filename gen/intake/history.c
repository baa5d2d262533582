/* 沿革: institutions that were renamed, merged or closed. */
#include <string.h>

#include "intake/desk.h"

/* Rows above the header at most, rows of all, and columns looked at. */
enum { MOST_ABOVE = 30, MOST_ROWS = 50000, MOST_COLUMNS = 64 };

/* What a column says. */
enum history_part {
    PART_BEFORE,
    PART_CODE,
    PART_REGION,
    PART_AFTER,
    PART_AFTER_CODE,
    PART_DATE,
    N_PARTS,
};

/* As what its cells are read. A day is read as any date of a system is. */
static const enum field fields[N_PARTS] = {
    [PART_BEFORE] = FIELD_UNIT_NAME,
    [PART_CODE] = FIELD_UNIT_CREDIT_CODE,
    [PART_REGION] = FIELD_UNIT_REGION_CODE,
    [PART_AFTER] = FIELD_UNIT_NAME,
    [PART_AFTER_CODE] = FIELD_UNIT_CREDIT_CODE,
    [PART_DATE] = FIELD_SYSTEM_LAUNCHED,
};

struct history_words {
    /* By part: its headers, as header_key. */
    struct words parts[N_PARTS];
};

/* A sheet being read. */
struct history_reading {
    const struct intake *intake;
    struct arena *scratch;
    struct diag *diag;
    const struct read_sheet *sheet;
    struct intake_history *history;
    /* By part: its column from 1 and its header; 0 without a header row. */
    uint32_t columns[N_PARTS];
    struct str headers[N_PARTS];
    bool has_header;
};

static const char *const keys[N_PARTS] = {"before", "code",       "region",
                                          "after",  "after-code", "date"};
static const struct yaml_shape history_shape = {
    .kind = YAML_RECORD,
    .keys =
        YAML_KEYS(YAML_NEED("before", &yaml_some_texts), YAML_NEED("code", &yaml_some_texts),
                  YAML_NEED("region", &yaml_some_texts), YAML_NEED("after", &yaml_some_texts),
                  YAML_NEED("after-code", &yaml_some_texts), YAML_NEED("date", &yaml_some_texts))};

const struct history_words *history_words_read(struct arena *arena, struct shelf *shelf,
                                               struct str edition, struct diag *diag) {
    const struct yaml *tree = shelf_yaml(shelf, "columns/history", edition, &history_shape, diag);
    if (!tree) {
        return NULL;
    }
    struct history_words *words = ARENA_NEW(arena, struct history_words);
    for (size_t i = 0; i < N_PARTS; i++) {
        const struct yaml *list = yaml_get(tree, keys[i]);
        struct words *part = &words->parts[i];
        part->words = ARENA_ARRAY(arena, struct str, list->n_items);
        for (size_t k = 0; k < list->n_items; k++) {
            part->words[part->n_words++] = header_key(arena, list->items[k]->text);
        }
    }
    return words;
}

/* The row is the header: one of its columns holds former names, another something else of them. */
static void try_header(struct history_reading *reading, const struct read_row *row) {
    const struct history_words *words = reading->intake->history_words;
    size_t n = 0;
    memset(reading->columns, 0, sizeof reading->columns);
    for (size_t i = 0; i < row->n_cells && i < MOST_COLUMNS; i++) {
        struct str key = header_key(reading->scratch, row->cells[i].text);
        for (size_t part = 0; part < N_PARTS; part++) {
            if (!reading->columns[part] && words_have(&words->parts[part], key)) {
                reading->columns[part] = row->cells[i].column;
                reading->headers[part] = str_copy(reading->intake->arena, row->cells[i].text);
                n++;
            }
        }
    }
    reading->has_header = reading->columns[PART_BEFORE] && n > 1;
}

/* A cell's text as its type asks; empty where it is not given or not readable, which is reported.
 */
static struct str read_part(const struct history_reading *reading, const struct read_row *row,
                            enum history_part part) {
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

static bool take_row(void *context, const struct read_row *row) {
    struct history_reading *reading = context;
    struct intake_history *history = reading->history;
    struct arena_mark mark = arena_mark(reading->scratch);
    if (!reading->has_header) {
        try_header(reading, row);
    } else {
        const struct intake_history_row made = {
            .before = read_part(reading, row, PART_BEFORE),
            .code = read_part(reading, row, PART_CODE),
            .region = read_part(reading, row, PART_REGION),
            .after = read_part(reading, row, PART_AFTER),
            .after_code = read_part(reading, row, PART_AFTER_CODE),
            .date = read_part(reading, row, PART_DATE),
            .origin = read_origin(reading->sheet, row->number, 0)};
        ARENA_PUSH(reading->intake->arena, history->rows, history->n_rows, history->capacity, made);
    }
    arena_rewind(reading->scratch, mark);
    return (reading->has_header || row->number < MOST_ABOVE) && history->n_rows < MOST_ROWS;
}

bool intake_read_history(const struct intake *intake, struct str name, struct str bytes,
                         struct diag *diag, struct intake_history *history) {
    struct arena *scratch = arena_open_like(intake->arena);
    struct arena *work = arena_open_like(intake->arena);
    struct read_book book;
    const struct read_input input = {.arena = intake->arena,
                                     .scratch = scratch,
                                     .name = name,
                                     .bytes = bytes,
                                     .diag = diag,
                                     .reader = intake->reader};
    bool is_open = read_open(&input, &book);
    *history = (struct intake_history){0};
    for (size_t i = 0; is_open && i < book.n_sheets; i++) {
        struct history_reading reading = {.intake = intake,
                                          .scratch = work,
                                          .diag = diag,
                                          .sheet = book.sheets[i],
                                          .history = history};
        read_rows(book.sheets[i], take_row, &reading);
    }
    if (is_open && !history->n_rows) {
        struct source *source = ARENA_NEW(intake->arena, struct source);
        source->file = name;
        diag_report(diag,
                    &(struct diag_note){.id = DIAG_HISTORY_EMPTY, .origin = {.source = source}});
    }
    arena_close(work);
    arena_close(scratch);
    return history->n_rows > 0;
}
