/*
 * What words name and where it stands: "see table 3" leads to the table of that number. A block is
 * named by the beginning of its caption or heading, up to the first blank, where that begins with
 * an ideograph and ends with a number. Words are looked through when they are set, as a name is a
 * run of its own; where it leads is known when everything has its place.
 */
#include "layout/flow/flow.h"

/* Characters of the longest name. */
#define LONGEST_NAME 8

/* A block that words can name. */
struct place {
    /* Its name; empty: none, or the same as another's. */
    struct str name;
    /* What the outline calls it. */
    struct str title;
    /* Where it begins. */
    size_t page;
    int32_t y;
};

/* Words that name a block. */
struct mention {
    struct page *page;
    struct area area;
    /* Number of the block, from 1. */
    uint32_t refers;
    /* The link as a part of the document. */
    uint32_t tag;
};

struct references {
    /* The blocks, and the place of each. */
    const struct flow_block *blocks;
    struct place *places;
    size_t n_places;
    /* Numbers of the named ones. */
    uint32_t *named;
    size_t n_named, named_capacity;
    /* Their mentions. */
    struct mention *mentions;
    size_t n_mentions, capacity;
    /* Level of the last heading in the outline. */
    int level;
};

static bool is_digit(uint32_t c) {
    return c >= '0' && c <= '9';
}

/* One of 一二三四五六七八九十百. */
static bool is_numeral(uint32_t c) {
    static const uint32_t numerals[] = {0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94, 0x516D,
                                        0x4E03, 0x516B, 0x4E5D, 0x5341, 0x767E};
    bool is_one = false;
    for (size_t i = 0; !is_one && i < sizeof numerals / sizeof *numerals; i++) {
        is_one = c == numerals[i];
    }
    return is_one;
}

static bool is_blank(uint32_t c) {
    return c == ' ' || c == 0x3000 || c == 0xA0 || c == '\n';
}

/* The name at the beginning of a caption or heading; empty if it is none. */
static struct str find_name(struct str title) {
    size_t at = 0, end = 0, n = 0;
    uint32_t first = 0, last = 0;
    while (at < title.len) {
        uint32_t c = utf8_next(title, &at);
        if (is_blank(c)) {
            break;
        }
        first = n++ == 0 ? c : first;
        last = c;
        end = at;
    }
    bool is_name = n >= 2 && n <= LONGEST_NAME && utf8_is_han(first) && !is_numeral(first) &&
                   (is_digit(last) || is_numeral(last));
    return is_name ? str_slice(title, 0, end) : (struct str){0};
}

/* What a block is called on the page; empty for what is not. */
static struct str find_title(const struct flow *flow, const struct flow_block *block) {
    if (block->kind == BLOCK_TABLE) {
        return block->table->caption;
    }
    if (block->kind == BLOCK_CHART) {
        return block->chart->caption;
    }
    struct buf words = {.arena = flow->arena};
    for (size_t i = 0; block->kind == BLOCK_HEADING && block->level > 0 && i < block->n_texts;
         i++) {
        buf_add(&words, block->texts[i].text);
    }
    return block->called.len > 0 && block->level > 0 ? block->called : buf_str(&words);
}

/* Lists the blocks that have a name of their own: one that several have is none, of none of them.
 */
static void list_names(const struct flow *flow, struct references *found) {
    bool *is_shared = ARENA_ARRAY(flow->arena, bool, found->n_places);
    for (size_t i = 0; i < found->n_places; i++) {
        struct str name = found->places[i].name;
        for (size_t k = 0; k < i && name.len > 0 && !is_shared[i]; k++) {
            is_shared[i] = str_equal(found->places[k].name, name);
            is_shared[k] = is_shared[k] || is_shared[i];
        }
    }
    for (size_t i = 0; i < found->n_places; i++) {
        if (is_shared[i]) {
            found->places[i].name = (struct str){0};
        } else if (found->places[i].name.len > 0) {
            ARENA_PUSH(flow->arena, found->named, found->n_named, found->named_capacity,
                       (uint32_t)i + 1);
        }
    }
}

struct references *references_find(const struct flow *flow, const struct flow_block *blocks,
                                   size_t n_blocks) {
    struct references *found = ARENA_NEW(flow->arena, struct references);
    found->blocks = blocks;
    found->places = ARENA_ARRAY(flow->arena, struct place, n_blocks);
    found->n_places = n_blocks;
    for (size_t i = 0; i < n_blocks; i++) {
        found->places[i].title = find_title(flow, &blocks[i]);
        found->places[i].name = find_name(found->places[i].title);
    }
    list_names(flow, found);
    return found;
}

/* ---- words ----------------------------------------------------------------------------------- */

/* Bytes of the text from `at` that say a name, blanks between its characters left aside; 0: none.
 */
static size_t match_name(struct str text, size_t at, struct str name) {
    size_t start = at, k = 0;
    uint32_t wanted = 0;
    while (k < name.len) {
        wanted = utf8_next(name, &k);
        uint32_t c = at < text.len ? utf8_next(text, &at) : 0;
        while (at > start && is_blank(c) && c != '\n') {
            c = at < text.len ? utf8_next(text, &at) : 0;
        }
        if (c != wanted) {
            return 0;
        }
    }
    size_t ahead = at;
    uint32_t next = ahead < text.len ? utf8_next(text, &ahead) : 0;
    uint32_t after = ahead < text.len ? utf8_next(text, &ahead) : 0;
    bool goes_on = is_digit(wanted)
                       ? is_digit(next) || ((next == '.' || next == '-') && is_digit(after))
                       : is_numeral(next);
    return goes_on ? 0 : at - start;
}

/* Spans being split. */
struct splitting {
    struct span *spans;
    size_t n, capacity;
    /* What all of them say, and where in it the last name ends; 0 before the first. */
    struct buf said;
    size_t mention_end;
};

