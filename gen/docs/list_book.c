/* List books: sheets of rows, compiled once, made for each unit. */
#include "docs/list_book.h"

#include <stdlib.h>

/* Columns of a sheet, choices of a column; rows of a sheet. */
enum { MOST_COLUMNS = 60, MOST_CHOICES = 20, MOST_ROWS = 1000000 };

/* What a cell of the column holds. */
enum column_kind { KIND_TEXT, KIND_COUNT, KIND_NUMBER, KIND_DATE };
static const char *const kinds[] = {"text", "count", "number", "date", NULL};
static const char *const tones[] = {"error", "warning", NULL};

struct list_column {
    struct str head;
    double width;
    const struct prose *value;
    enum column_kind kind;
    bool is_summed;
    /* NULL for none. */
    const struct yaml *choices, *tones;
};

struct list_sheet {
    struct str name, within, each;
    /* What stands before the totals; empty for no totals. */
    struct str total;
    const struct prose *title;
    struct list_column *columns;
    double *widths;
    size_t n_columns;
};

struct list_book {
    const struct prose *title;
    struct str author;
    struct list_sheet *sheets;
    size_t n_sheets;
};

static const struct yaml_shape column_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(
        YAML_NEED("head", &yaml_some_text),
        YAML_NEED("width", YAML_SHAPE(.kind = YAML_NUMBER, .low = 4, .high = 100)),
        YAML_NEED("value", &yaml_some_text),
        YAML_MAY("kind", YAML_SHAPE(.kind = YAML_WORD, .words = kinds)),
        YAML_MAY("sum", &yaml_some_flag),
        YAML_MAY("choices", YAML_SHAPE(.kind = YAML_ENTRIES, .entry = &yaml_some_text, .low = 1,
                                       .high = MOST_CHOICES)),
        YAML_MAY("tones", YAML_SHAPE(.kind = YAML_NAMED,
                                     .entry = YAML_SHAPE(.kind = YAML_WORD, .words = tones))))};
static const struct yaml_shape sheet_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("name", &docs_sheet_name), YAML_NEED("title", &yaml_some_text),
                      YAML_MAY("within", &yaml_some_text), YAML_NEED("each", &yaml_some_text),
                      YAML_MAY("total", &yaml_some_text),
                      YAML_NEED("columns", YAML_SHAPE(.kind = YAML_ENTRIES, .entry = &column_shape,
                                                      .low = 1, .high = MOST_COLUMNS)))};
static const struct yaml_shape book_shape = {
    .kind = YAML_RECORD,
    .keys =
        YAML_KEYS(YAML_NEED("title", &yaml_some_text), YAML_NEED("author", &yaml_some_text),
                  YAML_NEED("sheets", YAML_SHAPE(.kind = YAML_ENTRIES, .entry = &sheet_shape)))};

/* ---- reading --------------------------------------------------------------------------------- */

/* The scope of the first item of the list that a key names; of `scope` itself where it is left out.
 */
static bool enter(const struct yaml *node, const char *key, const struct prose_scope *scope,
                  struct prose_scope *inner, struct diag *diag) {
    const struct yaml *name = yaml_get(node, key);
    struct prose_value value;
    *inner = *scope;
    if (!name) {
        return true;
    }
    if (!prose_find(scope, name->text, &value)) {
        return prose_unknown(scope, name->origin, name->text, diag);
    }
    if (!value.is_list || !value.n_items) {
        diag_report(diag, &(struct diag_note){
                              .id = DIAG_PROSE_TAG, .origin = name->origin, .args = {name->text}});
        return false;
    }
    *inner = value.items[0];
    inner->parent = scope;
    return true;
}

static enum column_kind find_kind(struct str word) {
    size_t kind = KIND_TEXT;
    for (size_t i = 0; kinds[i]; i++) {
        kind = str_is(word, kinds[i]) ? i : kind;
    }
    return (enum column_kind)kind;
}

