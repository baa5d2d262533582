/* Outlines: what stands in templates/prose becomes blocks in order, and a faulty or hostile outline
 * is refused at its line, never set with something missing. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "docs/prose.h"
#include "reported.h"

/* One test's outline. */
struct outline_bench {
    struct arena *arena;
    struct diag *diag;
    const struct outline *outline;
    struct block_list list;
};

static void out_of_memory(size_t size) {
    (void)size;
    abort();
}

static bool answer_item(void *context, struct str name, struct prose_value *value) {
    value->text.text = str_from_c(context);
    return str_is(name, "item");
}

/* {{word}} is "ink", {{none}} empty, {{list}} items "a" and "b", {{many}} a thousand items. */
static bool answer(void *context, struct str name, struct prose_value *value) {
    static char a[] = "a", b[] = "b";
    static struct prose_scope items[1000];
    for (size_t i = 0; i < 1000; i++) {
        items[i] = (struct prose_scope){answer_item, NULL, i % 2 ? b : a, NULL, NULL};
    }
    (void)context;
    if (str_is(name, "word")) {
        value->text.text = STR("ink");
    } else if (str_is(name, "list") || str_is(name, "many")) {
        *value = (struct prose_value){
            .is_list = true, .items = items, .n_items = str_is(name, "list") ? 2 : 1000};
    } else {
        return str_is(name, "none");
    }
    return true;
}

static const struct flow_table *make_table(void *context, struct arena *arena, struct str name) {
    (void)context;
    return str_is(name, "t") ? ARENA_NEW(arena, struct flow_table) : NULL;
}

static const struct prose_scope scope = {answer, NULL, NULL, NULL, NULL};
static const struct chart *make_chart(void *context, struct arena *arena, struct str name) {
    (void)context;
    struct chart *chart = ARENA_NEW(arena, struct chart);
    chart->caption = name;
    return str_is(name, "t") ? NULL : chart;
}

static const struct outline_parts parts = {.table = make_table, .chart = make_chart};

static const struct yaml_shape file_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("blocks", &outline_shape), YAML_MAY("title", &yaml_some_text),
                      YAML_MAY("figure", &yaml_some_text))};

/* Compiles a template file. */
static struct outline_bench compile(const char *text) {
    static const struct source source = {.file = STR_INIT("outline.yaml")};
    struct outline_bench bench = {.arena = arena_open(out_of_memory)};
    bench.diag = diag_open(bench.arena);
    const struct yaml *node = yaml_read(bench.arena, str_from_c(text), &source, bench.diag);
    cr_assert(node, "the test's YAML is broken: %s", text);
    if (yaml_check(node, &file_shape, bench.diag)) {
        bench.outline = outline_compile(bench.arena, node, bench.diag);
    }
    return bench;
}

static bool set(struct outline_bench *bench) {
    return outline_set(bench->arena, bench->outline, &scope, &parts, &bench->list, bench->diag);
}

/* The words of a block. */
static struct str words(const struct outline_bench *bench, size_t i) {
    struct buf buf = {.arena = bench->arena};
    for (size_t k = 0; k < bench->list.blocks[i].n_texts; k++) {
        buf_add(&buf, bench->list.blocks[i].texts[k].text);
    }
    return buf_str(&buf);
}

Test(outline, blocks_in_order) {
    struct outline_bench bench = compile("blocks:\n"
                                         "  - {heading: 'On {{word}}', level: 2, style: h}\n"
                                         "  - {para: '{{word}} dries', style: p}\n"
                                         "  - {table: t, style: grid}\n"
                                         "  - {space: p}\n"
                                         "  - {break: yes}\n");
    cr_assert(bench.outline && set(&bench));
    static const enum block_kind kinds[] = {BLOCK_HEADING, BLOCK_PARA, BLOCK_TABLE, BLOCK_SPACE,
                                            BLOCK_BREAK};
    static const char *const styles[] = {"h", "p", "grid", "p", ""};
    cr_assert_eq(bench.list.n_blocks, 5);
    for (size_t i = 0; i < 5; i++) {
        cr_assert_eq(bench.list.blocks[i].kind, kinds[i]);
        cr_assert(str_is(bench.list.blocks[i].style, styles[i]));
    }
    cr_assert(str_is(words(&bench, 0), "On ink"));
    cr_assert_eq(bench.list.blocks[0].level, 2);
    cr_assert(str_is(words(&bench, 1), "ink dries"));
    cr_assert_eq(diag_n(bench.diag), 0);
    arena_close(bench.arena);
}

