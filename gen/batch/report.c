/* The province from what earlier runs left: their data/ as one ledger, and everything that one run
 * would have made of it. */
#include "batch/accepted.h"
#include "batch/earlier.h"
#include "batch/engine.h"
#include "batch/history.h"
#include "batch/merge.h"
#include "batch/overview.h"
#include "batch/previous.h"
#include "batch/questions.h"
#include "batch/roster.h"

enum batch_outcome batch_report_basis(const struct batch_request *request,
                                      struct batch_basis *basis) {
    *basis = (struct batch_basis){0};
    struct earlier_runs *runs = earlier_open(request);
    if (!runs) {
        return BATCH_NOT_FOUND;
    }
    bool done = earlier_agree(runs, request, basis);
    basis->runs = runs;
    return done ? BATCH_DONE : BATCH_FAILED;
}

/* An OUT would be swept, or lies where the report goes. */
static bool is_in_output(const struct batch_request *request) {
    struct str output, input;
    if (!file_real(request->arena, request->output, &output)) {
        return false;
    }
    for (size_t i = 0; i < request->n_inboxes; i++) {
        bool is_there = file_real(request->arena, request->inboxes[i], &input) &&
                        str_starts(input, output) &&
                        (input.len == output.len || input.data[output.len] == '/');
        if (is_there) {
            const struct str words[] = {request->inboxes[i], request->output};
            engine_tell(request, BATCH_INPUT_IN_OUTPUT, words, 2);
            return true;
        }
    }
    return false;
}

/* What was found out now stands with what the runs had reported. */
static void add_reported(struct engine *engine, struct arena *scratch) {
    struct diag_cursor *cursor = diag_walk(engine->reported, scratch, DIAG_BY_PLACE);
    struct diag_item item;
    while (diag_next(cursor, &item)) {
        ledger_add_complaint(engine->ledger, &item);
    }
}

/* Said of the province's papers, of its year, beside a class or of 审核.csv by an earlier run,
 * which is said anew. */
static bool is_of_province(void *context, const struct ledger_row *row) {
    const struct engine *engine = context;
    struct arena *scratch = arena_open_like(engine->arena);
    struct str file = ledger_cell(row, LEDGER_DIAGNOSTICS_FILE);
    struct str id = ledger_cell(row, LEDGER_DIAGNOSTICS_ID);
    bool is_its =
        str_equal(id, diag_name(DIAG_YEAR_OTHER)) ||
        str_equal(id, diag_name(DIAG_PROVINCE_OTHER)) ||
        str_equal(id, diag_name(DIAG_CITY_OUTSIDE)) ||
        str_equal(id, diag_name(DIAG_CITY_UNNAMED)) ||
        (engine->request->accepted.len && str_equal(id, diag_name(DIAG_ACCEPTED_UNUSED))) ||
        str_starts(id, STR("QUESTION_CLASS_")) ||
        (str_ends(file, STR(".pdf")) &&
         str_equal(docs_word_of(engine->docs, scratch, file), DOCS_PROVINCE));
    arena_close(scratch);
    return is_its;
}

static size_t count_of(const struct ledger_row *row, enum ledger_column column) {
    int64_t number = ledger_number(row, column);
    return number > 0 ? (size_t)number : 0;
}

/* The ledger's files, with whom to call about each. */
static struct file_facts *list_files(const struct ledger *ledger, struct arena *arena, size_t *n) {
    *n = ledger_n_rows(ledger, LEDGER_FILES);
    struct file_facts *files = ARENA_ARRAY(arena, struct file_facts, *n);
    for (size_t i = 0; i < *n; i++) {
        const struct ledger_row *row = ledger_row(ledger, LEDGER_FILES, i);
        files[i] = (struct file_facts){.name = ledger_cell(row, LEDGER_FILES_FILE),
                                       .sha256 = ledger_cell(row, LEDGER_FILES_SHA256),
                                       .kind = ledger_cell(row, LEDGER_FILES_KIND),
                                       .encoding = ledger_cell(row, LEDGER_FILES_ENCODING),
                                       .status = ledger_cell(row, LEDGER_FILES_STATUS),
                                       .reason = ledger_cell(row, LEDGER_FILES_REASON),
                                       .kept = ledger_cell(row, LEDGER_FILES_KEPT),
                                       .n_sheets = count_of(row, LEDGER_FILES_SHEETS),
                                       .n_units = count_of(row, LEDGER_FILES_UNITS),
                                       .n_systems = count_of(row, LEDGER_FILES_SYSTEMS),
                                       .n_errors = count_of(row, LEDGER_FILES_ERRORS),
                                       .n_warnings = count_of(row, LEDGER_FILES_WARNINGS)};
    }
    merge_note_senders(arena, ledger, files, *n);
    return files;
}

