/* Duties: every example beside the table comes out, and every row has one that applies and one that
 * does not. */
#include "bench.h"
#include "reported.h"

#include "rules/duty.h"

enum {
    COLUMN_ID,
    COLUMN_CASE,
    COLUMN_EDITION,
    COLUMN_AS_OF,
    COLUMN_LEVEL,
    COLUMN_SYSTEMS,
    COLUMN_INPUTS,
    COLUMN_STATUS,
    COLUMN_DUE,
    COLUMN_LATE
};

static const char *const editions[] = {"2007", "2020", "2025"};

/* The code of a label among the options of a field. */
static struct str code_of(struct bench *bench, enum field field, struct str label) {
    const struct yaml *lists =
        option_lists_read(bench->arena, bench->shelf, STR("2007"), bench->open_diag);
    const struct yaml *options = yaml_get(yaml_get(lists, field_info(field)->options), "options");
    for (size_t i = 0; options && i < options->n_items; i++) {
        if (str_equal(yaml_text(options->items[i], "label"), label)) {
            return yaml_text(options->items[i], "code");
        }
    }
    return label;
}

/* Sets a field; "-" is an empty cell of a column that was handed in. */
static void set(struct bench *bench, struct record *record, enum field field, struct str text) {
    if (!str_is(text, "-")) {
        bool is_option = field_info(field)->options[0] != '\0';
        struct str own = is_option ? code_of(bench, field, text) : text;
        bench_set(bench, record, field, str_to_c(bench->arena, own));
        if (field_info(field)->type == FIELD_PERCENT) {
            struct value *value = (struct value *)(uintptr_t)record->values[field];
            cr_assert(value->is_bad || str_to_int(own, &value->number));
        }
        return;
    }
    struct value *value = ARENA_NEW(bench->arena, struct value);
    value->header = STR("header as written");
    value->origin = record->origin;
    record->values[field] = value;
}

/* "unit.kind=2; system.filed=-": a field of systems is set where it is not yet; one that begins
 * with "first." of the first alone. */
static void set_inputs(struct bench *bench, struct str inputs) {
    struct str rest = inputs, part;
    while (str_split(&rest, STR(";"), &part)) {
        part = str_trim(part);
        if (!part.len) {
            continue;
        }
        bool is_first = str_starts(part, STR("first."));
        size_t at = str_find(part, STR("="), 0);
        struct str name = str_slice(part, is_first ? 6 : 0, at);
        struct str text = str_slice(part, at + 1, part.len);
        enum field field;
        cr_assert(field_find(name, &field), "%" STR_FMT, STR_ARG(name));
        if (field_info(field)->entity == ENTITY_UNIT) {
            set(bench, &bench->unit->record, field, text);
            continue;
        }
        if (field_info(field)->entity == ENTITY_EXPERT) {
            struct record record = {.origin = {.row = 2}};
            set(bench, &record, field, text);
            records_add(bench->inventory, &bench->unit->experts, &record);
            continue;
        }
        for (size_t i = 0; i < bench->unit->n_systems && (i == 0 || !is_first); i++) {
            struct record *record = &bench->unit->systems[i]->record;
            if (!record->values[field] || field == FIELD_SYSTEM_NETWORKED) {
                set(bench, record, field, text);
            }
        }
    }
}

/* Systems whose level is one of the matrix and of no floor. */
static void add_systems(struct bench *bench, int level, int n) {
    static const char *const cells[][2] = {{"", ""},   {"1", "1"}, {"1", "2"},
                                           {"2", "2"}, {"2", "3"}, {"3", "3"}};
    static const char *const digits[] = {"", "1", "2", "3", "4", "5"};
    for (int i = 0; i < n; i++) {
        static const char *const names[] = {"资产管理系统", "后勤管理系统"};
        struct system *system = bench_system(bench, names[i]);
        bench_set(bench, &system->record, FIELD_SYSTEM_CATEGORY, "9");
        bench_set(bench, &system->record, FIELD_SYSTEM_NETWORKED, "0");
        if (level) {
            bench_set_levels(bench, system, digits[level], digits[level], digits[level]);
            bench_set_harm(bench, system, cells[level][0], cells[level][1], cells[level][0],
                           cells[level][1]);
        }
    }
}

