/* The container: parts by name, sums checked, bombs and lies refused. */
#include "read/make_xlsx.h"
#include "read/trial.h"
#include "read/zip.h"
#include "reported.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

static struct trial trial;
static const struct source source = {{"book.xlsx", 9}, {"", 0}};

static void set_up(void) {
    trial = trial_open();
}

static void tear_down(void) {
    trial_close(&trial);
}

TestSuite(zip, .init = set_up, .fini = tear_down);

/* A copy in the trial's arena, where it can be damaged. */
static struct str zip_parts(const struct make_part *parts, size_t n) {
    struct str bytes = make_zip(parts, n);
    struct str copy = str_copy(trial.arena, bytes);
    free((void *)(uintptr_t)bytes.data);
    return copy;
}

static struct str zip_one(const char *name, struct str text, bool is_stored) {
    struct make_part part = {
        .name = name, .text = text.data, .size = text.len, .is_stored = is_stored};
    return zip_parts(&part, 1);
}

/* Deflated so that it may be put behind itself. */
static struct str zip_deflate(struct arena *arena, struct str text) {
    z_stream stream = {0};
    char *out = arena_alloc(arena, text.len, 1);
    cr_assert_eq(deflateInit2(&stream, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY), Z_OK);
    stream.next_in = (unsigned char *)(uintptr_t)text.data;
    stream.avail_in = (unsigned)text.len;
    stream.next_out = (unsigned char *)out;
    stream.avail_out = (unsigned)text.len;
    cr_assert_eq(deflate(&stream, Z_FULL_FLUSH), Z_OK);
    struct str packed = {out, text.len - stream.avail_out};
    deflateEnd(&stream);
    return packed;
}

static struct unzip *open_bytes(struct str bytes) {
    return unzip_open(trial.arena, bytes, &source, trial.diag);
}

/* Reads the first part; its size, or SIZE_MAX after a report. */
static size_t read_first(struct str bytes) {
    struct unzip *unzip = open_bytes(bytes);
    size_t size = 0;
    struct str piece;
    if (!unzip || !unzip_begin(unzip, 0, trial.diag)) {
        return SIZE_MAX;
    }
    do {
        if (!unzip_next(unzip, trial.diag, &piece)) {
            return SIZE_MAX;
        }
        size += piece.len;
    } while (piece.len);
    return size;
}

/* Bytes of a field of the first entry's central directory record. */
static char *central(struct str bytes, size_t offset) {
    size_t at = str_find(bytes, STR("PK\x01\x02"), 0);
    return (char *)(uintptr_t)bytes.data + at + offset;
}

static char *local(struct str bytes, size_t offset) {
    return (char *)(uintptr_t)bytes.data + offset;
}

Test(zip, parts_are_found_whatever_case_and_slashes) {
    struct make_part parts[] = {{.name = "xl\\Workbook.XML", .text = "a"},
                                {.name = "_rels/.rels", .text = "b"}};
    struct unzip *unzip = open_bytes(zip_parts(parts, 2));
    cr_assert_not_null(unzip);
    cr_assert_eq(unzip_n_parts(unzip), 2);
    size_t at = unzip_find(unzip, unzip_fold_name(trial.arena, STR("/XL/workbook.xml")));
    cr_assert_neq(at, SIZE_MAX);
    cr_assert(str_is(unzip_name(unzip, at), "xl/workbook.xml"));
    cr_assert_eq(unzip_find(unzip, STR("xl/other.xml")), SIZE_MAX);
}

Test(zip, stored_and_deflated_parts_are_read_whole) {
    struct str text = trial_repeat(&trial, "0123456789abcdef", 20000);
    cr_assert_eq(read_first(zip_one("a", text, true)), text.len);
    cr_assert_eq(read_first(zip_one("a", text, false)), text.len);
    cr_assert_eq(diag_n(trial.diag), 0);
}

Test(zip, not_a_zip_and_nothing_at_all) {
    cr_assert_null(open_bytes(STR("PK\x03\x04 and no more")));
    cr_assert_null(open_bytes(STR("")));
    cr_assert_eq(trial_count(&trial, DIAG_FILE_DAMAGED), 2);
}

Test(zip, truncated_at_any_place_is_damaged) {
    struct str whole = zip_one("xl/workbook.xml", trial_repeat(&trial, "abcd", 100), true);
    for (size_t len = 0; len < whole.len; len += 7) {
        cr_assert_null(open_bytes(str_slice(whole, 0, len)), "%zu", len);
    }
}

