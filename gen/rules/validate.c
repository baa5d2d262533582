/*
 * Validation rules of the filing form that count or compare: totals of 表一, telephones, dates,
 * branches, experts. What a table declares stands in checks.c.
 */
#include "rules/judge.h"

/* Dates that prove a duty of the unit or the system, and have not come: plans prove nothing. */
static void check_dates(const struct judge *judge, const struct system *system) {
    const struct record *record = system ? &system->record : &judge->unit->record;
    struct str name = system ? judge_name(system) : record_value(record, FIELD_UNIT_NAME)->text;
    for (size_t i = 0; i < judge->rules->n_proof_dates; i++) {
        const struct proof_date *proof = &judge->rules->proof_dates[i];
        const struct value *value = record_value(record, proof->field);
        if (value_is_given(value) &&
            date_compare(date_first(value->date, value->precision), judge->as_of) > 0) {
            struct complaint complaint = {DIAG_DATE_AHEAD,
                                          record,
                                          proof->field,
                                          proof->clause,
                                          {name, judge_label(judge, proof->field)}};
            judge_complain(judge, &complaint);
        }
    }
}

/* The totals of 表一: all systems, then by level from the second. */
static const enum field total_fields[] = {FIELD_UNIT_SYSTEM_TOTAL, FIELD_UNIT_LEVEL2_TOTAL,
                                          FIELD_UNIT_LEVEL3_TOTAL, FIELD_UNIT_LEVEL4_TOTAL,
                                          FIELD_UNIT_LEVEL5_TOTAL};
enum { N_TOTALS = sizeof total_fields / sizeof total_fields[0] };

/* 表一 11 to 15 against the systems handed in. Where the edition counts those filed before too,
 * they may be more. */
static void check_totals(const struct judge *judge, const struct unit_findings *findings) {
    static const enum clause clauses[] = {CLAUSE_TOTAL, CLAUSE_TOTAL_2, CLAUSE_TOTAL_3,
                                          CLAUSE_TOTAL_4, CLAUSE_TOTAL_5};
    bool has_earlier = judge_clause(judge, CLAUSE_TOTAL_EARLIER).len > 0;
    for (size_t i = 0; i < N_TOTALS; i++) {
        const struct value *value = record_value(&judge->unit->record, total_fields[i]);
        int64_t n_systems = (int64_t)(i == 0 ? findings->n_gradings : findings->n_by_level[i + 1]);
        if (!value_is_given(value) || value->number == n_systems ||
            (has_earlier && value->number > n_systems)) {
            continue;
        }
        struct complaint complaint = {DIAG_SYSTEM_TOTAL,
                                      &judge->unit->record,
                                      total_fields[i],
                                      judge_clause(judge, clauses[i]),
                                      {str_format(judge->arena, "%d", (int)n_systems)}};
        judge_complain(judge, &complaint);
    }
}

/* The totals by level among themselves: together no more than that of all systems. */
static void check_sum(const struct judge *judge) {
    const struct value *total = record_value(&judge->unit->record, FIELD_UNIT_SYSTEM_TOTAL);
    int64_t sum = 0;
    for (size_t i = 1; i < N_TOTALS; i++) {
        const struct value *value = record_value(&judge->unit->record, total_fields[i]);
        sum += value_is_given(value) ? value->number : 0;
    }
    if (value_is_given(total) && sum > total->number) {
        struct complaint complaint = {DIAG_TOTALS_EXCEED,
                                      &judge->unit->record,
                                      FIELD_UNIT_SYSTEM_TOTAL,
                                      judge_clause(judge, CLAUSE_TOTAL),
                                      {str_format(judge->arena, "%lld", (long long)sum)}};
        judge_complain(judge, &complaint);
    }
}

/* Digits of a telephone number: the first run, and how many in all. */
struct digits {
    struct str first;
    size_t n_all;
};

static struct digits find_digits(struct str text) {
    struct digits digits = {{0}, 0};
    size_t start = SIZE_MAX;
    for (size_t i = 0; i <= text.len; i++) {
        bool is_digit = i < text.len && text.data[i] >= '0' && text.data[i] <= '9';
        digits.n_all += is_digit;
        if (is_digit && start == SIZE_MAX) {
            start = i;
        }
        if (!is_digit && start != SIZE_MAX && digits.first.len == 0) {
            digits.first = str_slice(text, start, i);
        }
    }
    return digits;
}

/* An area code starts with 0; mobile, 400 and 800 numbers and those with the country's 86 need
 * none, nor do numbers too short for one of an office: those are of a service, or are told as such
 * when they are read, as mobile numbers with a digit too few are. */
static bool has_area(struct arena *arena, struct str phone) {
    enum { N_LOCAL = 7 };
    struct str text = utf8_fold_width(arena, phone);
    struct digits digits = find_digits(text);
    bool is_short = digits.n_all < N_LOCAL;
    bool is_mobile = str_starts(digits.first, STR("1")) && digits.n_all > N_LOCAL;
    bool is_service =
        (str_starts(digits.first, STR("400")) || str_starts(digits.first, STR("800"))) &&
        digits.n_all == 10;
    bool is_abroad = str_is(digits.first, "86") || str_starts(text, STR("+"));
    return str_starts(digits.first, STR("0")) || is_short || is_mobile || is_service || is_abroad;
}

