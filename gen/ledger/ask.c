/* Plausibility questions asked of rows: what is measured, how it is told, and the rows that are
 * left of what was asked. */
#include "ledger/asking.h"

struct span asking_span(const struct ledger *ledger, enum ledger_table table, struct str unit_id) {
    struct span span = {ledger, table, ledger_find_rows(ledger, table, unit_id), 0};
    enum ledger_column key = ledger_table_info(table)->first;
    span.end = span.first;
    while (span.end < ledger_n_rows(ledger, table) &&
           str_equal(ledger_cell(ledger_row(ledger, table, span.end), key), unit_id)) {
        span.end++;
    }
    return span;
}

struct measured asking_measure(const struct question *question, const struct ledger *ledger,
                               struct str unit_id) {
    struct span span = asking_span(ledger, question->table, unit_id);
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

struct str asking_tell(struct arena *arena, const struct question *question, int64_t number) {
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

struct str asking_subject(const struct question *question) {
    return question->n_columns ? ledger_column_name(question->columns[0])
                               : ledger_table_name(question->table);
}

static const char *const against_names[] = {"last", "own", "class"};

void asking_ask(struct asking *asking, const struct case_of *own) {
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
