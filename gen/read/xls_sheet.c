/* Cells, merges and hidden rows of one sheet of an xls (2.1.7.20.6). */
#include "read/xls.h"

#include <math.h>
#include <string.h>

#include "read/shown.h"

/* Reading a sheet. */
struct sheet_reader {
    struct xls *xls;
    struct xls_entry *entry;
    struct read_sheet *sheet;
    /* Who takes the cells. */
    const struct tape_sink *sink;
    /* The survey asks: what is odd is reported. */
    bool is_first;
    /* The cell at hand. */
    uint32_t row, column, style;
    /* The formula at hand has a text as its result, which follows in a record of its own. */
    bool is_waiting;
    /* Text of the cell. */
    struct buf text;
    /* Reports so far of CELL_DAMAGED, CELL_NOT_CALCULATED and CELL_NOT_SHOWN. */
    size_t n_damaged, n_uncalculated, n_unshown;
};

static bool refuse(const struct sheet_reader *reader, enum diag_word word, struct str about) {
    return store_refuse(reader->xls->file->diag, DIAG_FILE_DAMAGED, reader->sheet->source, word,
                        about);
}

/* ---- the sheet as a whole -------------------------------------------------------------------- */

static void note_row(struct sheet_reader *reader, const struct xls_record *record) {
    enum { AT_HEIGHT = 6, AT_FLAGS = 12, HEIGHT = 0x7FFF, IS_HIDDEN = 0x20 };
    bool is_hidden = (bytes_u8(record->data, AT_FLAGS) & IS_HIDDEN) ||
                     !(bytes_u16(record->data, AT_HEIGHT) & HEIGHT);
    if (!is_hidden || record->data.len < AT_FLAGS) {
        return;
    }
    if (!reader->entry->hidden_rows) {
        reader->entry->hidden_rows = ARENA_ARRAY(reader->xls->scratch, bool, XLS_MOST_ROWS);
    }
    reader->entry->hidden_rows[bytes_u16(record->data, 0)] = true;
}

static void note_columns(struct sheet_reader *reader, const struct xls_record *record) {
    enum { AT_LAST = 2, AT_WIDTH = 4, AT_FLAGS = 8, IS_HIDDEN = 1, OF_A_CHARACTER = 256 };
    struct read_sheet *sheet = reader->sheet;
    bool is_hidden =
        (bytes_u8(record->data, AT_FLAGS) & IS_HIDDEN) || !bytes_u16(record->data, AT_WIDTH);
    struct read_columns columns = {bytes_u16(record->data, 0) + 1U,
                                   bytes_u16(record->data, AT_LAST) + 1U};
    if (!is_hidden) {
        double width = (double)bytes_u16(record->data, AT_WIDTH) / OF_A_CHARACTER;
        store_width(sheet, (struct read_width){columns.first, columns.last, width});
        return;
    }
    if (record->data.len > AT_FLAGS && columns.first <= columns.last &&
        sheet->n_hidden_columns < STORE_MOST_COLUMNS) {
        ARENA_PUSH(reader->xls->scratch, sheet->hidden_columns, sheet->n_hidden_columns,
                   sheet->hidden_columns_capacity, columns);
    }
}

static bool note_merges(struct sheet_reader *reader, const struct xls_record *record) {
    enum { SIZE = 8 };
    size_t n = bytes_u16(record->data, 0);
    for (size_t i = 0, at = 2; i < n && at + SIZE <= record->data.len; i++, at += SIZE) {
        struct read_merge merge = {.first_row = bytes_u16(record->data, at) + 1U,
                                   .last_row = bytes_u16(record->data, at + 2) + 1U,
                                   .first_column = bytes_u16(record->data, at + 4) + 1U,
                                   .last_column = bytes_u16(record->data, at + 6) + 1U};
        if (merge.first_row > merge.last_row || merge.first_column > merge.last_column) {
            continue;
        }
        if (!store_merge(reader->sheet, merge)) {
            return store_limit(reader->xls->file->diag, reader->sheet->source,
                               DIAG_WORD_LIMIT_MERGES, store_full_budget().merges);
        }
    }
    return true;
}

