/*
 * One cell of one copy: its values are looked up, its text is set as large as it fits, and a value
 * that does not fit at the smallest size goes to the 续页, whole. What is printed never shrinks.
 * Nothing is put on a page before it fits.
 */
#include "layout/form/form.h"

/* Step by which type shrinks. */
#define STEP (PT / 2)
/* Least leading of lines on which printed words stand, in parts of their size: 23/20. */
#define LEAST_LEADING 23

/* ---- values -----------------------------------------------------------------------------------
 */

/* What the source says of a field; NULL for an empty form. */
static const struct form_value *look_up(struct arena *arena, const struct form_source *source,
                                        struct str field) {
    if (!source || field.len == 0) {
        return NULL;
    }
    struct form_value *value = ARENA_NEW(arena, struct form_value);
    return source->value(source->context, field, value) ? value : NULL;
}

static bool has_code(const struct form_value *value, int16_t code) {
    for (unsigned i = 0; value && i < value->n_codes && i < 8; i++) {
        if (value->codes[i] == code) {
            return true;
        }
    }
    return false;
}

/* Words of a part of a date: the number in place of the blanks in front. */
static void add_date_part(struct buf *buf, struct str words, int number) {
    if (number <= 0) {
        buf_add(buf, words);
        return;
    }
    buf_format(buf, "%d", number);
    buf_add(buf, str_trim(words));
}

static struct str date_words(struct arena *arena, const struct form_piece *piece,
                             const struct form_value *value) {
    struct date date = value ? value->date : (struct date){0};
    struct buf buf = {.arena = arena};
    add_date_part(&buf, piece->parts[0], date.year);
    add_date_part(&buf, piece->parts[1], date.year ? date.month : 0);
    add_date_part(&buf, piece->parts[2], date.year && date.month ? date.day : 0);
    return buf_str(&buf);
}

/* The words with a line break between characters, but none between two letters or digits. */
static struct str stack(struct arena *arena, struct str words) {
    struct buf buf = {.arena = arena};
    uint32_t last = 0;
    for (size_t offset = 0; offset < words.len;) {
        uint32_t next = utf8_next(words, &offset);
        if (last && (last >= 0x80 || next >= 0x80)) {
            buf_add_byte(&buf, '\n');
        }
        buf_add_code_point(&buf, next);
        last = next;
    }
    return buf_str(&buf);
}

/* Words of the i-th piece. */
static void fill_piece(struct arena *arena, struct form_fill *fill, size_t i,
                       const struct form_source *source) {
    const struct form_piece *piece = &fill->cell->pieces[i];
    const struct form_value *value = NULL;
    if (i > 0 && piece->field.len && str_equal(piece->field, piece[-1].field)) {
        value = fill->values[i - 1];
    } else {
        value = look_up(arena, source, piece->field);
    }
    fill->values[i] = value;
    if (piece->kind == PIECE_WORDS) {
        fill->words[i] = fill->cell->is_vertical ? stack(arena, piece->words) : piece->words;
    } else if (piece->kind == PIECE_FIELD) {
        fill->words[i] = value ? str_trim(value->text) : (struct str){0};
        fill->has_words = fill->has_words || fill->words[i].len > 0;
    } else if (piece->kind == PIECE_DATE) {
        fill->words[i] = date_words(arena, piece, value);
        fill->has_words = fill->has_words || (value && value->date.year > 0);
    } else if (has_code(value, piece->code)) {
        fill->ticks |= i < 64 ? UINT64_C(1) << i : 0;
        const struct form_value *written = value;
        if (piece->blank_field.len) {
            written = look_up(arena, source, piece->blank_field);
        }
        if (written && (piece->blank || piece->blank_field.len)) {
            fill->words[i] = str_trim(piece->blank_field.len ? written->text : written->detail);
        }
        fill->has_words = fill->has_words || fill->words[i].len > 0;
    }
    fill->shown[i] = fill->words[i];
}

