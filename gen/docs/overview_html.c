/* Counts what index.html shows and sets it as HTML. Charts are set as those of the report are. */
#include "docs/annual_report.h"
#include "docs/overview_inner.h"

/* Files named to be sent back of one institution. */
enum { MOST_RETURNED = 8 };

/* An institution while the page is made. */
struct overview_row {
    /* By column. */
    size_t *counts;
    /* Paths of its marked workbooks in OUT. */
    struct str *returned;
    size_t n_returned, capacity;
};

/* The page being made. */
struct setting {
    const struct docs *docs;
    const struct overview *overview;
    struct arena *arena;
    const struct overview_facts *facts;
    /* A row for each of the ledger's institutions. */
    struct overview_row *rows;
    size_t n_rows;
    /* Place in `facts->units` by id, and every path that OUT holds besides their papers. */
    struct dictionary *papers, *files;
    struct buf *html;
    /* The next row to be set, past the last one when all is; its papers are named one by one. */
    size_t next_row;
    bool is_listed;
};

/* ---- text ------------------------------------------------------------------------------------ */

void overview_add_text(struct buf *html, struct str text) {
    for (size_t i = 0; i < text.len; i++) {
        switch (text.data[i]) {
        case '&':
            buf_add_c(html, "&amp;");
            break;
        case '<':
            buf_add_c(html, "&lt;");
            break;
        case '>':
            buf_add_c(html, "&gt;");
            break;
        case '"':
            buf_add_c(html, "&quot;");
            break;
        case '\'':
            buf_add_c(html, "&#39;");
            break;
        default:
            buf_add_byte(html, (unsigned char)text.data[i]);
        }
    }
}

/* A path below OUT as a link: what is no letter, digit, mark of paths or Han is escaped. */
static void add_link(struct buf *html, struct str path, struct str text) {
    buf_add_c(html, "<a href=\"");
    for (size_t i = 0; i < path.len; i++) {
        unsigned char c = (unsigned char)path.data[i];
        bool is_plain = c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
                        (c >= 'a' && c <= 'z') || c == '/' || c == '-' || c == '_' || c == '.';
        if (is_plain) {
            buf_add_byte(html, c);
        } else {
            buf_format(html, "%%%02X", c);
        }
    }
    buf_add_c(html, "\">");
    overview_add_text(html, text);
    buf_add_c(html, "</a>");
}

/* A paper of OUT as a link, and behind it the room for the pictures of its pages. */
static void add_paper(const struct setting *setting, struct str path, struct str text) {
    size_t n;
    add_link(setting->html, path, text);
    if (setting->facts->previews && dictionary_get(setting->facts->previews, path, &n)) {
        buf_format(setting->html, "<span class=\"pages\" data-n=\"%zu\"></span>", n);
    }
}

static void add_element(struct buf *html, const char *tag, struct str text) {
    buf_format(html, "<%s>", tag);
    overview_add_text(html, text);
    buf_format(html, "</%s>", tag);
}

static struct str word(const struct setting *setting, const char *key) {
    return yaml_text(setting->overview->words, key);
}

/* ---- counting -------------------------------------------------------------------------------- */

/* Notes the marked workbook of a file, if OUT has one, with the institution it is about. */
static void note_returned(struct setting *setting, struct overview_row *row, struct str file) {
    struct arena *scratch = arena_open_like(setting->arena);
    struct str path = docs_return_path(setting->docs, scratch, file);
    size_t at, i = 0;
    if (dictionary_get(setting->files, path, &at)) {
        path = setting->facts->files[at];
        while (i < row->n_returned && !str_equal(row->returned[i], path)) {
            i++;
        }
        if (i == row->n_returned && i < MOST_RETURNED) {
            ARENA_PUSH(setting->arena, row->returned, row->n_returned, row->capacity, path);
        }
    }
    arena_close(scratch);
}

/* Counts one complaint with its institution. */
static void count_complaint(struct setting *setting, const struct str *cells) {
    const struct ledger *ledger = setting->facts->ledger;
    struct str severity = cells[LEDGER_DIAGNOSTICS_SEVERITY - LEDGER_DIAGNOSTICS_FILE];
    struct str unit_id = cells[LEDGER_DIAGNOSTICS_UNIT_ID - LEDGER_DIAGNOSTICS_FILE];
    size_t at = unit_id.len ? ledger_find_unit(ledger, unit_id) : SIZE_MAX;
    bool is_error = str_is(severity, "error") || str_is(severity, "fatal");
    if (at == SIZE_MAX || str_is(severity, "note")) {
        return;
    }
    for (size_t i = 0; i < setting->overview->n_columns; i++) {
        const struct overview_column *column = &setting->overview->columns[i];
        setting->rows[at].counts[i] += column->of_complaints && column->of_errors == is_error;
    }
    note_returned(setting, &setting->rows[at], cells[0]);
}

