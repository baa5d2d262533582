/*
 * tests/field/answers.tsv: every option of every choice in every way a form lets it be marked. No
 * cell may be read wrongly, and of those that can be read hardly any may be refused.
 */
#include <criterion/criterion.h>
#include <stdio.h>

#include "paper.h"

/* How the cells of one style came out. */
struct tally {
    struct str style;
    size_t n_right, n_refused, n_wrong;
};

/* What was read: codes joined by "+", or in a word. */
static struct str reading_of(struct paper *paper, const struct value *value, bool is_bool) {
    if (!value || (!value->is_bad && value->text.len == 0)) {
        return STR("empty");
    }
    if (value->is_bad || value->is_planned) {
        return value->is_bad ? STR("reported") : STR("planned");
    }
    if (is_bool) {
        return value->number ? STR("1") : STR("0");
    }
    struct str codes[VALUE_MAX_CODES];
    for (unsigned i = 0; i < value->n_codes; i++) {
        codes[i] = str_format(paper->arena, "%d", value->codes[i]);
    }
    return str_join(paper->arena, codes, value->n_codes, STR("+"));
}

static struct tally *tally_of(struct tally *tallies, size_t *n, struct str style) {
    for (size_t i = 0; i < *n; i++) {
        if (str_equal(tallies[i].style, style)) {
            return &tallies[i];
        }
    }
    cr_assert_lt(*n, 100);
    tallies[*n].style = style;
    return &tallies[(*n)++];
}

/* Reads one line of the file and tallies it. */
static void try_line(struct paper *paper, struct str line, struct tally *tallies, size_t *n) {
    struct str name, cell, want;
    enum field field;
    bool is_line = str_split(&line, STR("\t"), &name) && str_split(&line, STR("\t"), &cell) &&
                   str_split(&line, STR("\t"), &want) && field_find(name, &field);
    cr_assert(is_line, "%.*s", STR_ARG(name));
    bool is_bool = field_info(field)->type == FIELD_BOOL;
    struct str text = str_replace(paper->arena, cell, STR("\\n"), STR("\n"));
    struct read_cell written = {.kind = READ_TEXT, .text = text};
    struct str got = reading_of(paper, paper_cell(paper, field, written), is_bool);
    bool is_readable = !str_is(want, "reported");
    struct tally *tally = tally_of(tallies, n, line);
    if (str_equal(got, want)) {
        tally->n_right++;
    } else if (str_is(got, "reported") && is_readable) {
        tally->n_refused++;
        fprintf(stderr, "refused: %.*s %.*s (%.*s)\n", STR_ARG(name), STR_ARG(cell), STR_ARG(line));
    } else {
        tally->n_wrong++;
        fprintf(stderr, "wrong: %.*s %.*s gives %.*s, not %.*s (%.*s)\n", STR_ARG(name),
                STR_ARG(cell), STR_ARG(got), STR_ARG(want), STR_ARG(line));
    }
}

Test(answers, nothing_is_turned_round) {
    struct paper paper = paper_open();
    struct tally tallies[100] = {{{0}, 0, 0, 0}}, sum = {{0}, 0, 0, 0};
    size_t n = 0;
    struct str bytes, line;
    cr_assert(
        file_read(paper.arena, STR("tests/field/answers.tsv"), 10 << 20, NULL, paper.diag, &bytes));
    while (str_split(&bytes, STR("\n"), &line)) {
        try_line(&paper, line, tallies, &n);
    }
    fprintf(stderr, "%-26s %6s %7s %5s\n", "style", "right", "refused", "wrong");
    for (size_t i = 0; i < n; i++) {
        fprintf(stderr, "%-26.*s %6zu %7zu %5zu\n", STR_ARG(tallies[i].style), tallies[i].n_right,
                tallies[i].n_refused, tallies[i].n_wrong);
        sum.n_right += tallies[i].n_right;
        sum.n_refused += tallies[i].n_refused;
        sum.n_wrong += tallies[i].n_wrong;
    }
    fprintf(stderr, "%-26s %6zu %7zu %5zu\n", "all", sum.n_right, sum.n_refused, sum.n_wrong);
    cr_assert_geq(sum.n_right + sum.n_refused + sum.n_wrong, 1500);
    cr_assert_eq(sum.n_wrong, 0);
    cr_assert_lt(sum.n_refused * 50, sum.n_right + sum.n_refused);
    paper_close(&paper);
}
