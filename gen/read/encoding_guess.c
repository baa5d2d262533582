/* Guesses the encoding of a text from all of its bytes. Detectors of the trade are wrong on short
 * Chinese files; a header of a few characters is all that many of ours have. */
#include "read/encoding.h"

#include <string.h>

/* How the bytes read as UTF-8. */
struct utf8_scan {
    size_t n_three, n_bad, n_beyond_ascii;
    /* Latin letters beyond ASCII, and those among them that stand next to an ASCII letter. */
    size_t n_latin, n_in_words;
};

/* How the bytes read as GB18030. */
struct gb_scan {
    size_t n_bad;
    /* Pairs, and among them characters of level 1, which make up nearly all of a Chinese text. */
    size_t n_pairs, n_level_1;
    /* Pairs that are left to users to define, as text of China hardly ever does. */
    size_t n_private;
};

/* How the bytes read as Big5, up to the first bad one. */
struct big5_scan {
    size_t n_bad, n_pairs, n_level_1;
};

static const unsigned char *bytes_of(struct str text) {
    return (const unsigned char *)text.data;
}

/* Offset of the first byte beyond ASCII. */
static size_t skip_ascii(const unsigned char *bytes, size_t at, size_t len) {
    while (at + 8 <= len) {
        uint64_t eight;
        memcpy(&eight, bytes + at, sizeof eight);
        size_t n = utf8_ascii_of(eight);
        if (n < sizeof eight) {
            return at + n;
        }
        at += sizeof eight;
    }
    while (at < len && bytes[at] < 0x80) {
        at++;
    }
    return at;
}

/* Offset of the first byte that is ASCII. */
static size_t skip_high(const unsigned char *bytes, size_t at, size_t len) {
    while (at + 8 <= len) {
        uint64_t eight;
        memcpy(&eight, bytes + at, sizeof eight);
        size_t n = utf8_ascii_of(~eight);
        if (n < sizeof eight) {
            return at + n;
        }
        at += sizeof eight;
    }
    while (at < len && bytes[at] >= 0x80) {
        at++;
    }
    return at;
}

static bool is_letter(unsigned char byte) {
    return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
}

/* A byte before [start, end) or behind it is an ASCII letter. */
static bool is_in_word(struct str text, size_t start, size_t end) {
    const unsigned char *bytes = bytes_of(text);
    return (start > 0 && is_letter(bytes[start - 1])) || (end < text.len && is_letter(bytes[end]));
}

/* Passes over Han of three bytes, which most of a Chinese text is. */
static size_t skip_han(const unsigned char *bytes, size_t at, size_t len, size_t *n) {
    while (len - at >= 3 && bytes[at] >= 0xE3 && bytes[at] <= 0xE9 &&
           (bytes[at + 1] & 0xC0) == 0x80 && (bytes[at + 2] & 0xC0) == 0x80) {
        at += 3;
        ++*n;
    }
    return at;
}

/* Stops where it can no longer be UTF-8 with rare damage. */
static struct utf8_scan scan_utf8(struct str text) {
    struct utf8_scan scan = {0};
    const unsigned char *bytes = bytes_of(text);
    size_t at = skip_ascii(bytes, 0, text.len);
    while (at < text.len && scan.n_bad * 1000 <= text.len) {
        size_t n_han = 0, start = at = skip_han(bytes, at, text.len, &n_han);
        scan.n_three += n_han;
        scan.n_beyond_ascii += n_han;
        if (at < text.len && bytes[at] >= 0x80) {
            uint32_t code_point = utf8_next(text, &at);
            scan.n_beyond_ascii++;
            scan.n_bad += code_point == UTF8_BAD && at == start + 1;
            scan.n_three += at == start + 3;
            bool is_latin = at == start + 2 && code_point < 0x180;
            scan.n_latin += is_latin;
            scan.n_in_words += is_latin && is_in_word(text, start, at);
        }
        at = skip_ascii(bytes, at, text.len);
    }
    return scan;
}

static bool is_between(unsigned char byte, unsigned low, unsigned high) {
    return byte >= low && byte <= high;
}

/* Bytes of the character at `at`, 1 also for a bad one, which has the high bit and is not 80. */
static size_t gb_size(struct str text, size_t at) {
    const unsigned char *bytes = bytes_of(text) + at;
    size_t left = text.len - at;
    if (!is_between(bytes[0], 0x81, 0xFE) || left < 2) {
        return 1;
    }
    if (is_between(bytes[1], 0x40, 0x7E) || is_between(bytes[1], 0x80, 0xFE)) {
        return 2;
    }
    bool is_four = left >= 4 && is_between(bytes[1], 0x30, 0x39) &&
                   is_between(bytes[2], 0x81, 0xFE) && is_between(bytes[3], 0x30, 0x39);
    return is_four ? 4 : 1;
}

