#!/bin/sh
# Plausibility questions: what may be right and is asked all the same. Beside the institution's own last year and beside its
# own rows they are warnings at its cells, which it answers on 修改清单; beside the median of its class they are notes, made
# of data/ alone, so that shares and `report` ask what one run does. What is not answered is counted in the report.
build=${1:-build}
case $build in /*) ;; *) build=$PWD/$build ;; esac
program=$build/dengbao
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
run() { # YEAR COMMAND...
    year=$1
    shift
    "$program" "$@" --as-of "$year-06-30" --province 江西省 -q >"$work/printed" 2>&1
    status=$?
    [ $status -le 1 ] || { echo "not ok questions-run ($status)"; cat "$work/printed"; }
}
holds() { # NAME FILE TEXT
    if grep -qE -e "$3" "$2"; then echo "ok questions-$1"; else echo "not ok questions-$1"; grep -E 'QUESTION|^unit' "$2" | cut -c 1-300; fi
}
lacks() { if grep -qE -e "$3" "$2"; then echo "not ok questions-$1"; grep -E "$3" "$2"; else echo "ok questions-$1"; fi; }

# Six of one class with four systems each, one of which has one this year; the budget of one is fifty times the others'.
inbox() { # NAME
    mkdir -p "$work/$1"
    echo 单位名称,行政区划代码,机构类别 >"$work/$1/单位.csv"
    echo '单位名称,建设整改预算(万元),测评预算(万元)' >"$work/$1/管理.csv"
    echo 所属单位,系统名称,安全保护等级,投入运行日期,定级日期 >"$work/$1/系统.csv"
}
system() { echo "$2医院,$2$3,第$4级,$5,2011-03-0$((1 + $3 % 9))" >>"$work/$1/系统.csv"; }
for year in last this; do
    inbox $year
    for unit in 甲 乙 丙 丁 戊 己; do
        echo "$unit医院,360102,基层" >>"$work/$year/单位.csv"
        amount=6
        [ $year.$unit = this.乙 ] && amount=300
        echo "$unit医院,$amount,4" >>"$work/$year/管理.csv"
        for number in 1 2 3 4; do
            [ $year.$unit = this.甲 ] && [ $number -gt 1 ] && continue
            [ $year.$unit.$number = this.丙.2 ] && level=二 || level=三
            [ $year.$unit = this.丁 ] || level=$level
            day=2010-0$number-01
            [ $year.$unit = this.戊 ] && day=2010-05-0$number
            [ $year.$unit = this.己 ] && day=2010-05-05
            [ $year.$unit.$number = this.甲.1 ] && day=2009-01-01
            [ $year.$unit.$number = this.乙.1 ] && day=2009-01-01
            system $year $unit $number $level $day
        done
        [ $year.$unit = this.己 ] && system $year $unit 5 三 2010-05-05
    done
done
run 2011 build "$work/last" -o "$work/old"
lacks none-alone "$work/old/data/diagnostics.csv" QUESTION_
run 2012 build "$work/this" -o "$work/out" --previous "$work/old"
said=$work/out/data/diagnostics.csv
holds fewer "$said" '^单位.csv,,A2,QUESTION_SYSTEMS,warning,单位名称,甲医院,本年报送系统 1 个，上年 4 个'
holds level "$said" '^系统.csv,.*QUESTION_LEVEL,warning,安全保护等级,第二级,本年填第 2 级，上年是第 3 级'
holds budget "$said" '^管理.csv,,B3,QUESTION_BUDGET,warning,[^,]*,300,本年等级保护经费预算合计 304 万元，上年 10 万元'
holds copied "$said" 'QUESTION_COPIED,warning,.*4 个系统的各项内容与上年完全相同.*丁医院'
holds one-date "$said" 'QUESTION_ONE_DATE,warning,投入运行日期,2010-05-05,5 个系统的“投入运行日期”都是 2010-05-05'
holds class-systems "$said" '^单位.csv,,2,QUESTION_CLASS_SYSTEMS,note,.*报送系统 1 个，同类单位（基层）的中位数是 4 个'
holds class-budget "$said" '^单位.csv,,3,QUESTION_CLASS_BUDGET,note,.*合计 304 万元，同类单位（基层）的中位数是 10 万元'
[ "$(grep -c QUESTION_ "$said")" -eq 7 ] && echo 'ok questions-no-others' || { echo 'not ok questions-no-others'; grep QUESTION_ "$said"; }
[ "$(grep -c ',0$' "$work/out/data/questions.csv")" -eq 7 ] && echo 'ok questions-open' || { echo 'not ok questions-open'; cat "$work/out/data/questions.csv"; }
holds page "$work/out/index.html" '<b>7</b>待核实'
run 2012 check "$work/this" -o "$work/checked" --previous "$work/old"
cmp -s "$work/checked/data/questions.csv" "$work/out/data/questions.csv" && echo 'ok questions-check' || echo 'not ok questions-check'

# Errors come first, questions of classes last.
holds listed "$work/out/index.html" 问题清单.xlsx
unzip -p "$work/out/问题清单.xlsx" 'xl/worksheets/*.xml' xl/sharedStrings.xml 2>/dev/null | grep -q QUESTION_CLASS_SYSTEMS &&
    echo 'ok questions-list' || echo 'not ok questions-list'

# Shares and report.
for k in 1 2 3; do run 2012 build "$work/this" -o "$work/$k" --previous "$work/old" --shard $k/3; done
lacks share-class "$work/1/data/diagnostics.csv" QUESTION_CLASS
"$program" report "$work/1" "$work/2" "$work/3" -o "$work/joined" --previous "$work/old" -q >"$work/printed" 2>&1 || head -n 4 "$work/printed"
diff -r -x units -x 退回修改 -x manifest.json -x index.html "$work/out" "$work/joined" >"$work/diff" && echo 'ok questions-shares' ||
    { echo 'not ok questions-shares'; head -n 20 "$work/diff"; }
"$program" report "$work/out" -o "$work/again" --previous "$work/old" -q >"$work/printed" 2>&1
diff -r -x units -x 退回修改 -x manifest.json -x index.html "$work/out" "$work/again" >"$work/diff" && echo 'ok questions-report' ||
    { echo 'not ok questions-report'; head -n 20 "$work/diff"; }

# Answered on 修改清单 with a reason it is open no more; a number that changes is asked anew.
returned=$(find "$work/out/退回修改" -name '*单位.csv.xlsx' | head -n 1)
row=$(unzip -p "$returned" xl/worksheets/sheetDengbao1.xml xl/worksheets/sheet2.xml 2>/dev/null | sed 's/<row r="/\n&/g' | grep '>QUESTION_SYSTEMS<' | sed 's/<row r="\([0-9]*\)".*/\1/')
mkdir -p "$work/answered" && cp "$work/this/管理.csv" "$work/this/系统.csv" "$work/answered/"
printf 'sheet\t修改清单\nset\tL%s\t确认无误\nset\tM%s\t三个系统已并入平台\n' "$row" "$row" >"$work/script"
"$build/tools/fill_workbook" "$returned" "$work/script" "$work/answered/单位.xlsx" || echo 'not ok questions-fill'
run 2012 build "$work/answered" -o "$work/after" --previous "$work/old"
holds answered "$work/after/data/questions.csv" '甲医院,,QUESTION_SYSTEMS,systems,last,1,4,1$'
lacks answered-warning "$work/after/data/diagnostics.csv" ',QUESTION_SYSTEMS,'
holds confirmed "$work/after/data/diagnostics.csv" 'CONFIRMED,note,.*三个系统已并入平台'
holds answered-page "$work/after/index.html" '<b>6</b>待核实'
system answered 甲 2 三 2010-02-01
run 2012 build "$work/answered" -o "$work/after" --previous "$work/old"
holds asked-anew "$work/after/data/diagnostics.csv" ',QUESTION_SYSTEMS,warning,'
