/*
 * intake: the window where any paper is taken. Bytes in, records out, and every doubt reported with
 * its cell. It never judges: it knows nothing of rules, documents or what a grade means.
 */
#ifndef INTAKE_INTAKE_H
#define INTAKE_INTAKE_H

#include "base/base.h"
#include "model/model.h"

/* What reading a file may use up: read/read.h. */
struct reader;

/* Column synonyms, option lists and value spellings from templates/columns; lives with the run. */
struct intake;

/* What became of one input file: a line of data/files.csv. */
struct intake_file {
    /* Name as diagnostics print it. */
    struct str name;
    /* SHA-256 of its bytes; empty if it could not be read. */
    struct str sha256;
    /* "xlsx", "csv", or what else it turned out to be. */
    struct str kind;
    /* Text encoding of a CSV; else empty. */
    struct str encoding;
    /* Sheets in it, units and systems read from it. */
    size_t n_sheets, n_units, n_systems;
    /* Nothing could be read. */
    bool is_rejected;
};

/* A problem that a sender confirmed to be right on the list of a workbook that went back. */
struct intake_reply {
    /* What its list had for a key of the problem. */
    struct str key;
    /* Why it is right and who says so, as written; empty if nothing is. */
    struct str reason, said_by;
    /* When the workbook was last saved, as in struct read_book. */
    struct str saved;
    /* The workbook, and the row of its list. */
    struct str file;
    uint32_t row;
};

/* An option list: the codes, labels and spellings of a coded field. */
struct intake_option {
    /* The printed code. */
    int16_t code;
    /* The printed label. */
    struct str label;
};

/* A row of 应报单位名单: an institution that ought to report; what is not given is empty. */
struct intake_roster_row {
    struct str name, credit_code, region_code, unit_kind, contact_name, contact_phone;
    /* First and last day on which it is open, and the last day to report; ISO. */
    struct str opened, closed, due;
    struct origin origin;
};

/* A roster as read. */
struct intake_roster {
    struct intake_roster_row *rows;
    size_t n_rows, capacity;
};

/* A row of 沿革: an institution that was renamed, merged into another or closed; what is not given
 * is empty. */
struct intake_history_row {
    /* As it was called, its code and its region. */
    struct str before, code, region;
    /* As it has been called since, empty for one that was closed, and its code. */
    struct str after, after_code;
    /* Since when, ISO, to the precision known. */
    struct str date;
    struct origin origin;
};

/* 沿革 as read. */
struct intake_history {
    struct intake_history_row *rows;
    size_t n_rows, capacity;
};

/* A row of 审核.csv: papers of an institution that were accepted; what is not given is empty. */
struct intake_accepted_row {
    /* Whose they are: its name and its code; neither given: of whomever the file speaks. */
    struct str name, code;
    /* SHA-256 of the file in lower case, empty if the cell holds none; what it was called. */
    struct str sha256, file;
    /* Who accepted it, and when, ISO. */
    struct str said_by, date;
    struct origin origin;
};

/* 审核.csv as read. */
struct intake_accepted {
    struct intake_accepted_row *rows;
    size_t n_rows, capacity;
};

/* How accepted papers stand after intake_join. */
enum intake_acceptance {
    /* They are here and were taken. */
    INTAKE_ACCEPTED_TAKEN,
    /* No file that was read has the hash. */
    INTAKE_ACCEPTED_MISSING,
    /* The file is here, and says nothing of that institution. */
    INTAKE_ACCEPTED_FOREIGN,
    /* Of several that are accepted another was taken, or none. */
    INTAKE_ACCEPTED_SEVERAL,
};

/* What became of accepted papers, once for each other version of them. */
struct intake_version {
    const struct intake_accepted_row *row;
    enum intake_acceptance state;
    /* The institution; NULL if nothing here is of it. */
    const struct unit *unit;
    /* Their file as read, and errors found while it was read. */
    struct str file;
    size_t n_errors;
    /* The other version, which was not taken, or stands in the place of what is missing; empty
     * where there is none. Its errors likewise. */
    struct str other;
    size_t n_other_errors;
};

/* Reads templates/columns; NULL after a report, or without regions. */
struct intake *intake_open(struct arena *arena, struct shelf *shelf, struct str edition,
                           const struct regions *regions, struct diag *diag);
