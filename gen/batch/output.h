/* Inner header of batch: the output folder, from first file to manifest. */
#ifndef BATCH_OUTPUT_H
#define BATCH_OUTPUT_H

#include "base/base.h"
#include "docs/docs.h"
#include "write/write.h"

/* A file that was written. */
struct output_file {
    /* Path below OUT. */
    struct str path;
    /* SHA-256 of its bytes. */
    struct str sha256;
};

/* The folder OUT and what has been put there. */
struct output {
    /* Lives as long as the run. */
    struct arena *arena;
    /* OUT itself. */
    struct str folder;
    /* Folders of --preview and --dump; empty for none. */
    struct str preview, dump;
    /* Writers. */
    struct press *press;
    /* Where failures to write are reported: each stops the run. */
    struct diag *diag;
    /* Where breaches found by the page audit are reported. */
    struct diag *reported;
    /* Files written so far. */
    struct output_file *files;
    /* How many. */
    size_t n_files;
    /* Room for. */
    size_t capacity;
    /* Index of the paths taken, for numbering clashes: open addressing over files, n_slots of them,
     * each the file's number from 1 or 0. */
    size_t *slots;
    size_t n_slots;
};

/* What the manifest says besides the outputs. */
struct manifest_facts {
    /* Options that shape the output, and inputs with their SHA-256. */
    const struct str (*options)[2];
    size_t n_options;
    const struct file_facts *inputs;
    size_t n_inputs;
    /* The shelves; their files are listed with SHA-256. */
    struct shelf *templates, *fonts;
};

/* A sink for docs that writes products below the folder. */
struct product_sink output_sink(struct output *output);
/* Writes manifest.json, then removes the files that an earlier manifest lists and this run did not
 * make. Reports OUTPUT_* and returns false when the manifest cannot be written. */
bool output_finish(struct output *output, const struct manifest_facts *facts);

#endif
