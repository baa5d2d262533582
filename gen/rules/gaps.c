/* 差距自查 against the baseline: what is met and what is not, in which order it is mended. */
#include <stdlib.h>

#include "rules/gap.h"

/* ---- tables ---------------------------------------------------------------------------------- */

static bool read_priorities(const struct edition *edition, struct gap_tables *tables) {
    static const char *const names[] = {"priority", "when", "order", NULL};
    struct data_table table = {.names = names};
    if (!data_open(&table, edition->arena, edition->shelf, "rules/priorities", edition->name,
                   edition->diag)) {
        return false;
    }
    tables->priorities = ARENA_ARRAY(edition->arena, struct gap_priority, table.csv.n_records);
    bool is_good = true;
    while (data_next(&table)) {
        struct gap_priority *row = &tables->priorities[tables->n_priorities++];
        is_good &= data_number(&table, 0, 1, 5, &row->priority);
        is_good &= edition_condition(edition, &table, 1, &row->when);
        row->origin = edition_origin(&table);
        row->row = edition_row(&table, 2);
    }
    return is_good;
}

static bool read_fields(const struct edition *edition, struct gap_tables *tables) {
    static const char *const names[] = {"field", "when", "order", NULL};
    struct data_table table = {.names = names};
    if (!data_open(&table, edition->arena, edition->shelf, "rules/gap-fields", edition->name,
                   edition->diag)) {
        return false;
    }
    tables->fields = ARENA_ARRAY(edition->arena, struct gap_field, table.csv.n_records);
    bool is_good = true;
    while (data_next(&table)) {
        struct gap_field *row = &tables->fields[tables->n_fields++];
        is_good &= edition_field(&table, 0, &row->field);
        is_good &= edition_condition(edition, &table, 1, &row->when);
        row->origin = edition_origin(&table);
        row->row = edition_row(&table, 2);
        for (size_t i = 0; is_good && i + 1 < tables->n_fields; i++) {
            is_good =
                tables->fields[i].field != row->field || data_repeats(&table, data_text(&table, 0));
        }
    }
    return is_good;
}

bool gap_tables_read(const struct edition *edition) {
    struct gap_tables *tables = ARENA_NEW(edition->arena, struct gap_tables);
    bool is_good = read_priorities(edition, tables);
    is_good &= read_fields(edition, tables);
    edition->rules->gap_tables = tables;
    return is_good;
}

static bool holds(const struct judge *judge, const struct record *record,
                  const struct condition *condition) {
    const struct case_facts facts = {
        .unit = judge->unit, .row = record, .as_of = judge->as_of, .is_unread_missing = true};
    return condition_ask(condition, judge->arena, &facts) == TRUTH_YES;
}

/* ---- the baseline ---------------------------------------------------------------------------- */

static bool has_parts(const struct grading *grading) {
    return grading->sag_name.len > 0;
}

int rules_baseline_level(const struct grading *grading, enum control_kind kind) {
    if (!has_parts(grading) || kind == CONTROL_G) {
        return grading->level_final;
    }
    return kind == CONTROL_S ? grading->s_known : grading->a_known;
}

static struct gap_baseline make_baseline(const struct rules *rules, const struct grading *grading,
                                         size_t catalogue) {
    struct gap_baseline baseline = {.catalogue = &rules->catalogues->items[catalogue],
                                    .index = &rules->catalogues->indexes[catalogue],
                                    .and = rules->and };
    for (size_t kind = 0; kind < N_CONTROL_KINDS; kind++) {
        int level = rules_baseline_level(grading, (enum control_kind)kind);
        baseline.levels[kind] = level > CONTROL_LEVELS ? 0 : level;
    }
    return baseline;
}