static void count_all(struct setting *setting) {
    const struct complaint_source *reported = &setting->facts->reported;
    struct arena *walking = arena_open_like(setting->arena);
    struct arena *scratch = arena_open_like(setting->arena);
    struct str cells[LEDGER_N_COMPLAINT_CELLS];
    void *walk = reported->begin(walking, reported->context);
    while (reported->next(scratch, walk, cells)) {
        count_complaint(setting, cells);
        arena_reset(scratch);
    }
    arena_close(scratch);
    arena_close(walking);
    for (size_t i = 0; i < setting->overview->n_columns; i++) {
        if (!setting->overview->columns[i].of_complaints) {
            row_count_by_unit(setting->facts->ledger, &setting->overview->columns[i].count.rows,
                              setting->rows[0].counts + i, OVERVIEW_MOST_COLUMNS);
        }
    }
}

/* ---- totals and charts ----------------------------------------------------------------------- */

static void add_totals(const struct setting *setting) {
    const struct overview_bars *totals = &setting->overview->totals;
    buf_add_c(setting->html, "<ul class=\"totals\">\n");
    for (size_t i = 0; i < totals->n; i++) {
        buf_format(setting->html, "<li><b>%zu</b>",
                   row_count_all(setting->facts->ledger, &totals->counts[i].rows));
        overview_add_text(setting->html, totals->counts[i].label);
        buf_add_c(setting->html, "</li>\n");
    }
    buf_add_c(setting->html, "</ul>\n");
}

/* Sets a chart of the page, and leaves its place free. */
static bool add_chart(const struct setting *setting, const struct overview_bars *bars,
                      struct document *charts, struct diag *diag) {
    enum { WIDTH = 300 * PT };
    struct arena *arena = setting->arena;
    const struct styles *styles = annual_report_styles(setting->docs->annual_report);
    struct str *labels = ARENA_ARRAY(arena, struct str, bars->n);
    double *values = ARENA_ARRAY(arena, double, bars->n);
    for (size_t i = 0; i < bars->n; i++) {
        labels[i] = bars->counts[i].label;
        values[i] = (double)row_count_all(setting->facts->ledger, &bars->counts[i].rows);
    }
    /* One series, which needs no name. */
    const struct str series = {0};
    const struct chart chart = {.kind = CHART_GROUPED_BARS,
                                .categories = labels,
                                .n_categories = bars->n,
                                .series = &series,
                                .n_series = 1,
                                .values = values};
    return chart_page(arena, styles, word(setting, "chart_style"), &chart, WIDTH, charts, diag);
}

static bool add_charts(const struct setting *setting, struct overview_page *page,
                       struct diag *diag) {
    const struct overview *overview = setting->overview;
    struct document *charts = document_open(setting->arena, setting->docs->typesetter);
    struct str *titles = ARENA_ARRAY(setting->arena, struct str, overview->n_charts);
    size_t *places = ARENA_ARRAY(setting->arena, size_t, overview->n_charts);
    buf_add_c(setting->html, "<div class=\"charts\">\n");
    for (size_t i = 0; i < overview->n_charts; i++) {
        titles[i] = overview->charts[i].title;
        buf_add_c(setting->html, "<figure>");
        add_element(setting->html, "h3", titles[i]);
        places[i] = setting->html->len;
        buf_add_c(setting->html, "</figure>\n");
        if (!add_chart(setting, &overview->charts[i], charts, diag)) {
            return false;
        }
    }
    buf_add_c(setting->html, "</div>\n");
    *page = (struct overview_page){.charts = charts, .titles = titles, .places = places};
    return true;
}

/* ---- institutions ---------------------------------------------------------------------------- */

static void add_head(const struct setting *setting, struct str text, bool is_number,
                     bool is_sorted) {
    struct buf *html = setting->html;
    buf_format(html, "<th%s scope=\"col\"%s>", is_number ? " class=\"n\"" : "",
               is_sorted ? " aria-sort=\"none\"" : "");
    buf_add_c(html, is_sorted ? "<button type=\"button\">" : "");
    overview_add_text(html, text);
    buf_add_c(html, is_sorted ? "</button></th>" : "</th>");
}

static void add_heads(const struct setting *setting) {
    buf_add_c(setting->html, "<thead><tr>");
    add_head(setting, word(setting, "region"), false, true);
    add_head(setting, word(setting, "name"), false, true);
    add_head(setting, word(setting, "kind"), false, true);
    for (size_t i = 0; i < setting->overview->n_columns; i++) {
        add_head(setting, setting->overview->columns[i].head, true, true);
    }
    add_head(setting, word(setting, "returned"), false, false);
    add_head(setting, word(setting, "documents"), false, false);
    buf_add_c(setting->html, "</tr></thead>\n");
}

