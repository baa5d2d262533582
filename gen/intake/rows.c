/* The rows of a table as records: what is a row of data, and what its cells say. */
#include "intake/desk.h"

/* Texts remembered a column. */
enum { N_REMEMBERED = 32 };

/* What a column gave before. */
struct column_memory {
    /* The last cell: a merge gives it again. */
    const struct grid_cell *cell;
    const struct value *value;
    /* Diagnostics it cost were errors. */
    bool is_tainted;
    /* Texts read without a word of doubt, by hash: columns say the same few things over and over.
     */
    const struct value *remembered[N_REMEMBERED];
};

/* A table being read. */
struct row_reader {
    struct desk *desk;
    const struct table *table;
    /* It says more of units read before. */
    bool is_supplement;
    struct column_memory *memory;
    /* The row at hand, and its cells: indices [start, end) of the sheet's. */
    uint32_t row;
    size_t start, end;
    /* A note began above: lone cells belong to it. */
    bool is_in_notes;
    /* Where the sheet's hidden rows were found last, and whether the row above was one. */
    size_t hidden;
    bool was_hidden;
    size_t next_repeat;
    size_t n_records;
};

static const struct grid_cell *own_cell(const struct row_reader *reader, uint32_t column) {
    const struct grid_cell *cell = grid_at(reader->table->sheet, reader->row, column);
    return cell && str_trim(cell->text).len > 0 ? cell : NULL;
}

/* ---- cells --------------------------------------------------------------------------------- */

/* The cell of a column in the row: its own, or the top of a merge over rows of data. */
static const struct grid_cell *cell_of(const struct row_reader *reader, uint32_t column) {
    const struct grid_sheet *sheet = reader->table->sheet;
    const struct grid_cell *cell = grid_at(sheet, reader->row, column);
    const struct grid_merge *merge =
        cell || !sheet->n_merges ? NULL : grid_merge_at(sheet, reader->row, column);
    bool is_below =
        merge && merge->first_column == column && merge->first_row > reader->table->header_row;
    return is_below ? grid_at(sheet, merge->first_row, column) : cell;
}

/* A text that the column had before: its value, at the new place. */
static const struct value *recall(struct desk *desk, const struct value *remembered,
                                  struct origin origin) {
    struct value *value = ARENA_NEW(desk->arena, struct value);
    *value = *remembered;
    value->origin = origin;
    return value;
}

static const struct value *read_new(struct row_reader *reader, size_t index,
                                    const struct grid_cell *cell) {
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
        .cell = cell,
        .origin = grid_origin(reader->table->sheet, cell->row, cell->column),
        .header = column->header,
        .yuan = column->yuan,
    };
    const struct value **slot =
        &reader->memory[index].remembered[str_hash(cell->text) % N_REMEMBERED];
    if (cell->kind == GRID_TEXT && *slot && str_equal((*slot)->raw, cell->text)) {
        return recall(desk, *slot, reading.origin);
    }
    size_t n_items = desk->diag->n_items;
    const struct value *value = value_read(&reading);
    bool is_sure = value && desk->diag->n_items == n_items;
    *slot = is_sure && cell->kind == GRID_TEXT ? value : *slot;
    return value;
}

/* An empty cell is a value too: whoever misses it can name the place. */
static const struct value *read_nothing(struct row_reader *reader, size_t index) {
    const struct table_column *column = &reader->table->columns[index];
    struct value *value = ARENA_NEW(reader->desk->arena, struct value);
    value->origin = grid_origin(reader->table->sheet, reader->row, column->column);
    value->header = column->header;
    return value;
}

static const struct value *read_cell(struct row_reader *reader, size_t index, bool *is_tainted) {
    struct column_memory *memory = &reader->memory[index];
    const struct grid_cell *cell = cell_of(reader, reader->table->columns[index].column);
    if (!cell) {
        return read_nothing(reader, index);
    }
    if (cell != memory->cell) {
        size_t n_errors = diag_n_errors(reader->desk->diag);
        memory->cell = cell;
        memory->value = read_new(reader, index, cell);
        memory->is_tainted = diag_n_errors(reader->desk->diag) > n_errors;
    }
    *is_tainted |= memory->is_tainted;
    return memory->value;
}

/* ---- records ------------------------------------------------------------------------------- */

