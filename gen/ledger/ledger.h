/*
 * ledger: the rows of data/, each table defined once in ledger.def; written, read back and asked.
 * Everything outside an institution's own folder is computed from these rows and from nothing else,
 * whether they were added in this run or read from the files of earlier ones. It does not know
 * documents or pages, nor where the files are kept.
 */
#ifndef LEDGER_LEDGER_H
#define LEDGER_LEDGER_H

#include "base/base.h"
#include "model/model.h"
#include "rules/rules.h"

/* The tables of data/. */
enum ledger_table {
#define LEDGER_TABLE(id, name, first, last, order, repeats) LEDGER_##id,
#define LEDGER_COLUMN(table, id, name, type, from)
#include "ledger/ledger.def"
    /* How many there are. */
    N_LEDGER_TABLES
};

/* Their columns, those of a table one behind the other. */
enum ledger_column {
#define LEDGER_TABLE(id, name, first, last, order, repeats)
#define LEDGER_COLUMN(table, id, name, type, from) LEDGER_##table##_##id,
#include "ledger/ledger.def"
    /* How many there are. */
    N_LEDGER_COLUMNS
};

/* What the cells of a column may hold; any but KEY and NUMBER may be empty. */
enum ledger_type {
    /* Any UTF-8. */
    LEDGER_AS_TEXT,
    /* The same, never empty. */
    LEDGER_AS_KEY,
    /* A whole number, 0 or more, without leading zeros. */
    LEDGER_AS_COUNT,
    /* The same, never empty. */
    LEDGER_AS_NUMBER,
    /* 1 to 5. */
    LEDGER_AS_LEVEL,
    /* 1 yes, 0 no. */
    LEDGER_AS_BOOL,
    /* ISO, to the precision known: 2011, 2011-06 or 2011-06-01. */
    LEDGER_AS_DATE,
    /* 万元 with at most two decimals, the shortest way to write it. */
    LEDGER_AS_MONEY,
    /* 0 to 100, likewise. */
    LEDGER_AS_PERCENT,
    /* Codes joined by semicolons. */
    LEDGER_AS_CODES,
    /* 64 lower-case hexadecimal digits. */
    LEDGER_AS_HASH,
    /* Place on a sheet: C17, or 17 for a whole row. */
    LEDGER_AS_CELL,
    /* Name of a message, never empty; ordered as in base/diag.def, those it does not know last. */
    LEDGER_AS_ID,
};

/* Rows of all tables. They may lie in a file (arena_lend), so that those of many institutions need
 * not stay in memory. */
struct ledger;
/* One row; lives with its ledger. */
struct ledger_row;
/* What the computed columns rest on besides findings: templates/ledger/facts. */
struct ledger_facts;
/* Which rows of a table. */
struct ledger_filter;
/* A table while it is read piece by piece. */
struct ledger_reader;

/* What one earlier run, or one share of it, left. */
struct ledger_part {
    /* Its rows, as they were read. */
    struct ledger *ledger;
    /* What it is called in messages. */
    struct str name;
    /* Number of the run, from 0: shares of one run have the same. */
    size_t run;
    /* The same share of the same run as a part before it. */
    bool is_copy;
};

/* File name of a table without ".csv". */
struct str ledger_table_name(enum ledger_table table);
/* The table of that name; false if there is none. */
bool ledger_find_table(struct str name, enum ledger_table *table);
/* Some column holds that field as it was handed in. */
bool ledger_has_field(enum field field);
/* First column of a table, and how many it has. */
enum ledger_column ledger_first_column(enum ledger_table table, size_t *n_columns);
/* Header of a column, whose it is, and what its cells hold. */
struct str ledger_column_name(enum ledger_column column);
enum ledger_table ledger_column_table(enum ledger_column column);
enum ledger_type ledger_column_type(enum ledger_column column);
/* The field of the model that its cells are; N_FIELDS for what is found out or noted. */
enum field ledger_column_field(enum ledger_column column);
/* The column of that name in a table; false if there is none. */
bool ledger_find_column(enum ledger_table table, struct str name, enum ledger_column *column);

