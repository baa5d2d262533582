/* What stands in a cell of a sheet part: its place and its value (18.3.1.4, 18.18.11). */
#include <math.h>

#include "read/shown.h"
#include "read/xlsx_sheet.h"

/* ---- places ---------------------------------------------------------------------------------- */

bool xlsx_index(struct str text, uint32_t most, uint32_t *number) {
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

bool xlsx_number(struct str text, uint32_t most, uint32_t *number) {
    return xlsx_index(text, most, number) && *number > 0;
}

bool xlsx_place(struct str text, uint32_t *row, uint32_t *column) {
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
           xlsx_number(str_slice(text, i, text.len), STORE_MOST_ROWS, row);
}

/* ---- values ---------------------------------------------------------------------------------- */

static void report(struct xlsx_reading *reader, enum diag_id id, struct str value) {
    diag_report(reader->xlsx->diag,
                &(struct diag_note){
                    .id = id,
                    .origin = read_origin(reader->sheet, reader->cell_row, reader->cell_column),
                    .value = value});
}

static bool add_shared_cell(struct xlsx_reading *reader, struct read_cell *cell, size_t shared) {
    cell->row = reader->cell_row;
    cell->column = reader->cell_column;
    cell->is_row_hidden = reader->is_row_hidden;
    return reader->sink->take(reader->sink->context, cell, shared);
}

static bool add_cell(struct xlsx_reading *reader, struct read_cell *cell) {
    return add_shared_cell(reader, cell, TAPE_OWN);
}

static bool add_damaged(struct xlsx_reading *reader, struct str value) {
    if (reader->is_first && reader->n_damaged++ < STORE_MOST_REPORTS) {
        report(reader, DIAG_CELL_DAMAGED, value);
    }
    struct read_cell cell = {.kind = READ_ERROR, .text = value};
    return add_cell(reader, &cell);
}

/* Where formats are kept, that of the cell at hand with the number behind it. */
static void note_format(struct xlsx_reading *reader, double number) {
    if (reader->is_first && reader->sheet->store->file->shown) {
        struct shown_place place = {
            .number = number, .row = reader->cell_row, .column = (uint16_t)reader->cell_column};
        shown_note(reader->sheet, &reader->xlsx->styles, reader->style, &place);
    }
}

/* What the sender does not see is no data, and is told. */
static bool pass_unshown(struct xlsx_reading *reader, struct str value) {
    if (reader->is_first && reader->n_unshown++ < STORE_MOST_REPORTS) {
        report(reader, DIAG_CELL_NOT_SHOWN, value);
    }
    return true;
}

static bool add_text(struct xlsx_reading *reader, struct str text, size_t shared) {
    struct read_cell cell = {.kind = READ_TEXT, .text = text};
    if (text.len && styles_hide_text(&reader->xlsx->styles, reader->style)) {
        return pass_unshown(reader, text);
    }
    note_format(reader, NAN);
    return text.len == 0 || store_is_picture(text) || add_shared_cell(reader, &cell, shared);
}

static bool add_shared(struct xlsx_reading *reader, struct str value) {
    const struct xlsx *xlsx = reader->xlsx;
    uint32_t index;
    if (!xlsx_index(value, MOST_INDEX, &index) || index >= texts_count(xlsx->strings)) {
        return add_damaged(reader, value);
    }
    return add_text(reader, texts_at(xlsx->strings, index), index);
}

static bool add_bool(struct xlsx_reading *reader, struct str value) {
    bool is_true = str_is(value, "1") || str_is(value, "true");
    if (!is_true && !str_is(value, "0") && !str_is(value, "false")) {
        return add_damaged(reader, value);
    }
    struct read_cell cell = {
        .kind = READ_BOOL, .text = is_true ? STR("TRUE") : STR("FALSE"), .number = is_true};
    return add_cell(reader, &cell);
}

static bool add_iso(struct xlsx_reading *reader, struct str value) {
    char text[FORMAT_SIZE];
    struct read_cell cell = {.kind = READ_TEXT, .text = value};
    if (format_iso(value, &cell, text)) {
        note_format(reader, reader->xlsx->is_1904 ? (double)NAN : shown_serial(&cell));
    }
    return add_cell(reader, &cell);
}

static bool add_number(struct xlsx_reading *reader, struct str value) {
    char text[FORMAT_SIZE];
    struct read_cell cell = {.kind = READ_NUMBER, .text = value};
    double number;
    if (!format_parse(value, &number)) {
        return add_damaged(reader, value);
    }
    const struct styles *styles = &reader->xlsx->styles;
    note_format(reader, number);
    if (styles_is_plain(styles, reader->style) && format_is_plain(value)) {
        cell.number = number;
        cell.is_exact = true;
    } else {
        styles_show(styles, reader->style, number, reader->xlsx->is_1904, &cell, text);
        if (!cell.text.len) {
            return pass_unshown(reader, value);
        }
    }
    return add_cell(reader, &cell);
}

static bool add_value(struct xlsx_reading *reader, struct str value) {
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

/* Writers that do not calculate put 0 where a result belongs, and have it all calculated when the
 * book is opened. */
static bool is_stand_in(const struct xlsx_reading *reader, struct str value) {
    return reader->has_formula && reader->xlsx->is_to_be_calculated &&
           reader->type == TYPE_NUMBER && str_is(value, "0");
}

/* The cell says to be in another row than its own, has a text inside although its type is another,
 * or a value where a text inside is meant: two readings, of which neither is taken. */
static bool is_at_odds(const struct xlsx_reading *reader) {
    if (reader->cell_row != reader->row && (reader->value.len || reader->inline_text.buf.len)) {
        return true;
    }
    return reader->type == TYPE_INLINE ? !reader->has_inline && reader->value.len
                                       : reader->has_inline && reader->inline_text.buf.len;
}

bool xlsx_finish_cell(struct xlsx_reading *reader) {
    if (is_at_odds(reader)) {
        return add_damaged(reader, reader->value.len ? buf_str(&reader->value)
                                                     : buf_str(&reader->inline_text.buf));
    }
    if (reader->type == TYPE_INLINE) {
        return add_text(reader, xlsx_text_whole(&reader->inline_text), TAPE_OWN);
    }
    if (reader->type == TYPE_STRING && reader->has_value) {
        return add_text(reader, xlsx_unescape(&reader->value), TAPE_OWN);
    }
    struct str value = buf_str(&reader->value);
    bool is_trim = value.len && is_ink(value.data[0]) && is_ink(value.data[value.len - 1]);
    value = is_trim ? value : str_trim(value);
    if (value.len && !is_stand_in(reader, value)) {
        return add_value(reader, value);
    }
    if (reader->has_formula && reader->is_first && reader->n_uncalculated++ < STORE_MOST_REPORTS) {
        report(reader, DIAG_CELL_NOT_CALCULATED, STR(""));
    }
    return true;
}
