/* CSV: fields, lines and records; quotes that do not add up; limits; delimiters. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "ground.h"
#include "reported.h"

TestSuite(csv, .init = open_ground, .fini = close_ground, .timeout = 60);

/* The records as one text: LINE, then each field in [] or, if quoted, in <>. */
static struct str shown(const struct csv_table *table) {
    struct buf buf = {.arena = arena};
    for (size_t i = 0; i < table->n_records; i++) {
        const struct csv_record *record = &table->records[i];
        buf_format(&buf, "%s%u", i ? " " : "", record->line);
        for (size_t j = 0; j < record->n_fields; j++) {
            buf_add_byte(&buf, record->fields[j].is_quoted ? '<' : '[');
            buf_add(&buf, record->fields[j].text);
            buf_add_byte(&buf, record->fields[j].is_quoted ? '>' : ']');
        }
    }
    return buf_str(&buf);
}

static bool reads(const char *text, const char *want) {
    struct csv_table table;
    diag = diag_open(arena);
    return csv_read(arena, str_from_c(text), ',', &input, diag, &table) &&
           same(shown(&table), want);
}

Test(csv, fields_and_line_ends_of_every_kind) {
    cr_assert(reads("a,b\r\nc,d\ne\rf", "1[a][b] 2[c][d] 3[e] 4[f]"));
    cr_assert(reads("a\n", "1[a]"));
    cr_assert(reads("a\r\r\nb", "1[a] 2[] 3[b]"));
    cr_assert(reads("", ""));
    cr_assert(reads(",\n,,", "1[][] 2[][][]"));
    cr_assert_eq(diag_n(diag), 0);
}

Test(csv, blank_lines_keep_the_count) {
    cr_assert(reads("\n\na\n\r\n \nb\n", "1[] 2[] 3[a] 4[] 5[ ] 6[b]"));
}

Test(csv, blanks_are_part_of_a_bare_field) {
    cr_assert(reads(" a , b\t,\xE3\x80\x80", "1[ a ][ b\t][\xE3\x80\x80]"));
}

Test(csv, quotes_protect_what_they_hold) {
    cr_assert(reads("\"a,b\",\"c\nd\",\"\"\ne,\"f\"\"g\"", "1<a,b><c\nd><> 3[e]<f\"g>"));
    cr_assert(reads("\"a\r\nb\r\n\"\r\nc", "1<a\r\nb\r\n> 4[c]"));
    cr_assert(reads("\"a\rb\"\rc", "1<a\rb> 3[c]"));
    cr_assert(reads("\"\"\"\"\n\"\"", "1<\"> 2<>"));
    cr_assert(reads("\" a \"", "1< a >"));
    cr_assert_eq(diag_n(diag), 0);
}

Test(csv, blanks_round_quotes_are_forgiven) {
    cr_assert(reads("a, \"b,c\" ,d\n\t\"e\"\t", "1[a]<b,c>[d] 2<e>"));
    cr_assert_eq(diag_n(diag), 0);
}

Test(csv, a_quote_inside_a_bare_field_is_a_character) {
    cr_assert(reads("5\" disk,\"a,b\",c\"", "1[5\" disk]<a,b>[c\"]"));
    cr_assert_eq(diag_n(diag), 0);
}

Test(csv, text_behind_a_closing_quote_makes_the_quotes_literal) {
    cr_assert(reads("a,b\nx,\"甲\"公司,z\n\"c\",d", "1[a][b] 2[x][\"甲\"公司][z] 3<c>[d]"));
    cr_assert_eq(only_id(), DIAG_CSV_QUOTE);
    const struct diag_item *item = reported(diag, 0);
    cr_assert_eq(item->origin.row, 2);
    cr_assert_eq(item->origin.column, 2);
    cr_assert_eq(item->origin.record, 2);
    cr_assert(same(item->value, "x,\"甲\"公司,z"));
}

