/*
 * Codes and marks of a cell go to the options they belong to.
 *
 *     box A  tick B      marks stand before their options
 *     A box  B tick      or behind them
 *     A tick B           both would do: the nearer one, if it is nearer everywhere; else nobody
 * knows
 */
#include "intake/options.h"

/* ---- codes --------------------------------------------------------------------------------- */

/* The option before or behind a token at which a number can stand, or SIZE_MAX. */
static size_t option_before(const struct tokens *tokens, size_t index) {
    const struct token *code = &tokens->tokens[index];
    bool is_near = index > 0 && (code->gap <= GAP_BLANK || code->is_bracketed);
    return is_near && tokens->tokens[index - 1].kind == TOKEN_OPTION ? index - 1 : SIZE_MAX;
}

static size_t option_behind(const struct tokens *tokens, size_t index) {
    size_t next = index + 1;
    if (next < tokens->n_tokens && tokens->tokens[next].kind == TOKEN_MARK &&
        tokens->tokens[next].gap < GAP_ITEM) {
        next++;
    }
    bool is_near = next < tokens->n_tokens && tokens->tokens[next].gap <= GAP_ITEM;
    return is_near && tokens->tokens[next].kind == TOKEN_OPTION ? next : SIZE_MAX;
}

/* The numbers count the items: one, two, three, each before an option. */
static bool is_numbering(const struct tokens *tokens) {
    int64_t n = 0;
    for (size_t i = 0; i < tokens->n_tokens; i++) {
        if (tokens->tokens[i].kind == TOKEN_CODE) {
            n++;
            if (tokens->tokens[i].number != n || option_behind(tokens, i) == SIZE_MAX) {
                return false;
            }
        }
    }
    return n >= 2;
}

static bool is_code_of(const struct option_list *list, int64_t number, const struct tokens *tokens,
                       size_t index) {
    size_t option;
    return index != SIZE_MAX && option_by_code(list, number, &option) &&
           option == tokens->tokens[index].option;
}

/* Words without a meaning of their own behind the code of an "other" option. */
static void take_words_of_code(struct tokens *tokens, size_t index,
                               const struct option_list *list) {
    struct token *code = &tokens->tokens[index];
    if (!list->is_other[code->option] || index + 1 >= tokens->n_tokens) {
        return;
    }
    const struct token *next = code + 1;
    if (next->kind == TOKEN_UNKNOWN && next->gap <= GAP_BLANK) {
        code->detail = str_slice(tokens->text, next->start, next->end);
        tokens_drop(tokens, index + 1);
    }
}

/* Takes a number out that stands before its option: one of its own, whatever stood before. */
static void drop_code(struct tokens *tokens, size_t index) {
    bool is_first = index == 0;
    tokens_drop(tokens, index);
    if (!is_first && index < tokens->n_tokens && tokens->tokens[index].gap < GAP_BLANK) {
        tokens->tokens[index].gap = GAP_BLANK;
    }
}

/* Settles one number; false if it was taken out. */
static bool settle_code(const struct option_list *list, struct tokens *tokens, size_t index) {
    struct token *code = &tokens->tokens[index];
    size_t behind = option_behind(tokens, index), ahead = option_before(tokens, index);
    if (is_code_of(list, code->number, tokens, behind) ||
        is_code_of(list, code->number, tokens, ahead)) {
        size_t owner = is_code_of(list, code->number, tokens, behind) ? behind : ahead;
        tokens->tokens[owner].is_code = true;
        drop_code(tokens, index);
        return false;
    }
    bool is_tight = (behind != SIZE_MAX && tokens->tokens[behind].gap <= GAP_ITEM) ||
                    (ahead != SIZE_MAX && (code->gap <= GAP_SIGN || code->is_bracketed));
    if (is_tight || !option_by_code(list, code->number, &code->option)) {
        code->kind = TOKEN_UNKNOWN;
        return true;
    }
    code->kind = TOKEN_OPTION;
    code->is_code = true;
    take_words_of_code(tokens, index, list);
    return true;
}

void tokens_settle_codes(const struct question *question, struct tokens *tokens) {
    const struct option_list *list = question->list;
    bool is_coded = list->is_coded, is_counted = false;
    bool counts = is_numbering(tokens);
    for (size_t i = 0; i < tokens->n_tokens && counts && is_coded; i++) {
        const struct token *token = &tokens->tokens[i];
        is_counted |= token->kind == TOKEN_CODE &&
                      !is_code_of(list, token->number, tokens, option_behind(tokens, i));
    }
    for (size_t i = 0; i < tokens->n_tokens;) {
        struct token *token = &tokens->tokens[i];
        if (token->kind != TOKEN_CODE) {
            i++;
        } else if (is_counted ||
                   (!is_coded &&
                    (counts || (token->number == 1 && option_behind(tokens, i) != SIZE_MAX)))) {
            drop_code(tokens, i);
        } else if (!is_coded) {
            token->kind = TOKEN_UNKNOWN;
            i++;
        } else {
            i += settle_code(list, tokens, i);
        }
    }
}

