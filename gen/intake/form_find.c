/*
 * Finds the form on a sheet: labels, each with its value at the right, or below it; or a list that
 * was turned on its side, labels down the first column and a system in each column behind.
 *
 *     单位名称 | X医院 | 邮政编码 | 330006        a value stands where one belongs, even if it
 * reads 责任部门 | 信息科 | 联系人   |              like a label; an empty box has no cell
 */
#include "intake/form_sheet.h"

#include "intake/score.h"

/* Cells of a form at most, and so the most that is held of a sheet. */
enum { MOST_CELLS = 2000, LONGEST_LABEL = 120, LEAST_FIELDS = 3 };

/* Kinds of sheet that may be forms. */
static const enum sheet_kind form_kinds[] = {SHEET_SYSTEMS, SHEET_UNITS, SHEET_MANAGEMENT};
enum { N_FORM_KINDS = sizeof form_kinds / sizeof form_kinds[0] };

/* A label with the cell of its value; NULL where the box is empty. */
struct pair {
    const struct read_cell *label, *value;
    /* Where the value stands, or would. */
    uint32_t row, column;
    /* The label is known; its value reads like a label too. */
    bool is_known, is_label_too;
    /* What it stands beside in a group; NULL if nothing. */
    const struct read_cell *group;
};

/* A form being looked for. */
struct search {
    const struct column_books *books;
    struct arena *scratch;
    struct read_sheet *sheet;
    struct held rows;
    struct pair *pairs;
    size_t n_pairs, capacity;
};

static bool is_blank(const struct read_cell *cell) {
    return !cell || str_trim(cell->text).len == 0;
}

/* ---- labels -------------------------------------------------------------------------------- */

static bool is_label_text(const struct search *search, struct str text) {
    for (size_t i = 0; i < N_FORM_KINDS; i++) {
        const struct headers *headers = search->books->sheets[form_kinds[i]];
        const struct header_entry *entry = headers_find(headers, search->scratch, text);
        if (entry && entry->kind != HEADER_IGNORED) {
            return true;
        }
    }
    return false;
}

static bool is_label(const struct search *search, const struct read_cell *cell) {
    return !is_blank(cell) && cell->kind == READ_TEXT && cell->text.len <= LONGEST_LABEL &&
           is_label_text(search, cell->text);
}

/* The label one stands beside in a group: "contact person" left of "name" and "phone". */
static const struct read_cell *group_of(const struct search *search,
                                        const struct read_cell *label) {
    for (uint32_t column = label->column; column-- > 1;) {
        const struct read_merge *merge = read_merge_at(search->rows.sheet, label->row, column);
        const struct read_cell *cell =
            merge ? held_at(&search->rows, merge->first_row, merge->first_column) : NULL;
        if (cell && merge->last_row > merge->first_row) {
            return cell;
        }
    }
    return NULL;
}

/* Both texts together are a label: a group and its part. */
static bool are_joined(const struct search *search, const struct read_cell *group,
                       const struct read_cell *part) {
    return is_label_text(search, str_concat(search->scratch, group->text, part->text));
}

/* The cell is the group of labels at its right: merged over rows of them, or known with the next.
 */
static bool is_group(const struct search *search, const struct read_cell *cell,
                     const struct read_cell *next) {
    const struct read_merge *merge = read_merge_at(search->rows.sheet, cell->row, cell->column);
    bool is_tall = merge && merge->last_row > merge->first_row;
    return are_joined(search, cell, next) ||
           (is_label(search, next) && (is_tall || !is_label(search, cell)));
}

/* ---- values at the right ------------------------------------------------------------------- */

static uint32_t right_of(const struct search *search, const struct read_cell *cell) {
    const struct read_merge *merge = read_merge_at(search->rows.sheet, cell->row, cell->column);
    return (merge ? merge->last_column : cell->column) + 1;
}

static void add_pair(struct search *search, const struct read_cell *label,
                     const struct read_cell *value, uint32_t row, uint32_t column) {
    const struct read_cell *group = group_of(search, label);
    const struct pair pair = {
        .label = label,
        .value = is_blank(value) ? NULL : value,
        .row = row,
        .column = column,
        .is_known = is_label(search, label) || (group && are_joined(search, group, label)),
        .is_label_too = is_label(search, value),
        .group = group,
    };
    ARENA_PUSH(search->scratch, search->pairs, search->n_pairs, search->capacity, pair);
}

