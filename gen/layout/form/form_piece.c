/*
 * Cells and pieces of a form's template, for form_read.c. A cell is one of
 *
 *   {label: WORDS}                 printed words, in the look `label`
 *   {field: NAME}                  a value
 *   {field: NAME, boxes: 6}        a value, one character a box
 *   {tick: NAME, code: 1}          a lone tick box
 *   {text: PIECES}                 words, values, blanks, dates and options mixed
 *   {}                             empty
 *
 * with span, rows (how many it covers), look, align, stand, tabs (places of options), name (what a
 * 续页 calls it), `vertical: true`, `underline: true` and `agency: true`: the receiving agency
 * writes here, so that no field may stand in it. A piece is printed words or one of
 *
 *   {field: NAME, blank: 20mm}    a value, on an underlined blank; with `fill: true` up to the
 *                                 right edge of its line
 *   {blank: 20mm}                                 a blank to write on
 *   {date: NAME, parts: [____年, __月, __日]}      a date; blanks before a word give way to digits
 *   {ticks: NAME, options: [[OPTION, ...], ...], gap: WORDS}  tick options, line by line
 *
 * and an option is its printed label with its code in front (45卫生), or {code, label, blank,
 * field, after} with a blank for the detail (or for `field`) behind the label.
 */
#include "layout/form/form.h"

/* U+3000, between options unless the template says otherwise. */
#define GAP "\xE3\x80\x80"

/* Pieces being read. */
struct pieces {
    struct form_piece *items;
    size_t n_items, capacity;
};

void form_check_field(struct form_reader *reader, const struct yaml *node, struct str name,
                      enum form_use use) {
    static const char *const keys[] = {"field", "ticks", "date"};
    static const char *const wanted[] = {"name of a text", "name of options", "name of a date"};
    struct form_value value = {0};
    const struct form_source *knows = reader->knows;
    if (knows->value(knows->context, name, &value)) {
        if (knows->suits && !knows->suits(knows->context, name, use)) {
            form_refuse(reader, node, keys[use], str_from_c(wanted[use]));
        }
        return;
    }
    struct str nearest = {0};
    if (knows->nearest) {
        nearest = knows->nearest(knows->context, reader->arena, name);
    }
    diag_report(reader->diag, &(struct diag_note){.id = DIAG_FORM_FIELD,
                                                  .origin = node->origin,
                                                  .value = name,
                                                  .args = {name, nearest}});
}

/* The field named under `key`, checked; empty if absent. */
static struct str read_field(struct form_reader *reader, const struct yaml *map, const char *key,
                             enum form_use use) {
    const struct yaml *node = yaml_get(map, key);
    if (!node) {
        return (struct str){0};
    }
    form_check_field(reader, node, node->text, use);
    return node->text;
}

static void push(struct form_reader *reader, struct pieces *pieces, const struct yaml *node,
                 struct form_piece piece) {
    if (pieces->n_items == FORM_MAX_PIECES) {
        struct str limit =
            diag_word_number(diag_scratch(reader->diag), DIAG_WORD_YAML_PIECES, FORM_MAX_PIECES);
        diag_report(
            reader->diag,
            &(struct diag_note){.id = DIAG_YAML_LIMIT, .origin = node->origin, .args = {limit}});
        return;
    }
    ARENA_PUSH(reader->arena, pieces->items, pieces->n_items, pieces->capacity, piece);
}

/* Number before the label of an option; the label keeps it, as it is printed. */
static bool leading_code(struct str label, int16_t *code) {
    size_t n = 0;
    int value = 0;
    while (n < label.len && n < 4 && label.data[n] >= '0' && label.data[n] <= '9') {
        value = value * 10 + (label.data[n++] - '0');
    }
    *code = (int16_t)value;
    return n > 0;
}

