/* Items by value: out of one sink and into another, whose memory, process or run is not the same.
 * The bytes are never kept: they are as this program on this machine has them in memory. */
#include "base/diag_inner.h"

#include <string.h>

#include "base/parcel.h"

struct str diag_take(const struct diag *diag, struct arena *arena) {
    struct buf buf = {.arena = arena};
    const struct diag_store *store = diag->store;
    size_t n_sources = store ? store->n_sources : 0;
    parcel_add_number(&buf, n_sources);
    for (size_t i = 0; i < n_sources; i++) {
        parcel_add_text(&buf, store->sources[i]->file);
        parcel_add_text(&buf, store->sources[i]->sheet);
    }
    size_t n_items = 0;
    for (size_t i = 0; store && i < store->n_runs; i++) {
        n_items += store->runs[i].n_items;
    }
    parcel_add_number(&buf, n_items);
    struct arena *looked_at = arena_open_like(arena);
    const unsigned char *spooled = diag_spooled(diag, looked_at);
    for (size_t i = 0; store && i < store->n_runs; i++) {
        const struct diag_run *run = &store->runs[i];
        buf_add_bytes(&buf, diag_run_bytes(run, spooled), run->size);
    }
    arena_close(looked_at);
    return buf_str(&buf);
}

/* Where handed items go. */
struct taker {
    struct diag *diag, *fatal;
    /* Which; NULL for all. */
    bool (*wants)(void *context, struct diag_note *note);
    void *context;
};

/* Reports the item that the bytes begin with, and cuts it off. */
static bool give_item(const struct taker *taker, struct str *bytes, const struct source *sources,
                      size_t n_sources) {
    const unsigned char *item = (const unsigned char *)bytes->data;
    size_t size = bytes->len < sizeof(struct diag_head) ? SIZE_MAX : diag_item_size(item);
    if (size > bytes->len) {
        return false;
    }
    struct diag_parts parts;
    diag_part(item, &parts);
    const struct diag_head *head = &parts.head;
    if (head->id >= DIAG_COUNT || head->source > n_sources) {
        return false;
    }
    struct diag_note note = {
        .id = head->id,
        .origin = {head->source ? &sources[head->source - 1] : NULL, head->row, head->column,
                   head->record},
        .n = head->n,
        .unit = parts.texts[DIAG_TEXT_UNIT],
        .header = parts.texts[DIAG_TEXT_HEADER],
        .value = parts.texts[DIAG_TEXT_VALUE],
        .clause = parts.texts[DIAG_TEXT_CLAUSE],
    };
    memcpy(note.args, parts.texts + DIAG_TEXT_ARGUMENT, sizeof note.args);
    bool is_fatal = diag_severity(note.id) == SEVERITY_FATAL;
    if (!taker->wants || taker->wants(taker->context, &note)) {
        diag_report(is_fatal ? taker->fatal : taker->diag, &note);
    }
    *bytes = str_slice(*bytes, size, bytes->len);
    return true;
}

static bool give(const struct taker *taker, struct str bytes) {
    size_t n_sources;
    if (!parcel_cut_number(&bytes, &n_sources) || n_sources > bytes.len / (2 * sizeof(size_t))) {
        return false;
    }
    struct arena *arena = arena_open_like(taker->diag->arena);
    struct source *sources = ARENA_ARRAY(arena, struct source, n_sources);
    bool is_whole = true;
    for (size_t i = 0; is_whole && i < n_sources; i++) {
        is_whole =
            parcel_cut_text(&bytes, &sources[i].file) && parcel_cut_text(&bytes, &sources[i].sheet);
    }
    size_t n_items = 0;
    is_whole = is_whole && parcel_cut_number(&bytes, &n_items);
    for (size_t i = 0; is_whole && i < n_items; i++) {
        is_whole = give_item(taker, &bytes, sources, n_sources);
    }
    arena_close(arena);
    return is_whole && bytes.len == 0;
}

bool diag_give(struct diag *diag, struct str bytes, struct diag *fatal) {
    return give(&(struct taker){.diag = diag, .fatal = fatal}, bytes);
}

bool diag_give_if(struct diag *diag, struct str bytes,
                  bool (*wants)(void *context, struct diag_note *note), void *context) {
    return give(&(struct taker){diag, diag, wants, context}, bytes);
}