/* A pair of the areas of GB18030 that have no characters of their own. */
static bool is_private(const unsigned char *pair) {
    return (is_between(pair[0], 0xA1, 0xA7) && pair[1] < 0xA1) ||
           ((is_between(pair[0], 0xAA, 0xAF) || pair[0] >= 0xF8) && pair[1] >= 0xA1);
}

/* Passes over pairs of level 1, which most of a Chinese text is: four are looked at at once. Leads
 * are B0 to D7, trails A1 to FE: what carries into the high bit is large enough, or too large. */
static size_t skip_level_1(const unsigned char *bytes, size_t at, size_t len) {
    const unsigned char least[8] = {0x50, 0x5F, 0x50, 0x5F, 0x50, 0x5F, 0x50, 0x5F};
    const unsigned char most[8] = {0x28, 0x01, 0x28, 0x01, 0x28, 0x01, 0x28, 0x01};
    const uint64_t high = UINT64_C(0x8080808080808080);
    uint64_t eight, from, to;
    memcpy(&from, least, sizeof from);
    memcpy(&to, most, sizeof to);
    while (len - at >= 8) {
        memcpy(&eight, bytes + at, sizeof eight);
        uint64_t low = eight & ~high;
        size_t n = utf8_ascii_of(~(eight & (low + from) & ~(low + to))) & ~(size_t)1;
        at += n;
        if (n < sizeof eight) {
            return at;
        }
    }
    while (len - at >= 2 && is_between(bytes[at], 0xB0, 0xD7) &&
           is_between(bytes[at + 1], 0xA1, 0xFE)) {
        at += 2;
    }
    return at;
}

/* A lead byte that the end of the file cut off does not count as bad. */
static struct gb_scan scan_gb(struct str text) {
    struct gb_scan scan = {0};
    const unsigned char *bytes = bytes_of(text);
    size_t at = skip_ascii(bytes, 0, text.len);
    while (at < text.len) {
        size_t start = at;
        at = skip_level_1(bytes, at, text.len);
        scan.n_pairs += (at - start) / 2;
        scan.n_level_1 += (at - start) / 2;
        if (at == text.len || bytes[at] < 0x80) {
            at = skip_ascii(bytes, at, text.len);
            continue;
        }
        size_t size = gb_size(text, at);
        if (size == 2) {
            scan.n_pairs++;
            scan.n_level_1 += is_between(bytes[at], 0xB0, 0xD7) && bytes[at + 1] >= 0xA1;
            scan.n_private += is_private(bytes + at);
        } else if (size == 1 && bytes[at] != 0x80) {
            scan.n_bad += at + 1 < text.len || bytes[at] == 0xFF;
        }
        at = skip_ascii(bytes, at + size, text.len);
    }
    return scan;
}

static struct big5_scan scan_big5(struct str text) {
    struct big5_scan scan = {0};
    const unsigned char *bytes = bytes_of(text);
    size_t at = skip_ascii(bytes, 0, text.len);
    while (at < text.len && !scan.n_bad) {
        bool is_pair =
            is_between(bytes[at], 0xA1, 0xF9) && text.len - at >= 2 &&
            (is_between(bytes[at + 1], 0x40, 0x7E) || is_between(bytes[at + 1], 0xA1, 0xFE));
        scan.n_bad += !is_pair;
        scan.n_pairs += is_pair;
        scan.n_level_1 += is_pair && is_between(bytes[at], 0xA1, 0xC6);
        at = skip_ascii(bytes, at + (is_pair ? 2 : 1), text.len);
    }
    return scan;
}

/* A code unit that Chinese tables are made of. */
static bool is_usual(unsigned unit) {
    return (unit >= 0x20 && unit < 0x7F) || unit == '\t' || unit == '\r' || unit == '\n' ||
           (unit >= 0x4E00 && unit <= 0x9FFF) || (unit >= 0x3000 && unit <= 0x303F) ||
           (unit >= 0xFF00 && unit <= 0xFFEF) || (unit >= 0x2000 && unit <= 0x22FF) ||
           (unit >= 0xA0 && unit <= 0xFF);
}

static bool is_printable(unsigned char byte) {
    return byte >= 0x20 && byte < 0x7F;
}

/* UTF-16 without mark: of even length, with ASCII (hence NULs), nearly all units usual. Pairs of
 * ASCII letters look like characters too, but Chinese has no more than a quarter of such. */
static enum encoding guess_utf16(struct str text) {
    const unsigned char *bytes = bytes_of(text);
    if (text.len < 2 || text.len % 2 || !memchr(text.data, 0, text.len)) {
        return ENCODING_UNKNOWN;
    }
    size_t n_little = 0, n_big = 0, n_letters = 0, n = text.len / 2;
    for (size_t i = 0; i < text.len; i += 2) {
        n_little += is_usual((unsigned)bytes[i] | (unsigned)bytes[i + 1] << 8);
        n_big += is_usual((unsigned)bytes[i + 1] | (unsigned)bytes[i] << 8);
        n_letters += is_printable(bytes[i]) && is_printable(bytes[i + 1]);
    }
    if (n_letters * 2 > n) {
        return ENCODING_UNKNOWN;
    }
    if (n_little > n_big && n_little * 10 >= n * 9) {
        return ENCODING_UTF_16LE;
    }
    return n_big > n_little && n_big * 10 >= n * 9 ? ENCODING_UTF_16BE : ENCODING_UNKNOWN;
}

