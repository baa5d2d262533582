/*
 * Inner header of read: XML as three calls, start, end and text, with local names. Everything
 * that makes XML dangerous is refused: document types, deep nests, endless tags, odd encodings.
 */
#ifndef READ_XML_H
#define READ_XML_H

#include "base/base.h"

/* Who is called. Subtrees of extLst and mc:Fallback, which may hold look-alikes of real elements,
 * are passed over. A call that returns false stops the reading. */
struct xml_calls {
    /* Handed to the calls. */
    void *context;
    /* An element begins: its name without prefix, its attributes for xml_attribute. */
    bool (*start)(void *context, struct str name, const char *const *attributes);
    /* It ends. */
    bool (*end)(void *context, struct str name);
    /* Characters, in pieces of any size. */
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
/* What is wrong and where, in ASCII ("line 3: not well-formed"); empty if a call said stop. */
struct str xml_fault(const struct xml *xml);

/* An attribute without prefix; false if it is not there. */
bool xml_attribute(const char *const *attributes, const char *name, struct str *value);
/* The same with some prefix, as in r:id. */
bool xml_prefixed_attribute(const char *const *attributes, const char *name, struct str *value);
/* An XML boolean, 1 or true; false when absent. */
bool xml_is_true(const char *const *attributes, const char *name);

#endif
