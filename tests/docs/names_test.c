/* The one table of names: what a subject knows, what a name is, what is asked in which form. */
#include "docs/names.h"
#include "docs/papers.h"

#include "make_inventory.h"

/* A house with one unit of one graded system, and the subject of both. */
static struct subject open_subject(struct house **house) {
    *house = open_house();
    struct unit *unit = add_unit(*house, "某市中心医院");
    set_field(*house, &unit->record, FIELD_UNIT_HOSPITAL_CLASS, "31=三级甲等");
    struct system *system = add_whole_system(*house, unit, "医院信息系统", 2);
    set_field(*house, &system->record, FIELD_SYSTEM_CATEGORY, "1=核心业务");
    set_field(*house, &system->record, FIELD_SYSTEM_LAUNCHED, "2008-03");
    set_field(*house, &system->record, FIELD_SYSTEM_REVIEWED, "?大概");
    judge_house(*house);
    return (struct subject){.docs = (*house)->docs,
                            .arena = (*house)->arena,
                            .findings = (*house)->findings[0],
                            .grading = &(*house)->findings[0]->gradings[0],
                            .ordinal = 1};
}

static struct answer ask(const struct subject *subject, const char *name) {
    struct answer answer;
    cr_assert(names_ask(subject, str_from_c(name), &answer), "%s is unknown", name);
    return answer;
}

