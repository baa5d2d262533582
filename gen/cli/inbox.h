/* Inner header of cli: which files are read, and what each is called. */
#ifndef CLI_INBOX_H
#define CLI_INBOX_H

#include "cli/batch.h"

/* Lists the files of all inboxes, each once, sorted by name. Names count from the folder that holds
 * all inboxes, so that they are distinct wherever the program is run. What lies in the output
 * folder is passed over. Reports what cannot be opened below an inbox in `reported`; an inbox that
 * cannot be opened itself (in the trouble of the desk), or that lies in the output folder (said at
 * once), is wrong usage: returns false. */
bool inbox_list(struct desk *desk, struct diag *reported, struct file_entry **entries,
                size_t *n_entries);

#endif
