/* The requests that keep no output folder: how grades came out, a form's proof, the blank workbook,
 * all templates. */
#include "batch/batch.h"
#include "batch/choice.h"
#include "batch/engine.h"

/* Names that are proposed where none is found, at most. */
#define MOST_NEAR 5

static struct str system_name(const struct unit *unit, size_t system) {
    return record_value(&unit->systems[system]->record, FIELD_SYSTEM_NAME)->text;
}

/* The system is meant by a name, or, `is_part`, by a part of its name. */
static bool is_meant(const struct engine *engine, struct str name, bool is_part) {
    struct str asked = inventory_key(engine->arena, engine->request->system);
    struct str key = inventory_key(engine->arena, name);
    return !asked.len || (is_part ? str_contains(key, asked) : str_equal(key, asked));
}

/* Some system of the units asked about is called just so: then no part of a name is meant. */
static bool has_whole_name(const struct engine *engine) {
    for (size_t i = 0; i < engine->n_units; i++) {
        const struct unit *unit = engine->units[i];
        for (size_t k = 0; k < unit->n_systems && choice_has_unit(engine, unit); k++) {
            if (is_meant(engine, system_name(unit, k), false)) {
                return true;
            }
        }
    }
    return false;
}

/* Tells that no system is called so, with those that are nearest. */
static enum batch_outcome miss_system(const struct engine *engine) {
    const struct batch_request *request = engine->request;
    size_t n_names = 0, n_near = 0;
    for (size_t i = 0; i < engine->n_units; i++) {
        n_names += engine->units[i]->n_systems;
    }
    struct str *names = ARENA_ARRAY(engine->arena, struct str, n_names), near[MOST_NEAR];
    n_names = 0;
    for (size_t i = 0; i < engine->n_units; i++) {
        const struct unit *unit = engine->units[i];
        for (size_t k = 0; k < unit->n_systems && choice_has_unit(engine, unit); k++) {
            names[n_names++] = system_name(unit, k);
        }
    }
    while (n_near < MOST_NEAR) {
        struct str name = str_nearest(request->system, names, n_names);
        name = name.len ? name : str_nearest_part(request->system, names, n_names);
        if (!name.len) {
            break;
        }
        near[n_near++] = name;
        size_t n_left = 0;
        for (size_t i = 0; i < n_names; i++) {
            if (!str_equal(names[i], name)) {
                names[n_left++] = names[i];
            }
        }
        n_names = n_left;
    }
    const struct str words[] = {request->system, str_join(engine->arena, near, n_near, STR(" "))};
    engine_tell(request, BATCH_NO_SUCH_SYSTEM, words, 2);
    return BATCH_NOT_FOUND;
}

void engine_miss_unit(const struct engine *engine, struct str name) {
    size_t n = engine->inventory->n_units;
    struct str *names = ARENA_ARRAY(engine->arena, struct str, n);
    for (size_t i = 0; i < n; i++) {
        names[i] = record_value(&engine->inventory->units[i]->record, FIELD_UNIT_NAME)->text;
    }
    const struct str words[] = {name, str_nearest(name, names, n)};
    engine_tell(engine->request, BATCH_NO_SUCH_UNIT, words, 2);
}

/* The systems of a unit that are asked about. */
static size_t *list_systems(const struct engine *engine, const struct unit *unit, bool is_part,
                            size_t *n_systems) {
    size_t *systems = ARENA_ARRAY(engine->arena, size_t, unit->n_systems);
    *n_systems = 0;
    for (size_t i = 0; i < unit->n_systems; i++) {
        if (is_meant(engine, system_name(unit, i), is_part)) {
            systems[(*n_systems)++] = i;
        }
    }
    return systems;
}

/* Explains what is asked of a unit; false if nothing of it is. */
static bool explain_unit(struct engine *engine, const struct unit *unit, bool is_part,
                         bool is_first) {
    const struct batch_request *request = engine->request;
    size_t n_systems;
    const size_t *systems = list_systems(engine, unit, is_part, &n_systems);
    bool has_unit = !request->system.len;
    if (!n_systems && !has_unit) {
        return false;
    }
    diag_set_unit(engine->reported, unit->id);
    const struct unit_findings *findings =
        rules_judge(engine->rules, engine->arena, unit, request->as_of, engine->reported);
    struct str text;
    if (request->is_json) {
        struct str before = is_first ? docs_begin_json(engine->docs, engine->arena) : STR(",\n");
        text = str_concat(
            engine->arena, before,
            docs_explain_json(engine->docs, engine->arena, findings, systems, n_systems));
    } else {
        text = docs_explain(engine->docs, engine->arena, findings, systems, n_systems, has_unit,
                            request->trouble);
    }
    engine_tell(request, BATCH_EXPLANATION, &text, 1);
    return true;
}

/* Opens and reads all that explaining needs. */
static enum batch_outcome open_all(struct engine *engine, const struct batch_request *request) {
    if (!engine_open(engine, request) || !engine_open_docs(engine)) {
        return BATCH_FAILED;
    }
    if (!engine_list(engine)) {
        return BATCH_NOT_FOUND;
    }
    if (!engine_read(engine)) {
        return BATCH_FAILED;
    }
    if (!choice_open(engine)) {
        return BATCH_NOT_FOUND;
    }
    engine_plan(engine);
    return BATCH_DONE;
}

