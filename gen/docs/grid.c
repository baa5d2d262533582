/* Grids: rows of words, compiled once, set for each subject. */
#include "docs/grid.h"

/* Columns of a grid, rows of one that is set, lines that a row may ask for. */
enum { MOST_COLUMNS = 24, MOST_ROWS = 100000, MOST_LINES = 60 };

/* A cell of a row. */
struct grid_cell {
    const struct prose *prose;
    /* Columns it covers. */
    unsigned span;
    bool is_header, is_number;
    /* One with the cell above it that says the same. */
    bool is_joined;
};

/* A row, or what each item of a list makes a row of. */
struct grid_row {
    struct grid_cell *cells;
    size_t n_cells;
    /* The list; empty for a single row. */
    struct str each;
    struct origin each_origin;
    /* Names that must be set, and must not be; empty for none. */
    struct str when, unless;
    struct origin when_origin, unless_origin;
    /* Rows, and lines of each, at least. */
    size_t least;
    unsigned lines;
};

struct grid {
    struct grid_row *rows;
    size_t n_rows, n_columns, n_header_rows;
    double *widths;
    /* NULL for none. */
    const struct prose *caption;
    struct origin origin;
};

static const struct yaml_shape cell_shape = {
    .kind = YAML_RECORD,
    .or_text = true,
    .may_be_empty = true,
    .keys =
        YAML_KEYS(YAML_NEED("text", &yaml_any_text),
                  YAML_MAY("span", YAML_SHAPE(.kind = YAML_NUMBER, .low = 1, .high = MOST_COLUMNS)),
                  YAML_MAY("head", &yaml_some_flag), YAML_MAY("number", &yaml_some_flag),
                  YAML_MAY("joined", &yaml_some_flag))};
static const struct yaml_shape row_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(
        YAML_NEED("cells", YAML_SHAPE(.kind = YAML_ENTRIES, .entry = &cell_shape, .low = 1,
                                      .high = MOST_COLUMNS)),
        YAML_MAY("each", &yaml_some_text), YAML_MAY("when", &yaml_some_text),
        YAML_MAY("unless", &yaml_some_text),
        YAML_MAY("least", YAML_SHAPE(.kind = YAML_NUMBER, .low = 1, .high = MOST_LINES)),
        YAML_MAY("lines", YAML_SHAPE(.kind = YAML_NUMBER, .low = 1, .high = MOST_LINES)))};
const struct yaml_shape grid_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(
        YAML_NEED("widths",
                  YAML_SHAPE(.kind = YAML_ENTRIES,
                             .entry = YAML_SHAPE(.kind = YAML_NUMBER, .low = 1, .high = 100),
                             .low = 1, .high = MOST_COLUMNS)),
        YAML_NEED("rows", YAML_SHAPE(.kind = YAML_ENTRIES, .entry = &row_shape)),
        YAML_MAY("caption", &yaml_some_text),
        YAML_MAY("header-rows", YAML_SHAPE(.kind = YAML_NUMBER, .low = 1, .high = 9)))};

/* ---- compiling ------------------------------------------------------------------------------- */

static bool compile_cell(struct arena *arena, const struct yaml *node, struct grid_cell *cell,
                         struct diag *diag) {
    const struct yaml *text = node->kind == YAML_MAP ? yaml_get(node, "text") : node;
    cell->prose = prose_compile(arena, text->text, text->origin, diag);
    cell->span = (unsigned)yaml_int(node, "span", 1, diag);
    cell->is_header = yaml_bool(node, "head", false, diag);
    cell->is_number = yaml_bool(node, "number", false, diag);
    cell->is_joined = yaml_bool(node, "joined", false, diag);
    return cell->prose != NULL;
}

/* A name of a row, and where it stands. */
static struct str read_name(const struct yaml *node, const char *key, struct origin *origin) {
    const struct yaml *name = yaml_get(node, key);
    *origin = name ? name->origin : node->origin;
    return name ? name->text : (struct str){0};
}

