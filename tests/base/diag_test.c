/* Diagnostics: the catalogue is whole, the sink keeps its own texts and never much of them, says
 * the same of a cell once, and is listed in an order that does not depend on the order of work. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "ground.h"
#include "reported.h"

TestSuite(diag, .init = open_ground, .fini = close_ground);

static const char *const texts[] = {
#define DIAG(id, severity, message, hint) message, hint,
#include "base/diag.def"
#undef DIAG
};

Test(diag, catalogue_is_in_order_of_severity_and_complete) {
    for (int i = 0; i < DIAG_COUNT; i++) {
        enum diag_id id = (enum diag_id)i;
        cr_assert(i == 0 || diag_severity(id) >= diag_severity((enum diag_id)(i - 1)),
                  "%" STR_FMT " stands in the wrong section", STR_ARG(diag_name(id)));
        cr_assert_gt(strlen(texts[2 * i]), 0);
        cr_assert_gt(strlen(texts[2 * i + 1]), 0);
    }
}

Test(diag, no_placeholder_is_left_when_everything_is_given) {
    for (int i = 0; i < DIAG_COUNT; i++) {
        struct diag_note note = {.id = (enum diag_id)i,
                                 .header = STR("H"),
                                 .value = STR("V"),
                                 .args = {STR("A"), STR("B"), STR("C"), STR("D")}};
        diag_report(diag, &note);
        const struct diag_item *item = reported(diag, (size_t)i);
        cr_assert_not(str_contains(item->message, STR("{")), "%" STR_FMT, STR_ARG(item->message));
        cr_assert_not(str_contains(item->suggestion, STR("{")), "%" STR_FMT,
                      STR_ARG(item->suggestion));
        cr_assert(utf8_valid(item->message, NULL));
    }
}

/* A hint never shows an empty suggestion: what cannot be told has another wording. */
Test(diag, of_a_hint_the_first_is_given_that_can_be_filled) {
    struct diag_note note = {.id = DIAG_UNIT_UNKNOWN, .args = {STR("A"), STR("B"), STR("C")}};
    diag_report(diag, &note);
    cr_assert(same(reported(diag, 0)->suggestion, "请在单位表补报该单位，或改为“C”"));
    note.args[2] = (struct str){0};
    diag_report(diag, &note);
    cr_assert(same(reported(diag, 1)->suggestion, "请在单位表补报该单位，或改正单位名称"));
    diag_report(diag, &(struct diag_note){.id = DIAG_DATE_IMPRECISE, .args = {STR("1")}});
    cr_assert(same(reported(diag, 2)->suggestion,
                   "知道是哪一天的，请补成年月日，如 2011-06-01；不知道的不必改，文书照此打印"));
}

Test(diag, the_last_of_alternatives_asks_for_nothing) {
    for (int i = 0; i < DIAG_COUNT; i++) {
        const char *last = strrchr(texts[2 * i + 1], '|');
        cr_assert(!last || (last[1] && !strchr(last, '{')), "%s", texts[2 * i + 1]);
        cr_assert(!strchr(texts[2 * i], '|'), "%s", texts[2 * i]);
        diag_report(diag, &(struct diag_note){.id = (enum diag_id)i});
        struct str hint = reported(diag, (size_t)i)->suggestion;
        cr_assert(!last || !str_contains(hint, STR("“”")), "%" STR_FMT, STR_ARG(hint));
    }
}

Test(diag, names_are_those_of_the_catalogue) {
    cr_assert(same(diag_name(DIAG_CSV_QUOTE), "CSV_QUOTE"));
    cr_assert_eq(diag_severity(DIAG_CSV_QUOTE), SEVERITY_WARNING);
    cr_assert(same(severity_name(SEVERITY_NOTE), "note"));
    cr_assert(same(severity_name(SEVERITY_WARNING), "warning"));
    cr_assert(same(severity_name(SEVERITY_ERROR), "error"));
    cr_assert(same(severity_name(SEVERITY_FATAL), "fatal"));
}

