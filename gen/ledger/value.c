/* The types of ledger.def: which texts are good, what number they stand for, how they are ordered.
 */
#include "ledger/rows.h"

/* Digits of a number: all fit an int64_t, also as hundredths. */
enum { MOST_DIGITS = 15 };

static size_t count_digits(struct str text) {
    size_t n = 0;
    while (n < text.len && text.data[n] >= '0' && text.data[n] <= '9') {
        n++;
    }
    return n;
}

static bool is_count(struct str text) {
    return text.len > 0 && text.len <= MOST_DIGITS && count_digits(text) == text.len &&
           (text.data[0] != '0' || text.len == 1);
}

/* Digits, or digits with one or two decimals of which the last is not 0. */
static bool is_hundredths(struct str text) {
    size_t n = count_digits(text);
    bool is_whole = is_count(str_slice(text, 0, n));
    if (!is_whole || n == text.len) {
        return is_whole;
    }
    struct str part = str_slice(text, n + 1, text.len);
    return text.data[n] == '.' && part.len >= 1 && part.len <= 2 &&
           count_digits(part) == part.len && part.data[part.len - 1] != '0';
}

static bool is_date(struct str text) {
    struct date date;
    if (text.len != 4 && text.len != 7 && text.len != 10) {
        return false;
    }
    char whole[10] = {'0', '0', '0', '0', '-', '0', '1', '-', '0', '1'};
    for (size_t i = 0; i < text.len; i++) {
        whole[i] = text.data[i];
    }
    return date_from_iso((struct str){whole, sizeof whole}, &date);
}

static bool is_codes(struct str text) {
    struct str rest = text, code;
    while (str_split(&rest, STR(";"), &code)) {
        if (!code.len) {
            return false;
        }
    }
    return !str_ends(text, STR(";"));
}

static bool is_hash(struct str text) {
    bool is_good = text.len == 64;
    for (size_t i = 0; is_good && i < text.len; i++) {
        char byte = text.data[i];
        is_good = (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'f');
    }
    return is_good;
}

/* Letters of a cell's name in front of its digits. */
static size_t count_letters(struct str text) {
    size_t n = 0;
    while (n < text.len && text.data[n] >= 'A' && text.data[n] <= 'Z') {
        n++;
    }
    return n;
}

static bool is_cell(struct str text) {
    size_t n = count_letters(text);
    struct str digits = str_slice(text, n, text.len);
    return n <= 5 && digits.len <= 10 && is_count(digits) && digits.data[0] != '0';
}

bool ledger_value_is_good(enum ledger_type type, struct str text) {
    if (!text.len) {
        return type != LEDGER_AS_KEY && type != LEDGER_AS_NUMBER && type != LEDGER_AS_ID;
    }
    switch (type) {
    case LEDGER_AS_TEXT:
    case LEDGER_AS_KEY:
    case LEDGER_AS_ID:
        return utf8_valid(text, NULL);
    case LEDGER_AS_COUNT:
    case LEDGER_AS_NUMBER:
        return is_count(text);
    case LEDGER_AS_LEVEL:
        return text.len == 1 && text.data[0] >= '1' && text.data[0] <= '5';
    case LEDGER_AS_BOOL:
        return str_is(text, "0") || str_is(text, "1");
    case LEDGER_AS_DATE:
        return is_date(text);
    case LEDGER_AS_MONEY:
        return is_hundredths(text);
    case LEDGER_AS_PERCENT:
        return is_hundredths(text) && ledger_value_number(type, text) <= 10000;
    case LEDGER_AS_CODES:
        return utf8_valid(text, NULL) && is_codes(text);
    case LEDGER_AS_HASH:
        return is_hash(text);
    case LEDGER_AS_CELL:
        return is_cell(text);
    }
    return false;
}

struct str ledger_value_expected(enum ledger_type type) {
    static const struct str expected[] = {
        [LEDGER_AS_TEXT] = STR_INIT("UTF-8"),
        [LEDGER_AS_KEY] = STR_INIT("UTF-8, 1-"),
        [LEDGER_AS_COUNT] = STR_INIT("0, 1, 2"),
        [LEDGER_AS_NUMBER] = STR_INIT("1, 2, 3"),
        [LEDGER_AS_LEVEL] = STR_INIT("1-5"),
        [LEDGER_AS_BOOL] = STR_INIT("1, 0"),
        [LEDGER_AS_DATE] = STR_INIT("2011-06-01, 2011-06, 2011"),
        [LEDGER_AS_MONEY] = STR_INIT("12, 12.5"),
        [LEDGER_AS_PERCENT] = STR_INIT("0-100"),
        [LEDGER_AS_CODES] = STR_INIT("FL-1;FL-3"),
        [LEDGER_AS_HASH] = STR_INIT("SHA-256"),
        [LEDGER_AS_CELL] = STR_INIT("C17, 17"),
        [LEDGER_AS_ID] = STR_INIT("UTF-8, 1-"),
    };
    return expected[type];
}

int64_t ledger_value_number(enum ledger_type type, struct str text) {
    bool is_decimal = type == LEDGER_AS_MONEY || type == LEDGER_AS_PERCENT;
    size_t n = count_digits(text);
    int64_t number = 0, part = 0;
    if (!n || !str_to_int(str_slice(text, 0, n), &number) || !is_decimal) {
        return number;
    }
    struct str decimals = n < text.len ? str_slice(text, n + 1, text.len) : (struct str){0};
    if (decimals.len && str_to_int(decimals, &part) && decimals.len == 1) {
        part *= 10;
    }
    return number * 100 + part;
}

static int compare_numbers(int64_t a, int64_t b) {
    return (a > b) - (a < b);
}

/* Column names of one length stand in the order of their columns, shorter ones before. */
static int compare_cells(struct str a, struct str b) {
    size_t n_a = count_letters(a), n_b = count_letters(b);
    int order = compare_numbers(ledger_value_number(LEDGER_AS_COUNT, str_slice(a, n_a, a.len)),
                                ledger_value_number(LEDGER_AS_COUNT, str_slice(b, n_b, b.len)));
    order = order ? order : (n_a > n_b) - (n_a < n_b);
    return order ? order : str_compare(str_slice(a, 0, n_a), str_slice(b, 0, n_b));
}

/* Place of a message in diag.def. */
static int64_t find_id(struct str name) {
    int64_t id = 0;
    while (id < DIAG_COUNT && !str_equal(diag_name((enum diag_id)id), name)) {
        id++;
    }
    return id;
}

static int compare_ids(struct str a, struct str b) {
    int order = str_compare(a, b);
    int by_place = order ? compare_numbers(find_id(a), find_id(b)) : 0;
    return by_place ? by_place : order;
}

int ledger_value_compare(enum ledger_type type, struct str a, struct str b) {
    switch (type) {
    case LEDGER_AS_COUNT:
    case LEDGER_AS_NUMBER:
    case LEDGER_AS_LEVEL:
    case LEDGER_AS_BOOL:
    case LEDGER_AS_MONEY:
    case LEDGER_AS_PERCENT:
        if (!a.len || !b.len) {
            return (a.len > 0) - (b.len > 0);
        }
        return compare_numbers(ledger_value_number(type, a), ledger_value_number(type, b));
    case LEDGER_AS_CELL:
        return compare_cells(a, b);
    case LEDGER_AS_ID:
        return compare_ids(a, b);
    default:
        return str_compare(a, b);
    }
}
