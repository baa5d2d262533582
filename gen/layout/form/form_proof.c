/*
 * The proof of a form: set empty, with the field names where their values go, and a millimetre rule
 * at the four edges, to lay over the official print.
 */
#include "layout/form/form.h"

/* Type of the field names and of the rule's figures. */
#define NAME_SIZE   (4 * PT)
#define FIGURE_SIZE (5 * PT)
/* Ink of the rule and the names. */
#define GRAY 96

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

static void put_words(struct proof *proof, struct str words, struct area area) {
    struct span span = {.text = words, .role = UINT32_MAX};
    const struct para *para = para_set(proof->form->typesetter, proof->arena, &span, 1,
                                       &proof->style, area.width, proof->diag);
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

/* Field names small at the top of each cell that takes values; they may run over its foot, as a
 * proof is no print. */
static void put_names(struct proof *proof) {
    for (size_t i = 0; i < proof->form->n_cells; i++) {
        const struct form_cell *cell = &proof->form->cells[i];
        struct str names = field_names(proof->arena, cell);
        struct area area = cell->area;
        if (names.len == 0) {
            continue;
        }
        area.x += PT / 2;
        area.y += PT / 4;
        area.width -= PT;
        put_words(proof, names, area);
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
    struct proof proof = {
        .arena = arena,
        .form = form,
        .page = document->pages[document->n_pages - 1],
        .diag = diag,
        .style = {
            .role = role, .size = FIGURE_SIZE, .leading = FIGURE_SIZE + PT / 2, .gray = GRAY}};
    put_level_rule(&proof);
    put_upright_rule(&proof);
    proof.style.size = NAME_SIZE;
    proof.style.leading = NAME_SIZE + PT / 4;
    put_names(&proof);
    return true;
}
