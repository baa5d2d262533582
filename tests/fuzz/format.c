/* Fuzz target: eight bytes as a number, the rest as the code of a number format; what the cell says
 * is short, is text and has one meaning. */
#include "fuzz/fuzz.h"

#include <math.h>

#include "read/format_words.h"
#include "read/shown.h"
#include "read/styles.h"

/* What a cell may be after its format was looked at. */
static bool is_sound(const struct read_cell *cell) {
    switch (cell->kind) {
    case READ_NUMBER:
        return isfinite(cell->number) && cell->text.len > 0;
    case READ_DATE:
        return date_valid(cell->date) && cell->text.len >= 4;
    default:
        return cell->kind == READ_TEXT;
    }
}

static void show(const struct styles *styles, double number, bool is_1904) {
    char text[FORMAT_SIZE], words[FORMAT_WORDS], plain[FORMAT_SIZE];
    struct read_cell cell = {.kind = READ_NUMBER};
    size_t n_words;
    styles_show(styles, 0, number, is_1904, &cell, text);
    if (cell.text.len > FORMAT_SIZE || !utf8_valid(cell.text, NULL) || !is_sound(&cell)) {
        abort();
    }
    if (styles_is_plain(styles, 0) &&
        !str_equal(cell.text, (struct str){plain, format_number(number, plain)})) {
        abort();
    }
    format_words(styles_code_of(styles, 0), number, words, &n_words);
    if (n_words > FORMAT_WORDS || !utf8_valid((struct str){words, n_words}, NULL)) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    enum { ID = 200 };
    double number;
    if (size < sizeof number) {
        return 0;
    }
    memcpy(&number, data, sizeof number);
    struct str code = {(const char *)data + sizeof number, size - sizeof number};
    if (!isfinite(number) || !utf8_valid(code, NULL)) {
        return 0;
    }
    struct arena *arena = arena_open(fuzz_give_up);
    struct styles styles = {.arena = arena};
    styles_add_code(&styles, ID, code);
    styles_add(&styles, ID);
    styles_finish(&styles);
    show(&styles, number, false);
    show(&styles, number, true);
    /* what another workbook is given is no longer than it may be */
    if (shown_is_sound(code) && utf8_count(code) > SHOWN_MOST_CODE) {
        abort();
    }
    arena_close(arena);
    return 0;
}
