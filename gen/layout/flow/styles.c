/*
 * Style files of templates/styles: paragraph styles, table and chart looks, page masters. Lengths
 * carry units; a length in em is of the style's own type size.
 */
#include "layout/flow/flow.h"

/* The file being read. */
struct reading {
    struct arena *arena;
    struct diag *diag;
    struct styles *styles;
    bool is_good;
};

static void read_texts(struct reading *reading, const struct yaml *list);
static void read_masters(struct reading *reading, const struct yaml *list);
static void read_tables(struct reading *reading, const struct yaml *list);
static void read_charts(struct reading *reading, const struct yaml *list);

const struct styles *styles_read(struct arena *arena, struct typesetter *typesetter,
                                 struct shelf *shelf, const char *subject, struct str edition,
                                 struct diag *diag) {
    static const char *const keys[] = {"texts", "masters", "tables", "charts", NULL};
    const struct yaml *root = shelf_yaml(shelf, subject, edition, &yaml_anything, diag);
    if (!root || !yaml_check_keys(root, keys, diag)) {
        return NULL;
    }
    struct styles *styles = ARENA_NEW(arena, struct styles);
    struct reading reading = {.arena = arena, .diag = diag, .styles = styles, .is_good = true};
    size_t n_errors = diag_n_errors(diag);
    styles->typesetter = typesetter;
    styles->origin = root->origin;
    read_texts(&reading, yaml_get(root, "texts"));
    read_tables(&reading, yaml_get(root, "tables"));
    read_charts(&reading, yaml_get(root, "charts"));
    read_masters(&reading, yaml_get(root, "masters"));
    return reading.is_good && diag_n_errors(diag) == n_errors ? styles : NULL;
}

/* ---- values -----------------------------------------------------------------------------------
 */

/* Reports a value that cannot be. */
static void refuse(struct reading *reading, const struct yaml *node, const char *key,
                   const char *allowed) {
    const struct yaml *value = yaml_get(node, key);
    diag_report(reading->diag, &(struct diag_note){.id = DIAG_YAML_VALUE,
                                                   .origin = value ? value->origin : node->origin,
                                                   .args = {str_from_c(key), yaml_text(node, key),
                                                            str_from_c(allowed)}});
    reading->is_good = false;
}

/* The length of a key, or `fallback` if absent. */
static int32_t read_length(struct reading *reading, const struct yaml *node, const char *key,
                           int32_t em, int32_t fallback) {
    int32_t length = fallback;
    if (yaml_get(node, key) && !length_parse(yaml_text(node, key), em, &length)) {
        refuse(reading, node, key, "12pt, 1.5em, 20mm");
    }
    return length;
}

/* A whole number from `low` to `high`, or `fallback` if absent. */
static int32_t read_count(struct reading *reading, const struct yaml *node, const char *key,
                          int32_t low, int32_t high, int32_t fallback) {
    int64_t number = yaml_int(node, key, fallback, reading->diag);
    if (number < low || number > high) {
        struct str range = str_format(reading->arena, "%d-%d", low, high);
        refuse(reading, node, key, str_to_c(reading->arena, range));
        return fallback;
    }
    return (int32_t)number;
}

static enum alignment read_alignment(struct reading *reading, const struct yaml *node,
                                     const char *key, enum alignment fallback) {
    static const struct {
        const char *name;
        enum alignment alignment;
    } names[] = {{"left", ALIGN_LEFT},
                 {"center", ALIGN_CENTER},
                 {"right", ALIGN_RIGHT},
                 {"justify", ALIGN_JUSTIFY},
                 {"spread", ALIGN_SPREAD}};
    if (!yaml_get(node, key)) {
        return fallback;
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (str_is(yaml_text(node, key), names[i].name)) {
            return names[i].alignment;
        }
    }
    refuse(reading, node, key, "left, center, right, justify, spread");
    return fallback;
}

