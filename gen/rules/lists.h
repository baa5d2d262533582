/* Inner header of rules: lists of names that conditions look for, from templates/rules/lists. */
#ifndef RULES_LISTS_H
#define RULES_LISTS_H

#include "base/base.h"

/* Lists by name; lives with the rules. */
struct name_lists;
/* One list, such as W1. */
struct name_list;

/* Reads the lists of an edition; NULL after reporting what data_open reports, or TABLE_VALUE for a
 * row without a list or a start. */
const struct name_lists *lists_read(struct arena *arena, struct shelf *shelf, struct str edition,
                                    struct diag *diag);
/* The list of that name, which counts as asked for; NULL if there is none. */
const struct name_list *lists_find(const struct name_lists *lists, struct str name);
/* Adds the lists that were asked for. */
void lists_note_used(const struct name_lists *lists, struct dictionary *used);
/* Reports TABLE_UNUSED at each list that is not among those used; false if there is one. */
bool lists_report_unused(const struct name_lists *lists, const struct dictionary *used,
                         struct diag *diag);
/* The name nearest to a wrong one. */
struct str lists_nearest(const struct name_lists *lists, struct str name);
/* A name of the list stands in the text, as inventory_key makes it; `matched` is it, within the
 * text. */
bool list_holds(const struct name_list *list, struct str text, struct str *matched);
/* How many patterns a list has. */
size_t list_n_patterns(const struct name_list *list);
/* A text that the pattern of that number holds of, made of the first of its words. */
struct str list_example(const struct name_list *list, struct arena *arena, size_t pattern);
/* `word` stands in `text` at `at`, whatever the case of Latin letters; a Latin word (HIS) only
 * where no further letter touches it (not in HISTORY). */
bool word_stands_at(struct str text, size_t at, struct str word);

#endif
