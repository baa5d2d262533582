/* Pages as SVG: every item is drawn where it stands, text stays text, and nothing becomes markup.
 */
#include "write/write.h"

#include "write/sample.h"

#include <criterion/criterion.h>

static struct str draw(struct sample *sample, const struct page *page) {
    struct buf out = {.arena = sample->arena};
    write_svg(sample->arena, page, STR("图 <1> & \"2\""), &out);
    return buf_str(&out);
}

static size_t count(struct str text, const char *what) {
    size_t n = 0;
    for (size_t at = 0; (at = str_find(text, str_from_c(what), at)) != SIZE_MAX; at++) {
        n++;
    }
    return n;
}

Test(svg, every_kind_of_item_is_drawn_at_its_place_in_points) {
    struct sample *sample = sample_open();
    struct page *page = sample_page(sample, "1");
    sample_text(sample, page, SONG, 10.5, 72, 100.25, "已备案");
    struct item *rule = sample_item(sample, page, ITEM_RULE);
    rule->rule = (struct rule){.x1 = 10 * PT,
                               .y1 = 20 * PT,
                               .x2 = 30 * PT,
                               .y2 = 20 * PT,
                               .thickness = PT,
                               .dash = 2 * PT};
    for (int hatch = HATCH_NONE; hatch <= HATCH_DOTS; hatch++) {
        struct item *box = sample_item(sample, page, ITEM_BOX);
        box->box = (struct box){.area = {50 * PT, 60 * PT, 20 * PT, 7 * PT + PT / 2},
                                .thickness = PT / 2,
                                .hatch = (enum hatch)hatch,
                                .fill_gray = hatch == HATCH_SOLID ? 255 : 0};
    }
    sample_tick(sample, page, 40, 40, 12);
    struct str svg = draw(sample, page);
    cr_assert(str_contains(svg, STR("<text x=\"72\" y=\"100.25\" font-size=\"10.5\"")), "%" STR_FMT,
              STR_ARG(svg));
    cr_assert(str_contains(svg, STR(">已备案</text>")));
    cr_assert(
        str_contains(svg, STR("<path d=\"M10 20L30 20\" fill=\"none\" stroke=\"currentColor\"")));
    cr_assert(str_contains(svg, STR("stroke-dasharray=\"2\"")));
    cr_assert_eq(count(svg, "<rect x=\"50\" y=\"60\" width=\"20\" height=\"7.5\""), HATCH_DOTS + 1);
    cr_assert_eq(count(svg, "var(--paper,#fff)"), 1, "white is the paper's");
    /* The line, five hatches, and the box and the stroke of a tick. */
    cr_assert_geq(count(svg, "<path "), 1 + 5 + 1);
    sample_close(sample);
}

Test(svg, it_is_well_formed_and_the_same_each_time) {
    struct sample *sample = sample_open();
    struct page *page = sample_page(sample, "1");
    sample_text(sample, page, SONG, 12, 72, 100, "<script>a&b\"</script>");
    struct str svg = draw(sample, page);
    cr_assert_eq(count(svg, "<script"), 0);
    cr_assert(str_equal(svg, draw(sample, page)));
    struct str said =
        sample_filter(sample,
                      "python3 -c 'import sys, xml.dom.minidom as m; d = m.parse(sys.argv[1]); "
                      "print(d.documentElement.getAttribute(\"aria-label\"), "
                      "d.getElementsByTagName(\"text\")[0].firstChild.data)' %s",
                      svg);
    cr_assert(str_contains(said, STR("图 <1> & \"2\" <script>a&b\"</script>")), "%" STR_FMT,
              STR_ARG(said));
    sample_close(sample);
}
