/* Plausibility questions asked of rows: what an institution says beside its own last year, beside
 * its own other rows, and beside the median of its class. */
#include <stdlib.h>

#include "ledger/question.h"

/* Rows of one institution. */
struct span {
    const struct ledger *ledger;
    enum ledger_table table;
    size_t first, end;
};

/* Asking. */
struct asking {
    struct arena *arena;
    /* Those of the unit now, and those of the run before; NULL without one. */
    const struct ledger *ledger, *previous;
    const struct question *question;
    /* The unit's cells, to ask in; NULL where only rows are known. */
    const struct unit_findings *findings;
    struct ledger_asked *asked;
};

static struct span span_of(const struct ledger *ledger, enum ledger_table table,
                           struct str unit_id) {
    struct span span = {ledger, table, ledger_find_rows(ledger, table, unit_id), 0};
    enum ledger_column key = ledger_table_info(table)->first;
    span.end = span.first;
    while (span.end < ledger_n_rows(ledger, table) &&
           str_equal(ledger_cell(ledger_row(ledger, table, span.end), key), unit_id)) {
        span.end++;
    }
    return span;
}

/* ---- measures -------------------------------------------------------------------------------- */

/* A number, if anything says it. */
struct measured {
    bool is_known;
    int64_t number;
};

/* Rows, or the sum of columns, of an institution. */
static struct measured measure(const struct question *question, const struct ledger *ledger,
                               struct str unit_id) {
    struct span span = span_of(ledger, question->table, unit_id);
    struct measured measured = {0};
    for (size_t i = span.first; i < span.end; i++) {
        const struct ledger_row *row = ledger_row(ledger, question->table, i);
        if (!ledger_passes(ledger, question->where, row)) {
            continue;
        }
        if (question->measure == MEASURE_ROWS) {
            measured = (struct measured){true, measured.number + 1};
        }
        for (size_t k = 0; k < question->n_columns; k++) {
            measured.is_known |= ledger_cell(row, question->columns[k]).len > 0;
            measured.number += ledger_number(row, question->columns[k]);
        }
    }
    return measured;
}

/* A number as it is told: money in 万元. */
static struct str tell_number(struct arena *arena, const struct question *question,
                              int64_t number) {
    bool is_money =
        question->n_columns && ledger_column_type(question->columns[0]) == LEDGER_AS_MONEY;
    if (!is_money || number % 100 == 0) {
        return str_format(arena, "%lld", (long long)(is_money ? number / 100 : number));
    }
    return number % 10 ? str_format(arena, "%lld.%02lld", (long long)(number / 100),
                                    (long long)(number % 100))
                       : str_format(arena, "%lld.%lld", (long long)(number / 100),
                                    (long long)(number % 100 / 10));
}

/* ---- asking ---------------------------------------------------------------------------------- */

/* One question, before it is known where it is asked. */
struct case_of {
    struct str unit_id, system_no, subject;
    struct str value, reference, more;
    /* The record whose cell is asked; NULL where only its row is known. */
    const struct record *record;
    struct origin origin;
};

static const char *const against_names[] = {"last", "own", "class"};

static void ask(struct asking *asking, const struct case_of *own) {
    const struct question *question = asking->question;
    struct ledger_question item = {
        .note = {.id = question->id,
                 .origin = own->origin,
                 .unit = own->unit_id,
                 .args = {own->value, own->reference, own->more}},
        .cells = {own->unit_id, own->system_no, diag_name(question->id), own->subject,
                  str_from_c(against_names[question->against]), own->value, own->reference}};
    if (own->record) {
        const struct value *value = record_value(own->record, question->field);
        bool is_there = value->origin.source != NULL;
        item.note.origin = is_there ? value->origin : own->record->origin;
        item.note.header = is_there ? value->header : (struct str){0};
        item.note.value = is_there ? value->raw : (struct str){0};
    }
    ARENA_PUSH(asking->arena, asking->asked->items, asking->asked->n_items, asking->asked->capacity,
               item);
}

/* The system of a row among the unit's; NULL if there is none. */
static const struct record *find_record(const struct asking *asking, const struct ledger_row *row,
                                        enum ledger_column number) {
    const struct unit_findings *findings = asking->findings;
    int64_t no = ledger_number(row, number);
    for (size_t i = 0; i < findings->n_gradings; i++) {
        if ((int64_t)findings->gradings[i].system->ordinal == no) {
            return &findings->gradings[i].system->record;
        }
    }
    return NULL;
}

static struct str first_subject(const struct question *question) {
    return question->n_columns ? ledger_column_name(question->columns[0])
                               : ledger_table_name(question->table);
}

