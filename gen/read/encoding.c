/* Turns the bytes of a text file into UTF-8 by iconv (the only file that knows iconv). */
#include "read/encoding.h"

#include "read/store.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

/* U+FFFD and U+20AC. */
#define REPLACEMENT "\xEF\xBF\xBD"
#define EURO        "\xE2\x82\xAC"

/* Bytes of room that the text leaves at least, as eight are written at a time. */
#define ROOM_BEHIND 16U

/* Text being converted. */
struct conversion {
    enum encoding encoding;
    /* What is left to convert. */
    char *in;
    size_t in_left;
    /* Where the result grows; there is always room. */
    char *start, *out;
    size_t out_left;
    const struct source *source;
    struct diag *diag;
    /* Physical line at `counted`, and the last one reported. */
    uint32_t line, reported_line;
    const char *counted;
    uint32_t n_reports;
};

struct str encoding_name(enum encoding encoding) {
    static const struct str names[] = {
        [ENCODING_UNKNOWN] = STR_INIT(""),
        [ENCODING_UTF_8] = STR_INIT("UTF-8"),
        [ENCODING_UTF_16LE] = STR_INIT("UTF-16LE"),
        [ENCODING_UTF_16BE] = STR_INIT("UTF-16BE"),
        [ENCODING_GB18030] = STR_INIT("GB18030"),
        [ENCODING_BIG5] = STR_INIT("Big5"),
        [ENCODING_WESTERN] = STR_INIT("windows-1252"),
    };
    return names[encoding];
}

static void add_output(struct conversion *conversion, const char *text, size_t len) {
    memcpy(conversion->out, text, len);
    conversion->out += len;
    conversion->out_left -= len;
}

/* Counts lines of the result up to here; CR LF is one end, CR and LF alone are too. */
static void count_lines(struct conversion *conversion) {
    const char *at = conversion->counted;
    for (; at < conversion->out; at++) {
        bool is_second = *at == '\n' && at > conversion->start && at[-1] == '\r';
        conversion->line += (*at == '\n' || *at == '\r') && !is_second;
    }
    conversion->counted = at;
}

static void add_replacement(struct conversion *conversion) {
    count_lines(conversion);
    add_output(conversion, REPLACEMENT, 3);
    if (conversion->line == conversion->reported_line) {
        return;
    }
    conversion->reported_line = conversion->line;
    if (conversion->n_reports++ < STORE_MOST_REPORTS) {
        diag_report(conversion->diag, &(struct diag_note){.id = DIAG_TEXT_DAMAGED,
                                                          .origin = {.source = conversion->source,
                                                                     .row = conversion->line}});
    }
}

/* Bytes of a character that iconv does not know. */
static size_t bad_size(const struct conversion *conversion) {
    const unsigned char *bytes = (const unsigned char *)conversion->in;
    if (conversion->encoding == ENCODING_BIG5) {
        return conversion->in_left < 2 || bytes[1] < 0x40 ? 1 : 2;
    }
    if (conversion->encoding != ENCODING_GB18030) {
        return conversion->in_left < 2 ? 1 : 2;
    }
    if (conversion->in_left < 2 || bytes[1] < 0x30) {
        return 1;
    }
    return bytes[1] >= 0x40 ? 2 : bytes[1] <= 0x39 && conversion->in_left >= 4 ? 4 : 1;
}

/* Passes over what iconv could not convert. */
static void skip_bad(struct conversion *conversion) {
    size_t size = bad_size(conversion);
    if (conversion->encoding == ENCODING_GB18030 && (unsigned char)*conversion->in == 0x80) {
        add_output(conversion, EURO, 3);
        size = 1;
    } else {
        add_replacement(conversion);
    }
    conversion->in += size;
    conversion->in_left -= size;
}

/* Bytes that the text may take as UTF-8: half as many again, but three for a lone 80. */
static size_t room_for(struct str bytes) {
    size_t n_lone = 0;
    const char *at = bytes.data, *end = bytes.data + bytes.len;
    while (at < end && (at = memchr(at, 0x80, (size_t)(end - at)))) {
        n_lone++;
        at++;
    }
    return bytes.len + bytes.len / 2 + 2 * n_lone + ROOM_BEHIND;
}

/* Room for the text: what is not used of it costs nothing. */
static char *find_room(const struct store_file *file, struct str bytes, enum encoding encoding,
                       size_t *size) {
    *size = encoding == ENCODING_UTF_8 ? 3 * bytes.len + ROOM_BEHIND : room_for(bytes);
    return arena_alloc_raw(file->scratch, *size, 1);
}

/* ---- pairs of GB18030 -------------------------------------------------------------------------
 */

