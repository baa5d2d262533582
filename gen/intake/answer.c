/* What a cell's parts come to: one answer, several, none, or a doubt. */
#include "intake/options.h"

/* Bytes that an answer has; what is longer is prose. */
enum { LONGEST_ANSWER = 3000 };

/* ---- parts --------------------------------------------------------------------------------- */

static bool is_option(const struct token *token) {
    return token->kind == TOKEN_OPTION;
}

static size_t count(const struct tokens *tokens, enum token_kind kind) {
    size_t n = 0;
    for (size_t i = 0; i < tokens->n_tokens; i++) {
        n += tokens->tokens[i].kind == kind;
    }
    return n;
}

/* The words behind an "other" option that stand apart from it by a blank; and a spelling of it that
 * is its own detail. */
static void take_details(const struct question *question, struct tokens *tokens) {
    for (size_t i = 0; i < tokens->n_tokens && !question->is_yes_no; i++) {
        struct token *token = &tokens->tokens[i];
        if (!is_option(token) || !question->list->is_other[token->option] || !token->word) {
            continue;
        }
        if (!token->word->is_name) {
            token->detail = str_slice(tokens->text, token->start, token->end);
        } else if (token->detail.len == 0 && i + 1 < tokens->n_tokens &&
                   token[1].kind == TOKEN_UNKNOWN && token[1].gap == GAP_BLANK) {
            token->detail = str_slice(tokens->text, token[1].start, token[1].end);
            tokens_drop(tokens, i + 1);
        }
    }
}

/* All that follows a single yes, where it may have words of the sender's own: nothing there marks,
 * denies or puts off. */
static void take_tail(const struct question *question, struct tokens *tokens) {
    size_t n = tokens->n_tokens, at = 0;
    while (at < n && tokens->tokens[at].kind == TOKEN_MARK) {
        at++;
    }
    if (!question->takes_detail || at + 1 >= n || !is_option(&tokens->tokens[at]) ||
        tokens->tokens[at].option != 0) {
        return;
    }
    bool is_own = tokens->tokens[at + 1].gap >= GAP_SIGN;
    for (size_t i = at + 1; i < n; i++) {
        enum token_kind kind = tokens->tokens[i].kind;
        is_own &= kind == TOKEN_UNKNOWN || kind == TOKEN_DETAIL || kind == TOKEN_FILLER ||
                  kind == TOKEN_CODE || kind == TOKEN_PLAN || kind == TOKEN_PLAN_WORD;
    }
    if (is_own) {
        struct str tail = tokens_text(tokens, at + 1, n - 1);
        tokens->tokens[at].detail = without_signs(tail);
        tokens->n_tokens = at + 1;
    }
}

/* A part that is understood by itself but means nothing here. */
static void settle_words(const struct question *question, struct tokens *tokens) {
    bool is_planned = question->is_yes_no && count(tokens, TOKEN_PLAN) > 0;
    for (size_t i = 0; i < tokens->n_tokens; i++) {
        struct token *token = &tokens->tokens[i];
        bool is_plan = token->kind == TOKEN_PLAN || token->kind == TOKEN_PLAN_WORD;
        bool is_number = token->kind == TOKEN_DETAIL && !question->is_yes_no;
        if ((is_plan && !is_planned) || (is_number && !token->is_bracketed)) {
            token->kind = TOKEN_UNKNOWN;
        }
    }
}

/* A negation reaches to the end of its clause. */
static void settle_negations(struct tokens *tokens) {
    bool is_negated = false;
    for (size_t i = 0; i < tokens->n_tokens; i++) {
        struct token *token = &tokens->tokens[i];
        is_negated &= token->gap < GAP_CLAUSE;
        is_negated |= token->kind == TOKEN_NOT;
        token->is_negated = is_negated;
    }
}

/* Parts that only connect. */
static void drop_fillers(struct tokens *tokens) {
    for (size_t i = 0; i < tokens->n_tokens;) {
        enum token_kind kind = tokens->tokens[i].kind;
        if (kind == TOKEN_FILLER || kind == TOKEN_DETAIL || kind == TOKEN_NOT) {
            tokens_drop(tokens, i);
        } else {
            i++;
        }
    }
}

/* The same option twice in one item: said with two of its words. A no that runs into another turns
 * it round. */
