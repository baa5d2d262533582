/*
 * CSV into records. libcsv takes the fields apart; this file decides how much it is shown at a
 * time. Left alone, libcsv drops blank lines, forgets line numbers, trims blanks and lets one quote
 * in the wrong place swallow the rest of the file. So each record is followed here to its end while
 * it is handed over, and handed over again with its quotes literal when they do not add up.
 */
#include "base/csv.h"

#include <csv.h>
#include <string.h>

#include "base/buf.h"

/* Bytes of a field. */
#define MAX_FIELD (1024 * 1024)
/* Fields of a record, and of a whole text. */
#define MAX_FIELDS       16384
#define MAX_TOTAL_FIELDS 20000000
/* Fields that a text of fewer bytes cannot pass. */
#define FEW_FIELDS 64
/* Records of a text, blank lines included. */
#define MAX_RECORDS 4000000
/* Line ends inside one quoted field. */
#define MAX_QUOTED_LINES 200
/* Records reported for their quotes; a text with more is no CSV. */
#define MAX_QUOTE_REPORTS 10000
/* Bytes of a record quoted in a message. */
#define MAX_EXCERPT 200
/* Stands in no UTF-8 text: as quote character it makes quotes literal. */
#define NO_QUOTE 0xFF
/* Steps in which libcsv's field buffer grows. */
#define BLOCK_SIZE 65536
/* Bytes of a block of field texts, unless one of them is larger. */
#define LARGEST_STORE ((size_t)1024 * 1024)

/* A byte that is looked for, and where it stands next. */
struct csv_finder {
    char byte;
    /* Offsets from `known` to before `next` do not hold the byte; `next` does or is the end. */
    size_t known;
    size_t next;
};

/* The state of one reading. */
struct splitter {
    struct arena *arena;
    struct str text;
    char delimiter;
    const struct source *source;
    struct diag *diag;
    const struct csv_taker *taker;
    /* Texts of fields stay behind one another; else only those of the record at hand. */
    bool keeps_texts;
    struct csv_parser parser;
    /* Field texts, one behind the other, in the last block that they were given. */
    char *store;
    size_t store_used, store_size;
    size_t n_records;
    /* The taker said stop. */
    bool is_stopped;
    /* The record being taken apart; room for all it can have: FEW_FIELDS or MAX_FIELDS. */
    struct csv_field *fields;
    size_t n_fields;
    size_t n_total_fields;
    /* The field being taken apart stands in quotes. */
    bool is_quoted;
    struct csv_finder line_feed;
    struct csv_finder carriage_return;
    struct csv_finder quote;
    /* Physical line at the present offset, from 1. */
    uint32_t line;
    size_t n_quote_reports;
    /* The limit that was passed, and how much it allows; 0 while none was. */
    enum diag_word limit;
    size_t most;
};

static bool read_record(struct splitter *splitter, size_t *offset);

/* libcsv trims what it takes for a blank. */
static int is_never_blank(unsigned char byte) {
    (void)byte;
    return 0;
}

/* Splits the splitter's text from its first record to its last. */
static bool split(struct splitter *splitter) {
    /* a small text is not to cost the room of a large one */
    bool is_small = splitter->text.len < FEW_FIELDS;
    struct arena *scratch = is_small ? NULL : arena_open_like(splitter->arena);
    splitter->fields =
        arena_alloc_raw(is_small ? splitter->arena : scratch, is_small ? FEW_FIELDS : MAX_FIELDS,
                        sizeof *splitter->fields);
    splitter->line_feed.byte = '\n';
    splitter->carriage_return.byte = '\r';
    splitter->quote.byte = '"';
    splitter->line = 1;
    csv_init(&splitter->parser, 0);
    csv_set_delim(&splitter->parser, (unsigned char)splitter->delimiter);
    csv_set_space_func(&splitter->parser, is_never_blank);
    csv_set_blk_size(&splitter->parser, is_small ? FEW_FIELDS : BLOCK_SIZE);
    size_t offset = 0;
    while (offset < splitter->text.len && read_record(splitter, &offset)) {
    }
    csv_free(&splitter->parser);
    arena_close(scratch);
    if (splitter->most && splitter->diag) {
        struct origin origin = {splitter->source, splitter->line, 0,
                                (uint32_t)splitter->n_records + 1};
        struct str limit =
            diag_word_number(diag_scratch(splitter->diag), splitter->limit, splitter->most);
        diag_report(splitter->diag, &(struct diag_note){DIAG_CSV_LIMIT, origin, .args = {limit}});
    }
    return splitter->most == 0;
}

