/*
 * A form's template into a form: every key checked, every complaint at its line and column. The
 * grid is handed to form_frame.c for its places. What a template may hold:
 *
 *   form, edition, valid-from      name, edition and first day in force
 *   page      {size: A4, margin: [top, right, bottom, left]}
 *   padding   [vertical, horizontal] of every cell
 *   looks     name: {role, size, leading, floor, align, stand, indent, gray, padding}; the
 *             first is the default, `label` that of labels, `value` that of values, if they are
 * there texts     name: pieces; `label` (of the pages) and `bookmark` are used by the form itself
 *   mark      {field, words, look, top, width, height}: a boxed word in the upper right corner
 *   continuation  {note, title, title-look, heading-look, text-look}: how a 续页 looks
 *   parts     grids, one below the other: {space, columns, lines, row-height, rows}
 *
 * Columns and heights are lengths (12mm, 10.5pt) or plain numbers, which share what is left; a
 * height may be `auto`. Cells and pieces: form_piece.c.
 */
#include <stdlib.h>

#include "layout/form/form.h"

static const char *const alignments[] = {"left", "center", "right", "justify", "spread", NULL};
static const char *const stands[] = {"top", "middle", "bottom", NULL};

bool form_refuse(struct form_reader *reader, const struct yaml *node, const char *key,
                 const char *allowed) {
    static const char *const kinds[] = {"", "[...]", "{...}"};
    struct str value = str_from_c("");
    if (node) {
        value = node->kind == YAML_SCALAR ? node->text : str_from_c(kinds[node->kind]);
    }
    diag_report(reader->diag, &(struct diag_note){
                                  .id = DIAG_YAML_VALUE,
                                  .origin = node ? node->origin : (struct origin){0},
                                  .value = value,
                                  .args = {str_from_c(key), value, str_from_c(allowed)},
                              });
    return false;
}

int32_t form_length(struct form_reader *reader, const struct yaml *map, const char *key, int32_t em,
                    int32_t fallback) {
    const struct yaml *node = yaml_get(map, key);
    if (!node) {
        return fallback;
    }
    int32_t units = 0;
    if (node->kind == YAML_SCALAR &&
        (str_is(node->text, "0") || (length_parse(node->text, em, &units) && units >= 0))) {
        return units;
    }
    form_refuse(reader, node, key, "12mm, 10.5pt, 1.5em");
    return fallback;
}

int form_choice(struct form_reader *reader, const struct yaml *map, const char *key,
                const char *const *words, int fallback) {
    const struct yaml *node = yaml_get(map, key);
    if (!node) {
        return fallback;
    }
    struct buf allowed = {.arena = reader->arena};
    for (int i = 0; words[i]; i++) {
        if (node->kind == YAML_SCALAR && str_is(node->text, words[i])) {
            return i;
        }
        buf_add_c(&allowed, i ? " " : "");
        buf_add_c(&allowed, words[i]);
    }
    form_refuse(reader, node, key, str_to_c(reader->arena, buf_str(&allowed)));
    return fallback;
}

struct form_look form_find_look(struct form_reader *reader, const struct yaml *node,
                                struct str name) {
    const struct form *form = reader->form;
    struct buf allowed = {.arena = reader->arena};
    for (size_t i = 0; i < form->n_looks; i++) {
        if (str_equal(form->looks[i].name, name)) {
            return form->looks[i];
        }
        buf_add_c(&allowed, i ? " " : "");
        buf_add(&allowed, form->looks[i].name);
    }
    if (node) {
        form_refuse(reader, node, "look", str_to_c(reader->arena, buf_str(&allowed)));
    }
    return form->looks[0];
}

