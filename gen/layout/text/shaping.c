/*
 * Text into shaped clusters. A character goes to the first face of its role's chain that has it, by
 * our own coverage sets. Shapes are kept without a type size (EM), so the same text is shaped once
 * whatever sizes are tried.
 */
#include "layout/text/fonts.h"

/* Longest word kept, in bytes: longer ones do not come again. */
#define MAX_WORD 64

struct arena *shape_begin(struct typesetter *typesetter) {
    if (typesetter->n_words > WORD_SLOTS / 2) {
        arena_reset(typesetter->words_arena);
        typesetter->words = ARENA_ARRAY(typesetter->words_arena, struct word, WORD_SLOTS);
        typesetter->n_words = 0;
    }
    return typesetter->scratch;
}

/* Whether the face has a character; looked up once. */
static bool covers(struct arena *arena, const struct font *font, uint32_t c) {
    struct coverage **page = &font->coverage[c / 256];
    if (!*page) {
        *page = ARENA_NEW(arena, struct coverage);
    }
    uint64_t bit = UINT64_C(1) << (c % 64);
    size_t word = c % 256 / 64;
    if (!((*page)->asked[word] & bit)) {
        hb_codepoint_t glyph;
        (*page)->asked[word] |= bit;
        (*page)->had[word] |= hb_font_get_nominal_glyph(font->lookup, c, &glyph) ? bit : 0;
    }
    return (*page)->had[word] & bit;
}

/* First face of the role that has the character. */
static bool find_face(const struct typesetter *typesetter, uint32_t role, uint32_t c,
                      uint32_t *face) {
    const struct role *chain = &typesetter->roles[role];
    for (size_t i = 0; i < chain->n_chain; i++) {
        if (covers(typesetter->arena, &typesetter->fonts[chain->chain[i]], c)) {
            *face = chain->chain[i];
            return true;
        }
    }
    return false;
}

/* Blank at the sides of a full-width mark, at most half an em and with a little air left. */
static void measure_room(const struct font *font, struct cluster *cluster) {
    enum char_class class = cluster->class;
    hb_glyph_extents_t ink;
    if ((class != CHAR_OPEN && class != CHAR_CLOSE) || cluster->n_glyphs != 1 ||
        cluster->advance < EM / 10 * 9 ||
        !hb_font_get_glyph_extents(font->harfbuzz, cluster->glyphs->id, &ink)) {
        return;
    }
    int32_t left = ink.x_bearing - EM / 20;
    int32_t right = cluster->advance - ink.x_bearing - ink.width - EM / 20;
    left = left < 0 ? 0 : left;
    right = right < 0 ? 0 : right;
    if (class == CHAR_OPEN) {
        cluster->left_room = left > EM / 2 ? EM / 2 : left;
    } else {
        cluster->right_room = right > EM / 2 ? EM / 2 : right;
    }
}

/* A selector that the face does not know chooses nothing: the letter before it stays as it is. */
static bool is_idle_selector(struct str text, size_t at, PangoGlyph glyph) {
    uint32_t c = utf8_next(text, &at);
    bool is_drawn = !(glyph & PANGO_GLYPH_UNKNOWN_FLAG) && glyph != PANGO_GLYPH_EMPTY && glyph != 0;
    return c >= 0xFE00 && char_is_extender(c) && !is_drawn;
}

/* From here on characters stand in the em box, not on the baseline: radicals, marks, ideographs. */
#define FIRST_WIDE 0x2E80

