/* index.html: totals, charts and a table of institutions, with a link to everything that OUT holds.
 * Every word, the style and the script are templates/docs/overview; every value is untrusted and is
 * escaped where it is put. */
#include "docs/overview.h"

#include "docs/annual_report.h"

#include "docs/overview_inner.h"

static bool is_inert(const struct yaml_shape *shape, struct str text) {
    (void)shape;
    return text.len && !str_contains(text, STR("</"));
}

/* Style and script stand in the page as they are: nothing in them may end their element. */
static const struct yaml_shape raw_shape = {.kind = YAML_TEXT, .fits = is_inert, .example = "..."};
static const struct yaml_shape count_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("label", &yaml_some_text), YAML_NEED("table", &yaml_some_text),
                      YAML_MAY("where", &yaml_some_text), YAML_MAY("or", &yaml_some_text))};
static const struct yaml_shape counts_shape = {
    .kind = YAML_ENTRIES, .entry = &count_shape, .low = 1, .high = OVERVIEW_MOST_COUNTS};
static const struct yaml_shape chart_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("title", &yaml_some_text), YAML_NEED("bars", &counts_shape))};
static const struct yaml_shape tone_shape = {
    .kind = YAML_WORD, .words = (const char *const[]){"error", "warning", NULL}};
static const struct yaml_shape rows_column_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("table", &yaml_some_text), YAML_NEED("head", &yaml_some_text),
                      YAML_MAY("where", &yaml_some_text), YAML_MAY("tone", &tone_shape))};
static const struct yaml_shape complaints_column_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("complaints", &tone_shape), YAML_NEED("head", &yaml_some_text),
                      YAML_MAY("tone", &tone_shape))};
static const struct yaml_shape column_shape = {
    .kind = YAML_VARIANT,
    .variants =
        (const struct yaml_shape *const[]){&rows_column_shape, &complaints_column_shape, NULL}};
static const struct yaml_shape overview_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(
        YAML_NEED("title", &yaml_some_text), YAML_NEED("heading", &yaml_some_text),
        YAML_NEED("as_of", &yaml_some_text), YAML_NEED("totals", &counts_shape),
        YAML_NEED("charts", YAML_SHAPE(.kind = YAML_ENTRIES, .entry = &chart_shape, .low = 1,
                                       .high = OVERVIEW_MOST_CHARTS)),
        YAML_NEED("columns", YAML_SHAPE(.kind = YAML_ENTRIES, .entry = &column_shape, .low = 1,
                                        .high = OVERVIEW_MOST_COLUMNS)),
        YAML_NEED("changes", &overview_changes_shape), YAML_NEED("files_title", &yaml_some_text),
        YAML_NEED("units_title", &yaml_some_text), YAML_NEED("region", &yaml_some_text),
        YAML_NEED("name", &yaml_some_text), YAML_NEED("kind", &yaml_some_text),
        YAML_NEED("returned", &yaml_some_text), YAML_NEED("documents", &yaml_some_text),
        YAML_NEED("folder", &yaml_some_text), YAML_NEED("search", &yaml_some_text),
        YAML_NEED("only_bad", &yaml_some_text), YAML_NEED("shown", &yaml_some_text),
        YAML_NEED("more", &yaml_some_text), YAML_NEED("chart_style", &yaml_some_text),
        YAML_NEED("none", &yaml_some_text), YAML_NEED("previews", &yaml_some_text),
        YAML_NEED("most_links", YAML_SHAPE(.kind = YAML_NUMBER, .low = 0, .high = 1000000)),
        YAML_NEED("style", &raw_shape), YAML_NEED("script", &raw_shape))};

/* ---- reading --------------------------------------------------------------------------------- */

static bool read_counts(const struct docs *docs, const struct yaml *list,
                        struct overview_bars *bars, struct diag *diag) {
    bool done = true;
    bars->n = list->n_items;
    for (size_t i = 0; i < bars->n; i++) {
        const struct yaml *node = list->items[i];
        bars->counts[i].label = yaml_text(node, "label");
        done &= row_count_read(docs, node, false, &bars->counts[i].rows, diag);
    }
    return done;
}

static bool read_column(const struct docs *docs, const struct yaml *node,
                        struct overview_column *column, struct diag *diag) {
    struct str complaints = yaml_text(node, "complaints");
    column->head = yaml_text(node, "head");
    column->tone = yaml_text(node, "tone");
    if (complaints.len) {
        column->of_complaints = true;
        column->of_errors = str_is(complaints, "error");
        return true;
    }
    return row_count_read(docs, node, true, &column->count.rows, diag);
}

struct overview *overview_read(const struct docs *docs, struct diag *diag) {
    struct overview *overview = ARENA_NEW(docs->arena, struct overview);
    bool done = true;
    overview->words =
        shelf_yaml(docs->shelf, "docs/overview", docs->settings.edition, &overview_shape, diag);
    if (!overview->words) {
        return NULL;
    }
    const struct yaml *charts = yaml_get(overview->words, "charts");
    const struct yaml *columns = yaml_get(overview->words, "columns");
    done = read_counts(docs, yaml_get(overview->words, "totals"), &overview->totals, diag);
    for (overview->n_charts = 0; overview->n_charts < charts->n_items; overview->n_charts++) {
        struct overview_bars *chart = &overview->charts[overview->n_charts];
        const struct yaml *node = charts->items[overview->n_charts];
        chart->title = yaml_text(node, "title");
        done &= read_counts(docs, yaml_get(node, "bars"), chart, diag);
    }
    for (overview->n_columns = 0; overview->n_columns < columns->n_items; overview->n_columns++) {
        done &= read_column(docs, columns->items[overview->n_columns],
                            &overview->columns[overview->n_columns], diag);
    }
    const struct yaml *style = yaml_get(overview->words, "chart_style");
    done &= docs->annual_report && styles_prove(annual_report_styles(docs->annual_report),
                                                BLOCK_CHART, style->text, style->origin, diag);
    const struct yaml *changes = yaml_get(overview->words, "changes");
    done &= overview_check_changes(changes, diag);
    overview->most_changes = (size_t)yaml_int(changes, "most", 0, diag);
    overview->most_links = (size_t)yaml_int(overview->words, "most_links", 0, diag);
    return done ? overview : NULL;
}