/* A table being filled. */
struct csv_filling {
    struct arena *arena;
    struct csv_table *table;
    size_t capacity;
};

static bool keep_in_table(void *context, const struct csv_record *record) {
    struct csv_filling *filling = context;
    struct csv_table *table = filling->table;
    struct csv_record kept = *record;
    kept.fields = ARENA_ARRAY(filling->arena, struct csv_field, record->n_fields);
    memcpy(kept.fields, record->fields, record->n_fields * sizeof *record->fields);
    ARENA_PUSH(filling->arena, table->records, table->n_records, filling->capacity, kept);
    return true;
}

bool csv_read(struct arena *arena, struct str text, char delimiter, const struct source *source,
              struct diag *diag, struct csv_table *table) {
    struct csv_filling filling = {.arena = arena, .table = table};
    const struct csv_taker taker = {&filling, keep_in_table};
    struct splitter splitter = {.arena = arena,
                                .text = text,
                                .delimiter = delimiter,
                                .source = source,
                                .diag = diag,
                                .taker = &taker,
                                .keeps_texts = true};
    *table = (struct csv_table){0};
    return split(&splitter);
}

bool csv_each(struct arena *arena, struct str text, char delimiter, const struct source *source,
              struct diag *diag, const struct csv_taker *taker) {
    struct splitter splitter = {.arena = arena,
                                .text = text,
                                .delimiter = delimiter,
                                .source = source,
                                .diag = diag,
                                .taker = taker};
    return split(&splitter);
}

/* ---- looking ahead --------------------------------------------------------------------------- */

/* Offset of the finder's byte at or behind `offset`, or the end; each byte is looked at once as
 * long as offsets rise. */
static size_t find_from(struct csv_finder *finder, struct str text, size_t offset) {
    if (offset < finder->known || offset > finder->next || !finder->next) {
        const char *at =
            offset < text.len ? memchr(text.data + offset, finder->byte, text.len - offset) : NULL;
        finder->next = at ? (size_t)(at - text.data) : text.len;
        finder->known = offset;
    }
    return finder->next;
}

static size_t find_line_end(struct splitter *splitter, size_t offset) {
    size_t line_feed = find_from(&splitter->line_feed, splitter->text, offset);
    size_t carriage_return = find_from(&splitter->carriage_return, splitter->text, offset);
    return line_feed < carriage_return ? line_feed : carriage_return;
}

static bool is_line_end(char byte) {
    return byte == '\n' || byte == '\r';
}

/* Offset behind the line end at `offset`: CRLF is one, CR and LF alone are too. */
static size_t skip_line_end(struct str text, size_t offset) {
    if (offset >= text.len) {
        return text.len;
    }
    bool is_pair =
        text.data[offset] == '\r' && offset + 1 < text.len && text.data[offset + 1] == '\n';
    return offset + (is_pair ? 2 : 1);
}

/* Line ends in text[start, end). */
static uint32_t count_lines(struct str text, size_t start, size_t end) {
    uint32_t n_lines = 0;
    while (start < end) {
        if (is_line_end(text.data[start])) {
            n_lines++;
            start = skip_line_end(text, start);
        } else {
            start++;
        }
    }
    return n_lines;
}

static size_t skip_blanks(const struct splitter *splitter, size_t offset) {
    while (offset < splitter->text.len && splitter->text.data[offset] != splitter->delimiter &&
           (splitter->text.data[offset] == ' ' || splitter->text.data[offset] == '\t')) {
        offset++;
    }
    return offset;
}

static bool is_field_end(const struct splitter *splitter, size_t offset) {
    return offset >= splitter->text.len || splitter->text.data[offset] == splitter->delimiter ||
           is_line_end(splitter->text.data[offset]);
}

/* Offset of the quote that closes the one at `open`. SIZE_MAX when there is none within the limits,
 * or when something other than blanks stands between it and the end of the field. What is passed
 * over in vain ends at the next odd run of quotes, where the next such search can begin at the
 * earliest: the work stays in proportion to the text. */
static size_t find_closing(struct splitter *splitter, size_t open) {
    struct str text = splitter->text;
    size_t end = text.len - open > MAX_FIELD ? open + MAX_FIELD : text.len;
    for (size_t seen = open + 1;;) {
        size_t at = find_from(&splitter->quote, text, seen);
        if (at >= end) {
            return SIZE_MAX;
        }
        if (at + 1 == text.len || text.data[at + 1] != '"') {
            bool is_good = is_field_end(splitter, skip_blanks(splitter, at + 1));
            return is_good && count_lines(text, open, at) <= MAX_QUOTED_LINES ? at : SIZE_MAX;
        }
        seen = at + 2;
    }
}