/* Counts what the summary tells. */
static void count(struct engine *engine) {
    const struct ledger *ledger = engine->ledger;
    engine->n_files = ledger_n_rows(ledger, LEDGER_FILES);
    engine->n_units = ledger_n_rows(ledger, LEDGER_UNITS);
    engine->n_systems = ledger_n_rows(ledger, LEDGER_SYSTEMS);
    for (size_t i = 0; i < ledger_n_rows(ledger, LEDGER_DIAGNOSTICS); i++) {
        struct str severity =
            ledger_cell(ledger_row(ledger, LEDGER_DIAGNOSTICS, i), LEDGER_DIAGNOSTICS_SEVERITY);
        for (int k = SEVERITY_NOTE; k <= SEVERITY_FATAL; k++) {
            engine->n_listed[k] += str_equal(severity, severity_name((enum severity)k));
        }
    }
}

static bool write_problems(struct engine *engine, struct arena *scratch,
                           const struct product_sink *sink) {
    size_t n;
    const struct file_facts *files = list_files(engine->ledger, scratch, &n);
    const struct problem_facts facts = {docs_kept_complaints(engine->ledger), files, n,
                                        engine->ledger};
    return docs_problems(engine->docs, scratch, &facts, engine->request->trouble, sink);
}

/* All that goes into OUT2. What is found out while the province is made is listed too, so the
 * tables come last. */
static bool make(struct engine *engine, struct earlier_runs *runs, struct str *first) {
    const struct batch_request *request = engine->request;
    struct product_sink sink = output_sink(&engine->output);
    struct arena *scratch = arena_open_like(engine->arena);
    struct ledger *ledger = engine->ledger;
    bool done = earlier_read(runs, request, ledger, engine->reported) && engine_goes_on(request);
    ledger_drop(ledger, LEDGER_DIAGNOSTICS, is_of_province, engine);
    done = done && ledger_settle(ledger, request->trouble) && history_read(engine) &&
           roster_of_ledger(engine) && accepted_of_ledger(engine) && previous_open(engine) &&
           previous_compare(engine) && questions_ask(engine) &&
           merge_province(engine, scratch, &sink);
    if (done && diag_n(engine->reported)) {
        add_reported(engine, scratch);
        done = ledger_settle(ledger, request->trouble);
    }
    done = done && previous_compare_last(engine) && merge_tables(engine, scratch, &sink);
    size_t at = engine->output.now.n_files;
    done = done && write_problems(engine, scratch, &sink);
    done = done && overview_write(engine, docs_kept_complaints(ledger));
    count(engine);
    bool has_errors = engine->n_listed[SEVERITY_ERROR] || engine->n_listed[SEVERITY_FATAL];
    *first = done ? engine->output.now.files[has_errors ? at : 0].path : (struct str){0};
    arena_close(scratch);
    return done;
}

/* Institutions' papers in OUT2 would be swept from it. */
static bool displaces(const struct engine *engine) {
    bool is_so =
        !engine->request->is_forced && engine_has_papers(engine) && engine->output.old.n_units > 0;
    if (is_so) {
        diag_report(engine->request->trouble,
                    &(struct diag_note){DIAG_OUTPUT_REPORT, .args = {engine->request->output}});
    }
    return is_so;
}

static enum batch_outcome judge(const struct engine *engine) {
    const size_t *n_listed = engine->n_listed;
    bool is_doubted = engine->request->is_strict && n_listed[SEVERITY_WARNING];
    return is_doubted || n_listed[SEVERITY_ERROR] || n_listed[SEVERITY_FATAL] ? BATCH_INPUT_ERRORS
                                                                              : BATCH_DONE;
}

enum batch_outcome batch_report(const struct batch_request *request,
                                const struct batch_basis *basis) {
    struct engine engine;
    struct str first;
    if (is_in_output(request)) {
        return BATCH_NOT_FOUND;
    }
    if (!engine_open(&engine, request) || !engine_open_docs(&engine)) {
        return BATCH_FAILED;
    }
    /* what is doubtful of the rules has been reported by the runs */
    engine.reported = engine.output.reported = diag_open(engine.arena);
    if (!output_claim(&engine.output, true)) {
        return BATCH_FAILED;
    }
    if (displaces(&engine) || !make(&engine, basis->runs, &first)) {
        output_abandon(&engine.output);
        return BATCH_FAILED;
    }
    engine.files = basis->runs->tables;
    size_t n_files = engine.n_files;
    engine.n_files = basis->runs->n_tables;
    if (!engine_write_manifest(&engine, STR("report"))) {
        return BATCH_FAILED;
    }
    engine.n_files = n_files;
    engine_tell_problems(&engine);
    engine_tell_written(&engine, first);
    return judge(&engine);
}
