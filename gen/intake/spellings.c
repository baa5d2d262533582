/* spellings.yaml as word lists. */
#include "intake/words.h"

struct words words_from_yaml(struct arena *arena, const struct yaml *list) {
    struct words words = {0};
    size_t n = list && list->kind == YAML_LIST ? list->n_items : 0;
    words.words = ARENA_ARRAY(arena, struct str, n);
    for (size_t i = 0; i < n; i++) {
        words.words[words.n_words++] = value_key(arena, list->items[i]->text);
    }
    return words;
}

static void read_separators(struct arena *arena, const struct yaml *list, struct words *words) {
    size_t n = list && list->kind == YAML_LIST ? list->n_items : 0;
    words->words = ARENA_ARRAY(arena, struct str, n);
    for (size_t i = 0; i < n; i++) {
        words->words[words->n_words++] = str_copy(arena, list->items[i]->text);
    }
}

static void read_money(struct arena *arena, const struct yaml *map, struct diag *diag,
                       struct spellings *spellings) {
    size_t n = map && map->kind == YAML_MAP ? map->n_items : 0;
    spellings->money = ARENA_ARRAY(arena, struct money_word, n);
    for (size_t i = 0; i < n; i++) {
        char *name = str_to_c(arena, map->keys[i]);
        spellings->money[spellings->n_money++] =
            (struct money_word){value_key(arena, map->keys[i]), yaml_int(map, name, 1, diag)};
    }
}

static void read_lists(struct arena *arena, const struct yaml *tree, struct spellings *s) {
    const struct {
        const char *key;
        struct words *words;
    } lists[] = {
        {"total", &s->total},
        {"total_before", &s->total_before},
        {"total_after", &s->total_after},
        {"note", &s->note},
        {"whose", &s->whose},
        {"money_line", &s->money_line},
        {"header_prefixes", &s->header_prefixes},
        {"placeholder", &s->placeholder},
        {"nothing", &s->nothing},
        {"ungraded", &s->ungraded},
        {"level_before", &s->level_before},
        {"level_after", &s->level_after},
        {"yes", &s->yes},
        {"no", &s->no},
        {"year", &s->year},
        {"month", &s->month},
        {"day", &s->day},
        {"never", &s->never},
        {"all", &s->all},
        {"none", &s->none},
        {"part", &s->part},
        {"zero", &s->zero},
        {"count_after", &s->count_after},
        {"money_before", &s->money_before},
        {"phone_words", &s->phone_words},
        {"across_after", &s->across_after},
    };
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        *lists[i].words = words_from_yaml(arena, yaml_get(tree, lists[i].key));
    }
    const struct yaml *numerals = yaml_get(tree, "numerals");
    for (int i = 0; i <= 10; i++) {
        char key[4];
        key[0] = (char)('0' + i / 10);
        key[1] = (char)('0' + i % 10);
        key[2] = 0;
        s->numerals[i] = words_from_yaml(arena, yaml_get(numerals, i < 10 ? key + 1 : key));
    }
    read_separators(arena, yaml_get(tree, "separators"), &s->separators);
}

static void read_texts(struct arena *arena, const struct yaml *tree, struct spellings *s) {
    const struct yaml *allowed = yaml_get(tree, "allowed");
    const struct {
        const struct yaml *map;
        const char *key;
        struct str *text;
    } texts[] = {
        {tree, "no_column", &s->no_column},
        {tree, "hidden_sheet", &s->hidden_sheet},
        {tree, "hidden_row", &s->hidden_row},
        {tree, "hidden_column", &s->hidden_column},
        {tree, "yes_label", &s->yes_label},
        {tree, "no_label", &s->no_label},
        {tree, "part_label", &s->part_label},
        {tree, "money_label", &s->money_label},
        {tree, "precision_year", &s->precision_year},
        {tree, "precision_month", &s->precision_month},
        {tree, "across", &s->across},
        {tree, "joiner", &s->joiner},
        {allowed, "level", &s->allow_level},
        {allowed, "bool", &s->allow_bool},
        {allowed, "date", &s->allow_date},
        {allowed, "percent", &s->allow_percent},
        {allowed, "count", &s->allow_count},
        {allowed, "money", &s->allow_money},
        {allowed, "phone", &s->allow_phone},
        {allowed, "digits6", &s->allow_digits6},
        {allowed, "credit_code", &s->allow_credit_code},
        {allowed, "code_label", &s->code_label},
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        *texts[i].text = str_copy(arena, yaml_text(texts[i].map, texts[i].key));
    }
}

const struct spellings *spellings_read(struct arena *arena, struct shelf *shelf, struct str edition,
                                       struct diag *diag) {
    const struct yaml *tree = shelf_yaml(shelf, "columns/spellings", edition, diag);
    if (!tree) {
        return NULL;
    }
    static const char *const keys[] = {"total",
                                       "total_before",
                                       "total_after",
                                       "note",
                                       "whose",
                                       "money_line",
                                       "header_prefixes",
                                       "no_column",
                                       "hidden_sheet",
                                       "hidden_row",
                                       "hidden_column",
                                       "placeholder",
                                       "nothing",
                                       "ungraded",
                                       "level_before",
                                       "level_after",
                                       "numerals",
                                       "yes_label",
                                       "no_label",
                                       "yes",
                                       "no",
                                       "year",
                                       "month",
                                       "day",
                                       "never",
                                       "precision_year",
                                       "precision_month",
                                       "all",
                                       "none",
                                       "part",
                                       "part_label",
                                       "zero",
                                       "count_after",
                                       "money",
                                       "money_before",
                                       "money_label",
                                       "phone_words",
                                       "across",
                                       "across_after",
                                       "separators",
                                       "joiner",
                                       "allowed",
                                       NULL};
    size_t n_errors = diag_n_errors(diag);
    yaml_check_keys(tree, keys, diag);
    struct spellings *spellings = ARENA_NEW(arena, struct spellings);
    read_lists(arena, tree, spellings);
    read_texts(arena, tree, spellings);
    read_money(arena, yaml_get(tree, "money"), diag, spellings);
    return diag_n_errors(diag) == n_errors ? spellings : NULL;
}
