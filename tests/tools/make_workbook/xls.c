/* The file at hand as an XLS, cell for cell what the package would hold. */
#include <stdlib.h>

#include "read/make_xls.h"
#include "tools/make_workbook/maker.h"

/* Types of records. */
enum {
    FORMULA = 0x06,
    DATE1904 = 0x22,
    COLINFO = 0x7D,
    XF = 0xE0,
    MERGES = 0xE5,
    SST = 0xFC,
    LABELSST = 0xFD,
    NUMBER = 0x203,
    BOOLERR = 0x205,
    STRING = 0x207,
    ROW = 0x208,
    FORMAT = 0x41E,
};

/* Shared strings of the file. */
struct strings {
    struct buf data;
    uint32_t n;
};

static void add_string(struct buf *data, struct str text) {
    make_u16(data, (unsigned)make_n_units(text));
    make_characters(data, text);
}

static unsigned error_code(const struct maker *maker, struct str text) {
    static const struct {
        const char *text;
        unsigned code;
    } errors[] = {{"#NULL!", 0},  {"#DIV/0!", 7}, {"#VALUE!", 15}, {"#REF!", 23},
                  {"#NAME?", 29}, {"#NUM!", 36},  {"#N/A", 42}};
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
        if (str_is(text, errors[i].text)) {
            return errors[i].code;
        }
    }
    stop(maker, "no error of an xls:", text);
}

/* A formula keeps its result, and in place of itself the number nought. */
static void add_formula(struct maker *maker, struct buf *buf, struct buf *data,
                        const struct cell *cell) {
    int64_t number;
    bool is_text = !str_to_int(cell->result, &number);
    if (is_text) {
        make_u32(data, 0);
        make_u32(data, 0xFFFF0000U);
    } else {
        make_f64(data, (double)number);
    }
    make_u16(data, 0);
    make_u32(data, 0);
    make_u16(data, 3);
    make_u8(data, 0x1E);
    make_u16(data, 0);
    make_record(buf, FORMULA, buf_str(data));
    if (is_text && cell->is_calculated) {
        struct buf text = {.arena = maker->arena};
        add_string(&text, cell->result);
        make_record(buf, STRING, buf_str(&text));
    }
}

static void add_cell(struct maker *maker, struct buf *buf, struct strings *strings,
                     const struct cell *cell) {
    struct buf data = {.arena = maker->arena};
    make_u16(&data, cell->row - 1);
    make_u16(&data, cell->column - 1);
    make_u16(&data, (unsigned)cell->style);
    switch (cell->kind) {
    case 't':
        make_u32(&data, strings->n++);
        make_record(buf, LABELSST, buf_str(&data));
        add_string(&strings->data, cell->text);
        break;
    case 'n':
        make_f64(&data, strtod(str_to_c(maker->arena, cell->text), NULL));
        make_record(buf, NUMBER, buf_str(&data));
        break;
    case 'f':
        add_formula(maker, buf, &data, cell);
        break;
    default:
        make_u8(&data, cell->kind == 'e' ? error_code(maker, cell->text) : str_is(cell->text, "1"));
        make_u8(&data, cell->kind == 'e');
        make_record(buf, BOOLERR, buf_str(&data));
    }
}

static void add_frame(struct buf *buf, const struct sheet *sheet) {
    for (size_t i = 0; i < sheet->n_hidden_columns; i++) {
        unsigned column = sheet->hidden_columns[i] - 1;
        MAKE_WORDS(buf, COLINFO, column, column, 0x900, 0, 1, 0);
    }
    struct str rest = sheet->widths, width;
    for (unsigned column = 0; str_split(&rest, STR(" "), &width); column++) {
        unsigned size = (unsigned)(strtod(width.data, NULL) * 256);
        MAKE_WORDS(buf, COLINFO, column, column, size, 0, 0, 0);
    }
    for (size_t i = 0; i < sheet->n_hidden_rows; i++) {
        MAKE_WORDS(buf, ROW, sheet->hidden_rows[i] - 1, 0, 256, 0xFF, 0, 0, 0x120, 0xF);
    }
}

