/* Inner header of batch: manifest.json, as this run writes it and as an earlier one left it. */
#ifndef BATCH_MANIFEST_H
#define BATCH_MANIFEST_H

#include "batch/folder.h"
#include "docs/docs.h"

/* Its name in OUT. */
#define MANIFEST_NAME "manifest.json"

/* A file in OUT that is ours. */
struct manifest_file {
    /* Path below OUT. */
    struct str path;
    /* SHA-256 of its bytes, and SM3 where that is known of an earlier run. */
    struct str sha256, sm3;
    /* A build made it; check leaves it alone. */
    bool is_built;
};

/* An institution whose papers are in OUT. */
struct manifest_unit {
    /* Its unit_id and name. */
    struct str id, name;
    /* The day its papers are computed at, ISO. */
    struct str as_of;
    /* The papers are those of an earlier run, because an input could not be read. */
    bool is_kept;
    /* A hash of all that its papers were made of; empty if that is not all there is to them: some
     * were left out, made by another run, or something was told while they were made. */
    struct str made_of;
    /* Names of the inputs it was read from. */
    struct str *sources;
    size_t n_sources;
    /* Paths of its papers. */
    struct str *files;
    size_t n_files;
    /* Room for them. */
    size_t capacity;
};

/* What is counted of a whole run. */
enum run_count { RUN_FILES, RUN_UNITS, RUN_SYSTEMS, RUN_ERRORS, RUN_WARNINGS, RUN_NOTES, N_RUN };

/* A run that came to its end. */
struct manifest_run {
    /* A hash of all it was made of; empty if another try at the same might come to something else.
     */
    struct str made_of;
    /* What it told in the end: how many, by enum run_count. */
    size_t counts[N_RUN];
};

/* What OUT holds. */
struct manifest {
    /* Where it lives. */
    struct arena *arena;
    /* Every file but manifest.json itself. */
    struct manifest_file *files;
    size_t n_files, files_capacity;
    /* The institutions. */
    struct manifest_unit *units;
    size_t n_units, units_capacity;
    /* There is one that is not ours. */
    bool is_foreign;
    /* It says which institutions there are; a former version's did not. */
    bool names_units;
    /* Of an earlier run: its share, "1/3"; empty for all. */
    struct str share;
    /* Of an earlier run: the program's version, the day it computed at, the edition of its
     * templates, the province and year reported on, as texts; empty where not said. */
    struct str version, as_of, edition, province, year;
    /* Of an earlier run: the name of the run that it was held against, last year's; else empty. */
    struct str previous;
    /* Of an earlier run: a hash of its inputs, which is alike for shares of one run. */
    struct str inputs;
    /* The run itself. */
    struct manifest_run run;
};

/* What the manifest says besides. */
struct manifest_facts {
    /* Options that shape the output, and inputs with their SHA-256. */
    const struct str (*options)[2];
    size_t n_options;
    const struct file_facts *inputs;
    size_t n_inputs;
    /* The shelves; their files are listed with SHA-256. */
    struct shelf *templates, *fonts;
    /* SHA-256 of the program's file, and the file; empty if unknown. */
    struct str program, program_file;
    /* Where the outputs are, to take SM3 of all; NULL: it is not asked for. */
    const struct folder *sealed;
};

/* Reads what an earlier run left; nothing if it left none. Reports, as a warning, OUTPUT_FOREIGN
 * when there is one that is not ours: then nothing is known of OUT. */
void manifest_read(struct manifest *manifest, struct arena *arena, const struct folder *folder,
                   struct diag *diag);
/* The text of manifest.json piece by piece; opaque. */
struct manifest_pieces;
/* Begins it; sorts files and units. What is no longer as its SHA-256 says has no SM3. All in the
 * arena; manifest and facts stay the caller's. */
struct manifest_pieces *manifest_begin(struct manifest *manifest, struct arena *arena,
                                       const struct manifest_facts *facts);
/* The `next` of a struct text_source whose context these pieces are. */
bool manifest_next(void *context, struct buf *buf);

#endif
