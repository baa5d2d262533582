/* Cuts an address at the names of divisions that a table of them knows. */
#include "intake/address.h"

/* How high a division is. */
enum rank { RANK_PROVINCE, RANK_CITY, RANK_COUNTY, N_RANKS };

/* A division. */
struct region {
    struct str code, name;
};

struct regions {
    struct region *items[N_RANKS];
    size_t n_items[N_RANKS];
};

static bool read_rank(struct str text, enum rank *rank) {
    static const char *const names[N_RANKS] = {"province", "city", "county"};
    for (int i = 0; i < N_RANKS; i++) {
        if (str_is(text, names[i])) {
            *rank = (enum rank)i;
            return true;
        }
    }
    return false;
}

const struct regions *regions_read(struct arena *arena, struct shelf *shelf, struct str edition,
                                   struct diag *diag) {
    static const char *const names[3] = {"code", "name", "level"};
    struct csv_table table;
    const struct source *source;
    size_t columns[3], capacity[N_RANKS] = {0};
    if (!shelf_csv(shelf, "rules/regions", edition, diag, &table, &source)) {
        return NULL;
    }
    for (size_t i = 0; i < 3; i++) {
        columns[i] = csv_column(&table, names[i]);
        if (columns[i] == SIZE_MAX) {
            diag_report(diag, &(struct diag_note){.id = DIAG_TABLE_COLUMN,
                                                  .origin = {.source = source, .row = 1},
                                                  .args = {str_from_c(names[i])}});
            return NULL;
        }
    }
    struct regions *regions = ARENA_NEW(arena, struct regions);
    for (size_t i = 1; i < table.n_records; i++) {
        const struct csv_record *record = &table.records[i];
        struct region region = {csv_text(record, columns[0]), csv_text(record, columns[1])};
        enum rank rank;
        if (region.code.len == 6 && region.name.len > 0 &&
            read_rank(csv_text(record, columns[2]), &rank)) {
            ARENA_PUSH(arena, regions->items[rank], regions->n_items[rank], capacity[rank], region);
        }
    }
    return regions;
}

/* The division with the longest name at the start of a text, among those whose code starts so. */
static const struct region *find_start(const struct regions *regions, enum rank rank,
                                       struct str code, struct str text) {
    const struct region *best = NULL;
    for (size_t i = 0; i < regions->n_items[rank]; i++) {
        const struct region *region = &regions->items[rank][i];
        if (str_starts(region->code, code) && str_starts(text, region->name) &&
            (!best || region->name.len > best->name.len)) {
            best = region;
        }
    }
    return best;
}

/* Blanks and signs between the parts. */
static struct str skip_signs(struct str text) {
    static const char signs[] = ",-/.";
    text = str_trim(text);
    while (text.len > 0) {
        size_t i = 0;
        while (signs[i] && signs[i] != text.data[0]) {
            i++;
        }
        if (!signs[i]) {
            break;
        }
        text = str_trim(str_slice(text, 1, text.len));
    }
    return text;
}

static struct str cut(struct str *rest, size_t size) {
    struct str part = str_slice(*rest, 0, size);
    *rest = skip_signs(str_slice(*rest, size, rest->len));
    return part;
}

struct address address_split(const struct regions *regions, struct str text) {
    struct address address = {0};
    struct str rest = skip_signs(text), code = {0};
    const struct region *province = find_start(regions, RANK_PROVINCE, code, rest);
    if (province) {
        address.province = cut(&rest, province->name.len);
        code = str_slice(province->code, 0, 2);
        /* a municipality is often written twice, as its own city */
        if (str_starts(rest, province->name)) {
            address.city = cut(&rest, province->name.len);
        }
    }
    const struct region *city = find_start(regions, RANK_CITY, code, rest);
    if (city && address.city.len == 0) {
        address.city = cut(&rest, city->name.len);
        code = str_slice(city->code, 0, 4);
    }
    const struct region *county = find_start(regions, RANK_COUNTY, code, rest);
    if (county) {
        address.county = cut(&rest, county->name.len);
    }
    address.street = rest;
    return address;
}

/* Some division of `below` lies under one of that name; true if the name is unknown. */
static bool has_below(const struct regions *regions, enum rank rank, struct str name,
                      enum rank below, size_t n_shared) {
    bool is_known = false;
    for (size_t i = 0; i < regions->n_items[rank]; i++) {
        const struct region *region = &regions->items[rank][i];
        if (!str_equal(region->name, name)) {
            continue;
        }
        is_known = true;
        struct str shared = str_slice(region->code, 0, n_shared);
        for (size_t j = 0; j < regions->n_items[below]; j++) {
            if (str_starts(regions->items[below][j].code, shared)) {
                return true;
            }
        }
    }
    return !is_known;
}

bool regions_have_cities(const struct regions *regions, struct str province) {
    return has_below(regions, RANK_PROVINCE, province, RANK_CITY, 2);
}

bool regions_have_counties(const struct regions *regions, struct str city) {
    return has_below(regions, RANK_CITY, city, RANK_COUNTY, 4);
}
