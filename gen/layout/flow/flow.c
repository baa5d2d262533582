/*
 * Blocks into page bodies, from top to bottom: headings stay with what follows, a paragraph leaves
 * no single line behind or ahead where it can be helped, running texts are added at the end when
 * the pages are counted.
 */
#include "layout/flow/flow.h"

/* A block with its text set. */
struct flow_piece {
    const struct flow_block *block;
    /* Its style, or that of its caption: gives the space around it. */
    const struct text_style *style;
    const struct para *para;
    struct set_table *table;
    struct set_chart *chart;
    struct set_gantt *gantt;
    /* Of the first of its paragraphs; the others have nothing. */
    struct set_signature *signature;
    struct set_contents *contents;
    /* Of a new page: what it is made by; NULL for what the page before was. */
    const struct master *master;
    /* Units it must have on the page where it begins, and of an empty page. */
    int32_t needs, page_height;
    /* Units behind its last line that stay with that: blanks and a signature. */
    int32_t tail;
};

static bool set_pieces(const struct flow *flow, const struct flow_block *blocks, size_t n_blocks,
                       struct flow_piece *pieces);
static void place_piece(struct flow *flow, const struct flow_piece *piece);
static void add_running(struct flow *flow, struct flow_marks marks);

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
    if (!set_pieces(&flow, blocks, n_blocks, pieces)) {
        return false;
    }
    flow.first_page = document->n_pages;
    size_t first_bookmark = document->n_bookmarks;
    flow_turn(&flow);
    for (size_t i = 0; i < n_blocks; i++) {
        place_piece(&flow, &pieces[i]);
    }
    for (size_t i = 0; i < n_blocks; i++) {
        if (pieces[i].contents) {
            contents_finish(&flow, pieces[i].contents, first_bookmark);
        }
    }
    add_running(&flow, marks);
    return true;
}

/* ---- pages ------------------------------------------------------------------------------------
 */

/* The body of a page: on even pages it keeps its distance to the other edge. */
static struct area find_body(const struct master *master, size_t number) {
    struct area body = master->body;
    if (master->is_mirrored && number % 2 == 0) {
        body.x = master->width - body.x - body.width;
    }
    return body;
}