/* The day at which papers are read: a yes with a later date is a plan. */
void intake_set_day(struct intake *intake, struct date as_of);
/* Whose process reads files; kept. NULL: this one does. */
void intake_set_reader(struct intake *intake, struct reader *reader);
/* The columns that sheets may have, a book for each file of templates/columns with columns. */
const struct column_book *intake_columns(const struct intake *intake, struct arena *arena,
                                         size_t *n_books);
/* Whether an institution of that key has become, by 沿革, one of that name (inventory_key) under
 * the code it had. */
struct intake_renames {
    bool (*has_become)(void *context, const struct unit_key *former, struct str name);
    void *context;
};

/* Who was renamed, when intake_join is called next: former names do not dispute a code. */
void intake_set_renames(struct intake *intake, struct intake_renames renames);
/* The file that will be read after the one that intake_read reads next, so that its reader can
 * begin with it. `bytes` and `name` must stay until then, or until another file is read. */
void intake_expect(const struct intake *intake, struct str name, struct str bytes);
/* The file that was expected is not read after all. */
void intake_pass(const struct intake *intake, struct arena *scratch);
/* Reads one file; units and systems are kept until intake_join, which must come before the
 * inventory's arena is closed or another inventory begun. `bytes` need not outlive the call.
 * Returns false if nothing could be read (file->is_rejected). */
bool intake_read(struct intake *intake, struct inventory *inventory, struct str name,
                 struct str bytes, struct diag *diag, struct intake_file *file);
/* Reads a roster: of every sheet the table below the first row with a column of names. Every
 * doubtful cell is reported, a code that is none (REGION_UNKNOWN), a row without a name
 * (NAME_MISSING) and one that says again who ought to report (ROSTER_REPEATED), which is left out.
 * False if there is no such table (ROSTER_EMPTY), or the file cannot be read. */
bool intake_read_roster(const struct intake *intake, struct str name, struct str bytes,
                        struct diag *diag, struct intake_roster *roster);
/* Reads 沿革: of every sheet the table below the first row with a column of former names. Every
 * doubtful cell is reported. False if there is no such table (HISTORY_EMPTY), or the file cannot be
 * read. */
bool intake_read_history(const struct intake *intake, struct str name, struct str bytes,
                         struct diag *diag, struct intake_history *history);
/* Reads 审核.csv: of every sheet the table below the first row with a column of hashes. Every
 * doubtful cell is reported, and ACCEPTED_UNUSED a row without a hash. False if there is no such
 * table (ACCEPTED_EMPTY), or the file cannot be read. */
bool intake_read_accepted(const struct intake *intake, struct str name, struct str bytes,
                          struct diag *diag, struct intake_accepted *accepted);
/* What is accepted when intake_join is called next: it holds against newer papers; kept. */
void intake_set_accepted(struct intake *intake, const struct intake_accepted *accepted);
/* What became of it, in the order of its rows. */
const struct intake_version *intake_versions(const struct intake *intake, size_t *n);
/* How alike, in per cent, two names of institutions are, as inventory_key makes them; 0 where they
 * are less alike than is worth a word, or differ in what tells two institutions apart (第一, 第二).
 */
unsigned intake_likeness(const struct intake *intake, struct str a, struct str b);
/* After the last file: finds out which institutions the tables spoke of (by code, by name in the
 * same file or folder, by name and place), adds them and their systems to the inventory and sorts
 * it. Of two versions of one paper the newer by its own evidence is taken (SUBMISSION_OLD); where
 * nothing tells, the institution is left out (SUBMISSION_UNDATED). One that was accepted is taken
 * before any other (ACCEPTED_KEPT); what is accepted and is not here, or is of another institution,
 * is reported (ACCEPTED_MISSING, ACCEPTED_OTHER). What others say of one that
 * handed in itself is reported (FOREIGN_SAME, FOREIGN_DIFFERS, SYSTEM_FOREIGN) and not taken.
 * Reports UNIT_REPEATED, UNIT_AMBIGUOUS, UNIT_UNKNOWN and SYSTEM_REPEATED. The order in which files
 * were read does not matter. */
void intake_join(struct intake *intake, struct inventory *inventory, struct diag *diag);
/* What senders confirmed in the files read, in their order, those set aside too. */
const struct intake_reply *intake_replies(const struct intake *intake, size_t *n);
/* The last intake_join took nothing of that file, as a newer one has taken its place: what was
 * found wrong with it is of no account. */
bool intake_sets_aside(const struct intake *intake, struct str file);

#endif
