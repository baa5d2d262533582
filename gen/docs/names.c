/* The computed names of names.def: the functions that answer them. */
#include "docs/names_inner.h"

#include <stddef.h>

#include "docs/statistics.h"

/* ---- answers --------------------------------------------------------------------------------- */

static void set_code(struct form_value *value, int code) {
    if (value->n_codes < sizeof value->codes / sizeof value->codes[0]) {
        value->codes[value->n_codes++] = (int16_t)code;
    }
}

static void set_flag(struct answer *answer, bool is_set) {
    if (is_set) {
        set_code(&answer->value, 1);
        answer->value.text = STR("1");
    }
}

static void set_count(const struct subject *subject, struct answer *answer, size_t count) {
    answer->value.text = str_format(subject->arena, "%zu", count);
}

static void set_cell(struct answer *answer, const struct value *value) {
    answer->value.origin = value->origin;
    answer->value.header = value->header;
}

/* A member of a struct by its offset. */
static const void *member(const void *object, int offset) {
    return (const char *)object + offset;
}

/* The record's value of a field; an empty one if the subject has no such record. */
static const struct value *find_value(const struct subject *subject, enum field field) {
    static const struct value nothing = {0};
    switch (field_info(field)->entity) {
    case ENTITY_UNIT:
        return record_value(&subject->findings->unit->record, field);
    case ENTITY_SYSTEM:
        return subject->grading ? record_value(&subject->grading->system->record, field) : &nothing;
    case ENTITY_DATA:
        return subject->data ? record_value(&subject->data->record, field) : &nothing;
    default:
        return &nothing;
    }
}

/* The field is given, as yes (1) or no (0). */
static bool says(const struct subject *subject, enum field field, int64_t said) {
    const struct value *value = find_value(subject, field);
    return value_is_given(value) && value->number == said;
}

void names_give_field(const struct subject *subject, enum field field, struct answer *answer) {
    const struct value *given = find_value(subject, field);
    struct form_value *value = &answer->value;
    set_cell(answer, given);
    if (!value_is_given(given)) {
        return;
    }
    value->text = given->text;
    switch (field_info(field)->type) {
    case FIELD_BOOL:
    case FIELD_LEVEL:
        set_code(value, (int)given->number);
        break;
    case FIELD_OPTION:
    case FIELD_OPTIONS:
        for (unsigned i = 0; i < given->n_codes; i++) {
            set_code(value, given->codes[i]);
        }
        value->detail = given->detail;
        break;
    case FIELD_DATE:
        value->date = given->date;
        value->date.month = given->precision < DATE_MONTH ? 0 : given->date.month;
        value->date.day = given->precision < DATE_DAY ? 0 : given->date.day;
        break;
    default:
        break;
    }
}

void names_give_bad(const struct subject *subject, enum field field, struct answer *answer) {
    const struct value *given = find_value(subject, field);
    if (given->is_bad) {
        set_cell(answer, given);
        answer->value.text = given->raw;
    }
}

/* ---- of the run and the province ------------------------------------------------------------- */

/* a: an int of the settings. */
static void give_setting(const struct subject *subject, const struct name *name,
                         struct answer *answer) {
    const int *number = member(&subject->docs->settings, name->a);
    answer->value.text = str_format(subject->arena, "%d", *number);
}

static void give_province(const struct subject *subject, const struct name *name,
                          struct answer *answer) {
    (void)name;
    answer->value.text = subject->docs->settings.province;
}

/* How many regions the tables have; nothing without any. */
static void give_regions(const struct subject *subject, const struct name *name,
                         struct answer *answer) {
    (void)name;
    size_t n_areas = statistics_n_areas(subject->province);
    if (n_areas) {
        set_count(subject, answer, n_areas);
    }
}

/* ---- of the filing form ---------------------------------------------------------------------- */

/* Number n of the system among those filed, or of the data among the unit's. */
static void give_ordinal(const struct subject *subject, const struct name *name,
                         struct answer *answer) {
    (void)name;
    if (subject->ordinal) {
        set_count(subject, answer, subject->ordinal);
    }
}

/* How many systems are filed. */
static void give_filed(const struct subject *subject, const struct name *name,
                       struct answer *answer) {
    (void)name;
    set_count(subject, answer, subject->findings->n_filed);
}

