/* Font files: mapping, the table directory, and the figures of head, hhea, maxp, OS/2 and name. */
#include "write/font/sfnt.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* Fonts larger than this are not opened. */
#define LARGEST_FILE ((off_t)1 << 30)
/* Tables a face may have. */
#define MOST_TABLES 256
/* OS/2 fsType: restricted licence; no subsetting. */
#define FS_RESTRICTED    0x0002U
#define FS_USAGE         0x000FU
#define FS_NO_SUBSETTING 0x0100U
#define FS_BITMAP_ONLY   0x0200U

/* A file in memory, to be unmapped. */
struct mapping {
    void *start;
    size_t size;
};

struct scan scan_from(struct bytes bytes, size_t at) {
    return (struct scan){.bytes = bytes, .at = at};
}

uint32_t scan_number(struct scan *scan, unsigned width) {
    struct bytes bytes = scan_bytes(scan, width);
    uint32_t number = 0;
    for (size_t i = 0; i < bytes.size; i++) {
        number = number << 8 | bytes.data[i];
    }
    return number;
}

struct bytes scan_bytes(struct scan *scan, size_t size) {
    if (scan->at > scan->bytes.size || size > scan->bytes.size - scan->at) {
        scan->is_past_end = true;
        return (struct bytes){0};
    }
    struct bytes bytes = {scan->bytes.data + scan->at, size};
    scan->at += size;
    return bytes;
}

struct bytes bytes_slice(struct bytes bytes, size_t at, size_t size) {
    struct scan scan = scan_from(bytes, at);
    return scan_bytes(&scan, size);
}

static void unmap(void *object) {
    struct mapping *mapping = object;
    munmap(mapping->start, mapping->size);
}

static bool map_file(struct arena *arena, const char *path, struct bytes *file) {
    int handle = open(path, O_RDONLY | O_CLOEXEC);
    if (handle < 0) {
        return false;
    }
    struct stat status;
    void *start = MAP_FAILED;
    if (fstat(handle, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0 &&
        status.st_size <= LARGEST_FILE) {
        start = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, handle, 0);
    }
    close(handle);
    if (start == MAP_FAILED) {
        return false;
    }
    struct mapping *mapping = ARENA_NEW(arena, struct mapping);
    *mapping = (struct mapping){start, (size_t)status.st_size};
    arena_own(arena, mapping, unmap);
    *file = (struct bytes){start, mapping->size};
    return true;
}

bool sfnt_open(struct arena *arena, const char *path, unsigned index, struct sfnt *font,
               const char **problem) {
    struct bytes file;
    if (!map_file(arena, path, &file)) {
        *problem = "open";
        return false;
    }
    return sfnt_read(file, index, font, problem);
}

/* Finds the table directory of the face; a collection (ttcf) lists one for each face. */
static bool find_directory(struct sfnt *font, unsigned index) {
    struct scan scan = scan_from(font->file, 0);
    uint32_t tag = scan_number(&scan, 4);
    size_t start = 0;
    if (tag == 0x74746366) {
        scan.at = 8;
        uint32_t n_faces = scan_number(&scan, 4);
        if (index >= n_faces) {
            return false;
        }
        scan.at = 12 + (size_t)index * 4;
        start = scan_number(&scan, 4);
        scan.at = start;
        tag = scan_number(&scan, 4);
    } else if (index != 0) {
        return false;
    }
    if (tag != 0x00010000 && tag != 0x4F54544F && tag != 0x74727565) {
        return false;
    }
    uint32_t n_tables = scan_number(&scan, 2);
    if (n_tables == 0 || n_tables > MOST_TABLES) {
        return false;
    }
    font->directory = bytes_slice(font->file, start + 12, (size_t)n_tables * 16);
    return !scan.is_past_end && font->directory.size > 0;
}

struct bytes sfnt_table(const struct sfnt *font, const char *tag) {
    for (size_t at = 0; at + 16 <= font->directory.size; at += 16) {
        if (memcmp(font->directory.data + at, tag, 4) == 0) {
            struct scan scan = scan_from(font->directory, at + 8);
            size_t start = scan_number(&scan, 4);
            return bytes_slice(font->file, start, scan_number(&scan, 4));
        }
    }
    return (struct bytes){0};
}

/* Design units as thousandths of the em, rounded away from zero. */
static int32_t to_thousandths(const struct sfnt *font, int32_t units) {
    int64_t scaled = (int64_t)units * 1000;
    int64_t half = font->units_per_em / 2;
    return (int32_t)((scaled + (scaled < 0 ? -half : half)) / (int64_t)font->units_per_em);
}

static int32_t scan_signed(struct scan *scan) {
    return (int16_t)scan_number(scan, 2);
}