/* ---- handing over ---------------------------------------------------------------------------- */

static bool pass_limit(struct splitter *splitter, enum diag_word limit, size_t most) {
    if (!splitter->most) {
        splitter->limit = limit;
        splitter->most = most;
    }
    return false;
}

/* Adds a field whose text stays where it is; false when a limit was passed. */
static bool add_field(struct splitter *splitter, struct str text) {
    if (text.len > MAX_FIELD) {
        return pass_limit(splitter, DIAG_WORD_CSV_FIELD, MAX_FIELD);
    }
    if (splitter->n_fields == MAX_FIELDS) {
        return pass_limit(splitter, DIAG_WORD_CSV_FIELDS, MAX_FIELDS);
    }
    splitter->fields[splitter->n_fields++] = (struct csv_field){text, splitter->is_quoted};
    return true;
}

/* Bytes where those of kept records are; blocks that are full stay as they are. */
static struct str store_text(struct splitter *splitter, const void *bytes, size_t size) {
    if (!splitter->store || size > splitter->store_size - splitter->store_used) {
        size_t wanted = splitter->store_size ? splitter->store_size * 2 : FEW_FIELDS;
        wanted = wanted < LARGEST_STORE ? wanted : LARGEST_STORE;
        splitter->store_size = wanted > size ? wanted : size;
        splitter->store = arena_alloc(splitter->arena, splitter->store_size, 1);
        splitter->store_used = 0;
    }
    char *text = splitter->store + splitter->store_used;
    if (size) {
        memcpy(text, bytes, size);
    }
    return (struct str){text, size};
}

/* Called by libcsv with each field. */
static void take_field(void *bytes, size_t size, void *data) {
    struct splitter *splitter = data;
    if (add_field(splitter, store_text(splitter, bytes, size))) {
        splitter->store_used += size;
    }
}

/* A record without a quote needs no libcsv: its fields are what stands between delimiters. */
static void split_plain(struct splitter *splitter, size_t start, size_t end) {
    struct str rest = str_slice(splitter->text, start, end);
    if (splitter->keeps_texts) {
        rest = store_text(splitter, rest.data, rest.len);
        splitter->store_used += rest.len;
    }
    const char *next;
    bool is_good = true;
    while (is_good && rest.len && (next = memchr(rest.data, splitter->delimiter, rest.len))) {
        size_t size = (size_t)(next - rest.data);
        is_good = add_field(splitter, (struct str){rest.data, size});
        rest = (struct str){next + 1, rest.len - size - 1};
    }
    if (is_good && start < end) {
        add_field(splitter, rest);
    }
}

static void feed(struct splitter *splitter, size_t start, size_t end) {
    size_t size = end - start;
    if (csv_parse(&splitter->parser, splitter->text.data + start, size, take_field, NULL,
                  splitter) != size) {
        pass_limit(splitter, DIAG_WORD_CSV_MEMORY, 1);
    }
}

/* Forgets the record begun, in libcsv too. */
static void start_again(struct splitter *splitter, size_t store_used) {
    csv_fini(&splitter->parser, NULL, NULL, NULL);
    splitter->n_fields = 0;
    splitter->store_used = store_used < splitter->store_used ? store_used : splitter->store_used;
}

/* Hands over a record whose first line ends at `*end`, field by field, and moves `*end` to the end
 * of the record. False when its quotes do not add up; then `*n_fields` stand before the place. */
static bool feed_quoted(struct splitter *splitter, size_t start, size_t *end, size_t *n_fields) {
    struct str text = splitter->text;
    *n_fields = 0;
    for (size_t at = start;; at++, ++*n_fields) {
        size_t open = skip_blanks(splitter, at);
        splitter->is_quoted = open < text.len && text.data[open] == '"';
        if (splitter->is_quoted) {
            size_t closing = find_closing(splitter, open);
            if (closing == SIZE_MAX) {
                return false;
            }
            feed(splitter, open, closing + 1);
            at = skip_blanks(splitter, closing + 1);
            *end = at > *end ? find_line_end(splitter, at) : *end;
        } else {
            const char *next =
                at < *end ? memchr(text.data + at, splitter->delimiter, *end - at) : NULL;
            size_t field_end = next ? (size_t)(next - text.data) : *end;
            feed(splitter, at, field_end);
            at = field_end;
        }
        if (at >= *end) {
            return true;
        }
        feed(splitter, at, at + 1);
    }
}

