/* The comments part and its drawing, changed in place. */
#include "write/returned/comments.h"

#include <stdlib.h>

#include "layout/sheet.h"

#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

/* A place, from 1. */
struct place {
    uint32_t row, column;
};

/* The part being changed. */
struct comments_work {
    struct comments *comments;
    struct edits edits;
    struct str prefix;
    /* Our number among the authors. */
    int64_t author;
    /* Cells whose comment was ours. */
    struct place *removed;
    size_t n_removed, removed_capacity;
};

static bool read_place(struct str ref, struct place *place) {
    size_t i = 0;
    int64_t row;
    *place = (struct place){0};
    while (i < ref.len && i < 3 && ref.data[i] >= 'A' && ref.data[i] <= 'Z') {
        place->column = place->column * 26 + (uint32_t)(ref.data[i++] - 'A' + 1);
    }
    bool is_good =
        i > 0 && str_to_int(str_slice(ref, i, ref.len), &row) && row > 0 && row <= 1048576;
    place->row = is_good ? (uint32_t)row : 0;
    return is_good;
}

static struct comment *find_comment(struct comments *comments, struct place place) {
    for (size_t i = 0; i < comments->n_items; i++) {
        if (comments->items[i].row == place.row && comments->items[i].column == place.column) {
            return &comments->items[i];
        }
    }
    return NULL;
}

/* A run of text. */
static struct str run_of(const struct comments_work *work, struct str text) {
    struct buf buf = {.arena = work->edits.arena};
    struct str p = work->prefix;
    buf_format(&buf, "<%" STR_FMT "r><%" STR_FMT "t xml:space=\"preserve\">", STR_ARG(p),
               STR_ARG(p));
    xml_add(&buf, text);
    buf_format(&buf, "</%" STR_FMT "t></%" STR_FMT "r>", STR_ARG(p), STR_ARG(p));
    return buf_str(&buf);
}

/* ---- the sender's comments ------------------------------------------------------------------- */

/* Finds or adds us among the authors. */
static bool edit_authors(struct comments_work *work, struct scan *scan,
                         const struct scan_tag *list) {
    struct scan_tag tag;
    int64_t n = 0;
    struct str ours = xml_escape(work->edits.arena, work->comments->author);
    size_t end = list->end;
    work->author = -1;
    while (!list->is_empty && scan_next(scan, &tag)) {
        if (tag.is_end) {
            end = tag.start;
            break;
        }
        size_t close;
        if (!scan_skip(scan, &tag, &close)) {
            return false;
        }
        if (str_equal(str_slice(scan->text, tag.end, close), ours)) {
            work->author = n;
        }
        n++;
    }
    if (work->author >= 0) {
        return true;
    }
    struct str p = work->prefix;
    work->author = n;
    struct str author =
        str_format(work->edits.arena, "<%" STR_FMT "author>%" STR_FMT "</%" STR_FMT "author>",
                   STR_ARG(p), STR_ARG(ours), STR_ARG(p));
    if (list->is_empty) {
        author =
            str_format(work->edits.arena, "<%" STR_FMT "authors>%" STR_FMT "</%" STR_FMT "authors>",
                       STR_ARG(p), STR_ARG(author), STR_ARG(p));
        edits_add(&work->edits, list->start, list->end, author);
    } else {
        edits_add(&work->edits, end, end, author);
    }
    return true;
}

/* Changes a comment of the sender's: the run of ours from before goes, that of now comes. */
static bool edit_foreign(struct comments_work *work, struct scan *scan,
                         const struct scan_tag *comment, struct comment *ours) {
    struct scan_tag tag;
    struct str divider = xml_escape(work->edits.arena, work->comments->divider);
    while (!comment->is_empty && scan->depth >= comment->depth && scan_next(scan, &tag)) {
        size_t close;
        if (!tag.is_end && str_is(tag.local, "r")) {
            if (!scan_skip(scan, &tag, &close)) {
                return false;
            }
            if (str_contains(str_slice(scan->text, tag.start, scan->at), divider)) {
                edits_add(&work->edits, tag.start, scan->at, (struct str){0});
            }
        } else if (tag.is_end && str_is(tag.local, "text") && ours) {
            const struct str pieces[] = {STR(""), work->comments->divider, ours->text};
            struct str text = str_join(work->edits.arena, pieces, 3, STR("\n"));
            edits_add(&work->edits, tag.start, tag.start, run_of(work, text));
            ours->is_placed = true;
        }
    }
    return !scan->is_broken;
}

