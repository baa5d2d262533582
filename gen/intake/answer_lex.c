/* A cell's text as tokens: at every place the longest word that is known; what no word knows is
 * kept as such. */
#include "intake/options.h"

/* Parts of one cell; what has more is no answer. */
enum { MOST_TOKENS = 300 };

/* A text being taken apart. */
struct lexer {
    const struct question *question;
    struct arena *scratch;
    struct tokens *out;
    struct str text;
    size_t at;
    enum gap gap;
    size_t n_open;
    /* A word joins what comes to what was. */
    bool is_joined;
    /* Some mark of the text is an empty box. */
    bool has_box;
};

/* ---- characters ---------------------------------------------------------------------------- */

static bool is_blank(uint32_t c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* What closes a bracket; 0 if the sign opens none. */
static uint32_t closing(uint32_t c) {
    static const uint32_t pairs[][2] = {{'(', ')'},       {'[', ']'},       {'{', '}'},
                                        {0x3010, 0x3011}, {0x3014, 0x3015}, {0x3008, 0x3009},
                                        {0x300A, 0x300B}};
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        if (pairs[i][0] == c) {
            return pairs[i][1];
        }
    }
    return 0;
}

static bool is_closing(uint32_t c) {
    return c == ')' || c == ']' || c == '}' || c == 0x3011 || c == 0x3015 || c == 0x3009 ||
           c == 0x300B;
}

static bool is_digit(uint32_t c) {
    return c >= '0' && c <= '9';
}

static bool is_latin(uint32_t c) {
    c = fold_letter(c);
    return c >= 'A' && c <= 'Z';
}

static uint32_t peek(struct str text, size_t at) {
    return at < text.len ? utf8_next(text, &at) : 0;
}

/* The character before a place; only ASCII is told. */
static uint32_t before(struct str text, size_t at) {
    unsigned char c = at > 0 ? (unsigned char)text.data[at - 1] : ' ';
    return c < 0x80 ? c : ' ';
}

static size_t skip_blanks(struct str text, size_t at) {
    while (at < text.len && is_blank((unsigned char)text.data[at])) {
        at++;
    }
    return at;
}

/* Two characters of one Latin word or one number. */
static bool is_run(uint32_t a, uint32_t b) {
    return (is_digit(a) && is_digit(b)) || (is_latin(a) && is_latin(b));
}

/* ---- words --------------------------------------------------------------------------------- */

/* Signs that may stand within a word where it has one itself. */
static bool is_inner_sign(uint32_t c) {
    return c == ',' || c == '/' || c == '-' || c == '.' || c == 0x3001 || c == 0xB7;
}

/* Skips what may stand before a letter within a word; a bracket with nothing in it is a box, and
 * may not. */
static size_t skip_inside(struct str text, size_t at, bool has_sign, size_t *n_open) {
    size_t n_before = *n_open;
    for (size_t next = at; at < text.len; at = next) {
        uint32_t c = utf8_next(text, &next);
        bool is_end = is_closing(c) && *n_open > 0 && *n_open <= n_before;
        if (!is_blank(c) && !closing(c) && !is_end && !(has_sign && is_inner_sign(c))) {
            break;
        }
        *n_open += closing(c) != 0;
        *n_open -= is_end;
    }
    return at;
}

/* Where a word that begins at a place ends; 0 if it does not stand there. */
static size_t match_word(const struct answer_word *word, struct str text, size_t at) {
    size_t start = at, n_open = 0;
    uint32_t c = 0;
    for (size_t i = 0; i < word->n_letters; i++) {
        at = i > 0 ? skip_inside(text, at, word->has_sign[i], &n_open) : at;
        if (at >= text.len) {
            return 0;
        }
        c = utf8_next(text, &at);
        if (fold_letter(c) != word->letters[i]) {
            return 0;
        }
    }
    for (; n_open > 0; n_open--) {
        at = skip_blanks(text, at);
        if (!is_closing(peek(text, at))) {
            return 0;
        }
        utf8_next(text, &at);
    }
    bool is_cut = is_run(before(text, start), word->letters[0]) || is_run(c, peek(text, at));
    return is_cut ? 0 : at;
}

/* A word found. */
struct found {
    const struct answer_word *word;
    enum token_kind kind;
    size_t end;
};

