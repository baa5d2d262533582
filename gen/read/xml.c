/* XML by our own hand, behind three calls and within limits: bytes come in by pieces, become UTF-8,
 * and are read as far as they go. Of documents only what stands between the tags is told; a
 * document that is not well-formed is refused as a whole (XML 1.0). */
#include "read/xml_inner.h"

#include <string.h>

/* Bytes taken in at a time, and all there is room for: what is left of one piece, and the next. */
#define PIECE 65536
#define ROOM  (XML_MOST_TAG + PIECE)

struct xml *xml_open(struct arena *arena, const struct xml_calls *calls) {
    struct xml *xml = ARENA_NEW(arena, struct xml);
    xml->calls = *calls;
    xml->arena = arena;
    xml->names.arena = arena;
    xml->bytes = arena_alloc_raw(arena, ROOM + 1, 1);
    xml->bytes[0] = '\0';
    xml->at = xml->end = (const uint8_t *)xml->bytes;
    return xml;
}

struct str xml_fault(const struct xml *xml) {
    return xml->fault;
}

/* ---- lines ----------------------------------------------------------------------------------- */

/* Line ends before `end` in what is at hand. */
static size_t count_lines(const struct xml *xml, const uint8_t *end) {
    size_t n = 0;
    const char *at = xml->bytes, *last = (const char *)end;
    while (at < last && (at = memchr(at, '\n', (size_t)(last - at)))) {
        n++;
        at++;
    }
    return n;
}

enum xml_step xml_refuse(struct xml *xml, enum diag_word word) {
    if (!xml->fault.len) {
        size_t line = xml->n_lines + count_lines(xml, xml->at) + 1;
        xml->fault = diag_word_number(xml->arena, word, line);
    }
    return XML_STOP;
}

/* ---- text ------------------------------------------------------------------------------------ */

static enum xml_step call_text(struct xml *xml, const void *text, size_t len) {
    const struct str piece = {text, len};
    if (!len || xml->skipped_depth) {
        return XML_ON;
    }
    return xml->calls.text(xml->calls.context, piece) ? XML_ON : XML_STOP;
}

/* The end of characters that are what they stand for. */
static const uint8_t *skip_text(const struct xml *xml, const uint8_t *at) {
    for (;;) {
        while (xml_classes[*at] & XML_IN_TEXT) {
            at++;
        }
        size_t size = *at < 0x80 ? 0 : xml_character(at, xml->end);
        if (size == 0 || size > (size_t)(xml->end - at)) {
            return at;
        }
        at += size;
    }
}

/* What stands at the end of plain characters: a line end that becomes LF, a bracket of its own. */
static enum xml_step take_odd(struct xml *xml, bool is_in_section) {
    const uint8_t *at = xml->at;
    size_t left = (size_t)(xml->end - at);
    if (*at == '\r' && left > 1) {
        xml->at += at[1] == '\n' ? 2 : 1;
        return call_text(xml, "\n", 1);
    }
    if (*at == ']' && left > 1 && (at[1] != ']' || (left > 2 && at[2] != '>'))) {
        xml->at++;
        return call_text(xml, "]", 1);
    }
    if (*at == ']' && left > 2 && is_in_section) {
        xml->at += 3;
        xml->state = XML_INSIDE;
        return XML_ON;
    }
    bool is_cut_off = left == 0 || (left == 1 && (*at == '\r' || *at == ']')) ||
                      (left == 2 && *at == ']') ||
                      (*at >= 0x80 && xml_character(at, xml->end) > left);
    return is_cut_off ? XML_MORE : XML_BAD;
}

static enum xml_step take_text(struct xml *xml) {
    const uint8_t *start = xml->at, *end = skip_text(xml, start);
    xml->at = end;
    enum xml_step step = call_text(xml, start, (size_t)(end - start));
    return step != XML_ON || *end == '<' || *end == '&' ? step : take_odd(xml, false);
}

static enum xml_step take_section(struct xml *xml) {
    const uint8_t *start = xml->at, *end = skip_text(xml, start);
    while (*end == '<' || *end == '&') {
        end = skip_text(xml, end + 1);
    }
    xml->at = end;
    enum xml_step step = call_text(xml, start, (size_t)(end - start));
    return step == XML_ON ? take_odd(xml, true) : step;
}

static enum xml_step take_reference(struct xml *xml) {
    char bytes[4];
    size_t size;
    enum xml_step step = xml_take_reference(&xml->at, xml->end, bytes, &size);
    return step == XML_ON ? call_text(xml, bytes, size) : step;
}

/* Outside the root element stand only blanks. */
static enum xml_step take_blanks(struct xml *xml) {
    const uint8_t *at = xml->at;
    while (xml_classes[*at] & XML_IS_BLANK) {
        at++;
    }
    bool is_any = at > xml->at;
    xml->at = at;
    return is_any ? XML_ON : XML_BAD;
}

/* ---- documents ------------------------------------------------------------------------------- */

