/* Deflate: making a Huffman code, coding single pieces, and joining their bits to one stream. */
#include "write/font/deflate.h"

#include <string.h>

/* Longest code of a symbol in Deflate. */
#define LONGEST_CODE 15
/* The symbol that ends a block. */
#define END_OF_BLOCK 256
/* Largest stored block. */
#define LARGEST_STORED 65535
/* Modulus of Adler-32. */
#define ADLER_PRIME 65521U
/* Bytes whose sums cannot overflow before the modulus is taken. */
#define ADLER_STRETCH 5552

/* Writes bits, lowest first. */
struct bits {
    /* Next byte of the output. */
    uint8_t *at;
    /* Bits not yet written. */
    uint64_t held;
    /* How many, below 64. */
    unsigned n_held;
};

/* ---- making the code ------------------------------------------------------------------------- */

/* A tree of Huffman's algorithm: leaves first, ordered by weight, then inner nodes as made. */
struct tree {
    uint32_t weights[2 * CODER_SYMBOLS];
    uint16_t parents[2 * CODER_SYMBOLS];
    uint16_t symbols[CODER_SYMBOLS];
};

static void sort_leaves(struct tree *tree, const uint32_t *weights) {
    for (uint16_t i = 0; i < CODER_SYMBOLS; i++) {
        int place = i;
        while (place > 0 && weights[tree->symbols[place - 1]] > weights[i]) {
            tree->symbols[place] = tree->symbols[place - 1];
            place--;
        }
        tree->symbols[place] = i;
    }
    for (int i = 0; i < CODER_SYMBOLS; i++) {
        tree->weights[i] = weights[tree->symbols[i]];
    }
}

/* Joins the two lightest of what is left until one is left: leaves and inner nodes are both in
 * order of weight, so the lightest is the first of either. */
static void grow_tree(struct tree *tree) {
    int leaf = 0;
    int inner = CODER_SYMBOLS;
    for (int made = CODER_SYMBOLS; made < 2 * CODER_SYMBOLS - 1; made++) {
        tree->weights[made] = 0;
        for (int side = 0; side < 2; side++) {
            bool take_leaf = leaf < CODER_SYMBOLS &&
                             (inner >= made || tree->weights[leaf] <= tree->weights[inner]);
            int taken = take_leaf ? leaf++ : inner++;
            tree->weights[made] += tree->weights[taken];
            tree->parents[taken] = (uint16_t)made;
        }
    }
}

/* Depth of each leaf; false if one is too deep for Deflate. */
static bool measure_depths(const struct tree *tree, struct coder *coder) {
    uint8_t depths[2 * CODER_SYMBOLS] = {0};
    for (int i = 2 * CODER_SYMBOLS - 3; i >= 0; i--) {
        depths[i] = (uint8_t)(depths[tree->parents[i]] + 1);
        if (i < CODER_SYMBOLS) {
            coder->lengths[tree->symbols[i]] = depths[i];
            if (depths[i] > LONGEST_CODE) {
                return false;
            }
        }
    }
    return true;
}

/* Codes follow from the lengths (RFC 1951, 3.2.2), with the highest bit sent first. */
static void assign_codes(struct coder *coder) {
    unsigned code = 0;
    for (unsigned length = 1; length <= LONGEST_CODE; length++) {
        for (int symbol = 0; symbol < CODER_SYMBOLS; symbol++) {
            if (coder->lengths[symbol] != length) {
                continue;
            }
            unsigned reversed = 0;
            for (unsigned bit = 0; bit < length; bit++) {
                reversed |= (code >> bit & 1U) << (length - 1 - bit);
            }
            coder->codes[symbol] = (uint16_t)reversed;
            code++;
        }
        code <<= 1;
    }
}

void coder_make(struct coder *coder, const uint32_t counts[256]) {
    uint32_t weights[CODER_SYMBOLS];
    for (int i = 0; i < 256; i++) {
        weights[i] = (counts[i] < UINT32_MAX / 1024 ? counts[i] : UINT32_MAX / 1024) + 1;
    }
    weights[END_OF_BLOCK] = 1;
    struct tree tree = {0};
    for (;;) {
        sort_leaves(&tree, weights);
        grow_tree(&tree);
        if (measure_depths(&tree, coder)) {
            break;
        }
        /* Evens the weights out, which makes the tree flatter. */
        for (int i = 0; i < CODER_SYMBOLS; i++) {
            weights[i] = weights[i] / 2 + 1;
        }
    }
    assign_codes(coder);
}

