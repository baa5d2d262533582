/* Reads the duties table. */
#include "rules/duty.h"
#include "rules/route.h"

enum {
    COLUMN_ID,
    COLUMN_EDITIONS,
    COLUMN_TITLE,
    COLUMN_FOR,
    COLUMN_LEVELS,
    COLUMN_APPLIES,
    COLUMN_UNLESS,
    COLUMN_ASKS,
    COLUMN_NEEDS,
    COLUMN_RULE,
    COLUMN_DUE,
    COLUMN_ROUNDING,
    COLUMN_WAITS,
    COLUMN_EVIDENCE,
    COLUMN_ACTOR,
    COLUMN_TRIGGER,
    COLUMN_DEADLINE,
    COLUMN_RECIPIENT,
    COLUMN_DOCUMENTS,
    COLUMN_FORCE,
    COLUMN_CLAUSE,
    COLUMN_VERIFIED,
    COLUMN_DATES,
    COLUMN_OTHERWISE = COLUMN_DATES + 4,
    COLUMN_ORDER
};

static bool read_conditions(const struct edition *edition, const struct data_table *table,
                            size_t column, struct duty_conditions *conditions) {
    struct str rest = data_text(table, column), text;
    while (rest.len && str_split(&rest, STR(" or "), &text)) {
        struct condition_fault fault = {{0}, {0}};
        if (conditions->n == DUTY_MAX_CONDITIONS ||
            !condition_read(edition->arena, &edition->tables, text,
                            &conditions->items[conditions->n], &fault)) {
            return data_refuse(table, column, fault.text, fault.expected);
        }
        conditions->n++;
    }
    return true;
}

/* Fields parted by blanks, all of them dates if `is_dates`. */
static bool read_fields(const struct data_table *table, size_t column, struct str text,
                        bool is_dates, enum field *fields, size_t *n_fields) {
    struct str rest = text, name;
    while (str_split(&rest, STR(" "), &name)) {
        enum field field;
        if (!field_find(name, &field)) {
            return data_refuse(table, column, name, field_nearest(name));
        }
        if (*n_fields == DUTY_MAX_BASIS || (is_dates && field_info(field)->type != FIELD_DATE)) {
            return data_refuse(table, column, name, STR("1-3 date fields"));
        }
        fields[(*n_fields)++] = field;
    }
    return true;
}

/* "30d", "6m" or "1y". */
static bool read_time(struct str text, struct duty_due *due) {
    int64_t n;
    if (text.len < 2 || !str_to_int(str_slice(text, 0, text.len - 1), &n) || n < 1 || n > 3660) {
        return false;
    }
    char unit = text.data[text.len - 1];
    due->days = unit == 'd' ? (int)n : 0;
    due->months = unit == 'm' ? (int)n : unit == 'y' ? (int)n * 12 : 0;
    return due->days || due->months;
}

/* The due day: see the head of the table. */
static bool read_due(const struct data_table *table, struct duty_row *row) {
    static const char *const roundings[] = {"last", "next"};
    struct str text = data_text(table, COLUMN_DUE);
    struct duty_due *due = &row->due;
    bool is_needed =
        row->rule == DUTY_BY_DAY || row->rule == DUTY_PERIODIC || row->rule == DUTY_VERDICT;
    static const struct str expected = STR_INIT("YYYY-MM-DD | FIELD+30d | max(FIELD FIELD)+30d | "
                                                "year-12-31 | 1y");
    if (!text.len) {
        return !is_needed || data_refuse(table, COLUMN_DUE, text, expected);
    }
    if (date_from_iso(text, &due->day)) {
        return true;
    }
    if (str_is(text, "year-12-31")) {
        due->is_year_end = true;
        return true;
    }
    size_t plus = str_find(text, STR("+"), 0);
    struct str time = plus == SIZE_MAX ? (struct str){0} : str_slice(text, plus + 1, text.len);
    struct str basis = str_slice(text, 0, plus == SIZE_MAX ? text.len : plus);
    if (row->rule == DUTY_PERIODIC) {
        time = text;
        basis = (struct str){0};
    }
    if (time.len && !read_time(time, due)) {
        return data_refuse(table, COLUMN_DUE, text, expected);
    }
    if (str_starts(basis, STR("max(")) && str_ends(basis, STR(")"))) {
        basis = str_slice(basis, 4, basis.len - 1);
    }
    size_t rounding = 0;
    if (due->months && !data_choice(table, COLUMN_ROUNDING, roundings, 2, &rounding)) {
        return false;
    }
    due->rounding = rounding ? DATE_NEXT_DAY : DATE_LAST_DAY;
    return read_fields(table, COLUMN_DUE, basis, true, due->fields, &due->n_fields);
}

