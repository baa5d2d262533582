/*
 * Style files of templates/styles: paragraph styles, table and chart looks, page masters. Lengths
 * carry units; a length in em is of the style's own type size.
 */
#include "layout/flow/flow.h"

/* The file being read. */
struct style_reading {
    struct arena *arena;
    struct diag *diag;
    struct styles *styles;
    bool is_good;
};

static void read_texts(struct style_reading *reading, const struct yaml *list);
static void read_masters(struct style_reading *reading, const struct yaml *list);
static void read_tables(struct style_reading *reading, const struct yaml *list);
static void read_charts(struct style_reading *reading, const struct yaml *list);

/* ---- shapes -----------------------------------------------------------------------------------
 */

static const char *const alignment_words[] = {"left", "center", "right", "justify", "spread", NULL};
static const char *const hatch_words[] = {"none",  "solid", "rising", "falling",
                                          "cross", "level", "dots",   NULL};

#define MOST_LENGTH (int32_t)(300 * MM)

static const struct yaml_shape alignment_shape = {.kind = YAML_WORD, .words = alignment_words};
static const struct yaml_shape gray_shape = {.kind = YAML_NUMBER, .high = 255};

static const struct yaml_shape text_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(
        YAML_NEED("role", &yaml_some_text), YAML_NEED("size", LENGTH_SHAPE(PT, 200 * PT)),
        YAML_MAY("leading", LENGTH_SHAPE(PT, 400 * PT)),
        YAML_MAY("indent", LENGTH_SHAPE(-MOST_LENGTH, MOST_LENGTH)),
        YAML_MAY("align", &alignment_shape), YAML_MAY("before", LENGTH_SHAPE(0, MOST_LENGTH)),
        YAML_MAY("after", LENGTH_SHAPE(0, MOST_LENGTH)),
        YAML_MAY("left", LENGTH_SHAPE(0, MOST_LENGTH)),
        YAML_MAY("right", LENGTH_SHAPE(0, MOST_LENGTH)), YAML_MAY("keep", &yaml_some_flag),
        YAML_MAY("under", &yaml_some_flag), YAML_MAY("under", &yaml_some_flag),
        YAML_MAY("gray", &gray_shape), YAML_MAY("balance", &yaml_some_flag),
        YAML_MAY("sign", &yaml_some_flag),
        YAML_MAY("per-line", YAML_SHAPE(.kind = YAML_NUMBER, .high = 200)))};

static const struct yaml_shape table_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(
        YAML_NEED("header", &yaml_some_text), YAML_NEED("cell", &yaml_some_text),
        YAML_NEED("number", &yaml_some_text), YAML_NEED("caption", &yaml_some_text),
        YAML_NEED("continued", &yaml_some_text), YAML_MAY("line", LENGTH_SHAPE(0, 20 * PT)),
        YAML_MAY("frame", LENGTH_SHAPE(0, 20 * PT)), YAML_MAY("pad-x", LENGTH_SHAPE(0, 72 * PT)),
        YAML_MAY("pad-y", LENGTH_SHAPE(0, 72 * PT)), YAML_MAY("shade", &gray_shape),
        YAML_MAY("small", &yaml_some_text))};

static const struct yaml_shape filling_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("hatch", YAML_SHAPE(.kind = YAML_WORD, .words = hatch_words)),
                      YAML_NEED("gray", &gray_shape))};
static const struct yaml_shape chart_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(
        YAML_NEED("label", &yaml_some_text), YAML_NEED("value", &yaml_some_text),
        YAML_NEED("caption", &yaml_some_text), YAML_MAY("bar", LENGTH_SHAPE(PT, 200 * PT)),
        YAML_MAY("gap", LENGTH_SHAPE(0, 200 * PT)),
        YAML_NEED("fillings", YAML_SHAPE(.kind = YAML_ENTRIES, .entry = &filling_shape, .low = 1,
                                         .high = MAX_SERIES)))};

static const struct yaml_shape running_shape = {
    .kind = YAML_ENTRIES,
    .entry = YAML_SHAPE(.kind = YAML_RECORD,
                        .keys = YAML_KEYS(
                            YAML_NEED("text", &yaml_some_text), YAML_NEED("style", &yaml_some_text),
                            YAML_MAY("odd", &alignment_shape), YAML_MAY("even", &alignment_shape),
                            YAML_MAY("distance", LENGTH_SHAPE(0, 200 * PT)))),
    .low = 1,
    .high = MAX_RUNNING};
