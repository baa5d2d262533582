/* Which encoding a text is in, told from few bytes, and what becomes of bytes that mean nothing. */
#include "read/encoding.h"
#include "read/trial.h"
#include "reported.h"

#include <criterion/criterion.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>

static struct trial trial;
static struct str text, name;
static const struct source source = {{"table.csv", 9}, {"", 0}};

static void set_up(void) {
    trial = trial_open();
}

static void tear_down(void) {
    trial_close(&trial);
}

TestSuite(encoding, .init = set_up, .fini = tear_down);

static struct str encode(const char *encoding, const char *utf8) {
    size_t in_left = strlen(utf8), out_left = in_left * 4 + 8, room = out_left;
    char *in = (char *)(uintptr_t)utf8, *out = arena_alloc(trial.arena, room, 1), *start = out;
    iconv_t handle = iconv_open(encoding, "UTF-8");
    cr_assert_neq(iconv(handle, &in, &in_left, &out, &out_left), (size_t)-1, "%s", utf8);
    iconv_close(handle);
    return (struct str){start, room - out_left};
}

static bool decode(struct str bytes) {
    return encoding_decode(trial.arena, bytes, &source, trial.diag, &text, &name);
}

static enum encoding guess(struct str bytes) {
    return encoding_guess_of(bytes).encoding;
}

#define HEADER "单位名称,统一社会信用代码\n"
#define ROW    "南昌市第一医院,123601004912345678,三级甲等\r\n"

Test(encoding, item_33_marks_are_believed) {
    cr_assert(decode(STR("\xEF\xBB\xBF" HEADER)));
    cr_assert(str_is(text, HEADER));
    cr_assert(str_is(name, "UTF-8"));
    struct str little = encode("UTF-16LE", "\xEF\xBB\xBF" HEADER);
    cr_assert(decode(little));
    cr_assert(str_is(text, HEADER));
    cr_assert(str_is(name, "UTF-16LE"));
    cr_assert(decode(encode("UTF-16BE", "\xEF\xBB\xBF" HEADER)));
    cr_assert(str_is(text, HEADER));
    cr_assert(str_is(name, "UTF-16BE"));
    cr_assert(decode(encode("GB18030", "\xEF\xBB\xBF" HEADER)));
    cr_assert(str_is(text, HEADER));
    cr_assert(str_is(name, "GB18030"));
    cr_assert_eq(diag_n(trial.diag), 0);
}

Test(encoding, item_33_plain_utf8_and_ascii_need_no_guess) {
    cr_assert(decode(STR(HEADER ROW)));
    cr_assert(str_is(name, "UTF-8"));
    cr_assert(decode(STR("name,code\n")));
    cr_assert(str_is(name, "UTF-8"));
    cr_assert_eq(diag_n(trial.diag), 0);
}

Test(encoding, item_33_gb18030_is_guessed_aloud) {
    cr_assert(decode(encode("GB18030", HEADER ROW)));
    cr_assert(str_is(text, HEADER ROW));
    cr_assert(str_is(name, "GB18030"));
    cr_assert_eq(diag_n(trial.diag), 1);
    cr_assert_eq(reported(trial.diag, 0)->id, DIAG_ENCODING_GUESSED);
    cr_assert(str_contains(reported(trial.diag, 0)->message, STR("GB18030")));
}

Test(encoding, item_33_rare_characters_survive) {
    cr_assert(decode(encode("GB18030", "姓名\n㛃䶮𠅤\n")));
    cr_assert(str_is(text, "姓名\n㛃䶮𠅤\n"));
}

Test(encoding, item_33_byte_80_is_the_euro) {
    struct str bytes = str_concat(trial.arena, encode("GB18030", "预算,"), STR("\x80,1\n"));
    cr_assert(decode(bytes));
    cr_assert(str_is(text, "预算,€,1\n"));
    cr_assert_eq(trial_count(&trial, DIAG_TEXT_DAMAGED), 0);
}

Test(encoding, item_33_utf16_without_mark) {
    cr_assert(decode(encode("UTF-16LE", HEADER ROW)));
    cr_assert(str_is(text, HEADER ROW));
    cr_assert(str_is(name, "UTF-16LE"));
    cr_assert(decode(encode("UTF-16BE", HEADER ROW)));
    cr_assert(str_is(text, HEADER ROW));
    cr_assert_eq(trial_count(&trial, DIAG_ENCODING_GUESSED), 2);
}

/* U+4E00 has a NUL on the other side. */
Test(encoding, item_33_utf16_with_the_character_one) {
    cr_assert(decode(encode("UTF-16LE", "一一一一,一\n一\n")));
    cr_assert(str_is(text, "一一一一,一\n一\n"));
}

