/*
 * Workbooks into XLSX files, by libxlsxwriter. The library checks little (1.1.4 lets bad UTF-8,
 * NaN, 30 February and overlapping merges into the file, and does not look whether its temporary
 * parts were written), so everything is checked or made harmless here, and the finished file is
 * read back before it gets its name.
 */
#include "write/write.h"
#include "write/xlsx/xlsx_check.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <xlsxwriter.h>

/* Columns of a sheet in Excel. */
#define MAX_COLUMNS 16384U

/* Type faces every Chinese Windows has; other systems put their own Song and Hei in place. */
#define BODY_FACE  "SimSun"
#define TITLE_FACE "SimHei"

#define BODY_SIZE  11.0
#define TITLE_SIZE 16.0
/* Heights in points: of a row, and of each further line in it. */
#define ROW_HEIGHT   16.5
#define LINE_HEIGHT  16.5
#define TITLE_HEIGHT 30.0
#define TITLE_LINE   22.0
#define MOST_HEIGHT  409.0
/* Width of a column nobody set, in characters. */
#define DEFAULT_WIDTH 8.43

/* A file being written. */
struct press_book {
    /* Scratch. */
    struct arena *arena;
    /* The library's book. */
    lxw_workbook *book;
    /* A look each. */
    lxw_format *formats[N_STYLES];
    /* Looks of titles and remarks that are not merged: they run on over the cells to their right.
     */
    lxw_format *loose_title, *loose_note;
    /* The sheet at hand. */
    const struct sheet *sheet;
    lxw_worksheet *page;
    /* Its merges, sorted; those before next_merge have been written. */
    const struct merge *merges;
    size_t next_merge;
    /* Its last row that is neither a total nor a remark: where the filter ends. */
    uint32_t last_body_row;
    /* The first thing the library refused; sticky. */
    lxw_error error;
    /* The first cell that must not be written, in a few words; NULL for none. */
    const char *fault;
};

static bool fill(struct press_book *press, const struct workbook *workbook);

static bool fail(struct diag *diag, struct str path, const char *reason) {
    diag_report(diag, &(struct diag_note){
                          .id = DIAG_OUTPUT_FAILED,
                          .args = {path, str_from_c(reason)},
                      });
    return false;
}

/* The library tells a failed write only by errno. */
static bool fail_write(struct diag *diag, struct str path, lxw_error error, int reason) {
    if (reason == ENOSPC || reason == EDQUOT) {
        diag_report(diag, &(struct diag_note){.id = DIAG_OUTPUT_FULL, .args = {path}});
        return false;
    }
    return fail(diag, path, reason != 0 ? strerror(reason) : lxw_strerror(error));
}

static struct str folder_of(struct str path) {
    size_t size = file_last_part(path).len;
    return str_slice(path, 0, path.len > size ? path.len - size - 1 : 0);
}

/* A folder for the library's parts beside the file, so that nothing is left in the system's own
 * temporary folder and the parts fill the disk they are meant for. */
static bool begin_parts(struct arena *arena, struct str temporary, struct diag *diag,
                        struct str *folder) {
    struct str part;
    if (!file_begin(arena, str_concat(arena, temporary, STR(".parts/part")), diag, &part)) {
        return false;
    }
    *folder = folder_of(part);
    return true;
}

/* A book with rows that are not held has them written as they come, which the library does for
 * all sheets of a book or for none. */
static bool is_streamed(const struct workbook *workbook) {
    bool is = false;
    for (size_t i = 0; !is && i < workbook->n_sheets; i++) {
        is = workbook->sheets[i]->rows != NULL;
    }
    return is;
}

/* Fills the book and closes it, which writes the file, and which alone gives back what the library
 * has opened. Reports what failed under the name `path`. */
