/* Pictures of pages: of the right size, with the right ink at the right place, and repeatable. */
#include "write/write.h"

#include "reported.h"
#include "write/sample.h"

#include <cairo.h>
#include <criterion/criterion.h>
#include <string.h>

/* A decoded picture. */
struct picture {
    cairo_surface_t *surface;
    const unsigned char *pixels;
    int width, height, stride;
};

/* Bytes being read by cairo. */
struct reading {
    struct str rest;
};

static cairo_status_t read_bytes(void *from, unsigned char *to, unsigned size) {
    struct reading *reading = from;
    if (reading->rest.len < size) {
        return CAIRO_STATUS_READ_ERROR;
    }
    memcpy(to, reading->rest.data, size);
    reading->rest = str_slice(reading->rest, size, reading->rest.len);
    return CAIRO_STATUS_SUCCESS;
}

static struct str draw(struct sample *sample, struct press *press, int dpi) {
    struct str bytes;
    cr_assert(write_png(press, sample->arena, &sample->document, 0, dpi, sample->diag, &bytes));
    return bytes;
}

static struct picture decode(struct str bytes) {
    struct reading reading = {bytes};
    cairo_surface_t *surface = cairo_image_surface_create_from_png_stream(read_bytes, &reading);
    cr_assert_eq(cairo_surface_status(surface), CAIRO_STATUS_SUCCESS);
    return (struct picture){
        surface, cairo_image_surface_get_data(surface), cairo_image_surface_get_width(surface),
        cairo_image_surface_get_height(surface), cairo_image_surface_get_stride(surface)};
}

/* Lightness of a pixel, 0 black to 255 white. */
static int gray_at(const struct picture *picture, int x, int y) {
    cr_assert(x >= 0 && y >= 0 && x < picture->width && y < picture->height);
    return picture->pixels[y * picture->stride + x * 4 + 1];
}

/* Mean darkness of an area, 0 to 255. */
static double ink_in(const struct picture *picture, int x, int y, int width, int height) {
    double sum = 0;
    for (int i = 0; i < width * height; i++) {
        sum += 255 - gray_at(picture, x + i % width, y + i / width);
    }
    return sum / (width * height);
}

Test(raster, two_runs_give_the_same_bytes) {
    struct sample *sample = sample_open();
    sample_form(sample, 1, 30, 0);
    struct press *press = press_open(sample->arena);
    struct str first = draw(sample, press, 96);
    cr_assert(str_equal(draw(sample, press, 96), first));
    cr_assert(str_equal(draw(sample, press_open(sample->arena), 96), first));
    cr_assert_not(str_equal(draw(sample, press, 97), first));
    sample_close(sample);
}

Test(raster, the_picture_has_the_size_of_the_paper) {
    struct sample *sample = sample_open();
    sample_page(sample, "1");
    struct picture picture = decode(draw(sample, press_open(sample->arena), 144));
    cr_assert_eq(picture.width, 1191);
    cr_assert_eq(picture.height, 1684);
    cr_assert_eq(ink_in(&picture, 0, 0, 1191, 1684), 0, "white paper");
    cairo_surface_destroy(picture.surface);
    sample_close(sample);
}

Test(raster, boxes_and_rules_have_their_ink_in_place) {
    struct sample *sample = sample_open();
    struct page *page = sample_page(sample, "1");
    sample_item(sample, page, ITEM_BOX)->box =
        (struct box){.area = {100 * PT, 100 * PT, 50 * PT, 50 * PT},
                     .thickness = 2 * PT,
                     .hatch = HATCH_SOLID,
                     .fill_gray = 200};
    sample_item(sample, page, ITEM_RULE)->rule =
        (struct rule){100 * PT, 200 * PT, 300 * PT, 200 * PT, 4 * PT, 0, 10 * PT};
    struct picture picture = decode(draw(sample, press_open(sample->arena), 72));
    cr_assert_eq(gray_at(&picture, 125, 125), 200);
    cr_assert_eq(gray_at(&picture, 100, 125), 0);
    cr_assert_eq(gray_at(&picture, 98, 125), 255);
    cr_assert_eq(gray_at(&picture, 105, 200), 0);
    cr_assert_eq(gray_at(&picture, 115, 200), 255, "the gap of a dash");
    cr_assert_eq(gray_at(&picture, 125, 200), 0);
    cr_assert_eq(gray_at(&picture, 305, 200), 255);
    cairo_surface_destroy(picture.surface);
    sample_close(sample);
}

