/*
 * Spans into atoms: shaped clusters, tick boxes, the pads of blanks and forced breaks, with what
 * may happen between each two of them. lines.c then makes lines of them.
 */
#include "layout/text/para.h"

/* Longest text of one paragraph, in bytes: with it, measures cannot overflow. The rest is not set
 * but reported; intake refuses cells far shorter than this. */
#define MAX_TEXT (1 << 16)
/* The air between a tick box and what it stands for, as a part of the type size. */
#define TICK_AIR 8

static size_t count_bytes(const struct setting *setting);
static size_t count_atoms(const struct setting *setting);
static void add_span(struct setting *setting, uint32_t span);
static void find_breaks(struct setting *setting);
static void measure_slots(struct setting *setting);
static void free_wide_options(struct setting *setting, int32_t width);

const struct para *para_set(struct typesetter *typesetter, struct arena *arena,
                            const struct span *spans, size_t n_spans,
                            const struct para_style *style, int32_t width, struct diag *diag) {
    struct arena *scratch = shape_begin(typesetter);
    struct arena_mark mark = arena_mark(scratch);
    struct setting setting = {
        .typesetter = typesetter,
        .arena = arena,
        .spans = spans,
        .n_spans = n_spans,
        .style = style,
        .diag = diag,
        .scratch = scratch,
        .text = {.arena = arena},
        .para = ARENA_NEW(arena, struct para),
    };
    setting.para->leading = style->leading;
    setting.para->width = width;
    setting.text.capacity = count_bytes(&setting);
    setting.text.data = arena_alloc(arena, setting.text.capacity, 1);
    setting.atoms = ARENA_ARRAY(scratch, struct atom, count_atoms(&setting));
    for (uint32_t i = 0; i < n_spans; i++) {
        add_span(&setting, i);
    }
    find_breaks(&setting);
    measure_slots(&setting);
    free_wide_options(&setting, width);
    lines_set(&setting);
    arena_rewind(scratch, mark);
    return setting.para;
}

int32_t scale_measure(int64_t measure, int32_t size) {
    int64_t product = measure * size;
    return (int32_t)((product + (product < 0 ? -EM / 2 : EM / 2)) / EM);
}

/* Room for all text. */
static size_t count_bytes(const struct setting *setting) {
    size_t n = 0;
    for (size_t i = 0; i < setting->n_spans; i++) {
        n += setting->spans[i].text.len;
    }
    return n < MAX_TEXT ? n : MAX_TEXT;
}

/* Room for all atoms: a code point each, and a box and two pads a span. */
static size_t count_atoms(const struct setting *setting) {
    size_t n = 0;
    for (size_t i = 0; i < setting->n_spans; i++) {
        n += utf8_count(setting->spans[i].text) + 3;
    }
    return n;
}

/* ---- spans into atoms -------------------------------------------------------------------------
 */

static struct atom *add_atom(struct setting *setting, enum atom_kind kind, uint32_t span) {
    struct atom *atom = &setting->atoms[setting->n_atoms++];
    atom->kind = kind;
    atom->span = span;
    atom->text_at = (uint32_t)setting->text.len;
    return atom;
}

/* Characters without glyph that a report shows. */
#define MOST_SHOWN 5

/* Adds a character to those shown, unless it is there or there are enough. */
static size_t show_missing(uint32_t shown[MOST_SHOWN], size_t n_shown, uint32_t c) {
    for (size_t i = 0; i < n_shown; i++) {
        if (shown[i] == c) {
            return n_shown;
        }
    }
    if (n_shown < MOST_SHOWN) {
        shown[n_shown++] = c;
    }
    return n_shown;
}

/* Reports the characters without glyph among the span's atoms from `first` on, once for all. */
static void report_missing(struct setting *setting, uint32_t index, size_t first) {
    uint32_t shown[MOST_SHOWN], n = 0;
    size_t n_shown = 0;
    for (size_t i = first; i < setting->n_atoms; i++) {
        const struct cluster *cluster = &setting->atoms[i].cluster;
        if (cluster->is_missing) {
            n++;
            n_shown = show_missing(shown, n_shown, cluster->code_point);
        }
    }
    if (!n || !setting->diag) {
        return;
    }
    const struct span *span = &setting->spans[index];
    struct buf characters = {.arena = setting->scratch}, codes = {.arena = setting->scratch};
    for (size_t i = 0; i < n_shown; i++) {
        buf_add_code_point(&characters, shown[i]);
        buf_format(&codes, "%sU+%04X", i ? " " : "", shown[i]);
    }
    uint32_t role = span->role == UINT32_MAX ? setting->style->role : span->role;
    diag_report(setting->diag, &(struct diag_note){
                                   .id = DIAG_GLYPH_MISSING,
                                   .origin = span->origin,
                                   .n = n,
                                   .header = span->header,
                                   .value = span->text,
                                   .args = {buf_str(&characters), buf_str(&codes),
                                            shape_role_name(setting->typesetter, role)},
                               });
}

