/*
 * The shelf: our own data files, asked for by subject and edition, never by path. cli opens one on
 * templates/ and one on fonts/; whoever needs a form, a rule table or a wording asks it.
 */
#ifndef BASE_SHELF_H
#define BASE_SHELF_H

#include "base/csv.h"
#include "base/yaml.h"

/* Variant of a subject that an edition does not have. */
#define SHELF_NO_VARIANT "none"

/* A folder of data files; remembers what was read from it. */
struct shelf;

/* Which variant of the files serves an edition. */
struct shelf_variant {
    /* A folder of the shelf ("rules"), or one subject ("rules/levels"), which goes before it. */
    struct str subject;
    /* What stands in the names of its files ("2007"). */
    struct str variant;
};

/* A file that was read. */
struct shelf_file {
    /* Name below the shelf's folder. */
    struct str name;
    /* Its SHA-256 in hexadecimal. */
    struct str sha256;
};

struct digests;
struct cache;

/* Opens a shelf on a folder; `label` stands before names in messages ("templates"). */
struct shelf *shelf_open(struct arena *arena, struct str folder, struct str label);
/* Its files that are only noted are hashed through these from now on; kept, not copied. */
void shelf_remember(struct shelf *shelf, struct digests *digests);
/* Trees of its YAML files are taken from there from now on, and left there; kept, not copied. */
void shelf_keep(struct shelf *shelf, struct cache *cache);
/* The folder, for the fonts' files. */
struct str shelf_folder(const struct shelf *shelf);
/* Declares which variants serve an edition; kept, not copied. An edition that was not declared is
 * served by the files of its own name. */
void shelf_add_edition(struct shelf *shelf, struct str edition,
                       const struct shelf_variant *variants, size_t n_variants);
/* The variant of a subject that serves an edition. */
struct str shelf_variant_of(const struct shelf *shelf, struct str subject, struct str edition);
/* The edition has no such subject: its variant is `none`. */
bool shelf_is_without(const struct shelf *shelf, const char *subject, struct str edition);
/* Whether a file serves the subject for an edition, as shelf_read would find it. */
bool shelf_serves(const struct shelf *shelf, const char *subject, struct str edition,
                  const char *suffix);
/* The editions that were declared, parted by " | ", in the arena. */
struct str shelf_editions(const struct shelf *shelf, struct arena *arena);
/* Whether a file stands on the shelf under that very name. */
bool shelf_has(const struct shelf *shelf, struct str name);
/* Reads `subject.variant.yaml` by the variant that serves the edition, or `subject.yaml` where no
 * such file is on the shelf, and holds it against its shape. `edition` may be empty. NULL after
 * SHELF_MISSING or what is wrong with the file, which is reported when it is first asked for and
 * not again. */
const struct yaml *shelf_yaml(struct shelf *shelf, const char *subject, struct str edition,
                              const struct yaml_shape *shape, struct diag *diag);
/* The same of a .csv, parsed as comma-separated CSV with a header record. */
bool shelf_csv(struct shelf *shelf, const char *subject, struct str edition, struct diag *diag,
               struct csv_table *table, const struct source **source);
/* The same of a .txt that people may add: its text, lines ended by \n alone, without byte order
 * mark. Empty, and true, where there is none. Reports ENCODING_UNKNOWN unless it is UTF-8, and
 * FILE_EMPTY if nothing but blanks stands in it. */
bool shelf_text(struct shelf *shelf, const char *subject, struct str edition, struct diag *diag,
                struct str *text, const struct source **source);
/* Notes a file of the shelf as used: fonts are large, opened by libraries, and hashed when
 * shelf_hash asks. Reports what file_exists does. */
bool shelf_note_file(struct shelf *shelf, struct str name, struct diag *diag);
/* Who opens a noted file ought to prove `what` of it: nobody did since the file last changed. Never
 * on a shelf whose files are not remembered. */
bool shelf_wants_proof(const struct shelf *shelf, struct str name, struct str what);
/* Notes that it was proved. */
void shelf_set_proved(struct shelf *shelf, struct str name, struct str what);
/* Digests of the files that were only noted. Reports FILE_READ for each that can no longer be read,
 * and returns false: an empty digest would say of a run that it used nothing. */
bool shelf_hash(struct shelf *shelf, struct diag *diag);
/* One SHA-256 for the names and digests of all files read so far that lie in these folders
 * ("rules/"). */
struct str shelf_digest(struct shelf *shelf, struct arena *arena, const struct str *folders,
                        size_t n_folders);
/* Reports SHELF_UNREAD for every file in the folder that was not read so far, with the nearest that
 * was, but for those of a variant among `awaited`, which nothing reads yet, for NAME.examples.csv
 * beside a table NAME that was, and for what lies in cluster/, which no run reads. */
void shelf_report_unread(struct shelf *shelf, const struct str *awaited, size_t n_awaited,
                         struct diag *diag);
/* Where a word may stand. */
struct shelf_places {
    /* Files whose names begin so ("rules/"), and have none of these parts. */
    struct str folder;
    const struct str *without;
    size_t n_without;
};

/* Where a word first stands, whole, in a file that was read so far; false if it stands nowhere.
 * Letters, digits, '_' and '.' make a word. */
bool shelf_find_word(const struct shelf *shelf, const struct shelf_places *places, struct str word,
                     struct origin *place);
/* What was read so far, sorted by name. */
const struct shelf_file *shelf_files(struct shelf *shelf, size_t *n_files);

#endif
