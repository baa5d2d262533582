/* The 备案表 of a unit: its forms in the order that templates/docs/filing gives. What they ask for
 * by name is in names.c. */
#include "docs/filing_form.h"

#include "docs/names.h"

/* Forms of one document at most. */
#define MOST_FORMS 64

/* Whose a form is. */
enum owner { OWNER_UNIT, OWNER_SYSTEM, OWNER_DATA };
static const char *const owners[] = {"unit", "system", "data", NULL};

/* A form of the document. */
struct entry {
    /* Name of its template. */
    struct str name;
    enum owner owner;
    /* Lowest level of the systems that have it. */
    int level;
    /* Only where this name says yes; empty: always. */
    struct str where;
    /* It stands before the sheets that are counted: cover and notes. */
    bool is_front;
    const struct form *form;
};

struct filing_forms {
    struct entry *entries;
    struct str *names;
    size_t n_entries;
};

/* ---- reading --------------------------------------------------------------------------------- */

static const struct yaml_shape entry_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("form", &yaml_some_text),
                      YAML_NEED("of", YAML_SHAPE(.kind = YAML_WORD, .words = owners)),
                      YAML_MAY("from-level", YAML_SHAPE(.kind = YAML_NUMBER, .low = 1, .high = 5)),
                      YAML_MAY("where", &yaml_some_text), YAML_MAY("front", &yaml_some_flag))};
static const struct yaml_shape filing_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("forms", YAML_SHAPE(.kind = YAML_ENTRIES, .entry = &entry_shape,
                                                    .low = 1, .high = MOST_FORMS)))};

/* A unit, a system or a category of data without values: what forms of that owner may ask. */
static struct subject specimen_of(const struct docs *docs, enum owner owner) {
    struct subject subject = names_specimen(docs, docs->arena);
    subject.grading = owner == OWNER_SYSTEM ? subject.grading : NULL;
    subject.data = owner == OWNER_DATA ? subject.data : NULL;
    return subject;
}

/* The name of `where` is one that can say yes. */
static bool check_where(const struct form_source *knows, const struct yaml *node,
                        struct arena *arena, struct diag *diag) {
    struct form_value value;
    if (!node || (knows->value(knows->context, node->text, &value) &&
                  knows->suits(knows->context, node->text, FORM_USE_TICKS))) {
        return true;
    }
    diag_report(diag, &(struct diag_note){
                          .id = DIAG_FORM_FIELD,
                          .origin = node->origin,
                          .value = node->text,
                          .args = {node->text, knows->nearest(knows->context, arena, node->text)}});
    return false;
}

static bool read_entry(const struct docs *docs, const struct yaml *node, struct entry *entry,
                       struct diag *diag) {
    for (size_t i = 0; owners[i]; i++) {
        entry->owner = str_is(yaml_text(node, "of"), owners[i]) ? (enum owner)i : entry->owner;
    }
    struct subject subject = specimen_of(docs, entry->owner);
    const struct form_source knows = names_form(&subject);
    entry->name = yaml_text(node, "form");
    entry->level = (int)yaml_int(node, "from-level", 0, diag);
    entry->where = yaml_text(node, "where");
    entry->is_front = yaml_bool(node, "front", false, diag);
    struct str subject_name = str_concat(docs->arena, STR("forms/"), entry->name);
    entry->form =
        form_read(docs->arena, docs->typesetter, docs->shelf, str_to_c(docs->arena, subject_name),
                  docs->settings.edition, &knows, diag);
    return check_where(&knows, yaml_get(node, "where"), docs->arena, diag) && entry->form;
}

struct filing_forms *filing_forms_read(const struct docs *docs, struct diag *diag) {
    const struct yaml *root =
        shelf_yaml(docs->shelf, "docs/filing", docs->settings.edition, &filing_shape, diag);
    if (!root) {
        return NULL;
    }
    const struct yaml *list = yaml_get(root, "forms");
    struct filing_forms *forms = ARENA_NEW(docs->arena, struct filing_forms);
    forms->entries = ARENA_ARRAY(docs->arena, struct entry, list->n_items);
    forms->names = ARENA_ARRAY(docs->arena, struct str, list->n_items);
    forms->n_entries = list->n_items;
    bool is_good = true;
    for (size_t i = 0; i < list->n_items; i++) {
        is_good = read_entry(docs, list->items[i], &forms->entries[i], diag) && is_good;
        forms->names[i] = forms->entries[i].name;
    }
    return is_good ? forms : NULL;
}

/* ---- making ---------------------------------------------------------------------------------- */

