/*
 * dengbao: the street door, and the map of the house.
 *
 *   files --> read --> intake --> model --> rules --> docs --> page | sheet --> write --> files
 *                         ^                   ^         ^ v
 *              templates/columns   templates/rules   layout <-- templates/forms, prose, styles
 *
 *   base     memory, text, messages, dates, safe files, YAML, CSV          base/base.h
 *   model    units and systems; each value keeps its cell                  model/model.h
 *   read     bytes --> cells, whatever the dialect                         read/read.h
 *   intake   cells --> records, every doubt reported with its cell         intake/intake.h
 *   rules    records + as-of date --> findings, each with its clause       rules/rules.h
 *   layout   text and boxes --> pages; the only room that measures         layout/layout.h
 *                                               its contracts: page.h, sheet.h
 *   docs     records + findings --> official documents, asked of layout    docs/docs.h
 *   write    replays pages and sheets as PDF, PNG, XLSX, CSV               write/write.h
 *   batch    runs the line: inboxes, order of work, what OUT holds         batch/batch.h
 *   cli      options, clock, terminal, exit status                         (here)
 *
 * Arrows run one way (base <- model <- {intake, rules}; base <- read <- intake; base <- layout;
 * {model, rules, layout} <- docs; {base, page.h, sheet.h} <- write; all <- batch <- cli), and
 * `make doors` proves it.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/desk.h"
#include "cli/edition.h"
#include "cli/memory.h"
#include "cli/news.h"
#include "cli/program.h"

static void out_of_memory(size_t size) {
    (void)size;
    memory_end();
}

/* A signal asks the run to stop: the one thing a handler may write to. */
static volatile sig_atomic_t is_interrupted;

static void interrupt(int signal_number) {
    is_interrupted = signal_number;
}

/* The run ends tidily when it is asked to; what was ignored stays ignored. A file larger than
 * allowed makes writing fail instead of killing. */