/* An empty ledger; rows live in the arena. */
struct ledger *ledger_open(struct arena *arena);
/* Adds a row of all the table's cells in the order of ledger.def; they must be as their types ask,
 * and are copied. `origin` is where the row was read, if anywhere. */
void ledger_add(struct ledger *ledger, enum ledger_table table, const struct str *cells,
                struct origin origin);
/* Takes the rows of a table away that `is_its` points out; all of them, if it is NULL. */
void ledger_drop(struct ledger *ledger, enum ledger_table table,
                 bool (*is_its)(void *context, const struct ledger_row *row), void *context);
/* Takes a table away with all its rows: nobody keeps it. */
void ledger_forget(struct ledger *ledger, enum ledger_table table);
/* Reads the facts for an edition. `rules` names verdicts. Reports what is wrong and returns NULL.
 */
struct ledger_facts *ledger_facts_read(struct arena *arena, struct shelf *shelf, struct str edition,
                                       const struct rules *rules, struct diag *diag);
/* Adds a unit's rows: units, systems, obligations, and management if it says anything of it. */
void ledger_add_unit(struct ledger *ledger, const struct ledger_facts *facts,
                     const struct unit_findings *findings);
/* Cells of a row of LEDGER_DIAGNOSTICS. */
#define LEDGER_N_COMPLAINT_CELLS (LEDGER_DIAGNOSTICS_CLAUSE - LEDGER_DIAGNOSTICS_FILE + 1)
/* What was reported, as such a row; texts that are made for it are in the arena. */
void ledger_complaint_cells(struct arena *arena, const struct diag_item *item,
                            struct str cells[LEDGER_N_COMPLAINT_CELLS]);
/* Adds that row. */
void ledger_add_complaint(struct ledger *ledger, const struct diag_item *item);
/* To be called when all rows are there, before any is asked for: sorts every table, so that the
 * order in which rows came no longer shows, and counts the errors and warnings of each file anew
 * where diagnostics are there too, as a share of a run knows only its own. Reports LEDGER_REPEATED
 * for rows that are there twice, LEDGER_ORPHAN for systems and management of a unit that is not,
 * and returns false. */
bool ledger_settle(struct ledger *ledger, struct diag *diag);
/* Brings the rows of several OUTs together, which lose theirs; settling is left to do. The rows of
 * shares of one run are settled together before, so that what became of a file is counted from
 * these alone. An institution that two parts have is reported: REPORT_UNIT_SAME, and stands once,
 * or REPORT_UNIT_DIFFERS, and stands in neither. Of rosters that several have a row stands once, as
 * the one says that knows best who reported. False if rows contradict each other, as
 * ledger_settle reports it. */
bool ledger_join(struct ledger *into, const struct ledger_part *parts, size_t n_parts,
                 struct diag *diag);

/* An institution of an earlier ledger that has another id now; several may have become one. */
struct ledger_alias {
    struct str before, after;
};

/* Such institutions. */
struct ledger_aliases {
    struct ledger_alias *items;
    size_t n_items;
};

/* The plausibility questions of templates/ledger/questions.csv. */
struct ledger_questions;

/* Cells of a row of LEDGER_QUESTIONS but the last, which says whether it was answered. */
#define LEDGER_N_QUESTION_CELLS (LEDGER_QUESTIONS_ANSWERED - LEDGER_QUESTIONS_UNIT_ID)

/* A question that is asked: how it is reported, and its row. */
struct ledger_question {
    struct diag_note note;
    struct str cells[LEDGER_N_QUESTION_CELLS];
};

/* Such questions. */
struct ledger_asked {
    struct ledger_question *items;
    size_t n_items, capacity;
};

/* Reads them. Reports TABLE_* and returns NULL. */
struct ledger_questions *ledger_questions_read(struct arena *arena, struct shelf *shelf,
                                               struct str edition, struct diag *diag);
