/* What the tables of the year-end report show, read from templates/docs/statistics.yaml: every
 * column and check by name, so that a new table is a few lines there. */
#include "docs/row_count.h"
#include "docs/statistics_inner.h"

/* ---- shape ----------------------------------------------------------------------------------- */

static const char *const chart_of[] = {"rows", "total", NULL};
static const char *const paper_rows[] = {"filled", NULL};
static const char *const chart_kinds[] = {"parts", "rates", "groups", "funnel", "lines", NULL};
static const struct yaml_shape chart_columns_shape = {
    .kind = YAML_ENTRIES, .entry = &yaml_some_text, .low = 1, .high = 2, .or_text = true};
static const struct yaml_shape chart_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("id", &yaml_some_text), YAML_NEED("title", &yaml_some_text),
                      YAML_NEED("columns", &chart_columns_shape),
                      YAML_NEED("of", YAML_SHAPE(.kind = YAML_WORD, .words = chart_of)),
                      YAML_NEED("kind", YAML_SHAPE(.kind = YAML_WORD, .words = chart_kinds)))};
static const struct yaml_shape charts_shape = {.kind = YAML_ENTRIES, .entry = &chart_shape};
static const struct yaml_shape table_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(
        YAML_NEED("id", &yaml_some_text), YAML_NEED("sheet", &docs_sheet_name),
        YAML_NEED("title", &yaml_some_text), YAML_NEED("rows", &statistics_rows_shape),
        YAML_MAY("each", &statistics_each_shape), YAML_MAY("total", &yaml_some_flag),
        YAML_MAY("paper", YAML_SHAPE(.kind = YAML_WORD, .words = paper_rows)),
        YAML_NEED("columns", &statistics_columns_shape), YAML_MAY("note", &yaml_some_text),
        YAML_MAY("note-of-change", &yaml_some_text), YAML_MAY("charts", &charts_shape))};
static const struct yaml_shape source_column_shape = {
    .kind = YAML_RECORD,
    .keys =
        YAML_KEYS(YAML_NEED("name", &yaml_some_text), YAML_NEED("width", &statistics_width_shape))};
static const struct yaml_shape source_columns_shape = {.kind = YAML_ENTRIES,
                                                       .entry = &source_column_shape,
                                                       .low = N_SOURCE_COLUMNS,
                                                       .high = N_SOURCE_COLUMNS};
/* What a column does, in words. */
static const struct yaml_shape kinds_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("count", &yaml_some_text), YAML_NEED("units", &yaml_some_text),
                      YAML_NEED("systems", &yaml_some_text), YAML_NEED("total", &yaml_some_text),
                      YAML_NEED("add", &yaml_some_text), YAML_NEED("rate", &yaml_some_text))};
static const struct yaml_shape source_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(
        YAML_NEED("sheet", &docs_sheet_name), YAML_NEED("title", &yaml_some_text),
        YAML_NEED("columns", &source_columns_shape), YAML_NEED("kinds", &kinds_shape),
        YAML_NEED("rows", &yaml_some_text), YAML_NEED("members", &statistics_list_shape),
        YAML_NEED("member", &yaml_some_text), YAML_NEED("shown", &yaml_some_text),
        YAML_NEED("not-shown", &yaml_some_text),
        YAML_NEED("most-members", YAML_SHAPE(.kind = YAML_NUMBER, .low = 0, .high = 1000000)))};
static const struct yaml_shape tables_shape = {.kind = YAML_ENTRIES, .entry = &table_shape};
static const struct yaml_shape statistics_shape = {
    .kind = YAML_RECORD,
    .keys =
        YAML_KEYS(YAML_NEED("direct_name", &yaml_some_text), YAML_NEED("own_name", &yaml_some_text),
                  YAML_NEED("unknown_region", &yaml_some_text), YAML_NEED("total", &yaml_some_text),
                  YAML_NEED("none", &yaml_some_text), YAML_NEED("file_title", &yaml_some_text),
                  YAML_NEED("tables", &tables_shape),
                  YAML_NEED("paper-rows", YAML_SHAPE(.kind = YAML_NUMBER, .low = 1, .high = 10000)),
                  YAML_NEED("lists", &statistics_lists_shape), YAML_NEED("source", &source_shape),
                  YAML_NEED("checks", &yaml_some_texts))};

