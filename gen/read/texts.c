/* Many texts in short: each behind its length, in blocks; of each its place is kept. */
#include "read/texts.h"

#include <string.h>

#include "read/bytes.h"

/* Bytes of a block: a place is the number of the block and that of the byte in it. A text that is
 * longer has the blocks behind to itself, which follow each other in memory. */
enum { BLOCK_BITS = 16, BLOCK_SIZE = 1 << BLOCK_BITS };
/* Bytes put down at a time. */
enum { PIECE = 65536 };

struct texts {
    struct arena *arena;
    char **blocks;
    size_t n_blocks, blocks_capacity;
    /* Bytes used of the last block, and those it has. */
    size_t used, size;
    uint32_t *places;
    size_t n_places, places_capacity;
};

struct texts *texts_open(struct arena *arena) {
    struct texts *texts = ARENA_NEW(arena, struct texts);
    texts->arena = arena;
    return texts;
}

/* Blocks that lie one behind the other, the last of which is used from its start. */
static void add_blocks(struct texts *texts, char *bytes, size_t size) {
    for (size_t at = 0; at == 0 || at < size; at += BLOCK_SIZE) {
        ARENA_PUSH(texts->arena, texts->blocks, texts->n_blocks, texts->blocks_capacity,
                   bytes + at);
    }
}

/* Where so many bytes go; false when the places are used up. */
static bool find_room(struct texts *texts, size_t size, size_t *place) {
    if (size > texts->size - texts->used) {
        size_t first = texts->n_blocks;
        texts->size = size > BLOCK_SIZE ? size : BLOCK_SIZE;
        texts->used = 0;
        add_blocks(texts, arena_alloc_raw(texts->arena, texts->size, 1), texts->size);
        *place = first << BLOCK_BITS;
    } else {
        *place = ((texts->n_blocks - 1) << BLOCK_BITS) + texts->used;
    }
    /* behind a text of many blocks begins another */
    texts->used = texts->size > BLOCK_SIZE ? texts->size : texts->used + size;
    return *place + size <= UINT32_MAX;
}

static void add_place(struct texts *texts, size_t place) {
    ARENA_PUSH(texts->arena, texts->places, texts->n_places, texts->places_capacity,
               (uint32_t)place);
}

bool texts_add(struct texts *texts, struct str text) {
    unsigned char head[BYTES_MOST_SHORT];
    size_t n_head = bytes_put_short(head, 0, text.len), place;
    if (!find_room(texts, n_head + text.len, &place)) {
        return false;
    }
    char *room = texts->blocks[place >> BLOCK_BITS] + (place & (BLOCK_SIZE - 1));
    memcpy(room, head, n_head);
    str_put(room + n_head, text);
    add_place(texts, place);
    return true;
}

size_t texts_count(const struct texts *texts) {
    return texts ? texts->n_places : 0;
}

struct str texts_at(const struct texts *texts, size_t number) {
    uint32_t place = texts->places[number];
    const unsigned char *at =
        (const unsigned char *)texts->blocks[place >> BLOCK_BITS] + (place & (BLOCK_SIZE - 1));
    size_t len = *at & 127;
    for (unsigned shift = 7; *at++ & 128; shift += 7) {
        len |= (size_t)(*at & 127) << shift;
    }
    return (struct str){(const char *)at, len};
}

void texts_put(const struct texts *texts, struct buf *buf,
               void (*put)(void *context, struct buf *buf), void *context) {
    for (size_t i = 0; i < texts_count(texts); i++) {
        struct str text = texts_at(texts, i);
        unsigned char head[BYTES_MOST_SHORT];
        buf_add_bytes(buf, head, bytes_put_short(head, 0, text.len));
        buf_add(buf, text);
        if (buf->len >= PIECE) {
            put(context, buf);
        }
    }
}

struct texts *texts_cut(struct arena *arena, struct str *bytes, size_t n) {
    struct texts *texts = texts_open(arena);
    const char *first = bytes->data;
    add_blocks(texts, (char *)(uintptr_t)first, bytes->len);
    for (size_t i = 0; i < n; i++) {
        size_t place = (size_t)(bytes->data - first);
        uint64_t len;
        if (place > UINT32_MAX || !bytes_cut_short(bytes, &len) || len > bytes->len ||
            !utf8_valid(str_slice(*bytes, 0, (size_t)len), NULL)) {
            return NULL;
        }
        *bytes = str_slice(*bytes, (size_t)len, bytes->len);
        add_place(texts, place);
    }
    return texts;
}
