/* The blank workbook: every column that intake reads, with its choices and checks, and a row that
 * shows how it is done. */
#include "docs/intake_book_inner.h"

/* Excel's bounds of the texts at a cell, in characters. */
enum { MOST_TITLE = 32, MOST_MESSAGE = 255 };

/* The row behind the example. */
enum { FIRST_ENTRY = DOCS_FIRST_ROW + 1 };

/* ---- building -------------------------------------------------------------------------------- */

/* A workbook being made. */
struct binder {
    const struct docs *docs;
    struct arena *arena;
    const struct intake_book *book;
    struct workbook *workbook;
    /* The hidden sheet of choices, and which of its columns has which list. */
    struct sheet *choices;
    struct dictionary *lists;
    uint32_t n_lists;
    struct diag *diag;
};

/* A sheet being made. */
struct leaf {
    struct binder *binder;
    /* Its entry in the file. */
    const struct yaml *entry;
    const struct column_book *columns;
    struct sheet *sheet;
    double *widths;
    enum cell_style *styles;
    uint32_t n_columns;
};

static const struct column_facts *find_column(const struct column_book *book, enum field field) {
    for (size_t i = 0; i < book->n_columns; i++) {
        if (book->columns[i].field == field) {
            return &book->columns[i];
        }
    }
    return NULL;
}

/* Only later editions ask for the field. */
static bool is_later(const struct binder *binder, enum field field) {
    const struct yaml *since = yaml_get(binder->book->words, "since");
    for (size_t i = 0; i < since->n_items; i++) {
        bool is_now = str_compare(binder->docs->settings.edition, since->keys[i]) >= 0;
        for (size_t k = 0; !is_now && k < since->items[i]->n_items; k++) {
            if (intake_book_is_under(since->items[i]->items[k]->text, field)) {
                return true;
            }
        }
    }
    return false;
}

/* A list of the sheet's entry names the field. */
static bool is_listed(const struct leaf *leaf, const char *list, enum field field) {
    const struct yaml *names = yaml_get(leaf->entry, list);
    for (size_t i = 0; names && i < names->n_items; i++) {
        if (str_is(names->items[i]->text, field_info(field)->name)) {
            return true;
        }
    }
    return false;
}

/* ---- choices --------------------------------------------------------------------------------- */

/* Puts a list onto the sheet of choices, once; the column it has there. */
static uint32_t place_list(struct binder *binder, struct str name, const struct str *choices,
                           size_t n) {
    size_t at;
    if (dictionary_get(binder->lists, name, &at)) {
        return (uint32_t)at;
    }
    uint32_t column = binder->n_lists++;
    dictionary_put(binder->lists, name, column);
    sheet_text(binder->arena, binder->choices, 0, column, name, STYLE_HEADER);
    for (size_t i = 0; i < n; i++) {
        sheet_text(binder->arena, binder->choices, 1 + (uint32_t)i, column, choices[i], STYLE_BODY);
    }
    return column;
}

/* The label by which the edition calls what an example says in a word of any: an option of the list
 * or a spelling of one. */
static struct str label_of(const struct yaml *options, struct str word) {
    for (size_t i = 0; options && i < options->n_items; i++) {
        const struct yaml *spellings = yaml_get(options->items[i], "spellings");
        bool is_it = str_equal(yaml_text(options->items[i], "label"), word);
        for (size_t k = 0; spellings && k < spellings->n_items && !is_it; k++) {
            is_it = str_equal(spellings->items[k]->text, word);
        }
        if (is_it) {
            return yaml_text(options->items[i], "label");
        }
    }
    return word;
}

/* What the example row says in a column. */
static struct str example_of(const struct leaf *leaf, enum field field) {
    const struct field_info *info = field_info(field);
    const struct yaml *list = yaml_get(leaf->binder->book->lists, info->options);
    struct str word = yaml_text(yaml_get(leaf->entry, "example"), info->name);
    return label_of(yaml_get(list, "options"), word);
}

/* The choices of a column: of its option list, or of its type. */
static struct str *list_choices(const struct binder *binder, const struct column_facts *column,
                                const struct yaml *type, size_t *n, bool *is_open) {
    const char *name = field_info(column->field)->options;
    const struct yaml *options = yaml_get(yaml_get(binder->book->lists, name), "options");
    const struct yaml *list = options ? options : yaml_get(type, "choices");
    struct str *choices = ARENA_ARRAY(binder->arena, struct str, list ? list->n_items : 0);
    *n = list ? list->n_items : 0;
    *is_open = false;
    for (size_t i = 0; i < *n; i++) {
        choices[i] = options ? yaml_text(list->items[i], "label") : list->items[i]->text;
        *is_open |= options && yaml_bool(list->items[i], "other", false, binder->diag);
    }
    return choices;
}

