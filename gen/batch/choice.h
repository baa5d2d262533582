/* Inner header of batch: what of a run's papers is asked for (--only, --unit), and what OUT keeps
 * of the rest. */
#ifndef BATCH_CHOICE_H
#define BATCH_CHOICE_H

#include "batch/engine.h"

/* Every word of --only is one that papers are known by; tells the first that is not. */
bool choice_is_known(const struct engine *engine);
/* Which institutions are asked for; engine_read has found them. False after telling the name that
 * no institution has. */
bool choice_open(struct engine *engine);
/* The papers of this institution are to be made. */
bool choice_has_unit(const struct engine *engine, const struct unit *unit);
/* A file with faults goes back: all do, or it is one of an institution that is asked for. */
bool choice_has_file(const struct engine *engine, struct str name);
/* The province's papers are to be made: never for single institutions, unless by name. */
bool choice_has_province(const struct engine *engine);
/* Keeps in OUT what earlier runs made of what this one was not asked for. */
void choice_keep(struct engine *engine);

#endif
