/* Progress: a bar with rate and time left on a terminal, a line every few seconds elsewhere. */
#include "cli/progress.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Between two showings, in milliseconds. */
#define BAR_PAUSE  100
#define LINE_PAUSE 5000
/* Signs of a full bar. */
#define BAR_SIGNS 24

int64_t progress_clock(void) {
    struct timespec time = {0};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* Of the thread, of which there is one: once a process has a limit, its own is counted at ticks. */
int64_t progress_work_clock(void) {
    struct timespec time = {0};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

void progress_open(struct progress *progress, const struct messages *messages,
                   const struct command_line *options) {
    *progress = (struct progress){.messages = messages, .to = stderr};
    if (options->is_quiet || options->progress == PROGRESS_NONE) {
        return;
    }
    const char *terminal = getenv("TERM");
    bool is_dumb = !terminal || strcmp(terminal, "dumb") == 0;
    bool is_bar = options->progress == PROGRESS_AUTO && !is_dumb && isatty(STDERR_FILENO);
    progress->show = is_bar ? SHOW_BAR : SHOW_LINES;
}

/* Columns of a text on a terminal: an ideograph takes two. */
static size_t count_columns(struct str text) {
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.data[i];
        n += c < 0x80 ? 1 : c >= 0xE0 ? 2 : 0;
    }
    return n;
}

struct str progress_text(const struct progress *progress, size_t done, size_t total,
                         int64_t elapsed) {
    struct arena *arena = progress->messages->arena;
    double seconds = (double)(elapsed > 0 ? elapsed : 1) / 1000;
    /* The clock starts when the first is done. */
    double rate = (double)(done ? done - 1 : 0) / seconds;
    long long left = rate > 0 ? (long long)((double)(total - done) / rate + 0.5) : 0;
    char bar[BAR_SIGNS + 1] = {0};
    size_t n_full = total ? done * BAR_SIGNS / total : BAR_SIGNS;
    for (size_t i = 0; i < BAR_SIGNS; i++) {
        bar[i] = i < n_full ? '#' : '.';
    }
    const struct str words[] = {
        yaml_text(progress->messages->words, progress->stage),
        str_format(arena, "%zu", done),
        str_format(arena, "%zu", total),
        str_format(arena, rate < 10 ? "%.1f" : "%.0f", rate),
        str_format(arena, "%lld:%02lld", left / 60, left % 60),
        str_from_c(bar),
    };
    return messages_fill(progress->messages,
                         progress->show == SHOW_BAR ? "progress_bar" : "progress_line", words, 6);
}

void progress_clear(struct progress *progress) {
    if (progress->n_columns) {
        fprintf(progress->to, "\r%*s\r", (int)progress->n_columns, "");
        progress->n_columns = 0;
    }
}

void progress_step(struct progress *progress, const char *stage, size_t done, size_t total) {
    if (progress->show == SHOW_NOTHING) {
        return;
    }
    int64_t time = progress_clock();
    if (progress->stage != stage) {
        progress->stage = stage;
        progress->began = progress->shown = time;
    }
    bool is_bar = progress->show == SHOW_BAR;
    if (done == total || time - progress->shown < (is_bar ? BAR_PAUSE : LINE_PAUSE)) {
        if (done == total) {
            progress_clear(progress);
        }
        return;
    }
    struct arena *arena = progress->messages->arena;
    struct arena_mark mark = arena_mark(arena);
    struct str text = progress_text(progress, done, total, time - progress->began);
    if (is_bar) {
        progress_clear(progress);
        progress->n_columns = count_columns(text);
    }
    fprintf(progress->to, "%" STR_FMT "%s", STR_ARG(text), is_bar ? "" : "\n");
    fflush(progress->to);
    arena_rewind(arena, mark);
    progress->shown = time;
}
