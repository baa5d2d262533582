/* XML behind three calls: what passes through, and what is refused. */
#include "read/trial.h"
#include "read/xml.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

/* What was called, written down: <name a=v>text</name>. */
struct log {
    struct buf buf;
    /* Say stop at this element; NULL never. */
    const char *stop_at;
};

static struct trial trial;

static void set_up(void) {
    trial = trial_open();
}

static void tear_down(void) {
    trial_close(&trial);
}

TestSuite(xml, .init = set_up, .fini = tear_down);

static bool log_start(void *context, struct str name, const struct xml_attributes *attributes) {
    struct log *log = context;
    buf_format(&log->buf, "<%" STR_FMT, STR_ARG(name));
    for (size_t i = 0; i < attributes->n; i++) {
        buf_format(&log->buf, " %" STR_FMT "=%" STR_FMT, STR_ARG(attributes->items[i].name),
                   STR_ARG(attributes->items[i].value));
    }
    buf_add_c(&log->buf, ">");
    return !log->stop_at || !str_is(name, log->stop_at);
}

static bool log_end(void *context, struct str name) {
    buf_format(&((struct log *)context)->buf, "</%" STR_FMT ">", STR_ARG(name));
    return true;
}

static bool log_text(void *context, struct str text) {
    buf_add(&((struct log *)context)->buf, text);
    return true;
}

/* Reads a document in pieces; what was called, or the fault behind a '!'. */
static const char *read_pieces(struct str text, size_t piece, const char *stop_at) {
    struct log log = {.buf = {.arena = trial.arena}, .stop_at = stop_at};
    struct xml_calls calls = {&log, log_start, log_end, log_text};
    struct xml *xml = xml_open(trial.arena, &calls);
    bool is_good = true;
    for (size_t at = 0; is_good && at < text.len; at += piece) {
        is_good = xml_feed(xml, str_slice(text, at, at + piece));
    }
    if (is_good && xml_finish(xml)) {
        return str_to_c(trial.arena, buf_str(&log.buf));
    }
    return str_to_c(trial.arena, str_concat(trial.arena, STR("!"), xml_fault(xml)));
}

static const char *read_xml(const char *text) {
    return read_pieces(str_from_c(text), SIZE_MAX / 2, NULL);
}

static bool is_fault(const char *got, const char *part) {
    return got[0] == '!' && strstr(got, part);
}

Test(xml, item_7_prefixes_are_stripped_from_elements) {
    cr_assert_str_eq(read_xml("<x:a xmlns:x='u'><x:b k='1'>t</x:b></x:a>"),
                     "<a xmlns:x=u><b k=1>t</b></a>");
}

Test(xml, item_7_look_alikes_in_extensions_and_fallbacks_are_passed_over) {
    cr_assert_str_eq(read_xml("<a><extLst><c>1</c><extLst/></extLst><d/></a>"), "<a><d></d></a>");
    cr_assert_str_eq(read_xml("<a xmlns:mc='m'><mc:AlternateContent><mc:Choice><c>1</c></mc:Choice>"
                              "<mc:Fallback><c>2</c></mc:Fallback></mc:AlternateContent></a>"),
                     "<a xmlns:mc=m><AlternateContent><Choice><c>1</c></Choice>"
                     "</AlternateContent></a>");
}

Test(xml, item_11_variants_of_writing) {
    cr_assert_str_eq(read_xml("\xEF\xBB\xBF<?xml version='1.0' encoding='utf-8'?>\r\n<a k='v'>"
                              "<![CDATA[<x>]]>1<!-- no -->2</a>"),
                     "<a k=v><x>12</a>");
}

Test(xml, item_11_utf16_is_read) {
    static const char le[] = "\xFF\xFE<\0a\0>\0\x55\x53<\0/\0a\0>\0";
    cr_assert_str_eq(read_pieces((struct str){le, sizeof le - 1}, 3, NULL), "<a>单</a>");
}

Test(xml, item_11_other_encodings_are_refused) {
    cr_assert(is_fault(read_xml("<?xml version='1.0' encoding='GBK'?><a/>"), "编码"));
    cr_assert(is_fault(read_xml("<?xml version='1.0' encoding='ISO-8859-1'?><a/>"), "编码"));
    static const char *const no_names[] = {"-UTF8", "_UTF-8", "8", ".a"};
    for (size_t i = 0; i < sizeof no_names / sizeof *no_names; i++) {
        char text[64];
        snprintf(text, sizeof text, "<?xml version='1.0' encoding='%s'?><a/>", no_names[i]);
        cr_assert(is_fault(read_xml(text), "语法"), "%s names no encoding", no_names[i]);
    }
}

