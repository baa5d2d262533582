/* Fuzz target: our own XML beside expat. Of UTF-16, whose halves of pairs expat does not look at,
 * only our own is tried. */
#include "fuzz/fuzz.h"

#include "read/oracle.h"

static bool is_wide(struct str text) {
    return text.len >= 2 && (!text.data[0] || !text.data[1] || str_starts(text, STR("\xFE\xFF")) ||
                             str_starts(text, STR("\xFF\xFE")));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *arena = arena_open(fuzz_give_up);
    struct str text = {(const char *)data, size};
    struct str difference = oracle_difference(arena, text, size % 50 + 1);
    if (difference.len && !is_wide(text)) {
        fprintf(stderr, "%" STR_FMT, STR_ARG(difference));
        abort();
    }
    arena_close(arena);
    return 0;
}
