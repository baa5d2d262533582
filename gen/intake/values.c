/* One cell as a value: what holds for every type, and the types that are words. */
#include "intake/values.h"

/* ---- reporting ----------------------------------------------------------------------------- */

void value_report(const struct reading *reading, enum diag_id id, struct str argument) {
    diag_report(reading->diag, &(struct diag_note){.id = id,
                                                   .origin = reading->origin,
                                                   .header = reading->header,
                                                   .value = reading->cell->text,
                                                   .args = {argument}});
}

bool value_refuse(const struct reading *reading, struct value *value, enum diag_id id,
                  struct str argument) {
    value->is_bad = true;
    value_report(reading, id, argument);
    return false;
}

/* ---- text ---------------------------------------------------------------------------------- */

static bool is_unprintable(uint32_t c) {
    bool is_break = c == '\t' || c == '\n' || c == '\r';
    return (c < ' ' && !is_break) || (c >= 0x7F && c < 0xA0) || c == UTF8_BAD ||
           (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE;
}

/* Too long, or with characters that cannot be printed: reports with the start of the text. */
static bool check_text(const struct reading *reading, struct value *value) {
    struct str text = value->raw;
    size_t n_characters = 0;
    bool is_bad = false;
    for (size_t at = 0; at < text.len; n_characters++) {
        is_bad |= is_unprintable(utf8_next(text, &at));
    }
    if (!is_bad && n_characters <= VALUE_LONGEST) {
        return true;
    }
    value->is_bad = true;
    struct diag_note note = {.id = is_bad ? DIAG_VALUE_BAD_TEXT : DIAG_VALUE_TOO_LONG,
                             .origin = reading->origin,
                             .header = reading->header,
                             .value = str_cut(text, 180),
                             .args = {str_format(reading->scratch, "%d", VALUE_LONGEST)}};
    diag_report(reading->diag, &note);
    return false;
}

static bool is_nothing(const struct reading *reading, struct str key) {
    return words_have(&reading->spellings->placeholder, key) ||
           words_have(&reading->spellings->nothing, key);
}

/* A number kept as text: the digits past the fifteenth are gone for good. */
static bool is_truncated(const struct read_cell *cell) {
    return cell->kind == READ_NUMBER && (cell->number >= 1e15 || cell->number <= -1e15);
}

static bool read_text(const struct reading *reading, struct str key, struct value *value) {
    if (is_nothing(reading, key)) {
        return true;
    }
    if (is_truncated(reading->cell)) {
        return value_refuse(reading, value, DIAG_VALUE_TRUNCATED, (struct str){0});
    }
    value->text = printed_text(reading->arena, value->raw, reading->keeps_lines);
    return true;
}

/* ---- yes or no ----------------------------------------------------------------------------- */

static bool set_bool(const struct reading *reading, bool is_yes, struct value *value) {
    value->number = is_yes;
    value->text = is_yes ? reading->spellings->yes_label : reading->spellings->no_label;
    return true;
}

/* The word before the first sign, where something is written after yes or no. */
static struct str cut_head(struct str key, struct str *rest) {
    static const struct str signs[] = {STR_INIT(":"),
                                       STR_INIT(","),
                                       STR_INIT(";"),
                                       STR_INIT("("),
                                       STR_INIT("\xE3\x80\x81"),
                                       STR_INIT("\xE3\x80\x82")};
    size_t end = key.len;
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        size_t at = str_find(key, signs[i], 0);
        end = at < end ? at : end;
    }
    *rest = without_signs(str_slice(key, end, key.len));
    return str_slice(key, 0, end);
}

bool value_read_bool(const struct reading *reading, struct str key, struct value *value) {
    const struct spellings *spellings = reading->spellings;
    if (reading->cell->kind == READ_BOOL) {
        return set_bool(reading, reading->cell->number != 0, value);
    }
    if (words_have(&spellings->yes, key) || words_have(&spellings->no, key)) {
        return set_bool(reading, words_have(&spellings->yes, key), value);
    }
    if (words_have(&spellings->placeholder, key)) {
        return true;
    }
    struct str detail;
    struct str folded = utf8_fold_width(reading->scratch, str_trim(value->raw));
    struct str head = value_key(reading->scratch, cut_head(folded, &detail));
    bool is_yes = words_have(&spellings->yes, head);
    if (detail.len > 0 && (is_yes || words_have(&spellings->no, head))) {
        value->detail = str_copy(reading->arena, detail);
        return set_bool(reading, is_yes, value);
    }
    return value_refuse(reading, value, DIAG_VALUE_UNREADABLE, spellings->allow_bool);
}

/* ---- options ------------------------------------------------------------------------------- */

static bool add_code(const struct reading *reading, const struct option_match *match,
                     struct value *value) {
    if (value->n_codes == VALUE_MAX_CODES) {
        return false;
    }
    value->codes[value->n_codes++] = match->option->code;
    if (value->detail.len == 0 && match->detail.len > 0) {
        value->detail = printed_text(reading->arena, match->detail, false);
    }
    return true;
}

