/* What is put into a sender's file that is sent back to be mended: its bad cells marked, and a
 * sheet that lists them, with a column for the answer. */
#include "docs/room.h"

/* Marks with a comment, and lines of the list: programs grow slow beyond. */
enum { MOST_COMMENTS = 2000, MOST_LINES = 2000 };

/* Columns of the list and their widths in characters. */
enum return_column {
    COLUMN_NUMBER,
    COLUMN_SEVERITY,
    COLUMN_SHEET,
    COLUMN_CELL,
    COLUMN_HEADER,
    COLUMN_VALUE,
    COLUMN_COUNT,
    COLUMN_MESSAGE,
    COLUMN_SUGGESTION,
    COLUMN_CLAUSE,
    COLUMN_ID,
    COLUMN_ANSWER,
    COLUMN_REASON,
    COLUMN_SIGNED,
    N_COLUMNS
};
static const double widths[] = {6, 9, 14, 8, 18, 22, 10, 36, 36, 18, 24, 12, 24, 10, -1};
/* The hidden column of the answers to choose from and, below, the keys of the problems. */
enum { CHOICES_COLUMN = N_COLUMNS };
_Static_assert((int)COLUMN_ANSWER == (int)CHOICES_COLUMN - (int)BOOK_LIST_ANSWER &&
                   (int)COLUMN_REASON == (int)CHOICES_COLUMN - (int)BOOK_LIST_REASON &&
                   (int)COLUMN_SIGNED == (int)CHOICES_COLUMN - (int)BOOK_LIST_SIGNED,
               "as intake reads it");
/* Rows above the list: title, what to do, what was kept. */
enum { HEADER_ROW = 3 };

static const struct yaml_shape severity_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("note", &yaml_some_text), YAML_NEED("warning", &yaml_some_text),
                      YAML_NEED("error", &yaml_some_text), YAML_NEED("fatal", &yaml_some_text))};
const struct yaml_shape docs_returned_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(
        YAML_NEED("sheet", &docs_sheet_name), YAML_NEED("title", &yaml_some_text),
        YAML_NEED("what_to_do", &yaml_some_text), YAML_NEED("kept", &yaml_some_text),
        YAML_NEED("rebuilt", &yaml_some_text), YAML_NEED("more", &yaml_some_text),
        YAML_NEED("author", &yaml_some_text), YAML_NEED("divider", &yaml_some_text),
        YAML_NEED("mended", &yaml_some_text), YAML_NEED("confirmed", &yaml_some_text),
        YAML_NEED("answer_title", &yaml_some_text), YAML_NEED("answer_message", &yaml_some_text),
        YAML_NEED("comment", &yaml_some_text), YAML_NEED("comment_clause", &yaml_some_text),
        YAML_NEED("comment_suggestion", &yaml_some_text), YAML_NEED("severity", &severity_shape),
        YAML_NEED("columns", YAML_SHAPE(.kind = YAML_ENTRIES, .entry = &yaml_some_text,
                                        .low = N_COLUMNS, .high = N_COLUMNS)))};

/* A list being made. */
struct return_maker {
    const struct docs *docs;
    struct arena *arena;
    const struct return_facts *facts;
    const struct yaml *words;
    struct sheet *sheet;
    struct mark *marks;
    size_t n_marks, marks_capacity, n_comments;
    struct mark_link *links;
    size_t n_links, links_capacity;
};

/* ---- places ---------------------------------------------------------------------------------- */

/* The row as the book has it: of CSV the record's, as line breaks in a field are none there. */
static uint32_t row_of(const struct diag_item *item) {
    return item->origin.record ? item->origin.record : item->origin.row;
}

static struct str sheet_of(const struct return_maker *maker, const struct diag_item *item) {
    const struct source *source = item->origin.source;
    bool is_of_sheet = source && (source->sheet.len || item->origin.row);
    return !is_of_sheet ? (struct str){0} : source->sheet.len ? source->sheet : maker->facts->sheet;
}

static bool is_same_cell(const struct return_maker *maker, const struct diag_item *a,
                         const struct diag_item *b) {
    return row_of(a) == row_of(b) && a->origin.column == b->origin.column &&
           str_equal(sheet_of(maker, a), sheet_of(maker, b));
}

/* ---- marks ----------------------------------------------------------------------------------- */

static struct str word(const struct return_maker *maker, const char *key) {
    return yaml_text(maker->words, key);
}

static struct str severity_word(const struct return_maker *maker, enum severity severity) {
    struct str name = severity_name(severity);
    return yaml_text(yaml_get(maker->words, "severity"), str_to_c(maker->arena, name));
}

/* What a comment says of one problem. */
static void add_comment(const struct return_maker *maker, const struct diag_item *item,
                        struct buf *buf) {
    const struct str_argument arguments[] = {
        {STR("severity"), severity_word(maker, item->severity)},
        {STR("id"), diag_name(item->id)},
        {STR("message"), item->message},
        {STR("clause"), item->clause},
        {STR("suggestion"), item->suggestion}};
    const struct {
        const char *word;
        struct str text;
    } lines[] = {{"comment", item->message},
                 {"comment_clause", item->clause},
                 {"comment_suggestion", item->suggestion}};
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        if (lines[i].text.len) {
            buf_add_c(buf, buf->len ? "\n" : "");
            buf_add(buf, str_fill(maker->arena, word(maker, lines[i].word), arguments,
                                  sizeof arguments / sizeof arguments[0]));
        }
    }
}

