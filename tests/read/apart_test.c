/* Reading by another process: what comes back is believed as little as the file. */
#define _DEFAULT_SOURCE
#include "read/apart.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "read/pack.h"
#include "read/trial.h"

static struct arena *arena;

static void stop(size_t size) {
    cr_assert_fail("no memory for %zu bytes", size);
}

static void set_up(void) {
    arena = arena_open(stop);
}

static void tear_down(void) {
    arena_close(arena);
}

TestSuite(apart, .init = set_up, .fini = tear_down);

static const struct read_limits few = {.file = 1, .cpu = 20, .time = 1, .memory = 64, .output = 1};

static size_t count_files(void) {
    size_t n = 0;
    DIR *folder = opendir("/proc/self/fd");
    cr_assert_not_null(folder);
    while (readdir(folder)) {
        n++;
    }
    closedir(folder);
    return n;
}

/* What a process is to do. */
enum way { TELL, TRAP, WAIT, TELL_TOO_MUCH, LEAVE };

static void act(struct apart *apart, struct arena *own, void *context) {
    const enum way *way = context;
    char *zeros = ARENA_ARRAY(own, char, 3 << 20);
    switch (*way) {
    case TELL:
        apart_put(apart, STR("what "));
        apart_put(apart, STR("was found"));
        break;
    case TRAP:
        __builtin_trap();
    case WAIT:
        pause();
        break;
    case TELL_TOO_MUCH:
        apart_put(apart, (struct str){zeros, 3 << 20});
        break;
    default:
        _exit(7);
    }
}

static struct apart_end run(enum way way, struct str *result) {
    return apart_run(arena, NULL, &few, act, &way, result);
}

Test(apart, what_a_process_puts_down_is_there) {
    struct str result;
    cr_assert(run(TELL, &result).is_done);
    cr_assert(str_is(result, "what was found"));
}

Test(apart, however_it_ends_is_said_and_nothing_stays_behind) {
    struct str result;
    size_t n_files = count_files();
    struct apart_end end = run(TRAP, &result);
    cr_assert(!end.is_done && end.id == DIAG_FILE_NOT_READ && end.word == DIAG_WORD_READ_SIGNAL);
    cr_assert(str_is(end.about, "4"));
    end = run(WAIT, &result);
    cr_assert(!end.is_done && end.id == DIAG_FILE_LIMIT && end.word == DIAG_WORD_LIMIT_TIME);
    end = run(TELL_TOO_MUCH, &result);
    cr_assert(!end.is_done && end.id == DIAG_FILE_LIMIT && end.word == DIAG_WORD_LIMIT_OUTPUT);
    end = run(LEAVE, &result);
    cr_assert(!end.is_done && end.id == DIAG_FILE_NOT_READ && end.word == DIAG_WORD_READ_BROKEN);
    cr_assert_eq(count_files(), n_files);
    cr_assert_eq(waitpid(-1, NULL, WNOHANG), -1);
}

/* ---- books as bytes -------------------------------------------------------------------------- */

/* The file that a book is made of; a reader of it. */
struct packed {
    struct str bytes;
    bool (*open)(struct store_file *file, struct str bytes, struct read_book *book);
};

static struct store_file *open_file(struct arena *own, struct str bytes, bool is_apart) {
    static const struct source source = {.file = STR_INIT("a")};
    struct store_file *file = ARENA_NEW(own, struct store_file);
    *file = (struct store_file){.arena = own,
                                .scratch = own,
                                .diag = diag_open(own),
                                .source = &source,
                                .budget = store_full_budget(),
                                .bytes = bytes,
                                .is_utf8 = utf8_valid(bytes, NULL),
                                .is_apart = is_apart};
    return file;
}

/* Two sheets of one XML file, with merges, hidden columns, every kind of cell, rows out of order.
 */
