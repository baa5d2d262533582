/* The tables of data/: the contract's columns in their order; what is written is read back the
 * same; what is not as the definition says is refused at its line; the order in which rows came
 * does not show. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "ledger/rows.h"
#include "reported.h"

static void give_up(size_t size) {
    (void)size;
    abort();
}

/* One test's world. */
struct desk {
    struct arena *arena;
    struct diag *diag;
    struct ledger *ledger;
};

static struct desk open_desk(void) {
    struct desk desk = {.arena = arena_open(give_up)};
    desk.diag = diag_open(desk.arena);
    desk.ledger = ledger_open(desk.arena);
    return desk;
}

static size_t count_reports(const struct desk *desk, enum diag_id id) {
    return diag_n_id(desk->diag, id);
}

#define cr_assert_str(text, expected)                                                              \
    do {                                                                                           \
        struct str got_ = (text);                                                                  \
        cr_assert(str_is(got_, (expected)), "\"%" STR_FMT "\" is not \"%s\"", STR_ARG(got_),       \
                  (expected));                                                                     \
    } while (0)

/* A text that its type takes, told apart by a number; empty for every third that may be. */
static struct str make_good(struct arena *arena, enum ledger_type type, size_t number) {
    static const char *const dates[] = {"2011", "2011-06", "2011-06-30"};
    static const char *const decimals[] = {"0", "12.5", "7.05", "99"};
    if (number % 3 == 0 && ledger_value_is_good(type, (struct str){0})) {
        return (struct str){0};
    }
    switch (type) {
    case LEDGER_AS_COUNT:
    case LEDGER_AS_NUMBER:
        return str_format(arena, "%zu", number);
    case LEDGER_AS_LEVEL:
        return str_format(arena, "%zu", number % 5 + 1);
    case LEDGER_AS_BOOL:
        return number % 2 ? STR("1") : STR("0");
    case LEDGER_AS_DATE:
        return str_from_c(dates[number % 3]);
    case LEDGER_AS_MONEY:
    case LEDGER_AS_PERCENT:
        return str_from_c(decimals[number % 4]);
    case LEDGER_AS_CODES:
        return number % 2 ? STR("FL-1;FL-3") : STR("FL-5");
    case LEDGER_AS_HASH:
        return hash_sha256(arena, str_format(arena, "%zu", number));
    case LEDGER_AS_CELL:
        return number % 2 ? str_format(arena, "AB%zu", number) : str_format(arena, "%zu", number);
    default:
        break;
    }
    /* Everything that CSV and spreadsheets stumble over. */
    static const char *const texts[] = {"=1+1\",\n\"%zu", "'-引号%zu", "一行,\r\n二行\n%zu",
                                        "  blanks %zu  ", "@%zu",      "''+%zu",
                                        "'plain%zu",      "-%zu",      "\r%zu"};
    return str_replace(arena, str_from_c(texts[number % 9]), STR("%zu"),
                       str_format(arena, "%zu", number));
}

static void fill_table(struct desk *desk, enum ledger_table table, size_t n_rows) {
    size_t n;
    enum ledger_column first = ledger_first_column(table, &n);
    for (size_t i = 0; i < n_rows; i++) {
        struct str cells[N_LEDGER_COLUMNS];
        for (size_t k = 0; k < n; k++) {
            enum ledger_column column = (enum ledger_column)(first + k);
            cells[k] = make_good(desk->arena, ledger_column_info(column)->type, 1 + i * 7 + k);
        }
        ledger_add(desk->ledger, table, cells, (struct origin){0});
    }
}

/* ---- definition ------------------------------------------------------------------------------ */

/* The columns of product and year-end report, copied from there by hand. */
static const char *const headers[N_LEDGER_TABLES] = {
    [LEDGER_UNITS] =
        "unit_id,name,credit_code,province,city,county,region_code,unit_kind,hospital_class,"
        "admin_level,source,affiliation,direct,department,contact_name,contact_phone,"
        "contact_mobile,contact_email,police,systems,received\n",
    [LEDGER_SYSTEMS] =
        "unit_id,system_no,name,category,level_declared,s_declared,a_declared,level_matrix,"
        "s_matrix,a_matrix,floor,floor_rules,level_final,level_duty,verdict,edition,source,"
        "standard,launched,graded,reviewed,review_date,review_level,exception,below_floor,"
        "floor_open,networked,scope,platform_level,is_branch,parent_name,parent_unit,parent_level,"
        "important,priority,filed,filing_due,police_filed,certificate,certificate_ok,health_filed,"
        "form4_sent,changed,regraded,change_filed,gap_analysed,planned,plan_reviewed,rectified,"
        "rectified_rate,first_assessed,assessed,result,assessor,agency_listed,report_police,"
        "report_health,self_checked,self_check_result,police_checked,notice,notice_due,"
        "notice_report,built_in_step,incomplete\n",
    [LEDGER_GAPS] = "unit_id,system_no,clause,domain,control_point,verdict,risk,measure,department,"
                    "due,budget_wan,source,disposition,state\n",
    [LEDGER_OBLIGATIONS] = "unit_id,system_no,obligation,status,due,done,days_late,clause\n",
    [LEDGER_MANAGEMENT] =
        "unit_id,year,inventory_checked,chief,deputy,responsibility,agenda,appraised,funding,"
        "in_it_budget,budget_rectification,budget_assessment,budget_service,budget_training,"
        "budget_executed,money_supervised,money_checked,staff_sessions,staff_persons,staff_last,"
        "manager_sessions,manager_persons,manager_last,inspected,inspected_by,problems_found,"
        "problems_solved,group,group_chair,group_set,group_deployed,own_deployed,region_deployed,"
        "liaison,liaison_department,liaison_title,liaison_phone,liaison_mobile,liaison_email,"
        "liaison_tasks,liaison_list_sent,committee_set,committee_list_sent,committee_tasks,"
        "filed_list_sent,supervised,supervised_units,supervision_result,urged_own,urged_ministry,"
        "liaison_mechanism,cooperation,cooperation_date,cooperation_steps,report_sent,source,"
        "zero_report\n",
    [LEDGER_EXPERTS] = "unit_id,name,employer,title,speciality,class,role,source\n",
    [LEDGER_ROSTER] = "name,credit_code,region_code,unit_kind,contact_name,contact_phone,opened,"
                      "closed,due,unit_id,match,source,confidence\n",
    [LEDGER_CONFIRMATIONS] = "unit_id,rule,cell_key,value_sha256,reason,said_by,date,source\n",
    [LEDGER_QUESTIONS] = "unit_id,system_no,question,subject,against,value,reference,answered\n",
    [LEDGER_DIAGNOSTICS] = "file,sheet,cell,id,severity,header,value,message,suggestion,unit_id,"
                           "clause\n",
    [LEDGER_FILES] =
        "file,sha256,kind,encoding,sheets,units,systems,errors,warnings,status,reason,kept\n",
    [LEDGER_ACCEPTED] = "unit_id,name,sha256,state,other,other_errors,file,errors,said_by,date,"
                        "source\n",
    [LEDGER_CHANGES] = "unit_id,system_no,field,before,after\n",
};

