/* Workbooks of Excel 95 to 2003: the stream, its records, strings over their ends. Items are the
 * numbered traps of the notes on ingest. */
#include "read/make_xls.h"
#include "read/trial.h"
#include "reported.h"

#include <criterion/criterion.h>
#include <string.h>

/* Types of records. */
enum {
    FORMULA = 0x06,
    EXTERNSHEET = 0x17,
    NAME = 0x18,
    DATE1904 = 0x22,
    CONTINUE = 0x3C,
    CODEPAGE = 0x42,
    COLINFO = 0x7D,
    MULRK = 0xBD,
    RSTRING = 0xD6,
    XF = 0xE0,
    MERGES = 0xE5,
    SST = 0xFC,
    LABELSST = 0xFD,
    NUMBER = 0x203,
    LABEL = 0x204,
    BOOLERR = 0x205,
    STRING = 0x207,
    ROW = 0x208,
    RK = 0x27E,
    FORMAT = 0x41E,
    SHARED_FORMULA = 0x4BC,
    BOF = 0x809,
};

static struct arena *arena;
static struct trial trial;
/* Records of the globals and of the sheet under test. */
static struct buf globals, records;

static void stop(size_t size) {
    cr_assert_fail("no memory for %zu bytes", size);
}

static void set_up(void) {
    arena = arena_open(stop);
    globals = records = (struct buf){.arena = arena};
}

static void tear_down(void) {
    if (trial.arena) {
        trial_close(&trial);
    }
    arena_close(arena);
}

TestSuite(xls, .init = set_up, .fini = tear_down);

static struct str stream_of(bool is_old) {
    const struct make_xls_sheet sheet = {.name = "S", .records = buf_str(&records)};
    return make_xls_stream(arena, &(struct make_xls){.is_old = is_old,
                                                     .globals = buf_str(&globals),
                                                     .sheets = &sheet,
                                                     .n_sheets = 1});
}

static void read_again(struct str bytes) {
    if (trial.arena) {
        trial_close(&trial);
    }
    trial = trial_xls(bytes);
}

static void read_sheet(void) {
    read_again(make_ole_stream(arena, "Workbook", stream_of(false)));
}

static void read_old_sheet(void) {
    read_again(make_ole_stream(arena, "Book", stream_of(true)));
}

/* Row, column and style, then what follows. */
static struct buf at(unsigned row, unsigned column, unsigned style) {
    struct buf data = {.arena = arena};
    make_u16(&data, row);
    make_u16(&data, column);
    make_u16(&data, style);
    return data;
}

static void add_number(unsigned row, unsigned column, unsigned style, double number) {
    struct buf data = at(row, column, style);
    make_f64(&data, number);
    make_record(&records, NUMBER, buf_str(&data));
}

static void add_rk(unsigned row, unsigned column, uint32_t rk) {
    struct buf data = at(row, column, 0);
    make_u32(&data, rk);
    make_record(&records, RK, buf_str(&data));
}

static void add_shared(unsigned row, unsigned column, uint32_t index) {
    struct buf data = at(row, column, 0);
    make_u32(&data, index);
    make_record(&records, LABELSST, buf_str(&data));
}

static void add_string(struct buf *buf, const char *text) {
    make_u16(buf, (unsigned)make_n_units(str_from_c(text)));
    make_characters(buf, str_from_c(text));
}

static void add_label(unsigned row, unsigned column, const char *text) {
    struct buf data = at(row, column, 0);
    add_string(&data, text);
    make_record(&records, LABEL, buf_str(&data));
}

/* A string of bytes, as Excel 95 has them. */
static void add_old_label(unsigned row, unsigned column, const char *bytes) {
    struct buf data = at(row, column, 0);
    make_u16(&data, (unsigned)strlen(bytes));
    buf_add_c(&data, bytes);
    make_record(&records, LABEL, buf_str(&data));
}

/* A formula with its eight bytes of result. */
static void add_formula(unsigned row, unsigned column, const char result[8]) {
    struct buf data = at(row, column, 0);
    buf_add_bytes(&data, result, 8);
    for (size_t i = 0; i < 8; i++) {
        make_u8(&data, 0);
    }
    make_record(&records, FORMULA, buf_str(&data));
}

/* The head of the shared strings; what follows is put there by hand. */
static struct buf shared_strings(uint32_t n_declared) {
    struct buf data = {.arena = arena};
    make_u32(&data, n_declared);
    make_u32(&data, n_declared);
    return data;
}

