/*
 * fill_workbook IN.xlsx SCRIPT OUT.xlsx: what a person does to a workbook in Excel, to its parts.
 * The script is UTF-8, a command a line, parted by tabs:
 *
 *   sheet NAME          the commands that follow are about this sheet
 *   set B4 TEXT         writes a text into a cell, whose look stays
 *   number B4 12.5      writes a number
 *   swap C D            exchanges two columns, headers and all
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "base/base.h"

/* Parts of a package at most. */
enum { MOST_PARTS = 200 };

struct part {
    struct str name, bytes;
};

struct filler {
    struct arena *arena;
    struct part parts[MOST_PARTS];
    size_t n_parts;
    /* The sheet at hand. */
    struct part *sheet;
};

static void stop(const char *what, struct str about) {
    fprintf(stderr, "fill_workbook: %s %" STR_FMT "\n", what, STR_ARG(about));
    exit(1);
}

static void stop_out_of_memory(size_t size) {
    fprintf(stderr, "out of memory: %zu bytes\n", size);
    exit(1);
}

/* ---- the package ----------------------------------------------------------------------------- */

static void read_package(struct filler *filler, const char *path) {
    zip_t *zip = zip_open(path, ZIP_RDONLY, NULL);
    if (!zip) {
        stop("no zip:", str_from_c(path));
    }
    zip_int64_t n = zip_get_num_entries(zip, 0);
    for (zip_int64_t i = 0; i < n && filler->n_parts < MOST_PARTS; i++) {
        zip_stat_t stat;
        zip_stat_index(zip, (zip_uint64_t)i, 0, &stat);
        char *bytes = arena_alloc(filler->arena, stat.size + 1, 1);
        zip_file_t *file = zip_fopen_index(zip, (zip_uint64_t)i, 0);
        if (!file || zip_fread(file, bytes, stat.size) != (zip_int64_t)stat.size) {
            stop("cannot read", str_from_c(stat.name));
        }
        zip_fclose(file);
        filler->parts[filler->n_parts++] = (struct part){
            str_copy(filler->arena, str_from_c(stat.name)), {bytes, (size_t)stat.size}};
    }
    zip_discard(zip);
}

static void write_package(const struct filler *filler, const char *path) {
    zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, NULL);
    for (size_t i = 0; zip && i < filler->n_parts; i++) {
        const struct part *part = &filler->parts[i];
        zip_source_t *source = zip_source_buffer(zip, part->bytes.data, part->bytes.len, 0);
        if (zip_file_add(zip, str_to_c(filler->arena, part->name), source, ZIP_FL_ENC_UTF_8) < 0) {
            stop("cannot add", part->name);
        }
    }
    if (!zip || zip_close(zip) != 0) {
        stop("cannot write", str_from_c(path));
    }
}

static struct part *find_part(struct filler *filler, struct str name) {
    for (size_t i = 0; i < filler->n_parts; i++) {
        if (str_equal(filler->parts[i].name, name)) {
            return &filler->parts[i];
        }
    }
    stop("no part", name);
    return NULL;
}

/* What stands in quotes behind `key` in a tag that holds `mark`; a key without a prefix begins
 * with its colon. */
static struct str attribute_beside(struct filler *filler, struct str text, struct str mark,
                                   const char *key) {
    size_t at = str_find(text, mark, 0);
    if (at == SIZE_MAX) {
        stop("not found:", mark);
    }
    size_t start = at;
    while (start > 0 && text.data[start] != '<') {
        start--;
    }
    struct str tag = str_slice(text, start, str_find(text, STR(">"), at));
    struct str wanted = str_format(filler->arena, "%s%s=\"", *key == ':' ? "" : " ", key);
    size_t value = str_find(tag, wanted, 0);
    if (value == SIZE_MAX) {
        stop("no attribute", wanted);
    }
    value += wanted.len;
    return str_slice(tag, value, str_find(tag, STR("\""), value));
}

static struct part *find_sheet(struct filler *filler, struct str name) {
    struct arena *arena = filler->arena;
    struct str book = find_part(filler, STR("xl/workbook.xml"))->bytes;
    struct str rels = find_part(filler, STR("xl/_rels/workbook.xml.rels"))->bytes;
    struct str id = attribute_beside(
        filler, book, str_format(arena, " name=\"%" STR_FMT "\" sheetId", STR_ARG(name)), ":id");
    struct str target = attribute_beside(
        filler, rels, str_format(arena, "Id=\"%" STR_FMT "\"", STR_ARG(id)), "Target");
    if (str_starts(target, STR("/"))) {
        return find_part(filler, str_slice(target, 1, target.len));
    }
    return find_part(filler, str_concat(arena, STR("xl/"), target));
}

/* ---- cells ----------------------------------------------------------------------------------- */

static struct str escape(struct arena *arena, struct str text) {
    text = str_replace(arena, text, STR("&"), STR("&amp;"));
    return str_replace(arena, text, STR("<"), STR("&lt;"));
}

/* Puts `with` in place of the bytes from `start` to `end` of the sheet. */
static void splice(struct filler *filler, size_t start, size_t end, struct str with) {
    struct str bytes = filler->sheet->bytes;
    const struct str pieces[] = {str_slice(bytes, 0, start), with,
                                 str_slice(bytes, end, bytes.len)};
    filler->sheet->bytes = str_join(filler->arena, pieces, 3, STR(""));
}

