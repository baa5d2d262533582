/* `dengbao explain`: the words are templates/prose/explanation, what they are about an account. */
#include "docs/explanation.h"

#include "docs/account.h"
#include "docs/names.h"

struct explanation {
    /* Of a system, and of a unit's own duties; what an edition says of a system, in brief. */
    const struct prose *system, *unit, *brief;
};

/* One of the texts about a system, or about the unit where `grading` is NULL. */
static struct str set_text(const struct docs *docs, struct arena *arena,
                           const struct unit_findings *findings, const struct grading *grading,
                           const struct prose *prose, struct diag *diag) {
    const struct account account = account_make(docs, arena, findings, grading);
    struct subject subject = {.docs = docs,
                              .arena = arena,
                              .findings = findings,
                              .grading = grading,
                              .account = &account};
    const struct prose_scope scope = names_scope(&subject);
    struct prose_text text = {0};
    prose_set(arena, prose, &scope, &text, diag);
    return prose_join(arena, &text);
}

struct str explanation_text(const struct docs *docs, struct arena *arena,
                            const struct unit_findings *findings, const struct grading *grading,
                            struct diag *diag) {
    const struct explanation *explanation = docs->explanation;
    return set_text(docs, arena, findings, grading,
                    grading ? explanation->system : explanation->unit, diag);
}

struct str explanation_brief(const struct docs *docs, struct arena *arena,
                             const struct unit_findings *findings, const struct grading *grading,
                             struct diag *diag) {
    return set_text(docs, arena, findings, grading, docs->explanation->brief, diag);
}

static const struct yaml_shape explanation_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("system", &yaml_some_text), YAML_NEED("unit", &yaml_some_text),
                      YAML_NEED("brief", &yaml_some_text))};

struct explanation *explanation_read(const struct docs *docs, struct diag *diag) {
    struct explanation *explanation = ARENA_NEW(docs->arena, struct explanation);
    const struct yaml *words = shelf_yaml(docs->shelf, "prose/explanation", docs->settings.edition,
                                          &explanation_shape, diag);
    if (!words) {
        return NULL;
    }
    struct subject subject = names_specimen(docs, docs->arena);
    const struct prose_scope scope = names_scope(&subject);
    explanation->system = prose_read(docs->arena, words, "system", &scope, diag);
    explanation->brief = prose_read(docs->arena, words, "brief", &scope, diag);
    subject.grading = NULL;
    explanation->unit = prose_read(docs->arena, words, "unit", &scope, diag);
    return explanation->system && explanation->unit && explanation->brief ? explanation : NULL;
}
