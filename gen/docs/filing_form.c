/*
 * The 备案表 of a unit: which forms in which order, and the answers to the names they ask for.
 * Names of fields.def are answered from the records; the table `answers` holds the names this
 * document computes. A value that could not be read, or that nobody gave, is answered with nothing.
 */
#include "docs/filing_form.h"

/* The forms, in the order of the document. */
enum { COVER, NOTES, UNIT, SYSTEM, GRADING, MATERIALS, N_FORMS };
static const struct str form_names[N_FORMS] = {
    STR_INIT("filing-cover"),  STR_INIT("filing-notes"),   STR_INIT("filing-unit"),
    STR_INIT("filing-system"), STR_INIT("filing-grading"), STR_INIT("filing-materials"),
};

/* Levels from which systems are filed at all, and with 表四. */
enum { LEVEL_FILED = 2, LEVEL_MATERIALS = 3 };

/* Slots of the index, a power of two well above the number of names. */
#define N_SLOTS 1024

/* All names, found by hash: below N_FIELDS a field, above it an answer; stored plus one. */
struct name_index {
    uint16_t slots[N_SLOTS];
};

struct filing_forms {
    struct typesetter *typesetter;
    const struct form *forms[N_FORMS];
    struct name_index index;
};

/* What the pages being set are about. */
struct subject {
    /* For texts made here. */
    struct arena *arena;
    /* Who is asked for. */
    const struct name_index *index;
    /* The unit; NULL while forms are read, when only the names count. */
    const struct unit_findings *findings;
    /* The system; NULL on the unit's own pages. */
    const struct grading *grading;
    /* Its number n of n/N. */
    size_t n;
};

/* A computed name. */
struct answer {
    const char *name;
    /* Sets the value, which is empty before. */
    void (*give)(const struct subject *subject, const struct answer *answer,
                 struct form_value *value);
    /* What it is made from, by its maker. */
    int a, b;
};

/* ---- values -----------------------------------------------------------------------------------
 */

static void set_code(struct form_value *value, int code) {
    if (value->n_codes < sizeof value->codes / sizeof *value->codes) {
        value->codes[value->n_codes++] = (int16_t)code;
    }
}

static void set_count(const struct subject *subject, struct form_value *value, size_t count) {
    value->text = str_format(subject->arena, "%zu", count);
}

/* The record's value of a field; an empty one if the pages are about no system. */
static const struct value *find_value(const struct subject *subject, enum field field) {
    static const struct value nothing = {0};
    if (field_info(field)->entity == ENTITY_UNIT) {
        return record_value(&subject->findings->unit->record, field);
    }
    return subject->grading ? record_value(&subject->grading->system->record, field) : &nothing;
}

/* The field is given, as yes (1) or no (0). */
static bool says(const struct subject *subject, enum field field, int64_t answer) {
    const struct value *value = find_value(subject, field);
    return value_is_given(value) && value->number == answer;
}

static void give_record_value(const struct subject *subject, enum field field,
                              struct form_value *value) {
    const struct value *given = find_value(subject, field);
    value->origin = given->origin;
    value->header = given->header;
    if (!value_is_given(given)) {
        return;
    }
    switch (field_info(field)->type) {
    case FIELD_BOOL:
    case FIELD_LEVEL:
        set_code(value, (int)given->number);
        break;
    case FIELD_OPTION:
    case FIELD_OPTIONS:
        for (unsigned i = 0; i < given->n_codes; i++) {
            set_code(value, given->codes[i]);
        }
        value->detail = given->detail;
        break;
    case FIELD_DATE:
        value->date = given->date;
        value->date.month = given->precision < DATE_MONTH ? 0 : given->date.month;
        value->date.day = given->precision < DATE_DAY ? 0 : given->date.day;
        break;
    default:
        break;
    }
    value->text = given->text;
}

/* ---- computed names ---------------------------------------------------------------------------
 */

static void give_ordinal(const struct subject *subject, const struct answer *answer,
                         struct form_value *value) {
    (void)answer;
    if (subject->grading) {
        set_count(subject, value, subject->n);
    }
}

static void give_total(const struct subject *subject, const struct answer *answer,
                       struct form_value *value) {
    (void)answer;
    set_count(subject, value, subject->findings->n_filed);
}

static void give_review(const struct subject *subject, const struct answer *answer,
                        struct form_value *value) {
    (void)answer;
    if (subject->grading && subject->grading->needs_review) {
        set_code(value, 1);
    }
}

/* The sender's own total, unless more systems than that were handed in. */
static void give_systems(const struct subject *subject, const struct answer *answer,
                         struct form_value *value) {
    const struct value *given = find_value(subject, (enum field)answer->a);
    size_t counted = subject->findings->n_gradings;
    value->origin = given->origin;
    value->header = given->header;
    bool is_more = value_is_given(given) && given->number > (int64_t)counted;
    set_count(subject, value, is_more ? (size_t)given->number : counted);
}

