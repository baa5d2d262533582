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

struct confirmations;
struct history;
struct owners;
struct told;

/* Everything a run holds. */
struct engine {
    const struct batch_request *request;
    struct arena *arena;
    /* What is only added to while files are read, and then only read: the inventory. Of a large run
     * most of it lies in a file of OUT. */
    struct arena *records;
    /* Where the rows of data/ live; likewise. */
    struct arena *rows;
    /* What the parts of all papers took, in nanoseconds. */
    int64_t spent[N_METER_PARTS];
    /* Whose process reads files; NULL: this one does. */
    struct reader *reader;
    struct intake *intake;
    struct rules *rules;
    struct docs *docs;
    /* The rows of data/, and what some of their columns rest on. */
    struct ledger *ledger;
    struct ledger_facts *facts;
    /* What is asked of the rows, and those of last year's run; NULL without one. */
    struct ledger_questions *questions;
    struct ledger *previous;
    /* Its changes are those since last year. */
    bool is_of_year;
    /* Where rows come from, for messages: the name of each table. */
    struct source tables[N_LEDGER_TABLES];
    struct inventory *inventory;
    /* What is wrong with the input. */
    struct diag *reported;
    /* Whose its places are, and what of it the senders confirmed. */
    struct owners *owners;
    struct confirmations *confirmations;
    /* What of it belongs to the institutions, all shares' alike. */
    struct told *told;
    /* One for each input file, by name. */
    struct file_facts *files;
    size_t n_files, capacity;
    /* The roster: name and hash; empty without one. */
    struct file_facts roster;
    /* 沿革 likewise, and what it says; NULL without one. */
    struct file_facts history_file;
    /* 审核.csv likewise. */
    struct file_facts accepted;
    const struct history *history;
    /* Workbooks that were read: SHA-256 → index in files. */
    struct dictionary *workbooks;
    /* Lines of the list of problems by severity. */
    size_t n_listed[SEVERITY_FATAL + 1];
    /* The files to read. */
    struct file_entry *entries;
    size_t n_entries;
    /* The institutions this run is about: those of the inventory but the ones whose papers are
     * kept, and of the rest those of its share. */
    struct unit **units;
    size_t n_units;
    /* Their systems. */
    size_t n_systems;
    /* unit_ids of those that are asked for, and the names of their files; NULL: all are. */
    struct dictionary *chosen, *chosen_files;
    /* A hash of what the papers of all institutions are made of. */
    struct str made_of;
    /* A hash of what was said of the inboxes before anything was read. */
    struct str listing;
    /* Complaints about what may pass. */
    size_t n_passing;
    /* What was asked for is not there, which has been told. */
    bool is_missed;
    /* What is written. */
    struct output output;
};

/* Lets what there is of each institution lie in files of OUT, which has been claimed. */
void engine_lend(struct engine *engine);
/* Lets the system take away what of it is not in use; to be called with the number of institutions
 * that are done with. */
void engine_rest(const struct engine *engine, size_t done);
/* Tells the listener. */
void engine_tell(const struct batch_request *request, enum batch_event event,
                 const struct str *words, size_t n_words);
/* Tells a number; tells that `done` of `total` are. */
void engine_tell_count(const struct engine *engine, enum batch_event event, size_t count);
void engine_tell_step(const struct engine *engine, enum batch_event event, struct str name,
                      size_t done, size_t total);
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
/* Tells that no unit is called so, and which is nearest. */
void engine_miss_unit(const struct engine *engine, struct str name);
/* The papers of a unit before any is written. */
struct papers engine_papers(const struct engine *engine, const struct unit *unit,
                            struct arena *arena);
/* The institution or file of that name falls to this run's share. */
bool engine_has(const struct engine *engine, struct str name);
/* The share of this run, "1/3"; empty for all. */
struct str engine_share(const struct engine *engine);
/* Counts the errors and warnings of each file, now that all have been reported. */
void engine_count_problems(struct engine *engine);
/* Writes the manifest and ends the run: `command` is what the run did. */
bool engine_write_manifest(struct engine *engine, struct str command);
/* Tells what is wrong; what was written and, by the path of one product, what to open first. */
void engine_tell_problems(const struct engine *engine);
void engine_tell_written(const struct engine *engine, struct str first);
/* An earlier run left papers of institutions in OUT, or, by a former version, what may be some. */
bool engine_has_papers(const struct engine *engine);
/* Done, or done with errors in the input. */
enum batch_outcome engine_judge(const struct engine *engine);

#endif
