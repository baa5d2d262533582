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
#include "intake/version.h"

/* What a table says of one institution; which one that is shows after the last file. Claims stand
 * close together, apart from what was read: of very many that lies in a file, and they are gone
 * through again and again. */
struct claim {
    struct record *record;
    /* Of the record as it first came, and again when the claims are joined. */
    struct unit_key key;
    /* The file it came from, and its folder (SIZE_MAX: none): where names are looked for first. */
    size_t file, folder;
    /* Order of arrival. */
    size_t sequence;
    /* It stands in a table that says who its units are; others only add to what that says. */
    bool is_register;
    /* It makes a unit where there is none. */
    bool may_add;
    /* It stands beside a system, which reports if it is about nobody or about two. */
    bool is_beside;
    /* Whom it turned out to be about, or two between which nothing decides, or nobody. */
    struct unit *unit, *rivals[2];
    /* Its code is one institution's and its name is another's: it is about nobody, and said so. */
    bool is_contradictory;
    /* What it says of who it is about is another institution's key. */
    bool is_apart;
};

/* A system whose unit is not known before the last file, or a row about a system or a unit. */
struct waiting {
    const struct record *record;
    /* The columns of its table: what it is. */
    const struct headers *headers;
    /* Of a row about a system: the system as written. */
    const struct value *system;
    /* Its unit as written; empty if its table does not say. */
    struct str unit;
    /* Where that is written: the cell, the line above the table, or the table's header. */
    struct origin unit_origin;
    /* Its file has no table of units, and its row names one, or a line above the table does that
     * nothing contradicts. */
    bool is_alone;
    /* What else its row says of the unit; NULL if it says no more than the name. */
    struct claim *claim;
    /* It is no system: the row says that the unit has none. */
    bool says_none;
    /* Whose it turned out to be; NULL if nobody's. */
    struct unit *whose;
    /* The file it came from, and its folder: whose only unit it belongs to if it does not say. */
    size_t file, folder;
    /* Order of arrival. */
    size_t sequence;
    /* The day on which a system's row was filled in; year 0 if it does not say. */
    struct date filled;
};

/* The units that came from one file, or from the CSV files of one folder. */
struct origin_units {
    /* The last of them. */
    struct unit *unit;
    /* How many; 2 stands for more. */
    size_t n_units;
    /* Of a file: its name, which lives with the run, as it is asked for after the joining; its
     * folder (SIZE_MAX: none), and what tells how new it is. */
    struct str name;
    size_t folder;
    struct evidence evidence;
    /* Of a file: its SHA-256, and that of the file which it is the mended copy of; empty for none.
     */
    struct str sha256, mends;
    /* Its mended copy is here and takes its place. */
    bool is_mended;
    /* Of a folder: a CSV file or page of it has a table of units. */
    bool has_register;
};

struct intake {
    /* Lives with the run. */
    struct arena *arena;
    /* Claims, what waits and what is known of files, until they are joined. */
    struct arena *kept;
    const struct spellings *spellings;
    const struct options *options;
    /* By kind of sheet; two of them by name. */
    const struct headers *sheets[N_SHEET_KINDS];
    const struct headers *units, *systems;
    const struct others *others;
    const struct scorer *scorer;
    const struct roster_words *roster_words;
    const struct history_words *history_words;
    const struct accepted_words *accepted_words;
    const struct regions *regions;
    /* Who was renamed; no function if nobody knows. */
    struct intake_renames renames;
    /* As in struct reading. */
    struct date as_of;
    /* Who reads files; NULL as in struct read_input. */
    struct reader *reader;
    /* Claims and systems of this inventory that wait; emptied by intake_join. */
    struct claim **claims;
    size_t n_claims, claims_capacity;
    struct waiting *waiting;
    size_t n_waiting, waiting_capacity;
    /* Names that some claim has. */
    struct dictionary *names;
    /* Files and folders of this inventory, and the folders' names → index. */
    struct origin_units *files, *folders;
    size_t n_files, files_capacity, n_folders, folders_capacity;
    struct dictionary *folder_names;
    /* Names of the files that intake_join set aside. */
    struct dictionary *set_aside;
    /* What was accepted, by hash: index of the first row, and of the next of the same; NULL if
     * nothing was. What became of it. */
    const struct intake_accepted *accepted;
    struct dictionary *accepted_by_hash;
    size_t *accepted_next;
    struct intake_version *versions;
    size_t n_versions, versions_capacity;
    /* What senders confirmed. */
    struct intake_reply *replies;
    size_t n_replies, replies_capacity;
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
    /* The file's claims by all they say of who they are about, and by name. */
    struct dictionary *claims, *names;
    /* The last claim of a table of units: rows under a merged name go on with it. */
    struct claim *last;
    /* Some table of the file is of units: tables of systems add none then. */
    bool has_units;
    /* The file is our blank workbook, of which not every table need be filled. */
    bool is_blank_book;
    /* Units and systems read. */
    size_t n_units, n_systems;
    /* Sheets of the file. */
    size_t n_sheets;
    /* The last table without a column of units, and whose it was found to be. */
    const struct table *whose_table;
    /* The last table whose line above it was asked, and what was answered (whose_line_holds). */
    const struct table *line_table;
    bool line_holds;
    struct claim *whose_claim;
    /* Two were named, and which it is was asked. */
    bool is_disputed;
    /* Diagnostics when the file was opened. */
    size_t n_before;
};

