/* Strings of an xls: they run over the ends of records, and change their width there (2.5.293). */
#include "read/xls.h"

/* Shared strings of one workbook. */
#define MOST_STRINGS 4000000U
/* Flags of a string. */
enum { IS_WIDE = 1, HAS_PHONETIC = 4, HAS_RUNS = 8 };

struct xls_strand xls_strand_of(const struct xls *xls, const struct xls_record *record,
                                size_t offset) {
    offset = offset < record->data.len ? offset : record->data.len;
    return (struct xls_strand){xls->stream, record->at + offset, record->at + record->data.len};
}

/* Goes into the next CONTINUE; false if none follows, or it is cut off. */
static bool go_on(struct xls_strand *strand) {
    struct str stream = strand->stream;
    size_t start = strand->end + 4;
    if (start > stream.len || bytes_u16(stream, strand->end) != XLS_CONTINUE) {
        return false;
    }
    size_t size = bytes_u16(stream, strand->end + 2);
    if (size > stream.len - start) {
        return false;
    }
    strand->at = start;
    strand->end = start + size;
    return true;
}

bool xls_strand_ends(struct xls_strand *strand) {
    while (strand->at == strand->end) {
        if (!go_on(strand)) {
            return true;
        }
    }
    return false;
}

static bool take_byte(struct xls_strand *strand, uint32_t *byte) {
    if (xls_strand_ends(strand)) {
        return false;
    }
    *byte = bytes_u8(strand->stream, strand->at++);
    return true;
}

bool xls_strand_u16(struct xls_strand *strand, uint32_t *number) {
    uint32_t low, high;
    if (!take_byte(strand, &low) || !take_byte(strand, &high)) {
        return false;
    }
    *number = low | high << 8;
    return true;
}

bool xls_strand_u32(struct xls_strand *strand, uint32_t *number) {
    uint32_t low, high;
    if (!xls_strand_u16(strand, &low) || !xls_strand_u16(strand, &high)) {
        return false;
    }
    *number = low | high << 16;
    return true;
}

bool xls_strand_skip(struct xls_strand *strand, size_t n) {
    while (n) {
        if (xls_strand_ends(strand)) {
            return false;
        }
        size_t there = strand->end - strand->at, step = n < there ? n : there;
        strand->at += step;
        n -= step;
    }
    return true;
}

/* ---- characters ------------------------------------------------------------------------------ */

/* Adds a UTF-16 unit; the first half of a pair waits for the second, which may be in the next
 * record. */
static void add_unit(struct buf *text, uint32_t *half, uint32_t unit) {
    bool is_second = unit >= 0xDC00 && unit < 0xE000;
    if (*half && is_second) {
        buf_add_code_point(text, 0x10000 + ((*half - 0xD800) << 10) + (unit - 0xDC00));
        *half = 0;
        return;
    }
    if (*half) {
        buf_add_code_point(text, UTF8_BAD);
        *half = 0;
    }
    if (unit >= 0xD800 && unit < 0xDC00) {
        *half = unit;
    } else if (unit > 0 && unit < 0x80) {
        buf_add_byte(text, (unsigned char)unit);
    } else {
        buf_add_code_point(text, is_second || !unit ? UTF8_BAD : unit);
    }
}

/* Puts the usual of `n` units down at `out`: none that is nought or half of a pair. `*out` is moved
 * behind them; returns how many they are. */
static size_t put_usual(const unsigned char *units, size_t n, bool is_wide, char **out) {
    unsigned char *at = (unsigned char *)*out;
    size_t i = 0;
    for (; i < n; i++) {
        unsigned unit = is_wide ? units[2 * i] | (unsigned)units[2 * i + 1] << 8 : units[i];
        if (unit >= 0x800) {
            if (unit >= 0xD800 && unit < 0xE000) {
                break;
            }
            *at++ = (unsigned char)(0xE0 | unit >> 12);
            *at++ = (unsigned char)(0x80 | (unit >> 6 & 0x3F));
            *at++ = (unsigned char)(0x80 | (unit & 0x3F));
        } else if (unit >= 0x80) {
            *at++ = (unsigned char)(0xC0 | unit >> 6);
            *at++ = (unsigned char)(0x80 | (unit & 0x3F));
        } else if (unit) {
            *at++ = (unsigned char)unit;
        } else {
            break;
        }
    }
    *out = (char *)at;
    return i;
}

