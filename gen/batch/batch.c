/* The runs that write: what is opened when, in which order work is done, and how it ended. */
#include "batch/batch.h"

#include <stdlib.h>

#include "batch/engine.h"
#include "batch/inbox.h"
#include "layout/layout.h"
#include "write/write.h"

/* Largest input file (ingest limits). */
#define LARGEST_INPUT (64ULL * 1024 * 1024)

void engine_tell(const struct batch_request *request, enum batch_event event,
                 const struct str *words, size_t n_words) {
    const struct batch_news news = {.event = event, .words = words, .n_words = n_words};
    request->listener.hear(request->listener.context, &news);
}

static void tell_count(const struct engine *engine, enum batch_event event, size_t count) {
    struct str number = str_format(engine->arena, "%zu", count);
    engine_tell(engine->request, event, &number, 1);
}

static void tell_step(const struct engine *engine, enum batch_event event, struct str name,
                      size_t done, size_t total) {
    const struct batch_news news = {event, &name, 1, done, total, NULL};
    engine->request->listener.hear(engine->request->listener.context, &news);
}

/* ---- opening -------------------------------------------------------------------------------- */

bool engine_open(struct engine *engine, const struct batch_request *request) {
    struct arena *arena = request->arena;
    *engine = (struct engine){.request = request, .arena = arena, .reported = diag_open(arena)};
    engine->inventory = inventory_open(arena);
    engine->intake = intake_open(arena, request->templates, request->edition, request->trouble);
    engine->rules = rules_open(arena, request->templates, request->edition, request->trouble);
    return engine->intake && engine->rules && diag_n_errors(request->trouble) == 0;
}

bool engine_open_docs(struct engine *engine) {
    const struct batch_request *request = engine->request;
    const struct docs_settings settings = {.as_of = request->as_of,
                                           .edition = request->edition,
                                           .province = request->province,
                                           .year = request->year};
    struct typesetter *typesetter =
        typesetter_open(engine->arena, request->fonts, request->trouble);
    if (!typesetter) {
        return false;
    }
    engine->docs = docs_open(engine->arena, request->templates, typesetter, engine->rules,
                             &settings, request->trouble);
    return engine->docs && diag_n_errors(request->trouble) == 0;
}

/* ---- reading -------------------------------------------------------------------------------- */

static void read_file(struct engine *engine, const struct file_entry *entry) {
    struct source *source = ARENA_NEW(engine->arena, struct source);
    source->file = entry->name;
    struct arena *scratch = arena_open_like(engine->arena);
    struct intake_file file = {.name = entry->name, .is_rejected = true};
    struct str bytes;
    if (file_read(scratch, entry->path, LARGEST_INPUT, source, engine->reported, &bytes)) {
        intake_read(engine->intake, engine->inventory, entry->name, bytes, engine->reported, &file);
        if (!file.sha256.len) {
            file.sha256 = hash_sha256(engine->arena, bytes);
        }
    }
    struct file_facts facts = {.name = entry->name,
                               .sha256 = str_copy(engine->arena, file.sha256),
                               .kind = str_copy(engine->arena, file.kind),
                               .encoding = str_copy(engine->arena, file.encoding),
                               .status = file.is_rejected ? STR("rejected") : STR("ok"),
                               .n_sheets = file.n_sheets,
                               .n_units = file.n_units,
                               .n_systems = file.n_systems};
    arena_close(scratch);
    ARENA_PUSH(engine->arena, engine->files, engine->n_files, engine->capacity, facts);
}

bool engine_read(struct engine *engine) {
    struct file_entry *entries;
    size_t n_entries;
    if (!inbox_list(engine->request, engine->reported, &entries, &n_entries)) {
        return false;
    }
    tell_count(engine, BATCH_READING, n_entries);
    for (size_t i = 0; i < n_entries; i++) {
        read_file(engine, &entries[i]);
        tell_step(engine, BATCH_FILE_READ, entries[i].name, i + 1, n_entries);
    }
    intake_join(engine->intake, engine->inventory, engine->reported);
    engine->findings =
        ARENA_ARRAY(engine->arena, struct unit_findings *, engine->inventory->n_units);
    for (size_t i = 0; i < engine->inventory->n_units; i++) {
        engine->findings[i] = rules_judge(engine->rules, engine->arena, engine->inventory->units[i],
                                          engine->request->as_of, engine->reported);
    }
    return true;
}

