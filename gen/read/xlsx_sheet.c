/* Cells, merges and hidden rows of one sheet part (18.3.1). */
#include "read/xlsx.h"

/* Which part of the sheet the reading is in; look-alikes elsewhere are not meant. */
enum zone { ZONE_NONE, ZONE_COLUMNS, ZONE_ROWS, ZONE_MERGES };

/* How the value of a cell is written (18.18.11). */
enum cell_type {
    TYPE_NUMBER,
    TYPE_SHARED,
    TYPE_INLINE,
    TYPE_STRING,
    TYPE_BOOL,
    TYPE_ERROR,
    TYPE_DATE,
};

/* Where inside a cell the reading is. */
enum inside { INSIDE_NONE, INSIDE_VALUE, INSIDE_INLINE };

/* Reading a sheet part. */
struct sheet_reader {
    struct xlsx *xlsx;
    struct read_sheet *sheet;
    /* Who takes the cells. */
    const struct tape_sink *sink;
    /* The survey asks: what is odd is reported, merges and hidden columns are noted. */
    bool is_first;
    enum zone zone;
    /* The row being read, and the column last read in it; 0 before the first. */
    uint32_t row, column;
    bool is_row_hidden;
    /* A c element is open. */
    bool is_in_cell;
    enum inside inside;
    enum cell_type type;
    uint32_t style;
    /* The place of the open cell. */
    uint32_t cell_row, cell_column;
    bool has_formula, has_value;
    /* Text of v. */
    struct buf value;
    /* Text of is. */
    struct xlsx_text inline_text;
    /* Reports so far of CELL_NOT_CALCULATED and CELL_DAMAGED. */
    uint32_t n_uncalculated, n_damaged;
};

static bool refuse(struct sheet_reader *reader, enum diag_word word, struct str about) {
    return store_refuse(reader->xlsx->diag, DIAG_FILE_DAMAGED, reader->sheet->source, word, about);
}

static bool limit(struct sheet_reader *reader, enum diag_word word, size_t most) {
    return store_limit(reader->xlsx->diag, reader->sheet->source, word, most);
}

/* The elements that a sheet is full of have names of one letter. */
static bool is_letter(struct str name, char letter) {
    return name.len == 1 && name.data[0] == letter;
}

/* ---- places ---------------------------------------------------------------------------------- */

/* More than any index is. */
#define MOST_INDEX 100000000U

/* Figures alone, up to `most`, which is at most MOST_INDEX. */
static bool read_index(struct str text, uint32_t most, uint32_t *number) {
    uint32_t value = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] < '0' || text.data[i] > '9' || value > most) {
            return false;
        }
        value = value * 10 + (uint32_t)(text.data[i] - '0');
    }
    *number = value;
    return text.len > 0 && value <= most;
}

/* The same from 1 on. */
static bool read_number(struct str text, uint32_t most, uint32_t *number) {
    return read_index(text, most, number) && *number > 0;
}

/* A1 style, letters of either case. */
static bool read_place(struct str text, uint32_t *row, uint32_t *column) {
    uint32_t value = 0;
    size_t i = 0;
    for (; i < text.len && i < 4; i++) {
        char c = (char)(text.data[i] & ~0x20);
        if (c < 'A' || c > 'Z') {
            break;
        }
        value = value * 26 + (uint32_t)(c - 'A' + 1);
    }
    *column = value;
    return value > 0 && value <= STORE_MOST_COLUMNS &&
           read_number(str_slice(text, i, text.len), STORE_MOST_ROWS, row);
}

/* ---- cells ----------------------------------------------------------------------------------- */

static void report(struct sheet_reader *reader, enum diag_id id, struct str value) {
    diag_report(reader->xlsx->diag,
                &(struct diag_note){
                    .id = id,
                    .origin = read_origin(reader->sheet, reader->cell_row, reader->cell_column),
                    .value = value});
}

static bool add_shared_cell(struct sheet_reader *reader, struct read_cell *cell, size_t shared) {
    cell->row = reader->cell_row;
    cell->column = reader->cell_column;
    cell->is_row_hidden = reader->is_row_hidden;
    return reader->sink->take(reader->sink->context, cell, shared);
}

