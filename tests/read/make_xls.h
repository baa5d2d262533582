/* Old workbooks made record by record, and the OLE file round them, so that each trap is a small
 * readable case. */
#ifndef TESTS_READ_MAKE_XLS_H
#define TESTS_READ_MAKE_XLS_H

#include "base/base.h"

/* An entry of an OLE directory. */
struct make_entry {
    const char *name;
    struct str bytes;
    /* It is a storage and holds the next `n_inside` entries; else a stream. */
    bool is_storage;
    size_t n_inside;
};

/* How an OLE file is laid out. */
struct make_ole {
    const struct make_entry *entries;
    size_t n_entries;
    /* Sectors of 4,096 bytes instead of 512. */
    bool has_large_sectors;
    /* Each stream lies backwards: the sector that follows stands before. */
    bool is_backwards;
};

/* An OLE file. */
struct str make_ole(struct arena *arena, const struct make_ole *made);
/* One with a single stream of that name. */
struct str make_ole_stream(struct arena *arena, const char *name, struct str bytes);

/* Appends numbers, low byte first. */
void make_u8(struct buf *buf, unsigned number);
void make_u16(struct buf *buf, unsigned number);
void make_u32(struct buf *buf, uint32_t number);
void make_f64(struct buf *buf, double number);
/* Appends the flags and characters of a string: one byte each if all are Latin-1, else two. */
void make_characters(struct buf *buf, struct str text);
/* How many units it has. */
size_t make_n_units(struct str text);
/* Appends a record; data of more than 8,224 bytes goes on in CONTINUE records. */
void make_record(struct buf *buf, unsigned type, struct str data);
/* The same from words of two bytes. */
void make_words(struct buf *buf, unsigned type, const unsigned *words, size_t n);
#define MAKE_WORDS(buf, type, ...)                                                                 \
    make_words((buf), (type), (const unsigned[]){__VA_ARGS__},                                     \
               sizeof((const unsigned[]){__VA_ARGS__}) / sizeof(unsigned))

/* A sheet of a stream. */
struct make_xls_sheet {
    const char *name;
    /* 0 visible, 1 hidden, 2 very hidden; and 0 a worksheet, 2 a chart. */
    unsigned state, type;
    /* Its records between BOF and EOF. */
    struct str records;
};

/* What a stream is made of. */
struct make_xls {
    /* Excel 95: strings are bytes. */
    bool is_old;
    /* Records of the globals that stand before the list of sheets, and behind it. */
    struct str globals, after;
    const struct make_xls_sheet *sheets;
    size_t n_sheets;
};

/* The stream. */
struct str make_xls_stream(struct arena *arena, const struct make_xls *made);
/* The stream in an OLE file. */
struct str make_xls(struct arena *arena, const struct make_xls *made);

#endif
