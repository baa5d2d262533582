/* The catalogue of diagnostics, and the sink that takes them. */
#include "base/diag_inner.h"

#include <stddef.h>
#include <string.h>

#include "base/dictionary.h"

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

static const char *const words[DIAG_N_WORDS] = {
#define DIAG(id, severity, message, hint)
#define DIAG_WORD(name, text) text,
#include "base/diag.def"
#undef DIAG_WORD
#undef DIAG
};

/* Bytes of the first run and of the largest; each is four times the one before. */
#define FIRST_RUN   1024
#define LARGEST_RUN ((size_t)1 << 20)

struct diag *diag_open(struct arena *arena) {
    struct diag *diag = ARENA_NEW(arena, struct diag);
    diag->arena = arena;
    diag->spool = -1;
    return diag;
}

void diag_set_unit(struct diag *diag, struct str unit) {
    diag->unit = unit;
}

void diag_set_source(struct diag *diag, const struct source *source) {
    diag->source = source;
}

void diag_set_owners(struct diag *diag, struct str (*owner)(void *owners, struct origin place),
                     void *owners) {
    diag->owner = owner;
    diag->owners = owners;
}

static void close_scratch(void *scratch) {
    arena_close(scratch);
}

struct arena *diag_scratch(struct diag *diag) {
    if (!diag->scratch) {
        diag->scratch = arena_open_like(diag->arena);
        arena_own(diag->arena, diag->scratch, close_scratch);
    }
    return diag->scratch;
}

/* ---- sources ------------------------------------------------------------------------------- */

/* The number of a source in heads. */
static uint32_t keep_source(struct diag *diag, const struct source *source) {
    struct diag_store *store = diag->store;
    if (!source || (!source->file.len && !source->sheet.len)) {
        return 0;
    }
    struct arena_mark mark = arena_mark(diag->arena);
    const struct str names[] = {source->file, source->sheet};
    struct str key = str_join(diag->arena, names, 2, (struct str){"", 1});
    size_t number = store->n_sources;
    if (dictionary_get(store->numbers, key, &number)) {
        arena_rewind(diag->arena, mark);
        return (uint32_t)number + 1;
    }
    struct source *copy = ARENA_NEW(diag->arena, struct source);
    copy->file = str_slice(key, 0, source->file.len);
    copy->sheet = str_slice(key, key.len - source->sheet.len, key.len);
    dictionary_put(store->numbers, key, number);
    ARENA_PUSH(diag->arena, store->sources, store->n_sources, store->sources_capacity, copy);
    return (uint32_t)number + 1;
}

/* ---- reports ------------------------------------------------------------------------------- */

/* Adds a text behind the `size` bytes of an item, cut to `most`; the item's new size. */
static size_t add_text(unsigned char *item, size_t size, struct str text, size_t most,
                       uint16_t *text_size) {
    struct str end = {0};
    if (text.len > most) {
        end = str_from_c(words[DIAG_WORD_CUT]);
        text = str_cut(text, most - end.len);
    }
    *text_size = (uint16_t)(text.len + end.len);
    if (text.len) {
        memcpy(item + size, text.data, text.len);
    }
    if (end.len) {
        memcpy(item + size + text.len, end.data, end.len);
    }
    return size + *text_size;
}

/* Writes the note as an item and returns its size. */
static size_t encode(struct diag *diag, const struct diag_note *note,
                     unsigned char item[DIAG_MOST_ITEM]) {
    struct diag_head head;
    memset(&head, 0, sizeof head);
    head.n = note->n ? note->n : 1;
    head.source = keep_source(diag, note->origin.source ? note->origin.source : diag->source);
    head.row = note->origin.row;
    head.column = note->origin.column;
    head.record = note->origin.record;
    head.id = (uint16_t)note->id;
    const struct str texts[DIAG_N_TEXTS] = {
        note->unit.len ? note->unit : diag->unit,
        note->header,
        note->value,
        note->clause,
        note->args[0],
        note->args[1],
        note->args[2],
        note->args[3],
    };
    size_t size = sizeof head;
    for (int i = 0; i < DIAG_N_TEXTS; i++) {
        size_t most = i < DIAG_TEXT_ARGUMENT ? DIAG_MOST_VALUE : DIAG_MOST_ARGUMENT;
        size = add_text(item, size, texts[i], most, &head.sizes[i]);
    }
    memcpy(item, &head, sizeof head);
    return size;
}