static bool add_cell(struct sheet_reader *reader, struct read_cell *cell) {
    return add_shared_cell(reader, cell, TAPE_OWN);
}

static bool add_damaged(struct sheet_reader *reader, struct str value) {
    if (reader->is_first && reader->n_damaged++ < STORE_MOST_REPORTS) {
        report(reader, DIAG_CELL_DAMAGED, value);
    }
    struct read_cell cell = {.kind = READ_ERROR, .text = value};
    return add_cell(reader, &cell);
}

static bool add_text(struct sheet_reader *reader, struct str text, size_t shared) {
    struct read_cell cell = {.kind = READ_TEXT, .text = text};
    return text.len == 0 || store_is_picture(text) || add_shared_cell(reader, &cell, shared);
}

static bool add_shared(struct sheet_reader *reader, struct str value) {
    const struct xlsx *xlsx = reader->xlsx;
    uint32_t index;
    if (!read_index(value, MOST_INDEX, &index) || index >= texts_count(xlsx->strings)) {
        return add_damaged(reader, value);
    }
    return add_text(reader, texts_at(xlsx->strings, index), index);
}

static bool add_bool(struct sheet_reader *reader, struct str value) {
    bool is_true = str_is(value, "1") || str_is(value, "true");
    if (!is_true && !str_is(value, "0") && !str_is(value, "false")) {
        return add_damaged(reader, value);
    }
    struct read_cell cell = {
        .kind = READ_BOOL, .text = is_true ? STR("TRUE") : STR("FALSE"), .number = is_true};
    return add_cell(reader, &cell);
}

static bool add_iso(struct sheet_reader *reader, struct str value) {
    char text[FORMAT_SIZE];
    struct read_cell cell = {.kind = READ_TEXT, .text = value};
    format_iso(value, &cell, text);
    return add_cell(reader, &cell);
}

static bool add_number(struct sheet_reader *reader, struct str value) {
    char text[FORMAT_SIZE];
    struct read_cell cell = {.kind = READ_NUMBER, .text = value};
    double number;
    if (!format_parse(value, &number)) {
        return add_damaged(reader, value);
    }
    const struct styles *styles = &reader->xlsx->styles;
    if (styles_is_plain(styles, reader->style) && format_is_plain(value)) {
        cell.number = number;
    } else {
        styles_show(styles, reader->style, number, reader->xlsx->is_1904, &cell, text);
    }
    return add_cell(reader, &cell);
}

static bool add_value(struct sheet_reader *reader, struct str value) {
    switch (reader->type) {
    case TYPE_SHARED:
        return add_shared(reader, value);
    case TYPE_BOOL:
        return add_bool(reader, value);
    case TYPE_ERROR: {
        struct read_cell cell = {.kind = READ_ERROR, .text = value};
        return add_cell(reader, &cell);
    }
    case TYPE_DATE:
        return add_iso(reader, value);
    default:
        return add_number(reader, value);
    }
}

/* No blank of any kind. */
static bool is_ink(char c) {
    return c > ' ' && c < '\x7F';
}

static bool finish_cell(struct sheet_reader *reader) {
    if (reader->type == TYPE_INLINE) {
        return add_text(reader, xlsx_unescape(&reader->inline_text.buf), TAPE_OWN);
    }
    if (reader->type == TYPE_STRING && reader->has_value) {
        return add_text(reader, xlsx_unescape(&reader->value), TAPE_OWN);
    }
    struct str value = buf_str(&reader->value);
    bool is_trim = value.len && is_ink(value.data[0]) && is_ink(value.data[value.len - 1]);
    value = is_trim ? value : str_trim(value);
    if (value.len) {
        return add_value(reader, value);
    }
    if (reader->has_formula && reader->is_first && reader->n_uncalculated++ < STORE_MOST_REPORTS) {
        report(reader, DIAG_CELL_NOT_CALCULATED, STR(""));
    }
    return true;
}

/* ---- elements -------------------------------------------------------------------------------- */