Test(ledger, tables_have_the_columns_of_the_contract) {
    struct desk desk = open_desk();
    size_t n_all = 0;
    for (size_t i = 0; i < N_LEDGER_TABLES; i++) {
        size_t n;
        enum ledger_table table = (enum ledger_table)i, found;
        enum ledger_column first = ledger_first_column(table, &n);
        cr_assert_str(ledger_write(desk.ledger, desk.arena, table), headers[i]);
        cr_assert(ledger_find_table(ledger_table_name(table), &found) && found == table);
        for (size_t k = 0; k < n; k++) {
            cr_assert_eq(ledger_column_info((enum ledger_column)(first + k))->table, table);
        }
        n_all += n;
    }
    cr_assert_eq(n_all, N_LEDGER_COLUMNS);
    arena_close(desk.arena);
}

/* ---- there and back -------------------------------------------------------------------------- */

Test(ledger, what_is_written_is_read_back_the_same) {
    for (size_t i = 0; i < N_LEDGER_TABLES; i++) {
        struct desk desk = open_desk();
        enum ledger_table table = (enum ledger_table)i;
        fill_table(&desk, table, 40);
        struct str text = ledger_write(desk.ledger, desk.arena, table);
        const struct source source = {.file = STR_INIT("data/table.csv")};
        struct ledger *back = ledger_open(desk.arena);
        cr_assert(ledger_read(back, table, text, &source, desk.diag), "table %zu", i);
        cr_assert_eq(diag_n(desk.diag), 0);
        cr_assert_eq(ledger_n_rows(back, table), 40);
        struct str again = ledger_write(back, desk.arena, table);
        cr_assert(str_equal(text, again), "table %zu:\n%" STR_FMT "\n%" STR_FMT, i, STR_ARG(text),
                  STR_ARG(again));
        size_t n;
        enum ledger_column first = ledger_first_column(table, &n);
        for (size_t k = 0; k < n * 40; k++) {
            enum ledger_column column = (enum ledger_column)(first + k % n);
            cr_assert(str_equal(ledger_cell(ledger_row(back, table, k / n), column),
                                ledger_cell(ledger_row(desk.ledger, table, k / n), column)));
        }
        arena_close(desk.arena);
    }
}

Test(ledger, no_cell_is_taken_for_a_formula) {
    static const struct {
        const char *cell, *written;
    } cases[] = {{"=SUM(A1)", "'=SUM(A1)"},
                 {"+8613900000000", "'+8613900000000"},
                 {"-", "'-"},
                 {"@x", "'@x"},
                 {"'=x", "''=x"},
                 {"'x", "'x"},
                 {"a=b", "a=b"},
                 {"=\"a,b\"", "\"'=\"\"a,b\"\"\""}};
    struct desk desk = open_desk();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf buf = {.arena = desk.arena};
        struct str cells[5] = {STR("u"), STR("1"), STR("f"), {0}, str_from_c(cases[i].cell)};
        ledger_write_cells(&buf, LEDGER_CHANGES, cells);
        struct str wanted = str_format(desk.arena, "u,1,f,,%s\n", cases[i].written);
        cr_assert(str_equal(buf_str(&buf), wanted), "%s", cases[i].cell);
    }
    arena_close(desk.arena);
}

/* A file that a spreadsheet wrote again: marked, other line ends, everything in quotes. */
Test(ledger, other_ways_to_write_the_same_are_read) {
    struct desk desk = open_desk();
    const struct source source = {.file = STR_INIT("changes.csv")};
    struct str text = STR("\xEF\xBB\xBF\"unit_id\",\"system_no\",\"field\",\"before\",\"after\"\r\n"
                          "\"a\",\"1\",\"level\",\"2\",\"3\"\r\nb,,name,x,\"y\"\"z\"");
    cr_assert(ledger_read(desk.ledger, LEDGER_CHANGES, text, &source, desk.diag));
    cr_assert_str(str_replace(desk.arena, ledger_write(desk.ledger, desk.arena, LEDGER_CHANGES),
                              STR("\n"), STR("/")),
                  "unit_id,system_no,field,before,after/a,1,level,2,3/b,,name,x,\"y\"\"z\"/");
    arena_close(desk.arena);
}

/* ---- bad data -------------------------------------------------------------------------------- */

#define CHANGES "unit_id,system_no,field,before,after\n"

