/* The commands that read inboxes: what is opened when, in which order work is done, and what the
 * exit status says of it. */
#include "cli/batch.h"

#include <stdlib.h>

#include "cli/output.h"
#include "docs/docs.h"
#include "intake/intake.h"
#include "layout/layout.h"
#include "rules/rules.h"
#include "write/write.h"

/* Largest input file (ingest limits). */
#define LARGEST_INPUT (64ULL * 1024 * 1024)

/* Everything a run over inboxes holds. */
struct run {
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

static bool open_examiners(struct run *run, struct desk *desk) {
    *run = (struct run){.desk = desk, .arena = desk->arena, .reported = diag_open(desk->arena)};
    run->inventory = inventory_open(run->arena);
    run->intake = intake_open(run->arena, desk->templates, desk->options.edition, desk->trouble);
    run->rules = rules_open(run->arena, desk->templates, desk->options.edition, desk->trouble);
    return run->intake && run->rules && diag_n_errors(desk->trouble) == 0;
}

static bool open_docs(struct run *run) {
    struct desk *desk = run->desk;
    const struct docs_settings settings = {.as_of = desk->options.as_of,
                                           .edition = desk->options.edition,
                                           .province = desk->options.province,
                                           .year = desk->options.year};
    struct typesetter *typesetter = typesetter_open(run->arena, desk->fonts, desk->trouble);
    if (!typesetter) {
        return false;
    }
    run->docs =
        docs_open(run->arena, desk->templates, typesetter, run->rules, &settings, desk->trouble);
    return run->docs && diag_n_errors(desk->trouble) == 0;
}

/* ---- reading -------------------------------------------------------------------------------- */

static int compare_entries(const void *left, const void *right) {
    const struct file_entry *a = left, *b = right;
    int order = str_compare(a->name, b->name);
    return order ? order : str_compare(a->path, b->path);
}

/* All files of all inboxes, by name, each path once. */
static bool walk_inboxes(struct run *run, struct file_entry **entries, size_t *n_entries) {
    const struct options *options = &run->desk->options;
    size_t capacity = 0, n = 0;
    struct file_entry *all = NULL;
    for (size_t i = 0; i < options->n_words; i++) {
        struct file_entry *found;
        size_t n_found;
        if (!file_walk(run->arena, options->words[i], run->desk->trouble, &found, &n_found)) {
            return false;
        }
        for (size_t j = 0; j < n_found; j++) {
            ARENA_PUSH(run->arena, all, n, capacity, found[j]);
        }
    }
    if (n) {
        qsort(all, n, sizeof *all, compare_entries);
    }
    *n_entries = 0;
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || !str_equal(all[i].path, all[i - 1].path)) {
            all[(*n_entries)++] = all[i];
        }
    }
    *entries = all;
    return true;
}

static void read_file(struct run *run, const struct file_entry *entry) {
    struct source *source = ARENA_NEW(run->arena, struct source);
    source->file = entry->name;
    struct arena *scratch = arena_open_like(run->arena);
    struct intake_file file = {.name = entry->name, .is_rejected = true};
    struct str bytes;
    if (file_read(scratch, entry->path, LARGEST_INPUT, source, run->reported, &bytes)) {
        intake_read(run->intake, run->inventory, entry->name, bytes, run->reported, &file);
        if (!file.sha256.len) {
            file.sha256 = hash_sha256(run->arena, bytes);
        }
    }
    struct file_facts facts = {.name = entry->name,
                               .sha256 = str_copy(run->arena, file.sha256),
                               .kind = str_copy(run->arena, file.kind),
                               .encoding = str_copy(run->arena, file.encoding),
                               .status = file.is_rejected ? STR("rejected") : STR("ok"),
                               .n_sheets = file.n_sheets,
                               .n_units = file.n_units,
                               .n_systems = file.n_systems};
    arena_close(scratch);
    ARENA_PUSH(run->arena, run->files, run->n_files, run->capacity, facts);
}

/* Reads every inbox, gives systems to their units and judges all of them. */
static bool read_and_judge(struct run *run) {
    struct file_entry *entries;
    size_t n_entries;
    if (!walk_inboxes(run, &entries, &n_entries)) {
        return false;
    }
    say_count(run->desk, "reading", n_entries);
    for (size_t i = 0; i < n_entries; i++) {
        read_file(run, &entries[i]);
    }
    intake_join(run->intake, run->inventory, run->reported);
    run->findings = ARENA_ARRAY(run->arena, struct unit_findings *, run->inventory->n_units);
    for (size_t i = 0; i < run->inventory->n_units; i++) {
        run->findings[i] = rules_judge(run->rules, run->arena, run->inventory->units[i],
                                       run->desk->options.as_of, run->reported);
    }
    return true;
}