static bool write_book(struct arena *arena, const struct workbook *workbook, struct str temporary,
                       struct str folder, struct str path, struct diag *diag) {
    lxw_workbook_options options = {.tmpdir = str_to_c(arena, folder),
                                    .constant_memory = is_streamed(workbook)};
    struct press_book press = {.arena = arena};
    errno = 0;
    press.book = workbook_new_opt(str_to_c(arena, temporary), &options);
    if (press.book == NULL) {
        return fail_write(diag, path, LXW_ERROR_MEMORY_MALLOC_FAILED, 0);
    }
    bool is_filled = fill(&press, workbook);
    int reason = is_filled ? 0 : errno;
    errno = 0;
    lxw_error error = workbook_close(press.book);
    if (press.fault != NULL) {
        return fail(diag, path, press.fault);
    }
    if (!is_filled) {
        return fail_write(diag, path, press.error, reason == ENOSPC ? reason : 0);
    }
    return error == LXW_NO_ERROR || fail_write(diag, path, error, errno);
}

bool write_xlsx(struct arena *arena, const struct workbook *workbook, struct str path,
                struct diag *diag) {
    struct arena *scratch = arena_open_like(arena);
    const char *fault = xlsx_fault(scratch, workbook);
    struct str temporary, folder;
    struct str place = path;
    bool done = false;
    if (file_last_part(path).len == path.len) {
        place = str_concat(scratch, STR("./"), path);
    }
    if (fault != NULL) {
        fail(diag, path, fault);
    } else if (file_begin(scratch, place, diag, &temporary) &&
               begin_parts(scratch, temporary, diag, &folder)) {
        done = write_book(scratch, workbook, temporary, folder, path, diag) &&
               xlsx_is_whole(scratch, temporary, path, diag) && file_commit(temporary, place, diag);
        file_prune(folder, folder_of(temporary));
        if (!done) {
            file_remove(temporary);
        }
    }
    arena_close(scratch);
    return done;
}

static const char *clean_c(struct arena *arena, struct str text) {
    return str_to_c(arena, xlsx_text(arena, text));
}

/* ---- looks ----------------------------------------------------------------------------------- */

/* How a style is drawn. */
struct look {
    /* Number format; NULL for none. */
    const char *number_format;
    /* Shade, 0xRRGGBB; 0 for none. */
    uint32_t shade;
    /* enum lxw_format_alignments. */
    uint8_t align, vertical;
    bool is_bold, has_border, is_title;
};

#define TOP    LXW_ALIGN_VERTICAL_TOP
#define MIDDLE LXW_ALIGN_VERTICAL_CENTER

static const struct look LOOKS[N_STYLES] = {
    [STYLE_BODY] = {NULL, 0, LXW_ALIGN_LEFT, TOP, false, true, false},
    [STYLE_COUNT] = {"#,##0", 0, LXW_ALIGN_RIGHT, TOP, false, true, false},
    [STYLE_PERCENT] = {"0.0%", 0, LXW_ALIGN_RIGHT, TOP, false, true, false},
    [STYLE_MONEY] = {"#,##0.00", 0, LXW_ALIGN_RIGHT, TOP, false, true, false},
    [STYLE_DATE] = {"yyyy-mm-dd", 0, LXW_ALIGN_CENTER, TOP, false, true, false},
    [STYLE_HEADER] = {NULL, 0xDDE5EE, LXW_ALIGN_CENTER, MIDDLE, true, true, false},
    [STYLE_TITLE] = {NULL, 0, LXW_ALIGN_CENTER, MIDDLE, true, false, true},
    [STYLE_NOTE] = {NULL, 0, LXW_ALIGN_LEFT, TOP, false, false, false},
    [STYLE_TOTAL] = {NULL, 0xF1F1F1, LXW_ALIGN_LEFT, TOP, true, true, false},
    [STYLE_TOTAL_COUNT] = {"#,##0", 0xF1F1F1, LXW_ALIGN_RIGHT, TOP, true, true, false},
    [STYLE_TOTAL_PERCENT] = {"0.0%", 0xF1F1F1, LXW_ALIGN_RIGHT, TOP, true, true, false},
    [STYLE_WARNING] = {NULL, 0xFFF2CC, LXW_ALIGN_LEFT, TOP, false, true, false},
    [STYLE_ERROR] = {NULL, 0xF8CBAD, LXW_ALIGN_LEFT, TOP, false, true, false},
};