static enum xml_step take_next(struct xml *xml) {
    const uint8_t *at = xml->at;
    if (xml->state == XML_IN_SECTION) {
        return take_section(xml);
    }
    if (*at != '<') {
        return !xml->depth ? take_blanks(xml) : *at == '&' ? take_reference(xml) : take_text(xml);
    }
    if (xml_classes[at[1]] & XML_STARTS_NAME) {
        return xml_take_start_tag(xml);
    }
    switch (at[1]) {
    case '/':
        return xml_take_end_tag(xml);
    case '!':
        return xml_take_mark(xml);
    case '?':
        return xml_take_instruction(xml);
    default:
        return at + 1 == xml->end ? XML_MORE : XML_BAD;
    }
}

/* A mark of the byte order is no part of the document. */
static enum xml_step take_byte_order(struct xml *xml) {
    enum xml_step step = xml_begins(xml, STR("\xEF\xBB\xBF"));
    if (step != XML_MORE) {
        xml->at += step == XML_ON ? 3 : 0;
        xml->state = XML_AT_START;
    }
    return step == XML_MORE ? XML_MORE : XML_ON;
}

/* Only what comes first may be a declaration. */
static enum xml_step take_first(struct xml *xml) {
    enum xml_step step = xml->at == xml->end ? XML_MORE : take_next(xml);
    xml->state = xml->state == XML_AT_START && step == XML_ON ? XML_BEFORE : xml->state;
    return step;
}

/* Reads as far as it goes, and keeps the rest. */
static bool parse(struct xml *xml, bool is_last) {
    enum xml_step step = XML_ON;
    if (xml->state == XML_AT_MARK) {
        step = take_byte_order(xml);
    }
    if (step == XML_ON && xml->state == XML_AT_START) {
        step = take_first(xml);
    }
    while (step == XML_ON && xml->at < xml->end) {
        step = take_next(xml);
    }
    bool is_cut_off = is_last && (step == XML_MORE || xml->state != XML_BEHIND);
    if (step == XML_BAD || (step != XML_STOP && is_cut_off)) {
        step = xml_refuse(xml, DIAG_WORD_XML_SYNTAX);
    } else if (step != XML_STOP && xml->end - xml->at > XML_MOST_TAG) {
        step = xml_refuse(xml, DIAG_WORD_XML_TAG);
    }
    xml->is_stopped = step == XML_STOP;
    if (!xml->is_stopped) {
        size_t left = (size_t)(xml->end - xml->at);
        xml->n_lines += count_lines(xml, xml->at);
        memmove(xml->bytes, xml->at, left);
        xml->at = (const uint8_t *)xml->bytes;
        xml->end = xml->at + left;
        xml->bytes[left] = '\0';
    }
    return !xml->is_stopped;
}

/* UTF-16 shows in the first two bytes: a mark, or half of a '<'. */
static void decide_width(struct xml *xml, struct str *piece) {
    unsigned first = xml->odd, second = (unsigned char)piece->data[0];
    if (!xml->has_odd) {
        xml->odd = (unsigned char)second;
        xml->has_odd = true;
        *piece = str_slice(*piece, 1, piece->len);
        return;
    }
    bool is_big = (first == 0xFE && second == 0xFF) || !first;
    bool is_little = (first == 0xFF && second == 0xFE) || !second;
    xml->width = is_big ? XML_UTF_16BE : is_little ? XML_UTF_16LE : XML_UTF_8;
}

/* Takes in as much as there is room for. */
static void take_in(struct xml *xml, struct str *piece) {
    char *end = xml->bytes + (xml->end - (const uint8_t *)xml->bytes);
    size_t room = ROOM - (size_t)(end - xml->bytes), size = 0;
    if (xml->width == XML_UTF_8) {
        if (xml->has_odd) {
            end[size++] = (char)xml->odd;
            xml->has_odd = false;
        }
        struct str part = str_slice(*piece, 0, room - size < PIECE ? room - size : PIECE);
        if (part.len) {
            memcpy(end + size, part.data, part.len);
        }
        size += part.len;
        *piece = str_slice(*piece, part.len, piece->len);
    } else {
        size = xml_add_wide(xml, piece, end, room);
    }
    end[size] = '\0';
    xml->end += size;
}

bool xml_feed(struct xml *xml, struct str piece) {
    while (piece.len && !xml->is_stopped) {
        if (xml->width == XML_UNDECIDED) {
            decide_width(xml, &piece);
        } else {
            take_in(xml, &piece);
            parse(xml, false);
        }
    }
    return !xml->is_stopped;
}

bool xml_finish(struct xml *xml) {
    if (xml->width == XML_UNDECIDED) {
        xml->width = XML_UTF_8;
    }
    if (xml->width == XML_UTF_8) {
        take_in(xml, &(struct str){0});
    }
    if (!xml->is_stopped && (xml->has_odd || xml->first_half)) {
        xml_refuse(xml, DIAG_WORD_XML_SYNTAX);
        xml->is_stopped = true;
    }
    return !xml->is_stopped && parse(xml, true);
}
