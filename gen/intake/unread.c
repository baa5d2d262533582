/* Sheets that are not read: how near they come, and what they lack. */
#include "intake/unread.h"

/* Rows looked at, headers named, unknown headers looked at, sheets named. */
enum { MOST_ROWS = 40, MOST_NAMED = 5, MOST_TEXTS = 60, MOST_SHEETS = 3, LONGEST_HEADER = 120 };

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
    struct str *texts = ARENA_ARRAY(look->scratch, struct str, MOST_TEXTS);
    size_t n_named = 0, n_texts = 0, n_other;
    bool has_anchor = false;
    for (size_t i = 0; i < row->n_cells; i++) {
        const struct read_cell *cell = &row->cells[i];
        bool may_be = cell->kind == READ_TEXT && cell->text.len <= LONGEST_HEADER;
        const struct header_entry *entry =
            may_be ? headers_find(headers, look->scratch, cell->text) : NULL;
        if (may_be && !(entry && entry->n_rules > 0) && n_texts < MOST_TEXTS) {
            texts[n_texts++] = cell->text;
        }
        if (entry && entry->n_rules > 0) {
            unread.n_known++;
            has_anchor |= header_is_anchor(headers, entry);
            unread.n_marks += headers->is_mark[headers->rules[entry->rules[0]].field];
            if (n_named < MOST_NAMED) {
                named[n_named++] = printed_text(look->scratch, cell->text, false);
            }
        }
    }
    unread.headers = str_join(look->scratch, named, n_named, look->books->spellings->joiner);
    const struct other_sheet *other =
        others_find(look->books->others, look->scratch, texts, n_texts, &n_other);
    unread.other = other && n_other >= unread.n_marks ? other->name : (struct str){0};
    unread.is_only_named = has_anchor && unread.n_marks == 0 && headers->first_mark != N_FIELDS;
    enum field lacks = unread.is_only_named ? headers->first_mark : headers->anchor;
    unread.lacks = headers->rules[headers->by_field[lacks]].name;
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

/* What a sheet without a table of ours was taken for; empty if for nothing. */
static struct str other_of(const struct tables *tables, const struct read_sheet *sheet) {
    for (size_t i = 0; i < tables->n_others; i++) {
        if (tables->others[i].sheet == sheet) {
            return tables->others[i].name;
        }
    }
    return (struct str){0};
}

struct unread unread_find(const struct column_books *books, struct arena *scratch,
                          const struct tables *tables, struct read_sheet *sheet) {
    struct look look = {.books = books, .scratch = scratch};
    read_rows(sheet, take_row, &look);
    struct str taken = other_of(tables, sheet);
    const struct other_sheet *titled =
        look.best.n_marks > 0 ? NULL : others_titled(books->others, scratch, sheet->source->sheet);
    look.best.other = taken.len ? taken : titled ? titled->name : look.best.other;
    return look.best;
}

/* What is said of one sheet. */
static struct str say(const struct column_books *books, struct arena *scratch, struct str name,
                      const struct unread *unread) {
    const struct spellings *spellings = books->spellings;
    struct str pattern = unread->other.len > 0   ? spellings->unread_other
                         : unread->n_known == 0  ? spellings->unread_nothing
                         : unread->is_only_named ? spellings->unread_named
                                                 : spellings->unread_lacks;
    const struct str_argument arguments[] = {
        {STR("1"), name.len ? name : spellings->unread_whole},
        {STR("2"), str_format(scratch, "%u", unread->row)},
        {STR("3"), unread->headers},
        {STR("4"), unread->lacks},
        {STR("5"), unread->other},
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
        unread[i] = unread_find(books, scratch, tables, sheets[i]);
    }
    for (; n_said < MOST_SHEETS && n_said < n_sheets; n_said++) {
        size_t best = n_sheets;
        for (size_t i = 0; i < n_sheets; i++) {
            bool is_nearer = best == n_sheets || unread[i].n_known > unread[best].n_known;
            best = !is_named[i] && is_nearer ? i : best;
        }
        is_named[best] = true;
        said[n_said] = say(books, scratch, sheets[best]->source->sheet, &unread[best]);
    }
    return str_join(scratch, said, n_said, books->spellings->unread_joiner);
}
