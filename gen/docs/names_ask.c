/* Who asks the table of names, and how: by text, as a form, as prose. */
#include "docs/account.h"
#include "docs/names_inner.h"
#include "docs/papers.h"
#include "docs/statistics.h"

/* Behind a field's name: what was written where it could not be read. */
#define BAD_SUFFIX STR(".bad")

/* The number-th of all names: fields first, then the computed ones. */
static struct str name_at(size_t number) {
    size_t n_computed;
    const struct name *computed = names_computed(&n_computed);
    return str_from_c(number < N_FIELDS ? field_info((enum field)number)->name
                                        : computed[number - N_FIELDS].name);
}

static size_t count_names(void) {
    size_t n_computed;
    names_computed(&n_computed);
    return N_FIELDS + n_computed;
}

struct dictionary *names_open(struct arena *arena) {
    struct dictionary *numbers = dictionary_open(arena);
    for (size_t i = 0; i < count_names(); i++) {
        dictionary_put(numbers, name_at(i), i);
    }
    return numbers;
}

static bool is_about(const struct subject *subject, enum about about) {
    switch (about) {
    case ABOUT_PROVINCE:
        return subject->province;
    case ABOUT_UNIT:
        return subject->findings;
    case ABOUT_SYSTEM:
        return subject->grading;
    case ABOUT_DATA:
        return subject->data;
    case ABOUT_FLOOR:
        return subject->hit;
    case ABOUT_ACCOUNT:
        return subject->account;
    case ABOUT_EVIDENCE:
        return subject->evidence;
    case ABOUT_EXPERT:
        return subject->expert;
    case ABOUT_DOSSIER:
        return subject->dossier;
    case ABOUT_PAPER:
        return subject->paper;
    case ABOUT_PROBLEM:
        return subject->problem;
    case ABOUT_DUTY:
        return subject->duty;
    case ABOUT_GAP:
        return subject->gap;
    case ABOUT_DOMAIN:
        return subject->domain;
    case ABOUT_BLANK:
        return subject->blank;
    case ABOUT_PRODUCT:
        return subject->product;
    case ABOUT_STAGE:
        return subject->stage;
    case ABOUT_RUN:
        break;
    }
    return true;
}

/* The subject knows the number-th name. */
static bool knows(const struct subject *subject, size_t number) {
    size_t n_computed;
    if (number >= N_FIELDS) {
        return is_about(subject, names_computed(&n_computed)[number - N_FIELDS].about);
    }
    /* nothing about the run is a field */
    static const enum about owners[N_ENTITIES] = {
        [ENTITY_UNIT] = ABOUT_UNIT, [ENTITY_SYSTEM] = ABOUT_SYSTEM,
        [ENTITY_DATA] = ABOUT_DATA, [ENTITY_EXPERT] = ABOUT_EXPERT,
        [ENTITY_GAP] = ABOUT_GAP,   [ENTITY_PRODUCT] = ABOUT_PRODUCT};
    enum about owner = owners[field_info((enum field)number)->entity];
    return owner != ABOUT_RUN && is_about(subject, owner);
}

/* Finds a name, or the field whose bad value is asked for; false if the subject does not know it.
 */
static bool find_name(const struct subject *subject, struct str name, size_t *number,
                      bool *is_bad) {
    const struct dictionary *numbers = subject->docs->name_numbers;
    *is_bad = !dictionary_get(numbers, name, number);
    if (!*is_bad) {
        return knows(subject, *number);
    }
    return str_ends(name, BAD_SUFFIX) &&
           dictionary_get(numbers, str_slice(name, 0, name.len - BAD_SUFFIX.len), number) &&
           *number < N_FIELDS && knows(subject, *number);
}

/* A cell of the province's tables; false if the name is none. */
static bool ask_cell(const struct subject *subject, struct str name, struct str *text) {
    return subject->province &&
           statistics_ask(subject->docs, subject->arena, subject->province, name, text);
}

bool names_ask(const struct subject *subject, struct str name, struct answer *answer) {
    size_t number, n_computed;
    bool is_bad;
    *answer = (struct answer){0};
    if (ask_cell(subject, name, &answer->value.text)) {
        return true;
    }
    if (!find_name(subject, name, &number, &is_bad)) {
        return false;
    }
    if (is_bad) {
        names_give_bad(subject, (enum field)number, answer);
    } else if (number < N_FIELDS) {
        names_give_field(subject, (enum field)number, answer);
    } else {
        const struct name *computed = &names_computed(&n_computed)[number - N_FIELDS];
        computed->give(subject, computed, answer);
    }
    return true;
}

bool names_type(const struct subject *subject, struct str name, enum name_type *type) {
    size_t number, n_computed;
    bool is_bad;
    struct str text;
    *type = NAME_TEXT;
    if (ask_cell(subject, name, &text)) {
        return true;
    }
    if (!find_name(subject, name, &number, &is_bad)) {
        return false;
    }
    if (number >= N_FIELDS) {
        *type = names_computed(&n_computed)[number - N_FIELDS].type;
        return true;
    }
    switch (is_bad ? FIELD_TEXT : field_info((enum field)number)->type) {
    case FIELD_OPTION:
    case FIELD_OPTIONS:
    case FIELD_BOOL:
    case FIELD_LEVEL:
        *type = NAME_TICKS;
        break;
    case FIELD_DATE:
        *type = NAME_DATE;
        break;
    default:
        break;
    }
    return true;
}

