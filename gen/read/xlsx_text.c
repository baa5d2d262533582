/* Text of cells: shared strings, rich runs, and the escapes that workbooks write. */
#include "read/encoding.h"
#include "read/xlsx.h"

/* Shared strings of one workbook. */
#define MOST_STRINGS 4000000U
/* Length of _xHHHH_. */
#define ESCAPE 7

/* Reading sharedStrings.xml. */
struct strings_reader {
    struct xlsx *xlsx;
    struct xlsx_text text;
    bool is_in_item;
};

void xlsx_text_clear(struct xlsx_text *text) {
    text->buf.len = 0;
    text->is_in_text = false;
    text->phonetic_depth = 0;
}

void xlsx_text_start(struct xlsx_text *text, struct str name) {
    if (text->phonetic_depth || str_is(name, "rPh")) {
        text->phonetic_depth++;
    } else if (str_is(name, "t")) {
        text->is_in_text = true;
        text->start = text->buf.len;
    }
}

bool xlsx_text_append(struct buf *buf, struct str piece) {
    if (piece.len > XLSX_MOST_TEXT - buf->len) {
        return false;
    }
    buf_add_few(buf, piece);
    return true;
}

bool xlsx_text_add(struct xlsx_text *text, struct str piece) {
    return !text->is_in_text || text->phonetic_depth || xlsx_text_append(&text->buf, piece);
}

static bool read_escape(struct str text, size_t at, uint32_t *unit) {
    *unit = 0;
    if (text.len - at < ESCAPE || text.data[at] != '_' || text.data[at + 1] != 'x' ||
        text.data[at + 6] != '_') {
        return false;
    }
    for (size_t i = at + 2; i < at + 6; i++) {
        char c = text.data[i];
        uint32_t digit = c >= '0' && c <= '9'   ? (uint32_t)(c - '0')
                         : c >= 'A' && c <= 'F' ? (uint32_t)(c - 'A' + 10)
                         : c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a' + 10)
                                                : 16;
        if (digit == 16) {
            return false;
        }
        *unit = *unit * 16 + digit;
    }
    return true;
}

/* The character that the escapes from `*at` on stand for; two halves of a pair make one. */
static uint32_t take_escape(struct str text, size_t *at, uint32_t unit) {
    uint32_t low;
    *at += ESCAPE;
    if (unit >= 0xD800 && unit < 0xDC00 && read_escape(text, *at, &low) && low >= 0xDC00 &&
        low < 0xE000) {
        *at += ESCAPE;
        return 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
    }
    return unit ? unit : UTF8_BAD;
}

/* Decodes the escapes from `start` on; each t has its own, and none of it reaches into the next. */
static void decode(struct buf *buf, size_t start) {
    struct str text = buf_str(buf);
    size_t kept = start, at = start;
    if (str_find(text, STR("_x"), start) == SIZE_MAX) {
        return;
    }
    while (at < text.len) {
        uint32_t unit;
        if (read_escape(text, at, &unit)) {
            kept += utf8_encode(take_escape(text, &at, unit), buf->data + kept);
        } else {
            buf->data[kept++] = text.data[at++];
        }
    }
    buf->len = kept;
}

static struct str join_lines(struct buf *buf) {
    if (str_contains(buf_str(buf), STR("\r"))) {
        buf->len = encoding_join_lines(buf->data, buf->len);
    }
    return buf_str(buf);
}

struct str xlsx_unescape(struct buf *buf) {
    decode(buf, 0);
    return join_lines(buf);
}

void xlsx_text_end(struct xlsx_text *text, struct str name) {
    if (text->phonetic_depth) {
        text->phonetic_depth--;
    } else if (str_is(name, "t") && text->is_in_text) {
        text->is_in_text = false;
        decode(&text->buf, text->start);
    }
}

struct str xlsx_text_whole(struct xlsx_text *text) {
    return join_lines(&text->buf);
}

static bool start_strings(void *context, struct str name, const struct xml_attributes *attributes) {
    (void)attributes;
    struct strings_reader *reader = context;
    if (reader->is_in_item) {
        xlsx_text_start(&reader->text, name);
    } else if (str_is(name, "si")) {
        reader->is_in_item = true;
        xlsx_text_clear(&reader->text);
    }
    return true;
}

static bool add_string(struct strings_reader *reader) {
    struct xlsx *xlsx = reader->xlsx;
    if (texts_count(xlsx->strings) == MOST_STRINGS ||
        !texts_add(xlsx->strings, xlsx_text_whole(&reader->text))) {
        return store_limit(xlsx->diag, xlsx->source, DIAG_WORD_LIMIT_STRINGS, MOST_STRINGS);
    }
    return true;
}

static bool end_strings(void *context, struct str name) {
    struct strings_reader *reader = context;
    if (!reader->is_in_item) {
        return true;
    }
    if (str_is(name, "si")) {
        reader->is_in_item = false;
        return add_string(reader);
    }
    xlsx_text_end(&reader->text, name);
    return true;
}

static bool text_strings(void *context, struct str text) {
    struct strings_reader *reader = context;
    struct xlsx *xlsx = reader->xlsx;
    return !reader->is_in_item || xlsx_text_add(&reader->text, text) ||
           store_limit(xlsx->diag, xlsx->source, DIAG_WORD_LIMIT_CELL_TEXT, XLSX_MOST_TEXT);
}

bool xlsx_read_strings(struct xlsx *xlsx, size_t part) {
    struct strings_reader reader = {.xlsx = xlsx, .text.buf.arena = xlsx->scratch};
    struct xml_calls calls = {&reader, start_strings, end_strings, text_strings};
    return xlsx_parse(xlsx, part, &calls);
}