/* A list of `n` lengths under `key`. */
static bool read_lengths(struct form_reader *reader, const struct yaml *map, const char *key,
                         int32_t *lengths, size_t n) {
    const struct yaml *list = yaml_get(map, key);
    if (!list) {
        return true;
    }
    if (list->kind != YAML_LIST || list->n_items != n) {
        return form_refuse(reader, list, key, n == 4 ? "[10mm, 10mm, 10mm, 10mm]" : "[1mm, 1mm]");
    }
    for (size_t i = 0; i < n; i++) {
        const struct yaml *item = list->items[i];
        if (item->kind != YAML_SCALAR || !length_parse(item->text, 0, &lengths[i]) ||
            lengths[i] < 0) {
            return form_refuse(reader, item, key, "12mm, 10.5pt");
        }
    }
    return true;
}

/* A width or height: a length, or a weight. */
static bool read_measure(struct form_reader *reader, const struct yaml *node, const char *key,
                         int32_t *units, double *weight) {
    int64_t number = 0;
    if (node->kind == YAML_SCALAR && str_to_int(node->text, &number) && number > 0 &&
        number <= 10000) {
        *weight = (double)number;
        *units = 0;
        return true;
    }
    if (node->kind == YAML_SCALAR && length_parse(node->text, 0, units) && *units > 0) {
        return true;
    }
    return form_refuse(reader, node, key, "12mm, 10.5pt, 1");
}

static void read_page(struct form_reader *reader, const struct yaml *root) {
    static const char *const keys[] = {"size", "margin", NULL};
    struct form *form = reader->form;
    const struct yaml *page = yaml_get(root, "page");
    int32_t margin[4] = {20 * 2903, 20 * 2903, 20 * 2903, 20 * 2903};
    /* A4: 210 mm by 297 mm. */
    int32_t size[2] = {609562, 862095};
    if (page) {
        yaml_check_keys(page, keys, reader->diag);
    }
    if (!str_is(yaml_text(page, "size"), "A4")) {
        read_lengths(reader, page, "size", size, 2);
    }
    read_lengths(reader, page, "margin", margin, 4);
    form->width = size[0];
    form->height = size[1];
    form->body = (struct area){margin[3], margin[0], size[0] - margin[1] - margin[3],
                               size[1] - margin[0] - margin[2]};
    if (form->body.width <= 0 || form->body.height <= 0) {
        form_refuse(reader, page, "margin", "[10mm, 10mm, 10mm, 10mm]");
        form->body = (struct area){0, 0, size[0], size[1]};
    }
    int32_t padding[2] = {PT, 3 * PT};
    read_lengths(reader, root, "padding", padding, 2);
    form->pad_y = padding[0];
    form->pad_x = padding[1];
}

static void read_look(struct form_reader *reader, struct str name, const struct yaml *node) {
    static const char *const keys[] = {"role",  "size",   "leading", "floor",   "align",
                                       "stand", "indent", "gray",    "padding", NULL};
    struct form *form = reader->form;
    struct form_look look = {.name = name};
    yaml_check_keys(node, keys, reader->diag);
    if (!typesetter_role(reader->form->typesetter, yaml_text(node, "role"), &look.style.role)) {
        form_refuse(reader, yaml_get(node, "role") ? yaml_get(node, "role") : node, "role",
                    "song xiaobiaosong hei kai fangsong mono");
    }
    int32_t size = form_length(reader, node, "size", 0, 21 * PT / 2);
    if (size < PT || size > 200 * PT) {
        form_refuse(reader, yaml_get(node, "size"), "size", "1pt - 200pt");
        size = 21 * PT / 2;
    }
    look.style.size = size;
    look.style.leading = form_length(reader, node, "leading", size, size + size / 4);
    look.style.first_indent = form_length(reader, node, "indent", size, 0);
    look.floor = form_length(reader, node, "floor", size, size);
    look.padding = form_length(reader, node, "padding", size, form->pad_x);
    if (look.floor < PT || look.floor > size) {
        form_refuse(reader, yaml_get(node, "floor"), "floor", "1pt - size");
        look.floor = size;
    }
    look.style.alignment = (enum alignment)form_choice(reader, node, "align", alignments, 0);
    look.stand = (enum form_stand)form_choice(reader, node, "stand", stands, STAND_MIDDLE);
    int64_t gray = yaml_int(node, "gray", 0, reader->diag);
    look.style.gray = (uint8_t)(gray < 0 || gray > 255 ? 0 : gray);
    ARENA_PUSH(reader->arena, form->looks, form->n_looks, form->looks_capacity, look);
}

