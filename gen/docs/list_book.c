/* List books: sheets of rows, made for each unit. */
#include <stdlib.h>

#include "docs/list_book_inner.h"

/* Rows of a sheet; cells that the formulas of a column may look at together: beyond it they would
 * keep a spreadsheet busy, and numbers stand in their place. */
enum { MOST_ROWS = 1000000, MOST_LOOKED_AT = 20000000 };

/* A sheet being filled. */
struct filler {
    struct arena *arena;
    const struct list_sheet *from;
    struct sheet *sheet;
    /* Texts of the rows so far, row by row. */
    struct str *texts;
    size_t n_texts, texts_capacity;
    /* The next row; sums of the columns. */
    uint32_t row;
    double *sums;
    /* The sheets before this one. */
    const struct filler *before;
    /* For each column that counts: what it counts in, by texts. */
    struct dictionary **counted;
    size_t **counts;
    struct diag *diag;
};

/* A number as the words give it; false if they give none, or more than that. */
static bool read_number(struct arena *arena, struct str text, double *number) {
    const char *start = str_to_c(arena, text);
    char *end = NULL;
    *number = text.len ? strtod(start, &end) : 0;
    return text.len && end == start + text.len;
}

/* ---- counts ---------------------------------------------------------------------------------- */

static struct str text_at(const struct filler *filler, uint32_t row, size_t column) {
    return filler->texts[(row - DOCS_FIRST_ROW) * filler->from->n_columns + column];
}

/* The texts of some columns of a row as one. */
static struct str key_of(const struct filler *filler, uint32_t row, const size_t *columns,
                         size_t n) {
    struct buf buf = {.arena = filler->arena};
    for (size_t i = 0; i < n; i++) {
        buf_add(&buf, text_at(filler, row, columns[i]));
        buf_add_byte(&buf, '\n');
    }
    return buf_str(&buf);
}

/* Counts the rows of the other sheet once for all rows of this one. */
static void count_rows(struct filler *filler, size_t column) {
    const struct list_count *count = filler->from->columns[column].count;
    const struct filler *other = &filler->before[count->sheet];
    struct dictionary *counted = dictionary_open(filler->arena);
    size_t *counts = ARENA_ARRAY(filler->arena, size_t, other->row);
    size_t n_keys = 0;
    for (uint32_t row = DOCS_FIRST_ROW; row < other->row; row++) {
        bool is_counted =
            count->says == SIZE_MAX || str_equal(text_at(other, row, count->says), count->text);
        struct str key = key_of(other, row, count->there, count->n_same);
        size_t at = n_keys;
        if (is_counted && !dictionary_get(counted, key, &at)) {
            dictionary_put(counted, key, n_keys++);
        }
        counts[at] += is_counted;
    }
    filler->counted[column] = counted;
    filler->counts[column] = counts;
}

/* A column of the other sheet, from its first row to its last. */
static struct str range_of(struct arena *arena, const struct filler *other, size_t column) {
    struct str name = str_replace(arena, other->sheet->name, STR("'"), STR("''"));
    struct str letters = sheet_cell_name(arena, 0, (uint32_t)column);
    letters = str_slice(letters, 0, letters.len - 1);
    return str_format(arena, "'%" STR_FMT "'!$%" STR_FMT "$%u:$%" STR_FMT "$%u", STR_ARG(name),
                      STR_ARG(letters), DOCS_FIRST_ROW + 1U, STR_ARG(letters),
                      (unsigned)other->row);
}

/* SUMPRODUCT and not COUNTIFS, to which a name with an asterisk would be a pattern. */
static struct str count_formula(const struct filler *filler, const struct list_count *count) {
    struct arena *arena = filler->arena;
    const struct filler *other = &filler->before[count->sheet];
    struct buf buf = {.arena = arena};
    buf_add_c(&buf, "SUMPRODUCT(");
    for (size_t i = 0; i < count->n_same; i++) {
        struct str range = range_of(arena, other, count->there[i]);
        struct str cell = sheet_cell_name(arena, filler->row, (uint32_t)count->here[i]);
        buf_format(&buf, "%s(%" STR_FMT "=%" STR_FMT ")", i ? "*" : "", STR_ARG(range),
                   STR_ARG(cell));
    }
    if (count->says != SIZE_MAX) {
        struct str range = range_of(arena, other, count->says);
        buf_format(&buf, "*(%" STR_FMT "=\"%" STR_FMT "\")", STR_ARG(range),
                   STR_ARG(str_replace(arena, count->text, STR("\""), STR("\"\""))));
    } else {
        buf_add_c(&buf, "*1");
    }
    buf_add_c(&buf, ")");
    return buf_str(&buf);
}

