/* The rows of a table as records: what is a row of data, and what its cells say. */
#include "intake/desk.h"
#include "intake/whose.h"

/* Texts remembered a column. */
enum { N_REMEMBERED = 32 };

/* What a column gave before. */
struct column_memory {
    /* Row of the last cell, 0 before the first, and its value: a merge gives it again. */
    uint32_t row;
    const struct value *value;
    /* The cell that a merge over this row and others shows; its text is in `top_text`. */
    struct read_cell top;
    struct buf top_text;
    /* Texts read without a word of doubt, by hash: columns say the same few things over and over.
     */
    const struct value *remembered[N_REMEMBERED];
};

/* A table being read. */
struct row_reader {
    struct desk *desk;
    const struct table *table;
    struct column_memory *memory;
    /* The row at hand. */
    const struct read_row *row;
    /* A note began above: lone cells belong to it. */
    bool is_in_notes;
    /* The row of data above was hidden. */
    bool was_hidden;
    size_t next_repeat;
    /* Rows of data, and those that say that there is nothing. */
    size_t n_records, n_none;
    /* The title above that says that the systems below it are no longer run; NULL: none does. */
    const struct value *title;
};

static const struct read_cell *own_cell(const struct row_reader *reader, uint32_t column) {
    const struct read_cell *cell = read_cell_at(reader->row, column);
    return cell && str_trim(cell->text).len > 0 ? cell : NULL;
}

/* ---- cells --------------------------------------------------------------------------------- */

/* Keeps the cells that merges show in rows below, too. */
static void note_tops(struct row_reader *reader) {
    const struct read_sheet *sheet = reader->table->sheet;
    for (size_t i = 0; i < reader->table->n_columns && sheet->has_merges; i++) {
        struct column_memory *memory = &reader->memory[i];
        const struct read_cell *cell = read_cell_at(reader->row, reader->table->columns[i].column);
        const struct read_merge *merge =
            cell ? read_merge_at(sheet, cell->row, cell->column) : NULL;
        if (merge && merge->last_row > cell->row) {
            memory->top_text.arena = reader->desk->scratch;
            memory->top_text.len = 0;
            buf_add(&memory->top_text, cell->text);
            memory->top = *cell;
            memory->top.text = buf_str(&memory->top_text);
        }
    }
}

/* The cell of a column in the row: its own, or the top of a merge over rows of data. */
static const struct read_cell *cell_of(const struct row_reader *reader, size_t index) {
    const struct read_sheet *sheet = reader->table->sheet;
    uint32_t column = reader->table->columns[index].column;
    const struct read_cell *cell = read_cell_at(reader->row, column);
    const struct read_merge *merge =
        cell || !sheet->has_merges ? NULL : read_merge_at(sheet, reader->row->number, column);
    bool is_below =
        merge && merge->first_column == column && merge->first_row > reader->table->header_row;
    const struct read_cell *top = &reader->memory[index].top;
    return !is_below ? cell : top->row == merge->first_row ? top : NULL;
}

/* A text that the column had before: its value, at the new place. */
static const struct value *recall(struct desk *desk, const struct value *remembered,
                                  struct origin origin) {
    struct value *value = ARENA_NEW(desk->arena, struct value);
    *value = *remembered;
    value->origin = origin;
    return value;
}

/* The verdict of an item by a sign, a number or a word alone, which elsewhere would be a mark or
 * nothing; NULL if it is written out. */
static struct value *read_verdict(const struct reading *reading) {
    enum { N_VERDICTS = 4 };
    if (reading->field != FIELD_GAP_VERDICT) {
        return NULL;
    }
    const struct option_list *list = options_find(reading->options, STR("gap_verdict"));
    struct str key = value_key(reading->scratch, reading->cell->text);
    for (size_t i = 0; i < N_VERDICTS; i++) {
        if (words_have(&reading->spellings->verdicts[i], key)) {
            struct value *value = ARENA_NEW(reading->arena, struct value);
            value->raw = str_copy(reading->arena, reading->cell->text);
            value->origin = reading->origin;
            value->header = reading->header;
            value->text = list->options[i].label;
            value->number = value->codes[0] = list->options[i].code;
            value->n_codes = 1;
            return value;
        }
    }
    return NULL;
}

