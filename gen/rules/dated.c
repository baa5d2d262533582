/* What depends on the day and the edition: rows in force, standards with their matrices, clauses.
 */
#include <stdlib.h>

#include "rules/judge.h"

/* Subjects of clauses.EDITION.csv by enum clause. */
static const char *const clause_names[N_CLAUSES] = {
#define CLAUSE_NAME(id, name) name,
    CLAUSES(CLAUSE_NAME)
#undef CLAUSE_NAME
};

/* ---- rows ------------------------------------------------------------------------------------ */

bool edition_applies(const struct edition *edition, const struct data_table *table, size_t column) {
    struct str rest = data_text(table, column), name;
    struct str variant = shelf_variant_of(edition->shelf, STR("rules"), edition->name);
    bool is_for_all = rest.len == 0;
    while (str_split(&rest, STR(";"), &name)) {
        name = str_trim(name);
        /* a slip of the pen would take the row out of every edition */
        if (!shelf_serves(edition->shelf, "rules/clauses", name, "csv")) {
            edition->rules->has_unknown_edition = true;
            data_refuse(table, column, name, shelf_editions(edition->shelf, table->arena));
        }
        is_for_all = is_for_all || str_equal(name, edition->name) || str_equal(name, variant);
    }
    return is_for_all;
}

struct origin edition_origin(const struct data_table *table) {
    return (struct origin){.source = table->source, .row = table->csv.records[table->row].line};
}

bool edition_conflict(const struct edition *edition, struct origin origin, struct str rule,
                      struct origin other, struct str input) {
    diag_report(edition->diag,
                &(struct diag_note){.id = DIAG_RULE_CONFLICT,
                                    .origin = origin,
                                    .args = {rule, origin_text(edition->arena, other), input}});
    return false;
}

struct str edition_row(const struct data_table *table, size_t column) {
    const struct str parts[] = {table->source->file, data_text(table, column)};
    return str_join(table->arena, parts, 2, STR(" #"));
}

static bool read_day(const struct data_table *table, size_t column, struct date *day) {
    struct str text = data_text(table, column);
    *day = (struct date){0};
    return text.len == 0 || date_from_iso(text, day) ||
           data_refuse(table, column, text, STR("YYYY-MM-DD"));
}

bool edition_dates(const struct edition *edition, const struct data_table *table, size_t column,
                   struct str rule, struct rule_dates *dates) {
    struct rules *rules = edition->rules;
    struct rule_dates read = {.rule = rule,
                              .source = data_text(table, column + 3),
                              .is_asked_in_force = dates->is_asked_in_force};
    bool is_dated = read.source.len > 0;
    for (size_t i = 0; i < 3; i++) {
        is_dated = is_dated || data_text(table, column + i).len > 0;
    }
    if (!is_dated) {
        dates->rule = rule;
        return true;
    }
    read.origin = edition_origin(table);
    read.origin.column = (uint32_t)table->columns[column] + 1;
    bool is_good = read_day(table, column, &read.from);
    is_good &= read_day(table, column + 1, &read.to);
    is_good &= read_day(table, column + 2, &read.checked);
    if (is_good && read.to.year && date_compare(read.to, read.from) < 0) {
        is_good = data_refuse(table, column + 1, data_text(table, column + 1),
                              str_concat(table->arena, STR(">= "), data_text(table, column)));
    }
    if (is_good && !read.source.len) {
        is_good = data_refuse(table, column + 3, read.source, STR("source"));
    }
    *dates = read;
    ARENA_PUSH(edition->arena, rules->dates, rules->n_dates, rules->dates_capacity, read);
    return is_good;
}

bool edition_is_in_force(struct date from, struct date to, struct date day) {
    return (!from.year || date_compare(from, day) <= 0) && (!to.year || date_compare(day, to) <= 0);
}