static enum mark_tone tone_of(enum severity severity) {
    return severity >= SEVERITY_ERROR     ? MARK_ERROR
           : severity == SEVERITY_WARNING ? MARK_WARNING
                                          : MARK_NOTE;
}

/* Marks a cell for the items from `first` on that stand there; returns how many these are. */
static size_t add_mark(struct return_maker *maker, size_t first) {
    const struct diag_item *items = maker->facts->items;
    struct mark mark = {.sheet = sheet_of(maker, &items[first]),
                        .row = row_of(&items[first]),
                        .column = items[first].origin.column};
    struct buf buf = {.arena = maker->arena};
    size_t n = 0;
    while (first + n < maker->facts->n_items &&
           is_same_cell(maker, &items[first], &items[first + n])) {
        enum mark_tone tone = tone_of(items[first + n].severity);
        mark.tone = tone > mark.tone ? tone : mark.tone;
        add_comment(maker, &items[first + n], &buf);
        n++;
    }
    if (mark.sheet.len && mark.row && mark.column) {
        mark.comment = maker->n_comments++ < MOST_COMMENTS ? buf_str(&buf) : (struct str){0};
        ARENA_PUSH(maker->arena, maker->marks, maker->n_marks, maker->marks_capacity, mark);
    }
    return n;
}

/* ---- the list -------------------------------------------------------------------------------- */

/* Problems in the row of an item. */
static size_t count_in_row(const struct return_maker *maker, size_t at) {
    const struct diag_item *items = maker->facts->items;
    size_t first = at, last = at;
    while (first > 0 && row_of(&items[first - 1]) == row_of(&items[at]) &&
           str_equal(sheet_of(maker, &items[first - 1]), sheet_of(maker, &items[at]))) {
        first--;
    }
    while (last + 1 < maker->facts->n_items && row_of(&items[last + 1]) == row_of(&items[at]) &&
           str_equal(sheet_of(maker, &items[last + 1]), sheet_of(maker, &items[at]))) {
        last++;
    }
    return last - first + 1;
}

static void add_link(struct return_maker *maker, uint32_t row, const struct diag_item *item) {
    struct str sheet = sheet_of(maker, item);
    if (sheet.len) {
        struct mark_link link = {row, COLUMN_CELL, sheet, row_of(item) ? row_of(item) : 1,
                                 item->origin.column ? item->origin.column : 1};
        ARENA_PUSH(maker->arena, maker->links, maker->n_links, maker->links_capacity, link);
    }
}

static void add_line(struct return_maker *maker, size_t at, uint32_t row) {
    const struct diag_item *item = &maker->facts->items[at];
    struct arena *arena = maker->arena;
    struct origin place = {item->origin.source, row_of(item), item->origin.column, 0};
    const struct str texts[N_COLUMNS] = {
        [COLUMN_SEVERITY] = severity_word(maker, item->severity),
        [COLUMN_SHEET] = sheet_of(maker, item),
        [COLUMN_CELL] = docs_cell(maker->docs, arena, origin_cell(arena, place)),
        [COLUMN_HEADER] = item->header,
        [COLUMN_VALUE] = item->value,
        [COLUMN_MESSAGE] = item->message,
        [COLUMN_SUGGESTION] = item->suggestion,
        [COLUMN_CLAUSE] = item->clause,
        [COLUMN_ID] = diag_name(item->id)};
    for (uint32_t i = 0; i < N_COLUMNS; i++) {
        enum cell_style style = i >= COLUMN_ANSWER ? STYLE_ENTRY : STYLE_BODY;
        if (i == COLUMN_SEVERITY && item->severity >= SEVERITY_WARNING) {
            style = item->severity >= SEVERITY_ERROR ? STYLE_ERROR : STYLE_WARNING;
        }
        sheet_text(arena, maker->sheet, row, i, texts[i], style);
    }
    sheet_text(arena, maker->sheet, row, CHOICES_COLUMN, maker->facts->keys[at], STYLE_NOTE);
    sheet_number(arena, maker->sheet, row, COLUMN_NUMBER, (double)(at + 1), STYLE_COUNT);
    sheet_number(arena, maker->sheet, row, COLUMN_COUNT, (double)count_in_row(maker, at),
                 STYLE_COUNT);
    add_link(maker, row, item);
}

