/* 督导检查表: its points are templates/docs/inspection, what is said of them comes from the ledger.
 */
#include "docs/inspection.h"

#include <stdlib.h>

#include "docs/row_count.h"

/* Bounds of what the template may ask for. */
enum { MOST_COUNTS = 6, MOST_POINTS = 40, MOST_COLUMNS = 30 };

/* What a column shows. */
enum shown {
    SHOW_NUMBER,
    SHOW_SYSTEMS,
    SHOW_AREA,
    SHOW_NAME,
    SHOW_KIND,
    SHOW_POINT,
    SHOW_BASIS,
    SHOW_ASK,
    SHOW_FINDING,
    SHOW_DOUBT,
    SHOW_CONTACT,
    SHOW_PHONE,
    SHOW_NOTHING,
};

static const char *const show_words[] = {"number",  "systems", "area", "name",    "kind",
                                         "point",   "basis",   "ask",  "finding", "doubt",
                                         "contact", "phone",   NULL};
/* A point to inspect. */
struct inspected_point {
    struct str point, basis, ask, finding;
    struct str names[MOST_COUNTS];
    struct row_count counts[MOST_COUNTS];
    size_t n_counts;
    /* Places among the counts: it applies where that one is more than none; MOST_COUNTS: always. */
    size_t applies;
    /* It is doubtful where one of these is, or none of those. */
    bool is_doubt[MOST_COUNTS], is_lack[MOST_COUNTS];
    /* The systems of these rows are named; MOST_COUNTS: none. */
    size_t named;
};

struct inspection {
    const struct yaml *words;
    struct inspected_point points[MOST_POINTS];
    size_t n_points, most_names;
    struct str heads[MOST_COLUMNS];
    double widths[MOST_COLUMNS];
    /* Of each column the first line and the second. */
    enum shown shows[MOST_COLUMNS], unders[MOST_COLUMNS];
    size_t n_columns;
};

/* ---- reading --------------------------------------------------------------------------------- */

static const struct yaml_shape count_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("table", &yaml_some_text), YAML_MAY("where", &yaml_some_text))};
static const struct yaml_shape counts_shape = {
    .kind = YAML_NAMED, .entry = &count_shape, .low = 1, .high = MOST_COUNTS};
static const struct yaml_shape point_shape = {
    .kind = YAML_RECORD,
    .keys =
        YAML_KEYS(YAML_NEED("point", &yaml_some_text), YAML_NEED("basis", &yaml_some_text),
                  YAML_NEED("ask", &yaml_some_text), YAML_NEED("counts", &counts_shape),
                  YAML_NEED("finding", &yaml_some_text), YAML_MAY("applies", &yaml_some_text),
                  YAML_MAY("doubt", &yaml_some_texts), YAML_MAY("doubt-without", &yaml_some_texts),
                  YAML_MAY("names", &yaml_some_text))};
static const struct yaml_shape width_shape = {.kind = YAML_NUMBER, .low = 1, .high = 255};
static const struct yaml_shape show_shape = {.kind = YAML_WORD, .words = show_words};
/* Numbers stand alone in their cells. */
static const struct yaml_shape under_shape = {.kind = YAML_WORD, .words = show_words + SHOW_AREA};
static const struct yaml_shape column_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("head", &yaml_some_text), YAML_NEED("width", &width_shape),
                      YAML_MAY("show", &show_shape), YAML_MAY("under", &under_shape))};
static const struct yaml_shape inspection_shape = {
    .kind = YAML_RECORD,
    .keys =
        YAML_KEYS(YAML_NEED("file_title", &yaml_some_text), YAML_NEED("sheet", &docs_sheet_name),
                  YAML_NEED("title", &yaml_some_text), YAML_NEED("doubt", &yaml_some_text),
                  YAML_NEED("no-doubt", &yaml_some_text), YAML_NEED("joiner", &yaml_some_text),
                  YAML_NEED("more", &yaml_some_text), YAML_NEED("named", &yaml_some_text),
                  YAML_NEED("most-names", YAML_SHAPE(.kind = YAML_NUMBER, .low = 1, .high = 100)),
                  YAML_NEED("columns", YAML_SHAPE(.kind = YAML_ENTRIES, .entry = &column_shape,
                                                  .low = 1, .high = MOST_COLUMNS)),
                  YAML_NEED("points", YAML_SHAPE(.kind = YAML_ENTRIES, .entry = &point_shape,
                                                 .low = 1, .high = MOST_POINTS)))};