/* Column as a number from 1, and how many letters it has. */
static uint32_t column_of(struct str place, size_t *n_letters) {
    uint32_t column = 0;
    for (*n_letters = 0; *n_letters < place.len && place.data[*n_letters] >= 'A'; (*n_letters)++) {
        column = column * 26 + (uint32_t)(place.data[*n_letters] - 'A' + 1);
    }
    return column;
}

/* Where the cells of a row begin and end; the row is made if it is not there. */
static void find_row(struct filler *filler, int64_t row, size_t *start, size_t *end) {
    size_t at = 0;
    while ((at = str_find(filler->sheet->bytes, STR("<row "), at)) != SIZE_MAX) {
        struct str tag = str_slice(filler->sheet->bytes, at, filler->sheet->bytes.len);
        tag = str_slice(tag, 0, str_find(tag, STR(">"), 0) + 1);
        int64_t number = 0;
        str_to_int(attribute_beside(filler, tag, STR(" r=\""), "r"), &number);
        if (number == row && str_ends(tag, STR("/>"))) {
            splice(filler, at + tag.len - 2, at + tag.len, STR("></row>"));
            continue;
        }
        if (number == row) {
            *start = at + tag.len;
            *end = str_find(filler->sheet->bytes, STR("</row>"), *start);
            return;
        }
        if (number > row) {
            break;
        }
        at++;
    }
    if (at == SIZE_MAX) {
        at = str_find(filler->sheet->bytes, STR("</sheetData>"), 0);
    }
    splice(filler, at, at, str_format(filler->arena, "<row r=\"%lld\"></row>", (long long)row));
    find_row(filler, row, start, end);
}

/* Writes a cell; `inner` is what stands in it. */
static void set(struct filler *filler, struct str place, const char *type, struct str inner) {
    size_t n_letters, start, end, n;
    uint32_t column = column_of(place, &n_letters);
    int64_t row = 0;
    str_to_int(str_slice(place, n_letters, place.len), &row);
    find_row(filler, row, &start, &end);
    struct str style = {0};
    while (start < end) {
        struct str rest = str_slice(filler->sheet->bytes, start, end);
        struct str tag = str_slice(rest, 0, str_find(rest, STR(">"), 0) + 1);
        uint32_t other = column_of(attribute_beside(filler, tag, STR(" r=\""), "r"), &n);
        bool is_single = str_ends(tag, STR("/>"));
        size_t size = is_single ? tag.len : str_find(rest, STR("</c>"), 0) + 4;
        if (other == column) {
            style = str_contains(tag, STR(" s=\""))
                        ? attribute_beside(filler, tag, STR(" s=\""), "s")
                        : style;
            end = start + size;
            break;
        }
        if (other > column) {
            end = start;
            break;
        }
        start += size;
    }
    struct str look =
        style.len ? str_format(filler->arena, " s=\"%" STR_FMT "\"", STR_ARG(style)) : style;
    splice(filler, start, end,
           str_format(filler->arena, "<c r=\"%" STR_FMT "\"%" STR_FMT "%s>%" STR_FMT "</c>",
                      STR_ARG(place), STR_ARG(look), type, STR_ARG(inner)));
}

static void swap(struct filler *filler, struct str one, struct str other) {
    struct str bytes = filler->sheet->bytes, rest;
    struct buf buf = {.arena = filler->arena};
    size_t at = 0, next;
    while ((next = str_find(bytes, STR("<c r=\""), at)) != SIZE_MAX) {
        size_t n;
        next += 6;
        rest = str_slice(bytes, next, bytes.len);
        column_of(rest, &n);
        struct str column = str_slice(rest, 0, n);
        buf_add(&buf, str_slice(bytes, at, next));
        buf_add(&buf, str_equal(column, one) ? other : str_equal(column, other) ? one : column);
        at = next + n;
    }
    buf_add(&buf, str_slice(bytes, at, bytes.len));
    filler->sheet->bytes = buf_str(&buf);
}

static void obey(struct filler *filler, struct str line) {
    struct str rest = line, word, place;
    str_split(&rest, STR("\t"), &word);
    if (str_is(word, "sheet")) {
        filler->sheet = find_sheet(filler, rest);
        return;
    }
    if (!filler->sheet || !str_split(&rest, STR("\t"), &place)) {
        stop("cannot obey", line);
    }
    struct arena *arena = filler->arena;
    if (str_is(word, "set")) {
        struct str text = escape(arena, rest);
        set(filler, place, " t=\"inlineStr\"",
            str_format(arena, "<is><t>%" STR_FMT "</t></is>", STR_ARG(text)));
    } else if (str_is(word, "number")) {
        set(filler, place, "", str_format(arena, "<v>%" STR_FMT "</v>", STR_ARG(rest)));
    } else if (str_is(word, "swap")) {
        swap(filler, place, rest);
    } else {
        stop("cannot obey", line);
    }
}

int main(int argc, char **argv) {
    if (argc != 4) {
        fprintf(stderr, "usage: fill_workbook IN.xlsx SCRIPT OUT.xlsx\n");
        return 2;
    }
    struct arena *arena = arena_open(stop_out_of_memory);
    struct filler *filler = ARENA_NEW(arena, struct filler);
    filler->arena = arena;
    struct source source = {.file = str_from_c(argv[2])};
    struct str script, line;
    if (!file_read(arena, source.file, 1 << 24, &source, diag_open(arena), &script)) {
        stop("cannot read", source.file);
    }
    read_package(filler, argv[1]);
    while (str_split(&script, STR("\n"), &line)) {
        if (line.len) {
            obey(filler, line);
        }
    }
    write_package(filler, argv[3]);
    arena_close(arena);
    return 0;
}
