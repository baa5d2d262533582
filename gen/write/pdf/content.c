/* Content streams: replaying the items of a page as PDF operators, with as few bytes as will do. */
#include "write/pdf/stream.h"

/* Deviations from the natural place, in thousandths of the em, that are left as they are. */
#define TOLERANCE 1

/* A run being shown. */
struct showing {
    struct stream *stream;
    const struct run *run;
    /* Thousandths of the em in a page unit. */
    double scale;
    /* Where the pen is and the rise of the baseline it has. */
    int64_t pen;
    int32_t rise;
    /* Where the open text array starts in the output, and whether it holds an adjustment. */
    size_t array;
    bool is_open, is_adjusted;
};

/* ---- text ------------------------------------------------------------------------------------ */

static void open_array(struct showing *showing) {
    if (!showing->is_open) {
        showing->array = showing->stream->out->len;
        showing->is_open = true;
        showing->is_adjusted = false;
        buf_add_bytes(showing->stream->out, "[(", 2);
    }
}

/* An array of one string needs no brackets. */
static void close_array(struct showing *showing) {
    struct buf *out = showing->stream->out;
    if (!showing->is_open) {
        return;
    }
    showing->is_open = false;
    if (showing->is_adjusted) {
        buf_add_bytes(out, ")]TJ\n", 5);
    } else {
        out->data[showing->array] = ' ';
        buf_add_bytes(out, ")Tj\n", 4);
    }
}

static void set_rise(struct showing *showing, int32_t y) {
    if (showing->rise != y) {
        close_array(showing);
        add_number(showing->stream->out, -to_hundredths(y), 2, " Ts\n");
        showing->rise = y;
    }
}

static void show_glyph(struct showing *showing, const struct glyph *glyph,
                       const struct kit_glyph *taken) {
    set_rise(showing, glyph->y);
    open_array(showing);
    struct buf *out = showing->stream->out;
    char *start = make_room(out, GLYPH_ROOM);
    char *at = start;
    double exact = glyph->x * showing->scale;
    int64_t place = (int64_t)(exact < 0 ? exact - 0.5 : exact + 0.5);
    int64_t back = showing->pen - place;
    if (back > TOLERANCE || back < -TOLERANCE) {
        showing->is_adjusted = true;
        *at++ = ')';
        if (back < 0) {
            *at++ = '-';
        }
        at = put_digits(at, (uint64_t)(back < 0 ? -back : back));
        *at++ = '(';
        showing->pen = place;
    }
    at = put_byte(at, taken->code >> 8);
    at = put_byte(at, taken->code & 0xFF);
    out->len += (size_t)(at - start);
    showing->pen += taken->advance;
}

/* Glyphs of the cluster that starts at `first`. */
static size_t cluster_size(const struct run *run, size_t first) {
    size_t end = first + 1;
    while (end < run->n_glyphs && run->glyphs[end].text_len == 0) {
        end++;
    }
    return end - first;
}

/* A reader that extracts text takes the space before glyph `next` for a blank: quarter ems between
 * Han and digits, spread labels. Poppler does from a tenth of the type size on. */
static bool is_torn(const struct run *run, size_t next) {
    const struct glyph *before = &run->glyphs[next - 1];
    return run->glyphs[next].x - before->x - before->advance > run->size / 12;
}

/* Glyphs of the clusters from `first` on that stand apart and still are one piece of text. */
static size_t piece_size(const struct run *run, size_t first) {
    size_t end = first + cluster_size(run, first);
    while (end < run->n_glyphs && is_torn(run, end)) {
        end += cluster_size(run, end);
    }
    return end - first;
}

/* Shows glyphs under the text they stand for. The text is said expressly where the glyphs alone
 * would give another: more than one glyph, or one that usually stands for something else. */
static void show_piece(struct showing *showing, size_t first, size_t n_glyphs, struct str text,
                       struct kit_glyph *const *taken) {
    const struct glyph *glyphs = showing->run->glyphs + first;
    bool is_told = n_glyphs == 1 && (text.len == 0 || same_text(text, taken[0]->text));
    if (!is_told) {
        close_array(showing);
        stream_start_span(showing->stream->out, text);
    }
    for (size_t i = 0; i < n_glyphs; i++) {
        show_glyph(showing, &glyphs[i], taken[i]);
    }
    if (!is_told) {
        close_array(showing);
        buf_add_c(showing->stream->out, "EMC\n");
    }
}

