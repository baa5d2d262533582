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

/* Compiles a text and holds it against what its subject knows; NULL if it is no good. */
static const struct prose *read_text(const struct docs *docs, const struct yaml *words,
                                     const char *key, struct subject *subject, struct diag *diag) {
    const struct yaml *text = yaml_get(words, key);
    const struct prose *prose = prose_compile(docs->arena, text->text, text->origin, diag);
    const struct prose_scope scope = names_scope(subject);
    return prose && prose_check(prose, &scope, diag) ? prose : NULL;
}

struct explanation *explanation_read(const struct docs *docs, struct diag *diag) {
    struct explanation *explanation = ARENA_NEW(docs->arena, struct explanation);
    const struct yaml *words = shelf_yaml(docs->shelf, "prose/explanation", docs->settings.edition,
                                          &explanation_shape, diag);
    if (!words) {
        return NULL;
    }
    struct subject subject = names_specimen(docs, docs->arena);
    explanation->system = read_text(docs, words, "system", &subject, diag);
    explanation->brief = read_text(docs, words, "brief", &subject, diag);
    subject.grading = NULL;
    explanation->unit = read_text(docs, words, "unit", &subject, diag);
    return explanation->system && explanation->unit && explanation->brief ? explanation : NULL;
}
