/*
 * Diagnostics: what is wrong, where, why, and what to do instead. Functions return bool and report
 * here; nobody prints but cli. Every message stands in diag.def, in Chinese.
 */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include "base/arena.h"
#include "base/origin.h"

/* How bad it is. */
enum severity {
    /* Worth knowing, nothing to do. */
    SEVERITY_NOTE,
    /* Used as read, but doubtful. */
    SEVERITY_WARNING,
    /* The record cannot be used as it stands. */
    SEVERITY_ERROR,
    /* No output from this input. */
    SEVERITY_FATAL,
};

/* One for each line of diag.def. */
enum diag_id {
#define DIAG(id, severity, message, hint) DIAG_##id,
#include "base/diag.def"
#undef DIAG
    /* How many there are. */
    DIAG_COUNT
};

/* What a reporter knows; members left out are empty. */
struct diag_note {
    /* Which message. */
    enum diag_id id;
    /* The place. */
    struct origin origin;
    /* Header of the column, or the label of the field, as the sender wrote it. */
    struct str header;
    /* The cell's text as it stands. */
    struct str value;
    /* The rule behind it: a clause of a standard or guideline; empty if none. */
    struct str clause;
    /* Fill {1} to {4} of message and hint. */
    struct str args[4];
};

/* One collected diagnostic, complete; all texts live in the list's arena. */
struct diag_item {
    /* Which message. */
    enum diag_id id;
    /* Its severity, from diag.def. */
    enum severity severity;
    /* The place. */
    struct origin origin;
    /* As in diag_note. */
    struct str header;
    /* As in diag_note. */
    struct str value;
    /* As in diag_note. */
    struct str clause;
    /* The message with its arguments filled in. */
    struct str message;
    /* The hint with its arguments filled in. */
    struct str suggestion;
};

/* A list of diagnostics, handed down to whoever may report. */
struct diag {
    /* Where items live. */
    struct arena *arena;
    /* The items in order of report. */
    struct diag_item *items;
    /* How many. */
    size_t n_items;
    /* Room for. */
    size_t capacity;
    /* Counts by enum severity. */
    size_t n_by_severity[4];
};

/* An empty list in an arena. */
struct diag *diag_open(struct arena *arena);
/* Adds a diagnostic; copies the texts. `{value}` and `{header}` in messages stand for the note's.
 */
void diag_report(struct diag *diag, const struct diag_note *note);
/* Errors and fatals so far: a function that must fail on error compares before and after. */
size_t diag_n_errors(const struct diag *diag);
/* Stable name of an id: its name in diag.def. */
struct str diag_name(enum diag_id id);
/* Severity of an id. */
enum severity diag_severity(enum diag_id id);
/* `note`, `warning`, `error`, `fatal`. */
struct str severity_name(enum severity severity);
/* Sorts by file, sheet, row, column, id, for output that does not depend on the order of work. */
void diag_sort(struct diag *diag);

#endif
