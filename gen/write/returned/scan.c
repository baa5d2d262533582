/* XML by its tags alone. */
#include "write/returned/scan.h"

#include <string.h>

/* Levels of elements. */
enum { MOST_DEPTH = 64 };

static bool break_off(struct scan *scan) {
    scan->is_broken = true;
    return false;
}

/* Passes over what begins with `open` and ends with `close`; true if it was there. */
static bool pass_over(struct scan *scan, const char *open, const char *close, bool *is_passed) {
    *is_passed = str_starts(str_slice(scan->text, scan->at, scan->text.len), str_from_c(open));
    if (*is_passed) {
        size_t end = str_find(scan->text, str_from_c(close), scan->at + strlen(open));
        if (end == SIZE_MAX) {
            return break_off(scan);
        }
        scan->at = end + strlen(close);
    }
    return true;
}

/* Goes to the next tag. */
static bool find_tag(struct scan *scan) {
    for (;;) {
        const char *found = scan->at < scan->text.len
                                ? memchr(scan->text.data + scan->at, '<', scan->text.len - scan->at)
                                : NULL;
        if (!found) {
            return scan->depth == 0 ? false : break_off(scan);
        }
        scan->at = (size_t)(found - scan->text.data);
        bool is_comment, is_data = false, is_instruction = false;
        if (!pass_over(scan, "<!--", "-->", &is_comment) ||
            (!is_comment && !pass_over(scan, "<![CDATA[", "]]>", &is_data)) ||
            (!is_comment && !is_data && !pass_over(scan, "<?", "?>", &is_instruction))) {
            return false;
        }
        if (!is_comment && !is_data && !is_instruction) {
            return str_slice(scan->text, scan->at + 1, scan->at + 2).len == 1 &&
                           scan->text.data[scan->at + 1] != '!'
                       ? true
                       : break_off(scan);
        }
    }
}

