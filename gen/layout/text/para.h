/*
 * Inner header of layout: a paragraph between shaping and placing. para.c makes atoms of the spans,
 * between.c says what may happen between two of them, lines.c breaks them into lines, draw.c makes
 * the items of these.
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

/* Whether a line may begin with an atom. */
enum break_kind {
    /* No. */
    BREAK_NEVER,
    /* Only where an option cannot be kept on one line. */
    BREAK_OPTION,
    /* Yes. */
    BREAK_FREE,
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
    /* Advance. */
    int32_t width;
    /* Blank it can give up as a mark at the start or end of a line. */
    int32_t left_room, right_room;
    /* The slot behind: what is added (quarter em, tracking) or taken away (adjacent marks). */
    int32_t after;
    /* The slot can give up this much more. */
    int32_t shrink;
    /* The slot may be widened. */
    bool can_stretch;
    /* Pen and sum of `shrink` before the atom, were all on one line. */
    int64_t x, shrink_before;
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
};

/* Marks where lines may begin. The option rule: within an option only if it must be. */
void between_breaks(struct setting *setting);
/* Measures the slots between atoms, and the pen as if all stood on one line. */
void between_measure(struct setting *setting);
/* Frees the breaks within options that fit on no line. */
void between_free_options(struct setting *setting, int32_t width);
/* Breaks the atoms into the lines of the paragraph. */
void lines_set(struct setting *setting);
/* Draws the placed atoms of a line, the paragraph's line `index`. */
void line_draw(struct setting *setting, const struct stretch *line, size_t index);
/* Set in words: no break and no stretch between two such. */
bool atom_is_western(const struct atom *atom);
/* A shaped measure at a type size. */
int32_t scale_measure(int64_t measure, int32_t size);

/* The strokes of a tick box, at most two items; returns how many. */
size_t tick_items(struct arena *arena, int32_t x, int32_t baseline, int32_t size, bool is_done,
                  struct item items[2]);
/* A box for a character that no face has. */
struct item missing_item(struct arena *arena, int32_t x, int32_t baseline, int32_t size,
                         struct str text);

#endif
