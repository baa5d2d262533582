/* The walk over small tables beside the inventory. */
#include "intake/side.h"

#include <string.h>

/* Rows above the header at most, and columns looked at. */
enum { MOST_ABOVE = 30, MOST_COLUMNS = 64 };

void side_words(struct arena *arena, const struct yaml *list, struct words *words) {
    words->words = ARENA_ARRAY(arena, struct str, list->n_items);
    for (size_t i = 0; i < list->n_items; i++) {
        words->words[words->n_words++] = header_key(arena, list->items[i]->text);
    }
}

/* The row is the header: one of its columns is the first part's, another something else's. */
static void try_header(struct side_table *table, const struct read_row *row) {
    size_t n = 0;
    memset(table->columns, 0, sizeof table->columns);
    for (size_t i = 0; i < row->n_cells && i < MOST_COLUMNS; i++) {
        size_t part = table->kind->find_part(table, row->cells[i].text);
        if (part < table->kind->n_parts && !table->columns[part]) {
            table->columns[part] = row->cells[i].column;
            table->headers[part] = str_copy(table->intake->arena, row->cells[i].text);
            n++;
        }
    }
    bool is_alone = table->kind->may_be_alone && row->n_cells <= 1;
    table->has_header = table->columns[0] && (n > 1 || is_alone);
}

struct str side_cell(const struct side_table *table, const struct read_row *row, size_t part) {
    const struct intake *intake = table->intake;
    const struct read_cell *cell =
        table->columns[part] ? read_cell_at(row, table->columns[part]) : NULL;
    if (!cell) {
        return (struct str){0};
    }
    const struct reading asked = {.spellings = intake->spellings,
                                  .options = intake->options,
                                  .arena = intake->arena,
                                  .scratch = table->scratch,
                                  .diag = table->diag,
                                  .field = table->kind->fields[part],
                                  .cell = cell,
                                  .origin = read_origin(table->sheet, row->number, cell->column),
                                  .header = table->headers[part]};
    const struct value *value = value_read(&asked);
    return value_is_given(value) ? value->text : (struct str){0};
}

static bool take_row(void *context, const struct read_row *row) {
    struct side_table *table = context;
    struct arena_mark mark = arena_mark(table->scratch);
    if (table->has_header) {
        table->kind->take(table, row);
    } else {
        try_header(table, row);
    }
    arena_rewind(table->scratch, mark);
    return (table->has_header || row->number < MOST_ABOVE) &&
           *table->n_rows <= table->kind->most_rows;
}

/* Whether the rows are some, and no more than may be. */
static bool is_fit(const struct intake *intake, const struct read_input *file,
                   const struct side_kind *kind, size_t n_rows) {
    if (n_rows && n_rows <= kind->most_rows) {
        return true;
    }
    struct source *source = ARENA_NEW(intake->arena, struct source);
    source->file = file->name;
    const struct diag_note empty = {.id = kind->empty, .origin = {.source = source}};
    const struct diag_note large = {
        .id = DIAG_FILE_LIMIT,
        .origin = {.source = source},
        .args = {diag_word_number(intake->arena, DIAG_WORD_LIMIT_ROWS, kind->most_rows)}};
    diag_report(file->diag, n_rows ? &large : &empty);
    return false;
}

bool side_read(const struct intake *intake, const struct read_input *file,
               const struct side_kind *kind, void *context, size_t *n_rows) {
    struct read_book book;
    struct arena *work = arena_open_like(intake->arena);
    bool is_open = read_open(file, &book);
    for (size_t i = 0; is_open && i < book.n_sheets; i++) {
        struct side_table table = {.kind = kind,
                                   .intake = intake,
                                   .scratch = work,
                                   .diag = file->diag,
                                   .sheet = book.sheets[i],
                                   .context = context,
                                   .n_rows = n_rows};
        read_rows(book.sheets[i], take_row, &table);
    }
    arena_close(work);
    return is_open && is_fit(intake, file, kind, *n_rows);
}
