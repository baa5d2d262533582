/*
 * ToUnicode maps (ISO 32000-1, 9.10.3). Nearly all codes are the characters
 * they stand for: those are told by rows of 256, and only the others by lines
 * `<code><text>`.
 */
#include "write/pdf/tounicode.h"

#include "write/pdf/pdftext.h"

/* Lines that one section may have. */
#define SECTION 100

static const char map_head[] = "/CIDInit /ProcSet findresource begin\n"
                               "12 dict begin\n"
                               "begincmap\n"
                               "/CMapName /Text def\n"
                               "/CMapType 2 def\n"
                               "1 begincodespacerange\n"
                               "<0000> <FFFF>\n"
                               "endcodespacerange\n";
static const char map_tail[] = "endcmap\n"
                               "CMapName currentdict /CMap defineresource pop\n"
                               "end\n"
                               "end\n";

/* Adds rows by their numbers. Ranges may not reach over a row: only the last byte may differ. */
static void add_rows(struct buf *out, const bool rows[256]) {
    size_t n_left = 0;
    for (unsigned row = 0; row < 256; row++) {
        n_left += rows[row];
    }
    size_t n_section = 0;
    for (unsigned row = 0; row < 256; row++) {
        if (!rows[row]) {
            continue;
        }
        if (n_section == 0) {
            n_section = n_left < SECTION ? n_left : SECTION;
            n_left -= n_section;
            buf_format(out, "%zu beginbfrange\n", n_section);
        }
        buf_format(out, "<%02X00><%02XFF><%02X00>\n", row, row, row);
        buf_add_c(out, --n_section == 0 ? "endbfrange\n" : "");
    }
}

/* The glyph's code does not tell what it stands for. */
static bool is_told(const struct kit_subset *subset, const struct kit_glyph *glyph) {
    return glyph->text.len > 0 && (!subset->is_cff || !kit_is_natural(glyph->code));
}

static void add_lines(struct buf *out, const struct kit_subset *subset) {
    size_t n_left = 0;
    for (size_t i = 0; i < subset->n_glyphs; i++) {
        n_left += is_told(subset, subset->glyphs[i]);
    }
    size_t n_section = 0;
    for (size_t i = 0; i < subset->n_glyphs; i++) {
        const struct kit_glyph *glyph = subset->glyphs[i];
        if (!is_told(subset, glyph)) {
            continue;
        }
        if (n_section == 0) {
            n_section = n_left < SECTION ? n_left : SECTION;
            n_left -= n_section;
            buf_format(out, "%zu beginbfchar\n", n_section);
        }
        buf_format(out, "<%04X><", glyph->code);
        add_utf16_hex(out, glyph->text);
        buf_add_c(out, --n_section == 0 ? ">\nendbfchar\n" : ">\n");
    }
}

void map_add_common(struct buf *out) {
    bool rows[256];
    for (uint32_t row = 0; row < 256; row++) {
        rows[row] = kit_is_natural(row << 8 | 1);
    }
    buf_add_c(out, map_head);
    add_rows(out, rows);
    buf_add_c(out, map_tail);
}

void map_add(struct buf *out, const struct kit_subset *subset) {
    bool rows[256] = {false};
    for (size_t i = 0; subset->is_cff && i < subset->n_glyphs; i++) {
        uint32_t code = subset->glyphs[i]->code;
        rows[code >> 8] = rows[code >> 8] || kit_is_natural(code);
    }
    buf_add_c(out, map_head);
    add_rows(out, rows);
    add_lines(out, subset);
    buf_add_c(out, map_tail);
}
