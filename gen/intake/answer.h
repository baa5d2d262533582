/*
 * Inner header of intake: a cell with choices, taken apart before anything is matched.
 *
 *     text  ->  tokens: options, marks, negations, plans, numbers, days, and what is none of these
 *           ->  codes find their options, marks find the options they stand at
 *           ->  what was chosen; or why that cannot be said
 *
 * Nothing is looked for inside a text: every part is understood, or the answer is not read. The
 * words stand in templates/columns/answers.yaml and options.yaml.
 */
#ifndef INTAKE_ANSWER_H
#define INTAKE_ANSWER_H

#include "intake/words.h"
#include "model/model.h"

/* ---- words: answer_words.c ----------------------------------------------------------------- */

/* What a part of a cell is. */
enum token_kind {
    /* An option of the list asked for. */
    TOKEN_OPTION,
    /* An option of the list that may stand beside it (degrees beside objects). */
    TOKEN_BESIDE,
    /* A number that may be a code or number the items. */
    TOKEN_CODE,
    TOKEN_MARK,
    TOKEN_NOT,
    /* Has not happened yet; and what is planned. */
    TOKEN_PLAN,
    TOKEN_PLAN_WORD,
    TOKEN_OR,
    /* Changes nothing. */
    TOKEN_FILLER,
    /* Parts the answers: no token of its own. */
    TOKEN_AND,
    /* A day, or the number of a paper. */
    TOKEN_DETAIL,
    TOKEN_UNKNOWN,
};

/* A word as its letters; where it has signs between them, or blanks, a text may too. */
struct answer_word {
    enum token_kind kind;
    uint32_t *letters;
    /* Signs may stand before the letter. */
    bool *has_sign;
    size_t n_letters;
    /* Of an option: its index; its printed label, or that or its first spelling; a word of the
     * question without "done" or "not". */
    size_t option;
    bool is_label, is_name, is_bare;
};

/* Words to look for. */
struct lexicon {
    struct answer_word *words;
    size_t n_words, capacity;
};

/* What a mark says. */
enum mark_kind {
    MARK_ABSENT,
    MARK_TICK,
    MARK_CROSS,
    MARK_CROSSED_BOX,
    MARK_BOX,
};

/* One sign, as a code point. */
struct answer_mark {
    uint32_t sign;
    enum mark_kind kind;
};

/* Code points. */
struct signs {
    uint32_t *signs;
    size_t n_signs;
};

/* answers.yaml. */
struct answer_words {
    struct lexicon lexicon;
    struct answer_mark *marks;
    size_t n_marks, marks_capacity;
    struct signs bracketed_ticks, bracketed_crosses, ticks_beside_boxes;
    struct signs clause_ends, item_ends, signs;
    /* Plans that are plans before any words of the sender's own. */
    struct words begun;
};

/* Adds a word; one without letters is left out. Returns it, or NULL. */
struct answer_word *lexicon_add(struct arena *arena, struct lexicon *lexicon, struct str text,
                                enum token_kind kind);
/* Reads what answers.yaml says of cells of every list; `tree` has its shape. */
const struct answer_words *answer_words_read(struct arena *arena, const struct yaml *tree);
/* The shape of answers.yaml. */
extern const struct yaml_shape answers_shape;
/* The code point is one of the signs. */
bool signs_have(const struct signs *signs, uint32_t sign);

/* ---- tokens: answer_lex.c ------------------------------------------------------------------ */

/* What stands between two tokens, rising. */
enum gap {
    GAP_NONE,
    /* A sign that parts nothing, or the edge of a bracket. */
    GAP_SIGN,
    GAP_BLANK,
    /* Another item. */
    GAP_ITEM,
    /* Another clause: negations end. */
    GAP_CLAUSE,
};

/* A part of a cell. */
struct token {
    enum token_kind kind;
    /* Bytes in the text. */
    size_t start, end;
    /* The strongest that stands before it. */
    enum gap gap;
    /* In a bracket; and joined to the token before it by a word (和) and nothing more. */
    bool is_bracketed, is_joined;
    /* TOKEN_OPTION and TOKEN_BESIDE: the word. */
    const struct answer_word *word;
    size_t option;
    /* TOKEN_CODE: the number; an option made of a code keeps it. */
    int64_t number;
    bool is_code;
    /* Of a TOKEN_MARK, or the mark that an option was given. */
    enum mark_kind mark;
    bool is_negated;
    /* Words of the sender's own that belong to an option. */
    struct str detail;
};

/* What is asked: which list, and how it may be answered. */
struct question {
    const struct answer_words *words;
    const struct option_list *list;
    /* Options that may stand beside its own; NULL if none may. */
    const struct option_list *beside;
    /* Those are the degrees of the list's objects; else the other way round. */
    bool beside_is_degree;
    /* Several may be chosen. */
    bool takes_many;
    /* Options are yes and no; a yes may have words of the sender's own behind it. */
    bool is_yes_no, takes_detail;
};

/* A cell's parts. */
struct tokens {
    struct str text;
    struct token *tokens;
    size_t n_tokens, capacity;
};

/* Takes a text of folded width apart. */
struct tokens tokens_read(const struct question *question, struct arena *scratch, struct str text);
/* The text of the tokens from one to another. */
struct str tokens_text(const struct tokens *tokens, size_t first, size_t last);
/* Takes a token out. */
void tokens_drop(struct tokens *tokens, size_t index);

/* ---- codes and marks: answer_marks.c ------------------------------------------------------- */

/* Gives each number to the option it is the code of, drops numbering, makes options of the others.
 * What contradicts becomes TOKEN_UNKNOWN. */
void tokens_settle_codes(const struct question *question, struct tokens *tokens);
/* Gives each mark to the option it stands at and takes it out. False if that can be told in two
 * ways, or in none. */
bool tokens_settle_marks(const struct question *question, struct tokens *tokens);

/* ---- answers: answer.c --------------------------------------------------------------------- */

/* What a cell came to. */
enum answer_kind {
    /* Nothing was filled in: the form's own words, or empty boxes. */
    ANSWER_NONE,
    ANSWER_READ,
    /* Of yes and no: not yet. */
    ANSWER_PLANNED,
    /* A part is not understood. */
    ANSWER_UNKNOWN,
    /* Which one was marked cannot be told. */
    ANSWER_UNCLEAR,
    /* More than one where one is asked for. */
    ANSWER_SEVERAL,
};

/* What was chosen. */
struct answer {
    enum answer_kind kind;
    /* Indices of options in order; -1 in the place of each that was not understood, then only of
     * use beside ANSWER_UNKNOWN. */
    int options[VALUE_MAX_CODES];
    /* The option of the list beside that goes with it; -1 if none. */
    int beside[VALUE_MAX_CODES];
    unsigned n_options;
    /* Marks said it. */
    bool is_marked;
    /* Words of the sender's own behind an option. */
    struct str detail;
    /* ANSWER_UNKNOWN: the part. */
    struct str part;
};

/* Reads a cell's text. What is given lives in scratch or in the text. */
struct answer answer_read(const struct question *question, struct arena *scratch, struct str text);

#endif