static const struct value *read_new(struct row_reader *reader, size_t index,
                                    const struct read_cell *cell) {
    const struct table_column *column = &reader->table->columns[index];
    struct desk *desk = reader->desk;
    const struct reading reading = {
        .spellings = desk->intake->spellings,
        .options = desk->intake->options,
        .arena = desk->arena,
        .scratch = desk->scratch,
        .diag = desk->diag,
        .field = column->rule->field,
        .keeps_lines = column->rule->keeps_lines,
        .longest = column->rule->longest,
        .takes_detail = column->rule->attachment != N_FIELDS,
        .is_required = column->rule->is_required,
        .cell = cell,
        .origin = read_origin(reader->table->sheet, cell->row, cell->column),
        .header = column->header,
        .as_of = desk->intake->as_of,
        .yuan = column->yuan,
    };
    const struct value **slot =
        &reader->memory[index].remembered[str_hash(cell->text) % N_REMEMBERED];
    if (cell->kind == READ_TEXT && *slot && str_equal((*slot)->raw, cell->text)) {
        return recall(desk, *slot, reading.origin);
    }
    size_t n_reports = diag_n(desk->diag);
    const struct value *verdict = read_verdict(&reading);
    const struct value *value = verdict ? verdict : value_read(&reading);
    bool is_sure = value && diag_n(desk->diag) == n_reports;
    *slot = is_sure && cell->kind == READ_TEXT ? value : *slot;
    return value;
}

/* An empty cell is a value too: whoever misses it can name the place. */
static const struct value *read_nothing(struct row_reader *reader, size_t index) {
    const struct table_column *column = &reader->table->columns[index];
    struct value *value = ARENA_NEW(reader->desk->arena, struct value);
    value->origin = read_origin(reader->table->sheet, reader->row->number, column->column);
    value->header = column->header;
    return value;
}

static const struct value *read_cell(struct row_reader *reader, size_t index) {
    struct column_memory *memory = &reader->memory[index];
    const struct read_cell *cell = cell_of(reader, index);
    if (!cell) {
        return read_nothing(reader, index);
    }
    if (cell->row != memory->row) {
        memory->row = cell->row;
        memory->value = read_new(reader, index, cell);
    }
    return memory->value;
}

/* ---- records ------------------------------------------------------------------------------- */

/* The row's values of one kind of record. */
static void read_record(struct row_reader *reader, enum field_entity entity, struct record *record,
                        bool *is_filled) {
    *record = (struct record){.origin = read_origin(reader->table->sheet, reader->row->number, 0)};
    *is_filled = false;
    for (size_t i = 0; i < reader->table->n_columns; i++) {
        const struct table_column *column = &reader->table->columns[i];
        enum field field = column->rule->field;
        if (field_info(field)->entity == entity && column->is_second) {
            row_take_second(reader->desk, column->rule, record, read_cell(reader, i));
        } else if (field_info(field)->entity == entity) {
            record_set(record, field, read_cell(reader, i));
            *is_filled |=
                field != reader->table->headers->owner && own_cell(reader, column->column);
        }
    }
}

struct str desk_allowed(const struct desk *desk, enum field field) {
    const struct intake *intake = desk->intake;
    return columns_allowed(intake->spellings, intake->options, desk->scratch, field);
}

static void report_empty(struct row_reader *reader, const struct table_column *column,
                         struct str header, const struct value *value) {
    const struct read_sheet *sheet = reader->table->sheet;
    diag_report(
        reader->desk->diag,
        &(struct diag_note){.id = DIAG_VALUE_EMPTY,
                            .origin = read_origin(sheet, reader->row->number, column->column),
                            .header = header,
                            .value = value ? value->raw : (struct str){0},
                            .args = {desk_allowed(reader->desk, column->rule->field)}});
}

