/* The outline of a PDF file (ISO 32000-1, 12.3.3): all of it stands open. */
#include "write/pdf/objects.h"
#include "write/pdf/pdftext.h"

/* Levels of the outline. */
#define MOST_LEVELS 8

/* An entry, or the root, and its neighbours by number of object; 0 for none. */
struct entry {
    const struct bookmark *bookmark;
    unsigned parent, previous, next, first, last;
    /* Entries below. */
    unsigned n_below;
};

/* The entries, the root before them. Their objects have numbers that follow each other. */
struct outline {
    struct entry *entries;
    size_t n_entries;
    /* Number of the root's object. */
    unsigned root;
};

static struct entry *entry_of(const struct outline *outline, unsigned number) {
    return &outline->entries[number - outline->root];
}

/* Hangs the next entry on its parent, behind the entries that are there. */
static unsigned hang(struct outline *outline, const struct bookmark *bookmark, unsigned parent) {
    unsigned number = outline->root + (unsigned)outline->n_entries;
    struct entry *above = entry_of(outline, parent);
    outline->entries[outline->n_entries++] =
        (struct entry){.bookmark = bookmark, .parent = parent, .previous = above->last};
    if (above->last) {
        entry_of(outline, above->last)->next = number;
    } else {
        above->first = number;
    }
    above->last = number;
    for (unsigned i = parent; i; i = entry_of(outline, i)->parent) {
        entry_of(outline, i)->n_below++;
    }
    return number;
}

/* Hangs all entries. A level may be left out; its entries then hang on the nearest one above. */
static void hang_all(struct outline *outline, const struct document *document) {
    /* The newest entry of each level; level 0 is the root. */
    unsigned newest[MOST_LEVELS + 1] = {outline->root};
    int depth = 0;
    for (size_t i = 0; i < document->n_bookmarks; i++) {
        const struct bookmark *bookmark = &document->bookmarks[i];
        if (bookmark->page >= document->n_pages) {
            continue;
        }
        int level = bookmark->level < 1 ? 1 : bookmark->level;
        level = level > depth + 1 ? depth + 1 : level;
        level = level > MOST_LEVELS ? MOST_LEVELS : level;
        newest[level] = hang(outline, bookmark, newest[level - 1]);
        depth = level;
    }
}

static void add_neighbour(struct buf *out, const char *key, unsigned number) {
    if (number) {
        file_add_reference(out, key, number);
    }
}

static void write_entry(struct file *file, const struct entry *entry) {
    struct buf *out = &file->out;
    object_begin(file, file_reserve(file));
    add_neighbour(out, "/Parent", entry->parent);
    add_neighbour(out, "/Prev", entry->previous);
    add_neighbour(out, "/Next", entry->next);
    add_neighbour(out, "/First", entry->first);
    add_neighbour(out, "/Last", entry->last);
    if (entry->n_below) {
        buf_add_c(out, "/Count ");
        buf_add_count(out, entry->n_below);
    }
    if (entry->bookmark) {
        size_t start = out->len;
        file_add_text(out, "/Title", entry->bookmark->title);
        file_add_destination(file, entry->bookmark->page, entry->bookmark->y, out);
        file_note_essence(file, start);
    }
    object_end(file);
}

void file_add_outline(struct file *file) {
    const struct document *document = file->document;
    struct outline outline = {.n_entries = 1, .root = (unsigned)file->n_objects + 1};
    outline.entries = ARENA_ARRAY(file->arena, struct entry, document->n_bookmarks + 1);
    hang_all(&outline, document);
    if (outline.n_entries == 1) {
        return;
    }
    file->outline = outline.root;
    for (size_t i = 0; i < outline.n_entries; i++) {
        write_entry(file, &outline.entries[i]);
    }
}
