/* PDF files: sound for qpdf, searchable for pdftotext, and the same bytes for the same document. */
#include "write/write.h"

#include "reported.h"
#include "write/pdf/archive.h"
#include "write/sample.h"

#include <criterion/criterion.h>
#include <string.h>

static struct str print(struct sample *sample, struct press *press) {
    struct str bytes;
    bool is_written = write_pdf(press, sample->arena, &sample->document, sample->diag, &bytes);
    cr_assert(is_written, "%.*s",
              diag_n(sample->diag) ? (int)reported(sample->diag, 0)->message.len : 0,
              diag_n(sample->diag) ? reported(sample->diag, 0)->message.data : "");
    return bytes;
}

static void expect(struct sample *sample, struct str text, const char *part) {
    cr_assert(str_contains(text, str_from_c(part)), "no \"%s\" in:\n%s", part,
              str_to_c(sample->arena, text));
}

static struct str extract(struct sample *sample, struct str bytes) {
    return sample_filter(sample, "pdftotext %s - 2>&1", bytes);
}

/* The file with its streams and objects laid open. */
static struct str lay_open(struct sample *sample, struct str bytes) {
    return sample_filter(sample, "qpdf --qdf --object-streams=disable %s -", bytes);
}

Test(pdf, files_are_sound_and_all_fonts_are_subsets_with_unicode) {
    struct sample *sample = sample_open();
    sample_form(sample, 3, 25, 0);
    sample_text(sample, sample->document.pages[0], WEN_KAI, 12, 60, 700, "姓名");
    sample_text(sample, sample->document.pages[0], BABEL_STONE, 12, 60, 720, "𠅤");
    struct str bytes = print(sample, press_open(sample->arena));
    expect(sample, sample_filter(sample, "qpdf --check %s 2>&1", bytes),
           "No syntax or stream encoding errors");
    struct str list = sample_filter(sample, "pdffonts %s 2>&1", bytes);
    struct str line;
    size_t n_fonts = 0;
    while (str_split(&list, STR("\n"), &line)) {
        if (str_contains(line, STR("Identity-H"))) {
            n_fonts++;
            expect(sample, line, "yes yes yes");
            expect(sample, line, "+");
        }
    }
    cr_assert_eq(n_fonts, 7, "%zu fonts: six and the ticks' own", n_fonts);
    cr_assert_eq(sample_filter(sample, "pdftoppm -r 20 %s 2>&1 >/dev/null", bytes).len, 0,
                 "the renderer complained");
    sample_close(sample);
}

Test(pdf, text_comes_back_as_it_was_set) {
    struct sample *sample = sample_open();
    struct page *page = sample_page(sample, "1");
    sample_text(sample, page, SONG, 12, 60, 60, "单位名称：市第一人民医院（盖章）");
    sample_text(sample, page, FANG_SONG, 12, 60, 90, "二〇二五年六月一日 S3A3G3 \\(x)\\");
    sample_text(sample, page, HEI, 12, 60, 120, "Office AVATAR 0791-86250000");
    sample_text(sample, page, WEN_KAI, 12, 60, 150, "王㛃、䶮龙");
    sample_text(sample, page, BABEL_STONE, 12, 60, 180, "𠅤𬭎");
    struct str text = extract(sample, print(sample, press_open(sample->arena)));
    expect(sample, text, "单位名称：市第一人民医院（盖章）\n");
    expect(sample, text, "二〇二五年六月一日 S3A3G3 \\(x)\\\n");
    expect(sample, text, "Office AVATAR 0791-86250000\n");
    expect(sample, text, "王㛃、䶮龙\n");
    expect(sample, text, "𠅤𬭎\n");
    sample_close(sample);
}

Test(pdf, one_glyph_keeps_each_of_its_characters) {
    struct sample *sample = sample_open();
    struct page *page = sample_page(sample, "1");
    cr_assert_eq(sample_glyph(sample, SONG, 0x65E5), sample_glyph(sample, SONG, 0x2F47),
                 "the face no longer shares the glyph; find another pair");
    sample_text(sample, page, SONG, 12, 60, 60, "六月一日");
    sample_text(sample, page, SONG, 12, 60, 90, "部首\xE2\xBD\x87目");
    sample_text(sample, page, SONG, 12, 60, 120, "六月二日");
    struct str text = extract(sample, print(sample, press_open(sample->arena)));
    expect(sample, text, "六月一日\n");
    expect(sample, text, "部首\xE2\xBD\x87目\n");
    expect(sample, text, "六月二日\n");
    sample_close(sample);
}

/* Bytes of UTF-16 that end, escape or break a literal string: of U+4E0D, U+5C28, U+5C29 and marks.
 */
