/* Objects of a PDF file: dictionaries of libharu, whose entries and streams are written by us. */
#include "write/pdf/objects.h"

#include "write/pdf/content.h"
#include "write/pdf/pdftext.h"

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

void file_attach(struct file *file, HPDF_Dict dict, struct str entries) {
    struct body *body = ARENA_NEW(file->arena, struct body);
    *body = (struct body){.file = file, .entries = entries};
    if (dict) {
        dict->attr = body;
        dict->write_fn = write_entries;
    }
}

HPDF_Dict file_add_object(struct file *file, struct str entries) {
    HPDF_Dict dict = HPDF_Dict_New(file->memory);
    file_attach(file, dict, entries);
    return dict && HPDF_Xref_Add(file->xref, dict) == HPDF_OK ? dict : NULL;
}

struct body *file_add_stream(struct file *file, struct str entries, size_t size, HPDF_Dict *dict) {
    entries = str_format(file->arena, "%" STR_FMT "/Length %zu", STR_ARG(entries), size);
    file->size += size;
    *dict = file_add_object(file, entries);
    if (!*dict) {
        return ARENA_NEW(file->arena, struct body);
    }
    (*dict)->after_write_fn = write_stream;
    struct body *body = (*dict)->attr;
    body->size = size;
    return body;
}

unsigned file_number_of(HPDF_Dict dict) {
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

bool file_open(struct file *file) {
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

void file_add_destination(const struct file *file, size_t page, int32_t y, struct buf *entries) {
    buf_format(entries, "/Dest[%u 0 R/XYZ null ", file_number_of(file->pages[page]));
    int64_t top = (int64_t)file->document->pages[page]->height - y;
    add_number(entries, to_hundredths(top), 2, " null]");
}
