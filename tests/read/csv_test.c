/* CSV and TSV as people and programs make them, into rows. Items are the numbered traps of the
 * notes on ingest. */
#include "read/trial.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static struct trial trial;

static void tear_down(void) {
    if (trial.arena) {
        trial_close(&trial);
    }
}

TestSuite(csv_rows, .fini = tear_down);

static void read_csv(const char *text) {
    trial = trial_csv(str_from_c(text));
}

static bool has(const char *place, const char *text) {
    return trial_has(&trial, place, READ_TEXT, text);
}

static struct origin origin_of(const char *place) {
    const struct read_cell *cell = trial_cell(&trial, place);
    return read_origin(trial.book.sheets[0], cell->row, cell->column);
}

Test(csv_rows, plain_file) {
    read_csv("单位名称,等级\n南昌市第一医院,三级\n");
    cr_assert(trial.is_read);
    cr_assert_eq(trial.book.n_sheets, 1);
    cr_assert(str_is(trial.book.encoding, "UTF-8"));
    cr_assert(str_is(trial.book.sheets[0]->source->file, "table.csv"));
    cr_assert_eq(trial.book.sheets[0]->source->sheet.len, 0);
    cr_assert(has("A1", "单位名称"));
    cr_assert(has("B2", "三级"));
    cr_assert_eq(diag_n(trial.diag), 0);
}

Test(csv_rows, item_36_delimiters) {
    static const char *const texts[] = {"a,b,c\nd,e,f\n",
                                        "a\tb\tc\nd\te\tf\n",
                                        "a;b;c\nd;e;f\n",
                                        "a|b|c\nd|e|f\n",
                                        "a，b，c\nd，e，f\n",
                                        "sep=;\na;b;c\nd;e;f\n",
                                        "SEP=^\r\na^b^c\r\nd^e^f\r\n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        read_csv(texts[i]);
        uint32_t first = strchr(texts[i], '=') ? 2 : 1;
        const struct read_cell *cell = trial_cell(&trial, first == 2 ? "C3" : "C2");
        cr_assert(cell && str_is(cell->text, "f"), "%s", texts[i]);
        cr_assert_eq(trial.n_cells, 6, "%s", texts[i]);
        trial_close(&trial);
    }
    trial.arena = NULL;
}

/* Chinese commas inside fields of an ordinary file stay. */
Test(csv_rows, item_36_wide_commas_in_fields_stay) {
    read_csv("甲，乙,丙\n丁，戊,己\n");
    cr_assert(has("A1", "甲，乙"));
    cr_assert(has("B2", "己"));
    trial_close(&trial);
    read_csv("甲，\"乙，丙\"，丁\n");
    cr_assert(has("B1", "乙，丙"));
    cr_assert(has("C1", "丁"));
}

Test(csv_rows, item_36_separator_line_is_no_data_and_lines_still_count) {
    read_csv("sep=;\r\na;b\r\nc;d\r\n");
    cr_assert(trial_is_blank(&trial, "A1"));
    cr_assert(has("A2", "a"));
    cr_assert_eq(origin_of("A3").row, 3);
}

/* As writers of fields put it, and programs that take it for a record. */
Test(csv_rows, item_36_separator_lines_in_quotes_and_filled_up) {
    static const char *const lines[] = {"sep=;",    "SEP=;",       "\"sep=;\"",
                                        "sep=;;;;", "\"sep=;\";;", "sep=;\r"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        char text[64];
        snprintf(text, sizeof text, "%s\na,b;c\nd;e\n", lines[i]);
        read_csv(text);
        cr_assert(trial_is_blank(&trial, "A1"), "%s", lines[i]);
        cr_assert(has("A2", "a,b"), "%s", lines[i]);
        cr_assert(has("B2", "c"));
        trial_close(&trial);
    }
    read_csv("sep=;,\na,b\n");
    cr_assert(has("A1", "sep=;"), "another delimiter fills it up");
    trial_close(&trial);
    read_csv("sep=\na,b\n");
    cr_assert(has("A1", "sep="));
}

Test(csv_rows, item_37_blank_lines_do_not_move_rows) {
    read_csv("a,b\n\n\nc,d\n");
    cr_assert(has("A4", "c"));
    cr_assert_eq(origin_of("A4").row, 4);
    cr_assert_eq(origin_of("A4").record, 4);
}

