/* Relationships between parts, and the workbook part: which sheets there are, in which order. */
#include "read/xlsx.h"

/* Relationships of one part; a workbook of 1,024 sheets has little more. */
#define MOST_RELATIONS 10000

/* Names of ours that are read, and bytes of one and of what it stands for. */
enum { MOST_NAMES = 64, LONGEST_NAME = 64, LONGEST_MEANING = 512 };

/* Reading a .rels part. */
struct relations_reader {
    struct xlsx *xlsx;
    /* The part that the relationships start from. */
    struct str from;
    struct xlsx_relations *relations;
};

/* Reading the workbook part. */
struct workbook_reader {
    struct xlsx *xlsx;
    struct read_book *book;
    bool is_in_sheets;
    /* The name of ours that is being read, and what it stands for so far. */
    struct str name;
    struct buf text;
};

static struct str last_step(struct str path) {
    size_t start = path.len;
    while (start > 0 && path.data[start - 1] != '/') {
        start--;
    }
    return str_slice(path, start, path.len);
}

static struct str folder_of(struct str path) {
    return str_slice(path, 0, path.len - last_step(path).len);
}

static bool ignore_end(void *context, struct str name) {
    (void)context, (void)name;
    return true;
}

static bool ignore_text(void *context, struct str text) {
    (void)context, (void)text;
    return true;
}

struct str xlsx_resolve(struct arena *arena, struct str from, struct str target) {
    bool is_absolute = target.len && (target.data[0] == '/' || target.data[0] == '\\');
    struct str joined = is_absolute ? target : str_concat(arena, folder_of(from), target);
    struct str rest = unzip_fold_name(arena, joined), step;
    struct buf path = {.arena = arena};
    while (str_split(&rest, STR("/"), &step)) {
        if (str_is(step, "..")) {
            struct str so_far = str_slice(buf_str(&path), 0, path.len ? path.len - 1 : 0);
            path.len = folder_of(so_far).len;
        } else if (step.len && !str_is(step, ".")) {
            buf_add(&path, step);
            buf_add_byte(&path, '/');
        }
    }
    return str_slice(buf_str(&path), 0, path.len ? path.len - 1 : 0);
}

static unsigned digit_of(char c) {
    char low = (char)(c | 0x20);
    return format_is_digit(c)         ? (unsigned)(c - '0')
           : low >= 'a' && low <= 'f' ? (unsigned)(low - 'a' + 10)
                                      : 16;
}

/* The part that a target names: as it is written or, as addresses write what is no ASCII, with
 * bytes as %20 (RFC 3986, 2.1). */
static size_t find_target(struct xlsx *xlsx, struct str from, struct str target) {
    size_t part = unzip_find(xlsx->unzip, xlsx_resolve(xlsx->scratch, from, target));
    if (part != SIZE_MAX || !str_contains(target, STR("%"))) {
        return part;
    }
    struct buf plain = {.arena = xlsx->scratch};
    for (size_t i = 0; i < target.len; i++) {
        bool is_coded = target.data[i] == '%' && i + 2 < target.len;
        unsigned high = is_coded ? digit_of(target.data[i + 1]) : 16;
        unsigned low = is_coded ? digit_of(target.data[i + 2]) : 16;
        is_coded = high < 16 && low < 16;
        buf_add_byte(&plain,
                     is_coded ? (unsigned char)(high * 16 + low) : (unsigned char)target.data[i]);
        i += is_coded ? 2 : 0;
    }
    return unzip_find(xlsx->unzip, xlsx_resolve(xlsx->scratch, from, buf_str(&plain)));
}

static bool start_relation(void *context, struct str name,
                           const struct xml_attributes *attributes) {
    struct relations_reader *reader = context;
    struct xlsx *xlsx = reader->xlsx;
    struct str id, type, target, mode;
    if (!str_is(name, "Relationship") || !xml_attribute(attributes, "Id", &id) ||
        !xml_attribute(attributes, "Type", &type) ||
        !xml_attribute(attributes, "Target", &target) ||
        (xml_attribute(attributes, "TargetMode", &mode) && str_is(mode, "External"))) {
        return true;
    }
    if (reader->relations->n_items == MOST_RELATIONS) {
        return store_limit(xlsx->diag, xlsx->source, DIAG_WORD_LIMIT_RELATIONS, MOST_RELATIONS);
    }
    struct xlsx_relation relation = {.id = str_copy(xlsx->scratch, id),
                                     .type = str_copy(xlsx->scratch, last_step(type)),
                                     .part = find_target(xlsx, reader->from, target)};
    ARENA_PUSH(xlsx->scratch, reader->relations->items, reader->relations->n_items,
               reader->relations->capacity, relation);
    return true;
}

bool xlsx_read_relations(struct xlsx *xlsx, struct str part, struct xlsx_relations *relations) {
    struct str folder = folder_of(part), last = last_step(part);
    struct str name = str_format(xlsx->scratch, "%" STR_FMT "_rels/%" STR_FMT ".rels",
                                 STR_ARG(folder), STR_ARG(last));
    size_t found = unzip_find(xlsx->unzip, name);
    if (found == SIZE_MAX) {
        return true;
    }
    struct relations_reader reader = {.xlsx = xlsx, .from = part, .relations = relations};
    struct xml_calls calls = {&reader, start_relation, ignore_end, ignore_text};
    return xlsx_parse(xlsx, found, &calls);
}

