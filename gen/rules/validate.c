/*
 * Validation rules of the filing form: what checks.EDITION.csv declares, and the few that count or
 * compare: totals of 表一, telephones, branches.
 */
#include "rules/judge.h"

enum {
    COLUMN_EDITIONS,
    COLUMN_ID,
    COLUMN_KIND,
    COLUMN_LEVEL,
    COLUMN_WHEN,
    COLUMN_FIELD,
    COLUMN_OTHER,
    COLUMN_CLAUSE,
    COLUMN_ORDER
};

/* What a declared check may report: ids whose message is filled with {1} the name of the system or
 * unit, {2} the field's label, {3} the other field's label, {4} the numeral of the level. */
static const enum diag_id check_ids[] = {
    DIAG_PARENT_MISSING,   DIAG_AUTHORITY_MISSING,  DIAG_SCOPE_COUNT_MISSING, DIAG_REVIEW_MISSING,
    DIAG_MATERIAL_NAME,    DIAG_MATERIAL_DISAGREES, DIAG_VALUE_EMPTY,         DIAG_FORM_BLANK,
    DIAG_OTHER_UNNAMED,    DIAG_DATE_AHEAD,         DIAG_DATE_ORDER,          DIAG_ANSWER_DISAGREES,
    DIAG_PRIORITY_UNKNOWN, DIAG_ADDRESS_ROUGH,
};
enum { N_CHECK_IDS = sizeof check_ids / sizeof check_ids[0] };

static bool read_check_id(const struct data_table *table, enum diag_id *id) {
    struct str text = data_text(table, COLUMN_ID);
    struct str names[N_CHECK_IDS];
    for (size_t i = 0; i < N_CHECK_IDS; i++) {
        names[i] = diag_name(check_ids[i]);
        if (str_equal(text, names[i])) {
            *id = check_ids[i];
            return true;
        }
    }
    return data_refuse(table, COLUMN_ID, text,
                       str_join(table->arena, names, N_CHECK_IDS, STR(" | ")));
}

static bool read_check(const struct edition *edition, const struct data_table *table,
                       struct form_check *check) {
    static const char *const kinds[] = {"required", "conflict", "blank", "detail"};
    size_t kind = 0;
    check->field = check->other = N_FIELDS;
    check->clause = data_text(table, COLUMN_CLAUSE);
    check->origin = edition_origin(table);
    check->row = edition_row(table, COLUMN_ORDER);
    bool is_good = read_check_id(table, &check->id);
    is_good &= edition_clause(edition, table, COLUMN_CLAUSE);
    is_good &= data_choice(table, COLUMN_KIND, kinds, 4, &kind);
    check->kind = (enum check_kind)kind;
    is_good &= data_number(table, COLUMN_LEVEL, 0, 5, &check->level);
    is_good &= edition_condition(edition, table, COLUMN_WHEN, &check->when);
    is_good &= edition_field(table, COLUMN_FIELD, &check->field);
    if (data_text(table, COLUMN_OTHER).len > 0) {
        is_good &= edition_field(table, COLUMN_OTHER, &check->other);
    }
    return is_good;
}

bool checks_read(const struct edition *edition) {
    static const char *const names[] = {"editions", "diagnostic", "kind",   "level", "when",
                                        "field",    "other",      "clause", "order", NULL};
    struct data_table table = {.names = names};
    if (!data_open(&table, edition->arena, edition->shelf, "rules/checks", edition->name,
                   edition->diag)) {
        return false;
    }
    edition->rules->checks = ARENA_ARRAY(edition->arena, struct form_check, table.csv.n_records);
    bool is_good = true;
    while (data_next(&table)) {
        if (!edition_applies(edition, &table, COLUMN_EDITIONS)) {
            continue;
        }
        struct form_check *check = &edition->rules->checks[edition->rules->n_checks++];
        is_good &= read_check(edition, &table, check);
    }
    return is_good;
}

