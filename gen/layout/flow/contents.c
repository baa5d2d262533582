/*
 * A list of contents (目录): a line for each heading, with the number of its page and a link to it.
 * Its lines are set before the pages are known, with room for the numbers, which are added when
 * everything has its place:
 *
 *     一、项目背景 ................................ 3
 *       （一）物理安全 ............................ 7
 */
#include "layout/flow/flow.h"

/* Characters of room for a number. */
#define NUMBER_ROOM 3
/* Characters that a level stands further in than the one above. */
#define LEVEL_INDENT 2

/* A line of contents. */
struct entry {
    const struct para *para;
    /* From the left of the body. */
    int32_t left;
    /* Index of the heading among the blocks. */
    size_t block;
    /* Where it was placed: page, its first item there and the one behind its last, its top. */
    struct page *page;
    size_t first_item, end_item;
    struct area body;
    int32_t y;
    /* The link as a part of the document. */
    uint32_t tag;
};

struct set_contents {
    const struct text_style *style;
    struct entry *entries;
    size_t n_entries;
};

/* The heading's words without forced breaks. */
static struct text *join(const struct flow *flow, const struct flow_block *block, size_t *n_texts) {
    struct text *texts = ARENA_ARRAY(flow->arena, struct text, block->n_texts);
    *n_texts = block->called.len ? 1 : block->n_texts;
    for (size_t i = 0; i < *n_texts; i++) {
        texts[i] = block->texts[i];
        texts[i].text = str_replace(flow->arena, texts[i].text, STR("\n"), STR(" "));
        texts[i].is_quoted = true;
    }
    if (block->called.len) {
        texts[0].text = block->called;
    }
    return texts;
}

struct set_contents *contents_set(const struct flow *flow, const struct flow_block *blocks,
                                  size_t n_blocks, int deepest, const struct text_style *style) {
    struct set_contents *set = ARENA_NEW(flow->arena, struct set_contents);
    set->style = style;
    set->entries = ARENA_ARRAY(flow->arena, struct entry, n_blocks);
    for (size_t i = 0; i < n_blocks; i++) {
        const struct flow_block *block = &blocks[i];
        if (block->kind != BLOCK_HEADING || block->level < 1 || block->level > deepest) {
            continue;
        }
        struct text_style look = *style;
        look.left += (block->level - 1) * LEVEL_INDENT * style->para.size;
        look.right += NUMBER_ROOM * style->para.size;
        size_t n_texts = 0;
        const struct text *texts = join(flow, block, &n_texts);
        set->entries[set->n_entries++] =
            (struct entry){.para = flow_text(flow, texts, n_texts, &look, flow->body.width),
                           .left = look.left,
                           .block = i};
    }
    return set;
}

int32_t contents_needs(const struct set_contents *set) {
    return set->n_entries > 0 ? set->entries[0].para->height : 0;
}

void contents_place(struct flow *flow, struct set_contents *set) {
    flow_add_tag(flow, (struct document_tag){.kind = TAG_CONTENTS});
    uint32_t whole = flow->tag;
    for (size_t i = 0; i < set->n_entries; i++) {
        struct entry *entry = &set->entries[i];
        const struct para *para = entry->para;
        flow_take_tag(flow, whole);
        /* The last one takes the one before it along to a new page. */
        bool is_last_but_one = i + 2 == set->n_entries;
        int32_t needs = para->height + (is_last_but_one ? entry[1].para->height : 0);
        if (needs > flow_room(flow) && !flow_is_at_top(flow)) {
            flow_turn(flow);
        }
        flow_add_tag(flow, (struct document_tag){.kind = TAG_CONTENTS_ITEM});
        flow_add_tag(flow, (struct document_tag){.kind = TAG_LINK});
        entry->page = flow->page;
        entry->first_item = flow->page->n_items;
        entry->body = flow->body;
        entry->y = flow->y;
        entry->tag = flow->tag;
        para_place(flow->arena, para, 0, para->n_lines, flow->page, flow->body.x + entry->left,
                   flow->y, flow->body);
        entry->end_item = flow->page->n_items;
        flow->y += para->height;
    }
}

/* Right end of what stands on the last line of an entry. */
static int32_t find_end(const struct entry *entry) {
    int32_t end = entry->body.x + entry->left;
    for (size_t i = entry->first_item; i < entry->end_item; i++) {
        const struct item *item = &entry->page->items[i];
        end = item->kind == ITEM_RUN ? item->run.x + item->run.width : end;
    }
    return end;
}

/* Adds the number of an entry, and the dots before it. */
static void add_number(const struct flow *flow, const struct set_contents *set,
                       const struct entry *entry, struct str number) {
    const struct text_style *style = set->style;
    int32_t room = NUMBER_ROOM * style->para.size;
    struct text_style look = *style;
    look.para.alignment = ALIGN_RIGHT;
    look.para.first_indent = 0;
    const struct para *para = flow_label(flow, number, &look, room);
    int32_t right = entry->body.x + entry->body.width - style->right;
    int32_t top = entry->y + entry->para->height - style->para.leading;
    int32_t from = find_end(entry) + style->para.size / 2;
    int32_t to = right - para->natural_width - style->para.size / 2;
    int32_t line = top + style->para.leading / 2 + style->para.size / 4;
    size_t n_before = entry->page->n_items;
    if (from < to) {
        entry->page->tag = 0;
        page_add_rule(flow->arena, entry->page,
                      (struct rule){.x1 = from,
                                    .y1 = line,
                                    .x2 = to,
                                    .y2 = line,
                                    .thickness = PT * 3 / 4,
                                    .dash = PT * 3 / 2});
    }
    entry->page->tag = entry->tag;
    para_place(flow->arena, para, 0, para->n_lines, entry->page, right - room, top, entry->body);
    page_move(flow->arena, entry->page, n_before, entry->end_item);
}

void contents_finish(const struct flow *flow, const struct set_contents *set) {
    /* From the last to the first, so that items stay where they were noted. */
    for (size_t i = set->n_entries; i-- > 0;) {
        const struct entry *entry = &set->entries[i];
        size_t page = 0;
        int32_t y = 0;
        references_find_place(flow, entry->block, &page, &y);
        add_number(flow, set, entry, flow->document->pages[page]->label);
        struct area area = {entry->body.x, entry->y, entry->body.width, entry->para->height};
        page_add_link(flow->arena, entry->page,
                      (struct page_link){.area = area, .page = page, .y = y, .tag = entry->tag});
    }
}
