/* Inner header of intake: the option lists of templates/columns/options.yaml. */
#ifndef INTAKE_OPTIONS_H
#define INTAKE_OPTIONS_H

#include "intake/intake.h"
#include "intake/words.h"

/* All lists; opaque. */
struct options;
/* One list; opaque. */
struct option_list;

/* What a text turned out to be. */
struct option_match {
    const struct intake_option *option;
    /* Words after an "other" option; a slice of the text, or empty. */
    struct str detail;
    /* Only the text's start was recognised; the rest may be another item of a set. */
    bool is_loose;
};

/* Reads options.yaml; NULL after a report. */
const struct options *options_read(struct arena *arena, struct shelf *shelf, struct str edition,
                                   struct diag *diag);
/* The list of that name, or NULL. */
const struct option_list *options_find(const struct options *options, struct str name);
/* The option of a code, or NULL. */
const struct intake_option *option_of_code(const struct option_list *list, int code);
/* What one text means: the code, the label, a spelling, a code with a label on either side, an
 * "other" with words, or a word that settles it. False if it means nothing, or two things. */
bool option_match(const struct option_list *list, struct arena *scratch, struct str text,
                  struct option_match *match);
/* All that may be filled in, for a diagnostic. */
struct str options_allowed(const struct option_list *list, const struct spellings *spellings,
                           struct arena *arena);

#endif