static void add_formats(void) {
    static const unsigned formats[] = {0, 14, 31, 57, 176, 177, 46};
    struct buf code = {.arena = arena}, other = {.arena = arena};
    make_u16(&code, 176);
    add_string(&code, "yyyy\"年\"m\"月\"d\"日\"");
    make_record(&globals, FORMAT, buf_str(&code));
    make_u16(&other, 177);
    add_string(&other, "[=0]\"none\";[>40000]yyyy-mm-dd;0");
    make_record(&globals, FORMAT, buf_str(&other));
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        MAKE_WORDS(&globals, XF, 0, formats[i], 0, 0, 0, 0, 0, 0, 0, 0);
    }
}

/* ---- item 28: the container ------------------------------------------------------------------ */

Test(xls, item_28_streams_of_any_case_small_large_and_scattered) {
    static const char *const names[] = {"Workbook", "WORKBOOK", "workbook", "Book", "BOOK"};
    add_label(0, 0, "found");
    for (size_t i = 0; i < 5; i++) {
        read_again(make_ole_stream(arena, names[i], stream_of(false)));
        cr_assert(trial_has(&trial, "A1", READ_TEXT, "found"), "%s", names[i]);
    }
    for (unsigned row = 1; row < 600; row++) {
        add_number(row, 0, 0, row);
    }
    for (unsigned way = 0; way < 4; way++) {
        struct make_entry entry = {.name = "Workbook", .bytes = stream_of(false)};
        struct make_ole made = {.entries = &entry,
                                .n_entries = 1,
                                .has_large_sectors = way & 1,
                                .is_backwards = way & 2};
        read_again(make_ole(arena, &made));
        cr_assert(trial_has(&trial, "A1", READ_TEXT, "found"), "way %u", way);
        cr_assert(trial_has(&trial, "A600", READ_NUMBER, "599"), "way %u", way);
        cr_assert_eq(trial.n_cells, 600);
    }
}

/* More than 109 sectors of the table: the rest is named by a chain. */
Test(xls, item_28_a_table_longer_than_the_header) {
    for (unsigned row = 0; row < 65536; row++) {
        for (unsigned column = 0; column < 7; column++) {
            add_number(row, column, 0, row);
        }
    }
    struct str bytes = make_ole_stream(arena, "Workbook", stream_of(false));
    cr_assert_gt(bytes.len, 109U * 128 * 512);
    read_again(bytes);
    cr_assert(trial_has(&trial, "G65536", READ_NUMBER, "65535"));
    cr_assert_eq(trial.n_cells, 65536U * 7);
}

/* The table stands last: what is cut off it says only that no more sectors are there. */
Test(xls, item_28_a_short_last_sector) {
    add_label(0, 0, "found");
    for (unsigned row = 1; row < 400; row++) {
        add_number(row, 0, 0, row);
    }
    struct str whole = make_ole_stream(arena, "Workbook", stream_of(false));
    size_t n_sectors = whole.len / 512 - 1, table = 512 * n_sectors;
    read_again(str_copy(arena, str_slice(whole, 0, table + 4 * n_sectors)));
    cr_assert(trial_has(&trial, "A400", READ_NUMBER, "399"));
    read_again(str_copy(arena, str_slice(whole, 0, table + 4)));
    cr_assert(trial_refused(&trial, DIAG_FILE_DAMAGED));
}

/* Every number of the table of sectors, one by one, is made to lead anywhere: nothing hangs. */
Test(xls, item_28_chains_that_run_in_circles_or_nowhere) {
    add_label(0, 0, "found");
    for (unsigned row = 1; row < 400; row++) {
        add_number(row, 0, 0, row);
    }
    struct str whole = make_ole_stream(arena, "Workbook", stream_of(false));
    uint32_t table;
    memcpy(&table, whole.data + 76, 4);
    for (size_t i = 0; i < 20; i++) {
        static const uint32_t ways[] = {0, 1, 7, 0x00FFFFFF, 0xFFFFFFFD, 0xFFFFFFFF};
        for (size_t k = 0; k < 6; k++) {
            struct str bytes = str_copy(arena, whole);
            memcpy((char *)(uintptr_t)bytes.data + 512 + table * 512 + 4 * i, &ways[k], 4);
            read_again(bytes);
            cr_assert(!trial.is_read || trial.n_cells == 400, "sector %zu way %zu", i, k);
        }
    }
}

Test(xls, item_28_what_is_embedded_is_not_the_workbook) {
    add_label(0, 0, "inner");
    struct str inner = stream_of(false);
    records.len = 0;
    add_label(0, 0, "outer");
    const struct make_entry entries[] = {
        {.name = "MBD01", .is_storage = true, .n_inside = 2},
        {.name = "Workbook", .bytes = inner},
        {.name = "WordDocument", .bytes = STR("a letter")},
        {.name = "Workbook", .bytes = stream_of(false)},
    };
    struct make_ole made = {.entries = entries, .n_entries = 4};
    read_again(make_ole(arena, &made));
    cr_assert(trial_has(&trial, "A1", READ_TEXT, "outer"));
    made.n_entries = 3;
    read_again(make_ole(arena, &made));
    cr_assert(trial_refused(&trial, DIAG_FILE_DAMAGED));
}