/* Asks of the unit by two numbers. */
static void ask_unit(struct asking *asking, struct str unit_id, int64_t value, int64_t reference) {
    const struct question *question = asking->question;
    struct arena *arena = asking->arena;
    if (question_holds(question, value, reference, 0)) {
        ask(asking, &(struct case_of){.unit_id = unit_id,
                                      .subject = first_subject(question),
                                      .value = tell_number(arena, question, value),
                                      .reference = tell_number(arena, question, reference),
                                      .record = &asking->findings->unit->record});
    }
}

/* Last year's system of the name; NULL if there is none. */
static const struct ledger_row *find_system(const struct asking *asking, struct str unit_id,
                                            struct str name) {
    struct span span = span_of(asking->previous, LEDGER_SYSTEMS, unit_id);
    for (size_t i = span.first; i < span.end; i++) {
        const struct ledger_row *row = ledger_row(asking->previous, LEDGER_SYSTEMS, i);
        if (str_equal(ledger_cell(row, LEDGER_SYSTEMS_NAME), name)) {
            return row;
        }
    }
    return NULL;
}

/* Each system beside itself last year. */
static void ask_cells(struct asking *asking, struct str unit_id) {
    const struct question *question = asking->question;
    enum ledger_column column = question->columns[0];
    struct span span = span_of(asking->ledger, LEDGER_SYSTEMS, unit_id);
    for (size_t i = span.first; i < span.end; i++) {
        const struct ledger_row *row = ledger_row(asking->ledger, LEDGER_SYSTEMS, i);
        const struct ledger_row *before =
            find_system(asking, unit_id, ledger_cell(row, LEDGER_SYSTEMS_NAME));
        bool is_known = before && ledger_cell(row, column).len && ledger_cell(before, column).len &&
                        ledger_passes(asking->ledger, question->where, row);
        if (is_known && question_holds(question, ledger_number(row, column),
                                       ledger_number(before, column), 0)) {
            ask(asking,
                &(struct case_of){.unit_id = unit_id,
                                  .system_no = ledger_cell(row, LEDGER_SYSTEMS_SYSTEM_NO),
                                  .subject = ledger_column_name(column),
                                  .value = ledger_cell(row, column),
                                  .reference = ledger_cell(before, column),
                                  .record = find_record(asking, row, LEDGER_SYSTEMS_SYSTEM_NO)});
        }
    }
}

/* The row says what last year's said, in every cell that was handed in. */
static bool is_unchanged(const struct ledger_row *row, const struct ledger_row *before) {
    size_t n;
    enum ledger_column first = ledger_first_column(LEDGER_SYSTEMS, &n);
    bool is_same = before != NULL;
    for (size_t i = 0; is_same && i < n; i++) {
        enum ledger_column column = (enum ledger_column)(first + i);
        bool is_handed_in = ledger_column_info(column)->from.source == LEDGER_FROM_FIELD ||
                            column == LEDGER_SYSTEMS_LEVEL_DECLARED ||
                            column == LEDGER_SYSTEMS_S_DECLARED ||
                            column == LEDGER_SYSTEMS_A_DECLARED;
        is_same = !is_handed_in || str_equal(ledger_cell(row, column), ledger_cell(before, column));
    }
    return is_same;
}

/* All systems beside themselves last year. */
static void ask_unchanged(struct asking *asking, struct str unit_id) {
    struct span span = span_of(asking->ledger, LEDGER_SYSTEMS, unit_id);
    int64_t n = 0, n_all = 0;
    for (size_t i = span.first; i < span.end; i++) {
        const struct ledger_row *row = ledger_row(asking->ledger, LEDGER_SYSTEMS, i);
        if (ledger_passes(asking->ledger, asking->question->where, row)) {
            n += is_unchanged(row,
                              find_system(asking, unit_id, ledger_cell(row, LEDGER_SYSTEMS_NAME)));
            n_all++;
        }
    }
    ask_unit(asking, unit_id, n, n_all);
}