Test(csv, a_quote_never_closed_costs_one_line_only) {
    cr_assert(reads("a\n\"b,c\nd,e\nf\n", "1[a] 2[\"b][c] 3[d][e] 4[f]"));
    cr_assert_eq(only_id(), DIAG_CSV_QUOTE);
    cr_assert(reads("\"b,c\nd,\"e\"\nf\n", "1[\"b][c] 2[d]<e> 3[f]"));
    cr_assert_eq(only_id(), DIAG_CSV_QUOTE);
    cr_assert(reads("a,\"", "1[a][\"]"));
    cr_assert_eq(only_id(), DIAG_CSV_QUOTE);
}

Test(csv, a_record_read_again_forgets_what_was_read_before) {
    cr_assert(reads("\"x\ny\",\"b\"c\nz", "1[\"x] 2[y\"][\"b\"c] 3[z]"));
    cr_assert_eq(diag_n(diag), 2);
}

Test(csv, record_numbers_differ_from_lines_below_quoted_line_ends) {
    cr_assert(reads("\"a\nb\"\n\"c\"d\n", "1<a\nb> 3[\"c\"d]"));
    cr_assert_eq(only_id(), DIAG_CSV_QUOTE);
    cr_assert_eq(reported(diag, 0)->origin.row, 3);
    cr_assert_eq(reported(diag, 0)->origin.record, 2);
}

static struct str quoted_lines(size_t n, char byte, const char *end) {
    struct buf buf = {.arena = arena};
    buf_add_byte(&buf, '"');
    for (size_t i = 0; i < n; i++) {
        buf_add_byte(&buf, (unsigned char)byte);
        buf_add_byte(&buf, '\n');
    }
    buf_add_c(&buf, end);
    return buf_str(&buf);
}

Test(csv, two_hundred_lines_in_one_field_and_no_more) {
    struct csv_table table;
    cr_assert(csv_read(arena, quoted_lines(200, 'x', "\"\nend"), ',', &input, diag, &table));
    cr_assert_eq(diag_n(diag), 0);
    cr_assert_eq(table.n_records, 2);
    cr_assert_eq(table.records[1].line, 202);
    cr_assert(csv_read(arena, quoted_lines(201, 'x', "\"\nend"), ',', &input, diag, &table));
    cr_assert_eq(reported(diag, 0)->id, DIAG_CSV_QUOTE);
    cr_assert_eq(table.n_records, 203);
    cr_assert(same(table.records[0].fields[0].text, "\"x"));
    cr_assert_eq(table.records[202].line, 203);
}

Test(csv, lines_are_counted_over_several_long_fields) {
    struct buf buf = {.arena = arena};
    buf_add(&buf, quoted_lines(150, 'x', "\","));
    buf_add(&buf, quoted_lines(150, 'y', "\"\nend"));
    struct csv_table table;
    cr_assert(csv_read(arena, buf_str(&buf), ',', &input, diag, &table));
    cr_assert_eq(table.n_records, 2);
    cr_assert_eq(table.records[1].line, 302);
}

/* ---- limits --------------------------------------------------------------------------------- */

static bool passes_limit(struct str text) {
    struct csv_table table;
    diag = diag_open(arena);
    bool is_read = csv_read(arena, text, ',', &input, diag, &table);
    return !is_read && diag_n(diag) && reported(diag, diag_n(diag) - 1)->id == DIAG_CSV_LIMIT;
}

static struct str repeat(const char *part, size_t n) {
    struct buf buf = {.arena = arena};
    for (size_t i = 0; i < n; i++) {
        buf_add_c(&buf, part);
    }
    return buf_str(&buf);
}