/* 办公电话 of 表一 05 and 07. */
static void check_phones(const struct judge *judge) {
    static const enum field fields[] = {FIELD_UNIT_LEADER_PHONE, FIELD_UNIT_CONTACT_PHONE};
    for (size_t i = 0; i < 2; i++) {
        const struct value *value = record_value(&judge->unit->record, fields[i]);
        if (value_is_given(value) && !has_area(judge->arena, value->text)) {
            struct complaint complaint = {.id = DIAG_PHONE_NO_AREA,
                                          .record = &judge->unit->record,
                                          .field = fields[i],
                                          .clause = judge_clause(judge, CLAUSE_PHONE)};
            judge_complain(judge, &complaint);
        }
    }
}

static bool is_same_name(const struct judge *judge, struct str a, struct str b) {
    return str_equal(inventory_key(judge->arena, a), inventory_key(judge->arena, b));
}

/* The grading of the parent, where this unit runs it too. */
static const struct grading *find_parent(const struct judge *judge,
                                         const struct unit_findings *findings,
                                         const struct record *record) {
    const struct value *name = record_value(record, FIELD_SYSTEM_PARENT_NAME);
    const struct value *unit = record_value(record, FIELD_SYSTEM_PARENT_UNIT);
    struct str own_unit = record_value(&judge->unit->record, FIELD_UNIT_NAME)->text;
    if (!value_is_given(name) ||
        (value_is_given(unit) && !is_same_name(judge, unit->text, own_unit))) {
        return NULL;
    }
    const struct inventory words = {.arena = judge->arena};
    const struct system *parent = unit_find_system(&words, judge->unit, name->text);
    return parent ? &findings->gradings[parent->ordinal - 1] : NULL;
}

/* A branch whose level differs from its parent's. */
static void check_branch(const struct judge *judge, const struct unit_findings *findings,
                         const struct grading *grading) {
    const struct record *record = &grading->system->record;
    const struct value *is_branch = record_value(record, FIELD_SYSTEM_IS_BRANCH);
    if (!value_is_given(is_branch) || is_branch->number != 1 || !grading->level_final) {
        return;
    }
    const struct grading *parent = find_parent(judge, findings, record);
    if (parent && parent->level_final && parent->level_final != grading->level_final) {
        struct complaint complaint = {DIAG_BRANCH_LEVEL,
                                      record,
                                      FIELD_SYSTEM_LEVEL,
                                      judge_clause(judge, CLAUSE_BRANCH),
                                      {judge_name(grading->system)}};
        judge_complain(judge, &complaint);
    }
}

/* The earlier expert whom this one repeats: of the same name, and no other employer tells them
 * apart. Remembers this one, number i. */
static bool find_expert(const struct judge *judge, struct dictionary *seen, size_t i,
                        size_t *before) {
    const struct record *expert = judge->unit->experts.records[i];
    const struct value *employer = record_value(expert, FIELD_EXPERT_EMPLOYER);
    struct str name = inventory_key(judge->arena, record_value(expert, FIELD_EXPERT_NAME)->text);
    struct str at =
        value_is_given(employer) ? inventory_key(judge->arena, employer->text) : (struct str){0};
    struct str named_at =
        str_format(judge->arena, "%" STR_FMT "\n%" STR_FMT, STR_ARG(name), STR_ARG(at));
    struct str nowhere = str_concat(judge->arena, name, STR("\n"));
    bool is_repeated = dictionary_get(seen, at.len ? named_at : name, before) ||
                       dictionary_get(seen, nowhere, before);
    dictionary_put(seen, name, i);
    dictionary_put(seen, named_at, i);
    return is_repeated;
}

/* Two rows of 专家名单 of one person. */
static void check_experts(const struct judge *judge) {
    const struct records *experts = &judge->unit->experts;
    struct dictionary *seen = dictionary_open(judge->arena);
    for (size_t i = 0; i < experts->n_records; i++) {
        const struct record *expert = experts->records[i];
        const struct value *name = record_value(expert, FIELD_EXPERT_NAME);
        size_t before;
        if (value_is_given(name) && find_expert(judge, seen, i, &before)) {
            struct complaint complaint = {
                DIAG_EXPERT_REPEATED,
                expert,
                FIELD_EXPERT_NAME,
                (struct str){0},
                {name->text, str_format(judge->arena, "%u", experts->records[before]->origin.row)}};
            judge_complain(judge, &complaint);
        }
    }
}

void validate_unit(const struct judge *judge, const struct unit_findings *findings) {
    check_phones(judge);
    check_totals(judge, findings);
    check_sum(judge);
    check_experts(judge);
    checks_run(judge, NULL);
    check_dates(judge, NULL);
    checks_report_blanks(judge, findings);
    routes_check(judge, findings);
    for (size_t i = 0; i < findings->n_gradings; i++) {
        checks_run(judge, &findings->gradings[i]);
        check_dates(judge, findings->gradings[i].system);
        check_branch(judge, findings, &findings->gradings[i]);
    }
}
