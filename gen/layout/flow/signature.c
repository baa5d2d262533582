/*
 * The end of an official paper (GB/T 9704-2012 7.3.5): the date stands so many characters in from
 * the right, who signs is centred over it and reaches to the edge of the body at most, when the
 * date gives way:
 *
 *        last line of the text
 *
 *                            某某省卫生厅
 *                           2012年12月20日____
 */
#include "layout/flow/flow.h"

struct set_signature {
    /* Its lines of words, the date last. */
    const struct para **paras;
    size_t n_paras;
    /* From the right edge of the body to the middle of all of them. */
    int32_t middle;
    int32_t height;
};

struct set_signature *signature_set(const struct flow *flow, const struct flow_block *blocks,
                                    size_t n_blocks, const struct text_style *style) {
    struct set_signature *set = ARENA_NEW(flow->arena, struct set_signature);
    struct text_style plain = *style;
    plain.left = plain.right = 0;
    plain.para.alignment = ALIGN_CENTER;
    set->paras = ARENA_ARRAY(flow->arena, const struct para *, n_blocks);
    for (size_t i = 0; i < n_blocks; i++) {
        const struct para *para =
            flow_text(flow, blocks[i].texts, blocks[i].n_texts, &plain, flow->body.width);
        set->paras[set->n_paras++] = para;
        set->height += para->height;
        int32_t inset = i + 1 == n_blocks ? style->right : 0;
        int32_t middle = inset + para->natural_width / 2;
        set->middle = middle > set->middle ? middle : set->middle;
    }
    return set;
}

int32_t signature_needs(const struct set_signature *set) {
    return set->height;
}

void signature_place(struct flow *flow, const struct set_signature *set) {
    uint32_t around = flow->tag;
    for (size_t i = 0; i < set->n_paras; i++) {
        const struct para *para = set->paras[i];
        /* Each was set in the middle of the body. */
        int32_t x = flow->body.x + flow->body.width / 2 - set->middle;
        flow_add_tag(flow, (struct document_tag){.kind = TAG_PARA});
        para_place(flow->arena, para, 0, para->n_lines, flow->page, x, flow->y, flow->body);
        flow->y += para->height;
        flow_take_tag(flow, around);
    }
}
