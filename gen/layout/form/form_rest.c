/*
 * 续页: values that found no room in their cells, in full, as a ruled table behind the form's page:
 *
 *            title of the form, 续页
 *     what it belongs to           page x of y
 *     +---+-----------+--------------------+
 *     | n | cell      | value              |     the headings repeat on each page; a value that
 *     +---+-----------+--------------------+     goes on names its cell again
 */
#include "layout/form/form.h"

/* 续页 of one copy at most. */
#define MAX_PAGES 50
/* Lines of a value that stay together at the foot of a page. */
#define KEEP_LINES 2
/* Widths of the first two columns, in ems of the value's look, and the thickness of the lines. */
#define NUMBER_EMS 3
#define NAME_EMS   9
#define THICKNESS  (PT / 2)

enum { NUMBER, NAME, VALUE, N_COLUMNS };

/* Pages being filled. */
struct rests {
    struct arena *arena;
    const struct form *form;
    const struct form_source *source;
    struct document *document;
    struct diag *diag;
    /* The page, its first one in the document, and how many there are. */
    struct page *page;
    size_t first_page, n_pages;
    /* Number of the table in the document. */
    size_t table;
    /* It and what it stands in, as parts of the document. */
    uint32_t table_tag, section_tag;
    /* Next free height, and the top of the table on the page. */
    int32_t y, top;
    /* Edges of the columns. */
    int32_t xs[N_COLUMNS + 1];
    /* Space between lines and text. */
    int32_t pad;
};

/* A row: what its cells say, and what they are; 0 for what was said on a page before. */
struct rest_row {
    const struct para *paras[N_COLUMNS];
    uint32_t tags[N_COLUMNS];
};

static const struct para *set_words(const struct rests *rests, struct str words,
                                    const struct form_look *look, int32_t width,
                                    const struct form_value *value) {
    struct span span = {.text = words,
                        .role = UINT32_MAX,
                        .origin = value ? value->origin : (struct origin){0},
                        .header = value ? value->header : (struct str){0}};
    /* A glyph missing from a value has been reported where it stands in its cell. */
    return para_set(rests->form->typesetter, rests->arena, &span, 1, &look->style, width, NULL);
}

/* Sets a cell of the table, in the width of its column. */
static const struct para *set_cell(const struct rests *rests, int column, struct str words,
                                   const struct form_look *look, const struct form_value *value) {
    int32_t width = rests->xs[column + 1] - rests->xs[column] - 2 * rests->pad;
    return set_words(rests, words, look, width, value);
}

/* Lines around the cells of a row, from `y` on. */
static void rule_row(const struct rests *rests, int32_t y, int32_t height) {
    for (int c = 0; c < N_COLUMNS; c++) {
        struct area area = {rests->xs[c], y, rests->xs[c + 1] - rests->xs[c], height};
        page_add_box(rests->arena, rests->page, (struct box){.area = area, .thickness = THICKNESS});
    }
}

/* Places a row's lines: of the value `n` from line `first` on, of the others all. */
static void place_row(struct rests *rests, const struct rest_row *row, size_t first, size_t n) {
    int32_t height = (int32_t)n * row->paras[VALUE]->leading;
    for (int c = 0; c < VALUE; c++) {
        height = row->paras[c]->height > height ? row->paras[c]->height : height;
    }
    height += 2 * rests->pad;
    rule_row(rests, rests->y, height);
    for (int c = 0; c < N_COLUMNS; c++) {
        struct area bound = {rests->xs[c], rests->y, rests->xs[c + 1] - rests->xs[c], height};
        bool is_value = c == VALUE;
        rests->page->tag = row->tags[c];
        para_place(rests->arena, row->paras[c], is_value ? first : 0,
                   is_value ? n : row->paras[c]->n_lines, rests->page, bound.x + rests->pad,
                   bound.y + rests->pad, bound);
    }
    rests->page->tag = 0;
    rests->y += height;
}

