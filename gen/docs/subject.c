/* Names of unit and system fields, and of what was found about them, for prose. */
#include "docs/subject.h"

#include <stdlib.h>

struct text subject_text(const struct value *value) {
    if (!value_is_given(value)) {
        return (struct text){0};
    }
    return (struct text){.text = value->text, .origin = value->origin, .header = value->header};
}

struct text subject_bad_text(const struct value *value) {
    if (!value->is_bad) {
        return (struct text){0};
    }
    return (struct text){.text = value->raw, .origin = value->origin, .header = value->header};
}

static struct text numeral(const struct subject *subject, int level) {
    return (struct text){.text = rules_level(subject->docs->rules, level).numeral};
}

static struct text flag(bool is_set) {
    return (struct text){.text = is_set ? STR("1") : (struct str){0}};
}

static struct text text_of(struct str text) {
    return (struct text){.text = text};
}

/* ---- the computed names ---------------------------------------------------------------------- */

/* Numeral of the level documents print; empty if ungraded. */
static struct text grade_level(const struct subject *subject) {
    return numeral(subject, subject->grading->level_final);
}

/* Numerals of what was declared; empty if it was not, or could not be read. */
static struct text declared_level(const struct subject *subject) {
    return numeral(subject, subject->grading->level_declared);
}

static struct text declared_s(const struct subject *subject) {
    return numeral(subject, subject->grading->s_declared);
}

static struct text declared_a(const struct subject *subject) {
    return numeral(subject, subject->grading->a_declared);
}

/* Numerals of the parts by the matrix; empty if it cannot be asked. */
static struct text grade_s_matrix(const struct subject *subject) {
    return numeral(subject, subject->grading->s_matrix);
}

static struct text grade_a_matrix(const struct subject *subject) {
    return numeral(subject, subject->grading->a_matrix);
}

static struct text differs(int declared, int found) {
    return flag(declared && found && declared != found);
}

/* Set when what was declared differs from the matrix, or from the level documents print. */
static struct text grade_s_differs(const struct subject *subject) {
    return differs(subject->grading->s_declared, subject->grading->s_matrix);
}

static struct text grade_a_differs(const struct subject *subject) {
    return differs(subject->grading->a_declared, subject->grading->a_matrix);
}

static struct text grade_level_differs(const struct subject *subject) {
    return differs(subject->grading->level_declared, subject->grading->level_final);
}

/* Set when the level stands without one of its parts (分项等级缺失). */
static struct text grade_lacks_parts(const struct subject *subject) {
    const struct grading *grading = subject->grading;
    return flag(grading->level_final && !(grading->s_declared && grading->a_declared));
}

/* S3A2G3. */
static struct text grade_name(const struct subject *subject) {
    return text_of(subject->grading->sag_name);
}

/* 监督保护级 and its like. */
static struct text grade_level_name(const struct subject *subject) {
    return text_of(rules_level(subject->docs->rules, subject->grading->level_final).name);
}

/* Standard of the matrix, and its clause. */
static struct text grade_standard(const struct subject *subject) {
    return text_of(subject->grading->standard);
}

static struct text grade_matrix_clause(const struct subject *subject) {
    return text_of(subject->grading->matrix_clause);
}

static struct text grade_max_clause(const struct subject *subject) {
    return text_of(subject->grading->max_clause);
}

/* Set when the pages are marked for review. */
static struct text grade_needs_review(const struct subject *subject) {
    return flag(subject->grading->needs_review);
}

/* The floor that holds, as a numeral; empty if none. */
static struct text grade_floor(const struct subject *subject) {
    return numeral(subject, subject->grading->floor);
}

/* Set when the level is below that floor; and when it may be (低于原则下限，已评审说明). */
static struct text grade_below_floor(const struct subject *subject) {
    return flag(subject->grading->level_final < subject->grading->floor);
}

static struct text grade_is_excepted(const struct subject *subject) {
    return flag(subject->grading->is_floor_excepted);
}

/* The official word of the verdict. */
static struct text grade_verdict(const struct subject *subject) {
    return text_of(rules_verdict_name(subject->docs->rules, subject->grading->verdict));
}

/* The system's day of going into operation in words: 2010年3月1日 is put together in prose. */
static struct text launched_part(const struct subject *subject, enum date_precision precision) {
    const struct value *value =
        record_value(&subject->grading->system->record, FIELD_SYSTEM_LAUNCHED);
    if (!value_is_given(value) || value->precision < precision) {
        return (struct text){0};
    }
    int part = precision == DATE_YEAR    ? value->date.year
               : precision == DATE_MONTH ? value->date.month
                                         : value->date.day;
    struct text text = subject_text(value);
    text.text = str_format(subject->arena, "%d", part);
    return text;
}