static bool read_set(const struct reading *reading, const struct option_list *list, struct str text,
                     size_t separator, struct value *value);

/* Reads the parts of a set at the strongest separator it holds, from `separator` on; leaves the
 * value as it was if there is none, or a part cannot be read. */
static bool read_parts(const struct reading *reading, const struct option_list *list,
                       struct str text, size_t separator, struct value *value) {
    const struct words *separators = &reading->spellings->separators;
    while (separator < separators->n_words && !str_contains(text, separators->words[separator])) {
        separator++;
    }
    if (separator == separators->n_words) {
        return false;
    }
    const struct value before = *value;
    struct str part;
    while (str_split(&text, separators->words[separator], &part)) {
        if (!read_set(reading, list, part, separator + 1, value)) {
            *value = before;
            return false;
        }
    }
    return true;
}

/* Reads a set: one option, its parts, or an option with words of the sender's own behind it. */
static bool read_set(const struct reading *reading, const struct option_list *list, struct str text,
                     size_t separator, struct value *value) {
    struct option_match match;
    text = str_trim(text);
    if (text.len == 0) {
        return true;
    }
    bool is_option = option_match(list, reading->scratch, text, &match);
    if (is_option && !match.is_loose) {
        return add_code(reading, &match, value);
    }
    return read_parts(reading, list, text, separator, value) ||
           (is_option && add_code(reading, &match, value));
}

static struct str join_labels(const struct reading *reading, const struct option_list *list,
                              const struct value *value) {
    struct str labels[VALUE_MAX_CODES];
    for (unsigned i = 0; i < value->n_codes; i++) {
        labels[i] = option_of_code(list, value->codes[i])->label;
    }
    return value->n_codes == 1
               ? labels[0]
               : str_join(reading->arena, labels, value->n_codes, reading->spellings->joiner);
}

bool value_read_options(const struct reading *reading, struct str key, struct value *value) {
    const struct field_info *info = field_info(reading->field);
    const struct option_list *list = options_find(reading->options, str_from_c(info->options));
    struct str text = value->raw;
    if (reading->field == FIELD_SYSTEM_SCOPE) {
        scope_parse(reading->spellings, reading->scratch, value->raw, &text);
    }
    struct option_match match;
    bool is_read =
        list && (info->type == FIELD_OPTIONS ? read_set(reading, list, text, 0, value)
                                             : option_match(list, reading->scratch, text, &match) &&
                                                   add_code(reading, &match, value));
    if (is_read && value->n_codes > 0) {
        value->number = value->codes[0];
        value->text = join_labels(reading, list, value);
        return true;
    }
    value->n_codes = 0;
    value->detail = (struct str){0};
    if (is_nothing(reading, key)) {
        return true;
    }
    struct str allowed =
        list ? options_allowed(list, reading->spellings, reading->scratch) : (struct str){0};
    return value_refuse(reading, value, DIAG_VALUE_UNREADABLE, allowed);
}

/* ---- all ----------------------------------------------------------------------------------- */

static bool read_by_type(const struct reading *reading, struct str key, struct value *value) {
    switch (field_info(reading->field)->type) {
    case FIELD_LEVEL:
        return value_read_level(reading, key, value);
    case FIELD_DATE:
        return value_read_date(reading, key, value);
    case FIELD_COUNT:
        return value_read_count(reading, key, value);
    case FIELD_PERCENT:
        return value_read_percent(reading, key, value);
    case FIELD_NUMBER:
        return value_read_number(reading, key, value);
    case FIELD_MONEY:
        return value_read_money(reading, key, value);
    case FIELD_PHONE:
        return value_read_phone(reading, key, value);
    case FIELD_DIGITS6:
        return value_read_digits6(reading, key, value);
    case FIELD_BOOL:
        return value_read_bool(reading, key, value);
    case FIELD_OPTION:
    case FIELD_OPTIONS:
        return value_read_options(reading, key, value);
    case FIELD_TEXT:
        break;
    }
    return reading->field == FIELD_UNIT_CREDIT_CODE ? value_read_credit_code(reading, key, value)
                                                    : read_text(reading, key, value);
}

struct value *value_read(const struct reading *reading) {
    struct arena_mark mark = arena_mark(reading->scratch);
    struct str key = value_key(reading->scratch, reading->cell->text);
    if (key.len == 0 && reading->cell->kind == READ_TEXT) {
        arena_rewind(reading->scratch, mark);
        return NULL;
    }
    struct value *value = ARENA_NEW(reading->arena, struct value);
    value->raw = str_copy(reading->arena, reading->cell->text);
    value->origin = reading->origin;
    value->header = reading->header;
    if (reading->cell->kind == READ_ERROR) {
        value_refuse(reading, value, DIAG_CELL_ERROR, (struct str){0});
    } else if (check_text(reading, value)) {
        read_by_type(reading, key, value);
    }
    arena_rewind(reading->scratch, mark);
    return value;
}
