/*
 * Where a title breaks (GB/T 9704-2012 7.3.1): into as few lines as hold it, of lengths that make a
 * trapezoid or a rhombus, never within a word. Which words there are is said by the style file: a
 * break between two of them is best, one within one is the last resort. Of all ways to break it the
 * best is found; what follows a line hangs on where that and the one before it begin, so each such
 * case is priced once.
 */
#include <stdlib.h>
#include <string.h>

#include "layout/text/para.h"

/* More atoms or lines than a title has: such text is set as any other. */
#define MOST_ATOMS 160
#define MOST_LINES 8

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

/* The best way from the start of a line to the end. */
struct rest {
    /* Negative: there is none. */
    int64_t price;
    /* Start of the next line. */
    uint32_t next;
    bool is_known;
};

/* Where a line stands. */
struct place {
    /* Its number, its first atom and that of the line before it. */
    size_t n, at, before;
    /* Width of the line before; it is shorter than the one before that. */
    int64_t width;
    bool is_falling;
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
    /* By place. */
    struct rest *rests;
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

/* Price of a line so wide at a place: how unlike the mean and the line before it is, and of what
 * outline. */
static int64_t price_shape(const struct balance *balance, const struct place *place,
                           int64_t width) {
    int64_t off = (width - balance->mean) / balance->tenth;
    int64_t price = off * off;
    if (place->n > 0 && llabs(width - place->width) < 5 * balance->tenth) {
        price += PRICE_ALIKE;
    }
    return price + (place->is_falling && place->width < width ? PRICE_WAIST : 0);
}

static struct rest *find_rest(const struct balance *balance, const struct place *place) {
    size_t n_atoms = balance->limit - balance->first;
    size_t row = place->n * n_atoms + place->at - balance->first;
    return &balance
                ->rests[(row * n_atoms + place->before - balance->first) * 2 + place->is_falling];
}

/* Price of the best way from a place to the end; negative if there is none. */
static int64_t price_rest(const struct balance *balance, const struct place *place) {
    const struct setting *setting = balance->setting;
    struct rest *rest = find_rest(balance, place);
    if (rest->is_known) {
        return rest->price;
    }
    *rest = (struct rest){.price = -1, .is_known = true};
    struct stretch line = {0};
    line_begin(setting, place->at, &line);
    bool is_last = place->n + 1 == balance->n_lines;
    for (size_t next = is_last ? balance->limit : place->at + 1; next <= balance->limit; next++) {
        size_t end = line_skip_back(setting, place->at, next);
        bool is_end = next == balance->limit;
        if (end == place->at || is_end != is_last ||
            (!is_end && setting->atoms[next].break_before == BREAK_NEVER)) {
            continue;
        }
        struct fit fit = line_measure(setting, &line, end);
        if (fit.slack + fit.end_room < 0) {
            break;
        }
        int64_t width = fit.play.width, after = 0;
        if (!is_end) {
            bool is_falling = place->n > 0 && width < place->width;
            after = price_rest(balance,
                               &(struct place){place->n + 1, next, place->at, width, is_falling});
        }
        int64_t price = price_shape(balance, place, width) + after;
        price += is_end ? 0 : balance->prices[next - balance->first];
        if (after >= 0 && (rest->price < 0 || price < rest->price)) {
            rest->price = price;
            rest->next = (uint32_t)next;
        }
    }
    return rest->price;
}

/* The best way of so many lines: its price, negative if there is none, and the starts of its
 * lines. */
static int64_t try_count(struct balance *balance, size_t n_lines, int64_t width, size_t *nexts) {
    size_t n_atoms = balance->limit - balance->first;
    balance->n_lines = n_lines;
    balance->mean = width / (int64_t)n_lines;
    balance->rests =
        ARENA_ARRAY(balance->setting->scratch, struct rest, 2 * n_lines * n_atoms * n_atoms);
    struct place place = {.at = balance->first, .before = balance->first};
    int64_t price = price_rest(balance, &place);
    for (size_t n = 0; price >= 0 && n < n_lines; n++) {
        size_t next = find_rest(balance, &place)->next;
        struct stretch line = {0};
        line_begin(balance->setting, place.at, &line);
        size_t end = line_skip_back(balance->setting, place.at, next);
        int64_t wide = line_measure(balance->setting, &line, end).play.width;
        nexts[place.at - balance->first] = next;
        place = (struct place){n + 1, next, place.at, wide, n > 0 && wide < place.width};
    }
    return price;
}

const size_t *balance_find(const struct setting *setting, size_t first, size_t limit) {
    struct balance balance = {.setting = setting, .first = first, .limit = limit};
    if (limit - first > MOST_ATOMS) {
        return NULL;
    }
    struct stretch whole = {0};
    line_begin(setting, first, &whole);
    struct fit fit = line_measure(setting, &whole, limit);
    int64_t width = fit.play.width, fewest = -1;
    if (fit.slack + fit.end_room >= 0 || whole.width <= 0) {
        return NULL;
    }
    balance.tenth = setting->style->size / 10 > 0 ? setting->style->size / 10 : 1;
    price_starts(&balance);
    size_t *best = NULL;
    for (size_t n = (size_t)(width / whole.width); n <= MOST_LINES; n++) {
        size_t *nexts = ARENA_ARRAY(setting->scratch, size_t, limit - first + 1);
        int64_t price = try_count(&balance, n, width, nexts);
        bool had_one = fewest >= 0;
        if (price >= 0 && (!had_one || price < PRICE_WORD)) {
            fewest = price;
            best = nexts;
        }
        /* A line more is only taken to spare a word. */
        if (had_one || (price >= 0 && price < PRICE_WORD)) {
            break;
        }
    }
    return best;
}
