/*
 * Inner header of the xlsx reader: what the two files share that read a sheet part: xlsx_sheet.c
 * its elements, xlsx_cell.c what stands in a cell (18.3.1.4).
 */
#ifndef READ_XLSX_SHEET_H
#define READ_XLSX_SHEET_H

#include "read/xlsx.h"

/* Which part of the sheet the reading is in; look-alikes elsewhere are not meant. */
enum zone { ZONE_NONE, ZONE_COLUMNS, ZONE_ROWS, ZONE_MERGES };

/* How the value of a cell is written (18.18.11). */
enum cell_type {
    TYPE_NUMBER,
    TYPE_SHARED,
    TYPE_INLINE,
    TYPE_STRING,
    TYPE_BOOL,
    TYPE_ERROR,
    TYPE_DATE,
};

/* Where inside a cell the reading is. */
enum inside { INSIDE_NONE, INSIDE_VALUE, INSIDE_INLINE };

/* Reading a sheet part. */
struct xlsx_reading {
    struct xlsx *xlsx;
    struct read_sheet *sheet;
    /* Who takes the cells. */
    const struct tape_sink *sink;
    /* The survey asks: what is odd is reported, merges and hidden columns are noted. */
    bool is_first;
    enum zone zone;
    /* The row being read, and the column last read in it; 0 before the first. */
    uint32_t row, column;
    bool is_row_hidden, is_row_said;
    /* A c element is open. */
    bool is_in_cell;
    enum inside inside;
    enum cell_type type;
    uint32_t style;
    /* The place of the open cell. */
    uint32_t cell_row, cell_column;
    bool has_formula, has_value, has_inline;
    /* Text of v. */
    struct buf value;
    /* Text of is. */
    struct xlsx_text inline_text;
    /* Reports so far of CELL_NOT_CALCULATED, CELL_DAMAGED and CELL_NOT_SHOWN. */
    uint32_t n_uncalculated, n_damaged, n_unshown;
};

/* More than any index is. */
#define MOST_INDEX 100000000U

/* Figures alone, up to `most`, which is at most MOST_INDEX. */
bool xlsx_index(struct str text, uint32_t most, uint32_t *number);
/* The same from 1 on. */
bool xlsx_number(struct str text, uint32_t most, uint32_t *number);
/* A1 style, letters of either case. */
bool xlsx_place(struct str text, uint32_t *row, uint32_t *column);
/* Hands over the cell that ends; false if the sink said stop. */
bool xlsx_finish_cell(struct xlsx_reading *reader);

#endif
