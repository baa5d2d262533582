/*
 * Inner header of layout: text into measured paragraphs. Only text.c knows pango; everything above
 * works on shaped glyphs and on lines.
 */
#ifndef LAYOUT_TEXT_TEXT_H
#define LAYOUT_TEXT_TEXT_H

#include "layout/page.h"

struct typesetter;

/* How lines stand in their width. */
enum alignment {
    ALIGN_LEFT,
    ALIGN_CENTER,
    ALIGN_RIGHT,
    /* Both edges; the last line left. */
    ALIGN_JUSTIFY,
    /* Both edges, each line, by space between characters: labels of official forms. */
    ALIGN_SPREAD,
};

/* Words that a balanced line is not broken within. */
struct word_list {
    const struct str *words;
    size_t n_words;
    /* Last characters of words that no list can hold, as of places. */
    const struct str *ends;
    size_t n_ends;
    /* Words behind which running text names one of its tables, figures or annexes, and those that
     * join two such names. */
    const struct str *leads, *joins;
    size_t n_leads, n_joins;
};

/* The look of a paragraph. */
struct para_style {
    /* Font role, an index from typesetter_role. */
    uint32_t role;
    /* Type size, units. */
    int32_t size;
    /* Distance of baselines, units. */
    int32_t leading;
    /* Indent of the first line, units; a negative one hangs the other lines instead. */
    int32_t first_indent;
    /* Added behind each full-width character, units; may be negative: a page of 28 characters a
     * line is a little tighter than its type (GB/T 9704). */
    int32_t tracking;
    /* Alignment. */
    enum alignment alignment;
    /* Grey of the ink, 0 black. */
    uint8_t gray;
    /* Lines are of like length and break between these words, as those of a title do (GB/T
     * 9704-2012 7.3.1); NULL: each takes what fits. Not of justified text. */
    const struct word_list *words;
};

/* Text of one look within a paragraph. */
struct span {
    /* UTF-8; a line break in it is a forced break. */
    struct str text;
    /* The cell it came from, for a missing glyph's diagnostic; all zero for our own wording. */
    struct origin origin;
    /* Header or label of that cell. */
    struct str header;
    /* Its missing glyphs were told of already. */
    bool is_quoted;
    /* Role instead of the paragraph's; UINT32_MAX to keep it. */
    uint32_t role;
    /* Type size instead of the paragraph's, not above it; 0 to keep it. */
    int32_t size;
    /* An underlined blank (填空): ruled under the text, at least this wide; 0 for plain text. */
    int32_t blank_width;
    /* The blank reaches to the right edge of its line if it is the last on it. */
    bool fills_line;
    /* A tick box before the text, drawn, not typed. */
    enum tick { TICK_NONE, TICK_OPEN, TICK_DONE } tick;
    /* This span starts a piece that should stay on one line with what follows up to the next such
     * span (an option of a form: □1中央; the words behind the last option). */
    bool starts_option;
    /* See struct run. */
    uint32_t refers;
};

/* A set line: items placed relative to the paragraph's top left. */
struct line {
    /* Runs, rules under blanks, tick boxes and strokes. */
    struct item *items;
    /* How many. */
    size_t n_items;
    /* Baseline, down from the paragraph's top. */
    int32_t baseline;
    /* Ink width used. */
    int32_t width;
};

/* A set paragraph. */
struct para {
    /* Its lines. */
    struct line *lines;
    /* How many. */
    size_t n_lines;
    /* n_lines × leading. */
    int32_t height;
    /* Distance of baselines. */
    int32_t leading;
    /* Width it was set to. */
    int32_t width;
    /* Widest line. */
    int32_t natural_width;
    /* A blank was cut, or a single character or a row of marks sticks out: the caller may shrink or
     * report. */
    bool is_too_wide;
    /* A word without joints was wider than the width and was parted: the caller may shrink. */
    bool is_torn;
};

/* Sets spans to a width: 避头尾, justification, forced breaks. Missing glyphs are reported as
 * GLYPH_MISSING at the span's origin and leave a visible 〓 (or a box), never nothing; with `diag`
 * NULL, for trials, they are not reported. The result lives in `arena` and holds no pointer to the
 * spans' text. */
const struct para *para_set(struct typesetter *typesetter, struct arena *arena,
                            const struct span *spans, size_t n_spans,
                            const struct para_style *style, int32_t width, struct diag *diag);
/* How many lines from `first` on a place so high takes: no line alone at the end of a page, nor at
 * the start of the next, where it can be helped. 0: none, the page is to be turned; never 0 at the
 * top of a page. */
size_t para_part(const struct para *para, size_t first, int32_t room, bool is_at_top);
/* Puts lines [first, first + n) on a page with the paragraph's top left (of line `first`) at x, y;
 * `bound` is the area the text must stay in. */
void para_place(struct arena *arena, const struct para *para, size_t first, size_t n,
                struct page *page, int32_t x, int32_t y, struct area bound);

/* Notes a part of a table whose header rows are the items from `header_first` to the last so far.
 */
void page_add_table(struct arena *arena, struct page *page, struct table_part part);
/* Moves the items from `first` on behind all others, so that those cover them. */
void page_send_back(struct arena *arena, struct page *page, size_t first);
/* Moves the items from `first` on before the item at `to`. */
void page_move(struct arena *arena, struct page *page, size_t first, size_t to);
/* Adds a link. */
void page_add_link(struct arena *arena, struct page *page, struct page_link link);
/* Adds items to a page. */
void page_add_rule(struct arena *arena, struct page *page, struct rule rule);
void page_add_box(struct arena *arena, struct page *page, struct box box);

/* The name of a role nearest to a wrong one; all names if none is near. */
struct str typesetter_nearest_role(const struct typesetter *typesetter, struct arena *arena,
                                   struct str name);

/* A length with its unit: "12mm", "10.5pt", "小4", "4号", "1.5em" (of `em`), or "3" + nothing is an
 * error. False if it is not one; reports nothing. */
bool length_parse(struct str text, int32_t em, int32_t *units);
/* A demand of shapes: a length from `low` to `high` units, an em taken for 12 pt; or 0. */
bool length_fits(const struct yaml_shape *shape, struct str text);
/* A shape of lengths. */
#define LENGTH_SHAPE(least, most)                                                                  \
    YAML_SHAPE(.kind = YAML_TEXT, .low = (least), .high = (most), .fits = length_fits,             \
               .example = "12mm, 10.5pt, 1.5em")

#endif