/* Searches for the words that begin with the letter that stands at the place. */
static void search(const struct lexicon *lexicon, bool is_beside, const struct lexer *lexer,
                   struct found *found) {
    uint32_t first = fold_letter(peek(lexer->text, lexer->at));
    for (size_t i = 0; i < lexicon->n_words; i++) {
        const struct answer_word *word = &lexicon->words[i];
        if (word->letters[0] != first) {
            continue;
        }
        size_t end = match_word(word, lexer->text, lexer->at);
        bool is_option = word->kind == TOKEN_OPTION;
        if (end > found->end && (is_option || !is_beside)) {
            *found = (struct found){word, is_beside ? TOKEN_BESIDE : word->kind, end};
        }
    }
}

/* The longest word at the place: an option of the list rather than another word, and that rather
 * than an option of the list beside. */
static struct found find_word(const struct lexer *lexer) {
    struct found found = {0};
    const struct question *question = lexer->question;
    search(&question->list->lexicon, false, lexer, &found);
    search(&question->words->lexicon, false, lexer, &found);
    if (question->beside) {
        search(&question->beside->lexicon, true, lexer, &found);
    }
    return found;
}

/* ---- tokens -------------------------------------------------------------------------------- */

static struct token *add(struct lexer *lexer, enum token_kind kind, size_t end) {
    struct tokens *out = lexer->out;
    struct token token = {.kind = kind,
                          .start = lexer->at,
                          .end = end,
                          .gap = lexer->gap,
                          .is_bracketed = lexer->n_open > 0,
                          .is_joined = lexer->is_joined};
    ARENA_PUSH(lexer->scratch, out->tokens, out->n_tokens, out->capacity, token);
    lexer->at = end;
    lexer->gap = GAP_NONE;
    lexer->is_joined = false;
    return &out->tokens[out->n_tokens - 1];
}

static void widen_gap(struct lexer *lexer, enum gap gap, size_t end) {
    lexer->gap = gap > lexer->gap ? gap : lexer->gap;
    lexer->at = end;
}

static struct token *last_token(const struct lexer *lexer) {
    return lexer->out->n_tokens ? &lexer->out->tokens[lexer->out->n_tokens - 1] : NULL;
}

static enum mark_kind mark_of(const struct lexer *lexer, size_t at, size_t *end) {
    const struct answer_words *words = lexer->question->words;
    size_t next = at;
    uint32_t c = utf8_next(lexer->text, &next);
    *end = next;
    for (size_t i = 0; i < words->n_marks; i++) {
        if (words->marks[i].sign == c) {
            return words->marks[i].kind;
        }
    }
    bool is_alone = !is_run(before(lexer->text, at), 'A') && !is_latin(peek(lexer->text, next));
    bool is_tick = lexer->has_box && is_alone && signs_have(&words->ticks_beside_boxes, c);
    return is_tick ? MARK_TICK : MARK_ABSENT;
}

static bool find_box(const struct lexer *lexer) {
    for (size_t at = 0, end; at < lexer->text.len; at = end) {
        if (mark_of(lexer, at, &end) == MARK_BOX) {
            return true;
        }
    }
    return false;
}

/* The mark that a bracket holds and nothing else; an empty bracket is a box. `*end` is behind it.
 */
static enum mark_kind bracket_mark(const struct lexer *lexer, size_t at, size_t *end) {
    size_t inner = at;
    uint32_t close = closing(utf8_next(lexer->text, &inner));
    enum mark_kind kind = MARK_BOX;
    bool is_filled = false;
    for (size_t next = inner; close && next < lexer->text.len;) {
        size_t here = next;
        uint32_t c = utf8_next(lexer->text, &next);
        if (c == close) {
            *end = next;
            return kind;
        }
        if (is_blank(c) || c == '_') {
            continue;
        }
        const struct answer_words *words = lexer->question->words;
        enum mark_kind mark = mark_of(lexer, here, &next);
        mark = mark                                       ? mark
               : signs_have(&words->bracketed_ticks, c)   ? MARK_TICK
               : signs_have(&words->bracketed_crosses, c) ? MARK_CROSS
                                                          : MARK_ABSENT;
        if (mark == MARK_ABSENT || is_filled) {
            return MARK_ABSENT;
        }
        is_filled = true;
        kind = mark;
    }
    return MARK_ABSENT;
}

static bool lex_mark(struct lexer *lexer) {
    size_t end = lexer->at;
    enum mark_kind mark = closing(peek(lexer->text, lexer->at))
                              ? bracket_mark(lexer, lexer->at, &end)
                              : mark_of(lexer, lexer->at, &end);
    if (mark == MARK_ABSENT) {
        return false;
    }
    add(lexer, TOKEN_MARK, end)->mark = mark;
    return true;
}

/* ---- numbers ------------------------------------------------------------------------------- */

