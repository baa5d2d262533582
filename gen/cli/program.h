/* Inner header of cli: which program this is. */
#ifndef CLI_PROGRAM_H
#define CLI_PROGRAM_H

#include "base/base.h"

/* The version, and the build identifiers of the program and of the libraries it was started with,
 * so that neither another build nor a library that was replaced goes unnoticed. */
struct str program_identity(struct arena *arena);

#endif