static void merge_repeats(const struct question *question, struct tokens *tokens) {
    for (size_t i = 0; i + 1 < tokens->n_tokens;) {
        struct token *token = &tokens->tokens[i];
        bool is_same = is_option(token) && is_option(token + 1) &&
                       token->option == token[1].option && token[1].gap < GAP_ITEM &&
                       !token->mark && !token[1].mark && token->is_negated == token[1].is_negated;
        is_same &= !question->is_yes_no || token->option == 0 || token[1].gap > GAP_NONE;
        if (is_same) {
            token->end = token[1].end;
            token->detail = token->detail.len ? token->detail : token[1].detail;
            tokens_drop(tokens, i + 1);
        } else {
            i++;
        }
    }
}

/* ---- what cannot be understood ------------------------------------------------------------- */

static void push(struct answer *answer, int option, int beside) {
    if (answer->n_options < VALUE_MAX_CODES) {
        answer->options[answer->n_options] = option;
        answer->beside[answer->n_options++] = beside;
    }
}

/* Keeps, item by item, what was understood of a cell that was not. */
static void keep_known(const struct tokens *tokens, struct answer *answer) {
    for (size_t i = 0; i < tokens->n_tokens;) {
        size_t end = i + 1;
        bool is_known = tokens->tokens[i].kind == TOKEN_OPTION;
        while (end < tokens->n_tokens && tokens->tokens[end].gap < GAP_ITEM) {
            is_known &= tokens->tokens[end].kind != TOKEN_UNKNOWN;
            end++;
        }
        if (!tokens->tokens[i].is_negated) {
            push(answer, is_known ? (int)tokens->tokens[i].option : -1, -1);
        }
        i = end;
    }
}

static struct answer refuse(const struct question *question, const struct tokens *tokens,
                            struct str part) {
    struct answer answer = {.kind = ANSWER_UNKNOWN, .part = part};
    if (question->takes_many) {
        keep_known(tokens, &answer);
    }
    return answer;
}

/* The words around a token that no blank or sign parts from it, as a reader would quote them. */
static struct str words_around(const struct answer_words *words, const struct tokens *tokens,
                               size_t i) {
    size_t first = i, last = i;
    while (first > 0 && tokens->tokens[first].gap < GAP_BLANK) {
        first--;
    }
    while (last + 1 < tokens->n_tokens && tokens->tokens[last + 1].gap < GAP_BLANK) {
        last++;
    }
    /* Negations and fillers that were taken out stand between the tokens. */
    bool is_end = last + 1 == tokens->n_tokens;
    struct str text = str_slice(tokens->text, first > 0 ? tokens->tokens[first - 1].end : 0,
                                is_end ? tokens->text.len : tokens->tokens[last + 1].start);
    size_t start = 0, end = 0;
    for (size_t at = 0, next = 0; at < text.len; at = next) {
        uint32_t c = utf8_next(text, &next);
        bool is_parting =
            c == ' ' || signs_have(&words->clause_ends, c) || signs_have(&words->item_ends, c);
        end = is_parting ? end : next;
        start = end ? start : next;
    }
    return str_slice(text, start, end);
}

/* The first part that is not understood: a word of no list, two options run into one another, or a
 * choice left open. */
static bool find_unknown(const struct question *question, const struct tokens *tokens,
                         struct str *part) {
    for (size_t i = 0; i < tokens->n_tokens; i++) {
        const struct token *token = &tokens->tokens[i];
        bool is_open = token->kind == TOKEN_OR && (!question->is_yes_no || tokens->n_tokens != 3);
        if (token->kind == TOKEN_UNKNOWN || is_open) {
            *part = words_around(question->words, tokens, i);
            return true;
        }
        bool is_run_in = i > 0 && is_option(token) && is_option(token - 1) &&
                         token->gap < GAP_BLANK && !token->mark && !token[-1].mark;
        if (is_run_in) {
            *part = words_around(question->words, tokens, i);
            return true;
        }
    }
    return false;
}

/* ---- what was marked ----------------------------------------------------------------------- */

/* How many options have each mark. */
struct mark_counts {
    size_t n_options, n[MARK_BOX + 1];
};

static struct mark_counts count_marks(const struct tokens *tokens) {
    struct mark_counts counts = {0};
    for (size_t i = 0; i < tokens->n_tokens; i++) {
        if (is_option(&tokens->tokens[i])) {
            counts.n_options++;
            counts.n[tokens->tokens[i].mark]++;
        }
    }
    return counts;
}

