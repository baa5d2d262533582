/* The Deflate coder: what it writes is what zlib reads, whatever the bytes and however they fall.
 */
#include "write/font/deflate.h"

#include "write/sample.h"

#include <criterion/criterion.h>
#include <string.h>
#include <zlib.h>

/* A stretch of bytes that repeats no pattern. */
static struct str noise(struct arena *arena, size_t size, uint64_t seed) {
    char *bytes = ARENA_ARRAY(arena, char, size + 1);
    for (size_t i = 0; i < size; i++) {
        seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        bytes[i] = (char)(seed >> 56);
    }
    return (struct str){bytes, size};
}

/* A segment of `text`, compressed by zlib. */
static struct segment make_segment(struct arena *arena, struct str text) {
    z_stream stream = {0};
    char *packed = ARENA_ARRAY(arena, char, text.len + 1000);
    cr_assert_eq(deflateInit2(&stream, 9, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY), Z_OK);
    stream.next_in = (Bytef *)(uintptr_t)text.data;
    stream.avail_in = (uInt)text.len;
    stream.next_out = (Bytef *)packed;
    stream.avail_out = (uInt)text.len + 1000;
    cr_assert_eq(deflate(&stream, Z_FINISH), Z_STREAM_END);
    deflateEnd(&stream);
    return (struct segment){.packed = {packed, stream.total_out},
                            .size = (uint32_t)text.len,
                            .checksum = deflate_checksum(text)};
}

static void check_whole(struct arena *arena, const struct coder *coder, struct str head,
                        const struct str *texts, size_t n_texts, struct str tail) {
    const struct piece **pieces = ARENA_ARRAY(arena, const struct piece *, n_texts);
    struct buf whole = {.arena = arena};
    buf_add(&whole, head);
    for (size_t i = 0; i < n_texts; i++) {
        struct piece *piece = ARENA_NEW(arena, struct piece);
        *piece = coder_encode(coder, arena, texts[i]);
        pieces[i] = piece;
        buf_add(&whole, texts[i]);
    }
    buf_add(&whole, tail);
    struct joint joint = {.coder = coder, .head = head, .pieces = pieces, .n_pieces = n_texts};
    if (tail.len) {
        joint.tail = make_segment(arena, tail);
    }
    size_t size = joint_size(&joint);
    /* A guard behind the stream shows whether it keeps to its size. */
    char *stream = ARENA_ARRAY(arena, char, size + 16);
    memset(stream, 0x5A, size + 16);
    joint_write(&joint, stream);
    for (size_t i = size; i < size + 16; i++) {
        cr_assert_eq(stream[i], 0x5A, "byte %zu behind the stream was written", i - size);
    }
    unsigned char *out = ARENA_ARRAY(arena, unsigned char, whole.len + 1);
    uLongf out_size = whole.len + 1;
    cr_assert_eq(uncompress(out, &out_size, (const Bytef *)stream, size), Z_OK);
    cr_assert_eq(out_size, whole.len);
    cr_assert(whole.len == 0 || memcmp(out, whole.data, whole.len) == 0);
}

static void check_joint(struct arena *arena, const struct coder *coder, struct str head,
                        const struct str *texts, size_t n_texts) {
    check_whole(arena, coder, head, texts, n_texts, (struct str){0});
}

Test(deflate, a_segment_follows_the_pieces_at_whichever_bit_they_end) {
    struct sample *sample = sample_open();
    uint32_t counts[256] = {['a'] = 100, ['b'] = 50};
    struct coder coder;
    coder_make(&coder, counts);
    struct str tail = noise(sample->arena, 70000, 5);
    for (size_t i = 0; i < 20; i++) {
        struct str text = noise(sample->arena, i, i);
        check_whole(sample->arena, &coder, STR("head"), &text, 1, tail);
        check_whole(sample->arena, &coder, STR("head"), &text, 1, STR("x"));
    }
    check_whole(sample->arena, &coder, STR(""), NULL, 0, tail);
    sample_close(sample);
}

Test(deflate, joined_pieces_inflate_to_their_bytes) {
    struct sample *sample = sample_open();
    struct arena *arena = sample->arena;
    uint32_t counts[256] = {['a'] = 100, ['b'] = 50, [0] = 7};
    struct coder coder;
    coder_make(&coder, counts);
    struct str texts[40];
    for (size_t i = 0; i < 40; i++) {
        texts[i] = noise(arena, i * i, i);
    }
    check_joint(arena, &coder, STR("head"), texts, 40);
    check_joint(arena, &coder, STR(""), texts, 40);
    check_joint(arena, &coder, STR("head"), texts, 1);
    check_joint(arena, &coder, STR(""), NULL, 0);
    sample_close(sample);
}

Test(deflate, stored_heads_may_be_longer_than_a_block) {
    struct sample *sample = sample_open();
    uint32_t counts[256] = {0};
    struct coder coder;
    coder_make(&coder, counts);
    struct str text = noise(sample->arena, 99, 1);
    static const size_t sizes[] = {1, 65534, 65535, 65536, 131070, 200000};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        check_joint(sample->arena, &coder, noise(sample->arena, sizes[i], i), &text, 1);
    }
    sample_close(sample);
}

Test(deflate, codes_stay_within_fifteen_bits_and_are_complete) {
    struct sample *sample = sample_open();
    /* Weights like Fibonacci's numbers make the deepest Huffman tree there is. */
    uint32_t counts[256] = {1, 1};
    for (int i = 2; i < 40; i++) {
        counts[i] = counts[i - 1] + counts[i - 2];
    }
    struct coder coder;
    coder_make(&coder, counts);
    double sum = 0;
    for (int i = 0; i < CODER_SYMBOLS; i++) {
        cr_assert_geq(coder.lengths[i], 1);
        cr_assert_leq(coder.lengths[i], 15);
        sum += 1.0 / (double)(1 << coder.lengths[i]);
    }
    cr_assert_eq(sum, 1.0, "a code with gaps is refused by readers");
    struct str text = noise(sample->arena, 5000, 3);
    check_joint(sample->arena, &coder, STR("x"), &text, 1);
    sample_close(sample);
}

Test(deflate, frequent_bytes_get_shorter_codes) {
    uint32_t counts[256] = {0};
    counts['e'] = 5000;
    counts['q'] = 50;
    struct coder coder;
    coder_make(&coder, counts);
    cr_assert_lt(coder.lengths['e'], coder.lengths['q']);
    cr_assert_lt(coder.lengths['q'], coder.lengths['z']);
}
