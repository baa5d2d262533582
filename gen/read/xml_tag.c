/* Tags of XML: names, attributes, and the two calls that elements are (3.1). */
#include "read/xml_inner.h"

#include <string.h>

/* A tag being read. */
struct tag {
    struct xml *xml;
    /* Where the reading is. */
    const uint8_t *at;
    /* Some name holds bytes beyond ASCII. */
    bool has_wide_names;
    /* Values that hold references or blanks other than the space. */
    uint64_t unclean;
    /* Names begin with these bytes, modulo 64; two with the same. */
    uint64_t firsts;
    bool may_repeat;
    size_t n_attributes;
};

/* The bytes end here, or what stands here does not fit. */
static enum xml_step stop_at(const struct tag *tag) {
    return tag->at == tag->xml->end ? XML_MORE : XML_BAD;
}

static void skip_blanks(struct tag *tag) {
    while (xml_classes[*tag->at] & XML_IS_BLANK) {
        tag->at++;
    }
}

static struct str take_name(struct tag *tag) {
    const uint8_t *start = tag->at, *at = start;
    uint8_t all = 0;
    while (xml_classes[*at] & XML_IN_NAME) {
        all |= *at++;
    }
    tag->has_wide_names |= all >= 0x80;
    tag->at = at;
    return (struct str){(const char *)start, (size_t)(at - start)};
}

/* The value of an attribute up to the quote that ends it; `*is_clean`: it is what it stands for. */
static enum xml_step take_value(struct tag *tag, char quote, bool *is_clean) {
    const uint8_t *at = tag->at;
    for (;;) {
        while (xml_classes[*at] & XML_IN_VALUE) {
            at++;
        }
        tag->at = at;
        if (*at == quote) {
            return XML_ON;
        }
        if (*at >= 0x80) {
            size_t size = xml_character(at, tag->xml->end);
            if (size == 0 || size > (size_t)(tag->xml->end - at)) {
                return size ? XML_MORE : XML_BAD;
            }
            at += size;
        } else if (*at == '"' || *at == '\'') {
            at++;
        } else if (*at == '&' || xml_classes[*at] & XML_IS_BLANK) {
            *is_clean = false;
            at++;
        } else {
            return stop_at(tag);
        }
    }
}

static void note_first(struct tag *tag, uint8_t first) {
    uint64_t bit = UINT64_C(1) << (first & 63);
    tag->may_repeat |= (tag->firsts & bit) != 0;
    tag->firsts |= bit;
}

/* An attribute as sheets are full of: a name of one letter, a value that is what it stands for.
 * False for any other, and nothing was read. */
static bool take_short_attribute(struct tag *tag, struct xml_attribute *attribute) {
    const uint8_t *start = tag->at;
    if (!(xml_classes[*start] & XML_STARTS_NAME) || *start >= 0x80 || start[1] != '=' ||
        start[2] != '"') {
        return false;
    }
    const uint8_t *value = start + 3, *at = value;
    while (xml_classes[*at] & XML_IN_VALUE) {
        at++;
    }
    if (*at != '"') {
        return false;
    }
    attribute->name = (struct str){(const char *)start, 1};
    attribute->value = (struct str){(const char *)value, (size_t)(at - value)};
    note_first(tag, *start);
    tag->at = at + 1;
    return true;
}

static enum xml_step take_attribute(struct tag *tag, struct xml_attribute *attribute) {
    bool is_clean = true;
    if (take_short_attribute(tag, attribute)) {
        return XML_ON;
    }
    if (!(xml_classes[*tag->at] & XML_STARTS_NAME)) {
        return stop_at(tag);
    }
    note_first(tag, *tag->at);
    attribute->name = take_name(tag);
    skip_blanks(tag);
    if (*tag->at != '=') {
        return stop_at(tag);
    }
    tag->at++;
    skip_blanks(tag);
    char quote = (char)*tag->at;
    if (quote != '"' && quote != '\'') {
        return stop_at(tag);
    }
    const uint8_t *start = ++tag->at;
    enum xml_step step = take_value(tag, quote, &is_clean);
    attribute->value = (struct str){(const char *)start, (size_t)(tag->at - start)};
    tag->unclean |= is_clean ? 0 : UINT64_C(1) << tag->n_attributes;
    tag->at++;
    return step;
}