Test(pdf, texts_said_expressly_may_have_any_byte) {
    struct sample *sample = sample_open();
    struct page *page = sample_page(sample, "1");
    struct run *run = sample_text(sample, page, SONG, 12, 60, 60, "甲乙");
    struct glyph *glyphs = ARENA_ARRAY(sample->arena, struct glyph, 2);
    memcpy(glyphs, run->glyphs, 2 * sizeof *glyphs);
    run->text = STR("不尨尩(\\)\xF0\xA0\x85\xA4");
    glyphs[0].text_len = (unsigned)run->text.len;
    glyphs[1].text_len = 0;
    run->glyphs = glyphs;
    struct str bytes = print(sample, press_open(sample->arena));
    expect(sample, extract(sample, bytes), "不尨尩(\\)\xF0\xA0\x85\xA4\n");
    expect(sample, lay_open(sample, bytes), "/ActualText<feff4e0d5c285c290028005c0029d840dd64>");
    sample_close(sample);
}

Test(pdf, a_cluster_of_several_glyphs_is_one_text) {
    struct sample *sample = sample_open();
    struct page *page = sample_page(sample, "1");
    struct run *run = sample_text(sample, page, SONG, 12, 60, 60, "甲乙丙丁");
    struct glyph *glyphs = ARENA_ARRAY(sample->arena, struct glyph, 4);
    memcpy(glyphs, run->glyphs, 4 * sizeof *glyphs);
    /* As if the middle characters were one cluster of two glyphs, the second one raised. */
    glyphs[1].text_len = 6;
    glyphs[2].text_len = 0;
    glyphs[2].y = -2 * PT;
    run->glyphs = glyphs;
    struct str bytes = print(sample, press_open(sample->arena));
    expect(sample, extract(sample, bytes), "甲乙丙丁\n");
    expect(sample, lay_open(sample, bytes), "/ActualText<feff4e594e19>");
    expect(sample, lay_open(sample, bytes), "\n2 Ts\n");
    /* Readers that pass over that find a character a glyph: the codes are what it stands for. */
    expect(sample, lay_open(sample, bytes), "(NY)");
    expect(sample, lay_open(sample, bytes), "<4e19>");
    sample_close(sample);
}

Test(pdf, glyphs_stand_where_the_page_says) {
    struct sample *sample = sample_open();
    struct page *page = sample_page(sample, "1");
    struct run *run = sample_text(sample, page, SONG, 10, 100, 200, "左中右");
    struct glyph *glyphs = ARENA_ARRAY(sample->arena, struct glyph, 3);
    memcpy(glyphs, run->glyphs, 3 * sizeof *glyphs);
    glyphs[1].x = 100 * PT;
    glyphs[2].x = 150 * PT;
    run->glyphs = glyphs;
    struct str bytes = print(sample, press_open(sample->arena));
    /* In thousandths of the em: nine ems past the first glyph's advance, then four. */
    expect(sample, lay_open(sample, bytes), "-9000");
    expect(sample, lay_open(sample, bytes), "-4000");
    sample_close(sample);
}

/* Quarter ems between Han and digits and the space of spread labels are no blanks: the text comes
 * out as it went in, over the place it takes. */
Test(pdf, text_set_apart_is_one_text) {
    struct sample *sample = sample_open();
    struct page *page = sample_page(sample, "1");
    struct run *run = sample_text(sample, page, SONG, 10, 100, 200, "左中右");
    struct glyph *glyphs = ARENA_ARRAY(sample->arena, struct glyph, 3);
    memcpy(glyphs, run->glyphs, 3 * sizeof *glyphs);
    glyphs[1].x = 100 * PT;
    glyphs[2].x = 150 * PT;
    run->glyphs = glyphs;
    struct str bytes = print(sample, press_open(sample->arena));
    expect(sample, extract(sample, bytes), "左中右\n");
    struct str boxes = sample_filter(sample, "pdftotext -bbox %s - 2>&1", bytes);
    expect(sample, boxes, "xMin=\"100.000000\"");
    expect(sample, boxes, "xMax=\"260.000000\"");
    sample_close(sample);
}

Test(pdf, ticks_can_be_found) {
    struct sample *sample = sample_open();
    struct page *page = sample_page(sample, "1");
    sample_tick(sample, page, 60, 60, 12);
    sample_text(sample, page, SONG, 12, 76, 60, "三级甲等");
    struct str text = extract(sample, print(sample, press_open(sample->arena)));
    expect(sample, text, "√");
    cr_assert_lt(str_find(text, STR("√"), 0), str_find(text, STR("三级甲等"), 0));
    sample_close(sample);
}

/* A tick box that layout says is one. */
static void add_box(struct sample *sample, struct page *page, enum path_mark mark, const char *text,
                    double y) {
    sample_tick(sample, page, 60, y, 12);
    struct path *path = &page->items[page->n_items - 1].path;
    path->text = str_from_c(text);
    path->mark = mark;
    path->size = 12 * PT;
    path->base = (struct point){60 * PT, (int32_t)(y * PT)};
}

