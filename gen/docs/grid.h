/*
 * Inner header of docs: tables as data. A grid is a table whose rows are words of a template: rows
 * that always stand, and rows that are set once for each item of a list. It is compiled with the
 * outline it stands in, proved once, and set for each subject.
 */
#ifndef DOCS_GRID_H
#define DOCS_GRID_H

#include "docs/prose.h"

/* A compiled grid. */
struct grid;

/* What a grid must look like in a template file:
 *     widths: [2, 5, 2]            columns, by their share in the width
 *     caption: PROSE               over the table; may be left out
 *     header-rows: 1               rows that every page repeats; none if left out
 *     rows:
 *       - {cells: [CELL, …]}       a row; a CELL is PROSE or {text: PROSE, span: 2, head: yes,
 * number: yes}
 *       - {each: NAME, cells: […]} a row for each item of a list
 *     and of each row:
 *       when: NAME, unless: NAME   only where that name is set, or is not
 *       least: 5                   of `each`: so many rows at least, the further ones empty
 *       lines: 6                   as high as so many lines at least
 */
extern const struct yaml_shape grid_shape;
/* Compiles a grid of that shape. Reports PROSE_TAG, and YAML_VALUE where the cells of a row are not
 * as many columns as `widths`; NULL then. */
const struct grid *grid_compile(struct arena *arena, const struct yaml *node, struct diag *diag);
/* Proves that a scope knows every name, of lists their first item, and nothing that is no list
 * stands behind `each`. Reports PROSE_NAME and PROSE_TAG. */
bool grid_check(const struct grid *grid, const struct prose_scope *scope, struct diag *diag);
/* Sets the table in the arena; NULL after reporting what prose_set reports, or PROSE_TAG for more
 * than a hundred thousand rows. */
const struct flow_table *grid_set(struct arena *arena, const struct grid *grid,
                                  const struct prose_scope *scope, struct diag *diag);

#endif
