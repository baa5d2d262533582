/*
 * 来源 of 年度统计表.xlsx: what every figure counts. A row for each column says what it counts, one
 * for each figure how many rows of data/ that are and where they stand on the sheet of members,
 * each with the cell it was read from. What would be too long is told by its condition alone.
 */
#include "docs/statistics_inner.h"

/* Columns of 来源. */
enum source_column {
    SOURCE_TABLE,
    SOURCE_COLUMN,
    SOURCE_ROW,
    SOURCE_NUMBER,
    SOURCE_WHERE,
    SOURCE_MEMBERS
};

/* A figure: a cell that counts rows. */
struct told_figure {
    const struct figures *figures;
    uint32_t column;
    /* Row of the table; SIZE_MAX for what is said of the whole column. */
    size_t row;
    /* Its members, and where they begin; SIZE_MAX where they are not shown. */
    size_t n_members, first_member;
};

/* A member: the row of the ledger, and the figure. */
struct member {
    size_t row, source;
};

struct sources {
    const struct docs *docs;
    const struct province *province;
    struct told_figure *items;
    size_t n_items, capacity;
    struct member *members;
    size_t n_members, members_capacity;
    /* By table, column and row: place of the figure among items; SIZE_MAX for none. The row behind
     * the last stands for the column. */
    size_t **places;
};

struct str statistics_cell_place(struct arena *arena, struct str sheet, uint32_t row,
                                 uint32_t column) {
    struct str cell = sheet_cell_name(arena, row, column);
    return str_format(arena, "'%" STR_FMT "'!%" STR_FMT, STR_ARG(sheet), STR_ARG(cell));
}

/* ---- finding --------------------------------------------------------------------------------- */

static size_t *place_of(const struct sources *sources, const struct figures *figures, size_t row,
                        uint32_t column) {
    const struct sums *sums = statistics_sums(sources->docs, sources->province, figures);
    size_t table = (size_t)(figures - sources->docs->statistics->tables);
    size_t at = row < sums->n_rows ? row : sums->n_rows;
    return &sources->places[table][at * figures->n_columns + column];
}

static void add_item(struct sources *sources, struct arena *arena, struct told_figure item) {
    *place_of(sources, item.figures, item.row, item.column) = sources->n_items;
    ARENA_PUSH(arena, sources->items, sources->n_items, sources->capacity, item);
}

/* Counts the members of the cells of a column, by row; how many there are. Where each row counts as
 * one, they are its numbers. */
static size_t count_members(const struct sources *sources, const struct figures *figures,
                            uint32_t at, size_t *counts) {
    const struct sums *sums = statistics_sums(sources->docs, sources->province, figures);
    const struct column *column = &figures->columns[at];
    size_t n = 0, n_counted = ledger_n_rows(sources->province->ledger, column->table);
    bool is_told = column->summed == N_LEDGER_COLUMNS;
    for (size_t row = 0; is_told && row < sums->n_rows; row++) {
        counts[row] = (size_t)statistics_number(figures, sums, row, at);
        n += counts[row];
    }
    for (size_t i = 0; !is_told && i < n_counted; i++) {
        size_t first, last;
        statistics_range(sources->province, figures, sums, column, i, &first, &last);
        for (size_t row = first; row < last; row++) {
            bool is_in = statistics_counts(sources->province, figures, sums, row, at, i);
            counts[row] += is_in;
            n += is_in;
        }
    }
    return n;
}

/* Puts the members of a column's cells behind each other, figure by figure. */
static void put_members(struct sources *sources, const struct figures *figures, uint32_t at) {
    const struct sums *sums = statistics_sums(sources->docs, sources->province, figures);
    const struct column *column = &figures->columns[at];
    for (size_t i = 0; i < ledger_n_rows(sources->province->ledger, column->table); i++) {
        size_t first, last;
        statistics_range(sources->province, figures, sums, column, i, &first, &last);
        for (size_t row = first; row < last; row++) {
            if (statistics_counts(sources->province, figures, sums, row, at, i)) {
                size_t place = *place_of(sources, figures, row, at);
                struct told_figure *item = &sources->items[place];
                sources->members[item->first_member + item->n_members++] =
                    (struct member){i, place};
            }
        }
    }
}

/* The figures of a column that counts rows. */
static void add_counted(struct sources *sources, struct arena *arena, const struct figures *figures,
                        uint32_t at) {
    const struct statistics *statistics = sources->docs->statistics;
    const struct sums *sums = statistics_sums(sources->docs, sources->province, figures);
    size_t *counts = ARENA_ARRAY(arena, size_t, sums->n_rows + 1);
    size_t n = count_members(sources, figures, at, counts);
    bool is_shown = !sources->docs->settings.is_counts_only &&
                    sources->n_members + n <= (size_t)statistics->most_members;
    size_t first = sources->n_members;
    for (size_t row = 0; row < sums->n_rows; row++) {
        if (counts[row]) {
            add_item(sources, arena,
                     (struct told_figure){figures, at, row, is_shown ? 0 : counts[row],
                                          is_shown ? first : SIZE_MAX});
            first += counts[row];
        }
    }
    for (size_t i = 0; is_shown && i < n; i++) {
        const struct member none = {0, 0};
        ARENA_PUSH(arena, sources->members, sources->n_members, sources->members_capacity, none);
    }
    if (is_shown) {
        put_members(sources, figures, at);
    }
}

