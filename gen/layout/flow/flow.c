/*
 * Blocks into page bodies, from top to bottom: a paragraph leaves no single line behind or ahead
 * where it can be helped, running texts are added at the end when the pages are counted.
 */
#include "layout/flow/piece.h"

static void place_piece(struct flow *flow, const struct flow_piece *piece);

bool flow_set(struct arena *arena, const struct styles *styles, struct str master,
              struct flow_marks marks, const struct flow_block *blocks, size_t n_blocks,
              struct document *document, struct diag *diag) {
    struct flow flow = {.arena = arena, .styles = styles, .document = document, .diag = diag};
    flow.master = styles_master(styles, master, diag);
    struct flow_piece *pieces = ARENA_ARRAY(arena, struct flow_piece, n_blocks);
    if (!flow.master) {
        return false;
    }
    flow.body = flow.master->body;
    flow.references = references_find(&flow, blocks, n_blocks);
    if (!pieces_set(&flow, blocks, n_blocks, pieces)) {
        return false;
    }
    flow.first_page = document->n_pages;
    flow_turn(&flow);
    for (size_t i = 0; i < n_blocks; i++) {
        place_piece(&flow, &pieces[i]);
    }
    for (size_t i = 0; i < n_blocks; i++) {
        if (pieces[i].contents) {
            contents_finish(&flow, pieces[i].contents);
        }
    }
    references_finish(&flow);
    margins_add(&flow, marks);
    return true;
}

/* ---- pages ------------------------------------------------------------------------------------
 */

/* Makes the page one of the master. */
static void dress(struct flow *flow) {
    const struct master *master = flow->master;
    flow->page->width = master->width;
    flow->page->height = master->height;
    flow->body = master_body(master, flow->document->n_pages);
    flow->y = flow->body.y;
    flow->owed = 0;
    flow->masters[flow->n_masters - 1] = master;
    flow->page->grid = (struct page_grid){.area = flow->body};
    if (master->grid) {
        flow->page->grid.line = master->grid->para.leading;
        flow->page->grid.place = text_style_place(master->grid, flow->body.width);
    }
}

void flow_turn(struct flow *flow) {
    const struct master *master = flow->master;
    struct str number = str_format(flow->arena, "%zu", flow->document->n_pages + 1);
    flow->page =
        document_add_page(flow->arena, flow->document, master->width, master->height, number);
    flow->page->tag = flow->tag;
    ARENA_PUSH(flow->arena, flow->masters, flow->n_masters, flow->masters_capacity, master);
    dress(flow);
}

void flow_take_tag(struct flow *flow, uint32_t tag) {
    flow->tag = tag;
    flow->page->tag = tag;
}

void flow_add_tag(struct flow *flow, struct document_tag tag) {
    tag.parent = flow->tag;
    flow_take_tag(flow, document_add_tag(flow->arena, flow->document, tag));
}

bool flow_is_at_top(const struct flow *flow) {
    return flow->y == flow->body.y;
}

int32_t flow_room(const struct flow *flow) {
    return flow->body.y + flow->body.height - flow->y;
}

/* ---- placing ----------------------------------------------------------------------------------
 */

/* The style is set on the lines of the page's grid. */
static bool is_on_grid(const struct flow *flow, const struct text_style *style) {
    return flow->page->grid.line > 0 && style->para.leading == flow->page->grid.line;
}

/* Space before a block of a style: at least so much, and on a page with a grid to its next line;
 * where a line was left free anyhow, to the nearest. */
static int32_t snap(const struct flow *flow, const struct text_style *style, int32_t space) {
    if (!is_on_grid(flow, style)) {
        return space;
    }
    int32_t line = flow->page->grid.line;
    int32_t down = flow->y + space - flow->body.y;
    int32_t off = down % line;
    bool is_freed = space >= line;
    return off == 0 ? space : is_freed && off < line / 2 ? space - off : space + line - off;
}

/* Opens space before a block: what the block before wants under itself and this one over it. At
 * the top of a page nothing; and the page is turned if the block cannot begin on it. */
static void begin(struct flow *flow, const struct flow_piece *piece) {
    int32_t space = snap(flow, piece->style, flow->owed + piece->style->before);
    flow->owed = 0;
    if (!flow_is_at_top(flow) && piece->needs + space > flow_room(flow)) {
        flow_turn(flow);
    } else if (!flow_is_at_top(flow)) {
        flow->y += space;
    }
    references_note_place(flow, piece->block);
}

/* The lines [first, first + n) of a paragraph of the style, the last items of the page, are on its
 * grid. */
