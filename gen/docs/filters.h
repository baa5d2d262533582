/*
 * Inner header of docs: how prose says a value, {{name | filter}}. A filter changes how a figure
 * looks and never what it is: text that is not what the filter is for stands as it is.
 */
#ifndef DOCS_FILTERS_H
#define DOCS_FILTERS_H

#include "base/base.h"

/* Which. */
enum filter {
    FILTER_NONE,
    /* A whole number below 10^12 in Chinese numerals: 12 is 十二. */
    FILTER_NUMERAL,
    /* An ISO date as people write it, as far as it is known: 2010-03 is 2010年3月. */
    FILTER_DATE,
    /* An amount in 万元 with its unit and thousands apart; one below 1 万元 in 元. */
    FILTER_MONEY,
    /* A number with its thousands apart. */
    FILTER_THOUSANDS,
    /* A share, as "7/9" or a number of percent, in percent to one decimal, half of one up. */
    FILTER_PERCENT,
    N_FILTERS
};

/* The words that filters use: `dates` and `said` of templates/docs/names.yaml. */
struct filter_words {
    const struct yaml *dates, *said;
};

/* The shape of `said`. */
extern const struct yaml_shape filters_shape;

/* A filter by its name; false, and `*nearest` is the name nearest to it, if there is none. */
bool filter_find(struct arena *arena, struct str name, enum filter *filter, struct str *nearest);
/* Says a text by a filter. */
struct str filter_say(struct arena *arena, const struct filter_words *words, enum filter filter,
                      struct str text);
/* Says a share in percent; empty of nothing. */
struct str filter_percent(struct arena *arena, int64_t part, int64_t of);

#endif