/* Copies what pango made of `text` into clusters; the text of each follows the one before. */
static size_t take_clusters(struct typesetter *typesetter, struct arena *arena, uint32_t face,
                            struct str text, struct cluster **clusters) {
    const PangoGlyphString *made = typesetter->glyphs;
    size_t n_glyphs = (size_t)made->num_glyphs;
    struct shaped_glyph *glyphs = ARENA_ARRAY(arena, struct shaped_glyph, n_glyphs);
    size_t n = 0;
    *clusters = ARENA_ARRAY(arena, struct cluster, n_glyphs);
    struct cluster *cluster = NULL;
    int start = -1;
    for (size_t i = 0, kept = 0; i < n_glyphs; i++) {
        const PangoGlyphInfo *info = &made->glyphs[i];
        if (cluster && is_idle_selector(text, (size_t)made->log_clusters[i], info->glyph)) {
            continue;
        }
        struct shaped_glyph *glyph = &glyphs[kept++];
        size_t here = (size_t)made->log_clusters[i];
        bool is_bad = (info->glyph & PANGO_GLYPH_UNKNOWN_FLAG) ||
                      info->glyph == PANGO_GLYPH_EMPTY || utf8_is_private(utf8_next(text, &here));
        *glyph = (struct shaped_glyph){.id = is_bad ? 0 : info->glyph,
                                       .advance = info->geometry.width,
                                       .x = info->geometry.x_offset,
                                       .y = info->geometry.y_offset};
        if (made->log_clusters[i] != start) {
            start = made->log_clusters[i];
            size_t at = (size_t)start;
            cluster = &(*clusters)[n++];
            cluster->glyphs = glyph;
            cluster->face = face;
            cluster->code_point = utf8_next(text, &at);
            cluster->class = char_class(cluster->code_point);
            cluster->text_len = (uint32_t)(text.len - (size_t)start);
            if (n > 1) {
                cluster[-1].text_len -= cluster->text_len;
            }
        }
        glyph->y += cluster->code_point >= FIRST_WIDE ? typesetter->fonts[face].lower : 0;
        cluster->n_glyphs++;
        cluster->advance += glyph->advance;
        cluster->is_missing |= glyph->id == 0;
    }
    return n;
}

/* Shapes text in one face. The clusters live in `arena`. */
static size_t shape(struct typesetter *typesetter, struct arena *arena, uint32_t face,
                    struct str text, struct cluster **clusters) {
    size_t at = 0;
    PangoAnalysis analysis = {
        .font = typesetter->fonts[face].pango,
        .language = typesetter->language,
        .script = (guint8)g_unichar_get_script(utf8_next(text, &at)),
    };
    pango_shape_with_flags(text.data, (int)text.len, text.data, (int)text.len, &analysis,
                           typesetter->glyphs, PANGO_SHAPE_NONE);
    return take_clusters(typesetter, arena, face, text, clusters);
}

/* A stand-in for a character that no face has: 〓, or nothing, which para draws as a box. */
static struct cluster stand_in(struct typesetter *typesetter, uint32_t role, uint32_t c,
                               size_t text_len) {
    struct cluster cluster = {.advance = EM};
    uint32_t face;
    if (find_face(typesetter, role, 0x3013, &face)) {
        struct cluster *made;
        if (shape(typesetter, typesetter->scratch, face, STR("\xE3\x80\x93"), &made) == 1) {
            cluster = *made;
        }
    }
    cluster.is_missing = true;
    cluster.code_point = c;
    cluster.class = char_class(c);
    cluster.text_len = (uint32_t)text_len;
    return cluster;
}

/* What was shaped, unless the face turned out to lack a part of it. */
static struct cluster or_stand_in(struct typesetter *typesetter, uint32_t role,
                                  const struct cluster *made) {
    return made->is_missing ? stand_in(typesetter, role, made->code_point, made->text_len) : *made;
}

/* The shape of one character, which does not depend on its neighbours. */
static const struct cluster *shape_letter(struct typesetter *typesetter, uint32_t face,
                                          uint32_t c) {
    struct font *font = &typesetter->fonts[face];
    struct cluster **page = &font->pages[c / 256];
    if (!*page) {
        *page = ARENA_ARRAY(typesetter->arena, struct cluster, 256);
    }
    struct cluster *cluster = &(*page)[c % 256];
    if (cluster->n_glyphs == 0) {
        char bytes[4];
        struct str text = {bytes, utf8_encode(c, bytes)};
        struct cluster *made;
        if (shape(typesetter, typesetter->arena, face, text, &made) > 0) {
            *cluster = *made;
            measure_room(font, cluster);
        }
    }
    return cluster;
}

