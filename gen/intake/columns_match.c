/* Header rows as texts, and each text as a field. */
#include "intake/columns.h"

#include "intake/fit.h"

/* ---- texts --------------------------------------------------------------------------------- */

/* The cell that shows at a place of a header: its own, or the top left of the merge it is under,
 * if that starts within the header. */
static const struct read_cell *shown_at(const struct held *rows, uint32_t row, uint32_t column,
                                        uint32_t first_row) {
    const struct read_cell *cell = held_at(rows, row, column);
    const struct read_merge *merge = cell ? NULL : read_merge_at(rows->sheet, row, column);
    if (merge && merge->first_row >= first_row) {
        cell = held_at(rows, merge->first_row, merge->first_column);
    }
    return cell;
}

static bool is_blank(const struct read_cell *cell) {
    return !cell || str_trim(cell->text).len == 0;
}

/* The rows of a header while its columns are read from left to right. */
struct header_rows {
    const struct held *held;
    uint32_t row, n_rows;
    /* The rows themselves, NULL where there is none, and the next cell of each. */
    const struct read_row *rows[HEADER_MOST_ROWS];
    size_t next[HEADER_MOST_ROWS];
    /* The nearest text to the left in each row; NULL before the first. */
    const struct read_cell *left[HEADER_MOST_ROWS];
};

/* A group typed over its first column only, its merge forgotten: the nearest text to the left in
 * that row, unless it is merged and so goes where it should. */
static const struct read_cell *group_left(const struct header_rows *header, uint32_t index) {
    const struct read_cell *left = header->left[index];
    bool is_merged = left && read_merge_at(header->held->sheet, left->row, left->column);
    return is_merged ? NULL : left;
}

static void add_part(struct header_column *column, const struct read_cell *cell) {
    /* a longer text is no header, but data below one */
    enum { LONGEST_PART = 600 };
    column->parts[column->n_parts++] = str_cut(str_trim(cell->text), LONGEST_PART);
    column->row = cell->row;
}

static void read_parts(struct header_rows *header, struct header_column *column) {
    const struct held *rows = header->held;
    const struct read_cell *last = NULL;
    for (uint32_t i = 0; i < header->n_rows; i++) {
        uint32_t row = header->row + i;
        const struct read_cell *own = held_at(rows, row, column->column);
        const struct read_cell *cell = own ? own : shown_at(rows, row, column->column, header->row);
        bool is_covered = cell && cell == last;
        bool is_lowest = i + 1 == header->n_rows;
        if (!cell && !is_lowest && !read_merge_at(rows->sheet, row, column->column)) {
            cell = group_left(header, i);
        }
        if (!is_blank(cell) && !is_covered) {
            add_part(column, cell);
            last = cell;
        }
        header->left[i] = is_blank(own) ? header->left[i] : own;
    }
}

/* The lowest column that the rows still have; UINT32_MAX at the end of all rows. */
static uint32_t next_column(struct header_rows *header) {
    uint32_t lowest = UINT32_MAX;
    const struct read_cell *cells[HEADER_MOST_ROWS] = {NULL};
    for (uint32_t i = 0; i < header->n_rows; i++) {
        const struct read_row *row = header->rows[i];
        cells[i] = row && header->next[i] < row->n_cells ? &row->cells[header->next[i]] : NULL;
        lowest = cells[i] && cells[i]->column < lowest ? cells[i]->column : lowest;
    }
    for (uint32_t i = 0; i < header->n_rows; i++) {
        header->next[i] += cells[i] && cells[i]->column == lowest;
    }
    return lowest;
}

struct header_column *header_texts(struct arena *scratch, const struct held *rows, uint32_t row,
                                   uint32_t n_rows, size_t *n_columns) {
    struct header_column *columns = NULL;
    struct header_rows header = {.held = rows, .row = row, .n_rows = n_rows};
    size_t capacity = 0;
    for (uint32_t i = 0; i < n_rows; i++) {
        header.rows[i] = held_row(rows, row + i);
    }
    *n_columns = 0;
    for (uint32_t column = next_column(&header); column != UINT32_MAX;
         column = next_column(&header)) {
        struct header_column found = {.column = column};
        ARENA_PUSH(scratch, columns, *n_columns, capacity, found);
        read_parts(&header, &columns[*n_columns - 1]);
    }
    return columns;
}

/* ---- fields -------------------------------------------------------------------------------- */

/* The last header to the left that was clear by itself: it may be the group of plain parts that
 * follow it ("contact person", "phone", "mobile"). */
struct opener {
    struct str text, group;
};

static const struct header_entry *find_after(const struct headers *headers, struct arena *scratch,
                                             const struct opener *opener, struct str part) {
    const struct str leads[2] = {opener->text, opener->group};
    for (size_t i = 0; i < 2; i++) {
        if (leads[i].len) {
            struct str joined = str_concat(scratch, leads[i], part);
            const struct header_entry *entry = headers_find(headers, scratch, joined);
            if (entry) {
                return entry;
            }
        }
    }
    return NULL;
}

