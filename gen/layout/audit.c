/*
 * Proof of finished pages: reads nothing but the pages themselves, so that it judges what will be
 * printed and not what layout meant to print.
 */
#include "layout/text/shape.h"

/* Rounding allowed at the edges, units. */
#define TOLERANCE 64
/* Most space between ideographs, and between one and the mark behind it, as a part of the size. */
#define GAP_CAP 20

/* What is held. */
enum audit_rule {
    /* Faces, glyphs and clusters hold together. */
    AUDIT_CLUSTERS,
    /* Each character has a glyph. */
    AUDIT_GLYPH,
    /* Words stand on the paper. */
    AUDIT_PAPER,
    /* Words stand in their box. */
    AUDIT_BOUND,
    /* Nothing begins a line that may not. */
    AUDIT_LINE_START,
    /* Nothing ends one that may not. */
    AUDIT_LINE_END,
    /* A number is not torn. */
    AUDIT_NUMBER,
    /* Lines and places of the grid. */
    AUDIT_GRID,
    /* Space between ideographs. */
    AUDIT_STRETCH,
    /* Boxes and rules stand on the paper. */
    AUDIT_BOX,
    AUDIT_RULE,
    /* A link leads somewhere, from words. */
    AUDIT_LINK,
    /* The header of a table is the same on each page. */
    AUDIT_HEADER,
    /* How many there are. */
    N_AUDIT_RULES,
};

/* Breaches of a rule on a page: the first, and how many. */
struct breach {
    struct str text;
    struct area area;
    size_t n;
};

/* What is judged. */
struct audit {
    struct arena *arena;
    struct diag *diag;
    const struct document *document;
    /* Page index from 0. */
    size_t page;
    /* What was found on that page. */
    struct breach breaches[N_AUDIT_RULES];
    /* A ragged line of that page was noted. */
    bool is_ragged_told;
    bool is_good;
};

static struct str page_number(const struct audit *audit) {
    return str_format(audit->arena, "%zu", audit->page + 1);
}

/* A text or drawing in an area of the page breaks a rule. */
static void report(struct audit *audit, struct str text, struct area area, enum audit_rule rule) {
    struct breach *breach = &audit->breaches[rule];
    if (breach->n++ == 0) {
        breach->text = text;
        breach->area = area;
    }
    audit->is_good = false;
}

