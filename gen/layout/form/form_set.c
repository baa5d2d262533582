/*
 * Copies of a form: the frame's items are taken over as they are, only values are set. What did not
 * fit into its cell is collected on the way and set on 续页 behind the form's page.
 */
#include <string.h>

#include "layout/form/form.h"

/* 续页 of one copy at most. */
#define MAX_CONTINUATIONS 50
/* Lines of a text that stay with the name of its cell. */
#define KEEP_LINES 2

/* Words that found no room in their cell. */
struct rest {
    const struct form_cell *cell;
    const struct form_value *value;
    struct str words;
};

/* One copy being set. */
struct copy {
    struct arena *arena;
    const struct form *form;
    const struct form_source *source;
    struct document *document;
    struct diag *diag;
    struct page *page;
    struct rest *rests;
    size_t n_rests, rests_capacity;
    /* On a 续页: next free height, and how many there are. */
    int32_t y;
    size_t n_continuations;
};

/* ---- texts ------------------------------------------------------------------------------------
 */

/* Pieces as one text, without looks. */
static struct str join_pieces(struct arena *arena, const struct form *form,
                              struct form_piece *pieces, size_t n_pieces,
                              const struct form_source *source) {
    struct form_cell cell = {.pieces = pieces, .n_pieces = n_pieces};
    struct form_fill *fill = form_fill_cell(arena, form, &cell, source);
    return str_join(arena, fill->words, n_pieces, (struct str){0});
}

struct str form_text(struct arena *arena, const struct form *form, const char *name,
                     const struct form_source *source) {
    for (size_t i = 0; i < form->n_texts; i++) {
        if (str_is(form->texts[i].name, name)) {
            return join_pieces(arena, form, form->texts[i].pieces, form->texts[i].n_pieces, source);
        }
    }
    return (struct str){0};
}

/* ---- the form's page --------------------------------------------------------------------------
 */

/* Takes items of the frame over. */
static void take_items(struct copy *copy, size_t from, size_t to) {
    struct page *page = copy->page;
    if (page->capacity - page->n_items < to - from) {
        size_t capacity = page->n_items + (to - from) + copy->form->frame->n_items + 256;
        struct item *items = ARENA_ARRAY(copy->arena, struct item, capacity);
        if (page->n_items) {
            memcpy(items, page->items, page->n_items * sizeof *items);
        }
        page->items = items;
        page->capacity = capacity;
    }
    if (to > from) {
        memcpy(page->items + page->n_items, copy->form->frame->items + from,
               (to - from) * sizeof *page->items);
    }
    page->n_items += to - from;
}

/* The setting of a cell in which at most boxes are ticked: the same for every copy. */
static const struct form_setting *recall(const struct copy *copy, const struct form_fill *fill) {
    const struct form_cell *cell = fill->cell;
    struct form_variants *variants = cell->variants;
    for (size_t i = 0; i < variants->n_items; i++) {
        if (variants->items[i].ticks == fill->ticks) {
            return variants->items[i].setting;
        }
    }
    bool is_kept = variants->n_items < FORM_MAX_VARIANTS;
    struct arena *arena = is_kept ? copy->form->arena : copy->arena;
    /* Printed words were reported on when the template was read. */
    const struct form_setting *setting = form_fit(arena, fill, diag_open(copy->arena));
    if (setting && is_kept) {
        variants->items[variants->n_items++] = (struct form_variant){fill->ticks, setting};
    }
    return setting;
}

/* Keeps what was cut off for the 续页. */
static void keep_rests(struct copy *copy, const struct form_fill *fill) {
    for (size_t i = 0; i < fill->cell->n_pieces; i++) {
        struct rest rest = {.cell = fill->cell,
                            .value = fill->values[i],
                            .words = str_slice(fill->words[i], fill->kept[i], SIZE_MAX)};
        if (rest.words.len) {
            ARENA_PUSH(copy->arena, copy->rests, copy->n_rests, copy->rests_capacity, rest);
        }
    }
}

static void complain_overflow(const struct copy *copy, const struct rest *rest) {
    const struct form_value *value = rest->value;
    diag_report(copy->diag,
                &(struct diag_note){.id = DIAG_TEXT_OVERFLOW,
                                    .origin = value ? value->origin : (struct origin){0},
                                    .header = value ? value->header : rest->cell->name,
                                    .value = rest->words,
                                    .args = {rest->cell->name}});
}

static void set_cell(struct copy *copy, const struct form_cell *cell) {
    struct form_fill *fill = form_fill_cell(copy->arena, copy->form, cell, copy->source);
    if (cell->n_boxes) {
        if (!form_place_boxes(copy->arena, fill, copy->page, copy->diag)) {
            fill->kept[0] = 0;
            keep_rests(copy, fill);
        }
        return;
    }
    const struct form_setting *setting;
    if (!fill->has_words && cell->n_pieces <= 64) {
        setting = recall(copy, fill);
    } else {
        setting = form_fit(copy->arena, fill, copy->diag);
    }
    if (!setting) {
        setting = form_fit_cut(copy->arena, fill);
        keep_rests(copy, fill);
    }
    form_place(copy->arena, cell, setting, copy->page);
}

/* The word in the corner, boxed, if its field says yes. */
static void set_mark(struct copy *copy) {
    const struct form_mark *mark = &copy->form->mark;
    struct form_value value = {0};
    if (mark->field.len == 0 || !copy->source->value(copy->source->context, mark->field, &value) ||
        value.n_codes == 0 || value.codes[0] == 0) {
        return;
    }
    const struct span span = {.text = mark->words, .role = UINT32_MAX};
    const struct area *area = &mark->area;
    const struct para *para = para_set(copy->form->typesetter, copy->arena, &span, 1,
                                       &mark->look.style, area->width, diag_open(copy->arena));
    page_add_box(copy->arena, copy->page, (struct box){.area = *area, .thickness = PT});
    para_place(copy->arena, para, 0, para->n_lines, copy->page, area->x,
               area->y + (area->height - para->height) / 2, *area);
}