Test(zip, wrong_sum_is_damage) {
    struct str bytes = zip_one("a", STR("hello, unit"), true);
    local(bytes, str_find(bytes, STR("hello"), 0))[0] = 'j';
    cr_assert_eq(read_first(bytes), SIZE_MAX);
    cr_assert_eq(trial_count(&trial, DIAG_FILE_DAMAGED), 1);
    cr_assert(str_contains(reported(trial.diag, 0)->message, STR("校验和")));
}

Test(zip, broken_deflate_is_damage) {
    struct str bytes = zip_one("a", trial_repeat(&trial, "unit name level ", 300), false);
    memset(local(bytes, 33), 0xFF, 8);
    cr_assert_eq(read_first(bytes), SIZE_MAX);
    cr_assert_eq(trial_count(&trial, DIAG_FILE_DAMAGED), 1);
}

/* The size in both headers says 5 bytes less than there are; the sum still fits. */
Test(zip, lying_size_is_damage) {
    struct str bytes = zip_one("a", trial_repeat(&trial, "x", 1000), false);
    uint32_t size = 995;
    memcpy(local(bytes, 22), &size, 4);
    memcpy(central(bytes, 24), &size, 4);
    cr_assert_eq(read_first(bytes), SIZE_MAX);
    cr_assert_eq(trial_count(&trial, DIAG_FILE_DAMAGED), 1);
}

Test(zip, local_and_central_header_must_agree) {
    struct str bytes = zip_one("name-a", STR("text"), true);
    local(bytes, 30)[5] = 'b';
    cr_assert_null(open_bytes(bytes));
    cr_assert_eq(trial_count(&trial, DIAG_FILE_DAMAGED), 1);
}

Test(zip, item_2_encrypted_entry_is_named_as_such) {
    struct make_part part = {.name = "a", .text = "secret", .password = "password"};
    cr_assert_null(open_bytes(zip_parts(&part, 1)));
    cr_assert_eq(trial_count(&trial, DIAG_FILE_ENCRYPTED), 1);
}

Test(zip, item_2_traditional_encryption_bit_is_seen) {
    struct str bytes = zip_one("a", STR("text"), true);
    *local(bytes, 6) |= 1;
    *central(bytes, 8) |= 1;
    cr_assert_null(open_bytes(bytes));
    cr_assert_eq(trial_count(&trial, DIAG_FILE_ENCRYPTED), 1);
}

Test(zip, other_methods_are_refused) {
    struct str bytes = zip_one("a", STR("text"), true);
    *local(bytes, 8) = 12;
    *central(bytes, 10) = 12;
    cr_assert_eq(read_first(bytes), SIZE_MAX);
    cr_assert_eq(trial_count(&trial, DIAG_FILE_DAMAGED), 1);
}

/* Names that differ only in case are one name to a workbook. */
Test(zip, duplicate_names_are_refused) {
    struct make_part parts[] = {{.name = "xl/sheet.xml", .text = "a"},
                                {.name = "xl/Sheet.xml", .text = "b"}};
    cr_assert_null(open_bytes(zip_parts(parts, 2)));
    cr_assert_eq(trial_count(&trial, DIAG_FILE_DAMAGED), 1);
    cr_assert(str_contains(reported(trial.diag, 0)->message, STR("有两份")));
}

Test(zip, same_name_twice_is_refused) {
    struct make_part parts[] = {{.name = "xl/a.xml", .text = "a"},
                                {.name = "xl/b.xml", .text = "b"}};
    struct str bytes = zip_parts(parts, 2);
    for (size_t at = 0; (at = str_find(bytes, STR("xl/b.xml"), at)) != SIZE_MAX; at++) {
        local(bytes, at)[3] = 'a';
    }
    cr_assert_null(open_bytes(bytes));
    cr_assert_eq(trial_count(&trial, DIAG_FILE_DAMAGED), 1);
}

/* Both directory entries point at the first body. */
Test(zip, entries_that_share_bytes_are_refused) {
    struct str text = trial_repeat(&trial, "0123456789", 100);
    struct make_part parts[] = {
        {.name = "a", .text = text.data, .size = text.len, .is_stored = true},
        {.name = "a", .text = text.data, .size = text.len, .is_stored = true}};
    parts[1].name = "b";
    struct str bytes = zip_parts(parts, 2);
    size_t first = str_find(bytes, STR("PK\x01\x02"), 0);
    size_t second = str_find(bytes, STR("PK\x01\x02"), first + 4);
    memset(local(bytes, second + 42), 0, 4);
    cr_assert_null(open_bytes(bytes));
    cr_assert_eq(trial_count(&trial, DIAG_FILE_DAMAGED), 1);
}

