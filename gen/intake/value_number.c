/* Numbers as people write them: counts, shares, money, and levels. */
#include "intake/values.h"

/* ---- decimals ------------------------------------------------------------------------------ */

enum { MOST_DIGITS = 15 };

size_t digits_start(struct str key) {
    size_t n = 0;
    while (n < key.len && key.data[n] >= '0' && key.data[n] <= '9') {
        n++;
    }
    return n;
}

static bool add_digits(struct decimal *decimal, struct str digits) {
    for (size_t i = 0; i < digits.len; i++) {
        if (decimal->digits >= 1000000000000000 / 10) {
            return false;
        }
        decimal->digits = decimal->digits * 10 + (digits.data[i] - '0');
    }
    return true;
}

/* Digits with thousands commas in their right places: moves `*at` behind them. */
static bool parse_whole(struct str key, size_t *at, struct decimal *decimal) {
    size_t n = digits_start(str_slice(key, *at, key.len));
    size_t n_first = n;
    if (n == 0 || !add_digits(decimal, str_slice(key, *at, *at + n))) {
        return false;
    }
    *at += n;
    while (*at < key.len && key.data[*at] == ',') {
        n = digits_start(str_slice(key, *at + 1, key.len));
        if (n != 3 || n_first > 3 || !add_digits(decimal, str_slice(key, *at + 1, *at + 4))) {
            return false;
        }
        *at += 4;
    }
    return true;
}

/* "E+05" behind the digits: shifts the scale. */
static bool parse_exponent(struct str key, size_t at, struct decimal *decimal) {
    if (at == key.len) {
        return true;
    }
    int64_t exponent;
    size_t start = at + 1;
    if (key.data[at] != 'E' || start == key.len) {
        return false;
    }
    start += key.data[start] == '+';
    if (!str_to_int(str_slice(key, start, key.len), &exponent) || exponent > 20 || exponent < -20) {
        return false;
    }
    decimal->scale -= (int)exponent;
    return true;
}

bool decimal_parse(struct str key, struct decimal *decimal) {
    *decimal = (struct decimal){0};
    size_t at = 0;
    if (key.len && (key.data[0] == '-' || key.data[0] == '+')) {
        decimal->is_negative = key.data[0] == '-';
        at = 1;
    }
    bool has_whole = at < key.len && key.data[at] != '.';
    if (has_whole && !parse_whole(key, &at, decimal)) {
        return false;
    }
    if (at < key.len && key.data[at] == '.') {
        size_t n = digits_start(str_slice(key, at + 1, key.len));
        if ((n == 0 && !has_whole) || !add_digits(decimal, str_slice(key, at + 1, at + 1 + n))) {
            return false;
        }
        decimal->scale = (int)n;
        at += 1 + n;
    } else if (!has_whole) {
        return false;
    }
    return parse_exponent(key, at, decimal);
}

bool decimal_scale(struct decimal decimal, int places, int64_t factor, int64_t divisor,
                   int64_t *number, bool *is_exact) {
    int64_t scaled = decimal.digits;
    int shift = places - decimal.scale;
    if (scaled && factor && scaled > INT64_MAX / factor) {
        return false;
    }
    scaled *= factor;
    for (; shift > 0; shift--) {
        if (scaled > INT64_MAX / 10) {
            return false;
        }
        scaled *= 10;
    }
    bool is_cut = false;
    for (; shift < 0; shift++) {
        if (divisor > INT64_MAX / 20) {
            is_cut |= scaled % 10 != 0;
            scaled /= 10;
        } else {
            divisor *= 10;
        }
    }
    *is_exact = !is_cut && scaled % divisor == 0;
    *number = scaled / divisor + (scaled % divisor >= divisor - divisor / 2);
    *number = decimal.is_negative ? -*number : *number;
    return true;
}

/* Hundredths as the shortest decimal. */
static struct str print_hundredths(struct arena *arena, int64_t number) {
    int64_t whole = number / 100, part = number % 100;
    if (part == 0) {
        return str_format(arena, "%lld", (long long)whole);
    }
    return part % 10 == 0 ? str_format(arena, "%lld.%lld", (long long)whole, (long long)part / 10)
                          : str_format(arena, "%lld.%02lld", (long long)whole, (long long)part);
}

/* ---- counts -------------------------------------------------------------------------------- */

bool value_read_count(const struct reading *reading, struct str key, struct value *value) {
    const struct spellings *spellings = reading->spellings;
    if (words_have(&spellings->placeholder, key)) {
        return true;
    }
    struct str bare = str_slice(key, 0, key.len - words_end(&spellings->count_after, key));
    struct decimal decimal;
    bool is_exact = false;
    size_t size;
    int numeral = numeral_start(spellings, bare, &size);
    if (words_have(&spellings->zero, key)) {
        value->number = 0;
    } else if (numeral >= 0 && size == bare.len) {
        value->number = numeral;
    } else if (reading->cell->kind == READ_DATE || !decimal_parse(bare, &decimal) ||
               decimal.is_negative || !decimal_scale(decimal, 0, 1, 1, &value->number, &is_exact) ||
               !is_exact) {
        return value_refuse(reading, value, DIAG_VALUE_UNREADABLE, spellings->allow_count);
    }
    value->text = str_format(reading->arena, "%lld", (long long)value->number);
    return true;
}

