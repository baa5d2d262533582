/* 年度工作报告: its words are templates/prose/annual-report; the figures come from the province's
 * sums and from nowhere else. */
#include "docs/annual_report.h"

#include "docs/flowing.h"

struct annual_report {
    struct flowing flowing;
};

/* Names of the counts in prose, by enum count. */
static const char *const count_names[N_COUNTS] = {
    [COUNT_UNITS] = "units",
    [COUNT_SYSTEMS] = "systems",
    [COUNT_UNGRADED] = "ungraded",
    [COUNT_LEVEL1] = "level1",
    [COUNT_LEVEL2] = "level2",
    [COUNT_LEVEL3] = "level3",
    [COUNT_LEVEL4] = "level4",
    [COUNT_LEVEL5] = "level5",
    [COUNT_BELOW_FLOOR] = "below_floor",
    [COUNT_INCOMPLETE] = "incomplete",
    [COUNT_TO_FILE] = "to_file",
    [COUNT_FILED] = "filed",
    [COUNT_FILED_LATE] = "filed_late",
    [COUNT_UNFILED] = "unfiled",
    [COUNT_HEALTH_FILED] = "health_filed",
    [COUNT_NO_CERTIFICATE] = "no_certificate",
};

/* The report being made. */
struct occasion {
    const struct docs *docs;
    const struct annual_report *report;
    struct arena *arena;
    const struct province *province;
};

static size_t level3_up(const struct region_counts *region) {
    return region->counts[COUNT_LEVEL3] + region->counts[COUNT_LEVEL4] +
           region->counts[COUNT_LEVEL5];
}

static bool answer_total(const struct occasion *occasion, struct str name, struct str *text) {
    const struct region_counts *total = &occasion->province->total;
    for (size_t i = 0; i < N_COUNTS; i++) {
        if (str_is(name, count_names[i])) {
            *text = str_format(occasion->arena, "%zu", total->counts[i]);
            return true;
        }
    }
    if (str_is(name, "level3_up_rate")) {
        *text = statistics_rate(occasion->arena, level3_up(total), total->counts[COUNT_SYSTEMS]);
        return true;
    }
    if (str_is(name, "filed_rate")) {
        *text = statistics_rate(occasion->arena, total->counts[COUNT_FILED],
                                total->counts[COUNT_TO_FILE]);
        return true;
    }
    return false;
}

static bool answer(void *context, struct str name, struct prose_value *value) {
    const struct occasion *occasion = context;
    const struct docs_settings *settings = &occasion->docs->settings;
    const struct {
        const char *name;
        int number;
    } numbers[] = {{"year", settings->year},
                   {"as_of.year", settings->as_of.year},
                   {"as_of.month", settings->as_of.month},
                   {"as_of.day", settings->as_of.day}};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        if (str_is(name, numbers[i].name)) {
            value->text.text = str_format(occasion->arena, "%d", numbers[i].number);
            return true;
        }
    }
    if (str_is(name, "regions")) {
        size_t n = occasion->province->n_regions;
        value->text.text = n ? str_format(occasion->arena, "%zu", n) : (struct str){0};
        return true;
    }
    if (str_is(name, "province")) {
        value->text.text = settings->province;
        return true;
    }
    struct str prefix = STR("total.");
    return str_starts(name, prefix) &&
           answer_total(occasion, str_slice(name, prefix.len, name.len), &value->text.text);
}

static const struct table *make_table(void *context, struct arena *arena, struct str name) {
    const struct occasion *occasion = context;
    return statistics_table(occasion->docs, arena, occasion->province, name);
}

static const struct chart *make_chart(void *context, struct arena *arena, struct str name) {
    const struct occasion *occasion = context;
    struct str caption = yaml_text(occasion->report->flowing.words, "chart_caption");
    return str_is(name, "levels")
               ? statistics_chart(occasion->docs, arena, occasion->province, caption)
               : NULL;
}

struct annual_report *annual_report_read(const struct docs *docs, struct diag *diag) {
    struct annual_report *report = ARENA_NEW(docs->arena, struct annual_report);
    if (!flowing_read(docs, "annual-report", &report->flowing, diag)) {
        return NULL;
    }
    const struct province specimen = {.n_regions = 0};
    struct occasion occasion = {docs, report, docs->arena, &specimen};
    const struct prose_scope scope = {answer, &occasion, NULL};
    const struct outline_parts parts = {make_table, make_chart, &occasion};
    return flowing_check(docs, &report->flowing, &scope, &parts, diag) ? report : NULL;
}

struct document *annual_report_build(const struct docs *docs, struct arena *arena,
                                     const struct province *province, struct diag *diag) {
    struct occasion occasion = {docs, docs->annual_report, arena, province};
    const struct prose_scope scope = {answer, &occasion, NULL};
    const struct outline_parts parts = {make_table, make_chart, &occasion};
    return flowing_build(docs, arena, &docs->annual_report->flowing, &scope, &parts,
                         (struct str){0}, docs->settings.province, diag);
}