Test(outline, sections_follow_their_values) {
    struct outline_bench bench =
        compile("blocks:\n"
                "  - {section: word, blocks: [{para: yes, style: p}]}\n"
                "  - {section: none, blocks: [{para: no, style: p}]}\n"
                "  - {inverted: none, blocks: [{para: not, style: p}]}\n"
                "  - {inverted: word, blocks: [{para: no, style: p}]}\n"
                "  - {section: list, blocks: [{para: '{{item}}{{word}}', style: p}]}\n"
                "  - {para: '{{#none}}nothing{{/none}}', style: p}\n");
    static const char *const wanted[] = {"yes", "not", "aink", "bink"};
    cr_assert(bench.outline && set(&bench));
    cr_assert_eq(bench.list.n_blocks, 4, "a paragraph without words is left out");
    for (size_t i = 0; i < 4; i++) {
        cr_assert(str_is(words(&bench, i), wanted[i]));
    }
    arena_close(bench.arena);
}

Test(outline, charts_are_numbered_as_they_stand_and_cited_by_name) {
    struct outline_bench bench = compile(
        "figure: Fig {1}\n"
        "blocks:\n"
        "  - {para: 'see {{chart.last}}{{#chart.out}} and {{chart.out}}{{/chart.out}}', style: p}\n"
        "  - {chart: first}\n"
        "  - {section: none, blocks: [{chart: out}]}\n"
        "  - {section: word, blocks: [{chart: last}]}\n"
        "  - {para: 'of {{chart.first}}', style: p}\n");
    cr_assert(bench.outline && set(&bench));
    cr_assert_eq(bench.list.n_blocks, 4);
    cr_assert(str_is(words(&bench, 0), "see Fig 2"));
    cr_assert(str_is(bench.list.blocks[1].chart->caption, "Fig 1 first"));
    cr_assert(str_is(bench.list.blocks[2].chart->caption, "Fig 2 last"), "no gap");
    cr_assert(str_is(words(&bench, 3), "of Fig 1"));
    arena_close(bench.arena);
    bench = compile("figure: F{1}\nblocks: [{chart: bars}, {para: '{{chart.bar}}', style: p}]\n");
    cr_assert(bench.outline);
    cr_assert_not(set(&bench), "a chart that is nowhere is no name");
    cr_assert_eq(reported(bench.diag, 0)->id, DIAG_PROSE_NAME);
    cr_assert(str_is(reported(bench.diag, 0)->args[1], "chart.bars"));
    arena_close(bench.arena);
    bench = compile("blocks: [{chart: a}]\n");
    cr_assert(bench.outline && set(&bench));
    cr_assert(str_is(bench.list.blocks[0].chart->caption, "a"), "numbers only where asked for");
    arena_close(bench.arena);
}

/* Asserts that an outline is refused with one message of that id, in that line. */
static void expect_refusal(const char *text, enum diag_id id, unsigned line) {
    struct outline_bench bench = compile(text);
    cr_assert_null(bench.outline, "taken: %s", text);
    cr_assert_eq(diag_n(bench.diag), 1, "%zu messages: %s", diag_n(bench.diag), text);
    cr_assert_eq(reported(bench.diag, 0)->id, id, "%s", text);
    cr_assert_eq(reported(bench.diag, 0)->origin.row, line, "line %u: %s",
                 reported(bench.diag, 0)->origin.row, text);
    arena_close(bench.arena);
}

