/*
 * read: bytes into rows of cells, whatever the dialect of the file. It knows only base: no column
 * has a meaning here, and that institutions exist is unheard of.
 *
 *     read_open   tells what the bytes are, refuses what cannot be read, and surveys every sheet:
 *                 merges, hidden columns, how many cells, rows in order or not, all faults
 *     read_rows   hands the rows of a sheet over, one at a time; as often as it is asked
 *
 * No sheet is held. What the survey found is kept in short as long as it is small, else the file is
 * read again; only a sheet whose rows are out of order is held to be sorted, and must be small.
 */
#ifndef READ_READ_H
#define READ_READ_H

#include "base/base.h"

/* What a cell of the file is. */
enum read_kind {
    /* Text, as it stands. */
    READ_TEXT,
    /* A number. */
    READ_NUMBER,
    /* A number with a date format: a day (serial already turned into a date). */
    READ_DATE,
    /* TRUE or FALSE: number 1 or 0. */
    READ_BOOL,
    /* An error value such as #REF!, in text. */
    READ_ERROR,
};

/* A cell that holds something; blank styled cells cost nothing and are not here. */
struct read_cell {
    /* Row and column from 1. */
    uint32_t row, column;
    /* What it is. */
    enum read_kind kind : 8;
    /* Its row is hidden, also by a filter, or has no height. */
    bool is_row_hidden : 1;
    /* The file has other contents for the same place: none is to be read, and that was reported.
     * What stands here is the last. */
    bool is_repeated : 1;
    /* READ_NUMBER: whoever made the text knows that it says the number to the last bit. */
    bool is_exact : 1;
    /* READ_DATE: the day; what of it is shown: day, month or year. */
    struct date date;
    enum date_precision precision : 8;
    /* The text as shown to the sender as near as we can say: of numbers 15 significant digits, of
     * days YYYY-MM-DD with HH:MM:SS where there is a time, YYYY-MM or YYYY where no more is shown;
     * line ends are LF. */
    struct str text;
    /* READ_NUMBER, READ_BOOL; else 0. */
    double number;
};

/* A row that holds something. */
struct read_row {
    /* Its number, from 1; of CSV the record's, blank lines counted. */
    uint32_t number;
    /* It is hidden. */
    bool is_hidden;
    /* Its cells by rising column, no place twice, none under a merge but the top left. */
    const struct read_cell *cells;
    size_t n_cells;
};

/* A merged range, both ends included, from 1. */
struct read_merge {
    uint32_t first_row, first_column, last_row, last_column;
};

/* A run of columns, both ends included, from 1. */
struct read_columns {
    uint32_t first, last;
};

/* How wide the file makes columns, both ends included, from 1; in characters, above 0. */
struct read_width {
    uint32_t first, last;
    double characters;
};

/* How a sheet is read again; opaque. */
struct read_store;

/* A sheet, surveyed. */
struct read_sheet {
    /* File and sheet name; what origins point to. */
    const struct source *source;
    /* The sheet is hidden. */
    bool is_hidden;
    /* Cells that hold something, repeated and covered ones too. */
    size_t n_cells;
    /* read_merge_at has something to find. */
    bool has_merges;
    /* Columns that are hidden, as the file lists them. */
    struct read_columns *hidden_columns;
    size_t n_hidden_columns, hidden_columns_capacity;
    /* Widths of columns that are not hidden; of .xls and .xlsx. */
    struct read_width *widths;
    size_t n_widths, widths_capacity;
    struct read_store *store;
};

/* A name hidden in a workbook by this program. */
struct read_name {
    struct str name;
    /* What it stands for: the text, or the name of the sheet that its cell is on. */
    struct str text;
};

/* A number format: a built-in one by its number alone (ECMA-376 part 1, 18.8.30), or its code. */
struct read_format {
    uint32_t id;
    struct str code;
};

/* How a cell shows that is not shown as it is. */
struct read_shown {
    /* The number behind it: of a day the serial number, in the system of the book. NAN for none. */
    double number;
    /* Its format's place among those of the book. */
    size_t format;
};

/* How the names begin that this program hides in workbooks. */
#define READ_OWN_NAMES "_dengbao_"