/* Letters with accents in one byte each stand alone among ASCII letters; bytes of Chinese come in
 * pairs at least, and mostly in longer runs. */
static bool is_western(struct str text) {
    const unsigned char *bytes = bytes_of(text);
    size_t n_runs = 0, n_alone = 0;
    for (size_t at = skip_ascii(bytes, 0, text.len); at < text.len;) {
        size_t start = at;
        at = skip_high(bytes, at, text.len);
        n_runs++;
        n_alone += at == start + 1 && is_in_word(text, start, at);
        at = skip_ascii(bytes, at, text.len);
    }
    return n_runs > 0 && n_alone * 3 >= n_runs * 2;
}

static enum encoding guess_chinese(struct str text) {
    struct gb_scan gb = scan_gb(text);
    if (is_western(text)) {
        return ENCODING_WESTERN;
    }
    if (!gb.n_bad && !gb.n_private && gb.n_level_1 * 10 >= gb.n_pairs * 6) {
        return ENCODING_GB18030;
    }
    struct big5_scan big5 = scan_big5(text);
    /* rare characters are no wonder where the other reading has such as are nobody's */
    size_t least = gb.n_private ? 5 : 9;
    if (big5.n_bad == 0 && big5.n_pairs > 0 && big5.n_level_1 * 10 >= big5.n_pairs * least) {
        return ENCODING_BIG5;
    }
    return gb.n_bad ? ENCODING_UNKNOWN : ENCODING_GB18030;
}

/* Bytes at the end that begin a character of UTF-8 and are not all of it. */
static size_t cut_off(struct str text) {
    for (size_t n = 1; n <= 3 && n <= text.len; n++) {
        unsigned char byte = bytes_of(text)[text.len - n];
        if ((byte & 0xC0) != 0x80) {
            bool is_cut = (byte >= 0xF0 && byte <= 0xF4) ||
                          (byte >= 0xE0 && byte < 0xF0 && n < 3) ||
                          (byte >= 0xC2 && byte < 0xE0 && n < 2);
            return is_cut ? n : 0;
        }
    }
    return 0;
}

static struct encoding_guess guess_utf8(struct str text, size_t mark_size) {
    size_t n_cut_off = cut_off(str_slice(text, mark_size, text.len));
    struct utf8_scan scan = scan_utf8(str_slice(text, mark_size, text.len - n_cut_off));
    scan.n_bad += n_cut_off > 0;
    scan.n_beyond_ascii += n_cut_off > 0;
    bool is_plain = scan.n_bad == 0 && (scan.n_three > 0 || scan.n_beyond_ascii == 0);
    /* what was not sent whole, often a short file, ends inside a character */
    bool is_cut = n_cut_off && scan.n_bad == 1 && scan.n_three > 1;
    bool is_nearly = is_cut || (scan.n_bad * 1000 < text.len && scan.n_three > scan.n_bad * 10);
    /* no Chinese: as GB18030 it would be one rare character after another */
    bool is_latin = scan.n_bad == 0 && scan.n_latin == scan.n_beyond_ascii && scan.n_in_words > 0;
    bool is_utf8 = mark_size || is_plain || is_nearly || is_latin;
    return (struct encoding_guess){.encoding = is_utf8 ? ENCODING_UTF_8 : ENCODING_UNKNOWN,
                                   .mark_size = mark_size,
                                   .is_guessed = is_utf8 && !mark_size && !is_plain && !is_nearly,
                                   .is_clean = is_utf8 && scan.n_bad == 0};
}

struct encoding_guess encoding_guess_of(struct str bytes) {
    if (str_starts(bytes, STR("\xEF\xBB\xBF"))) {
        return guess_utf8(bytes, 3);
    }
    if (str_starts(bytes, STR("\xFF\xFE"))) {
        return (struct encoding_guess){ENCODING_UTF_16LE, .mark_size = 2};
    }
    if (str_starts(bytes, STR("\xFE\xFF"))) {
        return (struct encoding_guess){ENCODING_UTF_16BE, .mark_size = 2};
    }
    if (str_starts(bytes, STR("\x84\x31\x95\x33"))) {
        return (struct encoding_guess){ENCODING_GB18030, .mark_size = 4};
    }
    enum encoding wide = guess_utf16(bytes);
    if (wide) {
        return (struct encoding_guess){wide, .is_guessed = true};
    }
    struct encoding_guess utf8 = guess_utf8(bytes, 0);
    return utf8.encoding
               ? utf8
               : (struct encoding_guess){.encoding = guess_chinese(bytes), .is_guessed = true};
}
