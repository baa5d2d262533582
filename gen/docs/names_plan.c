/* The computed names of names.def that 整改方案 asks for: the baseline, its gaps, the schedule. */
#include "docs/names_inner.h"
#include "docs/papers.h"
#include "docs/plan.h"

/* ---- the baseline ---------------------------------------------------------------------------- */

static const struct gap_findings *gaps_of(const struct subject *subject) {
    return subject->grading->gaps;
}

void names_give_has_gaps(const struct subject *subject, const struct name *name,
                         struct answer *answer) {
    (void)name;
    names_set_flag(answer, gaps_of(subject) != NULL);
}

/* A gap sheet speaks of one of the unit's systems. */
void names_give_unit_has_gaps(const struct subject *subject, const struct name *name,
                              struct answer *answer) {
    const struct unit_findings *findings = subject->findings;
    bool has = false;
    (void)name;
    for (size_t i = 0; i < findings->n_gradings; i++) {
        has = has || findings->gradings[i].system->gaps.n_records > 0;
    }
    names_set_flag(answer, has);
}

/* How many requirements it has. */
void names_give_baseline(const struct subject *subject, const struct name *name,
                         struct answer *answer) {
    size_t n = rules_baseline(subject->docs->rules, subject->grading);
    (void)name;
    if (n) {
        names_set_count(subject, answer, n);
    }
}

/* The edition's catalogue; a set: where it was seen, and what of it is 待核实. */
void names_give_catalogue(const struct subject *subject, const struct name *name,
                          struct answer *answer) {
    const struct catalogue *catalogue = rules_catalogue(subject->docs->rules);
    if (catalogue) {
        answer->value.text = name->a ? catalogue->source : catalogue->name;
    }
}

/* The other catalogue by which the gap sheet was filled. */
void names_give_other_catalogue(const struct subject *subject, const struct name *name,
                                struct answer *answer) {
    const struct gap_findings *gaps = gaps_of(subject);
    (void)name;
    if (gaps && gaps->other) {
        answer->value.text = gaps->other->name;
    }
}

/* a: a kind; the level from which its requirements are taken. */
void names_give_baseline_level(const struct subject *subject, const struct name *name,
                               struct answer *answer) {
    names_set_level(subject, answer,
                    rules_baseline_level(subject->grading, (enum control_kind)name->a));
}

/* ---- requirements ---------------------------------------------------------------------------- */

static bool is_open(const struct gap_item *item) {
    return item->verdict == GAP_PARTLY || item->verdict == GAP_UNMET;
}

static bool is_residual(const struct gap_item *item) {
    if (!is_open(item)) {
        return false;
    }
    const struct value *value = record_value(item->record, FIELD_GAP_DISPOSITION);
    return value_has_code(value, GAP_ACCEPT) || value_has_code(value, GAP_POSTPONE);
}

static bool is_wanted(const struct gap_item *item, enum gaps which) {
    switch (which) {
    case GAPS_OPEN:
        return is_open(item);
    case GAPS_MEASURES:
        return item->measure > 0;
    case GAPS_RESIDUAL:
        return is_residual(item);
    case GAPS_EXCUSED:
        return item->verdict == GAP_NOT_APPLICABLE;
    case GAPS_UNCHECKED:
        return item->verdict == GAP_UNCHECKED;
    case GAPS_CARRIED:
        return item->is_carried;
    case GAPS_ALL:
        break;
    }
    return true;
}

/* One item without anything, for templates to be held against. */
static void add_specimen(const struct subject *subject, struct answer *answer) {
    struct control_point *point = ARENA_NEW(subject->arena, struct control_point);
    struct control *control = ARENA_NEW(subject->arena, struct control);
    struct gap_item *item = ARENA_NEW(subject->arena, struct gap_item);
    control->point = point;
    item->control = control;
    names_add_items(subject, answer, 1)[0].gap = item;
}