Test(ledger, bad_data_is_refused_at_its_line) {
    static const struct {
        const char *text;
        enum diag_id id;
        uint32_t row, column;
        size_t n_rows;
    } cases[] = {
        {"", DIAG_LEDGER_COLUMN, 1, 0, 0},
        {"unit_id,system_no,before,after\n", DIAG_LEDGER_COLUMN, 1, 0, 0},
        {"unit_id,system_no,field,field,before,after\n", DIAG_LEDGER_COLUMN, 1, 0, 0},
        {CHANGES "a,1,f,x\n", DIAG_LEDGER_LINE, 2, 0, 0},
        {CHANGES "a,1,f,x,y,z\n", DIAG_LEDGER_LINE, 2, 0, 0},
        {CHANGES "a,1,f,x,y\n\nb,1,f,x,y\n", DIAG_LEDGER_LINE, 3, 0, 2},
        {CHANGES "a,1,f,\"x\ny\",z\na,1,f,\"x,y\n", DIAG_LEDGER_LINE, 4, 4, 1},
        {CHANGES "a,1,f,\"x\"y,z\nb,1,f,x,y\n", DIAG_LEDGER_LINE, 2, 4, 0},
        {CHANGES "a,1,f,x\"y,z\n", DIAG_LEDGER_LINE, 2, 4, 0},
        {CHANGES "b,2,f,x,y\na,one,f,x,y\n", DIAG_LEDGER_VALUE, 3, 2, 1},
        {CHANGES ",1,f,x,y\n", DIAG_LEDGER_VALUE, 2, 1, 0},
        {CHANGES "a,1,f,x,\xFF\n", DIAG_LEDGER_VALUE, 2, 5, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct desk desk = open_desk();
        const struct source source = {.file = STR_INIT("changes.csv")};
        struct str text = str_from_c(cases[i].text);
        cr_assert_not(ledger_read(desk.ledger, LEDGER_CHANGES, text, &source, desk.diag));
        cr_assert_eq(diag_n(desk.diag), 1, "case %zu: %zu reports", i, diag_n(desk.diag));
        const struct diag_item *item = reported(desk.diag, 0);
        cr_assert_eq(item->id, cases[i].id, "case %zu", i);
        cr_assert_eq(item->origin.row, cases[i].row, "case %zu: row %u", i, item->origin.row);
        cr_assert_eq(item->origin.column, cases[i].column, "case %zu", i);
        cr_assert_str(item->origin.source->file, "changes.csv");
        cr_assert_eq(ledger_n_rows(desk.ledger, LEDGER_CHANGES), cases[i].n_rows, "case %zu", i);
        arena_close(desk.arena);
    }
}

Test(ledger, every_type_takes_its_own_and_nothing_else) {
    static const struct {
        enum ledger_type type;
        const char *good[4], *bad[8];
    } cases[] = {
        {LEDGER_AS_TEXT, {"", "x"}, {"\xC3"}},
        {LEDGER_AS_KEY, {"x"}, {"", "\xED\xA0\x80"}},
        {LEDGER_AS_COUNT,
         {"", "0", "17", "999999999999999"},
         {"-1", "01", "1.0", " 1", "1e3", "9999999999999999"}},
        {LEDGER_AS_NUMBER, {"0", "12"}, {"", "x", "00"}},
        {LEDGER_AS_LEVEL, {"", "1", "5"}, {"0", "6", "33", "三"}},
        {LEDGER_AS_BOOL, {"", "1", "0"}, {"2", "true", "是"}},
        {LEDGER_AS_DATE,
         {"", "2011", "2011-06", "2012-02-29"},
         {"2011-02-29", "2011-13", "11-06-01", "2011-6-1", "2011-", "0000", "2011-06-01 "}},
        {LEDGER_AS_MONEY,
         {"", "0", "12.5", "12.05"},
         {"12.50", "12.", ".5", "1,000", "-3", "1.234", "012", "1;5"}},
        {LEDGER_AS_PERCENT, {"", "0", "100", "33.33"}, {"100.01", "101", "50%"}},
        {LEDGER_AS_CODES, {"", "FL-1", "FL-1;FL-3"}, {";", "FL-1;", ";FL-1", "a;;b"}},
        {LEDGER_AS_HASH,
         {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
         {"e3b0", "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855",
          "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85g"}},
        {LEDGER_AS_ID, {"x"}, {"", "\xED\xA0\x80"}},
        {LEDGER_AS_CELL, {"", "C17", "17", "XFD1048576"}, {"C", "c17", "C0", "17C", "C17:D18"}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        for (size_t k = 0; k < 4 && cases[i].good[k]; k++) {
            cr_assert(ledger_value_is_good(cases[i].type, str_from_c(cases[i].good[k])),
                      "type %zu refuses \"%s\"", i, cases[i].good[k]);
        }
        for (size_t k = 0; k < 8 && cases[i].bad[k]; k++) {
            cr_assert_not(ledger_value_is_good(cases[i].type, str_from_c(cases[i].bad[k])),
                          "type %zu takes \"%s\"", i, cases[i].bad[k]);
        }
        cr_assert(ledger_value_expected(cases[i].type).len);
    }
}

/* A newer version's column is passed over; one that an older version did not write may be missing.
 */
Test(ledger, columns_may_be_unknown_and_new_ones_missing) {
    struct desk desk = open_desk();
    fill_table(&desk, LEDGER_ROSTER, 1);
    struct str text = ledger_write(desk.ledger, desk.arena, LEDGER_ROSTER);
    const struct source source = {.file = STR_INIT("roster.csv")};
    struct str newer = str_replace(desk.arena, text, STR("confidence"), STR("trust"));
    struct ledger *back = ledger_open(desk.arena);
    cr_assert(ledger_read(back, LEDGER_ROSTER, newer, &source, desk.diag));
    cr_assert_eq(count_reports(&desk, DIAG_LEDGER_IGNORED), 1);
    cr_assert_eq(diag_n(desk.diag), 1);
    cr_assert_str(ledger_cell(ledger_row(back, LEDGER_ROSTER, 0), LEDGER_ROSTER_CONFIDENCE), "");
    fill_table(&desk, LEDGER_SYSTEMS, 1);
    text = ledger_write(desk.ledger, desk.arena, LEDGER_SYSTEMS);
    struct str older = str_replace(desk.arena, text, STR("below_floor"), STR("below"));
    cr_assert_not(ledger_read(back, LEDGER_SYSTEMS, older, &source, desk.diag));
    cr_assert_eq(count_reports(&desk, DIAG_LEDGER_COLUMN), 1);
    arena_close(desk.arena);
}

/* Neither a line nor a cell can make us hold more than a table is wide and a cell may be. */
Test(ledger, lines_and_cells_have_limits) {
    static char cell[65536 + 2];
    const struct source source = {.file = STR_INIT("changes.csv")};
    struct desk desk = open_desk();
    struct buf wide = {.arena = desk.arena};
    buf_add_c(&wide, "unit_id,system_no,field,before,after");
    for (size_t i = 0; i < 1000; i++) {
        buf_format(&wide, ",c%zu", i);
    }
    cr_assert_not(ledger_read(desk.ledger, LEDGER_CHANGES, buf_str(&wide), &source, desk.diag));
    cr_assert_eq(count_reports(&desk, DIAG_LEDGER_LINE), 1);
    for (size_t size = 65536; size <= 65537; size++) {
        memset(cell, 'x', size);
        cell[size] = 0;
        struct str text = str_format(desk.arena, CHANGES "a,1,f,%s,y\n", cell);
        bool is_read = ledger_read(desk.ledger, LEDGER_CHANGES, text, &source, desk.diag);
        cr_assert_eq(is_read, size == 65536);
    }
    cr_assert_eq(ledger_n_rows(desk.ledger, LEDGER_CHANGES), 1);
    arena_close(desk.arena);
}

/* Bytes changed, dropped and doubled anywhere: what is still taken is whole, and comes back the
 * same. */
Test(ledger, damaged_text_gives_whole_rows_or_none) {
    static const char marks[] = "\",\n\r'=0x\xC3\xFF;-";
    static const struct source source = {.file = STR_INIT("systems.csv")};
    struct desk desk = open_desk();
    fill_table(&desk, LEDGER_MANAGEMENT, 6);
    struct str text = ledger_write(desk.ledger, desk.arena, LEDGER_MANAGEMENT);
    unsigned long long state = 20111129;
    size_t n_taken = 0, n_refused = 0;
    for (size_t round = 0; round < 600; round++) {
        struct arena_mark mark = arena_mark(desk.arena);
        struct buf damaged = {.arena = desk.arena};
        buf_add(&damaged, text);
        for (size_t k = round % 4; k < 4; k++) {
            state = state * 6364136223846793005ULL + 1442695040888963407ULL;
            size_t at = (size_t)(state >> 33) % damaged.len;
            damaged.data[at] = marks[(state >> 20) % (sizeof marks - 1)];
            damaged.len -= (state >> 15) % 16 == 0 ? damaged.len - at : 0;
            damaged.len = damaged.len ? damaged.len : 1;
        }
        struct ledger *one = ledger_open(desk.arena), *other = ledger_open(desk.arena);
        struct diag *diag = diag_open(desk.arena);
        bool is_good = ledger_read(one, LEDGER_MANAGEMENT, buf_str(&damaged), &source, diag);
        struct str kept = ledger_write(one, desk.arena, LEDGER_MANAGEMENT);
        cr_assert(ledger_read(other, LEDGER_MANAGEMENT, kept, &source, diag), "round %zu", round);
        cr_assert(str_equal(kept, ledger_write(other, desk.arena, LEDGER_MANAGEMENT)));
        n_taken += is_good;
        n_refused += !is_good;
        arena_rewind(desk.arena, mark);
    }
    cr_assert(n_taken > 0 && n_refused > 100);
    arena_close(desk.arena);
}

/* Wherever a table is cut into pieces, within quotes, between line ends or inside a mark, its rows
 * are the same. */
Test(ledger, a_text_in_pieces_is_read_like_a_whole_one) {
    struct desk desk = open_desk();
    const struct source source = {.file = STR_INIT("changes.csv")};
    struct str text = STR("\xEF\xBB\xBF" CHANGES "a,1,name,\"x\ny,\"\"z\"\"\",\r\n"
                          "b,,level,1,2\nc,3,\"f\",\"\n\n\",end");
    struct ledger *whole = ledger_open(desk.arena);
    cr_assert(ledger_read(whole, LEDGER_CHANGES, text, &source, desk.diag));
    cr_assert_eq(ledger_n_rows(whole, LEDGER_CHANGES), 3);
    struct str wanted = ledger_write(whole, desk.arena, LEDGER_CHANGES);
    for (size_t size = 1; size < text.len; size++) {
        struct ledger *other = ledger_open(desk.arena);
        struct ledger_reader *reader =
            ledger_reader_open(other, LEDGER_CHANGES, &source, desk.diag);
        for (size_t at = 0; at < text.len; at += size) {
            ledger_reader_put(reader,
                              str_slice(text, at, at + size < text.len ? at + size : text.len));
        }
        cr_assert(ledger_reader_close(reader), "pieces of %zu", size);
        cr_assert(str_equal(ledger_write(other, desk.arena, LEDGER_CHANGES), wanted));
        cr_assert_eq(ledger_origin(ledger_row(other, LEDGER_CHANGES, 2)).row, 5);
    }
    cr_assert_eq(diag_n(desk.diag), 0);
    arena_close(desk.arena);
}

/* Texts that repeat, that never do and that are longer than what they are kept in. */
Test(ledger, a_cell_says_what_was_put_into_it) {
    struct desk desk = open_desk();
    struct str cells[5];
    enum { N = 10000, LONG = 40000 };
    char *bytes = ARENA_ARRAY(desk.arena, char, LONG);
    memset(bytes, 'x', LONG);
    for (size_t i = 0; i < N; i++) {
        cells[0] = str_format(desk.arena, "u%zu", i / 10);
        cells[1] = (struct str){0};
        cells[2] = str_format(desk.arena, "f%zu", i % 3);
        cells[3] = str_format(desk.arena, "unlike all others %zu", i);
        cells[4] = (struct str){bytes, i % 1000 ? i % 7 : LONG - i};
        ledger_add(desk.ledger, LEDGER_CHANGES, cells, (struct origin){0});
    }
    for (size_t i = 0; i < N; i++) {
        const struct ledger_row *row = ledger_row(desk.ledger, LEDGER_CHANGES, i);
        cr_assert(str_equal(ledger_cell(row, LEDGER_CHANGES_UNIT_ID),
                            str_format(desk.arena, "u%zu", i / 10)));
        cr_assert(str_equal(ledger_cell(row, LEDGER_CHANGES_FIELD),
                            str_format(desk.arena, "f%zu", i % 3)));
        cr_assert(str_equal(ledger_cell(row, LEDGER_CHANGES_BEFORE),
                            str_format(desk.arena, "unlike all others %zu", i)));
        cr_assert_eq(ledger_cell(row, LEDGER_CHANGES_AFTER).len, i % 1000 ? i % 7 : LONG - i);
    }
    arena_close(desk.arena);
}

Test(ledger, reading_stops_after_a_hundred_errors) {
    struct desk desk = open_desk();
    struct buf buf = {.arena = desk.arena};
    buf_add_c(&buf, CHANGES);
    for (size_t i = 0; i < 5000; i++) {
        buf_add_c(&buf, "a,x,f,,\n");
    }
    const struct source source = {.file = STR_INIT("changes.csv")};
    cr_assert_not(ledger_read(desk.ledger, LEDGER_CHANGES, buf_str(&buf), &source, desk.diag));
    cr_assert_eq(diag_n(desk.diag), 100);
    arena_close(desk.arena);
}

/* ---- order ----------------------------------------------------------------------------------- */

/* Adds a row of which only these cells are set; the rest is as its types ask. */
static void add_row(struct desk *desk, enum ledger_table table, const char *const *texts,
                    size_t n_texts) {
    struct str cells[N_LEDGER_COLUMNS] = {{0}};
    size_t n;
    enum ledger_column first = ledger_first_column(table, &n);
    for (size_t i = 0; i < n; i++) {
        enum ledger_type type = ledger_column_info((enum ledger_column)(first + i))->type;
        bool may_be_empty = ledger_value_is_good(type, (struct str){0});
        cells[i] = i < n_texts ? str_from_c(texts[i]) : may_be_empty ? (struct str){0} : STR("1");
    }
    ledger_add(desk->ledger, table, cells, (struct origin){0});
}

/* Rows of three tables, forwards or backwards. */
static struct desk open_desk_in_order(bool is_backwards) {
    static const char *const units[][1] = {{"b"}, {"a"}, {"360102-某院"}};
    static const char *const systems[][2] = {{"b", "2"}, {"a", "10"}, {"b", "1"}, {"a", "9"}};
    static const char *const places[][4] = {{"f", "s", "B10", "X"}, {"f", "s", "AA9", "X"},
                                            {"f", "s", "B9", "X"},  {"f", "s", "9", "X"},
                                            {"f", "", "", "X"},     {"e", "z", "C1", "X"}};
    struct desk desk = open_desk();
    for (size_t i = 0; i < 6; i++) {
        size_t at = is_backwards ? 5 - i : i;
        if (at < 3) {
            add_row(&desk, LEDGER_UNITS, units[at], 1);
        }
        if (at < 4) {
            add_row(&desk, LEDGER_SYSTEMS, systems[at], 2);
        }
        add_row(&desk, LEDGER_DIAGNOSTICS, places[at], 4);
    }
    cr_assert(ledger_settle(desk.ledger, desk.diag));
    return desk;
}

Test(ledger, the_order_in_which_rows_came_does_not_show) {
    static const char *const sorted[] = {"C1", "", "9", "B9", "AA9", "B10"};
    static const enum ledger_table tables[] = {LEDGER_UNITS, LEDGER_SYSTEMS, LEDGER_DIAGNOSTICS};
    struct desk one = open_desk_in_order(false), other = open_desk_in_order(true);
    for (size_t i = 0; i < 6; i++) {
        const struct ledger_row *row = ledger_row(one.ledger, LEDGER_DIAGNOSTICS, i);
        cr_assert_str(ledger_cell(row, LEDGER_DIAGNOSTICS_CELL), sorted[i]);
    }
    cr_assert_str(ledger_cell(ledger_row(one.ledger, LEDGER_SYSTEMS, 0), LEDGER_SYSTEMS_SYSTEM_NO),
                  "9");
    cr_assert_eq(ledger_find_unit(one.ledger, STR("b")), 2);
    cr_assert_eq(ledger_find_unit(one.ledger, STR("360102-某院")), 0);
    cr_assert_eq(ledger_find_unit(one.ledger, STR("c")), SIZE_MAX);
    cr_assert_eq(ledger_find_unit(one.ledger, STR("")), SIZE_MAX);
    for (size_t i = 0; i < 3; i++) {
        cr_assert(str_equal(ledger_write(one.ledger, one.arena, tables[i]),
                            ledger_write(other.ledger, other.arena, tables[i])),
                  "table %zu", i);
    }
    arena_close(one.arena);
    arena_close(other.arena);
}

/* A cell may have several complaints: they are no repetition, and stay in the order they came. */
Test(ledger, equal_rows_stay_as_they_came) {
    static const char *const rows[][3] = {
        {"g", "", "B"}, {"f", "", "X"}, {"g", "", "A"}, {"g", "", "C"}};
    static const char *const sorted[] = {"X", "B", "A", "C"};
    struct desk desk = open_desk();
    for (size_t i = 0; i < 4; i++) {
        add_row(&desk, LEDGER_FILES, rows[i], 3);
    }
    cr_assert(ledger_settle(desk.ledger, desk.diag));
    for (size_t i = 0; i < 4; i++) {
        cr_assert_str(ledger_cell(ledger_row(desk.ledger, LEDGER_FILES, i), LEDGER_FILES_KIND),
                      sorted[i]);
    }
    arena_close(desk.arena);
}

Test(ledger, rows_twice_and_rows_of_nobody_are_told) {
    static const char *const units[][1] = {{"a"}, {"b"}, {"a"}};
    static const char *const systems[][2] = {{"a", "1"}, {"c", "1"}, {"a", "1"}};
    struct desk desk = open_desk();
    for (size_t i = 0; i < 3; i++) {
        add_row(&desk, LEDGER_UNITS, units[i], 1);
        add_row(&desk, LEDGER_SYSTEMS, systems[i], 2);
    }
    cr_assert_not(ledger_settle(desk.ledger, desk.diag));
    cr_assert_eq(count_reports(&desk, DIAG_LEDGER_REPEATED), 2);
    cr_assert_eq(count_reports(&desk, DIAG_LEDGER_ORPHAN), 1);
    cr_assert(str_contains(reported(desk.diag, 0)->message, STR("units a")));
    arena_close(desk.arena);
}

/* A row of ten thousand units' tens of systems is held to the end of a run. */
Test(ledger, a_row_is_small) {
    struct desk desk = open_desk();
    size_t before = arena_used(desk.arena);
    static const char *const texts[] = {"360102-南昌市第一医院",
                                        "17",
                                        "医院信息系统（门诊、住院、药房）",
                                        "核心业务",
                                        "3",
                                        "3",
                                        "2",
                                        "3",
                                        "3",
                                        "2",
                                        "3",
                                        "FL-1;FL-3",
                                        "3",
                                        "3",
                                        "一致",
                                        "2007",
                                        "九江市卫生系统汇总.xlsx!系统汇总!8"};
    struct arena *arena = desk.arena;
    for (size_t i = 0; i < 1000; i++) {
        add_row(&desk, LEDGER_SYSTEMS, texts, sizeof texts / sizeof texts[0]);
    }
    cr_assert_lt((arena_used(arena) - before) / 1000, 1024);
    arena_close(desk.arena);
}

/* ---- asking ---------------------------------------------------------------------------------- */

static bool passes(struct desk *desk, const char *text, size_t row) {
    struct ledger_fault fault;
    const struct ledger_filter *filter =
        ledger_filter_read(desk->arena, LEDGER_SYSTEMS, str_from_c(text), &fault);
    cr_assert(filter, "%s: %" STR_FMT, text, STR_ARG(fault.text));
    return ledger_passes(desk->ledger, filter, ledger_row(desk->ledger, LEDGER_SYSTEMS, row));
}

static void set_cell(struct str *cells, const char *name, const char *text) {
    enum ledger_column column;
    cr_assert(ledger_find_column(LEDGER_SYSTEMS, str_from_c(name), &column));
    cells[column - ledger_table_info(LEDGER_SYSTEMS)->first] = str_from_c(text);
}

Test(ledger, filters_say_which_rows) {
    static const struct {
        const char *filter;
        bool passes;
    } cases[] = {
        {"", true},
        {"level_final=3", true},
        {"level_final=2|3", true},
        {"level_final!=2|3", false},
        {"level_final>=3 & level_final<=3", true},
        {"level_final>3", false},
        {"level_final<4", true},
        {"level_final>=review_level", false},
        {"level_final=level_duty", true},
        {"s_declared=1", false},
        /* An empty cell is none of the values, and in no order. */
        {"s_declared!=1", true},
        {"s_declared>=1", false},
        {"s_declared<=5", false},
        {"s_declared missing", true},
        {"s_declared given", false},
        {"verdict=一致", true},
        {"verdict = 未定级 | 一致", true},
        {"floor_rules has FL-3", true},
        {"floor_rules has FL", false},
        {"floor_rules has FL-2a|FL-3", true},
        {"assessed in 2011", true},
        {"assessed in 2011-06", true},
        {"assessed in 2012", false},
        {"police_filed>filing_due", true},
        {"police_filed<=filing_due", false},
        {"police_filed>2011-10-31", true},
        /* A month is not known to the day. */
        {"assessed>2001-01-01", false},
        {"assessed<=2031-01-01", false},
        {"rectified_rate>=99.5", true},
        {"rectified_rate>=100", false},
        {"not level_final>=4", true},
        {"not level_final>=3", false},
        {"not s_declared>=1", true},
        {"units.direct=1", true},
        {"units.unit_kind!=医院", false},
        {"units.unit_kind=医院 & level_final=3 & filed=1", true},
        {"units.unit_kind=医院 & level_final=3 & filed!=1", false},
        {"assessed within 2011..2011-12-31", true},
        /* A month is not known to be after a day of it. */
        {"assessed within 2011..2011-06-01", true},
        {"assessed within 2011..2011-05-31", false},
        {"assessed within 2010..2011-12-31", false},
        {"police_filed within 2011..2011-11-20", true},
        {"police_filed within 2011..2011-11-19", false},
        {"management.staff_last given", false},
        {"management.staff_last missing", true},
        {"systems.level_final=3", true},
    };
    struct desk desk = open_desk();
    static const char *const unit[] = {"a",    "某院", "", "", "", "", "",
                                       "医院", "",     "", "", "", "1"};
    add_row(&desk, LEDGER_UNITS, unit, sizeof unit / sizeof unit[0]);
    struct str cells[N_LEDGER_COLUMNS] = {{0}};
    static const char *const facts[][2] = {{"unit_id", "a"},
                                           {"system_no", "1"},
                                           {"level_final", "3"},
                                           {"level_duty", "3"},
                                           {"review_level", "4"},
                                           {"verdict", "一致"},
                                           {"floor_rules", "FL-1;FL-3"},
                                           {"assessed", "2011-06"},
                                           {"police_filed", "2011-11-20"},
                                           {"filing_due", "2011-11-19"},
                                           {"rectified_rate", "99.5"},
                                           {"filed", "1"}};
    for (size_t i = 0; i < sizeof facts / sizeof facts[0]; i++) {
        set_cell(cells, facts[i][0], facts[i][1]);
    }
    ledger_add(desk.ledger, LEDGER_SYSTEMS, cells, (struct origin){0});
    cr_assert(ledger_settle(desk.ledger, desk.diag));
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        cr_assert_eq(passes(&desk, cases[i].filter, 0), cases[i].passes, "%s", cases[i].filter);
    }
    arena_close(desk.arena);
}

Test(ledger, faulty_filters_are_refused) {
    static const struct {
        const char *filter, *fault, *expected;
    } cases[] = {
        {"level_finel=3", "level_finel", "level_final"},
        {"level_final=6", "6", "1-5"},
        {"level_final>=2|3", "2|3", "1-5"},
        {"level_final=", "", "1-5"},
        {"level_final", "level_final", "column=value & column given & column missing"},
        {"verdict>=一致", "verdict", "= !="},
        {"police_filed>floor", "floor", "police_filed"},
        {"filed=1 & ", "", "column=value & column given & column missing"},
        {"units.nothing=1", "units.nothing", ""},
        {"gaps.verdict=1", "gaps.verdict", "verdict"},
        {"assessed within 2011", "2011", "2012..2012-06-30"},
        {"filed within 2011..2012", "2011..2012", "2012..2012-06-30"},
        {"assessed within 2011..x", "x", "2011-06-01, 2011-06, 2011"},
    };
    struct desk desk = open_desk();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct ledger_fault fault = {{0}, {0}};
        cr_assert_null(
            ledger_filter_read(desk.arena, LEDGER_SYSTEMS, str_from_c(cases[i].filter), &fault),
            "%s", cases[i].filter);
        cr_assert_str(fault.text, cases[i].fault);
        cr_assert_str(fault.expected, cases[i].expected);
    }
    arena_close(desk.arena);
}

/* What is asked of a unit's systems holds where it holds for any of them; what a duty asks of
 * systems holds for its own. */
Test(ledger, other_tables_are_asked) {
    struct desk desk = open_desk();
    static const struct {
        enum ledger_table table;
        const char *filter;
        bool passes[3];
    } cases[] = {
        {LEDGER_UNITS, "systems.level_final=3", {true, false, false}},
        {LEDGER_UNITS, "systems.level_final=2", {true, true, false}},
        {LEDGER_UNITS, "not systems.level_final=2", {false, false, true}},
        {LEDGER_UNITS, "systems.level_final missing", {false, false, true}},
        {LEDGER_OBLIGATIONS, "systems.level_final=3", {false, true, false}},
        {LEDGER_OBLIGATIONS, "units.name=乙", {false, false, true}},
    };
    static const char *const units[][2] = {{"a", "甲"}, {"b", "乙"}, {"c", "丙"}};
    static const char *const systems[][13] = {
        {"a", "1", "", "", "", "", "", "", "", "", "", "", "2"},
        {"a", "2", "", "", "", "", "", "", "", "", "", "", "3"},
        {"b", "1", "", "", "", "", "", "", "", "", "", "", "2"}};
    static const char *const duties[][3] = {
        {"a", "1", "OB-06"}, {"a", "2", "OB-06"}, {"b", "1", "OB-06"}};
    for (size_t i = 0; i < 3; i++) {
        add_row(&desk, LEDGER_UNITS, units[i], 2);
        add_row(&desk, LEDGER_SYSTEMS, systems[i], 13);
        add_row(&desk, LEDGER_OBLIGATIONS, duties[i], 3);
    }
    cr_assert(ledger_settle(desk.ledger, desk.diag));
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct ledger_fault fault;
        const struct ledger_filter *filter =
            ledger_filter_read(desk.arena, cases[i].table, str_from_c(cases[i].filter), &fault);
        cr_assert(filter, "%s", cases[i].filter);
        for (size_t k = 0; k < 3; k++) {
            const struct ledger_row *row = ledger_row(desk.ledger, cases[i].table, k);
            cr_assert_eq(ledger_passes(desk.ledger, filter, row), cases[i].passes[k], "%s, %zu",
                         cases[i].filter, k);
        }
    }
    arena_close(desk.arena);
}