size_t rules_baseline(const struct rules *rules, const struct grading *grading) {
    if (!rules || grading->level_final < 1 || grading->level_final > CONTROL_LEVELS) {
        return 0;
    }
    struct gap_baseline baseline = make_baseline(rules, grading, rules->catalogues->own);
    size_t n = 0;
    for (size_t i = 0; i < baseline.catalogue->n_controls; i++) {
        n += gap_clause(&baseline, &baseline.catalogue->controls[i]).len > 0;
    }
    return n;
}

/* By control point as in the catalogue, then by item. */
static int compare_items(const void *left, const void *right) {
    const struct gap_item *a = left, *b = right;
    if (a->control->point != b->control->point) {
        return a->control->point < b->control->point ? -1 : 1;
    }
    struct clause_number first = {0}, second = {0};
    size_t size;
    clause_number_read(a->clause, &first, &size);
    clause_number_read(b->clause, &second, &size);
    int order = clause_number_compare(&first, &second);
    return order ? order : (a->control > b->control) - (a->control < b->control);
}

static void list_items(const struct judge *judge, const struct gap_baseline *baseline,
                       struct gap_findings *findings) {
    const struct catalogue *catalogue = baseline->catalogue;
    findings->items = ARENA_ARRAY(judge->arena, struct gap_item, catalogue->n_controls);
    for (size_t i = 0; i < catalogue->n_controls; i++) {
        struct str clause = gap_clause(baseline, &catalogue->controls[i]);
        if (clause.len) {
            findings->items[findings->n_items++] =
                (struct gap_item){.control = &catalogue->controls[i], .clause = clause};
        }
    }
    qsort(findings->items, findings->n_items, sizeof findings->items[0], compare_items);
}

/* ---- rows ------------------------------------------------------------------------------------ */

/* What a row says of its requirement. */
static enum gap_verdict verdict_of(const struct record *record) {
    const struct value *value = record_value(record, FIELD_GAP_VERDICT);
    return value_is_given(value) ? (enum gap_verdict)value->number : GAP_UNCHECKED;
}

/* A requirement that is answered twice has the first answer if both are one, else none. */
static void settle_repeats(struct gap_row *rows, size_t n_rows, size_t n_controls,
                           struct arena *arena) {
    size_t *first = ARENA_ARRAY(arena, size_t, n_controls);
    for (size_t i = 0; i < n_rows; i++) {
        struct gap_row *row = &rows[i];
        if (row->fate != GAP_ROW_COUNTS) {
            continue;
        }
        if (!first[row->control]) {
            first[row->control] = i + 1;
            continue;
        }
        struct gap_row *before = &rows[first[row->control] - 1];
        row->other = before->record;
        row->fate = GAP_ROW_REPEATED;
        if (verdict_of(row->record) != verdict_of(before->record)) {
            row->fate = before->fate = GAP_ROW_TWICE;
            before->other = before->other ? before->other : row->record;
        }
    }
}

/* Reads and matches the rows against a catalogue; returns how many count. */
static size_t match_rows(const struct judge *judge, const struct gap_baseline *baseline,
                         const struct records *records, struct gap_row *rows) {
    size_t n = 0;
    for (size_t i = 0; i < records->n_records; i++) {
        rows[i] = gap_row_read(judge->arena, records->records[i]);
        gap_row_match(judge->arena, baseline, &rows[i]);
        n += rows[i].fate == GAP_ROW_COUNTS;
    }
    return n;
}

/* So many more rows must fit another catalogue than the edition's: one alone proves nothing. */
enum { LEAST_LEAD = 2 };

/* Matches the rows against the edition's catalogue, or against the other one that clearly more of
 * them fit; returns its index. */
