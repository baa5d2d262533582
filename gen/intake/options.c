/* Coded fields: their lists, and what each field asks of a cell. */
#include "intake/options.h"

/* A yes-no question: the fields that ask it and its two options, yes first. */
struct yes_no {
    bool asks[N_FIELDS];
    struct option_list list;
};

struct options {
    struct option_list *lists;
    size_t n_lists;
    const struct answer_words *words;
    /* Questions with words of their own; the last is everybody's. */
    struct yes_no *yes_no;
    size_t n_yes_no;
    struct option_list levels;
};

/* ---- reading options.yaml ------------------------------------------------------------------ */

static struct answer_word *add_text(struct arena *arena, struct option_list *list, struct str text,
                                    size_t option) {
    struct answer_word *word = lexicon_add(arena, &list->lexicon, text, TOKEN_OPTION);
    if (word) {
        word->option = option;
    }
    if (word && !list->is_other[option]) {
        dictionary_put(list->texts, value_key(arena, text), option);
    }
    return word;
}

static void add_code(struct arena *arena, struct option_list *list, struct str number,
                     size_t option) {
    struct option_code code = {.option = option};
    if (str_to_int(number, &code.number)) {
        ARENA_PUSH(arena, list->codes, list->n_codes, list->codes_capacity, code);
    }
}

static void read_option(struct arena *arena, struct option_list *list, const struct yaml *node,
                        struct diag *diag) {
    size_t index = list->n_options++;
    struct intake_option *option = &list->options[index];
    option->code = (int16_t)yaml_int(node, "code", 0, diag);
    option->label = str_copy(arena, yaml_text(node, "label"));
    list->is_other[index] = yaml_bool(node, "other", false, diag);
    struct answer_word *word = add_text(arena, list, option->label, index);
    if (word) {
        word->is_label = word->is_name = true;
    }
    const struct yaml *spellings = yaml_get(node, "spellings");
    for (size_t i = 0; spellings && i < spellings->n_items; i++) {
        word = add_text(arena, list, spellings->items[i]->text, index);
        if (word) {
            word->is_name = i == 0;
        }
    }
}

/* The option that says of two others that both hold. */
static void read_whole(struct option_list *list, const struct yaml *nodes) {
    for (size_t i = 0; i < nodes->n_items; i++) {
        const struct yaml *halves = yaml_get(nodes->items[i], "both");
        for (size_t k = 0; halves && k < 2; k++) {
            list->whole = i;
            str_to_int(halves->items[k]->text, &list->halves[k]);
        }
    }
}

/* The form's own codes come before those of other standards. */
static void read_codes(struct arena *arena, struct option_list *list, const struct yaml *nodes) {
    for (size_t i = 0; list->is_coded && i < list->n_options; i++) {
        add_code(arena, list, yaml_text(nodes->items[i], "code"), i);
    }
    for (size_t i = 0; list->is_coded && i < list->n_options; i++) {
        const struct yaml *codes = yaml_get(nodes->items[i], "codes");
        for (size_t j = 0; codes && j < codes->n_items; j++) {
            add_code(arena, list, codes->items[j]->text, i);
        }
    }
}

static void open_list(struct arena *arena, struct option_list *list, size_t n) {
    list->options = ARENA_ARRAY(arena, struct intake_option, n);
    list->is_other = ARENA_ARRAY(arena, bool, n);
    list->texts = dictionary_open(arena);
}

static void read_list(struct arena *arena, struct option_list *list, struct str name,
                      const struct yaml *node, struct diag *diag) {
    const struct yaml *nodes = yaml_get(node, "options"), *fillers = yaml_get(node, "with");
    open_list(arena, list, nodes->n_items);
    list->name = str_copy(arena, name);
    list->is_coded = yaml_bool(node, "coded", false, diag);
    list->is_joinable = yaml_bool(node, "ands", true, diag);
    for (size_t i = 0; i < nodes->n_items; i++) {
        read_option(arena, list, nodes->items[i], diag);
    }
    read_codes(arena, list, nodes);
    read_whole(list, nodes);
    for (size_t i = 0; fillers && i < fillers->n_items; i++) {
        lexicon_add(arena, &list->lexicon, fillers->items[i]->text, TOKEN_FILLER);
    }
}