/* ---- amounts ------------------------------------------------------------------------------- */

bool value_read_number(const struct reading *reading, struct str key, struct value *value) {
    const struct spellings *spellings = reading->spellings;
    if (words_have(&spellings->placeholder, key)) {
        return true;
    }
    if (words_have(&spellings->zero, key)) {
        value->text = STR("0");
        return true;
    }
    struct decimal decimal;
    bool is_exact = false;
    if (reading->cell->kind == READ_DATE || !decimal_parse(key, &decimal) || decimal.is_negative ||
        !decimal_scale(decimal, 3, 1, 1, &value->number, &is_exact) || !is_exact) {
        return value_refuse(reading, value, DIAG_VALUE_UNREADABLE, spellings->allow_number);
    }
    value->text = str_copy(reading->arena, key);
    return true;
}

/* ---- shares -------------------------------------------------------------------------------- */

static bool set_percent(const struct reading *reading, int64_t hundredths, struct value *value) {
    value->number = hundredths;
    value->text = print_hundredths(reading->arena, hundredths);
    return true;
}

bool value_read_percent(const struct reading *reading, struct str key, struct value *value) {
    const struct spellings *spellings = reading->spellings;
    if (words_have(&spellings->placeholder, key)) {
        return true;
    }
    if (words_have(&spellings->all, key) || words_have(&spellings->none, key)) {
        return set_percent(reading, words_have(&spellings->all, key) ? 10000 : 0, value);
    }
    if (words_have(&spellings->part, key)) {
        value->number = -1;
        value->text = spellings->part_label;
        return true;
    }
    bool has_sign = str_ends(key, STR("%"));
    struct decimal decimal;
    int64_t hundredths = -1;
    bool is_exact = false;
    if (reading->cell->kind == READ_DATE ||
        !decimal_parse(str_slice(key, 0, key.len - has_sign), &decimal) || decimal.is_negative ||
        !decimal_scale(decimal, 2, 1, 1, &hundredths, &is_exact)) {
        return value_refuse(reading, value, DIAG_VALUE_UNREADABLE, spellings->allow_percent);
    }
    /* 0 < x <= 1 without a sign: a share of one, as Excel keeps percentages, or a very small one */
    bool is_doubtful = !has_sign && decimal.digits > 0 && hundredths <= 100;
    if (is_doubtful) {
        decimal_scale(decimal, 4, 1, 1, &hundredths, &is_exact);
        set_percent(reading, hundredths, value);
        return value_refuse_either(reading, value, str_concat(reading->scratch, key, STR("%")),
                                   str_concat(reading->scratch, value->text, STR("%")));
    }
    if (hundredths > 10000) {
        return value_refuse(reading, value, DIAG_VALUE_UNREADABLE, spellings->allow_percent);
    }
    set_percent(reading, hundredths, value);
    return true;
}

/* ---- money --------------------------------------------------------------------------------- */

bool value_read_money(const struct reading *reading, struct str key, struct value *value) {
    const struct spellings *spellings = reading->spellings;
    if (words_have(&spellings->placeholder, key)) {
        return true;
    }
    if (words_have(&spellings->zero, key)) {
        value->text = STR("0");
        return true;
    }
    struct str bare = str_slice(key, words_start(&spellings->money_before, key), key.len);
    size_t size;
    int64_t yuan = money_end(spellings, bare, &size);
    yuan = yuan ? yuan : reading->yuan;
    struct decimal decimal;
    bool is_exact = false;
    /* hundredths of ten thousand yuan are units of a hundred yuan */
    if (reading->cell->kind == READ_DATE ||
        !decimal_parse(str_slice(bare, 0, bare.len - size), &decimal) || decimal.is_negative ||
        !decimal_scale(decimal, 0, yuan, 100, &value->number, &is_exact)) {
        return value_refuse(reading, value, DIAG_VALUE_UNREADABLE, spellings->allow_money);
    }
    value->text = print_hundredths(reading->arena, value->number);
    if (!is_exact) {
        value_report(reading, DIAG_VALUE_AMBIGUOUS,
                     str_concat(reading->scratch, value->text, spellings->money_label));
    }
    return true;
}

/* ---- levels -------------------------------------------------------------------------------- */

/* "S3A2G3" or "S3A2" at `*at`: moves behind it. The total is G, or the higher of S and A. */
static bool parse_sag(struct str key, size_t *at, struct level_parts *parts) {
    static const char letters[] = "SAG";
    int64_t numbers[3] = {0};
    size_t place = *at, n = 0;
    for (; n < 3 && place + 1 < key.len && key.data[place] == letters[n]; n++, place += 2) {
        if (digits_start(str_slice(key, place + 1, place + 2)) != 1) {
            break;
        }
        numbers[n] = key.data[place + 1] - '0';
    }
    if (n < 2 || digits_start(str_slice(key, place, key.len)) > 0) {
        return false;
    }
    *at = place;
    parts->s = numbers[0];
    parts->a = numbers[1];
    parts->total = n == 3 ? numbers[2] : numbers[0] > numbers[1] ? numbers[0] : numbers[1];
    return true;
}

