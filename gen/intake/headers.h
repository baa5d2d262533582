/*
 * Inner header of intake: which field a header means. Read from templates/columns, a file a kind of
 * sheet; the comments of unit.yaml and system.yaml say what each key is for.
 */
#ifndef INTAKE_HEADERS_H
#define INTAKE_HEADERS_H

#include "intake/words.h"
#include "model/model.h"

/* Rows of header at most. */
#define HEADER_MOST_ROWS 3

/* The kinds of sheet that are read; where a header fits two equally well, the first. */
enum sheet_kind {
    /* 系统清单, 单位信息. */
    SHEET_SYSTEMS,
    SHEET_UNITS,
    /* 单位管理情况. */
    SHEET_MANAGEMENT,
    /* 差距自查. */
    SHEET_GAPS,
    /* 专家名单. */
    SHEET_EXPERTS,
    /* 产品清单. */
    SHEET_PRODUCTS,
    /* 数据摸底. */
    SHEET_DATA,
    /* How many there are. */
    N_SHEET_KINDS,
};

/* A column that a sheet may have. */
struct column_rule {
    enum field field;
    /* The canonical header. */
    struct str name;
    /* Its cells must be filled; the column must be there. */
    bool is_required, is_expected;
    /* Line breaks of its cells stay. */
    bool keeps_lines;
    /* Characters a cell may hold. */
    size_t longest;
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
    /* One of several columns, if its cells speak for it. */
    HEADER_LOOK,
    /* Known, and no column of ours. */
    HEADER_KNOWN,
    /* A column passed over in silence. */
    HEADER_IGNORED,
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
    /* Of HEADER_KNOWN: what is said of it. */
    struct str said;
};

/* What texts turned out to be; opaque. The same headers stand on sheet after sheet, and around one
 * row each is looked at many times. */
struct header_memory;

/* The columns of one kind of sheet. */
struct headers {
    enum sheet_kind kind;
    enum field_entity entity;
    /* Where its columns are listed. */
    struct origin origin;
    /* What a row is, in Chinese. */
    struct str record;
    struct column_rule *rules;
    size_t n_rules;
    /* Known headers, and their keys → index. */
    struct header_entry *entries;
    size_t n_entries, capacity;
    struct dictionary *keys;
    /* Canonical names and synonyms, and the rule of each. */
    struct str *names;
    size_t *name_rules;
    size_t n_names, names_capacity;
    /* Index of the rule of a field, SIZE_MAX if none. */
    size_t by_field[N_FIELDS];
    /* The record's name, and the column that names its unit; N_FIELDS in a table of units. */
    enum field anchor, owner;
    /* By field: without one of these there is no table; and these only this kind of sheet has. */
    bool is_anchor[N_FIELDS], is_mark[N_FIELDS];
    /* The first of the marks in the template; N_FIELDS if there is none. */
    enum field first_mark;
    /* One of the marks must be there, too. */
    bool needs_mark;
    /* Known headers that make a table. */
    size_t least;
    /* Dropped from the start of a header, one of them once, if what is left is known. */
    struct words prefixes;
    const struct spellings *spellings;
    /* Low bytes of the characters that a header of the anchor can start with. */
    bool starts[256];
    /* What headers_find found, and did not find, for the latest texts. */
    struct header_memory *memory;
};

/* Reads the columns of a kind of sheet; NULL after a report. */
const struct headers *headers_read(struct arena *arena, struct shelf *shelf, struct str edition,
                                   enum sheet_kind kind, const struct spellings *spellings,
                                   struct diag *diag);
/* Every field has a column in a sheet of its record, so that a file that was cut short is told. */
bool headers_check(const struct headers *const *sheets, struct diag *diag);
/* What a text is as a header: as it stands, without its brackets, without a number or form name
 * before it, without a unit of money behind it. NULL if unknown. */
const struct header_entry *headers_find(const struct headers *headers, struct arena *scratch,
                                        struct str text);
/* What it is without a prefix of this kind of sheet, or where a later word for the same thing is
 * read as the usual one. NULL if unknown. */
const struct header_entry *headers_find_near(const struct headers *headers, struct arena *scratch,
                                             struct str text);
/* The same of header rows joined: the lowest `n` parts, most parts first. `*n_used` gets how many
 * parts it took. */
const struct header_entry *headers_find_joined(const struct headers *headers, struct arena *scratch,
                                               const struct str *parts, size_t n_parts,
                                               size_t *n_used);
/* The entry may mean a column that makes a table. */
bool header_is_anchor(const struct headers *headers, const struct header_entry *entry);

/* headers_find and header_is_anchor in one, quick to say no: asked of every cell of a file. */
bool headers_name_anchor(const struct headers *headers, struct arena *scratch, struct str text);

#endif
