/* The requests that keep no output folder: how grades came out, a form's proof, the blank workbook,
 * all templates. */
#include "batch/batch.h"
#include "batch/engine.h"

/* Tells which unit or system was not found. */
static enum batch_outcome miss(const struct engine *engine) {
    const struct batch_request *request = engine->request;
    size_t n = engine->inventory->n_units;
    struct str *names = ARENA_ARRAY(engine->arena, struct str, n);
    bool is_found = !request->unit.len;
    for (size_t i = 0; i < n; i++) {
        names[i] = record_value(&engine->inventory->units[i]->record, FIELD_UNIT_NAME)->text;
        is_found =
            is_found || unit_is_called(engine->arena, engine->inventory->units[i], request->unit);
    }
    if (is_found) {
        engine_tell(request, BATCH_NO_SUCH_SYSTEM, &request->system, 1);
    } else {
        const struct str words[] = {request->unit, str_nearest(request->unit, names, n)};
        engine_tell(request, BATCH_NO_SUCH_UNIT, words, 2);
    }
    return BATCH_NOT_FOUND;
}

enum batch_outcome batch_explain(const struct batch_request *request) {
    struct engine engine;
    if (!engine_open(&engine, request) || !engine_open_docs(&engine)) {
        return BATCH_FAILED;
    }
    if (!engine_list(&engine)) {
        return BATCH_NOT_FOUND;
    }
    if (!engine_read(&engine)) {
        return BATCH_FAILED;
    }
    engine_plan(&engine);
    size_t n_said = 0;
    for (size_t i = 0; i < engine.n_units; i++) {
        if (request->unit.len && !unit_is_called(engine.arena, engine.units[i], request->unit)) {
            continue;
        }
        diag_set_unit(engine.reported, engine.units[i]->id);
        const struct unit_findings *findings = rules_judge(
            engine.rules, engine.arena, engine.units[i], request->as_of, engine.reported);
        struct str text =
            docs_explain(engine.docs, engine.arena, findings, request->system, request->trouble);
        engine_tell(request, BATCH_EXPLANATION, &text, 1);
        n_said += text.len > 0;
    }
    if (!n_said && (request->unit.len || request->system.len)) {
        return miss(&engine);
    }
    return diag_n_errors(request->trouble) ? BATCH_FAILED : engine_judge(&engine);
}

static enum batch_outcome refuse_form(const struct engine *engine, struct str name) {
    size_t n_forms;
    const struct str *forms = docs_forms(engine->docs, &n_forms);
    const struct str words[] = {name, str_join(engine->arena, forms, n_forms, STR(" "))};
    engine_tell(engine->request, BATCH_NO_SUCH_FORM, words, 2);
    return BATCH_NOT_FOUND;
}

enum batch_outcome batch_proof(const struct batch_request *request, struct str form) {
    struct engine engine;
    if (!engine_open(&engine, request) || !engine_open_docs(&engine)) {
        return BATCH_FAILED;
    }
    struct document *document = docs_proof(engine.docs, engine.arena, form, request->trouble);
    if (!document) {
        return diag_n_errors(request->trouble) ? BATCH_FAILED : refuse_form(&engine, form);
    }
    return output_document(&engine.output, request->output, document) ? BATCH_DONE : BATCH_FAILED;
}

static struct workbook *make_intake_book(const struct engine *engine) {
    size_t n_books;
    const struct column_book *books = intake_columns(engine->intake, engine->arena, &n_books);
    return docs_intake_book(engine->docs, engine->arena, books, n_books, engine->request->trouble);
}

enum batch_outcome batch_template(const struct batch_request *request) {
    struct engine engine;
    if (!engine_open(&engine, request) || !engine_open_docs(&engine)) {
        return BATCH_FAILED;
    }
    const struct workbook *workbook = make_intake_book(&engine);
    return workbook && output_book(&engine.output, request->output, workbook) ? BATCH_DONE
                                                                              : BATCH_FAILED;
}

enum batch_outcome batch_check_templates(const struct batch_request *request) {
    struct engine engine;
    bool is_good = engine_open(&engine, request);
    bool has_docs = engine_open_docs(&engine);
    is_good = has_docs && engine.intake && make_intake_book(&engine) && is_good;
    if (engine.rules) {
        rules_report_dates(engine.rules, request->as_of, request->trouble);
    }
    return is_good ? BATCH_DONE : BATCH_FAILED;
}
