/* Inner header of cli: what batch tells, as lines on the terminal. */
#ifndef CLI_NEWS_H
#define CLI_NEWS_H

#include "batch/batch.h"
#include "cli/messages.h"

/* How much is said, and in which words. */
struct news_desk {
    /* The program's words. */
    const struct messages *messages;
    /* No progress. */
    bool is_quiet;
};

/* A listener that prints; `desk` outlives it. */
struct batch_listener news_listener(struct news_desk *desk);

#endif
