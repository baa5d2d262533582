/* Digests of files remembered between runs: known again, never of another state of the file. */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ground.h"
#include "reported.h"

TestSuite(digests, .init = open_ground, .fini = close_ground);

static const char of_abc[] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

static void put(const char *name, const char *text) {
    cr_assert(file_write(own_path(name), str_from_c(text), diag));
}

/* Replaces the digits that were left, so that what is remembered can be told from what is not. */
static struct str left_with(char digit) {
    struct str text;
    cr_assert(file_read(arena, own_path("memory/digests"), 10000, NULL, diag, &text));
    for (size_t i = 0; i < 64; i++) {
        ((char *)text.data)[i] = digit;
    }
    cr_assert(file_write(own_path("memory/digests"), text, diag));
    return str_slice(text, 0, 64);
}

static struct str ask(struct str memory) {
    struct digests *digests = digests_open(arena, memory);
    struct str sha256 = digests_of(digests, own_path("font.otf"));
    digests_save(digests);
    return sha256;
}

Test(digests, a_file_is_known_again_until_it_changes) {
    put("font.otf", "abc");
    cr_assert(str_is(ask(own_path("memory/digests")), of_abc));
    struct str left = left_with('7');
    cr_assert(str_equal(ask(own_path("memory/digests")), left), "remembered, not hashed");
    put("font.otf", "abd");
    cr_assert_not(str_equal(ask(own_path("memory/digests")), left), "another file of its size");
}

/* A proof holds for what was proved of one state of a file, and is no digest of it. */
Test(digests, a_proof_is_remembered_until_its_file_changes) {
    put("font.otf", "abc");
    struct str memory = own_path("memory/digests"), font = own_path("font.otf");
    struct digests *digests = digests_open(arena, memory);
    cr_assert_not(digests_has_proved(digests, font, STR("sums 0")));
    digests_set_proved(digests, font, STR("sums 0"));
    digests_save(digests);
    digests = digests_open(arena, memory);
    cr_assert(digests_has_proved(digests, font, STR("sums 0")));
    cr_assert_not(digests_has_proved(digests, font, STR("sums 1")));
    cr_assert(str_is(digests_of(digests, font), of_abc));
    put("font.otf", "abd");
    cr_assert_not(digests_has_proved(digests, font, STR("sums 0")), "another file of its size");
    digests = digests_open(arena, STR(""));
    digests_set_proved(digests, font, STR("sums 0"));
    cr_assert_not(digests_has_proved(digests, font, STR("sums 0")), "nothing is remembered");
}

Test(digests, times_set_back_deceive_nobody) {
    put("font.otf", "abc");
    struct stat before;
    cr_assert_eq(stat(str_to_c(arena, own_path("font.otf")), &before), 0);
    ask(own_path("memory/digests"));
    struct str left = left_with('7');
    int file = open(str_to_c(arena, own_path("font.otf")), O_WRONLY);
    cr_assert_eq(write(file, "abd", 3), 3);
    const struct timespec times[] = {before.st_atim, before.st_mtim};
    cr_assert_eq(futimens(file, times), 0);
    close(file);
    cr_assert_not(str_equal(ask(own_path("memory/digests")), left));
}

Test(digests, one_state_of_a_file_is_remembered) {
    put("font.otf", "abc");
    ask(own_path("memory/digests"));
    put("font.otf", "abcd");
    ask(own_path("memory/digests"));
    struct str text;
    cr_assert(file_read(arena, own_path("memory/digests"), 10000, NULL, diag, &text));
    cr_assert_eq(str_find(text, STR("\n"), 0), text.len - 1);
}

Test(digests, nothing_is_remembered_without_a_place_or_from_other_text) {
    put("font.otf", "abc");
    cr_assert(str_is(ask((struct str){NULL, 0}), of_abc));
    put("memory/digests", "no digest\n\n7777 1\n");
    cr_assert(str_is(ask(own_path("memory/digests")), of_abc));
    put("shut", "a file, no folder");
    cr_assert(str_is(ask(own_path("shut/digests")), of_abc), "that it cannot be left is no fault");
    cr_assert_eq(diag_n(diag), 0);
}

Test(digests, what_cannot_be_read_has_none) {
    cr_assert_eq(ask(own_path("memory/digests")).len, 0);
}
