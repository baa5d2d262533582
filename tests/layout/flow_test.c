/* Flowing text: the official page, what stays together, what stands in the margins. */
#include <sys/stat.h>

#include "pages.h"
#include "reported.h"

Test(flow, an_official_page_holds_22_lines_of_28_characters) {
    struct bench bench = bench_open();
    const struct styles *styles = pages_styles(&bench, "styles/official");
    struct flow_block block =
        pages_block(&bench, BLOCK_PARA, "body", pages_repeat(&bench, "安", 28 * 30 - 2));
    struct document *document = pages_set(&bench, styles, &block, 1);
    cr_assert_eq(document->n_pages, 2);
    const struct page *page = document->pages[0];
    cr_assert_eq(page->n_items, 22 + 1, "22 lines and the page number");
    cr_assert_eq(page->items[0].run.n_glyphs, 26, "two characters of indent");
    int32_t left, right;
    cr_assert(length_parse(STR("28mm"), 0, &left) && length_parse(STR("184mm"), 0, &right));
    for (size_t i = 1; i < 22; i++) {
        const struct run *run = &page->items[i].run;
        cr_assert_eq(run->n_glyphs, 28);
        cr_assert_eq(run->x, left);
        cr_assert(abs(run->x + run->width - right) <= 1);
    }
    cr_assert_eq(document->pages[1]->n_items, 8 + 1);
    arena_close(bench.arena);
}

Test(flow, page_numbers_stand_outside_on_both_sides_of_the_sheet) {
    struct bench bench = bench_open();
    const struct styles *styles = pages_styles(&bench, "styles/official");
    struct flow_block blocks[] = {pages_block(&bench, BLOCK_PARA, "body", STR("一")),
                                  {.kind = BLOCK_BREAK},
                                  pages_block(&bench, BLOCK_PARA, "body", STR("二"))};
    struct document *document = pages_set(&bench, styles, blocks, 3);
    cr_assert_eq(document->n_pages, 2);
    const struct run *odd = pages_find(document->pages[0], "— 1 —");
    const struct run *even = pages_find(document->pages[1], "— 2 —");
    cr_assert(odd && even && odd->size == 14 * PT);
    int32_t width = document->pages[0]->width;
    cr_assert(odd->x > width / 2 && even->x < width / 2);
    cr_assert_eq(odd->x + odd->width + even->x, width, "at equal distance from the outer edges");
    cr_assert(str_is(document->pages[1]->label, "2"));
    arena_close(bench.arena);
}

Test(flow, a_heading_is_never_the_last_line_of_a_page_nor_parted_from_two_lines) {
    struct bench bench = bench_open();
    const struct styles *styles = pages_styles(&bench, "styles/official");
    for (size_t n = 1; n < 50; n++) {
        struct flow_block blocks[] = {
            pages_block(&bench, BLOCK_PARA, "body", pages_repeat(&bench, "安", 28 * n - 2)),
            pages_block(&bench, BLOCK_HEADING, "chapter", STR("一、标题")),
            pages_block(&bench, BLOCK_HEADING, "section", STR("（一）小标题")),
            pages_block(&bench, BLOCK_PARA, "body", pages_repeat(&bench, "全", 28 * 4 - 2)),
        };
        struct document *document = pages_set(&bench, styles, blocks, 4);
        cr_assert_eq(document->n_bookmarks, 2);
        const struct page *page = document->pages[document->bookmarks[0].page];
        struct str text = pages_text(&bench, page);
        struct str wanted =
            str_concat(bench.arena, STR("一、标题|（一）小标题|"), pages_repeat(&bench, "全", 26));
        wanted = str_concat(bench.arena, wanted, STR("|全全"));
        cr_assert(str_contains(text, wanted), "%zu lines: %" STR_FMT, n, STR_ARG(text));
        cr_assert_eq(document->bookmarks[1].page, document->bookmarks[0].page);
    }
    arena_close(bench.arena);
}

/* Lines of the body text on a page: runs of ideographs 全. */
static size_t count_lines(const struct page *page) {
    size_t n = 0;
    for (size_t i = 0; i < page->n_items; i++) {
        n += page->items[i].kind == ITEM_RUN && str_starts(page->items[i].run.text, STR("全"));
    }
    return n;
}

