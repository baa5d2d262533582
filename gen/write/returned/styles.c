/* Cell styles, copied with another fill. */
#include "write/returned/styles.h"

/* Excel's bound of cell styles, less what is added at most. */
enum { MOST_CELL_STYLES = 60000 };

/* Colours of marks. No palette has them, so that they tell what is ours. */
static const char *const colours[N_MARK_TONES] = {
    [MARK_NOTE] = "FFDDEBF8", [MARK_WARNING] = "FFFFF2CE", [MARK_ERROR] = "FFF8CBAE"};

/* ---- reading --------------------------------------------------------------------------------- */

static void push(struct styles *styles, struct style_list *list, struct str item) {
    ARENA_PUSH(styles->arena, list->items, list->n_items, list->capacity, item);
}

static bool read_list(struct styles *styles, struct scan *scan, const struct scan_tag *tag,
                      struct style_list *list) {
    struct scan_tag item;
    list->is_there = true;
    list->tag = *tag;
    list->end = tag->end;
    while (!tag->is_empty && scan_next(scan, &item)) {
        size_t end;
        if (item.is_end) {
            list->end = item.start;
            break;
        }
        if (!scan_skip(scan, &item, &end)) {
            return false;
        }
        push(styles, list, str_slice(styles->text, item.start, scan->at));
    }
    list->n_before = list->n_items;
    return !scan->is_broken;
}

bool styles_open(struct arena *arena, struct str text, struct styles *styles) {
    *styles = (struct styles){.arena = arena, .text = text};
    const struct {
        const char *name;
        struct style_list *list;
    } lists[] = {{"fonts", &styles->fonts},
                 {"fills", &styles->fills},
                 {"borders", &styles->borders},
                 {"cellXfs", &styles->cells}};
    struct scan scan = {.text = text};
    struct scan_tag tag;
    while (scan_next(&scan, &tag)) {
        if (tag.depth == 1 && !tag.is_end) {
            styles->prefix = scan_prefix(&tag);
        }
        for (size_t i = 0; i < sizeof lists / sizeof lists[0] && tag.depth == 2; i++) {
            if (!tag.is_end && str_is(tag.local, lists[i].name) &&
                !read_list(styles, &scan, &tag, lists[i].list)) {
                return false;
            }
        }
    }
    bool is_good = !scan.is_broken && styles->fonts.n_items && styles->fills.n_items &&
                   styles->borders.n_items && styles->cells.n_items &&
                   styles->cells.n_items < MOST_CELL_STYLES;
    styles->n_known = styles->cells.n_items;
    styles->bare = ARENA_ARRAY(arena, size_t, styles->n_known);
    styles->marked = ARENA_ARRAY(arena, size_t, styles->n_known * 2 * N_MARK_TONES);
    return is_good;
}

/* ---- entries --------------------------------------------------------------------------------- */

/* The place of an entry, which is added if there is none like it. */
static size_t place_of(struct styles *styles, struct style_list *list, struct str item) {
    for (size_t i = 0; i < list->n_items; i++) {
        if (str_equal(list->items[i], item)) {
            return i;
        }
    }
    push(styles, list, item);
    return list->n_items - 1;
}

/* The entry as its own first tag. */
static struct scan_tag first_tag(struct str item) {
    struct scan scan = {.text = item};
    struct scan_tag tag = {0};
    scan_next(&scan, &tag);
    return tag;
}

/* A cell style with another fill. */
static size_t with_fill(struct styles *styles, size_t style, size_t fill) {
    struct str item = styles->cells.items[style];
    struct scan_tag tag = first_tag(item);
    struct edits edits = {.arena = styles->arena};
    edits_set(&edits, &tag, "fillId", str_format(styles->arena, "%zu", fill));
    edits_set(&edits, &tag, "applyFill", STR("1"));
    return place_of(styles, &styles->cells, edits_apply(&edits, item));
}

/* The fill of a cell style, 0 where it says none that there is. */
static size_t fill_of(const struct styles *styles, size_t style) {
    struct scan_tag tag = first_tag(styles->cells.items[style]);
    int64_t fill = 0;
    bool is_there = scan_count(&tag, "fillId", (int64_t)styles->fills.n_items - 1, &fill);
    return is_there ? (size_t)fill : 0;
}