/* ---- columns --------------------------------------------------------------------------------- */

/* The first characters of a text. */
static struct str cut(struct str text, size_t most) {
    size_t end = 0;
    for (size_t i = 0; i < most && end < text.len; i++) {
        utf8_next(text, &end);
    }
    return str_slice(text, 0, end);
}

static const struct yaml *type_of(const struct binder *binder, enum field field) {
    return yaml_get(yaml_get(binder->book->words, "types"),
                    intake_book_types[field_info(field)->type].name);
}

/* The column must be filled, whatever stands in others. */
static bool is_starred(const struct leaf *leaf, const struct column_facts *column) {
    return (column->is_required && column->condition == N_FIELDS) ||
           is_listed(leaf, "starred", column->field);
}

/* The column must be filled where something holds: what its sheet says, or what the bureau asks of
 * the filing form. */
static bool is_asked(const struct leaf *leaf, const struct column_facts *column) {
    const struct yaml *asked = yaml_get(leaf->entry, "asked");
    struct form_box box;
    return !is_starred(leaf, column) &&
           (column->is_required || yaml_text(asked, field_info(column->field)->name).len ||
            rules_form_box(leaf->binder->docs->rules, column->field, &box));
}

/* That a box of the filing form is left blank without it; empty if it has none. */
static struct str boxed_of(const struct leaf *leaf, const struct column_facts *column) {
    const struct binder *binder = leaf->binder;
    const struct yaml *words = yaml_get(binder->book->words, "words");
    struct form_box box;
    if (!rules_form_box(binder->docs->rules, column->field, &box)) {
        return (struct str){0};
    }
    const struct column_facts *basis =
        box.basis == N_FIELDS ? NULL : find_column(leaf->columns, box.basis);
    if (!basis && box.level == 0) {
        return yaml_text(words, "boxed");
    }
    const struct str_argument argument = {
        STR("1"), basis ? basis->name : rules_level(binder->docs->rules, box.level).numeral};
    return str_fill(binder->arena, yaml_text(words, basis ? "boxed_beside" : "boxed_level"),
                    &argument, 1);
}

/* What is said at the cells of a column. */
static struct str message_of(const struct leaf *leaf, const struct column_facts *column,
                             bool is_open) {
    const struct binder *binder = leaf->binder;
    const struct yaml *words = yaml_get(binder->book->words, "words");
    const struct column_facts *condition =
        column->condition == N_FIELDS ? NULL : find_column(leaf->columns, column->condition);
    struct buf buf = {.arena = binder->arena};
    struct str asked = yaml_text(yaml_get(leaf->entry, "asked"), field_info(column->field)->name);
    if (asked.len) {
        buf_add(&buf, asked);
    } else if (column->is_required && condition) {
        const struct str_argument argument = {STR("1"), condition->name};
        buf_add(&buf, str_fill(binder->arena, yaml_text(words, "condition"), &argument, 1));
    } else if (is_starred(leaf, column)) {
        buf_add(&buf, yaml_text(words, "required"));
    } else {
        buf_add(&buf, boxed_of(leaf, column));
    }
    buf_add(&buf, yaml_text(yaml_get(leaf->entry, "notes"), field_info(column->field)->name));
    buf_add(&buf, yaml_text(type_of(binder, column->field), "message"));
    buf_add(&buf, is_open ? yaml_text(words, "open") : (struct str){0});
    return cut(buf_str(&buf), MOST_MESSAGE);
}

/* Bounds as the sheet has them: days run from the first of a year to the last of another. */
static void set_bounds(const struct binder *binder, const struct yaml *type,
                       struct sheet_input *input) {
    int64_t low = yaml_int(type, "low", 0, binder->diag);
    int64_t high = yaml_int(type, "high", 0, binder->diag);
    input->low = (double)low;
    input->high = (double)high;
    if (input->kind == INPUT_DATE) {
        input->low = (double)date_to_days((struct date){(int)low, 1, 1});
        input->high = (double)date_to_days((struct date){(int)high, 12, 31});
    }
}

static enum input_kind kind_of(const struct yaml *type) {
    static const enum input_kind kinds[] = {INPUT_ANY,   INPUT_CHOICE, INPUT_DATE,
                                            INPUT_WHOLE, INPUT_NUMBER, INPUT_LENGTH};
    size_t i = 0;
    while (!str_is(yaml_text(type, "check"), intake_book_checks[i])) {
        i++;
    }
    return kinds[i];
}

