/* 年度工作报告: its words are templates/prose/annual-report; the figures come from the province's
 * sums and from nowhere else. */
#include "docs/annual_report.h"

#include "docs/flowing.h"
#include "docs/names.h"

struct annual_report {
    struct flowing flowing;
};

/* The report being made. */
struct annual_occasion {
    struct subject subject;
};

static const struct flow_table *make_table(void *context, struct arena *arena, struct str name) {
    const struct annual_occasion *occasion = context;
    return statistics_table(occasion->subject.docs, arena, occasion->subject.province, name);
}

static const struct chart *make_chart(void *context, struct arena *arena, struct str name) {
    const struct annual_occasion *occasion = context;
    return statistics_chart(occasion->subject.docs, arena, occasion->subject.province, name);
}

static const struct yaml_shape annual_report_shape = {.kind = YAML_RECORD,
                                                      .keys = YAML_KEYS(FLOWING_KEYS)};

struct annual_report *annual_report_read(const struct docs *docs, struct diag *diag) {
    struct annual_report *report = ARENA_NEW(docs->arena, struct annual_report);
    if (!flowing_read(docs, "annual-report", &annual_report_shape, &report->flowing, diag)) {
        return NULL;
    }
    const struct province *specimen =
        statistics_sum(docs, docs->arena, ledger_open(docs->arena), diag);
    struct annual_occasion occasion = {{.docs = docs, .arena = docs->arena, .province = specimen}};
    const struct prose_scope scope = names_scope(&occasion.subject);
    const struct outline_parts parts = {make_table, make_chart, &occasion};
    return specimen && flowing_check(docs, &report->flowing, &scope, &parts, diag) ? report : NULL;
}

const struct styles *annual_report_styles(const struct annual_report *report) {
    return report->flowing.styles;
}

struct document *annual_report_build(const struct docs *docs, struct arena *arena,
                                     const struct province *province, struct diag *diag) {
    struct annual_occasion occasion = {{.docs = docs, .arena = arena, .province = province}};
    const struct prose_scope scope = names_scope(&occasion.subject);
    const struct outline_parts parts = {make_table, make_chart, &occasion};
    return flowing_build(docs, arena, &docs->annual_report->flowing, &scope, &parts,
                         (struct str){0}, docs->settings.province, diag);
}
