/* Conditions of rule tables: read once when the tables are opened, asked of every system. */
#include "rules/condition.h"

static const char *const signs[] = {"!=", ">=", "<=", "^=", "=", "!~", "~"};
static const enum condition_sign sign_meanings[] = {
    COMPARE_UNEQUAL, COMPARE_AT_LEAST, COMPARE_AT_MOST, COMPARE_STARTS,
    COMPARE_EQUAL,   COMPARE_LACKS,    COMPARE_HOLDS};

/* The first sign in a term, or SIZE_MAX; `which` tells it. */
static size_t find_sign(struct str text, size_t *which) {
    size_t first = SIZE_MAX;
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        size_t at = str_find(text, str_from_c(signs[i]), 0);
        if (at < first) {
            first = at;
            *which = i;
        }
    }
    return first;
}

static bool read_fields(struct str text, struct condition_term *term,
                        struct condition_fault *fault) {
    struct str rest = text, name;
    while (str_split(&rest, STR("/"), &name)) {
        name = str_trim(name);
        enum field field;
        if (term->n_fields == CONDITION_MAX_FIELDS || !field_find(name, &field)) {
            *fault = (struct condition_fault){name, field_nearest(name)};
            return false;
        }
        term->fields[term->n_fields++] = field;
    }
    if (term->n_fields == 0 || (term->n_fields > 1 && term->comparison != COMPARE_HOLDS)) {
        *fault = (struct condition_fault){text, STR("field=value")};
        return false;
    }
    return true;
}

/* The code that a word stands for in an option list: the code itself or its label. */
static bool find_option(struct arena *arena, const struct yaml *list, struct str word,
                        int64_t *code, struct condition_fault *fault) {
    const struct yaml *options = yaml_get(list, "options");
    size_t n_options = options->n_items;
    struct str *labels = ARENA_ARRAY(arena, struct str, n_options);
    for (size_t i = 0; i < n_options; i++) {
        struct str code_text = yaml_text(options->items[i], "code");
        labels[i] = yaml_text(options->items[i], "label");
        if (str_to_int(code_text, code) &&
            (str_equal(word, code_text) || str_equal(word, labels[i]))) {
            return true;
        }
    }
    *fault = (struct condition_fault){word, str_nearest(word, labels, n_options)};
    if (fault->expected.len == 0) {
        fault->expected = str_join(arena, labels, n_options, STR(" | "));
    }
    return false;
}

/* Reads one value of a term, by the type of its field. */
static bool read_value(struct arena *arena, const struct condition_tables *tables, struct str word,
                       struct condition_term *term, struct condition_fault *fault) {
    const struct field_info *info = field_info(term->fields[0]);
    size_t at = term->n_values++;
    bool is_text =
        info->type == FIELD_TEXT || info->type == FIELD_PHONE || info->type == FIELD_DIGITS6;
    bool is_part = term->comparison == COMPARE_STARTS || term->comparison == COMPARE_HOLDS ||
                   term->comparison == COMPARE_LACKS;
    if (is_part || (is_text && term->comparison <= COMPARE_UNEQUAL)) {
        term->words[at] = inventory_key(arena, word);
        *fault = (struct condition_fault){word, STR("word|word")};
        return term->words[at].len > 0;
    }
    if (info->options[0]) {
        return find_option(arena, yaml_get(tables->options, info->options), word,
                           &term->numbers[at], fault);
    }
    *fault = (struct condition_fault){word, STR("0-9")};
    return !is_text && info->type != FIELD_DATE && str_to_int(word, &term->numbers[at]);
}