static void give_level_count(const struct subject *subject, const struct answer *answer,
                             struct form_value *value) {
    set_count(subject, value, subject->findings->n_by_level[answer->a]);
}

/* The street, or the address in one piece where its parts are not known. */
static void give_street(const struct subject *subject, const struct answer *answer,
                        struct form_value *value) {
    static const enum field parts[] = {FIELD_UNIT_PROVINCE, FIELD_UNIT_CITY, FIELD_UNIT_COUNTY,
                                       FIELD_UNIT_STREET};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (value_is_given(find_value(subject, parts[i]))) {
            give_record_value(subject, (enum field)answer->a, value);
            return;
        }
    }
    give_record_value(subject, (enum field)answer->b, value);
}

/*
 * The box of 表三 01 and 02 for an object (1 公民, 2 社会, 3 国家) and a degree (1 一般, 2 严重, 3
 * 特别 严重): object × 10 + degree. The form has no box for 公民 harmed especially severely; by
 * GB/T 22240-2008 that is level 2, so the box of 公民 harmed severely stands for it.
 */
static int find_box(int object, int degree) {
    return object == 1 && degree == 3 ? 12 : object * 10 + degree;
}

static void tick_box(struct form_value *value, int object, int degree) {
    int box = find_box(object, degree);
    for (unsigned i = 0; i < value->n_codes; i++) {
        if (value->codes[i] == box) {
            return;
        }
    }
    set_code(value, box);
}

/* Boxes of the given objects: the degrees belong to them one by one, or one degree to all. Where
 * the numbers differ the sender has not said which goes with which, and nothing is ticked. */
static void give_matrix(const struct subject *subject, const struct answer *answer,
                        struct form_value *value) {
    const struct value *objects = find_value(subject, (enum field)answer->a);
    const struct value *degrees = find_value(subject, (enum field)answer->b);
    bool is_paired = degrees->n_codes == 1 || degrees->n_codes == objects->n_codes;
    value->origin = objects->origin;
    value->header = objects->header;
    if (!value_is_given(objects) || !value_is_given(degrees) || !is_paired) {
        return;
    }
    for (unsigned i = 0; i < objects->n_codes; i++) {
        tick_box(value, objects->codes[i], degrees->codes[degrees->n_codes == 1 ? 0 : i]);
    }
}

/* a: 's' 业务信息, 'a' 系统服务, 'g' the system. A part that nobody declared stays blank. */
static void give_level(const struct subject *subject, const struct answer *answer,
                       struct form_value *value) {
    const struct grading *grading = subject->grading;
    if (!grading) {
        return;
    }
    int level = grading->level_final;
    if (answer->a == 's') {
        level = grading->s_declared;
    } else if (answer->a == 'a') {
        level = grading->a_declared;
    }
    if (level > 0) {
        set_code(value, level);
    }
}

/* Field a, unless the question b that leads to it was answered with no. */
static void give_unless_no(const struct subject *subject, const struct answer *answer,
                           struct form_value *value) {
    if (!says(subject, (enum field)answer->b, 0)) {
        give_record_value(subject, (enum field)answer->a, value);
    }
}

/* Field a, if the question b was answered with yes. */
static void give_if_yes(const struct subject *subject, const struct answer *answer,
                        struct form_value *value) {
    if (says(subject, (enum field)answer->b, 1)) {
        give_record_value(subject, (enum field)answer->a, value);
    }
}

/* 使用国产品率 of count a and share b: 1 全部使用, 2 全部未使用, 3 部分使用; none where there are
 * no products. */
static void give_product(const struct subject *subject, const struct answer *answer,
                         struct form_value *value) {
    const struct value *share = find_value(subject, (enum field)answer->b);
    value->origin = share->origin;
    value->header = share->header;
    if (!value_is_given(share) || says(subject, (enum field)answer->a, 0)) {
        return;
    }
    if (share->number == 10000) {
        set_code(value, 1);
    } else {
        set_code(value, share->number == 0 ? 2 : 3);
    }
}

/* The share a as a number of percent, without zeros behind the point. */
static void give_rate(const struct subject *subject, const struct answer *answer,
                      struct form_value *value) {
    const struct value *share = find_value(subject, (enum field)answer->a);
    value->origin = share->origin;
    value->header = share->header;
    /* below 0: part of them, without a share */
    if (!value_is_given(share) || share->number < 0) {
        return;
    }
    long long whole = share->number / 100, hundredths = share->number % 100;
    if (hundredths == 0) {
        value->text = str_format(subject->arena, "%lld", whole);
    } else if (hundredths % 10 == 0) {
        value->text = str_format(subject->arena, "%lld.%lld", whole, hundredths / 10);
    } else {
        value->text = str_format(subject->arena, "%lld.%02lld", whole, hundredths);
    }
}