Test(pdf, tick_boxes_are_characters) {
    struct sample *sample = sample_open();
    struct page *page = sample_page(sample, "1");
    add_box(sample, page, PATH_BOX, "□", 60);
    sample_text(sample, page, SONG, 12, 76, 60, "二级");
    add_box(sample, page, PATH_BOX_OF_DONE, "", 90);
    add_box(sample, page, PATH_DONE, "√", 90);
    sample_text(sample, page, SONG, 12, 76, 90, "三级");
    struct str bytes = print(sample, press_open(sample->arena));
    struct str text = extract(sample, bytes);
    expect(sample, text, "□ 二级\n");
    expect(sample, text, "√ 三级\n");
    struct str open = lay_open(sample, bytes);
    cr_assert_not(str_contains(open, STR("/ActualText")), "their map tells them");
    cr_assert_not(str_contains(open, STR(" l\n")), "nothing is drawn");
    sample_close(sample);
}

Test(pdf, characters_beyond_the_first_plane_and_of_two_glyphs_come_back) {
    struct sample *sample = sample_open();
    struct page *page = sample_page(sample, "1");
    cr_assert_neq(sample_glyph(sample, SONG, 0x20BB7), 0, "find another character");
    sample_text(sample, page, SONG, 12, 60, 60, "\xF0\xA0\xAE\xB7野家한글");
    struct run *run = sample_text(sample, page, SONG, 12, 60, 90, "甲乙");
    struct glyph *glyphs = ARENA_ARRAY(sample->arena, struct glyph, 2);
    memcpy(glyphs, run->glyphs, 2 * sizeof *glyphs);
    /* As if both shapes were of one character. */
    run->glyphs = glyphs;
    run->text = STR("甲甲");
    struct str text = extract(sample, print(sample, press_open(sample->arena)));
    expect(sample, text, "\xF0\xA0\xAE\xB7野家한글\n");
    expect(sample, text, "甲甲\n");
    sample_close(sample);
}

Test(pdf, properties_are_the_documents) {
    struct sample *sample = sample_open();
    sample_form(sample, 2, 5, 0);
    sample->document.pages[0]->label = STR("封面");
    struct bookmark inner = {STR("一、概况"), 2, 1, 100 * PT};
    ARENA_PUSH(sample->arena, sample->document.bookmarks, sample->document.n_bookmarks,
               sample->document.bookmarks_capacity, inner);
    struct str bytes = print(sample, press_open(sample->arena));
    struct str info = sample_filter(sample, "TZ=Asia/Shanghai pdfinfo -rawdates %s 2>&1", bytes);
    expect(sample, info, "信息系统安全等级保护备案表");
    expect(sample, info, "市第一人民医院");
    expect(sample, info, "D:20250601000000+08'00'");
    expect(sample, info, "595.28 x 841.89 pts (A4)");
    struct str open = lay_open(sample, bytes);
    expect(sample, open, "/Lang (zh-CN)");
    expect(sample, open, "/DisplayDocTitle true");
    expect(sample, open, "/PageMode /UseOutlines");
    expect(sample, open, "/P <feff5c019762>");
    struct str outline = sample_filter(sample, "qpdf --json --json-key=outlines %s", bytes);
    expect(sample, outline, "\"title\": \"一、概况\"");
    expect(sample, outline, "\"kids\": [\n        {");
    sample_close(sample);
}

/* ISO 19005-1, 6.7.3: an archive reads the properties from the metadata, and both say the same. */
Test(pdf, metadata_say_what_the_properties_say) {
    struct sample *sample = sample_open();
    sample_form(sample, 1, 2, 0);
    sample->document.title = STR("甲<乙>&\x01丙");
    struct str bytes = print(sample, press_open(sample->arena));
    cr_assert(str_starts(bytes, STR("%PDF-1.4\n")));
    struct str metadata = sample_filter(sample, "pdfinfo -meta %s 2>&1", bytes);
    expect(sample, metadata, "<pdfaid:part>1</pdfaid:part><pdfaid:conformance>B<");
    expect(sample, metadata, "<rdf:li xml:lang=\"x-default\">甲&lt;乙&gt;&amp;丙</rdf:li>");
    expect(sample, metadata, "<rdf:li>市第一人民医院</rdf:li>");
    expect(sample, metadata, "<xmp:CreateDate>2025-06-01T00:00:00+08:00</xmp:CreateDate>");
    expect(sample, lay_open(sample, bytes), "/S /GTS_PDFA1");
    sample_close(sample);
}

