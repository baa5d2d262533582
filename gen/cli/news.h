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
};

/* A listener that prints; `desk` outlives it. */
struct batch_listener news_listener(struct news_desk *desk);

#endif