static bool edit_comment(struct comments_work *work, struct scan *scan,
                         const struct scan_tag *tag) {
    struct str ref = {0};
    struct place place;
    int64_t author = -1;
    size_t close;
    scan_attribute(tag, "ref", &ref);
    scan_count(tag, "authorId", INT32_MAX, &author);
    if (!read_place(ref, &place)) {
        return false;
    }
    if (author != work->author) {
        return edit_foreign(work, scan, tag, find_comment(work->comments, place));
    }
    if (!scan_skip(scan, tag, &close)) {
        return false;
    }
    edits_add(&work->edits, tag->start, scan->at, (struct str){0});
    ARENA_PUSH(work->edits.arena, work->removed, work->n_removed, work->removed_capacity, place);
    return true;
}

/* The comments of ours that stand by themselves. */
static struct str own_comments(const struct comments_work *work) {
    struct arena *arena = work->edits.arena;
    struct buf buf = {.arena = arena};
    struct str p = work->prefix;
    for (size_t i = 0; i < work->comments->n_items; i++) {
        const struct comment *item = &work->comments->items[i];
        if (!item->is_placed) {
            struct str cell = sheet_cell_name(arena, item->row - 1, item->column - 1);
            struct str run = run_of(work, item->text);
            buf_format(&buf,
                       "<%" STR_FMT "comment ref=\"%" STR_FMT "\" authorId=\"%lld\"><%" STR_FMT
                       "text>",
                       STR_ARG(p), STR_ARG(cell), (long long)work->author, STR_ARG(p));
            buf_add(&buf, run);
            buf_format(&buf, "</%" STR_FMT "text></%" STR_FMT "comment>", STR_ARG(p), STR_ARG(p));
        }
    }
    return buf_str(&buf);
}

static bool edit_part(struct comments_work *work) {
    struct scan scan = {.text = work->comments->text};
    struct scan_tag tag;
    bool has_authors = false, has_list = false;
    while (scan_next(&scan, &tag)) {
        if (tag.depth == 1 && !tag.is_end) {
            work->prefix = scan_prefix(&tag);
        } else if (tag.depth == 2 && !tag.is_end && str_is(tag.local, "authors")) {
            has_authors = edit_authors(work, &scan, &tag);
        } else if (tag.depth == 3 && !tag.is_end && str_is(tag.local, "comment")) {
            if (!has_authors || !edit_comment(work, &scan, &tag)) {
                return false;
            }
        } else if (tag.depth == 2 && tag.is_end && str_is(tag.local, "commentList")) {
            has_list = true;
            edits_add(&work->edits, tag.start, tag.start, own_comments(work));
        } else if (tag.depth == 2 && tag.is_empty && str_is(tag.local, "commentList")) {
            struct str p = work->prefix, own = own_comments(work);
            has_list = true;
            edits_add(&work->edits, tag.start, tag.end,
                      str_format(work->edits.arena,
                                 "<%" STR_FMT "commentList>%" STR_FMT "</%" STR_FMT "commentList>",
                                 STR_ARG(p), STR_ARG(own), STR_ARG(p)));
        }
    }
    return !scan.is_broken && has_authors && has_list;
}

/* ---- boxes ----------------------------------------------------------------------------------- */

#define DRAWING_HEAD                                                                               \
    "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\" "                                              \
    "xmlns:o=\"urn:schemas-microsoft-com:office:office\" "                                         \
    "xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><o:shapelayout v:ext=\"edit\">"            \
    "<o:idmap v:ext=\"edit\" data=\"1\"/></o:shapelayout></xml>"
#define DRAWING_TYPE                                                                               \
    "<v:shapetype id=\"_x0000_t202\" coordsize=\"21600,21600\" o:spt=\"202\" "                     \
    "path=\"m,l,21600r21600,l21600,xe\"><v:stroke joinstyle=\"miter\"/>"                           \
    "<v:path gradientshapeok=\"t\" o:connecttype=\"rect\"/></v:shapetype>"

/* The highest number of a shape. */
static int64_t last_shape(struct str drawing) {
    static const char mark[] = "\"_x0000_s";
    int64_t last = 1024, number;
    for (size_t at = 0; (at = str_find(drawing, STR("\"_x0000_s"), at)) != SIZE_MAX;) {
        at += sizeof mark - 1;
        struct str digits = str_slice(drawing, at, str_find(drawing, STR("\""), at));
        last = str_to_int(digits, &number) && number > last && number < INT32_MAX ? number : last;
    }
    return last;
}

