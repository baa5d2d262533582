/* The structure tree of a PDF. */
#include "write/pdf/tags.h"

#include "write/pdf/pdftext.h"

/* Bytes that one reference or number with its words fills at most. */
#define ENTRY_ROOM 128

void tags_begin(struct tags *tags, struct arena *arena, const struct document *document) {
    size_t n = document->n_tags;
    *tags = (struct tags){.arena = arena,
                          .document = document,
                          .first_mark = ARENA_ARRAY(arena, uint32_t, n),
                          .last_mark = ARENA_ARRAY(arena, uint32_t, n),
                          .first_child = ARENA_ARRAY(arena, uint32_t, n),
                          .next_child = ARENA_ARRAY(arena, uint32_t, n),
                          .objects = ARENA_ARRAY(arena, unsigned, n)};
}

/* For measurements: what the same files cost without tags. */
#ifdef WRITE_UNTAGGED
#define LEAVES_TAGS_OUT true
#else
#define LEAVES_TAGS_OUT false
#endif

bool tags_are_there(const struct tags *tags) {
    return tags->document->n_tags > 0 && !LEAVES_TAGS_OUT;
}

uint32_t tags_mark(struct tags *tags, uint32_t tag, uint32_t page) {
    struct tag_mark mark = {.tag = tag, .page = page};
    if (tags->n_marks > 0 && tags->marks[tags->n_marks - 1].page == page) {
        mark.number = tags->marks[tags->n_marks - 1].number + 1;
    }
    ARENA_PUSH(tags->arena, tags->marks, tags->n_marks, tags->capacity, mark);
    uint32_t last = tags->last_mark[tag];
    if (last) {
        tags->marks[last - 1].next = (uint32_t)tags->n_marks;
    } else {
        tags->first_mark[tag] = (uint32_t)tags->n_marks;
    }
    tags->last_mark[tag] = (uint32_t)tags->n_marks;
    return mark.number;
}

size_t tags_link(struct tags *tags, uint32_t tag, unsigned object) {
    struct tag_link link = {.tag = tag, .object = object};
    ARENA_PUSH(tags->arena, tags->links, tags->n_links, tags->links_capacity, link);
    return tags->document->n_pages + tags->n_links - 1;
}

const char *tags_name(const struct document_tag *tag) {
    static const char *const names[] = {
        [TAG_DOCUMENT] = "Document",
        [TAG_SECTION] = "Sect",
        [TAG_HEADING] = "H1",
        [TAG_PARA] = "P",
        [TAG_TABLE] = "Table",
        [TAG_CAPTION] = "Caption",
        [TAG_ROW] = "TR",
        [TAG_HEADER_CELL] = "TH",
        [TAG_CELL] = "TD",
        [TAG_FIELD] = "Field",
        [TAG_VALUE] = "Value",
        [TAG_FIGURE] = "Figure",
        [TAG_CONTENTS] = "TOC",
        [TAG_CONTENTS_ITEM] = "TOCI",
        [TAG_LINK] = "Link",
    };
    static const char *const headings[] = {"H1", "H2", "H3", "H4", "H5", "H6"};
    if (tag->kind == TAG_HEADING && tag->level > 0) {
        return headings[tag->level < 6 ? tag->level - 1 : 5];
    }
    return names[tag->kind];
}

/* ---- what is told -----------------------------------------------------------------------------
 */

/* An empty cell holds its place in the table. */
static bool holds_place(const struct document_tag *tag) {
    return tag->kind == TAG_CELL || tag->kind == TAG_HEADER_CELL;
}

void tags_number(struct tags *tags, unsigned first_object) {
    const struct document_tag *all = tags->document->tags;
    size_t n = tags->document->n_tags;
    /* From the last to the first, so that parts know of their children before they are asked. */
    for (size_t i = n; i-- > 1;) {
        bool is_told = tags->first_mark[i] || tags->first_child[i] || holds_place(&all[i]);
        uint32_t parent = all[i].parent;
        if (!is_told || parent >= i) {
            continue;
        }
        tags->objects[i] = 1;
        tags->next_child[i] = tags->first_child[parent];
        tags->first_child[parent] = (uint32_t)i;
    }
    tags->objects[0] = n > 0;
    for (size_t i = 0; i < n; i++) {
        if (tags->objects[i]) {
            tags->objects[i] = first_object + (unsigned)tags->n_told++;
        }
    }
}

/* ---- what is said of it ----------------------------------------------------------------------
 */

