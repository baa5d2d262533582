/*
 * Inner header of the XML reader: xml.c takes bytes in and tells what a document is made of,
 * xml_tag.c reads tags, xml_aside.c what is no element, xml_characters.c knows what may stand
 * where. Clauses are of XML 1.0.
 */
#ifndef READ_XML_INNER_H
#define READ_XML_INNER_H

#include "read/xml.h"

/* How a step through the bytes ended. */
enum xml_step {
    /* Behind what was read. */
    XML_ON,
    /* What begins here is cut off: nothing was read. */
    XML_MORE,
    /* It is no XML. */
    XML_BAD,
    /* Something else is wrong, and was noted; or a call said stop. */
    XML_STOP,
};

/* What a byte may be; beyond ASCII all may stand in names. */
enum xml_class {
    /* Characters as they are: in text, in the value of an attribute. */
    XML_IN_TEXT = 1,
    XML_IN_VALUE = 2,
    /* In a name, and at its start. */
    XML_IN_NAME = 4,
    XML_STARTS_NAME = 8,
    XML_IS_BLANK = 16,
};

/* Classes of bytes. */
extern const uint8_t xml_classes[256];

/* Where a document stands. */
enum xml_state {
    /* At its first byte; behind the mark of the byte order, where alone a declaration may stand. */
    XML_AT_MARK,
    XML_AT_START,
    /* Before its root element, inside, behind. */
    XML_BEFORE,
    XML_INSIDE,
    XML_BEHIND,
    /* Inside a section of plain text. */
    XML_IN_SECTION,
};

/* How the bytes of a document are read. */
enum xml_width {
    /* The first two are not there yet. */
    XML_UNDECIDED,
    XML_UTF_8,
    XML_UTF_16LE,
    XML_UTF_16BE,
};

struct xml {
    struct xml_calls calls;
    struct arena *arena;
    enum xml_state state;
    enum xml_width width;
    /* Of UTF-16: bytes of a unit that is not whole, and the first half of a pair, or 0. Of what is
     * undecided: the first byte. */
    unsigned char odd;
    bool has_odd;
    uint32_t first_half;
    /* UTF-8 not read yet, from `at` up to `end`, where a NUL stands. */
    char *bytes;
    const uint8_t *at, *end;
    /* Line ends in what was read and is gone. */
    size_t n_lines;
    /* Elements open now: their names one behind the other, and where each begins. */
    struct buf names;
    size_t name_starts[XML_MOST_DEPTH];
    unsigned depth;
    /* Depth of the element that is passed over with all below it; 0 if none. */
    unsigned skipped_depth;
    struct xml_attribute attributes[XML_MOST_ATTRIBUTES];
    /* Set by the first fault. */
    struct str fault;
    bool is_stopped;
};

/* Notes what is wrong, with its line; returns XML_STOP. */
enum xml_step xml_refuse(struct xml *xml, enum diag_word word);

/* What stands at `at` begins so: XML_MORE while it may. */
enum xml_step xml_begins(const struct xml *xml, struct str word);
/* What begins at `at` with "<!", "<?". */
enum xml_step xml_take_mark(struct xml *xml);
enum xml_step xml_take_instruction(struct xml *xml);
/* The tag that begins there. */
enum xml_step xml_take_start_tag(struct xml *xml);
enum xml_step xml_take_end_tag(struct xml *xml);

/* Bytes of the character beyond ASCII at `at` (2.2): 0 if it is none, 5 if it is cut off. */
size_t xml_character(const uint8_t *at, const uint8_t *end);
/* Reads a reference (4.1), from its '&' on: the character, as UTF-8, and how many bytes that is;
 * `*at` is moved behind. Only the five entities that need no declaration are known. */
enum xml_step xml_take_reference(const uint8_t **at, const uint8_t *end, char bytes[4],
                                 size_t *size);
/* All of it may stand in a document. */
bool xml_are_characters(const uint8_t *at, const uint8_t *end);
/* Adds bytes of UTF-16 as UTF-8 as long as `room` lasts, and cuts them off `*piece`; returns the
 * bytes added. Halves of pairs that stand alone become a NUL, which is no character of XML. */
size_t xml_add_wide(struct xml *xml, struct str *piece, char *text, size_t room);

#endif
