/* What XML holds beside elements and text: comments, instructions, the declaration; all is passed
 * over within limits, and document types are refused. */
#include "read/xml_inner.h"

#include <string.h>

enum xml_step xml_begins(const struct xml *xml, struct str word) {
    size_t left = (size_t)(xml->end - xml->at);
    size_t n = left < word.len ? left : word.len;
    return memcmp(xml->at, word.data, n) != 0 ? XML_BAD : n < word.len ? XML_MORE : XML_ON;
}

/* Passes over characters from `start` behind what ends them. */
static enum xml_step pass_over(struct xml *xml, const uint8_t *start, struct str last) {
    struct str rest = {(const char *)start, (size_t)(xml->end - start)};
    size_t end = str_find(rest, last, 0);
    if (end == SIZE_MAX) {
        return XML_MORE;
    }
    const uint8_t *behind = start + end + last.len;
    if (behind - xml->at > XML_MOST_TAG) {
        return xml_refuse(xml, DIAG_WORD_XML_TAG);
    }
    if (!xml_are_characters(start, start + end)) {
        return XML_BAD;
    }
    xml->at = behind;
    return XML_ON;
}

/* No two dashes stand in a comment (2.5). */
static enum xml_step take_comment(struct xml *xml) {
    const uint8_t *start = xml->at;
    enum xml_step step = pass_over(xml, start + 4, STR("--"));
    if (step == XML_ON && *xml->at != '>') {
        step = xml->at == xml->end ? XML_MORE : XML_BAD;
    }
    xml->at = step == XML_ON ? xml->at + 1 : start;
    return step;
}

enum xml_step xml_take_mark(struct xml *xml) {
    static const struct str comment = STR_INIT("<!--"), section = STR_INIT("<![CDATA["),
                            document_type = STR_INIT("<!DOCTYPE");
    enum xml_step step = xml_begins(xml, comment);
    if (step != XML_BAD) {
        return step == XML_ON ? take_comment(xml) : step;
    }
    bool is_inside = xml->depth > 0;
    step = xml_begins(xml, is_inside ? section : document_type);
    if (step == XML_ON && is_inside) {
        xml->at += section.len;
        xml->state = XML_IN_SECTION;
    }
    return step == XML_ON && !is_inside ? xml_refuse(xml, DIAG_WORD_XML_DOCTYPE) : step;
}

static bool is_word(struct str text, const char *upper) {
    size_t i = 0;
    for (; i < text.len && upper[i]; i++) {
        char c = text.data[i];
        if ((c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c) != upper[i]) {
            return false;
        }
    }
    return i == text.len && !upper[i];
}

static enum xml_step check_encoding(struct xml *xml, struct str name) {
    static const struct {
        const char *name;
        enum xml_width width;
    } known[] = {{"UTF-8", XML_UTF_8},
                 /* as Python writes it, and what it writes unless told otherwise: part of UTF-8 */
                 {"UTF8", XML_UTF_8},
                 {"US-ASCII", XML_UTF_8},
                 {"UTF-16LE", XML_UTF_16LE},
                 {"UTF-16BE", XML_UTF_16BE},
                 {"UTF-16", XML_UTF_16LE},
                 {"UTF-16", XML_UTF_16BE}};
    bool is_known = false, fits = false;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        bool is_it = is_word(name, known[i].name);
        is_known |= is_it;
        fits |= is_it && known[i].width == xml->width;
    }
    /* a name begins with a letter (4.3.3) */
    char first = (char)(name.data[0] | 0x20);
    if (first < 'a' || first > 'z') {
        return XML_BAD;
    }
    return !is_known ? xml_refuse(xml, DIAG_WORD_XML_ENCODING) : fits ? XML_ON : XML_BAD;
}

static size_t skip_blanks(struct str text, size_t at) {
    while (at < text.len && xml_classes[(uint8_t)text.data[at]] & XML_IS_BLANK) {
        at++;
    }
    return at;
}

/* The end of letters, digits and points from `at` on. */
static size_t skip_word(struct str text, size_t at) {
    while (at < text.len && xml_classes[(uint8_t)text.data[at]] & XML_IN_NAME &&
           (uint8_t)text.data[at] < 0x80 && text.data[at] != ':') {
        at++;
    }
    return at;
}

/* Cuts ` name="value"` off what a declaration says; false if it is none. */
static bool cut_setting(struct str *rest, struct xml_attribute *setting) {
    size_t name = skip_blanks(*rest, 0), end = skip_word(*rest, name);
    size_t equal = skip_blanks(*rest, end), quote = skip_blanks(*rest, equal + 1);
    size_t last = skip_word(*rest, quote + 1);
    setting->name = str_slice(*rest, name, end);
    setting->value = str_slice(*rest, quote + 1, last);
    bool is_setting = name > 0 && last < rest->len && rest->data[equal] == '=' &&
                      (rest->data[quote] == '"' || rest->data[quote] == '\'') &&
                      rest->data[last] == rest->data[quote];
    *rest = str_slice(*rest, last + 1, rest->len);
    return is_setting;
}

/* <?xml version="1.0" encoding="UTF-8" standalone="yes"?> (2.8): the last two may be left out. */
static enum xml_step check_declaration(struct xml *xml, struct str said) {
    static const struct str settings[] = {STR_INIT("version"), STR_INIT("encoding"),
                                          STR_INIT("standalone")};
    struct xml_attribute setting;
    struct str encoding = {0};
    size_t next = 0;
    while (skip_blanks(said, 0) < said.len) {
        if (!cut_setting(&said, &setting)) {
            return XML_BAD;
        }
        while (next < 3 && !str_equal(settings[next], setting.name)) {
            next = next == 0 ? 3 : next + 1;
        }
        if (next == 3 || (next == 1 && !setting.value.len) ||
            (next == 2 && !str_is(setting.value, "yes") && !str_is(setting.value, "no"))) {
            return XML_BAD;
        }
        encoding = next == 1 ? setting.value : encoding;
        next++;
    }
    return !next ? XML_BAD : encoding.len ? check_encoding(xml, encoding) : XML_ON;
}

enum xml_step xml_take_instruction(struct xml *xml) {
    const uint8_t *start = xml->at, *name = start + 2, *at = name;
    while (xml_classes[*at] & XML_IN_NAME) {
        at++;
    }
    struct str target = {(const char *)name, (size_t)(at - name)};
    if (at == xml->end) {
        return XML_MORE;
    }
    bool is_named =
        xml_classes[*name] & XML_STARTS_NAME && (*at == '?' || xml_classes[*at] & XML_IS_BLANK);
    bool is_declaration = is_word(target, "XML");
    if (!is_named || !xml_are_characters(name, at) ||
        (is_declaration && (xml->state != XML_AT_START || !str_is(target, "xml")))) {
        return XML_BAD;
    }
    enum xml_step step = pass_over(xml, at, STR("?>"));
    if (step == XML_ON && *at == '?' && xml->at != at + 2) {
        return XML_BAD;
    }
    struct str said = {(const char *)at, (size_t)(xml->at - at)};
    return step == XML_ON && is_declaration
               ? check_declaration(xml, str_slice(said, 0, said.len - 2))
               : step;
}