/* How many categories of data there are. */
static void give_n_data(const struct subject *subject, const struct name *name,
                        struct answer *answer) {
    (void)name;
    set_count(subject, answer, subject->findings->unit->n_data);
}

/* a: the sender's own total, unless more systems than that were handed in: of level b, 0 for all.
 */
static void give_systems(const struct subject *subject, const struct name *name,
                         struct answer *answer) {
    const struct value *given = find_value(subject, (enum field)name->a);
    size_t counted =
        name->b ? subject->findings->n_by_level[name->b] : subject->findings->n_gradings;
    bool is_more = value_is_given(given) && given->number > (int64_t)counted;
    set_cell(answer, given);
    set_count(subject, answer, is_more ? (size_t)given->number : counted);
}

/* a: systems of that level. */
static void give_level_count(const struct subject *subject, const struct name *name,
                             struct answer *answer) {
    set_count(subject, answer, subject->findings->n_by_level[name->a]);
}

/* The street (a), or the address in one piece (b) where its parts are not known. */
static void give_street(const struct subject *subject, const struct name *name,
                        struct answer *answer) {
    static const enum field parts[] = {FIELD_UNIT_PROVINCE, FIELD_UNIT_CITY, FIELD_UNIT_COUNTY,
                                       FIELD_UNIT_STREET};
    bool has_parts = false;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        has_parts = has_parts || value_is_given(find_value(subject, parts[i]));
    }
    names_give_field(subject, (enum field)(has_parts ? name->a : name->b), answer);
}

/* The box of 表三 01 and 02 for an object (1 公民, 2 社会, 3 国家) and a degree (1 一般, 2 严重, 3
 * 特别 严重): object × 10 + degree. */
static void tick_box(struct form_value *value, int box) {
    for (unsigned i = 0; i < value->n_codes; i++) {
        if (value->codes[i] == box) {
            return;
        }
    }
    set_code(value, box);
}

/* Boxes of the objects a: the degrees b belong to them one by one, or one degree to all. Where the
 * numbers differ the sender has not said which goes with which, and nothing is ticked. */
static void give_harm(const struct subject *subject, const struct name *name,
                      struct answer *answer) {
    const struct value *objects = find_value(subject, (enum field)name->a);
    const struct value *degrees = find_value(subject, (enum field)name->b);
    bool is_paired = degrees->n_codes == 1 || degrees->n_codes == objects->n_codes;
    set_cell(answer, objects);
    if (!value_is_given(objects) || !value_is_given(degrees) || !is_paired) {
        return;
    }
    for (unsigned i = 0; i < objects->n_codes; i++) {
        unsigned at = degrees->n_codes == 1 ? 0 : i;
        tick_box(&answer->value, objects->codes[i] * 10 + degrees->codes[at]);
    }
}

/* The same for the form of 2007, which has no box for 公民 harmed especially severely; by GB/T
 * 22240-2008 that is level 2, so the box of 公民 harmed severely stands for it. */
static void give_matrix(const struct subject *subject, const struct name *name,
                        struct answer *answer) {
    struct answer harm = {0};
    give_harm(subject, name, &harm);
    set_cell(answer, find_value(subject, (enum field)name->a));
    for (unsigned i = 0; i < harm.value.n_codes; i++) {
        tick_box(&answer->value, harm.value.codes[i] == 13 ? 12 : harm.value.codes[i]);
    }
}

/* Field a, unless the question b that leads to it was answered with no. */
static void give_unless_no(const struct subject *subject, const struct name *name,
                           struct answer *answer) {
    if (!says(subject, (enum field)name->b, 0)) {
        names_give_field(subject, (enum field)name->a, answer);
    }
}

/* Field a, if the question b was answered with yes. */
static void give_if_yes(const struct subject *subject, const struct name *name,
                        struct answer *answer) {
    if (says(subject, (enum field)name->b, 1)) {
        names_give_field(subject, (enum field)name->a, answer);
    }
}

/* 使用国产品率 of count a and share b: 1 全部使用, 2 全部未使用, 3 部分使用; none where there are
 * no products. */
static void give_product(const struct subject *subject, const struct name *name,
                         struct answer *answer) {
    const struct value *share = find_value(subject, (enum field)name->b);
    set_cell(answer, share);
    if (!value_is_given(share) || says(subject, (enum field)name->a, 0)) {
        return;
    }
    if (share->number == 10000) {
        set_code(&answer->value, 1);
    } else {
        set_code(&answer->value, share->number == 0 ? 2 : 3);
    }
}

