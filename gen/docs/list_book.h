/*
 * Inner header of docs: workbooks as data. A list book is a file of templates/docs with sheets
 * whose rows are the items of a list, each column words of the item; no code makes its rows.
 */
#ifndef DOCS_LIST_BOOK_H
#define DOCS_LIST_BOOK_H

#include "docs/names.h"
#include "layout/sheet.h"

/* A compiled book. */
struct list_book;

/* Reads templates/docs/`subject` and proves it for a scope:
 *     title, author
 *     sheets:
 *       - name, title: PROSE
 *         within: NAME    a list whose items each have the list `each`; left out: the unit has it
 *         each: NAME      a row for each item
 *         total: TEXT     the first cell of a row of totals; left out: no such row
 *         aside: yes      it is no data when the book is handed in
 *         columns:
 *           - {head: TEXT, width: 12, value: PROSE, kind: text, count, number or date}
 *             choices: [TEXT, …]     what may be typed into its cells
 *             sum: yes               its total stands in that row, as a formula; not of the first
 *             tones: {TEXT: error or warning, …}   looks of cells that say so, whoever types it
 *           - {head: TEXT, width: 12, count: {of: SHEET, same: [HEAD, …], column: HEAD, is: TEXT}}
 *             how many rows of a sheet before have in those columns what this row has, and TEXT in
 *             `column`, as a formula; `blank: HEAD` for nothing in it, `all: yes` whatever is in it
 *           - {head: TEXT, width: 12, across: HEAD}
 *             the sum of that column and those behind it, where all are given, as a formula
 * NULL after reporting what is wrong. */
const struct list_book *list_book_read(const struct docs *docs, struct str subject,
                                       const struct prose_scope *scope, struct diag *diag);
/* Makes the workbook; NULL after reporting what prose_set does, or if no sheet has a row. */
struct workbook *list_book_build(const struct list_book *book, struct subject *subject,
                                 struct diag *diag);

#endif
