/*
 * What may stand at the end and at the start of a line (避头尾), after CLREQ. The tables hold code
 * points, with the characters beside them: they are properties of the script, not wording.
 */
#include <string.h>

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
    0x2032, /* ′ */
    0x2033, /* ″ */
    0x2035, /* ‵ */
    0x203C, /* ‼ */
    0x2047, /* ⁇ */
    0x2048, /* ⁈ */
    0x2049, /* ⁉ */
    0x2103, /* ℃ */
    0x2109, /* ℉ */
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
    0x301C, /* 〜 */
    0x301E, /* 〞 */
    0x301F, /* 〟 */
    0x303B, /* 〻 */
    0x309D, /* ゝ */
    0x309E, /* ゞ */
    0x30A0, /* ゠ */
    0x30FB, /* ・ */
    0x30FD, /* ヽ */
    0x30FE, /* ヾ */
    0xFE6A, /* ﹪ */
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
    0xFF65, /* ･ */
    0xFFE0, /* ￠ */
};

/* Units, rising. */
static const uint32_t units[][CHAR_UNIT_MOST] = {
    {0x4E2A},                 /* 个 */
    {0x4E2A, 0x6708},         /* 个月 */
    {0x4EBA},                 /* 人 */
    {0x4EBA, 0x65E5},         /* 人日 */
    {0x4EBA, 0x6B21},         /* 人次 */
    {0x4EF6},                 /* 件 */
    {0x4EFD},                 /* 份 */
    {0x4F4D},                 /* 位 */
    {0x4F8B},                 /* 例 */
    {0x500D},                 /* 倍 */
    {0x5143},                 /* 元 */
    {0x516C, 0x65A4},         /* 公斤 */
    {0x516C, 0x91CC},         /* 公里 */
    {0x518C},                 /* 册 */
    {0x5206},                 /* 分 */
    {0x5206, 0x8D1D},         /* 分贝 */
    {0x5206, 0x949F},         /* 分钟 */
    {0x5343, 0x514B},         /* 千克 */
    {0x5343, 0x74E6},         /* 千瓦 */
    {0x5343, 0x7C73},         /* 千米 */
    {0x5377},                 /* 卷 */
    {0x5398, 0x7C73},         /* 厘米 */
    {0x53EA},                 /* 只 */
    {0x53F0},                 /* 台 */
    {0x53F0, 0x6B21},         /* 台次 */
    {0x53F7},                 /* 号 */
    {0x540D},                 /* 名 */
    {0x5458},                 /* 员 */
    {0x5468},                 /* 周 */
    {0x5468, 0x5C81},         /* 周岁 */
    {0x5757},                 /* 块 */
    {0x5904},                 /* 处 */
    {0x5929},                 /* 天 */
    {0x5957},                 /* 套 */
    {0x5B63, 0x5EA6},         /* 季度 */
    {0x5BB6},                 /* 家 */
    {0x5C0F, 0x65F6},         /* 小时 */
    {0x5C42},                 /* 层 */
    {0x5C4A},                 /* 届 */
    {0x5C81},                 /* 岁 */
    {0x5DE5, 0x4F5C, 0x65E5}, /* 工作日 */
    {0x5E45},                 /* 幅 */
    {0x5E73, 0x65B9, 0x7C73}, /* 平方米 */
    {0x5E73, 0x7C73},         /* 平米 */
    {0x5E74},                 /* 年 */
    {0x5E8A},                 /* 床 */
    {0x5EA7},                 /* 座 */
    {0x5F20},                 /* 张 */
    {0x6237},                 /* 户 */
    {0x6240},                 /* 所 */
    {0x6279},                 /* 批 */
    {0x652F},                 /* 支 */
    {0x65E5},                 /* 日 */
    {0x65F6},                 /* 时 */
    {0x6708},                 /* 月 */
    {0x671F},                 /* 期 */
    {0x672C},                 /* 本 */
    {0x6761},                 /* 条 */
    {0x680B},                 /* 栋 */
    {0x682A},                 /* 株 */
    {0x6B21},                 /* 次 */
    {0x6B3E},                 /* 款 */
    {0x6BB5},                 /* 段 */
    {0x6BEB, 0x79D2},         /* 毫秒 */
    {0x70B9},                 /* 点 */
    {0x7247},                 /* 片 */
    {0x767E, 0x5206, 0x70B9}, /* 百分点 */
    {0x79CD},                 /* 种 */
    {0x79D2},                 /* 秒 */
    {0x7ACB, 0x65B9, 0x7C73}, /* 立方米 */
    {0x7AD9},                 /* 站 */
    {0x7AE0},                 /* 章 */
    {0x7B14},                 /* 笔 */
    {0x7BC7},                 /* 篇 */
    {0x7C73},                 /* 米 */
    {0x7C7B},                 /* 类 */
    {0x7EA7},                 /* 级 */
    {0x7EC4},                 /* 组 */
    {0x7F8E, 0x5143},         /* 美元 */
    {0x80A1},                 /* 股 */
    {0x8282},                 /* 节 */
    {0x8D77},                 /* 起 */
    {0x8F86},                 /* 辆 */
    {0x9053},                 /* 道 */
    {0x95E8},                 /* 门 */
    {0x95F4},                 /* 间 */
    {0x9875},                 /* 页 */
    {0x9879},                 /* 项 */
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
    /* ․ ‥ … ⋯ ︙ 𐫶 and dashes */
    bool is_dash = c == 0x2014 || c == 0x2015 || c == 0x2E3A;
    bool is_leader = (c >= 0x2024 && c <= 0x2026) || c == 0x22EF || c == 0xFE19 || c == 0x10AF6;
    if (is_dash || is_leader) {
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

/* Characters of a unit. */
static size_t unit_length(const uint32_t *unit) {
    size_t n = 0;
    while (n < CHAR_UNIT_MOST && unit[n] != 0) {
        n++;
    }
    return n;
}

size_t char_unit(const uint32_t *text, size_t n) {
    size_t longest = 0;
    for (size_t i = 0; n > 0 && i < sizeof units / sizeof *units; i++) {
        size_t length = units[i][0] == text[0] ? unit_length(units[i]) : 0;
        if (length > longest && length <= n && memcmp(units[i], text, length * sizeof *text) == 0) {
            longest = length;
        }
    }
    return longest;
}

bool char_is_ordinal(uint32_t c) {
    return c == 0x7B2C; /* 第 */
}

bool char_is_numeral(uint32_t c) {
    static const uint32_t numerals[] = {
        0x3007, /* 〇 */
        0x4E00, /* 一 */
        0x4E03, /* 七 */
        0x4E09, /* 三 */
        0x4E24, /* 两 */
        0x4E5D, /* 九 */
        0x4E8C, /* 二 */
        0x4E94, /* 五 */
        0x516B, /* 八 */
        0x516D, /* 六 */
        0x56DB, /* 四 */
        0x96F6, /* 零 */
    };
    return find(numerals, sizeof numerals / sizeof *numerals, c) || char_is_multiplier(c);
}

bool char_is_hyphen(uint32_t c) {
    return c == 0x2010 || c == 0x2013; /* ‐ – */
}

bool char_is_multiplier(uint32_t c) {
    /* 十 百 千 万 亿 */
    return c == 0x5341 || c == 0x767E || c == 0x5343 || c == 0x4E07 || c == 0x4EBF;
}

bool char_is_prefix(uint32_t c) {
    /* 第 表 图 件 (附件) 单 (名单) 录 (附录) ￥ № */
    return c == 0x7B2C || c == 0x8868 || c == 0x56FE || c == 0x4EF6 || c == 0x5355 || c == 0x5F55 ||
           c == 0xFFE5 || c == 0x2116;
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
    return class == CHAR_CLOSE || class == CHAR_DASH || char_is_hyphen(c);
}

bool char_ends_no_line(uint32_t c) {
    return char_class(c) == CHAR_OPEN;
}