/* Shapes bytes [from, end) of the paragraph's text into atoms. */
static void add_text(struct setting *setting, uint32_t span, size_t from) {
    const struct para_style *style = setting->style;
    struct str text = {setting->text.data + from, setting->text.len - from};
    if (text.len == 0) {
        return;
    }
    uint32_t role = setting->spans[span].role;
    struct cluster *clusters = ARENA_ARRAY(setting->scratch, struct cluster, utf8_count(text));
    size_t n =
        shape_text(setting->typesetter, role == UINT32_MAX ? style->role : role, text, clusters);
    for (size_t i = 0; i < n; i++) {
        struct atom *atom = add_atom(setting, ATOM_TEXT, span);
        atom->cluster = clusters[i];
        atom->text_at = (uint32_t)from;
        from += clusters[i].text_len;
        atom->class = clusters[i].class;
        if (atom->class == CHAR_SPACE) {
            atom->kind = ATOM_SPACE;
        } else if (clusters[i].n_glyphs == 0) {
            atom->kind = ATOM_BOX;
        }
        atom->width = scale_measure(clusters[i].advance, style->size);
        atom->left_room = scale_measure(clusters[i].left_room, style->size);
        atom->right_room = scale_measure(clusters[i].right_room, style->size);
    }
}

/* The span's text, or what of it still has room. */
static struct str cut_text(struct setting *setting, uint32_t span) {
    const struct span *given = &setting->spans[span];
    size_t room = setting->text.len < MAX_TEXT ? MAX_TEXT - setting->text.len : 0;
    if (given->text.len <= room) {
        return given->text;
    }
    if (setting->diag) {
        diag_report(setting->diag, &(struct diag_note){.id = DIAG_TEXT_OVERFLOW,
                                                       .origin = given->origin,
                                                       .header = given->header,
                                                       .args = {given->header}});
    }
    size_t end = 0;
    for (size_t at = 0; at <= room;) {
        end = at;
        utf8_next(given->text, &at);
    }
    return str_slice(given->text, 0, end);
}

/* Appends the span's text without controls; each forced break ends a stretch of atoms. */
static void add_stretches(struct setting *setting, uint32_t span) {
    struct str text = cut_text(setting, span);
    size_t from = setting->text.len;
    size_t plain = 0;
    for (size_t at = 0; at < text.len;) {
        size_t start = at;
        uint32_t c = utf8_next(text, &at);
        bool is_break = c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029;
        bool is_plain = c >= ' ' && c != 0x7F && (c < 0x80 || (c > 0x9F && !char_is_dropped(c)));
        if (is_plain && !is_break && c != UTF8_BAD) {
            continue;
        }
        buf_add(&setting->text, str_slice(text, plain, start));
        plain = at;
        if (c == '\r' && at < text.len && text.data[at] == '\n') {
            continue;
        }
        if (is_break) {
            add_text(setting, span, from);
            from = setting->text.len;
            add_atom(setting, ATOM_BREAK, span);
        } else if (c == '\t') {
            buf_add_byte(&setting->text, ' ');
        } else if (c == UTF8_BAD) {
            buf_add_code_point(&setting->text, c);
        }
    }
    buf_add(&setting->text, str_slice(text, plain, text.len));
    add_text(setting, span, from);
}

/* A blank's text stands in the middle of it: pads on both sides make up its width. */
static void pad_blank(struct setting *setting, uint32_t span, size_t first) {
    int64_t width = 0;
    for (size_t i = first + 1; i < setting->n_atoms; i++) {
        width += setting->atoms[i].width;
    }
    int64_t wanted = setting->spans[span].blank_width;
    if (wanted > setting->para->width) {
        wanted = setting->para->width;
        setting->para->is_too_wide = true;
    }
    int64_t missing = wanted > width ? wanted - width : 0;
    setting->atoms[first].width = (int32_t)(missing / 2);
    struct atom *end = add_atom(setting, ATOM_PAD, span);
    end->width = (int32_t)(missing - missing / 2);
}

static void add_span(struct setting *setting, uint32_t span) {
    const struct span *given = &setting->spans[span];
    if (given->tick != TICK_NONE) {
        add_atom(setting, ATOM_TICK, span)->width = setting->style->size;
    }
    size_t first = setting->n_atoms;
    if (given->blank_width > 0) {
        add_atom(setting, ATOM_PAD, span);
    }
    add_stretches(setting, span);
    report_missing(setting, span, first);
    if (given->blank_width > 0) {
        pad_blank(setting, span, first);
    }
}

/* ---- between atoms ----------------------------------------------------------------------------
 */

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

/* Marks where lines may begin. The option rule: within an option only if it must be. */
static void find_breaks(struct setting *setting) {
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

/* Measures the slots between atoms, and the pen as if all stood on one line. */
static void measure_slots(struct setting *setting) {
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

/* Frees the breaks within options that fit on no line. */
static void free_wide_options(struct setting *setting, int32_t width) {
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
