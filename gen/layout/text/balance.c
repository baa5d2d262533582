/*
 * Where a title breaks (GB/T 9704-2012 7.3.1): into as few lines as hold it, of lengths that make a
 * trapezoid or a rhombus, never within a word. Which words there are is said by the style file: a
 * break between two of them is best, one within one is the last resort. Titles are short, so all
 * ways to break them are tried.
 */
#include <stdlib.h>
#include <string.h>

#include "layout/text/para.h"

/* More atoms or lines than a title has: such text is set as any other. */
#define MOST_ATOMS 160
#define MOST_LINES 4

/* Prices; a line that is n tenths of an em off the mean costs n squared. */
enum {
    /* A break at one edge of a listed word, and one between characters no list knows. */
    PRICE_EDGE = 400,
    PRICE_UNKNOWN = 1500,
    /* A break within a listed word, or one that is not free. */
    PRICE_WORD = 1000000,
    /* A line shorter than that before and that behind, and two alike: neither shape. */
    PRICE_WAIST = 3000,
    PRICE_ALIKE = 150,
};

/* A way to break, and the best one so far. */
struct way {
    size_t nexts[MOST_LINES];
    int64_t widths[MOST_LINES];
};

/* The search. */
struct balance {
    const struct setting *setting;
    size_t first, limit;
    /* By atom from `first` on: the price of a line that begins there. */
    int64_t *prices;
    /* Lines there are to be, their mean width, a tenth of an em. */
    size_t n_lines;
    int64_t mean, tenth;
    struct way way, best;
    /* Of the best; negative while there is none. */
    int64_t best_price;
};

/* Bytes of the longest listed word that the text begins with at `at`; 0 if there is none. */
static size_t find_word(const struct str *words, size_t n_words, struct str text, size_t at) {
    size_t longest = 0;
    for (size_t i = 0; i < n_words; i++) {
        struct str word = words[i];
        if (word.len > longest && word.len <= text.len - at &&
            memcmp(word.data, text.data + at, word.len) == 0) {
            longest = word.len;
        }
    }
    return longest;
}

/* Marks each byte of the text at which a listed word begins or ends as 'e', or 'b' where one ends
 * and one begins, and those within one as 'w'; the longest word from the left is taken, and an
 * ending closes a word no list knows. The other bytes are 0. */
static char *mark_words(const struct balance *balance) {
    const struct setting *setting = balance->setting;
    const struct word_list *words = setting->style->words;
    struct str text = buf_str(&setting->text);
    char *marks = ARENA_ARRAY(setting->scratch, char, text.len + 1);
    for (size_t at = 0; at < text.len;) {
        size_t n = find_word(words->words, words->n_words, text, at);
        size_t end = n > 0 ? 0 : find_word(words->ends, words->n_ends, text, at);
        if (n > 0) {
            marks[at] = marks[at] == 'e' ? 'b' : 'e';
            memset(marks + at + 1, 'w', n - 1);
        } else if (end > 0) {
            memset(marks + at, 'w', end);
        }
        at += n + end > 0 ? n + end : 1;
        marks[at] = n + end > 0 ? 'e' : 0;
    }
    return marks;
}

/* Price of a line that begins at an atom. */
static int64_t price_start(const struct balance *balance, const char *marks, size_t at) {
    const struct atom *atom = &balance->setting->atoms[at];
    if (atom->break_before != BREAK_FREE) {
        return PRICE_WORD;
    }
    switch (marks[atom->text_at]) {
    case 'w':
        return PRICE_WORD;
    case 'b':
        return 0;
    case 'e':
        return atom[-1].span != atom->span || atom[-1].kind == ATOM_SPACE ? 0 : PRICE_EDGE;
    default:
        return atom[-1].span != atom->span || atom[-1].kind == ATOM_SPACE ? 0 : PRICE_UNKNOWN;
    }
}

