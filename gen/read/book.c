/* The door: what the bytes are, and who reads them. */
#include "read/sniff.h"
#include "read/store.h"

/* What is done with a kind of file: it is read, or refused by a message. */
struct dialect {
    bool (*open)(struct store_file *file, struct str bytes, struct read_book *book);
    enum diag_id refusal;
    /* The message says what the file is. */
    bool is_named;
};

static struct dialect dialect_of(enum sniff_kind kind) {
    static const struct dialect unknown = {.refusal = DIAG_FILE_NOT_SHEET, .is_named = true};
    static const struct dialect dialects[] = {
        [SNIFF_EMPTY] = {.refusal = DIAG_FILE_EMPTY},
        [SNIFF_XLSX] = {.open = xlsx_open},
        [SNIFF_CSV] = {.open = csv_open},
        [SNIFF_XLS] = {.open = xls_open},
        [SNIFF_BIFF_2] = {.refusal = DIAG_FILE_NOT_YET, .is_named = true},
        [SNIFF_BIFF_3] = {.refusal = DIAG_FILE_NOT_YET, .is_named = true},
        [SNIFF_BIFF_4] = {.refusal = DIAG_FILE_NOT_YET, .is_named = true},
        [SNIFF_ENCRYPTED] = {.open = encrypted_open},
        [SNIFF_XLSB] = {.refusal = DIAG_FILE_NOT_YET, .is_named = true},
        [SNIFF_ODS] = {.refusal = DIAG_FILE_NOT_YET, .is_named = true},
        [SNIFF_HTML] = {.open = html_open},
        [SNIFF_MHTML] = {.refusal = DIAG_FILE_NOT_YET, .is_named = true},
        [SNIFF_XML_2003] = {.open = xml2003_open},
    };
    return (size_t)kind < sizeof dialects / sizeof dialects[0] ? dialects[kind] : unknown;
}

static bool refuse(const struct store_file *file, enum diag_id id, struct str argument) {
    diag_report(file->diag, &(struct diag_note){
                                .id = id, .origin = {.source = file->source}, .args = {argument}});
    return false;
}

/* Extensions that a kind goes by; NULL for what is refused anyway. */
static const char *const *extensions_of(enum sniff_kind kind) {
    static const char *const workbook[] = {"xlsx", "xlsm", "xltx", "xltm", NULL};
    static const char *const old[] = {"xls", "xlt", "et", "ett", NULL};
    static const char *const page[] = {"html", "htm", NULL}, *const xml[] = {"xml", NULL};
    static const char *const text[] = {"csv", "tsv", "txt", NULL};
    switch (kind) {
    case SNIFF_XLSX:
        return workbook;
    case SNIFF_XLS:
        return old;
    case SNIFF_HTML:
        return page;
    case SNIFF_XML_2003:
        return xml;
    case SNIFF_CSV:
        return text;
    default:
        return NULL;
    }
}

/* The extension says another kind of file. */
static bool is_misnamed(struct arena *scratch, struct str name, enum sniff_kind kind) {
    const char *const *fitting = extensions_of(kind);
    struct str extension = file_extension(scratch, name);
    for (size_t i = 0; fitting && fitting[i]; i++) {
        if (str_is(extension, fitting[i])) {
            return false;
        }
    }
    return fitting != NULL;
}

bool read_open(struct arena *arena, struct arena *scratch, struct str name, struct str bytes,
               struct diag *diag, struct read_book *book) {
    struct source *source = ARENA_NEW(arena, struct source);
    source->file = str_copy(arena, name);
    struct store_file *file = ARENA_NEW(scratch, struct store_file);
    *file = (struct store_file){.arena = arena,
                                .scratch = scratch,
                                .diag = diag,
                                .source = source,
                                .budget = store_full_budget()};
    enum sniff_kind kind = sniff_bytes(scratch, bytes);
    *book = (struct read_book){.kind = sniff_name(kind)};
    struct dialect dialect = dialect_of(kind);
    if (!dialect.open) {
        return refuse(file, dialect.refusal, dialect.is_named ? book->kind : (struct str){0});
    }
    bool is_open = dialect.open(file, bytes, book);
    if (is_open && is_misnamed(scratch, name, kind)) {
        refuse(file, DIAG_FILE_NAMED_OTHERWISE, book->kind);
    }
    return is_open;
}