static const char page[] =
    "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" "
    "xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet ss:Name=\"a\"><Table>"
    "<Column ss:Hidden=\"1\"/><Row ss:Index=\"2\"><Cell ss:MergeAcross=\"1\"><Data "
    "ss:Type=\"String\">单位名称</Data></Cell><Cell><Data ss:Type=\"Number\">1.5</Data></Cell>"
    "<Cell><Data ss:Type=\"DateTime\">2011-06-01T00:00:00.000</Data></Cell><Cell><Data "
    "ss:Type=\"Boolean\">1</Data></Cell></Row><Row><Cell><Data ss:Type=\"String\">单位名称</Data>"
    "</Cell></Row></Table></Worksheet><Worksheet ss:Name=\"b\"><Table><Row><Cell><Data "
    "ss:Type=\"Error\">#N/A</Data></Cell></Row></Table></Worksheet></Workbook>";

static void pack(struct apart *apart, struct arena *own, void *context) {
    struct read_book book = {.n_sheets = 0};
    const struct packed *packed = context;
    if (packed->open(open_file(own, packed->bytes, true), packed->bytes, &book)) {
        pack_book(apart, own, &book);
    }
}

static bool count_row(void *context, const struct read_row *row) {
    size_t *n_cells = context;
    *n_cells += row->n_cells;
    for (size_t i = 0; i < row->n_cells; i++) {
        cr_assert(utf8_valid(row->cells[i].text, NULL));
    }
    return true;
}

/* Cells of the book that bytes are, made of a file; SIZE_MAX if they are none. */
static size_t count_cells(struct str file, struct str bytes, size_t *n_sheets) {
    struct arena *own = arena_open(stop);
    struct read_book book = {.n_sheets = 0};
    size_t n_cells = 0;
    bool is_read = unpack_book(open_file(own, file, false), bytes, &book);
    *n_sheets = book.n_sheets;
    for (size_t i = 0; is_read && i < book.n_sheets; i++) {
        is_read = read_rows(book.sheets[i], count_row, &n_cells);
    }
    arena_close(own);
    return is_read ? n_cells : SIZE_MAX;
}

/* Whatever becomes of a byte of the book, it is none or one of few cells, all texts of which are
 * UTF-8; cut off it is none. */
static void try_all(struct packed *packed, size_t n_all, size_t n_all_sheets) {
    struct str whole, file = packed->bytes;
    size_t n_sheets;
    cr_assert(apart_run(arena, NULL, &few, pack, packed, &whole).is_done);
    cr_assert_eq(count_cells(file, whole, &n_sheets), n_all);
    cr_assert_eq(n_sheets, n_all_sheets);
    for (size_t len = 0; len < whole.len; len++) {
        struct str part = str_copy(arena, str_slice(whole, 0, len));
        cr_assert_eq(count_cells(file, part, &n_sheets), SIZE_MAX, "cut at %zu", len);
    }
    static const unsigned char values[] = {0, 1, 0x7F, 0x80, 0xFF};
    for (size_t i = 0; i < whole.len; i++) {
        for (size_t k = 0; k < sizeof values; k++) {
            struct str bytes = str_copy(arena, whole);
            ((char *)(uintptr_t)bytes.data)[i] = (char)values[k];
            size_t n_cells = count_cells(file, bytes, &n_sheets);
            cr_assert(n_cells == SIZE_MAX || n_cells <= n_all + 4, "byte %zu: %zu cells", i,
                      n_cells);
        }
    }
}

Test(apart, a_book_that_is_not_whole_or_not_ours_is_none) {
    try_all(&(struct packed){str_from_c(page), xml2003_open}, 6, 2);
}

/* Its cells are said by where they stand in the file, behind the mark. */
Test(apart, a_list_in_utf8_is_said_by_places_of_the_file) {
    struct packed list = {STR("\xEF\xBB\xBF单位名称,等级\r\n\"甲\"\"院\",三级\r\n,乙院,二级\r\n"),
                          csv_open};
    struct str whole;
    try_all(&list, 6, 1);
    cr_assert(apart_run(arena, NULL, &few, pack, &list, &whole).is_done);
    cr_assert(str_contains(whole, STR("甲\"院")) && !str_contains(whole, STR("单位名称")));
}

