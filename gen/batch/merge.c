/* The rows and complaints of all institutions become data/, the province and the list of problems.
 */
#include "batch/merge.h"

/* Takes over what was reported while something was made; false if any of it was fatal. */
static bool take_over(struct engine *engine, struct str complaints) {
    struct diag *trouble = engine->request->trouble;
    size_t before = diag_n_errors(trouble);
    return diag_give(engine->reported, complaints, trouble) && diag_n_errors(trouble) == before;
}

bool merge_work(struct engine *engine, const struct work *work) {
    bool is_added = output_add(&engine->output, &work->papers);
    for (size_t i = 0; i < N_LEDGER_TABLES; i++) {
        struct buf *rows = &engine->rows[i];
        struct str lines = work->rows[i];
        size_t header = rows->len ? str_find(lines, STR("\n"), 0) : SIZE_MAX;
        rows->arena = engine->arena;
        buf_add(rows, str_slice(lines, header == SIZE_MAX ? 0 : header + 1, lines.len));
    }
    return take_over(engine, work->complaints) && work->is_done && is_added;
}

/* All rows, read as if they came from files. */
static bool read_rows(struct engine *engine) {
    bool done = true;
    for (size_t i = 0; done && i < N_LEDGER_TABLES; i++) {
        enum ledger_table table = (enum ledger_table)i;
        const struct source source = {.file = ledger_table_name(table)};
        struct str rows = buf_str(&engine->rows[i]);
        done = !rows.len ||
               ledger_read(engine->ledger, table, rows, &source, engine->request->trouble);
    }
    return done && ledger_settle(engine->ledger, engine->request->trouble);
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

static bool write_province(struct engine *engine, struct arena *scratch,
                           const struct product_sink *sink) {
    struct diag *made = diag_open(scratch);
    bool done = docs_province(engine->docs, scratch, engine->ledger, made, sink);
    return take_over(engine, diag_take(made, scratch)) && done;
}

bool merge_ledger(struct engine *engine, bool makes_province) {
    struct product_sink sink = output_sink(&engine->output);
    struct arena *scratch = arena_open_like(engine->arena);
    bool done = read_rows(engine) && (!makes_province || write_province(engine, scratch, &sink)) &&
                write_ledger(engine, scratch, &sink);
    arena_close(scratch);
    return done;
}

/* The files whose rows are this run's. */
static struct file_facts *choose_files(const struct engine *engine, struct arena *scratch,
                                       size_t *n) {
    struct file_facts *files = ARENA_ARRAY(scratch, struct file_facts, engine->n_files);
    *n = 0;
    for (size_t i = 0; i < engine->n_files; i++) {
        if (engine_has(engine, engine->files[i].name)) {
            files[(*n)++] = engine->files[i];
        }
    }
    return files;
}

bool merge_problems(struct engine *engine) {
    engine_count_problems(engine);
    struct product_sink sink = output_sink(&engine->output);
    struct arena *scratch = arena_open_like(engine->arena);
    size_t n;
    const struct file_facts *files = choose_files(engine, scratch, &n);
    bool done = engine->request->n_shards
                    ? docs_problem_tables(scratch, engine->reported, files, n, &sink)
                    : docs_problems(engine->docs, scratch, engine->reported, files, n,
                                    engine->request->trouble, &sink);
    arena_close(scratch);
    return done;
}