static bool read_sheet(const struct docs *docs, const struct yaml *node,
                       const struct prose_scope *scope, struct list_sheet *sheet,
                       struct diag *diag) {
    const struct yaml *columns = yaml_get(node, "columns");
    struct prose_scope outer, inner;
    sheet->name = yaml_text(node, "name");
    sheet->within = yaml_text(node, "within");
    sheet->each = yaml_text(node, "each");
    sheet->total = yaml_text(node, "total");
    sheet->title = prose_read(docs->arena, node, "title", scope, diag);
    sheet->n_columns = columns->n_items;
    sheet->columns = ARENA_ARRAY(docs->arena, struct list_column, sheet->n_columns);
    sheet->widths = ARENA_ARRAY(docs->arena, double, sheet->n_columns);
    bool is_good = sheet->title && enter(node, "within", scope, &outer, diag) &&
                   enter(node, "each", &outer, &inner, diag);
    for (size_t i = 0; is_good && i < sheet->n_columns; i++) {
        const struct yaml *from = columns->items[i];
        struct list_column *column = &sheet->columns[i];
        column->head = yaml_text(from, "head");
        sheet->widths[i] = column->width = (double)yaml_int(from, "width", 10, diag);
        column->kind = find_kind(yaml_text(from, "kind"));
        column->is_summed = yaml_bool(from, "sum", false, diag);
        column->choices = yaml_get(from, "choices");
        column->tones = yaml_get(from, "tones");
        column->value = prose_read(docs->arena, from, "value", &inner, diag);
        is_good = column->value != NULL;
    }
    return is_good;
}

const struct list_book *list_book_read(const struct docs *docs, struct str subject,
                                       const struct prose_scope *scope, struct diag *diag) {
    struct str path = str_concat(docs->arena, STR("docs/"), subject);
    const struct yaml *words = shelf_yaml(docs->shelf, str_to_c(docs->arena, path),
                                          docs->settings.edition, &book_shape, diag);
    if (!words) {
        return NULL;
    }
    const struct yaml *sheets = yaml_get(words, "sheets");
    struct list_book *book = ARENA_NEW(docs->arena, struct list_book);
    book->title = prose_read(docs->arena, words, "title", scope, diag);
    book->author = yaml_text(words, "author");
    book->n_sheets = sheets->n_items;
    book->sheets = ARENA_ARRAY(docs->arena, struct list_sheet, book->n_sheets);
    bool is_good = book->title != NULL;
    for (size_t i = 0; i < book->n_sheets; i++) {
        is_good = read_sheet(docs, sheets->items[i], scope, &book->sheets[i], diag) && is_good;
    }
    return is_good ? book : NULL;
}

/* ---- making ---------------------------------------------------------------------------------- */

/* A sheet being filled. */
struct filler {
    struct arena *arena;
    const struct list_sheet *from;
    struct sheet *sheet;
    /* The next row; sums of the columns. */
    uint32_t row;
    double *sums;
    struct diag *diag;
};

static enum cell_style find_style(const struct list_column *column, struct str text) {
    for (size_t i = 0; column->tones && i < column->tones->n_items; i++) {
        if (str_equal(column->tones->keys[i], text)) {
            return str_is(column->tones->items[i]->text, tones[0]) ? STYLE_ERROR : STYLE_WARNING;
        }
    }
    return STYLE_BODY;
}

/* A number as the words give it; false if they give none, or more than that. */
static bool read_number(struct arena *arena, struct str text, double *number) {
    const char *start = str_to_c(arena, text);
    char *end = NULL;
    *number = text.len ? strtod(start, &end) : 0;
    return text.len && end == start + text.len;
}

static void add_cell(struct filler *filler, uint32_t at, struct str text) {
    const struct list_column *column = &filler->from->columns[at];
    struct sheet *sheet = filler->sheet;
    struct date date;
    double number;
    if (column->kind == KIND_DATE && date_from_iso(text, &date)) {
        sheet_date(filler->arena, sheet, filler->row, at, date, STYLE_DATE);
    } else if ((column->kind == KIND_COUNT || column->kind == KIND_NUMBER) &&
               read_number(filler->arena, text, &number)) {
        filler->sums[at] += number;
        sheet_number(filler->arena, sheet, filler->row, at, number,
                     column->kind == KIND_COUNT ? STYLE_COUNT : STYLE_MONEY);
    } else {
        sheet_text(filler->arena, sheet, filler->row, at, text, find_style(column, text));
    }
}

