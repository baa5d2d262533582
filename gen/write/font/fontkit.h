/*
 * Inner header of write: the fonts of a run, opened once, and the exact subset of each that a
 * document embeds. A document takes the glyphs it sets (fontkit_use), then asks for the subset of
 * each face (fontkit_subset), then writes its text in the codes of the glyphs.
 */
#ifndef WRITE_FONT_FONTKIT_H
#define WRITE_FONT_FONTKIT_H

#include "layout/page.h"
#include "write/font/deflate.h"
#include "write/font/sfnt.h"

/* Opened faces; opaque. */
struct fontkit;
/* One opened face; opaque. */
struct kit_face;

/* A glyph of a face. */
struct kit_glyph {
    /* Glyph index in the face. */
    uint32_t id;
    /* Advance width, in thousandths of the em. */
    int32_t advance;
    /* Its code in the document at hand. */
    uint32_t code;
    /* Number of the document that used it last. */
    uint32_t document;
    /* What it stands for in that document: the caller's to set; empty at first use. */
    struct str text;
    /* Its program, for outlines of CFF kind; without words while nobody but a stock, which has it
     * already, has set the glyph. */
    struct piece program;
    /* Its Font DICT, likewise. */
    uint32_t dict;
};

/* Glyphs of the kit's own face. */
enum kit_sign {
    /* The one for missing characters, as in every face. */
    KIT_SIGN_MISSING,
    /* A tick box (□), and one that is ticked (√). */
    KIT_SIGN_BOX,
    KIT_SIGN_DONE,
    /* An em without ink, for what is drawn and still is a text. */
    KIT_SIGN_BLANK,
    N_KIT_SIGNS,
};

/* Codes of glyphs that cannot have their character's: of two characters, of one beyond the first
 * plane, or the second of a character. From the private use area. */
#define KIT_FIRST_ODD 0xE000U
#define KIT_LAST_ODD  0xF8FFU
/* Whether a character can be a code: those of rows that Chinese text is made of, so that the map
 * that all fonts share is short. */
static inline bool kit_is_natural(uint32_t point) {
    uint32_t row = point >> 8;
    return point > 0 && point < 0xFFFE &&
           (row == 0 || (row >= 0x20 && row <= 0x26) || (row >= 0x30 && row <= 0x33) ||
            (row >= 0x4E && row <= 0x9F) || row == 0xFF);
}

/* What a document embeds of a face. */
struct kit_subset {
    /* The used glyphs by ascending code; the first, 0, is the one for missing characters. */
    struct kit_glyph **glyphs;
    /* How many. */
    size_t n_glyphs;
    /* How many of them, behind KIT_FIRST_ODD, have not their character as code; in a TrueType file
     * codes are glyph indexes of the file, and all are odd. */
    size_t n_odd;
    /* PostScript name behind a tag of six letters made from the glyphs, NUL-ended. */
    const char *name;
    /* Bytes of the font file as a zlib stream. */
    size_t packed_size;
    /* Bytes of a TrueType file before compression. */
    size_t size;
    /* The stream in pieces, or, for a TrueType file, whole. */
    struct joint joint;
    struct str whole;
    /* Figures of the face. */
    const struct sfnt *figures;
    /* Outlines of CFF kind (FontFile3), else TrueType (FontFile2). */
    bool is_cff;
};

/* Opens a kit without faces. */
struct fontkit *fontkit_open(struct arena *arena);
/* What is prepared is taken from `cache` and left there, of faces whose digests are remembered. */
void fontkit_keep(struct fontkit *kit, struct cache *cache, const struct digests *digests);
/* Starts the next document: no glyph is in use. */
void fontkit_begin(struct fontkit *kit);
/* Puts the glyphs to use that all copies of the document's forms print. They are prepared once for
 * all documents of the same forms, and bytes do not depend on which came first. */
void fontkit_use_stock(struct fontkit *kit, const struct document *document);
/* The opened face; reports FONT_UNUSABLE and returns NULL if it cannot be used. */
struct kit_face *fontkit_face(struct fontkit *kit, const struct face *face, struct diag *diag);
/* Puts a glyph to use in the document at hand; NULL if the face has no sound glyph there. */
struct kit_glyph *fontkit_use(struct kit_face *face, uint32_t id);
/* The same for `n_glyphs` glyphs of a run; returns how many were taken before the first unsound. */
size_t fontkit_use_all(struct kit_face *face, const struct glyph *glyphs, size_t n_glyphs,
                       struct kit_glyph **taken);
/* The kit's own face. */
struct kit_face *fontkit_signs(struct fontkit *kit);
/* The subset of the glyphs in use, in `arena`; false if it cannot be made. Sets their codes: in
 * outlines of CFF kind the character that the glyph stands for, as far as codes can be that. */
bool fontkit_subset(struct kit_face *face, struct arena *arena, struct kit_subset *subset);
/* Writes the font file as a zlib stream of packed_size bytes at `to`. */
void fontkit_write(const struct kit_subset *subset, char *to);
/* Reports a face that turned out unusable; `problem` is ASCII. */
void fontkit_report(const struct face *face, const char *problem, struct diag *diag);
/* Bytes as a zlib stream in `arena`. */
struct str fontkit_pack(struct fontkit *kit, struct arena *arena, struct str bytes);

#endif
