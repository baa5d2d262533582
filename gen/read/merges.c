/* Merges found by place without being spread out. */
#include <stdlib.h>

#include "read/store.h"

/* A stretch of rows that a merge fills, as a node of the binary tree over all rows: the root is 1,
 * the children of n are 2n and 2n + 1, row r is leaf ROW_LEAVES + r - 1. */
#define ROW_LEAVES STORE_MOST_ROWS
#define ROW_LEVELS 21

/* One merge at one node. */
struct merge_slot {
    uint32_t node;
    /* First column of the merge; slots are sorted by node, then column. */
    uint32_t column;
    uint32_t merge;
};

struct merge_index {
    struct merge_slot *slots;
    size_t n_slots, capacity;
    /* Bit k: some node k levels above the leaves is in use. */
    uint32_t levels;
};

static int compare_slots(const void *a, const void *b) {
    const struct merge_slot *x = a, *y = b;
    if (x->node != y->node) {
        return x->node < y->node ? -1 : 1;
    }
    if (x->column != y->column) {
        return x->column < y->column ? -1 : 1;
    }
    return x->merge < y->merge ? -1 : x->merge > y->merge;
}

static uint32_t level_of(uint32_t node) {
    uint32_t level = 0;
    while (node < ROW_LEAVES) {
        node *= 2;
        level++;
    }
    return level;
}

/* Cuts a merge's rows into the few tree nodes that fill them exactly. */
static void place_merge(struct arena *arena, struct merge_index *index,
                        const struct read_merge *merge, uint32_t number) {
    uint32_t low = ROW_LEAVES + merge->first_row - 1;
    uint32_t high = ROW_LEAVES + merge->last_row;
    for (; low < high; low /= 2, high /= 2) {
        uint32_t nodes[2] = {low & 1 ? low++ : 0, high & 1 ? --high : 0};
        for (size_t i = 0; i < 2; i++) {
            if (nodes[i]) {
                struct merge_slot slot = {nodes[i], merge->first_column, number};
                ARENA_PUSH(arena, index->slots, index->n_slots, index->capacity, slot);
                index->levels |= 1U << level_of(nodes[i]);
            }
        }
    }
}

void store_index_merges(struct read_sheet *sheet) {
    struct read_store *store = sheet->store;
    struct arena *arena = store->file->scratch;
    if (!store->n_merges) {
        return;
    }
    struct merge_index *index = ARENA_NEW(arena, struct merge_index);
    for (size_t i = 0; i < store->n_merges; i++) {
        place_merge(arena, index, &store->merges[i], (uint32_t)i);
    }
    qsort(index->slots, index->n_slots, sizeof *index->slots, compare_slots);
    store->merge_index = index;
}

/* The last slot of a node that starts at or before a column: among merges that do not overlap, the
 * only one of that node that can cover the place. */
static const struct merge_slot *find_slot(const struct merge_index *index, uint32_t node,
                                          uint32_t column) {
    size_t low = 0, high = index->n_slots;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct merge_slot *slot = &index->slots[middle];
        if (slot->node < node || (slot->node == node && slot->column <= column)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low && index->slots[low - 1].node == node ? &index->slots[low - 1] : NULL;
}

const struct read_merge *read_merge_at(const struct read_sheet *sheet, uint32_t row,
                                       uint32_t column) {
    const struct merge_index *index = sheet->store->merge_index;
    if (!index || row == 0 || row > STORE_MOST_ROWS) {
        return NULL;
    }
    uint32_t leaf = ROW_LEAVES + row - 1;
    for (uint32_t level = 0; level < ROW_LEVELS; level++) {
        if (!(index->levels & 1U << level)) {
            continue;
        }
        const struct merge_slot *slot = find_slot(index, leaf >> level, column);
        if (slot && sheet->store->merges[slot->merge].last_column >= column) {
            return &sheet->store->merges[slot->merge];
        }
    }
    return NULL;
}
