/* Finds the tables of a sheet by their headers, wherever they stand. */
#include "intake/columns.h"

/* ---- candidates ---------------------------------------------------------------------------- */

/* Rows that are taken for a header. */
struct candidate {
    const struct headers *headers;
    uint32_t row, n_rows;
    struct header_column *columns;
    size_t n_columns;
    /* Known headers, and how many texts they took in all. */
    size_t n_known, n_used;
};

/* Headers that other sheets have; two of them, and it is no table of ours. */
enum { MOST_FOREIGN = 1, LEAST_KNOWN = 2, LEAST_DOUBTFUL = 3 };

/* Every known text has an unknown one at its right: labels and what was filled in, so a form. */
static bool is_form(const struct candidate *candidate) {
    enum { MOST_PAIRS = 3 };
    if (candidate->n_known > MOST_PAIRS) {
        return false;
    }
    for (size_t i = 0; i < candidate->n_columns; i++) {
        bool is_last = i + 1 == candidate->n_columns;
        if (candidate->columns[i].entry && (is_last || candidate->columns[i + 1].entry)) {
            return false;
        }
    }
    return true;
}

static bool judge(struct candidate *candidate) {
    size_t n_foreign = 0;
    bool has_anchor = false, is_sure = false;
    for (size_t i = 0; i < candidate->n_columns; i++) {
        const struct header_entry *entry = candidate->columns[i].entry;
        if (!entry || candidate->columns[i].headers != candidate->headers) {
            continue;
        }
        bool is_anchor = header_is_anchor(candidate->headers, entry);
        has_anchor |= is_anchor;
        is_sure |= is_anchor && entry->kind == HEADER_COLUMN;
        n_foreign += entry->kind == HEADER_FOREIGN;
        if (entry->kind == HEADER_COLUMN || entry->kind == HEADER_DOUBTFUL) {
            candidate->n_known++;
            candidate->n_used += candidate->columns[i].n_used;
        }
    }
    return has_anchor && n_foreign <= MOST_FOREIGN && !is_form(candidate) &&
           candidate->n_known >= (is_sure ? LEAST_KNOWN : LEAST_DOUBTFUL);
}

static bool is_better(const struct candidate *a, const struct candidate *b) {
    if (!b->headers || a->n_known != b->n_known) {
        return !b->headers || a->n_known > b->n_known;
    }
    if (a->n_used != b->n_used) {
        return a->n_used > b->n_used;
    }
    return a->row != b->row ? a->row > b->row : a->n_rows < b->n_rows;
}

/* The best reading of the header rows around `anchor_row`, not above `top`. */
static struct candidate best_candidate(const struct headers *headers, struct arena *scratch,
                                       const struct grid_sheet *sheet, uint32_t anchor_row,
                                       uint32_t top) {
    struct candidate best = {0};
    for (uint32_t up = 0; up < HEADER_MOST_ROWS && up < anchor_row; up++) {
        uint32_t row = anchor_row - up;
        for (uint32_t n_rows = up + 1; n_rows <= HEADER_MOST_ROWS && row >= top; n_rows++) {
            struct candidate candidate = {.headers = headers, .row = row, .n_rows = n_rows};
            candidate.columns = header_texts(scratch, sheet, row, n_rows, &candidate.n_columns);
            header_match(headers, NULL, scratch, candidate.columns, candidate.n_columns);
            if (judge(&candidate) && is_better(&candidate, &best)) {
                best = candidate;
            }
        }
    }
    return best;
}

/* The table of systems or of units that starts at an anchor; headers NULL if there is none. */
static struct candidate find_candidate(const struct column_books *books, struct arena *scratch,
                                       const struct grid_sheet *sheet, uint32_t row, uint32_t top) {
    struct candidate candidate = best_candidate(books->systems, scratch, sheet, row, top);
    return candidate.headers ? candidate : best_candidate(books->units, scratch, sheet, row, top);
}

/* ---- the lines around a table -------------------------------------------------------------- */

/* What is written behind a word and a colon, in the same cell or the next; empty if nothing. */
static struct str said_after(const struct words *words, struct arena *scratch,
                             const struct grid_sheet *sheet, const struct grid_cell *cell,
                             const struct grid_cell **place) {
    struct str folded = str_trim(utf8_fold_width(scratch, cell->text));
    size_t colon = str_find(folded, STR(":"), 0);
    bool has_colon = colon != SIZE_MAX;
    struct str word = value_key(scratch, str_slice(folded, 0, has_colon ? colon : folded.len));
    if (!words_have(words, word)) {
        return (struct str){0};
    }
    *place = cell;
    struct str said = str_trim(str_slice(folded, has_colon ? colon + 1 : folded.len, folded.len));
    size_t next = (size_t)(cell - sheet->cells) + 1;
    if (said.len == 0 && next < sheet->n_cells && sheet->cells[next].row == cell->row) {
        *place = &sheet->cells[next];
        said = str_trim(sheet->cells[next].text);
    }
    return said;
}

