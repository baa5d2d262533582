/*
 * Shared by the files of the province's tables: statistics_read.c, statistics_columns.c and
 * statistics_rows.c (what templates/docs/statistics.yaml says), statistics_areas.c (rows of
 * regions), statistics_city.c (which rows of the ledger a city's report is of), statistics.c
 * (sums), statistics_check.c (sums that must agree), statistics_list.c (lists by name),
 * statistics_cell.c (cells by name), statistics_table.c (paper), statistics_book.c and
 * statistics_source.c (workbook).
 */
#ifndef DOCS_STATISTICS_INNER_H
#define DOCS_STATISTICS_INNER_H

#include "docs/statistics.h"

/* Alternatives of a condition. */
#define MAX_ALTERNATIVES 8

/* Which ledger rows: those that pass any of these. */
struct row_rule {
    const struct ledger_filter *any[MAX_ALTERNATIVES];
    size_t n_any;
};

/* A listed row: its words. */
struct listed {
    struct str_argument *words;
    size_t n_words;
    /* Where it stands in the template; NULL for one made from rules or ledger. */
    const struct yaml *node;
};

/* Listed rows. */
struct listing {
    struct listed *rows;
    size_t n_rows, capacity;
};

/* A column asked of a ledger row, and the word of a listed row that it must be. */
struct match {
    bool is_set;
    /* Its name; whose column it is depends on the ledger table counted. */
    struct str name;
    struct ledger_operand operand;
    struct str word;
};

/* What a column shows. */
struct column {
    /* Heading. */
    struct str name;
    /* Width in characters. */
    double width;
    enum column_kind {
        /* A word of the row. */
        COLUMN_TEXT,
        /* Rows of the ledger, different units or systems among them, or the sum of one of their
         * columns. */
        COLUMN_COUNT,
        /* The sum of the columns first to last of the same row. */
        COLUMN_ADD,
        /* Rate: sum of the columns first to last over column `of`. */
        COLUMN_RATE,
    } kind;
    /* COLUMN_TEXT: the key of the word; "area" is the area's name. */
    struct str show;
    /* COLUMN_COUNT: whose rows; which of them count once; the column to sum, else N_LEDGER_COLUMNS.
     */
    enum ledger_table table;
    enum column_once { ONCE_ROW, ONCE_UNIT, ONCE_SYSTEM } once;
    enum ledger_column summed;
    /* Its numbers are hundredths of 万元. */
    bool is_money;
    /* COLUMN_COUNT: the table ends before it where nobody keeps the rows that it counts. */
    bool is_optional;
    /* COLUMN_COUNT: which rows, for each listed row (one for all where none is listed), and the
     * condition as written. */
    struct row_rule *rules;
    struct str where;
    /* Listed rows are found by this; and rows count only where this agrees. */
    struct match match, same;
    /* COLUMN_ADD and COLUMN_RATE: places of columns; first and last are written as a range. */
    uint32_t first, last, of;
    bool is_range;
    /* COLUMN_RATE: columns that count half in the part, and that are no part of the whole;
     * UINT32_MAX for none. */
    uint32_t half, less;
};

/* A chart of a table. */
struct figures_chart {
    struct str id, title;
    /* Columns drawn. */
    uint32_t first, last;
    /* How they are drawn. */
    enum chart_kind kind;
    /* They are rates, drawn as bars of up to 100 %. */
    bool is_of_rates;
    /* The total alone, as one bar. */
    bool is_of_total;
};

/* Rows made of the systems that belong together (T6). */
struct grouping {
    /* The ways a system gets into a group; of several the first that holds. */
    struct group_rule {
        struct row_rule where;
        /* Columns that name the group; N_LEDGER_COLUMNS for none. */
        enum ledger_column name, unit;
    } rules[2];
    size_t n_rules;
    /* The level stated by its rows; what stands where they differ, and for a group without a name.
     */
    enum ledger_column level;
    struct str differing, unnamed;
};