/* The bytes of `n` characters, as many as this record holds. */
static size_t add_piece(struct xls_strand *strand, bool is_wide, size_t n, struct buf *text,
                        uint32_t *half) {
    enum { LONGEST = 3 };
    const unsigned char *units = (const unsigned char *)strand->stream.data + strand->at;
    size_t size = is_wide ? 2 : 1, there = (strand->end - strand->at) / size;
    n = n < there ? n : there;
    for (size_t i = 0; i < n; i++) {
        if (!*half) {
            char *out = buf_room(text, (n - i) * LONGEST);
            i += put_usual(units + i * size, n - i, is_wide, &out);
            text->len = (size_t)(out - text->data);
        }
        if (i < n) {
            add_unit(text, half,
                     bytes_u16(strand->stream, strand->at + i * size) &
                         (is_wide ? 0xFFFFU : 0xFFU));
        }
    }
    strand->at += n * size;
    return n;
}

static bool add_characters(struct xls_strand *strand, uint32_t flags, size_t n, struct buf *text) {
    uint32_t half = 0;
    while (n) {
        size_t done = add_piece(strand, (flags & IS_WIDE) != 0, n, text, &half);
        n -= done;
        if (!n) {
            break;
        }
        /* inside the characters each further record begins with flags of its own */
        if (strand->at != strand->end || !take_byte(strand, &flags)) {
            return false;
        }
    }
    if (half) {
        buf_add_code_point(text, UTF8_BAD);
    }
    return true;
}

static bool add_old_bytes(const struct xls *xls, struct xls_strand *strand, size_t n,
                          struct buf *text) {
    struct buf bytes = {.arena = text->arena};
    while (n) {
        if (xls_strand_ends(strand)) {
            return false;
        }
        size_t there = strand->end - strand->at, step = n < there ? n : there;
        buf_add(&bytes, str_slice(strand->stream, strand->at, strand->at + step));
        strand->at += step;
        n -= step;
    }
    return encoding_page_add(xls->page, buf_str(&bytes), text);
}

static void join_line_ends(struct buf *text) {
    text->len = encoding_join_lines(text->data, text->len);
}

bool xls_strand_characters(const struct xls *xls, struct xls_strand *strand, size_t n,
                           struct buf *text) {
    uint32_t flags = 0;
    bool is_read = xls->is_old ? add_old_bytes(xls, strand, n, text)
                               : (n == 0 || take_byte(strand, &flags)) &&
                                     add_characters(strand, flags, n, text);
    join_line_ends(text);
    return is_read;
}

bool xls_strand_string(const struct xls *xls, struct xls_strand *strand, struct buf *text) {
    uint32_t n, flags, n_runs = 0, n_phonetic = 0;
    if (!xls_strand_u16(strand, &n)) {
        return false;
    }
    if (xls->is_old) {
        return xls_strand_characters(xls, strand, n, text);
    }
    if (!take_byte(strand, &flags) || ((flags & HAS_RUNS) && !xls_strand_u16(strand, &n_runs)) ||
        ((flags & HAS_PHONETIC) && !xls_strand_u32(strand, &n_phonetic)) ||
        !add_characters(strand, flags, n, text)) {
        return false;
    }
    join_line_ends(text);
    return xls_strand_skip(strand, (size_t)n_runs * 4) && xls_strand_skip(strand, n_phonetic);
}

/* Declared counts lie: the strings end where the records do. */
bool xls_read_strings(struct xls *xls, const struct xls_record *record) {
    struct xls_strand strand = xls_strand_of(xls, record, 8);
    uint32_t n_declared = bytes_u32(record->data, 4);
    struct buf text = {.arena = xls->scratch};
    while (!xls_strand_ends(&strand)) {
        text.len = 0;
        if (texts_count(xls->strings) == MOST_STRINGS) {
            return store_limit(xls->file->diag, xls->file->source, DIAG_WORD_LIMIT_STRINGS,
                               MOST_STRINGS);
        }
        if (!xls_strand_string(xls, &strand, &text)) {
            return texts_count(xls->strings) >= n_declared ||
                   xls_refuse(xls, DIAG_WORD_XLS_STRINGS, STR(""));
        }
        if (!texts_add(xls->strings, buf_str(&text))) {
            return store_limit(xls->file->diag, xls->file->source, DIAG_WORD_LIMIT_STRINGS,
                               MOST_STRINGS);
        }
    }
    return true;
}
