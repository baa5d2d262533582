/* Each moment belongs to one part, and without a clock to none. */
#include "base/meter.h"

#include <criterion/criterion.h>
#include <string.h>

static int64_t now;

static int64_t tick(void) {
    return now;
}

Test(meter, times_go_to_the_part_at_work) {
    struct meter meter = {.clock = tick};
    now = 100;
    meter_begin(&meter, METER_LAYOUT);
    now = 107;
    enum meter_part before = meter_turn(&meter, METER_HASH);
    cr_assert_eq(before, METER_LAYOUT);
    now = 110;
    meter_turn(&meter, before);
    now = 111;
    meter_turn(&meter, METER_OTHER);
    cr_assert_eq(meter.spent[METER_LAYOUT], 8);
    cr_assert_eq(meter.spent[METER_HASH], 3);
    meter_begin(&meter, METER_JUDGE);
    cr_assert_eq(meter.spent[METER_LAYOUT], 0);
}

Test(meter, nobody_need_measure) {
    struct meter meter = {0};
    meter_begin(NULL, METER_LAYOUT);
    meter_begin(&meter, METER_LAYOUT);
    cr_assert_eq(meter_turn(NULL, METER_HASH), METER_OTHER);
    cr_assert_eq(meter_turn(&meter, METER_HASH), METER_OTHER);
    cr_assert_eq(meter.spent[METER_OTHER] + meter.spent[METER_LAYOUT], 0);
}

Test(meter, parts_have_names_of_their_own) {
    for (int i = 0; i < N_METER_PARTS; i++) {
        for (int k = 0; k < i; k++) {
            cr_assert(strcmp(meter_name((enum meter_part)i), meter_name((enum meter_part)k)));
        }
    }
}
