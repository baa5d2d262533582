/* The vocabulary as a table: what fields.def says, looked up by number or by name. */
#include "model/model.h"

static const struct field_info fields[N_FIELDS] = {
#define FIELD(id, name, entity, type, options)                                                     \
    [FIELD_##id] = {name, ENTITY_##entity, FIELD_##type, options},
#include "model/fields.def"
#undef FIELD
};

static const struct value no_value;

const struct field_info *field_info(enum field field) {
    return &fields[field];
}

bool field_find(struct str name, enum field *field) {
    for (size_t i = 0; i < N_FIELDS; i++) {
        if (str_is(name, fields[i].name)) {
            *field = (enum field)i;
            return true;
        }
    }
    return false;
}

struct str field_nearest(struct arena *arena, struct str name) {
    struct str names[N_FIELDS];
    for (size_t i = 0; i < N_FIELDS; i++) {
        names[i] = str_from_c(fields[i].name);
    }
    return str_nearest(arena, name, names, N_FIELDS);
}

const struct value *record_value(const struct record *record, enum field field) {
    return record->values[field] ? record->values[field] : &no_value;
}

bool record_has(const struct record *record, enum field field) {
    const struct value *value = record->values[field];
    return value && (value->is_bad || value->text.len > 0);
}

bool value_is_given(const struct value *value) {
    return !value->is_bad && value->text.len > 0;
}

bool value_has_code(const struct value *value, int code) {
    if (value->is_bad) {
        return false;
    }
    for (unsigned i = 0; i < value->n_codes; i++) {
        if (value->codes[i] == code) {
            return true;
        }
    }
    return false;
}

static bool read_label(struct arena *arena, const struct csv_record *record,
                       const size_t columns[2], const struct source *source, struct diag *diag,
                       struct field_labels *labels) {
    struct str name = csv_text(record, columns[0]);
    enum field field;
    if (!field_find(name, &field)) {
        struct diag_note note = {.id = DIAG_FORM_FIELD,
                                 .origin = {.source = source, .row = record->line},
                                 .value = name,
                                 .args = {name, field_nearest(arena, name)}};
        diag_report(diag, &note);
        return false;
    }
    labels->labels[field] = str_copy(arena, csv_text(record, columns[1]));
    return true;
}

const struct field_labels *field_labels_read(struct arena *arena, struct shelf *shelf,
                                             struct diag *diag) {
    static const char *const names[2] = {"field", "label"};
    struct csv_table table;
    const struct source *source;
    if (!shelf_csv(shelf, "columns/fields", (struct str){0}, diag, &table, &source)) {
        return NULL;
    }
    size_t columns[2];
    for (size_t i = 0; i < 2; i++) {
        columns[i] = csv_column(&table, names[i]);
        if (columns[i] == SIZE_MAX) {
            struct diag_note note = {.id = DIAG_TABLE_COLUMN,
                                     .origin = {.source = source, .row = 1},
                                     .args = {str_from_c(names[i])}};
            diag_report(diag, &note);
            return NULL;
        }
    }
    struct field_labels *labels = ARENA_NEW(arena, struct field_labels);
    bool is_good = true;
    for (size_t i = 1; i < table.n_records; i++) {
        const struct csv_record *record = &table.records[i];
        if (csv_text(record, columns[0]).len > 0) {
            is_good &= read_label(arena, record, columns, source, diag, labels);
        }
    }
    return is_good ? labels : NULL;
}
