#!/bin/sh
# What goes back of a file that no marks can be put into keeps the number format of each cell: .xls,
# XML of 2003, .xlsx of the strict kind, also with days from 1904. Codes that would break the book do
# not go into it. The same cells are read from it, and LibreOffice shows the same.
set -u
build=${1:-build}
cd "$(dirname "$0")/../.." || exit 2
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
failed=0
report() {
    if [ "$2" = 0 ]; then echo "ok $1"; else echo "not ok $1"; failed=1; fi
}

mkdir "$work/in"
for name in old.xls page.xml strict.xlsx strict1904.xlsx; do
    mkdir "$work/in/$name"
    python3 tests/checks/returns_formats.py make "${name##*.}" "$work/in/$name/$name" || exit 2
    "$build/dengbao" check "$work/in/$name" -o "$work/out-$name" --as-of 2012-06-30 >"$work/log" 2>&1
    mkdir -p "$work/out/退回修改"
    cp "$work/out-$name/退回修改/"* "$work/out/退回修改/"
done
for name in old.xls page.xml strict.xlsx strict1904.xlsx; do
    back=$work/out/退回修改/退回修改-${name%.xlsx}
    back=${back%.xlsx}.xlsx
    if ! [ -f "$back" ]; then
        report "$name goes back" 1
        continue
    fi
    python3 tests/checks/returns_formats.py compare "${name##*.}" "$back" >"$work/said"
    report "$name goes back with the formats and numbers of its cells" $?
    cat "$work/said"
    "$build/tools/read_file" --apart --cells "$work/in/$name/$name" | grep '^附注' >"$work/sent" 2>/dev/null
    "$build/tools/read_file" --apart --cells "$back" | grep '^附注' >"$work/read" 2>/dev/null
    # a day whose code is none goes back as its text
    sed -i 's/\t[td]\t\(190[04]\)$/\t\1/' "$work/sent" "$work/read"
    [ "$(wc -l <"$work/sent")" -gt 80 ] && diff "$work/sent" "$work/read" >"$work/diff"
    report "and is read as it was" $?
    [ -s "$work/diff" ] && head -n 10 "$work/diff"
done
for name in old.xls page.xml strict.xlsx; do
    back=$work/out/退回修改/退回修改-${name%.xlsx}.xlsx
    [ "$name" = page.xml ] && width=20.2 || width=10
    unzip -p "$back" xl/worksheets/sheet2.xml 2>/dev/null | grep -q "<col min=\"[12]\" max=\"[12]\" width=\"$width"
    report "$name: columns are as wide" $?
done

# Others show of it what they showed of what was sent.
command -v soffice >/dev/null || exit $failed
for name in old.xls page.xml; do
    mkdir "$work/shown-$name"
    cp "$work/in/$name/$name" "$work/shown-$name/sent.${name##*.}"
    cp "$work/out/退回修改/退回修改-$name.xlsx" "$work/shown-$name/back.xlsx"
    (cd "$work/shown-$name" && HOME=$work soffice --headless --convert-to \
        'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1' sent.* back.xlsx >"$work/said" 2>&1)
    [ "$(wc -l <"$work/shown-$name/back-附注.csv")" -gt 40 ] &&
        grep -v 第[0-9]*格,5$ "$work/shown-$name/sent-附注.csv" | head -n 35 >"$work/a" &&
        grep -v 第[0-9]*格,5$ "$work/shown-$name/back-附注.csv" | head -n 35 >"$work/b" && diff "$work/a" "$work/b" >"$work/diff"
    report "$name: LibreOffice shows the same" $?
    [ -s "$work/diff" ] && head -n 10 "$work/diff"
done
exit $failed
