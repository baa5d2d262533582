/* Reads the command line by getopt_long.
 */
#include "cli/options.h"

#include <getopt.h>
#include <string.h>

/* More parts than institutions in the country make no sense. */
#define MOST_SHARDS 100000
/* More processes than the largest machines have cores make none either. */
#define MOST_JOBS 256

/* Options by number, as getopt_long returns them. */
enum option_id {
    OPTION_OUTPUT = 'o',
    OPTION_QUIET = 'q',
    OPTION_VERBOSE = 'v',
    OPTION_VERSION = 'V',
    OPTION_HELP = 'h',
    OPTION_JOBS = 'j',
    OPTION_AS_OF = 256,
    OPTION_EDITION,
    OPTION_PROVINCE,
    OPTION_YEAR,
    OPTION_UNIT,
    OPTION_SYSTEM,
    OPTION_PREVIEW,
    OPTION_DUMP,
    OPTION_TEMPLATES,
    OPTION_FONTS,
    OPTION_CHECK_TEMPLATES,
    OPTION_PROGRESS,
    OPTION_STRICT,
    OPTION_FORCE,
    OPTION_SHARD,
    OPTION_JSON,
    OPTION_EDITIONS,
    OPTION_LOG,
    OPTION_LIMIT,
    OPTION_ONLY,
    OPTION_DRAFT,
    OPTION_LEVEL,
    OPTION_PREVIOUS,
    OPTION_ROSTER,
    OPTION_HISTORY,
    OPTION_ACCEPTED,
    OPTION_MASK_PHONES,
    OPTION_COUNTS_ONLY,
    OPTION_BUNDLE,
    OPTION_SM3,
    OPTION_PREVIEWS,
};

/* Every option of the contract. */
static const struct option long_options[] = {
    {"output", required_argument, NULL, OPTION_OUTPUT},
    {"as-of", required_argument, NULL, OPTION_AS_OF},
    {"edition", required_argument, NULL, OPTION_EDITION},
    {"province", required_argument, NULL, OPTION_PROVINCE},
    {"year", required_argument, NULL, OPTION_YEAR},
    {"unit", required_argument, NULL, OPTION_UNIT},
    {"system", required_argument, NULL, OPTION_SYSTEM},
    {"preview", required_argument, NULL, OPTION_PREVIEW},
    {"dump", required_argument, NULL, OPTION_DUMP},
    {"templates", required_argument, NULL, OPTION_TEMPLATES},
    {"fonts", required_argument, NULL, OPTION_FONTS},
    {"progress", required_argument, NULL, OPTION_PROGRESS},
    {"strict", no_argument, NULL, OPTION_STRICT},
    {"force", no_argument, NULL, OPTION_FORCE},
    {"shard", required_argument, NULL, OPTION_SHARD},
    {"quiet", no_argument, NULL, OPTION_QUIET},
    {"verbose", no_argument, NULL, OPTION_VERBOSE},
    {"version", no_argument, NULL, OPTION_VERSION},
    {"help", no_argument, NULL, OPTION_HELP},
    {"check-templates", no_argument, NULL, OPTION_CHECK_TEMPLATES},
    {"roster", required_argument, NULL, OPTION_ROSTER},
    {"previous", required_argument, NULL, OPTION_PREVIOUS},
    {"history", required_argument, NULL, OPTION_HISTORY},
    {"accepted", required_argument, NULL, OPTION_ACCEPTED},
    {"json", no_argument, NULL, OPTION_JSON},
    {"only", required_argument, NULL, OPTION_ONLY},
    {"draft", no_argument, NULL, OPTION_DRAFT},
    {"mask-phones", no_argument, NULL, OPTION_MASK_PHONES},
    {"bundle", required_argument, NULL, OPTION_BUNDLE},
    {"log", required_argument, NULL, OPTION_LOG},
    {"level", required_argument, NULL, OPTION_LEVEL},
    {"counts-only", no_argument, NULL, OPTION_COUNTS_ONLY},
    {"previews", no_argument, NULL, OPTION_PREVIEWS},
    {"sm3", no_argument, NULL, OPTION_SM3},
    {"limit", required_argument, NULL, OPTION_LIMIT},
    {"editions", no_argument, NULL, OPTION_EDITIONS},
    {0},
};