/* One proof: "field", "field|field", "field:n", "field:any" or "systems". */
static bool read_proof(const struct data_table *table, struct str text,
                       struct duty_evidence *proof) {
    proof->field = proof->other = N_FIELDS;
    if (str_is(text, "systems")) {
        return true;
    }
    size_t bar = str_find(text, STR("|"), 0), colon = str_find(text, STR(":"), 0);
    struct str name = str_slice(text, 0, bar < colon ? bar : colon < text.len ? colon : text.len);
    if (!field_find(name, &proof->field)) {
        return data_refuse(table, COLUMN_EVIDENCE, name, field_nearest(name));
    }
    if (bar != SIZE_MAX) {
        name = str_slice(text, bar + 1, text.len);
        return field_find(name, &proof->other) ||
               data_refuse(table, COLUMN_EVIDENCE, name, field_nearest(name));
    }
    int64_t n = 0;
    struct str asked = str_slice(text, colon == SIZE_MAX ? text.len : colon + 1, text.len);
    proof->takes_any = str_is(asked, "any");
    if (colon != SIZE_MAX && !proof->takes_any &&
        (!str_to_int(asked, &n) || n < 1 || n > VALUE_MAX_CODES)) {
        return data_refuse(table, COLUMN_EVIDENCE, text, STR("field:n | field:any"));
    }
    proof->n_codes = (unsigned)n;
    return true;
}

static bool read_evidence(const struct data_table *table, struct duty_row *row) {
    struct str rest = data_text(table, COLUMN_EVIDENCE), text;
    while (str_split(&rest, STR(" "), &text)) {
        if (row->n_evidence == DUTY_MAX_EVIDENCE) {
            return data_refuse(table, COLUMN_EVIDENCE, text, STR("1-6"));
        }
        if (!read_proof(table, text, &row->evidence[row->n_evidence++])) {
            return false;
        }
    }
    return row->n_evidence ||
           data_refuse(table, COLUMN_EVIDENCE, (struct str){0}, STR("field field"));
}

/* "2-5", "1-2;5"; 0 is a level not known. */
static bool read_levels(const struct data_table *table, struct duty_row *row) {
    struct str all = data_text(table, COLUMN_LEVELS), rest = all, part;
    while (str_split(&rest, STR(";"), &part)) {
        bool is_one = part.len == 1, is_range = part.len == 3 && part.data[1] == '-';
        int first = part.len ? part.data[0] - '0' : -1;
        int last = is_range ? part.data[2] - '0' : first;
        if (!(is_one || is_range) || first < 0 || last > 5 || first > last) {
            return data_refuse(table, COLUMN_LEVELS, all, STR("2-5 | 1-2;5"));
        }
        for (int level = first; level <= last; level++) {
            row->levels |= 1U << level;
        }
    }
    return row->duty.is_of_unit == (row->levels == 0) ||
           data_refuse(table, COLUMN_LEVELS, all, STR("2-5 | 1-2;5"));
}

static bool read_texts(const struct data_table *table, struct duty *duty) {
    struct str *const texts[] = {&duty->title,    &duty->actor,     &duty->trigger,
                                 &duty->deadline, &duty->recipient, &duty->documents,
                                 &duty->force,    &duty->clause,    &duty->verified};
    static const size_t columns[] = {COLUMN_TITLE,    COLUMN_ACTOR,     COLUMN_TRIGGER,
                                     COLUMN_DEADLINE, COLUMN_RECIPIENT, COLUMN_DOCUMENTS,
                                     COLUMN_FORCE,    COLUMN_CLAUSE,    COLUMN_VERIFIED};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        *texts[i] = data_text(table, columns[i]);
        if (!texts[i]->len) {
            return data_refuse(table, columns[i], *texts[i], str_from_c(table->names[columns[i]]));
        }
    }
    return true;
}

/* Where it goes: {police} and {health} are the bureaus that routes.csv names. */
static bool read_recipient(const struct data_table *table, struct str recipient) {
    for (size_t open = 0; (open = str_find(recipient, STR("{"), open)) != SIZE_MAX; open++) {
        size_t close = str_find(recipient, STR("}"), open);
        struct str word = str_slice(recipient, open + 1, close == SIZE_MAX ? recipient.len : close);
        enum filing filing;
        if (close == SIZE_MAX || !filing_find(word, &filing)) {
            return data_refuse(table, COLUMN_RECIPIENT, word, STR("{police} | {health}"));
        }
    }
    return true;
}

