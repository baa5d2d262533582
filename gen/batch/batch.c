/* The runs that write: what is opened when, in which order work is done, and how it ended. */
#include "batch/batch.h"

#include <string.h>

#include "batch/choice.h"
#include "batch/crew.h"
#include "batch/engine.h"
#include "batch/fresh.h"
#include "batch/merge.h"
#include "batch/overview.h"
#include "batch/previous.h"
#include "batch/returns.h"
#include "batch/unchanged.h"
#include "layout/layout.h"

void engine_tell(const struct batch_request *request, enum batch_event event,
                 const struct str *words, size_t n_words) {
    const struct batch_news news = {.event = event, .words = words, .n_words = n_words};
    request->listener.hear(request->listener.context, &news);
}

void engine_tell_count(const struct engine *engine, enum batch_event event, size_t count) {
    struct str number = str_format(engine->arena, "%zu", count);
    engine_tell(engine->request, event, &number, 1);
}

void engine_tell_step(const struct engine *engine, enum batch_event event, struct str name,
                      size_t done, size_t total) {
    const struct batch_news news = {event, &name, 1, done, total, NULL};
    engine->request->listener.hear(engine->request->listener.context, &news);
}

/* ---- opening -------------------------------------------------------------------------------- */

static void close_records(void *records) {
    arena_close(records);
}

/* An arena of the run for what there is of each institution. */
static struct arena *open_records(struct arena *arena) {
    struct arena *records = arena_open_like(arena);
    arena_own(arena, records, close_records);
    return records;
}

void engine_lend(struct engine *engine) {
    arena_lend(engine->records, folder_nameless(engine->output.folder, engine->arena));
    arena_lend(engine->rows, folder_nameless(engine->output.folder, engine->arena));
    output_lend(&engine->output);
    if (engine->reader) {
        reader_set_common(engine->reader, engine->records);
    }
}

void engine_rest(const struct engine *engine, size_t done) {
    arena_rest(engine->records, done);
    arena_rest(engine->rows, done);
    arena_rest(engine->output.held, done);
}

bool engine_open(struct engine *engine, const struct batch_request *request) {
    struct arena *arena = request->arena;
    *engine = (struct engine){.request = request, .arena = arena, .reported = diag_open(arena)};
    /* Begun while the run is small: what of its memory both processes know must be copied before
     * either writes to it. */
    engine->reader = request->limits ? reader_open(arena, request->limits) : NULL;
    output_open(&engine->output, request, engine->reported);
    engine->records = open_records(arena);
    engine->rows = open_records(arena);
    engine->inventory = inventory_open(engine->records);
    struct shelf *templates = request->templates;
    const struct regions *regions =
        regions_read(arena, templates, request->edition, request->trouble);
    engine->intake = intake_open(arena, templates, request->edition, regions, request->trouble);
    if (engine->intake) {
        intake_set_day(engine->intake, request->as_of);
        intake_set_reader(engine->intake, engine->reader);
    }
    engine->rules = rules_open(arena, templates, request->edition, regions, request->trouble);
    if (engine->rules && request->is_edition_chosen) {
        rules_follow_basis(engine->rules);
    }
    if (engine->rules) {
        rules_report_dates(engine->rules, request->as_of, engine->reported);
    }
    engine->facts =
        ledger_facts_read(arena, templates, request->edition, engine->rules, request->trouble);
    engine->questions = ledger_questions_read(arena, templates, request->edition, request->trouble);
    return engine->intake && engine->rules && engine->facts && engine->questions &&
           diag_n_errors(request->trouble) == 0;
}

bool engine_open_docs(struct engine *engine) {
    const struct batch_request *request = engine->request;
    const struct docs_settings settings = {.as_of = request->as_of,
                                           .edition = request->edition,
                                           .province = request->province,
                                           .year = request->year,
                                           .level = request->level,
                                           .only = request->only,
                                           .n_only = request->n_only,
                                           .masks_phones = request->masks_phones,
                                           .is_counts_only = request->is_counts_only,
                                           .is_draft = request->is_draft};
    struct typesetter *typesetter =
        typesetter_open(engine->arena, request->fonts, request->trouble);
    if (!typesetter) {
        return false;
    }
    engine->docs = docs_open(engine->arena, request->templates, typesetter, engine->rules,
                             &settings, request->trouble);
    engine->ledger = ledger_open(engine->rows);
    return engine->docs && diag_n_errors(request->trouble) == 0;
}

