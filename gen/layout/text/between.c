/*
 * What may happen between two atoms: whether a line may end there, and how wide the slot is.
 */
#include "layout/text/para.h"

/* The air between a tick box and what it stands for, as a part of the type size. */
#define TICK_AIR 8

bool atom_is_western(const struct atom *atom) {
    return (atom->kind == ATOM_TEXT || atom->kind == ATOM_BOX) &&
           (atom->class == CHAR_WORD || atom->class == CHAR_DIGIT ||
            atom->cluster.code_point < 0x2000);
}

static bool is_western_letter(const struct atom *atom) {
    uint32_t c = atom->cluster.code_point;
    uint32_t low = c | 0x20;
    return atom->kind == ATOM_TEXT && ((low >= 'a' && low <= 'z') || (c >= 0xC0 && c <= 0x3FF));
}

/* Digits, or a place where digits will be written. */
static bool is_number(const struct setting *setting, const struct atom *atom) {
    return atom->kind == ATOM_PAD || (atom->kind == ATOM_TEXT && atom->class == CHAR_DIGIT) ||
           setting->spans[atom->span].blank_width > 0;
}

/* Whether a line may end with `last` (blanks passed over) and the next begin with `next`. */
static bool may_break(const struct setting *setting, const struct atom *last,
                      const struct atom *next, bool is_in_number) {
    bool is_spaced = next[-1].kind == ATOM_SPACE;
    uint32_t c = next->cluster.code_point;
    if (next->kind == ATOM_SPACE || next->kind == ATOM_BREAK || last->kind == ATOM_TICK ||
        (next->kind == ATOM_TEXT && (next->class == CHAR_CLOSE || next->class == CHAR_DASH)) ||
        (last->kind == ATOM_TEXT && last->class == CHAR_OPEN)) {
        return false;
    }
    bool is_one_blank = last->span == next->span && setting->spans[next->span].blank_width > 0 &&
                        (last->kind == ATOM_PAD || next->kind == ATOM_PAD);
    bool is_unit = is_in_number && next->kind == ATOM_TEXT &&
                   (char_is_unit(c) || char_is_multiplier(c) || next->class == CHAR_DIGIT);
    bool is_prefixed = last->kind == ATOM_TEXT && char_is_prefix(last->cluster.code_point) &&
                       is_number(setting, next);
    if (is_one_blank || (!is_spaced && (is_unit || is_prefixed))) {
        return false;
    }
    bool is_word = atom_is_western(last) && atom_is_western(next);
    bool is_elision = last->cluster.code_point == 0x2019 && is_western_letter(next);
    return is_spaced || (!is_word && !is_elision);
}

void between_breaks(struct setting *setting) {
    const struct atom *last = NULL;
    bool is_in_number = false;
    bool is_in_option = false;
    bool is_option_due = false;
    for (size_t i = 0; i < setting->n_atoms; i++) {
        struct atom *atom = &setting->atoms[i];
        bool is_first = i == 0 || setting->atoms[i - 1].span != atom->span;
        if (atom->kind == ATOM_BREAK) {
            last = NULL;
            is_in_number = false;
            continue;
        }
        bool starts_option = is_option_due || is_first;
        starts_option = starts_option && setting->spans[atom->span].starts_option;
        /* Blanks before an option stay on the line before. */
        is_option_due = starts_option && atom->kind == ATOM_SPACE;
        is_in_option = is_in_option || starts_option;
        if (last && may_break(setting, last, atom, is_in_number)) {
            atom->break_before = is_in_option && !starts_option ? BREAK_OPTION : BREAK_FREE;
        }
        if (atom->kind != ATOM_SPACE) {
            last = atom;
        }
        is_in_number = is_number(setting, atom) ||
                       (is_in_number && char_is_multiplier(atom->cluster.code_point));
    }
}

/* 中西间距: a quarter em between ideographs and letters or digits. */
static int32_t find_gap(const struct atom *a, const struct atom *b, int32_t size) {
    bool is_a_western =
        is_western_letter(a) || a->class == CHAR_DIGIT || a->cluster.code_point == '%';
    bool is_b_western = is_western_letter(b) || b->class == CHAR_DIGIT;
    bool is_a_han = utf8_is_han(a->cluster.code_point);
    bool is_b_han = utf8_is_han(b->cluster.code_point);
    return (is_a_western && is_b_han) || (is_a_han && is_b_western) ? size / 4 : 0;
}

/* Between two pieces of text: adjacent full-width marks give up half an em (标点挤压). */
static void set_text_slot(struct atom *a, const struct atom *b, const struct para_style *style) {
    int32_t room = a->right_room + b->left_room;
    a->after = find_gap(a, b, style->size);
    if (a->cluster.advance >= EM / 10 * 9) {
        a->after += style->tracking;
    }
    bool is_a_mark = a->class == CHAR_CLOSE || a->class == CHAR_OPEN;
    bool is_b_mark = b->class == CHAR_CLOSE || b->class == CHAR_OPEN;
    if (is_a_mark && is_b_mark && room > 0) {
        int32_t taken = room < style->size / 2 ? room : style->size / 2;
        a->after -= taken;
        room -= taken;
    }
    a->shrink = room;
}

void between_measure(struct setting *setting) {
    int64_t x = 0;
    int64_t shrink = 0;
    for (size_t i = 0; i < setting->n_atoms; i++) {
        struct atom *a = &setting->atoms[i];
        const struct atom *b = i + 1 < setting->n_atoms ? a + 1 : NULL;
        a->x = x;
        a->shrink_before = shrink;
        if (b && b->kind != ATOM_BREAK && a->kind != ATOM_BREAK) {
            if (a->kind == ATOM_TEXT && b->kind == ATOM_TEXT) {
                set_text_slot(a, b, setting->style);
            } else if (a->kind == ATOM_TICK) {
                a->after = setting->style->size / TICK_AIR;
            }
            bool is_word = atom_is_western(a) && atom_is_western(b);
            bool is_dashes = a->class == CHAR_DASH && b->class == CHAR_DASH;
            bool is_pad = a->span == b->span && (a->kind == ATOM_PAD || b->kind == ATOM_PAD);
            a->can_stretch =
                b->kind != ATOM_SPACE && a->kind != ATOM_TICK && !is_word && !is_dashes && !is_pad;
        }
        x += a->width + a->after;
        shrink += a->shrink;
    }
}

void between_free_options(struct setting *setting, int32_t width) {
    struct atom *atoms = setting->atoms;
    for (size_t start = 0; start < setting->n_atoms;) {
        size_t end = start + 1;
        while (end < setting->n_atoms && atoms[end].kind != ATOM_BREAK &&
               !(atoms[end].span != atoms[end - 1].span &&
                 setting->spans[atoms[end].span].starts_option)) {
            end++;
        }
        int64_t wide = atoms[end - 1].x + atoms[end - 1].width - atoms[start].x;
        for (size_t i = start; wide > width && i < end; i++) {
            if (atoms[i].break_before == BREAK_OPTION) {
                atoms[i].break_before = BREAK_FREE;
            }
        }
        start = end;
    }
}