/* ---- marks --------------------------------------------------------------------------------- */

static bool is_option(const struct token *token) {
    return token->kind == TOKEN_OPTION;
}

static bool is_mark(const struct token *token) {
    return token->kind == TOKEN_MARK;
}

/* An empty box behind which a tick was typed instead of it; and the blank that follows an "other"
 * option whose box stands before it. */
static void drop_empty_boxes(const struct question *question, struct tokens *tokens) {
    for (size_t i = 0; i + 1 < tokens->n_tokens; i++) {
        const struct token *box = &tokens->tokens[i], *next = box + 1;
        bool is_box = is_mark(box) && box->mark == MARK_BOX;
        bool is_first = i == 0 || box->gap >= GAP_BLANK;
        if (is_box && is_first && is_mark(next) && next->mark == MARK_TICK &&
            next->gap == GAP_NONE && i + 2 < tokens->n_tokens && is_option(box + 2)) {
            tokens_drop(tokens, i);
        }
    }
    bool is_before = tokens->n_tokens > 0 && is_mark(&tokens->tokens[0]);
    for (size_t i = 2; i < tokens->n_tokens && is_before; i++) {
        const struct token *box = &tokens->tokens[i], *other = box - 1;
        bool is_blank = is_mark(box) && box->mark == MARK_BOX &&
                        tokens->text.data[box->start] == '(' && is_option(other) &&
                        question->list->is_other[other->option];
        if (is_blank && is_mark(other - 1) && other->gap < GAP_ITEM) {
            tokens_drop(tokens, i);
            i--;
        }
    }
}

/* A side on which marks can stand. */
struct side {
    /* From the mark to its option. */
    int step;
    /* Every mark has an option there, and no option has two; all of them are nearer than on the
     * other side. */
    bool is_possible, is_nearer;
};

/* How far an option is from a mark on one side; -1 if there is none. */
static int distance(const struct tokens *tokens, size_t mark, int step) {
    if ((step < 0 && mark == 0) || (step > 0 && mark + 1 >= tokens->n_tokens)) {
        return -1;
    }
    size_t other = step > 0 ? mark + 1 : mark - 1;
    enum gap gap = tokens->tokens[step > 0 ? other : mark].gap;
    return is_option(&tokens->tokens[other]) && gap < GAP_ITEM ? (int)gap : -1;
}

static struct side look_at(const struct tokens *tokens, int step) {
    struct side side = {.step = step, .is_possible = true, .is_nearer = true};
    for (size_t i = 0; i < tokens->n_tokens; i++) {
        if (!is_mark(&tokens->tokens[i])) {
            continue;
        }
        int here = distance(tokens, i, step), there = distance(tokens, i, -step);
        side.is_possible &= here >= 0;
        side.is_nearer &= here >= 0 && (there < 0 || here < there);
    }
    return side;
}

static size_t count(const struct tokens *tokens, enum token_kind kind) {
    size_t n = 0;
    for (size_t i = 0; i < tokens->n_tokens; i++) {
        n += tokens->tokens[i].kind == kind;
    }
    return n;
}

static void give_marks(struct tokens *tokens, int step) {
    for (size_t i = 0; i < tokens->n_tokens;) {
        struct token *token = &tokens->tokens[i];
        if (!is_mark(token)) {
            i++;
            continue;
        }
        token[step].mark = token->mark;
        tokens_drop(tokens, i);
        /* what the mark stood between are two items */
        if (i > 0 && i < tokens->n_tokens && tokens->tokens[i].gap < GAP_BLANK) {
            tokens->tokens[i].gap = GAP_BLANK;
        }
    }
}

bool tokens_settle_marks(const struct question *question, struct tokens *tokens) {
    drop_empty_boxes(question, tokens);
    size_t n_marks = count(tokens, TOKEN_MARK), n_options = count(tokens, TOKEN_OPTION);
    if (n_marks == 0 || n_options == 0) {
        return true;
    }
    struct side before = look_at(tokens, 1), behind = look_at(tokens, -1);
    bool is_tied = before.is_possible && behind.is_possible;
    before.is_possible &= !is_tied || (before.is_nearer && !behind.is_nearer);
    behind.is_possible &= !is_tied || (behind.is_nearer && !before.is_nearer);
    if (n_marks > n_options || before.is_possible == behind.is_possible) {
        return false;
    }
    give_marks(tokens, before.is_possible ? before.step : behind.step);
    return true;
}
