/*
 * Copies of a form: the frame's items are taken over as they are, only values are set. Where a
 * value is too high for its cell, rows lend each other height and the copy gets a frame of its own.
 * What did not fit all the same is collected on the way and set on 续页 behind the form's page.
 */
#include <string.h>

#include "layout/form/form.h"

/* One copy being set. */
struct copy {
    struct arena *arena;
    /* The form, as this copy's values make its rows. */
    const struct form *form;
    const struct form_source *source;
    struct document *document;
    struct diag *diag;
    struct page *page;
    /* The form's first tag in the document. */
    uint32_t tags;
    /* By cell: its values, and its text at full size; NULL for cells that are static. */
    struct form_fill **fills;
    const struct form_setting **settings;
    /* Values that found no room. */
    struct form_rest *rests;
    size_t n_rests, rests_capacity;
};

/* ---- texts ------------------------------------------------------------------------------------
 */

struct str form_join(struct arena *arena, const struct form *form, struct form_piece *pieces,
                     size_t n_pieces, const struct form_source *source) {
    struct form_cell cell = {.pieces = pieces, .n_pieces = n_pieces};
    struct form_fill *fill = form_fill_cell(arena, form, &cell, source);
    return str_join(arena, fill->words, n_pieces, (struct str){0});
}

struct str form_text(struct arena *arena, const struct form *form, const char *name,
                     const struct form_source *source) {
    for (size_t i = 0; i < form->n_texts; i++) {
        if (str_is(form->texts[i].name, name)) {
            return form_join(arena, form, form->texts[i].pieces, form->texts[i].n_pieces, source);
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
        struct item *items = arena_alloc_raw(copy->arena, capacity, sizeof *items);
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
    for (size_t i = page->n_items; i < page->n_items + to - from; i++) {
        page->items[i].tag += page->items[i].tag ? copy->tags : 0;
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

/* Keeps values that are not shown for the 续页. */
static void keep_rests(struct copy *copy, const struct form_fill *fill) {
    for (size_t i = 0; i < fill->cell->n_pieces; i++) {
        struct form_rest rest = {
            .cell = fill->cell, .value = fill->values[i], .words = fill->words[i]};
        if (fill->is_out[i]) {
            ARENA_PUSH(copy->arena, copy->rests, copy->n_rests, copy->rests_capacity, rest);
        }
    }
}

/* Looks the values of all cells up and sets them at full size; returns whether all fit. */
static bool fill_cells(struct copy *copy) {
    const struct form *form = copy->form;
    bool is_good = true;
    copy->fills = ARENA_ARRAY(copy->arena, struct form_fill *, form->n_cells);
    copy->settings = ARENA_ARRAY(copy->arena, const struct form_setting *, form->n_cells);
    for (size_t i = 0; i < form->n_cells; i++) {
        const struct form_cell *cell = &form->cells[i];
        if (cell->is_static) {
            continue;
        }
        struct form_fill *fill = form_fill_cell(copy->arena, form, cell, copy->source);
        copy->fills[i] = fill;
        if (cell->n_boxes) {
            continue;
        }
        if (!fill->has_words && cell->n_pieces <= 64) {
            copy->settings[i] = recall(copy, fill);
        } else {
            copy->settings[i] = form_set_text(copy->arena, fill, cell->look.style.size, copy->diag);
        }
        is_good = is_good && form_fits(cell, copy->settings[i], true);
    }
    return is_good;
}

/* Lets rows lend height to each other, and gives the cells' values their new places. */
static void borrow(struct copy *copy) {
    const struct form *form = copy->form;
    struct form_fill **written = ARENA_ARRAY(copy->arena, struct form_fill *, form->n_cells);
    for (size_t i = 0; i < form->n_cells; i++) {
        written[i] = copy->settings[i] ? copy->fills[i] : NULL;
    }
    copy->form = form_borrow(copy->arena, form, written, copy->settings);
    for (size_t i = 0; i < form->n_cells; i++) {
        if (copy->fills[i]) {
            copy->fills[i]->cell = &copy->form->cells[i];
        }
    }
}

static void set_cell(struct copy *copy, size_t i) {
    struct form_fill *fill = copy->fills[i];
    const struct form_setting *setting = copy->settings[i];
    copy->page->tag = copy->tags + fill->cell->tag;
    if (fill->cell->n_boxes) {
        if (!form_place_boxes(copy->arena, fill, copy->page, copy->diag)) {
            fill->is_out[0] = true;
            keep_rests(copy, fill);
        }
        return;
    }
    if (!form_fits(fill->cell, setting, true)) {
        setting = form_fit(copy->arena, fill, NULL);
    }
    if (!setting) {
        size_t n_items = copy->n_rests;
        setting = form_fit_note(copy->arena, fill, &n_items);
        keep_rests(copy, fill);
    }
    form_place(copy->arena, fill->cell, setting, copy->page);
}

static void set_page(struct copy *copy) {
    const struct form *form = copy->form;
    struct str bookmark = form_text(copy->arena, form, "bookmark", copy->source);
    copy->page = document_add_page(copy->arena, copy->document, form->width, form->height,
                                   form_text(copy->arena, form, "label", copy->source));
    copy->tags = form_add_tags(copy->arena, form, copy->document);
    document_add_stock(copy->arena, copy->document, form->stock);
    if (bookmark.len) {
        document_add_bookmark(copy->arena, copy->document, bookmark, 2, copy->document->n_pages - 1,
                              0);
    }
    if (!fill_cells(copy)) {
        borrow(copy);
    }
    size_t taken = 0;
    for (size_t i = 0; i < form->n_cells; i++) {
        if (!copy->fills[i]) {
            continue;
        }
        size_t n_before = copy->form->cells[i].n_before;
        take_items(copy, taken, n_before);
        taken = n_before;
        set_cell(copy, i);
    }
    copy->page->tag = 0;
    take_items(copy, taken, copy->form->frame->n_items);
}

bool form_set(struct arena *arena, const struct form *form, const struct form_source *source,
              struct document *document, struct diag *diag) {
    if (form->own.n_paras) {
        form_set_own(arena, form, document);
        return true;
    }
    struct copy copy = {
        .arena = arena, .form = form, .source = source, .document = document, .diag = diag};
    set_page(&copy);
    return copy.n_rests == 0 ||
           form_set_rests(arena, form, source, copy.rests, copy.n_rests, document, diag);
}
