/* The command line: what is taken, and what is refused rather than ignored. */
#include <criterion/criterion.h>
#include <getopt.h>
#include <stdlib.h>

#include "cli/options.h"

static void out_of_memory(size_t size) {
    cr_assert_fail("out of memory: %zu", size);
    abort();
}

/* Reads a command line given as one text of words separated by blanks. */
static bool read_line(struct arena *arena, const char *line, struct command_line *options) {
    struct diag *diag = diag_open(arena);
    struct messages messages;
    cr_assert(messages_open(&messages, arena, shelf_open(arena, STR("templates"), STR("t")), diag));
    char *words[32] = {(char *)"dengbao"};
    int n_words = 1;
    struct str rest = str_from_c(line), word;
    while (str_split(&rest, STR(" "), &word)) {
        words[n_words++] = str_to_c(arena, word);
    }
    optind = 0;
    return command_line_read(arena, n_words, words, (struct date){2012, 6, 30}, &messages, options);
}

static void refuse(const char *line) {
    struct arena *arena = arena_open(out_of_memory);
    struct command_line options;
    cr_assert(!read_line(arena, line, &options), "must be refused: %s", line);
    arena_close(arena);
}

Test(options, build_takes_inboxes_and_values_in_any_order) {
    struct arena *arena = arena_open(out_of_memory);
    struct command_line options;
    cr_assert(
        read_line(arena, "build a --as-of 2011-05-04 b -o out --province P --quiet", &options));
    cr_assert(options.command == COMMAND_BUILD);
    cr_assert(options.n_words == 2 && str_is(options.words[0], "a") &&
              str_is(options.words[1], "b"));
    cr_assert(str_is(options.output, "out") && str_is(options.province, "P") && options.is_quiet);
    cr_assert(options.as_of.year == 2011 && options.as_of.month == 5 && options.as_of.day == 4);
    cr_assert(options.year == 2011, "the year reported on is that of the as-of date");
    cr_assert(str_is(options.edition, "auto"));
    arena_close(arena);
}

Test(options, double_dash_ends_options) {
    struct arena *arena = arena_open(out_of_memory);
    struct command_line options;
    cr_assert(read_line(arena, "check -- -o", &options));
    cr_assert(options.n_words == 1 && str_is(options.words[0], "-o") && !options.output.len);
    arena_close(arena);
}

Test(options, today_and_year_by_default) {
    struct arena *arena = arena_open(out_of_memory);
    struct command_line options;
    cr_assert(read_line(arena, "check a --year 2010", &options));
    cr_assert(options.as_of.year == 2012 && options.as_of.day == 30);
    cr_assert(options.year == 2010);
    arena_close(arena);
}

Test(options, institutions_and_papers_are_listed) {
    struct arena *arena = arena_open(out_of_memory);
    struct command_line options;
    cr_assert(read_line(arena, "build a -o o --unit x --only filing,plan --unit y --only returns",
                        &options));
    cr_assert(options.n_units == 2 && str_is(options.units[1], "y"));
    cr_assert(options.n_only == 3 && str_is(options.only[1], "plan") &&
              str_is(options.only[2], "returns"));
    cr_assert_not(options.is_draft);
    arena_close(arena);
}

Test(options, a_report_is_of_the_day_and_year_of_its_runs_unless_told) {
    struct arena *arena = arena_open(out_of_memory);
    struct command_line options;
    cr_assert(read_line(arena, "report a b -o c", &options));
    cr_assert(options.command == COMMAND_REPORT && options.n_words == 2);
    cr_assert(!options.has_day && options.year == 0);
    cr_assert(read_line(arena, "report a -o c --as-of 2011-06-30 --year 2010", &options));
    cr_assert(options.has_day && options.as_of.year == 2011 && options.year == 2010);
    arena_close(arena);
}

Test(options, accepted_versions_and_previews) {
    struct arena *arena = arena_open(out_of_memory);
    struct command_line options;
    cr_assert(read_line(arena, "build a -o o --accepted f --previews", &options));
    cr_assert(str_is(options.accepted, "f") && options.has_previews);
    cr_assert(read_line(arena, "check a --accepted f", &options) && str_is(options.accepted, "f"));
    cr_assert(read_line(arena, "report a -o o --previews --accepted f", &options));
    cr_assert(options.has_previews);
    arena_close(arena);
    refuse("build a -o o --accepted");
    refuse("build a -o o --accepted=");
    refuse("check a --previews");
    refuse("explain a --accepted f");
    refuse("build a -o o --previews --bundle zip");
}

Test(options, bundles_and_digests) {
    struct arena *arena = arena_open(out_of_memory);
    struct command_line options;
    cr_assert(read_line(arena, "build a -o o --bundle zip --sm3", &options));
    cr_assert(options.is_bundled && options.has_sm3);
    cr_assert(read_line(arena, "verify a -j 3", &options) && options.n_jobs == 3);
    cr_assert(read_line(arena, "report a -o o", &options));
    cr_assert(!options.is_bundled && !options.has_sm3);
    arena_close(arena);
    refuse("build a -o o --bundle tar");
    refuse("build a -o o --bundle zip --only filing");
    refuse("check a -o o --bundle zip");
    refuse("verify a --sm3");
}

