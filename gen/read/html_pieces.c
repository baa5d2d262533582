/* Splits a web page into tags, entities and text. */
#include "read/html.h"

#include <string.h>

/* Bytes of an entity's name that are looked at. */
enum { LONGEST_ENTITY = 10 };

static char lower(char c) {
    return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static bool is_letter(char c) {
    return lower(c) >= 'a' && lower(c) <= 'z';
}

static bool is_blank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static struct str to_lower(struct arena *arena, struct str text) {
    struct str copy = str_copy(arena, text);
    char *bytes = (char *)(uintptr_t)copy.data;
    for (size_t i = 0; i < copy.len; i++) {
        bytes[i] = lower(bytes[i]);
    }
    return copy;
}

/* Offset behind the next `mark`, or the end of the page. */
static size_t behind(struct str page, size_t at, struct str mark) {
    size_t found = str_find(page, mark, at);
    return found == SIZE_MAX ? page.len : found + mark.len;
}

/* Offset of the '>' that ends a tag: not one in a quoted value. */
static size_t end_of_tag(struct str page, size_t at) {
    char quote = 0;
    for (; at < page.len; at++) {
        char c = page.data[at];
        if (quote) {
            quote = c == quote ? 0 : quote;
        } else if (c == '>') {
            break;
        } else if ((c == '"' || c == '\'') && page.data[at - 1] == '=') {
            quote = c;
        }
    }
    return at;
}

/* Offset of the tag that ends an element which holds no text of the page, or the page's end. */
static size_t end_of_element(struct str page, size_t at, struct str name) {
    for (; (at = str_find(page, STR("</"), at)) != SIZE_MAX; at += 2) {
        size_t i = 0;
        while (i < name.len && at + 2 + i < page.len &&
               lower(page.data[at + 2 + i]) == name.data[i]) {
            i++;
        }
        if (i == name.len) {
            return at;
        }
    }
    return page.len;
}

static bool is_passed_over(struct str name) {
    return str_is(name, "script") || str_is(name, "style") || str_is(name, "title");
}

static bool take_tag(struct arena *arena, struct str page, size_t *at, struct html_piece *piece) {
    bool is_end = page.data[*at + 1] == '/';
    size_t start = *at + 1 + is_end, stop = end_of_tag(page, start), name_end = start;
    if (stop == page.len) {
        *at = page.len;
        return false;
    }
    while (name_end < stop && !is_blank(page.data[name_end]) && page.data[name_end] != '/') {
        name_end++;
    }
    *piece = (struct html_piece){.kind = is_end ? HTML_END : HTML_START,
                                 .name = to_lower(arena, str_slice(page, start, name_end)),
                                 .text = to_lower(arena, str_slice(page, name_end, stop)),
                                 .raw = str_slice(page, name_end, stop)};
    *at = stop + 1;
    if (!is_end && is_passed_over(piece->name)) {
        *at = end_of_element(page, *at, piece->name);
    }
    return true;
}

/* What browsers show for a number: from 128 to 159 the character of code page 1252 (HTML,
 * 13.2.5.80). */
static uint32_t meant_by(uint32_t code_point) {
    static const uint16_t page_1252[] = {
        0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
        0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
        0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};
    bool is_meant = code_point >= 0x80 && code_point < 0xA0 && page_1252[code_point - 0x80];
    return is_meant ? page_1252[code_point - 0x80] : code_point ? code_point : UTF8_BAD;
}

/* &#8212; and &#x2014;; returns the offset behind it, or 0 if it is none. */
static size_t read_number(struct str page, size_t at, uint32_t *code_point) {
    bool is_hex = at < page.len && lower(page.data[at]) == 'x';
    size_t start = at + is_hex, i = start;
    *code_point = 0;
    for (; i < page.len && i < start + LONGEST_ENTITY; i++) {
        char c = lower(page.data[i]);
        bool is_digit = c >= '0' && c <= '9', is_letter_digit = is_hex && c >= 'a' && c <= 'f';
        if ((!is_digit && !is_letter_digit) || *code_point > 0x10FFFF) {
            break;
        }
        *code_point =
            *code_point * (is_hex ? 16 : 10) + (uint32_t)(is_digit ? c - '0' : c - 'a' + 10);
    }
    *code_point = meant_by(*code_point);
    return i == start ? 0 : i + (i < page.len && page.data[i] == ';');
}

static size_t read_name(struct str page, size_t at, uint32_t *code_point) {
    static const struct {
        struct str name;
        uint32_t code_point;
    } entities[] = {
        {STR_INIT("nbsp"), 0xA0},    {STR_INIT("amp"), '&'},      {STR_INIT("lt"), '<'},
        {STR_INIT("gt"), '>'},       {STR_INIT("quot"), '"'},     {STR_INIT("apos"), '\''},
        {STR_INIT("yen"), 0xA5},     {STR_INIT("times"), 0xD7},   {STR_INIT("middot"), 0xB7},
        {STR_INIT("deg"), 0xB0},     {STR_INIT("plusmn"), 0xB1},  {STR_INIT("mdash"), 0x2014},
        {STR_INIT("ndash"), 0x2013}, {STR_INIT("ldquo"), 0x201C}, {STR_INIT("rdquo"), 0x201D},
        {STR_INIT("lsquo"), 0x2018}, {STR_INIT("rsquo"), 0x2019}, {STR_INIT("hellip"), 0x2026},
        {STR_INIT("le"), 0x2264},    {STR_INIT("ge"), 0x2265},    {STR_INIT("radic"), 0x221A},
        {STR_INIT("ne"), 0x2260},    {STR_INIT("divide"), 0xF7},  {STR_INIT("permil"), 0x2030},
        {STR_INIT("ensp"), 0x2002},  {STR_INIT("emsp"), 0x2003},  {STR_INIT("thinsp"), 0x2009},
        {STR_INIT("bull"), 0x2022},  {STR_INIT("rarr"), 0x2192},  {STR_INIT("larr"), 0x2190},
        {STR_INIT("copy"), 0xA9},    {STR_INIT("reg"), 0xAE},     {STR_INIT("trade"), 0x2122},
        {STR_INIT("sect"), 0xA7},    {STR_INIT("shy"), 0xAD},     {STR_INIT("zwnj"), 0x200C},
        {STR_INIT("zwj"), 0x200D},   {STR_INIT("laquo"), 0xAB},   {STR_INIT("raquo"), 0xBB},
        {STR_INIT("infin"), 0x221E}, {STR_INIT("micro"), 0xB5},   {STR_INIT("euro"), 0x20AC},
        {STR_INIT("prime"), 0x2032}, {STR_INIT("Prime"), 0x2033}, {STR_INIT("uarr"), 0x2191},
        {STR_INIT("darr"), 0x2193},  {STR_INIT("sim"), 0x223C},   {STR_INIT("asymp"), 0x2248},
        {STR_INIT("check"), 0x2713}, {STR_INIT("cross"), 0x2717}, {STR_INIT("squ"), 0x25A1},
    };
    size_t end = at;
    while (end < page.len && end < at + LONGEST_ENTITY && is_letter(page.data[end])) {
        end++;
    }
    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++) {
        if (str_equal(str_slice(page, at, end), entities[i].name)) {
            *code_point = entities[i].code_point;
            return end + (end < page.len && page.data[end] == ';');
        }
    }
    return 0;
}

