/*
 * What stands on a line whose atoms have their places: runs, boxes, rules under blanks.
 */
#include "layout/text/para.h"

static bool is_inked(const struct atom *atom) {
    return (atom->kind == ATOM_TEXT || atom->kind == ATOM_SPACE) && atom->cluster.n_glyphs > 0;
}

/* The atom stands in the run of the atom before. */
static bool continues_run(const struct setting *setting, size_t first, size_t i) {
    const struct atom *atom = &setting->atoms[i];
    return i > first && is_inked(atom) && is_inked(atom - 1) &&
           atom->cluster.face == atom[-1].cluster.face && atom->size == atom[-1].size &&
           setting->spans[atom->span].refers == setting->spans[atom[-1].span].refers;
}

/* A blank's rule begins at atom i. */
static bool begins_blank(const struct setting *setting, size_t first, size_t i) {
    return setting->spans[setting->atoms[i].span].blank_width > 0 &&
           setting->atoms[i].kind != ATOM_TICK &&
           (i == first || setting->atoms[i - 1].span != setting->atoms[i].span ||
            setting->atoms[i - 1].kind == ATOM_TICK);
}

/* Right edge of what stands on the line; the mark at its end may have given up its blank. */
static int32_t find_stop(const struct setting *setting, const struct stretch *line) {
    const struct atom *last = &setting->atoms[line->end - 1];
    int32_t stop = last->place + last->width;
    int32_t edge = line->left + line->width;
    if (stop <= edge) {
        return stop;
    }
    return stop - last->right_room > edge ? stop - last->right_room : edge;
}

/* Room for the items of a line. */
static size_t count_items(const struct setting *setting, const struct stretch *line) {
    size_t n = 0;
    for (size_t i = line->first; i < line->end; i++) {
        const struct atom *atom = &setting->atoms[i];
        n += atom->kind == ATOM_TICK ? 2 : atom->kind != ATOM_PAD;
        n -= continues_run(setting, line->first, i);
        n += begins_blank(setting, line->first, i);
    }
    return n;
}

/* Adds the glyphs of an atom to those of its run, which begins at x. */
static void add_glyphs(struct setting *setting, const struct atom *atom, int32_t x) {
    const struct cluster *cluster = &atom->cluster;
    int32_t size = atom->size;
    int64_t pen = 0;
    for (uint32_t g = 0; g < cluster->n_glyphs; g++) {
        const struct shaped_glyph *shaped = &cluster->glyphs[g];
        *setting->glyphs++ = (struct glyph){
            .id = shaped->id,
            .x = atom->place - x + scale_measure(pen + shaped->x, size),
            .y = scale_measure(shaped->y, size),
            .advance = scale_measure(shaped->advance, size),
            .text_len = g == 0 ? cluster->text_len : 0,
        };
        pen += shaped->advance;
    }
}

/* A squeezed mark begins within the width of the one before. Both become one cluster: readers of
 * PDF files take text that steps back for another line. */
static bool overlaps(const struct atom *a, const struct atom *b, int32_t size) {
    return b->place < a->place + a->width - size / 16;
}

/* The run of atoms [i, end) in one face. */
static struct item make_run(struct setting *setting, const struct stretch *line, size_t i,
                            size_t end, int32_t baseline) {
    const struct atom *atoms = setting->atoms;
    const struct atom *last = &atoms[end - 1];
    int32_t size = last->size;
    int32_t x = i == line->first ? atoms[i].place + line->trimmed : atoms[i].place;
    int32_t stop = end == line->end ? find_stop(setting, line) : last->place + last->width;
    struct glyph *glyphs = setting->glyphs;
    struct glyph *head = NULL;
    for (size_t k = i; k < end; k++) {
        struct glyph *first = setting->glyphs;
        add_glyphs(setting, &atoms[k], x);
        if (head && overlaps(&atoms[k - 1], &atoms[k], size)) {
            head->text_len += first->text_len;
            first->text_len = 0;
        } else {
            head = first;
        }
    }
    struct run run = {
        .face = last->cluster.face,
        .size = size,
        .gray = setting->style->gray,
        .x = x,
        .y = baseline,
        .width = stop - x,
        .glyphs = glyphs,
        .n_glyphs = (size_t)(setting->glyphs - glyphs),
        .text = {setting->text.data + atoms[i].text_at,
                 last->text_at + last->cluster.text_len - atoms[i].text_at},
        .starts_line = i == line->first && line->is_start_chosen,
        .ends_line = end == line->end && line->is_end_chosen,
        .fill = line->fill,
        .refers = setting->spans[last->span].refers,
    };
    return (struct item){.kind = ITEM_RUN, .run = run};
}

/* The rule under the part of a blank that begins at atom i. */
static struct item make_blank(const struct setting *setting, const struct stretch *line, size_t i,
                              int32_t baseline) {
    size_t end = i;
    while (end < line->end && setting->atoms[end].span == setting->atoms[i].span) {
        end++;
    }
    /* Clear of the tails of commas and brackets. */
    int32_t y = baseline + setting->style->size / 5;
    const struct atom *last = &setting->atoms[end - 1];
    int32_t right = end == line->end ? find_stop(setting, line) : last->place + last->width;
    if (end == line->end && setting->spans[last->span].fills_line) {
        right = line->left + line->width;
    }
    struct rule rule = {.x1 = setting->atoms[i].place,
                        .y1 = y,
                        .x2 = right,
                        .y2 = y,
                        .thickness = PT / 2,
                        .gray = setting->style->gray};
    return (struct item){.kind = ITEM_RULE, .rule = rule};
}

void line_draw(struct setting *setting, const struct stretch *line, size_t index) {
    const struct para_style *style = setting->style;
    struct line *made = &setting->para->lines[index];
    int32_t baseline = (int32_t)index * style->leading + (style->leading - style->size) / 2 +
                       shape_ascent(setting->typesetter, style->role, style->size);
    *made = (struct line){.baseline = baseline};
    made->items = ARENA_ARRAY(setting->arena, struct item, count_items(setting, line));
    for (size_t i = line->first; i < line->end;) {
        const struct atom *atom = &setting->atoms[i];
        size_t end = i + 1;
        if (begins_blank(setting, line->first, i)) {
            made->items[made->n_items++] = make_blank(setting, line, i, baseline);
        }
        if (is_inked(atom)) {
            while (end < line->end && continues_run(setting, line->first, end) &&
                   !begins_blank(setting, line->first, end)) {
                end++;
            }
            made->items[made->n_items++] = make_run(setting, line, i, end, baseline);
        } else if (atom->kind == ATOM_TICK) {
            bool is_done = setting->spans[atom->span].tick == TICK_DONE;
            made->n_items += tick_items(setting->arena, atom->place, baseline, atom->size, is_done,
                                        &made->items[made->n_items]);
        } else if (atom->kind == ATOM_BOX) {
            struct str text = {setting->text.data + atom->text_at, atom->cluster.text_len};
            made->items[made->n_items++] =
                missing_item(setting->arena, atom->place, baseline, atom->size, text);
        }
        i = end;
    }
    if (line->end > line->first) {
        made->width = find_stop(setting, line) - setting->atoms[line->first].place - line->trimmed;
    }
    if (made->width > setting->para->natural_width) {
        setting->para->natural_width = made->width;
    }
}
