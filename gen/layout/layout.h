/*
 * layout: the composing room. Boxes, baselines, line breaking, tables, forms, charts: text and
 * measures in, pages out. It would set a menu just as gladly: it knows nothing of inventories,
 * grades or form names, nor of PDF or any other output. Text is measured here and nowhere else.
 */
#ifndef LAYOUT_LAYOUT_H
#define LAYOUT_LAYOUT_H

#include "base/base.h"
#include "layout/page.h"
#include "layout/sheet.h"

/* Fonts and shaping; lives as long as the run. */
struct typesetter;

/* Opens the fonts named in roles.yaml of the fonts shelf. Reports FONT_MISSING, FONT_UNUSABLE. */
struct typesetter *typesetter_open(struct arena *arena, struct shelf *fonts, struct diag *diag);
/* Role by name ("song"); false if there is none. */
bool typesetter_role(const struct typesetter *typesetter, struct str name, uint32_t *role);

/* An empty document that uses the typesetter's faces. */
struct document *document_open(struct arena *arena, const struct typesetter *typesetter);
/* Adds an empty page. */
struct page *document_add_page(struct arena *arena, struct document *document, int32_t width,
                               int32_t height, struct str label);
/* Adds an outline entry. */
void document_add_bookmark(struct arena *arena, struct document *document, struct str title,
                           int level, size_t page, int32_t y);
/* Adds a part within another, and returns its index. */
uint32_t document_add_tag(struct arena *arena, struct document *document, struct document_tag tag);
/* Notes what all copies of a form print, once. */
void document_add_stock(struct arena *arena, struct document *document, const struct page *stock);
/* Proves the pages: every run inside its bound and its page, no missing glyph, no forbidden line
 * start or end, no ideographs further apart than the cap allows nor marks away from what they
 * follow, the header on every page of a table. Reports PAGE_AUDIT for each rule that a page breaks,
 * with page and first box, and LINE_RAGGED for the first line of each page that the cap left
 * ragged; returns whether there was no breach. */
bool document_audit(struct arena *arena, const struct document *document, struct diag *diag);
/* The pages as text, an item a line, rounded to 0.01 mm: what goldens compare. */
struct str document_dump(struct arena *arena, const struct document *document);

/* ---- forms: a fixed grid from templates/forms ------------------------------------------------ */

/* A form read from its template. */
struct form;

/* What a form asks for by name. */
struct form_value {
    /* Text to print; empty leaves the place blank. */
    struct str text;
    /* Codes of ticked options. */
    int16_t codes[8];
    /* How many. */
    unsigned n_codes;
    /* Words behind an "other" option. */
    struct str detail;
    /* The date's parts, for 年 月 日 blanks; zero parts stay blank. */
    struct date date;
    /* The cell it came from. */
    struct origin origin;
    /* Its header. */
    struct str header;
    /* Words of a complaint, see struct text. */
    bool is_quoted;
};

/* How a form prints what it asks for. */
enum form_use {
    /* As text. */
    FORM_USE_TEXT,
    /* As ticks of options. */
    FORM_USE_TICKS,
    /* As year, month and day. */
    FORM_USE_DATE,
};

/* Who answers: the caller looks `name` up in its records. */
struct form_source {
    /* Returns false if there is no such field, which the loader reports; an empty value is true
     * with nothing set. */
    bool (*value)(void *context, struct str name, struct form_value *value);
    /* Whether values of that name can be printed so, told when the form is read; NULL if all can.
     */
    bool (*suits)(void *context, struct str name, enum form_use use);
    /* The field name nearest to a wrong one, or the empty text; NULL if nobody can tell. */
    struct str (*nearest)(void *context, struct arena *arena, struct str name);
    /* Handed to both. */
    void *context;
};

/* Reads a form. `knows` tells whether a field name exists (its value is not used). */
const struct form *form_read(struct arena *arena, struct typesetter *typesetter,
                             struct shelf *shelf, const char *subject, struct str edition,
                             const struct form_source *knows, struct diag *diag);
/* Sets one copy of the form on new pages of the document: its own page, and 续页 for what did not
 * fit, with the form's bookmark (under the document's) and page labels. Reports TEXT_OVERFLOW only
 * when a 续页 cannot hold it either. */
bool form_set(struct arena *arena, const struct form *form, const struct form_source *source,
              struct document *document, struct diag *diag);
/* A text of the form's `texts` ("title"), its fields filled in: for the document's properties.
 * Empty if the form has none of that name. */
struct str form_text(struct arena *arena, const struct form *form, const char *name,
                     const struct form_source *source);
/* Sets the form empty, with field names in the boxes and a millimetre rule at the edges. */
bool form_proof(struct arena *arena, const struct form *form, struct document *document,
                struct diag *diag);

/* ---- flowing documents: blocks set into page bodies ------------------------------------------ */

/* Named looks and page masters from templates/styles. */
struct styles;

/* Reads a style file. */
const struct styles *styles_read(struct arena *arena, struct typesetter *typesetter,
                                 struct shelf *shelf, const char *subject, struct str edition,
                                 struct diag *diag);

/* A piece of text with its origin. */
struct text {
    /* UTF-8. */
    struct str text;
    /* The cell it came from; all zero for our own wording. */
    struct origin origin;
    /* Its header. */
    struct str header;
    /* A ruled blank (填空) at least this many characters wide, with the text in it; 0 for plain
     * text. */
    unsigned blank;
    /* Words of a complaint: what they quote was told of at its cell, and no character of them is
     * told of again. */
    bool is_quoted;
};

