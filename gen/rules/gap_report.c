/* What is wrong with a gap sheet: rows that count nowhere, what is left out, what disagrees. */
#include "rules/gap.h"

/* Clauses that a message names at most. */
enum { MOST_NAMED = 12 };

static struct str number(const struct gap_case *gaps, size_t n) {
    return str_format(gaps->judge->arena, "%zu", n);
}

static struct str row_number(const struct gap_case *gaps, const struct record *record) {
    return str_format(gaps->judge->arena, "%u", record->origin.row);
}

static struct str said(const struct record *record, enum field field) {
    return record_value(record, field)->text;
}

/* Complains about a cell of a row. */
static void complain(const struct gap_case *gaps, enum diag_id id, const struct record *record,
                     enum field field, const struct str args[4]) {
    struct complaint complaint = {
        .id = id, .record = record, .field = field, .clause = gaps->findings->catalogue->name};
    for (size_t i = 0; i < 4; i++) {
        complaint.args[i] = args[i];
    }
    judge_complain(gaps->judge, &complaint);
}

/* Complains about the system. */
static void complain_of_all(const struct gap_case *gaps, enum diag_id id,
                            const struct str args[4]) {
    complain(gaps, id, &gaps->grading->system->record, FIELD_SYSTEM_NAME, args);
}

/* ---- rows that count nowhere ------------------------------------------------------------------
 */

/* What names the requirement: its clause, or where there is none its control point. */
static enum field naming_field(const struct record *record) {
    return record_has(record, FIELD_GAP_CLAUSE) ? FIELD_GAP_CLAUSE : FIELD_GAP_CONTROL_POINT;
}

static void report_row(const struct gap_case *gaps, const struct gap_row *row) {
    const struct judge *judge = gaps->judge;
    const struct catalogue *catalogue =
        gaps->findings->other ? gaps->findings->other : gaps->findings->catalogue;
    enum field field = naming_field(row->record);
    struct str name = said(row->record, field);
    struct str clause = row->fate == GAP_ROW_TWICE || row->fate == GAP_ROW_REPEATED
                            ? catalogue->controls[row->control].point->name
                            : (struct str){0};
    switch (row->fate) {
    case GAP_ROW_UNMATCHED:
        complain(gaps, DIAG_GAP_UNMATCHED, row->record, field,
                 (struct str[4]){name, catalogue->name,
                                 judge_numeral(judge, gaps->grading->level_final)});
        break;
    case GAP_ROW_OTHER_POINT:
        complain(gaps, DIAG_GAP_OTHER_POINT, row->record, FIELD_GAP_CONTROL_POINT,
                 (struct str[4]){name, row->clause_point->name,
                                 said(row->record, FIELD_GAP_CONTROL_POINT)});
        break;
    case GAP_ROW_SEVERAL:
        complain(gaps, DIAG_GAP_SEVERAL, row->record, field, (struct str[4]){name, row->choices});
        break;
    case GAP_ROW_TWICE:
        complain(gaps, DIAG_GAP_TWICE, row->record, FIELD_GAP_VERDICT,
                 (struct str[4]){name, row_number(gaps, row->other),
                                 said(row->other, FIELD_GAP_VERDICT), clause});
        break;
    case GAP_ROW_REPEATED:
        complain(gaps, DIAG_GAP_REPEATED, row->record, field,
                 (struct str[4]){name, row_number(gaps, row->other), clause});
        break;
    case GAP_ROW_COUNTS:
        if (row->other_level) {
            complain(gaps, DIAG_GAP_OTHER_LEVEL, row->record, field,
                     (struct str[4]){
                         name, judge_numeral(judge, row->other_level),
                         judge_numeral(judge, gaps->grading->level_final),
                         catalogue->controls[row->control].clauses[gaps->grading->level_final]});
        }
        break;
    }
}

/* ---- what disagrees -------------------------------------------------------------------------- */

/* A measure where nothing is to be mended; a plan that ends before it begins. */
static void report_measure(const struct gap_case *gaps, const struct record *record) {
    const struct value *begin = record_value(record, FIELD_GAP_BEGIN);
    const struct value *due = record_value(record, FIELD_GAP_DUE);
    bool is_met = value_has_code(record_value(record, FIELD_GAP_VERDICT), GAP_MET);
    if (is_met && value_is_given(record_value(record, FIELD_GAP_MEASURE))) {
        complain(gaps, DIAG_GAP_IDLE, record, FIELD_GAP_MEASURE,
                 (struct str[4]){said(record, FIELD_GAP_VERDICT)});
    }
    bool is_turned = value_is_given(begin) && value_is_given(due) && begin->precision == DATE_DAY &&
                     due->precision == DATE_DAY && date_compare(due->date, begin->date) < 0;
    if (is_turned) {
        const struct str *labels = gaps->judge->rules->labels->labels;
        complain(gaps, DIAG_DATE_ORDER, record, FIELD_GAP_DUE,
                 (struct str[4]){judge_name(gaps->grading->system), labels[FIELD_GAP_DUE],
                                 labels[FIELD_GAP_BEGIN]});
    }
}

