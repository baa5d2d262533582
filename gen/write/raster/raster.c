/*
 * Pictures of pages, by cairo. FreeType hands out the outlines of glyphs in design units and cairo
 * fills them: cairo's own glyph calls would round every place to a whole pixel. All ink is grey, so
 * the picture has one channel, in which alpha stands for lightness.
 */
#include "write/hatch.h"
#include "write/press.h"

#include <cairo.h>
#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H
#include <math.h>
#include <string.h>

/* Largest width or height of a picture, in pixels. */
#define MOST_PIXELS 20000

/* A face opened by FreeType. */
struct raster_face {
    const char *path;
    unsigned index;
    /* NULL if it cannot be opened. */
    FT_Face face;
};

struct raster {
    FT_Library library;
    struct raster_face *faces;
    size_t n_faces, capacity;
};

/* A page being drawn. */
struct canvas {
    struct press *press;
    const struct document *document;
    struct diag *diag;
    cairo_t *cairo;
    bool is_failed;
};

/* Where the outline of a glyph goes. */
struct placing {
    cairo_t *cairo;
    /* Origin on the page, and page units in a design unit. */
    double x, y, scale;
    /* The last point. */
    double last_x, last_y;
};

static void close_library(void *object) {
    FT_Done_FreeType(object);
}

static void close_cairo(void *object) {
    cairo_destroy(object);
}

/* ---- outlines -------------------------------------------------------------------------------- */

static void place(struct placing *placing, const FT_Vector *point, double *x, double *y) {
    *x = placing->x + (double)point->x * placing->scale;
    *y = placing->y - (double)point->y * placing->scale;
}

static int move_to(const FT_Vector *to, void *user) {
    struct placing *placing = user;
    place(placing, to, &placing->last_x, &placing->last_y);
    cairo_close_path(placing->cairo);
    cairo_move_to(placing->cairo, placing->last_x, placing->last_y);
    return 0;
}

static int line_to(const FT_Vector *to, void *user) {
    struct placing *placing = user;
    place(placing, to, &placing->last_x, &placing->last_y);
    cairo_line_to(placing->cairo, placing->last_x, placing->last_y);
    return 0;
}

static int cubic_to(const FT_Vector *first, const FT_Vector *second, const FT_Vector *to,
                    void *user) {
    struct placing *placing = user;
    double x1, y1, x2, y2;
    place(placing, first, &x1, &y1);
    place(placing, second, &x2, &y2);
    place(placing, to, &placing->last_x, &placing->last_y);
    cairo_curve_to(placing->cairo, x1, y1, x2, y2, placing->last_x, placing->last_y);
    return 0;
}

/* A quadratic curve as the cubic one of the same shape. */
static int conic_to(const FT_Vector *middle, const FT_Vector *to, void *user) {
    struct placing *placing = user;
    double start_x = placing->last_x;
    double start_y = placing->last_y;
    double x, y;
    place(placing, middle, &x, &y);
    place(placing, to, &placing->last_x, &placing->last_y);
    cairo_curve_to(placing->cairo, start_x + (x - start_x) * 2 / 3, start_y + (y - start_y) * 2 / 3,
                   placing->last_x + (x - placing->last_x) * 2 / 3,
                   placing->last_y + (y - placing->last_y) * 2 / 3, placing->last_x,
                   placing->last_y);
    return 0;
}

/* The face, opened at its first use and kept for the run. */
static FT_Face find_face(struct canvas *canvas, uint32_t index) {
    struct raster *raster = canvas->press->raster;
    const struct face *wanted = &canvas->document->faces[index];
    for (size_t i = 0; i < raster->n_faces; i++) {
        if (raster->faces[i].index == wanted->index &&
            strcmp(raster->faces[i].path, wanted->path) == 0) {
            return raster->faces[i].face;
        }
    }
    struct arena *arena = canvas->press->arena;
    struct raster_face opened = {str_to_c(arena, str_from_c(wanted->path)), wanted->index, NULL};
    if (FT_New_Face(raster->library, opened.path, (FT_Long)opened.index, &opened.face) != 0 ||
        !FT_IS_SCALABLE(opened.face) || opened.face->units_per_EM == 0) {
        opened.face = NULL;
    }
    ARENA_PUSH(arena, raster->faces, raster->n_faces, raster->capacity, opened);
    return opened.face;
}

