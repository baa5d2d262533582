/*
 * Inner header of the xls reader: what its files share. xls.c reads the workbook's globals,
 * xls_text.c strings, xls_sheet.c cells, xls_names.c names of ours, xls_crypt.c what is behind the
 * fixed password, xls_saved.c when it was saved. Section numbers are of MS-XLS; what is called old
 * here is Excel 5 and 95, whose strings are bytes of a code page.
 */
#ifndef READ_XLS_H
#define READ_XLS_H

#include "read/bytes.h"
#include "read/encoding.h"
#include "read/ole.h"
#include "read/store.h"
#include "read/styles.h"

/* Types of records (2.3). */
enum xls_type {
    XLS_FORMULA = 0x06,
    XLS_EOF = 0x0A,
    XLS_EXTERNSHEET = 0x17,
    XLS_NAME = 0x18,
    XLS_DATE1904 = 0x22,
    XLS_FILEPASS = 0x2F,
    XLS_CONTINUE = 0x3C,
    XLS_CODEPAGE = 0x42,
    XLS_COLINFO = 0x7D,
    XLS_BOUNDSHEET = 0x85,
    XLS_MULRK = 0xBD,
    XLS_RSTRING = 0xD6,
    XLS_XF = 0xE0,
    XLS_INTERFACE = 0xE1,
    XLS_MERGES = 0xE5,
    XLS_SST = 0xFC,
    XLS_LABELSST = 0xFD,
    XLS_NUMBER = 0x203,
    XLS_LABEL = 0x204,
    XLS_BOOLERR = 0x205,
    XLS_STRING = 0x207,
    XLS_ROW = 0x208,
    XLS_RK = 0x27E,
    XLS_FORMAT = 0x41E,
    XLS_BOF = 0x809,
};

/* What a part of the stream that BOF begins is. */
enum { XLS_IS_GLOBALS = 0x05, XLS_IS_SHEET = 0x10 };

/* Rows and columns that such a sheet has. */
enum { XLS_MOST_ROWS = 65536, XLS_MOST_COLUMNS = 256 };

/* A record of the stream. */
struct xls_record {
    unsigned type;
    struct str data;
    /* Offset of the data in the stream. */
    size_t at;
};

/* A sheet as the globals list it. */
struct xls_entry {
    struct str name;
    /* Where its BOF stands in the stream, and once it was read what is behind its EOF. */
    size_t at, end;
    bool is_hidden;
    /* 0: a worksheet; else macros, a chart or a module. */
    unsigned type;
    /* By row from 0: it is hidden; NULL if none is. */
    bool *hidden_rows;
};

/* A workbook being read; it lives as long as the book. */
struct xls {
    struct store_file *file;
    struct arena *scratch;
    struct str stream;
    /* Excel 5 or 95. */
    bool is_old;
    /* The stream is a plain copy of one that was protected. */
    bool is_decrypted;
    /* Of old strings; NULL until a code page was named. */
    struct encoding_page *page;
    bool is_1904;
    struct xls_entry *entries;
    size_t n_entries, entries_capacity;
    /* Shared strings by index. */
    struct texts *strings;
    struct styles styles;
    /* First sheet of each reference to sheets of this file. */
    uint32_t *references;
    size_t n_references;
};

/* The data of a record and of the CONTINUE records behind it, read as one. */
struct xls_strand {
    struct str stream;
    /* Next byte, and the end of the record that it is in. */
    size_t at, end;
};

/* The record at `*at`, which is moved behind it; false where none is whole. */
static inline bool xls_next(const struct xls *xls, size_t *at, struct xls_record *record) {
    struct str stream = xls->stream;
    if (*at > stream.len || stream.len - *at < 4) {
        return false;
    }
    size_t size = bytes_u16(stream, *at + 2), start = *at + 4;
    if (stream.len - start < size) {
        return false;
    }
    *record = (struct xls_record){bytes_u16(stream, *at), {stream.data + start, size}, start};
    *at = start + size;
    return true;
}
/* Reports the fatal FILE_DAMAGED of a workbook; returns false. */
bool xls_refuse(const struct xls *xls, enum diag_word word, struct str about);

/* The strand that begins `offset` bytes into a record. */
struct xls_strand xls_strand_of(const struct xls *xls, const struct xls_record *record,
                                size_t offset);
/* No byte is left. */
bool xls_strand_ends(struct xls_strand *strand);
/* Reads a number of two bytes, of four; false past the end. */
bool xls_strand_u16(struct xls_strand *strand, uint32_t *number);
bool xls_strand_u32(struct xls_strand *strand, uint32_t *number);
/* Passes over bytes; false past the end. */
bool xls_strand_skip(struct xls_strand *strand, size_t n);
/* Reads a string of two-byte length, with flags and tails (2.5.294), or an old one; line ends
 * become LF. False past the end or for bytes that mean nothing. */
bool xls_strand_string(const struct xls *xls, struct xls_strand *strand, struct buf *text);
/* Reads `n` characters of a string whose flags come first (2.5.240), or old bytes. */
bool xls_strand_characters(const struct xls *xls, struct xls_strand *strand, size_t n,
                           struct buf *text);
/* Reads the shared strings. */
bool xls_read_strings(struct xls *xls, const struct xls_record *record);
/* Opens what the fixed password protects: the stream becomes a plain copy. False for any other
 * password. */
bool xls_decrypt(struct xls *xls, const struct xls_record *record);
/* Notes references to sheets; a name, if it is one of ours. */
void xls_note_references(struct xls *xls, const struct xls_record *record);
void xls_note_name(struct xls *xls, const struct xls_record *record, struct read_book *book);
/* When the file says it was saved, as in struct read_book; empty if it does not. */
struct str xls_read_saved(struct arena *arena, const struct ole *ole);
/* Hands over the cells of a sheet: its reader. */
bool xls_read_sheet(struct read_sheet *sheet, const struct tape_sink *sink, bool is_first);

#endif