/* A file as sheets. */
struct read_book {
    /* In the order of the file. */
    struct read_sheet **sheets;
    size_t n_sheets, capacity;
    /* Names that begin with READ_OWN_NAMES; few, or the rest is left out. */
    struct read_name *names;
    size_t n_names, names_capacity;
    /* "xlsx", "xls", "csv", or what else it turned out to be. */
    struct str kind;
    /* Name of the text encoding, for CSV; empty else. */
    struct str encoding;
    /* Formats of cells were asked for, and the dialect has them; those that read_shown_at tells of.
     */
    bool has_formats;
    const struct read_format *formats;
    size_t n_formats;
    /* Serial numbers of days count from 1904. */
    bool is_1904;
    /* When the package says it was last saved, as 2012-03-01T08:15:00Z; empty if it does not. */
    struct str saved;
};

/* What reading one file may use up. */
struct read_limits {
    /* Mebibytes of the file; held by whoever loads it. */
    uint32_t file;
    /* Seconds of processor, and of the clock. */
    uint32_t cpu, time;
    /* Mebibytes of memory beyond what is in use, and of all cells in short. */
    uint32_t memory, output;
};

/* 64 MiB, 20 s of processor, 200 s, 512 MiB and 256 MiB. */
struct read_limits read_default_limits(void);
/* Sets the limit of that name, as its member is called. False if there is none, or for 0 or more
 * than a million. */
bool read_set_limit(struct read_limits *limits, struct str name, int64_t value);

/* A process of its own that reads file after file within limits; one that dies of a file is
 * replaced. Opaque. */
struct reader;

/* A reader that belongs to the arena. Its process is made at once, and again when it is needed and
 * not there. */
struct reader *reader_open(struct arena *arena, const struct read_limits *limits);
/* Chunks of that arena lie in a file (arena_lend), which processes would have in common: those that
 * are made from now on have a copy. */
void reader_set_common(struct reader *reader, struct arena *common);

/* The file that will be opened after the one that read_open opens next: the process reads it while
 * this one does something else. Its bytes and name stay as they are until it is opened, or another
 * is. What it says is the same. */
void reader_expect(struct reader *reader, struct str name, struct str bytes);
/* The file that was expected before is not opened after all. */
void reader_pass(struct reader *reader, struct arena *scratch);

/* A file to be read. */
struct read_input {
    /* Sources go to `arena` and live with what is made of the cells; the book lives in `scratch`.
     */
    struct arena *arena, *scratch;
    /* What diagnostics print. */
    struct str name;
    /* The file; must outlive the book. */
    struct str bytes;
    struct diag *diag;
    /* Whose process reads it; NULL: this one does, as far as it goes. */
    struct reader *reader;
    /* Number formats of cells are kept, for read_shown_at. */
    bool keeps_formats;
};

/* Opens and surveys a file that lies in memory. Reports FILE_NAMED_OTHERWISE, what is odd about
 * cells, and every reason to refuse: FILE_EMPTY, FILE_ENCRYPTED, FILE_NOT_YET, FILE_NOT_SHEET,
 * FILE_PAGE, FILE_DAMAGED, FILE_LIMIT, FILE_NOT_READ, ENCODING_UNKNOWN, ENCODING_WESTERN,
 * CSV_LIMIT; then false, with the kind set if it was found out. */
bool read_open(const struct read_input *input, struct read_book *book);
/* Hands the rows of a sheet to `take` by rising number; a row and its texts are valid until `take`
 * returns. False of `take` ends it. The first time CELL_REPEATED (cells of one place that differ)
 * and CELL_UNDER_MERGE (not taken) are reported. False after a fault. */
bool read_rows(struct read_sheet *sheet, bool (*take)(void *context, const struct read_row *row),
               void *context);
/* The cell of a row in a column, or NULL. */
const struct read_cell *read_cell_at(const struct read_row *row, uint32_t column);
/* How the cell at a place shows, if it has a format that another workbook can be given; of .xls,
 * .xlsx and XML of 2003, and where formats are kept. Of a repeated cell it may be any. */
bool read_shown_at(const struct read_book *book, const struct read_sheet *sheet, uint32_t row,
                   uint32_t column, struct read_shown *shown);
/* The merge that covers a place, or NULL. */
const struct read_merge *read_merge_at(const struct read_sheet *sheet, uint32_t row,
                                       uint32_t column);
/* The place as an origin: of CSV with its physical line. */
struct origin read_origin(const struct read_sheet *sheet, uint32_t row, uint32_t column);

#endif