/* Pairs of GB18030 by lead and trail, and texts that are long enough to be worth the table. */
enum { FIRST_LEAD = 0x81, N_LEADS = 126, FIRST_TRAIL = 0x40, N_TRAILS = 191, LONG_TEXT = 1 << 20 };
/* Bytes that are converted at a time. */
enum { PIECE = 1 << 19 };

/* What each pair is in UTF-8, if that is three bytes, else NULs; four are copied at a time. */
struct pairs {
    char texts[N_LEADS][N_TRAILS][4];
};

static const struct pairs *list_pairs(struct arena *arena, iconv_t handle) {
    struct pairs *pairs = ARENA_NEW(arena, struct pairs);
    for (unsigned lead = 0; lead < N_LEADS; lead++) {
        for (unsigned trail = 0; trail < N_TRAILS; trail++) {
            char in[2] = {(char)(lead + FIRST_LEAD), (char)(trail + FIRST_TRAIL)}, out[8];
            char *from = in, *to = out;
            size_t in_left = sizeof in, out_left = sizeof out;
            if (iconv(handle, &from, &in_left, &to, &out_left) == 0 && to == out + 3) {
                memcpy(pairs->texts[lead][trail], out, 3);
            }
        }
    }
    return pairs;
}

/* Copies ASCII, eight bytes at a time as long as there are so many; `*out` is moved behind it. */
static inline const unsigned char *copy_ascii(const unsigned char *at, const unsigned char *end,
                                              char **out) {
    uint64_t eight;
    for (; end - at >= 8; at += 8, *out += 8) {
        memcpy(&eight, at, sizeof eight);
        memcpy(*out, &eight, sizeof eight);
        size_t n = utf8_ascii_of(eight);
        if (n < sizeof eight) {
            *out += n;
            return at + n;
        }
    }
    while (at < end && *at < 0x80) {
        *(*out)++ = (char)*at++;
    }
    return at;
}

/* Converts ASCII and pairs as far as there are no others. */
static void convert_pairs(struct conversion *conversion, const struct pairs *pairs) {
    const unsigned char *at = (const unsigned char *)conversion->in, *start = at;
    size_t size = conversion->in_left < PIECE ? conversion->in_left : PIECE;
    const unsigned char *end = at + size;
    char *out = conversion->out;
    for (;;) {
        at = at < end && *at < 0x80 ? copy_ascii(at, end, &out) : at;
        unsigned lead = at < end ? *at - (unsigned)FIRST_LEAD : N_LEADS;
        unsigned trail = end - at > 1 ? at[1] - (unsigned)FIRST_TRAIL : N_TRAILS;
        if (lead >= N_LEADS || trail >= N_TRAILS || !pairs->texts[lead][trail][0]) {
            break;
        }
        memcpy(out, pairs->texts[lead][trail], 4);
        out += 3;
        at += 2;
    }
    conversion->in += at - start;
    conversion->in_left -= (size_t)(at - start);
    conversion->out_left -= (size_t)(out - conversion->out);
    conversion->out = out;
}

/* One call of iconv; of the four bytes at hand alone where pairs are converted without it. */
static bool convert_some(struct conversion *conversion, iconv_t handle, bool is_short) {
    enum { LONGEST = 4 };
    size_t left = conversion->in_left, taken = is_short && left > LONGEST ? LONGEST : left;
    size_t rest = taken;
    const char *before = conversion->in;
    bool is_done = iconv(handle, &conversion->in, &rest, &conversion->out, &conversion->out_left) !=
                   (size_t)-1;
    conversion->in_left = left - (taken - rest);
    return is_done || (is_short && conversion->in > before);
}

static bool convert(struct arena *arena, struct conversion *conversion) {
    /* Windows's Big5 holds what its programs write beyond the standard */
    bool is_big5 = conversion->encoding == ENCODING_BIG5;
    const char *name = is_big5 ? "CP950" : encoding_name(conversion->encoding).data;
    iconv_t handle = iconv_open("UTF-8", name);
    if (handle == (iconv_t)-1) {
        return false;
    }
    bool has_room = true;
    bool is_long = conversion->encoding == ENCODING_GB18030 && conversion->in_left > LONG_TEXT;
    const struct pairs *pairs = is_long ? list_pairs(arena, handle) : NULL;
    while (conversion->in_left && has_room) {
        if (pairs) {
            convert_pairs(conversion, pairs);
        }
        if (conversion->in_left && !convert_some(conversion, handle, pairs)) {
            has_room = errno != E2BIG && conversion->out_left >= 3;
            if (has_room) {
                skip_bad(conversion);
            }
        }
    }
    iconv_close(handle);
    return has_room;
}