/* Runs the examples beside the table: each comes out, and each question has one at which it is
 * asked and one at which it is not. Reports RULE_EXAMPLE, RULE_EXAMPLE_MISSING and TABLE_*. */
bool ledger_questions_prove(const struct ledger_questions *questions, struct arena *arena,
                            struct shelf *shelf, struct str edition, struct diag *diag);
/* Asks a unit: its rows in a settled ledger beside those of last year, NULL without them, and
 * beside each other. */
void ledger_ask_unit(const struct ledger_questions *questions, struct arena *arena,
                     const struct ledger *ledger, const struct ledger *previous,
                     const struct unit_findings *findings, struct ledger_asked *asked);
/* Asks all institutions of a settled ledger that stand apart from the median of their class. */
void ledger_ask_classes(const struct ledger_questions *questions, struct arena *arena,
                        const struct ledger *ledger, struct ledger_asked *asked);
/* Takes away the rows that these left, to ask anew. */
void ledger_drop_class_questions(struct ledger *ledger);
/* Adds the row of a question. */
void ledger_add_question(struct ledger *ledger, const struct ledger_question *question,
                         bool is_answered);

/* What the field of a change begins with that is no column of units or systems. */
#define LEDGER_OF_MANAGEMENT "management."
#define LEDGER_OF_GAP        "gap "
#define LEDGER_OF_DUTY       "duty "
/* The field of a change that says whether a system is mended: "0" or "1". */
#define LEDGER_MENDED "mended"

/* Makes the changes of a settled ledger: what is different in an earlier one, settled too. A row
 * for a unit or system that was added or removed, with its name, and for each cell of those in both
 * that differs; "management.COLUMN" is one of the unit's 单位管理情况, "gap CLAUSE" the verdict and
 * state of an item of the baseline, where both ledgers keep such. Units go by their ids, those of
 * the earlier one that became others by the ids of these, systems by their names. With facts the
 * earlier one is last year's: of items and of duties ("duty ID", the status) only those are told
 * that came to be met, done or overdue or ceased to be; LEDGER_MENDED says of a system that it came
 * to be mended or ceased to be; and of a unit or system that is gone it is told where it was, of
 * what kind, and where it was read.
 * The ledger is to be settled again.
 */
void ledger_compare(struct ledger *ledger, const struct ledger *previous,
                    const struct ledger_aliases *aliases, const struct ledger_facts *facts);

/* Somebody wrote, read or could have written rows of the table: a count of 0 then is one. */
bool ledger_is_kept(const struct ledger *ledger, enum ledger_table table);
/* How many rows. */
size_t ledger_n_rows(const struct ledger *ledger, enum ledger_table table);
/* The i-th row in order. */
const struct ledger_row *ledger_row(const struct ledger *ledger, enum ledger_table table, size_t i);
/* The i-th and the k-th row are of one institution, or of one system of it; false where the table
 * does not say so. */
bool ledger_is_same(const struct ledger *ledger, enum ledger_table table, size_t i, size_t k,
                    bool of_system);
/* A cell of a row of the column's table. */
struct str ledger_cell(const struct ledger_row *row, enum ledger_column column);
/* Number of a cell of type COUNT, NUMBER, LEVEL or BOOL; hundredths of MONEY and PERCENT; 0 for an
 * empty one. */
int64_t ledger_number(const struct ledger_row *row, enum ledger_column column);
/* Place of a unit's row among the rows of LEDGER_UNITS; SIZE_MAX if it is not there. */
size_t ledger_find_unit(const struct ledger *ledger, struct str unit_id);
/* Place of an institution's first row in a table that begins with unit_id, or where it would stand.
 */
size_t ledger_find_rows(const struct ledger *ledger, enum ledger_table table, struct str unit_id);

/* Which rows a part of a settled ledger takes, by their places. */
struct ledger_cut {
    const bool *units, *roster;
    /* Asked only of changes whose institution is not among the units. */
    const bool *changes;
};