Test(zip, entries_are_limited) {
    struct make_part *parts = ARENA_ARRAY(trial.arena, struct make_part, 2001);
    for (int i = 0; i < 2001; i++) {
        struct str name = str_format(trial.arena, "part%d", i);
        parts[i] = (struct make_part){.name = str_to_c(trial.arena, name), .text = "x"};
    }
    cr_assert_not_null(open_bytes(zip_parts(parts, 2000)));
    cr_assert_null(open_bytes(zip_parts(parts, 2001)));
    cr_assert_eq(trial_count(&trial, DIAG_FILE_LIMIT), 1);
}

Test(zip, bombs_end_by_their_ratio) {
    struct str zeros = {arena_alloc(trial.arena, 8 << 20, 1), 8 << 20};
    cr_assert_eq(read_first(zip_one("a", zeros, false)), SIZE_MAX);
    cr_assert_eq(trial_count(&trial, DIAG_FILE_LIMIT), 1);
    cr_assert(str_contains(reported(trial.diag, 0)->message, STR("压缩比")));
}

/* A part that packs to a hundredth, blocks of which are repeated as they are: what is counted are
 * the bytes that come out, and never what headers say. */
Test(zip, parts_are_limited_by_the_bytes_that_come_out) {
    enum { BLOCK = 1 << 20, N_BLOCKS = 513 };
    struct str block = {arena_alloc(trial.arena, BLOCK, 1), BLOCK};
    for (size_t i = 0; i < BLOCK; i++) {
        /* a byte in fifty is not the one before */
        ((char *)(uintptr_t)block.data)[i] = (char)(i % 50 ? 'a' : i * 7919 / 13 % 251);
    }
    struct str packed = zip_deflate(trial.arena, block);
    struct buf all = {.arena = trial.arena};
    for (int i = 0; i < N_BLOCKS; i++) {
        buf_add(&all, packed);
    }
    buf_add(&all, STR("\x03\x00"));
    cr_assert_gt(all.len, (size_t)BLOCK * N_BLOCKS / 200);
    struct str bytes = zip_one("a", buf_str(&all), true);
    *local(bytes, 8) = 8;
    *central(bytes, 10) = 8;
    cr_assert_eq(read_first(bytes), SIZE_MAX);
    cr_assert_eq(trial_count(&trial, DIAG_FILE_LIMIT), 1);
    cr_assert(str_contains(reported(trial.diag, 0)->message,
                           diag_word(trial.arena, DIAG_WORD_LIMIT_INFLATED, STR("a"))));
}

/* Makes of each stored part a deflated one of that many blocks; `sum` is that of a block. */
static void call_deflated(struct str bytes, size_t size, const size_t *n_blocks, uLong sum) {
    char *start = (char *)(uintptr_t)bytes.data;
    size_t at = 0;
    for (size_t i = 0; (at = str_find(bytes, STR("PK\x01\x02"), at)) != SIZE_MAX; i++, at += 4) {
        uLong whole = 0;
        uint32_t where, fields[2];
        for (size_t k = 0; k < n_blocks[i]; k++) {
            whole = crc32_combine(whole, sum, (z_off_t)size);
        }
        fields[0] = (uint32_t)whole;
        fields[1] = (uint32_t)(size * n_blocks[i]);
        memcpy(&where, start + at + 42, 4);
        start[at + 10] = start[where + 8] = 8;
        memcpy(start + at + 16, &fields[0], 4);
        memcpy(start + where + 14, &fields[0], 4);
        memcpy(start + at + 24, &fields[1], 4);
        memcpy(start + where + 22, &fields[1], 4);
    }
}

static bool read_part(struct unzip *unzip, size_t part) {
    struct str piece = {0};
    bool is_good = unzip_begin(unzip, part, trial.diag);
    do {
        is_good = is_good && unzip_next(unzip, trial.diag, &piece);
    } while (is_good && piece.len);
    return is_good;
}

/* No part is too large, all of them are: 400 MiB and 400 MiB pass, however often they are read, and
 * 225 more do not. */
