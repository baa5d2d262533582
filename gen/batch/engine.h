/* Inner header of batch: what a run over inboxes holds, and its steps. */
#ifndef BATCH_ENGINE_H
#define BATCH_ENGINE_H

#include "batch/batch.h"
#include "batch/output.h"
#include "docs/docs.h"
#include "intake/intake.h"
#include "ledger/ledger.h"
#include "model/model.h"
#include "rules/rules.h"

/* Everything a run holds. */
struct engine {
    const struct batch_request *request;
    struct arena *arena;
    struct intake *intake;
    struct rules *rules;
    struct docs *docs;
    /* The rows of data/, and what some of their columns rest on. */
    struct ledger *ledger;
    struct ledger_facts *facts;
    struct inventory *inventory;
    /* What is wrong with the input. */
    struct diag *reported;
    /* One for each input file, by name. */
    struct file_facts *files;
    size_t n_files, capacity;
    /* The files to read. */
    struct file_entry *entries;
    size_t n_entries;
    /* The institutions this run is about, and what the rules find of each: those of the inventory
     * but the ones whose papers are kept. */
    struct unit **units;
    struct unit_findings **findings;
    size_t n_units;
    /* What is written. */
    struct output output;
};

/* Tells the listener. */
void engine_tell(const struct batch_request *request, enum batch_event event,
                 const struct str *words, size_t n_words);
/* Opens intake and rules; false if our own files are at fault. */
bool engine_open(struct engine *engine, const struct batch_request *request);
/* Opens docs besides; false likewise. */
bool engine_open_docs(struct engine *engine);
/* Whether to go on; reports RUN_STOPPED, once, if not. */
bool engine_goes_on(const struct batch_request *request);
/* Lists the files of every inbox. False if an inbox is not there (told or reported). */
bool engine_list(struct engine *engine);
/* Reads them and gives systems to their units. False if it was stopped. */
bool engine_read(struct engine *engine);
/* Chooses the institutions this run is about: all, but those whose papers OUT keeps as an input of
 * theirs cannot be read; these are reported as OUTPUT_KEPT. */
void engine_plan(struct engine *engine);
/* Judges them. False if it was stopped. */
bool engine_examine(struct engine *engine);
/* The papers of a unit as the manifest names them, without files. */
struct manifest_unit engine_unit(const struct engine *engine, const struct unit *unit);
/* Done, or done with errors in the input. */
enum batch_outcome engine_judge(const struct engine *engine);

#endif
