/* When an OLE file was last saved, as its summary says (MS-OLEPS 2.21, property 13). */
#include "read/xls.h"

enum { LAST_SAVED = 13, IS_MOMENT = 0x40, AT_SECTION = 44 };
/* Moments count tenths of a microsecond since 1601-01-01. */
#define TICKS_A_SECOND  10000000U
#define SECONDS_TO_1970 11644473600LL
#define SECONDS_A_DAY   86400

/* Where the property stands in its section; 0 if it does not. */
static uint32_t find_saved(struct str section) {
    uint32_t n = bytes_u32(section, 4);
    for (size_t i = 0, at = 8; i < n && at + 8 <= section.len; i++, at += 8) {
        if (bytes_u32(section, at) == LAST_SAVED) {
            return bytes_u32(section, at + 4);
        }
    }
    return 0;
}

struct str xls_read_saved(struct arena *arena, const struct ole *ole) {
    struct str stream;
    if (!ole_stream(ole, "\005SummaryInformation", &stream)) {
        return (struct str){0};
    }
    struct str section = str_slice(stream, bytes_u32(stream, AT_SECTION), stream.len);
    uint32_t at = find_saved(section);
    uint64_t ticks = bytes_u64(section, (size_t)at + 4);
    if (!at || bytes_u32(section, at) != IS_MOMENT || !ticks) {
        return (struct str){0};
    }
    int64_t seconds = (int64_t)(ticks / TICKS_A_SECOND) - SECONDS_TO_1970;
    if (seconds < 0) {
        return (struct str){0};
    }
    struct date date = date_from_days(seconds / SECONDS_A_DAY);
    int of_day = (int)(seconds % SECONDS_A_DAY);
    return date.year > 9999
               ? (struct str){0}
               : str_format(arena, "%04d-%02d-%02dT%02d:%02d:%02dZ", date.year, date.month,
                            date.day, of_day / 3600, of_day / 60 % 60, of_day % 60);
}