/* Its cells are said by where they stand in the text that goes over once. */
Test(apart, a_list_of_another_code_goes_over_as_one_text) {
    struct packed list = {STR("\xB5\xA5\xCE\xBB,\xB5\xC8\xBC\xB6\n\xBC\xD7\xD4\xBA,3\n"), csv_open};
    struct str whole;
    try_all(&list, 4, 1);
    cr_assert(apart_run(arena, NULL, &few, pack, &list, &whole).is_done);
    cr_assert(str_contains(whole, STR("单位,等级\n甲院,3\n")));
}

Test(apart, a_file_is_read_as_by_this_process) {
    struct read_limits limits = read_default_limits();
    for (size_t i = 0; i < 2; i++) {
        struct diag *diag = diag_open(arena);
        const struct read_input input = {.arena = arena,
                                         .scratch = arena,
                                         .name = STR("list.csv"),
                                         .bytes = str_from_c(page),
                                         .diag = diag,
                                         .reader = i ? reader_open(arena, &limits) : NULL};
        struct read_book book;
        size_t n_cells = 0;
        cr_assert(read_open(&input, &book));
        cr_assert(str_is(book.kind, "xml 2003"));
        cr_assert_eq(book.n_sheets, 2);
        cr_assert(str_is(book.sheets[1]->source->sheet, "b"));
        cr_assert_eq(book.sheets[0]->n_hidden_columns, 1);
        cr_assert_eq(read_merge_at(book.sheets[0], 2, 2)->first_column, 1);
        cr_assert(read_rows(book.sheets[0], count_row, &n_cells));
        cr_assert_eq(n_cells, 5);
        cr_assert_eq(diag_n_id(diag, DIAG_FILE_NAMED_OTHERWISE), 1);
    }
}

static bool take_first(void *context, const struct read_row *row) {
    *(struct str *)context = str_copy(arena, row->cells[0].text);
    return false;
}

/* The first cell of a list. */
static struct str first_cell(struct reader *reader, const char *name, struct str bytes) {
    const struct read_input input = {.arena = arena,
                                     .scratch = arena,
                                     .name = str_from_c(name),
                                     .bytes = bytes,
                                     .diag = diag_open(arena),
                                     .reader = reader};
    struct read_book book;
    struct str text = {0};
    cr_assert(read_open(&input, &book), "%s", name);
    cr_assert(read_rows(book.sheets[0], take_first, &text));
    return text;
}

/* Whatever is expected, and whether it comes or not, each file says what stands in it. */
Test(apart, what_is_read_ahead_is_that_of_its_file) {
    struct read_limits limits = read_default_limits();
    struct reader *reader = reader_open(arena, &limits);
    char other[] = "乙乡医院,等级\n1,2\n";
    struct str a = STR("甲院,等级\n1,2\n"), b = str_from_c(other);
    struct str c = STR("\xB1\xFB\xD4\xBA,\xB5\xC8\xBC\xB6\n1,2\n"); /* 丙院 in GB18030 */
    reader_expect(reader, STR("b"), b);
    cr_assert(str_is(first_cell(reader, "a", a), "甲院"));
    reader_expect(reader, STR("c"), c);
    cr_assert(str_is(first_cell(reader, "b", b), "乙乡医院"), "as expected");
    cr_assert(str_is(first_cell(reader, "a", a), "甲院"), "another than was expected");
    cr_assert(str_is(first_cell(reader, "c", c), "丙院"));
    reader_expect(reader, STR("b"), b);
    cr_assert(str_is(first_cell(reader, "c", c), "丙院"));
    cr_assert(str_is(first_cell(reader, "a", a), "甲院"), "another of the same desk");
    reader_expect(reader, STR("b"), b);
    reader_pass(reader, arena);
    memcpy(other, "丁院,等级的甲\n1,2\n", sizeof other);
    reader_pass(reader, arena);
    cr_assert(str_is(first_cell(reader, "b", b), "丁院"), "of what was passed nothing is left");
}

