/*
 * make_workbook SOURCE FOLDER: writes the spreadsheet files that a text describes, so that samples
 * and fixtures can be reviewed as text. The same text gives the same bytes.
 *
 * The description is UTF-8. '#' begins a comment line, '@' a directive, any other line is a row of
 * cells parted by tabs (outside @record and @raw); an empty line is an empty row, except before the
 * first row of a sheet. Directives:
 *
 *   @include PATH     reads another description here; PATH counts from this file's folder
 *   @file NAME.xlsx [date1904] [prefix] [strict] [inline] [reversed] [truncate=N] [fraction=P]
 *   @file NAME.xls [date1904] [truncate=N] [fraction=P]
 *   @file NAME.csv [encoding=NAME] [bom] [crlf] [tab] [truncate=N]
 *       begins a file below FOLDER. prefix: elements are x:row and so on; inline: no shared
 * strings; reversed: part numbers run against the order of the sheets; truncate: only the first N
 *       bytes; fraction: only the first P percent. encoding is any that iconv knows; bom writes its
 *       mark.
 *   @file NAME raw
 *       the bytes that follow, as in @raw.
 *   @sheet NAME [hidden|veryHidden]   begins a sheet (a file starts with its first one)
 *   @row N            the next row is row N
 *   @indent N         rows begin in column N+1
 *   @widths W ...     widths of columns in characters
 *   @merge A1:C1      merges a range
 *   @hide row N | @hide column N
 *   @saved MOMENT     when the package says it was saved, as 2012-03-01T08:00:00Z
 *   @cell B7 VALUE    puts a further cell; one place may be given twice
 *   @line TEXT        a line of a CSV as it stands, not quoted
 *   @header NAMES     heads the table that follows, in this order (tabs between; else as first
 * seen)
 *   @record           begins a row of that table: lines `name = value` up to the next directive;
 *                     empty lines are passed over. A name `group|column` makes a header of two
 * rows.
 *   @joined NAME      merges equal cells below each other in that column of the table
 *                     A name given again takes the place of the value before.
 *   @without NAME     leaves that column out of the table
 *   @end              ends the table: its header and rows are written where rows go on
 *   @part PATH ... @raw ... @end   puts a part of the package in place of the one made here
 *   @drop PATH        leaves a part out
 *   @twice PATH       lets a part stand twice in the package, under two names of the same letters
 *   @raw              bytes up to @end: lines with LF, but `\` at the end joins; \xHH is a byte,
 *                     \*N,HH; is N times that byte
 *
 * A value is text unless it begins with a mark: {n}12.5 a number, {p}0.5 one shown as a percentage,
 * {d}2011-06-01 a day, {d31} and {dc} the same in the built-in Chinese and in a custom format,
 * {b}1 a boolean, {e}#REF! an error, {f}A1+B1{=}3 a formula with its result ({=} left out: not
 * calculated), {x300}text the text 300 times, {t}text text even so. \n is a line end, \t a tab,
 * \\ a backslash.
 */
#include "tools/make_workbook/maker.h"

#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void stop(const struct maker *maker, const char *what, struct str about) {
    fprintf(stderr, "%" STR_FMT ":%u: %s %" STR_FMT "\n", STR_ARG(maker->source), maker->line, what,
            STR_ARG(about));
    exit(1);
}

static void stop_out_of_memory(size_t size) {
    fprintf(stderr, "out of memory: %zu bytes\n", size);
    exit(1);
}

static int64_t to_int(const struct maker *maker, struct str text) {
    int64_t number = 0;
    if (!str_to_int(str_trim(text), &number)) {
        stop(maker, "not a number:", text);
    }
    return number;
}

/* ---- values ---------------------------------------------------------------------------------- */

