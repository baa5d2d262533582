/*
 * Inner header of intake: what lies on the clerk's desk while one file is read, and the systems
 * that wait for the last file.
 */
#ifndef INTAKE_DESK_H
#define INTAKE_DESK_H

#include "intake/address.h"
#include "intake/columns.h"
#include "intake/intake.h"
#include "intake/values.h"

/* A system whose unit is not known before the last file. */
struct waiting {
    const struct record *record;
    /* Its unit as written; empty if its table does not say. */
    struct str unit;
    /* Where that is written: the cell, the line above the table, or the table's header. */
    struct origin unit_origin;
    /* The file it came from, and its folder: whose only unit it belongs to if it does not say. */
    size_t file, folder;
    /* Order of arrival. */
    size_t sequence;
};

/* The units that came from one file, or from the CSV files of one folder. */
struct origin_units {
    /* Name of the file or folder. */
    struct str name;
    /* The last of them. */
    struct unit *unit;
    size_t n_units;
    /* Their names, to propose for an unknown one. */
    struct str *names;
    size_t n_names, names_capacity;
};

struct intake {
    /* Lives with the run. */
    struct arena *arena;
    const struct spellings *spellings;
    const struct options *options;
    const struct headers *units, *systems;
    const struct regions *regions;
    /* Systems of this inventory that wait; emptied by intake_join. */
    struct waiting *waiting;
    size_t n_waiting, waiting_capacity;
    /* Files and folders of this inventory. */
    struct origin_units *files, *folders;
    size_t n_files, files_capacity, n_folders, folders_capacity;
};

/* One file being read. */
struct desk {
    struct intake *intake;
    struct inventory *inventory;
    /* inventory->arena: values and records. */
    struct arena *arena;
    /* What is needed only while the file is read. */
    struct arena *scratch;
    struct diag *diag;
    /* Index of the file and its folder in intake. */
    size_t file, folder;
    /* Some table of the file is of units: tables of systems add none then. */
    bool has_units;
    /* Units and systems read. */
    size_t n_units, n_systems;
    /* Diagnostics when the file was opened. */
    size_t n_before;
};

/* Diagnostics of one file at most: beyond, reading it ends with FILE_LIMIT. */
#define DESK_MOST_DIAGNOSTICS 200000

/* intake_read of a file that is already open; the file's hash and kind stay empty. */
bool intake_read_book(struct intake *intake, struct inventory *inventory, struct str name,
                      const struct read_book *book, struct diag *diag, struct intake_file *file);
/* What a row is. */
enum row_kind {
    ROW_BLANK,
    ROW_TOTAL,
    ROW_NOTE,
    /* A title over a part of the table. */
    ROW_TITLE,
    ROW_DATA,
};

/* The kind of a row; `is_in_notes`: a note began above, and lone cells belong to it. */
enum row_kind row_kind(const struct desk *desk, const struct table *table,
                       const struct read_row *row, bool is_in_notes);
/* Reads the rows of some tables of one sheet, top to bottom, in one reading of it, and reports what
 * is odd about each table's columns first. False when the file has too many faults to go on. */
bool rows_read(struct desk *desk, const struct column_books *books,
               const struct table *const *tables, size_t n_tables);
/* Fills what one cell says for several fields: parts of an address, S and A of S3A2G3, the N of
 * 跨N个, degrees written with their objects, names of attachments. */
void row_derive(struct desk *desk, const struct headers *headers, struct record *record);
/* Reads a sheet that is one unit's form, labels with their values at the right. False if it is
 * none, or holds more cells than a form, 2,000. */
bool form_sheet_read(struct desk *desk, struct read_sheet *sheet);

/* Takes a unit; reports UNIT_REPEATED and keeps the first. */
void desk_take_unit(struct desk *desk, const struct record *record);
/* Takes what another table says of a unit: what the unit already there lacks, or a new unit if
 * there is none and `may_add`. Reports UNIT_REPEATED where both say something, but not the same. */
void desk_add_to_unit(struct desk *desk, const struct record *record, bool may_add);
/* Keeps a system until the last file. */
void desk_take_system(struct desk *desk, const struct record *record, struct str unit,
                      struct origin unit_origin);

#endif
