/* Digits that are names: telephones, postal and region codes, credit codes, the N of 跨N个. */
#include "intake/values.h"

#include <string.h>

/* The whole number that a spreadsheet wrote as "360100.0" or "3.60100E+05", as digits; empty if the
 * key is no such number or digits are lost. */
static struct str restore_digits(struct arena *arena, struct str key) {
    struct decimal decimal;
    int64_t number;
    bool is_exact;
    if (!decimal_parse(key, &decimal) || decimal.is_negative ||
        !decimal_scale(decimal, 0, 1, 1, &number, &is_exact) || !is_exact) {
        return (struct str){0};
    }
    size_t exponent = str_find(key, STR("E"), 0);
    struct str digits = str_format(arena, "%lld", (long long)number);
    size_t n_written = 0;
    for (size_t i = 0; i < key.len && i < exponent; i++) {
        n_written += key.data[i] >= '0' && key.data[i] <= '9';
    }
    return n_written >= digits.len ? digits : (struct str){0};
}

static bool says_nothing(const struct reading *reading, struct str key) {
    return words_have(&reading->spellings->placeholder, key) ||
           words_have(&reading->spellings->nothing, key);
}

static bool set_repaired(const struct reading *reading, struct str text, struct value *value) {
    value->text = text;
    value_report(reading, DIAG_VALUE_REPAIRED, text);
    return true;
}

/* ---- telephones ---------------------------------------------------------------------------- */

static bool is_phone(const struct spellings *spellings, struct str key) {
    size_t n_digits = 0;
    for (size_t at = 0; at < key.len;) {
        struct str rest = str_slice(key, at, key.len);
        size_t n_word = words_start(&spellings->phone_words, rest);
        size_t n = digits_start(rest), next = at;
        uint32_t c = utf8_next(key, &next);
        bool is_sign = c == 0x3001 || c == 0x2014 || (c < 0x80 && strchr("-()+*/,;:.", (int)c));
        if (n_word == 0 && n == 0 && !is_sign) {
            return false;
        }
        n_digits += n + (c == '*');
        at = n ? at + n : n_word ? at + n_word : next;
    }
    return n_digits >= 5 && n_digits <= 60;
}

/* Digits of a number up to its extension. */
static size_t count_digits(const struct spellings *spellings, struct str number) {
    size_t n = 0;
    for (size_t at = 0; at < number.len;) {
        if (words_start(&spellings->extension, str_slice(number, at, number.len)) > 0) {
            break;
        }
        uint32_t c = utf8_next(number, &at);
        n += (c >= '0' && c <= '9') || c == '*';
    }
    return n;
}

/* A mobile number has 11 digits, one of an office 7 or 8 behind an area code of 3 or 4, a service
 * number 5 or 10; an extension behind a hyphen adds some. */
static bool has_right_digits(const struct reading *reading, struct str number) {
    enum { N_SERVICE = 5, N_LOCAL = 7, N_ODD = 9, N_MOBILE = 11, N_LONGEST = 18 };
    size_t n = count_digits(reading->spellings, number);
    size_t n_run = digits_start(number);
    bool is_mobile = number.len > 0 && number.data[0] == '1' && n_run == number.len;
    if (reading->field == FIELD_UNIT_CONTACT_MOBILE || (is_mobile && n > N_LOCAL)) {
        return n == N_MOBILE;
    }
    return n == N_SERVICE || (n >= N_LOCAL && n != N_ODD && n <= N_LONGEST);
}

/* The numbers of a cell one by one. */
static bool have_right_digits(const struct reading *reading, struct str key) {
    static const char signs[] = ",;/";
    struct str rest = str_replace(reading->scratch, key, STR("\xE3\x80\x81"), STR(","));
    bool is_right = true;
    while (rest.len > 0) {
        size_t end = 0;
        while (end < rest.len && !strchr(signs, rest.data[end])) {
            end++;
        }
        is_right &= end == 0 || has_right_digits(reading, str_slice(rest, 0, end));
        rest = str_slice(rest, end + 1, rest.len);
    }
    return is_right;
}

/* A mobile number without the country's 86 before it; empty if it has none. */
static struct str without_country(struct str digits) {
    enum { N_MOBILE = 11 };
    static const struct str countries[] = {STR_INIT("+86"), STR_INIT("0086"), STR_INIT("86")};
    for (size_t i = 0; i < sizeof countries / sizeof countries[0]; i++) {
        size_t n = countries[i].len;
        struct str rest = str_slice(digits, n, digits.len);
        rest = str_starts(rest, STR("-")) ? str_slice(rest, 1, rest.len) : rest;
        if (str_starts(digits, countries[i]) && rest.len == N_MOBILE && rest.data[0] == '1' &&
            digits_start(rest) == N_MOBILE) {
            return rest;
        }
    }
    return (struct str){0};
}

bool value_read_phone(const struct reading *reading, struct str key, struct value *value) {
    if (says_nothing(reading, key)) {
        return true;
    }
    struct str digits = key;
    if (digits_start(key) != key.len && decimal_parse(key, &(struct decimal){0}) &&
        key.data[0] != '+') {
        digits = restore_digits(reading->arena, key);
    }
    if (!is_phone(reading->spellings, digits)) {
        return value_refuse(reading, value, DIAG_VALUE_UNREADABLE, reading->spellings->allow_phone);
    }
    struct str mobile = without_country(digits);
    if (mobile.len > 0) {
        value->text = str_copy(reading->arena, mobile);
        value_report(reading, DIAG_PHONE_COUNTRY, value->text);
        return true;
    }
    if (!have_right_digits(reading, digits)) {
        value_report(reading, DIAG_PHONE_DIGITS, (struct str){0});
    }
    if (digits.data != key.data) {
        return set_repaired(reading, digits, value);
    }
    value->text = str_trim(utf8_fold_width(reading->arena, value->raw));
    return true;
}

