/* What readers who do not see the pages are told: the tree of a document's parts. */
#include "forms.h"
#include "pages.h"

/* The text of all items of a tag, on all pages. */
static struct str text_of(const struct bench *bench, const struct document *document,
                          uint32_t tag) {
    struct buf buf = {.arena = bench->arena};
    for (size_t i = 0; i < document->n_pages; i++) {
        const struct page *page = document->pages[i];
        for (size_t k = 0; k < page->n_items; k++) {
            const struct item *item = &page->items[k];
            if (item->tag == tag && item->kind == ITEM_RUN) {
                buf_add(&buf, item->run.text);
            } else if (item->tag == tag && item->kind == ITEM_PATH) {
                buf_add(&buf, item->path.text);
            }
        }
    }
    return buf_str(&buf);
}

/* The tree in one line: kinds by a letter, children in brackets, with their text. */
static void add_tree(const struct bench *bench, const struct document *document, uint32_t tag,
                     struct buf *out) {
    const struct document_tag *said = &document->tags[tag];
    buf_add_byte(out, (unsigned char)"DSHPTCRhcfvF"[said->kind]);
    if (tag > 0) {
        buf_add(out, text_of(bench, document, tag));
    }
    bool has_children = false;
    for (uint32_t i = tag + 1; i < document->n_tags; i++) {
        if (document->tags[i].parent == tag) {
            buf_add_c(out, has_children ? " " : "(");
            has_children = true;
            add_tree(bench, document, i, out);
        }
    }
    buf_add_c(out, has_children ? ")" : "");
}

static void check_tree(const struct bench *bench, const struct document *document,
                       const char *wanted) {
    struct buf out = {.arena = bench->arena};
    add_tree(bench, document, 0, &out);
    struct str made = buf_str(&out);
    cr_assert(str_is(made, wanted), "%" STR_FMT, STR_ARG(made));
}

static const char start[] = "form: small\n"
                            "page: {size: [100mm, 100mm], margin: [10mm, 10mm, 10mm, 10mm]}\n"
                            "looks:\n"
                            "  value: {role: song, size: 10pt}\n"
                            "  title: {role: hei, size: 10pt}\n"
                            "texts: {label: [P], bookmark: [B]}\n"
                            "parts:\n";

static const char grid[] =
    "  - columns: [1]\n"
    "    rows: [{height: 10mm, cells: [{label: 表一, look: title}]}]\n"
    "  - columns: [1, 1, 1]\n"
    "    lines: {inner: 1pt}\n"
    "    rows:\n"
    "      - {height: 10mm, cells: [{label: 负责人, rows: 2}, {label: 姓名}, {field: name}]}\n"
    "      - {height: 10mm, cells: [{label: 电话}, {field: other}]}\n"
    "      - {height: 10mm, cells: [{label: 甲}, {label: 乙}, {}]}\n"
    "      - {height: 10mm, cells: [{text: [{ticks: code, options: [[{label: 丙, code: 1}]]}],"
    " span: 3}]}\n";

Test(tags, a_field_is_its_labels_and_its_value) {
    struct trial *trial = open_with(start, grid);
    give(trial, "name", "王");
    give(trial, "other", "555");
    give_code(trial, "code", 1, "");
    check_tree(&trial->bench, set_copy(trial),
               "D(S(H表一 f负责人姓名(v王) f电话(v555) P甲乙 P√丙))");
    close_form(trial);
}

/* A second copy has parts of its own, though its words are set once for all. */
Test(tags, each_copy_is_told_by_itself) {
    struct trial *trial = open_with(start, grid);
    give(trial, "name", "王");
    const struct form_source source = source_of(trial);
    struct document *document = set_copy(trial);
    cr_assert(form_set(trial->bench.arena, trial->form, &source, document, trial->bench.diag));
    check_tree(&trial->bench, document,
               "D(S(H表一 f负责人姓名(v王) f电话(v) P甲乙 P□丙) "
               "S(H表一 f负责人姓名(v王) f电话(v) P甲乙 P□丙))");
    close_form(trial);
}

/* What found no room is told in full behind the page, and the cell tells where. */
Test(tags, a_sheet_of_rests_is_a_table_that_is_told_once) {
    struct trial *trial = open_form("  - columns: [1, 1]\n"
                                    "    lines: {inner: 1pt}\n"
                                    "    rows: [{height: 10mm, cells: [{label: 甲}, "
                                    "{field: name}]}]\n");
    struct str words = pages_repeat(&trial->bench, "安全", 1500);
    give(trial, "name", str_to_c(trial->bench.arena, words));
    struct document *document = set_copy(trial);
    cr_assert_gt(document->n_pages, 2);
    struct str wanted = str_format(trial->bench.arena,
                                   "D(S(f甲(v见续页第1项)) S(H续页 P甲"
                                   " T(R(h项 h栏目 h内容) R(c1 h甲 c%" STR_FMT "))))",
                                   STR_ARG(words));
    check_tree(&trial->bench, document, str_to_c(trial->bench.arena, wanted));
    close_form(trial);
}

Test(tags, headings_and_paragraphs_are_told_in_order_and_running_titles_are_not) {
    struct bench bench = bench_open();
    const struct styles *styles = pages_styles(&bench, "styles/official");
    struct flow_block blocks[] = {pages_block(&bench, BLOCK_HEADING, "title", STR("报告")),
                                  pages_block(&bench, BLOCK_HEADING, "chapter", STR("一、甲")),
                                  pages_block(&bench, BLOCK_PARA, "body", STR("乙。"))};
    blocks[0].level = 0;
    struct document *document = pages_set(&bench, styles, blocks, 3);
    check_tree(&bench, document, "D(H报告 H一、甲 P乙。)");
    cr_assert_eq(document->tags[1].level, 1);
    cr_assert_eq(document->tags[2].level, 2);
    cr_assert_eq(document->bookmarks[1].level, 2, "chapters hang under the title");
    arena_close(bench.arena);
}

/* Header rows and captions are said again for the eye only, and so are labels that span rows. */
Test(tags, a_table_over_pages_is_told_once) {
    struct bench bench = bench_open();
    enum { ROWS = 60 };
    struct table_cell cells[ROWS * 2] = {0};
    struct buf wanted = {.arena = bench.arena};
    buf_add_c(&wanted, "D(T(C表1 R(h表头0 h表头1)");
    for (size_t i = 0; i < ROWS; i++) {
        const char *word = i == 0 ? "表头" : "行";
        cells[2 * i].text.text = str_format(bench.arena, "%s%zu", word, 2 * i);
        cells[2 * i + 1].text.text = str_format(bench.arena, "%s%zu", word, 2 * i + 1);
        cells[2 * i].is_covered = i > 1;
        if (i > 0) {
            buf_format(&wanted, i == 1 ? " R(c行2 c行%zu)" : " R(c行%zu)", 2 * i + 1);
        }
    }
    buf_add_c(&wanted, "))");
    cells[2].row_span = ROWS - 1;
    struct flow_table table = {
        .cells = cells, .n_rows = ROWS, .n_columns = 2, .n_header_rows = 1, .caption = STR("表1")};
    struct flow_block block = {.kind = BLOCK_TABLE, .table = &table};
    struct document *document =
        pages_set(&bench, pages_styles(&bench, "styles/official"), &block, 1);
    cr_assert_gt(document->n_pages, 1);
    check_tree(&bench, document, str_to_c(bench.arena, buf_str(&wanted)));
    arena_close(bench.arena);
}