Test(outline, faulty_outlines_are_refused) {
    expect_refusal("title: x\n", DIAG_YAML_MISSING, 1);
    expect_refusal("blocks: words\n", DIAG_YAML_KIND_LIST, 1);
    expect_refusal("blocks:\n", DIAG_YAML_KIND_LIST, 1);
    expect_refusal("blocks: []\n", DIAG_YAML_COUNT, 1);
    expect_refusal("blocks:\n  - words\n", DIAG_YAML_KIND_MAP, 2);
    expect_refusal("blocks:\n  - {}\n", DIAG_YAML_MISSING, 2);
    expect_refusal("blocks:\n  - [a]\n", DIAG_YAML_KIND_MAP, 2);
    expect_refusal("blocks:\n  - {parra: x}\n", DIAG_YAML_KEY, 2);
    expect_refusal("blocks:\n  - {para: x}\n", DIAG_YAML_MISSING, 2);
    expect_refusal("blocks:\n  - {para: x, style: p, heading: y, level: 1}\n", DIAG_YAML_KEY, 2);
    expect_refusal("blocks:\n  - {para: x, style: p, blocks: [{para: y}]}\n", DIAG_YAML_KEY, 2);
    expect_refusal("blocks:\n  - {para: x, stile: y}\n", DIAG_YAML_KEY, 2);
    expect_refusal("blocks:\n  - {para: , style: p}\n", DIAG_YAML_KIND_TEXT, 2);
    expect_refusal("blocks:\n  - {para: [x], style: p}\n", DIAG_YAML_KIND_TEXT, 2);
    expect_refusal("blocks:\n  - {table: }\n", DIAG_YAML_KIND_TEXT, 2);
    expect_refusal("blocks:\n  - {heading: x, style: h, level: -1}\n", DIAG_YAML_VALUE, 2);
    expect_refusal("blocks:\n  - {heading: x, style: h, level: 4294967297}\n", DIAG_YAML_VALUE, 2);
    expect_refusal("blocks:\n  - {heading: x, style: h, level: deep}\n", DIAG_YAML_NUMBER, 2);
    expect_refusal("blocks:\n  - {para: ok, style: p}\n  - {para: '{{', style: p}\n",
                   DIAG_PROSE_TAG, 3);
    expect_refusal("blocks:\n  - {section: x}\n", DIAG_YAML_MISSING, 2);
}

/* Nests sections n deep around a paragraph. */
static char *nest(char *made, const char *name, int n) {
    char *end = made + sprintf(made, "blocks: [");
    for (int i = 0; i < n; i++) {
        end += sprintf(end, "{section: %s, blocks: [", name);
    }
    end += sprintf(end, "{para: x, style: p}");
    for (int i = 0; i < n; i++) {
        end += sprintf(end, "]}");
    }
    sprintf(end, "]\n");
    return made;
}

Test(outline, sections_nest_seven_deep_and_no_deeper) {
    char made[1024];
    struct outline_bench bench = compile(nest(made, "word", 7));
    cr_assert(bench.outline && set(&bench));
    cr_assert_eq(bench.list.n_blocks, 1);
    arena_close(bench.arena);
    expect_refusal(nest(made, "word", 8), DIAG_YAML_VALUE, 1);
}

/* A thousand items within a thousand items within … would never end. */
Test(outline, lists_within_lists_are_bounded) {
    char made[1024];
    struct outline_bench bench = compile(nest(made, "many", 4));
    cr_assert(bench.outline);
    cr_assert_not(set(&bench));
    cr_assert_eq(diag_n(bench.diag), 1);
    cr_assert_eq(reported(bench.diag, 0)->id, DIAG_PROSE_TAG);
    arena_close(bench.arena);
}

