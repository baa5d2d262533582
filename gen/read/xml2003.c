/* From a workbook in one XML file (SpreadsheetML of Office 2003) to a book. It is parsed once, onto
 * a tape for each sheet, which is what the sheet is read from. */
#include <math.h>
#include <string.h>

#include "read/encoding.h"
#include "read/format.h"
#include "read/shown.h"
#include "read/store.h"
#include "read/styles.h"
#include "read/xml.h"

/* Bytes of text that a cell may hold. */
#define MOST_TEXT (1024U * 1024U)

/* How the value of a cell is written. */
enum data_type { DATA_STRING, DATA_NUMBER, DATA_MOMENT, DATA_BOOL, DATA_ERROR };

/* No style; what it shows is the number as it is. */
#define NO_STYLE UINT32_MAX

/* Parsing the file. */
struct parser {
    struct store_file *file;
    struct read_book *book;
    /* Styles by their identifier, and what their number formats make of a value. */
    struct dictionary *names;
    struct styles styles;
    /* How many of them were there when they were settled last; some stand between sheets. */
    size_t n_settled;
    /* The sheet at hand, and where its cells go; NULL outside. */
    struct read_sheet *sheet;
    struct tape *tape;
    /* The place of the cell at hand, and the columns that it fills. */
    uint32_t row, column, width;
    /* The last row and the last column that an element has told of. */
    uint32_t row_defined, column_defined;
    /* Styles of the cell, of its row, of the table; of columns that have one, by their number. A
     * cell that names none has that of its row, then of its column, then of the table. */
    uint32_t style, row_style, table_style;
    uint32_t *column_styles;
    bool is_row_hidden, is_in_cell, is_in_data, is_in_visible, has_formula;
    enum data_type type;
    struct buf text;
    /* Depth of what is passed over inside a cell: comments, phonetic text. */
    unsigned skipped_depth;
    size_t n_damaged, n_uncalculated, n_unshown;
};

static bool attribute(const struct xml_attributes *attributes, const char *name,
                      struct str *value) {
    return xml_prefixed_attribute(attributes, name, value) ||
           xml_attribute(attributes, name, value);
}

/* A number that is none, or too large. */
#define BAD_NUMBER UINT32_MAX

/* A whole number up to `most`, `otherwise` without the attribute, BAD_NUMBER for anything else. */
static uint32_t number_of(const struct xml_attributes *attributes, const char *name, uint32_t most,
                          uint32_t otherwise) {
    struct str value;
    int64_t number;
    if (!attribute(attributes, name, &value)) {
        return otherwise;
    }
    bool is_good = str_to_int(str_trim(value), &number) && number >= 0 && number <= most;
    return is_good ? (uint32_t)number : BAD_NUMBER;
}

static bool is_true(const struct xml_attributes *attributes, const char *name) {
    struct str value;
    return attribute(attributes, name, &value) && (str_is(value, "1") || str_is(value, "true"));
}

static bool refuse(const struct parser *parser, enum diag_word word, struct str about) {
    return store_refuse(parser->file->diag, DIAG_FILE_DAMAGED,
                        parser->sheet ? parser->sheet->source : parser->file->source, word, about);
}

/* ---- styles ---------------------------------------------------------------------------------- */

static void start_style(struct parser *parser, const struct xml_attributes *attributes) {
    struct styles *styles = &parser->styles;
    struct str id, parent;
    size_t above;
    bool has_parent =
        attribute(attributes, "Parent", &parent) && dictionary_get(parser->names, parent, &above);
    /* what a style does not say its parent does */
    uint32_t format = has_parent ? styles->ids[above] : 0;
    if (attribute(attributes, "ID", &id) && styles_add(styles, format)) {
        dictionary_put(parser->names, str_copy(parser->file->scratch, id), styles->n_ids - 1);
    }
}

/* The style that an element names, or `otherwise`. */
static uint32_t style_of(const struct parser *parser, const struct xml_attributes *attributes,
                         uint32_t otherwise) {
    struct str id;
    size_t style = SIZE_MAX;
    if (!attribute(attributes, "StyleID", &id)) {
        return otherwise;
    }
    dictionary_get(parser->names, id, &style);
    return style < NO_STYLE ? (uint32_t)style : NO_STYLE;
}

