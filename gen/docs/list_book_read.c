/* List books are read from templates/docs and proved. */
#include "docs/list_book_inner.h"

static const char *const kinds[] = {"text", "count", "number", "date", NULL};
static const char *const tones[] = {"error", "warning", NULL};

#define COUNT_KEYS                                                                                 \
    YAML_NEED("of", &yaml_some_text),                                                              \
        YAML_NEED("same", YAML_SHAPE(.kind = YAML_ENTRIES, .entry = &yaml_some_text, .low = 1,     \
                                     .high = LIST_MOST_SAME))
static const struct yaml_shape *const count_variants[] = {
    YAML_SHAPE(.kind = YAML_RECORD,
               .keys = YAML_KEYS(YAML_NEED("is", &yaml_some_text),
                                 YAML_NEED("column", &yaml_some_text), COUNT_KEYS)),
    YAML_SHAPE(.kind = YAML_RECORD,
               .keys = YAML_KEYS(YAML_NEED("blank", &yaml_some_text), COUNT_KEYS)),
    YAML_SHAPE(.kind = YAML_RECORD,
               .keys = YAML_KEYS(YAML_NEED("all", &yaml_some_flag), COUNT_KEYS)),
    NULL};
static const struct yaml_shape count_shape = {.kind = YAML_VARIANT, .variants = count_variants};
#define COLUMN_KEYS                                                                                \
    YAML_NEED("head", &yaml_some_text),                                                            \
        YAML_NEED("width", YAML_SHAPE(.kind = YAML_NUMBER, .low = 4, .high = 100)),                \
        YAML_MAY("sum", &yaml_some_flag)
static const struct yaml_shape *const column_variants[] = {
    YAML_SHAPE(.kind = YAML_RECORD,
               .keys = YAML_KEYS(
                   YAML_NEED("value", &yaml_some_text), COLUMN_KEYS,
                   YAML_MAY("kind", YAML_SHAPE(.kind = YAML_WORD, .words = kinds)),
                   YAML_MAY("choices", YAML_SHAPE(.kind = YAML_ENTRIES, .entry = &yaml_some_text,
                                                  .low = 1, .high = LIST_MOST_CHOICES)),
                   YAML_MAY("tones",
                            YAML_SHAPE(.kind = YAML_NAMED,
                                       .entry = YAML_SHAPE(.kind = YAML_WORD, .words = tones))))),
    YAML_SHAPE(.kind = YAML_RECORD,
               .keys = YAML_KEYS(YAML_NEED("count", &count_shape), COLUMN_KEYS)),
    YAML_SHAPE(.kind = YAML_RECORD,
               .keys = YAML_KEYS(YAML_NEED("across", &yaml_some_text), COLUMN_KEYS)),
    NULL};
static const struct yaml_shape sheet_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(
        YAML_NEED("name", &docs_sheet_name), YAML_NEED("title", &yaml_some_text),
        YAML_MAY("within", &yaml_some_text), YAML_NEED("each", &yaml_some_text),
        YAML_MAY("total", &yaml_some_text), YAML_MAY("aside", &yaml_some_flag),
        YAML_NEED("columns",
                  YAML_SHAPE(.kind = YAML_ENTRIES,
                             .entry = YAML_SHAPE(.kind = YAML_VARIANT, .variants = column_variants),
                             .low = 1, .high = LIST_MOST_COLUMNS)))};
static const struct yaml_shape book_shape = {
    .kind = YAML_RECORD,
    .keys =
        YAML_KEYS(YAML_NEED("title", &yaml_some_text), YAML_NEED("author", &yaml_some_text),
                  YAML_NEED("sheets", YAML_SHAPE(.kind = YAML_ENTRIES, .entry = &sheet_shape)))};

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

static enum list_kind find_kind(struct str word) {
    size_t kind = LIST_TEXT;
    for (size_t i = 0; kinds[i]; i++) {
        kind = str_is(word, kinds[i]) ? i : kind;
    }
    return (enum list_kind)kind;
}

/* The number of a column by its head among the first n; reports what is none. */
static bool find_column(const struct list_sheet *sheet, size_t n, const struct yaml *head,
                        size_t *at, struct diag *diag) {
    struct str heads[LIST_MOST_COLUMNS];
    for (size_t i = 0; i < n; i++) {
        heads[i] = sheet->columns[i].head;
        if (str_equal(heads[i], head->text)) {
            *at = i;
            return true;
        }
    }
    diag_report(diag, &(struct diag_note){
                          .id = DIAG_YAML_VALUE,
                          .origin = head->origin,
                          .args = {STR("columns"), head->text, str_nearest(head->text, heads, n)}});
    return false;
}