/* Another row of the same rule is in force: the rule is, in another wording. */
static bool is_replaced(const struct rules *rules, const struct rule_dates *dates,
                        struct date day) {
    for (size_t i = 0; i < rules->n_dates; i++) {
        const struct rule_dates *other = &rules->dates[i];
        if (other != dates && str_equal(other->rule, dates->rule) &&
            edition_is_in_force(other->from, other->to, day)) {
            return true;
        }
    }
    return false;
}

/* Something is to be said of a row at the day. */
static bool is_doubtful(const struct rules *rules, const struct rule_dates *dates,
                        struct date as_of, bool is_valid) {
    if (!is_valid) {
        return !dates->is_asked_in_force && !is_replaced(rules, dates, as_of);
    }
    return dates->checked.year &&
           date_compare(date_add_months(dates->checked, 12, DATE_LAST_DAY), as_of) < 0;
}

const struct rule_doubt *rules_doubt_dates(const struct rules *rules, struct arena *arena,
                                           struct date as_of, size_t *n) {
    struct rule_doubt *doubts = ARENA_ARRAY(arena, struct rule_doubt, rules->n_dates);
    *n = 0;
    for (size_t i = 0; i < rules->n_dates; i++) {
        const struct rule_dates *dates = &rules->dates[i];
        bool is_valid = edition_is_in_force(dates->from, dates->to, as_of);
        if (is_doubtful(rules, dates, as_of, is_valid)) {
            doubts[(*n)++] = (struct rule_doubt){dates->rule, dates->source, dates->checked,
                                                 is_valid, dates->origin};
        }
    }
    return doubts;
}

void rules_report_dates(const struct rules *rules, struct date as_of, struct diag *diag) {
    struct arena *scratch = diag_scratch(diag);
    size_t n;
    const struct rule_doubt *doubts = rules_doubt_dates(rules, scratch, as_of, &n);
    for (size_t i = 0; i < n; i++) {
        const struct rule_doubt *doubt = &doubts[i];
        diag_report(diag,
                    &(struct diag_note){
                        .id = doubt->is_valid ? DIAG_RULE_UNCHECKED : DIAG_RULE_NOT_VALID,
                        .origin = doubt->origin,
                        .args = {doubt->rule, doubt->source,
                                 date_to_iso(scratch, doubt->is_valid ? doubt->checked : as_of,
                                             DATE_DAY)}});
    }
}

/* ---- standards ------------------------------------------------------------------------------- */

static struct standard *find_standard(struct rules *rules, struct str name) {
    for (size_t i = 0; i < rules->n_standards; i++) {
        if (str_equal(rules->standards[i].name, name)) {
            return &rules->standards[i];
        }
    }
    return NULL;
}

/* Name of the edition's standard. */
static struct str own_standard(const struct rules *rules) {
    return rules->clauses[0].text;
}

static struct str list_standards(const struct edition *edition) {
    struct str names[MAX_STANDARDS];
    for (size_t i = 0; i < edition->rules->n_standards; i++) {
        names[i] = edition->rules->standards[i].name;
    }
    return str_join(edition->arena, names, edition->rules->n_standards, STR(" | "));
}

static bool read_cell(const struct edition *edition, const struct data_table *table) {
    struct standard *standard = find_standard(edition->rules, data_text(table, 0));
    int object = 0, degree = 0, level = 0;
    if (!standard) {
        return data_refuse(table, 0, data_text(table, 0), list_standards(edition));
    }
    if (!data_number(table, 1, 1, MATRIX_SIZE, &object) ||
        !data_number(table, 2, 1, MATRIX_SIZE, &degree) || !data_number(table, 3, 1, 5, &level)) {
        return false;
    }
    if (standard->matrix[object][degree]) {
        return data_refuse(table, 2, data_text(table, 2),
                           str_format(edition->arena, "object=%d degree=%d: %d", object, degree,
                                      standard->matrix[object][degree]));
    }
    standard->matrix[object][degree] = level;
    return true;
}

/* A matrix has every cell, where all rows could be read. One without any is told at its standard,
 * which is misspelt there or in the matrix. */
