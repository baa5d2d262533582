/* Inner header of cli: the commands that read inboxes. */
#ifndef CLI_BATCH_H
#define CLI_BATCH_H

#include "cli/options.h"

/* Exit statuses of the contract. */
enum exit_status {
    /* Done, no errors in the input. */
    EXIT_STATUS_DONE = 0,
    /* Done, but some input has errors. */
    EXIT_STATUS_INPUT_ERRORS = 1,
    /* The command line is wrong. */
    EXIT_STATUS_USAGE = 2,
    /* Could not finish. */
    EXIT_STATUS_FAILED = 3,
};

/* Shelves and words that every command needs. */
struct desk {
    /* Lives as long as the run. */
    struct arena *arena;
    /* The command line. */
    struct options options;
    /* templates/ and fonts/. */
    struct shelf *templates, *fonts;
    /* The program's words. */
    struct messages messages;
    /* Why options.edition is the run's edition, in Chinese. */
    struct str edition_reason;
    /* What is wrong with our own files or with the output: each item means failure. */
    struct diag *trouble;
};

/* Runs one command and returns the exit status. */
enum exit_status batch_build(struct desk *desk);
enum exit_status batch_check(struct desk *desk);
enum exit_status batch_explain(struct desk *desk);
enum exit_status batch_proof(struct desk *desk);
enum exit_status batch_check_templates(struct desk *desk);

#endif