/* Units go by id, systems by name; what says where something was read is no change. */
Test(ledger, changes_since_an_earlier_ledger) {
    struct desk now = open_desk(), before = open_desk();
    static const char *const units[][11] = {
        {"a", "甲", "", "", "", "", "", "", "", "", "今年!1"}, {"b", "乙"}, {"c", "丙"}};
    static const char *const systems[][13] = {
        {"a", "1", "一", "", "", "", "", "", "", "", "", "", "2"},
        {"a", "2", "二", "", "", "", "", "", "", "", "", "", "3"},
        {"b", "1", "三", "", "", "", "", "", "", "", "", "", "2"},
        {"a", "1", "二", "", "", "", "", "", "", "", "", "", "2"},
        {"a", "2", "四", "", "", "", "", "", "", "", "", "", "2"},
        {"c", "1", "五", "", "", "", "", "", "", "", "", "", "2"}};
    static const char *const changes[] = {
        "a,1,added,,一", "a,2,level_final,2,3", "a,2,removed,四,", "b,,added,,乙",
        "b,1,added,,三", "c,,removed,丙,",      "c,1,removed,五,"};
    enum { N = sizeof changes / sizeof changes[0] };
    add_row(&now, LEDGER_UNITS, units[0], 11);
    add_row(&now, LEDGER_UNITS, units[1], 2);
    add_row(&before, LEDGER_UNITS, units[0], 2);
    add_row(&before, LEDGER_UNITS, units[2], 2);
    for (size_t i = 0; i < 6; i++) {
        add_row(i < 3 ? &now : &before, LEDGER_SYSTEMS, systems[i], 13);
    }
    cr_assert(ledger_settle(now.ledger, now.diag) && ledger_settle(before.ledger, before.diag));
    /* A second comparison takes the place of the first. */
    for (size_t round = 0; round < 2; round++) {
        ledger_compare(now.ledger, before.ledger, &(struct ledger_aliases){0}, NULL);
        cr_assert(ledger_settle(now.ledger, now.diag));
        cr_assert_eq(ledger_n_rows(now.ledger, LEDGER_CHANGES), N);
        struct str rest = ledger_write(now.ledger, now.arena, LEDGER_CHANGES), line;
        str_split(&rest, STR("\n"), &line);
        for (size_t i = 0; i < N; i++) {
            str_split(&rest, STR("\n"), &line);
            cr_assert(str_starts(line, str_from_c(changes[i])), "%" STR_FMT, STR_ARG(line));
        }
    }
    arena_close(now.arena);
    arena_close(before.arena);
}

