/* Lists by name: which rows of the ledger stand in them, in which order, and what they show. */
#include <stdlib.h>

#include "docs/statistics_inner.h"

/* Width of the column before a list that names the figure, in characters. */
#define MEMBER_WIDTH 14

static const struct yaml_shape list_column_shape = {
    .kind = YAML_RECORD,
    .keys =
        YAML_KEYS(YAML_NEED("name", &yaml_some_text), YAML_NEED("width", &statistics_width_shape),
                  YAML_MAY("number", &yaml_some_flag))};
static const struct yaml_shape list_columns_shape = {.kind = YAML_ENTRIES,
                                                     .entry = &list_column_shape};
static const struct yaml_shape shows_shape = {.kind = YAML_ENTRIES, .entry = &yaml_any_text};
static const struct yaml_shape part_shape = {
    .kind = YAML_RECORD,
    .keys =
        YAML_KEYS(YAML_NEED("of", &yaml_some_text), YAML_NEED("show", &shows_shape),
                  YAML_MAY("where", &statistics_where_shape), YAML_MAY("earliest", &yaml_some_text),
                  YAML_MAY("unknown-area", &yaml_some_flag))};
static const struct yaml_shape parts_shape = {.kind = YAML_ENTRIES, .entry = &part_shape};
const struct yaml_shape statistics_list_shape = {
    .kind = YAML_RECORD,
    .keys =
        YAML_KEYS(YAML_NEED("id", &yaml_some_text), YAML_NEED("sheet", &docs_sheet_name),
                  YAML_NEED("title", &yaml_some_text), YAML_NEED("columns", &list_columns_shape),
                  YAML_NEED("parts", &parts_shape), YAML_MAY("note", &yaml_some_text))};
const struct yaml_shape statistics_lists_shape = {.kind = YAML_ENTRIES,
                                                  .entry = &statistics_list_shape};

/* ---- reading --------------------------------------------------------------------------------- */

/* "area"; "days COLUMN"; "place COLUMN"; "'WORD"; or columns of which the first given one is shown:
 * "A|B". */
static bool read_show(const struct figures_reading *reading, const struct yaml *node,
                      enum ledger_table table, struct list_show *show) {
    static const struct str days = STR_INIT("days "), place = STR_INIT("place ");
    static const struct str quote = STR_INIT("'");
    struct str rest = node->text, name;
    if (str_is(rest, "area")) {
        show->kind = SHOW_AREA;
        return true;
    }
    if (!rest.len || str_starts(rest, quote)) {
        show->kind = SHOW_WORD;
        show->word = rest.len ? str_slice(rest, quote.len, rest.len) : rest;
        return true;
    }
    show->kind = str_starts(rest, days)    ? SHOW_DAYS
                 : str_starts(rest, place) ? SHOW_PLACE
                                           : SHOW_COLUMNS;
    size_t skipped = show->kind == SHOW_DAYS ? days.len : show->kind == SHOW_PLACE ? place.len : 0;
    rest = str_slice(rest, skipped, rest.len);
    while (str_split(&rest, STR("|"), &name)) {
        if (show->n_operands == sizeof show->operands / sizeof show->operands[0] ||
            !ledger_find_operand(table, str_trim(name), &show->operands[show->n_operands++])) {
            return statistics_refuse(reading, node, ledger_table_name(table), name,
                                     STR("area | days column | column|column"));
        }
    }
    return true;
}

static bool read_part(const struct figures_reading *reading, const struct yaml *node,
                      const struct name_list *list, struct list_part *part) {
    static const struct yaml everything;
    const struct yaml *shows = yaml_get(node, "show"), *where = yaml_get(node, "where");
    const struct yaml *of = yaml_get(node, "of"), *earliest = yaml_get(node, "earliest");
    part->earliest = N_LEDGER_COLUMNS;
    part->is_unknown = yaml_bool(node, "unknown-area", false, reading->diag);
    if (!statistics_read_table(reading, of, of->text, &part->table) ||
        !statistics_read_rule(reading, where ? where : &everything, part->table, NULL,
                              &part->where) ||
        (earliest &&
         !statistics_read_cell(reading, earliest, part->table, earliest->text, &part->earliest))) {
        return false;
    }
    part->shows = ARENA_ARRAY(reading->arena, struct list_show, list->n_columns);
    for (size_t i = 0; i < shows->n_items && i < list->n_columns; i++) {
        if (!read_show(reading, shows->items[i], part->table, &part->shows[i])) {
            return false;
        }
    }
    return shows->n_items == list->n_columns ||
           statistics_refuse(reading, shows, list->id, STR("show"),
                             str_format(reading->arena, "%u", (unsigned)list->n_columns));
}

