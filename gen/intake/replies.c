/* What a sender answered on the list of a workbook that went back to be mended. */
#include "intake/desk.h"

/* Answers of one file at most: its list is no longer. */
enum { MOST_REPLIES = 4000 };

/* A list being read. */
struct reply_reader {
    struct desk *desk;
    const struct origin_units *file;
    /* The word that confirms, and the column that it stands in; 0 until it is found. */
    struct str word;
    uint32_t keys;
    /* Answers taken. */
    size_t n;
};

/* The text of the cell so many columns before the keys, without blanks around. */
static struct str text_before(const struct reply_reader *reader, const struct read_row *row,
                              uint32_t n_columns) {
    const struct read_cell *cell =
        reader->keys > n_columns ? read_cell_at(row, reader->keys - n_columns) : NULL;
    return cell ? str_trim(cell->text) : (struct str){0};
}

static void find_keys(struct reply_reader *reader, const struct read_row *row) {
    for (size_t i = 0; i < row->n_cells && !reader->keys; i++) {
        if (str_equal(str_trim(row->cells[i].text), reader->word)) {
            reader->keys = row->cells[i].column;
        }
    }
}

static bool take_row(void *context, const struct read_row *row) {
    struct reply_reader *reader = context;
    struct intake *intake = reader->desk->intake;
    struct arena *arena = reader->desk->arena;
    if (!reader->keys) {
        find_keys(reader, row);
        return true;
    }
    struct str key = text_before(reader, row, 0);
    if (key.len && str_equal(text_before(reader, row, BOOK_LIST_ANSWER), reader->word)) {
        const struct intake_reply reply = {
            .key = str_copy(arena, key),
            .reason = str_copy(arena, text_before(reader, row, BOOK_LIST_REASON)),
            .said_by = str_copy(arena, text_before(reader, row, BOOK_LIST_SIGNED)),
            .saved = reader->file->evidence.saved,
            .file = reader->file->name,
            .row = row->number};
        ARENA_PUSH(arena, intake->replies, intake->n_replies, intake->replies_capacity, reply);
        reader->n++;
    }
    return reader->n < MOST_REPLIES;
}

static struct str name_text(const struct read_book *book, const char *name) {
    for (size_t i = 0; i < book->n_names; i++) {
        if (str_is(book->names[i].name, name)) {
            return book->names[i].text;
        }
    }
    return (struct str){0};
}

void replies_read(struct desk *desk, const struct read_book *book) {
    struct str list = name_text(book, BOOK_NAME_LIST);
    struct reply_reader reader = {.desk = desk,
                                  .file = &desk->intake->files[desk->file],
                                  .word = name_text(book, BOOK_NAME_CONFIRMED)};
    for (size_t i = 0; reader.word.len && i < book->n_sheets; i++) {
        if (str_equal(book->sheets[i]->source->sheet, list)) {
            read_rows(book->sheets[i], take_row, &reader);
        }
    }
}

const struct intake_reply *intake_replies(const struct intake *intake, size_t *n) {
    *n = intake->n_replies;
    return intake->replies;
}
