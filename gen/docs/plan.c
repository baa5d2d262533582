/* 整改方案: stages of its schedule, its charts. */
#include "docs/plan.h"

#include <limits.h>

/* ---- words ----------------------------------------------------------------------------------- */

static const struct yaml_shape kind_shape = {.kind = YAML_NUMBER, .low = 1, .high = PLAN_KINDS};
#define STAGE_KEYS                                                                                 \
    YAML_NEED("name", &yaml_some_text), YAML_NEED("work", &yaml_some_text),                        \
        YAML_NEED("result", &yaml_some_text)
static const struct yaml_shape *const stages[] = {
    YAML_SHAPE(.kind = YAML_RECORD,
               .keys = YAML_KEYS(
                   YAML_NEED("fields", YAML_SHAPE(.kind = YAML_ENTRIES, .entry = &yaml_some_text,
                                                  .low = 1, .high = PLAN_MAX_FIELDS)),
                   STAGE_KEYS)),
    YAML_SHAPE(.kind = YAML_RECORD,
               .keys = YAML_KEYS(
                   YAML_NEED("kinds", YAML_SHAPE(.kind = YAML_ENTRIES, .entry = &kind_shape,
                                                 .low = 1, .high = PLAN_KINDS)),
                   STAGE_KEYS)),
    NULL};
static const struct yaml_shape plan_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(
        YAML_NEED("verdicts", YAML_SHAPE(.kind = YAML_ENTRIES, .entry = &yaml_some_text,
                                         .low = N_GAP_VERDICTS, .high = N_GAP_VERDICTS)),
        YAML_NEED("measure", &yaml_some_text), YAML_NEED("gaps_caption", &yaml_some_text),
        YAML_NEED("schedule_caption", &yaml_some_text),
        YAML_NEED("importance",
                  YAML_SHAPE(.kind = YAML_ENTRIES,
                             .entry = YAML_SHAPE(.kind = YAML_ENTRIES, .entry = &yaml_some_text,
                                                 .low = 1, .high = PLAN_MAX_WORDS),
                             .low = 1, .high = PLAN_MAX_RANKS)),
        YAML_NEED("stages",
                  YAML_SHAPE(.kind = YAML_ENTRIES,
                             .entry = YAML_SHAPE(.kind = YAML_VARIANT, .variants = stages),
                             .low = 1, .high = PLAN_MAX_STAGES)))};

/* A field of systems that is a date. */
static bool read_field(const struct yaml *node, enum field *field, struct diag *diag) {
    if (field_find(node->text, field) && field_info(*field)->entity == ENTITY_SYSTEM &&
        field_info(*field)->type == FIELD_DATE) {
        return true;
    }
    diag_report(diag, &(struct diag_note){.id = DIAG_FORM_FIELD,
                                          .origin = node->origin,
                                          .args = {node->text, field_nearest(node->text)}});
    return false;
}

static bool read_stage(const struct yaml *node, struct plan_stage *stage, struct diag *diag) {
    const struct yaml *fields = yaml_get(node, "fields"), *kinds = yaml_get(node, "kinds");
    bool is_good = true;
    stage->name = yaml_text(node, "name");
    stage->work = yaml_text(node, "work");
    stage->result = yaml_text(node, "result");
    for (size_t i = 0; fields && i < fields->n_items; i++) {
        is_good &= read_field(fields->items[i], &stage->fields[stage->n_fields++], diag);
    }
    for (size_t i = 0; kinds && i < kinds->n_items; i++) {
        int64_t kind = 0;
        str_to_int(kinds->items[i]->text, &kind);
        stage->kinds |= 1U << kind;
    }
    return is_good;
}

const struct plan_words *plan_read(const struct docs *docs, struct diag *diag) {
    const struct yaml *root =
        shelf_yaml(docs->shelf, "docs/plan", docs->settings.edition, &plan_shape, diag);
    if (!root) {
        return NULL;
    }
    struct plan_words *words = ARENA_NEW(docs->arena, struct plan_words);
    const struct yaml *list = yaml_get(root, "stages");
    bool is_good = true;
    for (size_t i = 0; i < N_GAP_VERDICTS; i++) {
        words->verdicts[i] = yaml_get(root, "verdicts")->items[i]->text;
    }
    words->measure = yaml_text(root, "measure");
    words->gaps_caption = yaml_text(root, "gaps_caption");
    words->schedule_caption = yaml_text(root, "schedule_caption");
    const struct yaml *ranks = yaml_get(root, "importance");
    words->n_ranks = ranks->n_items;
    for (size_t i = 0; i < ranks->n_items; i++) {
        for (size_t j = 0; j < ranks->items[i]->n_items; j++) {
            words->ranks[i][j] = ranks->items[i]->items[j]->text;
        }
    }
    for (size_t i = 0; i < list->n_items; i++) {
        is_good = read_stage(list->items[i], &words->stages[words->n_stages++], diag) && is_good;
    }
    return is_good ? words : NULL;
}

int plan_importance(const struct plan_words *words, const struct value *value) {
    int64_t number;
    if (!value_is_given(value)) {
        return 0;
    }
    for (size_t i = 0; i < words->n_ranks * PLAN_MAX_WORDS; i++) {
        if (str_equal(value->text, words->ranks[i / PLAN_MAX_WORDS][i % PLAN_MAX_WORDS])) {
            return (int)(i / PLAN_MAX_WORDS) + 1;
        }
    }
    bool is_number = str_to_int(value->text, &number) && number >= 1 && number <= INT_MAX;
    return is_number ? (int)number : 0;
}

/* ---- stages ---------------------------------------------------------------------------------- */