static bool prove_matrix(const struct data_table *table, const struct standard *standard,
                         bool is_read) {
    bool is_good = true;
    int n_cells = 0;
    for (int i = 0; i < MATRIX_SIZE * MATRIX_SIZE; i++) {
        n_cells += standard->matrix[i / MATRIX_SIZE + 1][i % MATRIX_SIZE + 1] > 0;
    }
    for (int i = 0; is_read && n_cells && i < MATRIX_SIZE * MATRIX_SIZE; i++) {
        int object = i / MATRIX_SIZE + 1, degree = i % MATRIX_SIZE + 1;
        is_good &= standard->matrix[object][degree] > 0 ||
                   data_lacks(table, str_format(table->arena, "%" STR_FMT " object=%d degree=%d",
                                                STR_ARG(standard->name), object, degree));
    }
    if (!n_cells) {
        diag_report(table->diag, &(struct diag_note){.id = DIAG_TABLE_UNUSED,
                                                     .origin = standard->origin,
                                                     .args = {standard->name}});
    }
    return is_good && n_cells;
}

static bool read_matrices(const struct edition *edition) {
    static const char *const names[] = {"standard",    "object",      "degree", "level",
                                        "object_name", "degree_name", NULL};
    struct data_table table = {.names = names};
    if (!data_open(&table, edition->arena, edition->shelf, "rules/matrix", edition->name,
                   edition->diag)) {
        return false;
    }
    bool is_good = true;
    while (data_next(&table)) {
        is_good &= read_cell(edition, &table);
    }
    bool is_full = true;
    for (size_t k = 0; k < edition->rules->n_standards; k++) {
        is_full &= prove_matrix(&table, &edition->rules->standards[k], is_good);
    }
    return is_good && is_full;
}

/* A row of the standards table; each cell must say something. */
static bool read_standard(const struct edition *edition, const struct data_table *table) {
    struct rules *rules = edition->rules;
    struct str texts[6];
    for (size_t i = 0; i < 6; i++) {
        texts[i] = data_text(table, i);
        if (!texts[i].len) {
            return data_refuse(table, i, texts[i], str_from_c(table->names[i]));
        }
        if (i >= 2 && !edition_clause(edition, table, i)) {
            return false;
        }
    }
    if (rules->n_standards == MAX_STANDARDS || find_standard(rules, texts[0])) {
        return data_refuse(table, 0, texts[0], str_format(edition->arena, "1-%d", MAX_STANDARDS));
    }
    rules->standards[rules->n_standards++] = (struct standard){
        .name = texts[0],
        .names = inventory_key(edition->arena, texts[1]),
        .clause = texts[2],
        .s_clause = texts[3],
        .a_clause = texts[4],
        .max_clause = texts[5],
        .origin = edition_origin(table),
    };
    struct standard *standard = &rules->standards[rules->n_standards - 1];
    struct rule_dates dates = {0};
    if (str_equal(own_standard(rules), texts[0])) {
        bool is_dated = edition_dates(edition, table, 6, texts[0], &dates);
        standard->from = dates.from;
        standard->to = dates.to;
        return is_dated;
    }
    /* no rule of the edition, but days all the same */
    bool is_good = read_day(table, 6, &standard->from);
    is_good &= read_day(table, 7, &standard->to);
    return is_good & read_day(table, 8, &dates.checked);
}

bool standards_read(const struct edition *edition) {
    static const char *const names[] = {"standard",   "names",      "clause",     "s_clause",
                                        "a_clause",   "max_clause", "valid_from", "valid_to",
                                        "checked_on", "source",     NULL};
    struct rules *rules = edition->rules;
    struct data_table table = {.names = names};
    if (!data_open(&table, edition->arena, edition->shelf, "rules/standards", edition->name,
                   edition->diag)) {
        return false;
    }
    bool is_good = true;
    while (data_next(&table)) {
        is_good &= read_standard(edition, &table);
    }
    struct str own = own_standard(rules);
    rules->standard = find_standard(rules, own);
    is_good = is_good && (rules->standard || data_lacks(&table, own));
    return read_matrices(edition) && is_good;
}