/* Appends `before`, a number, `after`. */
static void add_numbered(struct buf *out, const char *before, uint64_t number, const char *after) {
    char *start = make_room(out, ENTRY_ROOM);
    char *at = start;
    while (*before) {
        *at++ = *before++;
    }
    at = put_digits(at, number);
    while (*after) {
        *at++ = *after++;
    }
    out->len += (size_t)(at - start);
}

/* The place that a link's words stand for; NULL for other parts. */
static const struct tag_link *find_link(const struct tags *tags, uint32_t tag) {
    bool is_link = tags->document->tags[tag].kind == TAG_LINK;
    for (size_t i = 0; is_link && i < tags->n_links; i++) {
        if (tags->links[i].tag == tag) {
            return &tags->links[i];
        }
    }
    return NULL;
}

/* A child is a link whose words stand before the mark of that number. */
static bool is_link_before(const struct tags *tags, uint32_t child, uint32_t number) {
    uint32_t first = tags->first_mark[child];
    return tags->document->tags[child].kind == TAG_LINK && first > 0 && first < number;
}

/* Appends what a part consists of. Nearly all consist of one stretch. */
static void add_kids(const struct tags *tags, uint32_t tag, const unsigned *pages,
                     struct buf *out) {
    const struct tag_mark *mark = tags->marks;
    uint32_t first = tags->first_mark[tag], child = tags->first_child[tag];
    uint32_t page = first ? mark[first - 1].page : 0;
    if (first) {
        add_numbered(out, "/Pg ", pages[page], " 0 R");
    }
    const struct tag_link *link = find_link(tags, tag);
    if (first && !child && !link && !mark[first - 1].next) {
        add_numbered(out, "/K ", mark[first - 1].number, "");
        return;
    }
    if (!first && !child) {
        return;
    }
    buf_add_c(out, "/K[");
    for (uint32_t i = first; i; i = mark[i - 1].next) {
        /* Links among the words of a paragraph stand where they are read. */
        for (; child && is_link_before(tags, child, i); child = tags->next_child[child]) {
            add_numbered(out, "", tags->objects[child], " 0 R ");
        }
        if (mark[i - 1].page == page) {
            add_numbered(out, "", mark[i - 1].number, " ");
            continue;
        }
        add_numbered(out, "<</Type/MCR/Pg ", pages[mark[i - 1].page], " 0 R");
        add_numbered(out, "/MCID ", mark[i - 1].number, ">>");
    }
    for (; child; child = tags->next_child[child]) {
        add_numbered(out, "", tags->objects[child], " 0 R ");
    }
    if (link) {
        add_numbered(out, "<</Type/OBJR/Obj ", link->object, " 0 R>>");
    }
    buf_add_byte(out, ']');
}

void tags_add_entries(const struct tags *tags, uint32_t tag, unsigned root, const unsigned *pages,
                      struct buf *out) {
    const struct document_tag *said = &tags->document->tags[tag];
    buf_add_c(out, "/S/");
    buf_add_c(out, tags_name(said));
    add_numbered(out, "/P ", tag == 0 ? root : tags->objects[said->parent], " 0 R");
    if (said->n_columns > 1 || said->n_rows > 1) {
        buf_add_c(out, "/A<</O/Table");
        if (said->n_columns > 1) {
            add_numbered(out, "/ColSpan ", said->n_columns, "");
        }
        if (said->n_rows > 1) {
            add_numbered(out, "/RowSpan ", said->n_rows, "");
        }
        buf_add_c(out, ">>");
    }
    if (said->text.len) {
        buf_add_c(out, "/Alt<FEFF");
        add_utf16_hex(out, said->text);
        buf_add_byte(out, '>');
    }
    add_kids(tags, tag, pages, out);
}

void tags_add_parents(const struct tags *tags, struct buf *out) {
    buf_add_c(out, "/Nums[");
    uint32_t page = UINT32_MAX;
    for (size_t i = 0; i < tags->n_marks; i++) {
        const struct tag_mark *mark = &tags->marks[i];
        if (mark->page != page) {
            add_numbered(out, page == UINT32_MAX ? "" : "]", mark->page, "[");
            page = mark->page;
        }
        add_numbered(out, "", tags->objects[mark->tag], " 0 R ");
    }
    buf_add_c(out, page == UINT32_MAX ? "" : "]");
    for (size_t i = 0; i < tags->n_links; i++) {
        add_numbered(out, "", tags->document->n_pages + i, "");
        add_numbered(out, " ", tags->objects[tags->links[i].tag], " 0 R ");
    }
    buf_add_byte(out, ']');
}
