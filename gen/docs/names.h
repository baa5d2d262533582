/*
 * Inner header of docs: one table of everything that can be asked of a subject by name. Forms,
 * prose, outlines and sheets all ask it; their templates are held against it when they are loaded,
 * so that no name is unknown when they are filled. Fields go by their names in fields.def, with
 * ".bad" behind them for what was written but could not be read; what is computed has a line in
 * names.def.
 */
#ifndef DOCS_NAMES_H
#define DOCS_NAMES_H

#include "docs/prose.h"

struct account;
struct dossier;
struct paper_made;
struct plan_stage;
struct province;

/* What a document, or an item of a list in it, is about. What is NULL it is not about, and names
 * that need it are unknown to it. */
struct subject {
    const struct docs *docs;
    /* For texts made here: lives as long as the document. */
    struct arena *arena;
    /* The unit with what was found about it. */
    const struct unit_findings *findings;
    /* The system with what was found about it. */
    const struct grading *grading;
    /* The category of data. */
    const struct data_category *data;
    /* Its number n of n/N among the systems filed, or among the unit's data; 0 if it is none. */
    size_t ordinal;
    /* A floor rule that speaks to the system: an item of `floors`. */
    const struct floor_hit *hit;
    /* All that led to the grade, or what the unit itself owes. */
    const struct account *account;
    /* A value that a finding rests on: an item of a list of evidence. */
    const struct evidence *evidence;
    /* A member of the unit's committee of experts: an item of `unit.experts`. */
    const struct record *expert;
    /* What the unit's papers came to; a paper, and a complaint, of it: items of its lists. */
    const struct dossier *dossier;
    const struct paper_made *paper;
    const struct diag_item *problem;
    /* A duty of the unit or of one of its systems: an item of `duties`. */
    const struct duty_finding *duty;
    /* 整改方案: a requirement of the baseline, a domain of it, a column left empty, a product, a
     * stage of the schedule: items of `plan.` lists. */
    const struct gap_item *gap;
    const struct gap_count *domain;
    const struct gap_blank *blank;
    const struct record *product;
    const struct plan_stage *stage;
    /* Its place in the list whose item it is, from 1; 0 if it is none. */
    size_t place;
    /* The province's sums. */
    const struct province *province;
    /* Templates are held against it: whatever may be in a list is in it. */
    bool is_specimen;
};

/* What an answer is, beyond its text. */
enum name_type {
    /* Text alone. */
    NAME_TEXT,
    /* Codes of tick boxes; the text is the label, or 1 for a flag. */
    NAME_TICKS,
    /* A date; the text is ISO. */
    NAME_DATE,
    /* Subjects, one an item: for sections. It has no text. */
    NAME_LIST,
};

/* The answer to a name. Without data it is empty. */
struct answer {
    /* Text, codes and date, with the cell they came from. */
    struct form_value value;
    /* Of a list. */
    struct subject *items;
    size_t n_items;
};

/* Numbers of all names, for docs->name_numbers; made once. */
struct dictionary *names_open(struct arena *arena);
/* Asks a subject; false if it does not know the name. */
bool names_ask(const struct subject *subject, struct str name, struct answer *answer);
/* What a name is; false as above. */
bool names_type(const struct subject *subject, struct str name, enum name_type *type);
/* The text of a name that the code itself is sure of, with its cell. */
struct text names_text(const struct subject *subject, const char *name);
/* The subject as forms ask it; it must outlive the source. */
struct form_source names_form(struct subject *subject);
/* The subject as prose and outlines ask it; it must outlive the scope. */
struct prose_scope names_scope(struct subject *subject);
/* A unit, a system and a category of data without values, with one floor rule that speaks: knows
 * every name that a system's documents may use, and is what their templates are held against. */
struct subject names_specimen(const struct docs *docs, struct arena *arena);

#endif
