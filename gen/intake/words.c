/* Keys and word lists: how intake recognises a word however it was typed. */
#include "intake/words.h"

/* ---- keys ---------------------------------------------------------------------------------- */

/* The key has it as it is. */
static bool is_kept(unsigned char byte) {
    return byte > ' ' && byte != 0x7F && !(byte >= 'a' && byte <= 'z');
}

struct str value_key(struct arena *arena, struct str text) {
    struct str folded = utf8_fold_width(arena, text);
    size_t n_kept = 0;
    while (n_kept < folded.len && is_kept((unsigned char)folded.data[n_kept])) {
        n_kept++;
    }
    if (n_kept == folded.len) {
        return folded;
    }
    struct buf key = {.arena = arena};
    buf_add_bytes(&key, folded.data, n_kept);
    for (size_t i = n_kept; i < folded.len; i++) {
        unsigned char byte = (unsigned char)folded.data[i];
        if (byte > ' ' && byte != 0x7F) {
            buf_add_byte(&key, is_kept(byte) ? byte : (unsigned char)(byte - 'a' + 'A'));
        }
    }
    return buf_str(&key);
}

uint32_t fold_letter(uint32_t c) {
    return c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c;
}

bool is_word_letter(uint32_t c) {
    if (c < 0x80) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
    }
    if (c < 0xC0 || c == 0xD7 || c == 0xF7) {
        return false;
    }
    /* general punctuation, arrows to dingbats without the Roman numerals of U+2150 to U+218F */
    if ((c >= 0x2000 && c < 0x2150) || (c >= 0x2190 && c < 0x2E80)) {
        return c >= 0x2460 && c <= 0x249B;
    }
    if (c >= 0x3000 && c < 0x3040) {
        return c >= 0x3005 && c <= 0x3007;
    }
    return !(c >= 0xE000 && c <= 0xF8FF) && !(c >= 0xFE10 && c <= 0xFE6F) && c < 0xF0000 &&
           !(c >= 0xFF00 && c <= 0xFFFF);
}

struct str header_key(struct arena *arena, struct str text) {
    struct str folded = value_key(arena, text);
    struct buf key = {.arena = arena};
    for (size_t at = 0; at < folded.len;) {
        uint32_t c = utf8_next(folded, &at);
        if (is_word_letter(c)) {
            buf_add_code_point(&key, c);
        }
    }
    return buf_str(&key);
}

static bool is_latin(uint32_t c) {
    return c > ' ' && c < 0x2000;
}

