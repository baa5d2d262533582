/* The computed names of names.def that an explanation asks for: what proves a verdict, what would
 * decide it, and the duties. */
#include "docs/account.h"
#include "docs/names_inner.h"

/* ---- the verdict ----------------------------------------------------------------------------- */

/* Set when the verdict is a. */
void names_give_verdict_is(const struct subject *subject, const struct name *name,
                           struct answer *answer) {
    names_set_flag(answer, (int)subject->grading->verdict == name->a);
}

/* Set when level a was given and is below level b. */
void names_give_below(const struct subject *subject, const struct name *name,
                      struct answer *answer) {
    const int *level = names_member(subject->grading, name->a);
    const int *other = names_member(subject->grading, name->b);
    names_set_flag(answer, *level && *level < *other);
}

/* The least level that matrix and floors leave; with a, a flag that it is a or more. */
void names_give_least(const struct subject *subject, const struct name *name,
                      struct answer *answer) {
    const struct grading *grading = subject->grading;
    int least = grading->level_matrix > grading->floor_holding ? grading->level_matrix
                                                               : grading->floor_holding;
    if (name->a) {
        names_set_flag(answer, least >= name->a);
    } else {
        names_set_level(subject, answer, least);
    }
}

/* Set when a is among the causes why it is undecided. */
void names_give_undecided(const struct subject *subject, const struct name *name,
                          struct answer *answer) {
    names_set_flag(answer, (subject->grading->undecided & (unsigned)name->a) != 0);
}

void names_give_decides(const struct subject *subject, const struct name *name,
                        struct answer *answer) {
    const struct grading *grading = subject->grading;
    struct subject *items = names_add_items(subject, answer, grading->n_decides);
    (void)name;
    for (size_t i = 0; i < grading->n_decides; i++) {
        struct evidence *evidence = ARENA_NEW(subject->arena, struct evidence);
        *evidence =
            (struct evidence){grading->decides[i], names_find_value(subject, grading->decides[i])};
        items[i].evidence = evidence;
    }
}

/* Set when the level is below the floor and nothing excuses it. */
void names_give_breached(const struct subject *subject, const struct name *name,
                         struct answer *answer) {
    const struct floor_hit *hit = subject->hit;
    (void)name;
    names_set_flag(answer, hit->strength == FLOOR_HARD && !hit->is_lifted &&
                               hit->level > subject->grading->level_final);
}

void names_give_floor_lifted(const struct subject *subject, const struct name *name,
                             struct answer *answer) {
    (void)name;
    names_set_flag(answer, subject->hit->is_lifted);
}

/* ---- duties ---------------------------------------------------------------------------------- */

/* Which duties of an account a list has: those that apply, do not apply, the one to grade, those
 * that nobody knows to apply, those that apply in this edition or so only, in all alike. */
enum { DUTIES_APPLY, DUTIES_NOT, DUTIES_GRADING, DUTIES_UNANSWERED, DUTIES_OWN, DUTIES_COMMON };

static bool is_listed(const struct subject *subject, const struct duty_finding *duty, int kind) {
    bool applies = duty->cause == DUTY_APPLIES, is_unanswered = duty->cause == DUTY_UNANSWERED;
    switch (kind) {
    case DUTIES_NOT:
        return !applies && !is_unanswered;
    case DUTIES_GRADING:
        return applies && duty->duty->is_grading;
    case DUTIES_UNANSWERED:
        return is_unanswered;
    case DUTIES_OWN:
        return applies && !account_is_common(subject->account, subject->arena, duty);
    case DUTIES_COMMON:
        return applies && account_is_common(subject->account, subject->arena, duty);
    default:
        return applies;
    }
}

/* a: which of them there are. */
void names_give_account_has(const struct subject *subject, const struct name *name,
                            struct answer *answer) {
    const struct account *account = subject->account;
    bool has = false;
    for (size_t i = 0; i < account->n_duties; i++) {
        has = has || is_listed(subject, &account->duties[i], name->a);
    }
    names_set_flag(answer, has);
}

/* a: which. */
void names_give_account_duties(const struct subject *subject, const struct name *name,
                               struct answer *answer) {
    const struct account *account = subject->account;
    struct subject *items = names_add_items(subject, answer, account->n_duties);
    answer->n_items = 0;
    for (size_t i = 0; i < account->n_duties; i++) {
        if (subject->is_specimen || is_listed(subject, &account->duties[i], name->a)) {
            struct subject *item = &items[answer->n_items++];
            item->place = answer->n_items;
            item->duty = &account->duties[i];
        }
    }
}

void names_give_duty_cause(const struct subject *subject, const struct name *name,
                           struct answer *answer) {
    (void)name;
    answer->value.text = rules_cause_words(subject->docs->rules, subject->arena, subject->duty);
}

/* It returns. */
void names_give_duty_periodic(const struct subject *subject, const struct name *name,
                              struct answer *answer) {
    (void)name;
    names_set_flag(answer, subject->duty->duty->is_periodic);
}

/* The date that would prove it has not come. */
void names_give_duty_ahead(const struct subject *subject, const struct name *name,
                           struct answer *answer) {
    const struct value *value = subject->duty->evidence.value;
    (void)name;
    names_set_flag(answer, value && value_is_given(value) && value->precision != DATE_NONE &&
                               date_compare(date_first(value->date, value->precision),
                                            subject->docs->settings.as_of) > 0);
}

void names_give_duty_imprecise(const struct subject *subject, const struct name *name,
                               struct answer *answer) {
    (void)name;
    names_set_flag(answer, subject->duty->is_imprecise);
}

void names_give_duty_listed(const struct subject *subject, const struct name *name,
                            struct answer *answer) {
    (void)name;
    names_set_flag(answer, subject->duty->is_listed);
}

void names_give_duty_evidence(const struct subject *subject, const struct name *name,
                              struct answer *answer) {
    size_t n = 1;
    const struct evidence *evidence = &subject->duty->evidence;
    (void)name;
    if (!subject->is_specimen) {
        evidence =
            rules_duty_evidence(subject->docs->rules, subject->arena, subject->findings->unit,
                                subject->docs->settings.as_of, subject->duty, &n);
    }
    struct subject *items = names_add_items(subject, answer, n);
    for (size_t i = 0; i < n; i++) {
        items[i].evidence = &evidence[i];
    }
}