/* Headers of one kind of sheet being looked up from left to right. */
struct matching {
    const struct headers *headers;
    struct arena *scratch;
    struct opener opener;
    /* By rule: a column to the left has that field already. */
    bool *is_given;
    /* The sheet is of this kind: prefixes are dropped. */
    bool is_own;
};

static struct matching open_matching(const struct headers *headers, struct arena *scratch,
                                     bool is_own) {
    return (struct matching){.headers = headers,
                             .scratch = scratch,
                             .is_own = is_own,
                             .is_given = ARENA_ARRAY(scratch, bool, headers->n_rules)};
}

/* The text is the official name of a column: no neighbour can make it mean another. */
static bool is_official(const struct headers *headers, const struct header_entry *entry,
                        struct str text) {
    return entry && entry->kind == HEADER_COLUMN &&
           str_equal(headers->rules[entry->rules[0]].name, str_trim(text));
}

static bool match_in(struct matching *matching, struct header_column *column) {
    const struct headers *headers = matching->headers;
    struct arena *scratch = matching->scratch;
    size_t n_used;
    const struct header_entry *own =
        headers_find_joined(headers, scratch, column->parts, column->n_parts, &n_used);
    const struct header_entry *after =
        n_used < 2 && column->n_parts
            ? find_after(headers, scratch, &matching->opener, column->parts[column->n_parts - 1])
            : NULL;
    bool is_part = after && after->kind == HEADER_COLUMN &&
                   !is_official(headers, own, column->parts[column->n_parts - 1]) &&
                   !matching->is_given[after->rules[0]];
    if (!own && !is_part && matching->is_own && column->n_parts) {
        own = headers_find_near(headers, scratch, column->parts[column->n_parts - 1]);
        n_used = own ? 1 : 0;
    }
    column->entry = is_part ? after : own;
    if (!column->entry) {
        return false;
    }
    column->headers = headers;
    column->n_used = column->entry == own ? n_used : 1;
    if (column->entry == own && own->kind == HEADER_COLUMN) {
        matching->opener = (struct opener){
            str_join(scratch, column->parts + column->n_parts - n_used, n_used, (struct str){0}),
            own->group};
    }
    return true;
}

/* The header is a part of what the last header of the other record opened: "phone" behind the
 * unit's leader in a table of systems. */
static bool match_part(struct matching *other, const struct headers *headers,
                       struct header_column *column) {
    if (column->n_parts != 1 || other->opener.text.len == 0) {
        return false;
    }
    struct str part = column->parts[0];
    const struct header_entry *entry =
        find_after(other->headers, other->scratch, &other->opener, part);
    const struct header_entry *own = headers_find(headers, other->scratch, part);
    if (!entry || entry->kind != HEADER_COLUMN || is_official(headers, own, part) ||
        other->is_given[entry->rules[0]]) {
        return false;
    }
    column->entry = entry;
    column->headers = other->headers;
    column->n_used = 1;
    return true;
}

static void note_given(struct matching *matching, const struct header_column *column) {
    if (column->entry && column->entry->kind == HEADER_COLUMN) {
        matching->is_given[column->entry->rules[0]] = true;
    }
}

const struct headers *headers_beside(const struct column_books *books,
                                     const struct headers *headers) {
    return headers->kind == SHEET_SYSTEMS ? books->sheets[SHEET_UNITS]
           : headers->kind == SHEET_UNITS ? books->sheets[SHEET_MANAGEMENT]
                                          : NULL;
}

void header_match(const struct headers *headers, const struct headers *others,
                  struct arena *scratch, struct header_column *columns, size_t n_columns) {
    struct matching matching = open_matching(headers, scratch, true), other = {0};
    if (others) {
        other = open_matching(others, scratch, false);
    }
    for (size_t i = 0; i < n_columns; i++) {
        bool is_part = others && match_part(&other, headers, &columns[i]);
        bool is_own = !is_part && match_in(&matching, &columns[i]);
        bool is_other = is_part || (!is_own && others && match_in(&other, &columns[i]));
        /* a clear header of one record ends what the other's opened */
        if (is_own && columns[i].entry->kind == HEADER_COLUMN) {
            other.opener = (struct opener){0};
        }
        /* the other record's name cannot be read here: it is the key that joins both */
        if (is_other && header_is_anchor(others, columns[i].entry)) {
            columns[i].entry = NULL;
        }
        note_given(is_other ? &other : &matching, &columns[i]);
    }
}

/* ---- giving fields ------------------------------------------------------------------------- */

/* Fields that have a column, and which. */
struct taken {
    const struct header_column *fields[N_FIELDS];
};

