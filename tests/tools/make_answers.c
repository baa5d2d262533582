/*
 * make_answers: prints tests/field/answers.tsv: every option of every choice, written in every way
 * a form lets it be marked, and what must be read. It knows the lists of templates/ and nothing of
 * how intake reads.
 *
 *     FIELD  CELL (\n for a line end)  WANT  STYLE
 *
 * WANT is the codes that are chosen, joined by "+"; `empty` for a form left as it was; `planned`;
 * or `reported`, where nothing may be read.
 */
#include <stdio.h>
#include <stdlib.h>

#include "model/model.h"

/* Options of a list that stand together in a form at most. */
enum { MOST_SHOWN = 3 };

/* A list of options and a field that asks it. */
struct subject {
    struct arena *arena;
    const char *field;
    bool takes_many, is_coded;
    /* Labels, and codes as texts. */
    struct str labels[64], codes[64];
    /* Options with words of their own. */
    bool is_other[64];
    size_t n;
    /* The list's options; NULL of yes and no. */
    const struct yaml *options;
};

/* How options are marked: `chosen` and `left` before or behind the label. */
struct marking {
    const char *style, *chosen, *left;
    bool is_behind;
};

static const struct marking markings[] = {
    {"tick-box before", "☑", "□", false},
    {"tick-box behind", "☑", "□", true},
    {"black square before", "■", "□", false},
    {"black square behind", "■", "□", true},
    {"tick beside box", "√", "□", false},
    {"tick beside box behind", "√", "□", true},
    {"check mark", "✓", "□", false},
    {"check mark behind", "✔", "☐", true},
    {"black circle before", "●", "○", false},
    {"black circle behind", "●", "○", true},
    {"crossed box before", "☒", "☐", false},
    {"crossed box behind", "☒", "☐", true},
    {"cross for no", "√", "×", false},
    {"cross for no behind", "√", "×", true},
    {"lost font before", "R", "£", false},
    {"lost font behind", "\xEF\x83\xBE", "\xEF\x82\xA8", true},
    {"lost font wingdings", "\xEF\x81\x92", "\xEF\x82\xA3", false},
    {"round bracket before", "（√）", "（ ）", false},
    {"round bracket behind", "（√）", "（ ）", true},
    {"ascii bracket behind", "( V )", "(  )", true},
    {"square bracket before", "[√]", "[ ]", false},
    {"square bracket behind", "[√]", "[]", true},
    {"lens bracket before", "【√】", "【】", false},
    {"lens bracket behind", "【✓】", "【 】", true},
    {"only the chosen before", "√", "", false},
    {"only the chosen behind", "（√）", "", true},
};
enum { N_MARKINGS = sizeof markings / sizeof markings[0] };

static const char *const gaps[] = {" ", "\\n", "、", "　"};
enum { N_GAPS = sizeof gaps / sizeof gaps[0] };

/* The code of the option that a text is a spelling of; else `want`. */
static struct str known(const struct subject *subject, struct str text, struct str want) {
    for (size_t i = 0; subject->options && i < subject->n; i++) {
        const struct yaml *spellings = yaml_get(subject->options->items[i], "spellings");
        for (size_t j = 0; spellings && j < spellings->n_items; j++) {
            want = str_equal(spellings->items[j]->text, text) ? subject->codes[i] : want;
        }
    }
    return want;
}

/* What two options come to where one is asked: the option that stands for both, if there is one. */
static struct str one_of(const struct subject *subject, size_t first) {
    for (size_t i = 0; subject->options && i < subject->n; i++) {
        const struct yaml *halves = yaml_get(subject->options->items[i], "both");
        if (halves && str_equal(halves->items[0]->text, subject->codes[first]) &&
            str_equal(halves->items[1]->text, subject->codes[first + 1])) {
            return subject->codes[i];
        }
    }
    return STR("reported");
}

static void row(const struct subject *subject, struct str cell, struct str want,
                const char *style) {
    want = known(subject, cell, want);
    printf("%s\t%.*s\t%.*s\t%s\n", subject->field, STR_ARG(cell), STR_ARG(want), style);
}

static struct str text(const struct subject *subject, const char *a, struct str b, const char *c) {
    return str_join(subject->arena, (struct str[]){str_from_c(a), b, str_from_c(c)}, 3,
                    (struct str){0});
}

/* ---- marked -------------------------------------------------------------------------------- */

/* Options [first, first + n) of a form, marked; bits of `chosen` count from `first`. */
static struct str form(const struct subject *subject, const struct marking *marking, size_t first,
                       size_t n, unsigned chosen, const char *gap) {
    struct buf cell = {.arena = subject->arena};
    for (size_t i = 0; i < n; i++) {
        const char *mark = chosen >> i & 1 ? marking->chosen : marking->left;
        buf_add_c(&cell, i ? gap : "");
        buf_add_c(&cell, marking->is_behind ? "" : mark);
        buf_add(&cell, subject->labels[first + i]);
        buf_add_c(&cell, marking->is_behind ? mark : "");
    }
    return buf_str(&cell);
}

