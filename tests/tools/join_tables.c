/* join_tables TO FROM...: reads the tables of data/ that several runs left in the folders FROM, as
 * one ledger, and writes them to the folder TO. What is wrong goes to stderr; ends with 1 then. */
#include <stdio.h>
#include <stdlib.h>

#include "ledger/ledger.h"

/* A table larger than this is none of a test. */
#define LARGEST_TABLE (64ULL << 20)

static void out_of_memory(size_t size) {
    fprintf(stderr, "out of memory: %zu\n", size);
    exit(2);
}

static struct str path_of(struct arena *arena, const char *folder, enum ledger_table table) {
    return str_format(arena, "%s/%" STR_FMT ".csv", folder, STR_ARG(ledger_table_name(table)));
}

static void read_folder(struct ledger *ledger, struct arena *arena, const char *folder,
                        struct diag *diag) {
    for (size_t i = 0; i < N_LEDGER_TABLES; i++) {
        struct source *source = ARENA_NEW(arena, struct source);
        source->file = path_of(arena, folder, (enum ledger_table)i);
        struct str text;
        if (file_exists(source->file, NULL, diag_open(arena)) &&
            file_read(arena, source->file, LARGEST_TABLE, source, diag, &text)) {
            ledger_read(ledger, (enum ledger_table)i, text, source, diag);
        }
    }
}

int main(int argc, char **argv) {
    struct arena *arena = arena_open(out_of_memory);
    struct ledger *ledger = ledger_open(arena);
    struct diag *diag = diag_open(arena);
    for (int i = 2; i < argc; i++) {
        read_folder(ledger, arena, argv[i], diag);
    }
    ledger_settle(ledger, diag);
    for (size_t i = 0; argc > 1 && i < N_LEDGER_TABLES; i++) {
        enum ledger_table table = (enum ledger_table)i;
        if (ledger_is_kept(ledger, table)) {
            file_write(path_of(arena, argv[1], table), ledger_write(ledger, arena, table), diag);
        }
    }
    struct diag_cursor *cursor = diag_walk(diag, arena, DIAG_BY_PLACE);
    struct diag_item item;
    while (diag_next(cursor, &item)) {
        fprintf(stderr, "%" STR_FMT ": %" STR_FMT "\n", STR_ARG(origin_text(arena, item.origin)),
                STR_ARG(item.message));
    }
    bool done = !diag_n_errors(diag);
    arena_close(arena);
    return done ? 0 : 1;
}
