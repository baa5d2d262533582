/* Inner header of docs: rows of data/ that a template has counted, all of them or by institution.
 */
#ifndef DOCS_ROW_COUNT_H
#define DOCS_ROW_COUNT_H

#include "docs/room.h"

/* Which rows. */
struct row_count {
    enum ledger_table table;
    const struct ledger_filter *where;
    /* Or these; NULL: no others. */
    const struct ledger_filter *other;
};

/* Reads keys `table`, `where` and `or` of a node; with `by_unit` the table must have rows of
 * institutions, in their order. Reports YAML_VALUE and returns false. */
bool row_count_read(const struct docs *docs, const struct yaml *node, bool by_unit,
                    struct row_count *count, struct diag *diag);
/* A condition with the days of the run in the places of {as_of}, {year_start}, {year_end},
 * {next_year} and of {in_year}: within the year reported on, and not after the day of the report.
 */
struct str row_count_words(const struct docs *docs, struct str text);
/* Reports YAML_VALUE at a node: what may stand there instead. Always false. */
bool row_count_refuse(const struct yaml *node, const char *key, struct str value,
                      struct str expected, struct diag *diag);
/* How many rows of the settled ledger there are. */
size_t row_count_all(const struct ledger *ledger, const struct row_count *count);
/* Counts them by institution: that at place i of the ledger's adds to numbers[i * step]. */
void row_count_by_unit(const struct ledger *ledger, const struct row_count *count, size_t *numbers,
                       size_t step);

#endif
