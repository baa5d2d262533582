/*
 * PDF files. libharu keeps the objects, the cross-reference table, the page tree and the outline;
 * what stands in the objects is written here, because its own text calls know neither glyph indexes
 * nor subsets nor characters beyond the first plane. Streams arrive compressed. Nothing depends on
 * the clock or on what was printed before: same document, same bytes.
 */
#include "write/pdf/archive.h"
#include "write/pdf/content.h"
#include "write/pdf/fontdict.h"
#include "write/pdf/objects.h"
#include "write/pdf/pdftext.h"
#include "write/pdf/repeats.h"
#include "write/pdf/tounicode.h"

/* Bytes beside the streams that most files do with. */
#define OBJECTS_ROOM 32768

/* ---- fonts and pages ------------------------------------------------------------------------- */

static void write_font(const struct body *body, char *to) {
    fontkit_write(body->font, to);
}

/* The map that most fonts share, or one of a font's own. */
static HPDF_Dict add_map(struct file *file, struct press *press, const struct kit_subset *subset) {
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
    HPDF_Dict dict;
    file_add_stream(file, STR(DEFLATED), packed.len, &dict)->stream = packed;
    if (is_common) {
        file->common_map = dict;
    }
    return dict;
}

/* Which glyphs are there. */
static void add_cid_set(struct file *file, const struct kit_subset *subset, struct buf *entries) {
    struct buf cids = {.arena = file->arena};
    HPDF_Dict cid_set;
    if (archive_is_asked()) {
        archive_add_cid_set(&cids, subset);
        file_add_stream(file, STR("/Filter/RunLengthDecode"), cids.len, &cid_set)->stream =
            buf_str(&cids);
        buf_format(entries, "/CIDSet %u 0 R", file_number_of(cid_set));
    }
}

static void add_font(struct file *file, struct press *press, uint32_t face,
                     const struct kit_subset *subset, struct buf *resources) {
    struct arena *arena = file->arena;
    HPDF_Dict font_file;
    struct str kind = subset->is_cff ? STR(DEFLATED "/Subtype/CIDFontType0C")
                                     : str_format(arena, DEFLATED "/Length1 %zu", subset->size);
    struct body *body = file_add_stream(file, kind, subset->packed_size, &font_file);
    body->font = subset;
    body->write = write_font;
    HPDF_Dict to_unicode = add_map(file, press, subset);
    struct buf entries = {.arena = arena};
    add_descriptor(&entries, subset);
    buf_format(&entries, "/FontFile%d %u 0 R", subset->is_cff ? 3 : 2, file_number_of(font_file));
    add_cid_set(file, subset, &entries);
    HPDF_Dict descriptor = file_add_object(file, buf_str(&entries));
    entries = (struct buf){.arena = arena};
    add_cid_font(&entries, subset);
    buf_format(&entries, "/FontDescriptor %u 0 R", file_number_of(descriptor));
    HPDF_Dict cid_font = file_add_object(file, buf_str(&entries));
    HPDF_Dict font = file_add_object(
        file, str_format(arena,
                         "/Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H"
                         "/DescendantFonts[%u 0 R]/ToUnicode %u 0 R",
                         subset->name, file_number_of(cid_font), file_number_of(to_unicode)));
    buf_format(resources, "/F%u %u 0 R", face, file_number_of(font));
    buf_add_c(&file->essence, subset->name);
}

static bool add_fonts(struct file *file, struct press *press, const struct ink *ink,
                      struct diag *diag) {
    struct buf resources = {.arena = file->arena};
    buf_add_c(&resources, "/Resources<</Font<<");
    for (uint32_t i = 0; i <= file->document->n_faces; i++) {
        if (!ink->faces[i]) {
            continue;
        }
        struct kit_subset *subset = ARENA_NEW(file->arena, struct kit_subset);
        if (!fontkit_subset(ink->faces[i], file->arena, subset)) {
            fontkit_report(&file->document->faces[i], "glyf", diag);
            return false;
        }
        add_font(file, press, i, subset, &resources);
    }
    buf_add_c(&resources, ">>>>");
    file_attach(file, file->root, buf_str(&resources));
    return true;
}

/* Makes the objects of a page's links, which are filled when all pages have theirs. */
static void reserve_links(struct file *file, const struct page *page, struct buf *entries) {
    for (size_t i = 0; i < page->n_links; i++) {
        HPDF_Dict dict = file_add_object(file, (struct str){0});
        ARENA_PUSH(file->arena, file->links, file->n_links, file->links_capacity, dict);
        buf_format(entries, "%s%u 0 R", i == 0 ? "/Annots[" : " ", file_number_of(dict));
    }
    buf_add_c(entries, page->n_links > 0 ? "]" : "");
}

/* Fills the links of a page; `*next` is the object of the first. An archive wants them printed (ISO
 * 19005-1, 6.5.3). */
