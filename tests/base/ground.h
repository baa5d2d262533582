/* What every test of base stands on: one arena and one list of diagnostics a test. */
#ifndef TESTS_BASE_GROUND_H
#define TESTS_BASE_GROUND_H

#include "base/base.h"

/* The test's arena. */
extern struct arena *arena;
/* The test's diagnostics, in the arena. */
extern struct diag *diag;
/* A source named "input" without sheet. */
extern const struct source input;

/* Fixture of every suite. */
void open_ground(void);
/* Its other half. */
void close_ground(void);
/* Equal text; prints both if not. */
bool same(struct str got, const char *want);
/* The id of the only diagnostic; fails the test when there is none or more than one. */
enum diag_id only_id(void);
/* A folder of the test's own, empty at first; close_ground removes it. */
struct str own_folder(void);
/* `name` below that folder. */
struct str own_path(const char *name);
/* Gives up the rights of root, who may do everything; nothing when the test has none. */
void become_nobody(void);
/* Takes them back; leaks cannot be looked for without. */
void become_oneself(void);
/* A number below `limit` that follows from those before: the same tests on every machine. */
unsigned draw(unsigned limit);
/* A text of `n` draws from `letters`. */
struct str draw_text(size_t n, const char *letters);

#endif
