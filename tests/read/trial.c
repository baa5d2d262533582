#include "read/trial.h"

#include "read/oracle.h"
#include "reported.h"

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

static bool take_row(void *context, const struct read_row *row) {
    struct trial *trial = context;
    for (size_t i = 0; i < row->n_cells; i++) {
        struct read_cell cell = row->cells[i];
        cell.text = str_copy(trial->arena, cell.text);
        ARENA_PUSH(trial->arena, trial->cells, trial->n_cells, trial->capacity, cell);
    }
    return true;
}

bool trial_rows(struct trial *trial, struct read_sheet *sheet) {
    trial->n_cells = 0;
    return read_rows(sheet, take_row, trial);
}

/* A reader of store.h. */
typedef bool opener(struct store_file *file, struct str bytes, struct read_book *book);

static struct trial read_with(opener *open, const char *name, struct str bytes) {
    struct trial trial = trial_open();
    struct source *source = ARENA_NEW(trial.arena, struct source);
    source->file = str_from_c(name);
    struct store_file *file = ARENA_NEW(trial.arena, struct store_file);
    *file = (struct store_file){.arena = trial.arena,
                                .scratch = trial.arena,
                                .diag = trial.diag,
                                .source = source,
                                .budget = store_full_budget()};
    trial.is_read = open(file, bytes, &trial.book);
    if (trial.is_read && trial.book.n_sheets) {
        trial.is_read = trial_rows(&trial, trial.book.sheets[0]);
    }
    return trial;
}

/* Every workbook that a test makes is read by our own XML and by expat alike. */
static void hold_against_oracle(struct str bytes) {
    struct arena *arena = arena_open(give_up);
    struct str difference = oracle_package_difference(arena, bytes);
    if (difference.len) {
        fprintf(stderr, "%" STR_FMT, STR_ARG(difference));
        abort();
    }
    arena_close(arena);
}

struct trial trial_book(struct str bytes) {
    hold_against_oracle(bytes);
    return read_with(xlsx_open, "book.xlsx", bytes);
}

static void release(void *bytes) {
    free(bytes);
}

struct trial trial_xlsx(struct str bytes) {
    struct trial trial = trial_book(bytes);
    arena_own(trial.arena, (void *)(uintptr_t)bytes.data, release);
    return trial;
}

struct trial trial_xls(struct str bytes) {
    return read_with(xls_open, "book.xls", bytes);
}

struct trial trial_any(const char *name, struct str bytes) {
    struct trial trial = trial_open();
    trial.is_read = read_open(&(struct read_input){.arena = trial.arena,
                                                   .scratch = trial.arena,
                                                   .name = str_from_c(name),
                                                   .bytes = bytes,
                                                   .diag = trial.diag},
                              &trial.book);
    if (trial.is_read && trial.book.n_sheets) {
        trial.is_read = trial_rows(&trial, trial.book.sheets[0]);
    }
    return trial;
}

struct trial trial_csv(struct str bytes) {
    return read_with(csv_open, "table.csv", bytes);
}

void trial_close(struct trial *trial) {
    arena_close(trial->arena);
}

static void print_diag(struct diag *diag) {
    for (size_t i = 0; i < diag_n(diag); i++) {
        fprintf(stderr, "  %" STR_FMT " row %u column %u: %" STR_FMT "\n",
                STR_ARG(diag_name(reported(diag, i)->id)), reported(diag, i)->origin.row,
                reported(diag, i)->origin.column, STR_ARG(reported(diag, i)->message));
    }
}

const struct read_cell *trial_cell(const struct trial *trial, const char *place) {
    uint32_t column = 0;
    for (; *place >= 'A' && *place <= 'Z'; place++) {
        column = column * 26 + (uint32_t)(*place - 'A') + 1;
    }
    uint32_t row = (uint32_t)strtoul(place, NULL, 10);
    for (size_t i = 0; i < trial->n_cells; i++) {
        if (trial->cells[i].row == row && trial->cells[i].column == column) {
            return &trial->cells[i];
        }
    }
    return NULL;
}

bool trial_has(const struct trial *trial, const char *place, enum read_kind kind,
               const char *text) {
    const struct read_cell *cell = trial_cell(trial, place);
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
    return diag_n_id(trial->diag, id);
}

bool trial_refused(const struct trial *trial, enum diag_id id) {
    if (!trial->is_read && diag_n_of(trial->diag, SEVERITY_FATAL) == 1 &&
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
