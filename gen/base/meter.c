/* Times by part. */
#include "base/meter.h"

void meter_begin(struct meter *meter, enum meter_part part) {
    if (meter && meter->clock) {
        *meter = (struct meter){.clock = meter->clock, .part = part, .since = meter->clock()};
    }
}

enum meter_part meter_turn(struct meter *meter, enum meter_part part) {
    if (!meter || !meter->clock) {
        return METER_OTHER;
    }
    enum meter_part before = meter->part;
    int64_t now = meter->clock();
    meter->spent[before] += now - meter->since;
    meter->since = now;
    meter->part = part;
    return before;
}

const char *meter_name(enum meter_part part) {
    static const char *const names[N_METER_PARTS] = {
        [METER_OTHER] = "other",     [METER_JUDGE] = "judge",   [METER_LAYOUT] = "layout",
        [METER_AUDIT] = "audit",     [METER_GLYPHS] = "glyphs", [METER_CONTENT] = "content",
        [METER_DEFLATE] = "deflate", [METER_FONTS] = "fonts",   [METER_OBJECTS] = "objects",
        [METER_BOOKS] = "books",     [METER_HASH] = "hash",     [METER_WRITE] = "write",
    };
    return names[part];
}