static struct str unescape(struct maker *maker, struct str text) {
    struct buf buf = {.arena = maker->arena};
    for (size_t i = 0; i < text.len; i++) {
        char c = text.data[i];
        if (c == '\\' && i + 1 < text.len) {
            char next = text.data[++i];
            c = next == 'n' ? '\n' : next == 't' ? '\t' : next;
        }
        buf_add_byte(&buf, (unsigned char)c);
    }
    return buf_str(&buf);
}

/* Serial number of a day, in the file's date system. */
static struct str serial(struct maker *maker, struct str text) {
    struct date date;
    if (!date_from_iso(text, &date)) {
        stop(maker, "not a date:", text);
    }
    int64_t epoch = date_to_days((struct date){1899, 12, 30}) + (maker->has_date1904 ? 1462 : 0);
    return str_format(maker->arena, "%lld", (long long)(date_to_days(date) - epoch));
}

static void read_formula(struct cell *cell, struct str text) {
    size_t at = str_find(text, STR("{=}"), 0);
    cell->kind = 'f';
    cell->is_calculated = at != SIZE_MAX;
    cell->text = str_slice(text, 0, at);
    cell->result = cell->is_calculated ? str_slice(text, at + 3, text.len) : (struct str){0};
}

static void read_value(struct maker *maker, struct str text, struct cell *cell) {
    size_t close = str_starts(text, STR("{")) ? str_find(text, STR("}"), 0) : SIZE_MAX;
    struct str mark = close == SIZE_MAX ? (struct str){0} : str_slice(text, 1, close);
    struct str rest = close == SIZE_MAX ? text : str_slice(text, close + 1, text.len);
    cell->kind = 't';
    if (str_is(mark, "n") || str_is(mark, "p")) {
        cell->kind = 'n';
        cell->style = str_is(mark, "p") ? 5 : 0;
        cell->text = rest;
    } else if (str_is(mark, "d") || str_is(mark, "d31") || str_is(mark, "dc")) {
        cell->kind = 'n';
        cell->style = str_is(mark, "d") ? 1 : str_is(mark, "d31") ? 2 : 3;
        cell->text = maker->is_csv ? rest : serial(maker, rest);
    } else if (str_is(mark, "b") || str_is(mark, "e")) {
        cell->kind = mark.data[0];
        cell->text = rest;
    } else if (str_is(mark, "f")) {
        read_formula(cell, rest);
    } else if (str_is(mark, "t")) {
        cell->text = unescape(maker, rest);
    } else if (mark.len > 1 && mark.data[0] == 'x') {
        struct buf buf = {.arena = maker->arena};
        for (int64_t i = to_int(maker, str_slice(mark, 1, mark.len)); i > 0; i--) {
            buf_add(&buf, unescape(maker, rest));
        }
        cell->text = buf_str(&buf);
    } else {
        cell->text = unescape(maker, text);
    }
}

static struct sheet *current(struct maker *maker) {
    if (maker->name.len == 0 || maker->is_raw) {
        stop(maker, "no @file for", STR("this line"));
    }
    if (maker->n_sheets == 0) {
        maker->sheets[maker->n_sheets++] = ARENA_NEW(maker->arena, struct sheet);
        maker->sheets[0]->name = STR("Sheet1");
    }
    return maker->sheets[maker->n_sheets - 1];
}

static void put(struct maker *maker, uint32_t row, uint32_t column, struct str text, int style) {
    struct sheet *sheet = current(maker);
    struct cell cell = {.row = row, .column = column, .number = sheet->n_cells};
    if (text.len == 0) {
        return;
    }
    read_value(maker, text, &cell);
    cell.style = style != 0 ? style : cell.style;
    ARENA_PUSH(maker->arena, sheet->cells, sheet->n_cells, sheet->capacity, cell);
}

/* Row and column of "B7". */
static void read_place(struct maker *maker, struct str text, uint32_t *row, uint32_t *column) {
    size_t i = 0;
    *column = 0;
    for (; i < text.len && text.data[i] >= 'A' && text.data[i] <= 'Z'; i++) {
        *column = *column * 26 + (uint32_t)(text.data[i] - 'A' + 1);
    }
    *row = (uint32_t)to_int(maker, str_slice(text, i, text.len));
}

