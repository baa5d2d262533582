/* The examiner's desk: opens the tables of an edition and judges unit by unit. */
#include "rules/rules.h"

#include <stdlib.h>

#include "rules/duty.h"
#include "rules/gap.h"
#include "rules/judge.h"
#include "rules/route.h"
#include "rules/texts.h"

/* Names in verdicts.csv by enum verdict. */
static const char *const verdict_names[] = {"consistent", "inaccurate", "above-matrix", "ungraded",
                                            "undecided"};
enum { N_VERDICTS = sizeof verdict_names / sizeof verdict_names[0] };

/* Reads a table of two columns, name and text, into `texts`; all names must be there. */
static bool read_names(const struct edition *edition, const char *subject,
                       const char *const columns[3], const char *const *names, size_t n_names,
                       struct str *texts) {
    struct data_table table = {.names = columns};
    if (!data_open(&table, edition->arena, edition->shelf, subject, edition->name, edition->diag)) {
        return false;
    }
    bool is_good = true;
    while (data_next(&table)) {
        size_t at;
        if (!data_choice(&table, 0, names, n_names, &at)) {
            is_good = false;
        } else if (data_text(&table, 1).len == 0) {
            is_good = data_refuse(&table, 1, (struct str){0}, str_from_c(columns[1]));
        } else if (texts[at].len) {
            is_good = data_repeats(&table, data_text(&table, 0));
        } else {
            texts[at] = data_text(&table, 1);
        }
    }
    for (size_t i = 0; is_good && i < n_names; i++) {
        is_good = texts[i].len > 0 || data_lacks(&table, str_from_c(names[i]));
    }
    return is_good;
}

static bool read_levels(const struct edition *edition) {
    static const char *const names[] = {"level",      "numeral",  "name",       "supervision",
                                        "valid_from", "valid_to", "checked_on", "source",
                                        "clause",     "label",    NULL};
    struct data_table table = {.names = names};
    if (!data_open(&table, edition->arena, edition->shelf, "rules/levels", edition->name,
                   edition->diag)) {
        return false;
    }
    bool is_good = true;
    struct rule_dates dates = {0};
    while (data_next(&table)) {
        int level = 0;
        is_good &= edition_dates(edition, &table, 4, data_text(&table, 2), &dates);
        is_good &= edition_clause(edition, &table, 8);
        if (!data_number(&table, 0, 1, 5, &level)) {
            is_good = false;
        } else if (edition->rules->levels[level].numeral.len) {
            is_good = data_repeats(&table, data_text(&table, 0));
        } else {
            edition->rules->levels[level] =
                (struct level_info){data_text(&table, 1), data_text(&table, 9),
                                    data_text(&table, 2), data_text(&table, 3)};
            is_good &= data_text(&table, 9).len > 0 ||
                       data_refuse(&table, 9, (struct str){0}, STR("label"));
        }
    }
    for (int level = 1; is_good && level <= 5; level++) {
        is_good = edition->rules->levels[level].numeral.len > 0 ||
                  data_lacks(&table, str_format(edition->arena, "%d", level));
    }
    return is_good;
}

bool edition_condition(const struct edition *edition, const struct data_table *table, size_t column,
                       struct condition *condition) {
    struct condition_fault fault = {0};
    return condition_read(edition->arena, &edition->tables, data_text(table, column), condition,
                          &fault) ||
           data_refuse(table, column, fault.text, fault.expected);
}

bool edition_field(const struct data_table *table, size_t column, enum field *field) {
    struct str name = data_text(table, column);
    return field_find(name, field) || data_refuse(table, column, name, field_nearest(name));
}

