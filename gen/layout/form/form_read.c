/*
 * A form's template into a form: every key checked, every complaint at its line and column. The
 * grid is handed to form_frame.c for its places. What a template may hold:
 *
 *   form, edition, valid-from      name, edition and first day in force
 *   page      {size: A4, margin: [top, right, bottom, left]}
 *   padding   [vertical, horizontal] of every cell
 *   looks     name: {role, size, leading, floor, lines, align, stand, indent, gray, padding}; the
 *             first is the default, `label` that of labels, `value` that of values, if they are
 *             there; rows lend a cell height for so many `lines`
 *   texts     name: pieces; `label` (of the pages) and `bookmark` are used by the form itself
 *   continuation  how a 续页 looks: {note} in the cell ({1} is the number of the item), {title,
 *             subject} over its table, {page} (number {1} of {2}), {columns} of the table, {again}
 *             the name {1} of a cell whose value goes on, and title-look, heading-look, text-look
 *   own-words {title, label, title-look, text-look}: if a .txt of the form's name stands beside the
 *             template, what is in it is printed under that title in place of all the rest
 *   parts     grids, one below the other: {space, columns, lines, row-height, rows}
 *
 * Columns and heights are lengths (12mm, 10.5pt) or plain numbers, which share what is left; a
 * height may be `auto`. Cells and pieces: form_piece.c.
 */
#include <stdlib.h>

#include "layout/form/form.h"

void form_refuse(struct form_reader *reader, const struct yaml *node, const char *key,
                 struct str allowed) {
    diag_report(reader->diag, &(struct diag_note){.id = DIAG_YAML_VALUE,
                                                  .origin = node->origin,
                                                  .value = node->text,
                                                  .args = {str_from_c(key), node->text, allowed}});
}

int32_t form_length(const struct yaml *map, const char *key, int32_t em, int32_t fallback) {
    struct str text = yaml_text(map, key);
    int32_t units = 0;
    if (!text.len) {
        return fallback;
    }
    return length_parse(text, em, &units) ? units : 0;
}

int form_choice(const struct yaml *map, const char *key, const char *const *words, int fallback) {
    struct str text = yaml_text(map, key);
    for (int i = 0; words[i]; i++) {
        if (str_is(text, words[i])) {
            return i;
        }
    }
    return fallback;
}

struct form_look form_find_look(struct form_reader *reader, const struct yaml *node,
                                struct str name) {
    const struct form *form = reader->form;
    struct str *names = ARENA_ARRAY(reader->arena, struct str, form->n_looks);
    for (size_t i = 0; i < form->n_looks; i++) {
        names[i] = form->looks[i].name;
        if (str_equal(names[i], name)) {
            return form->looks[i];
        }
    }
    if (node) {
        struct str nearest = str_nearest(name, names, form->n_looks);
        form_refuse(reader, node, "look",
                    nearest.len ? nearest
                                : str_join(reader->arena, names, form->n_looks, STR(", ")));
    }
    return form->looks[0];
}

/* The lengths of a list; those of an absent one stay as they are. */
static void read_lengths(const struct yaml *list, int32_t *lengths) {
    for (size_t i = 0; list && i < list->n_items; i++) {
        lengths[i] = 0;
        length_parse(list->items[i]->text, 0, &lengths[i]);
    }
}

/* A width or height: a length, or a weight. */
static void read_measure(const struct yaml *node, int32_t *units, double *weight) {
    int64_t number = 0;
    *units = 0;
    if (str_to_int(node->text, &number)) {
        *weight = (double)number;
    } else {
        length_parse(node->text, 0, units);
    }
}