/* The share a as a number of percent, without zeros behind the point. */
static void give_share(const struct subject *subject, const struct name *name,
                       struct answer *answer) {
    const struct value *share = find_value(subject, (enum field)name->a);
    set_cell(answer, share);
    /* below 0: part of them, without a share */
    if (!value_is_given(share) || share->number < 0) {
        return;
    }
    long long whole = share->number / 100, hundredths = share->number % 100;
    if (hundredths == 0) {
        answer->value.text = str_format(subject->arena, "%lld", whole);
    } else if (hundredths % 10 == 0) {
        answer->value.text = str_format(subject->arena, "%lld.%lld", whole, hundredths / 10);
    } else {
        answer->value.text = str_format(subject->arena, "%lld.%02lld", whole, hundredths);
    }
}

/* The five technologies that 表四 of 2025 asks about: code in 采用技术, and the answer of its own.
 */
static const struct {
    int code;
    enum field used;
} technologies[] = {{1, FIELD_CLOUD_USED},
                    {2, FIELD_MOBILE_USED},
                    {3, FIELD_IOT_USED},
                    {4, FIELD_INDUSTRIAL_USED},
                    {5, FIELD_BIGDATA_USED}};
enum { N_TECHNOLOGIES = sizeof technologies / sizeof technologies[0] };

/* 采用技术 and the answer of its own contradict each other: neither is ticked. */
static bool is_disputed(const struct subject *subject, size_t technology) {
    const struct value *list = find_value(subject, FIELD_SYSTEM_TECHNOLOGY);
    bool is_named = value_has_code(list, technologies[technology].code);
    return value_is_given(list) && says(subject, technologies[technology].used, !is_named);
}

/* Technology a (from 0): 1 if it is named or said to be used, 0 if it is said not to be; one that
 * is not named was not denied. */
static int used_technology(const struct subject *subject, size_t technology, int otherwise) {
    const struct value *list = find_value(subject, FIELD_SYSTEM_TECHNOLOGY);
    enum field used = technologies[technology].used;
    if (is_disputed(subject, technology)) {
        return otherwise;
    }
    return value_has_code(list, technologies[technology].code) || says(subject, used, 1) ? 1
           : says(subject, used, 0)                                                      ? 0
                                    : otherwise;
}

static void give_technology(const struct subject *subject, const struct name *name,
                            struct answer *answer) {
    enum { UNTOLD = -1 };
    int used = used_technology(subject, (size_t)name->a, UNTOLD);
    set_cell(answer, find_value(subject, technologies[name->a].used));
    if (used != UNTOLD) {
        set_code(&answer->value, used);
    }
}

static void give_uses_technology(const struct subject *subject, const struct name *name,
                                 struct answer *answer) {
    bool is_used = false;
    (void)name;
    for (size_t i = 0; i < N_TECHNOLOGIES; i++) {
        is_used = is_used || used_technology(subject, i, 0) == 1;
    }
    set_flag(answer, is_used);
}

/* 采用技术 as handed in, without what its own answer disputes. */
static void give_technologies(const struct subject *subject, const struct name *name,
                              struct answer *answer) {
    struct answer given = {0};
    names_give_field(subject, (enum field)name->a, &given);
    *answer = given;
    answer->value.n_codes = 0;
    for (unsigned i = 0; i < given.value.n_codes; i++) {
        bool is_left_out = false;
        for (size_t k = 0; k < N_TECHNOLOGIES; k++) {
            is_left_out = is_left_out ||
                          (given.value.codes[i] == technologies[k].code && is_disputed(subject, k));
        }
        if (!is_left_out) {
            set_code(&answer->value, given.value.codes[i]);
        }
    }
}

/* 统一社会信用代码 a, of 18 characters only: 2025 has no box for an 组织机构代码 of 9. */
static void give_credit_code(const struct subject *subject, const struct name *name,
                             struct answer *answer) {
    enum { LENGTH = 18 };
    names_give_field(subject, (enum field)name->a, answer);
    if (answer->value.text.len != LENGTH) {
        answer->value.text = (struct str){0};
    }
}

