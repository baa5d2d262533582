/*
 * Inner header of read: how readers fill a grid. Cells are collected in blocks that are given
 * back while the final array is made, so that a big sheet is not held twice.
 */
#ifndef READ_GRID_BUILD_H
#define READ_GRID_BUILD_H

#include "read/grid.h"

/* The furthest place a sheet has (ECMA-376 part 1, 18.3.1.73 and 18.3.1.4 as Excel reads them). */
#define GRID_MOST_ROWS    1048576U
#define GRID_MOST_COLUMNS 16384U
/* At most that many sheets a file. */
#define GRID_MOST_SHEETS 1024U
/* At most that many reports of one kind a sheet; the rest is dropped, or a file of twenty million
 * bad cells would fill the memory with complaints. */
#define GRID_MOST_REPORTS 1000U

/* What a file may still use up. */
struct grid_budget {
    /* Cells that hold something. */
    size_t cells;
    /* Bytes of text handed out, a shared string counted each time. */
    size_t text;
    /* Merges. */
    size_t merges;
};

/* A full budget: 20 million cells, 256 MiB of text, 100,000 merges. */
struct grid_budget grid_full_budget(void);

/* Cells of one sheet being collected; opaque. */
struct grid_builder;

/* Adds an empty sheet to the grid, named `name`, of `file`; NULL when there are too many. */
struct grid_sheet *grid_add_sheet(struct arena *arena, struct grid *grid, struct str file,
                                  struct str name);
/* Opens a collection for `sheet`, charged to `budget`; it lives until grid_build_end. */
struct grid_builder *grid_build(struct arena *arena, struct grid_sheet *sheet,
                                struct grid_budget *budget);
/* Makes room for `n_cells` at once; before the first cell, by readers that have counted what they
 * hold (never from a number that a file gives). No more cells than that are taken. */
void grid_build_expect(struct grid_builder *builder, size_t n_cells);
/* Adds a cell; its text must live in the sheet's arena. False when the budget is used up. */
bool grid_build_cell(struct grid_builder *builder, const struct grid_cell *cell);
/* Copies text of a cell into the sheet's arena without the waste of an allocation each. */
struct str grid_build_text(struct grid_builder *builder, struct str text);
/* Hands the cells to the sheet and finishes it. */
void grid_build_end(struct grid_builder *builder, struct diag *diag);
/* Gives up: releases the cells. */
void grid_build_drop(struct grid_builder *builder);
/* Reports a fatal FILE_LIMIT or FILE_DAMAGED, {1} as printf makes it; returns false. */
bool grid_refuse(struct diag *diag, enum diag_id id, const struct source *source,
                 const char *format, ...) __attribute__((format(printf, 4, 5)));

#endif
