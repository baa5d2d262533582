/* What an institution or a system was that is gone, out of the changes that tell of it. */
#include "ledger/rows.h"

/* What the change of a unit, or of its system of that number, says that a field was. */
static struct str find_past(const struct ledger *ledger, struct str unit_id, struct str no,
                            struct str field) {
    const struct ledger_rows *rows = &ledger->tables[LEDGER_CHANGES];
    for (size_t i = ledger_find_rows(ledger, LEDGER_CHANGES, unit_id);
         i < rows->n_items &&
         str_equal(ledger_cell(rows_at(rows, i), LEDGER_CHANGES_UNIT_ID), unit_id);
         i++) {
        if (str_equal(ledger_cell(rows_at(rows, i), LEDGER_CHANGES_SYSTEM_NO), no) &&
            str_equal(ledger_cell(rows_at(rows, i), LEDGER_CHANGES_FIELD), field)) {
            return ledger_cell(rows_at(rows, i), LEDGER_CHANGES_BEFORE);
        }
    }
    return (struct str){0};
}

/* The same of an institution. */
static struct str find_unit_past(const struct ledger *ledger, struct str unit_id,
                                 enum ledger_column column) {
    if (column == LEDGER_UNITS_UNIT_ID) {
        return unit_id;
    }
    struct str told = column == LEDGER_UNITS_NAME
                          ? find_past(ledger, unit_id, (struct str){0}, STR("removed"))
                          : (struct str){0};
    return told.len ? told
                    : find_past(ledger, unit_id, (struct str){0}, ledger_column_name(column));
}

bool ledger_look_gone(const struct ledger *ledger, struct ledger_operand operand,
                      const struct ledger_row *row, struct str *text) {
    enum ledger_table table = ledger_column_table(operand.column);
    *text = (struct str){0};
    if (operand.table != LEDGER_CHANGES || !operand.is_joined) {
        return false;
    }
    struct str unit_id = ledger_cell(row, LEDGER_CHANGES_UNIT_ID);
    struct str no = ledger_cell(row, LEDGER_CHANGES_SYSTEM_NO);
    bool is_removed = str_is(ledger_cell(row, LEDGER_CHANGES_FIELD), "removed");
    if (table == LEDGER_UNITS && ledger_find_unit(ledger, unit_id) == SIZE_MAX) {
        *text = find_unit_past(ledger, unit_id, operand.column);
        return true;
    }
    if (table == LEDGER_SYSTEMS && is_removed && no.len) {
        /* of other columns a system of that number may tell that is there */
        *text = operand.column == LEDGER_SYSTEMS_NAME ? ledger_cell(row, LEDGER_CHANGES_BEFORE)
                : operand.column == LEDGER_SYSTEMS_SOURCE
                    ? find_past(ledger, unit_id, no, ledger_column_name(operand.column))
                    : (struct str){0};
        return true;
    }
    return false;
}
