/* The wording of the blank workbook: its shape, and that every field it names is one. */
#include "docs/intake_book_inner.h"

/* Characters that Excel shows of a complaint at a cell. */
enum { MOST_FAULT = 225 };

const struct intake_book_type intake_book_types[] = {
    [FIELD_TEXT] = {"text", true},       [FIELD_DIGITS6] = {"digits6", true},
    [FIELD_PHONE] = {"phone", true},     [FIELD_OPTION] = {"option", true},
    [FIELD_OPTIONS] = {"options", true}, [FIELD_BOOL] = {"bool", true},
    [FIELD_COUNT] = {"count", false},    [FIELD_PERCENT] = {"percent", false},
    [FIELD_MONEY] = {"money", false},    [FIELD_NUMBER] = {"number", false},
    [FIELD_LEVEL] = {"level", true},     [FIELD_DATE] = {"date", false},
};

static bool is_short(const struct yaml_shape *shape, struct str text) {
    return text.len && utf8_count(text) <= (size_t)shape->high;
}

const char *const intake_book_checks[] = {"any",    "choice", "date", "whole",
                                          "number", "length", NULL};
static const struct yaml_shape bound_shape = {.kind = YAML_NUMBER, .high = 1000000000};
static const struct yaml_shape width_shape = {.kind = YAML_NUMBER, .low = 1, .high = 255};
static const struct yaml_shape fault_shape = {
    .kind = YAML_TEXT, .fits = is_short, .high = MOST_FAULT, .example = "1-225"};
static const struct yaml_shape message_shape = {
    .kind = YAML_TEXT, .fits = is_short, .high = 100, .example = "1-100"};
static const struct yaml_shape type_shape = {
    .kind = YAML_RECORD,
    .keys =
        YAML_KEYS(YAML_NEED("width", &width_shape),
                  YAML_NEED("check", YAML_SHAPE(.kind = YAML_WORD, .words = intake_book_checks)),
                  YAML_NEED("message", &message_shape), YAML_MAY("choices", &yaml_some_texts),
                  YAML_MAY("low", &bound_shape), YAML_MAY("high", &bound_shape),
                  YAML_MAY("strict", &yaml_some_flag), YAML_MAY("fault", &fault_shape))};
static const struct yaml_shape types_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("text", &type_shape), YAML_NEED("digits6", &type_shape),
                      YAML_NEED("phone", &type_shape), YAML_NEED("option", &type_shape),
                      YAML_NEED("options", &type_shape), YAML_NEED("bool", &type_shape),
                      YAML_NEED("count", &type_shape), YAML_NEED("percent", &type_shape),
                      YAML_NEED("money", &type_shape), YAML_NEED("number", &type_shape),
                      YAML_NEED("level", &type_shape), YAML_NEED("date", &type_shape))};
static const struct yaml_shape texts_shape = {.kind = YAML_NAMED, .entry = &message_shape};
static const struct yaml_shape sheet_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("sheet", &docs_sheet_name), YAML_NEED("title", &yaml_some_text),
                      YAML_MAY("from", &yaml_some_text), YAML_NEED("columns", &yaml_some_text),
                      YAML_MAY("only", &yaml_some_texts), YAML_MAY("without", &yaml_some_texts),
                      YAML_MAY("starred", &yaml_some_texts), YAML_MAY("asked", &texts_shape),
                      YAML_NEED("example", &texts_shape), YAML_MAY("notes", &texts_shape),
                      YAML_MAY("widths", YAML_SHAPE(.kind = YAML_NAMED, .entry = &width_shape)))};
static const struct yaml_shape notes_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("sheet", &docs_sheet_name), YAML_NEED("title", &yaml_some_text),
                      YAML_NEED("lines", &yaml_some_texts))};
static const struct yaml_shape words_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("required", &message_shape), YAML_NEED("condition", &message_shape),
                      YAML_NEED("open", &message_shape), YAML_NEED("boxed", &message_shape),
                      YAML_NEED("boxed_level", &message_shape),
                      YAML_NEED("boxed_beside", &message_shape))};