/* Makes the page one of the master. */
static void dress(struct flow *flow) {
    const struct master *master = flow->master;
    flow->page->width = master->width;
    flow->page->height = master->height;
    flow->body = find_body(master, flow->document->n_pages);
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

/* ---- setting ----------------------------------------------------------------------------------
 */

int32_t text_style_place(const struct text_style *style, int32_t width) {
    int32_t size = style->para.size;
    return style->per_line > 1 ? (width - size) / (style->per_line - 1) : size;
}

const struct para *flow_text(const struct flow *flow, const struct text *texts, size_t n_texts,
                             const struct text_style *style, int32_t width) {
    struct span *spans = ARENA_ARRAY(flow->arena, struct span, n_texts);
    int32_t most = width / style->para.size;
    for (size_t i = 0; i < n_texts; i++) {
        int32_t blank = texts[i].blank < (unsigned)most ? (int32_t)texts[i].blank : most;
        spans[i] = (struct span){.text = texts[i].text,
                                 .origin = texts[i].origin,
                                 .header = texts[i].header,
                                 .is_quoted = texts[i].is_quoted,
                                 .role = UINT32_MAX,
                                 .blank_width = blank * style->para.size};
    }
    struct para_style para = style->para;
    int32_t inner = width - style->left - style->right;
    inner = inner < para.size ? para.size : inner;
    if (style->per_line > 1) {
        para.tracking = text_style_place(style, inner) - para.size;
        /* An indent of two characters is one of two places. */
        para.first_indent =
            (int32_t)((int64_t)para.first_indent * (para.size + para.tracking) / para.size);
    }
    return para_set(flow->styles->typesetter, flow->arena, spans, n_texts, &para, inner,
                    flow->diag);
}

const struct para *flow_label(const struct flow *flow, struct str text,
                              const struct text_style *style, int32_t width) {
    struct text_style plain = *style;
    plain.left = plain.right = 0;
    return flow_text(flow, &(struct text){.text = text}, 1, &plain, width);
}

/* Paragraphs of the style of a signature from `blocks` on: who signs, and the date. */
static size_t count_signed(const struct flow_block *blocks, size_t n_blocks) {
    size_t n = 0;
    while (n < n_blocks && blocks[n].kind == BLOCK_PARA &&
           str_equal(blocks[n].style, blocks[0].style)) {
        n++;
    }
    return n;
}

/* Sets the text of one block. */
static bool set_piece(const struct flow *flow, const struct flow_block *block,
                      struct flow_piece *piece) {
    int32_t width = flow->body.width;
    piece->block = block;
    switch (block->kind) {
    case BLOCK_HEADING:
    case BLOCK_PARA:
        piece->style = styles_text(flow->styles, block->style, flow->diag);
        if (!piece->style) {
            return false;
        }
        piece->para = flow_text(flow, block->texts, block->n_texts, piece->style, width);
        size_t n = piece->para->n_lines;
        bool is_whole = block->kind == BLOCK_HEADING || n <= 3;
        piece->needs = is_whole ? piece->para->height : 2 * piece->para->leading;
        return true;
    case BLOCK_TABLE:
        piece->table = table_set(flow, block->table, block->style, &piece->style);
        piece->needs = piece->table ? table_needs(piece->table) : 0;
        return piece->table != NULL;
    case BLOCK_CHART:
        if (block->chart->kind == CHART_GANTT) {
            piece->gantt = gantt_set(flow, block->chart, block->style, &piece->style);
            piece->needs = piece->gantt ? gantt_needs(piece->gantt) : 0;
            return piece->gantt != NULL;
        }
        piece->chart = chart_set(flow, block->chart, block->style, &piece->style);
        piece->needs = piece->chart ? chart_needs(piece->chart) : 0;
        return piece->chart != NULL;
    case BLOCK_SPACE:
    case BLOCK_CONTENTS:
        piece->style = styles_text(flow->styles, block->style, flow->diag);
        return piece->style != NULL;
    case BLOCK_BREAK:
        if (block->style.len > 0) {
            piece->master = styles_master(flow->styles, block->style, flow->diag);
            return piece->master != NULL;
        }
        break;
    }
    return true;
}

static bool is_kept(const struct flow_piece *piece) {
    enum block_kind kind = piece->block->kind;
    return kind == BLOCK_HEADING || (kind == BLOCK_PARA && piece->style->is_kept);
}

static bool is_signed(const struct flow_piece *piece) {
    return piece->block->kind == BLOCK_PARA && piece->style->is_signed;
}

/* Makes the first of `n` pieces the signature of all of them. */
static void set_signed(const struct flow *flow, struct flow_piece *pieces, size_t n) {
    pieces->signature = signature_set(flow, pieces->block, n, pieces->style);
    pieces->needs = signature_needs(pieces->signature);
}

/* Gives a piece what stands behind its last line and may not stand without it. */
static void set_tail(struct flow_piece *piece, int32_t tail) {
    piece->tail = tail;
    if (piece->table) {
        table_hold(piece->table, tail);
        piece->needs = table_needs(piece->table);
    } else if (!is_kept(piece) && (!piece->para || piece->para->n_lines <= 3)) {
        piece->needs += tail;
    }
    piece->needs = piece->needs < piece->page_height ? piece->needs : piece->page_height;
}

/* Gives the blocks before signatures what they hold: the words before, with their last line. */
static void set_tails(struct flow_piece *pieces, size_t n_pieces) {
    int32_t tail = 0;
    for (size_t i = n_pieces; i-- > 0;) {
        struct flow_piece *piece = &pieces[i];
        enum block_kind kind = piece->block->kind;
        if (piece->signature) {
            tail = piece->style->before + piece->needs;
        } else if (tail > 0 && kind == BLOCK_SPACE) {
            tail += piece->style->para.leading;
        } else if (tail > 0 && kind != BLOCK_BREAK && !is_signed(piece)) {
            set_tail(piece, tail + piece->style->after);
            bool is_chained = is_kept(piece) && piece->para;
            tail = is_chained ? piece->style->before + piece->para->height + piece->tail : 0;
        } else if (kind == BLOCK_BREAK) {
            tail = 0;
        }
    }
}

/* Sets all blocks to the widths of their pages, and adds to the needs of each kept one those of the
 * next. */
static bool set_pieces(const struct flow *flow, const struct flow_block *blocks, size_t n_blocks,
                       struct flow_piece *pieces) {
    struct flow page = *flow;
    bool is_good = true;
    size_t signed_end = 0;
    for (size_t i = 0; i < n_blocks; i++) {
        is_good = set_piece(&page, &blocks[i], &pieces[i]) && is_good;
        if (is_good && blocks[i].kind == BLOCK_CONTENTS) {
            pieces[i].contents =
                contents_set(&page, blocks, n_blocks, blocks[i].level, pieces[i].style);
            pieces[i].needs = contents_needs(pieces[i].contents);
        }
        if (is_good && is_signed(&pieces[i]) && i >= signed_end) {
            signed_end = i + count_signed(&blocks[i], n_blocks - i);
            set_signed(&page, &pieces[i], signed_end - i);
        }
        if (is_good && pieces[i].master) {
            page.master = pieces[i].master;
            page.body = page.master->body;
        }
        pieces[i].page_height = page.body.height;
    }
    if (is_good) {
        set_tails(pieces, n_blocks);
    }
    for (size_t i = n_blocks; is_good && i-- > 1;) {
        struct flow_piece *piece = &pieces[i - 1];
        const struct flow_piece *next = &pieces[i];
        if (is_kept(piece) && next->block->kind != BLOCK_BREAK) {
            int32_t space = next->style ? next->style->before : 0;
            int64_t needs = (int64_t)piece->needs + piece->style->after + space + next->needs;
            /* What no page can hold together is not kept together. */
            piece->needs = needs <= piece->page_height ? (int32_t)needs : piece->needs;
        }
    }
    return is_good;
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
    if (flow_is_at_top(flow)) {
        return;
    }
    if (piece->needs + space > flow_room(flow)) {
        flow_turn(flow);
    } else {
        flow->y += space;
    }
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
        para_place(flow->arena, para, first, n, flow->page, flow->body.x + piece->style->left,
                   flow->y, flow->body);
        mark_grid(flow, piece->style, para, first, n);
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
        } else if (!is_signed(piece)) {
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
        if (piece->gantt) {
            gantt_place(flow, piece->gantt);
        } else {
            chart_place(flow, piece->chart);
        }
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

/* ---- in the margins ---------------------------------------------------------------------------
 */

/* Fills {page}, {pages} and {title}. */
static struct str fill(const struct flow *flow, struct str text, size_t page) {
    struct arena *arena = flow->arena;
    struct str number = flow->document->pages[page]->label;
    struct str count = str_format(arena, "%zu", flow->document->n_pages);
    text = str_replace(arena, text, STR("{page}"), number);
    text = str_replace(arena, text, STR("{pages}"), count);
    return str_replace(arena, text, STR("{title}"), flow->document->title);
}

static void place_running(const struct flow *flow, const struct running *running, size_t index,
                          struct area body) {
    struct page *page = flow->document->pages[index];
    struct text_style style = *running->style;
    style.para.alignment = index % 2 == 0 ? running->odd : running->even;
    style.para.leading = style.para.size;
    struct text text = {.text = fill(flow, running->text, index)};
    const struct para *para = flow_text(flow, &text, 1, &style, body.width);
    int32_t y = running->is_header ? body.y - running->distance - para->height
                                   : body.y + body.height + running->distance;
    struct area bound = {body.x, y, body.width, para->height};
    para_place(flow->arena, para, 0, para->n_lines, page, body.x + style.left, y, bound);
}

/* A framed word over the right end of the body. */
static void place_mark(const struct flow *flow, struct str mark, size_t index,
                       const struct text_style *style, struct area body) {
    struct page *page = flow->document->pages[index];
    const struct para *para = flow_label(flow, mark, style, body.width / 2);
    int32_t pad = style->para.size / 3;
    int32_t right = body.x + body.width;
    struct area box = {right - para->natural_width - 2 * pad, 0, para->natural_width + 2 * pad,
                       para->height + pad};
    box.y = body.y - box.height - 6 * PT;
    page_add_box(flow->arena, page, (struct box){.area = box, .thickness = PT});
    para_place(flow->arena, para, 0, para->n_lines, page, box.x + pad, box.y + pad / 2, box);
}

/* A large word in the middle of the page, behind what stands on it. */
static void place_watermark(const struct flow *flow, struct str mark, size_t index,
                            const struct text_style *style, const struct master *master) {
    struct page *page = flow->document->pages[index];
    const struct para *para = flow_label(flow, mark, style, master->width);
    int32_t y = (master->height - para->height) / 2;
    struct area bound = {0, y, master->width, para->height};
    size_t n_before = page->n_items;
    para_place(flow->arena, para, 0, para->n_lines, page, 0, y, bound);
    page_send_back(flow->arena, page, n_before);
}

static void add_running(struct flow *flow, struct flow_marks marks) {
    for (size_t i = 0; i < flow->n_masters; i++) {
        const struct master *master = flow->masters[i];
        size_t index = flow->first_page + i;
        struct area body = find_body(master, index + 1);
        if (marks.corner.len > 0 && master->mark) {
            place_mark(flow, marks.corner, index, master->mark, body);
        }
        if (marks.watermark.len > 0 && master->watermark) {
            place_watermark(flow, marks.watermark, index, master->watermark, master);
        }
        for (size_t k = 0; k < master->n_running; k++) {
            place_running(flow, &master->running[k], index, body);
        }
    }
}