/* ---- yes and no ---------------------------------------------------------------------------- */

enum { YES, NO };

/* Letters and digits are an answer only where they are all that stands in the cell. */
static void add_words(struct arena *arena, struct option_list *list, const struct yaml *words,
                      size_t option) {
    for (size_t i = 0; i < words->n_items; i++) {
        struct str text = words->items[i]->text;
        if ((unsigned char)text.data[0] < 0x80) {
            dictionary_put(list->texts, value_key(arena, text), option);
            continue;
        }
        struct answer_word *word = add_text(arena, list, text, option);
        if (word) {
            word->is_name = true;
        }
    }
}

/* A word of the question alone, and behind each of the words that make it yes, or, if `last` is NO,
 * no. */
static void add_question_word(struct arena *arena, struct option_list *list,
                              const struct yaml *tree, struct str text, size_t last) {
    static const char *const leads[] = {[YES] = "done", [NO] = "undone"};
    struct answer_word *bare = add_text(arena, list, text, YES);
    if (bare) {
        bare->is_bare = true;
    }
    for (size_t option = YES; option <= last; option++) {
        const struct yaml *words = yaml_get(tree, leads[option]);
        for (size_t i = 0; i < words->n_items; i++) {
            add_text(arena, list, str_concat(arena, words->items[i]->text, text), option);
        }
    }
}

static void open_yes_no(struct arena *arena, struct option_list *list, const struct yaml *tree,
                        const struct spellings *spellings) {
    open_list(arena, list, 2);
    list->n_options = 2;
    list->options[YES] = (struct intake_option){.code = 1, .label = spellings->yes_label};
    list->options[NO] = (struct intake_option){.code = 0, .label = spellings->no_label};
    add_words(arena, list, yaml_get(tree, "yes"), YES);
    add_words(arena, list, yaml_get(tree, "no"), NO);
}

/* The fields that ask a question; reports one that does not exist or is neither of yes and no nor a
 * text. */
static bool read_fields(const struct yaml *names, struct yes_no *question, struct diag *diag) {
    size_t n_errors = diag_n_errors(diag);
    for (size_t i = 0; i < names->n_items; i++) {
        enum field field;
        struct str name = names->items[i]->text;
        bool is_found = field_find(name, &field);
        enum field_type type = is_found ? field_info(field)->type : FIELD_DATE;
        if (type == FIELD_BOOL || type == FIELD_TEXT) {
            question->asks[field] = true;
            continue;
        }
        diag_report(diag, &(struct diag_note){.id = DIAG_YAML_VALUE,
                                              .origin = names->items[i]->origin,
                                              .args = {STR("fields"), name, field_nearest(name)}});
    }
    return diag_n_errors(diag) == n_errors;
}

static bool read_questions(struct arena *arena, struct options *options, const struct yaml *tree,
                           const struct spellings *spellings, struct diag *diag) {
    const struct yaml *questions = yaml_get(tree, "questions");
    bool is_good = true;
    options->n_yes_no = questions->n_items + 1;
    options->yes_no = ARENA_ARRAY(arena, struct yes_no, options->n_yes_no);
    for (size_t i = 0; i < options->n_yes_no; i++) {
        struct yes_no *question = &options->yes_no[i];
        open_yes_no(arena, &question->list, tree, spellings);
        if (i == questions->n_items) {
            break;
        }
        is_good &= read_fields(yaml_get(questions->items[i], "fields"), question, diag);
        const struct yaml *words = yaml_get(questions->items[i], "words");
        for (size_t j = 0; j < words->n_items; j++) {
            add_question_word(arena, &question->list, tree, words->items[j]->text, NO);
        }
        const struct yaml *passed = yaml_get(questions->items[i], "passed");
        for (size_t j = 0; passed && j < passed->n_items; j++) {
            add_question_word(arena, &question->list, tree, passed->items[j]->text, YES);
        }
    }
    return is_good;
}

/* ---- levels -------------------------------------------------------------------------------- */

