/* Columns of the year-end report's tables, as templates/docs/statistics.yaml has them: what each
 * counts, adds or divides. */
#include "docs/statistics_inner.h"

/* A column alone, or the first and last of several. */
static const struct yaml_shape range_shape = {
    .kind = YAML_ENTRIES, .entry = &yaml_some_text, .low = 1, .high = 2, .or_text = true};
const struct yaml_shape statistics_width_shape = {.kind = YAML_NUMBER, .low = 1, .high = 255};
const struct yaml_shape statistics_where_shape = {.kind = YAML_ENTRIES,
                                                  .entry = &yaml_some_text,
                                                  .low = 1,
                                                  .high = MAX_ALTERNATIVES,
                                                  .or_text = true};

/* A column is known by the key that says what it shows. */
#define SHOWN(key, shape)                                                                          \
    YAML_NEED(key, shape), YAML_NEED("name", &yaml_some_text),                                     \
        YAML_NEED("width", &statistics_width_shape)
#define COUNTED(key)                                                                               \
    YAML_SHAPE(.kind = YAML_RECORD, .keys = YAML_KEYS(SHOWN(key, &yaml_some_text),                 \
                                                      YAML_MAY("where", &statistics_where_shape),  \
                                                      YAML_MAY("match", &yaml_some_text),          \
                                                      YAML_MAY("optional", &yaml_some_flag),       \
                                                      YAML_MAY("same", &yaml_some_text)))

static const struct yaml_shape *const column_variants[] = {
    YAML_SHAPE(.kind = YAML_RECORD, .keys = YAML_KEYS(SHOWN("show", &yaml_some_text))),
    COUNTED("count"),
    COUNTED("units"),
    COUNTED("systems"),
    COUNTED("total"),
    YAML_SHAPE(.kind = YAML_RECORD, .keys = YAML_KEYS(SHOWN("add", &range_shape))),
    YAML_SHAPE(.kind = YAML_RECORD,
               .keys =
                   YAML_KEYS(SHOWN("rate", &range_shape), YAML_NEED("of", &yaml_some_text),
                             YAML_MAY("half", &yaml_some_text), YAML_MAY("less", &yaml_some_text))),
    NULL};
static const struct yaml_shape column_shape = {.kind = YAML_VARIANT, .variants = column_variants};
const struct yaml_shape statistics_columns_shape = {.kind = YAML_ENTRIES, .entry = &column_shape};

bool statistics_find_column(const struct figures_reading *reading, const struct figures *figures,
                            const struct yaml *node, struct str name, uint32_t *column) {
    struct str *names = ARENA_ARRAY(reading->arena, struct str, figures->n_columns);
    for (uint32_t i = 0; i < figures->n_columns; i++) {
        names[i] = figures->columns[i].name;
        if (str_equal(names[i], name)) {
            *column = i;
            return true;
        }
    }
    return statistics_refuse(reading, node, figures->id, name,
                             str_join(reading->arena, names, figures->n_columns, STR(" | ")));
}

bool statistics_read_range(const struct figures_reading *reading, const struct yaml *node,
                           struct column *column) {
    size_t n = node->kind == YAML_LIST ? node->n_items : 0;
    const struct figures *figures = reading->figures;
    const struct yaml *first = n ? node->items[0] : node;
    const struct yaml *last = n ? node->items[n - 1] : node;
    column->is_range = n > 0;
    return statistics_find_column(reading, figures, first, first->text, &column->first) &&
           statistics_find_column(reading, figures, last, last->text, &column->last) &&
           (column->first <= column->last ||
            statistics_refuse(reading, node, column->name, first->text, last->text));
}

/* The word of each listed row may stand in the column that is asked. */
static bool check_match(const struct figures_reading *reading, const struct yaml *node,
                        enum ledger_table table, const struct match *match) {
    const struct figures *figures = reading->figures;
    for (size_t i = 0; i < figures->listing.n_rows; i++) {
        const struct listed *listed = &figures->listing.rows[i];
        struct str word = statistics_listed(listed, match->word);
        struct str text = str_format(reading->arena, "%" STR_FMT "=%" STR_FMT, STR_ARG(match->name),
                                     STR_ARG(word));
        struct ledger_fault fault = {{0}, {0}};
        if (!ledger_filter_read(reading->arena, table, text, &fault)) {
            return statistics_refuse(reading, listed->node ? listed->node : node, match->word,
                                     fault.text, fault.expected);
        }
    }
    return true;
}

