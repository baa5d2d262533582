/* One cell that says several things: each field gets its part, with the cell as its origin. */
#include "intake/desk.h"

/* A value of another field from the same cell. */
static struct value *derive(struct desk *desk, const struct value *from, struct record *record,
                            enum field field) {
    struct value *value = ARENA_NEW(desk->arena, struct value);
    value->raw = from->raw;
    value->origin = from->origin;
    value->header = from->header;
    record_set(record, field, value);
    return value;
}

static void set_number(struct desk *desk, const struct value *from, struct record *record,
                       enum field field, int64_t number) {
    if (number > 0 && !record_has(record, field)) {
        struct value *value = derive(desk, from, record, field);
        value->number = number;
        value->text = str_format(desk->arena, "%lld", (long long)number);
    }
}

/* ---- systems ------------------------------------------------------------------------------- */

/* A part of the level that the level's own cell and the part's cell write otherwise. */
static void check_level_part(struct desk *desk, const struct value *level, struct record *record,
                             enum field field, int64_t number) {
    const struct value *part = record_value(record, field);
    const struct headers *systems = desk->intake->systems;
    if (number > 0 && value_is_given(part) && part->number != number) {
        row_refuse(desk, &systems->rules[systems->by_field[field]], record, level, part);
    }
}

static void derive_level_parts(struct desk *desk, struct record *record) {
    const struct value *level = record_value(record, FIELD_SYSTEM_LEVEL);
    struct level_parts parts;
    if (value_is_given(level) &&
        level_parse(desk->intake->spellings, desk->scratch, level->raw, &parts)) {
        check_level_part(desk, level, record, FIELD_SYSTEM_S_LEVEL, parts.s);
        check_level_part(desk, level, record, FIELD_SYSTEM_A_LEVEL, parts.a);
        set_number(desk, level, record, FIELD_SYSTEM_S_LEVEL, parts.s);
        set_number(desk, level, record, FIELD_SYSTEM_A_LEVEL, parts.a);
    }
}

static void derive_scope_count(struct desk *desk, struct record *record) {
    const struct value *scope = record_value(record, FIELD_SYSTEM_SCOPE);
    const struct value *number = record_value(record, FIELD_SYSTEM_SCOPE_COUNT);
    const struct spellings *spellings = desk->intake->spellings;
    const struct headers *systems = desk->intake->systems;
    struct str rest;
    if (value_is_given(scope) && scope_is_counted(spellings, scope)) {
        int64_t count = scope_parse(spellings, desk->scratch, scope->raw, &rest);
        set_number(desk, scope, record, FIELD_SYSTEM_SCOPE_COUNT, count);
    } else if (value_is_given(scope) && value_is_given(number) && number->number > 0) {
        row_refuse(desk, &systems->rules[systems->by_field[FIELD_SYSTEM_SCOPE_COUNT]], record,
                   number, scope);
    }
}

/* Sets options of a list, in their order. */
static void set_options(struct desk *desk, const char *name, const int *options, unsigned n,
                        struct value *value) {
    const struct option_list *list = options_find(desk->intake->options, str_from_c(name));
    struct str labels[VALUE_MAX_CODES];
    for (unsigned i = 0; i < n; i++) {
        const struct intake_option *option = &list->options[options[i]];
        value->codes[i] = option->code;
        labels[i] = option->label;
    }
    value->n_codes = (uint8_t)n;
    value->number = value->codes[0];
    value->text = str_join(desk->arena, labels, n, desk->intake->spellings->joiner);
}

/* "社会秩序和公共利益造成严重损害" in the cell of the objects: the degrees, one for each object. */
static void derive_degrees(struct desk *desk, struct record *record, enum field object_field,
                           enum field degree_field) {
    const struct value *object = record_value(record, object_field);
    struct question question;
    if (!value_is_given(object) || record_has(record, degree_field) ||
        !options_ask(desk->intake->options, object_field, &question)) {
        return;
    }
    struct str text = str_trim(utf8_fold_width(desk->scratch, object->raw));
    struct answer answer = answer_read(&question, desk->scratch, text);
    bool is_paired = answer.kind == ANSWER_READ && answer.n_options > 0;
    for (unsigned i = 0; i < answer.n_options; i++) {
        is_paired &= answer.beside[i] >= 0;
    }
    if (is_paired) {
        set_options(desk, "degree", answer.beside, answer.n_options,
                    derive(desk, object, record, degree_field));
    }
}

/* The objects that a cell of degrees names, one for each; false if it does not. */
static bool read_objects_beside(struct desk *desk, const struct value *degree, enum field field,
                                struct answer *answer) {
    struct question question;
    if (!value_is_given(degree) || !options_ask(desk->intake->options, field, &question)) {
        return false;
    }
    struct str text = str_trim(utf8_fold_width(desk->scratch, degree->raw));
    *answer = answer_read(&question, desk->scratch, text);
    bool is_paired = answer->kind == ANSWER_READ && answer->n_options > 0;
    for (unsigned i = 0; i < answer->n_options; i++) {
        is_paired &= answer->beside[i] >= 0;
    }
    return is_paired;
}

