/* Every file with problems, marked and listed. */
#include "batch/returns.h"

#include <math.h>
#include <stdlib.h>

#include "batch/choice.h"
#include "batch/confirmations.h"
#include "read/read.h"

/* Largest file that goes back, and cells of a book that is made of a file's cells. */
#define LARGEST_RETURN (64ULL * 1024 * 1024)
enum { MOST_CELLS = 2000000 };
/* Problems of a file that are marked; who has more begins with these. */
enum { MOST_MARKED = 2000 };

/* ---- a book made of cells -------------------------------------------------------------------- */

/* A sheet being made. */
struct copier {
    struct arena *arena;
    const struct read_book *book;
    const struct read_sheet *from;
    struct sheet *sheet;
    /* Widths of its first columns. */
    double *widths;
    /* By column, the last row that merges so far cover; 0 for none. */
    uint32_t *covered;
    size_t *n_left;
};

/* Columns that get a width, and the least and the greatest that their texts give them, in
 * characters; columns of a sheet. */
enum { MOST_WIDTHS = 256, LEAST_WIDTH = 9, GREATEST_WIDTH = 40, MOST_COLUMNS = 16384 };

/* The number shows as nothing but its digits: no percentage, no zeros before it. */
static bool is_plain(struct arena *arena, const struct read_cell *cell) {
    return cell->kind == READ_NUMBER &&
           str_equal(cell->text, str_format(arena, "%.15g", cell->number));
}

/* A day that shows as it would when written as one. */
static bool is_day(const struct read_cell *cell) {
    enum { DAY = 10, FIRST_YEAR = 1901 };
    return cell->kind == READ_DATE && cell->precision == DATE_DAY && cell->text.len == DAY &&
           cell->date.year >= FIRST_YEAR;
}

/* An error that every program knows; any other text that could not be read is only that. */
static bool is_error(const struct read_cell *cell) {
    static const char *const errors[] = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!",
                                         "#NAME?", "#NUM!",   "#N/A"};
    bool is = false;
    for (size_t i = 0; cell->kind == READ_ERROR && i < sizeof errors / sizeof *errors; i++) {
        is |= str_is(cell->text, errors[i]);
    }
    return is;
}

/* A percentage that two decimals show whole. */
static bool is_percentage(struct arena *arena, const struct read_cell *cell) {
    double parts = cell->number * 10000;
    return cell->kind == READ_NUMBER && parts > -1e9 && parts < 1e9 &&
           str_equal(cell->text, str_format(arena, "%.15g%%", cell->number * 100)) &&
           str_equal(str_format(arena, "%.12g", parts), str_format(arena, "%.0f", parts));
}

/* Han characters are two wide. */
static void widen(struct copier *copier, const struct read_cell *cell) {
    size_t n = utf8_count(cell->text);
    double wanted = (double)n + (double)(cell->text.len - n) / 2 + 2;
    if (cell->column <= MOST_WIDTHS && wanted > copier->widths[cell->column - 1]) {
        wanted = wanted < LEAST_WIDTH ? LEAST_WIDTH : wanted;
        copier->widths[cell->column - 1] = wanted < GREATEST_WIDTH ? wanted : GREATEST_WIDTH;
        size_t *n_widths = &copier->sheet->n_widths;
        *n_widths = cell->column > *n_widths ? cell->column : *n_widths;
    }
}

/* Merges come by rising row. One of a single cell is none, and no program opens a sheet with two
 * that meet. */
static void copy_merge(struct copier *copier, const struct read_merge *merge) {
    bool is_good = merge->last_column <= MOST_COLUMNS &&
                   (merge->first_row < merge->last_row || merge->first_column < merge->last_column);
    for (uint32_t i = merge->first_column; is_good && i <= merge->last_column; i++) {
        is_good = copier->covered[i - 1] < merge->first_row;
    }
    for (uint32_t i = merge->first_column; is_good && i <= merge->last_column; i++) {
        copier->covered[i - 1] = merge->last_row;
    }
    if (is_good) {
        sheet_merge(copier->arena, copier->sheet,
                    (struct merge){merge->first_row - 1, merge->first_column - 1,
                                   merge->last_row - 1, merge->last_column - 1});
    }
}

/* The file's own widths come before what the texts would have; later ones hold. */
static void copy_widths(const struct copier *copier) {
    for (size_t i = 0; i < copier->from->n_widths; i++) {
        const struct read_width *width = &copier->from->widths[i];
        uint32_t last = width->last < MOST_WIDTHS ? width->last : MOST_WIDTHS;
        for (uint32_t column = width->first; column <= last; column++) {
            copier->widths[column - 1] = width->characters;
        }
        size_t *n_widths = &copier->sheet->n_widths;
        *n_widths = last > *n_widths ? last : *n_widths;
    }
}

/* The number of the returned book's format: a built-in one, or from 164 on in the order of the
 * book.
 */