static struct str place(struct arena *arena, uint32_t row, uint32_t column) {
    return origin_cell(arena, (struct origin){.row = row, .column = column});
}

/* ---- tables ---------------------------------------------------------------------------------- */

static struct str *find_value(struct record *record, struct str name) {
    for (size_t i = 0; i < record->n; i++) {
        if (str_equal(record->names[i], name)) {
            return &record->values[i];
        }
    }
    return NULL;
}

static void add_header(struct maker *maker, struct str name) {
    for (size_t i = 0; i < maker->n_header; i++) {
        if (str_equal(maker->header[i], name)) {
            return;
        }
    }
    ARENA_PUSH(maker->arena, maker->header, maker->n_header, maker->header_capacity, name);
}

static void read_pair(struct maker *maker, struct str line) {
    size_t at = str_find(line, STR("="), 0);
    if (at == SIZE_MAX || maker->n_records == 0) {
        stop(maker, "not `name = value`:", line);
    }
    struct record *record = &maker->records[maker->n_records - 1];
    struct str name = str_trim(str_slice(line, 0, at));
    add_header(maker, name);
    struct str value = str_trim(str_slice(line, at + 1, line.len));
    struct str *before = find_value(record, name);
    if (before != NULL) {
        *before = value;
        return;
    }
    size_t n = record->n;
    ARENA_PUSH(maker->arena, record->names, record->n, record->names_capacity, name);
    record->n = n;
    ARENA_PUSH(maker->arena, record->values, record->n, record->values_capacity, value);
}

static void drop_header(struct maker *maker, struct str name) {
    size_t kept = 0;
    for (size_t i = 0; i < maker->n_header; i++) {
        if (!str_equal(maker->header[i], name)) {
            maker->header[kept++] = maker->header[i];
        }
    }
    maker->n_header = kept;
}

static void merge(struct maker *maker, uint32_t row, uint32_t column, uint32_t last_row,
                  uint32_t last_column) {
    struct sheet *sheet = current(maker);
    struct str range = str_format(maker->arena, "%" STR_FMT ":%" STR_FMT,
                                  STR_ARG(place(maker->arena, row, column)),
                                  STR_ARG(place(maker->arena, last_row, last_column)));
    ARENA_PUSH(maker->arena, sheet->merges, sheet->n_merges, sheet->merges_capacity, range);
}

static struct str group_of(struct str name, struct str *column) {
    size_t at = str_find(name, STR("|"), 0);
    *column = at == SIZE_MAX ? name : str_slice(name, at + 1, name.len);
    return at == SIZE_MAX ? (struct str){0} : str_slice(name, 0, at);
}

/* Header of one row, or of two with merged groups. */
static void put_header(struct maker *maker) {
    bool has_groups = false;
    struct str column;
    for (size_t i = 0; i < maker->n_header; i++) {
        has_groups = has_groups || group_of(maker->header[i], &column).len > 0;
    }
    uint32_t row = maker->row;
    for (size_t i = 0; i < maker->n_header; i++) {
        uint32_t at = maker->indent + (uint32_t)i + 1;
        struct str group = group_of(maker->header[i], &column);
        struct str unused;
        size_t last = i;
        if (group.len == 0) {
            put(maker, row, at, column, 4);
            if (has_groups) {
                merge(maker, row, at, row + 1, at);
            }
            continue;
        }
        put(maker, row + 1, at, column, 4);
        if (i > 0 && str_equal(group_of(maker->header[i - 1], &unused), group)) {
            continue;
        }
        put(maker, row, at, group, 4);
        while (last + 1 < maker->n_header &&
               str_equal(group_of(maker->header[last + 1], &unused), group)) {
            last++;
        }
        if (last > i) {
            merge(maker, row, at, row, at + (uint32_t)(last - i));
        }
    }
    maker->row += has_groups ? 2 : 1;
}