/* How many systems have the commonest day of a column, which may be none. */
static void ask_same(struct asking *asking, struct str unit_id) {
    const struct question *question = asking->question;
    struct span span = span_of(asking->ledger, LEDGER_SYSTEMS, unit_id);
    struct dictionary *places = dictionary_open(asking->arena);
    int64_t *n_of = ARENA_ARRAY(asking->arena, int64_t, span.end - span.first), n_all = 0;
    size_t n_days = 0, best = SIZE_MAX;
    const struct ledger_row *first = NULL;
    for (size_t i = span.first; i < span.end; i++) {
        const struct ledger_row *row = ledger_row(asking->ledger, LEDGER_SYSTEMS, i);
        struct str day = ledger_cell(row, question->columns[0]);
        size_t at = n_days;
        n_all += ledger_passes(asking->ledger, question->where, row);
        if (!day.len || !ledger_passes(asking->ledger, question->where, row)) {
            continue;
        }
        n_days += dictionary_put(places, day, n_days);
        dictionary_get(places, day, &at);
        n_of[at]++;
        if (best == SIZE_MAX || n_of[at] > n_of[best]) {
            best = at;
            first = row;
        }
    }
    if (first && question_holds(question, n_of[best], n_all, 0)) {
        ask(asking,
            &(struct case_of){.unit_id = unit_id,
                              .subject = ledger_column_name(question->columns[0]),
                              .value = tell_number(asking->arena, question, n_of[best]),
                              .reference = tell_number(asking->arena, question, n_all),
                              .more = ledger_cell(first, question->columns[0]),
                              .record = find_record(
                                  asking, ledger_row(asking->ledger, LEDGER_SYSTEMS, span.first),
                                  LEDGER_SYSTEMS_SYSTEM_NO)});
    }
}

/* Of the rows of each system how many `is` holds for; they follow each other. */
static void ask_shares(struct asking *asking, struct str unit_id) {
    const struct question *question = asking->question;
    const struct ledger *ledger = asking->ledger;
    struct span span = span_of(ledger, question->table, unit_id);
    enum ledger_column number;
    if (!ledger_find_column(question->table, STR("system_no"), &number)) {
        return;
    }
    for (size_t i = span.first; i < span.end;) {
        const struct ledger_row *row = ledger_row(ledger, question->table, i);
        struct str no = ledger_cell(row, number);
        int64_t n = 0, n_all = 0;
        for (; i < span.end &&
               str_equal(ledger_cell(ledger_row(ledger, question->table, i), number), no);
             i++) {
            const struct ledger_row *item = ledger_row(ledger, question->table, i);
            bool counts = ledger_passes(ledger, question->where, item);
            n_all += counts;
            n += counts && ledger_passes(ledger, question->is, item);
        }
        if (question_holds(question, n, n_all, 0)) {
            ask(asking, &(struct case_of){.unit_id = unit_id,
                                          .system_no = no,
                                          .subject = ledger_table_name(question->table),
                                          .value = tell_number(asking->arena, question, n),
                                          .reference = tell_number(asking->arena, question, n_all),
                                          .record = find_record(asking, row, number)});
        }
    }
}

/* The unit beside itself last year, as a whole. */
static void ask_whole(struct asking *asking, struct str unit_id) {
    struct measured now = measure(asking->question, asking->ledger, unit_id);
    struct measured before = measure(asking->question, asking->previous, unit_id);
    if (now.is_known && before.is_known) {
        ask_unit(asking, unit_id, now.number, before.number);
    }
}

void ledger_ask_unit(const struct ledger_questions *questions, struct arena *arena,
                     const struct ledger *ledger, const struct ledger *previous,
                     const struct unit_findings *findings, struct ledger_asked *asked) {
    struct str unit_id = findings->unit->id;
    bool has_last = previous && ledger_find_unit(previous, unit_id) != SIZE_MAX;
    for (size_t i = 0; i < questions->n_items; i++) {
        const struct question *question = &questions->items[i];
        struct asking asking = {arena, ledger, previous, question, findings, asked};
        if (question->against == AGAINST_OWN) {
            (question->measure == MEASURE_SAME ? ask_same : ask_shares)(&asking, unit_id);
        } else if (question->against == AGAINST_LAST && has_last) {
            (question->measure == MEASURE_CELL        ? ask_cells
             : question->measure == MEASURE_UNCHANGED ? ask_unchanged
                                                      : ask_whole)(&asking, unit_id);
        }
    }
}

/* ---- classes --------------------------------------------------------------------------------- */

/* An institution in its class. */
struct member {
    struct str class;
    int64_t number;
    const struct ledger_row *row;
};

static int compare_members(const void *left, const void *right) {
    const struct member *a = left, *b = right;
    int order = str_compare(a->class, b->class);
    order = order ? order : (a->number > b->number) - (a->number < b->number);
    return order ? order
                 : str_compare(ledger_cell(a->row, LEDGER_UNITS_UNIT_ID),
                               ledger_cell(b->row, LEDGER_UNITS_UNIT_ID));
}

/* The class of a unit, as it is told; empty where no column of it says anything. */
static struct str class_of(struct arena *arena, const struct question *question,
                           const struct ledger_row *row) {
    struct str parts[QUESTION_MOST_COLUMNS];
    size_t n = 0;
    for (size_t i = 0; i < question->n_classes; i++) {
        struct str part = ledger_cell(row, question->classes[i]);
        if (part.len) {
            parts[n++] = part;
        }
    }
    return str_join(arena, parts, n, STR(" "));
}

/* The place that a source names, "file!sheet!row": the file is one of those known, as both names
 * may have the sign in them. */
