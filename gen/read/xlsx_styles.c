/* Cell formats of a workbook, as far as they tell days from numbers (18.8). */
#include "read/xlsx.h"

/* Reading styles.xml. */
struct styles_reader {
    struct xlsx *xlsx;
    bool is_in_codes;
    bool is_in_cell_formats;
};

/* The number of a format; false without one. */
static bool read_id(const struct xml_attributes *attributes, uint32_t *id) {
    struct str value;
    int64_t number;
    bool is_there = xml_attribute(attributes, "numFmtId", &value) &&
                    str_to_int(str_trim(value), &number) && number >= 0 && number < UINT32_MAX;
    *id = is_there ? (uint32_t)number : 0;
    return is_there;
}

static bool refuse_many(const struct xlsx *xlsx) {
    return store_limit(xlsx->diag, xlsx->source, DIAG_WORD_LIMIT_FORMATS, STYLES_MOST);
}

static bool add_code(struct styles_reader *reader, const struct xml_attributes *attributes) {
    struct str code = {0};
    uint32_t id;
    xml_attribute(attributes, "formatCode", &code);
    return !read_id(attributes, &id) || styles_add_code(&reader->xlsx->styles, id, code) ||
           refuse_many(reader->xlsx);
}

/* numFmt also stands in dxfs, and xf in cellStyleXfs: neither is what cells point to. */
static bool start_styles(void *context, struct str name, const struct xml_attributes *attributes) {
    struct styles_reader *reader = context;
    if (str_is(name, "numFmts")) {
        reader->is_in_codes = true;
    } else if (str_is(name, "cellXfs")) {
        reader->is_in_cell_formats = true;
    } else if (reader->is_in_codes && str_is(name, "numFmt")) {
        return add_code(reader, attributes);
    } else if (reader->is_in_cell_formats && str_is(name, "xf")) {
        uint32_t id;
        read_id(attributes, &id);
        return styles_add(&reader->xlsx->styles, id) || refuse_many(reader->xlsx);
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

bool xlsx_read_styles(struct xlsx *xlsx, size_t part) {
    struct styles_reader reader = {.xlsx = xlsx};
    struct xml_calls calls = {&reader, start_styles, end_styles, text_styles};
    if (!xlsx_parse(xlsx, part, &calls)) {
        return false;
    }
    styles_finish(&xlsx->styles);
    return true;
}