static struct text text_of(const struct form_value *value) {
    return (struct text){.text = value->text,
                         .origin = value->origin,
                         .header = value->header,
                         .is_quoted = value->is_quoted};
}

struct text names_text(const struct subject *subject, const char *name) {
    struct answer answer;
    names_ask(subject, str_from_c(name), &answer);
    return text_of(&answer.value);
}

/* The name nearest to a wrong one among those that the subject knows. */
static struct str propose(void *context, struct arena *arena, struct str name) {
    const struct subject *subject = context;
    size_t n_cells = 0, n_names = 0;
    struct str *cells = subject->province ? statistics_names(subject->docs, arena, &n_cells) : NULL;
    struct str *names = ARENA_ARRAY(arena, struct str, count_names() + n_cells);
    for (size_t i = 0; i < n_cells; i++) {
        names[n_names++] = cells[i];
    }
    for (size_t i = 0; i < count_names(); i++) {
        if (knows(subject, i)) {
            names[n_names++] = name_at(i);
        }
    }
    return str_nearest(name, names, n_names);
}

/* ---- as a form ------------------------------------------------------------------------------- */

static bool answer_form(void *context, struct str name, struct form_value *value) {
    struct answer answer;
    bool is_known = names_ask(context, name, &answer);
    *value = answer.value;
    return is_known;
}

static bool suits_form(void *context, struct str name, enum form_use use) {
    enum name_type type;
    if (!names_type(context, name, &type)) {
        return false;
    }
    return use == FORM_USE_TICKS  ? type == NAME_TICKS
           : use == FORM_USE_DATE ? type == NAME_DATE
                                  : type != NAME_LIST;
}

struct form_source names_form(struct subject *subject) {
    return (struct form_source){
        .value = answer_form, .suits = suits_form, .nearest = propose, .context = subject};
}

/* ---- as prose -------------------------------------------------------------------------------- */

static bool answer_prose(void *context, struct str name, struct prose_value *value) {
    const struct subject *subject = context;
    struct answer answer;
    enum name_type type;
    if (!names_ask(subject, name, &answer)) {
        return false;
    }
    names_type(subject, name, &type);
    value->text = text_of(&answer.value);
    value->is_list = type == NAME_LIST;
    value->n_items = answer.n_items;
    struct prose_scope *scopes = ARENA_ARRAY(subject->arena, struct prose_scope, answer.n_items);
    for (size_t i = 0; i < answer.n_items; i++) {
        scopes[i] = (struct prose_scope){answer_prose, propose, &answer.items[i], NULL, NULL};
    }
    value->items = scopes;
    return true;
}

struct prose_scope names_scope(struct subject *subject) {
    return (struct prose_scope){answer_prose, propose, subject, NULL, &subject->docs->filter_words};
}

struct subject names_specimen(const struct docs *docs, struct arena *arena) {
    struct unit *unit = ARENA_NEW(arena, struct unit);
    struct data_category *data = ARENA_NEW(arena, struct data_category);
    struct record *expert = ARENA_NEW(arena, struct record);
    struct system *system = ARENA_NEW(arena, struct system);
    struct grading *grading = ARENA_NEW(arena, struct grading);
    struct unit_findings *findings = ARENA_NEW(arena, struct unit_findings);
    system->unit = unit;
    data->unit = unit;
    grading->system = system;
    findings->unit = unit;
    findings->gradings = grading;
    findings->n_gradings = 1;
    unit->experts.records = ARENA_ARRAY(arena, const struct record *, 1);
    unit->experts.records[0] = expert;
    unit->experts.n_records = 1;
    struct dossier *dossier = ARENA_NEW(arena, struct dossier);
    struct diag_item *problem = ARENA_NEW(arena, struct diag_item);
    struct paper_made *paper = ARENA_NEW(arena, struct paper_made);
    struct unit_complaints *told = ARENA_NEW(arena, struct unit_complaints);
    paper->paper = ARENA_NEW(arena, struct paper);
    *told = (struct unit_complaints){problem, 1, 0, 0};
    *dossier = (struct dossier){paper, paper, 1, 1, told, diag_open(arena), *told};
    struct duty_finding *duty = ARENA_NEW(arena, struct duty_finding);
    duty->duty = ARENA_NEW(arena, struct duty);
    const struct evidence none = {FIELD_UNIT_NAME, record_value(&unit->record, FIELD_UNIT_NAME)};
    duty->evidence = none;
    unit->data = ARENA_ARRAY(arena, struct data_category *, 1);
    unit->data[0] = data;
    unit->n_data = 1;
    findings->duties = duty;
    findings->n_duties = 1;
    grading->s_hit.object_evidence = grading->s_hit.degree_evidence = none;
    grading->a_hit = grading->s_hit;
    grading->hits[0].evidence[0] = none;
    grading->hits[0].n_evidence = grading->n_hits = 1;
    grading->n_decides = 1;
    struct account *account = ARENA_NEW(arena, struct account);
    *account = (struct account){.findings = findings,
                                .grading = grading,
                                .inputs = &grading->hits[0].evidence[0],
                                .n_inputs = 1,
                                .duties = duty,
                                .n_duties = 1};
    return (struct subject){.docs = docs,
                            .arena = arena,
                            .findings = findings,
                            .grading = grading,
                            .data = data,
                            .account = account,
                            .dossier = dossier,
                            .is_specimen = true};
}