/* ---- telling -------------------------------------------------------------------------------- */

bool engine_goes_on(const struct batch_request *request) {
    if (!request->stop || !*request->stop) {
        return true;
    }
    if (!diag_n_errors(request->trouble)) {
        diag_report(request->trouble, &(struct diag_note){.id = DIAG_RUN_STOPPED});
    }
    return false;
}

struct str engine_share(const struct engine *engine) {
    const struct batch_request *request = engine->request;
    return request->n_shards ? str_format(engine->arena, "%u/%u", request->shard, request->n_shards)
                             : (struct str){0};
}

/* SHA-256 of the program's file; empty if it is not known which that is. */
static struct str program_digest(const struct batch_request *request) {
    bool is_known = request->program_file.len && request->digests;
    return is_known ? digests_of(request->digests, request->program_file) : (struct str){0};
}

bool engine_write_manifest(struct engine *engine, struct str command) {
    const struct batch_request *request = engine->request;
    struct str pairs[][2] = {
        {STR("command"), command},
        {STR("as_of"), date_to_iso(engine->arena, request->as_of, DATE_DAY)},
        {STR("edition"), request->edition},
        {STR("edition_reason"), request->edition_reason},
        {STR("province"), request->province},
        {STR("year"), str_format(engine->arena, "%d", request->year)},
        {STR("level"), request->level},
        {STR("previous"), file_last_part(request->previous)},
        {STR("roster"), engine->roster.name},
        {STR("roster_sha256"), engine->roster.sha256},
        {STR("history"), engine->history_file.name},
        {STR("history_sha256"), engine->history_file.sha256},
        {STR("accepted"), engine->accepted.name},
        {STR("accepted_sha256"), engine->accepted.sha256},
        {STR("only"), str_join(engine->arena, request->only, request->n_only, STR(","))},
        {STR("unit"), str_join(engine->arena, request->units, request->n_units, STR(","))},
        {STR("mask_phones"), request->masks_phones ? STR("yes") : (struct str){0}},
        {STR("counts_only"), request->is_counts_only ? STR("yes") : (struct str){0}},
        {STR("draft"), request->is_draft ? STR("yes") : (struct str){0}},
        {STR("bundle"), request->is_bundled ? STR("zip") : (struct str){0}},
        {STR("previews"), request->has_previews ? STR("yes") : (struct str){0}},
        {STR("shard"), engine_share(engine)},
    };
    enum { ALWAYS = 6 };
    size_t n_pairs = ALWAYS;
    for (size_t i = ALWAYS; i < sizeof pairs / sizeof pairs[0]; i++) {
        if (pairs[i][1].len) {
            memmove(pairs[n_pairs++], pairs[i], sizeof pairs[i]);
        }
    }
    const struct manifest_facts facts = {.options = (const struct str(*)[2])pairs,
                                         .n_options = n_pairs,
                                         .inputs = engine->files,
                                         .n_inputs = engine->n_files,
                                         .templates = request->templates,
                                         .fonts = request->fonts,
                                         .program = program_digest(request),
                                         .program_file = request->program_file,
                                         .sealed = request->has_sm3 ? engine->output.folder : NULL};
    return shelf_hash(request->templates, request->trouble) &&
           shelf_hash(request->fonts, request->trouble) && output_finish(&engine->output, &facts);
}

static void tell_summary(const struct engine *engine) {
    const size_t *n_listed = engine->n_listed;
    const size_t counts[] = {engine->n_files,
                             engine->n_units,
                             engine->n_systems,
                             n_listed[SEVERITY_ERROR] + n_listed[SEVERITY_FATAL],
                             n_listed[SEVERITY_WARNING],
                             n_listed[SEVERITY_NOTE]};
    struct str numbers[6];
    for (size_t i = 0; i < 6; i++) {
        numbers[i] = str_format(engine->arena, "%zu", counts[i]);
    }
    engine_tell(engine->request, BATCH_SUMMARY, numbers, 6);
}

