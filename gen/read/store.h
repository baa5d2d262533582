/*
 * Inner header of read: what readers of files and sheets stand on. A reader is a function that
 * hands over all cells of a sheet in the order of the file, as often as it is asked; it is asked
 * first by the survey, and later for rows.
 *
 *     reader --> survey: counts, order, limits --> tape (tape.h), or nothing if that gets too big
 *     tape, or else the reader once more, or the held cells --> rows.c: rows --> read_rows
 */
#ifndef READ_STORE_H
#define READ_STORE_H

#include "read/read.h"
#include "read/tape.h"

/* The furthest place a sheet has (ECMA-376 part 1, 18.3.1.73 and 18.3.1.4 as Excel reads them). */
#define STORE_MOST_ROWS    1048576U
#define STORE_MOST_COLUMNS 16384U
/* Characters that a column is wide at most (18.3.1.13). */
#define STORE_MOST_WIDTH 255
/* At most that many sheets a file. */
#define STORE_MOST_SHEETS 1024U
/* At most that many reports of one kind a sheet; the rest is counted, or a file of twenty million
 * bad cells would fill the memory with complaints. */
#define STORE_MOST_REPORTS 1000U
/* Cells of a sheet whose rows are out of order, which must be held to be sorted. */
#define STORE_MOST_HELD 500000U

/* What a file may still use up. */
struct store_budget {
    /* Cells that hold something. */
    size_t cells;
    /* Bytes of text handed out, a shared string counted each time. */
    size_t text;
    /* Merges. */
    size_t merges;
    /* Bytes of tape. */
    size_t tape;
};

struct shown;
struct shown_place;

/* What the sheets of a file share. */
struct store_file {
    /* Where sources live, and where all else does. */
    struct arena *arena, *scratch;
    struct diag *diag;
    /* The file without a sheet, for messages about the whole. */
    const struct source *source;
    struct store_budget budget;
    /* The file as it came. */
    struct str bytes;
    /* That is UTF-8 from end to end, as whoever asked knows. */
    bool is_utf8;
    /* The book goes to another process: each sheet is put on a tape, and settled there. */
    bool is_apart;
    /* Number formats of cells, if they are to be kept (shown.h); NULL else. */
    struct shown *shown;
};

/* Hands over the cells of a sheet; false after a fault or when the sink said stop. `is_first`: the
 * survey asks, and what is odd is reported. */
typedef bool store_reader(struct read_sheet *sheet, const struct tape_sink *sink, bool is_first);

/* How a sheet is read again. */
struct read_store {
    struct store_file *file;
    /* Who reads it, what it reads with, and which part. */
    store_reader *read;
    void *reader;
    size_t part;
    /* Texts that cells share, for the tape; they live as long as the book. NULL without. */
    const struct texts *shared;
    /* Where texts lie that are kept as long as the book; empty without. */
    struct str kept;
    /* Merges, and where they are found by row: NULL without. */
    struct read_merge *merges;
    size_t n_merges, merges_capacity;
    const struct merge_index *merge_index;
    /* All cells in short, opened by readers for whom reading again costs more; NULL if they were
     * too many. */
    struct tape *tape;
    size_t tape_size;
    /* A tape that was there before the survey and is all there is to read; NULL for most. */
    struct tape *whole;
    /* Rows are out of order: all cells, sorted, with their texts; else NULL. */
    struct read_cell *held;
    size_t n_held, held_capacity;
    /* Of CSV: physical line of row r at [r - 1]; NULL else. */
    uint32_t *lines;
    size_t n_lines, lines_capacity;
    /* Cells that have a number format, by row and column. */
    struct shown_place *places;
    size_t n_places, places_capacity;
    /* A whole reading has reported repeated and covered cells. */
    bool is_told;
};

/* A full budget: 20 million cells, 256 MiB of text, 100,000 merges, 32 MiB of tape. */
struct store_budget store_full_budget(void);
/* Adds an empty sheet to the book; reports FILE_LIMIT and returns NULL when there are too many. */
struct read_sheet *store_add(struct store_file *file, struct read_book *book, struct str name);
/* Gives a sheet a tape that is all there is to read of it, for dialects that are read in one go;
 * whoever does so puts the cells on it before the survey. */
struct tape *store_add_tape(struct read_sheet *sheet);
/* Reads a sheet whose reader is set for the first time. False after a fault: the reader's, a used
 * up budget, or rows out of order that are too many to hold. */
bool store_survey(struct read_sheet *sheet);
/* The same of a sheet whose tape came from elsewhere, which is looked at. */
bool store_check(struct read_sheet *sheet);
/* Adds a merge; false when the budget is used up. */
bool store_merge(struct read_sheet *sheet, struct read_merge merge);
/* Notes a width of columns; what is no width, or one too many, is left out. */
void store_width(struct read_sheet *sheet, struct read_width width);
/* Makes merges findable. */
void store_index_merges(struct read_sheet *sheet);
/* Sorts cells by place, drops repeated places (the last stays, CELL_REPEATED if
 * they differ); returns how many stay.
 * `*n_reports` counts reports of the sheet. */
size_t store_sort(const struct read_sheet *sheet, struct read_cell *cells, size_t n,
                  size_t *n_reports);
/* Reports how many of `n` complaints of one kind were dropped: those beyond STORE_MOST_REPORTS. */
void store_report_rest(struct diag *diag, enum diag_id id, const struct source *source, size_t n);
/* Reports at a cell, with its text. */
void store_report(const struct read_sheet *sheet, enum diag_id id, const struct read_cell *cell);
/* Reports what a phrase about something explains, such as FILE_DAMAGED; returns false. */
bool store_refuse(struct diag *diag, enum diag_id id, const struct source *source,
                  enum diag_word word, struct str about);
/* Reports a FILE_LIMIT of which there may be `most`; returns false. */
bool store_limit(struct diag *diag, const struct source *source, enum diag_word word, size_t most);

/* The text of a formula behind which WPS keeps a picture in a cell; there is nothing to read. */
bool store_is_picture(struct str text);

/* Readers by kind: fill a book, sheets surveyed; false after a fatal report. */
bool xlsx_open(struct store_file *file, struct str bytes, struct read_book *book);
bool xls_open(struct store_file *file, struct str bytes, struct read_book *book);
bool html_open(struct store_file *file, struct str bytes, struct read_book *book);
bool xml2003_open(struct store_file *file, struct str bytes, struct read_book *book);
bool encrypted_open(struct store_file *file, struct str bytes, struct read_book *book);
bool xml_answer_open(struct store_file *file, struct str bytes, struct read_book *book);
bool json_open(struct store_file *file, struct str bytes, struct read_book *book);
bool csv_open(struct store_file *file, struct str bytes, struct read_book *book);

#endif
