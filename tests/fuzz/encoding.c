/* Fuzz target: the encoding of a text, and the text as UTF-8. */
#include "fuzz/fuzz.h"

#include "read/encoding.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const struct source source = {STR_INIT("fuzz"), {"", 0}};
    struct arena *arena = arena_open(fuzz_give_up);
    struct diag *diag = diag_open(arena);
    struct str text, name;
    bool is_read =
        encoding_decode(arena, (struct str){(const char *)data, size}, &source, diag, &text, &name);
    if (is_read ? !utf8_valid(text, NULL) || !name.len || memchr(text.data, 0, text.len)
                : !diag_n_of(diag, SEVERITY_FATAL)) {
        abort();
    }
    arena_close(arena);
    return 0;
}
