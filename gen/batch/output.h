/* Inner header of batch: the output folder OUT, from the claim on it to the manifest. */
#ifndef BATCH_OUTPUT_H
#define BATCH_OUTPUT_H

#include "batch/batch.h"
#include "batch/journal.h"
#include "batch/manifest.h"
#include "docs/docs.h"
#include "write/write.h"

/* A file that is ready to get its name. */
struct staged {
    /* What it will be. */
    struct manifest_file file;
    /* Where it is, below OUT; empty if OUT holds these bytes under that name already. */
    struct str temporary;
};

/* The papers of one institution. */
struct papers {
    /* Whose, from which inputs; its paths are filled in by output_add. */
    struct manifest_unit unit;
    /* The number of the unit in the run, for the names of temporary files. */
    size_t number;
    /* They are those of an earlier run, which made them of the same. */
    bool is_fresh;
    /* The files made. */
    struct staged *files;
    size_t n_files, capacity;
    /* Documents set for them, and their pages. */
    size_t n_documents, n_pages;
};

/* The folder OUT, what it held and what has been put there. */
struct output {
    /* Lives as long as the run. */
    struct arena *arena;
    /* Where `now` lives, and what is looked up in it: only the run itself adds to it. Of a large
     * run most of it lies in a file of OUT. */
    struct arena *held;
    /* What was asked for: extras, and whether to go on. */
    const struct batch_request *request;
    /* Writers. */
    struct press *press;
    /* Where breaches found by the page audit are reported. */
    struct diag *reported;
    /* OUT, and the claim on it; NULL if there is none. */
    struct folder *folder;
    struct journal *journal;
    /* A build runs, which owns all of OUT; else a check. */
    bool is_build;
    /* What OUT held, with the place of each file by its path, of each unit by its id. */
    struct manifest old;
    struct dictionary *old_files, *old_units;
    /* What it will hold, likewise, and by its path in lower case, for clashes. */
    struct manifest now;
    struct dictionary *now_files, *taken;
    /* Of `now`, what has yet to get its name. */
    struct staged *staged;
    size_t n_staged, staged_capacity;
    /* Temporary files made so far, of the run or of these papers, for their names. */
    size_t n_temporary;
    /* Files made by this run, documents set for it and their pages. */
    size_t n_written, n_documents, n_pages;
    /* Institutions whose papers did not have to be made again. */
    size_t n_fresh;
    /* Where files are noted that are papers of one institution; NULL: in `now`. */
    struct papers *papers;
};

/* An output without a folder, for extras. `reported` as in struct output. */
void output_open(struct output *output, const struct batch_request *request, struct diag *reported);
/* Lets a sink put what is too much for memory into a file of OUT's temporary folder; without OUT it
 * stays in memory. */
void output_spool(const struct output *output, struct diag *diag);
/* Lets what OUT will hold be kept in a file of OUT, which has been claimed. */
void output_lend(const struct output *output);
/* Claims OUT and reads what an earlier run left there. Reports OUTPUT_*; on failure OUT is as it
 * was. */
bool output_claim(struct output *output, bool is_build);
/* The same output for the papers of one institution, which are made under temporary names, noted
 * there and become part of what OUT holds by output_add. Nothing else of OUT changes. All in the
 * arena; `reported` as in struct output. */
struct output output_for(const struct output *output, struct arena *arena, struct papers *papers,
                         struct diag *reported);
/* Takes in papers, copying what is noted. They get their names many at a time, when all of them are
 * written down. Reports OUTPUT_TAKEN and OUTPUT_NOT_OURS for a name that another product or
 * somebody else's file has: that paper is left out. False if it could not be done. */
bool output_add(struct output *output, const struct papers *papers);
/* Where a file of data/ lies as the last whole run into OUT left it, which a run that did not
 * finish may have put by; in the arena. False if it is nowhere. */
bool output_find_last(const struct output *output, struct arena *arena, struct str path,
                      struct str *where);
/* That run left a file under that path. */
bool output_has_listed(const struct output *output, struct str path);
/* The unit of output->old of that id; NULL if there is none. */
const struct manifest_unit *output_find_unit(const struct output *output, struct str id);
/* The papers that an earlier run left of this unit of output->old become those of this run; false
 * if not all of them are as they were then. */
bool output_take_again(const struct output *output, struct papers *papers, struct arena *arena,
                       const struct manifest_unit *unit);
/* Keeps the papers that an earlier run made of this unit of output->old. */
void output_keep(struct output *output, const struct manifest_unit *unit);
/* Keeps the old files that are left: of each unit that OUT still has, and of no unit. */
void output_leave(struct output *output,
                  bool (*is_left)(void *context, struct str unit_id, struct str path),
                  void *context);
/* A sink for docs that writes products below OUT. */
struct product_sink output_sink(struct output *output);
/* Audits and writes one document to a path outside of any OUT. */
bool output_document(struct output *output, struct str path, const struct document *document);
/* Writes a workbook to a path outside of any OUT. */
bool output_book(struct output *output, struct str path, const struct workbook *workbook);
/* Removes what earlier runs made and this one did not, writes manifest.json and ends the claim.
 * Reports, as a warning, OUTPUT_STRAY if OUT holds files besides. */
bool output_finish(struct output *output, const struct manifest_facts *facts);
/* No run is known to have begun since the last whole one, whose files are all that OUT holds of
 * ours. */
bool output_is_at_rest(const struct output *output);
/* Ends the claim and leaves all as it is: OUT is what this run would make of it. Reports, as a
 * warning, OUTPUT_STRAY likewise. */
void output_stay(struct output *output);
/* Ends the claim; what was written stays, and stays written down. A run that was stopped keeps all
 * that it has made. */
void output_abandon(struct output *output);

#endif
