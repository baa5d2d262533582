/* Inner header of cli: the program's own words, from templates/cli/messages.yaml. */
#ifndef CLI_MESSAGES_H
#define CLI_MESSAGES_H

#include <stdio.h>

#include "base/base.h"

/* The words and where they are put together. */
struct messages {
    /* Lives as long as the run. */
    struct arena *arena;
    /* The file's tree. */
    const struct yaml *words;
};

/* Reads the words; false (with a diagnostic) if they cannot be read. */
bool messages_open(struct messages *messages, struct arena *arena, struct shelf *templates,
                   struct diag *diag);
/* The message of that name with {1} to {7} filled in from `arguments`. */
struct str messages_fill(const struct messages *messages, const char *name,
                         const struct str *arguments, size_t n_arguments);
/* Prints a message and a line end. */
void messages_say(const struct messages *messages, FILE *to, const char *name,
                  const struct str *arguments, size_t n_arguments);
/* Prints diagnostics from a severity on for people: place, severity, message, cell, clause, hint.
 * Of one id in one column of a sheet only the first ten are printed, then how many more there are.
 */
void messages_print(const struct messages *messages, FILE *to, const struct diag *diag,
                    enum severity from);

#endif
