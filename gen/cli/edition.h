/* Inner header of cli: which edition of the templates the run takes, and what is said of it. */
#ifndef CLI_EDITION_H
#define CLI_EDITION_H

#include "cli/desk.h"

/* Reads the editions and puts the chosen one's name and the reason into the request; says both.
 * EXIT_STATUS_DONE, EXIT_STATUS_USAGE after saying what can be done instead, or EXIT_STATUS_FAILED
 * after reporting to `trouble`. */
enum exit_status edition_choose(struct front_desk *desk);
/* The same for a report: day, edition, province and year are those of the earlier runs, which are
 * opened. */
enum exit_status edition_of_runs(struct front_desk *desk, struct batch_basis *basis);
/* Loads everything of every built edition, or of the one asked for, and says which are good. */
enum exit_status edition_check_templates(struct front_desk *desk);

#endif
