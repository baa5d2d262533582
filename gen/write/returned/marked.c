/* A sender's workbook with our marks: which parts are changed, and how they find each other. */
#include <string.h>

#include "write/returned/cells.h"
#include "write/returned/comments.h"
#include "write/returned/list.h"
#include "write/returned/package.h"
#include "write/write.h"

#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define TYPES  "application/vnd.openxmlformats-officedocument.spreadsheetml."
/* How hidden names of ours begin. */
#define OWN_NAMES "_dengbao_"

enum { MOST_SHEETS = 1024, MOST_RELATIONS = 4000 };

/* A relationship of a part. */
struct relation {
    struct str id, type, target;
};

struct relations {
    struct relation *items;
    size_t n_items, capacity;
};

/* A sheet as the workbook part lists it. */
struct sheet_entry {
    struct str name, id;
};

/* The book being changed. */
struct marker {
    struct arena *arena;
    const struct marking *marking;
    struct package package;
    struct styles styles;
    struct package_part *style_part;
    /* The workbook part, its folder, its relationships. */
    struct str workbook;
    struct relations relations;
    struct sheet_entry *sheets;
    size_t n_sheets, capacity;
    int64_t last_sheet_id;
    /* The sheet that an earlier run put there; empty for none. */
    struct str old_list;
    /* The name of ours in this book. */
    struct str list_name;
    /* Added to the list of content types. */
    struct buf types;
};

/* ---- parts and relationships ----------------------------------------------------------------- */

static struct str folder_of(struct str path) {
    size_t end = path.len;
    while (end > 0 && path.data[end - 1] != '/') {
        end--;
    }
    return str_slice(path, 0, end);
}

/* The part that a target means, seen from a part. */
static struct str resolve(struct arena *arena, struct str from, struct str target) {
    if (str_starts(target, STR("/"))) {
        return str_slice(target, 1, target.len);
    }
    struct str folder = folder_of(from);
    while (str_starts(target, STR("../")) && folder.len) {
        target = str_slice(target, 3, target.len);
        folder = folder_of(str_slice(folder, 0, folder.len - 1));
    }
    target = str_slice(target, str_starts(target, STR("./")) ? 2 : 0, target.len);
    return str_concat(arena, folder, target);
}

static struct str relations_name(struct arena *arena, struct str part) {
    struct str folder = folder_of(part), last = str_slice(part, folder.len, part.len);
    return str_format(arena, "%" STR_FMT "_rels/%" STR_FMT ".rels", STR_ARG(folder), STR_ARG(last));
}

static bool open_text(struct marker *marker, struct str name, struct str *text) {
    struct package_part *part = package_find(&marker->package, name);
    return part && package_text(&marker->package, part, text);
}

/* Last step of a relationship's type. */
static struct str last_step(struct str type) {
    return str_slice(type, folder_of(type).len, type.len);
}

static bool read_relations(struct marker *marker, struct str part, struct relations *relations) {
    struct str text;
    struct str name = relations_name(marker->arena, part);
    *relations = (struct relations){0};
    if (!package_find(&marker->package, name)) {
        return true;
    }
    if (!open_text(marker, name, &text)) {
        return false;
    }
    struct scan scan = {.text = text};
    struct scan_tag tag;
    while (scan_next(&scan, &tag) && relations->n_items < MOST_RELATIONS) {
        struct str id, type, target, mode;
        if (!tag.is_end && str_is(tag.local, "Relationship") && scan_attribute(&tag, "Id", &id) &&
            scan_attribute(&tag, "Type", &type) && scan_attribute(&tag, "Target", &target) &&
            !(scan_attribute(&tag, "TargetMode", &mode) && str_is(mode, "External"))) {
            struct str path = resolve(marker->arena, part, xml_plain(marker->arena, target));
            struct relation relation = {id, last_step(type), path};
            ARENA_PUSH(marker->arena, relations->items, relations->n_items, relations->capacity,
                       relation);
        }
    }
    return !scan.is_broken;
}

static const struct relation *find_relation(const struct relations *relations, const char *type,
                                            struct str id) {
    for (size_t i = 0; i < relations->n_items; i++) {
        const struct relation *relation = &relations->items[i];
        if ((!type || str_is(relation->type, type)) && (!id.len || str_equal(relation->id, id))) {
            return relation;
        }
    }
    return NULL;
}

/* An identifier that no relationship has. */
static struct str free_id(struct arena *arena, const struct relations *relations) {
    for (size_t i = 1;; i++) {
        struct str id = str_format(arena, "rIdDengbao%zu", i);
        if (!find_relation(relations, NULL, id)) {
            return id;
        }
    }
}

