/*
 * PDF files, written from the first byte to the last without a library: those known know neither
 * glyph indexes nor subsets nor characters beyond the first plane, and give each object memory of
 * its own. Nothing depends on the clock or on what was printed before: same document, same bytes.
 */
#include "write/pdf/archive.h"
#include "write/pdf/content.h"
#include "write/pdf/fontdict.h"
#include "write/pdf/objects.h"
#include "write/pdf/pdftext.h"
#include "write/pdf/tounicode.h"

/* ---- fonts and pages ------------------------------------------------------------------------- */

/* The map that most fonts share, or one of a font's own. */
static unsigned add_map(struct file *file, struct press *press, const struct kit_subset *subset) {
    struct buf map = {.arena = file->arena};
    struct str packed = press->common_map;
    bool is_common = subset->is_cff && subset->n_odd == 0;
    if (is_common && file->common_map) {
        return file->common_map;
    }
    if (!is_common) {
        map_add(&map, subset);
        packed = fontkit_pack(press->fonts, file->arena, buf_str(&map));
    } else if (!packed.len) {
        map_add_common(&map);
        packed = press->common_map = fontkit_pack(press->fonts, press->arena, buf_str(&map));
    }
    unsigned number = file_add_stream(file, STR(DEFLATED), packed);
    if (is_common) {
        file->common_map = number;
    }
    return number;
}

/* The font itself; returns its number. */
static unsigned add_font_file(struct file *file, const struct kit_subset *subset) {
    struct str kind = subset->is_cff
                          ? STR(DEFLATED "/Subtype/CIDFontType0C")
                          : str_format(file->arena, DEFLATED "/Length1 %zu", subset->size);
    fontkit_write(subset, object_begin_stream(file, kind, subset->packed_size));
    object_end_stream(file);
    return (unsigned)file->n_objects;
}

static void add_font(struct file *file, struct press *press, uint32_t face,
                     const struct kit_subset *subset) {
    struct buf *out = &file->out;
    unsigned font_file = add_font_file(file, subset);
    unsigned to_unicode = add_map(file, press, subset);
    struct buf cids = {.arena = file->arena};
    archive_add_cid_set(&cids, subset);
    unsigned cid_set = file_add_stream(file, STR("/Filter/RunLengthDecode"), buf_str(&cids));
    unsigned descriptor = file_reserve(file);
    object_begin(file, descriptor);
    add_descriptor(out, subset);
    file_add_reference(out, subset->is_cff ? "/FontFile3" : "/FontFile2", font_file);
    file_add_reference(out, "/CIDSet", cid_set);
    object_end(file);
    unsigned cid_font = file_reserve(file);
    object_begin(file, cid_font);
    add_cid_font(out, subset);
    file_add_reference(out, "/FontDescriptor", descriptor);
    object_end(file);
    unsigned font = file_reserve(file);
    object_begin(file, font);
    buf_add_c(out, "/Type/Font/Subtype/Type0/BaseFont/");
    buf_add_c(out, subset->name);
    buf_add_c(out, "/Encoding/Identity-H");
    file_add_reference(out, "/DescendantFonts[", cid_font);
    file_add_reference(out, "]/ToUnicode", to_unicode);
    object_end(file);
    buf_add_c(&file->fonts, "/F");
    buf_add_count(&file->fonts, face);
    file_add_reference(&file->fonts, "", font);
    buf_add_c(&file->essence, subset->name);
}

static bool add_fonts(struct file *file, struct press *press, const struct ink *ink,
                      struct diag *diag) {
    for (uint32_t i = 0; i <= file->document->n_faces; i++) {
        if (!ink->faces[i]) {
            continue;
        }
        struct kit_subset *subset = ARENA_NEW(file->arena, struct kit_subset);
        if (!fontkit_subset(ink->faces[i], file->arena, subset)) {
            fontkit_report(&file->document->faces[i], "glyf", diag);
            return false;
        }
        add_font(file, press, i, subset);
    }
    return true;
}

/* Reserves the objects of a page's links, which are written when all pages have theirs. */
static void reserve_links(struct file *file, const struct page *page) {
    for (size_t i = 0; i < page->n_links; i++) {
        unsigned number = file_reserve(file);
        ARENA_PUSH(file->arena, file->links, file->n_links, file->links_capacity, number);
        file_add_reference(&file->out, i == 0 ? "/Annots[" : "", number);
    }
    buf_add_c(&file->out, page->n_links > 0 ? "]" : "");
}

/* Writes the links of a page; `*next` is that of the first. An archive wants them printed (ISO
 * 19005-1, 6.5.3). */
