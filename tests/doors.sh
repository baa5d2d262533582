#!/bin/sh
# Reads the include lines of gen/ and fails on any arrow that the house forbids: rooms use only the
# rooms below them and only by their front door, library headers stay behind their fence, and no
# string literal outside base/diag.def holds anything but ASCII.
LC_ALL=C
export LC_ALL
cd "$(dirname "$0")/.." || exit 2
awk '
function allow(room, list,   n, parts, i) {
    n = split(list, parts, " ")
    for (i = 1; i <= n; i++) ok[room, parts[i]] = 1
}
function fence(header, list,   n, parts, i) {
    fenced[header] = 1
    n = split(list, parts, " ")
    for (i = 1; i <= n; i++) gate[header, parts[i]] = 1
}
# Folders of a room: a folder may include the headers at the top of its room, its own, and those of `list`.
function inner(folder, list,   n, parts, i) {
    folders[folder] = 1
    n = split(list, parts, " ")
    for (i = 1; i <= n; i++) passage[folder, parts[i]] = 1
}
function complain(what) {
    printf "%s:%d: %s\n", FILENAME, FNR, what
    bad = 1
}
BEGIN {
    base = "base/base.h"; model = "model/model.h"
    page = "layout/page.h"; sheet = "layout/sheet.h"; layout = "layout/layout.h"
    allow("model", base)
    allow("read", base)
    allow("intake", base " " model " read/read.h")
    allow("rules", base " " model)
    allow("ledger", base " " model " rules/rules.h")
    allow("layout", base)
    allow("docs", base " " model " rules/rules.h ledger/ledger.h " layout " " page " " sheet)
    allow("write", base " " page " " sheet)
    allow("batch", base " " model " read/read.h intake/intake.h rules/rules.h ledger/ledger.h docs/docs.h write/write.h " layout " " page " " sheet)
    allow("cli", base " batch/batch.h")
    inner("layout/text", ""); inner("layout/flow", "layout/text"); inner("layout/form", "layout/text")
    inner("write/font", ""); inner("write/pdf", "write/font"); inner("write/xlsx", ""); inner("write/returned", "write/xlsx"); inner("write/raster", "")
    shaping = "layout/text/text.c layout/text/shaping.c layout/text/fonts.h"
    fence("pango", shaping); fence("fontconfig", shaping); fence("hb", shaping " write/font/fontkit.c write/font/subset.c write/font/cff.c")
    fence("cairo", "write/raster/raster.c"); fence("ft2build", "write/raster/raster.c")
    fence("hpdf", "write/pdf/pdf.c write/pdf/objects.h write/pdf/properties.c"); fence("zlib", "write/font/fontkit.c write/returned/package.c write/zip.c write/xlsx/xlsx_package.c"); fence("isa-l", "read/zip.c write/xlsx/xlsx_check.c"); fence("libdeflate", "write/font/fontkit.c write/font/stock.c write/xlsx/xlsx_package.c")
    fence("xlsxwriter", "write/xlsx/xlsx_inner.h write/xlsx/xlsx_inputs.h")
    fence("zip", ""); fence("expat", ""); fence("seccomp", "read/guard.c"); fence("iconv", "read/encoding.c read/encoding_page.c")
    fence("libfyaml", "base/yaml.c"); fence("csv", "base/csv.c"); fence("nettle", "base/hash.c base/cipher.c")
    fence("time", "cli/progress.c cli/main.c cli/options.c"); fence("locale", "cli/main.c")
}
FNR == 1 { room = FILENAME; sub("^gen/", "", room); file = room; sub("/.*", "", room)
           folder = file; sub("/[^/]*$", "", folder); if (folder != room && !(folder in folders)) complain("no folder of the house: " folder) }
/^#[ \t]*include[ \t]+"/ {
    header = $0; sub(/^[^"]*"/, "", header); sub(/".*/, "", header)
    other = header; sub("/.*", "", other)
    if (other != room && !((room, header) in ok)) complain("may not include " header)
    within = header; sub("/[^/]*$", "", within)
    if (other == room && folder != room && within != room && within != folder && !((folder, within) in passage)) complain(folder " may not include " header)
}
/^#[ \t]*include[ \t]+</ {
    header = $0; sub(/^[^<]*</, "", header); sub(/>.*/, "", header)
    key = header; sub(/[\/.-].*/, "", key); sub(/^hpdf_.*/, "hpdf", key)
    if (key in fenced && !((key, file) in gate)) complain(header " is fenced elsewhere")
}
FILENAME !~ /diag\.def$/ {
    text = $0
    if (block) { if (!sub(/^.*\*\//, "", text)) next; block = 0 }
    gsub(/\/\*([^*]|\*[^\/])*\*\//, "", text)
    if (match(text, /\/\*/)) { text = substr(text, 1, RSTART - 1); block = 1 }
    sub(/\/\/.*/, "", text)
    if (text ~ /[\200-\377]/) complain("non-ASCII text outside comments")
}
# The one place where running out of memory ends the run is base/arena.c.
FILENAME !~ /^gen\/(cli\/|base\/arena\.c)/ && /(^|[^a-z_])(exit|abort|getenv|time|localtime|setlocale)\(/ && !/\/\*|^ \*/ {
    complain("exit, clock, environment and locale belong to cli")
}
END { exit bad }
' $(find gen -name '*.[ch]' -o -name '*.def' | LC_ALL=C sort) || { echo 'doors: broken'; exit 1; }
echo 'doors: ok'
