/* Values too large for their cells: rows lend each other height, values shrink, and what fits at no
 * size goes whole to a 续页. */
#include "forms.h"

/* What stands in a column of the 续页's table, the headings left out. */
static struct str column_text(struct trial *trial, const struct page *page, int column) {
    struct buf buf = {.arena = trial->bench.arena};
    int32_t lefts[3] = {10, 21, 52};
    bool is_head = true;
    for (size_t i = 0; i < page->n_items; i++) {
        const struct run *run = &page->items[i].run;
        if (page->items[i].kind != ITEM_RUN || mm(run->bound.x) != lefts[column] ||
            run->bound.width == trial->form->body.width) {
            continue;
        }
        if (!is_head) {
            buf_add(&buf, run->text);
        }
        is_head = false;
    }
    return buf_str(&buf);
}

Test(form_rows, what_fits_at_no_size_goes_whole_to_a_ruled_further_page) {
    struct trial *trial = open_form(one_cell);
    struct buf value = {.arena = trial->bench.arena};
    for (int i = 0; i < 150; i++) {
        buf_format(&value, "第%d项业务由本系统承担。", i);
    }
    buf_add_byte(&value, '\0');
    give(trial, "name", value.data);
    give(trial, "other", "乙");
    struct document *document = set_copy(trial);
    cr_assert_gt(document->n_pages, 3U);
    CHECK_PAGE(trial, document->pages[0], "01名称见续页第1项");
    struct buf all = {.arena = trial->bench.arena};
    for (size_t i = 1; i < document->n_pages; i++) {
        const struct page *page = document->pages[i];
        buf_add(&all, column_text(trial, page, 2));
        struct str text = page_text(trial->bench.arena, page);
        struct str number =
            str_format(trial->bench.arena, "第%zu页共%zu页", i, document->n_pages - 1);
        cr_assert(str_starts(text, STR("续页甲乙项栏目内容1")), "%" STR_FMT, STR_ARG(text));
        cr_assert(str_ends(text, number), "%" STR_FMT, STR_ARG(text));
        struct str name = column_text(trial, page, 1);
        cr_assert(str_is(name, i == 1 ? "01名称" : "01名称（续）"), "%" STR_FMT, STR_ARG(name));
    }
    cr_assert(str_is(buf_str(&all), value.data), "%" STR_FMT, STR_ARG(buf_str(&all)));
    cr_assert(str_is(document->pages[1]->label, "P-1"));
    cr_assert_eq(diag_n_errors(trial->bench.diag), 0U);
    close_form(trial);
}

Test(form_rows, of_several_values_the_longest_goes_and_the_others_stay) {
    struct trial *trial = open_form(
        "  - columns: [60mm]\n"
        "    rows:\n"
        "      - height: 6mm\n"
        "        cells: [{text: [{field: other, blank: 2em}, 省, {field: name, blank: 3em}], "
        "name: 地址}]\n");
    give(trial, "other", "江西");
    struct buf value = {.arena = trial->bench.arena};
    for (int i = 0; i < 16; i++) {
        buf_add_c(&value, "红谷滩新区");
    }
    buf_add_byte(&value, '\0');
    give(trial, "name", value.data);
    struct document *document = set_copy(trial);
    CHECK_PAGE(trial, document->pages[0], "江西省见续页第1项");
    cr_assert(str_is(column_text(trial, document->pages[1], 2), value.data));
    cr_assert_eq(find_run(document->pages[0], "省")->size, 10 * PT,
                 "what is printed keeps its size");
    close_form(trial);
}

/* ---- rows lend height -------------------------------------------------------------------------
 */

/* A value of a row that has room for two lines, between a flexible row and one with room. */
static const char lending[] = "  - columns: [20mm, 60mm]\n"
                              "    lines: {inner: 0.5pt}\n"
                              "    rows:\n"
                              "      - {height: 20mm, cells: [{label: 上}, {field: other}]}\n"
                              "      - {height: 10mm, cells: [{label: 02名称}, {field: name}]}\n"
                              "      - {height: 1, cells: [{label: 下}, {field: code}]}\n";
#define TEN "一二三四五六七八九十"

/* Top of the line under a row of the first column, in millimetres; 0 if there is none. */
static int edge_under(const struct page *page, int from) {
    int best = 0;
    for (size_t i = 0; i < page->n_items; i++) {
        const struct rule *rule = &page->items[i].rule;
        if (page->items[i].kind == ITEM_RULE && rule->y1 == rule->y2 && mm(rule->y1) > from &&
            mm(rule->x1) <= 10 && (best == 0 || mm(rule->y1) < best)) {
            best = mm(rule->y1);
        }
    }
    return best;
}

