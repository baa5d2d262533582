/* Finds the tables of a sheet by their headers, wherever they stand. */
#include "intake/columns.h"

#include "intake/score.h"
#include "intake/values.h"
#include "intake/whose.h"

/* A sheet being searched: rows come in, and each is looked at once those are there that stand below
 * it in a header and are asked about its columns. */
struct finder {
    const struct column_books *books;
    struct arena *arena, *scratch;
    struct read_sheet *sheet;
    const struct table *form;
    struct tables *tables;
    /* The rows at hand, and how many of them were looked at. */
    struct held rows;
    size_t n_looked;
    /* The last row with more than one cell among those that went; 0 if none. */
    uint32_t last_full;
    /* First row that may belong to the next header. */
    uint32_t top;
    /* The last table; NULL before the first. */
    struct table *table;
};

/* Lines above a header that are read, and rows that must be there above and below a row with an
 * anchor. Texts of rows at hand are cut: a header is short, and so is what lines above say. */
enum {
    LINES_ABOVE = 8,
    ROWS_ABOVE = LINES_ABOVE + HEADER_MOST_ROWS - 1,
    ROWS_BELOW = HEADER_LOOK_AHEAD + HEADER_MOST_ROWS - 1,
    LONGEST_TEXT = 1024,
};

/* ---- the lines around a table -------------------------------------------------------------- */

/* What is written behind a word and a colon, in the same cell or the next; empty if nothing. */
static struct str said_after(const struct words *words, struct arena *scratch,
                             const struct read_row *row, size_t index,
                             const struct read_cell **place) {
    const struct read_cell *cell = &row->cells[index];
    struct str folded = str_trim(utf8_fold_width(scratch, cell->text));
    size_t colon = str_find(folded, STR(":"), 0);
    bool has_colon = colon != SIZE_MAX;
    struct str before = str_slice(folded, 0, has_colon ? colon : folded.len);
    struct str word = value_key(scratch, without_brackets(scratch, before, SIZE_MAX));
    if (!words_have(words, word)) {
        return (struct str){0};
    }
    *place = cell;
    struct str said = str_trim(str_slice(folded, has_colon ? colon + 1 : folded.len, folded.len));
    if (said.len == 0 && index + 1 < row->n_cells) {
        *place = cell + 1;
        said = str_trim(cell[1].text);
    }
    return said;
}

/* The day that is written behind a word and a colon; year 0 if none is. */
static struct date day_said(const struct column_books *books, struct arena *scratch,
                            const struct read_cell *place, struct str said) {
    struct read_cell cell = {.kind = READ_TEXT, .text = name_in_line(scratch, said)};
    bool is_own_cell = place && place->kind == READ_DATE;
    const struct reading reading = {.spellings = books->spellings,
                                    .options = books->options,
                                    .arena = scratch,
                                    .scratch = scratch,
                                    .diag = diag_open(scratch),
                                    .field = FIELD_SYSTEM_FILL_DATE,
                                    .cell = is_own_cell ? place : &cell};
    const struct value *value = value_read(&reading);
    bool is_day = value && value_is_given(value) && value->precision == DATE_DAY;
    return is_day ? value->date : (struct date){0};
}

/* What the cells of a line above a table say of it. */
static void read_line(const struct column_books *books, struct arena *arena, struct arena *scratch,
                      const struct read_row *row, struct table *table) {
    for (size_t i = 0; i < row->n_cells; i++) {
        const struct read_cell *place = NULL;
        struct str said = said_after(&books->spellings->money_line, scratch, row, i, &place);
        size_t size;
        int64_t yuan = money_end(books->spellings, value_key(scratch, said), &size);
        table->yuan = yuan ? yuan : table->yuan;
        said = said_after(&books->spellings->whose, scratch, row, i, &place);
        said = name_in_line(scratch, said);
        if (said.len > 0 && table->whose.len == 0) {
            table->whose = printed_text(arena, said, false);
            table->whose_origin = read_origin(table->sheet, place->row, place->column);
        }
        said = said_after(&books->spellings->dated, scratch, row, i, &place);
        table->filled = said.len > 0 ? day_said(books, scratch, place, said) : table->filled;
        struct str titled = institution_start(books->spellings, scratch, row->cells[i].text);
        if (titled.len > 0 && table->titled.len == 0) {
            table->titled = str_copy(arena, titled);
            table->titled_origin = read_origin(table->sheet, row->number, row->cells[i].column);
        }
    }
    if (row->n_cells == 1 && table->title.len == 0) {
        table->title = printed_text(arena, row->cells[0].text, false);
    }
}