/* A table: a sheet of the workbook. */
struct figures {
    /* "T2". */
    struct str id;
    struct str sheet, title, note;
    /* What the note says besides where the columns of change are there. */
    struct str note_of_change;
    /* Its rows are the areas; of each the listed rows if there are any. */
    bool is_of_areas;
    struct listing listing;
    /* Its rows are groups of systems. */
    const struct grouping *grouping;
    /* The listed rows share the ledger's out by these, by ledger table; NULL where none is counted.
     */
    struct row_rule *shares[N_LEDGER_TABLES];
    bool is_shared;
    /* Text column with the names of the listed rows; UINT32_MAX if there is none. */
    uint32_t naming;
    /* A last row of totals. */
    bool has_total;
    /* On paper rows without a number other than 0 are left out. */
    bool is_filled_only;
    struct column *columns;
    uint32_t n_columns;
    struct figures_chart *charts;
    size_t n_charts;
};

/* What a column of a list shows of a row of the ledger. */
struct list_show {
    enum list_show_kind {
        /* The first of these columns that is given. */
        SHOW_COLUMNS,
        /* The row's area. */
        SHOW_AREA,
        /* Days from the date in the column to the as-of date. */
        SHOW_DAYS,
        /* The column says where something was read: file, sheet and row. */
        SHOW_PLACE,
        /* A word. */
        SHOW_WORD,
    } kind;
    struct ledger_operand operands[2];
    size_t n_operands;
    struct str word;
};

/* Rows of one ledger table in a list. */
struct list_part {
    enum ledger_table table;
    struct row_rule where;
    /* A system once: with the earliest of these dates. N_LEDGER_COLUMNS: every row. */
    enum ledger_column earliest;
    /* Only rows whose area is unknown. */
    bool is_unknown;
    /* By column of the list. */
    struct list_show *shows;
};

/* A column of a list. */
struct list_column {
    struct str name;
    /* In characters. */
    double width;
    bool is_number;
};

/* A list by name: a sheet of the workbook. */
struct name_list {
    struct str id, sheet, title, note;
    struct list_column *columns;
    uint32_t n_columns;
    struct list_part *parts;
    size_t n_parts;
};