Test(form_rows, a_row_borrows_height_before_its_value_shrinks_flexible_rows_first) {
    struct trial *trial = open_form(lending);
    give(trial, "name", TEN TEN TEN TEN TEN);
    struct document *document = set_copy(trial);
    const struct page *page = document->pages[0];
    cr_assert_eq(document->n_pages, 1U);
    cr_assert_eq(find_run(page, TEN)->size, 10 * PT);
    cr_assert_eq(edge_under(page, 10), 30, "the row with room keeps it");
    cr_assert_gt(edge_under(page, 30), 40, "the row of the value has grown");
    cr_assert_eq(edge_under(page, edge_under(page, 30)), 90, "the page is as high as it was");
    /* The next copy knows nothing of it. */
    trial->n_names = 0;
    give(trial, "name", TEN);
    cr_assert_eq(edge_under(set_copy(trial)->pages[0], 30), 40);
    close_form(trial);
}

Test(form_rows, rows_lend_no_height_that_they_need_themselves) {
    struct trial *trial = open_form(lending);
    give(trial, "name", TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN);
    give(trial, "code", TEN TEN TEN TEN TEN TEN TEN TEN);
    struct document *document = set_copy(trial);
    const struct page *page = document->pages[0];
    cr_assert_eq(document->n_pages, 1U);
    const struct run *code = find_run(page, TEN);
    cr_assert_not_null(code);
    for (size_t i = 0; i < page->n_items; i++) {
        if (page->items[i].kind == ITEM_RUN) {
            cr_assert_eq(page->items[i].run.size, 10 * PT);
        }
    }
    close_form(trial);
}

Test(form_rows, a_value_that_must_leave_gives_its_rows_height_to_others) {
    struct trial *trial = open_form(lending);
    struct buf value = {.arena = trial->bench.arena};
    for (int i = 0; i < 200; i++) {
        buf_add_c(&value, TEN);
    }
    buf_add_byte(&value, '\0');
    give(trial, "code", value.data);
    give(trial, "name", TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN);
    struct document *document = set_copy(trial);
    cr_assert_gt(document->n_pages, 1U);
    cr_assert(
        str_contains(page_text(trial->bench.arena, document->pages[0]), STR("下见续页第1项")));
    cr_assert_eq(find_run(document->pages[0], TEN)->size, 10 * PT);
    close_form(trial);
}

Test(form_rows, a_look_says_for_how_many_lines_height_is_lent) {
    static const char two[] =
        "form: small\n"
        "page: {size: [100mm, 100mm], margin: [10mm, 10mm, 10mm, 10mm]}\n"
        "looks: {value: {role: song, size: 16pt, leading: 24pt, floor: 6pt, lines: 2}, "
        "label: {role: song, size: 8pt, leading: 10pt}}\n"
        "texts: {label: P, bookmark: B}\n"
        "parts:\n";
    struct trial *trial = open_with(two, lending);
    give(trial, "name", TEN "一二三四五六七八");
    cr_assert_eq(find_run(set_copy(trial)->pages[0], "一二三四五")->size, 16 * PT);
    trial->n_names = 0;
    give(trial, "name", TEN TEN TEN);
    const struct page *page = set_copy(trial)->pages[0];
    cr_assert_lt(find_run(page, "一二三四五")->size, 16 * PT);
    cr_assert_leq(edge_under(page, 30), 48, "no higher than two lines");
    close_form(trial);
}

Test(form_rows, blanks_that_fill_their_line_end_at_one_edge_clear_of_commas) {
    struct trial *trial =
        open_form("  - columns: [60mm]\n"
                  "    rows:\n"
                  "      - height: 20mm\n"
                  "        cells: [{text: [其他, {field: name, blank: 2em, fill: true}]}]\n"
                  "      - height: 20mm\n"
                  "        cells: [{text: [附件名称, {field: other, blank: 5em, fill: true}]}]\n");
    give(trial, "name", "甲，乙");
    give(trial, "other", TEN TEN TEN);
    const struct page *page = set_copy(trial)->pages[0];
    size_t n = 0;
    for (size_t i = 0; i < page->n_items; i++) {
        const struct rule *rule = &page->items[i].rule;
        if (page->items[i].kind == ITEM_RULE) {
            cr_assert_eq(rule->x2,
                         trial->form->cells[0].inner.x + trial->form->cells[0].inner.width);
            n++;
        }
    }
    cr_assert_eq(n, 4U, "a rule for each line of each blank");
    const struct run *run = find_run(page, "甲，乙");
    for (size_t i = 0; i < page->n_items; i++) {
        if (page->items[i].kind == ITEM_RULE && page->items[i].rule.y1 > run->y &&
            page->items[i].rule.y1 < run->y + run->size) {
            cr_assert_geq(page->items[i].rule.y1 - run->y, run->size / 6, "under the comma's tail");
        }
    }
    close_form(trial);
}

