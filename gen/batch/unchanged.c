/* What a whole run was made of, as a hash that the manifest keeps. */
#include "batch/unchanged.h"

#include "batch/fresh.h"
#include "batch/inbox.h"
#include "batch/sight.h"

bool unchanged_may_pass(enum diag_id id) {
    static const enum diag_id ids[] = {
        DIAG_FILE_MISSING,  DIAG_FILE_DENIED, DIAG_FILE_READ,
        DIAG_FILE_NOT_READ, DIAG_FILE_LIMIT,  DIAG_WORKER_LOST,
        DIAG_WORKER_LIMIT,  DIAG_OUTPUT_KEPT, DIAG_OUTPUT_NOT_OURS,
    };
    bool may_pass = false;
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
        may_pass |= id == ids[i];
    }
    return may_pass;
}

/* Files beside the inputs. */
struct side {
    struct file_facts roster, history, accepted;
};

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

/* A file by its name and SHA-256; false if it was not read. */
static bool add_facts(struct buf *buf, const struct file_facts *facts) {
    parcel_add_text(buf, facts->name);
    parcel_add_text(buf, facts->sha256);
    return facts->sha256.len > 0;
}

/* One beside the inputs; none is as good as any. */
static bool add_side(struct buf *buf, const struct file_facts *facts) {
    return add_facts(buf, facts) || !facts->name.len;
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

void unchanged_open(struct engine *engine) {
    struct arena *scratch = arena_open_like(engine->arena);
    struct diag_cursor *cursor = diag_walk(engine->reported, scratch, DIAG_BY_SEVERITY);
    struct diag_item item;
    struct buf buf = {.arena = scratch};
    while (diag_next(cursor, &item)) {
        parcel_add_text(&buf, item.message);
    }
    engine->listing = hash_sha256(engine->arena, buf_str(&buf));
    arena_close(scratch);
}

/* What a run is made of: fresh_open has hashed what all papers are. Empty if a file was not read.
 */
static struct str hash_run(const struct engine *engine, struct arena *arena,
                           const struct side *side, const struct file_facts *files,
                           size_t n_files) {
    struct buf buf = {.arena = arena};
    add_request(&buf, engine);
    parcel_add_text(&buf, engine->listing);
    bool is_whole = add_side(&buf, &side->roster) && add_side(&buf, &side->history) &&
                    add_side(&buf, &side->accepted) && add_previous(&buf, engine->request);
    parcel_add_number(&buf, n_files);
    for (size_t i = 0; is_whole && i < n_files; i++) {
        is_whole = add_facts(&buf, &files[i]);
    }
    return is_whole ? hash_sha256(arena, buf_str(&buf)) : (struct str){0};
}

/* The file of that path as it is now. */
static struct file_facts look_at(struct arena *arena, struct str path, struct str name) {
    return (struct file_facts){
        .name = name, .sha256 = path.len ? hash_sha256_file(arena, path) : (struct str){0}};
}

static struct file_facts look_beside(struct arena *arena, struct str path) {
    return look_at(arena, path, file_printable(arena, file_last_part(path)));
}

/* The same before anything has been read. */
static struct str hash_now(const struct engine *engine, struct arena *arena) {
    const struct batch_request *request = engine->request;
    const struct side side = {look_beside(arena, request->roster),
                              look_beside(arena, request->history),
                              look_beside(arena, request->accepted)};
    struct file_facts *files = ARENA_ARRAY(arena, struct file_facts, engine->n_entries);
    for (size_t i = 0; i < engine->n_entries; i++) {
        if (request->stop && *request->stop) {
            return (struct str){0};
        }
        files[i] = look_at(arena, engine->entries[i].path, engine->entries[i].name);
    }
    return hash_run(engine, arena, &side, files, engine->n_entries);
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

/* What the last run was made of is what this one would be made of. */
static bool is_made_of_the_same(struct engine *engine) {
    struct arena *scratch = arena_open_like(engine->arena);
    struct str last = engine->output.old.run.made_of;
    bool is_same = last.len && fresh_open(engine) && str_equal(last, hash_now(engine, scratch));
    arena_close(scratch);
    return is_same;
}

bool unchanged_take(struct engine *engine) {
    const struct batch_request *request = engine->request;
    struct output *output = &engine->output;
    const struct manifest_run *last = &output->old.run;
    bool is_asked = request->is_forced || request->dump.len || request->preview.len;
    if (is_asked || tells_news(engine) || !output_is_at_rest(output) ||
        !is_made_of_the_same(engine) || !is_as_left(engine)) {
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
    const struct side side = {engine->roster, engine->history_file, engine->accepted};
    const size_t *n_listed = engine->n_listed;
    struct arena *scratch = arena_open_like(engine->arena);
    if (!engine->n_passing) {
        struct str made_of = hash_run(engine, scratch, &side, engine->files, engine->n_files);
        run->made_of = str_copy(engine->arena, made_of);
    }
    run->counts[RUN_FILES] = engine->n_files;
    run->counts[RUN_UNITS] = engine->n_units;
    run->counts[RUN_SYSTEMS] = engine->n_systems;
    run->counts[RUN_ERRORS] = n_listed[SEVERITY_ERROR] + n_listed[SEVERITY_FATAL];
    run->counts[RUN_WARNINGS] = n_listed[SEVERITY_WARNING];
    run->counts[RUN_NOTES] = n_listed[SEVERITY_NOTE];
    arena_close(scratch);
}
