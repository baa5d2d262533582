/* Texts of cells. Most cells say what many others of their column say: a row is a row of numbers,
 * and what they stand for is kept once. */
#include "ledger/texts.h"

/* So many texts of a column are looked for before it may turn out that hardly any is there twice:
 * then each is kept as it comes. */
#define FAIR_TRIAL 4096
/* As many segments as a word can tell apart. */
#define MOST_SEGMENTS ((size_t)1 << (32 - TEXTS_SEGMENT))

enum { SEGMENT_WORDS = 1 << TEXTS_SEGMENT };

/* Begins segments for so many words. */
static void widen(struct cell_texts *texts, size_t n_words) {
    size_t n = (n_words + SEGMENT_WORDS - 1) / SEGMENT_WORDS;
    if (texts->n_segments + n > MOST_SEGMENTS) {
        arena_alloc(texts->arena, SIZE_MAX, SIZE_MAX);
    }
    uint32_t *words = ARENA_ARRAY(texts->arena, uint32_t, n * SEGMENT_WORDS);
    for (size_t i = 0; i < n; i++) {
        uint32_t *segment = words + i * SEGMENT_WORDS;
        ARENA_PUSH(texts->arena, texts->segments, texts->n_segments, texts->capacity, segment);
    }
    texts->used = 0;
}

static uint32_t keep(struct cell_texts *texts, struct str text) {
    size_t n_words = 1 + (text.len + sizeof(uint32_t) - 1) / sizeof(uint32_t);
    bool fits = texts->n_segments && texts->used + n_words <= SEGMENT_WORDS;
    size_t first = fits ? texts->n_segments - 1 : texts->n_segments;
    if (!fits) {
        widen(texts, n_words);
    }
    size_t at = texts->used;
    uint32_t *words = texts->segments[first] + at;
    words[0] = (uint32_t)text.len;
    if (text.len) {
        memcpy(words + 1, text.data, text.len);
    }
    /* what is left of the last segment, of which the next text is told by its number */
    texts->used += n_words - (texts->n_segments - 1 - first) * SEGMENT_WORDS;
    return (uint32_t)(first * SEGMENT_WORDS + at);
}

struct cell_texts *cell_texts_open(struct arena *arena) {
    struct cell_texts *texts = ARENA_NEW(arena, struct cell_texts);
    texts->arena = arena;
    texts->words = dictionary_open(arena);
    keep(texts, (struct str){0});
    return texts;
}

uint32_t cell_texts_put(struct cell_texts *texts, enum ledger_column column, struct str text) {
    struct cell_texts_use *use = &texts->uses[column];
    size_t word;
    if (!text.len) {
        return 0;
    }
    if (str_equal(cell_texts_get(texts, use->last), text)) {
        return use->last;
    }
    if (use->n_asked >= FAIR_TRIAL && use->n_new > use->n_asked / 2) {
        return use->last = keep(texts, text);
    }
    use->n_asked += use->n_asked < UINT32_MAX;
    if (!dictionary_get(texts->words, text, &word)) {
        word = keep(texts, text);
        dictionary_put(texts->words, cell_texts_get(texts, (uint32_t)word), word);
        use->n_new++;
    }
    return use->last = (uint32_t)word;
}
