/* Files, safely: whole reads with a limit, writes that appear complete or not at all. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/arena.h"
#include "base/diag.h"

/* A path found by file_walk. */
struct file_entry {
    /* Path to open, as given joined with what was found below it. */
    struct str path;
    /* Path below the argument's folder, with '/', printable: what diagnostics print. A file given
     * by itself keeps only its last part. */
    struct str name;
    /* Bytes. */
    uint64_t size;
};

/* Reads a whole file of at most `limit` bytes. Reports FILE_MISSING, FILE_DENIED, FILE_TOO_LARGE
 * or FILE_READ at `source` and returns false. */
bool file_read(struct arena *arena, struct str path, uint64_t limit, const struct source *source,
               struct diag *diag, struct str *bytes);
/* Whether a regular file can be opened for reading; reports as file_read does. */
bool file_exists(struct str path, const struct source *source, struct diag *diag);
/* Writes a file under a temporary name in the same folder, then renames it. Folders are made.
 * Unchanged content keeps the old file. Reports OUTPUT_DENIED, OUTPUT_FULL or OUTPUT_FAILED. */
bool file_write(struct str path, struct str bytes, struct diag *diag);
/* Makes a folder and those above it. Reports as file_write does. */
bool file_make_folders(struct str path, struct diag *diag);
/* Reports why `path` could not be written: OUTPUT_DENIED, OUTPUT_FULL or OUTPUT_FAILED by `error`,
 * an errno. Always false. */
bool file_report_write(struct diag *diag, struct str path, int error);
/* The temporary name that file_write would use for `path`: for libraries that write files
 * themselves. Makes the folders. */
bool file_begin(struct arena *arena, struct str path, struct diag *diag, struct str *temporary);
/* Renames a temporary name onto its final name (or drops it, if `path` holds the same bytes). */
bool file_commit(struct str temporary, struct str path, struct diag *diag);
/* Removes a file; absence is no error. */
void file_remove(struct str path);
/* Removes a folder if it is empty, and then its parents below `root` likewise. */
void file_prune(struct str folder, struct str root);
/* All files at or below `path`, sorted by name bytes; names starting with '.' or '~$' are passed
 * over, links to folders are not followed. What is no file, or a folder that cannot be opened, is
 * listed too, as file_read says why it cannot be read; only links to folders are reported here, at
 * a source of their name. At most 1,000,000. Reports FILE_MISSING, FILE_DENIED, FILE_READ, and
 * returns false when `path` itself cannot be walked. */
bool file_walk(struct arena *arena, struct str path, struct diag *diag, struct file_entry **entries,
               size_t *n_entries);
/* The path without links, '.' and '..', from the root on; false if nothing is there. */
bool file_real(struct arena *arena, struct str path, struct str *real);
/* A path as text: bytes that are no UTF-8, controls, marks of direction and backslashes become
 * \xHH, so that different paths stay different. */
struct str file_printable(struct arena *arena, struct str path);
/* Part after the last '/'. */
struct str file_last_part(struct str path);
/* Extension in lower case without the dot; empty if none. */
struct str file_extension(struct arena *arena, struct str path);
/* A text made safe as one part of a path on Windows and Linux: forbidden characters and controls
 * replaced, blanks and dots at the end cut, reserved names changed, at most 120 bytes at a
 * character's edge; never empty. */
struct str file_safe_part(struct arena *arena, struct str text);
/* The text is a part of a path by itself and can be no other's: file_safe_part leaves it as it is,
 * it holds Han characters, digits, capitals and usual marks alone (without `allows_lower`), and its
 * end is not like that of file_hashed_part or a code. */
bool file_is_plain_part(struct arena *arena, struct str text, bool allows_lower);
/* A text made safe as a part of a path, shortened where it must be, '-', and eight digits of the
 * hash of `whole`: different wholes give different parts, also where letters are the same in either
 * case.
 */
struct str file_hashed_part(struct arena *arena, struct str text, struct str whole);

#endif
