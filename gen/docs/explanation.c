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

struct explanation *explanation_read(const struct docs *docs, struct diag *diag) {
    struct explanation *explanation = ARENA_NEW(docs->arena, struct explanation);
    const struct yaml *words =
        shelf_yaml(docs->shelf, "prose/explanation", docs->settings.edition, &yaml_anything, diag);
    if (!words) {
        return NULL;
    }
    explanation->text = prose_read(docs->arena, words, "text", diag);
    struct subject subject = names_specimen(docs, docs->arena);
    const struct prose_scope scope = names_scope(&subject);
    bool is_good = explanation->text && prose_check(explanation->text, &scope, diag);
    return is_good ? explanation : NULL;
}
