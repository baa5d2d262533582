/* The computed names of names.def: the functions that answer them. */
#include "docs/names_inner.h"

#include <stddef.h>

#include "docs/papers.h"
#include "docs/plan.h"
#include "docs/statistics.h"

/* ---- answers --------------------------------------------------------------------------------- */

void names_set_code(struct form_value *value, int code) {
    if (value->n_codes < sizeof value->codes / sizeof value->codes[0]) {
        value->codes[value->n_codes++] = (int16_t)code;
    }
}

void names_set_flag(struct answer *answer, bool is_set) {
    if (is_set) {
        names_set_code(&answer->value, 1);
        answer->value.text = STR("1");
    }
}

void names_set_count(const struct subject *subject, struct answer *answer, size_t count) {
    answer->value.text = str_format(subject->arena, "%zu", count);
}

void names_set_cell(struct answer *answer, const struct value *value) {
    answer->value.origin = value->origin;
    answer->value.header = value->header;
}

/* A member of a struct by its offset. */
const void *names_member(const void *object, int offset) {
    return (const char *)object + offset;
}

/* The record's value of a field; an empty one if the subject has no such record. */
const struct value *names_find_value(const struct subject *subject, enum field field) {
    static const struct value nothing = {0};
    switch (field_info(field)->entity) {
    case ENTITY_UNIT:
        return record_value(&subject->findings->unit->record, field);
    case ENTITY_SYSTEM:
        return subject->grading ? record_value(&subject->grading->system->record, field) : &nothing;
    case ENTITY_DATA:
        return subject->data ? record_value(&subject->data->record, field) : &nothing;
    case ENTITY_EXPERT:
        return subject->expert ? record_value(subject->expert, field) : &nothing;
    case ENTITY_GAP:
        return subject->gap && subject->gap->record ? record_value(subject->gap->record, field)
                                                    : &nothing;
    case ENTITY_PRODUCT:
        return subject->product ? record_value(subject->product, field) : &nothing;
    default:
        return &nothing;
    }
}

/* The field is given, as yes (1) or no (0). */
bool names_says(const struct subject *subject, enum field field, int64_t said) {
    const struct value *value = names_find_value(subject, field);
    return value_is_given(value) && value->number == said;
}

