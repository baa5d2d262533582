/* `dengbao explain`: the words are templates/prose/explanation. */
#include "docs/explanation.h"

#include "docs/names.h"

struct explanation {
    const struct prose *text;
};

struct str explanation_text(const struct docs *docs, struct arena *arena,
                            const struct unit_findings *findings, const struct grading *grading,
                            struct diag *diag) {
    struct subject subject = {
        .docs = docs, .arena = arena, .findings = findings, .grading = grading};
    const struct prose_scope scope = names_scope(&subject);
    struct prose_text text = {0};
    prose_set(arena, docs->explanation->text, &scope, &text, diag);
    return prose_join(arena, &text);
}

static const struct yaml_shape explanation_shape = {
    .kind = YAML_RECORD, .keys = YAML_KEYS(YAML_NEED("text", &yaml_some_text))};

struct explanation *explanation_read(const struct docs *docs, struct diag *diag) {
    struct explanation *explanation = ARENA_NEW(docs->arena, struct explanation);
    const struct yaml *words = shelf_yaml(docs->shelf, "prose/explanation", docs->settings.edition,
                                          &explanation_shape, diag);
    if (!words) {
        return NULL;
    }
    const struct yaml *text = yaml_get(words, "text");
    explanation->text = prose_compile(docs->arena, text->text, text->origin, diag);
    struct subject subject = names_specimen(docs, docs->arena);
    const struct prose_scope scope = names_scope(&subject);
    bool is_good = explanation->text && prose_check(explanation->text, &scope, diag);
    return is_good ? explanation : NULL;
}
