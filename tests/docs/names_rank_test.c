/* Which system is protected first, and what the products of a kind come to. */
#include "docs/names.h"
#include "docs/plan.h"

#include "make_inventory.h"

static struct answer ask(const struct subject *subject, const char *name) {
    struct answer answer;
    cr_assert(names_ask(subject, str_from_c(name), &answer), "%s is unknown", name);
    return answer;
}

static struct subject subject_of(const struct house *house, size_t system) {
    return (struct subject){.docs = house->docs,
                            .arena = house->arena,
                            .findings = house->findings[0],
                            .grading = &house->findings[0]->gradings[system]};
}

Test(names_rank, words_and_numbers_are_ranks_and_nothing_else_is) {
    struct house *house = open_whole_house();
    static const struct {
        const char *text;
        int rank;
    } cases[] = {{"非常重要", 1}, {"重要", 2}, {"一般", 3}, {"1", 1},      {"12", 12},
                 {"", 0},         {"0", 0},    {"-1", 0},   {"较重要", 0}, {"99999999999", 0}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct record record = {0};
        set_field(house, &record, FIELD_SYSTEM_PRIORITY, cases[i].text);
        cr_assert_eq(
            plan_importance(house->docs->plan, record_value(&record, FIELD_SYSTEM_PRIORITY)),
            cases[i].rank, "%s", cases[i].text);
    }
    close_house(house);
}

/* Importance before level, level before the order handed in, what is not said last. */
Test(names_rank, systems_stand_in_the_order_of_their_protection) {
    struct house *house = open_whole_house();
    struct unit *unit = add_unit(house, "某市中心医院");
    add_whole_system(house, unit, "未说", 3);
    struct system *plain = add_whole_system(house, unit, "一般", 3);
    struct system *low = add_whole_system(house, unit, "重要二级", 2);
    struct system *high = add_whole_system(house, unit, "重要三级", 3);
    struct system *first = add_whole_system(house, unit, "最先", 2);
    set_field(house, &plain->record, FIELD_SYSTEM_PRIORITY, "一般");
    set_field(house, &low->record, FIELD_SYSTEM_PRIORITY, "重要");
    set_field(house, &high->record, FIELD_SYSTEM_PRIORITY, "2");
    set_field(house, &first->record, FIELD_SYSTEM_PRIORITY, "非常重要");
    judge_house(house);
    struct subject subject = subject_of(house, 0);
    const struct answer ranked = ask(&subject, "unit.systems.ranked");
    static const char *const want[] = {"最先", "重要三级", "重要二级", "一般", "未说"};
    cr_assert_eq(ranked.n_items, 5);
    for (size_t i = 0; i < 5; i++) {
        cr_assert_str(ask(&ranked.items[i], "system.name").value.text, want[i]);
        struct str place = str_format(house->arena, "%zu", i + 1);
        cr_assert(str_equal(ask(&ranked.items[i], "plan.place").value.text, place));
    }
    cr_assert_str(ask(&subject, "plan.is_ranked").value.text, "");
    subject = subject_of(house, 1);
    cr_assert_str(ask(&subject, "plan.is_ranked").value.text, "1");
    close_house(house);
}

static void add_product(struct house *house, struct unit *unit, const char *kind, const char *count,
                        const char *domestic) {
    struct record *product = ARENA_NEW(house->arena, struct record);
    set_field(house, product, FIELD_GOODS_KIND, kind);
    set_field(house, product, FIELD_GOODS_COUNT, count);
    set_field(house, product, FIELD_GOODS_DOMESTIC, domestic);
    ARENA_PUSH(house->arena, unit->products.records, unit->products.n_records,
               unit->products.capacity, product);
}

Test(names_rank, products_are_summed_by_kind_and_what_is_not_said_is_named) {
    struct house *house = open_whole_house();
    struct unit *unit = add_unit(house, "某市中心医院");
    add_whole_system(house, unit, "医院信息系统", 3);
    add_product(house, unit, "1=安全专用产品", "2", "1");
    add_product(house, unit, "2=网络产品", "5", "1");
    add_product(house, unit, "1=安全专用产品", "1", "0");
    add_product(house, unit, "2=网络产品", "", "1");
    add_product(house, unit, "3=操作系统", "4", "");
    judge_house(house);
    struct subject subject = subject_of(house, 0);
    const struct answer kinds = ask(&subject, "plan.product_kinds");
    cr_assert_eq(kinds.n_items, 3);
    cr_assert_str(ask(&kinds.items[0], "kind.n").value.text, "3");
    cr_assert_str(ask(&kinds.items[0], "kind.share").value.text, "2/3");
    cr_assert_str(ask(&kinds.items[0], "kind.n_unanswered").value.text, "");
    cr_assert_str(ask(&kinds.items[1], "kind.n").value.text, "");
    cr_assert_str(ask(&kinds.items[1], "kind.share").value.text, "");
    cr_assert_str(ask(&kinds.items[1], "kind.n_uncounted").value.text, "1");
    cr_assert_str(ask(&kinds.items[2], "kind.n").value.text, "4");
    cr_assert_str(ask(&kinds.items[2], "kind.n_unanswered").value.text, "1");
    close_house(house);
}

/* Fifteen digits are the most that a cell's number has. */
Test(names_rank, a_number_that_nobody_buys_is_no_total) {
    enum { MANY = 10000 };
    struct house *house = open_whole_house();
    struct unit *unit = add_unit(house, "某市中心医院");
    add_whole_system(house, unit, "医院信息系统", 3);
    for (int i = 0; i < MANY; i++) {
        add_product(house, unit, "1=安全专用产品", "999999999999999", i % 2 ? "1" : "0");
    }
    judge_house(house);
    struct subject subject = subject_of(house, 0);
    const struct answer kinds = ask(&subject, "plan.product_kinds");
    cr_assert_str(ask(&kinds.items[0], "kind.n").value.text, "");
    cr_assert_str(ask(&kinds.items[0], "kind.share").value.text, "");
    close_house(house);
}
