/*
 * The proof of a form, two pages with a millimetre rule at their four edges: the form as it is
 * printed, empty, to lay over the official print; and its boxes alone with the names of the fields
 * that stand in them.
 */
#include "layout/form/form.h"

/* Type of the rule's figures, and the largest and smallest of the field names. */
#define FIGURE_SIZE (5 * PT)
#define NAME_LARGE  (8 * PT)
#define NAME_SMALL  (4 * PT)
/* Between names and the lines around. */
#define NAME_AIR (PT + PT / 2)
/* Ink of the rule, and of what is printed around the names. */
#define GRAY    96
#define PRINTED 160

/* The proof being set. */
struct proof {
    struct arena *arena;
    const struct form *form;
    struct page *page;
    struct diag *diag;
    struct para_style style;
};

/* Units of so many millimetres. */
static int32_t millimetres(int n) {
    return (int32_t)(n * MM);
}

static const struct para *set_words(const struct proof *proof, struct str words, int32_t width) {
    struct span span = {.text = words, .role = UINT32_MAX};
    return para_set(proof->form->typesetter, proof->arena, &span, 1, &proof->style, width,
                    proof->diag);
}

static void put_words(struct proof *proof, struct str words, struct area area) {
    const struct para *para = set_words(proof, words, area.width);
    para_place(proof->arena, para, 0, para->n_lines, proof->page, area.x, area.y,
               (struct area){0, 0, proof->page->width, proof->page->height});
}

/* The names of the cell's fields with blanks between, each as often as it changes. */
static struct str field_names(struct arena *arena, const struct form_cell *cell) {
    struct buf buf = {.arena = arena};
    struct str last[2] = {0};
    for (size_t i = 0; i < cell->n_pieces; i++) {
        const struct str names[2] = {cell->pieces[i].field, cell->pieces[i].blank_field};
        for (size_t k = 0; k < 2; k++) {
            if (names[k].len == 0 || str_equal(names[k], last[k])) {
                continue;
            }
            buf_add_c(&buf, buf.len ? " " : "");
            buf_add(&buf, names[k]);
            last[k] = names[k];
        }
    }
    return buf_str(&buf);
}

/* Sets the names as large as their box allows, in its middle. */
static void put_names_of(struct proof *proof, struct str names, struct area box) {
    struct area area = {box.x + NAME_AIR, box.y, box.width - 2 * NAME_AIR, box.height};
    const struct para *para = NULL;
    for (int32_t size = NAME_LARGE; size >= NAME_SMALL; size -= PT / 2) {
        proof->style.size = size;
        proof->style.leading = size + size / 8;
        para = set_words(proof, names, area.width);
        if (para->height <= area.height && !para->is_torn && !para->is_too_wide) {
            break;
        }
    }
    para_place(proof->arena, para, 0, para->n_lines, proof->page, area.x,
               area.y + (area.height - para->height) / 2, box);
}

/* The point stands within the area, not on its edges. */
static bool is_within(struct area area, int64_t x, int64_t y) {
    return x > area.x + PT && x < area.x + (int64_t)area.width - PT && y > area.y + PT &&
           y < area.y + (int64_t)area.height - PT;
}

/* What is drawn stands within the area: words, strokes and blanks in a box, not the box. */
static bool stands_within(const struct item *item, struct area area) {
    const struct run *run = &item->run;
    const struct rule *rule = &item->rule;
    const struct area *box = &item->box.area;
    switch (item->kind) {
    case ITEM_RUN:
        return is_within(area, run->x + (int64_t)run->width / 2, run->y - run->size / 3);
    case ITEM_RULE:
        return is_within(area, ((int64_t)rule->x1 + rule->x2) / 2,
                         ((int64_t)rule->y1 + rule->y2) / 2);
    case ITEM_BOX:
        return is_within(area, box->x, box->y);
    case ITEM_PATH:
        return item->path.n_points > 0 &&
               is_within(area, item->path.points[0].x, item->path.points[0].y);
    }
    return false;
}