void row_take_second(struct desk *desk, const struct column_rule *rule, struct record *record,
                     const struct value *second) {
    const struct value *first = record_value(record, rule->field);
    if (!second || !value_is_given(second) || first->is_bad) {
        return;
    }
    if (!value_is_given(first)) {
        record_set(record, rule->field, second);
    } else if (!str_equal(first->text, second->text)) {
        row_refuse(desk, rule, record, second, first);
    }
}

void row_refuse(struct desk *desk, const struct column_rule *rule, struct record *record,
                const struct value *at, const struct value *against) {
    const struct value *first = record_value(record, rule->field);
    struct value *refused = ARENA_NEW(desk->arena, struct value);
    *refused = (struct value){
        .is_bad = true, .raw = first->raw, .origin = first->origin, .header = first->header};
    record_set(record, rule->field, refused);
    diag_report(desk->diag,
                &(struct diag_note){.id = DIAG_VALUE_DISAGREES,
                                    .origin = at->origin,
                                    .header = at->header,
                                    .value = at->raw,
                                    .args = {against->raw, against->header, rule->name}});
}

void row_mark_missed(struct desk *desk, struct record *record, enum field field) {
    struct value *value = ARENA_NEW(desk->arena, struct value);
    *value = *record_value(record, field);
    value->missed = MISSED_CELL;
    record_set(record, field, value);
}

void row_mark_columns(const struct table *table, enum field_entity entity, struct record *record) {
    static const struct value missed = {.missed = MISSED_COLUMN};
    for (size_t i = 0; i < table->n_missed; i++) {
        enum field field = table->missed[i]->field;
        if (field_info(field)->entity == entity && !record_at(record, field)) {
            record_set(record, field, &missed);
        }
    }
}

bool row_is_needless(const struct regions *regions, const struct record *record,
                     const struct column_rule *rule) {
    enum field field = rule->field;
    if (rule->condition != N_FIELDS && !value_is_given(record_value(record, rule->condition))) {
        return true;
    }
    if (field == FIELD_UNIT_CITY) {
        return !regions_have_cities(regions, record_value(record, FIELD_UNIT_PROVINCE)->text);
    }
    return field == FIELD_UNIT_COUNTY &&
           !regions_have_counties(regions, record_value(record, FIELD_UNIT_CITY)->text);
}

/* Required fields whose column is there and whose cell is empty. The parts of an address in one
 * cell are missed at that cell. */
static void check_required(struct row_reader *reader, const struct headers *headers,
                           struct record *record) {
    for (size_t i = 0; i < headers->n_rules; i++) {
        const struct column_rule *rule = &headers->rules[i];
        const struct value *value = record_at(record, rule->field);
        bool is_there = record_has(record, rule->field);
        bool is_name = rule->field == headers->anchor || rule->field == headers->owner;
        if (!rule->is_required || is_there || is_name || (value && value->missed) ||
            row_is_needless(reader->desk->intake->regions, record, rule)) {
            continue;
        }
        const struct table_column *column = table_column(reader->table, rule->field);
        const struct table_column *instead =
            rule->substitute == N_FIELDS ? NULL : table_column(reader->table, rule->substitute);
        if (column) {
            report_empty(reader, column, column->header, value);
            row_mark_missed(reader->desk, record, rule->field);
        } else if (instead) {
            report_empty(reader, instead, rule->name, record_at(record, rule->substitute));
        }
    }
}