static void read_lines_above(const struct column_books *books, struct arena *arena,
                             struct arena *scratch, uint32_t top, struct table *table) {
    enum { LINES_ABOVE = 8 };
    const struct grid_sheet *sheet = table->sheet;
    uint32_t first = table->first_row > LINES_ABOVE ? table->first_row - LINES_ABOVE : 1;
    for (size_t i = row_start(sheet, first > top ? first : top);
         i < sheet->n_cells && sheet->cells[i].row < table->first_row; i++) {
        const struct grid_cell *place = NULL;
        struct str said =
            said_after(&books->spellings->money_line, scratch, sheet, &sheet->cells[i], &place);
        size_t size;
        int64_t yuan = money_end(books->spellings, value_key(scratch, said), &size);
        table->yuan = yuan ? yuan : table->yuan;
        said = said_after(&books->spellings->whose, scratch, sheet, &sheet->cells[i], &place);
        if (said.len > 0 && table->whose.len == 0) {
            table->whose = printed_text(arena, said, false);
            table->whose_origin = grid_origin(sheet, place->row, place->column);
        }
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

static struct table *make_table(const struct column_books *books, struct arena *arena,
                                struct arena *scratch, const struct grid_sheet *sheet,
                                const struct candidate *candidate, uint32_t top) {
    struct table *table = ARENA_NEW(arena, struct table);
    table->sheet = sheet;
    table->headers = candidate->headers;
    table->first_row = candidate->row;
    table->header_row = candidate->row + candidate->n_rows - 1;
    table->last_row = sheet->n_rows;
    read_lines_above(books, arena, scratch, top, table);
    size_t n = 0;
    table->found = header_texts(scratch, sheet, candidate->row, candidate->n_rows, &n);
    bool is_system = table->headers->entity == ENTITY_SYSTEM;
    header_match(table->headers, is_system ? books->units : NULL, scratch, table->found, n);
    header_assign(books, scratch, sheet, table->header_row, table->found, n);
    table->n_found = n;
    table->columns = ARENA_ARRAY(arena, struct table_column, n);
    for (size_t i = 0; i < n; i++) {
        const struct header_column *found = &table->found[i];
        if (!found->rule) {
            continue;
        }
        struct str header = full_header(arena, found);
        table->columns[table->n_columns++] =
            (struct table_column){found->column, found->rule, header,
                                  money_of(books, scratch, table, found->rule, header)};
        table->n_unit_columns += is_system && found->headers == books->units;
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
static void end_table(struct table *table, uint32_t next_row) {
    const struct grid_sheet *sheet = table->sheet;
    uint32_t last = next_row - 1;
    while (last > table->header_row) {
        size_t start = row_start(sheet, last), end = row_start(sheet, last + 1);
        if (end - start > 1) {
            break;
        }
        last--;
    }
    table->last_row = last;
}

/* A row with the header that makes a table. */
static bool row_has_anchor(const struct column_books *books, struct arena *scratch,
                           const struct grid_sheet *sheet, size_t start, size_t end) {
    enum { LONGEST_HEADER = 120 };
    bool has_anchor = false;
    for (size_t i = start; i < end && !has_anchor; i++) {
        const struct grid_cell *cell = &sheet->cells[i];
        if (cell->kind != GRID_TEXT || cell->text.len == 0 || cell->text.len > LONGEST_HEADER) {
            continue;
        }
        struct arena_mark mark = arena_mark(scratch);
        has_anchor = headers_name_anchor(books->systems, scratch, cell->text) ||
                     headers_name_anchor(books->units, scratch, cell->text);
        arena_rewind(scratch, mark);
    }
    return has_anchor;
}

void columns_find(const struct column_books *books, struct arena *arena, struct arena *scratch,
                  const struct grid_sheet *sheet, struct tables *tables) {
    struct table *table = NULL;
    uint32_t top = 1;
    for (size_t start = 0, end; start < sheet->n_cells; start = end) {
        uint32_t row = sheet->cells[start].row;
        for (end = start; end < sheet->n_cells && sheet->cells[end].row == row; end++) {
        }
        if (row < top || !row_has_anchor(books, scratch, sheet, start, end)) {
            continue;
        }
        tables->n_searched += end - start;
        if (tables->n_searched > COLUMNS_MOST_SEARCHED) {
            if (table) {
                end_table(table, row);
            }
            return;
        }
        struct arena_mark mark = arena_mark(scratch);
        struct candidate candidate = find_candidate(books, scratch, sheet, row, top);
        bool is_known = candidate.headers && is_repeat(&candidate, table);
        arena_rewind(scratch, mark);
        if (is_known) {
            note_repeat(arena, table, &candidate);
        } else if (candidate.headers) {
            if (table) {
                end_table(table, candidate.row);
            }
            table = make_table(books, arena, scratch, sheet, &candidate, top);
            ARENA_PUSH(arena, tables->tables, tables->n_tables, tables->capacity, table);
        }
        top = candidate.headers ? candidate.row + candidate.n_rows : top;
    }
}

const struct table_column *table_column(const struct table *table, enum field field) {
    for (size_t i = 0; i < table->n_columns; i++) {
        if (table->columns[i].rule->field == field) {
            return &table->columns[i];
        }
    }
    return NULL;
}