static bool read_values(struct arena *arena, const struct condition_tables *tables, struct str text,
                        struct condition_term *term, struct condition_fault *fault) {
    size_t n_most = 1;
    for (size_t i = 0; i < text.len; i++) {
        n_most += text.data[i] == '|';
    }
    if (term->comparison == COMPARE_HOLDS && str_starts(text, STR("@"))) {
        struct str name = str_slice(text, 1, text.len);
        term->list = lists_find(tables->lists, name);
        *fault = (struct condition_fault){text, lists_nearest(tables->lists, name)};
        return term->list != NULL;
    }
    term->numbers = ARENA_ARRAY(arena, int64_t, n_most);
    term->words = ARENA_ARRAY(arena, struct str, n_most);
    struct str rest = text, word;
    while (str_split(&rest, STR("|"), &word)) {
        if (!read_value(arena, tables, str_trim(word), term, fault)) {
            return false;
        }
    }
    *fault = (struct condition_fault){text, STR("value|value")};
    return term->n_values == n_most;
}

/* Where " before " or " after " stands in a term, or SIZE_MAX. */
static size_t find_order(struct str text, enum condition_sign *comparison) {
    size_t before = str_find(text, STR(" before "), 0), after = str_find(text, STR(" after "), 0);
    *comparison = before < after ? COMPARE_BEFORE : COMPARE_AFTER;
    return before < after ? before : after;
}

/* Reads what a date is compared with. */
static bool read_day(struct str word, struct condition_term *term, struct condition_fault *fault) {
    struct str name = str_from_c(field_info(term->fields[0])->name);
    if (field_info(term->fields[0])->type != FIELD_DATE) {
        *fault = (struct condition_fault){name, STR("date")};
        return false;
    }
    term->other = N_FIELDS;
    if (str_is(word, "as-of") || date_from_iso(word, &term->day)) {
        return true;
    }
    if (field_find(word, &term->other) && field_info(term->other)->type == FIELD_DATE) {
        return true;
    }
    struct str nearest = term->other == N_FIELDS ? field_nearest(word) : (struct str){0};
    *fault = (struct condition_fault){
        word, nearest.len ? nearest : STR("YYYY-MM-DD | as-of | field of a date")};
    return false;
}

static bool read_term(struct arena *arena, const struct condition_tables *tables, struct str text,
                      struct condition_term *term, struct condition_fault *fault) {
    static const struct str ends[] = {STR_INIT(" missing"), STR_INIT(" given"),
                                      STR_INIT(" unread")};
    static const enum condition_sign end_meanings[] = {COMPARE_MISSING, COMPARE_GIVEN,
                                                       COMPARE_UNREAD};
    size_t which = 0;
    size_t at = find_sign(text, &which);
    if (at != SIZE_MAX) {
        term->comparison = sign_meanings[which];
        size_t after = at + str_from_c(signs[which]).len;
        return read_fields(str_slice(text, 0, at), term, fault) &&
               read_values(arena, tables, str_slice(text, after, text.len), term, fault);
    }
    at = find_order(text, &term->comparison);
    if (at != SIZE_MAX) {
        size_t after = str_find(text, STR(" "), at + 1);
        return read_fields(str_slice(text, 0, at), term, fault) &&
               read_day(str_trim(str_slice(text, after, text.len)), term, fault);
    }
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        if (str_ends(text, ends[i])) {
            term->comparison = end_meanings[i];
            return read_fields(str_slice(text, 0, text.len - ends[i].len), term, fault);
        }
    }
    *fault = (struct condition_fault){
        text, STR("field=value | field missing | field given | field before day")};
    return false;
}

bool condition_read(struct arena *arena, const struct condition_tables *tables, struct str text,
                    struct condition *condition, struct condition_fault *fault) {
    *condition =
        (struct condition){.terms = ARENA_ARRAY(arena, struct condition_term, CONDITION_MAX_TERMS)};
    text = str_trim(text);
    struct str rest = text, part;
    while (str_split(&rest, STR("&"), &part)) {
        if (condition->n_terms == CONDITION_MAX_TERMS) {
            *fault = (struct condition_fault){part, STR("6 terms")};
            return false;
        }
        struct condition_term *term = &condition->terms[condition->n_terms++];
        if (!read_term(arena, tables, str_trim(part), term, fault)) {
            return false;
        }
    }
    *fault = (struct condition_fault){text, STR("field=value & field=value")};
    return !str_ends(text, STR("&"));
}

