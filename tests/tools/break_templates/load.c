/* Loading of one file of templates/ as the program would, and no more of it than is asked. */
#include "tools/break_templates/load.h"

#include <string.h>

#include "batch/batch.h"
#include "cli/messages.h"
#include "docs/annual_report.h"
#include "docs/calendar.h"
#include "docs/explanation.h"
#include "docs/filing_form.h"
#include "docs/grading_report.h"
#include "docs/inspection.h"
#include "docs/intake_book.h"
#include "docs/overview.h"
#include "docs/papers.h"
#include "docs/plan.h"
#include "docs/room.h"
#include "docs/statistics.h"
#include "intake/intake.h"
#include "layout/layout.h"
#include "ledger/ledger.h"
#include "rules/rules.h"

static const struct str editions[N_EDITIONS] = {STR_INIT("2007"), STR_INIT("2020"),
                                                STR_INIT("2025")};
static const struct str first_edition = STR_INIT("2007");

bool is_told(struct arena *scratch, const struct diag *diag, struct str file,
             const struct wanted *wanted) {
    bool is_placed = false, is_said = wanted->said.len == 0;
    struct diag_cursor *cursor = diag_walk(diag, scratch, DIAG_AS_REPORTED);
    struct diag_item item;
    while (diag_next(cursor, &item)) {
        bool is_here = item.origin.source && str_equal(item.origin.source->file, file) &&
                       item.severity == SEVERITY_FATAL && item.origin.row >= wanted->first &&
                       item.origin.row <= wanted->last;
        is_placed |= is_here;
        is_said |= is_here && (str_contains(item.suggestion, wanted->said) ||
                               str_contains(item.message, wanted->said));
    }
    return is_placed && is_said;
}

/* The edition that a file is of: what its name says (filing-unit.2025.yaml), else the first. */
static struct str edition_of(struct arena *arena, struct str file) {
    struct str name = file_last_part(file), suffix = file_extension(arena, name);
    struct str stem = str_slice(name, 0, name.len - suffix.len - (suffix.len > 0));
    struct str variant = file_extension(arena, stem);
    return variant.len ? variant : first_edition;
}

static bool find_edition(struct str edition, size_t *index) {
    for (*index = 0; *index < N_EDITIONS && !str_equal(editions[*index], edition); (*index)++) {
    }
    return *index < N_EDITIONS;
}

static bool starts(struct str text, const char *start) {
    return str_starts(text, str_from_c(start));
}

/* What is being read, and for what. */
struct reading {
    struct loader *loader;
    struct shelf *shelf;
    struct str file, edition;
    /* Once this is told nothing more is read; NULL: everything is. */
    const struct wanted *wanted;
    struct diag *diag;
};

static bool is_done(const struct reading *reading) {
    return reading->wanted &&
           is_told(reading->loader->scratch, reading->diag, reading->file, reading->wanted);
}

/* Every edition of the rules, that of the file first. Tables that are good by themselves are proved
 * where the loader asks for it. */
static void load_rules(const struct reading *reading, const struct regions *regions) {
    struct arena *arena = reading->loader->scratch;
    const struct rules *first =
        rules_open(arena, reading->shelf, reading->edition, regions, reading->diag);
    const struct rules *rules = first;
    for (size_t i = 0; i < N_EDITIONS && rules && !is_done(reading); i++) {
        rules = str_equal(editions[i], reading->edition)
                    ? first
                    : rules_open(arena, reading->shelf, editions[i], regions, reading->diag);
        if (rules && reading->loader->is_proving) {
            rules_prove(rules, arena, reading->shelf, reading->diag);
        }
    }
}

static struct docs_settings settings_of(struct str edition) {
    return (struct docs_settings){
        .as_of = {2012, 6, 30}, .edition = edition, .province = STR("x"), .year = 2012};
}

/* A paper's own reader, as docs_open calls it. */
#define ALONE(paper)                                                                               \
    static void paper##_alone(const struct docs *docs, struct diag *diag) {                        \
        paper##_read(docs, diag);                                                                  \
    }
ALONE(annual_report)
ALONE(calendar)
ALONE(explanation)
ALONE(filing_forms)
ALONE(grading_report)
ALONE(inspection)
ALONE(intake_book)
ALONE(overview)
ALONE(papers)
ALONE(plan)
ALONE(statistics)

/* What reads a file: the first whose beginning its name has. */
static const struct {
    const char *start;
    void (*read)(const struct docs *docs, struct diag *diag);
} readers[] = {{"templates/forms/", filing_forms_alone},
               {"templates/docs/filing.", filing_forms_alone},
               {"templates/docs/plan.", plan_alone},
               {"templates/docs/statistics.", statistics_alone},
               {"templates/docs/intake-book.", intake_book_alone},
               {"templates/docs/inspection.", inspection_alone},
               {"templates/docs/overview.", overview_alone},
               {"templates/docs/papers.", papers_alone},
               {"templates/docs/duty-book.", papers_alone},
               {"templates/docs/gap-book.", papers_alone},
               {"templates/prose/annual-report.", annual_report_alone},
               {"templates/prose/calendar.", calendar_alone},
               {"templates/prose/explanation.", explanation_alone},
               {"templates/prose/grading-report.", grading_report_alone},
               {"templates/prose/", papers_alone}};

