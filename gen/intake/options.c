/* Coded fields: from what a sender wrote to the code and label that the form prints. */
#include "intake/options.h"

/* What an option is recognised by, beyond the texts of the list's dictionary. */
struct option_words {
    /* At the start of a text, and anywhere in it, as header keys. */
    struct words starts, contains;
    /* Words of the sender's own may follow its label or first spelling. */
    bool is_other;
    /* Label and first spelling, as header keys. */
    struct words names;
};

struct option_list {
    struct str name;
    bool is_coded;
    struct intake_option *options;
    struct option_words *words;
    size_t n_options;
    /* header_key of codes, labels and spellings → index of the option. */
    struct dictionary *texts;
};

struct options {
    struct option_list *lists;
    size_t n_lists;
};

/* ---- reading options.yaml ------------------------------------------------------------------ */

static void note_text(struct arena *arena, struct option_list *list, struct str text, size_t i) {
    struct str key = header_key(arena, text);
    if (key.len) {
        dictionary_put(list->texts, key, i);
    }
}

static void note_texts(struct arena *arena, struct option_list *list, const struct yaml *texts,
                       size_t index) {
    for (size_t i = 0; texts && i < texts->n_items; i++) {
        note_text(arena, list, texts->items[i]->text, index);
    }
}

static struct words read_keys(struct arena *arena, const struct yaml *texts) {
    struct words words = words_from_yaml(arena, texts);
    for (size_t i = 0; i < words.n_words; i++) {
        words.words[i] = header_key(arena, words.words[i]);
    }
    return words;
}

static void read_option(struct arena *arena, struct option_list *list, const struct yaml *node,
                        struct diag *diag) {
    size_t index = list->n_options++;
    struct intake_option *option = &list->options[index];
    option->code = (int16_t)yaml_int(node, "code", 0, diag);
    option->label = str_copy(arena, yaml_text(node, "label"));
    list->words[index].is_other = yaml_bool(node, "other", false, diag);
    const struct yaml *spellings = yaml_get(node, "spellings");
    struct words *names = &list->words[index].names;
    names->words = ARENA_ARRAY(arena, struct str, 2);
    names->words[names->n_words++] = header_key(arena, option->label);
    if (spellings) {
        names->words[names->n_words++] = header_key(arena, spellings->items[0]->text);
    }
    list->words[index].starts = read_keys(arena, yaml_get(node, "starts"));
    list->words[index].contains = read_keys(arena, yaml_get(node, "contains"));
    note_text(arena, list, option->label, index);
    note_texts(arena, list, spellings, index);
}

/* Codes come after all spellings, so that a text never loses to a number of another option. */
static void note_codes(struct arena *arena, struct option_list *list, const struct yaml *nodes) {
    for (size_t i = 0; list->is_coded && i < list->n_options; i++) {
        note_text(arena, list, yaml_text(nodes->items[i], "code"), i);
    }
    for (size_t i = 0; list->is_coded && i < list->n_options; i++) {
        note_texts(arena, list, yaml_get(nodes->items[i], "codes"), i);
    }
}

static void read_list(struct arena *arena, struct option_list *list, struct str name,
                      const struct yaml *node, struct diag *diag) {
    const struct yaml *nodes = yaml_get(node, "options");
    size_t n = nodes->n_items;
    list->name = str_copy(arena, name);
    list->is_coded = yaml_bool(node, "coded", false, diag);
    list->options = ARENA_ARRAY(arena, struct intake_option, n);
    list->words = ARENA_ARRAY(arena, struct option_words, n);
    list->texts = dictionary_open(arena);
    for (size_t i = 0; i < n; i++) {
        read_option(arena, list, nodes->items[i], diag);
    }
    note_codes(arena, list, nodes);
}

const struct options *options_read(struct arena *arena, struct shelf *shelf, struct str edition,
                                   struct diag *diag) {
    const struct yaml *tree = option_lists_read(shelf, edition, diag);
    if (!tree) {
        return NULL;
    }
    struct options *options = ARENA_NEW(arena, struct options);
    options->lists = ARENA_ARRAY(arena, struct option_list, tree->n_items);
    for (size_t i = 0; i < tree->n_items; i++) {
        read_list(arena, &options->lists[options->n_lists++], tree->keys[i], tree->items[i], diag);
    }
    return options;
}

