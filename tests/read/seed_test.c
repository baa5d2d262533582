/* What the fuzz targets begin with, and what they once found, goes through the targets themselves:
 * it is read or refused and harms nobody. */
#include <criterion/criterion.h>

#include "fuzz/fuzz.h"

/* Each target, by a name of its own. */
#define FUZZ_REPLAY
#define LLVMFuzzerTestOneInput fuzz_csv
#include "fuzz/csv.c"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput fuzz_encoding
#include "fuzz/encoding.c"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput fuzz_format
#include "fuzz/format.c"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput fuzz_html
#include "fuzz/html.c"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput fuzz_sheet
#include "fuzz/sheet.c"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput fuzz_table
#include "fuzz/table.c"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput fuzz_xls
#include "fuzz/xls.c"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput fuzz_xlsx
#include "fuzz/xlsx.c"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput fuzz_xml
#include "fuzz/xml.c"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput fuzz_xml2003
#include "fuzz/xml2003.c"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput fuzz_yaml
#include "fuzz/yaml.c"
#undef LLVMFuzzerTestOneInput

typedef int target(const uint8_t *data, size_t size);

/* Every file of a folder of seeds; returns how many. */
static size_t replay(const char *name, target *run) {
    static const struct source source = {STR_INIT("seeds"), {"", 0}};
    struct arena *arena = arena_open(fuzz_give_up);
    struct diag *diag = diag_open(arena);
    struct file_entry *entries;
    size_t n;
    cr_assert(file_walk(arena, str_format(arena, "tests/fuzz/%s", name), diag, &entries, &n));
    for (size_t i = 0; i < n; i++) {
        struct str bytes;
        cr_assert(file_read(arena, entries[i].path, 1 << 20, &source, diag, &bytes));
        cr_assert_eq(run((const uint8_t *)bytes.data, bytes.len), 0);
    }
    arena_close(arena);
    return n;
}

Test(seeds, every_seed_is_read_or_refused, .timeout = 300) {
    static const struct {
        const char *seeds;
        target *run;
    } targets[] = {{"seeds/csv", fuzz_csv},
                   {"seeds/csv", fuzz_encoding},
                   {"seeds/format", fuzz_format},
                   {"seeds/html", fuzz_html},
                   {"seeds/sheet", fuzz_sheet},
                   {"seeds/table", fuzz_table},
                   {"seeds/xls", fuzz_xls},
                   {"seeds/xlsx", fuzz_xlsx},
                   {"seeds/xml", fuzz_xml},
                   {"seeds/sheet", fuzz_xml},
                   {"seeds/xml2003", fuzz_xml2003},
                   {"seeds/xml2003", fuzz_xml},
                   {"seeds/yaml", fuzz_yaml},
                   {"corpus/csv", fuzz_csv},
                   {"corpus/encoding", fuzz_encoding},
                   {"corpus/format", fuzz_format},
                   {"corpus/html", fuzz_html},
                   {"corpus/package", fuzz_xlsx},
                   {"corpus/sheet", fuzz_sheet},
                   {"corpus/table", fuzz_table},
                   {"corpus/xls", fuzz_xls},
                   {"corpus/xlsx", fuzz_xlsx},
                   {"corpus/xml", fuzz_xml},
                   {"corpus/xml2003", fuzz_xml2003},
                   {"corpus/yaml", fuzz_yaml}};
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        cr_assert_gt(replay(targets[i].seeds, targets[i].run), 0, "%s", targets[i].seeds);
    }
}