/* ---- six digits ---------------------------------------------------------------------------- */

/* The only run of six digits in a text that has no other digits. */
static struct str find_six(struct str key) {
    struct str six = {0};
    size_t n_runs = 0;
    for (size_t at = 0; at < key.len; at++) {
        size_t n = digits_start(str_slice(key, at, key.len));
        if (n > 0) {
            n_runs++;
            six = str_slice(key, at, at + n);
            at += n;
        }
    }
    return n_runs == 1 && six.len == 6 ? six : (struct str){0};
}

bool value_read_digits6(const struct reading *reading, struct str key, struct value *value) {
    if (says_nothing(reading, key)) {
        return true;
    }
    bool is_region = reading->field == FIELD_UNIT_REGION_CODE;
    bool is_plain = digits_start(key) == key.len;
    struct str digits = is_plain ? key : restore_digits(reading->scratch, key);
    if (digits.len == 5 && !is_region) {
        return value_refuse(reading, value, DIAG_DIGITS_LOST,
                            str_concat(reading->scratch, STR("0"), digits));
    }
    /* nine and twelve digits name a town or village below the division */
    if (is_region && (digits.len == 9 || digits.len == 12)) {
        value->text = str_copy(reading->arena, str_slice(digits, 0, 6));
        value_report(reading, DIAG_VALUE_AMBIGUOUS, value->text);
        return true;
    }
    if (digits.len == 6 && !is_plain) {
        return set_repaired(reading, str_copy(reading->arena, digits), value);
    }
    struct str six = digits.len == 6 ? digits : find_six(key);
    if (six.len != 6) {
        return value_refuse(reading, value, DIAG_DIGITS_COUNT, STR("6"));
    }
    value->text = str_copy(reading->arena, six);
    return true;
}

/* ---- credit codes -------------------------------------------------------------------------- */

bool value_read_credit_code(const struct reading *reading, struct str key, struct value *value) {
    if (says_nothing(reading, key)) {
        return true;
    }
    const struct read_cell *cell = reading->cell;
    if (cell->kind == READ_NUMBER && cell->number >= 1e15) {
        return value_refuse(reading, value, DIAG_VALUE_TRUNCATED, (struct str){0});
    }
    struct str code = header_key(reading->arena, key);
    enum { N_ORGANISATION = 9, N_CREDIT = 18, N_SHORTEST = 7, N_LONGEST = 24 };
    bool is_code = code.len >= N_SHORTEST && code.len <= N_LONGEST &&
                   !decimal_parse(key, &(struct decimal){0});
    is_code |= digits_start(key) == key.len && key.len >= N_SHORTEST && key.len <= N_LONGEST;
    for (size_t i = 0; i < code.len && is_code; i++) {
        is_code = (unsigned char)code.data[i] < 0x80;
    }
    if (is_code && code.len != N_ORGANISATION && code.len != N_CREDIT) {
        return value_refuse(reading, value, DIAG_CODE_LENGTH,
                            str_format(reading->scratch, "%zu", code.len));
    }
    if (!is_code) {
        return value_refuse(reading, value, DIAG_VALUE_UNREADABLE,
                            reading->spellings->allow_credit_code);
    }
    if (!organisation_code_is_sound(code) && !credit_code_is_sound(code)) {
        return value_refuse(reading, value, DIAG_CODE_CHECK, (struct str){0});
    }
    value->text = code;
    return true;
}

/* ---- service range ------------------------------------------------------------------------- */

/* A number at `at` that counts regions: behind the word "across", or before a word for regions. */
static int64_t count_at(const struct spellings *spellings, struct str key, size_t at,
                        size_t *size) {
    struct str head = str_slice(key, 0, at), rest = str_slice(key, at, key.len);
    bool is_across = str_ends(head, spellings->across);
    int64_t number = 0;
    *size = digits_start(rest);
    if (*size == 0 && (is_across || str_ends(head, STR("(")))) {
        int numeral = numeral_start(spellings, rest, size);
        number = numeral > 0 ? numeral : 0;
    } else if (*size == 0 || !str_to_int(str_slice(rest, 0, *size), &number)) {
        return 0;
    }
    struct str after = str_slice(rest, *size, rest.len);
    bool is_counted = words_start(&spellings->across_after, after) > 0;
    return is_across || is_counted ? number : 0;
}

int64_t scope_parse(const struct spellings *spellings, struct arena *scratch, struct str text,
                    struct str *rest) {
    struct str key = value_key(scratch, text);
    *rest = text;
    if (!str_contains(key, spellings->across)) {
        return 0;
    }
    size_t n_code = digits_start(key);
    for (size_t at = n_code; at < key.len;) {
        size_t size, next = at;
        int64_t count = count_at(spellings, key, at, &size);
        if (count > 0) {
            struct str after = str_slice(key, at + size, key.len);
            const struct str counter = spellings->across_after.words[0];
            after = str_starts(after, counter) ? str_slice(after, counter.len, after.len) : after;
            *rest = str_concat(scratch, str_slice(key, 0, at), after);
            return count;
        }
        utf8_next(key, &next);
        at = size ? at + size : next;
    }
    return 0;
}

bool scope_is_counted(const struct spellings *spellings, const struct value *scope) {
    return str_contains(scope->text, spellings->across);
}