static void fill_links(struct file *file, struct tags *tags, const struct page *page,
                       size_t *next) {
    for (size_t i = 0; i < page->n_links; i++) {
        const struct page_link *link = &page->links[i];
        const struct area *area = &link->area;
        HPDF_Dict dict = file->links[(*next)++];
        struct buf entries = {.arena = file->arena};
        buf_add_c(&entries, "/Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect[");
        add_point(&entries, to_hundredths(area->x),
                  to_hundredths((int64_t)page->height - area->y - area->height), " ");
        add_point(&entries, to_hundredths((int64_t)area->x + area->width),
                  to_hundredths((int64_t)page->height - area->y), "]");
        if (link->page < file->document->n_pages) {
            file_add_destination(file, link->page, link->y, &entries);
        }
        if (tags_are_there(tags)) {
            buf_format(&entries, "/StructParent %zu",
                       tags_link(tags, link->tag, file_number_of(dict)));
        }
        file_attach(file, dict, buf_str(&entries));
        buf_add(&file->essence, buf_str(&entries));
    }
}

static void add_page(struct file *file, struct press *press, struct ink *ink, size_t index) {
    const struct page *page = file->document->pages[index];
    press->text.len = 0;
    meter_turn(press->meter, METER_CONTENT);
    ink_write_page(ink, file->arena, page, &press->text);
    meter_turn(press->meter, METER_DEFLATE);
    struct str packed =
        repeats_pack(press->repeats, press->fonts, file->arena, buf_str(&press->text));
    meter_turn(press->meter, METER_OBJECTS);
    buf_add(&file->essence, packed);
    HPDF_Dict contents;
    file_add_stream(file, STR(DEFLATED), packed.len, &contents)->stream = packed;
    struct buf entries = {.arena = file->arena};
    buf_add_c(&entries, "/Type/Page/MediaBox[0 0 ");
    add_point(&entries, to_hundredths(page->width), to_hundredths(page->height), "]");
    buf_format(&entries, "/Contents %u 0 R", file_number_of(contents));
    if (tags_are_there(&ink->tags)) {
        buf_format(&entries, "/StructParents %zu", index);
    }
    reserve_links(file, page, &entries);
    buf_add(&file->essence, buf_str(&entries));
    HPDF_Dict dict = file_add_object(file, buf_str(&entries));
    if (dict && HPDF_Pages_AddKids(file->root, dict) == HPDF_OK) {
        /* Now it counts as a page; AddKids would look for its own page state in such an object. */
        dict->header.obj_class |= HPDF_OSUBCLASS_PAGE;
    }
    file->pages[index] = dict;
}

/* ---- the whole ------------------------------------------------------------------------------- */

static bool save(struct file *file) {
    static const char header[] = "%PDF-1.4\n%\xE2\xE3\xCF\xD3\n";
    make_room(&file->out, file->size + OBJECTS_ROOM);
    return file->error.error_no == HPDF_OK && HPDF_Stream_WriteStr(file->sink, header) == HPDF_OK &&
           HPDF_Xref_WriteToStream(file->xref, file->sink, NULL) == HPDF_OK &&
           file->error.error_no == HPDF_OK;
}

static void report_failure(const struct file *file, struct diag *diag) {
    struct diag_note note = {.id = DIAG_OUTPUT_FAILED};
    note.args[0] = STR("PDF");
    note.args[1] = str_format(file->arena, "libharu 0x%lX", (unsigned long)file->error.error_no);
    diag_report(diag, &note);
}

static bool make_file(struct file *file, struct press *press, struct diag *diag) {
    struct ink ink;
    press->repeats = press->repeats ? press->repeats : repeats_open(press->arena);
    meter_turn(press->meter, METER_GLYPHS);
    if (!ink_take(&ink, press->fonts, file->arena, file->document, diag)) {
        return false;
    }
    meter_turn(press->meter, METER_OBJECTS);
    if (!file_open(file)) {
        report_failure(file, diag);
        return false;
    }
    file_add_info(file);
    meter_turn(press->meter, METER_FONTS);
    if (!add_fonts(file, press, &ink, diag)) {
        return false;
    }
    meter_turn(press->meter, METER_OBJECTS);
    file->pages = ARENA_ARRAY(file->arena, HPDF_Dict, file->document->n_pages);
    for (size_t i = 0; i < file->document->n_pages; i++) {
        add_page(file, press, &ink, i);
    }
    for (size_t i = 0, next = 0; i < file->document->n_pages; i++) {
        fill_links(file, &ink.tags, file->document->pages[i], &next);
    }
    file_add_catalog(file, press, &ink.tags);
    file_add_bookmarks(file);
    file_add_identifier(file);
    if (!save(file)) {
        report_failure(file, diag);
        return false;
    }
    return true;
}

bool write_pdf(struct press *press, struct arena *arena, const struct document *document,
               struct diag *diag, struct str *bytes) {
    struct file *file = ARENA_NEW(press->scratch, struct file);
    file->arena = press->scratch;
    file->document = document;
    file->out.arena = arena;
    file->essence.arena = press->scratch;
    enum meter_part before = meter_turn(press->meter, METER_OBJECTS);
    bool is_written = make_file(file, press, diag);
    meter_turn(press->meter, before);
    *bytes = buf_str(&file->out);
    arena_rewind(press->scratch, press->start);
    return is_written;
}
