/* Shared by the files of list books: a book as it was read. */
#ifndef DOCS_LIST_BOOK_INNER_H
#define DOCS_LIST_BOOK_INNER_H

#include "docs/list_book.h"

/* Columns of a sheet, choices of a column, columns that a count compares. */
enum { LIST_MOST_COLUMNS = 60, LIST_MOST_CHOICES = 20, LIST_MOST_SAME = 6 };

/* What a cell of the column holds. */
enum list_kind { LIST_TEXT, LIST_COUNT, LIST_NUMBER, LIST_DATE };

/* What a column counts: rows of a sheet before its own. */
struct list_count {
    /* That sheet, by its place in the book. */
    size_t sheet;
    /* Columns there that hold what columns here hold. */
    size_t there[LIST_MOST_SAME], here[LIST_MOST_SAME];
    size_t n_same;
    /* The column there that says a text; SIZE_MAX: rows that say anything count. */
    size_t says;
    struct str text;
};

/* A column: its cells are words of the item, or counts, or sums over its row. */
struct list_column {
    struct str head;
    double width;
    /* NULL for a count or a sum. */
    const struct prose *value;
    /* NULL for words or a sum. */
    const struct list_count *count;
    /* The columns that are summed, [across, itself), where it is a sum: all must be given. */
    size_t across;
    enum list_kind kind;
    /* Its total stands below the rows. */
    bool is_summed;
    /* NULL for none. */
    const struct yaml *choices, *tones;
};

/* A sheet. */
struct list_sheet {
    struct str name, within, each;
    /* What stands before the totals; empty for no totals. */
    struct str total;
    const struct prose *title;
    struct list_column *columns;
    double *widths;
    size_t n_columns;
    /* It is no data when the book is handed in. */
    bool is_aside;
};

struct list_book {
    const struct prose *title;
    struct str author;
    struct list_sheet *sheets;
    size_t n_sheets;
};

#endif
