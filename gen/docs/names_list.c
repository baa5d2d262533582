/* The computed names of names.def that are lists, and what is asked of their items. */
#include "docs/names_inner.h"

/* ---- of the unit ----------------------------------------------------------------------------- */

/* The place of an item in its list. */
void names_give_place(const struct subject *subject, const struct name *name,
                      struct answer *answer) {
    (void)name;
    if (subject->place) {
        names_set_count(subject, answer, subject->place);
    }
}

void names_give_is_later(const struct subject *subject, const struct name *name,
                         struct answer *answer) {
    (void)name;
    names_set_flag(answer, subject->place > 1);
}

/* The number among those filed of a system of the unit; 0 if it is none. */
static size_t find_ordinal(const struct unit_findings *findings, size_t grading) {
    size_t ordinal = 0;
    for (size_t i = 0; i < findings->n_filed; i++) {
        ordinal = findings->filed[i] == grading ? i + 1 : ordinal;
    }
    return ordinal;
}

/* The systems of the unit that hold a condition, in order. */
static void add_systems(const struct subject *subject, const struct name *name,
                        struct answer *answer,
                        bool (*holds)(const struct grading *grading, const struct name *name)) {
    const struct unit_findings *findings = subject->findings;
    struct subject *items = names_add_items(subject, answer, findings->n_gradings);
    answer->n_items = 0;
    for (size_t i = 0; i < findings->n_gradings; i++) {
        if (subject->is_specimen || holds(&findings->gradings[i], name)) {
            struct subject *item = &items[answer->n_items++];
            item->place = answer->n_items;
            item->grading = &findings->gradings[i];
            item->ordinal = find_ordinal(findings, i);
        }
    }
}

static bool is_of_level(const struct grading *grading, const struct name *name) {
    return grading->level_final >= name->a;
}

/* Its systems of level a and above; 0: all. */
void names_give_list_level(const struct subject *subject, const struct name *name,
                           struct answer *answer) {
    add_systems(subject, name, answer, is_of_level);
}

static bool has_option(const struct grading *grading, const struct name *name) {
    const struct value *value = record_value(&grading->system->record, (enum field)name->a);
    return value_is_given(value) && value->n_codes == 1 && ((name->b >> value->codes[0]) & 1);
}

/* Its systems of which option a is one of the codes that b holds as bits. */
void names_give_list_option(const struct subject *subject, const struct name *name,
                            struct answer *answer) {
    add_systems(subject, name, answer, has_option);
}

static bool awaits_review(const struct grading *grading, const struct name *name) {
    (void)name;
    return grading->needs_review;
}

/* Its systems that await review. */
void names_give_list_review(const struct subject *subject, const struct name *name,
                            struct answer *answer) {
    add_systems(subject, name, answer, awaits_review);
}

/* A list of systems names the system. */
static bool names_system(struct arena *arena, struct str list, struct str system) {
    struct str key = inventory_key(arena, system), part;
    bool is_named = false;
    while (!is_named && names_next_part(&list, &part)) {
        is_named = part.len && str_equal(inventory_key(arena, part), key);
    }
    return is_named;
}

/* The unit's categories of data that are said to be in the system. */
void names_give_system_data(const struct subject *subject, const struct name *name,
                            struct answer *answer) {
    const struct unit *unit = subject->findings->unit;
    struct str system = docs_text(&subject->grading->system->record, FIELD_SYSTEM_NAME);
    struct subject *items = names_add_items(subject, answer, unit->n_data);
    (void)name;
    answer->n_items = 0;
    for (size_t i = 0; i < unit->n_data; i++) {
        struct str list = docs_text(&unit->data[i]->record, FIELD_DATA_SYSTEM);
        if (subject->is_specimen || names_system(subject->arena, list, system)) {
            items[answer->n_items++].data = unit->data[i];
        }
    }
}

/* The members of its committee, as handed in. */
void names_give_experts(const struct subject *subject, const struct name *name,
                        struct answer *answer) {
    const struct records *experts = &subject->findings->unit->experts;
    struct subject *items = names_add_items(subject, answer, experts->n_records);
    (void)name;
    for (size_t i = 0; i < experts->n_records; i++) {
        items[i].expert = experts->records[i];
    }
}

static bool has_class(const struct records *experts, int code) {
    bool has = false;
    for (size_t i = 0; i < experts->n_records; i++) {
        has = has || value_has_code(record_value(experts->records[i], FIELD_EXPERT_CLASS), code);
    }
    return has;
}

/* Set when nobody in the list of experts is of class a; 0: of some class of the three. */
void names_give_lack(const struct subject *subject, const struct name *name,
                     struct answer *answer) {
    enum { FIRST = 1, LAST = 3 };
    const struct records *experts = &subject->findings->unit->experts;
    bool lacks = false;
    for (int code = FIRST; code <= LAST; code++) {
        lacks = lacks || ((!name->a || name->a == code) && !has_class(experts, code));
    }
    names_set_flag(answer, experts->n_records && lacks);
}

/* What field a of the unit's systems says, if all that say anything say the same. */
void names_give_common(const struct subject *subject, const struct name *name,
                       struct answer *answer) {
    const struct unit_findings *findings = subject->findings;
    const struct value *common = NULL;
    bool is_one = true;
    for (size_t i = 0; i < findings->n_gradings; i++) {
        const struct value *value =
            record_value(&findings->gradings[i].system->record, (enum field)name->a);
        is_one =
            is_one && (!common || !value_is_given(value) || str_equal(value->text, common->text));
        common = common || !value_is_given(value) ? common : value;
    }
    if (common && is_one) {
        names_set_cell(answer, common);
        answer->value.text = common->text;
    }
}

