/* What the tests of batch stand on: an arena, a list of trouble and a folder of the test's own. */
#ifndef TESTS_BATCH_GROUND_H
#define TESTS_BATCH_GROUND_H

#include "base/base.h"

/* The test's arena. */
extern struct arena *arena;
/* Its trouble. */
extern struct diag *trouble;

/* Fixture of every suite. */
void open_ground(void);
/* Its other half: closes the arena, removes the folder. */
void close_ground(void);
/* `name` below the test's own folder, which is empty at first. */
struct str own_path(const char *name);
/* Makes a file there, with its folders. */
void put_file(const char *name, const char *text);
/* Whether a file of exactly that text is there. */
bool holds(const char *name, const char *text);

#endif