/* ---- cells ----------------------------------------------------------------------------------- */

static void report(struct sheet_reader *reader, enum diag_id id, struct str value, size_t *n) {
    if (reader->is_first && (*n)++ < STORE_MOST_REPORTS) {
        diag_report(
            reader->xls->file->diag,
            &(struct diag_note){.id = id,
                                .origin = read_origin(reader->sheet, reader->row, reader->column),
                                .value = value});
    }
}

static bool add_shared_cell(struct sheet_reader *reader, struct read_cell *cell, size_t shared) {
    const bool *hidden = reader->entry->hidden_rows;
    cell->row = reader->row;
    cell->column = reader->column;
    cell->is_row_hidden = hidden && hidden[cell->row - 1];
    return reader->sink->take(reader->sink->context, cell, shared);
}

static bool add_cell(struct sheet_reader *reader, struct read_cell *cell) {
    return add_shared_cell(reader, cell, TAPE_OWN);
}

static bool add_damaged(struct sheet_reader *reader, struct str value) {
    struct read_cell cell = {.kind = READ_ERROR, .text = value};
    report(reader, DIAG_CELL_DAMAGED, value, &reader->n_damaged);
    return add_cell(reader, &cell);
}

/* Where formats are kept, that of the cell at hand with the number behind it. */
static void note_format(struct sheet_reader *reader, double number) {
    if (reader->is_first && reader->xls->file->shown) {
        struct shown_place place = {
            .number = number, .row = reader->row, .column = (uint16_t)reader->column};
        shown_note(reader->sheet, &reader->xls->styles, reader->style, &place);
    }
}

/* What the sender does not see is no data, and is told. */
static bool pass_unshown(struct sheet_reader *reader, struct str value) {
    report(reader, DIAG_CELL_NOT_SHOWN, value, &reader->n_unshown);
    return true;
}

static bool add_text(struct sheet_reader *reader, struct str text, size_t shared) {
    struct read_cell cell = {.kind = READ_TEXT, .text = text};
    if (text.len && styles_hide_text(&reader->xls->styles, reader->style)) {
        return pass_unshown(reader, text);
    }
    note_format(reader, NAN);
    return !text.len || store_is_picture(text) || add_shared_cell(reader, &cell, shared);
}

static bool add_number(struct sheet_reader *reader, double number) {
    const struct xls *xls = reader->xls;
    char text[FORMAT_SIZE];
    struct read_cell cell = {.kind = READ_NUMBER};
    if (!isfinite(number)) {
        return add_damaged(reader, STR("nan"));
    }
    note_format(reader, number);
    styles_show(&xls->styles, reader->style, number, xls->is_1904, &cell, text);
    if (!cell.text.len) {
        return pass_unshown(reader, (struct str){text, format_number(number, text)});
    }
    return add_cell(reader, &cell);
}

static bool add_error(struct sheet_reader *reader, unsigned code) {
    static const struct {
        unsigned code;
        struct str text;
    } errors[] = {
        {0x00, STR_INIT("#NULL!")}, {0x07, STR_INIT("#DIV/0!")}, {0x0F, STR_INIT("#VALUE!")},
        {0x17, STR_INIT("#REF!")},  {0x1D, STR_INIT("#NAME?")},  {0x24, STR_INIT("#NUM!")},
        {0x2A, STR_INIT("#N/A")},
    };
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
        if (errors[i].code == code) {
            struct read_cell cell = {.kind = READ_ERROR, .text = errors[i].text};
            return add_cell(reader, &cell);
        }
    }
    return add_damaged(reader, str_format(reader->text.arena, "%u", code));
}