/* Commands of the contract. */
static const struct {
    const char *name;
    enum command command;
} commands[] = {
    {"build", COMMAND_BUILD},   {"check", COMMAND_CHECK},       {"explain", COMMAND_EXPLAIN},
    {"proof", COMMAND_PROOF},   {"template", COMMAND_TEMPLATE}, {"report", COMMAND_REPORT},
    {"verify", COMMAND_VERIFY}, {"help", COMMAND_HELP},
};

/* What a command does not take, so that nothing is accepted and ignored. */
static const struct {
    enum option_id option;
    const char *name;
    /* Those that take it. */
    unsigned commands;
} takers[] = {
#define ON(command) (1U << COMMAND_##command)
    {OPTION_OUTPUT, "-o", ON(BUILD) | ON(CHECK) | ON(PROOF) | ON(TEMPLATE) | ON(REPORT)},
    {OPTION_PROVINCE, "--province", ON(BUILD) | ON(CHECK) | ON(REPORT)},
    {OPTION_YEAR, "--year", ON(BUILD) | ON(CHECK) | ON(REPORT)},
    {OPTION_LEVEL, "--level", ON(BUILD) | ON(REPORT)},
    {OPTION_PREVIOUS, "--previous", ON(BUILD) | ON(CHECK) | ON(REPORT)},
    {OPTION_MASK_PHONES, "--mask-phones", ON(BUILD) | ON(CHECK) | ON(REPORT)},
    {OPTION_COUNTS_ONLY, "--counts-only", ON(BUILD) | ON(REPORT)},
    {OPTION_ROSTER, "--roster", ON(BUILD) | ON(CHECK) | ON(REPORT)},
    {OPTION_HISTORY, "--history", ON(BUILD) | ON(CHECK) | ON(REPORT)},
    {OPTION_ACCEPTED, "--accepted", ON(BUILD) | ON(CHECK) | ON(REPORT)},
    {OPTION_UNIT, "--unit", ON(EXPLAIN) | ON(BUILD) | ON(CHECK)},
    {OPTION_ONLY, "--only", ON(BUILD)},
    {OPTION_DRAFT, "--draft", ON(BUILD)},
    {OPTION_BUNDLE, "--bundle", ON(BUILD)},
    {OPTION_SM3, "--sm3", ON(BUILD) | ON(CHECK) | ON(REPORT)},
    {OPTION_PREVIEWS, "--previews", ON(BUILD) | ON(REPORT)},
    {OPTION_SYSTEM, "--system", ON(EXPLAIN)},
    {OPTION_PREVIEW, "--preview", ON(BUILD) | ON(PROOF) | ON(REPORT)},
    {OPTION_DUMP, "--dump", ON(BUILD) | ON(PROOF) | ON(TEMPLATE) | ON(REPORT)},
    {OPTION_STRICT, "--strict", ON(BUILD) | ON(CHECK) | ON(EXPLAIN) | ON(REPORT)},
    {OPTION_FORCE, "--force", ON(BUILD) | ON(REPORT)},
    {OPTION_JOBS, "-j", ON(BUILD) | ON(REPORT) | ON(VERIFY)},
    {OPTION_LOG, "--log", ON(BUILD) | ON(CHECK) | ON(REPORT)},
    {OPTION_LIMIT, "--limit", ON(BUILD) | ON(CHECK) | ON(EXPLAIN)},
    {OPTION_SHARD, "--shard", ON(BUILD)},
    {OPTION_JSON, "--json", ON(EXPLAIN)},
    {OPTION_EDITIONS, "--editions", ON(EXPLAIN)},
#undef ON
};

const char *command_name(enum command command) {
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        if (command != COMMAND_NONE && commands[i].command == command) {
            return commands[i].name;
        }
    }
    return NULL;
}

struct str command_line_templates(int argc, char **argv) {
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        struct str word = str_from_c(argv[i]);
        size_t equals = str_find(word, STR("="), 0);
        struct str name = str_slice(word, 0, equals);
        /* Abbreviated as getopt_long allows: no other option begins with t. */
        if (name.len < sizeof "--t" - 1 || !str_starts(STR("--templates"), name)) {
            continue;
        }
        if (equals != SIZE_MAX) {
            return str_slice(word, equals + 1, word.len);
        }
        if (i + 1 < argc) {
            return str_from_c(argv[i + 1]);
        }
    }
    return (struct str){0};
}