static struct origin find_place(struct arena *arena, const struct dictionary *files,
                                struct str source) {
    struct origin origin = {0};
    size_t end = source.len, at;
    int64_t row;
    while (end > 0 && source.data[end - 1] != '!') {
        end--;
    }
    if (!end || !str_to_int(str_slice(source, end, source.len), &row) || row < 0 ||
        row > UINT32_MAX) {
        return origin;
    }
    for (size_t i = end - 1; i-- > 0;) {
        if (source.data[i] == '!' && dictionary_get(files, str_slice(source, 0, i), &at)) {
            struct source *place = ARENA_NEW(arena, struct source);
            place->file = str_slice(source, 0, i);
            place->sheet = str_slice(source, i + 1, end - 1);
            origin = (struct origin){.source = place, .row = (uint32_t)row};
            break;
        }
    }
    return origin;
}

/* Asks those of one class, which are in order of their numbers. */
static void ask_class(struct asking *asking, const struct dictionary *files,
                      const struct member *members, size_t n) {
    const struct question *question = asking->question;
    int64_t median = (members[(n - 1) / 2].number + members[n / 2].number) / 2;
    for (size_t i = 0; i < n; i++) {
        const struct ledger_row *row = members[i].row;
        if (question_holds(question, members[i].number, median, n)) {
            ask(asking,
                &(struct case_of){.unit_id = ledger_cell(row, LEDGER_UNITS_UNIT_ID),
                                  .subject = first_subject(question),
                                  .value = tell_number(asking->arena, question, members[i].number),
                                  .reference = tell_number(asking->arena, question, median),
                                  .more = members[i].class,
                                  .origin = find_place(asking->arena, files,
                                                       ledger_cell(row, LEDGER_UNITS_SOURCE))});
        }
    }
}

/* Asks one question of every class. */
static void ask_classes(struct asking *asking, const struct dictionary *files,
                        struct arena *scratch) {
    const struct ledger *ledger = asking->ledger;
    size_t n_units = ledger_n_rows(ledger, LEDGER_UNITS), n = 0;
    struct member *members = ARENA_ARRAY(scratch, struct member, n_units);
    for (size_t i = 0; i < n_units; i++) {
        const struct ledger_row *row = ledger_row(ledger, LEDGER_UNITS, i);
        struct measured measured =
            measure(asking->question, ledger, ledger_cell(row, LEDGER_UNITS_UNIT_ID));
        struct str class = class_of(asking->arena, asking->question, row);
        if (measured.is_known && measured.number > 0 && class.len) {
            members[n++] = (struct member){class, measured.number, row};
        }
    }
    if (n) {
        qsort(members, n, sizeof *members, compare_members);
    }
    for (size_t first = 0, end; first < n; first = end) {
        for (end = first + 1; end < n && str_equal(members[end].class, members[first].class);) {
            end++;
        }
        ask_class(asking, files, members + first, end - first);
    }
}

void ledger_ask_classes(const struct ledger_questions *questions, struct arena *arena,
                        const struct ledger *ledger, struct ledger_asked *asked) {
    struct arena *scratch = arena_open_like(arena);
    struct dictionary *files = dictionary_open(scratch);
    for (size_t i = 0; i < ledger_n_rows(ledger, LEDGER_FILES); i++) {
        dictionary_put(files, ledger_cell(ledger_row(ledger, LEDGER_FILES, i), LEDGER_FILES_FILE),
                       i);
    }
    for (size_t i = 0; i < questions->n_items; i++) {
        struct asking asking = {
            .arena = arena, .ledger = ledger, .question = &questions->items[i], .asked = asked};
        if (asking.question->against == AGAINST_CLASS) {
            ask_classes(&asking, files, scratch);
        }
    }
    arena_close(scratch);
}

static bool is_of_class(void *context, const struct ledger_row *row) {
    (void)context;
    return str_equal(ledger_cell(row, LEDGER_QUESTIONS_AGAINST),
                     str_from_c(against_names[AGAINST_CLASS]));
}

void ledger_drop_class_questions(struct ledger *ledger) {
    ledger_drop(ledger, LEDGER_QUESTIONS, is_of_class, NULL);
}

void ledger_add_question(struct ledger *ledger, const struct ledger_question *question,
                         bool is_answered) {
    struct str cells[LEDGER_N_QUESTION_CELLS + 1];
    for (size_t i = 0; i < LEDGER_N_QUESTION_CELLS; i++) {
        cells[i] = question->cells[i];
    }
    cells[LEDGER_N_QUESTION_CELLS] = is_answered ? STR("1") : STR("0");
    ledger_add(ledger, LEDGER_QUESTIONS, cells, (struct origin){0});
}