/* The filter RunLengthDecode (ISO 32000-1, 7.4.5) undone. */
static size_t unpack_runs(struct str packed, unsigned char *bytes, size_t most) {
    size_t n = 0;
    for (size_t at = 0; at < packed.len && (unsigned char)packed.data[at] != 128;) {
        unsigned length = (unsigned char)packed.data[at++];
        bool is_run = length > 128;
        for (unsigned i = 0; i < (is_run ? 257 - length : length + 1) && n < most; i++) {
            bytes[n++] = (unsigned char)packed.data[is_run ? at : at + i];
        }
        at += is_run ? 1 : length + 1;
    }
    return n;
}

Test(pdf, a_set_of_glyphs_names_these_and_no_others) {
    struct sample *sample = sample_open();
    /* Neighbours, gaps of one and two bytes, one longer than a run, the first and the last. */
    static const uint32_t codes[] = {0, 1, 9, 17, 40, 300, 310, 2600, 20000, 20001, 65535};
    enum { N = sizeof codes / sizeof codes[0] };
    struct kit_glyph glyphs[N], *in_use[N];
    for (size_t i = 0; i < N; i++) {
        glyphs[i] = (struct kit_glyph){.code = codes[i]};
        in_use[i] = &glyphs[i];
    }
    struct buf packed = {.arena = sample->arena};
    archive_add_cid_set(&packed, &(struct kit_subset){.glyphs = in_use, .n_glyphs = N});
    unsigned char set[8192];
    cr_assert_eq(unpack_runs(buf_str(&packed), set, sizeof set), sizeof set);
    size_t next = 0;
    for (uint32_t code = 0; code < 65536; code++) {
        bool is_there = set[code / 8] >> (7 - code % 8) & 1;
        cr_assert_eq(is_there, next < N && codes[next] == code, "%u", code);
        next += is_there;
    }
    sample_close(sample);
}

Test(pdf, no_date_is_made_up) {
    struct sample *sample = sample_open();
    sample_form(sample, 1, 2, 0);
    sample->document.date = (struct date){0};
    struct str bytes = print(sample, press_open(sample->arena));
    cr_assert_not(str_contains(bytes, STR("Date")));
    sample_close(sample);
}

Test(pdf, same_document_same_bytes) {
    struct sample *first = sample_open();
    struct sample *second = sample_open();
    sample_form(first, 2, 25, 0);
    sample_form(second, 3, 25, 90);
    struct press *press = press_open(first->arena);
    struct str a = print(first, press);
    struct str b = print(second, press);
    struct press *fresh = press_open(first->arena);
    cr_assert(str_equal(print(second, fresh), b), "the order of documents shows");
    cr_assert(str_equal(print(first, fresh), a));
    cr_assert(str_equal(print(first, press), a));
    cr_assert_not(str_equal(a, b));
    sample_close(second);
    sample_close(first);
}

/* The identifier of a file. */
static struct str identifier(struct str bytes) {
    size_t start = str_find(bytes, STR("/ID["), 0);
    cr_assert_neq(start, SIZE_MAX);
    return str_slice(bytes, start, start + 72);
}

Test(pdf, the_identifier_follows_the_content) {
    struct sample *sample = sample_open();
    sample_form(sample, 1, 10, 0);
    struct press *press = press_open(sample->arena);
    struct str first = identifier(print(sample, press));
    cr_assert(str_equal(identifier(print(sample, press)), first));
    sample->document.pages[0]->items[0].run.x += PT;
    struct str moved = identifier(print(sample, press));
    cr_assert_not(str_equal(moved, first));
    sample->document.title = STR("别的");
    cr_assert_not(str_equal(identifier(print(sample, press)), moved));
    sample_close(sample);
}

Test(pdf, unusable_fonts_are_reported_once_and_nothing_is_written) {
    struct sample *sample = sample_open();
    sample_form(sample, 1, 20, 0);
    sample->faces[FANG_SONG].path = "Makefile";
    struct str bytes;
    struct press *press = press_open(sample->arena);
    cr_assert_not(write_pdf(press, sample->arena, &sample->document, sample->diag, &bytes));
    cr_assert_eq(diag_n(sample->diag), 1);
    cr_assert_eq(reported(sample->diag, 0)->id, DIAG_FONT_UNUSABLE);
    cr_assert_eq(bytes.len, 0);
    sample->faces[FANG_SONG].path = "fonts/files/FandolFang-Regular.otf";
    cr_assert(write_pdf(press, sample->arena, &sample->document, sample->diag, &bytes));
    sample_close(sample);
}

Test(pdf, a_document_without_text_is_still_a_file) {
    struct sample *sample = sample_open();
    struct page *page = sample_page(sample, "");
    sample_tick(sample, page, 60, 60, 12);
    struct str bytes = print(sample, press_open(sample->arena));
    expect(sample, sample_filter(sample, "qpdf --check %s 2>&1", bytes),
           "No syntax or stream encoding errors");
    sample_close(sample);
}
