#include "read/trial.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void give_up(size_t size) {
    fprintf(stderr, "no memory for %zu bytes\n", size);
    abort();
}

struct trial trial_open(void) {
    struct arena *arena = arena_open(give_up);
    return (struct trial){.arena = arena, .diag = diag_open(arena)};
}

struct trial trial_xlsx(struct str bytes) {
    struct trial trial = trial_open();
    trial.is_read = grid_read_xlsx(trial.arena, bytes, STR("book.xlsx"), trial.diag, &trial.grid);
    free((void *)(uintptr_t)bytes.data);
    return trial;
}

struct trial trial_csv(struct str bytes) {
    struct trial trial = trial_open();
    trial.is_read = grid_read_csv(trial.arena, bytes, STR("table.csv"), trial.diag, &trial.grid);
    return trial;
}

void trial_close(struct trial *trial) {
    arena_close(trial->arena);
}

static void print_diag(const struct diag *diag) {
    for (size_t i = 0; i < diag->n_items; i++) {
        fprintf(stderr, "  %" STR_FMT " row %u column %u: %" STR_FMT "\n",
                STR_ARG(diag_name(diag->items[i].id)), diag->items[i].origin.row,
                diag->items[i].origin.column, STR_ARG(diag->items[i].message));
    }
}

const struct grid_cell *trial_cell(const struct trial *trial, const char *place) {
    uint32_t column = 0;
    if (!trial->grid.n_sheets) {
        return NULL;
    }
    for (; *place >= 'A' && *place <= 'Z'; place++) {
        column = column * 26 + (uint32_t)(*place - 'A') + 1;
    }
    return grid_at(trial->grid.sheets[0], (uint32_t)strtoul(place, NULL, 10), column);
}

bool trial_has(const struct trial *trial, const char *place, enum grid_kind kind,
               const char *text) {
    const struct grid_cell *cell = trial_cell(trial, place);
    if (cell && cell->kind == kind && str_is(cell->text, text)) {
        return true;
    }
    if (cell) {
        fprintf(stderr, "%s: kind %d \"%" STR_FMT "\", want %d \"%s\"\n", place, (int)cell->kind,
                STR_ARG(cell->text), (int)kind, text);
    } else {
        fprintf(stderr, "%s: nothing, want \"%s\"\n", place, text);
    }
    print_diag(trial->diag);
    return false;
}

bool trial_is_blank(const struct trial *trial, const char *place) {
    return trial->is_read && !trial_cell(trial, place);
}

size_t trial_count(const struct trial *trial, enum diag_id id) {
    size_t n = 0;
    for (size_t i = 0; i < trial->diag->n_items; i++) {
        n += trial->diag->items[i].id == id;
    }
    return n;
}

bool trial_refused(const struct trial *trial, enum diag_id id) {
    if (!trial->is_read && trial->diag->n_by_severity[SEVERITY_FATAL] == 1 &&
        trial_count(trial, id) == 1) {
        return true;
    }
    fprintf(stderr, "%s; reported:\n", trial->is_read ? "was read" : "was refused");
    print_diag(trial->diag);
    return false;
}

struct str trial_repeat(struct trial *trial, const char *text, size_t n) {
    struct buf buf = {.arena = trial->arena};
    for (size_t i = 0; i < n; i++) {
        buf_add_c(&buf, text);
    }
    return buf_str(&buf);
}
