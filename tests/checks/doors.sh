#!/bin/sh
# The rooms keep their doors, and the check itself can fail: each kind of trespass is caught.
if tests/doors.sh >/dev/null; then echo 'ok doors'; else echo 'not ok doors'; tests/doors.sh; fi
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT

# caught NAME FILE LINE: with LINE in gen/FILE the check fails.
caught() {
    rm -rf "$copy"/* && mkdir "$copy/tests" && cp -r gen "$copy/" && cp tests/doors.sh "$copy/tests/"
    mkdir -p "$(dirname "$copy/gen/$2")" && echo "$3" >"$copy/gen/$2"
    if "$copy/tests/doors.sh" >/dev/null; then echo "not ok doors-catch-$1"; else echo "ok doors-catch-$1"; fi
}
caught room write/trespass.c '#include "docs/docs.h"'
caught back-door intake/trespass.c '#include "read/zip.h"'
caught folder layout/flow/trespass.c '#include "layout/form/form.h"'
caught room-in-folder write/pdf/trespass.c '#include "docs/docs.h"'
caught new-folder write/html/trespass.c '#include "write/write.h"'
caught library docs/trespass.c '#include <pango/pango.h>'
caught engine cli/trespass.c '#include "docs/docs.h"'
caught wording docs/trespass.c 'static const char *const word = "表";'
caught clock rules/trespass.c 'long now(void) { return time(0); }'
