/*
 * What checks.EDITION.csv declares: required cells, cells against each other, boxes of the forms
 * that stay blank.
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
                                  {case_name(facts), judge_label(judge, check->field),
                                   judge_label(judge, check->other), judge_numeral(judge, level)}};
    judge_complain(judge, &complaint);
}

void checks_run(const struct judge *judge, const struct grading *grading) {
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
    buf_add(&report->labels, judge_label(judge, check->field));
    report->count = count;
}

void checks_report_blanks(const struct judge *judge, const struct unit_findings *findings) {
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
