/* Names by pairs of neighbouring characters, sorted once; a search looks at the rarest pairs. */
#include "base/nearest.h"

#include <stdlib.h>

#include "base/utf8.h"

enum {
    /* Characters of a name that are looked at. */
    LONGEST_NAME = 64,
    /* Names compared in a search at most, and names that a pair may have to be looked at. */
    MOST_COMPARED = 128,
};

/* A pair of characters of a name. */
struct pair {
    uint64_t characters;
    /* Index of the name. */
    size_t name;
};

struct nearest {
    struct arena *arena;
    struct str *names;
    size_t n_names, names_capacity;
    struct pair *pairs;
    size_t n_pairs, pairs_capacity;
    /* Pairs stand in order. */
    bool is_sorted;
};

/* The names that have a pair of the text: pairs [start, start + n). */
struct range {
    size_t start, n;
};

struct nearest *nearest_open(struct arena *arena) {
    struct nearest *nearest = ARENA_NEW(arena, struct nearest);
    nearest->arena = arena;
    return nearest;
}

/* The pairs of a text, its ends included; at most LONGEST_NAME + 1. */
static size_t list_pairs(struct str text, uint64_t pairs[LONGEST_NAME + 1]) {
    size_t n = 0, at = 0;
    uint64_t last = 0;
    while (at < text.len && n < LONGEST_NAME) {
        uint64_t c = utf8_next(text, &at);
        pairs[n++] = last << 32 | c;
        last = c;
    }
    pairs[n++] = last << 32;
    return n;
}

void nearest_add(struct nearest *nearest, struct str name) {
    uint64_t pairs[LONGEST_NAME + 1];
    size_t n = list_pairs(name, pairs);
    for (size_t i = 0; i < n; i++) {
        struct pair pair = {pairs[i], nearest->n_names};
        ARENA_PUSH(nearest->arena, nearest->pairs, nearest->n_pairs, nearest->pairs_capacity, pair);
    }
    ARENA_PUSH(nearest->arena, nearest->names, nearest->n_names, nearest->names_capacity, name);
    nearest->is_sorted = false;
}

static int compare_pairs(const void *left, const void *right) {
    const struct pair *a = left, *b = right;
    int order = (a->characters > b->characters) - (a->characters < b->characters);
    return order ? order : (a->name > b->name) - (a->name < b->name);
}

/* The first pair not below `characters`. */
static size_t find_pair(const struct nearest *nearest, uint64_t characters) {
    size_t low = 0, high = nearest->n_pairs;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (nearest->pairs[middle].characters < characters) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static int compare_ranges(const void *left, const void *right) {
    const struct range *a = left, *b = right;
    int order = (a->n > b->n) - (a->n < b->n);
    return order ? order : (a->start > b->start) - (a->start < b->start);
}

/* The ranges of a text's pairs, the rarest first. */
static size_t list_ranges(const struct nearest *nearest, struct str text,
                          struct range ranges[LONGEST_NAME + 1]) {
    uint64_t pairs[LONGEST_NAME + 1];
    size_t n = list_pairs(text, pairs);
    for (size_t i = 0; i < n; i++) {
        ranges[i].start = find_pair(nearest, pairs[i]);
        ranges[i].n = find_pair(nearest, pairs[i] + 1) - ranges[i].start;
    }
    qsort(ranges, n, sizeof *ranges, compare_ranges);
    return n;
}

struct str nearest_find(struct nearest *nearest, struct str text) {
    struct str candidates[MOST_COMPARED];
    struct range ranges[LONGEST_NAME + 1];
    if (!nearest->is_sorted && nearest->n_pairs) {
        qsort(nearest->pairs, nearest->n_pairs, sizeof *nearest->pairs, compare_pairs);
        nearest->is_sorted = true;
    }
    size_t n_candidates = 0, n_ranges = list_ranges(nearest, text, ranges);
    for (size_t i = 0; i < n_ranges && n_candidates + ranges[i].n <= MOST_COMPARED; i++) {
        for (size_t j = 0; j < ranges[i].n; j++) {
            const struct pair *pair = &nearest->pairs[ranges[i].start + j];
            candidates[n_candidates++] = nearest->names[pair->name];
        }
    }
    /* by name: what is chosen among equals must not depend on the order in which they came */
    if (n_candidates > 1) {
        qsort(candidates, n_candidates, sizeof *candidates, str_compare_for_sort);
    }
    return str_nearest(text, candidates, n_candidates);
}