static void ask(const struct leaf *leaf, const struct column_facts *column, uint32_t at) {
    struct binder *binder = leaf->binder;
    const struct field_info *info = field_info(column->field);
    const struct yaml *type = type_of(binder, column->field);
    size_t n;
    bool is_open;
    const struct str *choices = list_choices(binder, column, type, &n, &is_open);
    int64_t n_rows = yaml_int(binder->book->words, "rows", 1, binder->diag);
    struct sheet_input input = {
        .first_row = FIRST_ENTRY,
        .last_row = FIRST_ENTRY + (uint32_t)n_rows - 1,
        .column = at,
        .kind = kind_of(type),
        .is_strict =
            yaml_bool(type, "strict", info->type == FIELD_OPTION && !is_open, binder->diag),
        .title = cut(column->name, MOST_TITLE),
        .message = message_of(leaf, column, is_open),
        .fault = yaml_text(type, "fault")};
    set_bounds(binder, type, &input);
    if (input.kind == INPUT_CHOICE && n > 0) {
        struct str list =
            str_from_c(info->options[0] ? info->options : intake_book_types[info->type].name);
        input.choices = binder->choices;
        input.choices_column = place_list(binder, list, choices, n);
        input.first_choice = 1;
        input.last_choice = (uint32_t)n;
    } else if (input.kind == INPUT_CHOICE) {
        input.kind = INPUT_ANY;
    }
    sheet_ask(binder->arena, leaf->sheet, input);
}

static void add_column(struct leaf *leaf, const struct column_facts *column) {
    struct binder *binder = leaf->binder;
    uint32_t at = leaf->n_columns++;
    const struct field_info *info = field_info(column->field);
    bool is_required = is_starred(leaf, column), may_be_required = is_asked(leaf, column);
    struct str header = column->name;
    if (is_required || may_be_required) {
        struct str mark =
            yaml_text(binder->book->words, is_required ? "required_mark" : "asked_mark");
        header = str_concat(binder->arena, header, mark);
    }
    sheet_text(binder->arena, leaf->sheet, 1, at, header,
               is_required ? STYLE_REQUIRED : STYLE_HEADER);
    sheet_text(binder->arena, leaf->sheet, DOCS_FIRST_ROW, at, example_of(leaf, column->field),
               STYLE_EXAMPLE);
    int64_t width = yaml_int(type_of(binder, column->field), "width", 0, binder->diag);
    leaf->widths[at] =
        (double)yaml_int(yaml_get(leaf->entry, "widths"), info->name, width, binder->diag);
    leaf->styles[at] = intake_book_types[info->type].is_text ? STYLE_ENTRY : STYLE_ENTRY_NUMBER;
    ask(leaf, column, at);
}

static void add_columns(struct leaf *leaf) {
    const struct yaml *only = yaml_get(leaf->entry, "only");
    for (size_t i = 0; only && i < only->n_items; i++) {
        const struct yaml *name = only->items[i];
        enum field field;
        const struct column_facts *column =
            field_find(name->text, &field) ? find_column(leaf->columns, field) : NULL;
        if (column) {
            add_column(leaf, column);
        } else {
            intake_book_report_field(leaf->binder->diag, name->text, name->origin);
        }
    }
    for (size_t i = 0; !only && i < leaf->columns->n_columns; i++) {
        const struct column_facts *column = &leaf->columns->columns[i];
        if (!is_listed(leaf, "without", column->field) && !is_later(leaf->binder, column->field)) {
            add_column(leaf, column);
        }
    }
}

/* ---- sheets ---------------------------------------------------------------------------------- */

static void add_sheet(struct binder *binder, const struct yaml *entry,
                      const struct column_book *columns) {
    const struct yaml *words = binder->book->words;
    const struct yaml *only = yaml_get(entry, "only");
    size_t most = 1 + (only ? only->n_items : columns->n_columns);
    struct sheet *sheet = sheet_add(binder->arena, binder->workbook, yaml_text(entry, "sheet"));
    struct leaf leaf = {.binder = binder,
                        .entry = entry,
                        .columns = columns,
                        .sheet = sheet,
                        .widths = ARENA_ARRAY(binder->arena, double, most),
                        .styles = ARENA_ARRAY(binder->arena, enum cell_style, most),
                        .n_columns = 1};
    sheet_text(binder->arena, sheet, 0, 0, yaml_text(entry, "title"), STYLE_TITLE);
    sheet_text(binder->arena, sheet, 1, 0, yaml_text(words, "number"), STYLE_HEADER);
    sheet_text(binder->arena, sheet, DOCS_FIRST_ROW, 0, yaml_text(words, "example"), STYLE_EXAMPLE);
    leaf.widths[0] = 6;
    leaf.styles[0] = STYLE_ENTRY_NUMBER;
    add_columns(&leaf);
    sheet->header_rows = DOCS_FIRST_ROW;
    sheet->is_landscape = true;
    sheet->widths = leaf.widths;
    sheet->n_widths = leaf.n_columns;
    sheet->column_styles = leaf.styles;
    sheet->n_column_styles = leaf.n_columns;
}

