/* The papers of a dossier: read from templates/docs/papers, chosen for a unit, set. */
#include "docs/papers.h"

#include "docs/plan.h"

/* Modules in the order of enum paper_module. */
static const char *const modules[] = {"", "filing", "grading", "calendar", NULL};

/* ---- reading --------------------------------------------------------------------------------- */

static const char *const owners[] = {"unit", "system", NULL};

#define PAPER_KEYS                                                                                 \
    YAML_NEED("name", &yaml_some_text), YAML_NEED("only", &yaml_some_text),                        \
        YAML_MAY("official", &yaml_some_flag),                                                     \
        YAML_NEED("of", YAML_SHAPE(.kind = YAML_WORD, .words = owners)),                           \
        YAML_NEED("path", &docs_path_shape), YAML_MAY("path-in-review", &docs_path_shape),         \
        YAML_MAY("when", &yaml_some_text), YAML_MAY("to", &yaml_some_text),                        \
        YAML_MAY("duties", YAML_SHAPE(.kind = YAML_ENTRIES, .entry = &yaml_some_text, .low = 1,    \
                                      .high = PAPER_MAX_DUTIES)),                                  \
        YAML_MAY("sign", &yaml_some_text), YAML_MAY("why", &yaml_some_text),                       \
        YAML_MAY("copies", YAML_SHAPE(.kind = YAML_NUMBER, .low = 1, .high = 9))

static const struct yaml_shape *const variants[] = {
    YAML_SHAPE(.kind = YAML_RECORD,
               .keys = YAML_KEYS(YAML_NEED("prose", &yaml_some_text), PAPER_KEYS)),
    YAML_SHAPE(.kind = YAML_RECORD,
               .keys = YAML_KEYS(YAML_NEED("book", &yaml_some_text), PAPER_KEYS)),
    YAML_SHAPE(.kind = YAML_RECORD,
               .keys = YAML_KEYS(
                   YAML_NEED("module", YAML_SHAPE(.kind = YAML_WORD, .words = modules + 1)),
                   PAPER_KEYS)),
    NULL};
static const struct yaml_shape draft_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("mark", &yaml_some_text), YAML_NEED("file", &docs_path_shape))};
static const struct yaml_shape papers_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("papers", YAML_SHAPE(.kind = YAML_ENTRIES,
                                                     .entry = YAML_SHAPE(.kind = YAML_VARIANT,
                                                                         .variants = variants))),
                      YAML_NEED("unchosen", &yaml_some_text), YAML_NEED("draft", &draft_shape))};
static const struct yaml_shape prose_shape = {.kind = YAML_RECORD, .keys = YAML_KEYS(FLOWING_KEYS)};

static enum paper_module find_module(struct str word) {
    size_t module = PAPER_PROSE;
    for (size_t i = PAPER_PROSE + 1; modules[i]; i++) {
        module = str_is(word, modules[i]) ? i : module;
    }
    return (enum paper_module)module;
}

/* What a paper is about whose templates are being proved. */
static struct subject specimen_of(const struct docs *docs, const struct paper *paper) {
    struct subject subject = names_specimen(docs, docs->arena);
    if (!paper->is_per_system) {
        subject.grading = NULL;
    }
    subject.data = NULL;
    return subject;
}

/* Reads the words of a key; NULL where it is left out. False after reporting. */
static bool read_prose(const struct docs *docs, const struct yaml *node, const char *key,
                       const struct prose_scope *scope, const struct prose **prose,
                       struct diag *diag) {
    bool is_there = yaml_get(node, key) != NULL;
    *prose = is_there ? prose_read(docs->arena, node, key, scope, diag) : NULL;
    return *prose || !is_there;
}

static bool read_words(const struct docs *docs, const struct yaml *node, struct paper *paper,
                       struct diag *diag) {
    struct subject subject = specimen_of(docs, paper), of_unit = subject;
    const struct prose_scope scope = names_scope(&subject);
    of_unit.grading = NULL;
    const struct prose_scope unit_scope = names_scope(&of_unit);
    const struct outline_parts parts = {.chart = plan_chart, .context = &subject};
    const struct yaml *when = yaml_get(node, "when");
    struct prose_value value;
    bool is_good = read_prose(docs, node, "to", &scope, &paper->to, diag);
    is_good = read_prose(docs, node, "sign", &scope, &paper->sign, diag) && is_good;
    is_good = read_prose(docs, node, "why", &unit_scope, &paper->why, diag) && is_good;
    if (when && !prose_find(&scope, paper->when, &value)) {
        return prose_unknown(&scope, when->origin, paper->when, diag);
    }
    if (paper->module == PAPER_BOOK) {
        paper->book = list_book_read(docs, yaml_text(node, "book"), &scope, diag);
        return is_good && paper->book;
    }
    return paper->module != PAPER_PROSE
               ? is_good
               : is_good &&
                     flowing_read(docs, str_to_c(docs->arena, yaml_text(node, "prose")),
                                  &prose_shape, &paper->flowing, diag) &&
                     flowing_check(docs, &paper->flowing, &scope, &parts, diag);
}