static int compare_facts(const void *left, const void *right) {
    const struct file_facts *a = left, *b = right;
    return str_compare(a->name, b->name);
}

/* Counts the errors and warnings of each file, now that all have been reported. */
static void count_problems(struct run *run) {
    for (size_t i = 0; i < run->reported->n_items && run->n_files; i++) {
        const struct diag_item *item = &run->reported->items[i];
        if (!item->origin.source) {
            continue;
        }
        const struct file_facts key = {.name = item->origin.source->file};
        struct file_facts *facts =
            bsearch(&key, run->files, run->n_files, sizeof key, compare_facts);
        if (facts) {
            facts->n_warnings += item->severity == SEVERITY_WARNING;
            facts->n_errors += item->severity >= SEVERITY_ERROR;
        }
    }
    for (size_t i = 0; i < run->n_files; i++) {
        if (run->files[i].n_errors && str_is(run->files[i].status, "ok")) {
            run->files[i].status = STR("partial");
        }
    }
}

/* ---- writing -------------------------------------------------------------------------------- */

static bool write_units(struct run *run, const struct product_sink *sink) {
    say_count(run->desk, "rendering", run->inventory->n_units);
    struct arena *scratch = arena_open_like(run->arena);
    bool done = true;
    for (size_t i = 0; done && i < run->inventory->n_units; i++) {
        done = docs_unit(run->docs, scratch, run->findings[i], run->reported, sink);
        arena_reset(scratch);
    }
    done = done && docs_province(run->docs, scratch, run->findings, run->inventory->n_units,
                                 run->reported, sink);
    arena_close(scratch);
    return done;
}

static bool write_problems(struct run *run, struct output *output) {
    diag_sort(run->reported);
    count_problems(run);
    struct product_sink sink = output_sink(output);
    struct arena *scratch = arena_open_like(run->arena);
    bool done = docs_problems(run->docs, scratch, run->reported, run->files, run->n_files,
                              run->desk->trouble, &sink);
    arena_close(scratch);
    return done;
}

static bool write_manifest(struct run *run, struct output *output) {
    const struct options *options = &run->desk->options;
    const struct str pairs[][2] = {
        {STR("command"), options->command == COMMAND_BUILD ? STR("build") : STR("check")},
        {STR("as_of"), date_to_iso(run->arena, options->as_of, DATE_DAY)},
        {STR("edition"), options->edition},
        {STR("province"), options->province},
        {STR("year"), str_format(run->arena, "%d", options->year)},
    };
    const struct manifest_facts facts = {.options = pairs,
                                         .n_options = sizeof pairs / sizeof pairs[0],
                                         .inputs = run->files,
                                         .n_inputs = run->n_files,
                                         .templates = run->desk->templates,
                                         .fonts = run->desk->fonts};
    return output_finish(output, &facts);
}

static void say_summary(const struct run *run, FILE *to) {
    const struct desk *desk = run->desk;
    const size_t *n = run->reported->n_by_severity;
    size_t n_systems = 0;
    for (size_t i = 0; i < run->inventory->n_units; i++) {
        n_systems += run->inventory->units[i]->n_systems;
    }
    const size_t counts[] = {run->n_files,        run->inventory->n_units,
                             n_systems,           n[SEVERITY_ERROR] + n[SEVERITY_FATAL],
                             n[SEVERITY_WARNING], n[SEVERITY_NOTE]};
    struct str numbers[6];
    for (size_t i = 0; i < 6; i++) {
        numbers[i] = str_format(desk->arena, "%zu", counts[i]);
    }
    messages_say(&desk->messages, to, "summary", numbers, 6);
}

/* Says what was written and, by the path of one product, what to open first. */
static void say_written(const struct run *run, const struct output *output, struct str first) {
    const struct messages *messages = &run->desk->messages;
    const struct str written[] = {str_format(run->arena, "%zu", output->n_files + 1),
                                  output->folder};
    const struct str open =
        str_join(run->arena, (struct str[]){output->folder, first}, 2, STR("/"));
    say_summary(run, stdout);
    messages_say(messages, stdout, "written", written, 2);
    messages_say(messages, stdout, "open_first", &open, 1);
}

static enum exit_status judge_run(const struct run *run) {
    return diag_n_errors(run->reported) ? EXIT_STATUS_INPUT_ERRORS : EXIT_STATUS_DONE;
}

static struct output open_output(struct run *run) {
    const struct options *options = &run->desk->options;
    return (struct output){.arena = run->arena,
                           .folder = options->output,
                           .preview = options->preview,
                           .dump = options->dump,
                           .press = press_open(run->arena),
                           .diag = run->desk->trouble,
                           .reported = run->reported};
}

