/* The one hash table: open addressing over slots of a power of two. */
#include "base/dictionary.h"

/* A key with its number; a key without data is a free slot. */
struct slot {
    struct str key;
    size_t number;
};

struct dictionary {
    struct arena *arena;
    struct slot *slots;
    size_t n_keys, capacity;
};

enum { FIRST_SLOTS = 8 };

struct dictionary *dictionary_open(struct arena *arena) {
    struct dictionary *dictionary = ARENA_NEW(arena, struct dictionary);
    dictionary->arena = arena;
    return dictionary;
}

/* The slot of a key, or the free one where it would go. */
static struct slot *find_slot(const struct dictionary *dictionary, struct str key) {
    size_t mask = dictionary->capacity - 1;
    size_t at = (size_t)str_hash(key) & mask;
    while (dictionary->slots[at].key.data && !str_equal(dictionary->slots[at].key, key)) {
        at = (at + 1) & mask;
    }
    return &dictionary->slots[at];
}

static void widen(struct dictionary *dictionary) {
    struct dictionary old = *dictionary;
    dictionary->capacity = old.capacity ? 2 * old.capacity : FIRST_SLOTS;
    dictionary->slots = ARENA_ARRAY(dictionary->arena, struct slot, dictionary->capacity);
    for (size_t i = 0; i < old.capacity; i++) {
        if (old.slots[i].key.data) {
            *find_slot(dictionary, old.slots[i].key) = old.slots[i];
        }
    }
}

bool dictionary_put(struct dictionary *dictionary, struct str key, size_t number) {
    if ((dictionary->n_keys + 1) * 2 > dictionary->capacity) {
        widen(dictionary);
    }
    struct slot *slot = find_slot(dictionary, key);
    if (slot->key.data) {
        return false;
    }
    *slot = (struct slot){key.data ? key : STR(""), number};
    dictionary->n_keys++;
    return true;
}

bool dictionary_get(const struct dictionary *dictionary, struct str key, size_t *number) {
    if (dictionary->n_keys == 0) {
        return false;
    }
    const struct slot *slot = find_slot(dictionary, key);
    if (!slot->key.data) {
        return false;
    }
    *number = slot->number;
    return true;
}
