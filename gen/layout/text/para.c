/*
 * Spans into atoms: shaped clusters, tick boxes, the pads of blanks and forced breaks, with what
 * may happen between each two of them. lines.c then makes lines of them.
 */
#include "layout/text/para.h"

/* Longest text of one paragraph, in bytes: with it, measures cannot overflow. The rest is not set
 * but reported; intake refuses cells far shorter than this. */
#define MAX_TEXT (1 << 16)

static size_t count_bytes(const struct setting *setting);
static size_t count_atoms(const struct setting *setting);
static void add_span(struct setting *setting, uint32_t span);

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
    setting.measure = width;
    if (style->alignment == ALIGN_JUSTIFY && style->tracking == 0 && width > style->size) {
        setting.measure -= width % style->size;
    }
    setting.text.capacity = count_bytes(&setting);
    setting.text.data = arena_alloc(arena, setting.text.capacity, 1);
    setting.atoms = ARENA_ARRAY(scratch, struct atom, count_atoms(&setting));
    for (uint32_t i = 0; i < n_spans; i++) {
        add_span(&setting, i);
    }
    between_breaks(&setting);
    slots_measure(&setting);
    between_free(&setting);
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
    atom->size = setting->spans[span].size > 0 ? setting->spans[span].size : setting->style->size;
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
    const struct span *span = &setting->spans[index];
    if (!n || !setting->diag || span->is_quoted) {
        return;
    }
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
        atom->width = scale_measure(clusters[i].advance, atom->size);
        atom->left_room = scale_measure(clusters[i].left_room, atom->size);
        atom->right_room = scale_measure(clusters[i].right_room, atom->size);
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
        struct atom *tick = add_atom(setting, ATOM_TICK, span);
        tick->width = tick->size;
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
