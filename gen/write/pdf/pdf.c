/*
 * PDF files. libharu keeps the objects, the cross-reference table, the page tree and the outline;
 * what stands in the objects is written here, because its own text calls know neither glyph indexes
 * nor subsets nor characters beyond the first plane. Streams arrive compressed. Nothing depends on
 * the clock or on what was printed before: same document, same bytes.
 */
#include "write/pdf/archive.h"
#include "write/pdf/content.h"
#include "write/pdf/fontdict.h"
#include "write/pdf/pdftext.h"
#include "write/pdf/tounicode.h"
#include "write/press.h"

#include <hpdf.h>
#include <hpdf_catalog.h>
#include <hpdf_doc.h>
#include <hpdf_objects.h>
#include <hpdf_outline.h>
#include <hpdf_pages.h>
#include <hpdf_streams.h>
#include <string.h>

/* Levels of the outline. */
#define MOST_LEVELS 8

/* Entry of a stream that is compressed. */
#define DEFLATED "/Filter/FlateDecode"

/* Bytes beside the streams that most files do with. */
#define OBJECTS_ROOM 32768

/* A file in the making. */
struct file {
    struct arena *arena;
    const struct document *document;
    /* Where the bytes go. */
    struct buf out;
    /* libharu's state; `error` is sticky. */
    HPDF_Error_Rec error;
    HPDF_MMgr memory;
    HPDF_Xref xref;
    HPDF_Stream sink;
    HPDF_Catalog catalog;
    HPDF_Pages root;
    /* Bytes of all streams. */
    size_t size;
    /* The pages' objects. */
    HPDF_Dict *pages;
    /* The links' objects, page by page, how many, and room for. */
    HPDF_Dict *links;
    size_t n_links, links_capacity;
    /* The map of fonts whose codes are their characters; NULL before the first. */
    HPDF_Dict common_map;
    /* What the identifier is made of: everything that tells this document from others. */
    struct buf essence;
};

/* The part of a dictionary that is written by us, and the stream behind it. */
struct body {
    struct file *file;
    struct str entries;
    /* The stream, already compressed. */
    struct str stream;
    /* Or what writes it, `size` bytes at `to`; NULL if it is at hand. */
    void (*write)(const struct body *body, char *to);
    size_t size;
    /* A font to be written. */
    const struct kit_subset *font;
};

/* ---- libharu: objects whose entries and stream are ours ---------------------------------------
 */

static HPDF_STATUS write_entries(HPDF_Dict dict, HPDF_Stream stream) {
    const struct body *body = dict->attr;
    return HPDF_Stream_Write(stream, (const HPDF_BYTE *)body->entries.data,
                             (HPDF_UINT)body->entries.len);
}

/* libharu's own stream dictionaries copy their data block by block and put its length into an
 * object of its own; this writes the stream straight behind the dictionary. */
static HPDF_STATUS write_stream(HPDF_Dict dict) {
    const struct body *body = dict->attr;
    HPDF_Stream sink = body->file->sink;
    HPDF_STATUS status = HPDF_Stream_WriteStr(sink, "\nstream\n");
    if (status == HPDF_OK && body->write) {
        /* Most of the file: written in its place at once, and counted by hand. */
        struct buf *out = &body->file->out;
        body->write(body, make_room(out, body->size));
        out->len += body->size;
        sink->size += (HPDF_UINT)body->size;
    } else if (status == HPDF_OK) {
        status = HPDF_Stream_Write(sink, (const HPDF_BYTE *)body->stream.data,
                                   (HPDF_UINT)body->stream.len);
    }
    return status == HPDF_OK ? HPDF_Stream_WriteStr(sink, "\nendstream") : status;
}

static HPDF_STATUS write_bytes(HPDF_Stream stream, const HPDF_BYTE *bytes, HPDF_UINT size) {
    buf_add_bytes(stream->attr, bytes, size);
    return HPDF_OK;
}

/* Adds entries of ours to a dictionary of libharu. */
static void attach(struct file *file, HPDF_Dict dict, struct str entries) {
    struct body *body = ARENA_NEW(file->arena, struct body);
    *body = (struct body){.file = file, .entries = entries};
    if (dict) {
        dict->attr = body;
        dict->write_fn = write_entries;
    }
}

/* A new object of our entries. */
static HPDF_Dict add_object(struct file *file, struct str entries) {
    HPDF_Dict dict = HPDF_Dict_New(file->memory);
    attach(file, dict, entries);
    return dict && HPDF_Xref_Add(file->xref, dict) == HPDF_OK ? dict : NULL;
}

