/* The catalogues of controls, GB/T 22239: read from tables and proved against what is published of
 * them. */
#include "rules/catalogue.h"

#include <stdlib.h>

/* ---- clauses --------------------------------------------------------------------------------- */

/* A number of one or two digits at `*at`; 0 if there is none. */
static int read_part(struct str text, size_t *at) {
    int number = 0;
    size_t start = *at;
    while (*at < text.len && *at - start < 2 && text.data[*at] >= '0' && text.data[*at] <= '9') {
        number = number * 10 + (text.data[(*at)++] - '0');
    }
    return number;
}

static bool has_byte(struct str text, size_t at, const char *bytes) {
    return at < text.len && str_contains(str_from_c(bytes), str_slice(text, at, at + 1));
}

static bool is_letter(struct str text, size_t at) {
    return at < text.len && ((text.data[at] >= 'a' && text.data[at] <= 'z') ||
                             (text.data[at] >= 'A' && text.data[at] <= 'Z'));
}

/* An item behind a clause: a letter alone, whatever brackets and dots stand around it. */
static char read_item(struct str text, size_t *size) {
    size_t at = *size;
    while (has_byte(text, at, " .-(_")) {
        at++;
    }
    if (!is_letter(text, at) || is_letter(text, at + 1)) {
        return 0;
    }
    char item = (char)(text.data[at] | 0x20);
    for (at++; has_byte(text, at, ")."); at++) {
    }
    *size = at;
    return item;
}

bool clause_number_read(struct str text, struct clause_number *number, size_t *size) {
    size_t at = 0;
    struct clause_number read = {0};
    for (size_t i = 0; i < 4; i++) {
        read.parts[i] = read_part(text, &at);
        bool is_ended = i == 3 || has_byte(text, at, ".");
        if (!read.parts[i] || !is_ended) {
            return false;
        }
        at += i < 3;
    }
    /* a fifth number would make it another clause */
    bool is_longer = has_byte(text, at, "0123456789") ||
                     (has_byte(text, at, ".") && has_byte(text, at + 1, "0123456789"));
    if (is_longer) {
        return false;
    }
    read.item = read_item(text, &at);
    *number = read;
    *size = at;
    return true;
}

int clause_number_compare(const struct clause_number *a, const struct clause_number *b) {
    for (size_t i = 0; i < 4; i++) {
        if (a->parts[i] != b->parts[i]) {
            return a->parts[i] < b->parts[i] ? -1 : 1;
        }
    }
    return (a->item > b->item) - (a->item < b->item);
}

static int compare_entries(const void *left, const void *right) {
    const struct clause_entry *a = left, *b = right;
    int order = clause_number_compare(&a->number, &b->number);
    return order ? order : (a->control > b->control) - (a->control < b->control);
}

size_t catalogues_find(const struct catalogues *all, struct str name) {
    size_t at = 0;
    while (at < all->n_items && !str_equal(all->items[at].name, name)) {
        at++;
    }
    return at < all->n_items ? at : SIZE_MAX;
}

/* ---- catalogues ------------------------------------------------------------------------------ */

enum { CHAPTER = 1, TECHNICAL, ITEMS = CATALOGUE_ITEMS, POINTS = CATALOGUE_POINTS, DATES = 11 };

/* Name of the edition's catalogue. */
static struct str own_catalogue(const struct rules *rules) {
    size_t i = 0;
    while (i + 1 < rules->n_clauses && rules->clauses[i].subject != CLAUSE_BASELINE) {
        i++;
    }
    return rules->clauses[i].text;
}

static bool read_catalogue(const struct edition *edition, const struct data_table *table,
                           struct catalogues *all) {
    struct str name = data_text(table, 0);
    if (catalogues_find(all, name) != SIZE_MAX) {
        return data_repeats(table, name);
    }
    if (!name.len || all->n_items == MAX_CATALOGUES) {
        return data_refuse(table, 0, name, str_format(edition->arena, "1-%d", MAX_CATALOGUES));
    }
    bool is_good = edition_clause(edition, table, 0);
    struct catalogue *catalogue = &all->items[all->n_items];
    *catalogue = (struct catalogue){.name = name, .source = data_text(table, DATES + 3)};
    is_good &= data_number(table, CHAPTER, 1, 90, &catalogue->chapter);
    is_good &= data_number(table, TECHNICAL, 1, 90, &catalogue->n_technical);
    for (size_t level = 1; level <= CONTROL_LEVELS; level++) {
        is_good &= data_number(table, ITEMS - 1 + level, 1, 9999, &catalogue->items[level]);
        is_good &= data_number(table, POINTS - 1 + level, 1, 9999, &catalogue->points_at[level]);
    }
    if (str_equal(name, own_catalogue(edition->rules))) {
        struct rule_dates dates = {0};
        all->own = all->n_items;
        is_good &= edition_dates(edition, table, DATES, name, &dates);
    }
    all->n_items++;
    return is_good;
}

