/*
 * ToUnicode maps (ISO 32000-1, 9.10.3). A map is lines `<code><text>`, the same for a glyph in
 * nearly all documents, so the lines are coded once like the glyphs themselves.
 */
#include "write/pdf/tounicode.h"

#include "write/pdf/pdftext.h"

#include <string.h>

/* Lines that one bfchar section may have. */
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
static const char digits[] = "0123456789ABCDEF";

/* A map being put together. */
struct unicode_mapping {
    const struct coder *coder;
    struct arena *arena;
    const struct piece **pieces;
    size_t n_pieces;
};

void map_coder_make(struct coder *coder) {
    uint32_t counts[256] = {0};
    /* Digits of codes are all alike; of each line of twelve characters five are marks. */
    for (int i = 0; i < 16; i++) {
        counts[(unsigned char)digits[i]] = 1000;
    }
    counts['<'] = 4000;
    counts['>'] = 4000;
    counts['\n'] = 2000;
    coder_make(coder, counts);
}

static void add_line(struct buf *line, const struct kit_glyph *glyph) {
    char *at = make_room(line, 8);
    *at++ = '<';
    for (int shift = 12; shift >= 0; shift -= 4) {
        *at++ = digits[glyph->code >> shift & 0xF];
    }
    memcpy(at, "><", 2);
    line->len += 7;
    add_utf16_hex(line, glyph->text);
    buf_add_bytes(line, ">\n", 2);
}

static void add_piece(struct unicode_mapping *mapping, struct str text) {
    struct piece *piece = ARENA_NEW(mapping->arena, struct piece);
    *piece = coder_encode(mapping->coder, mapping->arena, text);
    mapping->pieces[mapping->n_pieces++] = piece;
}

/* Codes the line of a glyph into `arena`. */
static struct piece code_line(const struct unicode_mapping *mapping, struct arena *arena,
                              const struct kit_glyph *glyph) {
    struct buf line = {.arena = mapping->arena};
    add_line(&line, glyph);
    return coder_encode(mapping->coder, arena, buf_str(&line));
}

/* Adds the line of a glyph, which is kept if the code is the same for all documents. */
static void add_glyph(struct unicode_mapping *mapping, struct arena *run, struct kit_glyph *glyph,
                      bool is_kept) {
    if (is_kept && glyph->mapped.len == 0) {
        glyph->mapping = code_line(mapping, run, glyph);
        glyph->mapped = str_copy(run, glyph->text);
    }
    if (is_kept && str_equal(glyph->mapped, glyph->text)) {
        mapping->pieces[mapping->n_pieces++] = &glyph->mapping;
        return;
    }
    struct piece *piece = ARENA_NEW(mapping->arena, struct piece);
    *piece = code_line(mapping, mapping->arena, glyph);
    mapping->pieces[mapping->n_pieces++] = piece;
}

struct joint map_of(const struct coder *coder, struct arena *run, struct arena *arena,
                    const struct kit_subset *subset) {
    struct unicode_mapping mapping = {.coder = coder, .arena = arena};
    mapping.pieces =
        ARENA_ARRAY(arena, const struct piece *, subset->n_glyphs + subset->n_glyphs / SECTION + 3);
    size_t n_left = 0;
    for (size_t i = 0; i < subset->n_glyphs; i++) {
        n_left += subset->glyphs[i]->text.len > 0;
    }
    const char *end = "";
    size_t n_section = 0;
    for (size_t i = 0; i < subset->n_glyphs; i++) {
        if (subset->glyphs[i]->text.len == 0) {
            continue;
        }
        if (n_section == 0) {
            n_section = n_left < SECTION ? n_left : SECTION;
            n_left -= n_section;
            add_piece(&mapping, str_format(arena, "%s%zu beginbfchar\n", end, n_section));
            end = "endbfchar\n";
        }
        add_glyph(&mapping, run, subset->glyphs[i], subset->is_cff);
        n_section--;
    }
    add_piece(&mapping, str_format(arena, "%s%s", end, map_tail));
    return (struct joint){.coder = coder,
                          .head = {map_head, sizeof map_head - 1},
                          .pieces = mapping.pieces,
                          .n_pieces = mapping.n_pieces};
}
