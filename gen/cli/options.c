/* Reads the command line by getopt_long; refuses with "not yet" what the contract promises later.
 */
#include "cli/options.h"

#include <getopt.h>
#include <string.h>

/* Options by number, as getopt_long returns them. */
enum option_id {
    OPTION_OUTPUT = 'o',
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
    OPTION_QUIET,
    OPTION_VERSION,
    OPTION_HELP,
    OPTION_CHECK_TEMPLATES,
    OPTION_LATER,
};

/* Every option of the contract; those of OPTION_LATER have not had their turn. */
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
    {"quiet", no_argument, NULL, OPTION_QUIET},
    {"version", no_argument, NULL, OPTION_VERSION},
    {"help", no_argument, NULL, OPTION_HELP},
    {"check-templates", no_argument, NULL, OPTION_CHECK_TEMPLATES},
    {"roster", required_argument, NULL, OPTION_LATER},
    {"previous", required_argument, NULL, OPTION_LATER},
    {"shard", required_argument, NULL, OPTION_LATER},
    {"only", required_argument, NULL, OPTION_LATER},
    {"draft", no_argument, NULL, OPTION_LATER},
    {"mask-phones", no_argument, NULL, OPTION_LATER},
    {"strict", no_argument, NULL, OPTION_LATER},
    {"progress", required_argument, NULL, OPTION_LATER},
    {0},
};

/* Commands of the contract; those of COMMAND_NONE have not had their turn. */
static const struct {
    const char *name;
    enum command command;
} commands[] = {
    {"build", COMMAND_BUILD}, {"check", COMMAND_CHECK},   {"explain", COMMAND_EXPLAIN},
    {"proof", COMMAND_PROOF}, {"template", COMMAND_NONE}, {"report", COMMAND_NONE},
    {"verify", COMMAND_NONE},
};

/* What a command does not take, so that nothing is accepted and ignored. */
static const struct {
    enum option_id option;
    const char *name;
    unsigned commands;
} takers[] = {
#define ON(command) (1U << COMMAND_##command)
    {OPTION_OUTPUT, "-o", ON(BUILD) | ON(CHECK) | ON(PROOF)},
    {OPTION_PROVINCE, "--province", ON(BUILD) | ON(CHECK)},
    {OPTION_YEAR, "--year", ON(BUILD) | ON(CHECK)},
    {OPTION_UNIT, "--unit", ON(EXPLAIN)},
    {OPTION_SYSTEM, "--system", ON(EXPLAIN)},
    {OPTION_PREVIEW, "--preview", ON(BUILD) | ON(PROOF)},
    {OPTION_DUMP, "--dump", ON(BUILD) | ON(PROOF)},
#undef ON
};

