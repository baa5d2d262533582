/*
 * Inner header of read: what a file is, told from its bytes and never from its name. The first
 * question asked of anything handed in; the answer picks the reader or the refusal.
 */
#ifndef READ_SNIFF_H
#define READ_SNIFF_H

#include "base/base.h"

/* What the bytes are; behind each the message that its refusal takes. */
enum sniff_kind {
    /* No bytes, or a byte order mark, NULs and blanks only: FILE_EMPTY. */
    SNIFF_EMPTY,
    /* An Office Open XML workbook, or a zip too damaged to name anything else. */
    SNIFF_XLSX,
    /* Text in any encoding that is no markup. */
    SNIFF_CSV,
    /* A workbook of Excel 5 to 2003, in an OLE file or bare. */
    SNIFF_XLS,
    /* A sheet of Excel 2, of Excel 3, a workbook of Excel 4: FILE_NOT_YET. */
    SNIFF_BIFF_2,
    SNIFF_BIFF_3,
    SNIFF_BIFF_4,
    /* A password-protected xlsx, which may be open to the password that Excel knows. */
    SNIFF_ENCRYPTED,
    /* A binary workbook in a zip: FILE_NOT_YET. */
    SNIFF_XLSB,
    /* An OpenDocument spreadsheet: FILE_NOT_YET. */
    SNIFF_ODS,
    /* A web page, often named .xls by exporters. */
    SNIFF_HTML,
    /* One in an envelope of mail, as Excel saves them: FILE_NOT_YET. */
    SNIFF_MHTML,
    /* A sheet as text of commands, of Multiplan, of VisiCalc: FILE_NOT_YET. */
    SNIFF_SYLK,
    SNIFF_DIF,
    /* SpreadsheetML of 2003, a workbook in one XML file. */
    SNIFF_XML_2003,
    /* What a system answers instead of a file, in JSON: FILE_PAGE. */
    SNIFF_JSON,
    /* Any other XML, often what a system answers: FILE_PAGE. */
    SNIFF_XML,
    /* A Word document: FILE_NOT_SHEET, as all that follow but the next. */
    SNIFF_DOCX,
    /* A sheet of Apple's Numbers: FILE_NOT_YET. */
    SNIFF_NUMBERS,
    /* A presentation. */
    SNIFF_PPTX,
    /* A page as printed, of the Chinese standard. */
    SNIFF_OFD,
    /* Any other zip; also one that holds workbooks. */
    SNIFF_ZIP,
    /* .doc and old WPS text. */
    SNIFF_DOC,
    /* .ppt and old WPS slides. */
    SNIFF_PPT,
    /* Mail that was saved. */
    SNIFF_MAIL,
    /* Any other OLE file. */
    SNIFF_OLE,
    /* PDF. */
    SNIFF_PDF,
    /* RTF. */
    SNIFF_RTF,
    /* PNG, JPEG, GIF, TIFF, BMP, WebP or HEIC. */
    SNIFF_IMAGE,
    /* RAR, 7z, gzip or a cabinet. */
    SNIFF_ARCHIVE,
    /* A shortcut, to a file or to a page. */
    SNIFF_SHORTCUT,
    /* A database of Access or SQLite. */
    SNIFF_DATABASE,
    /* A program of Windows. */
    SNIFF_PROGRAM,
    /* None of these and no text. */
    SNIFF_BINARY,
};

/* What the bytes are. `scratch` is used and given back. Never reports. */
enum sniff_kind sniff_bytes(struct arena *scratch, struct str bytes);
/* A short name in ASCII: "xlsx", "csv", "xls", "pdf" and so on; what data/files.csv prints. */
struct str sniff_name(enum sniff_kind kind);

#endif