/* The note, its texts and its source are gone when the report is made. */
Test(diag, reports_keep_their_own_texts) {
    char value[] = "2011-02-30", file[] = "a.xlsx";
    struct source source = {str_from_c(file), STR("S")};
    diag_report(diag, &(struct diag_note){.id = DIAG_DATE_IMPOSSIBLE,
                                          .origin = {&source, 3, 2, 1},
                                          .unit = STR("u"),
                                          .header = STR("H"),
                                          .value = str_from_c(value),
                                          .clause = STR("7.1")});
    memset(value, 'x', sizeof value - 1);
    memset(file, 'x', sizeof file - 1);
    source.sheet = STR("other");
    const struct diag_item *item = reported(diag, 0);
    cr_assert(same(item->value, "2011-02-30"));
    cr_assert(str_contains(item->message, STR("2011-02-30")));
    cr_assert(same(item->clause, "7.1"));
    cr_assert(same(item->unit, "u"));
    cr_assert(same(item->header, "H"));
    cr_assert(same(item->origin.source->file, "a.xlsx"));
    cr_assert(same(item->origin.source->sheet, "S"));
    cr_assert(item->origin.row == 3 && item->origin.column == 2 && item->origin.record == 1);
    cr_assert_eq(item->severity, SEVERITY_ERROR);
}

/* Every text at every length around its cap, of characters of every size. */
Test(diag, texts_are_capped_at_whole_characters) {
    static const char *const characters[] = {"x", "\xC3\xA9", "\xE5\x8C\xBB", "\xF0\xA0\x80\x80"};
    struct arena *keep = arena_open_like(arena);
    for (size_t c = 0; c < 4; c++) {
        struct str one = str_from_c(characters[c]);
        for (size_t cap = DIAG_MOST_VALUE; cap <= DIAG_MOST_ARGUMENT;
             cap += DIAG_MOST_ARGUMENT - DIAG_MOST_VALUE) {
            for (size_t size = cap - 8; size < cap + 8; size++) {
                struct buf buf = {.arena = arena};
                while (buf.len < size) {
                    buf_add(&buf, one);
                }
                struct str text = buf_str(&buf);
                struct diag *own = diag_open(keep);
                diag_report(own, &(struct diag_note){.id = DIAG_FILE_READ,
                                                     .unit = text,
                                                     .header = text,
                                                     .value = text,
                                                     .clause = text,
                                                     .args = {text}});
                const struct diag_item *item = reported(own, 0);
                const struct str kept[] = {item->unit, item->header, item->value, item->clause,
                                           item->message};
                for (size_t i = 0; i < 5; i++) {
                    size_t most = i < 4 ? DIAG_MOST_VALUE : DIAG_MOST_ARGUMENT + 20;
                    cr_assert_leq(kept[i].len, most);
                    cr_assert(utf8_valid(kept[i], NULL));
                }
                bool is_whole = text.len <= DIAG_MOST_VALUE;
                cr_assert_eq(str_equal(item->value, text), is_whole, "%zu bytes", text.len);
                cr_assert(is_whole || item->value.len > DIAG_MOST_VALUE - 8);
                arena_reset(keep);
            }
        }
    }
    arena_close(keep);
}

Test(diag, an_argument_with_braces_is_not_filled_again) {
    diag_report(diag, &(struct diag_note){.id = DIAG_YAML_NUMBER, .args = {STR("{2}"), STR("b")}});
    cr_assert(str_contains(reported(diag, 0)->message, STR("{2}")));
}