/* The row's values of one kind of record. */
static void read_record(struct row_reader *reader, enum field_entity entity, struct record *record,
                        bool *is_filled) {
    *record = (struct record){.origin = grid_origin(reader->table->sheet, reader->row, 0)};
    *is_filled = false;
    for (size_t i = 0; i < reader->table->n_columns; i++) {
        const struct table_column *column = &reader->table->columns[i];
        enum field field = column->rule->field;
        if (field_info(field)->entity == entity) {
            record->values[field] = read_cell(reader, i, &record->is_tainted);
            *is_filled |= field != FIELD_SYSTEM_UNIT && own_cell(reader, column->column);
        }
    }
}

static void report_empty(struct row_reader *reader, const struct table_column *column,
                         struct str header, const struct value *value) {
    const struct grid_sheet *sheet = reader->table->sheet;
    diag_report(reader->desk->diag,
                &(struct diag_note){.id = DIAG_VALUE_EMPTY,
                                    .origin = grid_origin(sheet, reader->row, column->column),
                                    .header = header,
                                    .value = value ? value->raw : (struct str){0}});
}

/* Some places have no city or no county above them. */
static bool is_needless(const struct regions *regions, const struct record *record,
                        enum field field) {
    if (field == FIELD_UNIT_CITY) {
        return !regions_have_cities(regions, record_value(record, FIELD_UNIT_PROVINCE)->text);
    }
    return field == FIELD_UNIT_COUNTY &&
           !regions_have_counties(regions, record_value(record, FIELD_UNIT_CITY)->text);
}

/* Required fields whose column is there and whose cell is empty. The parts of an address in one
 * cell are missed at that cell. */
