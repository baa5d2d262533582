/*
 * batch: the engine that runs the line, from inboxes to an output folder. It decides the order of
 * work and what the folder holds. It knows no options, clock or terminal: what is asked comes as a
 * request, what is worth saying goes to a listener, and how it ended is an outcome.
 */
#ifndef BATCH_BATCH_H
#define BATCH_BATCH_H

#include <signal.h>

#include "base/base.h"
#include "model/model.h"
#include "read/read.h"

/* How a run ended. */
enum batch_outcome {
    /* Done, no errors in the input. */
    BATCH_DONE,
    /* Done, but some input has errors. */
    BATCH_INPUT_ERRORS,
    /* What was asked for is not there: an inbox, a unit, a system, a form. */
    BATCH_NOT_FOUND,
    /* Could not finish; the trouble of the request says why. */
    BATCH_FAILED,
};

/* What a listener is told, and the words that come with it. */
enum batch_event {
    /* Reading begins: number of files. */
    BATCH_READING,
    /* Making documents begins: number of units. */
    BATCH_RENDERING,
    /* A file has been read: its name. */
    BATCH_FILE_READ,
    /* A unit has its documents: its name. */
    BATCH_UNIT_RENDERED,
    /* What is wrong with the input: `problems`, sorted. */
    BATCH_PROBLEMS,
    /* Totals: files, units, systems, errors, warnings, notes. */
    BATCH_SUMMARY,
    /* All is written: number of files, output folder, documents set and their pages. */
    BATCH_WRITTEN,
    /* What the parts of making papers took, all processes together: microseconds of each, in the
     * order of enum meter_part. Only where they are measured. */
    BATCH_PARTS,
    /* Papers that an earlier run made of the same were left: number of units. */
    BATCH_UNCHANGED,
    /* The run would be made of just what the last one was, and all that it left is there, so
     * nothing was done: number of files, output folder. Comes in place of BATCH_WRITTEN. */
    BATCH_AS_LEFT,
    /* The path of what to open first. */
    BATCH_OPEN_FIRST,
    /* An OUT was held against its manifest: its path; files listed, missing, changed, besides. */
    BATCH_VERIFIED,
    /* How a unit's grades came out: the text. */
    BATCH_EXPLANATION,
    /* An inbox lies in the output folder: inbox, folder. */
    BATCH_INPUT_IN_OUTPUT,
    /* No such unit: the name asked for, the nearest there is. */
    BATCH_NO_SUCH_UNIT,
    /* No such system: the name asked for, the nearest there are. */
    BATCH_NO_SUCH_SYSTEM,
    /* Nothing is known by the word of --only: the word, the nearest, all words. */
    BATCH_NO_SUCH_PAPER,
    /* No such form: the name asked for, those there are. */
    BATCH_NO_SUCH_FORM,
    /* How many there are. */
    BATCH_EVENT_COUNT,
};

/* One thing a listener is told; valid during the call. */
struct batch_news {
    enum batch_event event;
    /* The words of the event. */
    const struct str *words;
    size_t n_words;
    /* For BATCH_FILE_READ and BATCH_UNIT_RENDERED: how many so far, of how many. */
    size_t done, total;
    /* For BATCH_PROBLEMS. */
    const struct diag *problems;
};

/* Who is told how the run goes. */
struct batch_listener {
    void (*hear)(void *context, const struct batch_news *news);
    void *context;
};

/* What making the papers of one institution may use up. */
struct paper_limits {
    /* Seconds of processor, and of the clock. */
    uint32_t cpu, time;
    /* Mebibytes of memory of a process beyond what it is born with. */
    uint32_t memory;
};

/* 600 s of processor, 3600 s, 4096 MiB. */
struct paper_limits batch_default_limits(void);
/* Sets the limit of that name, its member's behind "unit-". False if there is none, or for 0 or
 * more than a million. */
bool batch_set_limit(struct paper_limits *limits, struct str name, int64_t value);