/* The colours of a solid fill: those attributes of fgColor and bgColor. False if it is no such
 * fill. */
static bool solid_colours(struct str fill, struct str *front, struct str *back,
                          struct scan_tag *front_tag) {
    struct scan_tag pattern, tag;
    struct str type;
    if (!scan_find(fill, "patternFill", &pattern) ||
        !scan_attribute(&pattern, "patternType", &type) || !str_is(type, "solid") ||
        !scan_find(fill, "fgColor", front_tag)) {
        return false;
    }
    *front = front_tag->attributes;
    *back = scan_find(fill, "bgColor", &tag) ? tag.attributes : (struct str){0};
    return true;
}

static bool is_mark(const struct scan_tag *front) {
    struct str colour;
    bool is = false;
    for (size_t i = 0; i < N_MARK_TONES && scan_attribute(front, "rgb", &colour); i++) {
        is = is || str_is(colour, colours[i]);
    }
    return is;
}

static struct str solid(const struct styles *styles, struct str front, struct str back) {
    struct str p = styles->prefix;
    return str_format(styles->arena,
                      "<%" STR_FMT "fill><%" STR_FMT "patternFill patternType=\"solid\">"
                      "<%" STR_FMT "fgColor%" STR_FMT "/><%" STR_FMT "bgColor%" STR_FMT "/>"
                      "</%" STR_FMT "patternFill></%" STR_FMT "fill>",
                      STR_ARG(p), STR_ARG(p), STR_ARG(p), STR_ARG(front), STR_ARG(p), STR_ARG(back),
                      STR_ARG(p), STR_ARG(p));
}

#define NO_COLOUR STR(" indexed=\"64\"")

static size_t take_mark_off(struct styles *styles, size_t style) {
    struct str front, back;
    struct scan_tag tag;
    if (!solid_colours(styles->fills.items[fill_of(styles, style)], &front, &back, &tag) ||
        !is_mark(&tag)) {
        return style;
    }
    struct scan_tag behind;
    struct str indexed;
    bool is_coloured = scan_find(styles->fills.items[fill_of(styles, style)], "bgColor", &behind) &&
                       !(scan_attribute(&behind, "indexed", &indexed) && str_is(indexed, "64"));
    size_t fill =
        is_coloured ? place_of(styles, &styles->fills, solid(styles, back, NO_COLOUR)) : 0;
    return with_fill(styles, style, fill);
}

size_t styles_bare(struct styles *styles, size_t style) {
    if (style >= styles->n_known) {
        return style;
    }
    if (!styles->bare[style]) {
        styles->bare[style] = take_mark_off(styles, style) + 1;
    }
    return styles->bare[style] - 1;
}

size_t styles_marked(struct styles *styles, size_t style, enum mark_tone tone) {
    style = style < styles->cells.n_items ? style : 0;
    size_t key = style * N_MARK_TONES + tone;
    bool is_kept = style < styles->n_known * 2;
    if (is_kept && styles->marked[key]) {
        return styles->marked[key] - 1;
    }
    struct str front, back, colour = str_format(styles->arena, " rgb=\"%s\"", colours[tone]);
    struct scan_tag tag;
    bool has_colour =
        solid_colours(styles->fills.items[fill_of(styles, style)], &front, &back, &tag);
    struct str fill = solid(styles, colour, has_colour ? front : NO_COLOUR);
    size_t marked = with_fill(styles, style, place_of(styles, &styles->fills, fill));
    if (is_kept) {
        styles->marked[key] = marked + 1;
    }
    return marked;
}

/* ---- styles of our own sheet ----------------------------------------------------------------- */

/* Elements of the entries below, with the part's prefix put in place of '~'. */
static struct str prefixed(const struct styles *styles, const char *item) {
    return str_replace(styles->arena, str_from_c(item), STR("~"), styles->prefix);
}

