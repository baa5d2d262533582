/* Inner header of cli: the command line as values. */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include "batch/batch.h"
#include "cli/messages.h"

/* What is to be done. */
enum command {
    COMMAND_NONE,
    COMMAND_BUILD,
    COMMAND_CHECK,
    COMMAND_EXPLAIN,
    COMMAND_PROOF,
    COMMAND_TEMPLATE,
    COMMAND_REPORT,
    COMMAND_VERIFY,
    COMMAND_HELP,
    COMMAND_VERSION,
    COMMAND_CHECK_TEMPLATES,
};

/* How progress is shown. */
enum progress_way {
    /* A bar on a terminal, lines elsewhere. */
    PROGRESS_AUTO,
    /* A line every few seconds. */
    PROGRESS_PLAIN,
    /* Not at all. */
    PROGRESS_NONE,
};

/* The command line, checked. */
struct command_line {
    /* What is to be done. */
    enum command command;
    /* The words after the command: inboxes, or the form's name for proof. */
    struct str *words;
    /* How many. */
    size_t n_words;
    /* -o; empty if not given. */
    struct str output;
    /* --as-of, or today; whether it was given. */
    struct date as_of;
    bool has_day;
    /* --edition; "auto" unless given. */
    struct str edition;
    /* --previous; empty if not given. */
    struct str previous;
    /* --roster; empty if not given. */
    struct str roster;
    /* --history; empty if not given. */
    struct str history;
    /* --accepted; empty if not given. */
    struct str accepted;
    /* --level; empty if not given. */
    struct str level;
    /* --province; empty if not given. */
    struct str province;
    /* --year, or the year of the as-of date; 0 for a report that is not given one. */
    int year;
    /* --unit, as often as given, and the words of --only; none: all. */
    struct str *units, *only;
    size_t n_units, units_capacity, n_only, only_capacity;
    /* --system of explain; empty for all. */
    struct str system;
    /* --preview and --dump folders; empty for none. */
    struct str preview, dump;
    /* --log, a file; empty for none. */
    struct str log;
    /* --templates and --fonts folders; empty for the program's own. */
    struct str templates, fonts;
    /* Of which command help tells; COMMAND_NONE: of all. */
    enum command help_of;
    /* --progress. */
    enum progress_way progress;
    /* --quiet and --verbose. */
    bool is_quiet, is_verbose;
    /* -j; 0 if not given. */
    unsigned n_jobs;
    /* --limit, as often as given, and what else holds. */
    struct read_limits limits;
    struct paper_limits paper_limits;
    /* --shard K/N: K from 1 to N; both 0 if not given. */
    unsigned shard, n_shards;
    /* --mask-phones; --counts-only. */
    bool masks_phones, is_counts_only;
    /* --bundle zip, --sm3, --previews. */
    bool is_bundled, has_sm3, has_previews;
    /* --strict, --force, --draft, --json and --editions. */
    bool is_strict, is_forced, is_draft, is_json, has_editions;
};

/* The name of a command; NULL for COMMAND_NONE and what is no command. */
const char *command_name(enum command command);
/* Finds --templates before anything else is read, as the words of every other complaint stand
 * there. Empty if not given. */
struct str command_line_templates(int argc, char **argv);
/* Reads the command line. On a usage error prints it in the words of `messages` to stderr and
 * returns false. */
bool command_line_read(struct arena *arena, int argc, char **argv, struct date today,
                       const struct messages *messages, struct command_line *options);

#endif
