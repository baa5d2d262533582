/* The computed names of names.def that put things in an order or sum them up for 整改方案: which
 * system is protected first (指导意见 二(一)), what the products of a kind come to. */
#include <limits.h>
#include <stdlib.h>

#include "docs/names_inner.h"
#include "docs/plan.h"

/* ---- which system comes first ---------------------------------------------------------------- */

static int importance_of(const struct subject *subject, const struct grading *grading) {
    return plan_importance(subject->docs->plan,
                           record_value(&grading->system->record, FIELD_SYSTEM_PRIORITY));
}

/* The more important first, those of which it is not said last; then the higher level; then as
 * handed in. */
static bool comes_before(const struct subject *subject, const struct grading *a,
                         const struct grading *b) {
    int left = importance_of(subject, a), right = importance_of(subject, b);
    left = left ? left : INT_MAX;
    right = right ? right : INT_MAX;
    if (left != right) {
        return left < right;
    }
    return a->level_final != b->level_final ? a->level_final > b->level_final : a < b;
}

/* A system and its place in the order. */
struct ranked {
    const struct subject *subject;
    const struct grading *grading;
};

static int compare_ranked(const void *left, const void *right) {
    const struct ranked *a = left, *b = right;
    return comes_before(a->subject, a->grading, b->grading) ? -1 : 1;
}

/* The systems of level 2 and above, those to be protected first at the top. */
void names_give_ranked(const struct subject *subject, const struct name *name,
                       struct answer *answer) {
    const struct unit_findings *findings = subject->findings;
    struct ranked *ranked =
        ARENA_ARRAY(subject->arena, struct ranked, findings->n_filed + subject->is_specimen);
    size_t n = findings->n_filed;
    (void)name;
    for (size_t i = 0; i < n; i++) {
        ranked[i] = (struct ranked){subject, &findings->gradings[findings->filed[i]]};
    }
    if (n) {
        qsort(ranked, n, sizeof *ranked, compare_ranked);
    } else if (subject->is_specimen) {
        ranked[n++].grading = &findings->gradings[0];
    }
    struct subject *items = names_add_items(subject, answer, n);
    for (size_t i = 0; i < n; i++) {
        items[i].grading = ranked[i].grading;
    }
}

/* The system's place in that order. */
void names_give_rank(const struct subject *subject, const struct name *name,
                     struct answer *answer) {
    const struct unit_findings *findings = subject->findings;
    size_t place = 1;
    (void)name;
    for (size_t i = 0; i < findings->n_filed; i++) {
        const struct grading *other = &findings->gradings[findings->filed[i]];
        place += other != subject->grading && comes_before(subject, other, subject->grading);
    }
    names_set_count(subject, answer, place);
}

/* Set where it is said how important the system is. */
void names_give_is_ranked(const struct subject *subject, const struct name *name,
                          struct answer *answer) {
    (void)name;
    names_set_flag(answer, importance_of(subject, subject->grading) > 0);
}

/* ---- products by kind ------------------------------------------------------------------------ */

/* The most that is summed up: what nobody buys is not printed as if it had been counted. */
#define MOST_PRODUCTS INT64_C(1000000000000)

/* What the products of a kind come to. */
struct kind_total {
    int64_t n, n_domestic;
    /* There are more than MOST_PRODUCTS. */
    bool is_beyond;
    /* Products of which the number, or whether they are domestic, is not given. */
    size_t n_uncounted, n_unanswered;
};

static int kind_of(const struct record *product) {
    const struct value *kind = record_value(product, FIELD_GOODS_KIND);
    return kind->n_codes ? kind->codes[0] : 0;
}

/* The products of the system's list, as names_give_products gives them. */
static struct answer list_products(const struct subject *subject) {
    const struct name all = {0};
    struct answer products = {0};
    names_give_products(subject, &all, &products);
    return products;
}

static struct kind_total sum_kind(const struct subject *subject) {
    struct kind_total total = {0};
    const struct answer products = list_products(subject);
    for (size_t i = 0; i < products.n_items; i++) {
        const struct record *product = products.items[i].product;
        const struct value *count = record_value(product, FIELD_GOODS_COUNT);
        const struct value *domestic = record_value(product, FIELD_GOODS_DOMESTIC);
        if (kind_of(product) != kind_of(subject->product)) {
            continue;
        }
        total.is_beyond = total.is_beyond || count->number > MOST_PRODUCTS - total.n;
        if (total.is_beyond) {
            break;
        }
        total.n += count->number;
        total.n_uncounted += !value_is_given(count);
        total.n_unanswered += !value_is_given(domestic);
        total.n_domestic += value_is_given(domestic) && domestic->number == 1 ? count->number : 0;
    }
    return total;
}

/* The first product of each kind. */
void names_give_product_kinds(const struct subject *subject, const struct name *name,
                              struct answer *answer) {
    const struct answer products = list_products(subject);
    struct subject *items = names_add_items(subject, answer, products.n_items);
    uint64_t seen = 0;
    (void)name;
    answer->n_items = 0;
    for (size_t i = 0; i < products.n_items; i++) {
        const struct record *product = products.items[i].product;
        uint64_t kind = 1ULL << (kind_of(product) & 63);
        if (!(seen & kind)) {
            struct subject *item = &items[answer->n_items++];
            item->place = answer->n_items;
            item->product = product;
            seen |= kind;
        }
    }
}

/* How many there are of the product's kind; a: of how many products it is not said; b: and of those
 * whether they are domestic instead. Nothing where all is said, and no total while a number lacks.
 */
void names_give_kind_count(const struct subject *subject, const struct name *name,
                           struct answer *answer) {
    struct kind_total total = sum_kind(subject);
    size_t n_left = name->b ? total.n_unanswered : total.n_uncounted;
    if (!name->a) {
        if (!total.n_uncounted && !total.is_beyond) {
            names_set_count(subject, answer, (size_t)total.n);
        }
    } else if (n_left) {
        names_set_count(subject, answer, n_left);
    }
}

/* Their share that is domestic (国产), by number; nothing unless all is said of all. */
void names_give_kind_share(const struct subject *subject, const struct name *name,
                           struct answer *answer) {
    struct kind_total total = sum_kind(subject);
    (void)name;
    if (total.n > 0 && !total.n_uncounted && !total.n_unanswered && !total.is_beyond) {
        answer->value.text = str_format(subject->arena, "%lld/%lld", (long long)total.n_domestic,
                                        (long long)total.n);
    }
}