/* Copies what the form prints outside of the cells that have names, its words in grey. */
static void copy_frame(struct proof *proof, const struct page *printed, const struct str *names) {
    for (size_t i = 0; i < printed->n_items; i++) {
        struct item item = printed->items[i];
        bool is_answer = false;
        for (size_t k = 0; k < proof->form->n_cells && !is_answer; k++) {
            is_answer = names[k].len > 0 && stands_within(&item, proof->form->cells[k].area);
        }
        if (is_answer) {
            continue;
        }
        if (item.kind == ITEM_RUN) {
            item.run.gray = PRINTED;
        }
        item.tag = 0;
        ARENA_PUSH(proof->arena, proof->page->items, proof->page->n_items, proof->page->capacity,
                   item);
    }
}

/* The page of names. */
static void put_names(struct proof *proof, const struct page *printed) {
    const struct form *form = proof->form;
    struct str *names = ARENA_ARRAY(proof->arena, struct str, form->n_cells);
    for (size_t i = 0; i < form->n_cells; i++) {
        names[i] = field_names(proof->arena, &form->cells[i]);
    }
    copy_frame(proof, printed, names);
    for (size_t i = 0; i < form->n_cells; i++) {
        if (names[i].len > 0) {
            put_names_of(proof, names[i], form->cells[i].area);
        }
    }
}

static void put_rule(struct proof *proof, struct point from, struct point to) {
    page_add_rule(
        proof->arena, proof->page,
        (struct rule){
            .x1 = from.x, .y1 = from.y, .x2 = to.x, .y2 = to.y, .thickness = PT / 5, .gray = GRAY});
}

/* Length of the mark at a millimetre: tens, fives, ones. */
static int32_t mark_length(int millimetre) {
    if (millimetre % 10 == 0) {
        return millimetres(4);
    }
    return millimetres(millimetre % 5 == 0 ? 3 : 2);
}

/* Marks along the upper and lower edge. */
static void put_level_rule(struct proof *proof) {
    int32_t height = proof->page->height;
    for (int n = 1; millimetres(n) < proof->page->width; n++) {
        int32_t x = millimetres(n), length = mark_length(n);
        put_rule(proof, (struct point){x, 0}, (struct point){x, length});
        put_rule(proof, (struct point){x, height - length}, (struct point){x, height});
        if (n % 10 == 0) {
            put_words(proof, str_format(proof->arena, "%d", n),
                      (struct area){x + PT, length - FIGURE_SIZE, millimetres(8), 2 * FIGURE_SIZE});
        }
    }
}

/* Marks along the left and right edge. */
static void put_upright_rule(struct proof *proof) {
    int32_t width = proof->page->width;
    for (int n = 1; millimetres(n) < proof->page->height; n++) {
        int32_t y = millimetres(n), length = mark_length(n);
        put_rule(proof, (struct point){0, y}, (struct point){length, y});
        put_rule(proof, (struct point){width - length, y}, (struct point){width, y});
        if (n % 10 == 0) {
            put_words(proof, str_format(proof->arena, "%d", n),
                      (struct area){length + PT / 2, y - FIGURE_SIZE / 2, millimetres(8),
                                    2 * FIGURE_SIZE});
        }
    }
}

/* An empty form answers every name with nothing. */
static bool answer_nothing(void *context, struct str name, struct form_value *value) {
    (void)context;
    (void)name;
    *value = (struct form_value){0};
    return true;
}

bool form_proof(struct arena *arena, const struct form *form, struct document *document,
                struct diag *diag) {
    const struct form_source nobody = {.value = answer_nothing};
    uint32_t role = 0;
    if (!form_set(arena, form, &nobody, document, diag)) {
        return false;
    }
    if (!typesetter_role(form->typesetter, STR("mono"), &role)) {
        role = form->looks[0].style.role;
    }
    struct page *printed = document->pages[document->n_pages - 1];
    struct proof proof = {.arena = arena,
                          .form = form,
                          .page = printed,
                          .diag = diag,
                          .style = {.role = role, .size = FIGURE_SIZE, .gray = GRAY}};
    proof.style.leading = FIGURE_SIZE + PT / 2;
    struct page bare = *printed;
    put_level_rule(&proof);
    put_upright_rule(&proof);
    proof.page = document_add_page(arena, document, printed->width, printed->height, STR("2"));
    put_level_rule(&proof);
    put_upright_rule(&proof);
    proof.style.gray = 0;
    put_names(&proof, &bare);
    return true;
}
