/* All that was handed in of a unit, as bytes: what is alike gives the same, here and elsewhere. */
#include "model/model.h"

/* Eight bytes, the lowest first. */
static void add_number(struct buf *buf, uint64_t number) {
    char bytes[8];
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (char)(unsigned char)(number >> (8 * i));
    }
    buf_add_bytes(buf, bytes, sizeof bytes);
}

static void add_text(struct buf *buf, struct str text) {
    add_number(buf, text.len);
    buf_add(buf, text);
}

static void add_origin(struct buf *buf, struct origin origin) {
    add_text(buf, origin.source ? origin.source->file : (struct str){0});
    add_text(buf, origin.source ? origin.source->sheet : (struct str){0});
    add_number(buf, (uint64_t)origin.row << 32 | origin.column);
    add_number(buf, origin.record);
}

static void add_value(struct buf *buf, const struct value *value) {
    const struct date date = value->date;
    add_number(buf, (uint64_t)value->is_bad << 1 | value->is_planned);
    add_number(buf, (uint64_t)value->missed << 8 | (uint64_t)value->precision);
    add_text(buf, value->raw);
    add_text(buf, value->text);
    add_text(buf, value->detail);
    add_text(buf, value->header);
    add_number(buf, (uint64_t)value->number);
    add_number(buf, value->n_codes);
    for (size_t i = 0; i < value->n_codes; i++) {
        add_number(buf, (uint64_t)value->codes[i]);
    }
    add_number(buf, ((uint64_t)date.year * 100 + (uint64_t)date.month) * 100 + (uint64_t)date.day);
    add_origin(buf, value->origin);
}

static void add_record(struct buf *buf, const struct record *record) {
    add_origin(buf, record->origin);
    for (size_t i = 0; i < N_FIELDS; i++) {
        if (record->values[i]) {
            add_number(buf, i);
            add_value(buf, record->values[i]);
        }
    }
    add_number(buf, N_FIELDS);
}

static void add_records(struct buf *buf, const struct records *records) {
    add_number(buf, records->n_records);
    for (size_t i = 0; i < records->n_records; i++) {
        add_record(buf, records->records[i]);
    }
}

void unit_add_bytes(const struct unit *unit, struct buf *buf) {
    const struct unit_key *key = &unit->key;
    add_text(buf, unit->id);
    add_text(buf, key->code);
    add_text(buf, key->name);
    add_text(buf, key->region);
    add_text(buf, key->places);
    add_text(buf, key->division);
    add_number(buf, unit->is_registered);
    add_record(buf, &unit->record);
    add_number(buf, unit->n_systems);
    for (size_t i = 0; i < unit->n_systems; i++) {
        add_number(buf, unit->systems[i]->ordinal);
        add_record(buf, &unit->systems[i]->record);
        add_records(buf, &unit->systems[i]->gaps);
    }
    add_records(buf, &unit->experts);
    add_records(buf, &unit->products);
    add_number(buf, unit->n_data);
    for (size_t i = 0; i < unit->n_data; i++) {
        add_record(buf, &unit->data[i]->record);
    }
}