/* item 34: detectors fail on these; one header of two characters is enough here. */
Test(encoding, item_34_short_gbk_headers) {
    static const char *const headers[] = {"单位", "名称",      "等级",   "系统名称", "单位名称",
                                          "备注", "序号,单位", "联系人", "所属地市", "定级情况\n"};
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        cr_assert_eq(guess(encode("GB18030", headers[i])), ENCODING_GB18030, "%s", headers[i]);
        cr_assert_eq(guess(str_from_c(headers[i])), ENCODING_UTF_8, "%s", headers[i]);
    }
}

Test(encoding, item_33_big5_is_read) {
    static const char *const texts[] = {"單位名稱,系統名稱,聯絡人\n",
                                        "台北市立聯合醫院,資訊室,電話\n", "醫院資訊系統,等級\n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        cr_assert_eq(guess(encode("BIG5", texts[i])), ENCODING_BIG5, "%s", texts[i]);
    }
    cr_assert(decode(encode("BIG5", texts[0])));
    cr_assert(str_is(text, texts[0]));
    cr_assert(str_is(name, "Big5"));
    cr_assert_eq(trial_count(&trial, DIAG_ENCODING_GUESSED), 1);
}

/* Bytes of Big5 that are pairs of GB18030 too, some of them such as have no character there. */
Test(encoding, item_33_big5_that_could_be_gb18030) {
    static const char *const texts[] = {"許功蓋,成功大學附設醫院\n",
                                        "單位名稱,系統名稱\n么佢俞偅傜兝功吒吜吭咽唰,門診系統\n",
                                        "功能,許可\n", "第一醫學\n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        cr_assert_eq(guess(encode("BIG5", texts[i])), ENCODING_BIG5, "%s", texts[i]);
        cr_assert(decode(encode("BIG5", texts[i])));
        cr_assert(str_is(text, texts[i]));
    }
}

/* Traditional characters in GBK are still GBK. */
Test(encoding, gbk_with_traditional_characters_is_no_big5) {
    cr_assert_eq(guess(encode("GB18030", "单位名称,联系人\n中山醫院,陳小姐\n")), ENCODING_GB18030);
}

Test(encoding, item_33_nearly_utf8_is_mended_and_rows_reported) {
    struct buf buf = {.arena = trial.arena};
    for (int i = 0; i < 100; i++) {
        buf_add_c(&buf, ROW);
    }
    buf_add_c(&buf, "坏\xE5\x8C,x\r\n");
    buf_add_c(&buf, ROW);
    cr_assert(decode(buf_str(&buf)));
    cr_assert(str_is(name, "UTF-8"));
    cr_assert(str_contains(text, STR("坏\xEF\xBF\xBD\xEF\xBF\xBD,x")));
    cr_assert_eq(trial_count(&trial, DIAG_TEXT_DAMAGED), 1);
    cr_assert_eq(diag_n_of(trial.diag, SEVERITY_ERROR), 1);
    cr_assert_eq(reported(trial.diag, 0)->origin.row, 101);
}

Test(encoding, item_33_western_code_pages_are_refused_by_name) {
    cr_assert_not(decode(STR("nom,pr\xE9nom\ncaf\xE9,h\xF4tel\n")));
    cr_assert_not(decode(STR("Andr\xE9\n")));
    cr_assert_eq(trial_count(&trial, DIAG_ENCODING_WESTERN), 2);
    cr_assert_eq(diag_n(trial.diag), 2);
    cr_assert(str_contains(reported(trial.diag, 0)->message, STR("windows-1252")));
}

/* As GB18030 each of these letters would be a character, U+8305 for U+00E9. */
Test(encoding, item_33_utf8_of_latin_words) {
    cr_assert(decode(STR("Andr\xC3\xA9,caf\xC3\xA9\n")));
    cr_assert(str_is(text, "Andr\xC3\xA9,caf\xC3\xA9\n"));
    cr_assert_eq(trial_count(&trial, DIAG_ENCODING_GUESSED), 1);
    cr_assert_eq(guess(STR("\xC3\xA9\xC3\xA9,x\n")), ENCODING_GB18030);
}

/* A file cut inside its last character still reads; the place is reported. */
Test(encoding, gbk_cut_inside_a_character) {
    struct str whole = encode("GB18030", "单位\n医院");
    cr_assert(decode(str_slice(whole, 0, whole.len - 1)));
    cr_assert(str_is(text, "单位\n医\xEF\xBF\xBD"));
    cr_assert_eq(trial_count(&trial, DIAG_TEXT_DAMAGED), 1);
    cr_assert_eq(reported(trial.diag, 0)->origin.row, 2);
}

Test(encoding, utf16_of_odd_length_and_lone_surrogates) {
    static const char odd[] = "\xFF\xFE"
                              "a\0,\0\x00\xD8"
                              "b\0\n\0c";
    cr_assert(decode((struct str){odd, sizeof odd - 1}));
    cr_assert(str_is(text, "a,\xEF\xBF\xBD"
                           "b\n\xEF\xBF\xBD"));
    cr_assert_eq(trial_count(&trial, DIAG_TEXT_DAMAGED), 2);
}