static int compare_facts(const void *left, const void *right) {
    const struct file_facts *a = left, *b = right;
    return str_compare(a->name, b->name);
}

/* Counts the errors and warnings of each file, now that all have been reported. */
static void count_problems(struct engine *engine) {
    for (size_t i = 0; i < engine->reported->n_items && engine->n_files; i++) {
        const struct diag_item *item = &engine->reported->items[i];
        if (!item->origin.source) {
            continue;
        }
        const struct file_facts key = {.name = item->origin.source->file};
        struct file_facts *facts =
            bsearch(&key, engine->files, engine->n_files, sizeof key, compare_facts);
        if (facts) {
            facts->n_warnings += item->severity == SEVERITY_WARNING;
            facts->n_errors += item->severity >= SEVERITY_ERROR;
        }
    }
    for (size_t i = 0; i < engine->n_files; i++) {
        if (engine->files[i].n_errors && str_is(engine->files[i].status, "ok")) {
            engine->files[i].status = STR("partial");
        }
    }
}

/* ---- writing -------------------------------------------------------------------------------- */

/* Moves what is fatal among the items from `first` on to our own trouble: while documents are made
 * only our templates can be at fault, no input. False if there was any. */
static bool part_trouble(struct engine *engine, size_t first) {
    struct diag *reported = engine->reported, *trouble = engine->request->trouble;
    size_t n_kept = first;
    for (size_t i = first; i < reported->n_items; i++) {
        if (reported->items[i].severity == SEVERITY_FATAL) {
            ARENA_PUSH(trouble->arena, trouble->items, trouble->n_items, trouble->capacity,
                       reported->items[i]);
            trouble->n_by_severity[SEVERITY_FATAL]++;
            reported->n_by_severity[SEVERITY_FATAL]--;
        } else {
            reported->items[n_kept++] = reported->items[i];
        }
    }
    bool is_good = n_kept == reported->n_items;
    reported->n_items = n_kept;
    return is_good;
}

static bool write_units(struct engine *engine, const struct product_sink *sink) {
    tell_count(engine, BATCH_RENDERING, engine->inventory->n_units);
    struct arena *scratch = arena_open_like(engine->arena);
    bool done = true;
    for (size_t i = 0; done && i < engine->inventory->n_units; i++) {
        size_t first = engine->reported->n_items;
        done = docs_unit(engine->docs, scratch, engine->findings[i], engine->reported, sink);
        done = part_trouble(engine, first) && done;
        arena_reset(scratch);
        const struct record *record = &engine->inventory->units[i]->record;
        tell_step(engine, BATCH_UNIT_RENDERED, record_value(record, FIELD_UNIT_NAME)->text, i + 1,
                  engine->inventory->n_units);
    }
    size_t first = engine->reported->n_items;
    done = done && docs_province(engine->docs, scratch, engine->findings,
                                 engine->inventory->n_units, engine->reported, sink);
    done = part_trouble(engine, first) && done;
    arena_close(scratch);
    return done;
}

static bool write_problems(struct engine *engine, struct output *output) {
    diag_sort(engine->reported);
    count_problems(engine);
    struct product_sink sink = output_sink(output);
    struct arena *scratch = arena_open_like(engine->arena);
    bool done = docs_problems(engine->docs, scratch, engine->reported, engine->files,
                              engine->n_files, engine->request->trouble, &sink);
    arena_close(scratch);
    return done;
}

static bool write_manifest(struct engine *engine, struct output *output, struct str command) {
    const struct batch_request *request = engine->request;
    const struct str pairs[][2] = {
        {STR("command"), command},
        {STR("as_of"), date_to_iso(engine->arena, request->as_of, DATE_DAY)},
        {STR("edition"), request->edition},
        {STR("edition_reason"), request->edition_reason},
        {STR("province"), request->province},
        {STR("year"), str_format(engine->arena, "%d", request->year)},
    };
    const struct manifest_facts facts = {.options = pairs,
                                         .n_options = sizeof pairs / sizeof pairs[0],
                                         .inputs = engine->files,
                                         .n_inputs = engine->n_files,
                                         .templates = request->templates,
                                         .fonts = request->fonts};
    return output_finish(output, &facts);
}