/* Its papers one by one, or the folder that they are in. */
static void add_papers(const struct setting *setting, const struct overview_unit *unit,
                       bool is_listed) {
    struct buf *html = setting->html;
    if (!unit || !unit->n_files) {
        return;
    }
    if (unit->n_files == 1) {
        add_paper(setting, unit->files[0], file_last_part(unit->files[0]));
        return;
    }
    if (!is_listed) {
        struct str first = unit->files[0];
        struct str folder = str_slice(first, 0, first.len - file_last_part(first).len);
        add_link(html, folder, word(setting, "folder"));
        return;
    }
    buf_format(html, "<details><summary>%zu</summary><ul>", unit->n_files);
    for (size_t i = 0; i < unit->n_files; i++) {
        buf_add_c(html, "<li>");
        add_paper(setting, unit->files[i], file_last_part(unit->files[i]));
        buf_add_c(html, "</li>");
    }
    buf_add_c(html, "</ul></details>");
}

static void add_row(const struct setting *setting, size_t i) {
    struct buf *html = setting->html;
    const struct overview_row *row = &setting->rows[i];
    const struct ledger_row *unit = ledger_row(setting->facts->ledger, LEDGER_UNITS, i);
    size_t at;
    buf_add_c(html, "<tr>");
    add_element(html, "td", ledger_cell(unit, LEDGER_UNITS_REGION_CODE));
    buf_add_c(html, "<td class=\"name\">");
    overview_add_text(html, ledger_cell(unit, LEDGER_UNITS_NAME));
    add_element(html, "td", ledger_cell(unit, LEDGER_UNITS_UNIT_KIND));
    for (size_t k = 0; k < setting->overview->n_columns; k++) {
        struct str tone = setting->overview->columns[k].tone;
        bool is_toned = tone.len && row->counts[k];
        buf_format(html, "<td class=\"n%s%" STR_FMT "\">%zu", is_toned ? " " : "",
                   STR_ARG(is_toned ? tone : (struct str){0}), row->counts[k]);
    }
    buf_add_c(html, "<td>");
    for (size_t k = 0; k < row->n_returned; k++) {
        buf_add_c(html, k ? "<br>" : "");
        add_link(html, row->returned[k], file_last_part(row->returned[k]));
    }
    buf_add_c(html, "<td>");
    bool has_papers = dictionary_get(setting->papers, ledger_cell(unit, LEDGER_UNITS_UNIT_ID), &at);
    add_papers(setting, has_papers ? &setting->facts->units[at] : NULL, setting->is_listed);
    buf_add_c(html, "\n");
}

/* The switch that shows pictures of pages, and how much they are. */
static void add_switch(const struct setting *setting) {
    const struct overview_facts *facts = setting->facts;
    uint64_t tenths = (facts->preview_bytes * 10 + (1U << 20) - 1) >> 20;
    const struct str_argument words[] = {
        {STR("n"), str_format(setting->arena, "%zu", facts->n_previews)},
        {STR("size"), str_format(setting->arena, "%llu.%llu", (unsigned long long)tenths / 10,
                                 (unsigned long long)tenths % 10)}};
    if (facts->n_previews) {
        buf_add_c(setting->html, "<label><input id=\"previews\" type=\"checkbox\"> ");
        overview_add_text(setting->html,
                          str_fill(setting->arena, word(setting, "previews"), words, 2));
        buf_add_c(setting->html, "</label>");
    }
}

static void add_tools(const struct setting *setting) {
    struct buf *html = setting->html;
    buf_add_c(html,
              "<div class=\"tools\" hidden><input id=\"find\" type=\"search\" placeholder=\"");
    overview_add_text(html, word(setting, "search"));
    buf_add_c(html, "\" aria-label=\"");
    overview_add_text(html, word(setting, "search"));
    buf_add_c(html, "\"><label><input id=\"bad\" type=\"checkbox\"> ");
    overview_add_text(html, word(setting, "only_bad"));
    buf_add_c(html, "</label>");
    add_switch(setting);
    buf_add_c(html, "<span id=\"shown\" class=\"faint\" role=\"status\" data-say=\"");
    overview_add_text(html, word(setting, "shown"));
    buf_add_c(html, "\"></span></div>\n");
}

static void begin_units(struct setting *setting) {
    struct buf *html = setting->html;
    size_t n_papers = 0;
    for (size_t i = 0; i < setting->facts->n_units; i++) {
        n_papers += setting->facts->units[i].n_files;
    }
    setting->is_listed = n_papers <= setting->overview->most_links;
    add_element(html, "h2", word(setting, "units_title"));
    buf_add_c(html, "\n");
    add_tools(setting);
    buf_add_c(html, "<div class=\"scroll\"><table id=\"units\">");
    add_heads(setting);
    buf_add_c(html, "<tbody>\n");
}

