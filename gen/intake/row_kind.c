/* What a row of a table is: data, or one of the things people write between data. */
#include "intake/desk.h"

static bool is_total(const struct spellings *spellings, struct str key) {
    size_t n = words_start(&spellings->total, key);
    struct str rest = str_slice(key, n, key.len);
    if (n > 0 &&
        (rest.len == 0 || digits_start(rest) > 0 || rest.data[0] == '(' || rest.data[0] == ':')) {
        return true;
    }
    if (words_end(&spellings->total, key) > 0) {
        return true;
    }
    n = words_start(&spellings->total_before, key);
    rest = str_slice(key, n, key.len);
    size_t n_digits = digits_start(rest);
    rest = str_slice(rest, n_digits, rest.len);
    return n > 0 && n_digits > 0 && words_start(&spellings->total_after, rest) > 0;
}

/* One of the words at the start, alone or with something behind it that is no word's end. */
static bool begins_with(const struct words *words, struct str key) {
    size_t n = words_start(words, key);
    struct str rest = str_slice(key, n, key.len);
    return n > 0 && (rest.len == 0 || rest.data[0] == ':' || rest.data[0] == '(' ||
                     digits_start(rest) > 0 || str_starts(rest, STR("\xE3\x80\x81")));
}

static bool is_note(const struct spellings *spellings, struct str key) {
    return begins_with(&spellings->note, key);
}

/* The word in front, in brackets too: "（例）HIS". */
static bool is_example(const struct spellings *spellings, struct str key) {
    bool is_bracketed = key.len > 0 && (key.data[0] == '(' || key.data[0] == '[');
    struct str inner = is_bracketed ? str_slice(key, 1, key.len) : key;
    size_t n = is_bracketed ? words_start(&spellings->example, inner) : 0;
    bool is_closed = n > 0 && n < inner.len && (inner.data[n] == ')' || inner.data[n] == ']');
    return is_closed || begins_with(&spellings->example, key);
}

/* All in a bracket: "(required)" below a header. */
static bool is_remark(struct arena *scratch, struct str key) {
    if (key.len == 0 || (key.data[0] != '(' && key.data[0] != '[')) {
        return false;
    }
    struct str bare = without_brackets(scratch, key, SIZE_MAX);
    return header_key(scratch, bare).len == 0 && header_key(scratch, key).len > 0;
}

/* A cell merged over several columns. */
static bool is_wide(const struct read_sheet *sheet, const struct read_cell *cell) {
    const struct read_merge *merge = read_merge_at(sheet, cell->row, cell->column);
    return merge && merge->last_column > merge->first_column;
}

static enum row_kind kind_of_cell(const struct desk *desk, const struct read_cell *cell) {
    struct str key = value_key(desk->scratch, cell->text);
    if (is_total(desk->intake->spellings, key)) {
        return ROW_TOTAL;
    }
    if (is_example(desk->intake->spellings, key)) {
        return ROW_EXAMPLE;
    }
    return is_note(desk->intake->spellings, key) || is_remark(desk->scratch, key) ? ROW_NOTE
                                                                                  : ROW_DATA;
}

/* A number and a sign before a sentence: "1." */
static bool is_numbered(struct str key) {
    static const struct str signs[] = {STR_INIT("."), STR_INIT(")"), STR_INIT("\xE3\x80\x81")};
    size_t n = digits_start(key);
    struct str rest = str_slice(key, n, key.len);
    bool is_marked = false;
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        is_marked |= n > 0 && str_starts(rest, signs[i]);
    }
    struct str behind = rest.len ? str_slice(rest, 1, rest.len) : rest;
    return is_marked && digits_start(behind) == 0;
}

/* What is written round a table: a sentence, a word with a colon, a seal. */
static bool is_closing(const struct spellings *spellings, struct str key) {
    enum { LONGEST_NAME = 120 };
    return key.len > LONGEST_NAME || words_start(&spellings->closing, key) > 0 ||
           str_contains(key, STR(":")) || str_contains(key, STR("\xE3\x80\x82")) ||
           is_numbered(key) || is_note(spellings, key);
}

/* The filled cells of a row, by what stands in them. */
struct contents {
    const struct read_cell *first;
    size_t n_filled;
    /* Cells that say how to fill in, that close a table, that number the columns. */
    size_t n_demands, n_closing, n_numbers;
};

static bool is_blank(const struct read_cell *cell) {
    return !cell || str_trim(cell->text).len == 0;
}

/* What the row's first text and its names say. */
static enum row_kind kind_by_words(const struct desk *desk, const struct table *table,
                                   const struct read_row *row, const struct read_cell *first) {
    static const enum field names[] = {FIELD_UNIT_NAME, FIELD_SYSTEM_UNIT, FIELD_SYSTEM_NAME,
                                       FIELD_DATA_UNIT, FIELD_DATA_NAME};
    enum row_kind kind = first->kind == READ_TEXT ? kind_of_cell(desk, first) : ROW_DATA;
    for (size_t i = 0; i < sizeof names / sizeof names[0] && kind == ROW_DATA; i++) {
        const struct table_column *column = table_column(table, names[i]);
        const struct read_cell *cell = column ? read_cell_at(row, column->column) : NULL;
        if (!is_blank(cell) && cell != first && cell->kind == READ_TEXT) {
            kind = kind_of_cell(desk, cell);
        }
    }
    return kind;
}

