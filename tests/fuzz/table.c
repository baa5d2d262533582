/* Fuzz target: the tables of templates/rules in CSV, row by row as every one of them is read. */
#include "fuzz/fuzz.h"

#include <unistd.h>

static const char *const table_columns[] = {"id", "editions", "kind", "level", "order", NULL};

/* The bytes as a table of a shelf; true if it can be read. */
static bool open_table(struct data_table *table, struct arena *arena, struct str bytes,
                       struct diag *diag) {
    struct str folder = str_format(arena, "/tmp/fuzz-table-%ld", (long)getpid());
    struct str path = str_concat(arena, folder, STR("/table.csv"));
    FILE *file = file_make_folders(folder, diag) ? fopen(str_to_c(arena, path), "wb") : NULL;
    /* not by file_write, which waits for the disk each time */
    bool is_there = file && fwrite(bytes.data, 1, bytes.len, file) == bytes.len;
    bool is_open =
        file && fclose(file) == 0 && is_there &&
        data_open(table, arena, shelf_open(arena, folder, STR("fuzz")), "table", STR(""), diag);
    unlink(str_to_c(arena, path));
    rmdir(str_to_c(arena, folder));
    return is_open;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const kinds[] = {"warn", "fail"};
    struct arena *arena = arena_open(fuzz_give_up);
    struct diag *diag = diag_open(arena);
    struct data_table table = {.names = table_columns};
    bool is_open = open_table(&table, arena, (struct str){(const char *)data, size}, diag);
    if (!is_open && !diag_n(diag)) {
        abort();
    }
    while (is_open && data_next(&table)) {
        int level;
        size_t kind, n = diag_n(diag);
        bool is_good = data_number(&table, 3, 1, 5, &level);
        is_good &= data_choice(&table, 2, kinds, 2, &kind);
        if (!is_good && diag_n(diag) == n) {
            abort();
        }
        for (size_t i = 0; table_columns[i]; i++) {
            if (!utf8_valid(data_text(&table, i), NULL)) {
                abort();
            }
        }
    }
    arena_close(arena);
    return 0;
}
