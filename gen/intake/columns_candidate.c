/* Which rows are a header, and of which kind of sheet. */
#include "intake/columns.h"

/* Known headers that a doubtful name asks for. */
enum { LEAST_DOUBTFUL = 3 };

static bool is_column(const struct header_entry *entry) {
    return entry && (entry->kind == HEADER_COLUMN || entry->kind == HEADER_DOUBTFUL);
}

/* The cell below a header of the candidate is known as one itself. */
static bool has_label_below(const struct candidate *candidate, struct arena *scratch,
                            const struct held *rows, uint32_t column) {
    const struct read_cell *cell = held_at(rows, candidate->row + candidate->n_rows, column);
    return !cell || str_trim(cell->text).len == 0 ||
           headers_find(candidate->headers, scratch, cell->text);
}

/* Every known text has an unknown one at its right, and below it a label or nothing: labels and
 * what was filled in, so a line of a form. */
static bool is_form(const struct candidate *candidate, struct arena *scratch,
                    const struct held *rows) {
    enum { MOST_PAIRS = 3 };
    if (candidate->n_known > MOST_PAIRS) {
        return false;
    }
    for (size_t i = 0; i < candidate->n_columns; i++) {
        bool is_last = i + 1 == candidate->n_columns;
        const struct header_column *column = &candidate->columns[i];
        if (column->entry && (is_last || candidate->columns[i + 1].entry ||
                              !has_label_below(candidate, scratch, rows, column->column))) {
            return false;
        }
    }
    return true;
}

/* Counts what is known of the candidate's headers. True if one of them makes a table. */
static bool count_known(struct candidate *candidate, bool *is_sure) {
    const struct headers *headers = candidate->headers;
    bool has_anchor = false;
    for (size_t i = 0; i < candidate->n_columns; i++) {
        const struct header_entry *entry = candidate->columns[i].entry;
        if (!is_column(entry)) {
            continue;
        }
        bool is_anchor = header_is_anchor(headers, entry), is_mark = false;
        has_anchor |= is_anchor;
        *is_sure |= is_anchor && entry->kind == HEADER_COLUMN;
        for (size_t j = 0; j < entry->n_rules; j++) {
            is_mark |= headers->is_mark[headers->rules[entry->rules[j]].field];
        }
        candidate->n_known++;
        candidate->n_used += candidate->columns[i].n_used;
        candidate->n_marks += is_mark;
    }
    return has_anchor;
}