/* ---- editions side by side ------------------------------------------------------------------- */

/* A system beside itself: what each edition found of it. */
struct beside {
    struct str unit, system;
    struct edition_side *sides;
    size_t n_sides, capacity;
};

/* What several editions say of systems. */
struct sides {
    /* "UNIT_ID ORDINAL" → index in systems. */
    struct dictionary *index;
    struct beside *systems;
    size_t n_systems, capacity;
};

static struct beside *find_beside(const struct engine *engine, struct sides *sides,
                                  const struct unit *unit, size_t system) {
    struct str key = str_format(engine->arena, "%" STR_FMT " %zu", STR_ARG(unit->id), system);
    size_t at;
    if (!dictionary_get(sides->index, key, &at)) {
        struct beside beside = {.unit = record_value(&unit->record, FIELD_UNIT_NAME)->text,
                                .system = system_name(unit, system)};
        at = sides->n_systems;
        dictionary_put(sides->index, key, at);
        ARENA_PUSH(engine->arena, sides->systems, sides->n_systems, sides->capacity, beside);
    }
    return &sides->systems[at];
}

static void add_sides(struct engine *engine, const struct unit *unit, bool is_part,
                      struct sides *sides) {
    size_t n_systems;
    const size_t *systems = list_systems(engine, unit, is_part, &n_systems);
    const struct unit_findings *findings =
        n_systems ? rules_judge(engine->rules, engine->arena, unit, engine->request->as_of,
                                engine->reported)
                  : NULL;
    for (size_t i = 0; i < n_systems; i++) {
        struct beside *beside = find_beside(engine, sides, unit, systems[i]);
        const struct edition_side side = {engine->docs, findings, systems[i]};
        ARENA_PUSH(engine->arena, beside->sides, beside->n_sides, beside->capacity, side);
    }
}

/* Says what the editions say of each system, the system's name before it. */
static void tell_sides(const struct batch_request *request, const struct sides *sides) {
    for (size_t i = 0; i < sides->n_systems; i++) {
        const struct beside *beside = &sides->systems[i];
        struct str said =
            docs_explain_editions(request->arena, beside->sides, beside->n_sides, request->trouble);
        struct str text = str_format(request->arena, "%" STR_FMT " %" STR_FMT "\n%" STR_FMT,
                                     STR_ARG(beside->unit), STR_ARG(beside->system), STR_ARG(said));
        engine_tell(request, BATCH_EXPLANATION, &text, 1);
    }
}

static enum batch_outcome explain_editions(const struct batch_request *request) {
    struct sides sides = {.index = dictionary_open(request->arena)};
    struct engine *engine = NULL;
    for (size_t e = 0; e < request->n_editions; e++) {
        struct batch_request *own = ARENA_NEW(request->arena, struct batch_request);
        *own = *request;
        own->edition = request->editions[e];
        own->is_edition_chosen = false;
        engine = ARENA_NEW(request->arena, struct engine);
        enum batch_outcome opened = open_all(engine, own);
        if (opened != BATCH_DONE) {
            return opened;
        }
        bool is_part = !has_whole_name(engine);
        for (size_t i = 0; i < engine->n_units; i++) {
            if (choice_has_unit(engine, engine->units[i])) {
                add_sides(engine, engine->units[i], is_part, &sides);
            }
        }
    }
    tell_sides(request, &sides);
    bool is_missed = engine && !sides.n_systems && request->system.len;
    return is_missed                         ? miss_system(engine)
           : diag_n_errors(request->trouble) ? BATCH_FAILED
                                             : BATCH_DONE;
}

enum batch_outcome batch_explain(const struct batch_request *request) {
    if (request->n_editions) {
        return explain_editions(request);
    }
    struct engine engine;
    enum batch_outcome opened = open_all(&engine, request);
    if (opened != BATCH_DONE) {
        return opened;
    }
    bool is_part = !has_whole_name(&engine);
    size_t n_said = 0;
    for (size_t i = 0; i < engine.n_units; i++) {
        if (choice_has_unit(&engine, engine.units[i])) {
            n_said += explain_unit(&engine, engine.units[i], is_part, n_said == 0);
        }
    }
    if (!n_said && request->system.len) {
        return miss_system(&engine);
    }
    if (request->is_json) {
        struct str end = docs_end_json();
        end = n_said ? end
                     : str_concat(engine.arena, docs_begin_json(engine.docs, engine.arena), end);
        engine_tell(request, BATCH_EXPLANATION, &end, 1);
    }
    struct str dates = docs_explain_dates(engine.docs, engine.arena);
    if (!request->is_json && n_said && dates.len) {
        engine_tell(request, BATCH_EXPLANATION, &dates, 1);
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
        is_good = rules_prove(engine.rules, engine.arena, request->templates, request->trouble) &&
                  is_good;
    }
    if (engine.questions) {
        is_good = ledger_questions_prove(engine.questions, engine.arena, request->templates,
                                         request->edition, request->trouble) &&
                  is_good;
    }
    if (engine.rules && request->used) {
        rules_note_used(engine.rules, request->used);
    }
    if (engine.rules && request->is_dated) {
        rules_report_dates(engine.rules, request->as_of, request->trouble);
    }
    return is_good ? BATCH_DONE : BATCH_FAILED;
}
