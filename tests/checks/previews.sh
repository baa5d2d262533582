#!/bin/sh
# --previews: small pictures of pages beside the papers, which a switch of index.html shows: of institutions' papers the
# first page, of the province's every one. They are files of OUT like others (manifest, any -j, swept when no longer asked
# for); without the option there are neither pictures nor a switch.
build=${1:-build}
case $build in /*) ;; *) build=$PWD/$build ;; esac
program=$build/dengbao
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
say() { [ "$2" = 0 ] && echo "ok previews-$1" || echo "not ok previews-$1"; }
only=filing,grading,province
run() { # OUT WORD...
    out=$work/$1
    shift
    "$program" build samples/inbox-plan -o "$out" --as-of 2012-06-30 --province 江西省 --only "$only" -q "$@" >"$work/printed" 2>&1
    [ $? -le 1 ] || { echo 'not ok previews-run'; cat "$work/printed"; }
}
run out --previews -j 1
"$program" verify "$work/out" >"$work/printed" && grep -q '清单之外 0' "$work/printed"; say verified $?
python3 - "$work/out" <<'PY'
import os, re, struct, subprocess, sys
root = sys.argv[1]
held = {os.path.relpath(os.path.join(d, f), root) for d, _, files in os.walk(root) for f in files}
want, sizes, odd = set(), 0, []
for path in held:
    if path.endswith(".pdf"):
        said = subprocess.run(["pdfinfo", os.path.join(root, path)], capture_output=True, text=True).stdout
        pages = int(re.search(r"Pages:\s+(\d+)", said).group(1)) if path.startswith("province/") else 1
        want |= {"previews/%s/%d.png" % (path, i + 1) for i in range(pages)}
got = {path for path in held if path.startswith("previews/")}
for path in got:
    data = open(os.path.join(root, path), "rb").read()
    sizes += len(data)
    width, height = struct.unpack(">II", data[16:24])
    if data[:8] != b"\x89PNG\r\n\x1a\n" or not 380 < min(width, height) < 420 or len(data) < 600:
        odd.append((path, width, height, len(data)))
page = open(root + "/index.html", encoding="utf-8").read()
told = re.search(r"显示页面预览（(\d+)幅，共([\d.]+) MB）", page)
say = lambda good, name, *what: print("ok previews-%s" % name if good else "not ok previews-%s %s" % (name, what))
say(got == want and len(got) > 20, "pages", sorted(got ^ want)[:3])
say(not odd, "pictures", odd[:3])
say(told and int(told.group(1)) == len(got) and 0 <= float(told.group(2)) - sizes / 2**20 < 0.1, "told", told and told.groups(), len(got), sizes)
say('href="previews/' not in page and "src=" not in page.split("<script>")[0], "no-load")
PY
run jobs --previews -j 3
diff -r "$work/out" "$work/jobs" >"$work/diff"; say jobs $?
run out --previews
diff -r "$work/out" "$work/jobs" >"$work/diff"; say again $?
if command -v chromium >/dev/null; then
    # The switch: nothing is shown before, every picture is there after, rows drawn later have theirs.
    act='(function(){var q=function(s){return document.querySelectorAll(s)};var said=[q(".pages img").length];var b=document.getElementById("previews");b.click();var l=q(".pages img");l.forEach(function(i){i.loading="eager"});setTimeout(function(){said.push(l.length,Array.prototype.every.call(l,function(i){return i.naturalWidth>380||i.naturalHeight>380}),getComputedStyle(q(".files .pages")[0]).display);b.click();said.push(getComputedStyle(q(".pages")[0]).display);document.title=said.join(" ")},8000)})()'
    sed "s@</body>@<script>$act</script></body>@" "$work/out/index.html" >"$work/out/acted.html"
    timeout 90 chromium --headless --no-sandbox --disable-gpu --disable-dev-shm-usage --user-data-dir="$work/profile" --enable-logging=stderr --virtual-time-budget=20000 --dump-dom "file://$work/out/acted.html" >"$work/dom" 2>"$work/console"
    ! grep -q CONSOLE "$work/console"; say console $?
    n=$(find "$work/out/previews" -name '*.png' | wc -l)
    grep -q "<title>0 $n true flex none</title>" "$work/dom"; say switch $?
    grep -q "<title>0 $n true flex none</title>" "$work/dom" || grep -o '<title>[^<]*' "$work/dom"
    rm "$work/out/acted.html"
fi
# Papers that are not chosen stay, and so do their pictures; without the option they go.
run chosen --previews
only=grading
run chosen --previews
diff -r "$work/out/previews" "$work/chosen/previews" >"$work/diff"; say chosen $?
n=$(find "$work/out/previews" -name '*.png' | wc -l)
grep -q "显示页面预览（$n幅" "$work/chosen/index.html"; say chosen-page $?
run chosen
only=filing,grading,province
[ ! -e "$work/chosen/previews" ] && [ "$(find "$work/chosen" -type f -name '*.pdf' | wc -l)" = "$(find "$work/out" -type f -name '*.pdf' | wc -l)" ]; say chosen-without $?
"$program" report "$work/out" -o "$work/sum" --previews -q >"$work/printed" 2>&1
diff -r "$work/out/previews/province" "$work/sum/previews/province" >"$work/diff"; say report $?
run out
[ ! -e "$work/out/previews" ] && ! grep -q 'id="previews"' "$work/out/index.html"; say swept $?
"$program" build samples/inbox-plan -o "$work/never" --previews --bundle zip >"$work/printed" 2>&1
[ $? -eq 2 ] && grep -q -e '--bundle' "$work/printed" && [ ! -e "$work/never" ]; say no-bundle $?
