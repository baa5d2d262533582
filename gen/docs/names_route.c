/* The computed names of names.def about the bureaus with which systems are filed. */
#include "docs/names_inner.h"

static struct route find_route(const struct subject *subject, enum filing filing) {
    const struct system *system = subject->grading ? subject->grading->system : NULL;
    return rules_route(subject->docs->rules, subject->arena, subject->findings->unit, system,
                       filing);
}

/* a: police or health (enum filing); b: 1 for what is handed in. The bureau of the system, or all
 * those of the unit's. */
void names_give_filed_with(const struct subject *subject, const struct name *name,
                           struct answer *answer) {
    const struct filing_question question = {.findings = subject->findings,
                                             .grading = subject->grading,
                                             .filing = (enum filing)name->a,
                                             .is_handed_in = name->b};
    answer->value.text = rules_filed_with(subject->docs->rules, subject->arena, &question);
}

/* The bureau as the sender gave it for the system, or for the unit; with a, a flag that it is
 * another than that of the route. */
void names_give_police_written(const struct subject *subject, const struct name *name,
                               struct answer *answer) {
    struct str written = names_find_value(subject, FIELD_SYSTEM_POLICE)->text;
    written = written.len ? written : names_find_value(subject, FIELD_UNIT_POLICE)->text;
    if (name->a) {
        bool is_same = str_equal(written, find_route(subject, FILING_POLICE).bureau);
        names_set_flag(answer, written.len && !is_same);
    } else {
        answer->value.text = written;
    }
}

/* a: filing; b: a text of the route. */
void names_give_route_text(const struct subject *subject, const struct name *name,
                           struct answer *answer) {
    const struct route route = find_route(subject, (enum filing)name->a);
    const struct str *text = names_member(&route, name->b);
    answer->value.text = *text;
}

/* a: filing. Set unless the route is sure. */
void names_give_route_unsure(const struct subject *subject, const struct name *name,
                             struct answer *answer) {
    const struct route route = find_route(subject, (enum filing)name->a);
    names_set_flag(answer, route.certainty != ROUTE_SURE);
}

/* a: filing; b: 0 for what it rests on, 1 for what would settle it. */
void names_give_route_evidence(const struct subject *subject, const struct name *name,
                               struct answer *answer) {
    const struct route route = find_route(subject, (enum filing)name->a);
    size_t n = subject->is_specimen ? 1 : name->b ? route.n_decides : route.n_evidence;
    struct subject *items = names_add_items(subject, answer, n);
    for (size_t i = 0; i < n; i++) {
        struct evidence *evidence = ARENA_NEW(subject->arena, struct evidence);
        enum field field = name->b ? route.decides[i] : route.evidence[i].field;
        *evidence = (struct evidence){field, names_find_value(subject, field)};
        items[i].evidence = evidence;
    }
}

/* Where a duty's papers go: a recipient of the duty's row in which {police} and {health} are the
 * bureaus of its system, or of the unit's systems. */
void names_give_duty_recipient(const struct subject *subject, const struct name *name,
                               struct answer *answer) {
    const struct duty_finding *found = subject->duty;
    const struct grading *grading =
        found->system ? &subject->findings->gradings[found->system->ordinal - 1] : NULL;
    (void)name;
    answer->value.text = rules_recipient(subject->docs->rules, subject->arena, subject->findings,
                                         grading, found->duty);
}