static void write_links(struct file *file, struct tags *tags, const struct page *page,
                        size_t *next) {
    struct buf *out = &file->out;
    for (size_t i = 0; i < page->n_links; i++) {
        const struct page_link *link = &page->links[i];
        const struct area *area = &link->area;
        unsigned number = file->links[(*next)++];
        object_begin(file, number);
        size_t start = out->len;
        buf_add_c(out, "/Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect[");
        add_point(out, to_hundredths(area->x),
                  to_hundredths((int64_t)page->height - area->y - area->height), " ");
        add_point(out, to_hundredths((int64_t)area->x + area->width),
                  to_hundredths((int64_t)page->height - area->y), "]");
        if (link->page < file->document->n_pages) {
            file_add_destination(file, link->page, link->y, out);
        }
        if (tags_are_there(tags)) {
            buf_add_c(out, "/StructParent ");
            buf_add_count(out, tags_link(tags, link->tag, number));
        }
        file_note_essence(file, start);
        object_end(file);
    }
}

static void add_page(struct file *file, struct press *press, struct ink *ink, size_t index) {
    const struct page *page = file->document->pages[index];
    struct buf *out = &file->out;
    press->text.len = 0;
    meter_turn(press->meter, METER_CONTENT);
    ink_write_page(ink, file->arena, page, &press->text);
    meter_turn(press->meter, METER_DEFLATE);
    struct str packed = fontkit_pack(press->fonts, file->arena, buf_str(&press->text));
    meter_turn(press->meter, METER_OBJECTS);
    buf_add(&file->essence, packed);
    unsigned contents = file_add_stream(file, STR(DEFLATED), packed);
    file->pages[index] = file_reserve(file);
    object_begin(file, file->pages[index]);
    size_t start = out->len;
    file_add_reference(out, "/Type/Page/Parent", file->root);
    buf_add_c(out, "/MediaBox[0 0 ");
    add_point(out, to_hundredths(page->width), to_hundredths(page->height), "]");
    file_add_reference(out, "/Contents", contents);
    if (tags_are_there(&ink->tags)) {
        buf_add_c(out, "/StructParents ");
        buf_add_count(out, index);
    }
    reserve_links(file, page);
    file_note_essence(file, start);
    object_end(file);
}

/* The root of the page tree. */
static void add_page_tree(struct file *file) {
    struct buf *out = &file->out;
    object_begin(file, file->root);
    buf_add_c(out, "/Type/Pages/Kids[");
    for (size_t i = 0; i < file->document->n_pages; i++) {
        file_add_reference(out, "", file->pages[i]);
    }
    buf_add_c(out, "]/Count ");
    buf_add_count(out, file->document->n_pages);
    buf_add_c(out, "/Resources<</Font<<");
    buf_add(out, buf_str(&file->fonts));
    buf_add_c(out, ">>>>");
    object_end(file);
}

/* ---- the whole ------------------------------------------------------------------------------- */

static bool make_file(struct file *file, struct press *press, struct diag *diag) {
    struct ink ink;
    meter_turn(press->meter, METER_GLYPHS);
    if (!ink_take(&ink, press->fonts, file->arena, file->document, diag)) {
        return false;
    }
    meter_turn(press->meter, METER_OBJECTS);
    file_open(file);
    file_add_info(file);
    meter_turn(press->meter, METER_FONTS);
    if (!add_fonts(file, press, &ink, diag)) {
        return false;
    }
    meter_turn(press->meter, METER_OBJECTS);
    file->pages = ARENA_ARRAY(file->arena, unsigned, file->document->n_pages);
    for (size_t i = 0; i < file->document->n_pages; i++) {
        add_page(file, press, &ink, i);
    }
    for (size_t i = 0, next = 0; i < file->document->n_pages; i++) {
        write_links(file, &ink.tags, file->document->pages[i], &next);
    }
    add_page_tree(file);
    file_add_outline(file);
    file_add_catalog(file, press, &ink.tags);
    file_close(file, file_identifier(file));
    return true;
}

bool write_pdf(struct press *press, struct arena *arena, const struct document *document,
               struct diag *diag, struct str *bytes) {
    struct file *file = ARENA_NEW(press->scratch, struct file);
    file->arena = press->scratch;
    file->document = document;
    file->out.arena = arena;
    enum meter_part before = meter_turn(press->meter, METER_OBJECTS);
    bool is_written = make_file(file, press, diag);
    meter_turn(press->meter, before);
    *bytes = buf_str(&file->out);
    arena_rewind(press->scratch, press->start);
    return is_written;
}
