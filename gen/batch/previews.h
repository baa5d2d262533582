/* Inner header of batch: small pictures of pages, which index.html shows. */
#ifndef BATCH_PREVIEWS_H
#define BATCH_PREVIEWS_H

#include "batch/output.h"

/* Below OUT: the pictures of a document are in the folder that its path names here, by their
 * numbers. */
#define PREVIEWS_FOLDER "previews/"

/* The path is that of such a picture. */
bool previews_have(struct str path);
/* The path of the picture of a page, counted from 1. */
struct str previews_path(struct arena *arena, struct str document, size_t page);
/* The document that such a picture's path is of. */
struct str previews_document(struct str path);
/* How many pages of a document have one: of institutions' papers the first, else all. */
size_t previews_n_pages(const struct product *product, bool is_of_unit);
/* Bytes of all pictures that the run has, and how many they are. False if what is written could not
 * be put in place. */
bool previews_weigh(struct output *output, size_t *n, uint64_t *bytes);

#endif
