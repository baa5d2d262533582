/* Fuzz target: our own XML beside expat. Of UTF-16, whose halves of pairs expat does not look at,
 * only our own is tried. */
#include "fuzz/fuzz.h"

#include "read/oracle.h"
#include "read/xml_inner.h"

static bool is_wide(struct str text) {
    return text.len >= 2 && (!text.data[0] || !text.data[1] || str_starts(text, STR("\xFE\xFF")) ||
                             str_starts(text, STR("\xFF\xFE")));
}

static bool is_name_byte(char c) {
    return xml_classes[(uint8_t)c] & XML_IN_NAME;
}

/* Some name holds a letter beyond ASCII. Which of those may is judged by the fifth edition of XML
 * here, by the fourth in expat. */
static bool has_wide_name(struct str text) {
    for (size_t start = 0; start < text.len;) {
        size_t end = start;
        bool is_wide_run = false;
        while (end < text.len && is_name_byte(text.data[end])) {
            is_wide_run |= (uint8_t)text.data[end++] >= 0x80;
        }
        size_t next = end;
        while (next < text.len && text.data[next] <= ' ' && text.data[next] > 0) {
            next++;
        }
        char before = start ? text.data[start - 1] : ' ',
             after = next < text.len ? text.data[next] : ' ';
        if (is_wide_run && (before == '<' || before == '/' || before == '?' || after == '=')) {
            return true;
        }
        start = end + 1;
    }
    return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *arena = arena_open(fuzz_give_up);
    struct str text = {(const char *)data, size};
    struct str difference = oracle_difference(arena, text, size % 50 + 1);
    if (difference.len && !is_wide(text) && !has_wide_name(text)) {
        fprintf(stderr, "%" STR_FMT, STR_ARG(difference));
        abort();
    }
    arena_close(arena);
    return 0;
}