/* Puts degrees that name their objects into the order of the objects' cell; false if that has
 * others. */
static bool order_degrees(struct desk *desk, const struct value *object, struct record *record,
                          enum field field, const struct answer *answer) {
    const struct option_list *list = options_find(desk->intake->options, STR("object"));
    int ordered[VALUE_MAX_CODES] = {0};
    bool is_whole = object->n_codes == answer->n_options;
    for (unsigned i = 0; is_whole && i < object->n_codes; i++) {
        unsigned k = 0;
        while (k < answer->n_options && list->options[answer->beside[k]].code != object->codes[i]) {
            k++;
        }
        is_whole = k < answer->n_options;
        ordered[i] = is_whole ? answer->options[k] : 0;
    }
    if (is_whole) {
        const struct value *degree = record_value(record, field);
        set_options(desk, "degree", ordered, answer->n_options,
                    derive(desk, degree, record, field));
    }
    return is_whole;
}

/* "社会秩序：严重损害" in the cell of the degrees: which object each is of. */
static void settle_degrees(struct desk *desk, struct record *record, enum field object_field,
                           enum field degree_field) {
    const struct value *object = record_value(record, object_field);
    const struct value *degree = record_value(record, degree_field);
    const struct headers *systems = desk->intake->systems;
    struct answer answer;
    if (object->is_bad || str_equal(object->raw, degree->raw) ||
        !read_objects_beside(desk, degree, degree_field, &answer)) {
        return;
    }
    if (!value_is_given(object)) {
        set_options(desk, "object", answer.beside, answer.n_options,
                    derive(desk, degree, record, object_field));
    } else if (!order_degrees(desk, object, record, degree_field, &answer)) {
        row_refuse(desk, &systems->rules[systems->by_field[degree_field]], record, degree, object);
    }
}

static void derive_attachments(struct desk *desk, const struct headers *headers,
                               struct record *record) {
    for (size_t i = 0; i < headers->n_rules; i++) {
        const struct column_rule *rule = &headers->rules[i];
        if (rule->attachment == N_FIELDS || record_has(record, rule->attachment)) {
            continue;
        }
        const struct value *value = record_value(record, rule->field);
        if (value_is_given(value) && value->detail.len > 0) {
            derive(desk, value, record, rule->attachment)->text = value->detail;
        }
    }
}

/* ---- units --------------------------------------------------------------------------------- */

static void set_part(struct desk *desk, const struct value *from, struct record *record,
                     enum field field, struct str part) {
    if (part.len > 0 && !record_has(record, field)) {
        derive(desk, from, record, field)->text = str_copy(desk->arena, part);
    }
}

/* The street's cell holds the whole address: cut it where the other columns say the same, or where
 * there are none. */
static void derive_address(struct desk *desk, struct record *record) {
    bool has_division = record_has(record, FIELD_UNIT_PROVINCE) ||
                        record_has(record, FIELD_UNIT_CITY) ||
                        record_has(record, FIELD_UNIT_COUNTY);
    const struct value *street = record_value(record, FIELD_UNIT_STREET);
    const struct value *from = record_value(record, FIELD_UNIT_ADDRESS);
    if (!value_is_given(from) && !(value_is_given(street) && !has_division)) {
        return;
    }
    bool is_street = !value_is_given(from);
    from = is_street ? street : from;
    struct address address = address_split(desk->intake->regions, from->text);
    if (is_street && (address.province.len || address.city.len || address.county.len)) {
        record_set(record, FIELD_UNIT_STREET, NULL);
    }
    set_part(desk, from, record, FIELD_UNIT_PROVINCE, address.province);
    set_part(desk, from, record, FIELD_UNIT_CITY, address.city);
    set_part(desk, from, record, FIELD_UNIT_COUNTY, address.county);
    set_part(desk, from, record, FIELD_UNIT_STREET, address.street);
}

/* A street that repeats the province, city and county of its neighbours. */
static void shorten_street(struct desk *desk, struct record *record) {
    static const enum field divisions[] = {FIELD_UNIT_PROVINCE, FIELD_UNIT_CITY, FIELD_UNIT_COUNTY};
    const struct value *street = record_value(record, FIELD_UNIT_STREET);
    struct str rest = street->text;
    for (size_t i = 0; i < sizeof divisions / sizeof divisions[0]; i++) {
        struct str name = record_value(record, divisions[i])->text;
        bool is_repeated = name.len > 0 && name.len < rest.len && str_starts(rest, name);
        rest = is_repeated ? str_slice(rest, name.len, rest.len) : rest;
    }
    if (value_is_given(street) && rest.len < street->text.len) {
        derive(desk, street, record, FIELD_UNIT_STREET)->text = rest;
    }
}

/* ---- data ---------------------------------------------------------------------------------- */

/* The field of an amount by the unit behind its number, N_FIELDS if that is none. `fields`: GB, TB
 * and 万条. */
