/* What comes of an institution goes from one process to another as bytes, whole or not at all. */
#include "batch/worker.h"

#include <criterion/criterion.h>

static void out_of_memory(size_t size) {
    cr_assert_fail("out of memory: %zu", size);
}

static struct work make_work(struct arena *arena) {
    struct work work = {.is_done = true,
                        .complaints = STR("complaints"),
                        .trouble = STR(""),
                        .spent = {[METER_LAYOUT] = 77, [METER_WRITE] = INT64_C(1) << 40},
                        .rows = {STR_INIT("unit row\n"), STR_INIT("")},
                        .papers = {.unit = {.made_of = STR("77")}, .is_fresh = true}};
    struct staged files[] = {
        {.file = {.path = STR("units/a/b.pdf"), .sha256 = STR("00ff"), .is_built = true},
         .temporary = STR(".dengbao/tmp/1-0")},
        {.file = {.path = STR("units/a/c.pdf"), .sha256 = STR("11")}}};
    for (size_t i = 0; i < 2; i++) {
        ARENA_PUSH(arena, work.papers.files, work.papers.n_files, work.papers.capacity, files[i]);
    }
    return work;
}

Test(worker, work_comes_out_of_its_parcel_as_it_went_in) {
    struct arena *arena = arena_open(out_of_memory);
    struct work work = make_work(arena), got = {0};
    struct buf buf = {.arena = arena};
    work_pack(&work, &buf);
    cr_assert(work_unpack(buf_str(&buf), arena, &got));
    cr_assert(got.is_done && got.papers.n_files == 2 && got.papers.is_fresh);
    cr_assert(str_is(got.papers.unit.made_of, "77"));
    cr_assert(str_is(got.papers.files[0].file.path, "units/a/b.pdf"));
    cr_assert(str_is(got.papers.files[0].temporary, ".dengbao/tmp/1-0"));
    cr_assert(got.papers.files[0].file.is_built && !got.papers.files[1].file.is_built);
    cr_assert(str_is(got.papers.files[1].file.sha256, "11") && !got.papers.files[1].temporary.len);
    cr_assert(str_is(got.rows[0], "unit row\n") && !got.rows[1].len);
    cr_assert(str_is(got.complaints, "complaints") && !got.trouble.len);
    cr_assert(got.spent[METER_LAYOUT] == 77 && got.spent[METER_WRITE] == INT64_C(1) << 40);
    arena_close(arena);
}

Test(worker, a_parcel_cut_anywhere_is_refused) {
    struct arena *arena = arena_open(out_of_memory);
    struct work work = make_work(arena);
    struct buf buf = {.arena = arena};
    work_pack(&work, &buf);
    for (size_t size = 0; size < buf.len; size++) {
        struct work got = {0};
        cr_assert_not(work_unpack(str_slice(buf_str(&buf), 0, size), arena, &got), "%zu", size);
    }
    buf_add_byte(&buf, 0);
    struct work got = {0};
    cr_assert_not(work_unpack(buf_str(&buf), arena, &got), "a byte too many");
    arena_close(arena);
}

Test(worker, a_count_that_no_bytes_stand_for_is_refused) {
    struct arena *arena = arena_open(out_of_memory);
    struct buf buf = {.arena = arena};
    struct work got = {0};
    parcel_add_number(&buf, 1);
    parcel_add_number(&buf, 0);
    parcel_add_text(&buf, STR(""));
    parcel_add_number(&buf, 0);
    parcel_add_number(&buf, 0);
    parcel_add_number(&buf, SIZE_MAX);
    cr_assert_not(work_unpack(buf_str(&buf), arena, &got));
    arena_close(arena);
}
