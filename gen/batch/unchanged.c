/* What a whole run was made of, as a hash that the manifest keeps. */
#include "batch/unchanged.h"

#include "batch/fresh.h"
#include "batch/inbox.h"
#include "batch/sight.h"

bool unchanged_may_pass(enum diag_id id) {
    static const enum diag_id ids[] = {
        DIAG_FILE_MISSING, DIAG_FILE_DENIED, DIAG_FILE_READ,   DIAG_FILE_NOT_READ,
        DIAG_FILE_LIMIT,   DIAG_WORKER_LOST, DIAG_OUTPUT_KEPT, DIAG_OUTPUT_NOT_OURS,
    };
    bool may_pass = false;
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
        may_pass |= id == ids[i];
    }
    return may_pass;
}

/* ---- the hash -------------------------------------------------------------------------------- */

/* What of the request shapes more than the papers of an institution. */
static void add_request(struct buf *buf, const struct engine *engine) {
    const struct batch_request *request = engine->request;
    const struct read_limits limits =
        request->limits ? *request->limits : (struct read_limits){.file = 0};
    const uint32_t numbers[] = {limits.file, limits.cpu, limits.time, limits.memory, limits.output};
    parcel_add_text(buf, engine->made_of);
    parcel_add_text(buf, request->edition_reason);
    parcel_add_text(buf, engine_share(engine));
    parcel_add_number(buf, request->has_sm3);
    parcel_add_number(buf, request->n_units);
    for (size_t i = 0; i < request->n_units; i++) {
        parcel_add_text(buf, request->units[i]);
    }
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        parcel_add_number(buf, numbers[i]);
    }
}

/* A file beside the inputs, under its own name; false if it cannot be read. */
static bool add_file(struct buf *buf, struct str path) {
    struct str sha256 = path.len ? hash_sha256_file(buf->arena, path) : STR("-");
    parcel_add_text(buf, file_last_part(path));
    parcel_add_text(buf, sha256);
    return sha256.len > 0;
}

static bool add_inputs(struct buf *buf, const struct engine *engine) {
    struct arena *scratch = arena_open_like(buf->arena);
    bool done = true;
    parcel_add_number(buf, engine->n_entries);
    for (size_t i = 0; done && i < engine->n_entries; i++) {
        struct str sha256 = hash_sha256_file(scratch, engine->entries[i].path);
        parcel_add_text(buf, engine->entries[i].name);
        parcel_add_text(buf, sha256);
        done = sha256.len > 0 && (!engine->request->stop || !*engine->request->stop);
        arena_reset(scratch);
    }
    arena_close(scratch);
    return done;
}

/* The tables of last year's run, as they lie there. */
static bool add_previous(struct buf *buf, const struct batch_request *request) {
    if (!request->previous.len) {
        return true;
    }
    struct arena *arena = buf->arena;
    const struct folder *folder = folder_look(arena, request->previous);
    struct manifest manifest = {0};
    if (folder) {
        manifest_read(&manifest, arena, folder, diag_open(arena));
    }
    bool done = manifest.version.len > 0;
    parcel_add_text(buf, file_last_part(request->previous));
    parcel_add_text(buf, manifest.version);
    for (size_t i = 0; done && i < manifest.n_files; i++) {
        struct str path = manifest.files[i].path, sha256;
        if (str_starts(path, STR("data/"))) {
            done = folder_hash(folder, arena, path, &sha256);
            parcel_add_text(buf, path);
            parcel_add_text(buf, sha256);
        }
    }
    return done;
}

/* What was said of the inboxes themselves: files that are no tables, folders that do not open. */
static bool add_listing(struct buf *buf, const struct engine *engine) {
    struct diag_cursor *cursor = diag_walk(engine->reported, buf->arena, DIAG_BY_SEVERITY);
    struct diag_item item;
    bool is_whole = true;
    while (diag_next(cursor, &item)) {
        parcel_add_text(buf, item.message);
        is_whole &= !unchanged_may_pass(item.id);
    }
    return is_whole;
}

/* The templates that have been read so far; others may be, on the way. */
static struct str digest_of_templates(const struct engine *engine, struct arena *arena) {
    const struct str all[] = {STR("")};
    return shelf_digest(engine->request->templates, arena, all, 1);
}

void unchanged_open(struct engine *engine) {
    const struct batch_request *request = engine->request;
    struct arena *scratch = arena_open_like(engine->arena);
    struct buf buf = {.arena = scratch};
    engine->run_made_of = (struct str){0};
    if (fresh_open(engine)) {
        add_request(&buf, engine);
        bool done = add_listing(&buf, engine) && add_file(&buf, request->roster) &&
                    add_file(&buf, request->history) && add_file(&buf, request->accepted) &&
                    add_previous(&buf, request) && add_inputs(&buf, engine);
        engine->run_made_of = done ? hash_sha256(engine->arena, buf_str(&buf)) : (struct str){0};
        engine->templates_at_first = digest_of_templates(engine, engine->arena);
    }
    arena_close(scratch);
}

/* ---- the last run ---------------------------------------------------------------------------- */

/* It told what had changed before it, which is news no more. */
static bool tells_news(const struct engine *engine) {
    return !engine->request->previous.len &&
           output_has_listed(&engine->output, STR("data/changes.csv"));
}

static bool is_as_left(const struct engine *engine) {
    struct arena *scratch = arena_open_like(engine->arena);
    const struct output *output = &engine->output;
    const unsigned char *sights =
        sight_take(engine->request, scratch, output->folder, &output->old);
    bool is_whole = sights != NULL;
    for (size_t i = 0; is_whole && i < output->old.n_files; i++) {
        is_whole = sights[i] == SIGHT_GOOD;
    }
    arena_close(scratch);
    return is_whole;
}

bool unchanged_take(struct engine *engine) {
    const struct batch_request *request = engine->request;
    struct output *output = &engine->output;
    const struct manifest_run *last = &output->old.run;
    bool is_asked = request->is_forced || request->dump.len || request->preview.len;
    if (is_asked || !engine->run_made_of.len || !str_equal(last->made_of, engine->run_made_of) ||
        tells_news(engine) || !output_is_at_rest(output) || !is_as_left(engine)) {
        return false;
    }
    engine->n_files = last->counts[RUN_FILES];
    engine->n_units = last->counts[RUN_UNITS];
    engine->n_systems = last->counts[RUN_SYSTEMS];
    engine->n_listed[SEVERITY_ERROR] = last->counts[RUN_ERRORS];
    engine->n_listed[SEVERITY_WARNING] = last->counts[RUN_WARNINGS];
    engine->n_listed[SEVERITY_NOTE] = last->counts[RUN_NOTES];
    output_stay(output);
    return true;
}

void unchanged_keep(struct engine *engine) {
    struct manifest_run *run = &engine->output.now.run;
    const size_t *n_listed = engine->n_listed;
    if (!engine->run_made_of.len || engine->n_passing > 0 ||
        !str_equal(engine->templates_at_first, digest_of_templates(engine, engine->arena))) {
        return;
    }
    *run = (struct manifest_run){.made_of = engine->run_made_of};
    run->counts[RUN_FILES] = engine->n_files;
    run->counts[RUN_UNITS] = engine->n_units;
    run->counts[RUN_SYSTEMS] = engine->n_systems;
    run->counts[RUN_ERRORS] = n_listed[SEVERITY_ERROR] + n_listed[SEVERITY_FATAL];
    run->counts[RUN_WARNINGS] = n_listed[SEVERITY_WARNING];
    run->counts[RUN_NOTES] = n_listed[SEVERITY_NOTE];
}
