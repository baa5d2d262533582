/* What may stand in XML: classes of bytes, characters beyond ASCII, references, UTF-16. */
#include "read/xml_inner.h"

#define T_ XML_IN_TEXT
#define V_ XML_IN_VALUE
#define N_ XML_IN_NAME
#define S_ (XML_IN_NAME | XML_STARTS_NAME)
#define B_ XML_IS_BLANK
/* Punctuation, digits and points, letters, what begins no character of one byte. */
#define P  (T_ | V_)
#define D  (T_ | V_ | N_)
#define L  (T_ | V_ | S_)
#define H  S_
#define H8 H, H, H, H, H, H, H, H
#define L8 L, L, L, L, L, L, L, L
/* clang-format off */
const uint8_t xml_classes[256] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, T_ | B_, T_ | B_, 0, 0, B_, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    T_ | V_ | B_, P, T_, P, P, P, 0, T_, P, P, P, P, P, D, D, P,
    D, D, D, D, D, D, D, D, D, D, L, P, 0, P, P, P,
    P, L, L, L, L, L, L, L, L8,
    L8, L, L, L, P, P, V_, P, L,
    P, L, L, L, L, L, L, L, L8,
    L8, L, L, L, P, P, P, P, P,
    H8, H8, H8, H8, H8, H8, H8, H8, H8, H8, H8, H8, H8, H8, H8, H8,
};
/* clang-format on */

static bool is_next(uint8_t byte) {
    return (byte & 0xC0) == 0x80;
}

size_t xml_character(const uint8_t *at, const uint8_t *end) {
    enum { CUT_OFF = 5 };
    uint8_t first = at[0];
    size_t size = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
    if ((size_t)(end - at) < size) {
        return CUT_OFF;
    }
    if (size == 3) {
        bool is_good = is_next(at[1]) && is_next(at[2]) && (first != 0xE0 || at[1] >= 0xA0) &&
                       (first != 0xED || at[1] < 0xA0) &&
                       (first != 0xEF || at[1] != 0xBF || at[2] < 0xBE);
        return is_good ? 3 : 0;
    }
    if (size == 2) {
        return is_next(at[1]) ? 2 : 0;
    }
    bool is_good = size == 4 && is_next(at[1]) && is_next(at[2]) && is_next(at[3]) &&
                   (first != 0xF0 || at[1] >= 0x90) && (first != 0xF4 || at[1] < 0x90);
    return is_good ? 4 : 0;
}

bool xml_are_characters(const uint8_t *at, const uint8_t *end) {
    while (at < end) {
        size_t size =
            *at < 0x80 ? (*at >= ' ' || xml_classes[*at] & XML_IS_BLANK) : xml_character(at, end);
        if (size == 0 || size > (size_t)(end - at)) {
            return false;
        }
        at += size;
    }
    return true;
}

/* ---- references ------------------------------------------------------------------------------ */

/* A character by its number, in figures of `base`; UINT32_MAX for what is no such number. */
static uint32_t read_code(struct str figures, uint32_t base) {
    uint32_t code = 0;
    for (size_t i = 0; i < figures.len; i++) {
        uint32_t c = (unsigned char)figures.data[i], letter = c | 0x20;
        uint32_t figure = c >= '0' && c <= '9' ? c - '0' : letter >= 'a' ? letter - 'a' + 10 : base;
        if (figure >= base || code > 0x10FFFF) {
            return UINT32_MAX;
        }
        code = code * base + figure;
    }
    return figures.len ? code : UINT32_MAX;
}

static bool is_character(uint32_t code) {
    return code < 0x20 ? code == '\t' || code == '\n' || code == '\r'
                       : code < 0xD800 || (code > 0xDFFF && code < 0xFFFE) ||
                             (code > 0xFFFF && code <= 0x10FFFF);
}

/* The character that a name behind '&' stands for; 0 for none. */
static uint32_t resolve(struct str name) {
    static const struct {
        struct str name;
        uint32_t code;
    } entities[] = {{STR_INIT("lt"), '<'},
                    {STR_INIT("gt"), '>'},
                    {STR_INIT("amp"), '&'},
                    {STR_INIT("quot"), '"'},
                    {STR_INIT("apos"), '\''}};
    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++) {
        if (str_equal(name, entities[i].name)) {
            return entities[i].code;
        }
    }
    if (!str_starts(name, STR("#"))) {
        return 0;
    }
    bool is_hex = str_starts(name, STR("#x"));
    uint32_t code = read_code(str_slice(name, is_hex ? 2 : 1, name.len), is_hex ? 16 : 10);
    return is_character(code) ? code : 0;
}

enum xml_step xml_take_reference(const uint8_t **at, const uint8_t *end, char bytes[4],
                                 size_t *size) {
    const uint8_t *name = *at + 1, *p = name;
    while (*p == '#' || xml_classes[*p] & XML_IN_NAME) {
        p++;
    }
    if (*p != ';') {
        return p == end ? XML_MORE : XML_BAD;
    }
    uint32_t code = resolve((struct str){(const char *)name, (size_t)(p - name)});
    *size = utf8_encode(code, bytes);
    *at = p + 1;
    return code ? XML_ON : XML_BAD;
}

/* ---- UTF-16 ---------------------------------------------------------------------------------- */

static size_t add_unit(struct xml *xml, uint32_t unit, char *text) {
    size_t size = 0;
    if (xml->first_half && (unit < 0xDC00 || unit > 0xDFFF)) {
        text[size++] = '\0';
    } else if (xml->first_half) {
        unit = 0x10000 + ((xml->first_half - 0xD800) << 10) + (unit - 0xDC00);
    } else if (unit >= 0xDC00 && unit <= 0xDFFF) {
        unit = 0;
    }
    bool is_half = unit >= 0xD800 && unit < 0xDC00;
    xml->first_half = is_half ? unit : 0;
    return size + (is_half ? 0 : utf8_encode(unit, text + size));
}

size_t xml_add_wide(struct xml *xml, struct str *piece, char *text, size_t room) {
    enum { MOST_OF_UNIT = 5 };
    size_t size = 0, i = 0;
    for (; i < piece->len && room - size >= MOST_OF_UNIT; i++) {
        unsigned char byte = (unsigned char)piece->data[i];
        if (!xml->has_odd) {
            xml->odd = byte;
        } else {
            uint32_t low = xml->width == XML_UTF_16LE ? xml->odd : byte;
            uint32_t high = xml->width == XML_UTF_16LE ? byte : xml->odd;
            size += add_unit(xml, high << 8 | low, text + size);
        }
        xml->has_odd = !xml->has_odd;
    }
    *piece = str_slice(*piece, i, piece->len);
    return size;
}
