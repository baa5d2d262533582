/* One walk over a sheet part, its marks beside it. */
#include "write/returned/cells.h"

/* Looks of columns with a style of their own. */
enum { MOST_LOOKS = 1000 };
enum { MOST_ROWS = 1048576, MOST_COLUMNS = 16384 };

/* Columns from first to last have this style. */
struct column_look {
    int64_t first, last, style;
};

/* The walk. */
struct cells_walk {
    struct cells *cells;
    struct scan scan;
    struct edits edits;
    struct str prefix;
    struct column_look looks[MOST_LOOKS];
    size_t n_looks;
    /* Marks before this one have been placed. */
    size_t next;
    /* The row and the column last met. */
    int64_t row, column;
    bool has_data, has_drawing;
};

/* ---- styles ---------------------------------------------------------------------------------- */

static void read_look(struct cells_walk *walk, const struct scan_tag *tag) {
    struct column_look look;
    if (walk->n_looks < MOST_LOOKS && scan_count(tag, "min", MOST_COLUMNS, &look.first) &&
        scan_count(tag, "max", MOST_COLUMNS, &look.last) &&
        scan_count(tag, "style", INT32_MAX, &look.style)) {
        walk->looks[walk->n_looks++] = look;
    }
}

/* The style that a cell has which is not there. */
static size_t absent_style(const struct cells_walk *walk, int64_t column) {
    for (size_t i = 0; i < walk->n_looks; i++) {
        if (walk->looks[i].first <= column && column <= walk->looks[i].last) {
            return (size_t)walk->looks[i].style;
        }
    }
    return 0;
}

/* ---- cells that are not there ---------------------------------------------------------------- */

static const struct mark *next_mark(const struct cells_walk *walk) {
    return walk->next < walk->cells->n_marks ? &walk->cells->marks[walk->next] : NULL;
}

/* Writes the cells of the marks of a row that stand before a column. */
static void add_cells(struct cells_walk *walk, int64_t row, int64_t before, struct buf *buf) {
    const struct mark *mark;
    while ((mark = next_mark(walk)) && mark->row == row && mark->column < before) {
        size_t style = styles_bare(walk->cells->styles, absent_style(walk, mark->column));
        struct str name = sheet_cell_name(walk->cells->arena, mark->row - 1, mark->column - 1);
        buf_format(buf, "<%" STR_FMT "c r=\"%" STR_FMT "\" s=\"%zu\"/>", STR_ARG(walk->prefix),
                   STR_ARG(name), styles_marked(walk->cells->styles, style, mark->tone));
        walk->next++;
    }
}

/* Writes the rows of marks that stand before a row. */
static struct str add_rows(struct cells_walk *walk, int64_t before) {
    struct buf buf = {.arena = walk->cells->arena};
    const struct mark *mark;
    while ((mark = next_mark(walk)) && mark->row < before) {
        int64_t row = mark->row;
        buf_format(&buf, "<%" STR_FMT "row r=\"%lld\">", STR_ARG(walk->prefix), (long long)row);
        add_cells(walk, row, INT64_MAX, &buf);
        buf_format(&buf, "</%" STR_FMT "row>", STR_ARG(walk->prefix));
    }
    return buf_str(&buf);
}

/* ---- cells that are there -------------------------------------------------------------------- */

/* The column of a cell's place; false if its row is not the one at hand. */
static bool read_place(const struct cells_walk *walk, struct str ref, int64_t *column) {
    size_t i = 0;
    int64_t row;
    *column = 0;
    while (i < ref.len && i < 3 && ref.data[i] >= 'A' && ref.data[i] <= 'Z') {
        *column = *column * 26 + (ref.data[i++] - 'A' + 1);
    }
    return i > 0 && str_to_int(str_slice(ref, i, ref.len), &row) && row == walk->row;
}

static bool edit_cell(struct cells_walk *walk, const struct scan_tag *tag) {
    struct str ref;
    int64_t column = walk->column + 1, style = 0;
    if (scan_attribute(tag, "r", &ref) && !read_place(walk, ref, &column)) {
        return false;
    }
    if (column <= walk->column || column > MOST_COLUMNS) {
        return false;
    }
    walk->column = column;
    struct buf buf = {.arena = walk->cells->arena};
    add_cells(walk, walk->row, column, &buf);
    if (buf.len) {
        edits_add(&walk->edits, tag->start, tag->start, buf_str(&buf));
    }
    scan_count(tag, "s", INT32_MAX, &style);
    size_t wanted = styles_bare(walk->cells->styles, (size_t)style);
    const struct mark *mark = next_mark(walk);
    if (mark && mark->row == walk->row && mark->column == column) {
        wanted = styles_marked(walk->cells->styles, wanted, mark->tone);
        walk->next++;
    }
    if (wanted != (size_t)style) {
        edits_set(&walk->edits, tag, "s", str_format(walk->cells->arena, "%zu", wanted));
    }
    return true;
}

