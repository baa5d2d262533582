/* The commands that read inboxes: what is opened when, in which order work is done, and what the
 * exit status says of it. */
#include "cli/batch.h"

#include <stdlib.h>

#include "cli/inbox.h"
#include "cli/output.h"
#include "docs/docs.h"
#include "intake/intake.h"
#include "layout/layout.h"
#include "rules/rules.h"
#include "write/write.h"

/* Largest input file (ingest limits). */
#define LARGEST_INPUT (64ULL * 1024 * 1024)

/* Everything a run over inboxes holds. */
struct batch {
    struct desk *desk;
    struct arena *arena;
    struct intake *intake;
    struct rules *rules;
    struct docs *docs;
    struct inventory *inventory;
    /* What is wrong with the input. */
    struct diag *reported;
    /* One for each input file, by name. */
    struct file_facts *files;
    size_t n_files, capacity;
    /* One for each unit of the inventory. */
    struct unit_findings **findings;
};

static void say_count(const struct desk *desk, const char *name, size_t count) {
    if (!desk->options.is_quiet) {
        struct str number = str_format(desk->arena, "%zu", count);
        messages_say(&desk->messages, stderr, name, &number, 1);
    }
}

/* ---- opening -------------------------------------------------------------------------------- */

static bool open_examiners(struct batch *batch, struct desk *desk) {
    *batch = (struct batch){.desk = desk, .arena = desk->arena, .reported = diag_open(desk->arena)};
    batch->inventory = inventory_open(batch->arena);
    batch->intake =
        intake_open(batch->arena, desk->templates, desk->options.edition, desk->trouble);
    batch->rules = rules_open(batch->arena, desk->templates, desk->options.edition, desk->trouble);
    return batch->intake && batch->rules && diag_n_errors(desk->trouble) == 0;
}

static bool open_docs(struct batch *batch) {
    struct desk *desk = batch->desk;
    const struct docs_settings settings = {.as_of = desk->options.as_of,
                                           .edition = desk->options.edition,
                                           .province = desk->options.province,
                                           .year = desk->options.year};
    struct typesetter *typesetter = typesetter_open(batch->arena, desk->fonts, desk->trouble);
    if (!typesetter) {
        return false;
    }
    batch->docs = docs_open(batch->arena, desk->templates, typesetter, batch->rules, &settings,
                            desk->trouble);
    return batch->docs && diag_n_errors(desk->trouble) == 0;
}

/* ---- reading -------------------------------------------------------------------------------- */

static void read_file(struct batch *batch, const struct file_entry *entry) {
    struct source *source = ARENA_NEW(batch->arena, struct source);
    source->file = entry->name;
    struct arena *scratch = arena_open_like(batch->arena);
    struct intake_file file = {.name = entry->name, .is_rejected = true};
    struct str bytes;
    if (file_read(scratch, entry->path, LARGEST_INPUT, source, batch->reported, &bytes)) {
        intake_read(batch->intake, batch->inventory, entry->name, bytes, batch->reported, &file);
        if (!file.sha256.len) {
            file.sha256 = hash_sha256(batch->arena, bytes);
        }
    }
    struct file_facts facts = {.name = entry->name,
                               .sha256 = str_copy(batch->arena, file.sha256),
                               .kind = str_copy(batch->arena, file.kind),
                               .encoding = str_copy(batch->arena, file.encoding),
                               .status = file.is_rejected ? STR("rejected") : STR("ok"),
                               .n_sheets = file.n_sheets,
                               .n_units = file.n_units,
                               .n_systems = file.n_systems};
    arena_close(scratch);
    ARENA_PUSH(batch->arena, batch->files, batch->n_files, batch->capacity, facts);
}