/* A file that ends its process is told of as such, and the one before it is not. */
Test(apart, what_ends_the_process_ahead_is_told_of_its_file) {
    struct read_limits limits = read_default_limits();
    limits.memory = 64;
    size_t size = 900000;
    char *many = ARENA_ARRAY(arena, char, size);
    for (size_t i = 0; i < size; i++) {
        many[i] = i % 2 ? '\n' : ',';
    }
    struct reader *reader = reader_open(arena, &limits);
    struct diag *diag = diag_open(arena);
    struct str bad = {many, size}, good = STR("甲院,等级\n1,2\n");
    const struct read_input input = {.arena = arena,
                                     .scratch = arena,
                                     .name = STR("bad"),
                                     .bytes = bad,
                                     .diag = diag,
                                     .reader = reader};
    struct read_book alone, ahead;
    bool is_read_alone = read_open(&input, &alone);
    size_t n_alone = diag_n_of(diag, SEVERITY_ERROR) + diag_n_of(diag, SEVERITY_FATAL);
    reader_expect(reader, STR("bad"), bad);
    cr_assert(str_is(first_cell(reader, "a", good), "甲院"));
    cr_assert_eq(read_open(&input, &ahead), is_read_alone);
    cr_assert_eq(diag_n_of(diag, SEVERITY_ERROR) + diag_n_of(diag, SEVERITY_FATAL), 2 * n_alone);
    cr_assert(str_is(first_cell(reader, "a", good), "甲院"));
}

/* A process that is kept says who it is, and what it was told; or does what it must not. */
static void answer(struct apart *apart, struct arena *own, void *context) {
    static int n_before;
    const struct str *told = context;
    pid_t pid = getpid();
    if (str_is(*told, "trap") || (str_is(*told, "first") && n_before++ > 0)) {
        __builtin_trap();
    }
    if (str_is(*told, "wait")) {
        for (;;) {
        }
    }
    apart_put(apart, (struct str){(const char *)&pid, sizeof pid});
    apart_put(apart, *told);
    if (str_is(*told, "much")) {
        apart_put(apart, (struct str){ARENA_ARRAY(own, char, 3 << 20), 3 << 20});
    }
}

static pid_t ask(struct apart_desk *desk, const char *told, size_t more) {
    struct str parts[] = {str_from_c(told), STR("")}, result;
    pid_t pid;
    struct apart_end end = apart_ask(arena, desk, parts, 2, &result);
    cr_assert(end.is_done);
    cr_assert_eq(result.len, sizeof pid + parts[0].len + more);
    cr_assert(str_equal(str_slice(result, sizeof pid, sizeof pid + parts[0].len), parts[0]));
    memcpy(&pid, result.data, sizeof pid);
    return pid;
}

Test(apart, a_process_that_is_kept_does_work_after_work) {
    size_t n_files = count_files();
    const struct read_limits enough = {.file = 1, .cpu = 20, .time = 1, .memory = 64, .output = 8};
    struct apart_desk *desk = apart_open(arena, &enough, NULL, answer);
    struct str trap = STR("trap"), wait = STR("wait"), result;
    pid_t first = ask(desk, "a", 0);
    cr_assert(first != getpid());
    cr_assert_eq(ask(desk, "another", 0), first);
    cr_assert_eq(ask(desk, "", 0), first);
    cr_assert_eq(apart_ask(arena, desk, &trap, 1, &result).word, DIAG_WORD_READ_SIGNAL);
    pid_t second = ask(desk, "b", 0);
    cr_assert(second != first);
    cr_assert_eq(ask(desk, "much", 3 << 20), second);
    pid_t third = ask(desk, "c", 0);
    cr_assert(third != second, "what is looked at where it lies is not written over");
    pid_t alone = ask(desk, "first", 0);
    cr_assert_eq(alone, third);
    cr_assert(ask(desk, "first", 0) != alone, "a crash that works before brought about");
    cr_assert_eq(apart_ask(arena, desk, &wait, 1, &result).word, DIAG_WORD_LIMIT_TIME);
    cr_assert(ask(desk, "d", 0) != alone);
    tear_down();
    set_up();
    cr_assert_eq(count_files(), n_files);
    cr_assert(waitpid(-1, NULL, WNOHANG) < 0, "no process is left");
}

/* What processes strike at, in an arena that lies in a file. */
static char *struck;

static void strike(struct apart *apart, struct arena *own, void *context) {
    (void)own, (void)context;
    apart_shut(apart);
    struck[0] = 'X';
    apart_put(apart, (struct str){struck, 1});
}