/* Formats that go by a name: built in elsewhere, or a code. */
static const struct named_format {
    const char *name;
    uint32_t id;
    struct str code;
} named_formats[] = {{"General", 0, {0}},
                     {"General Number", 0, {0}},
                     {"Fixed", 2, {0}},
                     {"Standard", 4, {0}},
                     {"Percent", 10, {0}},
                     {"Scientific", 11, {0}},
                     {"Short Date", 14, {0}},
                     {"Medium Date", 15, {0}},
                     {"Long Date", 31, {0}},
                     {"Medium Time", 18, {0}},
                     {"Long Time", 19, {0}},
                     {"Short Time", 20, {0}},
                     {"General Date", 22, {0}},
                     {"Currency", 0, STR_INIT("\"\xC2\xA5\"#,##0.00;[Red]\"\xC2\xA5\"-#,##0.00")},
                     {"Euro Currency", 0, STR_INIT("[$\xE2\x82\xAC-2] #,##0.00")},
                     {"Yes/No", 0, STR_INIT("\"Yes\";\"Yes\";\"No\"")},
                     {"True/False", 0, STR_INIT("\"True\";\"True\";\"False\"")},
                     {"On/Off", 0, STR_INIT("\"On\";\"On\";\"Off\"")}};

/* The format of the style at hand. */
static void set_format(struct parser *parser, const struct xml_attributes *attributes) {
    struct styles *styles = &parser->styles;
    struct str code;
    if (!styles->n_ids || !attribute(attributes, "Format", &code)) {
        return;
    }
    for (size_t i = 0; i < sizeof named_formats / sizeof *named_formats; i++) {
        const struct named_format *named = &named_formats[i];
        if (str_is(code, named->name) && !named->code.len) {
            styles->ids[styles->n_ids - 1] = named->id;
            return;
        }
        code = str_is(code, named->name) ? named->code : code;
    }
    uint32_t id = (uint32_t)styles->n_ids + 1000;
    if (styles_add_code(styles, id, code)) {
        styles->ids[styles->n_ids - 1] = id;
    }
}

/* ---- sheets ---------------------------------------------------------------------------------- */

/* The style of the table, else that of the book: with attributes when the table begins. */
static void start_table(struct parser *parser, const struct xml_attributes *attributes) {
    size_t style;
    bool has_default = dictionary_get(parser->names, STR("Default"), &style);
    uint32_t of_book = has_default ? (uint32_t)style : NO_STYLE;
    parser->table_style = attributes ? style_of(parser, attributes, of_book) : of_book;
}

static bool start_sheet(struct parser *parser, const struct xml_attributes *attributes) {
    struct str name = {0};
    attribute(attributes, "Name", &name);
    parser->sheet = store_add(parser->file, parser->book, name);
    if (!parser->sheet) {
        return false;
    }
    parser->tape = store_add_tape(parser->sheet);
    parser->row = parser->column = parser->row_defined = parser->column_defined = 0;
    parser->column_styles = NULL;
    start_table(parser, NULL);
    if (parser->n_settled != parser->styles.n_ids || !parser->styles.items) {
        parser->n_settled = parser->styles.n_ids;
        styles_finish(&parser->styles);
    }
    return true;
}

/* The measure is there and is 0. */
static bool is_nought(const struct xml_attributes *attributes, const char *name) {
    struct str measure;
    double points;
    return attribute(attributes, name, &measure) && format_parse(str_trim(measure), &points) &&
           !(points > 0);
}

/* Of all columns up to the one defined last. */
static void note_column_style(struct parser *parser, uint32_t first, uint32_t style) {
    if (!parser->column_styles) {
        parser->column_styles =
            ARENA_ARRAY(parser->file->scratch, uint32_t, STORE_MOST_COLUMNS + 1);
        memset(parser->column_styles, 0xFF, (STORE_MOST_COLUMNS + 1) * sizeof(uint32_t));
    }
    for (uint32_t i = first; i <= parser->column_defined; i++) {
        parser->column_styles[i] = style;
    }
}

