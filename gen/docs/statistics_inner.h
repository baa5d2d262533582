/*
 * Shared by statistics.c (sums), statistics_table.c (tables) and statistics_book.c (workbook): what
 * is counted where, and what each regional table shows.
 */
#ifndef DOCS_STATISTICS_INNER_H
#define DOCS_STATISTICS_INNER_H

#include "docs/statistics.h"

/* Codes of a field that make a unit 省直. */
struct direct_rule {
    enum field field;
    int codes[VALUE_MAX_CODES];
    size_t n_codes;
};

/* templates/docs/statistics.yaml. */
struct statistics {
    /* The whole file, for titles and columns. */
    const struct yaml *words;
    /* The first of these fields that is filled decides on 省直. */
    struct direct_rule *direct;
    size_t n_direct;
    /* Fields without which a system lacks data. */
    enum field *minimum;
    size_t n_minimum;
    /* Days from grading to filing (管理办法第十五条). */
    int64_t filing_days;
};

/* What a column of a regional table shows. */
struct column {
    enum column_kind {
        /* A count of the region. */
        COLUMN_COUNT,
        /* Not known to the run: stays empty. */
        COLUMN_BLANK,
        /* A count that is the sum of the columns first to last of the same row. */
        COLUMN_SUM,
        /* Rate: sum of the columns first to last over column `of`. */
        COLUMN_RATE,
    } kind;
    enum count count;
    /* Columns of the table; 0 is 地区. */
    uint32_t first, last, of;
    /* Characters. */
    double width;
};

/* A regional table: its name in statistics.yaml and the columns behind 地区. */
struct regional_table {
    const char *name;
    struct column columns[10];
    uint32_t n_columns;
};

/* Characters of the column 地区. */
#define REGION_WIDTH 14
/* Columns of T4 and of 来源. */
#define N_FLOOR_COLUMNS  7
#define N_SOURCE_COLUMNS 6

/* T1, T2 and T5, in this order. */
const struct regional_table *statistics_tables(size_t *n_tables);
/* The table of that name; NULL if there is none. */
const struct regional_table *statistics_find_table(struct str name);
/* A count of a region that a column shows, counted from 1; of a rate, `part` over `of`. */
struct figure {
    size_t part, of;
} statistics_figure(const struct regional_table *table, const struct region_counts *region,
                    uint32_t column);

/* Where a floor rule puts a system in T4. */
enum floor_place { FLOOR_PLACE_NONE, FLOOR_PLACE_REACHED, FLOOR_PLACE_MISSED, FLOOR_PLACE_UNKNOWN };

/* Which counts a system is in; N_COUNTS flags. COUNT_UNITS is never set. */
void statistics_place(const struct statistics *statistics, const struct grading *grading,
                      bool counts_in[N_COUNTS]);
/* Where a floor rule puts it. */
enum floor_place statistics_place_floor(const struct grading *grading,
                                        const struct floor_rule *rule);

#endif