/* Reads every inbox, gives systems to their units and judges all of them. */
static bool read_and_judge(struct batch *batch) {
    struct file_entry *entries;
    size_t n_entries;
    if (!inbox_list(batch->desk, batch->reported, &entries, &n_entries)) {
        return false;
    }
    say_count(batch->desk, "reading", n_entries);
    for (size_t i = 0; i < n_entries; i++) {
        read_file(batch, &entries[i]);
    }
    intake_join(batch->intake, batch->inventory, batch->reported);
    batch->findings = ARENA_ARRAY(batch->arena, struct unit_findings *, batch->inventory->n_units);
    for (size_t i = 0; i < batch->inventory->n_units; i++) {
        batch->findings[i] = rules_judge(batch->rules, batch->arena, batch->inventory->units[i],
                                         batch->desk->options.as_of, batch->reported);
    }
    return true;
}

static int compare_facts(const void *left, const void *right) {
    const struct file_facts *a = left, *b = right;
    return str_compare(a->name, b->name);
}

/* Counts the errors and warnings of each file, now that all have been reported. */
static void count_problems(struct batch *batch) {
    for (size_t i = 0; i < batch->reported->n_items && batch->n_files; i++) {
        const struct diag_item *item = &batch->reported->items[i];
        if (!item->origin.source) {
            continue;
        }
        const struct file_facts key = {.name = item->origin.source->file};
        struct file_facts *facts =
            bsearch(&key, batch->files, batch->n_files, sizeof key, compare_facts);
        if (facts) {
            facts->n_warnings += item->severity == SEVERITY_WARNING;
            facts->n_errors += item->severity >= SEVERITY_ERROR;
        }
    }
    for (size_t i = 0; i < batch->n_files; i++) {
        if (batch->files[i].n_errors && str_is(batch->files[i].status, "ok")) {
            batch->files[i].status = STR("partial");
        }
    }
}

/* ---- writing -------------------------------------------------------------------------------- */

/* Moves what is fatal among the items from `first` on to our own trouble: while documents are made
 * only our templates can be at fault, no input. False if there was any. */
