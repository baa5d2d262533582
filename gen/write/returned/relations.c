/* How the parts of a sender's workbook hang together. */
#include "write/returned/marker.h"

enum { MOST_RELATIONS = 4000 };

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

bool marker_text(struct marker *marker, struct str name, struct str *text) {
    struct package_part *part = package_find(&marker->package, name);
    return part && package_text(&marker->package, part, text);
}

/* Last step of a relationship's type. */
static struct str last_step(struct str type) {
    return str_slice(type, folder_of(type).len, type.len);
}

bool marker_relations(struct marker *marker, struct str part, struct relations *relations) {
    struct str text;
    struct str name = relations_name(marker->arena, part);
    *relations = (struct relations){0};
    if (!package_find(&marker->package, name)) {
        return true;
    }
    if (!marker_text(marker, name, &text)) {
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

const struct relation *relation_find(const struct relations *relations, const char *type,
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
        if (!relation_find(relations, NULL, id)) {
            return id;
        }
    }
}

struct str marker_free_name(struct marker *marker, const char *start, const char *end) {
    for (size_t i = 1;; i++) {
        struct str name = str_format(marker->arena, "%s%zu%s", start, i, end);
        if (!package_find(&marker->package, name)) {
            return name;
        }
    }
}

bool marker_relate(struct marker *marker, struct str part, struct relations *relations,
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
    if (!marker_text(marker, name, &text) || !scan_find(text, "Relationships", &tag)) {
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

void marker_add_type(struct marker *marker, struct str part, const char *type) {
    buf_format(&marker->types,
               "<Override PartName=\"/%" STR_FMT "\" ContentType=\"" TYPES "%s+xml\"/>",
               STR_ARG(part), type);
}
