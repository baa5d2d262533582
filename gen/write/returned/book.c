/* The workbook part of a sender's book: its sheets and names, and ours among them. */
#include "write/returned/list.h"
#include "write/returned/marker.h"

enum { MOST_SHEETS = 1024 };
/* Some programs show no filter without the name of its range. */
#define FILTER_NAME "_xlnm._FilterDatabase"

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

bool marker_read_workbook(struct marker *marker, struct str text) {
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

/* The place of our sheet among all: where an earlier run put it, or else first. */
static size_t list_index(const struct marker *marker) {
    size_t i = 0;
    while (i < marker->n_sheets &&
           !(marker->old_list.len && str_equal(marker->sheets[i].name, marker->old_list))) {
        i++;
    }
    return i < marker->n_sheets ? i : 0;
}

/* The name of what can be filtered on our sheet as an element. */
static void add_filter_name(const struct marker *marker, struct str prefix, struct buf *buf) {
    struct str range = list_filter(marker->arena, marker->marking->list);
    if (range.len) {
        buf_format(buf,
                   "<%" STR_FMT "definedName name=\"" FILTER_NAME
                   "\" localSheetId=\"%zu\" hidden=\"1\">'",
                   STR_ARG(prefix), list_index(marker));
        xml_add(buf, str_replace(marker->arena, marker->list_name, STR("'"), STR("''")));
        buf_format(buf, "'!%" STR_FMT "</%" STR_FMT "definedName>", STR_ARG(range),
                   STR_ARG(prefix));
    }
}

/* The hidden names as elements. */
static struct str names_text(const struct marker *marker, struct str prefix) {
    struct buf buf = {.arena = marker->arena};
    add_filter_name(marker, prefix, &buf);
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
static bool is_our_name(const struct marker *marker, const struct scan_tag *tag, struct str name) {
    int64_t sheet;
    if (str_is(name, FILTER_NAME)) {
        return marker->old_list.len && scan_count(tag, "localSheetId", MOST_SHEETS, &sheet) &&
               sheet == (int64_t)list_index(marker);
    }
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
    if (!is_our_name(edit->marker, tag, name)) {
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

bool marker_edit_workbook(struct marker *marker, struct str new_id) {
    struct str text;
    struct scan_tag tag;
    if (!marker_text(marker, marker->workbook, &text)) {
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