static void add_sheets(struct binder *binder, const struct column_book *books, size_t n_books) {
    const struct yaml *sheets = yaml_get(binder->book->words, "sheets");
    for (size_t i = 0; i < sheets->n_items; i++) {
        const struct yaml *name = yaml_get(sheets->items[i], "columns");
        if (str_compare(binder->docs->settings.edition, yaml_text(sheets->items[i], "from")) < 0) {
            continue;
        }
        size_t k = 0;
        while (k < n_books && !str_equal(books[k].name, name->text)) {
            k++;
        }
        if (k < n_books) {
            add_sheet(binder, sheets->items[i], &books[k]);
        } else {
            diag_report(binder->diag, &(struct diag_note){.id = DIAG_YAML_VALUE,
                                                          .origin = name->origin,
                                                          .args = {STR("columns"), name->text,
                                                                   STR("templates/columns")}});
        }
    }
}

static struct sheet *add_notes(struct binder *binder) {
    static const double widths[] = {110};
    struct arena *arena = binder->arena;
    const struct yaml *notes = yaml_get(binder->book->words, "notes");
    const struct yaml *lines = yaml_get(notes, "lines");
    const struct str_argument arguments[] = {
        {STR("edition"), binder->docs->settings.edition},
        {STR("version"), yaml_text(binder->book->words, "version")}};
    struct sheet *sheet = sheet_add(arena, binder->workbook, yaml_text(notes, "sheet"));
    sheet->widths = widths;
    sheet->n_widths = 1;
    sheet_text(arena, sheet, 0, 0, str_fill(arena, yaml_text(notes, "title"), arguments, 2),
               STYLE_TITLE);
    for (uint32_t i = 0; i < lines->n_items; i++) {
        sheet_text(arena, sheet, 1 + i, 0, lines->items[i]->text, STYLE_BODY);
    }
    return sheet;
}

/* Hidden names: the version, and the sheets that are no data. */
static void add_hidden_names(struct binder *binder, const struct sheet *notes) {
    struct workbook_name *names = ARENA_ARRAY(binder->arena, struct workbook_name, 3);
    struct str edition = binder->docs->settings.edition;
    struct str version = yaml_text(binder->book->words, "version");
    names[0] = (struct workbook_name){.name = STR(BOOK_NAME_VERSION),
                                      .text = str_format(binder->arena, "%" STR_FMT "-%" STR_FMT,
                                                         STR_ARG(edition), STR_ARG(version))};
    names[1] = (struct workbook_name){.name = STR(BOOK_NAME_ASIDE "1"), .sheet = notes};
    names[2] = (struct workbook_name){.name = STR(BOOK_NAME_ASIDE "2"), .sheet = binder->choices};
    binder->workbook->names = names;
    binder->workbook->n_names = 3;
}

struct workbook *intake_book_build(const struct docs *docs, struct arena *arena,
                                   const struct column_book *books, size_t n_books,
                                   struct diag *diag) {
    size_t n_errors = diag_n_errors(diag);
    const struct yaml *words = docs->intake_book->words;
    struct workbook *workbook = ARENA_NEW(arena, struct workbook);
    workbook->title = yaml_text(words, "title");
    workbook->author = yaml_text(words, "author");
    workbook->date = docs->settings.as_of;
    struct sheet *choices = ARENA_NEW(arena, struct sheet);
    choices->name = yaml_text(words, "choices_sheet");
    choices->is_hidden = true;
    struct binder binder = {.docs = docs,
                            .arena = arena,
                            .book = docs->intake_book,
                            .workbook = workbook,
                            .choices = choices,
                            .lists = dictionary_open(arena),
                            .diag = diag};
    add_sheets(&binder, books, n_books);
    const struct sheet *notes = add_notes(&binder);
    ARENA_PUSH(arena, workbook->sheets, workbook->n_sheets, workbook->capacity, choices);
    add_hidden_names(&binder, notes);
    return diag_n_errors(diag) == n_errors ? workbook : NULL;
}
