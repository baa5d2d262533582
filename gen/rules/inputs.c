/* Inputs written in a line. */
#include "rules/inputs.h"

/* Codes or labels, parted by commas, behind a colon what is written beside them. */
static bool read_codes(const struct yaml *list, struct str word, struct value *value) {
    size_t colon = str_find(word, STR(":"), 0);
    if (colon != SIZE_MAX) {
        value->detail = str_slice(word, colon + 1, word.len);
        word = str_slice(word, 0, colon);
    }
    const struct yaml *options = yaml_get(list, "options");
    struct str rest = word, part;
    while (str_split(&rest, STR(","), &part)) {
        bool is_known = false;
        for (size_t i = 0; options && i < options->n_items && !is_known; i++) {
            struct str code = yaml_text(options->items[i], "code");
            int64_t number = 0;
            is_known =
                (str_equal(part, code) || str_equal(part, yaml_text(options->items[i], "label"))) &&
                str_to_int(code, &number) && value->n_codes < VALUE_MAX_CODES;
            if (is_known) {
                value->codes[value->n_codes++] = (int16_t)number;
            }
        }
        if (!is_known) {
            return false;
        }
    }
    value->number = value->codes[0];
    return value->n_codes > 0;
}

/* A date of the precision that its text has: 2011, 2011-05, 2011-05-30. */
static bool read_date(struct arena *arena, struct str word, struct value *value) {
    static const struct str rests[] = {STR_INIT("-01-01"), STR_INIT("-01"), STR_INIT("")};
    for (int i = 0; i < 3; i++) {
        if (date_from_iso(str_concat(arena, word, rests[i]), &value->date)) {
            value->precision = (enum date_precision)(DATE_YEAR + i);
            return true;
        }
    }
    return false;
}

const struct value *input_value(struct arena *arena, const struct rules *rules, enum field field,
                                struct str word) {
    const struct field_info *info = field_info(field);
    struct value *value = ARENA_NEW(arena, struct value);
    value->header = str_from_c(info->name);
    value->is_bad = str_is(word, "?");
    if (value->is_bad || str_is(word, "-")) {
        return value;
    }
    value->raw = value->text = word;
    bool is_good = word.len > 0;
    if (info->options[0]) {
        is_good = is_good && read_codes(yaml_get(rules->options, info->options), word, value);
    } else if (info->type == FIELD_DATE) {
        is_good = read_date(arena, word, value);
    } else if (info->type != FIELD_TEXT && info->type != FIELD_PHONE &&
               info->type != FIELD_DIGITS6) {
        is_good = str_to_int(word, &value->number);
    }
    return is_good ? value : NULL;
}

struct input_case input_case_open(struct arena *arena, struct str unit_name, size_t n_systems) {
    struct input_case own = {.inventory = inventory_open(arena)};
    struct record record = {.origin = {.row = 1}};
    struct value *name = ARENA_NEW(arena, struct value);
    name->raw = name->text = unit_name;
    record_set(&record, FIELD_UNIT_NAME, name);
    own.unit = inventory_add(own.inventory, &record, NULL);
    for (size_t i = 0; i < n_systems; i++) {
        struct value *system_name = ARENA_NEW(arena, struct value);
        struct record system = {.origin = {.row = (uint32_t)i + 1}};
        system_name->raw = system_name->text = str_format(arena, "%zu", i + 1);
        record_set(&system, FIELD_SYSTEM_NAME, system_name);
        unit_add_system(own.inventory, own.unit, &system);
    }
    return own;
}

/* Puts a value where its field belongs. */
static void put(struct input_case *own, enum field field, const struct value *value,
                bool is_first) {
    switch (field_info(field)->entity) {
    case ENTITY_UNIT:
        record_set(&own->unit->record, field, value);
        break;
    case ENTITY_SYSTEM:
        for (size_t i = 0; i < own->unit->n_systems && (i == 0 || !is_first); i++) {
            record_set(&own->unit->systems[i]->record, field, value);
        }
        break;
    case ENTITY_EXPERT: {
        struct record expert = {.origin = {.row = 1}};
        record_set(&expert, field, value);
        records_add(own->inventory, &own->unit->experts, &expert);
        break;
    }
    default:
        record_set(&own->gap, field, value);
        break;
    }
}

/* Puts those of all systems, or those of the first one. */
static bool fill(struct input_case *own, const struct rules *rules, struct str inputs,
                 bool is_first, struct str *fault) {
    static const struct str first = STR_INIT("first.");
    struct str rest = inputs, part;
    while (str_split(&rest, STR(";"), &part)) {
        part = str_trim(part);
        if (!part.len || str_starts(part, first) != is_first) {
            continue;
        }
        size_t start = is_first ? first.len : 0, at = str_find(part, STR("="), 0);
        enum field field;
        *fault = part;
        if (at == SIZE_MAX || at < start || !field_find(str_slice(part, start, at), &field)) {
            return false;
        }
        struct str word = str_slice(part, at + 1, part.len);
        const struct value *value = input_value(own->inventory->arena, rules, field, word);
        if (!value) {
            return false;
        }
        put(own, field, value, is_first);
    }
    return true;
}

bool input_case_fill(struct input_case *own, const struct rules *rules, struct str inputs,
                     struct str *fault) {
    return fill(own, rules, inputs, false, fault) && fill(own, rules, inputs, true, fault);
}