/* What 单位管理情况 says and the items of a gap sheet are told apart from columns of units; gap
 * sheets are compared where both ledgers keep such. */
Test(ledger, changes_of_management_and_gaps) {
    static const char *const unit[] = {"a", "甲"};
    static const char *const system[] = {"a", "1", "一"};
    static const char *const management[][4] = {{"a", "2011", "", "张"}, {"a", "2011", "", "王"}};
    static const char *const gaps[][6] = {{"a", "1", "G1", "", "", "符合"},
                                          {"a", "1", "G2", "", "", "不符合"},
                                          {"a", "1", "G2", "", "", "符合"},
                                          {"a", "1", "G3", "", "", "符合"}};
    static const char *const changes[] = {"a,,management.chief,张,王", "a,1,gap G1,符合,",
                                          "a,1,gap G2,不符合,符合", "a,1,gap G3,,符合"};
    for (size_t has_gaps = 0; has_gaps < 2; has_gaps++) {
        struct desk now = open_desk(), before = open_desk();
        for (size_t i = 0; i < 2; i++) {
            struct desk *desk = i ? &now : &before;
            add_row(desk, LEDGER_UNITS, unit, 2);
            add_row(desk, LEDGER_SYSTEMS, system, 3);
            add_row(desk, LEDGER_MANAGEMENT, management[i], 4);
            for (size_t k = 0; k < 2; k++) {
                add_row(desk, LEDGER_GAPS, gaps[2 * i + k], 6);
            }
        }
        if (!has_gaps) {
            ledger_forget(before.ledger, LEDGER_GAPS);
            cr_assert(!ledger_is_kept(before.ledger, LEDGER_GAPS));
        }
        cr_assert(ledger_settle(now.ledger, now.diag) && ledger_settle(before.ledger, before.diag));
        ledger_compare(now.ledger, before.ledger, &(struct ledger_aliases){0}, NULL);
        cr_assert(ledger_settle(now.ledger, now.diag));
        size_t n = has_gaps ? sizeof changes / sizeof changes[0] : 1;
        cr_assert_eq(ledger_n_rows(now.ledger, LEDGER_CHANGES), n);
        struct str rest = ledger_write(now.ledger, now.arena, LEDGER_CHANGES), line;
        str_split(&rest, STR("\n"), &line);
        for (size_t i = 0; i < n; i++) {
            str_split(&rest, STR("\n"), &line);
            cr_assert_str(line, changes[i]);
        }
        arena_close(now.arena);
        arena_close(before.arena);
    }
}