static void set_page(struct copy *copy) {
    const struct form *form = copy->form;
    struct str bookmark = form_text(copy->arena, form, "bookmark", copy->source);
    copy->page = document_add_page(copy->arena, copy->document, form->width, form->height,
                                   form_text(copy->arena, form, "label", copy->source));
    if (bookmark.len) {
        document_add_bookmark(copy->arena, copy->document, bookmark, 1, copy->document->n_pages - 1,
                              0);
    }
    size_t taken = 0;
    for (size_t i = 0; i < form->n_cells; i++) {
        const struct form_cell *cell = &form->cells[i];
        if (cell->is_static) {
            continue;
        }
        take_items(copy, taken, cell->n_before);
        taken = cell->n_before;
        set_cell(copy, cell);
    }
    take_items(copy, taken, form->frame->n_items);
    set_mark(copy);
}

/* ---- 续页 -------------------------------------------------------------------------------------
 */

static const struct para *set_words(struct copy *copy, struct str words,
                                    const struct form_look *look, const struct rest *rest) {
    const struct form_value *value = rest ? rest->value : NULL;
    struct span span = {.text = words,
                        .role = UINT32_MAX,
                        .origin = value ? value->origin : (struct origin){0},
                        .header = value ? value->header : (struct str){0}};
    /* A glyph missing from a value has been reported where it stands in its cell. */
    return para_set(copy->form->typesetter, copy->arena, &span, 1, &look->style,
                    copy->form->body.width, diag_open(copy->arena));
}

static void place_lines(struct copy *copy, const struct para *para, size_t first, size_t n) {
    para_place(copy->arena, para, first, n, copy->page, copy->form->body.x, copy->y,
               copy->form->body);
    copy->y += (int32_t)n * para->leading;
}

/* Opens the next 续页; false if there were too many. */
static bool open_continuation(struct copy *copy) {
    const struct form *form = copy->form;
    const struct form_continuation *continuation = &form->continuation;
    if (copy->n_continuations++ == MAX_CONTINUATIONS) {
        return false;
    }
    struct str label = form_text(copy->arena, form, "label", copy->source);
    label = str_format(copy->arena, "%" STR_FMT "-%zu", STR_ARG(label), copy->n_continuations);
    copy->page = document_add_page(copy->arena, copy->document, form->width, form->height, label);
    copy->y = form->body.y;
    struct str title =
        join_pieces(copy->arena, form, continuation->title, continuation->n_title, copy->source);
    const struct para *para = set_words(copy, title, &continuation->title_look, NULL);
    place_lines(copy, para, 0, para->n_lines);
    copy->y += continuation->title_look.style.leading / 2;
    set_mark(copy);
    return true;
}

/* The text with a break wherever there is none for `n_ems` characters, as in the address of a
 * page. */
static struct str part_words(struct arena *arena, struct str words, int32_t n_ems) {
    struct buf buf = {.arena = arena};
    int32_t n = 0;
    for (size_t offset = 0; offset < words.len;) {
        uint32_t next = utf8_next(words, &offset);
        n = next > ' ' && next < 0x2000 ? n + 1 : 0;
        if (n > n_ems) {
            buf_add_byte(&buf, '\n');
            n = 1;
        }
        buf_add_code_point(&buf, next);
    }
    return buf_str(&buf);
}

/* Sets one rest under the name of its cell, over as many pages as it takes. */
static bool set_rest(struct copy *copy, const struct rest *rest) {
    const struct form_continuation *continuation = &copy->form->continuation;
    const struct para *heading =
        set_words(copy, rest->cell->name, &continuation->heading_look, NULL);
    const struct para *text = set_words(copy, rest->words, &continuation->text_look, rest);
    if (text->is_too_wide) {
        int32_t n_ems = copy->form->body.width / continuation->text_look.style.size;
        struct str words = part_words(copy->arena, rest->words, n_ems);
        text = set_words(copy, words, &continuation->text_look, rest);
    }
    int32_t foot = copy->form->body.y + copy->form->body.height;
    if (text->is_too_wide || text->leading <= 0) {
        return false;
    }
    if (copy->y + heading->height + KEEP_LINES * text->leading > foot && !open_continuation(copy)) {
        return false;
    }
    place_lines(copy, heading, 0, heading->n_lines);
    for (size_t first = 0; first < text->n_lines;) {
        int32_t room = (foot - copy->y) / text->leading;
        if (room <= 0) {
            if (!open_continuation(copy)) {
                return false;
            }
            room = (foot - copy->y) / text->leading;
        }
        size_t n = text->n_lines - first;
        n = n > (size_t)room ? (size_t)room : n;
        place_lines(copy, text, first, n);
        first += n;
    }
    copy->y += text->leading / 2;
    return true;
}

static bool set_continuations(struct copy *copy) {
    bool is_good = true;
    bool is_open = copy->form->continuation.note.len > 0 && open_continuation(copy);
    for (size_t i = 0; i < copy->n_rests; i++) {
        if (!is_open || !set_rest(copy, &copy->rests[i])) {
            complain_overflow(copy, &copy->rests[i]);
            is_good = false;
        }
    }
    return is_good;
}

bool form_set(struct arena *arena, const struct form *form, const struct form_source *source,
              struct document *document, struct diag *diag) {
    struct copy copy = {
        .arena = arena, .form = form, .source = source, .document = document, .diag = diag};
    set_page(&copy);
    return copy.n_rests == 0 || set_continuations(&copy);
}
