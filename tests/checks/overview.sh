#!/bin/sh
# index.html has a link to every file of OUT and each leads to one, its figures are those of data/, no value of a cell
# becomes markup, and a browser runs it without complaint (where chromium is installed).
build=${1:-build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
printf '单位名称,行政区划代码,机构类别\n<script>alert(1)</script>医院,360102,"x"" onclick=""alert(2)"\n甲&乙医院,360103,医院\n' >"$work/单位.csv"
printf '所属单位,系统名称,安全保护等级\n甲&乙医院,#1 系统%%20?,第三级\n甲&乙医院,九级系统,第九级\n' >"$work/系统.csv"
"$build/dengbao" build samples/inbox "$work/单位.csv" "$work/系统.csv" -o "$work/out" --as-of 2012-06-30 --province 江西省 -q >"$work/printed" 2>&1
cat >"$work/look.py" <<'PY'
import csv, html.parser, os, sys, urllib.parse
root = sys.argv[1]
class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.links, self.tags, self.odd, self.text = set(), {}, [], []
    def handle_starttag(self, tag, attributes):
        self.tags[tag] = self.tags.get(tag, 0) + 1
        for key, value in attributes:
            if key.startswith('on'): self.odd.append(key)
            if key == 'href' and value != 'data:,': self.links.add(urllib.parse.unquote(value))
    def handle_data(self, data): self.text.append(data)
page = Page()
page.feed(open(root + '/index.html', encoding='utf-8').read())
def say(good, name, *what): print('ok overview-' + name if good else 'not ok overview-%s %s' % (name, what))
held = {os.path.relpath(os.path.join(d, f), root) for d, _, files in os.walk(root) for f in files}
say(page.links == held - {'index.html', 'manifest.json'}, 'links', sorted(page.links ^ held)[:5])
say(page.tags['script'] == 1 and not page.odd, 'inert', page.tags['script'], page.odd)
say('<script>alert(1)</script>医院' in ''.join(page.text), 'shown')
rows = {name: list(csv.DictReader(open('%s/data/%s.csv' % (root, name), encoding='utf-8'))) for name in ('units', 'systems', 'obligations')}
say(page.tags['tr'] == len(rows['units']) + 1, 'rows', page.tags['tr'])
text = ''.join(page.text)
late = sum(r['status'] == '逾期' for r in rows['obligations'])
say(all(str(n) + word in text for n, word in ((len(rows['units']), '单位'), (len(rows['systems']), '信息系统'), (late, '逾期事项'))), 'totals')
PY
python3 "$work/look.py" "$work/out"
# Three corrections are three rows of what changed, in words; without an earlier run there is no such table.
cp -r samples/inbox "$work/mended"
printf '单位名称,行政区划代码,机构类别\n<script>alert(1)</script>医院,360102,医院\n甲&乙医院,360103,医院\n' >"$work/mended/单位.csv"
printf '所属单位,系统名称,安全保护等级\n甲&乙医院,#1 系统%%20?,第二级\n甲&乙医院,九级系统,第九级\n甲&乙医院,<b>新</b>系统,第一级\n' >"$work/mended/系统.csv"
"$build/dengbao" build "$work/mended" -o "$work/after" --as-of 2012-06-30 --province 江西省 --previous "$work/out" -q >"$work/printed" 2>&1
python3 - "$work/after" "$work/out" <<'PY'
import csv, html, re, sys
page, before = (open(out + "/index.html", encoding="utf-8").read() for out in sys.argv[1:])
rows = list(csv.DictReader(open(sys.argv[1] + "/data/changes.csv", encoding="utf-8")))
table = re.search(r'<table id="changes">.*?</table>', page, re.S)
shown = [[html.unescape(cell.strip()) for cell in row.split("<td>")[1:]] for row in table.group(0).split("<tr>")[2:]] if table else []
shown = [[re.sub("</?t[^>]*>|</div>", "", cell).strip() for cell in row] for row in shown]
wanted = [["甲&乙医院", "#1 系统%20?", "安全保护等级", "第三级", "第二级"], ["甲&乙医院", "<b>新</b>系统", "新增", "", "<b>新</b>系统"],
          ["<script>alert(1)</script>医院", "", "机构类别", "", "医院"]]
good = len(shown) == len(rows) > 0 and all(row in shown for row in wanted) and 'id="changes"' not in before and "<b>新" not in page
print("ok overview-changes" if good else "not ok overview-changes %s %s" % (len(rows), shown[:12]))
PY
if command -v chromium >/dev/null; then
    # What a person does: searches, sorts, ticks; the outcome is written where the test reads it.
    sed 's|</body>|<script>(function(){var q=function(s){return document.querySelector(s)};var n=function(){return document.querySelectorAll("#units tbody tr").length};var said=[n()];var f=q("#find");f.value="九江 血站";f.dispatchEvent(new Event("input"));said.push(n());f.value="没有";f.dispatchEvent(new Event("input"));said.push(n(),q("#none").hidden);f.value="";f.dispatchEvent(new Event("input"));var b=document.querySelectorAll("#units th button")[3];b.click();b.click();var c=document.querySelectorAll("#units tbody tr");said.push(+c[0].cells[3].textContent<=+c[c.length-1].cells[3].textContent);b.click();c=document.querySelectorAll("#units tbody tr");said.push(+c[0].cells[3].textContent>=+c[c.length-1].cells[3].textContent);document.title=said.join(" ")})()</script></body>|' "$work/out/index.html" >"$work/out/acted.html"
    timeout 60 chromium --headless --no-sandbox --disable-gpu --disable-dev-shm-usage --user-data-dir="$work/profile" --enable-logging=stderr --dump-dom "file://$work/out/acted.html" >"$work/dom" 2>"$work/console"
    grep -q 'CONSOLE' "$work/console" && echo "not ok overview-console" || echo 'ok overview-console'
    grep -q '<title>22 1 0 false true true</title>' "$work/dom" && echo 'ok overview-acts' || { echo 'not ok overview-acts'; grep -o '<title>[^<]*' "$work/dom"; }
fi
