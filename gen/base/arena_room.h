/* Inner header of base: room of an arena for bytes that their taker fills. */
#ifndef BASE_ARENA_ROOM_H
#define BASE_ARENA_ROOM_H

#include "base/arena.h"

/* Room for `size` bytes that begins with the first `used` of `block`, which had `old_size` (NULL
 * and 0 for none); the others hold anything. A block that was the last to be taken grows where it
 * stands, if its chunk has the room. Never NULL. */
void *arena_regrow(struct arena *arena, void *block, size_t used, size_t old_size, size_t size);

#endif