static void be_ready(struct arena *own) {
    (void)own;
}

Test(apart, a_process_writes_into_nobodys_records) {
    FILE *file = tmpfile();
    struct arena *common = arena_open_like(arena);
    struct str asked = STR("x"), result;
    const size_t size = 20 << 20;
    arena_lend(common, dup(fileno(file)));
    struck = arena_alloc(common, size, 1);
    memset(struck, 'a', size);
    cr_assert(apart_run(arena, common, &few, strike, NULL, &result).is_done);
    cr_assert(str_is(result, "X"));
    cr_assert_eq(struck[0], 'a');
    struct apart_desk *desk = apart_open(arena, &few, be_ready, strike);
    apart_set_common(desk, common);
    cr_assert(apart_ask(arena, desk, &asked, 1, &result).is_done);
    cr_assert(str_is(result, "X"));
    cr_assert_eq(struck[0], 'a');
    arena_close(common);
    fclose(file);
}

static void stay(int signal_number) {
    (void)signal_number;
    for (;;) {
        pause();
    }
}

/* Answers, and soon after hears and does nothing more. */
static void fall_asleep(struct apart *apart, struct arena *own, void *context) {
    (void)own, (void)context;
    const struct itimerval soon = {.it_value.tv_usec = 100000};
    signal(SIGALRM, stay);
    setitimer(ITIMER_REAL, &soon, NULL);
    apart_put(apart, STR("answer"));
}

Test(apart, a_process_that_fell_asleep_is_not_waited_for, .timeout = 60) {
    const struct timespec while_it_does = {.tv_nsec = 400000000};
    struct apart_desk *desk = apart_open(arena, &few, be_ready, fall_asleep);
    struct str asked = STR("x"), much = {ARENA_ARRAY(arena, char, 8 << 20), 8 << 20}, result;
    cr_assert(apart_ask(arena, desk, &asked, 1, &result).is_done);
    nanosleep(&while_it_does, NULL);
    struct apart_end end = apart_ask(arena, desk, &much, 1, &result);
    cr_assert(end.is_done || end.id == DIAG_FILE_NOT_READ || end.id == DIAG_FILE_LIMIT);
    cr_assert(apart_ask(arena, desk, &asked, 1, &result).is_done);
    nanosleep(&while_it_does, NULL);
    tear_down();
    set_up();
    cr_assert(waitpid(-1, NULL, WNOHANG) < 0, "no process is left");
}

static bool keep_text(void *context, const struct read_row *row) {
    *(struct str *)context = str_copy(arena, row->cells[0].text);
    return false;
}

/* A file that needs code pages is read by a process that has loaded them and is kept. */
Test(apart, texts_of_other_code_pages_are_read_one_after_the_other) {
    static const struct {
        const char *bytes;
        size_t len;
        const char *text;
    } files[] = {
        {"\xB5\xA5\xCE\xBB\xC3\xFB\xB3\xC6,\xCF\xB5\xCD\xB3\xC3\xFB\xB3\xC6\n", 18, "单位名称"},
        {"\xFF\xFE\x55\x53\x4D\x4F,\0a\0\n\0", 12, "单位"},
        {"\xB5\xA5\xCE\xBB\xC3\xFB\xB3\xC6,\xB5\xD8\xD6\xB7\n", 14, "单位名称"},
    };
    struct read_limits limits = read_default_limits();
    struct reader *reader = reader_open(arena, &limits);
    size_t n_before = count_files();
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        const struct read_input input = {.arena = arena,
                                         .scratch = arena,
                                         .name = STR("list.csv"),
                                         .bytes = {files[i].bytes, files[i].len},
                                         .diag = diag_open(arena),
                                         .reader = reader};
        struct read_book book;
        struct str text = {0};
        cr_assert(read_open(&input, &book), "file %zu", i);
        read_rows(book.sheets[0], keep_text, &text);
        cr_assert(str_is(text, files[i].text), "file %zu: %.*s", i, STR_ARG(text));
        cr_assert_eq(count_files(), n_before + 2, "its file and the line to it, after file %zu", i);
    }
}
