/* Inner header of docs: what the reading and the making of the blank workbook share. */
#ifndef DOCS_INTAKE_BOOK_INNER_H
#define DOCS_INTAKE_BOOK_INNER_H

#include "docs/intake_book.h"

struct intake_book {
    /* templates/docs/intake-book.yaml. */
    const struct yaml *words;
    /* templates/columns/options.yaml. */
    const struct yaml *lists;
};

/* What the file says of a type of field. */
struct intake_book_type {
    /* Its name there. */
    const char *name;
    /* Cells of the type are kept as text. */
    bool is_text;
};
/* By enum field_type. */
extern const struct intake_book_type intake_book_types[];
/* Names of the checks, in the order of enum input_kind. */
extern const char *const intake_book_checks[];

/* Reports a name that no column has; false. */
bool intake_book_report_field(struct diag *diag, struct str name, struct origin origin);
/* The name is that of the field, or its beginning up to a dot. */
bool intake_book_is_under(struct str name, enum field field);

#endif
