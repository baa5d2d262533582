/* Inner header of make_workbook: a file being described, and its package. */
#ifndef TOOLS_MAKER_H
#define TOOLS_MAKER_H

#include "base/base.h"

/* A cell to be written. */
struct cell {
    /* Place, from 1. */
    uint32_t row, column;
    /* Order of writing. */
    size_t number;
    /* 't' text, 'n' number, 'b' boolean, 'e' error, 'f' formula, 'r' a raw line of a CSV. */
    char kind;
    /* Index of cellXfs. */
    int style;
    /* Text, digits or formula. */
    struct str text;
    /* Result of a formula. */
    struct str result;
    /* A formula has a result. */
    bool is_calculated;
};

/* A part of a package that is given, doubled or dropped. */
struct part {
    struct str path;
    struct str bytes;
    bool is_dropped, is_doubled;
};

/* A sheet being described. */
struct sheet {
    struct str name, state;
    struct cell *cells;
    size_t n_cells, capacity;
    struct str *merges;
    size_t n_merges, merges_capacity;
    uint32_t hidden_rows[64], hidden_columns[64];
    size_t n_hidden_rows, n_hidden_columns;
    struct str widths;
};

/* A row of a table given by names. */
struct record {
    struct str *names, *values;
    size_t n, names_capacity, values_capacity;
};

/* Everything known while a description is read. */
struct maker {
    struct arena *arena;
    struct diag *diag;
    struct str source, folder;
    /* Line being read, from 1. */
    uint32_t line;
    /* The file: its name (empty before the first @file) and options. */
    struct str name, encoding;
    bool is_csv, is_old, is_raw, has_date1904, has_prefix, is_strict, is_inline, is_reversed,
        has_bom, is_crlf, is_tab;
    int64_t truncate, fraction;
    struct str raw;
    /* When the package says it was saved; empty: it does not. */
    struct str saved;
    struct sheet *sheets[64];
    size_t n_sheets;
    struct part parts[32];
    size_t n_parts;
    uint32_t row, indent;
    /* The table being read. */
    bool in_table;
    struct str *header;
    size_t n_header, header_capacity;
    struct record *records;
    size_t n_records, records_capacity;
    struct str joined;
    /* Shared strings of the file. */
    struct buf strings;
    size_t n_strings;
};

/* Ends the program with a message about a line of the description. */
_Noreturn void stop(const struct maker *maker, const char *what, struct str about);
/* Orders cells by row, column, then as written; for qsort. */
int compare_cells(const void *a, const void *b);
/* The file at hand as an XLSX package. */
struct str make_package(struct maker *maker);
/* The file at hand as an XLS in its OLE file. */
struct str make_old_workbook(struct maker *maker);

#endif
