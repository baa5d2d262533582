/*
 * CSV text into rows. What ledger_write made is read back exactly, and nothing is guessed: the text
 * may come from anywhere, a sum over rows half understood would be a wrong sum, so whatever is not
 * as ledger.def says is an error at its line. (Senders' own CSV goes through base/csv, which bends
 * to what it finds.) The text comes in pieces; a line is looked at at a time, and nothing is held
 * but the rows and a line of which the end is yet to come.
 */
#include "ledger/guard.h"
#include "ledger/rows.h"

/* Columns of a table, known and unknown. */
#define MAX_FIELDS 256
/* Bytes of a cell. */
#define MAX_CELL 65536
/* Errors after which reading stops. */
#define MAX_REPORTS 100
/* Bytes without an end of a line after which there is none. */
#define MAX_LINE ((size_t)MAX_FIELDS * MAX_CELL)

/* The state of one reading. */
struct ledger_reader {
    struct ledger *ledger;
    enum ledger_table table;
    /* What the reading itself takes. */
    struct arena *work;
    /* Reset at each line. */
    struct arena *scratch;
    /* Begun lines; the last piece ended within quotes. */
    struct buf rest;
    bool is_quoted;
    /* The header was read; it or a line is so bad that nothing behind it counts. */
    bool has_header, is_over;
    /* Whole lines, being read. */
    struct str text;
    const struct source *source;
    struct diag *diag;
    size_t n_reports;
    /* Offset and physical line of what comes next. */
    size_t at;
    uint32_t line;
    /* The line being read: its first physical line and its cells. */
    uint32_t first_line;
    struct str fields[MAX_FIELDS];
    size_t n_fields;
    /* The same in the order of the table's columns. */
    struct str *cells;
    size_t n_cells;
    /* Place among the table's columns of each field; SIZE_MAX for one that is not ours. */
    size_t places[MAX_FIELDS];
    size_t n_places;
};

static void complain(struct ledger_reader *reader, enum diag_id id, size_t field, struct str value,
                     struct str first, struct str second) {
    reader->n_reports++;
    diag_report(reader->diag, &(struct diag_note){.id = id,
                                                  .origin = {.source = reader->source,
                                                             .row = reader->first_line,
                                                             .column = (uint32_t)field},
                                                  .value = value,
                                                  .args = {first, second}});
}

/* ---- lines ----------------------------------------------------------------------------------- */

static bool is_at(const struct ledger_reader *reader, char byte) {
    return reader->at < reader->text.len && reader->text.data[reader->at] == byte;
}

static bool is_line_end(const struct ledger_reader *reader) {
    return reader->at >= reader->text.len || is_at(reader, '\n') || is_at(reader, '\r');
}

/* A field in quotes, its first quote passed; false if they never close. */
static bool read_quoted(struct ledger_reader *reader, struct str *field) {
    struct buf buf = {.arena = reader->scratch};
    for (size_t start = reader->at; reader->at < reader->text.len; reader->at++) {
        reader->line += is_at(reader, '\n');
        if (!is_at(reader, '"')) {
            continue;
        }
        buf_add(&buf, str_slice(reader->text, start, reader->at));
        reader->at++;
        if (!is_at(reader, '"')) {
            *field = buf_str(&buf);
            return true;
        }
        start = reader->at;
    }
    return false;
}

static bool read_field(struct ledger_reader *reader, struct str *field) {
    if (is_at(reader, '"')) {
        reader->at++;
        return read_quoted(reader, field) && (is_at(reader, ',') || is_line_end(reader));
    }
    size_t start = reader->at;
    while (!is_at(reader, ',') && !is_line_end(reader)) {
        if (is_at(reader, '"')) {
            return false;
        }
        reader->at++;
    }
    *field = str_slice(reader->text, start, reader->at);
    return true;
}

/* Takes the guard off a cell. */
static struct str bare(struct str text) {
    bool is_guarded = text.len && text.data[0] == '\'' && guard_is_needed(text);
    return str_slice(text, is_guarded, text.len);
}