/* 1 to 20 of a circled number, a number in brackets or with a dot; 0 if it is none. */
static int64_t circled(uint32_t c) {
    return c >= 0x2460 && c <= 0x2473   ? c - 0x2460 + 1
           : c >= 0x2474 && c <= 0x2487 ? c - 0x2474 + 1
           : c >= 0x2488 && c <= 0x249B ? c - 0x2488 + 1
                                        : 0;
}

/* Bytes of digits, Latin letters and the signs of numbers. */
static size_t run_of_number(struct str text, size_t at) {
    size_t end = at;
    while (end < text.len && (is_digit((unsigned char)text.data[end]) || text.data[end] == '-' ||
                              text.data[end] == '/' || text.data[end] == '.')) {
        end++;
    }
    return end;
}

/* A day with its year, a score, or a number too long to be a code: what may follow an answer. */
static size_t detail_end(const struct lexer *lexer) {
    enum { LONGEST_CODE = 3, N_YEAR = 4 };
    struct str text = lexer->text;
    size_t end = run_of_number(text, lexer->at), n_digits = 0;
    while (lexer->at + n_digits < end && is_digit((unsigned char)text.data[lexer->at + n_digits])) {
        n_digits++;
    }
    /* a score: digits, perhaps with a point, and the Han for points */
    static const uint32_t points = 0x5206;
    if (n_digits > 0 && n_digits <= LONGEST_CODE && peek(text, end) == points) {
        utf8_next(text, &end);
        return end;
    }
    if (n_digits <= LONGEST_CODE) {
        return 0;
    }
    /* 2012 and the Han for year, month and day, with digits between them */
    static const uint32_t units[] = {0x5E74, 0x6708, 0x65E5};
    bool is_year = n_digits == N_YEAR && lexer->at + n_digits == end;
    for (size_t i = 0; i < 3 && is_year && peek(text, end) == units[i]; i++) {
        utf8_next(text, &end);
        size_t next = end;
        while (next < text.len && is_digit((unsigned char)text.data[next])) {
            next++;
        }
        end = i < 2 && next > end && peek(text, next) == units[i + 1] ? next : end;
    }
    return end;
}

/* Two circled numbers side by side are two items: each bounds itself. */
static void part_circled(struct lexer *lexer) {
    const struct token *last = last_token(lexer);
    if (last && last->kind == TOKEN_CODE && circled(peek(lexer->text, last->start)) > 0) {
        widen_gap(lexer, GAP_BLANK, lexer->at);
    }
}

static bool lex_number(struct lexer *lexer) {
    size_t end = lexer->at;
    uint32_t c = utf8_next(lexer->text, &end);
    int64_t number = circled(c);
    if (number > 0) {
        part_circled(lexer);
    }
    size_t behind = number ? 0 : detail_end(lexer);
    if (behind > 0) {
        add(lexer, TOKEN_DETAIL, behind);
        return true;
    }
    if (!number && !is_digit(c)) {
        return false;
    }
    while (!circled(c) && end < lexer->text.len && is_digit((unsigned char)lexer->text.data[end])) {
        end++;
    }
    struct str digits = str_slice(lexer->text, lexer->at, end);
    bool is_code = number > 0 || (str_to_int(digits, &number) && digits.data[0] != '0');
    add(lexer, is_code ? TOKEN_CODE : TOKEN_UNKNOWN, end)->number = number;
    return true;
}

/* ---- words of the sender's own -------------------------------------------------------------- */

/* Where the words behind a colon end: at a clause's end, at a mark, or with the text. */
static size_t own_words_end(const struct lexer *lexer, size_t at, bool to_the_end) {
    for (size_t next = at; at < lexer->text.len; at = next) {
        size_t end = at;
        uint32_t c = utf8_next(lexer->text, &next);
        bool is_end = !to_the_end && (c == ';' || c == '\n' || c == '|');
        bool is_mark = closing(c) ? bracket_mark(lexer, at, &end) != MARK_ABSENT
                                  : mark_of(lexer, at, &end) != MARK_ABSENT;
        if (is_end || is_mark) {
            break;
        }
    }
    return at;
}

/* The bracket's words; false if it closes nowhere, or holds a mark, an option or its own code. */
static bool bracket_words(const struct lexer *lexer, size_t at, struct str *words, size_t *end) {
    size_t inner = at, ignored;
    uint32_t close = closing(utf8_next(lexer->text, &inner));
    if (!close || bracket_mark(lexer, at, &ignored) != MARK_ABSENT) {
        return false;
    }
    size_t depth = 1, here = inner;
    for (size_t next = inner; next < lexer->text.len && depth > 0;) {
        here = next;
        uint32_t c = utf8_next(lexer->text, &next);
        depth += closing(c) == close;
        depth -= c == close;
        *end = next;
    }
    *words = str_trim(str_slice(lexer->text, inner, here));
    int64_t number;
    size_t option;
    bool is_code =
        str_to_int(*words, &number) && option_by_code(lexer->question->list, number, &option);
    return depth == 0 && !is_code;
}

