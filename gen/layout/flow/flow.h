/*
 * Inner header of layout: flowing documents. styles.c reads looks; pieces.c sets blocks, flow.c
 * fills page bodies with them from top to bottom, table.c and figure.c what is not running text.
 */
#ifndef LAYOUT_FLOW_FLOW_H
#define LAYOUT_FLOW_FLOW_H

#include "layout/layout.h"
#include "layout/text/text.h"

/* A paragraph style. Lengths in units. */
struct text_style {
    /* Its name. */
    struct str name;
    /* How it is set. */
    struct para_style para;
    /* Characters a line of the full width holds, or 0: gives the tracking (GB/T 9704 5.2.3). */
    int32_t per_line;
    /* Space over and under; not at the top of a page. */
    int32_t before, after;
    /* Indents of all lines. */
    int32_t left, right;
    /* Stays with the block behind it. */
    bool is_kept;
    /* A paragraph of it right behind a table has the last rows of that on its page. */
    bool is_under;
    /* Paragraphs of it in a row are a signature over its date (7.3.5), never alone on a page. */
    bool is_signed;
};

/* Text in the margin of every page. */
struct running {
    /* With {page}, {pages} and {title} to be filled in. */
    struct str text;
    const struct text_style *style;
    /* Where it stands on odd and on even pages. */
    enum alignment odd, even;
    /* From the edge of the body to the nearer edge of its line. */
    int32_t distance;
    /* Over the body, not under it. */
    bool is_header;
};

/* Most running texts of a master. */
#define MAX_RUNNING 4

/* A page master. */
struct master {
    /* Its name. */
    struct str name;
    /* Paper. */
    int32_t width, height;
    /* Body on odd pages (版心). */
    struct area body;
    /* The text style whose lines and characters are the grid of the body (GB/T 9704-2012 5.2.3);
     * NULL: it has none. */
    const struct text_style *grid;
    /* On even pages the body keeps its distance to the other edge: printed on both sides. */
    bool is_mirrored;
    /* What stands in the margins. */
    struct running running[MAX_RUNNING];
    size_t n_running;
    /* Look of the mark in the corner; NULL: the master has none. */
    const struct text_style *mark;
    /* Look of the word behind the page; NULL: the master has none. */
    const struct text_style *watermark;
};

/* Look of a table. */
struct table_style {
    /* Its name. */
    struct str name;
    const struct text_style *header, *cell, *number, *caption;
    /* Of numbers that do not fit in their columns otherwise; NULL: the table has none. */
    const struct text_style *small;
    /* Thickness of inner lines and of the frame. */
    int32_t line, frame;
    /* Between lines and text. */
    int32_t pad_x, pad_y;
    /* Grey of a shaded cell. */
    uint8_t shade;
    /* What a label that spans rows says on the next page; {1} is the label. */
    struct str continued;
};

/* Most series a chart style tells apart. */
#define MAX_SERIES 8

/* Look of a chart. */
struct chart_style {
    /* Its name. */
    struct str name;
    const struct text_style *label, *value, *caption;
    /* Height of a bar and the space between two. */
    int32_t bar, gap;
    /* Filling by series. */
    enum hatch hatches[MAX_SERIES];
    uint8_t grays[MAX_SERIES];
    size_t n_series;
};

struct styles {
    struct typesetter *typesetter;
    /* Where they were read. */
    struct origin origin;
    /* Words that titles are not broken within. */
    struct word_list words;
    struct text_style *texts;
    size_t n_texts;
    struct master *masters;
    size_t n_masters;
    struct table_style *tables;
    size_t n_tables;
    struct chart_style *charts;
    size_t n_charts;
};

/* Styles by name; an unknown one is reported and NULL. An empty table or chart name is the file's
 * first. */
const struct text_style *styles_text(const struct styles *styles, struct str name,
                                     struct diag *diag);
const struct master *styles_master(const struct styles *styles, struct str name, struct diag *diag);
const struct table_style *styles_table(const struct styles *styles, struct str name,
                                       struct diag *diag);
const struct chart_style *styles_chart(const struct styles *styles, struct str name,
                                       struct diag *diag);

/* The places of a document that its words can name, and the links to them. */
struct references;

/* Pages being filled. */
struct flow {
    struct arena *arena;
    const struct styles *styles;
    const struct master *master;
    struct document *document;
    struct diag *diag;
    /* The part being set. */
    uint32_t tag;
    /* Words of the heading over the blocks being set, on one line; empty for none. */
    struct str heading;
    /* The page being filled and its body. */
    struct page *page;
    struct area body;
    /* Top of what is free in the body. */
    int32_t y;
    /* Space the block before wants under itself. */
    int32_t owed;
    /* Masters of the pages from `first_page` of the document on. */
    size_t first_page;
    const struct master **masters;
    size_t n_masters, masters_capacity;
    /* NULL: no words are looked at for links. */
    struct references *references;
};

/* Begins a page. */
void flow_turn(struct flow *flow);
/* From now on what is set is a piece of that tag. */
void flow_take_tag(struct flow *flow, uint32_t tag);
/* The same of a new tag within the one at hand, which the caller takes again. */
void flow_add_tag(struct flow *flow, struct document_tag tag);
/* Nothing stands on the page yet. */
bool flow_is_at_top(const struct flow *flow);
/* Units left on the page. */
int32_t flow_room(const struct flow *flow);
/* Sets text in a style to a width within the style's indents. */
const struct para *flow_text(const struct flow *flow, const struct text *texts, size_t n_texts,
                             const struct text_style *style, int32_t width);
