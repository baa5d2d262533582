/* Which institutions a run is about. One whose input cannot be read this time keeps the papers of
 * the last run: half of its data would make other papers, and wrong ones. */
#include "batch/engine.h"

/* The input, or a folder it lies in, cannot be read. */
static struct file_facts *find_unread(const struct engine *engine,
                                      const struct dictionary *rejected, struct str name) {
    size_t i;
    for (size_t len = name.len; len; len--) {
        if ((len == name.len || name.data[len] == '/') &&
            dictionary_get(rejected, str_slice(name, 0, len), &i)) {
            return &engine->files[i];
        }
    }
    return NULL;
}

static struct file_facts *find_lost(const struct engine *engine, const struct dictionary *rejected,
                                    const struct manifest_unit *unit) {
    struct file_facts *lost = NULL;
    for (size_t i = 0; !lost && i < unit->n_sources; i++) {
        lost = find_unread(engine, rejected, unit->sources[i]);
    }
    return lost;
}

/* Keeps the papers of the old units that lost an input, and notes their ids. */
static struct dictionary *keep_units(struct engine *engine) {
    struct dictionary *kept = dictionary_open(engine->arena);
    struct dictionary *rejected = dictionary_open(engine->arena);
    for (size_t i = 0; i < engine->n_files; i++) {
        if (str_is(engine->files[i].status, "rejected")) {
            dictionary_put(rejected, engine->files[i].name, i);
        }
    }
    for (size_t i = 0; i < engine->output.old.n_units; i++) {
        const struct manifest_unit *unit = &engine->output.old.units[i];
        struct file_facts *lost = find_lost(engine, rejected, unit);
        if (lost) {
            lost->kept =
                lost->kept.len
                    ? str_join(engine->arena, (struct str[]){lost->kept, unit->name}, 2, STR("; "))
                    : unit->name;
            struct source *source = ARENA_NEW(engine->arena, struct source);
            source->file = lost->name;
            diag_report(engine->reported, &(struct diag_note){.id = DIAG_OUTPUT_KEPT,
                                                              .origin = {source, 0, 0, 0},
                                                              .args = {unit->name, unit->as_of}});
            output_keep(&engine->output, unit);
            dictionary_put(kept, unit->id, i);
        }
    }
    return kept;
}

bool engine_has(const struct engine *engine, struct str name) {
    const struct batch_request *request = engine->request;
    return !request->n_shards || str_hash(name) % request->n_shards == request->shard - 1;
}

void engine_plan(struct engine *engine) {
    const struct inventory *inventory = engine->inventory;
    const struct output *output = &engine->output;
    bool keeps = output->journal && output->is_build && !engine->request->is_forced;
    const struct dictionary *kept = keeps ? keep_units(engine) : NULL;
    engine->units = ARENA_ARRAY(engine->arena, struct unit *, inventory->n_units);
    engine->n_units = 0;
    for (size_t i = 0; i < inventory->n_units; i++) {
        size_t at;
        struct str id = inventory->units[i]->id;
        arena_rest(inventory->arena, i);
        if (engine_has(engine, id) && (!kept || !dictionary_get(kept, id, &at))) {
            engine->units[engine->n_units++] = inventory->units[i];
            engine->n_systems += inventory->units[i]->n_systems;
        }
    }
}

static void add_source(struct arena *arena, struct manifest_unit *unit, size_t *capacity,
                       const struct record *record) {
    const struct source *source = record->origin.source;
    for (size_t i = 0; source && i < unit->n_sources; i++) {
        if (str_equal(unit->sources[i], source->file)) {
            return;
        }
    }
    if (source) {
        ARENA_PUSH(arena, unit->sources, unit->n_sources, *capacity, source->file);
    }
}

struct papers engine_papers(const struct engine *engine, const struct unit *unit,
                            struct arena *arena) {
    size_t capacity = 0;
    struct papers papers = {
        .unit = {.id = unit->id,
                 .name = record_value(&unit->record, FIELD_UNIT_NAME)->text,
                 .as_of = date_to_iso(arena, engine->request->as_of, DATE_DAY)}};
    add_source(arena, &papers.unit, &capacity, &unit->record);
    for (size_t i = 0; i < unit->n_systems; i++) {
        add_source(arena, &papers.unit, &capacity, &unit->systems[i]->record);
    }
    return papers;
}