/* The numeral of a level that was handed in as field a. */
static void give_numeral(const struct subject *subject, const struct name *name,
                         struct answer *answer) {
    const struct value *level = find_value(subject, (enum field)name->a);
    set_cell(answer, level);
    if (value_is_given(level)) {
        answer->value.text = rules_level(subject->docs->rules, (int)level->number).numeral;
    }
}

/* The next name of a list in a text: 、 ； , ; or a line break stand between. */
static bool next_part(struct str *rest, struct str *part) {
    bool is_there = rest->len > 0;
    size_t start = 0, end = 0;
    while (end < rest->len) {
        size_t after = end;
        uint32_t c = utf8_next(*rest, &after);
        if (c == 0x3001 || c == 0xFF1B || c == 0xFF0C || c == ';' || c == ',' || c == '\n') {
            *part = str_trim(str_slice(*rest, start, end));
            *rest = str_slice(*rest, after, rest->len);
            return true;
        }
        end = after;
    }
    *part = str_trim(*rest);
    rest->len = 0;
    return is_there;
}

/* Name b (from 1) of the list in field a; b negative: those from -b on, each behind its number. */
static void give_part(const struct subject *subject, const struct name *name,
                      struct answer *answer) {
    const struct value *list = find_value(subject, (enum field)name->a);
    struct str rest = value_is_given(list) ? list->text : (struct str){0}, part;
    struct buf buf = {.arena = subject->arena};
    int number = 0;
    set_cell(answer, list);
    while (next_part(&rest, &part)) {
        number += part.len > 0;
        if (part.len && number == name->b) {
            buf_add(&buf, part);
        } else if (part.len && name->b < 0 && number >= -name->b) {
            buf_add(&buf, str_format(subject->arena, "%s%d", buf.len ? " " : "", number));
            buf_add(&buf, part);
        }
    }
    answer->value.text = buf_str(&buf);
}

/* ---- of the system and its grade ------------------------------------------------------------- */

/* Date a in words: its part of precision b (2010年3月1日 is put together in prose); nothing where
 * the date is not given so precisely. */
static void give_date_part(const struct subject *subject, const struct name *name,
                           struct answer *answer) {
    const struct value *value = find_value(subject, (enum field)name->a);
    if (!value_is_given(value) || (int)value->precision < name->b) {
        return;
    }
    int part = name->b == DATE_YEAR    ? value->date.year
               : name->b == DATE_MONTH ? value->date.month
                                       : value->date.day;
    set_cell(answer, value);
    answer->value.text = str_format(subject->arena, "%d", part);
}

/* Set when option b and nothing else is chosen of field a. */
static void give_only_option(const struct subject *subject, const struct name *name,
                             struct answer *answer) {
    const struct value *value = find_value(subject, (enum field)name->a);
    set_flag(answer, value_is_given(value) && value->n_codes == 1 && value->codes[0] == name->b);
}

/* A level: its code, and its numeral as text; nothing for 0. */
static void set_level(const struct subject *subject, struct answer *answer, int level) {
    if (level > 0) {
        set_code(&answer->value, level);
        answer->value.text = rules_level(subject->docs->rules, level).numeral;
    }
}

/* a: a level of the grading. */
static void give_level(const struct subject *subject, const struct name *name,
                       struct answer *answer) {
    const int *level = member(subject->grading, name->a);
    set_level(subject, answer, *level);
}

/* Set when level a was declared and differs from level b. */
static void give_differs(const struct subject *subject, const struct name *name,
                         struct answer *answer) {
    const int *declared = member(subject->grading, name->a);
    const int *found = member(subject->grading, name->b);
    set_flag(answer, *declared && *found && *declared != *found);
}

/* a: a text of the grading. */
static void give_text(const struct subject *subject, const struct name *name,
                      struct answer *answer) {
    const struct str *text = member(subject->grading, name->a);
    answer->value.text = *text;
}

/* a: a flag of the grading. */
static void give_flag(const struct subject *subject, const struct name *name,
                      struct answer *answer) {
    const bool *is_set = member(subject->grading, name->a);
    set_flag(answer, *is_set);
}

/* Set when the level stands without one of its parts (分项等级缺失). */
static void give_lacks_parts(const struct subject *subject, const struct name *name,
                             struct answer *answer) {
    const struct grading *grading = subject->grading;
    (void)name;
    set_flag(answer, grading->level_final && !(grading->s_known && grading->a_known));
}

