/*
 * Inner header of docs: the papers of a dossier as data. templates/docs/papers says which there
 * are, of whom, when, where they go and what is done with them; most are words alone
 * (templates/prose), some are made by a module of this room.
 */
#ifndef DOCS_PAPERS_H
#define DOCS_PAPERS_H

#include "docs/flowing.h"
#include "docs/list_book.h"
#include "docs/names.h"

/* Duties that one paper may serve. */
#define PAPER_MAX_DUTIES 4

/* What makes a paper that is more than words. */
enum paper_module {
    /* Its words alone. */
    PAPER_PROSE,
    /* 备案表 */
    PAPER_FILING,
    /* 定级报告 */
    PAPER_GRADING,
    /* 到期日历 */
    PAPER_CALENDAR,
    /* A workbook of lists. */
    PAPER_BOOK,
};

/* A paper of the dossier. */
struct paper {
    /* What people call it, and the word that chooses it (docs_makes). */
    struct str name, only;
    /* What makes it; of PAPER_PROSE its words, of PAPER_BOOK its lists. */
    enum paper_module module;
    struct flowing flowing;
    const struct list_book *book;
    /* One for each system, not one for the unit. */
    bool is_per_system;
    /* An official form: no mark of ours is printed on it. */
    bool is_official;
    /* The name that must be set; empty for none. */
    struct str when;
    /* Duties (OB-04 and its like) of which one must stand; none: always. */
    struct str duties[PAPER_MAX_DUTIES];
    size_t n_duties;
    /* Where it goes, what is signed and sealed, and why it is not made where it is not; `to` and
     * `sign` speak of what the paper speaks of, `why` of the unit. NULL for nothing to say. */
    const struct prose *to, *sign, *why;
    /* How many of it are handed in; 0 for none. */
    int copies;
    /* Its path, and the one it has while a system in it awaits review; empty for the same. */
    struct str path, path_in_review;
};

/* A paper that was made, or one of which none was. */
struct paper_made {
    const struct paper *paper;
    /* The system of one made for each; else NULL. */
    const struct grading *grading;
    /* Its file's name; empty where none was made. */
    struct str file;
    size_t n_pages;
};

/* What a unit's papers came to; lives with its documents. */
struct dossier {
    /* Those made so far, in order, and those of which none was. */
    struct paper_made *made, *missing;
    size_t n_made, n_missing;
    /* What was told of the unit before its papers were begun, and is told since. */
    const struct unit_complaints *told;
    const struct diag *reported;
    /* All of that, while a paper of words is made of the unit. */
    struct unit_complaints complaints;
};

/* The papers of an edition, in the order of the dossier; lives with the run. */
struct papers {
    struct paper *papers;
    size_t n_papers;
    /* The words that choose what is made, each once, those of papers that this edition has not
     * included. */
    struct str *words;
    size_t n_words;
    /* Why a paper was not made that was not chosen. */
    const struct prose *unchosen;
    /* What a draft says on its pages, and what an official form's file has at the end of its name
     * then. */
    struct str draft_mark, draft_file;
};

/* Reads templates/docs/papers and the words of its papers; a paper whose prose the edition does
 * not have is left out. NULL after reporting what is wrong. */
struct papers *papers_read(const struct docs *docs, struct diag *diag);
/* Sets the words of a paper. NULL after reporting. */
struct document *papers_build(const struct docs *docs, const struct paper *paper,
                              struct subject *subject, struct diag *diag);
/* All that was told of the unit so far, errors and warnings, the worst first. */
struct unit_complaints papers_complaints(const struct dossier *dossier, struct arena *arena);
/* A complaint as its institution reads it: the folders that its file lies in are the receiver's,
 * and are left out of the place, and of a text of it. */
struct origin papers_place(struct arena *arena, struct origin place);
struct str papers_words(struct arena *arena, const struct diag_item *item, struct str text);
/* The path of a paper's draft, from its path or the pattern of it. */
struct str papers_draft_path(const struct docs *docs, struct arena *arena,
                             const struct paper *paper, struct str path);
/* Whether it is made for this unit, or system: its name is set, one of its duties stands. */
bool papers_applies(const struct paper *paper, struct subject *subject);

#endif
