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
    output_open(&engine->output, request, engine->reported);
    engine->inventory = inventory_open(arena);
    struct shelf *templates = request->templates;
    const struct regions *regions =
        regions_read(arena, templates, request->edition, request->trouble);
    engine->intake = intake_open(arena, templates, request->edition, regions, request->trouble);
    engine->rules = rules_open(arena, templates, request->edition, regions, request->trouble);
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
    engine->ledger = ledger_open(engine->arena);
    engine->facts = ledger_facts_read(engine->arena, request->templates, request->edition,
                                      engine->rules, request->trouble);
    return engine->docs && engine->facts && diag_n_errors(request->trouble) == 0;
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

bool engine_goes_on(const struct batch_request *request) {
    if (!request->stop || !*request->stop) {
        return true;
    }
    if (!diag_n_errors(request->trouble)) {
        diag_report(request->trouble, &(struct diag_note){.id = DIAG_RUN_STOPPED});
    }
    return false;
}

bool engine_list(struct engine *engine) {
    return inbox_list(engine->request, engine->reported, &engine->entries, &engine->n_entries);
}

bool engine_read(struct engine *engine) {
    tell_count(engine, BATCH_READING, engine->n_entries);
    for (size_t i = 0; i < engine->n_entries; i++) {
        if (!engine_goes_on(engine->request)) {
            return false;
        }
        read_file(engine, &engine->entries[i]);
        tell_step(engine, BATCH_FILE_READ, engine->entries[i].name, i + 1, engine->n_entries);
    }
    intake_join(engine->intake, engine->inventory, engine->reported);
    return true;
}

bool engine_examine(struct engine *engine) {
    engine->findings = ARENA_ARRAY(engine->arena, struct unit_findings *, engine->n_units);
    for (size_t i = 0; i < engine->n_units; i++) {
        if (!engine_goes_on(engine->request)) {
            return false;
        }
        diag_set_unit(engine->reported, engine->units[i]->id);
        engine->findings[i] = rules_judge(engine->rules, engine->arena, engine->units[i],
                                          engine->request->as_of, engine->reported);
    }
    diag_set_unit(engine->reported, (struct str){0});
    return true;
}

static int compare_facts(const void *left, const void *right) {
    const struct file_facts *a = left, *b = right;
    return str_compare(a->name, b->name);
}

/* Counts the errors and warnings of each file, now that all have been reported. */
static void count_problems(struct engine *engine) {
    struct arena *scratch = arena_open_like(engine->arena);
    struct diag_cursor *cursor = diag_walk(engine->reported, scratch, DIAG_BY_PLACE);
    struct diag_item item;
    while (engine->n_files && diag_next(cursor, &item)) {
        const struct source *source = item.origin.source;
        const struct file_facts key = {.name = source ? source->file : (struct str){0}};
        struct file_facts *facts =
            bsearch(&key, engine->files, engine->n_files, sizeof key, compare_facts);
        if (facts) {
            facts->n_warnings += item.severity == SEVERITY_WARNING;
            facts->n_errors += item.severity >= SEVERITY_ERROR;
        }
    }
    arena_close(scratch);
    for (size_t i = 0; i < engine->n_files; i++) {
        if (engine->files[i].n_errors && str_is(engine->files[i].status, "ok")) {
            engine->files[i].status = STR("partial");
        }
    }
}

/* ---- writing -------------------------------------------------------------------------------- */

/* Hands on what was reported while documents were made: what is fatal is our own trouble, as only
 * our templates can be at fault then, no input. False if there was any. */
static bool part_trouble(struct engine *engine, struct arena *scratch, const struct diag *made) {
    struct diag *trouble = engine->request->trouble;
    return diag_give(engine->reported, diag_take(made, scratch), trouble) &&
           diag_n_of(made, SEVERITY_FATAL) == 0;
}

