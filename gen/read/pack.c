#include "read/pack.h"

#include <string.h>

#include "read/shown.h"

/* ---- putting down ---------------------------------------------------------------------------- */

/* Numbers of a list, as they are in memory. */
static void add_list(struct buf *buf, const void *items, size_t n, size_t size) {
    parcel_add_text(buf, n ? (struct str){items, n * size} : STR(""));
}

/* What the buffer holds, and it is empty again. */
static void put(void *apart, struct buf *buf) {
    apart_put(apart, buf_str(buf));
    buf->len = 0;
}

static void put_tape(void *context, struct str bytes) {
    apart_put(context, bytes);
}

/* What the tape leans on: none, a part of the file, or what follows. */
enum { LEANS_ON_NONE, LEANS_ON_FILE, LEANS_ON_TEXT };

/* The text lies in the file. */
static bool is_of_file(struct str file, struct str text) {
    uintptr_t start = (uintptr_t)file.data, at = (uintptr_t)text.data;
    return at >= start && at - start <= file.len && text.len <= file.len - (at - start);
}

static void pack_kept(struct apart *apart, struct buf *buf, const struct read_store *store) {
    struct str file = store->file->bytes, kept = store->kept;
    if (!kept.len) {
        parcel_add_number(buf, LEANS_ON_NONE);
    } else if (is_of_file(file, kept)) {
        parcel_add_number(buf, LEANS_ON_FILE);
        parcel_add_number(buf, (uint64_t)(kept.data - file.data));
        parcel_add_number(buf, kept.len);
    } else {
        parcel_add_number(buf, LEANS_ON_TEXT);
        parcel_add_number(buf, kept.len);
        put(apart, buf);
        apart_put(apart, kept);
    }
}

static void pack_sheet(struct apart *apart, struct buf *buf, const struct read_sheet *sheet) {
    const struct read_store *store = sheet->store;
    parcel_add_text(buf, sheet->source->sheet);
    parcel_add_number(buf, sheet->is_hidden);
    add_list(buf, sheet->hidden_columns, sheet->n_hidden_columns, sizeof *sheet->hidden_columns);
    add_list(buf, sheet->widths, sheet->n_widths, sizeof *sheet->widths);
    add_list(buf, store->merges, store->n_merges, sizeof *store->merges);
    add_list(buf, store->lines, store->n_lines, sizeof *store->lines);
    add_list(buf, store->places, store->n_places, sizeof *store->places);
    pack_kept(apart, buf, store);
    parcel_add_number(buf, tape_size(store->tape));
    put(apart, buf);
    tape_each(store->tape, put_tape, apart);
}

void pack_book(struct apart *apart, struct arena *scratch, const struct read_book *book) {
    struct buf buf = {.arena = scratch};
    const struct texts *shared = book->n_sheets ? book->sheets[0]->store->shared : NULL;
    parcel_add_text(&buf, book->saved);
    parcel_add_number(&buf, book->n_names);
    for (size_t i = 0; i < book->n_names; i++) {
        parcel_add_text(&buf, book->names[i].name);
        parcel_add_text(&buf, book->names[i].text);
    }
    parcel_add_number(&buf, book->has_formats);
    parcel_add_number(&buf, book->is_1904);
    parcel_add_number(&buf, book->n_formats);
    for (size_t i = 0; i < book->n_formats; i++) {
        parcel_add_number(&buf, book->formats[i].id);
        parcel_add_text(&buf, book->formats[i].code);
    }
    parcel_add_number(&buf, texts_count(shared));
    texts_put(shared, &buf, put, apart);
    parcel_add_number(&buf, book->n_sheets);
    for (size_t i = 0; i < book->n_sheets; i++) {
        pack_sheet(apart, &buf, book->sheets[i]);
    }
    put(apart, &buf);
}

/* ---- making it again ------------------------------------------------------------------------- */

/* A text that is one. */
static bool cut_text(struct str *bytes, struct str *text) {
    return parcel_cut_text(bytes, text) && utf8_valid(*text, NULL);
}

/* A list as add_list put it down. */
static bool cut_list(struct arena *arena, struct str *bytes, size_t size, void **items, size_t *n) {
    struct str text;
    if (!parcel_cut_text(bytes, &text) || text.len % size) {
        return false;
    }
    *n = text.len / size;
    *items = arena_alloc_raw(arena, *n, size);
    if (text.len) {
        memcpy(*items, text.data, text.len);
    }
    return true;
}

static bool cut_names(struct arena *arena, struct str *bytes, struct read_book *book) {
    size_t n;
    if (!parcel_cut_number(bytes, &n)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        struct read_name name;
        if (!cut_text(bytes, &name.name) || !cut_text(bytes, &name.text)) {
            return false;
        }
        ARENA_PUSH(arena, book->names, book->n_names, book->names_capacity, name);
    }
    return true;
}

