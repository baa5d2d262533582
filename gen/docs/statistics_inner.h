/*
 * Shared by statistics_read.c (what the tables show), statistics.c (sums), statistics_table.c
 * (paper) and statistics_book.c (workbook).
 */
#ifndef DOCS_STATISTICS_INNER_H
#define DOCS_STATISTICS_INNER_H

#include "docs/statistics.h"

/* Alternatives of the condition of a listed row. */
#define MAX_ALTERNATIVES 8

/* Which ledger rows a listed row takes: those that pass any of these. */
struct row_rule {
    const struct ledger_filter *any[MAX_ALTERNATIVES];
    size_t n_any;
};

/* What a column shows. */
struct column {
    /* Heading, and what prose calls its total; empty for nothing. */
    struct str name, id;
    /* Width in characters. */
    double width;
    enum column_kind {
        /* A word of the row. */
        COLUMN_TEXT,
        /* Rows of the ledger, different units among them, or the sum of one of their columns. */
        COLUMN_COUNT,
        /* The sum of the columns first to last of the same row. */
        COLUMN_ADD,
        /* Rate: sum of the columns first to last over column `of`. */
        COLUMN_RATE,
    } kind;
    /* COLUMN_TEXT: the key of the word. */
    struct str show;
    /* COLUMN_COUNT: whose rows; each unit once; the column to sum, else N_LEDGER_COLUMNS. */
    enum ledger_table table;
    bool is_of_units;
    enum ledger_column summed;
    /* Its numbers are hundredths of 万元. */
    bool is_money;
    /* COLUMN_COUNT: which rows, for each row of the table (one for all of a table of areas). */
    const struct ledger_filter **filters;
    /* COLUMN_COUNT of a table whose listed rows share out the ledger's; else NULL. */
    struct row_rule *rules;
    /* COLUMN_ADD and COLUMN_RATE: places of columns; first and last are written as a range. */
    uint32_t first, last, of;
    bool is_range;
};

/* A table: a sheet of the workbook. */
struct figures {
    /* "T2", and the name of its chart; empty for none. */
    struct str id, chart;
    struct str sheet, title, note, chart_title;
    /* Its rows are the areas; else those of `list`. */
    bool is_of_areas;
    const struct yaml *list;
    /* A last row of totals. */
    bool has_total;
    struct column *columns;
    uint32_t n_columns;
    /* Columns drawn by the chart. */
    uint32_t chart_first, chart_last;
};

/* A side of a check: cells of tables, or a column of the ledger summed. */
struct check_term {
    bool is_of_ledger;
    /* Place of the table and of its column. */
    size_t figures;
    uint32_t column;
    enum ledger_column summed;
};

/* Two sums that must agree. */
struct check {
    struct str text;
    struct check_term *terms[2];
    size_t n_terms[2];
};

/* templates/docs/statistics.yaml. */
struct statistics {
    /* The whole file, for words. */
    const struct yaml *words;
    struct figures *tables;
    size_t n_tables;
    struct check *checks;
    size_t n_checks;
    /* Headings and widths of 来源. */
    const struct yaml *source_columns;
    double *source_widths;
};

/* Columns of 来源. */
#define N_SOURCE_COLUMNS 6

/* A row of the tables of areas: 省直 first, then each city by code. */
struct district {
    /* What rows are sorted by: the code of the city, or of the county where no city stands over it;
     * texts that sort around the codes for 省直 and for units without a code. */
    struct str code;
    /* Printed name. */
    struct str name;
};

/* What a table comes to. */
struct sums {
    /* Rows without the total. */
    size_t n_rows;
    /* By row, the total behind them, and column; numbers of COLUMN_COUNT and COLUMN_ADD. */
    int64_t *numbers;
    /* By column: nobody keeps the rows that it counts, it stays empty. */
    bool *is_blank;
};

struct province {
    const struct ledger *ledger;
    struct district *areas;
    size_t n_areas;
    /* By ledger table: place of the area of each of its rows, SIZE_MAX for one of no unit. */
    size_t *row_areas[N_LEDGER_TABLES];
    /* By table of statistics.yaml. */
    struct sums *sums;
};

/* A table by its id; NULL if there is none. */
const struct figures *statistics_find(const struct statistics *statistics, struct str id);
/* A number of a table; row n_rows is the total. */
int64_t statistics_number(const struct figures *figures, const struct sums *sums, size_t row,
                          uint32_t column);
/* Part and whole of a rate. */
void statistics_parts(const struct figures *figures, const struct sums *sums, size_t row,
                      uint32_t column, int64_t *part, int64_t *of);
/* The word of a listed row; the category of a floor rule that it names comes from the rules. */
struct str statistics_listed(const struct docs *docs, const struct yaml *row, struct str word);
/* Printed text of a COLUMN_TEXT, and of any cell: "" for blank, `none` for 0/0. */
struct str statistics_word(const struct docs *docs, const struct province *province,
                           const struct figures *figures, size_t row, uint32_t column);
struct str statistics_print(const struct docs *docs, struct arena *arena,
                            const struct province *province, const struct figures *figures,
                            size_t row, uint32_t column);
/* Whether the i-th row of a ledger table counts in a cell: of a COLUMN_COUNT itself, of a
 * COLUMN_ADD in one of its parts. */
bool statistics_counts(const struct province *province, const struct figures *figures, size_t row,
                       uint32_t column, enum ledger_table table, size_t i);

#endif