static uint32_t format_number_of(const struct read_book *book, size_t format) {
    enum { FIRST_OWN = 164 };
    const struct read_format *found = &book->formats[format];
    return found->code.len ? FIRST_OWN + (uint32_t)format : found->id;
}

/* A cell as it shows: a number that shows otherwise than by its digits would be read otherwise,
 * unless its format goes with it. */
static void copy_value(struct copier *copier, const struct read_cell *cell) {
    enum { GENERAL = 0 };
    struct arena *arena = copier->arena;
    uint32_t row = cell->row - 1, column = cell->column - 1;
    struct read_shown shown;
    bool is_shown = !cell->is_repeated &&
                    read_shown_at(copier->book, copier->from, cell->row, cell->column, &shown);
    uint32_t format = (is_shown ? format_number_of(copier->book, shown.format) : GENERAL) + 1;
    if (is_shown && isfinite(shown.number)) {
        sheet_number(arena, copier->sheet, row, column, shown.number, STYLE_BODY);
    } else if (is_plain(arena, cell)) {
        sheet_number(arena, copier->sheet, row, column, cell->number, STYLE_BODY);
    } else if (is_day(cell)) {
        sheet_date(arena, copier->sheet, row, column, cell->date, STYLE_DATE);
        return;
    } else if (is_percentage(arena, cell)) {
        sheet_number(arena, copier->sheet, row, column, cell->number, STYLE_PERCENT);
        return;
    } else {
        sheet_text(arena, copier->sheet, row, column, str_copy(arena, cell->text), STYLE_BODY);
        if (cell->kind == READ_BOOL || is_error(cell)) {
            sheet_be(copier->sheet, cell->kind == READ_BOOL ? CELL_BOOL : CELL_ERROR);
        }
    }
    if (copier->book->has_formats) {
        sheet_format(copier->sheet, format);
    }
}

static void copy_cell(struct copier *copier, const struct read_cell *cell) {
    copy_value(copier, cell);
    const struct read_merge *merge = read_merge_at(copier->from, cell->row, cell->column);
    if (merge) {
        copy_merge(copier, merge);
    } else {
        widen(copier, cell);
    }
}

static bool copy_row(void *context, const struct read_row *row) {
    struct copier *copier = context;
    for (size_t i = 0; i < row->n_cells && *copier->n_left; i++) {
        (*copier->n_left)--;
        copy_cell(copier, &row->cells[i]);
    }
    return *copier->n_left > 0;
}

static void copy_sheet(struct arena *arena, const struct read_book *book, struct read_sheet *from,
                       struct sheet *sheet, size_t *n_left) {
    struct copier copier = {.arena = arena,
                            .book = book,
                            .from = from,
                            .sheet = sheet,
                            .widths = ARENA_ARRAY(arena, double, MOST_WIDTHS),
                            .covered = ARENA_ARRAY(arena, uint32_t, MOST_COLUMNS),
                            .n_left = n_left};
    sheet->widths = copier.widths;
    read_rows(from, copy_row, &copier);
    copy_widths(&copier);
}

/* Formats that have a code, by the numbers that cells call them. */
static void copy_formats(struct arena *arena, const struct read_book *book,
                         struct workbook *workbook) {
    struct sheet_format *formats = ARENA_ARRAY(arena, struct sheet_format, book->n_formats);
    for (size_t i = 0; i < book->n_formats; i++) {
        if (book->formats[i].code.len) {
            formats[workbook->n_formats++] =
                (struct sheet_format){format_number_of(book, i), book->formats[i].code};
        }
    }
    workbook->formats = formats;
    workbook->is_1904 = book->is_1904;
}

/* A name that a sheet may have, from that of a file. */
static struct str sheet_name(struct arena *arena, struct str file) {
    static const char forbidden[] = "[]:*?/\\'";
    struct buf buf = {.arena = arena};
    struct str last = file_last_part(file);
    size_t at = 0;
    for (size_t n = 0; at < last.len && n < 31; n++) {
        uint32_t c = utf8_next(last, &at);
        bool is_odd = c < ' ' || (c < 128 && str_contains(str_from_c(forbidden),
                                                          (struct str){(char[]){(char)c}, 1}));
        buf_add_code_point(&buf, is_odd ? '_' : c);
    }
    return buf_str(&buf);
}

/* Makes a workbook of the cells of a file; false if it cannot be read. */
static bool rebuild(struct arena *arena, const struct return_facts *facts, struct str bytes,
                    struct reader *reader, struct str *made) {
    struct read_book book;
    struct diag *unheard = diag_open(arena);
    struct workbook workbook = {0};
    size_t n_left = MOST_CELLS;
    const struct read_input input = {.arena = arena,
                                     .scratch = arena,
                                     .name = facts->name,
                                     .bytes = bytes,
                                     .diag = unheard,
                                     .reader = reader,
                                     .keeps_formats = true};
    if (!read_open(&input, &book)) {
        return false;
    }
    copy_formats(arena, &book, &workbook);
    for (size_t i = 0; i < book.n_sheets; i++) {
        struct str sheet = book.sheets[i]->source->sheet;
        copy_sheet(arena, &book, book.sheets[i],
                   sheet_add(arena, &workbook, sheet.len ? sheet : facts->sheet), &n_left);
    }
    return n_left > 0 && workbook.n_sheets && write_plain(arena, &workbook, made);
}