/* One of the words ends a text, or is the whole of it. */
static bool is_among(const struct str *words, size_t n_words, struct str text, bool is_whole) {
    bool is_one = false;
    for (size_t i = 0; !is_one && i < n_words; i++) {
        is_one = is_whole ? str_equal(text, words[i]) : str_ends(text, words[i]);
    }
    return is_one;
}

/* A name can begin behind what was said before: at the start, behind a word that leads to one, or
 * behind another name that nothing or a word that joins two parts from it. Elsewhere it may be the
 * end of another name, or a standard's. */
static bool can_begin(const struct splitting *split, const struct word_list *words, size_t at) {
    struct str said = str_slice(buf_str(&split->said), 0, at);
    struct str between = str_trim(str_slice(said, split->mention_end, at));
    bool is_joined = split->mention_end > 0 &&
                     (between.len == 0 || is_among(words->joins, words->n_joins, between, true));
    return at == 0 || is_joined || is_among(words->leads, words->n_leads, said, false);
}

/* The longest name at a place of what is said: the number of its block, or 0. */
static uint32_t find_mention(const struct flow *flow, const struct splitting *split, size_t at,
                             size_t *len) {
    const struct references *found = flow->references;
    struct str text = buf_str(&split->said);
    uint32_t refers = 0;
    *len = 0;
    for (size_t i = 0; i < found->n_named; i++) {
        size_t n = match_name(text, at, found->places[found->named[i] - 1].name);
        refers = n > *len ? found->named[i] : refers;
        *len = n > *len ? n : *len;
    }
    return refers && can_begin(split, &flow->styles->words, at) ? refers : 0;
}

/* Adds a part of a span. */
static void add_part(const struct flow *flow, struct splitting *split, struct span whole,
                     size_t from, size_t end, uint32_t refers) {
    if (from < end) {
        struct span part = whole;
        part.text = str_slice(whole.text, from, end);
        part.refers = refers;
        ARENA_PUSH(flow->arena, split->spans, split->n, split->capacity, part);
    }
}

/* Adds a span, in parts if it names places; it begins at `base` of what is said. */
static void split_span(const struct flow *flow, struct splitting *split, struct span span,
                       size_t base) {
    size_t from = 0, at = 0;
    while (at < span.text.len) {
        size_t len = 0;
        uint32_t refers = find_mention(flow, split, base + at, &len);
        if (refers && at + len <= span.text.len) {
            add_part(flow, split, span, from, at, 0);
            add_part(flow, split, span, at, at + len, refers);
            from = at = at + len;
            split->mention_end = base + at;
        } else {
            utf8_next(span.text, &at);
        }
    }
    add_part(flow, split, span, from, span.text.len, 0);
}

const struct span *references_split(const struct flow *flow, const struct text *texts,
                                    size_t n_texts, const struct text_style *style,
                                    size_t *n_spans) {
    struct span *whole = flow_spans(flow, texts, n_texts, style, flow->body.width);
    struct splitting split = {.said = {.arena = flow->arena}};
    *n_spans = n_texts;
    if (!flow->references || flow->references->n_named == 0) {
        return whole;
    }
    for (size_t i = 0; i < n_texts; i++) {
        buf_add(&split.said, whole[i].text);
    }
    for (size_t i = 0, base = 0; i < n_texts; base += whole[i++].text.len) {
        bool is_ours = !whole[i].origin.source && whole[i].blank_width == 0;
        if (is_ours && whole[i].text.len > 0) {
            split_span(flow, &split, whole[i], base);
        } else {
            ARENA_PUSH(flow->arena, split.spans, split.n, split.capacity, whole[i]);
        }
    }
    *n_spans = split.n;
    return split.spans;
}

/* ---- places ---------------------------------------------------------------------------------- */

void references_note_place(const struct flow *flow, const struct flow_block *block) {
    struct references *found = flow->references;
    struct place *place = found ? &found->places[block - found->blocks] : NULL;
    if (!place) {
        return;
    }
    place->page = flow->document->n_pages - 1;
    place->y = flow->y;
    if (block->kind == BLOCK_HEADING) {
        found->level = block->level > 0 ? block->level + 1 : 1;
    } else if (place->name.len > 0) {
        document_add_bookmark(flow->arena, flow->document, place->title, found->level + 1,
                              place->page, place->y);
    }
}

void references_find_place(const struct flow *flow, size_t index, size_t *page, int32_t *y) {
    *page = flow->references->places[index].page;
    *y = flow->references->places[index].y;
}

void references_note_words(struct flow *flow, size_t first_item) {
    struct references *found = flow->references;
    struct page *page = flow->page;
    for (size_t i = first_item; found && i < page->n_items; i++) {
        const struct run *run = &page->items[i].run;
        if (page->items[i].kind != ITEM_RUN || run->refers == 0) {
            continue;
        }
        uint32_t tag =
            document_add_tag(flow->arena, flow->document,
                             (struct document_tag){.kind = TAG_LINK, .parent = flow->tag});
        page->items[i].tag = tag;
        struct area area = {run->x, run->y - run->size, run->width, run->size * 5 / 4};
        ARENA_PUSH(flow->arena, found->mentions, found->n_mentions, found->capacity,
                   ((struct mention){page, area, run->refers, tag}));
    }
}

void references_finish(const struct flow *flow) {
    const struct references *found = flow->references;
    for (size_t i = 0; i < found->n_mentions; i++) {
        const struct mention *mention = &found->mentions[i];
        const struct place *place = &found->places[mention->refers - 1];
        page_add_link(
            flow->arena, mention->page,
            (struct page_link){
                .area = mention->area, .page = place->page, .y = place->y, .tag = mention->tag});
    }
}