static bool read_looks(struct form_reader *reader, const struct yaml *root) {
    const struct yaml *looks = yaml_get(root, "looks");
    if (!looks || looks->kind != YAML_MAP || looks->n_items == 0) {
        return form_refuse(reader, looks ? looks : root, "looks", "{value: {role: song}}");
    }
    for (size_t i = 0; i < looks->n_items; i++) {
        read_look(reader, looks->keys[i], looks->items[i]);
    }
    return true;
}

static void read_texts(struct form_reader *reader, const struct yaml *root) {
    const struct yaml *texts = yaml_get(root, "texts");
    struct form *form = reader->form;
    if (!texts) {
        return;
    }
    if (texts->kind != YAML_MAP) {
        form_refuse(reader, texts, "texts", "{title: ...}");
        return;
    }
    form->texts = ARENA_ARRAY(reader->arena, struct form_words, texts->n_items);
    form->n_texts = texts->n_items;
    for (size_t i = 0; i < texts->n_items; i++) {
        form->texts[i].name = texts->keys[i];
        form->texts[i].pieces =
            form_read_pieces(reader, texts->items[i], PT, &form->texts[i].n_pieces);
    }
}

/* The look named under `key`, or the default one. */
static struct form_look read_look_name(struct form_reader *reader, const struct yaml *map,
                                       const char *key) {
    const struct yaml *node = yaml_get(map, key);
    return form_find_look(reader, node, node ? node->text : str_from_c(""));
}

static void read_mark(struct form_reader *reader, const struct yaml *root) {
    static const char *const keys[] = {"field", "words", "look", "top", "width", "height", NULL};
    const struct yaml *node = yaml_get(root, "mark");
    struct form *form = reader->form;
    if (!node) {
        return;
    }
    yaml_check_keys(node, keys, reader->diag);
    form->mark.field = yaml_text(node, "field");
    form_check_field(reader, node, form->mark.field, FORM_USE_TEXT);
    form->mark.words = yaml_text(node, "words");
    form->mark.look = read_look_name(reader, node, "look");
    struct area *area = &form->mark.area;
    area->y = form_length(reader, node, "top", 0, 10 * 2903);
    area->width = form_length(reader, node, "width", 0, 24 * 2903);
    area->height = form_length(reader, node, "height", 0, 9 * 2903);
    area->x = form->body.x + form->body.width - area->width;
}

static void read_continuation(struct form_reader *reader, const struct yaml *root) {
    static const char *const keys[] = {"note",         "title",     "title-look",
                                       "heading-look", "text-look", NULL};
    const struct yaml *node = yaml_get(root, "continuation");
    struct form_continuation *continuation = &reader->form->continuation;
    if (!node) {
        return;
    }
    yaml_check_keys(node, keys, reader->diag);
    continuation->note = yaml_text(node, "note");
    if (yaml_get(node, "title")) {
        continuation->title =
            form_read_pieces(reader, yaml_get(node, "title"), PT, &continuation->n_title);
    }
    continuation->title_look = read_look_name(reader, node, "title-look");
    continuation->heading_look = read_look_name(reader, node, "heading-look");
    continuation->text_look = read_look_name(reader, node, "text-look");
    if (continuation->note.len == 0) {
        form_refuse(reader, node, "note", "...");
    }
}

static bool read_columns(struct form_reader *reader, const struct yaml *node,
                         struct form_part *part) {
    const struct yaml *columns = yaml_get(node, "columns");
    if (!columns || columns->kind != YAML_LIST || columns->n_items == 0 ||
        columns->n_items > FORM_MAX_COLUMNS) {
        return form_refuse(reader, columns ? columns : node, "columns", "[30mm, 1, 1]");
    }
    part->n_columns = (unsigned)columns->n_items;
    for (size_t i = 0; i < columns->n_items; i++) {
        if (!read_measure(reader, columns->items[i], "columns", &part->widths[i],
                          &part->column_weights[i])) {
            return false;
        }
    }
    return true;
}