/* A name that no part has. */
static struct str free_name(struct marker *marker, const char *start, const char *end) {
    for (size_t i = 1;; i++) {
        struct str name = str_format(marker->arena, "%s%zu%s", start, i, end);
        if (!package_find(&marker->package, name)) {
            return name;
        }
    }
}

/* Adds a relationship to a part of the package. */
static bool add_relation(struct marker *marker, struct str part, struct relations *relations,
                         const char *type, struct str target, struct str *id) {
    struct arena *arena = marker->arena;
    struct str name = relations_name(arena, part), text;
    *id = free_id(arena, relations);
    struct relation relation = {*id, str_from_c(type), target};
    ARENA_PUSH(arena, relations->items, relations->n_items, relations->capacity, relation);
    struct str added = str_format(
        arena, "Relationship Id=\"%" STR_FMT "\" Type=\"" OFFICE "/%s\" Target=\"/%" STR_FMT "\"/>",
        STR_ARG(*id), type, STR_ARG(target));
    if (!package_find(&marker->package, name)) {
        text = str_format(arena,
                          "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
                          "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/"
                          "relationships\"><%" STR_FMT "</Relationships>",
                          STR_ARG(added));
        package_add(&marker->package, name, text);
        return true;
    }
    struct scan_tag tag;
    if (!open_text(marker, name, &text) || !scan_find(text, "Relationships", &tag)) {
        return false;
    }
    struct str p = scan_prefix(&tag);
    struct edits edits = {.arena = arena};
    added = str_format(arena, "<%" STR_FMT "%" STR_FMT, STR_ARG(p), STR_ARG(added));
    if (tag.is_empty) {
        edits_add(
            &edits, tag.end - 2, tag.end,
            str_format(arena, ">%" STR_FMT "</%" STR_FMT ">", STR_ARG(added), STR_ARG(tag.name)));
    } else {
        edits_add(&edits, tag.end, tag.end, added);
    }
    package_change(package_find(&marker->package, name), edits_apply(&edits, text));
    return true;
}

static void add_type(struct marker *marker, struct str part, const char *type) {
    buf_format(&marker->types,
               "<Override PartName=\"/%" STR_FMT "\" ContentType=\"" TYPES "%s+xml\"/>",
               STR_ARG(part), type);
}

/* ---- the workbook part ----------------------------------------------------------------------- */

/* What a hidden name of ours stands for: the sheet of a place. */
static struct str sheet_of_name(struct arena *arena, struct str formula) {
    struct str text = xml_plain(arena, formula);
    size_t end = str_find(text, STR("!$A$1"), 0);
    text = str_slice(text, 0, end == SIZE_MAX ? 0 : end);
    if (text.len > 1 && str_starts(text, STR("'"))) {
        text = str_slice(text, 1, text.len - 1);
    }
    return str_replace(arena, text, STR("''"), STR("'"));
}

/* The name that stands for our sheet. */
static struct str list_name(const struct marker *marker) {
    for (size_t i = 0; i < marker->marking->n_names; i++) {
        if (marker->marking->names[i].sheet) {
            return marker->marking->names[i].name;
        }
    }
    return (struct str){0};
}

static bool read_sheet_tag(struct marker *marker, const struct scan_tag *tag) {
    struct sheet_entry entry = {0};
    int64_t id = 0;
    scan_attribute(tag, "name", &entry.name);
    scan_attribute(tag, "id", &entry.id);
    scan_count(tag, "sheetId", 65534, &id);
    marker->last_sheet_id = id > marker->last_sheet_id ? id : marker->last_sheet_id;
    entry.name = xml_plain(marker->arena, entry.name);
    ARENA_PUSH(marker->arena, marker->sheets, marker->n_sheets, marker->capacity, entry);
    return marker->n_sheets <= MOST_SHEETS;
}

static bool read_workbook(struct marker *marker, struct str text) {
    struct scan scan = {.text = text};
    struct scan_tag tag;
    bool is_good = true;
    while (is_good && scan_next(&scan, &tag)) {
        struct str name;
        size_t close;
        if (tag.is_end) {
            continue;
        }
        if (tag.depth == 1) {
            /* strict files name their relationships otherwise */
            is_good = !str_contains(tag.attributes, STR("purl.oclc.org"));
        } else if (tag.depth == 3 && str_is(tag.local, "sheet")) {
            is_good = read_sheet_tag(marker, &tag);
        } else if (str_is(tag.local, "definedName") && scan_attribute(&tag, "name", &name) &&
                   str_equal(name, list_name(marker))) {
            is_good = scan_skip(&scan, &tag, &close);
            marker->old_list =
                sheet_of_name(marker->arena, str_slice(text, tag.end, is_good ? close : tag.end));
        }
    }
    return is_good && !scan.is_broken && marker->n_sheets;
}

