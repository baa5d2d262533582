/* Cell formats of a workbook, as far as they tell days from numbers (18.8). */
#include "read/xlsx.h"

#include <stdlib.h>

/* Excel itself holds 65,490 formats. */
#define MOST_STYLES 65536U

/* A number format that the file defines. */
struct code {
    uint32_t id;
    /* Its turn in the file: of two with one id the later holds. */
    uint32_t turn;
    struct str code;
};

/* Reading styles.xml. */
struct styles_reader {
    struct xlsx *xlsx;
    bool is_in_codes;
    bool is_in_cell_formats;
    struct code *codes;
    size_t n_codes, codes_capacity;
    /* numFmtId of each cell format. */
    uint32_t *ids;
    size_t n_ids, ids_capacity;
};

static uint32_t read_id(const char *const *attributes) {
    struct str value;
    int64_t id = 0;
    if (xml_attribute(attributes, "numFmtId", &value)) {
        str_to_int(str_trim(value), &id);
    }
    return id > 0 && id < UINT32_MAX ? (uint32_t)id : 0;
}

static bool refuse_many(const struct xlsx *xlsx) {
    return store_limit(xlsx->diag, xlsx->source, DIAG_WORD_LIMIT_FORMATS, MOST_STYLES);
}

static bool add_code(struct styles_reader *reader, const char *const *attributes) {
    struct arena *scratch = reader->xlsx->scratch;
    struct str code = {0};
    xml_attribute(attributes, "formatCode", &code);
    if (reader->n_codes == MOST_STYLES) {
        return refuse_many(reader->xlsx);
    }
    struct code item = {read_id(attributes), (uint32_t)reader->n_codes, str_copy(scratch, code)};
    ARENA_PUSH(scratch, reader->codes, reader->n_codes, reader->codes_capacity, item);
    return true;
}

/* numFmt also stands in dxfs, and xf in cellStyleXfs: neither is what cells point to. */
static bool start_styles(void *context, struct str name, const char *const *attributes) {
    struct styles_reader *reader = context;
    if (str_is(name, "numFmts")) {
        reader->is_in_codes = true;
    } else if (str_is(name, "cellXfs")) {
        reader->is_in_cell_formats = true;
    } else if (reader->is_in_codes && str_is(name, "numFmt")) {
        return add_code(reader, attributes);
    } else if (reader->is_in_cell_formats && str_is(name, "xf")) {
        if (reader->n_ids == MOST_STYLES) {
            return refuse_many(reader->xlsx);
        }
        ARENA_PUSH(reader->xlsx->scratch, reader->ids, reader->n_ids, reader->ids_capacity,
                   read_id(attributes));
    }
    return true;
}

static bool end_styles(void *context, struct str name) {
    struct styles_reader *reader = context;
    if (str_is(name, "numFmts")) {
        reader->is_in_codes = false;
    } else if (str_is(name, "cellXfs")) {
        reader->is_in_cell_formats = false;
    }
    return true;
}

static bool text_styles(void *context, struct str text) {
    (void)context, (void)text;
    return true;
}

static int compare_codes(const void *a, const void *b) {
    const struct code *x = a, *y = b;
    if (x->id != y->id) {
        return x->id < y->id ? -1 : 1;
    }
    return x->turn < y->turn ? -1 : x->turn > y->turn;
}

/* The last definition of an id, or NULL. */
static const struct code *find_code(const struct styles_reader *reader, uint32_t id) {
    size_t low = 0, high = reader->n_codes;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (reader->codes[middle].id <= id) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low && reader->codes[low - 1].id == id ? &reader->codes[low - 1] : NULL;
}

static struct xlsx_style make_style(const struct styles_reader *reader, uint32_t id) {
    const struct code *code = find_code(reader, id);
    if (!code) {
        return (struct xlsx_style){.class = format_class_of_built_in(id)};
    }
    if (str_contains(code->code, STR(";"))) {
        return (struct xlsx_style){.code = code->code};
    }
    return (struct xlsx_style){.class = format_class_of(code->code, 1)};
}

bool xlsx_read_styles(struct xlsx *xlsx, size_t part) {
    struct styles_reader reader = {.xlsx = xlsx};
    struct xml_calls calls = {&reader, start_styles, end_styles, text_styles};
    if (!xlsx_parse(xlsx, part, &calls)) {
        return false;
    }
    if (reader.n_codes) {
        qsort(reader.codes, reader.n_codes, sizeof *reader.codes, compare_codes);
    }
    xlsx->styles = ARENA_ARRAY(xlsx->scratch, struct xlsx_style, reader.n_ids);
    xlsx->n_styles = reader.n_ids;
    for (size_t i = 0; i < reader.n_ids; i++) {
        xlsx->styles[i] = make_style(&reader, reader.ids[i]);
    }
    return true;
}

enum format_class xlsx_class_of(const struct xlsx *xlsx, uint32_t style, double value) {
    if (style >= xlsx->n_styles) {
        return FORMAT_NUMBER;
    }
    const struct xlsx_style *found = &xlsx->styles[style];
    return found->code.len ? format_class_of(found->code, value) : found->class;
}
