/* Sheets that are not read: how near they come, and what they lack. */
#include "intake/unread.h"

/* Rows looked at, headers named, sheets named. */
enum { MOST_ROWS = 40, MOST_NAMED = 5, MOST_SHEETS = 3, LONGEST_HEADER = 120 };

/* A sheet being looked at. */
struct look {
    const struct column_books *books;
    struct arena *scratch;
    struct unread best;
    size_t n_rows;
};

/* The headers that a kind of sheet knows in a row. */
static struct unread look_as(const struct look *look, const struct headers *headers,
                             const struct read_row *row) {
    struct unread unread = {.row = row->number};
    struct str named[MOST_NAMED];
    size_t n_named = 0;
    for (size_t i = 0; i < row->n_cells; i++) {
        const struct read_cell *cell = &row->cells[i];
        bool may_be = cell->kind == READ_TEXT && cell->text.len <= LONGEST_HEADER;
        const struct header_entry *entry =
            may_be ? headers_find(headers, look->scratch, cell->text) : NULL;
        if (entry && entry->n_rules > 0) {
            unread.n_known++;
            if (n_named < MOST_NAMED) {
                named[n_named++] = printed_text(look->scratch, cell->text, false);
            }
        }
    }
    unread.headers = str_join(look->scratch, named, n_named, look->books->spellings->joiner);
    unread.lacks = headers->rules[headers->by_field[headers->anchor]].name;
    return unread;
}

static bool take_row(void *context, const struct read_row *row) {
    struct look *look = context;
    for (int kind = 0; kind < N_SHEET_KINDS; kind++) {
        struct unread unread = look_as(look, look->books->sheets[kind], row);
        look->best = unread.n_known > look->best.n_known ? unread : look->best;
    }
    return ++look->n_rows < MOST_ROWS;
}

struct unread unread_find(const struct column_books *books, struct arena *scratch,
                          struct read_sheet *sheet) {
    struct look look = {.books = books, .scratch = scratch};
    read_rows(sheet, take_row, &look);
    return look.best;
}

struct str unread_other(const struct tables *tables, const struct read_sheet *sheet) {
    for (size_t i = 0; i < tables->n_others; i++) {
        if (tables->others[i].sheet == sheet) {
            return tables->others[i].name;
        }
    }
    return (struct str){0};
}

/* What is said of one sheet. */
static struct str say(const struct column_books *books, struct arena *scratch, struct str name,
                      const struct unread *unread, struct str other) {
    const struct spellings *spellings = books->spellings;
    struct str pattern = other.len > 0          ? spellings->unread_other
                         : unread->n_known == 0 ? spellings->unread_nothing
                                                : spellings->unread_lacks;
    const struct str_argument arguments[] = {
        {STR("1"), name.len ? name : spellings->unread_whole},
        {STR("2"), str_format(scratch, "%u", unread->row)},
        {STR("3"), unread->headers},
        {STR("4"), unread->lacks},
        {STR("5"), other},
    };
    return str_fill(scratch, pattern, arguments, sizeof arguments / sizeof arguments[0]);
}

struct str unread_sheets(const struct column_books *books, struct arena *scratch,
                         const struct tables *tables, struct read_sheet *const *sheets,
                         size_t n_sheets) {
    struct str said[MOST_SHEETS];
    size_t n_said = 0;
    bool *is_named = ARENA_ARRAY(scratch, bool, n_sheets);
    struct unread *unread = ARENA_ARRAY(scratch, struct unread, n_sheets);
    for (size_t i = 0; i < n_sheets; i++) {
        unread[i] = unread_find(books, scratch, sheets[i]);
    }
    for (; n_said < MOST_SHEETS && n_said < n_sheets; n_said++) {
        size_t best = n_sheets;
        for (size_t i = 0; i < n_sheets; i++) {
            bool is_nearer = best == n_sheets || unread[i].n_known > unread[best].n_known;
            best = !is_named[i] && is_nearer ? i : best;
        }
        is_named[best] = true;
        said[n_said] = say(books, scratch, sheets[best]->source->sheet, &unread[best],
                           unread_other(tables, sheets[best]));
    }
    return str_join(scratch, said, n_said, books->spellings->unread_joiner);
}