/* a: which (enum gaps). */
void names_give_gaps(const struct subject *subject, const struct name *name,
                     struct answer *answer) {
    const struct gap_findings *gaps = gaps_of(subject);
    if (subject->is_specimen) {
        add_specimen(subject, answer);
        return;
    }
    if (!gaps) {
        return;
    }
    bool is_ranked = name->a == GAPS_MEASURES;
    size_t n = is_ranked ? gaps->n_measures : gaps->n_items;
    struct subject *items = names_add_items(subject, answer, n);
    answer->n_items = 0;
    for (size_t i = 0; i < n; i++) {
        const struct gap_item *item = &gaps->items[is_ranked ? gaps->measures[i] : i];
        if (is_wanted(item, (enum gaps)name->a)) {
            items[answer->n_items++].gap = item;
        }
    }
}

/* How many came out as a. */
void names_give_n_gaps(const struct subject *subject, const struct name *name,
                       struct answer *answer) {
    if (gaps_of(subject)) {
        names_set_count(subject, answer, gaps_of(subject)->total.n[name->a]);
    }
}

/* How many a list has (enum gaps); nothing for none. */
void names_give_n_listed(const struct subject *subject, const struct name *name,
                         struct answer *answer) {
    const struct gap_findings *gaps = gaps_of(subject);
    size_t n = 0;
    for (size_t i = 0; gaps && i < gaps->n_items; i++) {
        n += is_wanted(&gaps->items[i], (enum gaps)name->a);
    }
    if (n) {
        names_set_count(subject, answer, n);
    }
}

/* Rows of the gap sheet that count nowhere; nothing for none. */
void names_give_n_stray(const struct subject *subject, const struct name *name,
                        struct answer *answer) {
    (void)name;
    if (gaps_of(subject) && gaps_of(subject)->n_stray) {
        names_set_count(subject, answer, gaps_of(subject)->n_stray);
    }
}

/* A fraction, for the filter percent: a number of percent would be rounded twice. */
static void set_rate(const struct subject *subject, struct answer *answer,
                     const struct gap_count *count) {
    size_t part, of;
    if (gap_rate(count, &part, &of)) {
        answer->value.text = str_format(subject->arena, "%zu/%zu", part, of);
    }
}

void names_give_rate(const struct subject *subject, const struct name *name,
                     struct answer *answer) {
    (void)name;
    if (gaps_of(subject)) {
        set_rate(subject, answer, &gaps_of(subject)->total);
    }
}

/* a: clause, domain, control point, summary, or what usually meets it. */
void names_give_item_text(const struct subject *subject, const struct name *name,
                          struct answer *answer) {
    const struct gap_item *item = subject->gap;
    const struct str texts[] = {item->clause, item->control->point->domain,
                                item->control->point->name, item->control->summary,
                                item->control->measure};
    answer->value.text = texts[name->a];
}

void names_give_item_verdict(const struct subject *subject, const struct name *name,
                             struct answer *answer) {
    (void)name;
    if (!subject->is_specimen) {
        answer->value.text = subject->docs->plan->verdicts[subject->gap->verdict];
    }
}

/* ZG-n. */
void names_give_item_measure(const struct subject *subject, const struct name *name,
                             struct answer *answer) {
    const struct str_argument argument = {STR("1"),
                                          str_format(subject->arena, "%zu", subject->gap->measure)};
    (void)name;
    if (subject->gap->measure) {
        answer->value.text = str_fill(subject->arena, subject->docs->plan->measure, &argument, 1);
    }
}

void names_give_item_priority(const struct subject *subject, const struct name *name,
                              struct answer *answer) {
    (void)name;
    names_set_level(subject, answer, subject->gap->priority);
}

void names_give_item_is_postponed(const struct subject *subject, const struct name *name,
                                  struct answer *answer) {
    const struct record *record = subject->gap->record;
    (void)name;
    names_set_flag(answer, record && value_has_code(record_value(record, FIELD_GAP_DISPOSITION),
                                                    GAP_POSTPONE));
}

/* ---- domains --------------------------------------------------------------------------------- */

