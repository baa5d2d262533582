/* What tests of forms share: a template in a folder of its own, values for its fields, and what
 * stands on the pages of a copy. */
#ifndef TESTS_LAYOUT_FORMS_H
#define TESTS_LAYOUT_FORMS_H

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "layout/form/form.h"
#include "layout/text/para.h"
#include "reported.h"
#include "setup.h"

/* A form's template in a folder of its own, and the values its fields have. */
struct trial {
    struct bench bench;
    char folder[64];
    /* The template. */
    struct str text;
    /* Read from it; NULL if it was refused. */
    const struct form *form;
    /* Pairs of name and value. */
    const char *names[8];
    struct form_value values[8];
    size_t n_names;
};

/* Head of every template here: line 1 to 8. */
static const char head[] = "form: small\n"
                           "page: {size: [100mm, 100mm], margin: [10mm, 10mm, 10mm, 10mm]}\n"
                           "padding: [0mm, 1mm]\n"
                           "looks:\n"
                           "  value: {role: song, size: 10pt, leading: 12pt, floor: 6pt}\n"
                           "texts: {label: [P], bookmark: [B, {field: name}]}\n"
                           "continuation: {note: \"见续页第{1}项\", title: [续页], "
                           "subject: [甲, {field: other}], page: \"第{1}页共{2}页\", "
                           "columns: [项, 栏目, 内容], again: \"{1}（续）\", "
                           "title-look: value, heading-look: value, text-look: value}\n"
                           "parts:\n";

static inline bool answer(void *context, struct str name, struct form_value *value) {
    const struct trial *trial = context;
    *value = (struct form_value){0};
    for (size_t i = 0; i < trial->n_names; i++) {
        if (str_is(name, trial->names[i])) {
            *value = trial->values[i];
            return true;
        }
    }
    return str_is(name, "name") || str_is(name, "other") || str_is(name, "code");
}

static inline struct str propose(void *context, struct arena *arena, struct str name) {
    const struct str names[] = {STR("name"), STR("other"), STR("code")};
    (void)context;
    (void)arena;
    return str_nearest(name, names, 3);
}

/* `other` is a mere text. */
static inline bool suits(void *context, struct str name, enum form_use use) {
    (void)context;
    return use == FORM_USE_TEXT || !str_is(name, "other");
}

static inline struct form_source source_of(struct trial *trial) {
    return (struct form_source){
        .value = answer, .suits = suits, .nearest = propose, .context = trial};
}

/* Reads head and parts as a template; `own` stands in the .txt beside it unless it is NULL. */
static inline struct trial *open_beside(const char *start, const char *parts, const char *own) {
    struct bench bench = bench_open();
    struct trial *trial = ARENA_NEW(bench.arena, struct trial);
    trial->bench = bench;
    strcpy(trial->folder, "/tmp/dengbao-form-XXXXXX");
    cr_assert(mkdtemp(trial->folder));
    struct str path = str_format(bench.arena, "%s/small.yaml", trial->folder);
    trial->text = str_format(bench.arena, "%s%s", start, parts);
    struct str beside = str_format(bench.arena, "%s/small.txt", trial->folder);
    cr_assert(file_write(path, trial->text, bench.diag));
    cr_assert(!own || file_write(beside, str_from_c(own), bench.diag));
    struct shelf *shelf = shelf_open(bench.arena, str_from_c(trial->folder), STR("t"));
    const struct form_source source = source_of(trial);
    trial->form = form_read(bench.arena, bench.typesetter, shelf, "small", (struct str){0}, &source,
                            bench.diag);
    file_remove(path);
    if (own) {
        file_remove(beside);
    }
    rmdir(trial->folder);
    return trial;
}

static inline struct trial *open_with(const char *start, const char *parts) {
    return open_beside(start, parts, NULL);
}

static inline struct trial *open_form(const char *parts) {
    return open_with(head, parts);
}

static inline void close_form(struct trial *trial) {
    arena_close(trial->bench.arena);
}