/* The record's name is there; reports a row without one. */
static bool check_name(struct row_reader *reader, const struct headers *headers, enum field field,
                       struct record *record) {
    const struct value *value = record_value(record, field);
    if (value_is_given(value)) {
        return true;
    }
    const struct column_rule *rule = &headers->rules[headers->by_field[field]];
    const struct table_column *column = table_column(reader->table, field);
    /* a bad name has been reported as such */
    if (!value->is_bad) {
        struct diag_note note = {.id = DIAG_NAME_MISSING,
                                 .origin = read_origin(reader->table->sheet, reader->row->number,
                                                       column ? column->column : 0),
                                 .header = column ? column->header : rule->name,
                                 .value = value->raw,
                                 .args = {rule->name, headers->record}};
        diag_report(reader->desk->diag, &note);
    }
    return false;
}

static void read_unit(struct row_reader *reader) {
    struct record record;
    bool is_filled;
    const struct headers *headers = reader->table->headers;
    read_record(reader, ENTITY_UNIT, &record, &is_filled);
    if (!is_filled || !check_name(reader, headers, FIELD_UNIT_NAME, &record)) {
        return;
    }
    row_derive(reader->desk, headers, &record);
    const struct table_column *name = table_column(reader->table, FIELD_UNIT_NAME);
    if (reader->table->role == ROLE_SUPPLEMENT) {
        desk_add_to_unit(reader->desk, &record, reader->table->makes_units);
        return;
    }
    /* one more row under a merged name */
    if (!own_cell(reader, name->column)) {
        desk_continue_unit(reader->desk, &record);
        return;
    }
    check_required(reader, headers, &record);
    row_mark_columns(reader->table, ENTITY_UNIT, &record);
    desk_take_unit(reader->desk, &record);
}

/* What a table of systems says of the unit, under the unit's name there; NULL if it names none, by
 * name or code. */
static struct claim *read_unit_beside(struct row_reader *reader, const struct value *name) {
    struct record record;
    bool is_filled;
    bool may_add = !reader->desk->has_units && reader->table->n_unit_columns >= 2;
    read_record(reader, ENTITY_UNIT, &record, &is_filled);
    bool is_named = value_is_given(name);
    if (!is_named && !value_is_given(record_value(&record, FIELD_UNIT_CREDIT_CODE))) {
        return NULL;
    }
    record_set(&record, FIELD_UNIT_NAME, is_named ? name : NULL);
    row_derive(reader->desk, reader->desk->intake->units, &record);
    if (may_add && is_named && !desk_knows_unit(reader->desk, name->text)) {
        check_required(reader, reader->desk->intake->units, &record);
        row_mark_columns(reader->table, ENTITY_UNIT, &record);
    }
    struct claim *claim = desk_add_to_unit(reader->desk, &record, may_add && is_named);
    claim->is_beside = true;
    return claim;
}

/* Its file has no table of units, and the row names one. */
static bool is_alone(const struct desk *desk, const struct value *unit) {
    return value_is_given(unit) && !desk->has_units;
}

void row_take_system(struct desk *desk, const struct table *table, const struct record *record,
                     struct claim *claim) {
    const struct value *unit = record_value(record, FIELD_SYSTEM_UNIT);
    bool says_who = claim || value_is_given(unit);
    struct str whose = table->whose;
    struct origin origin =
        table->whose.len ? table->whose_origin : read_origin(table->sheet, table->header_row, 0);
    if (says_who) {
        const struct value *said =
            value_is_given(unit) ? unit : record_value(claim->record, FIELD_UNIT_CREDIT_CODE);
        whose = said->text;
        origin = said->origin;
    } else if (!desk->has_units && desk->folder == SIZE_MAX) {
        claim = whose_claim(desk, table);
        const struct value *said = claim ? record_value(claim->record, FIELD_UNIT_NAME) : unit;
        whose = said->text;
        origin = claim ? said->origin : origin;
        if (!claim && desk->is_disputed) {
            return;
        }
    }
    bool is_by_line = !desk->has_units && !says_who && !claim && whose_line_holds(desk, table);
    const struct waiting waiting = {
        .headers = table->headers,
        .unit = whose,
        .unit_origin = origin,
        .is_alone = is_by_line || is_alone(desk, unit),
        .claim = claim,
    };
    desk_take_waiting(desk, record, &waiting);
}