/* The place behind the '>' that ends the tag at `at`; SIZE_MAX if it does not end. */
static size_t end_of_tag(struct str text, size_t at) {
    char quote = 0;
    for (; at < text.len; at++) {
        char c = text.data[at];
        if (quote) {
            quote = c == quote ? 0 : quote;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '>') {
            return at + 1;
        }
    }
    return SIZE_MAX;
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static struct str local_of(struct str name) {
    size_t colon = str_find(name, STR(":"), 0);
    return colon == SIZE_MAX ? name : str_slice(name, colon + 1, name.len);
}

bool scan_next(struct scan *scan, struct scan_tag *tag) {
    if (scan->is_broken || !find_tag(scan)) {
        return false;
    }
    size_t end = end_of_tag(scan->text, scan->at);
    if (end == SIZE_MAX) {
        return break_off(scan);
    }
    *tag = (struct scan_tag){.start = scan->at, .end = end};
    size_t from = scan->at + 1, to = end - 1;
    tag->is_end = scan->text.data[from] == '/';
    tag->is_empty = !tag->is_end && scan->text.data[to - 1] == '/';
    from += tag->is_end;
    to -= tag->is_empty;
    size_t behind = from;
    while (behind < to && !is_blank(scan->text.data[behind])) {
        behind++;
    }
    tag->name = str_slice(scan->text, from, behind);
    tag->local = local_of(tag->name);
    tag->attributes = str_slice(scan->text, behind, to);
    tag->depth = scan->depth + !tag->is_end;
    if ((tag->is_end && scan->depth == 0) || tag->depth > MOST_DEPTH || !tag->name.len) {
        return break_off(scan);
    }
    scan->depth = tag->is_end ? scan->depth - 1 : scan->depth + !tag->is_empty;
    scan->at = end;
    return true;
}

bool scan_skip(struct scan *scan, const struct scan_tag *tag, size_t *end) {
    struct scan_tag inner = *tag;
    *end = tag->end;
    while (!tag->is_empty && scan->depth >= tag->depth) {
        if (!scan_next(scan, &inner)) {
            return break_off(scan);
        }
        *end = inner.start;
    }
    return true;
}

bool scan_find(struct str text, const char *local, struct scan_tag *tag) {
    struct scan scan = {.text = text};
    while (scan_next(&scan, tag)) {
        if (!tag->is_end && str_is(tag->local, local)) {
            return true;
        }
    }
    return false;
}

/* ---- attributes ------------------------------------------------------------------------------ */

/* The next attribute from `*at` on: its name, its value, and where both stand. */
struct attribute {
    struct str name, value;
    size_t start, value_start;
};

static bool next_attribute(struct str text, size_t *at, struct attribute *attribute) {
    size_t from = *at;
    while (from < text.len && is_blank(text.data[from])) {
        from++;
    }
    size_t equals = str_find(text, STR("="), from);
    if (equals == SIZE_MAX) {
        return false;
    }
    attribute->start = from;
    attribute->name = str_trim(str_slice(text, from, equals));
    size_t open = equals + 1;
    while (open < text.len && is_blank(text.data[open])) {
        open++;
    }
    if (open == text.len || (text.data[open] != '"' && text.data[open] != '\'')) {
        return false;
    }
    size_t close = str_find(text, str_slice(text, open, open + 1), open + 1);
    if (close == SIZE_MAX) {
        return false;
    }
    attribute->value_start = open + 1;
    attribute->value = str_slice(text, open + 1, close);
    *at = close + 1;
    return true;
}

bool scan_attribute(const struct scan_tag *tag, const char *local, struct str *value) {
    struct attribute attribute;
    for (size_t at = 0; next_attribute(tag->attributes, &at, &attribute);) {
        if (str_is(local_of(attribute.name), local) && !str_starts(attribute.name, STR("xmlns"))) {
            *value = attribute.value;
            return true;
        }
    }
    return false;
}

bool scan_count(const struct scan_tag *tag, const char *local, int64_t most, int64_t *number) {
    struct str value;
    return scan_attribute(tag, local, &value) && str_to_int(str_trim(value), number) &&
           *number >= 0 && *number <= most;
}

struct str scan_prefix(const struct scan_tag *tag) {
    return str_slice(tag->name, 0, tag->name.len - tag->local.len);
}

/* ---- changes --------------------------------------------------------------------------------- */

void edits_add(struct edits *edits, size_t start, size_t end, struct str with) {
    struct edit edit = {start, end, with};
    ARENA_PUSH(edits->arena, edits->items, edits->n_items, edits->capacity, edit);
    for (size_t i = edits->n_items - 1; i > 0 && edits->items[i - 1].start > start; i--) {
        edits->items[i] = edits->items[i - 1];
        edits->items[i - 1] = edit;
    }
}

/* Where the attributes of a tag begin in the text that it was found in. */
static size_t attributes_start(const struct scan_tag *tag) {
    return tag->start + 1 + tag->is_end + tag->name.len;
}

void edits_set(struct edits *edits, const struct scan_tag *tag, const char *attribute,
               struct str value) {
    size_t start = attributes_start(tag);
    struct attribute found;
    for (size_t at = 0; next_attribute(tag->attributes, &at, &found);) {
        if (str_is(found.name, attribute)) {
            edits_add(edits, start + found.value_start, start + found.value_start + found.value.len,
                      value);
            return;
        }
    }
    edits_add(edits, start, start,
              str_format(edits->arena, " %s=\"%" STR_FMT "\"", attribute, STR_ARG(value)));
}

void edits_drop(struct edits *edits, const struct scan_tag *tag, const char *attribute) {
    size_t start = attributes_start(tag);
    struct attribute found;
    for (size_t at = 0; next_attribute(tag->attributes, &at, &found);) {
        if (str_is(found.name, attribute)) {
            size_t blank = found.start > 0;
            edits_add(edits, start + found.start - blank, start + at, (struct str){0});
            return;
        }
    }
}

struct str edits_apply(const struct edits *edits, struct str text) {
    struct buf buf = {.arena = edits->arena};
    size_t at = 0;
    for (size_t i = 0; i < edits->n_items; i++) {
        const struct edit *edit = &edits->items[i];
        buf_add(&buf, str_slice(text, at, edit->start));
        buf_add(&buf, edit->with);
        at = edit->end;
    }
    buf_add(&buf, str_slice(text, at, text.len));
    return buf_str(&buf);
}

/* ---- texts ----------------------------------------------------------------------------------- */

void xml_add(struct buf *buf, struct str text) {
    size_t at = 0;
    while (at < text.len) {
        uint32_t c = utf8_next(text, &at);
        bool is_odd = (c < ' ' && c != '\n' && c != '\t') || c == 0xFFFE || c == 0xFFFF;
        if (c == '&') {
            buf_add_c(buf, "&amp;");
        } else if (c == '<') {
            buf_add_c(buf, "&lt;");
        } else if (c == '>') {
            buf_add_c(buf, "&gt;");
        } else if (c == '"') {
            buf_add_c(buf, "&quot;");
        } else {
            buf_add_code_point(buf, is_odd ? UTF8_BAD : c);
        }
    }
}

struct str xml_escape(struct arena *arena, struct str text) {
    struct buf buf = {.arena = arena};
    xml_add(&buf, text);
    return buf_str(&buf);
}

/* The code point of a reference such as &#10; or &#x4E00; whose name is given. */
static uint32_t numbered(struct str name) {
    bool is_hex = str_starts(name, STR("#x"));
    uint32_t number = 0;
    for (size_t i = is_hex ? 2 : 1; i < name.len && number <= 0x10FFFF; i++) {
        char c = (char)(name.data[i] | 0x20);
        uint32_t digit = c >= '0' && c <= '9' ? (uint32_t)(c - '0') : (uint32_t)(c - 'a' + 10);
        number = number * (is_hex ? 16 : 10) + digit;
    }
    return number > 0 && number <= 0x10FFFF ? number : UTF8_BAD;
}

struct str xml_plain(struct arena *arena, struct str text) {
    static const struct {
        const char *name;
        char means;
    } names[] = {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};
    struct buf buf = {.arena = arena};
    size_t at = 0, found;
    while ((found = str_find(text, STR("&"), at)) != SIZE_MAX) {
        size_t end = str_find(text, STR(";"), found);
        struct str name = str_slice(text, found + 1, end);
        buf_add(&buf, str_slice(text, at, found));
        for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
            if (str_is(name, names[i].name)) {
                buf_add_byte(&buf, (unsigned char)names[i].means);
            }
        }
        if (str_starts(name, STR("#"))) {
            buf_add_code_point(&buf, numbered(name));
        }
        at = end == SIZE_MAX ? text.len : end + 1;
    }
    buf_add(&buf, str_slice(text, at, text.len));
    return buf_str(&buf);
}
