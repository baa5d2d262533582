/* Inner header of batch: what earlier runs left in their OUTs, read to be summed up. */
#ifndef BATCH_EARLIER_H
#define BATCH_EARLIER_H

#include "batch/batch.h"
#include "batch/manifest.h"
#include "ledger/ledger.h"

/* A table larger than this was not written by us. */
#define EARLIER_LARGEST_TABLE (1024ULL * 1024 * 1024)

/* One OUT. */
struct earlier_run {
    /* As it was asked for, and its name in messages and in the manifest: the last part of its path,
     * or all of it where two end alike. */
    struct str word, name;
    /* It, opened to read. */
    struct folder *folder;
    /* What it says it holds; empty if it says nothing. */
    struct manifest manifest;
    bool has_manifest;
};

/* All of them, by name. */
struct earlier_runs {
    struct arena *arena;
    struct earlier_run *runs;
    size_t n_runs;
    /* The tables that were read, for the manifest: only name and hash. */
    struct file_facts *tables;
    size_t n_tables, capacity;
};

/* Where a table stands below OUT. */
struct str earlier_table_path(struct arena *arena, enum ledger_table table);
/* Opens the OUTs of a request and reads their manifests. Reports REPORT_NO_DATA and returns NULL if
 * one is none. */
struct earlier_runs *earlier_open(const struct batch_request *request);
/* What all of them agree on and the request does not contradict. Reports REPORT_DIFFERS and returns
 * false if there is no such thing. */
bool earlier_agree(const struct earlier_runs *runs, const struct batch_request *request,
                   struct batch_basis *basis);
/* Reads their tables into the ledger, which is left to be settled. What is doubtful of them goes to
 * `reported`; what makes a sum impossible to the trouble of the request, and false is returned. */
bool earlier_read(struct earlier_runs *runs, const struct batch_request *request,
                  struct ledger *ledger, struct diag *reported);

#endif
