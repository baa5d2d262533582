/* Inner header of write: the strokes of a hatch, so that every format draws the same ones. */
#ifndef WRITE_HATCH_H
#define WRITE_HATCH_H

#include "layout/page.h"

/* Strokes that fill a box. */
struct strokes {
    /* The strokes, already cut to the box. */
    const struct rule *rules;
    /* How many. */
    size_t n_rules;
    /* They are points to be drawn with round ends. */
    bool is_dots;
};

/* The strokes of a box's hatch; none for HATCH_NONE and HATCH_SOLID. */
struct strokes hatch_strokes(struct arena *arena, const struct box *box);

#endif
