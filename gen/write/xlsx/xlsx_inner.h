/* Inner header of write: a workbook while libxlsxwriter writes it. xlsx.c opens and closes the
 * book, xlsx_sheet.c fills its sheets, xlsx_row.c what needs no
 * library in these, xlsx_chart.c draws their charts. */
#ifndef WRITE_XLSX_XLSX_INNER_H
#define WRITE_XLSX_XLSX_INNER_H

#include <xlsxwriter.h>

#include "base/base.h"
#include "layout/sheet.h"

/* Sizes of type in points. */
#define BODY_SIZE  11.0
#define TITLE_SIZE 16.0

/* Height in points of a row that needs no more. */
#define ROW_HEIGHT 16.5
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
    /* What cells are filled with by what they say. */
    lxw_format *warning, *error_tone;
    /* The sheet at hand. */
    const struct sheet *sheet;
    lxw_worksheet *page;
    /* What is printed at the head of every page, as the library takes it; NULL for nothing. */
    const char *mark;
    /* Its merges, sorted; those before next_merge have been written. */
    const struct merge *merges;
    size_t next_merge;
    /* Its last row that is neither a total nor a remark: where the filter ends. */
    uint32_t last_body_row;
    /* Links given to the library on the sheet at hand. */
    uint32_t n_links;
    /* Its rows so far, those between them that are empty too, and their height in points. */
    uint32_t n_sized;
    double height;
    /* Rows given to the library, by sheet. */
    size_t *n_rows;
    size_t n_sheets;
    /* The first thing the library refused; sticky. */
    lxw_error error;
    /* The first cell that must not be written, in a few words; NULL for none. */
    const char *fault;
};

/* Keeps the first error; true while there is none. */
bool xlsx_keep(struct press_book *press, lxw_error error);
/* A text made harmless, for the library. */
const char *xlsx_clean(struct arena *arena, struct str text);
/* The row holds nothing but texts and whole numbers, and its book keeps no rows. */
bool xlsx_row_is_plain(const struct press_book *press, const struct sheet_row *row);
/* Writes such a row, `height` points high; those above it have been given to the library. */
void xlsx_put_row(struct press_book *press, const struct sheet_row *row, double height);
/* Writes a sheet; false after a fault or an error. */
bool xlsx_fill_sheet(struct press_book *press, const struct sheet *sheet);
/* Width of a column in characters. */
double xlsx_column_width(const struct sheet *sheet, uint32_t column);
/* Draws the charts of the sheet at hand, whose rows are there, bars with the first category at the
 * top; on paper none is cut by the end of a page. */
void xlsx_charts(struct press_book *press);

#endif