/* A side of a check: cells of tables, a column of the ledger summed, its rows, or a list. */
struct check_term {
    enum check_kind { CHECK_CELLS, CHECK_SUM, CHECK_ROWS, CHECK_LIST } kind;
    /* Place of the table and of its column, and the listed row meant; SIZE_MAX for all. */
    size_t figures, listed;
    uint32_t column;
    enum ledger_column summed;
    enum ledger_table table;
    /* Place of the list, and its part; SIZE_MAX for all. */
    size_t list, part;
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
    struct name_list *lists;
    size_t n_lists;
    /* Rows of a list on paper, at most. */
    size_t paper_rows;
    struct check *checks;
    size_t n_checks;
    /* Headings and widths of 来源. */
    const struct yaml *source_columns;
    double *source_widths;
    /* What is said of a row that counts, by its table: a part for each. */
    struct name_list members;
    /* Rows of these at most. */
    int64_t most_members;
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

/* What is said of where an institution is; 省直 or not. */
struct whereabouts {
    struct str code, province, city, county;
    bool is_direct;
};

/* What has a place of its own: units, roster, and institutions of last year that are gone, one
 * behind the other. */
struct homes {
    struct whereabouts *places;
    size_t n, n_units, n_roster, n_gone;
    /* Of each that is gone its rows of changes, from `first` on. */
    const struct gone { size_t first, n; } * gone;
};

/* What a table comes to. */
struct sums {
    /* Its listed rows: those of the template or of the ledger; at least one, without words where
     * none is listed. */
    const struct listing *listing;
    /* Rows without totals: the listed rows of each area. */
    size_t n_rows;
    /* Behind them: a total of each listed row where areas have several, then that of all. */
    size_t n_totals;
    /* Columns shown: all but the optional ones of rows that nobody keeps. */
    uint32_t n_columns;
    /* By row and column; numbers of COLUMN_COUNT and COLUMN_ADD. */
    int64_t *numbers;
    /* By column: nobody keeps the rows that it counts, it stays empty. */
    bool *is_blank;
    /* By ledger table: the listed row that takes each of its rows, n_rows for none; NULL where they
     * are not shared out. */
    size_t *shares[N_LEDGER_TABLES];
    /* By column: listed rows by what `match` asks; NULL where nothing is asked. */
    struct dictionary **places;
};

/* What a list comes to, in its order. */
struct list_rows {
    /* Rows of the ledger, by part. */
    struct list_row {
        size_t part, row;
        /* Place of its area, for order. */
        size_t area;
    } * rows;
    size_t n_rows, capacity;
};

struct province {
    const struct ledger *ledger;
    struct district *areas;
    size_t n_areas;
    /* By ledger table: place of the area of each of its rows, SIZE_MAX for one of no unit. */
    size_t *row_areas[N_LEDGER_TABLES];
    /* By table of statistics.yaml. */
    struct sums *sums;
    /* By list. */
    struct list_rows *lists;
};

/* ---- reading ---- */

/* The file being read. */
struct figures_reading {
    const struct docs *docs;
    struct arena *arena;
    struct statistics *statistics;
    struct figures *figures;
    struct diag *diag;
};

/* Reports YAML_VALUE; false. */
bool statistics_refuse(const struct figures_reading *reading, const struct yaml *node,
                       struct str key, struct str value, struct str expected);
/* A table of the ledger by its name. */
bool statistics_read_table(const struct figures_reading *reading, const struct yaml *node,
                           struct str name, enum ledger_table *table);
/* A column of it. */
bool statistics_read_cell(const struct figures_reading *reading, const struct yaml *node,
                          enum ledger_table table, struct str name, enum ledger_column *column);
/* "TABLE.COLUMN" of the ledger. */
bool statistics_read_summed(const struct figures_reading *reading, const struct yaml *node,
                            struct str text, enum ledger_table *table, enum ledger_column *column);
/* A condition, or a list of alternatives; the words of a listed row, if not NULL, and the days of
 * the run take the places of {word}. */
bool statistics_read_rule(const struct figures_reading *reading, const struct yaml *node,
                          enum ledger_table table, const struct listed *words,
                          struct row_rule *rule);
/* A column of the table being read by its name. */
bool statistics_find_column(const struct figures_reading *reading, const struct figures *figures,
                            const struct yaml *node, struct str name, uint32_t *column);
/* Columns A to B from a list of two names, [A] for A to A; or one column from its name. */
bool statistics_read_range(const struct figures_reading *reading, const struct yaml *node,
                           struct column *column);
/* The columns of the table being read. */
bool statistics_read_columns(const struct figures_reading *reading, const struct yaml *node);
extern const struct yaml_shape statistics_columns_shape;
/* Its rows. */
bool statistics_read_rows(const struct figures_reading *reading, const struct yaml *node);
extern const struct yaml_shape statistics_rows_shape, statistics_each_shape;
/* The lists. */
bool statistics_read_lists(const struct figures_reading *reading, const struct yaml *list);
bool statistics_read_list(const struct figures_reading *reading, const struct yaml *node,
                          struct name_list *list);
extern const struct yaml_shape statistics_list_shape, statistics_lists_shape;
/* The checks; tables and lists are read before. */
bool statistics_read_checks(const struct figures_reading *reading, const struct yaml *list);
/* Number of characters or days in a shape: 1 to 255. */
extern const struct yaml_shape statistics_width_shape, statistics_where_shape;

/* ---- sums ---- */

/* A table by its id; NULL if there is none. */
const struct figures *statistics_find(const struct statistics *statistics, struct str id);
const struct sums *statistics_sums(const struct docs *docs, const struct province *province,
                                   const struct figures *figures);
/* The table is shown: rows named after systems are not where counts alone are. */
bool statistics_is_shown(const struct docs *docs, const struct figures *figures);
/* The word of a listed row; empty if it has none. */
struct str statistics_listed(const struct listed *listed, struct str word);
/* The row passes one of the conditions. */
bool statistics_passes(const struct ledger *ledger, const struct row_rule *rule,
                       const struct ledger_row *row);
/* Makes the rows of areas, and finds those of the rows of all tables of the ledger. */
void statistics_place(const struct docs *docs, struct arena *arena, struct province *province);
/* Where everything that has a place is, by its own words. */
struct homes statistics_homes(struct arena *arena, const struct ledger *ledger);
/* The row of a place in a province's tables. */
struct district statistics_city_area(const struct docs *docs, struct arena *arena,
                                     const struct whereabouts *place);
/* The area is that of units whose region is unknown. */
bool statistics_is_unknown(const struct district *area);
/* Makes the groups of a table from the ledger: its listed rows, and which takes each system. */
void statistics_group(const struct province *province, struct arena *arena,
                      const struct figures *figures, struct sums *sums);
/* Collects the rows of a list. */
void statistics_collect(const struct province *province, struct arena *arena,
                        const struct name_list *list, struct list_rows *rows);
/* Reports SUMS_DISAGREE for each check whose sides differ; false then. */
bool statistics_check(const struct docs *docs, const struct province *province, struct diag *diag);
/* Row of the total of all. */
size_t statistics_total_row(const struct sums *sums);
/* A number of a table by row, totals behind, and column. */
int64_t statistics_number(const struct figures *figures, const struct sums *sums, size_t row,
                          uint32_t column);
/* Part and whole of a rate. */
void statistics_parts(const struct figures *figures, const struct sums *sums, size_t row,
                      uint32_t column, int64_t *part, int64_t *of);
/* The rows from first to before last of a table in which the i-th row of a ledger table can count
 * in a column. */
void statistics_range(const struct province *province, const struct figures *figures,
                      const struct sums *sums, const struct column *column, size_t i, size_t *first,
                      size_t *last);
/* Whether the i-th row of the column's ledger table counts in a cell of a COLUMN_COUNT in whose
 * range it is. */
bool statistics_counts(const struct province *province, const struct figures *figures,
                       const struct sums *sums, size_t row, uint32_t column, size_t i);

/* ---- words ---- */

/* Printed text of a COLUMN_TEXT, and of any cell: "" for blank, `none` for 0/0. */
struct str statistics_word(const struct docs *docs, const struct province *province,
                           const struct figures *figures, size_t row, uint32_t column);
struct str statistics_print(const struct docs *docs, struct arena *arena,
                            const struct province *province, const struct figures *figures,
                            size_t row, uint32_t column);
/* A cell of a table as 来源 names it: 'T2'!C17, with the whole name of the sheet. */
struct str statistics_cell_place(struct arena *arena, struct str sheet, uint32_t row,
                                 uint32_t column);

/* ---- workbook ---- */

/* The figures of the tables and where 来源 tells of them. */
struct sources;
/* Finds them: every cell that counts rows, and what is counted there. */
struct sources *statistics_open_sources(const struct docs *docs, struct arena *arena,
                                        const struct province *province);
/* Where 来源 tells of a cell of a table: a place for a link. */
struct str statistics_source_place(const struct sources *sources, struct arena *arena,
                                   const struct figures *figures, size_t row, uint32_t column);
/* Adds 来源, and the members of each figure. */
void statistics_add_sources(const struct sources *sources, struct arena *arena,
                            struct workbook *workbook);

/* ---- lists ---- */

/* What stands under a table. */
struct str statistics_note(struct arena *arena, const struct figures *figures,
                           const struct sums *sums);
/* A sheet for a list or for members: opened with headings and widths. */
struct sheet *statistics_open_list(struct arena *arena, struct workbook *workbook,
                                   const struct name_list *list, struct str first);
/* Puts the cells of a row of a list, from a column on. */
void statistics_put_listed(const struct docs *docs, struct arena *arena,
                           const struct province *province, const struct name_list *list,
                           const struct list_row *row, struct sheet *into, struct cell at);
/* Text of a row of a list. */
struct str statistics_list_text(const struct docs *docs, struct arena *arena,
                                const struct province *province, const struct name_list *list,
                                const struct list_row *row, uint32_t column);

#endif