static bool write_unit(struct engine *engine, struct arena *scratch,
                       const struct unit_findings *findings, const struct product_sink *sink) {
    struct diag *made = diag_open(scratch);
    diag_set_unit(made, findings->unit->id);
    bool done = docs_unit(engine->docs, scratch, findings, made, sink);
    return part_trouble(engine, scratch, made) && done;
}

/* Writes the tables of data/ that are computed from units: those with rows, and always units and
 * systems. */
static bool write_ledger(const struct engine *engine, struct arena *scratch,
                         const struct product_sink *sink) {
    bool done = true;
    for (size_t i = 0; done && i < N_LEDGER_TABLES; i++) {
        enum ledger_table table = (enum ledger_table)i;
        if (!ledger_is_kept(engine->ledger, table)) {
            continue;
        }
        struct str name = ledger_table_name(table);
        const struct product product = {
            .path = str_format(scratch, "data/%" STR_FMT ".csv", STR_ARG(name)),
            .text = ledger_write(engine->ledger, scratch, table)};
        done = sink->take(sink->context, &product);
    }
    return done;
}

/* The province's documents, from the ledger of all units. */
static bool write_province(struct engine *engine, struct arena *scratch,
                           const struct product_sink *sink) {
    struct diag *made = diag_open(scratch);
    for (size_t i = 0; i < engine->n_units; i++) {
        ledger_add_unit(engine->ledger, engine->facts, engine->findings[i]);
    }
    bool done = ledger_settle(engine->ledger, engine->request->trouble) &&
                docs_province(engine->docs, scratch, engine->ledger, made, sink);
    return part_trouble(engine, scratch, made) && done && write_ledger(engine, scratch, sink);
}

static bool write_units(struct engine *engine, const struct product_sink *sink) {
    tell_count(engine, BATCH_RENDERING, engine->n_units);
    struct arena *scratch = arena_open_like(engine->arena);
    bool done = true;
    for (size_t i = 0; done && i < engine->n_units; i++) {
        const struct manifest_unit unit = engine_unit(engine, engine->units[i]);
        output_set_unit(&engine->output, &unit);
        done = write_unit(engine, scratch, engine->findings[i], sink);
        arena_reset(scratch);
        tell_step(engine, BATCH_UNIT_RENDERED, unit.name, i + 1, engine->n_units);
    }
    output_set_unit(&engine->output, NULL);
    done = done && write_province(engine, scratch, sink);
    arena_close(scratch);
    return done;
}

static bool write_problems(struct engine *engine) {
    count_problems(engine);
    struct product_sink sink = output_sink(&engine->output);
    struct arena *scratch = arena_open_like(engine->arena);
    bool done = docs_problems(engine->docs, scratch, engine->reported, engine->files,
                              engine->n_files, engine->request->trouble, &sink);
    arena_close(scratch);
    return done;
}

static bool write_manifest(struct engine *engine, struct str command) {
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
    return output_finish(&engine->output, &facts);
}

static void tell_summary(const struct engine *engine) {
    const struct diag *reported = engine->reported;
    size_t n_systems = 0;
    for (size_t i = 0; i < engine->n_units; i++) {
        n_systems += engine->units[i]->n_systems;
    }
    const size_t counts[] = {engine->n_files,
                             engine->n_units,
                             n_systems,
                             diag_n_errors(reported),
                             diag_n_of(reported, SEVERITY_WARNING),
                             diag_n_of(reported, SEVERITY_NOTE)};
    struct str numbers[6];
    for (size_t i = 0; i < 6; i++) {
        numbers[i] = str_format(engine->arena, "%zu", counts[i]);
    }
    engine_tell(engine->request, BATCH_SUMMARY, numbers, 6);
}

static void tell_problems(const struct engine *engine) {
    const struct batch_news news = {.event = BATCH_PROBLEMS, .problems = engine->reported};
    engine->request->listener.hear(engine->request->listener.context, &news);
}

