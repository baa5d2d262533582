/* What reader tests stand on: an arena, diagnostics, and the rows that some bytes were read into.
 */
#ifndef TESTS_INTAKE_TRIAL_H
#define TESTS_INTAKE_TRIAL_H

#include "read/store.h"

/* One reading. */
struct trial {
    struct arena *arena;
    struct diag *diag;
    struct read_book book;
    /* What the reader returned. */
    bool is_read;
    /* Every cell of the first sheet, in the order in which rows were handed over. */
    struct read_cell *cells;
    size_t n_cells, capacity;
};

/* A trial with nothing read yet. */
struct trial trial_open(void);
/* Opens a trial and reads bytes as a workbook; trial_xlsx releases them with the trial. */
struct trial trial_book(struct str bytes);
struct trial trial_xlsx(struct str bytes);
/* The same as XLS, in an OLE file or bare; the bytes must outlive the trial. */
struct trial trial_xls(struct str bytes);
/* The same as whatever the bytes are, by the door of the room. */
struct trial trial_any(const char *name, struct str bytes);
/* The same as CSV; the bytes must outlive the trial. */
struct trial trial_csv(struct str bytes);
/* Reads the rows of a sheet into the trial's cells; false after a fault. */
bool trial_rows(struct trial *trial, struct read_sheet *sheet);
/* Releases it. */
void trial_close(struct trial *trial);
/* The first sheet holds a cell of that kind and text at a place such as "B2"; prints it if not. */
bool trial_has(const struct trial *trial, const char *place, enum read_kind kind, const char *text);
/* The first sheet holds nothing at a place. */
bool trial_is_blank(const struct trial *trial, const char *place);
/* The cell itself, or NULL. */
const struct read_cell *trial_cell(const struct trial *trial, const char *place);
/* How often an id was reported. */
size_t trial_count(const struct trial *trial, enum diag_id id);
/* The reading failed with exactly that fatal; prints what was reported if not. */
bool trial_refused(const struct trial *trial, enum diag_id id);
/* `n` copies of a text, in the trial's arena. */
struct str trial_repeat(struct trial *trial, const char *text, size_t n);

#endif