static void add_head(struct return_maker *maker) {
    struct arena *arena = maker->arena;
    const struct str_argument file = {STR("file"), maker->facts->name};
    const struct yaml *columns = yaml_get(maker->words, "columns");
    const char *kept = maker->facts->is_rebuilt ? "rebuilt" : "kept";
    struct sheet *sheet = maker->sheet;
    sheet_text(arena, sheet, 0, 0, str_fill(arena, word(maker, "title"), &file, 1), STYLE_TITLE);
    sheet_text(arena, sheet, 1, 0, word(maker, "what_to_do"), STYLE_NOTE);
    sheet_text(arena, sheet, 2, 0, word(maker, kept), STYLE_NOTE);
    for (uint32_t i = 0; i < HEADER_ROW; i++) {
        sheet_merge(arena, sheet, (struct merge){i, 0, i, N_COLUMNS - 1});
    }
    sheet_text(arena, sheet, 0, CHOICES_COLUMN, word(maker, "mended"), STYLE_NOTE);
    sheet_text(arena, sheet, 1, CHOICES_COLUMN, word(maker, "confirmed"), STYLE_NOTE);
    for (uint32_t i = 0; i < N_COLUMNS; i++) {
        sheet_text(arena, sheet, HEADER_ROW, i, columns->items[i]->text, STYLE_HEADER);
    }
    sheet->header_rows = HEADER_ROW + 1;
    sheet->filter_column = N_COLUMNS - 1;
    sheet->widths = widths;
    sheet->n_widths = sizeof widths / sizeof widths[0];
}

static void add_lines(struct return_maker *maker) {
    size_t n = maker->facts->n_items < MOST_LINES ? maker->facts->n_items : MOST_LINES;
    uint32_t row = HEADER_ROW + 1;
    for (size_t i = 0; i < n; i++) {
        add_line(maker, i, row++);
    }
    if (n > 0) {
        sheet_ask(maker->arena, maker->sheet,
                  (struct sheet_input){.first_row = HEADER_ROW + 1,
                                       .last_row = row - 1,
                                       .column = COLUMN_ANSWER,
                                       .kind = INPUT_CHOICE,
                                       .choices = maker->sheet,
                                       .choices_column = CHOICES_COLUMN,
                                       .first_choice = 0,
                                       .last_choice = 1,
                                       .is_strict = true,
                                       .title = word(maker, "answer_title"),
                                       .message = word(maker, "answer_message")});
    }
    size_t n_left = maker->facts->n_items - n + maker->facts->n_more;
    if (n_left) {
        const struct str_argument rest = {STR("n"), str_format(maker->arena, "%zu", n_left)};
        sheet_text(maker->arena, maker->sheet, row, 0,
                   str_fill(maker->arena, word(maker, "more"), &rest, 1), STYLE_NOTE);
    }
}

const struct marking *docs_return(const struct docs *docs, struct arena *arena,
                                  const struct return_facts *facts) {
    struct workbook workbook = {0};
    struct return_maker maker = {
        .docs = docs, .arena = arena, .facts = facts, .words = yaml_get(docs->names, "returned")};
    maker.sheet = sheet_add(arena, &workbook, word(&maker, "sheet"));
    add_head(&maker);
    add_lines(&maker);
    for (size_t i = 0; i < facts->n_items;) {
        i += add_mark(&maker, i);
    }
    struct workbook_name *names = ARENA_ARRAY(arena, struct workbook_name, 3);
    names[0] = (struct workbook_name){.name = STR(BOOK_NAME_LIST), .sheet = maker.sheet};
    names[1] = (struct workbook_name){.name = STR(BOOK_NAME_RETURN), .text = facts->sha256};
    names[2] =
        (struct workbook_name){.name = STR(BOOK_NAME_CONFIRMED), .text = word(&maker, "confirmed")};
    struct marking *marking = ARENA_NEW(arena, struct marking);
    *marking = (struct marking){.marks = maker.marks,
                                .n_marks = maker.n_marks,
                                .list = maker.sheet,
                                .links = maker.links,
                                .n_links = maker.n_links,
                                .names = names,
                                .n_names = 3,
                                .author = word(&maker, "author"),
                                .divider = word(&maker, "divider")};
    return marking;
}

/* ---- its place ------------------------------------------------------------------------------- */

static struct str safe_part(struct arena *arena, struct str part) {
    struct str safe = file_safe_part(arena, part);
    return str_equal(safe, part) ? part : file_hashed_part(arena, part, part);
}

struct str docs_return_path(const struct docs *docs, struct arena *arena, struct str name) {
    struct str start = docs_word(docs, "paths", "returned_name");
    struct str last = file_last_part(name), folders = str_slice(name, 0, name.len - last.len), part;
    struct buf folder = {.arena = arena};
    while (str_split(&folders, STR("/"), &part)) {
        buf_add(&folder, safe_part(arena, part));
        buf_add_byte(&folder, '/');
    }
    last = str_starts(last, start) ? str_slice(last, start.len, last.len) : last;
    struct str extension = file_extension(arena, last);
    if (str_is(extension, "xlsx") || str_is(extension, "xlsm")) {
        last = str_slice(last, 0, last.len - extension.len - 1);
    }
    const struct str_argument arguments[] = {
        {STR("folder"), buf_str(&folder)},
        {STR("name"), start},
        {STR("file"), safe_part(arena, last)},
        {STR("ending"), str_is(extension, "xlsm") ? extension : STR("xlsx")}};
    return str_fill(arena, docs_word(docs, "paths", "returned"), arguments, 4);
}
