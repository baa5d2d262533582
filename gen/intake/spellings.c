/* spellings.yaml as word lists. */
#include "intake/words.h"

/* Keys of spellings.yaml that hold a list of words, and those that hold a text; each is a member of
 * struct spellings, `allowed.KEY` its member allow_KEY. */
/* The formatter would break these lines anew each time. */
/* clang-format off */
#define LISTS(X)                                                                                   \
    X(total) X(total_before) X(total_after) X(note) X(example) X(no_systems) X(whose) X(money_line)              \
    X(header_prefixes) X(ditto) X(web_numbers) X(extension) X(placeholder) X(nothing)              \
    X(ungraded) X(level_before) X(level_after) X(year)                                             \
    X(month) X(day) X(never) X(all) X(none) X(part) X(zero) X(count_after) X(money_before)         \
    X(phone_words) X(across_after) X(volume_gb) X(volume_tb) X(volume_records) X(volume_and)       \
    X(institution) X(retired) X(retired_state) X(in_use) X(heading) X(demand) X(closing) X(dated) X(newer) X(older)                      \
    X(version_before) X(version_after) X(version_ordinal)
#define TEXTS(X)                                                                                   \
    X(hidden_sheet) X(hidden_row) X(hidden_column) X(yes_label) X(no_label) X(part_label)          \
    X(money_label) X(precision_year) X(precision_month) X(web_number_label) X(across) X(joiner)    \
    X(likely_joiner) X(place_column) X(place_box) X(missed_allowed) X(missed_box) X(unread_whole) X(unread_other) X(unread_nothing) X(unread_lacks) X(unread_named) \
    X(unread_joiner) X(row_demand) X(row_numbers) X(row_example) X(row_none) X(title_inside) X(later_word) X(usual_word)
/* clang-format on */
#define ALLOWED(X)                                                                                 \
    X(level)                                                                                       \
    X(bool)                                                                                        \
    X(date) X(percent) X(count) X(money) X(phone) X(digits6) X(credit_code) X(number) X(volume)

struct words words_from_yaml(struct arena *arena, const struct yaml *list) {
    struct words words = {0};
    size_t n = list && list->kind == YAML_LIST ? list->n_items : 0;
    words.words = ARENA_ARRAY(arena, struct str, n);
    for (size_t i = 0; i < n; i++) {
        words.words[words.n_words++] = value_key(arena, list->items[i]->text);
    }
    return words;
}

static void read_money(struct arena *arena, const struct yaml *map, struct spellings *spellings) {
    spellings->money = ARENA_ARRAY(arena, struct money_word, map->n_items);
    for (size_t i = 0; i < map->n_items; i++) {
        int64_t yuan = 0;
        str_to_int(map->items[i]->text, &yuan);
        spellings->money[spellings->n_money++] =
            (struct money_word){value_key(arena, map->keys[i]), yuan};
    }
}

static void read_lists(struct arena *arena, const struct yaml *tree, struct spellings *s) {
#define READ_LIST(key) s->key = words_from_yaml(arena, yaml_get(tree, #key));
    LISTS(READ_LIST)
#undef READ_LIST
    const struct yaml *numerals = yaml_get(tree, "numerals");
    for (int i = 0; i <= 10; i++) {
        char *key = str_to_c(arena, str_format(arena, "%d", i));
        s->numerals[i] = words_from_yaml(arena, yaml_get(numerals, key));
    }
}

static void read_texts(struct arena *arena, const struct yaml *tree, struct spellings *s) {
    const struct yaml *allowed = yaml_get(tree, "allowed");
#define READ_TEXT(key)    s->key = str_copy(arena, yaml_text(tree, #key));
#define READ_ALLOWED(key) s->allow_##key = str_copy(arena, yaml_text(allowed, #key));
    TEXTS(READ_TEXT)
    ALLOWED(READ_ALLOWED)
#undef READ_TEXT
#undef READ_ALLOWED
    const struct yaml *verdicts = yaml_get(tree, "verdicts");
    for (size_t i = 0; i < sizeof s->verdicts / sizeof s->verdicts[0]; i++) {
        s->verdicts[i] = words_from_yaml(arena, verdicts->items[i]);
    }
    const struct yaml *voices = yaml_get(tree, "voices");
    for (size_t i = 0; i < sizeof s->voices / sizeof s->voices[0]; i++) {
        s->voices[i] = str_copy(arena, voices->items[i]->text);
    }
    s->code_label = str_copy(arena, yaml_text(allowed, "code_label"));
}

#define NEED_WORDS(key) YAML_NEED(#key, &yaml_some_texts),
#define NEED_TEXT(key)  YAML_NEED(#key, &yaml_some_text),

/* Numerals by number. */
static const struct yaml_shape numerals_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(NEED_WORDS(0) NEED_WORDS(1) NEED_WORDS(2) NEED_WORDS(3) NEED_WORDS(4)
                          NEED_WORDS(5) NEED_WORDS(6) NEED_WORDS(7) NEED_WORDS(8) NEED_WORDS(9)
                              YAML_NEED("10", &yaml_some_texts))};

/* Yuan by word. */
static const struct yaml_shape money_shape = {
    .kind = YAML_NAMED,
    .entry = YAML_SHAPE(.kind = YAML_NUMBER, .low = 1, .high = INT64_C(1000000000000))};

/* What may be filled in, by type of field. */
static const struct yaml_shape allowed_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(ALLOWED(NEED_TEXT) YAML_NEED("code_label", &yaml_some_text))};

/* Where an institution may be named. */
static const struct yaml_shape voices_shape = {
    .kind = YAML_ENTRIES, .entry = &yaml_some_text, .low = 4, .high = 4};

/* Verdicts by code. */
static const struct yaml_shape verdicts_shape = {
    .kind = YAML_ENTRIES, .entry = &yaml_some_texts, .low = 4, .high = 4};

static const struct yaml_shape spellings_shape = {
    .kind = YAML_RECORD,
    .keys =
        YAML_KEYS(LISTS(NEED_WORDS) TEXTS(NEED_TEXT) YAML_NEED("voices", &voices_shape),
                  YAML_NEED("verdicts", &verdicts_shape), YAML_NEED("numerals", &numerals_shape),
                  YAML_NEED("money", &money_shape), YAML_NEED("allowed", &allowed_shape))};

const struct spellings *spellings_read(struct arena *arena, struct shelf *shelf, struct str edition,
                                       struct diag *diag) {
    const struct yaml *tree =
        shelf_yaml(shelf, "columns/spellings", edition, &spellings_shape, diag);
    if (!tree) {
        return NULL;
    }
    struct spellings *spellings = ARENA_NEW(arena, struct spellings);
    read_lists(arena, tree, spellings);
    read_texts(arena, tree, spellings);
    read_money(arena, yaml_get(tree, "money"), spellings);
    return spellings;
}
