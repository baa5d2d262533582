/* Lines, areas and paths of a page, and tick boxes, which are glyphs of the kit's own. */
#include "write/hatch.h"
#include "write/pdf/stream.h"

void stream_stroke(struct stream *stream, const struct rule *rule, bool is_round) {
    if (rule->thickness <= 0) {
        return;
    }
    stream_set_stroke(stream, rule, is_round);
    add_point(stream->out, to_hundredths(rule->x1), stream_page_y(stream, rule->y1), " m ");
    add_point(stream->out, to_hundredths(rule->x2), stream_page_y(stream, rule->y2), " l\n");
    stream->has_strokes = true;
}

static void add_area(struct stream *stream, const struct area *area) {
    int64_t left = to_hundredths(area->x);
    int64_t bottom = stream_page_y(stream, area->y + area->height);
    add_point(stream->out, left, bottom, " ");
    add_point(stream->out, to_hundredths((int64_t)area->x + area->width) - left,
              stream_page_y(stream, area->y) - bottom, " re\n");
}

void stream_box(struct stream *stream, const struct box *box) {
    if (box->hatch == HATCH_SOLID) {
        stream_settle(stream);
        stream_set_fill(stream, box->fill_gray);
        add_area(stream, &box->area);
        buf_add_c(stream->out, "f\n");
    } else if (box->hatch != HATCH_NONE) {
        struct strokes strokes = hatch_strokes(stream->scratch, box);
        for (size_t i = 0; i < strokes.n_rules; i++) {
            stream_stroke(stream, &strokes.rules[i], strokes.is_dots);
        }
    }
    if (box->thickness > 0) {
        struct rule outline = {.thickness = box->thickness, .gray = box->gray};
        stream_set_stroke(stream, &outline, false);
        add_area(stream, &box->area);
        stream->has_strokes = true;
    }
}

/* Shows one of the kit's own glyphs, at a place in hundredths. */
static void show_sign(struct stream *stream, enum kit_sign sign, int32_t size, int64_t x,
                      int64_t y) {
    uint32_t code = stream->ink->signs[sign]->code;
    stream_set_font(stream, (uint32_t)stream->ink->document->n_faces, size);
    stream_move_text(stream, x, y);
    char *start = make_room(stream->out, GLYPH_ROOM);
    char *at = start;
    *at++ = '(';
    at = put_byte(at, code >> 8);
    at = put_byte(at, code & 0xFF);
    memcpy(at, ")Tj\n", 4);
    stream->out->len += (size_t)(at + 4 - start);
}

/* Sets the blank glyph over the extent of a path: readers that look for text find its place. */
static void write_blank(struct stream *stream, const struct path *path) {
    struct point low = path->points[0];
    struct point high = low;
    for (size_t i = 1; i < path->n_points; i++) {
        struct point point = path->points[i];
        low.x = point.x < low.x ? point.x : low.x;
        low.y = point.y < low.y ? point.y : low.y;
        high.x = point.x > high.x ? point.x : high.x;
        high.y = point.y > high.y ? point.y : high.y;
    }
    int32_t size = high.y - low.y > high.x - low.x ? high.y - low.y : high.x - low.x;
    show_sign(stream, KIT_SIGN_BLANK, size > PT ? size : PT, to_hundredths(low.x),
              stream_page_y(stream, high.y));
}

/* Whether a path goes once around an area, from its top left rightwards: the square of a tick. */
static bool is_around(const struct path *path, struct area *area) {
    const struct point *p = path->points;
    if (path->n_points != 5 || p[0].x != p[4].x || p[0].y != p[4].y) {
        return false;
    }
    *area = (struct area){p[0].x, p[0].y, p[2].x - p[0].x, p[2].y - p[0].y};
    return p[1].x == p[2].x && p[1].y == p[0].y && p[3].x == p[0].x && p[3].y == p[2].y;
}

/* The strokes of a path. A path of one point is a dot: a line to itself. */
static void add_strokes(struct stream *stream, const struct path *path) {
    struct area area;
    if (is_around(path, &area)) {
        add_area(stream, &area);
        return;
    }
    size_t n_points = path->n_points == 1 ? 2 : path->n_points;
    for (size_t i = 0; i < n_points; i++) {
        struct point point = path->points[i < path->n_points ? i : 0];
        add_point(stream->out, to_hundredths(point.x), stream_page_y(stream, point.y),
                  i == 0 ? " m\n" : " l\n");
    }
}

/* Sets a tick box as a glyph. */
static void write_mark(struct stream *stream, const struct path *path) {
    enum kit_sign sign = sign_of(path);
    bool is_told = same_text(path->text, stream->ink->signs[sign]->text);
    stream_enter_text(stream);
    stream_set_fill(stream, path->gray);
    if (!is_told) {
        stream_start_span(stream->out, path->text);
    }
    show_sign(stream, sign, path->size, to_hundredths(path->base.x),
              stream_page_y(stream, path->base.y));
    if (!is_told) {
        buf_add_c(stream->out, "EMC\n");
    }
}

static void draw_path(struct stream *stream, const struct path *path) {
    struct rule pen = {.thickness = path->thickness, .gray = path->gray};
    if (path->text.len) {
        stream_settle(stream);
        stream_start_span(stream->out, path->text);
    }
    stream_set_stroke(stream, &pen, true);
    add_strokes(stream, path);
    stream->has_strokes = true;
    if (path->text.len) {
        stream_settle(stream);
        write_blank(stream, path);
        stream_settle(stream);
        buf_add_c(stream->out, "EMC\n");
    }
}

bool path_is_shown(const struct path *path) {
    return path->n_points > 0 && path->thickness > 0;
}

void stream_path(struct stream *stream, const struct path *path) {
    if (!path_is_shown(path) || path->mark == PATH_BOX_OF_DONE) {
        return;
    }
    if (path->mark == PATH_PLAIN) {
        draw_path(stream, path);
    } else {
        write_mark(stream, path);
    }
}
