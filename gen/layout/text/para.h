/*
 * Inner header of layout: a paragraph between shaping and placing. para.c makes atoms of the spans,
 * between.c says what may happen between two of them, lines.c and optimum.c break them into lines,
 * fill.c makes up their width, draw.c makes the items.
 */
#ifndef LAYOUT_TEXT_PARA_H
#define LAYOUT_TEXT_PARA_H

#include "layout/text/shape.h"

/* What an atom is. */
enum atom_kind {
    /* A cluster with glyphs. */
    ATOM_TEXT,
    /* A blank. */
    ATOM_SPACE,
    /* A character no face has, drawn as a box. */
    ATOM_BOX,
    /* A tick box. */
    ATOM_TICK,
    /* Empty stretch of a blank to fill in. */
    ATOM_PAD,
    /* A forced break. */
    ATOM_BREAK,
};

/* Whether a line may begin with an atom; the better, the higher. */
enum break_kind {
    /* No. */
    BREAK_NEVER,
    /* Only where a word is wider than the line: anywhere in it, without a hyphen. */
    BREAK_TORN,
    /* Behind a joint of an address or a long number: / ? & . - _ @ */
    BREAK_JOINT,
    /* Only where an option cannot be kept on one line. */
    BREAK_OPTION,
    /* Yes. */
    BREAK_FREE,
};

/* What gives up its blank in a line that is too wide, first to last (CLREQ 行内调整, 挤压). The
 * mark at the end of the line goes before all of them. */
enum shrink_rank {
    /* 间隔号 and 夹注符号: middle dots, brackets, quotation marks. */
    SHRINK_BRACKET,
    /* ，、；： */
    SHRINK_PAUSE,
    /* 。？！ */
    SHRINK_STOP,
    /* Blanks between western words, down to a quarter em. */
    SHRINK_SPACE,
    /* 中西间距, down to an eighth. */
    SHRINK_GAP,
    N_SHRINK_RANKS,
};

/* What the slots of a row of atoms can do, summed up. In units. */
struct play {
    /* Advances and slots. */
    int64_t width;
    /* Given up by marks and blanks, and by 中西间距. */
    int64_t marks, gaps;
    /* Taken by blanks between words and by 中西间距 before anything else, up to half an em each. */
    int64_t stretch;
    /* Slots that can be widened at all. */
    int64_t n_slots;
};

/* A piece of a paragraph that is never parted, and the slot behind it. Measures in units. */
struct atom {
    /* Its glyphs and text. */
    struct cluster cluster;
    /* What it is. */
    enum atom_kind kind;
    /* What it is to a line; of text only. */
    enum char_class class;
    /* Whether a line may begin here. */
    enum break_kind break_before;
    /* The span it is from. */
    uint32_t span;
    /* Where its text stands in the paragraph's text. */
    uint32_t text_at;
    /* Type size. */
    int32_t size;
    /* Advance. */
    int32_t width;
    /* Blank it can give up as a mark at the start or end of a line. */
    int32_t left_room, right_room;
    /* The slot behind: what is added (quarter em, tracking) or taken away (adjacent marks). */
    int32_t after;
    /* The slot can give up this much more, in its turn. */
    int32_t shrink;
    enum shrink_rank rank;
    /* The slot can take this much before others are widened. */
    int32_t stretch;
    /* The slot may be widened. */
    bool can_stretch;
    /* All that stands before the atom, were it on one line. */
    struct play before;
    /* Place in its line, from the paragraph's left. */
    int32_t place;
};

/* A paragraph being set. */
struct setting {
    /* What para_set was given. */
    struct typesetter *typesetter;
    struct arena *arena;
    const struct span *spans;
    size_t n_spans;
    const struct para_style *style;
    struct diag *diag;
    /* Dies with the setting. */
    struct arena *scratch;
    /* Width that lines may fill: of justified text a whole number of ems. */
    int32_t measure;
    /* All text, as set. */
    struct buf text;
    /* The atoms. */
    struct atom *atoms;
    size_t n_atoms;
    /* Glyphs not yet given to a run. */
    struct glyph *glyphs;
    /* The result. */
    struct para *para;
};

