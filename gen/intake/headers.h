/*
 * Inner header of intake: which field a header means. Read from templates/columns/unit.yaml,
 * system.yaml and data.yaml; the comments there say what each key is for.
 */
#ifndef INTAKE_HEADERS_H
#define INTAKE_HEADERS_H

#include "intake/words.h"
#include "model/model.h"

/* Rows of header at most. */
#define HEADER_MOST_ROWS 3

/* A column that a sheet may have. */
struct column_rule {
    enum field field;
    /* The canonical header. */
    struct str name;
    /* Its cells must be filled; the column must be there. */
    bool is_required, is_expected;
    /* Line breaks of its cells stay. */
    bool keeps_lines;
    /* Filled only where this field is; N_FIELDS: always. */
    enum field condition;
    /* Not missed where this field has a column; N_FIELDS: none. */
    enum field substitute;
    /* Takes what is written behind yes or no; N_FIELDS: none. */
    enum field attachment;
    /* Yuan of a bare number; 0 if it is no money. */
    int64_t yuan;
};

/* What a header is. */
enum header_kind {
    /* Not known. */
    HEADER_UNKNOWN,
    /* One column, for certain. */
    HEADER_COLUMN,
    /* One of several columns. */
    HEADER_DOUBTFUL,
    /* A column passed over in silence. */
    HEADER_IGNORED,
    /* A column of some other kind of sheet. */
    HEADER_FOREIGN,
};

/* A known header. */
struct header_entry {
    enum header_kind kind;
    /* Its header_key. */
    struct str key;
    /* The columns it may mean, in order of preference: indices of rules. */
    size_t *rules;
    size_t n_rules;
    /* The group it is part of, as a text to join with others; empty if none. */
    struct str group;
};

/* What texts turned out to be; opaque. The same headers stand on sheet after sheet, and around one
 * row each is looked at many times. */
struct header_memory;

/* The columns of one kind of sheet. */
struct headers {
    enum field_entity entity;
    /* What a row is, in Chinese. */
    struct str record;
    struct column_rule *rules;
    size_t n_rules;
    /* Known headers, and their keys → index. */
    struct header_entry *entries;
    size_t n_entries, capacity;
    struct dictionary *keys;
    /* Canonical names and synonyms, to propose. */
    struct str *names;
    size_t n_names, names_capacity;
    /* Index of the rule of a field, SIZE_MAX if none. */
    size_t by_field[N_FIELDS];
    /* The column without which there is no table: the record's name. */
    enum field anchor;
    /* The column that names the record's unit; N_FIELDS in a table of units. */
    enum field owner;
    /* Besides the anchor a table must have one of these columns; none: any other will do. */
    enum field *signs;
    size_t n_signs;
    const struct spellings *spellings;
    /* Low bytes of the characters that a header of the anchor can start with. */
    bool starts[256];
    /* What headers_find found, and did not find, for the latest texts. */
    struct header_memory *memory;
};

/* Reads the columns of one kind of record; NULL after a report. */
const struct headers *headers_read(struct arena *arena, struct shelf *shelf, struct str edition,
                                   enum field_entity entity, const struct spellings *spellings,
                                   struct diag *diag);
/* What a text is as a header: as it stands, without its brackets, without a number or form name
 * before it, without a unit of money behind it. NULL if unknown. */
const struct header_entry *headers_find(const struct headers *headers, struct arena *scratch,
                                        struct str text);
/* The same of header rows joined: the lowest `n` parts, most parts first. `*n_used` gets how many
 * parts it took. */
const struct header_entry *headers_find_joined(const struct headers *headers, struct arena *scratch,
                                               const struct str *parts, size_t n_parts,
                                               size_t *n_used);
/* The entry may mean the column that makes a table. */
bool header_is_anchor(const struct headers *headers, const struct header_entry *entry);

/* headers_find and header_is_anchor in one, quick to say no: asked of every cell of a file. */
bool headers_name_anchor(const struct headers *headers, struct arena *scratch, struct str text);

#endif
