/* The three verbs of prose behave as the published Mustache cases for interpolation, sections and
 * inverted sections say (each test names its case), except that nothing is escaped; and broken
 * templates are reported, not set. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "docs/prose.h"
#include "reported.h"

/* A name of the test's data: a text, or a list whose items answer `{{item}}`. */
struct datum {
    const char *name;
    const char *text;
    const char *items[4];
    bool is_list;
};

/* The data of a case. */
struct data {
    struct arena *arena;
    const struct datum *entries;
    size_t n_entries;
};

static void out_of_memory(size_t size) {
    cr_assert_fail("out of memory: %zu", size);
    abort();
}

static bool answer_item(void *context, struct str name, struct prose_value *value) {
    value->text.text = str_from_c(context);
    return str_is(name, "item") || str_is(name, ".");
}

static bool answer(void *context, struct str name, struct prose_value *value) {
    const struct data *data = context;
    for (size_t i = 0; i < data->n_entries; i++) {
        const struct datum *entry = &data->entries[i];
        if (!str_is(name, entry->name)) {
            continue;
        }
        value->text.text = str_from_c(entry->text);
        value->is_list = entry->is_list;
        struct prose_scope *items = ARENA_ARRAY(data->arena, struct prose_scope, 4);
        while (value->n_items < 4 && entry->items[value->n_items]) {
            items[value->n_items] = (struct prose_scope){
                answer_item, NULL, (void *)(size_t)entry->items[value->n_items], NULL, NULL};
            value->n_items++;
        }
        value->items = items;
        return true;
    }
    return false;
}

static const struct datum common[] = {
    {.name = "subject", .text = "world"},
    {.name = "true", .text = "1"},
    {.name = "false", .text = ""},
    {.name = "a.b.c", .text = "Phil"},
    {.name = "forbidden", .text = "& \" < >"},
    {.name = "stopped", .text = "双机热备。"},
    {.name = "list", .is_list = true, .items = {"a", "b", "c"}},
    {.name = "empty", .is_list = true},
};

/* Sets a template with the common data; "ERROR" when it cannot be compiled or set. */
static void check(const char *what, const char *template, const char *expected) {
    struct arena *arena = arena_open(out_of_memory);
    struct diag *diag = diag_open(arena);
    struct data data = {arena, common, sizeof common / sizeof common[0]};
    const struct prose_scope scope = {answer, NULL, &data, NULL, NULL};
    struct prose_text text = {0};
    const struct prose *prose =
        prose_compile(arena, str_from_c(template), (struct origin){0}, diag);
    bool done = prose && prose_set(arena, prose, &scope, &text, diag);
    struct str got = done ? prose_join(arena, &text) : STR("ERROR");
    cr_assert(str_is(got, expected), "%s: got [%.*s], expected [%s]", what, STR_ARG(got), expected);
    cr_assert(done == (diag_n(diag) == 0), "%s: exactly the failures are reported", what);
    arena_close(arena);
}

Test(prose, interpolation) {
    check("No Interpolation", "Hello from {Mustache}!\n", "Hello from {Mustache}!\n");
    check("Basic Interpolation", "Hello, {{subject}}!", "Hello, world!");
    check("No Re-interpolation of braces", "{{subject}}{", "world{");
    check("Nothing is escaped", "{{forbidden}}", "& \" < >");
    check("Dotted Names", "\"{{a.b.c}}\" == \"Phil\"", "\"Phil\" == \"Phil\"");
    check("Surrounding Whitespace", "| {{subject}} |", "| world |");
    check("Interpolation is never standalone", "  {{subject}}\n", "  world\n");
    check("With Padding", "|{{ subject }}|", "|world|");
    check("Empty value", "I ({{false}}) am", "I () am");
}

