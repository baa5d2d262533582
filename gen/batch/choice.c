/* What is asked for by name. data/ and 问题清单 are always made of everything; the papers of what
 * is not asked for stay as an earlier run left them, unless their institution is gone. */
#include "batch/choice.h"

#include "batch/previews.h"

bool choice_is_known(const struct engine *engine) {
    const struct batch_request *request = engine->request;
    size_t n_words;
    const struct str *words = docs_words(engine->docs, &n_words);
    for (size_t i = 0; i < request->n_only; i++) {
        bool is_known = false;
        for (size_t k = 0; !is_known && k < n_words; k++) {
            is_known = str_equal(request->only[i], words[k]);
        }
        if (!is_known) {
            const struct str said[] = {request->only[i],
                                       str_nearest(request->only[i], words, n_words),
                                       str_join(engine->arena, words, n_words, STR(" "))};
            engine_tell(request, BATCH_NO_SUCH_PAPER, said, 3);
            return false;
        }
    }
    return true;
}

bool choice_has_unit(const struct engine *engine, const struct unit *unit) {
    size_t at;
    return !engine->chosen || dictionary_get(engine->chosen, unit->id, &at);
}

/* Notes the institutions called so, and their files; false if there is none. */
static bool choose(struct engine *engine, struct str name) {
    bool is_found = false;
    for (size_t i = 0; i < engine->inventory->n_units; i++) {
        const struct unit *unit = engine->inventory->units[i];
        if (!unit_is_called(engine->arena, unit, name)) {
            continue;
        }
        const struct papers papers = engine_papers(engine, unit, engine->arena);
        dictionary_put(engine->chosen, unit->id, i);
        for (size_t k = 0; k < papers.unit.n_sources; k++) {
            dictionary_put(engine->chosen_files, papers.unit.sources[k], i);
        }
        is_found = true;
    }
    return is_found;
}

bool choice_open(struct engine *engine) {
    const struct batch_request *request = engine->request;
    bool is_found = true;
    if (request->n_units) {
        engine->chosen = dictionary_open(engine->arena);
        engine->chosen_files = dictionary_open(engine->arena);
    }
    for (size_t i = 0; is_found && i < request->n_units; i++) {
        is_found = choose(engine, request->units[i]);
        if (!is_found) {
            engine_miss_unit(engine, request->units[i]);
        }
    }
    return is_found;
}

bool choice_has_file(const struct engine *engine, struct str name) {
    size_t at;
    return docs_makes(engine->docs, DOCS_RETURNS) &&
           (!engine->chosen_files || dictionary_get(engine->chosen_files, name, &at));
}

bool choice_has_province(const struct engine *engine) {
    const struct batch_request *request = engine->request;
    return !request->n_shards && docs_makes(engine->docs, DOCS_PROVINCE) &&
           (!request->n_units || request->n_only);
}

/* ---- what is kept ---------------------------------------------------------------------------- */

/* What choice_keep asks of a file. */
struct keeping {
    const struct engine *engine;
    /* Lives as long as the question. */
    struct arena *scratch;
    /* Paths of the files that went back, or would have if they were at fault. */
    struct dictionary *returned;
};

/* This run was not asked for it: another run's is as good as any. `unit_id` is empty for what is no
 * paper of an institution. */
static bool is_left(void *context, struct str unit_id, struct str path) {
    const struct keeping *keeping = context;
    const struct engine *engine = keeping->engine;
    if (previews_have(path)) {
        /* a picture stays with its paper */
        return engine->request->has_previews && is_left(context, unit_id, previews_document(path));
    }
    struct str word = docs_word_of(engine->docs, keeping->scratch, path);
    size_t at;
    if (unit_id.len) {
        bool is_chosen = !engine->chosen || dictionary_get(engine->chosen, unit_id, &at);
        return !is_chosen || (word.len && !docs_makes(engine->docs, word));
    }
    if (str_equal(word, DOCS_PROVINCE)) {
        return !choice_has_province(engine);
    }
    return word.len && (!docs_makes(engine->docs, word) ||
                        (engine->chosen_files && !dictionary_get(keeping->returned, path, &at)));
}

void choice_keep(struct engine *engine) {
    const struct batch_request *request = engine->request;
    if (!engine->output.is_build || (!request->n_only && !request->n_units)) {
        return;
    }
    struct arena *scratch = arena_open_like(engine->arena);
    struct keeping keeping = {engine, scratch, dictionary_open(scratch)};
    for (size_t i = 0; i < engine->n_files; i++) {
        struct str name = engine->files[i].name;
        if (choice_has_file(engine, name)) {
            dictionary_put(keeping.returned, docs_return_path(engine->docs, scratch, name), i);
        }
    }
    output_leave(&engine->output, is_left, &keeping);
    arena_close(scratch);
}
