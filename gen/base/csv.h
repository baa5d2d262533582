/* CSV text, already decoded to UTF-8, into records that remember their lines. */
#ifndef BASE_CSV_H
#define BASE_CSV_H

#include "base/arena.h"
#include "base/diag.h"

/* One field. */
struct csv_field {
    /* Its text, quotes removed, blanks kept. */
    struct str text;
    /* It was written in quotes. */
    bool is_quoted;
};

/* One record; blank lines are records of one empty field, so that numbers do not drift. */
struct csv_record {
    /* The fields. */
    struct csv_field *fields;
    /* How many. */
    size_t n_fields;
    /* Physical line it starts on, from 1. */
    uint32_t line;
};

/* All records of a text. */
struct csv_table {
    /* The records in order. */
    struct csv_record *records;
    /* How many. */
    size_t n_records;
};

/* Who takes records as they are read. */
struct csv_taker {
    /* Handed to the call. */
    void *context;
    /* A record, valid until the call returns. False ends the reading. */
    bool (*take)(void *context, const struct csv_record *record);
};

/* Splits a text (UTF-8, no BOM). Limits: field 1 MiB, 16,384 fields a record, 200 line ends inside
 * one quoted field. A record whose quotes never close, or close too late, is read again with its
 * quotes taken literally and reported as CSV_QUOTE; a limit passed is reported as CSV_LIMIT and
 * returns false. Lone CR, CRLF and LF all end a line. Text lives in `arena`. */
bool csv_read(struct arena *arena, struct str text, char delimiter, const struct source *source,
              struct diag *diag, struct csv_table *table);
/* The same, but hands each record over as soon as it is read and keeps none; true also when the
 * taker ended it. `arena` is for work; `diag` may be NULL: a text that was read before is read
 * again in silence. */
bool csv_each(struct arena *arena, struct str text, char delimiter, const struct source *source,
              struct diag *diag, const struct csv_taker *taker);
/* The delimiter with the steadiest count over the first 50 records outside quotes, among comma,
 * tab, semicolon and bar; comma when nothing speaks for another. */
char csv_guess_delimiter(struct str text);
/* Index of the column of that name in the first record, or SIZE_MAX. For our own tables. */
size_t csv_column(const struct csv_table *table, const char *name);
/* Text of a field, trimmed; empty when the record is shorter. */
struct str csv_text(const struct csv_record *record, size_t column);
/* Appends a field to a CSV text, quoted when it must be. */
struct buf;
void csv_add_field(struct buf *buf, struct str text);

#endif