static enum field field_of_volume(const struct spellings *spellings, struct str *key,
                                  const enum field fields[3]) {
    const struct words *units[] = {&spellings->volume_gb, &spellings->volume_tb,
                                   &spellings->volume_records};
    for (size_t i = 0; i < 3; i++) {
        size_t n = words_end(units[i], *key);
        if (n) {
            *key = str_slice(*key, 0, key->len - n);
            return fields[i];
        }
    }
    return N_FIELDS;
}

/* "120GB、30万条": every part a number with its unit, none twice. A part that is not: reported, and
 * none is taken. */
static void derive_volume(struct desk *desk, struct record *record, enum field from_field,
                          const enum field fields[3]) {
    const struct value *from = record_value(record, from_field);
    struct words separators = desk->intake->spellings->volume_and;
    struct str rest = value_key(desk->scratch, from->raw), part;
    struct record found = {0};
    bool is_good = value_is_given(from);
    for (size_t i = 1; i < separators.n_words; i++) {
        rest = str_replace(desk->scratch, rest, separators.words[i], separators.words[0]);
    }
    while (is_good && str_split(&rest, separators.words[0], &part)) {
        enum field field = field_of_volume(desk->intake->spellings, &part, fields);
        struct decimal decimal;
        int64_t number = 0;
        bool is_exact;
        is_good = field != N_FIELDS && !record_at(&found, field) && decimal_parse(part, &decimal) &&
                  !decimal.is_negative && decimal_scale(decimal, 3, 1, 1, &number, &is_exact) &&
                  is_exact;
        if (is_good) {
            struct value *value = derive(desk, from, &found, field);
            value->number = number;
            value->text = str_copy(desk->arena, part);
        }
    }
    for (size_t i = 0; is_good && i < 3; i++) {
        if (fields[i] != N_FIELDS && record_at(&found, fields[i]) &&
            !record_has(record, fields[i])) {
            record_set(record, fields[i], record_at(&found, fields[i]));
        }
    }
    if (value_is_given(from) && !is_good) {
        derive(desk, from, record, from_field)->is_bad = true;
        diag_report(desk->diag,
                    &(struct diag_note){.id = DIAG_VALUE_UNREADABLE,
                                        .origin = from->origin,
                                        .header = from->header,
                                        .value = from->raw,
                                        .args = {desk->intake->spellings->allow_volume}});
    }
}

static void derive_data(struct desk *desk, struct record *record) {
    static const enum field total[] = {FIELD_DATA_TOTAL_GB, FIELD_DATA_TOTAL_TB,
                                       FIELD_DATA_TOTAL_RECORDS};
    static const enum field growth[] = {FIELD_DATA_GROWTH_GB, FIELD_DATA_GROWTH_TB, N_FIELDS};
    derive_volume(desk, record, FIELD_DATA_TOTAL, total);
    derive_volume(desk, record, FIELD_DATA_GROWTH, growth);
}

/* ---- grades in two columns ----------------------------------------------------------------- */

/* 医院级别 三级 and 医院等次 甲等 are together 三级甲等; a 等 without its 级 is none. */
static void derive_grade(struct desk *desk, struct record *record) {
    const struct value *grade = record_value(record, FIELD_UNIT_HOSPITAL_GRADE);
    const struct value *class = record_value(record, FIELD_UNIT_HOSPITAL_CLASS);
    struct question question;
    if (!value_is_given(grade) || !value_is_given(class) ||
        !options_ask(desk->intake->options, FIELD_UNIT_HOSPITAL_CLASS, &question)) {
        return;
    }
    const struct option_list *list = options_find(desk->intake->options, STR("hospital_class"));
    struct str both = str_concat(desk->scratch, str_trim(class->raw), grade->text);
    struct answer answer = answer_read(&question, desk->scratch, both);
    if (answer.kind != ANSWER_READ || answer.n_options != 1) {
        return;
    }
    const struct intake_option *option = &list->options[answer.options[0]];
    struct value *value = derive(desk, class, record, FIELD_UNIT_HOSPITAL_CLASS);
    value->number = value->codes[0] = option->code;
    value->n_codes = 1;
    value->text = option->label;
}

void row_derive(struct desk *desk, const struct headers *headers, struct record *record) {
    derive_attachments(desk, headers, record);
    if (headers->entity == ENTITY_UNIT) {
        derive_address(desk, record);
        shorten_street(desk, record);
        derive_grade(desk, record);
        return;
    }
    if (headers->entity == ENTITY_DATA) {
        derive_data(desk, record);
    }
    if (headers->entity != ENTITY_SYSTEM) {
        return;
    }
    derive_level_parts(desk, record);
    derive_scope_count(desk, record);
    derive_degrees(desk, record, FIELD_SYSTEM_S_OBJECT, FIELD_SYSTEM_S_DEGREE);
    derive_degrees(desk, record, FIELD_SYSTEM_A_OBJECT, FIELD_SYSTEM_A_DEGREE);
    settle_degrees(desk, record, FIELD_SYSTEM_S_OBJECT, FIELD_SYSTEM_S_DEGREE);
    settle_degrees(desk, record, FIELD_SYSTEM_A_OBJECT, FIELD_SYSTEM_A_DEGREE);
}