static void read_range(struct maker *maker, struct str range, unsigned places[4]) {
    size_t n = 0;
    for (struct str part; n < 2 && str_split(&range, STR(":"), &part); n++) {
        unsigned column = 0;
        size_t i = 0;
        int64_t row;
        for (; i < part.len && part.data[i] >= 'A' && part.data[i] <= 'Z'; i++) {
            column = column * 26 + (unsigned)(part.data[i] - 'A' + 1);
        }
        if (!str_to_int(str_slice(part, i, part.len), &row)) {
            stop(maker, "no place:", part);
        }
        places[n] = (unsigned)row - 1;
        places[2 + n] = column - 1;
    }
}

static struct str sheet_records(struct maker *maker, struct strings *strings, struct sheet *sheet) {
    struct buf buf = {.arena = maker->arena};
    add_frame(&buf, sheet);
    if (sheet->n_cells > 0) {
        qsort(sheet->cells, sheet->n_cells, sizeof *sheet->cells, compare_cells);
    }
    for (size_t i = 0; i < sheet->n_cells; i++) {
        add_cell(maker, &buf, strings, &sheet->cells[i]);
    }
    for (size_t i = 0; i < sheet->n_merges; i++) {
        unsigned places[4] = {0};
        read_range(maker, sheet->merges[i], places);
        MAKE_WORDS(&buf, MERGES, 1, places[0], places[1], places[2], places[3]);
    }
    return buf_str(&buf);
}

/* Formats and styles are those of the package. */
static struct str globals_of(struct maker *maker) {
    static const unsigned formats[] = {0, 14, 31, 176, 0, 10};
    struct buf buf = {.arena = maker->arena}, code = {.arena = maker->arena};
    if (maker->has_date1904) {
        MAKE_WORDS(&buf, DATE1904, 1);
    }
    make_u16(&code, 176);
    add_string(&code, STR("yyyy\"年\"m\"月\"d\"日\""));
    make_record(&buf, FORMAT, buf_str(&code));
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        MAKE_WORDS(&buf, XF, 0, formats[i], 0, 0, 0, 0, 0, 0, 0, 0);
    }
    return buf_str(&buf);
}

/* The strings, in records as full as they may be: a cut inside the characters of one repeats its
 * flags behind it, and no cut goes through a character or what stands before the first. */
static struct str strings_record(struct maker *maker, const struct strings *strings) {
    enum { FULL = 8224, CONTINUE = 0x3C, HEAD = 3 };
    struct buf buf = {.arena = maker->arena}, data = {.arena = maker->arena};
    struct str rest = buf_str(&strings->data);
    unsigned type = SST;
    make_u32(&data, strings->n);
    make_u32(&data, strings->n);
    for (size_t at = 0; at < rest.len;) {
        unsigned char flags = (unsigned char)rest.data[at + 2];
        size_t n = (unsigned char)rest.data[at] | (size_t)(unsigned char)rest.data[at + 1] << 8;
        size_t end = at + HEAD + n * (flags ? 2 : 1), step = HEAD;
        while (at < end) {
            if (data.len + step > FULL) {
                make_record(&buf, type, buf_str(&data));
                type = CONTINUE;
                data.len = 0;
                if (step != HEAD) {
                    make_u8(&data, flags);
                }
            }
            buf_add(&data, str_slice(rest, at, at + step));
            at += step;
            step = flags ? 2 : 1;
        }
    }
    make_record(&buf, type, buf_str(&data));
    return buf_str(&buf);
}

struct str make_old_workbook(struct maker *maker) {
    struct strings strings = {.data.arena = maker->arena};
    struct make_xls_sheet *sheets =
        ARENA_ARRAY(maker->arena, struct make_xls_sheet, maker->n_sheets);
    for (size_t i = 0; i < maker->n_sheets; i++) {
        struct sheet *sheet = maker->sheets[i];
        sheets[i] = (struct make_xls_sheet){.name = str_to_c(maker->arena, sheet->name),
                                            .state = str_is(sheet->state, "hidden")       ? 1
                                                     : str_is(sheet->state, "veryHidden") ? 2
                                                                                          : 0,
                                            .records = sheet_records(maker, &strings, sheet)};
    }
    const struct make_xls made = {.globals = globals_of(maker),
                                  .after = strings_record(maker, &strings),
                                  .sheets = sheets,
                                  .n_sheets = maker->n_sheets};
    return make_xls(maker->arena, &made);
}
