/* What the tables of the year-end report show, read from templates/docs/statistics.yaml: every
 * column and check by name, so that a new table is a few lines there. */
#include "docs/statistics_inner.h"

/* ---- shape ----------------------------------------------------------------------------------- */

static const struct yaml_shape width_shape = {.kind = YAML_NUMBER, .low = 1, .high = 255};
/* A column alone, or the first and last of several. */
static const struct yaml_shape range_shape = {
    .kind = YAML_ENTRIES, .entry = &yaml_some_text, .low = 1, .high = 2, .or_text = true};

/* A column is known by the key that says what it shows. */
#define SHOWN(key, shape)                                                                          \
    YAML_NEED(key, shape), YAML_NEED("name", &yaml_some_text), YAML_NEED("width", &width_shape)
#define MAY_ID    YAML_MAY("id", &yaml_some_text)
#define MAY_WHERE YAML_MAY("where", &yaml_some_text)

static const struct yaml_shape *const column_variants[] = {
    YAML_SHAPE(.kind = YAML_RECORD, .keys = YAML_KEYS(SHOWN("show", &yaml_some_text))),
    YAML_SHAPE(.kind = YAML_RECORD,
               .keys = YAML_KEYS(SHOWN("count", &yaml_some_text), MAY_ID, MAY_WHERE)),
    YAML_SHAPE(.kind = YAML_RECORD,
               .keys = YAML_KEYS(SHOWN("units", &yaml_some_text), MAY_ID, MAY_WHERE)),
    YAML_SHAPE(.kind = YAML_RECORD,
               .keys = YAML_KEYS(SHOWN("total", &yaml_some_text), MAY_ID, MAY_WHERE)),
    YAML_SHAPE(.kind = YAML_RECORD, .keys = YAML_KEYS(SHOWN("add", &range_shape), MAY_ID)),
    YAML_SHAPE(.kind = YAML_RECORD, .keys = YAML_KEYS(SHOWN("rate", &range_shape), MAY_ID,
                                                      YAML_NEED("of", &yaml_some_text))),
    NULL};
static const struct yaml_shape column_shape = {.kind = YAML_VARIANT, .variants = column_variants};
static const struct yaml_shape columns_shape = {.kind = YAML_ENTRIES, .entry = &column_shape};
/* "areas", or maps of words of their own; conditions among these are looked at by their reader. */
static const struct yaml_shape row_shape = {.kind = YAML_NAMED, .entry = &yaml_anything};
static const struct yaml_shape rows_shape = {
    .kind = YAML_ENTRIES, .entry = &row_shape, .or_text = true};
static const struct yaml_shape chart_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("id", &yaml_some_text), YAML_NEED("title", &yaml_some_text),
                      YAML_NEED("columns", &range_shape))};
static const struct yaml_shape table_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("id", &yaml_some_text), YAML_NEED("sheet", &yaml_some_text),
                      YAML_NEED("title", &yaml_some_text), YAML_NEED("rows", &rows_shape),
                      YAML_MAY("total", &yaml_some_flag), YAML_NEED("columns", &columns_shape),
                      YAML_MAY("note", &yaml_some_text), YAML_MAY("chart", &chart_shape))};
static const struct yaml_shape source_column_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("name", &yaml_some_text), YAML_NEED("width", &width_shape))};
static const struct yaml_shape source_columns_shape = {.kind = YAML_ENTRIES,
                                                       .entry = &source_column_shape,
                                                       .low = N_SOURCE_COLUMNS,
                                                       .high = N_SOURCE_COLUMNS};
static const struct yaml_shape source_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("sheet", &yaml_some_text), YAML_NEED("title", &yaml_some_text),
                      YAML_NEED("columns", &source_columns_shape))};
static const struct yaml_shape tables_shape = {.kind = YAML_ENTRIES, .entry = &table_shape};
static const struct yaml_shape statistics_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("direct_name", &yaml_some_text),
                      YAML_NEED("unknown_region", &yaml_some_text),
                      YAML_NEED("total", &yaml_some_text), YAML_NEED("none", &yaml_some_text),
                      YAML_NEED("file_title", &yaml_some_text), YAML_NEED("tables", &tables_shape),
                      YAML_NEED("source", &source_shape), YAML_NEED("checks", &yaml_some_texts))};

/* ---- reading --------------------------------------------------------------------------------- */

/* The file being read. */
struct figures_reading {
    const struct docs *docs;
    struct arena *arena;
    struct statistics *statistics;
    struct figures *figures;
    struct diag *diag;
};

