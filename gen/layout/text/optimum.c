/*
 * Where a justified paragraph breaks: not line by line but so that all lines together are set best,
 * after Knuth and Plass, "Breaking Paragraphs into Lines" (1981). From the end backwards each place
 * where a line may begin learns the cheapest way to the end; the ways from a place are few, as a
 * line must be nearly full.
 */
#include "layout/text/para.h"

/* Prices. A slot widened by n thousandths of an em costs n squared, so 30 of them cost 900. */
enum {
    /* A line more. */
    PRICE_LINE = 10,
    /* The mark at the end gives up its blank. */
    PRICE_END = 20,
    /* Marks and blanks give up something, and how much more all they have. */
    PRICE_MARKS = 50,
    PRICE_ALL_MARKS = 150,
    /* 中西间距 gives up something, and how much more all it has. */
    PRICE_GAPS = 400,
    PRICE_ALL_GAPS = 600,
    /* Blanks and 中西间距 grow to half an em. */
    PRICE_ALL_STRETCH = 300,
    /* Slots grow by more than COMFORT thousandths of an em. */
    PRICE_WIDE = 4000,
    /* A line stays ragged, and what each em that it lacks costs, squared. */
    PRICE_RAGGED = 20000,
    PRICE_LACK = 500,
    /* Breaks that are not free. */
    PRICE_OPTION = 3000,
    PRICE_JOINT = 1500,
    PRICE_TORN = 6000,
    /* The last line is one character, with or without its mark. */
    PRICE_LONELY = 2500,
    /* No break fits: lines.c forces one. */
    PRICE_FORCED = 1000000,
};
#define COMFORT 30
/* Ways with a hole of more ems are looked at only if there is no other. */
#define FAR 3

/* The search. */
struct search {
    const struct setting *setting;
    /* The atoms are [first, limit). */
    size_t first, limit;
    /* By atom: price from there to the end, start of the next line. */
    int64_t *prices;
    size_t *nexts;
};

/* n / d of a price, squared. */
static int64_t price_part(int64_t price, int64_t n, int64_t d) {
    return d > 0 ? price * n / d * n / d : 0;
}

/* Price of a line that is too wide by `need` once its end mark has given what it has; it fits. */
static int64_t price_squeeze(const struct fit *fit, int64_t need) {
    if (need <= 0) {
        return PRICE_END;
    }
    if (need <= fit->play.marks) {
        return PRICE_MARKS + price_part(PRICE_ALL_MARKS, need, fit->play.marks);
    }
    return PRICE_GAPS + price_part(PRICE_ALL_GAPS, need - fit->play.marks, fit->play.gaps);
}

/* Price of a line that is too narrow by `slack`. */
static int64_t price_stretch(const struct fit *fit, int64_t slack, int32_t size) {
    int64_t first = slack < fit->play.stretch ? slack : fit->play.stretch;
    int64_t rest = slack - first;
    if (!fit_within_cap(fit, rest, size)) {
        int64_t lack = slack * 8 / size;
        return PRICE_RAGGED + PRICE_LACK * lack * lack / 64;
    }
    int64_t price = price_part(PRICE_ALL_STRETCH, first, fit->play.stretch);
    if (rest > 0) {
        int64_t each = rest * 1000 / (fit->play.n_slots * size);
        price += each * each + (each > COMFORT ? PRICE_WIDE : 0);
    }
    return price;
}

static int64_t price_break(const struct search *search, size_t next) {
    switch (search->setting->atoms[next].break_before) {
    case BREAK_OPTION:
        return PRICE_OPTION;
    case BREAK_JOINT:
        return PRICE_JOINT;
    case BREAK_TORN:
        return PRICE_TORN;
    default:
        return 0;
    }
}

/* Whether the last line, from `first` on, is a single character and its marks. */
static bool is_lonely(const struct search *search, size_t first, size_t end) {
    while (end > first + 1 && search->setting->atoms[end - 1].class == CHAR_CLOSE) {
        end--;
    }
    return end == first + 1 && first > search->first;
}

/* Price of a line from `line` on whose atoms fit, up to `next`. */
static int64_t price_line(const struct search *search, const struct stretch *line, size_t end,
                          size_t next, const struct fit *fit) {
    int64_t price = PRICE_LINE;
    if (fit->slack < 0) {
        price += price_squeeze(fit, -fit->slack - fit->end_room);
    } else if (next < search->limit) {
        price += price_stretch(fit, fit->slack, search->setting->style->size);
    }
    if (next < search->limit) {
        return price + price_break(search, next);
    }
    return price + (is_lonely(search, line->first, end) ? PRICE_LONELY : 0);
}

/* Finds the best next line start for a line that begins at `at`. `*high` is the last atom that a
 * line from the place behind could end before; it only sinks. */
static void find_next(struct search *search, size_t at, size_t *high) {
    const struct setting *setting = search->setting;
    struct stretch line = {0};
    line_begin(setting, at, &line);
    line.trimmed = at > search->first ? line.trimmed : 0;
    int64_t far = INT64_C(1) * FAR * setting->style->size;
    search->prices[at - search->first] = PRICE_FORCED;
    bool is_found = false;
    for (size_t next = *high; next > at; next--) {
        if (next < search->limit && setting->atoms[next].break_before == BREAK_NEVER) {
            continue;
        }
        size_t end = line_skip_back(setting, at, next);
        if (end == at) {
            break;
        }
        struct fit fit = line_measure(setting, &line, end);
        if (fit.slack + fit_room(&fit) < 0) {
            *high = next > at + 1 ? next - 1 : next;
            continue;
        }
        if (is_found && fit.slack > far) {
            break;
        }
        int64_t price = price_line(search, &line, end, next, &fit);
        price += search->prices[next - search->first];
        if (!is_found || price < search->prices[at - search->first]) {
            search->prices[at - search->first] = price;
            search->nexts[at - search->first] = next;
        }
        is_found = true;
    }
}

const size_t *optimum_find(const struct setting *setting, size_t first, size_t limit) {
    struct search search = {.setting = setting, .first = first, .limit = limit};
    search.prices = ARENA_ARRAY(setting->scratch, int64_t, limit - first + 1);
    search.nexts = ARENA_ARRAY(setting->scratch, size_t, limit - first + 1);
    size_t high = limit;
    for (size_t at = limit; at-- > first;) {
        if (at == first || setting->atoms[at].break_before > BREAK_NEVER) {
            /* The first line may be wider than the others. */
            high = at == first && setting->style->first_indent < 0 ? limit : high;
            find_next(&search, at, &high);
        }
    }
    return search.nexts;
}
