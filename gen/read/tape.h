/*
 * Inner header of read: the cells of a sheet in short, a few bytes each, so that a second reading
 * need not inflate and parse the file again.
 */
#ifndef READ_TAPE_H
#define READ_TAPE_H

#include "read/read.h"
#include "read/texts.h"

/* Who takes cells, in the order of the file. */
struct tape_sink {
    /* Handed to the call. */
    void *context;
    /* A cell. `shared` is the index of its text among the texts that cells share, TAPE_KEPT or
     * TAPE_OWN: then the text is valid only during the call. False stops the reading. */
    bool (*take)(void *context, const struct read_cell *cell, size_t shared);
};

/* The text is the cell's own; or it is, and lives as long as the book. */
#define TAPE_OWN  SIZE_MAX
#define TAPE_KEPT (SIZE_MAX - 1)

/* Cells in short; opaque. */
struct tape;

/* An empty tape with memory of its own, until tape_close or the end of `arena`. */
struct tape *tape_open(struct arena *arena);
/* Kept texts that lie in `base` are said from now on by where they are in it. Whoever plays the
 * tape leans it on the same; tape_check takes for granted that this is UTF-8. */
void tape_lean(struct tape *tape, struct str base);
/* Adds a cell. Returns the bytes that the tape grew by. */
size_t tape_add(struct tape *tape, const struct read_cell *cell, size_t shared);
/* Hands all cells over; false if the sink said stop, or if the tape is none of ours. Texts of cells
 * stay valid as long as the tape. */
bool tape_play(const struct tape *tape, const struct texts *shared, const struct tape_sink *sink);
/* The furthest place that cells of a tape may have. */
struct tape_bounds {
    uint32_t rows, columns;
};

/* What a tape holds. */
struct tape_count {
    size_t n_cells;
    /* Bytes of all texts, a shared one counted each time. */
    size_t n_text;
    /* Some row stands behind a later one. */
    bool is_scrambled;
};

/* Looks at a tape that came from elsewhere: false if it is none of ours, if a text on it is not
 * UTF-8, a day none, or a cell beyond the bounds. */
bool tape_check(const struct tape *tape, const struct texts *shared,
                const struct tape_bounds *bounds, struct tape_count *count);
/* Its bytes, and how many: a tape again by tape_of, which leaves them where they are. */
void tape_each(const struct tape *tape, void (*take)(void *context, struct str bytes),
               void *context);
size_t tape_size(const struct tape *tape);
struct tape *tape_of(struct arena *arena, struct str bytes);
/* Gives the memory back. */
void tape_close(struct tape *tape);

#endif
