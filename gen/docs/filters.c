/* How prose says numerals, dates, amounts and shares, see filters.h. */
#include "docs/filters.h"

#include <string.h>

/* Digits of the largest number that is said in numerals. */
#define MOST_NUMERALS 12
/* Digits of the largest number that is reckoned with. */
#define MOST_DIGITS 15
/* 元 of a 万元, as decimal places. */
#define MONEY_PLACES 4
/* Digits of a group between 千 and 万. */
#define GROUP 4
/* Numbers of so many digits have their thousands apart (GB/T 15835-2011 5.2.3). */
#define LEAST_GROUPED 4

static const char *const names[N_FILTERS] = {
    [FILTER_NUMERAL] = "numeral",     [FILTER_DATE] = "date",       [FILTER_MONEY] = "money",
    [FILTER_THOUSANDS] = "thousands", [FILTER_PERCENT] = "percent",
};

static const struct yaml_shape ten_shape = {
    .kind = YAML_ENTRIES, .entry = &yaml_some_text, .low = 10, .high = 10};
static const struct yaml_shape three_shape = {
    .kind = YAML_ENTRIES, .entry = &yaml_some_text, .low = 3, .high = 3};
static const struct yaml_shape two_shape = {
    .kind = YAML_ENTRIES, .entry = &yaml_some_text, .low = 2, .high = 2};
const struct yaml_shape filters_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("digits", &ten_shape), YAML_NEED("places", &three_shape),
                      YAML_NEED("groups", &two_shape), YAML_NEED("money", &yaml_some_text),
                      YAML_NEED("small_money", &yaml_some_text))};

bool filter_find(struct arena *arena, struct str name, enum filter *filter, struct str *nearest) {
    struct str known[N_FILTERS - 1];
    for (size_t i = 1; i < N_FILTERS; i++) {
        known[i - 1] = str_from_c(names[i]);
        if (str_is(name, names[i])) {
            *filter = (enum filter)i;
            return true;
        }
    }
    *nearest = str_nearest(name, known, N_FILTERS - 1);
    *nearest = nearest->len ? *nearest : str_join(arena, known, N_FILTERS - 1, STR(", "));
    return false;
}

/* A number as it is written: its digits before the point without zeros in front, and behind it. */
struct decimal {
    struct str whole, places;
};

/* Takes digits off the front of a text. */
static struct str take_digits(struct str *text) {
    size_t n = 0;
    while (n < text->len && text->data[n] >= '0' && text->data[n] <= '9') {
        n++;
    }
    struct str digits = str_slice(*text, 0, n);
    *text = str_slice(*text, n, text->len);
    return digits;
}

/* Reads a number that is nothing but digits and perhaps a point between them. */
static bool read_decimal(struct str text, struct decimal *number) {
    number->whole = take_digits(&text);
    number->places = (struct str){0};
    bool is_good = number->whole.len > 0;
    if (text.len > 0 && text.data[0] == '.') {
        text = str_slice(text, 1, text.len);
        number->places = take_digits(&text);
        is_good = is_good && number->places.len > 0;
    }
    while (number->whole.len > 1 && number->whole.data[0] == '0') {
        number->whole = str_slice(number->whole, 1, number->whole.len);
    }
    return is_good && text.len == 0 && number->whole.len + number->places.len <= MOST_DIGITS;
}

static bool is_nought(struct str digits) {
    bool is_all = true;
    for (size_t i = 0; i < digits.len; i++) {
        is_all = is_all && digits.data[i] == '0';
    }
    return is_all;
}

/* ---- numerals -------------------------------------------------------------------------------- */

/* Adds up to four digits; a row of noughts between others is said once. `is_first`: nothing was
 * said before, so that 10 is 十 and not 一十. `*owes_nought`: noughts stand before. */
static void add_group(struct buf *out, const struct filter_words *words, struct str digits,
                      bool is_first, bool *owes_nought) {
    const struct yaml *ten = yaml_get(words->said, "digits");
    const struct yaml *places = yaml_get(words->said, "places");
    for (size_t i = 0; i < digits.len; i++) {
        size_t place = digits.len - 1 - i, digit = (size_t)(digits.data[i] - '0');
        if (digit == 0) {
            *owes_nought = true;
            continue;
        }
        if (*owes_nought && out->len > 0) {
            buf_add(out, ten->items[0]->text);
        }
        *owes_nought = false;
        bool is_bare_ten = is_first && i == 0 && place == 1 && digit == 1;
        if (!is_bare_ten) {
            buf_add(out, ten->items[digit]->text);
        }
        if (place > 0) {
            buf_add(out, places->items[place - 1]->text);
        }
    }
    /* Those at the end of a group are said by what stands behind it: 十万五千, 十万零五百. */
    *owes_nought = *owes_nought && is_nought(digits);
}

static struct str say_numeral(struct arena *arena, const struct filter_words *words,
                              struct str digits) {
    struct buf out = {.arena = arena};
    const struct yaml *groups = yaml_get(words->said, "groups");
    bool owes_nought = false;
    if (is_nought(digits)) {
        return yaml_get(words->said, "digits")->items[0]->text;
    }
    for (size_t at = 0; at < digits.len;) {
        size_t left = digits.len - at;
        size_t n = left % GROUP ? left % GROUP : GROUP;
        struct str group = str_slice(digits, at, at + n);
        add_group(&out, words, group, at == 0, &owes_nought);
        size_t n_behind = (left - n) / GROUP;
        if (n_behind > 0 && !is_nought(group)) {
            buf_add(&out, groups->items[n_behind - 1]->text);
        }
        at += n;
    }
    return buf_str(&out);
}