/* Place of a count by its name; MOST_COUNTS without a name. Reports one that is none. */
static bool find_count(const struct docs *docs, const struct inspected_point *point,
                       const struct yaml *node, const char *key, size_t *at, struct diag *diag) {
    *at = MOST_COUNTS;
    if (!node) {
        return true;
    }
    for (size_t i = 0; i < point->n_counts; i++) {
        if (str_equal(point->names[i], node->text)) {
            *at = i;
            return true;
        }
    }
    return row_count_refuse(node, key, node->text,
                            str_join(docs->arena, point->names, point->n_counts, STR(" | ")), diag);
}

static bool find_counts(const struct docs *docs, const struct inspected_point *point,
                        const struct yaml *node, const char *key, bool *is_set, struct diag *diag) {
    const struct yaml *list = yaml_get(node, key);
    bool done = true;
    for (size_t i = 0; list && i < list->n_items; i++) {
        size_t at;
        bool is_found = find_count(docs, point, list->items[i], key, &at, diag);
        done = done && is_found;
        if (is_found) {
            is_set[at] = true;
        }
    }
    return done;
}

/* Every {name} of the sentence is a count. */
static bool check_finding(const struct docs *docs, const struct inspected_point *point,
                          const struct yaml *node, struct diag *diag) {
    struct str rest = point->finding, part;
    str_split(&rest, STR("{"), &part);
    while (str_split(&rest, STR("{"), &part)) {
        struct yaml name = {.text = str_slice(part, 0, str_find(part, STR("}"), 0)),
                            .origin = node->origin};
        size_t at;
        if (!find_count(docs, point, &name, "finding", &at, diag)) {
            return false;
        }
    }
    return true;
}

static bool read_point(const struct docs *docs, const struct yaml *node,
                       struct inspected_point *point, struct diag *diag) {
    const struct yaml *counts = yaml_get(node, "counts");
    bool done = true;
    *point = (struct inspected_point){.point = yaml_text(node, "point"),
                                      .basis = yaml_text(node, "basis"),
                                      .ask = yaml_text(node, "ask"),
                                      .finding = yaml_text(node, "finding")};
    for (size_t i = 0; i < counts->n_items; i++) {
        point->names[point->n_counts] = counts->keys[i];
        done &=
            row_count_read(docs, counts->items[i], true, &point->counts[point->n_counts++], diag);
    }
    return done &&
           find_count(docs, point, yaml_get(node, "applies"), "applies", &point->applies, diag) &&
           find_count(docs, point, yaml_get(node, "names"), "names", &point->named, diag) &&
           find_counts(docs, point, node, "doubt", point->is_doubt, diag) &&
           find_counts(docs, point, node, "doubt-without", point->is_lack, diag) &&
           check_finding(docs, point, yaml_get(node, "finding"), diag);
}

static enum shown find_shown(struct str word) {
    size_t i = 0;
    while (i < SHOW_NOTHING && !str_is(word, show_words[i])) {
        i++;
    }
    return (enum shown)i;
}

