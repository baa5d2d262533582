/*
 * Proof of finished pages: reads nothing but the pages themselves, so that it judges what will be
 * printed and not what layout meant to print.
 */
#include "layout/text/shape.h"

/* Rounding allowed at the edges, units. */
#define TOLERANCE 64

/* What is judged. */
struct audit {
    struct arena *arena;
    struct diag *diag;
    const struct document *document;
    /* Page index from 0. */
    size_t page;
    bool is_good;
};

static void report(struct audit *audit, struct str text, const char *what) {
    struct str number = str_format(audit->arena, "%zu", audit->page + 1);
    diag_report(audit->diag, &(struct diag_note){.id = DIAG_PAGE_AUDIT,
                                                 .args = {number, text, str_from_c(what)}});
    audit->is_good = false;
}

/* The em boxes of the run lie within an area. */
static bool is_inside(const struct run *run, struct area area) {
    int64_t top = (int64_t)run->y - run->size * INT64_C(88) / 100;
    int64_t bottom = (int64_t)run->y + run->size * INT64_C(12) / 100;
    return run->x >= area.x - TOLERANCE && top >= area.y - TOLERANCE &&
           (int64_t)run->x + run->width <= (int64_t)area.x + area.width + TOLERANCE &&
           bottom <= (int64_t)area.y + area.height + TOLERANCE;
}

static uint32_t find_last(struct str text) {
    size_t at = text.len;
    while (at > 0 && ((unsigned char)text.data[at - 1] & 0xC0) == 0x80) {
        at--;
    }
    at -= at > 0;
    return at < text.len ? utf8_next(text, &at) : 0;
}

static uint32_t find_first(struct str text) {
    size_t at = 0;
    return text.len > 0 ? utf8_next(text, &at) : 0;
}

/* Faces, glyphs and clusters hold together. */
static bool is_sound(const struct document *document, const struct run *run) {
    uint64_t covered = 0;
    for (size_t i = 0; i < run->n_glyphs; i++) {
        covered += run->glyphs[i].text_len;
    }
    return run->face < document->n_faces && run->n_glyphs > 0 && run->glyphs[0].text_len > 0 &&
           covered == run->text.len;
}

static bool has_no_glyph(const struct run *run) {
    for (size_t i = 0; i < run->n_glyphs; i++) {
        if (run->glyphs[i].id == 0) {
            return true;
        }
    }
    return false;
}

static void check_run(struct audit *audit, const struct page *page, const struct run *run) {
    struct area paper = {0, 0, page->width, page->height};
    if (!is_sound(audit->document, run)) {
        report(audit, run->text, "clusters");
    }
    if (has_no_glyph(run)) {
        report(audit, run->text, "glyph");
    }
    if (!is_inside(run, paper)) {
        report(audit, run->text, "paper");
    } else if (!is_inside(run, run->bound)) {
        report(audit, run->text, "bound");
    }
    if (run->starts_line && char_starts_no_line(find_first(run->text))) {
        report(audit, run->text, "line start");
    }
    if (run->ends_line && char_ends_no_line(find_last(run->text))) {
        report(audit, run->text, "line end");
    }
}

/* Boxes and rules stay on the paper; what they are drawn for is not known here. */
static void check_drawing(struct audit *audit, const struct page *page, const struct item *item) {
    struct area area = {0, 0, 0, 0};
    if (item->kind == ITEM_BOX) {
        area = item->box.area;
    } else if (item->kind == ITEM_RULE) {
        const struct rule *rule = &item->rule;
        area.x = rule->x1 < rule->x2 ? rule->x1 : rule->x2;
        area.y = rule->y1 < rule->y2 ? rule->y1 : rule->y2;
        area.width = rule->x1 + rule->x2 - 2 * area.x;
        area.height = rule->y1 + rule->y2 - 2 * area.y;
    }
    if (area.x < 0 || area.y < 0 || area.width < 0 || area.height < 0 ||
        (int64_t)area.x + area.width > page->width ||
        (int64_t)area.y + area.height > page->height) {
        report(audit, STR(""), item->kind == ITEM_BOX ? "box" : "rule");
    }
}

bool document_audit(struct arena *arena, const struct document *document, struct diag *diag) {
    struct audit audit = {
        .arena = arena, .diag = diag, .document = document, .is_good = document->n_pages > 0};
    for (size_t i = 0; i < document->n_pages; i++) {
        const struct page *page = document->pages[i];
        audit.page = i;
        for (size_t k = 0; k < page->n_items; k++) {
            if (page->items[k].kind == ITEM_RUN) {
                check_run(&audit, page, &page->items[k].run);
            } else {
                check_drawing(&audit, page, &page->items[k]);
            }
        }
    }
    return audit.is_good;
}
