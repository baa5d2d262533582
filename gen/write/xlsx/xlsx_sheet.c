/* Sheets of a workbook: cells, merges, heights, panes. */
#include <math.h>

#include "write/xlsx/xlsx_check.h"
#include "write/xlsx/xlsx_inner.h"
#include "write/xlsx/xlsx_inputs.h"

/* Columns of a sheet in Excel. */
#define MAX_COLUMNS 16384U

/* Links that a sheet may have in Excel. */
#define MOST_LINKS 65530U

/* Heights in points: of a row, and of each further line in it. */
#define LINE_HEIGHT  16.5
#define TITLE_HEIGHT 30.0
#define TITLE_LINE   22.0
#define MOST_HEIGHT  409.0

/* The merge whose top left cell that is, or NULL. */
static const struct merge *find_merge(const struct press_book *press, const struct cell *cell) {
    size_t low = 0, high = press->sheet->n_merges;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct merge *merge = &press->merges[middle];
        if (merge->first_row < cell->row ||
            (merge->first_row == cell->row && merge->first_column < cell->column)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    const struct merge *merge = low < press->sheet->n_merges ? &press->merges[low] : NULL;
    bool is_it =
        merge != NULL && merge->first_row == cell->row && merge->first_column == cell->column;
    return is_it ? merge : NULL;
}

static lxw_format *choose_format(const struct press_book *press, const struct cell *cell) {
    if (cell->style == STYLE_TITLE && find_merge(press, cell) == NULL) {
        return press->loose_title;
    }
    if (cell->style == STYLE_NOTE && find_merge(press, cell) == NULL) {
        return press->loose_note;
    }
    return press->formats[cell->style];
}

/* A link stands under the cell, whose text or number is written over the link's own. Beyond as many
 * as a sheet may have there are none. */
static void write_link(struct press_book *press, const struct cell *cell, lxw_format *format) {
    if (cell->link.len && press->n_links < MOST_LINKS) {
        struct str place = str_concat(press->arena, STR("internal:"), cell->link);
        press->n_links++;
        xlsx_keep(press, worksheet_write_url(press->page, cell->row, (lxw_col_t)cell->column,
                                             str_to_c(press->arena, place), format));
    }
}

static void write_cell(struct press_book *press, const struct cell *cell) {
    lxw_worksheet *page = press->page;
    lxw_format *format = choose_format(press, cell);
    lxw_row_t row = cell->row;
    lxw_col_t column = (lxw_col_t)cell->column;
    struct arena_mark mark = arena_mark(press->arena);
    write_link(press, cell, format);
    switch (cell->kind) {
    case CELL_BLANK:
        xlsx_keep(press, worksheet_write_blank(page, row, column, format));
        break;
    case CELL_TEXT:
    case CELL_BOOL:
    case CELL_ERROR:
        xlsx_keep(press, worksheet_write_string(page, row, column,
                                                xlsx_clean(press->arena, cell->text), format));
        break;
    case CELL_NUMBER:
        xlsx_keep(press, worksheet_write_number(page, row, column, cell->number, format));
        break;
    case CELL_FORMULA: {
        struct str formula = str_concat(press->arena, STR("="), cell->text);
        xlsx_keep(press,
                  worksheet_write_formula_num(page, row, column, str_to_c(press->arena, formula),
                                              format, cell->number));
        break;
    }
    case CELL_DATE: {
        lxw_datetime date = {
            .year = cell->date.year, .month = cell->date.month, .day = cell->date.day};
        if (date.year >= 1900) {
            xlsx_keep(press, worksheet_write_datetime(page, row, column, &date, format));
        } else {
            struct str text = date_to_iso(press->arena, cell->date, DATE_DAY);
            xlsx_keep(press, worksheet_write_string(page, row, column, str_to_c(press->arena, text),
                                                    format));
        }
        break;
    }
    }
    arena_rewind(press->arena, mark);
}

/* Writes the merges that begin down to a row, whose cells these are. Merges come first: the library
 * blanks the range, then the cells are written over it. */
static void write_merges(struct press_book *press, uint32_t last, const struct sheet_row *row) {
    for (; press->next_merge < press->sheet->n_merges &&
           press->merges[press->next_merge].first_row <= last;
         press->next_merge++) {
        const struct merge *merge = &press->merges[press->next_merge];
        if (merge->first_row == merge->last_row && merge->first_column == merge->last_column) {
            continue;
        }
        lxw_format *format = press->formats[STYLE_BODY];
        for (size_t i = 0; i < row->n_cells; i++) {
            const struct cell *cell = &row->cells[i];
            if (cell->row == merge->first_row && cell->column == merge->first_column) {
                format = press->formats[cell->style];
            }
        }
        xlsx_keep(press, worksheet_merge_range(press->page, merge->first_row,
                                               (lxw_col_t)merge->first_column, merge->last_row,
                                               (lxw_col_t)merge->last_column, "", format));
    }
}

double xlsx_column_width(const struct sheet *sheet, uint32_t column) {
    bool is_set = column < sheet->n_widths && sheet->widths[column] > 0;
    return is_set ? sheet->widths[column] : DEFAULT_WIDTH;
}

/* Lines a text takes in a width of so many characters. A Han character is a little wider than two,
 * and lines are not filled to the end. */
static double count_lines(struct str text, double width) {
    struct str part;
    double n_lines = 0;
    /* No character is wider than it has bytes. */
    if ((double)text.len * 1.1 + 0.5 <= width && str_find(text, STR("\n"), 0) == SIZE_MAX) {
        return 1;
    }
    while (str_split(&text, STR("\n"), &part)) {
        double need = ceil(((double)utf8_text_width(part) * 1.1 + 0.5) / width);
        n_lines += need < 1 ? 1 : need;
    }
    return n_lines < 1 ? 1 : n_lines;
}

/* Height of a row that holds the cell whole. */
static double cell_height(const struct press_book *press, const struct cell *cell) {
    const struct merge *merge = find_merge(press, cell);
    bool is_loose = merge == NULL && (cell->style == STYLE_NOTE || cell->style == STYLE_TITLE);
    double width = 0;
    uint32_t last = merge != NULL ? merge->last_column : cell->column;
    for (uint32_t column = cell->column; column <= last; column++) {
        width += xlsx_column_width(press->sheet, column);
    }
    double n_lines = 1;
    if (cell->kind == CELL_TEXT && !is_loose && (merge == NULL || merge->last_row == cell->row)) {
        double scale = cell->style == STYLE_TITLE ? TITLE_SIZE / BODY_SIZE : 1;
        n_lines = count_lines(cell->text, width / scale);
    }
    return cell->style == STYLE_TITLE ? TITLE_HEIGHT + (n_lines - 1) * TITLE_LINE
                                      : ROW_HEIGHT + (n_lines - 1) * LINE_HEIGHT;
}

/* Not every program fits rows to wrapped cells when it opens a file, and none to merged ones: rows
 * get their height here. */
static double row_height(const struct press_book *press, const struct sheet_row *row) {
    double height = ROW_HEIGHT;
    for (size_t i = 0; i < row->n_cells; i++) {
        height = fmax(height, cell_height(press, &row->cells[i]));
    }
    return fmin(height, MOST_HEIGHT);
}

static bool is_body(enum cell_style style) {
    return style != STYLE_NOTE && style != STYLE_TOTAL && style != STYLE_TOTAL_COUNT &&
           style != STYLE_TOTAL_PERCENT;
}

/* A merge begins down to a row. */
static bool has_merge(const struct press_book *press, uint32_t last) {
    return press->next_merge < press->sheet->n_merges &&
           press->merges[press->next_merge].first_row <= last;
}

/* Writes the rows from top to bottom, none twice: those of a streamed book are gone when the next
 * begins. */
static void write_rows(struct press_book *press) {
    struct sheet_reader *reader = sheet_read(press->arena, press->sheet);
    struct sheet_row row;
    while (press->error == LXW_NO_ERROR && !press->fault && sheet_next(reader, &row)) {
        double height = row_height(press, &row);
        press->height += (row.cells->row - press->n_sized) * ROW_HEIGHT + height;
        press->n_sized = row.cells->row + 1;
        bool is_plain = !has_merge(press, row.cells->row) && xlsx_row_is_plain(press, &row);
        write_merges(press, row.cells->row, &row);
        for (size_t i = 0; i < row.n_cells && !press->fault; i++) {
            const struct cell *cell = &row.cells[i];
            press->fault = xlsx_cell_fault(cell);
            if (!press->fault) {
                press->last_body_row = is_body(cell->style) ? cell->row : press->last_body_row;
            }
            if (!press->fault && !is_plain) {
                write_cell(press, cell);
            }
        }
        if (is_plain && !press->fault) {
            xlsx_put_row(press, &row, height);
        } else {
            xlsx_keep(press, worksheet_set_row(press->page, row.cells->row, height, NULL));
        }
        press->n_rows[press->n_sheets]++;
    }
    write_merges(press, UINT32_MAX, &(struct sheet_row){0});
}

static void set_columns(struct press_book *press) {
    const struct sheet *sheet = press->sheet;
    for (uint32_t i = 0; i < MAX_COLUMNS && (i < sheet->n_widths || i < sheet->n_column_styles);
         i++) {
        double width = xlsx_column_width(sheet, i);
        lxw_format *format =
            i < sheet->n_column_styles ? press->formats[sheet->column_styles[i]] : NULL;
        if (format != NULL || width != DEFAULT_WIDTH) {
            lxw_col_t column = (lxw_col_t)i;
            xlsx_keep(press, worksheet_set_column(press->page, column, column, width, format));
        }
    }
}

/* Paper and panes. */
static void set_page(struct press_book *press) {
    lxw_worksheet *page = press->page;
    const struct sheet *sheet = press->sheet;
    worksheet_set_default_row(page, ROW_HEIGHT, LXW_FALSE);
    worksheet_set_paper(page, 9);
    if (sheet->is_landscape) {
        worksheet_set_landscape(page);
    }
    worksheet_set_margins(page, 0.4, 0.4, 0.6, 0.6);
    worksheet_fit_to_pages(page, 1, 0);
    worksheet_center_horizontally(page);
    xlsx_keep(press, worksheet_set_footer(page, "&C&P / &N"));
    if (press->mark) {
        xlsx_keep(press, worksheet_set_header(page, press->mark));
    }
    set_columns(press);
    if (sheet->header_rows > 0) {
        worksheet_freeze_panes(page, sheet->header_rows, 0);
        xlsx_keep(press, worksheet_repeat_rows(page, 0, sheet->header_rows - 1));
    }
}

static void set_filter(struct press_book *press) {
    const struct sheet *sheet = press->sheet;
    uint32_t last = press->last_body_row;
    if (sheet->header_rows > 0 && sheet->filter_column > 0 && last >= sheet->header_rows) {
        xlsx_keep(press, worksheet_autofilter(press->page, sheet->header_rows - 1, 0, last,
                                              (lxw_col_t)sheet->filter_column));
    }
}

bool xlsx_fill_sheet(struct press_book *press, const struct sheet *sheet) {
    const char *name = str_to_c(press->arena, sheet->name);
    if (!xlsx_keep(press, workbook_validate_sheet_name(press->book, name))) {
        return false;
    }
    lxw_worksheet *page = workbook_add_worksheet(press->book, name);
    if (page == NULL) {
        return xlsx_keep(press, LXW_ERROR_MEMORY_MALLOC_FAILED);
    }
    press->sheet = sheet;
    press->page = page;
    press->merges = xlsx_sort_merges(press->arena, sheet);
    press->next_merge = 0;
    press->last_body_row = 0;
    press->n_links = press->n_sized = 0;
    press->height = 0;
    set_page(press);
    write_rows(press);
    press->n_sheets++;
    set_filter(press);
    xlsx_charts(press);
    xlsx_keep(press, xlsx_write_inputs(press->arena, page, sheet));
    xlsx_keep(press,
              xlsx_write_tones(press->arena, page, sheet, press->warning, press->error_tone));
    if (sheet->is_hidden) {
        worksheet_hide(page);
    }
    /* Codes and telephone numbers are text on purpose: no green corners. */
    xlsx_keep(press,
              worksheet_ignore_errors(page, LXW_IGNORE_NUMBER_STORED_AS_TEXT, "A1:XFD1048576"));
    return press->error == LXW_NO_ERROR && !press->fault;
}