static void write_run(struct stream *stream, const struct run *run) {
    struct kit_glyph *const *taken = stream->ink->glyphs + stream->ink->next;
    stream->ink->next += run->n_glyphs;
    if (run->n_glyphs == 0 || run->size <= 0) {
        return;
    }
    if (!stream->is_text) {
        stream_settle(stream);
    }
    stream_set_fill(stream, run->gray);
    stream_set_font(stream, run->face, run->size);
    stream_move_text(stream, to_hundredths(run->x), stream_page_y(stream, run->y));
    int64_t size = ((int64_t)run->size * 1000 + PT / 2) >> 10;
    struct showing showing = {.stream = stream, .run = run, .scale = 1e6 / (1024.0 * (double)size)};
    struct str rest = run->text;
    for (size_t i = 0; i < run->n_glyphs;) {
        size_t n_glyphs = piece_size(run, i), text_len = 0;
        for (size_t j = i; j < i + n_glyphs; j++) {
            text_len += run->glyphs[j].text_len;
        }
        show_piece(&showing, i, n_glyphs, next_cluster(&rest, text_len), taken + i);
        i += n_glyphs;
    }
    set_rise(&showing, 0);
    close_array(&showing);
}

/* ---- parts of the document ------------------------------------------------------------------- */

static void end_mark(struct stream *stream) {
    if (!stream->is_marked) {
        return;
    }
    if (!stream->is_marked_in_text) {
        stream_settle(stream);
    }
    buf_add_c(stream->out, "EMC\n");
    stream->is_marked = false;
}

/* The item is set as text. */
static bool is_text(const struct item *item) {
    return item->kind == ITEM_RUN    ? item->run.n_glyphs && item->run.size > 0
           : item->kind == ITEM_PATH ? item->path.mark != PATH_PLAIN && path_is_shown(&item->path)
                                     : false;
}

/* Marks the items from `first` on that are a piece of the same part. A stretch of text alone is
 * marked within the text, so that this need not be left. */
static void begin_mark(struct stream *stream, const struct page *page, size_t first) {
    struct ink *ink = stream->ink;
    uint32_t tag = page->items[first].tag;
    bool is_all_text = true;
    for (size_t i = first; i < page->n_items && page->items[i].tag == tag; i++) {
        is_all_text = is_all_text && is_text(&page->items[i]);
    }
    end_mark(stream);
    if (is_all_text) {
        stream_enter_text(stream);
    } else {
        stream_settle(stream);
    }
    if (tag == 0) {
        buf_add_c(stream->out, "/Artifact BMC\n");
    } else {
        buf_add_byte(stream->out, '/');
        buf_add_c(stream->out, tags_name(&ink->document->tags[tag]));
        buf_add_c(stream->out, "<</MCID ");
        add_number(stream->out, tags_mark(&ink->tags, tag, ink->n_pages) * 100, 2, ">>BDC\n");
    }
    stream->is_marked = true;
    stream->is_marked_in_text = is_all_text;
}

void ink_write_page(struct ink *ink, struct arena *scratch, const struct page *page,
                    struct buf *out) {
    /* The state every page starts with: black, lines of 1 pt, butt ends. */
    struct stream stream = {
        .ink = ink, .out = out, .scratch = scratch, .height = page->height, .thickness = 100};
    bool is_tagged = tags_are_there(&ink->tags);
    for (size_t i = 0; i < page->n_items; i++) {
        const struct item *item = &page->items[i];
        if (is_tagged && (i == 0 || item->tag != item[-1].tag)) {
            begin_mark(&stream, page, i);
        }
        switch (item->kind) {
        case ITEM_RUN:
            write_run(&stream, &item->run);
            break;
        case ITEM_RULE:
            stream_stroke(&stream, &item->rule, false);
            break;
        case ITEM_BOX:
            stream_box(&stream, &item->box);
            break;
        case ITEM_PATH:
            stream_path(&stream, &item->path);
            break;
        }
    }
    end_mark(&stream);
    stream_settle(&stream);
    ink->n_pages++;
}
