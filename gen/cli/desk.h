/* Inner header of cli: what every command needs, and how it ends. */
#ifndef CLI_DESK_H
#define CLI_DESK_H

#include "batch/batch.h"
#include "cli/log.h"
#include "cli/messages.h"
#include "cli/options.h"

/* Exit statuses of the contract. */
enum exit_status {
    /* Done, no errors in the input. */
    EXIT_STATUS_DONE = 0,
    /* Done, but some input has errors. */
    EXIT_STATUS_INPUT_ERRORS = 1,
    /* The command line is wrong, or asks for what is not there. */
    EXIT_STATUS_USAGE = 2,
    /* Could not finish. */
    EXIT_STATUS_FAILED = 3,
};

/* Options and words, and the request that is made of them. */
struct front_desk {
    /* The command line. */
    struct command_line options;
    /* The program's words. */
    struct messages messages;
    /* --log. */
    struct log log;
    /* What is asked of batch. */
    struct batch_request request;
    /* The edition used is not the one in force: a warning about the run. */
    bool is_doubted;
};

/* The exit status that says how a run ended. */
enum exit_status exit_status_of(enum batch_outcome outcome);

#endif
