/* What a PDF file says of itself: properties, catalogue, structure tree, outline, identifier. */
#include "write/pdf/archive.h"
#include "write/pdf/content.h"
#include "write/pdf/objects.h"
#include "write/pdf/pdftext.h"

#include <hpdf_outline.h>

/* Levels of the outline. */
#define MOST_LEVELS 8

static void add_text_entry(struct buf *out, const char *key, struct str text) {
    if (text.len) {
        buf_add_c(out, key);
        buf_add_c(out, "<FEFF");
        add_utf16_hex(out, text);
        buf_add_byte(out, '>');
    }
}

void file_add_info(struct file *file) {
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
    HPDF_Dict info = file_add_object(file, buf_str(&entries));
    HPDF_Dict_Add(file->xref->trailer, "Root", file->catalog);
    HPDF_Dict_Add(file->xref->trailer, "Info", info);
}

/* What an archive asks for: the properties as XMP, uncompressed (ISO 19005-1, 6.7.2), and the
 * colours that greys are meant in (6.2.2). */
static void add_archive_entries(struct file *file, struct press *press, struct buf *entries) {
    if (!archive_is_asked()) {
        return;
    }
    if (!press->profile.len) {
        struct buf profile = {.arena = file->arena};
        archive_add_profile(&profile);
        press->profile = fontkit_pack(press->fonts, press->arena, buf_str(&profile));
    }
    HPDF_Dict profile, metadata;
    file_add_stream(file, STR(DEFLATED "/N 3"), press->profile.len, &profile)->stream =
        press->profile;
    struct buf packet = {.arena = file->arena};
    archive_add_metadata(&packet, file->document);
    file_add_stream(file, STR("/Type/Metadata/Subtype/XML"), packet.len, &metadata)->stream =
        buf_str(&packet);
    buf_format(entries,
               "/Metadata %u 0 "
               "R/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/DestOutputProfile "
               "%u 0 R/OutputConditionIdentifier(sRGB)/Info(sRGB IEC61966-2.1)>>]",
               file_number_of(metadata), file_number_of(profile));
}

/* The structure tree, of which each part is an object. */
static void add_tags(struct file *file, struct tags *tags, struct buf *entries) {
    if (!tags_are_there(tags)) {
        return;
    }
    unsigned *pages = ARENA_ARRAY(file->arena, unsigned, file->document->n_pages);
    for (size_t i = 0; i < file->document->n_pages; i++) {
        pages[i] = file_number_of(file->pages[i]);
    }
    HPDF_Dict parents = file_add_object(file, (struct str){0});
    unsigned root = file_number_of(parents) + 1;
    tags_number(tags, root + 1);
    struct buf text = {.arena = file->arena};
    tags_add_parents(tags, &text);
    file_attach(file, parents, buf_str(&text));
    file_add_object(file,
                    str_format(file->arena,
                               "/Type/StructTreeRoot" TAGS_ROLE_MAP "/K %u 0 R/ParentTree %u 0 R",
                               root + 1, file_number_of(parents)));
    text = (struct buf){.arena = file->arena};
    for (uint32_t tag = 0; tag < file->document->n_tags; tag++) {
        size_t start = text.len;
        if (tags->objects[tag]) {
            tags_add_entries(tags, tag, root, pages, &text);
            file_add_object(file, str_slice(buf_str(&text), start, text.len));
        }
    }
    buf_format(entries, "/StructTreeRoot %u 0 R/MarkInfo<</Marked true>>", root);
}

void file_add_catalog(struct file *file, struct press *press, struct tags *tags) {
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
    file_attach(file, file->catalog, buf_str(&entries));
    buf_add(&file->essence, buf_str(&entries));
}

void file_add_bookmarks(struct file *file) {
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
        file_add_destination(file, bookmark->page, bookmark->y, &entries);
        file_attach(file, entry, buf_str(&entries));
        buf_add(&file->essence, buf_str(&entries));
        parents[level] = entry;
        depth = level;
    }
}

void file_add_identifier(struct file *file) {
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
    file_attach(file, file->xref->trailer, buf_str(&entries));
}