static bool read_catalogues(const struct edition *edition, struct catalogues *all,
                            struct catalogue_rows *rows) {
    static const char *const names[] = {"catalogue", "chapter",    "technical", "items1",
                                        "items2",    "items3",     "items4",    "points1",
                                        "points2",   "points3",    "points4",   "valid_from",
                                        "valid_to",  "checked_on", "source",    NULL};
    struct data_table table = {.names = names};
    if (!data_open(&table, edition->arena, edition->shelf, "rules/catalogues", edition->name,
                   edition->diag)) {
        return false;
    }
    bool is_good = true;
    all->own = SIZE_MAX;
    while (data_next(&table)) {
        is_good &= read_catalogue(edition, &table, all);
        rows[all->n_items ? all->n_items - 1 : 0].published = table;
    }
    return is_good && (all->own != SIZE_MAX || data_lacks(&table, own_catalogue(edition->rules)));
}

/* ---- controls -------------------------------------------------------------------------------- */

/* Columns of controls.csv. */
enum {
    CATALOGUE,
    DOMAIN_NAME = CONTROLS_DOMAIN,
    POINT = CONTROLS_POINT,
    KIND,
    LEVEL_1 = CONTROLS_LEVEL_1,
    SUMMARY = 8,
    MEASURE
};

/* A catalogue being filled. */
struct filling_catalogue {
    struct catalogue *catalogue;
    struct clause_index *index;
    struct catalogue_rows *rows;
    size_t points_capacity, controls_capacity, rows_capacity;
    /* Domains so far. */
    int n_domains;
    /* The first row of a control point that other rows have torn in two; 0 if there is none. */
    size_t torn;
};

/* Reads the clause of a level; it must be of that level's chapter, and its section one of the
 * text's. */
static bool read_clause(const struct edition *edition, const struct data_table *table, int level,
                        struct filling_catalogue *filling) {
    struct catalogue *catalogue = filling->catalogue;
    size_t column = (size_t)(LEVEL_1 + level - 1), size = 0;
    struct str text = data_text(table, column);
    struct clause_entry entry = {.level = level, .control = catalogue->n_controls};
    if (!text.len) {
        return true;
    }
    int chapter = catalogue->chapter + level - 1;
    bool is_clause = clause_number_read(text, &entry.number, &size) && size == text.len;
    if (!is_clause || entry.number.parts[0] != chapter) {
        return data_refuse(table, column, text, str_format(edition->arena, "%d.n.n.n a)", chapter));
    }
    const int *parts = entry.number.parts;
    struct str section = str_format(edition->arena, "%" STR_FMT " %d.%d.%d",
                                    STR_ARG(catalogue->name), parts[0], parts[1], parts[2]);
    if (!edition_clause_text(edition, table, column, section)) {
        return false;
    }
    struct clause_index *index = filling->index;
    ARENA_PUSH(edition->arena, index->entries, index->n_entries, index->capacity, entry);
    return true;
}

/* The control point of the row: the last one, or a new one. */
static void take_point(const struct edition *edition, const struct data_table *table,
                       struct filling_catalogue *filling) {
    struct catalogue *catalogue = filling->catalogue;
    struct control_point point = {.domain = data_text(table, DOMAIN_NAME),
                                  .name = data_text(table, POINT)};
    const struct control_point *last =
        catalogue->n_points ? &catalogue->points[catalogue->n_points - 1] : NULL;
    if (last && str_equal(last->domain, point.domain) && str_equal(last->name, point.name)) {
        return;
    }
    for (size_t i = 0; i < catalogue->n_points; i++) {
        if (str_equal(catalogue->points[i].domain, point.domain) &&
            str_equal(catalogue->points[i].name, point.name)) {
            filling->torn = filling->torn ? filling->torn : table->row;
            return;
        }
    }
    filling->n_domains += !last || !str_equal(last->domain, point.domain);
    point.is_technical = filling->n_domains <= catalogue->n_technical;
    ARENA_PUSH(edition->arena, catalogue->points, catalogue->n_points, filling->points_capacity,
               point);
}

