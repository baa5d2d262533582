/* The registry: a line for each document, in the order in which a dossier is read. A new document
 * is a module and a line here. */
#include "docs/annual_report.h"
#include "docs/filing_form.h"
#include "docs/grading_report.h"
#include "docs/room.h"
#include "docs/statistics.h"

/* What a document of a unit is made from. */
struct registry_subject {
    const struct docs *docs;
    struct arena *arena;
    const struct unit_findings *findings;
    /* The system, for documents made for each; NULL for those of the unit. */
    const struct grading *grading;
    struct diag *diag;
};

/* A document kind. */
struct registry_entry {
    /* Its path in names.yaml. */
    const char *path;
    /* Made for each system rather than once for the unit. */
    bool is_per_system;
    /* Whether it is made at all; NULL for always. */
    bool (*applies)(const struct registry_subject *subject);
    /* Makes it; NULL after reporting. */
    struct document *(*build)(const struct registry_subject *subject);
};

/* 备案 is for systems of level 2 and above (管理办法第十五条); a unit without any gets no form, and
 * is told so. */
static bool has_filed_systems(const struct registry_subject *subject) {
    const struct unit *unit = subject->findings->unit;
    if (subject->findings->n_filed) {
        return true;
    }
    const struct value *name = record_value(&unit->record, FIELD_UNIT_NAME);
    diag_report(subject->diag, &(struct diag_note){.id = DIAG_FILING_NOT_DUE,
                                                   .origin = unit->record.origin,
                                                   .header = name->header,
                                                   .value = name->raw,
                                                   .args = {name->text}});
    return false;
}

static struct document *build_filing_form(const struct registry_subject *subject) {
    return filing_form_build(subject->arena, subject->docs->forms, subject->findings,
                             subject->docs->settings.as_of, subject->diag);
}

static bool is_graded(const struct registry_subject *subject) {
    return subject->grading->level_final > 0;
}

static struct document *build_grading_report(const struct registry_subject *subject) {
    return grading_report_build(subject->docs, subject->arena, subject->findings, subject->grading,
                                subject->diag);
}

static const struct registry_entry registry[] = {
    {"filing_form", false, has_filed_systems, build_filing_form},
    {"grading_report", true, is_graded, build_grading_report},
};

/* Makes one document and hands it over. A document that could not be made has been reported. */
static bool make(const struct registry_entry *entry, const struct registry_subject *subject,
                 struct str folder, const struct product_sink *sink) {
    if (entry->applies && !entry->applies(subject)) {
        return true;
    }
    struct str system = subject->grading
                            ? docs_text(&subject->grading->system->record, FIELD_SYSTEM_NAME)
                            : (struct str){0};
    const struct product product = {
        .path = docs_path(subject->docs, subject->arena, entry->path, folder, system),
        .document = entry->build(subject),
    };
    return !product.document || sink->take(sink->context, &product);
}

bool docs_unit(struct docs *docs, struct arena *arena, const struct unit_findings *findings,
               struct diag *diag, const struct product_sink *sink) {
    struct str folder = docs_unit_folder(docs, arena, findings->unit);
    struct registry_subject subject = {docs, arena, findings, NULL, diag};
    bool done = true;
    for (size_t i = 0; i < sizeof registry / sizeof registry[0]; i++) {
        const struct registry_entry *entry = &registry[i];
        size_t n = entry->is_per_system ? findings->n_gradings : 1;
        for (size_t j = 0; done && j < n; j++) {
            subject.grading = entry->is_per_system ? &findings->gradings[j] : NULL;
            done = make(entry, &subject, folder, sink);
        }
    }
    return done;
}

bool docs_province(struct docs *docs, struct arena *arena, struct unit_findings *const *findings,
                   size_t n_findings, struct diag *diag, const struct product_sink *sink) {
    const struct province *province = statistics_sum(docs, arena, findings, n_findings, diag);
    if (!province) {
        return false;
    }
    const struct str none = {0};
    const struct product workbook = {
        .path = docs_path(docs, arena, "statistics", none, none),
        .workbook = statistics_build(docs, arena, province, findings, n_findings),
    };
    const struct product report = {
        .path = docs_path(docs, arena, "annual_report", none, none),
        .document = annual_report_build(docs, arena, province, diag),
    };
    return (!report.document || sink->take(sink->context, &report)) &&
           sink->take(sink->context, &workbook) &&
           docs_data_tables(docs, arena, findings, n_findings, sink);
}