/* The mark that says "chosen" in this cell; MARK_ABSENT if nothing does. `*is_clear` is false if
 * its marks can be read in two ways. */
static enum mark_kind chosen_mark(const struct mark_counts *counts, bool *is_clear) {
    *is_clear = true;
    if (counts->n[MARK_TICK] > 0) {
        return MARK_TICK;
    }
    if (counts->n[MARK_CROSSED_BOX] > 0 && counts->n[MARK_BOX] > 0 && counts->n[MARK_CROSS] == 0) {
        return MARK_CROSSED_BOX;
    }
    *is_clear = counts->n[MARK_BOX] == counts->n_options;
    return MARK_ABSENT;
}

/* Leaves the options that are marked as chosen; false if which they are cannot be told. */
static bool choose_marked(struct tokens *tokens) {
    struct mark_counts counts = count_marks(tokens);
    bool is_clear;
    enum mark_kind chosen = chosen_mark(&counts, &is_clear);
    for (size_t i = 0; i < tokens->n_tokens;) {
        const struct token *token = &tokens->tokens[i];
        if (is_option(token) && (token->mark != chosen || chosen == MARK_ABSENT)) {
            /* nobody fills in what he does not choose */
            is_clear &= token->detail.len == 0 || (token->word && !token->word->is_name);
            tokens_drop(tokens, i);
        } else {
            is_clear &= !token->is_negated;
            i++;
        }
    }
    return is_clear;
}

/* A mark without any option: an answer to a question of yes and no. */
static struct answer read_bare_mark(const struct question *question, const struct tokens *tokens) {
    struct answer answer = {.kind = ANSWER_UNCLEAR};
    if (!question->is_yes_no || count(tokens, TOKEN_MARK) != 1) {
        return refuse(question, tokens, tokens_text(tokens, 0, tokens->n_tokens - 1));
    }
    size_t i = 0;
    while (tokens->tokens[i].kind != TOKEN_MARK) {
        i++;
    }
    enum mark_kind mark = tokens->tokens[i].mark;
    if (mark == MARK_TICK || mark == MARK_CROSS) {
        answer.kind = ANSWER_READ;
        push(&answer, mark == MARK_TICK ? 0 : 1, -1);
    } else if (mark == MARK_BOX) {
        answer.kind = ANSWER_NONE;
    }
    return answer;
}

/* ---- what was written ---------------------------------------------------------------------- */

/* The form's own words, nothing chosen: yes and no side by side, both plain or both of the
 * question's words; or every option of a list. */
static bool is_untouched(const struct question *question, const struct tokens *tokens) {
    size_t n_labels = 0;
    bool has_bare = false, has_detail = false, has_code = false, is_one = true, has_other = false;
    bool is_alike = true;
    for (size_t i = 0; i < tokens->n_tokens; i++) {
        const struct token *token = &tokens->tokens[i];
        if (token->kind == TOKEN_OPTION && token->word) {
            n_labels += token->word->is_label;
            has_bare |= token->word->is_bare;
            has_other |= question->list->is_other[token->option];
            is_one &= token->option == tokens->tokens[0].option;
            is_alike &=
                i == 0 || !token[-1].word || token[-1].word->is_name == token->word->is_name;
        }
        has_code |= token->is_code && !token->word;
        has_detail |= token->detail.len > 0;
    }
    if (has_detail || has_code || is_one) {
        return false;
    }
    if (question->is_yes_no) {
        return !has_bare && is_alike && tokens->n_tokens <= 3;
    }
    bool is_whole = n_labels == question->list->n_options && n_labels >= 3;
    return is_whole && (!question->takes_many || has_other);
}

/* Leaves what was not denied. */
static void drop_negated(struct tokens *tokens) {
    for (size_t i = 0; i < tokens->n_tokens;) {
        if (tokens->tokens[i].is_negated) {
            tokens_drop(tokens, i);
        } else {
            i++;
        }
    }
}

/* Gives each object its degree: the one behind it, which serves all objects since the last; or,
 * where a degree comes first, the one before it. False if one is left over. */