/* Says a usage error about one or two words; always false. */
static bool refuse(const struct messages *messages, const char *message, struct str word,
                   struct str other) {
    messages_say(messages, stderr, message, (struct str[]){word, other}, 2);
    return false;
}

/* Says that a word is unknown, and the nearest right one where one is near; always false. */
static bool refuse_unknown(const struct messages *messages, const char *message, struct str word,
                           const struct str *names, size_t n_names) {
    struct str near = str_nearest(word, names, n_names);
    struct str name = str_format(messages->arena, "%s%s", message, near.len ? "_near" : "");
    return refuse(messages, str_to_c(messages->arena, name), word, near);
}

/* The long options that a word may be short for. */
static size_t list_options(struct arena *arena, struct str word, struct str *names) {
    size_t n_names = 0;
    for (const struct option *option = long_options; option->name; option++) {
        struct str name = str_format(arena, "--%s", option->name);
        if (str_starts(name, word)) {
            names[n_names++] = name;
        }
    }
    return n_names;
}

/* What getopt_long does not take: an unknown option, one that several begin with, or one with a
 * value it does not have. */
static bool refuse_option(struct arena *arena, const struct messages *messages, const char *given) {
    struct str names[sizeof long_options / sizeof long_options[0]];
    struct str word = str_from_c(given);
    word = str_slice(word, 0, str_find(word, STR("="), 0));
    if (!str_starts(word, STR("--"))) {
        return refuse(messages, "unknown_option", str_format(arena, "-%c", optopt),
                      (struct str){0});
    }
    size_t n_names = list_options(arena, word, names);
    if (n_names) {
        return refuse(messages, optopt ? "needless_value" : "ambiguous_option", word,
                      str_join(arena, names, n_names, STR(" ")));
    }
    n_names = list_options(arena, STR("--"), names);
    return refuse_unknown(messages, "unknown_option", word, names, n_names);
}

static bool read_progress(struct str value, const struct messages *messages,
                          struct command_line *options) {
    static const char *const ways[] = {
        [PROGRESS_AUTO] = "auto", [PROGRESS_PLAIN] = "plain", [PROGRESS_NONE] = "none"};
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        if (str_is(value, ways[i])) {
            options->progress = (enum progress_way)i;
            return true;
        }
    }
    return refuse(messages, "bad_progress", value, (struct str){0});
}

/* Whose report: one of three words. */
static bool read_level(struct str value, const struct messages *messages,
                       struct command_line *options) {
    static const char *const levels[] = {"province", "city", "ministry"};
    for (size_t i = 0; i < sizeof levels / sizeof levels[0]; i++) {
        if (str_is(value, levels[i])) {
            options->level = value;
            return true;
        }
    }
    return refuse(messages, "bad_level", value, (struct str){0});
}

/* K/N: the K-th of N parts. */
static bool read_shard(struct str value, const struct messages *messages,
                       struct command_line *options) {
    struct str rest = value, part;
    int64_t shard = 0, n_shards = 0;
    bool is_good = str_split(&rest, STR("/"), &part) && str_to_int(part, &shard) &&
                   str_to_int(rest, &n_shards) && shard >= 1 && shard <= n_shards &&
                   n_shards <= MOST_SHARDS;
    options->shard = (unsigned)shard;
    options->n_shards = (unsigned)n_shards;
    return is_good || refuse(messages, "bad_shard", value, (struct str){0});
}

/* NAME=VALUE: what reading a file, or making papers, may use up. */
static bool read_limit(struct str value, const struct messages *messages,
                       struct command_line *options) {
    struct str rest = value, name;
    int64_t number;
    return (str_split(&rest, STR("="), &name) && str_to_int(rest, &number) &&
            (read_set_limit(&options->limits, name, number) ||
             batch_set_limit(&options->paper_limits, name, number))) ||
           refuse(messages, "bad_limit", value, (struct str){0});
}

/* Words parted by commas, each of which must be there. */
static bool read_only(struct str value, const struct messages *messages,
                      struct command_line *options) {
    struct str rest = value, word = {0};
    while (str_split(&rest, STR(","), &word) && str_trim(word).len) {
        ARENA_PUSH(messages->arena, options->only, options->n_only, options->only_capacity,
                   str_trim(word));
    }
    return str_trim(word).len || refuse(messages, "missing_value", STR("only"), (struct str){0});
}