/* "level_final=level": a column of the counted table, or one it can ask, and a word. */
static bool read_match(const struct figures_reading *reading, const struct yaml *node,
                       enum ledger_table table, struct match *match) {
    struct str rest = node->text, name;
    str_split(&rest, STR("="), &name);
    *match = (struct match){.is_set = true, .name = str_trim(name), .word = str_trim(rest)};
    bool is_known = ledger_find_operand(table, match->name, &match->operand) && match->word.len;
    return is_known ? check_match(reading, node, table, match)
                    : statistics_refuse(reading, node, ledger_table_name(table), node->text,
                                        STR("column=word"));
}

/* Where the listed rows share the ledger's rows out, each says which it takes. */
static bool read_shares(const struct figures_reading *reading, enum ledger_table table) {
    struct figures *figures = reading->figures;
    size_t n = figures->listing.n_rows;
    if (!figures->is_shared || figures->grouping || figures->shares[table]) {
        return true;
    }
    figures->shares[table] = ARENA_ARRAY(reading->arena, struct row_rule, n);
    for (size_t i = 0; i < n; i++) {
        const struct yaml *node = figures->listing.rows[i].node;
        const struct yaml *where = yaml_get(node, "where");
        if (!where) {
            return statistics_refuse(reading, node, STR("where"), (struct str){0}, STR("1-8"));
        }
        if (!statistics_read_rule(reading, where, table, NULL, &figures->shares[table][i])) {
            return false;
        }
    }
    return true;
}

/* What is counted, and where. */
static bool read_conditions(const struct figures_reading *reading, const struct yaml *node,
                            struct column *column) {
    const struct listing *listing = &reading->figures->listing;
    const struct yaml *where = yaml_get(node, "where"), *same = yaml_get(node, "same");
    const struct yaml *match = yaml_get(node, "match");
    static const struct yaml everything;
    size_t n = listing->n_rows ? listing->n_rows : 1;
    column->rules = ARENA_ARRAY(reading->arena, struct row_rule, n);
    for (size_t i = 0; i < n; i++) {
        const struct listed *words = listing->n_rows ? &listing->rows[i] : NULL;
        if (!statistics_read_rule(reading, where ? where : &everything, column->table, words,
                                  &column->rules[i])) {
            return false;
        }
    }
    return read_shares(reading, column->table) &&
           (!match || read_match(reading, match, column->table, &column->match)) &&
           (!same || read_match(reading, same, column->table, &column->same));
}

/* Each listed row must have the word that is shown; without the rules that hold some of the words
 * nothing can be said. */
static bool check_words(const struct figures_reading *reading, const struct yaml *node,
                        struct str word) {
    const struct figures *figures = reading->figures;
    if (figures->grouping || (figures->is_of_areas && str_is(word, "area"))) {
        return true;
    }
    for (size_t i = 0; reading->docs->rules && i < figures->listing.n_rows; i++) {
        const struct listed *listed = &figures->listing.rows[i];
        if (!statistics_listed(listed, word).len) {
            return statistics_refuse(reading, listed->node ? listed->node : node, word,
                                     (struct str){0}, STR("..."));
        }
    }
    return figures->listing.n_rows || !figures->is_of_areas ||
           statistics_refuse(reading, node, STR("show"), word, STR("area"));
}

/* What a column counts: rows, units, systems, or a sum. */
static bool read_counted(const struct figures_reading *reading, const struct yaml *node,
                         struct column *column) {
    static const char *const keys[] = {"count", "units", "systems", "total"};
    static const enum column_once once[] = {ONCE_ROW, ONCE_UNIT, ONCE_SYSTEM, ONCE_ROW};
    size_t key = 0;
    while (!yaml_get(node, keys[key])) {
        key++;
    }
    const struct yaml *counted = yaml_get(node, keys[key]);
    column->kind = COLUMN_COUNT;
    column->once = once[key];
    column->where = yaml_text(node, "where");
    column->is_optional = yaml_bool(node, "optional", false, reading->diag);
    bool is_read = key == 3
                       ? statistics_read_summed(reading, counted, counted->text, &column->table,
                                                &column->summed)
                       : statistics_read_table(reading, counted, counted->text, &column->table);
    column->is_money = is_read && column->summed != N_LEDGER_COLUMNS &&
                       ledger_column_type(column->summed) == LEDGER_AS_MONEY;
    enum ledger_column key_column;
    const char *asked = column->once == ONCE_SYSTEM ? "system_no" : "unit_id";
    return is_read &&
           (column->once == ONCE_ROW || statistics_read_cell(reading, counted, column->table,
                                                             str_from_c(asked), &key_column)) &&
           read_conditions(reading, node, column);
}