const struct value *case_value(const struct case_facts *facts, enum field field) {
    static const struct value no_value;
    if (field_info(field)->entity == ENTITY_UNIT) {
        return record_value(&facts->unit->record, field);
    }
    if (field_info(field)->entity != ENTITY_SYSTEM) {
        return facts->row ? record_value(facts->row, field) : &no_value;
    }
    return facts->system ? record_value(&facts->system->record, field) : &no_value;
}

/* One of the words, or a name of the list, stands in the text. */
static bool holds(const struct condition_term *term, struct str text, struct str *matched) {
    if (term->list) {
        return list_holds(term->list, text, matched);
    }
    for (size_t at = 0; at < text.len; at++) {
        for (size_t i = 0; i < term->n_values; i++) {
            if (word_stands_at(text, at, term->words[i])) {
                *matched = term->words[i];
                return true;
            }
        }
    }
    return false;
}

/* Looks for a word in the term's fields, and finds it as `matched` in `evidence`. A text that is
 * missing speaks for nothing. */
static enum truth test_words(const struct condition_term *term, struct arena *arena,
                             const struct case_facts *facts, struct evidence *evidence,
                             struct str *matched) {
    for (size_t i = 0; i < term->n_fields; i++) {
        const struct value *value = case_value(facts, term->fields[i]);
        if (!value_is_given(value)) {
            continue;
        }
        struct str text = inventory_key(arena, value->text);
        if (holds(term, text, matched)) {
            *evidence = (struct evidence){term->fields[i], value};
            return TRUTH_YES;
        }
    }
    return TRUTH_NO;
}

/* The value equals one that the term lists. */
static bool is_listed(const struct condition_term *term, struct arena *arena,
                      const struct value *value) {
    const struct field_info *info = field_info(term->fields[0]);
    bool has_words = !info->options[0] && term->n_values && term->words[0].len;
    struct str key = has_words ? inventory_key(arena, value->text) : value->text;
    for (size_t i = 0; i < term->n_values; i++) {
        bool is_same = info->options[0]     ? value_has_code(value, (int)term->numbers[i])
                       : term->words[i].len ? str_equal(key, term->words[i])
                                            : value->number == term->numbers[i];
        if (is_same) {
            return true;
        }
    }
    return false;
}

/* The days that a date can mean: all of its month or year where no more was given. */
struct days {
    int64_t first, last;
};

static struct days find_days(struct date date, enum date_precision precision) {
    struct days days = {date_to_days(date), date_to_days(date)};
    if (precision == DATE_YEAR || (precision == DATE_MONTH && date.month == 12)) {
        days.last = date_to_days((struct date){date.year, 12, 31});
    } else if (precision == DATE_MONTH) {
        days.last = date_to_days((struct date){date.year, date.month + 1, 1}) - 1;
    }
    return days;
}

/* Every day of a comes before every day of b; untold where only some do. */
static enum truth comes_before(struct days a, struct days b) {
    if (a.last < b.first) {
        return TRUTH_YES;
    }
    return a.first >= b.last ? TRUTH_NO : TRUTH_UNTOLD;
}

/* Compares two dates; evidence is the one that is missing, else the first. */
static enum truth compare_days(const struct condition_term *term, const struct case_facts *facts,
                               struct evidence *evidence) {
    if (!value_is_given(evidence->value)) {
        return TRUTH_UNTOLD;
    }
    struct days own = find_days(evidence->value->date, evidence->value->precision);
    struct days day = find_days(term->day.year ? term->day : facts->as_of, DATE_DAY);
    if (term->other != N_FIELDS) {
        const struct value *other = case_value(facts, term->other);
        if (!value_is_given(other)) {
            *evidence = (struct evidence){term->other, other};
            return TRUTH_UNTOLD;
        }
        day = find_days(other->date, other->precision);
    }
    return term->comparison == COMPARE_BEFORE ? comes_before(own, day) : comes_before(day, own);
}

