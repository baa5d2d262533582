/* What a row of 差距自查 names: its clause in any spelling, its item, its control point. */
#include "rules/gap.h"

static bool is_digit(char byte) {
    return byte >= '0' && byte <= '9';
}

static bool is_letter(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static bool is_blank(char byte) {
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

/* What stands between the numbers of a clause: a full stop, the ideographic one, a middle dot. */
static bool is_dot(uint32_t rune) {
    return rune == '.' || rune == 0x3002 || rune == 0x00b7;
}

/* A number of one or two digits begins behind blanks at `at`, which is moved there. */
static bool has_short_number(struct str text, size_t *at) {
    size_t start = *at;
    while (start < text.len && is_blank(text.data[start])) {
        start++;
    }
    size_t end = start;
    while (end < text.len && is_digit(text.data[end])) {
        end++;
    }
    bool is_short = end > start && end - start <= 2;
    *at = is_short ? start : *at;
    return is_short;
}

/* The text with a plain dot and no blanks between the numbers of a clause: 7. 1. 1. 1. */
static struct str even_dots(struct arena *arena, struct str text) {
    struct buf even = {.arena = arena};
    for (size_t i = 0; i < text.len;) {
        size_t next = i;
        uint32_t rune = utf8_next(text, &next);
        struct str before = buf_str(&even);
        while (before.len && is_blank(before.data[before.len - 1])) {
            before.len--;
        }
        bool is_behind = before.len && is_digit(before.data[before.len - 1]);
        if (is_dot(rune) && is_behind && has_short_number(text, &next)) {
            even.len = before.len;
            buf_add(&even, STR("."));
        } else {
            buf_add(&even, str_slice(text, i, next));
        }
        i = next;
    }
    return buf_str(&even);
}

/* A number of one or two digits stands in the text that is neither the mark of a kind, as in G3,
 * nor a level: an item that is counted, or the end of a range. */
static bool has_count(struct str text) {
    enum { LEVEL = 0x7ea7, FIRST_CIRCLED = 0x2460, LAST_STOPPED = 0x249b };
    for (size_t i = 0; i < text.len;) {
        size_t start = i, behind = i;
        uint32_t rune = utf8_next(text, &behind);
        while (i < text.len && is_digit(text.data[i])) {
            i++;
        }
        size_t after = i;
        bool is_short = i > start && i - start <= 2 &&
                        !(start > 0 && is_letter(text.data[start - 1])) &&
                        !(after < text.len && utf8_next(text, &after) == LEVEL);
        if (is_short || (rune >= FIRST_CIRCLED && rune <= LAST_STOPPED)) {
            return true;
        }
        i = i > start ? i : behind;
    }
    return false;
}

/* The letters of a text that stand alone: b), (b), item b; not those of words, nor the mark of a
 * kind as in G3. Returns how many there are and the last of them. */
static size_t find_items(struct str text, char *item) {
    size_t n = 0;
    for (size_t i = 0; i < text.len;) {
        size_t start = i;
        while (i < text.len && is_letter(text.data[i])) {
            i++;
        }
        bool is_alone = i - start == 1 && !(i < text.len && is_digit(text.data[i]));
        if (is_alone) {
            *item = (char)(text.data[start] | 0x20);
            n++;
        }
        i += i == start;
    }
    return n;
}

/* The first clause of a text; `rest` is what stands behind it. */
static bool find_number(struct str text, struct clause_number *number, struct str *rest) {
    for (size_t i = 0; i < text.len; i++) {
        bool is_start = is_digit(text.data[i]) &&
                        (i == 0 || (!is_digit(text.data[i - 1]) && text.data[i - 1] != '.'));
        size_t size = 0;
        struct str from = str_slice(text, i, text.len);
        if (is_start && clause_number_read(from, number, &size)) {
            number->item = 0;
            size = 0;
            while (size < from.len && (is_digit(from.data[size]) || from.data[size] == '.')) {
                size++;
            }
            *rest = str_slice(from, size, from.len);
            return true;
        }
    }
    return false;
}

/* A name without the marks of kinds and levels that stand bare behind it, as in G3. */
static struct str drop_marks(struct str name) {
    while (name.len > 2 && is_digit(name.data[name.len - 1]) &&
           is_letter(name.data[name.len - 2])) {
        name.len -= 2;
    }
    return name;
}

/* A name as it is compared: without blanks, and without a mark of kind and level behind it, as in
 * "(G3)". */
static struct str fold_name(struct arena *arena, struct str text) {
    struct str name = drop_marks(inventory_key(arena, text));
    size_t open = name.len;
    while (str_ends(name, STR(")")) && open > 0 && name.data[open - 1] != '(') {
        open--;
    }
    bool is_mark = open < name.len && open > 1;
    for (size_t i = open; is_mark && i + 1 < name.len; i++) {
        is_mark = is_letter(name.data[i]) || is_digit(name.data[i]);
    }
    return is_mark ? str_slice(name, 0, open - 1) : name;
}

static struct str fold_field(struct arena *arena, const struct record *record, enum field field) {
    const struct value *value = record_value(record, field);
    return value_is_given(value) ? fold_name(arena, value->text) : (struct str){0};
}

struct gap_row gap_row_read(struct arena *arena, const struct record *record) {
    struct gap_row row = {.record = record,
                          .point = fold_field(arena, record, FIELD_GAP_CONTROL_POINT),
                          .domain = fold_field(arena, record, FIELD_GAP_DOMAIN),
                          .words = fold_field(arena, record, FIELD_GAP_CHECK)};
    const struct value *clause = record_value(record, FIELD_GAP_CLAUSE);
    const struct value *item = record_value(record, FIELD_GAP_ITEM);
    struct str text = even_dots(arena, utf8_fold_width(arena, clause->text)), rest = text;
    struct str own_text = utf8_fold_width(arena, item->text);
    struct clause_number second;
    bool has_clause = find_number(text, &row.number, &rest);
    char letter = 0, own = 0;
    size_t n_letters = find_items(rest, &letter);
    size_t n_own = find_items(own_text, &own);
    struct str behind;
    row.is_many = n_letters > 1 || n_own > 1 || (n_letters && n_own && letter != own) ||
                  (has_clause && find_number(rest, &second, &behind));
    row.is_counted =
        !n_letters && !n_own && ((has_clause && has_count(rest)) || has_count(own_text));
    row.number.item = n_own ? own : letter;
    if (!has_clause && !row.point.len) {
        row.point = fold_name(arena, text);
    }
    return row;
}