Test(outline, unknown_names_stop_the_setting) {
    static const char *const texts[] = {
        "blocks: [{section: nobody, blocks: [{para: x, style: p}]}]\n",
        "blocks: [{para: '{{nobody}}', style: p}]\n", "blocks: [{table: nobody}]\n",
        "blocks: [{chart: t}]\n"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct outline_bench bench = compile(texts[i]);
        cr_assert(bench.outline);
        cr_assert_not(set(&bench));
        cr_assert_eq(diag_n(bench.diag), 1);
        cr_assert_eq(reported(bench.diag, 0)->id, i < 2 ? DIAG_PROSE_NAME : DIAG_PROSE_TAG);
        arena_close(bench.arena);
    }
}

/* Proving asks for every name, also where no datum would ever lead, and reports all. */
Test(outline, proving_finds_every_unknown_name) {
    struct outline_bench bench =
        compile("blocks:\n"
                "  - {section: none, blocks: [{para: '{{#none}}{{nobody}}{{/none}}', style: p}]}\n"
                "  - {inverted: word, blocks: [{table: nothing}]}\n"
                "  - {section: list, blocks: [{para: '{{item}}', style: p}]}\n"
                "  - {para: '{{item}}', style: q}\n"
                "  - {table: t}\n");
    cr_assert(bench.outline);
    cr_assert_not(
        outline_check(bench.arena, bench.outline, &scope, &parts, &bench.list, bench.diag));
    static const unsigned lines[] = {2, 3, 5};
    cr_assert_eq(diag_n(bench.diag), 3);
    for (size_t i = 0; i < 3; i++) {
        cr_assert_eq(reported(bench.diag, i)->id, i == 1 ? DIAG_PROSE_TAG : DIAG_PROSE_NAME);
        cr_assert_eq(reported(bench.diag, i)->origin.row, lines[i]);
    }
    /* Every block with its style, for the trial setting. */
    static const char *const styles[] = {"p", "p", "q", ""};
    cr_assert_eq(bench.list.n_blocks, 4);
    for (size_t i = 0; i < 4; i++) {
        cr_assert(str_is(bench.list.blocks[i].style, styles[i]));
    }
    arena_close(bench.arena);
}

/* ---- grids ----------------------------------------------------------------------------------- */

/* The word of a place of the only table. */
static struct str cell_word(const struct outline_bench *bench, size_t row, size_t column) {
    const struct flow_table *table = bench->list.blocks[0].table;
    return table->cells[row * table->n_columns + column].text.text;
}

/* Rows that always stand, one an item, empty ones up to the least, and none of what is not set. */
Test(outline, a_grid_has_a_row_for_each_item) {
    struct outline_bench bench =
        compile("blocks:\n"
                "  - grid:\n"
                "      caption: 'All {{word}}'\n"
                "      widths: [1, 3, 2]\n"
                "      header-rows: 1\n"
                "      rows:\n"
                "        - {cells: [{text: A, head: yes}, {text: B, span: 2}]}\n"
                "        - {each: list, least: 3, cells: ['{{item}}', '{{word}}', {text: '', "
                "number: yes}]}\n"
                "        - {when: none, cells: [x, x, x]}\n"
                "        - {unless: word, cells: [x, x, x]}\n"
                "        - {when: word, unless: none, lines: 6, cells: [{text: end, span: 3}]}\n"
                "    style: form\n");
    cr_assert(bench.outline && set(&bench));
    cr_assert_eq(bench.list.n_blocks, 1);
    cr_assert(str_is(bench.list.blocks[0].style, "form"));
    const struct flow_table *table = bench.list.blocks[0].table;
    cr_assert_eq(table->n_rows, 5);
    cr_assert_eq(table->n_columns, 3);
    cr_assert_eq(table->n_header_rows, 1);
    cr_assert(str_is(table->caption, "All ink"));
    static const char *const words[5][3] = {
        {"A", "B", ""}, {"a", "ink", ""}, {"b", "ink", ""}, {"", "", ""}, {"end", "", ""}};
    for (size_t i = 0; i < 15; i++) {
        cr_assert(str_is(cell_word(&bench, i / 3, i % 3), words[i / 3][i % 3]), "place %zu", i);
    }
    cr_assert(table->cells[0].is_header);
    cr_assert(table->cells[2].is_covered);
    cr_assert_eq(table->cells[1].column_span, 2);
    cr_assert(table->cells[3 + 2].is_number);
    cr_assert_eq(table->lines[3], 0);
    cr_assert_eq(table->lines[4], 6);
    arena_close(bench.arena);
}