static void feed_literally(struct splitter *splitter, size_t start, size_t end) {
    splitter->is_quoted = false;
    csv_set_quote(&splitter->parser, NO_QUOTE);
    feed(splitter, start, end);
    csv_set_quote(&splitter->parser, CSV_QUOTE);
}

static void report_quotes(struct splitter *splitter, size_t start, size_t end, size_t n_fields) {
    if (splitter->n_quote_reports++ == MAX_QUOTE_REPORTS) {
        pass_limit(splitter, DIAG_WORD_CSV_QUOTES, MAX_QUOTE_REPORTS);
        return;
    }
    struct origin origin = {splitter->source, splitter->line, (uint32_t)n_fields + 1,
                            (uint32_t)splitter->n_records + 1};
    struct str record = str_slice(splitter->text, start, end);
    if (splitter->diag) {
        diag_report(splitter->diag, &(struct diag_note){DIAG_CSV_QUOTE, origin,
                                                        .value = str_cut(record, MAX_EXCERPT)});
    }
}

static void hand_over(struct splitter *splitter) {
    splitter->n_total_fields += splitter->n_fields;
    if (splitter->n_records == MAX_RECORDS) {
        pass_limit(splitter, DIAG_WORD_CSV_LINES, MAX_RECORDS);
    } else if (splitter->n_total_fields > MAX_TOTAL_FIELDS) {
        pass_limit(splitter, DIAG_WORD_CSV_CELLS, MAX_TOTAL_FIELDS);
    } else if (!splitter->most) {
        struct csv_record record = {
            .fields = splitter->fields, .n_fields = splitter->n_fields, .line = splitter->line};
        splitter->n_records++;
        splitter->is_stopped = !splitter->taker->take(splitter->taker->context, &record);
    }
    splitter->n_fields = 0;
    splitter->store_used = splitter->keeps_texts ? splitter->store_used : 0;
}

/* Reads the record at `*offset` and moves behind it; false when a limit was passed. */
static bool read_record(struct splitter *splitter, size_t *offset) {
    size_t start = *offset;
    size_t first_end = find_line_end(splitter, start);
    size_t end = first_end;
    size_t store_used = splitter->store_used;
    splitter->is_quoted = false;
    if (find_from(&splitter->quote, splitter->text, start) >= end) {
        split_plain(splitter, start, end);
    } else {
        size_t n_fields = 0;
        if (!feed_quoted(splitter, start, &end, &n_fields)) {
            start_again(splitter, store_used);
            end = first_end;
            feed_literally(splitter, start, end);
            report_quotes(splitter, start, end, n_fields);
        }
        csv_fini(&splitter->parser, take_field, NULL, splitter);
    }
    if (!splitter->n_fields) {
        splitter->fields[splitter->n_fields++] = (struct csv_field){0};
    }
    hand_over(splitter);
    if (splitter->most || splitter->is_stopped) {
        return false;
    }
    *offset = skip_line_end(splitter->text, end);
    splitter->line += 1 + (end > first_end ? count_lines(splitter->text, start, end) : 0);
    return true;
}

/* ---- asking and writing ---------------------------------------------------------------------- */

size_t csv_column(const struct csv_table *table, const char *name) {
    if (!table->n_records) {
        return SIZE_MAX;
    }
    const struct csv_record *header = &table->records[0];
    for (size_t i = 0; i < header->n_fields; i++) {
        if (str_is(str_trim(header->fields[i].text), name)) {
            return i;
        }
    }
    return SIZE_MAX;
}

struct str csv_text(const struct csv_record *record, size_t column) {
    return column < record->n_fields ? str_trim(record->fields[column].text)
                                     : (struct str){NULL, 0};
}

void csv_add_field(struct buf *buf, struct str text) {
    bool is_plain = true;
    for (size_t i = 0; i < text.len && is_plain; i++) {
        is_plain = text.data[i] != ',' && text.data[i] != '"' && !is_line_end(text.data[i]);
    }
    if (is_plain) {
        buf_add(buf, text);
        return;
    }
    buf_add_byte(buf, '"');
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] == '"') {
            buf_add_byte(buf, '"');
        }
        buf_add_byte(buf, (unsigned char)text.data[i]);
    }
    buf_add_byte(buf, '"');
}