/* An institution that was renamed is held against itself; of two that became one each system is
 * looked for, and those that are gone keep the id they had. */
Test(ledger, changes_of_institutions_that_became_others) {
    struct desk now = open_desk(), before = open_desk();
    static const char *const units[][2] = {
        {"new", "新"}, {"one", "合"}, {"old", "旧"}, {"p", "甲"}, {"q", "乙"}};
    static const char *const systems[][13] = {
        {"new", "1", "一", "", "", "", "", "", "", "", "", "", "3"},
        {"one", "1", "二", "", "", "", "", "", "", "", "", "", "2"},
        {"old", "1", "一", "", "", "", "", "", "", "", "", "", "2"},
        {"p", "1", "二", "", "", "", "", "", "", "", "", "", "2"},
        {"q", "1", "二", "", "", "", "", "", "", "", "", "", "2"},
        {"q", "2", "三", "", "", "", "", "", "", "", "", "", "2"}};
    struct ledger_alias items[] = {{STR_INIT("old"), STR_INIT("new")},
                                   {STR_INIT("p"), STR_INIT("one")},
                                   {STR_INIT("q"), STR_INIT("one")}};
    for (size_t i = 0; i < 5; i++) {
        add_row(i < 2 ? &now : &before, LEDGER_UNITS, units[i], 2);
    }
    for (size_t i = 0; i < 6; i++) {
        add_row(i < 2 ? &now : &before, LEDGER_SYSTEMS, systems[i], 13);
    }
    cr_assert(ledger_settle(now.ledger, now.diag) && ledger_settle(before.ledger, before.diag));
    ledger_compare(now.ledger, before.ledger, &(struct ledger_aliases){items, 3}, NULL);
    cr_assert(ledger_settle(now.ledger, now.diag));
    struct str text = ledger_write(now.ledger, now.arena, LEDGER_CHANGES);
    cr_assert(str_ends(text, STR("\nnew,,name,旧,新\nnew,1,level_final,2,3\none,,name,甲,合\n"
                                 "q,1,removed,二,\nq,2,removed,三,\n")),
              "%" STR_FMT, STR_ARG(text));
    arena_close(now.arena);
    arena_close(before.arena);
}

