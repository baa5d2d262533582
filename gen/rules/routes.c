/*
 * Routes: with which police bureau and with which health administration a system is filed
 * (实施细则 arts. 3 and 4, 管理办法 art. 15, 指导意见 四（一）3). The rules are rows of
 * routes.csv, of which the first that holds decides; a bureau is called by name only where the
 * list of divisions has the name of the unit's seat.
 */
#include "rules/route.h"

enum {
    COLUMN_FILING,
    COLUMN_EDITIONS,
    COLUMN_CERTAINTY,
    COLUMN_WHEN,
    COLUMN_BUREAU,
    COLUMN_NAMED,
    COLUMN_DECIDES,
    COLUMN_REASON,
    COLUMN_CLAUSE,
    COLUMN_DATES,
    COLUMN_ORDER = COLUMN_DATES + 4
};

static const char *const filing_names[N_FILINGS] = {"police", "health"};

/* Different bureaus that papers name for one unit at most. */
#define MAX_BUREAUS 8

/* What stands between braces for the division of a rank. */
static const struct str rank_names[N_REGION_RANKS] = {STR_INIT("province"), STR_INIT("city"),
                                                      STR_INIT("county")};

struct str filing_name(enum filing filing) {
    return str_from_c(filing_names[filing]);
}

bool filing_find(struct str name, enum filing *filing) {
    for (size_t i = 0; i < N_FILINGS; i++) {
        if (str_is(name, filing_names[i])) {
            *filing = (enum filing)i;
            return true;
        }
    }
    return false;
}

/* ---- names of bureaus ------------------------------------------------------------------------ */

/* Puts the seat's divisions in the place of {province}, {city} and {county}; {province:SUFFIX} is
 * one whose name ends so. False with `*fault` set for another word; empty where the seat lacks
 * one. */
static bool fill_name(struct arena *arena, struct str pattern, const struct str *divisions,
                      struct str *name, struct str *fault) {
    struct buf buf = {.arena = arena};
    struct str rest = pattern;
    bool is_whole = true;
    for (size_t open; (open = str_find(rest, STR("{"), 0)) != SIZE_MAX;) {
        size_t close = str_find(rest, STR("}"), open);
        struct str word = str_slice(rest, open + 1, close == SIZE_MAX ? rest.len : close);
        size_t colon = str_find(word, STR(":"), 0), rank = 0;
        struct str own = str_slice(word, 0, colon == SIZE_MAX ? word.len : colon);
        while (rank < N_REGION_RANKS && !str_equal(rank_names[rank], own)) {
            rank++;
        }
        if (close == SIZE_MAX || rank == N_REGION_RANKS) {
            *fault = word;
            return false;
        }
        struct str end = colon == SIZE_MAX ? (struct str){0} : str_slice(word, colon + 1, word.len);
        is_whole = is_whole && divisions[rank].len && str_ends(divisions[rank], end);
        buf_add(&buf, str_slice(rest, 0, open));
        buf_add(&buf, divisions[rank]);
        rest = str_slice(rest, close + 1, rest.len);
    }
    buf_add(&buf, rest);
    *name = is_whole ? buf_str(&buf) : (struct str){0};
    return true;
}

/* The first of the patterns, parted by |, that the seat has all divisions for; empty for none. */
static struct str find_name(struct arena *arena, struct str patterns, const struct str *divisions) {
    struct str rest = patterns, pattern, name = {0}, fault;
    while (!name.len && str_split(&rest, STR("|"), &pattern)) {
        fill_name(arena, pattern, divisions, &name, &fault);
    }
    return name;
}

/* ---- reading --------------------------------------------------------------------------------- */

static bool read_named(const struct data_table *table, struct route_row *row) {
    const struct str nothing[N_REGION_RANKS] = {{0}};
    struct str rest = row->named, pattern, name, fault;
    while (str_split(&rest, STR("|"), &pattern)) {
        if (!fill_name(table->arena, pattern, nothing, &name, &fault)) {
            struct str nearest = str_nearest(fault, rank_names, N_REGION_RANKS);
            return data_refuse(table, COLUMN_NAMED, fault,
                               nearest.len ? nearest : STR("province | city | county"));
        }
    }
    return true;
}