const struct option_list *options_find(const struct options *options, struct str name) {
    for (size_t i = 0; i < options->n_lists; i++) {
        if (str_equal(options->lists[i].name, name)) {
            return &options->lists[i];
        }
    }
    return NULL;
}

const struct intake_option *option_of_code(const struct option_list *list, int code) {
    for (size_t i = 0; list && i < list->n_options; i++) {
        if (list->options[i].code == code) {
            return &list->options[i];
        }
    }
    return NULL;
}

/* ---- recognising --------------------------------------------------------------------------- */

/* How a text at hand was matched; `found` is an index into the list. */
enum finding {
    NOT_FOUND,
    FOUND,
    /* Found at the start, with something behind. */
    FOUND_LOOSELY,
    CONTRADICTED,
};

static size_t count_digits(struct str text) {
    size_t n = 0;
    while (n < text.len && text.data[n] >= '0' && text.data[n] <= '9') {
        n++;
    }
    return n;
}

/* The "other" option with words after it. */
static enum finding find_other(const struct option_list *list, struct arena *scratch,
                               struct str text, size_t *found, struct str *detail) {
    enum { LONGEST_NAME = 64 };
    for (size_t at = 0; at < text.len && at < LONGEST_NAME;) {
        utf8_next(text, &at);
        size_t index;
        struct str head = header_key(scratch, str_slice(text, 0, at));
        if (at < text.len && dictionary_get(list->texts, head, &index) &&
            list->words[index].is_other && words_have(&list->words[index].names, head)) {
            *found = index;
            *detail = without_signs(str_slice(text, at, text.len));
            return FOUND_LOOSELY;
        }
    }
    return NOT_FOUND;
}

/* "1-CENTRAL": a code before its own label; before another's label it is a contradiction, before
 * free words it only counts for an "other" option. */
static enum finding find_code_first(const struct option_list *list, struct arena *scratch,
                                    struct str text, size_t *found, struct str *detail) {
    size_t n_digits = count_digits(text), named = 0;
    if (!list->is_coded || n_digits == 0 || n_digits == text.len ||
        !dictionary_get(list->texts, str_slice(text, 0, n_digits), found)) {
        return NOT_FOUND;
    }
    struct str rest = without_signs(str_slice(text, n_digits, text.len));
    struct str key = header_key(scratch, rest);
    if (dictionary_get(list->texts, key, &named)) {
        return named == *found ? FOUND : CONTRADICTED;
    }
    if (list->words[*found].is_other) {
        bool is_named = find_other(list, scratch, rest, &named, detail) == FOUND_LOOSELY;
        *detail = is_named ? *detail : rest;
        return FOUND_LOOSELY;
    }
    bool is_label = words_start(&list->words[*found].names, key) > 0;
    return key.len == 0 ? FOUND : is_label ? FOUND_LOOSELY : CONTRADICTED;
}

/* "CENTRAL(1)": a label before its own code. */
static enum finding find_code_last(const struct option_list *list, struct str key, size_t *found) {
    size_t start = key.len, coded = 0;
    while (start > 0 && key.data[start - 1] >= '0' && key.data[start - 1] <= '9') {
        start--;
    }
    if (!list->is_coded || start == 0 || start == key.len ||
        !dictionary_get(list->texts, str_slice(key, 0, start), found) ||
        !dictionary_get(list->texts, str_slice(key, start, key.len), &coded)) {
        return NOT_FOUND;
    }
    return coded == *found ? FOUND : CONTRADICTED;
}

static enum finding find_start(const struct option_list *list, struct str key, size_t *found) {
    size_t longest = 0;
    for (size_t i = 0; i < list->n_options; i++) {
        size_t len = words_start(&list->words[i].starts, key);
        if (len > longest) {
            longest = len;
            *found = i;
        }
    }
    return longest ? FOUND_LOOSELY : NOT_FOUND;
}

/* Where an option's longest word stands in a key. */
struct word_span {
    size_t start, end;
};

