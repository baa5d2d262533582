/* Documents, pages and what is put on them; paragraphs placed line by line. */
#include <string.h>

#include "layout/text/para.h"

struct document *document_open(struct arena *arena, const struct typesetter *typesetter) {
    struct document *document = ARENA_NEW(arena, struct document);
    document->faces = shape_faces(typesetter, &document->n_faces);
    document_add_tag(arena, document, (struct document_tag){.kind = TAG_DOCUMENT});
    return document;
}

uint32_t document_add_tag(struct arena *arena, struct document *document, struct document_tag tag) {
    ARENA_PUSH(arena, document->tags, document->n_tags, document->tags_capacity, tag);
    return (uint32_t)(document->n_tags - 1);
}

struct page *document_add_page(struct arena *arena, struct document *document, int32_t width,
                               int32_t height, struct str label) {
    struct page *page = ARENA_NEW(arena, struct page);
    *page = (struct page){.width = width, .height = height, .label = label};
    ARENA_PUSH(arena, document->pages, document->n_pages, document->pages_capacity, page);
    return page;
}

void document_add_stock(struct arena *arena, struct document *document, const struct page *stock) {
    for (size_t i = 0; i < document->n_stock; i++) {
        if (document->stock[i] == stock) {
            return;
        }
    }
    ARENA_PUSH(arena, document->stock, document->n_stock, document->stock_capacity, stock);
}

void document_add_bookmark(struct arena *arena, struct document *document, struct str title,
                           int level, size_t page, int32_t y) {
    struct bookmark bookmark = {.title = title, .level = level, .page = page, .y = y};
    ARENA_PUSH(arena, document->bookmarks, document->n_bookmarks, document->bookmarks_capacity,
               bookmark);
}

static void add_item(struct arena *arena, struct page *page, struct item item) {
    item.tag = page->tag;
    ARENA_PUSH(arena, page->items, page->n_items, page->capacity, item);
}

void page_add_rule(struct arena *arena, struct page *page, struct rule rule) {
    add_item(arena, page, (struct item){.kind = ITEM_RULE, .rule = rule});
}

void page_add_box(struct arena *arena, struct page *page, struct box box) {
    add_item(arena, page, (struct item){.kind = ITEM_BOX, .box = box});
}

void page_add_table(struct arena *arena, struct page *page, struct table_part part) {
    part.header_end = page->n_items;
    ARENA_PUSH(arena, page->tables, page->n_tables, page->tables_capacity, part);
}

void page_send_back(struct arena *arena, struct page *page, size_t first) {
    page_move(arena, page, first, 0);
}

void page_move(struct arena *arena, struct page *page, size_t first, size_t to) {
    size_t n = page->n_items - first;
    struct item *moved = ARENA_ARRAY(arena, struct item, n);
    if (n == 0) {
        return;
    }
    memcpy(moved, page->items + first, n * sizeof *moved);
    memmove(page->items + to + n, page->items + to, (first - to) * sizeof *page->items);
    memcpy(page->items + to, moved, n * sizeof *moved);
    for (size_t i = 0; i < page->n_tables; i++) {
        struct table_part *part = &page->tables[i];
        part->header_first += part->header_first >= to ? n : 0;
        part->header_end += part->header_end > to ? n : 0;
    }
}

void page_add_link(struct arena *arena, struct page *page, struct page_link link) {
    ARENA_PUSH(arena, page->links, page->n_links, page->links_capacity, link);
}

/* ---- tick boxes -------------------------------------------------------------------------------
 */

/* Points given in hundredths of a square's side, from its top left. */
static struct item draw(struct arena *arena, const struct point *given, size_t n,
                        struct point corner, int32_t side) {
    struct point *points = ARENA_ARRAY(arena, struct point, n);
    for (size_t i = 0; i < n; i++) {
        points[i].x = corner.x + given[i].x * side / 100;
        points[i].y = corner.y + given[i].y * side / 100;
    }
    return (struct item){.kind = ITEM_PATH, .path = {.points = points, .n_points = n}};
}