static bool refuse(const struct figures_reading *reading, const struct yaml *node, struct str key,
                   struct str value, struct str expected) {
    diag_report(reading->diag, &(struct diag_note){.id = DIAG_YAML_VALUE,
                                                   .origin = node->origin,
                                                   .args = {key, value, expected}});
    return false;
}

/* ---- columns --------------------------------------------------------------------------------- */

static bool find_column(const struct figures_reading *reading, const struct figures *figures,
                        const struct yaml *node, struct str name, uint32_t *column) {
    struct str *names = ARENA_ARRAY(reading->arena, struct str, figures->n_columns);
    for (uint32_t i = 0; i < figures->n_columns; i++) {
        names[i] = figures->columns[i].name;
        if (str_equal(names[i], name)) {
            *column = i;
            return true;
        }
    }
    return refuse(reading, node, figures->id, name,
                  str_join(reading->arena, names, figures->n_columns, STR(" | ")));
}

/* Columns A to B from a list of two names, [A] for A to A; or one column from its name. */
static bool read_range(const struct figures_reading *reading, const struct yaml *node,
                       struct column *column) {
    size_t n = node->kind == YAML_LIST ? node->n_items : 0;
    const struct yaml *first = n ? node->items[0] : node;
    const struct yaml *last = n ? node->items[n - 1] : node;
    column->is_range = n > 0;
    return find_column(reading, reading->figures, first, first->text, &column->first) &&
           find_column(reading, reading->figures, last, last->text, &column->last) &&
           (column->first <= column->last ||
            refuse(reading, node, column->name, first->text, last->text));
}

static bool read_ledger_table(const struct figures_reading *reading, const struct yaml *node,
                              struct str name, enum ledger_table *table) {
    struct str names[N_LEDGER_TABLES];
    for (size_t i = 0; i < N_LEDGER_TABLES; i++) {
        names[i] = ledger_table_name((enum ledger_table)i);
    }
    return ledger_find_table(name, table) ||
           refuse(reading, node, STR("data"), name,
                  str_join(reading->arena, names, N_LEDGER_TABLES, STR(" | ")));
}

/* "TABLE.COLUMN" of the ledger. */
static bool read_summed(const struct figures_reading *reading, const struct yaml *node,
                        struct str text, enum ledger_table *table, enum ledger_column *column) {
    struct str rest = text, name;
    str_split(&rest, STR("."), &name);
    return read_ledger_table(reading, node, name, table) &&
           (ledger_find_column(*table, rest, column) ||
            refuse(reading, node, name, rest, STR("table.column")));
}

static const struct ledger_filter *read_filter(const struct figures_reading *reading,
                                               const struct yaml *node, enum ledger_table table,
                                               struct str text) {
    struct ledger_fault fault = {{0}, {0}};
    const struct ledger_filter *filter = ledger_filter_read(reading->arena, table, text, &fault);
    if (!filter) {
        refuse(reading, node, STR("where"), fault.text, fault.expected);
    }
    return filter;
}

/* A condition with the words of a listed row in the places of {key}. */
static struct str fill_words(const struct figures_reading *reading, const struct yaml *row,
                             struct str text) {
    struct str_argument *words = ARENA_ARRAY(reading->arena, struct str_argument, row->n_items);
    for (size_t i = 0; i < row->n_items; i++) {
        words[i] = (struct str_argument){row->keys[i], row->items[i]->text};
    }
    return str_fill(reading->arena, text, words, row->n_items);
}

/* The condition by which a listed row takes its share of the ledger's rows. */
static bool read_rule(const struct figures_reading *reading, const struct yaml *row,
                      enum ledger_table table, struct row_rule *rule) {
    const struct yaml *where = yaml_get(row, "where");
    bool is_list = where && where->kind == YAML_LIST;
    size_t n = is_list ? where->n_items : where != NULL;
    if (!n || n > MAX_ALTERNATIVES) {
        return refuse(reading, row, STR("where"), (struct str){0}, STR("1-8"));
    }
    for (size_t i = 0; i < n; i++) {
        const struct yaml *node = is_list ? where->items[i] : where;
        rule->any[rule->n_any] = read_filter(reading, node, table, node->text);
        if (!rule->any[rule->n_any++]) {
            return false;
        }
    }
    return true;
}

/* Whether listed rows share out the ledger's: then each says which it takes. */
static bool is_shared_out(const struct figures *figures) {
    bool is_shared = false;
    for (size_t i = 0; figures->list && i < figures->list->n_items; i++) {
        is_shared = is_shared || yaml_get(figures->list->items[i], "where");
    }
    return is_shared;
}

