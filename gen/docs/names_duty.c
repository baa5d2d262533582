/* The computed names of names.def about duties: what the unit owes, for itself and its systems. */
#include <stdlib.h>

#include "docs/names_inner.h"
#include "docs/papers.h"

/* A day is set for the duty, which is not done, or is due again. */
static bool is_due(const struct duty_finding *found) {
    bool returns = found->duty->is_periodic && found->status == DUTY_DONE;
    return found->due.year && (returns || found->status == DUTY_OPEN ||
                               found->status == DUTY_OVERDUE || found->status == DUTY_UNDER_WAY);
}

static bool is_listed(const struct duty_finding *found, enum duties which, int statuses) {
    bool is = !statuses || ((statuses >> found->status) & 1);
    switch (which) {
    case DUTIES_OF_UNIT:
        return is && !found->system;
    case DUTIES_OF_SYSTEMS:
        return is && found->system;
    case DUTIES_DUE:
        return is && is_due(found);
    case DUTIES_ALL:
        break;
    }
    return is;
}

/* By the day they are due; of one day in the order found. */
static int compare_due(const void *left, const void *right) {
    const struct subject *a = left, *b = right;
    int order = date_compare(a->duty->due, b->duty->due);
    return order ? order : (a->duty > b->duty) - (a->duty < b->duty);
}

/* a: which (enum duties); b: of these statuses, as bits; 0 for all. */
void names_give_duties(const struct subject *subject, const struct name *name,
                       struct answer *answer) {
    const struct unit_findings *findings = subject->findings;
    struct subject *items = names_add_items(subject, answer, findings->n_duties);
    answer->n_items = 0;
    for (size_t i = 0; i < findings->n_duties; i++) {
        const struct duty_finding *found = &findings->duties[i];
        if (subject->is_specimen || is_listed(found, (enum duties)name->a, name->b)) {
            items[answer->n_items++].duty = found;
        }
    }
    if (name->a == DUTIES_DUE && answer->n_items) {
        qsort(items, answer->n_items, sizeof *items, compare_due);
    }
    for (size_t i = 0; i < answer->n_items; i++) {
        items[i].place = i + 1;
    }
}

/* Set when a day is set for a duty that is not done, or is due again. */
void names_give_any_due(const struct subject *subject, const struct name *name,
                        struct answer *answer) {
    const struct unit_findings *findings = subject->findings;
    bool is = false;
    (void)name;
    for (size_t i = 0; i < findings->n_duties; i++) {
        is = is || is_due(&findings->duties[i]);
    }
    names_set_flag(answer, is);
}

void names_give_duty_holders(const struct subject *subject, const struct name *name,
                             struct answer *answer) {
    const struct name all = {.a = DUTIES_ALL};
    bool *seen = ARENA_ARRAY(subject->arena, bool, subject->findings->unit->n_systems + 1);
    size_t n = 0;
    (void)name;
    names_give_duties(subject, &all, answer);
    for (size_t i = 0; i < answer->n_items; i++) {
        const struct system *system = answer->items[i].duty->system;
        size_t holder = system ? system->ordinal : 0;
        if (subject->is_specimen || !seen[holder]) {
            seen[holder] = !subject->is_specimen;
            answer->items[n] = answer->items[i];
            answer->items[n].place = n + 1;
            n++;
        }
    }
    answer->n_items = n;
}

/* How many are of the statuses a, as bits; 0 for all. Nothing for none. */
void names_give_n_duties(const struct subject *subject, const struct name *name,
                         struct answer *answer) {
    const struct unit_findings *findings = subject->findings;
    size_t n = 0;
    for (size_t i = 0; i < findings->n_duties; i++) {
        n += is_listed(&findings->duties[i], DUTIES_ALL, name->a);
    }
    if (n) {
        names_set_count(subject, answer, n);
    }
}

/* a: a text of the duty's row. */
void names_give_duty_text(const struct subject *subject, const struct name *name,
                          struct answer *answer) {
    const struct str *text = names_member(subject->duty->duty, name->a);
    answer->value.text = *text;
}

/* The system it is of; nothing for one of the unit. */
void names_give_duty_system(const struct subject *subject, const struct name *name,
                            struct answer *answer) {
    const struct system *system = subject->duty->system;
    (void)name;
    if (system) {
        answer->value.text = docs_text(&system->record, FIELD_SYSTEM_NAME);
    }
}

void names_give_duty_status(const struct subject *subject, const struct name *name,
                            struct answer *answer) {
    (void)name;
    answer->value.text = rules_status_name(subject->docs->rules, subject->duty->status);
}

static void set_date(const struct subject *subject, struct date date, enum date_precision precision,
                     struct answer *answer) {
    answer->value.date = date;
    answer->value.text = date_to_iso(subject->arena, date, date.year ? precision : DATE_NONE);
}

/* a: a day of it, as ISO. */
void names_give_duty_date(const struct subject *subject, const struct name *name,
                          struct answer *answer) {
    const struct date *date = names_member(subject->duty, name->a);
    set_date(subject, *date, DATE_DAY, answer);
}

/* The day it was done, as far as that is known. */
void names_give_duty_done(const struct subject *subject, const struct name *name,
                          struct answer *answer) {
    (void)name;
    set_date(subject, subject->duty->done, subject->duty->done_precision, answer);
}

/* Days to the day it is due, of one that is not done or is due again; below 0 behind it. */
void names_give_days_left(const struct subject *subject, const struct name *name,
                          struct answer *answer) {
    const struct duty_finding *found = subject->duty;
    (void)name;
    if (is_due(found)) {
        int64_t days = date_to_days(found->due) - date_to_days(subject->docs->settings.as_of);
        answer->value.text = str_format(subject->arena, "%lld", (long long)days);
    }
}

/* Set when it is done and due again. */
void names_give_is_again(const struct subject *subject, const struct name *name,
                         struct answer *answer) {
    const struct duty_finding *found = subject->duty;
    (void)name;
    names_set_flag(answer, found->duty->is_periodic && found->status == DUTY_DONE);
}

void names_give_days_late(const struct subject *subject, const struct name *name,
                          struct answer *answer) {
    (void)name;
    if (subject->duty->days_late > 0) {
        names_set_count(subject, answer, (size_t)subject->duty->days_late);
    }
}

/* The field that proves it, or that is missing, by its official label. */
void names_give_duty_label(const struct subject *subject, const struct name *name,
                           struct answer *answer) {
    (void)name;
    if (subject->duty->evidence.value) {
        answer->value.text = subject->docs->labels->labels[subject->duty->evidence.field];
    }
}

/* The cell of it. */
void names_give_duty_cell(const struct subject *subject, const struct name *name,
                          struct answer *answer) {
    (void)name;
    if (subject->duty->evidence.value) {
        struct origin place = subject->duty->evidence.value->origin;
        answer->value.text = origin_text(subject->arena, papers_place(subject->arena, place));
    }
}