/* ---- item 29: shared strings ----------------------------------------------------------------- */

Test(xls, item_29_strings_change_width_inside_characters) {
    struct buf first = shared_strings(3);
    make_u16(&first, 4);
    make_u8(&first, 1);
    make_u16(&first, 0x533B);
    make_u16(&first, 0x9662);
    make_record(&globals, SST, buf_str(&first));
    /* the rest of it in one byte each, and a second string that breaks inside a pair */
    struct buf second = {.arena = arena};
    make_u8(&second, 0);
    buf_add_c(&second, "AB");
    make_u16(&second, 3);
    make_u8(&second, 1);
    make_u16(&second, 'x');
    make_u16(&second, 0xD842);
    make_record(&globals, CONTINUE, buf_str(&second));
    make_record(&globals, CONTINUE, STR(""));
    struct buf third = {.arena = arena};
    make_u8(&third, 1);
    make_u16(&third, 0xDFB7);
    add_string(&third, "last");
    make_record(&globals, CONTINUE, buf_str(&third));
    for (unsigned i = 0; i < 3; i++) {
        add_shared(i, 0, i);
    }
    read_sheet();
    cr_assert(trial_has(&trial, "A1", READ_TEXT, "医院AB"));
    cr_assert(trial_has(&trial, "A2", READ_TEXT, "x𠮷"));
    cr_assert(trial_has(&trial, "A3", READ_TEXT, "last"));
    cr_assert_eq(diag_n(trial.diag), 0);
}

/* Runs and phonetic text are passed over, wherever the records break. */
Test(xls, item_29_tails_are_passed_over_across_records) {
    struct buf whole = {.arena = arena};
    make_u16(&whole, 2);
    make_u8(&whole, 4 | 8 | 1);
    make_u16(&whole, 2);
    make_u32(&whole, 7);
    make_u16(&whole, 0x6F22);
    make_u16(&whole, 0x5B57);
    buf_add_c(&whole, "runsrunsphoneti");
    add_string(&whole, "next");
    /* a break at each place of the tails */
    for (size_t cut = 13; cut < 28; cut++) {
        globals.len = records.len = 0;
        struct buf head = shared_strings(2);
        buf_add(&head, str_slice(buf_str(&whole), 0, cut));
        make_record(&globals, SST, buf_str(&head));
        make_record(&globals, CONTINUE, str_slice(buf_str(&whole), cut, whole.len));
        add_shared(0, 0, 0);
        add_shared(1, 0, 1);
        read_sheet();
        cr_assert(trial_has(&trial, "A1", READ_TEXT, "漢字"), "cut %zu", cut);
        cr_assert(trial_has(&trial, "A2", READ_TEXT, "next"), "cut %zu", cut);
    }
}

/* Adds the table from `from` to `to` as one record; one that begins inside characters begins with
 * their width, which `widths` has plus one for each such place. */
static void add_piece(struct str table, const unsigned char *widths, size_t from, size_t to) {
    struct buf piece = from ? (struct buf){.arena = arena} : shared_strings(6);
    if (from && widths[from]) {
        make_u8(&piece, widths[from] - 1U);
    }
    buf_add(&piece, str_slice(table, from, to));
    make_record(&globals, from ? CONTINUE : SST, buf_str(&piece));
}

/* A table of strings of every kind, broken at each place and at each two: at the border of two
 * strings, in a head, before the first character, between halves of a pair, in tails. */