static const struct yaml_shape book_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(
        YAML_NEED("title", &yaml_some_text), YAML_NEED("author", &yaml_some_text),
        YAML_NEED("version", &yaml_some_text), YAML_NEED("number", &yaml_some_text),
        YAML_NEED("example", &yaml_some_text), YAML_NEED("required_mark", &yaml_some_text),
        YAML_NEED("asked_mark", &yaml_some_text),
        YAML_NEED("rows", YAML_SHAPE(.kind = YAML_NUMBER, .low = 1, .high = 100000)),
        YAML_NEED("choices_sheet", &docs_sheet_name), YAML_NEED("notes", &notes_shape),
        YAML_NEED("since", YAML_SHAPE(.kind = YAML_NAMED, .entry = &yaml_some_texts)),
        YAML_NEED("words", &words_shape), YAML_NEED("types", &types_shape),
        YAML_NEED("sheets", YAML_SHAPE(.kind = YAML_ENTRIES, .entry = &sheet_shape)))};

bool intake_book_report_field(struct diag *diag, struct str name, struct origin origin) {
    diag_report(diag, &(struct diag_note){.id = DIAG_FORM_FIELD,
                                          .origin = origin,
                                          .value = name,
                                          .args = {name, field_nearest(name)}});
    return false;
}

/* The name is that of a field of the sheet's kind. */
static bool check_name(struct str name, struct str kind, struct origin origin, struct diag *diag) {
    enum field field;
    /* what a unit's management did is the unit's own */
    struct str owner = str_is(kind, "management") ? STR("unit") : kind;
    bool is_of_kind =
        str_starts(name, owner) && name.len > owner.len && name.data[owner.len] == '.';
    return (is_of_kind && field_find(name, &field)) || intake_book_report_field(diag, name, origin);
}

/* Every field that a sheet's entry names is one. */
static bool check_sheet(const struct yaml *entry, struct diag *diag) {
    static const char *const lists[] = {"only", "without", "starred"};
    static const char *const maps[] = {"example", "notes", "widths", "asked"};
    struct str kind = yaml_text(entry, "columns");
    bool is_good = true;
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        const struct yaml *list = yaml_get(entry, lists[i]);
        for (size_t k = 0; list && k < list->n_items; k++) {
            is_good &= check_name(list->items[k]->text, kind, list->items[k]->origin, diag);
        }
    }
    for (size_t i = 0; i < sizeof maps / sizeof maps[0]; i++) {
        const struct yaml *map = yaml_get(entry, maps[i]);
        for (size_t k = 0; map && k < map->n_items; k++) {
            is_good &= check_name(map->keys[k], kind, map->key_origins[k], diag);
        }
    }
    return is_good;
}

bool intake_book_is_under(struct str name, enum field field) {
    struct str whole = str_from_c(field_info(field)->name);
    return str_starts(whole, name) && (whole.len == name.len || whole.data[name.len] == '.');
}

/* Everything that only later editions ask for is a field, or the beginning of some. */
static bool check_since(const struct yaml *since, struct diag *diag) {
    bool is_good = true;
    for (size_t i = 0; i < since->n_items; i++) {
        for (size_t k = 0; k < since->items[i]->n_items; k++) {
            const struct yaml *name = since->items[i]->items[k];
            size_t field = 0;
            while (field < N_FIELDS && !intake_book_is_under(name->text, (enum field)field)) {
                field++;
            }
            is_good &= field < N_FIELDS || intake_book_report_field(diag, name->text, name->origin);
        }
    }
    return is_good;
}

static bool check_words(const struct yaml *words, struct diag *diag) {
    const struct yaml *sheets = yaml_get(words, "sheets");
    bool is_good = check_since(yaml_get(words, "since"), diag);
    for (size_t i = 0; i < sheets->n_items; i++) {
        is_good &= check_sheet(sheets->items[i], diag);
    }
    return is_good;
}

struct intake_book *intake_book_of(const struct docs *docs, const struct yaml *words,
                                   struct diag *diag) {
    struct intake_book *book = ARENA_NEW(docs->arena, struct intake_book);
    book->words = words;
    book->lists = option_lists_read(docs->arena, docs->shelf, docs->settings.edition, diag);
    return words && book->lists && check_words(words, diag) ? book : NULL;
}

struct intake_book *intake_book_read(const struct docs *docs, struct diag *diag) {
    struct str edition = docs->settings.edition;
    return intake_book_of(
        docs, shelf_yaml(docs->shelf, "docs/intake-book", edition, &book_shape, diag), diag);
}
