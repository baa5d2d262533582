/* templates/ledger/questions.csv: read once, and proved by the examples beside it. */
#include "ledger/question.h"

/* Columns of the table, and of its examples. */
enum {
    AT_QUESTION,
    AT_AGAINST,
    AT_MEASURE,
    AT_TABLE,
    AT_COLUMNS,
    AT_WHERE,
    AT_IS,
    AT_FIELD,
    AT_CLASS,
    AT_PERCENT,
    AT_LEAST,
    AT_MEMBERS,
    AT_ORDER,
    N_AT,
};
enum { IN_ROW, IN_CASE, IN_VALUE, IN_REFERENCE, IN_MEMBERS, N_IN };
/* Largest number of a threshold or an example. */
enum { MOST = 1000000000 };

static const char *const names[] = {"question", "against", "measure", "table", "columns",
                                    "where",    "is",      "field",   "class", "percent",
                                    "least",    "members", "order",   NULL};
static const char *const example_names[] = {"row", "case", "value", "reference", "members", NULL};

/* ---- reading --------------------------------------------------------------------------------- */

/* Messages that ask. */
static bool read_id(const struct data_table *table, struct question *question) {
    struct str text = data_text(table, AT_QUESTION), asking[DIAG_COUNT];
    size_t n = 0;
    for (int id = 0; id < DIAG_COUNT; id++) {
        struct str name = diag_name((enum diag_id)id);
        if (str_starts(name, STR("QUESTION_"))) {
            asking[n++] = name;
        }
        if (str_equal(name, text)) {
            question->id = (enum diag_id)id;
        }
    }
    bool is_good = str_starts(text, STR("QUESTION_")) && str_equal(diag_name(question->id), text);
    return is_good || data_refuse(table, AT_QUESTION, text, str_nearest(text, asking, n));
}

static struct str nearest_column(enum ledger_table of, struct str name) {
    struct str all[N_LEDGER_COLUMNS];
    size_t n;
    enum ledger_column first = ledger_first_column(of, &n);
    for (size_t i = 0; i < n; i++) {
        all[i] = ledger_column_name((enum ledger_column)(first + i));
    }
    return str_nearest(name, all, n);
}

/* Columns of a table of data/, parted by semicolons. */
static bool read_columns(const struct data_table *table, size_t at, enum ledger_table of,
                         enum ledger_column columns[QUESTION_MOST_COLUMNS], size_t *n) {
    struct str rest = data_text(table, at), name;
    for (*n = 0; str_split(&rest, STR(";"), &name); (*n)++) {
        name = str_trim(name);
        if (*n == QUESTION_MOST_COLUMNS || !ledger_find_column(of, name, &columns[*n])) {
            return data_refuse(table, at, name, nearest_column(of, name));
        }
    }
    return true;
}

static bool read_filter(const struct data_table *table, size_t at, enum ledger_table of,
                        const struct ledger_filter **filter) {
    struct ledger_fault fault;
    *filter = ledger_filter_read(table->arena, of, data_text(table, at), &fault);
    return *filter || data_refuse(table, at, fault.text, fault.expected);
}

/* What is measured fits what is asked of it: numbers are summed, days compared, and a measure of
 * last year is held against it. */
static bool check_measure(const struct data_table *table, const struct question *question) {
    bool is_of_last = question->measure == MEASURE_CELL || question->measure == MEASURE_UNCHANGED;
    bool is_of_own = question->measure == MEASURE_SAME || question->measure == MEASURE_SHARE;
    if (is_of_last != (question->against == AGAINST_LAST) && (is_of_last || is_of_own)) {
        return data_refuse(table, AT_AGAINST, data_text(table, AT_AGAINST),
                           is_of_last ? STR("last") : STR("own"));
    }
    if (!is_of_last && !is_of_own && question->against == AGAINST_OWN) {
        return data_refuse(table, AT_AGAINST, STR("own"), STR("last class"));
    }
    bool has_columns = question->measure == MEASURE_SUM || question->measure == MEASURE_CELL ||
                       question->measure == MEASURE_SAME;
    bool is_one = question->measure == MEASURE_CELL || question->measure == MEASURE_SAME;
    if (has_columns != (question->n_columns > 0) || (is_one && question->n_columns != 1)) {
        return data_refuse(table, AT_COLUMNS, data_text(table, AT_COLUMNS),
                           is_one        ? STR("1")
                           : has_columns ? STR("1-8")
                                         : STR("-"));
    }
    for (size_t i = 0; i < question->n_columns; i++) {
        enum ledger_type type = ledger_column_type(question->columns[i]);
        bool fits =
            question->measure == MEASURE_SAME
                ? type == LEDGER_AS_DATE
                : type == LEDGER_AS_COUNT || type == LEDGER_AS_MONEY || type == LEDGER_AS_LEVEL;
        if (!fits) {
            return data_refuse(table, AT_COLUMNS, ledger_column_name(question->columns[i]),
                               question->measure == MEASURE_SAME ? STR("2011-06-01")
                                                                 : STR("0, 1, 2"));
        }
    }
    bool is_of_class = question->against == AGAINST_CLASS;
    return is_of_class == (question->n_classes > 0) ||
           data_refuse(table, AT_CLASS, data_text(table, AT_CLASS),
                       is_of_class ? STR("unit_kind") : STR("-"));
}

