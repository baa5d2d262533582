/* `dengbao explain`: the words are templates/prose/explanation; here are the lists they walk. */
#include "docs/explanation.h"

#include "docs/subject.h"

struct explanation {
    const struct prose *text;
};

/* What the template may ask of one grading beyond its subject. */
struct case_file {
    struct subject subject;
    /* One scope each, contexts below. */
    struct prose_scope *s_evidence, *a_evidence, *floors;
};

/* A value that a finding rests on, for its scope. */
struct evidence_entry {
    const struct docs *docs;
    struct arena *arena;
    const struct evidence *evidence;
};

/* A floor rule that speaks, for its scope. */
struct floor_entry {
    const struct docs *docs;
    const struct floor_hit *hit;
    struct prose_scope *evidence;
};

static void set_flag(struct prose_value *value, bool is_set) {
    value->text.text = is_set ? STR("1") : (struct str){0};
}

static bool answer_evidence(void *context, struct str name, struct prose_value *value) {
    const struct evidence_entry *entry = context;
    const struct evidence *evidence = entry->evidence;
    if (str_is(name, "label")) {
        value->text.text = entry->docs->labels->labels[evidence->field];
    } else if (str_is(name, "value")) {
        value->text = subject_text(evidence->value);
    } else if (str_is(name, "bad")) {
        value->text = subject_bad_text(evidence->value);
    } else if (str_is(name, "cell")) {
        value->text.text = origin_text(entry->arena, evidence->value->origin);
    } else {
        return false;
    }
    return true;
}

static struct prose_scope *make_evidence(const struct subject *subject,
                                         const struct evidence *evidence, size_t n_evidence) {
    struct prose_scope *scopes = ARENA_ARRAY(subject->arena, struct prose_scope, n_evidence);
    for (size_t i = 0; i < n_evidence; i++) {
        struct evidence_entry *entry = ARENA_NEW(subject->arena, struct evidence_entry);
        *entry = (struct evidence_entry){subject->docs, subject->arena, &evidence[i]};
        scopes[i] = (struct prose_scope){answer_evidence, entry, NULL};
    }
    return scopes;
}

static bool answer_floor(void *context, struct str name, struct prose_value *value) {
    const struct floor_entry *entry = context;
    const struct floor_hit *hit = entry->hit;
    if (str_is(name, "rule")) {
        value->text.text = hit->rule;
    } else if (str_is(name, "category")) {
        value->text.text = hit->category;
    } else if (str_is(name, "clause")) {
        value->text.text = hit->clause;
    } else if (str_is(name, "matched")) {
        value->text.text = hit->matched;
    } else if (str_is(name, "level")) {
        value->text.text = rules_level(entry->docs->rules, hit->level).numeral;
    } else if (str_is(name, "is_hard")) {
        set_flag(value, hit->strength == FLOOR_HARD);
    } else if (str_is(name, "is_warning")) {
        set_flag(value, hit->strength == FLOOR_WARNING);
    } else if (str_is(name, "is_unknown")) {
        set_flag(value, hit->strength == FLOOR_UNKNOWN);
    } else if (str_is(name, "evidence")) {
        *value = (struct prose_value){
            .is_list = true, .items = entry->evidence, .n_items = hit->n_evidence};
    } else {
        return false;
    }
    return true;
}

static struct prose_scope *make_floors(const struct subject *subject) {
    const struct grading *grading = subject->grading;
    struct prose_scope *scopes = ARENA_ARRAY(subject->arena, struct prose_scope, grading->n_hits);
    for (size_t i = 0; i < grading->n_hits; i++) {
        const struct floor_hit *hit = &grading->hits[i];
        struct floor_entry *entry = ARENA_NEW(subject->arena, struct floor_entry);
        *entry = (struct floor_entry){subject->docs, hit,
                                      make_evidence(subject, hit->evidence, hit->n_evidence)};
        scopes[i] = (struct prose_scope){answer_floor, entry, NULL};
    }
    return scopes;
}

static bool answer_case(void *context, struct str name, struct prose_value *value) {
    const struct case_file *file = context;
    const struct grading *grading = file->subject.grading;
    const struct {
        const char *name;
        const struct prose_scope *items;
        size_t n_items;
    } lists[] = {{"s_evidence", file->s_evidence, 2},
                 {"a_evidence", file->a_evidence, 2},
                 {"floors", file->floors, grading->n_hits}};
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        if (str_is(name, lists[i].name)) {
            *value = (struct prose_value){
                .is_list = true, .items = lists[i].items, .n_items = lists[i].n_items};
            return true;
        }
    }
    return false;
}

/* Object and degree of one side, in that order. */
static struct prose_scope *make_side(const struct subject *subject, const struct matrix_hit *hit) {
    struct evidence *evidence = ARENA_ARRAY(subject->arena, struct evidence, 2);
    evidence[0] = hit->object_evidence;
    evidence[1] = hit->degree_evidence;
    return make_evidence(subject, evidence, 2);
}

/* Lays out what there is to say of a grading; the scopes point into `file`. */
static struct prose_scope open_case(struct case_file *file, struct prose_scope *outer) {
    const struct grading *grading = file->subject.grading;
    file->s_evidence = make_side(&file->subject, &grading->s_hit);
    file->a_evidence = make_side(&file->subject, &grading->a_hit);
    file->floors = make_floors(&file->subject);
    *outer = subject_scope(&file->subject, NULL);
    return (struct prose_scope){answer_case, file, outer};
}

struct str explanation_text(const struct docs *docs, struct arena *arena,
                            const struct grading *grading, struct diag *diag) {
    struct case_file file = {.subject = {docs, arena, grading->system->unit, grading}};
    struct prose_scope outer;
    const struct prose_scope scope = open_case(&file, &outer);
    struct prose_text text = {0};
    prose_set(arena, docs->explanation->text, &scope, &text, diag);
    return prose_join(arena, &text);
}

struct explanation *explanation_read(const struct docs *docs, struct diag *diag) {
    struct explanation *explanation = ARENA_NEW(docs->arena, struct explanation);
    const struct yaml *words =
        shelf_yaml(docs->shelf, "prose/explanation", docs->settings.edition, &yaml_anything, diag);
    if (!words) {
        return NULL;
    }
    explanation->text = prose_read(docs->arena, words, "text", diag);
    struct case_file file = {.subject = subject_specimen(docs, docs->arena)};
    struct prose_scope outer;
    const struct prose_scope scope = open_case(&file, &outer);
    bool is_good = explanation->text && prose_check(explanation->text, &scope, diag);
    return is_good ? explanation : NULL;
}
