/*
 * Inner header of intake: small tables beside the inventory, each in a file of its own: a header
 * row and rows of one kind. Who reads one says what its headers mean and takes its rows.
 */
#ifndef INTAKE_SIDE_H
#define INTAKE_SIDE_H

#include "intake/desk.h"

/* Columns that such a table may have. */
#define SIDE_MOST_PARTS 16

struct side_table;

/* What is alike for all files of a kind. */
struct side_kind {
    /* By part: as what its cells are read. The first part is the one without which there is no
     * header row. */
    const enum field *fields;
    size_t n_parts;
    /* Rows at most. */
    size_t most_rows;
    /* Reported of a file without rows. */
    enum diag_id empty;
    /* A header row may be its first part alone, where nothing stands beside it. */
    bool may_be_alone;
    /* What a header says; n_parts if it is nothing of such a table. */
    size_t (*find_part)(const struct side_table *table, struct str header);
    /* Takes a row behind the header. */
    void (*take)(struct side_table *table, const struct read_row *row);
};

/* A sheet being read. */
struct side_table {
    const struct side_kind *kind;
    const struct intake *intake;
    /* Cleared behind each row. */
    struct arena *scratch;
    struct diag *diag;
    const struct read_sheet *sheet;
    /* By part: its column from 1, 0 for none, and its header. */
    uint32_t columns[SIDE_MOST_PARTS];
    struct str headers[SIDE_MOST_PARTS];
    bool has_header;
    /* Of the reader's own. */
    void *context;
    /* Rows taken, of all sheets: whoever takes one counts it. */
    size_t *n_rows;
};

/* Words as header_key has them. */
void side_words(struct arena *arena, const struct yaml *list, struct words *words);
/* A cell's text as its part asks; empty where it is not given or not readable, which is reported.
 */
struct str side_cell(const struct side_table *table, const struct read_row *row, size_t part);
/* Reads all sheets of a file. Reports what read_open does, the kind's `empty`, and FILE_LIMIT of
 * one with more rows than it may have; false then. */
bool side_read(const struct intake *intake, const struct read_input *file,
               const struct side_kind *kind, void *context, size_t *n_rows);

#endif