static void catch_signals(void) {
    static const int asked[] = {SIGINT, SIGTERM, SIGHUP};
    for (size_t i = 0; i < sizeof asked / sizeof asked[0]; i++) {
        struct sigaction old, action = {.sa_handler = interrupt};
        if (sigaction(asked[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN) {
            sigaction(asked[i], &action, NULL);
        }
    }
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigaction(SIGXFSZ, &ignore, NULL);
}

/* The day on the wall clock, local time. */
static struct date today(void) {
    time_t now = time(NULL);
    struct tm local;
    if (!localtime_r(&now, &local)) {
        return (struct date){1970, 1, 1};
    }
    return (struct date){local.tm_year + 1900, local.tm_mon + 1, local.tm_mday};
}

/* The program's own file; empty if nothing says where it is. Without /proc it is looked for as the
 * shell did: by a name with a slash, or in the folders of PATH. */
static struct str find_program(struct arena *arena, struct str called) {
    struct str real;
    if (file_real(arena, STR("/proc/self/exe"), &real)) {
        return real;
    }
    if (str_contains(called, STR("/"))) {
        return file_real(arena, called, &real) ? real : (struct str){0};
    }
    struct str rest = str_from_c(getenv("PATH")), folder;
    while (str_split(&rest, STR(":"), &folder)) {
        struct str path = str_join(arena, (struct str[]){folder, called}, 2, STR("/"));
        if (access(str_to_c(arena, path), X_OK) == 0 && file_real(arena, path, &real)) {
            return real;
        }
    }
    return (struct str){0};
}

static bool is_home(struct arena *arena, struct str folder) {
    struct str probe = str_concat(arena, folder, STR("/templates/cli/messages.yaml"));
    return access(str_to_c(arena, probe), R_OK) == 0;
}

/* The folder that holds templates/ and fonts/: DENGBAO_HOME, or one of those above the program
 * (build/dengbao stands in the project), or share/dengbao below one, where `make install` puts
 * them. */
static struct str find_home(struct arena *arena, struct str called) {
    const char *given = getenv("DENGBAO_HOME");
    if (given && *given) {
        return str_from_c(given);
    }
    struct str folder = find_program(arena, called);
    while (folder.len) {
        size_t last = file_last_part(folder).len;
        folder = str_slice(folder, 0, folder.len > last ? folder.len - last - 1 : 0);
        struct str share = str_concat(arena, folder, STR("/share/dengbao"));
        if (is_home(arena, folder) || is_home(arena, share)) {
            return is_home(arena, folder) ? folder : share;
        }
    }
    return STR(".");
}

/* A file in which something is kept between runs: in the user's folder for what may be lost, if
 * there is one. */
static struct str find_memory(struct arena *arena, const char *name) {
    const char *cache = getenv("XDG_CACHE_HOME");
    const char *home = getenv("HOME");
    if (cache && *cache == '/') {
        return str_format(arena, "%s/dengbao/%s", cache, name);
    }
    if (home && *home == '/' && access(home, W_OK) == 0) {
        return str_format(arena, "%s/.cache/dengbao/%s", home, name);
    }
    return (struct str){0};
}

static struct str choose_folder(struct arena *arena, struct str given, struct str home,
                                struct str name) {
    return given.len ? given : str_join(arena, (struct str[]){home, name}, 2, STR("/"));
}

static enum exit_status run(struct front_desk *desk) {
    if (desk->options.command == COMMAND_CHECK_TEMPLATES) {
        return edition_check_templates(desk);
    }
    if (desk->options.command == COMMAND_VERIFY) {
        return exit_status_of(batch_verify(&desk->request));
    }
    struct batch_basis basis;
    bool is_report = desk->options.command == COMMAND_REPORT;
    enum exit_status status = is_report ? edition_of_runs(desk, &basis) : edition_choose(desk);
    if (status != EXIT_STATUS_DONE) {
        return status;
    }
    const struct batch_request *request = &desk->request;
    log_edition(&desk->log, request);
    switch (desk->options.command) {
    case COMMAND_BUILD:
        return exit_status_of(batch_build(request));
    case COMMAND_CHECK:
        return exit_status_of(batch_check(request));
    case COMMAND_EXPLAIN:
        return exit_status_of(batch_explain(request));
    case COMMAND_PROOF:
        return exit_status_of(batch_proof(request, desk->options.words[0]));
    case COMMAND_TEMPLATE:
        return exit_status_of(batch_template(request));
    case COMMAND_REPORT:
        return exit_status_of(batch_report(request, &basis));
    case COMMAND_VERIFY:
    case COMMAND_CHECK_TEMPLATES:
    case COMMAND_VERSION:
    case COMMAND_HELP:
    case COMMAND_NONE:
        break;
    }
    return EXIT_STATUS_FAILED;
}

/* All of it, or what a command does. */
static void say_help(const struct front_desk *desk) {
    const char *name = command_name(desk->options.help_of);
    struct str text =
        name ? yaml_text(yaml_get(desk->messages.words, "help_of"), name) : (struct str){0};
    if (!text.len) {
        text = yaml_text(desk->messages.words, "help");
    }
    fwrite(text.data, 1, text.len, stdout);
}

/* What needs neither templates of documents nor fonts, nor to know which program this is. */
static bool is_answered_at_once(enum command command) {
    return command == COMMAND_VERSION || command == COMMAND_HELP;
}

/* Answers that; false for any other. */
static bool answer_at_once(const struct front_desk *desk) {
    if (desk->options.command == COMMAND_VERSION) {
        puts("dengbao " DENGBAO_VERSION);
        return true;
    }
    if (desk->options.command == COMMAND_HELP) {
        say_help(desk);
        return true;
    }
    return false;
}

/* Fills in what the command line asks for. */
static void ask(struct batch_request *request, const struct command_line *options) {
    request->inboxes = options->words;
    request->n_inboxes = options->n_words;
    request->output = options->output;
    request->dump = options->dump;
    request->preview = options->preview;
    request->as_of = options->as_of;
    request->province = options->province;
    request->year = options->year;
    request->level = options->level;
    request->previous = options->previous;
    request->roster = options->roster;
    request->history = options->history;
    request->accepted = options->accepted;
    request->is_strict = options->is_strict;
    request->is_forced = options->is_forced;
    long n_cores = sysconf(_SC_NPROCESSORS_ONLN);
    request->n_jobs = options->n_jobs ? options->n_jobs : n_cores > 1 ? (unsigned)n_cores : 1;
    request->shard = options->shard;
    request->n_shards = options->n_shards;
    request->units = options->units;
    request->n_units = options->n_units;
    request->only = options->only;
    request->n_only = options->n_only;
    request->is_draft = options->is_draft;
    request->masks_phones = options->masks_phones;
    request->is_counts_only = options->is_counts_only;
    request->is_bundled = options->is_bundled;
    request->has_sm3 = options->has_sm3;
    request->has_previews = options->has_previews;
    request->system = options->system;
    request->is_json = options->is_json;
    request->limits = &options->limits;
    request->paper_limits = &options->paper_limits;
    request->no_memory_status = EXIT_STATUS_FAILED;
    request->stop = &is_interrupted;
}

/* --quiet leaves the errors; --strict counts warnings among them. */
static enum severity least_severity(const struct command_line *options) {
    if (!options->is_quiet) {
        return SEVERITY_NOTE;
    }
    return options->is_strict ? SEVERITY_WARNING : SEVERITY_ERROR;
}

/* The log cannot be written, or not whole. */
static enum exit_status refuse_log(const struct front_desk *desk) {
    const struct str words[] = {desk->options.log, str_from_c(strerror(errno))};
    messages_say(&desk->messages, stderr, "bad_log", words, 2);
    return EXIT_STATUS_FAILED;
}

static enum exit_status open_and_run(struct arena *arena, int argc, char **argv) {
    struct front_desk desk = {.request = {.arena = arena, .trouble = diag_open(arena)}};
    struct batch_request *request = &desk.request;
    struct str home = find_home(arena, str_from_c(argc ? argv[0] : ""));
    struct str folder =
        choose_folder(arena, command_line_templates(argc, argv), home, STR("templates"));
    request->templates = shelf_open(arena, folder, STR("templates"));
    struct cache *trees = cache_open(arena, find_memory(arena, "templates"));
    shelf_keep(request->templates, trees);
    if (!messages_open(&desk.messages, arena, request->templates, request->trouble)) {
        fprintf(stderr, "dengbao: no usable templates in %" STR_FMT "\n", STR_ARG(folder));
        messages_print(&desk.messages, stderr, request->trouble, SEVERITY_NOTE);
        return EXIT_STATUS_FAILED;
    }
    if (!command_line_read(arena, argc, argv, today(), &desk.messages, &desk.options)) {
        return EXIT_STATUS_USAGE;
    }
    if (!is_answered_at_once(desk.options.command)) {
        request->program = program_identity(arena);
    }
    request->fonts = shelf_open(arena, choose_folder(arena, desk.options.fonts, home, STR("fonts")),
                                STR("fonts"));
    request->digests = digests_open(arena, find_memory(arena, "digests"));
    shelf_remember(request->fonts, request->digests);
    request->glyphs = cache_open(arena, find_memory(arena, "glyphs"));
    request->program_file = find_program(arena, str_from_c(argc ? argv[0] : ""));
    struct progress progress;
    struct news_desk news = {.messages = &desk.messages,
                             .progress = &progress,
                             .log = &desk.log,
                             .is_quiet = desk.options.is_quiet,
                             .is_verbose = desk.options.is_verbose,
                             .from = least_severity(&desk.options),
                             .began = progress_clock()};
    progress_open(&progress, &desk.messages, &desk.options);
    request->listener = news_listener(&news);
    ask(request, &desk.options);
    if (desk.options.is_verbose) {
        const struct str used[] = {folder, shelf_folder(request->fonts)};
        messages_say(&desk.messages, stderr, "verbose_folder", &used[0], 1);
        messages_say(&desk.messages, stderr, "verbose_folder", &used[1], 1);
    }
    struct meter meter = {.clock = progress_work_clock};
    request->meter = desk.options.log.len ? &meter : NULL;
    if (desk.options.log.len && !log_open(&desk.log, arena, &desk.options)) {
        return refuse_log(&desk);
    }
    enum exit_status status = answer_at_once(&desk) ? EXIT_STATUS_DONE : run(&desk);
    messages_print(&desk.messages, stderr, request->trouble, news.from);
    /* Templates that are checked are tried one by one and another way each time. */
    if (desk.options.command != COMMAND_CHECK_TEMPLATES) {
        cache_save(trees);
    }
    bool is_doubted = desk.is_doubted || diag_n_of(request->trouble, SEVERITY_WARNING);
    if (status == EXIT_STATUS_DONE && desk.options.is_strict && is_doubted) {
        status = EXIT_STATUS_INPUT_ERRORS;
    }
    if (!log_close(&desk.log, request->trouble, (int)status)) {
        return refuse_log(&desk);
    }
    return fflush(stdout) == 0 ? status : EXIT_STATUS_FAILED;
}

extern char **environ;

/* Takes away what the libraries would read of the environment by themselves: a page depends on the
 * input, the templates and the fonts alone (HB_SHAPER_LIST chooses how letters are joined). */
static void close_environment(void) {
    static const char *const starts[] = {"HB_",    "PANGO",     "FONTCONFIG_", "FC_",
                                         "CAIRO_", "FREETYPE_", "G_",          "GLIB_"};
    for (size_t i = 0; environ && environ[i];) {
        struct str rest = str_from_c(environ[i]), name;
        bool is_theirs = false;
        str_split(&rest, STR("="), &name);
        for (size_t k = 0; k < sizeof starts / sizeof starts[0]; k++) {
            is_theirs |= str_starts(name, str_from_c(starts[k]));
        }
        char copy[256];
        bool is_gone = is_theirs && name.len < sizeof copy;
        if (is_gone) {
            memcpy(copy, name.data, name.len);
            copy[name.len] = '\0';
            is_gone = unsetenv(copy) == 0;
        }
        i += !is_gone;
    }
}

int main(int argc, char **argv) {
    catch_signals();
    close_environment();
    memory_prepare();
    struct arena *arena = arena_open(out_of_memory);
    enum exit_status status = open_and_run(arena, argc, argv);
    arena_close(arena);
    return (int)status;
}