struct rules *rules_open(struct arena *arena, struct shelf *shelf, struct str edition_name,
                         const struct regions *regions, struct diag *diag) {
    static const char *const verdict_columns[] = {"verdict", "name", NULL};
    static const char *const status_columns[] = {"status", "name", NULL};
    static const char *const status_names[] = {"none", "done",    "done-late", "under-way",
                                               "open", "overdue", "untold"};
    static const char *const cause_columns[] = {"cause", "name", NULL};
    static const char *const cause_names[] = {"applies", "not-in-force", "other-level", "too-few",
                                              "no-case", "unanswered",   "not-asked"};
    static const char *const word_columns[] = {"word", "text", NULL};
    static const char *const word_names[] = {"and", "also", "denials", "plans", "unsure", "or"};
    struct rules *rules = ARENA_NEW(arena, struct rules);
    rules->edition = edition_name;
    struct edition edition = {
        .rules = rules, .arena = arena, .shelf = shelf, .name = edition_name, .diag = diag};
    edition.tables.options = option_lists_read(arena, shelf, edition_name, diag);
    edition.tables.lists = lists_read(arena, shelf, edition_name, diag);
    rules->labels = field_labels_read(arena, shelf, diag);
    rules->options = edition.tables.options;
    rules->lists = edition.tables.lists;
    if (!edition.tables.options || !edition.tables.lists || !rules->labels) {
        return NULL;
    }
    enum { N_WORDS = sizeof word_names / sizeof word_names[0] };
    struct str words[N_WORDS] = {{0}};
    bool is_good = read_names(&edition, "rules/words", word_columns, word_names, N_WORDS, words);
    rules->and = words[0];
    rules->also = words[1];
    rules->denials = words[2];
    rules->plans = words[3];
    rules->unsure = words[4];
    rules->or = words[5];
    rules->texts = is_good ? texts_read(&edition) : NULL;
    if (!rules->texts) {
        return NULL;
    }
    is_good &= clauses_read(&edition);
    is_good &= read_names(&edition, "rules/verdicts", verdict_columns, verdict_names, N_VERDICTS,
                          rules->verdicts);
    is_good &= read_names(&edition, "rules/statuses", status_columns, status_names, N_DUTY_STATUSES,
                          rules->statuses);
    is_good &= read_names(&edition, "rules/causes", cause_columns, cause_names, N_DUTY_CAUSES,
                          rules->causes);
    is_good &= is_good && standards_read(&edition);
    is_good &= read_levels(&edition);
    is_good &= floors_read(&edition);
    is_good &= checks_read(&edition);
    is_good &= routes_read(&edition);
    rules->catalogues = rules->n_clauses ? catalogues_read(&edition) : NULL;
    is_good &= rules->catalogues != NULL;
    is_good &= duties_read(&edition);
    is_good &= gap_tables_read(&edition);
    rules->regions = regions;
    is_good &= !rules->has_unknown_edition;
    return is_good && regions ? rules : NULL;
}

void rules_note_used(const struct rules *rules, struct dictionary *used) {
    texts_note_used(rules->texts, used);
    lists_note_used(rules->lists, used);
}

bool rules_report_unused(const struct rules *rules, const struct dictionary *used,
                         struct diag *diag) {
    bool is_good = texts_report_unused(rules->texts, used, diag);
    return lists_report_unused(rules->lists, used, diag) && is_good;
}

/* Counts systems by level and lists those to be filed: the second level and above (guideline
 * 四（一）3). */
static void count_levels(struct unit_findings *findings) {
    for (size_t i = 0; i < findings->n_gradings; i++) {
        int level = findings->gradings[i].level_final;
        findings->n_by_level[level]++;
        if (level >= 2) {
            findings->filed[findings->n_filed++] = i;
        }
    }
}

