/* Inner header of intake: 审核.csv, by which one version of an institution's papers is fixed. */
#ifndef INTAKE_ACCEPTED_H
#define INTAKE_ACCEPTED_H

#include "intake/party.h"

/* The file is accepted, and the mended copy of it is not: it does not take its place by itself. */
bool accepted_holds(const struct intake *intake, size_t original, size_t mended);
/* Counts the errors that reading reported of each file, if anything is accepted. */
void accepted_open(struct join *join);
/* Notes at the hands of an institution by which row each is accepted. */
void accepted_mark(const struct join *join, struct party *party);
/* The two numbers in words. */
struct str accepted_errors(const struct join *join, const struct intake_version *version);
/* Takes down what became of an accepted version. */
void accepted_note(const struct join *join, const struct intake_version *version);
/* When all institutions are settled: takes down every row that nothing was taken down of. Reports
 * ACCEPTED_MISSING and ACCEPTED_OTHER. */
void accepted_settle(const struct join *join);

#endif