/* ---- of what a grade rests on ---------------------------------------------------------------- */

/* n items, each about what the subject is about. */
struct subject *names_add_items(const struct subject *subject, struct answer *answer, size_t n) {
    struct subject *items = ARENA_ARRAY(subject->arena, struct subject, n);
    for (size_t i = 0; i < n; i++) {
        items[i] = *subject;
        items[i].place = i + 1;
    }
    answer->items = items;
    answer->n_items = n;
    return items;
}

/* a: a hit of the matrix; its object and its degree. */
void names_give_matrix_evidence(const struct subject *subject, const struct name *name,
                                struct answer *answer) {
    const struct matrix_hit *hit = names_member(subject->grading, name->a);
    struct subject *items = names_add_items(subject, answer, 2);
    items[0].evidence = &hit->object_evidence;
    items[1].evidence = &hit->degree_evidence;
}

/* a: a hit of the matrix. */
void names_give_side_blank(const struct subject *subject, const struct name *name,
                           struct answer *answer) {
    const struct matrix_hit *hit = names_member(subject->grading, name->a);
    const struct value *object = hit->object_evidence.value, *degree = hit->degree_evidence.value;
    names_set_flag(answer, !value_is_given(object) && !value_is_given(degree) && !object->is_bad &&
                               !degree->is_bad);
}

static bool is_asked_floor(const struct grading *grading, const struct floor_hit *hit, int kind) {
    bool is_above = hit->level > grading->level_final && !hit->is_lifted;
    bool is_telling = kind == 1
                          ? hit->strength == FLOOR_HARD
                          : hit->strength == FLOOR_OPEN && hit->level > grading->floor_holding;
    return !kind || (is_above && is_telling);
}

/* a: 0 all, 1 those that it is below, 2 those above it that cannot be told. */
void names_give_floors(const struct subject *subject, const struct name *name,
                       struct answer *answer) {
    const struct grading *grading = subject->grading;
    struct subject *items = names_add_items(subject, answer, grading->n_hits);
    answer->n_items = 0;
    for (size_t i = 0; i < grading->n_hits; i++) {
        if (subject->is_specimen || is_asked_floor(grading, &grading->hits[i], name->a)) {
            struct subject *item = &items[answer->n_items++];
            item->place = answer->n_items;
            item->hit = &grading->hits[i];
        }
    }
}

void names_give_floor_evidence(const struct subject *subject, const struct name *name,
                               struct answer *answer) {
    const struct floor_hit *hit = subject->hit;
    struct subject *items = names_add_items(subject, answer, hit->n_evidence);
    (void)name;
    for (size_t i = 0; i < hit->n_evidence; i++) {
        items[i].evidence = &hit->evidence[i];
    }
}

/* a: a text of the floor rule that speaks. */
void names_give_floor_text(const struct subject *subject, const struct name *name,
                           struct answer *answer) {
    const struct str *text = names_member(subject->hit, name->a);
    answer->value.text = *text;
}

void names_give_floor_level(const struct subject *subject, const struct name *name,
                            struct answer *answer) {
    (void)name;
    names_set_level(subject, answer, subject->hit->level);
}

/* Set when the floor rule is as sure as a. */
void names_give_strength(const struct subject *subject, const struct name *name,
                         struct answer *answer) {
    names_set_flag(answer, (int)subject->hit->strength == name->a);
}

void names_give_evidence_label(const struct subject *subject, const struct name *name,
                               struct answer *answer) {
    (void)name;
    answer->value.text = subject->docs->labels->labels[subject->evidence->field];
}

/* How a value reads: a level by its label; a plan as it was written, since it is neither yes nor
 * no.
 */
static struct str show_value(const struct subject *subject, const struct evidence *evidence) {
    const struct value *value = evidence->value;
    if (field_info(evidence->field)->type == FIELD_LEVEL) {
        struct str label = rules_level(subject->docs->rules, (int)value->number).label;
        return label.len ? label : value->text;
    }
    return value->is_planned && value->raw.len ? value->raw : value->text;
}

/* The value that is given; a, what was written where it could not be read. */
void names_give_evidence_value(const struct subject *subject, const struct name *name,
                               struct answer *answer) {
    const struct value *value = subject->evidence->value;
    if (name->a ? value->is_bad : value_is_given(value)) {
        names_set_cell(answer, value);
        answer->value.text = name->a ? value->raw : show_value(subject, subject->evidence);
    }
}

void names_give_evidence_planned(const struct subject *subject, const struct name *name,
                                 struct answer *answer) {
    const struct value *value = subject->evidence->value;
    (void)name;
    names_set_flag(answer, value_is_given(value) && value->is_planned);
}

void names_give_evidence_written(const struct subject *subject, const struct name *name,
                                 struct answer *answer) {
    const struct value *value = subject->evidence->value;
    (void)name;
    if (value_is_given(value) && value->raw.len &&
        !str_equal(value->raw, show_value(subject, subject->evidence))) {
        answer->value.text = value->raw;
    }
}

void names_give_evidence_cell(const struct subject *subject, const struct name *name,
                              struct answer *answer) {
    (void)name;
    answer->value.text = origin_text(subject->arena, subject->evidence->value->origin);
}
