/* Which event of batch becomes which line, and where it is printed. */
#include "cli/news.h"

/* Where a line goes. */
enum channel {
    /* What came of it: stdout, unless quiet. */
    CHANNEL_ANSWER,
    /* How far it is: stderr, unless quiet. */
    CHANNEL_PROGRESS,
    /* What was asked for wrongly: stderr. */
    CHANNEL_REFUSAL,
};

static const struct {
    /* In messages.yaml; NULL for news that is printed as it comes. */
    const char *message;
    enum channel channel;
} lines[BATCH_EVENT_COUNT] = {
    [BATCH_READING] = {"reading", CHANNEL_PROGRESS},
    [BATCH_RENDERING] = {"rendering", CHANNEL_PROGRESS},
    [BATCH_SUMMARY] = {"summary", CHANNEL_ANSWER},
    [BATCH_WRITTEN] = {"written", CHANNEL_ANSWER},
    [BATCH_UNCHANGED] = {"unchanged", CHANNEL_ANSWER},
    [BATCH_AS_LEFT] = {"as_left", CHANNEL_ANSWER},
    [BATCH_VERIFIED] = {"verified", CHANNEL_ANSWER},
    [BATCH_OPEN_FIRST] = {"open_first", CHANNEL_ANSWER},
    [BATCH_INPUT_IN_OUTPUT] = {"input_in_output", CHANNEL_REFUSAL},
    [BATCH_NO_SUCH_UNIT] = {"no_such_unit", CHANNEL_REFUSAL},
    [BATCH_NO_SUCH_SYSTEM] = {"no_such_system", CHANNEL_REFUSAL},
    [BATCH_NO_SUCH_PAPER] = {"no_such_paper", CHANNEL_REFUSAL},
    [BATCH_NO_SUCH_FORM] = {"unknown_form", CHANNEL_REFUSAL},
};

/* A file or a unit is done. */
static void hear_step(const struct news_desk *desk, const struct batch_news *news) {
    const char *stage = news->event == BATCH_FILE_READ ? "progress_reading" : "progress_rendering";
    if (desk->is_verbose) {
        const struct str words[] = {yaml_text(desk->messages->words, stage), news->words[0]};
        progress_clear(desk->progress);
        messages_say(desk->messages, stderr, "verbose_step", words, 2);
    }
    progress_step(desk->progress, stage, news->done, news->total);
}

struct str news_table(const struct messages *messages, const struct str totals[3],
                      const struct str written[2], int64_t elapsed) {
    struct arena *arena = messages->arena;
    int64_t n_documents = 0;
    double seconds = (double)(elapsed > 0 ? elapsed : 1) / 1000;
    str_to_int(written[0], &n_documents);
    struct str words[] = {totals[0],
                          totals[1],
                          written[0],
                          written[1],
                          totals[2],
                          str_format(arena, "%.1f", seconds),
                          str_format(arena, "%.1f", (double)n_documents / seconds)};
    enum { N_WORDS = sizeof words / sizeof words[0] };
    size_t width = 0;
    for (size_t i = 0; i < N_WORDS; i++) {
        width = words[i].len > width ? words[i].len : width;
    }
    for (size_t i = 0; i < N_WORDS; i++) {
        words[i] =
            str_format(arena, "%*s%" STR_FMT, (int)(width - words[i].len), "", STR_ARG(words[i]));
    }
    return messages_fill(messages, "table", words, N_WORDS);
}

/* Keeps the totals, and closes a run that made documents with all its figures in a table. */
static void hear_figures(struct news_desk *desk, const struct batch_news *news) {
    struct arena *arena = desk->messages->arena;
    if (news->event == BATCH_SUMMARY) {
        desk->totals[0] = str_copy(arena, news->words[0]);
        desk->totals[1] = str_copy(arena, news->words[1]);
        desk->totals[2] = str_copy(arena, news->words[3]);
    } else if (news->event == BATCH_WRITTEN && !desk->is_quiet && !str_is(news->words[2], "0")) {
        struct str table = news_table(desk->messages, desk->totals, &news->words[2],
                                      progress_clock() - desk->began);
        fwrite(table.data, 1, table.len, stdout);
    }
}

static void hear(void *context, const struct batch_news *news) {
    struct news_desk *desk = context;
    log_news(desk->log, news);
    if (news->event == BATCH_FILE_READ || news->event == BATCH_UNIT_RENDERED) {
        hear_step(desk, news);
        return;
    }
    if (news->event == BATCH_PARTS) {
        return; /* for the log alone */
    }
    progress_clear(desk->progress);
    if (news->event == BATCH_PROBLEMS) {
        messages_print(desk->messages, stdout, news->problems, desk->from);
    } else if (news->event == BATCH_EXPLANATION) {
        fwrite(news->words->data, 1, news->words->len, stdout);
    } else if (news->event == BATCH_NO_SUCH_SYSTEM && news->words[1].len) {
        messages_say(desk->messages, stderr, "no_such_system_near", news->words, news->n_words);
    } else if (news->event == BATCH_NO_SUCH_UNIT && news->words[1].len) {
        messages_say(desk->messages, stderr, "no_such_unit_near", news->words, news->n_words);
    } else if (news->event == BATCH_NO_SUCH_PAPER && news->words[1].len) {
        messages_say(desk->messages, stderr, "no_such_paper_near", news->words, news->n_words);
    } else if (lines[news->event].channel == CHANNEL_REFUSAL || !desk->is_quiet) {
        messages_say(desk->messages, lines[news->event].channel == CHANNEL_ANSWER ? stdout : stderr,
                     lines[news->event].message, news->words, news->n_words);
    }
    hear_figures(desk, news);
}

struct batch_listener news_listener(struct news_desk *desk) {
    return (struct batch_listener){hear, desk};
}