/* a: which (enum domains). */
void names_give_domains(const struct subject *subject, const struct name *name,
                        struct answer *answer) {
    static const struct gap_count nothing;
    const struct gap_findings *gaps = gaps_of(subject);
    size_t n = subject->is_specimen ? 1 : gaps ? gaps->n_domains : 0;
    struct subject *items = names_add_items(subject, answer, n);
    answer->n_items = 0;
    for (size_t i = 0; i < n; i++) {
        const struct gap_count *count = gaps ? &gaps->domains[i] : &nothing;
        bool is_ours = name->a == DOMAINS_ALL || subject->is_specimen ||
                       count->is_technical == (name->a == DOMAINS_TECHNICAL);
        if (is_ours) {
            items[answer->n_items++].domain = count;
        }
    }
}

void names_give_domain_name(const struct subject *subject, const struct name *name,
                            struct answer *answer) {
    (void)name;
    answer->value.text = subject->domain->domain;
}

/* How many came out as a; N_GAP_VERDICTS: all. */
void names_give_domain_n(const struct subject *subject, const struct name *name,
                         struct answer *answer) {
    bool is_all = name->a == N_GAP_VERDICTS;
    if (!subject->is_specimen) {
        names_set_count(subject, answer,
                        is_all ? gap_count_all(subject->domain) : subject->domain->n[name->a]);
    }
}

void names_give_domain_rate(const struct subject *subject, const struct name *name,
                            struct answer *answer) {
    (void)name;
    set_rate(subject, answer, subject->domain);
}

/* Its gaps. */
void names_give_domain_gaps(const struct subject *subject, const struct name *name,
                            struct answer *answer) {
    const struct name open = {.a = GAPS_OPEN};
    names_give_gaps(subject, &open, answer);
    size_t n = 0;
    (void)name;
    for (size_t i = 0; i < answer->n_items && !subject->is_specimen; i++) {
        const struct gap_item *item = answer->items[i].gap;
        if (str_equal(item->control->point->domain, subject->domain->domain)) {
            answer->items[n] = answer->items[i];
            answer->items[n].place = n + 1;
            n++;
        }
    }
    answer->n_items = subject->is_specimen ? answer->n_items : n;
}

/* ---- what is left empty ---------------------------------------------------------------------- */

void names_give_blanks(const struct subject *subject, const struct name *name,
                       struct answer *answer) {
    static const struct record nothing;
    static const struct gap_blank specimen = {.first = &nothing};
    const struct gap_findings *gaps = gaps_of(subject);
    size_t n = subject->is_specimen ? 1 : gaps ? gaps->n_blanks : 0;
    struct subject *items = names_add_items(subject, answer, n);
    (void)name;
    for (size_t i = 0; i < n; i++) {
        items[i].blank = gaps ? &gaps->blanks[i] : &specimen;
    }
}

void names_give_blank_label(const struct subject *subject, const struct name *name,
                            struct answer *answer) {
    (void)name;
    if (!subject->is_specimen) {
        answer->value.text = subject->docs->labels->labels[subject->blank->field];
    }
}

void names_give_blank_n(const struct subject *subject, const struct name *name,
                        struct answer *answer) {
    (void)name;
    if (!subject->is_specimen) {
        names_set_count(subject, answer, subject->blank->n);
    }
}

/* The first of its cells. */
void names_give_blank_cell(const struct subject *subject, const struct name *name,
                           struct answer *answer) {
    const struct record *record = subject->blank->first;
    const struct value *value = record_value(record, subject->blank->field);
    (void)name;
    if (!subject->is_specimen) {
        answer->value.text = origin_text(
            subject->arena,
            papers_place(subject->arena, value->origin.source ? value->origin : record->origin));
    }
}

/* ---- products, stages, money ----------------------------------------------------------------- */

/* Products of the unit's list that name this system, or none. */
void names_give_products(const struct subject *subject, const struct name *name,
                         struct answer *answer) {
    static const struct record nothing;
    const struct records *products = &subject->findings->unit->products;
    const struct str own = inventory_key(
        subject->arena, docs_text(&subject->grading->system->record, FIELD_SYSTEM_NAME));
    (void)name;
    if (subject->is_specimen) {
        names_add_items(subject, answer, 1)[0].product = &nothing;
        return;
    }
    struct subject *items = names_add_items(subject, answer, products->n_records);
    answer->n_items = 0;
    for (size_t i = 0; i < products->n_records; i++) {
        struct str system = docs_text(products->records[i], FIELD_GOODS_SYSTEM);
        if (!system.len || str_equal(inventory_key(subject->arena, system), own)) {
            items[answer->n_items++].product = products->records[i];
        }
    }
}