const struct xlsx_relation *xlsx_relation_of_type(const struct xlsx_relations *relations,
                                                  const char *type) {
    for (size_t i = 0; i < relations->n_items; i++) {
        if (str_is(relations->items[i].type, type)) {
            return &relations->items[i];
        }
    }
    return NULL;
}

const struct xlsx_relation *xlsx_relation_of_id(const struct xlsx_relations *relations,
                                                struct str id) {
    for (size_t i = 0; i < relations->n_items; i++) {
        if (str_equal(relations->items[i].id, id)) {
            return &relations->items[i];
        }
    }
    return NULL;
}

static bool add_entry(struct xlsx *xlsx, const struct xml_attributes *attributes) {
    struct str name = {0}, relation = {0}, state = {0};
    xml_attribute(attributes, "name", &name);
    xml_prefixed_attribute(attributes, "id", &relation);
    xml_attribute(attributes, "state", &state);
    if (xlsx->n_entries == STORE_MOST_SHEETS) {
        return store_limit(xlsx->diag, xlsx->source, DIAG_WORD_LIMIT_SHEETS, STORE_MOST_SHEETS);
    }
    struct xlsx_entry entry = {.name = str_copy(xlsx->scratch, name),
                               .relation = str_copy(xlsx->scratch, relation),
                               .is_hidden = str_is(state, "hidden") || str_is(state, "veryHidden")};
    ARENA_PUSH(xlsx->scratch, xlsx->entries, xlsx->n_entries, xlsx->entries_capacity, entry);
    return true;
}

/* What a name stands for: "a text", or the sheet of a place, 'sheet'!$A$1. */
static struct str meaning_of(struct arena *arena, struct str formula) {
    formula = str_trim(formula);
    if (str_starts(formula, STR("\""))) {
        return str_slice(formula, 1, formula.len - 1);
    }
    size_t end = formula.len;
    while (end > 0 && formula.data[end - 1] != '!') {
        end--;
    }
    struct str sheet = str_slice(formula, 0, end > 0 ? end - 1 : 0);
    bool is_quoted = sheet.len > 1 && str_starts(sheet, STR("'")) && str_ends(sheet, STR("'"));
    sheet = is_quoted ? str_slice(sheet, 1, sheet.len - 1) : sheet;
    return str_replace(arena, sheet, STR("''"), STR("'"));
}

static void start_name(struct workbook_reader *reader, const struct xml_attributes *attributes) {
    struct str name = {0};
    xml_attribute(attributes, "name", &name);
    bool is_ours = str_starts(name, STR(READ_OWN_NAMES)) && name.len <= LONGEST_NAME &&
                   reader->book->n_names < MOST_NAMES;
    reader->name = is_ours ? str_copy(reader->xlsx->scratch, name) : (struct str){0};
    reader->text = (struct buf){.arena = reader->xlsx->scratch};
}

static void end_name(struct workbook_reader *reader) {
    if (reader->name.len) {
        struct read_book *book = reader->book;
        struct arena *arena = reader->xlsx->scratch;
        struct read_name name = {reader->name, meaning_of(arena, buf_str(&reader->text))};
        ARENA_PUSH(arena, book->names, book->n_names, book->names_capacity, name);
    }
    reader->name = (struct str){0};
}

static bool take_name(void *context, struct str text) {
    struct workbook_reader *reader = context;
    if (reader->name.len && reader->text.len + text.len <= LONGEST_MEANING) {
        buf_add(&reader->text, text);
    }
    return true;
}

static bool start_workbook(void *context, struct str name,
                           const struct xml_attributes *attributes) {
    struct workbook_reader *reader = context;
    if (str_is(name, "workbookPr")) {
        reader->xlsx->is_1904 = xml_is_true(attributes, "date1904");
        reader->book->is_1904 = reader->xlsx->is_1904;
    } else if (str_is(name, "calcPr")) {
        reader->xlsx->is_to_be_calculated = xml_is_true(attributes, "fullCalcOnLoad");
    } else if (str_is(name, "sheets")) {
        reader->is_in_sheets = true;
    } else if (str_is(name, "definedName")) {
        start_name(reader, attributes);
    } else if (reader->is_in_sheets && str_is(name, "sheet")) {
        return add_entry(reader->xlsx, attributes);
    }
    return true;
}

static bool end_workbook(void *context, struct str name) {
    struct workbook_reader *reader = context;
    if (str_is(name, "sheets")) {
        reader->is_in_sheets = false;
    } else if (str_is(name, "definedName")) {
        end_name(reader);
    }
    return true;
}

bool xlsx_read_workbook(struct xlsx *xlsx, size_t part, struct read_book *book) {
    struct workbook_reader reader = {.xlsx = xlsx, .book = book};
    struct xml_calls calls = {&reader, start_workbook, end_workbook, take_name};
    return xlsx_parse(xlsx, part, &calls);
}