/* ---- coding ---------------------------------------------------------------------------------- */

static uint32_t checksum(uint32_t sum, struct str bytes) {
    uint32_t a = sum & 0xFFFF;
    uint32_t b = sum >> 16;
    const unsigned char *data = (const unsigned char *)bytes.data;
    for (size_t i = 0; i < bytes.len;) {
        size_t stop = bytes.len - i < ADLER_STRETCH ? bytes.len : i + ADLER_STRETCH;
        for (; i < stop; i++) {
            a += data[i];
            b += a;
        }
        a %= ADLER_PRIME;
        b %= ADLER_PRIME;
    }
    return b << 16 | a;
}

uint32_t deflate_checksum(struct str bytes) {
    return checksum(1, bytes);
}

/* The checksum of two texts, one behind the other, from the checksums of each. */
static uint32_t join_checksums(uint32_t first, uint32_t second, uint32_t second_size) {
    uint32_t a = (first & 0xFFFF) + (second & 0xFFFF) + ADLER_PRIME - 1;
    uint64_t carried = (uint64_t)(second_size % ADLER_PRIME) *
                       (((first & 0xFFFF) + ADLER_PRIME - 1) % ADLER_PRIME);
    uint64_t b = carried + (first >> 16) + (second >> 16);
    return (uint32_t)(b % ADLER_PRIME) << 16 | a % ADLER_PRIME;
}

struct piece coder_encode(const struct coder *coder, struct arena *arena, struct str bytes) {
    struct piece piece = {.size = (uint32_t)bytes.len, .checksum = checksum(1, bytes)};
    size_t n_bits = 0;
    for (size_t i = 0; i < bytes.len; i++) {
        n_bits += coder->lengths[(unsigned char)bytes.data[i]];
    }
    uint64_t *words = ARENA_ARRAY(arena, uint64_t, n_bits / 64 + 1);
    size_t at = 0;
    for (size_t i = 0; i < bytes.len; i++) {
        unsigned char byte = (unsigned char)bytes.data[i];
        uint64_t code = coder->codes[byte];
        unsigned shift = at % 64;
        words[at / 64] |= code << shift;
        if (shift + coder->lengths[byte] > 64) {
            words[at / 64 + 1] |= code >> (64 - shift);
        }
        at += coder->lengths[byte];
    }
    piece.words = words;
    piece.n_bits = (uint32_t)n_bits;
    return piece;
}

/* ---- joining --------------------------------------------------------------------------------- */

/* Written out so that compilers make one store of it. */
static void put_word(struct bits *bits, uint64_t word) {
    uint8_t *at = bits->at;
    at[0] = (uint8_t)word;
    at[1] = (uint8_t)(word >> 8);
    at[2] = (uint8_t)(word >> 16);
    at[3] = (uint8_t)(word >> 24);
    at[4] = (uint8_t)(word >> 32);
    at[5] = (uint8_t)(word >> 40);
    at[6] = (uint8_t)(word >> 48);
    at[7] = (uint8_t)(word >> 56);
    bits->at = at + 8;
}

/* `word` has no bits set above `n_bits`, which is at most 64. */
static void put(struct bits *bits, uint64_t word, unsigned n_bits) {
    bits->held |= word << bits->n_held;
    unsigned n_held = bits->n_held + n_bits;
    if (n_held >= 64) {
        put_word(bits, bits->held);
        bits->held = bits->n_held ? word >> (64 - bits->n_held) : 0;
        n_held -= 64;
    }
    bits->n_held = n_held;
}

/* Fills the byte begun and writes what is held. */
static void align(struct bits *bits) {
    for (unsigned i = 0; i < bits->n_held; i += 8) {
        *bits->at++ = (uint8_t)(bits->held >> i);
    }
    bits->held = 0;
    bits->n_held = 0;
}