static void read_lines_above(const struct finder *finder, struct table *table) {
    const struct held *rows = &finder->rows;
    uint32_t first = table->first_row > LINES_ABOVE ? table->first_row - LINES_ABOVE : 1;
    first = first > finder->top ? first : finder->top;
    for (size_t i = held_from(rows, first);
         i < rows->n_rows && rows->rows[i].row.number < table->first_row; i++) {
        read_line(finder->books, finder->arena, finder->scratch, &rows->rows[i].row, table);
    }
}

/* ---- tables -------------------------------------------------------------------------------- */

static struct str full_header(struct arena *arena, const struct header_column *column) {
    size_t n = column->n_used ? column->n_used : 1;
    struct str parts[HEADER_MOST_ROWS];
    for (size_t i = 0; i < n; i++) {
        parts[i] = printed_text(arena, column->parts[column->n_parts - n + i], false);
    }
    return n == 1 ? parts[0] : str_join(arena, parts, n, STR("/"));
}

/* Yuan of a bare number under a header: what its last bracket or its end names, else the line
 * above the table, else the column's own. */
static int64_t money_of(const struct column_books *books, struct arena *scratch,
                        const struct table *table, const struct column_rule *rule,
                        struct str header) {
    int64_t yuan = rule->yuan ? money_named(books->spellings, scratch, header) : 0;
    yuan = yuan ? yuan : rule->yuan && table->yuan ? table->yuan : rule->yuan;
    return yuan;
}

/* The headers of a candidate, with texts that stay. */
static struct header_column *keep_headers(const struct finder *finder,
                                          const struct candidate *candidate, size_t *n) {
    struct header_column *columns =
        header_texts(finder->scratch, &finder->rows, candidate->row, candidate->n_rows, n);
    for (size_t i = 0; i < *n; i++) {
        for (size_t j = 0; j < columns[i].n_parts; j++) {
            columns[i].parts[j] = str_copy(finder->scratch, columns[i].parts[j]);
        }
    }
    return columns;
}

static struct table *make_table(const struct finder *finder, const struct candidate *candidate) {
    const struct column_books *books = finder->books;
    struct arena *arena = finder->arena, *scratch = finder->scratch;
    struct table *table = ARENA_NEW(arena, struct table);
    table->sheet = finder->sheet;
    table->headers = candidate->headers;
    table->first_row = candidate->row;
    table->header_row = candidate->row + candidate->n_rows - 1;
    table->last_row = UINT32_MAX;
    read_lines_above(finder, table);
    size_t n = 0;
    table->found = keep_headers(finder, candidate, &n);
    bool is_system = table->headers->entity == ENTITY_SYSTEM;
    header_match(table->headers, headers_beside(books, table->headers), scratch, table->found, n);
    header_cells(scratch, &finder->rows, table->header_row, table->found, n);
    header_assign(books, scratch, table->found, n);
    size_t n_own = header_own(table->found, n);
    score_headers(books, scratch, table->headers, table->found, n_own);
    table->n_found = n;
    table->columns = ARENA_ARRAY(arena, struct table_column, n_own);
    for (size_t i = 0; i < n_own; i++) {
        const struct header_column *found = &table->found[i];
        const struct column_rule *second = header_second(found);
        const struct column_rule *rule = found->rule ? found->rule : second;
        if (!rule) {
            continue;
        }
        struct str header = full_header(arena, found);
        table->columns[table->n_columns++] =
            (struct table_column){found->column, rule, second != NULL, header,
                                  money_of(books, scratch, table, rule, header)};
        table->n_unit_columns += is_system && found->headers->entity == ENTITY_UNIT;
    }
    return table;
}

