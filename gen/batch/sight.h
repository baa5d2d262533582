/* Inner header of batch: whether the files of an OUT are as its manifest lists them. */
#ifndef BATCH_SIGHT_H
#define BATCH_SIGHT_H

#include "batch/batch.h"
#include "batch/manifest.h"

/* What comes of looking at a file. */
enum sight {
    /* Nobody has looked. */
    SIGHT_NONE,
    SIGHT_GOOD,
    SIGHT_MISSING,
    SIGHT_CHANGED,
};

/* Looks at every file of the manifest, by as many processes as the request asks for, and hashes
 * what is there. One byte a file, an enum sight, in the order of the manifest, in the arena. NULL
 * once the run is to be stopped. */
const unsigned char *sight_take(const struct batch_request *request, struct arena *arena,
                                const struct folder *folder, const struct manifest *manifest);

#endif
