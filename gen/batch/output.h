/* Inner header of batch: the output folder OUT, from the claim on it to the manifest. */
#ifndef BATCH_OUTPUT_H
#define BATCH_OUTPUT_H

#include "batch/batch.h"
#include "batch/journal.h"
#include "batch/manifest.h"
#include "docs/docs.h"
#include "write/write.h"

/* The papers of one institution. */
struct papers {
    /* Whose, from which inputs; its paths are filled in by output_add. */
    struct manifest_unit unit;
    /* The files written. */
    struct manifest_file *files;
    size_t n_files, capacity;
};

/* The folder OUT, what it held and what has been put there. */
struct output {
    /* Lives as long as the run. */
    struct arena *arena;
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
    /* What OUT held, with the place of each file by its path. */
    struct manifest old;
    struct dictionary *old_files;
    /* What it holds now, likewise, and by its path in lower case, for clashes. */
    struct manifest now;
    struct dictionary *now_files, *taken;
    /* The same of the institutions before this one; NULL where they are in `taken`. */
    const struct dictionary *taken_before;
    /* Files written by this run. */
    size_t n_written;
    /* Where files are noted that are papers of one institution; NULL: in `now`. */
    struct papers *papers;
};

/* An output without a folder, for extras. `reported` as in struct output. */
void output_open(struct output *output, const struct batch_request *request, struct diag *reported);
/* Claims OUT and reads what an earlier run left there. Reports OUTPUT_*; on failure OUT is as it
 * was. */
bool output_claim(struct output *output, bool is_build);
/* The same output for the papers of one institution, which are noted there and become part of what
 * OUT holds by output_add. All in the arena; `reported` as in struct output. */
struct output output_for(const struct output *output, struct arena *arena, struct papers *papers,
                         struct diag *reported);
/* Takes in papers, copying them. */
void output_add(struct output *output, const struct papers *papers);
/* Keeps the papers that an earlier run made of this unit of output->old. */
void output_keep(struct output *output, const struct manifest_unit *unit);
/* A sink for docs that writes products below OUT. */
struct product_sink output_sink(struct output *output);
/* Audits and writes one document to a path outside of any OUT. */
bool output_document(struct output *output, struct str path, const struct document *document);
/* Removes what earlier runs made and this one did not, writes manifest.json and ends the claim. */
bool output_finish(struct output *output, const struct manifest_facts *facts);
/* Ends the claim; what was written stays, and stays written down. */
void output_abandon(struct output *output);

#endif