Test(diag, counts_by_severity_and_id) {
    diag_report(diag, &(struct diag_note){.id = DIAG_CSV_QUOTE});
    cr_assert_eq(diag_n_errors(diag), 0);
    diag_report(diag, &(struct diag_note){.id = DIAG_LEVEL_RANGE});
    diag_report(diag, &(struct diag_note){.id = DIAG_FILE_EMPTY});
    cr_assert_eq(diag_n_errors(diag), 2);
    cr_assert_eq(diag_n_of(diag, SEVERITY_WARNING), 1);
    cr_assert_eq(diag_n_of(diag, SEVERITY_FATAL), 1);
    cr_assert_eq(diag_n_id(diag, DIAG_LEVEL_RANGE), 1);
    cr_assert_eq(diag_n_id(diag, DIAG_VALUE_EMPTY), 0);
    cr_assert_eq(diag_n(diag), 3);
    struct diag *none = diag_open(arena);
    cr_assert(diag_n(none) == 0 && diag_n_id(none, DIAG_CSV_QUOTE) == 0 && !reported(none, 0));
}

/* A note that does not say belongs where the sink is told; one that says, where it says. */
Test(diag, notes_take_what_the_sink_is_about) {
    static const struct source other = {STR_INIT("other"), STR_INIT("")};
    diag_set_unit(diag, STR("A"));
    diag_set_source(diag, &input);
    diag_report(diag, &(struct diag_note){.id = DIAG_CSV_QUOTE});
    diag_report(diag, &(struct diag_note){
                          .id = DIAG_CSV_QUOTE, .origin = {&other, 1, 0, 0}, .unit = STR("B")});
    diag_set_unit(diag, (struct str){0});
    diag_set_source(diag, NULL);
    diag_report(diag, &(struct diag_note){.id = DIAG_CSV_QUOTE});
    cr_assert(same(reported(diag, 0)->unit, "A"));
    cr_assert(same(reported(diag, 0)->origin.source->file, "input"));
    cr_assert(same(reported(diag, 1)->unit, "B"));
    cr_assert(same(reported(diag, 1)->origin.source->file, "other"));
    cr_assert(reported(diag, 2)->unit.len == 0 && !reported(diag, 2)->origin.source);
}

/* ---- one cell ------------------------------------------------------------------------------ */

static void say(uint32_t row, uint32_t column, const char *header, struct str argument) {
    diag_report(diag, &(struct diag_note){.id = DIAG_FLOOR_UNKNOWN,
                                          .origin = {&input, row, column, 0},
                                          .header = str_from_c(header),
                                          .args = {argument}});
}

static size_t count_items(const struct diag *of, enum diag_order order) {
    struct diag_cursor *cursor = diag_walk(of, arena, order);
    struct diag_item item;
    size_t n = 0;
    while (diag_next(cursor, &item)) {
        n++;
    }
    return n;
}

Test(diag, the_same_of_one_cell_is_one_item_with_its_count) {
    for (int i = 0; i < 3; i++) {
        say(5, 2, "H", STR("a"));
        say(5, 2, "H", STR("b"));
        say(5, 2, "I", STR("a"));
        say(5, 3, "H", STR("a"));
        say(6, 2, "H", STR("a"));
    }
    cr_assert_eq(count_items(diag, DIAG_BY_PLACE), 5);
    cr_assert_eq(count_items(diag, DIAG_BY_SEVERITY), 5);
    cr_assert_eq(diag_n(diag), 15);
    struct diag_item item;
    cr_assert(diag_next(diag_walk(diag, arena, DIAG_BY_PLACE), &item));
    cr_assert_eq(item.n, 3);
    cr_assert(str_contains(item.message, STR("3")));
}

/* A whole row, a whole sheet and nowhere are no cells. */
Test(diag, only_a_cell_is_said_once) {
    for (int i = 0; i < 3; i++) {
        say(5, 0, "H", STR("a"));
        say(0, 0, "H", STR("a"));
    }
    cr_assert_eq(count_items(diag, DIAG_BY_PLACE), 6);
}

