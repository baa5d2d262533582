/*
 * How wide the slot between two atoms is, and how it may give and take: 中西间距, 标点挤压, and
 * what a line may be squeezed and stretched by.
 */
#include "layout/text/para.h"

/* The air between a tick box and what it stands for, as a part of the type size. */
#define TICK_AIR 8

/* 中西间距: a quarter em between ideographs and letters or digits; none beside marks. */
static int32_t find_gap(const struct atom *a, const struct atom *b) {
    int32_t size = a->size < b->size ? a->size : b->size;
    bool is_a_western = atom_is_letter(a) || a->class == CHAR_DIGIT || a->cluster.code_point == '%';
    bool is_b_western = atom_is_letter(b) || b->class == CHAR_DIGIT;
    bool is_a_han = utf8_is_han(a->cluster.code_point);
    bool is_b_han = utf8_is_han(b->cluster.code_point);
    return (is_a_western && is_b_han) || (is_a_han && is_b_western) ? size / 4 : 0;
}

/* When a mark gives up its blank. */
static enum shrink_rank find_rank(uint32_t c) {
    switch (c) {
    case 0x3001: /* 、 */
    case 0xFF0C: /* ， */
    case 0xFF1A: /* ： */
    case 0xFF1B: /* ； */
        return SHRINK_PAUSE;
    case 0x3002: /* 。 */
    case 0xFF01: /* ！ */
    case 0xFF1F: /* ？ */
        return SHRINK_STOP;
    default:
        return SHRINK_BRACKET;
    }
}

static bool is_mark(const struct atom *atom) {
    return atom->class == CHAR_CLOSE || atom->class == CHAR_OPEN;
}

/* Between two pieces of text: adjacent full-width marks give up half an em (标点挤压). */
static void set_text_slot(struct atom *a, const struct atom *b, const struct para_style *style) {
    int32_t room = a->right_room + b->left_room;
    int32_t gap = find_gap(a, b);
    a->after = gap;
    if (a->cluster.advance >= EM / 10 * 9) {
        a->after += style->tracking;
    }
    if (gap > 0) {
        a->rank = SHRINK_GAP;
        a->shrink = gap / 2;
        a->stretch = gap;
        return;
    }
    if (is_mark(a) && is_mark(b) && room > 0) {
        int32_t taken = room < a->size / 2 ? room : a->size / 2;
        a->after -= taken;
        room -= taken;
    }
    a->shrink = room;
    a->rank = a->right_room > 0 ? find_rank(a->cluster.code_point) : SHRINK_BRACKET;
}

/* A blank between words: from a quarter to half an em. */
static void set_space_slot(struct atom *a) {
    int32_t size = a->size;
    if (a->cluster.code_point != ' ' && a->cluster.code_point != 0xA0) {
        return;
    }
    a->rank = SHRINK_SPACE;
    a->shrink = a->width > size / 4 ? a->width - size / 4 : 0;
    a->stretch = a->width < size / 2 ? size / 2 - a->width : 0;
}

/* Whether the slot between two atoms may be widened: not within words, nor between a mark and what
 * it belongs to. */
static bool can_stretch(const struct atom *a, const struct atom *b) {
    bool is_word = atom_is_western(a) && atom_is_western(b);
    bool is_dashes = a->class == CHAR_DASH && b->class == CHAR_DASH;
    bool is_pad = a->span == b->span && (a->kind == ATOM_PAD || b->kind == ATOM_PAD);
    bool is_bound = a->kind == ATOM_TEXT && b->kind == ATOM_TEXT &&
                    (a->class == CHAR_OPEN || b->class == CHAR_CLOSE);
    return b->kind != ATOM_SPACE && a->kind != ATOM_TICK && !is_word && !is_dashes && !is_pad &&
           !is_bound;
}

void slots_measure(struct setting *setting) {
    struct play sum = {0};
    for (size_t i = 0; i < setting->n_atoms; i++) {
        struct atom *a = &setting->atoms[i];
        const struct atom *b = i + 1 < setting->n_atoms ? a + 1 : NULL;
        a->before = sum;
        if (b && b->kind != ATOM_BREAK && a->kind != ATOM_BREAK) {
            if (a->kind == ATOM_TEXT && b->kind == ATOM_TEXT) {
                set_text_slot(a, b, setting->style);
            } else if (a->kind == ATOM_TICK) {
                a->after = a->size / TICK_AIR;
            } else if (a->kind == ATOM_SPACE) {
                set_space_slot(a);
            }
            a->can_stretch = can_stretch(a, b);
        }
        sum.width += a->width + a->after;
        sum.marks += a->rank == SHRINK_GAP ? 0 : a->shrink;
        sum.gaps += a->rank == SHRINK_GAP ? a->shrink : 0;
        sum.stretch += a->stretch;
        sum.n_slots += a->can_stretch;
    }
}
