/* A sender's workbook with our marks: which parts are changed, and how they find each other. */
#include "write/returned/cells.h"
#include "write/returned/comments.h"
#include "write/returned/list.h"
#include "write/returned/marker.h"
#include "write/write.h"

/* ---- sheets ---------------------------------------------------------------------------------- */

/* The comments of a sheet's marks. */
static bool edit_comments(struct marker *marker, struct str part, struct relations *relations,
                          struct cells *cells) {
    struct comments comments = {.arena = marker->arena,
                                .author = marker->marking->author,
                                .divider = marker->marking->divider};
    comments.items = ARENA_ARRAY(marker->arena, struct comment, cells->n_marks);
    for (size_t i = 0; i < cells->n_marks; i++) {
        const struct mark *mark = &cells->marks[i];
        if (mark->comment.len) {
            comments.items[comments.n_items++] =
                (struct comment){mark->row, mark->column, mark->comment, false};
        }
    }
    const struct relation *old = relation_find(relations, "comments", (struct str){0});
    const struct relation *box =
        cells->drawing.len ? relation_find(relations, "vmlDrawing", cells->drawing) : NULL;
    if (!old && !comments.n_items) {
        return true;
    }
    struct str id, comments_name, drawing_name;
    if ((old && !marker_text(marker, old->target, &comments.text)) ||
        (box && !marker_text(marker, box->target, &comments.drawing)) ||
        (cells->drawing.len && !box) || !comments_edit(&comments)) {
        return false;
    }
    if (old) {
        package_change(package_find(&marker->package, old->target), comments.text);
    } else {
        comments_name = marker_free_name(marker, "xl/commentsDengbao", ".xml");
        package_add(&marker->package, comments_name, comments.text);
        marker_add_type(marker, comments_name, "comments");
        if (!marker_relate(marker, part, relations, "comments", comments_name, &id)) {
            return false;
        }
    }
    if (box) {
        package_change(package_find(&marker->package, box->target), comments.drawing);
        return true;
    }
    drawing_name = marker_free_name(marker, "xl/drawings/vmlDrawingDengbao", ".vml");
    package_add(&marker->package, drawing_name, comments.drawing);
    return marker_relate(marker, part, relations, "vmlDrawing", drawing_name, &cells->new_drawing);
}

static bool edit_sheet(struct marker *marker, struct str name, struct str part) {
    struct relations relations;
    struct cells cells = {.arena = marker->arena, .styles = &marker->styles};
    const struct marking *marking = marker->marking;
    size_t first = 0;
    while (first < marking->n_marks && !str_equal(marking->marks[first].sheet, name)) {
        first++;
    }
    cells.marks = marking->marks + first;
    while (first + cells.n_marks < marking->n_marks &&
           str_equal(cells.marks[cells.n_marks].sheet, name)) {
        cells.n_marks++;
    }
    if (!marker_text(marker, part, &cells.text) || !marker_relations(marker, part, &relations)) {
        return false;
    }
    cells.drawing = cells_drawing(cells.text);
    struct str before = cells.text;
    if (!edit_comments(marker, part, &relations, &cells) || !cells_edit(&cells)) {
        return false;
    }
    if (!str_equal(before, cells.text)) {
        package_change(package_find(&marker->package, part), cells.text);
    }
    return true;
}

static bool edit_sheets(struct marker *marker) {
    for (size_t i = 0; i < marker->n_sheets; i++) {
        const struct sheet_entry *entry = &marker->sheets[i];
        const struct relation *relation = relation_find(&marker->relations, NULL, entry->id);
        bool is_list = marker->old_list.len && str_equal(entry->name, marker->old_list);
        if (!relation) {
            return false;
        }
        if (str_is(relation->type, "worksheet") && !is_list &&
            !edit_sheet(marker, entry->name, relation->target)) {
            return false;
        }
    }
    return true;
}