/* Reads a line into fields; false at the end of the text, or where the quotes do not add up and
 * nothing behind them could be trusted. */
static bool read_line(struct ledger_reader *reader) {
    arena_reset(reader->scratch);
    reader->n_fields = 0;
    reader->first_line = reader->line;
    bool is_good = reader->at < reader->text.len, is_more = is_good;
    while (is_good && is_more) {
        struct str field = {0};
        is_good =
            reader->n_fields < MAX_FIELDS && read_field(reader, &field) && field.len <= MAX_CELL;
        if (!is_good) {
            complain(reader, DIAG_LEDGER_LINE, reader->n_fields + 1, (struct str){0},
                     ledger_table_name(reader->table), (struct str){0});
        } else {
            reader->fields[reader->n_fields++] = bare(field);
            is_more = is_at(reader, ',');
            reader->at += is_more;
        }
    }
    reader->at += is_at(reader, '\r');
    reader->line += is_at(reader, '\n');
    reader->at += is_at(reader, '\n');
    return is_good;
}

/* ---- header ---------------------------------------------------------------------------------- */

/* Finds the place of each field of the header. */
static void place_fields(struct ledger_reader *reader) {
    enum ledger_column first = ledger_table_info(reader->table)->first;
    reader->n_places = reader->n_fields;
    for (size_t i = 0; i < reader->n_fields; i++) {
        enum ledger_column column;
        struct str name = reader->fields[i];
        reader->places[i] = SIZE_MAX;
        if (ledger_find_column(reader->table, name, &column)) {
            reader->places[i] = (size_t)column - first;
            continue;
        }
        diag_report(reader->diag, &(struct diag_note){.id = DIAG_LEDGER_IGNORED,
                                                      .origin = {.source = reader->source,
                                                                 .row = reader->first_line,
                                                                 .column = (uint32_t)i + 1},
                                                      .value = name,
                                                      .args = {name}});
    }
}

/* Every column must be there once; one that is new may be missing. */
static bool check_header(struct ledger_reader *reader) {
    size_t n;
    enum ledger_column first = ledger_first_column(reader->table, &n);
    struct buf names = {.arena = reader->scratch};
    for (size_t i = 0; i < n; i++) {
        const struct ledger_column_info *info = ledger_column_info((enum ledger_column)(first + i));
        size_t n_found = 0;
        for (size_t k = 0; k < reader->n_places; k++) {
            n_found += reader->places[k] == i;
        }
        if (n_found > 1 || (!n_found && !info->from.is_new)) {
            buf_add_c(&names, names.len ? ", " : "");
            buf_add_c(&names, info->name);
        }
    }
    if (names.len) {
        complain(reader, DIAG_LEDGER_COLUMN, 0, (struct str){0}, ledger_table_name(reader->table),
                 buf_str(&names));
    }
    return !reader->n_reports;
}

/* ---- rows ------------------------------------------------------------------------------------ */

/* Adds the line as a row, unless something of it is wrong. */
static void take_line(struct ledger_reader *reader, struct str *cells, size_t n) {
    enum ledger_column first = ledger_table_info(reader->table)->first;
    size_t n_before = reader->n_reports;
    if (reader->n_fields != reader->n_places) {
        complain(reader, DIAG_LEDGER_LINE, 0, (struct str){0}, ledger_table_name(reader->table),
                 (struct str){0});
        return;
    }
    for (size_t i = 0; i < n; i++) {
        cells[i] = (struct str){0};
    }
    for (size_t i = 0; i < reader->n_fields; i++) {
        if (reader->places[i] == SIZE_MAX) {
            continue;
        }
        enum ledger_column column = (enum ledger_column)(first + reader->places[i]);
        enum ledger_type type = ledger_column_info(column)->type;
        cells[reader->places[i]] = reader->fields[i];
        if (!ledger_value_is_good(type, reader->fields[i])) {
            complain(reader, DIAG_LEDGER_VALUE, i + 1, reader->fields[i],
                     ledger_column_name(column), ledger_value_expected(type));
        }
    }
    if (reader->n_reports == n_before) {
        ledger_add(reader->ledger, reader->table, cells,
                   (struct origin){.source = reader->source, .row = reader->first_line});
    }
}