static void put_records(struct maker *maker) {
    struct str before = {0};
    uint32_t first = maker->row;
    for (size_t r = 0; r <= maker->n_records; r++) {
        bool ended = r == maker->n_records;
        struct str *join = ended ? NULL : find_value(&maker->records[r], maker->joined);
        bool is_same = join != NULL && before.len > 0 && str_equal(*join, before);
        for (size_t i = 0; i < maker->n_header; i++) {
            uint32_t column = maker->indent + (uint32_t)i + 1;
            bool is_join = str_equal(maker->header[i], maker->joined);
            struct str *value = ended ? NULL : find_value(&maker->records[r], maker->header[i]);
            if (is_join && !is_same && maker->row - first > 1) {
                merge(maker, first, column, maker->row - 1, column);
            }
            if (value != NULL && !(is_join && is_same)) {
                put(maker, maker->row, column, *value, 0);
            }
        }
        first = is_same ? first : maker->row;
        before = join != NULL ? *join : (struct str){0};
        maker->row += ended ? 0 : 1;
    }
}

static void end_table(struct maker *maker) {
    if (!maker->in_table) {
        return;
    }
    put_header(maker);
    put_records(maker);
    maker->in_table = false;
    maker->n_header = maker->n_records = 0;
    maker->joined = (struct str){0};
}

/* ---- files ----------------------------------------------------------------------------------- */

int compare_cells(const void *a, const void *b) {
    const struct cell *one = a, *other = b;
    if (one->row != other->row) {
        return one->row < other->row ? -1 : 1;
    }
    if (one->column != other->column) {
        return one->column < other->column ? -1 : 1;
    }
    return one->number < other->number ? -1 : 1;
}

static struct str make_csv(struct maker *maker) {
    struct sheet *sheet = current(maker);
    struct buf buf = {.arena = maker->arena};
    uint32_t row = 1, column = 1;
    if (sheet->n_cells > 0) {
        qsort(sheet->cells, sheet->n_cells, sizeof *sheet->cells, compare_cells);
    }
    for (size_t i = 0; i < sheet->n_cells; i++) {
        const struct cell *cell = &sheet->cells[i];
        for (; row < cell->row; row++, column = 1) {
            buf_add_c(&buf, maker->is_crlf ? "\r\n" : "\n");
        }
        for (; column < cell->column; column++) {
            buf_add_byte(&buf, maker->is_tab ? '\t' : ',');
        }
        if (cell->kind == 'r' || maker->is_tab) {
            buf_add(&buf, cell->text);
        } else {
            csv_add_field(&buf, cell->text);
        }
    }
    buf_add_c(&buf, maker->is_crlf ? "\r\n" : "\n");
    return buf_str(&buf);
}

static struct str encode(struct maker *maker, struct str text) {
    if (maker->has_bom) {
        text = str_concat(maker->arena, STR("\xEF\xBB\xBF"), text);
    }
    if (maker->encoding.len == 0) {
        return text;
    }
    iconv_t handle = iconv_open(str_to_c(maker->arena, maker->encoding), "UTF-8");
    size_t room = text.len * 4 + 16, left = room, rest = text.len;
    char *bytes = arena_alloc(maker->arena, room, 1), *out = bytes,
         *in = str_to_c(maker->arena, text);
    if (handle == (iconv_t)-1 || iconv(handle, &in, &rest, &out, &left) == (size_t)-1) {
        stop(maker, "cannot encode as", maker->encoding);
    }
    iconv_close(handle);
    return (struct str){bytes, room - left};
}