struct inspection *inspection_read(const struct docs *docs, struct diag *diag) {
    struct inspection *inspection = ARENA_NEW(docs->arena, struct inspection);
    const struct yaml *words =
        shelf_yaml(docs->shelf, "docs/inspection", docs->settings.edition, &inspection_shape, diag);
    if (!words) {
        return NULL;
    }
    const struct yaml *columns = yaml_get(words, "columns"), *points = yaml_get(words, "points");
    bool done = true;
    inspection->words = words;
    inspection->most_names = (size_t)yaml_int(words, "most-names", 1, diag);
    for (size_t i = 0; i < columns->n_items; i++) {
        inspection->heads[i] = yaml_text(columns->items[i], "head");
        inspection->widths[i] = (double)yaml_int(columns->items[i], "width", 1, diag);
        inspection->shows[i] = find_shown(yaml_text(columns->items[i], "show"));
        inspection->unders[i] = find_shown(yaml_text(columns->items[i], "under"));
        inspection->n_columns++;
    }
    for (size_t i = 0; i < points->n_items; i++) {
        done &=
            read_point(docs, points->items[i], &inspection->points[inspection->n_points++], diag);
    }
    return done ? inspection : NULL;
}

/* ---- rows ------------------------------------------------------------------------------------ */

/* What all rows are made of. */
struct inspected {
    const struct docs *docs;
    const struct province *province;
    const struct ledger *ledger;
    /* Places of the institutions among the ledger's, in the order of their rows. */
    size_t *units;
    size_t n_units;
    /* By institution, point and count. */
    size_t *numbers;
};

/* A reading of the rows. */
struct inspected_walk {
    const struct inspected *of;
    size_t unit, point, n_rows;
};

static const size_t *numbers_of(const struct inspected *of, size_t unit, size_t point) {
    return of->numbers + (unit * of->docs->inspection->n_points + point) * MOST_COUNTS;
}

/* Names of the systems of the rows that a point points out, after what is said of it. */
static struct str add_names(const struct inspected *of, struct arena *arena,
                            const struct inspected_point *point, size_t unit, struct str finding) {
    const struct inspection *inspection = of->docs->inspection;
    const struct row_count *rows = &point->counts[point->named];
    struct str id = ledger_cell(ledger_row(of->ledger, LEDGER_UNITS, unit), LEDGER_UNITS_UNIT_ID);
    struct ledger_operand name;
    struct str *names = ARENA_ARRAY(arena, struct str, inspection->most_names + 1), last = {0};
    size_t n = 0, most = inspection->most_names;
    if (!ledger_find_operand(rows->table, STR("systems.name"), &name)) {
        return finding;
    }
    for (size_t i = ledger_find_rows(of->ledger, rows->table, id);
         i < ledger_n_rows(of->ledger, rows->table); i++) {
        const struct ledger_row *row = ledger_row(of->ledger, rows->table, i);
        if (!str_equal(ledger_cell(row, ledger_first_column(rows->table, &(size_t){0})), id)) {
            break;
        }
        struct str text = ledger_look(of->ledger, name, row);
        if (!text.len || str_equal(text, last) || !ledger_passes(of->ledger, rows->where, row)) {
            continue;
        }
        last = text;
        names[n < most ? n : most] = text;
        n++;
    }
    if (n > most) {
        const struct str_argument count = {STR("n"), str_format(arena, "%zu", n)};
        names[most - 1] =
            str_concat(arena, names[most - 1],
                       str_fill(arena, yaml_text(inspection->words, "more"), &count, 1));
    }
    const struct str_argument words[] = {
        {STR("finding"), finding},
        {STR("names"),
         str_join(arena, names, n < most ? n : most, yaml_text(inspection->words, "joiner"))}};
    return n ? str_fill(arena, yaml_text(inspection->words, "named"), words, 2) : finding;
}

static struct str tell(const struct inspected *of, struct arena *arena,
                       const struct inspected_point *point, size_t unit, const size_t *numbers) {
    struct str_argument words[MOST_COUNTS];
    for (size_t i = 0; i < point->n_counts; i++) {
        words[i] = (struct str_argument){point->names[i], str_format(arena, "%zu", numbers[i])};
    }
    struct str finding = str_fill(arena, point->finding, words, point->n_counts);
    bool is_named = point->named < MOST_COUNTS && numbers[point->named] > 0;
    return is_named ? add_names(of, arena, point, unit, finding) : finding;
}

