/* The three verbs of prose behave as the published Mustache cases for interpolation, sections and
 * inverted sections say (each test names its case), except that nothing is escaped; and broken
 * templates are reported, not set. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "docs/prose.h"

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
                answer_item, (void *)(size_t)entry->items[value->n_items], NULL};
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
    {.name = "list", .is_list = true, .items = {"a", "b", "c"}},
    {.name = "empty", .is_list = true},
};

/* Sets a template with the common data; "ERROR" when it cannot be compiled or set. */
static void check(const char *what, const char *template, const char *expected) {
    struct arena *arena = arena_open(out_of_memory);
    struct diag *diag = diag_open(arena);
    struct data data = {arena, common, sizeof common / sizeof common[0]};
    const struct prose_scope scope = {answer, &data, NULL};
    struct prose_text text = {0};
    const struct prose *prose =
        prose_compile(arena, str_from_c(template), (struct origin){0}, diag);
    bool done = prose && prose_set(arena, prose, &scope, &text, diag);
    struct str got = done ? prose_join(arena, &text) : STR("ERROR");
    cr_assert(str_is(got, expected), "%s: got [%.*s], expected [%s]", what, STR_ARG(got), expected);
    cr_assert(done == (diag->n_items == 0), "%s: exactly the failures are reported", what);
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

/* Nests {{#true}} n times around "x". */
static const char *nest(char *made, int n) {
    char *end = made;
    for (int i = 0; i < n; i++) {
        end += sprintf(end, "{{#true}}");
    }
    *end++ = 'x';
    for (int i = 0; i < n; i++) {
        end += sprintf(end, "{{/true}}");
    }
    return made;
}

Test(prose, sections_nest_sixteen_deep_and_no_deeper) {
    char made[512];
    check("sixteen", nest(made, 16), "x");
    check("seventeen", nest(made, 17), "ERROR");
}