/* A new object of our entries with a stream of `size` bytes, which the caller sets. */
static struct body *add_stream(struct file *file, struct str entries, size_t size,
                               HPDF_Dict *dict) {
    entries = str_format(file->arena, "%" STR_FMT "/Length %zu", STR_ARG(entries), size);
    file->size += size;
    *dict = add_object(file, entries);
    if (!*dict) {
        return ARENA_NEW(file->arena, struct body);
    }
    (*dict)->after_write_fn = write_stream;
    struct body *body = (*dict)->attr;
    body->size = size;
    return body;
}

static void write_font(const struct body *body, char *to) {
    fontkit_write(body->font, to);
}

/* Number of an object, for references; 0 if it could not be made. */
static unsigned number_of(HPDF_Dict dict) {
    return dict ? dict->header.obj_id & 0x00FFFFFF : 0;
}

static void close_file(void *object) {
    struct file *file = object;
    if (file->sink) {
        HPDF_Stream_Free(file->sink);
    }
    if (file->xref) {
        HPDF_Xref_Free(file->xref);
    }
    if (file->memory) {
        HPDF_MMgr_Free(file->memory);
    }
}

static bool open_file(struct file *file) {
    HPDF_Error_Init(&file->error, NULL);
    arena_own(file->arena, file, close_file);
    file->memory = HPDF_MMgr_New(&file->error, 0, NULL, NULL);
    if (!file->memory) {
        return false;
    }
    file->xref = HPDF_Xref_New(file->memory, 0);
    file->sink = HPDF_CallbackWriter_New(file->memory, write_bytes, &file->out);
    file->catalog = file->xref ? HPDF_Catalog_New(file->memory, file->xref) : NULL;
    file->root = file->catalog ? HPDF_Catalog_GetRoot(file->catalog) : NULL;
    return file->root && file->sink;
}

/* ---- fonts and pages ------------------------------------------------------------------------- */

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
    add_stream(file, STR(DEFLATED), packed.len, &dict)->stream = packed;
    if (is_common) {
        file->common_map = dict;
    }
    return dict;
}

static void add_font(struct file *file, struct press *press, uint32_t face,
                     const struct kit_subset *subset, struct buf *resources) {
    struct arena *arena = file->arena;
    HPDF_Dict font_file;
    struct str kind = subset->is_cff ? STR(DEFLATED "/Subtype/CIDFontType0C")
                                     : str_format(arena, DEFLATED "/Length1 %zu", subset->size);
    struct body *body = add_stream(file, kind, subset->packed_size, &font_file);
    body->font = subset;
    body->write = write_font;
    HPDF_Dict to_unicode = add_map(file, press, subset);
    struct buf cids = {.arena = arena};
    archive_add_cid_set(&cids, subset);
    HPDF_Dict cid_set;
    add_stream(file, STR("/Filter/RunLengthDecode"), cids.len, &cid_set)->stream = buf_str(&cids);
    struct buf entries = {.arena = arena};
    add_descriptor(&entries, subset);
    buf_format(&entries, "/FontFile%d %u 0 R/CIDSet %u 0 R", subset->is_cff ? 3 : 2,
               number_of(font_file), number_of(cid_set));
    HPDF_Dict descriptor = add_object(file, buf_str(&entries));
    entries = (struct buf){.arena = arena};
    add_cid_font(&entries, subset);
    buf_format(&entries, "/FontDescriptor %u 0 R", number_of(descriptor));
    HPDF_Dict cid_font = add_object(file, buf_str(&entries));
    HPDF_Dict font =
        add_object(file, str_format(arena,
                                    "/Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H"
                                    "/DescendantFonts[%u 0 R]/ToUnicode %u 0 R",
                                    subset->name, number_of(cid_font), number_of(to_unicode)));
    buf_format(resources, "/F%u %u 0 R", face, number_of(font));
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
    attach(file, file->root, buf_str(&resources));
    return true;
}

/* Makes the objects of a page's links, which are filled when all pages have theirs. */
static void reserve_links(struct file *file, const struct page *page, struct buf *entries) {
    for (size_t i = 0; i < page->n_links; i++) {
        HPDF_Dict dict = add_object(file, (struct str){0});
        ARENA_PUSH(file->arena, file->links, file->n_links, file->links_capacity, dict);
        buf_format(entries, "%s%u 0 R", i == 0 ? "/Annots[" : " ", number_of(dict));
    }
    buf_add_c(entries, page->n_links > 0 ? "]" : "");
}