static bool read_question(const struct data_table *table, struct question *question) {
    static const char *const against[] = {"last", "own", "class"};
    static const char *const measures[] = {"rows", "sum", "cell", "unchanged", "same", "share"};
    size_t choice[2];
    struct str field = data_text(table, AT_FIELD);
    if (!read_id(table, question) ||
        !data_choice(table, AT_AGAINST, against, sizeof against / sizeof against[0], &choice[0]) ||
        !data_choice(table, AT_MEASURE, measures, sizeof measures / sizeof measures[0],
                     &choice[1])) {
        return false;
    }
    question->against = (enum question_against)choice[0];
    question->measure = (enum question_measure)choice[1];
    question->name = data_text(table, AT_ORDER);
    question->origin =
        (struct origin){.source = table->source, .row = table->csv.records[table->row].line};
    if (!ledger_find_table(data_text(table, AT_TABLE), &question->table)) {
        return data_refuse(table, AT_TABLE, data_text(table, AT_TABLE), STR("systems"));
    }
    if (!field_find(field, &question->field)) {
        return data_refuse(table, AT_FIELD, field, field_nearest(field));
    }
    return read_columns(table, AT_COLUMNS, question->table, question->columns,
                        &question->n_columns) &&
           read_columns(table, AT_CLASS, LEDGER_UNITS, question->classes, &question->n_classes) &&
           read_filter(table, AT_WHERE, question->table, &question->where) &&
           read_filter(table, AT_IS, question->table, &question->is) &&
           data_number(table, AT_PERCENT, 1, MOST, &question->percent) &&
           data_number(table, AT_LEAST, 1, MOST, &question->least) &&
           data_number(table, AT_MEMBERS, 0, MOST, &question->members) &&
           check_measure(table, question);
}

struct ledger_questions *ledger_questions_read(struct arena *arena, struct shelf *shelf,
                                               struct str edition, struct diag *diag) {
    struct ledger_questions *questions = ARENA_NEW(arena, struct ledger_questions);
    struct data_table table = {.names = names};
    bool is_good = data_open(&table, arena, shelf, "ledger/questions", edition, diag);
    while (is_good && data_next(&table)) {
        struct question question = {.id = DIAG_COUNT};
        is_good = read_question(&table, &question);
        ARENA_PUSH(arena, questions->items, questions->n_items, questions->capacity, question);
    }
    return is_good ? questions : NULL;
}

/* ---- the threshold --------------------------------------------------------------------------- */

static bool is_money(const struct question *question) {
    return question->n_columns && ledger_column_type(question->columns[0]) == LEDGER_AS_MONEY;
}

bool question_holds(const struct question *question, int64_t value, int64_t reference,
                    size_t members) {
    int64_t least = (int64_t)question->least * (is_money(question) ? 100 : 1);
    bool is_enough = reference >= least && (int64_t)members >= question->members;
    /* sums are far below what would overflow; whatever is not asks nothing */
    if (!is_enough || value < 0 || value > INT64_MAX / 100 ||
        reference > INT64_MAX / question->percent) {
        return false;
    }
    int64_t bound = reference * question->percent;
    return question->percent < 100 ? value * 100 <= bound : value * 100 >= bound;
}

/* ---- proof ----------------------------------------------------------------------------------- */

/* Examples seen of a question. */
struct seen {
    bool asks, passes;
};

static bool tell(struct diag *diag, enum diag_id id, struct origin origin,
                 const struct str args[3]) {
    diag_report(
        diag, &(struct diag_note){.id = id, .origin = origin, .args = {args[0], args[1], args[2]}});
    return false;
}

/* Runs an example: its numbers are asked, or not, as it says. */
static bool run_example(const struct data_table *table, const struct ledger_questions *questions,
                        struct seen *seen) {
    static const char *const cases[] = {"asked", "not"};
    size_t at = 0, choice;
    int value, reference, members;
    struct str row = data_text(table, IN_ROW);
    while (at < questions->n_items && !str_equal(questions->items[at].name, row)) {
        at++;
    }
    if (at == questions->n_items) {
        return data_refuse(table, IN_ROW, row, STR("order"));
    }
    if (!data_choice(table, IN_CASE, cases, 2, &choice) ||
        !data_number(table, IN_VALUE, 0, MOST, &value) ||
        !data_number(table, IN_REFERENCE, 0, MOST, &reference) ||
        !data_number(table, IN_MEMBERS, 0, MOST, &members)) {
        return false;
    }
    const struct question *question = &questions->items[at];
    int64_t unit = is_money(question) ? 100 : 1;
    bool holds = question_holds(question, value * unit, reference * unit, (size_t)members);
    seen[at].asks |= choice == 0;
    seen[at].passes |= choice == 1;
    const struct str said[] = {row, str_from_c(cases[choice]), str_from_c(cases[!holds])};
    struct origin origin = {.source = table->source, .row = table->csv.records[table->row].line};
    return holds == (choice == 0) || tell(table->diag, DIAG_RULE_EXAMPLE, origin, said);
}

bool ledger_questions_prove(const struct ledger_questions *questions, struct arena *arena,
                            struct shelf *shelf, struct str edition, struct diag *diag) {
    struct data_table table = {.names = example_names};
    struct seen *seen = ARENA_ARRAY(arena, struct seen, questions->n_items);
    if (!data_open(&table, arena, shelf, "ledger/questions.examples", edition, diag)) {
        return false;
    }
    bool is_good = true;
    while (data_next(&table)) {
        is_good = run_example(&table, questions, seen) && is_good;
    }
    for (size_t i = 0; i < questions->n_items; i++) {
        const struct question *question = &questions->items[i];
        const struct str said[] = {diag_name(question->id),
                                   seen[i].asks ? STR("not") : STR("asked"), table.source->file};
        is_good = (seen[i].asks && seen[i].passes) ||
                  (tell(diag, DIAG_RULE_EXAMPLE_MISSING, question->origin, said) && is_good);
    }
    return is_good;
}