/* Takes a row apart from left to right. */
static void pair_row(struct search *search, const struct read_row *row) {
    for (size_t i = 0; i < row->n_cells;) {
        const struct read_cell *cell = &row->cells[i];
        uint32_t column = right_of(search, cell);
        bool has_next = i + 1 < row->n_cells && row->cells[i + 1].column == column;
        const struct read_cell *next = has_next ? &row->cells[i + 1] : NULL;
        bool is_opening = is_blank(cell) || (next && is_group(search, cell, next)) ||
                          (!next && !is_label(search, cell));
        if (!is_opening) {
            add_pair(search, cell, next, cell->row, column);
        }
        i += is_opening || !next ? 1 : 2;
    }
}

/* How many known labels of a column have a value that is none, less those whose value reads like
 * one and the values that do and stand in that column. */
static int label_surplus(const struct search *search, uint32_t column) {
    int n = 0;
    for (size_t i = 0; i < search->n_pairs; i++) {
        const struct pair *pair = &search->pairs[i];
        bool is_here = pair->label->column == column;
        n += pair->is_known && !pair->is_label_too && is_here;
        n -= pair->is_label_too && (is_here || pair->column == column);
    }
    return n;
}

/* The pair's row is the header of a list: pairs of labels throughout. */
static bool is_in_header(const struct search *search, const struct pair *pair) {
    size_t n_pairs = 0, n_labels = 0;
    for (size_t i = 0; i < search->n_pairs; i++) {
        bool is_beside = search->pairs[i].label->row == pair->label->row;
        n_pairs += is_beside;
        n_labels += is_beside && search->pairs[i].is_label_too;
    }
    return n_pairs > 1 && n_labels == n_pairs;
}

/* The pair is one of a form: its value is no label, or stands among values. */
static bool is_sound(const struct search *search, const struct pair *pair) {
    return !pair->is_label_too ||
           (label_surplus(search, pair->label->column) > 0 && !is_in_header(search, pair));
}

/* Pairs in enough rows that are known and sound; few that are known and not. */
static bool has_pairs(const struct search *search) {
    size_t n_sound = 0, n_unsound = 0, n_rows = 0;
    uint32_t last_row = 0;
    for (size_t i = 0; i < search->n_pairs; i++) {
        const struct pair *pair = &search->pairs[i];
        bool is_good = pair->is_known && is_sound(search, pair);
        n_unsound += pair->is_known && !is_sound(search, pair);
        n_sound += is_good && pair->value;
        n_rows += is_good && pair->label->row != last_row;
        last_row = is_good ? pair->label->row : last_row;
    }
    return n_sound >= LEAST_FIELDS && n_rows >= 2 && n_unsound * 2 <= n_sound;
}

/* ---- values below -------------------------------------------------------------------------- */

static bool is_label_row(const struct search *search, const struct read_row *row) {
    size_t n_labels = 0, n_filled = 0;
    for (size_t i = 0; row && i < row->n_cells; i++) {
        n_filled += !is_blank(&row->cells[i]);
        n_labels += is_label(search, &row->cells[i]);
    }
    return n_labels >= 2 && n_labels * 3 >= n_filled * 2;
}

/* Two rows of labels are the same row twice: the header of a list, repeated. */
static bool is_repeated(const struct search *search, const struct read_row *a,
                        const struct read_row *b) {
    size_t n_same = 0, n_labels = 0;
    for (size_t i = 0; a && i < a->n_cells; i++) {
        const struct read_cell *other = read_cell_at(b, a->cells[i].column);
        n_labels += is_label(search, &a->cells[i]);
        n_same +=
            is_label(search, &a->cells[i]) && other && str_equal(a->cells[i].text, other->text);
    }
    return n_labels >= 2 && n_same == n_labels;
}

/* Each row of labels has one row of values below it. Fills the pairs. */
static bool pair_below(struct search *search) {
    const struct read_row *first = NULL;
    size_t n_label_rows = 0;
    search->n_pairs = 0;
    for (size_t i = 0; i < search->rows.n_rows; i++) {
        const struct read_row *row = &search->rows.rows[i].row;
        const struct read_row *below = held_row(&search->rows, row->number + 1);
        const struct read_row *next = held_row(&search->rows, row->number + 2);
        if (!is_label_row(search, row)) {
            continue;
        }
        if (is_label_row(search, below) || (next && !is_label_row(search, next)) ||
            is_repeated(search, first, row)) {
            return false;
        }
        first = first ? first : row;
        n_label_rows++;
        for (size_t j = 0; j < row->n_cells; j++) {
            const struct read_cell *label = &row->cells[j];
            const struct read_cell *value = below ? read_cell_at(below, label->column) : NULL;
            add_pair(search, label, value, row->number + 1, label->column);
            /* the row below is one of values */
            search->pairs[search->n_pairs - 1].is_label_too = false;
        }
    }
    return n_label_rows >= 2 && has_pairs(search);
}