static void finish_file(struct maker *maker) {
    end_table(maker);
    if (maker->name.len == 0) {
        return;
    }
    struct str bytes = maker->raw;
    if (maker->is_csv) {
        bytes = encode(maker, make_csv(maker));
    } else if (!maker->is_raw) {
        current(maker);
        bytes = maker->is_old ? make_old_workbook(maker) : make_package(maker);
    }
    if (maker->fraction > 0) {
        bytes.len = bytes.len * (size_t)maker->fraction / 100;
    }
    if (maker->truncate > 0 && (size_t)maker->truncate < bytes.len) {
        bytes.len = (size_t)maker->truncate;
    }
    struct str path = str_format(maker->arena, "%" STR_FMT "/%" STR_FMT, STR_ARG(maker->folder),
                                 STR_ARG(maker->name));
    if (!file_write(path, bytes, maker->diag)) {
        stop(maker, "cannot write", path);
    }
}

/* ---- reading the description ------------------------------------------------------------------
 */

static void read_option(struct maker *maker, struct str option) {
    struct str value = option;
    struct str key;
    str_split(&value, STR("="), &key);
    if (str_is(key, "encoding")) {
        maker->encoding = value;
    } else if (str_is(key, "truncate")) {
        maker->truncate = to_int(maker, value);
    } else if (str_is(key, "fraction")) {
        maker->fraction = to_int(maker, value);
    } else {
        const struct {
            const char *name;
            bool *flag;
        } flags[] = {
            {"date1904", &maker->has_date1904},
            {"prefix", &maker->has_prefix},
            {"strict", &maker->is_strict},
            {"inline", &maker->is_inline},
            {"reversed", &maker->is_reversed},
            {"bom", &maker->has_bom},
            {"crlf", &maker->is_crlf},
            {"tab", &maker->is_tab},
            {"raw", &maker->is_raw},
        };
        for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
            if (str_is(key, flags[i].name)) {
                *flags[i].flag = true;
                return;
            }
        }
        stop(maker, "unknown option", option);
    }
}

static void begin_file(struct maker *maker, struct str rest) {
    finish_file(maker);
    struct str part;
    *maker = (struct maker){.arena = maker->arena,
                            .diag = maker->diag,
                            .source = maker->source,
                            .folder = maker->folder,
                            .line = maker->line,
                            .row = 1};
    while (str_split(&rest, STR(" "), &part)) {
        if (maker->name.len == 0) {
            maker->name = part;
        } else {
            read_option(maker, part);
        }
    }
    maker->is_old = str_ends(maker->name, STR(".xls"));
    maker->is_csv = !maker->is_raw && !maker->is_old && !str_ends(maker->name, STR(".xlsx"));
}

static void begin_sheet(struct maker *maker, struct str rest) {
    end_table(maker);
    if (maker->n_sheets == sizeof maker->sheets / sizeof *maker->sheets) {
        stop(maker, "too many sheets:", rest);
    }
    struct sheet *sheet = ARENA_NEW(maker->arena, struct sheet);
    sheet->name = rest;
    if (str_ends(rest, STR(" hidden")) || str_ends(rest, STR(" veryHidden"))) {
        size_t at = str_find(rest, STR(" "), 0);
        sheet->name = str_slice(rest, 0, at);
        sheet->state = str_slice(rest, at + 1, rest.len);
    }
    maker->sheets[maker->n_sheets++] = sheet;
    maker->row = 1;
    maker->indent = 0;
}

static void hide(struct maker *maker, struct str rest) {
    struct sheet *sheet = current(maker);
    struct str what;
    str_split(&rest, STR(" "), &what);
    bool is_row = str_is(what, "row");
    size_t *n = is_row ? &sheet->n_hidden_rows : &sheet->n_hidden_columns;
    if (*n == 64) {
        stop(maker, "too many hidden:", what);
    }
    (is_row ? sheet->hidden_rows : sheet->hidden_columns)[(*n)++] = (uint32_t)to_int(maker, rest);
}