void names_give_has_products(const struct subject *subject, const struct name *name,
                             struct answer *answer) {
    struct answer products = {0};
    names_give_products(subject, name, &products);
    names_set_flag(answer, products.n_items > 0);
}

void names_give_stages(const struct subject *subject, const struct name *name,
                       struct answer *answer) {
    const struct plan_words *words = subject->docs->plan;
    struct subject *items = names_add_items(subject, answer, words->n_stages);
    (void)name;
    for (size_t i = 0; i < words->n_stages; i++) {
        items[i].stage = &words->stages[i];
    }
}

void names_give_has_dates(const struct subject *subject, const struct name *name,
                          struct answer *answer) {
    const struct plan_words *words = subject->docs->plan;
    bool is = false;
    (void)name;
    for (size_t i = 0; i < words->n_stages; i++) {
        is = is || plan_days_of(&words->stages[i], subject->grading).begin.year;
    }
    names_set_flag(answer, is);
}

/* a: a text of the stage. */
void names_give_stage_text(const struct subject *subject, const struct name *name,
                           struct answer *answer) {
    const struct str *text = names_member(subject->stage, name->a);
    answer->value.text = subject->is_specimen ? (struct str){0} : *text;
}

/* Its first day; a set: its last. */
void names_give_stage_day(const struct subject *subject, const struct name *name,
                          struct answer *answer) {
    struct plan_days days = plan_days_of(subject->stage, subject->grading);
    struct date day = name->a ? days.end : days.begin;
    answer->value.text = day.year ? date_to_iso(subject->arena, day, DATE_DAY) : (struct str){0};
}

void names_give_stage_departments(const struct subject *subject, const struct name *name,
                                  struct answer *answer) {
    (void)name;
    answer->value.text = plan_departments(subject->arena, subject->stage, subject->grading);
}

/* Hundredths as the shortest decimal. */
static void set_money(const struct subject *subject, struct answer *answer, int64_t hundredths) {
    long long whole = (long long)(hundredths / 100), part = (long long)(hundredths % 100);
    answer->value.text = part % 10 ? str_format(subject->arena, "%lld.%02lld", whole, part)
                         : part    ? str_format(subject->arena, "%lld.%lld", whole, part / 10)
                                   : str_format(subject->arena, "%lld", whole);
}

/* Sum of the measures' budgets, 万元; a set: a flag where it differs from the system's own. */
void names_give_plan_budget(const struct subject *subject, const struct name *name,
                            struct answer *answer) {
    const struct gap_findings *gaps = gaps_of(subject);
    const struct value *own =
        record_value(&subject->grading->system->record, FIELD_SYSTEM_BUDGET_RECTIFICATION);
    if (!gaps || !gaps->n_budgets) {
        return;
    }
    if (name->a) {
        names_set_flag(answer, value_is_given(own) && own->number != gaps->budget);
        return;
    }
    set_money(subject, answer, gaps->budget);
}

/* Nothing unless all four are given. */
void names_give_budget_total(const struct subject *subject, const struct name *name,
                             struct answer *answer) {
    static const enum field lines[] = {FIELD_SYSTEM_BUDGET_RECTIFICATION,
                                       FIELD_SYSTEM_BUDGET_ASSESSMENT, FIELD_SYSTEM_BUDGET_SERVICE,
                                       FIELD_SYSTEM_BUDGET_TRAINING};
    int64_t total = 0;
    bool is_whole = true;
    (void)name;
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        const struct value *value = record_value(&subject->grading->system->record, lines[i]);
        is_whole = is_whole && value_is_given(value);
        total += value->number;
    }
    if (is_whole) {
        set_money(subject, answer, total);
    }
}
