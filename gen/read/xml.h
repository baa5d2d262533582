/*
 * Inner header of read: XML as three calls, start, end and text, with local names. Everything
 * that makes XML dangerous is refused: document types, deep nests, endless tags, odd encodings.
 */
#ifndef READ_XML_H
#define READ_XML_H

#include "base/base.h"

/* Elements open at a time, attributes of a tag, and bytes of a tag, comment or instruction. */
#define XML_MOST_DEPTH      64
#define XML_MOST_ATTRIBUTES 64
#define XML_MOST_TAG        65536

/* An attribute; both are valid during the call. */
struct xml_attribute {
    /* As it stands, with its prefix. */
    struct str name;
    /* With references resolved and blanks made spaces. */
    struct str value;
};

/* The attributes of a tag. */
struct xml_attributes {
    const struct xml_attribute *items;
    size_t n;
};

/* Who is called. Subtrees of extLst and mc:Fallback, which may hold look-alikes of real elements,
 * are passed over. A call that returns false stops the reading. */
struct xml_calls {
    /* Handed to the calls. */
    void *context;
    /* An element begins: its name without prefix, its attributes. */
    bool (*start)(void *context, struct str name, const struct xml_attributes *attributes);
    /* It ends. */
    bool (*end)(void *context, struct str name);
    /* Characters, in pieces of any size; line ends are LF. */
    bool (*text)(void *context, struct str text);
};

/* A document being read; opaque. */
struct xml;

/* Begins a document; the calls' context must outlive it. */
struct xml *xml_open(struct arena *arena, const struct xml_calls *calls);
/* Reads the next piece of the document. False after a fault or when a call said stop. */
bool xml_feed(struct xml *xml, struct str piece);
/* Ends the document. False if it is not whole. */
bool xml_finish(struct xml *xml);
/* What is wrong and at which line, a phrase of diag.def; empty if a call said stop. */
struct str xml_fault(const struct xml *xml);

/* An attribute without prefix; false if it is not there. */
bool xml_attribute(const struct xml_attributes *attributes, const char *name, struct str *value);
/* The same with some prefix, as in r:id. */
bool xml_prefixed_attribute(const struct xml_attributes *attributes, const char *name,
                            struct str *value);
/* An XML boolean, 1 or true; false when absent. */
bool xml_is_true(const struct xml_attributes *attributes, const char *name);

#endif