static inline struct form_value *give(struct trial *trial, const char *name, const char *text) {
    struct form_value *value = &trial->values[trial->n_names];
    trial->names[trial->n_names++] = name;
    *value = (struct form_value){.text = str_from_c(text)};
    return value;
}

static inline void give_code(struct trial *trial, const char *name, int16_t code,
                             const char *detail) {
    struct form_value *value = give(trial, name, "x");
    value->codes[value->n_codes++] = code;
    value->detail = str_from_c(detail);
}

/* Sets one copy and proves its pages. */
static inline struct document *set_copy(struct trial *trial) {
    const struct bench *bench = &trial->bench;
    cr_assert(trial->form, "the form was refused");
    struct document *document = document_open(bench->arena, bench->typesetter);
    const struct form_source source = source_of(trial);
    cr_assert(form_set(bench->arena, trial->form, &source, document, bench->diag));
    cr_assert(document_audit(bench->arena, document, bench->diag));
    return document;
}

/* Text of a page's runs and strokes, in order. */
static inline struct str page_text(struct arena *arena, const struct page *page) {
    struct buf buf = {.arena = arena};
    for (size_t i = 0; i < page->n_items; i++) {
        if (page->items[i].kind == ITEM_RUN) {
            buf_add(&buf, page->items[i].run.text);
        } else if (page->items[i].kind == ITEM_PATH) {
            buf_add(&buf, page->items[i].path.text);
        }
    }
    return buf_str(&buf);
}

#define CHECK_PAGE(trial, page, expected)                                                          \
    do {                                                                                           \
        struct str made_ = page_text((trial)->bench.arena, (page));                                \
        cr_assert(str_is(made_, (expected)), "%" STR_FMT, STR_ARG(made_));                         \
    } while (0)

/* The run that holds the text; fails if there is none. */
static inline const struct run *find_run(const struct page *page, const char *text) {
    for (size_t i = 0; i < page->n_items; i++) {
        if (page->items[i].kind == ITEM_RUN &&
            str_contains(page->items[i].run.text, str_from_c(text))) {
            return &page->items[i].run;
        }
    }
    cr_assert_fail("no run has %s", text);
    return NULL;
}

/* Whole millimetres of a length. */
static inline int mm(int32_t units) {
    return (int)(units / (72 * PT / 25.4) + 0.5);
}

/* Checks that exactly this was reported first, at this line and column (0: any). */
static inline void check_report(const struct trial *trial, enum diag_id id, uint32_t line,
                                const char *arg) {
    struct diag *diag = trial->bench.diag;
    cr_assert_null(trial->form, "the form was accepted");
    cr_assert_gt(diag_n(diag), 0U);
    const struct diag_item *item = reported(diag, 0);
    cr_assert_eq(item->id, id, "%" STR_FMT, STR_ARG(item->message));
    cr_assert_eq(item->origin.row, line, "line %u", item->origin.row);
    cr_assert(item->origin.column > 0);
    bool is_named = str_contains(item->message, str_from_c(arg)) ||
                    str_contains(item->suggestion, str_from_c(arg));
    cr_assert(is_named, "%" STR_FMT, STR_ARG(item->message));
}

/* A line as x1 y1 x2 y2 in whole millimetres. */
static inline bool has_line(const struct page *page, const int ends[4], int32_t thickness) {
    for (size_t i = 0; i < page->n_items; i++) {
        const struct rule *rule = &page->items[i].rule;
        if (page->items[i].kind == ITEM_RULE && mm(rule->x1) == ends[0] &&
            mm(rule->y1) == ends[1] && mm(rule->x2) == ends[2] && mm(rule->y2) == ends[3] &&
            rule->thickness == thickness) {
            return true;
        }
    }
    return false;
}

/* A label and a value. */
static const char one_cell[] = "  - columns: [20mm, 60mm]\n"
                               "    rows:\n"
                               "      - {height: 10mm, cells: [{label: 01名称}, {field: name}]}\n";

#endif
