/* The graphics state of a content stream, set only where it changes. */
#include "write/pdf/stream.h"

int64_t stream_page_y(const struct stream *stream, int32_t y) {
    return to_hundredths((int64_t)stream->height - y);
}

void stream_settle(struct stream *stream) {
    if (stream->has_strokes) {
        buf_add_c(stream->out, "S\n");
        stream->has_strokes = false;
    }
    if (stream->is_text) {
        buf_add_c(stream->out, "ET\n");
        stream->is_text = false;
    }
}

void stream_set_fill(struct stream *stream, uint8_t gray) {
    if (stream->fill_gray != gray) {
        stream->fill_gray = gray;
        add_number(stream->out, (gray * 1000 + 127) / 255, 3, " g\n");
    }
}

void stream_set_stroke(struct stream *stream, const struct rule *rule, bool is_round) {
    int64_t thickness = to_hundredths(rule->thickness);
    int64_t dash = to_hundredths(rule->dash);
    bool is_same = stream->stroke_gray == rule->gray && stream->thickness == thickness &&
                   stream->dash == dash && stream->is_round == is_round;
    if (!is_same || stream->is_text) {
        stream_settle(stream);
    }
    if (is_same) {
        return;
    }
    struct buf *out = stream->out;
    if (stream->stroke_gray != rule->gray) {
        add_number(out, (rule->gray * 1000 + 127) / 255, 3, " G\n");
    }
    if (stream->thickness != thickness) {
        add_number(out, thickness, 2, " w\n");
    }
    if (stream->dash != dash && dash > 0) {
        buf_add_byte(out, '[');
        add_number(out, dash, 2, "]0 d\n");
    } else if (stream->dash != dash) {
        buf_add_c(out, "[]0 d\n");
    }
    if (stream->is_round != is_round) {
        buf_add_c(out, is_round ? "1 J 1 j\n" : "0 J 0 j\n");
    }
    stream->stroke_gray = rule->gray;
    stream->thickness = thickness;
    stream->dash = dash;
    stream->is_round = is_round;
}

void stream_enter_text(struct stream *stream) {
    if (!stream->is_text) {
        stream_settle(stream);
        buf_add_c(stream->out, "BT\n");
        stream->is_text = true;
        stream->text_x = 0;
        stream->text_y = 0;
    }
}

void stream_set_font(struct stream *stream, uint32_t face, int32_t size) {
    stream_enter_text(stream);
    if (stream->face != face || stream->size != size) {
        char *start = make_room(stream->out, 64);
        char *at = start;
        *at++ = '/';
        *at++ = 'F';
        at = put_digits(at, face);
        *at++ = ' ';
        at = put_fixed(at, ((int64_t)size * 1000 + PT / 2) >> 10, 3);
        memcpy(at, " Tf\n", 4);
        stream->out->len += (size_t)(at + 4 - start);
        stream->face = face;
        stream->size = size;
    }
}

void stream_move_text(struct stream *stream, int64_t x, int64_t y) {
    add_point(stream->out, x - stream->text_x, y - stream->text_y, " Td\n");
    stream->text_x = x;
    stream->text_y = y;
}

/* Appends a text as a literal string of UTF-16, half of what hexadecimal digits take. */
static void add_utf16(struct buf *out, struct str text) {
    char *start = make_room(out, text.len * 4 + 8);
    char *at = start;
    for (size_t offset = 0; offset < text.len;) {
        uint32_t point = utf8_next(text, &offset);
        if (point >= 0x10000) {
            uint32_t high = 0xD7C0 + (point >> 10);
            at = put_byte(at, high >> 8);
            at = put_byte(at, high & 0xFF);
            point = 0xDC00 | (point & 0x3FF);
        }
        at = put_byte(at, point >> 8);
        at = put_byte(at, point & 0xFF);
    }
    out->len += (size_t)(at - start);
}

void stream_start_span(struct buf *out, struct str text) {
    buf_add_c(out, "/Span<</ActualText(\xFE\xFF");
    add_utf16(out, text);
    buf_add_c(out, ")>>BDC\n");
}
