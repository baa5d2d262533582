/* What the fuzz targets begin with, and what they once found, is read or refused and harms nobody.
 */
#include "read/trial.h"

#include <criterion/criterion.h>

static bool read_seed(struct arena *arena, struct str path) {
    const struct source source = {.file = path};
    struct diag *diag = diag_open(arena);
    struct str bytes;
    if (!file_read(arena, path, 1 << 20, &source, diag, &bytes)) {
        return false;
    }
    struct trial trial = trial_any(str_to_c(arena, path), bytes);
    bool is_told = trial.is_read || diag_n_of(trial.diag, SEVERITY_FATAL) == 1;
    trial_close(&trial);
    return is_told;
}

Test(seeds, every_seed_is_read_or_refused) {
    static const char *const seeds[] = {"xlsx/all.xlsx",  "xls/all.xls",     "csv/gbk.csv",
                                        "csv/bom.csv",    "html/table.html", "xml2003/all.xml",
                                        "sheet/cells.xml"};
    struct arena *arena = arena_open(NULL);
    for (size_t i = 0; i < sizeof seeds / sizeof *seeds; i++) {
        cr_assert(read_seed(arena, str_format(arena, "tests/fuzz/seeds/%s", seeds[i])), "%s",
                  seeds[i]);
    }
    arena_close(arena);
}