/* Reads the lines of a text. */
static void read_lines(struct ledger_reader *reader, struct str text) {
    static const struct str mark = STR_INIT("\xEF\xBB\xBF");
    reader->text = text;
    reader->at = !reader->has_header && str_starts(text, mark) ? mark.len : 0;
    if (!reader->has_header) {
        read_line(reader);
        place_fields(reader);
        reader->has_header = true;
        reader->is_over = !check_header(reader);
        reader->ledger->tables[reader->table].is_kept |= !reader->is_over;
    }
    while (!reader->is_over && reader->at < text.len) {
        reader->is_over = reader->n_reports >= MAX_REPORTS || !read_line(reader);
        if (!reader->is_over) {
            take_line(reader, reader->cells, reader->n_cells);
        }
    }
}

/* ---- pieces ---------------------------------------------------------------------------------- */

/* Looks for line feeds outside of quotes: how far the piece goes to the first (`is_first`) or to
 * the last of them; 0 if it has none. `is_quoted` is how it begins, and becomes how it goes on. */
static size_t find_end(struct str piece, bool is_first, bool *is_quoted) {
    size_t end = 0;
    for (size_t i = 0; i < piece.len && !(is_first && end); i++) {
        *is_quoted ^= piece.data[i] == '"';
        end = piece.data[i] == '\n' && !*is_quoted ? i + 1 : end;
    }
    return end;
}

struct ledger_reader *ledger_reader_open(struct ledger *ledger, enum ledger_table table,
                                         const struct source *source, struct diag *diag) {
    struct arena *work = arena_open_like(ledger->arena);
    struct ledger_reader *reader = ARENA_NEW(work, struct ledger_reader);
    *reader = (struct ledger_reader){.ledger = ledger,
                                     .table = table,
                                     .work = work,
                                     .scratch = arena_open_like(ledger->arena),
                                     .rest = {.arena = work},
                                     .source = source,
                                     .diag = diag,
                                     .line = 1};
    ledger_first_column(table, &reader->n_cells);
    reader->cells = ARENA_ARRAY(work, struct str, reader->n_cells);
    return reader;
}

void ledger_reader_put(struct ledger_reader *reader, struct str piece) {
    if (reader->is_over) {
        return;
    }
    if (reader->rest.len) {
        size_t end = find_end(piece, true, &reader->is_quoted);
        bool is_whole = end > 0 || reader->rest.len > MAX_LINE;
        buf_add(&reader->rest, str_slice(piece, 0, end ? end : piece.len));
        piece = str_slice(piece, end ? end : piece.len, piece.len);
        if (is_whole) {
            read_lines(reader, buf_str(&reader->rest));
            reader->rest.len = 0;
        }
    }
    if (piece.len && !reader->is_over) {
        size_t end = find_end(piece, false, &reader->is_quoted);
        if (end) {
            read_lines(reader, str_slice(piece, 0, end));
        }
        buf_add(&reader->rest, str_slice(piece, end, piece.len));
    }
}

bool ledger_reader_close(struct ledger_reader *reader) {
    if (!reader->is_over && (reader->rest.len || !reader->has_header)) {
        read_lines(reader, buf_str(&reader->rest));
    }
    bool is_good = !reader->n_reports;
    arena_close(reader->scratch);
    arena_close(reader->work);
    return is_good;
}

bool ledger_read(struct ledger *ledger, enum ledger_table table, struct str text,
                 const struct source *source, struct diag *diag) {
    struct ledger_reader *reader = ledger_reader_open(ledger, table, source, diag);
    ledger_reader_put(reader, text);
    return ledger_reader_close(reader);
}
