#!/bin/sh
# What is to be minded of handed-in spreadsheets has numbers, from 1 to 44 (1-13 packages and XML, 14-27 cells, 28-32 xls,
# 33-39 text, 40-44 writing): each has a test, named item_NUMBER_… or listed here where another room's test proves it.
cd "$(dirname "$0")/../.." || exit 2
missing=
named() { grep -rqE "^Test\([a-z0-9_]+, item_$1_" tests/*/*.c; }
listed() { # NUMBER: tests as FILE:NAME
    while read -r item test; do
        [ "$item" != "$1" ] || { grep -q "${test#*:}" "tests/${test%%:*}" && found=$((found + 1)) || missing="$missing $1($test)"; }
    done <<LIST
26 intake/values_test.c:Test(values, dates_to_the_day)
26 intake/values_test.c:Test(values, dates_of_two_readings_are_read_in_neither)
26 intake/values_test.c:Test(values, days_that_never_were_are_refused)
27 intake/sheets_test.c:Test(sheets, a_form_above_a_list_of_its_systems)
27 intake/sheets_test.c:Test(sheets, closing_lines_make_no_records)
27 intake/sheets_test.c:Test(sheets, a_repeated_header_below_another_institution_is_another_table)
40 write/xlsx_test.c:Test(xlsx, same_book_same_bytes)
40 write/xlsx_test.c:Test(xlsx, properties_are_the_runs_and_not_the_clocks)
41 doors.sh:setlocale
42 write/xlsx_test.c:Test(xlsx, texts_are_made_harmless)
42 write/xlsx_test.c:Test(xlsx, refuses_what_no_program_could_open)
42 write/xlsx_test.c:Test(xlsx, a_text_too_long_ends_visibly)
43 write/xlsx_test.c:Test(xlsx, rows_that_got_lost_do_not_pass_for_a_book)
44 write/xlsx_test.c:Test(xlsx, header_rows_stay_in_view_and_repeat_on_paper)
44 write/xlsx_test.c:Test(xlsx, a_drop_down_takes_its_choices_from_a_hidden_sheet)
44 write/xlsx_test.c:Test(xlsx, charts_are_native_and_point_at_their_cells)
LIST
}
number=1
while [ $number -le 44 ]; do
    found=0
    listed $number
    named $number && found=$((found + 1))
    [ $found -gt 0 ] || missing="$missing $number"
    number=$((number + 1))
done
if [ -z "$missing" ]; then echo 'ok items'; else echo "not ok items (no test of$missing)"; fi