/* Makes a row a part of the document. */
static void tag_row(const struct rests *rests, bool is_head, struct rest_row *row) {
    struct document_tag tag = {.kind = TAG_ROW, .parent = rests->table_tag};
    tag.parent = document_add_tag(rests->arena, rests->document, tag);
    for (int c = 0; c < N_COLUMNS; c++) {
        tag.kind = is_head || c == NAME ? TAG_HEADER_CELL : TAG_CELL;
        row->tags[c] = document_add_tag(rests->arena, rests->document, tag);
    }
}

/* Begins a part within the sheet. */
static uint32_t add_tag(const struct rests *rests, enum tag_kind kind) {
    struct document_tag tag = {.kind = kind, .parent = rests->section_tag, .level = 1};
    return document_add_tag(rests->arena, rests->document, tag);
}

static void place_para(struct rests *rests, const struct para *para, struct area bound) {
    para_place(rests->arena, para, 0, para->n_lines, rests->page, bound.x, bound.y, bound);
}

/* Opens the next 续页; false if there were too many. */
static bool open_page(struct rests *rests) {
    const struct form *form = rests->form;
    const struct form_continuation *look = &form->continuation;
    if (rests->n_pages++ == MAX_PAGES) {
        return false;
    }
    struct str label = form_text(rests->arena, form, "label", rests->source);
    label = str_format(rests->arena, "%" STR_FMT "-%zu", STR_ARG(label), rests->n_pages);
    rests->page =
        document_add_page(rests->arena, rests->document, form->width, form->height, label);
    rests->y = form->body.y;
    struct str title = form_join(rests->arena, form, look->title, look->n_title, rests->source);
    const struct para *para = set_words(rests, title, &look->title_look, form->body.width, NULL);
    bool is_first = rests->n_pages == 1;
    rests->page->tag = is_first ? add_tag(rests, TAG_HEADING) : 0;
    place_para(rests, para, (struct area){form->body.x, rests->y, form->body.width, para->height});
    rests->y += para->height + look->title_look.style.leading / 2;
    struct str subject =
        form_join(rests->arena, form, look->subject, look->n_subject, rests->source);
    /* The page's number stands at the end of this line: see number_pages. */
    para = set_words(rests, subject, &look->text_look, form->body.width * 3 / 4, NULL);
    rests->page->tag = is_first ? add_tag(rests, TAG_PARA) : 0;
    place_para(rests, para, (struct area){form->body.x, rests->y, form->body.width, para->height});
    rests->page->tag = 0;
    rests->top = rests->y;
    rests->y += para->height + rests->pad;
    struct rest_row head = {0};
    if (is_first) {
        rests->table_tag = add_tag(rests, TAG_TABLE);
        tag_row(rests, true, &head);
    }
    for (int c = 0; c < N_COLUMNS; c++) {
        head.paras[c] = set_cell(rests, c, look->columns[c], &look->heading_look, NULL);
    }
    struct table_part part = {.table = rests->table,
                              .is_continued = rests->n_pages > 1,
                              .header_first = rests->page->n_items};
    place_row(rests, &head, 0, head.paras[VALUE]->n_lines);
    page_add_table(rests->arena, rests->page, part);
    return true;
}

/* Lines of a value that find room on the page. */
static size_t find_fit(const struct rests *rests, const struct rest_row *row, size_t first) {
    int32_t foot = rests->form->body.y + rests->form->body.height;
    int32_t room = foot - rests->y - 2 * rests->pad;
    const struct para *value = row->paras[VALUE];
    size_t rest = value->n_lines - first;
    size_t keep = rest < KEEP_LINES ? rest : KEEP_LINES;
    if (room < row->paras[NAME]->height || room < (int32_t)keep * value->leading) {
        return 0;
    }
    size_t fit = (size_t)(room / value->leading);
    return fit < rest ? fit : rest;
}