static void read_page(struct form_reader *reader, const struct yaml *root) {
    struct form *form = reader->form;
    const struct yaml *page = yaml_get(root, "page");
    int32_t margin[4] = {0};
    int32_t size[2] = {A4_WIDTH, A4_HEIGHT};
    read_lengths(yaml_get(page, "size"), size);
    read_lengths(yaml_get(page, "margin"), margin);
    form->width = size[0];
    form->height = size[1];
    form->body = (struct area){margin[3], margin[0], size[0] - margin[1] - margin[3],
                               size[1] - margin[0] - margin[2]};
    if (form->body.width <= 0 || form->body.height <= 0) {
        form_refuse(reader, yaml_get(page, "margin"), "margin", STR("[10mm, 10mm, 10mm, 10mm]"));
        form->body = (struct area){0, 0, size[0], size[1]};
    }
    int32_t padding[2] = {PT, 3 * PT};
    read_lengths(yaml_get(root, "padding"), padding);
    form->pad_y = padding[0];
    form->pad_x = padding[1];
}

static void read_look(struct form_reader *reader, struct str name, const struct yaml *node) {
    struct form *form = reader->form;
    struct form_look look = {.name = name};
    struct str role = yaml_text(node, "role");
    if (!typesetter_role(form->typesetter, role, &look.style.role)) {
        form_refuse(reader, yaml_get(node, "role"), "role",
                    typesetter_nearest_role(form->typesetter, reader->arena, role));
    }
    int32_t size = form_length(node, "size", 0, PT);
    if (size < PT) {
        form_refuse(reader, yaml_get(node, "size"), "size", STR("1pt - 200pt"));
        size = PT;
    }
    look.style.size = size;
    look.style.leading = form_length(node, "leading", size, size + size / 4);
    look.style.first_indent = form_length(node, "indent", size, 0);
    look.floor = form_length(node, "floor", size, size);
    look.most_lines = (int32_t)yaml_int(node, "lines", 0, reader->diag);
    look.padding = form_length(node, "padding", size, form->pad_x);
    if (look.floor < PT || look.floor > size) {
        form_refuse(reader, yaml_get(node, "floor"), "floor", STR("1pt - size"));
        look.floor = size;
    }
    look.style.alignment = (enum alignment)form_choice(node, "align", form_alignments, 0);
    look.stand = (enum form_stand)form_choice(node, "stand", form_stands, STAND_MIDDLE);
    look.style.gray = (uint8_t)yaml_int(node, "gray", 0, reader->diag);
    ARENA_PUSH(reader->arena, form->looks, form->n_looks, form->looks_capacity, look);
}

static void read_looks(struct form_reader *reader, const struct yaml *looks) {
    for (size_t i = 0; i < looks->n_items; i++) {
        read_look(reader, looks->keys[i], looks->items[i]);
    }
}

static void read_texts(struct form_reader *reader, const struct yaml *root) {
    const struct yaml *texts = yaml_get(root, "texts");
    struct form *form = reader->form;
    form->texts = ARENA_ARRAY(reader->arena, struct form_words, texts->n_items);
    form->n_texts = texts->n_items;
    for (size_t i = 0; i < texts->n_items; i++) {
        form->texts[i].name = texts->keys[i];
        form->texts[i].pieces =
            form_read_pieces(reader, texts->items[i], PT, &form->texts[i].n_pieces);
    }
}

/* The look named under `key`. */
static struct form_look read_look_name(struct form_reader *reader, const struct yaml *map,
                                       const char *key) {
    const struct yaml *node = yaml_get(map, key);
    return form_find_look(reader, node, node->text);
}

static void read_continuation(struct form_reader *reader, const struct yaml *node) {
    struct form_continuation *continuation = &reader->form->continuation;
    if (!node) {
        return;
    }
    continuation->note = yaml_text(node, "note");
    continuation->title =
        form_read_pieces(reader, yaml_get(node, "title"), PT, &continuation->n_title);
    continuation->subject =
        form_read_pieces(reader, yaml_get(node, "subject"), PT, &continuation->n_subject);
    continuation->page = yaml_text(node, "page");
    continuation->again = yaml_text(node, "again");
    const struct yaml *columns = yaml_get(node, "columns");
    for (size_t i = 0; i < 3; i++) {
        continuation->columns[i] = columns->items[i]->text;
    }
    continuation->title_look = read_look_name(reader, node, "title-look");
    continuation->heading_look = read_look_name(reader, node, "heading-look");
    continuation->text_look = read_look_name(reader, node, "text-look");
}

