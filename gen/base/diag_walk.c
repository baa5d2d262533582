/* Walks over the items of a sink: every run sorted, then merged. */
#include "base/diag_inner.h"

#include <stdlib.h>
#include <string.h>

/* Items of one id and header that one cell may have; the rest count to the last of them. */
#define MOST_IN_CELL 20

/* An item in its run. */
struct entry {
    const unsigned char *bytes;
    /* Of its source: sources by file and sheet, none first. */
    uint32_t rank;
};

/* A run being read. */
struct reader {
    struct entry *entries;
    size_t n_entries, next;
    /* Its place among the runs. */
    size_t number;
};

typedef int compare_entries(const void *, const void *);

struct diag_cursor {
    const struct diag *diag;
    compare_entries *compare;
    /* The sink's file. */
    const unsigned char *spooled;
    /* Runs with items left, the one with the least item first: a heap. */
    struct reader **heap;
    size_t n_heap;
    /* The item shown and the one behind it, which says whether the shown one is done. */
    struct entry shown, ahead;
    bool has_ahead;
    /* Items shown of the cell, id and header at hand. */
    unsigned n_in_cell;
    /* Texts of the item shown. */
    struct arena *texts;
};

/* ---- order --------------------------------------------------------------------------------- */

static int compare_numbers(uint32_t a, uint32_t b) {
    return (a > b) - (a < b);
}

/* Header, value, arguments, then what is left. */
static int compare_texts(const struct diag_parts *a, const struct diag_parts *b) {
    static const int texts[DIAG_N_TEXTS] = {
        DIAG_TEXT_HEADER,       DIAG_TEXT_VALUE,        DIAG_TEXT_ARGUMENT, DIAG_TEXT_ARGUMENT + 1,
        DIAG_TEXT_ARGUMENT + 2, DIAG_TEXT_ARGUMENT + 3, DIAG_TEXT_CLAUSE,   DIAG_TEXT_UNIT,
    };
    int order = 0;
    for (int i = 0; !order && i < DIAG_N_TEXTS; i++) {
        order = str_compare(a->texts[texts[i]], b->texts[texts[i]]);
    }
    return order ? order : compare_numbers(a->head.record, b->head.record);
}

static int compare_places(const void *left, const void *right) {
    const struct entry *x = left, *y = right;
    struct diag_parts a, b;
    int order = compare_numbers(x->rank, y->rank);
    if (order) {
        return order;
    }
    memcpy(&a.head, x->bytes, sizeof a.head);
    memcpy(&b.head, y->bytes, sizeof b.head);
    order = compare_numbers(a.head.row, b.head.row);
    order = order ? order : compare_numbers(a.head.column, b.head.column);
    order = order ? order : compare_numbers(a.head.id, b.head.id);
    if (order) {
        return order;
    }
    diag_part(x->bytes, &a);
    diag_part(y->bytes, &b);
    return compare_texts(&a, &b);
}

static enum severity severity_of(const unsigned char *bytes) {
    struct diag_head head;
    memcpy(&head, bytes, sizeof head);
    return diag_severity(head.id);
}

static int compare_severities(const void *left, const void *right) {
    const struct entry *a = left, *b = right;
    int order = compare_numbers(severity_of(b->bytes), severity_of(a->bytes));
    return order ? order : compare_places(left, right);
}

/* A source and its number in heads. */
struct numbered {
    const struct source *source;
    uint32_t number;
};

static int compare_sources(const void *left, const void *right) {
    const struct source *a = ((const struct numbered *)left)->source;
    const struct source *b = ((const struct numbered *)right)->source;
    int order = str_compare(a->file, b->file);
    return order ? order : str_compare(a->sheet, b->sheet);
}

/* The rank of each source by its number in heads. */
static uint32_t *rank_sources(struct arena *arena, const struct diag_store *store) {
    struct numbered *sorted = ARENA_ARRAY(arena, struct numbered, store->n_sources);
    for (size_t i = 0; i < store->n_sources; i++) {
        sorted[i] = (struct numbered){store->sources[i], (uint32_t)i + 1};
    }
    if (store->n_sources) {
        qsort(sorted, store->n_sources, sizeof *sorted, compare_sources);
    }
    uint32_t *ranks = ARENA_ARRAY(arena, uint32_t, store->n_sources + 1);
    for (size_t i = 0; i < store->n_sources; i++) {
        ranks[sorted[i].number] = (uint32_t)i + 1;
    }
    return ranks;
}

/* ---- runs ---------------------------------------------------------------------------------- */

static struct reader *read_run(struct diag_cursor *cursor, struct arena *arena,
                               const struct diag_run *run, const uint32_t *ranks) {
    const unsigned char *bytes = diag_run_bytes(run, cursor->spooled);
    struct reader *reader = ARENA_NEW(arena, struct reader);
    reader->entries = ARENA_ARRAY(arena, struct entry, run->n_items);
    for (size_t at = 0; at < run->size; at += diag_item_size(bytes + at)) {
        struct diag_head head;
        memcpy(&head, bytes + at, sizeof head);
        reader->entries[reader->n_entries++] = (struct entry){bytes + at, ranks[head.source]};
    }
    if (cursor->compare) {
        qsort(reader->entries, reader->n_entries, sizeof *reader->entries, cursor->compare);
    }
    return reader;
}

/* Run a comes before run b: by their items, or else as they were made. */
static bool is_before(const struct diag_cursor *cursor, const struct reader *a,
                      const struct reader *b) {
    int order = cursor->compare ? cursor->compare(&a->entries[a->next], &b->entries[b->next]) : 0;
    return order ? order < 0 : a->number < b->number;
}