/* Text, codes and dates of fields and of computed names, with the cell of what was handed in. */
Test(names, answers) {
    struct house *house;
    struct subject subject = open_subject(&house);
    static const struct {
        const char *name, *text;
        int code;
    } cases[] = {
        {"unit.name", "某市中心医院", 0},
        {"unit.hospital_class", "三级甲等", 31},
        {"system.networked", "0", 0},
        {"declared.level", "二", 2},
        {"grade.level", "二", 2},
        {"grade.floor", "三", 3},
        {"grade.below_floor", "1", 1},
        {"grade.is_excepted", "", 0},
        {"grade.verdict", "定级不准", 0},
        {"launched.year", "2008", 0},
        {"launched.month", "3", 0},
        {"launched.day", "", 0},
        {"filing.n", "1", 0},
        {"filing.total", "1", 0},
        {"filing.level2", "1", 0},
        {"filing.s.matrix", "", 12},
        {"system.reviewed", "", 0},
        {"system.reviewed.bad", "大概", 0},
        {"system.level.bad", "", 0},
        {"year", "2012", 0},
        {"as_of", "2012-06-30", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct answer answer = ask(&subject, cases[i].name);
        cr_assert(str_is(answer.value.text, cases[i].text), "%s is \"%" STR_FMT "\"", cases[i].name,
                  STR_ARG(answer.value.text));
        cr_assert_eq(answer.value.n_codes ? answer.value.codes[0] : 0, cases[i].code, "%s",
                     cases[i].name);
    }
    struct answer launched = ask(&subject, "system.launched");
    cr_assert_eq(launched.value.date.month, 3);
    cr_assert_eq(launched.value.date.day, 0);
    cr_assert_eq(launched.value.origin.row, subject.grading->system->record.origin.row);
    cr_assert_str(names_text(&subject, "system.name").text, "医院信息系统");
    close_house(house);
}

/* Items of a list are about more than the subject they were asked of. */
Test(names, lists) {
    struct house *house;
    struct subject subject = open_subject(&house);
    struct answer floors = ask(&subject, "floors"), unknown;
    cr_assert_eq(floors.n_items, 6);
    floors.items += 3;
    cr_assert_str(ask(&floors.items[0], "floor.rule").value.text, "FL-3");
    cr_assert_str(ask(&floors.items[0], "floor.is_hard").value.text, "1");
    cr_assert_str(ask(&floors.items[0], "floor.is_open").value.text, "");
    cr_assert_str(ask(&floors.items[0], "unit.name").value.text, "某市中心医院");
    struct answer evidence = ask(&floors.items[0], "floor.evidence");
    cr_assert_eq(evidence.n_items, 2);
    cr_assert_str(ask(&evidence.items[1], "evidence.value").value.text, "核心业务");
    cr_assert_str(ask(&evidence.items[1], "evidence.bad").value.text, "");
    cr_assert_eq(ask(&subject, "grade.s_evidence").n_items, 2);
    cr_assert_not(names_ask(&subject, STR("floor.rule"), &unknown));
    cr_assert_not(names_ask(&floors.items[0], STR("evidence.value"), &unknown));
    close_house(house);
}

/* A name that needs what the subject is not about is unknown to it, as is one that nobody has; the
 * nearest name is one that the subject knows. */
Test(names, what_a_subject_is_not_about) {
    struct house *house;
    struct subject of_system = open_subject(&house), of_unit = of_system, of_run = of_system;
    of_unit.grading = NULL;
    of_run.grading = NULL;
    of_run.findings = NULL;
    struct answer answer;
    static const char *const of_systems[] = {"system.name", "grade.level", "filing.n", "floors",
                                             "system.name.bad"};
    for (size_t i = 0; i < sizeof of_systems / sizeof of_systems[0]; i++) {
        struct str name = str_from_c(of_systems[i]);
        cr_assert(names_ask(&of_system, name, &answer));
        cr_assert_not(names_ask(&of_unit, name, &answer), "%s", of_systems[i]);
    }
    cr_assert(names_ask(&of_unit, STR("filing.total"), &answer));
    cr_assert_not(names_ask(&of_run, STR("filing.total"), &answer));
    cr_assert_not(names_ask(&of_run, STR("unit.name"), &answer));
    cr_assert(names_ask(&of_run, STR("year"), &answer));
    static const char *const nobodys[] = {"", ".bad", "nobody", "grade.level.bad", "total.units"};
    for (size_t i = 0; i < sizeof nobodys / sizeof nobodys[0]; i++) {
        cr_assert_not(names_ask(&of_system, str_from_c(nobodys[i]), &answer), "%s", nobodys[i]);
    }
    const struct form_source unit = names_form(&of_unit), system = names_form(&of_system);
    cr_assert_str(system.nearest(&of_system, house->arena, STR("system.nam")), "system.name");
    cr_assert_str(unit.nearest(&of_unit, house->arena, STR("unit.nam")), "unit.name");
    cr_assert_str(unit.nearest(&of_unit, house->arena, STR("system.nam")), "");
    close_house(house);
}

/* A form prints as ticks only what has codes, as a date only dates, and never a list. */
Test(names, what_suits_a_form) {
    struct house *house;
    struct subject subject = open_subject(&house);
    const struct form_source source = names_form(&subject);
    static const struct {
        const char *name;
        bool text, ticks, date;
    } cases[] = {
        {"unit.name", true, false, false},       {"unit.type", true, true, false},
        {"system.networked", true, true, false}, {"system.level", true, true, false},
        {"system.graded", true, false, true},    {"system.graded.bad", true, false, false},
        {"grade.level", true, true, false},      {"filing.a.matrix", true, true, false},
        {"floors", false, false, false},         {"nobody", false, false, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct str name = str_from_c(cases[i].name);
        cr_assert_eq(source.suits(&subject, name, FORM_USE_TEXT), cases[i].text, "%s", name.data);
        cr_assert_eq(source.suits(&subject, name, FORM_USE_TICKS), cases[i].ticks, "%s", name.data);
        cr_assert_eq(source.suits(&subject, name, FORM_USE_DATE), cases[i].date, "%s", name.data);
    }
    close_house(house);
}

/* What templates are held against answers every name it knows without a datum of anybody. */
Test(names, specimen) {
    struct house *house = open_house();
    struct subject specimen = names_specimen(house->docs, house->arena);
    for (size_t i = 0; i < N_FIELDS; i++) {
        const struct field_info *info = field_info((enum field)i);
        bool is_of_row = info->entity == ENTITY_GAP || info->entity == ENTITY_EXPERT ||
                         info->entity == ENTITY_PRODUCT;
        struct answer answer = {0};
        /* rows of further sheets are no document's subject */
        cr_assert_eq(names_ask(&specimen, str_from_c(info->name), &answer), !is_of_row, "%s",
                     info->name);
        cr_assert_eq(answer.value.text.len, 0);
    }
    struct answer floors = ask(&specimen, "floors");
    cr_assert_eq(floors.n_items, 1);
    cr_assert_eq(ask(&floors.items[0], "floor.evidence").n_items, 1);
    cr_assert_eq(ask(&specimen, "filing.n").value.text.len, 0);
    close_house(house);
}

/* Ready is only what nobody has to look at again: no error told, and no system that awaits review,
 * not even one that by its own level need not be filed. */
Test(names, a_unit_is_ready_when_nothing_awaits_anybody) {
    struct house *house = open_house();
    struct unit *unit = add_unit(house, "某市中心医院");
    struct system *system = add_whole_system(house, unit, "门户网站", 2);
    struct dossier dossier = {0};
    judge_house(house);
    struct subject subject = {.docs = house->docs,
                              .arena = house->arena,
                              .findings = house->findings[0],
                              .dossier = &dossier};
    struct answer answer;
    cr_assert(names_ask(&subject, STR("dossier.is_ready"), &answer));
    cr_assert_str(answer.value.text, "1");
    dossier.complaints.n_errors = 1;
    cr_assert(names_ask(&subject, STR("dossier.is_ready"), &answer));
    cr_assert_str(answer.value.text, "");
    dossier.complaints.n_errors = 0;
    set_levels(house, system, "1", "1", "1");
    judge_house(house);
    subject.findings = house->findings[0];
    cr_assert_eq(subject.findings->n_filed, 0);
    cr_assert(subject.findings->gradings[0].needs_review);
    cr_assert(names_ask(&subject, STR("dossier.is_ready"), &answer));
    cr_assert_str(answer.value.text, "");
    close_house(house);
}

/* 12 of 22 halves are 54.545… %: as 54.55 % they would be 54.6 %. */
Test(names, a_rate_is_rounded_once) {
    struct house *house = open_house();
    const struct gap_count count = {.n = {[GAP_MET] = 6, [GAP_UNMET] = 5}};
    struct subject subject = {.docs = house->docs, .arena = house->arena, .domain = &count};
    struct answer answer = {0};
    cr_assert(names_ask(&subject, STR("domain.rate"), &answer));
    struct str said =
        filter_say(house->arena, &house->docs->filter_words, FILTER_PERCENT, answer.value.text);
    cr_assert_str(said, "54.5%");
    close_house(house);
}
