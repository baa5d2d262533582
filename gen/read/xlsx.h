/*
 * Inner header of the xlsx reader: what its files share. xlsx.c walks the package, xlsx_workbook.c
 * reads relationships and the workbook part, xlsx_saved.c when it was saved, xlsx_text.c strings,
 * xlsx_styles.c formats, xlsx_sheet.c cells. Clause numbers are of ECMA-376 part 1.
 */
#ifndef READ_XLSX_H
#define READ_XLSX_H

#include "read/store.h"
#include "read/styles.h"
#include "read/xml.h"
#include "read/zip.h"

/* A relationship from one part to another. */
struct xlsx_relation {
    /* Its identifier within the part it starts from. */
    struct str id;
    /* Last step of its type ("worksheet"): the same in transitional and strict files. */
    struct str type;
    /* Number of the part it leads to, SIZE_MAX when that is not in the package. */
    size_t part;
};

/* Relationships of one part. */
struct xlsx_relations {
    struct xlsx_relation *items;
    size_t n_items, capacity;
};

/* A sheet as workbook.xml lists it. */
struct xlsx_entry {
    struct str name;
    /* Identifier of the relationship to its part. */
    struct str relation;
    bool is_hidden;
};

/* A workbook being read; it lives as long as the book. */
struct xlsx {
    struct store_file *file;
    struct arena *scratch;
    struct unzip *unzip;
    /* The file without a sheet, for messages about the whole. */
    const struct source *source;
    struct diag *diag;
    /* Days are counted from 1904-01-01. */
    bool is_1904;
    /* All formulas are to be calculated when it is opened. */
    bool is_to_be_calculated;
    /* The workbook part. */
    size_t workbook;
    /* Sheets in workbook order. */
    struct xlsx_entry *entries;
    size_t n_entries, entries_capacity;
    /* By part: a sheet is read from it. A second one of the same part is a fault: no program writes
     * it, and a small book of a thousand such sheets would be read for ever. */
    bool *is_taken;
    /* Shared strings by index. */
    struct texts *strings;
    /* Cell formats. */
    struct styles styles;
};

/* Text in parts: every t and r/t of a string item, no phonetic text (18.4.8). */
struct xlsx_text {
    struct buf buf;
    bool is_in_text;
    /* Where in it the t at hand begins. */
    size_t start;
    /* Depth inside phonetic runs. */
    unsigned phonetic_depth;
};

/* Reads a part through the calls; false after reporting what is wrong with it. */
bool xlsx_parse(struct xlsx *xlsx, size_t part, const struct xml_calls *calls);
/* Relationships of a part; the empty name stands for the package. None is no fault. */
bool xlsx_read_relations(struct xlsx *xlsx, struct str part, struct xlsx_relations *relations);
/* The first relationship of that type, or NULL. */
const struct xlsx_relation *xlsx_relation_of_type(const struct xlsx_relations *relations,
                                                  const char *type);
/* The relationship of that identifier, or NULL. */
const struct xlsx_relation *xlsx_relation_of_id(const struct xlsx_relations *relations,
                                                struct str id);
/* Part name that a target means, seen from a part: folded, steps resolved. */
struct str xlsx_resolve(struct arena *arena, struct str from, struct str target);
/* Reads sheets, date system and names of ours from the workbook part. */
bool xlsx_read_workbook(struct xlsx *xlsx, size_t part, struct read_book *book);
/* Reads the shared strings. */
bool xlsx_read_strings(struct xlsx *xlsx, size_t part);
/* Reads the cell formats. */
bool xlsx_read_styles(struct xlsx *xlsx, size_t part);
/* When the package was last saved, as in struct read_book; empty if it does not say. */
struct str xlsx_read_saved(struct xlsx *xlsx);
/* Hands over the cells of a sheet: its reader. */
bool xlsx_read_sheet(struct read_sheet *sheet, const struct tape_sink *sink, bool is_first);

/* Empties a text. */
void xlsx_text_clear(struct xlsx_text *text);
/* An element inside a string item begins, ends. */
void xlsx_text_start(struct xlsx_text *text, struct str name);
void xlsx_text_end(struct xlsx_text *text, struct str name);
/* Bytes of text that a cell may hold. */
#define XLSX_MOST_TEXT (1024U * 1024U)

/* Characters inside a string item; false past the limit of one cell's text. */
bool xlsx_text_add(struct xlsx_text *text, struct str piece);
/* Adds characters to a buffer; false past the limit of one cell's text. */
bool xlsx_text_append(struct buf *buf, struct str piece);
/* The text of an item that ended, line ends LF. */
struct str xlsx_text_whole(struct xlsx_text *text);
/* Replaces _xHHHH_ escapes (22.9.2.19) and makes line ends LF, in place. */
struct str xlsx_unescape(struct buf *buf);

#endif
