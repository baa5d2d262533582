/*
 * Inner header of read: cell formats of a workbook, as far as they tell days from numbers.
 * Workbooks of all dialects number their formats alike (ECMA-376 part 1, 18.8.30) and point to them
 * by style.
 */
#ifndef READ_STYLES_H
#define READ_STYLES_H

#include "read/format.h"

/* A cell format, as far as it says what a number is. */
struct style {
    /* The class, if it is the same for every value. */
    enum format_class class;
    /* The format code, where the class depends on the value; else empty. */
    struct str code;
    /* The format code, where it may show words of its own (format_words.h); else empty. */
    struct str words;
    /* Digits that a whole number is filled up to with noughts, as by 000000; 0 for none. */
    size_t n_digits;
    /* Texts are not shown. */
    bool hides_text;
};

/* A number format that the file defines. */
struct style_code {
    uint32_t id;
    /* Its turn in the file: of two with one id the later holds. */
    uint32_t turn;
    struct str code;
};

/* Number formats and the styles that use them. The zero value with `arena` set is empty. */
struct styles {
    struct arena *arena;
    struct style_code *codes;
    size_t n_codes, codes_capacity;
    /* Number format of each style, in the order of the file. */
    uint32_t *ids;
    size_t n_ids, ids_capacity;
    /* What the styles mean: styles_finish. */
    struct style *items;
    /* Some of them hides texts. */
    bool hides_text;
};

/* Excel itself holds 65,490 formats. */
#define STYLES_MOST 65536U

/* Adds a number format that the file defines; false when there are too many. */
bool styles_add_code(struct styles *styles, uint32_t id, struct str code);
/* Adds a style with its number format; false when there are too many. */
bool styles_add(struct styles *styles, uint32_t id);
/* Settles what each style means, when all are added. */
void styles_finish(struct styles *styles);
/* A style shows numbers as they are, whatever their value; so does one that does not exist. */
bool styles_is_plain(const struct styles *styles, uint32_t style);
/* What a style makes of a value. */
enum format_class styles_class_of(const struct styles *styles, uint32_t style, double value);
/* The code of a style's number format, empty for a built-in one; the style must be there. */
struct str styles_code_of(const struct styles *styles, uint32_t style);
/* A text in a cell of that style is not shown. */
static inline bool styles_hide_text(const struct styles *styles, uint32_t style) {
    return styles->hides_text && style < styles->n_ids && styles->items[style].hides_text;
}
/* Fills a cell from a number as format_serial does, by its style; its text is empty if that shows
 * nothing. */
void styles_show(const struct styles *styles, uint32_t style, double number, bool is_1904,
                 struct read_cell *cell, char text[FORMAT_SIZE]);

#endif
