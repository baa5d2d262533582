/* Inner header of docs: the province's sums, and 年度统计表.xlsx made of them. */
#ifndef DOCS_STATISTICS_H
#define DOCS_STATISTICS_H

#include "docs/room.h"

/* Titles and headings of the tables, from templates/docs/statistics.yaml. */
struct statistics;

/* Columns of a region's counts. */
enum count {
    /* Units that handed in. */
    COUNT_UNITS,
    /* All systems: 系统总数. */
    COUNT_SYSTEMS,
    /* 未定级, then levels 1 to 5 in order. */
    COUNT_UNGRADED,
    COUNT_LEVEL1,
    COUNT_LEVEL2,
    COUNT_LEVEL3,
    COUNT_LEVEL4,
    COUNT_LEVEL5,
    /* 低于下限数: below a hard floor. */
    COUNT_BELOW_FLOOR,
    /* 数据缺失系统数: some datum of the filing form's minimum is missing. */
    COUNT_INCOMPLETE,
    /* 应备案: level 2 and above. */
    COUNT_TO_FILE,
    /* 已向公安备案. */
    COUNT_FILED,
    /* 逾期备案: filed later than 30 days after grading, or after launch where that came later. */
    COUNT_FILED_LATE,
    /* 未备案. */
    COUNT_UNFILED,
    /* 已向卫生部门备案. */
    COUNT_HEALTH_FILED,
    /* 证明编号缺失: filed with the police, without a certificate number. */
    COUNT_NO_CERTIFICATE,
    /* How many. */
    N_COUNTS
};

/* A row of the regional tables: 省直 first, then each city by code. */
struct region_counts {
    /* What rows are sorted by: the code of the city, or of the county where no city stands over it;
     * texts that sort around the codes for 省直 and for units without a code. */
    struct str code;
    /* Printed name. */
    struct str name;
    /* By enum count. */
    size_t counts[N_COUNTS];
};

/* A row of T4: one floor rule over all systems it speaks to. */
struct floor_counts {
    /* The rule. */
    const struct floor_rule *rule;
    /* 应达三级系统数, 已达, 未达, 无法判定. */
    size_t due, reached, missed, unknown;
};

/* The province's sums; every figure of report and workbook comes from here. */
struct province {
    /* The regions in order. */
    struct region_counts *regions;
    size_t n_regions;
    /* Row of each unit, by its place in the findings. */
    size_t *rows;
    /* Sums over all regions. */
    struct region_counts total;
    /* T4. */
    struct floor_counts *floors;
    size_t n_floors;
};

/* Reads the tables' wording. */
struct statistics *statistics_read(const struct docs *docs, struct diag *diag);
/* Sums up all units. Reports SUMS_DISAGREE and returns NULL when its own cross-checks fail. */
const struct province *statistics_sum(const struct docs *docs, struct arena *arena,
                                      struct unit_findings *const *findings, size_t n_findings,
                                      struct diag *diag);
/* T1, T2 or T5 for a flowing document; NULL if there is none of that name. */
const struct table *statistics_table(const struct docs *docs, struct arena *arena,
                                     const struct province *province, struct str name);
/* T2's levels as stacked bars, a bar a region. */
const struct chart *statistics_chart(const struct docs *docs, struct arena *arena,
                                     const struct province *province, struct str caption);
/* A rate as printed: one decimal and %, halves up; empty for 0/0. */
struct str statistics_rate(struct arena *arena, size_t part, size_t of);
/* 年度统计表.xlsx: T1, T2, T4, T5, totals as formulas with computed values, a native chart of T2,
 * and 来源: the units and systems behind every figure. `findings` are those summed. */
const struct workbook *statistics_build(const struct docs *docs, struct arena *arena,
                                        const struct province *province,
                                        struct unit_findings *const *findings, size_t n_findings);

#endif