static bool says_yes(const struct subject *subject, struct str name) {
    struct answer answer;
    bool is_yes = false;
    names_ask(subject, name, &answer);
    for (unsigned i = 0; i < answer.value.n_codes; i++) {
        is_yes = is_yes || answer.value.codes[i] == 1;
    }
    return is_yes;
}

/* The subject has the form. */
static bool has_form(const struct subject *subject, const struct entry *entry) {
    bool is_low = subject->grading && subject->grading->level_final < entry->level;
    return !is_low && (!entry->where.len || says_yes(subject, entry->where));
}

/* The forms from `first` to `last` of one subject. */
static void add_forms(struct subject *subject, size_t first, size_t last, struct document *document,
                      struct diag *diag) {
    const struct form_source source = names_form(subject);
    for (size_t i = first; i < last; i++) {
        const struct entry *entry = &subject->docs->forms->entries[i];
        if (has_form(subject, entry)) {
            form_set(subject->arena, entry->form, &source, document, diag);
        }
    }
}

/* Number `i` of those that a form is set for: the unit, a filed system, a category of data. */
static struct subject owner_at(const struct subject *of_unit, enum owner owner, size_t i) {
    const struct unit_findings *findings = of_unit->findings;
    struct subject subject = *of_unit;
    subject.ordinal = i + 1;
    if (owner == OWNER_SYSTEM) {
        subject.grading = &findings->gradings[findings->filed[i]];
    } else if (owner == OWNER_DATA) {
        subject.data = findings->unit->data[i];
    }
    return subject;
}

static size_t count_owners(const struct unit_findings *findings, enum owner owner) {
    return owner == OWNER_SYSTEM ? findings->n_filed
           : owner == OWNER_DATA ? findings->unit->n_data
                                 : 1;
}

size_t filing_form_sheets(const struct docs *docs, struct arena *arena,
                          const struct unit_findings *findings) {
    const struct subject of_unit = {.docs = docs, .arena = arena, .findings = findings};
    size_t n_sheets = 0;
    /* forms that could not be read have no sheets */
    for (size_t i = 0; docs->forms && i < docs->forms->n_entries; i++) {
        const struct entry *entry = &docs->forms->entries[i];
        size_t n = entry->is_front ? 0 : count_owners(findings, entry->owner);
        for (size_t k = 0; k < n; k++) {
            const struct subject subject = owner_at(&of_unit, entry->owner, k);
            n_sheets += has_form(&subject, entry);
        }
    }
    return n_sheets;
}

/* The forms from `first` to `last`, which have one owner, for each that there is. */
static void add_group(const struct subject *of_unit, size_t first, size_t last,
                      struct document *document, struct diag *diag) {
    enum owner owner = of_unit->docs->forms->entries[first].owner;
    size_t n = count_owners(of_unit->findings, owner);
    for (size_t i = 0; i < n; i++) {
        struct subject subject = owner_at(of_unit, owner, i);
        add_forms(&subject, first, last, document, diag);
    }
}

struct document *filing_form_build(const struct docs *docs, struct arena *arena,
                                   const struct unit_findings *findings, struct diag *diag) {
    const struct filing_forms *forms = docs->forms;
    struct subject subject = {.docs = docs, .arena = arena, .findings = findings};
    const struct form_source source = names_form(&subject);
    struct document *document = document_open(arena, docs->typesetter);
    document->title = form_text(arena, forms->entries[0].form, "title", &source);
    document->subject = form_text(arena, forms->entries[0].form, "subject", &source);
    document->author = names_text(&subject, "unit.name").text;
    document->date = docs->settings.as_of;
    document_add_bookmark(arena, document, document->title, 1, 0, 0);
    for (size_t first = 0, last; first < forms->n_entries; first = last) {
        enum owner owner = forms->entries[first].owner;
        for (last = first; last < forms->n_entries && forms->entries[last].owner == owner;) {
            last++;
        }
        add_group(&subject, first, last, document, diag);
    }
    return document;
}

struct document *filing_form_proof(const struct docs *docs, struct arena *arena, struct str name,
                                   struct diag *diag) {
    const struct filing_forms *forms = docs->forms;
    for (size_t i = 0; i < forms->n_entries; i++) {
        if (!str_equal(name, forms->names[i])) {
            continue;
        }
        struct document *document = document_open(arena, docs->typesetter);
        document->title = forms->names[i];
        return form_proof(arena, forms->entries[i].form, document, diag) ? document : NULL;
    }
    return NULL;
}

const struct str *filing_form_names(const struct docs *docs, size_t *n_names) {
    *n_names = docs->forms->n_entries;
    return docs->forms->names;
}
