/*
 * Inner header of read: a workbook as cells, whatever file it came from. Readers fill it; columns
 * make records of it.
 */
#ifndef READ_GRID_H
#define READ_GRID_H

#include "base/base.h"

/* What a cell of the file is. */
enum grid_kind {
    /* Text, as it stands. */
    GRID_TEXT,
    /* A number. */
    GRID_NUMBER,
    /* A number with a date format: a day (serial already turned into a date). */
    GRID_DATE,
    /* TRUE or FALSE: number 1 or 0. */
    GRID_BOOL,
    /* An error value such as #REF!, in text. */
    GRID_ERROR,
};

/* A cell that holds something; blank styled cells cost nothing and are not here. */
struct grid_cell {
    /* Row and column from 1. */
    uint32_t row, column;
    /* What it is. */
    enum grid_kind kind : 8;
    /* It came from a formula. */
    bool is_formula : 1;
    /* GRID_DATE. */
    struct date date;
    /* The text as shown to the sender as near as we can say: of numbers 15 significant digits, of
     * days YYYY-MM-DD with HH:MM:SS where there is a time; line ends are LF. */
    struct str text;
    /* GRID_NUMBER, GRID_BOOL; else 0. */
    double number;
};

/* A merged range, both ends included, from 1. */
struct grid_merge {
    uint32_t first_row, first_column, last_row, last_column;
};

/* A run of columns, both ends included, from 1. */
struct grid_columns {
    uint32_t first, last;
};

/* Where merges are found by row; opaque, inner to grid.c. */
struct grid_merge_index;

/* A sheet. */
struct grid_sheet {
    /* File and sheet name; what origins point to. */
    const struct source *source;
    /* The sheet is hidden. */
    bool is_hidden;
    /* Cells by rising row, then column; no place twice. */
    struct grid_cell *cells;
    size_t n_cells, capacity;
    /* Merges. */
    struct grid_merge *merges;
    size_t n_merges, merges_capacity;
    /* NULL without merges. */
    const struct grid_merge_index *merge_index;
    /* Sorted rows that are hidden (also by a filter, or of no height) and hold cells. */
    uint32_t *hidden_rows;
    size_t n_hidden_rows, hidden_capacity;
    /* Columns that are hidden, as the file lists them. */
    struct grid_columns *hidden_columns;
    size_t n_hidden_columns, hidden_columns_capacity;
    /* Index of the first cell of each row, by row; inner to grid.c, NULL for scattered cells. */
    size_t *row_starts;
    /* Last row that holds a cell. */
    uint32_t n_rows;
    /* For CSV: physical line of row r at [r - 1], as the row number counts records; NULL else. */
    const uint32_t *lines;
};

/* A file's sheets. */
struct grid {
    struct grid_sheet **sheets;
    size_t n_sheets, capacity;
    /* Name of the text encoding, for CSV; empty else. */
    struct str encoding;
};

/* Readers: bytes → grid, every doubt reported; false after a fatal one. `file` is the name that
 * diagnostics print. */
bool grid_read_xlsx(struct arena *arena, struct str bytes, struct str file, struct diag *diag,
                    struct grid *grid);
bool grid_read_csv(struct arena *arena, struct str bytes, struct str file, struct diag *diag,
                   struct grid *grid);

/* Sorts cells, drops repeated places (last wins, CELL_REPEATED) and what stands under merges
 * (CELL_UNDER_MERGE), indexes rows and merges. */
void grid_finish(struct arena *arena, struct grid_sheet *sheet, struct diag *diag);
/* The cell at a place, or NULL. A place under a merge gives NULL unless it is the top left. */
const struct grid_cell *grid_at(const struct grid_sheet *sheet, uint32_t row, uint32_t column);
/* The merge that covers a place, or NULL. */
const struct grid_merge *grid_merge_at(const struct grid_sheet *sheet, uint32_t row,
                                       uint32_t column);
/* The place as an origin. */
struct origin grid_origin(const struct grid_sheet *sheet, uint32_t row, uint32_t column);

#endif