static void fail(struct canvas *canvas, uint32_t face, const char *problem) {
    if (!canvas->is_failed) {
        fontkit_report(&canvas->document->faces[face], problem, canvas->diag);
    }
    canvas->is_failed = true;
}

static void set_gray(struct canvas *canvas, uint8_t gray) {
    cairo_set_source_rgba(canvas->cairo, 0, 0, 0, gray / 255.0);
}

static void draw_run(struct canvas *canvas, const struct run *run) {
    static const FT_Outline_Funcs calls = {move_to, line_to, conic_to, cubic_to, 0, 0};
    FT_Face face = run->n_glyphs ? find_face(canvas, run->face) : NULL;
    if (!face) {
        if (run->n_glyphs) {
            fail(canvas, run->face, "open");
        }
        return;
    }
    set_gray(canvas, run->gray);
    for (size_t i = 0; i < run->n_glyphs; i++) {
        const struct glyph *glyph = &run->glyphs[i];
        struct placing placing = {.cairo = canvas->cairo,
                                  .x = (double)run->x + glyph->x,
                                  .y = (double)run->y + glyph->y,
                                  .scale = (double)run->size / face->units_per_EM};
        if (FT_Load_Glyph(face, glyph->id, FT_LOAD_NO_SCALE | FT_LOAD_NO_BITMAP) != 0 ||
            face->glyph->format != FT_GLYPH_FORMAT_OUTLINE ||
            FT_Outline_Decompose(&face->glyph->outline, &calls, &placing) != 0) {
            fail(canvas, run->face, "glyph");
            return;
        }
        cairo_fill(canvas->cairo);
    }
}

/* ---- lines and areas ------------------------------------------------------------------------- */

static void draw_rule(struct canvas *canvas, const struct rule *rule, bool is_round) {
    cairo_t *cairo = canvas->cairo;
    if (rule->thickness <= 0) {
        return;
    }
    double dash = rule->dash;
    set_gray(canvas, rule->gray);
    cairo_set_line_cap(cairo, is_round ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT);
    cairo_set_line_width(cairo, rule->thickness);
    cairo_set_dash(cairo, &dash, rule->dash > 0 ? 1 : 0, 0);
    cairo_move_to(cairo, rule->x1, rule->y1);
    cairo_line_to(cairo, rule->x2, rule->y2);
    cairo_stroke(cairo);
}

static void draw_box(struct canvas *canvas, const struct box *box) {
    cairo_t *cairo = canvas->cairo;
    const struct area *area = &box->area;
    struct strokes strokes = hatch_strokes(canvas->press->scratch, box);
    for (size_t i = 0; i < strokes.n_rules; i++) {
        draw_rule(canvas, &strokes.rules[i], strokes.is_dots);
    }
    if (box->hatch == HATCH_SOLID) {
        set_gray(canvas, box->fill_gray);
        cairo_rectangle(cairo, area->x, area->y, area->width, area->height);
        cairo_fill(cairo);
    }
    if (box->thickness > 0) {
        set_gray(canvas, box->gray);
        cairo_set_line_join(cairo, CAIRO_LINE_JOIN_MITER);
        cairo_set_line_width(cairo, box->thickness);
        cairo_set_dash(cairo, NULL, 0, 0);
        cairo_rectangle(cairo, area->x, area->y, area->width, area->height);
        cairo_stroke(cairo);
    }
}

