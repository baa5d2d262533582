/* From the tables of a web page, which exporters name .xls, to a book of one sheet: table below
 * table, as Excel opens it. The page is split into tags and text without asking whether they fit;
 * only a table that does not end is a fault, or a page cut short would be a shorter table. */
#include "read/html.h"

#include "read/encoding.h"
#include "read/store.h"

#include <string.h>

/* Bytes of text that a cell may hold. */
#define MOST_TEXT (1024U * 1024U)
/* Bytes of a page that are quoted where it is none to read, and a character more. */
enum { MOST_QUOTED = 90 };

/* Making rows of a page. */
struct maker {
    struct store_file *file;
    struct read_sheet *sheet;
    struct tape *tape;
    /* Tables open now; what stands in a table inside a cell is text of the cell. */
    size_t depth;
    uint32_t row, column;
    bool is_row_hidden, is_in_row, is_in_cell, has_page_ended;
    /* A password is asked for, as no table that was exported does: tables in no other, those of
     * them that ask for one, and whether this does. */
    bool has_password, is_form;
    size_t n_tables, n_forms;
    /* First words of the page. */
    struct buf head;
    /* The cell's further columns and rows. */
    uint32_t across, down;
    /* By column from 1: the last row that a cell above reaches into; some does in this table. */
    uint32_t *reached;
    bool has_reached;
    /* Merges of the tables before this one. */
    size_t n_merges_before;
    struct buf text;
    /* What is offered in the cell and was not chosen. */
    bool is_left_out;
    /* Of a choice that is open some was made, else the first shows; whether that was seen. */
    bool is_in_choice, has_choice, has_first;
    /* A blank or an end of line is owed before the next character. */
    bool has_blank;
    size_t n_lines_owed;
};

/* ---- text ------------------------------------------------------------------------------------ */

