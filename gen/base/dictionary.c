/* The one hash table: open addressing over slots of a power of two. */
#include "base/dictionary.h"

#include <string.h>

/* A key with its number; a key without data is a free slot. The hash says of nearly all other keys
 * that they are others: keys lie anywhere, and looking at one may bring a page of memory back. */
struct slot {
    const char *data;
    uint32_t len, hash;
    size_t number;
};

struct dictionary {
    struct arena *arena;
    /* Where the slots of a large table are, which go when it grows; NULL for a small one. */
    struct arena *own;
    struct slot *slots;
    size_t n_keys, capacity;
};

/* From so many slots on a table is large: some 1.5 MiB. */
enum { FIRST_SLOTS = 8, LARGE_SLOTS = 65536 };

struct dictionary *dictionary_open(struct arena *arena) {
    struct dictionary *dictionary = ARENA_NEW(arena, struct dictionary);
    dictionary->arena = arena;
    return dictionary;
}

/* Its lower bits choose the slot; both halves of the whole are in it. */
static uint32_t hash_of(struct str key) {
    uint64_t hash = str_hash(key);
    return (uint32_t)(hash ^ hash >> 32);
}

/* The slot of a key, or the free one where it would go. */
static struct slot *find_slot(const struct dictionary *dictionary, struct str key, uint32_t hash) {
    size_t mask = dictionary->capacity - 1;
    for (size_t at = hash & mask;; at = (at + 1) & mask) {
        struct slot *slot = &dictionary->slots[at];
        if (!slot->data || (slot->hash == hash && slot->len == key.len &&
                            (!key.len || memcmp(slot->data, key.data, key.len) == 0))) {
            return slot;
        }
    }
}

/* Where a slot goes whose key no other has. */
static void move_slot(const struct dictionary *dictionary, const struct slot *slot) {
    size_t mask = dictionary->capacity - 1, at = slot->hash & mask;
    while (dictionary->slots[at].data) {
        at = (at + 1) & mask;
    }
    dictionary->slots[at] = *slot;
}

static void release(void *object) {
    const struct dictionary *dictionary = object;
    arena_close(dictionary->own);
}

/* Where the slots of a table of so many are to be. */
static struct arena *home_of(struct dictionary *dictionary) {
    if (dictionary->capacity < LARGE_SLOTS) {
        return dictionary->arena;
    }
    if (!dictionary->own) {
        arena_own(dictionary->arena, dictionary, release);
    }
    dictionary->own = arena_open_like(dictionary->arena);
    return dictionary->own;
}

static void widen(struct dictionary *dictionary) {
    struct dictionary old = *dictionary;
    dictionary->capacity = old.capacity ? 2 * old.capacity : FIRST_SLOTS;
    dictionary->slots = ARENA_ARRAY(home_of(dictionary), struct slot, dictionary->capacity);
    for (size_t i = 0; i < old.capacity; i++) {
        if (old.slots[i].data) {
            move_slot(dictionary, &old.slots[i]);
        }
    }
    arena_close(old.own);
}

bool dictionary_put(struct dictionary *dictionary, struct str key, size_t number) {
    if ((dictionary->n_keys + 1) * 2 > dictionary->capacity) {
        widen(dictionary);
    }
    uint32_t hash = hash_of(key);
    struct slot *slot = find_slot(dictionary, key, hash);
    if (slot->data) {
        return false;
    }
    *slot = (struct slot){key.data ? key.data : "", (uint32_t)key.len, hash, number};
    dictionary->n_keys++;
    return true;
}

bool dictionary_get(const struct dictionary *dictionary, struct str key, size_t *number) {
    if (dictionary->n_keys == 0) {
        return false;
    }
    const struct slot *slot = find_slot(dictionary, key, hash_of(key));
    if (!slot->data) {
        return false;
    }
    *number = slot->number;
    return true;
}