/* Attributes up to the end of the tag. */
static enum xml_step take_attributes(struct tag *tag, bool *is_empty) {
    for (;;) {
        const uint8_t *start = tag->at;
        skip_blanks(tag);
        if (*tag->at == '>') {
            tag->at++;
            return XML_ON;
        }
        if (*tag->at == '/') {
            *is_empty = true;
            tag->at++;
            enum xml_step step = *tag->at == '>' ? XML_ON : stop_at(tag);
            tag->at += step == XML_ON;
            return step;
        }
        if (tag->at == start) {
            return stop_at(tag);
        }
        if (tag->n_attributes == XML_MOST_ATTRIBUTES) {
            return tag->at == tag->xml->end ? XML_MORE : xml_refuse(tag->xml, DIAG_WORD_XML_TAG);
        }
        enum xml_step step = take_attribute(tag, &tag->xml->attributes[tag->n_attributes]);
        if (step != XML_ON) {
            return step;
        }
        tag->n_attributes++;
    }
}

/* Resolves references, and makes a blank a space (3.3.3), in place: that is never longer. */
static bool clean(const struct xml *xml, struct str *value) {
    const uint8_t *at = (const uint8_t *)value->data, *end = at + value->len;
    char *kept = xml->bytes + (value->data - xml->bytes);
    size_t size = 0;
    while (at < end) {
        char bytes[4];
        size_t n = 1;
        bytes[0] = (char)*at;
        if (*at == '&') {
            if (xml_take_reference(&at, end, bytes, &n) != XML_ON || at > end) {
                return false;
            }
        } else {
            bool is_pair = *at == '\r' && at + 1 < end && at[1] == '\n';
            bytes[0] = xml_classes[*at] & XML_IS_BLANK ? ' ' : bytes[0];
            at += is_pair ? 2 : 1;
        }
        memcpy(kept + size, bytes, n);
        size += n;
    }
    value->len = size;
    return true;
}

/* Names are a few letters: one loop costs less than a library call. */
static bool is_same_name(const char *a, const char *b, size_t len) {
    for (size_t i = 0; i < len; i++) {
        if (a[i] != b[i]) {
            return false;
        }
    }
    return true;
}

/* No name twice; what was left for the end of the tag is done. */
static bool check_attributes(const struct tag *tag) {
    struct xml_attribute *attributes = tag->xml->attributes;
    for (size_t i = 1; tag->may_repeat && i < tag->n_attributes; i++) {
        for (size_t k = 0; k < i; k++) {
            if (attributes[i].name.len == attributes[k].name.len &&
                is_same_name(attributes[i].name.data, attributes[k].name.data,
                             attributes[i].name.len)) {
                return false;
            }
        }
    }
    bool is_good = true;
    for (size_t i = 0; tag->unclean && i < tag->n_attributes; i++) {
        is_good &= !(tag->unclean >> i & 1) || clean(tag->xml, &attributes[i].value);
    }
    return is_good;
}

static bool are_names_good(const struct tag *tag, struct str name) {
    bool is_good = true;
    for (size_t i = 0; tag->has_wide_names && i <= tag->n_attributes; i++) {
        struct str checked = i ? tag->xml->attributes[i - 1].name : name;
        const uint8_t *start = (const uint8_t *)checked.data;
        is_good &= xml_are_characters(start, start + checked.len);
    }
    return is_good;
}

static struct str local_name(struct str name) {
    if (name.len == 1 && *name.data != ':') { /* as most are */
        return name;
    }
    for (size_t i = name.len; i > 0; i--) {
        if (name.data[i - 1] == ':') {
            return (struct str){name.data + i, name.len - i};
        }
    }
    return name;
}

