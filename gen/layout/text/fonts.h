/*
 * Inner header of text.c and shaping.c, the two files that know pango: a typesetter's faces, and
 * what it remembers of the shapes of characters and words.
 */
#ifndef LAYOUT_TEXT_FONTS_H
#define LAYOUT_TEXT_FONTS_H

#include <hb.h>
#include <pango/pango.h>

#include "layout/text/shape.h"

/* Chains are short; templates are ours, but a longer one is refused all the same. */
#define MAX_CHAIN 8
/* Roles and faces a file of roles may name. */
#define MAX_ROLES 32
#define MAX_FACES 64
/* Slots of the table of words; beyond half of them it is emptied. */
#define WORD_SLOTS 16384
/* Code points with a place of their own, 256 to a page. */
#define N_PAGES (0x110000 / 256)

/* A word shaped in one face. */
struct word {
    /* Hash of text and face; the slot is free when `clusters` is NULL. */
    uint64_t hash;
    uint32_t face;
    struct str text;
    struct cluster *clusters;
    size_t n_clusters;
};

/* A face at work. */
struct font {
    /* At 1000 pt. */
    PangoFont *pango;
    /* The same for measuring ink; owned by `pango`. */
    hb_font_t *harfbuzz;
    /* The file it is made of, mapped once for all faces of it. */
    hb_face_t *file;
    /* How far ideographs are lowered, in 1/EM, to stand where those of the role's first face do. */
    int32_t lower;
    /* Looks characters up in the file. */
    hb_font_t *lookup;
    /* Which characters it has, as far as they were asked for, 256 code points to a page; shared by
     * all faces of the file. */
    struct coverage **coverage;
    /* Single characters shaped so far, 256 code points to a page; n_glyphs 0 for those not yet. */
    struct cluster **pages;
};

/* What is known of 256 characters of a face. */
struct coverage {
    /* A bit each: it was asked for, the face has it. */
    uint64_t asked[4], had[4];
};

/* A font role. */
struct role {
    struct str name;
    /* Line box, in 1/EM. */
    int64_t ascent;
    /* Faces in order of preference. */
    uint32_t chain[MAX_CHAIN];
    size_t n_chain;
};

/* The table of the face whose bytes do not add up to what the file says of them, or that lies
 * beyond its end: its tag, in `tag`, 4 characters. False if there is none, or no such face. */
bool sums_find_wrong(struct str file, unsigned index, char tag[5]);

struct typesetter {
    struct arena *arena;
    /* Roles and faces. */
    struct face faces[MAX_FACES];
    struct font fonts[MAX_FACES];
    size_t n_faces;
    struct role roles[MAX_ROLES];
    size_t n_roles;
    /* Words and their shapes; emptied as a whole. */
    struct arena *words_arena;
    struct word *words;
    size_t n_words;
    /* For one paragraph at a time. */
    struct arena *scratch;
    PangoLanguage *language;
    /* Where pango puts its results. */
    PangoGlyphString *glyphs;
};

#endif
