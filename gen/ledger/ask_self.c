/* Questions asked of an institution by itself: what it says beside its own last year, and beside
 * its own other rows. */
#include "ledger/asking.h"

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

/* Asks of the unit by two numbers. */
static void ask_unit(struct asking *asking, struct str unit_id, int64_t value, int64_t reference) {
    const struct question *question = asking->question;
    struct arena *arena = asking->arena;
    if (question_holds(question, value, reference, 0)) {
        asking_ask(asking, &(struct case_of){.unit_id = unit_id,
                                             .subject = asking_subject(question),
                                             .value = asking_tell(arena, question, value),
                                             .reference = asking_tell(arena, question, reference),
                                             .record = &asking->findings->unit->record});
    }
}

/* Last year's system of the name; NULL if there is none. */
static const struct ledger_row *find_system(const struct asking *asking, struct str unit_id,
                                            struct str name) {
    struct span span = asking_span(asking->previous, LEDGER_SYSTEMS, unit_id);
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
    struct span span = asking_span(asking->ledger, LEDGER_SYSTEMS, unit_id);
    for (size_t i = span.first; i < span.end; i++) {
        const struct ledger_row *row = ledger_row(asking->ledger, LEDGER_SYSTEMS, i);
        const struct ledger_row *before =
            find_system(asking, unit_id, ledger_cell(row, LEDGER_SYSTEMS_NAME));
        bool is_known = before && ledger_cell(row, column).len && ledger_cell(before, column).len &&
                        ledger_passes(asking->ledger, question->where, row);
        if (is_known && question_holds(question, ledger_number(row, column),
                                       ledger_number(before, column), 0)) {
            asking_ask(asking, &(struct case_of){
                                   .unit_id = unit_id,
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
    struct span span = asking_span(asking->ledger, LEDGER_SYSTEMS, unit_id);
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
    struct span span = asking_span(asking->ledger, LEDGER_SYSTEMS, unit_id);
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
        asking_ask(asking, &(struct case_of){
                               .unit_id = unit_id,
                               .subject = ledger_column_name(question->columns[0]),
                               .value = asking_tell(asking->arena, question, n_of[best]),
                               .reference = asking_tell(asking->arena, question, n_all),
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
    struct span span = asking_span(ledger, question->table, unit_id);
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
            asking_ask(asking,
                       &(struct case_of){.unit_id = unit_id,
                                         .system_no = no,
                                         .subject = ledger_table_name(question->table),
                                         .value = asking_tell(asking->arena, question, n),
                                         .reference = asking_tell(asking->arena, question, n_all),
                                         .record = find_record(asking, row, number)});
        }
    }
}

/* The unit beside itself last year, as a whole. */
static void ask_whole(struct asking *asking, struct str unit_id) {
    struct measured now = asking_measure(asking->question, asking->ledger, unit_id);
    struct measured before = asking_measure(asking->question, asking->previous, unit_id);
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