/* A required field that holds nothing; a count of none is nothing. */
static bool lacks(const struct case_facts *facts, enum field field) {
    const struct value *value = case_value(facts, field);
    if (!value_is_given(value)) {
        return !value->is_bad;
    }
    return field_info(field)->type == FIELD_COUNT && value->number == 0;
}

static struct str label(const struct judge *judge, enum field field) {
    return field == N_FIELDS ? (struct str){0} : judge->rules->labels->labels[field];
}

static struct str case_name(const struct case_facts *facts) {
    return facts->system ? judge_name(facts->system)
                         : record_value(&facts->unit->record, FIELD_UNIT_NAME)->text;
}

static const struct record *case_record(const struct case_facts *facts) {
    return facts->system ? &facts->system->record : &facts->unit->record;
}

bool check_speaks(const struct judge *judge, const struct case_facts *facts,
                  const struct form_check *check) {
    if (condition_ask(&check->when, judge->arena, facts) != TRUTH_YES) {
        return false;
    }
    if (check->kind == CHECK_BLANK) {
        return !record_has(case_record(facts), check->field);
    }
    if (check->kind == CHECK_DETAIL) {
        return case_value(facts, check->field)->detail.len == 0;
    }
    return check->kind == CHECK_CONFLICT || lacks(facts, check->field);
}

static void run_check(const struct judge *judge, const struct case_facts *facts, int level,
                      const struct form_check *check) {
    struct complaint complaint = {check->id,
                                  case_record(facts),
                                  check->field,
                                  check->clause,
                                  {case_name(facts), label(judge, check->field),
                                   label(judge, check->other), judge_numeral(judge, level)}};
    judge_complain(judge, &complaint);
}

/* Asks the declared checks of one system, or, without one, of the unit. */
static void run_checks(const struct judge *judge, const struct grading *grading) {
    const struct case_facts facts = {
        .unit = judge->unit, .system = grading ? grading->system : NULL, .as_of = judge->as_of};
    enum field_entity entity = grading ? ENTITY_SYSTEM : ENTITY_UNIT;
    int level = grading ? grading->level_final : 0;
    for (size_t i = 0; i < judge->rules->n_checks; i++) {
        const struct form_check *check = &judge->rules->checks[i];
        bool is_asked = field_info(check->field)->entity == entity && level >= check->level;
        if (is_asked && check->kind != CHECK_BLANK && check_speaks(judge, &facts, check)) {
            run_check(judge, &facts, level, check);
        }
    }
}

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
                                          {name, label(judge, proof->field)}};
            judge_complain(judge, &complaint);
        }
    }
}

/* How many records leave a box blank: by columns that were handed in, and for want of columns. */
struct blanks {
    size_t n[2];
};

/* Counts the record where it leaves the box of a field blank. */
static void count_blank(const struct record *record, enum field field, struct blanks *blanks) {
    const struct value *value = record_value(record, field);
    blanks->n[!value->origin.row && !value->header.len] += !record_has(record, field);
}

/* Categories of data that leave a box blank. A unit without any lacks the name of one. */
static void count_data(const struct unit *unit, enum field field, struct blanks *blanks) {
    blanks->n[1] += unit->n_data == 0 && field == FIELD_DATA_NAME;
    for (size_t i = 0; i < unit->n_data; i++) {
        count_blank(&unit->data[i]->record, field, blanks);
    }
}

/* How many of the unit's records leave blank what a check asks for. */
static struct blanks count_blanks(const struct judge *judge, const struct unit_findings *findings,
                                  const struct form_check *check) {
    enum field_entity entity = field_info(check->field)->entity;
    struct case_facts facts = {.unit = judge->unit, .as_of = judge->as_of};
    struct blanks blanks = {{0}};
    if (entity == ENTITY_DATA) {
        count_data(judge->unit, check->field, &blanks);
    } else if (entity == ENTITY_UNIT && check_speaks(judge, &facts, check)) {
        count_blank(&judge->unit->record, check->field, &blanks);
    }
    for (size_t i = 0; entity == ENTITY_SYSTEM && i < findings->n_gradings; i++) {
        facts.system = findings->gradings[i].system;
        if (findings->gradings[i].level_final >= check->level &&
            check_speaks(judge, &facts, check)) {
            count_blank(&facts.system->record, check->field, &blanks);
        }
    }
    return blanks;
}

