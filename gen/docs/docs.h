/*
 * docs: the editor. Knows what each official document must contain, chooses words and order, and
 * asks layout to set it. It never picks up ink: it knows no argv, no path, no PDF or XLSX library.
 */
#ifndef DOCS_DOCS_H
#define DOCS_DOCS_H

#include "base/base.h"
#include "layout/layout.h"
#include "layout/sheet.h"
#include "ledger/ledger.h"
#include "model/model.h"
#include "rules/rules.h"

/* Forms, prose and styles of one edition; lives with the run. */
struct docs;

/* What the run is about. */
struct docs_settings {
    /* All dates are computed at this day. */
    struct date as_of;
    /* "2007". */
    struct str edition;
    /* Name of the reporting province; empty if not given. */
    struct str province;
    /* Year reported on. */
    int year;
    /* Whose report it is, a word of DOCS_LEVELS: its rows are cities, counties or provinces. Empty:
     * the province's. */
    struct str level;
    /* Which papers are made: words of templates/docs/papers, of DOCS_RETURNS and DOCS_PROVINCE;
     * n_only 0: all. */
    const struct str *only;
    size_t n_only;
    /* The province's papers and the list of problems show the first digits of phones alone. */
    bool masks_phones;
    /* The province's papers name neither systems nor persons, and no institution but where it alone
     * makes a row of areas: no lists, no members of figures. */
    bool is_counts_only;
    /* Everything but the official form is marked as a draft (草稿); that one by its file's name. */
    bool is_draft;
};

/* Levels of a report: a row a city, a county, a province. */
#define DOCS_LEVELS "province", "city", "ministry"

/* Words for what is made that is no paper of a dossier: the workbooks that go back, and the
 * province's papers. */
#define DOCS_RETURNS  STR("returns")
#define DOCS_PROVINCE STR("province")

/* A text too long to be held. */
struct text_source {
    /* Adds the next piece, and makes what it needs besides in the buffer's arena; false at the end.
     */
    bool (*next)(void *context, struct buf *buf);
    /* What is handed to it. */
    void *context;
};

/* One product: exactly one of document, workbook, pieces and text is set. */
struct product {
    /* Path below OUT, safe parts joined by '/'; no other product has it. */
    struct str path;
    /* Pages, for a PDF. */
    const struct document *document;
    /* A workbook, for an XLSX. */
    const struct workbook *workbook;
    /* A text piece by piece, for a long CSV. */
    const struct text_source *pieces;
    /* A text, for a CSV. */
    struct str text;
};

/* Takes a product away, which is gone when it returns; false stops the work. */
struct product_sink {
    bool (*take)(void *context, const struct product *product);
    void *context;
};

/* A file's line for data/files.csv; docs does not know intake. */
struct file_facts {
    struct str name, sha256, kind, encoding, status;
    /* Where the file was read; empty where what was read was no whole file. */
    struct str path;
    size_t n_sheets, n_units, n_systems, n_errors, n_warnings;
    /* Whom to call about it: its first institution, who answers for it there. */
    struct str unit, contact, phone;
    /* Of one that is rejected: the worst that is said of it, and the institutions that keep their
     * papers of an earlier run, which it was read for. */
    struct str reason, kept;
};

/* What was reported of a unit: errors and warnings, the worst first. */
struct unit_complaints {
    /* As many as are shown, and how many there are. */
    const struct diag_item *items;
    size_t n_items, n_errors, n_warnings;
};

/* What was reported, as rows of data/diagnostics.csv: whether kept in memory, on disk or in the
 * ledger. */
struct complaint_source {
    /* Begins a walk, the worst first and then by place; its memory is in the arena. */
    void *(*begin)(struct arena *arena, const void *context);
    /* The next row's cells, valid until the next step; those made for it are in the arena. False at
     * the end. */
    bool (*next)(struct arena *arena, void *walk, struct str cells[LEDGER_N_COMPLAINT_CELLS]);
    /* What is handed to `begin`. */
    const void *context;
};

/* What the list of problems is made of. */
struct problem_facts {
    /* What was reported. */
    struct complaint_source reported;
    /* The files, by name. */
    const struct file_facts *files;
    size_t n_files;
    /* The institutions' names. */
    const struct ledger *ledger;
};

/* Papers of an institution in OUT. */
struct overview_unit {
    /* Its unit_id. */
    struct str id;
    /* Their paths. */
    const struct str *files;
    size_t n_files;
};

/* What index.html is made of. */
struct overview_facts {
    /* All that was counted; settled. */
    const struct ledger *ledger;
    /* What was reported. */
    struct complaint_source reported;
    /* Institutions with papers. */
    const struct overview_unit *units;
    size_t n_units;
    /* Paths of everything else that OUT holds. */
    const struct str *files;
    size_t n_files;
    /* By path of a document how many of its pages have a picture, "previews/PATH/1.png" being the
     * first; NULL for none. How many there are in all, and their bytes. */
    const struct dictionary *previews;
    size_t n_previews;
    uint64_t preview_bytes;
    /* The changes are those since last year, else since the last run into the same OUT. */
    bool is_of_year;
};