/* The shape of a word, for this paragraph only. */
static const struct word *shape_once(struct typesetter *typesetter, uint32_t face,
                                     struct str text) {
    struct word *word = ARENA_NEW(typesetter->scratch, struct word);
    word->n_clusters = shape(typesetter, typesetter->scratch, face, text, &word->clusters);
    return word;
}

/* The shape of a word, from the table or into it. */
static const struct word *shape_word(struct typesetter *typesetter, uint32_t face,
                                     struct str text) {
    if (text.len > MAX_WORD) {
        return shape_once(typesetter, face, text);
    }
    uint64_t hash = str_hash(text) + face;
    size_t slot = hash % WORD_SLOTS;
    struct word *word = &typesetter->words[slot];
    while (word->clusters) {
        if (word->hash == hash && word->face == face && str_equal(word->text, text)) {
            return word;
        }
        slot = (slot + 1) % WORD_SLOTS;
        word = &typesetter->words[slot];
    }
    /* A paragraph of very many words must not fill the table: then it keeps its words itself. */
    if (typesetter->n_words > WORD_SLOTS / 4 * 3) {
        return shape_once(typesetter, face, text);
    }
    typesetter->n_words++;
    word->hash = hash;
    word->face = face;
    word->text = str_copy(typesetter->words_arena, text);
    word->n_clusters =
        shape(typesetter, typesetter->words_arena, face, word->text, &word->clusters);
    return word;
}

/* Shaped by itself: ideographs, full-width marks, digits, blanks. */
static bool is_letter(uint32_t c) {
    enum char_class class = char_class(c);
    return class == CHAR_HAN || class == CHAR_DIGIT || class == CHAR_SPACE ||
           (c >= 0x2010 && class != CHAR_DASH && class != CHAR_WORD);
}

/* End of the word that starts at `at` with `first`: as long as the face and the kind stay. */
static size_t find_word_end(const struct typesetter *typesetter, uint32_t role, uint32_t face,
                            struct str text, size_t at) {
    uint32_t first = utf8_next(text, &at);
    bool is_dash = char_class(first) == CHAR_DASH;
    bool is_alone = is_letter(first);
    while (at < text.len) {
        size_t next = at;
        uint32_t c = utf8_next(text, &next);
        uint32_t other;
        /* A selector may be unknown to the face; shaping passes over it then. */
        bool is_selector = char_is_extender(c) && c >= 0xFE00;
        bool is_other =
            is_alone || is_letter(c) || (char_class(c) == CHAR_DASH ? c != first : is_dash);
        if (!is_selector && ((is_other && !char_is_extender(c)) ||
                             !find_face(typesetter, role, c, &other) || other != face)) {
            break;
        }
        at = next;
    }
    return at;
}

size_t shape_text(struct typesetter *typesetter, uint32_t role, struct str text,
                  struct cluster *clusters) {
    size_t n = 0;
    for (size_t at = 0; at < text.len;) {
        size_t next = at;
        uint32_t c = utf8_next(text, &next);
        uint32_t face;
        if (!find_face(typesetter, role, c, &face)) {
            clusters[n++] = stand_in(typesetter, role, c, next - at);
            at = next;
            continue;
        }
        size_t peek = next;
        bool is_extended = next < text.len && char_is_extender(utf8_next(text, &peek));
        if (is_letter(c) && !is_extended) {
            clusters[n++] = or_stand_in(typesetter, role, shape_letter(typesetter, face, c));
            at = next;
            continue;
        }
        size_t end = find_word_end(typesetter, role, face, text, at);
        const struct word *word = shape_word(typesetter, face, str_slice(text, at, end));
        for (size_t i = 0; i < word->n_clusters; i++) {
            clusters[n++] = or_stand_in(typesetter, role, &word->clusters[i]);
        }
        at = end;
    }
    return n;
}
