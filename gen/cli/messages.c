/* Says things to the person at the terminal, in the words of templates/cli/messages.yaml. */
#include "cli/messages.h"

/* Diagnostics of one id in one column that are printed one by one. */
#define MOST_ALIKE 10

bool messages_open(struct messages *messages, struct arena *arena, struct shelf *templates,
                   struct diag *diag) {
    messages->arena = arena;
    messages->words = shelf_yaml(templates, "cli/messages", (struct str){0}, &yaml_anything, diag);
    return messages->words != NULL;
}

struct str messages_fill(const struct messages *messages, const char *name,
                         const struct str *arguments, size_t n_arguments) {
    static const char *const names[] = {"1", "2", "3", "4", "5", "6"};
    struct str_argument filled[6];
    size_t n = n_arguments < 6 ? n_arguments : 6;
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

static void print_item(const struct messages *messages, FILE *to, const struct diag_item *item) {
    struct str place = origin_text(messages->arena, item->origin);
    struct str severity = severity_name(item->severity);
    struct str word =
        yaml_text(yaml_get(messages->words, "severity"), str_to_c(messages->arena, severity));
    fprintf(to, "%" STR_FMT "%s[%" STR_FMT "] %" STR_FMT " %" STR_FMT "\n", STR_ARG(place),
            place.len ? " " : "", STR_ARG(word), STR_ARG(diag_name(item->id)),
            STR_ARG(item->message));
    struct str cell = item->header.len ? item->header : yaml_text(messages->words, "cell_word");
    print_detail(messages, to, cell, item->value);
    print_detail(messages, to, yaml_text(messages->words, "clause_word"), item->clause);
    print_detail(messages, to, yaml_text(messages->words, "hint_word"), item->suggestion);
}

/* How often each id was printed in each column of the sheet being printed; columns beyond the last
 * share its count. */
struct tally {
    const struct source *source;
    unsigned counts[DIAG_COUNT][64];
};

/* Counts the item and tells whether enough like it have been printed. */
static bool is_one_too_many(struct tally *tally, const struct diag_item *item) {
    if (item->origin.source != tally->source) {
        *tally = (struct tally){.source = item->origin.source};
    }
    uint32_t column = item->origin.column < 63 ? item->origin.column : 63;
    return item->origin.row && tally->counts[item->id][column]++ >= MOST_ALIKE;
}

void messages_print(const struct messages *messages, FILE *to, const struct diag *diag) {
    size_t n_hidden = 0;
    struct tally tally = {0};
    for (size_t i = 0; i < diag->n_items; i++) {
        struct arena_mark mark = arena_mark(messages->arena);
        if (is_one_too_many(&tally, &diag->items[i])) {
            n_hidden++;
        } else {
            print_item(messages, to, &diag->items[i]);
        }
        arena_rewind(messages->arena, mark);
    }
    if (n_hidden) {
        struct str number = str_format(messages->arena, "%zu", n_hidden);
        messages_say(messages, to, "collapsed", &number, 1);
    }
}
