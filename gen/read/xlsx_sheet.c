/* The elements of one sheet part: cells, merges, hidden rows and columns (18.3.1). */
#include "read/xlsx_sheet.h"

static bool refuse(struct xlsx_reading *reader, enum diag_word word, struct str about) {
    return store_refuse(reader->xlsx->diag, DIAG_FILE_DAMAGED, reader->sheet->source, word, about);
}

static bool limit(struct xlsx_reading *reader, enum diag_word word, size_t most) {
    return store_limit(reader->xlsx->diag, reader->sheet->source, word, most);
}

/* The elements that a sheet is full of have names of one letter. */
static bool is_letter(struct str name, char letter) {
    return name.len == 1 && name.data[0] == letter;
}

static bool start_row(struct xlsx_reading *reader, const struct xml_attributes *attributes) {
    struct str value;
    double height;
    reader->column = 0;
    reader->row++;
    reader->is_row_said = xml_attribute(attributes, "r", &value);
    if (reader->is_row_said && !xlsx_number(str_trim(value), STORE_MOST_ROWS, &reader->row)) {
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

static bool start_cell(struct xlsx_reading *reader, const struct xml_attributes *attributes) {
    bool has_place = false;
    reader->is_in_cell = true;
    reader->inside = INSIDE_NONE;
    reader->type = TYPE_NUMBER;
    /* the first style holds where none is named (18.3.1.4) */
    reader->style = 0;
    reader->has_formula = reader->has_value = reader->has_inline = false;
    reader->value.len = 0;
    xlsx_text_clear(&reader->inline_text);
    reader->cell_row = reader->row;
    reader->cell_column = reader->column + 1;
    for (size_t i = 0; i < attributes->n; i++) {
        struct str name = attributes->items[i].name, value = attributes->items[i].value;
        uint32_t style;
        if (is_letter(name, 'r')) {
            has_place = true;
            if (!xlsx_place(value, &reader->cell_row, &reader->cell_column)) {
                return refuse(reader, DIAG_WORD_CELL_NAME, value);
            }
        } else if (is_letter(name, 't')) {
            reader->type = read_type(value);
        } else if (is_letter(name, 's')) {
            reader->style = xlsx_index(value, MOST_INDEX, &style) ? style : UINT32_MAX;
        }
    }
    if (!has_place && (reader->row == 0 || reader->cell_column > STORE_MOST_COLUMNS)) {
        return refuse(reader, DIAG_WORD_CELL_OUTSIDE, STR(""));
    }
    reader->column = reader->cell_column;
    /* a row that does not say which is the one of its cells */
    reader->row = reader->is_row_said ? reader->row : reader->cell_row;
    return true;
}

static void start_column(struct xlsx_reading *reader, const struct xml_attributes *attributes) {
    struct read_sheet *sheet = reader->sheet;
    struct read_columns columns;
    struct str first, last, width;
    double size;
    bool has_width = xml_attribute(attributes, "width", &width) && format_parse(width, &size);
    if (!xml_attribute(attributes, "min", &first) || !xml_attribute(attributes, "max", &last) ||
        !xlsx_number(first, STORE_MOST_COLUMNS, &columns.first) ||
        !xlsx_number(last, STORE_MOST_COLUMNS, &columns.last)) {
        return;
    }
    bool is_hidden = (has_width && !(size > 0)) || xml_is_true(attributes, "hidden");
    if (has_width && !is_hidden) {
        store_width(sheet, (struct read_width){columns.first, columns.last, size});
    }
    if (is_hidden && sheet->n_hidden_columns < STORE_MOST_COLUMNS) {
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

static bool start_merge(struct xlsx_reading *reader, const struct xml_attributes *attributes) {
    struct read_merge merge;
    struct str range, first;
    if (!xml_attribute(attributes, "ref", &range)) {
        return true;
    }
    struct str last = range;
    if (!str_split(&last, STR(":"), &first) ||
        !xlsx_place(first, &merge.first_row, &merge.first_column) ||
        !xlsx_place(last.len ? last : first, &merge.last_row, &merge.last_column)) {
        return refuse(reader, DIAG_WORD_MERGE_RANGE, range);
    }
    put_in_order(&merge.first_row, &merge.last_row);
    put_in_order(&merge.first_column, &merge.last_column);
    return store_merge(reader->sheet, merge) ||
           limit(reader, DIAG_WORD_LIMIT_MERGES, store_full_budget().merges);
}

static void start_inside(struct xlsx_reading *reader, struct str name) {
    if (reader->inside == INSIDE_INLINE) {
        xlsx_text_start(&reader->inline_text, name);
    } else if (is_letter(name, 'v')) {
        reader->inside = INSIDE_VALUE;
        reader->has_value = true;
        reader->value.len = 0;
    } else if (str_is(name, "is")) {
        reader->inside = INSIDE_INLINE;
        reader->has_inline = true;
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
    struct xlsx_reading *reader = context;
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

static bool end_inside(struct xlsx_reading *reader, struct str name) {
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
        return xlsx_finish_cell(reader);
    }
    return true;
}

static bool end_element(void *context, struct str name) {
    struct xlsx_reading *reader = context;
    if (reader->is_in_cell) {
        return end_inside(reader, name);
    }
    if (reader->zone != ZONE_NONE && zone_of(name) == reader->zone) {
        reader->zone = ZONE_NONE;
    }
    return true;
}

static bool take_text(void *context, struct str text) {
    struct xlsx_reading *reader = context;
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
    struct xlsx_reading reader = {.xlsx = xlsx,
                                  .sheet = sheet,
                                  .sink = sink,
                                  .is_first = is_first,
                                  .value.arena = arena,
                                  .inline_text.buf.arena = arena};
    struct xml_calls calls = {&reader, start_element, end_element, take_text};
    bool is_read = xlsx_parse(xlsx, sheet->store->part, &calls);
    store_report_rest(xlsx->diag, DIAG_CELL_NOT_CALCULATED, sheet->source, reader.n_uncalculated);
    store_report_rest(xlsx->diag, DIAG_CELL_NOT_SHOWN, sheet->source, reader.n_unshown);
    store_report_rest(xlsx->diag, DIAG_CELL_DAMAGED, sheet->source, reader.n_damaged);
    arena_close(arena);
    return is_read;
}
