/*
 * The sheet contract: a workbook as plain data, made by docs and replayed by writers into XLSX or
 * CSV. Rows and columns count from 0 here, as no person sees these numbers.
 */
#ifndef LAYOUT_SHEET_H
#define LAYOUT_SHEET_H

#include "base/base.h"

/* What a cell holds. */
enum cell_kind {
    /* Nothing but its style. */
    CELL_BLANK,
    /* Text; written as text whatever it looks like. */
    CELL_TEXT,
    /* A number. */
    CELL_NUMBER,
    /* A formula without '=' in text, its computed result in number. */
    CELL_FORMULA,
    /* A day, in date. */
    CELL_DATE,
    /* TRUE or FALSE, an error such as #N/A: as in text, and of write_plain alone; any other writer
     * takes it for text. */
    CELL_BOOL,
    CELL_ERROR,
};

/* Named looks; the writer knows how each is drawn. */
enum cell_style {
    /* Plain body cell with thin borders, wrapped, top left. */
    STYLE_BODY,
    /* The same, right-aligned whole number. */
    STYLE_COUNT,
    /* One decimal and %. The number is a fraction: 0.5 prints 50.0%. */
    STYLE_PERCENT,
    /* Two decimals, 万元. */
    STYLE_MONEY,
    /* YYYY-MM-DD. */
    STYLE_DATE,
    /* Column header: bold, shaded, centred, wrapped. */
    STYLE_HEADER,
    /* Sheet title: large, bold, centred, no border. */
    STYLE_TITLE,
    /* Remarks under a table: no border. */
    STYLE_NOTE,
    /* Total row text. */
    STYLE_TOTAL,
    /* Total row count. */
    STYLE_TOTAL_COUNT,
    /* Total row percentage. */
    STYLE_TOTAL_PERCENT,
    /* Severity shades for the problem list and returned cells. */
    STYLE_WARNING,
    /* The same for errors. */
    STYLE_ERROR,
    /* Header of a column that must be filled. */
    STYLE_REQUIRED,
    /* An example that shows how a row is filled: grey. */
    STYLE_EXAMPLE,
    /* Cells to be filled in: what is typed stays text, codes keep their zeros. No border. */
    STYLE_ENTRY,
    /* The same for days and numbers, which show as they are typed. */
    STYLE_ENTRY_NUMBER,
    /* How many. */
    N_STYLES
};

/* One cell. */
struct cell {
    /* Place, from 0. */
    uint32_t row, column;
    /* What it holds. */
    enum cell_kind kind;
    /* Text or formula. */
    struct str text;
    /* Number or the formula's result. */
    double number;
    /* Date. */
    struct date date;
    /* Look. */
    enum cell_style style;
    /* Its number format, one more than the number of that: a built-in one (ECMA-376 part 1,
     * 18.8.30) or one of the workbook; 0 for the look's. Of write_plain alone. */
    uint32_t format;
    /* Where a click on it leads, as formulas name the place; empty for nowhere. */
    struct str link;
};

/* A merged range, both ends included; its text stands in the top left cell. */
struct merge {
    uint32_t first_row, first_column, last_row, last_column;
};

/* A series of a chart on the sheet: ranges of the sheet it stands on. */
struct sheet_series {
    /* Cell of its name. */
    uint32_t name_row, name_column;
    /* Category cells: a column of rows. */
    uint32_t first_row, last_row, category_column;
    /* Value column over the same rows. */
    uint32_t value_column;
};

/* A native chart: bars, categories downwards; parts stacked or in groups, or rates of
 * up to 100 %. */
struct sheet_chart {
    /* Values are fractions, drawn up to 1. */
    bool is_of_rates;
    /* The bars of a category stand beside each other, not end to end. */
    bool is_grouped;
    /* A line a series instead, the categories from left to right. */
    bool is_of_lines;
    /* Title. */
    struct str title;
    /* Anchor cell. */
    uint32_t row, column;
    /* Series. */
    struct sheet_series *series;
    /* How many. */
    size_t n_series;
};

