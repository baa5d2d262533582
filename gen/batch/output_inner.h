/* Shared by the files of output: what OUT held, holds, and is about to hold. */
#ifndef BATCH_OUTPUT_INNER_H
#define BATCH_OUTPUT_INNER_H

#include "batch/output.h"

/* The file of an earlier run with that path; NULL if no manifest lists it. */
const struct manifest_file *output_find_old(const struct output *output, struct str path);
/* Whether OUT will hold the path, and whether an earlier run of ours made it, finished or not. */
bool output_is_now(const struct output *output, struct str path);
bool output_is_ours(const struct output *output, struct str path);
/* Notes what OUT will hold; a path once. */
void output_add_file(struct output *output, struct manifest_file file);
void output_add_unit(struct output *output, struct manifest_unit unit);
/* Gives their names to the files that have none yet. */
bool output_settle(struct output *output);
/* A name in OUT's temporary folder that no other file has. */
struct str output_name_temporary(struct output *output);
/* Puts a text into a temporary file, many pieces at a time; what fails is kept in the file. */
void output_put_pieces(struct arena *arena, const struct text_source *pieces,
                       struct folder_file *file);
/* Notes a temporary file that has been made under the path it will get: as a paper of its
 * institution, or at once as part of OUT. Reports OUTPUT_FAILED, and returns false, if it cannot be
 * read. */
bool output_stage_file(struct output *output, struct arena *scratch, struct str path,
                       struct str temporary);

#endif