static bool add_bool(struct sheet_reader *reader, unsigned value) {
    struct read_cell cell = {
        .kind = READ_BOOL, .text = value ? STR("TRUE") : STR("FALSE"), .number = value != 0};
    return add_cell(reader, &cell);
}

/* A number of 30 bits: an integer or the upper half of a double, perhaps in hundredths (2.5.217).
 */
static double read_rk(uint32_t rk) {
    enum { IS_HUNDREDTHS = 1, IS_INTEGER = 2 };
    uint64_t bits = (uint64_t)(rk & ~3U) << 32;
    double number;
    memcpy(&number, &bits, sizeof number);
    if (rk & IS_INTEGER) {
        number = (int32_t)(rk >> 2) - ((rk & 0x80000000U) ? 0x40000000 : 0);
    }
    return rk & IS_HUNDREDTHS ? number / 100 : number;
}

static bool add_rk_cells(struct sheet_reader *reader, struct str data) {
    for (size_t at = 4; at + 8 <= data.len; at += 6) {
        if (reader->column > XLS_MOST_COLUMNS) {
            return refuse(reader, DIAG_WORD_CELL_OUTSIDE, STR(""));
        }
        reader->style = bytes_u16(data, at);
        if (!add_number(reader, read_rk(bytes_u32(data, at + 2)))) {
            return false;
        }
        reader->column++;
    }
    return true;
}

static bool add_string(struct sheet_reader *reader, const struct xls_record *record,
                       size_t offset) {
    struct xls_strand strand = xls_strand_of(reader->xls, record, offset);
    reader->text.len = 0;
    bool is_read = xls_strand_string(reader->xls, &strand, &reader->text);
    struct str text = buf_str(&reader->text);
    return is_read ? add_text(reader, text, TAPE_OWN) : add_damaged(reader, text);
}

static bool add_shared(struct sheet_reader *reader, uint32_t index) {
    const struct xls *xls = reader->xls;
    if (index >= texts_count(xls->strings)) {
        return add_damaged(reader, str_format(reader->text.arena, "%u", index));
    }
    return add_text(reader, texts_at(xls->strings, index), index);
}

/* The result that is kept: a number, or behind a mark what else it is (2.5.133). */
static bool add_result(struct sheet_reader *reader, struct str data) {
    enum { AT_RESULT = 6, AT_VALUE = 8, AT_MARK = 12 };
    enum { IS_TEXT, IS_BOOL, IS_ERROR, IS_EMPTY };
    if (bytes_u16(data, AT_MARK) != 0xFFFF) {
        return add_number(reader, bytes_f64(data, AT_RESULT));
    }
    unsigned value = bytes_u8(data, AT_VALUE);
    switch (bytes_u8(data, AT_RESULT)) {
    case IS_TEXT:
        reader->is_waiting = true;
        return true;
    case IS_BOOL:
        return add_bool(reader, value);
    case IS_ERROR:
        return add_error(reader, value);
    case IS_EMPTY:
        return true;
    default:
        return add_damaged(reader, STR(""));
    }
}

/* Bytes that a record of a cell has at least; 0 for what is none. */
static size_t least_size(unsigned type) {
    switch (type) {
    case XLS_NUMBER:
    case XLS_FORMULA:
        return 14;
    case XLS_RK:
    case XLS_LABELSST:
    case XLS_MULRK:
        return 10;
    case XLS_LABEL:
    case XLS_RSTRING:
    case XLS_BOOLERR:
        return 8;
    default:
        return 0;
    }
}

