/* Inner header of cli: what batch tells, as lines on the terminal. */
#ifndef CLI_NEWS_H
#define CLI_NEWS_H

#include "batch/batch.h"
#include "cli/log.h"
#include "cli/progress.h"

/* How much is said, and in which words. */
struct news_desk {
    /* The program's words. */
    const struct messages *messages;
    /* Told each step. */
    struct progress *progress;
    /* Told everything. */
    const struct log *log;
    /* Only errors; each file and unit by name. */
    bool is_quiet, is_verbose;
    /* The least severity that is printed. */
    enum severity from;
    /* When the run began, in milliseconds of progress_clock. */
    int64_t began;
    /* Files, institutions and errors, once the totals are told. */
    struct str totals[3];
};

/* The table at the end of a run of so many milliseconds: files, institutions and errors, then
 * documents and pages; seconds and documents a second stand behind. */
struct str news_table(const struct messages *messages, const struct str totals[3],
                      const struct str written[2], int64_t elapsed);

/* A listener that prints; `desk` outlives it. */
struct batch_listener news_listener(struct news_desk *desk);

#endif
