/* What reader tests stand on: an arena, diagnostics, and the grid that some bytes were read into.
 */
#ifndef TESTS_INTAKE_TRIAL_H
#define TESTS_INTAKE_TRIAL_H

#include "read/grid.h"

/* One reading. */
struct trial {
    struct arena *arena;
    struct diag *diag;
    struct grid grid;
    /* What the reader returned. */
    bool is_read;
};

/* A trial with nothing read yet. */
struct trial trial_open(void);
/* Opens a trial and reads bytes as a workbook, as CSV. */
struct trial trial_xlsx(struct str bytes);
struct trial trial_csv(struct str bytes);
/* Releases it. */
void trial_close(struct trial *trial);
/* The first sheet holds a cell of that kind and text at a place such as "B2"; prints it if not. */
bool trial_has(const struct trial *trial, const char *place, enum grid_kind kind, const char *text);
/* The first sheet holds nothing at a place. */
bool trial_is_blank(const struct trial *trial, const char *place);
/* The cell itself, or NULL. */
const struct grid_cell *trial_cell(const struct trial *trial, const char *place);
/* How often an id was reported. */
size_t trial_count(const struct trial *trial, enum diag_id id);
/* The reading failed with exactly that fatal; prints what was reported if not. */
bool trial_refused(const struct trial *trial, enum diag_id id);
/* `n` copies of a text, in the trial's arena. */
struct str trial_repeat(struct trial *trial, const char *text, size_t n);

#endif
