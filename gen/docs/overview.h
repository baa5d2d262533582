/* Inner header of docs: OUT/index.html, what a run came to on one page for a browser. */
#ifndef DOCS_OVERVIEW_H
#define DOCS_OVERVIEW_H

#include "docs/room.h"

/* Its words, style and script, and what it counts. */
struct overview;

/* Reads templates/docs/overview; NULL after reporting what is wrong. */
struct overview *overview_read(const struct docs *docs, struct diag *diag);

#endif