/* ---- the form as a table ------------------------------------------------------------------- */

/* How many filled pairs a kind of sheet knows, and whether the record's name is one of its labels:
 * its box may be the one that was forgotten. */
static size_t count_fields(const struct search *search, const struct headers *headers,
                           bool *has_name, bool *has_mark) {
    bool is_there[N_FIELDS] = {false};
    size_t n = 0;
    *has_name = *has_mark = false;
    for (size_t i = 0; i < search->n_pairs; i++) {
        const struct pair *pair = &search->pairs[i];
        const struct header_entry *entry =
            headers_find(headers, search->scratch, pair->label->text);
        bool is_good = entry && entry->n_rules && is_sound(search, pair);
        enum field field = is_good ? headers->rules[entry->rules[0]].field : N_FIELDS;
        *has_name |= is_good && field == headers->anchor;
        if (is_good && pair->value) {
            *has_mark |= headers->is_mark[field];
            n += !is_there[field];
            is_there[field] = true;
        }
    }
    return n;
}

/* Whose form it is: a system's if it names one and says something only systems have. */
static const struct headers *kind_of(const struct search *search) {
    const struct headers *best = NULL;
    size_t n_best = 0;
    for (size_t i = 0; i < N_FORM_KINDS; i++) {
        const struct headers *headers = search->books->sheets[form_kinds[i]];
        bool has_name, has_mark;
        size_t n = count_fields(search, headers, &has_name, &has_mark);
        if (!has_name || n < LEAST_FIELDS || (headers->needs_mark && !has_mark)) {
            continue;
        }
        if (headers->kind == SHEET_SYSTEMS) {
            return headers;
        }
        best = n > n_best ? headers : best;
        n_best = n > n_best ? n : n_best;
    }
    return best;
}

/* Columns of values behind the labels of one column: more than one, and it is a list on its side.
 */
static size_t count_records(const struct search *search, const struct headers *headers) {
    size_t n_wide = 0, n_narrow = 0, n_columns = 0;
    for (size_t i = 0; i < search->n_pairs; i++) {
        const struct pair *pair = &search->pairs[i];
        const struct read_row *row = held_row(&search->rows, pair->label->row);
        const struct read_cell *third = pair->value && row->n_cells > 2 ? &row->cells[2] : NULL;
        bool is_first = pair->is_known && pair->label == &row->cells[0];
        const struct header_entry *entry =
            headers_find(headers, search->scratch, pair->label->text);
        n_wide += is_first && third && !is_label(search, third);
        n_narrow += is_first && (!third || is_label(search, third));
        if (is_first && header_is_anchor(headers, entry)) {
            n_columns = row->cells[row->n_cells - 1].column - pair->column + 1;
        }
    }
    bool is_list = headers->kind == SHEET_SYSTEMS && n_wide >= LEAST_FIELDS && n_wide > n_narrow;
    return is_list && n_columns > 1 ? n_columns : 1;
}

/* A pair as a header with its values, one a record. */
static void fill_header(const struct search *search, const struct pair *pair, size_t n_records,
                        struct header_column *header) {
    *header = (struct header_column){.column = pair->label->column,
                                     .row = pair->label->row,
                                     .value_row = pair->row,
                                     .value_column = pair->column,
                                     .n_cells = n_records};
    bool is_grouped = pair->group && pair->group != pair->label;
    if (is_grouped) {
        header->parts[header->n_parts++] = str_trim(pair->group->text);
    }
    header->parts[header->n_parts++] = str_trim(pair->label->text);
    header->cells = ARENA_ARRAY(search->scratch, const struct read_cell *, n_records);
    for (size_t i = 0; i < n_records; i++) {
        const struct read_cell *cell =
            held_at(&search->rows, pair->row, pair->column + (uint32_t)i);
        header->cells[i] = is_blank(cell) ? NULL : cell;
    }
}

/* Pairs of a list on its side begin in its first column. */
static bool is_of_form(const struct search *search, const struct pair *pair, size_t n_records) {
    const struct read_row *row = held_row(&search->rows, pair->label->row);
    return (n_records == 1 || pair->label == &row->cells[0]) && (pair->is_known || pair->value) &&
           is_sound(search, pair);
}

