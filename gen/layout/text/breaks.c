/*
 * What may stand at the end and at the start of a line (避头尾), after CLREQ. The tables hold code
 * points, with the characters beside them: they are properties of the script, not wording.
 */
#include "layout/text/shape.h"

/* Opening marks, rising. */
static const uint32_t opening[] = {
    0x0028, /* ( */
    0x005B, /* [ */
    0x007B, /* { */
    0x2018, /* ‘ */
    0x201C, /* “ */
    0x3008, /* 〈 */
    0x300A, /* 《 */
    0x300C, /* 「 */
    0x300E, /* 『 */
    0x3010, /* 【 */
    0x3014, /* 〔 */
    0x3016, /* 〖 */
    0x301D, /* 〝 */
    0xFF08, /* （ */
    0xFF3B, /* ［ */
    0xFF5B, /* ｛ */
};

/* Closing marks, stops and what else starts no line, rising. */
static const uint32_t closing[] = {
    0x0021, /* ! */
    0x0025, /* % */
    0x0029, /* ) */
    0x002C, /* , */
    0x002E, /* . */
    0x003A, /* : */
    0x003B, /* ; */
    0x003F, /* ? */
    0x005D, /* ] */
    0x007D, /* } */
    0x00B0, /* ° */
    0x00B7, /* · */
    0x2019, /* ’ */
    0x201D, /* ” */
    0x2027, /* ‧ */
    0x2030, /* ‰ */
    0x2103, /* ℃ */
    0x3001, /* 、 */
    0x3002, /* 。 */
    0x3005, /* 々 */
    0x3009, /* 〉 */
    0x300B, /* 》 */
    0x300D, /* 」 */
    0x300F, /* 』 */
    0x3011, /* 】 */
    0x3015, /* 〕 */
    0x3017, /* 〗 */
    0x301E, /* 〞 */
    0x301F, /* 〟 */
    0x30FB, /* ・ */
    0xFF01, /* ！ */
    0xFF05, /* ％ */
    0xFF09, /* ） */
    0xFF0C, /* ， */
    0xFF0E, /* ． */
    0xFF0F, /* ／ */
    0xFF1A, /* ： */
    0xFF1B, /* ； */
    0xFF1F, /* ？ */
    0xFF3D, /* ］ */
    0xFF5D, /* ｝ */
    0xFF5E, /* ～ */
};

/* Units, rising. */
static const uint32_t units[] = {
    0x4E2A, /* 个 */
    0x4EBA, /* 人 */
    0x4EF6, /* 件 */
    0x4EFD, /* 份 */
    0x5143, /* 元 */
    0x5206, /* 分 */
    0x53F0, /* 台 */
    0x53F7, /* 号 */
    0x540D, /* 名 */
    0x5458, /* 员 */
    0x5468, /* 周 */
    0x5904, /* 处 */
    0x5929, /* 天 */
    0x5957, /* 套 */
    0x5BB6, /* 家 */
    0x5E74, /* 年 */
    0x5E8A, /* 床 */
    0x5F20, /* 张 */
    0x65E5, /* 日 */
    0x65F6, /* 时 */
    0x6708, /* 月 */
    0x6761, /* 条 */
    0x6B21, /* 次 */
    0x7247, /* 片 */
    0x79D2, /* 秒 */
    0x79CD, /* 种 */
    0x7AE0, /* 章 */
    0x7C7B, /* 类 */
    0x7C73, /* 米 */
    0x7EA7, /* 级 */
    0x9053, /* 道 */
    0x9875, /* 页 */
    0x9879, /* 项 */
};

/* Looks a code point up in a rising table. */
static bool find(const uint32_t *table, size_t n, uint32_t code_point) {
    size_t low = 0;
    while (low < n) {
        size_t middle = low + (n - low) / 2;
        if (table[middle] == code_point) {
            return true;
        }
        if (table[middle] < code_point) {
            low = middle + 1;
        } else {
            n = middle;
        }
    }
    return false;
}

enum char_class char_class(uint32_t c) {
    if (c >= 0x4E00 && c < 0xA000) {
        return CHAR_HAN;
    }
    if (c >= '0' && c <= '9') {
        return CHAR_DIGIT;
    }
    if (c == ' ' || c == 0xA0 || c == 0x3000 || (c >= 0x2000 && c <= 0x200A)) {
        return CHAR_SPACE;
    }
    if (c == 0x2014 || c == 0x2015 || c == 0x2026 || c == 0x22EF || c == 0x2E3A) {
        return CHAR_DASH;
    }
    if (find(opening, sizeof opening / sizeof *opening, c)) {
        return CHAR_OPEN;
    }
    if (find(closing, sizeof closing / sizeof *closing, c)) {
        return CHAR_CLOSE;
    }
    /* Letters of small scripts break at blanks only; enclosed numbers, shapes, and all from the
     * radicals up, save Hangul-sized exceptions nobody prints here, as ideographs do. */
    bool is_han = c >= 0x2E80 || (c >= 0x2460 && c < 0x2800) || (c >= 0x2160 && c < 0x2190);
    return is_han ? CHAR_HAN : CHAR_WORD;
}

bool char_is_unit(uint32_t c) {
    return find(units, sizeof units / sizeof *units, c);
}

bool char_is_multiplier(uint32_t c) {
    /* 十 百 千 万 亿 */
    return c == 0x5341 || c == 0x767E || c == 0x5343 || c == 0x4E07 || c == 0x4EBF;
}

bool char_is_prefix(uint32_t c) {
    /* 第 表 图 ￥ № */
    return c == 0x7B2C || c == 0x8868 || c == 0x56FE || c == 0xFFE5 || c == 0x2116;
}

bool char_is_extender(uint32_t c) {
    bool is_selector = (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF);
    return is_selector || (c >= 0x300 && utf8_width(c) == 0 && !char_is_dropped(c));
}

bool char_is_dropped(uint32_t c) {
    return c == 0xAD || c == 0x34F || c == 0x61C || (c >= 0x200B && c <= 0x200F) ||
           (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF ||
           (c >= 0xFFF9 && c <= 0xFFFB) || (c >= 0xE0000 && c <= 0xE007F);
}

bool char_starts_no_line(uint32_t c) {
    enum char_class class = char_class(c);
    return class == CHAR_CLOSE || class == CHAR_DASH;
}

bool char_ends_no_line(uint32_t c) {
    return char_class(c) == CHAR_OPEN;
}