static bool read_control(const struct edition *edition, const struct data_table *table,
                         struct catalogues *all, struct filling_catalogue *fillings) {
    static const char *const kinds[N_CONTROL_KINDS] = {"S", "A", "G"};
    struct str name = data_text(table, CATALOGUE);
    size_t at = catalogues_find(all, name), kind = 0;
    if (at == SIZE_MAX) {
        return data_refuse(table, CATALOGUE, name, all->items[all->own].name);
    }
    for (size_t column = DOMAIN_NAME; column <= MEASURE; column++) {
        bool is_needed = column < LEVEL_1 || column >= SUMMARY;
        if (is_needed && !data_text(table, column).len) {
            return data_refuse(table, column, (struct str){0}, str_from_c(table->names[column]));
        }
    }
    struct filling_catalogue *filling = &fillings[at];
    struct control control = {.summary = data_text(table, SUMMARY),
                              .measure = data_text(table, MEASURE)};
    bool is_good = data_choice(table, KIND, kinds, N_CONTROL_KINDS, &kind);
    take_point(edition, table, filling);
    control.kind = (enum control_kind)kind;
    bool is_in_force = false;
    for (int level = 1; is_good && level <= CONTROL_LEVELS; level++) {
        control.clauses[level] = data_text(table, (size_t)(LEVEL_1 + level - 1));
        is_in_force = is_in_force || control.clauses[level].len;
        is_good = read_clause(edition, table, level, filling);
    }
    struct catalogue *catalogue = filling->catalogue;
    struct catalogue_rows *rows = filling->rows;
    ARENA_PUSH(edition->arena, rows->of, rows->n, filling->rows_capacity, table->row);
    ARENA_PUSH(edition->arena, catalogue->controls, catalogue->n_controls,
               filling->controls_capacity, control);
    return is_good &&
           (is_in_force || data_refuse(table, LEVEL_1, (struct str){0}, STR("n.n.n.n a)")));
}

/* Points of controls stay where they are only when all are known: a row's point is the one that its
 * domain and name say. */
static void link_points(struct catalogue *catalogue, const struct data_table *table) {
    struct data_table again = *table;
    size_t point = 0, i = 0;
    for (again.row = 0; data_next(&again);) {
        if (!str_equal(data_text(&again, CATALOGUE), catalogue->name)) {
            continue;
        }
        const struct control_point *points = catalogue->points;
        while (!str_equal(points[point].domain, data_text(&again, DOMAIN_NAME)) ||
               !str_equal(points[point].name, data_text(&again, POINT))) {
            point++;
        }
        catalogue->controls[i++].point = &points[point];
    }
}

/* Holds a catalogue that was read against itself and what is published of it. */
static bool prove(const struct data_table *table, const struct filling_catalogue *filling) {
    struct catalogue *catalogue = filling->catalogue;
    struct clause_index *index = filling->index;
    qsort(index->entries, index->n_entries, sizeof index->entries[0], compare_entries);
    if (!catalogue_prove_names(table, filling->rows, index)) {
        return false;
    }
    if (filling->torn) {
        struct data_table torn = *table;
        torn.row = filling->torn;
        return data_refuse(&torn, POINT, data_text(&torn, POINT), STR("1"));
    }
    link_points(catalogue, table);
    return catalogue_prove_items(table, catalogue, filling->rows, index) &&
           catalogue_prove_totals(table, catalogue, filling->rows);
}

static bool read_controls(const struct edition *edition, struct catalogues *all,
                          struct catalogue_rows *rows) {
    static const char *const names[] = {
        "catalogue", "domain", "control_point", "kind",    "L1",    "L2",
        "L3",        "L4",     "summary",       "measure", "order", NULL};
    struct data_table table = {.names = names};
    if (!data_open(&table, edition->arena, edition->shelf, "rules/controls", edition->name,
                   edition->diag)) {
        return false;
    }
    struct filling_catalogue fillings[MAX_CATALOGUES] = {0};
    for (size_t i = 0; i < all->n_items; i++) {
        fillings[i].catalogue = &all->items[i];
        fillings[i].index = &all->indexes[i];
        fillings[i].rows = &rows[i];
    }
    bool is_good = true;
    while (data_next(&table)) {
        is_good &= read_control(edition, &table, all, fillings);
    }
    for (size_t i = 0; is_good && i < all->n_items; i++) {
        is_good = prove(&table, &fillings[i]);
    }
    return is_good;
}

struct catalogues *catalogues_read(const struct edition *edition) {
    struct catalogues *all = ARENA_NEW(edition->arena, struct catalogues);
    struct catalogue_rows rows[MAX_CATALOGUES] = {0};
    bool is_good = read_catalogues(edition, all, rows) && read_controls(edition, all, rows) &&
                   crosswalk_read(edition, all);
    return is_good ? all : NULL;
}

const struct catalogue *rules_catalogue(const struct rules *rules) {
    return rules ? &rules->catalogues->items[rules->catalogues->own] : NULL;
}