static void mark_grid(struct flow *flow, const struct text_style *style, const struct para *para,
                      size_t first, size_t n) {
    size_t at = flow->page->n_items;
    for (size_t i = first + n; is_on_grid(flow, style) && i-- > first;) {
        for (size_t k = para->lines[i].n_items; k-- > 0;) {
            struct item *item = &flow->page->items[--at];
            if (item->kind == ITEM_RUN) {
                item->run.is_on_grid = true;
                item->run.begins_place = k == 0 && style->per_line > 0;
            }
        }
    }
}

/* How many lines from `first` on the page takes: where what they hold has no room under the last
 * ones, two of them go on. */
static size_t count_lines(const struct flow *flow, const struct flow_piece *piece, size_t first) {
    const struct para *para = piece->para;
    size_t n = para_part(para, first, flow_room(flow), flow_is_at_top(flow));
    bool is_end = first + n == para->n_lines;
    int32_t rest = flow_room(flow) - (int32_t)n * para->leading;
    return is_end && n > 3 && piece->tail > rest ? n - 2 : n;
}

/* Places lines, page after page. */
static void place_lines(struct flow *flow, const struct flow_piece *piece) {
    const struct para *para = piece->para;
    size_t first = 0;
    while (first < para->n_lines) {
        size_t n = count_lines(flow, piece, first);
        size_t first_item = flow->page->n_items;
        para_place(flow->arena, para, first, n, flow->page, flow->body.x + piece->style->left,
                   flow->y, flow->body);
        mark_grid(flow, piece->style, para, first, n);
        references_note_words(flow, first_item);
        flow->y += (int32_t)n * para->leading;
        first += n;
        if (first < para->n_lines) {
            flow_turn(flow);
        }
    }
}

/* The words of a heading, for the outline. */
static struct str join_texts(struct arena *arena, const struct flow_block *block) {
    struct buf buf = {.arena = arena};
    for (size_t i = 0; i < block->n_texts; i++) {
        buf_add(&buf, block->texts[i].text);
    }
    return str_replace(arena, buf_str(&buf), STR("\n"), STR(" "));
}

/* Places a heading or a paragraph. */
static void place_text(struct flow *flow, const struct flow_piece *piece) {
    const struct flow_block *block = piece->block;
    struct document_tag tag = {.kind = TAG_PARA};
    begin(flow, piece);
    if (block->kind == BLOCK_HEADING) {
        int level = block->level > 0 ? block->level + 1 : 1;
        tag = (struct document_tag){.kind = TAG_HEADING, .level = (uint16_t)level};
        struct str title = block->called.len ? block->called : join_texts(flow->arena, block);
        document_add_bookmark(flow->arena, flow->document, title, level,
                              flow->document->n_pages - 1, flow->y);
    }
    flow_add_tag(flow, tag);
    place_lines(flow, piece);
    flow->owed = piece->style->after;
}

/* Places signature and date, all of which stand with the first of them. */
static void place_signature(struct flow *flow, const struct flow_piece *piece) {
    begin(flow, piece);
    signature_place(flow, piece->signature);
    flow->owed = piece->style->after;
}

static void place_piece(struct flow *flow, const struct flow_piece *piece) {
    const struct flow_block *block = piece->block;
    switch (block->kind) {
    case BLOCK_HEADING:
    case BLOCK_PARA:
        if (piece->signature) {
            place_signature(flow, piece);
        } else if (!piece_is_signed(piece)) {
            place_text(flow, piece);
        }
        break;
    case BLOCK_TABLE:
        begin(flow, piece);
        table_place(flow, piece->table);
        flow->owed = piece->style->after;
        break;
    case BLOCK_CHART:
        begin(flow, piece);
        flow_add_tag(flow,
                     (struct document_tag){.kind = TAG_FIGURE, .text = block->chart->caption});
        figure_place(flow, piece->figure);
        flow->owed = piece->style->after;
        break;
    case BLOCK_CONTENTS:
        begin(flow, piece);
        contents_place(flow, piece->contents);
        flow->owed = piece->style->after;
        break;
    case BLOCK_SPACE:
        if (!flow_is_at_top(flow)) {
            flow->owed += piece->style->para.leading;
        }
        break;
    case BLOCK_BREAK:
        flow->master = piece->master ? piece->master : flow->master;
        if (!flow_is_at_top(flow)) {
            flow_turn(flow);
        }
        dress(flow);
        break;
    }
    flow_take_tag(flow, 0);
}
