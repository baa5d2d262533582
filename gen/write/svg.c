/* Pages as SVG, to stand within a web page: the text stays text, in the reader's own font and made
 * to fill the places that layout gave it; ink is the colour of the text around, white is its paper.
 */
#include "write/hatch.h"
#include "write/write.h"

/* A length in points to two decimals. */
static void add_length(struct buf *out, int64_t units) {
    int64_t hundredths = (units * 100 + (units < 0 ? -PT / 2 : PT / 2)) / PT;
    int64_t size = hundredths < 0 ? -hundredths : hundredths;
    buf_format(out, "%s%lld", hundredths < 0 ? "-" : "", (long long)(size / 100));
    if (size % 100) {
        buf_format(out, size % 10 ? ".%02lld" : ".%lld",
                   (long long)(size % 10 ? size % 100 : size % 100 / 10));
    }
}

static void add_attribute(struct buf *out, const char *name, int64_t units) {
    buf_format(out, " %s=\"", name);
    add_length(out, units);
    buf_add_byte(out, '"');
}

/* Text between tags or within quotes; what no XML may hold is left out. */
static void add_text(struct buf *out, struct str text) {
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (c == '&' || c == '<' || c == '>' || c == '"') {
            buf_format(out, "&#%d;", c);
        } else if (c >= ' ') {
            buf_add_byte(out, c);
        }
    }
}

/* Ink of a grey, as what is filled or stroked. */
static void add_ink(struct buf *out, const char *what, uint8_t gray) {
    if (gray == 255) {
        buf_format(out, " style=\"%s:var(--paper,#fff)\"", what);
        return;
    }
    buf_format(out, " %s=\"currentColor\"", what);
    if (gray > 0) {
        buf_format(out, " %s-opacity=\"0.%02d\"", what, (255 - gray) * 100 / 255);
    }
}

static void add_run(struct buf *out, const struct run *run) {
    buf_add_c(out, "<text");
    add_attribute(out, "x", run->x);
    add_attribute(out, "y", run->y);
    add_attribute(out, "font-size", run->size);
    add_attribute(out, "textLength", run->width);
    buf_add_c(out, " lengthAdjust=\"spacingAndGlyphs\"");
    add_ink(out, "fill", run->gray);
    buf_add_byte(out, '>');
    add_text(out, run->text);
    buf_add_c(out, "</text>");
}

static void add_point(struct buf *out, char step, int32_t x, int32_t y) {
    buf_add_byte(out, (unsigned char)step);
    add_length(out, x);
    buf_add_byte(out, ' ');
    add_length(out, y);
}

static void end_strokes(struct buf *out, int32_t thickness, uint8_t gray, int32_t dash,
                        bool is_round) {
    buf_add_c(out, "\" fill=\"none\"");
    add_ink(out, "stroke", gray);
    add_attribute(out, "stroke-width", thickness);
    if (dash > 0) {
        add_attribute(out, "stroke-dasharray", dash);
    }
    buf_add_c(out, is_round ? " stroke-linecap=\"round\" stroke-linejoin=\"round\"/>" : "/>");
}

/* Lines of one look. */
static void add_rules(struct buf *out, const struct rule *rules, size_t n, bool is_round) {
    buf_add_c(out, "<path d=\"");
    for (size_t i = 0; i < n; i++) {
        add_point(out, 'M', rules[i].x1, rules[i].y1);
        add_point(out, 'L', rules[i].x2, rules[i].y2);
    }
    end_strokes(out, rules->thickness, rules->gray, rules->dash, is_round);
}

static void add_box(struct arena *arena, struct buf *out, const struct box *box) {
    struct strokes strokes = hatch_strokes(arena, box);
    if (strokes.n_rules > 0) {
        add_rules(out, strokes.rules, strokes.n_rules, strokes.is_dots);
    }
    if (box->hatch != HATCH_SOLID && box->thickness == 0) {
        return;
    }
    buf_add_c(out, "<rect");
    add_attribute(out, "x", box->area.x);
    add_attribute(out, "y", box->area.y);
    add_attribute(out, "width", box->area.width);
    add_attribute(out, "height", box->area.height);
    if (box->hatch == HATCH_SOLID) {
        add_ink(out, "fill", box->fill_gray);
    } else {
        buf_add_c(out, " fill=\"none\"");
    }
    if (box->thickness > 0) {
        add_ink(out, "stroke", box->gray);
        add_attribute(out, "stroke-width", box->thickness);
    }
    buf_add_c(out, "/>");
}

static void add_path(struct buf *out, const struct path *path) {
    buf_add_c(out, "<path d=\"");
    for (size_t i = 0; i < path->n_points; i++) {
        add_point(out, i ? 'L' : 'M', path->points[i].x, path->points[i].y);
    }
    end_strokes(out, path->thickness, path->gray, 0, true);
}

void write_svg(struct arena *arena, const struct page *page, struct str label, struct buf *out) {
    buf_add_c(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ");
    add_length(out, page->width);
    buf_add_byte(out, ' ');
    add_length(out, page->height);
    buf_add_c(out, "\" role=\"img\" aria-label=\"");
    add_text(out, label);
    buf_add_c(out, "\">");
    for (size_t i = 0; i < page->n_items; i++) {
        const struct item *item = &page->items[i];
        switch (item->kind) {
        case ITEM_RUN:
            add_run(out, &item->run);
            break;
        case ITEM_RULE:
            if (item->rule.thickness > 0) {
                add_rules(out, &item->rule, 1, false);
            }
            break;
        case ITEM_BOX:
            add_box(arena, out, &item->box);
            break;
        case ITEM_PATH:
            if (item->path.n_points > 0) {
                add_path(out, &item->path);
            }
            break;
        }
    }
    buf_add_c(out, "</svg>");
}