/* ---- a file ---------------------------------------------------------------------------------- */

/* Marks the sender's workbook, or else one made of the file's cells. */
static bool mark(const struct engine *engine, struct arena *arena, struct return_facts *facts,
                 struct str bytes, bool is_workbook, struct str *marked) {
    struct str made;
    if (is_workbook &&
        write_marked(arena, bytes, docs_return(engine->docs, arena, facts), marked)) {
        return true;
    }
    facts->is_rebuilt = true;
    facts->sheet = sheet_name(arena, facts->name);
    struct arena *cells = arena_open_like(arena);
    bool is_made = rebuild(cells, facts, bytes, engine->reader, &made);
    made = is_made ? str_copy(arena, made) : (struct str){0};
    arena_close(cells);
    return is_made && write_marked(arena, made, docs_return(engine->docs, arena, facts), marked);
}

/* Sends a file back; one that has changed since it was read, or cannot be read as a table, does not
 * go back. */
static bool send_back(const struct engine *engine, struct arena *arena, size_t file,
                      struct return_facts *facts, const struct product_sink *sink) {
    const struct file_facts *about = &engine->files[file];
    struct diag *unheard = diag_open(arena);
    const struct source source = {.file = about->name};
    struct str bytes, marked;
    bool is_workbook = str_is(about->kind, "xlsx");
    facts->name = about->name;
    facts->sha256 = about->sha256;
    if (!about->n_sheets ||
        !file_read(arena, engine->entries[file].path, LARGEST_RETURN, &source, unheard, &bytes) ||
        !str_equal(hash_sha256(arena, bytes), about->sha256) ||
        !mark(engine, arena, facts, bytes, is_workbook, &marked)) {
        return true;
    }
    const struct product product = {.path = docs_return_path(engine->docs, arena, about->name),
                                    .text = marked};
    return sink->take(sink->context, &product);
}

/* ---- all files ------------------------------------------------------------------------------- */

/* The problems of one file. */
struct problems {
    struct diag_item *items;
    size_t n_items, capacity;
    /* As in return_facts. */
    struct str *keys;
    size_t n_keys, keys_capacity;
    /* Those beyond MOST_MARKED. */
    size_t n_more;
};

static void keep_item(const struct engine *engine, struct arena *arena, struct problems *problems,
                      const struct diag_item *item) {
    if (item->id == DIAG_CONFIRMED) {
        return;
    }
    if (problems->n_items == MOST_MARKED) {
        problems->n_more++;
        return;
    }
    struct diag_item copy = diag_copy(arena, item);
    ARENA_PUSH(arena, problems->items, problems->n_items, problems->capacity, copy);
    struct str key = confirmations_key(engine, arena, item);
    ARENA_PUSH(arena, problems->keys, problems->n_keys, problems->keys_capacity, key);
}

static struct str file_of(const struct diag_item *item) {
    return item->origin.source ? item->origin.source->file : (struct str){0};
}

/* Collects the problems of each file with errors or warnings, which follow each other, and sends
 * the file back. */
bool returns_write(struct engine *engine) {
    struct product_sink sink = output_sink(&engine->output);
    struct arena *walking = arena_open_like(engine->arena);
    struct arena *scratch = arena_open_like(engine->arena);
    struct diag_cursor *cursor = diag_walk(engine->reported, walking, DIAG_BY_PLACE);
    struct diag_item item;
    bool has_item = diag_next(cursor, &item), done = true;
    for (size_t i = 0; done && i < engine->n_files; i++) {
        const struct file_facts *file = &engine->files[i];
        struct problems problems = {0};
        bool is_bad = (file->n_errors || file->n_warnings) && engine_has(engine, file->name) &&
                      choice_has_file(engine, file->name);
        while (has_item && str_compare(file_of(&item), file->name) < 0) {
            has_item = diag_next(cursor, &item);
        }
        while (has_item && str_equal(file_of(&item), file->name)) {
            if (is_bad) {
                keep_item(engine, scratch, &problems, &item);
            }
            has_item = diag_next(cursor, &item);
        }
        struct return_facts facts = {.items = problems.items,
                                     .n_items = problems.n_items,
                                     .n_more = problems.n_more,
                                     .keys = problems.keys};
        done = !is_bad || send_back(engine, scratch, i, &facts, &sink);
        arena_reset(scratch);
    }
    arena_close(scratch);
    arena_close(walking);
    return done;
}