static const struct duty_finding *find(const struct unit_findings *findings, struct str id) {
    for (size_t i = 0; i < findings->n_duties; i++) {
        if (str_equal(findings->duties[i].duty->id, id)) {
            return &findings->duties[i];
        }
    }
    return NULL;
}

/* Runs one example; `line` tells it. */
static void run_example(const struct data_table *table, struct bench *bench, size_t line) {
    struct str id = data_text(table, COLUMN_ID);
    int level = 0, systems = 0;
    cr_assert(data_number(table, COLUMN_LEVEL, 0, 5, &level));
    cr_assert(data_number(table, COLUMN_SYSTEMS, 0, 2, &systems));
    struct record record = {.origin = {.row = 2}};
    bench_set(bench, &record, FIELD_UNIT_NAME, "某市人民医院");
    bench->unit = inventory_add(bench->inventory, &record, NULL);
    add_systems(bench, level, systems);
    set_inputs(bench, data_text(table, COLUMN_INPUTS));
    const struct unit_findings *findings =
        bench_judge_at(bench, str_to_c(bench->arena, data_text(table, COLUMN_AS_OF)));
    const struct duty_finding *finding = find(findings, id);
    if (str_is(data_text(table, COLUMN_CASE), "not")) {
        cr_expect_null(finding, "line %zu: %" STR_FMT " applies", line, STR_ARG(id));
        return;
    }
    cr_expect(finding, "line %zu: %" STR_FMT " does not apply", line, STR_ARG(id));
    if (!finding) {
        return;
    }
    struct str status = rules_status_name(bench->rules, finding->status);
    cr_expect(str_equal(status, data_text(table, COLUMN_STATUS)),
              "line %zu: %" STR_FMT " %" STR_FMT, line, STR_ARG(id), STR_ARG(status));
    struct str due =
        date_to_iso(bench->arena, finding->due, finding->due.year ? DATE_DAY : DATE_NONE);
    cr_expect(str_equal(due, data_text(table, COLUMN_DUE)), "line %zu: %" STR_FMT " due %" STR_FMT,
              line, STR_ARG(id), STR_ARG(due));
    int64_t late = 0;
    struct str text = data_text(table, COLUMN_LATE);
    cr_assert(!text.len || str_to_int(text, &late));
    cr_expect_eq(finding->days_late, late, "line %zu: %d late", line, (int)finding->days_late);
}

static void open_examples(struct data_table *table, struct bench *bench) {
    static const char *const names[] = {"id",    "case",      "edition", "as_of",
                                        "level", "systems",   "inputs",  "status",
                                        "due",   "days_late", NULL};
    table->names = names;
    cr_assert(data_open(table, bench->arena, bench->shelf, "rules/duties.examples", (struct str){0},
                        bench->open_diag));
}

Test(rules_duties, every_example_comes_out, .timeout = 120) {
    for (size_t e = 0; e < sizeof editions / sizeof editions[0]; e++) {
        struct bench bench = bench_open_edition(editions[e]);
        struct data_table table = {.arena = NULL};
        open_examples(&table, &bench);
        for (size_t line = 2; data_next(&table); line++) {
            bool is_own = str_is(data_text(&table, COLUMN_EDITION), editions[e]);
            if (is_own && !str_is(data_text(&table, COLUMN_CASE), "always")) {
                run_example(&table, &bench, line);
            }
        }
        bench_close(&bench);
    }
}

