/* Header rows as texts, and each text as a field. */
#include "intake/columns.h"

#include "intake/values.h"

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
};

static struct matching open_matching(const struct headers *headers, struct arena *scratch) {
    return (struct matching){.headers = headers,
                             .scratch = scratch,
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

static void note_given(struct matching *matching, const struct header_column *column) {
    if (column->entry && column->entry->kind == HEADER_COLUMN) {
        matching->is_given[column->entry->rules[0]] = true;
    }
}

void header_match(const struct headers *headers, const struct headers *others,
                  struct arena *scratch, struct header_column *columns, size_t n_columns) {
    struct matching matching = open_matching(headers, scratch), other = {0};
    if (others) {
        other = open_matching(others, scratch);
    }
    for (size_t i = 0; i < n_columns; i++) {
        bool is_other =
            !match_in(&matching, &columns[i]) && others && match_in(&other, &columns[i]);
        /* the other record's name cannot be read here: it is the key that joins both */
        if (is_other && header_is_anchor(others, columns[i].entry)) {
            columns[i].entry = NULL;
        }
        note_given(is_other ? &other : &matching, &columns[i]);
    }
}

/* ---- giving fields ------------------------------------------------------------------------- */

/* How many of the first cells below a header are options of a field. */
static size_t count_options(const struct column_books *books, struct arena *scratch,
                            const struct held *rows, uint32_t header_row, uint32_t column,
                            enum field field) {
    struct level_parts parts;
    bool is_level = field_info(field)->type == FIELD_LEVEL;
    size_t n_good = 0;
    for (uint32_t row = header_row + 1; row <= header_row + HEADER_LOOK_AHEAD; row++) {
        const struct read_cell *cell = held_at(rows, row, column);
        if (is_blank(cell)) {
            continue;
        }
        n_good += is_level ? level_parse(books->spellings, scratch, cell->text, &parts)
                           : options_fit(books->options, field, scratch, cell->text);
    }
    return n_good;
}

/* Fields that have a column. */
struct taken {
    bool fields[N_FIELDS];
};

static void take(struct taken *taken, struct header_column *column,
                 const struct column_rule *rule) {
    column->is_repeated = !rule || taken->fields[rule->field];
    if (!column->is_repeated) {
        taken->fields[rule->field] = true;
        column->rule = rule;
    }
}

/* The first free field of a doubtful header, or a later one that more of its cells speak for. */
static const struct column_rule *choose(const struct column_books *books, struct arena *scratch,
                                        const struct held *rows, uint32_t header_row,
                                        const struct header_column *column,
                                        const struct taken *taken) {
    const struct column_rule *best = NULL;
    size_t n_best = 0;
    for (size_t i = 0; i < column->entry->n_rules; i++) {
        const struct column_rule *rule = &column->headers->rules[column->entry->rules[i]];
        if (taken->fields[rule->field]) {
            continue;
        }
        size_t n = count_options(books, scratch, rows, header_row, column->column, rule->field);
        if (!best || n > n_best) {
            best = rule;
            n_best = n;
        }
    }
    return best;
}

void header_assign(const struct column_books *books, struct arena *scratch, const struct held *rows,
                   uint32_t row, struct header_column *columns, size_t n_columns) {
    struct taken *taken = ARENA_NEW(scratch, struct taken);
    for (size_t i = 0; i < n_columns; i++) {
        const struct header_entry *entry = columns[i].entry;
        if (entry && entry->kind == HEADER_COLUMN) {
            take(taken, &columns[i], &columns[i].headers->rules[entry->rules[0]]);
        }
    }
    for (size_t i = 0; i < n_columns; i++) {
        const struct header_entry *entry = columns[i].entry;
        if (entry && entry->kind == HEADER_DOUBTFUL) {
            take(taken, &columns[i], choose(books, scratch, rows, row, &columns[i], taken));
        }
    }
}