/* The candidate is the table's own header once more. */
static bool is_repeat(const struct candidate *candidate, const struct table *table) {
    if (!table || table->headers != candidate->headers) {
        return false;
    }
    for (size_t i = 0, j = 0; i < candidate->n_columns; i++) {
        const struct header_column *column = &candidate->columns[i];
        if (!column->entry || column->n_parts == 0) {
            continue;
        }
        while (j < table->n_found && table->found[j].column < column->column) {
            j++;
        }
        if (j == table->n_found || table->found[j].column != column->column ||
            table->found[j].entry != column->entry) {
            return false;
        }
    }
    return true;
}

static void note_repeat(struct arena *arena, struct table *table,
                        const struct candidate *candidate) {
    for (uint32_t i = 0; i < candidate->n_rows; i++) {
        ARENA_PUSH(arena, table->repeats, table->n_repeats, table->repeats_capacity,
                   candidate->row + i);
    }
}

/* Ends a table above the next one, whose title lines are not its data. */
static void end_table(const struct finder *finder, uint32_t next_row) {
    const struct held *rows = &finder->rows;
    uint32_t last = finder->last_full;
    for (size_t i = held_from(rows, next_row); i-- > 0;) {
        if (rows->rows[i].row.n_cells > 1) {
            last = rows->rows[i].row.number;
            break;
        }
    }
    struct table *table = finder->table;
    table->last_row = last > table->header_row ? last : table->header_row;
}

/* What its title, or its sheet's name, says that a table is instead of ours: of one that is known
 * for units by few of its columns, or for systems by hardly any. */
static const struct other_sheet *other_by_title(const struct finder *finder,
                                                const struct table *table,
                                                const struct candidate *candidate) {
    enum { MOST_MARKS = 1 };
    const struct others *others = finder->books->others;
    const struct other_sheet *other = others_titled(others, finder->scratch, table->title);
    bool is_doubtful =
        table->headers->entity == ENTITY_UNIT ||
        (table->headers->entity == ENTITY_SYSTEM && candidate->n_marks <= MOST_MARKS);
    if (!other && is_doubtful) {
        other = others_titled(others, finder->scratch, finder->sheet->source->sheet);
    }
    return is_doubtful ? other : NULL;
}

/* Ends the table above; what follows is another of ours, or one that is not read. */
static void begin_table(struct finder *finder, const struct candidate *candidate) {
    struct tables *tables = finder->tables;
    if (finder->table) {
        end_table(finder, candidate->row);
    }
    const struct other_sheet *other = candidate->other;
    if (candidate->headers) {
        struct table *table = make_table(finder, candidate);
        other = other_by_title(finder, table, candidate);
        if (!other) {
            finder->table = table;
            ARENA_PUSH(finder->arena, tables->tables, tables->n_tables, tables->capacity, table);
            return;
        }
    }
    struct other_found found = {finder->sheet, other->name};
    size_t n = tables->n_others;
    if (n == 0 || tables->others[n - 1].sheet != finder->sheet) {
        ARENA_PUSH(finder->arena, tables->others, tables->n_others, tables->others_capacity, found);
    }
    finder->table = NULL;
}

/* The line above the header is the title of an institution's own table. */
static bool has_own_title(const struct finder *finder, const struct candidate *candidate) {
    const struct read_row *above = held_row(&finder->rows, candidate->row - 1);
    return above && above->n_cells == 1 &&
           institution_start(finder->books->spellings, finder->scratch, above->cells[0].text).len;
}

/* A row with the header that makes a table. */
static bool row_has_anchor(const struct column_books *books, struct arena *scratch,
                           const struct read_row *row) {
    enum { LONGEST_HEADER = 120 };
    bool has_anchor = false;
    for (size_t i = 0; i < row->n_cells && !has_anchor; i++) {
        const struct read_cell *cell = &row->cells[i];
        if (cell->kind != READ_TEXT || cell->text.len == 0 || cell->text.len > LONGEST_HEADER) {
            continue;
        }
        struct arena_mark mark = arena_mark(scratch);
        for (int kind = 0; kind < N_SHEET_KINDS && !has_anchor; kind++) {
            has_anchor = headers_name_anchor(books->sheets[kind], scratch, cell->text);
        }
        arena_rewind(scratch, mark);
    }
    return has_anchor;
}