static void start_column(struct parser *parser, const struct xml_attributes *attributes) {
    struct read_sheet *sheet = parser->sheet;
    struct str width;
    double points;
    uint32_t first = number_of(attributes, "Index", STORE_MOST_COLUMNS, parser->column_defined + 1);
    uint32_t span = number_of(attributes, "Span", STORE_MOST_COLUMNS, 0);
    bool is_good = first && first <= STORE_MOST_COLUMNS && span <= STORE_MOST_COLUMNS - first;
    parser->column_defined = is_good ? first + span : parser->column_defined;
    uint32_t style = style_of(parser, attributes, NO_STYLE);
    if (is_good && style != NO_STYLE) {
        note_column_style(parser, first, style);
    }
    bool is_hidden = is_true(attributes, "Hidden") || is_nought(attributes, "Width");
    if (is_good && is_hidden && sheet->n_hidden_columns < STORE_MOST_COLUMNS) {
        struct read_columns columns = {first, parser->column_defined};
        ARENA_PUSH(parser->file->scratch, sheet->hidden_columns, sheet->n_hidden_columns,
                   sheet->hidden_columns_capacity, columns);
    } else if (is_good && attribute(attributes, "Width", &width) &&
               format_parse(str_trim(width), &points)) {
        /* points of 1/72 inch; a character is 7 dots of 1/96 inch wide, and 5 stand beside them */
        double characters = (points * 96 / 72 - 5) / 7;
        store_width(sheet, (struct read_width){first, parser->column_defined, characters});
    }
}

static bool start_row(struct parser *parser, const struct xml_attributes *attributes) {
    parser->row = number_of(attributes, "Index", STORE_MOST_ROWS, parser->row_defined + 1);
    uint32_t span = number_of(attributes, "Span", STORE_MOST_ROWS, 0);
    parser->row_defined = parser->row + (span != BAD_NUMBER ? span : 0);
    parser->is_row_hidden = is_true(attributes, "Hidden") || is_nought(attributes, "Height");
    parser->row_style = style_of(parser, attributes, NO_STYLE);
    parser->column = 0;
    return (parser->row && parser->row <= STORE_MOST_ROWS) ||
           refuse(parser, DIAG_WORD_ROW_OUTSIDE, STR(""));
}

/* The style of a cell that names none. */
static uint32_t inherited_style(const struct parser *parser) {
    if (parser->row_style != NO_STYLE) {
        return parser->row_style;
    }
    uint32_t of_column = parser->column_styles ? parser->column_styles[parser->column] : NO_STYLE;
    return of_column != NO_STYLE ? of_column : parser->table_style;
}

static bool start_cell(struct parser *parser, const struct xml_attributes *attributes) {
    struct str formula;
    parser->column = number_of(attributes, "Index", STORE_MOST_COLUMNS, parser->column + 1);
    uint32_t across = number_of(attributes, "MergeAcross", STORE_MOST_COLUMNS, 0);
    uint32_t down = number_of(attributes, "MergeDown", STORE_MOST_ROWS, 0);
    parser->has_formula = attribute(attributes, "Formula", &formula);
    parser->is_in_cell = true;
    parser->text.len = 0;
    parser->width = across;
    if (!parser->row || !parser->column || parser->column > STORE_MOST_COLUMNS ||
        across > STORE_MOST_COLUMNS - parser->column || down > STORE_MOST_ROWS - parser->row) {
        return refuse(parser, DIAG_WORD_CELL_OUTSIDE, STR(""));
    }
    parser->style = style_of(parser, attributes, inherited_style(parser));
    struct read_merge merge = {parser->row, parser->column, parser->row + down,
                               parser->column + across};
    return (!across && !down) || store_merge(parser->sheet, merge) ||
           store_limit(parser->file->diag, parser->sheet->source, DIAG_WORD_LIMIT_MERGES,
                       store_full_budget().merges);
}