Test(xls, item_29_breaks_at_every_place) {
    static const char *const texts[] = {"ab", "医院", "", "c", "x𠮷y", "end"};
    struct buf table = {.arena = arena};
    unsigned char widths[200] = {0};
    for (size_t i = 0; i < 6; i++) {
        bool is_wide = i == 1 || i == 4, is_rich = i == 1, is_phonetic = i == 3;
        struct str text = str_from_c(texts[i]);
        struct buf characters = {.arena = arena};
        make_u16(&table, (unsigned)make_n_units(text));
        make_u8(&table, (is_wide ? 1U : 0U) | (is_phonetic ? 4U : 0U) | (is_rich ? 8U : 0U));
        if (is_rich) {
            make_u16(&table, 1);
        } else if (is_phonetic) {
            make_u32(&table, 5);
        }
        make_characters(&characters, text);
        /* behind the flags that stand before them */
        struct str bytes = str_slice(buf_str(&characters), 1, characters.len);
        for (size_t k = 0; k < bytes.len; k++) {
            bool is_border = !is_wide || k % 2 == 0;
            widths[table.len + k] = is_border ? 1 + is_wide : 0xFF;
        }
        buf_add(&table, bytes);
        buf_add(&table, is_rich ? STR("runs") : is_phonetic ? STR("sound") : STR(""));
    }
    cr_assert_lt(table.len, sizeof widths);
    static const char *const places[] = {"A1", "B1", "C1", "D1", "E1", "F1"};
    for (size_t one = 1; one < table.len; one++) {
        for (size_t two = one; two < table.len; two++) {
            if (widths[one] == 0xFF || widths[two] == 0xFF) {
                continue;
            }
            globals.len = records.len = 0;
            add_piece(buf_str(&table), widths, 0, one);
            if (two > one) {
                add_piece(buf_str(&table), widths, one, two);
            }
            add_piece(buf_str(&table), widths, two, table.len);
            for (unsigned i = 0; i < 6; i++) {
                add_shared(0, i, i);
            }
            read_sheet();
            for (size_t i = 0; i < 6; i++) {
                cr_assert(i == 2 ? trial_is_blank(&trial, "C1")
                                 : trial_has(&trial, places[i], READ_TEXT, texts[i]),
                          "%zu and %zu", one, two);
            }
        }
    }
}

Test(xls, item_29_declared_counts_lie) {
    static const uint32_t counts[] = {0, 1, 2, 0xFFFFFFFF};
    for (size_t i = 0; i < 4; i++) {
        globals.len = records.len = 0;
        struct buf data = shared_strings(counts[i]);
        add_string(&data, "");
        add_string(&data, "second");
        make_record(&globals, SST, buf_str(&data));
        add_shared(0, 0, 0);
        add_shared(0, 1, 1);
        add_shared(0, 2, 2);
        read_sheet();
        cr_assert(trial_is_blank(&trial, "A1"));
        cr_assert(trial_has(&trial, "B1", READ_TEXT, "second"));
        cr_assert(trial_has(&trial, "C1", READ_ERROR, "2"));
        cr_assert_eq(trial_count(&trial, DIAG_CELL_DAMAGED), 1);
    }
}

Test(xls, item_29_a_string_that_is_cut_off_is_damage) {
    struct buf data = shared_strings(1);
    make_u16(&data, 40);
    make_u8(&data, 0);
    buf_add_c(&data, "no more");
    make_record(&globals, SST, buf_str(&data));
    add_shared(0, 0, 0);
    read_sheet();
    cr_assert(trial_refused(&trial, DIAG_FILE_DAMAGED));
}

/* ---- item 30: cells -------------------------------------------------------------------------- */

Test(xls, item_30_numbers_in_every_form) {
    add_number(0, 0, 0, 0.1);
    add_number(0, 1, 0, 123456789012345678.0);
    add_rk(1, 0, (uint32_t)(100 << 2) | 2);
    add_rk(1, 1, (uint32_t)(-7 * 4) | 2);
    add_rk(1, 2, (uint32_t)(12345 << 2) | 3);
    add_rk(1, 3, 0x3FF80000);
    add_rk(1, 4, 0x40590001);
    struct buf data = at(2, 1, 0);
    make_u32(&data, 5 << 2 | 2);
    make_u16(&data, 0);
    make_u32(&data, 6 << 2 | 2);
    make_u16(&data, 2);
    make_record(&records, MULRK, buf_str(&data));
    read_sheet();
    cr_assert(trial_has(&trial, "A1", READ_NUMBER, "0.1"));
    cr_assert(trial_has(&trial, "B1", READ_NUMBER, "123456789012346000"));
    cr_assert(trial_has(&trial, "A2", READ_NUMBER, "100"));
    cr_assert(trial_has(&trial, "B2", READ_NUMBER, "-7"));
    cr_assert(trial_has(&trial, "C2", READ_NUMBER, "123.45"));
    cr_assert(trial_has(&trial, "D2", READ_NUMBER, "1.5"));
    cr_assert(trial_has(&trial, "E2", READ_NUMBER, "1"));
    cr_assert(trial_has(&trial, "B3", READ_NUMBER, "5"));
    cr_assert(trial_has(&trial, "C3", READ_NUMBER, "6"));
    cr_assert_eq(trial.n_cells, 9);
}

