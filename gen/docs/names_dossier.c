/* The computed names of names.def that 报送核对单 asks for: the unit's papers and what was told. */
#include "docs/names_inner.h"
#include "docs/papers.h"

/* Nothing was told that must be mended, and no system awaits review: one that is not filed may have
 * to be. */
void names_give_is_ready(const struct subject *subject, const struct name *name,
                         struct answer *answer) {
    const struct unit_findings *findings = subject->findings;
    bool is_ready = subject->dossier->complaints.n_errors == 0;
    (void)name;
    for (size_t i = 0; i < findings->n_gradings; i++) {
        is_ready = is_ready && !findings->gradings[i].needs_review;
    }
    names_set_flag(answer, is_ready);
}

/* Papers that were made; a: those of which none was. */
void names_give_papers(const struct subject *subject, const struct name *name,
                       struct answer *answer) {
    const struct dossier *dossier = subject->dossier;
    const struct paper_made *papers = name->a ? dossier->missing : dossier->made;
    size_t n = name->a ? dossier->n_missing : dossier->n_made;
    struct subject *items = names_add_items(subject, answer, n);
    for (size_t i = 0; i < n; i++) {
        items[i].paper = &papers[i];
        items[i].grading = papers[i].grading ? papers[i].grading : subject->grading;
    }
}

/* What was told of severity a, or at all-> */
void names_give_problems(const struct subject *subject, const struct name *name,
                         struct answer *answer) {
    const struct unit_complaints *all = &subject->dossier->complaints;
    struct subject *items = names_add_items(subject, answer, all->n_items);
    answer->n_items = 0;
    for (size_t i = 0; i < all->n_items; i++) {
        bool is_error = all->items[i].severity >= SEVERITY_ERROR;
        if (subject->is_specimen || !name->a || is_error == (name->a == SEVERITY_ERROR)) {
            struct subject *item = &items[answer->n_items++];
            item->place = answer->n_items;
            item->problem = &all->items[i];
        }
    }
}

/* How many were told of severity a; 0: how many are not listed, or, b set, at all-> Nothing for
 * none. */
void names_give_n_problems(const struct subject *subject, const struct name *name,
                           struct answer *answer) {
    const struct unit_complaints *all = &subject->dossier->complaints;
    size_t n = name->a == SEVERITY_ERROR     ? all->n_errors
               : name->a == SEVERITY_WARNING ? all->n_warnings
               : name->b                     ? all->n_errors + all->n_warnings
                                             : all->n_errors + all->n_warnings - all->n_items;
    if (n) {
        names_set_count(subject, answer, n);
    }
}

void names_give_paper_name(const struct subject *subject, const struct name *name,
                           struct answer *answer) {
    (void)name;
    answer->value.text = subject->paper->paper->name;
}

/* The system that it is of. */
void names_give_paper_system(const struct subject *subject, const struct name *name,
                             struct answer *answer) {
    const struct grading *grading = subject->paper->grading;
    (void)name;
    if (grading) {
        answer->value.text = docs_text(&grading->system->record, FIELD_SYSTEM_NAME);
    }
}

void names_give_paper_file(const struct subject *subject, const struct name *name,
                           struct answer *answer) {
    (void)name;
    answer->value.text = subject->paper->file;
}

void names_give_paper_pages(const struct subject *subject, const struct name *name,
                            struct answer *answer) {
    (void)name;
    if (subject->paper->n_pages) {
        names_set_count(subject, answer, subject->paper->n_pages);
    }
}

void names_give_paper_copies(const struct subject *subject, const struct name *name,
                             struct answer *answer) {
    (void)name;
    if (subject->paper->paper->copies) {
        names_set_count(subject, answer, (size_t)subject->paper->paper->copies);
    }
}

/* a: words of the paper's line, which were proved when they were read. */
void names_give_paper_words(const struct subject *subject, const struct name *name,
                            struct answer *answer) {
    const struct prose *const *prose = names_member(subject->paper->paper, name->a);
    struct subject about = *subject;
    const struct prose_scope scope = names_scope(&about);
    if (*prose) {
        prose_words(subject->arena, *prose, &scope, diag_open(subject->arena), &answer->value.text);
    }
}

/* A place as its reader looks for it: a cell of a file of text by the letters it has when a
 * spreadsheet opens it, as in the workbook that goes back. */
static struct str mark_text(struct arena *arena, struct origin origin) {
    if (!origin.source || origin.source->sheet.len || !origin.column) {
        return origin_text(arena, origin);
    }
    const struct str parts[] = {origin.source->file, origin_cell(arena, origin)};
    return str_join(arena, parts, 2, STR("!"));
}

/* File, sheet and cell. */
void names_give_problem_place(const struct subject *subject, const struct name *name,
                              struct answer *answer) {
    (void)name;
    answer->value.text =
        mark_text(subject->arena, papers_place(subject->arena, subject->problem->origin));
}

void names_give_problem_is_error(const struct subject *subject, const struct name *name,
                                 struct answer *answer) {
    (void)name;
    names_set_flag(answer, subject->problem->severity >= SEVERITY_ERROR);
}

/* a: a text of it, as its institution reads it; it stands where the complaint does. */
void names_give_problem_text(const struct subject *subject, const struct name *name,
                             struct answer *answer) {
    const struct str *text = names_member(subject->problem, name->a);
    answer->value.text = papers_words(subject->arena, subject->problem, *text);
    answer->value.origin = subject->problem->origin;
    answer->value.header = subject->problem->header;
    answer->value.is_quoted = true;
}
