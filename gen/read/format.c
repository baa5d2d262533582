/* Number formats as data: which of them mean a day (ECMA-376 part 1, 18.8.30 and 18.8.31). */
#include "read/format.h"

/* Walks a format code outside quotes, escapes and brackets. */
struct format_walk {
    struct str code;
    size_t at;
    /* The token just passed. */
    struct str token;
};

/* One section of a format code. */
struct section {
    /* What stands in it. */
    struct str code;
    enum format_class class;
    /* Which parts of a day are shown. */
    bool has_year, has_month, has_day_or_time;
    /* A condition such as [>40000] stands in it. */
    bool has_condition;
    /* The condition holds for the value. */
    bool is_met;
};

static char lower(char c) {
    return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static bool starts_with(struct str text, size_t at, const char *lower_word) {
    for (size_t i = 0; lower_word[i]; i++) {
        if (at + i >= text.len || lower(text.data[at + i]) != lower_word[i]) {
            return false;
        }
    }
    return true;
}

static size_t end_of(struct str code, size_t start, char last) {
    for (size_t i = start; i < code.len; i++) {
        if (code.data[i] == last) {
            return i + 1;
        }
    }
    return code.len;
}

/* The next token: a bracket whole, a word that would mislead whole, a section mark, or one byte;
 * false at the end. What only decorates is passed over. */
static bool next_token(struct format_walk *walk) {
    struct str code = walk->code;
    while (walk->at < code.len) {
        size_t start = walk->at;
        char c = code.data[start];
        if (c == '"') {
            walk->at = end_of(code, start + 1, '"');
            continue;
        }
        if (c == '\\' || c == '!' || c == '_' || c == '*') {
            walk->at = start + 1;
            if (walk->at < code.len) {
                utf8_next(code, &walk->at);
            }
            continue;
        }
        size_t end = start + 1;
        if (c == '[') {
            end = end_of(code, start, ']');
        } else if (starts_with(code, start, "general")) {
            end = start + 7;
        } else if (starts_with(code, start, "am/pm")) {
            end = start + 5;
        } else if (starts_with(code, start, "a/p") || starts_with(code, start, "aaa")) {
            end = start + 3;
        } else if (starts_with(code, start, "e+") || starts_with(code, start, "e-") ||
                   starts_with(code, start, "g/")) {
            end = start + 2;
        }
        walk->token = str_slice(code, start, end);
        walk->at = end;
        return true;
    }
    return false;
}

/* [h], [mm], [sss]. */
static bool is_elapsed(struct str bracket) {
    char unit = bracket.len > 2 ? lower(bracket.data[1]) : 0;
    if (unit != 'h' && unit != 'm' && unit != 's') {
        return false;
    }
    for (size_t i = 2; i + 1 < bracket.len; i++) {
        if (lower(bracket.data[i]) != unit) {
            return false;
        }
    }
    return true;
}

/* [=0], [>40000], [<>1]; false if the bracket is no condition. */
static bool read_condition(struct str bracket, double value, struct section *section) {
    size_t i = 1;
    bool less = false, equal = false, greater = false;
    for (; i < bracket.len; i++) {
        char c = bracket.data[i];
        less |= c == '<';
        equal |= c == '=';
        greater |= c == '>';
        if (c != '<' && c != '=' && c != '>') {
            break;
        }
    }
    double bound;
    if (i == 1 || bracket.len < i + 1 ||
        !format_parse(str_slice(bracket, i, bracket.len - 1), &bound)) {
        return false;
    }
    section->has_condition = true;
    section->is_met = (less && value < bound) || (greater && value > bound) ||
                      (equal && !(value < bound) && !(value > bound));
    return true;
}

static bool is_date_token(struct str token) {
    char c = lower(token.data[0]);
    if (token.len > 1) {
        return c == 'a';
    }
    return c == 'y' || c == 'm' || c == 'd' || c == 'h' || c == 's' || c == 'e';
}

static void note_part(struct str token, struct section *section) {
    char c = lower(token.data[0]);
    section->has_year |= token.len == 1 && (c == 'y' || c == 'e');
    section->has_month |= token.len == 1 && c == 'm';
    section->has_day_or_time |= token.len > 1 || c == 'd' || c == 'h' || c == 's';
}

static enum format_class class_of(const struct section *section) {
    bool is_cut = section->class == FORMAT_DATE && section->has_year && !section->has_day_or_time;
    return !is_cut ? section->class : section->has_month ? FORMAT_MONTH : FORMAT_YEAR;
}

/* Reads one section; returns false when it was the last. */
static bool read_section(struct format_walk *walk, double value, struct section *section) {
    size_t start = walk->at;
    *section = (struct section){.class = FORMAT_NUMBER};
    while (next_token(walk)) {
        struct str token = walk->token;
        if (token.data[0] == ';') {
            section->code = str_slice(walk->code, start, walk->at - 1);
            return true;
        }
        if (token.data[0] == '[') {
            if (is_elapsed(token)) {
                section->class = FORMAT_ELAPSED;
            } else {
                read_condition(token, value, section);
            }
        } else if (is_date_token(token)) {
            section->class = section->class == FORMAT_NUMBER ? FORMAT_DATE : section->class;
            note_part(token, section);
        } else if (token.data[0] == '%' && section->class == FORMAT_NUMBER) {
            section->class = FORMAT_PERCENT;
        }
    }
    section->code = str_slice(walk->code, start, walk->code.len);
    return false;
}

/* No section applies: each has a condition, and none holds. */
#define NO_SECTION SIZE_MAX

static size_t pick_section(const struct section *sections, size_t n, double value) {
    n = n > 3 ? 3 : n;
    if (n < 2) {
        return sections[0].has_condition && !sections[0].is_met ? NO_SECTION : 0;
    }
    if (!sections[0].has_condition && !sections[1].has_condition) {
        return value < 0 ? 1 : n == 3 && !(value > 0) ? 2 : 0;
    }
    if (sections[0].has_condition ? sections[0].is_met : value > 0) {
        return 0;
    }
    if (sections[1].has_condition ? sections[1].is_met : n == 2 || value < 0) {
        return 1;
    }
    return n == 2 ? NO_SECTION : 2;
}

static struct section section_of(struct str code, double value) {
    struct section sections[4];
    struct format_walk walk = {.code = code};
    size_t n = 0;
    while (n < 4 && read_section(&walk, value, &sections[n])) {
        n++;
    }
    n = n < 4 ? n + 1 : 4;
    size_t picked = pick_section(sections, n, value);
    /* Excel shows nothing but #: the number is what is there */
    return picked == NO_SECTION ? (struct section){.code = STR("General")} : sections[picked];
}

enum format_class format_class_of(struct str code, double value) {
    struct section section = section_of(code, value);
    return class_of(&section);
}

struct str format_section_of(struct str code, double value) {
    return section_of(code, value).code;
}

bool format_text_section(struct str code, struct str *section) {
    struct section found = {0};
    struct format_walk walk = {.code = code};
    size_t n = 0;
    while (n < 3 && read_section(&walk, 0, &found)) {
        n++;
    }
    read_section(&walk, 0, &found);
    *section = found.code;
    return n == 3;
}

enum format_class format_class_of_built_in(uint32_t number) {
    if (number == 46) {
        return FORMAT_ELAPSED;
    }
    if (number == 9 || number == 10) {
        return FORMAT_PERCENT;
    }
    static const uint32_t months[] = {17, 27, 36, 50, 52, 57};
    for (size_t i = 0; i < sizeof months / sizeof *months; i++) {
        if (months[i] == number) {
            return FORMAT_MONTH;
        }
    }
    bool is_date = (number >= 14 && number <= 22) || (number >= 27 && number <= 36) ||
                   (number >= 45 && number <= 47) || (number >= 50 && number <= 58);
    return is_date ? FORMAT_DATE : FORMAT_NUMBER;
}