static void add_count(struct filler *filler, uint32_t at) {
    const struct list_count *count = filler->from->columns[at].count;
    const struct filler *other = &filler->before[count->sheet];
    if (!filler->counted[at]) {
        count_rows(filler, at);
    }
    size_t key, n = 0;
    if (dictionary_get(filler->counted[at], key_of(filler, filler->row, count->here, count->n_same),
                       &key)) {
        n = filler->counts[at][key];
    }
    uint64_t n_looked_at = (uint64_t)(filler->row - DOCS_FIRST_ROW + 1) * other->row;
    filler->sums[at] += (double)n;
    if (other->row == DOCS_FIRST_ROW || n_looked_at > MOST_LOOKED_AT) {
        sheet_number(filler->arena, filler->sheet, filler->row, at, (double)n, STYLE_COUNT);
    } else {
        sheet_formula(filler->arena, filler->sheet, filler->row, at, count_formula(filler, count),
                      (double)n, STYLE_COUNT);
    }
}

/* ---- cells ----------------------------------------------------------------------------------- */

static struct str sum_formula(struct arena *arena, uint32_t first_row, uint32_t first_column,
                              uint32_t last_row, uint32_t last_column) {
    struct str from = sheet_cell_name(arena, first_row, first_column);
    struct str to = sheet_cell_name(arena, last_row, last_column);
    return str_format(arena, "SUM(%" STR_FMT ":%" STR_FMT ")", STR_ARG(from), STR_ARG(to));
}

/* The sum of the columns before it; nothing while one of them is empty. */
static void add_across(struct filler *filler, uint32_t at) {
    size_t first = filler->from->columns[at].across;
    double sum = 0, number;
    for (size_t i = first; i < at; i++) {
        if (!read_number(filler->arena, text_at(filler, filler->row, i), &number)) {
            sheet_text(filler->arena, filler->sheet, filler->row, at, (struct str){0}, STYLE_BODY);
            return;
        }
        sum += number;
    }
    filler->sums[at] += sum;
    sheet_formula(filler->arena, filler->sheet, filler->row, at,
                  sum_formula(filler->arena, filler->row, (uint32_t)first, filler->row, at - 1),
                  sum, STYLE_MONEY);
}

static void add_words(struct filler *filler, uint32_t at, struct str text) {
    const struct list_column *column = &filler->from->columns[at];
    struct sheet *sheet = filler->sheet;
    struct date date;
    double number;
    if (column->kind == LIST_DATE && date_from_iso(text, &date)) {
        sheet_date(filler->arena, sheet, filler->row, at, date, STYLE_DATE);
    } else if ((column->kind == LIST_COUNT || column->kind == LIST_NUMBER) &&
               read_number(filler->arena, text, &number)) {
        filler->sums[at] += number;
        sheet_number(filler->arena, sheet, filler->row, at, number,
                     column->kind == LIST_COUNT ? STYLE_COUNT : STYLE_MONEY);
    } else {
        sheet_text(filler->arena, sheet, filler->row, at, text, STYLE_BODY);
    }
}

static bool add_row(struct filler *filler, const struct prose_scope *scope) {
    for (uint32_t i = 0; i < filler->from->n_columns; i++) {
        const struct list_column *column = &filler->from->columns[i];
        struct str text = {0};
        if (column->value &&
            !prose_words(filler->arena, column->value, scope, filler->diag, &text)) {
            return false;
        }
        ARENA_PUSH(filler->arena, filler->texts, filler->n_texts, filler->texts_capacity, text);
        if (column->count) {
            add_count(filler, i);
        } else if (!column->value) {
            add_across(filler, i);
        } else {
            add_words(filler, i, text);
        }
    }
    filler->row++;
    return true;
}

/* A row for each item of the list. */
static bool add_rows(struct filler *filler, const struct prose_scope *scope) {
    struct prose_value list = {0};
    bool done = prose_find(scope, filler->from->each, &list);
    for (size_t i = 0; done && i < list.n_items && filler->row < MOST_ROWS; i++) {
        struct prose_scope inner = list.items[i];
        inner.parent = scope;
        done = add_row(filler, &inner);
    }
    return done;
}

/* Totals below the rows, their word in the first column. */
static void add_totals(struct filler *filler) {
    sheet_text(filler->arena, filler->sheet, filler->row, 0, filler->from->total, STYLE_TOTAL);
    for (uint32_t i = 1; i < filler->from->n_columns; i++) {
        const struct list_column *column = &filler->from->columns[i];
        if (column->is_summed) {
            sheet_formula(filler->arena, filler->sheet, filler->row, i,
                          sum_formula(filler->arena, DOCS_FIRST_ROW, i, filler->row - 1, i),
                          filler->sums[i],
                          column->kind == LIST_COUNT ? STYLE_TOTAL_COUNT : STYLE_MONEY);
        }
    }
}

/* Cells that say one of the texts have its look, whoever types it. */
static void add_tones(struct filler *filler, uint32_t at) {
    const struct yaml *texts = filler->from->columns[at].tones;
    for (size_t i = 0; texts && i < texts->n_items; i++) {
        bool is_error = str_is(texts->items[i]->text, "error");
        sheet_tint(filler->arena, filler->sheet,
                   (struct sheet_tone){.first_row = DOCS_FIRST_ROW,
                                       .last_row = filler->row - 1,
                                       .column = at,
                                       .text = texts->keys[i],
                                       .style = is_error ? STYLE_ERROR : STYLE_WARNING});
    }
}