static bool take_entity(struct str page, size_t *at, struct html_piece *piece) {
    size_t start = *at + 1;
    bool is_number = start < page.len && page.data[start] == '#';
    *piece = (struct html_piece){.kind = HTML_CHARACTER};
    size_t end = is_number ? read_number(page, start + 1, &piece->code_point)
                           : read_name(page, start, &piece->code_point);
    if (!end) {
        piece->code_point = '&';
    }
    *at = end ? end : start;
    return true;
}

static bool take_text(struct str page, size_t *at, struct html_piece *piece) {
    size_t start = *at;
    do {
        (*at)++;
    } while (*at < page.len && page.data[*at] != '<' && page.data[*at] != '&');
    *piece = (struct html_piece){.kind = HTML_TEXT, .text = str_slice(page, start, *at)};
    return true;
}

bool html_next(struct arena *arena, struct str page, size_t *at, struct html_piece *piece) {
    while (*at < page.len) {
        struct str rest = str_slice(page, *at, page.len);
        if (str_starts(rest, STR("<!--"))) {
            *at = behind(page, *at + 4, STR("-->"));
        } else if (str_starts(rest, STR("<!")) || str_starts(rest, STR("<?"))) {
            *at = behind(page, *at, STR(">"));
        } else if (rest.data[0] == '<' && rest.len > 2 &&
                   (is_letter(rest.data[1]) || (rest.data[1] == '/' && is_letter(rest.data[2])))) {
            return take_tag(arena, page, at, piece);
        } else {
            return rest.data[0] == '&' ? take_entity(page, at, piece) : take_text(page, at, piece);
        }
    }
    return false;
}

struct str html_attribute(struct str tag, const char *name) {
    struct str wanted = str_from_c(name);
    for (size_t at = 0; (at = str_find(tag, wanted, at)) != SIZE_MAX; at += wanted.len) {
        size_t start = at + wanted.len;
        while (start < tag.len && is_blank(tag.data[start])) {
            start++;
        }
        if (!at || !is_blank(tag.data[at - 1]) || start == tag.len || tag.data[start] != '=') {
            continue;
        }
        do {
            start++;
        } while (start < tag.len && is_blank(tag.data[start]));
        char quote = start < tag.len ? tag.data[start] : ' ';
        bool is_quoted = quote == '"' || quote == '\'';
        size_t end = start += is_quoted;
        while (end < tag.len && (is_quoted ? tag.data[end] != quote : !is_blank(tag.data[end]))) {
            end++;
        }
        return str_slice(tag, start, end);
    }
    return (struct str){0};
}

bool html_has(struct str tag, const char *name) {
    struct str wanted = str_from_c(name);
    for (size_t at = 0; (at = str_find(tag, wanted, at)) != SIZE_MAX; at += wanted.len) {
        size_t end = at + wanted.len;
        char next = end < tag.len ? tag.data[end] : ' ';
        if (at && is_blank(tag.data[at - 1]) && (is_blank(next) || next == '=' || next == '/')) {
            return true;
        }
    }
    return false;
}