/* Codes go into another workbook, and are held against what such may have. */
static bool cut_formats(struct arena *arena, struct str *bytes, struct read_book *book) {
    size_t has_formats, is_1904, n, id;
    if (!parcel_cut_number(bytes, &has_formats) || !parcel_cut_number(bytes, &is_1904) ||
        !parcel_cut_number(bytes, &n) || n > SHOWN_MOST_FORMATS) {
        return false;
    }
    struct read_format *formats = ARENA_ARRAY(arena, struct read_format, n);
    for (size_t i = 0; i < n; i++) {
        if (!parcel_cut_number(bytes, &id) || id > UINT32_MAX ||
            !cut_text(bytes, &formats[i].code) ||
            (formats[i].code.len && !shown_is_sound(formats[i].code))) {
            return false;
        }
        formats[i].id = (uint32_t)id;
    }
    book->has_formats = has_formats != 0;
    book->is_1904 = is_1904 != 0;
    book->formats = formats;
    book->n_formats = n;
    return true;
}

static bool play_whole(struct read_sheet *sheet, const struct tape_sink *sink, bool is_first) {
    const struct read_store *store = sheet->store;
    (void)is_first;
    return tape_play(store->whole, store->shared, sink);
}

static bool check_merge(const struct read_merge *merge) {
    return merge->first_row > 0 && merge->first_row <= merge->last_row &&
           merge->last_row <= STORE_MOST_ROWS && merge->first_column > 0 &&
           merge->first_column <= merge->last_column && merge->last_column <= STORE_MOST_COLUMNS;
}

static bool cut_frame(struct arena *arena, struct str *bytes, struct read_sheet *sheet) {
    struct read_store *store = sheet->store;
    size_t is_hidden;
    void *columns, *widths, *merges, *lines, *places;
    size_t n_widths;
    if (!parcel_cut_number(bytes, &is_hidden) ||
        !cut_list(arena, bytes, sizeof *sheet->hidden_columns, &columns,
                  &sheet->n_hidden_columns) ||
        !cut_list(arena, bytes, sizeof *sheet->widths, &widths, &n_widths) ||
        !cut_list(arena, bytes, sizeof *store->merges, &merges, &store->n_merges) ||
        !cut_list(arena, bytes, sizeof *store->lines, &lines, &store->n_lines) ||
        !cut_list(arena, bytes, sizeof *store->places, &places, &store->n_places)) {
        return false;
    }
    sheet->is_hidden = is_hidden != 0;
    sheet->hidden_columns = columns;
    sheet->has_merges = store->n_merges > 0;
    store->merges = merges;
    store->lines = lines;
    store->places = places;
    for (size_t i = 0; i < n_widths; i++) {
        store_width(sheet, ((const struct read_width *)widths)[i]);
    }
    for (size_t i = 0; i < store->n_merges; i++) {
        if (!check_merge(&store->merges[i])) {
            return false;
        }
    }
    return true;
}

/* What the tape leans on, which is UTF-8. */
static bool cut_kept(const struct store_file *file, struct str *bytes, struct str *kept) {
    size_t leaning, start, len;
    *kept = (struct str){0};
    if (!parcel_cut_number(bytes, &leaning)) {
        return false;
    }
    if (leaning != LEANS_ON_FILE) {
        return leaning == LEANS_ON_NONE || (leaning == LEANS_ON_TEXT && cut_text(bytes, kept));
    }
    struct str whole = file->bytes;
    if (!parcel_cut_number(bytes, &start) || !parcel_cut_number(bytes, &len) || start > whole.len ||
        len > whole.len - start) {
        return false;
    }
    *kept = str_slice(whole, start, start + len);
    return file->is_utf8 ? utf8_starts(whole, start) && utf8_starts(whole, start + len)
                         : utf8_valid(*kept, NULL);
}

static bool cut_sheet(struct store_file *file, struct str *bytes, const struct texts *shared,
                      struct read_book *book) {
    struct str name, tape;
    struct read_sheet *sheet = NULL;
    if (!cut_text(bytes, &name) || !(sheet = store_add(file, book, name)) ||
        !cut_frame(file->scratch, bytes, sheet) || !cut_kept(file, bytes, &sheet->store->kept) ||
        !parcel_cut_text(bytes, &tape)) {
        return false;
    }
    sheet->store->shared = shared;
    sheet->store->read = play_whole;
    sheet->store->whole = tape_of(file->scratch, tape);
    tape_lean(sheet->store->whole, sheet->store->kept);
    return store_check(sheet);
}

bool unpack_book(struct store_file *file, struct str bytes, struct read_book *book) {
    const struct texts *shared = NULL;
    size_t n_shared, n_sheets;
    if (!cut_text(&bytes, &book->saved) || !cut_names(file->scratch, &bytes, book) ||
        !cut_formats(file->scratch, &bytes, book) || !parcel_cut_number(&bytes, &n_shared) ||
        !(shared = texts_cut(file->scratch, &bytes, n_shared)) ||
        !parcel_cut_number(&bytes, &n_sheets)) {
        return false;
    }
    for (size_t i = 0; i < n_sheets; i++) {
        if (!cut_sheet(file, &bytes, shared, book)) {
            return false;
        }
    }
    return true;
}
