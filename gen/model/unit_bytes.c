/* All that was handed in of a unit, as bytes: what is alike gives the same, here and elsewhere. */
#include "model/model.h"

static void add_origin(struct buf *buf, struct origin origin) {
    parcel_add_text(buf, origin.source ? origin.source->file : (struct str){0});
    parcel_add_text(buf, origin.source ? origin.source->sheet : (struct str){0});
    parcel_add_number(buf, (uint64_t)origin.row << 32 | origin.column);
    parcel_add_number(buf, origin.record);
}

static void add_value(struct buf *buf, const struct value *value) {
    const struct date date = value->date;
    parcel_add_number(buf, (uint64_t)value->is_bad << 1 | value->is_planned);
    parcel_add_number(buf, (uint64_t)value->missed << 8 | (uint64_t)value->precision);
    parcel_add_text(buf, value->raw);
    parcel_add_text(buf, value->text);
    parcel_add_text(buf, value->detail);
    parcel_add_text(buf, value->header);
    parcel_add_number(buf, (uint64_t)value->number);
    parcel_add_number(buf, value->n_codes);
    for (size_t i = 0; i < value->n_codes; i++) {
        parcel_add_number(buf, (uint64_t)value->codes[i]);
    }
    parcel_add_number(buf, ((uint64_t)date.year * 100 + (uint64_t)date.month) * 100 +
                               (uint64_t)date.day);
    add_origin(buf, value->origin);
}

static void add_record(struct buf *buf, const struct record *record) {
    add_origin(buf, record->origin);
    for (size_t i = 0; i < N_FIELDS; i++) {
        const struct value *value = record_at(record, (enum field)i);
        if (value) {
            parcel_add_number(buf, i);
            add_value(buf, value);
        }
    }
    parcel_add_number(buf, N_FIELDS);
}

static void add_records(struct buf *buf, const struct records *records) {
    parcel_add_number(buf, records->n_records);
    for (size_t i = 0; i < records->n_records; i++) {
        add_record(buf, records->records[i]);
    }
}

void unit_add_bytes(const struct unit *unit, struct buf *buf) {
    const struct unit_key *key = &unit->key;
    parcel_add_text(buf, unit->id);
    parcel_add_text(buf, key->code);
    parcel_add_text(buf, key->name);
    parcel_add_text(buf, key->region);
    parcel_add_text(buf, key->places);
    parcel_add_text(buf, key->division);
    parcel_add_number(buf, unit->is_registered);
    add_record(buf, &unit->record);
    parcel_add_number(buf, unit->n_systems);
    for (size_t i = 0; i < unit->n_systems; i++) {
        parcel_add_number(buf, unit->systems[i]->ordinal);
        add_record(buf, &unit->systems[i]->record);
        add_records(buf, &unit->systems[i]->gaps);
    }
    add_records(buf, &unit->experts);
    add_records(buf, &unit->products);
    parcel_add_number(buf, unit->n_data);
    for (size_t i = 0; i < unit->n_data; i++) {
        add_record(buf, &unit->data[i]->record);
    }
}
