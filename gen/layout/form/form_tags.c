/*
 * A form's page as parts of a document: what a reader who does not see it is told. The tree is the
 * same for every copy, so it is made once and numbered anew by each.
 *
 *     +------------+--------+---------+   a value and the labels before it in its row are a field;
 *     | 05 leader  | name   | Wang    |   labels without one behind, and values without one before,
 *     |            +--------+---------+   are paragraphs, and what is set in the look `title` is a
 *     |            | phone  | 555     |   heading: two fields here, "05 leader name" and "phone"
 *     +------------+--------+---------+
 */
#include "layout/form/form.h"

static uint32_t add_tag(struct form *form, enum tag_kind kind, uint32_t parent) {
    struct document_tag tag = {.kind = kind, .parent = parent, .level = kind == TAG_HEADING};
    ARENA_PUSH(form->arena, form->tags, form->n_tags, form->tags_capacity, tag);
    return (uint32_t)(form->n_tags - 1);
}

void form_make_tags(struct form *form) {
    add_tag(form, TAG_SECTION, 0);
    /* The labels at hand, 0 for none, and the row of the part that they stand in. */
    uint32_t labels = 0;
    for (size_t p = 0; p < form->n_parts; p++) {
        const struct form_part *part = form->parts[p];
        for (size_t i = part->first_cell; i < part->first_cell + part->n_cells; i++) {
            struct form_cell *cell = &form->cells[i];
            bool begins_row = i == part->first_cell || cell->row != cell[-1].row;
            labels = begins_row ? 0 : labels;
            if (str_is(cell->look.name, "title")) {
                cell->tag = add_tag(form, TAG_HEADING, 0);
            } else if (cell->is_static && cell->n_pieces > 0) {
                labels = labels ? labels : add_tag(form, TAG_FIELD, 0);
                cell->tag = labels;
            } else if (!cell->is_static) {
                cell->tag = add_tag(form, labels ? TAG_VALUE : TAG_PARA, labels);
                labels = 0;
            }
        }
    }
    for (size_t i = 1; i < form->n_tags; i++) {
        bool has_value = i + 1 < form->n_tags && form->tags[i + 1].kind == TAG_VALUE;
        if (form->tags[i].kind == TAG_FIELD && !has_value) {
            form->tags[i].kind = TAG_PARA;
        }
    }
}

uint32_t form_add_tags(struct arena *arena, const struct form *form, struct document *document) {
    uint32_t base = document_add_tag(arena, document, form->tags[0]);
    for (size_t i = 1; i < form->n_tags; i++) {
        struct document_tag tag = form->tags[i];
        tag.parent += base;
        document_add_tag(arena, document, tag);
    }
    return base;
}