/* Below a table data may read like headers; another header is known in a third of its cells. */
static bool may_follow(const struct candidate *candidate) {
    enum { LEAST_SHARE = 3 };
    size_t n_filled = 0;
    for (size_t i = 0; i < candidate->n_columns; i++) {
        n_filled += candidate->columns[i].n_parts > 0;
    }
    return candidate->n_known * LEAST_SHARE >= n_filled;
}

/* Looks for a header around a row; false when the search has cost too much. */
static bool look_at(struct finder *finder, const struct read_row *row) {
    struct tables *tables = finder->tables;
    struct arena *scratch = finder->scratch;
    bool is_formed = finder->form && finder->form->first_row <= row->number &&
                     row->number <= finder->form->last_row;
    if (row->number < finder->top || is_formed || !row_has_anchor(finder->books, scratch, row)) {
        return true;
    }
    tables->n_searched += row->n_cells;
    if (tables->n_searched > COLUMNS_MOST_SEARCHED) {
        if (finder->table) {
            end_table(finder, row->number);
        }
        return false;
    }
    struct arena_mark mark = arena_mark(scratch);
    struct candidate candidate =
        candidate_find(finder->books, scratch, &finder->rows, row->number, finder->top);
    if (candidate.headers && finder->table && !may_follow(&candidate)) {
        candidate = (struct candidate){0};
    }
    bool is_known = candidate.headers && is_repeat(&candidate, finder->table);
    arena_rewind(scratch, mark);
    if (is_known && !has_own_title(finder, &candidate)) {
        note_repeat(finder->arena, finder->table, &candidate);
    } else if (candidate.headers || candidate.other) {
        begin_table(finder, &candidate);
    }
    bool is_header = candidate.headers || candidate.other;
    finder->top = is_header ? candidate.row + candidate.n_rows : finder->top;
    return true;
}

/* Lets rows go that are too far above the next to be looked at, or `row` if there is none. */
static void drop_rows(struct finder *finder, uint32_t row) {
    struct held *rows = &finder->rows;
    bool is_waiting = finder->n_looked < rows->n_rows;
    uint32_t next = is_waiting ? rows->rows[finder->n_looked].row.number : row;
    size_t n = next > ROWS_ABOVE ? held_from(rows, next - ROWS_ABOVE) : 0;
    for (size_t i = 0; i < n; i++) {
        bool is_full = rows->rows[i].row.n_cells > 1;
        finder->last_full = is_full ? rows->rows[i].row.number : finder->last_full;
    }
    held_drop(rows, n);
    finder->n_looked -= n;
}

static bool take_row(void *context, const struct read_row *row) {
    struct finder *finder = context;
    const struct held *rows = &finder->rows;
    for (; finder->n_looked < rows->n_rows; finder->n_looked++) {
        const struct read_row *waiting = &rows->rows[finder->n_looked].row;
        if (waiting->number + ROWS_BELOW >= row->number) {
            break;
        }
        if (!look_at(finder, waiting)) {
            return false;
        }
    }
    drop_rows(finder, row->number);
    held_add(&finder->rows, row);
    return true;
}

void columns_find(const struct column_search *search, struct tables *tables) {
    struct arena *window = arena_open_like(search->scratch);
    struct finder finder = {.books = search->books,
                            .arena = search->arena,
                            .scratch = search->scratch,
                            .sheet = search->sheet,
                            .form = search->form,
                            .tables = tables,
                            .rows = held_open(window, search->sheet, LONGEST_TEXT),
                            .top = 1};
    bool is_read = read_rows(search->sheet, take_row, &finder);
    for (; is_read && tables->n_searched <= COLUMNS_MOST_SEARCHED &&
           finder.n_looked < finder.rows.n_rows;
         finder.n_looked++) {
        look_at(&finder, &finder.rows.rows[finder.n_looked].row);
    }
    arena_close(window);
}

const struct table_column *table_column(const struct table *table, enum field field) {
    for (size_t i = 0; i < table->n_columns; i++) {
        if (table->columns[i].rule->field == field) {
            return &table->columns[i];
        }
    }
    return NULL;
}

bool table_has(const struct table *table, enum field field) {
    for (size_t i = 0; table->is_form && i < table->n_found; i++) {
        if (table->found[i].rule && table->found[i].rule->field == field) {
            return true;
        }
    }
    return table_column(table, field) != NULL;
}
