/*
 * Rows of plain texts, numbers and boxes to fill in, hundreds of thousands of which make a sheet:
 * put into the library's own temporary part as it would put them, without a copy of each cell on
 * the way. Whatever asks for more than that is left to the library.
 */
#include <math.h>
#include <stdio.h>

#include "write/xlsx/xlsx_check.h"
#include "write/xlsx/xlsx_inner.h"

/* Numbers up to this are whole where they look so. */
#define MOST_WHOLE 1e15

/* Nothing in it asks for more than the three escapes of XML. */
static bool is_plain(struct str text) {
    bool is = !text.len || (text.data[0] != ' ' && text.data[text.len - 1] != ' ');
    for (size_t i = 0; is && i < text.len; i++) {
        is = (unsigned char)text.data[i] >= ' ' || (text.data[i] == '\n' && i && i + 1 < text.len);
    }
    return is;
}

bool xlsx_row_is_plain(const struct press_book *press, const struct sheet_row *row) {
    bool is = press->page->optimize;
    for (size_t i = 0; is && i < row->n_cells; i++) {
        const struct cell *cell = &row->cells[i];
        is = !cell->link.len && cell->style != STYLE_NOTE && cell->style != STYLE_TITLE &&
             (cell->kind == CELL_BLANK || (cell->kind == CELL_TEXT && is_plain(cell->text)) ||
              (cell->kind == CELL_NUMBER && cell->number >= 0 && cell->number < MOST_WHOLE &&
               floor(cell->number) == cell->number));
    }
    return is;
}

static void add_escaped(struct buf *buf, struct str text) {
    size_t start = 0;
    for (size_t i = 0; i < text.len; i++) {
        const char *name = text.data[i] == '&'   ? "&amp;"
                           : text.data[i] == '<' ? "&lt;"
                           : text.data[i] == '>' ? "&gt;"
                                                 : NULL;
        if (name) {
            buf_add(buf, str_slice(text, start, i));
            buf_add_c(buf, name);
            start = i + 1;
        }
    }
    buf_add(buf, str_slice(text, start, text.len));
}

static void add_cell(struct press_book *press, struct buf *buf, const struct cell *cell) {
    struct str text =
        cell->kind == CELL_TEXT ? xlsx_text(press->arena, cell->text) : (struct str){0};
    buf_add_c(buf, "<c r=\"");
    if (cell->column >= 26) {
        buf_add(buf, sheet_cell_name(press->arena, cell->row, cell->column));
    } else {
        buf_add_byte(buf, (unsigned char)('A' + cell->column));
        buf_add_count(buf, cell->row + 1U);
    }
    buf_add_c(buf, "\" s=\"");
    buf_add_count(buf, (uint64_t)lxw_format_get_xf_index(press->formats[cell->style]));
    if (cell->kind == CELL_NUMBER) {
        buf_add_c(buf, "\"><v>");
        buf_add_count(buf, (uint64_t)cell->number);
        buf_add_c(buf, "</v></c>");
    } else if (text.len) {
        buf_add_c(buf, "\" t=\"inlineStr\"><is><t>");
        add_escaped(buf, text);
        buf_add_c(buf, "</t></is></c>");
    } else {
        buf_add_c(buf, "\"/>");
    }
}

/* The sheet is as large as its rows. */
static void widen(lxw_worksheet *page, const struct sheet_row *row) {
    lxw_row_t at = row->cells[0].row;
    lxw_col_t first = (lxw_col_t)row->cells[0].column;
    lxw_col_t last = (lxw_col_t)row->cells[row->n_cells - 1].column;
    page->dim_rowmin = at < page->dim_rowmin ? at : page->dim_rowmin;
    page->dim_rowmax = at > page->dim_rowmax ? at : page->dim_rowmax;
    page->dim_colmin = first < page->dim_colmin ? first : page->dim_colmin;
    page->dim_colmax = last > page->dim_colmax ? last : page->dim_colmax;
}

/* Heights are whole points or halves, nearly always. */
static void add_height(struct buf *buf, double height) {
    double twice = height * 2;
    if (twice == floor(twice)) {
        buf_add_count(buf, (uint64_t)height);
        buf_add_c(buf, height == floor(height) ? "" : ".5");
    } else {
        buf_format(buf, "%.16G", height);
    }
}

void xlsx_put_row(struct press_book *press, const struct sheet_row *row, double height) {
    struct arena_mark mark = arena_mark(press->arena);
    struct buf buf = {.arena = press->arena};
    lxw_worksheet_write_single_row(press->page);
    widen(press->page, row);
    buf_add_c(&buf, "<row r=\"");
    buf_add_count(&buf, row->cells[0].row + 1U);
    buf_add_c(&buf, "\" ht=\"");
    add_height(&buf, height);
    buf_add_c(&buf, "\" customHeight=\"1\">");
    for (size_t i = 0; i < row->n_cells; i++) {
        add_cell(press, &buf, &row->cells[i]);
    }
    buf_add_c(&buf, "</row>");
    struct str text = buf_str(&buf);
    if (fwrite(text.data, 1, text.len, press->page->optimize_tmpfile) != text.len) {
        xlsx_keep(press, LXW_ERROR_CREATING_TMPFILE);
    }
    arena_rewind(press->arena, mark);
}