static bool add_value(struct sheet_reader *reader, const struct xls_record *record) {
    struct str data = record->data;
    switch (record->type) {
    case XLS_NUMBER:
        return add_number(reader, bytes_f64(data, 6));
    case XLS_FORMULA:
        return add_result(reader, data);
    case XLS_RK:
        return add_number(reader, read_rk(bytes_u32(data, 6)));
    case XLS_MULRK:
        return add_rk_cells(reader, data);
    case XLS_LABELSST:
        return add_shared(reader, bytes_u32(data, 6));
    case XLS_BOOLERR:
        return bytes_u8(data, 7) ? add_error(reader, bytes_u8(data, 6))
                                 : add_bool(reader, bytes_u8(data, 6));
    default:
        return add_string(reader, record, 6);
    }
}

/* A formula whose text never came. */
static void end_waiting(struct sheet_reader *reader) {
    if (reader->is_waiting) {
        report(reader, DIAG_CELL_NOT_CALCULATED, STR(""), &reader->n_uncalculated);
        reader->is_waiting = false;
    }
}

static bool take_cell(struct sheet_reader *reader, const struct xls_record *record) {
    struct str data = record->data;
    if (record->type == XLS_STRING) {
        bool is_wanted = reader->is_waiting;
        reader->is_waiting = false;
        return !is_wanted || add_string(reader, record, 0);
    }
    size_t least = least_size(record->type);
    if (!least) {
        return true;
    }
    end_waiting(reader);
    reader->row = bytes_u16(data, 0) + 1U;
    reader->column = bytes_u16(data, 2) + 1U;
    reader->style = bytes_u16(data, 4);
    if (data.len < least || reader->column > XLS_MOST_COLUMNS) {
        return refuse(reader, DIAG_WORD_CELL_OUTSIDE, STR(""));
    }
    return add_value(reader, record);
}

/* What is not in cells, and may stand behind them: merges, hidden rows and columns. */
static bool is_frame(unsigned type) {
    return type == XLS_ROW || type == XLS_COLINFO || type == XLS_MERGES;
}

static bool take_frame(struct sheet_reader *reader, const struct xls_record *record) {
    if (record->type == XLS_ROW) {
        note_row(reader, record);
    } else if (record->type == XLS_COLINFO) {
        note_columns(reader, record);
    } else if (record->type == XLS_MERGES) {
        return note_merges(reader, record);
    }
    return true;
}

/* Takes the frame of the sheet or its cells, not those of charts inside it; false if it does not
 * end. */
static bool walk(struct sheet_reader *reader, bool takes_frame) {
    struct xls_record record;
    size_t at = reader->entry->at, depth = 0;
    while (xls_next(reader->xls, &at, &record)) {
        depth += record.type == XLS_BOF;
        if (record.type == XLS_EOF && --depth == 0) {
            reader->entry->end = at;
            return true;
        }
        bool is_wanted = depth == 1 && is_frame(record.type) == takes_frame;
        if (is_wanted &&
            !(takes_frame ? take_frame(reader, &record) : take_cell(reader, &record))) {
            return false;
        }
    }
    return refuse(reader, DIAG_WORD_XLS_CUT, str_format(reader->text.arena, "%zu", at));
}

bool xls_read_sheet(struct read_sheet *sheet, const struct tape_sink *sink, bool is_first) {
    struct xls *xls = sheet->store->reader;
    struct arena *arena = arena_open_like(xls->scratch);
    struct sheet_reader reader = {.xls = xls,
                                  .entry = &xls->entries[sheet->store->part],
                                  .sheet = sheet,
                                  .sink = sink,
                                  .is_first = is_first,
                                  .text.arena = arena};
    bool is_read = (!is_first || walk(&reader, true)) && walk(&reader, false);
    if (is_read) {
        end_waiting(&reader);
    }
    struct diag *diag = xls->file->diag;
    store_report_rest(diag, DIAG_CELL_DAMAGED, sheet->source, reader.n_damaged);
    store_report_rest(diag, DIAG_CELL_NOT_CALCULATED, sheet->source, reader.n_uncalculated);
    store_report_rest(diag, DIAG_CELL_NOT_SHOWN, sheet->source, reader.n_unshown);
    arena_close(arena);
    return is_read;
}