/* A cell of a flowing table. */
struct table_cell {
    /* What it says. */
    struct text text;
    /* Columns and rows it covers; 0 counts as 1. A covered place is left out of `cells` by
     * setting is_covered. */
    unsigned column_span, row_span;
    /* Covered by a span of another cell. */
    bool is_covered;
    /* Shaded: the hit cell of a matrix. */
    bool is_shaded;
    /* Header look. */
    bool is_header;
    /* For numbers: right-aligned, those of a column at their points. */
    bool is_number;
    /* Of the first cell of a row: the row does not begin a page, as it belongs to the rows before
     * it (小计, 合计). */
    bool is_kept;
};

/* A flowing table: its header rows repeat on every page under the caption, or where it has none
 * under the words of the heading it stands under, which say that it goes on; a row that does not
 * fit moves on, one taller than a page is split, and no page holds a stub of one or two last rows
 * where it can be helped. */
struct flow_table {
    /* Style name: lines and type. */
    struct str style;
    /* n_rows × n_columns cells, row by row. */
    const struct table_cell *cells;
    size_t n_rows, n_columns;
    /* Rows repeated at the top of each page. */
    size_t n_header_rows;
    /* Relative column widths, n_columns of them; NULL: as wide as what stands in them wants. */
    const double *widths;
    /* Lines of the cell style that each row is high at least, n_rows of them; NULL for none. */
    const unsigned *lines;
    /* Caption over the table; empty for none. */
    struct str caption;
};

/* What a chart draws. */
enum chart_kind {
    /* A bar a category, cut into series, lying, values printed in or beside the parts. */
    CHART_STACKED_BARS,
    /* A bar for each series of each category, lying under each other: what is no part of a whole.
     */
    CHART_GROUPED_BARS,
    /* A bar a category of the first series alone, in the middle: what is left after each step. */
    CHART_FUNNEL,
    /* A bar a category from its first day to its last, over months. */
    CHART_GANTT,
    /* A line a series over the categories, which come in order: years. Values stand under their
     * points. */
    CHART_LINES,
};

/* A stretch of days, both ends included, as date_to_days counts. */
struct chart_span {
    int64_t begin, end;
    /* There is one. */
    bool is_given;
};

/* A chart as data: the same description serves page, picture and workbook. */
struct chart {
    /* Which. */
    enum chart_kind kind;
    /* Caption under it. */
    struct str caption;
    /* Names of the bars. */
    const struct str *categories;
    size_t n_categories;
    /* Names of the parts. */
    const struct str *series;
    size_t n_series;
    /* n_categories × n_series values, category by category. */
    const double *values;
    /* What the whole width stands for; 0: what the longest bar needs. */
    double full;
    /* For CHART_GANTT, in place of series and values: n_categories stretches. */
    const struct chart_span *spans;
};

/* What a block is. */
enum block_kind {
    /* A heading of `level`, kept with what follows; goes into the outline. */
    BLOCK_HEADING,
    /* A paragraph. */
    BLOCK_PARA,
    /* A table. */
    BLOCK_TABLE,
    /* A chart. */
    BLOCK_CHART,
    /* An empty stretch of the style's leading. */
    BLOCK_SPACE,
    /* A list of the headings down to `level`, with the numbers of their pages and links to them. */
    BLOCK_CONTENTS,
    /* A new page, of the master that `style` names, or of the one before where it names none. */
    BLOCK_BREAK,
};

/* A piece of a flowing document. */
struct flow_block {
    /* Which members count. */
    enum block_kind kind;
    /* Style name from the style file. */
    struct str style;
    /* Heading or paragraph: pieces set one behind the other. */
    const struct text *texts;
    size_t n_texts;
    /* Heading: what contents and outline call it; empty for its own words. */
    struct str called;
    /* Heading: 0 of the title, under which the others hang in the outline, from 1 of chapters.
     * Contents: of the deepest headings listed. */
    int level;
    /* BLOCK_TABLE. */
    const struct flow_table *table;
    /* BLOCK_CHART. */
    const struct chart *chart;
};

/* Whether the style file has the style that a block of this kind names. Reports YAML_VALUE at
 * `origin`, the place of the name, with the nearest style. */
bool styles_prove(const struct styles *styles, enum block_kind kind, struct str name,
                  struct origin origin, struct diag *diag);
/* The same for a page master. */
bool styles_prove_master(const struct styles *styles, struct str name, struct origin origin,
                         struct diag *diag);

/* Words on every page that are not of its text; empty for none. */
struct flow_marks {
    /* In the corner (待复核). */
    struct str corner;
    /* Large and grey behind everything (草稿). */
    struct str watermark;
};

/* Sets blocks on new pages of the document, by the style file's page master `master`, which says
 * how the marks look and may leave them out. */
bool flow_set(struct arena *arena, const struct styles *styles, struct str master,
              struct flow_marks marks, const struct flow_block *blocks, size_t n_blocks,
              struct document *document, struct diag *diag);

/* Sets a chart alone on a page of its own, as high as it is: for pictures. Reports an unknown style
 * of charts, and more series than that tells apart. */
bool chart_page(struct arena *arena, const struct styles *styles, struct str style,
                const struct chart *chart, int32_t width, struct document *document,
                struct diag *diag);

#endif