static void read_lines(struct form_reader *reader, const struct yaml *node,
                       struct form_part *part) {
    static const char *const keys[] = {"outer", "inner", NULL};
    const struct yaml *lines = yaml_get(node, "lines");
    if (!lines) {
        return;
    }
    if (lines->kind != YAML_MAP) {
        form_refuse(reader, lines, "lines", "{outer: 1pt, inner: 0.5pt}");
        return;
    }
    yaml_check_keys(lines, keys, reader->diag);
    part->inner = form_length(reader, lines, "inner", 0, PT / 2);
    part->outer = form_length(reader, lines, "outer", 0, part->inner);
}

static void read_height(struct form_reader *reader, const struct yaml *row,
                        const struct yaml *otherwise, struct form_part *part, unsigned r) {
    const struct yaml *height = yaml_get(row, "height");
    height = height ? height : otherwise;
    if (!height) {
        form_refuse(reader, row, "height", "8mm, auto, 1");
    } else if (height->kind == YAML_SCALAR && str_is(height->text, "auto")) {
        part->heights[r] = -1;
    } else {
        read_measure(reader, height, "height", &part->heights[r], &part->row_weights[r]);
    }
}

static void complain_grid(struct form_reader *reader, enum diag_id id, struct origin origin,
                          const unsigned numbers[3]) {
    struct diag_note note = {.id = id, .origin = origin};
    for (size_t i = 0; i < 3; i++) {
        note.args[i] = str_format(reader->arena, "%u", numbers[i]);
    }
    diag_report(reader->diag, &note);
}

/* Takes the cell's places; false if they are not all there and free. */
static bool take_places(const struct form_part *part, const struct form_cell *cell,
                        unsigned *taken) {
    unsigned foot = cell->row + cell->n_rows, right = cell->column + cell->n_columns;
    if (foot > part->n_rows || right > part->n_columns) {
        return false;
    }
    for (unsigned c = cell->column; c < right; c++) {
        if (taken[c] > cell->row) {
            return false;
        }
        taken[c] = foot;
    }
    return true;
}

/* Puts the cells of a row into the places that spans from above leave free; `taken` has the row up
 * to which each column is taken. */
static void read_row(struct form_reader *reader, const struct yaml *row, struct form_part *part,
                     unsigned r, unsigned *taken) {
    struct form *form = reader->form;
    const struct yaml *cells = yaml_get(row, "cells");
    unsigned column = 0, used = 0;
    for (unsigned c = 0; c < part->n_columns; c++) {
        used += taken[c] > r;
    }
    for (size_t i = 0; cells && i < cells->n_items; i++) {
        while (column < part->n_columns && taken[column] > r) {
            column++;
        }
        struct form_cell cell = {.row = r, .column = column};
        form_read_cell(reader, cells->items[i], &cell);
        column += cell.n_columns;
        used += cell.n_columns;
        if (r + cell.n_rows > part->n_rows) {
            complain_grid(reader, DIAG_FORM_SPAN, cell.origin,
                          (unsigned[]){r + 1, r + cell.n_rows, part->n_rows});
            cell.n_rows = part->n_rows - r;
        }
        if (take_places(part, &cell, taken)) {
            ARENA_PUSH(form->arena, form->cells, form->n_cells, form->cells_capacity, cell);
        } else if (used <= part->n_columns) {
            used = part->n_columns + 1;
        }
    }
    if (used != part->n_columns) {
        complain_grid(reader, DIAG_FORM_GRID, row->origin,
                      (unsigned[]){r + 1, used, part->n_columns});
    }
}