static bool read_head(struct sfnt *font) {
    struct scan scan = scan_from(sfnt_table(font, "head"), 18);
    font->units_per_em = scan_number(&scan, 2);
    if (font->units_per_em < 16 || font->units_per_em > 16384) {
        return false;
    }
    scan.at = 36;
    for (int i = 0; i < 4; i++) {
        font->bbox[i] = to_thousandths(font, scan_signed(&scan));
    }
    return !scan.is_past_end;
}

static bool read_advances(struct sfnt *font) {
    struct scan scan = scan_from(sfnt_table(font, "maxp"), 4);
    font->n_glyphs = scan_number(&scan, 2);
    struct scan hhea = scan_from(sfnt_table(font, "hhea"), 34);
    font->n_advances = scan_number(&hhea, 2);
    font->hmtx = bytes_slice(sfnt_table(font, "hmtx"), 0, (size_t)font->n_advances * 4);
    hhea.at = 4;
    font->ascent = to_thousandths(font, scan_signed(&hhea));
    font->descent = to_thousandths(font, scan_signed(&hhea));
    return !scan.is_past_end && !hhea.is_past_end && font->n_glyphs > 0 && font->n_advances > 0 &&
           font->hmtx.size > 0;
}

/* OS/2 overrides the heights of hhea: typographic figures are the ones CJK fonts get right. */
static bool read_os2(struct sfnt *font, const char **problem) {
    struct scan scan = scan_from(sfnt_table(font, "OS/2"), 0);
    font->cap_height = font->ascent;
    font->weight = 400;
    if (scan.bytes.size == 0) {
        return true;
    }
    uint32_t version = scan_number(&scan, 2);
    scan.at = 4;
    font->weight = scan_number(&scan, 2);
    scan.at = 8;
    uint32_t licence = scan_number(&scan, 2);
    if (scan.is_past_end) {
        *problem = "OS/2";
        return false;
    }
    if ((licence & FS_USAGE) == FS_RESTRICTED || (licence & (FS_NO_SUBSETTING | FS_BITMAP_ONLY))) {
        *problem = "OS/2 fsType: embedding forbidden";
        return false;
    }
    scan.at = 68;
    int32_t ascent = to_thousandths(font, scan_signed(&scan));
    int32_t descent = to_thousandths(font, scan_signed(&scan));
    if (!scan.is_past_end && ascent > 0 && descent <= 0) {
        font->ascent = ascent;
        font->descent = descent;
    }
    font->cap_height = font->ascent;
    scan.at = 88;
    int32_t cap_height = to_thousandths(font, scan_signed(&scan));
    if (version >= 2 && !scan.is_past_end && cap_height > 0) {
        font->cap_height = cap_height;
    }
    return true;
}

/* Copies the characters that may stand in a PDF name unescaped; UTF-16 has them in odd bytes. */
static void copy_name(struct sfnt *font, struct bytes text, size_t step) {
    size_t len = 0;
    for (size_t i = step - 1; i < text.size && len < sizeof font->name - 1; i += step) {
        uint8_t c = text.data[i];
        bool is_wide = step == 2 && text.data[i - 1] != 0;
        if (!is_wide && ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
                         (c >= 'a' && c <= 'z') || c == '-' || c == '_')) {
            font->name[len++] = (char)c;
        }
    }
    font->name[len] = '\0';
}

static void read_name(struct sfnt *font) {
    struct bytes table = sfnt_table(font, "name");
    struct scan scan = scan_from(table, 2);
    uint32_t n_records = scan_number(&scan, 2);
    size_t storage = scan_number(&scan, 2);
    for (uint32_t i = 0; i < n_records && !scan.is_past_end && !font->name[0]; i++) {
        uint32_t platform = scan_number(&scan, 2);
        scan.at += 4;
        uint32_t kind = scan_number(&scan, 2);
        size_t size = scan_number(&scan, 2);
        size_t at = storage + scan_number(&scan, 2);
        if (kind == 6) {
            copy_name(font, bytes_slice(table, at, size), platform == 1 ? 1 : 2);
        }
    }
    if (!font->name[0]) {
        memcpy(font->name, "Font", 5);
    }
}

bool sfnt_read(struct bytes file, unsigned index, struct sfnt *font, const char **problem) {
    *font = (struct sfnt){.file = file};
    if (!find_directory(font, index)) {
        *problem = "table directory";
        return false;
    }
    if (!read_head(font)) {
        *problem = "head";
        return false;
    }
    if (!read_advances(font)) {
        *problem = "maxp, hhea, hmtx";
        return false;
    }
    if (!read_os2(font, problem)) {
        return false;
    }
    read_name(font);
    return true;
}

int32_t sfnt_advance(const struct sfnt *font, uint32_t glyph) {
    uint32_t entry = glyph < font->n_advances ? glyph : font->n_advances - 1;
    struct scan scan = scan_from(font->hmtx, (size_t)entry * 4);
    return to_thousandths(font, (int32_t)scan_number(&scan, 2));
}