static void start_data(struct parser *parser, const struct xml_attributes *attributes) {
    static const char *const types[] = {[DATA_STRING] = "String",
                                        [DATA_NUMBER] = "Number",
                                        [DATA_MOMENT] = "DateTime",
                                        [DATA_BOOL] = "Boolean",
                                        [DATA_ERROR] = "Error"};
    struct str type;
    parser->is_in_data = true;
    parser->type = DATA_STRING;
    for (size_t i = 0; attribute(attributes, "Type", &type) && i < 5; i++) {
        parser->type = str_is(type, types[i]) ? (enum data_type)i : parser->type;
    }
}

/* ---- cells ----------------------------------------------------------------------------------- */

static bool report(struct parser *parser, enum diag_id id, struct str value, size_t *n) {
    if ((*n)++ < STORE_MOST_REPORTS) {
        diag_report(
            parser->file->diag,
            &(struct diag_note){.id = id,
                                .origin = read_origin(parser->sheet, parser->row, parser->column),
                                .value = value});
    }
    return false;
}

/* Where formats are kept, that of the cell at hand with the number behind it. */
static void note_format(struct parser *parser, double number) {
    struct shown_place place = {
        .number = number, .row = parser->row, .column = (uint16_t)parser->column};
    shown_note(parser->sheet, &parser->styles, parser->style, &place);
}

static bool read_bool(struct str value, struct read_cell *cell) {
    bool is_yes = str_is(value, "1") || str_is(value, "true");
    if (!is_yes && !str_is(value, "0") && !str_is(value, "false")) {
        return false;
    }
    cell->kind = READ_BOOL;
    cell->number = is_yes;
    cell->text = is_yes ? STR("TRUE") : STR("FALSE");
    return true;
}

/* Fills a cell from its value; false if that is none of its type. */
static bool read_value(struct parser *parser, struct str value, struct read_cell *cell,
                       char text[FORMAT_SIZE]) {
    double number;
    switch (parser->type) {
    case DATA_NUMBER:
        if (!format_parse(str_trim(value), &number)) {
            return false;
        }
        note_format(parser, number);
        styles_show(&parser->styles, parser->style, number, parser->book->is_1904, cell, text);
        return true;
    case DATA_MOMENT:
        if (!format_iso(str_trim(value), cell, text)) {
            return false;
        }
        note_format(parser, parser->book->is_1904 ? (double)NAN : shown_serial(cell));
        format_cut(cell, styles_class_of(&parser->styles, parser->style, 1));
        return true;
    case DATA_BOOL:
        return read_bool(str_trim(value), cell);
    case DATA_ERROR:
        cell->kind = READ_ERROR;
        return true;
    default:
        note_format(parser, NAN);
        return true;
    }
}

static void end_cell(struct parser *parser) {
    char text[FORMAT_SIZE];
    struct str value = buf_str(&parser->text);
    value.len = value.len ? encoding_join_lines(parser->text.data, value.len) : 0;
    struct read_cell cell = {.row = parser->row,
                             .column = parser->column,
                             .kind = READ_TEXT,
                             .is_row_hidden = parser->is_row_hidden,
                             .text = value};
    if (value.len && !store_is_picture(value)) {
        if (!read_value(parser, value, &cell, text)) {
            report(parser, DIAG_CELL_DAMAGED, value, &parser->n_damaged);
            cell.kind = READ_ERROR;
        }
        bool is_shown = cell.text.len && !(cell.kind == READ_TEXT && parser->type == DATA_STRING &&
                                           styles_hide_text(&parser->styles, parser->style));
        if (is_shown) {
            tape_add(parser->tape, &cell, TAPE_OWN);
        } else {
            report(parser, DIAG_CELL_NOT_SHOWN, value, &parser->n_unshown);
        }
    } else if (parser->has_formula && !value.len) {
        report(parser, DIAG_CELL_NOT_CALCULATED, STR(""), &parser->n_uncalculated);
    }
    parser->column += parser->width;
    parser->is_in_cell = false;
}

/* ---- elements -------------------------------------------------------------------------------- */