struct form_fill *form_fill_cell(struct arena *arena, const struct form *form,
                                 const struct form_cell *cell, const struct form_source *source) {
    struct form_fill *fill = ARENA_NEW(arena, struct form_fill);
    fill->form = form;
    fill->cell = cell;
    fill->values = ARENA_ARRAY(arena, const struct form_value *, cell->n_pieces);
    fill->words = ARENA_ARRAY(arena, struct str, 2 * cell->n_pieces);
    fill->shown = fill->words + cell->n_pieces;
    fill->is_out = ARENA_ARRAY(arena, bool, cell->n_pieces);
    for (size_t i = 0; i < cell->n_pieces; i++) {
        fill_piece(arena, fill, i, source);
    }
    return fill;
}

/* ---- setting ----------------------------------------------------------------------------------
 */

/* Spans being put together; a piece gives five at most. */
struct spans {
    struct span *items;
    size_t n_items;
};

static void add_span(struct spans *spans, struct span span) {
    span.role = UINT32_MAX;
    spans->items[spans->n_items++] = span;
}

static int32_t scale(int32_t length, int32_t size, int32_t full) {
    return (int32_t)((int64_t)length * size / full);
}

/* Spans of the i-th piece; `is_alone` if its option is set by itself, at a tab. */
static void add_piece(struct spans *spans, const struct form_fill *fill, size_t i, int32_t size,
                      bool is_alone) {
    const struct form_cell *cell = fill->cell;
    const struct form_piece *piece = &cell->pieces[i];
    const struct form_value *value = fill->values[i];
    bool is_printed = piece->kind == PIECE_WORDS || piece->kind == PIECE_DATE;
    struct span span = {.text = fill->shown[i],
                        .origin = value ? value->origin : (struct origin){0},
                        .header = value ? value->header : cell->name,
                        .size = is_printed ? 0 : size,
                        .blank_width = scale(piece->blank, size, cell->look.style.size),
                        .fills_line = piece->fills_line};
    if (piece->kind != PIECE_OPTION) {
        span.starts_option = i > 0 && piece[-1].kind == PIECE_OPTION;
        if (span.text.len || span.blank_width) {
            add_span(spans, span);
        }
        return;
    }
    if (piece->starts_line && !is_alone) {
        add_span(spans, (struct span){.text = STR("\n")});
    }
    bool is_ticked = i < 64 ? fill->ticks >> i & 1 : has_code(value, piece->code);
    add_span(spans, (struct span){.text = piece->words,
                                  .tick = is_ticked ? TICK_DONE : TICK_OPEN,
                                  .starts_option = true});
    if (span.text.len || span.blank_width) {
        add_span(spans, span);
    }
    if (piece->after.len) {
        add_span(spans, (struct span){.text = piece->after});
    }
    bool is_last = i + 1 == cell->n_pieces || piece[1].kind != PIECE_OPTION || piece[1].starts_line;
    if (!is_last && !is_alone && piece->gap.len) {
        add_span(spans, (struct span){.text = piece->gap});
    }
}

/* Whether printed words stand in the cell, which keep their size. */
static bool has_printed(const struct form_cell *cell) {
    for (size_t i = 0; i < cell->n_pieces; i++) {
        if (cell->pieces[i].kind != PIECE_FIELD) {
            return true;
        }
    }
    return false;
}

/* The cell's look where its values have a size. */
static struct para_style style_at(const struct form_cell *cell, int32_t size) {
    struct para_style style = cell->look.style;
    int32_t leading = scale(style.leading, size, style.size);
    style.first_indent = scale(style.first_indent, size, style.size);
    if (!has_printed(cell)) {
        style.size = size;
    } else if (size < style.size) {
        int32_t least = style.size * LEAST_LEADING / 20;
        leading = leading > least ? leading : least < style.leading ? least : style.leading;
    }
    style.leading = leading;
    return style;
}

/* Puts a finished paragraph into the setting. */
static void add_para(struct form_setting *setting, const struct para *para, int32_t x, int32_t y) {
    setting->paras[setting->n_paras] = para;
    setting->places[setting->n_paras++] = (struct point){x, y};
    setting->is_too_wide = setting->is_too_wide || para->is_too_wide;
    setting->is_torn = setting->is_torn || para->is_torn;
    if (y + para->height > setting->height) {
        setting->height = y + para->height;
    }
}