static size_t choose_catalogue(const struct judge *judge, struct gap_case *gaps) {
    const struct catalogues *all = judge->rules->catalogues;
    const struct records *records = &gaps->grading->system->gaps;
    size_t best = all->own, best_n = 0;
    for (size_t k = 0; k < all->n_items; k++) {
        size_t at = k == 0 ? all->own : k <= all->own ? k - 1 : k;
        struct gap_baseline baseline = make_baseline(judge->rules, gaps->grading, at);
        struct gap_row *rows = ARENA_ARRAY(judge->arena, struct gap_row, records->n_records);
        size_t n = match_rows(judge, &baseline, records, rows);
        if (k == 0 || n >= best_n + LEAST_LEAD) {
            best = at;
            best_n = n;
            gaps->rows = rows;
        }
    }
    gaps->n_rows = records->n_records;
    settle_repeats(gaps->rows, gaps->n_rows, all->items[best].n_controls, judge->arena);
    return best;
}

/* ---- findings -------------------------------------------------------------------------------- */

/* Gives each requirement the row that answers it, of another catalogue what asks for the same. */
static void take_answers(struct gap_case *gaps, struct gap_findings *findings, size_t catalogue) {
    const struct catalogues *all = gaps->judge->rules->catalogues;
    const struct catalogue *answered = &all->items[catalogue];
    const struct gap_row **answers =
        ARENA_ARRAY(gaps->judge->arena, const struct gap_row *, answered->n_controls);
    for (size_t i = 0; i < gaps->n_rows; i++) {
        if (gaps->rows[i].fate == GAP_ROW_COUNTS) {
            answers[gaps->rows[i].control] = &gaps->rows[i];
        } else {
            findings->n_stray++;
        }
    }
    for (size_t i = 0; i < findings->n_items; i++) {
        struct gap_item *item = &findings->items[i];
        size_t control = (size_t)(item->control - findings->catalogue->controls);
        if (catalogue != all->own) {
            control = crosswalk_same(all, all->own, control, catalogue,
                                     findings->levels[item->control->kind]);
        }
        if (control != SIZE_MAX && answers[control]) {
            item->record = answers[control]->record;
            item->verdict = verdict_of(item->record);
            item->is_carried = catalogue != all->own;
            gaps->n_carried += item->is_carried;
        }
    }
}

static void find_priorities(const struct judge *judge, struct gap_findings *findings) {
    const struct gap_tables *tables = judge->rules->gap_tables;
    for (size_t i = 0; i < findings->n_items; i++) {
        struct gap_item *item = &findings->items[i];
        bool is_gap = item->verdict == GAP_PARTLY || item->verdict == GAP_UNMET;
        for (size_t k = 0; is_gap && !item->priority && k < tables->n_priorities; k++) {
            bool is_so = holds(judge, item->record, &tables->priorities[k].when);
            item->priority = is_so ? tables->priorities[k].priority : 0;
        }
    }
}

static void count_verdicts(const struct judge *judge, struct gap_findings *findings) {
    findings->domains = ARENA_ARRAY(judge->arena, struct gap_count, findings->n_items);
    for (size_t i = 0; i < findings->n_items; i++) {
        const struct gap_item *item = &findings->items[i];
        struct str domain = item->control->point->domain;
        bool is_new = !findings->n_domains ||
                      !str_equal(findings->domains[findings->n_domains - 1].domain, domain);
        findings->n_domains += is_new;
        struct gap_count *count = &findings->domains[findings->n_domains - 1];
        count->domain = domain;
        count->is_technical = item->control->point->is_technical;
        count->n[item->verdict]++;
        findings->total.n[item->verdict]++;
    }
}

/* A measure in its order. */
struct ranked {
    size_t item;
    /* One without a priority may prove to be of the first. */
    int priority;
    int64_t cost;
};

static int compare_ranked(const void *left, const void *right) {
    const struct ranked *a = left, *b = right;
    if (a->priority != b->priority) {
        return a->priority < b->priority ? -1 : 1;
    }
    if (a->cost != b->cost) {
        return a->cost < b->cost ? -1 : 1;
    }
    return (a->item > b->item) - (a->item < b->item);
}

/* Numbers the measures: by priority, then cost, then clause; an unknown cost is behind all known
 * ones, an unknown priority behind the first. */