/* The same was just said of the same cell: one more of it. */
static bool is_again(struct diag_store *store, const unsigned char *item, size_t size) {
    struct diag_head head, last;
    memcpy(&head, item, sizeof head);
    if (!store->last || !head.row || !head.column) {
        return false;
    }
    memcpy(&last, store->last, sizeof last);
    size_t skipped = sizeof head.n;
    if (diag_item_size(store->last) != size || head.n > UINT32_MAX - last.n ||
        memcmp(item + skipped, store->last + skipped, size - skipped) != 0) {
        return false;
    }
    last.n += head.n;
    memcpy(store->last, &last, sizeof last);
    return true;
}

/* The bytes by which a count is found. */
static struct str count_key(const struct diag_count *count) {
    return (struct str){(const char *)count, offsetof(struct diag_count, n_reports)};
}

static struct diag_count make_count(const struct diag_head *head) {
    return (struct diag_count){.source = head->source, .column = head->column, .id = head->id};
}

static void count_in_column(struct diag *diag, const unsigned char *item) {
    struct diag_store *store = diag->store;
    struct diag_head head;
    memcpy(&head, item, sizeof head);
    if (!head.row) {
        return;
    }
    struct diag_count count = make_count(&head);
    size_t i = store->n_counts;
    if (!dictionary_get(store->columns, count_key(&count), &i)) {
        struct diag_count *made = ARENA_NEW(diag->arena, struct diag_count);
        *made = count;
        dictionary_put(store->columns, count_key(made), i);
        ARENA_PUSH(diag->arena, store->counts, store->n_counts, store->counts_capacity, made);
    }
    store->counts[i]->n_reports += head.n;
}

size_t diag_n_in_column(const struct diag_store *store, const struct diag_head *head) {
    struct diag_count count = make_count(head);
    size_t i = 0;
    bool is_counted = head->row && dictionary_get(store->columns, count_key(&count), &i);
    return is_counted ? store->counts[i]->n_reports : 0;
}

/* A run with room for so many bytes. */
static struct diag_run *run_with_room(struct diag *diag, size_t size) {
    struct diag_store *store = diag->store;
    struct diag_run *run = store->n_runs ? &store->runs[store->n_runs - 1] : NULL;
    if (run && run->capacity - run->size >= size) {
        return run;
    }
    size_t capacity = run ? run->capacity * 4 : FIRST_RUN;
    while (capacity < size) {
        capacity *= 4;
    }
    struct diag_run made = {.capacity = capacity < LARGEST_RUN ? capacity : LARGEST_RUN};
    unsigned char *bytes = run ? run->bytes : NULL;
    if (run && made.capacity == run->capacity && diag_spool_run(diag, run)) {
        made.bytes = bytes;
    } else {
        made.bytes = arena_alloc(diag->arena, made.capacity, 1);
        store->n_held += made.capacity;
    }
    ARENA_PUSH(diag->arena, store->runs, store->n_runs, store->runs_capacity, made);
    return &store->runs[store->n_runs - 1];
}

void diag_report(struct diag *diag, const struct diag_note *note) {
    uint32_t n = note->n ? note->n : 1;
    if (!diag->store) {
        diag->store = ARENA_NEW(diag->arena, struct diag_store);
        diag->store->numbers = dictionary_open(diag->arena);
        diag->store->columns = dictionary_open(diag->arena);
    }
    diag->n_by_severity[catalogue[note->id].severity] += n;
    diag->store->n_by_id[note->id] += n;
    unsigned char item[DIAG_MOST_ITEM];
    size_t size = encode(diag, note, item);
    count_in_column(diag, item);
    if (!is_again(diag->store, item, size)) {
        struct diag_run *run = run_with_room(diag, size);
        diag->store->last = run->bytes + run->size;
        memcpy(diag->store->last, item, size);
        run->size += size;
        run->n_items++;
    }
    if (diag->scratch) {
        arena_reset(diag->scratch);
    }
}

/* ---- items --------------------------------------------------------------------------------- */

