/* UTF-8: every code point there and back, and every kind of damage. */
#include <criterion/criterion.h>
#include <string.h>

#include "ground.h"

TestSuite(utf8, .init = open_ground, .fini = close_ground);

Test(utf8, every_code_point_goes_there_and_back) {
    for (uint32_t c = 0; c <= 0x10FFFF; c++) {
        if (c >= 0xD800 && c <= 0xDFFF) {
            continue;
        }
        char bytes[4];
        struct str text = {bytes, utf8_encode(c, bytes)};
        size_t offset = 0;
        cr_assert_eq(utf8_next(text, &offset), c);
        cr_assert_eq(offset, text.len);
        cr_assert(utf8_valid(text, NULL));
    }
}

Test(utf8, what_cannot_be_encoded_becomes_the_replacement) {
    char bytes[4];
    cr_assert_eq(utf8_encode(0xD800, bytes), 3);
    cr_assert_arr_eq(bytes, "\xEF\xBF\xBD", 3);
    cr_assert_eq(utf8_encode(0x110000, bytes), 3);
    cr_assert_arr_eq(bytes, "\xEF\xBF\xBD", 3);
}

Test(utf8, damage_moves_one_byte_and_is_found) {
    static const char *const bad[] = {
        "\x80",             /* continuation alone */
        "\xC0\x80",         /* overlong */
        "\xC1\xBF",         /* overlong */
        "\xE0\x80\x80",     /* overlong */
        "\xE4\xB8",         /* cut short */
        "\xE4\x41\x41",     /* broken off */
        "\xED\xA0\x80",     /* surrogate */
        "\xF0\x80\x80\x80", /* overlong */
        "\xF4\x90\x80\x80", /* above U+10FFFF */
        "\xF5\x80\x80\x80",
        "\xFF",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct str text = str_format(arena, "中%s", bad[i]);
        size_t offset = 3;
        cr_assert_eq(utf8_next(text, &offset), UTF8_BAD);
        cr_assert_eq(offset, 4);
        size_t where = 0;
        cr_assert_not(utf8_valid(text, &where));
        cr_assert_eq(where, 3);
    }
}

Test(utf8, counts_and_widths) {
    cr_assert_eq(utf8_count(STR("a中𠅤")), 3);
    cr_assert_eq(utf8_text_width(STR("a中𠅤Ａ")), 7);
    cr_assert_eq(utf8_width(0x301), 0);
    cr_assert_eq(utf8_width(0x200B), 0);
    cr_assert_eq(utf8_text_width(STR("")), 0);
}

Test(utf8, han_of_every_extension) {
    static const uint32_t han[] = {0x4E00,  0x9FFF,  0x3400,  0x36C3, 0x4DB6,
                                   0x20164, 0x2A700, 0x30000, 0x3007, 0xF900};
    for (size_t i = 0; i < sizeof han / sizeof *han; i++) {
        cr_assert(utf8_is_han(han[i]), "U+%04X", han[i]);
    }
    static const uint32_t other[] = {'a', 0x3001, 0xFF21, 0x3042, 0xAC00};
    for (size_t i = 0; i < sizeof other / sizeof *other; i++) {
        cr_assert_not(utf8_is_han(other[i]), "U+%04X", other[i]);
    }
}

Test(utf8, folding_keeps_chinese_and_makes_the_rest_plain) {
    cr_assert(same(utf8_fold_width(arena, STR("Ｓ３Ａ３　Ｇ３～")), "S3A3 G3~"));
    cr_assert(same(utf8_fold_width(arena, STR("甲\xE2\x80\x8B乙\xEF\xBB\xBF、。")), "甲乙、。"));
    cr_assert(same(utf8_fold_width(arena, STR("a\xC2\xA0"
                                              "b")),
                   "a b"));
    cr_assert(same(utf8_fold_width(arena, STR("")), ""));
}

/* Usual characters are passed over some at a time: whatever stands before, between and behind them,
 * a text is valid just when each of its characters is. */
Test(utf8, texts_of_any_length_are_looked_at_whole) {
    static const char *const pieces[] = {
        "a",  "abcdefgh", "单",           "位名",         "\xE0\xA0\x80",
        "é",  "𠮷",       "\xED\xA0\x80", "\xE5\x8D",     "\x80",
        "级", "等级别",   "\xE1\x80\xC0", "\xEC\xBF\xBF", "\xE0\x80\x80"};
    unsigned state = 1;
    for (int round = 0; round < 20000; round++) {
        char bytes[64];
        size_t len = 0, bad = SIZE_MAX, found = SIZE_MAX;
        while (len < 40) {
            state = state * 1103515245U + 12345U;
            /* mostly pieces without fault */
            const char *piece = pieces[(state >> 16) % (round % 4 ? 7 : 15)];
            memcpy(bytes + len, piece, strlen(piece));
            len += strlen(piece);
        }
        struct str text = {bytes, len};
        for (size_t at = 0; at < len && bad == SIZE_MAX;) {
            size_t start = at;
            bad = utf8_next(text, &at) == UTF8_BAD && at == start + 1 ? start : SIZE_MAX;
        }
        cr_assert_eq(utf8_valid(text, &found), bad == SIZE_MAX, "round %d", round);
        cr_assert_eq(found, bad, "round %d", round);
    }
}
