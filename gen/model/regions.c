/*
 * Administrative divisions, GB/T 2260: a code and a name are valid for any time in the list, so
 * that an old address is not a wrong one.
 */
#include "model/regions.h"

#include <stdlib.h>
#include <string.h>

enum { COLUMN_CODE, COLUMN_NAME, COLUMN_LEVEL, COLUMN_SEEN_TO, COLUMN_SEEN_FROM, CODE_DIGITS = 6 };

/* A line of the table. */
struct division {
    struct region region;
    enum region_rank rank;
    /* Last list of GB/T 2260 that has it: YYYY-MM. */
    struct str seen_to;
    /* Index of the next division of that name, SIZE_MAX at the last. */
    size_t next;
};

struct regions {
    /* By code, the newest name first. */
    struct division *items;
    size_t n_items;
    /* Name → index of the first division of that name. */
    struct dictionary *names;
};

/* ---- reading -------------------------------------------------------------------------------- */

static int compare_divisions(const void *left, const void *right) {
    const struct division *a = left, *b = right;
    int order = str_compare(a->region.code, b->region.code);
    order = order ? order : str_compare(b->seen_to, a->seen_to);
    return order ? order : str_compare(a->region.name, b->region.name);
}

bool region_is_code(struct str text) {
    bool is_digits = text.len == CODE_DIGITS;
    for (size_t i = 0; is_digits && i < text.len; i++) {
        is_digits = text.data[i] >= '0' && text.data[i] <= '9';
    }
    return is_digits;
}

/* The first digit is that of one of the areas, 华北 1 to 港澳 8 (GB/T 2260). */
static bool has_area(struct str code) {
    return code.data[0] >= '1' && code.data[0] <= '8';
}

/* A month of the form 2002-12. */
static bool is_month(struct str text) {
    bool is_so = text.len == 7;
    for (size_t i = 0; i < text.len && is_so; i++) {
        is_so = i == 4 ? text.data[i] == '-' : text.data[i] >= '0' && text.data[i] <= '9';
    }
    return is_so;
}

static bool read_division(const struct data_table *table, struct division *division) {
    static const char *const ranks[N_REGION_RANKS] = {"province", "city", "county"};
    size_t rank;
    *division = (struct division){
        .region = {data_text(table, COLUMN_CODE), data_text(table, COLUMN_NAME)},
        .seen_to = data_text(table, COLUMN_SEEN_TO),
        .next = SIZE_MAX,
    };
    if (!region_is_code(division->region.code) || !has_area(division->region.code)) {
        return data_refuse(table, COLUMN_CODE, division->region.code, STR("110000-829999"));
    }
    struct str seen_from = data_text(table, COLUMN_SEEN_FROM);
    const size_t columns[] = {COLUMN_SEEN_FROM, COLUMN_SEEN_TO};
    for (size_t i = 0; i < 2; i++) {
        struct str month = data_text(table, columns[i]);
        if (!is_month(month)) {
            return data_refuse(table, columns[i], month, STR("YYYY-MM"));
        }
    }
    if (str_compare(division->seen_to, seen_from) < 0) {
        struct str wanted = str_concat(diag_scratch(table->diag), STR(">="), seen_from);
        return data_refuse(table, COLUMN_SEEN_TO, division->seen_to, wanted);
    }
    if (division->region.name.len == 0) {
        return data_refuse(table, COLUMN_NAME, division->region.name, STR("name"));
    }
    if (!data_choice(table, COLUMN_LEVEL, ranks, N_REGION_RANKS, &rank)) {
        return false;
    }
    division->rank = (enum region_rank)rank;
    return true;
}

/* No row before says the same code and name. */
static bool is_new(const struct data_table *table, struct dictionary *seen,
                   const struct division *division) {
    const struct str parts[] = {division->region.code, division->region.name};
    struct str key = str_join(table->arena, parts, 2, STR(" "));
    return dictionary_put(seen, key, table->row) || data_repeats(table, key);
}

/* Chains the divisions of one name, in the order of their codes. */
static void index_names(struct arena *arena, struct regions *regions) {
    regions->names = dictionary_open(arena);
    for (size_t i = regions->n_items; i-- > 0;) {
        size_t first;
        if (dictionary_get(regions->names, regions->items[i].region.name, &first)) {
            regions->items[i].next = regions->items[first].next;
            regions->items[first].next = i;
        } else {
            dictionary_put(regions->names, regions->items[i].region.name, i);
        }
    }
}