static void read_system(struct row_reader *reader) {
    struct record record;
    bool is_filled;
    const struct table *table = reader->table;
    read_record(reader, ENTITY_SYSTEM, &record, &is_filled);
    const struct value *unit = record_value(&record, FIELD_SYSTEM_UNIT);
    bool has_unit_column = table_column(table, FIELD_SYSTEM_UNIT) != NULL;
    bool says_who = table->n_unit_columns > 0 &&
                    (has_unit_column || table_column(table, FIELD_UNIT_CREDIT_CODE));
    struct claim *claim = says_who ? read_unit_beside(reader, unit) : NULL;
    /* a unit that lists no system of its own */
    if (!is_filled && table->n_unit_columns > 0) {
        return;
    }
    bool is_named = check_name(reader, table->headers, FIELD_SYSTEM_NAME, &record);
    if (has_unit_column && !claim &&
        !check_name(reader, table->headers, FIELD_SYSTEM_UNIT, &record)) {
        is_named = false;
    }
    if (!is_named) {
        return;
    }
    row_derive(reader->desk, table->headers, &record);
    check_required(reader, table->headers, &record);
    row_mark_columns(table, ENTITY_SYSTEM, &record);
    row_check_retired(reader->desk, &record, reader->title);
    row_take_system(reader->desk, table, &record, claim);
}

static const struct value *value_of(struct row_reader *reader, enum field field) {
    const struct table_column *column = table_column(reader->table, field);
    return column ? read_cell(reader, (size_t)(column - reader->table->columns)) : NULL;
}

/* A row that says that a unit has no systems: the unit has handed in. */
static void read_none(struct row_reader *reader) {
    const struct table *table = reader->table;
    struct record record = {.origin = read_origin(table->sheet, reader->row->number, 0)};
    record_set(&record, FIELD_SYSTEM_UNIT, value_of(reader, FIELD_SYSTEM_UNIT));
    record_set(&record, FIELD_SYSTEM_NAME, value_of(reader, FIELD_SYSTEM_NAME));
    const struct value *unit = record_value(&record, FIELD_SYSTEM_UNIT);
    struct claim *claim =
        table->n_unit_columns > 0 && value_is_given(unit) ? read_unit_beside(reader, unit) : NULL;
    if (value_is_given(unit)) {
        const struct waiting waiting = {.headers = table->headers,
                                        .unit = unit->text,
                                        .unit_origin = unit->origin,
                                        .is_alone = is_alone(reader->desk, unit),
                                        .claim = claim,
                                        .says_none = true};
        desk_take_waiting(reader->desk, &record, &waiting);
    }
}

/* ---- gaps, experts, products, data ----------------------------------------------------------- */

/* A row without what it is about is none. */
static bool has_subject(struct row_reader *reader, struct record *record) {
    const struct headers *headers = reader->table->headers;
    bool is_placed = headers->kind == SHEET_GAPS && record_has(record, FIELD_GAP_CONTROL_POINT);
    return is_placed || check_name(reader, headers, headers->anchor, record);
}

/* A row about a system or a unit. */
static void read_item(struct row_reader *reader) {
    const struct table *table = reader->table;
    struct record record;
    bool is_filled;
    read_record(reader, table->headers->entity, &record, &is_filled);
    if (!is_filled || !has_subject(reader, &record)) {
        return;
    }
    row_derive(reader->desk, table->headers, &record);
    check_required(reader, table->headers, &record);
    const struct value *unit = record_value(&record, table->headers->owner);
    struct origin above =
        table->whose.len ? table->whose_origin : read_origin(table->sheet, table->header_row, 0);
    struct waiting row = {
        .headers = table->headers,
        .system = table->headers->kind == SHEET_GAPS ? record_at(&record, FIELD_GAP_SYSTEM) : NULL,
        .unit = value_is_given(unit) ? unit->text : table->whose,
        .unit_origin = value_is_given(unit) ? unit->origin : above,
    };
    desk_take_waiting(reader->desk, &record, &row);
}