/* Sets wording of our own without indents. */
const struct para *flow_label(const struct flow *flow, struct str text,
                              const struct text_style *style, int32_t width);

/* Texts as spans of a style in lines so wide. */
struct span *flow_spans(const struct flow *flow, const struct text *texts, size_t n_texts,
                        const struct text_style *style, int32_t width);
/* As flow_text, of spans. */
const struct para *flow_set_spans(const struct flow *flow, const struct span *spans, size_t n_spans,
                                  const struct text_style *style, int32_t width);

/* The blocks that words can name: captions and headings, up to their first blank, that begin with
 * an ideograph and end with a number that no other has (a table, a figure, a list, an annex). */
struct references *references_find(const struct flow *flow, const struct flow_block *blocks,
                                   size_t n_blocks);
/* The texts of a paragraph as spans, of which those that name a place are spans of their own; words
 * from a cell of the input name nothing of ours. `*n_spans` gets how many. */
const struct span *references_split(const struct flow *flow, const struct text *texts,
                                    size_t n_texts, const struct text_style *style,
                                    size_t *n_spans);
/* Notes where a block begins, at flow.y; a named one hangs under its heading in the outline. */
void references_note_place(const struct flow *flow, const struct flow_block *block);
/* Notes the words on the page from an item on that name a place. */
void references_note_words(struct flow *flow, size_t first_item);
/* Where the block of an index begins, once all is placed. */
void references_find_place(const struct flow *flow, size_t index, size_t *page, int32_t *y);
/* Adds the links once all is placed. */
void references_finish(const struct flow *flow);

/* Width of a place for a character in a line so wide of the style: that of a full-width character
 * with its tracking. */
int32_t text_style_place(const struct text_style *style, int32_t width);

/* A list of contents with its lines set. */
struct set_contents;
/* Sets a line for each heading of the blocks down to level `deepest`. */
struct set_contents *contents_set(const struct flow *flow, const struct flow_block *blocks,
                                  size_t n_blocks, int deepest, const struct text_style *style);
/* Height of its first line. */
int32_t contents_needs(const struct set_contents *set);
/* Places it from flow.y on. */
void contents_place(struct flow *flow, struct set_contents *set);
/* Adds numbers and links once all is placed. */
void contents_finish(const struct flow *flow, const struct set_contents *set);

/* Signature and date with their words set. */
struct set_signature;
/* Sets the blocks, paragraphs of one style, the last of which is the date. */
struct set_signature *signature_set(const struct flow *flow, const struct flow_block *blocks,
                                    size_t n_blocks, const struct text_style *style);
/* Height it wants at once. */
int32_t signature_needs(const struct set_signature *set);
/* Places it from flow.y on. */
void signature_place(struct flow *flow, const struct set_signature *set);

/* The look of a cell of a table. */
const struct text_style *table_style_of(const struct table_style *style,
                                        const struct table_cell *cell);
/* Widths of the columns, as n_columns + 1 edges over the width of the body. By shares each gets its
 * part; without, narrow columns get what they want, and the others share the rest by the roots of
 * what they want, none less than a few characters. Either way each gets what its widest number
 * takes on one line; false if there is no room for that. */
bool table_fit_columns(const struct flow *flow, const struct flow_table *table,
                       const struct table_style *style, int32_t *edges);

/* A table with its cells set, ready to be placed. */
struct set_table;
/* Sets the cells; NULL on an unknown style. `around` gets the style of its caption, whose space
 * before and after stands around the table. */
struct set_table *table_set(const struct flow *flow, const struct flow_table *table,
                            struct str style, const struct text_style **around);
/* What so high stands under the table has rows of it on its page; a note is not parted from a table
 * that both take no more than three fifths of a page. */
void table_hold(struct set_table *set, int32_t tail, bool is_note);
/* It is too low to be all that a last page holds. */
bool table_is_short(const struct set_table *set);
/* Height of its smallest beginning: caption, header rows, first rows. */
int32_t table_needs(const struct set_table *set);
/* Places it from flow.y on, over as many pages as it takes. */
void table_place(struct flow *flow, struct set_table *set);

/* A chart with its labels set. */
struct set_figure;
/* Sets the labels; as table_set. */
struct set_figure *figure_set(const struct flow *flow, const struct chart *chart, struct str style,
                              const struct text_style **around);
/* Height it wants at once: all of it, if a page can hold that. */
int32_t figure_needs(const struct set_figure *set);
/* Places it from flow.y on; bars too high for a page go on with the next ones. */
void figure_place(struct flow *flow, struct set_figure *set);

/* The same of a kind of chart: bars, time (CHART_GANTT), lines (CHART_LINES). */
struct set_chart;
struct set_chart *chart_set(const struct flow *flow, const struct chart *chart,
                            const struct chart_style *style);
int32_t chart_needs(const struct set_chart *set);
void chart_place(struct flow *flow, struct set_chart *set);
struct set_gantt;
struct set_gantt *gantt_set(const struct flow *flow, const struct chart *chart,
                            const struct chart_style *style);
int32_t gantt_needs(const struct set_gantt *set);
void gantt_place(struct flow *flow, struct set_gantt *set);
struct set_curves;
struct set_curves *curves_set(const struct flow *flow, const struct chart *chart,
                              const struct chart_style *style);
int32_t curves_needs(const struct set_curves *set);
void curves_place(struct flow *flow, struct set_curves *set);

/* A count as people write it: whole, or with one or two decimals. */
struct str chart_say_value(struct arena *arena, double value);

#endif
