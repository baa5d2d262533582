/* The 备案表 of a unit: which forms in which order. What they ask for by name is in names.c. */
#include "docs/filing_form.h"

#include "docs/names.h"

/* The forms, in the order of the document. */
enum { COVER, NOTES, UNIT, SYSTEM, GRADING, MATERIALS, N_FORMS };
static const struct str form_names[N_FORMS] = {
    STR_INIT("filing-cover"),  STR_INIT("filing-notes"),   STR_INIT("filing-unit"),
    STR_INIT("filing-system"), STR_INIT("filing-grading"), STR_INIT("filing-materials"),
};

/* Levels from which systems are filed at all, and with 表四. */
enum { LEVEL_FILED = 2, LEVEL_MATERIALS = 3 };

struct filing_forms {
    const struct form *forms[N_FORMS];
};

struct filing_forms *filing_forms_read(const struct docs *docs, struct diag *diag) {
    struct arena *arena = docs->arena;
    struct filing_forms *forms = ARENA_NEW(arena, struct filing_forms);
    struct subject of_system = names_specimen(docs, arena), of_unit = of_system;
    of_unit.grading = NULL;
    bool is_good = true;
    for (size_t i = 0; i < N_FORMS; i++) {
        const struct form_source knows = names_form(i <= UNIT ? &of_unit : &of_system);
        struct str subject = str_concat(arena, STR("forms/"), form_names[i]);
        forms->forms[i] = form_read(arena, docs->typesetter, docs->shelf, str_to_c(arena, subject),
                                    docs->settings.edition, &knows, diag);
        is_good = is_good && forms->forms[i];
    }
    return is_good ? forms : NULL;
}

/* 表二, 表三 and 表四 of the subject's system. */
static void add_system(struct subject *subject, struct document *document, struct diag *diag) {
    const struct filing_forms *forms = subject->docs->forms;
    const struct form_source source = names_form(subject);
    form_set(subject->arena, forms->forms[SYSTEM], &source, document, diag);
    form_set(subject->arena, forms->forms[GRADING], &source, document, diag);
    if (subject->grading->level_final >= LEVEL_MATERIALS) {
        form_set(subject->arena, forms->forms[MATERIALS], &source, document, diag);
    }
}

struct document *filing_form_build(const struct docs *docs, struct arena *arena,
                                   const struct unit_findings *findings, struct diag *diag) {
    const struct filing_forms *forms = docs->forms;
    struct subject subject = {.docs = docs, .arena = arena, .findings = findings};
    const struct form_source source = names_form(&subject);
    struct document *document = document_open(arena, docs->typesetter);
    document->title = form_text(arena, forms->forms[COVER], "title", &source);
    document->subject = form_text(arena, forms->forms[COVER], "subject", &source);
    document->author = names_text(&subject, "unit.name").text;
    document->date = docs->settings.as_of;
    for (size_t i = COVER; i <= UNIT; i++) {
        form_set(arena, forms->forms[i], &source, document, diag);
    }
    for (size_t i = 0; i < findings->n_filed; i++) {
        subject.grading = &findings->gradings[findings->filed[i]];
        subject.ordinal = i + 1;
        if (subject.grading->level_final >= LEVEL_FILED) {
            add_system(&subject, document, diag);
        }
    }
    return document;
}

struct document *filing_form_proof(const struct docs *docs, struct arena *arena, struct str name,
                                   struct diag *diag) {
    for (size_t i = 0; i < N_FORMS; i++) {
        if (!str_equal(name, form_names[i])) {
            continue;
        }
        struct document *document = document_open(arena, docs->typesetter);
        document->title = form_names[i];
        return form_proof(arena, docs->forms->forms[i], document, diag) ? document : NULL;
    }
    return NULL;
}

const struct str *filing_form_names(size_t *n_names) {
    *n_names = N_FORMS;
    return form_names;
}