/* A square of four fifths of the type size in the middle of its em box. */
static struct item draw_square(struct arena *arena, int32_t x, int32_t baseline, int32_t size) {
    static const struct point square[] = {{0, 0}, {100, 0}, {100, 100}, {0, 100}, {0, 0}};
    struct point corner = {x + size / 10, baseline - size * 39 / 50};
    struct item item = draw(arena, square, 5, corner, size * 4 / 5);
    item.path.thickness = size / 20;
    return item;
}

size_t tick_items(struct arena *arena, int32_t x, int32_t baseline, int32_t size, bool is_done,
                  struct item items[2]) {
    static const struct point stroke[] = {{14, 52}, {40, 84}, {90, 12}};
    items[0] = draw_square(arena, x, baseline, size);
    items[0].path.mark = PATH_BOX_OF_DONE;
    items[0].path.size = size;
    items[0].path.base = (struct point){x, baseline};
    if (!is_done) {
        items[0].path.mark = PATH_BOX;
        items[0].path.text = STR("\xE2\x96\xA1"); /* □ */
        return 1;
    }
    struct point corner = {x + size / 10, baseline - size * 39 / 50};
    items[1] = draw(arena, stroke, 3, corner, size * 4 / 5);
    items[1].path.thickness = size / 10;
    items[1].path.text = STR("\xE2\x88\x9A"); /* √ */
    items[1].path.mark = PATH_DONE;
    items[1].path.size = size;
    items[1].path.base = (struct point){x, baseline};
    return 2;
}

struct item missing_item(struct arena *arena, int32_t x, int32_t baseline, int32_t size,
                         struct str text) {
    struct item item = draw_square(arena, x, baseline, size);
    item.path.thickness = size / 10;
    item.path.text = text;
    return item;
}

/* ---- placing ----------------------------------------------------------------------------------
 */

/* Puts one item of a line on the page, moved. */
static void place_item(struct arena *arena, struct page *page, struct item item, int32_t x,
                       int32_t y, struct area bound) {
    if (item.kind == ITEM_RUN) {
        item.run.x += x;
        item.run.y += y;
        item.run.bound = bound;
    } else if (item.kind == ITEM_RULE) {
        item.rule.x1 += x;
        item.rule.x2 += x;
        item.rule.y1 += y;
        item.rule.y2 += y;
    } else if (item.kind == ITEM_BOX) {
        item.box.area.x += x;
        item.box.area.y += y;
    } else {
        struct point *points = ARENA_ARRAY(arena, struct point, item.path.n_points);
        for (size_t i = 0; i < item.path.n_points; i++) {
            points[i].x = item.path.points[i].x + x;
            points[i].y = item.path.points[i].y + y;
        }
        item.path.points = points;
        item.path.base.x += x;
        item.path.base.y += y;
    }
    add_item(arena, page, item);
}

size_t para_part(const struct para *para, size_t first, int32_t room, bool is_at_top) {
    size_t rest = para->n_lines - first;
    size_t fit = room > 0 ? (size_t)(room / para->leading) : 0;
    if (fit < rest) {
        fit = rest - fit < 2 && fit > 2 ? fit - 1 : fit;
        fit = fit < 2 && !is_at_top ? 0 : fit;
    }
    /* A page too low for one line takes one all the same: the audit will say so. */
    fit = fit == 0 && is_at_top ? 1 : fit;
    return fit > rest ? rest : fit;
}

void para_place(struct arena *arena, const struct para *para, size_t first, size_t n,
                struct page *page, int32_t x, int32_t y, struct area bound) {
    y -= (int32_t)first * para->leading;
    for (size_t i = first; i < first + n && i < para->n_lines; i++) {
        const struct line *line = &para->lines[i];
        for (size_t k = 0; k < line->n_items; k++) {
            place_item(arena, page, line->items[k], x, y, bound);
        }
    }
}
