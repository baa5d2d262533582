/* Inner header of docs: what index.html counts, as overview.c reads it and overview_html.c sets it.
 */
#ifndef DOCS_OVERVIEW_INNER_H
#define DOCS_OVERVIEW_INNER_H

#include "docs/row_count.h"

/* Bounds of what it may show. */
enum { OVERVIEW_MOST_COUNTS = 16, OVERVIEW_MOST_CHARTS = 12, OVERVIEW_MOST_COLUMNS = 12 };

/* Rows that are counted. */
struct overview_count {
    struct str label;
    struct row_count rows;
};

/* A chart, or the totals, which have no title. */
struct overview_bars {
    struct str title;
    struct overview_count counts[OVERVIEW_MOST_COUNTS];
    size_t n;
};

/* A column of the table of institutions. */
struct overview_column {
    struct str head;
    /* "error", "warning" or empty: how a count other than 0 is shown. */
    struct str tone;
    /* Complaints are counted: errors, else warnings. */
    bool of_complaints, of_errors;
    /* Rows that are counted otherwise. */
    struct overview_count count;
};

struct overview {
    const struct yaml *words;
    struct overview_bars totals;
    struct overview_bars charts[OVERVIEW_MOST_CHARTS];
    size_t n_charts;
    struct overview_column columns[OVERVIEW_MOST_COLUMNS];
    size_t n_columns;
    /* Changes that are shown. */
    size_t most_changes;
    /* Papers that are named one by one; where there are more, a folder is. */
    size_t most_links;
};

/* Text between tags or within quotes: whatever could be markup is escaped. */
void overview_add_text(struct buf *html, struct str text);
/* ---- what changed: overview_changes.c ---- */
extern const struct yaml_shape overview_changes_shape;
/* Every field named is a column of units or systems; reports YAML_VALUE. */
bool overview_check_changes(const struct yaml *words, struct diag *diag);
/* The table of what changed; nothing where nothing did. */
void overview_add_changes(const struct docs *docs, struct arena *arena, struct buf *html,
                          const struct overview_facts *facts);

#endif
