/* Inner header of batch: what a run over inboxes holds, and its steps. */
#ifndef BATCH_ENGINE_H
#define BATCH_ENGINE_H

#include "batch/batch.h"
#include "batch/output.h"
#include "docs/docs.h"
#include "intake/intake.h"
#include "model/model.h"
#include "rules/rules.h"

/* Everything a run holds. */
struct engine {
    const struct batch_request *request;
    struct arena *arena;
    struct intake *intake;
    struct rules *rules;
    struct docs *docs;
    struct inventory *inventory;
    /* What is wrong with the input. */
    struct diag *reported;
    /* One for each input file, by name. */
    struct file_facts *files;
    size_t n_files, capacity;
    /* One for each unit of the inventory. */
    struct unit_findings **findings;
};

/* Tells the listener. */
void engine_tell(const struct batch_request *request, enum batch_event event,
                 const struct str *words, size_t n_words);
/* Opens intake and rules; false if our own files are at fault. */
bool engine_open(struct engine *engine, const struct batch_request *request);
/* Opens docs besides; false likewise. */
bool engine_open_docs(struct engine *engine);
/* Reads every inbox, gives systems to their units and judges all of them. False if an inbox is not
 * there (told or reported). */
bool engine_read(struct engine *engine);
/* An output for this run below `folder`. */
struct output engine_output(struct engine *engine, struct str folder);
/* Done, or done with errors in the input. */
enum batch_outcome engine_judge(const struct engine *engine);

#endif
