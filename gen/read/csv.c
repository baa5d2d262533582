/* From the bytes of a CSV or TSV to a book of one sheet: decode, find the delimiter, split, unwrap
 * what people do to keep an identifier as text. */
#include "read/encoding.h"
#include "read/store.h"

/* Records that a delimiter is judged by. */
#define N_SAMPLE 50
/* U+FF0C, typed for a comma under a Chinese keyboard. */
#define WIDE_COMMA "\xEF\xBC\x8C"
/* Stands for the wide comma while splitting: the unit separator of ASCII. */
#define STAND_IN '\x1F'

/* A CSV; it lives as long as the book. */
struct csv {
    struct store_file *file;
    /* Decoded text. */
    struct str text;
    char delimiter;
    /* The first record is `sep=`. */
    bool has_separator_line;
    /* Wide commas were replaced by STAND_IN. */
    bool is_wide;
};

/* One reading of it. */
struct csv_reading {
    const struct csv *csv;
    struct read_sheet *sheet;
    const struct tape_sink *sink;
    bool is_first;
    /* Texts of the record at hand. */
    struct arena *arena;
    /* Records so far. */
    size_t n_records;
    /* A limit was passed, or the sink said stop. */
    bool is_stopped;
};

static struct str first_line(struct str text) {
    size_t end = 0;
    while (end < text.len && text.data[end] != '\n' && text.data[end] != '\r') {
        end++;
    }
    return str_slice(text, 0, end);
}

/* The delimiter that a first line `sep=;` names, as Excel writes it, and what writes a field as
 * "sep=;" or fills the line up with delimiters; 0 without. */
static char named_delimiter(struct str text) {
    struct str line = first_line(text);
    bool is_quoted = line.len > 6 && line.data[0] == '"' && line.data[6] == '"';
    for (size_t i = is_quoted ? 7 : 5; i < line.len; i++) {
        if (line.data[i] != line.data[is_quoted ? 5 : 4]) {
            return 0;
        }
    }
    line = is_quoted ? str_slice(line, 1, 6) : str_slice(line, 0, 5);
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

static void choose_delimiter(struct csv *csv) {
    char named = named_delimiter(csv->text);
    csv->has_separator_line = named != 0;
    if (named) {
        csv->delimiter = named;
    } else if (is_wide_delimited(csv->text)) {
        csv->is_wide = true;
        csv->delimiter = STAND_IN;
        csv->text = str_replace(csv->file->scratch, csv->text, STR(WIDE_COMMA), STR("\x1F"));
    } else {
        csv->delimiter = csv_guess_delimiter(csv->text);
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
    bool is_plain = text.len && (unsigned char)text.data[0] > '\'' && text.data[0] != '=' &&
                    text.data[text.len - 1] != '\t';
    if (is_plain) {
        return text;
    }
    while (text.len && text.data[text.len - 1] == '\t') {
        text.len--;
    }
    while (text.len && text.data[0] == '\t') {
        text = str_slice(text, 1, text.len);
    }
    if (text.len >= 3 && text.data[0] == '=' && text.data[1] == '"' &&
        text.data[text.len - 1] == '"') {
        return str_slice(text, 2, text.len - 1);
    }
    if (text.len > 1 && text.data[0] == '\'') {
        struct str inner = str_slice(text, 1, text.len);
        return is_all_digits(str_slice(inner, 0, 1)) ? inner : text;
    }
    return text;
}

/* What is kept of a field; `*is_kept`: the text stays where it is as long as the file. */
static struct str clean_field(const struct csv_reading *reading, const struct csv_field *field,
                              bool *is_kept) {
    struct str text = unwrap(field->text);
    uintptr_t start = (uintptr_t)reading->csv->text.data, at = (uintptr_t)text.data;
    if (reading->csv->is_wide) {
        text = str_replace(reading->arena, text, STR("\x1F"), STR(WIDE_COMMA));
    }
    if (field->is_quoted && str_contains(text, STR("\r"))) {
        text = str_replace(reading->arena, text, STR("\r\n"), STR("\n"));
        text = str_replace(reading->arena, text, STR("\r"), STR("\n"));
    }
    *is_kept = !reading->csv->is_wide && !field->is_quoted && at >= start &&
               at - start <= reading->csv->text.len;
    return text;
}

static bool hand_over(struct csv_reading *reading, const struct csv_record *record) {
    const struct store_file *file = reading->csv->file;
    for (size_t i = 0; i < record->n_fields; i++) {
        bool is_kept;
        struct read_cell cell = {.column = (uint32_t)i + 1,
                                 .kind = READ_TEXT,
                                 .text = clean_field(reading, &record->fields[i], &is_kept)};
        if (!cell.text.len) {
            continue;
        }
        if (reading->n_records > STORE_MOST_ROWS) {
            return store_limit(file->diag, file->source, DIAG_WORD_LIMIT_ROWS, STORE_MOST_ROWS);
        }
        cell.row = (uint32_t)reading->n_records;
        if (!reading->sink->take(reading->sink->context, &cell, is_kept ? TAPE_KEPT : TAPE_OWN)) {
            return false;
        }
    }
    return true;
}

static bool take_record(void *context, const struct csv_record *record) {
    struct csv_reading *reading = context;
    struct read_store *store = reading->sheet->store;
    bool is_data = reading->n_records++ > 0 || !reading->csv->has_separator_line;
    if (reading->is_first && reading->n_records <= STORE_MOST_ROWS) {
        ARENA_PUSH(reading->csv->file->scratch, store->lines, store->n_lines, store->lines_capacity,
                   record->line);
    }
    struct arena_mark mark = arena_mark(reading->arena);
    reading->is_stopped = is_data && !hand_over(reading, record);
    arena_rewind(reading->arena, mark);
    return !reading->is_stopped;
}

static bool read_records(struct read_sheet *sheet, const struct tape_sink *sink, bool is_first) {
    const struct csv *csv = sheet->store->reader;
    struct arena *arena = arena_open_like(csv->file->scratch);
    struct csv_reading reading = {
        .csv = csv, .sheet = sheet, .sink = sink, .is_first = is_first, .arena = arena};
    const struct csv_taker taker = {&reading, take_record};
    bool is_read = csv_each(arena, csv->text, csv->delimiter, csv->file->source,
                            is_first ? csv->file->diag : NULL, &taker);
    arena_close(arena);
    return is_read && !reading.is_stopped;
}

bool csv_open(struct store_file *file, struct str bytes, struct read_book *book) {
    struct csv *csv = ARENA_NEW(file->scratch, struct csv);
    csv->file = file;
    if (!encoding_decode_file(file, bytes, &csv->text, &book->encoding)) {
        return false;
    }
    csv->text = str_replace(file->scratch, csv->text, STR("\r\r\n"), STR("\r\n"));
    choose_delimiter(csv);
    struct read_sheet *sheet = store_add(file, book, STR(""));
    sheet->store->read = read_records;
    sheet->store->reader = csv;
    sheet->store->kept = csv->text;
    return store_survey(sheet);
}
