/* Contents of pages that come again: found by a few of their words, known by all their bytes. */
#include "write/pdf/repeats.h"

#include <string.h>

/* Words of eight bytes that a key is made of. Pages with the same key and other bytes cost a
 * comparison and no more. */
#define KEY_WORDS 32

struct repeats *repeats_open(struct arena *arena) {
    struct repeats *repeats = ARENA_NEW(arena, struct repeats);
    for (size_t i = 0; i < REPEATS_KEPT; i++) {
        repeats->kept[i].bytes.arena = arena;
    }
    return repeats;
}

/* A key of bytes, from their length and words spread evenly over them; never 0. */
static uint64_t key_of(struct str bytes) {
    uint64_t key = bytes.len;
    size_t last = bytes.len - sizeof key;
    for (size_t i = 0; i <= KEY_WORDS; i++) {
        uint64_t word;
        memcpy(&word, bytes.data + last * i / KEY_WORDS, sizeof word);
        key = (key ^ word) * UINT64_C(0x9E3779B97F4A7C15);
        key ^= key >> 32;
    }
    return key | UINT64_C(1) << 63;
}

static void keep(struct repeat *repeat, uint64_t key, struct str bytes, struct str packed) {
    repeat->key = key;
    repeat->size = bytes.len;
    repeat->packed_size = packed.len;
    repeat->bytes.len = 0;
    buf_add(&repeat->bytes, bytes);
    buf_add(&repeat->bytes, packed);
}

struct str repeats_pack(struct repeats *repeats, struct fontkit *kit, struct arena *arena,
                        struct str bytes) {
    if (bytes.len < sizeof(uint64_t) || bytes.len > REPEATS_LONGEST) {
        return fontkit_pack(kit, arena, bytes);
    }
    uint64_t key = key_of(bytes);
    struct repeat *repeat = &repeats->kept[key % REPEATS_KEPT];
    if (repeat->key == key && repeat->size == bytes.len &&
        memcmp(repeat->bytes.data, bytes.data, bytes.len) == 0) {
        char *packed = arena_alloc_raw(arena, repeat->packed_size, 1);
        memcpy(packed, repeat->bytes.data + repeat->size, repeat->packed_size);
        return (struct str){packed, repeat->packed_size};
    }
    struct str packed = fontkit_pack(kit, arena, bytes);
    uint64_t *seen = &repeats->seen[key % REPEATS_SEEN];
    if (*seen == key) {
        keep(repeat, key, bytes, packed);
    }
    *seen = key;
    return packed;
}