static void add_row(struct maker *maker, struct str line) {
    bool has_rows = maker->n_sheets > 0 && current(maker)->n_cells > 0;
    if (line.len == 0 && !has_rows) {
        return;
    }
    struct str field;
    for (uint32_t column = 1; str_split(&line, STR("\t"), &field); column++) {
        put(maker, maker->row, maker->indent + column, field, 0);
    }
    maker->row++;
}

static int hex_digit(const struct maker *maker, char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c < 'A' || c > 'F') {
        stop(maker, "not a hexadecimal digit:", (struct str){&c, 1});
    }
    return c - 'A' + 10;
}

static unsigned char hex_byte(const struct maker *maker, struct str text) {
    if (text.len < 2) {
        stop(maker, "not two digits:", text);
    }
    return (unsigned char)(hex_digit(maker, text.data[0]) * 16 + hex_digit(maker, text.data[1]));
}

static void add_raw_line(struct maker *maker, struct buf *buf, struct str line) {
    bool is_joined = str_ends(line, STR("\\"));
    line.len -= is_joined ? 1 : 0;
    for (size_t i = 0; i < line.len; i++) {
        struct str rest = str_slice(line, i, line.len);
        if (str_starts(rest, STR("\\x"))) {
            buf_add_byte(buf, hex_byte(maker, str_slice(rest, 2, 4)));
            i += 3;
        } else if (str_starts(rest, STR("\\*"))) {
            size_t comma = str_find(rest, STR(","), 0);
            unsigned char byte = hex_byte(maker, str_slice(rest, comma + 1, comma + 3));
            size_t n = (size_t)to_int(maker, str_slice(rest, 2, comma));
            char *bytes = arena_alloc(maker->arena, n, 1);
            memset(bytes, byte, n);
            buf_add_bytes(buf, bytes, n);
            i += comma + 3;
        } else {
            buf_add_byte(buf, (unsigned char)line.data[i]);
        }
    }
    if (!is_joined) {
        buf_add_byte(buf, '\n');
    }
}

static bool next_line(struct maker *maker, struct str *text, struct str *line) {
    if (text->len == 0) {
        return false;
    }
    maker->line++;
    size_t end = str_find(*text, STR("\n"), 0);
    *line = str_slice(*text, 0, end);
    *text = end == SIZE_MAX ? (struct str){0} : str_slice(*text, end + 1, text->len);
    return true;
}

static struct str read_raw(struct maker *maker, struct str *text) {
    struct buf buf = {.arena = maker->arena};
    struct str line;
    while (next_line(maker, text, &line) && !str_is(line, "@end")) {
        if (!str_is(line, "@raw")) {
            add_raw_line(maker, &buf, line);
        }
    }
    return buf_str(&buf);
}

static void add_override(struct maker *maker, struct part part) {
    if (maker->n_parts == sizeof maker->parts / sizeof *maker->parts) {
        stop(maker, "too many parts:", part.path);
    }
    maker->parts[maker->n_parts++] = part;
}

/* Directives that shape the sheet at hand; false if it is none of them. */
static bool read_sheet_directive(struct maker *maker, struct str word, struct str rest) {
    if (str_is(word, "@row")) {
        maker->row = (uint32_t)to_int(maker, rest);
    } else if (str_is(word, "@indent")) {
        maker->indent = (uint32_t)to_int(maker, rest);
    } else if (str_is(word, "@widths")) {
        current(maker)->widths = rest;
    } else if (str_is(word, "@merge")) {
        struct sheet *sheet = current(maker);
        ARENA_PUSH(maker->arena, sheet->merges, sheet->n_merges, sheet->merges_capacity, rest);
    } else if (str_is(word, "@saved")) {
        maker->saved = str_copy(maker->arena, str_trim(rest));
    } else if (str_is(word, "@hide")) {
        hide(maker, rest);
    } else if (str_is(word, "@cell")) {
        struct str at;
        uint32_t row, column;
        str_split(&rest, STR(" "), &at);
        read_place(maker, at, &row, &column);
        put(maker, row, column, rest, 0);
    } else if (str_is(word, "@line")) {
        struct sheet *sheet = current(maker);
        struct cell cell = {.row = maker->row++, .column = 1, .kind = 'r', .text = rest};
        ARENA_PUSH(maker->arena, sheet->cells, sheet->n_cells, sheet->capacity, cell);
    } else {
        return false;
    }
    return true;
}