static struct shelf *open_shelf(const struct loader *loader, struct arena *arena) {
    struct str folder = str_format(arena, "%s/templates", loader->copy);
    struct shelf *shelf = shelf_open(arena, folder, STR("templates"));
    shelf_keep(shelf, loader->trees);
    return shelf;
}

void load_alone(struct loader *loader, struct str file, struct diag *diag) {
    size_t at = 0, n = sizeof readers / sizeof *readers, edition;
    while (at < n && !starts(file, readers[at].start)) {
        at++;
    }
    struct arena *arena = loader->scratch;
    if (at == n || !find_edition(edition_of(arena, file), &edition) || !loader->papers[edition]) {
        return;
    }
    struct docs docs = *loader->papers[edition];
    docs.arena = arena;
    docs.shelf = open_shelf(loader, arena);
    if (editions_read(arena, docs.shelf, diag)) {
        readers[at].read(&docs, diag);
    }
}

void load(struct loader *loader, struct str file, const struct wanted *wanted, struct diag *diag) {
    struct arena *arena = loader->scratch;
    struct shelf *shelf = open_shelf(loader, arena);
    if (starts(file, "fonts/")) {
        struct str fonts = str_format(arena, "%s/fonts", loader->copy);
        typesetter_open(arena, shelf_open(arena, fonts, STR("fonts")), diag);
        return;
    }
    if (starts(file, "templates/cli/")) {
        struct messages messages;
        messages_open(&messages, arena, shelf, diag);
        return;
    }
    if (!editions_read(arena, shelf, diag) || starts(file, "templates/editions")) {
        return;
    }
    struct str edition = edition_of(arena, file);
    const struct reading reading = {loader, shelf, file, edition, wanted, diag};
    bool is_column = starts(file, "templates/columns/");
    if (starts(file, "templates/columns/uses")) {
        struct column_uses uses = {.is_kept = {false}};
        memset(uses.has_column, true, sizeof uses.has_column);
        batch_read_uses(arena, shelf, edition, diag, &uses);
        return;
    }
    bool is_rule = is_column || starts(file, "templates/rules/");
    const struct regions *regions = is_rule ? regions_read(arena, shelf, edition, diag) : NULL;
    if (is_column) {
        intake_open(arena, shelf, edition, regions, diag);
    }
    if (is_rule) {
        if (!is_done(&reading)) {
            load_rules(&reading, regions);
        }
        return;
    }
    if (starts(file, "templates/ledger/")) {
        ledger_facts_read(arena, shelf, edition, loader->rules, diag);
        ledger_questions_read(arena, shelf, edition, diag);
        return;
    }
    const struct docs_settings settings = settings_of(edition);
    docs_open(arena, shelf, loader->typesetter, loader->rules, &settings, diag);
}

/* ---- opening --------------------------------------------------------------------------------- */

/* Reads what each file belongs to once and keeps the trees beside the copy. */
static bool keep_trees(struct loader *loader, char *const *files) {
    bool is_good = true;
    loader->kept_in = str_format(loader->arena, "%s/trees", loader->copy);
    loader->trees = cache_open(loader->kept, loader->kept_in);
    for (; *files; files++) {
        struct diag *diag = diag_open(loader->scratch);
        load(loader, str_from_c(*files), NULL, diag);
        is_good = is_good && diag_n(diag) == 0;
        arena_reset(loader->scratch);
    }
    cache_save(loader->trees);
    return is_good;
}

bool loader_open(struct loader *loader, struct arena *arena, const char *copy, char *const *files) {
    *loader = (struct loader){.arena = arena,
                              .copy = copy,
                              .scratch = arena_open_like(arena),
                              .kept = arena_open_like(arena)};
    struct diag *diag = diag_open(arena);
    struct str fonts = str_format(arena, "%s/fonts", copy);
    loader->typesetter = typesetter_open(arena, shelf_open(arena, fonts, STR("fonts")), diag);
    struct shelf *shelf = open_shelf(loader, arena);
    editions_read(arena, shelf, diag);
    const struct regions *regions = regions_read(arena, shelf, first_edition, diag);
    loader->rules = rules_open(arena, shelf, first_edition, regions, diag);
    return loader->typesetter && loader->rules && keep_trees(loader, files);
}

void loader_close(struct loader *loader) {
    arena_close(loader->kept);
    arena_close(loader->scratch);
}

void loader_turn_to(struct loader *loader, struct str file) {
    arena_reset(loader->kept);
    loader->trees = cache_open(loader->kept, loader->kept_in);
    size_t at;
    if (find_edition(edition_of(loader->arena, file), &at) && !loader->papers[at]) {
        struct diag *diag = diag_open(loader->arena);
        struct shelf *shelf = open_shelf(loader, loader->arena);
        /* the trees are of this file's time */
        shelf_keep(shelf, NULL);
        const struct docs_settings settings = settings_of(editions[at]);
        editions_read(loader->arena, shelf, diag);
        loader->papers[at] =
            docs_open(loader->arena, shelf, loader->typesetter, loader->rules, &settings, diag);
    }
}