static bool lacks_words(const struct condition_term *term, struct arena *arena,
                        const struct value *value) {
    struct str text = inventory_key(arena, value->text);
    bool lacks = true;
    for (size_t i = 0; i < term->n_values; i++) {
        lacks = lacks && !str_contains(text, term->words[i]);
    }
    return lacks;
}

static bool starts(const struct condition_term *term, struct arena *arena,
                   const struct value *value) {
    struct str text = inventory_key(arena, value->text);
    bool starts = false;
    for (size_t i = 0; i < term->n_values; i++) {
        starts = starts || str_starts(text, term->words[i]);
    }
    return starts;
}

static enum truth compare(const struct condition_term *term, struct arena *arena,
                          const struct case_facts *facts, const struct value *value) {
    bool is_given = value_is_given(value);
    if (term->comparison == COMPARE_UNREAD) {
        return value->is_bad ? TRUTH_YES : TRUTH_NO;
    }
    if (term->comparison == COMPARE_GIVEN || term->comparison == COMPARE_MISSING) {
        bool is_missing = !is_given && (!value->is_bad || facts->is_unread_missing);
        return is_missing == (term->comparison == COMPARE_MISSING) ? TRUTH_YES : TRUTH_NO;
    }
    if (!is_given) {
        return TRUTH_UNTOLD;
    }
    bool is_true = false;
    switch (term->comparison) {
    case COMPARE_STARTS:
        is_true = starts(term, arena, value);
        break;
    case COMPARE_LACKS:
        is_true = lacks_words(term, arena, value);
        break;
    case COMPARE_EQUAL:
        is_true = is_listed(term, arena, value);
        break;
    case COMPARE_UNEQUAL:
        is_true = !is_listed(term, arena, value);
        break;
    case COMPARE_AT_LEAST:
        is_true = value->number >= term->numbers[0];
        break;
    default:
        is_true = value->number <= term->numbers[0];
        break;
    }
    return is_true ? TRUTH_YES : TRUTH_NO;
}

/* Tests a term other than COMPARE_HOLDS; `evidence` is what its answer rests on. */
static enum truth test_term(const struct condition_term *term, struct arena *arena,
                            const struct case_facts *facts, struct evidence *evidence) {
    *evidence = (struct evidence){term->fields[0], case_value(facts, term->fields[0])};
    bool is_order = term->comparison == COMPARE_BEFORE || term->comparison == COMPARE_AFTER;
    return is_order ? compare_days(term, facts, evidence)
                    : compare(term, arena, facts, evidence->value);
}

struct condition_outcome condition_test(const struct condition *condition, struct arena *arena,
                                        const struct case_facts *facts) {
    struct condition_outcome yes = {.truth = TRUTH_YES}, untold = {.truth = TRUTH_UNTOLD};
    for (size_t i = 0; i < condition->n_terms; i++) {
        const struct condition_term *term = &condition->terms[i];
        struct evidence evidence;
        enum truth truth = term->comparison == COMPARE_HOLDS
                               ? test_words(term, arena, facts, &evidence, &yes.matched)
                               : test_term(term, arena, facts, &evidence);
        if (truth == TRUTH_NO) {
            return (struct condition_outcome){.truth = TRUTH_NO};
        }
        struct condition_outcome *outcome = truth == TRUTH_YES ? &yes : &untold;
        outcome->evidence[outcome->n_evidence++] = evidence;
    }
    return untold.n_evidence ? untold : yes;
}

enum truth condition_ask(const struct condition *condition, struct arena *arena,
                         const struct case_facts *facts) {
    enum truth truth = TRUTH_YES;
    for (size_t i = 0; i < condition->n_terms; i++) {
        const struct condition_term *term = &condition->terms[i];
        struct evidence evidence;
        struct str matched;
        enum truth own = term->comparison == COMPARE_HOLDS
                             ? test_words(term, arena, facts, &evidence, &matched)
                             : test_term(term, arena, facts, &evidence);
        if (own == TRUTH_NO) {
            return TRUTH_NO;
        }
        truth = own == TRUTH_UNTOLD ? own : truth;
    }
    return truth;
}