Test(flow, no_line_of_a_paragraph_stands_alone_on_a_page) {
    struct bench bench = bench_open();
    const struct styles *styles = pages_styles(&bench, "styles/official");
    for (size_t n = 1; n < 24; n++) {
        for (size_t lines = 2; lines < 7; lines++) {
            struct flow_block blocks[] = {
                pages_block(&bench, BLOCK_PARA, "body", pages_repeat(&bench, "安", 28 * n - 2)),
                pages_block(&bench, BLOCK_PARA, "body", pages_repeat(&bench, "全", 28 * lines - 2)),
            };
            struct document *document = pages_set(&bench, styles, blocks, 2);
            size_t total = 0;
            for (size_t i = 0; i < document->n_pages; i++) {
                size_t here = count_lines(document->pages[i]);
                cr_assert_neq(here, 1, "%zu lines after %zu", lines, n);
                total += here;
            }
            cr_assert_eq(total, lines);
        }
    }
    arena_close(bench.arena);
}

Test(flow, a_mark_stands_on_every_page) {
    struct bench bench = bench_open();
    const struct styles *styles = pages_styles(&bench, "styles/report");
    struct flow_block block =
        pages_block(&bench, BLOCK_PARA, "body", pages_repeat(&bench, "安全", 2000));
    struct document *document = document_open(bench.arena, bench.typesetter);
    cr_assert(flow_set(bench.arena, styles, STR("body"),
                       (struct flow_marks){STR("待复核"), STR("草稿")}, &block, 1, document,
                       bench.diag));
    cr_assert_gt(document->n_pages, 2);
    for (size_t i = 0; i < document->n_pages; i++) {
        cr_assert_eq(pages_count(document->pages[i], "待复核"), 1);
        /* behind all else: the first item of the page */
        cr_assert_eq(pages_count(document->pages[i], "草稿"), 1);
        cr_assert(str_is(document->pages[i]->items[0].run.text, "草稿"));
    }
    cr_assert(document_audit(bench.arena, document, bench.diag));
    arena_close(bench.arena);
}

Test(flow, a_mark_behind_the_page_moves_no_table) {
    struct bench bench = bench_open();
    struct page page = {0};
    for (int i = 0; i < 4; i++) {
        page_add_box(bench.arena, &page, (struct box){.thickness = i});
    }
    page_add_table(bench.arena, &page, (struct table_part){.header_first = 2});
    page_add_box(bench.arena, &page, (struct box){.thickness = 9});
    page_send_back(bench.arena, &page, 4);
    cr_assert_eq(page.items[0].box.thickness, 9);
    cr_assert_eq(page.items[4].box.thickness, 3);
    cr_assert(page.tables[0].header_first == 3 && page.tables[0].header_end == 5);
    arena_close(bench.arena);
}

Test(flow, space_vanishes_at_the_top_of_a_page) {
    struct bench bench = bench_open();
    const struct styles *styles = pages_styles(&bench, "styles/official");
    struct flow_block space = {.kind = BLOCK_SPACE, .style = STR("body")};
    struct flow_block one = pages_block(&bench, BLOCK_PARA, "body", STR("一"));
    struct flow_block two = pages_block(&bench, BLOCK_PARA, "body", STR("二"));
    struct flow_block blocks[] = {space, one, space, two, {.kind = BLOCK_BREAK}, space, one};
    struct document *document = pages_set(&bench, styles, blocks, 7);
    const struct run *first = pages_find(document->pages[0], "一");
    const struct run *second = pages_find(document->pages[0], "二");
    const struct run *third = pages_find(document->pages[1], "一");
    int32_t leading;
    cr_assert(length_parse(STR("10.227mm"), 0, &leading));
    cr_assert_eq(second->y - first->y, 2 * leading);
    cr_assert_eq(third->y, first->y);
    arena_close(bench.arena);
}

Test(flow, unknown_names_are_reported) {
    struct bench bench = bench_open();
    const struct styles *styles = pages_styles(&bench, "styles/report");
    struct document *document = document_open(bench.arena, bench.typesetter);
    struct flow_block block = pages_block(&bench, BLOCK_PARA, "bodi", STR("一"));
    cr_assert_not(flow_set(bench.arena, styles, STR("body"), (struct flow_marks){0}, &block, 1,
                           document, bench.diag));
    cr_assert_not(flow_set(bench.arena, styles, STR("cover"), (struct flow_marks){0}, &block, 1,
                           document, bench.diag));
    cr_assert_eq(diag_n(bench.diag), 2);
    cr_assert(reported(bench.diag, 0)->id == DIAG_YAML_VALUE &&
              str_contains(reported(bench.diag, 0)->message, STR("bodi")));
    cr_assert_eq(document->n_pages, 0);
    arena_close(bench.arena);
}