/* The text beside the template, if the form takes one. */
static bool read_own(struct form_reader *reader, struct shelf *shelf, const char *subject,
                     struct str edition, const struct yaml *node) {
    struct str text;
    const struct source *source;
    if (!node) {
        return true;
    }
    const struct form_look looks[] = {read_look_name(reader, node, "title-look"),
                                      read_look_name(reader, node, "text-look")};
    return shelf_text(shelf, subject, edition, reader->diag, &text, &source) &&
           (!text.len || form_read_own(reader->form, node, looks, text, source, reader->diag));
}

static void read_columns(const struct yaml *columns, struct form_part *part) {
    part->n_columns = (unsigned)columns->n_items;
    for (size_t i = 0; i < columns->n_items; i++) {
        read_measure(columns->items[i], &part->widths[i], &part->column_weights[i]);
    }
}

static void read_lines(const struct yaml *lines, struct form_part *part) {
    part->inner = form_length(lines, "inner", 0, 0);
    part->outer = form_length(lines, "outer", 0, part->inner);
}

static void read_height(struct form_reader *reader, const struct yaml *row,
                        const struct yaml *otherwise, struct form_part *part, unsigned r) {
    const struct yaml *height = yaml_get(row, "height");
    height = height ? height : otherwise;
    if (!height) {
        form_refuse(reader, row, "height", STR("8mm, auto, 1"));
    } else if (str_is(height->text, "auto")) {
        part->heights[r] = -1;
    } else {
        read_measure(height, &part->heights[r], &part->row_weights[r]);
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

static void read_rows(struct form_reader *reader, const struct yaml *node, struct form_part *part) {
    const struct yaml *rows = yaml_get(node, "rows");
    part->n_rows = (unsigned)rows->n_items;
    unsigned taken[FORM_MAX_COLUMNS] = {0};
    part->first_cell = reader->form->n_cells;
    for (unsigned r = 0; r < part->n_rows; r++) {
        read_height(reader, rows->items[r], yaml_get(node, "row-height"), part, r);
        read_row(reader, rows->items[r], part, r, taken);
    }
    part->n_cells = reader->form->n_cells - part->first_cell;
}

static void read_parts(struct form_reader *reader, const struct yaml *parts) {
    struct form *form = reader->form;
    form->parts = ARENA_ARRAY(form->arena, struct form_part *, parts->n_items);
    for (size_t i = 0; i < parts->n_items; i++) {
        const struct yaml *node = parts->items[i];
        struct form_part *part = ARENA_NEW(form->arena, struct form_part);
        part->origin = node->origin;
        part->space = form_length(node, "space", 0, 0);
        read_lines(yaml_get(node, "lines"), part);
        read_columns(yaml_get(node, "columns"), part);
        read_rows(reader, node, part);
        form->parts[form->n_parts++] = part;
    }
}

static void close_arena(void *arena) {
    arena_close(arena);
}

const struct form *form_read(struct arena *arena, struct typesetter *typesetter,
                             struct shelf *shelf, const char *subject, struct str edition,
                             const struct form_source *knows, struct diag *diag) {
    size_t n_errors = diag_n_errors(diag);
    const struct yaml *root = shelf_yaml(shelf, subject, edition, &form_shape, diag);
    if (!root) {
        return NULL;
    }
    struct form *form = ARENA_NEW(arena, struct form);
    struct form_reader reader = {arena, diag, knows, form};
    form->arena = arena;
    form->scratch = arena_open_like(arena);
    arena_own(arena, form->scratch, close_arena);
    form->typesetter = typesetter;
    form->name = yaml_text(root, "form");
    read_page(&reader, root);
    read_looks(&reader, yaml_get(root, "looks"));
    read_texts(&reader, root);
    read_continuation(&reader, yaml_get(root, "continuation"));
    read_parts(&reader, yaml_get(root, "parts"));
    bool is_read = read_own(&reader, shelf, subject, edition, yaml_get(root, "own-words"));
    if (!is_read || diag_n_errors(diag) != n_errors || !form_compile(form, diag)) {
        return NULL;
    }
    return form;
}
