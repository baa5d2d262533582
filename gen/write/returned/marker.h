/*
 * Inner header of write: a sender's workbook while it is marked. relations.c finds how its parts
 * hang together, book.c changes the workbook part, marked.c the sheets.
 */
#ifndef WRITE_RETURNED_MARKER_H
#define WRITE_RETURNED_MARKER_H

#include "write/returned/package.h"
#include "write/returned/scan.h"
#include "write/returned/styles.h"
#include "write/write.h"

#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define TYPES  "application/vnd.openxmlformats-officedocument.spreadsheetml."

/* A relationship of a part. */
struct relation {
    struct str id, type, target;
};

struct relations {
    struct relation *items;
    size_t n_items, capacity;
};

/* A sheet as the workbook part lists it. */
struct sheet_entry {
    struct str name, id;
};

/* The book being changed. */
struct marker {
    struct arena *arena;
    const struct marking *marking;
    struct package package;
    struct styles styles;
    struct package_part *style_part;
    /* The workbook part, its folder, its relationships. */
    struct str workbook;
    struct relations relations;
    struct sheet_entry *sheets;
    size_t n_sheets, capacity;
    int64_t last_sheet_id;
    /* The sheet that an earlier run put there; empty for none. */
    struct str old_list;
    /* The name of ours in this book. */
    struct str list_name;
    /* Added to the list of content types. */
    struct buf types;
};

/* What a part holds; false if it is not there or cannot be read. */
bool marker_text(struct marker *marker, struct str name, struct str *text);
/* The relationships of a part that stay inside; the empty name stands for the package. */
bool marker_relations(struct marker *marker, struct str part, struct relations *relations);
/* The first of a type (NULL: any) with an identifier (empty: any); NULL if there is none. */
const struct relation *relation_find(const struct relations *relations, const char *type,
                                     struct str id);
/* A name that no part has. */
struct str marker_free_name(struct marker *marker, const char *start, const char *end);
/* Adds a relationship to a part of the package. */
bool marker_relate(struct marker *marker, struct str part, struct relations *relations,
                   const char *type, struct str target, struct str *id);
/* Notes the content type of a new part. */
void marker_add_type(struct marker *marker, struct str part, const char *type);
/* Reads sheets and names of ours from the workbook part; false if it is not understood. */
bool marker_read_workbook(struct marker *marker, struct str text);
/* Puts our names in, and our sheet first where `new_id` is its relationship. */
bool marker_edit_workbook(struct marker *marker, struct str new_id);

#endif