/* What follows labels of boxes that so many systems or categories of data leave blank; nothing
 * where there is but one of them. */
static struct str blank_count(const struct judge *judge, const struct unit_findings *findings,
                              enum field_entity entity, size_t n) {
    if (entity == ENTITY_SYSTEM && findings->n_filed > 1) {
        return diag_word_number(judge->arena, DIAG_WORD_OF_SYSTEMS, n);
    }
    return entity == ENTITY_DATA && judge->unit->n_data > 1
               ? diag_word_number(judge->arena, DIAG_WORD_OF_DATA, n)
               : (struct str){0};
}

/* One report of boxes that stay blank; those that as many leave blank stand together. */
struct blank_report {
    struct buf labels;
    /* The clause behind the first; how many leave the last one blank. */
    struct str clause, count;
};

static void add_blank(const struct judge *judge, const struct form_check *check, struct str count,
                      struct blank_report *report) {
    bool is_first = !report->labels.len, is_alike = str_equal(report->count, count);
    report->clause = is_first ? check->clause : report->clause;
    buf_add(&report->labels, is_alike ? (struct str){0} : report->count);
    buf_add(&report->labels, is_first ? (struct str){0} : judge->rules->and);
    buf_add(&report->labels, label(judge, check->field));
    report->count = count;
}

/* Boxes of the forms that stay blank, as the bureau would see it: one report for the unit of those
 * whose cells were left empty, and one of those whose columns were not handed in. */
static void report_blanks(const struct judge *judge, const struct unit_findings *findings) {
    static const enum diag_id ids[] = {DIAG_FORM_BLANK, DIAG_FORM_LACKS};
    const struct record *record = &judge->unit->record;
    struct blank_report reports[2] = {{.labels = {.arena = judge->arena}},
                                      {.labels = {.arena = judge->arena}}};
    for (size_t i = 0; i < judge->rules->n_checks && findings->n_filed; i++) {
        const struct form_check *check = &judge->rules->checks[i];
        if (check->kind != CHECK_BLANK) {
            continue;
        }
        enum field_entity entity = field_info(check->field)->entity;
        const struct blanks blanks = count_blanks(judge, findings, check);
        for (size_t k = 0; k < 2; k++) {
            if (blanks.n[k]) {
                add_blank(judge, check, blank_count(judge, findings, entity, blanks.n[k]),
                          &reports[k]);
            }
        }
    }
    for (size_t k = 0; k < 2; k++) {
        buf_add(&reports[k].labels, reports[k].count);
        const struct diag_note note = {
            .id = ids[k],
            .origin = record->origin,
            .clause = reports[k].clause,
            .args = {record_value(record, FIELD_UNIT_NAME)->text, buf_str(&reports[k].labels)}};
        if (reports[k].labels.len) {
            diag_report(judge->diag, &note);
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
    run_checks(judge, NULL);
    check_dates(judge, NULL);
    report_blanks(judge, findings);
    routes_check(judge, findings);
    for (size_t i = 0; i < findings->n_gradings; i++) {
        run_checks(judge, &findings->gradings[i]);
        check_dates(judge, findings->gradings[i].system);
        check_branch(judge, findings, &findings->gradings[i]);
    }
}

bool rules_form_box(const struct rules *rules, enum field field, struct form_box *box) {
    bool is_found = false;
    for (size_t i = 0; rules && i < rules->n_checks; i++) {
        const struct form_check *check = &rules->checks[i];
        if (check->kind != CHECK_BLANK || check->field != field) {
            continue;
        }
        enum field basis = check->when.n_terms ? check->when.terms[0].fields[0] : N_FIELDS;
        bool is_wider = !is_found || check->level < box->level;
        box->level = is_wider ? check->level : box->level;
        box->basis = is_found && basis != box->basis ? N_FIELDS : basis;
        is_found = true;
    }
    return is_found;
}