Test(form_rows, a_word_longer_than_any_line_is_parted_and_kept) {
    struct trial *trial = open_form(one_cell);
    char address[1200];
    memset(address, 'w', sizeof address - 1);
    address[sizeof address - 1] = '\0';
    give(trial, "name", address);
    struct document *document = set_copy(trial);
    struct buf all = {.arena = trial->bench.arena};
    for (size_t i = 0; i < document->n_pages; i++) {
        buf_add(&all, page_text(trial->bench.arena, document->pages[i]));
    }
    size_t n = 0;
    for (size_t i = 0; i < all.len; i++) {
        n += all.data[i] == 'w';
    }
    cr_assert_eq(n, sizeof address - 1, "%zu", n);
    cr_assert_eq(diag_n_errors(trial->bench.diag), 0U);
    close_form(trial);
}

/* A further page narrower than a character, or one whose lines have no height, holds nothing: that
 * is told, never printed beside the page. */
Test(form_rows, a_further_page_that_cannot_hold_a_line_is_reported) {
    static const char *const heads[] = {
        "form: small\n"
        "texts: {label: P, bookmark: B}\n"
        "page: {size: [100mm, 100mm], margin: [10mm, 49mm, 10mm, 49mm]}\n"
        "looks:\n"
        "  value: {role: song, size: 10pt, leading: 12pt}\n"
        "continuation: {note: 续, title: [续], subject: [甲], page: 页, columns: [项, 栏, 文],\n"
        "               again: 续, title-look: value, heading-look: value, text-look: value}\n"
        "parts:\n",
        "form: small\n"
        "texts: {label: P, bookmark: B}\n"
        "page: {size: [100mm, 100mm], margin: [10mm, 10mm, 10mm, 10mm]}\n"
        "looks:\n"
        "  value: {role: song, size: 10pt, leading: 12pt, floor: 6pt}\n"
        "  flat: {role: song, size: 10pt, leading: 300pt}\n"
        "continuation: {note: 续, title: [续], subject: [甲], page: 页, columns: [项, 栏, 文],\n"
        "               again: 续, title-look: value, heading-look: value, text-look: flat}\n"
        "parts:\n"};
    static const char cell[] = "  - columns: [1]\n"
                               "    rows: [{height: 1mm, cells: [{field: name}]}]\n";
    for (size_t i = 0; i < 2; i++) {
        struct trial *trial = open_with(heads[i], cell);
        cr_assert(trial->form, "%zu: %" STR_FMT, i,
                  STR_ARG(reported(trial->bench.diag, 0)->message));
        give(trial, "name", "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十");
        struct document *document = document_open(trial->bench.arena, trial->bench.typesetter);
        const struct form_source answers = source_of(trial);
        cr_assert_not(
            form_set(trial->bench.arena, trial->form, &answers, document, trial->bench.diag), "%zu",
            i);
        cr_assert_eq(reported(trial->bench.diag, 0)->id, DIAG_TEXT_OVERFLOW);
        close_form(trial);
    }
}

Test(form_rows, without_a_further_page_overflow_is_reported_at_the_cell) {
    static const char bare[] = "form: small\n"
                               "page: {size: [100mm, 100mm], margin: [10mm, 10mm, 10mm, 10mm]}\n"
                               "looks: {value: {role: song, size: 10pt}}\n"
                               "texts: {label: P, bookmark: B}\n"
                               "parts:\n";
    struct trial *trial = open_with(bare, one_cell);
    const struct source source = {.file = STR("a.xlsx"), .sheet = STR("S")};
    struct form_value *value = give(trial, "name",
                                    "一二三四五六七八九十一二三四五六七八九十"
                                    "一二三四五六七八九十一二三四五六七八九十");
    value->origin = (struct origin){&source, 7, 3, 0};
    struct document *document = document_open(trial->bench.arena, trial->bench.typesetter);
    const struct form_source answers = source_of(trial);
    cr_assert_not(form_set(trial->bench.arena, trial->form, &answers, document, trial->bench.diag));
    cr_assert_eq(reported(trial->bench.diag, 0)->id, DIAG_TEXT_OVERFLOW);
    cr_assert_eq(reported(trial->bench.diag, 0)->origin.row, 7U);
    close_form(trial);
}