Test(zip, all_parts_are_limited_by_the_bytes_that_come_out) {
    enum { BLOCK = 1 << 20, N_PARTS = 3 };
    static const char *const names[N_PARTS] = {"a", "b", "c"};
    static const size_t n_blocks[N_PARTS] = {400, 400, 225};
    struct make_part parts[N_PARTS];
    struct str block = {arena_alloc(trial.arena, BLOCK, 1), BLOCK};
    for (size_t i = 0; i < BLOCK; i++) {
        ((char *)(uintptr_t)block.data)[i] = (char)(i % 50 ? 'a' : i * 7919 / 13 % 251);
    }
    struct str packed = zip_deflate(trial.arena, block);
    for (size_t i = 0; i < N_PARTS; i++) {
        struct buf all = {.arena = trial.arena};
        for (size_t k = 0; k < n_blocks[i]; k++) {
            buf_add(&all, packed);
        }
        buf_add(&all, STR("\x03\x00"));
        parts[i] = (struct make_part){
            .name = names[i], .text = all.data, .size = all.len, .is_stored = true};
    }
    struct str bytes = zip_parts(parts, N_PARTS);
    call_deflated(bytes, BLOCK, n_blocks, crc32(0, (const Bytef *)block.data, BLOCK));
    struct unzip *unzip = open_bytes(bytes);
    cr_assert_not_null(unzip);
    cr_assert(read_part(unzip, 0) && read_part(unzip, 1) && read_part(unzip, 0));
    cr_assert_eq(diag_n(trial.diag), 0);
    cr_assert_not(read_part(unzip, 2));
    cr_assert_eq(trial_count(&trial, DIAG_FILE_LIMIT), 1);
    cr_assert(str_contains(reported(trial.diag, 0)->message,
                           diag_word(trial.arena, DIAG_WORD_LIMIT_INFLATED, STR("c"))));
}

/* Below a megabyte no ratio is too high: blank sheets are that regular. */
Test(zip, small_parts_may_have_any_ratio) {
    struct str zeros = {arena_alloc(trial.arena, 1 << 20, 1), 1 << 20};
    cr_assert_eq(read_first(zip_one("a", zeros, false)), zeros.len);
}

/* The headers claim four gigabytes inflated; nothing is allocated from that. */
Test(zip, claimed_size_is_not_believed) {
    struct str bytes = zip_one("a", STR("text"), false);
    uint32_t size = 0xFFFFFFF0;
    memcpy(local(bytes, 22), &size, 4);
    memcpy(central(bytes, 24), &size, 4);
    cr_assert_eq(read_first(bytes), SIZE_MAX);
    cr_assert_eq(trial_count(&trial, DIAG_FILE_DAMAGED), 1);
}

Test(zip, a_part_can_be_left_half_read) {
    struct make_part parts[] = {{.name = "a", .text = "first"}, {.name = "b", .text = "second"}};
    struct unzip *unzip = open_bytes(zip_parts(parts, 2));
    struct str piece;
    cr_assert(unzip_begin(unzip, 0, trial.diag));
    cr_assert(unzip_begin(unzip, 1, trial.diag));
    cr_assert(unzip_next(unzip, trial.diag, &piece));
    cr_assert(str_is(piece, "second"));
}

/* ---- what honest writers do -------------------------------------------------------------------
 */

/* The version needed and the times stand twice; streaming writers leave the first ones as they
 * began. */
Test(zip, versions_and_times_may_differ) {
    struct str bytes = zip_one("a", STR("text"), false);
    memset(local(bytes, 4), 20, 1);
    memset(central(bytes, 6), 45, 1);
    memset(local(bytes, 10), 0x55, 4);
    cr_assert_eq(read_first(bytes), 4);
    cr_assert_eq(diag_n(trial.diag), 0);
}

/* Bit 3: the sizes follow the data. Before it stand noughts, or the sizes all the same. */
static struct str with_descriptor(bool has_sizes) {
    struct str bytes = zip_one("a", STR("text"), true);
    size_t data_end = 30 + 1 + 4, directory = str_find(bytes, STR("PK\x01\x02"), 0);
    struct buf buf = {.arena = trial.arena};
    *local(bytes, 6) |= 8;
    *central(bytes, 8) |= 8;
    buf_add(&buf, str_slice(bytes, 0, data_end));
    buf_add(&buf, STR("PK\x07\x08"));
    buf_add(&buf, str_slice(bytes, 14, 26));
    size_t start = buf.len;
    buf_add(&buf, str_slice(bytes, directory, bytes.len));
    if (!has_sizes) {
        memset(buf.data + 14, 0, 12);
    }
    size_t end = str_find(buf_str(&buf), STR("PK\5\6"), 0);
    uint32_t place = (uint32_t)start;
    memcpy(buf.data + end + 16, &place, 4);
    return buf_str(&buf);
}

Test(zip, sizes_may_follow_the_data) {
    cr_assert_eq(read_first(with_descriptor(false)), 4);
    cr_assert_eq(read_first(with_descriptor(true)), 4);
    cr_assert_eq(diag_n(trial.diag), 0);
}