/* However much one kind of fault has to say of a cell, in any order of work. */
Test(diag, one_cell_has_a_cap_for_each_kind) {
    for (unsigned i = 0; i < 10000; i++) {
        say(5, 2, "H", str_format(arena, "%05u", i * 7919 % 10000));
    }
    say(5, 2, "I", STR("x"));
    struct diag_cursor *cursor = diag_walk(diag, arena, DIAG_BY_PLACE);
    struct diag_item item;
    size_t n = 0, n_items = 0;
    while (diag_next(cursor, &item)) {
        n += item.n;
        n_items++;
    }
    cr_assert_eq(n, 10001);
    cr_assert_eq(n_items, 21);
    cr_assert(same(item.header, "I"));
}

/* ---- order --------------------------------------------------------------------------------- */

Test(diag, order_is_by_place_then_id) {
    static const struct source a = {STR_INIT("a"), STR_INIT("2")};
    static const struct source a1 = {STR_INIT("a"), STR_INIT("1")};
    const struct diag_note notes[] = {
        {.id = DIAG_LEVEL_RANGE, .origin = {&input, 1, 1, 0}},
        {.id = DIAG_LEVEL_RANGE, .origin = {&a, 2, 1, 0}},
        {.id = DIAG_CSV_QUOTE, .origin = {&a, 2, 1, 0}},
        {.id = DIAG_CSV_QUOTE, .origin = {&a, 1, 9, 0}},
        {.id = DIAG_CSV_QUOTE, .origin = {&a1, 50, 1, 0}},
        {.id = DIAG_CSV_QUOTE},
    };
    size_t n = sizeof notes / sizeof *notes;
    for (size_t i = 0; i < n; i++) {
        diag_report(diag, &notes[i]);
    }
    struct diag_cursor *cursor = diag_walk(diag, arena, DIAG_BY_PLACE);
    struct diag_item item;
    for (size_t i = n; i-- > 0;) {
        cr_assert(diag_next(cursor, &item));
        cr_assert_eq(item.id, notes[i].id);
        cr_assert(str_equal(origin_text(arena, item.origin), origin_text(arena, notes[i].origin)));
    }
    cr_assert_not(diag_next(cursor, &item));
    cr_assert_not(diag_next(cursor, &item));
}

/* Some note; the same for the same number. */
static struct diag_note make_note(unsigned number) {
    static const struct source sources[] = {
        {STR_INIT("b"), STR_INIT("")}, {STR_INIT("a"), STR_INIT("S")}, {STR_INIT("a"), {0}}};
    static const enum diag_id ids[] = {DIAG_VALUE_EMPTY, DIAG_FILE_EMPTY, DIAG_LEVEL_RANGE,
                                       DIAG_COLUMN_IGNORED, DIAG_FLOOR_UNKNOWN};
    unsigned hash = number * 2654435761U;
    return (struct diag_note){
        .id = ids[hash % 5],
        .origin = {&sources[hash / 5 % 3], hash / 16 % 50, hash / 1024 % 4, 0},
        .unit = str_format(arena, "unit %u", hash / 64 % 7),
        .header = STR("header"),
        .value = str_format(arena, "%u", hash / 4096 % 9),
        .args = {str_format(arena, "%u", number), STR("text of some length")}};
}

/* The walk as text, a line an item. */
static struct str list(const struct diag *of, enum diag_order order) {
    struct buf buf = {.arena = arena};
    struct diag_cursor *cursor = diag_walk(of, arena, order);
    struct diag_item item;
    while (diag_next(cursor, &item)) {
        buf_format(&buf, "%" STR_FMT " %" STR_FMT " %" STR_FMT " %" STR_FMT " %" STR_FMT " %zu\n",
                   STR_ARG(origin_text(arena, item.origin)), STR_ARG(item.unit),
                   STR_ARG(diag_name(item.id)), STR_ARG(item.value), STR_ARG(item.message), item.n);
    }
    return buf_str(&buf);
}

#define N_NOTES 5000U

