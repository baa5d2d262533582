/*
 * What tests of the record half stand on: the real templates, an inventory, and sheets drawn as
 * text, one line a row and cells parted by bars.
 */
#ifndef TESTS_INTAKE_PAPER_H
#define TESTS_INTAKE_PAPER_H

#include "intake/desk.h"

/* An open window with an empty inventory. */
struct paper {
    struct arena *arena;
    struct diag *diag;
    struct intake *intake;
    struct inventory *inventory;
    /* The last file. */
    struct intake_file file;
};

struct paper paper_open(void);
void paper_close(struct paper *paper);

/* Reads one text cell as a field, under a header. */
const struct value *paper_value(struct paper *paper, enum field field, const char *text);
/* The same of a number cell; `text` is how read writes it. */
const struct value *paper_number(struct paper *paper, enum field field, const char *text,
                                 double number);
/* The same of any cell. */
const struct value *paper_cell(struct paper *paper, enum field field, struct read_cell cell);

/* A sheet of text cells: "a|b\nc|d". A cell "^" is merged with the one above, "<" with the one at
 * its left; an empty cell holds nothing. */
struct read_sheet *paper_sheet(struct paper *paper, const char *name, const char *rows);
/* Hides a row of such a sheet. */
void paper_hide_row(struct read_sheet *sheet, uint32_t row);
/* Reads sheets as the records of one file; then counts are in paper->file. */
void paper_read(struct paper *paper, const char *file, struct read_sheet **sheets, size_t n);
/* Reads one sheet so. */
void paper_read_rows(struct paper *paper, const char *file, const char *rows);
/* Reads bytes through the front door. */
void paper_read_bytes(struct paper *paper, const char *file, const char *bytes);
/* Gives systems to units. */
void paper_join(struct paper *paper);

/* The unit of a name; fails the test if there is none. Joins what was not joined yet. */
const struct unit *paper_unit(struct paper *paper, const char *name);
/* The system of a name in a unit; fails the test if there is none. */
const struct system *paper_system(struct paper *paper, const char *unit, const char *system);
/* Printed text of a field; empty if it is not given. */
struct str paper_text(const struct record *record, enum field field);
/* The texts are equal; prints both if not. */
bool paper_is(struct str text, const char *expected);

/* How often an id was reported. */
size_t paper_count(const struct paper *paper, enum diag_id id);
/* The nth report of an id, from 0; fails the test if there is none. */
const struct diag_item *paper_item(struct paper *paper, enum diag_id id, size_t n);
/* Place of an item: "B3", or the row. */
bool paper_at(struct paper *paper, const struct diag_item *item, const char *cell);
/* Nothing was reported at or above a severity; prints what was. */
bool paper_is_quiet(const struct paper *paper, enum severity severity);

#endif