static const struct yaml_shape side_shape = {.kind = YAML_TEXT,
                                             .low = 72 * PT,
                                             .high = (int32_t)(2000 * MM),
                                             .fits = length_fits,
                                             .example = "210mm"};
static const struct yaml_shape paper_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("width", &side_shape), YAML_NEED("height", &side_shape))};
static const struct yaml_shape body_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("left", LENGTH_SHAPE(0, MOST_LENGTH)),
                      YAML_NEED("top", LENGTH_SHAPE(0, MOST_LENGTH)),
                      YAML_NEED("width", &side_shape), YAML_NEED("height", &side_shape))};
static const struct yaml_shape master_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("paper", &paper_shape), YAML_NEED("body", &body_shape),
                      YAML_MAY("grid", &yaml_some_text), YAML_MAY("mirror", &yaml_some_flag),
                      YAML_MAY("mark", &yaml_some_text), YAML_MAY("watermark", &yaml_some_text),
                      YAML_MAY("header", &running_shape), YAML_MAY("footer", &running_shape))};

static const struct yaml_shape styles_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("texts", YAML_SHAPE(.kind = YAML_NAMED, .entry = &text_shape)),
                      YAML_MAY("masters", YAML_SHAPE(.kind = YAML_NAMED, .entry = &master_shape)),
                      YAML_MAY("tables", YAML_SHAPE(.kind = YAML_NAMED, .entry = &table_shape)),
                      YAML_MAY("charts", YAML_SHAPE(.kind = YAML_NAMED, .entry = &chart_shape)))};

static const struct yaml_shape words_shape = {
    .kind = YAML_RECORD,
    .keys = YAML_KEYS(YAML_NEED("words", &yaml_some_texts), YAML_NEED("ends", &yaml_some_texts),
                      YAML_NEED("leads", &yaml_some_texts), YAML_NEED("joins", &yaml_some_texts))};

static const struct str *read_list(struct arena *arena, const struct yaml *list, size_t *n) {
    struct str *made = ARENA_ARRAY(arena, struct str, list->n_items);
    for (*n = 0; *n < list->n_items; ++*n) {
        made[*n] = list->items[*n]->text;
    }
    return made;
}

/* Reads the words that titles are not broken within, which are the same for all style files. */
static bool read_words(struct arena *arena, struct shelf *shelf, struct str edition,
                       struct word_list *words, struct diag *diag) {
    const struct yaml *root = shelf_yaml(shelf, "styles/words", edition, &words_shape, diag);
    if (!root) {
        return false;
    }
    words->words = read_list(arena, yaml_get(root, "words"), &words->n_words);
    words->ends = read_list(arena, yaml_get(root, "ends"), &words->n_ends);
    words->leads = read_list(arena, yaml_get(root, "leads"), &words->n_leads);
    words->joins = read_list(arena, yaml_get(root, "joins"), &words->n_joins);
    return true;
}

const struct styles *styles_read(struct arena *arena, struct typesetter *typesetter,
                                 struct shelf *shelf, const char *subject, struct str edition,
                                 struct diag *diag) {
    const struct yaml *root = shelf_yaml(shelf, subject, edition, &styles_shape, diag);
    if (!root) {
        return NULL;
    }
    struct styles *styles = ARENA_NEW(arena, struct styles);
    struct style_reading reading = {
        .arena = arena, .diag = diag, .styles = styles, .is_good = true};
    styles->typesetter = typesetter;
    styles->origin = root->origin;
    if (!read_words(arena, shelf, edition, &styles->words, diag)) {
        return NULL;
    }
    read_texts(&reading, yaml_get(root, "texts"));
    read_tables(&reading, yaml_get(root, "tables"));
    read_charts(&reading, yaml_get(root, "charts"));
    read_masters(&reading, yaml_get(root, "masters"));
    return reading.is_good ? styles : NULL;
}

/* ---- values -----------------------------------------------------------------------------------
 */

/* Reports a value that does not go with others. */
static void refuse(struct style_reading *reading, const struct yaml *node, const char *key,
                   struct str allowed) {
    const struct yaml *value = yaml_get(node, key);
    diag_report(reading->diag,
                &(struct diag_note){.id = DIAG_YAML_VALUE,
                                    .origin = value ? value->origin : node->origin,
                                    .args = {str_from_c(key), yaml_text(node, key), allowed}});
    reading->is_good = false;
}

/* The length of a key, or `fallback` if absent. */
static int32_t read_length(const struct yaml *node, const char *key, int32_t em, int32_t fallback) {
    int32_t length = 0;
    struct str text = yaml_text(node, key);
    if (!text.len) {
        return fallback;
    }
    return length_parse(text, em, &length) ? length : 0;
}