/* A line of atoms. */
struct stretch {
    /* First atom, and the one behind the last that shows: blanks at the end hang. */
    size_t first, end;
    /* First atom of the next line. */
    size_t next;
    /* Layout chose this line's start, its end; else it was forced. */
    bool is_start_chosen, is_end_chosen;
    /* Ends a forced line or the paragraph. */
    bool is_last;
    /* Left edge and width it may fill. */
    int32_t left, width;
    /* Width taken off a mark at its start. */
    int32_t trimmed;
    /* How its width was made up. */
    enum run_fill fill;
};

/* How atoms stand in a line. */
struct fit {
    /* What they can do; the width is that of all of them. */
    struct play play;
    /* Blank that the mark at the end can give up. */
    int64_t end_room;
    /* Width of the line less theirs. */
    int64_t slack;
};

/* ---- between.c ---- */

/* Marks where lines may begin. The option rule: within an option only if it must be. */
void between_breaks(struct setting *setting);
/* Frees the breaks within options that fit on no line, and those within words that fit on none;
 * the atoms are measured. */
void between_free(struct setting *setting);
/* Set in words: no break and no stretch between two such. */
bool atom_is_western(const struct atom *atom);
/* A letter of a western script. */
bool atom_is_letter(const struct atom *atom);

/* ---- slots.c ---- */

/* Measures the slots between atoms, and what stands before each as if all stood on one line. */
void slots_measure(struct setting *setting);

/* ---- lines.c ---- */

/* Breaks the atoms into the lines of the paragraph. */
void lines_set(struct setting *setting);
/* Index behind the last atom of [first, next) that is no blank. */
size_t line_skip_back(const struct setting *setting, size_t first, size_t next);
/* A line may end before atom `next`, where that must be: the marks on both sides of it may stand
 * there, whatever blanks are between them. */
bool line_may_part(const struct setting *setting, size_t next);
/* Left edge and width of the line that begins at an atom, and what a mark there gives up if layout
 * chose to begin one. */
void line_begin(const struct setting *setting, size_t first, struct stretch *line);

/* ---- optimum.c ---- */

/* Best breaking of the atoms [first, limit) as a whole (Knuth and Plass). Entry i is the start of
 * the line that follows one beginning at first + i; 0 where none is known. Lives in scratch. */
const size_t *optimum_find(const struct setting *setting, size_t first, size_t limit);

/* ---- balance.c ---- */

/* Best breaking of the atoms [first, limit) of a title; as optimum_find, but NULL if one line holds
 * them or no way is known. */
const size_t *balance_find(const struct setting *setting, size_t first, size_t limit);

/* ---- fill.c ---- */

/* Atoms [line->first, end) in the line; there must be one. */
struct fit line_measure(const struct setting *setting, const struct stretch *line, size_t end);
/* What all slots of a fit can give up. */
int64_t fit_room(const struct fit *fit);
/* Whether so much can be spread evenly over the slots, within the cap of 1/20 em each. */
bool fit_within_cap(const struct fit *fit, int64_t slack, int32_t size);
/* Makes up the width of a line and gives each atom its place. */
void line_fill(struct setting *setting, struct stretch *line);

/* ---- draw.c ---- */

/* Draws the placed atoms of a line, the paragraph's line `index`. */
void line_draw(struct setting *setting, const struct stretch *line, size_t index);

/* ---- para.c and page.c ---- */

/* A shaped measure at a type size. */
int32_t scale_measure(int64_t measure, int32_t size);

/* The strokes of a tick box, at most two items; returns how many. */
size_t tick_items(struct arena *arena, int32_t x, int32_t baseline, int32_t size, bool is_done,
                  struct item items[2]);
/* A box for a character that no face has. */
struct item missing_item(struct arena *arena, int32_t x, int32_t baseline, int32_t size,
                         struct str text);

#endif