void names_give_field(const struct subject *subject, enum field field, struct answer *answer) {
    const struct value *given = names_find_value(subject, field);
    struct form_value *value = &answer->value;
    names_set_cell(answer, given);
    if (!value_is_given(given)) {
        return;
    }
    value->text = given->text;
    switch (field_info(field)->type) {
    case FIELD_BOOL:
    case FIELD_LEVEL:
        names_set_code(value, (int)given->number);
        break;
    case FIELD_OPTION:
    case FIELD_OPTIONS:
        for (unsigned i = 0; i < given->n_codes; i++) {
            names_set_code(value, given->codes[i]);
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
    const struct value *given = names_find_value(subject, field);
    if (given->is_bad) {
        names_set_cell(answer, given);
        answer->value.text = given->raw;
    }
}

/* ---- of the run and the province ------------------------------------------------------------- */

/* a: an int of the settings. */
void names_give_setting(const struct subject *subject, const struct name *name,
                        struct answer *answer) {
    const int *number = names_member(&subject->docs->settings, name->a);
    answer->value.text = str_format(subject->arena, "%d", *number);
}

/* The day for which all is reckoned, ISO. */
void names_give_as_of(const struct subject *subject, const struct name *name,
                      struct answer *answer) {
    (void)name;
    answer->value.text = date_to_iso(subject->arena, subject->docs->settings.as_of, DATE_DAY);
}

void names_give_province(const struct subject *subject, const struct name *name,
                         struct answer *answer) {
    (void)name;
    answer->value.text = subject->docs->settings.province;
}

/* Set when the report is of level a: a word of DOCS_LEVELS, the first where none is given. */
void names_give_report_level(const struct subject *subject, const struct name *name,
                             struct answer *answer) {
    static const char *const levels[] = {DOCS_LEVELS};
    struct str level = subject->docs->settings.level;
    names_set_flag(answer, str_is(level, levels[name->a]) || (!level.len && name->a == 0));
}

void names_give_edition(const struct subject *subject, const struct name *name,
                        struct answer *answer) {
    (void)name;
    answer->value.text = subject->docs->settings.edition;
}

/* How many regions the tables have; nothing without any. */
void names_give_regions(const struct subject *subject, const struct name *name,
                        struct answer *answer) {
    (void)name;
    size_t n_areas = statistics_n_areas(subject->province);
    if (n_areas) {
        names_set_count(subject, answer, n_areas);
    }
}

/* Set unless the report has counts only. */
void names_give_lists(const struct subject *subject, const struct name *name,
                      struct answer *answer) {
    (void)name;
    names_set_flag(answer, !subject->docs->settings.is_counts_only);
}

/* ---- of the system and its grade ------------------------------------------------------------- */

/* Date a in words: its part of precision b (2010年3月1日 is put together in prose); nothing where
 * the date is not given so precisely. */
void names_give_date_part(const struct subject *subject, const struct name *name,
                          struct answer *answer) {
    const struct value *value = names_find_value(subject, (enum field)name->a);
    if (!value_is_given(value) || (int)value->precision < name->b) {
        return;
    }
    int part = name->b == DATE_YEAR    ? value->date.year
               : name->b == DATE_MONTH ? value->date.month
                                       : value->date.day;
    names_set_cell(answer, value);
    answer->value.text = str_format(subject->arena, "%d", part);
}

/* Set when option b and nothing else is chosen of field a. */
void names_give_only_option(const struct subject *subject, const struct name *name,
                            struct answer *answer) {
    const struct value *value = names_find_value(subject, (enum field)name->a);
    names_set_flag(answer,
                   value_is_given(value) && value->n_codes == 1 && value->codes[0] == name->b);
}

/* A level: its code, and its numeral as text; nothing for 0. */
void names_set_level(const struct subject *subject, struct answer *answer, int level) {
    if (level > 0) {
        names_set_code(&answer->value, level);
        answer->value.text = rules_level(subject->docs->rules, level).numeral;
    }
}

/* a: a level of the grading. */
void names_give_level(const struct subject *subject, const struct name *name,
                      struct answer *answer) {
    const int *level = names_member(subject->grading, name->a);
    names_set_level(subject, answer, *level);
}

/* Set when level a is b or more. */
void names_give_at_least(const struct subject *subject, const struct name *name,
                         struct answer *answer) {
    const int *level = names_member(subject->grading, name->a);
    names_set_flag(answer, *level >= name->b);
}

/* Set when level a was declared and differs from level b. */
void names_give_differs(const struct subject *subject, const struct name *name,
                        struct answer *answer) {
    const int *declared = names_member(subject->grading, name->a);
    const int *found = names_member(subject->grading, name->b);
    names_set_flag(answer, *declared && *found && *declared != *found);
}

/* a: a text of the grading. */
void names_give_text(const struct subject *subject, const struct name *name,
                     struct answer *answer) {
    const struct str *text = names_member(subject->grading, name->a);
    answer->value.text = *text;
}

/* a: a flag of the grading. */
void names_give_flag(const struct subject *subject, const struct name *name,
                     struct answer *answer) {
    const bool *is_set = names_member(subject->grading, name->a);
    names_set_flag(answer, *is_set);
}

/* Set when the level stands without one of its parts (分项等级缺失). */
void names_give_lacks_parts(const struct subject *subject, const struct name *name,
                            struct answer *answer) {
    const struct grading *grading = subject->grading;
    (void)name;
    names_set_flag(answer, grading->level_final && !(grading->s_known && grading->a_known));
}

/* Set when the level is below the floor that holds. */
void names_give_below_floor(const struct subject *subject, const struct name *name,
                            struct answer *answer) {
    (void)name;
    names_set_flag(answer, subject->grading->level_final < subject->grading->floor_holding);
}

/* 监督保护级 and its like. */
void names_give_level_name(const struct subject *subject, const struct name *name,
                           struct answer *answer) {
    (void)name;
    answer->value.text = rules_level(subject->docs->rules, subject->grading->level_final).name;
}

/* The official word of the verdict. */
void names_give_verdict(const struct subject *subject, const struct name *name,
                        struct answer *answer) {
    (void)name;
    answer->value.text = rules_verdict_name(subject->docs->rules, subject->grading->verdict);
}

/* ---- the table ------------------------------------------------------------------------------- */

#define SETTING(member)     offsetof(struct docs_settings, member)
#define GRADING(member)     offsetof(struct grading, member)
#define FLOOR(member)       offsetof(struct floor_hit, member)
#define DUTY(member)        offsetof(struct duty, member)
#define FOUND(member)       offsetof(struct duty_finding, member)
#define PROBLEM(member)     offsetof(struct diag_item, member)
#define PAPER_WORDS(member) offsetof(struct paper, member)
#define ROUTE(member)       offsetof(struct route, member)
#define STAGE(member)       offsetof(struct plan_stage, member)

static const struct name names[] = {
#define NAME(name, about, type, give, a, b)                                                        \
    {name, ABOUT_##about, NAME_##type, names_give_##give, a, b},
#include "docs/names.def"
#undef NAME
};

const struct name *names_computed(size_t *n_names) {
    *n_names = sizeof names / sizeof names[0];
    return names;
}
