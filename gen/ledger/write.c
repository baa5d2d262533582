/* Rows into CSV text: UTF-8, a line feed behind each line, fields quoted where they must be. */
#include "ledger/guard.h"
#include "ledger/rows.h"

static void add_field(struct buf *buf, struct str text) {
    if (!guard_is_needed(text)) {
        csv_add_field(buf, text);
        return;
    }
    csv_add_field(buf, str_concat(buf->arena, STR("'"), text));
}

void ledger_write_header(struct buf *buf, enum ledger_table table) {
    size_t n;
    enum ledger_column first = ledger_first_column(table, &n);
    for (size_t i = 0; i < n; i++) {
        buf_add_c(buf, i ? "," : "");
        buf_add(buf, ledger_column_name((enum ledger_column)(first + i)));
    }
    buf_add_byte(buf, '\n');
}

void ledger_write_cells(struct buf *buf, enum ledger_table table, const struct str *cells) {
    size_t n;
    ledger_first_column(table, &n);
    for (size_t i = 0; i < n; i++) {
        buf_add_c(buf, i ? "," : "");
        add_field(buf, cells[i]);
    }
    buf_add_byte(buf, '\n');
}

void ledger_write_row(struct buf *buf, enum ledger_table table, const struct ledger_row *row) {
    size_t n;
    enum ledger_column first = ledger_first_column(table, &n);
    for (size_t i = 0; i < n; i++) {
        buf_add_c(buf, i ? "," : "");
        add_field(buf, ledger_cell(row, (enum ledger_column)(first + i)));
    }
    buf_add_byte(buf, '\n');
}

struct str ledger_write(const struct ledger *ledger, struct arena *arena, enum ledger_table table) {
    struct buf buf = {.arena = arena};
    ledger_write_header(&buf, table);
    for (size_t i = 0; i < ledger_n_rows(ledger, table); i++) {
        ledger_write_row(&buf, table, ledger_row(ledger, table, i));
    }
    return buf_str(&buf);
}