static bool edit_row(struct cells_walk *walk, const struct scan_tag *row) {
    struct scan_tag tag;
    int64_t number = walk->row + 1;
    struct str r;
    if (scan_attribute(row, "r", &r) && !scan_count(row, "r", MOST_ROWS, &number)) {
        return false;
    }
    if (number <= walk->row) {
        return false;
    }
    struct str rows = add_rows(walk, number);
    if (rows.len) {
        edits_add(&walk->edits, row->start, row->start, rows);
    }
    walk->row = number;
    walk->column = 0;
    struct buf buf = {.arena = walk->cells->arena};
    if (row->is_empty) {
        add_cells(walk, number, INT64_MAX, &buf);
        if (buf.len) {
            size_t slash = row->end - 2;
            struct str inner = buf_str(&buf);
            edits_add(&walk->edits, slash, row->end,
                      str_format(walk->cells->arena, ">%" STR_FMT "</%" STR_FMT ">", STR_ARG(inner),
                                 STR_ARG(row->name)));
        }
        return true;
    }
    while (scan_next(&walk->scan, &tag)) {
        if (tag.depth == row->depth && tag.is_end) {
            add_cells(walk, number, INT64_MAX, &buf);
            edits_add(&walk->edits, tag.start, tag.start, buf_str(&buf));
            return true;
        }
        if (tag.depth == row->depth + 1 && !tag.is_end && str_is(tag.local, "c") &&
            !edit_cell(walk, &tag)) {
            return false;
        }
    }
    return false;
}

/* ---- the rest of the part -------------------------------------------------------------------- */

static void edit_data(struct cells_walk *walk, const struct scan_tag *tag, bool *is_good) {
    walk->has_data = true;
    if (tag->is_empty) {
        struct str rows = add_rows(walk, INT64_MAX);
        if (rows.len) {
            edits_add(&walk->edits, tag->end - 2, tag->end,
                      str_format(walk->cells->arena, ">%" STR_FMT "</%" STR_FMT ">", STR_ARG(rows),
                                 STR_ARG(tag->name)));
        }
        return;
    }
    struct scan_tag inner;
    while (*is_good && scan_next(&walk->scan, &inner)) {
        if (inner.depth == tag->depth && inner.is_end) {
            edits_add(&walk->edits, inner.start, inner.start, add_rows(walk, INT64_MAX));
            return;
        }
        if (inner.depth == tag->depth + 1 && !inner.is_end && str_is(inner.local, "row")) {
            *is_good = edit_row(walk, &inner);
        }
    }
    *is_good = false;
}

/* Elements that stand behind legacyDrawing (18.3.1.99). */
static bool is_behind_drawing(struct str local) {
    static const char *const names[] = {"legacyDrawingHF", "drawingHF",        "picture",
                                        "oleObjects",      "controls",         "webPublishItems",
                                        "tableParts",      "AlternateContent", "extLst"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (str_is(local, names[i])) {
            return true;
        }
    }
    return false;
}

/* Names the new drawing before the element that must stand behind it. */
static void add_drawing(struct cells_walk *walk, const struct scan_tag *tag) {
    struct str id = walk->cells->new_drawing;
    if (id.len && !walk->has_drawing && walk->has_data) {
        walk->has_drawing = true;
        edits_add(&walk->edits, tag->start, tag->start,
                  str_format(walk->cells->arena,
                             "<%" STR_FMT "legacyDrawing xmlns:dbr=\"http://schemas."
                             "openxmlformats.org/officeDocument/2006/relationships\" "
                             "dbr:id=\"%" STR_FMT "\"/>",
                             STR_ARG(walk->prefix), STR_ARG(id)));
    }
}

struct str cells_drawing(struct str text) {
    struct scan_tag tag;
    struct str id = {0};
    if (scan_find(text, "legacyDrawing", &tag)) {
        scan_attribute(&tag, "id", &id);
    }
    return id;
}

bool cells_edit(struct cells *cells) {
    struct cells_walk *walk = ARENA_NEW(cells->arena, struct cells_walk);
    walk->cells = cells;
    walk->scan = (struct scan){.text = cells->text};
    walk->edits = (struct edits){.arena = cells->arena};
    struct scan_tag tag;
    bool is_good = true;
    while (is_good && scan_next(&walk->scan, &tag)) {
        if (tag.depth == 1 && tag.is_end) {
            add_drawing(walk, &tag);
        } else if (tag.depth == 1) {
            walk->prefix = scan_prefix(&tag);
        } else if (tag.is_end) {
            continue;
        } else if (str_is(tag.local, "sheetView")) {
            edits_drop(&walk->edits, &tag, "tabSelected");
        } else if (str_is(tag.local, "col")) {
            read_look(walk, &tag);
        } else if (tag.depth == 2 && str_is(tag.local, "sheetData")) {
            edit_data(walk, &tag, &is_good);
        } else if (tag.depth == 2 && is_behind_drawing(tag.local)) {
            add_drawing(walk, &tag);
        }
    }
    is_good = is_good && !walk->scan.is_broken && walk->has_data && walk->next == cells->n_marks;
    cells->text = is_good ? edits_apply(&walk->edits, cells->text) : cells->text;
    return is_good;
}