/* The rules know the duty, be it of another edition: a paper of one that nobody knows would never
 * be made. */
static bool check_duty(const struct docs *docs, const struct yaml *node, struct diag *diag) {
    struct str nearest;
    bool is_known = rules_has_duty(docs->rules, node->text, &nearest);
    if (!is_known) {
        diag_report(diag, &(struct diag_note){.id = DIAG_YAML_VALUE,
                                              .origin = node->origin,
                                              .args = {STR("duties"), node->text, nearest}});
    }
    return is_known;
}

static bool read_paper(const struct docs *docs, const struct yaml *node, struct paper *paper,
                       struct diag *diag) {
    const struct yaml *duties = yaml_get(node, "duties");
    paper->name = yaml_text(node, "name");
    paper->only = yaml_text(node, "only");
    paper->is_official = yaml_bool(node, "official", false, diag);
    paper->module = yaml_get(node, "book") ? PAPER_BOOK : find_module(yaml_text(node, "module"));
    paper->is_per_system = str_is(yaml_text(node, "of"), "system");
    paper->when = yaml_text(node, "when");
    paper->copies = (int)yaml_int(node, "copies", 0, diag);
    paper->path = yaml_text(node, "path");
    paper->path_in_review = yaml_text(node, "path-in-review");
    bool is_good = true;
    for (size_t i = 0; duties && i < duties->n_items && i < PAPER_MAX_DUTIES; i++) {
        is_good = check_duty(docs, duties->items[i], diag) && is_good;
        paper->duties[paper->n_duties++] = duties->items[i]->text;
    }
    return is_good & read_words(docs, node, paper, diag);
}

/* The edition has the words of a paper, or the paper is not of words. */
static bool is_of_edition(const struct docs *docs, const struct yaml *node) {
    struct str prose = yaml_text(node, "prose");
    struct str subject = str_concat(docs->arena, STR("prose/"), prose);
    return !prose.len ||
           !shelf_is_without(docs->shelf, str_to_c(docs->arena, subject), docs->settings.edition);
}

/* Notes a word once. */
static void add_word(struct papers *papers, struct str word) {
    for (size_t i = 0; i < papers->n_words; i++) {
        if (str_equal(papers->words[i], word)) {
            return;
        }
    }
    papers->words[papers->n_words++] = word;
}

/* The words and marks that all papers share. */
static bool read_shared(const struct docs *docs, const struct yaml *root, struct papers *papers,
                        struct diag *diag) {
    const struct yaml *list = yaml_get(root, "papers"), *draft = yaml_get(root, "draft");
    struct subject of_unit = names_specimen(docs, docs->arena);
    of_unit.grading = NULL;
    const struct prose_scope scope = names_scope(&of_unit);
    papers->words = ARENA_ARRAY(docs->arena, struct str, list->n_items + 2);
    for (size_t i = 0; i < list->n_items; i++) {
        add_word(papers, yaml_text(list->items[i], "only"));
    }
    add_word(papers, DOCS_RETURNS);
    add_word(papers, DOCS_PROVINCE);
    papers->draft_mark = yaml_text(draft, "mark");
    papers->draft_file = yaml_text(draft, "file");
    papers->unchosen = prose_read(docs->arena, root, "unchosen", &scope, diag);
    return papers->unchosen;
}

struct papers *papers_read(const struct docs *docs, struct diag *diag) {
    const struct yaml *root =
        shelf_yaml(docs->shelf, "docs/papers", docs->settings.edition, &papers_shape, diag);
    if (!root) {
        return NULL;
    }
    const struct yaml *list = yaml_get(root, "papers");
    struct papers *papers = ARENA_NEW(docs->arena, struct papers);
    papers->papers = ARENA_ARRAY(docs->arena, struct paper, list->n_items);
    bool is_good = read_shared(docs, root, papers, diag);
    for (size_t i = 0; i < list->n_items; i++) {
        if (is_of_edition(docs, list->items[i])) {
            struct paper *paper = &papers->papers[papers->n_papers++];
            is_good = read_paper(docs, list->items[i], paper, diag) && is_good;
        }
    }
    return is_good ? papers : NULL;
}