Test(diag, order_does_not_depend_on_the_order_of_work) {
    struct diag *other = diag_open(arena);
    for (unsigned i = 0; i < N_NOTES; i++) {
        struct diag_note note = make_note(i), note_of_other = make_note((i * 7919) % N_NOTES);
        diag_report(diag, &note);
        diag_report(other, &note_of_other);
    }
    for (int order = DIAG_BY_PLACE; order <= DIAG_BY_SEVERITY; order++) {
        struct str listed = list(diag, (enum diag_order)order);
        cr_assert_gt(listed.len, 300000);
        cr_assert(str_equal(listed, list(other, (enum diag_order)order)), "order %d", order);
    }
}

Test(diag, the_worst_come_first) {
    for (unsigned i = 0; i < N_NOTES; i++) {
        struct diag_note note = make_note(i);
        diag_report(diag, &note);
    }
    struct diag_cursor *worst = diag_walk(diag, arena, DIAG_BY_SEVERITY);
    struct diag_item item;
    enum severity last = SEVERITY_FATAL;
    size_t n = 0;
    while (diag_next(worst, &item)) {
        cr_assert_leq(item.severity, last);
        last = item.severity;
        n += item.n;
    }
    cr_assert_eq(n, N_NOTES);
}

/* What is counted of a column does not depend on the other columns, rows that have none included;
 * a whole sheet is no column. */
Test(diag, reports_are_counted_by_id_and_column) {
    for (uint32_t row = 1; row <= 300; row++) {
        say(row, row % 3, "H", str_format(arena, "%u", row));
        say(row, 1, "H", STR("a"));
    }
    say(0, 0, "H", STR("a"));
    diag_report(diag, &(struct diag_note){.id = DIAG_CSV_QUOTE, .origin = {&input, 1, 1, 0}});
    struct diag_cursor *cursor = diag_walk(diag, arena, DIAG_BY_PLACE);
    struct diag_item item;
    while (diag_next(cursor, &item)) {
        size_t wanted = item.id == DIAG_CSV_QUOTE     ? 1
                        : item.origin.row == 0        ? 0
                        : item.origin.column % 3 == 1 ? 400
                                                      : 100;
        cr_assert_eq(item.n_in_column, wanted, "%u", item.origin.column);
    }
}

static struct str owner_of_row(void *owners, struct origin place) {
    return place.source && place.row == 7 ? str_from_c(owners) : (struct str){0};
}

/* Reports that name nobody belong to whom their place belongs to; those that do, to whom they say.
 */
Test(diag, owners_are_asked_for_places) {
    char owner[] = "U";
    diag_set_owners(diag, owner_of_row, owner);
    say(7, 1, "H", STR("a"));
    say(8, 1, "H", STR("a"));
    diag_report(diag, &(struct diag_note){
                          .id = DIAG_FLOOR_UNKNOWN, .origin = {&input, 7, 2, 0}, .unit = STR("V")});
    static const char *const wanted[] = {"U", "V", ""};
    struct diag_cursor *cursor = diag_walk(diag, arena, DIAG_BY_PLACE);
    struct diag_item item;
    for (size_t i = 0; i < 3; i++) {
        cr_assert(diag_next(cursor, &item) && same(item.unit, wanted[i]));
    }
}

/* ---- more than memory ---------------------------------------------------------------------- */

/* Enough for some runs in the file. */
#define N_MANY 80000U

static struct diag_note make_long_note(unsigned number) {
    struct diag_note note = make_note(number);
    note.value = str_format(arena, "%0150u", number * 2654435761U);
    return note;
}

/* A sink that may use a file says what one says that may not, in every order, and goes on saying it
 * when more is reported between walks. */
Test(diag, what_lies_in_a_file_is_listed_like_the_rest) {
    FILE *file = tmpfile();
    struct diag *held = diag_open(arena), *spooled = diag_open(arena);
    diag_set_spool(spooled, fileno(file));
    for (unsigned part = 0; part < 2; part++) {
        for (unsigned i = 0; i < N_MANY / 2; i++) {
            struct diag_note note = make_long_note(part * N_MANY / 2 + i);
            diag_report(held, &note);
            diag_report(spooled, &note);
        }
        for (int order = DIAG_AS_REPORTED; order <= DIAG_BY_SEVERITY; order++) {
            cr_assert(str_equal(list(spooled, (enum diag_order)order),
                                list(held, (enum diag_order)order)));
        }
    }
    fseek(file, 0, SEEK_END);
    cr_assert_gt(ftell(file), 10000000);
    cr_assert(str_equal(diag_take(spooled, arena), diag_take(held, arena)));
    fclose(file);
}

