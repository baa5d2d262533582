/* The list of diagnostics and its catalogue. */
#include "base/diag.h"

#include <stdlib.h>

#include "base/buf.h"

/* A line of diag.def. */
struct catalogue_entry {
    const char *name;
    enum severity severity;
    const char *message;
    const char *hint;
};

static const struct catalogue_entry catalogue[DIAG_COUNT] = {
#define DIAG(id, severity, message, hint) {#id, SEVERITY_##severity, message, hint},
#include "base/diag.def"
#undef DIAG
};

struct diag *diag_open(struct arena *arena) {
    struct diag *diag = ARENA_NEW(arena, struct diag);
    diag->arena = arena;
    return diag;
}

/* Bytes of a value, and of an argument, which may be a list, that a message repeats; the rest is
 * cut with an ellipsis. */
#define LONGEST_VALUE    180
#define LONGEST_ARGUMENT 1800

static struct str shorten(struct arena *arena, struct str text, size_t size) {
    struct str start = str_cut(text, size);
    return start.len < text.len ? str_concat(arena, start, STR("...")) : text;
}

static struct str fill(struct arena *arena, const char *pattern, const struct diag_note *note) {
    const struct str_argument arguments[] = {
        {STR("1"), shorten(arena, note->args[0], LONGEST_ARGUMENT)},
        {STR("2"), shorten(arena, note->args[1], LONGEST_ARGUMENT)},
        {STR("3"), shorten(arena, note->args[2], LONGEST_ARGUMENT)},
        {STR("4"), shorten(arena, note->args[3], LONGEST_ARGUMENT)},
        {STR("value"), shorten(arena, note->value, LONGEST_VALUE)},
        {STR("header"), shorten(arena, note->header, LONGEST_VALUE)},
    };
    return str_fill(arena, str_from_c(pattern), arguments, sizeof arguments / sizeof arguments[0]);
}

void diag_report(struct diag *diag, const struct diag_note *note) {
    const struct catalogue_entry *entry = &catalogue[note->id];
    struct diag_item item = {
        .id = note->id,
        .severity = entry->severity,
        .origin = note->origin,
        .header = str_copy(diag->arena, note->header),
        .value = str_copy(diag->arena, note->value),
        .clause = str_copy(diag->arena, note->clause),
        .message = fill(diag->arena, entry->message, note),
        .suggestion = fill(diag->arena, entry->hint, note),
    };
    ARENA_PUSH(diag->arena, diag->items, diag->n_items, diag->capacity, item);
    diag->n_by_severity[entry->severity]++;
}

size_t diag_n_errors(const struct diag *diag) {
    return diag->n_by_severity[SEVERITY_ERROR] + diag->n_by_severity[SEVERITY_FATAL];
}

struct str diag_name(enum diag_id id) {
    return str_from_c(catalogue[id].name);
}

enum severity diag_severity(enum diag_id id) {
    return catalogue[id].severity;
}

struct str severity_name(enum severity severity) {
    static const char *const names[] = {"note", "warning", "error", "fatal"};
    return str_from_c(names[severity]);
}

static int compare_numbers(uint32_t a, uint32_t b) {
    return (a > b) - (a < b);
}

static int compare_sources(const struct source *a, const struct source *b) {
    static const struct source none;
    a = a ? a : &none;
    b = b ? b : &none;
    int order = str_compare(a->file, b->file);
    return order ? order : str_compare(a->sheet, b->sheet);
}

static int compare_items(const void *left, const void *right) {
    const struct diag_item *a = left, *b = right;
    int order = compare_sources(a->origin.source, b->origin.source);
    order = order ? order : compare_numbers(a->origin.row, b->origin.row);
    order = order ? order : compare_numbers(a->origin.column, b->origin.column);
    order = order ? order : compare_numbers(a->id, b->id);
    order = order ? order : str_compare(a->header, b->header);
    order = order ? order : str_compare(a->value, b->value);
    return order ? order : str_compare(a->message, b->message);
}

void diag_sort(struct diag *diag) {
    if (diag->n_items) {
        qsort(diag->items, diag->n_items, sizeof *diag->items, compare_items);
    }
}
