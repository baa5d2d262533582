/* Our own XML beside expat: every workbook of the tests, and mutants of their parts. Workbooks that
 * tests of this room make are held against it by trial.c. */
#include "read/oracle.h"
#include "read/trial.h"
#include "read/zip.h"

#include <criterion/criterion.h>
#include <dirent.h>

enum {
    N_MUTANTS = 2000,
    /* Changes to a mutant, and bytes of the part that it is made of. */
    MOST_CHANGES = 3,
    MOST_BYTES = 1200,
};

static struct str load(struct arena *arena, const char *path) {
    const struct source source = {.file = str_from_c(path)};
    struct str bytes;
    cr_assert(file_read(arena, source.file, 1 << 24, &source, diag_open(arena), &bytes), "%s",
              path);
    return bytes;
}

static const char *const folders[] = {"samples/inbox", "samples/inbox-2025", "samples/inbox-plan",
                                      "tests/fuzz/seeds/xlsx"};

/* Calls with each workbook of the folders; returns how many. */
static size_t each_workbook(struct arena *arena,
                            void (*take)(void *context, const char *path, struct str bytes),
                            void *context) {
    size_t n = 0;
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        DIR *folder = opendir(folders[i]);
        cr_assert(folder, "%s", folders[i]);
        struct dirent *entry;
        while ((entry = readdir(folder))) {
            struct str name = str_from_c(entry->d_name);
            if (str_ends(name, STR(".xlsx"))) {
                char *path = str_to_c(arena, str_format(arena, "%s/%s", folders[i], entry->d_name));
                take(context, path, load(arena, path));
                n++;
            }
        }
        closedir(folder);
    }
    return n;
}

static void compare(void *context, const char *path, struct str bytes) {
    struct str difference = oracle_package_difference(context, bytes);
    cr_assert(!difference.len, "%s: %" STR_FMT, path, STR_ARG(difference));
}

Test(oracle, every_workbook_is_read_alike) {
    struct arena *arena = arena_open(NULL);
    cr_assert_gt(each_workbook(arena, compare, arena), 8);
    arena_close(arena);
}

/* ---- mutants --------------------------------------------------------------------------------- */

/* Parts that mutants are made of. */
struct parts {
    struct arena *arena;
    struct str *items;
    size_t n_items, capacity;
};

static void add_part(struct parts *parts, struct str part) {
    if (part.len > 0 && part.len <= MOST_BYTES) {
        ARENA_PUSH(parts->arena, parts->items, parts->n_items, parts->capacity, part);
    }
}

static void add_parts(void *context, const char *path, struct str bytes) {
    struct parts *parts = context;
    struct source source = {.file = str_from_c(path)};
    struct diag *diag = diag_open(parts->arena);
    struct unzip *unzip = unzip_open(parts->arena, bytes, &source, diag);
    for (size_t i = 0; unzip && i < unzip_n_parts(unzip); i++) {
        struct buf part = {.arena = parts->arena};
        struct str piece = {0};
        bool is_read = unzip_begin(unzip, i, diag);
        while (is_read && (is_read = unzip_next(unzip, diag, &piece)) && piece.len) {
            buf_add(&part, piece);
        }
        add_part(parts, buf_str(&part));
    }
}

/* A generator whose numbers are the same everywhere (splitmix64). */
static uint64_t next_number(uint64_t *state) {
    uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

static size_t below(uint64_t *state, size_t n) {
    return (size_t)(next_number(state) % n);
}

/* What is put somewhere in the text. */
static const struct str words[] = {
    STR_INIT("<"),
    STR_INIT(">"),
    STR_INIT("&"),
    STR_INIT("\""),
    STR_INIT("'"),
    STR_INIT("/"),
    STR_INIT("="),
    STR_INIT("]]>"),
    STR_INIT("<![CDATA["),
    STR_INIT("<!--"),
    STR_INIT("-->"),
    STR_INIT("--"),
    STR_INIT("<?"),
    STR_INIT("?>"),
    STR_INIT("<?a b?>"),
    STR_INIT("<?xml?>"),
    STR_INIT("&amp;"),
    STR_INIT("&#65;"),
    STR_INIT("&#x4e00;"),
    STR_INIT("&#0;"),
    STR_INIT("&#xD800;"),
    STR_INIT("&b;"),
    STR_INIT("\r\n"),
    STR_INIT("\r"),
    STR_INIT("\t"),
    STR_INIT("\n"),
    STR_INIT(" "),
    STR_INIT("\0"),
    STR_INIT("\x01"),
    STR_INIT("\x7F"),
    STR_INIT("\xC3"),
    STR_INIT("\xE5\x8D"),
    STR_INIT("\xEF\xBF\xBE"),
    STR_INIT("\xED\xA0\x80"),
    STR_INIT("\xF0\x9F\x98\x80"),
    STR_INIT("</a>"),
    STR_INIT("<a>"),
    STR_INIT("<a/>"),
    STR_INIT("<x:a b='1'/>"),
    STR_INIT(" r='1'"),
    STR_INIT(" a=\"&lt;\""),
    STR_INIT(":"),
    STR_INIT("<!DOCTYPE a>"),
    STR_INIT("<extLst>"),
    STR_INIT("</extLst>"),
    STR_INIT("]"),
    STR_INIT("\xEF\xBB\xBF"),
};

/* One change: a piece goes, doubles, a byte changes, a word is put in, or the end is lost. */
static struct str change(struct arena *arena, struct str text, uint64_t *state) {
    size_t at = below(state, text.len), len = 1 + below(state, 12);
    struct str before = str_slice(text, 0, at), behind = str_slice(text, at, text.len);
    struct str piece = str_slice(behind, 0, len),
               word = words[below(state, sizeof words / sizeof *words)];
    char byte = (char)below(state, 256);
    switch (below(state, 8)) {
    case 0:
        return str_concat(arena, before, str_slice(behind, len, behind.len));
    case 1:
        return str_concat(arena, str_concat(arena, before, piece), behind);
    case 2:
        return str_concat(arena, str_concat(arena, before, (struct str){&byte, 1}),
                          str_slice(behind, 1, behind.len));
    case 3:
        return below(state, 4) ? str_concat(arena, before, str_slice(behind, 1, behind.len))
                               : before;
    default:
        return str_concat(arena, str_concat(arena, before, word), behind);
    }
}

Test(oracle, mutants_are_read_or_refused_alike) {
    struct parts parts = {.arena = arena_open(NULL)};
    uint64_t state = 11;
    each_workbook(parts.arena, add_parts, &parts);
    cr_assert_gt(parts.n_items, 20);
    struct arena *arena = arena_open(NULL);
    for (size_t i = 0; i < N_MUTANTS; i++) {
        struct str text = parts.items[below(&state, parts.n_items)];
        for (size_t n = 1 + below(&state, MOST_CHANGES); n && text.len; n--) {
            text = change(arena, text, &state);
        }
        struct str difference = oracle_difference(arena, text, 1 + below(&state, 4000));
        cr_assert(!difference.len, "mutant %zu: %" STR_FMT "\n%" STR_FMT, i, STR_ARG(text),
                  STR_ARG(difference));
        arena_reset(arena);
    }
    arena_close(arena);
    arena_close(parts.arena);
}