/* Every duty has an example that applies and one that does not; one that is everybody's says so. */
Test(rules_duties, every_row_can_apply_and_fail) {
    for (size_t e = 0; e < sizeof editions / sizeof editions[0]; e++) {
        struct bench bench = bench_open_edition(editions[e]);
        struct data_table table = {.arena = NULL};
        for (size_t i = 0; i < bench.rules->n_duties; i++) {
            const struct duty_row *row = &bench.rules->duties[i];
            bool applies = false, fails = false;
            bool is_for_all = !row->applies.n && !row->unless.n && !row->n_systems &&
                              (row->duty.is_of_unit || row->levels == 0x3F);
            open_examples(&table, &bench);
            while (data_next(&table)) {
                if (!str_equal(data_text(&table, COLUMN_ID), row->duty.id)) {
                    continue;
                }
                struct str said = data_text(&table, COLUMN_CASE);
                applies |= str_is(said, "applies");
                fails |= str_is(said, "not") || (str_is(said, "always") && is_for_all);
            }
            cr_assert(applies && fails, "%" STR_FMT " lacks an example", STR_ARG(row->duty.id));
        }
        bench_close(&bench);
    }
}

/* ---- validity -------------------------------------------------------------------------------- */

static struct date day_after(struct date day, int n) {
    return date_from_days(date_to_days(day) + n);
}

static const struct duty_row *row_of(const struct rules *rules, const struct duty *duty) {
    for (size_t i = 0; i < rules->n_duties; i++) {
        if (&rules->duties[i].duty == duty) {
            return &rules->duties[i];
        }
    }
    return NULL;
}

/* Of one subject at two neighbouring days: out of force is what the dates say, and nothing else of
 * what applies changes. */
static void compare_days(struct bench *bench, const struct grading *grading, struct date day) {
    const struct unit_findings findings = {.unit = bench->unit};
    size_t n[2];
    const struct duty_finding *tried[2];
    for (int i = 0; i < 2; i++) {
        tried[i] = rules_try_duties(bench->rules, bench->arena, &findings, grading,
                                    day_after(day, i), &n[i]);
    }
    cr_assert(n[0] == n[1] && n[0] > 20);
    for (size_t k = 0; k < n[0]; k++) {
        bool is_out[2];
        for (int i = 0; i < 2; i++) {
            const struct duty_row *row = row_of(bench->rules, tried[i][k].duty);
            is_out[i] = !edition_is_in_force(row->from, row->to, day_after(day, i));
            cr_assert_eq(tried[i][k].cause == DUTY_NOT_IN_FORCE, is_out[i], "%" STR_FMT,
                         STR_ARG(row->duty.id));
        }
        cr_assert(is_out[0] != is_out[1] || tried[0][k].cause == tried[1][k].cause);
    }
}

/* The day before, the day, the day after: no grade changes, and of the duties only what is dated.
 */
static void try_border(struct bench *bench, struct date border) {
    const struct grading *first = NULL;
    for (int i = -1; i <= 1; i++) {
        struct str day = date_to_iso(bench->arena, day_after(border, i), DATE_DAY);
        const struct grading *grading =
            &bench_judge_at(bench, str_to_c(bench->arena, day))->gradings[0];
        first = first ? first : grading;
        cr_assert(grading->verdict == first->verdict && grading->floor == first->floor);
    }
    for (int i = -1; i < 1; i++) {
        compare_days(bench, NULL, day_after(border, i));
        compare_days(bench, first, day_after(border, i));
    }
}

/* One inventory around the first day of each rule and the day behind its last. */
Test(rules_duties, at_each_border_only_its_rows_change, .timeout = 120) {
    for (size_t e = 0; e < sizeof editions / sizeof editions[0]; e++) {
        struct bench bench = bench_open_edition(editions[e]);
        struct record record = {.origin = {.row = 2}};
        bench_set(&bench, &record, FIELD_UNIT_NAME, "某省卫生厅");
        bench.unit = inventory_add(bench.inventory, &record, NULL);
        add_systems(&bench, 3, 2);
        set_inputs(&bench, STR("unit.kind=卫生行政部门; unit.admin_level=省; "
                               "system.graded=2006-01-02; system.launched=2005-01-02"));
        cr_assert_gt(bench.rules->n_dates, 50);
        for (size_t i = 0; i < bench.rules->n_dates; i++) {
            const struct rule_dates *dates = &bench.rules->dates[i];
            if (dates->from.year) {
                try_border(&bench, dates->from);
            }
            if (dates->to.year) {
                try_border(&bench, day_after(dates->to, 1));
            }
        }
        bench_close(&bench);
    }
}