Test(csv_rows, item_37_line_and_record_differ_after_quoted_line_ends) {
    read_csv("name,note\r\nA,\"one\r\ntwo\r\nthree\"\r\nB,last\r\n");
    cr_assert(has("B2", "one\ntwo\nthree"));
    cr_assert(has("B3", "last"));
    cr_assert_eq(origin_of("B2").row, 2);
    cr_assert_eq(origin_of("B3").row, 5);
    cr_assert_eq(origin_of("B3").record, 3);
    cr_assert_eq(origin_of("B3").column, 2);
}

Test(csv_rows, item_37_stray_quote_swallows_nothing) {
    read_csv("name,code\n\"甲\"公司,1\n乙,2\n\"丙,3\n丁,4\n");
    cr_assert(has("A3", "乙"));
    cr_assert(has("B5", "4"));
    cr_assert_geq(trial_count(&trial, DIAG_CSV_QUOTE), 1);
    cr_assert(trial.is_read);
}

Test(csv_rows, item_37_spaces_stay) {
    read_csv(" a ,\xE3\x80\x80"
             "b\n");
    cr_assert(has("A1", " a "));
    cr_assert(has("B1", "\xE3\x80\x80"
                        "b"));
}

Test(csv_rows, item_38_identifiers_kept_as_text_are_unwrapped) {
    read_csv("h1,h2,h3,h4,h5\n=\"00123\",'00123,00123\t,\"=\"\"00123\"\"\",\"\t00123\"\n");
    cr_assert(has("A2", "00123"));
    cr_assert(has("B2", "00123"));
    cr_assert(has("C2", "00123"));
    cr_assert(has("D2", "00123"));
    cr_assert(has("E2", "00123"));
    cr_assert_eq(diag_n(trial.diag), 0);
}

Test(csv_rows, item_38_nothing_else_is_unwrapped) {
    read_csv("h1,h2,h3,h4\n'quoted',=A1,=\"\",'\n");
    cr_assert(has("A2", "'quoted'"));
    cr_assert(has("B2", "=A1"));
    cr_assert(trial_is_blank(&trial, "C2"));
    cr_assert(has("D2", "'"));
}

Test(csv_rows, item_38_leading_zeros_and_damage_stay_as_they_are) {
    read_csv("a,b,c\n00123,4.20106E+17,Jan-05\n");
    cr_assert(has("A2", "00123"));
    cr_assert(has("B2", "4.20106E+17"));
    cr_assert(has("C2", "Jan-05"));
}

Test(csv_rows, item_39_mixed_line_ends) {
    read_csv("a,1\rb,2\nc,3\r\nd,4");
    cr_assert(has("B2", "2"));
    cr_assert(has("B4", "4"));
    cr_assert_eq(origin_of("B4").row, 4);
}

Test(csv_rows, item_39_doubled_carriage_returns) {
    read_csv("a,1\r\r\nb,2\r\r\nc,3\r\r\n");
    cr_assert(has("B2", "2"));
    cr_assert(has("B3", "3"));
}

Test(csv_rows, item_39_ragged_and_comma_only_rows) {
    read_csv("a,b,c\nd\n,,\ne,f,g,h\n");
    cr_assert(has("A2", "d"));
    cr_assert(trial_is_blank(&trial, "B2"));
    cr_assert(trial_is_blank(&trial, "A3"));
    cr_assert(has("D4", "h"));
}

Test(csv_rows, item_39_header_without_line_end) {
    read_csv("单位名称,等级");
    cr_assert(has("B1", "等级"));
}

Test(csv_rows, item_39_empty_and_mark_only) {
    read_csv("");
    cr_assert(trial_refused(&trial, DIAG_FILE_EMPTY));
    trial_close(&trial);
    read_csv("\xEF\xBB\xBF\r\n");
    cr_assert(trial_refused(&trial, DIAG_FILE_EMPTY));
}

Test(csv_rows, gbk_reads_as_gbk) {
    read_csv("\xB5\xA5\xCE\xBB\xC3\xFB\xB3\xC6,\xB5\xC8\xBC\xB6\n\xBC\xD7,1\n");
    cr_assert(has("A1", "单位名称"));
    cr_assert(str_is(trial.book.encoding, "GB18030"));
    cr_assert_eq(trial_count(&trial, DIAG_ENCODING_GUESSED), 1);
}