static bool is_removed(const struct comments_work *work, struct str shape) {
    for (size_t i = 0; i < work->n_removed; i++) {
        struct str row =
            str_format(work->edits.arena, "<x:Row>%u</x:Row>", (unsigned)work->removed[i].row - 1);
        struct str column = str_format(work->edits.arena, "<x:Column>%u</x:Column>",
                                       (unsigned)work->removed[i].column - 1);
        if (str_contains(shape, row) && str_contains(shape, column)) {
            return true;
        }
    }
    return false;
}

static void drop_shapes(const struct comments_work *work, struct str drawing, struct edits *edits) {
    size_t at = 0;
    while (work->n_removed && (at = str_find(drawing, STR("<v:shape "), at)) != SIZE_MAX) {
        size_t end = str_find(drawing, STR("</v:shape>"), at);
        if (end == SIZE_MAX) {
            return;
        }
        end += sizeof "</v:shape>" - 1;
        if (is_removed(work, str_slice(drawing, at, end))) {
            edits_add(edits, at, end, (struct str){0});
        }
        at = end;
    }
}

static void add_shape(struct buf *buf, const struct comment *item, int64_t number) {
    unsigned row = (unsigned)item->row - 1, column = (unsigned)item->column - 1;
    unsigned n_lines = 4 + (unsigned)(utf8_text_width(item->text) / 36);
    unsigned height = n_lines < 20 ? n_lines : 20;
    buf_format(buf,
               "<v:shape id=\"_x0000_s%lld\" type=\"#_x0000_t202\" style=\"position:absolute;"
               "margin-left:60pt;margin-top:2pt;width:220pt;height:%upt;z-index:1;"
               "visibility:hidden\" fillcolor=\"#ffffe1\" o:insetmode=\"auto\">"
               "<v:fill color2=\"#ffffe1\"/><v:shadow on=\"t\" color=\"black\" obscured=\"t\"/>"
               "<v:path o:connecttype=\"none\"/><v:textbox style=\"mso-direction-alt:auto\">"
               "<div style=\"text-align:left\"></div></v:textbox>"
               "<x:ClientData ObjectType=\"Note\"><x:MoveWithCells/><x:SizeWithCells/>",
               (long long)number, height * 14);
    buf_format(buf,
               "<x:Anchor>%u, 15, %u, 2, %u, 31, %u, 4</x:Anchor><x:AutoFill>False</x:AutoFill>"
               "<x:Row>%u</x:Row><x:Column>%u</x:Column></x:ClientData></v:shape>",
               column + 1, row, column + 5, row + height, row, column);
}

static bool edit_drawing(const struct comments_work *work) {
    struct comments *comments = work->comments;
    struct str drawing = comments->drawing.len ? comments->drawing : STR(DRAWING_HEAD);
    size_t end = SIZE_MAX;
    for (size_t at = 0; (at = str_find(drawing, STR("</xml>"), at)) != SIZE_MAX; at++) {
        end = at;
    }
    if (end == SIZE_MAX || !str_contains(drawing, STR("xmlns:v=")) ||
        !str_contains(drawing, STR("xmlns:o=")) || !str_contains(drawing, STR("xmlns:x="))) {
        return false;
    }
    struct buf buf = {.arena = work->edits.arena};
    struct edits edits = {.arena = work->edits.arena};
    int64_t number = last_shape(drawing);
    drop_shapes(work, drawing, &edits);
    if (!str_contains(drawing, STR("\"_x0000_t202\""))) {
        buf_add_c(&buf, DRAWING_TYPE);
    }
    for (size_t i = 0; i < comments->n_items; i++) {
        if (!comments->items[i].is_placed) {
            add_shape(&buf, &comments->items[i], ++number);
        }
    }
    edits_add(&edits, end, end, buf_str(&buf));
    comments->drawing = edits_apply(&edits, drawing);
    return true;
}

bool comments_edit(struct comments *comments) {
    struct comments_work work = {.comments = comments, .edits = {.arena = comments->arena}};
    if (!comments->text.len) {
        comments->text = STR("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
                             "<comments xmlns=\"" MAIN "\"><authors/><commentList/></comments>");
    }
    if (!edit_part(&work) || !edit_drawing(&work)) {
        return false;
    }
    comments->text = edits_apply(&work.edits, comments->text);
    return true;
}