/* ---- dates ----------------------------------------------------------------------------------- */

/* A part of a date, "-" before it unless it is the first: digits, so many at most. */
static bool take_part(struct str *text, bool is_first, size_t most, struct str *part) {
    if (!is_first && (text->len == 0 || text->data[0] != '-')) {
        return false;
    }
    struct str rest = str_slice(*text, is_first ? 0 : 1, text->len);
    struct decimal number;
    struct str digits = take_digits(&rest);
    bool is_good = digits.len <= most && read_decimal(digits, &number);
    if (is_good) {
        *part = number.whole;
        *text = rest;
    }
    return is_good;
}

static struct str say_date(struct arena *arena, const struct filter_words *words, struct str text) {
    static const char *const patterns[] = {"year", "month", "day"};
    struct str rest = text;
    struct str_argument parts[3] = {{.name = STR("1")}, {.name = STR("2")}, {.name = STR("3")}};
    size_t n = 0;
    while (n < 3 && take_part(&rest, n == 0, n == 0 ? 4 : 2, &parts[n].text)) {
        n++;
    }
    return n > 0 && rest.len == 0
               ? str_fill(arena, yaml_text(words->dates, patterns[n - 1]), parts, n)
               : text;
}

/* ---- amounts and shares ---------------------------------------------------------------------- */

/* A number with its thousands apart. */
static struct str group_thousands(struct arena *arena, const struct decimal *number) {
    struct buf out = {.arena = arena};
    size_t n = number->whole.len;
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && n >= LEAST_GROUPED && (n - i) % 3 == 0) {
            buf_add_byte(&out, ',');
        }
        buf_add_byte(&out, (unsigned char)number->whole.data[i]);
    }
    if (number->places.len > 0) {
        buf_add_byte(&out, '.');
        buf_add(&out, number->places);
    }
    return buf_str(&out);
}

/* A part of a 万元 as 元. */
static struct str say_small(struct arena *arena, struct str places) {
    struct buf digits = {.arena = arena};
    for (size_t i = 0; i < MONEY_PLACES || i < places.len; i++) {
        if (i == MONEY_PLACES) {
            buf_add_byte(&digits, '.');
        }
        buf_add_byte(&digits, i < places.len ? (unsigned char)places.data[i] : '0');
    }
    struct decimal number;
    return read_decimal(buf_str(&digits), &number) ? group_thousands(arena, &number)
                                                   : buf_str(&digits);
}

static struct str say_money(struct arena *arena, const struct filter_words *words,
                            const struct decimal *number) {
    bool is_small = is_nought(number->whole) && !is_nought(number->places);
    struct str said = is_small ? say_small(arena, number->places) : group_thousands(arena, number);
    const struct str_argument argument = {STR("1"), said};
    return str_fill(arena, yaml_text(words->said, is_small ? "small_money" : "money"), &argument,
                    1);
}

struct str filter_percent(struct arena *arena, int64_t part, int64_t of) {
    if (of == 0) {
        return (struct str){0};
    }
    int64_t tenths = (part * 2000 + of) / (2 * of);
    return str_format(arena, "%lld.%lld%%", (long long)tenths / 10, (long long)tenths % 10);
}

/* Digits as a number; MOST_DIGITS of them at most. */
static int64_t to_number(struct str digits) {
    int64_t number = 0;
    for (size_t i = 0; i < digits.len; i++) {
        number = number * 10 + (digits.data[i] - '0');
    }
    return number;
}

/* "7/9", or a number of percent. */
static struct str say_percent(struct arena *arena, struct str text) {
    size_t slash = str_find(text, STR("/"), 0);
    struct decimal part, of = {STR("100"), {0}};
    bool is_share = slash != SIZE_MAX;
    bool is_good = read_decimal(str_slice(text, 0, is_share ? slash : text.len), &part) &&
                   (!is_share || read_decimal(str_slice(text, slash + 1, text.len), &of));
    /* The largest that is reckoned with has two thousand times its place. */
    is_good = is_good && of.places.len == 0 && part.whole.len + part.places.len < MOST_DIGITS &&
              of.whole.len + part.places.len < MOST_DIGITS;
    int64_t whole = is_good ? to_number(part.whole) : 0, all = is_good ? to_number(of.whole) : 0;
    for (size_t i = 0; is_good && i < part.places.len; i++) {
        whole = whole * 10 + (part.places.data[i] - '0');
        all *= 10;
    }
    return is_good && all > 0 ? filter_percent(arena, whole, all) : text;
}

struct str filter_say(struct arena *arena, const struct filter_words *words, enum filter filter,
                      struct str text) {
    struct decimal number = {0};
    bool is_number = read_decimal(text, &number);
    switch (filter) {
    case FILTER_NUMERAL:
        return is_number && !number.places.len && number.whole.len <= MOST_NUMERALS
                   ? say_numeral(arena, words, number.whole)
                   : text;
    case FILTER_DATE:
        return say_date(arena, words, text);
    case FILTER_MONEY:
        return is_number ? say_money(arena, words, &number) : text;
    case FILTER_THOUSANDS:
        return is_number ? group_thousands(arena, &number) : text;
    case FILTER_PERCENT:
        return say_percent(arena, text);
    case FILTER_NONE:
    case N_FILTERS:
        break;
    }
    return text;
}
