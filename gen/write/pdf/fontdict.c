/* Font dictionaries (ISO 32000-1, 9.7.4 and 9.8). */
#include "write/pdf/fontdict.h"

#include "write/pdf/pdftext.h"

/* Width of glyphs that W leaves out. */
#define USUAL_WIDTH 1000

void add_descriptor(struct buf *out, const struct kit_subset *subset) {
    const struct sfnt *figures = subset->figures;
    /* The stem is not told by any table; this follows the usual relation to the weight class. */
    uint32_t stem = 10 + 220 * (figures->weight < 1000 ? figures->weight : 1000) / 1000;
    buf_format(out, "/Type/FontDescriptor/FontName/%s/Flags 4/FontBBox[%d %d %d %d]/ItalicAngle 0",
               subset->name, figures->bbox[0], figures->bbox[1], figures->bbox[2],
               figures->bbox[3]);
    buf_format(out, "/Ascent %d/Descent %d/CapHeight %d/StemV %u", figures->ascent,
               figures->descent, figures->cap_height, stem);
}

/* Widths, as runs of glyphs with neighbouring codes: `first [width width]`. */
static void add_widths(struct buf *out, const struct kit_subset *subset) {
    uint32_t next = UINT32_MAX;
    for (size_t i = 0; i < subset->n_glyphs; i++) {
        const struct kit_glyph *glyph = subset->glyphs[i];
        if (glyph->advance == USUAL_WIDTH) {
            continue;
        }
        char *start = make_room(out, 64);
        char *at = start;
        if (glyph->code != next) {
            if (next != UINT32_MAX) {
                *at++ = ']';
            }
            at = put_digits(at, glyph->code);
            *at++ = '[';
        } else {
            *at++ = ' ';
        }
        at = put_digits(at, (uint64_t)glyph->advance);
        out->len += (size_t)(at - start);
        next = glyph->code + 1;
    }
    if (next != UINT32_MAX) {
        buf_add_byte(out, ']');
    }
}

void add_cid_font(struct buf *out, const struct kit_subset *subset) {
    buf_format(out, "/Type/Font/Subtype/CIDFontType%d/BaseFont/%s", subset->is_cff ? 0 : 2,
               subset->name);
    buf_add_c(out, "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>");
    if (!subset->is_cff) {
        buf_add_c(out, "/CIDToGIDMap/Identity");
    }
    buf_format(out, "/DW %d/W[", USUAL_WIDTH);
    add_widths(out, subset);
    buf_add_byte(out, ']');
}