Test(raster, hatches_are_told_apart_and_stay_in_their_boxes) {
    struct sample *sample = sample_open();
    struct page *page = sample_page(sample, "1");
    for (enum hatch hatch = HATCH_RISING; hatch <= HATCH_DOTS; hatch++) {
        struct area area = {(int)hatch * 80 * PT, 100 * PT, 60 * PT, 60 * PT};
        sample_item(sample, page, ITEM_BOX)->box = (struct box){.area = area, .hatch = hatch};
    }
    struct picture picture = decode(draw(sample, press_open(sample->arena), 144));
    for (enum hatch hatch = HATCH_RISING; hatch <= HATCH_DOTS; hatch++) {
        int x = (int)hatch * 160;
        cr_assert_gt(ink_in(&picture, x, 200, 120, 120), 5, "hatch %d has no ink", (int)hatch);
        cr_assert_eq(ink_in(&picture, x - 20, 180, 20, 160), 0, "hatch %d leaks", (int)hatch);
        cr_assert_eq(ink_in(&picture, x + 120, 180, 20, 160), 0);
        cr_assert_eq(ink_in(&picture, x, 180, 120, 20), 0);
        cr_assert_eq(ink_in(&picture, x, 320, 120, 20), 0);
        for (enum hatch other = HATCH_RISING; other < hatch; other++) {
            int n_different = 0;
            for (int i = 0; i < 120 * 120; i++) {
                n_different += gray_at(&picture, x + i % 120, 200 + i / 120) !=
                               gray_at(&picture, (int)other * 160 + i % 120, 200 + i / 120);
            }
            cr_assert_gt(n_different, 500, "hatches %d and %d", (int)hatch, (int)other);
        }
    }
    cairo_surface_destroy(picture.surface);
    sample_close(sample);
}

Test(raster, text_of_every_face_stands_on_its_baseline) {
    struct sample *sample = sample_open();
    struct page *page = sample_page(sample, "1");
    for (enum sample_face face = SONG; face < N_SAMPLE_FACES; face++) {
        sample_text(sample, page, face, 30, 100, 100 + 60 * (double)face, "国");
    }
    struct picture picture = decode(draw(sample, press_open(sample->arena), 72));
    for (enum sample_face face = SONG; face < N_SAMPLE_FACES; face++) {
        int y = 100 + 60 * (int)face;
        cr_assert_gt(ink_in(&picture, 100, y - 27, 30, 30), 20, "face %d", (int)face);
        cr_assert_eq(ink_in(&picture, 60, y - 40, 39, 59), 0, "face %d", (int)face);
        cr_assert_eq(ink_in(&picture, 131, y - 40, 39, 59), 0, "face %d", (int)face);
        cr_assert_eq(ink_in(&picture, 100, y + 5, 30, 10), 0, "face %d", (int)face);
    }
    cairo_surface_destroy(picture.surface);
    sample_close(sample);
}

Test(raster, failures_are_reported) {
    struct sample *sample = sample_open();
    struct page *page = sample_page(sample, "1");
    struct press *press = press_open(sample->arena);
    struct str bytes;
    cr_assert_not(write_png(press, sample->arena, &sample->document, 0, 0, sample->diag, &bytes));
    cr_assert_not(
        write_png(press, sample->arena, &sample->document, 0, 100000, sample->diag, &bytes));
    cr_assert_eq(diag_n(sample->diag), 2);
    cr_assert_eq(reported(sample->diag, 0)->id, DIAG_OUTPUT_FAILED);
    sample_text(sample, page, SONG, 12, 60, 60, "国");
    sample->faces[SONG].path = "Makefile";
    cr_assert_not(write_png(press, sample->arena, &sample->document, 0, 96, sample->diag, &bytes));
    cr_assert_eq(reported(sample->diag, 2)->id, DIAG_FONT_UNUSABLE);
    sample_close(sample);
}
