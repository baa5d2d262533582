/*
 * Words of a user's own in place of a form's page: the sheet's notes as its issuer prints them.
 * They are printed as they stand, on as many pages as they take; nothing is added but the heading,
 * and nothing cut. They are set once, when the form is read, as no value stands in them.
 *
 * Where a blank line stands in the file, blank lines divide the paragraphs, and lines within one
 * end where they end in the file; else each line is a paragraph.
 */
#include "layout/form/form.h"

/* Bytes of such words at most. */
#define MOST_WORDS 100000

/* Sets the next paragraph, whose first line is `line` of the file. */
static void set_paragraph(struct form *form, struct str words, struct origin origin,
                          const struct form_look *look, struct diag *diag) {
    struct form_own *own = &form->own;
    const struct span span = {.text = words, .origin = origin, .role = UINT32_MAX};
    const struct para *para =
        para_set(form->typesetter, form->arena, &span, 1, &look->style, form->body.width, diag);
    ARENA_PUSH(form->arena, own->paras, own->n_paras, own->capacity, para);
}

/* Cuts the text into paragraphs and sets them. */
static void set_paragraphs(struct form *form, struct str text, const struct source *source,
                           const struct form_look *look, struct diag *diag) {
    bool by_blocks = str_contains(str_trim(text), STR("\n\n"));
    struct buf block = {.arena = form->arena};
    struct str rest = text, line;
    uint32_t number = 0, first = 0;
    while (str_split(&rest, STR("\n"), &line)) {
        number++;
        line = str_trim(line);
        if (block.len && (!by_blocks || !line.len)) {
            set_paragraph(form, buf_str(&block), (struct origin){source, first, 0, 0}, look, diag);
            block = (struct buf){.arena = form->arena};
        }
        if (line.len) {
            first = block.len ? first : number;
            buf_add_c(&block, block.len ? "\n" : "");
            buf_add(&block, line);
        }
    }
    if (block.len) {
        set_paragraph(form, buf_str(&block), (struct origin){source, first, 0, 0}, look, diag);
    }
}

bool form_read_own(struct form *form, const struct yaml *node, const struct form_look *looks,
                   struct str text, const struct source *source, struct diag *diag) {
    struct form_own *own = &form->own;
    if (text.len > MOST_WORDS) {
        struct str most = STR("0.1");
        diag_report(diag, &(struct diag_note){.id = DIAG_FILE_TOO_LARGE,
                                              .origin = {source, 0, 0, 0},
                                              .args = {most}});
        return false;
    }
    own->label = yaml_text(node, "label");
    const struct span title = {.text = yaml_text(node, "title"), .role = UINT32_MAX};
    own->title =
        para_set(form->typesetter, form->arena, &title, 1, &looks[0].style, form->body.width, diag);
    set_paragraphs(form, text, source, &looks[1], diag);
    return true;
}

/* Opens a page: its label is numbered from the second on. */
static struct page *open_page(struct arena *arena, const struct form *form,
                              struct document *document, size_t number) {
    struct str label = form->own.label;
    if (number > 1) {
        label = str_format(arena, "%" STR_FMT "-%zu", STR_ARG(label), number);
    }
    return document_add_page(arena, document, form->width, form->height, label);
}

/* Begins a part within the sheet. */
static uint32_t add_tag(struct arena *arena, struct document *document, enum tag_kind kind,
                        uint32_t parent) {
    struct document_tag tag = {.kind = kind, .parent = parent, .level = kind == TAG_HEADING};
    return document_add_tag(arena, document, tag);
}

void form_set_own(struct arena *arena, const struct form *form, struct document *document) {
    const struct form_own *own = &form->own;
    const struct area *body = &form->body;
    size_t n_pages = 1;
    struct page *page = open_page(arena, form, document, n_pages);
    document_add_bookmark(arena, document, own->label, 2, document->n_pages - 1, 0);
    uint32_t sheet = add_tag(arena, document, TAG_SECTION, 0);
    page->tag = add_tag(arena, document, TAG_HEADING, sheet);
    para_place(arena, own->title, 0, own->title->n_lines, page, body->x, body->y, *body);
    int32_t y = body->y + own->title->height + own->title->leading / 2;
    for (size_t i = 0; i < own->n_paras; i++) {
        const struct para *para = own->paras[i];
        uint32_t tag = add_tag(arena, document, TAG_PARA, sheet);
        for (size_t first = 0; first < para->n_lines;) {
            size_t n = para_part(para, first, body->y + body->height - y, y == body->y);
            page->tag = tag;
            para_place(arena, para, first, n, page, body->x, y, *body);
            y += (int32_t)n * para->leading;
            first += n;
            if (first < para->n_lines) {
                page = open_page(arena, form, document, ++n_pages);
                y = body->y;
            }
        }
    }
}
