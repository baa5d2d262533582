/* Inner header of docs: 《信息系统安全等级保护定级报告》 of one system. */
#ifndef DOCS_GRADING_REPORT_H
#define DOCS_GRADING_REPORT_H

#include "docs/room.h"

/* Its prose and styles of one edition. */
struct grading_report;

/* Reads templates/prose/grading-report and its styles; NULL after reporting what is wrong. */
struct grading_report *grading_report_read(const struct docs *docs, struct diag *diag);
/* The report of one graded system, in `arena`. Data that was not handed in leaves a ruled blank,
 * never a stock sentence. Pages carry 待复核 when the grading needs review. */
struct document *grading_report_build(const struct docs *docs, struct arena *arena,
                                      const struct unit_findings *findings,
                                      const struct grading *grading, struct diag *diag);

#endif
