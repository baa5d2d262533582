/* The seed files: each is named for what reading it reports (`ok` for nothing), and damaging them
 * in every way must end in a tree, a table or a diagnostic. */
#include <criterion/criterion.h>

#include "ground.h"
#include "reported.h"

TestSuite(seeds, .init = open_ground, .fini = close_ground, .timeout = 120);

#define MAX_SEED  (1 << 20)
#define N_DAMAGES 150

/* Reads bytes in one format; what is wrong goes to `diag`. */
typedef void read_format(struct str bytes);

static void read_yaml(struct str bytes) {
    bool is_read = yaml_read(arena, bytes, &input, diag) != NULL;
    cr_assert_eq(is_read, diag_n(diag) == 0);
}

static void read_csv(struct str bytes) {
    struct csv_table table;
    bool is_read = csv_read(arena, bytes, csv_guess_delimiter(bytes), &input, diag, &table);
    cr_assert_eq(is_read, diag_n_errors(diag) == 0);
}

/* One byte changed, dropped or doubled, or the end cut off. */
static struct str damage(struct str bytes) {
    static const char bytes_that_matter[] = "\"',;:[]{}&*<-?|>%!#\\\r\n\t \0\x80\xFF";
    struct buf buf = {.arena = arena};
    size_t at = bytes.len ? draw((unsigned)bytes.len) : 0;
    unsigned kind = draw(4);
    buf_add(&buf, str_slice(bytes, 0, at));
    if (kind == 0) {
        return buf_str(&buf);
    }
    if (kind != 1) {
        buf_add_byte(&buf, (unsigned char)bytes_that_matter[draw(sizeof bytes_that_matter - 1)]);
    }
    buf_add(&buf, str_slice(bytes, at + (kind == 3 ? 0 : 1), bytes.len));
    return buf_str(&buf);
}

static void try_seed(const struct file_entry *entry, read_format *read) {
    struct str bytes = {NULL, 0};
    cr_assert(file_read(arena, entry->path, MAX_SEED, &input, diag, &bytes));
    read(bytes);
    struct str wanted = str_slice(entry->name, 0, str_find(entry->name, STR("."), 0));
    struct str got = diag_n(diag) ? diag_name(reported(diag, 0)->id) : STR("ok");
    cr_assert(str_equal(got, wanted), "%" STR_FMT " gives %" STR_FMT, STR_ARG(entry->name),
              STR_ARG(got));
    struct arena_mark mark = arena_mark(arena);
    for (int i = 0; i < N_DAMAGES; i++) {
        struct str damaged = bytes;
        for (unsigned n = 1 + draw(4); n; n--) {
            damaged = damage(damaged);
        }
        diag = diag_open(arena);
        read(damaged);
        arena_rewind(arena, mark);
    }
    diag = diag_open(arena);
}

static void try_folder(const char *folder, size_t n_least, read_format *read) {
    struct file_entry *entries = NULL;
    size_t n_entries = 0;
    cr_assert(file_walk(arena, str_from_c(folder), diag, &entries, &n_entries));
    cr_assert_geq(n_entries, n_least);
    for (size_t i = 0; i < n_entries; i++) {
        try_seed(&entries[i], read);
    }
}

Test(seeds, yaml) {
    try_folder("tests/base/seeds/yaml", 30, read_yaml);
}

Test(seeds, csv) {
    try_folder("tests/base/seeds/csv", 15, read_csv);
}
