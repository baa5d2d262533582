/* What a number format shows beside figures (18.8.31): a unit behind them, or words in their place.
 */
#include "read/format_words.h"

#include <string.h>

/* What a section of a format code shows. */
struct shown {
    /* Figures, a day or the number as it is; whether some of it shows whatever the value, as # and
     * ? do not of a nought; whether it is shown by thousands. */
    bool has_figures, always_shows, is_scaled;
    /* All words of the section, and those behind the last figure, as many as fit. */
    char words[FORMAT_WORDS], unit[FORMAT_WORDS];
    size_t n_words, n_unit;
    bool is_too_long;
    /* Signs that stand for themselves; brackets, and quotes, perhaps of nothing. */
    bool has_signs, has_brackets, has_quotes;
};

/* Bytes of the character at `at`; 1 for what is none. */
static size_t size_of(struct str code, size_t at) {
    size_t next = at;
    utf8_next(code, &next);
    return next - at;
}

static void add_words(struct shown *shown, struct str words) {
    if (words.len > FORMAT_WORDS - shown->n_words) {
        shown->is_too_long = true;
        return;
    }
    str_put(shown->words + shown->n_words, words);
    str_put(shown->unit + shown->n_unit, words);
    shown->n_words += words.len;
    shown->n_unit += words.len;
}

static bool is_placeholder(char c) {
    return c == '0' || c == '#' || c == '?';
}

/* A figure; commas that no other figure follows show it by thousands. */
static size_t pass_figure(struct shown *shown, struct str code, size_t at) {
    size_t commas = at + 1;
    while (commas < code.len && code.data[commas] == ',') {
        commas++;
    }
    shown->has_figures = true;
    shown->always_shows |= code.data[at] == '0';
    shown->n_unit = 0;
    shown->is_scaled =
        commas > at + 1 && (commas == code.len || !is_placeholder(code.data[commas]));
    return commas;
}

/* Something in quotes or brackets; of those a sign of money is words too: [$CNY-804]. */
static size_t pass_enclosed(struct shown *shown, struct str code, size_t at) {
    bool is_quote = code.data[at] == '"';
    size_t start = at + 1, end = str_find(code, is_quote ? STR("\"") : STR("]"), start);
    end = end == SIZE_MAX ? code.len : end;
    struct str inner = str_slice(code, start, end);
    shown->has_quotes |= is_quote;
    shown->has_brackets |= !is_quote;
    if (!is_quote && str_starts(inner, STR("$"))) {
        size_t place = str_find(inner, STR("-"), 1);
        add_words(shown, str_slice(inner, 1, place == SIZE_MAX ? inner.len : place));
    } else if (is_quote) {
        add_words(shown, inner);
    }
    return end < code.len ? end + 1 : end;
}

/* Passes over one thing that a section holds. */
static size_t pass(struct shown *shown, struct str code, size_t at) {
    char c = code.data[at];
    size_t next = at + 1;
    if (c == '"' || c == '[') {
        return pass_enclosed(shown, code, at);
    }
    if (c == '_' || c == '*') {
        return next < code.len ? next + size_of(code, next) : next;
    }
    if (c == '\\' || c == '!') {
        size_t end = next < code.len ? next + size_of(code, next) : next;
        add_words(shown, str_slice(code, next, end));
        return end;
    }
    if (is_placeholder(c)) {
        return pass_figure(shown, code, at);
    }
    if ((unsigned char)c >= 0x80) {
        next = at + size_of(code, at);
        add_words(shown, str_slice(code, at, next));
    } else if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '%' || c == '@') {
        /* General, parts of a day, the text itself: shown by others */
        shown->has_figures = shown->always_shows = true;
        shown->n_unit = 0;
    } else {
        shown->has_signs |= c != ' ';
    }
    return next;
}

static struct shown show(struct str section) {
    struct shown shown = {0};
    for (size_t at = 0; at < section.len;) {
        at = pass(&shown, section, at);
    }
    return shown;
}

static bool has_signs_or_words(const struct shown *shown) {
    struct str words = str_trim((struct str){shown->words, shown->n_words});
    return shown->has_signs || shown->is_too_long || words.len > 0;
}

/* A section that is there and shows neither figures nor signs nor words; brackets alone are the
 * number as it is. */
static bool is_nothing(const struct shown *shown) {
    return !shown->has_figures && !has_signs_or_words(shown) &&
           (shown->has_quotes || !shown->has_brackets);
}

/* What is rounded to a nought, without a minus, has no figures where only # and ? stand. */
static bool is_lost(const struct shown *shown, double value) {
    return shown->has_figures && !shown->always_shows && !has_signs_or_words(shown) && value >= 0 &&
           value < 0.5;
}

bool format_hides_text(struct str code) {
    struct str section;
    struct shown shown;
    if (!format_text_section(code, &section)) {
        return false;
    }
    shown = show(section);
    return is_nothing(&shown) || (!shown.has_figures && has_signs_or_words(&shown));
}

/* Units of money, by which a number is another number. */
static bool is_unit(struct str unit) {
    static const struct str units[] = {STR_INIT("\xE5\x85\x83"),
                                       STR_INIT("\xE4\xB8\x87"),
                                       STR_INIT("\xE5\x8D\x83\xE5\x85\x83"),
                                       STR_INIT("\xE7\x99\xBE\xE4\xB8\x87"),
                                       STR_INIT("\xE5\x8D\x83\xE4\xB8\x87"),
                                       STR_INIT("\xE4\xBA\xBF")};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (str_starts(unit, units[i])) {
            return true;
        }
    }
    return false;
}

enum format_shows format_words(struct str code, double value, char words[FORMAT_WORDS],
                               size_t *len) {
    struct shown shown = show(format_section_of(code, value));
    struct str unit = str_trim((struct str){shown.unit, shown.n_unit});
    struct str all = str_trim((struct str){shown.words, shown.n_words});
    *len = 0;
    if (shown.is_too_long) {
        return FORMAT_SHOWS_NUMBER;
    }
    if (is_lost(&shown, value)) {
        return FORMAT_SHOWS_NOTHING;
    }
    bool is_minus_shown = value < 0 && !str_contains(code, STR(";"));
    if (is_nothing(&shown) && !is_minus_shown &&
        (shown.has_quotes || str_contains(code, STR(";")))) {
        return FORMAT_SHOWS_NOTHING;
    }
    /* with one section for all values a minus stands before the words */
    bool is_words = !shown.has_figures && all.len > 0 && !is_minus_shown;
    if (!is_words && (!shown.has_figures || shown.is_scaled || !is_unit(unit))) {
        return FORMAT_SHOWS_NUMBER;
    }
    struct str kept = is_words ? all : unit;
    memcpy(words, kept.data, kept.len);
    *len = kept.len;
    return is_words ? FORMAT_SHOWS_WORDS : FORMAT_SHOWS_UNIT;
}