/* What may be typed into a column's cells stands on a sheet of its own, which is not shown. */
static void add_choices(struct filler *filler, struct workbook *workbook, uint32_t at) {
    const struct yaml *choices = filler->from->columns[at].choices;
    struct sheet *list = sheet_add(filler->arena, workbook,
                                   str_format(filler->arena, "_%zu", workbook->n_sheets + 1));
    list->is_hidden = true;
    for (uint32_t i = 0; i < choices->n_items; i++) {
        sheet_text(filler->arena, list, i, 0, choices->items[i]->text, STYLE_BODY);
    }
    sheet_ask(filler->arena, filler->sheet,
              (struct sheet_input){.first_row = DOCS_FIRST_ROW,
                                   .last_row = filler->row - 1,
                                   .column = at,
                                   .kind = INPUT_CHOICE,
                                   .choices = list,
                                   .last_choice = (uint32_t)choices->n_items - 1,
                                   .is_strict = true});
}

static struct filler open_filler(const struct list_sheet *from, struct arena *arena,
                                 struct workbook *workbook, struct str title, struct diag *diag) {
    struct filler filler = {.arena = arena, .from = from, .row = DOCS_FIRST_ROW, .diag = diag};
    struct str *heads = ARENA_ARRAY(arena, struct str, from->n_columns);
    for (size_t i = 0; i < from->n_columns; i++) {
        heads[i] = from->columns[i].head;
    }
    filler.sums = ARENA_ARRAY(arena, double, from->n_columns);
    filler.counted = ARENA_ARRAY(arena, struct dictionary *, from->n_columns);
    filler.counts = ARENA_ARRAY(arena, size_t *, from->n_columns);
    filler.sheet = docs_open_sheet(arena, workbook, from->name, title, heads, from->n_columns);
    filler.sheet->widths = from->widths;
    filler.sheet->n_widths = from->n_columns;
    filler.sheet->filter_column = (uint32_t)from->n_columns - 1;
    return filler;
}

static bool fill_sheet(struct filler *filler, const struct prose_scope *scope,
                       struct workbook *workbook) {
    const struct list_sheet *from = filler->from;
    struct prose_value outer = {0};
    bool done = true;
    if (!from->within.len) {
        done = add_rows(filler, scope);
    } else {
        done = prose_find(scope, from->within, &outer);
        for (size_t i = 0; done && i < outer.n_items; i++) {
            struct prose_scope inner = outer.items[i];
            inner.parent = scope;
            done = add_rows(filler, &inner);
        }
    }
    if (filler->row == DOCS_FIRST_ROW) {
        return done;
    }
    if (from->total.len) {
        add_totals(filler);
    }
    for (uint32_t i = 0; i < from->n_columns; i++) {
        add_tones(filler, i);
        if (from->columns[i].choices) {
            add_choices(filler, workbook, i);
        }
    }
    return done;
}

/* The sheets that are not shown, or not asked for, are no data when the book is handed in. */
static void set_aside(struct arena *arena, const struct list_book *book,
                      struct workbook *workbook) {
    struct workbook_name *names = ARENA_ARRAY(arena, struct workbook_name, workbook->n_sheets);
    for (size_t i = 0; i < workbook->n_sheets; i++) {
        const struct sheet *sheet = workbook->sheets[i];
        bool is_aside = sheet->is_hidden;
        for (size_t k = 0; k < book->n_sheets; k++) {
            is_aside = is_aside ||
                       (book->sheets[k].is_aside && str_equal(book->sheets[k].name, sheet->name));
        }
        if (is_aside) {
            struct str name = str_format(arena, BOOK_NAME_ASIDE "%zu", workbook->n_names + 1);
            names[workbook->n_names++] = (struct workbook_name){.name = name, .sheet = sheet};
        }
    }
    workbook->names = names;
}

struct workbook *list_book_build(const struct list_book *book, struct subject *subject,
                                 struct diag *diag) {
    struct arena *arena = subject->arena;
    const struct prose_scope scope = names_scope(subject);
    struct workbook *workbook = ARENA_NEW(arena, struct workbook);
    struct filler *fillers = ARENA_ARRAY(arena, struct filler, book->n_sheets);
    size_t n_rows = 0;
    bool done = prose_words(arena, book->title, &scope, diag, &workbook->title);
    workbook->author = book->author;
    workbook->date = subject->docs->settings.as_of;
    for (size_t i = 0; done && i < book->n_sheets; i++) {
        struct str title;
        done = prose_words(arena, book->sheets[i].title, &scope, diag, &title);
        if (done) {
            fillers[i] = open_filler(&book->sheets[i], arena, workbook, title, diag);
            fillers[i].before = fillers;
            done = fill_sheet(&fillers[i], &scope, workbook);
            n_rows += fillers[i].row - DOCS_FIRST_ROW;
        }
    }
    set_aside(arena, book, workbook);
    return done && n_rows ? workbook : NULL;
}