static void check_required(struct row_reader *reader, const struct headers *headers,
                           const struct record *record) {
    for (size_t i = 0; i < headers->n_rules; i++) {
        const struct column_rule *rule = &headers->rules[i];
        const struct value *value = record->values[rule->field];
        bool is_there = record_has(record, rule->field);
        bool is_name = rule->field == headers->anchor || rule->field == FIELD_SYSTEM_UNIT;
        bool is_idle =
            rule->condition != N_FIELDS && !value_is_given(record_value(record, rule->condition));
        if (!rule->is_required || is_there || is_name || is_idle ||
            is_needless(reader->desk->intake->regions, record, rule->field)) {
            continue;
        }
        const struct table_column *column = table_column(reader->table, rule->field);
        const struct table_column *instead =
            rule->substitute == N_FIELDS ? NULL : table_column(reader->table, rule->substitute);
        if (column) {
            report_empty(reader, column, column->header, value);
        } else if (instead) {
            report_empty(reader, instead, rule->name, record->values[rule->substitute]);
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
        struct diag_note note = {
            .id = DIAG_NAME_MISSING,
            .origin = grid_origin(reader->table->sheet, reader->row, column ? column->column : 0),
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
    /* more of a unit read before, or one more row under a merged name */
    if (reader->is_supplement || !own_cell(reader, name->column)) {
        desk_add_to_unit(reader->desk, &record, reader->is_supplement);
        return;
    }
    check_required(reader, headers, &record);
    desk_take_unit(reader->desk, &record);
}

/* What a table of systems says of the unit, under the unit's name there. */
static void read_unit_beside(struct row_reader *reader, const struct value *name) {
    struct record record;
    bool is_filled;
    bool may_add = !reader->desk->has_units && reader->table->n_unit_columns >= 2;
    read_record(reader, ENTITY_UNIT, &record, &is_filled);
    if (!value_is_given(name)) {
        return;
    }
    record.values[FIELD_UNIT_NAME] = name;
    row_derive(reader->desk, reader->desk->intake->units, &record);
    if (may_add && !inventory_find(reader->desk->inventory, name->text)) {
        check_required(reader, reader->desk->intake->units, &record);
    }
    desk_add_to_unit(reader->desk, &record, may_add);
}

static void read_system(struct row_reader *reader) {
    struct record record;
    bool is_filled;
    const struct table *table = reader->table;
    read_record(reader, ENTITY_SYSTEM, &record, &is_filled);
    const struct value *unit = record_value(&record, FIELD_SYSTEM_UNIT);
    bool has_unit_column = table_column(table, FIELD_SYSTEM_UNIT) != NULL;
    if (table->n_unit_columns > 0 && has_unit_column) {
        read_unit_beside(reader, unit);
    }
    /* a unit that lists no system of its own */
    if (!is_filled && table->n_unit_columns > 0) {
        return;
    }
    bool is_named = check_name(reader, table->headers, FIELD_SYSTEM_NAME, &record);
    if (has_unit_column && !check_name(reader, table->headers, FIELD_SYSTEM_UNIT, &record)) {
        is_named = false;
    }
    if (!is_named) {
        return;
    }
    row_derive(reader->desk, table->headers, &record);
    check_required(reader, table->headers, &record);
    struct origin header = grid_origin(table->sheet, table->header_row, 0);
    desk_take_system(reader->desk, &record, has_unit_column ? unit->text : table->whose,
                     has_unit_column    ? unit->origin
                     : table->whose.len ? table->whose_origin
                                        : header);
}

/* ---- rows ---------------------------------------------------------------------------------- */

static bool is_repeated_header(struct row_reader *reader) {
    const struct table *table = reader->table;
    while (reader->next_repeat < table->n_repeats &&
           table->repeats[reader->next_repeat] < reader->row) {
        reader->next_repeat++;
    }
    return reader->next_repeat < table->n_repeats &&
           table->repeats[reader->next_repeat] == reader->row;
}

/* Notes a hidden row of data, once for each run of them. */
static void note_hidden(struct row_reader *reader) {
    const struct grid_sheet *sheet = reader->table->sheet;
    while (reader->hidden < sheet->n_hidden_rows &&
           sheet->hidden_rows[reader->hidden] < reader->row) {
        reader->hidden++;
    }
    bool is_hidden =
        reader->hidden < sheet->n_hidden_rows && sheet->hidden_rows[reader->hidden] == reader->row;
    if (is_hidden && !reader->was_hidden) {
        struct diag_note note = {.id = DIAG_HIDDEN_READ,
                                 .origin = grid_origin(sheet, reader->row, 0),
                                 .args = {reader->desk->intake->spellings->hidden_row}};
        diag_report(reader->desk->diag, &note);
    }
    reader->was_hidden = is_hidden;
}

static void read_row(struct row_reader *reader) {
    enum row_kind kind = is_repeated_header(reader)
                             ? ROW_BLANK
                             : row_kind(reader->desk, reader->table, reader->start, reader->end,
                                        reader->is_in_notes);
    if (kind == ROW_TOTAL) {
        struct diag_note note = {.id = DIAG_TOTAL_ROW_SKIPPED,
                                 .origin = grid_origin(reader->table->sheet, reader->row, 0),
                                 .value = reader->table->sheet->cells[reader->start].text};
        diag_report(reader->desk->diag, &note);
    }
    if (kind != ROW_DATA) {
        reader->is_in_notes |= kind == ROW_NOTE;
        return;
    }
    reader->is_in_notes = false;
    reader->n_records++;
    note_hidden(reader);
    if (reader->table->headers->entity == ENTITY_UNIT) {
        read_unit(reader);
    } else {
        read_system(reader);
    }
}

static bool has_too_many_faults(struct desk *desk, const struct table *table) {
    if (desk->diag->n_items - desk->n_before <= DESK_MOST_DIAGNOSTICS) {
        return false;
    }
    struct diag_note note = {
        .id = DIAG_FILE_LIMIT,
        .origin = {.source = table->sheet->source},
        .args = {str_format(desk->scratch, "%d diagnostics", DESK_MOST_DIAGNOSTICS)}};
    diag_report(desk->diag, &note);
    return true;
}

bool rows_read(struct desk *desk, const struct table *table, bool is_supplement) {
    const struct grid_sheet *sheet = table->sheet;
    struct row_reader reader = {.desk = desk, .table = table, .is_supplement = is_supplement};
    reader.memory = ARENA_ARRAY(desk->scratch, struct column_memory, table->n_columns);
    for (size_t i = row_start(sheet, table->header_row + 1);
         i < sheet->n_cells && sheet->cells[i].row <= table->last_row; i = reader.end) {
        reader.row = sheet->cells[i].row;
        reader.start = i;
        for (reader.end = i;
             reader.end < sheet->n_cells && sheet->cells[reader.end].row == reader.row;
             reader.end++) {
        }
        read_row(&reader);
        if (has_too_many_faults(desk, table)) {
            return false;
        }
    }
    if (reader.n_records == 0) {
        struct diag_note note = {.id = DIAG_TABLE_EMPTY,
                                 .origin = grid_origin(sheet, table->header_row, 0)};
        diag_report(desk->diag, &note);
    }
    return true;
}