/* A whole number, or `fallback` if absent. */
static int32_t read_count(struct style_reading *reading, const struct yaml *node, const char *key,
                          int32_t fallback) {
    return (int32_t)yaml_int(node, key, fallback, reading->diag);
}

/* Place of a key's word among words; `fallback` if absent. */
static size_t read_word(const struct yaml *node, const char *key, const char *const *words,
                        size_t fallback) {
    struct str text = yaml_text(node, key);
    for (size_t i = 0; words[i]; i++) {
        if (str_is(text, words[i])) {
            return i;
        }
    }
    return fallback;
}

static enum alignment read_alignment(const struct yaml *node, const char *key,
                                     enum alignment fallback) {
    static const enum alignment alignments[] = {ALIGN_LEFT, ALIGN_CENTER, ALIGN_RIGHT,
                                                ALIGN_JUSTIFY, ALIGN_SPREAD};
    size_t at = read_word(node, key, alignment_words, SIZE_MAX);
    return at == SIZE_MAX ? fallback : alignments[at];
}

/* The paragraph style a key names. */
static const struct text_style *read_style(struct style_reading *reading, const struct yaml *node,
                                           const char *key) {
    const struct styles *styles = reading->styles;
    struct str name = yaml_text(node, key);
    struct str *names = ARENA_ARRAY(reading->arena, struct str, styles->n_texts);
    for (size_t i = 0; i < styles->n_texts; i++) {
        names[i] = styles->texts[i].name;
        if (str_equal(names[i], name)) {
            return &styles->texts[i];
        }
    }
    struct str nearest = str_nearest(name, names, styles->n_texts);
    refuse(reading, node, key,
           nearest.len ? nearest : str_join(reading->arena, names, styles->n_texts, STR(", ")));
    return NULL;
}

static size_t count_entries(const struct yaml *map) {
    return map ? map->n_items : 0;
}

/* ---- things -----------------------------------------------------------------------------------
 */

static void read_text(struct style_reading *reading, const struct yaml *node,
                      struct text_style *style) {
    struct para_style *para = &style->para;
    const struct typesetter *typesetter = reading->styles->typesetter;
    if (!typesetter_role(typesetter, yaml_text(node, "role"), &para->role)) {
        refuse(reading, node, "role",
               typesetter_nearest_role(typesetter, reading->arena, yaml_text(node, "role")));
    }
    para->size = read_length(node, "size", 0, PT);
    if (para->size < PT) {
        refuse(reading, node, "size", STR("1pt-200pt"));
        return;
    }
    para->leading = read_length(node, "leading", para->size, para->size * 3 / 2);
    if (para->leading < para->size) {
        refuse(reading, node, "leading", STR("1em-400pt"));
    }
    para->first_indent = read_length(node, "indent", para->size, 0);
    para->alignment = read_alignment(node, "align", ALIGN_LEFT);
    para->gray = (uint8_t)read_count(reading, node, "gray", 0);
    style->per_line = read_count(reading, node, "per-line", 0);
    style->before = read_length(node, "before", para->size, 0);
    style->after = read_length(node, "after", para->size, 0);
    style->left = read_length(node, "left", para->size, 0);
    style->right = read_length(node, "right", para->size, 0);
    style->is_kept = yaml_bool(node, "keep", false, reading->diag);
    style->is_under = yaml_bool(node, "under", false, reading->diag);
    style->is_signed = yaml_bool(node, "sign", false, reading->diag);
    if (yaml_bool(node, "balance", false, reading->diag)) {
        para->words = &reading->styles->words;
    }
}

static void read_texts(struct style_reading *reading, const struct yaml *list) {
    struct styles *styles = reading->styles;
    styles->texts = ARENA_ARRAY(reading->arena, struct text_style, list->n_items);
    for (size_t i = 0; i < list->n_items; i++) {
        struct text_style *style = &styles->texts[styles->n_texts++];
        style->name = list->keys[i];
        read_text(reading, list->items[i], style);
    }
}