/* ---- reading --------------------------------------------------------------------------------- */

bool statistics_refuse(const struct figures_reading *reading, const struct yaml *node,
                       struct str key, struct str value, struct str expected) {
    diag_report(reading->diag, &(struct diag_note){.id = DIAG_YAML_VALUE,
                                                   .origin = node->origin,
                                                   .args = {key, value, expected}});
    return false;
}

bool statistics_read_table(const struct figures_reading *reading, const struct yaml *node,
                           struct str name, enum ledger_table *table) {
    struct str names[N_LEDGER_TABLES];
    for (size_t i = 0; i < N_LEDGER_TABLES; i++) {
        names[i] = ledger_table_name((enum ledger_table)i);
    }
    return ledger_find_table(name, table) ||
           statistics_refuse(reading, node, STR("data"), name,
                             str_join(reading->arena, names, N_LEDGER_TABLES, STR(" | ")));
}

bool statistics_read_cell(const struct figures_reading *reading, const struct yaml *node,
                          enum ledger_table table, struct str name, enum ledger_column *column) {
    return ledger_find_column(table, name, column) ||
           statistics_refuse(reading, node, ledger_table_name(table), name, STR("table.column"));
}

bool statistics_read_summed(const struct figures_reading *reading, const struct yaml *node,
                            struct str text, enum ledger_table *table, enum ledger_column *column) {
    struct str rest = text, name;
    str_split(&rest, STR("."), &name);
    return statistics_read_table(reading, node, name, table) &&
           statistics_read_cell(reading, node, *table, rest, column);
}

/* A condition with the words of a listed row in the places of {key}, and the days of the run. */
static struct str fill_words(const struct figures_reading *reading, const struct listed *listed,
                             struct str text) {
    struct str filled = row_count_words(reading->docs, text);
    return listed ? str_fill(reading->arena, filled, listed->words, listed->n_words) : filled;
}

bool statistics_read_rule(const struct figures_reading *reading, const struct yaml *node,
                          enum ledger_table table, const struct listed *words,
                          struct row_rule *rule) {
    bool is_list = node->kind == YAML_LIST;
    for (size_t i = 0; i < (is_list ? node->n_items : 1); i++) {
        const struct yaml *item = is_list ? node->items[i] : node;
        struct ledger_fault fault = {{0}, {0}};
        struct str text = fill_words(reading, words, item->text);
        if (rule->n_any == MAX_ALTERNATIVES) {
            return statistics_refuse(reading, item, STR("where"), (struct str){0}, STR("1-8"));
        }
        rule->any[rule->n_any] = ledger_filter_read(reading->arena, table, text, &fault);
        if (!rule->any[rule->n_any++]) {
            return statistics_refuse(reading, item, STR("where"), fault.text, fault.expected);
        }
    }
    return true;
}

/* ---- tables ---------------------------------------------------------------------------------- */

static bool read_chart(const struct figures_reading *reading, const struct yaml *node,
                       struct figures_chart *chart) {
    const struct column *columns = reading->figures->columns;
    struct column range = {.name = reading->figures->id};
    const struct yaml *names = yaml_get(node, "columns");
    if (!statistics_read_range(reading, names, &range)) {
        return false;
    }
    chart->id = yaml_text(node, "id");
    chart->title = yaml_text(node, "title");
    chart->first = range.first;
    chart->last = range.last;
    struct str kind = yaml_text(node, "kind");
    chart->is_of_rates = str_is(kind, "rates");
    chart->kind = str_is(kind, "groups")   ? CHART_GROUPED_BARS
                  : str_is(kind, "funnel") ? CHART_FUNNEL
                  : str_is(kind, "lines")  ? CHART_LINES
                                           : CHART_STACKED_BARS;
    chart->is_of_total = str_is(yaml_text(node, "of"), "total");
    if (chart->kind == CHART_FUNNEL && chart->last > chart->first) {
        return statistics_refuse(reading, names, STR("kind"), columns[chart->last].name, kind);
    }
    for (uint32_t i = chart->first; i <= chart->last; i++) {
        bool is_rate = columns[i].kind == COLUMN_RATE;
        if (columns[i].kind == COLUMN_TEXT || is_rate != chart->is_of_rates) {
            return statistics_refuse(reading, names, STR("kind"), columns[i].name,
                                     yaml_text(node, "kind"));
        }
    }
    return true;
}

