/* 沿革: institutions that were renamed, merged or closed. */
#include "intake/side.h"

/* Rows of all at most. */
enum { MOST_ROWS = 50000 };

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
        side_words(arena, yaml_get(tree, keys[i]), &words->parts[i]);
    }
    return words;
}

static size_t find_part(const struct side_table *table, struct str header) {
    const struct history_words *words = table->intake->history_words;
    struct str key = header_key(table->scratch, header);
    size_t part = 0;
    while (part < N_PARTS && !words_have(&words->parts[part], key)) {
        part++;
    }
    return part;
}

static void take(struct side_table *table, const struct read_row *row) {
    struct intake_history *history = table->context;
    const struct intake_history_row made = {.before = side_cell(table, row, PART_BEFORE),
                                            .code = side_cell(table, row, PART_CODE),
                                            .region = side_cell(table, row, PART_REGION),
                                            .after = side_cell(table, row, PART_AFTER),
                                            .after_code = side_cell(table, row, PART_AFTER_CODE),
                                            .date = side_cell(table, row, PART_DATE),
                                            .origin = read_origin(table->sheet, row->number, 0)};
    ARENA_PUSH(table->intake->arena, history->rows, history->n_rows, history->capacity, made);
}

bool intake_read_history(const struct intake *intake, struct str name, struct str bytes,
                         struct diag *diag, struct intake_history *history) {
    static const struct side_kind kind = {.fields = fields,
                                          .n_parts = N_PARTS,
                                          .most_rows = MOST_ROWS,
                                          .empty = DIAG_HISTORY_EMPTY,
                                          .find_part = find_part,
                                          .take = take};
    struct arena *scratch = arena_open_like(intake->arena);
    const struct read_input file = {.arena = intake->arena,
                                    .scratch = scratch,
                                    .name = name,
                                    .bytes = bytes,
                                    .diag = diag,
                                    .reader = intake->reader};
    *history = (struct intake_history){0};
    bool is_read = side_read(intake, &file, &kind, history, &history->n_rows);
    arena_close(scratch);
    return is_read;
}
