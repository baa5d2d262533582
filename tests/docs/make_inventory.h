/* What the tests of docs stand on: the real rules and templates, units made in memory, and products
 * taken instead of written. */
#ifndef TESTS_DOCS_MAKE_INVENTORY_H
#define TESTS_DOCS_MAKE_INVENTORY_H

#include <criterion/criterion.h>

#include "docs/room.h"
#include "docs/statistics_inner.h"

/* Products kept by take_product. */
#define MOST_PRODUCTS 64

/* One test's world. */
struct house {
    struct arena *arena;
    struct diag *diag;
    struct shelf *templates;
    const struct rules *rules;
    struct docs *docs;
    struct inventory *inventory;
    /* After judge_house: one for each unit. */
    struct unit_findings **findings;
    size_t n_findings;
    /* What the rules reported. */
    struct diag *reported;
    /* What the ledger's columns rest on, and, after judge_house, all rows. */
    struct ledger_facts *facts;
    struct ledger *ledger;
    /* What the sink took; `refuse_at` is the first it refuses, if not 0. */
    struct product products[MOST_PRODUCTS];
    size_t n_products, refuse_at;
};

/* Rules, labels, names, tables and wording of the edition of 2007; no fonts, no pages. */
struct house *open_house(void);
/* Everything, through the front door. */
struct house *open_whole_house(void);
/* The same on another templates folder; `docs` is NULL where it is refused. */
struct house *open_house_at(const char *templates);
void close_house(struct house *house);

/* Adds a unit by name, from row n of sheet 单位 of 报送.xlsx. */
struct unit *add_unit(struct house *house, const char *name);
/* Adds a system by name, from row n of sheet 系统. */
struct system *add_system(struct house *house, struct unit *unit, const char *name);
/* Sets a field from text: options as "31=三级甲等" (codes "1,3=…"), numbers as digits, dates as
 * YYYY-MM-DD or less. "" takes it out; "?六级" is what could not be read. */
void set_field(struct house *house, struct record *record, enum field field, const char *text);
/* Sets total, S and A. */
void set_levels(struct house *house, struct system *system, const char *total, const char *s,
                const char *a);
/* A system of that level that the matrix agrees with, filled in to the least of a filing form. */
struct system *add_whole_system(struct house *house, struct unit *unit, const char *name,
                                int level);
/* Sorts the units, judges them at 2012-06-30 and adds them to a new ledger. */
void judge_house(struct house *house);
/* A sink that keeps products in the house. */
struct product_sink house_sink(struct house *house);
/* The product of a path; NULL if there was none. */
const struct product *find_product(const struct house *house, const char *path);

/* The cell at a place of a sheet; NULL if there is none. */
const struct cell *cell_at(const struct sheet *sheet, uint32_t row, uint32_t column);
/* Its text; empty for any other cell. */
struct str text_at(const struct sheet *sheet, uint32_t row, uint32_t column);
/* Its number or result; fails the test if it holds none. */
double number_at(const struct sheet *sheet, uint32_t row, uint32_t column);
/* Rows of a sheet, from the first to its last cell. */
uint32_t count_rows(const struct sheet *sheet);
/* The sheet whose name starts so. */
const struct sheet *find_sheet(const struct workbook *workbook, const char *name);
/* How often an id was reported. */
size_t count_reports(const struct diag *diag, enum diag_id id);

#define cr_assert_str(text, expected)                                                              \
    do {                                                                                           \
        struct str got_ = (text);                                                                  \
        cr_assert(str_is(got_, (expected)), "\"%" STR_FMT "\" is not \"%s\"", STR_ARG(got_),       \
                  (expected));                                                                     \
    } while (0)

#endif