Test(ledger, numbers_of_cells) {
    static const struct {
        enum ledger_type type;
        const char *text;
        int64_t number;
    } cases[] = {{LEDGER_AS_COUNT, "", 0},      {LEDGER_AS_COUNT, "17", 17},
                 {LEDGER_AS_MONEY, "12", 1200}, {LEDGER_AS_MONEY, "12.5", 1250},
                 {LEDGER_AS_MONEY, "0.05", 5},  {LEDGER_AS_PERCENT, "100", 10000},
                 {LEDGER_AS_LEVEL, "3", 3},     {LEDGER_AS_BOOL, "1", 1},
                 {LEDGER_AS_MONEY, "", 0}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        cr_assert_eq(ledger_value_number(cases[i].type, str_from_c(cases[i].text)),
                     cases[i].number);
    }
}

/* ---- files ----------------------------------------------------------------------------------- */

Test(ledger, what_became_of_a_file_is_counted_from_all_rows) {
    /* file, sha256, kind, encoding, sheets, units, systems, errors, warnings, status */
    static const char *const files[][10] = {
        {"b", "", "", "", "", "", "", "0", "7", "ok"},
        {"c", "", "", "", "", "", "", "9", "9", "partial"},
        {"a", "", "", "", "", "", "", "0", "0", "ok"},
        {"d", "", "", "", "", "", "", "0", "0", "rejected"},
    };
    static const char *const complaints[][5] = {
        {"b", "", "", "X", "warning"}, {"b", "", "B1", "X", "error"}, {"", "", "", "X", "error"},
        {"b", "", "A1", "X", "fatal"}, {"aa", "", "", "X", "error"},  {"d", "", "", "X", "fatal"},
        {"z", "", "", "X", "error"},   {"a", "", "", "X", "note"},
    };
    static const char *const settled[] = {"0 0 ok", "2 1 partial", "0 0 ok", "1 0 rejected"};
    struct desk desk = open_desk();
    for (size_t i = 0; i < 4; i++) {
        add_row(&desk, LEDGER_FILES, files[i], 10);
    }
    cr_assert(ledger_settle(desk.ledger, desk.diag));
    cr_assert_str(ledger_cell(ledger_row(desk.ledger, LEDGER_FILES, 2), LEDGER_FILES_ERRORS), "9");
    for (size_t i = 0; i < 8; i++) {
        add_row(&desk, LEDGER_DIAGNOSTICS, complaints[i], 5);
    }
    cr_assert(ledger_settle(desk.ledger, desk.diag));
    for (size_t i = 0; i < 4; i++) {
        const struct ledger_row *row = ledger_row(desk.ledger, LEDGER_FILES, i);
        const struct str cells[] = {ledger_cell(row, LEDGER_FILES_ERRORS),
                                    ledger_cell(row, LEDGER_FILES_WARNINGS),
                                    ledger_cell(row, LEDGER_FILES_STATUS)};
        cr_assert_str(str_join(desk.arena, cells, 3, STR(" ")), settled[i]);
    }
    arena_close(desk.arena);
}