struct str command_line_templates(int argc, char **argv) {
    static const char name[] = "--templates";
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strncmp(argv[i], name, sizeof name - 1) != 0) {
            continue;
        }
        const char *rest = argv[i] + sizeof name - 1;
        if (*rest == '=') {
            return str_from_c(rest + 1);
        }
        if (!*rest && i + 1 < argc) {
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

static bool refuse_option(struct arena *arena, const struct messages *messages, const char *word) {
    struct str names[sizeof long_options / sizeof long_options[0]];
    size_t n_names = 0;
    for (const struct option *option = long_options; option->name; option++) {
        names[n_names++] = str_format(arena, "--%s", option->name);
    }
    struct str given = str_from_c(word);
    return refuse(messages, "unknown_option", given, str_nearest(arena, given, names, n_names));
}

/* The date and year options, which can be wrong in themselves. */
static bool read_value(enum option_id id, struct str value, const struct messages *messages,
                       struct options *options) {
    int64_t number;
    switch (id) {
    case OPTION_AS_OF:
        return date_from_iso(value, &options->as_of) ||
               refuse(messages, "bad_date", value, (struct str){0});
    case OPTION_YEAR:
        if (!str_to_int(value, &number) || number < 1990 || number > 9999) {
            return refuse(messages, "bad_year", value, (struct str){0});
        }
        options->year = (int)number;
        return true;
    default:
        return true;
    }
}

/* Where an option's text goes; NULL for those without a text. */
static struct str *find_text(enum option_id id, struct options *options) {
    switch (id) {
    case OPTION_OUTPUT:
        return &options->output;
    case OPTION_EDITION:
        return &options->edition;
    case OPTION_PROVINCE:
        return &options->province;
    case OPTION_UNIT:
        return &options->unit;
    case OPTION_SYSTEM:
        return &options->system;
    case OPTION_PREVIEW:
        return &options->preview;
    case OPTION_DUMP:
        return &options->dump;
    case OPTION_TEMPLATES:
        return &options->templates;
    case OPTION_FONTS:
        return &options->fonts;
    default:
        return NULL;
    }
}

static bool take_option(enum option_id id, int index, const struct messages *messages,
                        struct options *options) {
    struct str value = str_from_c(optarg);
    struct str *text = find_text(id, options);
    if (text) {
        *text = value;
        return value.len || refuse(messages, "missing_value", str_from_c(long_options[index].name),
                                   (struct str){0});
    }
    switch (id) {
    case OPTION_LATER:
        return refuse(messages, "not_yet",
                      str_format(messages->arena, "--%s", long_options[index].name),
                      (struct str){0});
    case OPTION_QUIET:
        options->is_quiet = true;
        return true;
    case OPTION_HELP:
        options->command = COMMAND_HELP;
        return true;
    case OPTION_VERSION:
        options->command = COMMAND_VERSION;
        return true;
    case OPTION_CHECK_TEMPLATES:
        options->command = COMMAND_CHECK_TEMPLATES;
        return true;
    default:
        return read_value(id, value, messages, options);
    }
}

static bool read_command(struct arena *arena, const char *word, const struct messages *messages,
                         struct options *options) {
    enum { N = sizeof commands / sizeof commands[0] };
    struct str given = str_from_c(word), names[N];
    for (size_t i = 0; i < N; i++) {
        names[i] = str_from_c(commands[i].name);
        if (!str_equal(given, names[i])) {
            continue;
        }
        options->command = commands[i].command;
        return options->command != COMMAND_NONE ||
               refuse(messages, "not_yet", given, (struct str){0});
    }
    return refuse(messages, "unknown_command", given, str_nearest(arena, given, names, N));
}

static bool check_takers(const bool given[], const struct messages *messages,
                         const struct options *options) {
    for (size_t i = 0; i < sizeof takers / sizeof takers[0]; i++) {
        if (given[i] && !(takers[i].commands & (1U << options->command))) {
            return refuse(messages, "unused_option", str_from_c(takers[i].name), (struct str){0});
        }
    }
    if (!options->n_words) {
        return refuse(messages, "missing_input", (struct str){0}, (struct str){0});
    }
    bool needs_output = options->command == COMMAND_BUILD || options->command == COMMAND_PROOF;
    return !needs_output || options->output.len ||
           refuse(messages, "missing_output", (struct str){0}, (struct str){0});
}

bool command_line_read(struct arena *arena, int argc, char **argv, struct date today,
                       const struct messages *messages, struct options *options) {
    enum { N_TAKERS = sizeof takers / sizeof takers[0] };
    *options = (struct options){.as_of = today, .edition = STR("auto")};
    bool given[N_TAKERS] = {false};
    opterr = 0;
    for (int index = 0, id; (id = getopt_long(argc, argv, ":o:j:", long_options, &index)) != -1;) {
        if (id == ':') {
            return refuse(messages, "missing_value", str_from_c(argv[optind - 1]), (struct str){0});
        }
        if (id == '?') {
            return refuse_option(arena, messages, argv[optind - 1]);
        }
        if (id == 'j') {
            return refuse(messages, "not_yet", STR("-j"), (struct str){0});
        }
        if (!take_option((enum option_id)id, id == 'o' ? 0 : index, messages, options)) {
            return false;
        }
        for (size_t i = 0; i < N_TAKERS; i++) {
            given[i] = given[i] || takers[i].option == (enum option_id)id;
        }
    }
    options->year = options->year ? options->year : options->as_of.year;
    if (options->command != COMMAND_NONE) {
        return true;
    }
    if (optind == argc) {
        return refuse(messages, "missing_command", (struct str){0}, (struct str){0});
    }
    if (!read_command(arena, argv[optind++], messages, options)) {
        return false;
    }
    options->words = ARENA_ARRAY(arena, struct str, (size_t)(argc - optind));
    while (optind < argc) {
        options->words[options->n_words++] = str_from_c(argv[optind++]);
    }
    return check_takers(given, messages, options);
}