/* A full-width letter or digit as its half-width form, blanks as a space, 0 for what is dropped. */
static uint32_t fold_for_print(uint32_t c) {
    bool is_digit = c >= 0xFF10 && c <= 0xFF19;
    bool is_upper = c >= 0xFF21 && c <= 0xFF3A, is_lower = c >= 0xFF41 && c <= 0xFF5A;
    if (is_digit || is_upper || is_lower) {
        return c - 0xFF00 + ' ';
    }
    if (c == '\t' || c == 0xA0 || c == 0x3000) {
        return ' ';
    }
    bool is_mark = (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || c == 0x2060 ||
                   (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF || c == 0xAD;
    return is_mark || c == '\r' ? 0 : c == 0x2028 || c == 0x2029 ? '\n' : utf8_own_code(c);
}

struct str printed_text(struct arena *arena, struct str text, bool keeps_lines) {
    struct str rest = str_trim(text);
    struct buf printed = {.arena = arena};
    uint32_t last = 0;
    bool is_gap = false;
    for (size_t at = 0; at < rest.len;) {
        uint32_t c = fold_for_print(utf8_next(rest, &at));
        if (c == '\n' && !keeps_lines) {
            is_gap = true;
        } else if (c) {
            if (is_gap && is_latin(last) && is_latin(c)) {
                buf_add_byte(&printed, ' ');
            }
            is_gap = false;
            buf_add_code_point(&printed, c);
            last = c;
        }
    }
    return str_trim(buf_str(&printed));
}

/* Where the last bracket of a folded text opens and how it closes, or SIZE_MAX. */
static size_t find_bracket(struct str text, size_t end, size_t *close) {
    static const struct {
        struct str open, close;
    } brackets[] = {{STR_INIT("("), STR_INIT(")")},
                    {STR_INIT("["), STR_INIT("]")},
                    {STR_INIT("\xE3\x80\x90"), STR_INIT("\xE3\x80\x91")},
                    {STR_INIT("\xE3\x80\x94"), STR_INIT("\xE3\x80\x95")}};
    size_t found = SIZE_MAX;
    for (size_t i = 0; i < sizeof brackets / sizeof brackets[0]; i++) {
        struct str head = str_slice(text, 0, end);
        for (size_t at = str_find(head, brackets[i].open, 0); at != SIZE_MAX;
             at = str_find(head, brackets[i].open, at + 1)) {
            size_t shut = str_find(text, brackets[i].close, at);
            if (shut != SIZE_MAX && (found == SIZE_MAX || at > found)) {
                found = at;
                *close = shut + brackets[i].close.len;
            }
        }
    }
    return found;
}

struct str without_brackets(struct arena *arena, struct str text, size_t n) {
    /* a longer text is prose, and nested brackets of it would take long */
    enum { LONGEST_LABEL = 600, MOST_BRACKETS = 8 };
    struct str rest = utf8_fold_width(arena, text);
    size_t close = 0, end = rest.len;
    n = rest.len > LONGEST_LABEL ? 0 : n < MOST_BRACKETS ? n : MOST_BRACKETS;
    while (n--) {
        size_t open = find_bracket(rest, end, &close);
        if (open == SIZE_MAX) {
            break;
        }
        rest = str_concat(arena, str_slice(rest, 0, open), str_slice(rest, close, rest.len));
        end = open;
    }
    return rest;
}

struct str without_signs(struct str text) {
    size_t start = 0;
    bool is_bracketed = false;
    while (start < text.len) {
        size_t next = start;
        uint32_t c = utf8_next(text, &next);
        if (is_word_letter(c) || (c >= 'a' && c <= 'z')) {
            break;
        }
        is_bracketed |= c == '(' || c == 0xFF08;
        start = next;
    }
    struct str rest = str_trim(str_slice(text, start, text.len));
    while (rest.len && (rest.data[rest.len - 1] == '_' || rest.data[rest.len - 1] == ' ')) {
        rest.len--;
    }
    if (is_bracketed && str_ends(rest, STR(")"))) {
        rest.len--;
    } else if (is_bracketed && str_ends(rest, STR("\xEF\xBC\x89"))) {
        rest.len -= 3;
    }
    return rest;
}

/* ---- word lists ---------------------------------------------------------------------------- */

bool words_have(const struct words *words, struct str key) {
    for (size_t i = 0; i < words->n_words; i++) {
        if (str_equal(words->words[i], key)) {
            return true;
        }
    }
    return false;
}

size_t words_start(const struct words *words, struct str key) {
    size_t longest = 0;
    for (size_t i = 0; i < words->n_words; i++) {
        struct str word = words->words[i];
        if (word.len > longest && key.len >= word.len && word.data[0] == key.data[0] &&
            str_starts(key, word)) {
            longest = word.len;
        }
    }
    return longest;
}

size_t words_end(const struct words *words, struct str key) {
    size_t longest = 0;
    for (size_t i = 0; i < words->n_words; i++) {
        if (words->words[i].len > longest && str_ends(key, words->words[i])) {
            longest = words->words[i].len;
        }
    }
    return longest;
}

int numeral_start(const struct spellings *spellings, struct str key, size_t *size) {
    int value = -1;
    *size = 0;
    for (int i = 0; i <= 10; i++) {
        size_t len = words_start(&spellings->numerals[i], key);
        if (len > *size) {
            *size = len;
            value = i;
        }
    }
    return value;
}

int64_t money_end(const struct spellings *spellings, struct str key, size_t *size) {
    int64_t yuan = 0;
    *size = 0;
    for (size_t i = 0; i < spellings->n_money; i++) {
        struct str word = spellings->money[i].word;
        if (word.len > *size && str_ends(key, word)) {
            *size = word.len;
            yuan = spellings->money[i].yuan;
        }
    }
    return yuan;
}

int64_t money_named(const struct spellings *spellings, struct arena *scratch, struct str text) {
    struct str folded = value_key(scratch, text), bracket;
    size_t size;
    int64_t yuan = money_end(spellings, header_key(scratch, text), &size);
    while (!yuan && str_split(&folded, STR("("), &bracket)) {
        size_t end = str_find(bracket, STR(")"), 0);
        if (end != SIZE_MAX) {
            yuan = money_end(spellings, str_slice(bracket, 0, end), &size);
        }
    }
    return yuan;
}
