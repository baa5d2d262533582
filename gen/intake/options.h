/* Inner header of intake: the option lists of templates/columns/options.yaml, yes and no, and
 * levels, all read by one grammar (answer.h). */
#ifndef INTAKE_OPTIONS_H
#define INTAKE_OPTIONS_H

#include "intake/answer.h"
#include "intake/intake.h"

/* All lists; opaque. */
struct options;

/* A number that stands for an option. */
struct option_code {
    int64_t number;
    size_t option;
};

/* One list. */
struct option_list {
    struct str name;
    /* Its codes may be written in a cell; a word (和) may join its options. */
    bool is_coded, is_joinable;
    struct intake_option *options;
    /* By option: words of the sender's own may follow it. */
    bool *is_other;
    /* The option that stands for two others together, by their codes; code 0: there is none. */
    size_t whole;
    int64_t halves[2];
    size_t n_options;
    /* Codes of the form, then those of other standards; none if not coded. */
    struct option_code *codes;
    size_t n_codes, codes_capacity;
    /* Labels and spellings, and words that change nothing. */
    struct lexicon lexicon;
    /* value_key of those that need no second look → index of the option. */
    struct dictionary *texts;
};

/* Reads options.yaml and answers.yaml; NULL after a report. */
const struct options *options_read(struct arena *arena, struct shelf *shelf, struct str edition,
                                   const struct spellings *spellings, struct diag *diag);
/* The list of that name, or NULL. */
const struct option_list *options_find(const struct options *options, struct str name);
/* The option of a code, or NULL. */
const struct intake_option *option_of_code(const struct option_list *list, int code);
/* The option that a number stands for; false if none. */
bool option_by_code(const struct option_list *list, int64_t number, size_t *option);
/* What a field asks: of an option list, of yes and no, or, where levels stand side by side with
 * marks, of levels; of a text that answers a question, of yes and no too. False for other fields.
 */
bool options_ask(const struct options *options, enum field field, struct question *question);
/* All that may be filled in, for a diagnostic. */
struct str options_allowed(const struct option_list *list, const struct spellings *spellings,
                           struct arena *arena);

#endif
