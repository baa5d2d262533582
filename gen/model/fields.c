/* The vocabulary as a table: what fields.def says, looked up by number or by name. */
#include "model/model.h"

#include <string.h>

static const struct field_info fields[N_FIELDS] = {
#define FIELD(id, name, entity, type, options)                                                     \
    [FIELD_##id] = {name, ENTITY_##entity, FIELD_##type, options},
#include "model/fields.def"
#undef FIELD
};

/* Their entities, by themselves: they are asked for with each value. */
static const uint8_t entities[N_FIELDS] = {
#define FIELD(id, name, entity, type, options) [FIELD_##id] = ENTITY_##entity,
#include "model/fields.def"
#undef FIELD
};

/* Bytes of their names. */
static const uint8_t lengths[N_FIELDS] = {
#define FIELD(id, name, entity, type, options) [FIELD_##id] = sizeof(name) - 1,
#include "model/fields.def"
#undef FIELD
};

static const struct value no_value;

const struct field_info *field_info(enum field field) {
    return &fields[field];
}

bool field_find(struct str name, enum field *field) {
    for (size_t i = 0; i < N_FIELDS; i++) {
        if (lengths[i] == name.len && memcmp(fields[i].name, name.data, name.len) == 0) {
            *field = (enum field)i;
            return true;
        }
    }
    return false;
}

struct str field_nearest(struct str name) {
    struct str names[N_FIELDS];
    for (size_t i = 0; i < N_FIELDS; i++) {
        names[i] = str_from_c(fields[i].name);
    }
    return str_nearest(name, names, N_FIELDS);
}

/* The first field of each entity: those of one stand together. */
static const uint16_t firsts[N_ENTITIES] = {
    [ENTITY_UNIT] = FIELD_UNIT_NAME,     [ENTITY_SYSTEM] = FIELD_SYSTEM_UNIT,
    [ENTITY_GAP] = FIELD_GAP_UNIT,       [ENTITY_EXPERT] = FIELD_EXPERT_UNIT,
    [ENTITY_PRODUCT] = FIELD_GOODS_UNIT, [ENTITY_DATA] = FIELD_DATA_UNIT,
};

const struct value *record_at(const struct record *record, enum field field) {
    unsigned entity = entities[field];
    return record->entity == entity + 1 ? record->values[field - firsts[entity]] : NULL;
}

void record_set(struct record *record, enum field field, const struct value *value) {
    unsigned entity = entities[field];
    if (!record->entity && value) {
        record->entity = entity + 1;
    }
    if (record->entity == entity + 1) {
        record->values[field - firsts[entity]] = value;
    }
}

const struct value *record_value(const struct record *record, enum field field) {
    const struct value *value = record_at(record, field);
    return value ? value : &no_value;
}

bool record_has(const struct record *record, enum field field) {
    const struct value *value = record_at(record, field);
    return value && (value->is_bad || value->text.len > 0);
}

bool value_is_given(const struct value *value) {
    return !value->is_bad && value->text.len > 0;
}

bool value_is_partly_known(const struct value *value) {
    bool is_known = false;
    for (unsigned i = 0; i < value->n_codes; i++) {
        is_known |= value->codes[i] > 0;
    }
    return value->is_bad && is_known;
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

/* Takes the label of the row at hand. */
static bool read_label(const struct data_table *table, struct field_labels *labels) {
    struct str name = data_text(table, 0);
    enum field field;
    if (!field_find(name, &field)) {
        return data_refuse(table, 0, name, field_nearest(name));
    }
    labels->labels[field] = str_copy(table->arena, data_text(table, 1));
    return labels->labels[field].len > 0 || data_refuse(table, 1, (struct str){0}, name);
}

const struct field_labels *field_labels_read(struct arena *arena, struct shelf *shelf,
                                             struct diag *diag) {
    static const char *const names[] = {"field", "label", NULL};
    struct data_table table = {.names = names};
    if (!data_open(&table, arena, shelf, "columns/fields", (struct str){0}, diag)) {
        return NULL;
    }
    struct field_labels *labels = ARENA_NEW(arena, struct field_labels);
    bool is_good = true;
    while (data_next(&table)) {
        is_good &= read_label(&table, labels);
    }
    for (size_t i = 0; is_good && i < N_FIELDS; i++) {
        is_good = labels->labels[i].len || data_lacks(&table, str_from_c(fields[i].name));
    }
    return is_good ? labels : NULL;
}