struct unit_findings *rules_judge(const struct rules *rules, struct arena *arena,
                                  const struct unit *unit, struct date as_of, struct diag *diag) {
    struct complaints waiting = {0};
    struct judge judge = {rules, arena, unit, as_of, diag, &waiting};
    struct unit_findings *findings = ARENA_NEW(arena, struct unit_findings);
    findings->unit = unit;
    findings->n_gradings = unit->n_systems;
    findings->gradings = ARENA_ARRAY(arena, struct grading, unit->n_systems);
    findings->filed = ARENA_ARRAY(arena, size_t, unit->n_systems);
    for (size_t i = 0; i < unit->n_systems; i++) {
        grading_decide(&judge, unit->systems[i], &findings->gradings[i]);
    }
    count_levels(findings);
    duties_find(&judge, findings);
    findings->region_printed = regions_check(&judge);
    for (size_t i = 0; i < findings->n_gradings; i++) {
        grading_report(&judge, &findings->gradings[i]);
        gaps_judge(&judge, &findings->gradings[i]);
    }
    floors_report(&judge, findings);
    validate_unit(&judge, findings);
    judge_complain_rest(&judge);
    return findings;
}

const struct floor_rule *rules_floors(const struct rules *rules, size_t *n_floors) {
    *n_floors = rules ? rules->n_floors : 0;
    return rules ? rules->floors : NULL;
}

static int compare_duties(const void *left, const void *right) {
    const struct duty *const *a = left, *const *b = right;
    return str_compare((*a)->id, (*b)->id);
}

const struct duty *const *rules_duties(const struct rules *rules, struct arena *arena,
                                       size_t *n_duties) {
    size_t n = rules ? rules->n_duties : 0;
    const struct duty **duties = ARENA_ARRAY(arena, const struct duty *, n);
    for (size_t i = 0; i < n; i++) {
        duties[i] = &rules->duties[i].duty;
    }
    if (n) {
        qsort(duties, n, sizeof *duties, compare_duties);
    }
    *n_duties = 0;
    for (size_t i = 0; i < n; i++) {
        if (!i || !str_equal(duties[i]->id, duties[i - 1]->id)) {
            duties[(*n_duties)++] = duties[i];
        }
    }
    return duties;
}

const struct regions *rules_regions(const struct rules *rules) {
    return rules ? rules->regions : NULL;
}

struct region rules_region(const struct rules *rules, struct str code) {
    return rules ? regions_find(rules->regions, code) : (struct region){0};
}

int rules_matrix_level(const struct rules *rules, int object, int degree) {
    bool is_inside = object >= 1 && object <= MATRIX_SIZE && degree >= 1 && degree <= MATRIX_SIZE;
    return rules && is_inside ? rules->standard->matrix[object][degree] : 0;
}

struct level_info rules_level(const struct rules *rules, int level) {
    return rules ? rules->levels[level >= 1 && level <= 5 ? level : 0] : (struct level_info){0};
}

struct str rules_verdict_name(const struct rules *rules, enum verdict verdict) {
    return rules ? rules->verdicts[verdict] : (struct str){0};
}

bool rules_has_duty(const struct rules *rules, struct str id, struct str *nearest) {
    bool has = !rules;
    for (size_t i = 0; !has && i < rules->n_duty_ids; i++) {
        has = str_equal(rules->duty_ids[i], id);
    }
    *nearest = has ? id : str_nearest(id, rules->duty_ids, rules->n_duty_ids);
    return has;
}

struct str rules_status_name(const struct rules *rules, enum duty_status status) {
    return rules ? rules->statuses[status] : (struct str){0};
}

struct str rules_cause_words(const struct rules *rules, struct arena *arena,
                             const struct duty_finding *finding) {
    bool has_own = finding->cause == DUTY_NO_CASE && finding->duty->otherwise.len;
    struct str words = rules ? rules->causes[finding->cause] : (struct str){0};
    if (rules && finding->cause == DUTY_UNANSWERED) {
        return str_concat(arena, rules->labels->labels[finding->evidence.field], words);
    }
    return has_own ? finding->duty->otherwise : words;
}

struct str judge_name(const struct system *system) {
    return record_value(&system->record, FIELD_SYSTEM_NAME)->text;
}

struct str judge_numeral(const struct judge *judge, int level) {
    return rules_level(judge->rules, level).numeral;
}