/* ---- rows ---------------------------------------------------------------------------------- */

static bool is_repeated_header(struct row_reader *reader) {
    const struct table *table = reader->table;
    while (reader->next_repeat < table->n_repeats &&
           table->repeats[reader->next_repeat] < reader->row->number) {
        reader->next_repeat++;
    }
    return reader->next_repeat < table->n_repeats &&
           table->repeats[reader->next_repeat] == reader->row->number;
}

/* Notes a hidden row of data, once for each run of them. */
static void note_hidden(struct row_reader *reader) {
    if (reader->row->is_hidden && !reader->was_hidden) {
        struct diag_note note = {.id = DIAG_HIDDEN_READ,
                                 .origin =
                                     read_origin(reader->table->sheet, reader->row->number, 0),
                                 .args = {reader->desk->intake->spellings->hidden_row}};
        diag_report(reader->desk->diag, &note);
    }
    reader->was_hidden = reader->row->is_hidden;
}

/* Says of a row that could have been meant as data what it was taken for. */
static void note_skipped(const struct row_reader *reader, enum row_kind kind) {
    const struct spellings *spellings = reader->desk->intake->spellings;
    struct str what = kind == ROW_DEMAND    ? spellings->row_demand
                      : kind == ROW_NUMBERS ? spellings->row_numbers
                      : kind == ROW_NONE    ? spellings->row_none
                                            : (struct str){0};
    if (kind == ROW_EXAMPLE && !reader->desk->is_blank_book) {
        what = spellings->row_example;
    }
    if (what.len) {
        struct diag_note note = {.id = DIAG_ROW_SKIPPED,
                                 .origin =
                                     read_origin(reader->table->sheet, reader->row->number, 0),
                                 .value = reader->row->cells[0].text,
                                 .args = {what}};
        diag_report(reader->desk->diag, &note);
    }
}

/* The title in a row, if what stands below it is no longer run. */
static const struct value *read_title(const struct row_reader *reader) {
    const struct read_row *row = reader->row;
    size_t i = 0;
    while (i + 1 < row->n_cells && !heading_is_retired(reader->desk, row->cells[i].text)) {
        i++;
    }
    return heading_value(reader->desk, row->cells[i].text,
                         read_origin(reader->table->sheet, row->number, row->cells[i].column),
                         reader->desk->intake->spellings->title_inside);
}

/* What a row that is no data says of what comes. */
static void pass_over(struct row_reader *reader, enum row_kind kind) {
    if (kind == ROW_TITLE) {
        reader->title = read_title(reader);
    } else if (kind == ROW_NONE) {
        reader->n_none++;
        read_none(reader);
    }
}

static void read_row(struct row_reader *reader) {
    enum row_kind kind = is_repeated_header(reader) ? ROW_BLANK
                                                    : row_kind(reader->desk, reader->table,
                                                               reader->row, reader->is_in_notes);
    note_tops(reader);
    if (kind == ROW_TOTAL) {
        struct diag_note note = {.id = DIAG_TOTAL_ROW_SKIPPED,
                                 .origin =
                                     read_origin(reader->table->sheet, reader->row->number, 0),
                                 .value = reader->row->cells[0].text};
        diag_report(reader->desk->diag, &note);
    }
    note_skipped(reader, kind);
    if (kind != ROW_DATA) {
        reader->is_in_notes |= kind == ROW_NOTE;
        pass_over(reader, kind);
        return;
    }
    reader->is_in_notes = false;
    reader->n_records++;
    note_hidden(reader);
    if (reader->table->headers->entity == ENTITY_UNIT) {
        read_unit(reader);
    } else if (reader->table->headers->entity == ENTITY_SYSTEM) {
        read_system(reader);
    } else {
        read_item(reader);
    }
}

static bool has_too_many_faults(const struct desk *desk) {
    return diag_n(desk->diag) - desk->n_before > DESK_MOST_DIAGNOSTICS;
}