static bool start_element(void *context, struct str name, const struct xml_attributes *attributes) {
    struct parser *parser = context;
    if (parser->skipped_depth ||
        (parser->is_in_cell && (str_is(name, "Comment") || str_is(name, "PhoneticText")))) {
        parser->skipped_depth++;
    } else if (parser->is_in_cell && str_is(name, "Data")) {
        start_data(parser, attributes);
    } else if (parser->is_in_cell) {
        return true;
    } else if (!parser->sheet && str_is(name, "Style")) {
        start_style(parser, attributes);
    } else if (!parser->sheet && str_is(name, "NumberFormat")) {
        set_format(parser, attributes);
    } else if (!parser->sheet && str_is(name, "Date1904")) {
        parser->book->is_1904 = true;
    } else if (str_is(name, "Worksheet")) {
        return start_sheet(parser, attributes);
    } else if (parser->sheet && str_is(name, "Table")) {
        start_table(parser, attributes);
    } else if (parser->sheet && str_is(name, "Column")) {
        start_column(parser, attributes);
    } else if (parser->sheet && str_is(name, "Row")) {
        return start_row(parser, attributes);
    } else if (parser->sheet && str_is(name, "Cell")) {
        return start_cell(parser, attributes);
    } else if (parser->sheet && str_is(name, "Visible")) {
        parser->is_in_visible = true;
        parser->text.len = 0;
    }
    return true;
}

static bool end_element(void *context, struct str name) {
    struct parser *parser = context;
    if (parser->skipped_depth) {
        parser->skipped_depth--;
    } else if (parser->is_in_data && str_is(name, "Data")) {
        parser->is_in_data = false;
    } else if (parser->is_in_cell && str_is(name, "Cell")) {
        end_cell(parser);
    } else if (parser->is_in_visible && str_is(name, "Visible")) {
        parser->sheet->is_hidden = str_starts(buf_str(&parser->text), STR("SheetHidden")) ||
                                   str_starts(buf_str(&parser->text), STR("SheetVeryHidden"));
        parser->is_in_visible = false;
    } else if (parser->sheet && str_is(name, "Worksheet")) {
        store_report_rest(parser->file->diag, DIAG_CELL_DAMAGED, parser->sheet->source,
                          parser->n_damaged);
        store_report_rest(parser->file->diag, DIAG_CELL_NOT_CALCULATED, parser->sheet->source,
                          parser->n_uncalculated);
        store_report_rest(parser->file->diag, DIAG_CELL_NOT_SHOWN, parser->sheet->source,
                          parser->n_unshown);
        parser->n_damaged = parser->n_uncalculated = parser->n_unshown = 0;
        parser->sheet = NULL;
    }
    return true;
}

static bool take_text(void *context, struct str text) {
    struct parser *parser = context;
    if (parser->skipped_depth || (!parser->is_in_data && !parser->is_in_visible)) {
        return true;
    }
    if (text.len > MOST_TEXT - parser->text.len) {
        return store_limit(parser->file->diag, parser->file->source, DIAG_WORD_LIMIT_CELL_TEXT,
                           MOST_TEXT);
    }
    buf_add(&parser->text, text);
    return true;
}

bool xml2003_open(struct store_file *file, struct str bytes, struct read_book *book) {
    struct arena *arena = arena_open_like(file->scratch);
    struct parser parser = {.file = file,
                            .book = book,
                            .names = dictionary_open(arena),
                            .styles.arena = file->scratch,
                            .text.arena = arena};
    const struct xml_calls calls = {&parser, start_element, end_element, take_text};
    struct xml *xml = xml_open(arena, &calls);
    bool is_read = xml_feed(xml, bytes) && xml_finish(xml);
    struct str fault = xml_fault(xml);
    if (!is_read && fault.len) {
        diag_report(file->diag, &(struct diag_note){.id = DIAG_FILE_DAMAGED,
                                                    .origin = {.source = file->source},
                                                    .args = {fault}});
    }
    arena_close(arena);
    for (size_t i = 0; is_read && i < book->n_sheets; i++) {
        is_read = store_survey(book->sheets[i]);
    }
    return is_read;
}