static struct text launched_year(const struct subject *subject) {
    return launched_part(subject, DATE_YEAR);
}

static struct text launched_month(const struct subject *subject) {
    return launched_part(subject, DATE_MONTH);
}

static struct text launched_day(const struct subject *subject) {
    return launched_part(subject, DATE_DAY);
}

/* Set when the system serves both its own staff and the public (服务对象 3 两者均包括). */
static struct text audience_is_both(const struct subject *subject) {
    enum { BOTH = 3 };
    const struct value *value =
        record_value(&subject->grading->system->record, FIELD_SYSTEM_AUDIENCE);
    return flag(value_is_given(value) && value->n_codes == 1 && value->codes[0] == BOTH);
}

/* Sorted by name. */
static const struct computed_name {
    const char *name;
    struct text (*text)(const struct subject *subject);
} computed[] = {
    {"audience.is_both", audience_is_both},
    {"declared.a", declared_a},
    {"declared.level", declared_level},
    {"declared.s", declared_s},
    {"grade.a_differs", grade_a_differs},
    {"grade.a_matrix", grade_a_matrix},
    {"grade.below_floor", grade_below_floor},
    {"grade.floor", grade_floor},
    {"grade.is_excepted", grade_is_excepted},
    {"grade.lacks_parts", grade_lacks_parts},
    {"grade.level", grade_level},
    {"grade.level_differs", grade_level_differs},
    {"grade.level_name", grade_level_name},
    {"grade.matrix_clause", grade_matrix_clause},
    {"grade.max_clause", grade_max_clause},
    {"grade.name", grade_name},
    {"grade.needs_review", grade_needs_review},
    {"grade.s_differs", grade_s_differs},
    {"grade.s_matrix", grade_s_matrix},
    {"grade.standard", grade_standard},
    {"grade.verdict", grade_verdict},
    {"launched.day", launched_day},
    {"launched.month", launched_month},
    {"launched.year", launched_year},
};

static int compare_names(const void *key, const void *entry) {
    return str_compare(*(const struct str *)key,
                       str_from_c(((const struct computed_name *)entry)->name));
}

/* Behind a field's name: what was written where it could not be read. */
#define BAD_SUFFIX STR(".bad")

/* The value of a field by name; false if there is none of that name for this subject. */
static bool find_value(const struct subject *subject, struct str name, const struct value **value) {
    enum field field;
    if (!field_find(name, &field)) {
        return false;
    }
    bool is_unit = field_info(field)->entity == ENTITY_UNIT;
    if (!is_unit && !subject->grading) {
        return false;
    }
    *value =
        record_value(is_unit ? &subject->unit->record : &subject->grading->system->record, field);
    return true;
}

static bool answer(void *context, struct str name, struct prose_value *value) {
    const struct subject *subject = context;
    const struct value *found;
    if (find_value(subject, name, &found)) {
        value->text = subject_text(found);
        return true;
    }
    struct str stem = str_slice(name, 0, name.len - BAD_SUFFIX.len);
    if (str_ends(name, BAD_SUFFIX) && find_value(subject, stem, &found)) {
        value->text = subject_bad_text(found);
        return true;
    }
    const struct computed_name *computed_name = bsearch(
        &name, computed, sizeof computed / sizeof computed[0], sizeof computed[0], compare_names);
    if (!computed_name || !subject->grading) {
        return false;
    }
    value->text = computed_name->text(subject);
    return true;
}

struct prose_scope subject_scope(struct subject *subject, const struct prose_scope *parent) {
    return (struct prose_scope){answer, subject, parent};
}

struct subject subject_specimen(const struct docs *docs, struct arena *arena) {
    struct unit *unit = ARENA_NEW(arena, struct unit);
    struct system *system = ARENA_NEW(arena, struct system);
    struct grading *grading = ARENA_NEW(arena, struct grading);
    system->unit = unit;
    grading->system = system;
    const struct evidence none = {FIELD_UNIT_NAME, record_value(&unit->record, FIELD_UNIT_NAME)};
    grading->s_hit.object_evidence = grading->s_hit.degree_evidence = none;
    grading->a_hit = grading->s_hit;
    grading->hits[0].evidence[0] = none;
    grading->hits[0].n_evidence = grading->n_hits = 1;
    return (struct subject){docs, arena, unit, grading};
}