static struct table *make_form(const struct search *search, struct arena *arena,
                               const struct headers *headers) {
    struct table *table = ARENA_NEW(arena, struct table);
    size_t n_records = count_records(search, headers);
    table->sheet = search->sheet;
    table->headers = headers;
    table->is_form = true;
    table->n_records = n_records;
    table->found = ARENA_ARRAY(search->scratch, struct header_column, search->n_pairs);
    for (size_t i = 0; i < search->n_pairs; i++) {
        const struct pair *pair = &search->pairs[i];
        if (is_of_form(search, pair, n_records)) {
            fill_header(search, pair, n_records, &table->found[table->n_found++]);
        }
        if (pair->is_known && is_sound(search, pair)) {
            table->first_row = table->first_row ? table->first_row : pair->label->row;
            table->last_row = pair->row;
        }
    }
    table->header_row = table->first_row;
    header_match(headers, headers_beside(search->books, headers), search->scratch, table->found,
                 table->n_found);
    header_assign(search->books, search->scratch, table->found, table->n_found);
    score_headers(search->books, search->scratch, headers, table->found, table->n_found);
    for (size_t i = 0; i < table->n_found; i++) {
        const struct header_column *header = &table->found[i];
        table->n_unit_columns += headers->kind == SHEET_SYSTEMS && header->rule &&
                                 header->headers->entity == ENTITY_UNIT;
    }
    return table;
}

/* ---- finding ------------------------------------------------------------------------------- */

/* Nothing but labels side by side, a system's name among them, and a row of no labels below: the
 * header of a list of systems. */
static bool is_short_header(const struct search *search, const struct read_row *row) {
    enum { LEAST_LABELS = 3 };
    const struct headers *systems = search->books->sheets[SHEET_SYSTEMS];
    const struct read_row *below = held_row(&search->rows, row->number + 1);
    bool is_header = row->n_cells >= LEAST_LABELS && below, names_systems = false;
    for (size_t i = 0; is_header && i < row->n_cells; i++) {
        const struct read_cell *cell = &row->cells[i];
        const struct read_cell *value = read_cell_at(below, cell->column);
        is_header = is_label(search, cell) && !is_label(search, value) &&
                    (i == 0 || cell->column == right_of(search, cell - 1));
        names_systems |= headers_name_anchor(systems, search->scratch, cell->text);
    }
    return is_header && names_systems;
}

/* Labels side by side: the header of a table, below which there is no form. */
static bool is_header(const struct search *search, const struct read_row *row) {
    enum { MOST_BESIDE = 3 };
    size_t n_beside = 0;
    if (is_short_header(search, row)) {
        return true;
    }
    for (size_t i = 0; i + 1 < row->n_cells && n_beside <= MOST_BESIDE; i++) {
        n_beside += is_label(search, &row->cells[i]) && is_label(search, &row->cells[i + 1]) &&
                    row->cells[i + 1].column == right_of(search, &row->cells[i]);
    }
    return n_beside > MOST_BESIDE;
}

/* Rows that begin with a label, their group before it: quick to say no of a table. */
static bool may_be_form(const struct search *search) {
    size_t n_rows = 0;
    for (size_t i = 0; i < search->rows.n_rows && n_rows < 2; i++) {
        const struct read_row *row = &search->rows.rows[i].row;
        bool begins = false;
        for (size_t j = 0; j < row->n_cells && j < 2; j++) {
            begins |= is_label(search, &row->cells[j]);
        }
        n_rows += begins;
    }
    return n_rows >= 2;
}

static bool hold_row(void *context, const struct read_row *row) {
    held_add(context, row);
    return true;
}

struct table *form_sheet_find(const struct column_books *books, struct arena *arena,
                              struct arena *scratch, struct read_sheet *sheet) {
    struct search search = {.books = books,
                            .scratch = scratch,
                            .sheet = sheet,
                            .rows = held_open(scratch, sheet, SIZE_MAX)};
    if (sheet->n_cells == 0 || sheet->n_cells > MOST_CELLS ||
        !read_rows(sheet, hold_row, &search.rows)) {
        return NULL;
    }
    if (!may_be_form(&search)) {
        return NULL;
    }
    for (size_t i = 0; i < search.rows.n_rows; i++) {
        if (is_header(&search, &search.rows.rows[i].row)) {
            break;
        }
        pair_row(&search, &search.rows.rows[i].row);
    }
    bool is_form = has_pairs(&search) || pair_below(&search);
    const struct headers *headers = is_form ? kind_of(&search) : NULL;
    return headers ? make_form(&search, arena, headers) : NULL;
}
