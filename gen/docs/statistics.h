/* Inner header of docs: the province's sums over the ledger, and 年度统计表.xlsx made of them. */
#ifndef DOCS_STATISTICS_H
#define DOCS_STATISTICS_H

#include "docs/room.h"

/* What the tables show, from templates/docs/statistics.yaml. */
struct statistics;
/* The province's sums; every figure of report and workbook comes from here. */
struct province;

/* Reads the tables; NULL after reporting what is wrong. */
struct statistics *statistics_read(const struct docs *docs, struct diag *diag);
/* Sums up the ledger, which must be settled. Reports SUMS_DISAGREE and returns NULL when rows
 * contradict each other. */
const struct province *statistics_sum(const struct docs *docs, struct arena *arena,
                                      const struct ledger *ledger, struct diag *diag);
/* What a report of the run's level is made of: of a city's, where the run names the city, its
 * institutions alone, and CITY_OUTSIDE names the others; where it names none and there are several,
 * CITY_UNNAMED. */
const struct ledger *statistics_cut(const struct docs *docs, struct arena *arena,
                                    const struct ledger *ledger, struct diag *diag);
/* Areas that have rows. */
size_t statistics_n_areas(const struct province *province);
/* The rows that it sums up. */
const struct ledger *statistics_ledger(const struct province *province);
/* Name of the area of a row of a table, and its place among the areas; empty for a row of no unit.
 */
struct str statistics_area(const struct province *province, enum ledger_table table, size_t row,
                           size_t *place);
/* Text of what prose calls by that name: "T2.三级" the total of a column, "T12.OB-43.逾期" a cell
 * of a listed row, "L2" how many stand in a list; empty for the rate of nothing and for what nobody
 * keeps. With ".any" behind, "1" where that is more than nothing, else empty. False if there is
 * none. */
bool statistics_ask(const struct docs *docs, struct arena *arena, const struct province *province,
                    struct str name, struct str *text);
/* The names of totals and lists that statistics_ask knows. */
struct str *statistics_names(const struct docs *docs, struct arena *arena, size_t *n_names);
/* A table or list for a flowing document by its id ("T2", "L1"); NULL if there is none. */
const struct flow_table *statistics_table(const struct docs *docs, struct arena *arena,
                                          const struct province *province, struct str id);
/* A table's chart by its id ("levels"), a bar a row or one of the total; NULL if there is none. */
const struct chart *statistics_chart(const struct docs *docs, struct arena *arena,
                                     const struct province *province, struct str id);
/* 年度统计表.xlsx: every table, totals as formulas with computed values, native charts, and 来源:
 * the units and systems behind every figure. */
const struct workbook *statistics_build(const struct docs *docs, struct arena *arena,
                                        const struct province *province);

#endif
