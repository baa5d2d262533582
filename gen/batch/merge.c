/* The rows and complaints of all institutions become data/, the province and the list of problems.
 */
#include "batch/merge.h"

#include "batch/confirmations.h"
#include "batch/previous.h"
#include "batch/questions.h"

/* Takes over what was reported while something was made; false if any of it was fatal. */
static bool take_over(struct engine *engine, struct str complaints) {
    struct diag *trouble = engine->request->trouble;
    size_t before = diag_n_errors(trouble);
    return diag_give(engine->reported, complaints, trouble) && diag_n_errors(trouble) == before;
}

/* Takes in rows as if they came from the files of another run. */
static bool read_data_rows(struct engine *engine, const struct work *work) {
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
    bool is_read = read_data_rows(engine, work);
    for (size_t i = 0; i < N_METER_PARTS; i++) {
        engine->spent[i] += work->spent[i];
    }
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

bool merge_tables(const struct engine *engine, struct arena *scratch,
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

/* A row of the table holds a date in the year. */
static bool has_year(const struct ledger *ledger, enum ledger_table table, struct str year) {
    size_t n;
    enum ledger_column first = ledger_first_column(table, &n);
    for (size_t i = 0; i < ledger_n_rows(ledger, table); i++) {
        const struct ledger_row *row = ledger_row(ledger, table, i);
        for (size_t k = 0; k < n; k++) {
            enum ledger_column column = (enum ledger_column)(first + k);
            if (ledger_column_type(column) == LEDGER_AS_DATE &&
                str_starts(ledger_cell(row, column), year)) {
                return true;
            }
        }
    }
    return false;
}

/* A year reported on other than that of the run is one that has come, and that somebody says
 * something of. */
static void check_year(const struct engine *engine, struct arena *scratch) {
    const struct batch_request *request = engine->request;
    const struct ledger *ledger = engine->ledger;
    struct str year = str_format(scratch, "%04d", request->year);
    bool is_told =
        request->year == request->as_of.year || ledger_n_rows(ledger, LEDGER_SYSTEMS) == 0 ||
        has_year(ledger, LEDGER_SYSTEMS, year) || has_year(ledger, LEDGER_MANAGEMENT, year) ||
        has_year(ledger, LEDGER_UNITS, year);
    if (!is_told || request->year > request->as_of.year) {
        diag_report(engine->reported,
                    &(struct diag_note){.id = DIAG_YEAR_OTHER,
                                        .args = {str_format(scratch, "%d", request->year),
                                                 date_to_iso(scratch, request->as_of, DATE_DAY)}});
    }
}

/* One is the other, perhaps without the word for what it is. */
static bool is_same_place(struct str a, struct str b) {
    return str_starts(a, b) || str_starts(b, a);
}

/* The province reported for is that of the institutions, where they name one. */
static void check_province(const struct engine *engine, struct arena *scratch) {
    enum { MOST_NAMED = 3 };
    const struct batch_request *request = engine->request;
    const struct ledger *ledger = engine->ledger;
    struct str named[MOST_NAMED];
    size_t n_units = ledger_n_rows(ledger, LEDGER_UNITS), n_others = 0;
    bool is_of_province = !request->level.len || str_is(request->level, "province");
    for (size_t i = 0; is_of_province && request->province.len && i < n_units; i++) {
        const struct ledger_row *unit = ledger_row(ledger, LEDGER_UNITS, i);
        struct str province = str_trim(ledger_cell(unit, LEDGER_UNITS_PROVINCE));
        if (!province.len || is_same_place(province, request->province)) {
            continue;
        }
        if (n_others < MOST_NAMED) {
            const struct str parts[] = {ledger_cell(unit, LEDGER_UNITS_NAME), province};
            named[n_others] = str_join(scratch, parts, 2, STR(": "));
        }
        n_others++;
    }
    if (n_others) {
        size_t n_named = n_others < MOST_NAMED ? n_others : MOST_NAMED;
        diag_report(
            engine->reported,
            &(struct diag_note){.id = DIAG_PROVINCE_OTHER,
                                .args = {request->province, str_format(scratch, "%zu", n_units),
                                         str_format(scratch, "%zu", n_others),
                                         str_join(scratch, named, n_named, STR("; "))}});
    }
}

bool merge_province(struct engine *engine, struct arena *scratch, const struct product_sink *sink) {
    struct diag *made = diag_open(scratch);
    check_year(engine, scratch);
    check_province(engine, scratch);
    struct arena *own = arena_open_like(scratch);
    bool done = docs_province(engine->docs, own, engine->ledger, made, sink);
    arena_close(own);
    return take_over(engine, diag_take(made, scratch)) && done;
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

/* What became of the files, as rows. */
static void add_files(struct ledger *ledger, struct arena *scratch, const struct file_facts *files,
                      size_t n) {
    for (size_t i = 0; i < n; i++) {
        const struct file_facts *file = &files[i];
        const size_t counts[] = {file->n_sheets, file->n_units, file->n_systems, file->n_errors,
                                 file->n_warnings};
        enum { N_TEXTS = 4, N_COUNTS = sizeof counts / sizeof counts[0] };
        struct str cells[N_TEXTS + N_COUNTS + 3] = {file->name, file->sha256, file->kind,
                                                    file->encoding};
        for (size_t k = 0; k < N_COUNTS; k++) {
            cells[N_TEXTS + k] = str_format(scratch, "%zu", counts[k]);
        }
        cells[N_TEXTS + N_COUNTS] = file->status;
        cells[N_TEXTS + N_COUNTS + 1] = file->reason;
        cells[N_TEXTS + N_COUNTS + 2] = file->kept;
        ledger_add(ledger, LEDGER_FILES, cells, (struct origin){0});
    }
}

bool merge_ledger(struct engine *engine, bool makes_province) {
    struct product_sink sink = output_sink(&engine->output);
    struct arena *scratch = arena_open_like(engine->arena);
    size_t n;
    engine_count_problems(engine);
    const struct file_facts *files = choose_files(engine, scratch, &n);
    add_files(engine->ledger, scratch, files, n);
    confirmations_keep(engine);
    bool done = ledger_settle(engine->ledger, engine->request->trouble) &&
                previous_compare(engine) && questions_ask(engine) &&
                (!makes_province || merge_province(engine, scratch, &sink)) &&
                previous_compare_last(engine) && merge_tables(engine, scratch, &sink);
    arena_close(scratch);
    return done;
}

/* The row of a source; INT64_MAX if it names none. */
static int64_t row_of(struct str source) {
    size_t start = source.len;
    while (start > 0 && source.data[start - 1] != '!') {
        start--;
    }
    int64_t row;
    return str_to_int(str_slice(source, start, source.len), &row) ? row : INT64_MAX;
}

void merge_note_senders(struct arena *arena, const struct ledger *ledger, struct file_facts *files,
                        size_t n) {
    struct dictionary *numbers = dictionary_open(arena);
    int64_t *rows = ARENA_ARRAY(arena, int64_t, n);
    for (size_t i = 0; i < n; i++) {
        dictionary_put(numbers, files[i].name, i);
    }
    for (size_t i = 0; i < ledger_n_rows(ledger, LEDGER_UNITS); i++) {
        const struct ledger_row *unit = ledger_row(ledger, LEDGER_UNITS, i);
        struct str source = ledger_cell(unit, LEDGER_UNITS_SOURCE);
        int64_t row = row_of(source);
        size_t at;
        if (!ledger_source_file(numbers, source, &at) || (files[at].unit.len && rows[at] <= row)) {
            continue;
        }
        struct str phone = ledger_cell(unit, LEDGER_UNITS_CONTACT_PHONE);
        rows[at] = row;
        files[at].unit = ledger_cell(unit, LEDGER_UNITS_NAME);
        files[at].contact = ledger_cell(unit, LEDGER_UNITS_CONTACT_NAME);
        files[at].phone = phone.len ? phone : ledger_cell(unit, LEDGER_UNITS_CONTACT_MOBILE);
    }
}

bool merge_problems(struct engine *engine) {
    engine_count_problems(engine);
    struct product_sink sink = output_sink(&engine->output);
    struct arena *scratch = arena_open_like(engine->arena);
    size_t n;
    struct file_facts *files = choose_files(engine, scratch, &n);
    bool done = true;
    if (!engine->request->n_shards) {
        const struct problem_facts facts = {docs_complaints(engine->reported), files, n,
                                            engine->ledger};
        merge_note_senders(scratch, engine->ledger, files, n);
        done = docs_problems(engine->docs, scratch, &facts, engine->request->trouble, &sink);
    }
    done = done && docs_problem_table(scratch, engine->reported, &sink);
    arena_close(scratch);
    return done;
}
