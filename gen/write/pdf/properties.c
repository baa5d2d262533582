/* What a PDF file says of itself: properties, catalogue, structure tree, outline, identifier. */
#include "write/pdf/archive.h"
#include "write/pdf/content.h"
#include "write/pdf/objects.h"
#include "write/pdf/pdftext.h"

void file_add_info(struct file *file) {
    const struct document *document = file->document;
    struct buf *out = &file->out;
    file->info = file_reserve(file);
    object_begin(file, file->info);
    size_t start = out->len;
    file_add_text(out, "/Title", document->title);
    file_add_text(out, "/Author", document->author);
    file_add_text(out, "/Subject", document->subject);
    buf_add_c(out, "/Creator(dengbao)/Producer(dengbao)");
    struct date date = document->date;
    if (date_valid(date)) {
        /* Midnight in China: a date has no time, and another zone would show another day. */
        struct str day = str_format(file->arena, "(D:%04d%02d%02d000000+08'00')", date.year,
                                    date.month, date.day);
        buf_add_c(out, "/CreationDate");
        buf_add(out, day);
        buf_add_c(out, "/ModDate");
        buf_add(out, day);
    }
    file_note_essence(file, start);
    object_end(file);
}

/* What an archive asks for: the properties as XMP, uncompressed (ISO 19005-1, 6.7.2), and the
 * colours that greys are meant in (6.2.2). */
static void add_archive_entries(struct file *file, struct press *press, struct buf *entries) {
    if (!press->profile.len) {
        struct buf profile = {.arena = file->arena};
        archive_add_profile(&profile);
        press->profile = fontkit_pack(press->fonts, press->arena, buf_str(&profile));
    }
    unsigned profile = file_add_stream(file, STR(DEFLATED "/N 3"), press->profile);
    struct buf packet = {.arena = file->arena};
    archive_add_metadata(&packet, file->document);
    unsigned metadata = file_add_stream(file, STR("/Type/Metadata/Subtype/XML"), buf_str(&packet));
    buf_format(entries,
               "/Metadata %u 0 "
               "R/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/DestOutputProfile "
               "%u 0 R/OutputConditionIdentifier(sRGB)/Info(sRGB IEC61966-2.1)>>]",
               metadata, profile);
}

/* The structure tree, of which each part is an object. */
static void add_tags(struct file *file, struct tags *tags, struct buf *entries) {
    if (!tags_are_there(tags)) {
        return;
    }
    struct buf *out = &file->out;
    unsigned parents = file_reserve(file), root = file_reserve(file);
    tags_number(tags, root + 1);
    object_begin(file, parents);
    tags_add_parents(tags, out);
    object_end(file);
    object_begin(file, root);
    buf_add_c(out, "/Type/StructTreeRoot" TAGS_ROLE_MAP);
    file_add_reference(out, "/K", root + 1);
    file_add_reference(out, "/ParentTree", parents);
    object_end(file);
    for (uint32_t tag = 0; tag < file->document->n_tags; tag++) {
        if (tags->objects[tag]) {
            object_begin(file, file_reserve(file));
            tags_add_entries(tags, tag, root, file->pages, out);
            object_end(file);
        }
    }
    file_add_reference(entries, "/StructTreeRoot", root);
    buf_add_c(entries, "/MarkInfo<</Marked true>>");
}

void file_add_catalog(struct file *file, struct press *press, struct tags *tags) {
    const struct document *document = file->document;
    struct buf entries = {.arena = file->arena};
    buf_add_c(&entries, "/Type/Catalog");
    file_add_reference(&entries, "/Pages", file->root);
    if (file->outline) {
        file_add_reference(&entries, "/Outlines", file->outline);
    }
    add_archive_entries(file, press, &entries);
    add_tags(file, tags, &entries);
    buf_add_c(&entries, "/Lang(zh-CN)/ViewerPreferences<</DisplayDocTitle true>>");
    if (document->n_bookmarks) {
        buf_add_c(&entries, "/PageMode/UseOutlines");
    }
    buf_add_c(&entries, "/PageLabels<</Nums[");
    for (size_t i = 0; i < document->n_pages; i++) {
        buf_format(&entries, "%zu<<", i);
        file_add_text(&entries, "/P", document->pages[i]->label);
        buf_add_c(&entries, ">>");
    }
    buf_add_c(&entries, "]>>");
    object_begin(file, file->catalog);
    size_t start = file->out.len;
    buf_add(&file->out, buf_str(&entries));
    file_note_essence(file, start);
    object_end(file);
}

struct str file_identifier(struct file *file) {
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
    return buf_str(&entries);
}