static bool compile_row(struct arena *arena, const struct grid *grid, const struct yaml *node,
                        struct grid_row *row, struct diag *diag) {
    const struct yaml *cells = yaml_get(node, "cells");
    size_t n_columns = 0;
    bool is_good = true;
    row->each = read_name(node, "each", &row->each_origin);
    row->when = read_name(node, "when", &row->when_origin);
    row->unless = read_name(node, "unless", &row->unless_origin);
    row->least = (size_t)yaml_int(node, "least", 0, diag);
    row->lines = (unsigned)yaml_int(node, "lines", 0, diag);
    row->n_cells = cells->n_items;
    row->cells = ARENA_ARRAY(arena, struct grid_cell, row->n_cells);
    for (size_t i = 0; i < row->n_cells; i++) {
        is_good = compile_cell(arena, cells->items[i], &row->cells[i], diag) && is_good;
        n_columns += row->cells[i].span;
    }
    if (n_columns != grid->n_columns) {
        struct arena *scratch = diag_scratch(diag);
        diag_report(
            diag, &(struct diag_note){.id = DIAG_YAML_VALUE,
                                      .origin = cells->origin,
                                      .args = {STR("cells"), str_format(scratch, "%zu", n_columns),
                                               str_format(scratch, "%zu", grid->n_columns)}});
        is_good = false;
    }
    return is_good;
}

const struct grid *grid_compile(struct arena *arena, const struct yaml *node, struct diag *diag) {
    const struct yaml *widths = yaml_get(node, "widths"), *rows = yaml_get(node, "rows");
    const struct yaml *caption = yaml_get(node, "caption");
    struct grid *grid = ARENA_NEW(arena, struct grid);
    bool is_good = true;
    grid->origin = node->origin;
    grid->n_columns = widths->n_items;
    grid->widths = ARENA_ARRAY(arena, double, grid->n_columns);
    for (size_t i = 0; i < grid->n_columns; i++) {
        int64_t width = 1;
        str_to_int(widths->items[i]->text, &width);
        grid->widths[i] = (double)width;
    }
    grid->n_header_rows = (size_t)yaml_int(node, "header-rows", 0, diag);
    if (caption) {
        grid->caption = prose_compile(arena, caption->text, caption->origin, diag);
        is_good = grid->caption != NULL;
    }
    grid->n_rows = rows->n_items;
    grid->rows = ARENA_ARRAY(arena, struct grid_row, grid->n_rows);
    for (size_t i = 0; i < grid->n_rows; i++) {
        is_good = compile_row(arena, grid, rows->items[i], &grid->rows[i], diag) && is_good;
    }
    return is_good ? grid : NULL;
}

/* ---- proving --------------------------------------------------------------------------------- */

static bool refuse(struct diag *diag, struct origin origin, struct str name) {
    diag_report(diag, &(struct diag_note){.id = DIAG_PROSE_TAG, .origin = origin, .args = {name}});
    return false;
}

static bool check_name(const struct prose_scope *scope, struct str name, struct origin origin,
                       struct diag *diag) {
    struct prose_value value;
    return !name.len || prose_find(scope, name, &value) || prose_unknown(scope, origin, name, diag);
}

/* The scope of a row's cells: of the first item, for `each`. */
static bool find_inner(const struct grid_row *row, const struct prose_scope *scope,
                       struct prose_scope *inner, struct diag *diag) {
    struct prose_value value;
    *inner = *scope;
    if (!row->each.len) {
        return true;
    }
    if (!prose_find(scope, row->each, &value)) {
        return prose_unknown(scope, row->each_origin, row->each, diag);
    }
    if (!value.is_list) {
        return refuse(diag, row->each_origin, row->each);
    }
    if (value.n_items) {
        *inner = value.items[0];
        inner->parent = scope;
    }
    return true;
}

bool grid_check(const struct grid *grid, const struct prose_scope *scope, struct diag *diag) {
    bool is_good = !grid->caption || prose_check(grid->caption, scope, diag);
    for (size_t i = 0; i < grid->n_rows; i++) {
        const struct grid_row *row = &grid->rows[i];
        struct prose_scope inner;
        is_good = check_name(scope, row->when, row->when_origin, diag) && is_good;
        is_good = check_name(scope, row->unless, row->unless_origin, diag) && is_good;
        if (!find_inner(row, scope, &inner, diag)) {
            is_good = false;
            continue;
        }
        for (size_t k = 0; k < row->n_cells; k++) {
            is_good = prose_check(row->cells[k].prose, &inner, diag) && is_good;
        }
    }
    return is_good;
}

/* ---- setting --------------------------------------------------------------------------------- */

/* A table being made. */
struct grid_setter {
    struct arena *arena;
    const struct grid *grid;
    struct table_cell *cells;
    size_t n_cells, capacity;
    unsigned *lines;
    size_t n_rows, lines_capacity;
    /* What the last row was made by. */
    const struct grid_row *last;
    struct diag *diag;
};