/* The hidden names as elements. */
static struct str names_text(const struct marker *marker, struct str prefix) {
    struct buf buf = {.arena = marker->arena};
    for (size_t i = 0; i < marker->marking->n_names; i++) {
        const struct workbook_name *name = &marker->marking->names[i];
        buf_format(&buf, "<%" STR_FMT "definedName name=\"%" STR_FMT "\" hidden=\"1\">",
                   STR_ARG(prefix), STR_ARG(name->name));
        if (name->sheet) {
            struct str sheet = str_replace(marker->arena, marker->list_name, STR("'"), STR("''"));
            buf_add_byte(&buf, '\'');
            xml_add(&buf, sheet);
            buf_add_c(&buf, "'!$A$1");
        } else {
            struct str text = xml_escape(marker->arena, name->text);
            buf_format(&buf, "\"%" STR_FMT "\"", STR_ARG(text));
        }
        buf_format(&buf, "</%" STR_FMT "definedName>", STR_ARG(prefix));
    }
    return buf_str(&buf);
}

/* A name of our marking, or an old one like it. */
static bool is_our_name(const struct marker *marker, struct str name) {
    for (size_t i = 0; i < marker->marking->n_names; i++) {
        if (str_equal(marker->marking->names[i].name, name)) {
            return true;
        }
    }
    return false;
}

/* Elements that stand behind definedNames (18.2.27). */
static bool is_behind_names(struct str local) {
    static const char *const names[] = {
        "calcPr",        "oleSize",       "customWorkbookViews", "pivotCaches",       "smartTagPr",
        "smartTagTypes", "webPublishing", "fileRecoveryPr",      "webPublishObjects", "extLst"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (str_is(local, names[i])) {
            return true;
        }
    }
    return false;
}

/* The workbook part while it is changed. */
struct book_edit {
    struct marker *marker;
    struct edits edits;
    struct scan *scan;
    struct str prefix, new_id;
    bool has_names;
};

static void add_names(struct book_edit *edit, size_t at, bool is_list_there) {
    struct str p = edit->prefix, names = names_text(edit->marker, p);
    if (!edit->has_names) {
        edit->has_names = true;
        edits_add(&edit->edits, at, at,
                  is_list_there ? names
                                : str_format(edit->marker->arena,
                                             "<%" STR_FMT "definedNames>%" STR_FMT "</%" STR_FMT
                                             "definedNames>",
                                             STR_ARG(p), STR_ARG(names), STR_ARG(p)));
    }
}

/* Our sheet first: what counts sheets from 0 counts one more. */
static void move_on(struct book_edit *edit, const struct scan_tag *tag, const char *attribute) {
    int64_t number;
    if (edit->new_id.len && scan_count(tag, attribute, MOST_SHEETS, &number)) {
        edits_set(&edit->edits, tag, attribute,
                  str_format(edit->marker->arena, "%lld", (long long)number + 1));
    }
}

static bool edit_name(struct book_edit *edit, const struct scan_tag *tag) {
    struct str name = {0};
    size_t close;
    scan_attribute(tag, "name", &name);
    if (!is_our_name(edit->marker, name)) {
        move_on(edit, tag, "localSheetId");
        return true;
    }
    bool is_good = scan_skip(edit->scan, tag, &close);
    edits_add(&edit->edits, tag->start, edit->scan->at, (struct str){0});
    return is_good;
}

static bool edit_tag(struct book_edit *edit, const struct scan_tag *tag) {
    struct marker *marker = edit->marker;
    if (tag->depth == 1) {
        edit->prefix = tag->is_end ? edit->prefix : scan_prefix(tag);
        if (tag->is_end) {
            add_names(edit, tag->start, false);
        }
    } else if (str_is(tag->local, "definedNames") && tag->is_end) {
        add_names(edit, tag->start, true);
    } else if (tag->is_end) {
        return true;
    } else if (tag->depth == 2 && str_is(tag->local, "sheets") && edit->new_id.len) {
        struct str p = edit->prefix, name = xml_escape(marker->arena, marker->list_name);
        edits_add(&edit->edits, tag->end, tag->end,
                  str_format(marker->arena,
                             "<%" STR_FMT "sheet xmlns:dbr=\"" OFFICE "\" name=\"%" STR_FMT
                             "\" sheetId=\"%lld\" dbr:id=\"%" STR_FMT "\"/>",
                             STR_ARG(p), STR_ARG(name), (long long)marker->last_sheet_id + 1,
                             STR_ARG(edit->new_id)));
    } else if (str_is(tag->local, "workbookView") && edit->new_id.len) {
        edits_set(&edit->edits, tag, "activeTab", STR("0"));
        edits_drop(&edit->edits, tag, "firstSheet");
    } else if (str_is(tag->local, "definedName")) {
        return edit_name(edit, tag);
    } else if (tag->depth == 2 && is_behind_names(tag->local)) {
        add_names(edit, tag->start, false);
    }
    return true;
}