enum exit_status batch_build(struct desk *desk) {
    struct run run;
    if (!open_examiners(&run, desk) || !open_docs(&run)) {
        return EXIT_STATUS_FAILED;
    }
    if (!read_and_judge(&run)) {
        return EXIT_STATUS_USAGE;
    }
    struct output output = open_output(&run);
    struct product_sink sink = output_sink(&output);
    if (!write_units(&run, &sink)) {
        return EXIT_STATUS_FAILED;
    }
    size_t first = diag_n_errors(run.reported) ? output.n_files : 0;
    if (!write_problems(&run, &output)) {
        return EXIT_STATUS_FAILED;
    }
    struct str open = output.files[first].path;
    if (!write_manifest(&run, &output)) {
        return EXIT_STATUS_FAILED;
    }
    say_written(&run, &output, open);
    return judge_run(&run);
}

enum exit_status batch_check(struct desk *desk) {
    struct run run;
    if (!open_examiners(&run, desk)) {
        return EXIT_STATUS_FAILED;
    }
    bool writes = desk->options.output.len > 0;
    if (writes && !open_docs(&run)) {
        return EXIT_STATUS_FAILED;
    }
    if (!read_and_judge(&run)) {
        return EXIT_STATUS_USAGE;
    }
    diag_sort(run.reported);
    messages_print(&desk->messages, stdout, run.reported);
    if (!writes) {
        say_summary(&run, stdout);
        return judge_run(&run);
    }
    struct output output = open_output(&run);
    if (!write_problems(&run, &output) || !output.n_files) {
        return EXIT_STATUS_FAILED;
    }
    struct str open = output.files[0].path;
    if (!write_manifest(&run, &output)) {
        return EXIT_STATUS_FAILED;
    }
    say_written(&run, &output, open);
    return judge_run(&run);
}

/* ---- explain, proof, templates -------------------------------------------------------------- */

/* Says which unit or system was not found; always the usage status. */
static enum exit_status miss(const struct run *run) {
    const struct options *options = &run->desk->options;
    const struct messages *messages = &run->desk->messages;
    size_t n = run->inventory->n_units;
    struct str *names = ARENA_ARRAY(run->arena, struct str, n);
    bool is_found = !options->unit.len;
    for (size_t i = 0; i < n; i++) {
        names[i] = record_value(&run->inventory->units[i]->record, FIELD_UNIT_NAME)->text;
        is_found = is_found || str_equal(names[i], options->unit);
    }
    if (is_found) {
        messages_say(messages, stderr, "no_such_system", &options->system, 1);
    } else {
        const struct str words[] = {options->unit,
                                    str_nearest(run->arena, options->unit, names, n)};
        messages_say(messages, stderr, "no_such_unit", words, 2);
    }
    return EXIT_STATUS_USAGE;
}

enum exit_status batch_explain(struct desk *desk) {
    struct run run;
    if (!open_examiners(&run, desk) || !open_docs(&run)) {
        return EXIT_STATUS_FAILED;
    }
    if (!read_and_judge(&run)) {
        return EXIT_STATUS_USAGE;
    }
    const struct options *options = &desk->options;
    const struct unit *only =
        options->unit.len ? inventory_find(run.inventory, options->unit) : NULL;
    size_t n_said = 0;
    for (size_t i = 0; i < run.inventory->n_units; i++) {
        if (options->unit.len && run.inventory->units[i] != only) {
            continue;
        }
        struct str text =
            docs_explain(run.docs, run.arena, run.findings[i], options->system, desk->trouble);
        fwrite(text.data, 1, text.len, stdout);
        n_said += text.len > 0;
    }
    if (!n_said && (options->unit.len || options->system.len)) {
        return miss(&run);
    }
    return diag_n_errors(desk->trouble) ? EXIT_STATUS_FAILED : judge_run(&run);
}

static enum exit_status refuse_form(const struct run *run, struct str name) {
    size_t n_forms;
    const struct str *forms = docs_forms(run->docs, &n_forms);
    const struct str words[] = {name, str_join(run->arena, forms, n_forms, STR(" "))};
    messages_say(&run->desk->messages, stderr, "unknown_form", words, 2);
    return EXIT_STATUS_USAGE;
}

enum exit_status batch_proof(struct desk *desk) {
    struct run run;
    if (!open_examiners(&run, desk) || !open_docs(&run)) {
        return EXIT_STATUS_FAILED;
    }
    struct str form = desk->options.words[0];
    struct document *document = docs_proof(run.docs, run.arena, form, desk->trouble);
    if (!document) {
        return diag_n_errors(desk->trouble) ? EXIT_STATUS_FAILED : refuse_form(&run, form);
    }
    struct output output = open_output(&run);
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
    struct run run;
    if (!open_examiners(&run, desk) || !open_docs(&run)) {
        return EXIT_STATUS_FAILED;
    }
    messages_say(&desk->messages, stdout, "templates_good", NULL, 0);
    return EXIT_STATUS_DONE;
}