/* The part of the sheet that an earlier run put there; NULL if there is none. */
static struct package_part *old_list_part(struct marker *marker) {
    for (size_t i = 0; marker->old_list.len && i < marker->n_sheets; i++) {
        const struct sheet_entry *entry = &marker->sheets[i];
        const struct relation *relation = relation_find(&marker->relations, NULL, entry->id);
        if (relation && str_equal(entry->name, marker->old_list)) {
            return package_find(&marker->package, relation->target);
        }
    }
    return NULL;
}

static bool has_sheet(const struct marker *marker, struct str name) {
    for (size_t i = 0; i < marker->n_sheets; i++) {
        if (str_equal(marker->sheets[i].name, name)) {
            return true;
        }
    }
    return false;
}

static bool put_list(struct marker *marker) {
    const struct marking *marking = marker->marking;
    struct package_part *old = old_list_part(marker);
    struct str text = list_text(marker->arena, &marker->styles, marking->list, marking->links,
                                marking->n_links, false);
    struct str id = {0};
    if (old) {
        marker->list_name = marker->old_list;
        package_change(old, text);
        return marker_edit_workbook(marker, id);
    }
    marker->list_name = marking->list->name;
    for (size_t i = 2; has_sheet(marker, marker->list_name); i++) {
        marker->list_name =
            str_format(marker->arena, "%" STR_FMT "%zu", STR_ARG(marking->list->name), i);
    }
    struct str name = marker_free_name(marker, "xl/worksheets/sheetDengbao", ".xml");
    package_add(&marker->package, name, text);
    marker_add_type(marker, name, "worksheet");
    return marker_relate(marker, marker->workbook, &marker->relations, "worksheet", name, &id) &&
           marker_edit_workbook(marker, id);
}

/* ---- the package ----------------------------------------------------------------------------- */

static bool edit_types(struct marker *marker) {
    struct str text;
    struct scan_tag tag;
    const struct str name = STR("[Content_Types].xml");
    if (!marker_text(marker, name, &text) || !scan_find(text, "Types", &tag) || tag.is_empty ||
        scan_prefix(&tag).len) {
        return false;
    }
    struct edits edits = {.arena = marker->arena};
    if (!str_contains(text, STR("Extension=\"vml\""))) {
        edits_add(
            &edits, tag.end, tag.end,
            STR("<Default Extension=\"vml\" "
                "ContentType=\"application/vnd.openxmlformats-officedocument.vmlDrawing\"/>"));
    }
    size_t end = str_find(text, STR("</Types>"), tag.end);
    if (end == SIZE_MAX) {
        return false;
    }
    edits_add(&edits, end, end, buf_str(&marker->types));
    package_change(package_find(&marker->package, name), edits_apply(&edits, text));
    return true;
}

static bool open_book(struct marker *marker, struct str book) {
    struct relations relations;
    struct str text;
    if (!package_open(marker->arena, book, &marker->package) ||
        !marker_relations(marker, (struct str){0}, &relations)) {
        return false;
    }
    const struct relation *workbook = relation_find(&relations, "officeDocument", (struct str){0});
    if (!workbook) {
        return false;
    }
    marker->workbook = workbook->target;
    if (!marker_text(marker, marker->workbook, &text) || !marker_read_workbook(marker, text) ||
        !marker_relations(marker, marker->workbook, &marker->relations)) {
        return false;
    }
    const struct relation *styles = relation_find(&marker->relations, "styles", (struct str){0});
    marker->style_part = styles ? package_find(&marker->package, styles->target) : NULL;
    return marker->style_part && package_text(&marker->package, marker->style_part, &text) &&
           styles_open(marker->arena, text, &marker->styles);
}

bool write_marked(struct arena *arena, struct str book, const struct marking *marking,
                  struct str *bytes) {
    struct marker marker = {.arena = arena, .marking = marking, .types = {.arena = arena}};
    struct buf buf = {.arena = arena};
    if (!open_book(&marker, book)) {
        return false;
    }
    struct str style_name = marker.style_part->name;
    bool is_done = edit_sheets(&marker) && put_list(&marker) && edit_types(&marker);
    if (is_done) {
        package_change(package_find(&marker.package, style_name), styles_part(&marker.styles));
        is_done = package_write(&marker.package, &buf);
    }
    *bytes = buf_str(&buf);
    return is_done;
}
