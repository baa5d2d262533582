/* Opening a press. */
#include "write/press.h"

/* A chunk of scratch memory that most documents do with. Kept from one to the next, so that the
 * system need not hand out and clear the same pages over and over. */
#define SCRATCH_ROOM ((size_t)1 << 20)

static void close_scratch(void *object) {
    arena_close(object);
}

struct press *press_open(struct arena *arena) {
    struct press *press = ARENA_NEW(arena, struct press);
    press->arena = arena;
    press->scratch = arena_open_like(arena);
    arena_own(arena, press->scratch, close_scratch);
    arena_alloc_raw(press->scratch, SCRATCH_ROOM, 1);
    press->start = arena_mark(press->scratch);
    press->start.used = 0;
    arena_rewind(press->scratch, press->start);
    press->fonts = fontkit_open(arena);
    press->text.arena = arena;
    return press;
}

void press_keep(struct press *press, struct cache *cache, const struct digests *digests) {
    fontkit_keep(press->fonts, cache, digests);
}

void press_measure(struct press *press, struct meter *meter) {
    press->meter = meter;
}
