/* The rows and complaints of all institutions become data/, the province and the list of problems.
 */
#include "batch/merge.h"

/* Takes over what was reported while something was made; false if any of it was fatal. */
static bool take_over(struct engine *engine, struct str complaints) {
    struct diag *trouble = engine->request->trouble;
    size_t before = diag_n_errors(trouble);
    return diag_give(engine->reported, complaints, trouble) && diag_n_errors(trouble) == before;
}

/* Takes in rows as if they came from the files of another run. */
static bool read_rows(struct engine *engine, const struct work *work) {
    bool done = true;
    for (size_t i = 0; done && i < N_LEDGER_TABLES; i++) {
        enum ledger_table table = (enum ledger_table)i;
        engine->tables[i].file = ledger_table_name(table);
        done = !work->rows[i].len || ledger_read(engine->ledger, table, work->rows[i],
                                                 &engine->tables[i], engine->request->trouble);
    }
    return done;
}

bool merge_work(struct engine *engine, const struct work *work) {
    bool is_added = output_add(&engine->output, &work->papers);
    bool is_read = read_rows(engine, work);
    return take_over(engine, work->complaints) && work->is_done && is_added && is_read;
}

/* A table while it is written. */
struct table_text {
    const struct ledger *ledger;
    enum ledger_table table;
    /* Rows written, and whether the header is. */
    size_t n_written;
    bool has_header;
};

static bool add_line(void *context, struct buf *buf) {
    struct table_text *text = context;
    if (!text->has_header) {
        ledger_write_header(buf, text->table);
        text->has_header = true;
        return true;
    }
    if (text->n_written == ledger_n_rows(text->ledger, text->table)) {
        return false;
    }
    ledger_write_row(buf, text->table, ledger_row(text->ledger, text->table, text->n_written++));
    return true;
}

/* Writes the tables of data/ that are computed from units: those with rows, and always units and
 * systems. */
static bool write_ledger(const struct engine *engine, struct arena *scratch,
                         const struct product_sink *sink) {
    bool done = true;
    for (size_t i = 0; done && i < N_LEDGER_TABLES; i++) {
        struct table_text text = {.ledger = engine->ledger, .table = (enum ledger_table)i};
        if (!ledger_is_kept(engine->ledger, text.table)) {
            continue;
        }
        struct str name = ledger_table_name(text.table);
        const struct text_source pieces = {.next = add_line, .context = &text};
        const struct product product = {
            .path = str_format(scratch, "data/%" STR_FMT ".csv", STR_ARG(name)), .pieces = &pieces};
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
    bool done = ledger_settle(engine->ledger, engine->request->trouble) &&
                (!makes_province || write_province(engine, scratch, &sink)) &&
                write_ledger(engine, scratch, &sink);
    arena_close(scratch);
    return done;
}

static struct str said_by(const struct unit *unit, enum field field) {
    const struct value *value = record_value(&unit->record, field);
    return value_is_given(value) ? value->text : (struct str){0};
}

/* Notes with each file whom to call: the contact of the first institution that stands in it. */
static void note_senders(const struct engine *engine, struct file_facts *files, size_t n) {
    struct dictionary *numbers = dictionary_open(engine->arena);
    for (size_t i = 0; i < n; i++) {
        dictionary_put(numbers, files[i].name, i);
    }
    for (size_t i = 0; i < engine->inventory->n_units; i++) {
        const struct unit *unit = engine->inventory->units[i];
        const struct source *source = unit->record.origin.source;
        size_t at;
        if (source && dictionary_get(numbers, source->file, &at) && !files[at].unit.len) {
            struct str phone = said_by(unit, FIELD_UNIT_CONTACT_PHONE);
            files[at].unit = said_by(unit, FIELD_UNIT_NAME);
            files[at].contact = said_by(unit, FIELD_UNIT_CONTACT_NAME);
            files[at].phone = phone.len ? phone : said_by(unit, FIELD_UNIT_CONTACT_MOBILE);
        }
    }
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
    note_senders(engine, files, *n);
    return files;
}

/* Names of institutions by id. */
struct namer {
    const struct inventory *inventory;
    struct dictionary *numbers;
};

static struct str name_unit(void *context, struct str unit_id) {
    const struct namer *namer = context;
    size_t at;
    return dictionary_get(namer->numbers, unit_id, &at)
               ? said_by(namer->inventory->units[at], FIELD_UNIT_NAME)
               : unit_id;
}

bool merge_problems(struct engine *engine) {
    engine_count_problems(engine);
    struct product_sink sink = output_sink(&engine->output);
    struct arena *scratch = arena_open_like(engine->arena);
    size_t n;
    const struct file_facts *files = choose_files(engine, scratch, &n);
    struct namer namer = {engine->inventory, dictionary_open(scratch)};
    for (size_t i = 0; i < engine->inventory->n_units; i++) {
        dictionary_put(namer.numbers, engine->inventory->units[i]->id, i);
    }
    const struct problem_facts facts = {engine->reported, files, n, name_unit, &namer};
    bool done = engine->request->n_shards
                    ? docs_problem_tables(scratch, engine->reported, files, n, &sink)
                    : docs_problems(engine->docs, scratch, &facts, engine->request->trouble, &sink);
    arena_close(scratch);
    return done;
}