/* The paragraph style a key names; absent, the style named `fallback`. */
static const struct text_style *read_style(struct reading *reading, const struct yaml *node,
                                           const char *key) {
    const struct yaml *value = yaml_get(node, key);
    const struct text_style *style =
        value ? styles_text(reading->styles, value->text, reading->diag) : NULL;
    if (!style) {
        if (!value) {
            refuse(reading, node, key, "texts");
        }
        reading->is_good = false;
    }
    return style;
}

/* Entries of a map of named things; 0 unless it is one. */
static size_t count_entries(struct reading *reading, const struct yaml *map) {
    if (map && map->kind != YAML_MAP) {
        diag_report(reading->diag,
                    &(struct diag_note){.id = DIAG_YAML_VALUE,
                                        .origin = map->origin,
                                        .args = {STR("styles"), map->text, STR("{name: {...}}")}});
        reading->is_good = false;
    }
    return map && map->kind == YAML_MAP ? map->n_items : 0;
}

/* ---- things -----------------------------------------------------------------------------------
 */

static void read_text(struct reading *reading, const struct yaml *node, struct text_style *style) {
    static const char *const keys[] = {"role",   "size",     "leading", "indent", "align",
                                       "before", "after",    "left",    "right",  "keep",
                                       "gray",   "per-line", NULL};
    reading->is_good = yaml_check_keys(node, keys, reading->diag) && reading->is_good;
    struct para_style *para = &style->para;
    if (!typesetter_role(reading->styles->typesetter, yaml_text(node, "role"), &para->role)) {
        refuse(reading, node, "role", "fonts/roles.yaml");
    }
    para->size = read_length(reading, node, "size", 0, 0);
    if (para->size < PT || para->size > 200 * PT) {
        refuse(reading, node, "size", "1pt-200pt");
        return;
    }
    para->leading = read_length(reading, node, "leading", para->size, para->size * 3 / 2);
    if (para->leading < para->size || para->leading > 400 * PT) {
        refuse(reading, node, "leading", "1em-400pt");
    }
    para->first_indent = read_length(reading, node, "indent", para->size, 0);
    para->alignment = read_alignment(reading, node, "align", ALIGN_LEFT);
    para->gray = (uint8_t)read_count(reading, node, "gray", 0, 255, 0);
    style->per_line = read_count(reading, node, "per-line", 0, 200, 0);
    style->before = read_length(reading, node, "before", para->size, 0);
    style->after = read_length(reading, node, "after", para->size, 0);
    style->left = read_length(reading, node, "left", para->size, 0);
    style->right = read_length(reading, node, "right", para->size, 0);
    style->is_kept = yaml_bool(node, "keep", false, reading->diag);
}

static void read_texts(struct reading *reading, const struct yaml *list) {
    struct styles *styles = reading->styles;
    size_t n = count_entries(reading, list);
    styles->texts = ARENA_ARRAY(reading->arena, struct text_style, n);
    for (size_t i = 0; i < n; i++) {
        struct text_style *style = &styles->texts[styles->n_texts++];
        style->name = list->keys[i];
        read_text(reading, list->items[i], style);
    }
}

static void read_tables(struct reading *reading, const struct yaml *list) {
    static const char *const keys[] = {"header", "cell",  "number", "caption",   "line", "frame",
                                       "pad-x",  "pad-y", "shade",  "continued", NULL};
    struct styles *styles = reading->styles;
    size_t n = count_entries(reading, list);
    styles->tables = ARENA_ARRAY(reading->arena, struct table_style, n);
    for (size_t i = 0; i < n; i++) {
        const struct yaml *node = list->items[i];
        reading->is_good = yaml_check_keys(node, keys, reading->diag) && reading->is_good;
        styles->tables[styles->n_tables++] = (struct table_style){
            .name = list->keys[i],
            .header = read_style(reading, node, "header"),
            .cell = read_style(reading, node, "cell"),
            .number = read_style(reading, node, "number"),
            .caption = read_style(reading, node, "caption"),
            .line = read_length(reading, node, "line", 0, PT / 2),
            .frame = read_length(reading, node, "frame", 0, PT),
            .pad_x = read_length(reading, node, "pad-x", 0, 4 * PT),
            .pad_y = read_length(reading, node, "pad-y", 0, 2 * PT),
            .shade = (uint8_t)read_count(reading, node, "shade", 0, 255, 217),
            .continued = yaml_text(node, "continued"),
        };
    }
}

