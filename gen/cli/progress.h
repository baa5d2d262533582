/* Inner header of cli: how far a run is, on standard error. */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include "cli/options.h"

/* What is being shown; opened by progress_open. */
struct progress {
    /* The program's words. */
    const struct messages *messages;
    /* Where it goes. */
    FILE *to;
    /* A bar that is written over and over, a line every few seconds, or nothing. */
    enum { SHOW_NOTHING, SHOW_LINES, SHOW_BAR } show;
    /* The stage under way, a key of messages.yaml; NULL before the first. */
    const char *stage;
    /* When the stage began and when it was last shown, in milliseconds of a steady clock. */
    int64_t began, shown;
    /* Columns that the bar covers now. */
    size_t n_columns;
};

/* Milliseconds of a clock that only goes forward. */
int64_t progress_clock(void);
/* Nanoseconds of processor that this process used. */
int64_t progress_work_clock(void);
/* Decides what to show: --quiet nothing, --progress as it says, auto a bar if standard error is a
 * terminal that can go back, lines otherwise. */
void progress_open(struct progress *progress, const struct messages *messages,
                   const struct command_line *options);
/* `done` of `total` things of a stage are done. Shows it if it is time to. */
void progress_step(struct progress *progress, const char *stage, size_t done, size_t total);
/* Takes the bar away, for a line of other text. */
void progress_clear(struct progress *progress);
/* The line for a state, without line end: done of total after so many milliseconds. */
struct str progress_text(const struct progress *progress, size_t done, size_t total,
                         int64_t elapsed);

#endif