static void take(struct taken *taken, struct header_column *column,
                 const struct column_rule *rule) {
    column->repeats = taken->fields[rule->field];
    if (!column->repeats) {
        taken->fields[rule->field] = column;
        column->rule = rule;
    }
}

const struct column_rule *header_second(const struct header_column *column) {
    const struct header_column *first = column->repeats;
    if (!first || !column->entry) {
        return NULL;
    }
    enum field field = first->rule->field;
    /* a person's plain words (phone) may be another's; a level twice is of one system */
    enum field_type type = field_info(field)->type;
    bool is_same = column->entry == first->entry && type != FIELD_TEXT && type != FIELD_PHONE;
    if (column->entry->kind != HEADER_COLUMN && !is_same) {
        return NULL;
    }
    bool is_key = field == column->headers->anchor || field == column->headers->owner ||
                  field == FIELD_UNIT_NAME || field == FIELD_SYSTEM_NAME;
    return is_key ? NULL : first->rule;
}

/* The first free field of a doubtful header, or a later one that more of its cells speak for; of
 * one whose cells must be looked at, only such a field. */
static const struct column_rule *choose(const struct column_books *books, struct arena *scratch,
                                        const struct header_column *column,
                                        const struct taken *taken) {
    const struct column_rule *best = NULL;
    size_t n_best = 0;
    for (size_t i = 0; i < column->entry->n_rules; i++) {
        const struct column_rule *rule = &column->headers->rules[column->entry->rules[i]];
        if (taken->fields[rule->field]) {
            continue;
        }
        size_t n = column_fit(books, scratch, column, rule->field).n_fit;
        if (n > n_best || (!best && column->entry->kind == HEADER_DOUBTFUL)) {
            best = rule;
            n_best = n;
        }
    }
    return best;
}

/* Notes the filled cells of one row under their headers; both rise by column. */
static void note_cells(const struct read_row *row, struct header_column *columns,
                       size_t n_columns) {
    for (size_t i = 0, j = 0; i < n_columns && j < row->n_cells;) {
        const struct read_cell *cell = &row->cells[j];
        if (cell->column == columns[i].column && !is_blank(cell)) {
            columns[i].cells[columns[i].n_cells++] = cell;
        }
        j += cell->column <= columns[i].column;
        i += j == row->n_cells || row->cells[j].column > columns[i].column;
    }
}

void header_cells(struct arena *scratch, const struct held *rows, uint32_t row,
                  struct header_column *columns, size_t n_columns) {
    size_t first = held_from(rows, row + 1), last = held_from(rows, row + HEADER_LOOK_AHEAD + 1);
    for (size_t i = 0; i < n_columns; i++) {
        columns[i].cells = ARENA_ARRAY(scratch, const struct read_cell *, last - first);
    }
    for (size_t i = first; i < last; i++) {
        note_cells(&rows->rows[i].row, columns, n_columns);
    }
}

void header_assign(const struct column_books *books, struct arena *scratch,
                   struct header_column *columns, size_t n_columns) {
    struct taken *taken = ARENA_NEW(scratch, struct taken);
    for (size_t i = 0; i < n_columns; i++) {
        const struct header_entry *entry = columns[i].entry;
        if (entry && entry->kind == HEADER_COLUMN) {
            take(taken, &columns[i], &columns[i].headers->rules[entry->rules[0]]);
        }
    }
    for (size_t i = 0; i < n_columns; i++) {
        const struct header_entry *entry = columns[i].entry;
        if (!entry || (entry->kind != HEADER_DOUBTFUL && entry->kind != HEADER_LOOK)) {
            continue;
        }
        const struct column_rule *rule = choose(books, scratch, &columns[i], taken);
        if (rule) {
            take(taken, &columns[i], rule);
        } else if (entry->kind == HEADER_DOUBTFUL) {
            const struct column_rule *first = &columns[i].headers->rules[entry->rules[0]];
            columns[i].repeats = taken->fields[first->field];
        }
    }
}

static struct str text_of(const struct header_column *column) {
    return column->n_parts ? column->parts[column->n_parts - 1] : (struct str){0};
}

/* The header says the same as another, word for word. */
static bool is_twin(const struct header_column *column) {
    const struct header_column *first = column->repeats;
    return first && first->n_parts == column->n_parts && str_equal(text_of(first), text_of(column));
}

size_t header_own(struct header_column *columns, size_t n_columns) {
    size_t n_own = n_columns, n_twins = 0;
    for (size_t i = 0; i < n_columns; i++) {
        bool is_name = is_twin(&columns[i]) && !header_second(&columns[i]);
        n_own = is_name && n_own == n_columns ? i : n_own;
        n_twins += i >= n_own && is_twin(&columns[i]);
    }
    if (n_twins < 2) {
        return n_columns;
    }
    for (size_t i = n_own; i < n_columns; i++) {
        columns[i].is_beside = true;
        columns[i].rule = NULL;
        columns[i].repeats = NULL;
    }
    return n_own;
}
