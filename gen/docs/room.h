/*
 * Inner header of docs: what every document of the room is made with. A document is a module with a
 * `_read` that loads its templates once and a `_build` that makes it; registry.c has a line for
 * each.
 */
#ifndef DOCS_ROOM_H
#define DOCS_ROOM_H

#include "docs/docs.h"
#include "docs/filters.h"

struct annual_report;
struct calendar;
struct explanation;
struct filing_forms;
struct grading_report;
struct inspection;
struct intake_book;
struct plan_words;
struct overview;
struct papers;
struct statistics;

/* Everything loaded for one run. */
struct docs {
    /* Lives with the run. */
    struct arena *arena;
    /* templates/. */
    struct shelf *shelf;
    /* Fonts and shaping. */
    struct typesetter *typesetter;
    /* The rule tables, for names and regions. */
    const struct rules *rules;
    /* What the run is about. */
    struct docs_settings settings;
    /* Official labels of the fields. */
    const struct field_labels *labels;
    /* Names that subjects can be asked (names.h). */
    const struct dictionary *name_numbers;
    /* templates/docs/names.yaml: paths of products, words of the tables. */
    const struct yaml *names;
    /* What prose says dates, numerals and amounts with. */
    struct filter_words filter_words;
    /* The documents. */
    struct filing_forms *forms;
    /* NULL where the edition has none. */
    struct grading_report *grading_report;
    struct papers *papers;
    struct calendar *calendar;
    struct statistics *statistics;
    struct annual_report *annual_report;
    const struct inspection *inspection;
    struct explanation *explanation;
    /* Words of 整改方案 that are no part of its text. */
    const struct plan_words *plan;
    struct intake_book *intake_book;
    /* Of index.html. */
    const struct overview *overview;
};

/* The folder of a unit below OUT, from the unit alone: units/<区划代码>-<单位名称>, and the last
 * six characters of its code where it has one. Different units have different folders. */
struct str docs_unit_folder(const struct docs *docs, struct arena *arena, const struct unit *unit);
/* The path of a product from its pattern, with {folder} (safe already) and {system} (made safe)
 * filled in. */
struct str docs_path(const struct docs *docs, struct arena *arena, struct str pattern,
                     struct str folder, struct str system);
/* What a path below OUT must look like: no part of it is empty or made of dots. */
extern const struct yaml_shape docs_path_shape;
/* A word of names.yaml by section and key ("tables", "units"). */
struct str docs_word(const struct docs *docs, const char *section, const char *key);
/* A cell ("C17") as people read it; what is only a row's number is said to be one. */
struct str docs_cell(const struct docs *docs, struct arena *arena, struct str cell);
/* Printed text of a field of a record: empty when not given. */
struct str docs_text(const struct record *record, enum field field);

/* A phone as the province's papers show it: as it is, or masked behind its fourth digit. */
struct str docs_phone(const struct docs *docs, struct arena *arena, struct str phone);

/* ---- sheets.c ---- */

/* First data row of a sheet, from 0. */
#define DOCS_FIRST_ROW 2
/* The name of a sheet: at most 31 characters, none of []:*?/\ among them, no apostrophe at an end.
 */
extern const struct yaml_shape docs_sheet_name;
/* Opens a sheet with title and headings. */
struct sheet *docs_open_sheet(struct arena *arena, struct workbook *workbook, struct str name,
                              struct str title, const struct str *columns, size_t n_columns);
/* The same, the headings from a list of texts. */
struct sheet *docs_add_sheet(struct arena *arena, struct workbook *workbook, struct str name,
                             struct str title, const struct yaml *columns);

/* The words of 问题清单.xlsx in names.yaml (problems.c). */
extern const struct yaml_shape docs_problems_shape;

/* The words of 修改清单 in names.yaml (return_book.c). */
extern const struct yaml_shape docs_returned_shape;

/* ---- tables.c: the machine's copy in data/ ---- */

#endif