static bool part_trouble(struct batch *batch, size_t first) {
    struct diag *reported = batch->reported, *trouble = batch->desk->trouble;
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

static bool write_units(struct batch *batch, const struct product_sink *sink) {
    say_count(batch->desk, "rendering", batch->inventory->n_units);
    struct arena *scratch = arena_open_like(batch->arena);
    bool done = true;
    for (size_t i = 0; done && i < batch->inventory->n_units; i++) {
        size_t first = batch->reported->n_items;
        done = docs_unit(batch->docs, scratch, batch->findings[i], batch->reported, sink);
        done = part_trouble(batch, first) && done;
        arena_reset(scratch);
    }
    size_t first = batch->reported->n_items;
    done = done && docs_province(batch->docs, scratch, batch->findings, batch->inventory->n_units,
                                 batch->reported, sink);
    done = part_trouble(batch, first) && done;
    arena_close(scratch);
    return done;
}

static bool write_problems(struct batch *batch, struct output *output) {
    diag_sort(batch->reported);
    count_problems(batch);
    struct product_sink sink = output_sink(output);
    struct arena *scratch = arena_open_like(batch->arena);
    bool done = docs_problems(batch->docs, scratch, batch->reported, batch->files, batch->n_files,
                              batch->desk->trouble, &sink);
    arena_close(scratch);
    return done;
}

static bool write_manifest(struct batch *batch, struct output *output) {
    const struct options *options = &batch->desk->options;
    const struct str pairs[][2] = {
        {STR("command"), options->command == COMMAND_BUILD ? STR("build") : STR("check")},
        {STR("as_of"), date_to_iso(batch->arena, options->as_of, DATE_DAY)},
        {STR("edition"), options->edition},
        {STR("edition_reason"), batch->desk->edition_reason},
        {STR("province"), options->province},
        {STR("year"), str_format(batch->arena, "%d", options->year)},
    };
    const struct manifest_facts facts = {.options = pairs,
                                         .n_options = sizeof pairs / sizeof pairs[0],
                                         .inputs = batch->files,
                                         .n_inputs = batch->n_files,
                                         .templates = batch->desk->templates,
                                         .fonts = batch->desk->fonts};
    return output_finish(output, &facts);
}

static void say_summary(const struct batch *batch, FILE *to) {
    const struct desk *desk = batch->desk;
    const size_t *n = batch->reported->n_by_severity;
    size_t n_systems = 0;
    for (size_t i = 0; i < batch->inventory->n_units; i++) {
        n_systems += batch->inventory->units[i]->n_systems;
    }
    const size_t counts[] = {batch->n_files,      batch->inventory->n_units,
                             n_systems,           n[SEVERITY_ERROR] + n[SEVERITY_FATAL],
                             n[SEVERITY_WARNING], n[SEVERITY_NOTE]};
    struct str numbers[6];
    for (size_t i = 0; i < 6; i++) {
        numbers[i] = str_format(desk->arena, "%zu", counts[i]);
    }
    messages_say(&desk->messages, to, "summary", numbers, 6);
}

/* Says what was written and, by the path of one product, what to open first. */
static void say_written(const struct batch *batch, const struct output *output, struct str first) {
    const struct messages *messages = &batch->desk->messages;
    const struct str written[] = {str_format(batch->arena, "%zu", output->n_files + 1),
                                  output->folder};
    const struct str open =
        str_join(batch->arena, (struct str[]){output->folder, first}, 2, STR("/"));
    say_summary(batch, stdout);
    messages_say(messages, stdout, "written", written, 2);
    messages_say(messages, stdout, "open_first", &open, 1);
}

static enum exit_status judge_run(const struct batch *batch) {
    return diag_n_errors(batch->reported) ? EXIT_STATUS_INPUT_ERRORS : EXIT_STATUS_DONE;
}

static struct output open_output(struct batch *batch) {
    const struct options *options = &batch->desk->options;
    return (struct output){.arena = batch->arena,
                           .folder = options->output,
                           .preview = options->preview,
                           .dump = options->dump,
                           .press = press_open(batch->arena),
                           .diag = batch->desk->trouble,
                           .reported = batch->reported};
}

enum exit_status batch_build(struct desk *desk) {
    struct batch batch;
    if (!open_examiners(&batch, desk) || !open_docs(&batch)) {
        return EXIT_STATUS_FAILED;
    }
    if (!read_and_judge(&batch)) {
        return EXIT_STATUS_USAGE;
    }
    struct output output = open_output(&batch);
    struct product_sink sink = output_sink(&output);
    if (!write_units(&batch, &sink)) {
        return EXIT_STATUS_FAILED;
    }
    size_t first = diag_n_errors(batch.reported) ? output.n_files : 0;
    if (!write_problems(&batch, &output)) {
        return EXIT_STATUS_FAILED;
    }
    struct str open = output.files[first].path;
    if (!write_manifest(&batch, &output)) {
        return EXIT_STATUS_FAILED;
    }
    say_written(&batch, &output, open);
    return judge_run(&batch);
}

enum exit_status batch_check(struct desk *desk) {
    struct batch batch;
    if (!open_examiners(&batch, desk)) {
        return EXIT_STATUS_FAILED;
    }
    bool writes = desk->options.output.len > 0;
    if (writes && !open_docs(&batch)) {
        return EXIT_STATUS_FAILED;
    }
    if (!read_and_judge(&batch)) {
        return EXIT_STATUS_USAGE;
    }
    diag_sort(batch.reported);
    messages_print(&desk->messages, stdout, batch.reported);
    if (!writes) {
        say_summary(&batch, stdout);
        return judge_run(&batch);
    }
    struct output output = open_output(&batch);
    if (!write_problems(&batch, &output) || !output.n_files) {
        return EXIT_STATUS_FAILED;
    }
    struct str open = output.files[0].path;
    if (!write_manifest(&batch, &output)) {
        return EXIT_STATUS_FAILED;
    }
    say_written(&batch, &output, open);
    return judge_run(&batch);
}

/* ---- explain, proof, templates -------------------------------------------------------------- */

/* Says which unit or system was not found; always the usage status. */
static enum exit_status miss(const struct batch *batch) {
    const struct options *options = &batch->desk->options;
    const struct messages *messages = &batch->desk->messages;
    size_t n = batch->inventory->n_units;
    struct str *names = ARENA_ARRAY(batch->arena, struct str, n);
    bool is_found = !options->unit.len;
    for (size_t i = 0; i < n; i++) {
        names[i] = record_value(&batch->inventory->units[i]->record, FIELD_UNIT_NAME)->text;
        is_found = is_found || str_equal(names[i], options->unit);
    }
    if (is_found) {
        messages_say(messages, stderr, "no_such_system", &options->system, 1);
    } else {
        const struct str words[] = {options->unit,
                                    str_nearest(batch->arena, options->unit, names, n)};
        messages_say(messages, stderr, "no_such_unit", words, 2);
    }
    return EXIT_STATUS_USAGE;
}

enum exit_status batch_explain(struct desk *desk) {
    struct batch batch;
    if (!open_examiners(&batch, desk) || !open_docs(&batch)) {
        return EXIT_STATUS_FAILED;
    }
    if (!read_and_judge(&batch)) {
        return EXIT_STATUS_USAGE;
    }
    const struct options *options = &desk->options;
    const struct unit *only =
        options->unit.len ? inventory_find(batch.inventory, options->unit) : NULL;
    size_t n_said = 0;
    for (size_t i = 0; i < batch.inventory->n_units; i++) {
        if (options->unit.len && batch.inventory->units[i] != only) {
            continue;
        }
        struct str text = docs_explain(batch.docs, batch.arena, batch.findings[i], options->system,
                                       desk->trouble);
        fwrite(text.data, 1, text.len, stdout);
        n_said += text.len > 0;
    }
    if (!n_said && (options->unit.len || options->system.len)) {
        return miss(&batch);
    }
    return diag_n_errors(desk->trouble) ? EXIT_STATUS_FAILED : judge_run(&batch);
}

static enum exit_status refuse_form(const struct batch *batch, struct str name) {
    size_t n_forms;
    const struct str *forms = docs_forms(batch->docs, &n_forms);
    const struct str words[] = {name, str_join(batch->arena, forms, n_forms, STR(" "))};
    messages_say(&batch->desk->messages, stderr, "unknown_form", words, 2);
    return EXIT_STATUS_USAGE;
}

enum exit_status batch_proof(struct desk *desk) {
    struct batch batch;
    if (!open_examiners(&batch, desk) || !open_docs(&batch)) {
        return EXIT_STATUS_FAILED;
    }
    struct str form = desk->options.words[0];
    struct document *document = docs_proof(batch.docs, batch.arena, form, desk->trouble);
    if (!document) {
        return diag_n_errors(desk->trouble) ? EXIT_STATUS_FAILED : refuse_form(&batch, form);
    }
    struct output output = open_output(&batch);
    struct str last = file_last_part(desk->options.output);
    size_t cut = desk->options.output.len - last.len;
    output.folder = cut > 1 ? str_slice(desk->options.output, 0, cut - 1)
                    : cut   ? STR("/")
                            : STR(".");
    struct product product = {.path = last, .document = document};
    struct product_sink sink = output_sink(&output);
    return sink.take(sink.context, &product) ? EXIT_STATUS_DONE : EXIT_STATUS_FAILED;
}

enum exit_status batch_check_templates(struct desk *desk) {
    struct batch batch;
    if (!open_examiners(&batch, desk) || !open_docs(&batch)) {
        return EXIT_STATUS_FAILED;
    }
    return EXIT_STATUS_DONE;
}