void engine_tell_problems(const struct engine *engine) {
    const struct batch_news news = {.event = BATCH_PROBLEMS, .problems = engine->reported};
    engine->request->listener.hear(engine->request->listener.context, &news);
}

static void tell_parts(const struct engine *engine) {
    struct str spent[N_METER_PARTS];
    for (size_t i = 0; i < N_METER_PARTS; i++) {
        spent[i] = str_format(engine->arena, "%lld", (long long)(engine->spent[i] / 1000));
    }
    if (engine->request->meter) {
        engine_tell(engine->request, BATCH_PARTS, spent, N_METER_PARTS);
    }
}

/* Tells what was written and, by the path of one product, what to open first. */
void engine_tell_written(const struct engine *engine, struct str first) {
    const struct output *output = &engine->output;
    const struct str written[] = {str_format(engine->arena, "%zu", output->n_written + 1),
                                  output->folder->path,
                                  str_format(engine->arena, "%zu", output->n_documents),
                                  str_format(engine->arena, "%zu", output->n_pages)};
    const struct str open = folder_join(output->folder, engine->arena, first);
    tell_summary(engine);
    engine_tell(engine->request, BATCH_WRITTEN, written, 4);
    tell_parts(engine);
    if (output->n_fresh) {
        engine_tell_count(engine, BATCH_UNCHANGED, output->n_fresh);
    }
    engine_tell(engine->request, BATCH_OPEN_FIRST, &open, 1);
}

/* Tells that nothing had to be done. */
static void tell_left(const struct engine *engine) {
    const struct output *output = &engine->output;
    const struct str page = STR("index.html");
    const struct str left[] = {str_format(engine->arena, "%zu", output->old.n_files + 1),
                               output->folder->path};
    const struct str open = folder_join(output->folder, engine->arena, page);
    tell_summary(engine);
    engine_tell(engine->request, BATCH_AS_LEFT, left, 2);
    if (output_has_listed(output, page)) {
        engine_tell(engine->request, BATCH_OPEN_FIRST, &open, 1);
    }
}

enum batch_outcome engine_judge(const struct engine *engine) {
    bool is_doubted = engine->request->is_strict && diag_n_of(engine->reported, SEVERITY_WARNING);
    return is_doubted || diag_n_errors(engine->reported) ? BATCH_INPUT_ERRORS : BATCH_DONE;
}

/* Of a run that had nothing to do: by what the last one counted. */
static enum batch_outcome judge_counts(const struct engine *engine) {
    bool is_doubted = engine->request->is_strict && engine->n_listed[SEVERITY_WARNING] > 0;
    return is_doubted || engine->n_listed[SEVERITY_ERROR] > 0 ? BATCH_INPUT_ERRORS : BATCH_DONE;
}

bool engine_has_papers(const struct engine *engine) {
    const struct manifest *old = &engine->output.old;
    return old->n_units > 0 || (!old->names_units && old->n_files > 0);
}

/* Nothing could be read, and OUT would lose the papers of every institution. */
static bool empties(const struct engine *engine) {
    size_t n_rejected = 0;
    for (size_t i = 0; i < engine->n_files; i++) {
        n_rejected += str_is(engine->files[i].status, "rejected");
    }
    return !engine->request->is_forced && n_rejected == engine->n_files &&
           engine_has_papers(engine);
}

static bool refuse_to_empty(const struct engine *engine) {
    const struct batch_request *request = engine->request;
    struct str n = str_format(engine->arena, "%zu", engine->n_files);
    diag_report(request->trouble,
                &(struct diag_note){DIAG_INBOX_EMPTIED, .args = {n, request->output}});
    engine_tell_problems(engine);
    return false;
}

/* A share would sweep from OUT the papers of the institutions that other shares have. */
static bool displaces(const struct engine *engine) {
    return engine->request->n_shards && !engine->request->is_forced && engine_has_papers(engine) &&
           !str_equal(engine->output.old.share, engine_share(engine));
}