Test(ledger, complaints_of_a_cell_stand_in_the_order_of_their_ids) {
    static const char *const complaints[][4] = {
        {"f", "s", "B1", "OUTPUT_TAKEN"}, {"f", "s", "B1", "ZZ"}, {"f", "s", "B1", "OUTPUT_KEPT"},
        {"f", "s", "B1", "AA"},           {"f", "s", "A1", "ZZ"},
    };
    static const char *const sorted[] = {"ZZ", "OUTPUT_KEPT", "OUTPUT_TAKEN", "AA", "ZZ"};
    struct desk desk = open_desk();
    for (size_t i = 0; i < 5; i++) {
        add_row(&desk, LEDGER_DIAGNOSTICS, complaints[i], 4);
    }
    cr_assert(ledger_settle(desk.ledger, desk.diag));
    for (size_t i = 0; i < 5; i++) {
        cr_assert_str(
            ledger_cell(ledger_row(desk.ledger, LEDGER_DIAGNOSTICS, i), LEDGER_DIAGNOSTICS_ID),
            sorted[i]);
    }
    arena_close(desk.arena);
}

Test(ledger, a_part_has_the_rows_and_files_of_its_institutions) {
    static const char *const units[][2] = {{"a", "甲"}, {"b", "乙"}};
    static const char *const files[] = {"a!b.xlsx", "b.xlsx", "both.csv", "nobody.csv"};
    static const char *const gap[] = {"b", "1"};
    static const char *const told[] = {"a!b.xlsx", "b.xlsx", "", "nobody.csv"};
    struct desk desk = open_desk();
    for (size_t i = 0; i < 2; i++) {
        struct str cells[N_LEDGER_COLUMNS] = {str_from_c(units[i][0]), str_from_c(units[i][1])};
        cells[LEDGER_UNITS_SOURCE - LEDGER_UNITS_UNIT_ID] =
            i ? STR("b.xlsx!表!1!2") : STR("a!b.xlsx!表!2");
        ledger_add(desk.ledger, LEDGER_UNITS, cells, (struct origin){0});
        struct str of_system[N_LEDGER_COLUMNS] = {str_from_c(units[i][0]), STR("1"), STR("一")};
        of_system[LEDGER_SYSTEMS_SOURCE - LEDGER_SYSTEMS_UNIT_ID] = STR("both.csv!!3");
        ledger_add(desk.ledger, LEDGER_SYSTEMS, of_system, (struct origin){0});
    }
    for (size_t i = 0; i < 4; i++) {
        add_row(&desk, LEDGER_FILES, &files[i], 1);
        const char *const row[] = {told[i], "", "", "X", "note"};
        add_row(&desk, LEDGER_DIAGNOSTICS, row, 5);
    }
    add_row(&desk, LEDGER_GAPS, gap, 2);
    cr_assert(ledger_settle(desk.ledger, desk.diag));
    const bool taken[] = {true, false};
    const struct ledger_cut cut = {taken, NULL, NULL};
    const struct ledger *part = ledger_cut_out(desk.ledger, desk.arena, &cut);
    cr_assert_eq(ledger_n_rows(part, LEDGER_UNITS), 1);
    cr_assert_eq(ledger_find_unit(part, STR("a")), 0);
    cr_assert_eq(ledger_n_rows(part, LEDGER_SYSTEMS), 1);
    /* not that of the other alone, nor what is said of it */
    cr_assert_eq(ledger_n_rows(part, LEDGER_FILES), 3);
    cr_assert_str(ledger_cell(ledger_row(part, LEDGER_FILES, 1), LEDGER_FILES_FILE), "both.csv");
    cr_assert_eq(ledger_n_rows(part, LEDGER_DIAGNOSTICS), 3);
    /* only the other handed gaps in: here nobody did */
    cr_assert(ledger_is_kept(desk.ledger, LEDGER_GAPS) && !ledger_is_kept(part, LEDGER_GAPS));
    cr_assert_eq(ledger_n_rows(desk.ledger, LEDGER_UNITS), 2);
    arena_close(desk.arena);
}