static void write_slips(const struct subject *subject, const struct marking *marking, size_t n,
                        const char *gap) {
    struct str both =
        str_join(subject->arena, (struct str[]){subject->codes[0], subject->codes[1]}, 2, STR("+"));
    struct str between[] = {subject->labels[0], str_from_c(marking->chosen), subject->labels[1]};
    row(subject, form(subject, marking, 0, n, 3, gap),
        subject->takes_many ? both : one_of(subject, 0), "two marked");
    row(subject, str_join(subject->arena, between, 3, (struct str){0}), STR("reported"),
        "mark between two");
}

/* A long list is shared out among the markings. */
static void write_marked(const struct subject *subject) {
    enum { LONG_LIST = 20, SHARE = 4 };
    for (size_t m = 0; m < N_MARKINGS; m++) {
        const struct marking *marking = &markings[m];
        size_t n = subject->n < MOST_SHOWN ? subject->n : MOST_SHOWN;
        for (size_t i = 0; i < subject->n; i++) {
            size_t first = i + n <= subject->n ? i : subject->n - n;
            if (subject->n < LONG_LIST || (i + m) % SHARE == 0) {
                row(subject,
                    form(subject, marking, first, n, 1U << (i - first), gaps[(i + m) % N_GAPS]),
                    subject->codes[i], marking->style);
            }
        }
        if (marking->left[0] && !str_is(str_from_c(marking->left), "×")) {
            row(subject, form(subject, marking, 0, n, 0, gaps[m % N_GAPS]), STR("empty"),
                "left as it was");
        }
        if (m % SHARE == 0) {
            write_slips(subject, marking, n, gaps[(m + 1) % N_GAPS]);
        }
    }
}

static void write_crosses(const struct subject *subject) {
    static const struct marking cross = {"", "×", "", false}, behind = {"", "（×）", "", true};
    static const struct marking boxes = {"", "×", "□", false};
    const struct marking *all[] = {&cross, &behind, &boxes};
    for (size_t i = 0; i < 3; i++) {
        row(subject, form(subject, all[i], 0, 2, 1, " "), STR("reported"), "cross alone");
    }
}

/* ---- written ------------------------------------------------------------------------------- */

static void write_plain(const struct subject *subject) {
    for (size_t i = 0; i < subject->n; i++) {
        struct str label = subject->labels[i], code = subject->codes[i];
        row(subject, label, code, "label");
        row(subject, text(subject, " ", label, "　"), code, "label with blanks");
        row(subject, text(subject, "（", label, "）"), code, "label in brackets");
        row(subject, text(subject, "①", label, ""),
            subject->is_coded && !str_is(code, "1") ? STR("reported") : code, "numbered");
        row(subject, text(subject, "拟", label, ""), STR("reported"), "plan");
        row(subject, text(subject, "", label, "（计划）"), STR("reported"), "plan");
        row(subject, text(subject, "非", label, ""), STR("reported"), "denied");
        row(subject, text(subject, "", label, "（待核实的说法）"),
            subject->is_other[i] ? code : STR("reported"), "words not known");
        row(subject, text(subject, "", label, "、某某某"), STR("reported"), "words not known");
        if (subject->is_other[i]) {
            row(subject, text(subject, "", label, "：某某某"), code, "other with words");
            row(subject, text(subject, "☑", label, "（某某某）"), code, "other with words");
            row(subject, text(subject, "√", label, "____"), code, "other with words");
        }
    }
}

static void write_coded(const struct subject *subject) {
    static const char *const between[] = {"", "-", ".", "、", "：", " ", "．", "）"};
    for (size_t i = 0; i < subject->n && subject->is_coded; i++) {
        struct str code = subject->codes[i], label = subject->labels[i];
        row(subject, code, code, "code");
        for (size_t j = 0; j < sizeof between / sizeof between[0]; j++) {
            struct str parts[] = {code, str_from_c(between[j]), label};
            row(subject, str_join(subject->arena, parts, 3, (struct str){0}), code,
                "code before label");
        }
        struct str bracket = text(subject, "（", code, "）");
        row(subject, str_concat(subject->arena, label, bracket), code, "code behind label");
        struct str next = subject->codes[(i + 1) % subject->n];
        row(subject, str_concat(subject->arena, next, label), STR("reported"), "code of another");
    }
}