static bool add_row(struct filler *filler, const struct prose_scope *scope) {
    for (uint32_t i = 0; i < filler->from->n_columns; i++) {
        struct str text;
        if (!prose_words(filler->arena, filler->from->columns[i].value, scope, filler->diag,
                         &text)) {
            return false;
        }
        add_cell(filler, i, text);
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
    uint32_t last = filler->row - 1;
    sheet_text(filler->arena, filler->sheet, filler->row, 0, filler->from->total, STYLE_TOTAL);
    for (uint32_t i = 1; i < filler->from->n_columns; i++) {
        if (filler->from->columns[i].is_summed) {
            struct str from = sheet_cell_name(filler->arena, DOCS_FIRST_ROW, i);
            struct str to = sheet_cell_name(filler->arena, last, i);
            sheet_formula(filler->arena, filler->sheet, filler->row, i,
                          str_format(filler->arena, "SUM(%" STR_FMT ":%" STR_FMT ")", STR_ARG(from),
                                     STR_ARG(to)),
                          filler->sums[i], STYLE_MONEY);
        }
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

static bool fill_sheet(const struct list_sheet *from, const struct prose_scope *scope,
                       struct workbook *workbook, struct arena *arena, size_t *n_rows,
                       struct diag *diag) {
    struct filler filler = {.arena = arena, .from = from, .row = DOCS_FIRST_ROW, .diag = diag};
    struct prose_value outer = {0};
    struct str title;
    struct str *heads = ARENA_ARRAY(arena, struct str, from->n_columns);
    for (size_t i = 0; i < from->n_columns; i++) {
        heads[i] = from->columns[i].head;
    }
    bool done = prose_words(arena, from->title, scope, diag, &title);
    filler.sums = ARENA_ARRAY(arena, double, from->n_columns);
    filler.sheet = docs_open_sheet(arena, workbook, from->name, title, heads, from->n_columns);
    filler.sheet->widths = from->widths;
    filler.sheet->n_widths = from->n_columns;
    filler.sheet->filter_column = (uint32_t)from->n_columns - 1;
    if (!from->within.len) {
        done = done && add_rows(&filler, scope);
    } else {
        done = done && prose_find(scope, from->within, &outer);
        for (size_t i = 0; done && i < outer.n_items; i++) {
            struct prose_scope inner = outer.items[i];
            inner.parent = scope;
            done = add_rows(&filler, &inner);
        }
    }
    *n_rows += filler.row - DOCS_FIRST_ROW;
    if (filler.row > DOCS_FIRST_ROW) {
        if (from->total.len) {
            add_totals(&filler);
        }
        for (uint32_t i = 0; i < from->n_columns; i++) {
            if (from->columns[i].choices) {
                add_choices(&filler, workbook, i);
            }
        }
    }
    return done;
}

/* The sheets that are not shown are no data when the book is handed in. */
static void set_aside(struct arena *arena, struct workbook *workbook) {
    struct workbook_name *names = ARENA_ARRAY(arena, struct workbook_name, workbook->n_sheets);
    for (size_t i = 0; i < workbook->n_sheets; i++) {
        if (workbook->sheets[i]->is_hidden) {
            struct str name = str_format(arena, BOOK_NAME_ASIDE "%zu", workbook->n_names + 1);
            names[workbook->n_names++] =
                (struct workbook_name){.name = name, .sheet = workbook->sheets[i]};
        }
    }
    workbook->names = names;
}

struct workbook *list_book_build(const struct list_book *book, struct subject *subject,
                                 struct diag *diag) {
    struct arena *arena = subject->arena;
    const struct prose_scope scope = names_scope(subject);
    struct workbook *workbook = ARENA_NEW(arena, struct workbook);
    size_t n_rows = 0;
    bool done = prose_words(arena, book->title, &scope, diag, &workbook->title);
    workbook->author = book->author;
    workbook->date = subject->docs->settings.as_of;
    for (size_t i = 0; done && i < book->n_sheets; i++) {
        done = fill_sheet(&book->sheets[i], &scope, workbook, arena, &n_rows, diag);
    }
    set_aside(arena, workbook);
    return done && n_rows ? workbook : NULL;
}