static void price_starts(struct balance *balance) {
    const char *marks = mark_words(balance);
    balance->prices =
        ARENA_ARRAY(balance->setting->scratch, int64_t, balance->limit - balance->first);
    for (size_t at = balance->first + 1; at < balance->limit; at++) {
        balance->prices[at - balance->first] = price_start(balance, marks, at);
    }
}

/* Price of the shape of the way at hand: how unlike the lines are, and of what outline. */
static int64_t price_shape(const struct balance *balance) {
    const int64_t *widths = balance->way.widths;
    int64_t price = 0;
    for (size_t i = 0; i < balance->n_lines; i++) {
        int64_t off = (widths[i] - balance->mean) / balance->tenth;
        price += off * off;
        if (i > 0 && llabs(widths[i] - widths[i - 1]) < 5 * balance->tenth) {
            price += PRICE_ALIKE;
        }
        if (i > 0 && i + 1 < balance->n_lines && widths[i] < widths[i - 1] &&
            widths[i] < widths[i + 1]) {
            price += PRICE_WAIST;
        }
    }
    return price;
}

/* Takes the way at hand if it is the best. */
static void judge(struct balance *balance, int64_t price) {
    price += price_shape(balance);
    if (balance->best_price < 0 || price < balance->best_price) {
        balance->best_price = price;
        balance->best = balance->way;
    }
}

/* Tries all ways for line `n` to begin at an atom; those before cost `price`. */
static void try_lines(struct balance *balance, size_t n, size_t at, int64_t price) {
    const struct setting *setting = balance->setting;
    struct stretch line = {0};
    line_begin(setting, at, &line);
    bool is_last = n + 1 == balance->n_lines;
    for (size_t next = is_last ? balance->limit : at + 1; next <= balance->limit; next++) {
        size_t end = line_skip_back(setting, at, next);
        if (end == at ||
            (next < balance->limit && setting->atoms[next].break_before == BREAK_NEVER)) {
            continue;
        }
        struct fit fit = line_measure(setting, &line, end);
        if (fit.slack + fit.end_room < 0) {
            return;
        }
        balance->way.nexts[n] = next;
        balance->way.widths[n] = fit.play.width;
        if (is_last) {
            judge(balance, price);
        } else if (next < balance->limit) {
            try_lines(balance, n + 1, next, price + balance->prices[next - balance->first]);
        }
    }
}

/* The best way of so many lines, or a negative price if there is none. */
static void try_count(struct balance *balance, size_t n_lines, int64_t width) {
    balance->n_lines = n_lines;
    balance->mean = width / (int64_t)n_lines;
    balance->best_price = -1;
    try_lines(balance, 0, balance->first, 0);
}

const size_t *balance_find(const struct setting *setting, size_t first, size_t limit) {
    struct balance balance = {.setting = setting, .first = first, .limit = limit};
    if (limit - first > MOST_ATOMS) {
        return NULL;
    }
    struct stretch whole = {0};
    line_begin(setting, first, &whole);
    int64_t width = line_measure(setting, &whole, limit).play.width;
    balance.tenth = setting->style->size / 10 > 0 ? setting->style->size / 10 : 1;
    price_starts(&balance);
    struct balance fewest = {.best_price = -1};
    for (size_t n = 1; n <= MOST_LINES; n++) {
        try_count(&balance, n, width);
        bool had_one = fewest.best_price >= 0;
        if (balance.best_price >= 0 && (!had_one || balance.best_price < PRICE_WORD)) {
            fewest = balance;
        }
        /* A line more is only taken to spare a word. */
        if (had_one || (balance.best_price >= 0 && balance.best_price < PRICE_WORD)) {
            break;
        }
    }
    if (fewest.best_price < 0) {
        return NULL;
    }
    size_t *nexts = ARENA_ARRAY(setting->scratch, size_t, limit - first + 1);
    for (size_t i = 0, at = first; i < fewest.n_lines; i++) {
        nexts[at - first] = fewest.best.nexts[i];
        at = fewest.best.nexts[i];
    }
    return nexts;
}