Test(options, limits_of_reading_by_name) {
    struct arena *arena = arena_open(out_of_memory);
    struct command_line options;
    cr_assert(read_line(arena, "build a -o o", &options));
    cr_assert(options.limits.file == 64 && options.limits.cpu == 20 && options.limits.time == 200 &&
              options.limits.memory == 512 && options.limits.output == 256);
    cr_assert(options.paper_limits.cpu == 600 && options.paper_limits.time == 3600 &&
              options.paper_limits.memory == 4096);
    cr_assert(read_line(arena,
                        "check a --limit cpu=5 --limit memory=64 --limit=output=7 "
                        "--limit file=1 --limit time=9 --limit unit-cpu=11 --limit unit-time=12 "
                        "--limit unit-memory=13",
                        &options));
    cr_assert(options.limits.file == 1 && options.limits.cpu == 5 && options.limits.time == 9 &&
              options.limits.memory == 64 && options.limits.output == 7);
    cr_assert(options.paper_limits.cpu == 11 && options.paper_limits.time == 12 &&
              options.paper_limits.memory == 13);
    arena_close(arena);
}

Test(options, mistakes_are_refused) {
    static const char *const wrong[] = {
        "",
        "bild a -o o",
        "build",
        "build a",
        "build -o o",
        "report a",
        "report -o o",
        "report a -o o --shard 1/2",
        "build a -o",
        "build a -o o --as-of 2011-02-30",
        "build a -o o --as-of tomorrow",
        "build a -o o --year 12",
        "build a -o o --colour",
        "build a -o o -j 0",
        "build a -o o --limit rows=1",
        "build a -o o --limit cpu",
        "build a -o o --limit cpu=0",
        "build a -o o --limit unit-cpu=0",
        "build a -o o --limit unit-output=1",
        "build a -o o --limit cpu=1s",
        "build a -o o --limit cpu=1000001",
        "proof filing -o o --limit cpu=1",
        "build a -o o -j many",
        "build a -o o -j 257",
        "check a -j 2",
        "build a -o o --only ,filing",
        "build a -o o --unit=",
        "check a --only filing",
        "explain a --draft",
        "explain a -o o",
        "explain a --preview p",
        "check a --dump d",
        "proof",
        "proof a b -o o",
        "template",
        "template a -o o",
        "check a --p x",
        "check a --quiet=1",
        "check a -x",
        "check a --progress fast",
        "explain a --force",
        "check a --force",
        "check a --json",
        "check a --editions",
        "check a --shard 1/2",
        "build a -o o --shard 0/2",
        "build a -o o --shard 3/2",
        "build a -o o --shard 2",
        "help nothing",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        refuse(wrong[i]);
    }
}

Test(options, templates_are_found_before_the_rest_is_read) {
    char *apart[] = {(char *)"dengbao", (char *)"check", (char *)"--templates", (char *)"t", NULL};
    char *joined[] = {(char *)"dengbao", (char *)"--templates=t", (char *)"--nonsense", NULL};
    char *brief[] = {(char *)"dengbao", (char *)"--temp=t", (char *)"check", NULL};
    char *ended[] = {(char *)"dengbao", (char *)"--", (char *)"--templates", (char *)"t", NULL};
    cr_assert(str_is(command_line_templates(4, apart), "t"));
    cr_assert(str_is(command_line_templates(3, joined), "t"));
    cr_assert(str_is(command_line_templates(3, brief), "t"));
    cr_assert(command_line_templates(4, ended).len == 0);
}

Test(options, short_and_abbreviated_ones_are_taken) {
    struct arena *arena = arena_open(out_of_memory);
    struct command_line options;
    cr_assert(read_line(
        arena, "build -qv a -o o --prov P --prog plain --strict --force --shard 2/3", &options));
    cr_assert(options.is_quiet && options.is_verbose && options.is_strict && options.is_forced);
    cr_assert(options.shard == 2 && options.n_shards == 3);
    cr_assert(str_is(options.province, "P") && options.progress == PROGRESS_PLAIN);
    cr_assert(read_line(arena, "check a", &options));
    cr_assert(!options.is_quiet && !options.is_verbose && !options.is_strict && !options.is_forced);
    cr_assert(options.progress == PROGRESS_AUTO);
    cr_assert(read_line(arena, "-V", &options) && options.command == COMMAND_VERSION);
    arena_close(arena);
}

Test(options, help_is_of_all_or_of_a_command) {
    static const struct {
        const char *line;
        enum command of;
    } cases[] = {{"-h", COMMAND_NONE},
                 {"--help", COMMAND_NONE},
                 {"help", COMMAND_NONE},
                 {"help build", COMMAND_BUILD},
                 {"proof --help", COMMAND_PROOF},
                 {"--help explain", COMMAND_EXPLAIN},
                 {"check a -h", COMMAND_CHECK}};
    struct arena *arena = arena_open(out_of_memory);
    struct command_line options;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        cr_assert(read_line(arena, cases[i].line, &options), "%s", cases[i].line);
        cr_assert(options.command == COMMAND_HELP && options.help_of == cases[i].of, "%s",
                  cases[i].line);
    }
    arena_close(arena);
}
