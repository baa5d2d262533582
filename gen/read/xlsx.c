/* From the bytes of an xlsx to a book: package, workbook, styles, strings, sheets in order. */
#include "read/xlsx.h"

/* Hands the pieces of a part to the parser; false when either says no. */
static bool feed_part(struct xlsx *xlsx, size_t part, struct xml *xml) {
    struct str piece;
    if (!unzip_begin(xlsx->unzip, part, xlsx->diag)) {
        return false;
    }
    while (unzip_next(xlsx->unzip, xlsx->diag, &piece)) {
        if (!piece.len) {
            return xml_finish(xml);
        }
        if (!xml_feed(xml, piece)) {
            return false;
        }
    }
    return false;
}

bool xlsx_parse(struct xlsx *xlsx, size_t part, const struct xml_calls *calls) {
    struct arena *arena = arena_open_like(xlsx->scratch);
    struct xml *xml = xml_open(arena, calls);
    bool is_good = feed_part(xlsx, part, xml);
    struct str fault = xml_fault(xml);
    if (!is_good && fault.len) {
        struct str name = unzip_name(xlsx->unzip, part);
        struct str about = str_join(arena, (struct str[]){name, fault}, 2, STR(" "));
        diag_report(xlsx->diag, &(struct diag_note){.id = DIAG_FILE_DAMAGED,
                                                    .origin = {.source = xlsx->source},
                                                    .args = {about}});
    }
    arena_close(arena);
    return is_good;
}

/* The workbook part through the package's relationships; by its usual name where they are lost. */
static bool find_workbook(struct xlsx *xlsx, size_t *part) {
    struct xlsx_relations relations = {.n_items = 0};
    if (!xlsx_read_relations(xlsx, STR(""), &relations)) {
        return false;
    }
    const struct xlsx_relation *relation = xlsx_relation_of_type(&relations, "officeDocument");
    *part = relation ? relation->part : unzip_find(xlsx->unzip, STR("xl/workbook.xml"));
    if (*part == SIZE_MAX) {
        return store_refuse(xlsx->diag, DIAG_FILE_DAMAGED, xlsx->source, DIAG_WORD_BOOK_MISSING,
                            STR(""));
    }
    return true;
}

/* A sheet that has no part, or points at one that is none, is lost alone. */
static bool lose_sheet(struct xlsx *xlsx, const struct xlsx_entry *entry, enum diag_word word,
                       struct str about) {
    struct source *source = ARENA_NEW(xlsx->file->arena, struct source);
    *source = (struct source){xlsx->source->file, str_copy(xlsx->file->arena, entry->name)};
    store_refuse(xlsx->diag, DIAG_SHEET_LOST, source, word, about);
    return true;
}

static bool read_sheet(struct xlsx *xlsx, const struct xlsx_relations *relations,
                       const struct xlsx_entry *entry, struct read_book *book) {
    const struct xlsx_relation *relation = xlsx_relation_of_id(relations, entry->relation);
    if (relation && !str_is(relation->type, "worksheet")) {
        return true;
    }
    if (!relation || relation->part == SIZE_MAX) {
        return lose_sheet(xlsx, entry, DIAG_WORD_SHEET_MISSING, STR(""));
    }
    if (relation->part == xlsx->workbook) {
        return lose_sheet(xlsx, entry, DIAG_WORD_SHEET_OTHER_PART,
                          unzip_name(xlsx->unzip, relation->part));
    }
    if (xlsx->is_taken[relation->part]) {
        return store_refuse(xlsx->diag, DIAG_FILE_DAMAGED, xlsx->source, DIAG_WORD_SHEET_SHARED,
                            entry->name);
    }
    xlsx->is_taken[relation->part] = true;
    struct read_sheet *sheet = store_add(xlsx->file, book, entry->name);
    if (!sheet) {
        return false;
    }
    sheet->is_hidden = entry->is_hidden;
    struct read_store *store = sheet->store;
    store->read = xlsx_read_sheet;
    store->reader = xlsx;
    store->part = relation->part;
    store->shared = xlsx->strings;
    store->tape = tape_open(xlsx->scratch);
    return store_survey(sheet);
}

static bool read_package(struct xlsx *xlsx, struct read_book *book) {
    struct xlsx_relations relations = {.n_items = 0};
    size_t workbook;
    if (!find_workbook(xlsx, &workbook) ||
        !xlsx_read_relations(xlsx, unzip_name(xlsx->unzip, workbook), &relations) ||
        !xlsx_read_workbook(xlsx, workbook, book)) {
        return false;
    }
    xlsx->workbook = workbook;
    const struct xlsx_relation *styles = xlsx_relation_of_type(&relations, "styles");
    const struct xlsx_relation *strings = xlsx_relation_of_type(&relations, "sharedStrings");
    if (styles && styles->part != SIZE_MAX && !xlsx_read_styles(xlsx, styles->part)) {
        return false;
    }
    if (strings && strings->part != SIZE_MAX && !xlsx_read_strings(xlsx, strings->part)) {
        return false;
    }
    xlsx->is_taken = ARENA_ARRAY(xlsx->scratch, bool, unzip_n_parts(xlsx->unzip));
    for (size_t i = 0; i < xlsx->n_entries; i++) {
        if (!read_sheet(xlsx, &relations, &xlsx->entries[i], book)) {
            return false;
        }
    }
    return true;
}

bool xlsx_open(struct store_file *file, struct str bytes, struct read_book *book) {
    struct xlsx *xlsx = ARENA_NEW(file->scratch, struct xlsx);
    *xlsx = (struct xlsx){
        .file = file, .scratch = file->scratch, .source = file->source, .diag = file->diag};
    xlsx->styles.arena = xlsx->scratch;
    xlsx->strings = texts_open(xlsx->scratch);
    xlsx->unzip = unzip_open(xlsx->scratch, bytes, file->source, file->diag);
    if (!xlsx->unzip || !read_package(xlsx, book)) {
        return false;
    }
    book->saved = xlsx_read_saved(xlsx);
    return true;
}
