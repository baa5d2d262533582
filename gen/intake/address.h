/* Inner header of intake: an address in one cell as the four parts of the form's box 02. */
#ifndef INTAKE_ADDRESS_H
#define INTAKE_ADDRESS_H

#include "model/model.h"

/* An address as written; parts nobody wrote are empty. */
struct address {
    struct str province, city, county, street;
};

/* Cuts a text into slices. Nothing is added that is not written: an address that starts with its
 * city has no province. What is not recognised is street. */
struct address address_split(const struct regions *regions, struct str text);

#endif