Test(csv, a_field_of_one_mebibyte_and_no_more) {
    struct csv_table table;
    struct str field = repeat("x", 1024 * 1024);
    cr_assert(csv_read(arena, field, ',', &input, diag, &table));
    cr_assert_eq(table.records[0].fields[0].text.len, 1024 * 1024);
    cr_assert(passes_limit(str_concat(arena, field, STR("x"))));
    cr_assert(passes_limit(str_concat(arena, STR("a\n\""), str_concat(arena, field, STR("x\"")))));
    cr_assert_eq(reported(diag, 0)->id, DIAG_CSV_QUOTE);
    cr_assert_eq(reported(diag, 1)->origin.row, 2);
}

Test(csv, sixteen_thousand_fields_and_no_more) {
    struct csv_table table;
    struct str commas = repeat(",", 16383);
    cr_assert(csv_read(arena, commas, ',', &input, diag, &table));
    cr_assert_eq(table.records[0].n_fields, 16384);
    cr_assert(passes_limit(repeat(",", 16384)));
    cr_assert(passes_limit(str_concat(arena, STR("\"\""), repeat(",", 5000000))));
}

Test(csv, records_and_fields_of_a_whole_text_are_counted) {
    cr_assert(passes_limit(repeat("\n", 4000001)));
    cr_assert(passes_limit(repeat(",,,,,,,,,,\n", 1818182)));
}

Test(csv, complaints_are_counted) {
    cr_assert(passes_limit(repeat("\"a\"b\n", 10001)));
    cr_assert_eq(diag_n(diag), 10001);
}

Test(csv, hostile_quotes_take_time_in_proportion) {
    struct csv_table table;
    cr_assert(csv_read(arena, quoted_lines(3000000, 'x', ""), ',', &input, diag, &table));
    cr_assert_eq(table.n_records, 3000000);
    diag = diag_open(arena);
    struct str line = str_format(arena, "\"%s\n", str_to_c(arena, repeat("x", 5000)));
    cr_assert(csv_read(arena, repeat(str_to_c(arena, line), 5000), ',', &input, diag, &table));
    cr_assert_eq(table.n_records, 5000);
    struct str mixed = str_concat(arena, repeat("\r", 100000), repeat("\"a\nb\",\"c\"d\r\n", 4000));
    cr_assert(csv_read(arena, mixed, ',', &input, diag, &table));
    cr_assert_eq(table.n_records, 108000);
}

/* ---- properties ----------------------------------------------------------------------------- */

Test(csv, what_is_written_is_read_back) {
    for (int round = 0; round < 300; round++) {
        struct str fields[60];
        struct buf buf = {.arena = arena};
        for (size_t i = 0; i < 60; i++) {
            fields[i] = draw_text(1 + draw(8), "ab,\"\n\r ;");
            csv_add_field(&buf, fields[i]);
            buf_add_c(&buf, i % 6 == 5 ? "\r\n" : ",");
        }
        struct csv_table table;
        cr_assert(csv_read(arena, buf_str(&buf), ',', &input, diag, &table));
        cr_assert_eq(diag_n(diag), 0);
        cr_assert_eq(table.n_records, 10);
        for (size_t i = 0; i < 60; i++) {
            cr_assert_eq(table.records[i / 6].n_fields, 6);
            cr_assert(str_equal(table.records[i / 6].fields[i % 6].text, fields[i]));
        }
    }
}

Test(csv, without_quotes_nothing_is_lost_or_changed) {
    for (int round = 0; round < 2000; round++) {
        struct str text = draw_text(draw(40), "a ,\n\t;");
        struct csv_table table;
        cr_assert(csv_read(arena, text, ',', &input, diag, &table));
        struct buf buf = {.arena = arena};
        for (size_t i = 0; i < table.n_records; i++) {
            cr_assert_eq(table.records[i].line, i + 1);
            for (size_t j = 0; j < table.records[i].n_fields; j++) {
                buf_add_c(&buf, j ? "," : "");
                buf_add(&buf, table.records[i].fields[j].text);
            }
            buf_add_c(&buf, "\n");
        }
        struct str ended =
            str_ends(text, STR("\n")) || !text.len ? text : str_concat(arena, text, STR("\n"));
        cr_assert(str_equal(buf_str(&buf), ended));
    }
}