static bool read_rows(struct form_reader *reader, const struct yaml *node, struct form_part *part) {
    static const char *const keys[] = {"height", "cells", NULL};
    const struct yaml *rows = yaml_get(node, "rows");
    if (!rows || rows->kind != YAML_LIST || rows->n_items == 0 || rows->n_items > FORM_MAX_ROWS) {
        return form_refuse(reader, rows ? rows : node, "rows", "[{height: 8mm, cells: [...]}]");
    }
    part->n_rows = (unsigned)rows->n_items;
    unsigned taken[FORM_MAX_COLUMNS] = {0};
    part->first_cell = reader->form->n_cells;
    for (unsigned r = 0; r < part->n_rows; r++) {
        const struct yaml *row = rows->items[r];
        const struct yaml *cells = yaml_get(row, "cells");
        yaml_check_keys(row, keys, reader->diag);
        if (row->kind != YAML_MAP || (cells && cells->kind != YAML_LIST)) {
            return form_refuse(reader, row, "rows", "{height: 8mm, cells: [...]}");
        }
        read_height(reader, row, yaml_get(node, "row-height"), part, r);
        read_row(reader, row, part, r, taken);
    }
    part->n_cells = reader->form->n_cells - part->first_cell;
    return true;
}

static void read_parts(struct form_reader *reader, const struct yaml *root) {
    static const char *const keys[] = {"space", "columns", "lines", "row-height", "rows", NULL};
    const struct yaml *parts = yaml_get(root, "parts");
    struct form *form = reader->form;
    if (!parts || parts->kind != YAML_LIST || parts->n_items == 0 ||
        parts->n_items > FORM_MAX_PARTS) {
        form_refuse(reader, parts ? parts : root, "parts", "[{columns: [...], rows: [...]}]");
        return;
    }
    form->parts = ARENA_ARRAY(form->arena, struct form_part *, parts->n_items);
    for (size_t i = 0; i < parts->n_items; i++) {
        const struct yaml *node = parts->items[i];
        struct form_part *part = ARENA_NEW(form->arena, struct form_part);
        yaml_check_keys(node, keys, reader->diag);
        part->origin = node->origin;
        part->space = form_length(reader, node, "space", 0, 0);
        read_lines(reader, node, part);
        if (read_columns(reader, node, part) && read_rows(reader, node, part)) {
            form->parts[form->n_parts++] = part;
        }
    }
}

/* What the template says of itself. */
static void read_head(struct form_reader *reader, const struct yaml *root) {
    struct date date;
    struct str day = yaml_text(root, "valid-from");
    reader->form->name = yaml_text(root, "form");
    if (reader->form->name.len == 0) {
        form_refuse(reader, root, "form", "filing-unit");
    }
    if (day.len && !date_from_iso(day, &date)) {
        form_refuse(reader, yaml_get(root, "valid-from"), "valid-from", "YYYY-MM-DD");
    }
}

static void close_arena(void *arena) {
    arena_close(arena);
}

const struct form *form_read(struct arena *arena, struct typesetter *typesetter,
                             struct shelf *shelf, const char *subject, struct str edition,
                             const struct form_source *knows, struct diag *diag) {
    static const char *const keys[] = {"form",    "edition", "valid-from", "page",
                                       "padding", "looks",   "texts",      "continuation",
                                       "parts",   "mark",    NULL};
    size_t n_errors = diag_n_errors(diag);
    const struct yaml *root = shelf_yaml(shelf, subject, edition, &yaml_anything, diag);
    if (!root) {
        return NULL;
    }
    struct form *form = ARENA_NEW(arena, struct form);
    struct form_reader reader = {arena, diag, knows, form};
    form->arena = arena;
    form->scratch = arena_open_like(arena);
    arena_own(arena, form->scratch, close_arena);
    form->typesetter = typesetter;
    yaml_check_keys(root, keys, diag);
    read_head(&reader, root);
    read_page(&reader, root);
    if (!read_looks(&reader, root)) {
        return NULL;
    }
    read_texts(&reader, root);
    read_mark(&reader, root);
    read_continuation(&reader, root);
    read_parts(&reader, root);
    if (diag_n_errors(diag) != n_errors || !form_compile(form, diag)) {
        return NULL;
    }
    return form;
}
