/* Administrative divisions, GB/T 2260, under every name and code they had. */
#ifndef MODEL_REGIONS_H
#define MODEL_REGIONS_H

#include "base/base.h"

/* The divisions; lives with the run. */
struct regions;

/* How high a division is. */
enum region_rank { REGION_PROVINCE, REGION_CITY, REGION_COUNTY, N_REGION_RANKS };

/* A division under one of its names. */
struct region {
    /* Six digits. */
    struct str code;
    /* The name. */
    struct str name;
};

/* Reads templates/rules/regions; NULL after a report (TABLE_COLUMN, TABLE_VALUE). */
const struct regions *regions_read(struct arena *arena, struct shelf *shelf, struct str edition,
                                   struct diag *diag);
/* Six digits. */
bool region_is_code(struct str text);
/* The division of a code under its newest name; empty if the code is unknown. */
struct region regions_find(const struct regions *regions, struct str code);
/* The city (地、市、州、盟) that a code is or lies in, under its newest name; empty where there is
 * none, as in the municipalities and in counties right below a province. */
struct region regions_city(const struct regions *regions, struct str code);
/* The division of a rank that a code is or lies in, under its newest name; empty where there is
 * none. */
struct region regions_above(const struct regions *regions, struct str code, enum region_rank rank);
/* What was written may mean the division of a code, under any of its names, in full or short; also
 * when the code is unknown. */
bool regions_may_mean(const struct regions *regions, struct str written, struct str code);
/* The division with the longest name at the start of a text, among those of a rank whose code
 * starts with `code`; NULL if there is none. */
const struct region *regions_start(const struct regions *regions, enum region_rank rank,
                                   struct str code, struct str text);
/* The code of the lowest division that province, city and county name together, each as written in
 * full or empty; empty if that is none or more than one. */
struct str regions_code(const struct regions *regions, const struct str names[N_REGION_RANKS]);
/* What a text names as a city: a city, a municipality, or a county right below a province that has
 * cities; by its name in full or short, its province's before it or not. Empty if that is none or
 * more than one, or is short for a province that has cities too. */
struct region regions_city_named(const struct regions *regions, struct str text);
/* The start of a code that all codes within that division have. */
struct str regions_stem(const struct regions *regions, struct str code);
/* The province has cities below it; false for the four municipalities. True if it is unknown. */
bool regions_have_cities(const struct regions *regions, struct str province);
/* The city has counties below it; false for the four cities without. True if it is unknown. */
bool regions_have_counties(const struct regions *regions, struct str city);

#endif
