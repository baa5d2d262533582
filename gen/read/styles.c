/* Number formats of a workbook, and which of them each style uses. */
#include "read/styles.h"

#include <stdlib.h>
#include <string.h>

#include "read/format_words.h"

bool styles_add_code(struct styles *styles, uint32_t id, struct str code) {
    if (styles->n_codes == STYLES_MOST) {
        return false;
    }
    struct style_code item = {id, (uint32_t)styles->n_codes, str_copy(styles->arena, code)};
    ARENA_PUSH(styles->arena, styles->codes, styles->n_codes, styles->codes_capacity, item);
    return true;
}

bool styles_add(struct styles *styles, uint32_t id) {
    if (styles->n_ids == STYLES_MOST) {
        return false;
    }
    ARENA_PUSH(styles->arena, styles->ids, styles->n_ids, styles->ids_capacity, id);
    return true;
}

static int compare_codes(const void *a, const void *b) {
    const struct style_code *x = a, *y = b;
    if (x->id != y->id) {
        return x->id < y->id ? -1 : 1;
    }
    return x->turn < y->turn ? -1 : x->turn > y->turn;
}

/* The last definition of an id, or NULL. */
static const struct style_code *find_code(const struct styles *styles, uint32_t id) {
    size_t low = 0, high = styles->n_codes;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (styles->codes[middle].id <= id) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low && styles->codes[low - 1].id == id ? &styles->codes[low - 1] : NULL;
}

struct str styles_code_of(const struct styles *styles, uint32_t style) {
    const struct style_code *code = find_code(styles, styles->ids[style]);
    return code ? code->code : (struct str){0};
}

/* Length of a code of noughts alone; 0 for any other. */
static size_t count_noughts(struct str code) {
    for (size_t i = 0; i < code.len; i++) {
        if (code.data[i] != '0') {
            return 0;
        }
    }
    return code.len > 1 && code.len <= FORMAT_DIGITS ? code.len : 0;
}

/* The code may show words: it quotes, escapes or holds what is no ASCII. */
static struct str with_words(struct str code) {
    for (size_t i = 0; i < code.len; i++) {
        char c = code.data[i];
        if (c == '"' || c == '\\' || c == '!' || (unsigned char)c >= 0x80) {
            return code;
        }
    }
    return (struct str){0};
}

/* The same of a code that may show nothing of some value. */
static struct str with_words_or_nothing(struct str code) {
    static const double values[] = {1, -1, 0};
    char words[FORMAT_WORDS];
    size_t len;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        if (format_words(code, values[i], words, &len) == FORMAT_SHOWS_NOTHING) {
            return code;
        }
    }
    return with_words(code);
}

/* The code has sections, or a condition. */
static bool depends_on_value(struct str code) {
    return str_contains(code, STR(";")) || str_contains(code, STR("[<")) ||
           str_contains(code, STR("[=")) || str_contains(code, STR("[>"));
}

static struct style make_style(const struct styles *styles, uint32_t id) {
    const struct style_code *code = find_code(styles, id);
    if (!code) {
        return (struct style){.class = format_class_of_built_in(id)};
    }
    if (depends_on_value(code->code)) {
        return (struct style){.code = code->code,
                              .words = with_words_or_nothing(code->code),
                              .hides_text = format_hides_text(code->code)};
    }
    return (struct style){.class = format_class_of(code->code, 1),
                          .words = with_words_or_nothing(code->code),
                          .n_digits = count_noughts(code->code)};
}

void styles_finish(struct styles *styles) {
    if (styles->n_codes) {
        qsort(styles->codes, styles->n_codes, sizeof *styles->codes, compare_codes);
    }
    styles->items = ARENA_ARRAY(styles->arena, struct style, styles->n_ids);
    for (size_t i = 0; i < styles->n_ids; i++) {
        styles->items[i] = make_style(styles, styles->ids[i]);
        styles->hides_text |= styles->items[i].hides_text;
    }
}

enum format_class styles_class_of(const struct styles *styles, uint32_t style, double value) {
    if (style >= styles->n_ids) {
        return FORMAT_NUMBER;
    }
    const struct style *found = &styles->items[style];
    return found->code.len ? format_class_of(found->code, value) : found->class;
}

bool styles_is_plain(const struct styles *styles, uint32_t style) {
    if (style >= styles->n_ids) {
        return true;
    }
    const struct style *found = &styles->items[style];
    return found->class == FORMAT_NUMBER && !found->code.len && !found->words.len &&
           !found->n_digits;
}

/* A number that shows with a unit, or as words. */
static void show_words(struct str code, struct read_cell *cell, char text[FORMAT_SIZE]) {
    char words[FORMAT_WORDS];
    size_t n_words, start = cell->text.len;
    enum format_shows shows = format_words(code, cell->number, words, &n_words);
    if (shows == FORMAT_SHOWS_NUMBER ||
        (shows == FORMAT_SHOWS_UNIT && start + n_words > FORMAT_SIZE)) {
        return;
    }
    /* words of nothing are none */
    start = shows == FORMAT_SHOWS_UNIT ? start : 0;
    memcpy(text + start, words, n_words);
    cell->text = (struct str){text, start + n_words};
    cell->is_exact = false;
    if (shows == FORMAT_SHOWS_WORDS || shows == FORMAT_SHOWS_NOTHING) {
        cell->kind = READ_TEXT;
        cell->number = 0;
    }
}

void styles_show(const struct styles *styles, uint32_t style, double number, bool is_1904,
                 struct read_cell *cell, char text[FORMAT_SIZE]) {
    size_t n_digits = style < styles->n_ids ? styles->items[style].n_digits : 0;
    enum format_class class = styles_class_of(styles, style, number);
    format_serial(number, is_1904, class, cell, text);
    if (class == FORMAT_NUMBER && style < styles->n_ids && styles->items[style].words.len) {
        show_words(styles->items[style].words, cell, text);
    }
    if (n_digits) {
        format_fill_up(cell, n_digits, text);
    }
}