/* Reads a style file of that content; returns the first diagnostic's id, DIAG_COUNT for none. */
static enum diag_id read_styles(const struct bench *bench, const char *bytes) {
    char folder[] = "/tmp/dengbao-styles-XXXXXX";
    cr_assert(mkdtemp(folder));
    struct diag *diag = diag_open(bench->arena);
    struct str path = str_format(bench->arena, "%s/s.yaml", folder);
    cr_assert(file_write(path, str_from_c(bytes), diag));
    cr_assert(mkdir(str_format(bench->arena, "%s/styles", folder).data, 0700) == 0);
    struct str words = str_format(bench->arena, "%s/styles/words.yaml", folder);
    cr_assert(
        file_write(words, STR("words: [word]\nends: [s]\nleads: [see]\njoins: [and]\n"), diag));
    struct shelf *shelf = shelf_open(bench->arena, str_from_c(folder), STR("s"));
    const struct styles *styles =
        styles_read(bench->arena, bench->typesetter, shelf, "s", STR(""), diag);
    file_remove(path);
    file_remove(words);
    file_prune(str_format(bench->arena, "%s/styles", folder), STR("/tmp"));
    file_prune(str_from_c(folder), STR("/tmp"));
    cr_assert_eq(styles == NULL, diag_n(diag) > 0);
    return diag_n(diag) > 0 ? reported(diag, 0)->id : DIAG_COUNT;
}

Test(styles, mistakes_in_a_style_file_are_found) {
    static const struct {
        const char *bytes;
        enum diag_id id;
    } files[] = {
#define TEXT "texts: {a: {role: song, size: 小4}}\n"
        {"texts: {a: {role: song, size: 小4}}", DIAG_COUNT},
        {"text: {}", DIAG_YAML_KEY},
        {"masters: {}", DIAG_YAML_COUNT},
        {"texts: {a: {role: song, size: 小4, color: red}}", DIAG_YAML_KEY},
        {"texts: {a: {role: sung, size: 小4}}", DIAG_YAML_VALUE},
        {"texts: {a: {role: song}}", DIAG_YAML_MISSING},
        {"texts: {a: {role: song, size: 12}}", DIAG_YAML_VALUE},
        {"texts: {a: {role: song, size: 0.5pt}}", DIAG_YAML_VALUE},
        {"texts: {a: {role: song, size: 201pt}}", DIAG_YAML_VALUE},
        {"texts: {a: {role: song, size: 0.5em}}", DIAG_YAML_VALUE},
        {"texts: {a: {role: song, size: 12pt, leading: 3pt}}", DIAG_YAML_VALUE},
        {"texts: {a: {role: song, size: 12pt, align: middle}}", DIAG_YAML_VALUE},
        {"texts: {a: {role: song, size: 12pt, gray: 300}}", DIAG_YAML_VALUE},
        {"texts: {a: {role: song, size: 12pt, gray: dark}}", DIAG_YAML_NUMBER},
        {"texts: {a: {role: song, size: 12pt, left: [1mm]}}", DIAG_YAML_KIND_TEXT},
        {TEXT "tables: {t: {}}", DIAG_YAML_MISSING},
        {TEXT "tables: {t: {header: a, cell: a, number: b, caption: a, continued: x}}",
         DIAG_YAML_VALUE},
        {TEXT "masters: {m: {paper: {width: 210mm, height: 297mm},"
              " body: {left: 60mm, top: 1mm, width: 156mm, height: 225mm}}}",
         DIAG_YAML_VALUE},
        {TEXT "masters: {m: {}}", DIAG_YAML_MISSING},
        {TEXT "masters: [a]", DIAG_YAML_KIND_MAP},
        {TEXT
         "charts: {c: {label: a, value: a, caption: a, fillings: [{hatch: stripes, gray: 0}]}}",
         DIAG_YAML_VALUE},
        {TEXT "charts: {c: {label: a, value: a, caption: a, fillings: []}}", DIAG_YAML_COUNT},
#undef TEXT
    };
    struct bench bench = bench_open();
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        enum diag_id id = read_styles(&bench, files[i].bytes);
        cr_assert_eq(id, files[i].id, "%s: %" STR_FMT, files[i].bytes,
                     STR_ARG(id < DIAG_COUNT ? diag_name(id) : STR("none")));
    }
    arena_close(bench.arena);
}
