/*
 * Inner header of docs: numbers of the charts of one document, in the order in which they stand
 * there. Words cite a chart by its name, {{chart.NAME}}, before it or behind it; where the chart is
 * left out the name is empty, and the charts behind it move up.
 */
#ifndef DOCS_CHART_NUMBERS_H
#define DOCS_CHART_NUMBERS_H

#include "docs/prose.h"

struct chart_numbers {
    struct arena *arena;
    /* How a number is said, {1} being it; empty: the charts have none. */
    struct str pattern;
    /* Names of all charts that the document may have. */
    const struct str *known;
    size_t n_known;
    /* Names of those it has, in order. */
    struct str *names;
    size_t n_names, capacity;
    /* The names around. */
    const struct prose_scope *around;
};

/* Names chart.NAME within the names of `scope`; both outlive the result. */
struct prose_scope chart_numbers_scope(struct chart_numbers *numbers,
                                       const struct prose_scope *scope);
/* Takes the next chart. */
void chart_numbers_add(struct chart_numbers *numbers, struct str name);
/* The caption of chart `i`, counted from 0, with its number. */
struct str chart_numbers_caption(const struct chart_numbers *numbers, size_t i, struct str caption);

#endif
