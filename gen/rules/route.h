/* Inner header of rules: rows of templates/rules/routes.csv. */
#ifndef RULES_ROUTE_H
#define RULES_ROUTE_H

#include "rules/judge.h"

/* A row of the routes table: of a filing's rows the first that holds decides. */
struct route_row {
    enum filing filing;
    enum route_certainty certainty;
    /* When. */
    struct condition when;
    /* The bureau in the words of the clause; by name, as patterns parted by |, of which the first
     * serves that the unit's seat has all divisions for: {province}, {city}, {county},
     * {province:SUFFIX}. */
    struct str bureau, named;
    /* Why, in Chinese; the clause. */
    struct str reason, clause;
    /* What would settle it, for ROUTE_OPEN. */
    enum field decides[ROUTE_MAX_DECIDES];
    size_t n_decides;
    /* Where it stands; its file and its place in the order of rows. */
    struct origin origin;
    struct str row;
};

/* Reads the table of an edition into edition->rules; reports TABLE_*. */
bool routes_read(const struct edition *edition);
/* The row that decides; NULL only without rows. */
const struct route_row *routes_decide(const struct rules *rules, struct arena *arena,
                                      const struct case_facts *facts, enum filing filing);
/* What routes.csv calls a filing. */
struct str filing_name(enum filing filing);
/* The filing of that name; false for none. */
bool filing_find(struct str name, enum filing *filing);
/* Code of the division in which a unit has its seat, by its code, or else by its address; empty
 * where neither is known or they contradict each other. */
struct str regions_seat(const struct rules *rules, struct arena *arena, const struct unit *unit);

#endif