static const char *fill_item(enum cell_style style) {
    static const char *const fills[N_STYLES] = {[STYLE_HEADER] = "FFDDE5EE",
                                                [STYLE_WARNING] = "FFFFF2CC",
                                                [STYLE_ERROR] = "FFF8CBAD",
                                                [STYLE_ENTRY] = "FFFFFFE0"};
    return fills[style];
}

/* By the numbers that every program knows (ECMA-376 part 1, 18.8.30): 0, 0.00%, a day; text, that
 * what is typed stays as it is. */
static int number_format(enum cell_style style) {
    return style == STYLE_COUNT ? 1 : style == STYLE_PERCENT ? 10 : style == STYLE_DATE ? 14 : 49;
}

static size_t add_style(struct styles *styles, enum cell_style style, int format, bool is_link) {
    bool is_title = style == STYLE_TITLE, is_bold = is_title || style == STYLE_HEADER;
    bool has_border = !is_title && style != STYLE_NOTE;
    struct str font =
        str_format(styles->arena, "<~font>%s%s<~sz val=\"%d\"/>%s<~name val=\"SimSun\"/></~font>",
                   is_bold ? "<~b/>" : "", is_link ? "<~u/>" : "", is_title ? 16 : 11,
                   is_link ? "<~color rgb=\"FF0563C1\"/>" : "");
    struct str border = prefixed(
        styles, has_border ? "<~border><~left style=\"thin\"/><~right style=\"thin\"/><~top "
                             "style=\"thin\"/><~bottom style=\"thin\"/><~diagonal/></~border>"
                           : "<~border><~left/><~right/><~top/><~bottom/><~diagonal/></~border>");
    size_t fill = 0;
    if (fill_item(style)) {
        struct str colour = str_format(styles->arena, " rgb=\"%s\"", fill_item(style));
        fill = place_of(styles, &styles->fills, solid(styles, colour, NO_COLOUR));
    }
    struct str item = str_format(
        styles->arena,
        "<~xf numFmtId=\"%d\" fontId=\"%zu\" fillId=\"%zu\" borderId=\"%zu\" xfId=\"0\" "
        "applyNumberFormat=\"1\" applyFont=\"1\" applyFill=\"1\" applyBorder=\"1\" "
        "applyAlignment=\"1\"><~alignment horizontal=\"%s\" vertical=\"%s\"%s/></~xf>",
        format, place_of(styles, &styles->fonts, prefixed(styles, str_to_c(styles->arena, font))),
        fill, place_of(styles, &styles->borders, border),
        style == STYLE_HEADER                            ? "center"
        : style == STYLE_COUNT || style == STYLE_PERCENT ? "right"
                                                         : "left",
        is_bold ? "center" : "top", is_title ? "" : " wrapText=\"1\"");
    return place_of(styles, &styles->cells, prefixed(styles, str_to_c(styles->arena, item)));
}

size_t styles_of(struct styles *styles, enum cell_style style, uint32_t format) {
    if (format > 0 && format < STYLES_FORMATS && style == STYLE_BODY) {
        size_t *formatted = &styles->formatted[format];
        *formatted = *formatted ? *formatted : add_style(styles, style, (int)format - 1, false) + 1;
        return *formatted - 1;
    }
    if (!styles->ours[style]) {
        styles->ours[style] = add_style(styles, style, number_format(style), false) + 1;
    }
    return styles->ours[style] - 1;
}

size_t styles_of_link(struct styles *styles) {
    if (!styles->link) {
        styles->link = add_style(styles, STYLE_BODY, number_format(STYLE_BODY), true) + 1;
    }
    return styles->link - 1;
}

/* ---- the part again -------------------------------------------------------------------------- */

struct str styles_part(struct styles *styles) {
    struct style_list *const lists[] = {&styles->fonts, &styles->fills, &styles->borders,
                                        &styles->cells};
    struct edits edits = {.arena = styles->arena};
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        struct style_list *list = lists[i];
        struct str added = str_join(styles->arena, list->items + list->n_before,
                                    list->n_items - list->n_before, STR(""));
        edits_set(&edits, &list->tag, "count", str_format(styles->arena, "%zu", list->n_items));
        edits_add(&edits, list->end, list->end, added);
    }
    return edits_apply(&edits, styles->text);
}