/* What may be typed into cells. */
enum input_kind {
    /* Anything: only the message is shown. */
    INPUT_ANY,
    /* One of the texts that stand below each other on a sheet. */
    INPUT_CHOICE,
    /* A day, in days since 1970-01-01. */
    INPUT_DATE,
    /* A whole number. */
    INPUT_WHOLE,
    /* A number. */
    INPUT_NUMBER,
    /* A text of so many characters. */
    INPUT_LENGTH,
    /* How many there are. */
    N_INPUTS
};

struct sheet;

/* What a column's cells ask for while they are filled in. */
struct sheet_input {
    /* The cells, both ends included. */
    uint32_t first_row, last_row, column;
    enum input_kind kind;
    /* Bounds of a day, number or length, both included. */
    double low, high;
    /* Where the choices stand, from the first row to the last. */
    const struct sheet *choices;
    uint32_t choices_column, first_choice, last_choice;
    /* Anything else is refused; else the person is asked whether it is meant. */
    bool is_strict;
    /* Shown beside the cell: at most 32 and 255 characters. */
    struct str title, message;
    /* Said of anything else, at most 225 characters; empty leaves the program's own words. */
    struct str fault;
};

/* Cells that look otherwise while they say a text. */
struct sheet_tone {
    /* The cells, both ends included. */
    uint32_t first_row, last_row, column;
    /* At most 200 characters. */
    struct str text;
    /* STYLE_WARNING or STYLE_ERROR. */
    enum cell_style style;
};

/* Rows that are made while a sheet is read, and stand below those it holds: what is too long to be
 * held. A reading begins again with the first. */
struct sheet_rows {
    /* Begins a reading, whose memory is in the arena; it is handed to `next`. */
    void *(*begin)(struct arena *arena, const void *context);
    /* Puts the cells of the next row into `into`, an empty sheet, at `row`; texts that must be made
     * are made in the arena, which is emptied before the row behind. False at the end. */
    bool (*next)(struct arena *arena, void *reading, struct sheet *into, uint32_t row);
    /* What is handed to `begin`. */
    const void *context;
};

/* A sheet. */
struct sheet {
    /* At most 31 characters, none of []:*?/\ . */
    struct str name;
    /* The cells, by rising row, then column. */
    struct cell *cells;
    /* How many. */
    size_t n_cells;
    /* Room for. */
    size_t capacity;
    /* Rows below these cells; NULL for none. */
    const struct sheet_rows *rows;
    /* Merges; where the sheet has `rows`, each in one row. */
    struct merge *merges;
    /* How many. */
    size_t n_merges;
    /* Room for merges. */
    size_t merges_capacity;
    /* Column widths in characters, from column 0; 0 leaves the default. */
    const double *widths;
    /* How many widths. */
    size_t n_widths;
    /* Rows that stay in view and repeat on paper, from the top; 0 for none. */
    uint32_t header_rows;
    /* Last column of the automatic filter over the last header row; 0 for no filter. */
    uint32_t filter_column;
    /* Landscape paper. */
    bool is_landscape;
    /* Charts. */
    struct sheet_chart *charts;
    /* How many. */
    size_t n_charts;
    /* Looks of whole columns, from column 0: of the cells that are not written. */
    const enum cell_style *column_styles;
    /* How many. */
    size_t n_column_styles;
    /* What its cells ask for. */
    struct sheet_input *inputs;
    /* How many. */
    size_t n_inputs;
    /* Room for inputs. */
    size_t inputs_capacity;
    /* What its cells look like by what they say. */
    struct sheet_tone *tones;
    /* How many, and room for. */
    size_t n_tones, tones_capacity;
    /* It is not shown. */
    bool is_hidden;
};

/* A name hidden in a workbook, for the program that reads it again: at most 31 characters, letters,
 * digits and underscores. It stands for a sheet, or else for a text. */
struct workbook_name {
    struct str name;
    /* The sheet; NULL for a text. */
    const struct sheet *sheet;
    /* At most 80 characters, no quotes. */
    struct str text;
};

/* A number format that a workbook defines. */
struct sheet_format {
    /* Its number, from 164 on; each once. */
    uint32_t number;
    /* The code; one that Excel takes. */
    struct str code;
};