static void read_option(struct form_reader *reader, const struct yaml *node, int32_t em,
                        struct form_piece *piece) {
    if (node->kind == YAML_SCALAR) {
        piece->words = node->text;
        if (!leading_code(node->text, &piece->code)) {
            form_refuse(reader, node, "options", STR("1WORDS, {code: 1, label: WORDS}"));
        }
        return;
    }
    piece->words = yaml_text(node, "label");
    if (yaml_get(node, "code")) {
        piece->code = (int16_t)yaml_int(node, "code", 0, reader->diag);
    } else if (!leading_code(piece->words, &piece->code)) {
        form_refuse(reader, node, "options", STR("1WORDS, {code: 1, label: WORDS}"));
    }
    piece->blank = form_length(node, "blank", em, 0);
    piece->fills_line = yaml_bool(node, "fill", false, reader->diag);
    piece->blank_field = read_field(reader, node, "field", FORM_USE_TEXT);
    piece->after = yaml_text(node, "after");
}

static void read_ticks(struct form_reader *reader, const struct yaml *node, int32_t em,
                       struct pieces *pieces) {
    const struct yaml *lines = yaml_get(node, "options");
    struct str gap = yaml_get(node, "gap") ? yaml_text(node, "gap") : STR(GAP);
    struct str field = read_field(reader, node, "ticks", FORM_USE_TICKS);
    for (size_t i = 0; i < lines->n_items; i++) {
        const struct yaml *line = lines->items[i];
        for (size_t k = 0; k < line->n_items; k++) {
            struct form_piece piece = {
                .kind = PIECE_OPTION, .field = field, .gap = gap, .starts_line = i > 0 && k == 0};
            read_option(reader, line->items[k], em, &piece);
            push(reader, pieces, line->items[k], piece);
        }
    }
}

static void read_date(struct form_reader *reader, const struct yaml *node, struct pieces *pieces) {
    const struct yaml *parts = yaml_get(node, "parts");
    struct form_piece piece = {.kind = PIECE_DATE,
                               .field = read_field(reader, node, "date", FORM_USE_DATE)};
    for (size_t i = 0; i < 3; i++) {
        piece.parts[i] = parts->items[i]->text;
    }
    push(reader, pieces, node, piece);
}

static void read_piece(struct form_reader *reader, const struct yaml *node, int32_t em,
                       struct pieces *pieces) {
    if (node->kind == YAML_SCALAR) {
        push(reader, pieces, node, (struct form_piece){.kind = PIECE_WORDS, .words = node->text});
    } else if (yaml_get(node, "ticks")) {
        read_ticks(reader, node, em, pieces);
    } else if (yaml_get(node, "date")) {
        read_date(reader, node, pieces);
    } else {
        struct form_piece piece = {.kind = PIECE_FIELD};
        piece.field = read_field(reader, node, "field", FORM_USE_TEXT);
        piece.blank = form_length(node, "blank", em, 0);
        piece.fills_line = yaml_bool(node, "fill", false, reader->diag);
        push(reader, pieces, node, piece);
    }
}

struct form_piece *form_read_pieces(struct form_reader *reader, const struct yaml *node, int32_t em,
                                    size_t *n_pieces) {
    struct pieces pieces = {0};
    if (node->kind == YAML_LIST) {
        for (size_t i = 0; i < node->n_items; i++) {
            read_piece(reader, node->items[i], em, &pieces);
        }
    } else {
        read_piece(reader, node, em, &pieces);
    }
    *n_pieces = pieces.n_items;
    return pieces.items;
}

/* A count under `key`, or `fallback`. */
static unsigned read_count(struct form_reader *reader, const struct yaml *node, const char *key,
                           unsigned fallback) {
    return (unsigned)yaml_int(node, key, fallback, reader->diag);
}

