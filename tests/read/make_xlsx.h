/* Workbooks made of hand-written XML, so that each trap is a small readable case. */
#ifndef TESTS_INTAKE_MAKE_XLSX_H
#define TESTS_INTAKE_MAKE_XLSX_H

#include "base/base.h"

/* A part of a zip. */
struct make_part {
    const char *name;
    /* Its content; NULL leaves the part out. */
    const char *text;
    /* Bytes of the content; 0 for a C string. */
    size_t size;
    /* Keep it stored, not deflated. */
    bool is_stored;
    /* Password of an encrypted part; NULL for none. */
    const char *password;
};

/* What a workbook of one sheet is made of; NULL members are the usual part, "-" leaves it out. */
struct make_book {
    /* Content of worksheet: sheetData, mergeCells and so on. */
    const char *sheet;
    /* Content of sst, of styleSheet; absent when NULL. */
    const char *strings, *styles;
    /* Whole parts. */
    const char *workbook, *workbook_rels, *rels, *sheet_part;
    /* The list of types goes with it, without which other programs take it for no workbook. */
    bool has_types;
};

/* Zips parts; the bytes are released by free(), as trial_xlsx does. */
struct str make_zip(const struct make_part *parts, size_t n_parts);
/* Zips a workbook. */
struct str make_book(struct make_book book);
/* A workbook with nothing but this sheetData. */
struct str make_rows(const char *rows);
/* Namespaces, for whole parts. */
#define MAKE_MAIN   "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
#define MAKE_OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define MAKE_RELS   "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\""

#endif