static bool is_doubtful(const struct inspected_point *point, const size_t *numbers) {
    bool is = false, lacks = false, has = false;
    for (size_t i = 0; i < point->n_counts; i++) {
        is = is || (point->is_doubt[i] && numbers[i]);
        lacks = lacks || point->is_lack[i];
        has = has || (point->is_lack[i] && numbers[i]);
    }
    return is || (lacks && !has);
}

/* The text of a column, but for numbers. */
static struct str text_of(const struct inspected_walk *walk, struct arena *arena, enum shown shown,
                          size_t unit) {
    const struct inspected *of = walk->of;
    const struct inspection *inspection = of->docs->inspection;
    const struct inspected_point *point = &inspection->points[walk->point];
    const struct ledger_row *row = ledger_row(of->ledger, LEDGER_UNITS, unit);
    const size_t *numbers = numbers_of(of, unit, walk->point);
    struct str phone = ledger_cell(row, LEDGER_UNITS_CONTACT_PHONE);
    switch (shown) {
    case SHOW_AREA:
        return statistics_area(of->province, LEDGER_UNITS, unit, &(size_t){0});
    case SHOW_NAME:
        return ledger_cell(row, LEDGER_UNITS_NAME);
    case SHOW_KIND:
        return ledger_cell(row, LEDGER_UNITS_UNIT_KIND);
    case SHOW_POINT:
        return point->point;
    case SHOW_BASIS:
        return point->basis;
    case SHOW_ASK:
        return point->ask;
    case SHOW_FINDING:
        return tell(of, arena, point, unit, numbers);
    case SHOW_DOUBT:
        return yaml_text(inspection->words, is_doubtful(point, numbers) ? "doubt" : "no-doubt");
    case SHOW_CONTACT:
        return ledger_cell(row, LEDGER_UNITS_CONTACT_NAME);
    case SHOW_PHONE:
        phone = phone.len ? phone : ledger_cell(row, LEDGER_UNITS_CONTACT_MOBILE);
        return docs_phone(of->docs, arena, phone);
    default:
        return (struct str){0};
    }
}

static void *begin(struct arena *arena, const void *context) {
    struct inspected_walk *walk = ARENA_NEW(arena, struct inspected_walk);
    walk->of = context;
    return walk;
}

/* The walk stands at a point that applies to its institution; false at the end. */
static bool settle(struct inspected_walk *walk) {
    const struct inspection *inspection = walk->of->docs->inspection;
    while (walk->unit < walk->of->n_units) {
        for (; walk->point < inspection->n_points; walk->point++) {
            const struct inspected_point *point = &inspection->points[walk->point];
            const size_t *numbers = numbers_of(walk->of, walk->of->units[walk->unit], walk->point);
            if (point->applies == MOST_COUNTS || numbers[point->applies]) {
                return true;
            }
        }
        walk->point = 0;
        walk->unit++;
    }
    return false;
}

static struct str put_under(struct arena *arena, struct str first, struct str second) {
    const struct str lines[] = {first, second};
    return !first.len || !second.len ? (first.len ? first : second)
                                     : str_join(arena, lines, 2, STR("\n"));
}

static bool put_next(struct arena *arena, void *reading, struct sheet *into, uint32_t row) {
    struct inspected_walk *walk = reading;
    const struct inspection *inspection = walk->of->docs->inspection;
    if (!settle(walk)) {
        return false;
    }
    size_t unit = walk->of->units[walk->unit];
    const struct ledger_row *from = ledger_row(walk->of->ledger, LEDGER_UNITS, unit);
    walk->n_rows++;
    for (uint32_t i = 0; i < inspection->n_columns; i++) {
        enum shown shown = inspection->shows[i];
        if (shown == SHOW_NUMBER || shown == SHOW_SYSTEMS) {
            int64_t number = shown == SHOW_NUMBER ? (int64_t)walk->n_rows
                                                  : ledger_number(from, LEDGER_UNITS_SYSTEMS);
            sheet_number(arena, into, row, i, (double)number, STYLE_COUNT);
        } else if (shown != SHOW_NOTHING) {
            bool warns =
                shown == SHOW_DOUBT && is_doubtful(&inspection->points[walk->point],
                                                   numbers_of(walk->of, unit, walk->point));
            struct str first = text_of(walk, arena, shown, unit);
            struct str second = text_of(walk, arena, inspection->unders[i], unit);
            sheet_text(arena, into, row, i, put_under(arena, first, second),
                       warns ? STYLE_WARNING : STYLE_BODY);
        }
    }
    walk->point++;
    return true;
}