/* A numeral with each word before and after it, and with both. */
static void add_level(struct arena *arena, struct option_list *list,
                      const struct spellings *spellings, struct str numeral, size_t option) {
    const struct words *before = &spellings->level_before, *after = &spellings->level_after;
    for (size_t i = 0; i <= before->n_words; i++) {
        struct str lead = i < before->n_words ? before->words[i] : (struct str){0};
        for (size_t j = 0; j <= after->n_words; j++) {
            struct str end = j < after->n_words ? after->words[j] : (struct str){0};
            add_text(arena, list,
                     str_join(arena, (struct str[]){lead, numeral, end}, 3, (struct str){0}),
                     option);
        }
    }
}

static void read_levels(struct arena *arena, struct option_list *list,
                        const struct spellings *spellings) {
    enum { N_LEVELS = 5 };
    open_list(arena, list, N_LEVELS);
    list->n_options = N_LEVELS;
    for (size_t i = 0; i < N_LEVELS; i++) {
        const struct words *numerals = &spellings->numerals[i + 1];
        struct str digits = str_format(arena, "%d", (int)i + 1);
        list->options[i] = (struct intake_option){.code = (int16_t)(i + 1), .label = digits};
        add_level(arena, list, spellings, digits, i);
        for (size_t j = 0; j < numerals->n_words; j++) {
            add_level(arena, list, spellings, numerals->words[j], i);
        }
    }
}

/* ---- all ----------------------------------------------------------------------------------- */

const struct options *options_read(struct arena *arena, struct shelf *shelf, struct str edition,
                                   const struct spellings *spellings, struct diag *diag) {
    const struct yaml *tree = option_lists_read(arena, shelf, edition, diag);
    const struct yaml *answers =
        shelf_yaml(shelf, "columns/answers", edition, &answers_shape, diag);
    if (!tree || !answers) {
        return NULL;
    }
    struct options *options = ARENA_NEW(arena, struct options);
    options->lists = ARENA_ARRAY(arena, struct option_list, tree->n_items);
    for (size_t i = 0; i < tree->n_items; i++) {
        read_list(arena, &options->lists[options->n_lists++], tree->keys[i], tree->items[i], diag);
    }
    options->words = answer_words_read(arena, answers);
    read_levels(arena, &options->levels, spellings);
    return read_questions(arena, options, answers, spellings, diag) ? options : NULL;
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

bool option_by_code(const struct option_list *list, int64_t number, size_t *option) {
    for (size_t i = 0; i < list->n_codes; i++) {
        if (list->codes[i].number == number) {
            *option = list->codes[i].option;
            return true;
        }
    }
    return false;
}

/* ---- questions ----------------------------------------------------------------------------- */

/* False if the field has no question of its own: then it is everybody's. */
static bool ask_yes_no(const struct options *options, enum field field, struct question *question) {
    size_t i = 0;
    while (i + 1 < options->n_yes_no && !options->yes_no[i].asks[field]) {
        i++;
    }
    question->list = &options->yes_no[i].list;
    question->is_yes_no = true;
    return i + 1 < options->n_yes_no;
}

/* Objects of harm may be written with their degrees, and degrees with their objects. */
static void ask_beside(const struct options *options, struct question *question) {
    bool is_object = str_is(question->list->name, "object");
    if (is_object || str_is(question->list->name, "degree")) {
        question->beside = options_find(options, is_object ? STR("degree") : STR("object"));
        question->beside_is_degree = is_object;
    }
}

bool options_ask(const struct options *options, enum field field, struct question *question) {
    const struct field_info *info = field_info(field);
    *question = (struct question){.words = options->words};
    switch (info->type) {
    case FIELD_BOOL:
        ask_yes_no(options, field, question);
        return true;
    case FIELD_TEXT:
        question->takes_detail = true;
        return ask_yes_no(options, field, question);
    case FIELD_LEVEL:
        question->list = &options->levels;
        return true;
    case FIELD_OPTION:
    case FIELD_OPTIONS:
        question->list = options_find(options, str_from_c(info->options));
        question->takes_many = info->type == FIELD_OPTIONS;
        ask_beside(options, question);
        return true;
    default:
        return false;
    }
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