static bool read_conditions(const struct figures_reading *reading, const struct yaml *node,
                            struct column *column) {
    const struct yaml *list = reading->figures->list, *where = yaml_get(node, "where");
    size_t n = list ? list->n_items : 1;
    struct str text = where ? where->text : (struct str){0};
    column->filters = ARENA_ARRAY(reading->arena, const struct ledger_filter *, n);
    column->rules =
        is_shared_out(reading->figures) ? ARENA_ARRAY(reading->arena, struct row_rule, n) : NULL;
    for (size_t i = 0; i < n; i++) {
        struct str filled = list ? fill_words(reading, list->items[i], text) : text;
        column->filters[i] = read_filter(reading, where ? where : node, column->table, filled);
        if (!column->filters[i] ||
            (column->rules &&
             !read_rule(reading, list->items[i], column->table, &column->rules[i]))) {
            return false;
        }
    }
    return true;
}

/* Each listed row must have the word that is shown; without the rules that hold some of the words
 * nothing can be said. */
static bool check_words(const struct figures_reading *reading, struct str word) {
    const struct yaml *list = reading->figures->list;
    for (size_t i = 0; list && reading->docs->rules && i < list->n_items; i++) {
        if (!statistics_listed(reading->docs, list->items[i], word).len) {
            return refuse(reading, list->items[i], word, yaml_text(list->items[i], "rule"),
                          STR("..."));
        }
    }
    return true;
}

/* What the column shows. */
static bool read_kind(const struct figures_reading *reading, const struct yaml *node,
                      struct column *column) {
    const struct yaml *units = yaml_get(node, "units"), *total = yaml_get(node, "total");
    const struct yaml *add = yaml_get(node, "add"), *rate = yaml_get(node, "rate");
    const struct yaml *of = yaml_get(node, "of");
    column->summed = N_LEDGER_COLUMNS;
    column->show = yaml_text(node, "show");
    if (column->show.len) {
        column->kind = COLUMN_TEXT;
        return check_words(reading, column->show);
    }
    if (add || rate) {
        column->kind = add ? COLUMN_ADD : COLUMN_RATE;
        return read_range(reading, add ? add : rate, column) &&
               (add || find_column(reading, reading->figures, of, of->text, &column->of));
    }
    column->kind = COLUMN_COUNT;
    column->is_of_units = units != NULL;
    if (total) {
        bool is_read = read_summed(reading, total, total->text, &column->table, &column->summed);
        column->is_money = is_read && ledger_column_type(column->summed) == LEDGER_AS_MONEY;
        return is_read && read_conditions(reading, node, column);
    }
    const struct yaml *counted = units ? units : yaml_get(node, "count");
    return read_ledger_table(reading, counted, counted->text, &column->table) &&
           read_conditions(reading, node, column);
}

/* What is added or divided are counts; the whole of a rate may be a sum of them. */
static bool check_parts(const struct figures_reading *reading, const struct yaml *node,
                        struct column *column) {
    const struct column *columns = reading->figures->columns;
    bool is_good = column->kind != COLUMN_RATE || columns[column->of].kind == COLUMN_COUNT ||
                   columns[column->of].kind == COLUMN_ADD;
    for (uint32_t i = column->first; column->kind >= COLUMN_ADD && i <= column->last; i++) {
        is_good = is_good && columns[i].kind == COLUMN_COUNT;
        column->is_money = column->kind == COLUMN_ADD && columns[i].is_money;
    }
    return is_good || refuse(reading, node, column->name, (struct str){0}, STR("count"));
}

/* Names first: columns speak of each other. */
static bool read_columns(const struct figures_reading *reading, const struct yaml *list) {
    struct figures *figures = reading->figures;
    size_t n = list->n_items;
    bool is_good = true;
    figures->columns = ARENA_ARRAY(reading->arena, struct column, n);
    for (size_t i = 0; i < n; i++) {
        struct column *column = &figures->columns[figures->n_columns++];
        column->name = yaml_text(list->items[i], "name");
        column->id = yaml_text(list->items[i], "id");
        column->width = (double)yaml_int(list->items[i], "width", 0, reading->diag);
    }
    for (size_t i = 0; is_good && i < n; i++) {
        is_good = read_kind(reading, list->items[i], &figures->columns[i]);
    }
    for (size_t i = 0; is_good && i < n; i++) {
        is_good = check_parts(reading, list->items[i], &figures->columns[i]);
    }
    return is_good;
}

/* ---- tables ---------------------------------------------------------------------------------- */

static bool read_chart(const struct figures_reading *reading, const struct yaml *chart) {
    struct figures *figures = reading->figures;
    struct column range = {.name = figures->id};
    if (chart && !read_range(reading, yaml_get(chart, "columns"), &range)) {
        return false;
    }
    figures->chart = yaml_text(chart, "id");
    figures->chart_title = yaml_text(chart, "title");
    figures->chart_first = range.first;
    figures->chart_last = range.last;
    return true;
}