/* What would settle an open row, and only of such a one. */
static bool read_decides(const struct data_table *table, struct route_row *row) {
    struct str text = data_text(table, COLUMN_DECIDES), rest = text, name;
    while (str_split(&rest, STR(" "), &name)) {
        if (row->n_decides == ROUTE_MAX_DECIDES ||
            !field_find(name, &row->decides[row->n_decides])) {
            return data_refuse(table, COLUMN_DECIDES, name, field_nearest(name));
        }
        row->n_decides++;
    }
    return (row->certainty == ROUTE_OPEN) == (row->n_decides > 0) ||
           data_refuse(table, COLUMN_DECIDES, text, STR("open: field field"));
}

static bool read_row(const struct edition *edition, const struct data_table *table,
                     struct route_row *row) {
    static const char *const certainties[] = {"sure", "open", "unverified"};
    size_t filing = 0, certainty = 0;
    row->bureau = data_text(table, COLUMN_BUREAU);
    row->named = data_text(table, COLUMN_NAMED);
    row->reason = data_text(table, COLUMN_REASON);
    row->clause = data_text(table, COLUMN_CLAUSE);
    row->origin = edition_origin(table);
    row->row = edition_row(table, COLUMN_ORDER);
    bool is_good = data_choice(table, COLUMN_FILING, filing_names, N_FILINGS, &filing);
    is_good &= data_choice(table, COLUMN_CERTAINTY, certainties, 3, &certainty);
    row->filing = (enum filing)filing;
    row->certainty = (enum route_certainty)certainty;
    is_good &= edition_condition(edition, table, COLUMN_WHEN, &row->when);
    is_good &= read_named(table, row);
    is_good &= edition_clause(edition, table, COLUMN_CLAUSE);
    is_good = is_good && read_decides(table, row);
    static const size_t needed[] = {COLUMN_BUREAU, COLUMN_REASON, COLUMN_CLAUSE};
    for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++) {
        struct str text = data_text(table, needed[i]);
        is_good = is_good && (text.len || data_refuse(table, needed[i], text,
                                                      str_from_c(table->names[needed[i]])));
    }
    return is_good;
}

/* Every filing has rows, and its last one holds always. */
static bool check_ends(const struct data_table *table, const struct rules *rules) {
    for (enum filing filing = 0; filing < N_FILINGS; filing++) {
        const struct route_row *last = NULL;
        for (size_t i = 0; i < rules->n_routes; i++) {
            last = rules->routes[i].filing == filing ? &rules->routes[i] : last;
        }
        if (!last || last->when.n_terms) {
            return data_lacks(table, filing_name(filing));
        }
    }
    return true;
}

bool routes_read(const struct edition *edition) {
    static const char *const names[] = {
        "filing", "editions",   "certainty", "when",       "bureau", "named", "decides", "reason",
        "clause", "valid_from", "valid_to",  "checked_on", "source", "order", NULL};
    struct rules *rules = edition->rules;
    struct data_table table = {.names = names};
    if (!data_open(&table, edition->arena, edition->shelf, "rules/routes", edition->name,
                   edition->diag)) {
        return false;
    }
    rules->routes = ARENA_ARRAY(edition->arena, struct route_row, table.csv.n_records);
    bool is_good = true;
    struct rule_dates dates = {0};
    while (data_next(&table)) {
        if (edition_applies(edition, &table, COLUMN_EDITIONS)) {
            struct route_row *row = &rules->routes[rules->n_routes++];
            is_good &= read_row(edition, &table, row);
            is_good &= edition_dates(edition, &table, COLUMN_DATES, row->bureau, &dates);
        }
    }
    return is_good && check_ends(&table, rules);
}

/* ---- deciding -------------------------------------------------------------------------------- */

const struct route_row *routes_decide(const struct rules *rules, struct arena *arena,
                                      const struct case_facts *facts, enum filing filing) {
    for (size_t i = 0; i < rules->n_routes; i++) {
        const struct route_row *row = &rules->routes[i];
        if (row->filing == filing && condition_ask(&row->when, arena, facts) == TRUTH_YES) {
            return row;
        }
    }
    return NULL;
}