Test(csv_rows, limits_of_records_are_fatal) {
    struct trial maker = trial_open();
    struct str commas = trial_repeat(&maker, ",x", 17000);
    trial = trial_csv(commas);
    cr_assert(trial_refused(&trial, DIAG_CSV_LIMIT));
    trial_close(&maker);
}

Test(csv_rows, rows_are_limited) {
    struct trial maker = trial_open();
    trial = trial_csv(trial_repeat(&maker, "a,b\n", 1048577));
    cr_assert(trial_refused(&trial, DIAG_FILE_LIMIT));
    trial_close(&maker);
}

/* Cut off at any byte: what is read is what the whole has but for the end of the last cell; a cut
 * inside quotes or a character is told. */
Test(csv_rows, cut_at_every_byte) {
    static const char *const texts[] = {
        "单位,等级\r\n\"甲,\"\"院\"\"\",三\r\n乙院,二级\r\n",
        "\xEF\xBB\xBF单位,等级\r\n\"甲,\"\"院\"\"\",三\r\n乙院,二级\r\n",
    };
    static const char *const places[] = {"A1", "B1", "A2", "B2", "A3", "B3"};
    static const char *const cells[] = {"单位", "等级", "甲,\"院\"", "三", "乙院", "二级"};
    for (size_t i = 0; i < 2; i++) {
        size_t size = strlen(texts[i]);
        for (size_t len = 9; len < size; len++) {
            struct str part = {texts[i], len};
            trial = trial_csv(part);
            cr_assert(trial.is_read, "cut at %zu", len);
            size_t n_damaged = trial_count(&trial, DIAG_TEXT_DAMAGED);
            cr_assert_eq(n_damaged, !utf8_valid(part, NULL), "cut at %zu: not told", len);
            cr_assert(!str_starts(trial.book.encoding, STR("GB")), "cut at %zu", len);
            size_t k = 0;
            for (; k < 6 && trial_cell(&trial, places[k]) &&
                   str_is(trial_cell(&trial, places[k])->text, cells[k]);
                 k++) {
            }
            bool is_told = n_damaged || trial_count(&trial, DIAG_CSV_QUOTE);
            const struct read_cell *last = k < 6 ? trial_cell(&trial, places[k]) : NULL;
            cr_assert(!last || is_told || str_starts(str_from_c(cells[k]), last->text),
                      "cut at %zu: %s", len, places[k]);
            cr_assert(is_told || k + (last != NULL) == trial.n_cells, "cut at %zu", len);
            trial_close(&trial);
        }
    }
    trial = (struct trial){0};
}

/* item 35: trail bytes that are | \\ @ [ ` in GBK and in Big5, beside delimiters of that kind and
 * quotes. */
Test(csv_rows, item_35_trail_bytes_that_look_like_delimiters) {
    static const char *const lists[] = {
        /* GBK: the trail byte of each of the first field is a bar, a backslash, an at sign */
        "\xB5\xA5\xCE\xBB|\x81\x7C\x82\x7C\x83\x5C\x84\x40|\xBC\xB6\n\"\x81\x7C|\x85\x5C\"|"
        "\xD2\xD2|\xC8\xFD\n",
        /* the same parted by tabs */
        "\xB5\xA5\xCE\xBB\t\x81\x7C\x82\x7C\x83\x5C\x84\x40\t\xBC\xB6\n\"\x81\x7C|"
        "\x85\x5C\"\t\xD2\xD2\t\xC8\xFD\n"};
    for (size_t i = 0; i < 2; i++) {
        read_csv(lists[i]);
        cr_assert(has("A1", "单位"));
        cr_assert_eq(utf8_count(trial_cell(&trial, "B1")->text), 4);
        cr_assert(has("C1", "级"));
        cr_assert_eq(utf8_count(trial_cell(&trial, "A2")->text), 3);
        cr_assert(str_contains(trial_cell(&trial, "A2")->text, STR("|")));
        cr_assert(has("B2", "乙"));
        cr_assert(has("C2", "三"));
        trial_close(&trial);
    }
    /* Big5: 功 is A5 5C, 許 B3 5C, 四 A5 7C, 育 A8 7C */
    read_csv("\xA5\x5C\xAF\xE0|\xB3\x5C\xA5\x69|\xA8\x7C\n\xA5\x7C|\xA4\x40|\xA4\x47\n");
    cr_assert(has("A1", "功能"));
    cr_assert(has("B1", "許可"));
    cr_assert(has("C1", "育"));
    cr_assert(has("A2", "四"));
    cr_assert(has("C2", "二"));
}