/* A column whose name stands at a key that may be left out. */
static bool read_other(const struct figures_reading *reading, const struct yaml *node,
                       const char *key, uint32_t *column) {
    const struct yaml *name = yaml_get(node, key);
    *column = UINT32_MAX;
    return !name || statistics_find_column(reading, reading->figures, name, name->text, column);
}

static bool read_kind(const struct figures_reading *reading, const struct yaml *node,
                      struct column *column) {
    const struct yaml *add = yaml_get(node, "add"), *rate = yaml_get(node, "rate");
    column->summed = N_LEDGER_COLUMNS;
    column->show = yaml_text(node, "show");
    if (column->show.len) {
        column->kind = COLUMN_TEXT;
        return check_words(reading, node, column->show);
    }
    if (add || rate) {
        column->kind = add ? COLUMN_ADD : COLUMN_RATE;
        return statistics_read_range(reading, add ? add : rate, column) &&
               (add || read_other(reading, node, "of", &column->of)) &&
               read_other(reading, node, "half", &column->half) &&
               read_other(reading, node, "less", &column->less);
    }
    return read_counted(reading, node, column);
}

static bool is_counted(const struct column *columns, uint32_t at) {
    return at == UINT32_MAX || columns[at].kind == COLUMN_COUNT;
}

/* What is added or divided are counts; the whole of a rate may be a sum of them, and so may its
 * part if it is one column. */
static bool check_parts(const struct figures_reading *reading, const struct yaml *node,
                        struct column *column) {
    const struct column *columns = reading->figures->columns;
    if (column->kind < COLUMN_ADD) {
        return true;
    }
    bool is_rate = column->kind == COLUMN_RATE;
    bool is_good =
        !is_rate ||
        ((columns[column->of].kind == COLUMN_COUNT || columns[column->of].kind == COLUMN_ADD) &&
         is_counted(columns, column->half) && is_counted(columns, column->less));
    for (uint32_t i = column->first; i <= column->last; i++) {
        bool is_sum = is_rate && column->first == column->last && columns[i].kind == COLUMN_ADD;
        is_good = is_good && (columns[i].kind == COLUMN_COUNT || is_sum);
        column->is_money = !is_rate && columns[i].is_money;
    }
    return is_good || statistics_refuse(reading, node, column->name, (struct str){0}, STR("count"));
}

/* Names first: columns speak of each other. */
bool statistics_read_columns(const struct figures_reading *reading, const struct yaml *list) {
    struct figures *figures = reading->figures;
    size_t n = list->n_items;
    bool is_good = true;
    figures->columns = ARENA_ARRAY(reading->arena, struct column, n);
    figures->naming = UINT32_MAX;
    for (size_t i = 0; i < n; i++) {
        struct column *column = &figures->columns[figures->n_columns++];
        column->name = yaml_text(list->items[i], "name");
        column->width = (double)yaml_int(list->items[i], "width", 0, reading->diag);
    }
    for (size_t i = 0; is_good && i < n; i++) {
        struct column *column = &figures->columns[i];
        is_good = read_kind(reading, list->items[i], column);
        bool names_rows = column->kind == COLUMN_TEXT && !str_is(column->show, "area");
        figures->naming =
            names_rows && figures->naming == UINT32_MAX ? (uint32_t)i : figures->naming;
    }
    for (size_t i = 1; is_good && i < n; i++) {
        bool is_behind = figures->columns[i - 1].is_optional && !figures->columns[i].is_optional;
        is_good = !is_behind || statistics_refuse(reading, list->items[i], STR("optional"),
                                                  figures->columns[i].name, STR("true"));
    }
    for (size_t i = 0; is_good && i < n; i++) {
        is_good = check_parts(reading, list->items[i], &figures->columns[i]);
    }
    return is_good;
}