static void tell_summary(const struct engine *engine) {
    const size_t *n = engine->reported->n_by_severity;
    size_t n_systems = 0;
    for (size_t i = 0; i < engine->inventory->n_units; i++) {
        n_systems += engine->inventory->units[i]->n_systems;
    }
    const size_t counts[] = {engine->n_files,     engine->inventory->n_units,
                             n_systems,           n[SEVERITY_ERROR] + n[SEVERITY_FATAL],
                             n[SEVERITY_WARNING], n[SEVERITY_NOTE]};
    struct str numbers[6];
    for (size_t i = 0; i < 6; i++) {
        numbers[i] = str_format(engine->arena, "%zu", counts[i]);
    }
    engine_tell(engine->request, BATCH_SUMMARY, numbers, 6);
}

/* Tells what was written and, by the path of one product, what to open first. */
static void tell_written(const struct engine *engine, const struct output *output,
                         struct str first) {
    const struct str written[] = {str_format(engine->arena, "%zu", output->n_files + 1),
                                  output->folder};
    const struct str open =
        str_join(engine->arena, (struct str[]){output->folder, first}, 2, STR("/"));
    tell_summary(engine);
    engine_tell(engine->request, BATCH_WRITTEN, written, 2);
    engine_tell(engine->request, BATCH_OPEN_FIRST, &open, 1);
}

enum batch_outcome engine_judge(const struct engine *engine) {
    bool is_doubted =
        engine->request->is_strict && engine->reported->n_by_severity[SEVERITY_WARNING];
    return is_doubted || diag_n_errors(engine->reported) ? BATCH_INPUT_ERRORS : BATCH_DONE;
}

struct output engine_output(struct engine *engine, struct str folder) {
    const struct batch_request *request = engine->request;
    return (struct output){.arena = engine->arena,
                           .folder = folder,
                           .preview = request->preview,
                           .dump = request->dump,
                           .press = press_open(engine->arena),
                           .diag = request->trouble,
                           .reported = engine->reported};
}

enum batch_outcome batch_build(const struct batch_request *request) {
    struct engine engine;
    if (!engine_open(&engine, request) || !engine_open_docs(&engine)) {
        return BATCH_FAILED;
    }
    if (!engine_read(&engine)) {
        return BATCH_NOT_FOUND;
    }
    struct output output = engine_output(&engine, request->output);
    struct product_sink sink = output_sink(&output);
    if (!write_units(&engine, &sink)) {
        return BATCH_FAILED;
    }
    size_t first = diag_n_errors(engine.reported) ? output.n_files : 0;
    if (!write_problems(&engine, &output)) {
        return BATCH_FAILED;
    }
    struct str open = output.files[first].path;
    if (!write_manifest(&engine, &output, STR("build"))) {
        return BATCH_FAILED;
    }
    tell_written(&engine, &output, open);
    return engine_judge(&engine);
}

enum batch_outcome batch_check(const struct batch_request *request) {
    struct engine engine;
    if (!engine_open(&engine, request)) {
        return BATCH_FAILED;
    }
    bool writes = request->output.len > 0;
    if (writes && !engine_open_docs(&engine)) {
        return BATCH_FAILED;
    }
    if (!engine_read(&engine)) {
        return BATCH_NOT_FOUND;
    }
    diag_sort(engine.reported);
    const struct batch_news news = {.event = BATCH_PROBLEMS, .problems = engine.reported};
    request->listener.hear(request->listener.context, &news);
    if (!writes) {
        tell_summary(&engine);
        return engine_judge(&engine);
    }
    struct output output = engine_output(&engine, request->output);
    if (!write_problems(&engine, &output) || !output.n_files) {
        return BATCH_FAILED;
    }
    struct str open = output.files[0].path;
    if (!write_manifest(&engine, &output, STR("check"))) {
        return BATCH_FAILED;
    }
    tell_written(&engine, &output, open);
    return engine_judge(&engine);
}
