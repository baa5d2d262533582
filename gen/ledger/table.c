/* What ledger.def says, and the rows: kept packed, sorted when all are there. */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "ledger/rows.h"

static const struct ledger_table_info tables[N_LEDGER_TABLES] = {
#define ONCE true
#define MANY false
#define LEDGER_TABLE(id, name, first, last, order, repeats)                                        \
    [LEDGER_##id] = {name, LEDGER_##id##_##first, LEDGER_##id##_##last, order, repeats},
#define LEDGER_COLUMN(table, id, name, type, from)
#include "ledger/ledger.def"
#undef ONCE
#undef MANY
};

static const struct ledger_column_info columns[N_LEDGER_COLUMNS] = {
#define FROM(name) .source = LEDGER_FROM_FIELD, .field = FIELD_##name
#define FINDING    .source = LEDGER_FROM_FINDING, .field = N_FIELDS
#define RUN        .source = LEDGER_FROM_RUN, .field = N_FIELDS
#define NEW(...)   __VA_ARGS__, .is_new = true
#define LEDGER_TABLE(id, name, first, last, order, repeats)
#define LEDGER_COLUMN(table, id, name, type, ...)                                                  \
    [LEDGER_##table##_##id] = {name, LEDGER_##table, LEDGER_AS_##type, {__VA_ARGS__}},
#include "ledger/ledger.def"
#undef FROM
#undef FINDING
#undef RUN
#undef NEW
};

const struct ledger_table_info *ledger_table_info(enum ledger_table table) {
    return &tables[table];
}

const struct ledger_column_info *ledger_column_info(enum ledger_column column) {
    return &columns[column];
}

struct str ledger_table_name(enum ledger_table table) {
    return str_from_c(tables[table].name);
}

struct str ledger_column_name(enum ledger_column column) {
    return str_from_c(columns[column].name);
}

enum field ledger_column_field(enum ledger_column column) {
    return columns[column].from.field;
}

bool ledger_find_table(struct str name, enum ledger_table *table) {
    for (size_t i = 0; i < N_LEDGER_TABLES; i++) {
        if (str_is(name, tables[i].name)) {
            *table = (enum ledger_table)i;
            return true;
        }
    }
    return false;
}

bool ledger_has_field(enum field field) {
    for (size_t i = 0; i < N_LEDGER_COLUMNS; i++) {
        if (columns[i].from.source == LEDGER_FROM_FIELD && columns[i].from.field == field) {
            return true;
        }
    }
    return false;
}

enum ledger_table ledger_column_table(enum ledger_column column) {
    return columns[column].table;
}

enum ledger_type ledger_column_type(enum ledger_column column) {
    return columns[column].type;
}

enum ledger_column ledger_first_column(enum ledger_table table, size_t *n_columns) {
    *n_columns = (size_t)tables[table].last - tables[table].first + 1;
    return tables[table].first;
}

bool ledger_find_column(enum ledger_table table, struct str name, enum ledger_column *column) {
    for (size_t i = tables[table].first; i <= tables[table].last; i++) {
        if (str_is(name, columns[i].name)) {
            *column = (enum ledger_column)i;
            return true;
        }
    }
    return false;
}

/* ---- rows ------------------------------------------------------------------------------------ */

void rows_push(struct arena *arena, struct ledger_rows *rows, const struct ledger_row *row) {
    if (rows->n_items >> ROWS_SEGMENT == rows->n_segments) {
        const struct ledger_row **segment =
            arena_alloc_raw(arena, (size_t)1 << ROWS_SEGMENT, sizeof *segment);
        ARENA_PUSH(arena, rows->segments, rows->n_segments, rows->capacity, segment);
    }
    rows_set(rows, rows->n_items++, row);
}

static enum ledger_column find_key(enum ledger_table table, const char *name) {
    enum ledger_column column;
    return ledger_find_column(table, str_from_c(name), &column) ? column : N_LEDGER_COLUMNS;
}

struct ledger *ledger_open(struct arena *arena) {
    struct ledger *ledger = ARENA_NEW(arena, struct ledger);
    ledger->arena = arena;
    ledger->texts = cell_texts_open(arena);
    ledger->hints = ARENA_ARRAY(arena, size_t, N_LEDGER_TABLES);
    ledger->n_looked = ARENA_NEW(arena, size_t);
    ledger->tables[LEDGER_UNITS].is_kept = true;
    ledger->tables[LEDGER_SYSTEMS].is_kept = true;
    for (size_t i = 0; i < N_LEDGER_TABLES; i++) {
        enum ledger_table table = (enum ledger_table)i;
        ledger->keys[i] =
            (struct ledger_keys){find_key(table, "unit_id"), find_key(table, "system_no")};
    }
    return ledger;
}

/* Lets the system take away what is not in use, where rows lie in a file; to be called with the
 * number of rows that are done with. */
static void rest(const struct ledger *ledger, size_t done) {
    enum { REST_EACH = 512 };
    if (done % REST_EACH == 0) {
        arena_rest(ledger->arena, 0);
    }
}

/* Room for a row, from runs of memory that grow. */
static struct ledger_row *take_room(struct ledger *ledger, size_t size) {
    enum { FIRST = 1024, MOST = 65536, ALIGN = sizeof(void *) };
    size = (size + ALIGN - 1) / ALIGN * ALIGN;
    if (size > ledger->n_room) {
        size_t next = ledger->room_size ? ledger->room_size * 2 : FIRST;
        next = next < MOST ? next : MOST;
        ledger->room_size = next > size ? next : size;
        ledger->n_room = ledger->room_size;
        ledger->room = arena_alloc_raw(ledger->arena, 1, ledger->n_room);
    }
    ledger->n_room -= size;
    return (struct ledger_row *)(void *)(ledger->room + ledger->n_room);
}

/* The home of rows from there. */
static const struct row_home *find_home(struct ledger *ledger, const struct source *source) {
    if (!ledger->home || ledger->home->source != source) {
        struct row_home *home = ARENA_NEW(ledger->arena, struct row_home);
        *home = (struct row_home){ledger->texts, source};
        ledger->home = home;
    }
    return ledger->home;
}

const struct ledger_row *ledger_pack(struct ledger *ledger, enum ledger_table table,
                                     const struct str *cells, struct origin origin) {
    size_t n;
    enum ledger_column first = ledger_first_column(table, &n);
    struct ledger_row *row =
        take_room(ledger, offsetof(struct ledger_row, cells) + n * sizeof row->cells[0]);
    row->home = find_home(ledger, origin.source);
    row->line = origin.row;
    for (size_t i = 0; i < n; i++) {
        row->cells[i] = cell_texts_put(ledger->texts, (enum ledger_column)(first + i), cells[i]);
    }
    return row;
}

struct origin ledger_origin(const struct ledger_row *row) {
    return (struct origin){.source = row->home->source, .row = row->line};
}

void ledger_drop(struct ledger *ledger, enum ledger_table table,
                 bool (*is_its)(void *context, const struct ledger_row *row), void *context) {
    struct ledger_rows *rows = &ledger->tables[table];
    size_t n = 0;
    for (size_t i = 0; is_its && i < rows->n_items; i++) {
        if (!is_its(context, rows_at(rows, i))) {
            rows_set(rows, n++, rows_at(rows, i));
        }
    }
    rows->n_items = n;
}

void ledger_forget(struct ledger *ledger, enum ledger_table table) {
    ledger->tables[table].n_items = 0;
    ledger->tables[table].is_kept = false;
}

void ledger_add(struct ledger *ledger, enum ledger_table table, const struct str *cells,
                struct origin origin) {
    const struct ledger_row *row = ledger_pack(ledger, table, cells, origin);
    struct ledger_rows *rows = &ledger->tables[table];
    rows_push(ledger->arena, rows, row);
    rows->is_kept = true;
}

bool ledger_is_kept(const struct ledger *ledger, enum ledger_table table) {
    return ledger->tables[table].is_kept;
}

size_t ledger_n_rows(const struct ledger *ledger, enum ledger_table table) {
    return ledger->tables[table].n_items;
}

const struct ledger_row *ledger_row(const struct ledger *ledger, enum ledger_table table,
                                    size_t i) {
    if (i) {
        rest(ledger, i); /* whoever goes through all rows passes here */
    }
    return rows_at(&ledger->tables[table], i);
}

struct str ledger_cell(const struct ledger_row *row, enum ledger_column column) {
    return cell_texts_get(row->home->texts,
                          row->cells[column - tables[columns[column].table].first]);
}

int64_t ledger_number(const struct ledger_row *row, enum ledger_column column) {
    return ledger_value_number(columns[column].type, ledger_cell(row, column));
}

/* ---- order ----------------------------------------------------------------------------------- */

/* A table that is sorted. */
struct sorting {
    const struct ledger *ledger;
    const struct ledger_table_info *table;
};

/* A row and where it stood, while a table is sorted: equal rows stay as they came. */
struct sorted_row {
    const struct ledger_row *row;
    const struct sorting *sorting;
    size_t place;
};

/* Another row is looked at, out of order. */
static void look(const struct ledger *ledger) {
    rest(ledger, ++*ledger->n_looked);
}

static int compare_keys(const struct ledger_table_info *table, const struct ledger_row *a,
                        const struct ledger_row *b) {
    int order = 0;
    for (size_t i = 0; !order && i < table->n_order; i++) {
        enum ledger_column column = (enum ledger_column)(table->first + i);
        if (a->home->texts == b->home->texts && a->cells[i] == b->cells[i]) {
            continue;
        }
        order = ledger_value_compare(columns[column].type, ledger_cell(a, column),
                                     ledger_cell(b, column));
    }
    return order;
}

static int compare_rows(const void *left, const void *right) {
    const struct sorted_row *a = left, *b = right;
    look(a->sorting->ledger);
    int order = compare_keys(a->sorting->table, a->row, b->row);
    return order ? order : (a->place > b->place) - (a->place < b->place);
}

/* As rows of data/ mostly are when they come. */
static bool is_sorted(const struct ledger *ledger, const struct ledger_rows *rows,
                      const struct ledger_table_info *table) {
    size_t i = 1;
    while (i < rows->n_items && compare_keys(table, rows_at(rows, i - 1), rows_at(rows, i)) <= 0) {
        rest(ledger, i++);
    }
    return i >= rows->n_items;
}

static void sort_table(const struct ledger *ledger, struct ledger_rows *rows,
                       const struct ledger_table_info *table) {
    if (is_sorted(ledger, rows, table)) {
        return;
    }
    struct arena *scratch = arena_open_like(ledger->arena);
    const struct sorting sorting = {ledger, table};
    struct sorted_row *sorted = ARENA_ARRAY(scratch, struct sorted_row, rows->n_items);
    for (size_t i = 0; i < rows->n_items; i++) {
        sorted[i] = (struct sorted_row){rows_at(rows, i), &sorting, i};
    }
    qsort(sorted, rows->n_items, sizeof *sorted, compare_rows);
    for (size_t i = 0; i < rows->n_items; i++) {
        rows_set(rows, i, sorted[i].row);
    }
    arena_close(scratch);
}

/* The leading cells of a row, for messages. */
static struct str name_row(struct arena *arena, const struct ledger_table_info *table,
                           const struct ledger_row *row) {
    struct buf buf = {.arena = arena};
    buf_add_c(&buf, table->name);
    for (size_t i = 0; i < table->n_order; i++) {
        buf_add_byte(&buf, ' ');
        buf_add(&buf, ledger_cell(row, (enum ledger_column)(table->first + i)));
    }
    return buf_str(&buf);
}

static bool check_once(const struct ledger *ledger, enum ledger_table which, struct diag *diag) {
    const struct ledger_table_info *table = &tables[which];
    const struct ledger_rows *rows = &ledger->tables[which];
    bool is_good = true;
    for (size_t i = 1; table->is_once && i < rows->n_items; i++) {
        const struct ledger_row *before = rows_at(rows, i - 1), *row = rows_at(rows, i);
        rest(ledger, i);
        if (compare_keys(table, before, row) == 0) {
            diag_report(diag, &(struct diag_note){
                                  .id = DIAG_LEDGER_REPEATED,
                                  .origin = ledger_origin(row),
                                  .args = {name_row(ledger->arena, table, row),
                                           origin_text(ledger->arena, ledger_origin(before))}});
            is_good = false;
        }
    }
    return is_good;
}

static bool check_unit(const struct ledger *ledger, enum ledger_table which, struct diag *diag) {
    const struct ledger_rows *rows = &ledger->tables[which];
    bool is_good = true;
    for (size_t i = 0; i < rows->n_items; i++) {
        struct str unit_id = ledger_cell(rows_at(rows, i), tables[which].first);
        rest(ledger, i);
        if (ledger_find_unit(ledger, unit_id) == SIZE_MAX) {
            struct str name = name_row(ledger->arena, &tables[which], rows_at(rows, i));
            diag_report(diag, &(struct diag_note){.id = DIAG_LEDGER_ORPHAN,
                                                  .origin = ledger_origin(rows_at(rows, i)),
                                                  .args = {name, unit_id}});
            is_good = false;
        }
    }
    return is_good;
}

bool ledger_settle(struct ledger *ledger, struct diag *diag) {
    bool is_good = true;
    for (size_t i = 0; i < N_LEDGER_TABLES; i++) {
        sort_table(ledger, &ledger->tables[i], &tables[i]);
        is_good &= check_once(ledger, (enum ledger_table)i, diag);
    }
    ledger_count_complaints(ledger);
    is_good &= check_unit(ledger, LEDGER_SYSTEMS, diag);
    return check_unit(ledger, LEDGER_MANAGEMENT, diag) && is_good;
}

bool ledger_is_same(const struct ledger *ledger, enum ledger_table table, size_t i, size_t k,
                    bool of_system) {
    const struct ledger_keys keys = ledger->keys[table];
    const struct ledger_row *a = ledger_row(ledger, table, i), *b = ledger_row(ledger, table, k);
    if (keys.unit == N_LEDGER_COLUMNS || (of_system && keys.system == N_LEDGER_COLUMNS)) {
        return false;
    }
    return str_equal(ledger_cell(a, keys.unit), ledger_cell(b, keys.unit)) &&
           (!of_system || str_equal(ledger_cell(a, keys.system), ledger_cell(b, keys.system)));
}

/* Whose the i-th row of a table of institutions is; the empty text outside of it. */
static struct str id_at(const struct ledger_rows *rows, enum ledger_table table, size_t i) {
    return i < rows->n_items ? ledger_cell(rows_at(rows, i), tables[table].first) : (struct str){0};
}

/* The institution's rows begin there. */
static bool begin_at(const struct ledger_rows *rows, enum ledger_table table, size_t i,
                     struct str unit_id) {
    return str_equal(id_at(rows, table, i), unit_id) &&
           (i == 0 || !str_equal(id_at(rows, table, i - 1), unit_id));
}

size_t ledger_find_rows(const struct ledger *ledger, enum ledger_table table, struct str unit_id) {
    const struct ledger_rows *rows = &ledger->tables[table];
    size_t low = 0, high = rows->n_items, *hint = &ledger->hints[table];
    if (unit_id.len && begin_at(rows, table, *hint, unit_id)) {
        return *hint;
    }
    look(ledger);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (str_compare(id_at(rows, table, middle), unit_id) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    *hint = low;
    return low;
}

size_t ledger_find_unit(const struct ledger *ledger, struct str unit_id) {
    size_t at = ledger_find_rows(ledger, LEDGER_UNITS, unit_id);
    bool is_found = at < ledger->tables[LEDGER_UNITS].n_items &&
                    str_equal(id_at(&ledger->tables[LEDGER_UNITS], LEDGER_UNITS, at), unit_id);
    return is_found ? at : SIZE_MAX;
}