/* Appends a place on a page as a destination. */
static void add_destination(const struct file *file, size_t page, int32_t y, struct buf *entries) {
    buf_format(entries, "/Dest[%u 0 R/XYZ null ", number_of(file->pages[page]));
    int64_t top = (int64_t)file->document->pages[page]->height - y;
    add_number(entries, to_hundredths(top), 2, " null]");
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
            add_destination(file, link->page, link->y, &entries);
        }
        if (tags_are_there(tags)) {
            buf_format(&entries, "/StructParent %zu", tags_link(tags, link->tag, number_of(dict)));
        }
        attach(file, dict, buf_str(&entries));
        buf_add(&file->essence, buf_str(&entries));
    }
}

static void add_page(struct file *file, struct press *press, struct ink *ink, size_t index) {
    const struct page *page = file->document->pages[index];
    press->text.len = 0;
    meter_turn(press->meter, METER_CONTENT);
    ink_write_page(ink, file->arena, page, &press->text);
    meter_turn(press->meter, METER_DEFLATE);
    struct str packed = fontkit_pack(press->fonts, file->arena, buf_str(&press->text));
    meter_turn(press->meter, METER_OBJECTS);
    buf_add(&file->essence, packed);
    HPDF_Dict contents;
    add_stream(file, STR(DEFLATED), packed.len, &contents)->stream = packed;
    struct buf entries = {.arena = file->arena};
    buf_add_c(&entries, "/Type/Page/MediaBox[0 0 ");
    add_point(&entries, to_hundredths(page->width), to_hundredths(page->height), "]");
    buf_format(&entries, "/Contents %u 0 R", number_of(contents));
    if (tags_are_there(&ink->tags)) {
        buf_format(&entries, "/StructParents %zu", index);
    }
    reserve_links(file, page, &entries);
    buf_add(&file->essence, buf_str(&entries));
    HPDF_Dict dict = add_object(file, buf_str(&entries));
    if (dict && HPDF_Pages_AddKids(file->root, dict) == HPDF_OK) {
        /* Now it counts as a page; AddKids would look for its own page state in such an object. */
        dict->header.obj_class |= HPDF_OSUBCLASS_PAGE;
    }
    file->pages[index] = dict;
}

/* ---- properties ------------------------------------------------------------------------------ */

static void add_text_entry(struct buf *out, const char *key, struct str text) {
    if (text.len) {
        buf_add_c(out, key);
        buf_add_c(out, "<FEFF");
        add_utf16_hex(out, text);
        buf_add_byte(out, '>');
    }
}

static void add_info(struct file *file) {
    const struct document *document = file->document;
    struct buf entries = {.arena = file->arena};
    add_text_entry(&entries, "/Title", document->title);
    add_text_entry(&entries, "/Author", document->author);
    add_text_entry(&entries, "/Subject", document->subject);
    buf_add_c(&entries, "/Creator(dengbao)/Producer(dengbao)");
    struct date date = document->date;
    if (date_valid(date)) {
        /* Midnight in China: a date has no time, and another zone would show another day. */
        struct str day = str_format(file->arena, "(D:%04d%02d%02d000000+08'00')", date.year,
                                    date.month, date.day);
        buf_add_c(&entries, "/CreationDate");
        buf_add(&entries, day);
        buf_add_c(&entries, "/ModDate");
        buf_add(&entries, day);
    }
    buf_add(&file->essence, buf_str(&entries));
    HPDF_Dict info = add_object(file, buf_str(&entries));
    HPDF_Dict_Add(file->xref->trailer, "Root", file->catalog);
    HPDF_Dict_Add(file->xref->trailer, "Info", info);
}

/* What an archive asks for: the properties as XMP, uncompressed (ISO 19005-1, 6.7.2), and the
 * colours that greys are meant in (6.2.2). */
static void add_archive_entries(struct file *file, struct press *press, struct buf *entries) {
    if (!press->profile.len) {
        struct buf profile = {.arena = file->arena};
        archive_add_profile(&profile);
        press->profile = fontkit_pack(press->fonts, press->arena, buf_str(&profile));
    }
    HPDF_Dict profile, metadata;
    add_stream(file, STR(DEFLATED "/N 3"), press->profile.len, &profile)->stream = press->profile;
    struct buf packet = {.arena = file->arena};
    archive_add_metadata(&packet, file->document);
    add_stream(file, STR("/Type/Metadata/Subtype/XML"), packet.len, &metadata)->stream =
        buf_str(&packet);
    buf_format(entries,
               "/Metadata %u 0 "
               "R/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/DestOutputProfile "
               "%u 0 R/OutputConditionIdentifier(sRGB)/Info(sRGB IEC61966-2.1)>>]",
               number_of(metadata), number_of(profile));
}

