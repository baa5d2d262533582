#!/bin/sh
# Every template broken in every way a person would, told at its file and line, a wrong name with the right one
# (tests/tools/break_templates); and the program's own word on it: what --check-templates prints and how it ends.
build=${1:-build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# One copy for each process, as a fault is written into it.
copy() {
    mkdir -p "$work/$1/fonts"
    cp -r templates "$work/$1/" && cp fonts/roles.yaml "$work/$1/fonts/" && ln -s "$PWD/fonts/files" "$work/$1/fonts/files"
}

break_files() {
    name=$1
    shift
    copy "$name"
    "$build/tools/break_templates" "$work/$name" tests/optional_keys.txt "$@" >"$work/$name.said" 2>"$work/$name.progress"
    echo $? >"$work/$name.status"
}

# Examples beside a table are for those who hold it against them, cluster/ is for machines (cluster.sh).
find templates fonts/roles.yaml -type f ! -path 'templates/cluster/*' ! -name '*.examples.csv' >"$work/files"
# Two halves of like sizes; forms, which are read by themselves, are soon done.
ls -S $(cat "$work/files") | awk '{ print > (NR % 2 ? "'"$work"'/odd" : "'"$work"'/even") }'
break_files one $(cat "$work/odd") &
break_files two $(cat "$work/even")
wait
for name in one two; do
    if [ "$(cat "$work/$name.status")" = 0 ]; then echo "ok templates-broken-$name ($(tail -n 1 "$work/$name.said"))"; else
        echo "not ok templates-broken-$name"
        cut -c 1-300 "$work/$name.said" | iconv -c -f UTF-8 -t UTF-8 | tail -n 40
        tail -n 3 "$work/$name.progress"
    fi
done

# check NAME FILE SED WORDS...: the program ends with 3 and says all the words.
check() {
    name=$1 file=$2 script=$3
    shift 3
    rm -rf "$work/own" && copy own
    sed -i "$script" "$work/own/$file"
    "$build/dengbao" --check-templates --templates "$work/own/templates" --fonts "$work/own/fonts" >"$work/said" 2>&1
    status=$?
    [ "$status" = 3 ] || { echo "not ok templates-$name (exit status $status)"; return; }
    for word in "$@"; do
        grep -qF -- "$word" "$work/said" || { echo "not ok templates-$name (no $word)"; head -n 5 "$work/said"; return; }
    done
    echo "ok templates-$name"
}
# place WORDS: the first line of editions.yaml that has them.
place() {
    echo "templates/editions.yaml:$(grep -n -m 1 -- "$1" templates/editions.yaml | cut -d : -f 1)"
}
check good-page templates/forms/filing-unit.2007.yaml 's/^page: .*/page: A4/' YAML_KIND_MAP templates/forms/filing-unit.2007.yaml:5:7
check missing-yes templates/columns/answers.yaml '/^"yes":/d' YAML_MISSING templates/columns/answers.yaml: yes
check question-of-no-field templates/columns/answers.yaml 's/system.filed/system.fild/' YAML_VALUE templates/columns/answers.yaml: '可填：system.filed'
check question-other-threshold templates/ledger/questions.csv 's/,50,4,0,10$/,60,4,0,10/' RULE_EXAMPLE templates/ledger/questions.examples.csv:4
check question-unproved templates/ledger/questions.examples.csv '/^20,asked/d' RULE_EXAMPLE_MISSING templates/ledger/questions.csv:5 QUESTION_LEVEL
check own-words templates/cli/messages.yaml 's/^summary:/sumary:/' templates/cli/messages.yaml: YAML_KEY summary
check own-words-unreadable templates/cli/messages.yaml 's/^severity:/\tseverity:/' templates/cli/messages.yaml: YAML_SYNTAX
check no-options templates/columns/options.yaml d templates/columns/options.yaml:1:1 YAML_KIND_MAP
check sheet-name templates/docs/names.yaml 's|files_sheet: .*|files_sheet: 文件/清单|' templates/docs/names.yaml: files_sheet
check roles fonts/roles.yaml 's/chain:/chian:/' fonts/roles.yaml: YAML_KEY chain
check region-area templates/rules/regions.csv 's/^110101,/990101,/' templates/rules/regions.csv:3 TABLE_VALUE 990101
check region-days templates/rules/regions.csv '3s/,2002-12,/,2099-12,/' templates/rules/regions.csv:3 TABLE_VALUE 2099-12
check edition-overlap templates/editions.yaml 's/valid-from: 2020-11-01/valid-from: 2020-10-01/' "$(place 'valid-from: 2020-11-01'):17" '晚于 2020-10-31'
check edition-turned templates/editions.yaml 's/valid-to: 2025-03-07/valid-to: 2019-03-07/' "$(place 'valid-to: 2025-03-07'):15" '不早于 2020-11-01'
check edition-remark templates/editions.yaml 's/to: 2008-10-31/to: 2006-10-31/' "$(place 'to: 2008-10-31'):32" '不早于 2007-06-22'
check edition-unverified templates/editions.yaml 's/unverified: .standard/unverified: [standrad/' "$(place 'unverified: .standard'):18" '可填：standard'
check edition-family templates/editions.yaml '0,/forms: 2007/s//froms: 2007/' "$(place 'forms: 2007')" froms 'forms'
check prose-master templates/prose/grading-report.2007.yaml 's/^master: body/master: bodyx/' templates/prose/grading-report.2007.yaml:7: YAML_VALUE '可填：body'
styled=$(grep -n -m 1 'style: body$' templates/prose/grading-report.2007.yaml | cut -d : -f 1)
check prose-style templates/prose/grading-report.2007.yaml "${styled}s/style: body/style: bodyx/" "templates/prose/grading-report.2007.yaml:$styled:" YAML_VALUE '可填：body'
check own-words-argument templates/cli/messages.yaml 's/^written: .*{1}/written: "{9}/' templates/cli/messages.yaml: YAML_VALUE '{9}'
check own-words-name templates/cli/messages.yaml 's/^written: .*{1}/written: "{n}/' templates/cli/messages.yaml: YAML_VALUE '{n}'

# The faults of all rooms are told in one run.
rm -rf "$work/own" && copy own
sed -i 's/^110101,/990101,/' "$work/own/templates/rules/regions.csv"
sed -i 's|files_sheet: .*|files_sheet: 文件/清单|' "$work/own/templates/docs/names.yaml"
sed -i 's/^filing_days: .*/filing_days: x/' "$work/own/templates/ledger/facts.yaml"
"$build/dengbao" --check-templates --templates "$work/own/templates" --fonts "$work/own/fonts" >"$work/said" 2>&1
for file in rules/regions.csv docs/names.yaml ledger/facts.yaml; do
    grep -q "^templates/$file:" "$work/said" && echo "ok templates-all-told-$file" || echo "not ok templates-all-told-$file"
done

# Nothing of the environment that the libraries would read changes a page.
"$build/dengbao" proof filing-unit -o "$work/plain.pdf" --dump "$work/plain" >"$work/said" 2>&1 || echo "not ok environment (proof)"
env HB_SHAPER_LIST=fallback PANGO_LANGUAGE=ja PANGOCAIRO_BACKEND=x FONTCONFIG_FILE=/nowhere FREETYPE_PROPERTIES=cff:no-stem-darkening=0 G_MESSAGES_DEBUG=all LANG=ja_JP.UTF-8 \
    "$build/dengbao" proof filing-unit -o "$work/other.pdf" --dump "$work/other" >"$work/said" 2>&1 || echo "not ok environment (proof)"
if cmp -s "$work/plain.pdf" "$work/other.pdf" && [ -s "$work/plain.pdf" ]; then echo "ok environment"; else echo "not ok environment"; fi