/* "323": S, A and the level of both, each a digit, the last the higher of the others. */
static bool parse_three(struct str key, struct level_parts *parts) {
    enum { N = 3 };
    if (key.len != N || digits_start(key) != N) {
        return false;
    }
    int64_t s = key.data[0] - '0', a = key.data[1] - '0', total = key.data[2] - '0';
    if (s < 1 || a < 1 || total > 5 || total != (s > a ? s : a)) {
        return false;
    }
    *parts = (struct level_parts){.s = s, .a = a, .total = total};
    return true;
}

/* A bare level word: numeral or digits between the words that go with levels. */
static bool parse_level_word(const struct spellings *spellings, struct str key, int64_t *level) {
    for (size_t n = 1; n > 0;) {
        n = words_start(&spellings->level_before, key);
        n = n < key.len ? n : 0;
        key = str_slice(key, n, key.len);
    }
    size_t n_after = words_end(&spellings->level_after, key);
    key = str_slice(key, 0, key.len - (n_after < key.len ? n_after : 0));
    size_t size;
    int numeral = numeral_start(spellings, key, &size);
    if (numeral >= 0 && size == key.len) {
        *level = numeral;
        return true;
    }
    return key.len <= 9 && digits_start(key) == key.len && str_to_int(key, level);
}

/* "2-3", "3.5": two numbers, so no level. */
static bool has_two_numbers(struct str key) {
    for (size_t i = 1; i + 1 < key.len; i++) {
        bool is_sign = key.data[i] > ' ' && key.data[i] < '0';
        if (is_sign && digits_start(str_slice(key, i - 1, i)) == 1 &&
            digits_start(str_slice(key, i + 1, i + 2)) == 1) {
            return true;
        }
    }
    return key.len > 0 && key.data[0] == '-';
}

bool level_parse(const struct spellings *spellings, struct arena *scratch, struct str text,
                 struct level_parts *parts) {
    struct str key = value_key(scratch, text);
    *parts = (struct level_parts){0};
    key = str_ends(key, STR(".0")) ? str_slice(key, 0, key.len - 2) : key;
    if (has_two_numbers(key)) {
        return false;
    }
    key = header_key(scratch, key);
    if (parse_three(key, parts)) {
        return true;
    }
    struct str rest = key;
    for (size_t at = 0; at < key.len && parts->total == 0; at++) {
        size_t end = at;
        if (key.data[at] == 'S' && parse_sag(key, &end, parts)) {
            rest = str_concat(scratch, str_slice(key, 0, at), str_slice(key, end, key.len));
        }
    }
    int64_t level = parts->total;
    bool is_level = rest.len > 0 ? parse_level_word(spellings, rest, &level) : key.len > 0;
    is_level = is_level && (parts->s == 0 || level == parts->total);
    parts->total = level;
    return is_level;
}

/* "S2" in the column of S, "A3" in that of A, "G3" in that of the whole: the level behind the
 * letter that is the column's own. */
static bool parse_own_letter(const struct reading *reading, struct str raw,
                             struct level_parts *parts) {
    const char *letter = reading->field == FIELD_SYSTEM_S_LEVEL   ? "S"
                         : reading->field == FIELD_SYSTEM_A_LEVEL ? "A"
                         : reading->field == FIELD_SYSTEM_LEVEL   ? "G"
                                                                  : "?";
    struct str key = value_key(reading->scratch, raw), rest = str_slice(key, 1, key.len);
    return key.len > 1 && str_starts(key, str_from_c(letter)) && digits_start(rest) > 0 &&
           level_parse(reading->spellings, reading->scratch, rest, parts) && !parts->s;
}

bool value_read_level(const struct reading *reading, struct str key, struct value *value) {
    const struct spellings *spellings = reading->spellings;
    if (words_have(&spellings->ungraded, key) || words_have(&spellings->placeholder, key)) {
        return true;
    }
    struct level_parts parts;
    if (reading->cell->kind == READ_DATE || reading->cell->kind == READ_BOOL) {
        return value_refuse(reading, value, DIAG_VALUE_UNREADABLE, spellings->allow_level);
    }
    if (!level_parse(spellings, reading->scratch, value->raw, &parts) &&
        !parse_own_letter(reading, value->raw, &parts)) {
        return value_read_marked_level(reading, value);
    }
    bool is_s = reading->field == FIELD_SYSTEM_S_LEVEL,
         is_a = reading->field == FIELD_SYSTEM_A_LEVEL;
    value->number = is_s && parts.s ? parts.s : is_a && parts.a ? parts.a : parts.total;
    if (value->number < 1 || value->number > 5 || parts.s > 5 || parts.a > 5) {
        value->number = 0;
        return value_refuse(reading, value, DIAG_LEVEL_RANGE, (struct str){0});
    }
    value->text = str_format(reading->arena, "%d", (int)value->number);
    return true;
}