/* Sets one value, over as many pages as it takes. */
static bool set_rest(struct rests *rests, const struct form_rest *rest, size_t number) {
    const struct form_continuation *look = &rests->form->continuation;
    struct str name = rest->cell->name;
    struct str count = str_format(rests->arena, "%zu", number);
    struct rest_row row = {
        .paras = {set_cell(rests, NUMBER, count, &look->text_look, NULL),
                  set_cell(rests, NAME, name, &look->text_look, NULL),
                  set_cell(rests, VALUE, rest->words, &look->text_look, rest->value)}};
    const struct para *value = row.paras[VALUE];
    bool is_fresh = false;
    if (value->is_too_wide || value->leading <= 0) {
        return false;
    }
    tag_row(rests, false, &row);
    for (size_t first = 0; first < value->n_lines;) {
        size_t fit = find_fit(rests, &row, first);
        if (fit == 0) {
            if (is_fresh || !open_page(rests)) {
                return false;
            }
            is_fresh = true;
            continue;
        }
        is_fresh = false;
        place_row(rests, &row, first, fit);
        first += fit;
        name = str_replace(rests->arena, look->again, STR("{1}"), rest->cell->name);
        row.paras[NAME] = set_cell(rests, NAME, name, &look->text_look, NULL);
        row.tags[NAME] = row.tags[NUMBER] = 0;
    }
    return true;
}

/* Says on each 续页 which it is, of how many, at the end of the line over the table. */
static void number_pages(struct rests *rests) {
    const struct form *form = rests->form;
    struct form_look look = form->continuation.text_look;
    look.style.alignment = ALIGN_RIGHT;
    size_t n = rests->document->n_pages - rests->first_page;
    for (size_t i = 0; i < n; i++) {
        struct str words = str_replace(rests->arena, form->continuation.page, STR("{1}"),
                                       str_format(rests->arena, "%zu", i + 1));
        words = str_replace(rests->arena, words, STR("{2}"), str_format(rests->arena, "%zu", n));
        const struct para *para = set_words(rests, words, &look, form->body.width, NULL);
        rests->page = rests->document->pages[rests->first_page + i];
        place_para(rests, para,
                   (struct area){form->body.x, rests->top, form->body.width, para->height});
    }
}

static void complain_overflow(const struct rests *rests, const struct form_rest *rest) {
    const struct form_value *value = rest->value;
    diag_report(rests->diag,
                &(struct diag_note){.id = DIAG_TEXT_OVERFLOW,
                                    .origin = value ? value->origin : (struct origin){0},
                                    .header = value ? value->header : rest->cell->name,
                                    .value = rest->words,
                                    .args = {rest->cell->name}});
}

/* Edges of the columns: number and name as wide as they need, the value the rest. */
static void set_columns(struct rests *rests) {
    const struct area *body = &rests->form->body;
    int32_t em = rests->form->continuation.text_look.style.size;
    rests->pad = em / 3;
    rests->xs[NUMBER] = body->x;
    rests->xs[NAME] = body->x + NUMBER_EMS * em;
    rests->xs[VALUE] = rests->xs[NAME] + NAME_EMS * em;
    rests->xs[N_COLUMNS] = body->x + body->width;
    if (rests->xs[VALUE] + 2 * em > rests->xs[N_COLUMNS]) {
        rests->xs[NAME] = body->x + body->width / 6;
        rests->xs[VALUE] = body->x + body->width / 2;
    }
}

bool form_set_rests(struct arena *arena, const struct form *form, const struct form_source *source,
                    const struct form_rest *values, size_t n_values, struct document *document,
                    struct diag *diag) {
    struct rests rests = {.arena = arena,
                          .form = form,
                          .source = source,
                          .document = document,
                          .diag = diag,
                          .first_page = document->n_pages};
    bool is_good = true;
    bool is_open = form->continuation.note.len > 0;
    if (is_open) {
        rests.table = document->n_tables++;
        rests.section_tag =
            document_add_tag(arena, document, (struct document_tag){.kind = TAG_SECTION});
        set_columns(&rests);
        is_open = open_page(&rests);
    }
    for (size_t i = 0; i < n_values; i++) {
        if (!is_open || !set_rest(&rests, &values[i], i + 1)) {
            complain_overflow(&rests, &values[i]);
            is_good = false;
        }
    }
    number_pages(&rests);
    return is_good;
}
