/*
 * Diagnostics: what is wrong, where, why, and what to do instead. Functions return bool and report
 * to a sink; nobody prints but cli. Every message stands in diag.def, in Chinese. The sink keeps
 * what a message is made of, never the message, and never a whole cell; who lists the items walks
 * them in the order wanted.
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

/* A phrase of diag.def that is added to messages or stands in one as an argument. */
enum diag_word {
#define DIAG(id, severity, message, hint)
#define DIAG_WORD(name, text) DIAG_WORD_##name,
#include "base/diag.def"
#undef DIAG_WORD
#undef DIAG
    /* How many there are. */
    DIAG_N_WORDS
};

/* What a reporter knows; members left out are empty. */
struct diag_note {
    /* Which message. */
    enum diag_id id;
    /* The place. */
    struct origin origin;
    /* How many faults of the cell it stands for; 0 counts as 1. */
    uint32_t n;
    /* The institution it belongs to: its unit_id. Left out: that of diag_set_unit. */
    struct str unit;
    /* Header of the column, or the label of the field, as the sender wrote it. */
    struct str header;
    /* The cell's text as it stands; what is longer than DIAG_MOST_VALUE is cut. */
    struct str value;
    /* The rule behind it: a clause of a standard or guideline; empty if none. */
    struct str clause;
    /* Fill {1} to {4} of message and hint. */
    struct str args[4];
};

/* Bytes kept of a unit, a header, a value and a clause; what is longer is cut at a character's edge
 * and ends in an ellipsis. */
#define DIAG_MOST_VALUE 180
/* The same of an argument, which may be a list. */
#define DIAG_MOST_ARGUMENT 1800

/* One diagnostic as a walk shows it; its texts are valid until the next step of the walk. */
struct diag_item {
    /* Which message. */
    enum diag_id id;
    /* Its severity, from diag.def. */
    enum severity severity;
    /* The place; its source lives as long as the sink. */
    struct origin origin;
    /* How many reports it stands for: those of one kind in one cell are one item. */
    size_t n;
    /* How many reports there are of this id in this column of the sheet; 0 for a whole sheet. */
    size_t n_in_column;
    /* As in diag_note. */
    struct str unit;
    /* As in diag_note. */
    struct str header;
    /* As in diag_note. */
    struct str value;
    /* As in diag_note. */
    struct str clause;
    /* As in diag_note. */
    struct str args[4];
    /* The message with its arguments filled in. */
    struct str message;
    /* The hint with its arguments filled in. */
    struct str suggestion;
};

/* Takes diagnostics, handed down to whoever may report; opaque. */
struct diag;

/* An empty sink in an arena. */
struct diag *diag_open(struct arena *arena);
/* Reports from now on that name no institution belong to this one; empty for none. The text must
 * outlive them. */
void diag_set_unit(struct diag *diag, struct str unit);
/* Reports from now on that have no source stand at this one; NULL for none. */
void diag_set_source(struct diag *diag, const struct source *source);
/* Whom reports belong to that name no institution is asked when they are walked over: the unit_id
 * for a place, empty for nobody. */
void diag_set_owners(struct diag *diag, struct str (*owner)(void *owners, struct origin place),
                     void *owners);
/* Reports beyond some megabytes go to a file, open for reading and writing, that is nobody else's
 * and stays open as long as the sink; what cannot be written there is held in memory. */
void diag_set_spool(struct diag *diag, int file);
/* Takes a diagnostic; copies what it keeps. `{value}` and `{header}` in messages stand for the
 * note's. */
void diag_report(struct diag *diag, const struct diag_note *note);
/* Memory for texts of a note: what is made there is gone with the next report. */
struct arena *diag_scratch(struct diag *diag);

/* Reports so far: who must know whether a step was without doubt compares before and after. */
size_t diag_n(const struct diag *diag);
/* Errors and fatals so far: a function that must fail on error compares before and after. */
size_t diag_n_errors(const struct diag *diag);
/* Reports so far of one severity. */
size_t diag_n_of(const struct diag *diag, enum severity severity);
/* Reports so far of one id. */
size_t diag_n_id(const struct diag *diag, enum diag_id id);

/* In which order a walk shows its items. All but the first are total: they do not depend on the
 * order of work. */
enum diag_order {
    /* As they came. */
    DIAG_AS_REPORTED,
    /* By file, sheet, row, column, id, header, value, arguments. */
    DIAG_BY_PLACE,
    /* The worst first, then by place. */
    DIAG_BY_SEVERITY,
};

/* A walk over the items there were when it began; opaque. */
struct diag_cursor;

/* Begins a walk, whose memory is in the arena. */
struct diag_cursor *diag_walk(const struct diag *diag, struct arena *arena, enum diag_order order);
/* The next item; false at the end. */
bool diag_next(struct diag_cursor *cursor, struct diag_item *item);

/* An item with texts of its own, which outlive the walk. */
struct diag_item diag_copy(struct arena *arena, const struct diag_item *item);

/* All items as bytes in the arena, which need neither the sink nor its sources any more. */
struct str diag_take(const struct diag *diag, struct arena *arena);
/* Reports what diag_take took from another sink; what is fatal goes to `fatal`, which may be the
 * same sink. False if the bytes are not whole: what was before the damage is reported. */
bool diag_give(struct diag *diag, struct str bytes, struct diag *fatal);

/* The same for the reports that `wants` asks for, which may change them; `fatal` is the sink
 * itself. */
bool diag_give_if(struct diag *diag, struct str bytes,
                  bool (*wants)(void *context, struct diag_note *note), void *context);
/* What a note says, with its arguments filled in. */
struct str diag_message(struct arena *arena, const struct diag_note *note);

/* A phrase with {1} filled in. */
struct str diag_word(struct arena *arena, enum diag_word word, struct str argument);
/* A phrase with a number filled in. */
struct str diag_word_number(struct arena *arena, enum diag_word word, size_t number);
/* Stable name of an id: its name in diag.def. */
struct str diag_name(enum diag_id id);
/* Severity of an id. */
enum severity diag_severity(enum diag_id id);
/* `note`, `warning`, `error`, `fatal`. */
struct str severity_name(enum severity severity);

#endif