static void rank_measures(const struct judge *judge, struct gap_findings *findings) {
    struct ranked *ranked = ARENA_ARRAY(judge->arena, struct ranked, findings->n_items);
    size_t n = 0;
    for (size_t i = 0; i < findings->n_items; i++) {
        const struct gap_item *item = &findings->items[i];
        bool is_gap = item->verdict == GAP_PARTLY || item->verdict == GAP_UNMET;
        if (!is_gap ||
            value_has_code(record_value(item->record, FIELD_GAP_DISPOSITION), GAP_ACCEPT)) {
            continue;
        }
        const struct value *budget = record_value(item->record, FIELD_GAP_BUDGET);
        bool has_budget = value_is_given(budget);
        ranked[n++] = (struct ranked){i, item->priority ? 2 * item->priority : 3,
                                      has_budget ? budget->number : INT64_MAX};
        findings->budget += has_budget ? budget->number : 0;
        findings->n_budgets += has_budget;
    }
    qsort(ranked, n, sizeof ranked[0], compare_ranked);
    findings->measures = ARENA_ARRAY(judge->arena, size_t, n);
    findings->n_measures = n;
    for (size_t i = 0; i < n; i++) {
        findings->measures[i] = ranked[i].item;
        findings->items[ranked[i].item].measure = i + 1;
    }
}

/* Cells that the rows which count should fill. */
static void find_blanks(const struct judge *judge, struct gap_findings *findings) {
    const struct gap_tables *tables = judge->rules->gap_tables;
    findings->blanks = ARENA_ARRAY(judge->arena, struct gap_blank, tables->n_fields);
    for (size_t i = 0; i < tables->n_fields; i++) {
        struct gap_blank blank = {.field = tables->fields[i].field};
        for (size_t k = 0; k < findings->n_items; k++) {
            const struct record *record = findings->items[k].record;
            if (record && judge_is_empty(record, blank.field) &&
                holds(judge, record, &tables->fields[i].when)) {
                blank.first = blank.first ? blank.first : record;
                blank.n++;
            }
        }
        if (blank.n) {
            findings->blanks[findings->n_blanks++] = blank;
        }
    }
}

void gaps_judge(const struct judge *judge, struct grading *grading) {
    const struct rules *rules = judge->rules;
    if (!grading->system->gaps.n_records) {
        return;
    }
    if (!rules_baseline(rules, grading)) {
        gaps_report_no_level(judge, grading);
        return;
    }
    struct gap_findings *findings = ARENA_NEW(judge->arena, struct gap_findings);
    struct gap_baseline baseline = make_baseline(rules, grading, rules->catalogues->own);
    struct gap_case gaps = {.judge = judge, .grading = grading, .findings = findings};
    findings->catalogue = baseline.catalogue;
    findings->is_by_parts = has_parts(grading);
    for (size_t kind = 0; kind < N_CONTROL_KINDS; kind++) {
        findings->levels[kind] = baseline.levels[kind];
    }
    list_items(judge, &baseline, findings);
    size_t catalogue = choose_catalogue(judge, &gaps);
    findings->other =
        catalogue == rules->catalogues->own ? NULL : &rules->catalogues->items[catalogue];
    take_answers(&gaps, findings, catalogue);
    find_priorities(judge, findings);
    count_verdicts(judge, findings);
    rank_measures(judge, findings);
    find_blanks(judge, findings);
    grading->gaps = findings;
    gaps_report(&gaps);
}

size_t gap_count_all(const struct gap_count *count) {
    size_t n = 0;
    for (size_t i = 0; i < N_GAP_VERDICTS; i++) {
        n += count->n[i];
    }
    return n;
}

bool gap_rate(const struct gap_count *count, size_t *part, size_t *of) {
    size_t n = gap_count_all(count) - count->n[GAP_NOT_APPLICABLE];
    *part = 2 * count->n[GAP_MET] + count->n[GAP_PARTLY];
    *of = 2 * n;
    return n > 0;
}