/* Options each at its tab; the last of a line has the room up to the right edge. */
static void set_at_tabs(struct arena *arena, const struct form_fill *fill, int32_t size,
                        struct form_setting *setting, struct diag *diag) {
    const struct form_cell *cell = fill->cell;
    struct para_style style = style_at(cell, size);
    struct span items[5];
    unsigned tab = 0;
    int32_t y = 0;
    for (size_t i = 0; i < cell->n_pieces; i++) {
        if (cell->pieces[i].starts_line) {
            tab = 0;
            y = setting->height;
        }
        bool is_last = i + 1 == cell->n_pieces || cell->pieces[i + 1].starts_line;
        int32_t x = cell->tabs[tab];
        int32_t right =
            is_last || tab + 1 == cell->n_tabs ? cell->inner.width : cell->tabs[tab + 1];
        struct spans spans = {.items = items};
        add_piece(&spans, fill, i, size, true);
        add_para(
            setting,
            para_set(fill->form->typesetter, arena, items, spans.n_items, &style, right - x, diag),
            x, y);
        tab++;
    }
}

const struct form_setting *form_set_text(struct arena *arena, const struct form_fill *fill,
                                         int32_t size, struct diag *diag) {
    const struct form_cell *cell = fill->cell;
    struct form_setting *setting = ARENA_NEW(arena, struct form_setting);
    size_t n_paras = cell->n_tabs ? cell->n_pieces : 1;
    setting->paras = ARENA_ARRAY(arena, const struct para *, n_paras);
    setting->places = ARENA_ARRAY(arena, struct point, n_paras);
    if (cell->n_tabs) {
        set_at_tabs(arena, fill, size, setting, diag);
        return setting;
    }
    struct spans spans = {.items = ARENA_ARRAY(arena, struct span, 5 * cell->n_pieces)};
    for (size_t i = 0; i < cell->n_pieces; i++) {
        add_piece(&spans, fill, i, size, false);
    }
    struct para_style style = style_at(cell, size);
    if (spans.n_items) {
        add_para(setting,
                 para_set(fill->form->typesetter, arena, spans.items, spans.n_items, &style,
                          cell->inner.width, diag),
                 0, 0);
    }
    return setting;
}

bool form_fits(const struct form_cell *cell, const struct form_setting *setting, bool is_whole) {
    return !setting->is_too_wide && !(is_whole && setting->is_torn) &&
           setting->height <= cell->inner.height;
}

int32_t form_height(const struct form *form, const struct form_setting *setting) {
    return setting->height + 2 * form->pad_y;
}

/* Whether the cell would fit at a size; reports nothing and keeps nothing. */
static bool try_size(const struct form_fill *fill, int32_t size, bool is_whole) {
    struct arena *scratch = fill->form->scratch;
    const struct form_setting *setting = form_set_text(scratch, fill, size, NULL);
    bool is_good = form_fits(fill->cell, setting, is_whole);
    arena_reset(scratch);
    return is_good;
}

/* The largest size at which the cell fits; 0 if there is none. */
static int32_t find_size(const struct form_fill *fill, const struct form_setting *full,
                         bool is_whole) {
    const struct form_look *look = &fill->cell->look;
    int64_t height = full->height, room = fill->cell->inner.height;
    for (int32_t size = look->style.size; size >= look->floor; size -= STEP) {
        /* Text takes room by the square of its size: skip sizes that are hopeless. */
        int64_t least = height * size / look->style.size * size / look->style.size;
        bool is_hopeless = least > 2 * room && !has_printed(fill->cell);
        if (!(is_hopeless && size - STEP >= look->floor) && try_size(fill, size, is_whole)) {
            return size;
        }
    }
    return 0;
}