/* UTF-8 with damage goes character by character: iconv is stricter than its own output. */
static void mend_utf8(struct conversion *conversion) {
    struct str text = {conversion->in, conversion->in_left};
    for (size_t at = 0; at < text.len;) {
        size_t start = at;
        if (utf8_next(text, &at) == UTF8_BAD && at == start + 1) {
            add_replacement(conversion);
        } else {
            add_output(conversion, text.data + start, at - start);
        }
    }
}

/* NULs are padding; what they pad keeps its meaning without them. Reports TEXT_NUL at each line. */
static struct str drop_nuls(struct arena *arena, struct str text, const struct source *source,
                            struct diag *diag) {
    if (!text.len || !memchr(text.data, 0, text.len)) {
        return text;
    }
    char *copy = arena_alloc_raw(arena, text.len, 1);
    size_t len = 0, n_reports = 0;
    struct origin origin = {.source = source, .row = 1};
    bool is_told = false;
    for (size_t i = 0; i < text.len; i++) {
        char c = copy[len] = text.data[i];
        len += c != '\0';
        if (c == '\0' && !is_told && n_reports++ < STORE_MOST_REPORTS) {
            diag_report(diag, &(struct diag_note){.id = DIAG_TEXT_NUL, .origin = origin});
        }
        is_told = c == '\0' || (is_told && c != '\n');
        origin.row += c == '\n';
    }
    store_report_rest(diag, DIAG_TEXT_NUL, source, n_reports);
    return (struct str){copy, len};
}

static bool to_utf8(const struct store_file *file, struct str bytes, enum encoding encoding,
                    struct str *text) {
    struct conversion conversion = {.encoding = encoding,
                                    .in = (char *)(uintptr_t)bytes.data,
                                    .in_left = bytes.len,
                                    .source = file->source,
                                    .diag = file->diag,
                                    .line = 1};
    conversion.start = conversion.out = find_room(file, bytes, encoding, &conversion.out_left);
    conversion.counted = conversion.start;
    if (encoding == ENCODING_UTF_8) {
        mend_utf8(&conversion);
    } else if (!convert(file->scratch, &conversion)) {
        return false;
    }
    store_report_rest(file->diag, DIAG_TEXT_DAMAGED, file->source, conversion.n_reports);
    *text = (struct str){conversion.start, (size_t)(conversion.out - conversion.start)};
    return true;
}

static bool refuse(struct diag *diag, enum diag_id id, const struct source *source,
                   enum encoding encoding) {
    diag_report(diag, &(struct diag_note){.id = id,
                                          .origin = {.source = source},
                                          .args = {encoding_name(encoding)}});
    return false;
}

/* A file padded with NULs or ended by Ctrl-Z. In UTF-16 a NUL may be half of a character. */
static struct str cut_padding(struct str bytes, enum encoding encoding) {
    bool is_wide = encoding == ENCODING_UTF_16LE || encoding == ENCODING_UTF_16BE;
    while (!is_wide && bytes.len &&
           (bytes.data[bytes.len - 1] == '\0' || bytes.data[bytes.len - 1] == '\x1A')) {
        bytes.len--;
    }
    return bytes;
}

static bool is_blank(struct str text) {
    for (size_t i = 0; i < text.len; i++) {
        if ((unsigned char)text.data[i] > ' ') {
            return false;
        }
    }
    return true;
}

bool encoding_decode_file(const struct store_file *file, struct str bytes, struct str *text,
                          struct str *name) {
    struct encoding_guess guess = encoding_guess_of(bytes);
    bytes = str_slice(cut_padding(bytes, guess.encoding), guess.mark_size, bytes.len);
    if (guess.encoding == ENCODING_WESTERN) {
        return refuse(file->diag, DIAG_ENCODING_WESTERN, file->source, guess.encoding);
    }
    if (guess.encoding == ENCODING_UNKNOWN ||
        (!guess.is_clean && !to_utf8(file, bytes, guess.encoding, text))) {
        return refuse(file->diag, DIAG_ENCODING_UNKNOWN, file->source, ENCODING_UNKNOWN);
    }
    *text = drop_nuls(file->scratch, guess.is_clean ? bytes : *text, file->source, file->diag);
    *name = encoding_name(guess.encoding);
    if (is_blank(*text)) {
        return refuse(file->diag, DIAG_FILE_EMPTY, file->source, ENCODING_UNKNOWN);
    }
    if (guess.is_guessed) {
        diag_report(file->diag, &(struct diag_note){.id = DIAG_ENCODING_GUESSED,
                                                    .origin = {.source = file->source},
                                                    .args = {*name}});
    }
    return true;
}

bool encoding_decode(struct arena *arena, struct str bytes, const struct source *source,
                     struct diag *diag, struct str *text, struct str *name) {
    const struct store_file file = {.scratch = arena, .source = source, .diag = diag};
    return encoding_decode_file(&file, bytes, text, name);
}