struct route rules_route(const struct rules *rules, struct arena *arena, const struct unit *unit,
                         const struct system *system, enum filing filing) {
    struct route route = {.certainty = ROUTE_OPEN};
    const struct case_facts facts = {.unit = unit, .system = system, .is_unread_missing = true};
    const struct route_row *row = rules ? routes_decide(rules, arena, &facts, filing) : NULL;
    if (!row) {
        return route;
    }
    struct str divisions[N_REGION_RANKS] = {{0}};
    struct str code = regions_seat(rules, arena, unit);
    for (size_t rank = 0; rank < N_REGION_RANKS && code.len; rank++) {
        divisions[rank] = regions_above(rules->regions, code, (enum region_rank)rank).name;
    }
    struct str name = find_name(arena, row->named, divisions);
    route.is_named = name.len > 0;
    route.bureau = name.len ? name : row->bureau;
    route.printed = row->certainty == ROUTE_SURE ? route.bureau : row->bureau;
    if (row->certainty != ROUTE_SURE) {
        route.bureau = str_concat(arena, route.bureau, rules->unsure);
    }
    route.general = row->bureau;
    route.reason = row->reason;
    route.clause = row->clause;
    route.row = row->row;
    route.certainty = row->certainty;
    route.n_decides = row->n_decides;
    for (size_t i = 0; i < row->n_decides; i++) {
        route.decides[i] = row->decides[i];
    }
    struct condition_outcome outcome = condition_test(&row->when, arena, &facts);
    for (size_t i = 0; i < outcome.n_evidence && i < ROUTE_MAX_EVIDENCE; i++) {
        route.evidence[route.n_evidence++] = outcome.evidence[i];
    }
    return route;
}

/* ---- what papers say ------------------------------------------------------------------------- */

/* The police bureau as the sender gave it; empty for none. */
static struct str own_bureau(const struct unit *unit, const struct system *system) {
    const struct value *own = system ? record_value(&system->record, FIELD_SYSTEM_POLICE) : NULL;
    own = own && value_is_given(own) ? own : record_value(&unit->record, FIELD_UNIT_POLICE);
    return value_is_given(own) ? own->text : (struct str){0};
}

static struct str find_bureau(const struct rules *rules, struct arena *arena,
                              const struct filing_question *question, const struct system *system) {
    const struct unit *unit = question->findings->unit;
    bool is_police = question->filing == FILING_POLICE;
    struct str own = is_police ? own_bureau(unit, system) : (struct str){0};
    const struct route route = rules_route(rules, arena, unit, system, question->filing);
    return own.len ? own : question->is_handed_in ? route.printed : route.bureau;
}

struct str rules_filed_with(const struct rules *rules, struct arena *arena,
                            const struct filing_question *question) {
    const struct unit_findings *findings = question->findings;
    const struct grading *grading = question->grading;
    if (grading || !findings->n_filed) {
        return find_bureau(rules, arena, question, grading ? grading->system : NULL);
    }
    struct str bureaus[MAX_BUREAUS];
    size_t n = 0;
    for (size_t i = 0; i < findings->n_filed && n < MAX_BUREAUS; i++) {
        const struct system *system = findings->gradings[findings->filed[i]].system;
        struct str own = find_bureau(rules, arena, question, system);
        size_t at = 0;
        while (at < n && !str_equal(bureaus[at], own)) {
            at++;
        }
        bureaus[at] = own;
        n += at == n;
    }
    return rules ? str_join(arena, bureaus, n, rules->and) : (struct str){0};
}

/* ---- what senders say ------------------------------------------------------------------------ */

/* The division that the seat lies in and the bureau's name begins with; empty for none. */
static struct region division_of(const struct rules *rules, struct str seat, struct str bureau) {
    struct region own = {{0}, {0}};
    for (size_t rank = 0; rank < N_REGION_RANKS && seat.len; rank++) {
        struct region region = regions_above(rules->regions, seat, (enum region_rank)rank);
        own = region.name.len && str_starts(bureau, region.name) ? region : own;
    }
    return own;
}

/* The division that the sender's word for a bureau begins with: what stands before `tail`, the rest
 * of the name that it ought to have, without the province unless that is all. */
