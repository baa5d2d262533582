/* Fuzz target: a workbook of which the parts are changed, and zipped again with right sums. */
#include "fuzz/fuzz.h"

#include "read/make_xlsx.h"
#include "read/zip.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    return fuzz_read(xlsx_open, data, size);
}

/* Told by libFuzzer, and where it has changes made. */
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed);

enum { MOST_PARTS = 30, MOST_PART = 20000 };

/* Parts of a package as make_zip takes them; 0 for what is none. */
static size_t list_parts(struct arena *arena, struct str bytes, struct make_part *parts) {
    static const struct source source = {STR_INIT("fuzz"), {"", 0}};
    struct diag *diag = diag_open(arena);
    struct unzip *unzip = unzip_open(arena, bytes, &source, diag);
    size_t n = unzip ? unzip_n_parts(unzip) : 0;
    for (size_t i = 0; i < n; i++) {
        struct buf text = {.arena = arena};
        struct str piece = {0};
        bool is_read = unzip_begin(unzip, i, diag);
        while (is_read && (is_read = unzip_next(unzip, diag, &piece)) && piece.len) {
            buf_add(&text, piece);
        }
        if (!is_read || n > MOST_PARTS || text.len > MOST_PART) {
            return 0;
        }
        buf_add_byte(&text, '\0');
        parts[i] = (struct make_part){
            .name = str_to_c(arena, unzip_name(unzip, i)), .text = text.data, .size = text.len - 1};
    }
    return n;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed) {
    struct arena *arena = arena_open(fuzz_give_up);
    struct make_part parts[MOST_PARTS];
    size_t n = list_parts(arena, (struct str){(const char *)data, size}, parts);
    if (n) {
        struct make_part *part = &parts[seed % n];
        uint8_t *text = arena_alloc(arena, MOST_PART, 1);
        memcpy(text, part->text, part->size);
        part->size = LLVMFuzzerMutate(text, part->size, MOST_PART);
        part->text = part->size ? (const char *)text : "-";
        part->is_stored = seed % 7 == 0;
        struct str bytes = make_zip(parts, n);
        bool fits = bytes.len && bytes.len <= most;
        if (fits) {
            memcpy(data, bytes.data, bytes.len);
            size = bytes.len;
        }
        free((void *)(uintptr_t)bytes.data);
        n = fits ? n : 0;
    }
    arena_close(arena);
    return n ? size : LLVMFuzzerMutate(data, size, most);
}