/* Directives of the table at hand; false if it is none of them. */
static bool read_table_directive(struct maker *maker, struct str word, struct str rest) {
    struct str name;
    if (str_is(word, "@header")) {
        maker->in_table = true;
        while (str_split(&rest, STR("\t"), &name)) {
            add_header(maker, name);
        }
    } else if (str_is(word, "@without")) {
        drop_header(maker, rest);
    } else if (str_is(word, "@joined")) {
        maker->joined = rest;
    } else if (str_is(word, "@record")) {
        maker->in_table = true;
        ARENA_PUSH(maker->arena, maker->records, maker->n_records, maker->records_capacity,
                   (struct record){0});
    } else if (str_is(word, "@end")) {
        end_table(maker);
    } else {
        return false;
    }
    return true;
}

static void read_directive(struct maker *maker, struct str line, struct str *text) {
    struct str rest = line, word;
    str_split(&rest, STR(" "), &word);
    if (str_is(word, "@file")) {
        begin_file(maker, rest);
        if (maker->is_raw) {
            maker->raw = read_raw(maker, text);
        }
    } else if (str_is(word, "@sheet")) {
        begin_sheet(maker, rest);
    } else if (str_is(word, "@part")) {
        add_override(maker, (struct part){.path = rest, .bytes = read_raw(maker, text)});
    } else if (str_is(word, "@drop")) {
        add_override(maker, (struct part){.path = rest, .is_dropped = true});
    } else if (str_is(word, "@twice")) {
        add_override(maker, (struct part){.path = rest, .is_doubled = true});
    } else if (!read_sheet_directive(maker, word, rest) &&
               !read_table_directive(maker, word, rest)) {
        stop(maker, "unknown directive", word);
    }
}

/* Reads the whole of a description, also an included one. */
static void read_description(struct maker *maker, struct str path) {
    struct source source = {.file = path};
    struct str text, line, outer = maker->source;
    uint32_t outer_line = maker->line;
    maker->source = path;
    maker->line = 0;
    if (!file_read(maker->arena, path, UINT64_C(1) << 26, &source, maker->diag, &text)) {
        stop(maker, "cannot read", path);
    }
    while (next_line(maker, &text, &line)) {
        if (str_starts(line, STR("#"))) {
            continue;
        }
        if (str_starts(line, STR("@include "))) {
            struct str inner = str_slice(line, 9, line.len);
            struct str folder = str_slice(path, 0, path.len - file_last_part(path).len);
            bool is_absolute = str_starts(inner, STR("/"));
            read_description(maker, is_absolute ? inner : str_concat(maker->arena, folder, inner));
        } else if (str_starts(line, STR("@"))) {
            read_directive(maker, line, &text);
        } else if (!maker->in_table) {
            add_row(maker, line);
        } else if (str_trim(line).len > 0) {
            read_pair(maker, line);
        }
    }
    maker->source = outer;
    maker->line = outer_line;
}

int main(int argc, char **argv) {
    if (argc != 3) {
        fprintf(stderr, "usage: make_workbook SOURCE FOLDER\n");
        return 2;
    }
    struct arena *arena = arena_open(stop_out_of_memory);
    struct maker maker = {.arena = arena, .diag = diag_open(arena), .folder = str_from_c(argv[2])};
    read_description(&maker, str_from_c(argv[1]));
    finish_file(&maker);
    arena_close(arena);
    return 0;
}