static void put_stored(struct bits *bits, struct str bytes) {
    while (bytes.len > 0) {
        size_t size = bytes.len < LARGEST_STORED ? bytes.len : LARGEST_STORED;
        put(bits, 0, 3);
        align(bits);
        put(bits, size, 16);
        put(bits, ~size & 0xFFFF, 16);
        align(bits);
        memcpy(bits->at, bytes.data, size);
        bits->at += size;
        bytes = str_slice(bytes, size, bytes.len);
    }
}

/* The head of a block, with dynamic codes (RFC 1951, 3.2.7). The code of code lengths has four bits
 * for each of 0 to 15; two distance codes stand there unused, as some readers ask. */
static void put_block_head(struct bits *bits, const struct coder *coder, bool is_last) {
    put(bits, is_last ? 5 : 4, 3);
    put(bits, 0, 5);
    put(bits, 1, 5);
    put(bits, 15, 4);
    put(bits, 0, 9);
    for (int i = 0; i < 16; i++) {
        put(bits, 4, 3);
    }
    for (int i = 0; i < CODER_SYMBOLS + 2; i++) {
        unsigned length = i < CODER_SYMBOLS ? coder->lengths[i] : 1;
        put(bits, (length & 1) << 3 | (length & 2) << 1 | (length & 4) >> 1 | length >> 3, 4);
    }
}

/* The same as `put` for each word, with the state in registers. */
static void put_piece(struct bits *bits, const struct piece *piece) {
    struct bits local = *bits;
    size_t n_words = piece->n_bits / 64;
    if (local.n_held) {
        for (size_t i = 0; i < n_words; i++) {
            uint64_t word = piece->words[i];
            put_word(&local, local.held | word << local.n_held);
            local.held = word >> (64 - local.n_held);
        }
    } else {
        for (size_t i = 0; i < n_words; i++) {
            put_word(&local, piece->words[i]);
        }
    }
    put(&local, piece->words[n_words], piece->n_bits % 64);
    *bits = local;
}

/* Bits of the head of a block: three fields, 19 lengths of three bits, then four bits for
 * each symbol and distance. */
#define BLOCK_HEAD_BITS (3 + 14 + 19 * 3 + (CODER_SYMBOLS + 2) * 4)

size_t joint_size(const struct joint *joint) {
    size_t n_bits = BLOCK_HEAD_BITS + joint->coder->lengths[END_OF_BLOCK];
    for (size_t i = 0; i < joint->n_pieces; i++) {
        n_bits += joint->pieces[i]->n_bits;
    }
    size_t n_stored = (joint->head.len + LARGEST_STORED - 1) / LARGEST_STORED;
    size_t tail = 0;
    if (joint->tail.size) {
        /* an empty stored block ends at a byte */
        n_bits += 3;
        tail = 4 + joint->tail.packed.len;
    }
    return 2 + 5 * n_stored + joint->head.len + (n_bits + 7) / 8 + tail + 4;
}

static void put_tail(struct bits *bits, const struct segment *tail) {
    put(bits, 0, 3);
    align(bits);
    put(bits, 0xFFFF0000, 32);
    align(bits);
    memcpy(bits->at, tail->packed.data, tail->packed.len);
    bits->at += tail->packed.len;
}

void joint_write(const struct joint *joint, char *to) {
    struct bits bits = {.at = (uint8_t *)to};
    uint32_t sum = checksum(1, joint->head);
    put(&bits, 0x0178, 16);
    align(&bits);
    put_stored(&bits, joint->head);
    put_block_head(&bits, joint->coder, joint->tail.size == 0);
    for (size_t i = 0; i < joint->n_pieces; i++) {
        put_piece(&bits, joint->pieces[i]);
        sum = join_checksums(sum, joint->pieces[i]->checksum, joint->pieces[i]->size);
    }
    put(&bits, joint->coder->codes[END_OF_BLOCK], joint->coder->lengths[END_OF_BLOCK]);
    if (joint->tail.size) {
        put_tail(&bits, &joint->tail);
        sum = join_checksums(sum, joint->tail.checksum, joint->tail.size);
    }
    align(&bits);
    for (int i = 3; i >= 0; i--) {
        *bits.at++ = (uint8_t)(sum >> (8 * i));
    }
}