static void read_fillings(struct reading *reading, const struct yaml *node,
                          struct chart_style *style) {
    static const char *const names[] = {"none",  "solid", "rising", "falling",
                                        "cross", "level", "dots"};
    const struct yaml *list = yaml_get(node, "fillings");
    size_t n = list && list->kind == YAML_LIST ? list->n_items : 0;
    if (n == 0 || n > MAX_SERIES) {
        refuse(reading, node, "fillings", "[{hatch: rising, gray: 0}, ...]");
        return;
    }
    for (size_t i = 0; i < n; i++) {
        static const char *const keys[] = {"hatch", "gray", NULL};
        const struct yaml *item = list->items[i];
        reading->is_good = yaml_check_keys(item, keys, reading->diag) && reading->is_good;
        bool is_known = false;
        for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
            if (str_is(yaml_text(item, "hatch"), names[k])) {
                style->hatches[i] = (enum hatch)k;
                is_known = true;
            }
        }
        if (!is_known) {
            refuse(reading, item, "hatch", "none, solid, rising, falling, cross, level, dots");
        }
        style->grays[i] = (uint8_t)read_count(reading, item, "gray", 0, 255, 0);
        style->n_series++;
    }
}

static void read_charts(struct reading *reading, const struct yaml *list) {
    static const char *const keys[] = {"label", "value", "caption", "bar", "gap", "fillings", NULL};
    struct styles *styles = reading->styles;
    size_t n = count_entries(reading, list);
    styles->charts = ARENA_ARRAY(reading->arena, struct chart_style, n);
    for (size_t i = 0; i < n; i++) {
        const struct yaml *node = list->items[i];
        reading->is_good = yaml_check_keys(node, keys, reading->diag) && reading->is_good;
        struct chart_style *style = &styles->charts[styles->n_charts++];
        *style = (struct chart_style){
            .name = list->keys[i],
            .label = read_style(reading, node, "label"),
            .value = read_style(reading, node, "value"),
            .caption = read_style(reading, node, "caption"),
            .bar = read_length(reading, node, "bar", 0, 16 * PT),
            .gap = read_length(reading, node, "gap", 0, 6 * PT),
        };
        read_fillings(reading, node, style);
    }
}

static void read_running(struct reading *reading, const struct yaml *node, const char *key,
                         struct master *master) {
    static const char *const keys[] = {"text", "style", "odd", "even", "distance", NULL};
    const struct yaml *list = yaml_get(node, key);
    size_t n = list && list->kind == YAML_LIST ? list->n_items : 0;
    for (size_t i = 0; i < n; i++) {
        const struct yaml *item = list->items[i];
        if (master->n_running == MAX_RUNNING) {
            refuse(reading, node, key, "at most 4");
            return;
        }
        reading->is_good = yaml_check_keys(item, keys, reading->diag) && reading->is_good;
        enum alignment odd = read_alignment(reading, item, "odd", ALIGN_CENTER);
        master->running[master->n_running++] = (struct running){
            .text = yaml_text(item, "text"),
            .style = read_style(reading, item, "style"),
            .odd = odd,
            .even = read_alignment(reading, item, "even", odd),
            .distance = read_length(reading, item, "distance", 0, 12 * PT),
            .is_header = str_is(str_from_c(key), "header"),
        };
    }
}