static bool refuse_to_displace(const struct engine *engine) {
    diag_report(engine->request->trouble,
                &(struct diag_note){DIAG_OUTPUT_SHARE,
                                    .args = {engine->request->output, engine_share(engine)}});
    return false;
}

/* Takes in what came of an institution. */
static bool finish_unit(struct engine *engine, size_t number, const struct work *work) {
    bool done = merge_work(engine, work);
    if (done) {
        engine_tell_step(engine, BATCH_UNIT_RENDERED, work->papers.unit.name, number + 1,
                         engine->n_units);
    }
    return done;
}

/* Takes in what came of one that was only judged. */
static bool finish_judged(struct engine *engine, size_t number, const struct work *work) {
    (void)number;
    return merge_work(engine, work);
}

static bool make_papers(struct engine *engine) {
    engine_tell_count(engine, BATCH_RENDERING, engine->n_units);
    return crew_run(engine, finish_unit);
}

static bool build(struct engine *engine, struct str *first) {
    struct output *output = &engine->output;
    if (displaces(engine)) {
        return refuse_to_displace(engine);
    }
    if (!engine_read(engine) || (empties(engine) && !refuse_to_empty(engine))) {
        return false;
    }
    engine->is_missed = !choice_open(engine);
    if (engine->is_missed) {
        return false;
    }
    engine_plan(engine);
    size_t n_kept = output->now.n_files;
    if (!previous_open(engine) || !fresh_open(engine) || !make_papers(engine) ||
        !merge_ledger(engine, choice_has_province(engine))) {
        return false;
    }
    size_t at = diag_n_errors(engine->reported) ? output->now.n_files : n_kept;
    bool done = merge_problems(engine) && returns_write(engine);
    *first = done ? output->now.files[at].path : (struct str){0};
    choice_keep(engine);
    return done && overview_write(engine, docs_complaints(engine->reported));
}

static bool check(struct engine *engine, struct str *first) {
    if (!engine_read(engine)) {
        return false;
    }
    engine->is_missed = !choice_open(engine);
    if (engine->is_missed) {
        return false;
    }
    engine_plan(engine);
    if (!previous_open(engine) || !crew_alone(engine, false, finish_judged)) {
        return false;
    }
    engine_tell_problems(engine);
    if (!engine->request->output.len) {
        return true;
    }
    bool done = merge_ledger(engine, false);
    size_t at = engine->output.now.n_files;
    done = done && merge_problems(engine) && returns_write(engine);
    *first = done ? engine->output.now.files[at].path : (struct str){0};
    return done;
}

enum batch_outcome batch_build(const struct batch_request *request) {
    struct engine engine;
    struct str first;
    if (!engine_open(&engine, request) || !engine_open_docs(&engine)) {
        return BATCH_FAILED;
    }
    if (!choice_is_known(&engine) || !engine_list(&engine)) {
        return BATCH_NOT_FOUND;
    }
    if (!output_claim(&engine.output, true)) {
        return BATCH_FAILED;
    }
    engine_lend(&engine);
    unchanged_open(&engine);
    if (unchanged_take(&engine)) {
        tell_left(&engine);
        return judge_counts(&engine);
    }
    if (!build(&engine, &first)) {
        output_abandon(&engine.output);
        return engine.is_missed ? BATCH_NOT_FOUND : BATCH_FAILED;
    }
    unchanged_keep(&engine);
    if (!engine_write_manifest(&engine, STR("build"))) {
        return BATCH_FAILED;
    }
    engine_tell_written(&engine, first);
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
    if (writes) {
        engine_lend(&engine);
    }
    if (!check(&engine, &first)) {
        output_abandon(&engine.output);
        return engine.is_missed ? BATCH_NOT_FOUND : BATCH_FAILED;
    }
    if (!writes) {
        engine_count_problems(&engine);
        tell_summary(&engine);
        return engine_judge(&engine);
    }
    if (!engine_write_manifest(&engine, STR("check"))) {
        return BATCH_FAILED;
    }
    engine_tell_written(&engine, first);
    return engine_judge(&engine);
}
