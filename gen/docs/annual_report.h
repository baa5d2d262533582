/* Inner header of docs: 年度工作报告.pdf, the province's report to the ministry. */
#ifndef DOCS_ANNUAL_REPORT_H
#define DOCS_ANNUAL_REPORT_H

#include "docs/statistics.h"

/* Its prose and styles. */
struct annual_report;

/* Reads templates/prose/annual-report and its styles; NULL after reporting what is wrong. */
struct annual_report *annual_report_read(const struct docs *docs, struct diag *diag);
/* Its styles. */
const struct styles *annual_report_styles(const struct annual_report *report);
/* The report in `arena`; every figure in its text is a cell of a table. */
struct document *annual_report_build(const struct docs *docs, struct arena *arena,
                                     const struct province *province, struct diag *diag);

#endif