bool statistics_read_list(const struct figures_reading *reading, const struct yaml *node,
                          struct name_list *list) {
    const struct yaml *columns = yaml_get(node, "columns"), *parts = yaml_get(node, "parts");
    list->id = yaml_text(node, "id");
    list->sheet = yaml_text(node, "sheet");
    list->title = yaml_text(node, "title");
    list->note = yaml_text(node, "note");
    list->columns = ARENA_ARRAY(reading->arena, struct list_column, columns->n_items);
    for (size_t i = 0; i < columns->n_items; i++) {
        const struct yaml *column = columns->items[i];
        list->columns[i].name = yaml_text(column, "name");
        list->columns[i].width = (double)yaml_int(column, "width", 0, reading->diag);
        list->columns[i].is_number = yaml_bool(column, "number", false, reading->diag);
        list->n_columns++;
    }
    list->parts = ARENA_ARRAY(reading->arena, struct list_part, parts->n_items);
    for (size_t i = 0; i < parts->n_items; i++) {
        if (!read_part(reading, parts->items[i], list, &list->parts[list->n_parts++])) {
            return false;
        }
    }
    return true;
}

bool statistics_read_lists(const struct figures_reading *reading, const struct yaml *node) {
    struct statistics *statistics = reading->statistics;
    statistics->lists = ARENA_ARRAY(reading->arena, struct name_list, node->n_items);
    for (size_t i = 0; i < node->n_items; i++) {
        if (!statistics_read_list(reading, node->items[i],
                                  &statistics->lists[statistics->n_lists++])) {
            return false;
        }
    }
    return true;
}

/* ---- collecting ------------------------------------------------------------------------------ */

/* Both rows are of one system. */
static bool is_one_system(const struct province *province, enum ledger_table table, size_t i,
                          size_t k) {
    const struct ledger_row *a = ledger_row(province->ledger, table, i);
    const struct ledger_row *b = ledger_row(province->ledger, table, k);
    enum ledger_column unit, system;
    return ledger_find_column(table, STR("unit_id"), &unit) &&
           ledger_find_column(table, STR("system_no"), &system) &&
           str_equal(ledger_cell(a, unit), ledger_cell(b, unit)) &&
           str_equal(ledger_cell(a, system), ledger_cell(b, system));
}

/* The date in a row comes before that in another; a given one before none. */
static bool is_earlier(const struct province *province, const struct list_part *part, size_t i,
                       size_t k) {
    struct str a = ledger_cell(ledger_row(province->ledger, part->table, i), part->earliest);
    struct str b = ledger_cell(ledger_row(province->ledger, part->table, k), part->earliest);
    return a.len && (!b.len || str_compare(a, b) < 0);
}

static void collect_part(const struct province *province, struct arena *arena,
                         const struct name_list *list, size_t which, struct list_rows *rows) {
    const struct list_part *part = &list->parts[which];
    for (size_t i = 0; i < ledger_n_rows(province->ledger, part->table); i++) {
        size_t area = province->row_areas[part->table][i];
        bool is_there = !part->is_unknown ||
                        (area != SIZE_MAX && statistics_is_unknown(&province->areas[area]));
        if (!is_there || !statistics_passes(province->ledger, &part->where,
                                            ledger_row(province->ledger, part->table, i))) {
            continue;
        }
        struct list_row *last = rows->n_rows ? &rows->rows[rows->n_rows - 1] : NULL;
        bool is_again = last && last->part == which && part->earliest != N_LEDGER_COLUMNS &&
                        is_one_system(province, part->table, i, last->row);
        const struct list_row row = {which, i, area};
        if (!is_again) {
            ARENA_PUSH(arena, rows->rows, rows->n_rows, rows->capacity, row);
        } else if (is_earlier(province, part, i, last->row)) {
            *last = row;
        }
    }
}

static int compare_rows(const void *left, const void *right) {
    const struct list_row *a = left, *b = right;
    if (a->part != b->part) {
        return a->part < b->part ? -1 : 1;
    }
    if (a->area != b->area) {
        return a->area < b->area ? -1 : 1;
    }
    return (a->row > b->row) - (a->row < b->row);
}

