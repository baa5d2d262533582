/* When a package was last saved, as its core properties say (ECMA-376 part 2, 11). */
#include "read/xlsx.h"

/* Bytes of a moment: 2012-03-01T08:15:00Z. */
enum { MOMENT_LEN = 20 };

/* Reading docProps/core.xml. */
struct saved_reader {
    bool is_inside;
    char text[MOMENT_LEN];
    /* Bytes so far; more than MOMENT_LEN: it is no moment. */
    size_t len;
};

static bool start_property(void *context, struct str name,
                           const struct xml_attributes *attributes) {
    struct saved_reader *reader = context;
    (void)attributes;
    reader->is_inside = str_is(name, "modified");
    return true;
}

static bool end_property(void *context, struct str name) {
    struct saved_reader *reader = context;
    (void)name;
    reader->is_inside = false;
    return true;
}

static bool add_text(void *context, struct str text) {
    struct saved_reader *reader = context;
    for (size_t i = 0; reader->is_inside && i < text.len; i++) {
        if (reader->len < MOMENT_LEN) {
            reader->text[reader->len] = text.data[i];
        }
        reader->len += reader->len <= MOMENT_LEN;
    }
    return true;
}

/* It is written as 2012-03-01T08:15:00Z, so that two can be compared as texts. */
static bool is_moment(struct str text) {
    static const char like[] = "0000-00-00T00:00:00Z";
    bool is_good = text.len == MOMENT_LEN;
    for (size_t i = 0; is_good && i < MOMENT_LEN; i++) {
        bool is_digit = text.data[i] >= '0' && text.data[i] <= '9';
        is_good = like[i] == '0' ? is_digit : text.data[i] == like[i];
    }
    return is_good;
}

struct str xlsx_read_saved(struct xlsx *xlsx) {
    struct saved_reader reader = {.len = 0};
    const struct xml_calls calls = {&reader, start_property, end_property, add_text};
    struct diag *diag = xlsx->diag;
    struct xlsx_relations relations = {.n_items = 0};
    bool is_read = false;
    /* no cell depends on it: what is wrong with it is nobody's trouble */
    xlsx->diag = diag_open(xlsx->scratch);
    if (xlsx_read_relations(xlsx, STR(""), &relations)) {
        const struct xlsx_relation *core = xlsx_relation_of_type(&relations, "core-properties");
        is_read = core && core->part != SIZE_MAX && xlsx_parse(xlsx, core->part, &calls);
    }
    xlsx->diag = diag;
    struct str text = {reader.text, reader.len <= MOMENT_LEN ? reader.len : 0};
    return is_read && is_moment(text) ? str_copy(xlsx->scratch, text) : (struct str){0};
}