/* Cells of one list that say the same below each other are one; others, and empty ones, are not. */
Test(outline, cells_that_say_the_same_are_joined) {
    struct outline_bench bench =
        compile("blocks:\n"
                "  - grid:\n"
                "      widths: [1, 1]\n"
                "      rows:\n"
                "        - {cells: [ink, x]}\n"
                "        - {each: many, cells: [{text: '{{word}}', joined: "
                "yes}, {text: '{{item}}', joined: yes}]}\n"
                "        - {each: list, cells: [{text: '', joined: yes}, "
                "{text: '{{word}}', joined: yes}]}\n"
                "    style: form\n");
    cr_assert(bench.outline && set(&bench));
    const struct flow_table *table = bench.list.blocks[0].table;
    cr_assert_eq(table->n_rows, 1 + 1000 + 2);
    cr_assert(table->cells[0].row_span < 2, "a row of its own");
    cr_assert_eq(table->cells[2].row_span, 1000);
    for (size_t i = 1; i < 1000; i++) {
        cr_assert(table->cells[2 + 2 * i].is_covered && !table->cells[3 + 2 * i].is_covered);
    }
    cr_assert(!table->cells[2004].is_covered && table->cells[2005].is_covered);
    cr_assert_eq(table->cells[2003].row_span, 2);
    arena_close(bench.arena);
}

Test(outline, a_grid_without_rows_is_no_table) {
    struct outline_bench bench =
        compile("blocks:\n  - grid: {widths: [1], rows: [{when: none, cells: [x]}]}\n");
    cr_assert(bench.outline && set(&bench));
    cr_assert_eq(bench.list.n_blocks, 0);
    arena_close(bench.arena);
}

/* A row that does not fill the columns is refused where it is compiled; an unknown name and a list
 * that is none where the outline is proved. */
Test(outline, faulty_grids_are_refused) {
    static const struct {
        const char *rows;
        enum diag_id id;
    } faults[] = {
        {"{cells: [a]}", DIAG_YAML_VALUE},
        {"{cells: [{text: a, span: 3}]}", DIAG_YAML_VALUE},
        {"{cells: [a, '{{#word}}']}", DIAG_PROSE_TAG},
        {"{cells: [a, '{{wrod}}']}", DIAG_PROSE_NAME},
        {"{each: lsit, cells: [a, b]}", DIAG_PROSE_NAME},
        {"{each: word, cells: [a, b]}", DIAG_PROSE_TAG},
        {"{when: wrod, cells: [a, b]}", DIAG_PROSE_NAME},
        {"{unless: wrod, cells: [a, b]}", DIAG_PROSE_NAME},
        {"{each: list, cells: ['{{itme}}', b]}", DIAG_PROSE_NAME},
        {"{cells: [a, b], least: 0}", DIAG_YAML_VALUE},
        {"{cell: [a, b]}", DIAG_YAML_KEY},
    };
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        char text[200];
        snprintf(text, sizeof text, "blocks:\n  - grid: {widths: [1, 1], rows: [%s]}\n",
                 faults[i].rows);
        struct outline_bench bench = compile(text);
        bool is_good = bench.outline && outline_check(bench.arena, bench.outline, &scope, &parts,
                                                      &bench.list, bench.diag);
        cr_assert_not(is_good, "%s", faults[i].rows);
        cr_assert_gt(diag_n_id(bench.diag, faults[i].id), 0, "%s", faults[i].rows);
        arena_close(bench.arena);
    }
}
