/* From the bytes of an xls to a book: the globals of the stream, then its sheets in order. */
#include "read/xls.h"

bool xls_refuse(const struct xls *xls, enum diag_word word, struct str about) {
    return store_refuse(xls->file->diag, DIAG_FILE_DAMAGED, xls->file->source, word, about);
}

static bool refuse_cut(const struct xls *xls, size_t at) {
    return xls_refuse(xls, DIAG_WORD_XLS_CUT, str_format(xls->scratch, "%zu", at));
}

/* ---- globals --------------------------------------------------------------------------------- */

static bool add_entry(struct xls *xls, const struct xls_record *record) {
    struct buf name = {.arena = xls->scratch};
    struct xls_strand strand = xls_strand_of(xls, record, 7);
    if (xls->n_entries == STORE_MOST_SHEETS) {
        return store_limit(xls->file->diag, xls->file->source, DIAG_WORD_LIMIT_SHEETS,
                           STORE_MOST_SHEETS);
    }
    if (!xls_strand_characters(xls, &strand, bytes_u8(record->data, 6), &name)) {
        return xls_refuse(xls, DIAG_WORD_XLS_NAME, STR(""));
    }
    struct xls_entry entry = {.name = buf_str(&name),
                              .at = bytes_u32(record->data, 0),
                              .is_hidden = (bytes_u8(record->data, 4) & 3) != 0,
                              .type = bytes_u8(record->data, 5)};
    ARENA_PUSH(xls->scratch, xls->entries, xls->n_entries, xls->entries_capacity, entry);
    return true;
}

static bool add_format(struct xls *xls, const struct xls_record *record) {
    struct buf code = {.arena = xls->scratch};
    struct xls_strand strand = xls_strand_of(xls, record, 2);
    uint32_t id = bytes_u16(record->data, 0);
    bool is_read;
    if (xls->is_old) {
        strand.at++;
        is_read = xls_strand_characters(xls, &strand, bytes_u8(record->data, 2), &code);
    } else {
        is_read = xls_strand_string(xls, &strand, &code);
    }
    return !is_read || styles_add_code(&xls->styles, id, buf_str(&code)) ||
           store_limit(xls->file->diag, xls->file->source, DIAG_WORD_LIMIT_FORMATS, STYLES_MOST);
}

static bool add_style(struct xls *xls, const struct xls_record *record) {
    return styles_add(&xls->styles, bytes_u16(record->data, 2)) ||
           store_limit(xls->file->diag, xls->file->source, DIAG_WORD_LIMIT_FORMATS, STYLES_MOST);
}

static bool open_protected(struct xls *xls, const struct xls_record *record) {
    if (xls->is_decrypted || xls_decrypt(xls, record)) {
        xls->is_decrypted = true;
        return true;
    }
    diag_report(xls->file->diag, &(struct diag_note){.id = DIAG_FILE_ENCRYPTED,
                                                     .origin = {.source = xls->file->source}});
    return false;
}

static bool take_global(struct xls *xls, const struct xls_record *record, struct read_book *book) {
    switch (record->type) {
    case XLS_FILEPASS:
        return open_protected(xls, record);
    case XLS_CODEPAGE:
        if (!xls->page) {
            xls->page = encoding_page_open(xls->scratch, bytes_u16(record->data, 0));
        }
        return true;
    case XLS_DATE1904:
        book->is_1904 = xls->is_1904 = bytes_u16(record->data, 0) != 0;
        return true;
    case XLS_BOUNDSHEET:
        return add_entry(xls, record);
    case XLS_FORMAT:
        return add_format(xls, record);
    case XLS_XF:
        return add_style(xls, record);
    case XLS_SST:
        return xls_read_strings(xls, record);
    case XLS_EXTERNSHEET:
        xls_note_references(xls, record);
        return true;
    case XLS_NAME:
        xls_note_name(xls, record, book);
        return true;
    default:
        return true;
    }
}