static bool pair(const struct question *question, const struct tokens *tokens,
                 struct answer *answer) {
    enum token_kind object = question->beside_is_degree ? TOKEN_OPTION : TOKEN_BESIDE;
    bool comes_first = tokens->tokens[0].kind != object;
    int degree = -1;
    unsigned n_paired = 0;
    bool is_used = true;
    for (size_t i = 0; i < tokens->n_tokens; i++) {
        int option = (int)tokens->tokens[i].option;
        if (tokens->tokens[i].kind == object) {
            push(answer, option, comes_first ? degree : -1);
            is_used = true;
            n_paired = comes_first ? answer->n_options : n_paired;
            continue;
        }
        if ((!comes_first && n_paired == answer->n_options) || (comes_first && !is_used)) {
            return false;
        }
        is_used = !comes_first;
        degree = option;
        for (; !comes_first && n_paired < answer->n_options; n_paired++) {
            answer->beside[n_paired] = degree;
        }
    }
    for (unsigned i = 0; i < answer->n_options && !question->beside_is_degree; i++) {
        int swap = answer->options[i];
        answer->options[i] = answer->beside[i];
        answer->beside[i] = swap;
    }
    return is_used && n_paired == answer->n_options;
}

static void take_options(const struct question *question, const struct tokens *tokens,
                         struct answer *answer) {
    for (size_t i = 0; i < tokens->n_tokens; i++) {
        const struct token *token = &tokens->tokens[i];
        bool is_known = false;
        for (unsigned j = 0; j < answer->n_options && !question->takes_many; j++) {
            is_known |= answer->options[j] == (int)token->option;
        }
        if (!is_known) {
            push(answer, (int)token->option, -1);
        }
        answer->detail = answer->detail.len ? answer->detail : token->detail;
    }
}

/* The words behind an option are nothing but a plan. Those behind a yes say that there is nothing;
 * or begin with a plan, or are nothing but one.
 */
static void check_detail(const struct question *question, struct arena *scratch,
                         struct answer *answer) {
    struct question bare = *question;
    bare.takes_detail = false;
    struct str detail = answer->detail;
    struct tokens tokens = tokens_read(&bare, scratch, detail);
    const struct token *first = tokens.tokens;
    if (!question->is_yes_no) {
        bool is_plan = count(&tokens, TOKEN_PLAN) + count(&tokens, TOKEN_PLAN_WORD) > 0 &&
                       count(&tokens, TOKEN_UNKNOWN) == 0;
        answer->kind = is_plan ? ANSWER_UNKNOWN : answer->kind;
        answer->part = is_plan ? detail : answer->part;
        return;
    }
    bool is_name = str_contains(detail, STR("."));
    bool is_plan = count(&tokens, TOKEN_PLAN) > 0 &&
                   (first->kind == TOKEN_PLAN || count(&tokens, TOKEN_UNKNOWN) == 0);
    if (tokens.n_tokens == 1 && (first->kind == TOKEN_NOT || first->kind == TOKEN_OPTION)) {
        *answer = (struct answer){.kind = ANSWER_UNKNOWN, .part = detail};
    } else if (is_plan && !is_name) {
        answer->kind = ANSWER_PLANNED;
    }
}

/* ---- all ----------------------------------------------------------------------------------- */

/* Two options that a third stands for are that one, where one is asked for. */
static void join_halves(const struct question *question, struct answer *answer) {
    const struct option_list *list = question->list;
    if (answer->n_options != 2 || !list->halves[0]) {
        return;
    }
    int first = list->options[answer->options[0]].code;
    int second = list->options[answer->options[1]].code;
    if ((first == list->halves[0] && second == list->halves[1]) ||
        (first == list->halves[1] && second == list->halves[0])) {
        answer->options[0] = (int)list->whole;
        answer->n_options = 1;
    }
}

/* What unmarked options, or those that were marked, come to. */
static struct answer conclude(const struct question *question, struct tokens *tokens) {
    struct answer answer = {.kind = ANSWER_READ};
    if (tokens->n_tokens == 0) {
        return (struct answer){.kind = ANSWER_NONE};
    }
    if (count(tokens, TOKEN_BESIDE) > 0) {
        if (!pair(question, tokens, &answer)) {
            answer.n_options = 0;
            answer.kind = ANSWER_UNKNOWN;
            answer.part = tokens_text(tokens, 0, tokens->n_tokens - 1);
        }
        return answer;
    }
    if (tokens->n_tokens > VALUE_MAX_CODES) {
        return refuse(question, tokens, tokens_text(tokens, 0, tokens->n_tokens - 1));
    }
    take_options(question, tokens, &answer);
    if (!question->takes_many) {
        join_halves(question, &answer);
    }
    if (!question->takes_many && answer.n_options > 1) {
        answer.kind = ANSWER_SEVERAL;
    }
    return answer;
}