/* Tells each rule that the page breaks once, so that one cell too long is no thousand lines. */
static void tell_page(struct audit *audit) {
    static const char *const names[N_AUDIT_RULES] = {
        [AUDIT_CLUSTERS] = "clusters",
        [AUDIT_GLYPH] = "glyph",
        [AUDIT_PAPER] = "paper",
        [AUDIT_BOUND] = "bound",
        [AUDIT_LINE_START] = "line start",
        [AUDIT_LINE_END] = "line end",
        [AUDIT_NUMBER] = "number",
        [AUDIT_GRID] = "grid",
        [AUDIT_STRETCH] = "stretch",
        [AUDIT_BOX] = "box",
        [AUDIT_RULE] = "rule",
        [AUDIT_LINK] = "link",
        [AUDIT_HEADER] = "header",
    };
    for (size_t i = 0; i < N_AUDIT_RULES; i++) {
        struct breach *breach = &audit->breaches[i];
        if (breach->n == 0) {
            continue;
        }
        struct area area = breach->area;
        struct str what = str_format(audit->arena, "%s: %.1f %.1f %.1f %.1f mm", names[i],
                                     area.x / MM, area.y / MM, area.width / MM, area.height / MM);
        struct str n = str_format(audit->arena, "%zu", breach->n);
        diag_report(audit->diag,
                    &(struct diag_note){.id = DIAG_PAGE_AUDIT,
                                        .args = {page_number(audit), breach->text, what, n}});
        *breach = (struct breach){0};
    }
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

/* Text of glyph `k`, as far as its cluster begins there. */
static uint32_t find_code(const struct run *run, size_t k) {
    size_t at = 0;
    for (size_t i = 0; i < k; i++) {
        at += run->glyphs[i].text_len;
    }
    return run->glyphs[k].text_len > 0 && at < run->text.len ? utf8_next(run->text, &at) : 0;
}

/* Two ideographs, or an ideograph and a closing mark, stand too far apart somewhere. */
static bool is_stretched(const struct run *run) {
    int32_t cap = run->size / GAP_CAP + TOLERANCE;
    for (size_t i = 1; run->fill != RUN_SPREAD && i < run->n_glyphs; i++) {
        const struct glyph *a = &run->glyphs[i - 1];
        if (run->glyphs[i].x - a->x - a->advance <= cap || !utf8_is_han(find_code(run, i - 1))) {
            continue;
        }
        uint32_t c = find_code(run, i);
        if (utf8_is_han(c) || (c >= 0x2010 && char_class(c) == CHAR_CLOSE)) {
            return true;
        }
    }
    return false;
}

/* A run of the text stands on a line of the page's grid, and at a place if it says that it begins
 * at one; a bracket that begins a line gave up its blank there. */
static bool is_on_grid(const struct page *page, const struct run *run) {
    const struct page_grid *grid = &page->grid;
    if (!run->is_on_grid || grid->line <= 0) {
        return !run->is_on_grid;
    }
    /* Em boxes stand in the middle of their lines. */
    int32_t top = run->y - (int32_t)(run->size * INT64_C(38) / 100) - grid->line / 2;
    int32_t off = (top - grid->area.y) % grid->line;
    int32_t aside = run->begins_place && !char_ends_no_line(find_first(run->text))
                        ? (run->x - grid->area.x) % grid->place
                        : 0;
    return (off <= TOLERANCE || off >= grid->line - TOLERANCE) &&
           (aside <= TOLERANCE || aside >= grid->place - TOLERANCE);
}

static void check_run(struct audit *audit, const struct page *page, const struct run *run) {
    struct area paper = {0, 0, page->width, page->height};
    if (!is_sound(audit->document, run)) {
        report(audit, run->text, run->bound, AUDIT_CLUSTERS);
    }
    if (has_no_glyph(run)) {
        report(audit, run->text, run->bound, AUDIT_GLYPH);
    }
    if (!is_inside(run, paper)) {
        report(audit, run->text, run->bound, AUDIT_PAPER);
    } else if (!is_inside(run, run->bound)) {
        report(audit, run->text, run->bound, AUDIT_BOUND);
    }
    if (run->starts_line && char_starts_no_line(find_first(run->text))) {
        report(audit, run->text, run->bound, AUDIT_LINE_START);
    }
    if (run->ends_line && char_ends_no_line(find_last(run->text))) {
        report(audit, run->text, run->bound, AUDIT_LINE_END);
    }
    if (run->is_number && run->ends_line) {
        report(audit, run->text, run->bound, AUDIT_NUMBER);
    }
    if (!is_on_grid(page, run)) {
        report(audit, run->text, run->bound, AUDIT_GRID);
    }
    if (is_stretched(run)) {
        report(audit, run->text, run->bound, AUDIT_STRETCH);
    }
    if (run->fill == RUN_RAGGED && run->ends_line && !audit->is_ragged_told) {
        audit->is_ragged_told = true;
        diag_report(audit->diag, &(struct diag_note){.id = DIAG_LINE_RAGGED,
                                                     .args = {page_number(audit), run->text}});
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
        report(audit, STR(""), area, item->kind == ITEM_BOX ? AUDIT_BOX : AUDIT_RULE);
    }
}

/* Each link leads to a page there is, from words on the paper. */
static void check_links(struct audit *audit, const struct page *page) {
    for (size_t i = 0; i < page->n_links; i++) {
        const struct page_link *link = &page->links[i];
        const struct document *document = audit->document;
        bool is_told = link->tag < document->n_tags && document->tags[link->tag].kind == TAG_LINK;
        if (link->page >= document->n_pages || link->y < 0 ||
            link->y > document->pages[link->page]->height || !is_told) {
            report(audit, STR(""), link->area, AUDIT_LINK);
        }
    }
}

/* Words of the header of a part of a table, for comparison. */
static struct str header_text(const struct audit *audit, size_t page,
                              const struct table_part *part) {
    const struct page *made = audit->document->pages[page];
    struct buf buf = {.arena = audit->arena};
    for (size_t i = part->header_first; i < part->header_end && i < made->n_items; i++) {
        if (made->items[i].kind == ITEM_RUN) {
            buf_add(&buf, made->items[i].run.text);
        }
    }
    return buf_str(&buf);
}

/* The header of each part of a table says what that of its first part says. */
static void check_headers(struct audit *audit) {
    const struct document *document = audit->document;
    struct str *headers = ARENA_ARRAY(audit->arena, struct str, document->n_tables);
    for (size_t i = 0; i < document->n_pages && document->n_tables > 0; i++) {
        const struct page *page = document->pages[i];
        audit->page = i;
        for (size_t k = 0; k < page->n_tables; k++) {
            const struct table_part *part = &page->tables[k];
            if (part->table >= document->n_tables) {
                continue;
            }
            struct str text = header_text(audit, i, part);
            if (!part->is_continued) {
                headers[part->table] = text;
            } else if (!str_equal(text, headers[part->table])) {
                struct area paper = {0, 0, page->width, page->height};
                report(audit, headers[part->table], paper, AUDIT_HEADER);
            }
        }
        tell_page(audit);
    }
}

bool document_audit(struct arena *arena, const struct document *document, struct diag *diag) {
    struct audit audit = {
        .arena = arena, .diag = diag, .document = document, .is_good = document->n_pages > 0};
    for (size_t i = 0; i < document->n_pages; i++) {
        const struct page *page = document->pages[i];
        audit.page = i;
        audit.is_ragged_told = false;
        for (size_t k = 0; k < page->n_items; k++) {
            if (page->items[k].kind == ITEM_RUN) {
                check_run(&audit, page, &page->items[k].run);
            } else {
                check_drawing(&audit, page, &page->items[k]);
            }
        }
        check_links(&audit, page);
        tell_page(&audit);
    }
    check_headers(&audit);
    return audit.is_good;
}