static bool start_row(struct sheet_reader *reader, const struct xml_attributes *attributes) {
    struct str value;
    double height;
    reader->column = 0;
    reader->row++;
    if (xml_attribute(attributes, "r", &value) &&
        !read_number(str_trim(value), STORE_MOST_ROWS, &reader->row)) {
        return refuse(reader, DIAG_WORD_ROW_NUMBER, value);
    }
    if (reader->row > STORE_MOST_ROWS) {
        return refuse(reader, DIAG_WORD_ROW_OUTSIDE, STR(""));
    }
    bool is_flat =
        xml_attribute(attributes, "ht", &value) && format_parse(value, &height) && !(height > 0);
    reader->is_row_hidden = is_flat || xml_is_true(attributes, "hidden");
    return true;
}

static enum cell_type read_type(struct str text) {
    static const struct {
        struct str name;
        enum cell_type type;
    } types[] = {
        {STR_INIT("s"), TYPE_SHARED},   {STR_INIT("inlineStr"), TYPE_INLINE},
        {STR_INIT("str"), TYPE_STRING}, {STR_INIT("b"), TYPE_BOOL},
        {STR_INIT("e"), TYPE_ERROR},    {STR_INIT("d"), TYPE_DATE},
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (str_equal(text, types[i].name)) {
            return types[i].type;
        }
    }
    return TYPE_NUMBER;
}

static bool start_cell(struct sheet_reader *reader, const struct xml_attributes *attributes) {
    bool has_place = false;
    reader->is_in_cell = true;
    reader->inside = INSIDE_NONE;
    reader->type = TYPE_NUMBER;
    reader->style = UINT32_MAX;
    reader->has_formula = reader->has_value = false;
    reader->value.len = 0;
    xlsx_text_clear(&reader->inline_text);
    reader->cell_row = reader->row;
    reader->cell_column = reader->column + 1;
    for (size_t i = 0; i < attributes->n; i++) {
        struct str name = attributes->items[i].name, value = attributes->items[i].value;
        uint32_t style;
        if (is_letter(name, 'r')) {
            has_place = true;
            if (!read_place(value, &reader->cell_row, &reader->cell_column)) {
                return refuse(reader, DIAG_WORD_CELL_NAME, value);
            }
        } else if (is_letter(name, 't')) {
            reader->type = read_type(value);
        } else if (is_letter(name, 's') && read_index(value, MOST_INDEX, &style)) {
            reader->style = style;
        }
    }
    if (!has_place && (reader->row == 0 || reader->cell_column > STORE_MOST_COLUMNS)) {
        return refuse(reader, DIAG_WORD_CELL_OUTSIDE, STR(""));
    }
    reader->column = reader->cell_column;
    return true;
}

static void start_column(struct sheet_reader *reader, const struct xml_attributes *attributes) {
    struct read_sheet *sheet = reader->sheet;
    struct read_columns columns;
    struct str first, last, width;
    double size;
    bool is_flat =
        xml_attribute(attributes, "width", &width) && format_parse(width, &size) && !(size > 0);
    if ((is_flat || xml_is_true(attributes, "hidden")) &&
        xml_attribute(attributes, "min", &first) && xml_attribute(attributes, "max", &last) &&
        read_number(first, STORE_MOST_COLUMNS, &columns.first) &&
        read_number(last, STORE_MOST_COLUMNS, &columns.last) &&
        sheet->n_hidden_columns < STORE_MOST_COLUMNS) {
        ARENA_PUSH(reader->xlsx->scratch, sheet->hidden_columns, sheet->n_hidden_columns,
                   sheet->hidden_columns_capacity, columns);
    }
}

static void put_in_order(uint32_t *low, uint32_t *high) {
    if (*low > *high) {
        uint32_t kept = *low;
        *low = *high;
        *high = kept;
    }
}

static bool start_merge(struct sheet_reader *reader, const struct xml_attributes *attributes) {
    struct read_merge merge;
    struct str range, first;
    if (!xml_attribute(attributes, "ref", &range)) {
        return true;
    }
    struct str last = range;
    if (!str_split(&last, STR(":"), &first) ||
        !read_place(first, &merge.first_row, &merge.first_column) ||
        !read_place(last.len ? last : first, &merge.last_row, &merge.last_column)) {
        return refuse(reader, DIAG_WORD_MERGE_RANGE, range);
    }
    put_in_order(&merge.first_row, &merge.last_row);
    put_in_order(&merge.first_column, &merge.last_column);
    return store_merge(reader->sheet, merge) ||
           limit(reader, DIAG_WORD_LIMIT_MERGES, store_full_budget().merges);
}