static void end_units(const struct setting *setting) {
    struct buf *html = setting->html;
    buf_add_c(html, "</tbody></table></div>\n<p id=\"none\" hidden>");
    overview_add_text(html, word(setting, "none"));
    buf_add_c(html, "</p>\n<button id=\"more\" type=\"button\" hidden>");
    overview_add_text(html, word(setting, "more"));
    buf_add_c(html, "</button>\n");
}

/* ---- the page -------------------------------------------------------------------------------- */

static void add_files(const struct setting *setting) {
    struct buf *html = setting->html;
    struct arena *scratch = arena_open_like(setting->arena);
    add_element(html, "h2", word(setting, "files_title"));
    buf_add_c(html, "\n<div class=\"files\"><ul>\n");
    for (size_t i = 0; i < setting->facts->n_files; i++) {
        struct str path = setting->facts->files[i];
        if (!str_equal(docs_word_of(setting->docs, scratch, path), DOCS_RETURNS)) {
            buf_add_c(html, "<li>");
            add_paper(setting, path, path);
            buf_add_c(html, "</li>\n");
        }
        arena_reset(scratch);
    }
    buf_add_c(html, "</ul></div>\n");
    arena_close(scratch);
}

static void add_start(const struct setting *setting) {
    const struct docs *docs = setting->docs;
    struct buf *html = setting->html;
    const struct str_argument arguments[] = {
        {STR("province"), docs->settings.province},
        {STR("day"), date_to_iso(setting->arena, docs->settings.as_of, DATE_DAY)}};
    buf_add_c(html, "<!DOCTYPE html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\">\n"
                    "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
                    "<link rel=\"icon\" href=\"data:,\">\n");
    add_element(html, "title", word(setting, "title"));
    buf_add_c(html, "\n<style>\n");
    buf_add(html, word(setting, "style"));
    buf_add_c(html, "</style></head><body>\n");
    add_element(html, "h1", str_fill(setting->arena, word(setting, "heading"), arguments, 2));
    buf_add_c(html, "\n<p class=\"faint\">");
    overview_add_text(html, str_fill(setting->arena, word(setting, "as_of"), arguments, 2));
    buf_add_c(html, "</p>\n");
}

static void add_end(const struct setting *setting) {
    end_units(setting);
    add_files(setting);
    buf_add_c(setting->html, "<script>\n");
    buf_add(setting->html, word(setting, "script"));
    buf_add_c(setting->html, "</script></body></html>\n");
}

/* A row, or, behind the last, the end. */
static bool next_piece(void *context, struct buf *html) {
    struct setting *setting = context;
    setting->html = html;
    if (setting->next_row < setting->n_rows) {
        add_row(setting, setting->next_row);
    } else if (setting->next_row == setting->n_rows) {
        add_end(setting);
    }
    return setting->next_row++ <= setting->n_rows;
}

/* What is counted of each row, and by which its papers and files are found. */
static struct setting *open_setting(const struct docs *docs, struct arena *arena,
                                    const struct overview_facts *facts, struct buf *html) {
    struct setting *setting = ARENA_NEW(arena, struct setting);
    size_t n_rows = ledger_n_rows(facts->ledger, LEDGER_UNITS);
    *setting = (struct setting){.docs = docs,
                                .overview = docs->overview,
                                .arena = arena,
                                .facts = facts,
                                .rows = ARENA_ARRAY(arena, struct overview_row, n_rows + 1),
                                .n_rows = n_rows,
                                .papers = dictionary_open(arena),
                                .files = dictionary_open(arena),
                                .html = html};
    for (size_t i = 0; i < facts->n_units; i++) {
        dictionary_put(setting->papers, facts->units[i].id, i);
    }
    for (size_t i = 0; i < facts->n_files; i++) {
        dictionary_put(setting->files, facts->files[i], i);
    }
    size_t *counts = ARENA_ARRAY(arena, size_t, (n_rows + 1) * OVERVIEW_MOST_COLUMNS);
    for (size_t i = 0; i <= n_rows; i++) {
        setting->rows[i].counts = counts + i * OVERVIEW_MOST_COLUMNS;
    }
    return setting;
}

const struct overview_page *docs_overview(const struct docs *docs, struct arena *arena,
                                          const struct overview_facts *facts, struct diag *diag) {
    struct overview_page *page = ARENA_NEW(arena, struct overview_page);
    struct buf html = {.arena = arena};
    struct setting *setting = open_setting(docs, arena, facts, &html);
    count_all(setting);
    add_start(setting);
    add_totals(setting);
    if (!add_charts(setting, page, diag)) {
        return NULL;
    }
    overview_add_changes(docs, arena, &html, facts);
    begin_units(setting);
    page->html = buf_str(&html);
    page->rest = (struct text_source){next_piece, setting};
    return page;
}
