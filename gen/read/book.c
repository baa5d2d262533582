/* The door: what the bytes are, and who reads them. */
#include "read/apart.h"
#include "read/bytes.h"
#include "read/encoding.h"
#include "read/pack.h"
#include "read/shown.h"
#include "read/sniff.h"
#include "read/store.h"

/* What is done with a kind of file: it is read, or refused by a message. */
struct dialect {
    bool (*open)(struct store_file *file, struct str bytes, struct read_book *book);
    enum diag_id refusal;
    /* What the file is, and what is to be done about it. */
    enum diag_word what, remedy;
};

#define READ_BY(reader)                                                                            \
    { .open = (reader) }
#define NOT_SHEET(word, to_do)                                                                     \
    { NULL, DIAG_FILE_NOT_SHEET, DIAG_WORD_##word, DIAG_WORD_##to_do }
#define NOT_YET(word, to_do)                                                                       \
    { NULL, DIAG_FILE_NOT_YET, DIAG_WORD_##word, DIAG_WORD_##to_do }

static struct dialect dialect_of(enum sniff_kind kind) {
    static const struct dialect dialects[] = {
        [SNIFF_EMPTY] = {.refusal = DIAG_FILE_EMPTY},
        [SNIFF_XLSX] = READ_BY(xlsx_open),
        [SNIFF_CSV] = READ_BY(csv_open),
        [SNIFF_XLS] = READ_BY(xls_open),
        [SNIFF_BIFF_2] = NOT_YET(KIND_BIFF_2, KIND_BOOK_DO),
        [SNIFF_BIFF_3] = NOT_YET(KIND_BIFF_3, KIND_BOOK_DO),
        [SNIFF_BIFF_4] = NOT_YET(KIND_BIFF_4, KIND_BOOK_DO),
        [SNIFF_ENCRYPTED] = READ_BY(encrypted_open),
        [SNIFF_XLSB] = NOT_YET(KIND_XLSB, KIND_BOOK_DO),
        [SNIFF_ODS] = NOT_YET(KIND_ODS, KIND_BOOK_DO),
        [SNIFF_HTML] = READ_BY(html_open),
        [SNIFF_MHTML] = NOT_YET(KIND_MHTML, KIND_BOOK_DO),
        [SNIFF_SYLK] = NOT_YET(KIND_SYLK, KIND_BOOK_DO),
        [SNIFF_DIF] = NOT_YET(KIND_DIF, KIND_BOOK_DO),
        [SNIFF_XML_2003] = READ_BY(xml2003_open),
        [SNIFF_JSON] = READ_BY(json_open),
        [SNIFF_XML] = READ_BY(xml_answer_open),
        [SNIFF_DOCX] = NOT_SHEET(KIND_DOCX, KIND_TEXT_DO),
        [SNIFF_NUMBERS] = NOT_YET(KIND_NUMBERS, KIND_NUMBERS_DO),
        [SNIFF_PPTX] = NOT_SHEET(KIND_SLIDES, KIND_TEXT_DO),
        [SNIFF_OFD] = NOT_SHEET(KIND_OFD, KIND_PDF_DO),
        [SNIFF_ZIP] = NOT_SHEET(KIND_ZIP, KIND_ZIP_DO),
        [SNIFF_DOC] = NOT_SHEET(KIND_DOC, KIND_TEXT_DO),
        [SNIFF_PPT] = NOT_SHEET(KIND_SLIDES, KIND_TEXT_DO),
        [SNIFF_MAIL] = NOT_SHEET(KIND_MAIL, KIND_MAIL_DO),
        [SNIFF_OLE] = NOT_SHEET(KIND_OLE, KIND_OTHER_DO),
        [SNIFF_PDF] = NOT_SHEET(KIND_PDF, KIND_PDF_DO),
        [SNIFF_RTF] = NOT_SHEET(KIND_RTF, KIND_TEXT_DO),
        [SNIFF_IMAGE] = NOT_SHEET(KIND_IMAGE, KIND_IMAGE_DO),
        [SNIFF_ARCHIVE] = NOT_SHEET(KIND_ZIP, KIND_ZIP_DO),
        [SNIFF_SHORTCUT] = NOT_SHEET(KIND_SHORTCUT, KIND_SHORTCUT_DO),
        [SNIFF_DATABASE] = NOT_SHEET(KIND_DATABASE, KIND_DATABASE_DO),
        [SNIFF_PROGRAM] = NOT_SHEET(KIND_PROGRAM, KIND_PROGRAM_DO),
        [SNIFF_BINARY] = NOT_SHEET(KIND_BINARY, KIND_OTHER_DO),
    };
    return dialects[kind];
}

static bool refuse(const struct store_file *file, enum diag_id id, struct str what,
                   struct str remedy) {
    diag_report(
        file->diag,
        &(struct diag_note){.id = id, .origin = {.source = file->source}, .args = {what, remedy}});
    return false;
}

static bool refuse_kind(const struct store_file *file, const struct dialect *dialect) {
    struct arena *arena = diag_scratch(file->diag);
    return dialect->refusal == DIAG_FILE_EMPTY
               ? refuse(file, dialect->refusal, STR(""), STR(""))
               : refuse(file, dialect->refusal, diag_word(arena, dialect->what, STR("")),
                        diag_word(arena, dialect->remedy, STR("")));
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

/* What was kept of formats becomes the book's. */
static void keep_formats(const struct store_file *file, enum sniff_kind kind,
                         struct read_book *book) {
    bool has_formats = kind == SNIFF_XLSX || kind == SNIFF_XLS || kind == SNIFF_XML_2003 ||
                       kind == SNIFF_ENCRYPTED;
    for (size_t i = 0; file->shown && i < book->n_sheets; i++) {
        shown_sort(book->sheets[i]);
    }
    if (file->shown) {
        book->has_formats = has_formats;
        book->formats = file->shown->formats;
        book->n_formats = file->shown->n_formats;
    }
}

/* Opens the file in this process; kind and encoding are words of ours. */
static bool open_here(struct store_file *file, struct str bytes, struct read_book *book) {
    enum sniff_kind kind = sniff_bytes(file->scratch, bytes);
    *book = (struct read_book){.kind = sniff_name(kind)};
    struct dialect dialect = dialect_of(kind);
    if (!dialect.open) {
        return refuse_kind(file, &dialect);
    }
    bool is_open = dialect.open(file, bytes, book);
    keep_formats(file, kind, book);
    if (is_open && is_misnamed(file->scratch, file->source->file, kind)) {
        refuse(file, DIAG_FILE_NAMED_OTHERWISE, book->kind, STR(""));
    }
    return is_open;
}

/* ---- in a process of its own ----------------------------------------------------------------- */

/* A file that is opened later. */
struct ahead {
    struct str name, bytes;
    /* Who was told of it; NULL for nobody. */
    struct apart_desk *desk;
};

struct reader {
    struct read_limits limits;
    /* For files that need nothing of the disk, and for those that need the common code pages. */
    struct apart_desk *plain, *paged;
    /* What its processes have a copy of; NULL for nothing. */
    struct arena *common;
    /* What was told and is not opened yet, and what is to be told next. */
    struct ahead begun, expected;
};

/* Bytes of a file that are told to a process that is kept: of more, making a process that sees them
 * where they are costs less than copying them twice. */
#define MOST_TOLD ((size_t)1024 * 1024)

static bool is_package(struct str bytes) {
    return str_starts(bytes, STR("PK"));
}

/* What can be read as UTF-8 is not always meant so: pairs alone may be GB18030. */
static bool is_meant_as_utf8(struct str bytes) {
    enum { N_HEAD = 4096, THREE = 0xE0, FOUR = 0xF0 };
    for (size_t i = 0; i < bytes.len && i < N_HEAD; i++) {
        unsigned char c = (unsigned char)bytes.data[i];
        if (c >= THREE && c < FOUR) {
            return true;
        }
    }
    return encoding_guess_of(bytes).encoding == ENCODING_UTF_8;
}

/* Nothing is loaded from the disk for a package or for UTF-8. */
static bool needs_no_pages(const struct store_file *file) {
    return is_package(file->bytes) || (file->is_utf8 && !str_contains(file->bytes, STR("\0")) &&
                                       is_meant_as_utf8(file->bytes));
}

/* The code page that an old workbook may name from `*at` on, in a record of that kind; false if
 * there is none. */
static bool next_page(struct str bytes, size_t *at, unsigned *page) {
    *at = str_find(bytes, STR("\x42\0\2\0"), *at);
    if (*at == SIZE_MAX) {
        return false;
    }
    *page = bytes_u16(bytes, *at + 4);
    *at += 4;
    return true;
}

static bool needs_common_pages(struct str bytes) {
    unsigned page;
    for (size_t at = 0; next_page(bytes, &at, &page);) {
        if (!encoding_is_common(page)) {
            return false;
        }
    }
    return true;
}

/* Code pages are loaded from the disk, and that must be done before it can be no more. */
static void load_pages(struct arena *arena, struct str bytes) {
    unsigned page;
    encoding_load(arena);
    for (size_t at = 0; next_page(bytes, &at, &page);) {
        encoding_page_open(arena, page);
    }
}

static void put_book(struct apart *apart, struct arena *arena, struct str name, struct str bytes,
                     bool keeps_formats) {
    struct source *source = ARENA_NEW(arena, struct source);
    struct diag *diag = diag_open(arena);
    struct buf head = {.arena = arena};
    struct read_book book;
    source->file = name;
    struct store_file file = {.arena = arena,
                              .scratch = arena,
                              .diag = diag,
                              .source = source,
                              .budget = store_full_budget(),
                              .bytes = bytes,
                              .is_apart = true,
                              .shown = keeps_formats ? shown_open(arena) : NULL};
    file.budget.tape = SIZE_MAX;
    bool is_open = open_here(&file, bytes, &book);
    parcel_add_number(&head, is_open);
    parcel_add_text(&head, book.kind);
    parcel_add_text(&head, book.encoding);
    parcel_add_text(&head, diag_take(diag, arena));
    apart_put(apart, buf_str(&head));
    if (is_open) {
        pack_book(apart, arena, &book);
    }
}

/* A file that a process of its own is made for: it is large, or its code page a rare one. */
static void read_apart(struct apart *apart, struct arena *arena, void *context) {
    const struct store_file *file = context;
    if (!needs_no_pages(file)) {
        load_pages(arena, file->bytes);
    }
    apart_shut(apart);
    put_book(apart, arena, file->source->file, file->bytes, file->shown != NULL);
}

/* A file told to a process that is kept: whether formats are, its name, its bytes. */
static void read_told(struct apart *apart, struct arena *arena, void *context) {
    struct str bytes = *(const struct str *)context, name = {0};
    size_t keeps_formats;
    if (parcel_cut_number(&bytes, &keeps_formats) && parcel_cut_text(&bytes, &name)) {
        put_book(apart, arena, name, bytes, keeps_formats != 0);
    }
}

struct reader *reader_open(struct arena *arena, const struct read_limits *limits) {
    struct reader *reader = ARENA_NEW(arena, struct reader);
    *reader = (struct reader){.limits = *limits,
                              .plain = apart_open(arena, limits, NULL, read_told),
                              .paged = apart_open(arena, limits, encoding_load, read_told)};
    return reader;
}

void reader_set_common(struct reader *reader, struct arena *common) {
    reader->common = common;
    apart_set_common(reader->plain, common);
    apart_set_common(reader->paged, common);
}

/* Takes over what the process put down; false after a report, or without one if it is none of ours.
 */
static bool take_over(const struct read_input *input, struct store_file *file, struct str bytes,
                      struct read_book *book) {
    size_t is_open;
    struct str kind, encoding, reports;
    if (!parcel_cut_number(&bytes, &is_open) || !parcel_cut_text(&bytes, &kind) ||
        !parcel_cut_text(&bytes, &encoding) || !parcel_cut_text(&bytes, &reports)) {
        return false;
    }
    book->kind = str_copy(input->arena, kind);
    book->encoding = str_copy(input->arena, encoding);
    return diag_give(file->diag, reports, file->diag) && is_open && unpack_book(file, bytes, book);
}

/* Tells what the bytes are, and nothing else. */
static void sniff_apart(struct apart *apart, struct arena *arena, void *context) {
    const struct read_input *input = context;
    apart_shut(apart);
    apart_put(apart, sniff_name(sniff_bytes(arena, input->bytes)));
}

/* The kind of a file whose reading died, by a process that looks at it for nothing but that; empty
 * if that dies too. */
static struct str kind_of_dead(const struct read_input *input) {
    struct str kind;
    struct apart_end end = apart_run(input->scratch, input->reader->common, &input->reader->limits,
                                     sniff_apart, (void *)(uintptr_t)input, &kind);
    return end.is_done ? str_copy(input->arena, kind) : STR("");
}

/* Whose work it is to read a file that is told; NULL if a process of its own is made for it. */
static struct apart_desk *desk_of(const struct reader *reader, struct store_file *file) {
    file->is_utf8 = !is_package(file->bytes) && utf8_valid(file->bytes, NULL);
    bool is_plain = needs_no_pages(file);
    bool is_told = file->bytes.len <= MOST_TOLD && (is_plain || needs_common_pages(file->bytes));
    return !is_told ? NULL : is_plain ? reader->plain : reader->paged;
}

/* What a desk is told of a file, as read_told takes it. */
static void tell_file(struct arena *arena, struct str name, struct str bytes, bool keeps_formats,
                      struct str told[2]) {
    struct buf head = {.arena = arena};
    parcel_add_number(&head, keeps_formats);
    parcel_add_text(&head, name);
    told[0] = buf_str(&head);
    told[1] = bytes;
}

/* Begins with the file that is expected next, if a desk reads such. */
static void begin_next(struct reader *reader, struct arena *scratch) {
    struct store_file file = {.bytes = reader->expected.bytes};
    struct ahead next = reader->expected;
    reader->expected = (struct ahead){0};
    next.desk = next.bytes.len ? desk_of(reader, &file) : NULL;
    reader->begun = next;
    if (next.desk) {
        struct str told[2];
        tell_file(scratch, next.name, next.bytes, false, told);
        apart_begin(next.desk, told, 2);
    }
}

/* Nobody asks for what was begun. */
static void drop_begun(struct reader *reader, struct arena *scratch) {
    struct str dropped;
    if (reader->begun.desk) {
        apart_finish(scratch, reader->begun.desk, NULL, 0, &dropped);
    }
    reader->begun = (struct ahead){0};
}

/* Asks a desk, or waits for what it was told of this file before. */
static struct apart_end ask_desk(const struct read_input *input, struct apart_desk *desk,
                                 struct str *bytes) {
    struct reader *reader = input->reader;
    const struct ahead *begun = &reader->begun;
    struct str told[2];
    bool is_begun = begun->desk == desk && !input->keeps_formats &&
                    begun->bytes.data == input->bytes.data &&
                    begun->bytes.len == input->bytes.len && str_equal(begun->name, input->name);
    tell_file(input->scratch, input->name, input->bytes, input->keeps_formats, told);
    if (!is_begun) {
        drop_begun(reader, input->scratch);
        return apart_ask(input->scratch, desk, told, 2, bytes);
    }
    reader->begun = (struct ahead){0};
    return apart_finish(input->scratch, desk, told, 2, bytes);
}

void reader_expect(struct reader *reader, struct str name, struct str bytes) {
    reader->expected = (struct ahead){.name = name, .bytes = bytes};
}

void reader_pass(struct reader *reader, struct arena *scratch) {
    drop_begun(reader, scratch);
    begin_next(reader, scratch);
}

static bool open_apart(const struct read_input *input, struct store_file *file,
                       struct read_book *book) {
    struct str bytes;
    size_t n_fatal = diag_n_of(file->diag, SEVERITY_FATAL);
    struct apart_desk *desk = desk_of(input->reader, file);
    struct apart_end end = desk ? ask_desk(input, desk, &bytes)
                                : apart_run(file->scratch, input->reader->common,
                                            &input->reader->limits, read_apart, file, &bytes);
    reader_pass(input->reader, file->scratch);
    *book = (struct read_book){.kind = STR("")};
    if (!end.is_done) {
        book->kind = kind_of_dead(input);
        return store_refuse(file->diag, end.id, file->source, end.word, end.about);
    }
    return take_over(input, file, bytes, book) ||
           (diag_n_of(file->diag, SEVERITY_FATAL) == n_fatal &&
            store_refuse(file->diag, DIAG_FILE_NOT_READ, file->source, DIAG_WORD_READ_BROKEN,
                         STR("")));
}

/* ---- the door -------------------------------------------------------------------------------- */

bool read_open(const struct read_input *input, struct read_book *book) {
    struct source *source = ARENA_NEW(input->arena, struct source);
    source->file = str_copy(input->arena, input->name);
    struct store_file *file = ARENA_NEW(input->scratch, struct store_file);
    *file = (struct store_file){.arena = input->arena,
                                .scratch = input->scratch,
                                .diag = input->diag,
                                .source = source,
                                .bytes = input->bytes,
                                .budget = store_full_budget(),
                                .shown = input->keeps_formats ? shown_open(input->scratch) : NULL};
    return input->reader ? open_apart(input, file, book) : open_here(file, input->bytes, book);
}

struct read_limits read_default_limits(void) {
    return (struct read_limits){.file = 64, .cpu = 20, .time = 200, .memory = 512, .output = 256};
}

bool read_set_limit(struct read_limits *limits, struct str name, int64_t value) {
    const struct limit_name known[] = {{"file", &limits->file},
                                       {"cpu", &limits->cpu},
                                       {"time", &limits->time},
                                       {"memory", &limits->memory},
                                       {"output", &limits->output}};
    return limits_set(known, sizeof known / sizeof *known, name, value);
}