/* What stood between may have been something: each line is told once, padding at the end is not. */
Test(encoding, nuls_are_told_at_their_lines) {
    static const char bytes[] = "a\0\0,b\0\nc\n\0d\n\0\0";
    cr_assert(decode((struct str){bytes, sizeof bytes - 1}));
    cr_assert(str_is(text, "a,b\nc\nd\n"));
    cr_assert_eq(diag_n_id(trial.diag, DIAG_TEXT_NUL), 2);
    cr_assert_eq(reported_id(trial.diag, DIAG_TEXT_NUL, 0)->origin.row, 1);
    cr_assert_eq(reported_id(trial.diag, DIAG_TEXT_NUL, 1)->origin.row, 3);
}

Test(encoding, item_39_nul_padding_is_dropped) {
    static const char padded[] = "a\0\0,b\n\0\0\0\0";
    static const char ended[] = "a,b\n\x1A";
    cr_assert(decode((struct str){padded, sizeof padded - 1}));
    cr_assert(str_is(text, "a,b\n"));
    cr_assert(decode((struct str){ended, sizeof ended - 1}));
    cr_assert(str_is(text, "a,b\n"));
}

Test(encoding, ascii_padded_with_nuls_is_no_utf16) {
    static const char padded[] = "name,code,level,unit\nabcdefgh,12345678,3,hospital\n\0\0\0";
    cr_assert_eq(guess((struct str){padded, sizeof padded - 1}), ENCODING_UTF_8);
    cr_assert_eq(guess((struct str){padded, sizeof padded - 2}), ENCODING_UTF_8);
}

Test(encoding, item_39_empty_and_mark_only) {
    cr_assert_not(decode(STR("")));
    cr_assert_not(decode(STR("\xEF\xBB\xBF")));
    cr_assert_not(decode(STR("\xFF\xFE")));
    cr_assert_not(decode(STR(" \r\n\t\n")));
    cr_assert_eq(trial_count(&trial, DIAG_FILE_EMPTY), 4);
    cr_assert_eq(diag_n(trial.diag), 4);
}

/* item 35: trail bytes that look like delimiters are part of their characters. */
Test(encoding, item_35_trail_bytes_are_no_delimiters) {
    struct str bytes = encode("GB18030", "倈倊倐,俓\n");
    cr_assert(decode(bytes));
    cr_assert(str_is(text, "倈倊倐,俓\n"));
}

/* Whatever the bytes: an answer or a refusal, and valid UTF-8. */
Test(encoding, any_bytes_give_valid_text_or_a_refusal) {
    unsigned state = 1;
    for (int round = 0; round < 3000; round++) {
        char bytes[64];
        size_t len = 1 + (state >> 8) % 63;
        for (size_t i = 0; i < len; i++) {
            state = state * 1103515245U + 12345U;
            unsigned char byte = (unsigned char)(state >> 16);
            bytes[i] = (char)(round % 3 == 0 ? byte : round % 3 == 1 ? byte | 0x80 : byte & 0xBF);
        }
        struct trial one = trial_open();
        struct str got = {0}, label;
        if (encoding_decode(one.arena, (struct str){bytes, len}, &source, one.diag, &got, &label)) {
            cr_assert(utf8_valid(got, NULL));
        } else {
            cr_assert_eq(diag_n_of(one.diag, SEVERITY_FATAL), 1);
        }
        trial_close(&one);
    }
}

/* A long text goes by pairs, a short one by iconv: both say the same. */
Test(encoding, long_texts_read_as_short_ones) {
    enum { N_COPIES = 60 };
    struct trial made = trial_open();
    struct buf unit = {.arena = made.arena}, all = {.arena = made.arena},
               wanted = {.arena = made.arena};
    for (unsigned lead = 0x81; lead < 0xFF; lead++) {
        for (unsigned trail = 0x80; trail < 0xFF; trail++) {
            buf_add_byte(&unit, (unsigned char)lead);
            buf_add_byte(&unit, (unsigned char)trail);
        }
        buf_add(&unit, STR("\x80,a\x82\x35\x8F\x33,\r\n"));
    }
    cr_assert(encoding_decode(made.arena, buf_str(&unit), &source, made.diag, &text, &name));
    cr_assert(str_is(name, "GB18030"));
    for (int i = 0; i < N_COPIES; i++) {
        buf_add(&all, buf_str(&unit));
        buf_add(&wanted, text);
    }
    cr_assert_gt(all.len, 1 << 20);
    cr_assert(encoding_decode(made.arena, buf_str(&all), &source, made.diag, &text, &name));
    cr_assert(str_equal(text, buf_str(&wanted)));
    trial_close(&made);
}
