/* Shared by statistics.c (sums) and statistics_book.c (workbook): what is counted where. */
#ifndef DOCS_STATISTICS_INNER_H
#define DOCS_STATISTICS_INNER_H

#include "docs/statistics.h"

/* Codes of a field that make a unit 省直. */
struct direct_rule {
    enum field field;
    int codes[VALUE_MAX_CODES];
    size_t n_codes;
};

/* templates/docs/statistics.yaml. */
struct statistics {
    /* The whole file, for titles and columns. */
    const struct yaml *words;
    /* The first of these fields that is filled decides on 省直. */
    struct direct_rule *direct;
    size_t n_direct;
    /* Fields without which a system lacks data. */
    enum field *minimum;
    size_t n_minimum;
    /* Days from grading to filing (管理办法第十五条). */
    int64_t filing_days;
};

/* Where a floor rule puts a system in T4. */
enum floor_place { FLOOR_PLACE_NONE, FLOOR_PLACE_REACHED, FLOOR_PLACE_MISSED, FLOOR_PLACE_UNKNOWN };

/* Which counts a system is in; N_COUNTS flags. COUNT_UNITS is never set. */
void statistics_place(const struct statistics *statistics, const struct grading *grading,
                      bool counts_in[N_COUNTS]);
/* Where a floor rule puts it. */
enum floor_place statistics_place_floor(const struct grading *grading,
                                        const struct floor_rule *rule);
/* The unit's row of the regional tables, or SIZE_MAX. */
size_t statistics_find_row(const struct docs *docs, struct arena *arena,
                           const struct province *province, const struct unit *unit);

#endif