const struct form_setting *form_fit(struct arena *arena, const struct form_fill *fill,
                                    struct diag *diag) {
    /* The first setting reports missing glyphs, and shows how far off it is. */
    const struct form_setting *setting =
        form_set_text(arena, fill, fill->cell->look.style.size, diag);
    if (form_fits(fill->cell, setting, true)) {
        return setting;
    }
    int32_t size = find_size(fill, setting, true);
    size = size > 0 ? size : find_size(fill, setting, false);
    return size > 0 ? form_set_text(arena, fill, size, NULL) : NULL;
}

/* ---- what goes to the 续页 --------------------------------------------------------------------
 */

/* The piece with the most words written in that are still shown; the number of pieces if none. */
static size_t find_longest(const struct form_fill *fill) {
    size_t best = fill->cell->n_pieces;
    for (size_t i = 0; i < fill->cell->n_pieces; i++) {
        enum piece_kind kind = fill->cell->pieces[i].kind;
        bool is_written = kind == PIECE_FIELD || kind == PIECE_OPTION;
        if (is_written && !fill->is_out[i] && fill->words[i].len > 0 &&
            (best == fill->cell->n_pieces || fill->words[i].len > fill->words[best].len)) {
            best = i;
        }
    }
    return best;
}

const struct form_setting *form_fit_note(struct arena *arena, struct form_fill *fill,
                                         size_t *n_items) {
    struct str note = fill->form->continuation.note;
    for (size_t i = find_longest(fill); i < fill->cell->n_pieces; i = find_longest(fill)) {
        struct str number = str_format(arena, "%zu", ++*n_items);
        fill->is_out[i] = true;
        fill->shown[i] = str_replace(arena, note, STR("{1}"), number);
        const struct form_setting *setting = form_fit(arena, fill, NULL);
        if (setting) {
            return setting;
        }
    }
    /* Not even the notes fit. */
    for (size_t i = 0; i < fill->cell->n_pieces; i++) {
        fill->shown[i] = fill->is_out[i] ? (struct str){0} : fill->shown[i];
    }
    return form_set_text(arena, fill, fill->cell->look.floor, NULL);
}

/* ---- placing ----------------------------------------------------------------------------------
 */

void form_place(struct arena *arena, const struct form_cell *cell,
                const struct form_setting *setting, struct page *page) {
    int32_t spare = cell->inner.height - setting->height;
    int32_t y = cell->inner.y;
    if (cell->look.stand == STAND_MIDDLE) {
        y += spare / 2;
    } else if (cell->look.stand == STAND_BOTTOM) {
        y += spare;
    }
    for (size_t i = 0; i < setting->n_paras; i++) {
        const struct para *para = setting->paras[i];
        para_place(arena, para, 0, para->n_lines, page, cell->inner.x + setting->places[i].x,
                   y + setting->places[i].y, cell->area);
    }
}

bool form_place_boxes(struct arena *arena, const struct form_fill *fill, struct page *page,
                      struct diag *diag) {
    const struct form_cell *cell = fill->cell;
    struct str text = cell->n_pieces ? fill->words[0] : (struct str){0};
    size_t n = utf8_count(text), offset = 0;
    if (n > cell->n_boxes) {
        return false;
    }
    struct para_style style = cell->look.style;
    style.alignment = ALIGN_CENTER;
    for (size_t i = 0; i < n; i++) {
        size_t start = offset;
        utf8_next(text, &offset);
        int64_t width = cell->area.width;
        int32_t left = (int32_t)(width * (int64_t)i / cell->n_boxes);
        struct area box = cell->area;
        box.x += left;
        box.width = (int32_t)(width * (int64_t)(i + 1) / cell->n_boxes) - left;
        struct span span = {.text = str_slice(text, start, offset),
                            .role = UINT32_MAX,
                            .origin =
                                fill->values[0] ? fill->values[0]->origin : (struct origin){0},
                            .header = cell->name};
        const struct para *para =
            para_set(fill->form->typesetter, arena, &span, 1, &style, box.width, diag);
        para_place(arena, para, 0, para->n_lines, page, box.x,
                   box.y + (box.height - para->height) / 2, box);
    }
    return true;
}