static bool read_table(const struct figures_reading *reading, const struct yaml *node) {
    struct figures *figures = reading->figures;
    const struct yaml *rows = yaml_get(node, "rows");
    figures->id = yaml_text(node, "id");
    figures->sheet = yaml_text(node, "sheet");
    figures->title = yaml_text(node, "title");
    figures->note = yaml_text(node, "note");
    figures->is_of_areas = str_is(rows->text, "areas");
    figures->list = rows->kind == YAML_LIST ? rows : NULL;
    figures->has_total = yaml_bool(node, "total", figures->is_of_areas, reading->diag);
    if (!figures->is_of_areas && !figures->list) {
        return refuse(reading, rows, STR("rows"), rows->text, STR("areas | [...]"));
    }
    return read_columns(reading, yaml_get(node, "columns")) &&
           read_chart(reading, yaml_get(node, "chart"));
}

static bool read_tables(struct figures_reading *reading, const struct yaml *list) {
    struct statistics *statistics = reading->statistics;
    statistics->tables = ARENA_ARRAY(reading->arena, struct figures, list->n_items);
    for (size_t i = 0; i < list->n_items; i++) {
        reading->figures = &statistics->tables[statistics->n_tables++];
        if (!read_table(reading, list->items[i])) {
            return false;
        }
    }
    return true;
}

static void read_source(const struct figures_reading *reading, const struct yaml *columns) {
    struct statistics *statistics = reading->statistics;
    statistics->source_columns = columns;
    statistics->source_widths = ARENA_ARRAY(reading->arena, double, N_SOURCE_COLUMNS);
    for (size_t i = 0; i < N_SOURCE_COLUMNS; i++) {
        statistics->source_widths[i] =
            (double)yaml_int(columns->items[i], "width", 0, reading->diag);
    }
}

/* ---- checks ---------------------------------------------------------------------------------- */

/* "T2.NAME", or "units.systems" of the ledger. */
static bool read_term(const struct figures_reading *reading, const struct yaml *node,
                      struct str text, struct check_term *term) {
    const struct statistics *statistics = reading->statistics;
    struct str rest = text, name;
    str_split(&rest, STR("."), &name);
    for (size_t i = 0; i < statistics->n_tables; i++) {
        if (str_equal(statistics->tables[i].id, name)) {
            term->figures = i;
            return find_column(reading, &statistics->tables[i], node, rest, &term->column);
        }
    }
    enum ledger_table table;
    term->is_of_ledger = true;
    return read_summed(reading, node, text, &table, &term->summed);
}

static bool read_check(const struct figures_reading *reading, const struct yaml *node,
                       struct check *check) {
    struct str rest = check->text = node->text, side, part;
    size_t n_sides = 0;
    for (; str_split(&rest, STR("="), &side); n_sides++) {
        size_t capacity = 0;
        while (n_sides < 2 && str_split(&side, STR("+"), &part)) {
            struct check_term term = {0};
            if (!read_term(reading, node, str_trim(part), &term)) {
                return false;
            }
            ARENA_PUSH(reading->arena, check->terms[n_sides], check->n_terms[n_sides], capacity,
                       term);
        }
    }
    return n_sides == 2 || refuse(reading, node, STR("checks"), node->text, STR("A = B + C"));
}

static bool read_checks(const struct figures_reading *reading, const struct yaml *list) {
    struct statistics *statistics = reading->statistics;
    statistics->checks = ARENA_ARRAY(reading->arena, struct check, list->n_items);
    for (size_t i = 0; i < list->n_items; i++) {
        if (!read_check(reading, list->items[i], &statistics->checks[statistics->n_checks++])) {
            return false;
        }
    }
    return true;
}

struct statistics *statistics_read(const struct docs *docs, struct diag *diag) {
    struct statistics *statistics = ARENA_NEW(docs->arena, struct statistics);
    struct figures_reading reading = {docs, docs->arena, statistics, NULL, diag};
    const struct yaml *words =
        shelf_yaml(docs->shelf, "docs/statistics", docs->settings.edition, &statistics_shape, diag);
    if (!words) {
        return NULL;
    }
    statistics->words = words;
    read_source(&reading, yaml_get(yaml_get(words, "source"), "columns"));
    bool is_read = read_tables(&reading, yaml_get(words, "tables")) &&
                   read_checks(&reading, yaml_get(words, "checks"));
    return is_read ? statistics : NULL;
}
