/* Inner header of write: the content stream of a page while it is written. */
#ifndef WRITE_PDF_STREAM_H
#define WRITE_PDF_STREAM_H

#include "write/pdf/content.h"
#include "write/pdf/pdftext.h"

#include <string.h>

/* Bytes that a glyph and an adjustment before it fill at most. */
#define GLYPH_ROOM 40

/* A page being written: the graphics state as the stream has set it so far. */
struct stream {
    struct ink *ink;
    struct buf *out;
    struct arena *scratch;
    /* Height of the page, in units. */
    int32_t height;
    /* Greys of strokes and of fills. */
    int stroke_gray, fill_gray;
    /* Thickness and dash of strokes, in hundredths of a point. */
    int64_t thickness, dash;
    /* Strokes have round ends and corners. */
    bool is_round;
    /* Strokes have been laid out but not drawn. */
    bool has_strokes;
    /* Between BT and ET. */
    bool is_text;
    /* Face and size of text; size 0 before the first. */
    uint32_t face;
    int32_t size;
    /* Start of the last text line, in hundredths of a point. */
    int64_t text_x, text_y;
    /* Within a marked stretch, which began within text. */
    bool is_marked, is_marked_in_text;
};

/* A height on the page as the stream counts it: from the foot, in hundredths of a point. */
int64_t stream_page_y(const struct stream *stream, int32_t y);
/* Draws the strokes laid out so far, and leaves text. */
void stream_settle(struct stream *stream);
/* The grey of fills and of text. */
void stream_set_fill(struct stream *stream, uint8_t gray);
/* Prepares for strokes; what was laid out under another state is drawn first. */
void stream_set_stroke(struct stream *stream, const struct rule *rule, bool is_round);
/* Begins text, where it is not begun. */
void stream_enter_text(struct stream *stream);
/* The face and the size of text, in page units; begins text. */
void stream_set_font(struct stream *stream, uint32_t face, int32_t size);
/* Moves to a place in hundredths of a point. */
void stream_move_text(struct stream *stream, int64_t x, int64_t y);
/* Begins a span that is read as `text`; ended by EMC. */
void stream_start_span(struct buf *out, struct str text);
/* A line. */
void stream_stroke(struct stream *stream, const struct rule *rule, bool is_round);
/* An area: filled, hatched, outlined. */
void stream_box(struct stream *stream, const struct box *box);
/* A path: drawn, or, where it is a tick box, set as a glyph. */
void stream_path(struct stream *stream, const struct path *path);
/* There is something to draw of it. */
bool path_is_shown(const struct path *path);

/* A byte of a literal string, which an escape may stand before; returns where the next one goes. */
static inline char *put_byte(char *at, unsigned byte) {
    if (byte == '(' || byte == ')' || byte == '\\') {
        *at++ = '\\';
    } else if (byte == '\r') {
        *at++ = '\\';
        byte = 'r';
    }
    *at++ = (char)byte;
    return at;
}

/* Equal texts; most are one character, for which a call would cost more than the comparison. */
static inline bool same_text(struct str a, struct str b) {
    size_t i = 0;
    while (i < a.len && i < b.len && a.data[i] == b.data[i]) {
        i++;
    }
    return i == a.len && i == b.len;
}

#endif