/* Widens the days by a value that is known to the day. */
static void take_begin(struct plan_days *days, const struct value *value) {
    bool is_day = value_is_given(value) && value->precision == DATE_DAY;
    if (is_day && (!days->begin.year || date_compare(value->date, days->begin) < 0)) {
        days->begin = value->date;
    }
}

static void take_end(struct plan_days *days, const struct value *value) {
    bool is_day = value_is_given(value) && value->precision == DATE_DAY;
    if (is_day && (!days->end.year || date_compare(days->end, value->date) < 0)) {
        days->end = value->date;
    }
}

/* The row of the i-th measure, if it is of the stage; else NULL. */
static const struct record *measure_of(const struct plan_stage *stage,
                                       const struct gap_findings *gaps, size_t i) {
    const struct record *record = gaps->items[gaps->measures[i]].record;
    const struct value *kind = record_value(record, FIELD_GAP_KIND);
    bool is_ours = value_is_given(kind) && ((stage->kinds >> kind->number) & 1U);
    return is_ours ? record : NULL;
}

struct plan_days plan_days_of(const struct plan_stage *stage, const struct grading *grading) {
    struct plan_days days = {{0}, {0}};
    for (size_t i = 0; i < stage->n_fields; i++) {
        take_begin(&days, record_value(&grading->system->record, stage->fields[i]));
        take_end(&days, record_value(&grading->system->record, stage->fields[i]));
    }
    for (size_t i = 0; grading->gaps && i < grading->gaps->n_measures; i++) {
        const struct record *record = measure_of(stage, grading->gaps, i);
        if (record) {
            take_begin(&days, record_value(record, FIELD_GAP_BEGIN));
            take_end(&days, record_value(record, FIELD_GAP_DUE));
        }
    }
    return days;
}

struct str plan_departments(struct arena *arena, const struct plan_stage *stage,
                            const struct grading *grading) {
    struct dictionary *seen = dictionary_open(arena);
    struct buf buf = {.arena = arena};
    for (size_t i = 0; grading->gaps && i < grading->gaps->n_measures; i++) {
        const struct record *record = measure_of(stage, grading->gaps, i);
        struct str name = record ? docs_text(record, FIELD_GAP_DEPARTMENT) : (struct str){0};
        if (name.len && dictionary_put(seen, name, i)) {
            buf_add_c(&buf, buf.len ? "\n" : "");
            buf_add(&buf, name);
        }
    }
    return buf_str(&buf);
}

/* ---- charts ---------------------------------------------------------------------------------- */

/* Domains by what was found of their items. Of a specimen, or without gaps: one bar of nothing. */
static const struct chart *make_gaps(const struct subject *subject, struct arena *arena) {
    static const struct gap_count none = {.domain = STR_INIT("-")};
    static const enum gap_verdict order[N_GAP_VERDICTS] = {GAP_MET, GAP_PARTLY, GAP_UNMET,
                                                           GAP_NOT_APPLICABLE, GAP_UNCHECKED};
    const struct gap_findings *gaps = subject->grading->gaps;
    size_t n = gaps ? gaps->n_domains : 1;
    struct str *domains = ARENA_ARRAY(arena, struct str, n);
    struct str *series = ARENA_ARRAY(arena, struct str, N_GAP_VERDICTS);
    double *values = ARENA_ARRAY(arena, double, n *N_GAP_VERDICTS);
    for (size_t i = 0; i < n; i++) {
        const struct gap_count *count = gaps ? &gaps->domains[i] : &none;
        domains[i] = count->domain;
        for (size_t k = 0; k < N_GAP_VERDICTS; k++) {
            values[i * N_GAP_VERDICTS + k] = (double)count->n[order[k]];
        }
    }
    for (size_t k = 0; k < N_GAP_VERDICTS; k++) {
        series[k] = subject->docs->plan->verdicts[order[k]];
    }
    struct chart *chart = ARENA_NEW(arena, struct chart);
    *chart = (struct chart){.kind = CHART_STACKED_BARS,
                            .caption = subject->docs->plan->gaps_caption,
                            .categories = domains,
                            .n_categories = n,
                            .series = series,
                            .n_series = N_GAP_VERDICTS,
                            .values = values};
    return chart;
}

/* Stages by their days; one without has no bar. */
static const struct chart *make_schedule(const struct subject *subject, struct arena *arena) {
    const struct plan_words *words = subject->docs->plan;
    struct str *names = ARENA_ARRAY(arena, struct str, words->n_stages);
    struct chart_span *spans = ARENA_ARRAY(arena, struct chart_span, words->n_stages);
    for (size_t i = 0; i < words->n_stages; i++) {
        struct plan_days days = plan_days_of(&words->stages[i], subject->grading);
        names[i] = words->stages[i].name;
        spans[i].is_given =
            days.begin.year && days.end.year && date_compare(days.begin, days.end) <= 0;
        if (spans[i].is_given) {
            spans[i].begin = date_to_days(days.begin);
            spans[i].end = date_to_days(days.end);
        }
    }
    struct chart *chart = ARENA_NEW(arena, struct chart);
    *chart = (struct chart){.kind = CHART_GANTT,
                            .caption = words->schedule_caption,
                            .categories = names,
                            .n_categories = words->n_stages,
                            .spans = spans};
    return chart;
}

const struct chart *plan_chart(void *context, struct arena *arena, struct str name) {
    const struct subject *subject = context;
    if (!subject->grading) {
        return NULL;
    }
    return str_is(name, "gaps")       ? make_gaps(subject, arena)
           : str_is(name, "schedule") ? make_schedule(subject, arena)
                                      : NULL;
}
