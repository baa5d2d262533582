/* Inner header of cli: --log, what happens in a run as JSON, a line each. */
#ifndef CLI_LOG_H
#define CLI_LOG_H

#include <stdio.h>

#include "batch/batch.h"
#include "cli/options.h"

/* A log; the zero value is none. */
struct log {
    /* Where it goes; NULL for none. */
    FILE *file;
    /* For lines. */
    struct arena *arena;
    /* When it began, in milliseconds of a steady clock. */
    int64_t began;
};

/* Begins a log with the line of the run: version, command, options. False, with errno, if there can
 * be no such file. */
bool log_open(struct log *log, struct arena *arena, const struct command_line *options);
/* The edition that was chosen. */
void log_edition(const struct log *log, const struct batch_request *request);
/* What batch tells. */
void log_news(const struct log *log, const struct batch_news *news);
/* What was wrong with ourselves or with OUT, and how the run ended. False if a line was lost. */
bool log_close(struct log *log, const struct diag *trouble, int status);

#endif
