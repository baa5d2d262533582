/* Strings in the code page of an old workbook, a few bytes at a time. */
#include "read/encoding.h"

#include <iconv.h>
#include <stdint.h>
#include <string.h>

struct encoding_page {
    iconv_t handle;
};

static void release(void *object) {
    const struct encoding_page *page = object;
    iconv_close(page->handle);
}

/* The name that iconv has for a code page; NULL for one that we do not know. Windows pages of East
 * Asia are met by the larger sets that hold them. */
static const char *name_of(unsigned number) {
    static const struct {
        unsigned number;
        const char *name;
    } pages[] = {
        {367, "ASCII"},          {437, "CP437"},     {850, "CP850"},
        {852, "CP852"},          {866, "CP866"},     {874, "CP874"},
        {932, "CP932"},          {936, "GB18030"},   {949, "UHC"},
        {950, "BIG5-HKSCS"},     {1250, "CP1250"},   {1251, "CP1251"},
        {1252, "CP1252"},        {1253, "CP1253"},   {1254, "CP1254"},
        {1255, "CP1255"},        {1256, "CP1256"},   {1257, "CP1257"},
        {1258, "CP1258"},        {1361, "JOHAB"},    {10000, "MACINTOSH"},
        {10001, "CP932"},        {10002, "BIG5"},    {10003, "UHC"},
        {10007, "MAC-CYRILLIC"}, {10008, "GB18030"}, {32768, "MACINTOSH"},
        {32769, "CP1252"},       {54936, "GB18030"}, {65001, "UTF-8"},
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        if (pages[i].number == number) {
            return pages[i].name;
        }
    }
    return NULL;
}

static struct encoding_page *open_named(struct arena *arena, const char *name) {
    iconv_t handle = iconv_open("UTF-8", name);
    if (handle == (iconv_t)-1) {
        return NULL;
    }
    struct encoding_page *page = ARENA_NEW(arena, struct encoding_page);
    page->handle = handle;
    arena_own(arena, page, release);
    return page;
}

struct encoding_page *encoding_page_open(struct arena *arena, unsigned number) {
    const char *name = name_of(number);
    return name ? open_named(arena, name) : NULL;
}

/* What nearly every file needs that needs any. */
static const char *const common[] = {"GB18030", "CP950", "UTF-16LE", "UTF-16BE", "CP1252"};

void encoding_load(struct arena *arena) {
    for (size_t i = 0; i < sizeof common / sizeof *common; i++) {
        open_named(arena, common[i]);
    }
}

bool encoding_is_common(unsigned number) {
    const char *name = name_of(number);
    bool is_common = !name;
    for (size_t i = 0; i < sizeof common / sizeof *common && !is_common; i++) {
        is_common = strcmp(name, common[i]) == 0;
    }
    return is_common;
}

static bool is_ascii(struct str bytes) {
    unsigned char all = 0;
    for (size_t i = 0; i < bytes.len; i++) {
        all |= (unsigned char)bytes.data[i];
    }
    return all < 0x80;
}

/* Converts all of the bytes; a character must not be cut off at their end. */
static bool convert(const struct encoding_page *page, struct str bytes, struct buf *text) {
    char *in = (char *)(uintptr_t)bytes.data;
    size_t in_left = bytes.len;
    bool is_good = true;
    while (in_left && is_good) {
        char piece[256], *out = piece;
        size_t out_left = sizeof piece, before = in_left;
        iconv(page->handle, &in, &in_left, &out, &out_left);
        buf_add_bytes(text, piece, sizeof piece - out_left);
        is_good = in_left < before;
    }
    iconv(page->handle, NULL, NULL, NULL, NULL);
    return is_good;
}

bool encoding_page_add(struct encoding_page *page, struct str bytes, struct buf *text) {
    if (is_ascii(bytes)) {
        buf_add(text, bytes);
        return true;
    }
    if (page) {
        return convert(page, bytes, text);
    }
    struct encoding_guess guess = encoding_guess_of(bytes);
    if (guess.encoding == ENCODING_UTF_8 && guess.is_clean) {
        buf_add(text, bytes);
        return true;
    }
    struct arena *scratch = arena_open_like(text->arena);
    const struct encoding_page *guessed = open_named(scratch, "GB18030");
    bool is_good = guessed && convert(guessed, bytes, text);
    arena_close(scratch);
    return is_good;
}

size_t encoding_join_lines(char *text, size_t len) {
    const char *first = len ? memchr(text, '\r', len) : NULL;
    size_t kept = first ? (size_t)(first - text) : len;
    for (size_t i = kept; i < len; i++) {
        if (text[i] != '\r') {
            text[kept++] = text[i];
        } else if (i + 1 == len || text[i + 1] != '\n') {
            text[kept++] = '\n';
        }
    }
    return kept;
}