static bool read_applies(const struct edition *edition, const struct data_table *table,
                         struct duty_row *row) {
    static const struct str counted = STR_INIT("systems>=");
    struct str applies = data_text(table, COLUMN_APPLIES);
    int64_t n = 0;
    if (str_starts(applies, counted)) {
        if (!str_to_int(str_slice(applies, counted.len, applies.len), &n) || n < 1 || n > 1000) {
            return data_refuse(table, COLUMN_APPLIES, applies, STR("systems>=2"));
        }
        row->n_systems = (size_t)n;
        return true;
    }
    return read_conditions(edition, table, COLUMN_APPLIES, &row->applies);
}

static bool read_row(const struct edition *edition, const struct data_table *table,
                     struct duty_row *row) {
    static const char *const owners[] = {"system", "unit"};
    static const char *const rules[] = {"D", "P", "N", "A", "V", "O", "M", "U"};
    size_t owner = 0, rule = 0;
    row->duty.id = data_text(table, COLUMN_ID);
    bool is_good = row->duty.id.len || data_refuse(table, COLUMN_ID, row->duty.id, STR("OB-01"));
    is_good &= read_texts(table, &row->duty);
    is_good &= read_recipient(table, row->duty.recipient);
    is_good &= edition_clause(edition, table, COLUMN_CLAUSE);
    is_good &= data_choice(table, COLUMN_FOR, owners, 2, &owner);
    is_good &= data_choice(table, COLUMN_RULE, rules, 8, &rule);
    row->duty.is_of_unit = owner == 1;
    row->rule = (enum duty_rule)rule;
    row->duty.is_periodic = row->rule == DUTY_PERIODIC;
    row->duty.is_grading = row->rule == DUTY_VERDICT;
    row->duty.otherwise = data_text(table, COLUMN_OTHERWISE);
    row->origin = edition_origin(table);
    row->duty.row = edition_row(table, COLUMN_ORDER);
    is_good = is_good && read_levels(table, row);
    is_good &= read_applies(edition, table, row);
    is_good &= read_conditions(edition, table, COLUMN_UNLESS, &row->unless);
    is_good &= read_fields(table, COLUMN_ASKS, data_text(table, COLUMN_ASKS), false, row->asks,
                           &row->n_asks);
    is_good &= read_fields(table, COLUMN_NEEDS, data_text(table, COLUMN_NEEDS), false, row->needs,
                           &row->n_needs);
    is_good &= read_fields(table, COLUMN_WAITS, data_text(table, COLUMN_WAITS), true, row->waits,
                           &row->n_waits);
    is_good = is_good && read_due(table, row);
    return is_good & read_evidence(table, row);
}

/* Notes the dates among the evidence of a row. */
static void note_dates(const struct edition *edition, const struct duty_row *row) {
    struct rules *rules = edition->rules;
    for (size_t i = 0; i < row->n_evidence; i++) {
        const enum field fields[] = {row->evidence[i].field, row->evidence[i].other};
        for (size_t k = 0; k < 2; k++) {
            bool is_noted = fields[k] == N_FIELDS || field_info(fields[k])->type != FIELD_DATE;
            for (size_t at = 0; !is_noted && at < rules->n_proof_dates; at++) {
                is_noted = rules->proof_dates[at].field == fields[k];
            }
            struct proof_date date = {fields[k], row->duty.clause};
            if (!is_noted) {
                ARENA_PUSH(edition->arena, rules->proof_dates, rules->n_proof_dates,
                           rules->proof_dates_capacity, date);
            }
        }
    }
}

bool duties_read(const struct edition *edition) {
    static const char *const names[] = {
        "id",         "editions", "title",     "for",      "levels",     "applies",
        "unless",     "asks",     "needs",     "rule",     "due",        "rounding",
        "waits",      "evidence", "actor",     "trigger",  "deadline",   "recipient",
        "documents",  "force",    "clause",    "verified", "valid_from", "valid_to",
        "checked_on", "source",   "otherwise", "order",    NULL};
    struct rules *rules = edition->rules;
    struct data_table table = {.names = names};
    if (!data_open(&table, edition->arena, edition->shelf, "rules/duties", edition->name,
                   edition->diag)) {
        return false;
    }
    rules->duties = ARENA_ARRAY(edition->arena, struct duty_row, table.csv.n_records);
    rules->duty_ids = ARENA_ARRAY(edition->arena, struct str, table.csv.n_records);
    bool is_good = true;
    struct rule_dates dates = {.is_asked_in_force = true};
    while (data_next(&table)) {
        rules->duty_ids[rules->n_duty_ids++] = data_text(&table, COLUMN_ID);
        if (!edition_applies(edition, &table, COLUMN_EDITIONS)) {
            continue;
        }
        struct duty_row *row = &rules->duties[rules->n_duties++];
        is_good &= read_row(edition, &table, row);
        is_good &= edition_dates(edition, &table, COLUMN_DATES, row->duty.id, &dates);
        row->from = dates.from;
        row->to = dates.to;
        note_dates(edition, row);
    }
    return is_good;
}
