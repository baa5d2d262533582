/* From the bytes of an xlsx to a grid: package, workbook, styles, strings, sheets in order. */
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
        grid_refuse(xlsx->diag, DIAG_FILE_DAMAGED, xlsx->source, "%" STR_FMT " %" STR_FMT,
                    STR_ARG(name), STR_ARG(fault));
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
        return grid_refuse(xlsx->diag, DIAG_FILE_DAMAGED, xlsx->source, "no workbook part");
    }
    return true;
}

static bool read_sheet(struct xlsx *xlsx, const struct xlsx_relations *relations,
                       const struct xlsx_entry *entry, struct grid *grid) {
    const struct xlsx_relation *relation = xlsx_relation_of_id(relations, entry->relation);
    if (relation && !str_is(relation->type, "worksheet")) {
        return true;
    }
    if (!relation || relation->part == SIZE_MAX) {
        return grid_refuse(xlsx->diag, DIAG_FILE_DAMAGED, xlsx->source,
                           "no part for sheet %" STR_FMT, STR_ARG(entry->name));
    }
    if (xlsx->is_taken[relation->part]) {
        return grid_refuse(xlsx->diag, DIAG_FILE_DAMAGED, xlsx->source,
                           "sheet %" STR_FMT " shares its part with another", STR_ARG(entry->name));
    }
    xlsx->is_taken[relation->part] = true;
    struct grid_sheet *sheet = grid_add_sheet(xlsx->arena, grid, xlsx->source->file, entry->name);
    if (!sheet) {
        return grid_refuse(xlsx->diag, DIAG_FILE_LIMIT, xlsx->source, "sheets > %u",
                           GRID_MOST_SHEETS);
    }
    sheet->is_hidden = entry->is_hidden;
    return xlsx_read_sheet(xlsx, relation->part, sheet);
}

static bool read_package(struct xlsx *xlsx, struct grid *grid) {
    struct xlsx_relations relations = {.n_items = 0};
    size_t workbook;
    if (!find_workbook(xlsx, &workbook) ||
        !xlsx_read_relations(xlsx, unzip_name(xlsx->unzip, workbook), &relations) ||
        !xlsx_read_workbook(xlsx, workbook)) {
        return false;
    }
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
        if (!read_sheet(xlsx, &relations, &xlsx->entries[i], grid)) {
            return false;
        }
    }
    return true;
}

bool grid_read_xlsx(struct arena *arena, struct str bytes, struct str file, struct diag *diag,
                    struct grid *grid) {
    struct arena *scratch = arena_open_like(arena);
    struct source *source = ARENA_NEW(arena, struct source);
    source->file = str_copy(arena, file);
    struct xlsx xlsx = {.arena = arena,
                        .scratch = scratch,
                        .source = source,
                        .diag = diag,
                        .budget = grid_full_budget()};
    xlsx.unzip = unzip_open(scratch, bytes, source, diag);
    bool is_read = xlsx.unzip && read_package(&xlsx, grid);
    arena_close(scratch);
    return is_read;
}