void rules_follow_basis(struct rules *rules) {
    rules->is_basis_followed = true;
}

/* ---- clauses --------------------------------------------------------------------------------- */

/* The text of a clause that the edition does not have. */
#define NO_CLAUSE "none"

static bool read_clause(const struct edition *edition, const struct data_table *table,
                        struct clause_text *clause) {
    size_t at = 0;
    clause->text = data_text(table, 1);
    clause->origin = edition_origin(table);
    if (!data_choice(table, 0, clause_names, N_CLAUSES, &at)) {
        return false;
    }
    clause->subject = (enum clause)at;
    struct rule_dates dates = {0};
    if (!edition_dates(edition, table, 2, data_text(table, 0), &dates)) {
        return false;
    }
    clause->from = dates.from;
    clause->to = dates.to;
    if (!clause->text.len) {
        return data_refuse(table, 1, clause->text, STR("clause"));
    }
    bool is_none = str_is(clause->text, NO_CLAUSE);
    clause->text = is_none ? (struct str){0} : clause->text;
    return is_none || edition_clause(edition, table, 1);
}

/* By subject, then by day. */
static int compare_clauses(const void *left, const void *right) {
    const struct clause_text *a = left, *b = right;
    return a->subject != b->subject ? (a->subject > b->subject) - (a->subject < b->subject)
                                    : date_compare(a->from, b->from);
}

/* Every subject has a clause, and on no day two. */
static bool prove_clauses(const struct edition *edition, const struct data_table *table) {
    const struct rules *rules = edition->rules;
    bool is_good = true;
    for (size_t i = 0, k = 0; i < N_CLAUSES; i++) {
        struct str name = str_from_c(clause_names[i]);
        if (k == rules->n_clauses || rules->clauses[k].subject != (enum clause)i) {
            is_good = data_lacks(table, name);
        }
        for (size_t first = k; k < rules->n_clauses && rules->clauses[k].subject == (enum clause)i;
             k++) {
            const struct clause_text *clause = &rules->clauses[k], *before = clause - 1;
            if (k > first && (!before->to.year || date_compare(before->to, clause->from) >= 0)) {
                is_good = edition_conflict(
                    edition, clause->origin, name, before->origin,
                    str_concat(edition->arena, STR("as-of="),
                               date_to_iso(edition->arena, clause->from, DATE_DAY)));
            }
        }
    }
    return is_good;
}

bool clauses_read(const struct edition *edition) {
    static const char *const names[] = {"subject",    "clause", "valid_from", "valid_to",
                                        "checked_on", "source", NULL};
    struct rules *rules = edition->rules;
    struct data_table table = {.names = names};
    if (!data_open(&table, edition->arena, edition->shelf, "rules/clauses", edition->name,
                   edition->diag)) {
        return false;
    }
    rules->clauses = ARENA_ARRAY(edition->arena, struct clause_text, table.csv.n_records);
    bool is_good = true;
    while (data_next(&table)) {
        is_good &= read_clause(edition, &table, &rules->clauses[rules->n_clauses++]);
    }
    if (!is_good) {
        return false;
    }
    qsort(rules->clauses, rules->n_clauses, sizeof rules->clauses[0], compare_clauses);
    return prove_clauses(edition, &table);
}

const struct clause_text *clause_find(const struct rules *rules, enum clause subject,
                                      struct date day) {
    const struct clause_text *found = NULL;
    for (size_t i = 0; i < rules->n_clauses; i++) {
        const struct clause_text *clause = &rules->clauses[i];
        if (clause->subject == subject && (!found || date_compare(clause->from, day) <= 0)) {
            found = clause;
        }
    }
    return found;
}

struct str judge_clause(const struct judge *judge, enum clause subject) {
    return clause_find(judge->rules, subject, judge->as_of)->text;
}

struct str rules_law(const struct rules *rules, struct date as_of) {
    return clause_find(rules, CLAUSE_LAW, as_of)->text;
}

struct str clause_name(enum clause subject) {
    return str_from_c(clause_names[subject]);
}