/* A workbook. */
struct workbook {
    /* Properties. */
    struct str title, author;
    /* Date of the properties: the as-of date of the run. */
    struct date date;
    /* Its sheets. */
    struct sheet **sheets;
    /* How many. */
    size_t n_sheets;
    /* Room for. */
    size_t capacity;
    /* Printed at the head of every page (草稿); empty for nothing. */
    struct str mark;
    /* Hidden names. */
    const struct workbook_name *names;
    /* How many. */
    size_t n_names;
    /* Number formats of cells. Of write_plain alone, as is what follows. */
    const struct sheet_format *formats;
    /* How many. */
    size_t n_formats;
    /* Days are counted from 1904. */
    bool is_1904;
};

/* ---- marks in a workbook that somebody else made ---- */

/* How bad a marked cell is. */
enum mark_tone { MARK_NOTE, MARK_WARNING, MARK_ERROR, N_MARK_TONES };

/* A cell of a sender's workbook that is coloured and commented. */
struct mark {
    struct str sheet;
    /* From 1. */
    uint32_t row, column;
    enum mark_tone tone;
    /* Empty for the colour alone. */
    struct str comment;
};

/* A link from a cell of our sheet, from 0, to a cell of the sender's, from 1. */
struct mark_link {
    uint32_t row, column;
    struct str sheet;
    uint32_t to_row, to_column;
};

/* What is put into a sender's workbook. */
struct marking {
    /* By sheet, row and column; each cell once. */
    const struct mark *marks;
    size_t n_marks;
    /* Our sheet, which stands first; in place of the one an earlier run put there. */
    const struct sheet *list;
    /* By row and column. */
    const struct mark_link *links;
    size_t n_links;
    /* Hidden names; one of them stands for `list`. Those of an earlier run go. */
    const struct workbook_name *names;
    size_t n_names;
    /* Who writes our comments, and the line between a comment of the sender's and ours below it. */
    struct str author, divider;
};

/* ---- making and reading ---- */

/* Adds an empty sheet. */
struct sheet *sheet_add(struct arena *arena, struct workbook *workbook, struct str name);
/* Adds cells of each kind; the sheet keeps the texts by reference. */
void sheet_text(struct arena *arena, struct sheet *sheet, uint32_t row, uint32_t column,
                struct str text, enum cell_style style);
void sheet_number(struct arena *arena, struct sheet *sheet, uint32_t row, uint32_t column,
                  double number, enum cell_style style);
/* `formula` without '='; `result` is stored as the computed value. */
void sheet_formula(struct arena *arena, struct sheet *sheet, uint32_t row, uint32_t column,
                   struct str formula, double result, enum cell_style style);
void sheet_date(struct arena *arena, struct sheet *sheet, uint32_t row, uint32_t column,
                struct date date, enum cell_style style);
/* A click on the cell added last leads there: 'T2'!C17. A writer may leave out links beyond the
 * number that a sheet may have; the text is kept by reference. */
void sheet_link(struct sheet *sheet, struct str place);
/* The cell added last, a text, is a truth value or an error. */
void sheet_be(struct sheet *sheet, enum cell_kind kind);
/* The cell added last has a number format, as in struct cell. */
void sheet_format(struct sheet *sheet, uint32_t format);
/* Merges a range. */
void sheet_merge(struct arena *arena, struct sheet *sheet, struct merge merge);
/* Adds what cells ask for. */
void sheet_ask(struct arena *arena, struct sheet *sheet, struct sheet_input input);
/* Adds a look by what is said. */
void sheet_tint(struct arena *arena, struct sheet *sheet, struct sheet_tone tone);
/* A row as it is read: its cells, by rising column; valid until the next row is read. */
struct sheet_row {
    const struct cell *cells;
    size_t n_cells;
};

/* A reading of a sheet; opaque. */
struct sheet_reader;

/* Begins to read a sheet, held or not; its memory is in the arena. */
struct sheet_reader *sheet_read(struct arena *arena, const struct sheet *sheet);
/* The next row that has cells, by rising row; false at the end. */
bool sheet_next(struct sheet_reader *reader, struct sheet_row *row);
/* "C17" for row 16, column 2. */
struct str sheet_cell_name(struct arena *arena, uint32_t row, uint32_t column);
/* The workbook as text, a cell a line, for tests. */
struct str sheet_dump(struct arena *arena, const struct workbook *workbook);

#endif