/* index.html, in which charts are still to be put. */
struct overview_page {
    /* The text without them, up to the rows of the institutions. */
    struct str html;
    /* Those and all behind them, piece by piece. */
    struct text_source rest;
    /* The charts, a page each, titles, and the places of the text where they belong, rising. */
    const struct document *charts;
    const struct str *titles;
    const size_t *places;
};

/* A file that is sent back to be mended. */
struct return_facts {
    /* Its name and hash, as in data/files.csv. */
    struct str name, sha256;
    /* Name of the sheet in the book that is made of a CSV. */
    struct str sheet;
    /* The book is made of its cells, not of the file itself. */
    bool is_rebuilt;
    /* Its problems, by place, and how many more there are, which are neither marked nor listed. */
    const struct diag_item *items;
    size_t n_items, n_more;
    /* By which each of them is known again when the sender answers; empty: it cannot be confirmed.
     */
    const struct str *keys;
};

/* Reads forms, prose and styles. */
struct docs *docs_open(struct arena *arena, struct shelf *shelf, struct typesetter *typesetter,
                       const struct rules *rules, const struct docs_settings *settings,
                       struct diag *diag);
/* The words that papers are known by, each once. */
const struct str *docs_words(const struct docs *docs, size_t *n_words);
/* Whether what is known by the word is to be made. */
bool docs_makes(const struct docs *docs, struct str word);
/* The word that a path below OUT is known by; empty for what every run makes (data/, 问题清单). */
struct str docs_word_of(const struct docs *docs, struct arena *arena, struct str path);
/* Makes every document of one unit, in the order of templates/docs/papers. `told` is what was
 * reported of it before `diag` was opened, which holds what was reported since. `arena` is scratch
 * for this unit. */
bool docs_unit(struct docs *docs, struct arena *arena, const struct unit_findings *findings,
               const struct unit_complaints *told, struct diag *diag,
               const struct product_sink *sink);
/* Makes the province's report and workbook from the rows of the ledger, which must be settled, and
 * from nothing else. */
bool docs_province(struct docs *docs, struct arena *arena, const struct ledger *ledger,
                   struct diag *diag, const struct product_sink *sink);
/* What a sink holds, and what the settled ledger's rows of diagnostics say. */
struct complaint_source docs_complaints(const struct diag *reported);
struct complaint_source docs_kept_complaints(const struct ledger *ledger);
/* Makes 问题清单.xlsx of them. */
bool docs_problems(struct docs *docs, struct arena *arena, const struct problem_facts *facts,
                   struct diag *diag, const struct product_sink *sink);
/* Makes index.html; NULL after reporting. */
const struct overview_page *docs_overview(const struct docs *docs, struct arena *arena,
                                          const struct overview_facts *facts, struct diag *diag);
/* Makes data/diagnostics.csv. */
bool docs_problem_table(struct arena *arena, const struct diag *reported,
                        const struct product_sink *sink);
/* What is put into a file that is sent back to be mended. `items` are its problems by place. */
const struct marking *docs_return(const struct docs *docs, struct arena *arena,
                                  const struct return_facts *facts);
/* The official Chinese label of a field. */
struct str docs_label(const struct docs *docs, enum field field);
/* Where that workbook stands below OUT, by the file's name. */
struct str docs_return_path(const struct docs *docs, struct arena *arena, struct str name);
/* How grades came out, as text for the terminal: the systems given by index, and, where `has_unit`,
 * the unit's own duties behind them. */
struct str docs_explain(struct docs *docs, struct arena *arena,
                        const struct unit_findings *findings, const size_t *systems,
                        size_t n_systems, bool has_unit, struct diag *diag);
/* Behind all of them: the rules that are not in force at the day or were checked too long ago, by
 * the texts they were taken from; empty where there are none. */
struct str docs_explain_dates(const struct docs *docs, struct arena *arena);
/* What one edition found of a system: its documents' wording, its findings, the system's index. */
struct edition_side {
    struct docs *docs;
    const struct unit_findings *findings;
    size_t system;
};
/* What editions say of a system, in brief and side by side; what all of them say alike is said
 * once.
 */
struct str docs_explain_editions(struct arena *arena, const struct edition_side *sides,
                                 size_t n_sides, struct diag *diag);
/* The whole as JSON, an object of a unit; what stands before the first and behind the last of them.
 */
struct str docs_explain_json(const struct docs *docs, struct arena *arena,
                             const struct unit_findings *findings, const size_t *systems,
                             size_t n_systems);
struct str docs_begin_json(const struct docs *docs, struct arena *arena);
struct str docs_end_json(void);
/* The proof of a form by its template's name ("filing-system"); NULL if there is none. */
struct document *docs_proof(struct docs *docs, struct arena *arena, struct str form,
                            struct diag *diag);
/* Names of the forms, for messages. */
const struct str *docs_forms(const struct docs *docs, size_t *n_forms);
/* The blank workbook that institutions fill in, of the columns that intake reads. NULL after
 * reporting what of templates/docs/intake-book.yaml no column fits. */
struct workbook *docs_intake_book(struct docs *docs, struct arena *arena,
                                  const struct column_book *books, size_t n_books,
                                  struct diag *diag);

#endif