static lxw_format *add_format(lxw_workbook *book, const struct look *look, bool wraps) {
    lxw_format *format = workbook_add_format(book);
    if (format == NULL) {
        return NULL;
    }
    format_set_font_name(format, look->is_title ? TITLE_FACE : BODY_FACE);
    format_set_font_size(format, look->is_title ? TITLE_SIZE : BODY_SIZE);
    format_set_align(format, look->align);
    format_set_align(format, look->vertical);
    if (wraps) {
        format_set_text_wrap(format);
    }
    if (look->is_bold) {
        format_set_bold(format);
    }
    if (look->has_border) {
        format_set_border(format, LXW_BORDER_THIN);
    }
    if (look->shade != 0) {
        format_set_bg_color(format, look->shade);
    }
    if (look->number_format != NULL) {
        format_set_num_format(format, look->number_format);
    }
    return format;
}

/* ---- sheets ---------------------------------------------------------------------------------- */

/* Keeps the first error; true while there is none. */
static bool keep(struct press_book *press, lxw_error error) {
    if (press->error == LXW_NO_ERROR) {
        press->error = error;
    }
    return press->error == LXW_NO_ERROR;
}

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

static void write_cell(struct press_book *press, const struct cell *cell) {
    lxw_worksheet *page = press->page;
    lxw_format *format = choose_format(press, cell);
    lxw_row_t row = cell->row;
    lxw_col_t column = (lxw_col_t)cell->column;
    struct arena_mark mark = arena_mark(press->arena);
    switch (cell->kind) {
    case CELL_BLANK:
        keep(press, worksheet_write_blank(page, row, column, format));
        break;
    case CELL_TEXT:
        keep(press,
             worksheet_write_string(page, row, column, clean_c(press->arena, cell->text), format));
        break;
    case CELL_NUMBER:
        keep(press, worksheet_write_number(page, row, column, cell->number, format));
        break;
    case CELL_FORMULA: {
        struct str formula = str_concat(press->arena, STR("="), cell->text);
        keep(press, worksheet_write_formula_num(page, row, column, str_to_c(press->arena, formula),
                                                format, cell->number));
        break;
    }
    case CELL_DATE: {
        lxw_datetime date = {
            .year = cell->date.year, .month = cell->date.month, .day = cell->date.day};
        if (date.year >= 1900) {
            keep(press, worksheet_write_datetime(page, row, column, &date, format));
        } else {
            struct str text = date_to_iso(press->arena, cell->date, DATE_DAY);
            keep(press,
                 worksheet_write_string(page, row, column, str_to_c(press->arena, text), format));
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
        keep(press,
             worksheet_merge_range(press->page, merge->first_row, (lxw_col_t)merge->first_column,
                                   merge->last_row, (lxw_col_t)merge->last_column, "", format));
    }
}

static double column_width(const struct sheet *sheet, uint32_t column) {
    bool is_set = column < sheet->n_widths && sheet->widths[column] > 0;
    return is_set ? sheet->widths[column] : DEFAULT_WIDTH;
}

/* Lines a text takes in a width of so many characters. A Han character is a little wider than two,
 * and lines are not filled to the end. */
static double count_lines(struct str text, double width) {
    struct str part;
    double n_lines = 0;
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
        width += column_width(press->sheet, column);
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
static void set_height(struct press_book *press, const struct sheet_row *row) {
    double height = ROW_HEIGHT;
    for (size_t i = 0; i < row->n_cells; i++) {
        height = fmax(height, cell_height(press, &row->cells[i]));
    }
    keep(press, worksheet_set_row(press->page, row->cells->row, fmin(height, MOST_HEIGHT), NULL));
}

static bool is_body(enum cell_style style) {
    return style != STYLE_NOTE && style != STYLE_TOTAL && style != STYLE_TOTAL_COUNT &&
           style != STYLE_TOTAL_PERCENT;
}

/* Writes the rows from top to bottom, none twice: those of a streamed book are gone when the next
 * begins. */
static void write_rows(struct press_book *press) {
    struct sheet_reader *reader = sheet_read(press->arena, press->sheet);
    struct sheet_row row;
    while (press->error == LXW_NO_ERROR && !press->fault && sheet_next(reader, &row)) {
        write_merges(press, row.cells->row, &row);
        for (size_t i = 0; i < row.n_cells && !press->fault; i++) {
            const struct cell *cell = &row.cells[i];
            press->fault = xlsx_cell_fault(cell);
            if (!press->fault) {
                write_cell(press, cell);
                press->last_body_row = is_body(cell->style) ? cell->row : press->last_body_row;
            }
        }
        set_height(press, &row);
    }
    write_merges(press, UINT32_MAX, &(struct sheet_row){0});
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
    keep(press, worksheet_set_footer(page, "&C&P / &N"));
    for (size_t i = 0; i < sheet->n_widths && i < MAX_COLUMNS; i++) {
        if (sheet->widths[i] > 0) {
            keep(press,
                 worksheet_set_column(page, (lxw_col_t)i, (lxw_col_t)i, sheet->widths[i], NULL));
        }
    }
    if (sheet->header_rows > 0) {
        worksheet_freeze_panes(page, sheet->header_rows, 0);
        keep(press, worksheet_repeat_rows(page, 0, sheet->header_rows - 1));
    }
}

static void set_filter(struct press_book *press) {
    const struct sheet *sheet = press->sheet;
    uint32_t last = press->last_body_row;
    if (sheet->header_rows > 0 && sheet->filter_column > 0 && last >= sheet->header_rows) {
        keep(press, worksheet_autofilter(press->page, sheet->header_rows - 1, 0, last,
                                         (lxw_col_t)sheet->filter_column));
    }
}

/* Fills of the series of a chart, much as on paper: told apart by hatching and grey, as these
 * charts are printed in black and copied. */
static const struct series_look {
    /* LXW_CHART_PATTERN_NONE for a plain fill. */
    lxw_chart_pattern_type pattern;
    /* Of a plain fill. */
    lxw_color_t color;
} SERIES_LOOKS[] = {
    {LXW_CHART_PATTERN_NONE, LXW_COLOR_WHITE},
    {LXW_CHART_PATTERN_LIGHT_VERTICAL, 0},
    {LXW_CHART_PATTERN_WIDE_UPWARD_DIAGONAL, 0},
    {LXW_CHART_PATTERN_NONE, 0xBEBEBE},
    {LXW_CHART_PATTERN_TRELLIS, 0},
    {LXW_CHART_PATTERN_NONE, 0x5A5A5A},
    {LXW_CHART_PATTERN_LIGHT_HORIZONTAL, 0},
    {LXW_CHART_PATTERN_LIGHT_DOWNWARD_DIAGONAL, 0},
};
#define N_SERIES_LOOKS (sizeof SERIES_LOOKS / sizeof *SERIES_LOOKS)

static void set_look(lxw_chart_series *series, const struct series_look *look) {
    lxw_chart_line line = {.color = LXW_COLOR_BLACK, .width = 0.5F};
    chart_series_set_line(series, &line);
    if (look->pattern == LXW_CHART_PATTERN_NONE) {
        lxw_chart_fill fill = {.color = look->color};
        chart_series_set_fill(series, &fill);
        return;
    }
    lxw_chart_pattern pattern = {
        .fg_color = LXW_COLOR_BLACK, .bg_color = LXW_COLOR_WHITE, .type = (uint8_t)look->pattern};
    chart_series_set_pattern(series, &pattern);
}

/* The values on white plates in their parts; none where there is nothing. */
static void set_labels(lxw_chart_series *series) {
    lxw_chart_fill plate = {.color = LXW_COLOR_WHITE};
    chart_series_set_labels(series);
    chart_series_set_labels_num_format(series, "0.##;;");
    chart_series_set_labels_fill(series, &plate);
}

static void add_series(lxw_chart *chart, const char *name, const struct sheet_series *from,
                       size_t number) {
    lxw_chart_series *series = chart_add_series(chart, NULL, NULL);
    if (series == NULL) {
        return;
    }
    lxw_col_t categories = (lxw_col_t)from->category_column;
    lxw_col_t values = (lxw_col_t)from->value_column;
    chart_series_set_name_range(series, name, from->name_row, (lxw_col_t)from->name_column);
    chart_series_set_categories(series, name, from->first_row, categories, from->last_row,
                                categories);
    chart_series_set_values(series, name, from->first_row, values, from->last_row, values);
    set_look(series, &SERIES_LOOKS[number % N_SERIES_LOOKS]);
    set_labels(series);
}

/* A stacked bar chart whose first category stands at the top. */
static void write_chart(struct press_book *press, lxw_worksheet *page, const struct sheet *sheet,
                        const struct sheet_chart *from) {
    lxw_chart *chart = workbook_add_chart(press->book, LXW_CHART_BAR_STACKED);
    if (chart == NULL) {
        keep(press, LXW_ERROR_MEMORY_MALLOC_FAILED);
        return;
    }
    const char *name = str_to_c(press->arena, sheet->name);
    uint32_t n_categories = 1;
    for (size_t i = 0; i < from->n_series; i++) {
        add_series(chart, name, &from->series[i], i);
        n_categories = from->series[i].last_row - from->series[i].first_row + 1;
    }
    chart_title_set_name(chart, clean_c(press->arena, from->title));
    chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    /* In a bar chart the library's y axis holds the categories. */
    chart_axis_set_reverse(chart->y_axis);
    chart_axis_set_crossing_max(chart->y_axis);
    chart_axis_set_num_format(chart->x_axis, "0");
    chart_set_series_gap(chart, 60);
    lxw_chart_options options = {
        .x_scale = 1.5,
        .y_scale = fmax(1.0, fmin(6.0, (90.0 + 26.0 * n_categories) / 288.0)),
    };
    keep(press,
         worksheet_insert_chart_opt(page, from->row, (lxw_col_t)from->column, chart, &options));
}

static bool fill_sheet(struct press_book *press, const struct sheet *sheet) {
    const char *name = str_to_c(press->arena, sheet->name);
    if (!keep(press, workbook_validate_sheet_name(press->book, name))) {
        return false;
    }
    lxw_worksheet *page = workbook_add_worksheet(press->book, name);
    if (page == NULL) {
        return keep(press, LXW_ERROR_MEMORY_MALLOC_FAILED);
    }
    press->sheet = sheet;
    press->page = page;
    press->merges = xlsx_sort_merges(press->arena, sheet);
    press->next_merge = 0;
    press->last_body_row = 0;
    set_page(press);
    write_rows(press);
    set_filter(press);
    for (size_t i = 0; i < sheet->n_charts; i++) {
        write_chart(press, page, sheet, &sheet->charts[i]);
    }
    /* Codes and telephone numbers are text on purpose: no green corners. */
    keep(press, worksheet_ignore_errors(page, LXW_IGNORE_NUMBER_STORED_AS_TEXT, "A1:XFD1048576"));
    return press->error == LXW_NO_ERROR && !press->fault;
}

static bool fill(struct press_book *press, const struct workbook *workbook) {
    for (size_t i = 0; i < N_STYLES; i++) {
        press->formats[i] = add_format(press->book, &LOOKS[i], true);
        if (press->formats[i] == NULL) {
            return keep(press, LXW_ERROR_MEMORY_MALLOC_FAILED);
        }
    }
    struct look loose = LOOKS[STYLE_TITLE];
    loose.align = LXW_ALIGN_LEFT;
    press->loose_title = add_format(press->book, &loose, false);
    press->loose_note = add_format(press->book, &LOOKS[STYLE_NOTE], false);
    if (press->loose_title == NULL || press->loose_note == NULL) {
        return keep(press, LXW_ERROR_MEMORY_MALLOC_FAILED);
    }
    for (size_t i = 0; i < workbook->n_sheets; i++) {
        if (!fill_sheet(press, workbook->sheets[i])) {
            return false;
        }
    }
    /* Without a creation date the library asks the clock. */
    struct date date = date_valid(workbook->date) ? workbook->date : (struct date){1980, 1, 1};
    lxw_doc_properties properties = {
        .title = str_to_c(press->arena, xlsx_text(press->arena, workbook->title)),
        .author = str_to_c(press->arena, xlsx_text(press->arena, workbook->author)),
        .created = (time_t)(date_to_days(date) * 86400),
    };
    return keep(press, workbook_set_properties(press->book, &properties));
}
