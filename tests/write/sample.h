/* Documents made by hand for the tests of the writers: text is shaped here, one line at a time. */
#ifndef TESTS_WRITE_SAMPLE_H
#define TESTS_WRITE_SAMPLE_H

#include "base/base.h"
#include "layout/page.h"

/* The faces of every sample, by index into document.faces. */
enum sample_face {
    SONG,
    HEI,
    FANG_SONG,
    KAI,
    MONO,
    WEN_KAI,
    BABEL_STONE,
    N_SAMPLE_FACES,
};

/* A document with its faces. */
struct sample {
    /* Where it lives. */
    struct arena *arena;
    /* The document. */
    struct document document;
    /* Its faces; a test may replace them. */
    struct face faces[N_SAMPLE_FACES];
    /* hb_font_t of each, opened when needed. */
    void *fonts[N_SAMPLE_FACES];
    /* Where diagnostics go. */
    struct diag *diag;
};

/* An empty document in a new arena. */
struct sample *sample_open(void);
/* Releases it. */
void sample_close(struct sample *sample);
/* Adds an A4 page. */
struct page *sample_page(struct sample *sample, const char *label);
/* Adds an item. */
struct item *sample_item(struct sample *sample, struct page *page, enum item_kind kind);
/* Adds a line of text; places and size are in points. */
struct run *sample_text(struct sample *sample, struct page *page, enum sample_face face,
                        double size, double x, double y, const char *text);
/* Adds a tick of the size of a character. */
void sample_tick(struct sample *sample, struct page *page, double x, double y, double size);
/* Glyph index of a character; 0 if the face has none. */
uint32_t sample_glyph(struct sample *sample, enum sample_face face, uint32_t code_point);
/* Its advance width in thousandths of the em, as HarfBuzz rounds it. */
int sample_advance(struct sample *sample, enum sample_face face, uint32_t glyph);
/* A filled-in form: `n_pages` pages of `n_cells` cells, in four typefaces, whose text starts at
 * character `start` of a stock of wording. */
void sample_form(struct sample *sample, int n_pages, int n_cells, size_t start);
/* Runs a shell command on `bytes` as its input and returns its output. */
struct str sample_filter(struct sample *sample, const char *command, struct str bytes);

#endif
