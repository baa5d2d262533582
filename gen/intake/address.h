/* Inner header of intake: an address in one cell as the four parts of the form's box 02. */
#ifndef INTAKE_ADDRESS_H
#define INTAKE_ADDRESS_H

#include "base/base.h"

/* Names of administrative divisions, from templates/rules/regions; opaque. */
struct regions;

/* An address as written; parts nobody wrote are empty. */
struct address {
    struct str province, city, county, street;
};

/* Reads the names; NULL after a report. */
const struct regions *regions_read(struct arena *arena, struct shelf *shelf, struct str edition,
                                   struct diag *diag);
/* Cuts a text into slices. Nothing is added that is not written: an address that starts with its
 * city has no province. What is not recognised is street. */
struct address address_split(const struct regions *regions, struct str text);
/* The province has cities below it; false for the four municipalities. True if it is unknown. */
bool regions_have_cities(const struct regions *regions, struct str province);
/* The city has counties below it; false for the four cities without. True if it is unknown. */
bool regions_have_counties(const struct regions *regions, struct str city);

#endif
