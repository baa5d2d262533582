/* Sheets that are not ours, and how they are told from ours. */
#include "intake/others.h"

static const struct yaml_shape other_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("name", &yaml_some_text), YAML_NEED("headers", &yaml_some_texts),
                      YAML_MAY("titles", &yaml_some_texts))};
static const struct yaml_shape others_shape = {
    .kind = YAML_RECORD,
    .keys =
        YAML_KEYS(YAML_NEED("others", YAML_SHAPE(.kind = YAML_ENTRIES, .entry = &other_shape)))};

const struct others *others_read(struct arena *arena, struct shelf *shelf, struct str edition,
                                 struct diag *diag) {
    const struct yaml *tree = shelf_yaml(shelf, "columns/others", edition, &others_shape, diag);
    if (!tree) {
        return NULL;
    }
    const struct yaml *list = yaml_get(tree, "others");
    struct others *others = ARENA_NEW(arena, struct others);
    others->sheets = ARENA_ARRAY(arena, struct other_sheet, list->n_items);
    for (size_t i = 0; i < list->n_items; i++) {
        struct other_sheet *sheet = &others->sheets[others->n_sheets++];
        const struct yaml *headers = yaml_get(list->items[i], "headers");
        sheet->name = str_copy(arena, yaml_text(list->items[i], "name"));
        sheet->headers = dictionary_open(arena);
        sheet->titles = words_from_yaml(arena, yaml_get(list->items[i], "titles"));
        for (size_t j = 0; j < headers->n_items; j++) {
            dictionary_put(sheet->headers, header_key(arena, headers->items[j]->text), j);
        }
    }
    return others;
}

const struct other_sheet *others_find(const struct others *others, struct arena *scratch,
                                      const struct str *texts, size_t n_texts, size_t *n_found) {
    const struct other_sheet *best = NULL;
    struct str *keys = ARENA_ARRAY(scratch, struct str, n_texts);
    for (size_t j = 0; j < n_texts; j++) {
        keys[j] = header_key(scratch, without_brackets(scratch, texts[j], SIZE_MAX));
    }
    *n_found = 0;
    for (size_t i = 0; i < others->n_sheets; i++) {
        size_t n = 0, at;
        for (size_t j = 0; j < n_texts; j++) {
            n += dictionary_get(others->sheets[i].headers, keys[j], &at);
        }
        best = n > *n_found ? &others->sheets[i] : best;
        *n_found = n > *n_found ? n : *n_found;
    }
    return best;
}

const struct other_sheet *others_titled(const struct others *others, struct arena *scratch,
                                        struct str title) {
    struct str key = value_key(scratch, title);
    for (size_t i = 0; i < others->n_sheets; i++) {
        const struct words *titles = &others->sheets[i].titles;
        for (size_t j = 0; j < titles->n_words; j++) {
            if (str_contains(key, titles->words[j])) {
                return &others->sheets[i];
            }
        }
    }
    return NULL;
}
