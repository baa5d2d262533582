/* Content streams: replaying the items of a page as PDF operators, with as few bytes as will do. */
#include "write/pdf/content.h"

#include "write/hatch.h"
#include "write/pdf/pdftext.h"

#include <string.h>

/* Deviations from the natural place, in thousandths of the em, that are left as they are. */
#define TOLERANCE 1
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

/* A run being shown. */
struct showing {
    struct stream *stream;
    const struct run *run;
    /* Thousandths of the em in a page unit. */
    double scale;
    /* Where the pen is and the rise of the baseline it has. */
    int64_t pen;
    int32_t rise;
    /* Where the open text array starts in the output, and whether it holds an adjustment. */
    size_t array;
    bool is_open, is_adjusted;
};

/* ---- graphics state -------------------------------------------------------------------------- */

static int64_t to_page_y(const struct stream *stream, int32_t y) {
    return to_hundredths((int64_t)stream->height - y);
}

/* Draws the strokes laid out so far, and leaves text. */
static void settle(struct stream *stream) {
    if (stream->has_strokes) {
        buf_add_c(stream->out, "S\n");
        stream->has_strokes = false;
    }
    if (stream->is_text) {
        buf_add_c(stream->out, "ET\n");
        stream->is_text = false;
    }
}

static void set_fill(struct stream *stream, uint8_t gray) {
    if (stream->fill_gray != gray) {
        stream->fill_gray = gray;
        add_number(stream->out, (gray * 1000 + 127) / 255, 3, " g\n");
    }
}