/* Reads paper and body; the body must lie on the paper. */
static void read_paper(struct reading *reading, const struct yaml *node, struct master *master) {
    static const char *const paper_keys[] = {"width", "height", NULL};
    static const char *const body_keys[] = {"left", "top", "width", "height", NULL};
    const struct yaml *paper = yaml_get(node, "paper");
    const struct yaml *body = yaml_get(node, "body");
    reading->is_good = yaml_check_keys(paper, paper_keys, reading->diag) &&
                       yaml_check_keys(body, body_keys, reading->diag) && reading->is_good;
    master->width = read_length(reading, paper, "width", 0, 0);
    master->height = read_length(reading, paper, "height", 0, 0);
    master->body = (struct area){.x = read_length(reading, body, "left", 0, 0),
                                 .y = read_length(reading, body, "top", 0, 0),
                                 .width = read_length(reading, body, "width", 0, 0),
                                 .height = read_length(reading, body, "height", 0, 0)};
    const struct area *area = &master->body;
    if (area->width < 72 * PT || area->height < 72 * PT || area->x < 0 || area->y < 0 ||
        (int64_t)area->x + area->width > master->width ||
        (int64_t)area->y + area->height > master->height) {
        refuse(reading, node, "body", "left + width <= paper, top + height <= paper");
    }
}

static void read_masters(struct reading *reading, const struct yaml *list) {
    static const char *const keys[] = {"paper", "body", "mirror", "mark", "header", "footer", NULL};
    struct styles *styles = reading->styles;
    size_t n = count_entries(reading, list);
    styles->masters = ARENA_ARRAY(reading->arena, struct master, n);
    for (size_t i = 0; i < n; i++) {
        const struct yaml *node = list->items[i];
        struct master *master = &styles->masters[styles->n_masters++];
        reading->is_good = yaml_check_keys(node, keys, reading->diag) && reading->is_good;
        master->name = list->keys[i];
        master->is_mirrored = yaml_bool(node, "mirror", false, reading->diag);
        master->mark = yaml_get(node, "mark") ? read_style(reading, node, "mark") : NULL;
        read_paper(reading, node, master);
        read_running(reading, node, "header", master);
        read_running(reading, node, "footer", master);
    }
}

/* ---- asking -----------------------------------------------------------------------------------
 */

/* Reports a name the style file does not have. */
static void report_unknown(const struct styles *styles, const char *what, struct str name,
                           struct diag *diag) {
    diag_report(diag, &(struct diag_note){.id = DIAG_YAML_VALUE,
                                          .origin = styles->origin,
                                          .args = {str_from_c(what), name, STR("styles/")}});
}

const struct text_style *styles_text(const struct styles *styles, struct str name,
                                     struct diag *diag) {
    for (size_t i = 0; i < styles->n_texts; i++) {
        if (str_equal(styles->texts[i].name, name)) {
            return &styles->texts[i];
        }
    }
    report_unknown(styles, "texts", name, diag);
    return NULL;
}

const struct master *styles_master(const struct styles *styles, struct str name,
                                   struct diag *diag) {
    for (size_t i = 0; i < styles->n_masters; i++) {
        if (str_equal(styles->masters[i].name, name)) {
            return &styles->masters[i];
        }
    }
    report_unknown(styles, "masters", name, diag);
    return NULL;
}

const struct table_style *styles_table(const struct styles *styles, struct str name,
                                       struct diag *diag) {
    for (size_t i = 0; i < styles->n_tables; i++) {
        if (name.len == 0 || str_equal(styles->tables[i].name, name)) {
            return &styles->tables[i];
        }
    }
    report_unknown(styles, "tables", name, diag);
    return NULL;
}

const struct chart_style *styles_chart(const struct styles *styles, struct str name,
                                       struct diag *diag) {
    for (size_t i = 0; i < styles->n_charts; i++) {
        if (name.len == 0 || str_equal(styles->charts[i].name, name)) {
            return &styles->charts[i];
        }
    }
    report_unknown(styles, "charts", name, diag);
    return NULL;
}