void statistics_collect(const struct province *province, struct arena *arena,
                        const struct name_list *list, struct list_rows *rows) {
    for (size_t i = 0; i < list->n_parts; i++) {
        collect_part(province, arena, list, i, rows);
    }
    if (rows->n_rows) {
        qsort(rows->rows, rows->n_rows, sizeof *rows->rows, compare_rows);
    }
}

/* ---- words ----------------------------------------------------------------------------------- */

/* Days from a full date to the as-of date, as text; empty where the date is not known to the day.
 */
static struct str print_days(const struct docs *docs, struct arena *arena, struct str text) {
    struct date date;
    if (!date_from_iso(text, &date)) {
        return (struct str){0};
    }
    return str_format(arena, "%lld",
                      (long long)(date_to_days(docs->settings.as_of) - date_to_days(date)));
}

/* file!sheet!row of the ledger, as places are written everywhere else. */
static struct str print_place(struct arena *arena, struct str source) {
    size_t row = source.len, sheet;
    while (row > 0 && source.data[row - 1] != '!') {
        row--;
    }
    sheet = row ? row - 1 : 0;
    while (sheet > 0 && source.data[sheet - 1] != '!') {
        sheet--;
    }
    if (!row || !sheet) {
        return source;
    }
    int64_t number = 0;
    str_to_int(str_slice(source, row, source.len), &number);
    const struct source place = {str_slice(source, 0, sheet - 1),
                                 str_slice(source, sheet, row - 1)};
    return origin_text(arena, (struct origin){.source = &place, .row = (uint32_t)number});
}

/* By its name: contact_phone, liaison_mobile. */
static bool is_phone(enum ledger_column column) {
    struct str name = ledger_column_name(column);
    return str_ends(name, STR("_phone")) || str_ends(name, STR("_mobile"));
}

struct str statistics_list_text(const struct docs *docs, struct arena *arena,
                                const struct province *province, const struct name_list *list,
                                const struct list_row *row, uint32_t column) {
    const struct list_part *part = &list->parts[row->part];
    const struct list_show *show = &part->shows[column];
    const struct ledger_row *from = ledger_row(province->ledger, part->table, row->row);
    struct str text = show->word;
    if (show->kind == SHOW_AREA) {
        return row->area == SIZE_MAX ? (struct str){0} : province->areas[row->area].name;
    }
    for (size_t i = 0; !text.len && i < show->n_operands; i++) {
        text = ledger_look(province->ledger, show->operands[i], from);
        text = is_phone(show->operands[i].column) ? docs_phone(docs, arena, text) : text;
    }
    return show->kind == SHOW_DAYS    ? print_days(docs, arena, text)
           : show->kind == SHOW_PLACE ? print_place(arena, text)
                                      : text;
}

/* ---- sheets ---------------------------------------------------------------------------------- */

struct sheet *statistics_open_list(struct arena *arena, struct workbook *workbook,
                                   const struct name_list *list, struct str first) {
    size_t n_before = first.len > 0, n = list->n_columns + n_before;
    struct str *names = ARENA_ARRAY(arena, struct str, n);
    double *widths = ARENA_ARRAY(arena, double, n);
    names[0] = first;
    widths[0] = MEMBER_WIDTH;
    for (size_t i = 0; i < list->n_columns; i++) {
        names[n_before + i] = list->columns[i].name;
        widths[n_before + i] = list->columns[i].width;
    }
    struct sheet *sheet = docs_open_sheet(arena, workbook, list->sheet, list->title, names, n);
    sheet->widths = widths;
    sheet->n_widths = n;
    sheet->filter_column = (uint32_t)n - 1;
    return sheet;
}

void statistics_put_listed(const struct docs *docs, struct arena *arena,
                           const struct province *province, const struct name_list *list,
                           const struct list_row *row, struct sheet *into, struct cell at) {
    for (uint32_t i = 0; i < list->n_columns; i++) {
        struct str text = statistics_list_text(docs, arena, province, list, row, i);
        int64_t number;
        if (list->columns[i].is_number && str_to_int(text, &number)) {
            sheet_number(arena, into, at.row, at.column + i, (double)number, STYLE_COUNT);
        } else {
            sheet_text(arena, into, at.row, at.column + i, text, STYLE_BODY);
        }
    }
}
