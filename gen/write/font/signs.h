/* Inner header of write: the face of the kit's own signs. */
#ifndef WRITE_FONT_SIGNS_H
#define WRITE_FONT_SIGNS_H

#include "write/font/cff.h"
#include "write/font/fontkit.h"

/* Width of all signs, in thousandths of the em. */
#define SIGN_WIDTH 1000

/* The Type 2 program of a sign. */
struct str signs_program(enum kit_sign sign);
/* The face that they are in, as if it had been read from a file. */
void signs_open(struct arena *arena, struct sfnt *figures, struct cff *font);

#endif
