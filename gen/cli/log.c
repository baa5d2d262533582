/* The run as JSON lines: {"event": …, "seconds": since it began, …}. */
#include "cli/log.h"

#include "cli/progress.h"

/* A member of a line: a number where `text` is NULL. */
struct member {
    const char *name;
    const struct str *text;
    size_t number;
};

static void begin_line(const struct log *log, struct buf *line, const char *event) {
    long long passed = (long long)(progress_clock() - log->began);
    *line = (struct buf){.arena = log->arena};
    buf_format(line, "{\"event\": \"%s\", \"seconds\": %lld.%03lld", event, passed / 1000,
               passed % 1000);
}

static void add_text(struct buf *line, const char *name, struct str text) {
    buf_format(line, ", \"%s\": ", name);
    buf_add_json(line, text);
}

static void add_texts(struct buf *line, const char *name, const struct str *texts, size_t n) {
    buf_format(line, ", \"%s\": [", name);
    for (size_t i = 0; i < n; i++) {
        buf_add_c(line, i ? ", " : "");
        buf_add_json(line, texts[i]);
    }
    buf_add_byte(line, ']');
}

static void add_number(struct buf *line, const char *name, size_t number) {
    buf_format(line, ", \"%s\": %zu", name, number);
}

/* A word of batch that is a number. */
static void add_count(struct buf *line, const char *name, struct str word) {
    int64_t number;
    if (str_to_int(word, &number) && number >= 0) {
        add_number(line, name, (size_t)number);
    }
}

static void end_line(const struct log *log, struct buf *line) {
    buf_add_c(line, "}\n");
    fwrite(line->data, 1, line->len, log->file);
}

bool log_open(struct log *log, struct arena *arena, const struct command_line *options) {
    struct buf line;
    *log = (struct log){.arena = arena_open_like(arena), .began = progress_clock()};
    log->file = fopen(str_to_c(arena, options->log), "we");
    if (!log->file) {
        return false;
    }
    begin_line(log, &line, "start");
    add_text(&line, "version", STR(DENGBAO_VERSION));
    add_text(&line, "command", str_from_c(command_name(options->command)));
    add_texts(&line, "inputs", options->words, options->n_words);
    add_text(&line, "output", options->output);
    add_text(&line, "as_of", date_to_iso(arena, options->as_of, DATE_DAY));
    end_line(log, &line);
    return true;
}

void log_edition(const struct log *log, const struct batch_request *request) {
    struct buf line;
    if (log->file) {
        begin_line(log, &line, "edition");
        add_text(&line, "edition", request->edition);
        add_text(&line, "reason", request->edition_reason);
        end_line(log, &line);
    }
}

/* The names of the words of an event that are counts, in their order. */
static void add_counts(struct buf *line, const struct batch_news *news, const char *const *names,
                       size_t first) {
    for (size_t i = 0; names[i]; i++) {
        add_count(line, names[i], news->words[first + i]);
    }
}

static void log_step(const struct log *log, const char *event, const struct batch_news *news) {
    struct buf line;
    begin_line(log, &line, event);
    add_text(&line, "name", news->words[0]);
    add_number(&line, "done", news->done);
    add_number(&line, "total", news->total);
    end_line(log, &line);
}

static void log_totals(const struct log *log, const char *event, const struct batch_news *news,
                       const char *const *names, bool has_folder) {
    struct buf line;
    begin_line(log, &line, event);
    if (has_folder) {
        add_text(&line, "output", news->words[1]);
        add_count(&line, "files", news->words[0]);
    }
    add_counts(&line, news, names, has_folder ? 2 : 0);
    end_line(log, &line);
}

/* Milliseconds of processor by part. */
static void log_parts(const struct log *log, const struct batch_news *news) {
    struct buf line;
    begin_line(log, &line, "parts");
    for (size_t i = 0; i < news->n_words && i < N_METER_PARTS; i++) {
        int64_t spent = 0;
        str_to_int(news->words[i], &spent);
        buf_format(&line, ", \"%s_ms\": %lld.%03lld", meter_name((enum meter_part)i),
                   (long long)(spent / 1000), (long long)(spent % 1000));
    }
    end_line(log, &line);
}

void log_news(const struct log *log, const struct batch_news *news) {
    static const char *const read[] = {"files", NULL}, *const made[] = {"units", NULL},
                             *const none[] = {NULL};
    static const char *const sums[] = {"files",    "units", "systems", "errors",
                                       "warnings", "notes", NULL};
    static const char *const written[] = {"documents", "pages", NULL};
    if (!log->file) {
        return;
    }
    switch (news->event) {
    case BATCH_READING:
        log_totals(log, "reading", news, read, false);
        break;
    case BATCH_RENDERING:
        log_totals(log, "rendering", news, made, false);
        break;
    case BATCH_FILE_READ:
        log_step(log, "file", news);
        break;
    case BATCH_UNIT_RENDERED:
        log_step(log, "unit", news);
        break;
    case BATCH_SUMMARY:
        log_totals(log, "summary", news, sums, false);
        break;
    case BATCH_UNCHANGED:
        log_totals(log, "unchanged", news, made, false);
        break;
    case BATCH_WRITTEN:
        log_totals(log, "written", news, written, true);
        break;
    case BATCH_AS_LEFT:
        log_totals(log, "as_left", news, none, true);
        break;
    case BATCH_PARTS:
        log_parts(log, news);
        break;
    default:
        break;
    }
    arena_reset(log->arena);
}

bool log_close(struct log *log, const struct diag *trouble, int status) {
    struct buf line;
    struct diag_item item;
    if (!log->file) {
        return true;
    }
    struct diag_cursor *cursor = diag_walk(trouble, log->arena, DIAG_BY_SEVERITY);
    while (diag_next(cursor, &item)) {
        begin_line(log, &line, "trouble");
        add_text(&line, "id", diag_name(item.id));
        add_text(&line, "message", item.message);
        add_text(&line, "suggestion", item.suggestion);
        end_line(log, &line);
    }
    begin_line(log, &line, "end");
    add_number(&line, "status", (size_t)status);
    end_line(log, &line);
    bool is_whole = !ferror(log->file);
    is_whole = fclose(log->file) == 0 && is_whole;
    arena_close(log->arena);
    log->file = NULL;
    return is_whole;
}