/* Only nought stands for a size that comes later: another number is a lie. */
Test(zip, sizes_before_the_data_do_not_lie) {
    struct str bytes = with_descriptor(true);
    *local(bytes, 18) = 3;
    cr_assert_null(open_bytes(bytes));
    struct str wrong = zip_one("a", STR("text"), true);
    *local(wrong, 14) ^= 1;
    cr_assert_null(open_bytes(wrong));
    cr_assert_eq(trial_count(&trial, DIAG_FILE_DAMAGED), 2);
    cr_assert(str_contains(reported(trial.diag, 0)->message, STR("头部")));
}

Test(zip, bytes_behind_the_end_are_no_matter) {
    struct str bytes = zip_one("a", STR("text"), false);
    struct str more = str_concat(trial.arena, bytes, trial_repeat(&trial, "PK\5\6 and more ", 500));
    cr_assert_eq(read_first(more), 4);
    cr_assert_eq(diag_n(trial.diag), 0);
}

/* `zip -r -` and other streaming writers take the forms for large files, whatever the size. */
Test(zip, forms_for_large_files) {
    struct str bytes = zip_one("a", STR("text"), true);
    size_t directory = str_find(bytes, STR("PK\x01\x02"), 0);
    size_t end = str_find(bytes, STR("PK\5\6"), 0);
    struct buf buf = {.arena = trial.arena};
    static const char field[] = "\1\0\x10\0\4\0\0\0\0\0\0\0\4\0\0\0\0\0\0\0";
    static const char large[] = "PK\6\6\x2C\0\0\0\0\0\0\0\x2D\0\x2D\0\0\0\0\0\0\0\0\0"
                                "\1\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0";
    buf_add(&buf, str_slice(bytes, 0, end));
    memset(buf.data + directory + 20, 0xFF, 8);
    buf.data[directory + 30] = (char)(buf.data[directory + 30] + 20);
    /* the field stands right behind the name */
    size_t name_end = directory + 46 + 1;
    struct str rest = str_copy(trial.arena, str_slice(buf_str(&buf), name_end, buf.len));
    buf.len = name_end;
    buf_add_bytes(&buf, field, 20);
    buf_add(&buf, rest);
    uint64_t size = buf.len - directory, start = directory, at = buf.len;
    buf_add_bytes(&buf, large, 40);
    buf_add_bytes(&buf, &size, 8);
    buf_add_bytes(&buf, &start, 8);
    buf_add_bytes(&buf, "PK\6\7\0\0\0\0", 8);
    buf_add_bytes(&buf, &at, 8);
    buf_add_bytes(&buf, "\1\0\0\0", 4);
    buf_add(&buf, str_slice(bytes, end, bytes.len));
    memset(buf.data + buf.len - 14, 0xFF, 12);
    cr_assert_eq(read_first(buf_str(&buf)), 4);
    cr_assert_eq(diag_n(trial.diag), 0);
}

/* ---- and what others do -----------------------------------------------------------------------
 */

/* The second entry's data lie inside the first's. */
Test(zip, entries_inside_another_are_refused) {
    struct str inner = zip_one("b", STR("text"), true);
    struct make_part parts[] = {{.name = "a", .text = inner.data, .size = 35, .is_stored = true},
                                {.name = "b", .text = "text", .is_stored = true}};
    struct str bytes = zip_parts(parts, 2);
    size_t second = str_find(bytes, STR("PK\x01\x02"), str_find(bytes, STR("PK\x01\x02"), 0) + 1);
    uint32_t place = 31;
    memcpy(local(bytes, second + 42), &place, 4);
    cr_assert_null(open_bytes(bytes));
    cr_assert_eq(trial_count(&trial, DIAG_FILE_DAMAGED), 1);
    cr_assert(str_contains(reported(trial.diag, 0)->message, STR("重叠")));
}

Test(zip, a_directory_longer_or_shorter_than_it_says_is_damage) {
    struct make_part parts[] = {{.name = "a", .text = "x"}, {.name = "b", .text = "y"}};
    for (int n = 0; n < 4; n++) {
        struct str bytes = zip_parts(parts, 2);
        size_t end = str_find(bytes, STR("PK\5\6"), 0);
        *local(bytes, end + 10) = (char)n;
        cr_assert(n == 2 ? open_bytes(bytes) != NULL : open_bytes(bytes) == NULL, "%d", n);
    }
}

Test(zip, a_part_that_reaches_into_the_directory_is_damage) {
    struct str bytes = zip_one("a", STR("text"), true);
    *local(bytes, 18) = *local(bytes, 22) = 50;
    *central(bytes, 20) = *central(bytes, 24) = 50;
    cr_assert_null(open_bytes(bytes));
    cr_assert_eq(trial_count(&trial, DIAG_FILE_DAMAGED), 1);
}
