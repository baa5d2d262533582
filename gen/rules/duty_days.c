/* Dates given to the month or the year that leave open which of two duties is owed: every choice of
 * days is tried. */
#include "rules/duty_case.h"

bool duty_is_rough(const struct duty_case *duty, const struct duty_conditions *conditions) {
    for (size_t i = 0; i < conditions->n; i++) {
        struct condition_outcome outcome =
            condition_test(&conditions->items[i], duty->judge->arena, &duty->facts);
        bool is_given = outcome.truth == TRUTH_UNTOLD;
        for (size_t k = 0; is_given && k < outcome.n_evidence; k++) {
            is_given = value_is_given(outcome.evidence[k].value);
        }
        if (is_given) {
            return true;
        }
    }
    return false;
}

/* The row that is owed in the place of this one if a rough date means another day: with the same
 * proof for the same levels, and that date leaves open too whether it applies. NULL if there is
 * none. */
static const struct duty_row *find_other(const struct duty_case *duty) {
    const struct rules *rules = duty->judge->rules;
    for (size_t i = 0; i < rules->n_duties; i++) {
        struct duty_case other = *duty;
        other.row = &rules->duties[i];
        bool is_alike = other.row != duty->row && other.row->levels == duty->row->levels &&
                        other.row->n_evidence == duty->row->n_evidence;
        for (size_t k = 0; is_alike && k < duty->row->n_evidence; k++) {
            is_alike = other.row->evidence[k].field == duty->row->evidence[k].field;
        }
        if (is_alike && duty_is_rough(&other, &other.row->applies)) {
            return other.row;
        }
    }
    return NULL;
}

/* Dates of a system that were given to the month or the year, and that its duty hangs on. */
struct rough_dates {
    const struct record *record;
    enum field fields[6];
    size_t n;
};

static void add_rough(struct rough_dates *rough, enum field field) {
    enum { MOST = sizeof rough->fields / sizeof rough->fields[0] };
    bool is_known = field == N_FIELDS || field_info(field)->type != FIELD_DATE ||
                    field_info(field)->entity != ENTITY_SYSTEM;
    for (size_t i = 0; i < rough->n; i++) {
        is_known = is_known || rough->fields[i] == field;
    }
    const struct value *value = is_known ? NULL : record_value(rough->record, field);
    if (value && value_is_given(value) && value->precision != DATE_DAY && rough->n < MOST) {
        rough->fields[rough->n++] = field;
    }
}

static void add_rough_of(struct rough_dates *rough, const struct duty_row *row) {
    for (size_t i = 0; i < row->due.n_fields; i++) {
        add_rough(rough, row->due.fields[i]);
    }
    for (size_t i = 0; i < row->n_evidence; i++) {
        add_rough(rough, row->evidence[i].field);
    }
    for (size_t i = 0; i < row->unless.n; i++) {
        for (size_t k = 0; k < row->unless.items[i].n_terms; k++) {
            const struct condition_term *term = &row->unless.items[i].terms[k];
            bool is_dated = term->comparison == COMPARE_BEFORE || term->comparison == COMPARE_AFTER;
            add_rough(rough, is_dated ? term->fields[0] : N_FIELDS);
            add_rough(rough, is_dated ? term->other : N_FIELDS);
        }
    }
}

/* The system as if each rough date were its first day, or its last where its bit is set. */
static struct system *put_days(struct arena *arena, const struct system *system,
                               const struct rough_dates *rough, unsigned choice) {
    struct system *copy = ARENA_NEW(arena, struct system);
    *copy = *system;
    for (size_t i = 0; i < rough->n; i++) {
        struct value *value = ARENA_NEW(arena, struct value);
        *value = *record_value(&system->record, rough->fields[i]);
        value->date = choice & 1U << i ? date_last(value->date, value->precision)
                                       : date_first(value->date, value->precision);
        value->precision = DATE_DAY;
        record_set(&copy->record, rough->fields[i], value);
    }
    return copy;
}

void duty_judge_by_days(struct duty_case *duty, struct duty_finding *finding) {
    const struct duty_finding blank = *finding;
    const struct duty_row *rows[] = {duty->row, find_other(duty)};
    struct rough_dates rough = {.record = &duty->facts.system->record};
    for (size_t i = 0; i < 2 && rows[i]; i++) {
        add_rough_of(&rough, rows[i]);
    }
    duty_judge(duty, finding);
    enum duty_status status = DUTY_NONE;
    bool is_same = true;
    for (unsigned choice = 0; choice < 1U << rough.n; choice++) {
        struct arena_mark mark = arena_mark(duty->judge->arena);
        struct duty_case exact = {.judge = duty->judge, .facts = duty->facts};
        struct duty_finding own = blank;
        enum field open;
        exact.grading = duty->grading;
        exact.facts.system = put_days(duty->judge->arena, duty->facts.system, &rough, choice);
        exact.row = rows[0];
        bool is_own = duty_ask(duty->judge, &exact.facts, exact.row, duty->grading->level_duty,
                               &open) == DUTY_APPLIES;
        exact.row = is_own || !rows[1] ? rows[0] : rows[1];
        enum duty_status said = is_own || rows[1] ? duty_judge_once(&exact, &own) : DUTY_UNTOLD;
        is_same = is_same && (choice == 0 || said == status);
        status = said;
        arena_rewind(duty->judge->arena, mark);
    }
    finding->status = is_same ? status : DUTY_UNTOLD;
    finding->is_imprecise = !is_same;
    finding->due = (struct date){0};
    finding->days_late = 0;
}
