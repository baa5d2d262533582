/* Says things to the person at the terminal, in the words of templates/cli/messages.yaml. */
#include "cli/messages.h"

#include <string.h>

/* Diagnostics of one id in one column that are printed one by one. */
#define MOST_ALIKE 10

#define NEED(name) YAML_NEED(name, &yaml_some_text)

static const struct yaml_shape help_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(NEED("build"), NEED("check"), NEED("explain"), NEED("proof"),
                      NEED("template"), NEED("report"), NEED("verify"))};
/* Commands and options of the contract that have not had their turn. */
static const struct yaml_shape severity_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(NEED("note"), NEED("warning"), NEED("error"), NEED("fatal"))};
/* The text asks for no argument but those that its message has, 1 to `high`. */
static bool asks_for_arguments(const struct yaml_shape *shape, struct str text) {
    for (size_t at = str_find(text, STR("{"), 0); at != SIZE_MAX;
         at = str_find(text, STR("{"), at + 1)) {
        bool is_one = text.len - at >= 3 && text.data[at + 1] >= '1' &&
                      text.data[at + 1] <= '0' + shape->high && text.data[at + 2] == '}';
        if (!is_one) {
            return false;
        }
    }
    return true;
}

#define SAYS(name, n)                                                                              \
    YAML_NEED(name, YAML_SHAPE(.kind = YAML_TEXT, .fits = asks_for_arguments, .high = (n),         \
                               .example = "{1}-{" #n "}"))

/* Every message of the program: one that is said nowhere does not stand here. */
static const struct yaml_shape messages_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(
        NEED("help"), YAML_NEED("help_of", &help_shape), YAML_NEED("severity", &severity_shape),
        SAYS("unknown_command", 1), SAYS("unknown_command_near", 2), SAYS("unknown_option", 1),
        SAYS("unknown_option_near", 2), SAYS("ambiguous_option", 2), SAYS("needless_value", 1),
        SAYS("missing_command", 0), SAYS("missing_value", 1), SAYS("missing_input", 0),
        SAYS("missing_form", 0), SAYS("input_in_output", 2), SAYS("missing_output", 0),
        SAYS("bad_date", 1), SAYS("bad_year", 1), SAYS("bad_level", 1), SAYS("bad_shard", 1),
        SAYS("bad_jobs", 1), SAYS("bad_limit", 1), SAYS("bad_bundle", 1), SAYS("bundle_only", 0),
        SAYS("bundle_previews", 0), SAYS("bad_log", 2), SAYS("bad_edition", 2),
        SAYS("edition_unbuilt", 3), SAYS("edition_asked", 6), SAYS("edition_of_runs", 6),
        SAYS("edition_in_force", 6), SAYS("edition_not_built_yet", 6),
        SAYS("edition_before_all", 6), SAYS("edition_remark", 1), SAYS("bad_progress", 1),
        SAYS("unused_option", 2), SAYS("needless_word", 2), SAYS("unknown_form", 2),
        SAYS("no_such_unit", 1), SAYS("no_such_unit_near", 2), SAYS("no_such_paper", 3),
        SAYS("no_such_paper_near", 3), SAYS("no_such_system", 1), SAYS("no_such_system_near", 2),
        SAYS("reading", 1), SAYS("rendering", 1), SAYS("progress_reading", 0),
        SAYS("progress_rendering", 0), SAYS("progress_line", 6), SAYS("progress_bar", 6),
        SAYS("verbose_folder", 1), SAYS("verbose_step", 2), SAYS("summary", 6), SAYS("written", 4),
        SAYS("table", 7), SAYS("unchanged", 1), SAYS("as_left", 2), SAYS("open_first", 1),
        SAYS("verified", 5), SAYS("collapsed", 1), SAYS("collapsed_here", 1), SAYS("value_line", 2),
        SAYS("place_row", 2), SAYS("place_cell", 3), SAYS("place_column", 4), SAYS("cell_word", 0),
        SAYS("hint_word", 0), SAYS("clause_word", 0), SAYS("templates_good", 1))};

bool messages_open(struct messages *messages, struct arena *arena, struct shelf *templates,
                   struct diag *diag) {
    messages->arena = arena;
    messages->words = shelf_yaml(templates, "cli/messages", (struct str){0}, &messages_shape, diag);
    return messages->words != NULL;
}

struct str messages_fill(const struct messages *messages, const char *name,
                         const struct str *arguments, size_t n_arguments) {
    static const char *const names[] = {"1", "2", "3", "4", "5", "6", "7"};
    enum { MOST = sizeof names / sizeof names[0] };
    struct str_argument filled[MOST];
    size_t n = n_arguments < MOST ? n_arguments : MOST;
    for (size_t i = 0; i < n; i++) {
        filled[i] = (struct str_argument){str_from_c(names[i]), arguments[i]};
    }
    return str_fill(messages->arena, yaml_text(messages->words, name), filled, n);
}

static void print_line(FILE *to, struct str line) {
    fprintf(to, "%" STR_FMT "\n", STR_ARG(line));
}

void messages_say(const struct messages *messages, FILE *to, const char *name,
                  const struct str *arguments, size_t n_arguments) {
    print_line(to, messages_fill(messages, name, arguments, n_arguments));
}

/* One indented line `word: text` under a diagnostic; nothing for an empty text. */
static void print_detail(const struct messages *messages, FILE *to, struct str word,
                         struct str text) {
    if (text.len) {
        messages_say(messages, to, "value_line", (struct str[]){word, text}, 2);
    }
}

/* A diagnostic when the words to say it with are what is wrong. */
static void print_bare(const struct messages *messages, FILE *to, const struct diag_item *item) {
    fprintf(to, "%" STR_FMT " [%" STR_FMT "] %" STR_FMT "\n    %" STR_FMT "\n",
            STR_ARG(origin_text(messages->arena, item->origin)), STR_ARG(diag_name(item->id)),
            STR_ARG(item->message), STR_ARG(item->suggestion));
}

/* The place of an item; in a sheet with its row and column in words, and the column's header. */
static struct str place_of(const struct messages *messages, const struct diag_item *item) {
    struct arena *arena = messages->arena;
    struct origin origin = item->origin;
    struct str place = origin_text(arena, origin);
    if (!origin.source || !origin.source->sheet.len || !origin.row) {
        return place;
    }
    const struct str arguments[] = {place, str_format(arena, "%u", origin.row),
                                    origin_cell(arena, (struct origin){.column = origin.column}),
                                    item->header};
    return !origin.column      ? messages_fill(messages, "place_row", arguments, 2)
           : !item->header.len ? messages_fill(messages, "place_cell", arguments, 3)
                               : messages_fill(messages, "place_column", arguments, 4);
}

static void print_item(const struct messages *messages, FILE *to, const struct diag_item *item) {
    if (!messages->words) {
        print_bare(messages, to, item);
        return;
    }
    struct str place = place_of(messages, item);
    struct str severity = severity_name(item->severity);
    struct str word =
        yaml_text(yaml_get(messages->words, "severity"), str_to_c(messages->arena, severity));
    fprintf(to, "%" STR_FMT "%s[%" STR_FMT "] %" STR_FMT " %" STR_FMT "\n", STR_ARG(place),
            place.len ? " " : "", STR_ARG(word), STR_ARG(diag_name(item->id)),
            STR_ARG(item->message));
    struct str cell = item->header.len ? item->header : yaml_text(messages->words, "cell_word");
    bool is_header = str_equal(item->header, item->value);
    print_detail(messages, to, cell, is_header ? (struct str){0} : item->value);
    print_detail(messages, to, yaml_text(messages->words, "clause_word"), item->clause);
    print_detail(messages, to, yaml_text(messages->words, "hint_word"), item->suggestion);
}

/* How often each id was printed in each column of the sheet being printed, and how many reports
 * that were; columns beyond the last share their counts. */
struct tally {
    const struct source *source;
    struct {
        unsigned n_printed;
        size_t n_reports;
    } counts[DIAG_COUNT][64];
};

/* Counts the item and tells whether enough like it have been printed. `*n_rest` is how many reports
 * are left to say in one word, now that this one is the last. */
static bool is_one_too_many(struct tally *tally, const struct diag_item *item, size_t *n_rest) {
    *n_rest = 0;
    if (item->origin.source != tally->source) {
        memset(tally, 0, sizeof *tally);
        tally->source = item->origin.source;
    }
    uint32_t column = item->origin.column < 63 ? item->origin.column : 63;
    if (!item->origin.row || tally->counts[item->id][column].n_printed == MOST_ALIKE) {
        return item->origin.row != 0;
    }
    size_t n = tally->counts[item->id][column].n_reports += item->n;
    if (++tally->counts[item->id][column].n_printed == MOST_ALIKE && n < item->n_in_column) {
        *n_rest = item->n_in_column - n;
    }
    return false;
}

void messages_print(const struct messages *messages, FILE *to, const struct diag *diag,
                    enum severity from) {
    size_t n_hidden = 0;
    struct arena *arena = arena_open_like(messages->arena);
    /* too large for a stack that may no longer grow */
    struct tally *tally = ARENA_NEW(arena, struct tally);
    struct diag_cursor *cursor = diag_walk(diag, arena, DIAG_BY_PLACE);
    struct diag_item item;
    while (diag_next(cursor, &item)) {
        struct arena_mark mark = arena_mark(messages->arena);
        size_t n_rest;
        if (item.severity < from) {
            continue;
        }
        if (is_one_too_many(tally, &item, &n_rest)) {
            n_hidden += item.n;
        } else {
            print_item(messages, to, &item);
        }
        if (n_rest && messages->words) {
            struct str number = str_format(messages->arena, "%zu", n_rest);
            messages_say(messages, to, "collapsed_here", &number, 1);
        }
        arena_rewind(messages->arena, mark);
    }
    arena_close(arena);
    if (n_hidden && messages->words) {
        struct str number = str_format(messages->arena, "%zu", n_hidden);
        messages_say(messages, to, "collapsed", &number, 1);
    }
}
