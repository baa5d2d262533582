/* Asks templates/editions.yaml for the run's edition and tells the person why it is that one. */
#include "cli/edition.h"

/* What the messages fill in, in this order: the edition used, the day, the one wanted, what it
 * lacks, and form, standard and catalogue of the one used. */
enum { N_WORDS = 6 };

/* The name of the message for a choice. */
static const char *name_reason(const struct command_line *options,
                               const struct edition_choice *choice) {
    if (!str_is(options->edition, "auto")) {
        return options->command == COMMAND_REPORT ? "edition_of_runs" : "edition_asked";
    }
    if (!choice->wanted) {
        return "edition_before_all";
    }
    return choice->used == choice->wanted ? "edition_in_force" : "edition_not_built_yet";
}

static void say_remarks(const struct front_desk *desk, const struct edition_info *edition) {
    for (size_t i = 0; i < edition->n_remarks; i++) {
        const struct edition_remark *remark = &edition->remarks[i];
        struct date as_of = desk->options.as_of;
        if (date_compare(remark->from, as_of) <= 0 && date_compare(as_of, remark->to) <= 0) {
            messages_say(&desk->messages, stderr, "edition_remark", &remark->say, 1);
        }
    }
}

static enum exit_status refuse(const struct front_desk *desk, const struct editions *editions,
                               const struct edition_choice *choice) {
    const struct str words[] = {desk->options.edition,
                                editions_built(desk->request.arena, editions),
                                choice->wanted ? choice->wanted->missing : (struct str){0}};
    messages_say(&desk->messages, stderr, choice->wanted ? "edition_unbuilt" : "bad_edition", words,
                 3);
    return EXIT_STATUS_USAGE;
}

/* Reads the editions and takes the one that the options ask for; anything but DONE ends the run. */
static enum exit_status open_choice(struct front_desk *desk, const struct editions **editions,
                                    struct edition_choice *choice) {
    const struct command_line *options = &desk->options;
    *editions = editions_read(desk->request.arena, desk->request.templates, desk->request.trouble);
    if (!*editions) {
        return EXIT_STATUS_FAILED;
    }
    return editions_choose(*editions, options->edition, options->as_of, choice)
               ? EXIT_STATUS_DONE
               : refuse(desk, *editions, choice);
}

/* Asks for all that are built. */
static void list_built(struct front_desk *desk, const struct editions *editions) {
    struct arena *arena = desk->request.arena;
    struct str built = editions_built(arena, editions), rest = built;
    struct str *names = ARENA_ARRAY(arena, struct str, built.len + 1);
    size_t n_names = 0;
    while (str_split(&rest, STR(" "), &names[n_names])) {
        n_names++;
    }
    desk->request.editions = names;
    desk->request.n_editions = n_names;
}

enum exit_status edition_choose(struct front_desk *desk) {
    const struct command_line *options = &desk->options;
    const struct editions *editions;
    struct edition_choice choice;
    enum exit_status opened = open_choice(desk, &editions, &choice);
    if (opened != EXIT_STATUS_DONE) {
        return opened;
    }
    const struct str words[N_WORDS] = {
        choice.used->name,
        date_to_iso(desk->request.arena, options->as_of, DATE_DAY),
        choice.wanted ? choice.wanted->name : (struct str){0},
        choice.wanted ? choice.wanted->missing : (struct str){0},
        choice.used->standard,
        choice.used->catalogue,
    };
    const char *reason = name_reason(options, &choice);
    desk->request.edition_reason = messages_fill(&desk->messages, reason, words, N_WORDS);
    desk->is_doubted = choice.used != choice.wanted;
    bool counts = desk->is_doubted && options->is_strict;
    if (counts || !options->is_quiet) {
        messages_say(&desk->messages, stderr, reason, words, N_WORDS);
        say_remarks(desk, choice.used);
    }
    desk->request.edition = choice.used->name;
    if (options->has_editions) {
        list_built(desk, editions);
    }
    desk->request.is_edition_chosen = str_is(options->edition, "auto");
    return EXIT_STATUS_DONE;
}

enum exit_status edition_of_runs(struct front_desk *desk, struct batch_basis *basis) {
    struct command_line *options = &desk->options;
    struct batch_request *request = &desk->request;
    request->as_of = options->has_day ? options->as_of : (struct date){0};
    request->edition = str_is(options->edition, "auto") ? (struct str){0} : options->edition;
    request->year = options->year;
    enum exit_status status = exit_status_of(batch_report_basis(request, basis));
    if (status != EXIT_STATUS_DONE) {
        return status;
    }
    options->as_of = basis->has_day ? basis->as_of : options->as_of;
    options->edition = basis->edition.len ? basis->edition : options->edition;
    status = edition_choose(desk);
    request->as_of = options->as_of;
    request->year = basis->year ? basis->year : request->as_of.year;
    request->province = basis->province;
    return status;
}

enum exit_status edition_check_templates(struct front_desk *desk) {
    const struct command_line *options = &desk->options;
    const struct editions *editions;
    struct edition_choice choice;
    enum exit_status opened = open_choice(desk, &editions, &choice);
    if (opened != EXIT_STATUS_DONE) {
        return opened;
    }
    struct str built = editions_built(desk->request.arena, editions);
    struct str names = str_is(options->edition, "auto") ? built : options->edition;
    struct str rest = names;
    bool is_good = true;
    desk->request.used = dictionary_open(desk->request.arena);
    while (str_split(&rest, STR(" "), &desk->request.edition)) {
        desk->request.is_dated = str_equal(desk->request.edition, choice.used->name);
        is_good = batch_check_templates(&desk->request) == BATCH_DONE && is_good;
    }
    if (is_good && str_equal(names, built)) {
        size_t n_unbuilt;
        desk->request.edition = choice.used->name;
        is_good = batch_check_uses(&desk->request) == BATCH_DONE;
        const struct str *unbuilt = editions_unbuilt(desk->request.arena, editions, &n_unbuilt);
        shelf_report_unread(desk->request.templates, unbuilt, n_unbuilt, desk->request.trouble);
        is_good = is_good && diag_n_errors(desk->request.trouble) == 0;
    }
    if (!is_good) {
        return EXIT_STATUS_FAILED;
    }
    messages_say(&desk->messages, stdout, "templates_good", &names, 1);
    return EXIT_STATUS_DONE;
}
