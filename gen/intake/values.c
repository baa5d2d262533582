/* One cell as a value: what holds for every type, and the types that are words. */
#include "intake/values.h"

#include <string.h>

/* ---- reporting ----------------------------------------------------------------------------- */

void value_report(const struct reading *reading, enum diag_id id, struct str argument) {
    diag_report(reading->diag, &(struct diag_note){.id = id,
                                                   .origin = reading->origin,
                                                   .header = reading->header,
                                                   .value = reading->cell->text,
                                                   .args = {argument}});
}

bool value_refuse(const struct reading *reading, struct value *value, enum diag_id id,
                  struct str argument) {
    value->is_bad = true;
    value_report(reading, id, argument);
    return false;
}

bool value_refuse_either(const struct reading *reading, struct value *value, struct str one,
                         struct str other) {
    value->is_bad = true;
    value->text = (struct str){0};
    diag_report(reading->diag, &(struct diag_note){.id = DIAG_VALUE_TWO_WAYS,
                                                   .origin = reading->origin,
                                                   .header = reading->header,
                                                   .value = reading->cell->text,
                                                   .args = {one, other}});
    return false;
}

/* ---- text ---------------------------------------------------------------------------------- */

static bool is_unprintable(uint32_t c) {
    bool is_break = c == '\t' || c == '\n' || c == '\r';
    return (c < ' ' && !is_break) || (c >= 0x7F && c < 0xA0) || c == UTF8_BAD ||
           (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE;
}

/* Too long, or with characters that cannot be printed: reports with the start of the text. */
static bool check_text(const struct reading *reading, struct value *value) {
    struct str text = value->raw;
    size_t n_characters = 0;
    bool is_bad = false;
    for (size_t at = 0; at < text.len; n_characters++) {
        is_bad |= is_unprintable(utf8_next(text, &at));
    }
    size_t longest = reading->longest > 0 ? reading->longest : VALUE_LONGEST;
    if (!is_bad && n_characters <= longest) {
        return true;
    }
    value->is_bad = true;
    struct diag_note note = {.id = is_bad ? DIAG_VALUE_BAD_TEXT : DIAG_VALUE_TOO_LONG,
                             .origin = reading->origin,
                             .header = reading->header,
                             .value = str_cut(text, 180),
                             .args = {str_format(reading->scratch, "%zu", longest)}};
    diag_report(reading->diag, &note);
    return false;
}

static bool is_nothing(const struct reading *reading, struct str key) {
    return words_have(&reading->spellings->placeholder, key) ||
           words_have(&reading->spellings->nothing, key);
}

/* A number kept as text: the digits past the fifteenth are gone for good. */
static bool is_truncated(const struct read_cell *cell) {
    return cell->kind == READ_NUMBER && (cell->number >= 1e15 || cell->number <= -1e15);
}

/* 备案证明编号: 11 digits, a hyphen, 5 digits. */
static bool is_certificate(struct str key) {
    enum { N_PLACE = 11, N_ALL = 17 };
    return key.len == N_ALL && digits_start(key) == N_PLACE && key.data[N_PLACE] == '-' &&
           digits_start(str_slice(key, N_PLACE + 1, N_ALL)) == N_ALL - N_PLACE - 1;
}

/* The number with the dash that it has in print, whichever was typed. */
static struct str certificate_of(const struct reading *reading, struct str key) {
    static const struct str dashes[] = {STR_INIT("\xE2\x80\x94"), STR_INIT("\xE2\x80\x93"),
                                        STR_INIT("\xE2\x88\x92")};
    for (size_t i = 0; i < sizeof dashes / sizeof dashes[0]; i++) {
        key = str_replace(reading->scratch, key, dashes[i], STR("-"));
    }
    return key;
}

/* What is no number of a certificate is not printed as one. */
static bool refuse_certificate(const struct reading *reading, struct str key, struct value *value) {
    const struct words *web = &reading->spellings->web_numbers;
    bool is_web = false;
    for (size_t i = 0; i < web->n_words; i++) {
        is_web |= str_contains(key, web->words[i]);
    }
    return value_refuse(reading, value, DIAG_CERTIFICATE_OTHER,
                        is_web ? reading->spellings->web_number_label : (struct str){0});
}

static bool read_text(const struct reading *reading, struct str key, struct value *value) {
    /* 现状: that there is nothing of the kind is what was found */
    bool is_found =
        reading->field == FIELD_GAP_FOUND && !words_have(&reading->spellings->placeholder, key);
    if (!is_found && is_nothing(reading, key)) {
        return true;
    }
    if (reading->field == FIELD_SYSTEM_CERTIFICATE) {
        struct str number = certificate_of(reading, key);
        if (!is_certificate(number)) {
            return refuse_certificate(reading, key, value);
        }
        value->text = str_copy(reading->arena, number);
        return true;
    }
    if (is_truncated(reading->cell)) {
        return value_refuse(reading, value, DIAG_VALUE_TRUNCATED, (struct str){0});
    }
    value->text = printed_text(reading->arena, value->raw, reading->keeps_lines);
    return true;
}

/* ---- choices ------------------------------------------------------------------------------- */

/* The list of what may be filled in. */
static struct str allowed_of(const struct reading *reading, const struct question *question) {
    return question->is_yes_no
               ? reading->spellings->allow_bool
               : options_allowed(question->list, reading->spellings, reading->scratch);
}

static struct str join_labels(const struct reading *reading, const struct question *question,
                              const struct answer *answer) {
    struct str labels[VALUE_MAX_CODES];
    for (unsigned i = 0; i < answer->n_options; i++) {
        labels[i] = question->list->options[answer->options[i]].label;
    }
    return answer->n_options == 1
               ? labels[0]
               : str_join(reading->arena, labels, answer->n_options, reading->spellings->joiner);
}

/* Codes as written; 0 for what was not understood. */
static void set_codes(const struct question *question, const struct answer *answer,
                      struct value *value) {
    for (unsigned i = 0; i < answer->n_options; i++) {
        int option = answer->options[i];
        value->codes[i] = option < 0 ? 0 : question->list->options[option].code;
    }
    value->n_codes = (uint8_t)answer->n_options;
}

/* What is planned is not there yet: a no, said to be one. */
static bool set_planned(const struct reading *reading, struct value *value) {
    value->text = reading->spellings->no_label;
    value->number = 0;
    value->detail = (struct str){0};
    value->is_planned = true;
    value_report(reading, DIAG_ANSWER_PLANNED, value->text);
    return true;
}

/* The year and month that a text names by digits and the word for year; false if none. */
static bool find_month(const struct reading *reading, struct str key, int64_t *year,
                       int64_t *month) {
    enum { N_YEAR = 4 };
    for (size_t at = 0; at < key.len; at++) {
        struct str rest = str_slice(key, at, key.len);
        size_t n = digits_start(rest), next = at + n;
        struct str behind = str_slice(key, next, key.len);
        size_t n_word = words_start(&reading->spellings->year, behind);
        n_word = n_word || behind.len == 0 || !strchr("-./", behind.data[0]) ? n_word : 1;
        if (n == N_YEAR && n_word && str_to_int(str_slice(rest, 0, n), year)) {
            behind = str_slice(behind, n_word, behind.len);
            *month = 1;
            str_to_int(str_slice(behind, 0, digits_start(behind)), month);
            return true;
        }
        at = n ? next - 1 : at;
    }
    return false;
}

/* A yes with a date that has not come: a plan. */
static bool is_ahead(const struct reading *reading, const struct value *value) {
    struct str key = value_key(reading->scratch, value->raw);
    int64_t year = 0, month = 0;
    return value->number && reading->as_of.year && find_month(reading, key, &year, &month) &&
           (year > reading->as_of.year ||
            (year == reading->as_of.year && month > reading->as_of.month));
}

static bool set_answer(const struct reading *reading, const struct question *question,
                       const struct answer *answer, struct value *value) {
    value->text = join_labels(reading, question, answer);
    if (!is_nothing(reading, value_key(reading->scratch, answer->detail))) {
        value->detail = printed_text(reading->arena, answer->detail, false);
    }
    value->number = question->list->options[answer->options[0]].code;
    if (!question->is_yes_no) {
        set_codes(question, answer, value);
        return true;
    }
    return !is_ahead(reading, value) || set_planned(reading, value);
}

/* Reports why a cell with choices is not read; what was understood of a set is kept for those who
 * judge. */
static bool refuse_answer(const struct reading *reading, const struct question *question,
                          const struct answer *answer, struct value *value) {
    struct diag_note note = {.origin = reading->origin,
                             .header = reading->header,
                             .value = reading->cell->text,
                             .args = {allowed_of(reading, question), str_trim(answer->part)}};
    bool is_whole =
        str_equal(str_trim(utf8_fold_width(reading->scratch, value->raw)), str_trim(answer->part));
    value->is_bad = true;
    switch (answer->kind) {
    case ANSWER_SEVERAL:
        note.id = DIAG_ANSWER_SEVERAL;
        note.args[1] = join_labels(reading, question, answer);
        break;
    case ANSWER_UNCLEAR:
        note.id = DIAG_ANSWER_UNCLEAR;
        break;
    default:
        note.id = is_whole ? DIAG_VALUE_UNREADABLE : DIAG_ANSWER_PART;
        set_codes(question, answer, value);
        break;
    }
    diag_report(reading->diag, &note);
    return false;
}

/* Reads a folded text as an answer. */
static bool read_answer(const struct reading *reading, const struct question *question,
                        struct str text, struct value *value) {
    struct answer answer = answer_read(question, reading->scratch, text);
    switch (answer.kind) {
    case ANSWER_READ:
        return set_answer(reading, question, &answer, value);
    case ANSWER_PLANNED:
        return set_planned(reading, value);
    case ANSWER_NONE:
        if (!reading->is_required) {
            value_report(reading, DIAG_VALUE_EMPTY, allowed_of(reading, question));
            value->missed = MISSED_CELL;
        }
        return true;
    default:
        return refuse_answer(reading, question, &answer, value);
    }
}

/* A range that is not across places, with a number of places. */
static bool refuse_count(const struct reading *reading, const struct question *question,
                         int64_t n_across, struct value *value) {
    const struct spellings *spellings = reading->spellings;
    const struct answer answer = {.kind = ANSWER_UNKNOWN,
                                  .part =
                                      str_format(reading->scratch, "%" STR_FMT "%lld%" STR_FMT,
                                                 STR_ARG(spellings->across), (long long)n_across,
                                                 STR_ARG(spellings->across_after.words[0]))};
    value->text = (struct str){0};
    return refuse_answer(reading, question, &answer, value);
}

bool value_read_choice(const struct reading *reading, struct str key, struct value *value) {
    const struct spellings *spellings = reading->spellings;
    struct question question;
    size_t option;
    options_ask(reading->options, reading->field, &question);
    question.takes_detail = reading->takes_detail && question.is_yes_no;
    if (reading->cell->kind == READ_BOOL && question.is_yes_no) {
        value->number = reading->cell->number != 0;
        value->text = value->number ? spellings->yes_label : spellings->no_label;
        return true;
    }
    bool is_nothing_here = words_have(&spellings->placeholder, key) ||
                           (!question.is_yes_no && words_have(&spellings->nothing, key));
    if (is_nothing_here &&
        !dictionary_get(question.list->texts, header_key(reading->scratch, key), &option)) {
        return true;
    }
    struct str text = value->raw;
    int64_t n_across = 0;
    if (reading->field == FIELD_SYSTEM_SCOPE) {
        /* the number's own bracket is left empty, and is no box */
        n_across = scope_parse(spellings, reading->scratch, value->raw, &text);
        text = str_replace(reading->scratch, text, STR("()"), (struct str){0});
    }
    bool is_good =
        read_answer(reading, &question, str_trim(utf8_fold_width(reading->scratch, text)), value);
    bool is_other = is_good && option_by_code(question.list, value->number, &option) &&
                    question.list->is_other[option];
    if (is_good && n_across > 0 && !is_other && !scope_is_counted(spellings, value)) {
        return refuse_count(reading, &question, n_across, value);
    }
    return is_good;
}

bool value_read_marked_level(const struct reading *reading, struct value *value) {
    struct question question;
    options_ask(reading->options, reading->field, &question);
    struct str text = str_trim(utf8_fold_width(reading->scratch, value->raw));
    struct answer answer = answer_read(&question, reading->scratch, text);
    if (!answer.is_marked) {
        return value_refuse(reading, value, DIAG_VALUE_UNREADABLE, reading->spellings->allow_level);
    }
    bool is_good = read_answer(reading, &question, text, value);
    value->n_codes = 0;
    return is_good;
}

/* ---- texts that answer --------------------------------------------------------------------- */

/* Words of the sender's own that hold a mark, begin with a no or have a plain one anywhere: what
 * they say is not for us to tell. */
static bool is_doubtful(const struct tokens *tokens) {
    enum { ONE_HAN = 3 };
    for (size_t i = 0; i < tokens->n_tokens; i++) {
        const struct token *token = &tokens->tokens[i];
        bool is_no = token->kind == TOKEN_NOT || (token->kind == TOKEN_OPTION && token->option > 0);
        if (token->kind == TOKEN_MARK ||
            (is_no && (i == 0 || token->end - token->start > ONE_HAN))) {
            return true;
        }
    }
    return false;
}

/* Words of the sender's own in the place of an answer: a yes, if nothing in them speaks against
 * that. */
static bool read_own_words(const struct reading *reading, const struct question *question,
                           const struct answer *answer, struct str text, struct value *value) {
    struct tokens tokens = tokens_read(question, reading->scratch, text);
    if (is_doubtful(&tokens)) {
        return refuse_answer(reading, question, answer, value);
    }
    struct str first =
        tokens.n_tokens ? value_key(reading->scratch, tokens_text(&tokens, 0, 0)) : (struct str){0};
    value->number = 1;
    if (words_have(&question->words->begun, first) || is_ahead(reading, value)) {
        return set_planned(reading, value);
    }
    value->number = 0;
    value->text = printed_text(reading->arena, value->raw, reading->keeps_lines);
    return true;
}

/* A text that answers a question: a no and a plan are put as such, the words of a yes stay. */
static bool read_said(const struct reading *reading, const struct question *question,
                      struct str key, struct value *value) {
    if (words_have(&reading->spellings->placeholder, key)) {
        return true;
    }
    struct str text = str_trim(utf8_fold_width(reading->scratch, value->raw));
    struct answer answer = answer_read(question, reading->scratch, text);
    if (answer.kind == ANSWER_UNKNOWN) {
        return read_own_words(reading, question, &answer, text, value);
    }
    bool is_good = read_answer(reading, question, text, value);
    bool is_sign = answer.is_marked || (unsigned char)text.data[0] < 0x80;
    if (is_good && value->text.len > 0 && value->number && !is_sign) {
        value->text = printed_text(reading->arena, value->raw, reading->keeps_lines);
    }
    value->number = 0;
    value->detail = (struct str){0};
    return is_good;
}

/* ---- all ----------------------------------------------------------------------------------- */

static bool read_by_type(const struct reading *reading, struct str key, struct value *value) {
    switch (field_info(reading->field)->type) {
    case FIELD_LEVEL:
        return value_read_level(reading, key, value);
    case FIELD_DATE:
        return value_read_date(reading, key, value);
    case FIELD_COUNT:
        return value_read_count(reading, key, value);
    case FIELD_PERCENT:
        return value_read_percent(reading, key, value);
    case FIELD_NUMBER:
        return value_read_number(reading, key, value);
    case FIELD_MONEY:
        return value_read_money(reading, key, value);
    case FIELD_PHONE:
        return value_read_phone(reading, key, value);
    case FIELD_DIGITS6:
        return value_read_digits6(reading, key, value);
    case FIELD_BOOL:
    case FIELD_OPTION:
    case FIELD_OPTIONS:
        return value_read_choice(reading, key, value);
    case FIELD_TEXT:
        break;
    }
    struct question question;
    if (options_ask(reading->options, reading->field, &question)) {
        return read_said(reading, &question, key, value);
    }
    return reading->field == FIELD_UNIT_CREDIT_CODE ? value_read_credit_code(reading, key, value)
                                                    : read_text(reading, key, value);
}

/* 0 where none is asked for, as a number, a day or a moment: what a formula shows of an empty cell.
 * Of a yes or no it is an answer, of a count one too. */
static bool is_zero(const struct reading *reading, struct str key) {
    enum field_type type = field_info(reading->field)->type;
    bool is_never = type == FIELD_TEXT || type == FIELD_DATE || type == FIELD_PHONE ||
                    type == FIELD_DIGITS6 || type == FIELD_LEVEL || type == FIELD_OPTION ||
                    type == FIELD_OPTIONS;
    return is_never &&
           ((reading->cell->kind == READ_NUMBER && str_is(key, "0")) || str_is(key, "00:00:00"));
}

struct value *value_read(const struct reading *reading) {
    struct arena_mark mark = arena_mark(reading->scratch);
    struct str key = value_key(reading->scratch, reading->cell->text);
    if (key.len == 0 && reading->cell->kind == READ_TEXT) {
        arena_rewind(reading->scratch, mark);
        return NULL;
    }
    struct value *value = ARENA_NEW(reading->arena, struct value);
    value->raw = str_copy(reading->arena, reading->cell->text);
    value->origin = reading->origin;
    value->header = reading->header;
    if (reading->cell->is_repeated) {
        value->is_bad = true;
    } else if (reading->cell->kind == READ_ERROR) {
        value_refuse(reading, value, DIAG_CELL_ERROR, (struct str){0});
    } else if (words_have(&reading->spellings->ditto, key)) {
        value_report(reading, DIAG_VALUE_DITTO, (struct str){0});
        value->missed = MISSED_CELL;
    } else if (is_zero(reading, key)) {
        value_report(reading, DIAG_VALUE_ZERO, (struct str){0});
        value->missed = MISSED_CELL;
    } else if (check_text(reading, value)) {
        read_by_type(reading, key, value);
    }
    arena_rewind(reading->scratch, mark);
    return value;
}
