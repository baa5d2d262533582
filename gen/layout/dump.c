/* Pages as text: what goldens compare and reviewers read. Lengths are millimetres. */
#include "layout/layout.h"

/* Appends a blank and a length, rounded to 0.01 mm. */
static void add_length(struct buf *buf, int32_t units) {
    int64_t scaled = (int64_t)units * 2540;
    int64_t half = (int64_t)72 * PT / 2;
    int64_t hundredths = (scaled + (scaled < 0 ? -half : half)) / ((int64_t)72 * PT);
    const char *sign = hundredths < 0 ? "-" : "";
    hundredths = hundredths < 0 ? -hundredths : hundredths;
    buf_format(buf, " %s%d.%02d", sign, (int)(hundredths / 100), (int)(hundredths % 100));
}

/* Appends the grey of an ink that is not black. */
static void add_gray(struct buf *buf, uint8_t gray) {
    if (gray > 0) {
        buf_format(buf, " gray=%u", gray);
    }
}

static void add_run(struct buf *buf, const struct document *document, const struct run *run) {
    struct str face = document->faces[run->face].name;
    buf_format(buf, "run %" STR_FMT " %d.%02dpt", STR_ARG(face), run->size / PT,
               run->size % PT * 100 / PT);
    add_length(buf, run->x);
    add_length(buf, run->y);
    add_length(buf, run->width);
    add_gray(buf, run->gray);
    buf_add_byte(buf, ' ');
    buf_add_json(buf, run->text);
}

static void add_rule(struct buf *buf, const struct rule *rule) {
    buf_add_c(buf, "rule");
    add_length(buf, rule->x1);
    add_length(buf, rule->y1);
    add_length(buf, rule->x2);
    add_length(buf, rule->y2);
    buf_add_c(buf, " thick");
    add_length(buf, rule->thickness);
    add_gray(buf, rule->gray);
    if (rule->dash > 0) {
        buf_add_c(buf, " dash");
        add_length(buf, rule->dash);
    }
}

static void add_box(struct buf *buf, const struct box *box) {
    static const char *const hatches[] = {"",      "solid", "rising", "falling",
                                          "cross", "level", "dots"};
    buf_add_c(buf, "box");
    add_length(buf, box->area.x);
    add_length(buf, box->area.y);
    add_length(buf, box->area.width);
    add_length(buf, box->area.height);
    if (box->thickness > 0) {
        buf_add_c(buf, " thick");
        add_length(buf, box->thickness);
        add_gray(buf, box->gray);
    }
    if (box->hatch != HATCH_NONE) {
        buf_format(buf, " fill=%s %u", hatches[box->hatch], box->fill_gray);
    }
}

static void add_path(struct buf *buf, const struct path *path) {
    buf_add_c(buf, "path");
    for (size_t i = 0; i < path->n_points; i++) {
        add_length(buf, path->points[i].x);
        add_length(buf, path->points[i].y);
    }
    if (path->text.len > 0) {
        buf_add_byte(buf, ' ');
        buf_add_json(buf, path->text);
    }
}

/* Appends one page: a head line and a line an item. */
static void add_page(struct buf *buf, const struct document *document, size_t index) {
    const struct page *page = document->pages[index];
    buf_format(buf, "page %zu ", index + 1);
    buf_add_json(buf, page->label);
    add_length(buf, page->width);
    add_length(buf, page->height);
    buf_add_byte(buf, '\n');
    for (size_t i = 0; i < page->n_items; i++) {
        const struct item *item = &page->items[i];
        buf_add_c(buf, "  ");
        switch (item->kind) {
        case ITEM_RUN:
            add_run(buf, document, &item->run);
            break;
        case ITEM_RULE:
            add_rule(buf, &item->rule);
            break;
        case ITEM_BOX:
            add_box(buf, &item->box);
            break;
        case ITEM_PATH:
            add_path(buf, &item->path);
            break;
        }
        buf_add_byte(buf, '\n');
    }
    for (size_t i = 0; i < page->n_links; i++) {
        const struct page_link *link = &page->links[i];
        buf_add_c(buf, "  link");
        add_length(buf, link->area.x);
        add_length(buf, link->area.y);
        buf_format(buf, " page %zu", link->page + 1);
        add_length(buf, link->y);
        buf_add_byte(buf, '\n');
    }
}

struct str document_dump(struct arena *arena, const struct document *document) {
    struct buf buf = {.arena = arena};
    struct str date = date_to_iso(arena, document->date, DATE_DAY);
    buf_add_c(&buf, "document ");
    buf_add_json(&buf, document->title);
    buf_add_byte(&buf, ' ');
    buf_add_json(&buf, document->author);
    buf_format(&buf, " %" STR_FMT "\n", STR_ARG(document->date.year > 0 ? date : STR("-")));
    for (size_t i = 0; i < document->n_pages; i++) {
        add_page(&buf, document, i);
    }
    for (size_t i = 0; i < document->n_bookmarks; i++) {
        const struct bookmark *bookmark = &document->bookmarks[i];
        buf_format(&buf, "bookmark %d page %zu", bookmark->level, bookmark->page + 1);
        add_length(&buf, bookmark->y);
        buf_add_byte(&buf, ' ');
        buf_add_json(&buf, bookmark->title);
        buf_add_byte(&buf, '\n');
    }
    return buf_str(&buf);
}