Test(xls, item_30_texts_booleans_and_errors) {
    add_label(0, 0, "医院\r\n分院");
    struct buf rich = at(0, 1, 0);
    add_string(&rich, "rich");
    make_u8(&rich, 1);
    make_u32(&rich, 0);
    make_record(&records, RSTRING, buf_str(&rich));
    static const unsigned values[][2] = {{1, 0}, {0, 0}, {0x2A, 1}, {0x17, 1}, {9, 1}};
    for (unsigned i = 0; i < 5; i++) {
        struct buf data = at(1, i, 0);
        make_u8(&data, values[i][0]);
        make_u8(&data, values[i][1]);
        make_record(&records, BOOLERR, buf_str(&data));
    }
    read_sheet();
    cr_assert(trial_has(&trial, "A1", READ_TEXT, "医院\n分院"));
    cr_assert(trial_has(&trial, "B1", READ_TEXT, "rich"));
    cr_assert(trial_has(&trial, "A2", READ_BOOL, "TRUE"));
    cr_assert(trial_has(&trial, "B2", READ_BOOL, "FALSE"));
    cr_assert(trial_has(&trial, "C2", READ_ERROR, "#N/A"));
    cr_assert(trial_has(&trial, "D2", READ_ERROR, "#REF!"));
    cr_assert(trial_has(&trial, "E2", READ_ERROR, "9"));
    cr_assert_eq(trial_count(&trial, DIAG_CELL_DAMAGED), 1);
}

Test(xls, item_30_results_of_formulas) {
    add_formula(0, 0, "\0\0\0\0\0\0\x14\x40");
    add_formula(0, 1, "\0\0\0\0\0\0\xFF\xFF");
    MAKE_WORDS(&records, SHARED_FORMULA, 0, 0, 0, 0);
    struct buf text = {.arena = arena};
    add_string(&text, "结果");
    make_record(&records, STRING, buf_str(&text));
    add_formula(0, 2, "\1\0\1\0\0\0\xFF\xFF");
    add_formula(0, 3, "\2\0\x07\0\0\0\xFF\xFF");
    add_formula(0, 4, "\3\0\0\0\0\0\xFF\xFF");
    add_formula(0, 5, "\0\0\0\0\0\0\xFF\xFF");
    add_number(0, 6, 0, 1);
    add_formula(0, 7, "\0\0\0\0\0\0\xFF\xFF");
    struct buf picture = {.arena = arena};
    add_string(&picture, "=DISPIMG(\"ID_1\",1)");
    make_record(&records, STRING, buf_str(&picture));
    read_sheet();
    cr_assert(trial_has(&trial, "A1", READ_NUMBER, "5"));
    cr_assert(trial_has(&trial, "B1", READ_TEXT, "结果"));
    cr_assert(trial_has(&trial, "C1", READ_BOOL, "TRUE"));
    cr_assert(trial_has(&trial, "D1", READ_ERROR, "#DIV/0!"));
    cr_assert(trial_is_blank(&trial, "E1"));
    cr_assert(trial_is_blank(&trial, "F1"));
    cr_assert(trial_is_blank(&trial, "H1"));
    cr_assert_eq(trial_count(&trial, DIAG_CELL_NOT_CALCULATED), 1);
    cr_assert_eq(reported(trial.diag, 0)->origin.column, 6);
}

Test(xls, item_30_cells_of_charts_inside_a_sheet_are_not_its_cells) {
    add_label(0, 0, "before");
    MAKE_WORDS(&records, BOF, 0x600, 0x20, 0, 0);
    add_label(0, 1, "inside");
    make_record(&records, 0x0A, STR(""));
    add_label(0, 2, "behind");
    read_sheet();
    cr_assert(trial_has(&trial, "A1", READ_TEXT, "before"));
    cr_assert(trial_is_blank(&trial, "B1"));
    cr_assert(trial_has(&trial, "C1", READ_TEXT, "behind"));
}

Test(xls, item_5_charts_keep_their_place_and_are_no_sheets) {
    add_label(0, 0, "x");
    const struct make_xls_sheet sheets[] = {
        {.name = "图", .type = 2},
        {.name = "单位", .records = buf_str(&records)},
        {.name = "藏", .state = 2, .records = buf_str(&records)},
    };
    read_again(make_xls(arena, &(struct make_xls){.sheets = sheets, .n_sheets = 3}));
    cr_assert(trial.is_read);
    cr_assert_eq(trial.book.n_sheets, 2);
    cr_assert(str_is(trial.book.sheets[0]->source->sheet, "单位"));
    cr_assert(!trial.book.sheets[0]->is_hidden);
    cr_assert(str_is(trial.book.sheets[1]->source->sheet, "藏"));
    cr_assert(trial.book.sheets[1]->is_hidden);
}

Test(xls, item_30_places_outside_a_sheet_are_damage) {
    add_number(0, 256, 0, 1);
    read_sheet();
    cr_assert(trial_refused(&trial, DIAG_FILE_DAMAGED));
    records.len = 0;
    make_record(&records, NUMBER, STR("\1\0\1\0\0\0\0"));
    read_sheet();
    cr_assert(trial_refused(&trial, DIAG_FILE_DAMAGED));
}

/* ---- item 31: Excel 95 and before ------------------------------------------------------------ */