/* As Python names it where it is asked for utf8, and what it writes without being asked. */
Test(xml, item_11_other_names_of_utf8) {
    static const char *const names[] = {"utf8", "UTF8", "us-ascii", "US-ASCII", "Utf-8"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char text[128];
        snprintf(text, sizeof text, "<?xml version='1.0' encoding='%s'?>\n<a>&#21307;</a>",
                 names[i]);
        cr_assert_str_eq(read_xml(text), "<a>医</a>", "%s", names[i]);
        snprintf(text, sizeof text, "<?xml version='1.0' encoding='%s'?><a>\xD2\xBD</a>", names[i]);
        cr_assert_str_neq(read_xml(text), "<a>医</a>");
        snprintf(text, sizeof text, "<?xml version='1.0' encoding='%s'?><a>\xC4\xE3\xB8</a>",
                 names[i]);
        cr_assert(is_fault(read_xml(text), "第 1 行"), "GBK under the name %s", names[i]);
    }
    static const char *const others[] = {"unicode", "UCS-2", "gb18030", "windows-1252", "utf"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        char text[128];
        snprintf(text, sizeof text, "<?xml version='1.0' encoding='%s'?><a/>", others[i]);
        cr_assert(is_fault(read_xml(text), "编码"), "%s", others[i]);
    }
}

/* Behind the root stands what may, and nothing else. */
Test(xml, item_11_what_stands_round_the_root) {
    cr_assert_str_eq(read_xml("<!-- a --><?p x?>\r\n<a>1</a>\r\n<!-- b -->\n<?p?>\n"), "<a>1</a>");
    cr_assert(is_fault(read_xml("\n<?xml version='1.0'?><a/>"), "语法"));
    cr_assert(is_fault(read_xml("<a/>junk"), "语法"));
    cr_assert(is_fault(read_xml("<a/><b/>"), "语法"));
    cr_assert_str_eq(read_xml("<a>1<!-- <b> -x- --><?p </a>?>2<![CDATA[<&]]>3</a>"),
                     "<a>12<&3</a>");
}

Test(xml, item_12_document_types_anywhere) {
    cr_assert(is_fault(read_xml("<a><!DOCTYPE a></a>"), "第 1 行"));
    cr_assert(is_fault(read_xml("<!doctype a><a/>"), "第 1 行"));
    cr_assert(is_fault(read_xml("<!-- a --><!DOCTYPE a><a/>"), "DOCTYPE"));
    cr_assert(is_fault(read_xml("<a>&nbsp;</a>"), "第 1 行"));
}

Test(xml, item_13_references_to_what_is_no_character) {
    static const char *const bad[] = {"&#0;", "&#xD800;", "&#x110000;",    "&#xFFFE;",
                                      "&#1;", "&#;",      "&#x;",          "&amp",
                                      "&",    "&#x0A",    "&#99999999999;"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char text[64];
        snprintf(text, sizeof text, "<a>%s</a>", bad[i]);
        cr_assert(is_fault(read_xml(text), "第 1 行"), "%s", bad[i]);
    }
    cr_assert_str_eq(read_xml("<a>&#x1F600;&#x0009;&#xE000;&#x10FFFF;</a>"),
                     "<a>\xF0\x9F\x98\x80\t\xEE\x80\x80\xF4\x8F\xBF\xBF</a>");
}

Test(xml, item_11_bad_utf8_and_nul_are_refused) {
    static const char nul[] = "<a>\0</a>";
    cr_assert(is_fault(read_xml("<a>\xC3</a>"), "第 1 行"));
    cr_assert(is_fault(read_xml("<a>\xED\xA0\x80</a>"), "第 1 行"));
    cr_assert(is_fault(read_pieces((struct str){nul, sizeof nul - 1}, 100, NULL), "第 1 行"));
}