/* What is asked of a run; everything in it outlives the run. */
struct batch_request {
    /* Lives as long as the run. */
    struct arena *arena;
    /* What is wrong with our own files or with the output: each item means failure. */
    struct diag *trouble;
    /* What tells this build of the program from others, and the file it was started from, empty if
     * unknown. */
    struct str program, program_file;
    /* What the parts of the papers take is measured by it; NULL: not. Processes measure with copies
     * of it. */
    struct meter *meter;
    /* Digests that earlier runs remembered; NULL: none, and none are remembered. */
    struct digests *digests;
    /* Where what is prepared of fonts is kept between runs; NULL: nowhere. */
    struct cache *glyphs;
    /* templates/ and fonts/. */
    struct shelf *templates, *fonts;
    struct batch_listener listener;
    /* Files and folders to read. */
    const struct str *inboxes;
    size_t n_inboxes;
    /* The output folder; for a proof, its file. Empty if nothing is to be written. */
    struct str output;
    /* Folders for page dumps and page pictures; empty for none. */
    struct str dump, preview;
    /* All dates are computed at this day. */
    struct date as_of;
    /* Edition of forms and standards ("2007"). */
    struct str edition;
    /* Nobody asked for it: a system that names another standard is graded by that one. */
    bool is_edition_chosen;
    /* Why it is that one, in Chinese, for the manifest. */
    struct str edition_reason;
    /* Name of the reporting province; empty if not given. */
    struct str province;
    /* Year reported on. */
    int year;
    /* Rows of its tables: cities of a "province", counties of a "city", provinces for the
     * "ministry"; empty: cities. */
    struct str level;
    /* The OUT of last year's run, which this one's is held against; empty for none. */
    struct str previous;
    /* The file that lists who ought to report; empty for none. */
    struct str roster;
    /* The file that says who was renamed, merged or closed; empty for none. */
    struct str history;
    /* The file that says which papers were accepted; empty for none. */
    struct str accepted;
    /* Warnings count as errors. */
    bool is_strict;
    /* Make all papers again. Write even if no input can be read, over files too that are not known
     * to be ours, and take what cannot be read as withdrawn: OUT loses the papers made of it. */
    bool is_forced;
    /* For checking templates: what the rules of the editions checked so far use; else NULL. */
    struct dictionary *used;
    /* The share of this run: institutions and files whose hash falls to the shard-th of n_shards,
     * from 1 on; n_shards 0: all, and the province. */
    unsigned shard, n_shards;
    /* What reading a file may use up, by a process of its own; NULL: nothing but its bytes is
     * held, and no process begun. */
    const struct read_limits *limits;
    /* Processes that make papers, where there are more than two institutions; 0: this one alone.
     * What is written does not depend on it. */
    unsigned n_jobs;
    /* What each institution may use up of them; NULL: anything. The exit status of one that ends
     * for want of memory. */
    const struct paper_limits *paper_limits;
    int no_memory_status;
    /* Becomes other than 0 when the run must stop; NULL if nobody stops it. */
    const volatile sig_atomic_t *stop;
    /* The institutions that papers are made of, or that are explained, by name or code; none: all.
     */
    const struct str *units;
    size_t n_units;
    /* The papers that are made, by the words of templates/docs/papers; none: all. */
    const struct str *only;
    size_t n_only;
    /* As in docs_settings. */
    bool masks_phones, is_counts_only;
    /* Papers are marked as drafts. */
    bool is_draft;
    /* The papers of an institution are one archive, and no folder. */
    bool is_bundled;
    /* The manifest says SM3 (国密) of everything beside SHA-256. */
    bool has_sm3;
    /* Small pictures of pages are made, which index.html shows. */
    bool has_previews;
    /* For an explanation: this system only; empty for all. It may be named by a part of its name,
     * where none is called just so. */
    struct str system;
    /* As JSON. */
    bool is_json;
    /* What each of these editions says of a system, side by side; none: what `edition` says. */
    const struct str *editions;
    size_t n_editions;
    /* For a check of templates: the edition is the one of the day, so its rules must be in force.
     */
    bool is_dated;
};

/* What is left of earlier runs; opaque. */
struct earlier_runs;

/* What a report over earlier runs rests on: what all of them were made by. */
struct batch_basis {
    /* They, opened. */
    struct earlier_runs *runs;
    /* The day they computed at, if they say; and the other things, empty or 0 where none says. */
    bool has_day;
    struct date as_of;
    struct str edition;
    /* What the request asks for, else what they reported on. */
    struct str province;
    int year;
};

/* Reads, checks, decides and writes every document into the output folder. */
enum batch_outcome batch_build(const struct batch_request *request);
/* Reads, checks and decides; writes problem lists if there is an output folder. */
enum batch_outcome batch_check(const struct batch_request *request);
/* Opens the OUTs that the request has as inboxes and finds what they agree on. A day, edition, year
 * or province that the request leaves out (0, empty) is theirs; another day or edition than theirs
 * is refused. */
enum batch_outcome batch_report_basis(const struct batch_request *request,
                                      struct batch_basis *basis);
/* Writes the province's documents of what these runs left in data/. */
enum batch_outcome batch_report(const struct batch_request *request,
                                const struct batch_basis *basis);
/* Hashes what lies in the OUTs that the request has as inboxes, and tells what is missing, changed
 * or not listed in their manifests. */
enum batch_outcome batch_verify(const struct batch_request *request);
/* Tells how each grade came out. */
enum batch_outcome batch_explain(const struct batch_request *request);
/* Writes the empty form of that name with field names in its boxes. */
enum batch_outcome batch_proof(const struct batch_request *request, struct str form);
/* Writes the blank workbook that institutions fill in. */
enum batch_outcome batch_template(const struct batch_request *request);
/* Loads every template. */
enum batch_outcome batch_check_templates(const struct batch_request *request);
/* What is known of the fields. */
struct column_uses {
    /* A column hands it in; columns/uses says what it is for. */
    bool has_column[N_FIELDS], is_kept[N_FIELDS];
};

/* Reads templates/columns/uses, what templates cannot show: a row says something only of a column
 * that nothing read so far asks for. Reports TABLE_*. */
bool batch_read_uses(struct arena *arena, struct shelf *shelf, struct str edition,
                     struct diag *diag, struct column_uses *uses);
/* Holds the columns against all that was loaded for any edition: reports FIELD_UNUSED for one that
 * nothing asks for, TABLE_UNUSED for a text or a list that no rule uses, and TABLE_* for what
 * templates/columns/uses.csv says of none or needlessly. */
enum batch_outcome batch_check_uses(const struct batch_request *request);

#endif