/* ---- making ---------------------------------------------------------------------------------- */

/* One of its duties stands for the unit, or for the system the subject is about. */
static bool is_owed(const struct paper *paper, const struct subject *subject) {
    const struct unit_findings *findings = subject->findings;
    bool is = paper->n_duties == 0;
    for (size_t i = 0; !is && i < findings->n_duties; i++) {
        const struct duty_finding *found = &findings->duties[i];
        bool is_ours = !subject->grading || found->system == subject->grading->system;
        for (size_t k = 0; is_ours && found->status != DUTY_NONE && k < paper->n_duties; k++) {
            is = is || str_equal(found->duty->id, paper->duties[k]);
        }
    }
    return is;
}

bool papers_applies(const struct paper *paper, struct subject *subject) {
    const struct prose_scope scope = names_scope(subject);
    struct prose_value value;
    bool is_set =
        !paper->when.len || (prose_find(&scope, paper->when, &value) && prose_is_set(&value));
    return is_set && is_owed(paper, subject);
}

/* ---- what was told --------------------------------------------------------------------------- */

static int compare_severity(const struct diag_item *a, const struct diag_item *b) {
    return (int)b->severity - (int)a->severity;
}

struct origin papers_place(struct arena *arena, struct origin place) {
    if (place.source) {
        struct source *own = ARENA_NEW(arena, struct source);
        *own = (struct source){file_last_part(place.source->file), place.source->sheet};
        place.source = own;
    }
    return place;
}

struct str papers_words(struct arena *arena, const struct diag_item *item, struct str text) {
    struct str file = item->origin.source ? item->origin.source->file : (struct str){0};
    struct str folders = str_slice(file, 0, file.len - file_last_part(file).len);
    return folders.len && str_contains(text, folders)
               ? str_replace(arena, text, folders, (struct str){0})
               : str_copy(arena, text);
}

/* A clerk is told of it before the bureau tells him: boxes that stay blank, too, for which a file
 * is not sent back. */
static bool is_told(const struct diag_item *item) {
    return item->severity >= SEVERITY_WARNING || item->id == DIAG_FORM_LACKS;
}

/* Both lists are in order, the worst first, and stay so; of equals those told before come first. */
struct unit_complaints papers_complaints(const struct dossier *dossier, struct arena *arena) {
    enum { MOST_SHOWN = 200 };
    struct unit_complaints all = *dossier->told;
    struct diag_item *items = ARENA_ARRAY(arena, struct diag_item, MOST_SHOWN), item;
    struct diag_cursor *cursor = diag_walk(dossier->reported, arena, DIAG_BY_SEVERITY);
    size_t n = 0, before = 0;
    while (diag_next(cursor, &item)) {
        if (!is_told(&item)) {
            continue;
        }
        while (n < MOST_SHOWN && before < dossier->told->n_items &&
               compare_severity(&dossier->told->items[before], &item) <= 0) {
            items[n++] = dossier->told->items[before++];
        }
        if (n < MOST_SHOWN) {
            items[n++] = diag_copy(arena, &item);
        }
        all.n_errors += item.severity >= SEVERITY_ERROR;
        all.n_warnings += item.severity < SEVERITY_ERROR;
    }
    while (n < MOST_SHOWN && before < dossier->told->n_items) {
        items[n++] = dossier->told->items[before++];
    }
    all.items = items;
    all.n_items = n;
    return all;
}

struct str papers_draft_path(const struct docs *docs, struct arena *arena,
                             const struct paper *paper, struct str path) {
    size_t dot = path.len;
    while (dot > 0 && path.data[dot - 1] != '.') {
        dot--;
    }
    if (!paper->is_official || dot == 0) {
        return path;
    }
    dot--;
    const struct str parts[] = {str_slice(path, 0, dot), docs->papers->draft_file,
                                str_slice(path, dot, path.len)};
    return str_join(arena, parts, 3, (struct str){0});
}

struct document *papers_build(const struct docs *docs, const struct paper *paper,
                              struct subject *subject, struct diag *diag) {
    const struct prose_scope scope = names_scope(subject);
    const struct outline_parts parts = {.chart = plan_chart, .context = subject};
    struct str author = names_text(subject, "unit.name").text;
    return flowing_build(docs, subject->arena, &paper->flowing, &scope, &parts, (struct str){0},
                         author, diag);
}
