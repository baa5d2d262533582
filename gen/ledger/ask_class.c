/* Questions asked of institutions beside the median of their class. */
#include <stdlib.h>

#include "ledger/asking.h"

/* An institution in its class. */
struct member {
    struct str class;
    int64_t number;
    const struct ledger_row *row;
    /* The row's place: rows are in the order of unit_id. */
    size_t place;
};

static int compare_members(const void *left, const void *right) {
    const struct member *a = left, *b = right;
    int order = str_compare(a->class, b->class);
    order = order ? order : (a->number > b->number) - (a->number < b->number);
    return order ? order : (a->place > b->place) - (a->place < b->place);
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
            asking_ask(asking, &(struct case_of){
                                   .unit_id = ledger_cell(row, LEDGER_UNITS_UNIT_ID),
                                   .subject = asking_subject(question),
                                   .value = asking_tell(asking->arena, question, members[i].number),
                                   .reference = asking_tell(asking->arena, question, median),
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
            asking_measure(asking->question, ledger, ledger_cell(row, LEDGER_UNITS_UNIT_ID));
        struct str class = class_of(asking->arena, asking->question, row);
        if (measured.is_known && measured.number > 0 && class.len) {
            members[n++] = (struct member){class, measured.number, row, i};
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