static uint32_t n_lines_of(struct str text) {
    uint32_t n_lines = 1;
    for (size_t i = 0; i < text.len; i++) {
        bool is_pair = text.data[i] == '\r' && i + 1 < text.len && text.data[i + 1] == '\n';
        n_lines += (text.data[i] == '\n' || text.data[i] == '\r') && !is_pair;
    }
    return n_lines;
}

Test(csv, any_text_gives_records_on_rising_lines) {
    for (int round = 0; round < 20000; round++) {
        struct str text = draw_text(draw(30), "a\",\n\r \"");
        struct csv_table table;
        diag = diag_open(arena);
        cr_assert(csv_read(arena, text, ',', &input, diag, &table));
        uint32_t line = 1;
        for (size_t i = 0; i < table.n_records; i++) {
            cr_assert_eq(table.records[i].line, line);
            cr_assert_gt(table.records[i].n_fields, 0);
            line++;
            for (size_t j = 0; j < table.records[i].n_fields; j++) {
                line += n_lines_of(table.records[i].fields[j].text) - 1;
            }
        }
        bool is_ended = str_ends(text, STR("\n")) || str_ends(text, STR("\r"));
        cr_assert(!table.n_records || line == n_lines_of(text) + !is_ended, "'%" STR_FMT "'",
                  STR_ARG(text));
    }
}

/* ---- delimiters, columns -------------------------------------------------------------------- */

Test(csv, the_steadiest_delimiter_is_guessed) {
    cr_assert_eq(csv_guess_delimiter(STR("a,b,c\n1,2,3\n")), ',');
    cr_assert_eq(csv_guess_delimiter(STR("a\tb\n1,5\t2\n")), '\t');
    cr_assert_eq(csv_guess_delimiter(STR("a;b;c\n1,5;2;3\n1,5,7;2;3")), ';');
    cr_assert_eq(csv_guess_delimiter(STR("a|b\r1|2\r")), '|');
    cr_assert_eq(csv_guess_delimiter(STR("某市系统清单\n\na;b\n1;2\n")), ';');
    cr_assert_eq(csv_guess_delimiter(STR("\"a;b\",c\n\"d;e\nf;g\",h\n")), ',');
    cr_assert_eq(csv_guess_delimiter(STR("\"open;x;y\na\tb\nc\td\ne\tf\n")), '\t');
    cr_assert_eq(csv_guess_delimiter(STR("one\ntwo\n")), ',');
    cr_assert_eq(csv_guess_delimiter(STR("")), ',');
}

Test(csv, only_the_first_fifty_records_speak) {
    struct str text = str_concat(arena, repeat("a;b\n", 50), repeat("a,b,c\n", 500));
    cr_assert_eq(csv_guess_delimiter(text), ';');
}

Test(csv, other_delimiters_split) {
    struct csv_table table;
    cr_assert(csv_read(arena, STR("a\t \"b\tc\"\t\t,"), '\t', &input, diag, &table));
    cr_assert(same(shown(&table), "1[a]<b\tc>[][,]"));
}

Test(csv, columns_by_name) {
    struct csv_table table;
    cr_assert(csv_read(arena, STR("id, clause \n1, 5.2 ,x\n2\n"), ',', &input, diag, &table));
    cr_assert_eq(csv_column(&table, "clause"), 1);
    cr_assert_eq(csv_column(&table, "absent"), SIZE_MAX);
    cr_assert(same(csv_text(&table.records[1], 1), "5.2"));
    cr_assert(same(csv_text(&table.records[2], 1), ""));
    cr_assert(same(csv_text(&table.records[1], SIZE_MAX), ""));
    struct csv_table none = {NULL, 0};
    cr_assert_eq(csv_column(&none, "id"), SIZE_MAX);
}