static void draw_path(struct canvas *canvas, const struct path *path) {
    cairo_t *cairo = canvas->cairo;
    if (path->n_points == 0 || path->thickness <= 0) {
        return;
    }
    set_gray(canvas, path->gray);
    cairo_set_line_cap(cairo, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
    cairo_set_line_width(cairo, path->thickness);
    cairo_set_dash(cairo, NULL, 0, 0);
    cairo_move_to(cairo, path->points[0].x, path->points[0].y);
    for (size_t i = 0; i < path->n_points; i++) {
        cairo_line_to(cairo, path->points[i].x, path->points[i].y);
    }
    cairo_stroke(cairo);
}

static void draw_item(struct canvas *canvas, const struct item *item) {
    switch (item->kind) {
    case ITEM_RUN:
        draw_run(canvas, &item->run);
        break;
    case ITEM_RULE:
        draw_rule(canvas, &item->rule, false);
        break;
    case ITEM_BOX:
        draw_box(canvas, &item->box);
        break;
    case ITEM_PATH:
        draw_path(canvas, &item->path);
        break;
    }
}

/* ---- the picture ----------------------------------------------------------------------------- */

static bool open_raster(struct press *press) {
    if (!press->raster) {
        FT_Library library;
        if (FT_Init_FreeType(&library) != 0) {
            return false;
        }
        arena_own(press->arena, library, close_library);
        press->raster = ARENA_NEW(press->arena, struct raster);
        press->raster->library = library;
    }
    return true;
}

/* A white surface of the page's size; coordinates are page units. */
static bool open_canvas(struct canvas *canvas, const struct page *page, int dpi) {
    double scale = dpi / (72.0 * PT);
    double width = ceil(page->width * scale);
    double height = ceil(page->height * scale);
    if (!(width >= 1 && height >= 1 && width <= MOST_PIXELS && height <= MOST_PIXELS)) {
        return false;
    }
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_A8, (int)width, (int)height);
    canvas->cairo = cairo_create(surface);
    arena_own(canvas->press->scratch, canvas->cairo, close_cairo);
    cairo_surface_destroy(surface);
    cairo_set_operator(canvas->cairo, CAIRO_OPERATOR_SOURCE);
    set_gray(canvas, 255);
    cairo_paint(canvas->cairo);
    cairo_scale(canvas->cairo, scale, scale);
    return cairo_status(canvas->cairo) == CAIRO_STATUS_SUCCESS;
}

static cairo_status_t add_bytes(void *out, const unsigned char *bytes, unsigned size) {
    buf_add_bytes(out, bytes, size);
    return CAIRO_STATUS_SUCCESS;
}

static bool draw(struct canvas *canvas, const struct page *page, int dpi, struct buf *out) {
    cairo_status_t status = CAIRO_STATUS_NO_MEMORY;
    if (open_raster(canvas->press) && open_canvas(canvas, page, dpi)) {
        for (size_t i = 0; i < page->n_items; i++) {
            draw_item(canvas, &page->items[i]);
        }
        status = cairo_status(canvas->cairo);
        if (status == CAIRO_STATUS_SUCCESS && !canvas->is_failed) {
            status =
                cairo_surface_write_to_png_stream(cairo_get_target(canvas->cairo), add_bytes, out);
        }
    }
    if (status != CAIRO_STATUS_SUCCESS && !canvas->is_failed) {
        struct diag_note note = {.id = DIAG_OUTPUT_FAILED};
        note.args[0] = STR("PNG");
        note.args[1] = str_from_c(cairo_status_to_string(status));
        diag_report(canvas->diag, &note);
    }
    return status == CAIRO_STATUS_SUCCESS && !canvas->is_failed;
}

bool write_png(struct press *press, struct arena *arena, const struct document *document,
               size_t page, int dpi, struct diag *diag, struct str *bytes) {
    struct canvas canvas = {.press = press, .document = document, .diag = diag};
    struct buf out = {.arena = arena};
    bool is_written = draw(&canvas, document->pages[page], dpi, &out);
    *bytes = buf_str(&out);
    arena_rewind(press->scratch, press->start);
    return is_written;
}