/* The cell holds the number that its place among the filled cells has. */
static bool is_column_number(struct str key, size_t place) {
    int64_t number = 0;
    bool is_bracketed = key.len > 2 && key.data[0] == '(' && key.data[key.len - 1] == ')';
    struct str digits = is_bracketed ? str_slice(key, 1, key.len - 1) : key;
    return digits_start(digits) == digits.len && str_to_int(digits, &number) &&
           number == (int64_t)place;
}

static struct contents contents_of(const struct desk *desk, const struct read_row *row) {
    enum { MOST_CELLS = 300 };
    const struct spellings *spellings = desk->intake->spellings;
    struct contents contents = {0};
    for (size_t i = 0; i < row->n_cells && i < MOST_CELLS; i++) {
        const struct read_cell *cell = &row->cells[i];
        if (is_blank(cell)) {
            continue;
        }
        struct arena_mark mark = arena_mark(desk->scratch);
        struct str key = value_key(desk->scratch, cell->text);
        contents.first = contents.first ? contents.first : cell;
        contents.n_filled++;
        contents.n_demands += words_start(&spellings->demand, key) > 0;
        contents.n_closing += cell->kind == READ_TEXT && is_closing(spellings, key);
        contents.n_numbers += is_column_number(key, contents.n_filled);
        arena_rewind(desk->scratch, mark);
    }
    return contents;
}

/* What the row as a whole says; ROW_DATA if it says nothing of itself. */
static enum row_kind kind_of_contents(const struct table *table, const struct read_row *row,
                                      const struct contents *contents) {
    enum { LEAST_NUMBERS = 3, MOST_CLOSING = 4 };
    if (contents->n_demands * 2 > contents->n_filled) {
        return ROW_DEMAND;
    }
    if (row->number == table->header_row + 1 && contents->n_filled >= LEAST_NUMBERS &&
        contents->n_numbers == contents->n_filled) {
        return ROW_NUMBERS;
    }
    bool is_closing =
        contents->n_filled <= MOST_CLOSING && contents->n_closing == contents->n_filled;
    return is_closing && table->n_columns > 1 ? ROW_NOTE : ROW_DATA;
}

/* The cell says nothing of a system: it is a number of the row, says that nothing is there, or is
 * in a column of the unit. */
static bool is_idle(const struct desk *desk, const struct table *table,
                    const struct read_cell *cell) {
    const struct spellings *spellings = desk->intake->spellings;
    struct str key = value_key(desk->scratch, cell->text);
    bool is_of_unit = false;
    for (size_t i = 0; i < table->n_columns; i++) {
        enum field field = table->columns[i].rule->field;
        is_of_unit |= table->columns[i].column == cell->column &&
                      (field == FIELD_SYSTEM_UNIT || field_info(field)->entity == ENTITY_UNIT);
    }
    return is_blank(cell) || is_of_unit || digits_start(key) == key.len ||
           words_have(&spellings->nothing, key) || words_have(&spellings->placeholder, key) ||
           words_have(&spellings->no_systems, key);
}

/* Nothing of a system stands beside a name that says that there is none. */
static bool is_none(const struct desk *desk, const struct table *table,
                    const struct read_row *row) {
    const struct table_column *column = table_column(table, FIELD_SYSTEM_NAME);
    const struct read_cell *name = column ? read_cell_at(row, column->column) : NULL;
    bool says_none =
        !is_blank(name) && table->headers->kind == SHEET_SYSTEMS &&
        words_have(&desk->intake->spellings->no_systems, value_key(desk->scratch, name->text));
    for (size_t i = 0; i < row->n_cells && says_none; i++) {
        says_none = is_idle(desk, table, &row->cells[i]);
    }
    return says_none;
}

/* A row of a few cells that are nothing but a title: "2. no longer in use". */
static bool is_heading(const struct desk *desk, const struct read_row *row,
                       const struct contents *contents) {
    enum { MOST_PARTS = 2 };
    struct buf key = {.arena = desk->scratch};
    for (size_t i = 0; i < row->n_cells && contents->n_filled <= MOST_PARTS; i++) {
        buf_add(&key, value_key(desk->scratch, row->cells[i].text));
    }
    return heading_read(desk->intake->spellings, buf_str(&key)).is_known;
}

enum row_kind row_kind(const struct desk *desk, const struct table *table,
                       const struct read_row *row, bool is_in_notes) {
    struct contents contents = contents_of(desk, row);
    const struct read_cell *first = contents.first;
    size_t n_known = 0;
    if (!first) {
        return ROW_BLANK;
    }
    for (size_t i = 0; i < table->n_columns && n_known == 0; i++) {
        n_known += !is_blank(read_cell_at(row, table->columns[i].column));
    }
    struct arena_mark mark = arena_mark(desk->scratch);
    bool is_title = table->headers->kind == SHEET_SYSTEMS && is_heading(desk, row, &contents);
    enum row_kind kind = is_title ? ROW_TITLE : kind_by_words(desk, table, row, first);
    kind = kind == ROW_DATA && is_none(desk, table, row) ? ROW_NONE : kind;
    arena_rewind(desk->scratch, mark);
    kind = kind == ROW_DATA ? kind_of_contents(table, row, &contents) : kind;
    if (kind == ROW_DATA && contents.n_filled == 1 && is_wide(table->sheet, first)) {
        return ROW_TITLE;
    }
    if (kind == ROW_DATA && contents.n_filled == 1 && is_in_notes) {
        return ROW_NOTE;
    }
    return kind == ROW_DATA && n_known == 0 ? ROW_BLANK : kind;
}