const struct regions *regions_read(struct arena *arena, struct shelf *shelf, struct str edition,
                                   struct diag *diag) {
    static const char *const names[] = {"code", "name", "level", "seen_to", "seen_from", NULL};
    struct data_table table = {.names = names};
    if (!data_open(&table, arena, shelf, "rules/regions", edition, diag)) {
        return NULL;
    }
    struct regions *regions = ARENA_NEW(arena, struct regions);
    regions->items = ARENA_ARRAY(arena, struct division, table.csv.n_records);
    struct dictionary *seen = dictionary_open(arena);
    bool is_good = true;
    while (data_next(&table)) {
        struct division *division = &regions->items[regions->n_items];
        if (read_division(&table, division) && is_new(&table, seen, division)) {
            regions->n_items++;
        } else {
            is_good = false;
        }
    }
    if (regions->n_items) {
        qsort(regions->items, regions->n_items, sizeof *regions->items, compare_divisions);
    }
    index_names(arena, regions);
    return is_good ? regions : NULL;
}

/* ---- by code -------------------------------------------------------------------------------- */

/* The first entry whose code is not below `code`, which may be the start of one. */
static size_t find_from(const struct regions *regions, struct str code) {
    size_t low = 0, high = regions->n_items;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (str_compare(regions->items[middle].region.code, code) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static bool has_code(const struct regions *regions, size_t at, struct str code) {
    return at < regions->n_items && str_equal(regions->items[at].region.code, code);
}

struct region regions_find(const struct regions *regions, struct str code) {
    size_t at = find_from(regions, code);
    return has_code(regions, at, code) ? regions->items[at].region : (struct region){0};
}

struct region regions_above(const struct regions *regions, struct str code, enum region_rank rank) {
    char digits[CODE_DIGITS] = {'0', '0', '0', '0', '0', '0'};
    if (!region_is_code(code)) {
        return (struct region){0};
    }
    memcpy(digits, code.data, 2 * ((size_t)rank + 1));
    const struct str own = {digits, CODE_DIGITS};
    size_t at = find_from(regions, own);
    bool is_one = has_code(regions, at, own) && regions->items[at].rank == rank;
    return is_one ? regions->items[at].region : (struct region){0};
}

struct region regions_city(const struct regions *regions, struct str code) {
    return regions_above(regions, code, REGION_CITY);
}

/* Bytes of two Han characters: what tells one division of a province from the other, whether its
 * name is written in full or short (恩施州, 恩施土家族苗族自治州). */
enum { STEM_SIZE = 6 };

static bool may_mean(struct str written, struct str name) {
    return str_contains(written, name) || str_starts(written, str_slice(name, 0, STEM_SIZE)) ||
           (written.len >= STEM_SIZE && str_starts(name, written));
}

bool regions_may_mean(const struct regions *regions, struct str written, struct str code) {
    size_t at = find_from(regions, code);
    bool is_known = has_code(regions, at, code);
    for (; has_code(regions, at, code); at++) {
        if (may_mean(written, regions->items[at].region.name)) {
            return true;
        }
    }
    return !is_known;
}

/* ---- by name -------------------------------------------------------------------------------- */

const struct region *regions_start(const struct regions *regions, enum region_rank rank,
                                   struct str code, struct str text) {
    const struct region *best = NULL;
    for (size_t i = find_from(regions, code);
         i < regions->n_items && str_starts(regions->items[i].region.code, code); i++) {
        const struct division *division = &regions->items[i];
        if (division->rank == rank && str_starts(text, division->region.name) &&
            (!best || division->region.name.len > best->name.len)) {
            best = &division->region;
        }
    }
    return best;
}

/* Index of the first division of a name, SIZE_MAX if there is none. */
static size_t find_name(const struct regions *regions, struct str name) {
    size_t first = SIZE_MAX;
    dictionary_get(regions->names, name, &first);
    return first;
}

/* The only code of a rank under that name whose code starts with `above`. */
static struct str only_code(const struct regions *regions, enum region_rank rank, struct str name,
                            struct str above) {
    struct str code = {0};
    for (size_t i = find_name(regions, name); i != SIZE_MAX; i = regions->items[i].next) {
        const struct division *division = &regions->items[i];
        if (division->rank != rank || !str_starts(division->region.code, above)) {
            continue;
        }
        if (code.len && !str_equal(code, division->region.code)) {
            return (struct str){0};
        }
        code = division->region.code;
    }
    return code;
}

struct str regions_code(const struct regions *regions, const struct str names[N_REGION_RANKS]) {
    struct str code = {0}, above = {0};
    for (int rank = 0; rank < N_REGION_RANKS; rank++) {
        /* a municipality is often written twice, as its own city */
        bool is_twice = rank == REGION_CITY && str_equal(names[rank], names[REGION_PROVINCE]);
        if (names[rank].len == 0 || is_twice) {
            continue;
        }
        code = only_code(regions, (enum region_rank)rank, names[rank], above);
        if (code.len == 0) {
            return code;
        }
        above = str_slice(code, 0, 2 * ((size_t)rank + 1));
    }
    return code;
}

/* It stands where cities do: nothing but a province, and no city, is above it. */
static bool is_city(const struct regions *regions, const struct division *division) {
    struct str code = division->region.code;
    bool has_cities =
        regions_have_cities(regions, regions_above(regions, code, REGION_PROVINCE).name);
    return division->rank == REGION_CITY ||
           (division->rank == REGION_PROVINCE
                ? !has_cities
                : has_cities && !regions_city(regions, code).name.len);
}

/* The text without the name of the code's province before another. */
static struct str skip_province(const struct regions *regions, struct str code, struct str text) {
    struct str province = regions_above(regions, code, REGION_PROVINCE).name;
    bool is_before = province.len && str_starts(text, province) && text.len > province.len;
    return is_before ? str_slice(text, province.len, text.len) : text;
}

struct region regions_city_named(const struct regions *regions, struct str text) {
    /* by the full name, and by its beginning */
    const struct division *found[2] = {NULL, NULL};
    size_t n[2] = {0};
    for (size_t i = 0; i < regions->n_items; i++) {
        const struct division *division = &regions->items[i];
        struct str name = division->region.name;
        struct str rest = skip_province(regions, division->region.code, text);
        bool is_short = !str_equal(rest, name);
        if (rest.len < STEM_SIZE || !str_starts(name, rest) ||
            (division->rank != REGION_PROVINCE && !is_city(regions, division))) {
            continue;
        }
        bool is_other =
            !found[is_short] || !str_equal(found[is_short]->region.code, division->region.code);
        n[is_short] += is_other;
        found[is_short] = is_other ? division : found[is_short];
    }
    const struct division *city = n[0] ? found[0] : found[1];
    bool is_one = n[0] ? n[0] == 1 : n[1] == 1;
    return is_one && is_city(regions, city) ? regions_find(regions, city->region.code)
                                            : (struct region){0};
}

struct str regions_stem(const struct regions *regions, struct str code) {
    size_t at = find_from(regions, code);
    size_t rank = has_code(regions, at, code) ? regions->items[at].rank : REGION_COUNTY;
    return str_slice(code, 0, 2 * (rank + 1));
}

/* Some division of `below` lies under one of that name; true if the name is unknown. */
static bool has_below(const struct regions *regions, enum region_rank rank, struct str name,
                      enum region_rank below) {
    bool is_known = false;
    for (size_t i = find_name(regions, name); i != SIZE_MAX; i = regions->items[i].next) {
        if (regions->items[i].rank != rank) {
            continue;
        }
        is_known = true;
        struct str shared = str_slice(regions->items[i].region.code, 0, 2 * ((size_t)rank + 1));
        for (size_t j = find_from(regions, shared);
             j < regions->n_items && str_starts(regions->items[j].region.code, shared); j++) {
            if (regions->items[j].rank == below) {
                return true;
            }
        }
    }
    return !is_known;
}

bool regions_have_cities(const struct regions *regions, struct str province) {
    return has_below(regions, REGION_PROVINCE, province, REGION_CITY);
}

bool regions_have_counties(const struct regions *regions, struct str city) {
    return has_below(regions, REGION_CITY, city, REGION_COUNTY);
}
