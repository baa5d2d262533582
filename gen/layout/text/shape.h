/*
 * Inner header of layout: characters into glyphs. text.c (the only file that knows pango) gives
 * clusters measured in parts of the type size; para.c breaks them into lines; breaks.c says what
 * may stand at the end and at the start of a line.
 */
#ifndef LAYOUT_TEXT_SHAPE_H
#define LAYOUT_TEXT_SHAPE_H

#include "layout/layout.h"
#include "layout/text/text.h"

/* The type size in shaped measures: faces are shaped once, at 1000 pt, and scaled. */
#define EM 1024000

/* A glyph as shaped, in 1/EM of the type size. */
struct shaped_glyph {
    /* Glyph index in the face. */
    uint32_t id;
    /* Advance. */
    int32_t advance;
    /* Shift from the pen, rightwards and downwards. */
    int32_t x, y;
};

/* What a character is to a line. */
enum char_class {
    /* Letters and symbols set in words. */
    CHAR_WORD,
    /* Western digits. */
    CHAR_DIGIT,
    /* Ideographs, kana, full-width letters, and all that may break on either side. */
    CHAR_HAN,
    /* Blanks: vanish at the end of a line. */
    CHAR_SPACE,
    /* Opening marks: end no line. */
    CHAR_OPEN,
    /* Closing marks and stops: start no line. */
    CHAR_CLOSE,
    /* —— and ……: start no line, and are never parted. */
    CHAR_DASH,
};

/* The smallest piece of text that has glyphs of its own. */
struct cluster {
    /* Its glyphs; they live until the next para_set. */
    const struct shaped_glyph *glyphs;
    /* How many; 0 only for a character that no face of the role has. */
    uint32_t n_glyphs;
    /* Face, as in struct run. */
    uint32_t face;
    /* Sum of the advances. */
    int32_t advance;
    /* Blank a full-width mark can give up at its left and at its right; 0 for all else. */
    int32_t left_room, right_room;
    /* First code point, and what it is to a line. */
    uint32_t code_point;
    enum char_class class;
    /* Bytes of text. */
    uint32_t text_len;
    /* No face of the role has the character: the glyph is a stand-in, or there is none. */
    bool is_missing;
};

/* Prepares for one paragraph: old shapes may be forgotten here and nowhere else. Returns scratch
 * memory, which the caller rewinds. */
struct arena *shape_begin(struct typesetter *typesetter);
/* Shapes text without control characters, which stays valid while the clusters are used. `clusters`
 * has room for a cluster a byte; returns how many there are. */
size_t shape_text(struct typesetter *typesetter, uint32_t role, struct str text,
                  struct cluster *clusters);
/* Top of the em box above the baseline at a type size, in units. */
int32_t shape_ascent(const struct typesetter *typesetter, uint32_t role, int32_t size);
/* Name of a role. */
struct str shape_role_name(const struct typesetter *typesetter, uint32_t role);
/* All faces of the typesetter. */
const struct face *shape_faces(const struct typesetter *typesetter, size_t *n_faces);

/* Class of a code point. */
enum char_class char_class(uint32_t code_point);
/* Most characters of a unit. */
#define CHAR_UNIT_MOST 3
/* Characters of the longest unit that a text of at most CHAR_UNIT_MOST characters begins with (年,
 * 元, 分钟); 0 if none. It stays with the number before it. */
size_t char_unit(const uint32_t *text, size_t n);
/* 第: makes an ordinal of the numerals behind it. */
bool char_is_ordinal(uint32_t code_point);
/* A Chinese numeral: 〇, 一, 十, 两. */
bool char_is_numeral(uint32_t code_point);
/* ‐ and –: set in words, start no line. */
bool char_is_hyphen(uint32_t code_point);
/* A numeral that stays with the number before it: 万, 亿. */
bool char_is_multiplier(uint32_t code_point);
/* Stays with the number behind it: 第, 表, 图, ￥, and the last of 附件, 名单, 附录. */
bool char_is_prefix(uint32_t code_point);
/* Joined to the character before it: variation selectors and combining marks. */
bool char_is_extender(uint32_t code_point);
/* Neither printed nor kept: zero-width and direction marks. */
bool char_is_dropped(uint32_t code_point);
/* No line may start with it. */
bool char_starts_no_line(uint32_t code_point);
/* No line may end with it. */
bool char_ends_no_line(uint32_t code_point);

/* A decimal at the start of `*rest`, cut off it, in millionths: at most six decimals, below ten
 * million. False if there is none. */
bool length_decimal(struct str *rest, int64_t *millionths);

#endif