/* Hundredths as the shortest decimal. */
static struct str print_money(const struct gap_case *gaps, int64_t hundredths) {
    long long whole = (long long)(hundredths / 100), part = (long long)(hundredths % 100);
    struct arena *arena = gaps->judge->arena;
    return part == 0        ? str_format(arena, "%lld", whole)
           : part % 10 == 0 ? str_format(arena, "%lld.%lld", whole, part / 10)
                            : str_format(arena, "%lld.%02lld", whole, part);
}

static void report_budget(const struct gap_case *gaps) {
    const struct value *budget =
        record_value(&gaps->grading->system->record, FIELD_SYSTEM_BUDGET_RECTIFICATION);
    if (gaps->findings->n_budgets && value_is_given(budget) &&
        budget->number != gaps->findings->budget) {
        complain(gaps, DIAG_GAP_BUDGET, &gaps->grading->system->record,
                 FIELD_SYSTEM_BUDGET_RECTIFICATION,
                 (struct str[4]){judge_name(gaps->grading->system),
                                 print_money(gaps, gaps->findings->budget),
                                 print_money(gaps, budget->number)});
    }
}

/* ---- what is left out ------------------------------------------------------------------------ */

/* The clauses of the requirements that nobody answered, the first of them by name. */
static struct str list_unchecked(const struct gap_case *gaps) {
    const struct gap_findings *findings = gaps->findings;
    struct str clauses[MOST_NAMED + 1];
    size_t n = 0;
    for (size_t i = 0; i < findings->n_items && n <= MOST_NAMED; i++) {
        if (findings->items[i].verdict == GAP_UNCHECKED) {
            clauses[n] = n == MOST_NAMED ? STR("...") : findings->items[i].clause;
            n++;
        }
    }
    return str_join(gaps->judge->arena, clauses, n, gaps->judge->rules->and);
}

static void report_unchecked(const struct gap_case *gaps) {
    const struct gap_findings *findings = gaps->findings;
    size_t n = findings->total.n[GAP_UNCHECKED];
    if (findings->other) {
        complain_of_all(gaps, DIAG_GAP_OTHER_STANDARD,
                        (struct str[4]){judge_name(gaps->grading->system), findings->other->name,
                                        number(gaps, gaps->n_carried), number(gaps, n)});
    } else if (n) {
        complain_of_all(gaps, DIAG_GAP_UNCHECKED,
                        (struct str[4]){judge_name(gaps->grading->system), number(gaps, n),
                                        number(gaps, findings->n_items), list_unchecked(gaps)});
    }
}

/* Cells that the rows which count should fill, a report a column. */
static void report_blanks(const struct gap_case *gaps) {
    for (size_t i = 0; i < gaps->findings->n_blanks; i++) {
        const struct gap_blank *blank = &gaps->findings->blanks[i];
        complain(gaps, DIAG_GAP_BLANK, blank->first, blank->field,
                 (struct str[4]){judge_name(gaps->grading->system), number(gaps, blank->n),
                                 judge_label(gaps->judge, blank->field)});
    }
}

void gaps_report_no_level(const struct judge *judge, const struct grading *grading) {
    const struct catalogues *all = judge->rules->catalogues;
    struct complaint complaint = {
        .id = DIAG_GAP_NO_LEVEL,
        .record = &grading->system->record,
        .field = FIELD_SYSTEM_LEVEL,
        .clause = all->items[all->own].name,
        .args = {judge_name(grading->system),
                 str_format(judge->arena, "%zu", grading->system->gaps.n_records)}};
    judge_complain(judge, &complaint);
}

void gaps_report(const struct gap_case *gaps) {
    for (size_t i = 0; i < gaps->n_rows; i++) {
        report_row(gaps, &gaps->rows[i]);
        if (gaps->rows[i].fate == GAP_ROW_COUNTS) {
            report_measure(gaps, gaps->rows[i].record);
        }
    }
    report_unchecked(gaps);
    report_blanks(gaps);
    report_budget(gaps);
}