/* Tells what was written and, by the path of one product, what to open first. */
static void tell_written(const struct engine *engine, struct str first) {
    const struct output *output = &engine->output;
    const struct str written[] = {str_format(engine->arena, "%zu", output->n_written + 1),
                                  output->folder->path};
    const struct str open = folder_join(output->folder, engine->arena, first);
    tell_summary(engine);
    engine_tell(engine->request, BATCH_WRITTEN, written, 2);
    engine_tell(engine->request, BATCH_OPEN_FIRST, &open, 1);
}

enum batch_outcome engine_judge(const struct engine *engine) {
    bool is_doubted = engine->request->is_strict && diag_n_of(engine->reported, SEVERITY_WARNING);
    return is_doubted || diag_n_errors(engine->reported) ? BATCH_INPUT_ERRORS : BATCH_DONE;
}

/* Nothing could be read, and OUT would lose the papers of every institution. */
static bool empties(const struct engine *engine) {
    size_t n_rejected = 0;
    for (size_t i = 0; i < engine->n_files; i++) {
        n_rejected += str_is(engine->files[i].status, "rejected");
    }
    return !engine->request->is_forced && n_rejected == engine->n_files &&
           engine->output.old.n_units > 0;
}

static bool refuse_to_empty(const struct engine *engine) {
    const struct batch_request *request = engine->request;
    struct str n = str_format(engine->arena, "%zu", engine->n_files);
    diag_report(request->trouble,
                &(struct diag_note){DIAG_INBOX_EMPTIED, .args = {n, request->output}});
    tell_problems(engine);
    return false;
}

static bool build(struct engine *engine, struct str *first) {
    if (!engine_read(engine) || (empties(engine) && !refuse_to_empty(engine))) {
        return false;
    }
    engine_plan(engine);
    struct product_sink sink = output_sink(&engine->output);
    if (!engine_examine(engine) || !write_units(engine, &sink)) {
        return false;
    }
    size_t at = diag_n_errors(engine->reported) ? engine->output.n_written : 0;
    at += engine->output.now.n_files - engine->output.n_written;
    bool done = write_problems(engine);
    *first = done ? engine->output.now.files[at].path : (struct str){0};
    return done;
}

static bool check(struct engine *engine, struct str *first) {
    if (!engine_read(engine)) {
        return false;
    }
    engine_plan(engine);
    if (!engine_examine(engine)) {
        return false;
    }
    tell_problems(engine);
    if (!engine->request->output.len) {
        return true;
    }
    bool done = write_problems(engine) && engine->output.n_written;
    *first = done ? engine->output.now.files[0].path : (struct str){0};
    return done;
}

enum batch_outcome batch_build(const struct batch_request *request) {
    struct engine engine;
    struct str first;
    if (!engine_open(&engine, request) || !engine_open_docs(&engine)) {
        return BATCH_FAILED;
    }
    if (!engine_list(&engine)) {
        return BATCH_NOT_FOUND;
    }
    if (!output_claim(&engine.output, true)) {
        return BATCH_FAILED;
    }
    if (!build(&engine, &first)) {
        output_abandon(&engine.output);
        return BATCH_FAILED;
    }
    if (!write_manifest(&engine, STR("build"))) {
        return BATCH_FAILED;
    }
    tell_written(&engine, first);
    return engine_judge(&engine);
}

enum batch_outcome batch_check(const struct batch_request *request) {
    struct engine engine;
    struct str first;
    bool writes = request->output.len > 0;
    if (!engine_open(&engine, request) || (writes && !engine_open_docs(&engine))) {
        return BATCH_FAILED;
    }
    if (!engine_list(&engine)) {
        return BATCH_NOT_FOUND;
    }
    if (writes && !output_claim(&engine.output, false)) {
        return BATCH_FAILED;
    }
    if (!check(&engine, &first)) {
        output_abandon(&engine.output);
        return BATCH_FAILED;
    }
    if (!writes) {
        tell_summary(&engine);
        return engine_judge(&engine);
    }
    if (!write_manifest(&engine, STR("check"))) {
        return BATCH_FAILED;
    }
    tell_written(&engine, first);
    return engine_judge(&engine);
}