/* All pieces in one, which stands where its first value came from. */
static struct text join(struct arena *arena, const struct prose_text *text) {
    struct text joined = {0};
    for (size_t i = 0; i < text->n_pieces && !joined.origin.source; i++) {
        joined = text->pieces[i];
    }
    joined.blank = 0;
    joined.text = prose_join(arena, text);
    return joined;
}

/* Joins the last cell to the one above it, which its row's twin made, where both say the same. */
static void join_up(struct grid_setter *setter) {
    size_t n_columns = setter->grid->n_columns, last = setter->n_cells - 1;
    struct table_cell *cell = &setter->cells[last];
    if (last < n_columns || !cell->text.text.len) {
        return;
    }
    size_t above = last - n_columns;
    while (setter->cells[above].is_covered && above >= n_columns) {
        above -= n_columns;
    }
    struct table_cell *head = &setter->cells[above];
    if (str_equal(head->text.text, cell->text.text)) {
        head->row_span = (unsigned)((last - above) / n_columns) + 1;
        cell->is_covered = true;
    }
}

/* Adds a row; `scope` NULL for an empty one. */
static bool add_row(struct grid_setter *setter, const struct grid_row *row,
                    const struct prose_scope *scope) {
    if (setter->n_rows == MOST_ROWS) {
        return refuse(setter->diag, setter->grid->origin, row->each);
    }
    for (size_t i = 0; i < row->n_cells; i++) {
        const struct grid_cell *cell = &row->cells[i];
        struct prose_text text = {0};
        if (scope && !prose_set(setter->arena, cell->prose, scope, &text, setter->diag)) {
            return false;
        }
        struct table_cell made = {.text = join(setter->arena, &text),
                                  .column_span = cell->span,
                                  .is_header = cell->is_header,
                                  .is_number = cell->is_number};
        ARENA_PUSH(setter->arena, setter->cells, setter->n_cells, setter->capacity, made);
        if (cell->is_joined && cell->span == 1 && setter->last == row) {
            join_up(setter);
        }
        for (unsigned k = 1; k < cell->span; k++) {
            struct table_cell covered = {.is_covered = true};
            ARENA_PUSH(setter->arena, setter->cells, setter->n_cells, setter->capacity, covered);
        }
    }
    setter->last = row;
    ARENA_PUSH(setter->arena, setter->lines, setter->n_rows, setter->lines_capacity, row->lines);
    return true;
}

static bool is_set(const struct prose_scope *scope, struct str name) {
    struct prose_value value;
    return prose_find(scope, name, &value) && prose_is_set(&value);
}

static bool set_row(struct grid_setter *setter, const struct grid_row *row,
                    const struct prose_scope *scope) {
    struct prose_value value = {0};
    if ((row->when.len && !is_set(scope, row->when)) ||
        (row->unless.len && is_set(scope, row->unless))) {
        return true;
    }
    if (!row->each.len) {
        return add_row(setter, row, scope);
    }
    bool done = prose_find(scope, row->each, &value) ||
                prose_unknown(scope, row->each_origin, row->each, setter->diag);
    for (size_t i = 0; done && (i < value.n_items || i < row->least); i++) {
        struct prose_scope inner = {0};
        if (i < value.n_items) {
            inner = value.items[i];
            inner.parent = scope;
        }
        done = add_row(setter, row, i < value.n_items ? &inner : NULL);
    }
    return done;
}

const struct flow_table *grid_set(struct arena *arena, const struct grid *grid,
                                  const struct prose_scope *scope, struct diag *diag) {
    struct grid_setter setter = {.arena = arena, .grid = grid, .diag = diag};
    struct prose_text caption = {0};
    for (size_t i = 0; i < grid->n_rows; i++) {
        if (!set_row(&setter, &grid->rows[i], scope)) {
            return NULL;
        }
    }
    if (grid->caption && !prose_set(arena, grid->caption, scope, &caption, diag)) {
        return NULL;
    }
    struct flow_table *table = ARENA_NEW(arena, struct flow_table);
    *table = (struct flow_table){.cells = setter.cells,
                                 .n_rows = setter.n_rows,
                                 .n_columns = grid->n_columns,
                                 .n_header_rows = grid->n_header_rows,
                                 .widths = grid->widths,
                                 .lines = setter.lines,
                                 .caption = prose_join(arena, &caption)};
    return table;
}
