/* The registry: makes the papers of templates/docs/papers in their order. A new paper is a line
 * there and its words, or a module and a line here. */
#include "docs/annual_report.h"
#include "docs/calendar.h"
#include "docs/filing_form.h"
#include "docs/grading_report.h"
#include "docs/inspection.h"
#include "docs/names.h"
#include "docs/papers.h"
#include "docs/problems.h"
#include "docs/statistics.h"

/* A paper to be made. */
struct order {
    const struct paper *paper;
    /* The unit, and the system of a paper made for each. */
    struct subject subject;
    struct dossier *dossier;
    struct diag *diag;
};

/* 备案 is for systems of level 2 and above (管理办法第十五条); a unit without any gets no form, and
 * is told so. */
static bool has_filed_systems(const struct order *order) {
    const struct unit *unit = order->subject.findings->unit;
    if (order->subject.findings->n_filed) {
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

/* What the paper asks for beyond its line holds. */
static bool applies(struct order *order) {
    const struct subject *subject = &order->subject;
    switch (order->paper->module) {
    case PAPER_FILING:
        return has_filed_systems(order);
    case PAPER_GRADING:
        return subject->docs->grading_report && subject->grading->level_final > 0;
    case PAPER_CALENDAR:
    case PAPER_BOOK:
    case PAPER_PROSE:
        break;
    }
    return true;
}

/* The workbook, marked if all is a draft. */
static const struct workbook *mark_draft(const struct docs *docs, struct arena *arena,
                                         const struct workbook *workbook) {
    if (!workbook || !docs->settings.is_draft) {
        return workbook;
    }
    struct workbook *draft = ARENA_NEW(arena, struct workbook);
    *draft = *workbook;
    draft->mark = docs->papers->draft_mark;
    return draft;
}

/* Makes it; false if it could not be made, which has been reported. */
static bool build(struct order *order, struct product *product) {
    struct subject *subject = &order->subject;
    switch (order->paper->module) {
    case PAPER_FILING:
        product->document =
            filing_form_build(subject->docs, subject->arena, subject->findings, order->diag);
        break;
    case PAPER_GRADING:
        product->document = grading_report_build(subject->docs, subject->arena, subject->findings,
                                                 subject->grading, order->diag);
        break;
    case PAPER_CALENDAR:
        product->text = calendar_build(subject->docs, subject, order->diag);
        break;
    case PAPER_BOOK:
        product->workbook = mark_draft(subject->docs, subject->arena,
                                       list_book_build(order->paper->book, subject, order->diag));
        break;
    case PAPER_PROSE:
        if (!order->paper->is_per_system) {
            order->dossier->complaints = papers_complaints(order->dossier, subject->arena);
        }
        product->document = papers_build(subject->docs, order->paper, subject, order->diag);
        break;
    }
    return product->document || product->workbook || product->text.len;
}

/* A filed system of the unit awaits review (待复核). */
static bool is_in_review(const struct unit_findings *findings) {
    bool is = false;
    for (size_t i = 0; i < findings->n_filed; i++) {
        is = is || findings->gradings[findings->filed[i]].needs_review;
    }
    return is;
}

/* Makes one paper in the order's arena and hands it over; what stays of it lives in `arena`. One
 * that could not be made has been reported. */
static bool make(struct order *order, struct arena *arena, struct str folder,
                 const struct product_sink *sink) {
    struct subject *subject = &order->subject;
    const struct docs *docs = subject->docs;
    const struct paper *paper = order->paper;
    if (!papers_applies(paper, subject) || !applies(order)) {
        return true;
    }
    struct str system = subject->grading
                            ? docs_text(&subject->grading->system->record, FIELD_SYSTEM_NAME)
                            : (struct str){0};
    bool is_renamed = paper->path_in_review.len && is_in_review(subject->findings);
    struct str path = is_renamed ? paper->path_in_review : paper->path;
    path = docs->settings.is_draft ? papers_draft_path(docs, arena, paper, path) : path;
    struct product product = {.path = docs_path(docs, arena, path, folder, system)};
    if (!build(order, &product)) {
        return true;
    }
    order->dossier->made[order->dossier->n_made++] =
        (struct paper_made){paper, subject->grading, file_last_part(product.path),
                            product.document ? product.document->n_pages : 0};
    return sink->take(sink->context, &product);
}

/* Makes a paper of the unit, or of each of its systems; notes it if that came to none. */
static bool make_all(const struct subject *of_unit, const struct paper *paper,
                     struct dossier *dossier, struct diag *diag, const struct product_sink *sink) {
    const struct unit_findings *findings = of_unit->findings;
    struct str folder = docs_unit_folder(of_unit->docs, of_unit->arena, findings->unit);
    size_t n = paper->is_per_system ? findings->n_gradings : 1, n_before = dossier->n_made;
    struct arena *scratch = arena_open_like(of_unit->arena);
    bool done = true, is_chosen = docs_makes(of_unit->docs, paper->only);
    for (size_t i = 0; done && is_chosen && i < n; i++) {
        struct order order = {paper, *of_unit, dossier, diag};
        order.subject.arena = scratch;
        order.subject.grading = paper->is_per_system ? &findings->gradings[i] : NULL;
        done = make(&order, of_unit->arena, folder, sink);
        arena_reset(scratch);
    }
    arena_close(scratch);
    if (dossier->n_made == n_before) {
        struct paper *missing = ARENA_NEW(of_unit->arena, struct paper);
        *missing = *paper;
        missing->why = is_chosen ? paper->why : of_unit->docs->papers->unchosen;
        dossier->missing[dossier->n_missing++] = (struct paper_made){.paper = missing};
    }
    return done;
}

bool docs_unit(struct docs *docs, struct arena *arena, const struct unit_findings *findings,
               const struct unit_complaints *told, struct diag *diag,
               const struct product_sink *sink) {
    size_t n_papers = docs->papers->n_papers, n_systems = findings->n_gradings;
    struct dossier dossier = {.made =
                                  ARENA_ARRAY(arena, struct paper_made, n_papers * (n_systems + 1)),
                              .missing = ARENA_ARRAY(arena, struct paper_made, n_papers),
                              .told = told,
                              .reported = diag};
    const struct subject of_unit = {
        .docs = docs, .arena = arena, .findings = findings, .dossier = &dossier};
    bool done = true;
    for (size_t i = 0; done && i < n_papers; i++) {
        done = make_all(&of_unit, &docs->papers->papers[i], &dossier, diag, sink);
    }
    struct product problems = {.path = {0}};
    if (done && docs_makes(docs, DOCS_RETURNS) && unit_problems(&of_unit, &dossier, &problems)) {
        done = sink->take(sink->context, &problems);
    }
    return done;
}

/* A paper of the province, in an arena of its own. */
typedef struct product build_product(const struct docs *docs, struct arena *arena,
                                     const struct province *province, struct diag *diag);

static struct product build_report(const struct docs *docs, struct arena *arena,
                                   const struct province *province, struct diag *diag) {
    return (struct product){.path = docs_word(docs, "paths", "annual_report"),
                            .document = annual_report_build(docs, arena, province, diag)};
}

static struct product build_statistics(const struct docs *docs, struct arena *arena,
                                       const struct province *province, struct diag *diag) {
    (void)diag;
    return (struct product){.path = docs_word(docs, "paths", "statistics"),
                            .workbook =
                                mark_draft(docs, arena, statistics_build(docs, arena, province))};
}

static struct product build_inspection(const struct docs *docs, struct arena *arena,
                                       const struct province *province, struct diag *diag) {
    (void)diag;
    return (struct product){.path = docs_word(docs, "paths", "inspection"),
                            .workbook =
                                mark_draft(docs, arena, inspection_build(docs, arena, province))};
}

static struct product build_calendar(const struct docs *docs, struct arena *arena,
                                     const struct province *province, struct diag *diag) {
    (void)diag;
    return (struct product){.path = docs_word(docs, "paths", "province_calendar"),
                            .text = calendar_of_province(docs, arena, statistics_ledger(province))};
}

bool docs_province(struct docs *docs, struct arena *arena, const struct ledger *ledger,
                   struct diag *diag, const struct product_sink *sink) {
    /* the last two name institutions and their systems */
    static build_product *const all[] = {build_report, build_statistics, build_inspection,
                                         build_calendar};
    size_t n = docs->settings.is_counts_only ? 2 : sizeof all / sizeof all[0];
    const struct province *province =
        statistics_sum(docs, arena, statistics_cut(docs, arena, ledger, diag), diag);
    bool done = province != NULL;
    struct arena *scratch = arena_open_like(arena);
    for (size_t i = 0; done && i < n; i++) {
        const struct product product = all[i](docs, scratch, province, diag);
        bool is_made = product.document || product.workbook || product.text.len;
        done = !is_made || sink->take(sink->context, &product);
        arena_reset(scratch);
    }
    arena_close(scratch);
    return done;
}