Test(prose, sections) {
    check("Truthy", "\"{{#true}}This should be rendered.{{/true}}\"",
          "\"This should be rendered.\"");
    check("Falsey", "\"{{#false}}This should not be rendered.{{/false}}\"", "\"\"");
    check("List", "{{#list}}{{item}}{{/list}}", "abc");
    check("Implicit Iterator", "\"{{#list}}({{.}}){{/list}}\"", "\"(a)(b)(c)\"");
    check("Empty List", "[{{#empty}}Yay!{{/empty}}]", "[]");
    check("Outer names inside a list", "{{#list}}{{subject}}{{item}} {{/list}}",
          "worlda worldb worldc ");
    check("Doubled", "{{#true}}\n* first\n{{/true}}\n* second\n{{#true}}\n* third\n{{/true}}\n",
          "* first\n* second\n* third\n");
    check("Nested (Truthy)", "| A {{#true}}B {{#true}}C{{/true}} D{{/true}} E |", "| A B C D E |");
    check("Nested (Falsey)", "| A {{#false}}B {{#false}}C{{/false}} D{{/false}} E |", "| A  E |");
    check("Surrounding Whitespace", " | {{#true}}\t|\t{{/true}} | \n", " | \t|\t | \n");
    check("Indented Inline Sections", " {{#true}}YES{{/true}}\n {{#true}}GOOD{{/true}}\n",
          " YES\n GOOD\n");
    check("Standalone Lines", "| This Is\n{{#true}}\n|\n{{/true}}\n| A Line\n",
          "| This Is\n|\n| A Line\n");
    check("Indented Standalone Lines", "| This Is\n  {{#true}}\n|\n  {{/true}}\n| A Line\n",
          "| This Is\n|\n| A Line\n");
    check("Standalone Line Endings", "|\r\n{{#true}}\r\n{{/true}}\r\n|", "|\r\n|");
    check("Standalone Without Previous Line", "  {{#true}}\n#{{/true}}\n/", "#\n/");
    check("Standalone Without Newline", "#{{#true}}\n/\n  {{/true}}", "#\n/\n");
    check("Padding", "|{{# true }}={{/ true }}|", "|=|");
}

Test(prose, a_stop_behind_a_value_with_its_own_is_dropped) {
    check("With a stop", "{{stopped}}。此后。", "双机热备。此后。");
    check("Without", "{{subject}}。此后。", "world。此后。");
    check("In a section", "{{#true}}{{stopped}}{{/true}}。", "双机热备。");
    check("Nothing before it", "。{{subject}}", "。world");
}

Test(prose, inverted) {
    check("Falsey", "\"{{^false}}This should be rendered.{{/false}}\"",
          "\"This should be rendered.\"");
    check("Truthy", "\"{{^true}}This should not be rendered.{{/true}}\"", "\"\"");
    check("List", "[{{^list}}Yay lists!{{/list}}]", "[]");
    check("Empty List", "[{{^empty}}Yay lists!{{/empty}}]", "[Yay lists!]");
    check("Nested (Falsey)", "| A {{^false}}B {{^false}}C{{/false}} D{{/false}} E |",
          "| A B C D E |");
    check("Standalone Lines", "| This Is\n{{^false}}\n|\n{{/false}}\n| A Line\n",
          "| This Is\n|\n| A Line\n");
}

Test(prose, broken_templates_are_reported) {
    check("never closed", "{{#true}}text", "ERROR");
    check("never opened", "text{{/true}}", "ERROR");
    check("closed out of order", "{{#true}}{{#list}}{{/true}}{{/list}}", "ERROR");
    check("tag without end", "{{subject", "ERROR");
    check("tag without name", "{{ }}", "ERROR");
    check("name nobody knows", "{{nobody}}", "ERROR");
    check("a verb we do not have", "{{>partial}}", "ERROR");
}

/* Nests {{#name}} n times around "x". */
static const char *nest(char *made, const char *name, int n) {
    char *end = made;
    for (int i = 0; i < n; i++) {
        end += sprintf(end, "{{#%s}}", name);
    }
    *end++ = 'x';
    for (int i = 0; i < n; i++) {
        end += sprintf(end, "{{/%s}}", name);
    }
    return made;
}

Test(prose, sections_nest_sixteen_deep_and_no_deeper) {
    char made[512];
    check("sixteen", nest(made, "true", 16), "x");
    check("seventeen", nest(made, "true", 17), "ERROR");
}

/* Three items sixteen times within each other would be 43 million. */
Test(prose, lists_within_lists_are_bounded) {
    char made[512];
    check("nine", nest(made, "list", 2), "xxxxxxxxx");
    check("43 million", nest(made, "list", 16), "ERROR");
}

/* A template without line ends is read once, not once for each of its tags. */
Test(prose, one_long_line_of_tags_is_read_in_time, .timeout = 20) {
    enum { N = 200000 };
    struct arena *arena = arena_open(out_of_memory);
    struct buf buf = {.arena = arena};
    for (int i = 0; i < N; i++) {
        buf_add_c(&buf, "{{#true}}x{{/true}}");
    }
    struct diag *diag = diag_open(arena);
    const struct prose *prose = prose_compile(arena, buf_str(&buf), (struct origin){0}, diag);
    cr_assert(prose);
    struct data data = {arena, common, sizeof common / sizeof common[0]};
    const struct prose_scope scope = {answer, NULL, &data, NULL, NULL};
    struct prose_text text = {0};
    cr_assert(prose_set(arena, prose, &scope, &text, diag));
    cr_assert_eq(prose_join(arena, &text).len, N);
    arena_close(arena);
}