/* The first two options that a word joins where none may: they are one part with two names. */
static bool find_joined(const struct question *question, const struct tokens *tokens,
                        struct str *part) {
    for (size_t i = 1; !question->is_yes_no && i < tokens->n_tokens; i++) {
        if (tokens->tokens[i].is_joined && !question->list->is_joinable) {
            *part = tokens_text(tokens, i - 1, i);
            return true;
        }
    }
    return false;
}

static struct answer decide_unmarked(const struct question *question, struct tokens *tokens) {
    struct str part = tokens->text;
    if (is_untouched(question, tokens)) {
        bool is_none = !question->takes_many;
        return (struct answer){.kind = is_none ? ANSWER_NONE : ANSWER_UNCLEAR};
    }
    drop_negated(tokens);
    bool is_yes_no = question->is_yes_no && tokens->n_tokens > 1;
    if (tokens->n_tokens == 0 || count(tokens, TOKEN_OPTION) == 0 || count(tokens, TOKEN_OR) > 0) {
        return refuse(question, tokens, part);
    }
    if (find_joined(question, tokens, &part)) {
        return (struct answer){.kind = ANSWER_UNKNOWN, .part = part};
    }
    struct answer answer = conclude(question, tokens);
    return is_yes_no && answer.n_options > 1 ? refuse(question, tokens, part) : answer;
}

static struct answer decide(const struct question *question, struct tokens *tokens) {
    struct answer unclear = {.kind = ANSWER_UNCLEAR};
    struct str part = tokens->text;
    bool has_marks = count(tokens, TOKEN_MARK) > 0;
    if (find_unknown(question, tokens, &part)) {
        return refuse(question, tokens, part);
    }
    if (count(tokens, TOKEN_PLAN) > 0) {
        return has_marks ? refuse(question, tokens, tokens->text)
                         : (struct answer){.kind = ANSWER_PLANNED};
    }
    if (count(tokens, TOKEN_OPTION) == 0) {
        bool is_mark = tokens->n_tokens > 0 && has_marks;
        return is_mark ? read_bare_mark(question, tokens) : refuse(question, tokens, tokens->text);
    }
    if (!has_marks) {
        return decide_unmarked(question, tokens);
    }
    if (count(tokens, TOKEN_BESIDE) > 0 || count(tokens, TOKEN_OR) > 0 ||
        !tokens_settle_marks(question, tokens) || !choose_marked(tokens)) {
        return unclear;
    }
    struct answer answer = conclude(question, tokens);
    return answer.kind == ANSWER_SEVERAL ? unclear : answer;
}

/* A text that is one option and nothing else. */
static bool read_whole(const struct question *question, struct arena *scratch, struct str text,
                       struct answer *answer) {
    size_t option;
    bool is_whole = dictionary_get(question->list->texts, value_key(scratch, text), &option);
    if (is_whole) {
        *answer = (struct answer){.kind = ANSWER_READ};
        push(answer, (int)option, -1);
    }
    return is_whole;
}

struct answer answer_read(const struct question *question, struct arena *scratch, struct str text) {
    struct answer answer;
    if (read_whole(question, scratch, text, &answer)) {
        return answer;
    }
    if (text.len > LONGEST_ANSWER) {
        return (struct answer){.kind = ANSWER_UNKNOWN, .part = str_cut(text, LONGEST_ANSWER)};
    }
    struct tokens tokens = tokens_read(question, scratch, text);
    take_details(question, &tokens);
    tokens_settle_codes(question, &tokens);
    take_tail(question, &tokens);
    settle_words(question, &tokens);
    settle_negations(&tokens);
    drop_fillers(&tokens);
    merge_repeats(question, &tokens);
    bool is_marked = count(&tokens, TOKEN_MARK) > 0;
    answer = decide(question, &tokens);
    answer.is_marked = is_marked;
    if (answer.kind == ANSWER_READ && answer.detail.len > 0) {
        check_detail(question, scratch, &answer);
    }
    return answer;
}
