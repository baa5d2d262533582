/* The registry: a line for each document, in the order in which a dossier is read. A new document
 * is a module and a line here. */
#include "docs/annual_report.h"
#include "docs/filing_form.h"
#include "docs/grading_report.h"
#include "docs/room.h"
#include "docs/statistics.h"

/* A document to be made of a unit. */
struct order {
    const struct docs *docs;
    struct arena *arena;
    const struct unit_findings *findings;
    /* The system, for documents made for each; NULL for those of the unit. */
    const struct grading *grading;
    struct diag *diag;
};

/* A document kind. */
struct product_kind {
    /* Its path in names.yaml, and the one it has while a system in it awaits review; NULL for the
     * same. */
    const char *path, *path_in_review;
    /* Made for each system rather than once for the unit. */
    bool is_per_system;
    /* Whether it is made at all; NULL for always. */
    bool (*applies)(const struct order *order);
    /* Makes it; NULL after reporting. */
    struct document *(*build)(const struct order *order);
};

/* 备案 is for systems of level 2 and above (管理办法第十五条); a unit without any gets no form, and
 * is told so. */
static bool has_filed_systems(const struct order *order) {
    const struct unit *unit = order->findings->unit;
    if (order->findings->n_filed) {
        return true;
    }
    const struct value *name = record_value(&unit->record, FIELD_UNIT_NAME);
    diag_report(order->diag, &(struct diag_note){.id = DIAG_FILING_NOT_DUE,
                                                 .origin = unit->record.origin,
                                                 .header = name->header,
                                                 .value = name->raw,
                                                 .args = {name->text}});
    return false;
}

static struct document *build_filing_form(const struct order *order) {
    return filing_form_build(order->docs, order->arena, order->findings, order->diag);
}

static bool is_graded(const struct order *order) {
    return order->docs->grading_report && order->grading->level_final > 0;
}

static struct document *build_grading_report(const struct order *order) {
    return grading_report_build(order->docs, order->arena, order->findings, order->grading,
                                order->diag);
}

static const struct product_kind registry[] = {
    {"filing_form", "filing_form_in_review", false, has_filed_systems, build_filing_form},
    {"grading_report", NULL, true, is_graded, build_grading_report},
};

/* A filed system of the unit awaits review (待复核). */
static bool is_in_review(const struct unit_findings *findings) {
    bool is = false;
    for (size_t i = 0; i < findings->n_filed; i++) {
        is = is || findings->gradings[findings->filed[i]].needs_review;
    }
    return is;
}

/* Makes one document and hands it over. A document that could not be made has been reported. */
static bool make(const struct product_kind *entry, const struct order *order, struct str folder,
                 const struct product_sink *sink) {
    if (entry->applies && !entry->applies(order)) {
        return true;
    }
    struct str system = order->grading
                            ? docs_text(&order->grading->system->record, FIELD_SYSTEM_NAME)
                            : (struct str){0};
    bool is_renamed = entry->path_in_review && is_in_review(order->findings);
    const char *path = is_renamed ? entry->path_in_review : entry->path;
    const struct product product = {
        .path = docs_path(order->docs, order->arena, path, folder, system),
        .document = entry->build(order),
    };
    return !product.document || sink->take(sink->context, &product);
}

bool docs_unit(struct docs *docs, struct arena *arena, const struct unit_findings *findings,
               struct diag *diag, const struct product_sink *sink) {
    struct str folder = docs_unit_folder(docs, arena, findings->unit);
    struct order order = {docs, arena, findings, NULL, diag};
    bool done = true;
    for (size_t i = 0; i < sizeof registry / sizeof registry[0]; i++) {
        const struct product_kind *entry = &registry[i];
        size_t n = entry->is_per_system ? findings->n_gradings : 1;
        for (size_t j = 0; done && j < n; j++) {
            order.grading = entry->is_per_system ? &findings->gradings[j] : NULL;
            done = make(entry, &order, folder, sink);
        }
    }
    return done;
}

bool docs_province(struct docs *docs, struct arena *arena, const struct ledger *ledger,
                   struct diag *diag, const struct product_sink *sink) {
    const struct province *province = statistics_sum(docs, arena, ledger, diag);
    if (!province) {
        return false;
    }
    const struct str none = {0};
    const struct product workbook = {
        .path = docs_path(docs, arena, "statistics", none, none),
        .workbook = statistics_build(docs, arena, province),
    };
    const struct product report = {
        .path = docs_path(docs, arena, "annual_report", none, none),
        .document = annual_report_build(docs, arena, province, diag),
    };
    return (!report.document || sink->take(sink->context, &report)) &&
           sink->take(sink->context, &workbook);
}