static void write_pairs(const struct subject *subject) {
    static const char *const between[] = {"、", "，", "；", "/", "+", "\\n", " ", "和"};
    for (size_t i = 0; i + 1 < subject->n; i++) {
        struct str both = str_join(subject->arena, &subject->codes[i], 2, STR("+"));
        /* words behind an "other" option may be its own */
        for (size_t j = 0; j < sizeof between / sizeof between[0] && !subject->is_other[i]; j++) {
            row(subject, str_join(subject->arena, &subject->labels[i], 2, str_from_c(between[j])),
                subject->takes_many ? both : one_of(subject, i), "two written");
        }
        row(subject, str_join(subject->arena, &subject->labels[i], 2, STR("或")), STR("reported"),
            "one or the other");
    }
}

/* ---- subjects ------------------------------------------------------------------------------ */

static void write_all(const struct subject *subject) {
    write_plain(subject);
    write_coded(subject);
    write_pairs(subject);
    write_marked(subject);
    write_crosses(subject);
}

static void write_list(struct arena *arena, struct str name, const struct yaml *list,
                       struct diag *diag) {
    struct subject subject = {.arena = arena};
    for (size_t i = 0; i < N_FIELDS && !subject.field; i++) {
        const struct field_info *info = field_info((enum field)i);
        if (str_is(name, info->options)) {
            subject.field = info->name;
            subject.takes_many = info->type == FIELD_OPTIONS;
        }
    }
    subject.is_coded = yaml_bool(list, "coded", false, diag);
    const struct yaml *options = subject.options = yaml_get(list, "options");
    for (size_t i = 0; i < options->n_items && i < 64; i++) {
        subject.labels[i] = yaml_text(options->items[i], "label");
        subject.codes[i] = yaml_text(options->items[i], "code");
        subject.is_other[i] = yaml_bool(options->items[i], "other", false, diag);
        subject.n++;
    }
    write_all(&subject);
}

/* Yes and no in the words of a question. */
static void write_yes_no(struct arena *arena, const char *field, const char *yes, const char *no) {
    struct subject subject = {.arena = arena,
                              .field = field,
                              .labels = {str_from_c(yes), str_from_c(no)},
                              .codes = {STR("1"), STR("0")},
                              .n = 2};
    static const char *const plans[] = {"正在办理", "办理中", "计划2013年完成", "拟于明年开展"};
    static const char *const tails[] = {"，2012年底前完成", "，待发证", "（正在办理）"};
    static const char *const untouched[] = {"、", "，", "/", " ", "或", "\\n"};
    write_marked(&subject);
    write_crosses(&subject);
    for (size_t i = 0; i < 2; i++) {
        row(&subject, subject.labels[i], subject.codes[i], "label");
        row(&subject, text(&subject, "　", subject.labels[i], " "), subject.codes[i],
            "label with blanks");
        row(&subject, text(&subject, "☑", subject.labels[i], ""), subject.codes[i],
            "one option marked");
        row(&subject, text(&subject, "□", subject.labels[i], ""), STR("empty"), "left as it was");
        row(&subject, text(&subject, "部分", subject.labels[i], ""), STR("reported"),
            "words not known");
    }
    for (size_t i = 0; i < sizeof plans / sizeof plans[0]; i++) {
        row(&subject, str_from_c(plans[i]), STR("planned"), "plan");
    }
    for (size_t i = 0; i < sizeof tails / sizeof tails[0]; i++) {
        row(&subject, text(&subject, yes, str_from_c(tails[i]), ""), STR("planned"), "plan");
    }
    for (size_t i = 0; i < sizeof untouched / sizeof untouched[0]; i++) {
        row(&subject, str_join(arena, subject.labels, 2, str_from_c(untouched[i])), STR("empty"),
            "left as it was");
    }
    row(&subject, STR("√"), STR("1"), "mark alone");
    row(&subject, STR("×"), STR("0"), "mark alone");
}

static void out_of_memory(size_t size) {
    fprintf(stderr, "make_answers: out of memory (%zu bytes)\n", size);
    exit(1);
}

int main(void) {
    struct arena *arena = arena_open(out_of_memory);
    struct diag *diag = diag_open(arena);
    struct shelf *shelf = shelf_open(arena, STR("templates"), STR("templates"));
    const struct yaml *lists = option_lists_read(arena, shelf, STR("2007"), diag);
    if (!lists) {
        fprintf(stderr, "make_answers: templates/columns/options.yaml cannot be read\n");
        return 1;
    }
    for (size_t i = 0; i < lists->n_items; i++) {
        write_list(arena, lists->keys[i], lists->items[i], diag);
    }
    write_yes_no(arena, "system.filed", "已备案", "未备案");
    write_yes_no(arena, "system.networked", "是", "否");
    write_yes_no(arena, "system.has_authority", "有", "无");
    write_yes_no(arena, "system.reviewed", "已评审", "未评审");
    write_yes_no(arena, "system.approved", "已审批", "未审批");
    arena_close(arena);
    return 0;
}
