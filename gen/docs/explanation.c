/* `dengbao explain`: the words are templates/prose/explanation, what they are about an account. */
#include "docs/explanation.h"

#include "docs/account.h"
#include "docs/names.h"

struct explanation {
    /* Of a system, and of a unit's own duties; what an edition says of a system, in brief; what all
     * editions that were asked say alike. */
    const struct prose *system, *unit, *brief, *common;
    /* What is said of {texts} that are not in force at {as_of}, and of those checked too long ago;
     * what stands between two of them. */
    struct str not_valid, unchecked, separator;
};

/* One of the texts about a system, or about the unit where `grading` is NULL. */
static struct str set_text(const struct docs *docs, struct arena *arena,
                           const struct unit_findings *findings, const struct grading *grading,
                           const struct dictionary *common, const struct prose *prose,
                           struct diag *diag) {
    struct account account = account_make(docs, arena, findings, grading);
    account.common = common;
    struct subject subject = {.docs = docs,
                              .arena = arena,
                              .findings = findings,
                              .grading = grading,
                              .account = &account};
    const struct prose_scope scope = names_scope(&subject);
    struct prose_text text = {0};
    prose_set(arena, prose, &scope, &text, diag);
    return prose_join(arena, &text);
}

struct str explanation_text(const struct docs *docs, struct arena *arena,
                            const struct unit_findings *findings, const struct grading *grading,
                            struct diag *diag) {
    const struct explanation *explanation = docs->explanation;
    return set_text(docs, arena, findings, grading, NULL,
                    grading ? explanation->system : explanation->unit, diag);
}

/* The duties that apply in every one of several editions and stand alike in all of them. */
static struct dictionary *find_common(struct arena *arena, const struct edition_side *sides,
                                      size_t n_sides) {
    struct dictionary *common = dictionary_open(arena);
    for (size_t i = 0; i < n_sides; i++) {
        struct dictionary *next = dictionary_open(arena);
        const struct account account = account_make(sides[i].docs, arena, sides[i].findings,
                                                    &sides[i].findings->gradings[sides[i].system]);
        for (size_t k = 0; k < account.n_duties; k++) {
            size_t at;
            struct str key = account_duty_key(arena, &account.duties[k]);
            bool is_alike = account.duties[k].cause == DUTY_APPLIES &&
                            (i == 0 || dictionary_get(common, key, &at));
            if (is_alike) {
                dictionary_put(next, key, k);
            }
        }
        common = next;
    }
    return common;
}

struct str explanation_editions(struct arena *arena, const struct edition_side *sides,
                                size_t n_sides, struct diag *diag) {
    struct buf buf = {.arena = arena};
    const struct dictionary *common = n_sides > 1 ? find_common(arena, sides, n_sides) : NULL;
    for (size_t i = 0; i < n_sides; i++) {
        const struct grading *grading = &sides[i].findings->gradings[sides[i].system];
        bool is_last = i + 1 == n_sides;
        buf_add(&buf, set_text(sides[i].docs, arena, sides[i].findings, grading, common,
                               sides[i].docs->explanation->brief, diag));
        if (is_last && common) {
            buf_add(&buf, set_text(sides[i].docs, arena, sides[i].findings, grading, common,
                                   sides[i].docs->explanation->common, diag));
        }
    }
    return buf_str(&buf);
}

/* The texts of the rules that are, or are not, in force, each once and with the day on which it was
 * last checked where it is. */
static struct str list_sources(struct arena *arena, const struct rule_doubt *doubts, size_t n,
                               bool is_valid, struct str separator) {
    struct dictionary *seen = dictionary_open(arena);
    struct buf buf = {.arena = arena};
    for (size_t i = 0; i < n; i++) {
        struct str rest = doubts[i].is_valid == is_valid ? doubts[i].source : (struct str){0};
        struct str source;
        size_t at;
        while (str_split(&rest, separator, &source)) {
            if (dictionary_get(seen, source, &at)) {
                continue;
            }
            dictionary_put(seen, source, i);
            buf_add(&buf, buf.len ? separator : (struct str){0});
            buf_add(&buf, source);
            if (is_valid) {
                buf_add_c(&buf, " ");
                buf_add(&buf, date_to_iso(arena, doubts[i].checked, DATE_DAY));
            }
        }
    }
    return buf_str(&buf);
}

struct str explanation_dates(const struct docs *docs, struct arena *arena) {
    const struct explanation *explanation = docs->explanation;
    const struct str *const patterns[] = {&explanation->not_valid, &explanation->unchecked};
    size_t n;
    const struct rule_doubt *doubts =
        rules_doubt_dates(docs->rules, arena, docs->settings.as_of, &n);
    struct buf buf = {.arena = arena};
    for (size_t i = 0; i < 2; i++) {
        const struct str_argument arguments[] = {
            {STR("texts"), list_sources(arena, doubts, n, i == 1, explanation->separator)},
            {STR("as_of"), date_to_iso(arena, docs->settings.as_of, DATE_DAY)}};
        if (arguments[0].text.len) {
            buf_add(&buf, str_fill(arena, *patterns[i], arguments, 2));
            buf_add_c(&buf, "\n");
        }
    }
    return buf_str(&buf);
}

static const struct yaml_shape explanation_shape = {
    .kind = YAML_RECORD,
    .keys =
        YAML_KEYS(YAML_NEED("system", &yaml_some_text), YAML_NEED("unit", &yaml_some_text),
                  YAML_NEED("brief", &yaml_some_text), YAML_NEED("common", &yaml_some_text),
                  YAML_NEED("not_valid", &yaml_some_text), YAML_NEED("unchecked", &yaml_some_text),
                  YAML_NEED("separator", &yaml_some_text))};

struct explanation *explanation_read(const struct docs *docs, struct diag *diag) {
    struct explanation *explanation = ARENA_NEW(docs->arena, struct explanation);
    const struct yaml *words = shelf_yaml(docs->shelf, "prose/explanation", docs->settings.edition,
                                          &explanation_shape, diag);
    if (!words) {
        return NULL;
    }
    explanation->not_valid = yaml_text(words, "not_valid");
    explanation->unchecked = yaml_text(words, "unchecked");
    explanation->separator = yaml_text(words, "separator");
    struct subject subject = names_specimen(docs, docs->arena);
    const struct prose_scope scope = names_scope(&subject);
    explanation->system = prose_read(docs->arena, words, "system", &scope, diag);
    explanation->brief = prose_read(docs->arena, words, "brief", &scope, diag);
    explanation->common = prose_read(docs->arena, words, "common", &scope, diag);
    subject.grading = NULL;
    explanation->unit = prose_read(docs->arena, words, "unit", &scope, diag);
    return explanation->system && explanation->unit && explanation->brief && explanation->common
               ? explanation
               : NULL;
}
