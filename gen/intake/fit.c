/* What the cells of a column speak for. */
#include "intake/fit.h"

#include "intake/values.h"

/* A text says something: it is not a number alone. */
static bool is_wording(struct str text) {
    for (size_t at = 0; at < text.len;) {
        uint32_t c = utf8_next(text, &at);
        if (c > 0x2E80 || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')) {
            return true;
        }
    }
    return false;
}

/* The cell could be read as the field; `arena` is for the value and is emptied. */
static bool cell_fits(const struct column_books *books, struct arena *arena, struct arena *scratch,
                      const struct read_cell *cell, enum field field) {
    const struct reading reading = {
        .spellings = books->spellings,
        .options = books->options,
        .arena = arena,
        .scratch = scratch,
        .diag = diag_open(arena),
        .field = field,
        .cell = cell,
        .yuan = 1,
    };
    bool fits = false;
    /* a number of a certificate has no words, and a form of its own */
    bool is_free = field_info(field)->type == FIELD_TEXT && field != FIELD_SYSTEM_CERTIFICATE;
    if (is_free) {
        fits = cell->kind == READ_TEXT && is_wording(cell->text);
    } else {
        const struct value *value = value_read(&reading);
        /* a bare number may be the serial of a day, and anything else */
        fits = value && value_is_given(value) && diag_n_errors(reading.diag) == 0 &&
               diag_n_id(reading.diag, DIAG_DATE_SERIAL) == 0;
    }
    arena_reset(arena);
    return fits;
}

struct fit column_fit(const struct column_books *books, struct arena *scratch,
                      const struct header_column *column, enum field field) {
    struct fit fit = {0};
    struct arena *arena = arena_open_like(scratch);
    for (size_t i = 0; i < column->n_cells; i++) {
        const struct read_cell *cell = column->cells[i];
        fit.n_filled += cell != NULL;
        fit.n_fit += cell && cell_fits(books, arena, scratch, cell, field);
    }
    arena_close(arena);
    return fit;
}