static bool is_blank(unsigned char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* What the page begins with is quoted where it is refused. */
static void note_head(struct maker *maker, struct str text) {
    for (size_t i = 0; i < text.len && maker->head.len < MOST_QUOTED; i++) {
        bool is_first = !maker->head.len, is_blank_here = is_blank((unsigned char)text.data[i]);
        if (!is_blank_here) {
            buf_add_byte(&maker->head, (unsigned char)text.data[i]);
        } else if (!is_first && maker->head.data[maker->head.len - 1] != ' ') {
            buf_add_byte(&maker->head, ' ');
        }
    }
}

static bool add_owed(struct maker *maker, size_t size) {
    if (size + 2 > MOST_TEXT - maker->text.len) {
        return store_limit(maker->file->diag, maker->sheet->source, DIAG_WORD_LIMIT_CELL_TEXT,
                           MOST_TEXT);
    }
    if (maker->text.len && (maker->n_lines_owed || maker->has_blank)) {
        buf_add_byte(&maker->text, maker->n_lines_owed ? '\n' : ' ');
    }
    maker->has_blank = false;
    maker->n_lines_owed = 0;
    return true;
}

/* Blanks and line ends of the page count as one blank. */
static bool add_text(struct maker *maker, struct str text) {
    bool is_wanted = maker->is_in_cell && !maker->is_left_out;
    for (size_t i = 0; is_wanted && i < text.len;) {
        size_t start = i;
        while (i < text.len && !is_blank((unsigned char)text.data[i])) {
            i++;
        }
        if (i > start) {
            if (!add_owed(maker, i - start)) {
                return false;
            }
            buf_add(&maker->text, str_slice(text, start, i));
        }
        for (; i < text.len && is_blank((unsigned char)text.data[i]); i++) {
            maker->has_blank = true;
        }
    }
    return true;
}

static bool add_character(struct maker *maker, uint32_t code_point) {
    if (!maker->is_in_cell || maker->is_left_out) {
        return true;
    }
    if (code_point < 0x80 && is_blank((unsigned char)code_point)) {
        maker->has_blank = true;
        return true;
    }
    if (!add_owed(maker, 4)) {
        return false;
    }
    buf_add_code_point(&maker->text, code_point);
    return true;
}

/* ---- cells and rows -------------------------------------------------------------------------- */

static bool end_cell(struct maker *maker) {
    struct read_cell cell = {.row = maker->row,
                             .column = maker->column,
                             .kind = READ_TEXT,
                             .is_row_hidden = maker->is_row_hidden,
                             .text = str_trim(buf_str(&maker->text))};
    if (!maker->is_in_cell) {
        return true;
    }
    maker->is_in_cell = maker->is_left_out = maker->is_in_choice = false;
    if (cell.text.len) {
        tape_add(maker->tape, &cell, TAPE_OWN);
    }
    struct read_merge merge = {cell.row, cell.column, cell.row + maker->down,
                               cell.column + maker->across};
    for (uint32_t i = merge.first_column; maker->down && i <= merge.last_column; i++) {
        maker->reached[i] = merge.last_row;
        maker->has_reached = true;
    }
    maker->column = merge.last_column;
    return (!maker->across && !maker->down) || store_merge(maker->sheet, merge) ||
           store_limit(maker->file->diag, maker->sheet->source, DIAG_WORD_LIMIT_MERGES,
                       store_full_budget().merges);
}

static bool end_row(struct maker *maker) {
    if (!end_cell(maker)) {
        return false;
    }
    maker->is_in_row = false;
    return true;
}

static bool start_row(struct maker *maker, bool is_hidden) {
    if (!end_row(maker)) {
        return false;
    }
    if (maker->row == STORE_MOST_ROWS) {
        return store_limit(maker->file->diag, maker->sheet->source, DIAG_WORD_LIMIT_ROWS,
                           STORE_MOST_ROWS);
    }
    maker->row++;
    maker->column = 0;
    maker->is_in_row = true;
    maker->is_row_hidden = is_hidden;
    return true;
}

/* A whole number of an attribute, from 1 to `most`. */
static uint32_t span_of(struct str tag, const char *name, uint32_t most) {
    struct str value = html_attribute(tag, name);
    uint32_t number = 0;
    for (size_t i = 0; i < value.len && value.data[i] >= '0' && value.data[i] <= '9'; i++) {
        number = number * 10 + (uint32_t)(value.data[i] - '0');
        number = number < most ? number : most;
    }
    return number ? number : 1;
}

static bool start_cell(struct maker *maker, struct str tag) {
    if (!end_cell(maker) || (!maker->is_in_row && !start_row(maker, false))) {
        return false;
    }
    do {
        maker->column++;
    } while (maker->column <= STORE_MOST_COLUMNS && maker->reached[maker->column] >= maker->row);
    if (maker->column > STORE_MOST_COLUMNS) {
        return store_refuse(maker->file->diag, DIAG_FILE_DAMAGED, maker->sheet->source,
                            DIAG_WORD_CELL_OUTSIDE, STR(""));
    }
    maker->across = span_of(tag, "colspan", STORE_MOST_COLUMNS - maker->column + 1) - 1;
    maker->down = span_of(tag, "rowspan", STORE_MOST_ROWS - maker->row + 1) - 1;
    maker->is_in_cell = true;
    maker->text.len = 0;
    maker->has_blank = false;
    maker->n_lines_owed = 0;
    return true;
}

/* ---- tags ------------------------------------------------------------------------------------ */

static bool is_hidden(struct str tag) {
    struct str style = html_attribute(tag, "style");
    for (size_t at = 0; (at = str_find(style, STR("display"), at)) != SIZE_MAX;) {
        at += sizeof "display" - 1;
        while (at < style.len && (style.data[at] == ' ' || style.data[at] == ':')) {
            at++;
        }
        if (str_starts(str_slice(style, at, style.len), STR("none"))) {
            return true;
        }
    }
    return false;
}

/* Inside a table of a cell, rows are lines and cells are parted by blanks. */
static void note_inner(struct maker *maker, struct str name) {
    maker->n_lines_owed += str_is(name, "tr") || str_is(name, "table");
    maker->has_blank |= str_is(name, "td") || str_is(name, "th");
}

/* A cell reaches no further down than its table: the rows behind are another's. */
static void cut_merges(struct maker *maker) {
    const struct read_store *store = maker->sheet->store;
    for (size_t i = maker->n_merges_before; i < store->n_merges; i++) {
        struct read_merge *merge = &store->merges[i];
        merge->last_row = merge->last_row < maker->row ? merge->last_row : maker->row;
    }
    maker->n_merges_before = store->n_merges;
}

static bool end_table(struct maker *maker) {
    if (maker->depth == 1) {
        if (!end_row(maker)) {
            return false;
        }
        cut_merges(maker);
    }
    if (maker->depth == 1 && maker->has_reached) {
        maker->has_reached = false;
        memset(maker->reached, 0, (STORE_MOST_COLUMNS + 1) * sizeof *maker->reached);
    }
    maker->depth -= maker->depth > 0;
    return true;
}

/* A table that begins outside a cell ends the one before, as in a browser. */
static bool start_table(struct maker *maker) {
    if (maker->depth == 1 && !maker->is_in_cell && !end_table(maker)) {
        return false;
    }
    maker->depth++;
    maker->n_tables += maker->depth == 1;
    maker->is_form = maker->is_form && maker->depth > 1;
    return true;
}

static bool end_tag(struct maker *maker, struct str name) {
    if (str_is(name, "table")) {
        return end_table(maker);
    }
    if (maker->depth > 1) {
        note_inner(maker, name);
    } else if (str_is(name, "td") || str_is(name, "th")) {
        return end_cell(maker);
    } else if (str_is(name, "tr")) {
        return end_row(maker);
    }
    maker->has_page_ended |= str_is(name, "html") || str_is(name, "body");
    maker->n_lines_owed += str_is(name, "p") || str_is(name, "div") || str_is(name, "li");
    return true;
}

static void note_password(struct maker *maker) {
    maker->has_password = true;
    maker->n_forms += maker->depth && !maker->is_form;
    maker->is_form = maker->depth > 0;
}

static bool start_tag(struct maker *maker, struct str name, struct str tag) {
    if (str_is(name, "table") && !start_table(maker)) {
        return false;
    }
    if (maker->depth > 1) {
        note_inner(maker, name);
    } else if (maker->depth == 1 && str_is(name, "tr")) {
        return start_row(maker, is_hidden(tag));
    } else if (maker->depth == 1 && (str_is(name, "td") || str_is(name, "th"))) {
        return start_cell(maker, tag);
    }
    if (str_is(name, "input") && str_is(html_attribute(tag, "type"), "password")) {
        note_password(maker);
    }
    maker->n_lines_owed += str_is(name, "br") || str_is(name, "p") || str_is(name, "div");
    return true;
}

/* ---- what is filled in ------------------------------------------------------------------------
 */

/* What a field holds, entities and all. */
static bool add_field(struct maker *maker, struct arena *arena, struct str value) {
    struct html_piece piece;
    bool is_good = true;
    for (size_t at = 0; is_good && html_next(arena, value, &at, &piece);) {
        is_good = piece.kind == HTML_TEXT        ? add_text(maker, piece.text)
                  : piece.kind == HTML_CHARACTER ? add_character(maker, piece.code_point)
                                                 : true;
    }
    return is_good;
}

/* A page that was exported with its fields shows what they hold: a text, or a box with a tick. */
static bool take_input(struct maker *maker, struct arena *arena, const struct html_piece *piece) {
    enum { BOX = 0x2610, TICKED = 0x2611 };
    static const char *const silent[] = {"hidden", "button",   "submit", "reset",
                                         "image",  "password", "file"};
    struct str type = html_attribute(piece->text, "type");
    struct str value = html_attribute(piece->text, "value");
    for (size_t i = 0; i < sizeof silent / sizeof *silent; i++) {
        if (str_is(type, silent[i])) {
            return true;
        }
    }
    if (str_is(type, "checkbox") || str_is(type, "radio")) {
        return add_character(maker, html_has(piece->text, "checked") ? TICKED : BOX);
    }
    size_t at = value.len ? (size_t)(value.data - piece->text.data) : 0;
    return add_field(maker, arena, str_slice(piece->raw, at, at + value.len));
}

/* What stands behind the start of a list up to its end, as far as that is near. */
static struct str offers_of(struct str rest) {
    enum { FAR = 65536 };
    size_t end = 0;
    rest = str_slice(rest, 0, FAR);
    while ((end = str_find(rest, STR("</"), end)) != SIZE_MAX && end + 2 < rest.len &&
           (rest.data[end + 2] | 0x20) == 'o') {
        end += 2;
    }
    return str_slice(rest, 0, end);
}

/* Of what a list offers only what shows is text of the cell. */
static void note_choice(struct maker *maker, const struct html_piece *piece, struct str rest) {
    bool is_start = piece->kind == HTML_START;
    if (str_is(piece->name, "select")) {
        struct str offered = offers_of(rest);
        maker->is_in_choice = maker->is_left_out = is_start;
        maker->has_choice =
            str_contains(offered, STR("selected")) || str_contains(offered, STR("SELECTED"));
        maker->has_first = false;
    } else if (maker->is_in_choice && str_is(piece->name, "option")) {
        bool is_shown = maker->has_choice ? html_has(piece->text, "selected") : !maker->has_first;
        maker->is_left_out = !is_start || !is_shown;
        maker->has_first |= is_start;
    }
}

static bool take_tag(struct maker *maker, struct arena *arena, const struct html_piece *piece,
                     struct str rest) {
    note_head(maker, STR(" "));
    note_choice(maker, piece, rest);
    if (piece->kind == HTML_END) {
        return end_tag(maker, piece->name);
    }
    return start_tag(maker, piece->name, piece->text) &&
           (!str_is(piece->name, "input") || take_input(maker, arena, piece));
}

static bool take_character(struct maker *maker, uint32_t code_point) {
    char bytes[4];
    note_head(maker, (struct str){bytes, utf8_encode(code_point, bytes)});
    return add_character(maker, code_point);
}

static bool take_text(struct maker *maker, struct str text) {
    note_head(maker, text);
    return add_text(maker, text);
}

static bool read_page(struct maker *maker, struct str page) {
    struct html_piece piece;
    struct arena *arena = arena_open_like(maker->file->scratch);
    bool is_good = true;
    for (size_t at = 0; is_good && html_next(arena, page, &at, &piece);) {
        is_good = piece.kind == HTML_TEXT ? take_text(maker, piece.text)
                  : piece.kind == HTML_CHARACTER
                      ? take_character(maker, piece.code_point)
                      : take_tag(maker, arena, &piece, str_slice(page, at, page.len));
        arena_reset(arena);
    }
    arena_close(arena);
    if (is_good && maker->depth && !maker->has_page_ended) {
        return store_refuse(maker->file->diag, DIAG_FILE_DAMAGED, maker->file->source,
                            DIAG_WORD_HTML_CUT, STR(""));
    }
    return is_good && end_row(maker);
}

/* It was exported by nobody: a system said that instead. */
static bool refuse_page(const struct maker *maker, enum diag_word word, enum diag_word blank) {
    struct str head = str_trim(str_cut(buf_str(&maker->head), MOST_QUOTED - 1));
    word = head.len ? word : blank;
    return store_refuse(maker->file->diag, DIAG_FILE_PAGE, maker->file->source, word, head);
}

bool html_open(struct store_file *file, struct str bytes, struct read_book *book) {
    struct maker maker = {.file = file};
    struct str page;
    if (!encoding_decode_file(file, bytes, &page, &book->encoding)) {
        return false;
    }
    maker.sheet = store_add(file, book, STR(""));
    maker.tape = store_add_tape(maker.sheet);
    struct arena *arena = arena_open_like(file->scratch);
    maker.reached = ARENA_ARRAY(arena, uint32_t, STORE_MOST_COLUMNS + 1);
    maker.text.arena = arena;
    maker.head.arena = file->scratch;
    bool is_read = read_page(&maker, page);
    arena_close(arena);
    /* a page with a table may ask for a password besides */
    if (is_read && maker.n_tables == maker.n_forms) {
        return refuse_page(&maker, maker.has_password ? DIAG_WORD_PAGE_LOGIN : DIAG_WORD_PAGE_PLAIN,
                           DIAG_WORD_PAGE_BLANK);
    }
    return is_read && store_survey(maker.sheet);
}

/* What a system said in place of a file, of which the clerk may know the words. */
bool json_open(struct store_file *file, struct str bytes, struct read_book *book) {
    struct maker maker = {.file = file, .head.arena = file->scratch};
    struct str text;
    if (!encoding_decode_file(file, bytes, &text, &book->encoding)) {
        return false;
    }
    note_head(&maker, text);
    return refuse_page(&maker, DIAG_WORD_PAGE_ANSWER, DIAG_WORD_PAGE_ANSWER);
}

bool xml_answer_open(struct store_file *file, struct str bytes, struct read_book *book) {
    struct arena *arena = arena_open_like(file->scratch);
    struct maker maker = {.file = file, .head.arena = file->scratch};
    struct html_piece piece;
    struct str text;
    bool is_text = encoding_decode_file(file, bytes, &text, &book->encoding);
    for (size_t at = 0;
         is_text && maker.head.len < MOST_QUOTED && html_next(arena, text, &at, &piece);) {
        char character[4];
        note_head(&maker, piece.kind == HTML_TEXT ? piece.text
                          : piece.kind == HTML_CHARACTER
                              ? (struct str){character, utf8_encode(piece.code_point, character)}
                              : STR(" "));
        arena_reset(arena);
    }
    arena_close(arena);
    return is_text && refuse_page(&maker, DIAG_WORD_PAGE_XML, DIAG_WORD_PAGE_XML_BLANK);
}