static bool find_sheet(const struct list_book *book, size_t n, const struct yaml *name, size_t *at,
                       struct diag *diag) {
    for (size_t i = 0; i < n; i++) {
        if (str_equal(book->sheets[i].name, name->text)) {
            *at = i;
            return true;
        }
    }
    diag_report(diag,
                &(struct diag_note){.id = DIAG_YAML_VALUE,
                                    .origin = name->origin,
                                    .args = {STR("of"), name->text,
                                             n ? book->sheets[n - 1].name : (struct str){0}}});
    return false;
}

/* A sheet while it is read: the book's n-th, and its column at hand. */
struct sheet_reading {
    const struct docs *docs;
    const struct list_book *book;
    size_t n;
    struct diag *diag;
};

static bool read_count(const struct sheet_reading *reading, const struct yaml *node, size_t column,
                       struct list_count *count) {
    const struct yaml *same = yaml_get(node, "same"), *blank = yaml_get(node, "blank");
    const struct yaml *says = blank ? blank : yaml_get(node, "column");
    const struct list_sheet *own = &reading->book->sheets[reading->n];
    if (!find_sheet(reading->book, reading->n, yaml_get(node, "of"), &count->sheet,
                    reading->diag)) {
        return false;
    }
    const struct list_sheet *other = &reading->book->sheets[count->sheet];
    bool is_good = true;
    for (size_t i = 0; i < same->n_items; i++) {
        is_good =
            find_column(own, column, same->items[i], &count->here[i], reading->diag) &&
            find_column(other, other->n_columns, same->items[i], &count->there[i], reading->diag) &&
            is_good;
    }
    count->n_same = same->n_items;
    count->says = SIZE_MAX;
    count->text = yaml_text(node, "is");
    return is_good &&
           (!says || find_column(other, other->n_columns, says, &count->says, reading->diag));
}

static bool read_column(const struct sheet_reading *reading, const struct yaml *from, size_t at,
                        const struct prose_scope *scope) {
    const struct list_sheet *sheet = &reading->book->sheets[reading->n];
    struct list_column *column = &sheet->columns[at];
    const struct yaml *count = yaml_get(from, "count"), *across = yaml_get(from, "across");
    column->head = yaml_text(from, "head");
    sheet->widths[at] = column->width = (double)yaml_int(from, "width", 10, reading->diag);
    column->kind = find_kind(yaml_text(from, "kind"));
    column->is_summed = yaml_bool(from, "sum", false, reading->diag);
    column->choices = yaml_get(from, "choices");
    column->tones = yaml_get(from, "tones");
    if (count) {
        struct list_count *made = ARENA_NEW(reading->docs->arena, struct list_count);
        column->kind = LIST_COUNT;
        column->count = made;
        return read_count(reading, count, at, made);
    }
    if (across) {
        column->kind = LIST_NUMBER;
        return find_column(sheet, at, across, &column->across, reading->diag);
    }
    column->value = prose_read(reading->docs->arena, from, "value", scope, reading->diag);
    return column->value != NULL;
}

static bool read_sheet(const struct sheet_reading *reading, const struct yaml *node,
                       const struct prose_scope *scope) {
    struct arena *arena = reading->docs->arena;
    struct list_sheet *sheet = &reading->book->sheets[reading->n];
    const struct yaml *columns = yaml_get(node, "columns");
    struct prose_scope outer, inner;
    sheet->name = yaml_text(node, "name");
    sheet->within = yaml_text(node, "within");
    sheet->each = yaml_text(node, "each");
    sheet->total = yaml_text(node, "total");
    sheet->is_aside = yaml_bool(node, "aside", false, reading->diag);
    sheet->title = prose_read(arena, node, "title", scope, reading->diag);
    sheet->n_columns = columns->n_items;
    sheet->columns = ARENA_ARRAY(arena, struct list_column, sheet->n_columns);
    sheet->widths = ARENA_ARRAY(arena, double, sheet->n_columns);
    bool is_good = sheet->title && enter(node, "within", scope, &outer, reading->diag) &&
                   enter(node, "each", &outer, &inner, reading->diag);
    for (size_t i = 0; is_good && i < sheet->n_columns; i++) {
        is_good = read_column(reading, columns->items[i], i, &inner);
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
        const struct sheet_reading reading = {docs, book, i, diag};
        is_good = read_sheet(&reading, sheets->items[i], scope) && is_good;
    }
    return is_good ? book : NULL;
}
