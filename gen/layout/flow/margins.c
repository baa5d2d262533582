/* What stands in the margins of a flowing document's pages, and behind them. */
#include "layout/flow/piece.h"

struct area master_body(const struct master *master, size_t number) {
    struct area body = master->body;
    if (master->is_mirrored && number % 2 == 0) {
        body.x = master->width - body.x - body.width;
    }
    return body;
}

/* Fills {page}, {pages} and {title}. */
static struct str fill(const struct flow *flow, struct str text, size_t page) {
    struct arena *arena = flow->arena;
    struct str number = flow->document->pages[page]->label;
    struct str count = str_format(arena, "%zu", flow->document->n_pages);
    text = str_replace(arena, text, STR("{page}"), number);
    text = str_replace(arena, text, STR("{pages}"), count);
    return str_replace(arena, text, STR("{title}"), flow->document->title);
}

static void place_running(const struct flow *flow, const struct running *running, size_t index,
                          struct area body) {
    struct page *page = flow->document->pages[index];
    struct text_style style = *running->style;
    style.para.alignment = index % 2 == 0 ? running->odd : running->even;
    style.para.leading = style.para.size;
    struct text text = {.text = fill(flow, running->text, index)};
    const struct para *para = flow_text(flow, &text, 1, &style, body.width);
    int32_t y = running->is_header ? body.y - running->distance - para->height
                                   : body.y + body.height + running->distance;
    struct area bound = {body.x, y, body.width, para->height};
    para_place(flow->arena, para, 0, para->n_lines, page, body.x + style.left, y, bound);
}

/* A framed word over the right end of the body. */
static void place_mark(const struct flow *flow, struct str mark, size_t index,
                       const struct text_style *style, struct area body) {
    struct page *page = flow->document->pages[index];
    const struct para *para = flow_label(flow, mark, style, body.width / 2);
    int32_t pad = style->para.size / 3;
    int32_t right = body.x + body.width;
    struct area box = {right - para->natural_width - 2 * pad, 0, para->natural_width + 2 * pad,
                       para->height + pad};
    box.y = body.y - box.height - 6 * PT;
    page_add_box(flow->arena, page, (struct box){.area = box, .thickness = PT});
    para_place(flow->arena, para, 0, para->n_lines, page, box.x + pad, box.y + pad / 2, box);
}

/* A large word in the middle of the page, behind what stands on it. */
static void place_watermark(const struct flow *flow, struct str mark, size_t index,
                            const struct text_style *style, const struct master *master) {
    struct page *page = flow->document->pages[index];
    const struct para *para = flow_label(flow, mark, style, master->width);
    int32_t y = (master->height - para->height) / 2;
    struct area bound = {0, y, master->width, para->height};
    size_t n_before = page->n_items;
    para_place(flow->arena, para, 0, para->n_lines, page, 0, y, bound);
    page_send_back(flow->arena, page, n_before);
}

void margins_add(struct flow *flow, struct flow_marks marks) {
    for (size_t i = 0; i < flow->n_masters; i++) {
        const struct master *master = flow->masters[i];
        size_t index = flow->first_page + i;
        struct area body = master_body(master, index + 1);
        if (marks.corner.len > 0 && master->mark) {
            place_mark(flow, marks.corner, index, master->mark, body);
        }
        if (marks.watermark.len > 0 && master->watermark) {
            place_watermark(flow, marks.watermark, index, master->watermark, master);
        }
        for (size_t k = 0; k < master->n_running; k++) {
            place_running(flow, &master->running[k], index, body);
        }
    }
}
