/* Days, marks of versions and moments of saving, and which of two is the later. */
#include "intake/version.h"

/* ---- days ------------------------------------------------------------------------------------ */

static bool is_day(struct date day) {
    return day.year > 0 && date_valid(day);
}

void evidence_note_day(struct evidence *evidence, struct date day) {
    if (is_day(day) && (!is_day(evidence->filled) || date_compare(day, evidence->filled) > 0)) {
        evidence->filled = day;
    }
}

/* ---- marks ----------------------------------------------------------------------------------- */

/* The longest of the words in the key, in bytes; 0 if none is there. */
static size_t longest_in(const struct words *words, struct str key) {
    size_t longest = 0;
    for (size_t i = 0; i < words->n_words; i++) {
        bool is_longer = words->words[i].len > longest && str_contains(key, words->words[i]);
        longest = is_longer ? words->words[i].len : longest;
    }
    return longest;
}

/* A day written as 20120301 or 2012-03-01 at the start; 0 if there is none. */
static int64_t day_start(struct str key) {
    int64_t digits = 0;
    size_t n = 0;
    for (size_t i = 0; i < key.len && n < 8; i++) {
        char c = key.data[i];
        bool is_sign = (n == 4 || n == 6) && (c == '-' || c == '.' || c == '_');
        if (is_sign) {
            continue;
        }
        if (c < '0' || c > '9') {
            return 0;
        }
        digits = digits * 10 + (c - '0');
        n++;
    }
    const struct date day = {(int)(digits / 10000), (int)(digits / 100 % 100), (int)(digits % 100)};
    return n == 8 && day.year >= 1990 && day.year < 2100 && date_valid(day) ? digits : 0;
}

/* A number at the start, of digits with a fraction or a numeral, in thousandths; 0 if none. */
static int64_t number_start(const struct spellings *spellings, struct str key, size_t *size) {
    int64_t number = 0;
    size_t at = 0;
    while (at < key.len && at < 3 && key.data[at] >= '0' && key.data[at] <= '9') {
        number = number * 10 + (key.data[at++] - '0');
    }
    if (at == 0) {
        int numeral = numeral_start(spellings, key, &at);
        *size = at;
        return numeral > 0 ? (int64_t)numeral * 1000 : 0;
    }
    number *= 1000;
    int64_t place = 100;
    if (at + 1 < key.len && key.data[at] == '.') {
        for (at++; at < key.len && place && key.data[at] >= '0' && key.data[at] <= '9'; at++) {
            number += (key.data[at] - '0') * place;
            place /= 10;
        }
    }
    *size = at;
    return number;
}

/* The number of a version somewhere in the key, in thousandths; 0 if there is none. */
static int64_t number_in(const struct spellings *spellings, struct str key) {
    int64_t found = 0;
    for (size_t at = 0; at < key.len && found == 0; utf8_next(key, &at)) {
        struct str rest = str_slice(key, at, key.len);
        size_t before = words_start(&spellings->version_before, rest);
        size_t ordinal = words_start(&spellings->version_ordinal, rest), size;
        struct str behind = str_slice(rest, before ? before : ordinal, rest.len);
        int64_t number = before || ordinal ? number_start(spellings, behind, &size) : 0;
        if (number && !before) {
            behind = str_slice(behind, size, behind.len);
            number = words_start(&spellings->version_after, behind) ? number : 0;
        }
        found = number;
    }
    return found;
}

static int64_t day_in(struct str key) {
    int64_t day = 0;
    for (size_t at = 0; at < key.len && day == 0; utf8_next(key, &at)) {
        bool is_inside = at > 0 && key.data[at - 1] >= '0' && key.data[at - 1] <= '9';
        day = is_inside ? 0 : day_start(str_slice(key, at, key.len));
    }
    return day;
}

void evidence_note_name(struct evidence *evidence, const struct spellings *spellings,
                        struct arena *scratch, struct str name, bool is_title) {
    struct evidence found = {.mark = name};
    struct str key = value_key(scratch, name);
    size_t newer = longest_in(&spellings->newer, key), older = longest_in(&spellings->older, key);
    found.standing = (newer > older) - (newer < older);
    if (!is_title) {
        found.number = number_in(spellings, key);
        found.day = day_in(key);
    }
    if (found.standing == 0 && found.number > 1000) {
        found.standing = 1;
    }
    evidence_add(evidence, &found);
}

/* ---- together -------------------------------------------------------------------------------- */

static bool has_mark(const struct evidence *evidence) {
    return evidence->standing || evidence->number || evidence->day;
}

void evidence_add(struct evidence *evidence, const struct evidence *more) {
    evidence_note_day(evidence, more->filled);
    if (!has_mark(evidence) && has_mark(more)) {
        evidence->standing = more->standing;
        evidence->number = more->number;
        evidence->day = more->day;
        evidence->mark = more->mark;
    }
    if (str_compare(more->saved, evidence->saved) > 0) {
        evidence->saved = more->saved;
    }
}

static int compare_numbers(int64_t a, int64_t b) {
    return (a > b) - (a < b);
}

/* By days if both have one, else by numbers if both have one, else by words. */
static int compare_marks(const struct evidence *a, const struct evidence *b) {
    int order = a->day && b->day ? compare_numbers(a->day, b->day) : 0;
    order = order == 0 && a->number && b->number ? compare_numbers(a->number, b->number) : order;
    return order ? order : compare_numbers(a->standing, b->standing);
}

int evidence_compare(const struct evidence *a, const struct evidence *b, enum evidence_kind *kind) {
    int order = 0;
    *kind = EVIDENCE_FILLED;
    if (is_day(a->filled) && is_day(b->filled)) {
        order = date_compare(a->filled, b->filled);
    }
    if (order == 0) {
        *kind = EVIDENCE_MARK;
        order = compare_marks(a, b);
    }
    if (order == 0 && a->saved.len && b->saved.len) {
        *kind = EVIDENCE_SAVED;
        order = str_compare(a->saved, b->saved);
    }
    *kind = order ? *kind : EVIDENCE_NONE;
    return order;
}