Test(xls, item_31_old_strings_by_code_page) {
    MAKE_WORDS(&globals, CODEPAGE, 936);
    add_old_label(0, 0, "\xD2\xBD\xD4\xBA");
    add_old_label(0, 1, "plain");
    add_old_label(0, 2, "\xD2\xBD\xD4");
    struct buf rich = at(0, 3, 0);
    make_u16(&rich, 4);
    buf_add_c(&rich, "\xB7\xD6\xD4\xBA");
    make_u8(&rich, 0);
    make_record(&records, RSTRING, buf_str(&rich));
    read_old_sheet();
    cr_assert(trial_has(&trial, "A1", READ_TEXT, "医院"));
    cr_assert(trial_has(&trial, "B1", READ_TEXT, "plain"));
    cr_assert_eq(trial_cell(&trial, "C1")->kind, READ_ERROR);
    cr_assert(trial_has(&trial, "D1", READ_TEXT, "分院"));
    cr_assert_eq(trial_count(&trial, DIAG_CELL_DAMAGED), 1);
}

Test(xls, item_31_other_code_pages) {
    static const struct {
        unsigned page;
        const char *bytes, *text;
    } cases[] = {
        {950, "\xC2\xE5\xB0\x7C", "醫院"}, {932, "\x95\x61", "病"}, {1252, "\xE9", "é"},
        {10008, "\xD2\xBD", "医"},         {1251, "\xC0", "А"},     {949, "\xC0\xC7", "의"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        globals.len = records.len = 0;
        MAKE_WORDS(&globals, CODEPAGE, cases[i].page);
        add_old_label(0, 0, cases[i].bytes);
        read_old_sheet();
        cr_assert(trial_has(&trial, "A1", READ_TEXT, cases[i].text), "%u", cases[i].page);
    }
}

/* What web programs write by hand: a sheet without globals, without OLE file and code page. */
Test(xls, item_31_a_bare_sheet) {
    struct buf bare = {.arena = arena};
    MAKE_WORDS(&bare, BOF, 0, 0x10, 0, 0);
    add_old_label(0, 0, "\xD2\xBD\xD4\xBA");
    add_old_label(0, 1, "医院");
    add_number(1, 0, 0, 42);
    buf_add(&bare, buf_str(&records));
    make_record(&bare, 0x0A, STR(""));
    read_again(buf_str(&bare));
    cr_assert(trial_has(&trial, "A1", READ_TEXT, "医院"));
    cr_assert(trial_has(&trial, "B1", READ_TEXT, "医院"));
    cr_assert(trial_has(&trial, "A2", READ_NUMBER, "42"));
}

/* ---- item 32: formats and frame -------------------------------------------------------------- */

Test(xls, item_32_days_by_their_format) {
    add_formats();
    for (unsigned style = 0; style < 7; style++) {
        add_number(0, style, style, 40695);
    }
    add_number(1, 5, 5, 30000);
    add_number(1, 6, 99, 40695);
    add_number(2, 5, 5, 0);
    read_sheet();
    cr_assert(trial_has(&trial, "A1", READ_NUMBER, "40695"));
    cr_assert(trial_has(&trial, "B1", READ_DATE, "2011-06-01"));
    cr_assert(trial_has(&trial, "C1", READ_DATE, "2011-06-01"));
    cr_assert(trial_has(&trial, "D1", READ_DATE, "2011-06"));
    cr_assert(trial_has(&trial, "E1", READ_DATE, "2011-06-01"));
    cr_assert(trial_has(&trial, "F1", READ_DATE, "2011-06-01"));
    cr_assert(trial_has(&trial, "G1", READ_TEXT, "976680:00:00"));
    cr_assert(trial_has(&trial, "F2", READ_NUMBER, "30000"));
    cr_assert(trial_has(&trial, "F3", READ_TEXT, "none"));
    cr_assert(trial_has(&trial, "G2", READ_NUMBER, "40695"));
}

Test(xls, item_32_the_1904_system) {
    MAKE_WORDS(&globals, DATE1904, 1);
    add_formats();
    add_number(0, 0, 1, 40695 - 1462);
    read_sheet();
    cr_assert(trial_has(&trial, "A1", READ_DATE, "2011-06-01"));
}

/* Frame records may stand behind the cells. */
Test(xls, item_32_merges_and_what_is_hidden) {
    for (unsigned row = 0; row < 4; row++) {
        add_label(row, 0, "a");
        add_label(row, 1, "b");
    }
    MAKE_WORDS(&records, MERGES, 1, 0, 1, 0, 1);
    MAKE_WORDS(&records, ROW, 2, 0, 2, 0xFF, 0, 0, 0x120, 0xF);
    MAKE_WORDS(&records, ROW, 3, 0, 2, 0, 0, 0, 0x100, 0xF);
    MAKE_WORDS(&records, COLINFO, 3, 5, 0x900, 0, 1, 0);
    MAKE_WORDS(&records, COLINFO, 7, 7, 0, 0, 0, 0);
    MAKE_WORDS(&records, COLINFO, 8, 8, 0x900, 0, 0, 0);
    read_sheet();
    const struct read_sheet *sheet = trial.book.sheets[0];
    const struct read_merge *merge = read_merge_at(sheet, 2, 2);
    cr_assert(merge && merge->first_row == 1 && merge->last_row == 2 && merge->last_column == 2);
    cr_assert(trial_has(&trial, "A1", READ_TEXT, "a"));
    cr_assert(trial_is_blank(&trial, "B2"));
    cr_assert_eq(trial_count(&trial, DIAG_CELL_UNDER_MERGE), 3);
    cr_assert(!trial_cell(&trial, "A1")->is_row_hidden);
    cr_assert(trial_cell(&trial, "A3")->is_row_hidden);
    cr_assert(trial_cell(&trial, "A4")->is_row_hidden);
    cr_assert_eq(sheet->n_hidden_columns, 2);
    cr_assert(sheet->hidden_columns[0].first == 4 && sheet->hidden_columns[0].last == 6);
    cr_assert(sheet->hidden_columns[1].first == 8);
    cr_assert_eq(sheet->n_widths, 1);
    cr_assert(sheet->widths[0].first == 9 && sheet->widths[0].last == 9 &&
              sheet->widths[0].characters == 9);
}

/* ---- names of ours, and when it was saved ---------------------------------------------------- */

static void add_name(const char *name, struct str formula) {
    struct buf data = {.arena = arena};
    make_u16(&data, 1);
    make_u8(&data, 0);
    make_u8(&data, (unsigned)strlen(name));
    make_u16(&data, (unsigned)formula.len);
    for (size_t i = 0; i < 8; i++) {
        make_u8(&data, 0);
    }
    make_characters(&data, str_from_c(name));
    buf_add(&data, formula);
    make_record(&globals, NAME, buf_str(&data));
}

Test(xls, names_of_ours_are_kept) {
    MAKE_WORDS(&globals, EXTERNSHEET, 2, 0, 7, 7, 0, 0, 0);
    struct buf text = {.arena = arena};
    make_u8(&text, 0x17);
    make_u8(&text, 2);
    make_characters(&text, STR("版一"));
    add_name("_dengbao_edition", buf_str(&text));
    add_name("other", buf_str(&text));
    add_name("_dengbao_place", STR("\x3A\1\0\0\0\0\0"));
    const struct make_xls_sheet sheet = {.name = "单位"};
    read_again(make_xls(
        arena, &(struct make_xls){.after = buf_str(&globals), .sheets = &sheet, .n_sheets = 1}));
    cr_assert(trial.is_read);
    cr_assert_eq(trial.book.n_names, 2);
    cr_assert(str_is(trial.book.names[0].name, "_dengbao_edition"));
    cr_assert(str_is(trial.book.names[0].text, "版一"));
    cr_assert(str_is(trial.book.names[1].text, "单位"));
}

Test(xls, when_it_was_saved) {
    struct buf summary = {.arena = arena};
    for (size_t i = 0; i < 44; i++) {
        make_u8(&summary, 0);
    }
    make_u32(&summary, 48);
    make_u32(&summary, 40);
    make_u32(&summary, 2);
    make_u32(&summary, 1);
    make_u32(&summary, 24);
    make_u32(&summary, 13);
    make_u32(&summary, 32);
    make_u32(&summary, 2);
    make_u32(&summary, 0);
    make_u32(&summary, 0x40);
    uint64_t moment = (11644473600ULL + 1330589700ULL) * 10000000ULL;
    make_u32(&summary, (uint32_t)moment);
    make_u32(&summary, (uint32_t)(moment >> 32));
    add_label(0, 0, "x");
    const struct make_entry entries[] = {
        {.name = "Workbook", .bytes = stream_of(false)},
        {.name = "\005SummaryInformation", .bytes = buf_str(&summary)}};
    read_again(make_ole(arena, &(struct make_ole){.entries = entries, .n_entries = 2}));
    cr_assert(trial.is_read);
    cr_assert(str_is(trial.book.saved, "2012-03-01T08:15:00Z"));
}

/* ---- hostile --------------------------------------------------------------------------------- */

Test(xls, sheets_that_share_a_part_are_damage) {
    add_label(0, 0, "x");
    const struct make_xls_sheet sheets[] = {{.name = "a", .records = buf_str(&records)},
                                            {.name = "b"}};
    struct str stream = make_xls_stream(arena, &(struct make_xls){.sheets = sheets, .n_sheets = 2});
    char *bytes = (char *)(uintptr_t)stream.data;
    size_t first = str_find(stream, STR("\x85\0"), 0), second = first + 4 + 9;
    memcpy(bytes + second + 4, bytes + first + 4, 4);
    read_again(stream);
    cr_assert(trial_refused(&trial, DIAG_FILE_DAMAGED));
}

/* A sheet inside another, whichever is read first. */
Test(xls, sheets_that_share_bytes_are_damage) {
    add_label(0, 0, "x");
    size_t before = records.len;
    MAKE_WORDS(&records, BOF, 0x600, 0x10, 0x1234, 1997, 0, 0, 0x600, 0);
    add_label(1, 0, "y");
    make_record(&records, 0x0A, STR(""));
    const struct make_xls_sheet outer = {.name = "a", .records = buf_str(&records)};
    for (size_t inner = 0; inner < 2; inner++) {
        struct make_xls_sheet sheets[] = {{.name = "b"}, {.name = "b"}};
        sheets[1 - inner] = outer;
        struct str stream =
            make_xls_stream(arena, &(struct make_xls){.sheets = sheets, .n_sheets = 2});
        char *bytes = (char *)(uintptr_t)stream.data;
        size_t begin = str_find(stream, str_slice(buf_str(&records), before, records.len), 0);
        cr_assert_neq(begin, SIZE_MAX);
        size_t place = str_find(stream, STR("\x85\0"), 0) + 4 + inner * 13;
        for (size_t i = 0; i < 4; i++) {
            bytes[place + i] = (char)(begin >> (8 * i) & 0xFF);
        }
        read_again(stream);
        cr_assert(trial_refused(&trial, DIAG_FILE_DAMAGED), "inner sheet at %zu", inner);
    }
}

/* The code page that is named first is that of the file. */
Test(xls, a_second_code_page_changes_nothing) {
    MAKE_WORDS(&globals, CODEPAGE, 936);
    MAKE_WORDS(&globals, CODEPAGE, 1252);
    add_old_label(0, 0, "\xD2\xBD\xD4\xBA");
    read_old_sheet();
    cr_assert(trial_has(&trial, "A1", READ_TEXT, "医院"));
}

/* Cut at any byte: never a table that is silently shorter. */
Test(xls, cut_at_every_byte) {
    struct buf strings = shared_strings(2);
    add_string(&strings, "医院");
    add_string(&strings, "second");
    make_record(&globals, SST, buf_str(&strings));
    add_formats();
    for (unsigned row = 0; row < 12; row++) {
        add_shared(row, 0, row & 1);
        add_number(row, 1, 1, 40000 + row);
    }
    add_formula(12, 0, "\0\0\0\0\0\0\xFF\xFF");
    struct buf text = {.arena = arena};
    add_string(&text, "结果");
    make_record(&records, STRING, buf_str(&text));
    struct str stream = stream_of(false), whole = make_ole_stream(arena, "Workbook", stream);
    for (size_t len = 0; len < whole.len; len++) {
        read_again(str_copy(arena, str_slice(whole, 0, len)));
        cr_assert(!trial.is_read || trial.n_cells == 25, "cut at %zu", len);
        cr_assert(trial.is_read || diag_n_of(trial.diag, SEVERITY_FATAL) == 1, "cut at %zu", len);
    }
    for (size_t len = 0; len < stream.len; len++) {
        read_again(str_copy(arena, str_slice(stream, 0, len)));
        cr_assert(!trial.is_read, "cut at %zu", len);
    }
}

/* Every third byte of a small file set to other values: read or refused, never a fault of memory.
 */
Test(xls, any_byte_changed) {
    struct buf strings = shared_strings(2);
    add_string(&strings, "医院");
    add_string(&strings, "second");
    make_record(&globals, SST, buf_str(&strings));
    for (unsigned row = 0; row < 4; row++) {
        add_shared(row, 0, row & 1);
        add_rk(row, 1, row << 2 | 2);
    }
    struct str whole = make_ole_stream(arena, "Workbook", stream_of(false));
    static const unsigned char values[] = {1, 0xFF};
    for (size_t i = 0; i < whole.len; i += 3) {
        for (size_t k = 0; k < sizeof values; k++) {
            struct arena_mark mark = arena_mark(arena);
            struct str bytes = str_copy(arena, whole);
            ((char *)(uintptr_t)bytes.data)[i] = (char)values[k];
            read_again(bytes);
            cr_assert(trial.is_read || diag_n_of(trial.diag, SEVERITY_FATAL) == 1, "byte %zu", i);
            trial_close(&trial);
            trial = (struct trial){0};
            arena_rewind(arena, mark);
        }
    }
}
