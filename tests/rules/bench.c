/* What the tests of rules stand on. */
#include "bench.h"
#include "reported.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void give_up(size_t size) {
    (void)size;
    abort();
}

struct bench bench_open(void) {
    return bench_open_edition("2007");
}

struct bench bench_open_edition(const char *name) {
    struct str edition = str_from_c(name);
    struct bench bench = {.arena = arena_open(give_up)};
    bench.shelf = shelf_open(bench.arena, STR("templates"), STR("templates"));
    bench.open_diag = diag_open(bench.arena);
    bench.rules = rules_open(bench.arena, bench.shelf, edition,
                             regions_read(bench.arena, bench.shelf, edition, bench.open_diag),
                             bench.open_diag);
    for (size_t i = 0; i < diag_n(bench.open_diag); i++) {
        const struct diag_item *item = reported(bench.open_diag, i);
        cr_log_error("%" STR_FMT " %" STR_FMT, STR_ARG(origin_text(bench.arena, item->origin)),
                     STR_ARG(item->message));
    }
    cr_assert(bench.rules);
    bench_renew(&bench);
    return bench;
}

void bench_renew(struct bench *bench) {
    bench->inventory = inventory_open(bench->arena);
    struct record record = {.origin = {.row = 2}};
    bench_set(bench, &record, FIELD_UNIT_NAME, "某市人民医院");
    bench->unit = inventory_add(bench->inventory, &record, NULL);
}

void bench_close(struct bench *bench) {
    arena_close(bench->arena);
}

struct system *bench_system(struct bench *bench, const char *name) {
    struct record record = {.origin = {.row = (uint32_t)(10 + bench->unit->n_systems)}};
    bench_set(bench, &record, FIELD_SYSTEM_NAME, name);
    return unit_add_system(bench->inventory, bench->unit, &record);
}

static void set_codes(struct value *value, struct str text) {
    struct str rest = text, part;
    while (str_split(&rest, STR(","), &part)) {
        int64_t code = 0;
        cr_assert(str_to_int(part, &code));
        value->codes[value->n_codes++] = (int16_t)code;
    }
    value->number = value->codes[0];
}

/* A date of the precision that its text has: 2011, 2011-05, 2011-05-30. */
static void set_date(struct value *value, struct str text) {
    static const struct str rests[] = {STR_INIT("-01-01"), STR_INIT("-01"), STR_INIT("")};
    for (int i = 0; i < 3; i++) {
        char whole[16];
        snprintf(whole, sizeof whole, "%.*s%s", (int)text.len, text.data, rests[i].data);
        if (date_from_iso(str_from_c(whole), &value->date)) {
            value->precision = (enum date_precision)(DATE_YEAR + i);
            return;
        }
    }
    cr_assert_fail("not a date: %.*s", (int)text.len, text.data);
}

void bench_set(struct bench *bench, struct record *record, enum field field, const char *text) {
    struct value *value = ARENA_NEW(bench->arena, struct value);
    record_set(record, field, text[0] ? value : NULL);
    value->raw = value->text = str_from_c(text);
    value->header = str_from_c("header as written");
    value->origin = record->origin;
    value->origin.column = (uint32_t)field + 1;
    if (strcmp(text, "?") == 0) {
        value->is_bad = true;
        value->text = (struct str){0};
        return;
    }
    switch (field_info(field)->type) {
    case FIELD_OPTION:
    case FIELD_OPTIONS:
        set_codes(value, value->text);
        break;
    case FIELD_BOOL:
    case FIELD_COUNT:
    case FIELD_LEVEL:
        cr_assert(text[0] == 0 || str_to_int(value->text, &value->number));
        break;
    case FIELD_DATE:
        if (text[0]) {
            set_date(value, value->text);
        }
        break;
    default:
        break;
    }
}

void bench_leave(struct bench *bench, struct record *record, enum field field, enum missed missed) {
    struct value *value = ARENA_NEW(bench->arena, struct value);
    value->missed = missed;
    value->origin = missed == MISSED_COLUMN ? (struct origin){0} : record->origin;
    value->origin.column = missed == MISSED_COLUMN ? 0 : (uint32_t)field + 1;
    record_set(record, field, value);
}

void bench_set_harm(struct bench *bench, struct system *system, const char *s_object,
                    const char *s_degree, const char *a_object, const char *a_degree) {
    bench_set(bench, &system->record, FIELD_SYSTEM_S_OBJECT, s_object);
    bench_set(bench, &system->record, FIELD_SYSTEM_S_DEGREE, s_degree);
    bench_set(bench, &system->record, FIELD_SYSTEM_A_OBJECT, a_object);
    bench_set(bench, &system->record, FIELD_SYSTEM_A_DEGREE, a_degree);
}

void bench_set_levels(struct bench *bench, struct system *system, const char *total, const char *s,
                      const char *a) {
    bench_set(bench, &system->record, FIELD_SYSTEM_LEVEL, total);
    bench_set(bench, &system->record, FIELD_SYSTEM_S_LEVEL, s);
    bench_set(bench, &system->record, FIELD_SYSTEM_A_LEVEL, a);
}

struct unit_findings *bench_judge_at(struct bench *bench, const char *day) {
    struct date as_of;
    cr_assert(date_from_iso(str_from_c(day), &as_of));
    bench->diag = diag_open(bench->arena);
    return rules_judge(bench->rules, bench->arena, bench->unit, as_of, bench->diag);
}

struct unit_findings *bench_judge(struct bench *bench) {
    return bench_judge_at(bench, "2012-06-30");
}

const struct grading *bench_grade(struct bench *bench) {
    return &bench_judge(bench)->gradings[0];
}

size_t bench_count(const struct bench *bench, enum diag_id id) {
    return diag_n_id(bench->diag, id);
}

const struct diag_item *bench_find(const struct bench *bench, enum diag_id id) {
    const struct diag_item *item = reported_id(bench->diag, id, 0);
    cr_assert(item, "%" STR_FMT " was not reported", STR_ARG(diag_name(id)));
    return item;
}

const struct floor_hit *bench_hit(const struct grading *grading, const char *rule) {
    for (size_t i = 0; i < grading->n_hits; i++) {
        if (str_is(grading->hits[i].rule, rule)) {
            return &grading->hits[i];
        }
    }
    return NULL;
}