/* templates/columns/roster: headers of a roster, and how near names are judged. */
struct roster_words;
/* Reads it; NULL after a report. */
const struct roster_words *roster_words_read(struct arena *arena, struct shelf *shelf,
                                             struct str edition, struct diag *diag);

/* templates/columns/history: headers of 沿革. */
struct history_words;
/* Reads it; NULL after a report. */
const struct history_words *history_words_read(struct arena *arena, struct shelf *shelf,
                                               struct str edition, struct diag *diag);

/* templates/columns/accepted: headers of 审核.csv. */
struct accepted_words;
/* Reads it; NULL after a report. */
const struct accepted_words *accepted_words_read(struct arena *arena, struct shelf *shelf,
                                                 struct str edition, struct diag *diag);

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
    /* It shows how a row is filled. */
    ROW_EXAMPLE,
    /* How to fill the table in; numbers of its columns. */
    ROW_DEMAND,
    ROW_NUMBERS,
    /* It says that there are no systems. */
    ROW_NONE,
    /* A title over a part of the table. */
    ROW_TITLE,
    ROW_DATA,
};

/* What a title over a part of a table, or over a whole one, says of the systems there. */
struct heading {
    /* It is nothing but such a title; the systems are no longer run. */
    bool is_known, is_retired;
};
/* Takes the value_key of a title apart. */
struct heading heading_read(const struct spellings *spellings, struct str key);
/* The title, behind the institution that it may begin with, says that systems are no longer run. */
bool heading_is_retired(const struct desk *desk, struct str title);
/* That title as what is said of the systems, with its place in words as header; NULL if it says
 * nothing of the kind. */
const struct value *heading_value(struct desk *desk, struct str title, struct origin origin,
                                  struct str place);
/* Likewise the title over a whole table, or the name of its sheet. */
const struct value *heading_above(struct desk *desk, const struct table *table);
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
/* A required field that this record need not have: some places have no city or no county above
 * them, and some fields are asked for only beside others. */
bool row_is_needless(const struct regions *regions, const struct record *record,
                     const struct column_rule *rule);
/* What may be written for a field; empty if anything may. */
struct str desk_allowed(const struct desk *desk, enum field field);
/* Takes what a second column says of a field, where the first says nothing; reports VALUE_DISAGREES
 * where they differ, and takes neither. */
void row_take_second(struct desk *desk, const struct column_rule *rule, struct record *record,
                     const struct value *second);
/* Reports at one cell that another says something else of a field, which is read in neither. */
void row_refuse(struct desk *desk, const struct column_rule *rule, struct record *record,
                const struct value *at, const struct value *against);
/* Notes that VALUE_EMPTY was reported of a field's cell. */
void row_mark_missed(struct desk *desk, struct record *record, enum field field);
/* Notes of a record the columns that its table lacks and was asked for. */
void row_mark_columns(const struct table *table, enum field_entity entity, struct record *record);
/* Takes a system: of the unit that its row names, by name or code in `claim` (may be NULL), or that
 * its table, sheet or file is of. */
void row_take_system(struct desk *desk, const struct table *table, const struct record *record,
                     struct claim *claim);
/* Asks about a system of which a remark, its name, its state or the title above, if there is one,
 * says that it is no longer run. */
void row_check_retired(struct desk *desk, const struct record *record, const struct value *title);

/* Takes what a workbook that went back says in the column of answers. */
void replies_read(struct desk *desk, const struct read_book *book);
/* Opens the desk for a file; `is_text` if it is one of the CSV files of a folder. */
void desk_open(struct desk *desk, struct str name, bool is_text);
/* Takes a row of a table that says who its units are, or a form. */
void desk_take_unit(struct desk *desk, const struct record *record);
/* Takes what another table says of a unit, which it makes if there is none and `may_add`. Reports
 * UNIT_REPEATED where rows say something, but not the same. */
struct claim *desk_add_to_unit(struct desk *desk, const struct record *record, bool may_add);
/* Takes one more row under a merged name. */
void desk_continue_unit(struct desk *desk, const struct record *record);
/* Some table read so far has a unit of that name. */
bool desk_knows_unit(const struct desk *desk, struct str name);
/* Keeps a system, or a row about a system or a unit, until the last file: `whose` is filled but for
 * its place in the order. */
void desk_take_waiting(struct desk *desk, const struct record *record, const struct waiting *whose);

/* What was written, readable or not. */
struct str value_said(const struct value *value);
/* Two values of a field say the same. */
bool values_agree(const struct value *a, const struct value *b, enum field field);
/* Sets what a record lacks from another of the same unit; reports UNIT_REPEATED where they differ.
 */
void record_add(struct arena *scratch, struct record *known, const struct record *record,
                struct diag *diag);
/* Counts a unit of a file or folder. */
void origin_units_note(struct origin_units *units, struct unit *unit);
/* Forgets what waited for this inventory. */
void intake_forget(struct intake *intake);

#endif