/* Reads up to the end of the globals. A stream may be one sheet and have none. */
static bool read_globals(struct xls *xls, struct read_book *book) {
    struct xls_record record;
    size_t at = 0;
    if (!xls_next(xls, &at, &record) || record.type != XLS_BOF) {
        return refuse_cut(xls, 0);
    }
    xls->is_old = bytes_u16(record.data, 0) != 0x600;
    if (bytes_u16(record.data, 2) == XLS_IS_SHEET) {
        struct xls_entry only = {.at = 0};
        ARENA_PUSH(xls->scratch, xls->entries, xls->n_entries, xls->entries_capacity, only);
        return true;
    }
    while (xls_next(xls, &at, &record)) {
        if (record.type == XLS_EOF) {
            styles_finish(&xls->styles);
            return true;
        }
        if (!take_global(xls, &record, book)) {
            return false;
        }
    }
    return refuse_cut(xls, at);
}

/* ---- sheets ---------------------------------------------------------------------------------- */

/* A sheet has bytes in common with one before it: a sheet of a stream holds no other, and reading
 * the same bytes for each of a thousand would never end. */
static bool is_shared(const struct xls *xls, size_t entry) {
    const struct xls_entry *own = &xls->entries[entry];
    size_t end = own->end ? own->end : own->at + 1;
    for (size_t i = 0; i < entry; i++) {
        if (xls->entries[i].at < end && own->at < xls->entries[i].end) {
            return true;
        }
    }
    return false;
}

static bool refuse_shared(const struct xls *xls, const struct xls_entry *entry) {
    return xls_refuse(xls, DIAG_WORD_SHEET_SHARED, entry->name);
}

static bool read_sheet(struct xls *xls, size_t i, struct read_book *book) {
    struct xls_entry *entry = &xls->entries[i];
    size_t at = entry->at;
    struct xls_record record;
    if (entry->type != 0) {
        return true;
    }
    if (!xls_next(xls, &at, &record) || record.type != XLS_BOF) {
        return xls_refuse(xls, DIAG_WORD_SHEET_BROKEN, entry->name);
    }
    if (bytes_u16(record.data, 2) != XLS_IS_SHEET) {
        return true;
    }
    if (is_shared(xls, i)) {
        return refuse_shared(xls, entry);
    }
    struct read_sheet *sheet = store_add(xls->file, book, entry->name);
    if (!sheet) {
        return false;
    }
    sheet->is_hidden = entry->is_hidden;
    sheet->store->read = xls_read_sheet;
    sheet->store->reader = xls;
    sheet->store->part = i;
    sheet->store->shared = xls->strings;
    return store_survey(sheet) && (!is_shared(xls, i) || refuse_shared(xls, entry));
}

/* The stream of a workbook: in an OLE file, or all of the bytes. */
static bool find_stream(struct xls *xls, struct str bytes, struct read_book *book) {
    if (!str_starts(bytes, STR("\xD0\xCF\x11\xE0"))) {
        xls->stream = bytes;
        return true;
    }
    const struct ole *ole = ole_open(xls->scratch, bytes);
    if (!ole) {
        return xls_refuse(xls, DIAG_WORD_XLS_CONTAINER, STR(""));
    }
    if (!ole_stream(ole, "Workbook", &xls->stream) && !ole_stream(ole, "Book", &xls->stream)) {
        return xls_refuse(xls, DIAG_WORD_BOOK_MISSING, STR(""));
    }
    book->saved = xls_read_saved(xls->scratch, ole);
    return true;
}

bool xls_open(struct store_file *file, struct str bytes, struct read_book *book) {
    struct xls *xls = ARENA_NEW(file->scratch, struct xls);
    *xls = (struct xls){.file = file,
                        .scratch = file->scratch,
                        .strings = texts_open(file->scratch),
                        .styles.arena = file->scratch};
    if (!find_stream(xls, bytes, book) || !read_globals(xls, book)) {
        return false;
    }
    for (size_t i = 0; i < xls->n_entries; i++) {
        if (!read_sheet(xls, i, book)) {
            return false;
        }
    }
    return true;
}