static bool judge(struct candidate *candidate, struct arena *scratch, const struct held *rows) {
    bool is_sure = false;
    bool has_anchor = count_known(candidate, &is_sure);
    size_t least = candidate->headers->least;
    least = is_sure || least > LEAST_DOUBTFUL ? least : LEAST_DOUBTFUL;
    return has_anchor && candidate->n_known >= least && !is_form(candidate, scratch, rows);
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

/* Reads rows as a header; its texts stand in the rows. */
static void read_candidate(struct candidate *candidate, struct arena *scratch,
                           const struct held *rows) {
    candidate->columns =
        header_texts(scratch, rows, candidate->row, candidate->n_rows, &candidate->n_columns);
    header_match(candidate->headers, NULL, scratch, candidate->columns, candidate->n_columns);
}

/* The best reading of the header rows around `anchor_row`, not above `top`, that ends in a row
 * there is. A wide header is large, so those that are not the best are given back. */
static struct candidate best_candidate(const struct headers *headers, struct arena *scratch,
                                       const struct held *rows, uint32_t anchor_row, uint32_t top) {
    struct candidate best = {0};
    for (uint32_t up = 0; up < HEADER_MOST_ROWS && up < anchor_row; up++) {
        uint32_t row = anchor_row - up;
        for (uint32_t n_rows = up + 1; n_rows <= HEADER_MOST_ROWS && row >= top; n_rows++) {
            struct candidate candidate = {.headers = headers, .row = row, .n_rows = n_rows};
            struct arena_mark mark = arena_mark(scratch);
            if (!held_row(rows, row + n_rows - 1)) {
                continue;
            }
            read_candidate(&candidate, scratch, rows);
            if (judge(&candidate, scratch, rows) && is_better(&candidate, &best)) {
                best = candidate;
            } else {
                arena_rewind(scratch, mark);
            }
        }
    }
    return best;
}

/* What other sheet the rows are of: one that no fewer headers speak for than for ours. One header
 * alone makes no other sheet of a list that is known for systems. */
static const struct other_sheet *find_other(const struct column_books *books, struct arena *scratch,
                                            const struct candidate *candidate) {
    struct str *texts = ARENA_ARRAY(scratch, struct str, candidate->n_columns);
    size_t n_texts = 0, n_found = 0;
    for (size_t i = 0; i < candidate->n_columns; i++) {
        const struct header_column *column = &candidate->columns[i];
        if (!is_column(column->entry) && column->n_parts > 0) {
            texts[n_texts++] = column->parts[column->n_parts - 1];
        }
    }
    const struct other_sheet *other = others_find(books->others, scratch, texts, n_texts, &n_found);
    bool is_lone =
        candidate->headers->kind == SHEET_SYSTEMS && n_found == 1 && candidate->n_marks == 1;
    return n_found >= candidate->n_marks && !is_lone ? other : NULL;
}

/* The header names something that this kind of sheet is known by. */
static bool has_anchor(const struct headers *headers, struct arena *scratch,
                       const struct held *rows, uint32_t number) {
    const struct read_row *row = held_row(rows, number);
    for (size_t i = 0; row && i < row->n_cells; i++) {
        if (row->cells[i].kind == READ_TEXT &&
            headers_name_anchor(headers, scratch, row->cells[i].text)) {
            return true;
        }
    }
    return false;
}

/* Nothing in the header is unknown, and something is neither a name nor a person. */
static bool is_all_known(const struct column_books *books, struct arena *scratch,
                         const struct candidate *candidate) {
    static const enum field plain[] = {FIELD_SYSTEM_UNIT,         FIELD_SYSTEM_NAME,
                                       FIELD_SYSTEM_MANAGER_NAME, FIELD_SYSTEM_MANAGER_PHONE,
                                       FIELD_SYSTEM_REMARK,       FIELD_SYSTEM_DEPARTMENT};
    struct header_column *columns =
        ARENA_ARRAY(scratch, struct header_column, candidate->n_columns);
    size_t n_telling = 0;
    for (size_t i = 0; i < candidate->n_columns; i++) {
        columns[i] = candidate->columns[i];
        columns[i].entry = NULL;
    }
    header_match(candidate->headers, headers_beside(books, candidate->headers), scratch, columns,
                 candidate->n_columns);
    for (size_t i = 0; i < candidate->n_columns; i++) {
        const struct header_entry *entry = columns[i].entry;
        bool is_plain = !entry || entry->n_rules == 0;
        for (size_t j = 0; !is_plain && j < sizeof plain / sizeof plain[0]; j++) {
            is_plain = columns[i].headers->rules[entry->rules[0]].field == plain[j];
        }
        if (!entry && columns[i].n_parts > 0) {
            return false;
        }
        n_telling += !is_plain;
    }
    return n_telling > 0;
}

/* The candidate is one of ours: it has what only its kind has. */
static bool is_ours(const struct column_books *books, struct arena *scratch,
                    const struct candidate *candidate) {
    const struct headers *headers = candidate->headers;
    return headers && (!headers->needs_mark || candidate->n_marks > 0 ||
                       (headers->kind == SHEET_SYSTEMS && is_all_known(books, scratch, candidate)));
}

/* Of two kinds: a table that lists systems is theirs, whatever it says of units beside. */
static bool is_likelier(const struct candidate *a, const struct candidate *b) {
    bool is_of_systems = b->headers && b->headers->kind == SHEET_SYSTEMS;
    bool is_of_units = a->headers->entity == ENTITY_UNIT;
    return a->n_known > b->n_known && !(is_of_systems && is_of_units);
}

/* Around the row something is written that only this kind of sheet has: quick to say no. */
static bool has_mark_near(const struct headers *headers, struct arena *scratch,
                          const struct held *rows, uint32_t number) {
    uint32_t above = number > HEADER_MOST_ROWS ? number - HEADER_MOST_ROWS + 1 : 1;
    for (size_t i = held_from(rows, above); i < rows->n_rows; i++) {
        const struct read_row *row = &rows->rows[i].row;
        for (size_t j = 0; j < row->n_cells && row->number < number + HEADER_MOST_ROWS; j++) {
            const struct header_entry *entry = headers_find(headers, scratch, row->cells[j].text);
            for (size_t k = 0; entry && k < entry->n_rules; k++) {
                if (headers->is_mark[headers->rules[entry->rules[k]].field]) {
                    return true;
                }
            }
        }
    }
    return false;
}

/* Rows that may be a header of this kind of sheet. Marks below a group are found by it. */
static bool may_be(const struct headers *headers, struct arena *scratch, const struct held *rows,
                   uint32_t row) {
    bool is_common = headers->kind <= SHEET_UNITS;
    return has_anchor(headers, scratch, rows, row) &&
           (is_common || has_mark_near(headers, scratch, rows, row));
}

/* What the row may be of when it is no header of ours: it has one known name, and others. */
static struct candidate row_alone(const struct column_books *books, struct arena *scratch,
                                  const struct held *rows, uint32_t row) {
    struct candidate alone = {.headers = books->sheets[SHEET_SYSTEMS], .row = row, .n_rows = 1};
    read_candidate(&alone, scratch, rows);
    return alone;
}

struct candidate candidate_find(const struct column_books *books, struct arena *scratch,
                                const struct held *rows, uint32_t row, uint32_t top) {
    struct candidate best = {0}, close = {0};
    for (int kind = 0; kind < N_SHEET_KINDS; kind++) {
        const struct headers *headers = books->sheets[kind];
        if (!may_be(headers, scratch, rows, row)) {
            continue;
        }
        struct candidate candidate = best_candidate(headers, scratch, rows, row, top);
        close = candidate.n_known > close.n_known ? candidate : close;
        if (is_ours(books, scratch, &candidate) && is_likelier(&candidate, &best)) {
            best = candidate;
        }
    }
    close = close.headers ? close : row_alone(books, scratch, rows, row);
    struct candidate *seen = best.headers ? &best : &close;
    bool may_be_other = seen->headers && seen->headers->kind <= SHEET_UNITS;
    seen->other = may_be_other ? find_other(books, scratch, seen) : NULL;
    seen->headers = seen->other || seen == &close ? NULL : seen->headers;
    return *seen;
}
