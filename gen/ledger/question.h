/* Inner header of ledger: plausibility questions, as templates/ledger/questions.csv has them. */
#ifndef LEDGER_QUESTION_H
#define LEDGER_QUESTION_H

#include "ledger/rows.h"

/* Columns that one question may look at. */
enum { QUESTION_MOST_COLUMNS = 8 };

/* What is held against what. */
enum question_against {
    /* The institution's own last year. */
    AGAINST_LAST,
    /* Its own other rows. */
    AGAINST_OWN,
    /* The median of its class. */
    AGAINST_CLASS,
};

/* What is measured: the value, and the reference beside it where the institution is its own. */
enum question_measure {
    /* Rows of the institution. */
    MEASURE_ROWS,
    /* The sum of columns over them. */
    MEASURE_SUM,
    /* A number of each system, against that of last year's system of the name. */
    MEASURE_CELL,
    /* Of the systems those that are as last year, cell by cell. */
    MEASURE_UNCHANGED,
    /* Of the systems those that have the commonest date in a column. */
    MEASURE_SAME,
    /* Of the rows of each system those that `is` holds for. */
    MEASURE_SHARE,
};

/* A row of the table. */
struct question {
    /* What is said. */
    enum diag_id id;
    enum question_against against;
    enum question_measure measure;
    enum ledger_table table;
    enum ledger_column columns[QUESTION_MOST_COLUMNS];
    size_t n_columns;
    /* Which rows are looked at; of MEASURE_SHARE those that make the value. */
    const struct ledger_filter *where, *is;
    /* In whose cell it is asked. */
    enum field field;
    /* Asked where the value is at most (below 100) or at least (else) so many hundredths of the
     * reference, the reference at least `least`, and the class of at least so many members. */
    int percent, least, members;
    /* Columns of units that tell the class. */
    enum ledger_column classes[QUESTION_MOST_COLUMNS];
    size_t n_classes;
    /* Its place in the table, as examples name it, and in the file. */
    struct str name;
    struct origin origin;
};

struct ledger_questions {
    struct question *items;
    size_t n_items, capacity;
};

/* It is asked of these numbers; those of money are hundredths, so is `least` then. */
bool question_holds(const struct question *question, int64_t value, int64_t reference,
                    size_t members);

#endif