static struct str given_division(const struct rules *rules, struct str given, struct str tail) {
    size_t at = str_find(given, tail, 0);
    struct str division = str_slice(given, 0, at == SIZE_MAX ? given.len : at);
    const struct region *province =
        regions_start(rules->regions, REGION_PROVINCE, (struct str){0}, division);
    return province && province->name.len < division.len
               ? str_slice(division, province->name.len, division.len)
               : division;
}

/* What the sender gave is surely not the bureau of the route. Behind that one's name a department
 * may stand; its province may be left out, its division be called by a short name or by its rank.
 * Where another bureau may be named to take its place, only one of another city is surely not. */
static bool is_other_bureau(const struct judge *judge, struct str given,
                            const struct route *route) {
    const struct rules *rules = judge->rules;
    struct str seat = regions_seat(rules, judge->arena, judge->unit);
    struct str key = inventory_key(judge->arena, given);
    struct region own = division_of(rules, seat, route->printed);
    if (str_contains(key, inventory_key(judge->arena, route->printed))) {
        return false;
    }
    if (!own.name.len) {
        return true;
    }
    struct str tail = str_slice(route->printed, own.name.len, route->printed.len);
    struct str division = given_division(rules, key, tail);
    if (str_contains(route->general, rules->or)) {
        const struct region *city =
            regions_start(rules->regions, REGION_CITY, (struct str){0}, division);
        return city && !str_equal(city->code, regions_city(rules->regions, seat).code);
    }
    /* a division within its own, and then the rest of the name: a lower bureau */
    bool is_lower = division.len > own.name.len && str_starts(division, own.name) &&
                    str_contains(key, str_concat(judge->arena, division, tail));
    return is_lower || (division.len && !str_ends(own.name, division) &&
                        !regions_may_mean(rules->regions, division, own.code));
}

/* The bureau of the route is known by its name, by what does not rest on the sender's own word. */
static bool is_certain(const struct route *route) {
    bool is_own_word = false;
    for (size_t i = 0; i < route->n_evidence; i++) {
        enum field field = route->evidence[i].field;
        is_own_word |= field == FIELD_SYSTEM_POLICE || field == FIELD_UNIT_POLICE;
    }
    return route->certainty == ROUTE_SURE && route->is_named && !is_own_word;
}

void routes_check(const struct judge *judge, const struct unit_findings *findings) {
    const struct record *record = &judge->unit->record;
    struct str last = {0};
    for (size_t i = 0; i < findings->n_filed; i++) {
        const struct system *system = findings->gradings[findings->filed[i]].system;
        bool is_own = value_is_given(record_value(&system->record, FIELD_SYSTEM_POLICE));
        struct str given = own_bureau(judge->unit, system);
        const struct route route =
            rules_route(judge->rules, judge->arena, judge->unit, system, FILING_POLICE);
        /* what the unit's cell says of all its systems is told once a bureau */
        bool is_said = !is_own && str_equal(last, route.printed);
        if (!given.len || is_said || !is_certain(&route) ||
            !is_other_bureau(judge, given, &route)) {
            continue;
        }
        last = is_own ? last : route.printed;
        struct complaint complaint = {DIAG_POLICE_DIFFERS,
                                      is_own ? &system->record : record,
                                      is_own ? FIELD_SYSTEM_POLICE : FIELD_UNIT_POLICE,
                                      route.clause,
                                      {judge_name(system), route.printed, route.reason}};
        judge_complain(judge, &complaint);
    }
}

/* ---- recipients ------------------------------------------------------------------------------ */

struct str rules_recipient(const struct rules *rules, struct arena *arena,
                           const struct unit_findings *findings, const struct grading *grading,
                           const struct duty *duty) {
    struct buf buf = {.arena = arena};
    struct str rest = duty->recipient;
    struct filing_question question = {.findings = findings, .grading = grading};
    for (size_t open; (open = str_find(rest, STR("{"), 0)) != SIZE_MAX;) {
        size_t close = str_find(rest, STR("}"), open);
        if (close == SIZE_MAX || !filing_find(str_slice(rest, open + 1, close), &question.filing)) {
            break;
        }
        buf_add(&buf, str_slice(rest, 0, open));
        buf_add(&buf, rules_filed_with(rules, arena, &question));
        rest = str_slice(rest, close + 1, rest.len);
    }
    buf_add(&buf, rest);
    return buf_str(&buf);
}