struct sources *statistics_open_sources(const struct docs *docs, struct arena *arena,
                                        const struct province *province) {
    const struct statistics *statistics = docs->statistics;
    struct sources *sources = ARENA_NEW(arena, struct sources);
    *sources = (struct sources){.docs = docs, .province = province};
    sources->places = ARENA_ARRAY(arena, size_t *, statistics->n_tables);
    for (size_t i = 0; i < statistics->n_tables; i++) {
        const struct figures *figures = &statistics->tables[i];
        size_t n = (province->sums[i].n_rows + 1) * figures->n_columns;
        sources->places[i] = ARENA_ARRAY(arena, size_t, n);
        for (size_t k = 0; k < n; k++) {
            sources->places[i][k] = SIZE_MAX;
        }
        for (uint32_t k = 0; k < province->sums[i].n_columns; k++) {
            if (figures->columns[k].kind == COLUMN_TEXT || !statistics_is_shown(docs, figures)) {
                continue;
            }
            add_item(sources, arena, (struct told_figure){figures, k, SIZE_MAX, 0, SIZE_MAX});
            if (figures->columns[k].kind == COLUMN_COUNT) {
                add_counted(sources, arena, figures, k);
            }
        }
    }
    return sources;
}

struct str statistics_source_place(const struct sources *sources, struct arena *arena,
                                   const struct figures *figures, size_t row, uint32_t column) {
    struct str sheet = yaml_text(yaml_get(sources->docs->statistics->words, "source"), "sheet");
    size_t at = *place_of(sources, figures, row, column);
    at = at == SIZE_MAX ? *place_of(sources, figures, SIZE_MAX, column) : at;
    return statistics_cell_place(arena, sheet, DOCS_FIRST_ROW + (uint32_t)at, 0);
}

/* ---- 来源 ------------------------------------------------------------------------------------ */

/* What a column does, in words. */
static struct str describe(const struct sources *sources, struct arena *arena,
                           const struct figures *figures, const struct column *column) {
    static const char *const keys[] = {"count", "units", "systems"};
    const struct yaml *kinds =
        yaml_get(yaml_get(sources->docs->statistics->words, "source"), "kinds");
    bool is_count = column->kind == COLUMN_COUNT;
    bool is_sum = is_count && column->summed != N_LEDGER_COLUMNS;
    const char *key = column->kind == COLUMN_ADD    ? "add"
                      : column->kind == COLUMN_RATE ? "rate"
                      : is_sum                      ? "total"
                                                    : keys[column->once];
    const struct str_argument words[] = {
        {STR("table"), is_count ? ledger_table_name(column->table) : (struct str){0}},
        {STR("column"), is_sum ? ledger_column_name(column->summed) : (struct str){0}},
        {STR("first"), figures->columns[column->first].name},
        {STR("last"), figures->columns[column->last].name},
        {STR("of"), figures->columns[column->of].name}};
    return str_fill(arena, yaml_text(kinds, key), words, sizeof words / sizeof words[0]);
}

/* The condition, and how listed rows are told apart. */
static struct str print_where(const struct sources *sources, struct arena *arena,
                              const struct figures *figures, const struct column *column) {
    const struct str parts[] = {describe(sources, arena, figures, column), column->match.name,
                                column->same.name, column->where};
    const char *const between[] = {"", "; ", "; ", "; "};
    struct buf buf = {.arena = arena};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (parts[i].len) {
            buf_add_c(&buf, between[i]);
            buf_add(&buf, parts[i]);
        }
    }
    return buf_str(&buf);
}

/* The words of a row: 南昌市 三级. */
static struct str name_row(const struct sources *sources, struct arena *arena,
                           const struct told_figure *item) {
    const struct yaml *words = yaml_get(sources->docs->statistics->words, "source");
    if (item->row == SIZE_MAX) {
        return yaml_text(words, "rows");
    }
    struct buf buf = {.arena = arena};
    for (uint32_t i = 0; i < item->figures->n_columns; i++) {
        if (item->figures->columns[i].kind == COLUMN_TEXT) {
            buf_add_c(&buf, i ? " " : "");
            buf_add(&buf,
                    statistics_word(sources->docs, sources->province, item->figures, item->row, i));
        }
    }
    return str_trim(buf_str(&buf));
}