static struct word_span find_word(const struct words *words, struct str key) {
    struct word_span span = {0};
    for (size_t i = 0; i < words->n_words; i++) {
        size_t at = str_find(key, words->words[i], 0);
        if (at != SIZE_MAX && words->words[i].len > span.end - span.start) {
            span = (struct word_span){at, at + words->words[i].len};
        }
    }
    return span;
}

/* The only option whose word stands in the key, a word inside another's word not counting. */
static enum finding find_inside(const struct option_list *list, struct arena *scratch,
                                struct str key, size_t *found) {
    struct word_span *spans = ARENA_ARRAY(scratch, struct word_span, list->n_options);
    for (size_t i = 0; i < list->n_options; i++) {
        spans[i] = find_word(&list->words[i].contains, key);
    }
    size_t n_found = 0;
    for (size_t i = 0; i < list->n_options; i++) {
        bool is_covered = spans[i].end == 0;
        for (size_t j = 0; j < list->n_options && !is_covered; j++) {
            is_covered = j != i && spans[j].start <= spans[i].start &&
                         spans[j].end >= spans[i].end &&
                         spans[j].end - spans[j].start > spans[i].end - spans[i].start;
        }
        if (!is_covered) {
            *found = i;
            n_found++;
        }
    }
    return n_found == 1 ? FOUND : n_found ? CONTRADICTED : NOT_FOUND;
}

static enum finding find_option(const struct option_list *list, struct arena *scratch,
                                struct str text, size_t *found, struct option_match *match) {
    struct str key = header_key(scratch, text);
    struct str bare = header_key(scratch, without_brackets(scratch, text, SIZE_MAX));
    if (dictionary_get(list->texts, key, found)) {
        return FOUND;
    }
    enum finding finding = find_code_first(list, scratch, text, found, &match->detail);
    if (finding == NOT_FOUND) {
        finding = find_code_last(list, key, found);
    }
    if (finding == NOT_FOUND) {
        finding = find_other(list, scratch, text, found, &match->detail);
    }
    if (finding == NOT_FOUND && dictionary_get(list->texts, bare, found)) {
        finding = FOUND;
    }
    if (finding == NOT_FOUND) {
        finding = find_start(list, key, found);
    }
    if (finding == NOT_FOUND) {
        finding = find_inside(list, scratch, key, found);
    }
    return finding;
}

/* Words of a text that means an "other" option without saying so: what stands behind the label on
 * paper. Empty for its code or its label alone. */
static struct str own_words(const struct option_list *list, const struct option_words *option,
                            struct arena *scratch, struct str text) {
    struct str rest = without_signs(str_slice(text, count_digits(text), text.len));
    rest = str_trim(without_brackets(scratch, rest, SIZE_MAX));
    struct str key = header_key(scratch, rest);
    bool is_name = key.len == 0 || words_have(&option->names, key);
    return list->is_coded && option->is_other && !is_name ? rest : (struct str){0};
}

bool option_match(const struct option_list *list, struct arena *scratch, struct str text,
                  struct option_match *match) {
    *match = (struct option_match){0};
    size_t found = 0;
    struct str folded = str_trim(utf8_fold_width(scratch, text));
    enum finding finding = find_option(list, scratch, folded, &found, match);
    if (finding != FOUND && finding != FOUND_LOOSELY) {
        return false;
    }
    match->is_loose = finding == FOUND_LOOSELY;
    if (finding == FOUND) {
        match->detail = own_words(list, &list->words[found], scratch, folded);
    }
    match->option = &list->options[found];
    return true;
}

struct str options_allowed(const struct option_list *list, const struct spellings *spellings,
                           struct arena *arena) {
    struct str *texts = ARENA_ARRAY(arena, struct str, list->n_options);
    for (size_t i = 0; i < list->n_options; i++) {
        const struct str_argument arguments[] = {
            {STR("1"), str_format(arena, "%d", list->options[i].code)},
            {STR("2"), list->options[i].label},
        };
        texts[i] = list->is_coded ? str_fill(arena, spellings->code_label, arguments, 2)
                                  : list->options[i].label;
    }
    return str_join(arena, texts, list->n_options, spellings->joiner);
}
