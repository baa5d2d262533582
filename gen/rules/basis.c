/* 定级依据: the standard that a system says it was graded by, and whether it was in force then. */
#include "rules/judge.h"

const struct standard *basis_find(const struct judge *judge, const struct record *record) {
    const struct value *value = record_value(record, FIELD_SYSTEM_STANDARD);
    const struct standard *found = NULL;
    struct str text =
        value_is_given(value) ? inventory_key(judge->arena, value->text) : value->text;
    for (size_t i = 0; text.len && i < judge->rules->n_standards; i++) {
        const struct standard *standard = &judge->rules->standards[i];
        struct str rest = standard->names, name;
        bool is_named = false;
        while (str_split(&rest, STR("|"), &name)) {
            is_named = is_named || str_contains(text, name);
        }
        if (is_named && found) {
            return NULL;
        }
        found = is_named ? standard : found;
    }
    return found;
}

/* 定级依据 names another standard than the edition's. */
static void report_basis(const struct judge *judge, const struct grading *grading) {
    if (grading->basis.len) {
        struct str args[3] = {grading->basis, judge->rules->standard->name, grading->standard};
        grading_complain(judge, grading, DIAG_STANDARD_OTHER, FIELD_SYSTEM_STANDARD,
                         grading->matrix_clause, args);
    }
}

/* The standard that 定级依据 names was in force on no day that the last grading may have been. A
 * grading that is still to come is none. */
static void report_basis_day(const struct judge *judge, const struct grading *grading) {
    const struct record *record = &grading->system->record;
    const struct standard *basis = basis_find(judge, record);
    const struct value *graded = record_value(record, FIELD_SYSTEM_GRADED);
    const struct value *again = record_value(record, FIELD_SYSTEM_REGRADED);
    bool is_again = value_is_given(again) && again->precision != DATE_NONE &&
                    date_compare(date_first(again->date, again->precision), judge->as_of) <= 0;
    graded = is_again ? again : graded;
    if (!basis || !value_is_given(graded) || graded->precision == DATE_NONE) {
        return;
    }
    struct arena *arena = judge->arena;
    struct date first = date_first(graded->date, graded->precision);
    struct date last = date_last(graded->date, graded->precision);
    bool is_before = basis->from.year && date_compare(last, basis->from) < 0;
    bool is_behind = basis->to.year && date_compare(first, basis->to) > 0;
    if (is_before || is_behind) {
        const struct str args[3] = {
            basis->name,
            diag_word(arena, is_again ? DIAG_WORD_STANDARD_REGRADED : DIAG_WORD_STANDARD_GRADED,
                      date_to_iso(arena, graded->date, graded->precision)),
            diag_word(arena, is_before ? DIAG_WORD_STANDARD_SINCE : DIAG_WORD_STANDARD_UNTIL,
                      date_to_iso(arena, is_before ? basis->from : basis->to, DATE_DAY))};
        grading_complain(judge, grading, DIAG_STANDARD_DATED, FIELD_SYSTEM_STANDARD, basis->clause,
                         args);
    }
}

void basis_report(const struct judge *judge, const struct grading *grading) {
    report_basis(judge, grading);
    report_basis_day(judge, grading);
}