/* Prepares for strokes; what was laid out under another state is drawn first. */
static void set_stroke(struct stream *stream, const struct rule *rule, bool is_round) {
    int64_t thickness = to_hundredths(rule->thickness);
    int64_t dash = to_hundredths(rule->dash);
    bool is_same = stream->stroke_gray == rule->gray && stream->thickness == thickness &&
                   stream->dash == dash && stream->is_round == is_round;
    if (!is_same || stream->is_text) {
        settle(stream);
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

static void enter_text(struct stream *stream) {
    if (!stream->is_text) {
        settle(stream);
        buf_add_c(stream->out, "BT\n");
        stream->is_text = true;
        stream->text_x = 0;
        stream->text_y = 0;
    }
}

static void set_font(struct stream *stream, uint32_t face, int32_t size) {
    enter_text(stream);
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

static void move_text(struct stream *stream, int64_t x, int64_t y) {
    add_point(stream->out, x - stream->text_x, y - stream->text_y, " Td\n");
    stream->text_x = x;
    stream->text_y = y;
}

static void start_span(struct buf *out, struct str text) {
    buf_add_c(out, "/Span<</ActualText<FEFF");
    add_utf16_hex(out, text);
    buf_add_c(out, ">>>BDC\n");
}

/* ---- text ------------------------------------------------------------------------------------ */

static void open_array(struct showing *showing) {
    if (!showing->is_open) {
        showing->array = showing->stream->out->len;
        showing->is_open = true;
        showing->is_adjusted = false;
        buf_add_bytes(showing->stream->out, "[(", 2);
    }
}

/* An array of one string needs no brackets. */
static void close_array(struct showing *showing) {
    struct buf *out = showing->stream->out;
    if (!showing->is_open) {
        return;
    }
    showing->is_open = false;
    if (showing->is_adjusted) {
        buf_add_bytes(out, ")]TJ\n", 5);
    } else {
        out->data[showing->array] = ' ';
        buf_add_bytes(out, ")Tj\n", 4);
    }
}

static void set_rise(struct showing *showing, int32_t y) {
    if (showing->rise != y) {
        close_array(showing);
        add_number(showing->stream->out, -to_hundredths(y), 2, " Ts\n");
        showing->rise = y;
    }
}

static char *put_byte(char *at, unsigned byte) {
    if (byte == '(' || byte == ')' || byte == '\\') {
        *at++ = '\\';
    } else if (byte == '\r') {
        *at++ = '\\';
        byte = 'r';
    }
    *at++ = (char)byte;
    return at;
}

static void show_glyph(struct showing *showing, const struct glyph *glyph,
                       const struct kit_glyph *taken) {
    set_rise(showing, glyph->y);
    open_array(showing);
    struct buf *out = showing->stream->out;
    char *start = make_room(out, GLYPH_ROOM);
    char *at = start;
    double exact = glyph->x * showing->scale;
    int64_t place = (int64_t)(exact < 0 ? exact - 0.5 : exact + 0.5);
    int64_t back = showing->pen - place;
    if (back > TOLERANCE || back < -TOLERANCE) {
        showing->is_adjusted = true;
        *at++ = ')';
        if (back < 0) {
            *at++ = '-';
        }
        at = put_digits(at, (uint64_t)(back < 0 ? -back : back));
        *at++ = '(';
        showing->pen = place;
    }
    at = put_byte(at, taken->code >> 8);
    at = put_byte(at, taken->code & 0xFF);
    out->len += (size_t)(at - start);
    showing->pen += taken->advance;
}

/* Equal texts; most are one character, for which a call would cost more than the comparison. */
static bool is_same(struct str a, struct str b) {
    size_t i = 0;
    while (i < a.len && i < b.len && a.data[i] == b.data[i]) {
        i++;
    }
    return i == a.len && i == b.len;
}

/* Glyphs of the cluster that starts at `first`. */
static size_t cluster_size(const struct run *run, size_t first) {
    size_t end = first + 1;
    while (end < run->n_glyphs && run->glyphs[end].text_len == 0) {
        end++;
    }
    return end - first;
}

/* A reader that extracts text takes the space before glyph `next` for a blank: quarter ems between
 * Han and digits, spread labels. Poppler does from a tenth of the type size on. */
static bool is_torn(const struct run *run, size_t next) {
    const struct glyph *before = &run->glyphs[next - 1];
    return run->glyphs[next].x - before->x - before->advance > run->size / 12;
}

/* Glyphs of the clusters from `first` on that stand apart and still are one piece of text. */
static size_t piece_size(const struct run *run, size_t first) {
    size_t end = first + cluster_size(run, first);
    while (end < run->n_glyphs && is_torn(run, end)) {
        end += cluster_size(run, end);
    }
    return end - first;
}

/* Shows glyphs under the text they stand for. The text is said expressly where the glyphs alone
 * would give another: more than one glyph, or one that usually stands for something else. */
static void show_piece(struct showing *showing, size_t first, size_t n_glyphs, struct str text,
                       struct kit_glyph *const *taken) {
    const struct glyph *glyphs = showing->run->glyphs + first;
    bool is_told = n_glyphs == 1 && (text.len == 0 || is_same(text, taken[0]->text));
    if (!is_told) {
        close_array(showing);
        start_span(showing->stream->out, text);
    }
    for (size_t i = 0; i < n_glyphs; i++) {
        show_glyph(showing, &glyphs[i], taken[i]);
    }
    if (!is_told) {
        close_array(showing);
        buf_add_c(showing->stream->out, "EMC\n");
    }
}

static void write_run(struct stream *stream, const struct run *run) {
    struct kit_glyph *const *taken = stream->ink->glyphs + stream->ink->next;
    stream->ink->next += run->n_glyphs;
    if (run->n_glyphs == 0 || run->size <= 0) {
        return;
    }
    if (!stream->is_text) {
        settle(stream);
    }
    set_fill(stream, run->gray);
    set_font(stream, run->face, run->size);
    move_text(stream, to_hundredths(run->x), to_page_y(stream, run->y));
    int64_t size = ((int64_t)run->size * 1000 + PT / 2) >> 10;
    struct showing showing = {.stream = stream, .run = run, .scale = 1e6 / (1024.0 * (double)size)};
    struct str rest = run->text;
    for (size_t i = 0; i < run->n_glyphs;) {
        size_t n_glyphs = piece_size(run, i), text_len = 0;
        for (size_t j = i; j < i + n_glyphs; j++) {
            text_len += run->glyphs[j].text_len;
        }
        show_piece(&showing, i, n_glyphs, next_cluster(&rest, text_len), taken + i);
        i += n_glyphs;
    }
    set_rise(&showing, 0);
    close_array(&showing);
}

/* ---- lines and areas ------------------------------------------------------------------------- */

static void write_stroke(struct stream *stream, const struct rule *rule, bool is_round) {
    if (rule->thickness <= 0) {
        return;
    }
    set_stroke(stream, rule, is_round);
    add_point(stream->out, to_hundredths(rule->x1), to_page_y(stream, rule->y1), " m ");
    add_point(stream->out, to_hundredths(rule->x2), to_page_y(stream, rule->y2), " l\n");
    stream->has_strokes = true;
}

static void add_area(struct stream *stream, const struct area *area) {
    int64_t left = to_hundredths(area->x);
    int64_t bottom = to_page_y(stream, area->y + area->height);
    add_point(stream->out, left, bottom, " ");
    add_point(stream->out, to_hundredths((int64_t)area->x + area->width) - left,
              to_page_y(stream, area->y) - bottom, " re\n");
}

static void write_box(struct stream *stream, const struct box *box) {
    if (box->hatch == HATCH_SOLID) {
        settle(stream);
        set_fill(stream, box->fill_gray);
        add_area(stream, &box->area);
        buf_add_c(stream->out, "f\n");
    } else if (box->hatch != HATCH_NONE) {
        struct strokes strokes = hatch_strokes(stream->scratch, box);
        for (size_t i = 0; i < strokes.n_rules; i++) {
            write_stroke(stream, &strokes.rules[i], strokes.is_dots);
        }
    }
    if (box->thickness > 0) {
        struct rule outline = {.thickness = box->thickness, .gray = box->gray};
        set_stroke(stream, &outline, false);
        add_area(stream, &box->area);
        stream->has_strokes = true;
    }
}

/* Shows one of the kit's own glyphs, at a place in hundredths. */
static void show_sign(struct stream *stream, enum kit_sign sign, int32_t size, int64_t x,
                      int64_t y) {
    uint32_t code = stream->ink->signs[sign]->code;
    set_font(stream, (uint32_t)stream->ink->document->n_faces, size);
    move_text(stream, x, y);
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
              to_page_y(stream, high.y));
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
        add_point(stream->out, to_hundredths(point.x), to_page_y(stream, point.y),
                  i == 0 ? " m\n" : " l\n");
    }
}

/* Sets a tick box as a glyph. */
static void write_mark(struct stream *stream, const struct path *path) {
    enum kit_sign sign = sign_of(path);
    bool is_told = is_same(path->text, stream->ink->signs[sign]->text);
    enter_text(stream);
    set_fill(stream, path->gray);
    if (!is_told) {
        start_span(stream->out, path->text);
    }
    show_sign(stream, sign, path->size, to_hundredths(path->base.x),
              to_page_y(stream, path->base.y));
    if (!is_told) {
        buf_add_c(stream->out, "EMC\n");
    }
}

static void draw_path(struct stream *stream, const struct path *path) {
    struct rule pen = {.thickness = path->thickness, .gray = path->gray};
    if (path->text.len) {
        settle(stream);
        start_span(stream->out, path->text);
    }
    set_stroke(stream, &pen, true);
    add_strokes(stream, path);
    stream->has_strokes = true;
    if (path->text.len) {
        settle(stream);
        write_blank(stream, path);
        settle(stream);
        buf_add_c(stream->out, "EMC\n");
    }
}

static bool is_shown(const struct path *path) {
    return path->n_points > 0 && path->thickness > 0;
}

static void write_path(struct stream *stream, const struct path *path) {
    if (!is_shown(path) || path->mark == PATH_BOX_OF_DONE) {
        return;
    }
    if (path->mark == PATH_PLAIN) {
        draw_path(stream, path);
    } else {
        write_mark(stream, path);
    }
}

/* ---- parts of the document ------------------------------------------------------------------- */

static void end_mark(struct stream *stream) {
    if (!stream->is_marked) {
        return;
    }
    if (!stream->is_marked_in_text) {
        settle(stream);
    }
    buf_add_c(stream->out, "EMC\n");
    stream->is_marked = false;
}

/* The item is set as text. */
static bool is_text(const struct item *item) {
    return item->kind == ITEM_RUN    ? item->run.n_glyphs && item->run.size > 0
           : item->kind == ITEM_PATH ? item->path.mark != PATH_PLAIN && is_shown(&item->path)
                                     : false;
}

/* Marks the items from `first` on that are a piece of the same part. A stretch of text alone is
 * marked within the text, so that this need not be left. */
static void begin_mark(struct stream *stream, const struct page *page, size_t first) {
    struct ink *ink = stream->ink;
    uint32_t tag = page->items[first].tag;
    bool is_all_text = true;
    for (size_t i = first; i < page->n_items && page->items[i].tag == tag; i++) {
        is_all_text = is_all_text && is_text(&page->items[i]);
    }
    end_mark(stream);
    if (is_all_text) {
        enter_text(stream);
    } else {
        settle(stream);
    }
    if (tag == 0) {
        buf_add_c(stream->out, "/Artifact BMC\n");
    } else {
        buf_add_byte(stream->out, '/');
        buf_add_c(stream->out, tags_name(&ink->document->tags[tag]));
        buf_add_c(stream->out, "<</MCID ");
        add_number(stream->out, tags_mark(&ink->tags, tag, ink->n_pages) * 100, 2, ">>BDC\n");
    }
    stream->is_marked = true;
    stream->is_marked_in_text = is_all_text;
}

void ink_write_page(struct ink *ink, struct arena *scratch, const struct page *page,
                    struct buf *out) {
    /* The state every page starts with: black, lines of 1 pt, butt ends. */
    struct stream stream = {
        .ink = ink, .out = out, .scratch = scratch, .height = page->height, .thickness = 100};
    bool is_tagged = tags_are_there(&ink->tags);
    for (size_t i = 0; i < page->n_items; i++) {
        const struct item *item = &page->items[i];
        if (is_tagged && (i == 0 || item->tag != item[-1].tag)) {
            begin_mark(&stream, page, i);
        }
        switch (item->kind) {
        case ITEM_RUN:
            write_run(&stream, &item->run);
            break;
        case ITEM_RULE:
            write_stroke(&stream, &item->rule, false);
            break;
        case ITEM_BOX:
            write_box(&stream, &item->box);
            break;
        case ITEM_PATH:
            write_path(&stream, &item->path);
            break;
        }
    }
    end_mark(&stream);
    settle(&stream);
    ink->n_pages++;
}
