/* From inboxes to records: every file once, every complaint at its cell. */
#include <stdlib.h>
#include <string.h>

#include "batch/accepted.h"
#include "batch/confirmations.h"
#include "batch/engine.h"
#include "batch/history.h"
#include "batch/inbox.h"
#include "batch/owners.h"
#include "batch/roster.h"
#include "batch/told.h"
#include "batch/unchanged.h"

/* Bytes of a file that is read ahead: of a larger one nothing is gained. */
enum { MOST_AHEAD = 1024 * 1024 };

/* Bytes of the largest file that is read. */
static uint64_t largest_input(const struct batch_request *request) {
    struct read_limits limits = request->limits ? *request->limits : read_default_limits();
    return (uint64_t)limits.file * 1024 * 1024;
}

/* A workbook that was read already, to the last byte; NULL if there is none. Tables of CSV belong
 * to their folders, and may be alike in two. */
static const struct file_facts *find_copy(const struct engine *engine, struct str sha256) {
    size_t at;
    return dictionary_get(engine->workbooks, sha256, &at) ? &engine->files[at] : NULL;
}

/* What follows may be a copy of a workbook that was read. */
static void note_workbook(struct engine *engine, const struct file_facts *facts) {
    if (!str_is(facts->kind, "csv") && !str_is(facts->status, "rejected")) {
        dictionary_put(engine->workbooks, facts->sha256, engine->n_files);
    }
}

/* A file in memory. */
struct loaded {
    struct arena *arena;
    struct source *source;
    struct str bytes;
    /* What was wrong with it. */
    struct diag *diag;
    bool is_there;
};

static struct loaded load_file(const struct engine *engine, const struct file_entry *entry) {
    struct loaded loaded = {.arena = arena_open_like(engine->arena),
                            .source = ARENA_NEW(engine->arena, struct source)};
    loaded.source->file = entry->name;
    loaded.diag = diag_open(loaded.arena);
    loaded.is_there = file_read(loaded.arena, entry->path, largest_input(engine->request),
                                loaded.source, loaded.diag, &loaded.bytes);
    return loaded;
}

/* Reads the records of a file, unless it is a copy of one that was read. */
static void read_bytes(struct engine *engine, const struct loaded *loaded,
                       struct intake_file *file) {
    struct str sha256 = hash_sha256(engine->arena, loaded->bytes);
    const struct file_facts *copy = find_copy(engine, sha256);
    if (copy) {
        struct diag_note note = {
            .id = DIAG_FILE_COPY, .origin = {.source = loaded->source}, .args = {copy->name}};
        diag_report(engine->reported, &note);
        intake_pass(engine->intake, loaded->arena);
        file->is_rejected = false;
        file->kind = copy->kind;
        file->n_sheets = copy->n_sheets;
    } else {
        intake_read(engine->intake, engine->inventory, loaded->source->file, loaded->bytes,
                    engine->reported, file);
    }
    file->sha256 = sha256;
}

static void read_file(struct engine *engine, const struct file_entry *entry,
                      const struct loaded *loaded) {
    struct intake_file file = {.name = entry->name, .is_rejected = true};
    diag_give(engine->reported, diag_take(loaded->diag, loaded->arena), engine->reported);
    if (loaded->is_there) {
        read_bytes(engine, loaded, &file);
    } else {
        intake_pass(engine->intake, loaded->arena);
    }
    struct file_facts facts = {.name = entry->name,
                               .path = entry->path,
                               .sha256 = str_copy(engine->arena, file.sha256),
                               .kind = str_copy(engine->arena, file.kind),
                               .encoding = str_copy(engine->arena, file.encoding),
                               .status = file.is_rejected ? STR("rejected") : STR("ok"),
                               .n_sheets = file.n_sheets,
                               .n_units = file.n_units,
                               .n_systems = file.n_systems};
    note_workbook(engine, &facts);
    ARENA_PUSH(engine->arena, engine->files, engine->n_files, engine->capacity, facts);
}

/* Reads file after file; the next is read by its process while what one says is taken. */
static bool read_files(struct engine *engine) {
    struct loaded next = {0};
    size_t i = 0;
    for (; i < engine->n_entries && engine_goes_on(engine->request); i++) {
        const struct file_entry *entry = &engine->entries[i], *follower = entry + 1;
        struct loaded loaded = next.arena ? next : load_file(engine, entry);
        next = (struct loaded){0};
        if (i + 1 < engine->n_entries && follower->size <= MOST_AHEAD) {
            next = load_file(engine, follower);
            intake_expect(engine->intake, follower->name, next.bytes);
        }
        read_file(engine, entry, &loaded);
        arena_close(loaded.arena);
        arena_rest(engine->records, i);
        engine_tell_step(engine, BATCH_FILE_READ, entry->name, i + 1, engine->n_entries);
    }
    arena_close(next.arena);
    return i == engine->n_entries;
}

bool engine_list(struct engine *engine) {
    return inbox_list(engine->request, engine->reported, &engine->entries, &engine->n_entries);
}