/* The structure tree, of which each part is an object. */
static void add_tags(struct file *file, struct tags *tags, struct buf *entries) {
    if (!tags_are_there(tags)) {
        return;
    }
    unsigned *pages = ARENA_ARRAY(file->arena, unsigned, file->document->n_pages);
    for (size_t i = 0; i < file->document->n_pages; i++) {
        pages[i] = number_of(file->pages[i]);
    }
    HPDF_Dict parents = add_object(file, (struct str){0});
    unsigned root = number_of(parents) + 1;
    tags_number(tags, root + 1);
    struct buf text = {.arena = file->arena};
    tags_add_parents(tags, &text);
    attach(file, parents, buf_str(&text));
    add_object(file, str_format(file->arena,
                                "/Type/StructTreeRoot" TAGS_ROLE_MAP "/K %u 0 R/ParentTree %u 0 R",
                                root + 1, number_of(parents)));
    text = (struct buf){.arena = file->arena};
    for (uint32_t tag = 0; tag < file->document->n_tags; tag++) {
        size_t start = text.len;
        if (tags->objects[tag]) {
            tags_add_entries(tags, tag, root, pages, &text);
            add_object(file, str_slice(buf_str(&text), start, text.len));
        }
    }
    buf_format(entries, "/StructTreeRoot %u 0 R/MarkInfo<</Marked true>>", root);
}

static void add_catalog_entries(struct file *file, struct press *press, struct tags *tags) {
    const struct document *document = file->document;
    struct buf entries = {.arena = file->arena};
    add_archive_entries(file, press, &entries);
    add_tags(file, tags, &entries);
    buf_add_c(&entries, "/Lang(zh-CN)/ViewerPreferences<</DisplayDocTitle true>>");
    if (document->n_bookmarks) {
        buf_add_c(&entries, "/PageMode/UseOutlines");
    }
    buf_add_c(&entries, "/PageLabels<</Nums[");
    for (size_t i = 0; i < document->n_pages; i++) {
        buf_format(&entries, "%zu<<", i);
        add_text_entry(&entries, "/P", document->pages[i]->label);
        buf_add_c(&entries, ">>");
    }
    buf_add_c(&entries, "]>>");
    attach(file, file->catalog, buf_str(&entries));
    buf_add(&file->essence, buf_str(&entries));
}

static void add_bookmarks(struct file *file) {
    const struct document *document = file->document;
    if (document->n_bookmarks == 0) {
        return;
    }
    /* The newest entry of each level; level 0 is the root. */
    HPDF_Outline parents[MOST_LEVELS + 1] = {HPDF_OutlineRoot_New(file->memory, file->xref)};
    HPDF_Dict_Add(file->catalog, "Outlines", parents[0]);
    int depth = 0;
    for (size_t i = 0; i < document->n_bookmarks; i++) {
        const struct bookmark *bookmark = &document->bookmarks[i];
        if (bookmark->page >= document->n_pages) {
            continue;
        }
        /* A level may be left out; its entries then hang on the nearest one above. */
        int level = bookmark->level < 1 ? 1 : bookmark->level;
        level = level > depth + 1 ? depth + 1 : level;
        level = level > MOST_LEVELS ? MOST_LEVELS : level;
        HPDF_Outline entry =
            HPDF_Outline_New(file->memory, parents[level - 1], "", NULL, file->xref);
        if (!entry) {
            return;
        }
        HPDF_Dict_RemoveElement(entry, "Title");
        HPDF_Dict_RemoveElement(entry, "Type");
        struct buf entries = {.arena = file->arena};
        add_text_entry(&entries, "/Title", bookmark->title);
        add_destination(file, bookmark->page, bookmark->y, &entries);
        attach(file, entry, buf_str(&entries));
        buf_add(&file->essence, buf_str(&entries));
        parents[level] = entry;
        depth = level;
    }
}

/* The identifier is made of the content, so it stays while the content does. */
static void add_identifier(struct file *file) {
    unsigned char digest[32];
    hash_sha256_bytes(buf_str(&file->essence), digest);
    struct buf entries = {.arena = file->arena};
    buf_add_c(&entries, "/ID[");
    for (int copy = 0; copy < 2; copy++) {
        buf_add_byte(&entries, '<');
        for (int i = 0; i < 16; i++) {
            buf_format(&entries, "%02X", digest[i]);
        }
        buf_add_byte(&entries, '>');
    }
    buf_add_byte(&entries, ']');
    attach(file, file->xref->trailer, buf_str(&entries));
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
    meter_turn(press->meter, METER_GLYPHS);
    if (!ink_take(&ink, press->fonts, file->arena, file->document, diag)) {
        return false;
    }
    meter_turn(press->meter, METER_OBJECTS);
    if (!open_file(file)) {
        report_failure(file, diag);
        return false;
    }
    add_info(file);
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
    add_catalog_entries(file, press, &ink.tags);
    add_bookmarks(file);
    add_identifier(file);
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
