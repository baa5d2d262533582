/* Names of unit and system fields, and of what was found about them, for prose. */
#include "docs/subject.h"

#include <stdlib.h>

/* One side of a grading: 业务信息 (S) or 系统服务 (A). */
struct side {
    int declared, matrix, final;
    const struct matrix_hit *hit;
    enum field object, degree;
};

static struct side find_side(const struct grading *grading, bool is_service) {
    if (is_service) {
        return (struct side){grading->a_declared, grading->a_matrix,     grading->a_final,
                             &grading->a_hit,     FIELD_SYSTEM_A_OBJECT, FIELD_SYSTEM_A_DEGREE};
    }
    return (struct side){grading->s_declared, grading->s_matrix,     grading->s_final,
                         &grading->s_hit,     FIELD_SYSTEM_S_OBJECT, FIELD_SYSTEM_S_DEGREE};
}

struct text subject_text(const struct value *value) {
    if (!value_is_given(value)) {
        return (struct text){0};
    }
    return (struct text){.text = value->text, .origin = value->origin, .header = value->header};
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

/* Numerals of the parts as printed. */
static struct text grade_s(const struct subject *subject) {
    return numeral(subject, subject->grading->s_final);
}

static struct text grade_a(const struct subject *subject) {
    return numeral(subject, subject->grading->a_final);
}

/* Numerals of the parts by the matrix; empty if object or degree is missing. */
static struct text grade_s_matrix(const struct subject *subject) {
    return numeral(subject, subject->grading->s_matrix);
}

static struct text grade_a_matrix(const struct subject *subject) {
    return numeral(subject, subject->grading->a_matrix);
}

/* Set when a declared part differs from the matrix. */
static struct text grade_s_differs(const struct subject *subject) {
    struct side side = find_side(subject->grading, false);
    return flag(side.matrix && side.final && side.matrix != side.final);
}

static struct text grade_a_differs(const struct subject *subject) {
    struct side side = find_side(subject->grading, true);
    return flag(side.matrix && side.final && side.matrix != side.final);
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

/* Sorted by name. */
static const struct computed_name {
    const char *name;
    struct text (*text)(const struct subject *subject);
} computed[] = {
    {"grade.a", grade_a},
    {"grade.a_differs", grade_a_differs},
    {"grade.a_matrix", grade_a_matrix},
    {"grade.floor", grade_floor},
    {"grade.level", grade_level},
    {"grade.level_name", grade_level_name},
    {"grade.matrix_clause", grade_matrix_clause},
    {"grade.max_clause", grade_max_clause},
    {"grade.name", grade_name},
    {"grade.needs_review", grade_needs_review},
    {"grade.s", grade_s},
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

static bool answer(void *context, struct str name, struct prose_value *value) {
    const struct subject *subject = context;
    enum field field;
    if (field_find(name, &field)) {
        bool is_unit = field_info(field)->entity == ENTITY_UNIT;
        if (!is_unit && !subject->grading) {
            return false;
        }
        const struct record *record =
            is_unit ? &subject->unit->record : &subject->grading->system->record;
        value->text = subject_text(record_value(record, field));
        return true;
    }
    const struct computed_name *found = bsearch(
        &name, computed, sizeof computed / sizeof computed[0], sizeof computed[0], compare_names);
    if (!found || !subject->grading) {
        return false;
    }
    value->text = found->text(subject);
    return true;
}

struct prose_scope subject_scope(struct subject *subject, const struct prose_scope *parent) {
    return (struct prose_scope){answer, subject, parent};
}