static bool has_text(const struct read_row *row) {
    bool has = false;
    for (size_t i = 0; !has && i < row->n_cells; i++) {
        has = row->cells[i].text.len > 0;
    }
    return has;
}

/* Says behind which row reading stopped, and how many rows with text were left. */
static void report_left(struct desk *desk, struct origin origin, size_t n_left) {
    struct str most =
        diag_word_number(desk->scratch, DIAG_WORD_LIMIT_REPORTS, DESK_MOST_DIAGNOSTICS);
    struct str left = diag_word_number(desk->scratch, DIAG_WORD_LIMIT_LEFT, n_left);
    struct diag_note note = {
        .id = DIAG_FILE_LIMIT, .origin = origin, .args = {str_concat(desk->scratch, most, left)}};
    diag_report(desk->diag, &note);
}

/* Tables of a sheet being read one after the other. */
struct table_reader {
    struct desk *desk;
    const struct column_books *books;
    const struct table *const *tables;
    size_t n_tables;
    /* How many were begun; the last of them is read. */
    size_t n_begun;
    struct row_reader rows;
    /* All tables were read; the file has too many faults. */
    bool is_over, is_failed;
    /* The last row read, and rows with text behind it that were not. */
    struct origin stopped;
    size_t n_left;
};

static void begin_table(struct table_reader *reader) {
    struct desk *desk = reader->desk;
    const struct table *table = reader->tables[reader->n_begun++];
    reader->rows = (struct row_reader){
        .desk = desk,
        .table = table,
        .memory = ARENA_ARRAY(desk->scratch, struct column_memory, table->n_columns),
        .title = heading_above(desk, table)};
    columns_report(reader->books, desk->scratch, table, desk->diag);
    if (desk->is_blank_book) {
        columns_report_renamed(desk->scratch, table, desk->diag);
    }
}

static void end_table(struct table_reader *reader) {
    const struct table *table = reader->rows.table;
    /* who has no systems has filled the table in */
    bool is_idle = reader->rows.n_records == 0 && reader->rows.n_none > 0;
    if (!is_idle) {
        columns_report_missing(reader->books, reader->desk->scratch, table, reader->desk->diag);
    }
    if (reader->rows.n_records == 0 && !is_idle && !reader->desk->is_blank_book) {
        struct diag_note note = {.id = DIAG_TABLE_EMPTY,
                                 .origin = read_origin(table->sheet, table->header_row, 0)};
        diag_report(reader->desk->diag, &note);
    }
}

static bool take_row(void *context, const struct read_row *row) {
    struct table_reader *reader = context;
    if (reader->is_failed) {
        reader->n_left += has_text(row);
        return true;
    }
    while (row->number > reader->rows.table->last_row) {
        end_table(reader);
        if (reader->n_begun == reader->n_tables) {
            reader->is_over = true;
            return false;
        }
        begin_table(reader);
    }
    if (row->number > reader->rows.table->header_row) {
        reader->rows.row = row;
        read_row(&reader->rows);
    }
    reader->is_failed = has_too_many_faults(reader->desk);
    reader->stopped = read_origin(reader->rows.table->sheet, row->number, 0);
    return true;
}

bool rows_read(struct desk *desk, const struct column_books *books,
               const struct table *const *tables, size_t n_tables) {
    struct table_reader reader = {
        .desk = desk, .books = books, .tables = tables, .n_tables = n_tables};
    begin_table(&reader);
    if (!read_rows(tables[0]->sheet, take_row, &reader)) {
        return false;
    }
    if (reader.is_failed) {
        end_table(&reader);
        report_left(desk, reader.stopped, reader.n_left);
    }
    if (!reader.is_failed && !reader.is_over) {
        end_table(&reader);
        while (reader.n_begun < n_tables) {
            begin_table(&reader);
            end_table(&reader);
        }
    }
    return !reader.is_failed;
}