#define PRODUCT(name, id)                                                                          \
    {"filing.product." name, give_product, FIELD_PRODUCT_##id##_COUNT,                             \
     FIELD_PRODUCT_##id##_DOMESTIC},                                                               \
    {                                                                                              \
        "filing.product." name ".rate", give_rate, FIELD_PRODUCT_##id##_DOMESTIC, 0                \
    }
#define SERVICE(name, id)                                                                          \
    {                                                                                              \
        "filing.service." name, give_if_yes, FIELD_SERVICE_##id##_PROVIDER,                        \
            FIELD_SERVICE_##id##_USED                                                              \
    }
#define MATERIAL(name, id)                                                                         \
    { "filing." name "_name", give_unless_no, FIELD_MATERIAL_##id##_NAME, FIELD_MATERIAL_##id }

static const struct answer answers[] = {
    /* n and N of the titles 表二（n/N）: place of the system among those filed, and how many are.
     */
    {"filing.n", give_ordinal, 0, 0},
    {"filing.total", give_total, 0, 0},
    /* 1 if the grade needs a second look: 待复核 in the corner. */
    {"filing.needs_review", give_review, 0, 0},
    /* 表一 11: all systems of the unit, those of level 1 and ungraded ones included. */
    {"filing.systems", give_systems, FIELD_UNIT_SYSTEM_TOTAL, 0},
    /* 表一 12 to 15: systems by the level their pages print. */
    {"filing.level2", give_level_count, 2, 0},
    {"filing.level3", give_level_count, 3, 0},
    {"filing.level4", give_level_count, 4, 0},
    {"filing.level5", give_level_count, 5, 0},
    /* 表一 02: the last blank. */
    {"filing.street", give_street, FIELD_UNIT_STREET, FIELD_UNIT_ADDRESS},
    /* 表三 01 and 02: the boxes of 损害客体及损害程度, see find_box. */
    {"filing.s.matrix", give_matrix, FIELD_SYSTEM_S_OBJECT, FIELD_SYSTEM_S_DEGREE},
    {"filing.a.matrix", give_matrix, FIELD_SYSTEM_A_OBJECT, FIELD_SYSTEM_A_DEGREE},
    /* 表三 01, 02, 03: the levels the documents print. */
    {"filing.s.level", give_level, 's', 0},
    {"filing.a.level", give_level, 'a', 0},
    {"filing.level", give_level, 'g', 0},
    /* 表二 12 and 13: only of a branch. */
    {"filing.parent.name", give_unless_no, FIELD_SYSTEM_PARENT_NAME, FIELD_SYSTEM_IS_BRANCH},
    {"filing.parent.unit", give_unless_no, FIELD_SYSTEM_PARENT_UNIT, FIELD_SYSTEM_IS_BRANCH},
    /* 表三 07 and 08: only under an authority. */
    {"filing.authority", give_unless_no, FIELD_SYSTEM_AUTHORITY, FIELD_SYSTEM_HAS_AUTHORITY},
    {"filing.approved", give_unless_no, FIELD_SYSTEM_APPROVED, FIELD_SYSTEM_HAS_AUTHORITY},
    /* 表三 09: name of the attachment. */
    {"filing.report_name", give_unless_no, FIELD_SYSTEM_REPORT_NAME, FIELD_SYSTEM_REPORT},
    /* 表二 07: which box of 使用国产品率, and the percentage behind the third. */
    PRODUCT("security", SECURITY),
    PRODUCT("network", NETWORK),
    PRODUCT("os", OS),
    PRODUCT("database", DATABASE),
    PRODUCT("server", SERVER),
    PRODUCT("other", OTHER),
    /* 表二 08: 服务责任方类型, only of a service that is used. */
    SERVICE("assessment", ASSESSMENT),
    SERVICE("risk", RISK),
    SERVICE("recovery", RECOVERY),
    SERVICE("response", RESPONSE),
    SERVICE("integration", INTEGRATION),
    SERVICE("consulting", CONSULTING),
    SERVICE("training", TRAINING),
    SERVICE("other", OTHER),
    /* 表四 01 to 07: names of the attachments. */
    MATERIAL("topology", TOPOLOGY),
    MATERIAL("organisation", ORGANISATION),
    MATERIAL("design", DESIGN),
    MATERIAL("products", PRODUCTS),
    MATERIAL("assessment", ASSESSMENT),
    MATERIAL("review", REVIEW),
    MATERIAL("approval", APPROVAL),
};
enum { N_ANSWERS = sizeof answers / sizeof *answers };

/* ---- the source -------------------------------------------------------------------------------
 */

/* The i-th of all names. */
static const char *name_at(size_t i) {
    return i < N_FIELDS ? field_info((enum field)i)->name : answers[i - N_FIELDS].name;
}

static void fill_index(struct name_index *index) {
    for (size_t i = 0; i < N_FIELDS + N_ANSWERS; i++) {
        size_t slot = (size_t)str_hash(str_from_c(name_at(i))) % N_SLOTS;
        while (index->slots[slot]) {
            slot = (slot + 1) % N_SLOTS;
        }
        index->slots[slot] = (uint16_t)(i + 1);
    }
}

static bool answer_name(void *context, struct str name, struct form_value *value) {
    const struct subject *subject = context;
    size_t slot = (size_t)str_hash(name) % N_SLOTS;
    *value = (struct form_value){0};
    while (subject->index->slots[slot]) {
        size_t i = subject->index->slots[slot] - 1U;
        slot = (slot + 1) % N_SLOTS;
        if (!str_is(name, name_at(i))) {
            continue;
        }
        if (subject->findings && i < N_FIELDS) {
            give_record_value(subject, (enum field)i, value);
        } else if (subject->findings) {
            answers[i - N_FIELDS].give(subject, &answers[i - N_FIELDS], value);
        }
        return true;
    }
    return false;
}

static struct str propose_name(void *context, struct arena *arena, struct str name) {
    struct str names[N_FIELDS + N_ANSWERS];
    (void)context;
    for (size_t i = 0; i < N_FIELDS + N_ANSWERS; i++) {
        names[i] = str_from_c(name_at(i));
    }
    return str_nearest(arena, name, names, N_FIELDS + N_ANSWERS);
}

static struct form_source source_of(struct subject *subject) {
    return (struct form_source){.value = answer_name, .nearest = propose_name, .context = subject};
}

/* ---- the document -----------------------------------------------------------------------------
 */

struct filing_forms *filing_forms_read(struct arena *arena, struct shelf *shelf,
                                       struct typesetter *typesetter, struct str edition,
                                       struct diag *diag) {
    struct filing_forms *forms = ARENA_NEW(arena, struct filing_forms);
    struct subject nobody = {.arena = arena, .index = &forms->index};
    const struct form_source knows = source_of(&nobody);
    bool is_good = true;
    fill_index(&forms->index);
    forms->typesetter = typesetter;
    for (size_t i = 0; i < N_FORMS; i++) {
        struct str subject = str_concat(arena, STR("forms/"), form_names[i]);
        forms->forms[i] =
            form_read(arena, typesetter, shelf, str_to_c(arena, subject), edition, &knows, diag);
        is_good = is_good && forms->forms[i];
    }
    return is_good ? forms : NULL;
}

/* 表二, 表三 and 表四 of the subject's system. */
static void add_system(struct arena *arena, const struct filing_forms *forms,
                       struct subject *subject, struct document *document, struct diag *diag) {
    const struct form_source source = source_of(subject);
    form_set(arena, forms->forms[SYSTEM], &source, document, diag);
    form_set(arena, forms->forms[GRADING], &source, document, diag);
    if (subject->grading->level_final >= LEVEL_MATERIALS) {
        form_set(arena, forms->forms[MATERIALS], &source, document, diag);
    }
}

struct document *filing_form_build(struct arena *arena, const struct filing_forms *forms,
                                   const struct unit_findings *findings, struct date as_of,
                                   struct diag *diag) {
    struct subject subject = {.arena = arena, .index = &forms->index, .findings = findings};
    const struct form_source source = source_of(&subject);
    struct document *document = document_open(arena, forms->typesetter);
    document->title = form_text(arena, forms->forms[COVER], "title", &source);
    document->subject = form_text(arena, forms->forms[COVER], "subject", &source);
    document->author = record_value(&findings->unit->record, FIELD_UNIT_NAME)->text;
    document->date = as_of;
    for (size_t i = COVER; i <= UNIT; i++) {
        form_set(arena, forms->forms[i], &source, document, diag);
    }
    for (size_t i = 0; i < findings->n_filed; i++) {
        subject.grading = &findings->gradings[findings->filed[i]];
        subject.n = i + 1;
        if (subject.grading->level_final >= LEVEL_FILED) {
            add_system(arena, forms, &subject, document, diag);
        }
    }
    return document;
}

struct document *filing_form_proof(struct arena *arena, const struct filing_forms *forms,
                                   struct str name, struct diag *diag) {
    for (size_t i = 0; i < N_FORMS; i++) {
        if (!str_equal(name, form_names[i])) {
            continue;
        }
        struct document *document = document_open(arena, forms->typesetter);
        document->title = form_names[i];
        return form_proof(arena, forms->forms[i], document, diag) ? document : NULL;
    }
    return NULL;
}

const struct str *filing_form_names(const struct filing_forms *forms, size_t *n_names) {
    (void)forms;
    *n_names = N_FORMS;
    return form_names;
}