/* A file that cannot be written costs memory, not reports. */
Test(diag, a_file_that_cannot_be_written_loses_nothing) {
    FILE *file = fopen("/dev/null", "rb");
    struct diag *held = diag_open(arena), *spooled = diag_open(arena);
    diag_set_spool(spooled, fileno(file));
    for (unsigned i = 0; i < N_MANY; i++) {
        struct diag_note note = make_long_note(i);
        diag_report(held, &note);
        diag_report(spooled, &note);
    }
    cr_assert(str_equal(list(spooled, DIAG_BY_PLACE), list(held, DIAG_BY_PLACE)));
    fclose(file);
}

/* ---- by value ------------------------------------------------------------------------------ */

Test(diag, what_is_taken_and_given_is_the_same) {
    struct arena *gone = arena_open_like(arena);
    struct diag *child = diag_open(gone);
    for (unsigned i = 0; i < N_NOTES; i++) {
        struct diag_note note = make_note(i);
        note.clause = STR("7.1");
        diag_report(child, &note);
        diag_report(diag, &note);
    }
    struct str bytes = diag_take(child, arena);
    arena_close(gone);
    struct diag *parent = diag_open(arena);
    cr_assert(diag_give(parent, bytes, parent));
    cr_assert(str_equal(list(parent, DIAG_AS_REPORTED), list(diag, DIAG_AS_REPORTED)));
    cr_assert(same(reported(parent, N_NOTES - 1)->clause, "7.1"));
    for (int i = 0; i < DIAG_COUNT; i++) {
        cr_assert_eq(diag_n_id(parent, (enum diag_id)i), diag_n_id(diag, (enum diag_id)i));
    }
}

Test(diag, what_is_fatal_can_go_elsewhere) {
    struct diag *child = diag_open(arena), *fatal = diag_open(arena);
    diag_report(child, &(struct diag_note){.id = DIAG_LEVEL_RANGE});
    diag_report(child, &(struct diag_note){.id = DIAG_FILE_EMPTY, .origin = {&input, 1, 1, 0}});
    cr_assert(diag_give(diag, diag_take(child, arena), fatal));
    cr_assert_eq(only_id(), DIAG_LEVEL_RANGE);
    cr_assert(diag_n(fatal) == 1 && reported(fatal, 0)->id == DIAG_FILE_EMPTY);
    cr_assert(diag_give(diag, diag_take(diag_open(arena), arena), fatal));
    cr_assert_eq(diag_n(diag), 1);
}

/* Bytes cut anywhere, or with anything in them, are refused or read, and never more than they are.
 */
Test(diag, damaged_bytes_are_refused) {
    struct diag *child = diag_open(arena);
    for (unsigned i = 0; i < 5; i++) {
        struct diag_note note = make_note(i);
        diag_report(child, &note);
    }
    struct str bytes = diag_take(child, arena);
    for (size_t size = 0; size < bytes.len; size++) {
        char *copy = ARENA_ARRAY(arena, char, size);
        memcpy(copy, bytes.data, size);
        struct diag *parent = diag_open(arena);
        cr_assert_not(diag_give(parent, (struct str){copy, size}, parent), "%zu bytes", size);
        cr_assert_lt(diag_n(parent), 5);
    }
    for (unsigned i = 0; i < 2000; i++) {
        char *copy = ARENA_ARRAY(arena, char, bytes.len);
        memcpy(copy, bytes.data, bytes.len);
        copy[draw((unsigned)bytes.len)] = (char)draw(256);
        diag_give(diag, (struct str){copy, bytes.len}, diag);
    }
}