/* The options that can be wrong in themselves. */
static bool read_value(enum option_id id, struct str value, const struct messages *messages,
                       struct command_line *options) {
    int64_t number;
    switch (id) {
    case OPTION_UNIT:
        ARENA_PUSH(messages->arena, options->units, options->n_units, options->units_capacity,
                   value);
        return value.len || refuse(messages, "missing_value", STR("unit"), (struct str){0});
    case OPTION_JOBS:
        if (!str_to_int(value, &number) || number < 1 || number > MOST_JOBS) {
            return refuse(messages, "bad_jobs", value, (struct str){0});
        }
        options->n_jobs = (unsigned)number;
        return true;
    case OPTION_ONLY:
        return read_only(value, messages, options);
    case OPTION_LEVEL:
        return read_level(value, messages, options);
    case OPTION_AS_OF:
        options->has_day = true;
        return date_from_iso(value, &options->as_of) ||
               refuse(messages, "bad_date", value, (struct str){0});
    case OPTION_YEAR:
        if (!str_to_int(value, &number) || number < 1990 || number > 9999) {
            return refuse(messages, "bad_year", value, (struct str){0});
        }
        options->year = (int)number;
        return true;
    case OPTION_SHARD:
        return read_shard(value, messages, options);
    case OPTION_LIMIT:
        return read_limit(value, messages, options);
    case OPTION_BUNDLE:
        options->is_bundled = str_is(value, "zip");
        return options->is_bundled || refuse(messages, "bad_bundle", value, (struct str){0});
    case OPTION_PROGRESS:
        return read_progress(value, messages, options);
    default:
        return true;
    }
}

/* Where an option's text goes; NULL for those without a text. */
static struct str *find_text(enum option_id id, struct command_line *options) {
    switch (id) {
    case OPTION_OUTPUT:
        return &options->output;
    case OPTION_EDITION:
        return &options->edition;
    case OPTION_PROVINCE:
        return &options->province;
    case OPTION_PREVIOUS:
        return &options->previous;
    case OPTION_ROSTER:
        return &options->roster;
    case OPTION_HISTORY:
        return &options->history;
    case OPTION_ACCEPTED:
        return &options->accepted;
    case OPTION_SYSTEM:
        return &options->system;
    case OPTION_PREVIEW:
        return &options->preview;
    case OPTION_DUMP:
        return &options->dump;
    case OPTION_LOG:
        return &options->log;
    case OPTION_TEMPLATES:
        return &options->templates;
    case OPTION_FONTS:
        return &options->fonts;
    default:
        return NULL;
    }
}

static bool take_option(enum option_id id, int index, const struct messages *messages,
                        struct command_line *options) {
    struct str value = str_from_c(optarg);
    struct str *text = find_text(id, options);
    if (text) {
        *text = value;
        return value.len || refuse(messages, "missing_value", str_from_c(long_options[index].name),
                                   (struct str){0});
    }
    switch (id) {
    case OPTION_PREVIEWS:
        options->has_previews = true;
        return true;
    case OPTION_QUIET:
        options->is_quiet = true;
        return true;
    case OPTION_VERBOSE:
        options->is_verbose = true;
        return true;
    case OPTION_STRICT:
        options->is_strict = true;
        return true;
    case OPTION_FORCE:
        options->is_forced = true;
        return true;
    case OPTION_DRAFT:
        options->is_draft = true;
        return true;
    case OPTION_MASK_PHONES:
        options->masks_phones = true;
        return true;
    case OPTION_COUNTS_ONLY:
        options->is_counts_only = true;
        return true;
    case OPTION_SM3:
        options->has_sm3 = true;
        return true;
    case OPTION_EDITIONS:
        options->has_editions = true;
        return true;
    case OPTION_JSON:
        options->is_json = true;
        return true;
    case OPTION_HELP:
    case OPTION_VERSION:
    case OPTION_CHECK_TEMPLATES:
        options->command = id == OPTION_HELP      ? COMMAND_HELP
                           : id == OPTION_VERSION ? COMMAND_VERSION
                                                  : COMMAND_CHECK_TEMPLATES;
        return true;
    default:
        return read_value(id, value, messages, options);
    }
}