static bool read_charts(const struct figures_reading *reading, const struct yaml *list) {
    struct figures *figures = reading->figures;
    figures->charts = ARENA_ARRAY(reading->arena, struct figures_chart, list ? list->n_items : 0);
    for (size_t i = 0; list && i < list->n_items; i++) {
        if (!read_chart(reading, list->items[i], &figures->charts[figures->n_charts++])) {
            return false;
        }
    }
    return true;
}

static bool read_table(const struct figures_reading *reading, const struct yaml *node) {
    struct figures *figures = reading->figures;
    figures->id = yaml_text(node, "id");
    figures->sheet = yaml_text(node, "sheet");
    figures->title = yaml_text(node, "title");
    figures->note = yaml_text(node, "note");
    figures->note_of_change = yaml_text(node, "note-of-change");
    if (!statistics_read_rows(reading, node)) {
        return false;
    }
    figures->is_filled_only = yaml_get(node, "paper") != NULL;
    figures->has_total = yaml_bool(node, "total", figures->is_of_areas, reading->diag);
    return statistics_read_columns(reading, yaml_get(node, "columns")) &&
           read_charts(reading, yaml_get(node, "charts"));
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

/* Each table that a figure counts rows of has a part that says what is told of them. */
static bool check_members(const struct figures_reading *reading, const struct yaml *node) {
    const struct statistics *statistics = reading->statistics;
    bool is_told[N_LEDGER_TABLES] = {false};
    for (size_t i = 0; i < statistics->members.n_parts; i++) {
        is_told[statistics->members.parts[i].table] = true;
    }
    for (size_t i = 0; i < statistics->n_tables; i++) {
        for (uint32_t k = 0; k < statistics->tables[i].n_columns; k++) {
            const struct column *column = &statistics->tables[i].columns[k];
            if (column->kind == COLUMN_COUNT && !is_told[column->table]) {
                return statistics_refuse(reading, node, STR("members"), (struct str){0},
                                         ledger_table_name(column->table));
            }
        }
    }
    return true;
}

static bool read_source(const struct figures_reading *reading, const struct yaml *source) {
    struct statistics *statistics = reading->statistics;
    const struct yaml *columns = yaml_get(source, "columns"),
                      *members = yaml_get(source, "members");
    statistics->source_columns = columns;
    statistics->source_widths = ARENA_ARRAY(reading->arena, double, N_SOURCE_COLUMNS);
    for (size_t i = 0; i < N_SOURCE_COLUMNS; i++) {
        statistics->source_widths[i] =
            (double)yaml_int(columns->items[i], "width", 0, reading->diag);
    }
    statistics->most_members = yaml_int(source, "most-members", 0, reading->diag);
    return statistics_read_list(reading, members, &statistics->members) &&
           check_members(reading, members);
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
    statistics->paper_rows = (size_t)yaml_int(words, "paper-rows", 0, diag);
    bool is_read = read_tables(&reading, yaml_get(words, "tables")) &&
                   statistics_read_lists(&reading, yaml_get(words, "lists")) &&
                   read_source(&reading, yaml_get(words, "source")) &&
                   statistics_read_checks(&reading, yaml_get(words, "checks"));
    return is_read ? statistics : NULL;
}