/* Takes the words behind an option that may have some: after a colon or in a bracket. */
static void take_own_words(struct lexer *lexer, struct token *token) {
    bool is_yes_no = lexer->question->is_yes_no;
    size_t at = skip_blanks(lexer->text, lexer->at), end = at;
    uint32_t c = peek(lexer->text, at);
    struct str words = {0};
    if (c == ':' || (c == '-' && !is_yes_no)) {
        end = own_words_end(lexer, at + 1, is_yes_no);
        words = str_slice(lexer->text, at + 1, end);
    } else if (!bracket_words(lexer, at, &words, &end)) {
        return;
    }
    lexer->at = token->end = end;
    token->detail = without_signs(words);
}

static bool may_have_words(const struct lexer *lexer, const struct token *token) {
    const struct question *question = lexer->question;
    if (token->kind != TOKEN_OPTION) {
        return false;
    }
    if (question->is_yes_no) {
        return question->takes_detail && token->option == 0;
    }
    return question->list->is_other[token->option] && token->word->is_name;
}

/* ---- the text ------------------------------------------------------------------------------ */

static bool lex_word(struct lexer *lexer) {
    struct found found = find_word(lexer);
    if (!found.word) {
        return false;
    }
    if (found.kind == TOKEN_AND) {
        lexer->is_joined = lexer->gap < GAP_ITEM;
        widen_gap(lexer, GAP_ITEM, found.end);
        return true;
    }
    struct token *token = add(lexer, found.kind, found.end);
    token->word = found.word;
    token->option = found.word->option;
    if (may_have_words(lexer, token)) {
        take_own_words(lexer, token);
    }
    return true;
}

/* Blanks, signs and the edges of brackets. */
static bool lex_gap(struct lexer *lexer) {
    const struct answer_words *words = lexer->question->words;
    size_t end = lexer->at;
    uint32_t c = utf8_next(lexer->text, &end);
    if (signs_have(&words->clause_ends, c)) {
        widen_gap(lexer, GAP_CLAUSE, end);
    } else if (signs_have(&words->item_ends, c)) {
        widen_gap(lexer, GAP_ITEM, end);
    } else if (is_blank(c)) {
        widen_gap(lexer, GAP_BLANK, end);
    } else if (closing(c) || is_closing(c) || signs_have(&words->signs, c)) {
        lexer->n_open += closing(c) != 0;
        lexer->n_open -= is_closing(c) && lexer->n_open > 0;
        widen_gap(lexer, GAP_SIGN, end);
    } else {
        return false;
    }
    return true;
}

static void lex_unknown(struct lexer *lexer) {
    struct token *last = last_token(lexer);
    size_t end = lexer->at;
    utf8_next(lexer->text, &end);
    if (last && last->kind == TOKEN_UNKNOWN && lexer->gap == GAP_NONE) {
        last->end = lexer->at = end;
    } else {
        add(lexer, TOKEN_UNKNOWN, end);
    }
}

struct tokens tokens_read(const struct question *question, struct arena *scratch, struct str text) {
    struct tokens tokens = {.text = text};
    struct lexer lexer = {.question = question, .scratch = scratch, .out = &tokens, .text = text};
    lexer.has_box = find_box(&lexer);
    while (lexer.at < text.len && tokens.n_tokens < MOST_TOKENS) {
        if (!lex_mark(&lexer) && !lex_word(&lexer) && !lex_number(&lexer) && !lex_gap(&lexer)) {
            lex_unknown(&lexer);
        }
    }
    if (lexer.at < text.len) {
        add(&lexer, TOKEN_UNKNOWN, text.len);
    }
    return tokens;
}

struct str tokens_text(const struct tokens *tokens, size_t first, size_t last) {
    return str_slice(tokens->text, tokens->tokens[first].start, tokens->tokens[last].end);
}

void tokens_drop(struct tokens *tokens, size_t index) {
    enum gap gap = tokens->tokens[index].gap;
    for (size_t i = index; i + 1 < tokens->n_tokens; i++) {
        tokens->tokens[i] = tokens->tokens[i + 1];
    }
    tokens->n_tokens--;
    if (index < tokens->n_tokens && tokens->tokens[index].gap < gap) {
        tokens->tokens[index].gap = gap;
    }
}
