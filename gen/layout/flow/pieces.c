/* Blocks are set to the widths of their pages, and told what must stand with them: headings stay
 * with what follows, what stands before a signature with that. */
#include "layout/flow/piece.h"

int32_t text_style_place(const struct text_style *style, int32_t width) {
    int32_t size = style->para.size;
    return style->per_line > 1 ? (width - size) / (style->per_line - 1) : size;
}

struct span *flow_spans(const struct flow *flow, const struct text *texts, size_t n_texts,
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
    return spans;
}

const struct para *flow_set_spans(const struct flow *flow, const struct span *spans, size_t n_spans,
                                  const struct text_style *style, int32_t width) {
    struct para_style para = style->para;
    int32_t inner = width - style->left - style->right;
    inner = inner < para.size ? para.size : inner;
    if (style->per_line > 1) {
        para.tracking = text_style_place(style, inner) - para.size;
        /* An indent of two characters is one of two places. */
        para.first_indent =
            (int32_t)((int64_t)para.first_indent * (para.size + para.tracking) / para.size);
    }
    return para_set(flow->styles->typesetter, flow->arena, spans, n_spans, &para, inner,
                    flow->diag);
}

const struct para *flow_text(const struct flow *flow, const struct text *texts, size_t n_texts,
                             const struct text_style *style, int32_t width) {
    const struct span *spans = flow_spans(flow, texts, n_texts, style, width);
    return flow_set_spans(flow, spans, n_texts, style, width);
}

/* Sets a heading, or a paragraph whose words may name places. */
static const struct para *set_words(const struct flow *flow, const struct flow_block *block,
                                    const struct text_style *style) {
    size_t n_spans = block->n_texts;
    if (block->kind == BLOCK_HEADING) {
        return flow_text(flow, block->texts, n_spans, style, flow->body.width);
    }
    const struct span *spans =
        references_split(flow, block->texts, block->n_texts, style, &n_spans);
    return flow_set_spans(flow, spans, n_spans, style, flow->body.width);
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
    piece->block = block;
    switch (block->kind) {
    case BLOCK_HEADING:
    case BLOCK_PARA:
        piece->style = styles_text(flow->styles, block->style, flow->diag);
        if (!piece->style) {
            return false;
        }
        piece->para = set_words(flow, block, piece->style);
        size_t n = piece->para->n_lines;
        bool is_whole = block->kind == BLOCK_HEADING || n <= 3;
        piece->needs = is_whole ? piece->para->height : 2 * piece->para->leading;
        return true;
    case BLOCK_TABLE:
        piece->table = table_set(flow, block->table, block->style, &piece->style);
        piece->needs = piece->table ? table_needs(piece->table) : 0;
        return piece->table != NULL;
    case BLOCK_CHART:
        piece->figure = figure_set(flow, block->chart, block->style, &piece->style);
        piece->needs = piece->figure ? figure_needs(piece->figure) : 0;
        return piece->figure != NULL;
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

bool piece_is_signed(const struct flow_piece *piece) {
    return piece->block->kind == BLOCK_PARA && piece->style->is_signed;
}

/* Makes the first of `n` pieces the signature of all of them. */
static void set_signed(const struct flow *flow, struct flow_piece *pieces, size_t n) {
    pieces->signature = signature_set(flow, pieces->block, n, pieces->style);
    pieces->needs = signature_needs(pieces->signature);
}

/* Gives a piece what stands behind its last line and may not stand without it. */
static void set_tail(struct flow_piece *piece, int32_t tail, bool is_note) {
    piece->tail = tail;
    if (piece->table) {
        table_hold(piece->table, tail, is_note);
        piece->needs = table_needs(piece->table);
    } else if (!is_kept(piece) && (!piece->para || piece->para->n_lines <= 3)) {
        piece->needs += tail;
    }
    piece->needs = piece->needs < piece->page_height ? piece->needs : piece->page_height;
}

/* Most lines of last words that are no page of their own. */
#define MOST_LAST_LINES 3

/* The last words of a document, if they are few: a note under a table has rows of it on its page.
 */
static bool are_last_words(const struct flow_piece *pieces, size_t n_pieces, size_t i) {
    return i + 1 == n_pieces && pieces[i].block->kind == BLOCK_PARA && pieces[i].para &&
           pieces[i].para->n_lines <= MOST_LAST_LINES;
}

/* A note right behind a table. */
static bool is_note(const struct flow_piece *pieces, size_t i) {
    const struct flow_piece *piece = &pieces[i];
    return i > 0 && pieces[i - 1].table && piece->block->kind == BLOCK_PARA &&
           piece->style->is_under && piece->para && piece->para->n_lines > 0;
}

/* What a piece with words behind it adds to what stands behind the block before: words that are
 * kept, and a table so low that it is no page by itself, like a line for signatures. */
static int32_t find_tail(const struct flow_piece *piece) {
    if (piece->table && table_is_short(piece->table)) {
        return piece->style->before + piece->needs;
    }
    bool is_chained = is_kept(piece) && piece->para;
    return is_chained ? piece->style->before + piece->para->height + piece->tail : 0;
}

/* Gives the blocks before signatures and last words what they hold: the words before, with their
 * last line; and tables their notes. */
static void set_tails(struct flow_piece *pieces, size_t n_pieces) {
    int32_t tail = 0;
    bool is_behind_note = false;
    for (size_t i = n_pieces; i-- > 0;) {
        struct flow_piece *piece = &pieces[i];
        enum block_kind kind = piece->block->kind;
        bool is_last_table = i + 1 == n_pieces && piece->table && table_is_short(piece->table);
        if (piece->signature || is_last_table || are_last_words(pieces, n_pieces, i)) {
            tail = piece->style->before + piece->needs;
        } else if (tail > 0 && kind == BLOCK_SPACE) {
            tail += piece->style->para.leading;
        } else if (tail > 0 && kind != BLOCK_BREAK && !piece_is_signed(piece)) {
            set_tail(piece, tail + piece->style->after, is_behind_note);
            tail = find_tail(piece);
        } else if (kind == BLOCK_BREAK) {
            tail = 0;
        }
        is_behind_note = is_note(pieces, i);
        tail = is_behind_note ? piece->style->before + piece->needs : tail;
    }
}

/* What a heading is called, on one line. */
static struct str join_heading(const struct flow *flow, const struct flow_block *block) {
    struct buf words = {.arena = flow->arena};
    for (size_t i = 0; i < block->n_texts; i++) {
        buf_add(&words, block->texts[i].text);
    }
    struct str name = block->called.len > 0 ? block->called : buf_str(&words);
    return str_replace(flow->arena, name, STR("\n"), STR(""));
}

bool pieces_set(const struct flow *flow, const struct flow_block *blocks, size_t n_blocks,
                struct flow_piece *pieces) {
    struct flow page = *flow;
    bool is_good = true;
    size_t signed_end = 0;
    for (size_t i = 0; i < n_blocks; i++) {
        is_good = set_piece(&page, &blocks[i], &pieces[i]) && is_good;
        if (blocks[i].kind == BLOCK_HEADING) {
            page.heading = join_heading(&page, &blocks[i]);
        }
        if (is_good && blocks[i].kind == BLOCK_CONTENTS) {
            pieces[i].contents =
                contents_set(&page, blocks, n_blocks, blocks[i].level, pieces[i].style);
            pieces[i].needs = contents_needs(pieces[i].contents);
        }
        if (is_good && piece_is_signed(&pieces[i]) && i >= signed_end) {
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
