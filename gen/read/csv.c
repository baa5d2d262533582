/* From the bytes of a CSV or TSV to a grid of one sheet: decode, find the delimiter, split, unwrap
 * what people do to keep an identifier as text. */
#include "read/encoding.h"
#include "read/grid_build.h"

/* Records that a delimiter is judged by. */
#define N_SAMPLE 50
/* U+FF0C, typed for a comma under a Chinese keyboard. */
#define WIDE_COMMA "\xEF\xBC\x8C"
/* Stands for the wide comma while splitting: the unit separator of ASCII. */
#define STAND_IN '\x1F'

/* A CSV being read. */
struct csv_reader {
    /* Where the grid lives. */
    struct arena *arena;
    /* What is needed only while reading. */
    struct arena *scratch;
    const struct source *source;
    struct diag *diag;
    /* Decoded text. */
    struct str text;
    char delimiter;
    /* The first record is `sep=`. */
    bool has_separator_line;
    /* Wide commas were replaced by STAND_IN. */
    bool is_wide;
    struct csv_table table;
};

static struct str first_line(struct str text) {
    size_t end = 0;
    while (end < text.len && text.data[end] != '\n' && text.data[end] != '\r') {
        end++;
    }
    return str_slice(text, 0, end);
}

/* The delimiter that a first line `sep=;` names, as Excel writes it; 0 without. */
static char named_delimiter(struct str text) {
    struct str line = first_line(text);
    if (line.len != 5 || !(str_starts(line, STR("sep=")) || str_starts(line, STR("SEP=")))) {
        return 0;
    }
    unsigned char c = (unsigned char)line.data[4];
    return c < 0x80 && c != '"' ? (char)c : 0;
}

/* No line of the sample holds an ASCII delimiter and the first holds a wide comma. */
static bool is_wide_delimited(struct str text) {
    struct str rest = text, line;
    if (!str_contains(first_line(text), STR(WIDE_COMMA)) || str_contains(text, STR("\x1F"))) {
        return false;
    }
    for (size_t i = 0; i < N_SAMPLE && str_split(&rest, STR("\n"), &line); i++) {
        for (size_t at = 0; at < line.len; at++) {
            char c = line.data[at];
            if (c == ',' || c == '\t' || c == ';' || c == '|') {
                return false;
            }
        }
    }
    return true;
}

static void choose_delimiter(struct csv_reader *reader) {
    char named = named_delimiter(reader->text);
    reader->has_separator_line = named != 0;
    if (named) {
        reader->delimiter = named;
    } else if (is_wide_delimited(reader->text)) {
        reader->is_wide = true;
        reader->delimiter = STAND_IN;
        reader->text = str_replace(reader->scratch, reader->text, STR(WIDE_COMMA), STR("\x1F"));
    } else {
        reader->delimiter = csv_guess_delimiter(reader->text);
    }
}

static bool is_all_digits(struct str text) {
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] < '0' || text.data[i] > '9') {
            return false;
        }
    }
    return text.len > 0;
}

/* ="00123", '00123 and 00123 with a tab are how people keep an identifier as text. */
static struct str unwrap(struct str text) {
    while (text.len && text.data[text.len - 1] == '\t') {
        text.len--;
    }
    while (text.len && text.data[0] == '\t') {
        text = str_slice(text, 1, text.len);
    }
    if (text.len >= 3 && str_starts(text, STR("=\"")) && text.data[text.len - 1] == '"') {
        return str_slice(text, 2, text.len - 1);
    }
    if (text.len > 1 && text.data[0] == '\'') {
        struct str inner = str_slice(text, 1, text.len);
        return is_all_digits(str_slice(inner, 0, 1)) ? inner : text;
    }
    return text;
}

static struct str clean_field(const struct csv_reader *reader, struct str text) {
    text = unwrap(text);
    if (reader->is_wide) {
        text = str_replace(reader->scratch, text, STR("\x1F"), STR(WIDE_COMMA));
    }
    if (str_contains(text, STR("\r"))) {
        text = str_replace(reader->scratch, text, STR("\r\n"), STR("\n"));
        text = str_replace(reader->scratch, text, STR("\r"), STR("\n"));
    }
    return text;
}

static bool add_record(const struct csv_reader *reader, struct grid_builder *builder,
                       uint32_t row) {
    const struct csv_record *record = &reader->table.records[row - 1];
    for (size_t i = 0; i < record->n_fields; i++) {
        struct grid_cell cell = {.row = row,
                                 .column = (uint32_t)i + 1,
                                 .kind = GRID_TEXT,
                                 .text = clean_field(reader, record->fields[i].text)};
        if (!cell.text.len) {
            continue;
        }
        cell.text = grid_build_text(builder, cell.text);
        if (row > GRID_MOST_ROWS) {
            return grid_refuse(reader->diag, DIAG_FILE_LIMIT, reader->source, "rows > %u",
                               GRID_MOST_ROWS);
        }
        if (!grid_build_cell(builder, &cell)) {
            return grid_refuse(reader->diag, DIAG_FILE_LIMIT, reader->source,
                               "cells > 20000000 or their text > 256 MiB");
        }
    }
    return true;
}

static size_t count_filled(const struct csv_table *table) {
    size_t n = 0;
    for (size_t i = 0; i < table->n_records; i++) {
        for (size_t k = 0; k < table->records[i].n_fields; k++) {
            n += table->records[i].fields[k].text.len > 0;
        }
    }
    return n;
}

static bool fill_sheet(const struct csv_reader *reader, struct grid_sheet *sheet,
                       struct grid_builder *builder) {
    const struct csv_table *table = &reader->table;
    grid_build_expect(builder, count_filled(table));
    uint32_t *lines = ARENA_ARRAY(reader->arena, uint32_t, table->n_records);
    for (size_t i = 0; i < table->n_records; i++) {
        lines[i] = table->records[i].line;
        bool is_data = i > 0 || !reader->has_separator_line;
        if (is_data && !add_record(reader, builder, (uint32_t)i + 1)) {
            return false;
        }
    }
    sheet->lines = lines;
    return true;
}

static bool read_table(struct csv_reader *reader, struct str bytes, struct str *encoding) {
    if (!encoding_decode(reader->scratch, bytes, reader->source, reader->diag, &reader->text,
                         encoding)) {
        return false;
    }
    reader->text = str_replace(reader->scratch, reader->text, STR("\r\r\n"), STR("\r\n"));
    choose_delimiter(reader);
    return csv_read(reader->scratch, reader->text, reader->delimiter, reader->source, reader->diag,
                    &reader->table);
}

bool grid_read_csv(struct arena *arena, struct str bytes, struct str file, struct diag *diag,
                   struct grid *grid) {
    struct grid_sheet *sheet = grid_add_sheet(arena, grid, file, STR(""));
    struct grid_budget budget = grid_full_budget();
    struct grid_builder *builder = grid_build(arena, sheet, &budget);
    struct csv_reader reader = {
        .arena = arena, .scratch = arena_open_like(arena), .source = sheet->source, .diag = diag};
    bool is_read =
        read_table(&reader, bytes, &grid->encoding) && fill_sheet(&reader, sheet, builder);
    arena_close(reader.scratch);
    if (is_read) {
        grid_build_end(builder, diag);
    } else {
        grid_build_drop(builder);
    }
    return is_read;
}
