/* read_file [--apart] [--LIMIT=VALUE] [--cells] FILE...: reads every row of each file as the
 * program does, with --apart or a limit by a process of its own, and prints a line a file: name,
 * kind, sheets, rows, cells, milliseconds of processor, largest memory so far in KiB. With --cells
 * every cell goes before it: SHEET tab ROW tab COLUMN tab KIND tab TEXT, blanks in the text
 * escaped, KIND a letter of tndbe: text, number, day, boolean, error. What is wrong with a file
 * goes to stderr. */
#define _DEFAULT_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "read/read.h"

/* What is counted of a file. */
struct count {
    bool prints_cells;
    const struct read_sheet *sheet;
    size_t n_rows, n_cells;
};

static void stop_out_of_memory(size_t size) {
    fprintf(stderr, "out of memory: %zu bytes\n", size);
    exit(2);
}

static void print_text(struct str text) {
    for (size_t i = 0; i < text.len; i++) {
        char c = text.data[i];
        if (c == '\n' || c == '\t' || c == '\r' || c == '\\') {
            putchar('\\');
            c = c == '\n' ? 'n' : c == '\t' ? 't' : c == '\r' ? 'r' : c;
        }
        putchar(c);
    }
}

static bool take_row(void *context, const struct read_row *row) {
    static const char kinds[] = {[READ_TEXT] = 't',
                                 [READ_NUMBER] = 'n',
                                 [READ_DATE] = 'd',
                                 [READ_BOOL] = 'b',
                                 [READ_ERROR] = 'e'};
    struct count *count = context;
    count->n_rows++;
    count->n_cells += row->n_cells;
    for (size_t i = 0; count->prints_cells && i < row->n_cells; i++) {
        print_text(count->sheet->source->sheet);
        printf("\t%u\t%u\t%c\t", row->cells[i].row, row->cells[i].column,
               kinds[row->cells[i].kind]);
        print_text(row->cells[i].text);
        putchar('\n');
    }
    return true;
}

static void print_faults(struct arena *arena, struct diag *diag) {
    struct diag_cursor *cursor = diag_walk(diag, arena, DIAG_BY_PLACE);
    struct diag_item item;
    while (diag_next(cursor, &item)) {
        struct str name = diag_name(item.id);
        fprintf(stderr, "%" STR_FMT " %" STR_FMT "\n", STR_ARG(name), STR_ARG(item.message));
    }
}

static bool read_one(const char *name, bool prints_cells, struct reader *reader) {
    struct arena *arena = arena_open(stop_out_of_memory);
    struct diag *diag = diag_open(arena);
    struct str path = str_from_c(name), bytes;
    const struct source source = {.file = path};
    struct read_book book = {.n_sheets = 0};
    struct count count = {.prints_cells = prints_cells};
    struct rusage before, after;
    struct read_input input = {
        .arena = arena, .scratch = arena, .name = path, .diag = diag, .reader = reader};
    getrusage(RUSAGE_SELF, &before);
    bool is_read = file_read(arena, path, UINT64_C(1) << 30, &source, diag, &bytes) &&
                   (input.bytes = bytes, read_open(&input, &book));
    for (size_t i = 0; is_read && i < book.n_sheets; i++) {
        count.sheet = book.sheets[i];
        is_read = read_rows(book.sheets[i], take_row, &count);
    }
    getrusage(RUSAGE_SELF, &after);
    double ms = (double)(after.ru_utime.tv_sec - before.ru_utime.tv_sec + after.ru_stime.tv_sec -
                         before.ru_stime.tv_sec) *
                    1000 +
                (double)(after.ru_utime.tv_usec - before.ru_utime.tv_usec + after.ru_stime.tv_usec -
                         before.ru_stime.tv_usec) /
                    1000;
    printf("%s\t%" STR_FMT "\t%zu\t%zu\t%zu\t%.1f\t%ld\t%s\n", name, STR_ARG(book.kind),
           is_read ? book.n_sheets : 0, count.n_rows, count.n_cells, ms, after.ru_maxrss,
           is_read ? "read" : "refused");
    print_faults(arena, diag);
    arena_close(arena);
    return is_read;
}

int main(int argc, char **argv) {
    bool is_apart = false;
    struct read_limits apart = read_default_limits();
    bool prints_cells = false, are_read = true;
    int at = 1;
    for (; at < argc && strncmp(argv[at], "--", 2) == 0; at++) {
        struct str value = str_from_c(argv[at] + 2), name;
        int64_t number;
        prints_cells |= strcmp(argv[at], "--cells") == 0;
        is_apart |= strcmp(argv[at], "--cells") != 0;
        if (str_contains(value, STR("=")) &&
            (!str_split(&value, STR("="), &name) || !str_to_int(value, &number) ||
             !read_set_limit(&apart, name, number))) {
            fprintf(stderr, "no such limit: %s\n", argv[at]);
            return 2;
        }
    }
    struct arena *arena = arena_open(stop_out_of_memory);
    struct reader *reader = is_apart ? reader_open(arena, &apart) : NULL;
    for (; at < argc; at++) {
        are_read &= read_one(argv[at], prints_cells, reader);
    }
    arena_close(arena);
    return are_read ? 0 : 1;
}