static void sink_down(struct diag_cursor *cursor, size_t at) {
    for (size_t child; (child = 2 * at + 1) < cursor->n_heap; at = child) {
        struct reader **heap = cursor->heap;
        if (child + 1 < cursor->n_heap && is_before(cursor, heap[child + 1], heap[child])) {
            child++;
        }
        if (is_before(cursor, heap[at], heap[child])) {
            return;
        }
        struct reader *moved = heap[at];
        heap[at] = heap[child];
        heap[child] = moved;
    }
}

/* Takes the least item of all runs; false at the end. */
static bool take_least(struct diag_cursor *cursor, struct entry *entry) {
    if (cursor->n_heap == 0) {
        return false;
    }
    struct reader *reader = cursor->heap[0];
    *entry = reader->entries[reader->next++];
    if (reader->next == reader->n_entries) {
        cursor->heap[0] = cursor->heap[--cursor->n_heap];
    }
    sink_down(cursor, 0);
    return true;
}

/* ---- walks --------------------------------------------------------------------------------- */

static void close_texts(void *texts) {
    arena_close(texts);
}

struct diag_cursor *diag_walk(const struct diag *diag, struct arena *arena, enum diag_order order) {
    static compare_entries *const orders[] = {
        [DIAG_AS_REPORTED] = NULL,
        [DIAG_BY_PLACE] = compare_places,
        [DIAG_BY_SEVERITY] = compare_severities,
    };
    struct diag_cursor *cursor = ARENA_NEW(arena, struct diag_cursor);
    const struct diag_store *store = diag->store;
    cursor->diag = diag;
    cursor->compare = orders[order];
    if (!store) {
        return cursor;
    }
    cursor->texts = arena_open_like(arena);
    arena_own(arena, cursor->texts, close_texts);
    cursor->spooled = diag_spooled(diag, arena);
    const uint32_t *ranks = rank_sources(arena, store);
    cursor->heap = ARENA_ARRAY(arena, struct reader *, store->n_runs);
    for (size_t i = 0; i < store->n_runs; i++) {
        cursor->heap[i] = read_run(cursor, arena, &store->runs[i], ranks);
        cursor->heap[i]->number = i;
    }
    cursor->n_heap = store->n_runs;
    for (size_t i = cursor->n_heap; i-- > 0;) {
        sink_down(cursor, i);
    }
    cursor->has_ahead = take_least(cursor, &cursor->ahead);
    return cursor;
}

/* The item ahead counts to the shown one: it says the same of the same cell, or the cell has had
 * enough of that kind. */
static bool is_more_of(struct diag_cursor *cursor, const struct diag_parts *shown,
                       const struct diag_parts *ahead) {
    const struct diag_head *a = &shown->head, *b = &ahead->head;
    bool is_same_kind = a->row && a->column && a->source == b->source && a->row == b->row &&
                        a->column == b->column && a->id == b->id &&
                        str_equal(shown->texts[DIAG_TEXT_HEADER], ahead->texts[DIAG_TEXT_HEADER]);
    if (!is_same_kind) {
        cursor->n_in_cell = 0;
        return false;
    }
    bool is_more = cursor->n_in_cell >= MOST_IN_CELL || compare_texts(shown, ahead) == 0;
    return is_more;
}

bool diag_next(struct diag_cursor *cursor, struct diag_item *item) {
    if (!cursor->has_ahead) {
        return false;
    }
    struct diag_parts shown, ahead;
    cursor->shown = cursor->ahead;
    cursor->n_in_cell++;
    diag_part(cursor->shown.bytes, &shown);
    size_t n = shown.head.n;
    while ((cursor->has_ahead = take_least(cursor, &cursor->ahead))) {
        diag_part(cursor->ahead.bytes, &ahead);
        if (!is_more_of(cursor, &shown, &ahead)) {
            break;
        }
        n += ahead.head.n;
    }
    *item = (struct diag_item){
        .id = shown.head.id,
        .severity = diag_severity(shown.head.id),
        .origin = {.row = shown.head.row, .column = shown.head.column, .record = shown.head.record},
        .n = n,
        .n_in_column = diag_n_in_column(cursor->diag->store, &shown.head),
        .unit = shown.texts[DIAG_TEXT_UNIT],
        .header = shown.texts[DIAG_TEXT_HEADER],
        .value = shown.texts[DIAG_TEXT_VALUE],
        .clause = shown.texts[DIAG_TEXT_CLAUSE],
    };
    memcpy(item->args, shown.texts + DIAG_TEXT_ARGUMENT, sizeof item->args);
    if (shown.head.source) {
        item->origin.source = cursor->diag->store->sources[shown.head.source - 1];
    }
    if (!item->unit.len && cursor->diag->owner) {
        item->unit = cursor->diag->owner(cursor->diag->owners, item->origin);
    }
    arena_reset(cursor->texts);
    diag_fill(cursor->texts, &shown, item);
    return true;
}

struct diag_item diag_copy(struct arena *arena, const struct diag_item *item) {
    struct diag_item copy = *item;
    copy.unit = str_copy(arena, item->unit);
    copy.header = str_copy(arena, item->header);
    copy.value = str_copy(arena, item->value);
    copy.clause = str_copy(arena, item->clause);
    for (size_t i = 0; i < sizeof copy.args / sizeof copy.args[0]; i++) {
        copy.args[i] = str_copy(arena, item->args[i]);
    }
    copy.message = str_copy(arena, item->message);
    copy.suggestion = str_copy(arena, item->suggestion);
    return copy;
}
