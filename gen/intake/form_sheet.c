/* The records of a form, and what is odd about it. */
#include "intake/form_sheet.h"
#include "intake/desk.h"

/* A form being read. */
struct form_reader {
    struct desk *desk;
    const struct table *form;
    /* Which record. */
    size_t index;
};

static struct origin place_of(const struct form_reader *reader,
                              const struct header_column *header) {
    return read_origin(reader->form->sheet, header->value_row,
                       header->value_column + (uint32_t)reader->index);
}

static struct str label_of(struct desk *desk, const struct header_column *header) {
    return printed_text(desk->arena, header->parts[header->n_parts - 1], false);
}

/* The value of a box; an empty one has a place all the same. */
static const struct value *read_box(const struct form_reader *reader,
                                    const struct header_column *header,
                                    const struct column_rule *rule) {
    struct desk *desk = reader->desk;
    const struct read_cell *cell = header->cells[reader->index];
    if (!cell) {
        struct value *value = ARENA_NEW(desk->arena, struct value);
        value->origin = place_of(reader, header);
        value->header = label_of(desk, header);
        return value;
    }
    const struct reading reading = {
        .spellings = desk->intake->spellings,
        .options = desk->intake->options,
        .arena = desk->arena,
        .scratch = desk->scratch,
        .diag = desk->diag,
        .field = rule->field,
        .keeps_lines = rule->keeps_lines,
        .longest = rule->longest,
        .takes_detail = rule->attachment != N_FIELDS,
        .is_required = rule->is_required,
        .cell = cell,
        .origin = place_of(reader, header),
        .header = label_of(desk, header),
        .as_of = desk->intake->as_of,
        .yuan = rule->yuan,
    };
    return value_read(&reading);
}

static void read_boxes(const struct form_reader *reader, enum field_entity entity,
                       struct record *record) {
    const struct table *form = reader->form;
    *record = (struct record){.origin = read_origin(form->sheet, 0, 0)};
    for (size_t i = 0; i < form->n_found; i++) {
        const struct header_column *header = &form->found[i];
        if (header->rule && header->rule->field == form->headers->anchor) {
            record->origin = place_of(reader, header);
        }
        const struct column_rule *second = header_second(header);
        if (header->rule && field_info(header->rule->field)->entity == entity) {
            record_set(record, header->rule->field, read_box(reader, header, header->rule));
        } else if (second && field_info(second->field)->entity == entity) {
            row_take_second(reader->desk, second, record, read_box(reader, header, second));
        }
    }
}

/* Boxes that must be filled and are not. */
static void check_boxes(const struct form_reader *reader, const struct headers *headers,
                        struct record *record) {
    const struct regions *regions = reader->desk->intake->regions;
    for (size_t i = 0; i < reader->form->n_found; i++) {
        const struct header_column *header = &reader->form->found[i];
        const struct column_rule *rule = header->rule;
        bool is_name = rule && rule->field == headers->anchor;
        if (!rule || is_name || header->headers != headers || !rule->is_required ||
            record_has(record, rule->field) || record_value(record, rule->field)->missed ||
            row_is_needless(regions, record, rule)) {
            continue;
        }
        struct diag_note note = {.id = DIAG_VALUE_EMPTY,
                                 .origin = place_of(reader, header),
                                 .header = label_of(reader->desk, header),
                                 .args = {desk_allowed(reader->desk, rule->field)}};
        diag_report(reader->desk->diag, &note);
        row_mark_missed(reader->desk, record, rule->field);
    }
}

/* The record's name is there; reports a form without one. */
static bool check_name(const struct form_reader *reader, const struct record *record) {
    const struct headers *headers = reader->form->headers;
    const struct value *value = record_value(record, headers->anchor);
    const struct column_rule *rule = &headers->rules[headers->by_field[headers->anchor]];
    /* a bad name has been reported as such */
    if (!value_is_given(value) && !value->is_bad) {
        diag_report(reader->desk->diag, &(struct diag_note){.id = DIAG_NAME_MISSING,
                                                            .origin = record->origin,
                                                            .header = rule->name,
                                                            .value = value->raw,
                                                            .args = {rule->name, headers->record}});
    }
    return value_is_given(value);
}

static void read_unit_form(const struct form_reader *reader) {
    struct desk *desk = reader->desk;
    const struct headers *headers = reader->form->headers;
    struct record record;
    read_boxes(reader, ENTITY_UNIT, &record);
    row_derive(desk, headers, &record);
    check_boxes(reader, headers, &record);
    if (!check_name(reader, &record)) {
        return;
    }
    row_mark_columns(reader->form, ENTITY_UNIT, &record);
    if (headers->kind == SHEET_MANAGEMENT) {
        desk_add_to_unit(desk, &record, false);
    } else {
        desk_take_unit(desk, &record);
    }
}

static void read_system_form(const struct form_reader *reader) {
    struct desk *desk = reader->desk;
    struct record record, unit;
    read_boxes(reader, ENTITY_SYSTEM, &record);
    read_boxes(reader, ENTITY_UNIT, &unit);
    if (!check_name(reader, &record)) {
        return;
    }
    const struct value *name = record_value(&record, FIELD_SYSTEM_UNIT);
    struct claim *claim = NULL;
    row_derive(desk, reader->form->headers, &record);
    check_boxes(reader, reader->form->headers, &record);
    if (reader->form->n_unit_columns > 0 && value_is_given(name)) {
        record_set(&unit, FIELD_UNIT_NAME, name);
        row_derive(desk, desk->intake->units, &unit);
        claim = desk_add_to_unit(desk, &unit, false);
        claim->is_beside = true;
    }
    row_mark_columns(reader->form, ENTITY_SYSTEM, &record);
    row_check_retired(desk, &record, heading_above(desk, reader->form));
    row_take_system(desk, reader->form, &record, claim);
}

void form_sheet_read(struct desk *desk, const struct column_books *books,
                     const struct table *form) {
    struct form_reader reader = {.desk = desk, .form = form};
    columns_report(books, desk->scratch, form, desk->diag);
    columns_report_missing(books, desk->scratch, form, desk->diag);
    for (reader.index = 0; reader.index < form->n_records; reader.index++) {
        if (form->headers->entity == ENTITY_UNIT) {
            read_unit_form(&reader);
        } else {
            read_system_form(&reader);
        }
    }
}
