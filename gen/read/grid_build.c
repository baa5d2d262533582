/* Collects the cells of one sheet for a reader, within the budget of its file. */
#include "read/grid_build.h"

#include <string.h>

/* Cells of the first block; later ones double up to LARGEST_BLOCK. */
#define FIRST_BLOCK   1024U
#define LARGEST_BLOCK 32768U
/* Bytes of the stretches that cell texts are packed into: the first, and the largest. */
#define FIRST_TEXT   4096U
#define LARGEST_TEXT 65536U

/* A stretch of cells with an arena of its own, so that it can go alone. */
struct block {
    struct block *next;
    struct arena *arena;
    size_t n_cells, capacity;
    struct grid_cell cells[];
};

struct grid_builder {
    struct arena *arena;
    struct grid_sheet *sheet;
    struct grid_budget *budget;
    struct block *first, *last;
    size_t n_cells;
    /* What is left of the present stretch of text. */
    char *text;
    size_t text_left;
    /* Bytes of the next stretch of text. */
    size_t text_size;
};

struct grid_budget grid_full_budget(void) {
    return (struct grid_budget){
        .cells = 20000000, .text = (size_t)256 * 1024 * 1024, .merges = 100000};
}

struct grid_sheet *grid_add_sheet(struct arena *arena, struct grid *grid, struct str file,
                                  struct str name) {
    if (grid->n_sheets == GRID_MOST_SHEETS) {
        return NULL;
    }
    struct source *source = ARENA_NEW(arena, struct source);
    *source = (struct source){str_copy(arena, file), str_copy(arena, name)};
    struct grid_sheet *sheet = ARENA_NEW(arena, struct grid_sheet);
    sheet->source = source;
    ARENA_PUSH(arena, grid->sheets, grid->n_sheets, grid->capacity, sheet);
    return sheet;
}

static void release_blocks(void *object) {
    struct grid_builder *builder = object;
    while (builder->first) {
        struct block *block = builder->first;
        builder->first = block->next;
        arena_close(block->arena);
    }
    builder->last = NULL;
}

struct grid_builder *grid_build(struct arena *arena, struct grid_sheet *sheet,
                                struct grid_budget *budget) {
    struct grid_builder *builder = ARENA_NEW(arena, struct grid_builder);
    *builder = (struct grid_builder){
        .arena = arena, .sheet = sheet, .budget = budget, .text_size = FIRST_TEXT};
    arena_own(arena, builder, release_blocks);
    return builder;
}

void grid_build_expect(struct grid_builder *builder, size_t n_cells) {
    builder->sheet->cells = ARENA_ARRAY(builder->arena, struct grid_cell, n_cells);
    builder->sheet->capacity = n_cells;
}

static struct block *add_block(struct grid_builder *builder) {
    size_t capacity = builder->last ? builder->last->capacity * 2 : FIRST_BLOCK;
    capacity = capacity < LARGEST_BLOCK ? capacity : LARGEST_BLOCK;
    struct arena *arena = arena_open_like(builder->arena);
    struct block *block =
        arena_alloc(arena, 1, sizeof *block + capacity * sizeof(struct grid_cell));
    block->arena = arena;
    block->capacity = capacity;
    if (builder->last) {
        builder->last->next = block;
    } else {
        builder->first = block;
    }
    builder->last = block;
    return block;
}

bool grid_build_cell(struct grid_builder *builder, const struct grid_cell *cell) {
    struct grid_budget *budget = builder->budget;
    struct grid_sheet *sheet = builder->sheet;
    bool is_full = sheet->capacity && sheet->n_cells == sheet->capacity;
    if (!budget->cells || cell->text.len > budget->text || is_full) {
        return false;
    }
    budget->cells--;
    budget->text -= cell->text.len;
    if (sheet->capacity) {
        sheet->cells[sheet->n_cells++] = *cell;
        return true;
    }
    struct block *block = builder->last;
    if (!block || block->n_cells == block->capacity) {
        block = add_block(builder);
    }
    block->cells[block->n_cells++] = *cell;
    builder->n_cells++;
    return true;
}

struct str grid_build_text(struct grid_builder *builder, struct str text) {
    if (text.len > FIRST_TEXT / 4) {
        return str_copy(builder->arena, text);
    }
    if (text.len > builder->text_left) {
        builder->text = arena_alloc(builder->arena, 1, builder->text_size);
        builder->text_left = builder->text_size;
        if (builder->text_size < LARGEST_TEXT) {
            builder->text_size *= 2;
        }
    }
    struct str copy = {builder->text, text.len};
    if (text.len) {
        memcpy(builder->text, text.data, text.len);
        builder->text += text.len;
        builder->text_left -= text.len;
    }
    return copy;
}

void grid_build_end(struct grid_builder *builder, struct diag *diag) {
    struct grid_sheet *sheet = builder->sheet;
    if (builder->n_cells) {
        grid_build_expect(builder, builder->n_cells);
    }
    while (builder->first) {
        struct block *block = builder->first;
        memcpy(sheet->cells + sheet->n_cells, block->cells,
               block->n_cells * sizeof(struct grid_cell));
        sheet->n_cells += block->n_cells;
        builder->first = block->next;
        arena_close(block->arena);
    }
    builder->last = NULL;
    grid_finish(builder->arena, sheet, diag);
}

void grid_build_drop(struct grid_builder *builder) {
    release_blocks(builder);
    builder->sheet->n_cells = 0;
}

bool grid_refuse(struct diag *diag, enum diag_id id, const struct source *source,
                 const char *format, ...) {
    va_list args;
    va_start(args, format);
    struct str what = str_format_list(diag->arena, format, args);
    va_end(args);
    diag_report(diag, &(struct diag_note){.id = id, .origin = {.source = source}, .args = {what}});
    return false;
}