/* ---- the workbook ---------------------------------------------------------------------------- */

/* An institution and where its rows stand. */
struct standing {
    size_t area, unit;
};

static int compare_standings(const void *left, const void *right) {
    const struct standing *a = left, *b = right;
    int order = (a->area > b->area) - (a->area < b->area);
    return order ? order : (a->unit > b->unit) - (a->unit < b->unit);
}

static struct inspected *look(const struct docs *docs, struct arena *arena,
                              const struct province *province) {
    const struct inspection *inspection = docs->inspection;
    struct inspected *of = ARENA_NEW(arena, struct inspected);
    const struct ledger *ledger = statistics_ledger(province);
    size_t n = ledger_n_rows(ledger, LEDGER_UNITS), step = inspection->n_points * MOST_COUNTS;
    struct standing *standings = ARENA_ARRAY(arena, struct standing, n);
    *of = (struct inspected){docs,   province,
                             ledger, ARENA_ARRAY(arena, size_t, n),
                             n,      ARENA_ARRAY(arena, size_t, n * step)};
    for (size_t i = 0; i < n; i++) {
        standings[i].unit = i;
        statistics_area(province, LEDGER_UNITS, i, &standings[i].area);
    }
    if (n) {
        qsort(standings, n, sizeof *standings, compare_standings);
    }
    for (size_t i = 0; i < n; i++) {
        of->units[i] = standings[i].unit;
    }
    for (size_t i = 0; n && i < inspection->n_points; i++) {
        for (size_t k = 0; k < inspection->points[i].n_counts; k++) {
            row_count_by_unit(ledger, &inspection->points[i].counts[k],
                              of->numbers + i * MOST_COUNTS + k, step);
        }
    }
    return of;
}

const struct workbook *inspection_build(const struct docs *docs, struct arena *arena,
                                        const struct province *province) {
    const struct inspection *inspection = docs->inspection;
    const struct docs_settings *settings = &docs->settings;
    struct workbook *workbook = ARENA_NEW(arena, struct workbook);
    struct sheet_rows *rows = ARENA_NEW(arena, struct sheet_rows);
    const struct str_argument words[] = {
        {STR("province"), settings->province},
        {STR("year"), str_format(arena, "%d", settings->year)},
        {STR("as_of"), date_to_iso(arena, settings->as_of, DATE_DAY)},
    };
    workbook->title = yaml_text(inspection->words, "file_title");
    workbook->author = settings->province;
    workbook->date = settings->as_of;
    struct sheet *sheet =
        docs_open_sheet(arena, workbook, yaml_text(inspection->words, "sheet"),
                        str_fill(arena, yaml_text(inspection->words, "title"), words, 3),
                        inspection->heads, inspection->n_columns);
    sheet->widths = inspection->widths;
    sheet->n_widths = inspection->n_columns;
    sheet->filter_column = (uint32_t)inspection->n_columns - 1;
    /* The inspector's cells are not written one by one. */
    enum cell_style *styles = ARENA_ARRAY(arena, enum cell_style, inspection->n_columns);
    for (size_t i = 0; i < inspection->n_columns; i++) {
        styles[i] = STYLE_BODY;
    }
    sheet->column_styles = styles;
    sheet->n_column_styles = inspection->n_columns;
    *rows = (struct sheet_rows){begin, put_next, look(docs, arena, province)};
    sheet->rows = rows;
    return workbook;
}