size_t diag_item_size(const unsigned char *bytes) {
    struct diag_head head;
    memcpy(&head, bytes, sizeof head);
    size_t size = sizeof head;
    for (int i = 0; i < DIAG_N_TEXTS; i++) {
        size += head.sizes[i];
    }
    return size;
}

void diag_part(const unsigned char *bytes, struct diag_parts *parts) {
    memcpy(&parts->head, bytes, sizeof parts->head);
    bytes += sizeof parts->head;
    for (int i = 0; i < DIAG_N_TEXTS; i++) {
        parts->texts[i] = (struct str){(const char *)bytes, parts->head.sizes[i]};
        bytes += parts->head.sizes[i];
    }
}

/* No argument that the text asks for is empty. */
static bool is_given(struct str text, const struct str_argument *arguments, size_t n) {
    for (size_t at = str_find(text, STR("{"), 0); at != SIZE_MAX;
         at = str_find(text, STR("{"), at + 1)) {
        struct str rest = str_slice(text, at + 1, text.len);
        for (size_t i = 0; i < n; i++) {
            if (!arguments[i].text.len && str_starts(rest, arguments[i].name)) {
                return false;
            }
        }
    }
    return true;
}

/* The first of a hint's alternatives whose arguments are all given, else the last. */
static struct str choose_hint(struct str hint, const struct str_argument *arguments, size_t n) {
    struct str part = {0};
    while (str_split(&hint, STR("|"), &part) && hint.len && !is_given(part, arguments, n)) {
    }
    return part;
}

void diag_fill(struct arena *arena, const struct diag_parts *parts, struct diag_item *item) {
    const struct str *texts = parts->texts, *args = texts + DIAG_TEXT_ARGUMENT;
    const struct str_argument arguments[] = {
        {STR("1"), args[0]},
        {STR("2"), args[1]},
        {STR("3"), args[2]},
        {STR("4"), args[3]},
        {STR("value"), texts[DIAG_TEXT_VALUE]},
        {STR("header"), texts[DIAG_TEXT_HEADER]},
    };
    const struct catalogue_entry *entry = &catalogue[parts->head.id];
    size_t n = sizeof arguments / sizeof arguments[0];
    item->message = str_fill(arena, str_from_c(entry->message), arguments, n);
    struct str hint = choose_hint(str_from_c(entry->hint), arguments, n);
    item->suggestion = str_fill(arena, hint, arguments, n);
    if (item->n > 1) {
        struct str times = diag_word_number(arena, DIAG_WORD_TIMES, item->n);
        item->message = str_concat(arena, item->message, times);
    }
}

struct str diag_message(struct arena *arena, const struct diag_note *note) {
    struct diag_parts parts = {.head = {.id = (uint16_t)note->id}};
    struct diag_item item = {0};
    parts.texts[DIAG_TEXT_VALUE] = note->value;
    parts.texts[DIAG_TEXT_HEADER] = note->header;
    memcpy(parts.texts + DIAG_TEXT_ARGUMENT, note->args, sizeof note->args);
    diag_fill(arena, &parts, &item);
    return item.message;
}

/* ---- counts and names ---------------------------------------------------------------------- */

size_t diag_n(const struct diag *diag) {
    size_t n = 0;
    for (int i = SEVERITY_NOTE; i <= SEVERITY_FATAL; i++) {
        n += diag->n_by_severity[i];
    }
    return n;
}

size_t diag_n_errors(const struct diag *diag) {
    return diag->n_by_severity[SEVERITY_ERROR] + diag->n_by_severity[SEVERITY_FATAL];
}

size_t diag_n_of(const struct diag *diag, enum severity severity) {
    return diag->n_by_severity[severity];
}

size_t diag_n_id(const struct diag *diag, enum diag_id id) {
    return diag->store ? diag->store->n_by_id[id] : 0;
}

struct str diag_word(struct arena *arena, enum diag_word word, struct str argument) {
    return str_fill(arena, str_from_c(words[word]), &(struct str_argument){STR("1"), argument}, 1);
}

struct str diag_word_number(struct arena *arena, enum diag_word word, size_t number) {
    return diag_word(arena, word, str_format(arena, "%zu", number));
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