/* Where the members stand, with a link; or how many there are. */
static void put_where_members(const struct sources *sources, struct arena *arena,
                              struct sheet *sheet, const struct told_figure *item, uint32_t at) {
    const struct statistics *statistics = sources->docs->statistics;
    const struct yaml *words = yaml_get(statistics->words, "source");
    bool is_shown = item->first_member != SIZE_MAX;
    size_t row = DOCS_FIRST_ROW + (is_shown ? item->first_member : 0);
    const struct str_argument arguments[] = {
        {STR("row"), str_format(arena, "%zu", row + 1)},
        {STR("count"), str_format(arena, "%zu", item->n_members)},
        {STR("table"), ledger_table_name(item->figures->columns[item->column].table)}};
    struct str text = str_fill(arena, yaml_text(words, is_shown ? "shown" : "not-shown"), arguments,
                               sizeof arguments / sizeof arguments[0]);
    sheet_text(arena, sheet, at, SOURCE_MEMBERS, text, STYLE_BODY);
    if (is_shown) {
        sheet_link(sheet,
                   statistics_cell_place(arena, statistics->members.sheet, (uint32_t)row, 0));
    }
}

static void put_source(const struct sources *sources, struct arena *arena, struct sheet *sheet,
                       const struct told_figure *item, uint32_t at) {
    const struct figures *figures = item->figures;
    const struct column *column = &figures->columns[item->column];
    bool is_whole = item->row == SIZE_MAX;
    sheet_text(arena, sheet, at, SOURCE_TABLE, figures->sheet, STYLE_BODY);
    sheet_text(arena, sheet, at, SOURCE_COLUMN, column->name, STYLE_BODY);
    sheet_text(arena, sheet, at, SOURCE_ROW, name_row(sources, arena, item), STYLE_BODY);
    if (is_whole) {
        sheet_text(arena, sheet, at, SOURCE_NUMBER, (struct str){0}, STYLE_BODY);
        sheet_text(arena, sheet, at, SOURCE_WHERE, print_where(sources, arena, figures, column),
                   STYLE_BODY);
        sheet_text(arena, sheet, at, SOURCE_MEMBERS, (struct str){0}, STYLE_BODY);
        return;
    }
    const struct sums *sums = statistics_sums(sources->docs, sources->province, figures);
    double number = (double)statistics_number(figures, sums, item->row, item->column);
    struct str place = statistics_cell_place(arena, figures->sheet,
                                             DOCS_FIRST_ROW + (uint32_t)item->row, item->column);
    sheet_formula(arena, sheet, at, SOURCE_NUMBER, place, column->is_money ? number / 100 : number,
                  column->is_money ? STYLE_MONEY : STYLE_COUNT);
    sheet_link(sheet, place);
    sheet_text(arena, sheet, at, SOURCE_WHERE, (struct str){0}, STYLE_BODY);
    put_where_members(sources, arena, sheet, item, at);
}

/* ---- members --------------------------------------------------------------------------------- */

/* The members while they are read. */
struct member_walk {
    const struct sources *sources;
    size_t next;
};

static void *begin_members(struct arena *arena, const void *context) {
    struct member_walk *walk = ARENA_NEW(arena, struct member_walk);
    *walk = (struct member_walk){context, 0};
    return walk;
}

static bool next_member(struct arena *arena, void *reading, struct sheet *into, uint32_t row) {
    struct member_walk *walk = reading;
    const struct sources *sources = walk->sources;
    const struct name_list *list = &sources->docs->statistics->members;
    if (walk->next == sources->n_members) {
        return false;
    }
    const struct member *member = &sources->members[walk->next++];
    const struct told_figure *item = &sources->items[member->source];
    enum ledger_table table = item->figures->columns[item->column].table;
    struct list_row listed = {0, member->row, sources->province->row_areas[table][member->row]};
    while (list->parts[listed.part].table != table) {
        listed.part++;
    }
    const struct str parts[] = {
        item->figures->id,
        sheet_cell_name(arena, DOCS_FIRST_ROW + (uint32_t)item->row, item->column)};
    sheet_text(arena, into, row, 0, str_join(arena, parts, 2, STR("!")), STYLE_BODY);
    const struct cell at = {.row = row, .column = 1};
    statistics_put_listed(sources->docs, arena, sources->province, list, &listed, into, at);
    return true;
}

void statistics_add_sources(const struct sources *sources, struct arena *arena,
                            struct workbook *workbook) {
    const struct statistics *statistics = sources->docs->statistics;
    const struct yaml *words = yaml_get(statistics->words, "source");
    struct str names[N_SOURCE_COLUMNS];
    for (size_t i = 0; i < N_SOURCE_COLUMNS; i++) {
        names[i] = yaml_text(statistics->source_columns->items[i], "name");
    }
    struct sheet *sheet = docs_open_sheet(arena, workbook, yaml_text(words, "sheet"),
                                          yaml_text(words, "title"), names, N_SOURCE_COLUMNS);
    sheet->widths = statistics->source_widths;
    sheet->n_widths = N_SOURCE_COLUMNS;
    sheet->filter_column = N_SOURCE_COLUMNS - 1;
    for (size_t i = 0; i < sources->n_items; i++) {
        put_source(sources, arena, sheet, &sources->items[i], DOCS_FIRST_ROW + (uint32_t)i);
    }
    if (sources->docs->settings.is_counts_only) {
        return;
    }
    struct sheet_rows *rows = ARENA_NEW(arena, struct sheet_rows);
    *rows = (struct sheet_rows){begin_members, next_member, sources};
    statistics_open_list(arena, workbook, &statistics->members, yaml_text(words, "member"))->rows =
        rows;
}
