/* answers.yaml as words, marks and signs to look for. */
#include "intake/answer.h"

/* ---- words --------------------------------------------------------------------------------- */

/* The letters of a word, and where signs stand between them. */
static void take_letters(struct arena *arena, struct str text, struct answer_word *word) {
    struct str folded = utf8_fold_width(arena, text);
    size_t n = utf8_count(folded);
    bool has_sign = false;
    word->letters = ARENA_ARRAY(arena, uint32_t, n);
    word->has_sign = ARENA_ARRAY(arena, bool, n);
    for (size_t at = 0; at < folded.len;) {
        uint32_t c = fold_letter(utf8_next(folded, &at));
        if (!is_word_letter(c)) {
            has_sign = true;
            continue;
        }
        word->has_sign[word->n_letters] = has_sign;
        word->letters[word->n_letters++] = c;
        has_sign = false;
    }
}

struct answer_word *lexicon_add(struct arena *arena, struct lexicon *lexicon, struct str text,
                                enum token_kind kind) {
    struct answer_word word = {.kind = kind};
    take_letters(arena, text, &word);
    if (word.n_letters == 0) {
        return NULL;
    }
    ARENA_PUSH(arena, lexicon->words, lexicon->n_words, lexicon->capacity, word);
    return &lexicon->words[lexicon->n_words - 1];
}

/* ---- signs --------------------------------------------------------------------------------- */

bool signs_have(const struct signs *signs, uint32_t sign) {
    for (size_t i = 0; i < signs->n_signs; i++) {
        if (signs->signs[i] == sign) {
            return true;
        }
    }
    return false;
}

static struct signs read_signs(struct arena *arena, const struct yaml *list) {
    struct signs signs = {.signs = ARENA_ARRAY(arena, uint32_t, list->n_items)};
    for (size_t i = 0; i < list->n_items; i++) {
        size_t at = 0;
        signs.signs[signs.n_signs++] = utf8_next(list->items[i]->text, &at);
    }
    return signs;
}

static void read_marks(struct arena *arena, const struct yaml *list, enum mark_kind kind,
                       struct answer_words *words) {
    struct signs signs = read_signs(arena, list);
    for (size_t i = 0; i < signs.n_signs; i++) {
        struct answer_mark mark = {signs.signs[i], kind};
        ARENA_PUSH(arena, words->marks, words->n_marks, words->marks_capacity, mark);
    }
}

/* ---- the file ------------------------------------------------------------------------------ */

/* Lists of words that mean the same in every cell. */
static const struct {
    const char *key;
    enum token_kind kind;
} word_lists[] = {
    {"ands", TOKEN_AND},
    {"ors", TOKEN_OR},
    {"fillers", TOKEN_FILLER},
    {"labels", TOKEN_FILLER},
    {"negations", TOKEN_NOT},
    {"plans", TOKEN_PLAN},
    {"plan_words", TOKEN_PLAN_WORD},
};

const struct answer_words *answer_words_read(struct arena *arena, const struct yaml *tree) {
    struct answer_words *words = ARENA_NEW(arena, struct answer_words);
    for (size_t i = 0; i < sizeof word_lists / sizeof word_lists[0]; i++) {
        const struct yaml *list = yaml_get(tree, word_lists[i].key);
        for (size_t j = 0; j < list->n_items; j++) {
            lexicon_add(arena, &words->lexicon, list->items[j]->text, word_lists[i].kind);
        }
    }
    read_marks(arena, yaml_get(tree, "ticks"), MARK_TICK, words);
    read_marks(arena, yaml_get(tree, "crosses"), MARK_CROSS, words);
    read_marks(arena, yaml_get(tree, "crossed_boxes"), MARK_CROSSED_BOX, words);
    read_marks(arena, yaml_get(tree, "boxes"), MARK_BOX, words);
    words->bracketed_ticks = read_signs(arena, yaml_get(tree, "bracketed_ticks"));
    words->bracketed_crosses = read_signs(arena, yaml_get(tree, "bracketed_crosses"));
    words->ticks_beside_boxes = read_signs(arena, yaml_get(tree, "ticks_beside_boxes"));
    words->clause_ends = read_signs(arena, yaml_get(tree, "clause_ends"));
    words->item_ends = read_signs(arena, yaml_get(tree, "item_ends"));
    words->signs = read_signs(arena, yaml_get(tree, "signs"));
    const struct yaml *begun = yaml_get(tree, "begun");
    words->begun.words = ARENA_ARRAY(arena, struct str, begun->n_items);
    for (size_t i = 0; i < begun->n_items; i++) {
        words->begun.words[words->begun.n_words++] = value_key(arena, begun->items[i]->text);
    }
    return words;
}

static bool is_one_sign(const struct yaml_shape *shape, struct str text) {
    (void)shape;
    return utf8_count(text) == 1;
}

static const struct yaml_shape sign_shape = {
    .kind = YAML_TEXT, .fits = is_one_sign, .example = "1 character"};
static const struct yaml_shape signs_shape = {.kind = YAML_ENTRIES, .entry = &sign_shape};

static const struct yaml_shape question_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("fields", &yaml_some_texts), YAML_NEED("words", &yaml_some_texts),
                      YAML_MAY("passed", &yaml_some_texts))};

const struct yaml_shape answers_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(
        YAML_NEED("ticks", &signs_shape), YAML_NEED("crosses", &signs_shape),
        YAML_NEED("crossed_boxes", &signs_shape), YAML_NEED("boxes", &signs_shape),
        YAML_NEED("bracketed_ticks", &signs_shape), YAML_NEED("bracketed_crosses", &signs_shape),
        YAML_NEED("ticks_beside_boxes", &signs_shape), YAML_NEED("clause_ends", &signs_shape),
        YAML_NEED("item_ends", &signs_shape), YAML_NEED("signs", &signs_shape),
        YAML_NEED("ands", &yaml_some_texts), YAML_NEED("ors", &yaml_some_texts),
        YAML_NEED("fillers", &yaml_some_texts), YAML_NEED("labels", &yaml_some_texts),
        YAML_NEED("negations", &yaml_some_texts), YAML_NEED("plans", &yaml_some_texts),
        YAML_NEED("plan_words", &yaml_some_texts), YAML_NEED("begun", &yaml_some_texts),
        YAML_NEED("yes", &yaml_some_texts), YAML_NEED("no", &yaml_some_texts),
        YAML_NEED("done", &yaml_some_texts), YAML_NEED("undone", &yaml_some_texts),
        YAML_NEED("questions", YAML_SHAPE(.kind = YAML_ENTRIES, .entry = &question_shape)))};
