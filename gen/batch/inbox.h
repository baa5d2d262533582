/* Inner header of batch: which files are read, and what each is called. */
#ifndef BATCH_INBOX_H
#define BATCH_INBOX_H

#include "batch/batch.h"

/* Lists the files of all inboxes, each once, sorted by name. Names count from the folder that holds
 * all inboxes, so that they are distinct wherever the program is run. What lies in the output
 * folder is passed over. Reports what cannot be opened below an inbox in `reported`; an inbox that
 * cannot be opened itself (in the trouble of the request), or that lies in the output folder (told
 * at once), is wrong usage: returns false. */
bool inbox_list(const struct batch_request *request, struct diag *reported,
                struct file_entry **entries, size_t *n_entries);

#endif
