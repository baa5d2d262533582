/*
 * Hatches. The lines lie on one grid of the whole page, so that neighbouring boxes of one hatch
 * join, and each is cut to its box here: no writer needs a clip.
 */
#include "write/hatch.h"

/* Distance of lines along the axes, and their thickness. */
#define PITCH     (3 * PT)
#define THICKNESS (PT / 2)
/* Diagonal lines are nearer to each other than along the axes. */
#define DIAGONAL_PITCH (4 * PT)
/* Width of a dot. */
#define DOT PT

/* Strokes being collected. */
struct drawing {
    struct arena *arena;
    /* Area the middle of a stroke may reach: the box without half a thickness at each side. */
    int64_t left, top, right, bottom;
    uint8_t gray;
    struct rule *rules;
    size_t n_rules, capacity;
};

static int64_t least(int64_t a, int64_t b) {
    return a < b ? a : b;
}

static int64_t most(int64_t a, int64_t b) {
    return a > b ? a : b;
}

/* The first grid line at or after `at`. */
static int64_t first_line(int64_t at, int64_t pitch) {
    int64_t below = at / pitch * pitch;
    return below < at ? below + pitch : below;
}

static void add(struct drawing *drawing, int64_t x1, int64_t y1, int64_t x2, int64_t y2,
                int32_t thickness) {
    struct rule rule = {.x1 = (int32_t)x1,
                        .y1 = (int32_t)y1,
                        .x2 = (int32_t)x2,
                        .y2 = (int32_t)y2,
                        .thickness = thickness,
                        .gray = drawing->gray};
    ARENA_PUSH(drawing->arena, drawing->rules, drawing->n_rules, drawing->capacity, rule);
}

/* Lines on which x + y is constant. */
static void draw_rising(struct drawing *d) {
    for (int64_t sum = first_line(d->left + d->top, DIAGONAL_PITCH); sum < d->right + d->bottom;
         sum += DIAGONAL_PITCH) {
        int64_t x1 = most(d->left, sum - d->bottom);
        int64_t x2 = least(d->right, sum - d->top);
        if (x1 < x2) {
            add(d, x1, sum - x1, x2, sum - x2, THICKNESS);
        }
    }
}

/* Lines on which x - y is constant. */
static void draw_falling(struct drawing *d) {
    for (int64_t gap = first_line(d->left - d->bottom, DIAGONAL_PITCH); gap < d->right - d->top;
         gap += DIAGONAL_PITCH) {
        int64_t x1 = most(d->left, gap + d->top);
        int64_t x2 = least(d->right, gap + d->bottom);
        if (x1 < x2) {
            add(d, x1, x1 - gap, x2, x2 - gap, THICKNESS);
        }
    }
}

static void draw_level(struct drawing *d) {
    for (int64_t y = first_line(d->top, PITCH); y <= d->bottom && d->left < d->right; y += PITCH) {
        add(d, d->left, y, d->right, y, THICKNESS);
    }
}

static void draw_dots(struct drawing *d) {
    for (int64_t y = first_line(d->top, PITCH); y <= d->bottom; y += PITCH) {
        for (int64_t x = first_line(d->left, PITCH); x <= d->right; x += PITCH) {
            add(d, x, y, x, y, DOT);
        }
    }
}

struct strokes hatch_strokes(struct arena *arena, const struct box *box) {
    bool is_dots = box->hatch == HATCH_DOTS;
    int64_t inset = (is_dots ? DOT : THICKNESS) / 2;
    struct drawing drawing = {.arena = arena,
                              .left = box->area.x + inset,
                              .top = box->area.y + inset,
                              .right = (int64_t)box->area.x + box->area.width - inset,
                              .bottom = (int64_t)box->area.y + box->area.height - inset,
                              .gray = box->fill_gray};
    if (box->hatch == HATCH_RISING || box->hatch == HATCH_CROSS) {
        draw_rising(&drawing);
    }
    if (box->hatch == HATCH_FALLING || box->hatch == HATCH_CROSS) {
        draw_falling(&drawing);
    }
    if (box->hatch == HATCH_LEVEL) {
        draw_level(&drawing);
    }
    if (is_dots) {
        draw_dots(&drawing);
    }
    return (struct strokes){drawing.rules, drawing.n_rules, is_dots};
}
