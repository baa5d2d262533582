/* Expat as the oracle of our own XML: both must tell the same of every document. */
#ifndef TESTS_READ_ORACLE_H
#define TESTS_READ_ORACLE_H

#include "read/xml.h"

/* What expat reads of a document, told to the calls; false with a fault, empty if a call said stop.
 */
bool oracle_read(struct arena *arena, const struct xml_calls *calls, struct str document,
                 struct str *fault);

/* How the two differ over a document that our own is given in pieces of so many bytes; empty if
 * they do not. A document that expat alone refuses, and that has names beyond ASCII, is no
 * difference: expat knows those of the fourth edition of XML 1.0. */
struct str oracle_difference(struct arena *arena, struct str document, size_t piece);
/* The same of every part of a package; empty also for bytes that are none. */
struct str oracle_package_difference(struct arena *arena, struct str bytes);

#endif