static bool is_skipped(struct str name) {
    return name.len > 5 && (str_equal(name, STR("extLst")) || str_equal(name, STR("Fallback")));
}

/* Calls that an element begins, and ends. */
static enum xml_step call_start(struct xml *xml, struct str name, size_t n_attributes) {
    struct str local = local_name(name);
    const struct xml_attributes attributes = {xml->attributes, n_attributes};
    if (xml->skipped_depth) {
        return XML_ON;
    }
    if (is_skipped(local)) {
        xml->skipped_depth = xml->depth;
        return XML_ON;
    }
    return xml->calls.start(xml->calls.context, local, &attributes) ? XML_ON : XML_STOP;
}

static enum xml_step call_end(struct xml *xml, struct str name) {
    unsigned depth = xml->depth--;
    xml->state = xml->depth ? XML_INSIDE : XML_BEHIND;
    if (xml->skipped_depth) {
        xml->skipped_depth = depth == xml->skipped_depth ? 0 : xml->skipped_depth;
        return XML_ON;
    }
    return xml->calls.end(xml->calls.context, local_name(name)) ? XML_ON : XML_STOP;
}

enum xml_step xml_take_start_tag(struct xml *xml) {
    struct tag tag = {.xml = xml, .at = xml->at + 1};
    bool is_empty = false;
    struct str name = take_name(&tag);
    enum xml_step step = take_attributes(&tag, &is_empty);
    if (step != XML_ON) {
        xml->at = step == XML_BAD ? tag.at : xml->at;
        return step;
    }
    if (xml->state == XML_BEHIND || !are_names_good(&tag, name) || !check_attributes(&tag)) {
        return XML_BAD;
    }
    if (xml->depth == XML_MOST_DEPTH) {
        return xml_refuse(xml, DIAG_WORD_XML_DEPTH);
    }
    if (tag.at - xml->at > XML_MOST_TAG) {
        return xml_refuse(xml, DIAG_WORD_XML_TAG);
    }
    xml->at = tag.at;
    xml->state = XML_INSIDE;
    xml->name_starts[xml->depth++] = xml->names.len;
    step = call_start(xml, name, tag.n_attributes);
    if (is_empty) {
        return step == XML_ON ? call_end(xml, name) : step;
    }
    buf_add_few(&xml->names, name);
    return step;
}

enum xml_step xml_take_end_tag(struct xml *xml) {
    const uint8_t *name = xml->at + 2;
    if (!xml->depth) {
        return XML_BAD;
    }
    size_t start = xml->name_starts[xml->depth - 1], len = xml->names.len - start;
    if ((size_t)(xml->end - name) <= len) {
        return XML_MORE;
    }
    struct tag tag = {.xml = xml, .at = name + len};
    if (!is_same_name((const char *)name, xml->names.data + start, len)) {
        return XML_BAD;
    }
    skip_blanks(&tag);
    if (*tag.at != '>') {
        return stop_at(&tag);
    }
    xml->at = tag.at + 1;
    xml->names.len = start;
    return call_end(xml, (struct str){(const char *)name, len});
}

/* ---- attributes ------------------------------------------------------------------------------ */

bool xml_attribute(const struct xml_attributes *attributes, const char *name, struct str *value) {
    for (size_t i = 0; i < attributes->n; i++) {
        if (str_is(attributes->items[i].name, name)) {
            *value = attributes->items[i].value;
            return true;
        }
    }
    return false;
}

bool xml_prefixed_attribute(const struct xml_attributes *attributes, const char *name,
                            struct str *value) {
    for (size_t i = 0; i < attributes->n; i++) {
        struct str rest = attributes->items[i].name, prefix;
        size_t len = rest.len;
        if (str_split(&rest, STR(":"), &prefix) && prefix.len < len && str_is(rest, name)) {
            *value = attributes->items[i].value;
            return true;
        }
    }
    return false;
}

bool xml_is_true(const struct xml_attributes *attributes, const char *name) {
    struct str value;
    return xml_attribute(attributes, name, &value) && (str_is(value, "1") || str_is(value, "true"));
}