/* What reading reports is seen by every share of the run, and belongs to that of its file; of a
 * file that another takes the place of no more is told than that. */
static bool is_told(void *context, struct diag_note *note) {
    const struct engine *engine = context;
    const struct source *source = note->origin.source;
    struct str file = source ? source->file : (struct str){0};
    bool is_about_it = note->id == DIAG_SUBMISSION_OLD || note->id == DIAG_SUBMISSION_SAME ||
                       note->id == DIAG_ACCEPTED_KEPT;
    return engine_has(engine, file) && (is_about_it || !intake_sets_aside(engine->intake, file));
}

/* A file that was set aside counts as read, but nothing is taken of it. */
static size_t clear_set_aside(struct engine *engine) {
    size_t n = 0;
    for (size_t i = 0; i < engine->n_files; i++) {
        struct file_facts *facts = &engine->files[i];
        if (intake_sets_aside(engine->intake, facts->name)) {
            facts->n_units = facts->n_systems = 0;
            n++;
        }
    }
    return n;
}

/* Another sink for what is wrong with the input. */
static struct diag *open_sink(struct engine *engine) {
    struct diag *sink = diag_open(engine->arena);
    output_spool(&engine->output, sink);
    diag_set_owners(sink, owners_find, engine->owners);
    return sink;
}

static void turn_to_sink(struct engine *engine, struct diag *sink) {
    engine->reported = engine->output.reported = sink;
}

static void drop_untold(struct engine *engine) {
    size_t n_set_aside = clear_set_aside(engine);
    if (engine->request->n_shards || n_set_aside > 0) {
        struct arena *scratch = arena_open_like(engine->arena);
        struct diag *told = open_sink(engine);
        diag_give_if(told, diag_take(engine->reported, scratch), is_told, engine);
        turn_to_sink(engine, told);
        arena_close(scratch);
    }
}

/* Gives every complaint its institution and every confirmation its complaint. */
static void settle_complaints(struct engine *engine) {
    engine->owners = owners_open(engine->arena, engine->inventory);
    diag_set_owners(engine->reported, owners_find, engine->owners);
    engine->confirmations = confirmations_open(engine);
    struct diag *settled = open_sink(engine);
    if (confirmations_apply(engine, engine->reported, settled)) {
        turn_to_sink(engine, settled);
    }
    engine->told = told_gather(engine->arena, engine->reported);
    drop_untold(engine);
}

bool engine_read(struct engine *engine) {
    engine->workbooks = dictionary_open(engine->arena);
    engine_tell_count(engine, BATCH_READING, engine->n_entries);
    if (!read_files(engine) || !accepted_read(engine) || !history_read(engine)) {
        return false;
    }
    intake_join(engine->intake, engine->inventory, engine->reported);
    accepted_add(engine);
    if (!roster_of_inventory(engine)) {
        return false;
    }
    history_tell(engine);
    settle_complaints(engine);
    arena_rest(engine->records, 0);
    return true;
}

static int compare_facts(const void *left, const void *right) {
    const struct file_facts *a = left, *b = right;
    return str_compare(a->name, b->name);
}

/* The worst that is said of a file that is rejected; of several the first. */
static void note_reason(const struct engine *engine, struct file_facts *facts, enum severity *worst,
                        const struct diag_item *item) {
    if (str_is(facts->status, "rejected") && item->severity > *worst) {
        *worst = item->severity;
        facts->reason = str_copy(engine->arena, item->message);
    }
}

void engine_count_problems(struct engine *engine) {
    struct arena *scratch = arena_open_like(engine->arena);
    struct diag_cursor *cursor = diag_walk(engine->reported, scratch, DIAG_BY_PLACE);
    struct diag_item item;
    memset(engine->n_listed, 0, sizeof engine->n_listed);
    engine->n_passing = 0;
    for (size_t i = 0; i < engine->n_files; i++) {
        engine->files[i].n_errors = engine->files[i].n_warnings = 0;
    }
    enum severity *worst = ARENA_ARRAY(scratch, enum severity, engine->n_files);
    while (diag_next(cursor, &item)) {
        engine->n_listed[item.severity]++;
        engine->n_passing += unchanged_may_pass(item.id);
        const struct source *source = item.origin.source;
        const struct file_facts key = {.name = source ? source->file : (struct str){0}};
        struct file_facts *facts = NULL;
        if (engine->n_files) {
            facts = bsearch(&key, engine->files, engine->n_files, sizeof key, compare_facts);
        }
        if (facts) {
            facts->n_warnings += item.severity == SEVERITY_WARNING;
            facts->n_errors += item.severity >= SEVERITY_ERROR;
            note_reason(engine, facts, &worst[facts - engine->files], &item);
        }
    }
    arena_close(scratch);
    for (size_t i = 0; i < engine->n_files; i++) {
        if (engine->files[i].n_errors && str_is(engine->files[i].status, "ok")) {
            engine->files[i].status = STR("partial");
        }
    }
}