static bool read_command(const char *word, const struct messages *messages, enum command *command) {
    enum { N = sizeof commands / sizeof commands[0] };
    struct str given = str_from_c(word), names[N];
    for (size_t i = 0; i < N; i++) {
        names[i] = str_from_c(commands[i].name);
        if (str_equal(given, names[i])) {
            *command = commands[i].command;
            return true;
        }
    }
    return refuse_unknown(messages, "unknown_command", given, names, N);
}

static bool check_takers(const bool given[], const struct messages *messages,
                         const struct command_line *options) {
    struct str command = str_from_c(command_name(options->command));
    for (size_t i = 0; i < sizeof takers / sizeof takers[0]; i++) {
        struct str name = str_from_c(takers[i].name);
        if (given[i] && !(takers[i].commands & (1U << options->command))) {
            return refuse(messages, "unused_option", name, command);
        }
    }
    if (options->command == COMMAND_PROOF && options->n_words != 1) {
        return refuse(messages, "missing_form", (struct str){0}, (struct str){0});
    }
    if (options->is_bundled && options->n_only) {
        return refuse(messages, "bundle_only", (struct str){0}, (struct str){0});
    }
    if (options->is_bundled && options->has_previews) {
        return refuse(messages, "bundle_previews", (struct str){0}, (struct str){0});
    }
    bool is_template = options->command == COMMAND_TEMPLATE;
    if (is_template && options->n_words) {
        return refuse(messages, "needless_word", options->words[0], command);
    }
    if (!is_template && !options->n_words) {
        return refuse(messages, "missing_input", (struct str){0}, (struct str){0});
    }
    bool needs_output = options->command == COMMAND_BUILD || options->command == COMMAND_PROOF ||
                        options->command == COMMAND_REPORT || is_template;
    return !needs_output || options->output.len ||
           refuse(messages, "missing_output", (struct str){0}, (struct str){0});
}

/* Reads the options in front of and among the words; marks those of `takers` that were given. */
static bool read_options(int argc, char **argv, const struct messages *messages,
                         struct command_line *options, bool given[]) {
    opterr = 0;
    for (int index = 0, id; (id = getopt_long(argc, argv, ":o:j:qvVh", long_options, &index)) != -1;
         index = 0) {
        if (id == ':') {
            return refuse(messages, "missing_value", str_from_c(argv[optind - 1]), (struct str){0});
        }
        if (id == '?') {
            return refuse_option(messages->arena, messages, argv[optind - 1]);
        }
        if (!take_option((enum option_id)id, index, messages, options)) {
            return false;
        }
        for (size_t i = 0; i < sizeof takers / sizeof takers[0]; i++) {
            given[i] = given[i] || takers[i].option == (enum option_id)id;
        }
    }
    return true;
}

/* `help COMMAND` and `COMMAND --help`: the words that are left name the command. */
static bool read_help(int argc, char **argv, const struct messages *messages,
                      struct command_line *options) {
    bool is_asked = optind < argc && strcmp(argv[optind], command_name(COMMAND_HELP)) == 0;
    int at = optind + (is_asked ? 1 : 0);
    options->command = COMMAND_HELP;
    return at >= argc || read_command(argv[at], messages, &options->help_of);
}

bool command_line_read(struct arena *arena, int argc, char **argv, struct date today,
                       const struct messages *messages, struct command_line *options) {
    *options = (struct command_line){.as_of = today,
                                     .edition = STR("auto"),
                                     .limits = read_default_limits(),
                                     .paper_limits = batch_default_limits()};
    bool given[sizeof takers / sizeof takers[0]] = {false};
    if (!read_options(argc, argv, messages, options, given)) {
        return false;
    }
    if (options->command == COMMAND_HELP) {
        return read_help(argc, argv, messages, options);
    }
    if (options->command != COMMAND_NONE) {
        return true;
    }
    if (optind == argc) {
        return refuse(messages, "missing_command", (struct str){0}, (struct str){0});
    }
    if (!read_command(argv[optind], messages, &options->command)) {
        return false;
    }
    if (options->command == COMMAND_HELP) {
        return read_help(argc, argv, messages, options);
    }
    /* a report is of the day of its runs */
    bool has_year = options->year || options->command == COMMAND_REPORT;
    options->year = has_year ? options->year : options->as_of.year;
    optind++;
    options->words = ARENA_ARRAY(arena, struct str, (size_t)(argc - optind));
    while (optind < argc) {
        options->words[options->n_words++] = str_from_c(argv[optind++]);
    }
    return check_takers(given, messages, options);
}