/* That part: the institutions, their rows of all tables, and the files but those that only others
 * stand in, with what is said of them. Its rows are those of the ledger, its lists in the arena. */
const struct ledger *ledger_cut_out(const struct ledger *ledger, struct arena *arena,
                                    const struct ledger_cut *cut);
/* The file that a cell `source` ("file!sheet!row") names, as the number that `files` has for it;
 * names may have the sign in them. False if it is none of them. */
bool ledger_source_file(const struct dictionary *files, struct str source, size_t *at);

/* The table as CSV text, header first. A cell that a spreadsheet would take for a formula (begins
 * with = + - @) gets an apostrophe, which ledger_read takes away again. */
struct str ledger_write(const struct ledger *ledger, struct arena *arena, enum ledger_table table);
/* The header line, the line of a row, and that of cells, as ledger_write writes them: for tables
 * too long to hold as one text. */
void ledger_write_header(struct buf *buf, enum ledger_table table);
void ledger_write_row(struct buf *buf, enum ledger_table table, const struct ledger_row *row);
void ledger_write_cells(struct buf *buf, enum ledger_table table, const struct str *cells);
/* Adds the rows of a CSV text that ledger_write made, or that claims so. Reports LEDGER_IGNORED for
 * a column it does not know; LEDGER_COLUMN for one that is missing (columns that are new may
 * be), LEDGER_LINE, LEDGER_VALUE, and returns false after at most 100 of these. */
bool ledger_read(struct ledger *ledger, enum ledger_table table, struct str text,
                 const struct source *source, struct diag *diag);
/* The same of a text that comes in pieces, for tables too long to hold as one: opened, given the
 * pieces in their order, and closed, which says what ledger_read would. */
struct ledger_reader *ledger_reader_open(struct ledger *ledger, enum ledger_table table,
                                         const struct source *source, struct diag *diag);
void ledger_reader_put(struct ledger_reader *reader, struct str piece);
bool ledger_reader_close(struct ledger_reader *reader);

/* A column that is asked of the rows of a table: their own, or that of another table. */
struct ledger_operand {
    enum ledger_table table;
    enum ledger_column column;
    bool is_joined;
};

/* The operand of that name in a table: a column of its own; units.column or management.column, the
 * cell of the row's unit; systems.column, that of its system, or, where the table knows no systems,
 * of all systems of the unit; of a change gaps.column, that of its item. Of a change of a unit or
 * system that is gone it is what that was, as far as changes tell. False if there is none. */
bool ledger_find_operand(enum ledger_table table, struct str name, struct ledger_operand *operand);
/* The cell it asks of a row; of several the first; empty where there is no such row. */
struct str ledger_look(const struct ledger *ledger, struct ledger_operand operand,
                       const struct ledger_row *row);

/* What a filter could not be read for. */
struct ledger_fault {
    /* The part at fault. */
    struct str text;
    /* What may stand there instead. */
    struct str expected;
};
/*
 * Reads a filter over the rows of a table, such as "level_final>=2 & filed!=1":
 *
 *     column=a|b      the cell is one of these; column!=a|b none of them (an empty cell is none)
 *     column>=value   also <= > <; numbers by value, dates where both are known to the day; holds
 *                     for no empty cell. The value may be the name of a column of the same row
 *     column has code one of its codes
 *     column in text  the cell begins so: a date in a year or a month
 *     column within A..B  a date that begins with A and is not known to be after B
 *     column given, column missing
 *
 * "not " before one turns it round. Empty text holds for every row. A column may be an operand, see
 * above; what several rows are asked holds where it holds for any of them. NULL with `fault` set.
 */
const struct ledger_filter *ledger_filter_read(struct arena *arena, enum ledger_table table,
                                               struct str text, struct ledger_fault *fault);
/* A row of the filter's table passes. */
bool ledger_passes(const struct ledger *ledger, const struct ledger_filter *filter,
                   const struct ledger_row *row);

#endif