static void start_inside(struct sheet_reader *reader, struct str name) {
    if (reader->inside == INSIDE_INLINE) {
        xlsx_text_start(&reader->inline_text, name);
    } else if (is_letter(name, 'v')) {
        reader->inside = INSIDE_VALUE;
        reader->has_value = true;
        reader->value.len = 0;
    } else if (str_is(name, "is")) {
        reader->inside = INSIDE_INLINE;
    } else if (is_letter(name, 'f')) {
        reader->has_formula = true;
    }
}

static enum zone zone_of(struct str name) {
    return str_is(name, "sheetData")    ? ZONE_ROWS
           : str_is(name, "cols")       ? ZONE_COLUMNS
           : str_is(name, "mergeCells") ? ZONE_MERGES
                                        : ZONE_NONE;
}

static bool start_element(void *context, struct str name, const struct xml_attributes *attributes) {
    struct sheet_reader *reader = context;
    if (reader->zone == ZONE_NONE) {
        reader->zone = zone_of(name);
    } else if (reader->is_in_cell) {
        start_inside(reader, name);
    } else if (reader->zone == ZONE_ROWS) {
        return is_letter(name, 'c')  ? start_cell(reader, attributes)
               : str_is(name, "row") ? start_row(reader, attributes)
                                     : true;
    } else if (reader->is_first && reader->zone == ZONE_COLUMNS && str_is(name, "col")) {
        start_column(reader, attributes);
    } else if (reader->is_first && reader->zone == ZONE_MERGES && str_is(name, "mergeCell")) {
        return start_merge(reader, attributes);
    }
    return true;
}

static bool end_inside(struct sheet_reader *reader, struct str name) {
    if (reader->inside == INSIDE_INLINE) {
        if (str_is(name, "is")) {
            reader->inside = INSIDE_NONE;
        } else {
            xlsx_text_end(&reader->inline_text, name);
        }
    } else if (is_letter(name, 'v')) {
        reader->inside = INSIDE_NONE;
    } else if (is_letter(name, 'c')) {
        reader->is_in_cell = false;
        return finish_cell(reader);
    }
    return true;
}

static bool end_element(void *context, struct str name) {
    struct sheet_reader *reader = context;
    if (reader->is_in_cell) {
        return end_inside(reader, name);
    }
    if (reader->zone != ZONE_NONE && zone_of(name) == reader->zone) {
        reader->zone = ZONE_NONE;
    }
    return true;
}

static bool take_text(void *context, struct str text) {
    struct sheet_reader *reader = context;
    if (!reader->is_in_cell || reader->inside == INSIDE_NONE) {
        return true;
    }
    bool is_taken = reader->inside == INSIDE_VALUE ? xlsx_text_append(&reader->value, text)
                                                   : xlsx_text_add(&reader->inline_text, text);
    return is_taken || limit(reader, DIAG_WORD_LIMIT_CELL_TEXT, XLSX_MOST_TEXT);
}

bool xlsx_read_sheet(struct read_sheet *sheet, const struct tape_sink *sink, bool is_first) {
    struct xlsx *xlsx = sheet->store->reader;
    struct arena *arena = arena_open_like(xlsx->scratch);
    struct sheet_reader reader = {.xlsx = xlsx,
                                  .sheet = sheet,
                                  .sink = sink,
                                  .is_first = is_first,
                                  .value.arena = arena,
                                  .inline_text.buf.arena = arena};
    struct xml_calls calls = {&reader, start_element, end_element, take_text};
    bool is_read = xlsx_parse(xlsx, sheet->store->part, &calls);
    store_report_rest(xlsx->diag, DIAG_CELL_NOT_CALCULATED, sheet->source, reader.n_uncalculated);
    store_report_rest(xlsx->diag, DIAG_CELL_DAMAGED, sheet->source, reader.n_damaged);
    arena_close(arena);
    return is_read;
}