static void read_tables(struct style_reading *reading, const struct yaml *list) {
    struct styles *styles = reading->styles;
    size_t n = count_entries(list);
    styles->tables = ARENA_ARRAY(reading->arena, struct table_style, n);
    for (size_t i = 0; i < n; i++) {
        const struct yaml *node = list->items[i];
        styles->tables[styles->n_tables++] = (struct table_style){
            .name = list->keys[i],
            .header = read_style(reading, node, "header"),
            .cell = read_style(reading, node, "cell"),
            .number = read_style(reading, node, "number"),
            .caption = read_style(reading, node, "caption"),
            .small = yaml_get(node, "small") ? read_style(reading, node, "small") : NULL,
            .line = read_length(node, "line", 0, PT / 2),
            .frame = read_length(node, "frame", 0, PT),
            .pad_x = read_length(node, "pad-x", 0, 4 * PT),
            .pad_y = read_length(node, "pad-y", 0, 2 * PT),
            .shade = (uint8_t)read_count(reading, node, "shade", 217),
            .continued = yaml_text(node, "continued"),
        };
    }
}

static void read_fillings(struct style_reading *reading, const struct yaml *list,
                          struct chart_style *style) {
    for (size_t i = 0; i < list->n_items; i++) {
        const struct yaml *item = list->items[i];
        style->hatches[i] = (enum hatch)read_word(item, "hatch", hatch_words, 0);
        style->grays[i] = (uint8_t)read_count(reading, item, "gray", 0);
        style->n_series++;
    }
}

static void read_charts(struct style_reading *reading, const struct yaml *list) {
    struct styles *styles = reading->styles;
    size_t n = count_entries(list);
    styles->charts = ARENA_ARRAY(reading->arena, struct chart_style, n);
    for (size_t i = 0; i < n; i++) {
        const struct yaml *node = list->items[i];
        struct chart_style *style = &styles->charts[styles->n_charts++];
        *style = (struct chart_style){
            .name = list->keys[i],
            .label = read_style(reading, node, "label"),
            .value = read_style(reading, node, "value"),
            .caption = read_style(reading, node, "caption"),
            .bar = read_length(node, "bar", 0, 16 * PT),
            .gap = read_length(node, "gap", 0, 6 * PT),
        };
        read_fillings(reading, yaml_get(node, "fillings"), style);
    }
}

static void read_running(struct style_reading *reading, const struct yaml *node, const char *key,
                         struct master *master) {
    const struct yaml *list = yaml_get(node, key);
    for (size_t i = 0; list && i < list->n_items; i++) {
        const struct yaml *item = list->items[i];
        if (master->n_running == MAX_RUNNING) {
            refuse(reading, node, key, STR("header + footer <= 4"));
            return;
        }
        enum alignment odd = read_alignment(item, "odd", ALIGN_CENTER);
        master->running[master->n_running++] = (struct running){
            .text = yaml_text(item, "text"),
            .style = read_style(reading, item, "style"),
            .odd = odd,
            .even = read_alignment(item, "even", odd),
            .distance = read_length(item, "distance", 0, 12 * PT),
            .is_header = str_is(str_from_c(key), "header"),
        };
    }
}

/* Reads paper and body; the body must lie on the paper. */
static void read_paper(struct style_reading *reading, const struct yaml *node,
                       struct master *master) {
    const struct yaml *paper = yaml_get(node, "paper");
    const struct yaml *body = yaml_get(node, "body");
    master->width = read_length(paper, "width", 0, 0);
    master->height = read_length(paper, "height", 0, 0);
    master->body = (struct area){.x = read_length(body, "left", 0, 0),
                                 .y = read_length(body, "top", 0, 0),
                                 .width = read_length(body, "width", 0, 0),
                                 .height = read_length(body, "height", 0, 0)};
    const struct area *area = &master->body;
    if (area->width < 72 * PT || area->height < 72 * PT ||
        (int64_t)area->x + area->width > master->width ||
        (int64_t)area->y + area->height > master->height) {
        refuse(reading, node, "body", STR("left + width <= paper, top + height <= paper"));
    }
}

static void read_masters(struct style_reading *reading, const struct yaml *list) {
    struct styles *styles = reading->styles;
    size_t n = count_entries(list);
    styles->masters = ARENA_ARRAY(reading->arena, struct master, n);
    for (size_t i = 0; i < n; i++) {
        const struct yaml *node = list->items[i];
        struct master *master = &styles->masters[styles->n_masters++];
        master->name = list->keys[i];
        master->is_mirrored = yaml_bool(node, "mirror", false, reading->diag);
        master->grid = yaml_get(node, "grid") ? read_style(reading, node, "grid") : NULL;
        master->mark = yaml_get(node, "mark") ? read_style(reading, node, "mark") : NULL;
        master->watermark =
            yaml_get(node, "watermark") ? read_style(reading, node, "watermark") : NULL;
        read_paper(reading, node, master);
        read_running(reading, node, "header", master);
        read_running(reading, node, "footer", master);
    }
}