static bool edit_workbook(struct marker *marker, struct str new_id) {
    struct str text;
    struct scan_tag tag;
    if (!open_text(marker, marker->workbook, &text)) {
        return false;
    }
    struct scan scan = {.text = text};
    struct book_edit edit = {
        .marker = marker, .edits = {.arena = marker->arena}, .scan = &scan, .new_id = new_id};
    while (scan_next(&scan, &tag)) {
        if (!edit_tag(&edit, &tag)) {
            return false;
        }
    }
    package_change(package_find(&marker->package, marker->workbook),
                   edits_apply(&edit.edits, text));
    return !scan.is_broken;
}

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
    const struct relation *old = find_relation(relations, "comments", (struct str){0});
    const struct relation *box =
        cells->drawing.len ? find_relation(relations, "vmlDrawing", cells->drawing) : NULL;
    if (!old && !comments.n_items) {
        return true;
    }
    struct str id, comments_name, drawing_name;
    if ((old && !open_text(marker, old->target, &comments.text)) ||
        (box && !open_text(marker, box->target, &comments.drawing)) ||
        (cells->drawing.len && !box) || !comments_edit(&comments)) {
        return false;
    }
    if (old) {
        package_change(package_find(&marker->package, old->target), comments.text);
    } else {
        comments_name = free_name(marker, "xl/commentsDengbao", ".xml");
        package_add(&marker->package, comments_name, comments.text);
        add_type(marker, comments_name, "comments");
        if (!add_relation(marker, part, relations, "comments", comments_name, &id)) {
            return false;
        }
    }
    if (box) {
        package_change(package_find(&marker->package, box->target), comments.drawing);
        return true;
    }
    drawing_name = free_name(marker, "xl/drawings/vmlDrawingDengbao", ".vml");
    package_add(&marker->package, drawing_name, comments.drawing);
    return add_relation(marker, part, relations, "vmlDrawing", drawing_name, &cells->new_drawing);
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
    if (!open_text(marker, part, &cells.text) || !read_relations(marker, part, &relations)) {
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
        const struct relation *relation = find_relation(&marker->relations, NULL, entry->id);
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
        const struct relation *relation = find_relation(&marker->relations, NULL, entry->id);
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
    struct str text =
        list_text(marker->arena, &marker->styles, marking->list, marking->links, marking->n_links);
    struct str id = {0};
    if (old) {
        marker->list_name = marker->old_list;
        package_change(old, text);
        return edit_workbook(marker, id);
    }
    marker->list_name = marking->list->name;
    for (size_t i = 2; has_sheet(marker, marker->list_name); i++) {
        marker->list_name =
            str_format(marker->arena, "%" STR_FMT "%zu", STR_ARG(marking->list->name), i);
    }
    struct str name = free_name(marker, "xl/worksheets/sheetDengbao", ".xml");
    package_add(&marker->package, name, text);
    add_type(marker, name, "worksheet");
    return add_relation(marker, marker->workbook, &marker->relations, "worksheet", name, &id) &&
           edit_workbook(marker, id);
}

/* ---- the package ----------------------------------------------------------------------------- */

static bool edit_types(struct marker *marker) {
    struct str text;
    struct scan_tag tag;
    const struct str name = STR("[Content_Types].xml");
    if (!open_text(marker, name, &text) || !scan_find(text, "Types", &tag) || tag.is_empty ||
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
        !read_relations(marker, (struct str){0}, &relations)) {
        return false;
    }
    const struct relation *workbook = find_relation(&relations, "officeDocument", (struct str){0});
    if (!workbook) {
        return false;
    }
    marker->workbook = workbook->target;
    if (!open_text(marker, marker->workbook, &text) || !read_workbook(marker, text) ||
        !read_relations(marker, marker->workbook, &marker->relations)) {
        return false;
    }
    const struct relation *styles = find_relation(&marker->relations, "styles", (struct str){0});
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