/* Set when the level is below the floor that holds. */
static void give_below_floor(const struct subject *subject, const struct name *name,
                             struct answer *answer) {
    (void)name;
    set_flag(answer, subject->grading->level_final < subject->grading->floor_holding);
}

/* 监督保护级 and its like. */
static void give_level_name(const struct subject *subject, const struct name *name,
                            struct answer *answer) {
    (void)name;
    answer->value.text = rules_level(subject->docs->rules, subject->grading->level_final).name;
}

/* The official word of the verdict. */
static void give_verdict(const struct subject *subject, const struct name *name,
                         struct answer *answer) {
    (void)name;
    answer->value.text = rules_verdict_name(subject->docs->rules, subject->grading->verdict);
}

/* ---- of what a grade rests on ---------------------------------------------------------------- */

/* n items, each about what the subject is about. */
static struct subject *add_items(const struct subject *subject, struct answer *answer, size_t n) {
    struct subject *items = ARENA_ARRAY(subject->arena, struct subject, n);
    for (size_t i = 0; i < n; i++) {
        items[i] = *subject;
    }
    answer->items = items;
    answer->n_items = n;
    return items;
}

/* a: a hit of the matrix; its object and its degree. */
static void give_matrix_evidence(const struct subject *subject, const struct name *name,
                                 struct answer *answer) {
    const struct matrix_hit *hit = member(subject->grading, name->a);
    struct subject *items = add_items(subject, answer, 2);
    items[0].evidence = &hit->object_evidence;
    items[1].evidence = &hit->degree_evidence;
}

static void give_floors(const struct subject *subject, const struct name *name,
                        struct answer *answer) {
    const struct grading *grading = subject->grading;
    struct subject *items = add_items(subject, answer, grading->n_hits);
    (void)name;
    for (size_t i = 0; i < grading->n_hits; i++) {
        items[i].hit = &grading->hits[i];
    }
}

static void give_floor_evidence(const struct subject *subject, const struct name *name,
                                struct answer *answer) {
    const struct floor_hit *hit = subject->hit;
    struct subject *items = add_items(subject, answer, hit->n_evidence);
    (void)name;
    for (size_t i = 0; i < hit->n_evidence; i++) {
        items[i].evidence = &hit->evidence[i];
    }
}

/* a: a text of the floor rule that speaks. */
static void give_floor_text(const struct subject *subject, const struct name *name,
                            struct answer *answer) {
    const struct str *text = member(subject->hit, name->a);
    answer->value.text = *text;
}

static void give_floor_level(const struct subject *subject, const struct name *name,
                             struct answer *answer) {
    (void)name;
    set_level(subject, answer, subject->hit->level);
}

/* Set when the floor rule is as sure as a. */
static void give_strength(const struct subject *subject, const struct name *name,
                          struct answer *answer) {
    set_flag(answer, (int)subject->hit->strength == name->a);
}

static void give_evidence_label(const struct subject *subject, const struct name *name,
                                struct answer *answer) {
    (void)name;
    answer->value.text = subject->docs->labels->labels[subject->evidence->field];
}

/* The value that is given; a, what was written where it could not be read. */
static void give_evidence_value(const struct subject *subject, const struct name *name,
                                struct answer *answer) {
    const struct value *value = subject->evidence->value;
    if (name->a ? value->is_bad : value_is_given(value)) {
        set_cell(answer, value);
        answer->value.text = name->a ? value->raw : value->text;
    }
}

static void give_evidence_cell(const struct subject *subject, const struct name *name,
                               struct answer *answer) {
    (void)name;
    answer->value.text = origin_text(subject->arena, subject->evidence->value->origin);
}

/* ---- the table ------------------------------------------------------------------------------- */

#define SETTING(member) offsetof(struct docs_settings, member)
#define GRADING(member) offsetof(struct grading, member)
#define FLOOR(member)   offsetof(struct floor_hit, member)

static const struct name names[] = {
#define NAME(name, about, type, give, a, b) {name, ABOUT_##about, NAME_##type, give_##give, a, b},
#include "docs/names.def"
#undef NAME
};

const struct name *names_computed(size_t *n_names) {
    *n_names = sizeof names / sizeof names[0];
    return names;
}