Test(xml, item_12_document_types_are_refused) {
    cr_assert(is_fault(read_xml("<!DOCTYPE a><a/>"), "DOCTYPE"));
    cr_assert(is_fault(read_xml("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), "DOCTYPE"));
    cr_assert(is_fault(read_xml("<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>"), "DOCTYPE"));
}

Test(xml, item_13_references_beyond_16_bits) {
    cr_assert_str_eq(read_xml("<a>&#x20BB7;&#134071;</a>"), "<a>𠮷𠮷</a>");
}

Test(xml, not_well_formed_is_refused_with_its_line) {
    cr_assert(is_fault(read_xml("<a>\n<b>\n</a>"), "第 3 行"));
    cr_assert(is_fault(read_xml("<a>"), "第 1 行"));
    cr_assert(is_fault(read_xml(""), "第 1 行"));
    cr_assert(is_fault(read_xml("<a/><b/>"), "第 1 行"));
}

Test(xml, depth_is_limited) {
    struct str open = trial_repeat(&trial, "<a>", 64), close = trial_repeat(&trial, "</a>", 64);
    struct str good = str_concat(trial.arena, open, close);
    cr_assert_neq(read_pieces(good, 1000, NULL)[0], '!');
    struct str deep =
        str_concat(trial.arena, STR("<b>"), str_concat(trial.arena, good, STR("</b>")));
    cr_assert(is_fault(read_pieces(deep, 1000, NULL), "过深"));
}

/* Also inside what is passed over. */
Test(xml, depth_is_limited_in_extensions) {
    struct str deep = str_concat(trial.arena, STR("<a><extLst>"), trial_repeat(&trial, "<b>", 100));
    cr_assert(is_fault(read_pieces(deep, 1000, NULL), "过深"));
}

Test(xml, attributes_are_limited) {
    struct buf buf = {.arena = trial.arena};
    buf_add_c(&buf, "<a");
    for (int i = 0; i < 65; i++) {
        buf_format(&buf, " k%d='v'", i);
    }
    buf_add_c(&buf, "/>");
    cr_assert(is_fault(read_pieces(buf_str(&buf), 1000, NULL), "标签过长"));
}

Test(xml, tags_are_limited) {
    struct str value = trial_repeat(&trial, "0123456789", 7000);
    struct str tag = str_format(trial.arena, "<a k='%" STR_FMT "'/>", STR_ARG(value));
    cr_assert(is_fault(read_pieces(tag, SIZE_MAX / 2, NULL), "标签过长"));
}

/* A tag without end must not be kept whole: the fault comes long before a megabyte. */
Test(xml, endless_tag_ends_early) {
    struct log log = {.buf = {.arena = trial.arena}};
    struct xml_calls calls = {&log, log_start, log_end, log_text};
    struct xml *xml = xml_open(trial.arena, &calls);
    struct str piece = trial_repeat(&trial, "a='x' ", 1000);
    size_t n_fed = 0;
    xml_feed(xml, STR("<a "));
    while (n_fed < 4000000 && xml_feed(xml, STR("k"))) {
        n_fed += piece.len + 1;
        if (!xml_feed(xml, trial_repeat(&trial, "k", 6000))) {
            break;
        }
    }
    cr_assert_lt(n_fed, 300000);
    cr_assert(str_contains(xml_fault(xml), STR("标签过长")));
}

Test(xml, long_text_is_no_long_tag) {
    struct str text = trial_repeat(&trial, "0123456789", 100000);
    struct str document = str_format(trial.arena, "<a>%" STR_FMT "</a>", STR_ARG(text));
    cr_assert_eq(strlen(read_pieces(document, 50000, NULL)), document.len);
}

Test(xml, calls_can_stop) {
    cr_assert_str_eq(read_pieces(STR("<a><b/><c/></a>"), 4, "b"), "!");
}

Test(xml, pieces_of_any_size_read_alike) {
    struct str text = STR("<a k='&lt;单位&gt;'>医院<b/>&amp;𠮷</a>");
    const char *whole = read_pieces(text, 1000, NULL);
    for (size_t piece = 1; piece < 10; piece++) {
        cr_assert_str_eq(read_pieces(text, piece, NULL), whole);
    }
}

Test(xml, attributes_are_found_by_name_and_by_prefixed_name) {
    static const struct xml_attribute items[] = {{STR_INIT("r:id"), STR_INIT("rId1")},
                                                 {STR_INIT("name"), STR_INIT("a")},
                                                 {STR_INIT("hidden"), STR_INIT("true")}};
    const struct xml_attributes listed = {items, 3}, *attributes = &listed;
    struct str value;
    cr_assert_not(xml_attribute(attributes, "id", &value));
    cr_assert(xml_prefixed_attribute(attributes, "id", &value));
    cr_assert(str_is(value, "rId1"));
    cr_assert(xml_attribute(attributes, "name", &value));
    cr_assert(str_is(value, "a"));
    cr_assert(xml_is_true(attributes, "hidden"));
    cr_assert_not(xml_is_true(attributes, "name"));
    cr_assert_not(xml_is_true(attributes, "absent"));
}

/* Parts of UTF-16 say so in one of three ways. */
Test(xml, item_11_utf16_by_every_name) {
    static const char *const names[] = {"UTF-16", "UTF-16LE", "UTF-16BE"};
    for (size_t i = 0; i < 6; i++) {
        bool is_big = i >= 3;
        struct buf wide = {.arena = trial.arena};
        struct str text = str_format(
            trial.arena, "\xEF\xBB\xBF<?xml version='1.0' encoding='%s'?><a>医</a>", names[i % 3]);
        for (size_t at = 0; at < text.len;) {
            uint32_t c = utf8_next(text, &at);
            buf_add_byte(&wide, (unsigned char)(is_big ? c >> 8 : c & 0xFF));
            buf_add_byte(&wide, (unsigned char)(is_big ? c & 0xFF : c >> 8));
        }
        bool is_other = (i % 3 == 1 && is_big) || (i % 3 == 2 && !is_big);
        const char *got = read_pieces(buf_str(&wide), 5, NULL);
        cr_assert(is_other || strcmp(got, "<a>医</a>") == 0, "%zu: %s", i, got);
    }
}