/* The text of the cell, by whichever key gives it. */
static void read_text(struct form_reader *reader, const struct yaml *node, struct form_cell *cell) {
    struct form_piece piece = {0};
    struct pieces pieces = {0};
    int32_t em = cell->look.style.size;
    if (yaml_get(node, "text")) {
        cell->pieces = form_read_pieces(reader, yaml_get(node, "text"), em, &cell->n_pieces);
        return;
    }
    if (yaml_get(node, "label")) {
        piece = (struct form_piece){.kind = PIECE_WORDS, .words = yaml_text(node, "label")};
    } else if (yaml_get(node, "tick")) {
        piece = (struct form_piece){.kind = PIECE_OPTION,
                                    .field = read_field(reader, node, "tick", FORM_USE_TICKS),
                                    .code = (int16_t)yaml_int(node, "code", 1, reader->diag)};
    } else if (yaml_get(node, "field")) {
        piece = (struct form_piece){.kind = PIECE_FIELD,
                                    .field = read_field(reader, node, "field", FORM_USE_TEXT)};
    } else {
        return;
    }
    push(reader, &pieces, node, piece);
    cell->pieces = pieces.items;
    cell->n_pieces = pieces.n_items;
}

static void read_tabs(struct form_reader *reader, const struct yaml *node, struct form_cell *cell) {
    const struct yaml *tabs = yaml_get(node, "tabs");
    if (!tabs) {
        return;
    }
    for (size_t i = 0; i < tabs->n_items; i++) {
        const struct yaml *tab = tabs->items[i];
        length_parse(tab->text, cell->look.style.size, &cell->tabs[i]);
        if (i > 0 && cell->tabs[i] <= cell->tabs[i - 1]) {
            form_refuse(reader, tab, "tabs", STR("[0mm, 30mm, 60mm]"));
        }
    }
    cell->n_tabs = (unsigned)tabs->n_items;
    unsigned n_in_line = 0;
    for (size_t i = 0; i < cell->n_pieces; i++) {
        n_in_line = cell->pieces[i].starts_line ? 1 : n_in_line + 1;
        if (cell->pieces[i].kind != PIECE_OPTION || n_in_line > cell->n_tabs) {
            form_refuse(reader, tabs, "tabs", STR("{text: {ticks:, options:}}"));
            cell->n_tabs = 0;
            return;
        }
    }
}

/* Whether a copy could write into the cell; what the agency fills in must be blank. */
static void read_agency(struct form_reader *reader, const struct yaml *node,
                        struct form_cell *cell) {
    cell->is_agency = yaml_bool(node, "agency", false, reader->diag);
    cell->is_static = true;
    for (size_t i = 0; i < cell->n_pieces; i++) {
        const struct form_piece *piece = &cell->pieces[i];
        cell->is_static = cell->is_static && piece->field.len == 0 && piece->blank_field.len == 0;
        if (cell->is_agency && piece->field.len > 0) {
            diag_report(reader->diag, &(struct diag_note){.id = DIAG_FORM_AGENCY,
                                                          .origin = cell->origin,
                                                          .value = piece->field,
                                                          .args = {piece->field}});
        }
    }
}

static void read_looks(struct form_reader *reader, const struct yaml *node,
                       struct form_cell *cell) {
    const struct yaml *look = yaml_get(node, "look");
    struct str otherwise = str_from_c(yaml_get(node, "label") ? "label" : "value");
    cell->look =
        look ? form_find_look(reader, look, look->text) : form_find_look(reader, NULL, otherwise);
    struct form_look *own = &cell->look;
    bool is_tick = yaml_get(node, "tick") != NULL;
    own->style.alignment = (enum alignment)form_choice(
        node, "align", form_alignments, is_tick ? ALIGN_CENTER : (int)own->style.alignment);
    own->stand = (enum form_stand)form_choice(node, "stand", form_stands, (int)own->stand);
}

void form_read_cell(struct form_reader *reader, const struct yaml *node, struct form_cell *cell) {
    cell->origin = node->origin;
    cell->n_columns = cell->n_rows = 1;
    cell->n_columns = read_count(reader, node, "span", 1);
    cell->n_rows = read_count(reader, node, "rows", 1);
    cell->n_boxes = read_count(reader, node, "boxes", 0);
    cell->is_vertical = yaml_bool(node, "vertical", false, reader->diag);
    cell->is_underlined = yaml_bool(node, "underline", false, reader->diag);
    cell->name = yaml_text(node, "name");
    read_looks(reader, node, cell);
    read_text(reader, node, cell);
    read_tabs(reader, node, cell);
    read_agency(reader, node, cell);
}