Test(prose, a_message_quotes_no_more_than_the_start_of_a_fault) {
    struct arena *arena = arena_open(out_of_memory);
    struct diag *diag = diag_open(arena);
    struct buf buf = {.arena = arena};
    buf_add_c(&buf, "{{");
    for (int i = 0; i < 1000; i++) {
        buf_add_c(&buf, "\xE5\xAD\x97");
    }
    cr_assert_null(prose_compile(arena, buf_str(&buf), (struct origin){0}, diag));
    cr_assert_eq(diag_n(diag), 1);
    cr_assert_lt(reported(diag, 0)->message.len, 200);
    arena_close(arena);
}

/* Proving asks for every name, also in sections that no value sets, and reports all of them. */
Test(prose, proving_finds_every_unknown_name) {
    struct arena *arena = arena_open(out_of_memory);
    struct diag *diag = diag_open(arena);
    struct data data = {arena, common, sizeof common / sizeof common[0]};
    const struct prose_scope scope = {answer, NULL, &data, NULL, NULL};
    struct str source = STR("{{#false}}{{nobody}}{{/false}}{{^true}}{{noone}}{{/true}}"
                            "{{#list}}{{item}}{{subject}}{{/list}}{{item}}");
    const struct prose *prose = prose_compile(arena, source, (struct origin){0}, diag);
    cr_assert(prose);
    cr_assert_not(prose_check(prose, &scope, diag));
    cr_assert_eq(diag_n(diag), 3);
    cr_assert_eq(reported(diag, 2)->id, DIAG_PROSE_NAME);
    source = STR("{{#false}}{{subject}}{{/false}}{{#list}}{{item}}{{/list}}");
    prose = prose_compile(arena, source, (struct origin){0}, diag);
    cr_assert(prose_check(prose, &scope, diag));
    cr_assert_eq(diag_n(diag), 3);
    arena_close(arena);
}

static struct str propose(void *context, struct arena *arena, struct str name) {
    static const struct str names[] = {STR_INIT("subject"), STR_INIT("item")};
    (void)context;
    (void)arena;
    return str_nearest(name, names, 2);
}

/* An unknown name is told with the nearest one; a list is for sections, it cannot be printed. */
Test(prose, proving_names_the_nearest_and_refuses_lists) {
    struct arena *arena = arena_open(out_of_memory);
    struct diag *diag = diag_open(arena);
    struct data data = {arena, common, sizeof common / sizeof common[0]};
    const struct prose_scope outer = {answer, propose, &data, NULL, NULL};
    const struct prose_scope scope = {answer, NULL, &data, &outer, NULL};
    const struct prose *prose =
        prose_compile(arena, STR("{{subjet}}{{#list}}{{/list}}{{list}}"), (struct origin){0}, diag);
    cr_assert_not(prose_check(prose, &scope, diag));
    cr_assert_eq(diag_n(diag), 2);
    cr_assert_eq(reported(diag, 0)->id, DIAG_PROSE_NAME);
    cr_assert(str_contains(reported(diag, 0)->suggestion, STR("subject")));
    cr_assert_eq(reported(diag, 1)->id, DIAG_PROSE_TAG);
    arena_close(arena);
}

/* Underscores of a template are blanks; those of data are data. */
Test(prose, underscores_are_ruled_blanks) {
    static const struct datum entries[] = {{.name = "value", .text = "a__b"}};
    struct arena *arena = arena_open(out_of_memory);
    struct diag *diag = diag_open(arena);
    struct data data = {arena, entries, 1};
    const struct prose_scope scope = {answer, NULL, &data, NULL, NULL};
    struct prose_text text = {0};
    const struct prose *prose =
        prose_compile(arena, STR("____year_x___{{value}}__"), (struct origin){0}, diag);
    cr_assert(prose_set(arena, prose, &scope, &text, diag));
    static const unsigned blanks[] = {2, 0, 2, 0, 1};
    static const char *const texts[] = {"", "year_x", "", "a__b", ""};
    cr_assert_eq(text.n_pieces, 5);
    for (size_t i = 0; i < 5; i++) {
        cr_assert_eq(text.pieces[i].blank, blanks[i]);
        cr_assert(str_is(text.pieces[i].text, texts[i]));
    }
    cr_assert(str_is(prose_join(arena, &text), "____year_x____a__b__"));
    arena_close(arena);
}
